//! What is already known of a file, and what becomes of a file that was read: between the disk and the cache.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::beside;
use super::error::RunError;
use super::ledger::{Found, Head, Kept, Ledger, Look, Piece, Unread, Whereabouts, key, row};
use super::load::{self, NotLoaded};
use crate::cache::{Batch, Cache, Key, Member, Recalled, Stamp, Trouble};
use crate::corpus::open::Links;
use crate::corpus::{ContentHash, Entry, archive, files};
use crate::limits::Limits;

/// Looks files up and keeps what was read. Shared by all threads.
pub struct Desk<'a> {
    cache: &'a Cache,
    limits: Limits,
    /// Whether what the cache knows is passed over, and whether scans are read.
    full: bool,
    recognises: bool,
    batch: Mutex<Batch>,
    /// Where full batches go.
    commits: SyncSender<Batch>,
}

impl<'a> Desk<'a> {
    /// Works at a desk over a cache, and commits at the end what is not yet committed, also when the work was stopped. Full
    /// batches are committed by a thread of their own: whoever filled one would wait for the disk with his worker idle, which
    /// was a second of six for ten thousand filings. One batch at a time is on its way.
    ///
    /// # Errors
    /// Those of the work, or the cache fails.
    pub fn with<T>(
        cache: &'a Cache,
        limits: Limits,
        (full, recognises): (bool, bool),
        work: impl FnOnce(&Self) -> Result<T, RunError>,
    ) -> Result<T, RunError> {
        let (commits, batches) = mpsc::sync_channel(0);
        let desk = Self { cache, limits, full, recognises, batch: Mutex::default(), commits };
        let (outcome, committed) = thread::scope(|scope| {
            let commit = move || batches.into_iter().try_for_each(|batch| cache.commit(batch));
            let beside =
                thread::Builder::new().spawn_scoped(scope, commit).map_err(|error| RunError::Worker { error })?;
            let outcome = work(&desk);
            let rest = desk.batch.into_inner().unwrap_or_else(PoisonError::into_inner);
            drop(desk.commits);
            let committed = beside.join().unwrap_or(Err(Trouble::Damaged)).and_then(|()| cache.commit(rest));
            Ok((outcome, committed))
        })?;
        match (outcome, committed) {
            // The news is what stopped the work, unless that was the cache, which refuses batches once one failed.
            (Ok(_) | Err(RunError::Cache { error: Trouble::Refusing, .. }), Err(error)) => {
                Err(RunError::Cache { path: cache.path().to_owned(), error })
            }
            (outcome, _) => outcome,
        }
    }

    fn trouble(&self) -> impl FnOnce(Trouble) -> RunError + use<'_> {
        |error| RunError::Cache { path: self.cache.path().to_owned(), error }
    }

    /// The rows of a file that looks as it did, if the cache has all of them.
    fn kept(&self, entry: &Entry, recalled: Recalled) -> Result<Option<Vec<Found>>, RunError> {
        let Recalled { sha256, filing } = recalled;
        match filing {
            // The same file may be shown otherwise, and then is another filing.
            Some((kept, glance)) if kept == key(&sha256, &entry.shown) => {
                let place = Whereabouts::Kept(kept);
                Ok(Some(vec![Found { path: entry.shown.clone(), sha256: Some(sha256), glance, place }]))
            }
            _ => self.known(entry, (sha256, sha256)),
        }
    }

    /// The rows of a file with this content, and this identity with what lies beside it, if the cache has all of them.
    fn known(
        &self,
        entry: &Entry,
        (sha256, identity): (ContentHash, ContentHash),
    ) -> Result<Option<Vec<Found>>, RunError> {
        let key = key(&identity, &entry.shown);
        if let Some(glance) = self.cache.glance(&key).map_err(self.trouble())? {
            let place = Whereabouts::Kept(key);
            return Ok(Some(vec![Found { path: entry.shown.clone(), sha256: Some(sha256), glance, place }]));
        }
        let Some(members) = self.cache.members(&key).map_err(self.trouble())? else { return Ok(None) };
        let mut found = Vec::with_capacity(members.len());
        for member in members {
            let Some(glance) = self.cache.glance(&member.key).map_err(self.trouble())? else { return Ok(None) };
            let path = row(&entry.shown, &member.path);
            let sha256 = if member.path.is_empty() { Some(sha256) } else { member.sha256 };
            found.push(Found { path, sha256, glance, place: Whereabouts::Kept(member.key) });
        }
        Ok(Some(found))
    }

    fn add(&self, add: impl FnOnce(&mut Batch)) -> Result<(), RunError> {
        let full = {
            let mut batch = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
            add(&mut batch);
            batch.is_full().then(|| std::mem::take(&mut *batch))
        };
        // Nobody takes batches any more once a commit failed.
        let commit = |batch| self.commits.send(batch).map_err(|_| self.trouble()(Trouble::Refusing));
        full.map_or(Ok(()), commit)
    }
}

impl Ledger for Desk<'_> {
    /// Known by its stamp, known by its content, or to be read.
    fn look(&self, entry: &Entry, stop: &AtomicBool) -> Result<Look, RunError> {
        if let Some(trouble) = &entry.trouble {
            return Ok(Look::Known(vec![Found::unreadable(&entry.shown, &archive::io_error(trouble))]));
        }
        if !self.full {
            let stamp = entry.path.metadata().ok().map(|metadata| Stamp::new(&metadata));
            let recalled = stamp.map(|stamp| self.cache.recalled(&entry.path, &stamp)).transpose();
            if let Some(recalled) = recalled.map_err(self.trouble())?.flatten()
                && let Some(found) = self.kept(entry, recalled)?
            {
                return Ok(Look::Known(found));
            }
        }
        let loaded = match load::load(&entry.path, Links::Refused, &self.limits, stop) {
            Ok(loaded) => loaded,
            Err(NotLoaded::Stopped) => return Err(RunError::Interrupted),
            Err(NotLoaded::Refused(error)) => {
                return Ok(Look::Known(vec![Found::unreadable(&entry.shown, &archive::io_error(&error))]));
            }
        };
        let stamp = Stamp::new(&loaded.metadata);
        let now = entry.path.metadata().ok().map(|metadata| Stamp::new(&metadata));
        // Written while it was read: what was read is what counts now, but it says nothing about the next run.
        let stamp = (now == Some(stamp) && stamp.is_settled(SystemTime::now())).then_some(stamp);
        let (sha256, content) = match loaded.content {
            Ok(content) => content,
            Err(error) => return Ok(Look::Known(vec![Found::unreadable(&entry.shown, &error)])),
        };
        let beside = match self.recognises {
            true => beside::of(&entry.path, &content, &self.limits, stop).map_err(|_| RunError::Interrupted)?,
            false => None,
        };
        // How a page looks says nothing about the pictures beside it.
        let stamp = stamp.filter(|_| beside.is_none());
        let beside = beside.unwrap_or_default();
        if !self.full
            && let Some(found) = self.known(entry, (sha256, sha256.with(&beside)))?
        {
            if let Some(stamp) = stamp {
                let recalled = recalled(entry, sha256, found.first());
                self.add(|batch| batch.stamp(&entry.path, &stamp, recalled))?;
            }
            return Ok(Look::Known(found));
        }
        Ok(Look::Read(Box::new(Unread { sha256, content, stamp, beside })))
    }

    fn keep(&self, entry: &Entry, unread: &Unread, piece: Piece) -> Result<Kept, RunError> {
        let Piece { head, filing } = piece;
        let path = row(&entry.shown, &head.path);
        let sha256 = if head.path.is_empty() { Some(unread.sha256) } else { head.sha256 };
        let glance = filing.glance();
        if head.passing {
            let found = Found { path, sha256, glance, place: Whereabouts::Held(Box::new(filing)) };
            return Ok(Kept { found, member: None });
        }
        let key = if head.archive { member_key(&unread.sha256, &head, &path) } else { key(&unread.identity(), &path) };
        self.add(|batch| batch.filing(key, filing))?;
        let found = Found { path, sha256, glance, place: Whereabouts::Kept(key) };
        Ok(Kept { found, member: Some(Member { path: head.path, sha256: head.sha256, key }) })
    }

    fn close(&self, entry: &Entry, unread: &Unread, archive: bool, kept: &[Kept]) -> Result<(), RunError> {
        let members: Option<Vec<Member>> = kept.iter().map(|kept| kept.member.clone()).collect();
        let recalled = recalled(entry, unread.sha256, kept.first().map(|kept| &kept.found));
        self.add(|batch| {
            if let (true, Some(members)) = (archive, &members) {
                batch.members(key(&unread.sha256, &entry.shown), members);
            }
            if let Some(stamp) = &unread.stamp {
                batch.stamp(&entry.path, stamp, recalled);
            }
        })
    }
}

/// Gives rows that would share a path (a folder `a.zip!` beside the archive `a.zip`) a number of their own. The same
/// inputs have the same paths at every run, so that what changed can be told by them.
pub fn tell_apart(found: &mut [Found]) {
    // They come in the order of their paths, or nearly so; a set of all paths would be as long as they are.
    let mut sorted: Vec<&str> = found.iter().map(|row| row.path.as_str()).collect();
    sorted.sort_unstable();
    if sorted.is_sorted_by(|one, other| one < other) {
        return;
    }
    drop(sorted);
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

/// The key of a member. What a worker says of an archive's members counts for this archive alone: one that was taken
/// over must not speak for a file of the same content elsewhere.
fn member_key(archive: &ContentHash, head: &Head, path: &str) -> Key {
    let mut hasher = Sha256::new();
    hasher.update(b"member");
    hasher.update(archive.0);
    match &head.sha256 {
        Some(sha256) => hasher.update(sha256.0),
        // A member without content is known by its name.
        None => hasher.update(Sha256::digest(head.path.as_bytes())),
    }
    hasher.update(files::evidence(path).as_bytes());
    Key(hasher.finalize().into())
}

/// What the cache shall recall of a file: its content, and its filing if it is one and was kept.
fn recalled(entry: &Entry, sha256: ContentHash, first: Option<&Found>) -> Recalled {
    let own = key(&sha256, &entry.shown);
    let filing = first.and_then(|found| match found.place {
        // Those of an archive's members have other keys.
        Whereabouts::Kept(key) if key == own => Some((key, found.glance)),
        _ => None,
    });
    Recalled { sha256, filing }
}

/// The path of a file as a cache knows it.
pub fn cache_name(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Glance;
    use crate::filing::Verdict;
    use crate::reader::Format;

    #[test]
    fn no_two_rows_have_one_path() {
        let paths = ["a", "b", "a", "a#2", "a#2", "a", "b"];
        let row = |path: &&str| {
            let glance = Glance { verdict: Verdict::Incomplete, format: Format::Text, size: 0 };
            Found { path: (*path).to_owned(), sha256: None, glance, place: Whereabouts::Kept(Key([0; 32])) }
        };
        let mut found: Vec<Found> = paths.iter().map(row).collect();
        tell_apart(&mut found);
        let now: Vec<&str> = found.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(now, ["a", "b", "a#3", "a#2", "a#2#2", "a#4", "b#2"]);
    }
}
