//! The file information block ([MS-DOC] 2.5): where everything stands in the streams.
//!
//! Two layouts: Word 97 and later (`nFib` of 0x00C1 and up), and Word 6/95, which keeps its tables in
//! the main stream and its text in bytes of a code page.

use super::bytes::{part, u16_at, u32_at};
use crate::error::{ReadError, ReadErrorKind};

/// `nFib` of Word 97; smaller ones are of Word 6 and 95.
const WORD_97: u16 = 0x00C1;
/// Word 6.0 is the oldest layout read here.
const WORD_6: u16 = 0x0065;

/// Offsets of the layout that differ between the two versions.
struct Layout {
    /// First of the eight character counts (`ccpText`).
    counts: usize,
    /// First position and length pair.
    pairs: usize,
}

/// What the file says about itself.
#[derive(Debug)]
pub(super) struct Fib {
    /// Word 6 or 95: narrow text, one-byte property codes.
    pub old: bool,
    /// Language of the installation that wrote the file ([MS-LCID]).
    pub language: u16,
    /// Which table stream counts: 0 or 1.
    pub table: usize,
    /// Text of a Word 95 file without a piece table is UTF-16 (far-eastern editions).
    pub wide: bool,
    /// Position of the text in files without a piece table.
    pub text: u32,
    /// Characters of the parts: main, footnotes, headers, macros, comments, endnotes, text boxes, text
    /// boxes of headers.
    pub counts: [u32; 8],
    pairs: Vec<(u32, u32)>,
}

/// Structures that the FIB points at, by ordinal of their pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Structure {
    Styles = 1,
    CharacterPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    Shapes = 40,
    Drawing = 50,
    BoxTexts = 56,
    Lists = 73,
    ListOverrides = 74,
}

impl Fib {
    /// Reads the FIB at the start of the main stream.
    pub fn read(main: &[u8]) -> Result<Self, ReadError> {
        let field = |offset| u16_at(main, offset).ok_or_else(|| damaged("898 bytes", main.len().to_string()));
        let (magic, version, flags) = (field(0)?, field(2)?, field(0x0A)?);
        if !matches!(magic, 0xA5EC | 0xA5DC) && !(0xA697..=0xA699).contains(&magic) {
            return Err(damaged("wIdent A5EC", format!("{magic:04X}")));
        }
        if version < WORD_6 {
            return Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "FIB", "Word 6", "Word 2"));
        }
        if flags & 0x0100 != 0 {
            return Err(ReadError::new(ReadErrorKind::Encrypted, "FIB", "fEncrypted 0", "fEncrypted 1"));
        }
        let old = version < WORD_97;
        let layout = if old { Layout { counts: 0x34, pairs: 0x58 } } else { Layout { counts: 0x4C, pairs: 0x9A } };
        let mut counts = [0; 8];
        for (index, count) in counts.iter_mut().enumerate() {
            *count = u32_at(main, layout.counts + 4 * index)
                .filter(|&count| count <= i32::MAX as u32)
                .ok_or_else(|| damaged("character counts", "none"))?;
        }
        // cbRgFcLcb counts the pairs of this file's version; those past its own end are not pairs.
        let pairs = if old { 75 } else { usize::from(field(0x98)?).min(0x200) };
        let pairs = (0..pairs)
            .map_while(|index| {
                Some((u32_at(main, layout.pairs + 8 * index)?, u32_at(main, layout.pairs + 8 * index + 4)?))
            })
            .collect();
        Ok(Self {
            old,
            language: field(6)?,
            table: usize::from(flags & 0x0200 != 0),
            wide: flags & 0x1000 != 0,
            text: u32_at(main, 0x18).ok_or_else(|| damaged("fcMin", "none"))?,
            counts,
            pairs,
        })
    }

    /// The bytes of a structure, from the stream that holds them; `None` when the file has none, or they
    /// reach past the stream's end.
    pub fn part<'a>(&self, stream: &'a [u8], which: Structure) -> Option<&'a [u8]> {
        let pair = *self.pairs.get(which as usize)?;
        part(stream, pair).filter(|bytes| !bytes.is_empty())
    }

    /// What stands behind a structure.
    pub fn after<'a>(&self, stream: &'a [u8], which: Structure) -> Option<&'a [u8]> {
        let (start, length) = *self.pairs.get(which as usize)?;
        stream.get((start as usize).checked_add(length as usize)?..)
    }
}

fn damaged(expected: &'static str, found: impl Into<std::borrow::Cow<'static, str>>) -> ReadError {
    ReadError::damaged("FIB", expected, found)
}
