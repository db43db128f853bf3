//! The number grammar of cells.

use rust_decimal::Decimal;

use crate::figure::Status;
use crate::variable::Unit;

/// What a cell's text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the cell turned out to be.
    pub status: Status,
    /// Exact value in the asked unit.
    pub value: Option<Decimal>,
    /// What was odd: codes of findings of the family CELL.
    pub oddities: Vec<&'static str>,
}

/// Reads the text of a cell whose figures are in `unit`.
pub fn read_cell(text: &str, unit: Unit) -> Reading {
    let _ = unit;
    let status = if text.trim().is_empty() { Status::Blank } else { Status::Text };
    Reading { status, value: None, oddities: Vec::new() }
}
