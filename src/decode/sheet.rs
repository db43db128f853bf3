//! Statistics sheets of the years before 2019 in running text: a label, its unit and the figures of each column, one after
//! the other. In comes the flow, out go figures of the reporting year, never of the cumulative column. A run that may be
//! cut in several ways stays text.

use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::anchors::{core, wordings};
use super::flow::{Flow, Token};
use super::runs::{Row, Table, Trouble};
use super::split::Cell;
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::form::{Form, FormRow, Forms};
use crate::number::read_cell;
use crate::number::unit::UNITS;

/// Words over the labels, and over the units beside them.
const LABELS: &[&str] = &["指标名称", "统计指标", "指标"];
const UNIT: &str = "单位";
/// Names of columns, longer ones before those that they begin with; a year may stand before them.
const COLUMNS: &[(&str, Column)] = &[
    ("历年累计", Column::Total),
    ("本年累计", Column::Total),
    ("总累计", Column::Total),
    ("累计", Column::Total),
    ("上年同期", Column::Other),
    ("去年同期", Column::Other),
    ("同期", Column::Other),
    ("上年", Column::Other),
    ("去年", Column::Other),
    ("同比增减", Column::Other),
    ("增减", Column::Other),
    ("同比", Column::Other),
    ("代码", Column::Other),
    ("序号", Column::Other),
    ("行次", Column::Other),
    ("编码", Column::Other),
    ("编号", Column::Other),
    ("本年度", Column::Current),
    ("本年实际", Column::Current),
    ("本期实际", Column::Current),
    ("统计数", Column::Current),
    ("年度", Column::Current),
    ("本年", Column::Current),
    ("本期", Column::Current),
    ("当年", Column::Current),
    ("数量", Column::Current),
    ("年", Column::Current),
];
/// Fewest indicators that make a sheet.
const INDICATORS: usize = 5;
/// Longest label with its unit, in characters.
const LABEL: usize = 60;
/// Digits of the largest figure.
const DIGITS: usize = 8;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    /// Figures of the reporting year.
    Current,
    /// Figures up to the reporting year, its own among them.
    Total,
    /// Figures of other years, numbers of lines.
    Other,
}

/// An indicator as printed.
struct Indicator {
    label: String,
    unit: &'static str,
    run: Range<usize>,
}

/// What a sheet in the flow gives.
pub(super) struct Sheet {
    pub form: FormId,
    pub figures: Vec<Figure>,
    pub table: Table,
}

/// The sheet in a flow, if there is one.
pub(super) fn read(flow: &Flow, forms: &Forms) -> Option<Sheet> {
    let form = forms.forms.iter().find(|form| form.table(TableKind::Sheet).is_some())?;
    let (start, columns) = header(flow)?;
    let indicators = indicators(flow, start);
    if indicators.len() < INDICATORS {
        return None;
    }
    let mut sheet = Sheet {
        form: form.id,
        figures: Vec::new(),
        table: Table { kind: TableKind::Sheet, form: form.id, read: 0, open: 0, rows: Vec::new() },
    };
    let rows = rows(form);
    let mut found = vec![false; rows.len()];
    for (place, indicator) in indicators.iter().enumerate() {
        let label = known(&indicator.label);
        let row = rows.iter().position(|(_, words)| words.contains(&label)).filter(|&row| !found[row]);
        if let Some(row) = row {
            found[row] = true;
        }
        sheet.add(flow, forms, (place, indicator), row.map(|row| rows[row].0), &columns);
    }
    for (row, _) in rows.iter().zip(&found).filter(|(_, found)| !**found).map(|(row, found)| (row.0, found)) {
        sheet.missing(forms, row);
    }
    Some(sheet)
}

/// Where the text of the sheet begins, and its columns.
fn header(flow: &Flow) -> Option<(usize, Vec<Column>)> {
    let text: String = flow.chars.iter().collect();
    let (at, word) = LABELS.iter().filter_map(|word| Some((text.rfind(word)?, word))).max()?;
    let head: String = text[at + word.len()..].chars().filter(|c| !c.is_whitespace()).take(LABEL).collect();
    let (columns, _) = columns(&head[head.find(UNIT)? + UNIT.len()..]);
    let current = columns.iter().filter(|column| **column == Column::Current).count();
    (current == 1).then(|| (text[..at].chars().count(), columns))
}

/// The columns that a text begins with the names of, and what follows them.
fn columns(text: &str) -> (Vec<Column>, &str) {
    let mut columns = Vec::new();
    let mut rest = text;
    loop {
        let named = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let Some((word, column)) = COLUMNS.iter().find(|(word, _)| named.starts_with(word)) else { break };
        columns.push(*column);
        rest = &named[word.len()..];
    }
    (columns, rest)
}

/// The indicators from a place on: words that end with a unit, and a run behind them.
fn indicators(flow: &Flow, start: usize) -> Vec<Indicator> {
    let mut indicators: Vec<Indicator> = Vec::new();
    for token in flow.tokens.iter().filter(|token| token.words.first().is_some_and(|(_, at)| *at >= start)) {
        match indicator(flow, token, indicators.is_empty()) {
            Some(indicator) => indicators.push(indicator),
            // The year in the header.
            None if indicators.is_empty() => {}
            None => break,
        }
    }
    indicators
}

/// The indicator before a run; `first`: the header may stand in front of its label.
fn indicator(flow: &Flow, token: &Token, first: bool) -> Option<Indicator> {
    let words: String = token.words.iter().map(|(c, _)| c).collect();
    let unit = UNITS.iter().find(|unit| words.ends_with(unit.word))?.word;
    let label = words.strip_suffix(unit)?;
    let own = if first { columns(label.rsplit_once(UNIT).map_or(label, |(_, own)| own)).1 } else { label };
    let (end, length) = (label.chars().count(), own.chars().count());
    if !(2..=LABEL).contains(&length) {
        return None;
    }
    let place = |word: usize| token.words[word].1;
    let printed = flow.text(place(end - length)..place(end - 1) + 1);
    Some(Indicator { label: printed, unit, run: token.run.clone() })
}

/// A printed label as the form's wordings are kept: without `其中`.
fn known(label: &str) -> Vec<char> {
    core(label.strip_prefix("其中").unwrap_or(label))
}

/// The rows of the form with their wordings, none of which two rows share.
fn rows(form: &Form) -> Vec<(&FormRow, Vec<Vec<char>>)> {
    let rows = form.table(TableKind::Sheet).into_iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
    let rows: Vec<(&FormRow, Vec<Vec<char>>)> = rows
        .map(|row| {
            let labels = std::iter::once(&row.label).chain(&row.aliases);
            (row, wordings(labels.map(|label| label.strip_prefix("其中：").unwrap_or(label))))
        })
        .collect();
    let shared = |word: &Vec<char>| rows.iter().filter(|(_, words)| words.contains(word)).count() > 1;
    let own = |words: &[Vec<char>]| words.iter().filter(|word| !shared(word)).cloned().collect();
    rows.iter().map(|(row, words)| (*row, own(words))).collect()
}

/// The figures of the reporting year that a run of so many columns may print.
fn readings(run: &str, columns: &[Column]) -> Vec<Vec<Decimal>> {
    let number = |text: &str| -> Option<Decimal> {
        let digits = text.replace(',', "");
        let plain = digits.len() == 1 || !digits.starts_with('0') || digits.starts_with("0.");
        (plain && digits.len() <= DIGITS && digits.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    };
    let pieces: Vec<&str> = run.split_whitespace().collect();
    let current = columns.iter().position(|column| *column == Column::Current);
    if let Some(piece) = current.and_then(|at| pieces.get(at)).filter(|_| pieces.len() == columns.len()) {
        return number(piece).map(|number| vec![number]).into_iter().collect();
    }
    if pieces.len() != 1 || columns != [Column::Current, Column::Total] {
        return Vec::new();
    }
    let cuts = run.char_indices().skip(1).filter_map(|(at, _)| Some((number(&run[..at])?, number(&run[at..])?)));
    // What was counted up to a year holds what was counted in it.
    cuts.filter(|(year, all)| year <= all).map(|(year, all)| vec![year, all]).collect()
}

impl Sheet {
    fn add(
        &mut self,
        flow: &Flow,
        forms: &Forms,
        (place, indicator): (usize, &Indicator),
        row: Option<&FormRow>,
        columns: &[Column],
    ) {
        let variable = row.and_then(|row| row.variables.first().copied());
        let unit = variable.map(|variable| forms.info(variable).unit);
        let run = flow.text(indicator.run.clone());
        let readings = readings(&run, columns);
        let (status, value, raw) = match (readings.as_slice(), unit) {
            ([only], Some(unit)) if unit.is_money() => {
                let raw = format!("{}{}", only[0], indicator.unit);
                (Status::Decoded, read_cell(&raw, unit).value, raw)
            }
            ([only], _) => (Status::Decoded, Some(only[0]), only[0].to_string()),
            _ => {
                let cells = |reading: &Vec<Decimal>| reading.iter().map(|&value| Some(Cell::Amount(value))).collect();
                self.table.rows.push(Row {
                    trouble: if readings.is_empty() { Trouble::NoReading } else { Trouble::Open },
                    variables: Vec::new(),
                    label: indicator.label.clone(),
                    run: run.clone(),
                    count: u32::try_from(readings.len()).unwrap_or(u32::MAX),
                    capped: false,
                    readings: readings.iter().take(4).map(cells).collect(),
                    settled: None,
                });
                (Status::Text, None, run)
            }
        };
        let read = if status == Status::Text { &mut self.table.open } else { &mut self.table.read };
        *read += 1;
        self.figures.push(Figure {
            variable,
            value,
            status,
            unit,
            raw,
            row_label: indicator.label.as_str().into(),
            column_label: Arc::from(""),
            form: self.form,
            table: TableKind::Sheet,
            row: u32::try_from(place + 1).unwrap_or(0),
            column: 1,
            location: flow.location(indicator.run.clone()),
        });
    }

    /// An indicator of the form that the sheet lacks.
    fn missing(&mut self, forms: &Forms, row: &FormRow) {
        let Some(&variable) = row.variables.first() else { return };
        self.figures.push(Figure {
            variable: Some(variable),
            value: None,
            status: Status::NotFound,
            unit: Some(forms.info(variable).unit),
            raw: String::new(),
            row_label: Arc::from(""),
            column_label: Arc::from(""),
            form: self.form,
            table: TableKind::Sheet,
            row: 0,
            column: 0,
            location: Default::default(),
        });
    }
}
