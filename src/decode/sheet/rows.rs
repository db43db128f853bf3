//! The rows of a statistics sheet in running text: a label, its unit, the run of figures behind it. Labels without figures
//! (headings, rows left blank) are passed over.

use std::ops::Range;

use super::super::glued::{GluedText, unit_length};
use crate::form::SheetHeader as Header;
use crate::number::unit::{UNITS, UnitKind};
use crate::script::{Level, enumerator};

/// Longest label, in characters; brackets do not count.
const LABEL: usize = 60;
/// Longest aside in a label, in characters.
const ASIDE: usize = 70;
/// Words that open what stands below a sheet.
const BELOW: &[&str] = &[
    "附件",
    "注:",
    "备注",
    "说明",
    "填报",
    "填表",
    "单位负责人",
    "审核",
    "联系",
    "主办",
    "承办",
    "上一",
    "下一",
    "打印",
    "分享",
    "关闭",
    "版权",
    "制表",
];
/// How the labels of indicators end.
const ENDS: &[&str] = &[
    "数", "量", "额", "费", "费用", "经费", "次", "率", "人员", "秘密", "隐私", "稳定", "信息", "情形", "数目", "信息)",
];

/// Characters behind which another label may begin.
const ROW_ENDS: [char; 3] = ['数', '量', '额'];

/// A row as printed.
#[derive(Debug)]
pub(super) struct Printed {
    /// Without the unit.
    pub label: Range<usize>,
    pub unit: Option<&'static str>,
    /// Figures and marks of all columns.
    pub run: Range<usize>,
    /// Its number among the parts of a total (`2.`).
    pub item: Option<u8>,
    /// It is the heading of a section, with nothing behind it but marks and the number of the next line.
    heading: bool,
}

/// The rows below a header.
pub(super) struct SheetRows {
    pub rows: Vec<Printed>,
    /// The numbers of their lines, where those are printed before the labels, follow one another, so that they could be taken
    /// off the figures before them.
    pub counted: bool,
    /// A row has its unit and no figures: blank cells left no trace.
    pub blank: bool,
}

/// The rows below a header, as long as they go on.
pub(super) fn rows(flow: &GluedText, header: &Header, known: impl Fn(&str) -> bool) -> SheetRows {
    let mut walk = Walk {
        flow,
        header,
        rows: Vec::new(),
        label: None,
        length: 0,
        next: 1,
        padded: false,
        counted: true,
        blank: false,
    };
    let mut at = header.end;
    while let Some(next) = walk.step(at, &known) {
        at = next;
    }
    // The number of a line behind the last figures: whether it is a figure cannot be told.
    if header.numbered && walk.rows.last().is_some_and(|last| walk.numbered(last).is_some()) {
        walk.rows.pop();
    }
    walk.rows.retain(|row| !row.heading && !row.run.is_empty());
    SheetRows { rows: walk.rows, counted: walk.counted, blank: walk.blank }
}

impl Printed {
    /// Whether nothing parts the figures from the label, so that they may run together among themselves.
    pub fn is_glued(&self, flow: &GluedText) -> bool {
        self.run.start.checked_sub(1).is_some_and(|before| !flow.chars[before].is_whitespace())
    }
}

struct Walk<'a> {
    flow: &'a GluedText,
    header: &'a Header,
    rows: Vec<Printed>,
    /// Where the label begins that is being read, and the number before it.
    label: Option<(usize, Option<u8>)>,
    /// Characters of that label.
    length: usize,
    /// The number of the next line, where lines are numbered before their labels.
    next: u32,
    /// They are written with two digits: 01.
    padded: bool,
    /// All numbers of lines so far were where they should be.
    counted: bool,
    /// A row has its unit and no figures.
    blank: bool,
}

impl Walk<'_> {
    /// Reads on at a place; the place behind what was read, `None` at the end of the sheet.
    fn step(&mut self, at: usize, known: &impl Fn(&str) -> bool) -> Option<usize> {
        let chars = &self.flow.chars;
        let &c = chars.get(at)?;
        if c.is_whitespace() {
            return Some(at + 1);
        }
        if let Some((end, item)) = self.opens(at) {
            // 其中:1. is one beginning.
            match self.label {
                Some((start, None)) if self.words(start..at).trim_end_matches([':', ' ', '\n']) == "其中" => {
                    self.label = Some((start, item));
                }
                before => {
                    self.blank |= before.is_some_and(|(start, _)| self.unit(start..at).1.is_some());
                    self.label = Some((at, item));
                }
            }
            self.length = 0;
            return Some(end);
        }
        if c == '(' {
            let close = chars[at..].iter().take(ASIDE).position(|c| *c == ')')?;
            self.label = self.label.or(Some((at, None)));
            return Some(at + close + 1);
        }
        if matches!(c, '。' | ';' | '!' | '?') {
            return None;
        }
        if c.is_ascii_digit() || is_mark(c) {
            let run = self.run(at);
            self.length = 0;
            let (Some((start, item)), false) = (self.label.take(), run.is_empty()) else {
                // That of the first line, which no row stands before.
                let first = self.header.numbered && self.rows.is_empty() && self.heads(&run) == Some(self.next);
                self.next += u32::from(first);
                return Some(run.end.max(at + 1));
            };
            let end = run.end;
            return self.row(start..at, item, run, known).then_some(end);
        }
        if self.label.is_none() && BELOW.iter().any(|word| self.stands(at, word)) {
            return None;
        }
        self.label = self.label.or(Some((at, None)));
        self.length += 1;
        (self.length <= LABEL).then_some(at + 1)
    }

    /// Where an enumerator or `其中:` ends that opens a label here, with its number among the parts of a total.
    fn opens(&self, at: usize) -> Option<(usize, Option<u8>)> {
        if self.stands(at, "其中") && self.flow.chars.get(at + 2).is_some_and(|c| matches!(c, ':' | ',')) {
            return self.label.is_none_or(|(start, _)| start < at).then_some((at + 3, None));
        }
        let chars = &self.flow.chars;
        if chars[at].is_ascii_digit() {
            // A digit or two at once before the mark; behind a label only one, the others are its figure.
            let digits = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
            let most = if self.label.is_none() { 2 } else { 1 };
            let mark = chars.get(at + digits).is_some_and(|c| matches!(c, '.' | '、' | ')'));
            let next = chars[at + digits..].iter().skip(1).find(|c| !c.is_whitespace());
            // 0.5 is no enumerator.
            let opens = digits <= most && mark && next.is_some_and(|c| !c.is_ascii_digit());
            return opens.then(|| (at + digits + 1, self.words(at..at + digits).parse().ok()));
        }
        let near = self.flow.text(at..(at + 6).min(chars.len()));
        let found = enumerator(&near).filter(|found| found.set_off(&['、', '.', ')']))?;
        let item = (found.level == Level::Item).then_some(found.number);
        Some((at + near[..found.end].chars().count(), item))
    }

    fn stands(&self, at: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(i, c)| self.flow.chars.get(at + i) == Some(&c))
    }

    fn words(&self, range: Range<usize>) -> String {
        self.flow.text(range)
    }

    /// The run that begins at a place, without what opens the next label.
    fn run(&self, start: usize) -> Range<usize> {
        let chars = &self.flow.chars;
        let mut end = start;
        while let Some(&c) = chars.get(end) {
            if c.is_ascii_digit() || c.is_whitespace() || is_mark(c) || matches!(c, '.' | ',') {
                end += 1;
            } else if !self.header.units && chars[end - 1].is_ascii_digit() && unit_length(&chars[end..]) > 0 {
                end += unit_length(&chars[end..]);
            } else {
                break;
            }
        }
        let mut last = trimmed(chars, start, end);
        let dot = last > start && chars[last - 1] == '.';
        if dot || last == end && matches!(chars.get(end), Some('、' | ')')) {
            last -= usize::from(dot);
            // The number before the dot is the next label's: one digit of it, or all that stands apart.
            let digits = chars[start..last].iter().rev().take_while(|c| c.is_ascii_digit()).count();
            let apart = last - digits > start && chars[last - digits - 1].is_whitespace();
            last -= if apart && digits <= 2 { digits } else { digits.min(1) };
        }
        start..trimmed(chars, start, last)
    }

    /// Keeps a row; whether the sheet goes on.
    fn row(&mut self, label: Range<usize>, item: Option<u8>, run: Range<usize>, known: &impl Fn(&str) -> bool) -> bool {
        let (label, unit) = self.unit(label);
        let whole = self.whole(label.clone(), known);
        self.blank |= whole != label;
        let label = whole;
        let words = self.words(label.clone());
        let core = words.trim();
        let figures = self.flow.chars[run.clone()].iter().any(char::is_ascii_digit);
        let (is_known, has_unit) = (known(core), unit.is_some());
        let looks = if self.header.units { has_unit } else { has_unit || ENDS.iter().any(|end| core.ends_with(end)) };
        let heading = core.chars().count() < 2 || !looks && !is_known;
        if self.header.numbered {
            let number = self.heads(&run).filter(|_| heading);
            if !heading || number.is_some_and(|number| number == self.next || number == self.next + 1) {
                self.number(number);
                self.rows.push(Printed { label, unit, run, item, heading });
                return true;
            }
        }
        if heading {
            // A heading with marks, or the text below.
            return !figures || self.rows.is_empty();
        }
        if figures || is_known {
            self.rows.push(Printed { label, unit, run, item, heading });
        }
        true
    }

    /// Takes the number of the next line off the figures in front of it. `behind`: the number that the heading which has been
    /// met prints behind itself: the figures before an unnumbered heading end with none.
    fn number(&mut self, behind: Option<u32>) {
        if behind == Some(self.next) {
            return;
        }
        let Some(found) = self.rows.last().map(|last| self.numbered(last)) else { return };
        match (found, self.rows.last_mut()) {
            (Some(end), Some(last)) => last.run.end = end,
            _ => self.counted = false,
        }
        self.next += 1;
    }

    /// Where the figures of a row end in front of the number of the next line, if that stands behind them.
    fn numbered(&self, row: &Printed) -> Option<usize> {
        let chars = &self.flow.chars[row.run.clone()];
        let width = if self.padded { 2 } else { 1 };
        let written: Vec<char> = format!("{:0width$}", self.next).chars().collect();
        let before = chars.strip_suffix(&written[..])?;
        let apart = row.heading || row.is_glued(self.flow) || before.last().is_none_or(|c| c.is_whitespace());
        apart.then(|| trimmed(&self.flow.chars, row.run.start, row.run.start + before.len()))
    }

    /// The number of a line in a run of nothing else but marks.
    fn heads(&mut self, run: &Range<usize>) -> Option<u32> {
        let chars = self.flow.chars[run.clone()].iter().filter(|c| !c.is_whitespace() && !is_mark(**c));
        let number: String = chars.collect();
        // The first one says how they are written.
        self.padded |= number == "01";
        number.parse().ok()
    }

    /// A label without the unit behind it: `…数(条)`, and `…数条` where units have a column.
    fn unit(&self, label: Range<usize>) -> (Range<usize>, Option<&'static str>) {
        let chars = &self.flow.chars;
        let end = trimmed(chars, label.start, label.end);
        let words: String = self.words(label.start..end);
        let counts = || UNITS.iter().filter(|unit| unit.kind != UnitKind::Time);
        for unit in counts() {
            let bracketed = format!("({})", unit.word);
            let found = if words.ends_with(&bracketed) {
                Some(bracketed.chars().count())
            } else if self.header.units && words.ends_with(unit.word) {
                Some(unit.word.chars().count())
            } else {
                None
            };
            if let Some(length) = found {
                return (label.start..trimmed(chars, label.start, end - length), Some(unit.word));
            }
        }
        (label.start..end, None)
    }

    /// The last of several labels that run together because the figures behind the others are blank: `行政复议数件行政诉讼数`.
    fn whole(&self, label: Range<usize>, known: &impl Fn(&str) -> bool) -> Range<usize> {
        let words: Vec<char> = self.flow.chars[label.clone()].to_vec();
        if known(&self.words(label.clone())) {
            return label;
        }
        for at in (2..words.len()).rev() {
            let before: String = words[..at].iter().collect();
            let behind: String = words[at..].iter().collect();
            let printed = before.trim_end();
            let unit = UNITS.iter().any(|unit| {
                let column = printed.strip_suffix(unit.word).filter(|_| self.header.units);
                column.is_some_and(|label| label.trim_end().ends_with(ROW_ENDS) || known(label))
                    || printed.ends_with(&format!("({})", unit.word))
            });
            if unit || known(&behind) && (known(printed) || printed.ends_with(ROW_ENDS)) {
                return label.start + at..label.end;
            }
        }
        label
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '−' | '/' | '+')
}

/// The end of a range without the blanks at its end.
fn trimmed(chars: &[char], start: usize, end: usize) -> usize {
    end - chars[start..end].iter().rev().take_while(|c| c.is_whitespace()).count()
}
