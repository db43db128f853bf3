//! Rows of a table without vertical ruling lines come in, with columns that were found from the places of its parts alone;
//! those whose figures these do not place for certain have none of them afterwards, and nothing blank.

use super::rows::{self, Row, reach};
use super::text::TextLine;

/// Leaves open what stands between two rules and is several rows: figures on two lines, each beside a label of its own.
pub(super) fn tear_merged(rows: &mut [Row<'_>], columns: &[(f32, f32)], stub: usize) {
    for row in rows {
        let labelled = |line: &&&TextLine| {
            let parts = rows::parts(line, columns, stub);
            parts.label.is_some() && !parts.figures.is_empty()
        };
        if row.lines.iter().filter(labelled).count() > 1 {
            row.torn.extend(0..columns.len());
        }
    }
}

/// Leaves open rows with fewer figures than names above them, in a table that has fewer columns than names, or one of
/// whose columns has figures beside each other: which of the names the blank ones are is not known.
pub(super) fn tear(rows: &mut [Row<'_>], columns: &[(f32, f32)], stub: usize) {
    if !(1..columns.len()).contains(&stub) {
        return;
    }
    let is_mixed = is_mixed(rows, columns, stub);
    let start = columns[stub - 1].1;
    let (mut names, mut corner) = (0, None);
    for row in rows {
        let parts = row.lines.iter().flat_map(|line| &line.segments);
        let figures = parts.filter(|part| rows::is_figure(&part.text)).count();
        if (1..names).contains(&figures) && (is_mixed || names > columns.len() - stub) {
            row.torn.extend(0..columns.len());
        }
        for line in &row.lines {
            let named = line.segments.iter().filter(|part| part.bounds.x0 >= start).count();
            let worded = line.segments.iter().all(|part| !rows::is_figure(&part.text));
            let stub = line.segments.first().filter(|part| part.bounds.x0 < start).map(|part| part.text.as_str());
            // One name alone is a header where what names the labels stands beside it again; else it may be a value.
            let again = named == 1 && stub.is_some() && stub == corner;
            if worded && (named > 1 || again) {
                (names, corner) = (named, stub);
            }
        }
    }
}

/// Whether figures of one column stand beside each other on different lines, and not under each other.
fn is_mixed(rows: &[Row<'_>], columns: &[(f32, f32)], stub: usize) -> bool {
    let parts = rows.iter().flat_map(|row| &row.lines).flat_map(|line| &line.segments);
    let mut figures: Vec<(usize, f32, f32)> = parts
        .filter(|part| rows::is_figure(&part.text))
        .filter_map(|part| match reach(part, columns)? {
            (from, to) if from >= stub && to == from + 1 => Some((from, part.bounds.x0, part.bounds.x1)),
            _ => None,
        })
        .collect();
    figures.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut end = f32::MAX;
    let mut column = None;
    figures.into_iter().any(|(own, x0, x1)| {
        let apart = column == Some(own) && x0 >= end;
        end = if column == Some(own) { end.max(x1) } else { x1 };
        column = Some(own);
        apart
    })
}
