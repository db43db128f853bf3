//! The shared texts of an Excel 97 workbook (MS-XLS 2.4.265), without their characters: records in; for each text its length,
//! which is what a cell that refers to it will take when the library copies it, and its formatted runs out.

use crate::reader::doc::bytes::{u16_at, u32_at};

/// One shared text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// Characters, in 16-bit units.
    pub length: u32,
    /// The unit from which on a font holds, and its index (2.5.129).
    pub runs: Vec<(u16, u16)>,
}

/// Each text that is there; `segments` are the contents of the record and of those that continue it.
pub(super) fn texts(segments: &[&[u8]]) -> Vec<Text> {
    let mut reading = Segments { segments, at: 8 };
    std::iter::from_fn(|| reading.text()).collect()
}

struct Segments<'a> {
    segments: &'a [&'a [u8]],
    at: usize,
}

impl Segments<'_> {
    /// Passes over one text.
    fn text(&mut self) -> Option<Text> {
        // A text that does not begin in this record begins with the next.
        while self.at >= self.segments.first()?.len() {
            self.next()?;
        }
        let segment = self.segments.first()?;
        let characters = u16_at(segment, self.at)?;
        let flags = *segment.get(self.at + 2)?;
        self.at += 3;
        let (mut formatted, mut phonetic) = (0, 0);
        if flags & 8 != 0 {
            formatted = u16_at(segment, self.at)?;
            self.at += 2;
        }
        if flags & 4 != 0 {
            phonetic = u32_at(segment, self.at)? as usize;
            self.at += 4;
        }
        self.characters(usize::from(characters), 1 + usize::from(flags & 1))?;
        let mut runs = Vec::new();
        for _ in 0..formatted {
            runs.push(self.run()?);
        }
        self.bytes(phonetic)?;
        Some(Text { length: characters.into(), runs })
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

    /// A run; records break between runs, not inside them.
    fn run(&mut self) -> Option<(u16, u16)> {
        if self.at >= self.segments.first()?.len() {
            self.next()?;
        }
        let segment = self.segments.first()?;
        let run = (u16_at(segment, self.at)?, u16_at(segment, self.at + 2)?);
        self.at += 4;
        Some(run)
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
        let text = |length, runs: &[(u16, u16)]| Text { length, runs: runs.to_vec() };
        assert_eq!(texts(&[&first, second]), [text(2, &[]), text(3, &[(0, 0)]), text(1, &[])]);
        assert_eq!(texts(&[&first]), [text(2, &[])]);
        assert_eq!(texts(&[b"\0\0"]), []);
        assert_eq!(texts(&[]), []);
    }
}
