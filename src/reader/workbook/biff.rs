//! What an Excel 97-2003 workbook may ask of memory, before `calamine` lays it out, and what it hides: bytes of the
//! compound file in, a compound file of the workbook's stream alone out.
//!
//! The library follows chains of sectors without a bound, makes room for as many cells as a sheet's DIMENSIONS record
//! says, and lays out the cells of each sheet from corner to corner (MS-XLS 2.1.7.20, 2.4.90). Here the chains are those
//! that [`container`] followed, and the corners of all sheets together have to stay within [`MAX_AREA`].

use std::collections::HashMap;
use std::io::{self, Cursor, Write};

use calamine::Dimensions;

use super::broken;
use super::condition::Condition;
use super::drawings;
use super::format::{CellFormat, Shows};
use super::rules::Rules;
use super::texts::{Text, texts};
use super::visible::Unseen;
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Context;
use crate::reader::doc::bytes::{u16_at, u32_at};
use crate::reader::doc::container;
use crate::reader::look::{Look, TINY, WHITE, draws_signs, is_unseen};

/// Cells of all sheets, blank ones between them included: one full sheet of Excel 97.
pub(super) const MAX_AREA: u64 = 65_536 * 256;
/// Sheets that the stream may name, and how often its bytes may be walked through for them.
const MAX_SHEETS: usize = 1_000;
const MAX_WALKS: usize = 4;

/// Shorter streams are kept in the mini stream (MS-CFB 2.2), of which the library sees an eighth where sectors have 4096 bytes.
const CUTOFF: usize = 4_096;

/// Records, by their numbers (MS-XLS 2.3).
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const FORMULA: u16 = 0x0006;
const MUL_RK: u16 = 0x00bd;
const ROW: u16 = 0x0208;
const COLUMN: u16 = 0x007d;
const TEXTS: u16 = 0x00fc;
const CONTINUE: u16 = 0x003c;
const SHARED_TEXT: u16 = 0x00fd;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041e;
const XF: u16 = 0x00e0;
const WINDOW: u16 = 0x023e;
const PALETTE: u16 = 0x0092;
const RULED: u16 = 0x01b0;
const RULE: u16 = 0x01b1;
const DRAWING: u16 = 0x00ec;
const OBJECT: u16 = 0x005d;
const OBJECT_TEXT: u16 = 0x01b6;
/// Objects by their kinds (2.5.143): pictures, and comments.
const PICTURE: u16 = 8;
const COMMENT: u16 = 0x19;
/// The number of the first colour that a workbook may have of its own.
const OWN_COLORS: u16 = 8;
/// Colours by their numbers that are white (2.5.161): of the palette, and the window's.
const WHITES: [u16; 3] = [1, 9, 65];
/// Records of one cell, which begin with its row and column.
const CELLS: &[u16] = &[FORMULA, 0x00d6, 0x00fd, 0x0203, 0x0204, 0x0205, 0x027e];

/// A workbook that may be laid out.
pub(super) struct Workbook {
    /// A compound file of its stream.
    pub bytes: Vec<u8>,
    /// What its sheets hide, in the order of the workbook's list.
    pub sheets: Vec<Looked>,
}

/// What was seen of a sheet that the library does not hand out.
#[derive(Default)]
pub(super) struct Looked {
    pub unseen: Unseen,
    /// Formats of the cells whose format takes something away.
    pub formats: HashMap<(u32, u32), CellFormat>,
    /// Struck and raised runs of a cell's text: the 16-bit unit from which on they are such.
    pub runs: HashMap<(u32, u32), Vec<(u16, Look)>>,
    /// Formats that cells have where a condition holds.
    pub conditions: Vec<Condition>,
    /// What pictures and texts over the cells cover.
    pub drawn: Vec<Dimensions>,
    /// Zeros are not shown.
    pub no_zeros: bool,
    /// Formulas whose result was never stored.
    pub unread: Vec<(u32, u32)>,
    /// Some formula of the sheet has a result.
    calculated: bool,
}

/// Takes the workbook out of its compound file and checks what it asks for.
pub(super) fn workbook(bytes: &[u8], context: &mut Context) -> Result<Workbook, ReadError> {
    let (name, stream) = container::stream(bytes, &["Workbook", "Book"], context)?;
    let mut sheets = check(&stream, context.limits.document_bytes)?;
    // A blank text is also what a formula without an argument gives: nothing was calculated only where nothing else was.
    if sheets.iter().any(|sheet| sheet.calculated) {
        sheets.iter_mut().for_each(|sheet| sheet.unread.clear());
    }
    let bytes = rebuild(name, &stream).map_err(broken)?;
    Ok(Workbook { bytes, sheets })
}

fn rebuild(name: &str, stream: &[u8]) -> io::Result<Vec<u8>> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::with_capacity(stream.len() + 8_192)))?;
    let mut workbook = file.create_stream(name)?;
    workbook.write_all(stream)?;
    workbook.write_all(&vec![0; CUTOFF.saturating_sub(stream.len())])?;
    drop(workbook);
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

/// What the globals say of fonts, formats and texts.
#[derive(Default)]
struct Globals {
    texts: Vec<Text>,
    /// How each font looks, white ones as hidden; whether each is too small to be seen.
    fonts: Vec<(Look, bool)>,
    /// The number of each font's colour.
    inks: Vec<u16>,
    formats: Vec<CellFormat>,
    /// Formats that paint the ground of their cell.
    painted: Vec<bool>,
    /// Numbers of the colours that are white, and what the workbook's own number formats show.
    whites: Vec<u16>,
    codes: HashMap<u16, Shows>,
}

impl Globals {
    fn new(stream: &[u8]) -> Self {
        let globals = || records(stream, 0).take_while(|(kind, _)| *kind != EOF);
        let mut shared = globals().skip_while(|(kind, _)| *kind != TEXTS);
        let first = shared.next().map(|(_, data)| data);
        let more = shared.take_while(|(kind, _)| *kind == CONTINUE).map(|(_, data)| data);
        let texts = texts(&first.into_iter().chain(more).collect::<Vec<_>>());
        let palette = globals().find(|(kind, _)| *kind == PALETTE).map(|(_, data)| data);
        let mut found = Self { texts, whites: whites(palette), ..Self::default() };
        for (kind, data) in globals() {
            match kind {
                // Options, and what the text is raised by (2.4.122).
                FONT => {
                    let look = Look {
                        struck: data.get(2).is_some_and(|options| options & 8 != 0),
                        raised: matches!(u16_at(data, 8), Some(1 | 2)),
                        hidden: u16_at(data, 4).is_some_and(|color| found.whites.contains(&color)),
                        // The name by its length, a flag for characters of two bytes, and its characters.
                        signs: draws_signs(code(data.get(13..).unwrap_or_default()).as_bytes()),
                    };
                    // In twentieths of a point.
                    let tiny = u16_at(data, 0).is_some_and(|height| i32::from(height) <= 10 * TINY);
                    found.fonts.push((look, tiny));
                    found.inks.push(u16_at(data, 4).unwrap_or(AUTOMATIC));
                }
                FORMAT => found
                    .codes
                    .extend(u16_at(data, 0).map(|index| (index, Shows::of(&code(data.get(2..).unwrap_or_default()))))),
                XF => {
                    let (look, tiny) = u16_at(data, 0).and_then(|font| found.font(font)).unwrap_or_default();
                    let number = u16_at(data, 2).unwrap_or(0);
                    let (shows, painted) = (found.shows(number), paints(data, &found.whites));
                    let ink = u16_at(data, 0).and_then(|font| found.inks.get(place(font)));
                    let same = ink.is_some_and(|ink| *ink < AUTOMATIC && Some(*ink) == full(data));
                    let unseen = is_unseen(tiny || same && painted, look.hidden, painted);
                    found.painted.push(painted);
                    found.formats.push(CellFormat {
                        struck: look.struck,
                        unseen,
                        painted,
                        signs: look.signs,
                        shows,
                        ..CellFormat::default()
                    });
                }
                _ => {}
            }
        }
        found
    }

    fn shows(&self, number: u16) -> Shows {
        self.codes.get(&number).copied().unwrap_or_else(|| Shows::numbered(number))
    }

    fn font(&self, index: u16) -> Option<(Look, bool)> {
        self.fonts.get(place(index)).copied()
    }
}

/// The numbers of white colours, where a workbook has a palette of its own (2.4.188): a count, then three channels and a
/// byte for each colour.
fn whites(palette: Option<&[u8]>) -> Vec<u16> {
    let mut whites = WHITES.to_vec();
    let colors = palette.and_then(|data| data.get(2..)).unwrap_or_default().chunks_exact(4);
    for (number, color) in (OWN_COLORS..AUTOMATIC).zip(colors) {
        whites.retain(|known| *known != number);
        if color[..3].iter().all(|channel| *channel >= WHITE) {
            whites.push(number);
        }
    }
    whites
}

/// Where the font of an index stands: there is none of index four (2.5.129).
fn place(index: u16) -> usize {
    usize::from(if index > 4 { index - 1 } else { index })
}

/// The first number that no colour of the table has (2.5.161).
const AUTOMATIC: u16 = 0x40;

/// The colour that a format fills its cell with.
fn full(format: &[u8]) -> Option<u16> {
    let filled = u32_at(format, 14).is_some_and(|pattern| pattern >> 26 == 1);
    u16_at(format, 18).map(|colors| colors & 0x7f).filter(|_| filled)
}

/// Whether a format (2.4.353) paints its cell: it has a pattern, and a full one is not white.
fn paints(format: &[u8], whites: &[u16]) -> bool {
    let (Some(pattern), Some(colors)) = (u32_at(format, 14), u16_at(format, 18)) else { return false };
    let pattern = pattern >> 26;
    pattern > 1 || pattern == 1 && !whites.contains(&(colors & 0x7f))
}

/// The code of a number format (2.5.294); only what is ASCII of it matters.
pub(super) fn code(data: &[u8]) -> String {
    match data.split_at_checked(3) {
        Some((&[_, _, flags], text)) if flags & 1 != 0 => {
            text.chunks_exact(2).map(|pair| if pair[1] == 0 { char::from(pair[0]) } else { '?' }).collect()
        }
        Some((_, text)) => text.iter().copied().map(char::from).collect(),
        None => String::new(),
    }
}

fn check(stream: &[u8], most: u64) -> Result<Vec<Looked>, ReadError> {
    let shared = Globals::new(stream);
    let mut copied = 0_u64;
    let globals = records(stream, 0).take_while(|(kind, _)| *kind != EOF);
    let places = globals.filter(|(kind, _)| *kind == SHEET).filter_map(|(_, data)| data.first_chunk::<4>());
    let (mut area, mut walked) = (0_u64, 0_usize);
    let mut sheets = Vec::new();
    for at in places {
        if sheets.len() >= MAX_SHEETS {
            return Err(ReadError::new(ReadErrorKind::LimitExceeded, "sheets", MAX_SHEETS.to_string(), "more"));
        }
        let mut sheet = Walk::new(&shared);
        sheet.walk(stream, usize::try_from(u32::from_le_bytes(*at)).unwrap_or(usize::MAX));
        area = area.saturating_add(sheet.area());
        walked = walked.saturating_add(sheet.bytes);
        if area > MAX_AREA {
            return Err(ReadError::limit("cells", MAX_AREA, area));
        }
        copied = copied.saturating_add(sheet.copied);
        if copied > most {
            return Err(ReadError::limit("document_bytes", most, copied));
        }
        if walked > stream.len().saturating_mul(MAX_WALKS) {
            return Err(broken("sheets that lie over each other"));
        }
        sheets.push(sheet.looked);
    }
    Ok(sheets)
}

/// One sheet, record by record.
struct Walk<'g> {
    globals: &'g Globals,
    /// Characters of all shared texts that the sheet copies.
    copied: u64,
    values: Corners,
    formulas: Corners,
    /// Cells that DIMENSIONS claims.
    claimed: u64,
    /// Bytes of the sheet.
    bytes: usize,
    looked: Looked,
    /// Cells whose ground is painted and that are plain otherwise.
    grounds: Vec<((u32, u32), CellFormat)>,
    rules: Rules,
    /// Where the drawing lies whose records are read.
    anchor: Option<Dimensions>,
}

impl<'g> Walk<'g> {
    fn new(globals: &'g Globals) -> Self {
        Self {
            globals,
            copied: 0,
            values: Corners::default(),
            formulas: Corners::default(),
            claimed: 0,
            bytes: 0,
            looked: Looked::default(),
            grounds: Vec::new(),
            rules: Rules::default(),
            anchor: None,
        }
    }

    /// The cells that the sheet asks for.
    fn area(&self) -> u64 {
        self.claimed.max(self.values.area()).saturating_add(self.formulas.area())
    }

    fn walk(&mut self, stream: &[u8], at: usize) {
        let mut depth = 0_usize;
        for (kind, data) in records(stream, at) {
            self.bytes += data.len() + 4;
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ if depth > 1 => {}
                kind => self.record(kind, data),
            }
        }
        self.looked.conditions = std::mem::take(&mut self.rules.found);
        if !self.looked.conditions.is_empty() {
            self.looked.formats.extend(self.grounds.drain(..));
        }
    }

    fn record(&mut self, kind: u16, data: &[u8]) {
        let (Some(first), Some(second)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
        match kind {
            DIMENSIONS => self.claimed = self.claimed.saturating_add(dimensions(data)),
            MUL_RK => {
                self.values.add(first, second);
                // Six bytes a cell between the first column and the last.
                let last = usize::from(second) + (data.len() / 6).saturating_sub(1);
                self.values.add(first, u16::try_from(last).unwrap_or(u16::MAX));
                for (column, format) in (second..).zip(data.get(4..).unwrap_or_default().chunks_exact(6)) {
                    self.format(first, column, u16_at(format, 0));
                }
            }
            // Height in twips, whose highest bit says that it is the usual one; a flag for no height (2.4.221).
            ROW if u16_at(data, 6) == Some(0) || data.get(12).is_some_and(|flags| flags & 0x20 != 0) => {
                self.looked.unseen.rows.push(first.into()..=first.into());
            }
            // The fifth of the options of a window (2.4.346).
            WINDOW => self.looked.no_zeros = first & 0x10 == 0,
            COLUMN if u16_at(data, 4) == Some(0) || data.get(8).is_some_and(|flags| flags & 1 != 0) => {
                self.looked.unseen.columns.push(first.into()..=second.into());
            }
            RULED => self.rules.areas(data),
            DRAWING => self.anchor = drawings::anchored(data).or(self.anchor.take()),
            // Its kind stands behind the head of its first part (2.5.143).
            OBJECT if u16_at(data, 4) == Some(PICTURE) => self.draw(),
            OBJECT if u16_at(data, 4) == Some(COMMENT) => self.anchor = None,
            // Its number of characters (2.4.329).
            OBJECT_TEXT if u16_at(data, 10).is_some_and(|length| length > 0) => self.draw(),
            RULE => {
                let globals = self.globals;
                self.rules.rule(data, |color| globals.whites.contains(&color), |number| globals.shows(number));
            }
            kind if CELLS.contains(&kind) => {
                self.values.add(first, second);
                self.format(first, second, u16_at(data, 4));
                if kind == SHARED_TEXT {
                    self.shared(first, second, data);
                }
                if kind == FORMULA {
                    self.formulas.add(first, second);
                    self.formula(first, second, data);
                }
            }
            _ => {}
        }
    }

    /// Takes the drawing for one that shows something.
    fn draw(&mut self) {
        if self.looked.drawn.len() < drawings::MAX_AREAS {
            self.looked.drawn.extend(self.anchor.take());
        }
    }

    fn format(&mut self, row: u16, column: u16, index: Option<u16>) {
        let format = index.and_then(|index| self.globals.formats.get(usize::from(index)));
        match format {
            Some(format) if !format.is_plain() => {
                self.looked.formats.insert((row.into(), column.into()), *format);
            }
            Some(format) if format.painted => self.grounds.push(((row.into(), column.into()), *format)),
            _ => {}
        }
    }

    fn shared(&mut self, row: u16, column: u16, data: &[u8]) {
        let index = u32_at(data, 6).and_then(|index| usize::try_from(index).ok());
        let Some(text) = index.and_then(|index| self.globals.texts.get(index)) else { return };
        self.copied = self.copied.saturating_add(text.length.into());
        let format = u16_at(data, 4).map_or(usize::MAX, usize::from);
        let painted = self.globals.painted.get(format) == Some(&true);
        let look = |font| {
            let (look, tiny) = self.globals.font(font).unwrap_or_default();
            Look { hidden: is_unseen(tiny, look.hidden, painted), ..look }
        };
        let mut runs: Vec<(u16, Look)> = text.runs.iter().map(|&(from, font)| (from, look(font))).collect();
        // The cell's own font holds up to the first run.
        let place = (row.into(), column.into());
        if !runs.is_empty()
            && let Some(format) = self.looked.formats.get_mut(&place)
            && (format.struck || format.unseen)
        {
            let (struck, hidden) = (std::mem::take(&mut format.struck), std::mem::take(&mut format.unseen));
            runs.insert(0, (0, Look { struck, hidden, ..Look::default() }));
        }
        if runs.iter().any(|(_, look)| *look != Look::default()) {
            self.looked.runs.insert(place, runs);
        }
    }

    /// Programs that do not calculate leave a blank text or a zero as the result, the zero to be calculated whenever the
    /// file is opened (2.4.127, 2.5.133).
    fn formula(&mut self, row: u16, column: u16, data: &[u8]) {
        const BLANK: [u8; 2] = [3, 0];
        let Some(result) = data.get(6..14) else { return };
        let blank = result[6..] == [0xff, 0xff] && result[..2] == BLANK;
        let zero = result == [0; 8] && data.get(14).is_some_and(|flags| flags & 3 != 0);
        if blank || zero {
            self.looked.unread.push((row.into(), column.into()));
        } else if result != [0; 8] {
            self.looked.calculated = true;
        }
    }
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
