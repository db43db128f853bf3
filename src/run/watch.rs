//! What a run lets others see of it while it goes on.

use std::path::Path;
use std::time::Duration;

use super::confine::Confinement;
use super::error::RunError;
use super::ledger::Found;
use super::publish;
use crate::corpus::Entry;

/// What a run is told to let others see of it. All methods may be called from any thread.
pub trait Watch: Sync {
    /// So many files are to be looked at.
    fn planned(&self, files: usize) {
        let _ = files;
    }
    /// A file is done: its rows, how long reading took (`None` when the cache knew it).
    fn file(&self, entry: &Entry, found: &[Found], elapsed: Option<Duration>) {
        let _ = (entry, found, elapsed);
    }
    /// All files are done, the tables are being written.
    fn writing(&self) {}
    /// A damaged cache was set aside.
    fn cache_set_aside(&self, path: &Path) {
        let _ = path;
    }
    /// The workers stand within this; told once, if a file had to be read.
    fn confined(&self, confinement: Confinement) {
        let _ = confinement;
    }
    /// Something failed that costs neither rows nor the dataset.
    fn warned(&self, trouble: &RunError) {
        let _ = trouble;
    }
    /// An interrupted switch was finished or undone.
    fn recovered(&self, how: publish::Recovered) {
        let _ = how;
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {}
