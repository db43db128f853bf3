//! Statistics sheets of the years before 2019: every indicator row becomes a figure; those that match a known
//! variable carry its code. Of several value columns the reporting year's is read, never the cumulative one.

use std::sync::Arc;

use super::rows::Match;
use super::{Bound, BoundTable, Context, RowOf, figure, line::Line, one_line};
use crate::document::Cell;
use crate::figure::TableKind;
use crate::finding::Finding;

/// Words of headers over columns that run over several years.
const CUMULATIVE: &[&str] = &["累计", "历年", "总累计", "上年", "去年", "同比"];

pub fn bind(found: &Match<'_, '_>, lines: &[Line<'_>], bound: &mut Bound, context: &mut Context) {
    let run = &lines[found.lines.clone()];
    let mut blocks: Vec<usize> = Vec::new();
    let paired: Vec<usize> = (0..run.len()).filter(|&at| found.rows[at].is_some()).collect();
    let (Some(&first), Some(&last)) = (paired.first(), paired.last()) else { return };
    let heads: Vec<&Line<'_>> = run[..first].iter().filter(|line| !line.has_values()).collect();
    let grids: Vec<usize> = paired.iter().map(|&at| run[at].block).collect();
    for (at, line) in run.iter().enumerate() {
        // Also indicators of the same table above and below the known ones.
        if !grids.contains(&line.block)
            || line.values().is_empty()
            || (line.path.is_empty() && !(first..=last).contains(&at))
        {
            continue;
        }
        let row = found.rows[at].map(|row| &found.table.rows[row]);
        if row.is_none() && (!line.has_values() || line.label.is_empty()) {
            continue;
        }
        if !blocks.contains(&line.block) {
            blocks.push(line.block);
        }
        let column = this_year(line, &heads);
        if column.is_none() && line.has_values() && row.is_some() {
            context.odd("BIND-COLUMNS", line, line.values().len(), 1);
        }
        let label: Arc<str> = column.as_ref().map_or("", |(_, label)| label.as_str()).into();
        let of = RowOf {
            kind: TableKind::Sheet,
            form: found.table.form,
            label: one_line(&line.path.join("/")).into(),
            line: Some(line),
        };
        let variable = row.and_then(|row| row.row.variables.first().copied());
        if row.is_some_and(|row| row.is_heading()) {
            continue;
        }
        bound.figures.push(figure(&of, variable, &label, column.map(|(cell, _)| cell), context));
    }
    let none: Arc<str> = "".into();
    for (row, content) in found.table.rows.iter().enumerate() {
        if !found.rows.contains(&Some(row)) && !content.is_heading() {
            let of = RowOf { kind: TableKind::Sheet, form: found.table.form, label: "".into(), line: None };
            bound.figures.push(figure(&of, content.row.variables.first().copied(), &none, None, context));
        }
    }
    bound.tables.push(BoundTable { kind: TableKind::Sheet, form: found.table.form, blocks });
    if bound.figures.iter().any(|figure| figure.table == TableKind::Sheet && figure.variable.is_none()) {
        let count =
            bound.figures.iter().filter(|figure| figure.table == TableKind::Sheet && figure.variable.is_none()).count();
        context.findings.push(Finding::new("BIND-INDICATORS").with("count", count.to_string()));
    }
}

/// The value cell of the reporting year with the header above it; `None` when several could be.
fn this_year<'a>(line: &Line<'a>, heads: &[&Line<'a>]) -> Option<(&'a Cell, String)> {
    let values = line.values();
    let header = |cell: &Cell| -> String {
        let above = heads.iter().rev().filter(|head| head.block == line.block && head.row < line.row);
        let mut labels = above
            .filter_map(|head| head.grid.cell_at(head.row, cell.column))
            .filter(|cell| !cell.text.trim().is_empty());
        labels.next().map_or(String::new(), |cell| one_line(&cell.text))
    };
    if let [only] = values {
        return Some((only, header(only)));
    }
    let filled: Vec<(&'a Cell, String)> = values.iter().map(|&cell| (cell, header(cell))).collect();
    let mut current =
        filled.iter().filter(|(_, label)| !label.is_empty() && !CUMULATIVE.iter().any(|word| label.contains(word)));
    match (current.next(), current.next()) {
        (Some(one), None) => Some(one.clone()),
        _ => {
            // One figure and blanks beside it: the blanks are the sheet's empty columns.
            let mut printed = filled.iter().filter(|(cell, _)| !cell.text.trim().is_empty());
            match (printed.next(), printed.next()) {
                (Some(one), None) if !CUMULATIVE.iter().any(|word| one.1.contains(word)) => Some(one.clone()),
                _ => None,
            }
        }
    }
}
