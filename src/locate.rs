//! Where the sections of the report stand in a document.

use crate::document::Document;

/// A section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// One to six, by the titles that the form prescribes.
    pub number: u8,
    /// Blocks of the document, from the heading on, end exclusive.
    pub blocks: std::ops::Range<usize>,
}

/// The sections of a document in order, as the best consistent sequence of headings.
pub fn sections(_document: &Document) -> Vec<Section> {
    Vec::new()
}
