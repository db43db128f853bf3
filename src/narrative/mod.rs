//! The prose: every quantity in it, and which measure a quantity is.

mod measures;

pub use measures::{Measure, measures};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::document::SourceLocation;
use crate::finding::Finding;
use crate::variable::Variable;

/// What the prose of a filing says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Narrative {
    /// Every quantity, in the order of the text.
    pub quantities: Vec<Quantity>,
    /// What was odd about the prose by itself.
    pub findings: Vec<Finding>,
}

/// A quantity in the prose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Section of the report, one to six; `None` before the first or where sections are not told apart.
    pub section: Option<u8>,
    /// The measure that it states, if any.
    pub measure: Option<Variable>,
    /// Part it plays in its sentence.
    pub role: Role,
    /// Position (in the filing's list, from zero) of the total that it is a part of.
    pub parent: Option<u32>,
    /// The noun that it counts, or the category of a part.
    pub label: String,
    /// Value as stated.
    pub value: Decimal,
    /// Least value that the wording admits (equal to `value` when exact).
    pub low: Option<Decimal>,
    /// Greatest value that the wording admits; `None` when open.
    pub high: Option<Decimal>,
    /// Unit as printed.
    pub unit: String,
    /// Position in the filing's paragraph text, in characters from zero.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The sentence.
    pub text: String,
    /// Where the paragraph stands.
    pub location: SourceLocation,
}

/// Part that a quantity plays in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Stands by itself.
    Plain,
    /// A total with parts.
    Total,
    /// A part of a total.
    Part,
    /// Zero said in words.
    Zero,
    /// A requests figure whose role the sentence's arithmetic settled: newly received.
    New,
    /// Carried in from last year.
    CarriedIn,
    /// Handled.
    Handled,
    /// Carried out to next year.
    CarriedOut,
    /// Last year's, cumulative, growth, quota or another organ's: a quantity, no measure.
    Other,
}
