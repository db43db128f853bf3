//! The prose of a document, and the prose against the tables.
//!
//! A document with its sections comes in, its quantities with their measures go out ([`read`]); together with the
//! figures of its tables they give the findings `NAR-*` ([`mod@compare`]). The grammar of quantities and the measures
//! are left to [`crate::narrative`].

mod compare;
mod passages;

use rust_decimal::Decimal;

use crate::document::Document;
use crate::figure::Figure;
use crate::finding::Finding;
use crate::form::Forms;
use crate::locate::Section;
use crate::narrative::{self, Narrative, Quantity, Setting};
use crate::organ::Identity;
use crate::variable::Variable;

/// Reads the prose of a document: quantities, and findings about the prose alone (`NAR-SELF`, `NAR-BREAKDOWN`).
///
/// `tables` are blocks (in any order) that hold a table in run-together text; the usual openings of
/// the official tables are known without it.
pub fn read(
    document: &Document,
    sections: &[Section],
    tables: &[usize],
    identity: &Identity,
    forms: &Forms,
) -> Narrative {
    let passages = passages::passages(document, sections, tables);
    let variable = |code: &str| forms.variable(code);
    narrative::read(&passages, &Setting { year: identity.year, organ: identity.organ.as_deref(), variable: &variable })
}

/// Compares the measures of the prose with the figures of the tables (`NAR-REQ-*`, `NAR-REV`, `NAR-LIT`, `NAR-PRO`,
/// `NAR-FEE`, `NAR-CONTRA`).
pub fn compare(narrative: &Narrative, figures: &[Figure], identity: &Identity, forms: &Forms) -> Vec<Finding> {
    compare::compare(&narrative.quantities, figures, identity, forms)
}

/// Figures of the tables as the prose states them, exactly.
pub fn evidence(quantities: &[Quantity]) -> Vec<(Variable, Decimal)> {
    compare::evidence(quantities)
}

#[cfg(test)]
mod tests;
