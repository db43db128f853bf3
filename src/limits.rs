//! How much one input may cost. Plain numbers, set by the run, obeyed by readers and archives.
//!
//! Sizes are bytes, of three things: what comes in (`input_bytes`), what it inflates to (`inflated_bytes`), and what it becomes
//! (`document_bytes`, `filing_bytes`). A document has one budget for all that it becomes: its text, and a fixed price for
//! each cell, page and drawn character, which is about what they take in memory. Depth is counted in levels, because it is
//! what a stack has; time is counted in seconds by the operating system.

use serde::{Deserialize, Serialize};

/// How much longer than its processor time a filing may take on a machine that does other things as well.
const PATIENCE: u32 = 10;
/// How many filings' time an archive has, and for each mebibyte ten seconds more.
const ARCHIVE_TIMES: u32 = 10;
/// What an archive may become in the dataset, whatever its size, and how many times its size beyond that.
const ARCHIVE_BYTES: u64 = 16 << 20;
const ARCHIVE_GROWTH: u64 = 50;

/// What a cell of a table is taken for, beside its text: half a million make the usual budget.
pub const CELL_BYTES: u64 = 512;
/// What a page or a sheet is taken for, beside what it holds: four thousand make the usual budget.
pub const PAGE_BYTES: u64 = 64 << 10;
/// What a character on a page is taken for.
pub const GLYPH_BYTES: u64 = 16;

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
    /// Bytes that it may become as a document: text, [`CELL_BYTES`] for a cell, [`PAGE_BYTES`] for a page or sheet,
    /// [`GLYPH_BYTES`] for a character that is drawn by itself.
    pub document_bytes: u64,
    /// Bytes that one filing may become in the dataset.
    pub filing_bytes: u64,
    /// Bytes of an archive that is larger than `input_bytes`.
    pub archive_bytes: u64,
    /// Seconds of processor time for one filing; enforced by the operating system, which ends the worker.
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
            document_bytes: 256 << 20,
            filing_bytes: 8 << 20,
            archive_bytes: 64 << 30,
            seconds: 60,
            memory_bytes: 4 << 30,
        }
    }
}

impl Limits {
    /// Characters that may be drawn, if a document is nothing else.
    pub fn glyphs(&self) -> u64 {
        self.document_bytes / GLYPH_BYTES
    }

    /// Seconds by the clock for one filing; behind the processor time, for a worker that sleeps or is frozen.
    pub fn wall_seconds(&self) -> u64 {
        u64::from(self.seconds) * u64::from(PATIENCE)
    }

    /// Seconds of processor time for an archive of this length, all its members together.
    pub fn archive_seconds(&self, length: u64) -> u64 {
        let base = u64::from(self.seconds) * u64::from(ARCHIVE_TIMES);
        base.saturating_add((length >> 20) * 10)
    }

    /// Bytes that an archive of this length may become in the dataset.
    pub fn archive_output(&self, length: u64) -> u64 {
        ARCHIVE_BYTES.max(self.filing_bytes).saturating_add(length.saturating_mul(ARCHIVE_GROWTH))
    }
}
