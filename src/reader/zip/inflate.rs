//! Inflation under limits: compressed bytes in, inflated bytes appended to a buffer, and how it ended.

use flate2::{Decompress, FlushDecompress, Status};

/// How an inflation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// The stream was complete.
    Whole,
    /// The stream is damaged or breaks off; what came before it is in the buffer.
    Broken,
    /// More bytes than allowed.
    OverBytes,
    /// More than allowed times its compressed size; the ratio that was met.
    OverRatio(u64),
}

/// Deflate cannot expand more than this (a 258-byte match in two bits).
const MAX_EXPANSION: u64 = 1_032;
/// Parts below this size are never a bomb.
const RATIO_FROM: u64 = 1 << 20;

/// Copies a stored part.
pub(super) fn copy(data: &[u8], allowed: u64, into: &mut Vec<u8>) -> End {
    if data.len() as u64 > allowed {
        return End::OverBytes;
    }
    into.extend_from_slice(data);
    End::Whole
}

/// Inflates a raw deflate stream to the end of `into`, which must be empty. `claimed` is the size in the
/// directory: it sizes the buffer, within what the compressed bytes could possibly hold, and is not trusted.
pub(super) fn inflate(data: &[u8], claimed: u64, allowed: u64, ratio: u64, into: &mut Vec<u8>) -> End {
    let possible = (data.len() as u64).saturating_mul(MAX_EXPANSION).saturating_add(64);
    // One byte beyond the claim lets the stream end without another round.
    let first = claimed.saturating_add(1).min(possible).min(allowed.saturating_add(1)).min(RATIO_FROM << 4);
    into.reserve(first as usize);
    let mut stream = Decompress::new(false);
    loop {
        let rest = data.get(stream.total_in() as usize..).unwrap_or_default();
        let before = (stream.total_in(), into.len());
        let status = stream.decompress_vec(rest, into, FlushDecompress::Finish);
        let length = into.len() as u64;
        if length > allowed {
            into.truncate(allowed as usize);
            return End::OverBytes;
        }
        if length > RATIO_FROM && length / stream.total_in().max(1) > ratio {
            return End::OverRatio(length / stream.total_in().max(1));
        }
        match status {
            Ok(Status::StreamEnd) => return End::Whole,
            Err(_) => return End::Broken,
            Ok(Status::Ok | Status::BufError) => {
                if into.len() < into.capacity() && before == (stream.total_in(), into.len()) {
                    // Room left and no progress: the input is at its end.
                    return End::Broken;
                }
                let room = length.max(4_096).min(allowed.saturating_add(1).saturating_sub(length));
                if into.len() == into.capacity() {
                    into.reserve(room as usize);
                }
            }
        }
    }
}
