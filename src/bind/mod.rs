//! Grids against the forms: every cell of a form becomes a figure, with its printed labels and its place.
//!
//! Which edition applies is decided for each table from its labels. Rows are bound by what they are called and
//! in which order (`rows`), columns by ordinal (`columns`). What the form asks for and the table lacks
//! is a figure too, `NotFound`. Numbers are read here, never changed.

mod align;
mod columns;
mod disputes;
mod header;
mod label;
mod line;
mod prepared;
mod rows;
mod sheet;

pub use label::Label;

use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;

use crate::document::{Cell, Document, Recognised, SourceLocation};
use crate::figure::{Figure, FormId, Recognition, Status, TableKind};
use crate::finding::Finding;
use crate::form::{Forms, forms};
use crate::number::{Reading, read_cell};
use crate::variable::{Unit, Variable};

use line::Line;
use prepared::{Prepared, best};
use rows::Match;

/// What a document's tables turned out to hold.
#[derive(Debug, Default)]
pub struct Bound {
    /// Tables found, in printed order.
    pub tables: Vec<BoundTable>,
    /// One figure for each cell of the tables found (also `NotFound` ones), and the unmatched indicators of sheets.
    pub figures: Vec<Figure>,
    /// Numbers printed in heading rows.
    pub headings: Vec<HeadingFigure>,
    /// What was odd.
    pub findings: Vec<Finding>,
}

/// A table of a form found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundTable {
    /// Which table.
    pub kind: TableKind,
    /// By which edition it was read.
    pub form: FormId,
    /// Blocks of the document that it was read from.
    pub blocks: Vec<usize>,
}

/// A number printed in a group's heading row.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingFigure {
    /// The group (`ref`, `una`, `rej`, `oth`).
    pub group: String,
    /// Column identifier.
    pub column: String,
    /// The number.
    pub value: Decimal,
    /// Where it stands.
    pub location: SourceLocation,
}

/// Findings on the way.
#[derive(Debug, Default)]
pub(crate) struct BindNotes {
    findings: Vec<Finding>,
}

impl BindNotes {
    /// Tells that a line's value cells cannot be told apart.
    fn odd(&mut self, code: &'static str, line: &Line<'_>, found: usize, expected: usize) {
        let label = line.path.join("/");
        let location = line.cells.first().map_or(line.grid.location, |cell| cell.location);
        self.findings.push(
            Finding::new(code)
                .with("row", one_line(&label))
                .with("found", found.to_string())
                .with("expected", expected.to_string())
                .at(location),
        );
    }
}

static PREPARED: LazyLock<Prepared<'static>> = LazyLock::new(|| Prepared::new(forms()));

/// Binds a document's tables to the forms. `year` is the reporting year as far as it is known without the tables.
pub fn bind(document: &Document, year: Option<u16>) -> Bound {
    let prepared = &*PREPARED;
    let mut lines = header::part(prepared, line::of_year(line::lines(document), year));
    if lines.is_empty() {
        return Bound::default();
    }
    let mut context = BindNotes::default();
    rows::join_torn(prepared, &mut lines);
    let looks = rows::looks(prepared, &mut lines);
    let mut bound = Bound::default();
    for (found, rivals) in rows::recognise(prepared, &lines, &looks, year) {
        if rivals > 0 {
            let kind = found.table.kind.word();
            context
                .findings
                .push(Finding::new("BIND-SEVERAL").with("table", kind).with("count", (rivals + 1).to_string()));
        }
        if found.table.kind == TableKind::Sheet {
            sheet::bind(&found, &lines, year, &mut bound, &mut context);
        } else {
            bind_rows(&found, &lines, &looks, &mut bound, &mut context);
        }
    }
    bind_disputes(prepared, (&lines, &looks), year, &mut bound, &mut context);
    bound.tables.sort_by_key(|table| table.kind);
    bound.figures.sort_by_key(|figure| figure.table);
    bound.findings.append(&mut context.findings);
    bound
}

/// Text on one line, blanks between ideographs dropped (labels wrap anywhere).
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if ascii(out.chars().next_back()) && ascii(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// What is common to the figures of one row.
struct RowOf<'a> {
    kind: TableKind,
    form: FormId,
    label: Arc<str>,
    line: Option<&'a Line<'a>>,
}

/// The figure of one cell; what was odd about its number becomes a finding.
fn figure(
    row: &RowOf<'_>,
    variable: Option<Variable>,
    column_label: &Arc<str>,
    cell: Option<&Cell>,
    context: &mut BindNotes,
) -> Figure {
    let unit = variable.map(|variable| forms().info(variable).unit);
    let mut reading = match (cell, unit) {
        (Some(cell), unit) => read_cell(&cell.text, unit.unwrap_or(Unit::Piece)),
        (None, _) => Reading { status: Status::NotFound, value: None, oddities: Vec::new() },
    };
    let raw = cell.map_or(String::new(), |cell| cell.text.trim().to_owned());
    let location = cell.map_or(SourceLocation::default(), |cell| cell.location);
    let said = cell.and_then(|cell| cell.recognised.clone());
    if let Some(said) = &said {
        recognised(said, &mut reading);
    }
    let untaken = cell.and_then(Cell::untaken).filter(|_| reading.status == Status::Blank);
    if let Some(untaken) = untaken {
        // Something is shown there: not blank, and nothing is known of it.
        reading.status = Status::Text;
        let mut finding = Finding::new("CELL-UNREAD").with("part", untaken.word()).at(location);
        finding.variable = variable;
        context.findings.push(finding);
    }
    // The edit rule PRO-UNIT tells of amounts in another unit.
    let told = |code: &str| code == "CELL-UNIT" && row.kind == TableKind::Proactive && unit.is_some_and(Unit::is_money);
    for &oddity in reading.oddities.iter().filter(|code| !told(code)) {
        let mut finding = Finding::new(oddity).with("raw", one_line(&raw)).at(location);
        finding.variable = variable;
        finding.observed = reading.value;
        context.findings.push(finding);
    }
    if reading.status == Status::Text && untaken.is_none() {
        let mut finding = Finding::new("CELL-TEXT").with("raw", one_line(&raw)).at(location);
        finding.variable = variable;
        context.findings.push(finding);
    }
    let place = |value: Option<usize>| value.map_or(0, |value| value as u32 + 1);
    Figure {
        variable,
        value: reading.value,
        status: reading.status,
        unit,
        raw,
        row_label: row.label.clone(),
        column_label: column_label.clone(),
        form: row.form,
        table: row.kind,
        row: place(cell.map(|cell| cell.row).or(row.line.map(|line| line.row))),
        column: place(cell.map(|cell| cell.column)),
        location,
        recognition: said.map(|said| Box::new(Recognition { grade: None, said })),
    }
}

/// What a text that a recogniser read turns out to be, before the equations are heard. What is no number may be
/// misread, and is no text of the filing.
fn recognised(said: &Recognised, reading: &mut Reading) {
    let sure = said.confidence >= Recognised::SURE;
    reading.status = match reading.status {
        Status::Reported if !said.unread => Status::Recognised,
        Status::NaMark if !said.unread && sure => Status::NaMark,
        _ => Status::Unread,
    };
    if reading.status != Status::Recognised {
        reading.value = None;
        reading.oddities.clear();
    }
}

/// The rows of one block of a form that a match has.
struct BlockRows<'l, 'a> {
    /// Rows of the form.
    rows: Vec<usize>,
    /// Their lines.
    lines: Vec<&'l Line<'a>>,
    /// Their values, without what a converter repeated.
    values: Vec<columns::Row<'a>>,
}

fn parts<'l, 'a>(found: &Match<'_, '_>, lines: &'l [Line<'a>]) -> Vec<BlockRows<'l, 'a>> {
    let mut parts: Vec<BlockRows<'l, 'a>> = Vec::new();
    let table = found.table;
    parts.resize_with(table.columns.len(), || BlockRows { rows: Vec::new(), lines: Vec::new(), values: Vec::new() });
    for row in 0..table.rows.len() {
        let Some(at) = found.rows.iter().position(|paired| *paired == Some(row)) else { continue };
        let (block, line) = (table.rows[row].block, &lines[found.lines.start + at]);
        let repeated = header::repeated(&found.headers[block], lines, line.block);
        let part = &mut parts[block];
        part.rows.push(row);
        part.lines.push(line);
        part.values.push(columns::Row { ruled: line.grid.ruled, values: header::without_repeated(line, &repeated) });
    }
    parts
}

fn bind_rows(
    found: &Match<'_, '_>,
    lines: &[Line<'_>],
    looks: &[rows::Looks],
    bound: &mut Bound,
    context: &mut BindNotes,
) {
    let table = found.table;
    let blocks = parts(found, lines);
    let mut fronts = columns::Fronts::new();
    for (part, columns) in blocks.iter().zip(&table.columns) {
        columns::learn(&mut fronts, &part.values, columns.len());
    }
    let mut used: Vec<usize> = Vec::new();
    for (block, part) in blocks.iter().enumerate() {
        let width = table.columns[block].len();
        let assigned = columns::assign(&part.values, &header_cells(found, block, lines, looks), &fronts);
        let printed = column_labels(found, block, lines, looks);
        let order = header_order(found, block, lines, looks);
        for row in (0..table.rows.len()).filter(|&row| table.rows[row].block == block) {
            let at = part.rows.iter().position(|known| *known == row);
            let line = at.map(|at| part.lines[at]);
            let cells = at.and_then(|at| assigned[at].clone()).filter(|_| !is_torn(found, row, lines));
            if let Some(line) = line {
                if cells.is_none() && !table.rows[row].is_heading() {
                    context.odd("BIND-COLUMNS", line, line.values().len(), width);
                }
                if !used.contains(&line.block) {
                    used.push(line.block);
                }
            }
            let cells = cells.unwrap_or_else(|| vec![None; width]);
            let cells: Vec<Option<&Cell>> = order.iter().map(|&at| cells[at]).collect();
            if table.rows[row].is_heading() {
                bind_heading(found, row, &cells, bound);
                continue;
            }
            let label = line.map_or(String::new(), |line| one_line(&line.path.join("/")));
            let of = RowOf { kind: table.kind, form: table.form, label: label.into(), line };
            for (column, &variable) in table.rows[row].row.variables.iter().enumerate() {
                bound.figures.push(figure(&of, Some(variable), &printed[column], cells[column], context));
            }
        }
    }
    extra_rows(found, lines, context);
    bound.tables.push(BoundTable { kind: table.kind, form: table.form, blocks: used });
}

/// Whether a row without values stands beside a line of values that has no label: where a page has no ruling lines, the
/// two may be one, and nobody can say that the row is blank.
fn is_torn(found: &Match<'_, '_>, row: usize, lines: &[Line<'_>]) -> bool {
    let Some(at) = found.rows.iter().position(|paired| *paired == Some(row)) else { return false };
    let line = |at: usize| found.rows.get(at).map(|paired| (paired, &lines[found.lines.start + at]));
    let loose = |at: usize| {
        let beside = line(at).filter(|(paired, _)| paired.is_none());
        beside.is_some_and(|(_, line)| line.has_values() && line.label.is_empty() && !line.grid.ruled)
    };
    let own = &lines[found.lines.start + at];
    !own.has_values() && (loose(at + 1) || at.checked_sub(1).is_some_and(loose))
}

/// Numbers in a row that should only name a group.
fn bind_heading(found: &Match<'_, '_>, row: usize, cells: &[Option<&Cell>], bound: &mut Bound) {
    let block = &found.table.table.blocks[found.table.rows[row].block];
    for (column, cell) in cells.iter().enumerate() {
        // What a recogniser says of a cell that should be empty is no evidence.
        let Some(cell) = cell.filter(|cell| cell.recognised.is_none()) else { continue };
        let Some(value) = read_cell(&cell.text, Unit::Piece).value else { continue };
        let (group, column) = (found.table.rows[row].row.id.clone(), block.columns[column].id.clone());
        bound.headings.push(HeadingFigure { group, column, value, location: cell.location });
    }
}

/// Lines of figures inside the table that the form does not have.
fn extra_rows(found: &Match<'_, '_>, lines: &[Line<'_>], context: &mut BindNotes) {
    let paired = |at: &usize| found.rows[*at].is_some();
    let first = (0..found.rows.len()).find(paired);
    let last = (0..found.rows.len()).rfind(paired);
    let (Some(first), Some(last)) = (first, last) else { return };
    for at in first..=last {
        let line = &lines[found.lines.start + at];
        if found.rows[at].is_none() && line.has_values() {
            let values: Vec<String> = line.values().iter().map(|cell| one_line(&cell.text)).collect();
            let location = line.cells.first().map_or(line.grid.location, |cell| cell.location);
            context.findings.push(
                Finding::new("BIND-EXTRA-ROW")
                    .with("row", one_line(&line.path.join("/")))
                    .with("values", values.join(" "))
                    .at(location),
            );
        }
    }
}

/// Column labels of a block as printed (the form's own where no header was found), by form column.
fn column_labels(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], looks: &[rows::Looks]) -> Vec<Arc<str>> {
    let columns = &found.table.columns[block];
    let form = &found.table.table.blocks[block];
    columns
        .iter()
        .enumerate()
        .map(|(column, wordings)| {
            let mut printed: Option<(f32, &str)> = None;
            for &at in &found.headers[block] {
                for (cell, likeness) in lines[at].cells.iter().zip(&looks[at].cells) {
                    let like = best(likeness, wordings);
                    if like >= 0.5 && printed.is_none_or(|(known, _)| like > known) {
                        printed = Some((like, &cell.text));
                    }
                }
            }
            printed.map_or_else(|| form.columns[column].label.as_str().into(), |(_, text)| one_line(text).into())
        })
        .collect()
}

/// For each form column of a block the header cell that prints exactly its label, when there is only one.
fn header_cells<'a>(
    found: &Match<'_, '_>,
    block: usize,
    lines: &[Line<'a>],
    looks: &[rows::Looks],
) -> Vec<Option<&'a Cell>> {
    let cells = || {
        let heads = found.headers[block].iter();
        heads.flat_map(|&at| lines[at].cells.iter().copied().zip(&looks[at].cells))
    };
    let only = |wordings: &Vec<prepared::Wording>| {
        let mut named = cells().filter(|(_, like)| best(like, wordings) >= 1.0).map(|(cell, _)| cell);
        named.next().filter(|_| named.next().is_none())
    };
    found.table.columns[block].iter().map(only).collect()
}

/// For each form column the ordinal of the value cell that is its own: the identity, unless the header names all
/// columns, each once, in another order.
fn header_order(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], looks: &[rows::Looks]) -> Vec<usize> {
    let columns = found.table.columns[block].len();
    let cells = header_cells(found, block, lines, looks);
    // A text prints a header of two levels line by line: only neighbours in one row tell an order.
    if found.headers[block].iter().any(|&at| !lines[at].grid.ruled) {
        let mut places: Vec<(usize, usize)> = cells.iter().flatten().map(|cell| (cell.row, cell.column)).collect();
        places.sort_unstable();
        if places.windows(2).any(|pair| (pair[0].0, pair[0].1 + 1) != pair[1]) {
            return (0..columns).collect();
        }
    }
    let mut named: Vec<(usize, usize)> =
        cells.iter().enumerate().filter_map(|(column, cell)| Some((cell.as_ref()?.column, column))).collect();
    if named.len() < columns {
        return (0..columns).collect();
    }
    named.sort_unstable();
    // Two names in one column: rows of the header that were pushed together to the left, and tell no order.
    if named.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return (0..columns).collect();
    }
    (0..columns).map(|column| named.iter().position(|(_, at)| *at == column).unwrap_or(column)).collect()
}

fn bind_disputes(
    prepared: &Prepared<'_>,
    (lines, looks): (&[Line<'_>], &[rows::Looks]),
    year: Option<u16>,
    bound: &mut Bound,
    context: &mut BindNotes,
) {
    let known: &Forms = forms();
    // The table is the same in every edition that has it: it follows the filing's other tables, then the year.
    let mut editions = bound.tables.iter().rev().filter_map(|table| known.form(table.form));
    let due = || year.and_then(|year| known.for_year(year)).filter(|form| form.table(TableKind::Disputes).is_some());
    let edition = editions.next().or_else(due).unwrap_or(&known.forms[0]);
    let Some(table) = edition.table(TableKind::Disputes) else { return };
    let Some(found) = disputes::recognise(table, prepared, lines, looks, context) else { return };
    let mut blocks: Vec<usize> = found.lines.iter().map(|&at| lines[at].block).collect();
    blocks.dedup();
    for (block, form) in table.blocks.iter().enumerate() {
        let line = found.lines.iter().map(|&at| &lines[at]).next();
        let of = RowOf { kind: TableKind::Disputes, form: edition.id, label: "".into(), line };
        for (column, &variable) in form.rows.iter().flat_map(|row| &row.variables).enumerate() {
            let label: Arc<str> = one_line(&found.labels[block][column]).into();
            bound.figures.push(figure(&of, Some(variable), &label, found.cells[block][column], context));
        }
    }
    bound.tables.push(BoundTable { kind: TableKind::Disputes, form: edition.id, blocks });
}

#[cfg(test)]
mod tests;
