//! How many filings are in memory at a time: by their number, and by their bytes, so that large ones go in smaller
//! company.

use std::ops::Range;

/// Filings for each thread, and bytes of them. Rendered, a filing is twenty times what it is packed (a quarter of a
/// megabyte), and two chunks are in memory: one on its way to the disk, one being made.
const FILINGS: usize = 24;
const BYTES: u64 = 16 << 20;

/// The positions `0..count` in stretches whose filings may be in memory together; at least one in each.
pub fn chunks(count: usize, threads: usize, bytes: &dyn Fn(usize) -> u64) -> Vec<Range<usize>> {
    let filings = FILINGS * threads.max(1);
    let mut chunks = Vec::new();
    let (mut start, mut sum) = (0, 0_u64);
    for at in 0..count {
        let next = bytes(at);
        if at > start && (at - start >= filings || sum.saturating_add(next) > BYTES) {
            chunks.push(start..at);
            (start, sum) = (at, 0);
        }
        sum = sum.saturating_add(next);
    }
    if start < count {
        chunks.push(start..count);
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_filings_go_in_smaller_company() {
        assert!(chunks(0, 1, &|_| 1).is_empty());
        assert_eq!(chunks(300, 2, &|_| 100), [0..48, 48..96, 96..144, 144..192, 192..240, 240..288, 288..300]);
        assert_eq!(chunks(4, 1, &|at| if at == 1 { u64::MAX } else { 8 << 20 }), [0..1, 1..2, 2..4]);
        assert_eq!(chunks(3, 1, &|_| 64 << 20), [0..1, 1..2, 2..3]);
    }
}
