//! Pages of a TIFF file (TIFF 6.0, section 2): its bytes come in, where each page is described goes out, and the file with
//! another page in front, for a decoder that takes the first.

/// More pages than this in one file are not looked at.
const MOST_PAGES: usize = 200;

/// Which end of a number comes first.
#[derive(Clone, Copy)]
enum ByteOrder {
    Little,
    Big,
}

impl ByteOrder {
    fn of(bytes: &[u8]) -> Option<Self> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Self::Little),
            b"MM\0*" => Some(Self::Big),
            _ => None,
        }
    }

    fn short(self, bytes: &[u8], at: usize) -> Option<u16> {
        let two = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Little => u16::from_le_bytes(two),
            Self::Big => u16::from_be_bytes(two),
        })
    }

    fn long(self, bytes: &[u8], at: usize) -> Option<u32> {
        let four = *bytes.get(at..)?.first_chunk()?;
        Some(match self {
            Self::Little => u32::from_le_bytes(four),
            Self::Big => u32::from_be_bytes(four),
        })
    }
}

/// Where the image file directories lie, one for each page; none in other files. A chain that comes back to where it was
/// ends there.
pub(super) fn directories(bytes: &[u8]) -> Vec<u32> {
    /// Length of an entry.
    const ENTRY: usize = 12;
    let Some(order) = ByteOrder::of(bytes) else { return Vec::new() };
    let mut found = Vec::new();
    let mut next = order.long(bytes, 4);
    while let Some(at) = next.filter(|at| *at != 0 && !found.contains(at))
        && found.len() < MOST_PAGES
    {
        let Some(entries) = order.short(bytes, at as usize) else { break };
        found.push(at);
        next = order.long(bytes, at as usize + 2 + ENTRY * usize::from(entries));
    }
    found
}

/// The same file, its first page described at this place.
pub(super) fn starting_at(bytes: &[u8], at: u32) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if let (Some(order), Some(first)) = (ByteOrder::of(bytes), out.get_mut(4..8)) {
        first.copy_from_slice(&match order {
            ByteOrder::Little => at.to_le_bytes(),
            ByteOrder::Big => at.to_be_bytes(),
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of pages that are not described any further, each pointing to the next; the last one to `last`.
    fn file(big: bool, pages: u32, last: u32) -> Vec<u8> {
        let long = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let mut out = if big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
        out.extend(long(8));
        for page in 1..=pages {
            out.extend([0, 0]);
            out.extend(long(if page == pages { last } else { 8 + page * 6 }));
        }
        out
    }

    #[test]
    fn pages_follow_each_other_until_the_chain_ends_or_turns() {
        for big in [false, true] {
            assert_eq!(directories(&file(big, 3, 0)), [8, 14, 20]);
            assert_eq!(directories(&file(big, 3, 14)), [8, 14, 20]);
            assert_eq!(directories(&file(big, 2, u32::MAX)), [8, 14]);
            assert_eq!(directories(&file(big, 900, 0)).len(), MOST_PAGES);
            let whole = file(big, 3, 0);
            assert_eq!(directories(&starting_at(&whole, 20)), [20]);
            for length in 0..whole.len() {
                assert!(directories(&whole[..length]).len() <= 3, "{length}");
            }
        }
        assert_eq!(directories(b"\x89PNG"), [0; 0]);
    }
}
