//! Statistics sheets of the years before 2019 in running text: a label, its unit and the figures of each column, one after
//! the other. In comes the flow, out go figures of the reporting year, never of the cumulative column. A run that may be
//! cut in several ways is settled by the sheet's own sums, or stays text.

mod readings;
mod rows;

use std::sync::Arc;

use super::glued::GluedText;
use super::runs::{Row, Table, Trouble};
use super::split;
use crate::edit::{Condition, Term};
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::form::{
    Form, FormRow, Forms, IndicatorName, Indicators, SheetColumn as Column, SheetHeader as Header, sheet_headers,
};
use crate::number::read_cell;
use readings::{Cell, Reading};
use rows::{Printed, SheetRows};

/// Fewest indicators that make a sheet.
const INDICATORS: usize = 5;

/// What a sheet in the flow gives.
pub(super) struct SheetReading {
    pub form: FormId,
    pub figures: Vec<Figure>,
    pub table: Table,
}

/// The sheet in a flow, if there is one. `year`: the reporting year as far as it is known.
pub(super) fn read(flow: &GluedText, forms: &Forms, year: Option<u16>) -> Option<SheetReading> {
    let form = forms.forms.iter().find(|form| form.table(TableKind::Sheet).is_some())?;
    let indicators = Indicators::of(form.id)?;
    let rows: Vec<&FormRow> = indicators.rows().collect();
    let (header, printed) = sheet_headers(&flow.chars, year).into_iter().find_map(|mut header| {
        header.columns.retain(|column| *column != Column::Note);
        let printed = rows::rows(flow, &header, |label| indicators.knows(&IndicatorName::new(label)));
        (printed.rows.len() >= INDICATORS).then_some((header, printed))
    })?;
    let mut sheet = SheetReading {
        form: form.id,
        figures: Vec::new(),
        table: Table { kind: TableKind::Sheet, form: form.id, read: 0, open: 0, rows: Vec::new() },
    };
    let labels: Vec<String> = printed.rows.iter().map(|row| flow.text(row.label.clone())).collect();
    let names: Vec<IndicatorName> = labels.iter().map(|label| IndicatorName::new(label)).collect();
    let paired = indicators.pair(names.iter());
    let all = match printed.counted {
        true => read_runs(flow, form, &rows, &printed, &paired, &header),
        false => vec![Vec::new(); printed.rows.len()],
    };
    let current =
        header.columns.iter().filter(|column| **column != Column::Code).position(|c| *c == Column::Current)?;
    for (place, (printed, row)) in printed.rows.iter().zip(&paired).enumerate() {
        let cells = OneRow { place, printed, row: row.map(|row| rows[row]), readings: &all[place], current };
        sheet.add(flow, forms, &cells, &header);
    }
    for (_, row) in rows.iter().enumerate().filter(|(row, _)| !paired.contains(&Some(*row))) {
        sheet.missing(forms, row);
    }
    Some(sheet)
}

/// The readings of all rows, as far as the sums leave several.
fn read_runs(
    flow: &GluedText,
    form: &Form,
    rows: &[&FormRow],
    sheet: &SheetRows,
    paired: &[Option<usize>],
    header: &Header,
) -> Vec<Vec<Reading>> {
    let printed = &sheet.rows;
    let runs: Vec<String> = printed.iter().map(|row| flow.text(row.run.clone())).collect();
    let Some(runs) = readings::without_codes(&runs, &header.columns) else {
        return vec![Vec::new(); printed.len()];
    };
    let columns: Vec<Column> = header.columns.iter().copied().filter(|column| *column != Column::Code).collect();
    let glued: Vec<bool> = printed.iter().map(|row| row.is_glued(flow)).collect();
    // A figure too few anywhere: blank cells left no trace, and what is left may stand in any column.
    let cuts = !sheet.blank
        && readings::may_be_cut(
            runs.iter().zip(&glued).filter(|(_, glued)| **glued).map(|(run, _)| run),
            &columns,
            header,
        );
    let read = |(run, glued): (&String, &bool)| {
        let mut all = readings::readings(run, &columns, *glued && cuts);
        if *glued && cuts {
            all.extend(readings::with_blanks(run, &columns));
        }
        all
    };
    let mut all: Vec<Vec<Reading>> = runs.iter().zip(&glued).map(read).collect();
    let mut sums = numbered_parts(flow, printed);
    let place = |variable| {
        let row = rows.iter().position(|row| row.variables.first() == Some(&variable))?;
        paired.iter().position(|paired| *paired == Some(row))
    };
    for rule in form.rules.iter().filter(|rule| rule.table == TableKind::Sheet) {
        let Condition::Linear(linear) = &rule.condition else { continue };
        let (total, parts): (Vec<Term>, Vec<Term>) = linear.terms.iter().partition(|term| term.total);
        let parts = parts.iter().map(|term| place(term.variable)).collect::<Option<Vec<usize>>>();
        sums.extend(total.first().and_then(|term| place(term.variable)).zip(parts));
    }
    // What one sum settles may settle another.
    for _ in 0..2 {
        for (total, parts) in &sums {
            readings::settle(&mut all, *total, parts);
        }
    }
    all
}

/// What the parts of a total count too, so that they add up to it; what is published in several ways does not.
const ADDS_UP: &[&str] = &["申请", "答复", "办结", "复议", "诉讼", "人员"];

/// Totals whose parts are numbered (`1.`, `2.` …) right behind them.
fn numbered_parts(flow: &GluedText, printed: &[Printed]) -> Vec<(usize, Vec<usize>)> {
    let mut found = Vec::new();
    for (total, row) in printed.iter().enumerate() {
        let label = flow.text(row.label.clone());
        let numbered = |part: &&(usize, &Printed)| part.1.item == u8::try_from(part.0 - total).ok();
        let parts = printed.iter().enumerate().skip(total + 1);
        let parts: Vec<usize> = parts.take_while(|part| numbered(&part)).map(|(at, _)| at).collect();
        if parts.len() > 1 && ADDS_UP.iter().any(|word| label.contains(word)) {
            found.push((total, parts));
        }
    }
    found
}

/// A printed row with what is known of it.
struct OneRow<'a> {
    place: usize,
    printed: &'a Printed,
    row: Option<&'a FormRow>,
    readings: &'a [Reading],
    /// Which cell of a reading is of the reporting year.
    current: usize,
}

impl OneRow<'_> {
    /// The one figure of the reporting year that all readings share.
    fn value(&self) -> Option<Cell> {
        let first = *self.readings.first()?.get(self.current)?;
        self.readings.iter().all(|reading| reading.get(self.current) == Some(&first)).then_some(first)
    }
}

impl SheetReading {
    fn add(&mut self, flow: &GluedText, forms: &Forms, cells: &OneRow<'_>, header: &Header) {
        let variable = cells.row.and_then(|row| row.variables.first().copied());
        let unit = variable.map(|variable| forms.info(variable).unit);
        let run = flow.text(cells.printed.run.clone());
        let label = flow.label(cells.printed.label.clone());
        let (status, value, raw) = match (cells.value(), unit) {
            (Some(Cell::Number(only)), Some(unit)) if unit.is_money() => {
                let raw = format!("{only}{}", cells.printed.unit.unwrap_or_default());
                (Status::Decoded, read_cell(&raw, unit).value, raw)
            }
            (Some(Cell::Number(only)), _) => (Status::Decoded, Some(only), only.to_string()),
            (Some(Cell::Mark), _) => (Status::NaMark, None, run),
            (None, _) => {
                self.table.rows.push(open(&label, &run, cells.readings));
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
            row_label: label.as_str().into(),
            column_label: header.current.as_str().into(),
            form: self.form,
            table: TableKind::Sheet,
            row: u32::try_from(cells.place + 1).unwrap_or(0),
            column: 1,
            location: flow.location(cells.printed.run.clone()),
            recognition: None,
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
            recognition: None,
        });
    }
}

/// A row that cannot be read, with what it may mean.
fn open(label: &str, run: &str, readings: &[Reading]) -> Row {
    let cell = |cell: &Cell| match cell {
        Cell::Number(number) => Some(split::Cell::Amount(*number)),
        Cell::Mark => None,
    };
    Row {
        trouble: if readings.is_empty() { Trouble::NoReading } else { Trouble::Open },
        variables: Vec::new(),
        label: label.to_owned(),
        run: run.to_owned(),
        count: u32::try_from(readings.len()).unwrap_or(u32::MAX),
        capped: false,
        readings: readings.iter().take(4).map(|reading| reading.iter().map(cell).collect()).collect(),
        settled: None,
    }
}
