//! Edit rules: linear conditions on figures, as data; their outcomes; the located errors.

use serde::{Deserialize, Serialize};

/// The outcome of one rule, expanded over one row or column, for one filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

/// An edit rule, expanded: one condition on the figures of one filing.
#[derive(Debug, Clone)]
pub struct Rule {}
