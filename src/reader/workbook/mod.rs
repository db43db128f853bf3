//! Workbooks: bytes of xlsx, xlsb, xls or ods in, paragraphs and grids out.
//!
//! `calamine` reads the cells of Excel's formats ([`excel`]), with what it does not hand out read beside it
//! ([`package`], [`binary`], [`biff`]); [`ods`] and [`xml`] read those of OpenDocument and of Excel 2003 XML.
//! [`visible`] takes away what is hidden, [`layout`] turns each sheet into prose and tables. Numbers come as they are
//! stored, dates as dates; of number formats only what they hide is heard ([`mod@format`], [`condition`]).

mod biff;
mod binary;
mod condition;
mod drawings;
mod events;
mod excel;
mod format;
#[cfg(test)]
mod hidden;
mod layout;
mod named;
mod ods;
mod package;
mod rich;
mod rules;
mod styles;
#[cfg(test)]
mod tests;
mod texts;
mod visible;
mod xml;
#[cfg(test)]
mod zeros;

use std::collections::HashMap;

use calamine::Dimensions;

use crate::document::{Block, Budget, CellGrid, Document, Unread};
use crate::error::ReadError;
use crate::reader::look;
use condition::Condition;
use format::CellFormat;
use visible::Unseen;

pub(super) use excel::{read_xls, read_xlsx};
pub(super) use ods::read as read_ods;
pub(super) use xml::read as read_xml;

/// One sheet: the cells that hold something, and the merged regions. Rows and columns from zero.
#[derive(Debug, Default, Clone)]
struct Worksheet {
    name: String,
    cells: Vec<SheetCell>,
    merges: Vec<Dimensions>,
    /// The sheet itself is not shown.
    hidden: bool,
    unseen: Unseen,
    /// What pictures and texts over the cells cover.
    drawn: Vec<Dimensions>,
    /// Formats of the cells whose format takes something away.
    formats: HashMap<(u32, u32), CellFormat>,
    /// Formats that cells have where a condition holds.
    conditions: Vec<Condition>,
    /// Zeros are not shown.
    no_zeros: bool,
}

/// A value as a cell stores it.
#[derive(Debug, Default)]
struct Stored {
    text: String,
    number: bool,
    pale: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SheetCell {
    row: u32,
    column: u32,
    text: String,
    /// Stored as a number.
    number: bool,
    /// All of it is formatted by itself so that it is seen only on a ground.
    pale: bool,
    /// What it shows that cannot be taken.
    unread: Option<Unread>,
    /// Row and column in the file, where others may be hidden before them.
    origin: (u32, u32),
}

/// Appends a cell that holds something; `unread`: a formula without a stored value. A text that many cells share is paid for by each of them: it is copied into each.
fn push_cell(
    budget: &Budget,
    sheet: &mut Worksheet,
    (row, column): (u32, u32),
    value: Stored,
    unread: bool,
) -> Result<(), ReadError> {
    let Stored { mut text, number, pale } = value;
    look::settle(&mut text);
    if !text.is_empty() || unread {
        budget.copies(1, &text)?;
        let unread = unread.then_some(Unread::Formula);
        sheet.cells.push(SheetCell { row, column, text, number, pale, unread, origin: (row, column) });
    }
    Ok(())
}

fn document(mut sheets: Vec<Worksheet>, budget: &Budget) -> Result<Document, ReadError> {
    let mut document = Document::default();
    let mut whole = Vec::with_capacity(sheets.len());
    for (ordinal, sheet) in (1..).zip(&mut sheets) {
        if !sheet.drawn.is_empty() {
            drawings::cover(sheet);
        }
        whole.push(visible::with_columns(sheet, ordinal));
        visible::show(sheet, ordinal, &mut document);
    }
    let several = sheets.iter().filter(|sheet| !sheet.cells.is_empty()).count() > 1;
    // What a sheet is a draft or a part of comes before it, wherever it stands.
    let mut ordered: Vec<_> = (1..).zip(&sheets).zip(&whole).collect();
    ordered.sort_by_key(|((_, sheet), _)| rank(&sheet.name));
    for ((ordinal, sheet), whole) in ordered {
        if several && !sheet.cells.is_empty() {
            document.blocks.extend(layout::heading(&sheet.name, ordinal));
        }
        let first = document.blocks.len();
        layout::lay_out(sheet, ordinal, budget, &mut document)?;
        if let Some(whole) = whole {
            let mut other = Document::default();
            layout::lay_out(whole, ordinal, budget, &mut other)?;
            pair(&mut document, first, other);
        }
    }
    Ok(document)
}

/// Names of sheets with drafts, copies that were kept, forms to be filled in and parts of a year.
const DRAFTS: &[&str] = &[
    "草稿",
    "初稿",
    "底稿",
    "一稿",
    "修改前",
    "备份",
    "作废",
    "旧版",
    "旧表",
    "模板",
    "模版",
    "空表",
    "空白",
    "样表",
    "样本",
    "示例",
    "范例",
    "参考",
    "季度",
    "季报",
    "半年",
    "月报",
    "月份",
];

/// Names of sheets that add up those of the offices beside them.
const SUMS: &[&str] = &["总表", "汇总", "合计", "总计"];

/// Sums before all others, drafts and parts behind them.
fn rank(name: &str) -> u8 {
    let names = |words: &[&str]| !name.is_ascii() && words.iter().any(|word| name.contains(word));
    match name.trim() == "旧" || names(DRAFTS) {
        true => 2,
        false => u8::from(!names(SUMS)),
    }
}

/// Keeps the tables of a sheet as they are with its hidden columns, where they are the same tables otherwise.
fn pair(document: &mut Document, first: usize, whole: Document) {
    let shown = document.blocks.get(first..).unwrap_or_default();
    let same = |(shown, whole): (&Block, &Block)| match (shown, whole) {
        (Block::Grid(shown), Block::Grid(whole)) => shown.rows == whole.rows,
        (Block::Paragraph(_), Block::Paragraph(_)) => true,
        _ => false,
    };
    if shown.len() != whole.blocks.len() || !shown.iter().zip(&whole.blocks).all(same) {
        return;
    }
    let grids = whole.blocks.into_iter().enumerate().filter_map(|(at, block)| match block {
        Block::Grid(grid) => Some((first + at, grid)),
        _ => None,
    });
    let wider = |(at, whole): &(usize, CellGrid)| matches!(&document.blocks[*at], Block::Grid(shown) if shown.cells.len() < whole.cells.len());
    let behind: Vec<_> = grids.filter(wider).collect();
    document.behind.extend(behind);
}

fn broken(found: impl ToString) -> ReadError {
    ReadError::damaged("workbook", "a readable workbook", found.to_string())
}

fn too_many(budget: &Budget, found: usize) -> ReadError {
    ReadError::limit("cells", budget.most_cells() as u64, found as u64)
}

fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.trim_matches(|c: char| c.is_ascii_whitespace()).to_owned()
}
