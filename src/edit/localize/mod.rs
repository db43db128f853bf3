//! Error localization after Fellegi and Holt: the smallest sets of figures whose change satisfies every
//! hard equation, each with the values that it implies.
//!
//! In come the rules and figures of one filing, out go [`Repair`]s in order of likelihood, and findings
//! EDIT-REPAIR with one row for each suspected figure. Figures stay as reported. Whole numbers only, no
//! randomness: the same figures give the same answers in the same order. A set of figures counts only if the
//! equations fix its values; of sets that leave a choice nothing is said.

mod pattern;
mod rows;
mod search;
mod system;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Axis, Hint, Rule, Value, Values, Witness};
use crate::finding::{EVIDENCE, Finding, SCOPE};
use crate::variable::Variable;

use pattern::Likelihood;
use system::{Changes, System, connected, hold};

/// Most cells that a repair may change, but for whole rows.
pub const MAX_CELLS: usize = 3;
/// Most repairs that are reported; the findings say how many there are.
pub const MAX_REPAIRS: usize = 20;

/// One of the smallest changes that satisfy all equations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    /// The figures to change, in the order of the codebook.
    pub changes: Vec<Change>,
    /// Named pattern of the error, a key of the catalogue.
    pub pattern: Option<Cow<'static, str>>,
    /// Evidence outside the equations that gives a figure the value of this repair.
    pub evidence: Vec<(Variable, Witness)>,
    /// How unlikely it is; orders repairs.
    cost: i32,
}

/// One figure of a repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Change {
    /// The figure.
    pub variable: Variable,
    /// As reported; `None` where the cell is blank.
    pub observed: Option<i64>,
    /// What the equations ask for.
    pub implied: i64,
}

/// What was found out about one filing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// The repairs, likeliest first, at most [`MAX_REPAIRS`].
    pub repairs: Vec<Repair>,
    /// How many there are.
    pub count: usize,
    /// Equations fail, and no set of up to [`MAX_CELLS`] figures (or one row) satisfies all of them.
    pub unexplained: bool,
    /// Equations fail that figures without a value take part in, or one that is no count: what would mend them is open.
    pub open: bool,
}

/// Locates the errors of one filing. `hints` rank the answers; they add none and take none away.
pub fn locate(rules: &[&Rule], values: &Values<'_>, hints: &[Hint]) -> Located {
    let mut located = Located { count: 1, ..Located::default() };
    // Tables fail independently of each other: a repair of the filing is one of each failing system.
    let mut combined = vec![Repair { changes: Vec::new(), pattern: None, evidence: Vec::new(), cost: 0 }];
    for equations in connected(rules).into_iter().filter(|equations| !hold(equations, values)) {
        let mut system = System::new(&equations, values, false);
        if system.failing() == 0 || system.odd {
            located.open |= system.odd || system.is_contradicted();
            continue;
        }
        let mut rows = rows::lines(&system, rules, Axis::Row);
        let mut sets = sets(&system, &rows);
        if sets.is_empty() {
            // A row may have slipped and left its total blank.
            let filled = System::new(&equations, values, true);
            if filled.failing() != 0 {
                system = filled;
                rows = rows::lines(&system, rules, Axis::Row);
                sets = self::sets(&system, &rows);
            }
        }
        if sets.is_empty() {
            located.unexplained = true;
            continue;
        }
        let likelihood = Likelihood::new(&system, rows, rules, hints);
        located.count = located.count.saturating_mul(sets.len());
        let mut repairs: Vec<Repair> = sets.iter().map(|set| likelihood.repair(set)).collect();
        repairs.sort_by(|a, b| (a.cost, &a.changes).cmp(&(b.cost, &b.changes)));
        repairs.truncate(MAX_REPAIRS);
        combined = combined.iter().flat_map(|first| repairs.iter().map(|second| first.and(second))).collect();
        combined.sort_by(|a, b| (a.cost, &a.changes).cmp(&(b.cost, &b.changes)));
        combined.truncate(MAX_REPAIRS);
    }
    if combined.iter().all(|repair| repair.changes.is_empty()) {
        located.count = 0;
    } else {
        located.repairs = combined;
    }
    located
}

/// The smallest sets of changes, and whole rows, that satisfy a system.
fn sets(system: &System, rows: &[Vec<usize>]) -> Vec<Changes> {
    let mut sets = search::smallest(system);
    sets.extend(rows::repairs(system, rows));
    sets.sort();
    sets.dedup();
    sets
}

/// The findings EDIT-REPAIR (one for each figure of each repair) or EDIT-UNLOCATED.
pub fn findings(located: &Located, values: &Values<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for (place, repair) in located.repairs.iter().enumerate() {
        for change in &repair.changes {
            let mut finding = Finding::new("EDIT-REPAIR").about(change.variable);
            finding.related = repair.changes.iter().map(|change| change.variable).collect();
            finding.observed = change.observed.map(Decimal::from);
            finding.implied = Some(Decimal::from(change.implied));
            finding.rank = u32::try_from(place + 1).ok();
            finding.pattern = repair.pattern.clone();
            finding.location = values.figure(change.variable).map(|figure| figure.location);
            let observed = change.observed.map_or_else(|| "□".to_owned(), |observed| observed.to_string());
            let cells = repair.changes.len().to_string();
            finding = finding.with("observed", observed).with("count", located.count.to_string()).with("cells", cells);
            let said: Vec<&str> = repair.witnesses(change.variable).map(Witness::key).collect();
            let finding = finding.with(SCOPE, located.scope());
            out.push(if said.is_empty() { finding } else { finding.with(EVIDENCE, said.join(" ")) });
        }
    }
    if located.unexplained {
        out.push(Finding::new("EDIT-UNLOCATED").with("cells", MAX_CELLS.to_string()));
    }
    out
}

impl Located {
    /// Which equations a repair mends, a key of the catalogue's patterns: those about its figures, where others stay open.
    pub fn scope(&self) -> &'static str {
        if self.unexplained || self.open { "its_equations" } else { "every_equation" }
    }
}

impl Repair {
    /// Who outside the equations gives a figure the value of this repair.
    pub fn witnesses(&self, variable: Variable) -> impl Iterator<Item = Witness> {
        self.evidence.iter().filter(move |(known, _)| *known == variable).map(|(_, witness)| *witness)
    }

    fn and(&self, other: &Self) -> Self {
        let mut changes: Vec<Change> = self.changes.iter().chain(&other.changes).copied().collect();
        changes.sort();
        let pattern = match (self.changes.is_empty(), other.changes.is_empty()) {
            (true, _) => other.pattern.clone(),
            (_, true) => self.pattern.clone(),
            _ if self.pattern == other.pattern => self.pattern.clone(),
            _ => None,
        };
        let evidence = self.evidence.iter().chain(&other.evidence).copied().collect();
        Self { changes, pattern, evidence, cost: self.cost + other.cost }
    }
}

/// A figure as a whole number from zero up, where it is one.
fn whole(value: Value) -> Option<i64> {
    match value {
        Value::Known(value) if !value.is_sign_negative() && (value.scale() == 0 || value.fract().is_zero()) => {
            let count = if value.scale() == 0 { value.mantissa() } else { value.trunc().mantissa() };
            // Sums over a table stay far inside i64.
            i64::try_from(count).ok().filter(|&value| value <= 1_000_000_000_000)
        }
        _ => None,
    }
}
