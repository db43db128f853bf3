//! How many filings are in memory at a time: by their number, and by their bytes, so that large ones go in smaller
//! company.

use std::ops::Range;

/// Filings, and bytes of them as they are kept; rendered, they are about twice as many.
const FILINGS: usize = 512;
const BYTES: u64 = 32 << 20;

/// The positions `0..count` in stretches whose filings may be in memory together; at least one in each.
pub fn chunks(count: usize, bytes: &dyn Fn(usize) -> u64) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut start, mut sum) = (0, 0_u64);
    for at in 0..count {
        let next = bytes(at);
        if at > start && (at - start >= FILINGS || sum.saturating_add(next) > BYTES) {
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
        assert!(chunks(0, &|_| 1).is_empty());
        assert_eq!(chunks(1_100, &|_| 100), [0..512, 512..1_024, 1_024..1_100]);
        assert_eq!(chunks(4, &|at| if at == 1 { u64::MAX } else { 16 << 20 }), [0..1, 1..2, 2..4]);
        assert_eq!(chunks(3, &|_| 64 << 20), [0..1, 1..2, 2..3]);
    }
}
