//! What a document may still become: one count for all its parts, in bytes, which every reader pays into before it makes
//! something. Documents inside documents share the count of the file that holds them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::ReadError;
use crate::limits::{CELL_BYTES, GLYPH_BYTES, Limits, PAGE_BYTES};

/// The count of one file; copies of it are the same count.
#[derive(Debug, Clone, Default)]
pub struct Budget {
    limits: Limits,
    spent: Arc<AtomicU64>,
}

impl Budget {
    /// Nothing is spent yet.
    pub fn new(limits: &Limits) -> Self {
        Self { limits: *limits, spent: Arc::default() }
    }

    /// How deep tables and elements may stand in one another.
    pub fn nesting(&self) -> u32 {
        self.limits.nesting
    }

    /// How many cells it would be, if it held nothing else.
    pub fn most_cells(&self) -> usize {
        usize::try_from(self.limits.document_bytes / CELL_BYTES).unwrap_or(usize::MAX)
    }

    /// Text, by its length in UTF-8.
    ///
    /// # Errors
    /// When the document becomes too large with it; so for all that is paid.
    pub fn text(&self, text: &str) -> Result<(), ReadError> {
        self.pay(text.len() as u64)
    }

    /// Cells of tables, beside their text.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn cells(&self, count: usize) -> Result<(), ReadError> {
        self.pay((count as u64).saturating_mul(CELL_BYTES))
    }

    /// Cells that all hold a copy of this text.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn copies(&self, count: u64, text: &str) -> Result<(), ReadError> {
        self.pay(count.saturating_mul(CELL_BYTES.saturating_add(text.len() as u64)))
    }

    /// Characters that are drawn one by one.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn glyphs(&self, count: usize) -> Result<(), ReadError> {
        self.pay((count as u64).saturating_mul(GLYPH_BYTES))
    }

    /// Pages or sheets, beside what they hold.
    ///
    /// # Errors
    /// As [`Self::text`].
    pub fn pages(&self, count: usize) -> Result<(), ReadError> {
        self.pay((count as u64).saturating_mul(PAGE_BYTES))
    }

    /// What was paid so far.
    pub fn spent(&self) -> u64 {
        self.spent.load(Ordering::Relaxed)
    }

    /// Forgets what was paid since: it was made for nothing.
    pub fn back_to(&self, spent: u64) {
        self.spent.store(spent, Ordering::Relaxed);
    }

    fn pay(&self, bytes: u64) -> Result<(), ReadError> {
        // One thread reads a file; the order of memory is of no matter.
        let spent = self.spent.load(Ordering::Relaxed).saturating_add(bytes);
        self.spent.store(spent, Ordering::Relaxed);
        if spent > self.limits.document_bytes {
            return Err(ReadError::limit("document_bytes", self.limits.document_bytes, spent));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_document_becomes_is_one_sum() {
        let budget = Budget::new(&Limits { document_bytes: CELL_BYTES * 2 + 10, ..Limits::default() });
        let inside = budget.clone();
        assert_eq!(budget.copies(1, "甲乙"), Ok(()));
        assert_eq!(inside.cells(1), Ok(()));
        assert_eq!(budget.text("1234"), Ok(()));
        let over = ReadError::limit("document_bytes", CELL_BYTES * 2 + 10, CELL_BYTES * 2 + 11);
        assert_eq!(inside.text("5"), Err(over));
        assert!(budget.copies(u64::MAX, "x").is_err() && budget.pages(0).is_err());
    }
}
