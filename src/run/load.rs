//! One input file from the disk: its hash, and what is to be read of it. Never waits for a pipe, never reads without an
//! end, and sees a signal to stop between two mebibytes.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cache::Stamp;
use crate::corpus::open::{self, Links};
use crate::corpus::{ContentHash, archive};
use crate::error::ReadError;
use crate::limits::Limits;
use crate::reader::Format;

/// Files up to this size are held in memory and sent to a worker; larger ones it reads itself.
pub const HELD: u64 = 16 << 20;
/// What is read at a time.
const STEP: usize = 1 << 20;

/// What there is to read.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The bytes of a file.
    Bytes(Vec<u8>),
    /// A file that is read where it is.
    File(OnDisk),
}

impl Content {
    /// Bytes that are held.
    pub fn held(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::File(_) => 0,
        }
    }

    /// Length of the file.
    pub fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(file) => file.stamp.size,
        }
    }
}

/// A file that is read where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDisk {
    /// Where.
    path: PathBuf,
    links: Links,
    /// How it looked when it was hashed.
    stamp: Stamp,
    /// For an archive too large to be held even by a worker: which.
    pub archive: Option<Format>,
}

impl OnDisk {
    /// Opens it.
    ///
    /// # Errors
    /// When the system refuses, or when it is not what was hashed.
    pub fn open(&self) -> io::Result<File> {
        let (file, metadata) = open::regular(&self.path, self.links)?;
        if Stamp::new(&metadata) == self.stamp { Ok(file) } else { Err(io::ErrorKind::ResourceBusy.into()) }
    }

    /// Bytes of the file.
    pub fn length(&self) -> u64 {
        self.stamp.size
    }

    /// Its bytes, at most so many, unless it is too large to be held.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn read(&self, file: File, limit: u64) -> io::Result<Opened> {
        if let Some(format) = self.archive {
            return Ok(Opened::Archive(file, format, self.length()));
        }
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes)?;
        Ok(Opened::Whole(bytes))
    }
}

/// A file that was opened where it is.
#[derive(Debug)]
pub enum Opened {
    /// Its bytes.
    Whole(Vec<u8>),
    /// An archive of this format and length.
    Archive(File, Format, u64),
}

/// A file as loaded.
#[derive(Debug)]
pub struct Loaded {
    /// What is to be read with its SHA-256, or why not: then it is too large to be hashed, too.
    pub content: Result<(ContentHash, Content), ReadError>,
    /// How the file looked before it was read.
    pub metadata: Metadata,
}

/// Why a file was not loaded.
#[derive(Debug)]
pub enum NotLoaded {
    /// A signal asked to stop.
    Stopped,
    /// The system does not let us read it, or not in time.
    Refused(io::Error),
}

/// Loads a file.
///
/// # Errors
/// When it cannot be read from the disk, or `stop` was set.
pub fn load(path: &Path, links: Links, limits: &Limits, stop: &AtomicBool) -> Result<Loaded, NotLoaded> {
    let (file, metadata) = open::regular(path, links).map_err(NotLoaded::Refused)?;
    let length = metadata.len();
    let mut steps = Steps {
        file,
        stop,
        since: Instant::now(),
        allowed: Duration::from_secs(limits.wall_seconds()),
        hasher: Sha256::new(),
    };
    let held = HELD.min(limits.input_bytes);
    // Room for all of it, and for the byte that tells that it grew: read into what grows by and by, a file of 50 KB took twelve
    // calls of the system.
    let mut bytes = Vec::with_capacity(length.min(held) as usize + 1);
    steps.read(held.saturating_add(1), &mut bytes)?;
    if bytes.len() as u64 <= held {
        let content = Ok((steps.content(), Content::Bytes(bytes)));
        return Ok(Loaded { content, metadata });
    }
    let format = if length > limits.input_bytes { archive::large(&bytes) } else { None };
    let refused = if length > limits.archive_bytes && format.is_some() {
        Some(ReadError::limit("archive_bytes", limits.archive_bytes, length))
    } else if length > limits.input_bytes && format.is_none() {
        Some(ReadError::limit("input_bytes", limits.input_bytes, length))
    } else {
        None
    };
    if let Some(error) = refused {
        return Ok(Loaded { content: Err(error), metadata });
    }
    drop(bytes);
    steps.hash(limits.archive_bytes.max(limits.input_bytes))?;
    let file = OnDisk { path: path.to_owned(), links, stamp: Stamp::new(&metadata), archive: format };
    Ok(Loaded { content: Ok((steps.content(), Content::File(file))), metadata })
}

/// A file read step by step.
struct Steps<'a> {
    file: File,
    stop: &'a AtomicBool,
    since: Instant,
    allowed: Duration,
    hasher: Sha256,
}

impl Steps<'_> {
    fn step(&self) -> Result<(), NotLoaded> {
        if self.stop.load(Ordering::Relaxed) {
            Err(NotLoaded::Stopped)
        } else if self.since.elapsed() > self.allowed {
            Err(NotLoaded::Refused(io::ErrorKind::TimedOut.into()))
        } else {
            Ok(())
        }
    }

    /// The hash of what was read.
    fn content(self) -> ContentHash {
        ContentHash(self.hasher.finalize().into())
    }

    /// Reads and hashes up to so many bytes.
    fn read(&mut self, limit: u64, into: &mut Vec<u8>) -> Result<(), NotLoaded> {
        while (into.len() as u64) < limit {
            self.step()?;
            let (start, left) = (into.len(), limit - into.len() as u64);
            let step = left.min(STEP as u64);
            (&mut self.file).take(step).read_to_end(into).map_err(NotLoaded::Refused)?;
            self.hasher.update(&into[start..]);
            if ((into.len() - start) as u64) < step {
                break;
            }
        }
        Ok(())
    }

    /// Hashes the rest, which is at most so long.
    fn hash(&mut self, limit: u64) -> Result<(), NotLoaded> {
        let mut buffer = vec![0; STEP];
        let mut length = 0_u64;
        loop {
            self.step()?;
            match self.file.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(count) => {
                    self.hasher.update(&buffer[..count]);
                    length += count as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(NotLoaded::Refused(error)),
            }
            if length > limit {
                // It grows as fast as it is read.
                return Err(NotLoaded::Refused(io::ErrorKind::FileTooLarge.into()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(path: &Path, limits: &Limits) -> Loaded {
        load(path, Links::Followed, limits, &AtomicBool::new(false)).expect("there")
    }

    #[test]
    fn a_file_over_the_limit_is_neither_held_nor_hashed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.txt");
        std::fs::write(&path, vec![b'x'; 5_000]).expect("written");
        let limits = |input_bytes| Limits { input_bytes, ..Limits::default() };
        let bytes = vec![b'x'; 5_000];
        let whole = loaded(&path, &limits(5_000)).content;
        assert_eq!(whole, Ok((ContentHash::of(&bytes), Content::Bytes(bytes))));
        let over = loaded(&path, &limits(4_999)).content;
        assert_eq!(over, Err(ReadError::limit("input_bytes", 4_999, 5_000)));
        let absent = load(&folder.path().join("absent"), Links::Followed, &limits(1), &AtomicBool::new(false));
        assert!(matches!(absent, Err(NotLoaded::Refused(_))));
    }

    #[test]
    fn a_large_file_is_hashed_and_read_where_it_is_and_one_without_end_is_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.gz");
        let length = HELD + 5;
        let mut bytes = vec![0; length as usize];
        bytes[..2].copy_from_slice(&[0x1f, 0x8b]);
        std::fs::write(&path, &bytes).expect("written");
        let large = loaded(&path, &Limits::default());
        let Ok((sha256, Content::File(file))) = large.content else { panic!("{:?}", large.content) };
        assert!(file.archive.is_none() && file.open().is_ok());
        assert_eq!(sha256, ContentHash::of(&bytes));
        let small = Limits { input_bytes: 1 << 20, ..Limits::default() };
        let Ok((_, Content::File(file))) = loaded(&path, &small).content else { panic!("an archive") };
        assert_eq!(file.archive, Some(Format::Gzip));
        // Written anew after it was hashed, it is not what was hashed.
        std::fs::write(&path, &bytes[1..]).expect("written");
        assert!(file.open().is_err());
        // As long as no disk is, and nothing in it: refused without being read.
        File::options().write(true).open(&path).and_then(|file| file.set_len(15 << 40)).expect("sparse");
        assert!(loaded(&path, &Limits::default()).content.is_err());
        let stopped = load(&path, Links::Followed, &Limits::default(), &AtomicBool::new(true));
        assert!(matches!(stopped, Err(NotLoaded::Stopped)));
    }
}
