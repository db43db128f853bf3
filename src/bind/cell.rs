//! One cell as a figure: its number read, its labels and its place beside it; what was odd about it told.

use std::sync::Arc;

use super::label::one_line;
use super::line::Line;
use super::notes::BindNotes;
use crate::document::{Cell, Recognised, SourceLocation, Unread};
use crate::figure::{Figure, FormId, Recognition, Status, TableKind};
use crate::finding::{Finding, SHOWN};
use crate::form::forms;
use crate::number::{Reading, is_value, read_cell};
use crate::variable::{Unit, Variable};

/// What is common to the figures of one row.
pub(super) struct RowOf<'a> {
    pub kind: TableKind,
    pub form: FormId,
    pub label: Arc<str>,
    pub line: Option<&'a Line<'a>>,
}

/// The figure of one cell; what was odd about its number becomes a finding.
pub(super) fn figure(
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
        let mut finding = Finding::new("CELL-UNREAD").with(SHOWN, untaken.word()).at(location);
        finding.variable = variable;
        context.findings.push(finding);
    }
    // Nobody can say what it counts; the edit rules of the fixed tables tell of it.
    let broken = said.is_none() && unit.is_some_and(|unit| reading.breaks_count(unit));
    if broken {
        (reading.status, reading.value) = (Status::Text, None);
    }
    // The edit rule PRO-UNIT tells of amounts in another unit.
    let told = |code: &str| code == "CELL-UNIT" && row.kind == TableKind::Proactive && unit.is_some_and(Unit::is_money);
    for &oddity in reading.oddities.iter().filter(|code| !told(code)) {
        let mut finding = Finding::new(oddity).with("raw", one_line(&raw)).at(location);
        finding.variable = variable;
        finding.observed = reading.value;
        context.findings.push(finding);
    }
    if reading.status == Status::Text && untaken.is_none() && !(broken && row.kind != TableKind::Sheet) {
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

/// Figures of a row that were typed into one of its cells flow over the free cells beside it, or belong there: of `figures`,
/// those of the row, none is blank then.
pub(super) fn spread(figures: &mut [Figure], context: &mut BindNotes) {
    if figures.iter().any(|figure| figure.status == Status::Text && together(&figure.raw) > 1) {
        figures.iter_mut().for_each(|figure| leave_open(figure, context));
    }
}

/// The same of the cells below one, where a column was typed into it line by line; `figures` are those of a block's rows,
/// `width` of each.
pub(super) fn spread_down(figures: &mut [Figure], width: usize, context: &mut BindNotes) {
    for at in 0..figures.len() {
        let lines = if figures[at].raw.contains('\n') { together(&figures[at].raw) } else { 0 };
        // A narrow cell wraps a number, into two lines as a rule.
        if lines > 2 {
            let column = figures[at..].iter_mut().step_by(width.max(1));
            column.take(lines).skip(1).for_each(|figure| leave_open(figure, context));
        }
    }
}

/// Leaves open the figures of a row that stand in these columns of its grid: more of them is printed in a line below.
pub(super) fn torn(figures: &mut [Figure], columns: impl Iterator<Item = usize>, context: &mut BindNotes) {
    for column in columns {
        let Some(figure) = figures.iter_mut().find(|figure| figure.column as usize == column + 1) else { continue };
        if figure.status == Status::Reported {
            (figure.status, figure.value) = (Status::Blank, None);
        }
        leave_open(figure, context);
    }
}

/// How many figures a text consists of; none where there is anything else in it.
fn together(raw: &str) -> usize {
    let apart = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；' | ';' | '/');
    let mut parts = raw.split(apart).filter(|part| !part.is_empty());
    // Two with a sign between them may be one figure and another beside it.
    let count = parts.clone().count();
    let enough = count > 2 || raw.split_whitespace().count() == count;
    if enough && parts.all(is_value) { count } else { 0 }
}

/// A figure that is not there is no blank either.
pub(super) fn leave_open(figure: &mut Figure, context: &mut BindNotes) {
    if figure.status == Status::Blank {
        figure.status = Status::Text;
        let mut finding = Finding::new("CELL-UNREAD").with(SHOWN, Unread::Torn.word()).at(figure.location);
        finding.variable = figure.variable;
        context.findings.push(finding);
    }
}

/// What a text that a recogniser read turns out to be, before the equations are heard. What is no number may be
/// misread, and is no text of the filing.
fn recognised(said: &Recognised, reading: &mut Reading) {
    reading.status = match reading.status {
        Status::Reported if !said.unread => Status::Recognised,
        Status::NaMark if !said.unread => Status::NaMark,
        _ => Status::Unread,
    };
    if reading.status != Status::Recognised {
        reading.value = None;
        reading.oddities.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    #[test]
    fn parts_of_what_is_counted_are_left_open() {
        let table = "| 信息内容 | 本年处理决定数量 |
            | 行政许可 | 272.081 |
            | 信息内容 | 本年处理决定数量 |
            | 行政处罚 | 12.0 |
            | 行政强制 | 1.2万件 |
            | 信息内容 | 本年收费金额（单位：万元） |
            | 行政事业性收费 | 272.081 |";
        let bound = bind(&document(true, &[table]), None);
        assert_eq!(
            figures(&bound, &["pro_lic", "pro_pen", "pro_coe", "pro_fee"]),
            "pro_lic_decided=? pro_pen_decided=12 pro_coe_decided=12000 pro_fee_amount=272.081"
        );
    }
}
