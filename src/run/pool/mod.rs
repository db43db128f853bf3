//! The pool of workers: every file that has to be read goes to one of them, and whatever happens to a worker
//! costs the file that it was reading, nothing else.

mod child;
mod driver;
mod flight;
mod look;

pub use self::look::{Seen, look};

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use self::driver::Driver;
use super::error::RunError;
use super::ledger::{Found, FoundRows, Unread, Work};
use super::load::Content;
use super::machine;
use super::options::Launch;
use super::pipe::Setup;
use crate::cache::Trouble;
use crate::limits::Limits;

/// What all threads of the pool share.
struct Shared<'a> {
    work: Work<'a>,
    launch: &'a Launch,
    next: AtomicUsize,
    failed: AtomicBool,
    done: Mutex<FoundRows>,
    read: AtomicUsize,
    /// Whether it was told how workers are confined.
    told: AtomicBool,
}

impl Shared<'_> {
    /// Whether there is nothing to be waited for any more.
    fn stopped(&self) -> Result<(), RunError> {
        if self.work.stop.load(Ordering::Relaxed) || self.failed.load(Ordering::Relaxed) {
            Err(RunError::Interrupted)
        } else {
            Ok(())
        }
    }
}

/// Reads what has to be read with workers. Returns the rows in the order of the entries, and how many files were read.
///
/// # Errors
/// When the ledger fails, no thread or worker can be started, or the run was stopped.
pub fn read_all(work: &Work<'_>, launch: &Launch) -> Result<(Vec<Found>, usize), RunError> {
    let shared = Shared {
        work: *work,
        launch,
        next: AtomicUsize::new(0),
        failed: AtomicBool::new(false),
        done: Mutex::new(FoundRows::of(work.entries.len())),
        read: AtomicUsize::new(0),
        told: AtomicBool::new(false),
    };
    let outcomes: Vec<Result<(), RunError>> = std::thread::scope(|scope| {
        let start = |_| {
            let driver = std::thread::Builder::new().spawn_scoped(scope, || Driver::new(&shared).drive());
            if driver.is_err() {
                shared.failed.store(true, Ordering::Relaxed);
            }
            driver
        };
        // All are started before the first is waited for.
        let drivers: Vec<_> = (0..work.jobs.clamp(1, work.entries.len().max(1))).map(start).collect();
        let join = |driver: std::io::Result<std::thread::ScopedJoinHandle<'_, _>>| match driver {
            Ok(driver) => driver.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(error) => Err(RunError::Worker { error }),
        };
        drivers.into_iter().map(join).collect()
    });
    // What failed first made the others stop, or found the cache refusing.
    let consequence = |error: &RunError| match error {
        RunError::Interrupted => 2,
        RunError::Cache { error: Trouble::Refusing, .. } => 1,
        _ => 0,
    };
    if let Some(cause) = outcomes.into_iter().filter_map(Result::err).min_by_key(consequence) {
        return Err(cause);
    }
    let done = shared.done.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok((done.in_order(), shared.read.into_inner()))
}

/// How a worker is started whose first file is this one.
fn setup(first: &Unread, limits: Limits, document: bool) -> Setup {
    let file = match &first.content {
        Content::File(file) => Some(file.clone()),
        Content::Bytes(_) => None,
    };
    #[cfg(any(debug_assertions, feature = "monsters"))]
    let monsters = super::monster::wanted();
    #[cfg(not(any(debug_assertions, feature = "monsters")))]
    let monsters = false;
    Setup { limits, memory: machine::worker_memory(limits.memory_bytes), file, monsters, document }
}
