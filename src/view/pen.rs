//! Lines for a terminal, with colours where wanted.
//!
//! Colours are marked with private characters until the end: what a file says passes through [`plain`] and can neither
//! colour nor command.

use super::Style;
use super::columns::{width, wrap};
use super::plain::plain;

/// ANSI attributes (ECMA-48, 8.3.117).
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Plain,
    Bold,
    Red,
    Yellow,
    Green,
    Dim,
}

/// Marks of colours, from the last private plane.
const MARKS: &[(Ink, char, &str)] = &[
    (Ink::Plain, '\u{10fff0}', "\u{1b}[0m"),
    (Ink::Bold, '\u{10fff1}', "\u{1b}[1m"),
    (Ink::Red, '\u{10fff2}', "\u{1b}[1;31m"),
    (Ink::Yellow, '\u{10fff3}', "\u{1b}[33m"),
    (Ink::Green, '\u{10fff4}', "\u{1b}[32m"),
    (Ink::Dim, '\u{10fff5}', "\u{1b}[2m"),
];

/// Writes lines.
pub struct Pen {
    color: bool,
    pub width: usize,
    out: String,
}

impl Pen {
    pub fn new(style: Style) -> Self {
        Self { color: style.color, width: style.width.clamp(40, 240), out: String::new() }
    }

    pub fn ink(&self, text: &str, ink: Ink) -> String {
        if !self.color || text.is_empty() || ink == Ink::Plain {
            return text.to_owned();
        }
        let mark = |ink: Ink| MARKS.iter().find(|(known, ..)| *known == ink).map_or(' ', |(_, mark, _)| *mark);
        format!("{}{text}{}", mark(ink), mark(Ink::Plain))
    }

    pub fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    /// Text in lines that fit, all in one colour.
    pub fn paragraph(&mut self, text: &str, ink: Ink) {
        for line in wrap(text, self.width) {
            let line = self.ink(&line, ink);
            self.line(&line);
        }
    }

    /// A sentence under a sign, its further lines indented like the first.
    pub fn item(&mut self, sign: &str, text: &str, ink: Ink) {
        let indent = width(sign) + 3;
        for (index, part) in wrap(text, self.width.saturating_sub(indent)).iter().enumerate() {
            let lead = if index == 0 { format!("  {} ", self.ink(sign, ink)) } else { " ".repeat(indent) };
            self.line(&format!("{lead}{part}"));
        }
    }

    /// What was written, with its colours and without anybody else's.
    pub fn finish(self) -> String {
        let mut out = plain(&self.out).into_owned();
        for (_, mark, code) in MARKS {
            out = out.replace(*mark, if self.color { code } else { "" });
        }
        out
    }
}
