//! The cache: results by content hash and version come in, and are there again at the next run.
//!
//! A transactional store (`redb`): filings by content, their profiles beside them (so that what orders and compares
//! filings is had without the rest of them), members of archives by content, and which content a file
//! on the disk had when its size, times and inode were last seen (this only saves hashing). Entries of another
//! version are dropped as a whole. Every value carries a checksum, so that a damaged cache is told from a good
//! one; it is set aside and built anew. What is read when is left to [`crate::run`].

mod sealed;
mod stamp;

pub use sealed::{Glance, Sealed};
pub use stamp::Stamp;

use std::fmt;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use redb::{Database, ReadOnlyTable, ReadableDatabase, ReadableTable, ReadableTableMetadata, TableDefinition};
use serde::{Deserialize, Serialize};

use self::sealed::{seal, unseal, unseal_filing, unseal_profile};
use crate::across::Profile;
use crate::corpus::ContentHash;
use crate::filing::Filing;

/// Key of an entry: content and everything else that its result depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key(pub [u8; 32]);

const FILINGS: TableDefinition<'_, [u8; 32], &[u8]> = TableDefinition::new("filings");
const PROFILES: TableDefinition<'_, [u8; 32], &[u8]> = TableDefinition::new("profiles");
const ARCHIVES: TableDefinition<'_, [u8; 32], &[u8]> = TableDefinition::new("archives");
const STAMPS: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("stamps");
const META: TableDefinition<'_, &str, &str> = TableDefinition::new("meta");

/// Memory that the store may use for its pages.
const PAGES: usize = 4 << 20;

/// Entries and bytes that are committed together. Two batches are in memory, one on its way to the disk and one being filled.
const FILINGS_TOGETHER: usize = 400;
const STAMPS_TOGETHER: usize = 4_000;
const BYTES_TOGETHER: usize = 4 << 20;

/// A member of an archive in the cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Path inside the archive; empty for a row about the archive itself.
    pub path: String,
    /// SHA-256 of its content, if it could be had.
    pub sha256: Option<ContentHash>,
    /// Where its filing is kept.
    pub key: Key,
}

/// What is known of a file while it looks as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recalled {
    /// SHA-256 of its content.
    pub sha256: ContentHash,
    /// Where its filing was kept and what is known of that, if it was a filing and no archive: of a hundred thousand files
    /// this spares as many looks into a store that is read from all over the disk.
    pub filing: Option<(Key, Glance)>,
}

/// Entries to be committed together.
#[derive(Debug, Default)]
pub struct Batch {
    filings: Vec<(Key, Sealed)>,
    archives: Vec<(Key, Vec<u8>)>,
    stamps: Vec<(Vec<u8>, Vec<u8>)>,
    bytes: usize,
}

/// The store is damaged, or the system refuses it.
#[derive(Debug)]
#[non_exhaustive]
pub enum Trouble {
    /// What it holds is not what was written.
    Damaged,
    /// Another process has it open.
    InUse,
    /// An earlier write failed: it refuses everything until it is opened again. What it holds is as it was committed.
    Refusing,
    /// The disk.
    Io(io::Error),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged => f.write_str("damaged"),
            Self::InUse => f.write_str("in use by another process"),
            Self::Refusing => f.write_str("refuses to go on after a failed write"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Trouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            Self::Damaged | Self::InUse | Self::Refusing => None,
        }
    }
}

fn trouble(error: redb::Error) -> Trouble {
    match error {
        redb::Error::Io(error) if error.kind() != io::ErrorKind::InvalidData => Trouble::Io(error),
        redb::Error::PreviousIo => Trouble::Refusing,
        redb::Error::DatabaseAlreadyOpen => Trouble::InUse,
        _ => Trouble::Damaged,
    }
}

/// Runs work on the store. The store panics on some kinds of damage; that is damage, no reason to end.
fn guarded<T>(work: impl FnOnce() -> Result<T, redb::Error>) -> Result<T, Trouble> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(outcome) => outcome.map_err(trouble),
        Err(_) => Err(Trouble::Damaged),
    }
}

/// An open cache.
#[derive(Debug)]
pub struct Cache {
    database: Database,
    path: PathBuf,
    tables: Mutex<Option<Arc<Tables>>>,
}

/// The tables as they were committed last. Opening them takes longer than asking one of them for an entry.
#[derive(Debug)]
struct Tables {
    filings: ReadOnlyTable<[u8; 32], &'static [u8]>,
    profiles: ReadOnlyTable<[u8; 32], &'static [u8]>,
    archives: ReadOnlyTable<[u8; 32], &'static [u8]>,
    stamps: ReadOnlyTable<&'static [u8], &'static [u8]>,
}

impl Cache {
    /// Opens the cache for a version, or makes it; entries of another version are dropped. A damaged one is set
    /// aside under the name that is returned beside it.
    ///
    /// # Errors
    /// When the disk refuses, or another process has it open.
    pub fn open(path: &Path, version: &str) -> Result<(Self, Option<PathBuf>), Trouble> {
        match Self::try_open(path, version) {
            Err(Trouble::Damaged) => {
                let aside = Self::set_aside(path).map_err(Trouble::Io)?;
                Self::try_open(path, version).map(|cache| (cache, Some(aside)))
            }
            other => other.map(|cache| (cache, None)),
        }
    }

    /// Moves a damaged cache out of the way; the last one set aside is kept.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn set_aside(path: &Path) -> io::Result<PathBuf> {
        let aside = path.with_extension("damaged");
        fs::rename(path, &aside)?;
        Ok(aside)
    }

    fn try_open(path: &Path, version: &str) -> Result<Self, Trouble> {
        let create = || {
            let database = Database::builder().set_cache_size(PAGES).create(path)?;
            Ok(database)
        };
        let database = guarded(create)?;
        let known = guarded(|| {
            let read = database.begin_read()?;
            match read.open_table(META) {
                Ok(table) => Ok(table.get("version")?.map(|known| known.value().to_owned())),
                Err(redb::TableError::TableDoesNotExist(_)) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })?;
        if known.as_deref().is_some_and(|known| known != version) {
            drop(database);
            fs::remove_file(path).map_err(Trouble::Io)?;
            return Self::try_open(path, version);
        }
        guarded(|| {
            let write = database.begin_write()?;
            write.open_table(META)?.insert("version", version)?;
            write.open_table(FILINGS)?;
            write.open_table(PROFILES)?;
            write.open_table(ARCHIVES)?;
            write.open_table(STAMPS)?;
            write.commit()?;
            Ok(())
        })?;
        Ok(Self { database, path: path.to_owned(), tables: Mutex::default() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The filing kept under a key.
    ///
    /// # Errors
    /// `Damaged` when what is there is not what was written; `Io` when it cannot be read.
    pub fn filing(&self, key: &Key) -> Result<Option<Filing>, Trouble> {
        self.get(|tables| &tables.filings, key, unseal_filing)
    }

    /// The profile of the filing kept under a key.
    ///
    /// # Errors
    /// As [`Cache::filing`].
    pub fn profile(&self, key: &Key) -> Result<Option<Profile>, Trouble> {
        self.get(|tables| &tables.profiles, key, unseal_profile)
    }

    /// What is known of the filing kept under a key without opening it.
    ///
    /// # Errors
    /// As [`Cache::filing`].
    pub fn glance(&self, key: &Key) -> Result<Option<Glance>, Trouble> {
        guarded(|| Ok(self.tables()?.profiles.get(key.0)?.and_then(|value| Glance::of(value.value()))))
    }

    /// The members of the archive kept under a key.
    ///
    /// # Errors
    /// As [`Cache::filing`].
    pub fn members(&self, key: &Key) -> Result<Option<Vec<Member>>, Trouble> {
        self.get(|tables| &tables.archives, key, unseal)
    }

    /// What is under a key, opened where it lies.
    fn get<T>(
        &self,
        table: impl FnOnce(&Tables) -> &ReadOnlyTable<[u8; 32], &'static [u8]>,
        key: &Key,
        open: impl FnOnce(&[u8]) -> Result<T, Trouble>,
    ) -> Result<Option<T>, Trouble> {
        guarded(|| Ok(table(&*self.tables()?).get(key.0)?.map(|value| open(value.value()))))?.transpose()
    }

    fn tables(&self) -> Result<Arc<Tables>, redb::Error> {
        // Held while they are opened, so that none that were opened before a commit are put here after it.
        let mut held = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(tables) = &*held {
            return Ok(Arc::clone(tables));
        }
        let read = self.database.begin_read()?;
        let tables = Arc::new(Tables {
            filings: read.open_table(FILINGS)?,
            profiles: read.open_table(PROFILES)?,
            archives: read.open_table(ARCHIVES)?,
            stamps: read.open_table(STAMPS)?,
        });
        *held = Some(Arc::clone(&tables));
        Ok(tables)
    }

    /// What is known of a file that last looked exactly as it does now.
    ///
    /// # Errors
    /// As [`Cache::filing`].
    pub fn recalled(&self, path: &Path, stamp: &Stamp) -> Result<Option<Recalled>, Trouble> {
        let name = path.as_os_str().as_encoded_bytes();
        let known = guarded(|| Ok(self.tables()?.stamps.get(name)?.map(|value| unseal(value.value()))))?;
        let Some((known, recalled)): Option<(Stamp, Recalled)> = known.transpose()? else { return Ok(None) };
        Ok((known == *stamp).then_some(recalled))
    }

    /// Commits entries; after this they survive everything but the disk.
    ///
    /// # Errors
    /// When the disk is full or refuses, or the store is damaged.
    pub fn commit(&self, batch: Batch) -> Result<(), Trouble> {
        if batch.filings.is_empty() && batch.archives.is_empty() && batch.stamps.is_empty() {
            return Ok(());
        }
        let committed = guarded(|| {
            let write = self.database.begin_write()?;
            {
                let (mut filings, mut profiles) = (write.open_table(FILINGS)?, write.open_table(PROFILES)?);
                for (key, sealed) in &batch.filings {
                    let (profile, filing) = sealed.parts();
                    filings.insert(key.0, filing)?;
                    profiles.insert(key.0, profile)?;
                }
                let mut archives = write.open_table(ARCHIVES)?;
                for (key, value) in &batch.archives {
                    archives.insert(key.0, value.as_slice())?;
                }
                let mut stamps = write.open_table(STAMPS)?;
                for (path, value) in &batch.stamps {
                    stamps.insert(path.as_slice(), value.as_slice())?;
                }
            }
            write.commit()?;
            Ok(())
        });
        *self.tables.lock().unwrap_or_else(PoisonError::into_inner) = None;
        committed
    }

    /// Drops entries that are not wanted any more, when they are more than those that are, in number or in bytes, and
    /// gives the room back to the disk. `count` is how many are wanted, all of which are here: when there are no others,
    /// none is looked at. The list of an archive's members is wanted as long as the members are.
    ///
    /// # Errors
    /// As [`Cache::commit`].
    pub fn prune(
        &mut self,
        count: u64,
        wanted: &dyn Fn(&Key) -> bool,
        paths: &dyn Fn(&[u8]) -> bool,
    ) -> Result<u64, Trouble> {
        // The store gives no room back while somebody reads.
        *self.tables.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        let dropped = guarded(|| {
            let (mut kept, mut stale) = ((0_u64, 0_u64), (0_u64, 0_u64));
            let profiles = self.database.begin_read()?.open_table(PROFILES)?;
            if profiles.len()? == count {
                return Ok(0);
            }
            for entry in profiles.iter()? {
                let (key, value) = entry?;
                let sum = if wanted(&Key(key.value())) { &mut kept } else { &mut stale };
                sum.0 += 1;
                sum.1 += value.value().len() as u64 + Glance::of(value.value()).map_or(0, |glance| glance.size);
            }
            drop(profiles);
            if stale.0 <= kept.0 && stale.1 <= kept.1 {
                return Ok(0);
            }
            let write = self.database.begin_write()?;
            write.open_table(FILINGS)?.retain(|key, _| wanted(&Key(key)))?;
            write.open_table(PROFILES)?.retain(|key, _| wanted(&Key(key)))?;
            write.open_table(ARCHIVES)?.retain(|_, members| {
                unseal::<Vec<Member>>(members).is_ok_and(|members| members.iter().all(|member| wanted(&member.key)))
            })?;
            // A stamp tells of its filing only what is here.
            write.open_table(STAMPS)?.retain(|path, stamp| {
                let recalled = || unseal::<(Stamp, Recalled)>(stamp).map(|(_, recalled)| recalled.filing);
                paths(path) && recalled().is_ok_and(|filing| filing.is_none_or(|(key, _)| wanted(&key)))
            })?;
            write.commit()?;
            Ok(stale.0)
        })?;
        if dropped > 0 {
            let database = &mut self.database;
            guarded(|| Ok(database.compact()?))?;
        }
        Ok(dropped)
    }
}

impl Batch {
    /// Adds a filing.
    pub fn filing(&mut self, key: Key, filing: Sealed) {
        self.bytes += filing.bytes().len();
        self.filings.push((key, filing));
    }

    /// Adds the members of an archive.
    pub fn members(&mut self, key: Key, members: &[Member]) {
        let value = seal(&members);
        self.bytes += value.len();
        self.archives.push((key, value));
    }

    /// Adds what a file looked like when this was known of it; its filing is kept by now, or in this batch.
    pub fn stamp(&mut self, path: &Path, stamp: &Stamp, recalled: Recalled) {
        self.stamps.push((path.as_os_str().as_encoded_bytes().to_owned(), seal(&(stamp, recalled))));
    }

    /// Whether it is time to commit.
    pub fn is_full(&self) -> bool {
        self.filings.len() >= FILINGS_TOGETHER || self.stamps.len() >= STAMPS_TOGETHER || self.bytes >= BYTES_TOGETHER
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::Verdict;
    use crate::reader::Format;

    fn filing(reason: &str) -> Sealed {
        let mut filing = Filing::empty(Format::Text);
        filing.reason = reason.to_owned();
        filing.verdict = Verdict::NeedsOcr;
        Sealed::new(&filing)
    }

    fn reason(cache: &Cache, key: u8) -> Option<String> {
        cache.filing(&Key([key; 32])).expect("readable").map(|filing| filing.reason)
    }

    fn filled(path: &Path) -> Cache {
        let (cache, aside) = Cache::open(path, "1").expect("opened");
        assert_eq!(aside, None);
        let mut batch = Batch::default();
        batch.filing(Key([1; 32]), filing("one"));
        batch.filing(Key([2; 32]), filing("two"));
        batch.members(Key([3; 32]), &[Member { path: "x".to_owned(), sha256: None, key: Key([1; 32]) }]);
        batch.stamp(path, &Stamp::default(), recalled(1));
        cache.commit(batch).expect("committed");
        cache
    }

    fn recalled(key: u8) -> Recalled {
        let glance = Glance { verdict: Verdict::NeedsOcr, format: Format::Text, size: 1 };
        Recalled { sha256: ContentHash([7; 32]), filing: Some((Key([key; 32]), glance)) }
    }

    #[test]
    fn results_survive_and_other_versions_are_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache.redb");
        drop(filled(&path));
        let (cache, _) = Cache::open(&path, "1").expect("opened");
        assert_eq!((reason(&cache, 1).as_deref(), reason(&cache, 3)), (Some("one"), None));
        assert_eq!(cache.glance(&Key([1; 32])).expect("read").map(|glance| glance.verdict), Some(Verdict::NeedsOcr));
        let profile = |key: u8| cache.profile(&Key([key; 32])).expect("read").map(|profile| profile.verdict);
        assert_eq!((profile(1), profile(3)), (Some(Verdict::NeedsOcr), None));
        assert_eq!(cache.members(&Key([3; 32])).expect("read").map(|members| members.len()), Some(1));
        assert_eq!(cache.recalled(&path, &Stamp::default()).expect("read"), Some(recalled(1)));
        assert_eq!(cache.recalled(&path, &Stamp { size: 1, ..Stamp::default() }).expect("read"), None);
        assert!(matches!(Cache::open(&path, "1"), Err(Trouble::InUse)));
        drop(cache);
        let (cache, aside) = Cache::open(&path, "2").expect("opened");
        assert_eq!((reason(&cache, 1), aside), (None, None));
    }

    #[test]
    fn damage_is_set_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("cache.redb");
        drop(filled(&path));
        let whole = fs::read(&path).expect("read");
        fs::write(&path, vec![b'x'; whole.len()]).expect("written");
        let (cache, aside) = Cache::open(&path, "1").expect("opened");
        assert_eq!((reason(&cache, 1), aside), (None, Some(path.with_extension("damaged"))));
        drop(cache);
        // A value changed behind the store's back is not taken for what was written.
        let mut changed = whole;
        let at = changed.windows(3).position(|window| window == b"two").expect("the value is there");
        changed[at] = b'T';
        fs::write(&path, changed).expect("written");
        let (cache, _) = Cache::open(&path, "1").expect("opened");
        assert!(matches!(cache.filing(&Key([2; 32])), Err(Trouble::Damaged)));
        assert_eq!(reason(&cache, 1).as_deref(), Some("one"));
    }

    #[test]
    fn what_nobody_wants_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut cache = filled(&folder.path().join("cache.redb"));
        assert_eq!(cache.prune(1, &|key| key.0[0] == 1, &|_| true).expect("pruned"), 0);
        // Equal in number, but one of them is large.
        let large: String =
            (0..1 << 20).map(|number: u64| format!("{:016x}", number.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
        let mut batch = Batch::default();
        batch.filing(Key([2; 32]), filing(&large));
        let other = folder.path().join("other");
        batch.stamp(&other, &Stamp::default(), recalled(2));
        cache.commit(batch).expect("committed");
        let length = || fs::metadata(folder.path().join("cache.redb")).map_or(0, |metadata| metadata.len());
        let before = length();
        assert_eq!(cache.prune(1, &|key| key.0[0] == 1, &|_| true).expect("pruned"), 1);
        assert!(before > 8 << 20 && length() < 4 << 20, "the file shrinks: {before} {}", length());
        assert_eq!(reason(&cache, 1).as_deref(), Some("one"));
        assert!(cache.members(&Key([3; 32])).expect("read").is_some(), "its member is wanted");
        let stamp = |path: &Path| cache.recalled(path, &Stamp::default()).expect("read");
        assert_eq!(
            (stamp(&folder.path().join("cache.redb")), stamp(&other)),
            (Some(recalled(1)), None),
            "its filing is gone"
        );
        assert_eq!(cache.prune(0, &|_| false, &|_| false).expect("pruned"), 1);
        assert_eq!((reason(&cache, 1), cache.members(&Key([3; 32])).expect("read")), (None, None));
    }
}
