//! Tar members that leave out what is zero, in the three notations of pax headers (GNU tar manual, "Storing Sparse
//! Files"): the map of what is there in, the whole member out. The older notation is read by the library.

use std::io::{self, Read};

use crate::error::ReadError;

/// Where the stored pieces of a member belong.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sparse {
    /// Size of the whole member.
    size: u64,
    /// Offset and length of each piece, in order.
    pieces: Vec<Piece>,
    /// The map stands in front of the pieces, in blocks of 512 bytes (version 1.0).
    map_ahead: bool,
    /// Name of the member: its own is that of a folder made up by tar.
    pub name: Option<Vec<u8>>,
}

/// Offset and length of a piece.
type Piece = (u64, u64);

/// Pieces that are looked at.
const MAX_PIECES: usize = 100_000;

impl Sparse {
    /// What the extended header of a member says; `None` for members that are whole.
    pub fn from_pax<'a>(records: impl Iterator<Item = (&'a [u8], &'a [u8])>) -> Option<Self> {
        let mut sparse = Self::default();
        let (mut any, mut offset) = (false, None);
        let number = |value: &[u8]| std::str::from_utf8(value).ok()?.trim().parse::<u64>().ok();
        for (key, value) in records {
            let Some(key) = key.strip_prefix(b"GNU.sparse.") else { continue };
            any = true;
            match key {
                b"size" | b"realsize" => sparse.size = number(value)?,
                b"name" => sparse.name = Some(value.to_vec()),
                b"major" => sparse.map_ahead = number(value)? == 1,
                b"offset" => offset = number(value),
                b"numbytes" => {
                    if let (Some(offset), Some(length)) = (offset.take(), number(value)) {
                        sparse.pieces.push((offset, length));
                    }
                }
                b"map" => {
                    let numbers: Option<Vec<u64>> = value.split(|byte| *byte == b',').map(number).collect();
                    sparse.pieces = numbers?.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
                }
                _ => {}
            }
        }
        any.then_some(sparse)
    }

    /// Puts the pieces of a member where they belong. `allowed` is the largest that it may become.
    pub fn expand(mut self, mut stored: &[u8], allowed: u64) -> Result<Vec<u8>, ReadError> {
        let damaged = || ReadError::damaged("tar", "a map of a sparse member", "none that fits");
        if self.size > allowed {
            return Err(ReadError::limit("input_bytes", allowed, self.size));
        }
        if self.map_ahead {
            let (pieces, behind) = map(stored).ok_or_else(damaged)?;
            (self.pieces, stored) = (pieces, behind);
        }
        let mut whole = vec![0; usize::try_from(self.size).map_err(|_| damaged())?];
        for (offset, length) in self.pieces {
            let (Ok(offset), Ok(length)) = (usize::try_from(offset), usize::try_from(length)) else {
                return Err(damaged());
            };
            let end = offset.checked_add(length).ok_or_else(damaged)?;
            let piece = stored.split_off(..length).ok_or_else(damaged)?;
            whole.get_mut(offset..end).ok_or_else(damaged)?.copy_from_slice(piece);
        }
        Ok(whole)
    }
}

/// The map in front of the pieces: how many, then offset and length of each, a decimal number a line.
fn map(stored: &[u8]) -> Option<(Vec<Piece>, &[u8])> {
    let mut rest = stored;
    let mut number = || {
        let mut digits = Vec::new();
        rest.by_ref().bytes().map_while(io::Result::ok).take_while(|byte| *byte != b'\n').take(20).for_each(|byte| {
            digits.push(byte);
        });
        std::str::from_utf8(&digits).ok()?.parse::<u64>().ok()
    };
    let count = usize::try_from(number()?).ok().filter(|count| *count <= MAX_PIECES)?;
    let mut pieces = Vec::new();
    for _ in 0..count {
        pieces.push((number()?, number()?));
    }
    let read = stored.len() - rest.len();
    Some((pieces, stored.get(read.next_multiple_of(512)..)?))
}
