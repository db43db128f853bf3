//! What goes from reader to reader beside a file's bytes: limits and buffers in, notices out.

use super::beside::Beside;
use super::{Notice, Recogniser};
use crate::document::Budget;
use crate::limits::Limits;

/// What a reader is given beside the bytes. One per thread, reused from file to file.
#[derive(Debug, Default)]
pub struct Context {
    /// What the file may cost.
    pub limits: Limits,
    /// What was odd; the caller takes it.
    pub notices: Vec<Notice>,
    /// Buffer for inflated parts, kept for its capacity.
    pub buffer: Vec<u8>,
    /// Documents that are open around this one.
    pub depth: u32,
    /// What reads pictures, if anything does.
    pub recogniser: Recogniser,
    /// The pictures beside the page that is read; whoever hands over a page sets it.
    pub beside: Beside,
    /// What the file may still become, once something was read of it.
    pub(super) budget: Option<Budget>,
}

impl Context {
    /// A context with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// What the file may still become; documents inside it share it.
    pub(super) fn budget(&mut self) -> Budget {
        self.budget.get_or_insert_with(|| Budget::new(&self.limits)).clone()
    }
}
