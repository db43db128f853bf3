//! The parts of an Office Open XML workbook: a zip container in, the same parts stored in a container of their own out,
//! with what the workbook and its sheets hide.
//!
//! `calamine` inflates without limits, makes room for as many texts as the part of shared strings says, and does not
//! hand out which rows and columns are hidden. So every part is inflated once under our limits, the promise is taken out
//! of the shared strings (ECMA-376 part 1, 18.4.9: it is optional), and the sheets are looked through for what they
//! hide. Cells and their values are left to the library.

use std::collections::HashMap;
use std::io::Write;

use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::format::{CellFormat, Shows};
use super::visible::Unseen;
use super::{Worksheet, binary, broken, drawings, rich};
use crate::document::Omissions;
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::docx::attribute;
use crate::reader::look;
use crate::reader::zip::Zip;

/// A workbook taken out of its container.
pub(super) struct Package {
    /// A container of the same parts, stored.
    pub bytes: Vec<u8>,
    /// The parts are binary (xlsb).
    pub binary: bool,
    /// Results of formulas are for whoever opens the workbook to calculate (18.2.2).
    pub calculates_on_load: bool,
    /// What the workbook says of its sheets, by name.
    sheets: HashMap<String, Entry>,
    /// What each part hides, by folded name of the part.
    unseen: HashMap<String, Looked>,
    /// The drawings of each sheet, and the areas that each drawing covers, by folded names of parts.
    drawings: HashMap<String, Vec<String>>,
    drawn: HashMap<String, Vec<Dimensions>>,
    /// Formats of cells, by their index; empty where none takes anything away.
    formats: Vec<CellFormat>,
    /// Runs of text that were left out.
    pub omissions: Omissions,
}

const STYLES: &[u8] = b"styles.xml";

/// A sheet in the list of the workbook.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub hidden: bool,
    /// Identifier of its relation, later the folded name of its part.
    pub part: String,
}

/// What was seen of a sheet's part that the library does not hand out.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub unseen: Unseen,
    /// Merged regions, of binary sheets only.
    pub merges: Vec<Dimensions>,
    /// Formats of the cells whose format takes something away.
    pub formats: HashMap<(u32, u32), CellFormat>,
}

impl Package {
    /// Inflates what a workbook is made of.
    pub fn open(zip: &mut Zip<'_>, buffer: &mut Vec<u8>) -> Result<Self, ReadError> {
        let binary = zip.contains("xl/workbook.bin");
        let mut package = Self {
            bytes: Vec::new(),
            binary,
            calculates_on_load: false,
            sheets: HashMap::new(),
            unseen: HashMap::new(),
            drawings: HashMap::new(),
            drawn: HashMap::new(),
            formats: Vec::new(),
            omissions: Omissions::default(),
        };
        let mut targets: HashMap<String, String> = HashMap::new();
        let mut writer = ZipArchiveWriter::new(Vec::new());
        // Styles first: what a sheet says of its cells refers to them.
        let is_styles = |index: &usize| zip.members().get(*index).is_some_and(|member| member.name.ends_with(STYLES));
        let (mut order, rest): (Vec<usize>, Vec<usize>) = (0..zip.members().len()).partition(is_styles);
        order.extend(rest);
        for index in order {
            let Some(member) = zip.members().get(index) else { continue };
            let name = String::from_utf8_lossy(member.name).replace('\\', "/");
            let folded = name.trim_start_matches('/').to_ascii_lowercase();
            let drawing = is_drawing(&folded);
            if !drawing && !is_wanted(&folded) {
                continue;
            }
            match zip.read(index, buffer) {
                Ok(_) => {}
                Err(error) if matches!(error.kind, ReadErrorKind::LimitExceeded | ReadErrorKind::Encrypted) => {
                    return Err(error);
                }
                // Damaged parts are the library's to judge: it may not need them.
                Err(_) => continue,
            }
            if drawing {
                package.drawn.insert(folded, drawings::areas(buffer));
                continue;
            }
            if folded.ends_with(".xml")
                && let Some(rewritten) = rich::rewrite(buffer, &mut package.omissions)
            {
                *buffer = rewritten;
            }
            package.look(&folded, buffer, &mut targets);
            store(&mut writer, name.trim_start_matches('/'), buffer).map_err(broken)?;
        }
        package.bytes = writer.finish().map_err(broken)?;
        for entry in package.sheets.values_mut() {
            entry.part = targets.remove(&entry.part).unwrap_or_default();
        }
        Ok(package)
    }

    /// The sheet of this name, as far as it is known before its cells.
    pub fn sheet(&self, name: &str) -> Worksheet {
        let entry = self.sheets.get(name);
        let looked = entry.and_then(|entry| self.unseen.get(&entry.part));
        let drawings = entry.and_then(|entry| self.drawings.get(&entry.part)).into_iter().flatten();
        let drawn = drawings.filter_map(|drawing| self.drawn.get(drawing)).flatten().copied().collect();
        Worksheet {
            drawn,
            name: name.to_owned(),
            hidden: entry.is_some_and(|entry| entry.hidden),
            unseen: looked.map(|looked| looked.unseen.clone()).unwrap_or_default(),
            merges: looked.map(|looked| looked.merges.clone()).unwrap_or_default(),
            formats: looked.map(|looked| looked.formats.clone()).unwrap_or_default(),
            ..Worksheet::default()
        }
    }

    fn look(&mut self, name: &str, part: &mut [u8], targets: &mut HashMap<String, String>) {
        if name.ends_with(".rels") {
            relations(part, name, targets);
            self.drawings_of(part, name);
        } else if name.ends_with(".bin") {
            match name.ends_with("workbook.bin") {
                true => self.sheets = binary::entries(part),
                false => drop(self.unseen.insert(name.to_owned(), binary::look(part))),
            }
        } else {
            match root(part) {
                Some(b"workbook") => self.workbook(part),
                Some(b"worksheet") => drop(self.unseen.insert(name.to_owned(), worksheet(part, &self.formats))),
                Some(b"styleSheet") => self.formats = formats(part),
                Some(b"sst") => forget_count(part),
                _ => {}
            }
        }
    }

    /// Notes the drawings that the relations of a sheet name.
    fn drawings_of(&mut self, part: &[u8], name: &str) {
        let Some((folder, sheet)) = name.split_once("/_rels/") else { return };
        let Some(sheet) = sheet.strip_suffix(".rels") else { return };
        let mut found = Vec::new();
        elements(part, |tag| {
            let raw = tag.attributes_raw();
            if attribute(raw, "Type").is_some_and(|kind| kind.ends_with(b"/drawing")) {
                let target = text(attribute(raw, "Target")).replace('\\', "/").to_ascii_lowercase();
                let outer = folder.rsplit_once('/').map_or("", |(outer, _)| outer);
                found.push(match (target.strip_prefix('/'), target.strip_prefix("../")) {
                    (Some(rooted), _) => rooted.to_owned(),
                    (_, Some(above)) => format!("{outer}/{above}"),
                    _ => format!("{folder}/{target}"),
                });
            }
            true
        });
        if !found.is_empty() {
            self.drawings.insert(format!("{folder}/{sheet}"), found);
        }
    }

    fn workbook(&mut self, part: &[u8]) {
        elements(part, |tag| {
            let raw = tag.attributes_raw();
            match tag.local_name().as_ref() {
                b"sheet" => {
                    let hidden = matches!(attribute(raw, "state"), Some(b"hidden" | b"veryHidden"));
                    let mut name = String::new();
                    crate::reader::docx::text::append(attribute(raw, "name").unwrap_or_default(), &mut name);
                    self.sheets.insert(name, Entry { hidden, part: text(attribute(raw, "id")) });
                }
                b"calcPr" => self.calculates_on_load = is_true(attribute(raw, "fullCalcOnLoad")),
                _ => {}
            }
            true
        });
    }
}

/// What lies over the cells; older drawings are those of comments.
fn is_drawing(name: &str) -> bool {
    name.contains("drawings/") && !name.contains("_rels/") && name.ends_with(".xml")
}

/// Parts that make up the cells; drawings, pictures and settings of printers are none.
fn is_wanted(name: &str) -> bool {
    let kind = name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".bin");
    kind && !["drawings/", "media/", "printersettings/", "embeddings/", "charts/"]
        .iter()
        .any(|part| name.contains(part))
}

fn store(writer: &mut ZipArchiveWriter<Vec<u8>>, name: &str, part: &[u8]) -> Result<(), rawzip::Error> {
    let path = rawzip::path::EntryPath::verbatim(name.as_bytes().to_vec());
    let (mut entry, config) = writer.new_file(path).compression_method(CompressionMethod::STORE).start()?;
    let mut stored = config.wrap(&mut entry);
    stored.write_all(part)?;
    let (_, descriptor) = stored.finish()?;
    entry.finish(descriptor)?;
    Ok(())
}

fn text(value: Option<&[u8]>) -> String {
    String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
}

fn is_true(value: Option<&[u8]>) -> bool {
    matches!(value, Some(b"1" | b"true" | b"on"))
}

/// Start tags of a part, until `take` has enough.
fn elements(part: &[u8], mut take: impl FnMut(&BytesStart<'_>) -> bool) {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                if !take(&tag) {
                    return;
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// Local name of the first element.
fn root(part: &[u8]) -> Option<&'static [u8]> {
    const KNOWN: [&[u8]; 4] = [b"workbook", b"worksheet", b"sst", b"styleSheet"];
    let mut found = None;
    elements(part, |tag| {
        found = KNOWN.iter().find(|known| tag.local_name().as_ref() == **known).copied();
        false
    });
    found
}

/// Targets of the workbook's relations, as folded names of parts, by identifier.
fn relations(part: &[u8], name: &str, targets: &mut HashMap<String, String>) {
    // `xl/_rels/workbook.xml.rels` speaks of the folder `xl/`; the root and the folders below have relations of their own.
    let folder = name.find("_rels/").map_or("", |at| &name[..at]);
    if folder.matches('/').count() != 1 {
        return;
    }
    elements(part, |tag| {
        let raw = tag.attributes_raw();
        if tag.local_name().as_ref() == b"Relationship" {
            let target = text(attribute(raw, "Target")).replace('\\', "/").to_ascii_lowercase();
            let target = match target.strip_prefix('/') {
                Some(rooted) => rooted.to_owned(),
                None => format!("{folder}{}", target.trim_start_matches("./")),
            };
            targets.insert(text(attribute(raw, "Id")), target);
        }
        true
    });
}

/// Rows and columns that a sheet does not show: told to be hidden (also where an outline is closed or a filter takes
/// them out), or without height or width (18.3.1.13, 18.3.1.73).
fn worksheet(part: &[u8], formats: &[CellFormat]) -> Looked {
    let mut looked = Looked::default();
    let unseen = &mut looked.unseen;
    let number = |value: Option<&[u8]>| text(value).trim().parse::<u32>().ok();
    let none = |value: Option<&[u8]>| text(value).trim().parse::<f64>() == Ok(0.0);
    let mut row = 0_u32;
    elements(part, |tag| {
        let raw = tag.attributes_raw();
        match tag.local_name().as_ref() {
            b"col" if is_true(attribute(raw, "hidden")) || none(attribute(raw, "width")) => {
                if let (Some(first), Some(last)) = (number(attribute(raw, "min")), number(attribute(raw, "max"))) {
                    unseen.columns.push(first.max(1) - 1..=last.max(1) - 1);
                }
            }
            b"row" => {
                // A row without a number follows the one before it.
                row = number(attribute(raw, "r")).unwrap_or(row.saturating_add(1)).max(1);
                if is_true(attribute(raw, "hidden")) || none(attribute(raw, "ht")) {
                    unseen.rows.push(row - 1..=row - 1);
                }
            }
            b"c" if !formats.is_empty() => {
                let format = number(attribute(raw, "s")).and_then(|style| formats.get(style as usize));
                if let Some(format) = format.filter(|format| !format.is_plain())
                    && let Some(place) = place(attribute(raw, "r").unwrap_or_default())
                {
                    looked.formats.insert(place, *format);
                }
            }
            _ => {}
        }
        true
    });
    looked
}

/// Row and column, from zero, of a reference like `AB12`.
fn place(reference: &[u8]) -> Option<(u32, u32)> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at(letters);
    let column = letters.iter().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = str::from_utf8(digits).ok()?.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// The formats of cells (18.8.45: each names a font by its index, and a number format by its identifier); none where all
/// of them are plain.
fn formats(part: &[u8]) -> Vec<CellFormat> {
    let (mut fonts, mut fills, mut formats) = (Vec::<Font>::new(), Vec::new(), Vec::new());
    let mut codes: HashMap<String, Shows> = HashMap::new();
    let mut section = Section::Other;
    elements(part, |tag| {
        let raw = tag.attributes_raw();
        match (tag.local_name().as_ref(), section) {
            (b"fonts", _) => section = Section::Fonts,
            (b"fills", _) => section = Section::Fills,
            (b"cellXfs", _) => section = Section::Formats,
            (b"borders" | b"cellStyleXfs" | b"cellStyles" | b"dxfs", _) => section = Section::Other,
            (b"numFmt", Section::Other) => {
                let mut code = String::new();
                crate::reader::docx::text::append(attribute(raw, "formatCode").unwrap_or_default(), &mut code);
                codes.insert(text(attribute(raw, "numFmtId")), Shows::of(&code));
            }
            (b"font", Section::Fonts) => fonts.push(Font::default()),
            (b"strike" | b"color" | b"sz", Section::Fonts) => {
                if let Some(font) = fonts.last_mut() {
                    font.note(tag.local_name().as_ref(), raw);
                }
            }
            (b"fill", Section::Fills) => fills.push(false),
            (b"patternFill" | b"gradientFill" | b"fgColor", Section::Fills) => {
                if let Some(painted) = fills.last_mut() {
                    *painted = match tag.local_name().as_ref() {
                        b"fgColor" => *painted && !rich::is_white(raw),
                        b"patternFill" => !matches!(attribute(raw, "patternType"), None | Some(b"none")),
                        _ => true,
                    };
                }
            }
            (b"xf", Section::Formats) => {
                let index = |name| text(attribute(raw, name)).parse::<usize>().ok();
                let font = index("fontId").and_then(|font| fonts.get(font)).copied().unwrap_or_default();
                let painted = index("fillId").and_then(|fill| fills.get(fill)).copied().unwrap_or(false);
                formats.push(CellFormat {
                    struck: font.struck,
                    unseen: look::is_unseen(font.tiny, font.white, painted),
                    shows: codes.get(&text(attribute(raw, "numFmtId"))).copied().unwrap_or_default(),
                });
            }
            _ => {}
        }
        true
    });
    if formats.iter().all(|format| format.is_plain()) { Vec::new() } else { formats }
}

/// Where in the part of styles.
#[derive(Clone, Copy)]
enum Section {
    Fonts,
    Fills,
    Formats,
    Other,
}

/// A font, as far as it decides what is seen.
#[derive(Debug, Default, Clone, Copy)]
struct Font {
    struck: bool,
    white: bool,
    tiny: bool,
}

impl Font {
    fn note(&mut self, name: &[u8], raw: &[u8]) {
        match name {
            b"strike" => self.struck = !matches!(attribute(raw, "val"), Some(b"0" | b"false")),
            b"color" => self.white = rich::is_white(raw),
            _ => self.tiny = rich::is_tiny(raw),
        }
    }
}

/// Renames the attribute that promises a number of texts: room is not made on a promise.
fn forget_count(part: &mut [u8]) {
    let head = part.len().min(4_096);
    if let Some(at) = memchr::memmem::find(&part[..head], b"uniqueCount") {
        part[at] = b'U';
    }
}
