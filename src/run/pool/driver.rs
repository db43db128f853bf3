//! One worker's share of the work.
//!
//! A worker has a few files ahead, and answers in their order; so the guilty one is the first that has no answer.
//! When a worker dies of itself, that file is tried once more at the head of a fresh one (a worker can be brought down
//! by what earlier files left in it); when it was killed from outside, a few times more; when it ran out of time, not.
//! Files behind it are sent again. A file too large to be sent has a worker of its own, which opens it before it
//! confines itself.

use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::Shared;
use super::child::{Cause, Child, Order};
use super::flight::Flight;
use crate::cache::Sealed;
use crate::error::{ReadError, ReadErrorKind};
use crate::run::error::RunError;
use crate::run::ledger::{Found, Head, Kept, Look, Piece};
use crate::run::load::Content;
use crate::run::pipe::{Answer, Reply, Trouble};

/// Files that a worker has ahead, and bytes. It is given more when half of them are left, all at once.
const AHEAD: usize = 6;
const AHEAD_BYTES: usize = 8 << 20;
/// How often one archive may bring a worker down before it is given up.
const DEATHS: u32 = 16;
/// How often a file is tried whose workers are killed from outside.
const KILLS: u32 = 8;
/// How long a signal to stop may go unseen.
const GLANCE: Duration = Duration::from_millis(50);

/// One worker's share of the work.
pub(super) struct Driver<'a> {
    shared: &'a Shared<'a>,
    child: Option<Child>,
    flights: VecDeque<Flight<'a>>,
    /// A file that waits for a worker of its own.
    large: Option<Flight<'a>>,
    number: u64,
}

impl<'a> Driver<'a> {
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        Self { shared, child: None, flights: VecDeque::new(), large: None, number: 0 }
    }

    pub(super) fn drive(mut self) -> Result<(), RunError> {
        let outcome = self.work();
        if outcome.is_err() {
            self.shared.failed.store(true, Ordering::Relaxed);
        }
        self.end();
        outcome
    }

    fn work(&mut self) -> Result<(), RunError> {
        loop {
            self.fill()?;
            if self.flights.is_empty() {
                let Some(large) = self.large.take() else { return Ok(()) };
                self.end();
                self.flights.push_back(large);
                self.send(0)?;
            }
            self.wait()?;
        }
    }

    /// Sees to it that the worker has enough ahead.
    fn fill(&mut self) -> Result<(), RunError> {
        if self.flights.len() > AHEAD / 2 {
            return Ok(());
        }
        let before = self.flights.len();
        self.gather()?;
        self.send(before)
    }

    /// Takes files from the list until there are enough. Known files are done at once.
    fn gather(&mut self) -> Result<(), RunError> {
        loop {
            self.shared.stopped()?;
            let held = self.flights.iter().map(|flight| flight.unread.held());
            let enough = self.flights.len() >= AHEAD || held.sum::<usize>() >= AHEAD_BYTES;
            let alone = self.flights.front().is_some_and(|flight| matches!(flight.unread.content, Content::File(_)));
            if self.large.is_some() || alone || (!self.flights.is_empty() && enough) {
                return Ok(());
            }
            let index = self.shared.next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = self.shared.work.entries.get(index) else { return Ok(()) };
            match self.shared.work.ledger.look(entry, self.shared.work.stop)? {
                Look::Known(found) => {
                    self.shared.work.watch.file(entry, &found, None);
                    self.done(index, found);
                }
                Look::Read(unread) => {
                    self.number += 1;
                    let flight = Flight::new(self.number, index, entry, *unread, &self.shared.work.limits);
                    if matches!(flight.unread.content, Content::File(_)) {
                        self.large = Some(flight);
                        continue;
                    }
                    self.flights.push_back(flight);
                }
            }
        }
    }

    fn done(&self, file: usize, found: Vec<Found>) {
        self.shared.done.lock().unwrap_or_else(PoisonError::into_inner).put(file, found);
    }

    fn end(&mut self) {
        if let Some(child) = self.child.take() {
            let _ = child.end();
        }
    }

    /// Sends the files from a place on to the worker, or all of them to a fresh one when there is none.
    fn send(&mut self, from: usize) -> Result<(), RunError> {
        let Some(first) = self.flights.front() else { return Ok(()) };
        let (child, from) = match self.child.take() {
            Some(child) => (child, from),
            None => {
                let setup = super::setup(&first.unread, self.shared.work.limits, false);
                (Child::start(self.shared.launch, setup).map_err(|error| RunError::Worker { error })?, 0)
            }
        };
        let order = |flight: &Flight<'_>| Order {
            number: flight.number,
            shown: flight.entry.shown.clone(),
            unread: Arc::clone(&flight.unread),
            skip: flight.kept.len() as u64,
            spent: flight.spent,
        };
        self.child.insert(child).order(self.flights.range(from..).map(order).collect());
        Ok(())
    }

    /// Waits for the next answer about the first file, and deals with it.
    fn wait(&mut self) -> Result<(), RunError> {
        let allowed = Duration::from_secs(self.shared.work.limits.wall_seconds());
        let (Some(child), Some(flight)) = (&mut self.child, self.flights.front_mut()) else { return Ok(()) };
        // Waiting anew for every member of an archive: the time is for one filing.
        let waiting = Instant::now();
        flight.since.get_or_insert(waiting);
        let answer = loop {
            let left = allowed.saturating_sub(waiting.elapsed());
            match child.answer(left.min(GLANCE)) {
                Err(RecvTimeoutError::Timeout) if !left.is_zero() => self.shared.stopped()?,
                other => break other,
            }
        };
        match answer {
            Ok((answer, body)) => match self.answered(answer, body)? {
                Some(()) => Ok(()),
                // A worker whose output is garbled, or about something else, is as good as dead.
                None => self.died(false),
            },
            Err(RecvTimeoutError::Timeout) => self.died(true),
            Err(RecvTimeoutError::Disconnected) => self.died(false),
        }
    }

    /// Takes an answer; `None` when it cannot be one to the first job.
    fn answered(&mut self, answer: Answer, body: Vec<u8>) -> Result<Option<()>, RunError> {
        let Answer { job, spent, reply } = answer;
        if let Reply::Ready(confinement) = reply {
            if !self.shared.told.swap(true, Ordering::Relaxed) {
                self.shared.work.watch.confined(confinement);
            }
            return Ok((job == 0).then_some(()));
        }
        let Some(flight) = self.flights.front_mut().filter(|flight| flight.number == job) else { return Ok(None) };
        flight.spent = flight.spent.max(spent);
        let piece = match reply {
            // Nobody asked for a document here.
            Reply::Ready(_) | Reply::Seen(_) => return Ok(None),
            Reply::Opened(archive) => {
                let same = flight.archive.is_none_or(|before| before == archive);
                flight.archive = Some(archive);
                return Ok(same.then_some(()));
            }
            Reply::Begin(path, sha256) => {
                flight.begun = Some((path, sha256));
                return Ok(Some(()));
            }
            Reply::Done => {
                let whole = flight.archive == Some(true) || flight.kept.len() == 1;
                return if whole { self.finish().map(Some) } else { Ok(None) };
            }
            Reply::Again(path, sha256, of) => {
                let earlier = usize::try_from(of).ok().and_then(|of| flight.kept.get(of)).cloned();
                let Some(earlier) = earlier else { return Ok(None) };
                let Some(head) = flight.head(path, Some(sha256), earlier.found.glance.size) else { return Ok(None) };
                flight.push(earlier.again(&flight.entry.shown, head));
                return Ok(Some(()));
            }
            Reply::Read(path, sha256, trouble) => {
                let bytes = body.len() as u64;
                let (Ok(filing), Some(head)) = (Sealed::from_bytes(body), flight.head(path, sha256, bytes)) else {
                    return Ok(None);
                };
                Piece { head: Head { passing: trouble == Trouble::Machines, ..head }, filing }
            }
        };
        let kept = self.shared.work.ledger.keep(flight.entry, &flight.unread, piece)?;
        flight.push(kept);
        Ok(Some(()))
    }

    /// The first file is done.
    fn finish(&mut self) -> Result<(), RunError> {
        let Some(flight) = self.flights.pop_front() else { return Ok(()) };
        let work = &self.shared.work;
        work.ledger.close(flight.entry, &flight.unread, flight.archive.unwrap_or(false), &flight.kept)?;
        let found = flight.found();
        work.watch.file(flight.entry, &found, flight.since.map(|since| since.elapsed()));
        self.shared.read.fetch_add(1, Ordering::Relaxed);
        self.done(flight.index, found);
        if matches!(flight.unread.content, Content::File(_)) {
            self.end();
        }
        Ok(())
    }

    /// The worker is dead or has to die: the first file answers for it, the others are sent to a fresh one.
    fn died(&mut self, hung: bool) -> Result<(), RunError> {
        let Some(child) = self.child.take() else { return Ok(()) };
        let limits = self.shared.work.limits;
        let cause = if hung {
            let _ = child.end();
            let error = ReadError::new(ReadErrorKind::TimedOut, "", limits.wall_seconds().to_string(), "no answer");
            Cause { error, outside: false }
        } else {
            child.cause(&limits)
        };
        self.shared.stopped()?;
        let Some(flight) = self.flights.front_mut() else { return Ok(()) };
        let late = cause.error.kind == ReadErrorKind::TimedOut;
        if late {
            flight.spent += u64::from(limits.seconds) * 1_000;
        }
        flight.begun = flight.begun.take().filter(|(path, _)| !path.is_empty());
        let again = if cause.outside {
            flight.kills += 1;
            // The kernel may need a moment to have memory again.
            std::thread::sleep(GLANCE);
            flight.kills < KILLS
        } else {
            flight.tries += 1;
            !late && flight.tries < 2
        };
        if !again {
            self.give_up(&cause)?;
        }
        self.send(0)
    }

    /// What was being read becomes a row that says why it could not be; with it the file, unless it is an archive
    /// whose other members may be better.
    fn give_up(&mut self, cause: &Cause) -> Result<(), RunError> {
        let Some(flight) = self.flights.front_mut() else { return Ok(()) };
        flight.given_up += 1;
        let member = flight.begun.take();
        let whole = member.is_none() || flight.given_up >= DEATHS;
        let archive = member.is_some() || !flight.kept.is_empty();
        let (path, sha256) = member.unwrap_or_default();
        // What the machine did, and what took too long on it, is tried again by the next run.
        let passing = cause.outside || cause.error.kind == ReadErrorKind::TimedOut;
        let piece = Piece::unreadable(Head { archive, path, sha256, passing }, &cause.error);
        let kept: Kept = self.shared.work.ledger.keep(flight.entry, &flight.unread, piece)?;
        flight.archive = Some(archive);
        flight.push(kept);
        if whole { self.finish() } else { Ok(()) }
    }
}
