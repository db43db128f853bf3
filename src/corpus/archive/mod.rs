//! Archives: a file that holds other files comes in, its members go out one by one, nested archives opened
//! up to the limit.
//!
//! Members are never written anywhere, so a name that climbs out of its folder (`../../x`) is only a name.
//! One member is in memory at a time (per level of nesting). What cannot be opened is a member too, with
//! the error instead of bytes; what a member says is left to [`crate::filing`].

#[cfg(test)]
mod doors;
mod gzip;
mod rar;
mod seven;
mod sparse;
mod tar;
#[cfg(test)]
mod tests;
mod warc;
mod zip;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::corpus::name;
use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;
use crate::reader::{self, Format};

/// One member of an archive.
#[derive(Debug)]
pub struct Member<'a> {
    /// Path inside the archive, nested archives set off by `!/`; empty for a compressed file, which is its only member, and
    /// when the error is the archive's own.
    pub path: String,
    /// Its bytes, or why there are none.
    pub content: Result<&'a [u8], ReadError>,
    /// When a crawler fetched it, as the crawler says.
    pub captured: Option<String>,
}

/// What takes the members; it may break off.
pub type Visit<'v> = dyn FnMut(Member<'_>) -> ControlFlow<()> + 'v;

/// The format of a file too large to be held whole, by its first bytes, if that is an archive.
pub fn large(head: &[u8]) -> Option<Format> {
    match head {
        [b'P', b'K', 3, 4, ..] => Some(Format::Zip),
        [0x1f, 0x8b, ..] => Some(Format::Gzip),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some(Format::SevenZip),
        [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Some(Format::Rar),
        _ if warc::is_warc(head) => Some(Format::Warc),
        _ if tar::is_tar(head) => Some(Format::Tar),
        _ => None,
    }
}

/// Opens an archive that is in memory. `path` is its name, from which an archive in a `.gz` gets its own.
pub fn open(bytes: &[u8], format: Format, path: &str, limits: &Limits, visit: &mut Visit<'_>) {
    let mut opening = Opening::new(limits, bytes.len() as u64, visit);
    let _ = opening.bytes(bytes, format, path, "", 1);
}

/// Opens an archive of this length that is read where it is, without holding it whole.
pub fn open_file(file: File, length: u64, format: Format, path: &str, limits: &Limits, visit: &mut Visit<'_>) {
    let mut opening = Opening::new(limits, length, visit);
    let _ = match format {
        Format::Zip => zip::file(file, &mut opening),
        Format::Gzip => gzip::read(&mut io::BufReader::new(file), path, "", 1, &mut opening),
        Format::SevenZip => seven::read(io::BufReader::new(file), "", 1, &mut opening),
        Format::Rar => rar::file(file, &mut opening),
        Format::Warc => warc::read(&mut io::BufReader::new(file), "", 1, &mut opening),
        _ => tar::read(&mut io::BufReader::new(file), "", 1, &mut opening),
    };
}

/// The error for a file or a part that the system does not let us read.
pub fn io_error(error: &io::Error) -> ReadError {
    // Words of our own say more than the kind of the system's error.
    let found = error.get_ref().map_or_else(|| error.kind().to_string(), ToString::to_string);
    ReadError::new(ReadErrorKind::Unreadable, "", "a readable file", found)
}

/// What one outermost archive may still cost.
struct Opening<'a, 'v> {
    limits: &'a Limits,
    /// Members still allowed.
    members: u32,
    /// Bytes that may still be inflated, all levels together.
    inflated: u64,
    /// Bytes allowed in all.
    allowed: u64,
    /// The paths that were given: archives may hold a name twice.
    seen: HashSet<String>,
    /// How often a path was asked for, of those that were asked for twice.
    repeated: HashMap<String, u32>,
    /// When a crawler fetched the member that is given next.
    captured: Option<String>,
    visit: &'a mut Visit<'v>,
}

/// Reports packed a hundred times smaller than they are do not exist; bombs are a thousand times smaller.
const ARCHIVE_RATIO: u64 = 100;
/// Longest path of a member; those of file systems are as long at most.
const NAME_BYTES: usize = 4 << 10;

impl<'a, 'v> Opening<'a, 'v> {
    fn new(limits: &'a Limits, length: u64, visit: &'a mut Visit<'v>) -> Self {
        let allowed = limits.inflated_bytes.saturating_add(length.saturating_mul(ARCHIVE_RATIO));
        Self {
            limits,
            members: limits.members,
            inflated: allowed,
            allowed,
            seen: HashSet::new(),
            repeated: HashMap::new(),
            captured: None,
            visit,
        }
    }

    fn bytes(&mut self, bytes: &[u8], format: Format, path: &str, within: &str, depth: u32) -> ControlFlow<()> {
        if depth > self.limits.archive_depth {
            let limit = self.limits.archive_depth.into();
            return self.fail(within, ReadError::limit("archive_depth", limit, depth.into()));
        }
        match format {
            Format::Zip => zip::bytes(bytes, within, depth, self),
            Format::Tar => tar::read(&mut &*bytes, within, depth, self),
            Format::Gzip => gzip::read(&mut &*bytes, path, within, depth, self),
            Format::SevenZip => seven::read(io::Cursor::new(bytes), within, depth, self),
            Format::Rar => rar::bytes(bytes, within, depth, self),
            Format::Warc => warc::read(&mut &*bytes, within, depth, self),
            // Known by name, not opened: the reader tells so.
            _ => self.give(within.to_owned(), Ok(bytes)),
        }
    }

    /// Hands a member on, or opens it when it is an archive itself. `name` is its path inside `within`.
    fn member(&mut self, name: &str, within: &str, depth: u32, content: Result<&[u8], ReadError>) -> ControlFlow<()> {
        let (name, content) = match name.len() > NAME_BYTES {
            false => (Cow::Borrowed(name), content),
            true => (shortened(name), Err(ReadError::limit("name_bytes", NAME_BYTES as u64, name.len() as u64))),
        };
        let path = if within.is_empty() { name.into_owned() } else { format!("{within}!/{name}") };
        if self.members == 0 {
            let limit = self.limits.members.into();
            self.fail("", ReadError::limit("members", limit, u64::from(self.limits.members) + 1))?;
            return ControlFlow::Break(());
        }
        self.members -= 1;
        match content {
            Ok(bytes) => match reader::sniff(bytes) {
                format if format.is_archive() => {
                    let name = path.clone();
                    self.bytes(bytes, format, &name, &path, depth + 1)
                }
                _ => self.give(path, Ok(bytes)),
            },
            Err(error) => self.give(path, Err(error)),
        }
    }

    /// Hands on what a compressed file holds: it is that file, under its own path, unless it is an archive, whose members
    /// stand under `name`.
    fn unpacked(&mut self, name: &str, within: &str, depth: u32, content: Result<&[u8], ReadError>) -> ControlFlow<()> {
        match content {
            Ok(bytes) if reader::sniff(bytes).is_archive() => self.member(name, within, depth, content),
            content => self.give(within.to_owned(), content),
        }
    }

    /// Reads a member from a stream of inflated bytes; `packed` is its compressed size where known.
    fn inflate(&mut self, stream: &mut dyn Read, packed: Option<u64>, into: &mut Vec<u8>) -> Result<(), ReadError> {
        into.clear();
        let cap = self.limits.input_bytes.min(self.inflated);
        let outcome = stream.take(cap.saturating_add(1)).read_to_end(into);
        let length = into.len() as u64;
        self.inflated = self.inflated.saturating_sub(length);
        if length > cap {
            return Err(if cap == self.limits.input_bytes {
                ReadError::limit("input_bytes", cap, length)
            } else {
                ReadError::limit("inflated_bytes", self.allowed, self.allowed.saturating_add(1))
            });
        }
        let ratio = packed.map_or(0, |packed| length / packed.max(1));
        if length > 1 << 20 && ratio > self.limits.inflation_ratio {
            return Err(ReadError::limit("inflation_ratio", self.limits.inflation_ratio, ratio));
        }
        outcome.map(|_| ()).map_err(|error| ReadError::damaged("member", "a whole member", error.kind().to_string()))
    }

    /// Whether the allowance of the whole archive is used up; then nothing more is opened.
    fn spent(&self) -> bool {
        self.inflated == 0
    }

    /// Reports that an archive (the outermost when `within` is empty) could not be read, or not further.
    fn fail(&mut self, within: &str, error: ReadError) -> ControlFlow<()> {
        self.give(within.to_owned(), Err(error))
    }

    /// Reads on to the end of a stream whose bytes are not wanted; they count all the same.
    fn pass(&mut self, stream: &mut dyn Read) {
        let passed = io::copy(&mut stream.take(self.inflated), &mut io::sink()).unwrap_or_default();
        self.inflated = self.inflated.saturating_sub(passed);
    }

    fn give(&mut self, path: String, content: Result<&[u8], ReadError>) -> ControlFlow<()> {
        let mut unique = path.clone();
        while !self.seen.insert(unique.clone()) {
            // A member may really be called `a#2`.
            let count = self.repeated.entry(path.clone()).or_insert(1);
            *count += 1;
            unique = format!("{path}#{count}");
        }
        (self.visit)(Member { path: unique, content, captured: self.captured.clone() })
    }
}

/// The beginning of a name, as far as it tells members apart.
fn shortened(name: &str) -> Cow<'_, str> {
    let mut end = 255.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    Cow::Owned(format!("{}…", &name[..end]))
}

/// Whether a member is worth a row.
fn is_wanted(name: &str) -> bool {
    !name.is_empty() && !name.ends_with('/') && !name::is_hidden(name)
}
