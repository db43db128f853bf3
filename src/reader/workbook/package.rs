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

use super::condition::Condition;
use super::format::CellFormat;
use super::styles::{self, Looks};
use super::visible::Unseen;
use super::{Worksheet, binary, broken, drawings, rich};
use crate::document::Omissions;
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::docx::{attribute, is_true};
use crate::reader::look::Look;
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
    looks: Looks,
    book: binary::Book,
    /// Runs of text that were left out.
    pub omissions: Omissions,
}

const FIRST: [&[u8]; 4] = [b"styles.xml", b"sharedstrings.xml", b"styles.bin", b"sharedstrings.bin"];

/// A sheet in the list of the workbook.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub hidden: bool,
    /// Identifier of its relation, later the folded name of its part.
    pub part: String,
}

/// Runs of the texts of cells: the 16-bit unit from which on each look holds.
pub(super) type Runs = HashMap<(u32, u32), Vec<(u16, Look)>>;

/// What was seen of a sheet's part that the library does not hand out.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub unseen: Unseen,
    /// Merged regions, of binary sheets only.
    pub merges: Vec<Dimensions>,
    /// Formats of the cells whose format takes something away.
    pub formats: HashMap<(u32, u32), CellFormat>,
    /// Struck, white and raised runs of a cell's text, of binary sheets only.
    pub runs: Runs,
    pub conditions: Vec<Condition>,
    pub no_zeros: bool,
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
            looks: Looks::default(),
            book: binary::Book::default(),
            omissions: Omissions::default(),
        };
        let mut targets: HashMap<String, String> = HashMap::new();
        let mut writer = ZipArchiveWriter::new(Vec::new());
        // Styles and texts first: what a sheet says of its cells refers to them.
        let mut order: Vec<usize> = (0..zip.members().len()).collect();
        order.sort_by_cached_key(|index| {
            let name = zip.members().get(*index).map(|member| member.name).unwrap_or_default();
            !FIRST.iter().any(|first| name.to_ascii_lowercase().ends_with(first))
        });
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
                package.looks.grounds |= rich::has_pale(buffer);
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
            conditions: looked.map(|looked| looked.conditions.clone()).unwrap_or_default(),
            no_zeros: looked.is_some_and(|looked| looked.no_zeros),
            ..Worksheet::default()
        }
    }

    /// The runs of the texts of a binary sheet that take something away.
    pub fn runs(&self, name: &str) -> Option<&Runs> {
        let looked = self.sheets.get(name).and_then(|entry| self.unseen.get(&entry.part));
        looked.map(|looked| &looked.runs).filter(|runs| !runs.is_empty())
    }

    fn look(&mut self, name: &str, part: &mut [u8], targets: &mut HashMap<String, String>) {
        if name.ends_with(".rels") {
            relations(part, name, targets);
            self.drawings_of(part, name);
        } else if name.ends_with(".bin") {
            match name.rsplit('/').next().unwrap_or(name) {
                "workbook.bin" => self.sheets = binary::entries(part),
                "styles.bin" => self.book.styles(part),
                "sharedstrings.bin" => self.book.texts(part),
                _ => drop(self.unseen.insert(name.to_owned(), binary::look(part, &self.book))),
            }
        } else {
            match root(part) {
                Some(b"workbook") => self.workbook(part),
                Some(b"worksheet") => drop(self.unseen.insert(name.to_owned(), worksheet(part, &self.looks))),
                Some(b"styleSheet") => self.looks = Looks { grounds: self.looks.grounds, ..styles::read(part) },
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

pub(super) fn text(value: Option<&[u8]>) -> String {
    String::from_utf8_lossy(value.unwrap_or_default()).into_owned()
}

/// Start tags of a part, until `take` has enough.
pub(super) fn elements(part: &[u8], mut take: impl FnMut(&BytesStart<'_>) -> bool) {
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
fn worksheet(part: &[u8], looks: &Looks) -> Looked {
    let mut looked = Looked { conditions: styles::conditions(part, looks), ..Looked::default() };
    let grounds = looks.grounds || !looked.conditions.is_empty();
    let formats = &looks.formats;
    let number = |value: Option<&[u8]>| text(value).trim().parse::<u32>().ok();
    let none = |value: Option<&[u8]>| text(value).trim().parse::<f64>() == Ok(0.0);
    let mut row = 0_u32;
    elements(part, |tag| {
        let raw = tag.attributes_raw();
        match tag.local_name().as_ref() {
            b"col" if is_true(attribute(raw, "hidden")) || none(attribute(raw, "width")) => {
                if let (Some(first), Some(last)) = (number(attribute(raw, "min")), number(attribute(raw, "max"))) {
                    looked.unseen.columns.push(first.max(1) - 1..=last.max(1) - 1);
                }
            }
            b"row" => {
                // A row without a number follows the one before it.
                row = number(attribute(raw, "r")).unwrap_or(row.saturating_add(1)).max(1);
                if is_true(attribute(raw, "hidden")) || none(attribute(raw, "ht")) {
                    looked.unseen.rows.push(row - 1..=row - 1);
                }
            }
            b"sheetView" => {
                looked.no_zeros |= attribute(raw, "showZeros").is_some_and(|value| matches!(value, b"0" | b"false"));
            }
            b"c" if !formats.is_empty() => {
                let format = number(attribute(raw, "s")).and_then(|style| formats.get(style as usize));
                let tells = |format: &&CellFormat| !format.is_plain() || grounds && format.painted;
                if let Some(format) = format.filter(tells)
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
pub(super) fn place(reference: &[u8]) -> Option<(u32, u32)> {
    let letters = reference.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (letters, digits) = reference.split_at(letters);
    let column = letters.iter().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = str::from_utf8(digits).ok()?.parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Renames the attribute that promises a number of texts: room is not made on a promise.
fn forget_count(part: &mut [u8]) {
    let head = part.len().min(4_096);
    if let Some(at) = memchr::memmem::find(&part[..head], b"uniqueCount") {
        part[at] = b'U';
    }
}
