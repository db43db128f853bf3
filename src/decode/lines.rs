//! Lines of a form with their runs: one row of a table, or the whole of the disputes table.

use std::ops::Range;
use std::sync::Arc;

use super::anchors::{chain, core, ends_with, wordings};
use super::flow::Flow;
use super::split::{Cell, Reading, Readings, Shape, readings, with_vanished};
use crate::edit::{Axis, Condition, Linear, Relation, Rule};
use crate::figure::{Status, TableKind};
use crate::finding::Severity;
use crate::form::{Form, FormBlock, Forms, RowRole};
use crate::number::read_cell;
use crate::variable::Variable;

/// A line of a table with its run.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The variables from left to right.
    pub variables: Vec<Variable>,
    /// Row label as printed; the form's where the line was not found.
    pub label: Arc<str>,
    /// Column labels as the form prints them.
    pub columns: Vec<Arc<str>>,
    /// Where the run stands in the flow; `None` when the label was not found.
    pub run: Option<Range<usize>>,
    /// The run as printed.
    pub raw: String,
    /// The ways to read it.
    pub readings: Vec<Vec<Cell>>,
    /// There may be more readings.
    pub capped: bool,
    /// Where no sum vouches for a reading: all readings, those with vanished blank cells too; empty where there are very
    /// many.
    pub unvouched: Option<Vec<Reading>>,
}

fn joined(under: &[String], label: &str) -> Arc<str> {
    under
        .iter()
        .map(String::as_str)
        .chain([label])
        .filter(|label| !label.is_empty())
        .collect::<Vec<_>>()
        .join("/")
        .into()
}

fn columns(block: &FormBlock) -> Vec<Arc<str>> {
    block.columns.iter().map(|column| joined(&column.under, &column.label)).collect()
}

/// The rows of a table in the flow with a score, if enough of them are there.
pub(super) fn rows(flow: &Flow, form: &Form, kind: TableKind) -> Option<(u32, Vec<Line>)> {
    let table = form.table(kind)?;
    let rows: Vec<_> = table
        .blocks
        .iter()
        .flat_map(|block| block.rows.iter().filter(|row| row.role != RowRole::Heading).map(move |row| (block, row)))
        .collect();
    let labels: Vec<Vec<Vec<char>>> = rows
        .iter()
        .map(|(_, row)| wordings([row.label.as_str()].into_iter().chain(row.aliases.iter().map(String::as_str))))
        .collect();
    let cells: Vec<usize> = rows.iter().map(|(_, row)| row.variables.len()).collect();
    let found = chain(flow, &labels, &cells);
    let anchored = found.iter().flatten().count();
    if anchored * 2 < rows.len() {
        return None;
    }
    let mut score = u32::try_from(anchored * 2).unwrap_or(u32::MAX);
    let mut lines = Vec::with_capacity(rows.len());
    for (place, (block, row)) in rows.iter().enumerate() {
        let mut line = Line::new(row.variables.clone(), joined(&row.under, &row.label), columns(block));
        if let Some((token, start)) = found[place] {
            let token = &flow.tokens[token];
            // Column labels right before the first row of a block tell editions apart.
            if row.id == block.rows[0].id {
                let words: String = token.words.iter().map(|(c, _)| c).collect();
                let labels = block.columns.iter().map(|column| core(&column.label).into_iter().collect::<String>());
                score += u32::try_from(labels.filter(|label| words.contains(label.as_str())).count()).unwrap_or(0);
            }
            line.take(flow, token.run.clone());
            let first = token.words.get(start).map_or(token.run.start, |(_, at)| *at);
            line.label = flow.text(first..token.run.start).trim().into();
        }
        lines.push(line);
    }
    // In prose the labels may stand before a number too: in a table they stand above each other.
    let filled = lines.iter().filter(|line| !line.raw.is_empty()).count();
    let headed = kind != TableKind::Proactive || score > u32::try_from(anchored * 2).unwrap_or(u32::MAX);
    (filled * 2 >= rows.len() && headed).then_some((score, lines))
}

/// The disputes table: one run of all its cells behind its last column label, or one run for each block.
pub(super) fn disputes(flow: &Flow, form: &Form) -> Option<Vec<Line>> {
    let blocks = &form.table(TableKind::Disputes)?.blocks;
    let last = blocks.last()?;
    let heads: String = last.columns.iter().map(|column| column.label.as_str()).collect();
    let heads = [core(&heads)];
    let tokens: Vec<_> = flow.tokens.iter().filter(|token| ends_with(token, &heads).is_some()).collect();
    let variables = |block: &FormBlock| block.rows.iter().flat_map(|row| row.variables.clone()).collect::<Vec<_>>();
    let label = |block: &FormBlock| joined(&block.under, &block.label);
    match tokens.as_slice() {
        [token] => {
            let columns = blocks.iter().flat_map(|block| {
                let own = label(block);
                block.columns.iter().map(move |column| format!("{own}/{}", column.label).into())
            });
            let mut line = Line::new(blocks.iter().flat_map(variables).collect(), "".into(), columns.collect());
            line.take(flow, token.run.clone());
            Some(vec![line])
        }
        tokens if tokens.len() == blocks.len() => {
            let line = |(block, token): (&FormBlock, &&super::flow::Token)| {
                let mut line = Line::new(variables(block), label(block), columns(block));
                line.take(flow, token.run.clone());
                line
            };
            Some(blocks.iter().zip(tokens).map(line).collect())
        }
        _ => None,
    }
}

impl Line {
    fn new(variables: Vec<Variable>, label: Arc<str>, columns: Vec<Arc<str>>) -> Self {
        Self {
            variables,
            label,
            columns,
            run: None,
            raw: String::new(),
            readings: Vec::new(),
            capped: false,
            unvouched: None,
        }
    }

    fn take(&mut self, flow: &Flow, run: Range<usize>) {
        self.raw = flow.text(run.clone()).trim().to_owned();
        self.run = Some(run);
    }

    /// Finds the readings that satisfy the sums inside the line.
    pub fn split(&mut self, rules: &[&Rule], forms: &Forms) {
        if self.raw.is_empty() {
            return;
        }
        let signed: Vec<bool> = self.variables.iter().map(|variable| is_signed(rules, *variable)).collect();
        if let [variable] = self.variables[..] {
            let reading = read_cell(&self.raw, forms.info(variable).unit);
            match (reading.status, reading.value) {
                (Status::Reported, Some(value)) if reading.oddities.is_empty() => {
                    self.readings = vec![vec![Cell::Amount(value)]];
                }
                _ => {}
            }
            return;
        }
        let sums: Vec<(usize, Vec<i64>)> = row_sums(rules).filter_map(|linear| self.coefficients(linear)).collect();
        let shape = Shape { cells: self.variables.len(), signed: &signed, sums: &sums };
        let covered = (0..shape.cells).all(|cell| sums.iter().any(|(_, sum)| sum.get(cell).is_some_and(|f| *f != 0)));
        if !covered {
            // Nothing but the digits themselves to go by.
            let every = with_vanished(&self.raw, &signed).unwrap_or_default();
            let certain = every.len() == 1 && every[0].iter().all(Option::is_some);
            self.unvouched = (!certain && !self.is_separated()).then_some(every);
            let Readings { all, capped } = readings(&self.raw, &Shape { sums: &[], ..shape });
            (self.readings, self.capped) = (all, capped);
            return;
        }
        let Readings { all, capped } = readings(&self.raw, &shape);
        (self.readings, self.capped) = (all, capped);
    }

    /// The coefficients of a sum over cells of this line, by its last cell.
    fn coefficients(&self, linear: &Linear) -> Option<(usize, Vec<i64>)> {
        let mut factors = vec![0; self.variables.len()];
        let mut last = 0;
        for term in &linear.terms {
            let cell = self.variables.iter().position(|variable| *variable == term.variable)?;
            factors[cell] += i64::from(term.signed());
            last = last.max(cell);
        }
        factors.truncate(last + 1);
        Some((last, factors))
    }

    /// Fewer digits than cells: some cell was blank and left no trace.
    pub fn lacks_cells(&self) -> bool {
        self.run.is_some() && self.raw.chars().filter(|c| !c.is_whitespace()).count() < self.variables.len()
    }

    /// Blanks between all cells.
    pub fn is_separated(&self) -> bool {
        self.raw.split_whitespace().count() == self.variables.len()
    }

    /// The reading, if there is exactly one.
    pub fn only_reading(&self) -> Option<&Vec<Cell>> {
        match self.readings.as_slice() {
            [reading] if !self.capped && self.unvouched.is_none() => Some(reading),
            _ => None,
        }
    }
}

/// The hard sums that run along rows.
fn row_sums<'a>(rules: &'a [&'a Rule]) -> impl Iterator<Item = &'a Linear> {
    rules.iter().filter(|rule| rule.axis == Axis::Row).filter_map(|rule| exact(rule))
}

/// The linear form of a hard equation.
pub(super) fn exact(rule: &Rule) -> Option<&Linear> {
    match &rule.condition {
        Condition::Linear(linear)
            if linear.relation == Relation::Equal
                && rule.severity == Severity::Hard
                && rule.guard.is_none()
                && linear.heading.is_none() =>
        {
            Some(linear)
        }
        _ => None,
    }
}

pub(super) fn is_signed(rules: &[&Rule], variable: Variable) -> bool {
    rules.iter().any(|rule| match &rule.condition {
        Condition::Counts { signed, .. } => signed.contains(&variable),
        _ => false,
    })
}
