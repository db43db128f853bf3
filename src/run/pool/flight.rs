//! A file that a worker has, and what its answers are checked against: a worker that was taken over may say anything,
//! and must not be believed about another file than its own, nor without measure.

use std::sync::Arc;
use std::time::Instant;

use crate::corpus::{ContentHash, Entry};
use crate::limits::Limits;
use crate::run::ledger::{Found, Head, Kept, Unread};
use crate::run::pipe::HEAD;

/// A file that a worker has.
pub(super) struct Flight<'a> {
    /// Number of the job.
    pub number: u64,
    /// Position among the entries.
    pub index: usize,
    pub entry: &'a Entry,
    pub unread: Arc<Unread>,
    /// Whether it is an archive, when the worker has said so.
    pub archive: Option<bool>,
    /// Filings that are done.
    pub kept: Vec<Kept>,
    /// The member being read, when it is an archive.
    pub begun: Option<(String, Option<ContentHash>)>,
    /// How often the worker died of what is being read.
    pub tries: u32,
    /// How often it was killed from outside meanwhile.
    pub kills: u32,
    /// Members that were given up.
    pub given_up: u32,
    /// When the worker got to it.
    pub since: Option<Instant>,
    /// Milliseconds of processor time it has taken.
    pub spent: u64,
    /// Bytes that it may still become.
    pub left: u64,
}

impl<'a> Flight<'a> {
    pub(super) fn new(number: u64, index: usize, entry: &'a Entry, unread: Unread, limits: &Limits) -> Self {
        // What the worker holds itself to, and the heads of its members; the sealing of a row costs more than the row.
        let left = limits.archive_output(unread.content.length()).saturating_mul(2);
        Self {
            number,
            index,
            entry,
            unread: Arc::new(unread),
            archive: None,
            kept: Vec::new(),
            begun: None,
            tries: 0,
            kills: 0,
            given_up: 0,
            since: None,
            spent: 0,
            left: left.saturating_add(HEAD),
        }
    }

    /// What a piece is, if the answer that brings it can be one about this file.
    pub(super) fn head(&mut self, path: String, sha256: Option<ContentHash>, bytes: u64) -> Option<Head> {
        let archive = self.archive?;
        self.left = self.left.checked_sub(bytes.saturating_add(path.len() as u64))?;
        // A file that is no archive is one filing, and has no path inside.
        let fits = archive || (path.is_empty() && self.kept.is_empty());
        fits.then_some(Head { archive, path, sha256: if archive { sha256 } else { None }, passing: false })
    }

    /// Takes what was handed over.
    pub(super) fn push(&mut self, kept: Kept) {
        self.begun = None;
        self.tries = 0;
        self.kills = 0;
        self.kept.push(kept);
    }

    /// Its rows.
    pub(super) fn found(&self) -> Vec<Found> {
        self.kept.iter().map(|kept| kept.found.clone()).collect()
    }
}
