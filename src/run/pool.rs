//! The pool of workers: every file that has to be read goes to one of them, and whatever happens to a worker
//! costs the file that it was reading, nothing else.
//!
//! A worker has a few files ahead, and answers in their order; so the guilty one is the first that has no answer.
//! When a worker dies, that file is tried once more at the head of a fresh one (a worker can be brought down by
//! what earlier files left in it); when it runs out of time, it is not. Files behind it are sent again.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Watch;
use super::child::{Child, Order};
use super::desk::{Desk, Found, Look, Unread};
use super::error::RunError;
use super::pipe::Reply;
use super::reading::Piece;
use crate::cache::{Sealed, Trouble};
use crate::corpus::Entry;
use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;

/// Files that a worker has ahead, and bytes.
const AHEAD: usize = 4;
const AHEAD_BYTES: usize = 8 << 20;
/// How often one archive may bring a worker down before it is given up.
const DEATHS: u32 = 16;
/// How long a signal to stop may go unseen.
const GLANCE: Duration = Duration::from_millis(100);

/// A file that a worker has.
struct Flight<'a> {
    index: usize,
    entry: &'a Entry,
    unread: Arc<Unread>,
    /// Filings that are done.
    pieces: Vec<Piece>,
    /// The member being read, when it is an archive.
    begun: Option<(String, Option<[u8; 32]>)>,
    /// Whether it was tried again at the head of a fresh worker.
    retried: bool,
    deaths: u32,
    /// When the worker got to it.
    since: Option<Instant>,
}

/// What all threads of the pool share.
struct Shared<'a> {
    desk: &'a Desk<'a>,
    entries: &'a [Entry],
    next: AtomicUsize,
    failed: AtomicBool,
    stop: &'a AtomicBool,
    watch: &'a dyn Watch,
    program: &'a Path,
    limits: Limits,
    done: Mutex<Vec<(usize, Vec<Found>)>>,
    read: AtomicUsize,
}

/// Reads what has to be read with `jobs` workers. Returns the rows in the order of the entries, and how many files
/// were read.
///
/// # Errors
/// When the cache fails, no worker can be started, or `stop` was set.
pub fn read_all(
    program: &Path,
    jobs: usize,
    limits: Limits,
    desk: &Desk<'_>,
    entries: &[Entry],
    stop: &AtomicBool,
    watch: &dyn Watch,
) -> Result<(Vec<Found>, usize), RunError> {
    let shared = Shared {
        desk,
        entries,
        next: AtomicUsize::new(0),
        failed: AtomicBool::new(false),
        stop,
        watch,
        program,
        limits,
        done: Mutex::default(),
        read: AtomicUsize::new(0),
    };
    let outcomes: Vec<Result<(), RunError>> = std::thread::scope(|scope| {
        let drivers: Vec<_> = (0..jobs.max(1)).map(|_| scope.spawn(|| Driver::new(&shared).drive())).collect();
        let join = |driver: std::thread::ScopedJoinHandle<'_, Result<(), RunError>>| {
            driver.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
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
    let mut done = shared.done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok((done.into_iter().flat_map(|(_, found)| found).collect(), shared.read.into_inner()))
}

/// One worker's share of the work.
struct Driver<'a> {
    shared: &'a Shared<'a>,
    child: Option<Child>,
    flights: VecDeque<Flight<'a>>,
    done: Vec<(usize, Vec<Found>)>,
}

impl<'a> Driver<'a> {
    fn new(shared: &'a Shared<'a>) -> Self {
        Self { shared, child: None, flights: VecDeque::new(), done: Vec::new() }
    }

    fn drive(mut self) -> Result<(), RunError> {
        let outcome = self.work();
        if outcome.is_err() {
            self.shared.failed.store(true, Ordering::Relaxed);
        }
        if let Some(child) = self.child.take() {
            let _ = child.end();
        }
        self.shared.done.lock().unwrap_or_else(PoisonError::into_inner).append(&mut self.done);
        outcome
    }

    fn work(&mut self) -> Result<(), RunError> {
        loop {
            self.fill()?;
            if self.flights.is_empty() {
                return Ok(());
            }
            self.wait()?;
        }
    }

    fn stopped(&self) -> Result<(), RunError> {
        if self.shared.stop.load(Ordering::Relaxed) || self.shared.failed.load(Ordering::Relaxed) {
            Err(RunError::Interrupted)
        } else {
            Ok(())
        }
    }

    /// Takes files from the list until the worker has enough ahead. Known files are done at once.
    fn fill(&mut self) -> Result<(), RunError> {
        loop {
            self.stopped()?;
            let bytes: usize = self.flights.iter().map(|flight| flight.unread.content.len()).sum();
            if !self.flights.is_empty() && (self.flights.len() >= AHEAD || bytes >= AHEAD_BYTES) {
                return Ok(());
            }
            let index = self.shared.next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = self.shared.entries.get(index) else { return Ok(()) };
            match self.shared.desk.look(entry)? {
                Look::Known(found) => {
                    self.shared.watch.file(entry, &found, None);
                    self.done.push((index, found));
                }
                Look::Read(unread) => {
                    let flight = Flight {
                        index,
                        entry,
                        unread: Arc::from(unread),
                        pieces: Vec::new(),
                        begun: None,
                        retried: false,
                        deaths: 0,
                        since: None,
                    };
                    if self.child.is_none() {
                        self.start()?;
                    }
                    self.send(&flight);
                    self.flights.push_back(flight);
                }
            }
        }
    }

    fn start(&mut self) -> Result<(), RunError> {
        let child = Child::start(self.shared.program, &self.shared.limits);
        self.child = Some(child.map_err(|error| RunError::Worker { error })?);
        Ok(())
    }

    fn send(&self, flight: &Flight<'_>) {
        if let Some(child) = &self.child {
            let order = Order {
                shown: flight.entry.shown.clone(),
                unread: Arc::clone(&flight.unread),
                skip: flight.pieces.len() as u64,
            };
            child.order(order);
        }
    }

    /// Waits for the next reply about the first file, and deals with it.
    fn wait(&mut self) -> Result<(), RunError> {
        let allowed = Duration::from_secs(self.shared.limits.seconds.into());
        let (Some(child), Some(flight)) = (&self.child, self.flights.front_mut()) else { return Ok(()) };
        // Waiting anew for every member of an archive: the time is for one filing.
        let waiting = Instant::now();
        let since = *flight.since.get_or_insert(waiting);
        let reply = loop {
            let left = allowed.saturating_sub(waiting.elapsed());
            match child.reply(left.min(GLANCE)) {
                Err(RecvTimeoutError::Timeout) if !left.is_zero() => {
                    if self.shared.stop.load(Ordering::Relaxed) || self.shared.failed.load(Ordering::Relaxed) {
                        return Err(RunError::Interrupted);
                    }
                }
                other => break other,
            }
        };
        match reply {
            Ok((Reply::Begin(path, sha256), _)) => flight.begun = Some((path, sha256)),
            Ok((Reply::Piece(head), body)) => match Sealed::from_bytes(body) {
                Ok(filing) => {
                    flight.begun = None;
                    flight.pieces.push(Piece { head, filing });
                }
                // A worker whose output is garbled is as good as dead.
                Err(_) => return self.died(ReadErrorKind::Crashed),
            },
            Ok((Reply::Done(archive), _)) => {
                let Some(flight) = self.flights.pop_front() else { return Ok(()) };
                return self.finish(flight, archive, since);
            }
            Err(RecvTimeoutError::Timeout) => return self.died(ReadErrorKind::TimedOut),
            Err(RecvTimeoutError::Disconnected) => return self.died(ReadErrorKind::Crashed),
        }
        Ok(())
    }

    fn finish(&mut self, flight: Flight<'a>, archive: bool, since: Instant) -> Result<(), RunError> {
        let found = self.shared.desk.keep(flight.entry, &flight.unread, archive, flight.pieces)?;
        self.shared.watch.file(flight.entry, &found, Some(since.elapsed()));
        self.shared.read.fetch_add(1, Ordering::Relaxed);
        self.done.push((flight.index, found));
        Ok(())
    }

    /// The worker is dead or has to die: the first file answers for it, the others are sent to a fresh one.
    fn died(&mut self, kind: ReadErrorKind) -> Result<(), RunError> {
        let Some(child) = self.child.take() else { return Ok(()) };
        let error = if kind == ReadErrorKind::TimedOut {
            let _ = child.end();
            let seconds = self.shared.limits.seconds;
            ReadError::new(kind, "", seconds.to_string(), "no answer")
        } else {
            child.cause(&self.shared.limits)
        };
        self.stopped()?;
        let Some(mut flight) = self.flights.pop_front() else { return Ok(()) };
        let since = flight.since.take().unwrap_or_else(Instant::now);
        flight.deaths += 1;
        if kind != ReadErrorKind::TimedOut && !flight.retried {
            // Tried again; what its members left in the worker is gone.
            flight.retried = true;
            flight.begun = None;
            self.flights.push_front(flight);
        } else {
            flight.retried = false;
            let member = flight.begun.take();
            let whole = member.is_none() || flight.deaths >= DEATHS;
            let archive = member.is_some() || !flight.pieces.is_empty();
            let (path, sha256) = member.unwrap_or_default();
            flight.pieces.push(Piece::unreadable(path, sha256, &error));
            if whole {
                self.finish(flight, archive, since)?;
            } else {
                self.flights.push_front(flight);
            }
        }
        if !self.flights.is_empty() {
            self.start()?;
            for flight in &self.flights {
                self.send(flight);
            }
        }
        Ok(())
    }
}
