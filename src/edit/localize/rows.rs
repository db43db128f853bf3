//! Errors of a whole row, which change more cells than the search tries: a row shifted by one column, a row
//! repeated from its neighbour. Each counts as one repair if it satisfies everything.

use super::super::{Axis, Condition, Rule};
use super::MAX_CELLS;
use super::system::{Changes, System};

/// The rows of a system: places of the parts in printed order, the total last.
pub(super) fn lines(system: &System, rules: &[&Rule], axis: Axis) -> Vec<Vec<usize>> {
    let mut lines = Vec::new();
    for rule in rules.iter().filter(|rule| rule.axis == axis) {
        let Condition::Linear(linear) = &rule.condition else { continue };
        let parts = linear.terms.iter().filter(|term| !term.total);
        let totals = linear.terms.iter().filter(|term| term.total);
        let mut line = Vec::with_capacity(linear.terms.len());
        line.extend(parts.chain(totals).map_while(|term| system.place(term.variable)));
        if line.len() == linear.terms.len() && line.len() > 2 {
            lines.push(line);
        }
    }
    lines
}

/// Repairs of one whole row that change more than [`MAX_CELLS`] cells.
pub(super) fn repairs(system: &System, rows: &[Vec<usize>]) -> Vec<Changes> {
    let failing = system.failing();
    if failing.count_ones() < 2 {
        return Vec::new();
    }
    let reported = |row: &[usize]| -> Vec<i64> { row.iter().map(|&cell| system.cells[cell].value).collect() };
    let mut found = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        // A row that an equation that fails does not touch leaves it failing.
        if failing & !row.iter().fold(0, |mask, &cell| mask | system.cells[cell].mask) != 0 {
            continue;
        }
        let observed = reported(row);
        let mut candidates = unshifted(&observed);
        let neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| rows.get(at));
        if observed.iter().any(|&value| value != 0) && neighbours.into_iter().any(|other| reported(other) == observed) {
            candidates.extend(from_columns(system, row));
        }
        for implied in candidates {
            let mut changes: Changes =
                row.iter().zip(implied.iter().zip(&observed)).map(|(&cell, (new, old))| (cell, new - old)).collect();
            changes.retain(|(_, amount)| *amount != 0);
            changes.sort_unstable();
            if changes.len() > MAX_CELLS && system.satisfied_by(&changes) {
                found.push(changes);
            }
        }
    }
    found
}

/// What a row said before it slipped by one column to the right (leaving nothing in the first), or to the
/// left, its total with it or not. What the slip pushed out follows from the row's own sum.
fn unshifted(observed: &[i64]) -> Vec<Vec<i64>> {
    let Some((&total, parts)) = observed.split_last() else { return Vec::new() };
    let mut out = Vec::new();
    if parts.first() == Some(&0) {
        let mut with_total = observed[1..].to_vec();
        with_total.push(with_total.iter().sum());
        out.push(with_total);
        let mut without = parts[1..].to_vec();
        without.push(total - without.iter().sum::<i64>());
        without.push(total);
        out.push(without);
    }
    if let Some((&last, before)) = parts.split_last() {
        let first = |total: i64| total - before.iter().sum::<i64>();
        out.push([first(last)].into_iter().chain(parts.iter().copied()).collect());
        if last == 0 {
            out.push([first(total)].into_iter().chain(before.iter().copied()).chain([total]).collect());
        }
    }
    out
}

/// Whether `implied` is what `observed` said before it slipped by one column.
pub(super) fn is_shift(observed: &[i64], implied: &[i64]) -> bool {
    unshifted(observed).iter().any(|row| row == implied)
}

/// What a row would have to be by the columns that it stands in.
fn from_columns(system: &System, row: &[usize]) -> Option<Vec<i64>> {
    row.iter()
        .map(|&cell| {
            let column = system.equations.iter().find(|equation| {
                let inside = row.iter().filter(|&&cell| equation.coefficient(cell) != 0).count();
                inside == 1 && equation.coefficient(cell) != 0
            })?;
            Some(system.cells[cell].value - column.residual * column.coefficient(cell).signum())
        })
        .collect()
}
