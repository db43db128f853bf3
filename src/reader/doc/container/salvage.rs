//! A compound file whose tables contradict each other, read as far as they lead.
//!
//! The `cfb` crate checks all tables when it opens a file, so that one wrong entry in the chain of an
//! embedded picture costs the whole document. Here only the chains of the wanted streams are followed
//! ([MS-CFB] 2.2 to 2.6); one that breaks off gives what came before. Nothing is assumed about sectors
//! whose chain is lost.

use crate::reader::doc::bytes::{u16_at, u32_at};

/// The tables, as far as they could be read.
#[derive(Debug)]
pub(super) struct Salvage<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The next sector of each sector.
    next: Vec<u32>,
    directory: Vec<u8>,
    /// Streams below this length stand in the mini stream.
    cutoff: u32,
    mini: Vec<u8>,
    mini_next: Vec<u32>,
}

const ENTRY: usize = 128;
const MINI_SECTOR: usize = 64;
/// Sectors in the header's own list of table sectors.
const LISTED: usize = 109;
/// Entries above this are no sectors but marks (end of chain, free, table).
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

impl<'a> Salvage<'a> {
    /// Reads the tables; `None` when not even a directory can be found.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 0x1E).filter(|shift| matches!(shift, 9 | 12))?;
        let mut file = Self {
            bytes,
            sector: 1 << shift,
            next: Vec::new(),
            directory: Vec::new(),
            cutoff: u32_at(bytes, 0x38)?,
            mini: Vec::new(),
            mini_next: Vec::new(),
        };
        for table in file.table_sectors() {
            let entries = file.sector(table).unwrap_or_default().chunks_exact(4);
            file.next.extend(entries.map(|entry| u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]])));
        }
        file.directory = file.chain(u32_at(bytes, 0x30)?);
        let (start, _) = file.entry(0)?;
        file.mini = file.chain(start);
        let mini_table = file.chain(u32_at(bytes, 0x3C)?);
        file.mini_next = mini_table
            .chunks_exact(4)
            .map(|entry| u32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]))
            .collect();
        Some(file)
    }

    /// The sectors that hold the table of chains: those in the header, then those in a chain of lists.
    fn table_sectors(&self) -> Vec<u32> {
        let most = self.bytes.len() / self.sector + 1;
        let mut found: Vec<u32> = (0..LISTED).filter_map(|index| u32_at(self.bytes, 0x4C + 4 * index)).collect();
        let mut list = u32_at(self.bytes, 0x44).unwrap_or(u32::MAX);
        // A list may point back at itself.
        for _ in 0..most {
            let Some(entries) = self.sector(list) else { break };
            let count = entries.len() / 4;
            found.extend((0..count.saturating_sub(1)).filter_map(|index| u32_at(entries, 4 * index)));
            list = u32_at(entries, 4 * count.saturating_sub(1)).unwrap_or(u32::MAX);
        }
        found.retain(|&sector| sector < LAST_SECTOR);
        found.truncate(most);
        found
    }

    /// A sector's bytes; the last one of the file may be short.
    fn sector(&self, index: u32) -> Option<&'a [u8]> {
        if index >= LAST_SECTOR {
            return None;
        }
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty())
    }

    /// The bytes of a chain of sectors, as long as it leads on.
    fn chain(&self, start: u32) -> Vec<u8> {
        let mut found = Vec::new();
        let mut index = start;
        // No chain is longer than the file: this one goes round in a circle.
        while let Some(sector) = self.sector(index).filter(|_| found.len() < self.bytes.len()) {
            found.extend_from_slice(sector);
            index = self.next.get(index as usize).copied().unwrap_or(u32::MAX);
        }
        found
    }

    fn mini_chain(&self, start: u32) -> Vec<u8> {
        let mut found = Vec::new();
        let mut index = start;
        while found.len() < self.mini.len() && index < LAST_SECTOR {
            let from = index as usize * MINI_SECTOR;
            let Some(sector) = self.mini.get(from..(from + MINI_SECTOR).min(self.mini.len())) else { break };
            found.extend_from_slice(sector);
            index = self.mini_next.get(index as usize).copied().unwrap_or(u32::MAX);
        }
        found
    }

    /// First sector and length of a directory entry.
    fn entry(&self, index: usize) -> Option<(u32, u32)> {
        let at = index.checked_mul(ENTRY)?;
        Some((u32_at(&self.directory, at + 0x74)?, u32_at(&self.directory, at + 0x78)?))
    }

    /// A stream of the root storage, with the length that it claims.
    pub fn stream(&self, name: &str) -> Option<(Vec<u8>, u64)> {
        let index = self.root_entries().into_iter().find(|&index| self.is_stream(index, name))?;
        let (start, length) = self.entry(index)?;
        let mut bytes = if length < self.cutoff { self.mini_chain(start) } else { self.chain(start) };
        bytes.truncate(length as usize);
        Some((bytes, length.into()))
    }

    fn is_stream(&self, index: usize, name: &str) -> bool {
        let at = index * ENTRY;
        let mut stored = (0..32).map_while(|unit| u16_at(&self.directory, at + 2 * unit)).take_while(|&unit| unit != 0);
        let same = name.encode_utf16().all(|unit| stored.next() == Some(unit)) && stored.next().is_none();
        same && self.directory.get(at + 0x42) == Some(&2)
    }

    /// Entries of the root storage: its child and all siblings, in whatever order they are linked.
    fn root_entries(&self) -> Vec<usize> {
        let count = self.directory.len() / ENTRY;
        let mut seen = vec![false; count];
        let mut found = Vec::new();
        let mut open = vec![u32_at(&self.directory, 0x4C).unwrap_or(u32::MAX)];
        while let Some(index) = open.pop() {
            let index = index as usize;
            if index >= count || std::mem::replace(&mut seen[index], true) {
                continue;
            }
            found.push(index);
            open.extend([0x44, 0x48].into_iter().filter_map(|link| u32_at(&self.directory, index * ENTRY + link)));
        }
        found
    }
}
