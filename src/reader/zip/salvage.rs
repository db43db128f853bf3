//! Members of a container without a usable central directory: its local file headers, found by their
//! signature (APPNOTE 4.3.7).

use memchr::memmem;

use super::{Member, STORED};
use crate::limits::Limits;

/// The fixed fields of a local file header that matter.
pub(super) struct LocalHeader {
    flags: u16,
    method: u16,
    crc: u32,
    compressed: u32,
    size: u32,
    name: std::ops::Range<usize>,
    /// Where the data starts.
    pub data: usize,
}

const SIGNATURE: &[u8] = b"PK\x03\x04";
const FIXED: usize = 30;

/// Reads the local header that `bytes` start with.
pub(super) fn local_header(bytes: &[u8]) -> Option<LocalHeader> {
    let fixed: &[u8; FIXED] = bytes.first_chunk()?;
    if !fixed.starts_with(SIGNATURE) {
        return None;
    }
    let u16_at = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let u32_at = |at: usize| u32::from_le_bytes([fixed[at], fixed[at + 1], fixed[at + 2], fixed[at + 3]]);
    let name = FIXED..FIXED + usize::from(u16_at(26));
    Some(LocalHeader {
        flags: u16_at(6),
        method: u16_at(8),
        crc: u32_at(14),
        compressed: u32_at(18),
        size: u32_at(22),
        data: name.end + usize::from(u16_at(28)),
        name,
    })
}

/// Every member that a local header announces, in the order of the file, up to the limit.
pub(super) fn members<'a>(bytes: &'a [u8], limits: &Limits) -> Vec<Member<'a>> {
    let finder = memmem::Finder::new(SIGNATURE);
    let mut members: Vec<Member<'a>> = Vec::new();
    let mut at = 0;
    while members.len() < limits.members as usize {
        let Some(found) = bytes.get(at..).and_then(|rest| finder.find(rest)) else { break };
        let start = at + found;
        at = start + SIGNATURE.len();
        let rest = &bytes[start..];
        let Some(header) = local_header(rest) else { continue };
        let (Some(name), Some(data)) = (rest.get(header.name), rest.get(header.data..)) else { continue };
        if name.is_empty() {
            continue;
        }
        // Bit 3: sizes and CRC follow the data (APPNOTE 4.4.4). A deflate stream knows its own end.
        let described_later = header.flags & 8 != 0 && header.compressed == 0;
        let data = if !described_later {
            &data[..data.len().min(header.compressed as usize)]
        } else if header.method == STORED {
            // Up to the descriptor; the search ends at the next header, so that all searches together
            // stay linear.
            let data = &data[..finder.find(data).unwrap_or(data.len())];
            &data[..memmem::find(data, b"PK\x07\x08").unwrap_or(data.len())]
        } else {
            data
        };
        if !described_later {
            // Data of a member is not searched for headers: a zip inside a zip is one member.
            at = at.max(start + header.data + data.len());
        }
        members.push(Member {
            name,
            size: if described_later { 0 } else { u64::from(header.size) },
            data: Some(data),
            method: header.method,
            encrypted: header.flags & 1 != 0,
            crc: (!described_later).then_some(header.crc),
        });
    }
    members
}
