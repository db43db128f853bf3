//! A filing and its profile as bytes that tell damage: sealed where a filing is read, opened where it is written.
//!
//! What is kept is `postcard`, compressed by LZ4, behind a checksum. Labels and numbers of a filing repeat themselves, so
//! that a sealed one has a sixth of its bytes; packing and unpacking take less time than moving the rest through a pipe and
//! a store would. XXH3 tells damage; it is no guard against forgers, who would have to write to the user's own cache.

use postcard::ser_flavors::Flavor;
use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use super::Trouble;
use crate::across::Profile;
use crate::filing::{Filing, Verdict};
use crate::reader::Format;

/// Bytes of the checksum in front of every value.
const CHECKSUM: usize = 8;
/// Bytes of what stands behind the checksum of a sealed profile: the verdict, the format, and the size of the filing.
const HEAD: usize = 1 + 1 + 8;
/// What a filing or a profile may become in memory: several times the limit of a filing's bytes.
const MOST: usize = 64 << 20;

/// A filing and its profile as they are kept, behind the length of the profile: each a checksum and packed `postcard`; the
/// profile's begins with the verdict, the format and the size of the filing, all readable in their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Seals a filing.
    pub fn new(filing: &Filing) -> Self {
        let position = Verdict::ALL.iter().position(|verdict| *verdict == filing.verdict).unwrap_or_default();
        let plain = plain(filing);
        let mut bytes = vec![0; 8 + CHECKSUM];
        bytes.extend_from_slice(&[position as u8, filing.format as u8]);
        bytes.extend_from_slice(&(plain.len() as u64).to_le_bytes());
        pack(&self::plain(&Profile::new(filing)), &mut bytes);
        close(&mut bytes[8..]);
        let start = bytes.len();
        let profile = (start - 8) as u64;
        bytes[..8].copy_from_slice(&profile.to_le_bytes());
        bytes.resize(start + CHECKSUM, 0);
        pack(&plain, &mut bytes);
        close(&mut bytes[start..]);
        Self(bytes)
    }

    /// Takes bytes that were sealed elsewhere.
    ///
    /// # Errors
    /// `Damaged` when a checksum does not fit.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, Trouble> {
        match split(&bytes) {
            Some((profile, filing)) if is_whole(profile) && is_whole(filing) && Glance::of(profile).is_some() => {
                Ok(Self(bytes))
            }
            _ => Err(Trouble::Damaged),
        }
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The sealed profile, and the sealed filing.
    pub(super) fn parts(&self) -> (&[u8], &[u8]) {
        split(&self.0).unwrap_or_default()
    }

    /// The filing.
    ///
    /// # Errors
    /// `Damaged` when it is not what was sealed.
    pub fn open(&self) -> Result<Filing, Trouble> {
        unseal_filing(self.parts().1)
    }

    /// The profile.
    ///
    /// # Errors
    /// `Damaged` when it is not what was sealed.
    pub fn profile(&self) -> Result<Profile, Trouble> {
        unseal_profile(self.parts().0)
    }

    /// What is known without looking at the rest.
    pub fn glance(&self) -> Glance {
        let nothing = Glance { verdict: Verdict::Unreadable, format: Format::Unknown, size: 0 };
        Glance::of(self.parts().0).unwrap_or(nothing)
    }
}

/// What is known of a sealed filing without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glance {
    /// The verdict.
    pub verdict: Verdict,
    /// What the bytes are.
    pub format: Format,
    /// Bytes that the filing takes in memory, about.
    pub size: u64,
}

impl Glance {
    /// What stands at the beginning of a sealed profile.
    pub(super) fn of(profile: &[u8]) -> Option<Self> {
        let ([verdict, format, size @ ..], _) = profile.get(CHECKSUM..)?.split_first_chunk::<HEAD>()?;
        Some(Self {
            verdict: Verdict::ALL.get(usize::from(*verdict)).copied()?,
            // A word of the format as `postcard` writes it, which is its place among all.
            format: postcard::from_bytes(&[*format]).ok()?,
            size: u64::from_le_bytes(*size),
        })
    }
}

/// The sealed profile and the sealed filing in the bytes of both.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)
}

/// Opens a sealed filing. One whose parts, each written out, would be past all limits is none that was sealed here.
pub(super) fn unseal_filing(sealed: &[u8]) -> Result<Filing, Trouble> {
    let filing: Filing = unpack(whole(sealed)?)?;
    if filing.size() > MOST as u64 { Err(Trouble::Damaged) } else { Ok(filing) }
}

/// Opens a sealed profile.
pub(super) fn unseal_profile(sealed: &[u8]) -> Result<Profile, Trouble> {
    unpack(whole(sealed)?.get(HEAD..).ok_or(Trouble::Damaged)?)
}

/// Seals something small.
pub(super) fn seal(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = written(value, vec![0; CHECKSUM]);
    close(&mut bytes);
    bytes
}

/// Opens something small.
pub(super) fn unseal<T: for<'de> Deserialize<'de>>(sealed: &[u8]) -> Result<T, Trouble> {
    postcard::from_bytes(whole(sealed)?).map_err(|_| Trouble::Damaged)
}

fn plain(value: &impl Serialize) -> Vec<u8> {
    // Few filings are longer.
    written(value, Vec::with_capacity(24 << 10))
}

/// A value behind what a vector holds.
fn written(value: &impl Serialize, room: Vec<u8>) -> Vec<u8> {
    postcard::serialize_with_flavor(value, Slices(room)).expect("plain data in memory always serializes")
}

/// A vector that takes text as a whole: `to_extend` of `postcard` goes byte by byte, which took half of the time.
struct Slices(Vec<u8>);

impl Flavor for Slices {
    type Output = Vec<u8>;

    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        match bytes {
            [byte] => self.0.push(*byte),
            bytes => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }

    fn finalize(self) -> postcard::Result<Vec<u8>> {
        Ok(self.0)
    }
}

/// Appends bytes packed, behind their length.
fn pack(plain: &[u8], into: &mut Vec<u8>) {
    into.extend_from_slice(&(plain.len() as u64).to_le_bytes());
    let start = into.len();
    into.resize(start + lz4_flex::block::get_maximum_output_size(plain.len()), 0);
    let length = lz4_flex::block::compress_into(plain, &mut into[start..]).expect("there is room for the worst case");
    into.truncate(start + length);
}

fn unpack<T: for<'de> Deserialize<'de>>(packed: &[u8]) -> Result<T, Trouble> {
    let (length, packed) = packed.split_first_chunk().ok_or(Trouble::Damaged)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Trouble::Damaged)?;
    if length > MOST {
        return Err(Trouble::Damaged);
    }
    let plain = lz4_flex::block::decompress(packed, length).map_err(|_| Trouble::Damaged)?;
    postcard::from_bytes(&plain).map_err(|_| Trouble::Damaged)
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    XxHash3_64::oneshot(bytes).to_le_bytes()
}

/// Writes the checksum of what follows it into its place.
fn close(sealed: &mut [u8]) {
    let sum = checksum(&sealed[CHECKSUM..]);
    sealed[..CHECKSUM].copy_from_slice(&sum);
}

/// What is sealed, if it is as it was.
fn whole(sealed: &[u8]) -> Result<&[u8], Trouble> {
    let (sum, value) = sealed.split_at_checked(CHECKSUM).ok_or(Trouble::Damaged)?;
    if checksum(value) == sum { Ok(value) } else { Err(Trouble::Damaged) }
}

fn is_whole(sealed: &[u8]) -> bool {
    whole(sealed).is_ok()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::document::SourceLocation;
    use crate::figure::{Figure, FormId, Status, TableKind};
    use crate::filing::Stage;
    use crate::finding::Finding;
    use crate::variable::{Unit, Variable};

    /// The encoding describes nothing by itself: every type in a filing has to ask for what it wrote.
    #[test]
    fn a_filing_comes_back_as_it_was() {
        let mut filing = Filing::empty(Format::Html);
        let mut finding = Finding::new("READ-DAMAGED").with("part", "x");
        (finding.observed, finding.pattern) = (Some(Decimal::new(-2_425_231, 6)), Some("swapped".into()));
        filing.findings.add(Stage::Read, [finding.at(SourceLocation::on_page(2, 1.5, 2.5, 3.0, 4.0))]);
        filing.figures.push(Figure {
            variable: Some(Variable(3)),
            value: Some(Decimal::MAX),
            status: Status::Reported,
            unit: Some(Unit::TenThousandYuan),
            raw: "1".to_owned(),
            row_label: "行".into(),
            column_label: "列".into(),
            form: FormId(2021),
            table: TableKind::Requests,
            row: 1,
            column: 2,
            location: SourceLocation::line(1, 2, 3),
            recognition: None,
        });
        let sealed = Sealed::new(&filing);
        assert_eq!(sealed.open().expect("opened"), filing);
        assert_eq!(sealed.profile().expect("opened"), Profile::new(&filing));
        let bytes = sealed.bytes().to_vec();
        assert_eq!(Sealed::from_bytes(bytes.clone()).expect("whole"), sealed);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(matches!(Sealed::from_bytes(changed), Err(Trouble::Damaged)), "byte {at}");
            assert!(matches!(Sealed::from_bytes(bytes[..at].to_vec()), Err(Trouble::Damaged)), "cut at {at}");
        }
    }
}
