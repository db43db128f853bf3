//! Columns choose among the readings of rows: those readings stay that some choice for all rows needs to
//! satisfy every hard equation between them. Where no choice satisfies them, all readings stay.

use std::collections::HashMap;

use super::lines::{Line, exact};
use crate::edit::{Axis, Rule};
use crate::variable::Variable;

const MAX_STEPS: usize = 1_000_000;

/// An equation between rows: the sum of the rows already known, and what each open row adds.
struct Equation {
    /// Sum over the rows with one reading, so far.
    sum: i64,
    /// Open row (its rank in the search), cell and coefficient.
    open: Vec<(usize, usize, i64)>,
    /// Least and greatest sum that the open rows from each rank on can add.
    reach: Vec<(i64, i64)>,
}

/// Drops the readings that no consistent choice needs.
pub(super) fn by_columns(lines: &mut [Line], rules: &[&Rule]) {
    let mut open: Vec<usize> =
        (0..lines.len()).filter(|&line| lines[line].readings.len() > 1 && !lines[line].capped).collect();
    open.sort_by_key(|&line| lines[line].readings.len());
    let equations = equations(lines, rules, &open);
    if open.is_empty() || equations.is_empty() {
        return;
    }
    let mut search = Search {
        lines,
        open: &open,
        sums: equations.iter().map(|equation| equation.sum).collect(),
        equations: &equations,
        chosen: Vec::new(),
        survives: open.iter().map(|&line| vec![false; lines[line].readings.len()]).collect(),
        steps: 0,
    };
    search.extend();
    let (survives, steps) = (search.survives, search.steps);
    let consistent = survives.iter().all(|readings| readings.contains(&true));
    if steps > MAX_STEPS || !consistent {
        return;
    }
    for (rank, &line) in open.iter().enumerate() {
        let mut keep = survives[rank].iter();
        lines[line].readings.retain(|_| *keep.next().unwrap_or(&true));
    }
}

/// The equations that have an open row, and all rows of which can be read.
fn equations(lines: &[Line], rules: &[&Rule], open: &[usize]) -> Vec<Equation> {
    let mut places: HashMap<Variable, (usize, usize)> = HashMap::new();
    for (line, known) in lines.iter().enumerate() {
        for (cell, &variable) in known.variables.iter().enumerate() {
            places.insert(variable, (line, cell));
        }
    }
    let columns = rules.iter().filter(|rule| rule.axis == Axis::Column).filter_map(|rule| exact(rule));
    columns
        .filter_map(|linear| {
            let mut equation = Equation { sum: 0, open: Vec::new(), reach: Vec::new() };
            for term in &linear.terms {
                let &(line, cell) = places.get(&term.variable)?;
                let factor = i64::from(term.signed());
                match (open.iter().position(|&at| at == line), lines[line].readings.as_slice()) {
                    (Some(rank), _) => equation.open.push((rank, cell, factor)),
                    (None, [reading]) => equation.sum += factor * reading[cell].number(),
                    _ => return None,
                }
            }
            let mut reach = vec![(0, 0); open.len() + 1];
            for rank in (0..open.len()).rev() {
                let added = equation.open.iter().filter(|(at, ..)| *at == rank).map(|&(_, cell, factor)| {
                    let values = lines[open[rank]].readings.iter().map(|reading| factor * reading[cell].number());
                    (values.clone().min().unwrap_or(0), values.max().unwrap_or(0))
                });
                reach[rank] = added.fold(reach[rank + 1], |(low, high), (least, most)| (low + least, high + most));
            }
            equation.reach = reach;
            (!equation.open.is_empty()).then_some(equation)
        })
        .collect()
}

struct Search<'a> {
    lines: &'a [Line],
    open: &'a [usize],
    equations: &'a [Equation],
    /// Sums of the equations over everything chosen so far.
    sums: Vec<i64>,
    chosen: Vec<usize>,
    /// For each open row which readings some consistent choice takes.
    survives: Vec<Vec<bool>>,
    steps: usize,
}

impl Search<'_> {
    /// Depth is the number of open rows.
    fn extend(&mut self) {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return;
        }
        let rank = self.chosen.len();
        let reachable = self.equations.iter().zip(&self.sums).all(|(equation, sum)| {
            let (low, high) = equation.reach[rank];
            sum + low <= 0 && sum + high >= 0
        });
        if !reachable {
            return;
        }
        let Some(&line) = self.open.get(rank) else {
            for (rank, &reading) in self.chosen.iter().enumerate() {
                self.survives[rank][reading] = true;
            }
            return;
        };
        for reading in 0..self.lines[line].readings.len() {
            self.add(rank, line, reading, 1);
            self.chosen.push(reading);
            self.extend();
            self.chosen.pop();
            self.add(rank, line, reading, -1);
        }
    }

    fn add(&mut self, rank: usize, line: usize, reading: usize, sign: i64) {
        let cells = &self.lines[line].readings[reading];
        for (equation, sum) in self.equations.iter().zip(&mut self.sums) {
            for &(_, cell, factor) in equation.open.iter().filter(|(at, ..)| *at == rank) {
                *sum += sign * factor * cells[cell].number();
            }
        }
    }
}
