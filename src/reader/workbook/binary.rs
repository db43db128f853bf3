//! What a binary workbook (MS-XLSB) hides, and its merged regions, beside the cells that `calamine` reads: bytes of a
//! part in, hidden sheets, rows and columns out, formats that take something away, and struck, white or raised runs of text.

use std::collections::HashMap;

use calamine::Dimensions;

use super::format::{CellFormat, Shows};
use super::package::{Entry, Looked};
use super::styles::{Fill, Font};
use crate::reader::doc::bytes::{u16_at, u32_at};
use crate::reader::look::{Look, TINY, WHITE, draws_signs};

/// Records, by their numbers (MS-XLSB 2.3).
const ROW: u32 = 0;
const COLUMN: u32 = 60;
const BUNDLE_SHEET: u32 = 156;
const MERGE: u32 = 176;
const FONT: u32 = 43;
const FORMAT: u32 = 44;
const FILL: u32 = 45;
const XF: u32 = 47;
const BEGIN_CELL_XFS: u32 = 617;
const END_CELL_XFS: u32 = 618;
const TEXT: u32 = 19;
const SHARED_TEXT: u32 = 7;
/// Records of one cell, which begin with its column and its format: from a blank one to a formula that gives an error.
const CELLS: std::ops::RangeInclusive<u32> = 1..=11;
/// Merged regions of a sheet that are looked at.
const MAX_MERGES: usize = 100_000;

/// The records of a part: number and content.
fn records(mut rest: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    // Seven bits a byte, the lowest first; the highest bit says that more follow (2.1.4).
    fn variable(bytes: &mut &[u8], most: u32) -> Option<u32> {
        let mut value = 0;
        for at in 0..most {
            let (&byte, rest) = bytes.split_first()?;
            *bytes = rest;
            value |= u32::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        Some(value)
    }
    std::iter::from_fn(move || {
        let kind = variable(&mut rest, 2)?;
        let length = variable(&mut rest, 4)?;
        let (data, next) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        rest = next;
        Some((kind, data))
    })
}

/// The sheets that the workbook lists (BrtBundleSh, 2.4.313): state, number, relation, name.
pub(super) fn entries(part: &[u8]) -> HashMap<String, Entry> {
    let mut entries = HashMap::new();
    for (_, data) in records(part).filter(|(kind, _)| *kind == BUNDLE_SHEET) {
        let mut at = 8;
        let mut wide = || {
            let length = u32_at(data, at)? as usize;
            let bytes = data.get(at + 4..)?.get(..length.checked_mul(2)?)?;
            at += 4 + bytes.len();
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            Some(String::from_utf16_lossy(&units))
        };
        if let (Some(part), Some(name)) = (wide(), wide()) {
            entries.insert(name, Entry { hidden: u32_at(data, 0).is_some_and(|state| state != 0), part });
        }
    }
    entries
}

/// What the parts of styles and shared texts say, to which the cells of sheets refer.
#[derive(Debug, Default)]
pub(super) struct Book {
    formats: Vec<CellFormat>,
    fonts: Vec<Font>,
    /// Fonts above or below the line.
    raised: Vec<bool>,
    /// Fonted runs of each shared text: the 16-bit unit from which on a font holds, and its index.
    texts: Vec<Vec<(u16, u16)>>,
}

impl Book {
    /// Takes the part of styles (BrtFont 2.4.149, BrtFill 2.4.143, BrtFmt 2.4.145, BrtXF 2.4.837).
    pub fn styles(&mut self, part: &[u8]) {
        let (mut fills, mut codes, mut of_cells) = (Vec::new(), HashMap::new(), false);
        for (kind, data) in records(part) {
            match kind {
                FONT => {
                    let (white, color) = color(data, 12);
                    self.raised.push(matches!(u16_at(data, 6), Some(1 | 2)));
                    self.fonts.push(Font {
                        struck: u16_at(data, 2).is_some_and(|options| options & 8 != 0),
                        // In twentieths of a point.
                        tiny: u16_at(data, 0).is_some_and(|height| i32::from(height) <= 10 * TINY),
                        white,
                        color,
                        // The name stands behind the colour, the scheme and its length.
                        signs: draws_signs(&ascii(data.get(25..).unwrap_or_default())),
                    });
                }
                FILL => {
                    let pattern = u32_at(data, 0).unwrap_or(0);
                    let (white, color) = color(data, 4);
                    let solid = pattern == 1;
                    fills.push(Fill { painted: pattern > 0 && !white, solid, color: color.filter(|_| solid) });
                }
                FORMAT => {
                    let code = String::from_utf8(ascii(data.get(6..).unwrap_or_default())).unwrap_or_default();
                    codes.extend(u16_at(data, 0).map(|index| (index, Shows::of(&code))));
                }
                BEGIN_CELL_XFS => of_cells = true,
                END_CELL_XFS => of_cells = false,
                XF if of_cells => {
                    let index = |at| u16_at(data, at).map(usize::from);
                    let font = index(4).and_then(|font| self.fonts.get(font)).copied().unwrap_or_default();
                    let fill = index(6).and_then(|fill| fills.get(fill)).copied().unwrap_or_default();
                    let number = u16_at(data, 2).unwrap_or(0);
                    let shows = codes.get(&number).copied().unwrap_or_else(|| Shows::numbered(number));
                    self.formats.push(CellFormat { shows, ..font.on(fill) });
                }
                _ => {}
            }
        }
    }

    /// Takes the part of shared texts (BrtSSTItem 2.4.815): flags, length, characters, then the runs.
    pub fn texts(&mut self, part: &[u8]) {
        let runs = |data: &[u8]| {
            let formatted = data.first().is_some_and(|flags| flags & 1 != 0);
            let behind = 5 + 2 * u32_at(data, 1).filter(|_| formatted)? as usize;
            let runs = data.get(behind + 4..)?.chunks_exact(4).take(u32_at(data, behind)? as usize);
            Some(runs.filter_map(|run| Some((u16_at(run, 0)?, u16_at(run, 2)?))).collect())
        };
        self.texts =
            records(part).filter(|(kind, _)| *kind == TEXT).map(|(_, data)| runs(data).unwrap_or_default()).collect();
    }

    /// How the runs of a cell's text look, where some run takes something away; the cell's own font holds up to the first.
    fn runs(&self, text: u32, format: &mut CellFormat) -> Vec<(u16, Look)> {
        let runs = self.texts.get(text as usize).map(Vec::as_slice).unwrap_or_default();
        if runs.is_empty() {
            return Vec::new();
        }
        let look = |index: u16| {
            let font = self.fonts.get(usize::from(index)).copied().unwrap_or_default();
            let hidden = font.on(Fill { painted: format.painted, ..Fill::default() }).unseen;
            let raised = self.raised.get(usize::from(index)) == Some(&true);
            Look { hidden, struck: font.struck, raised, signs: font.signs }
        };
        let mut looks: Vec<(u16, Look)> = runs.iter().map(|&(from, font)| (from, look(font))).collect();
        if format.struck || format.unseen {
            let (struck, hidden) = (std::mem::take(&mut format.struck), std::mem::take(&mut format.unseen));
            looks.insert(0, (0, Look { struck, hidden, ..Look::default() }));
        }
        if looks.iter().all(|(_, look)| *look == Look::default()) {
            looks.clear();
        }
        looks
    }
}

/// Characters of two bytes each, those that are not ASCII as a question mark.
fn ascii(wide: &[u8]) -> Vec<u8> {
    wide.chunks_exact(2).map(|pair| if pair[1] == 0 && pair[0].is_ascii() { pair[0] } else { b'?' }).collect()
}

/// Whether a colour (2.5.5) is white, and the colour as a number: by its channels, or by what gives it.
fn color(data: &[u8], at: usize) -> (bool, Option<u64>) {
    let Some(&[kind, index, low, high, red, green, blue, _]) = data.get(at..).and_then(|rest| rest.first_chunk())
    else {
        return (false, None);
    };
    let lighter = i16::from_le_bytes([low, high]) >= 0;
    let of = |space: u64| Some(space << 40 | u64::from(index) << 16 | u64::from(low) << 8 | u64::from(high));
    match kind >> 1 {
        1 => (matches!(index, 1 | 9 | 65) && lighter, of(1)),
        2 => (
            [red, green, blue].iter().all(|channel| *channel >= WHITE),
            Some(u64::from(u32::from_be_bytes([0, red, green, blue]))),
        ),
        3 => (index == 0 && lighter, of(2)),
        _ => (false, None),
    }
}

/// What a sheet hides (BrtRowHdr 2.4.750, BrtColInfo 2.4.331), and its merged regions (BrtMergeCell 2.4.681).
pub(super) fn look(part: &[u8], book: &Book) -> Looked {
    let mut looked = Looked::default();
    let mut row = 0;
    for (kind, data) in records(part) {
        match kind {
            kind if CELLS.contains(&kind) => {
                let (Some(column), Some(format)) = (u32_at(data, 0), u32_at(data, 4)) else { continue };
                let mut format = book.formats.get((format & 0xff_ffff) as usize).copied().unwrap_or_default();
                if kind == SHARED_TEXT
                    && let Some(text) = u32_at(data, 8)
                {
                    let runs = book.runs(text, &mut format);
                    if !runs.is_empty() {
                        looked.runs.insert((row, column), runs);
                    }
                }
                if !format.is_plain() {
                    looked.formats.insert((row, column), format);
                }
            }
            ROW => {
                row = u32_at(data, 0).unwrap_or(row);
                // The second byte of the flags: three bits of outline, closed, without height.
                let height = u16_at(data, 8).unwrap_or(1);
                if let Some(row) = u32_at(data, 0)
                    && (data.get(11).is_some_and(|flags| flags & 0x10 != 0) || height == 0)
                {
                    looked.unseen.rows.push(row..=row);
                }
            }
            COLUMN => {
                if let (Some(first), Some(last), Some(width)) = (u32_at(data, 0), u32_at(data, 4), u32_at(data, 8))
                    && (width == 0 || data.get(16).is_some_and(|flags| flags & 1 != 0))
                {
                    looked.unseen.columns.push(first..=last);
                }
            }
            MERGE if looked.merges.len() < MAX_MERGES => {
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (u32_at(data, 0), u32_at(data, 4), u32_at(data, 8), u32_at(data, 12))
                {
                    looked.merges.push(Dimensions { start: (top, left), end: (bottom, right) });
                }
            }
            _ => {}
        }
    }
    looked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u32, data: &[u8]) -> Vec<u8> {
        let number = if kind < 128 { vec![kind as u8] } else { vec![kind as u8 | 0x80, (kind >> 7) as u8] };
        [&number[..], &[data.len() as u8], data].concat()
    }

    #[test]
    fn formats_and_runs_that_take_something_away() {
        let font = |options: u8, script: u8, color: [u8; 4]| {
            let color = [[5, 0xff, 0, 0], color].concat();
            let name: Vec<u8> = "Arial".encode_utf16().flat_map(u16::to_le_bytes).collect();
            let font = [220, 0, options, 0, 144, 1, script, 0, 0, 0, 134, 0];
            record(FONT, &[&font[..], &color, &[0, 5, 0, 0, 0], &name].concat())
        };
        let (black, white) = ([0, 0, 0, 255], [255, 255, 255, 255]);
        let fill = |pattern: u8| {
            record(FILL, &[&[pattern, 0, 0, 0, 5, 0xff, 0, 0, 0x1f, 0x4e, 0x79, 255][..], &[0; 56]].concat())
        };
        let xf =
            |format: u8, font: u8, fill: u8| record(XF, &[0, 0, format, 0, font, 0, fill, 0, 0, 0, 0, 0, 0, 16, 0, 0]);
        let code: Vec<u8> = ";;;".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let styles = [
            record(FORMAT, &[&[164, 0, 3, 0, 0, 0][..], &code].concat()),
            font(0, 0, black),
            font(8, 0, black),
            font(0, 0, white),
            font(0, 1, black),
            fill(0),
            fill(1),
            // Formats of named styles are no cell's.
            xf(164, 0, 0),
            record(BEGIN_CELL_XFS, &[]),
            xf(0, 0, 0),
            xf(0, 1, 0),
            xf(0, 2, 0),
            xf(0, 2, 1),
            xf(164, 0, 0),
            record(END_CELL_XFS, &[]),
        ];
        let text = |runs: &[u8]| {
            let runs = [&[runs.len() as u8 / 4, 0, 0, 0][..], runs].concat();
            record(TEXT, &[&[1, 2, 0, 0, 0, b'9', 0, b'4', 0][..], &runs].concat())
        };
        let texts = [record(TEXT, &[0, 1, 0, 0, 0, b'4', 0]), text(&[0, 0, 1, 0, 1, 0, 0, 0]), text(&[1, 0, 3, 0])];
        let mut book = Book::default();
        book.styles(&styles.concat());
        book.texts(&texts.concat());
        let cell =
            |column: u8, format: u8, text: u8| record(SHARED_TEXT, &[column, 0, 0, 0, format, 0, 0, 0, text, 0, 0, 0]);
        let row = [6, 0, 0, 0, 0, 0, 0, 0, 29, 1, 0, 0, 0];
        let cells: Vec<Vec<u8>> = (0..5).map(|format| cell(format, format, 0)).collect();
        let sheet = [record(ROW, &row), cells.concat(), cell(5, 0, 1), cell(6, 0, 2), cell(7, 2, 2)].concat();
        let looked = look(&sheet, &book);
        let mut formats: Vec<_> =
            looked.formats.iter().map(|(place, format)| (place.1, format.struck, format.unseen)).collect();
        formats.sort_unstable();
        assert_eq!(formats, [(1, true, false), (2, false, true), (4, false, false)]);
        let plain = Look::default();
        let runs = |column: u32| looked.runs[&(6, column)].as_slice();
        assert_eq!(runs(5), [(0, Look { struck: true, ..plain }), (1, plain)]);
        assert_eq!(runs(6), [(1, Look { raised: true, ..plain })]);
        assert_eq!(runs(7), [(0, Look { hidden: true, ..plain }), (1, Look { raised: true, ..plain })]);
        for part in [styles.concat(), texts.concat()] {
            for end in 0..part.len() {
                let mut book = Book::default();
                book.styles(&part[..end]);
                book.texts(&part[..end]);
            }
        }
    }
}
