//! Tar archives (POSIX.1-1988 ustar, GNU, pax), as a stream.

use std::io::Read;
use std::ops::ControlFlow;

use super::sparse::Sparse;
use super::{Opening, is_wanted};
use crate::corpus::name;
use crate::error::{ReadError, ReadErrorKind};

/// Whether bytes begin with a tar header: its magic, or (older tars) a checksum that fits.
pub(super) fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..512) else { return false };
    if block[257..262] == *b"ustar" {
        return true;
    }
    let digits: Vec<u8> = block[148..156].iter().copied().filter(u8::is_ascii_digit).collect();
    let stated = std::str::from_utf8(&digits).ok().and_then(|digits| u32::from_str_radix(digits, 8).ok());
    let blanked = |(index, &byte): (usize, &u8)| if (148..156).contains(&index) { 32 } else { u32::from(byte) };
    let sum: u32 = block.iter().enumerate().map(blanked).sum();
    block[0] != 0 && stated == Some(sum)
}

pub(super) fn read(stream: &mut dyn Read, within: &str, depth: u32, opening: &mut Opening<'_, '_>) -> ControlFlow<()> {
    let damaged = |error: std::io::Error| ReadError::damaged("tar", "a member header", error.kind().to_string());
    // Long names and extended headers are read whole by the library, before it hands out the member.
    let mut archive = tar::Archive::new(stream.take(opening.allowed.saturating_add(1 << 20)));
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return opening.fail(within, damaged(error)),
    };
    let mut content = Vec::new();
    let mut any = false;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return opening.fail(within, damaged(error)),
        };
        let kind = entry.header().entry_type();
        // Links and devices hold no bytes of their own and are never followed.
        if !kind.is_file() && !kind.is_gnu_sparse() && !kind.is_contiguous() {
            continue;
        }
        let sparse = match entry.pax_extensions() {
            Ok(Some(records)) => {
                let records = records.filter_map(Result::ok);
                Sparse::from_pax(records.map(|record| (record.key_bytes(), record.value_bytes())))
            }
            _ => None,
        };
        let named = sparse.as_ref().and_then(|sparse| sparse.name.clone());
        let path = name::member(named.as_deref().unwrap_or(&entry.path_bytes()), false);
        if !is_wanted(&path) {
            continue;
        }
        any = true;
        if opening.spent() {
            return opening.fail(within, ReadError::limit("inflated_bytes", opening.allowed, opening.allowed + 1));
        }
        let claimed = entry.size();
        let read = opening.inflate(&mut entry, None, &mut content).and_then(|()| {
            if content.len() as u64 == claimed {
                Ok(())
            } else {
                let found = format!("{} bytes", content.len());
                Err(ReadError::damaged(path.clone(), format!("{claimed} bytes"), found))
            }
        });
        let read = read.and_then(|()| {
            if let Some(sparse) = sparse {
                content = sparse.expand(&content, opening.limits.input_bytes.min(opening.inflated))?;
                opening.inflated = opening.inflated.saturating_sub(content.len() as u64);
            }
            Ok(())
        });
        opening.member(&path, within, depth, read.map(|()| content.as_slice()))?;
    }
    if any {
        ControlFlow::Continue(())
    } else {
        opening.fail(within, ReadError::new(ReadErrorKind::Empty, "tar", "members", "0 members"))
    }
}
