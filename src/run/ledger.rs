//! Who knows what of the files: what is looked up before a file is read, and told what was read. The cache's
//! [`Desk`](super::desk::Desk) is one; [`check`](super::check()) has one that remembers nothing.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use super::error::RunError;
use super::load::Content;
use super::options::Launch;
use super::{Watch, here, pool};
use crate::across::Profile;
use crate::cache::{Cache, Glance, Key, Member, Sealed, Stamp, Trouble};
use crate::corpus::{ContentHash, Entry};
use crate::dataset::Row;
use crate::error::ReadError;
use crate::filing::Filing;
use crate::limits::Limits;
use crate::reader::Format;
use crate::reader::beside::Beside;

/// One row of the dataset, and where its filing is.
#[derive(Debug, Clone)]
pub struct Found {
    /// Path as the dataset shows it.
    pub path: String,
    /// SHA-256 of the content.
    pub sha256: Option<ContentHash>,
    /// What is known of the filing without opening it.
    pub glance: Glance,
    /// Where the filing is.
    pub place: Whereabouts,
}

impl Found {
    /// The rows of all files, one behind the other.
    pub(super) fn all(of_files: impl ExactSizeIterator<Item = Vec<Self>>) -> Vec<Self> {
        // A file that is no archive has one. To grow by and by would take the memory of all of them twice.
        let mut all = Vec::with_capacity(of_files.len());
        of_files.for_each(|mut found| all.append(&mut found));
        all
    }

    /// A row for a file that cannot be read from the disk, or is too large to be read.
    pub fn unreadable(shown: &str, error: &ReadError) -> Self {
        let filing = Sealed::new(&Filing::unreadable(Format::Unknown, error));
        let glance = filing.glance();
        Self { path: shown.to_owned(), sha256: None, glance, place: Whereabouts::Held(Box::new(filing)) }
    }
}

/// What is left of all rows once their paths and contents are the dataset's: where their filings are, by position.
#[derive(Debug, Default)]
pub struct Stored {
    keys: Vec<Key>,
    /// Bytes that each takes in memory, about.
    bytes: Vec<u32>,
    /// Those that are not in the cache.
    held: HashMap<usize, Box<Sealed>>,
}

impl Stored {
    /// What the dataset takes, and what the run keeps.
    pub fn parted(found: Vec<Found>) -> (Vec<Row>, Self) {
        let (keys, bytes) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        let mut stored = Self { keys, bytes, held: HashMap::new() };
        let part = |(index, found): (usize, Found)| {
            stored.keys.push(match found.place {
                Whereabouts::Kept(key) => key,
                Whereabouts::Held(filing) => {
                    stored.held.insert(index, filing);
                    Key::default()
                }
            });
            stored.bytes.push(u32::try_from(found.glance.size).unwrap_or(u32::MAX));
            Row { path: found.path.into(), sha256: found.sha256 }
        };
        let rows = found.into_iter().enumerate().map(part).collect();
        (rows, stored)
    }

    /// A filing, from memory or from the cache.
    ///
    /// # Errors
    /// When it cannot be had back.
    pub fn filing(&self, index: usize, cache: &Cache) -> Result<Filing, Trouble> {
        match self.held.get(&index) {
            Some(filing) => filing.open(),
            // It was committed before; a store that has lost it is damaged.
            None => cache.filing(&self.keys[index])?.ok_or(Trouble::Damaged),
        }
    }

    /// The profile of a filing.
    ///
    /// # Errors
    /// When it cannot be had back.
    pub fn profile(&self, index: usize, cache: &Cache) -> Result<Profile, Trouble> {
        match self.held.get(&index) {
            Some(filing) => filing.profile(),
            None => cache.profile(&self.keys[index])?.ok_or(Trouble::Damaged),
        }
    }

    /// Bytes that a filing takes in memory, about.
    pub fn bytes(&self, index: usize) -> u64 {
        self.bytes[index].into()
    }

    /// The keys of those that are in the cache.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        let kept = self.keys.iter().enumerate().filter(|(index, _)| !self.held.contains_key(index));
        kept.map(|(_, key)| key)
    }
}

/// Where a filing is until it is written.
#[derive(Debug, Clone)]
pub enum Whereabouts {
    /// In the cache.
    Kept(Key),
    /// In memory: what came of the machine and not of the file is nothing to remember.
    Held(Box<Sealed>),
}

/// What a look at a file told.
#[derive(Debug)]
pub enum Look {
    /// Everything is known.
    Known(Vec<Found>),
    /// It has to be read.
    Read(Box<Unread>),
}

/// A file that has to be read.
#[derive(Debug)]
pub struct Unread {
    /// SHA-256 of the file.
    pub sha256: ContentHash,
    /// What there is to read.
    pub content: Content,
    /// How the file looked, if that may stand for its content.
    pub stamp: Option<Stamp>,
    /// The pictures beside it, if it is a page that has any.
    pub beside: Beside,
}

impl Unread {
    /// Bytes that are held.
    pub fn held(&self) -> usize {
        self.content.held() + self.beside.pictures().map(|(_, bytes)| bytes.len()).sum::<usize>()
    }

    /// What its filing depends on beside its path.
    pub fn identity(&self) -> ContentHash {
        self.sha256.with(&self.beside)
    }
}

/// Which filing of an input file a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Whether the file is an archive.
    pub archive: bool,
    /// Path inside the archive; empty when the file is the filing, or for a row about the archive itself.
    pub path: String,
    /// SHA-256 of a member's content, if it could be had.
    pub sha256: Option<ContentHash>,
    /// Whether the trouble is the machine's and may be gone at the next run.
    pub passing: bool,
}

/// One filing of an input file.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Which.
    pub head: Head,
    /// The filing.
    pub filing: Sealed,
}

impl Piece {
    /// A piece of which nothing could be read.
    pub fn unreadable(head: Head, error: &ReadError) -> Self {
        Self { head, filing: Sealed::new(&Filing::unreadable(Format::Unknown, error)) }
    }
}

/// A piece that was handed over.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its row.
    pub found: Found,
    /// What the list of the archive's members says of it; `None` when it is nothing to remember.
    pub member: Option<Member>,
}

impl Kept {
    /// The same filing under another path of the same archive.
    pub fn again(self, shown: &str, head: Head) -> Self {
        let path = row(shown, &head.path);
        let member = self.member.map(|member| Member { path: head.path, sha256: head.sha256, ..member });
        Self { found: Found { path, sha256: head.sha256, ..self.found }, member }
    }
}

/// The path of a row: of a member, or of the file itself.
pub fn row(shown: &str, member: &str) -> String {
    if member.is_empty() { shown.to_owned() } else { format!("{shown}!/{member}") }
}

/// Looks files up and takes what was read of them. Shared by all threads.
pub trait Ledger: Sync {
    /// Looks at a file: known, or to be read. Trouble with the file is a row.
    ///
    /// # Errors
    /// When the store fails, or the run was stopped.
    fn look(&self, entry: &Entry, stop: &AtomicBool) -> Result<Look, RunError>;

    /// Takes one filing of a file.
    ///
    /// # Errors
    /// When the store fails.
    fn keep(&self, entry: &Entry, unread: &Unread, piece: Piece) -> Result<Kept, RunError>;

    /// The file is read to its end.
    ///
    /// # Errors
    /// When the store fails.
    fn close(&self, entry: &Entry, unread: &Unread, archive: bool, kept: &[Kept]) -> Result<(), RunError>;
}

/// Files to be looked at, and read where they have to be.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// What reads; `None` reads in this process.
    pub launch: Option<&'a Launch>,
    /// Threads or workers.
    pub jobs: usize,
    /// What one file may cost.
    pub limits: Limits,
    /// Who knows and takes.
    pub ledger: &'a dyn Ledger,
    /// The files.
    pub entries: &'a [Entry],
    /// Set from outside to end early.
    pub stop: &'a AtomicBool,
    /// Who is told.
    pub watch: &'a dyn Watch,
}

impl Work<'_> {
    /// Does it. Returns the rows in the order of the files, and how many files were read.
    ///
    /// # Errors
    /// When the store fails, no thread or worker can be started, or `stop` was set.
    pub fn read(&self) -> Result<(Vec<Found>, usize), RunError> {
        match self.launch {
            Some(launch) => pool::read_all(self, launch),
            None => here::read_all(self),
        }
    }
}
