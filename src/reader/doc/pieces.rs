//! The text: pieces of the main stream in the order in which they are read ([MS-DOC] 2.4.1, 2.9.38).
//!
//! A character position counts UTF-16 units in Word 97, bytes in Word 6/95. A piece is either UTF-16 or
//! bytes: in Word 97 those bytes are Latin letters with the additions of 2.9.73, in Word 6/95 the code
//! page of the installation's language.

use encoding_rs::Encoding;

use super::bytes::{u8_at, u16_at, u32_at};
use super::fib::{Fib, Structure};
use crate::error::ReadError;

/// The text of all parts.
#[derive(Debug)]
pub(super) struct Text<'a> {
    /// One unit for each character position.
    pub units: Vec<u16>,
    /// In order of `start`, without gaps.
    pub pieces: Vec<Piece>,
    /// What units are: bytes of this encoding, UTF-16 when `None`.
    pub encoding: Option<&'static Encoding>,
    /// Property lists that pieces refer to (fast saving leaves changes here).
    pub changes: Vec<&'a [u8]>,
}

/// Characters that stand together in the stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// First character position.
    pub start: u32,
    /// One past the last character position.
    pub end: u32,
    /// Position of the first character in the stream.
    pub offset: u32,
    /// Bytes of a character.
    pub width: u32,
    /// Change of properties ([MS-DOC] 2.9.214, Prm).
    pub change: u16,
}

impl Piece {
    /// Where a character of the piece stands in the stream.
    pub fn offset_of(&self, position: u32) -> u32 {
        self.offset.saturating_add(position.saturating_sub(self.start).saturating_mul(self.width))
    }
}

impl<'a> Text<'a> {
    /// Reads the piece table, or the one run of text of a file that has none.
    pub fn read(fib: &Fib, main: &[u8], table: &'a [u8]) -> Result<Self, ReadError> {
        let encoding = fib.old.then(|| code_page(fib.language));
        let total = fib.counts.iter().fold(0u32, |sum, &count| sum.saturating_add(count));
        let mut text = Self { units: Vec::new(), pieces: Vec::new(), encoding, changes: Vec::new() };
        let pieces = match fib.part(table, Structure::Pieces) {
            Some(clx) => text.split(clx, fib.old),
            None => None,
        };
        let pieces = match pieces {
            Some(pieces) => pieces,
            // Word 6/95 writes a piece table only when it saves fast.
            None if fib.old => {
                let width = if fib.wide { 2 } else { 1 };
                vec![Piece { start: 0, end: total, offset: fib.text, width, change: 0 }]
            }
            // Without it nothing says whether the text is bytes or UTF-16.
            None => return Err(ReadError::damaged("Clx", "a piece table", "none")),
        };
        // A character takes at least a byte: more than that is a table that points at the same bytes
        // again and again.
        let allowed = main.len().saturating_mul(2);
        for piece in pieces {
            text.decode(piece, main, allowed)?;
        }
        if text.encoding.is_some() && text.pieces.iter().all(|piece| piece.width == 2) {
            text.encoding = None;
        }
        Ok(text)
    }

    /// The pieces that the Clx lists.
    fn split(&mut self, mut clx: &'a [u8], old: bool) -> Option<Vec<Piece>> {
        while u8_at(clx, 0)? == 1 {
            let length = usize::from(u16_at(clx, 1)?);
            self.changes.push(clx.get(3..3 + length)?);
            clx = &clx[3 + length..];
        }
        if u8_at(clx, 0)? != 2 {
            return None;
        }
        // PlcPcd: n + 1 positions of 4 bytes, then n descriptors of 8.
        let length = (u32_at(clx, 1)? as usize).min(clx.len().saturating_sub(5));
        let plc = clx.get(5..5 + length)?;
        let count = plc.len().checked_sub(4)? / 12;
        let mut pieces = Vec::with_capacity(count);
        for index in 0..count {
            let (start, end) = (u32_at(plc, 4 * index)?, u32_at(plc, 4 * index + 4)?);
            let descriptor = 4 * (count + 1) + 8 * index;
            let (position, change) = (u32_at(plc, descriptor + 2)?, u16_at(plc, descriptor + 6)?);
            let (offset, width) = match (old, position & 0x4000_0000 != 0) {
                (true, _) => (position, 1),
                (false, true) => ((position & 0x3FFF_FFFF) / 2, 1),
                (false, false) => (position & 0x3FFF_FFFF, 2),
            };
            pieces.push(Piece { start, end, offset, width, change });
        }
        Some(pieces)
    }

    /// Appends a piece's characters, as far as the stream holds them.
    fn decode(&mut self, piece: Piece, main: &[u8], allowed: usize) -> Result<(), ReadError> {
        let start = self.units.len() as u32;
        let length = piece.end.saturating_sub(piece.start) as usize;
        let stored = main.get(piece.offset as usize..).unwrap_or_default();
        if piece.width == 2 {
            self.units.extend(stored.chunks_exact(2).take(length).map(|unit| u16::from_le_bytes([unit[0], unit[1]])));
        } else if self.encoding.is_some() {
            self.units.extend(stored.iter().take(length).map(|&byte| u16::from(byte)));
        } else {
            self.units.extend(stored.iter().take(length).map(|&byte| narrow(byte)));
        }
        if self.units.len() > allowed {
            return Err(ReadError::damaged(
                "Clx",
                format!("at most {allowed} characters"),
                self.units.len().to_string(),
            ));
        }
        // Positions are counted anew: overlapping or missing ones cannot be told from damage.
        let end = self.units.len() as u32;
        if end > start {
            self.pieces.push(Piece { start, end, ..piece });
        }
        Ok(())
    }
}

/// A byte of a compressed piece ([MS-DOC] 2.9.73).
fn narrow(byte: u8) -> u16 {
    const HIGH: [u16; 32] = [
        0x80, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x8E,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D, 0x9E, 0x0178,
    ];
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => u16::from(byte),
    }
}

/// The code page in which an installation of this language writes.
fn code_page(language: u16) -> &'static Encoding {
    match language {
        // Simplified: the mainland, Singapore. Traditional: Taiwan, Hong Kong, Macao.
        0x0804 | 0x1004 => encoding_rs::GBK,
        0x0404 | 0x0C04 | 0x1404 => encoding_rs::BIG5,
        0x0411 => encoding_rs::SHIFT_JIS,
        0x0412 => encoding_rs::EUC_KR,
        _ => encoding_rs::WINDOWS_1252,
    }
}
