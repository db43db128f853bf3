//! Grids against the forms: every cell of a form becomes a figure, with its printed labels and its place.
//!
//! Which edition applies is decided for each table from its labels. Rows are bound by what they are called and
//! in which order (`rows`), columns by ordinal (`columns`), cell by cell (`cell`); `tables` goes through a document.
//! What the form asks for and the table lacks is a figure too, `NotFound`. Numbers are read here, never changed.

mod align;
mod arranged;
#[cfg(test)]
mod beside;
mod cell;
mod columns;
mod disputes;
mod halves;
mod header;
mod label;
mod line;
mod notes;
mod prepared;
mod rows;
mod sheet;
mod stacked;
mod tables;
#[cfg(test)]
mod tests;

pub use label::Label;
pub use tables::bind;

use rust_decimal::Decimal;

use crate::document::SourceLocation;
use crate::figure::{Figure, FormId, TableKind};
use crate::finding::Finding;

/// What a document's tables turned out to hold.
#[derive(Debug, Default)]
pub struct Bound {
    /// Tables found, in printed order.
    pub tables: Vec<BoundTable>,
    /// One figure for each cell of the tables found (also `NotFound` ones), and the unmatched indicators of sheets.
    pub figures: Vec<Figure>,
    /// Numbers printed in heading rows.
    pub headings: Vec<HeadingFigure>,
    /// What was odd.
    pub findings: Vec<Finding>,
}

/// A table of a form found in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundTable {
    /// Which table.
    pub kind: TableKind,
    /// By which edition it was read.
    pub form: FormId,
    /// Blocks of the document that it was read from.
    pub blocks: Vec<usize>,
}

/// A number printed in a group's heading row.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadingFigure {
    /// The group (`ref`, `una`, `rej`, `oth`).
    pub group: String,
    /// Column identifier.
    pub column: String,
    /// The number.
    pub value: Decimal,
    /// Where it stands.
    pub location: SourceLocation,
}
