//! `check`: files (also in archives and folders) are read by the same workers and within the same limits as by
//! `extract`, without a cache or an output.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::error::{Doing, RunError};
use super::ledger::{Found, Kept, Ledger, Look, Piece, Unread, Whereabouts, Work, row};
use super::load::{self, Content, Loaded, NotLoaded};
use super::options::Launch;
use super::pool::{self, Seen};
use super::{Unwatched, machine};
use crate::corpus::open::Links;
use crate::corpus::{self, ContentHash, Entry, Scope, archive};
use crate::error::ReadError;
use crate::filing::Filing;
use crate::limits::Limits;
use crate::reader::Format;
use crate::reader::beside::Beside;

/// A file, or a member of an archive, that was checked.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Its path as it was typed.
    pub name: String,
    /// SHA-256 of its bytes, where they could be had.
    pub sha256: Option<ContentHash>,
    /// What it turned out to say.
    pub filing: Filing,
}

/// Reads files, in the order of the files, and of the names within a folder. `launch` starts what reads, `jobs` at a
/// time; without it they are read in this process.
///
/// # Errors
/// When a file is not there, or no worker can be started.
pub fn check(
    files: &[PathBuf],
    limits: Limits,
    launch: Option<&Launch>,
    jobs: Option<usize>,
) -> Result<Vec<Checked>, RunError> {
    let mut entries = Vec::new();
    let recognises = launch.is_some_and(Launch::recognises);
    let (ledger, stop) = (Blank { limits, recognises }, AtomicBool::new(false));
    for file in files {
        let scope = Scope { typed: std::slice::from_ref(file), excluded: &[], follow: false };
        entries.extend(corpus::walk(scope, &stop).map_err(RunError::io(Doing::Input, file))?);
    }
    let work = Work {
        launch,
        jobs: jobs.unwrap_or_else(machine::jobs),
        limits,
        ledger: &ledger,
        entries: &entries,
        stop: &stop,
        watch: &Unwatched,
    };
    let (found, _) = work.read()?;
    let open = |found: Found| {
        let opened = match &found.place {
            Whereabouts::Held(sealed) => sealed.open().ok(),
            // There is no cache.
            Whereabouts::Kept(_) => None,
        };
        let damaged = || Filing::unreadable(Format::Unknown, &ReadError::damaged("", "a sealed filing", "other bytes"));
        Checked { name: found.path, sha256: found.sha256, filing: opened.unwrap_or_else(damaged) }
    };
    Ok(found.into_iter().map(open).collect())
}

/// A filing that is kept in memory alone.
pub(super) fn hold(entry: &Entry, unread: &Unread, piece: Piece) -> Kept {
    let Piece { head, filing } = piece;
    let (path, glance) = (row(&entry.shown, &head.path), filing.glance());
    let sha256 = if head.path.is_empty() { Some(unread.sha256) } else { head.sha256 };
    Kept { found: Found { path, sha256, glance, place: Whereabouts::Held(Box::new(filing)) }, member: None }
}

/// A file on the disk about which nothing is known beforehand; where scans are read, with the pictures beside it.
///
/// # Errors
/// When the run was stopped.
pub(super) fn fetched(entry: &Entry, limits: &Limits, recognises: bool, stop: &AtomicBool) -> Result<Look, RunError> {
    let unreadable = |error: &ReadError| Ok(Look::Known(vec![Found::unreadable(&entry.shown, error)]));
    match load::load(&entry.path, Links::Refused, limits, stop) {
        Ok(Loaded { content: Ok((sha256, content)), .. }) => {
            let beside = beside(&entry.path, &content, limits, recognises, stop)?;
            Ok(Look::Read(Box::new(Unread { sha256, content, stamp: None, beside })))
        }
        Ok(Loaded { content: Err(error), .. }) => unreadable(&error),
        Err(NotLoaded::Stopped) => Err(RunError::Interrupted),
        Err(NotLoaded::Refused(error)) => unreadable(&archive::io_error(&error)),
    }
}

/// The pictures beside a page, where scans are read.
fn beside(
    path: &Path,
    content: &Content,
    limits: &Limits,
    recognises: bool,
    stop: &AtomicBool,
) -> Result<Beside, RunError> {
    if !recognises {
        return Ok(Beside::default());
    }
    let found = super::beside::of(path, content, limits, stop).map_err(|_| RunError::Interrupted)?;
    Ok(found.unwrap_or_default())
}

/// What the reader of a format makes of a file that is no archive, through a worker.
///
/// # Errors
/// When the file is not there, or no worker can be started.
pub fn see(file: &Path, limits: Limits, launch: &Launch) -> Result<Seen, RunError> {
    let shown = file.display().to_string();
    let stop = AtomicBool::new(false);
    match load::load(file, Links::Followed, &limits, &stop) {
        Ok(Loaded { content: Ok((sha256, content)), .. }) => {
            let beside = beside(file, &content, &limits, launch.recognises(), &stop)?;
            pool::look(Unread { sha256, content, stamp: None, beside }, &shown, limits, launch)
        }
        Ok(Loaded { content: Err(error), .. }) => {
            Ok(Seen { format: Format::Unknown, document: Err(error), notices: Vec::new() })
        }
        Err(NotLoaded::Stopped) => Err(RunError::Interrupted),
        Err(NotLoaded::Refused(error)) => Err(RunError::io(Doing::Input, file)(error)),
    }
}

/// Knows nothing and remembers nothing.
struct Blank {
    limits: Limits,
    recognises: bool,
}

impl Ledger for Blank {
    fn look(&self, entry: &Entry, stop: &AtomicBool) -> Result<Look, RunError> {
        if let Some(trouble) = &entry.trouble {
            return Ok(Look::Known(vec![Found::unreadable(&entry.shown, &archive::io_error(trouble))]));
        }
        fetched(entry, &self.limits, self.recognises, stop)
    }

    fn keep(&self, entry: &Entry, unread: &Unread, piece: Piece) -> Result<Kept, RunError> {
        Ok(hold(entry, unread, piece))
    }

    fn close(&self, _: &Entry, _: &Unread, _: bool, _: &[Kept]) -> Result<(), RunError> {
        Ok(())
    }
}
