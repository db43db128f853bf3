//! Parts of a zip container by name: bytes of the container in, inflated parts out.
//!
//! The central directory is read by `rawzip`; when it is damaged, the local headers are searched
//! instead, so that a truncated download still gives the parts that are whole. Every inflation is held
//! to the limits of the file. What the parts mean (docx, odt, ofd, xlsx) and archives of filings are left
//! to others.

#[cfg(test)]
pub(crate) mod build;
mod inflate;
mod salvage;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;
use crate::reader::Notice;

/// A zip container, its members listed.
#[derive(Debug)]
pub struct Zip<'a> {
    members: Vec<Member<'a>>,
    /// Indices of `members`, by folded name, then by place.
    by_name: Vec<u32>,
    limits: Limits,
    /// Bytes inflated so far.
    inflated: u64,
    /// The central directory was unusable, the members were found by their local headers.
    salvaged: bool,
}

/// One member as the directory describes it. Sizes are claims, not facts.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    /// Name as written: any encoding, any separator.
    pub name: &'a [u8],
    /// Claimed size when inflated.
    pub size: u64,
    /// Compressed bytes, or `None` when the entry points outside the file.
    data: Option<&'a [u8]>,
    method: u16,
    encrypted: bool,
    /// CRC-32 of the inflated bytes, where known.
    crc: Option<u32>,
}

/// How far into a file a container may begin.
const HEAD: usize = 4 << 10;

/// Whether a container begins near the start of a file, whatever a site put in front of it.
pub(in crate::reader) fn begins(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes[..bytes.len().min(HEAD)], b"PK\x03\x04").is_some()
}

impl<'a> Zip<'a> {
    /// Lists the members of a container.
    ///
    /// # Errors
    /// `Damaged` when neither the central directory nor any local header can be found, `LimitExceeded`
    /// for more members than allowed.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, ReadError> {
        let (mut members, salvaged) = match central_directory(bytes, limits)? {
            Some(members) => (members, false),
            None => (salvage::members(bytes, limits), true),
        };
        if members.is_empty() {
            return Err(ReadError::damaged("zip", "central directory or local file headers", "none"));
        }
        // Packed from within the folder: `./OFD.xml`.
        for member in &mut members {
            member.name = member.name.strip_prefix(b"./").unwrap_or(member.name);
        }
        let by_name = order(&members);
        Ok(Self { members, by_name, limits: *limits, inflated: 0, salvaged })
    }

    /// Takes a folder for the package when a part that every package has stands only inside one (`报告/word/document.xml`:
    /// packed again by hand, with the folder that it was unpacked into).
    pub fn enter(&mut self, part: &str) {
        let within = |name: &[u8]| {
            let start = name.len().checked_sub(part.len() + 1).filter(|&start| start > 0)?;
            let folded = compare_folded(&name[start + 1..], part.as_bytes()) == Ordering::Equal;
            (folded && matches!(name[start], b'/' | b'\\')).then_some(start + 1)
        };
        if self.contains(part) {
            return;
        }
        let mut found = self.members.iter().filter_map(|member| Some(&member.name[..within(member.name)?]));
        let Some(folder) = found.next() else { return };
        if found.any(|other| other != folder) {
            // Several documents: none of them is this one.
            return;
        }
        for member in &mut self.members {
            member.name = member.name.strip_prefix(folder).unwrap_or(member.name);
        }
        self.by_name = order(&self.members);
    }

    /// The members in the order of the directory.
    pub fn members(&self) -> &[Member<'a>] {
        &self.members
    }

    /// Index of the member with this name (forward slashes, no leading one). Case and the kind of slash
    /// do not matter (OPC part names are compared so, ECMA-376 part 2, 6.2.2.3, and some producers write
    /// backslashes); among several, an exact match wins, then the last, as unpackers do.
    pub fn find(&self, name: &str) -> Option<usize> {
        let candidates = self.candidates(name);
        let exact = |index: &&u32| self.members[**index as usize].name == name.as_bytes();
        let index = candidates.iter().rev().find(exact).or_else(|| candidates.last())?;
        Some(*index as usize)
    }

    /// How many members go by this name.
    pub fn count(&self, name: &str) -> usize {
        self.candidates(name).len()
    }

    fn candidates(&self, name: &str) -> &[u32] {
        let compare = |&index: &u32| compare_folded(self.members[index as usize].name, name.as_bytes());
        let start = self.by_name.partition_point(|index| compare(index) == Ordering::Less);
        let rest = &self.by_name[start..];
        let end = rest.partition_point(|index| compare(index) == Ordering::Equal);
        &rest[..end]
    }

    /// Whether there is a member with this name.
    pub fn contains(&self, name: &str) -> bool {
        !self.candidates(name).is_empty()
    }

    /// What is to be said when the members had to be found without the central directory.
    pub fn salvage(&self) -> Option<Notice> {
        let found = || format!("{} local file headers", self.members.len());
        self.salvaged.then(|| Notice::part("zip", "a central directory", found()))
    }

    /// Replaces the content of `into` by the inflated part of this name; `None` when there is none.
    /// A part that is damaged behind some readable bytes gives those and a notice.
    ///
    /// # Errors
    /// `Encrypted`, `LimitExceeded`, or `Damaged` when not one byte of the part can be read.
    pub fn read_part(&mut self, name: &str, into: &mut Vec<u8>) -> Result<Option<Option<Notice>>, ReadError> {
        match self.find(name) {
            None => Ok(None),
            Some(index) => self.read(index, into).map(Some),
        }
    }

    /// Replaces the content of `into` by the inflated member with this index.
    ///
    /// # Errors
    /// As [`Zip::read_part`].
    pub fn read(&mut self, index: usize, into: &mut Vec<u8>) -> Result<Option<Notice>, ReadError> {
        into.clear();
        let Some(member) = self.members.get(index).copied() else {
            return Err(ReadError::damaged("zip", "a member", "none"));
        };
        let part = || String::from_utf8_lossy(member.name).into_owned();
        if member.encrypted {
            return Err(ReadError::new(ReadErrorKind::Encrypted, part(), "no encryption flag", "zip encryption"));
        }
        let Some(data) = member.data else {
            return Err(ReadError::damaged(part(), "a local file header", "offset or size beyond the file"));
        };
        let allowed = self.limits.inflated_bytes.saturating_sub(self.inflated);
        let end = match member.method {
            STORED => inflate::copy(data, allowed, into),
            DEFLATED => inflate::inflate(data, member.size, allowed, self.limits.inflation_ratio, into),
            other => {
                return Err(ReadError::damaged(part(), "compression method 0 or 8", format!("method {other}")));
            }
        };
        self.inflated += into.len() as u64;
        match end {
            inflate::End::Whole => {}
            inflate::End::OverBytes => {
                return Err(ReadError::limit(
                    "inflated_bytes",
                    self.limits.inflated_bytes,
                    self.inflated.saturating_add(1).max(member.size),
                ));
            }
            inflate::End::OverRatio(ratio) => {
                return Err(ReadError::limit("inflation_ratio", self.limits.inflation_ratio, ratio));
            }
            inflate::End::Broken if into.is_empty() => {
                return Err(ReadError::damaged(part(), "a deflate stream", "damaged compressed data"));
            }
            inflate::End::Broken => {
                let found = format!("damaged compressed data after {} bytes", into.len());
                return Ok(Some(Notice::part(part(), format!("{} bytes", member.size), found)));
            }
        }
        if let Some(expected) = member.crc {
            let mut crc = flate2::Crc::new();
            crc.update(into);
            if crc.sum() != expected {
                return Ok(Some(Notice::part(
                    part(),
                    format!("CRC-32 {expected:08x}"),
                    format!("CRC-32 {:08x}", crc.sum()),
                )));
            }
        }
        Ok(None)
    }
}

/// Indices of members by folded name, then by place.
fn order(members: &[Member<'_>]) -> Vec<u32> {
    let mut by_name: Vec<u32> = (0..members.len() as u32).collect();
    by_name.sort_by(|&a, &b| compare_folded(members[a as usize].name, members[b as usize].name).then(a.cmp(&b)));
    by_name
}

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// The members by the central directory; `None` when it is missing or breaks off.
fn central_directory<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Option<Vec<Member<'a>>>, ReadError> {
    let Ok(archive) = rawzip::ZipArchive::from_slice(bytes) else { return Ok(None) };
    let mut entries = archive.entries();
    let mut members = Vec::new();
    loop {
        let entry = match entries.next_entry() {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(_) => return Ok(None),
        };
        if members.len() >= limits.members as usize {
            return Err(ReadError::limit("members", u64::from(limits.members), archive.entries_hint()));
        }
        // The name stands behind the 46 fixed bytes of its record (APPNOTE 4.3.12); taken from there so
        // that it borrows from the file and not from the archive.
        let start = entry.central_directory_offset() as usize + 46;
        let Some(name) = bytes.get(start..start + entry.file_path().len()) else { return Ok(None) };
        let data = local_data(bytes, entry.local_header_offset(), entry.compressed_size_hint());
        members.push(Member {
            name,
            size: entry.uncompressed_size_hint(),
            data,
            method: entry.compression_method().as_u16(),
            encrypted: entry.flags().is_encrypted(),
            crc: Some(entry.crc32()),
        });
    }
    Ok((!members.is_empty()).then_some(members))
}

/// The compressed bytes behind a local header; fewer than claimed when the file ends before.
fn local_data(bytes: &[u8], offset: u64, size: u64) -> Option<&[u8]> {
    let header = bytes.get(usize::try_from(offset).ok()?..)?;
    let start = salvage::local_header(header)?.data;
    let data = header.get(start..)?;
    Some(&data[..usize::try_from(size).map_or(data.len(), |size| size.min(data.len()))])
}

/// Orders names without regard to ASCII case, the kind of slash and a leading slash.
fn compare_folded(a: &[u8], b: &[u8]) -> Ordering {
    fn folded(name: &[u8]) -> impl Iterator<Item = u8> + '_ {
        let name = match name {
            [b'/' | b'\\', rest @ ..] => rest,
            name => name,
        };
        name.iter().map(|&byte| if byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() })
    }
    folded(a).cmp(folded(b))
}
