//! Lengths of the shared texts of an Excel 97 workbook (MS-XLS 2.4.265), without the texts: what a cell that refers to one
//! will take when the library copies it. Records in, a length for each text out.

use crate::reader::doc::bytes::{u16_at, u32_at};

/// Characters of each text that is there; `segments` are the contents of the record and of those that continue it.
pub(super) fn lengths(segments: &[&[u8]]) -> Vec<u32> {
    let mut reading = Segments { segments, at: 8 };
    let mut lengths = Vec::new();
    while let Some(length) = reading.text() {
        lengths.push(length);
    }
    lengths
}

struct Segments<'a> {
    segments: &'a [&'a [u8]],
    at: usize,
}

impl Segments<'_> {
    /// Passes over one text.
    fn text(&mut self) -> Option<u32> {
        // A text that does not begin in this record begins with the next.
        while self.at >= self.segments.first()?.len() {
            self.next()?;
        }
        let segment = self.segments.first()?;
        let characters = u16_at(segment, self.at)?;
        let flags = *segment.get(self.at + 2)?;
        self.at += 3;
        let mut formats = 0;
        if flags & 8 != 0 {
            formats = 4 * usize::from(u16_at(segment, self.at)?);
            self.at += 2;
        }
        if flags & 4 != 0 {
            formats += u32_at(segment, self.at)? as usize;
            self.at += 4;
        }
        self.characters(usize::from(characters), 1 + usize::from(flags & 1))?;
        self.bytes(formats)?;
        Some(characters.into())
    }

    /// Passes over characters; a record that continues them says anew how wide they are.
    fn characters(&mut self, mut left: usize, mut width: usize) -> Option<()> {
        while left > 0 {
            let here = (self.segments.first()?.len().saturating_sub(self.at) / width).min(left);
            self.at += here * width;
            left -= here;
            if left > 0 {
                self.next()?;
                width = 1 + usize::from(self.segments.first()?.first()? & 1);
                self.at = 1;
            }
        }
        Some(())
    }

    fn bytes(&mut self, mut left: usize) -> Option<()> {
        while left > 0 {
            let here = self.segments.first()?.len().saturating_sub(self.at).min(left);
            self.at += here;
            left -= here;
            if left > 0 {
                self.next()?;
            }
        }
        Some(())
    }

    fn next(&mut self) -> Option<()> {
        self.segments = self.segments.get(1..)?;
        self.at = 0;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_over_several_records() {
        let first = [b"\0\0\0\0\0\0\0\0".as_slice(), b"\x02\0\0ab", b"\x03\0\x09\x01\0\x61\0\x62\0"].concat();
        let second = b"\x00c\0\0\0\0\x01\0\x04\x02\0\0\0xyz".as_slice();
        assert_eq!(lengths(&[&first, second]), [2, 3, 1]);
        assert_eq!(lengths(&[&first]), [2]);
        assert_eq!(lengths(&[b"\0\0"]), Vec::<u32>::new());
        assert_eq!(lengths(&[]), Vec::<u32>::new());
    }
}
