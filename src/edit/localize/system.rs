//! The hard equations of one filing as systems over whole numbers, one for each connected set.
//!
//! Blank parts stand as zeros that may be filled. Figures that are not known at all (unread, or a blank
//! total) are eliminated: whatever they are, the remaining equations must hold, and what they would have
//! to be must not be negative.

use super::super::{Condition, Linear, Relation, Rule, Value, Values};
use super::whole;
use crate::finding::Severity;
use crate::variable::Variable;

/// A set of changes: cells of the system with what is added to each, in order of the cells.
pub(super) type Changes = Vec<(usize, i64)>;

/// Equations that share figures.
#[derive(Debug)]
pub(super) struct System {
    /// The figures, in the order of the codebook.
    pub cells: Vec<Cell>,
    /// The equations, each `sum of coefficient * figure = 0`.
    pub equations: Vec<Equation>,
    /// What the eliminated figures are, at most, in terms of the others: must not become negative.
    derived: Vec<Vec<(usize, i64)>>,
    /// Equations with figures that may be anything: as printed, and as far as others were eliminated into them. They hold,
    /// or would if such figures had a value.
    open: Vec<Equation>,
    /// A figure is no whole number from zero up: whatever else is changed, something is wrong with it.
    pub odd: bool,
    /// Where the cells stand.
    places: Places,
}

/// Places of the cells by position of their variables in the codebook; [`ABSENT`] elsewhere.
#[derive(Debug)]
struct Places(Vec<u16>);

/// No cell of this system.
const ABSENT: u16 = u16::MAX;

impl Places {
    /// Of the variables that some equations are about.
    fn new(rules: &[&Linear]) -> Self {
        let mut places = Vec::new();
        for term in rules.iter().flat_map(|rule| &rule.terms) {
            let at = term.variable.index();
            if places.len() <= at {
                places.resize(at + 1, ABSENT);
            }
            places[at] = 0;
        }
        for (place, slot) in (0..ABSENT).zip(places.iter_mut().filter(|slot| **slot != ABSENT)) {
            *slot = place;
        }
        Self(places)
    }

    /// In the order of the codebook.
    fn variables(&self) -> Vec<Variable> {
        let known = (0..=u16::MAX).zip(&self.0).filter(|(_, place)| **place != ABSENT);
        known.map(|(at, _)| Variable(at)).collect()
    }

    fn of(&self, variable: Variable) -> Option<usize> {
        self.0.get(variable.index()).filter(|place| **place != ABSENT).map(|place| usize::from(*place))
    }
}

/// A figure of a system.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub variable: Variable,
    /// Zero where blank.
    pub value: i64,
    pub blank: bool,
    free: bool,
    /// The equations that it takes part in.
    pub mask: u64,
}

/// An equation of a system.
#[derive(Debug, Clone)]
pub(super) struct Equation {
    /// Cells with their coefficients, in order of the cells.
    pub terms: Vec<(usize, i64)>,
    /// Left minus right.
    pub residual: i64,
    eliminated_into: bool,
    total: Option<usize>,
}

/// Masks hold this many equations; the forms have 39 at most.
const MAX_EQUATIONS: usize = 64;

/// The equations of a filing, those that share figures together, in the order of the rules.
pub(super) fn connected<'a>(rules: &[&'a Rule]) -> Vec<Vec<&'a Linear>> {
    let linear = rules.iter().filter_map(|rule| match &rule.condition {
        Condition::Linear(linear)
            if linear.relation == Relation::Equal
                && rule.severity == Severity::Hard
                && rule.guard.is_none()
                && rule.applies.is_none()
                && linear.heading.is_none()
                && linear.constant == 0 =>
        {
            Some(linear)
        }
        _ => None,
    });
    let linear: Vec<_> = linear.collect();
    let mut component: Vec<usize> = (0..linear.len()).collect();
    let mut owner: Vec<Option<usize>> = Vec::new();
    for (index, rule) in linear.iter().enumerate() {
        for term in &rule.terms {
            let at = term.variable.index();
            if owner.len() <= at {
                owner.resize(at + 1, None);
            }
            match owner[at] {
                None => owner[at] = Some(index),
                Some(other) => {
                    let (from, to) = (component[index], component[other]);
                    if from != to {
                        component.iter_mut().filter(|id| **id == from).for_each(|id| *id = to);
                    }
                }
            }
        }
    }
    let mut ids: Vec<usize> = Vec::new();
    for &id in &component {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let members = |id: usize| linear.iter().zip(&component).filter(move |(_, c)| **c == id).map(|(rule, _)| *rule);
    ids.into_iter().map(|id| members(id).collect()).collect()
}

/// Whether equations hold by what is known, blank parts being zeros: then their system has nothing to tell. That of most filings
/// need not be made, which takes ten times as long.
pub(super) fn hold(rules: &[&Linear], values: &Values<'_>) -> bool {
    rules.iter().all(|rule| {
        let sum = rule.terms.iter().try_fold(0, |sum, term| {
            let value = values.get(term.variable);
            let number = whole(value).or((value == Value::Blank && !term.total).then_some(0))?;
            Some(sum + i64::from(term.signed()) * number)
        });
        sum == Some(0)
    })
}

impl System {
    /// The system of equations that share figures. A blank total is not known, or, with `fill_totals`, a zero that may be
    /// filled like any other blank.
    pub fn new(rules: &[&Linear], values: &Values<'_>, fill_totals: bool) -> Self {
        let places = Places::new(rules);
        let variables = places.variables();
        let place = |variable: Variable| places.of(variable).unwrap_or(0);
        let mut totals = vec![false; variables.len()];
        let mut equations = Vec::with_capacity(rules.len());
        for rule in rules {
            let mut terms: Vec<(usize, i64)> =
                rule.terms.iter().map(|term| (place(term.variable), i64::from(term.signed()))).collect();
            terms.sort_unstable();
            let total = rule.terms.iter().find(|term| term.total).map(|term| place(term.variable));
            if let Some(total) = total {
                totals[total] = true;
            }
            equations.push(Equation { terms, residual: 0, eliminated_into: false, total });
        }
        let mut odd = false;
        let cells: Vec<Cell> = variables
            .iter()
            .zip(&totals)
            .map(|(&variable, &total)| {
                let value = values.get(variable);
                let blank = value == Value::Blank;
                let count = whole(value);
                odd |= count.is_none() && matches!(value, Value::Known(_));
                let number = count.or((blank && (fill_totals || !total)).then_some(0));
                Cell { variable, value: number.unwrap_or(0), blank, free: number.is_none(), mask: 0 }
            })
            .collect();
        let may_be_anything =
            |equation: &&Equation| equation.terms.iter().any(|&(cell, _)| cells[cell].blank || cells[cell].free);
        let printed = equations.iter().filter(may_be_anything).cloned().collect();
        let mut system = Self { cells, equations, derived: Vec::new(), open: Vec::new(), odd, places };
        system.eliminate();
        system.finish(printed);
        system
    }

    /// Removes the figures that are not known, each by one equation.
    fn eliminate(&mut self) {
        for free in (0..self.cells.len()).filter(|&cell| self.cells[cell].free).collect::<Vec<_>>() {
            let unit = |equation: &Equation| equation.coefficient(free).abs() == 1;
            let own = self.equations.iter().position(|equation| equation.total == Some(free) && unit(equation));
            let Some(pivot) = own.or_else(|| self.equations.iter().position(unit)) else {
                // Only equations that cannot be solved for it, if any: they say nothing.
                self.equations.retain(|equation| equation.coefficient(free) == 0);
                continue;
            };
            let pivot = self.equations.remove(pivot);
            let sign = pivot.coefficient(free);
            for equation in &mut self.equations {
                let factor = equation.coefficient(free);
                if factor != 0 {
                    equation.terms = combine(&equation.terms, &pivot.terms, -factor * sign);
                    equation.eliminated_into = true;
                }
            }
            for derived in &mut self.derived {
                let factor = derived.iter().find(|(cell, _)| *cell == free).map_or(0, |(_, factor)| *factor);
                if factor != 0 {
                    *derived = combine(derived, &pivot.terms, -factor * sign);
                }
            }
            // free = -(the other terms) / sign
            let others = pivot.terms.iter().filter(|(cell, _)| *cell != free);
            self.derived.push(others.map(|&(cell, coefficient)| (cell, -coefficient * sign)).collect());
        }
    }

    /// Works out what holds. `printed` are the equations with figures that may be anything, as they were.
    fn finish(&mut self, mut printed: Vec<Equation>) {
        let cells = &self.cells;
        let value = |terms: &[(usize, i64)]| terms.iter().map(|&(cell, factor)| factor * cells[cell].value).sum();
        for equation in self.equations.iter_mut().chain(&mut printed) {
            equation.residual = value(&equation.terms);
        }
        // Through a blank total, other blanks may be anything too: where filling them could mend an equation, nothing
        // is wrong for certain.
        self.equations.retain(|equation| !equation.terms.is_empty());
        let (open, equations) = std::mem::take(&mut self.equations).into_iter().partition(|equation: &Equation| {
            equation.residual != 0 && equation.eliminated_into && equation.may_hold(cells, &[])
        });
        (self.open, self.equations) = (open, equations);
        self.open.append(&mut printed);
        self.equations.truncate(MAX_EQUATIONS);
        // A figure that is not known and can only lower another one leaves a bound without it.
        self.derived.retain(|terms| terms.iter().all(|&(cell, factor)| !cells[cell].free || factor < 0));
        for terms in &mut self.derived {
            terms.retain(|&(cell, _)| !cells[cell].free);
        }
        for (index, equation) in self.equations.iter().enumerate() {
            for &(cell, _) in &equation.terms {
                self.cells[cell].mask |= 1 << index;
            }
        }
    }

    /// The equations that do not hold.
    pub fn failing(&self) -> u64 {
        let failing = self.equations.iter().enumerate().filter(|(_, equation)| equation.residual != 0);
        failing.fold(0, |mask, (index, _)| mask | 1 << index)
    }

    /// Whether an equation fails whatever the figures without a value are.
    pub fn is_contradicted(&self) -> bool {
        !self.open.iter().all(|equation| equation.may_hold(&self.cells, &[]))
    }

    /// Whether changes satisfy every equation and leave no figure negative.
    pub fn satisfied_by(&self, changes: &[(usize, i64)]) -> bool {
        let change = |cell: usize| changes.iter().find(|(at, _)| *at == cell).map_or(0, |(_, change)| *change);
        let after = |cell: usize| self.cells[cell].value.checked_add(change(cell));
        changes.iter().all(|&(cell, _)| after(cell).is_some_and(|value| value >= 0))
            && self.equations.iter().all(|equation| equation.after(changes) == 0)
            && self.open.iter().all(|equation| equation.may_hold(&self.cells, changes))
            && self.derived.iter().all(|terms| {
                let raised = |&(cell, factor): &(usize, i64)| factor > 0 && self.cells[cell].blank && change(cell) == 0;
                let sum: i64 =
                    terms.iter().map(|&(cell, factor)| factor * (self.cells[cell].value + change(cell))).sum();
                sum >= 0 || terms.iter().any(raised)
            })
    }

    /// The place of a variable among the cells.
    pub fn place(&self, variable: Variable) -> Option<usize> {
        self.places.of(variable).filter(|&cell| !self.cells[cell].free)
    }
}

impl Equation {
    /// Left minus right after changes.
    fn after(&self, changes: &[(usize, i64)]) -> i64 {
        self.residual + changes.iter().map(|&(cell, amount)| self.coefficient(cell) * amount).sum::<i64>()
    }

    /// Whether it holds after changes, or would if a cell without a value that is not among them had one.
    fn may_hold(&self, cells: &[Cell], changes: &[(usize, i64)]) -> bool {
        let residual = self.after(changes);
        residual == 0
            || self.terms.iter().any(|&(cell, factor)| {
                (cells[cell].blank || cells[cell].free)
                    && factor.signum() == -residual.signum()
                    && changes.iter().all(|(at, _)| *at != cell)
            })
    }

    /// The coefficient of a cell, zero where it takes no part.
    pub fn coefficient(&self, cell: usize) -> i64 {
        self.terms.binary_search_by_key(&cell, |(at, _)| *at).map_or(0, |at| self.terms[at].1)
    }
}

/// `a + factor * b`, both in order of the cells.
fn combine(a: &[(usize, i64)], b: &[(usize, i64)], factor: i64) -> Vec<(usize, i64)> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() || j < b.len() {
        let left = a.get(i).map_or(usize::MAX, |term| term.0);
        let right = b.get(j).map_or(usize::MAX, |term| term.0);
        let cell = left.min(right);
        let mut sum = 0;
        if left == cell {
            sum += a[i].1;
            i += 1;
        }
        if right == cell {
            sum += factor * b[j].1;
            j += 1;
        }
        if sum != 0 {
            out.push((cell, sum));
        }
    }
    out
}
