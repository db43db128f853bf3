//! Workbooks: bytes of xlsx, xlsb, xls or ods in, paragraphs and grids out.
//!
//! `calamine` reads the cells of Excel's formats, [`ods`] those of OpenDocument; [`layout`] turns each sheet
//! into prose and tables. Numbers come as they are stored, dates as dates; number formats are left out.

mod biff;
mod layout;
mod ods;
#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Dimensions, ExcelDateTime, Reader, Xls, Xlsb, Xlsx};

use super::Context;
use super::zip::Zip;
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;

pub(super) use ods::read as read_ods;

/// One sheet: the cells that hold something, and the merged regions. Rows and columns from zero.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    cells: Vec<SheetCell>,
    merges: Vec<Dimensions>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SheetCell {
    row: u32,
    column: u32,
    text: String,
}

/// Reads an Office Open XML workbook.
pub(super) fn read_xlsx(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let mut zip = Zip::open(bytes, &context.limits)?;
    context.findings.extend(zip.salvage());
    check_sizes(&mut zip, &mut context.buffer)?;
    let limits = context.limits;
    let sheets = if zip.contains("xl/workbook.bin") {
        guarded(|| xlsb_sheets(bytes, &limits))?
    } else {
        guarded(|| xlsx_sheets(bytes, &limits))?
    };
    document(sheets, &limits)
}

/// Reads an Excel 97-2003 workbook.
pub(super) fn read_xls(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let limits = context.limits;
    let bytes = biff::workbook(bytes, context)?;
    document(guarded(|| xls_sheets(&bytes, &limits))?, &limits)
}

fn document(sheets: Vec<Sheet>, limits: &Limits) -> Result<Document, ReadError> {
    let mut document = Document::default();
    let several = sheets.iter().filter(|sheet| !sheet.cells.is_empty()).count() > 1;
    for (ordinal, sheet) in (1..).zip(&sheets) {
        if several && !sheet.cells.is_empty() {
            document.blocks.extend(layout::heading(&sheet.name, ordinal));
        }
        layout::lay_out(sheet, ordinal, limits, &mut document)?;
    }
    Ok(document)
}

/// `calamine` inflates without limits: every part is inflated once under ours before it may.
fn check_sizes(zip: &mut Zip<'_>, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    for index in 0..zip.members().len() {
        let is_sheet_part = zip.members().get(index).is_some_and(|member| {
            let name = member.name.to_ascii_lowercase();
            name.ends_with(b".xml") || name.ends_with(b".bin") || name.ends_with(b".rels")
        });
        if !is_sheet_part {
            continue;
        }
        match zip.read(index, buffer) {
            Err(error) if matches!(error.kind, ReadErrorKind::LimitExceeded | ReadErrorKind::Encrypted) => {
                return Err(error);
            }
            // Damaged parts are the library's to judge: it may not need them.
            _ => {}
        }
    }
    Ok(())
}

/// A panic of the library is a damaged workbook, and costs only this one.
fn guarded<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(broken("records that contradict each other")))
}

fn broken(found: impl ToString) -> ReadError {
    ReadError::damaged("workbook", "a readable workbook", found.to_string())
}

fn too_many(limits: &Limits, found: usize) -> ReadError {
    ReadError::limit("cells", u64::from(limits.cells), found as u64)
}

/// Takes cells one by one: a range would be laid out from corner to corner, two cells filling the memory.
macro_rules! streamed_cells {
    ($book:expr, $name:expr, $limits:expr) => {{
        let mut cells = Vec::new();
        let mut reader = $book.worksheet_cells_reader($name).map_err(broken)?;
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            push(&mut cells, row, column, &Data::from(cell.get_value().clone()));
            if cells.len() > $limits.cells as usize {
                return Err(too_many($limits, cells.len()));
            }
        }
        cells
    }};
}

fn xlsx_sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let cells = streamed_cells!(book, &name, limits);
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheets.push(Sheet { name, cells, merges });
    }
    Ok(sheets)
}

fn xlsb_sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let cells = streamed_cells!(book, &name, limits);
        // The library does not hand out merged regions of this format.
        sheets.push(Sheet { name, cells, merges: Vec::new() });
    }
    Ok(sheets)
}

fn xls_sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, ReadError> {
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => ReadError::new(ReadErrorKind::Encrypted, "", "no FILEPASS record", "FILEPASS"),
        error => broken(error),
    })?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Vec::new();
        for (row, column, value) in range.used_cells() {
            push(&mut cells, top + row as u32, left + column as u32, value);
            if cells.len() > limits.cells as usize {
                return Err(too_many(limits, cells.len()));
            }
        }
        let merges = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        sheets.push(Sheet { name, cells, merges });
    }
    Ok(sheets)
}

fn push(cells: &mut Vec<SheetCell>, row: u32, column: u32, value: &Data) {
    let text = written(value);
    if !text.is_empty() {
        cells.push(SheetCell { row, column, text });
    }
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

fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned()
}

/// The shortest decimal of a double, to the fifteen digits that Excel keeps: 909.76, not 909.7600000000001.
fn number(value: f64) -> String {
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
