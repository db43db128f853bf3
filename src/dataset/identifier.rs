//! Identifiers of filings: digits of a content's hash and the number of a copy come in, text goes out that takes no memory of
//! its own, for there are as many as filings.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Bytes of the longest: a letter, 16 digits, a hyphen and the largest number of a copy.
const LONGEST: usize = 1 + 16 + 1 + 10;

/// The letter f (no spreadsheet takes it for a number) and 16 hexadecimal digits; behind them `-2`, `-3` for further copies
/// of the same bytes. It reads as text; by default it is empty.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct FilingId {
    length: u8,
    text: [u8; LONGEST],
}

impl FilingId {
    /// The identifier of the copy with this number, from one, of the content with these digits.
    pub(super) fn new(digits: [u8; 8], copy: u32) -> Self {
        let mut id = Self::default();
        id.push(b"f");
        for digit in digits.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
            id.push(&[b"0123456789abcdef"[usize::from(digit)]]);
        }
        if copy > 1 {
            id.push(b"-");
            id.push(itoa::Buffer::new().format(copy).as_bytes());
        }
        id
    }

    /// A text that is no longer than an identifier.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut id = Self::default();
        (text.len() <= LONGEST).then(|| id.push(text.as_bytes()))?;
        Some(id)
    }

    fn push(&mut self, text: &[u8]) {
        let start = usize::from(self.length);
        self.text[start..start + text.len()].copy_from_slice(text);
        self.length += text.len() as u8;
    }

    /// The identifier of the first copy.
    pub fn first(&self) -> &str {
        self.split_once('-').map_or(self, |(first, _)| first)
    }
}

impl Deref for FilingId {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.text[..usize::from(self.length)]).expect("only whole texts are pushed")
    }
}

impl fmt::Debug for FilingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for FilingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl<'a> From<&'a FilingId> for Cow<'a, str> {
    fn from(id: &'a FilingId) -> Self {
        Cow::Borrowed(id)
    }
}

impl Serialize for FilingId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for FilingId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Cow<'de, str> = Deserialize::deserialize(deserializer)?;
        Self::of(&text).ok_or_else(|| D::Error::custom("an identifier of a filing is shorter"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_told_apart_and_come_back() {
        let digits = [0, 0x12, 0xab, 0xff, 1, 2, 3, 4];
        let ids = [1, 2, u32::MAX].map(|copy| FilingId::new(digits, copy));
        let texts = ["f0012abff01020304", "f0012abff01020304-2", "f0012abff01020304-4294967295"];
        for (id, text) in ids.iter().zip(texts) {
            assert_eq!((&**id, id.first(), id.to_string().as_str()), (text, texts[0], text));
            let bytes = postcard::to_stdvec(id).expect("plain data");
            assert_eq!(postcard::from_bytes::<FilingId>(&bytes).ok(), Some(*id));
        }
        let long = postcard::to_stdvec(&"f".repeat(LONGEST + 1)).expect("plain data");
        assert!(postcard::from_bytes::<FilingId>(&long).is_err());
        assert_eq!(&*FilingId::default(), "");
    }
}
