//! Reading in this process: faster to start, but a file that overflows the stack or never ends takes the run with it.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::Instant;

use rayon::prelude::*;

use super::STACK;
use super::error::RunError;
use super::ledger::{Found, FoundRows, Head, Kept, Look, Piece, Unread, Work};
use super::load::{Content, Opened};
use crate::cache::Sealed;
use crate::corpus::files::{self, Event, Input};
use crate::corpus::{Entry, archive};
use crate::filing;
use crate::reader::Context;

/// Threads of this process for work that may take much stack.
///
/// # Errors
/// When the system has no threads to give.
pub fn threads(jobs: usize) -> Result<rayon::ThreadPool, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build();
    pool.map_err(|error| RunError::Worker { error: std::io::Error::other(error) })
}

/// Reads what has to be read. Returns the rows in the order of the entries, and how many files were read.
///
/// # Errors
/// When the ledger fails, there are no threads, or the run was stopped.
pub fn read_all(work: &Work<'_>) -> Result<(Vec<Found>, usize), RunError> {
    let one = |context: &mut Context, entry: &Entry| {
        if work.stop.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        let unread = match work.ledger.look(entry, work.stop)? {
            Look::Known(found) => {
                work.watch.file(entry, &found, None);
                return Ok((found, 0));
            }
            Look::Read(unread) => unread,
        };
        let start = Instant::now();
        let found = read(work, entry, &unread, context)?;
        work.watch.file(entry, &found, Some(start.elapsed()));
        Ok((found, 1))
    };
    let context = || filing::context(work.limits);
    let read = || work.entries.par_iter().map_init(context, one).collect::<Result<Vec<_>, RunError>>();
    let all: Vec<(Vec<Found>, usize)> = threads(work.jobs)?.install(read)?;
    let (mut rows, mut count) = (FoundRows::of(all.len()), 0);
    for (file, (found, read)) in all.into_iter().enumerate() {
        rows.put(file, found);
        count += read;
    }
    Ok((rows.in_order(), count))
}

/// Reads one file.
fn read(work: &Work<'_>, entry: &Entry, unread: &Unread, context: &mut Context) -> Result<Vec<Found>, RunError> {
    let file = match &unread.content {
        Content::Bytes(bytes) => return take(work, (entry, unread), Input::Bytes(bytes), context),
        Content::File(file) => file,
    };
    match file.open().and_then(|open| file.read(open, work.limits.input_bytes)) {
        Ok(Opened::Whole(bytes)) => take(work, (entry, unread), Input::Bytes(&bytes), context),
        Ok(Opened::Archive(file, format, length)) => {
            take(work, (entry, unread), Input::Stream(file, format, length), context)
        }
        Err(error) => {
            let head = Head { archive: false, path: String::new(), sha256: None, passing: true };
            let piece = Piece::unreadable(head, &archive::io_error(&error));
            Ok(vec![work.ledger.keep(entry, unread, piece)?.found])
        }
    }
}

/// Hands the filings of one file over as they are read.
fn take(
    work: &Work<'_>,
    (entry, unread): (&Entry, &Unread),
    input: Input<'_>,
    context: &mut Context,
) -> Result<Vec<Found>, RunError> {
    let mut all: Vec<Kept> = Vec::new();
    let mut archive = false;
    let mut failed = None;
    files::read(input, &entry.shown, 0, context, &mut |event| {
        if work.stop.load(Ordering::Relaxed) {
            failed = Some(RunError::Interrupted);
        }
        if failed.is_some() {
            return ControlFlow::Break(self::archive::io_error(&std::io::ErrorKind::Interrupted.into()));
        }
        let (path, sha256, filing) = match event {
            Event::Opened(is_archive) => {
                archive = is_archive;
                return ControlFlow::Continue(());
            }
            Event::Passed => return ControlFlow::Continue(()),
            Event::Begin { bytes, .. } => {
                #[cfg(any(debug_assertions, feature = "monsters"))]
                super::monster::act(bytes);
                #[cfg(not(any(debug_assertions, feature = "monsters")))]
                let _ = bytes;
                return ControlFlow::Continue(());
            }
            Event::Again { path, sha256, of } => {
                let head = Head { archive, path, sha256: Some(sha256), passing: false };
                let earlier = usize::try_from(of).ok().and_then(|of| all.get(of));
                all.extend(earlier.cloned().map(|earlier| earlier.again(&entry.shown, head)));
                return ControlFlow::Continue(());
            }
            Event::Read { path, sha256, filing } => (path, sha256, filing),
        };
        let head = Head { archive, path, sha256, passing: false };
        match work.ledger.keep(entry, unread, Piece { head, filing: Sealed::new(&filing) }) {
            Ok(kept) => all.push(kept),
            Err(error) => failed = Some(error),
        }
        ControlFlow::Continue(())
    });
    if let Some(error) = failed {
        return Err(error);
    }
    work.ledger.close(entry, unread, archive, &all)?;
    Ok(all.into_iter().map(|kept| kept.found).collect())
}
