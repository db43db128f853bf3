//! The document's text as one flow of words and runs of digits, each character with its place.

use std::ops::Range;

use crate::document::{Block, Document, Place, Role, SourceLocation};
use crate::script::fold_char;

/// Folded text of all paragraphs.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub chars: Vec<char>,
    /// For each character its paragraph (index into `paragraphs`) and its ordinal there.
    places: Vec<(u32, u32)>,
    paragraphs: Vec<SourceLocation>,
    /// Words, each followed by a run.
    pub tokens: Vec<Token>,
}

/// Words and the run of digits, blanks and marks that follows them.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Letters and ideographs of the words, with their places in the flow.
    pub words: Vec<(char, usize)>,
    /// The run without blanks at its ends, and without the ordinal of the words that follow.
    pub run: Range<usize>,
}

fn in_run(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '+' | '/' | '—' | '–' | '−')
}

impl Flow {
    pub fn new(document: &Document) -> Self {
        let mut flow = Self::default();
        for block in &document.blocks {
            let Block::Paragraph(paragraph) = block else { continue };
            if matches!(paragraph.role, Role::Margin | Role::Note) {
                continue;
            }
            let index = u32::try_from(flow.paragraphs.len()).unwrap_or(u32::MAX);
            flow.paragraphs.push(paragraph.location);
            for (at, c) in paragraph.text.chars().enumerate() {
                if let Some(c) = fold_char(c) {
                    flow.chars.push(c);
                    flow.places.push((index, u32::try_from(at).unwrap_or(u32::MAX)));
                }
            }
            flow.chars.push('\n');
            flow.places.push((index, u32::try_from(paragraph.text.chars().count()).unwrap_or(u32::MAX)));
        }
        flow.tokenize();
        flow
    }

    fn tokenize(&mut self) {
        let chars = &self.chars;
        let mut words = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let c = chars[at];
            let starts = c.is_ascii_digit() || matches!(c, '-' | '+' | '/' | '—' | '–' | '−');
            if !starts {
                if c.is_alphanumeric() {
                    words.push((c, at));
                }
                at += 1;
                continue;
            }
            let start = at;
            while at < chars.len() && in_run(chars[at]) {
                at += 1;
            }
            let run = self.without_ordinal(start, at);
            self.tokens.push(Token { words: std::mem::take(&mut words), run });
        }
    }

    /// Takes away what belongs to the words that follow: `0000000` of `00000002.` and of `00000002、`.
    fn without_ordinal(&self, start: usize, end: usize) -> Range<usize> {
        let blank = |at: usize| self.chars[at].is_whitespace();
        let mut last = end;
        while last > start && blank(last - 1) {
            last -= 1;
        }
        let dot = last > start && self.chars[last - 1] == '.';
        let comma = last == end && matches!(self.chars.get(end), Some('、' | '．' | ')'));
        if dot || comma {
            last -= usize::from(dot);
            if last > start && self.chars[last - 1].is_ascii_digit() {
                last -= 1;
            }
            while last > start && blank(last - 1) {
                last -= 1;
            }
        }
        start..last
    }

    /// The text of a range.
    pub fn text(&self, range: Range<usize>) -> String {
        self.chars[range].iter().collect()
    }

    /// Where a range of the flow stands in the source.
    pub fn location(&self, range: Range<usize>) -> SourceLocation {
        let Some(&(paragraph, first)) = self.places.get(range.start) else { return SourceLocation::default() };
        let location = self.paragraphs.get(paragraph as usize).copied().unwrap_or_default();
        match location.place {
            Place::Line { line, start, .. } => {
                let end = match range.end.checked_sub(1).and_then(|last| self.places.get(last)) {
                    Some(&(last, at)) if last == paragraph => at + 1,
                    _ => first + 1,
                };
                SourceLocation {
                    page: location.page,
                    place: Place::Line { line, start: start + first, end: start + end },
                }
            }
            _ => location,
        }
    }
}
