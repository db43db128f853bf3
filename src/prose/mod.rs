//! The prose of a document, and the prose against the tables.
//!
//! A document with its sections comes in, its quantities with their measures go out ([`read`]); together with the
//! figures of its tables they give the findings `NAR-*` ([`compare`]). The grammar of quantities and the measures
//! are left to [`crate::narrative`].

use crate::document::Document;
use crate::figure::Figure;
use crate::finding::Finding;
use crate::form::Forms;
use crate::locate::Section;
use crate::narrative::Narrative;
use crate::organ::Identity;

/// Reads the prose of a document: quantities, and findings about the prose alone (`NAR-SELF`, `NAR-BREAKDOWN`).
///
/// `tables` are blocks whose text is a table for all that it looks like prose (run-together copies).
pub fn read(
    _document: &Document,
    _sections: &[Section],
    _tables: &[usize],
    _identity: &Identity,
    _forms: &Forms,
) -> Narrative {
    Narrative::default()
}

/// Compares the measures of the prose with the figures of the tables (`NAR-REQ-*`, `NAR-REV`, `NAR-LIT`, `NAR-PRO`,
/// `NAR-FEE`, `NAR-CONTRA`).
pub fn compare(_narrative: &Narrative, _figures: &[Figure], _identity: &Identity, _forms: &Forms) -> Vec<Finding> {
    Vec::new()
}
