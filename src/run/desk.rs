//! What is already known of a file, and what becomes of a file that was read: between the disk and the cache.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::error::RunError;
use super::reading::{self, Content, Piece};
use crate::cache::{Batch, Cache, Key, Member, Sealed, Stamp, Trouble};
use crate::corpus::{Entry, archive};
use crate::error::ReadError;
use crate::filing::Verdict;
use crate::limits::Limits;

/// One row of the dataset, and where its filing is.
#[derive(Debug, Clone)]
pub struct Found {
    /// Path as the dataset shows it.
    pub path: String,
    /// SHA-256 of the content.
    pub sha256: Option<[u8; 32]>,
    /// The verdict.
    pub verdict: Verdict,
    /// Where the filing is.
    pub place: Place,
}

/// Where a filing is until it is written.
#[derive(Debug, Clone)]
pub enum Place {
    /// In the cache.
    Kept(Key),
    /// In memory: files that could not be read from the disk, which is nothing to remember.
    Held(Sealed),
}

/// What a look at a file told.
#[derive(Debug)]
pub enum Look {
    /// Everything is known; whether the bytes had to be hashed for that.
    Known(Vec<Found>),
    /// It has to be read.
    Read(Box<Unread>),
}

/// A file that has to be read.
#[derive(Debug)]
pub struct Unread {
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// What there is to read.
    pub content: Content,
    /// How the file looked, if that may stand for its content.
    stamp: Option<Stamp>,
}

/// Looks files up and keeps what was read. Shared by all threads.
pub struct Desk<'a> {
    cache: &'a Cache,
    limits: Limits,
    /// Whether what the cache knows is passed over.
    full: bool,
    batch: Mutex<Batch>,
}

impl<'a> Desk<'a> {
    /// A desk over a cache.
    pub fn new(cache: &'a Cache, limits: Limits, full: bool) -> Self {
        Self { cache, limits, full, batch: Mutex::default() }
    }

    fn trouble(&self) -> impl FnOnce(Trouble) -> RunError + use<'_> {
        |error| RunError::Cache { path: self.cache.path().to_owned(), error }
    }

    /// Looks at a file: known by its stamp, known by its content, or to be read.
    ///
    /// # Errors
    /// When the cache fails. Trouble with the file is a row.
    pub fn look(&self, entry: &Entry) -> Result<Look, RunError> {
        if let Some(trouble) = &entry.trouble {
            return Ok(Look::Known(vec![held(entry, None, &archive::io_error(trouble))]));
        }
        if !self.full {
            let stamp = entry.path.metadata().ok().map(|metadata| Stamp::new(&metadata));
            let content = stamp.map(|stamp| self.cache.content(&entry.path, &stamp)).transpose();
            if let Some(sha256) = content.map_err(self.trouble())?.flatten()
                && let Some(found) = self.known(entry, sha256)?
            {
                return Ok(Look::Known(found));
            }
        }
        let loaded = match reading::load(&entry.path, self.limits.input_bytes) {
            Ok(loaded) => loaded,
            Err(error) => return Ok(Look::Known(vec![held(entry, None, &error)])),
        };
        let stamp = Stamp::new(&loaded.metadata);
        let now = entry.path.metadata().ok().map(|metadata| Stamp::new(&metadata));
        // Written while it was read: what was read is what counts now, but it says nothing about the next run.
        let stamp = (now == Some(stamp) && stamp.is_settled(SystemTime::now())).then_some(stamp);
        let content = match loaded.content {
            Ok(content) => content,
            Err(error) => return Ok(Look::Known(vec![held(entry, Some(loaded.sha256), &error)])),
        };
        let sha256 = loaded.sha256;
        if !self.full
            && let Some(found) = self.known(entry, sha256)?
        {
            if let Some(stamp) = stamp {
                self.add(|batch| batch.stamp(&entry.path, &stamp, sha256))?;
            }
            return Ok(Look::Known(found));
        }
        Ok(Look::Read(Box::new(Unread { sha256, content, stamp })))
    }

    /// The rows of a file with this content, if the cache has all of them.
    fn known(&self, entry: &Entry, sha256: [u8; 32]) -> Result<Option<Vec<Found>>, RunError> {
        let key = key(&sha256, &entry.shown);
        if let Some(verdict) = self.cache.verdict(&key).map_err(self.trouble())? {
            let place = Place::Kept(key);
            return Ok(Some(vec![Found { path: entry.shown.clone(), sha256: Some(sha256), verdict, place }]));
        }
        let Some(members) = self.cache.members(&key).map_err(self.trouble())? else { return Ok(None) };
        let mut found = Vec::with_capacity(members.len());
        for member in members {
            let Some(verdict) = self.cache.verdict(&member.key).map_err(self.trouble())? else { return Ok(None) };
            let (path, sha256) = row(&entry.shown, &member.path, &sha256, member.sha256);
            found.push(Found { path, sha256, verdict, place: Place::Kept(member.key) });
        }
        Ok(Some(found))
    }

    /// Keeps what was read of a file; one piece that is no archive's stands for the file itself.
    ///
    /// # Errors
    /// When the cache fails.
    pub fn keep(
        &self,
        entry: &Entry,
        unread: &Unread,
        archive: bool,
        pieces: Vec<Piece>,
    ) -> Result<Vec<Found>, RunError> {
        let file = key(&unread.sha256, &entry.shown);
        let mut found = Vec::with_capacity(pieces.len());
        let mut members = Vec::new();
        let mut passing = false;
        for Piece { head, filing } in pieces {
            let (path, sha256) = row(&entry.shown, &head.path, &unread.sha256, head.sha256);
            let key = match head.sha256 {
                _ if !archive => file,
                Some(sha256) => key(&sha256, &path),
                // A member without content is known by its name in this archive.
                None => key(&Sha256::digest([&unread.sha256[..], head.path.as_bytes()].concat()).into(), &path),
            };
            let verdict = filing.verdict();
            let place = if head.passing {
                passing = true;
                Place::Held(filing)
            } else {
                self.add(|batch| batch.filing(key, filing))?;
                members.push(Member { path: head.path, sha256: head.sha256, key });
                Place::Kept(key)
            };
            found.push(Found { path, sha256, verdict, place });
        }
        self.add(|batch| {
            if archive && !passing {
                batch.members(file, &members);
            }
            if let Some(stamp) = &unread.stamp {
                batch.stamp(&entry.path, stamp, unread.sha256);
            }
        })?;
        Ok(found)
    }

    fn add(&self, add: impl FnOnce(&mut Batch)) -> Result<(), RunError> {
        let full = {
            let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
            add(&mut batch);
            batch.is_full().then(|| std::mem::take(&mut *batch))
        };
        full.map_or(Ok(()), |batch| self.cache.commit(batch).map_err(self.trouble()))
    }

    /// Commits what is not yet committed.
    ///
    /// # Errors
    /// When the cache fails.
    pub fn flush(&self) -> Result<(), RunError> {
        let batch = std::mem::take(&mut *self.batch.lock().unwrap_or_else(PoisonError::into_inner));
        self.cache.commit(batch).map_err(self.trouble())
    }
}

/// Gives rows that would share a path (a folder `a.zip!` beside the archive `a.zip`) a number of their own. The same
/// inputs have the same paths at every run, so that what changed can be told by them.
pub fn tell_apart(found: &mut [Found]) {
    let mut taken: HashSet<String> = HashSet::with_capacity(found.len());
    let mut again = Vec::new();
    for (index, row) in found.iter().enumerate() {
        if !taken.insert(row.path.clone()) {
            again.push(index);
        }
    }
    // Behind the last number given for a path no lower one is free, so that many equal paths cost no search each.
    let mut numbers: HashMap<String, u32> = HashMap::new();
    for index in again {
        let row = &mut found[index];
        let number = numbers.entry(row.path.clone()).or_insert(1);
        loop {
            *number += 1;
            let path = format!("{}#{number}", row.path);
            if taken.insert(path.clone()) {
                row.path = path;
                break;
            }
        }
    }
}

/// A row for a file that cannot be read from the disk, or is too large to be read.
fn held(entry: &Entry, sha256: Option<[u8; 32]>, error: &ReadError) -> Found {
    let Piece { filing, .. } = Piece::unreadable(String::new(), None, error);
    Found { path: entry.shown.clone(), sha256, verdict: filing.verdict(), place: Place::Held(filing) }
}

/// Path and content of a row: of a member, or of the file itself.
fn row(shown: &str, member: &str, file: &[u8; 32], content: Option<[u8; 32]>) -> (String, Option<[u8; 32]>) {
    if member.is_empty() { (shown.to_owned(), Some(*file)) } else { (format!("{shown}!/{member}"), content) }
}

/// What a result depends on beside the version: the bytes, and what the path says.
fn key(sha256: &[u8; 32], path: &str) -> Key {
    let mut hasher = Sha256::new();
    hasher.update(sha256);
    hasher.update(reading::evidence(path).as_bytes());
    hasher.finalize().into()
}

/// The path of a file as a cache knows it.
pub fn cache_name(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rows_have_one_path() {
        let paths = ["a", "b", "a", "a#2", "a#2", "a", "b"];
        let row = |path: &&str| {
            let (verdict, place) = (Verdict::Incomplete, Place::Kept([0; 32]));
            Found { path: (*path).to_owned(), sha256: None, verdict, place }
        };
        let mut found: Vec<Found> = paths.iter().map(row).collect();
        tell_apart(&mut found);
        let now: Vec<&str> = found.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(now, ["a", "b", "a#3", "a#2", "a#2#2", "a#4", "b#2"]);
    }
}
