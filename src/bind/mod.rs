//! Grids and text against the forms: every cell of a form becomes a figure.

use rust_decimal::Decimal;

use crate::document::{Document, SourceLocation};
use crate::figure::{Figure, FormId, TableKind};
use crate::finding::Finding;
use crate::form::Forms;

/// What a document's tables turned out to hold.
#[derive(Debug, Default)]
pub struct Bound {
    /// Tables found, in printed order.
    pub tables: Vec<BoundTable>,
    /// One figure for each cell of the tables found (also `NotFound` ones), and the unmatched indicators.
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

/// Binds a document's tables.
pub fn bind(_document: &Document, _forms: &Forms) -> Bound {
    Bound::default()
}
