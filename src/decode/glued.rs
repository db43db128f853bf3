//! The document's text as one flow of words and runs of digits, each character with its place.

use std::ops::Range;

use crate::document::{Block, Document, Place, Role, SourceLocation};
use crate::number::unit::{UNITS, UnitKind};
use crate::script::{Letters, fold_char, heading_year, names_year_before, opens_part};

/// Folded text of all paragraphs.
#[derive(Debug, Default)]
pub(super) struct GluedText {
    pub chars: Vec<char>,
    /// The characters as printed.
    printed: Vec<char>,
    /// For each character its paragraph (index into `paragraphs`) and its ordinal there.
    places: Vec<(u32, u32)>,
    paragraphs: Vec<SourceLocation>,
    /// Words, each followed by a run.
    pub tokens: Vec<Token>,
}

/// Words and the run of digits, blanks, marks and units that follows them.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Letters and ideographs of the words, with their places in the flow.
    pub words: Vec<(char, usize)>,
    /// Which they may be.
    pub letters: Letters,
    /// The run without blanks at its ends, and without the ordinal of the words that follow.
    pub run: Range<usize>,
}

fn in_run(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '+' | '/' | '—' | '–' | '−')
}

/// Whether a letter beside digits may be a digit that a recogniser misread: a run that has one is no number.
pub(super) fn may_be_digit(c: char) -> bool {
    matches!(c, 'O' | 'o' | '〇' | 'l' | 'I' | 'i')
}

/// Counters that stand behind the numbers of cells; others begin the labels that follow them (`本年…`, `部分…`).
const COUNTERS: &str = "件项条个份次人宗起例家篇期场";

/// How many characters at the beginning of a text are a unit behind a number; zero where none is, or where a word goes
/// on (`项目`, `件数`).
pub(super) fn unit_length(text: &[char]) -> usize {
    let Some(&first) = text.first().filter(|c| !c.is_ascii()) else { return 0 };
    let begins = |word: &str| word.chars().enumerate().all(|(at, c)| text.get(at) == Some(&c));
    let usual = |kind| kind == UnitKind::Money || kind == UnitKind::Count && COUNTERS.contains(first);
    let unit = UNITS.iter().find(|unit| usual(unit.kind) && begins(unit.word));
    let length = unit.map_or(0, |unit| unit.word.chars().count());
    let goes_on = text.get(length).is_some_and(|&c| "数目员例限称庭所额性第".contains(c));
    if goes_on { 0 } else { length }
}

/// The length of a unit at a place behind a number. Money may stand apart from its number: `86300 元`.
pub(super) fn behind_number(chars: &[char], at: usize) -> usize {
    let before = &chars[..at];
    let apart = before.iter().rev().take_while(|&&c| c.is_whitespace() && c != '\n').count();
    let number = before.len().checked_sub(apart + 1).is_some_and(|last| chars[last].is_ascii_digit());
    let length = if number { unit_length(&chars[at..]) } else { 0 };
    if apart == 0 || length > 0 && chars[at + length - 1] == '元' { length } else { 0 }
}

/// The blocks under headings of other years than the reporting one, where headings set several years apart, or add a table of
/// the year before.
fn of_others(document: &Document, year: Option<u16>) -> Vec<Range<usize>> {
    let mut parts: Vec<(usize, Option<u16>)> = Vec::new();
    let mut before = false;
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = block else { continue };
        if let Some(named) = heading_year(&paragraph.text, year) {
            parts.push((at, Some(named)));
        } else if names_year_before(&paragraph.text, year) {
            before = true;
            parts.push((at, Some(year.map_or(0, |year| year - 1))));
        } else if parts.last().is_some_and(|(_, named)| named.is_some()) && opens_part(&paragraph.text) {
            parts.push((at, None));
        }
    }
    let mut named = parts.iter().filter_map(|(_, named)| *named);
    let first = named.next();
    if first.is_none() || named.all(|named| Some(named) == first) && !before {
        return Vec::new();
    }
    let ends = parts.iter().skip(1).map(|(at, _)| *at).chain([document.blocks.len()]);
    let ranges: Vec<(Range<usize>, u16)> =
        parts.iter().zip(ends).filter_map(|((start, named), end)| Some((*start..end, (*named)?))).collect();
    let length = |range: &Range<usize>| {
        let texts = document.blocks[range.clone()].iter();
        let texts =
            texts.map(|block| if let Block::Paragraph(paragraph) = block { paragraph.text.len() } else { TABLE });
        texts.sum::<usize>()
    };
    // Names of columns that stand below each other have no table between them.
    if ranges.iter().any(|(range, _)| length(range) < TABLE) {
        return Vec::new();
    }
    ranges.into_iter().filter(|(_, named)| Some(*named) != year).map(|(range, _)| range).collect()
}

/// No table has so few bytes.
const TABLE: usize = 200;

/// Longest syllable in brackets, in characters.
const SYLLABLE: usize = 8;

/// Characters of the sound that a converter put behind a character, brackets included: `(guī)`.
fn sound_length(text: &[char]) -> usize {
    let Some(close) = text.iter().take(SYLLABLE).position(|&c| c == ')') else { return 0 };
    let inside = &text[1..close];
    let sound = inside.iter().all(|c| c.is_lowercase()) && inside.iter().any(|c| !c.is_ascii());
    if sound { close + 1 } else { 0 }
}

impl GluedText {
    /// `year`: the reporting year as far as it is known; what stands under the heading of another is left out.
    pub fn new(document: &Document, year: Option<u16>) -> Self {
        let mut flow = Self::default();
        let others = of_others(document, year);
        for (at, block) in document.blocks.iter().enumerate() {
            let Block::Paragraph(paragraph) = block else { continue };
            if others.iter().any(|other| other.contains(&at)) {
                continue;
            }
            if matches!(paragraph.role, Role::Margin | Role::Note) {
                continue;
            }
            let index = u32::try_from(flow.paragraphs.len()).unwrap_or(u32::MAX);
            flow.paragraphs.push(paragraph.location);
            for (at, c) in paragraph.text.chars().enumerate() {
                if let Some(folded) = fold_char(c) {
                    // Bars that made no table separate all the same.
                    flow.chars.push(if folded == '|' { ' ' } else { folded });
                    flow.printed.push(c);
                    flow.places.push((index, u32::try_from(at).unwrap_or(u32::MAX)));
                }
            }
            flow.chars.push('\n');
            flow.printed.push('\n');
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
            let starts = c.is_ascii_digit()
                || matches!(c, '-' | '+' | '/' | '—' | '–' | '−')
                || may_be_digit(c) && chars.get(at + 1).is_some_and(char::is_ascii_digit);
            if !starts {
                if c == '('
                    && let length @ 1.. = sound_length(&chars[at..])
                {
                    at += length;
                    continue;
                }
                if c.is_alphanumeric() {
                    words.push((c, at));
                }
                at += 1;
                continue;
            }
            let start = at;
            while at < chars.len() {
                let misread = || may_be_digit(chars[at]) && chars[at - 1].is_ascii_digit();
                if in_run(chars[at]) || at == start || misread() {
                    at += 1;
                } else if let length @ 1.. = behind_number(chars, at) {
                    at += length;
                } else {
                    break;
                }
            }
            let last = self.without_page(start, self.without_ordinal(start, at).end);
            let run = self.without_next(start, last, at);
            let words = std::mem::take(&mut words);
            if !run.is_empty() {
                let letters = Letters::of(words.iter().map(|(c, _)| *c));
                self.tokens.push(Token { words, letters, run });
            }
        }
    }

    /// Takes away what belongs to the words that follow: `0000000` of `00000002.` and of `00000002、`.
    fn without_ordinal(&self, start: usize, end: usize) -> Range<usize> {
        let mut last = self.trimmed(start, end);
        let dot = last > start && self.chars[last - 1] == '.';
        let goes_on = || {
            let mut behind = self.chars[end + 1..].iter().take_while(|&&c| c != '\n');
            behind.find(|c| !c.is_whitespace()).is_some_and(|c| c.is_alphanumeric() && !c.is_ascii_digit())
        };
        // A mark that no words follow parts cells: `行政许可、1664、`.
        let comma = last == end && matches!(self.chars.get(end), Some('、' | '．' | ')')) && goes_on();
        if dot || comma {
            last -= usize::from(dot);
            if last > start && self.chars[last - 1].is_ascii_digit() {
                last -= 1;
            }
            last = self.trimmed(start, last);
        }
        start..last
    }

    /// Takes away the number of a page that was glued to the last cell: `1000001- 5 -`.
    fn without_page(&self, start: usize, last: usize) -> usize {
        let chars = &self.chars[start..last];
        let dash = |c: &char| matches!(c, '-' | '—' | '–' | '−');
        let Some((_, rest)) = chars.split_last().filter(|(end, _)| dash(end)) else { return last };
        let number = |c: &&char| c.is_ascii_digit() || **c == ' ';
        let inner = rest.iter().rev().take_while(number).count();
        let digits = rest[rest.len() - inner..].iter().filter(|c| c.is_ascii_digit()).count();
        let spaced = rest.last() == Some(&' ') && rest.get(rest.len().wrapping_sub(inner)) == Some(&' ');
        let before = &rest[..rest.len() - inner];
        match before {
            [.., digit, opening] if dash(opening) && digit.is_ascii_digit() && spaced && (1..=3).contains(&digits) => {
                start + before.len() - 1
            }
            _ => last,
        }
    }

    /// Takes away a number that opens the next line, such as that of `2020年`: words follow it on its line at once.
    fn without_next(&self, start: usize, last: usize, end: usize) -> Range<usize> {
        let line = (start..last).rev().find(|&at| self.chars[at] == '\n').map_or(start, |at| at + 1);
        let opens = line > start || start == 0 || self.chars[start - 1] == '\n';
        // No words begin with a number and 第: a line end cut the number of a cell.
        let follows = last == end && self.chars.get(end).is_some_and(|&c| c.is_alphanumeric() && c != '第');
        let last = if opens && follows { self.trimmed(start, line) } else { last };
        start..last
    }

    /// The end of a range without the blanks at its end.
    fn trimmed(&self, start: usize, end: usize) -> usize {
        let blank = |at: &usize| self.chars[at - 1].is_whitespace();
        end - (start + 1..=end).rev().take_while(blank).count()
    }

    /// The text of a range.
    pub fn text(&self, range: Range<usize>) -> String {
        self.chars[range].iter().collect()
    }

    /// A label of a range as printed, on one line.
    pub fn label(&self, range: Range<usize>) -> String {
        self.printed[range].iter().filter(|c| !c.is_whitespace()).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Role;

    fn runs(text: &str) -> Vec<String> {
        let mut document = Document::default();
        text.lines().for_each(|line| document.push_text(line, Role::Body, SourceLocation::default()));
        let flow = GluedText::new(&document, Some(2022));
        flow.tokens.iter().map(|token| flow.text(token.run.clone())).collect()
    }

    #[test]
    fn the_number_of_a_label_has_the_label_behind_it() {
        assert_eq!(runs("属于国家秘密00000002、重复申请1"), ["0000000", "1"]);
        assert_eq!(runs("行政许可、87、、\n行政处罚、5、"), ["87", "5"], "these part cells");
    }

    #[test]
    fn sounds_behind_characters_are_no_words() {
        let mut document = Document::default();
        document.push_text("規(guī)章(件)1行政處罰(abc)2", Role::Body, SourceLocation::default());
        let flow = GluedText::new(&document, Some(2022));
        let words = |nth: usize| flow.tokens[nth].words.iter().map(|(c, _)| *c).collect::<String>();
        assert_eq!((words(0), words(1)), ("规章件".to_owned(), "行政处罚abc".to_owned()));
    }

    #[test]
    fn letters_that_may_be_digits_stay_with_them() {
        assert_eq!(runs("行政许可74835O行政处罚l57行政强制3"), ["74835O", "l57", "3"]);
    }

    #[test]
    fn what_stands_under_another_year_is_left_out() {
        let table = |figure: u8| format!("信息内容本年处理决定数量行政许可{figure}{}", "行政处罚行政强制".repeat(8));
        let text = format!("2021年\n{}\n2022年\n{}\n四、行政诉讼情况\n行政处罚9", table(5), table(7));
        assert_eq!(runs(&text), ["7", "9"]);
        assert_eq!(runs("2021年\n2022年\n行政许可7"), ["7"], "names of columns");
    }
}
