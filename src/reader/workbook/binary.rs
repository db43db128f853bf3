//! What a binary workbook (MS-XLSB) hides, and its merged regions, beside the cells that `calamine` reads: bytes of a
//! part in, hidden sheets, rows and columns out.

use std::collections::HashMap;

use calamine::Dimensions;

use super::package::{Entry, Looked};
use crate::reader::doc::bytes::{u16_at, u32_at};

/// Records, by their numbers (MS-XLSB 2.3).
const ROW: u32 = 0;
const COLUMN: u32 = 60;
const BUNDLE_SHEET: u32 = 156;
const MERGE: u32 = 176;
/// Merged regions of a sheet that are looked at.
const MAX_MERGES: usize = 100_000;

/// The records of a part: number and content.
fn records(mut rest: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    // Seven bits a byte, the lowest first; the highest bit says that more follow (2.1.4).
    fn variable(bytes: &mut &[u8], most: u32) -> Option<u32> {
        let mut value = 0;
        for at in 0..most {
            let (&byte, rest) = bytes.split_first()?;
            *bytes = rest;
            value |= u32::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        Some(value)
    }
    std::iter::from_fn(move || {
        let kind = variable(&mut rest, 2)?;
        let length = variable(&mut rest, 4)?;
        let (data, next) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        rest = next;
        Some((kind, data))
    })
}

/// The sheets that the workbook lists (BrtBundleSh, 2.4.313): state, number, relation, name.
pub(super) fn entries(part: &[u8]) -> HashMap<String, Entry> {
    let mut entries = HashMap::new();
    for (_, data) in records(part).filter(|(kind, _)| *kind == BUNDLE_SHEET) {
        let mut at = 8;
        let mut wide = || {
            let length = u32_at(data, at)? as usize;
            let bytes = data.get(at + 4..)?.get(..length.checked_mul(2)?)?;
            at += 4 + bytes.len();
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            Some(String::from_utf16_lossy(&units))
        };
        if let (Some(part), Some(name)) = (wide(), wide()) {
            entries.insert(name, Entry { hidden: u32_at(data, 0).is_some_and(|state| state != 0), part });
        }
    }
    entries
}

/// What a sheet hides (BrtRowHdr 2.4.750, BrtColInfo 2.4.331), and its merged regions (BrtMergeCell 2.4.681).
pub(super) fn look(part: &[u8]) -> Looked {
    let mut looked = Looked::default();
    for (kind, data) in records(part) {
        match kind {
            ROW => {
                // The second byte of the flags: three bits of outline, closed, without height.
                let height = u16_at(data, 8).unwrap_or(1);
                if let Some(row) = u32_at(data, 0)
                    && (data.get(11).is_some_and(|flags| flags & 0x10 != 0) || height == 0)
                {
                    looked.unseen.rows.push(row..=row);
                }
            }
            COLUMN => {
                if let (Some(first), Some(last), Some(width)) = (u32_at(data, 0), u32_at(data, 4), u32_at(data, 8))
                    && (width == 0 || data.get(16).is_some_and(|flags| flags & 1 != 0))
                {
                    looked.unseen.columns.push(first..=last);
                }
            }
            MERGE if looked.merges.len() < MAX_MERGES => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (u32_at(data, 0), u32_at(data, 4), u32_at(data, 8), u32_at(data, 12))
                {
                    looked.merges.push(Dimensions { start: (top, left), end: (bottom, right) });
                }
            }
            _ => {}
        }
    }
    looked
}
