//! Workbooks: bytes of xlsx, xlsb, xls or ods in, paragraphs and grids out.
//!
//! `calamine` reads the cells of Excel's formats ([`excel`]), with what it does not hand out read beside it
//! ([`package`], [`binary`], [`biff`]); [`ods`] and [`xml`] read those of OpenDocument and of Excel 2003 XML.
//! [`visible`] takes away what is hidden, [`layout`] turns each sheet into prose and tables. Numbers come as they are
//! stored, dates as dates; number formats are left out.

mod biff;
mod binary;
mod events;
mod excel;
mod format;
#[cfg(test)]
mod hidden;
mod layout;
mod ods;
mod package;
mod rich;
#[cfg(test)]
mod tests;
mod texts;
mod visible;
mod xml;

use std::collections::HashMap;

use calamine::Dimensions;

use crate::document::Document;
use crate::error::ReadError;
use crate::limits::Limits;
use crate::reader::look;
use format::CellFormat;
use visible::Unseen;

pub(super) use excel::{read_xls, read_xlsx};
pub(super) use ods::read as read_ods;
pub(super) use xml::read as read_xml;

/// One sheet: the cells that hold something, and the merged regions. Rows and columns from zero.
#[derive(Debug, Default)]
struct Sheet {
    name: String,
    cells: Vec<SheetCell>,
    merges: Vec<Dimensions>,
    /// The sheet itself is not shown.
    hidden: bool,
    unseen: Unseen,
    /// Formats of the cells whose format takes something away.
    formats: HashMap<(u32, u32), CellFormat>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SheetCell {
    row: u32,
    column: u32,
    text: String,
    /// A formula without a stored value.
    unread: bool,
    /// Row and column in the file, where others may be hidden before them.
    origin: (u32, u32),
}

/// What the cells of a workbook may still cost. A text that many cells share is counted for each of them: it is copied
/// into each.
#[derive(Debug)]
struct Budget {
    limits: Limits,
    cells: u64,
    characters: u64,
}

impl Budget {
    fn new(limits: &Limits) -> Self {
        Self { limits: *limits, cells: 0, characters: 0 }
    }

    /// Counts a number of cells with this text, before any is made.
    fn take(&mut self, cells: u64, text: &str) -> Result<(), ReadError> {
        self.cells = self.cells.saturating_add(cells);
        self.characters = self.characters.saturating_add(cells.saturating_mul(text.len() as u64));
        if self.cells > u64::from(self.limits.cells) {
            return Err(ReadError::limit("cells", self.limits.cells.into(), self.cells));
        }
        if self.characters > self.limits.characters {
            return Err(ReadError::limit("characters", self.limits.characters, self.characters));
        }
        Ok(())
    }

    /// Appends a cell that holds something.
    fn push(
        &mut self,
        sheet: &mut Sheet,
        (row, column): (u32, u32),
        mut text: String,
        unread: bool,
    ) -> Result<(), ReadError> {
        look::settle(&mut text);
        if !text.is_empty() || unread {
            self.take(1, &text)?;
            sheet.cells.push(SheetCell { row, column, text, unread, origin: (row, column) });
        }
        Ok(())
    }
}

fn document(mut sheets: Vec<Sheet>, limits: &Limits) -> Result<Document, ReadError> {
    let mut document = Document::default();
    for (ordinal, sheet) in (1..).zip(&mut sheets) {
        visible::show(sheet, ordinal, &mut document);
    }
    let several = sheets.iter().filter(|sheet| !sheet.cells.is_empty()).count() > 1;
    for (ordinal, sheet) in (1..).zip(&sheets) {
        if several && !sheet.cells.is_empty() {
            document.blocks.extend(layout::heading(&sheet.name, ordinal));
        }
        layout::lay_out(sheet, ordinal, limits, &mut document)?;
    }
    Ok(document)
}

fn broken(found: impl ToString) -> ReadError {
    ReadError::damaged("workbook", "a readable workbook", found.to_string())
}

fn too_many(limits: &Limits, found: usize) -> ReadError {
    ReadError::limit("cells", u64::from(limits.cells), found as u64)
}

fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned()
}
