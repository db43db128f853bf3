//! Edit rules: conditions on the figures of one filing, as data; their outcomes; the located errors.
//!
//! Rules come in expanded ([`Rule`], compiled from the form files by `form`), figures come in as read;
//! outcomes and findings go out. Nothing here knows a form, a file format or a label: a finding names
//! [`Variable`]s, and its sentence is rendered elsewhere. Figures are never changed.
//!
//! What stands for zero: a blank *part* may, and so may a part that carries a mark (`/`, `-`, `无`), since
//! both say that there was nothing to report. A *total* never does. Which side of a rule is the total is
//! written down with the rule: in `new + carin = total + carout` it is `total` alone, so that an organ that
//! leaves its zero cells blank is still judged wherever it printed how many requests it handled.

mod equation;
mod evaluate;
pub mod localize;
mod values;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::figure::{Figure, TableKind};
use crate::finding::{Finding, Severity};
use crate::variable::Variable;

pub use evaluate::evaluate;
pub use localize::{Located, Repair};
pub use values::{Value, Values};

/// The outcome of one rule, expanded over one row or column, for one filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// All figures are there and the rule holds.
    Satisfied,
    /// It holds when blank parts are read as zeros.
    SatisfiedIfBlankZero,
    /// No values of the blank parts could satisfy it.
    Violated,
    /// Too little is known.
    Undetermined,
}

impl Outcome {
    /// All, in the order of their declaration.
    pub const ALL: [Self; 4] = [Self::Satisfied, Self::SatisfiedIfBlankZero, Self::Violated, Self::Undetermined];

    /// The word for it in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::SatisfiedIfBlankZero => "satisfied_if_blank_zero",
            Self::Violated => "violated",
            Self::Undetermined => "undetermined",
        }
    }
}

/// The outcome of one expanded rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOutcome {
    /// Code of the rule.
    pub code: String,
    /// Row or column that it was expanded over.
    pub key: String,
    /// What came out.
    pub outcome: Outcome,
}

/// An edit rule, expanded: one condition on the figures of one filing.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Code in the catalogue.
    pub code: String,
    /// Identifiers of the row or column that it was expanded over, joined with `_`; empty when it was not.
    pub key: String,
    /// Table whose figures it is about.
    pub table: TableKind,
    /// The line of the table that it runs along.
    pub axis: Axis,
    /// How serious a violation is.
    pub severity: Severity,
    /// What must hold.
    pub condition: Condition,
    /// It must hold only where this does.
    pub guard: Option<Linear>,
    /// It must hold only for organs of this sort.
    pub applies: Option<Sort>,
}

/// The line of a table that a rule runs along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// Figures that stand side by side.
    Row,
    /// Figures that stand below each other.
    Column,
}

/// Sorts of organs that some rules are limited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Below a city with districts: it cannot issue regulations (Legislation Law, article 93).
    NoRuleMaking,
}

/// What a rule demands.
#[derive(Debug, Clone)]
pub enum Condition {
    /// A linear relation between figures.
    Linear(Linear),
    /// Whole numbers; not below zero, except the `signed` ones.
    Counts {
        /// The figures, in printed order.
        variables: Vec<Variable>,
        /// Those that count a change and may be negative.
        signed: Vec<Variable>,
    },
    /// Amounts in ten thousand yuan, printed without a unit or in that unit.
    TenThousandYuan {
        /// The figures, in printed order.
        variables: Vec<Variable>,
    },
}

/// `left relation right`, both sides sums of figures and one whole number.
#[derive(Debug, Clone)]
pub struct Linear {
    /// The terms of both sides, in the order in which the rule writes them.
    pub terms: Vec<Term>,
    /// Whole number added to the left side (a right side's number with its sign changed).
    pub constant: i32,
    /// How the sides compare.
    pub relation: Relation,
    /// A group's heading figure, added to the left side with coefficient one.
    pub heading: Option<HeadingKey>,
}

/// A figure in a linear rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The figure.
    pub variable: Variable,
    /// What it is multiplied with on its own side.
    pub coefficient: i32,
    /// It stands to the right of the relation.
    pub right: bool,
    /// It is a total: blank, it does not stand for zero.
    pub total: bool,
}

/// How the sides of a rule compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Equal.
    Equal,
    /// Left side at least the right one.
    AtLeast,
    /// Left side at most the right one.
    AtMost,
}

/// Which heading row and column of the requests table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingKey {
    /// The group (`ref`, `una`, `rej`, `oth`).
    pub group: String,
    /// Column identifier.
    pub column: String,
}

/// A number printed in a group's heading row, which the form leaves empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// The group and the column.
    pub key: HeadingKey,
    /// The number.
    pub value: Decimal,
}

/// What the rules may know beside the figures.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// Whether the organ may issue regulations (规章); `None` when its level is not known.
    pub rule_making: Option<bool>,
    /// Numbers printed in heading rows.
    pub headings: Vec<Heading>,
    /// What other evidence says some figures should be.
    pub hints: Vec<Hint>,
}

/// What evidence outside the equations says a figure should be. It ranks repairs; it changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// The figure.
    pub variable: Variable,
    /// What it should be.
    pub value: Decimal,
    /// Who says so.
    pub witness: Witness,
}

/// Evidence outside the equations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Witness {
    /// The filing's own prose.
    Prose,
    /// The organ's filing of the year before, by a rule between years.
    YearBefore,
    /// The organ's filing of the year after, by a rule between years.
    YearAfter,
}

impl Witness {
    /// Its sentence, a key of the catalogue's patterns.
    pub fn key(self) -> &'static str {
        match self {
            Self::Prose => "said_prose",
            Self::YearBefore => "said_year_before",
            Self::YearAfter => "said_year_after",
        }
    }
}

/// What the edit rules say about one filing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edits {
    /// One for each expanded rule that applies, in the order of the rules.
    pub outcomes: Vec<RuleOutcome>,
    /// Violations and blanks, in the order of the rules.
    pub findings: Vec<Finding>,
    /// Where the errors are.
    pub located: Located,
}

/// Checks the figures of one filing against the rules of the tables that were found in it.
pub fn check(rules: &[&Rule], figures: &[Figure], circumstances: &Circumstances) -> Edits {
    let values = Values::new(figures);
    let mut edits = Edits::default();
    for rule in rules {
        evaluate(rule, &values, circumstances, &mut edits);
    }
    let suspicious = |finding: &Finding| finding.severity == Severity::Hard || finding.code == "EDIT-BLANKS";
    if edits.findings.iter().any(suspicious) {
        edits.located = localize::locate(rules, &values, &circumstances.hints);
    }
    edits
}

impl Term {
    /// Coefficient with everything brought to the left side.
    pub fn signed(&self) -> i32 {
        if self.right { -self.coefficient } else { self.coefficient }
    }
}

impl Relation {
    /// The sign between the sides.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
        }
    }

    /// The sign of its contrary.
    pub fn contrary(self) -> &'static str {
        match self {
            Self::Equal => "≠",
            Self::AtLeast => "<",
            Self::AtMost => ">",
        }
    }

    /// Whether `left - right = difference` satisfies it.
    pub fn holds(self, difference: Decimal) -> bool {
        match self {
            Self::Equal => difference.is_zero(),
            Self::AtLeast => difference >= Decimal::ZERO,
            Self::AtMost => difference <= Decimal::ZERO,
        }
    }
}

impl Linear {
    /// The total that the rule is about: the first total, else the first term.
    pub fn subject(&self) -> Option<Variable> {
        self.terms.iter().find(|term| term.total).or(self.terms.first()).map(|term| term.variable)
    }
}

#[cfg(test)]
mod tests;
