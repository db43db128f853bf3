//! Run-together text: tables whose cells have collapsed into runs of digits, read again by their equations.
//!
//! In come a document and the tables already found in it; out go figures of further tables. Labels of the
//! form anchor the runs (`anchors`); a row's own sum splits its run (`split`); where a row has several
//! readings, columns choose among them (`choose`). One reading left: the figures are `decoded`. Several, or
//! none: they are `text`, with the run as raw text and a finding that counts the readings. Nothing is guessed:
//! a table whose rows show that blank cells vanished from the text is not split at all. Where each figure stands behind the
//! name of its column, nothing has to be split (`told`).

mod anchors;
mod choose;
mod glued;
mod lines;
mod runs;
mod sheet;
mod split;
#[cfg(test)]
mod tests;
mod told;

use std::sync::Arc;

use crate::document::Document;
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::form::{Form, Forms, forms};
use crate::variable::Variable;

use glued::GluedText;
use lines::Line;
pub use runs::{Row, Settled, Table, findings};
pub use split::{Cell, Reading};

/// What run-together text turned out to hold.
#[derive(Debug, Default)]
pub struct Decoded {
    /// Tables found, with the edition that each follows.
    pub tables: Vec<(TableKind, FormId)>,
    /// One figure for each cell of these tables.
    pub figures: Vec<Figure>,
    /// How far each of these tables could be read, and its rows that could not.
    pub runs: Vec<Table>,
    /// Rows of one of them have more figures than cells, so that none of the document is told by their number.
    crowded: bool,
}

/// Reads the tables that are not among `found` from run-together text. `year` is the reporting year as far as it is known:
/// it decides where labels do not tell editions apart.
pub fn decode(document: &Document, forms: &Forms, found: &[(TableKind, FormId)], year: Option<u16>) -> Decoded {
    let mut decoded = Decoded::default();
    let wanted = |kind: TableKind| !found.iter().any(|(known, _)| *known == kind);
    if ![TableKind::Requests, TableKind::Disputes, TableKind::Proactive].into_iter().any(wanted) {
        return decoded;
    }
    let flow = GluedText::new(document, year);
    // The requests table tells editions apart best.
    let mut edition = found.iter().find(|(kind, _)| *kind == TableKind::Requests).map(|(_, form)| *form);
    let due = year.and_then(|year| forms.for_year(year)).map(|form| form.id);
    // Names of columns in front of the figures say more than equations do.
    decoded.add_told_tables(&flow, forms, edition.or(due), wanted);
    edition = edition.or(decoded.tables.iter().find(|(kind, _)| *kind == TableKind::Requests).map(|(_, form)| *form));
    let told: Vec<TableKind> = decoded.tables.iter().map(|(kind, _)| *kind).collect();
    let wanted = |kind: TableKind| wanted(kind) && !told.contains(&kind);
    if wanted(TableKind::Requests)
        && let Some((form, lines)) = best(forms, due, |form| lines::rows(&flow, form, TableKind::Requests))
    {
        edition = Some(form.id);
        decoded.add(&flow, forms, form, TableKind::Requests, lines);
    }
    let edition =
        edition.or(due.filter(|&id| forms.form(id).is_some_and(|form| form.table(TableKind::Disputes).is_some())));
    let in_edition = |form: &&Form| edition.is_none_or(|id| form.id == id);
    if wanted(TableKind::Disputes)
        && let Some(form) = forms.forms.iter().find(in_edition)
        && let Some(lines) = lines::disputes(&flow, form)
    {
        decoded.add(&flow, forms, form, TableKind::Disputes, lines);
    }
    if wanted(TableKind::Proactive)
        && let Some((form, lines)) = best(forms, due, |form| lines::rows(&flow, form, TableKind::Proactive))
    {
        decoded.add(&flow, forms, form, TableKind::Proactive, lines);
    }
    // The fixed tables replaced the sheet of 2014.
    if found.is_empty()
        && decoded.tables.is_empty()
        && let Some(sheet) = sheet::read(&flow, forms, year)
    {
        decoded.tables.push((TableKind::Sheet, sheet.form));
        decoded.figures = sheet.figures;
        decoded.runs.push(sheet.table);
    }
    decoded.tables.sort();
    decoded.figures.sort_by_key(|figure| figure.table);
    decoded
}

/// Every reading of the run of a row that no sum vouches for, those included that suppose blank cells without a trace
/// (`None`); in the order of `variables`, the row's cells from left to right. `None` where there are too many.
pub fn alternatives(run: &str, variables: &[Variable], form: &Form) -> Option<Vec<Reading>> {
    let rules: Vec<_> = form.rules.iter().collect();
    let signed: Vec<bool> = variables.iter().map(|&variable| lines::is_signed(&rules, variable)).collect();
    let (digits, money) = lines::without_units(run);
    let amount = variables.last().is_some_and(|&variable| forms().info(variable).unit.is_money());
    // What years before and after tell of are counts.
    if money.is_empty() { split::with_vanished(&digits, &signed, amount) } else { None }
}

/// Fewest rows of requests that must be read before a table of them without a zero is odd.
const WITHOUT_ZERO: usize = 12;

/// Whether the rows that were split, a good many, print neither zeros nor marks: where so many cells are none, they were blank.
fn lacks_zeros(lines: &[Line]) -> bool {
    let split = || lines.iter().filter(|line| !line.is_separated()).filter_map(Line::only_reading);
    let nothing = |cell: &Cell| matches!(cell, Cell::Number(0) | Cell::Mark(_));
    split().count() >= WITHOUT_ZERO && !split().flatten().any(nothing)
}

/// The edition whose rows are found best; of equals the one that is due, then the newest.
fn best(
    forms: &Forms,
    due: Option<FormId>,
    find: impl Fn(&Form) -> Option<(u32, Vec<Line>)>,
) -> Option<(&Form, Vec<Line>)> {
    let mut best: Option<(u32, &Form, Vec<Line>)> = None;
    for form in &forms.forms {
        if let Some((score, lines)) = find(form)
            && best.as_ref().is_none_or(|(most, ..)| score > *most || score == *most && Some(form.id) == due)
        {
            best = Some((score, form, lines));
        }
    }
    best.map(|(_, form, lines)| (form, lines))
}

impl Decoded {
    fn add(&mut self, flow: &GluedText, forms: &Forms, form: &Form, kind: TableKind, mut lines: Vec<Line>) {
        let rules: Vec<_> = form.rules.iter().filter(|rule| rule.table == kind).collect();
        for line in &mut lines {
            line.split(&rules, forms);
        }
        let blanks_vanished = lines.iter().any(Line::lacks_cells) || kind == TableKind::Requests && lacks_zeros(&lines);
        // Figures of a column that the form does not have, or of another year: no row can be told by its number of figures.
        self.crowded |= lines::are_crowded(&lines);
        let others = lines.iter().any(|line| line.several) || self.crowded;
        let uneven = blanks_vanished || lines::has_surplus(&lines);
        choose::by_columns(&mut lines, &rules);
        let mut table = Table { kind, form: form.id, read: 0, open: 0, rows: Vec::new() };
        for (place, line) in lines.iter().enumerate() {
            let reading = line
                .only_reading()
                .filter(|_| !others && (!blanks_vanished || line.is_separated()))
                .filter(|_| !uneven || !line.breaks_sum);
            let missing = line.run.is_none();
            if reading.is_none() && !missing {
                table.rows.push(Row::new(line, blanks_vanished));
            }
            for (column, &variable) in line.variables.iter().enumerate() {
                let (status, value, raw) = match reading {
                    Some(reading) => line.figure(reading, column, forms.info(variable).unit),
                    None if missing => (Status::NotFound, None, String::new()),
                    None => (Status::Text, None, line.raw.clone()),
                };
                match status {
                    Status::Text => table.open += 1,
                    Status::NotFound => {}
                    _ => table.read += 1,
                }
                self.figures.push(Figure {
                    variable: Some(variable),
                    value,
                    status,
                    unit: Some(forms.info(variable).unit),
                    raw,
                    row_label: Arc::clone(&line.label),
                    column_label: Arc::clone(&line.columns[column]),
                    form: form.id,
                    table: kind,
                    row: if missing { 0 } else { u32::try_from(place + 1).unwrap_or(0) },
                    column: if missing { 0 } else { u32::try_from(column + 1).unwrap_or(0) },
                    location: line.run.as_ref().map(|run| flow.location(run.clone())).unwrap_or_default(),
                    recognition: None,
                });
            }
        }
        self.tables.push((kind, form.id));
        self.runs.push(table);
    }
}
