//! Excel's own formats through `calamine`: bytes of xlsx, xlsb or xls in, sheets out.
//!
//! What the library would do without bounds is done before it: xlsx and xlsb are inflated by `package`, xls is checked by
//! [`biff`]; both also tell what is hidden, which the library does not hand out. A formula whose result was never stored
//! is no blank.

use std::collections::HashSet;
use std::io::{Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx, XlsxError};

use super::package::Package;
use super::{Stored, Worksheet, biff, broken, clean, document, push_cell, rich, visible};
use crate::document::{Budget, Document, Omission, Omissions, Unread};
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Context;
use crate::reader::Notice;
use crate::reader::look::Look;
use crate::reader::zip::Zip;

/// Reads an Office Open XML workbook, also a binary one.
pub(in crate::reader) fn read_xlsx(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let mut zip = Zip::open(bytes, &context.limits)?;
    zip.enter("[Content_Types].xml");
    context.notices.extend(zip.salvage());
    let package = Package::open(&mut zip, &mut context.buffer)?;
    let mut reading = Reading::new(context);
    let mut omissions = Omissions::default();
    let sheets = guarded(|| match package.binary {
        true => xlsb_sheets(&package, &mut reading, &mut omissions),
        false => xlsx_sheets(&package, &mut reading),
    })?;
    let mut document = reading.document(sheets)?;
    document.omissions.append(omissions);
    document.omissions.append(package.omissions);
    Ok(document)
}

/// Reads an Excel 97-2003 workbook.
pub(in crate::reader) fn read_xls(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let workbook = biff::workbook(bytes, context)?;
    let mut reading = Reading::new(context);
    let mut omissions = Omissions::default();
    let sheets = guarded(|| xls_sheets(workbook, &mut reading, &mut omissions))?;
    let mut document = reading.document(sheets)?;
    document.omissions.append(omissions);
    Ok(document)
}

/// One workbook being read.
struct Reading<'c> {
    context: &'c mut Context,
    budget: Budget,
    /// The first sheet that broke off.
    damaged: Option<ReadError>,
}

impl<'c> Reading<'c> {
    fn new(context: &'c mut Context) -> Self {
        let budget = context.budget();
        Self { context, budget, damaged: None }
    }

    /// A sheet that breaks off costs what stands behind the break.
    fn damage(&mut self, sheet: &str, error: Option<XlsxError>) {
        let Some(error) = error else { return };
        self.context.notices.push(Notice::part(sheet.to_owned(), "a whole sheet", error.to_string()));
        self.damaged.get_or_insert_with(|| broken(error));
    }

    fn document(self, sheets: Vec<Worksheet>) -> Result<Document, ReadError> {
        match self.damaged {
            Some(error) if sheets.iter().all(|sheet| sheet.cells.is_empty()) => Err(error),
            _ => document(sheets, &self.budget),
        }
    }
}

/// A panic of the library is a damaged workbook, and costs only this one.
fn guarded<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken("records that contradict each other")))
}

fn xlsx_sheets(package: &Package, reading: &mut Reading<'_>) -> Result<Vec<Worksheet>, ReadError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(package.bytes.as_slice())).map_err(broken)?;
    let mut zeros = Zeros::default();
    let mut sheets = Vec::new();
    for name in worksheets(book.sheets_metadata()) {
        let mut sheet = package.sheet(&name);
        let damage = xlsx_cells(&mut book, &mut sheet, sheets.len(), &mut zeros, &reading.budget)?;
        reading.damage(&name, damage);
        sheet.merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheets.push(sheet);
    }
    if package.calculates_on_load {
        zeros.forget(&mut sheets);
    }
    Ok(sheets)
}

/// Takes cells one by one: a range would be laid out from corner to corner, two cells filling the memory. What breaks
/// off a sheet is handed back.
fn xlsx_cells<R: Read + Seek>(
    book: &mut Xlsx<R>,
    sheet: &mut Worksheet,
    index: usize,
    zeros: &mut Zeros,
    budget: &Budget,
) -> Result<Option<XlsxError>, ReadError> {
    let mut reader = match book.worksheet_cells_reader(&sheet.name) {
        Ok(reader) => reader,
        Err(error) => return Ok(Some(error)),
    };
    loop {
        let cell = match reader.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => return Ok(None),
            Err(error) => return Ok(Some(error)),
        };
        let value = stored(&Data::from(cell.value));
        let unread = cell.formula.is_some() && value.text.is_empty();
        if cell.formula.is_some() {
            zeros.see(&value.text, index, sheet.cells.len());
        }
        push_cell(budget, sheet, cell.pos, value, unread)?;
    }
}

/// Formulas whose stored result is zero, where results are to be calculated by whoever opens the workbook: a program that
/// does not calculate has written them if no formula has any other result.
#[derive(Default)]
struct Zeros {
    /// Worksheet and cell, by their indices.
    places: Vec<(usize, usize)>,
    calculated: bool,
}

impl Zeros {
    fn see(&mut self, result: &str, sheet: usize, cell: usize) {
        match result {
            "0" => self.places.push((sheet, cell)),
            other => self.calculated |= !other.is_empty(),
        }
    }

    fn forget(self, sheets: &mut [Worksheet]) {
        for (sheet, cell) in self.places.into_iter().filter(|_| !self.calculated) {
            if let Some(cell) = sheets.get_mut(sheet).and_then(|sheet| sheet.cells.get_mut(cell)) {
                cell.text.clear();
                cell.unread = Some(Unread::Formula);
            }
        }
    }
}

fn xlsb_sheets(
    package: &Package,
    reading: &mut Reading<'_>,
    omissions: &mut Omissions,
) -> Result<Vec<Worksheet>, ReadError> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(package.bytes.as_slice())).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in worksheets(book.sheets_metadata()) {
        let mut sheet = package.sheet(&name);
        let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
        let runs = package.runs(&name);
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (place, value) = (cell.get_position(), Data::from(cell.get_value().clone()));
            let value = in_runs(&value, runs.and_then(|runs| runs.get(&place)), (sheets.len(), place), omissions);
            push_cell(&reading.budget, &mut sheet, place, value, false)?;
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn xls_sheets(
    workbook: biff::Workbook,
    reading: &mut Reading<'_>,
    omissions: &mut Omissions,
) -> Result<Vec<Worksheet>, ReadError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(workbook.bytes)).map_err(|error| match error {
        calamine::XlsError::Password => ReadError::new(ReadErrorKind::Encrypted, "", "no FILEPASS record", "FILEPASS"),
        error => broken(error),
    })?;
    let listed = book.sheets_metadata().to_vec();
    // Both walk the same list; where they do not agree about it, nothing is known of what is hidden.
    let mut looked = match workbook.sheets.len() == listed.len() {
        true => workbook.sheets,
        false => Vec::new(),
    };
    looked.resize_with(listed.len(), Default::default);
    let mut sheets = Vec::new();
    for (listed, looked) in listed.iter().zip(looked) {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let range = book.worksheet_range(&listed.name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut sheet = Worksheet {
            name: listed.name.clone(),
            hidden: listed.visible != SheetVisible::Visible,
            unseen: looked.unseen,
            formats: looked.formats,
            conditions: looked.conditions,
            drawn: looked.drawn,
            no_zeros: looked.no_zeros,
            ..Worksheet::default()
        };
        for (row, column, value) in range.used_cells() {
            let place = (top + row as u32, left + column as u32);
            let value = in_runs(value, looked.runs.get(&place), (sheets.len(), place), omissions);
            push_cell(&reading.budget, &mut sheet, place, value, false)?;
        }
        let unread: HashSet<(u32, u32)> = looked.unread.iter().copied().collect();
        sheet.cells.retain(|cell| !unread.contains(&cell.origin));
        for (row, column) in looked.unread {
            push_cell(&reading.budget, &mut sheet, (row, column), Stored::default(), true)?;
        }
        sheet.merges = book.merge_cells_by_sheet_name(&listed.name).unwrap_or_default();
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// The value of a cell whose text may have runs that take something away; where it stands: index of the sheet, row, column.
fn in_runs(
    value: &Data,
    runs: Option<&Vec<(u16, Look)>>,
    (sheet, place): (usize, (u32, u32)),
    omissions: &mut Omissions,
) -> Stored {
    match (value, runs) {
        (Data::String(text), Some(runs)) => {
            let location = visible::place(sheet as u32 + 1, place);
            let text = clean(&seen(text, runs, |why, left_out| omissions.add(why, left_out, location)));
            Stored { text, ..Stored::default() }
        }
        _ => stored(value),
    }
}

/// A text without its struck and hidden runs, which are told, and with the digits of its raised ones raised.
fn seen(text: &str, runs: &[(u16, Look)], mut tell: impl FnMut(Omission, &str)) -> String {
    let (mut out, mut struck, mut hidden) = (String::with_capacity(text.len()), String::new(), String::new());
    let mut unit = 0_usize;
    for character in text.chars() {
        let before = runs.partition_point(|(from, _)| usize::from(*from) <= unit);
        let look = before.checked_sub(1).map(|index| runs[index].1).unwrap_or_default();
        let into = match look.omission() {
            None => &mut out,
            Some(Omission::Struck) => &mut struck,
            Some(_) => &mut hidden,
        };
        into.push(look.shown(character));
        unit += character.len_utf16();
    }
    for (why, left_out) in [(Omission::Struck, struck), (Omission::Hidden, hidden)] {
        if !left_out.is_empty() {
            tell(why, &left_out);
        }
    }
    out
}

/// Names of the sheets that have cells.
fn worksheets(listed: &[calamine::Sheet]) -> Vec<String> {
    listed.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
}

/// A value as its cell stores it.
fn stored(value: &Data) -> Stored {
    let number = match value {
        Data::Int(_) | Data::Float(_) => true,
        // A time that has passed is written as a number, too.
        Data::DateTime(time) => time.is_duration(),
        _ => false,
    };
    let bare = match value {
        Data::String(text) => text.strip_prefix(rich::PALE),
        _ => None,
    };
    let text = bare.map_or_else(|| written(value), clean);
    Stored { text, number, pale: bare.is_some() }
}

/// A value as text.
fn written(value: &Data) -> String {
    match value {
        Data::Int(value) => value.to_string(),
        Data::Float(value) => number(*value),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => clean(text),
        Data::Bool(value) => (if *value { "TRUE" } else { "FALSE" }).to_owned(),
        Data::DateTime(value) => date(value),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// The shortest decimal of a double, to the fifteen digits that Excel keeps: 909.76, not 909.7600000000001.
pub(super) fn number(value: f64) -> String {
    let shortest = value.to_string();
    if shortest.bytes().filter(u8::is_ascii_digit).count() <= 15 {
        return shortest;
    }
    format!("{value:.14e}").parse::<f64>().map_or(shortest, |rounded| rounded.to_string())
}

fn date(value: &ExcelDateTime) -> String {
    if value.is_duration() {
        return number(value.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = value.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second) {
        (0, 0, 0) => date,
        (hour, minute, second) => format!("{date} {hour:02}:{minute:02}:{second:02}"),
    }
}
