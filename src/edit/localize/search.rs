//! The smallest sets of cells whose change satisfies a system: exact, by size.
//!
//! An equation that fails needs a changed cell; an equation that holds and has one changed cell needs a
//! second. Following these needs reaches every smallest set, because a set that could be split would have a
//! smaller one inside it. The values follow from the equations; a set that leaves them open is no answer.

use std::collections::BTreeSet;

use super::MAX_CELLS;
use super::system::{Changes, System};

/// Sets gathered before the search gives up on completeness; real filings have a few dozen.
const MAX_SETS: usize = 10_000;
/// Steps of one search; a million is reached by no filing with the forms' 39 equations.
const MAX_STEPS: usize = 1_000_000;

/// All smallest sets of up to [`MAX_CELLS`] cells with what is to be added to each.
pub(super) fn smallest(system: &System) -> Vec<Changes> {
    let mut search = Search {
        system,
        failing: system.failing(),
        chosen: Vec::with_capacity(MAX_CELLS),
        found: BTreeSet::new(),
        steps: 0,
        rows: Vec::new(),
    };
    for size in 1..=MAX_CELLS {
        search.extend(size);
        if !search.found.is_empty() {
            break;
        }
    }
    search.found.into_iter().collect()
}

struct Search<'a> {
    system: &'a System,
    failing: u64,
    chosen: Vec<usize>,
    found: BTreeSet<Changes>,
    steps: usize,
    /// Work space of `solve`: coefficients of the chosen cells, then the right side.
    rows: Vec<[i128; MAX_CELLS + 1]>,
}

impl Search<'_> {
    fn extend(&mut self, size: usize) {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.found.len() >= MAX_SETS {
            return;
        }
        let (mut covered, mut twice) = (0u64, 0u64);
        for &cell in &self.chosen {
            let mask = self.system.cells[cell].mask;
            twice |= covered & mask;
            covered |= mask;
        }
        let uncovered = self.failing & !covered;
        let lonely = covered & !twice & !self.failing;
        if self.chosen.len() == size {
            if uncovered == 0 && lonely == 0 {
                self.record();
            }
            return;
        }
        let system = self.system;
        let needs = uncovered | lonely;
        let known = covered | self.failing;
        if needs != 0 {
            let equation = &system.equations[self.shortest(if uncovered != 0 { uncovered } else { lonely })];
            equation.terms.iter().for_each(|&(cell, _)| self.choose(cell, size, needs, known));
        } else {
            let touched = (0..system.cells.len()).filter(|&cell| system.cells[cell].mask & covered != 0);
            touched.for_each(|cell| self.choose(cell, size, needs, known));
        }
    }

    /// Goes on with one more cell, where it serves: the last one has to cover all `needs`, and may lie in no equation but
    /// the `known` ones, where it would open a new need.
    fn choose(&mut self, cell: usize, size: usize, needs: u64, known: u64) {
        let mask = self.system.cells[cell].mask;
        let last = self.chosen.len() + 1 == size;
        let fits = !last || needs & !mask == 0 && mask & !known == 0;
        if fits && !self.chosen.contains(&cell) {
            self.chosen.push(cell);
            self.extend(size);
            self.chosen.pop();
        }
    }

    /// The equation with the fewest cells among those of a mask that is not empty.
    fn shortest(&self, mask: u64) -> usize {
        let equations = &self.system.equations;
        (0..equations.len()).filter(|at| mask >> at & 1 == 1).min_by_key(|&at| equations[at].terms.len()).unwrap_or(0)
    }

    fn record(&mut self) {
        let Some(amounts) = self.solve() else { return };
        let mut changes: Changes = self.chosen.iter().copied().zip(amounts).collect();
        changes.sort_unstable();
        if changes.iter().all(|(_, amount)| *amount != 0) && self.system.satisfied_by(&changes) {
            self.found.insert(changes);
        }
    }

    /// What each chosen cell must change by; `None` when the equations contradict each other, leave it open or
    /// ask for fractions. Elimination without fractions, exact.
    fn solve(&mut self) -> Option<Vec<i64>> {
        let count = self.chosen.len();
        let system = self.system;
        self.rows.clear();
        for (index, equation) in system.equations.iter().enumerate() {
            if !self.chosen.iter().any(|&cell| system.cells[cell].mask >> index & 1 == 1) {
                continue;
            }
            let mut row = [0; MAX_CELLS + 1];
            for (column, &cell) in self.chosen.iter().enumerate() {
                row[column] = i128::from(equation.coefficient(cell));
            }
            row[MAX_CELLS] = -i128::from(equation.residual);
            self.rows.push(row);
        }
        for column in 0..count {
            let pivot = (column..self.rows.len()).find(|&row| self.rows[row][column] != 0)?;
            self.rows.swap(column, pivot);
            let pivot = self.rows[column];
            for (at, row) in self.rows.iter_mut().enumerate() {
                let factor = row[column];
                if at != column && factor != 0 {
                    for (value, own) in row.iter_mut().zip(&pivot) {
                        *value = value.checked_mul(pivot[column])?.checked_sub(own.checked_mul(factor)?)?;
                    }
                }
            }
        }
        if self.rows[count..].iter().any(|row| row[MAX_CELLS] != 0) {
            return None;
        }
        let amount = |column: usize| {
            let (right, factor) = (self.rows[column][MAX_CELLS], self.rows[column][column]);
            if right % factor == 0 { i64::try_from(right / factor).ok() } else { None }
        };
        (0..count).map(amount).collect()
    }
}
