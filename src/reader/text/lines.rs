//! Lines of a text and what can be told of one line alone: its pieces between runs of blanks with
//! their columns on a fixed-width display, whether a piece is a figure, whether it opens a section.

use crate::document::SourceLocation;
use crate::number::is_mark;
use crate::number::unit::{UNITS, UnitKind};
use crate::script::{Level, enumerator, heading_year, narrow_width, width};

pub(super) use crate::number::is_figure;
pub(super) use crate::script::{blank, trimmed};

/// A line of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line<'a> {
    /// From one.
    pub number: u32,
    /// Without its end; never holds a line break.
    pub text: &'a str,
}

/// Splits at every kind of line end; a form feed ends a line and begins the next, as in paged output.
pub(super) fn split(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut rest = text;
    let mut number = 1;
    while let Some(at) = memchr::memchr3(b'\n', b'\r', b'\x0c', rest.as_bytes()) {
        lines.push(Line { number, text: &rest[..at] });
        let end = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        if end == b'\r' {
            rest = rest.strip_prefix('\n').unwrap_or(rest);
        }
        number += u32::from(end != b'\x0c');
    }
    if !rest.is_empty() {
        lines.push(Line { number, text: rest });
    }
    lines
}

impl<'a> Line<'a> {
    /// Nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(blank)
    }

    /// The text without blanks around it.
    pub fn trimmed(&self) -> &'a str {
        trimmed(self.text)
    }

    /// It names a year and says little else: what stands below is a table of its own.
    pub fn is_year(&self) -> bool {
        heading_year(self.trimmed(), None).is_some()
    }

    /// The place of a part of this line.
    pub fn location(&self, part: &str) -> SourceLocation {
        self.places().of(part)
    }

    /// The places of parts of this line, asked for from left to right.
    pub fn places(&self) -> Places<'a> {
        Places { line: *self, byte: 0, character: 0 }
    }

    /// Pieces between runs of two or more blanks (an ideographic blank counts two, a tab ends a piece). Among wider gaps a lone
    /// ideographic blank stands inside a piece.
    pub fn pieces(&self, pitch: Pitch) -> Vec<Piece<'a>> {
        let bytes = self.text.as_bytes();
        let (mut pieces, mut wide) = (Vec::new(), None);
        // Byte and column, and those where the piece so far began.
        let (mut at, mut column, mut start, mut left) = (0, 0, 0, 0);
        // Where ink ended, and the blanks after it; at the start of the line as wide as a gap.
        let (mut end, mut right, mut gap) = (0, 0, 2);
        while let Some(&byte) = bytes.get(at) {
            let (length, width, blanks) = match byte {
                // Nearly all text.
                b'!'..=b'~' => (1, 1, 0),
                b' ' => (1, 1, 1),
                0xe5..=0xe9 => (3, 2, 0),
                _ => self.measured(at, gap, pitch, &mut wide),
            };
            if blanks == 0 {
                if gap >= 2 {
                    if end > 0 {
                        pieces.push(Piece { text: &self.text[start..end], left, right, pitch });
                    }
                    (start, left) = (at, column);
                }
                (end, right, gap) = (at + length, column + pitch.columns(width), 0);
            } else {
                gap += blanks;
            }
            at += length;
            column += pitch.columns(width);
        }
        if end > 0 {
            pieces.push(Piece { text: &self.text[start..end], left, right, pitch });
        }
        pieces
    }

    /// The bytes and columns of a character, and how many blanks it counts, behind so many others; whether the line has wide gaps is
    /// looked for once.
    fn measured(&self, at: usize, gap: usize, pitch: Pitch, wide: &mut Option<bool>) -> (usize, usize, usize) {
        let Some(character) = self.text[at..].chars().next() else { return (1, 0, 0) };
        let width = pitch.width(character);
        let mut among_gaps = || *wide.get_or_insert_with(|| self.trimmed().contains("  "));
        let blanks = match character {
            '\t' => 2,
            '\u{3000}' if gap == 0 && is_lone(&self.text[at..]) && among_gaps() => 1,
            _ if blank(character) => width.max(1),
            _ => 0,
        };
        (character.len_utf8(), width, blanks)
    }
}

/// Whether the blank that a text begins with is the only one.
fn is_lone(text: &str) -> bool {
    text.chars().nth(1).is_some_and(|next| !blank(next))
}

/// Counts characters along a line, each once.
#[derive(Debug)]
pub(super) struct Places<'a> {
    line: Line<'a>,
    byte: usize,
    character: usize,
}

impl Places<'_> {
    /// The place of the next part; a text that is no part of the line stands where the last one ended.
    pub fn of(&mut self, part: &str) -> SourceLocation {
        let start = (part.as_ptr() as usize).wrapping_sub(self.line.text.as_ptr() as usize);
        let length = part.chars().count();
        if let Some(between) = self.line.text.get(self.byte..start) {
            self.character += between.chars().count();
            self.byte = start;
        }
        let begin = self.character;
        if self.line.text.get(self.byte..self.byte + part.len()) == Some(part) {
            self.character += length;
            self.byte += part.len();
        }
        SourceLocation::line(self.line.number, begin as u32, (begin + length) as u32)
    }
}

/// Part of a line between runs of blanks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// First display column, from zero.
    pub left: usize,
    /// One past the last display column.
    pub right: usize,
    /// How columns are counted in it.
    pub pitch: Pitch,
}

/// How wide a column is that texts are laid out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pitch {
    /// Half an ideograph, as on a display.
    Display,
    /// The same, where characters of ambiguous width (`“`, `①`) count one, as they do for most programs.
    Narrow,
    /// A character, whatever its width: what programs that count characters give.
    Character,
}

impl Pitch {
    /// Columns of a character of a width on a display.
    fn columns(self, width: usize) -> usize {
        match self {
            Self::Display | Self::Narrow => width,
            Self::Character => width.min(1),
        }
    }

    /// The width of a character on the display that is counted.
    fn width(self, c: char) -> usize {
        if self == Self::Narrow { narrow_width(c) } else { width(c) }
    }

    /// Columns of a text.
    pub fn of(self, text: &str) -> usize {
        match self {
            Self::Display => display_width(text),
            Self::Narrow => display_width(text) - ambiguous(text),
            Self::Character => text.chars().map(|c| self.columns(width(c))).sum(),
        }
    }
}

impl<'a> Piece<'a> {
    /// A part of the piece that begins at a column.
    pub fn part(self, text: &'a str, left: usize) -> Self {
        Self { text, left, right: left + self.pitch.of(text), ..self }
    }

    /// Cuts a label of a group from that of its row where a single blank separates them: `（三）不予公开 1.属于国家秘密`.
    pub fn split_labels(self) -> Vec<Piece<'a>> {
        let mut parts = Vec::new();
        let mut rest = self;
        let next = |text: &'a str| {
            let mut blanks = text.char_indices().filter(|(_, c)| blank(*c)).map(|(at, c)| at + c.len_utf8());
            blanks.find(|&at| !matches!(opening(&text[at..]), Opening::None | Opening::Chapter))
        };
        while opening(rest.text) != Opening::None
            && let Some(at) = next(rest.text)
        {
            let left = rest.left + rest.pitch.of(&rest.text[..at]);
            parts.push(rest.part(rest.text[..at].trim_end_matches(blank), rest.left));
            rest = rest.part(&rest.text[at..], left);
        }
        parts.push(rest);
        parts
    }

    /// Cuts the unit off the end of a label where a single blank separates them: `规章数 件`.
    pub fn split_unit(self) -> Option<(Piece<'a>, Piece<'a>)> {
        let (at, space) = self.text.char_indices().rev().find(|(_, character)| blank(*character))?;
        let tail = &self.text[at + space.len_utf8()..];
        let head = self.text[..at].trim_end_matches(blank);
        is_unit(tail).then(|| (self.part(head, self.left), self.part(tail, self.right - self.pitch.of(tail))))
    }

    /// Cuts figures and drawn marks off the end of a piece where single blanks separate them: `规章 2 — 11`.
    pub fn split_figures(self, parts: &mut Vec<Piece<'a>>) {
        let first = parts.len();
        let mut rest = self;
        while let Some((at, space)) = rest.text.char_indices().rev().find(|(_, character)| blank(*character)) {
            let tail = &rest.text[at + space.len_utf8()..];
            if !is_figure(tail) && !is_drawn(tail) {
                break;
            }
            parts.push(rest.part(tail, rest.right - rest.pitch.of(tail)));
            rest = rest.part(rest.text[..at].trim_end_matches(blank), rest.left);
        }
        parts.push(rest);
        parts[first..].reverse();
    }
}

/// Columns of a text.
pub(super) fn display_width(text: &str) -> usize {
    let (mut at, mut columns) = (0, 0);
    while let Some(&byte) = text.as_bytes().get(at) {
        let (length, width) = match byte {
            // Nearly all text.
            b' '..=b'~' => (1, 1),
            0xe5..=0xe9 => (3, 2),
            _ => text[at..].chars().next().map_or((1, 0), |c| (c.len_utf8(), width(c))),
        };
        (at, columns) = (at + length, columns + width);
    }
    columns
}

/// How many columns fewer a text takes where characters of ambiguous width count one.
pub(super) fn ambiguous(text: &str) -> usize {
    // None of them begins with another byte.
    let may_be = |byte: &u8| matches!(byte, 0xc2..=0xd1 | 0xe2 | 0xe3 | 0xef);
    if !text.as_bytes().iter().any(may_be) {
        return 0;
    }
    text.chars().map(|c| width(c).saturating_sub(narrow_width(c))).sum()
}

/// Whether a cell's text stands where a figure would: a figure, or a mark for none.
pub(super) fn is_value(text: &str) -> bool {
    is_figure(text) || is_mark(text)
}

/// Whether a text is nothing but letters and strokes that a recogniser takes digits for, among digits or alone.
pub(super) fn is_misread(text: &str) -> bool {
    let letter = |c: char| matches!(c, 'O' | 'o' | '〇' | 'l' | 'I' | 'i' | '|');
    (1..=6).contains(&text.len()) && text.contains(letter) && text.chars().all(|c| letter(c) || c.is_ascii_digit())
}

/// Whether a text is nothing but a stroke that stands for no figure.
fn is_drawn(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '—' | '–' | '─' | '/'))
}

/// Whether a text is a unit alone, as a column of units prints it.
pub(super) fn is_unit(text: &str) -> bool {
    UNITS.iter().any(|unit| unit.kind != UnitKind::Time && unit.word == text)
}

/// How a piece begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// `一、`
    Chapter,
    /// `（一）`
    Section,
    /// `1.`, with its number.
    Item(u32),
    /// Anything else.
    None,
}

/// The ordinal that a text begins with.
pub(super) fn opening(text: &str) -> Opening {
    let Some(found) = enumerator(text) else { return Opening::None };
    match (found.level, found.mark) {
        (Level::Chapter, Some('、')) => Opening::Chapter,
        (Level::Section, _) => Opening::Section,
        // 12.5 is a number.
        (Level::Item, Some('.' | '、')) if !text[found.end..].starts_with(|c: char| c.is_ascii_digit()) => {
            Opening::Item(found.number.into())
        }
        _ => Opening::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_others() {
        for figure in
            ["0", "1,234", "１２", "+1036", "-3", "15件", "909.76万元", "22（其中修订16件）", "0　", "增12", "3.0"]
        {
            assert!(is_figure(figure), "{figure}");
        }
        for other in ["", "1.属于国家秘密", "2020年", "2020-01-20", "规章", "3.", "（一）", "-", "第20条"]
        {
            assert!(!is_figure(other), "{other}");
        }
        assert!(is_value("—") && is_value("/") && !is_value("规章"));
    }

    #[test]
    fn openings() {
        let cases = [
            ("一、总体情况", Opening::Chapter),
            ("（十二）其他", Opening::Section),
            ("(三)不予公开", Opening::Section),
            ("8.属于行政查询事项", Opening::Item(8)),
            ("1、重复申请", Opening::Item(1)),
            ("12.5万元", Opening::None),
            ("一般信息", Opening::None),
            ("（含上年）", Opening::None),
        ];
        for (text, expected) in cases {
            assert_eq!(opening(text), expected, "{text}");
        }
    }

    #[test]
    fn pieces_and_columns() {
        let line = Line { number: 1, text: "三   （一）公开 甲   12  0 " };
        let pieces: Vec<(&str, usize, usize)> =
            line.pieces(Pitch::Display).iter().map(|piece| (piece.text, piece.left, piece.right)).collect();
        assert_eq!(pieces, [("三", 0, 2), ("（一）公开 甲", 5, 18), ("12", 21, 23), ("0", 25, 26)]);
        let mut parts = Vec::new();
        Line { number: 1, text: "规章 其他 2 0 11" }.pieces(Pitch::Display)[0].split_figures(&mut parts);
        let parts: Vec<&str> = parts.iter().map(|piece| piece.text).collect();
        assert_eq!(parts, ["规章 其他", "2", "0", "11"]);
        assert_eq!(line.location(line.pieces(Pitch::Display)[2].text).to_string(), "line 1:14-16");
        let count = |text| Line { number: 1, text }.pieces(Pitch::Display).len();
        assert_eq!((count("科研　企业   其他"), count("科研　企业　其他"), count("３　   ４　")), (2, 3, 2));
    }

    #[test]
    fn line_ends() {
        let lines: Vec<(u32, &str)> =
            split("a\r\nb\rc\n\nd\x0ce").iter().map(|line| (line.number, line.text)).collect();
        assert_eq!(lines, [(1, "a"), (2, "b"), (3, "c"), (4, ""), (5, "d"), (5, "e")]);
    }
}
