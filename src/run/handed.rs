//! Files that are in memory already (rows of a table, records of a crawl) come in; the rows and filings that they make go
//! out. The same workers read them within the same limits as in a run; there is no cache and no output, and the disk is
//! used only for what is too large to be sent to a worker.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::check::{fetched, hold};
use super::desk;
use super::error::{Doing, RunError};
use super::ledger::{Found, Kept, Ledger, Look, Piece, Unread, Whereabouts, Work};
use super::load::{Content, HELD};
use super::options::Launch;
use super::{Watch, machine};
use crate::across::Profile;
use crate::cache::Trouble;
use crate::corpus::{ContentHash, Entry, name};
use crate::dataset::Row;
use crate::error::ReadError;
use crate::filing::Filing;
use crate::limits::Limits;
use crate::reader::Format;
use crate::reader::beside::Beside;

/// A file in memory.
#[derive(Debug, Clone)]
pub struct Handed {
    /// Its path or address, which must differ from those of the other files.
    pub path: String,
    /// Its bytes; `None` when it is too large to be had.
    pub content: Option<Vec<u8>>,
    /// How many they are, or would be.
    pub length: u64,
}

/// One row of the dataset, of a file that was handed over.
#[derive(Debug)]
pub struct Taken {
    /// Which file, and which of the filings in it: from zero, in order.
    pub place: (usize, usize),
    /// Path and content.
    pub row: Row,
    /// The profile of its filing.
    pub profile: Profile,
    /// Its filing.
    pub filing: Filing,
}

/// Reads files. `launch` starts what reads, `jobs` at a time; without it they are read in this process. Files that are too
/// large for a worker's memory are put into the folder `spool` as long as they are read.
///
/// # Errors
/// When the spool cannot be written, or no worker can be started.
pub fn handed(
    files: Vec<Handed>,
    spool: &Path,
    launch: Option<&Launch>,
    jobs: Option<usize>,
) -> Result<Vec<Taken>, RunError> {
    let shown = |file: &Handed| name::escape(file.path.as_bytes());
    let entry = |(at, file): (usize, &Handed)| Entry { path: spooled(spool, at), shown: shown(file), trouble: None };
    let entries: Vec<Entry> = files.iter().enumerate().map(entry).collect();
    let place = entries.iter().enumerate().map(|(at, entry)| (entry.path.clone(), at)).collect();
    let limits = Limits::default();
    let shelf = Shelf { limits, place, files: files.into_iter().map(|file| Mutex::new(Some(file))).collect() };
    let counts = Rows(Mutex::default());
    let stop = AtomicBool::new(false);
    let work = Work {
        launch,
        jobs: jobs.unwrap_or_else(machine::jobs),
        limits,
        ledger: &shelf,
        entries: &entries,
        stop: &stop,
        watch: &counts,
    };
    let read = work.read();
    for entry in entries.iter().filter(|entry| entry.path.exists()) {
        fs::remove_file(&entry.path).map_err(RunError::io(Doing::Input, &entry.path))?;
    }
    let mut found = read?.0.into_iter();
    let counts = counts.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut taken = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let count = counts.get(&entry.path).copied().unwrap_or_default();
        let mut rows: Vec<Found> = found.by_ref().take(count).collect();
        desk::tell_apart(&mut rows);
        taken.extend(rows.into_iter().enumerate().map(|(which, found)| take((at, which), found)));
    }
    Ok(taken)
}

/// Where a file is put that is too large to be sent to a worker.
fn spooled(spool: &Path, at: usize) -> PathBuf {
    spool.join(format!("handed-{at}"))
}

fn take(place: (usize, usize), found: Found) -> Taken {
    let opened = match &found.place {
        Whereabouts::Held(sealed) => sealed.open().and_then(|filing| Ok((sealed.profile()?, filing))),
        // There is no cache.
        Whereabouts::Kept(_) => Err(Trouble::Damaged),
    };
    let (profile, filing) = opened.unwrap_or_else(|_| {
        let error = ReadError::damaged("", "a sealed filing", "other bytes");
        let filing = Filing::unreadable(Format::Unknown, &error);
        (Profile::new(&filing), filing)
    });
    Taken { place, row: Row { path: found.path.into(), sha256: found.sha256 }, profile, filing }
}

/// How many rows each file came to.
struct Rows(Mutex<HashMap<PathBuf, usize>>);

impl Watch for Rows {
    fn file(&self, entry: &Entry, found: &[Found], _: Option<Duration>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(entry.path.clone(), found.len());
    }
}

/// Gives out what was handed over, each file once.
struct Shelf {
    limits: Limits,
    /// Position of a file by the path at which it would be spooled.
    place: HashMap<PathBuf, usize>,
    files: Vec<Mutex<Option<Handed>>>,
}

impl Ledger for Shelf {
    fn look(&self, entry: &Entry, stop: &AtomicBool) -> Result<Look, RunError> {
        let unreadable = |error: &ReadError| Ok(Look::Known(vec![Found::unreadable(&entry.shown, error)]));
        let slot = self.place.get(&entry.path).and_then(|at| self.files.get(*at));
        let file = slot.and_then(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner).take());
        let Some(file) = file else { return unreadable(&ReadError::damaged("", "a file", "none")) };
        let Some(content) = file.content else {
            return unreadable(&ReadError::limit("input_bytes", self.limits.input_bytes, file.length));
        };
        if content.len() as u64 <= HELD.min(self.limits.input_bytes) {
            let sha256 = ContentHash::of(&content);
            let (content, beside) = (Content::Bytes(content), Beside::default());
            let unread = Unread { sha256, content, stamp: None, beside };
            return Ok(Look::Read(Box::new(unread)));
        }
        fs::write(&entry.path, &content).map_err(RunError::io(Doing::Input, &entry.path))?;
        drop(content);
        fetched(entry, &self.limits, false, stop)
    }

    fn keep(&self, entry: &Entry, unread: &Unread, piece: Piece) -> Result<Kept, RunError> {
        Ok(hold(entry, unread, piece))
    }

    fn close(&self, _: &Entry, _: &Unread, _: bool, _: &[Kept]) -> Result<(), RunError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::Verdict;

    fn handed_over(path: &str, content: Option<&[u8]>, length: u64) -> Handed {
        Handed { path: path.to_owned(), content: content.map(<[u8]>::to_vec), length }
    }

    #[test]
    fn what_is_in_memory_makes_the_rows_that_files_make() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = "甲县2021年政府信息公开工作年度报告\n一、总体情况\n全年公开信息128条。\n";
        let mut packed = tar::Builder::new(Vec::new());
        for name in ["2021/a.txt", "2021/b.txt", "2021/a.txt"] {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            packed.append_data(&mut header, name, text.as_bytes()).expect("packed");
        }
        let packed = packed.into_inner().expect("packed");
        let large = [text.as_bytes(), &vec![b'\n'; HELD as usize]].concat();
        let files = vec![
            handed_over("pack.tar", Some(&packed), 0),
            handed_over("甲县/a.txt", Some(text.as_bytes()), 0),
            handed_over("large.txt", Some(&large), 0),
            handed_over("huge.zip", None, 3 << 30),
            handed_over("empty", Some(b""), 0),
        ];
        let taken = handed(files, folder.path(), None, Some(2)).expect("read");
        let told: Vec<(usize, usize, &str)> =
            taken.iter().map(|taken| (taken.place.0, taken.place.1, &*taken.row.path)).collect();
        let want = [
            (0, 0, "pack.tar!/2021/a.txt"),
            (0, 1, "pack.tar!/2021/b.txt"),
            (0, 2, "pack.tar!/2021/a.txt#2"),
            (1, 0, "甲县/a.txt"),
            (2, 0, "large.txt"),
            (3, 0, "huge.zip"),
            (4, 0, "empty"),
        ];
        assert_eq!(told, want);
        assert_eq!(taken[3].row.sha256, Some(ContentHash::of(text.as_bytes())));
        assert_eq!(taken[4].row.sha256, Some(ContentHash::of(&large)));
        assert_eq!((taken[5].filing.verdict, taken[5].row.sha256), (Verdict::Unreadable, None));
        assert_eq!(taken[5].filing.reason, "limit_exceeded");
        assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0, "nothing stays in the spool");
    }
}
