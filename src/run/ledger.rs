//! Who knows what of the files: what is looked up before a file is read, and told what was read. The cache's
//! [`Desk`](super::desk::Desk) is one; [`check`](super::check()) has one that remembers nothing.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicBool;

use sha2::{Digest, Sha256};

use super::error::RunError;
use super::load::Content;
use super::options::Launch;
use super::{Watch, here, pool};
use crate::across::Profile;
use crate::cache::{Cache, Glance, Key, Member, Sealed, Stamp, Trouble};
use crate::corpus::{ContentHash, Entry, files};
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

/// The rows of files that are done in any order. A file that is no archive has one, which stands in its place at once: lists
/// of one row each, and those lists put together, took as much memory again as the rows.
#[derive(Debug, Default)]
pub(super) struct FoundRows {
    /// The rows of files with one, by the position of the file.
    rows: Vec<Option<Found>>,
    /// Those of the others.
    several: BTreeMap<usize, Vec<Found>>,
}

impl FoundRows {
    /// Those of so many files.
    pub fn of(files: usize) -> Self {
        let mut rows = Vec::new();
        rows.resize_with(files, || None);
        Self { rows, several: BTreeMap::new() }
    }

    /// Takes the rows of the file at a position.
    pub fn put(&mut self, file: usize, mut found: Vec<Found>) {
        if found.len() == 1 {
            self.rows[file] = found.pop();
        } else {
            self.several.insert(file, found);
        }
    }

    /// All rows in the order of the files.
    pub fn in_order(self) -> Vec<Found> {
        let Self { mut rows, mut several } = self;
        let files = rows.len();
        let mut end = files + several.values().map(Vec::len).sum::<usize>();
        rows.resize_with(end, || None);
        // From behind, where there is room.
        for file in (0..files).rev() {
            if several.is_empty() {
                break;
            }
            for found in several.remove(&file).into_iter().flatten().rev() {
                end -= 1;
                rows[end] = Some(found);
            }
            if rows[file].is_some() {
                end -= 1;
                rows.swap(file, end);
            }
        }
        #[expect(clippy::filter_map_identity, reason = "it is done in place, and `flatten` is not")]
        rows.into_iter().filter_map(|row| row).collect()
    }
}

impl Found {
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
    /// The keys that do not follow from a row (of members of archives, of pages with pictures beside them), in its order: those of
    /// all others are made when they are asked for, and took a tenth of what is kept of a filing.
    keys: Vec<(usize, Key)>,
    /// Bytes that each takes in memory, about.
    bytes: Vec<u32>,
    /// Those that are not in the cache.
    held: HashMap<usize, Box<Sealed>>,
}

impl Stored {
    /// What the dataset takes, and what the run keeps.
    pub fn parted(found: Vec<Found>) -> (Vec<Row>, Self) {
        let mut stored = Self { bytes: Vec::with_capacity(found.len()), ..Self::default() };
        let part = |(index, found): (usize, Found)| {
            let row = Row { path: found.path.into(), sha256: found.sha256 };
            match found.place {
                Whereabouts::Kept(kept) if own(&row) == Some(kept) => {}
                Whereabouts::Kept(kept) => stored.keys.push((index, kept)),
                Whereabouts::Held(filing) => drop(stored.held.insert(index, filing)),
            }
            stored.bytes.push(u32::try_from(found.glance.size).unwrap_or(u32::MAX));
            row
        };
        let rows = found.into_iter().enumerate().map(part).collect();
        (rows, stored)
    }

    /// A filing, from memory or from the cache.
    ///
    /// # Errors
    /// When it cannot be had back.
    pub fn filing(&self, index: usize, row: &Row, cache: &Cache) -> Result<Filing, Trouble> {
        match self.held.get(&index) {
            Some(filing) => filing.open(),
            // It was committed before; a store that has lost it is damaged.
            None => cache.filing(&self.key(index, row).ok_or(Trouble::Damaged)?)?.ok_or(Trouble::Damaged),
        }
    }

    /// The profile of a filing.
    ///
    /// # Errors
    /// When it cannot be had back.
    pub fn profile(&self, index: usize, row: &Row, cache: &Cache) -> Result<Profile, Trouble> {
        match self.held.get(&index) {
            Some(filing) => filing.profile(),
            None => cache.profile(&self.key(index, row).ok_or(Trouble::Damaged)?)?.ok_or(Trouble::Damaged),
        }
    }

    /// The key of a filing that is in the cache.
    fn key(&self, index: usize, row: &Row) -> Option<Key> {
        match self.keys.binary_search_by_key(&index, |(at, _)| *at) {
            Ok(at) => Some(self.keys[at].1),
            Err(_) => own(row),
        }
    }

    /// Bytes that a filing takes in memory, about.
    pub fn bytes(&self, index: usize) -> u64 {
        self.bytes[index].into()
    }

    /// The keys of those of these rows, each with its position, that are in the cache.
    pub fn keys<'a>(&self, rows: impl Iterator<Item = (usize, &'a Row)>) -> impl Iterator<Item = Key> {
        let kept = rows.filter(|(index, _)| !self.held.contains_key(index));
        kept.filter_map(|(index, row)| self.key(index, row))
    }
}

/// What a result depends on beside the version: the bytes, and what the path says.
pub fn key(sha256: &ContentHash, path: &str) -> Key {
    let mut hasher = Sha256::new();
    hasher.update(sha256.0);
    hasher.update(files::evidence(path).as_bytes());
    Key(hasher.finalize().into())
}

/// The key of a file that is a filing and nothing else.
fn own(row: &Row) -> Option<Key> {
    row.sha256.map(|sha256| key(&sha256, &row.path))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::Verdict;

    #[test]
    fn a_key_that_follows_from_its_row_is_not_kept() {
        let sha256 = ContentHash::of(b"a report");
        let glance = Glance { verdict: Verdict::Incomplete, format: Format::Text, size: 7 };
        let found = |path: &str, place| Found { path: path.to_owned(), sha256: Some(sha256), glance, place };
        let own = key(&sha256, "某市/2021.txt");
        let other = Key([7; 32]);
        let (rows, stored) = Stored::parted(vec![
            found("某市/2021.txt", Whereabouts::Kept(own)),
            found("a.zip!/2021.txt", Whereabouts::Kept(other)),
            Found::unreadable("b.txt", &ReadError::limit("size", 1, 2)),
        ]);
        assert_eq!(stored.keys, [(1, other)]);
        assert_eq!(stored.keys(rows.iter().enumerate()).collect::<Vec<_>>(), [own, other]);
    }

    #[test]
    fn rows_come_in_the_order_of_their_files() {
        let row = |path: &str| Found::unreadable(path, &ReadError::limit("size", 1, 2));
        let rows = |paths: &[&str]| -> Vec<Found> { paths.iter().map(|path| row(path)).collect() };
        let files = [&["a"][..], &[], &["c1", "c2", "c3"], &["d"], &[], &["f1", "f2"], &["g"]];
        for alone in [false, true] {
            let files = files.map(|paths| if alone { &paths[..paths.len().min(1)] } else { paths });
            let mut found = FoundRows::of(files.len());
            for (file, paths) in files.iter().enumerate().rev() {
                found.put(file, rows(paths));
            }
            let found: Vec<String> = found.in_order().into_iter().map(|found| found.path).collect();
            assert_eq!(found, files.concat());
        }
        // Where every file has one, nothing is copied.
        let mut found = FoundRows::of(2);
        ["b", "a"].into_iter().zip([1, 0]).for_each(|(path, file)| found.put(file, rows(&[path])));
        let place = found.rows.as_ptr().addr();
        let found = found.in_order();
        assert_eq!((found.as_ptr().addr(), &*found[0].path, &*found[1].path), (place, "a", "b"));
    }
}
