//! Tables whose rows have labels (proactive, requests, statistics sheet): lines aligned with the rows of
//! each edition, and the edition that explains the table best.

use std::collections::HashMap;

use super::align::align;
use super::label::Label;
use super::line::Line;
use super::prepared::{Likeness, Prepared, PreparedTable, best};
use crate::document::Cell;
use crate::figure::TableKind;
use crate::number;

/// A table of a form recognised in a run of lines.
#[derive(Debug)]
pub struct Match<'p, 'f> {
    /// The table.
    pub table: &'p PreparedTable<'f>,
    /// First and one past the last line of the run.
    pub lines: std::ops::Range<usize>,
    /// For each line of the run, the row that it is.
    pub rows: Vec<Option<usize>>,
    /// For each block of the table, the lines (in the document's numbering) that carry its column labels.
    pub headers: Vec<Vec<usize>>,
    /// How well it explains the run.
    pub score: f32,
    /// Rows recognised by their label.
    pub recognised: usize,
}

/// What each cell of a line looks like to the forms.
pub struct Looks {
    /// Likeness of the innermost label.
    pub label: Likeness,
    /// Likeness of every cell, only for lines without values (headers).
    pub cells: Vec<Likeness>,
}

/// Compares all lines with the forms' wordings, each printed label once.
pub fn looks(prepared: &Prepared<'_>, lines: &mut [Line<'_>]) -> Vec<Looks> {
    lines
        .iter_mut()
        .map(|line| {
            let mut label = prepared.likeness(&line.label);
            if label.is_empty() && line.stub > 1 {
                // A text in a value cell passes for a label; the form knows better.
                for stub in (1..line.stub).rev() {
                    if line.cells[stub - 1].text.trim().is_empty() {
                        continue;
                    }
                    let other = prepared.likeness(&Label::new(&line.cells[stub - 1].text));
                    if names_a_row(prepared, &other) && mostly_values(&line.cells[stub..]) {
                        line.cut(stub);
                        label = other;
                        break;
                    }
                }
            }
            let header = line.values().is_empty() || !line.has_values();
            let cells = if header {
                line.cells.iter().map(|cell| prepared.likeness(&Label::new(&cell.text))).collect()
            } else {
                Vec::new()
            };
            Looks { label, cells }
        })
        .collect()
}

/// Whether at least two cells follow and most of them could be values.
fn mostly_values(cells: &[&Cell]) -> bool {
    let values = cells.iter().filter(|cell| number::is_value(&cell.text)).count();
    cells.len() > 1 && values * 2 >= cells.len()
}

/// Whether a printed label is plainly that of a row of figures (a group's heading may stand before a torn label).
fn names_a_row(prepared: &Prepared<'_>, likeness: &Likeness) -> bool {
    let mut rows =
        prepared.tables.iter().flat_map(|table| table.rows_like(likeness).into_iter().map(move |row| (table, row)));
    rows.any(|(table, (row, like))| like >= 0.95 && !table.rows[row].is_heading())
}

/// The best match of each kind of table among all lines, with how many others came near it.
pub fn recognise<'p, 'f>(
    prepared: &'p Prepared<'f>,
    lines: &[Line<'_>],
    looks: &[Looks],
) -> Vec<(Match<'p, 'f>, usize)> {
    let mut found = Vec::new();
    for kind in [TableKind::Proactive, TableKind::Requests, TableKind::Sheet] {
        let mut matches: Vec<Match<'p, 'f>> = Vec::new();
        for table in prepared.tables.iter().filter(|table| table.kind == kind) {
            for run in runs(table, looks) {
                let candidate = match_run(prepared, table, lines, looks, run);
                if accept(&candidate) {
                    matches.push(candidate);
                }
            }
        }
        // The first of equals is the newest edition, and within it the table that stands first.
        let Some(top) = matches.iter().map(|candidate| candidate.score).max_by(f32::total_cmp) else { continue };
        let at = matches.iter().position(|candidate| candidate.score == top).unwrap_or(0);
        let best = matches.swap_remove(at);
        let rivals = matches
            .iter()
            .filter(|other| other.table.form == best.table.form && other.score > 0.7 * best.score)
            .filter(|other| other.lines.start >= best.lines.end || other.lines.end <= best.lines.start)
            .count();
        found.push((best, rivals));
    }
    found
}

/// Cuts the lines where a table starts over: a row near the top after one much further down.
fn runs(table: &PreparedTable<'_>, looks: &[Looks]) -> Vec<std::ops::Range<usize>> {
    let count = table.rows.len();
    let mut runs = Vec::new();
    let (mut start, mut deepest) = (0, None::<usize>);
    for (at, look) in looks.iter().enumerate() {
        let like = table.rows_like(&look.label);
        let Some(row) = like.iter().find(|(_, like)| *like >= 0.95).map(|(row, _)| *row) else { continue };
        if deepest.is_some_and(|deepest| row + count.div_ceil(2) <= deepest) {
            runs.push(start..at);
            (start, deepest) = (at, None);
        }
        deepest = Some(deepest.map_or(row, |deepest| deepest.max(row)));
    }
    runs.push(start..looks.len());
    runs
}

fn match_run<'p, 'f>(
    prepared: &Prepared<'f>,
    table: &'p PreparedTable<'f>,
    lines: &[Line<'_>],
    looks: &[Looks],
    run: std::ops::Range<usize>,
) -> Match<'p, 'f> {
    let columns = |row: usize| table.columns[table.rows[row].block].len();
    // Only lines that could be a row take part: the tables of a long document are mostly others.
    let mut taking: Vec<usize> = Vec::new();
    let mut gains: Vec<Vec<(usize, f32)>> = Vec::new();
    for at in run.clone() {
        let mut like = table.rows_like(&looks[at].label);
        like.retain(|(row, _)| !lines[at].values().is_empty() || table.rows[*row].is_heading());
        if !like.is_empty() {
            taking.push(at);
            gains.push(like);
        }
    }
    let gain =
        |line: usize, row: usize| gains[line].iter().find(|(known, _)| *known == row).map_or(0.0, |(_, like)| *like);
    let (paired, total) = align(&gains, table.rows.len());
    let mut rows: HashMap<usize, usize> = HashMap::new();
    let mut recognised = 0;
    let mut fits = 0f32;
    for (line, row) in paired.iter().enumerate() {
        let Some(row) = *row else { continue };
        rows.insert(taking[line], row);
        if table.rows[row].is_heading() {
            continue;
        }
        recognised += usize::from(gain(line, row) >= 0.7);
        let values = lines[taking[line]].values();
        let used = values.iter().rposition(|cell| !cell.text.trim().is_empty()).map_or(0, |at| at + 1);
        let exact = values.len() == columns(row) || used == columns(row);
        fits += if exact {
            0.3
        } else if used > columns(row) {
            -0.4
        } else {
            0.0
        };
    }
    fill_gaps(prepared, table, lines, &run, &mut rows);
    let last = rows.keys().copied().max().unwrap_or(run.start);
    let first = rows.keys().copied().min().unwrap_or(run.start);
    let headers = headers(table, looks, &rows, run.start..last + 1);
    let named: usize = headers.iter().enumerate().map(|(block, at)| named_columns(table, block, looks, at)).sum();
    let plain = table.rows.iter().filter(|row| !row.is_heading()).count();
    let bound = rows.values().filter(|&&row| !table.rows[row].is_heading()).count();
    let stray = (first..last + 1).filter(|at| lines[*at].has_values() && !rows.contains_key(at)).count();
    let score = total + fits + 0.5 * named as f32 - 0.3 * (plain - bound.min(plain)) as f32 - 0.3 * stray as f32;
    let rows = run.clone().map(|at| rows.get(&at).copied()).collect();
    Match { table, lines: run, rows, headers, score, recognised }
}

/// Lines of values whose label is missing or torn, between two recognised rows, when exactly as many rows of the
/// form are missing there: order leaves only one reading.
fn fill_gaps(
    prepared: &Prepared<'_>,
    table: &PreparedTable<'_>,
    lines: &[Line<'_>],
    run: &std::ops::Range<usize>,
    rows: &mut HashMap<usize, usize>,
) {
    let mut known: Vec<(usize, usize)> = rows.iter().map(|(&line, &row)| (line, row)).collect();
    known.sort_unstable();
    let mut filled = Vec::new();
    for pair in known.windows(2) {
        let [(line, row), (next_line, next_row)] = *pair else { continue };
        let loose: Vec<usize> =
            (line + 1..next_line).filter(|at| run.contains(at) && lines[*at].has_values()).collect();
        let missing: Vec<usize> = (row + 1..next_row).filter(|&row| !table.rows[row].is_heading()).collect();
        if loose.is_empty() || loose.len() != missing.len() {
            continue;
        }
        let fits = |at: usize, row: usize| {
            let line = &lines[at];
            line.values().len() >= table.columns[table.rows[row].block].len()
                && (line.label.is_empty() || prepared.is_fragment(&line.label, &table.rows[row].wordings))
        };
        if loose.iter().zip(&missing).all(|(&at, &row)| fits(at, row)) {
            filled.extend(loose.into_iter().zip(missing));
        }
    }
    rows.extend(filled);
}

/// For each block the lines that print its column labels: without values, above its first row.
fn headers(
    table: &PreparedTable<'_>,
    looks: &[Looks],
    rows: &HashMap<usize, usize>,
    run: std::ops::Range<usize>,
) -> Vec<Vec<usize>> {
    (0..table.columns.len())
        .map(|block| {
            let first = rows.iter().filter(|(_, row)| table.rows[**row].block == block).map(|(line, _)| *line).min();
            let Some(first) = first else { return Vec::new() };
            let above = rows.keys().copied().filter(|&line| line < first).max().map_or(run.start, |line| line + 1);
            let wordings: Vec<_> = table.columns[block].iter().flatten().copied().collect();
            (above..first).filter(|&at| looks[at].cells.iter().any(|cell| best(cell, &wordings) >= 0.75)).collect()
        })
        .collect()
}

/// How many columns of a block are named in these header lines.
fn named_columns(table: &PreparedTable<'_>, block: usize, looks: &[Looks], headers: &[usize]) -> usize {
    let named =
        |wordings: &Vec<_>| headers.iter().any(|&at| looks[at].cells.iter().any(|cell| best(cell, wordings) >= 0.85));
    table.columns[block].iter().filter(|wordings| named(wordings)).count()
}

/// A few labels in common are no table.
fn accept(candidate: &Match<'_, '_>) -> bool {
    let headers = candidate.headers.iter().filter(|lines| !lines.is_empty()).count();
    match candidate.table.kind {
        TableKind::Requests => candidate.recognised >= 4,
        TableKind::Proactive => candidate.recognised >= 3 || (candidate.recognised >= 2 && headers >= 1),
        _ => candidate.recognised >= 5,
    }
}
