//! How much one input may cost. Plain numbers, set by the run, obeyed by readers and archives.

use serde::{Deserialize, Serialize};

/// Upper bounds for one input file (or archive member).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file itself.
    pub input_bytes: u64,
    /// Bytes that its compressed parts may inflate to, all together.
    pub inflated_bytes: u64,
    /// How many times larger than its compressed form a part of over a mebibyte may become.
    pub inflation_ratio: u64,
    /// Members of one archive.
    pub members: u32,
    /// Archives inside archives.
    pub archive_depth: u32,
    /// Elements inside elements, tables inside tables.
    pub nesting: u32,
    /// Cells of all tables.
    pub cells: u32,
    /// Pages of a paged document.
    pub pages: u32,
    /// Characters of text.
    pub characters: u64,
    /// Seconds of work; enforced by the supervisor, which ends the worker.
    pub seconds: u32,
    /// Bytes of address space of a worker; enforced by the operating system.
    pub memory_bytes: u64,
}

impl Default for Limits {
    /// Far above any filing seen (the largest PDF had 90 pages and 30 MB), far below what harms a machine.
    fn default() -> Self {
        Self {
            input_bytes: 256 << 20,
            inflated_bytes: 1 << 30,
            inflation_ratio: 1_000,
            members: 100_000,
            archive_depth: 3,
            nesting: 256,
            cells: 500_000,
            pages: 2_000,
            characters: 50_000_000,
            seconds: 60,
            memory_bytes: 4 << 30,
        }
    }
}
