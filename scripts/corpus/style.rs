//! How a filing prints its figures and labels: the habits of real filings, one field each.

use crate::figures::Values;

/// The habits of one filing.
#[derive(Clone, Default)]
pub struct Style {
    /// What stands in a cell whose value is zero.
    pub zeros: Zeros,
    /// How digits are written.
    pub digits: Digits,
    /// What follows the number of a leaf row: `1.`, `1、`, `1．`.
    pub numbering: &'static str,
    /// Narrow labels are written one character per line.
    pub vertical: bool,
    /// Where the names of the outcome groups stand.
    pub groups: Groups,
    /// Header spans that do not line up with the body's.
    pub misaligned: bool,
    /// The proactive table is delivered as one table per article, the disputes as three.
    pub split: bool,
    /// The header rows of the requests table are a table of their own.
    pub loose_header: bool,
    /// A row `注：…` under the last row, and a row that the form does not have.
    pub extra_rows: bool,
    /// Labels worded as filings word them: `商业企 业`, `本年新` with the second line lost.
    pub worded: bool,
    /// Rows of the requests table that are left out.
    pub missing: &'static [&'static str],
    /// Cells written in a way of their own: code and print. The value is unchanged.
    pub written: &'static [(&'static str, &'static str)],
    /// The statistics sheet has a second column of totals over all years.
    pub cumulative: bool,
}

/// What a zero looks like.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Zeros {
    /// `0`.
    #[default]
    Shown,
    /// Nothing, except in totals.
    BlankParts,
    /// Nothing, in totals too.
    Blank,
    /// A mark, except in totals.
    Mark(&'static str),
    /// One of several marks and blanks in turn.
    Mixed,
}

/// How digits are written.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Digits {
    /// `1234`.
    #[default]
    Plain,
    /// `１２３４`.
    FullWidth,
    /// `1,234`.
    Thousands,
    /// `1，234`.
    WideThousands,
    /// `1234件`.
    Unit,
    /// `+12` in signed cells, `3.0` in counts.
    Signed,
}

/// Where the names of the groups （三）-（六） stand.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Groups {
    /// In a column of their own, merged over the leaves, as the official form has them.
    #[default]
    Column,
    /// In a heading row whose cells are blank.
    Row,
    /// In a heading row that carries the group's sum.
    FilledRow,
}

/// What a cell is expected to be read as.
#[derive(Clone, PartialEq, Debug)]
pub enum Reading {
    /// A value, in the variable's unit.
    Value(String),
    /// A blank cell.
    Blank,
    /// A mark.
    Mark,
    /// The table lacks the cell.
    Missing,
}

/// Marks that stand for nothing to report.
const MARKS: [&str; 7] = ["/", "-", "—", "无", "--", "不涉及", "N/A"];

/// The text of a cell, and what it has to be read as.
pub fn print(style: &Style, values: &Values, code: &str, unit: &str) -> (String, Reading) {
    let Some(value) = values.get(code) else { return (String::new(), Reading::Blank) };
    if let Some((_, text)) = style.written.iter().find(|(written, _)| *written == code) {
        return ((*text).to_owned(), Reading::Value(value.clone()));
    }
    let total = code.ends_with("_tot") || code.ends_with("_total") || code.contains("_total_");
    if value == "0" {
        match style.zeros {
            Zeros::Shown => {}
            Zeros::BlankParts if total => {}
            Zeros::Mark(_) | Zeros::Mixed if total => {}
            Zeros::Blank | Zeros::BlankParts => return (String::new(), Reading::Blank),
            Zeros::Mark(mark) => return (mark.to_owned(), Reading::Mark),
            // Which mark follows from the code alone, so that the same cell always has the same one.
            Zeros::Mixed => match code.bytes().map(usize::from).sum::<usize>() % (MARKS.len() + 2) {
                turn if turn < MARKS.len() => return (MARKS[turn].to_owned(), Reading::Mark),
                turn if turn == MARKS.len() => return ("\u{3000}".to_owned(), Reading::Blank),
                _ => {}
            },
        }
    }
    (digits(style.digits, value, code, unit), Reading::Value(value.clone()))
}

fn digits(digits: Digits, value: &str, code: &str, unit: &str) -> String {
    match digits {
        Digits::Plain => value.to_owned(),
        Digits::FullWidth => value
            .chars()
            .map(|c| match c {
                '0'..='9' => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c),
                '.' => '．',
                '-' => '－',
                other => other,
            })
            .collect(),
        Digits::Thousands => grouped(value, ','),
        Digits::WideThousands => grouped(value, '，'),
        Digits::Unit => format!("{value}{unit}"),
        Digits::Signed if code.ends_with("_change") && !value.starts_with('-') => format!("+{value}"),
        Digits::Signed if code.ends_with("_decided") => format!("{value}.0"),
        Digits::Signed => value.to_owned(),
    }
}

/// Digits of the whole part in groups of three.
fn grouped(value: &str, separator: char) -> String {
    let (whole, rest) = value.find('.').map_or((value, ""), |dot| value.split_at(dot));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let mut out = sign.to_owned();
    for (index, c) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            out.push(separator);
        }
        out.push(c);
    }
    out + rest
}
