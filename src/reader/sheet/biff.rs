//! What an Excel 97-2003 workbook may ask of memory, before `calamine` lays it out: bytes of the compound file in, a
//! compound file of the workbook's stream alone out.
//!
//! The library follows chains of sectors without a bound, makes room for as many cells as a sheet's DIMENSIONS record
//! says, and lays out the cells of each sheet from corner to corner (MS-XLS 2.1.7.20, 2.4.90). Here the chains are those
//! that [`container`] followed, and the corners of all sheets together have to stay within [`MAX_AREA`].

use std::io::{self, Cursor, Write};

use super::super::Context;
use super::super::doc::bytes::{u16_at, u32_at};
use super::super::doc::container;
use super::broken;
use crate::error::{ReadError, ReadErrorKind};

/// Cells of all sheets, blank ones between them included: one full sheet of Excel 97.
pub(super) const MAX_AREA: u64 = 65_536 * 256;
/// Sheets that the stream may name, and how often its bytes may be walked through for them.
const MAX_SHEETS: usize = 1_000;
const MAX_WALKS: usize = 4;

/// Records, by their numbers (MS-XLS 2.3).
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const MUL_RK: u16 = 0x00bd;
/// Records of one cell, which begin with its row and column.
const CELLS: &[u16] = &[FORMULA, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

/// Takes the workbook out of its compound file and checks what it asks for.
pub(super) fn workbook(bytes: &[u8], context: &mut Context) -> Result<Vec<u8>, ReadError> {
    let (name, stream) = container::stream(bytes, &["Workbook", "Book"], context)?;
    check(&stream)?;
    rebuild(name, &stream).map_err(broken)
}

fn rebuild(name: &str, stream: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::with_capacity(stream.len() + 8_192)))?;
    file.create_stream(name)?.write_all(stream)?;
    // The library wants a file that has short streams, too.
    file.create_stream("short")?.write_all(b"-")?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
}

/// The records from a place on: number and content.
fn records(stream: &[u8], at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut rest = stream.get(at..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (head, after) = rest.split_first_chunk::<4>()?;
        let (data, next) = after.split_at_checked(usize::from(u16::from_le_bytes([head[2], head[3]])))?;
        rest = next;
        Some((u16::from_le_bytes([head[0], head[1]]), data))
    })
}

/// The corners of what was seen of a sheet.
#[derive(Default)]
struct Corners(Option<[u16; 4]>);

impl Corners {
    fn add(&mut self, row: u16, column: u16) {
        let [top, left, bottom, right] = self.0.unwrap_or([row, column, row, column]);
        self.0 = Some([top.min(row), left.min(column), bottom.max(row), right.max(column)]);
    }

    fn area(&self) -> u64 {
        let span = |first: u16, last: u16| u64::from(last - first) + 1;
        self.0.map_or(0, |[top, left, bottom, right]| span(top, bottom) * span(left, right))
    }
}

fn check(stream: &[u8]) -> Result<(), ReadError> {
    let globals = records(stream, 0).take_while(|(kind, _)| *kind != EOF);
    let sheets = globals.filter(|(kind, _)| *kind == SHEET).filter_map(|(_, data)| data.first_chunk::<4>());
    let (mut area, mut walked) = (0_u64, 0_usize);
    for (place, at) in sheets.enumerate() {
        if place >= MAX_SHEETS {
            return Err(ReadError::new(ReadErrorKind::LimitExceeded, "sheets", MAX_SHEETS.to_string(), "more"));
        }
        let (asked, bytes) = sheet(stream, usize::try_from(u32::from_le_bytes(*at)).unwrap_or(usize::MAX));
        area = area.saturating_add(asked);
        walked = walked.saturating_add(bytes);
        if area > MAX_AREA {
            return Err(ReadError::limit("cells", MAX_AREA, area));
        }
        if walked > stream.len().saturating_mul(MAX_WALKS) {
            return Err(broken("sheets that lie over each other"));
        }
    }
    Ok(())
}

/// The cells that one sheet asks for, and the bytes that it has.
fn sheet(stream: &[u8], at: usize) -> (u64, usize) {
    let (mut values, mut formulas, mut claimed, mut bytes) = (Corners::default(), Corners::default(), 0_u64, 0);
    let mut depth = 0_usize;
    for (kind, data) in records(stream, at) {
        bytes += data.len() + 4;
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS => claimed = claimed.saturating_add(dimensions(data)),
            MUL_RK => {
                if let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) {
                    values.add(row, first);
                    // Six bytes a cell between the first column and the last.
                    let last = usize::from(first) + (data.len() / 6).saturating_sub(1);
                    values.add(row, u16::try_from(last).unwrap_or(u16::MAX));
                }
            }
            kind if CELLS.contains(&kind) => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    values.add(row, column);
                    if kind == FORMULA {
                        formulas.add(row, column);
                    }
                }
            }
            _ => {}
        }
    }
    (claimed.max(values.area()).saturating_add(formulas.area()), bytes)
}

/// Cells that a DIMENSIONS record claims: 32-bit rows (BIFF8) or 16-bit ones (BIFF5). Rows that end before they begin
/// would be taken for four billion.
fn dimensions(data: &[u8]) -> u64 {
    let wide = |at: usize| u32_at(data, at).unwrap_or_default();
    let narrow = |at: usize| u16_at(data, at).map_or(0, u32::from);
    let (first, end, left, right) = match data.len() {
        14.. => (wide(0), wide(4), narrow(8), narrow(10)),
        _ => (narrow(0), narrow(2), narrow(4), narrow(6)),
    };
    let left = if left > 0xff || right < left { 0 } else { left };
    if end == 0 || right == 0 {
        return 1;
    }
    end.checked_sub(first).map_or(u64::MAX, |rows| u64::from(rows).saturating_mul(u64::from(right - left)))
}
