//! Workbooks in one XML file, as Excel 2002 and 2003 wrote them (`urn:schemas-microsoft-com:office:spreadsheet`) and as
//! export buttons of web forms still do, under `.xls` or `.xml`: bytes in, sheets out.

use std::collections::HashMap;

use calamine::Dimensions;
use quick_xml::events::BytesStart;

use super::events::{Elements, Piece, walk};
use super::format::{CellFormat, Shows};
use super::{Stored, Worksheet, clean, document, push_cell};
use crate::document::{Budget, Document, Omission, Omissions, SourceLocation};
use crate::error::ReadError;
use crate::reader::Context;
use crate::reader::Notice;
use crate::reader::docx::{attribute, decode, text};
use crate::reader::look;

/// Reads a workbook in one XML file.
pub(in crate::reader) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let content = decode(bytes);
    let mut book = Book::new(context.budget());
    if !walk(&content, &mut book)? {
        context.notices.push(Notice::part("Workbook", "well-formed XML", "a break"));
    }
    let mut document = document(book.sheets, &context.budget())?;
    // What stands inside of cells comes first.
    book.omissions.append(std::mem::take(&mut document.omissions));
    document.omissions = book.omissions;
    Ok(document)
}

/// What is being read.
struct Book {
    sheets: Vec<Worksheet>,
    omissions: Omissions,
    /// Formats of cells by the identifier of their style, and the one that is being defined.
    formats: HashMap<Vec<u8>, Style>,
    style: Vec<u8>,
    /// The next row and column.
    row: u32,
    column: u32,
    /// Rows that the open row element stands for.
    span: u32,
    cell: Option<Cell>,
    /// Inside the value of a cell; inside a comment; struck and raised text around what is read.
    in_data: bool,
    aside: u32,
    struck: u32,
    raised: u32,
    /// Fonts that are open inside a value: whether each is white or too small to be seen.
    fonts: Vec<bool>,
    /// Inside the element that says whether the sheet is seen.
    in_visible: bool,
    budget: Budget,
}

/// What a style says of the cells that have it.
#[derive(Debug, Default, Clone, Copy)]
struct Style {
    struck: bool,
    tiny: bool,
    white: bool,
    painted: bool,
    ink: Option<u32>,
    ground: Option<u32>,
    shows: Shows,
}

impl Style {
    fn format(&self) -> CellFormat {
        let same = self.painted && self.ink.is_some() && self.ink == self.ground;
        let unseen = look::is_unseen(self.tiny || same, self.white, self.painted);
        let (struck, painted, shows) = (self.struck, self.painted, self.shows);
        CellFormat { struck, unseen, painted, shows, ..CellFormat::default() }
    }
}

#[derive(Default)]
struct Cell {
    text: String,
    struck: String,
    /// Text that is not seen.
    unseen: String,
    /// The value is a truth, written as a digit.
    truth: bool,
    formula: bool,
    number: bool,
    format: Option<CellFormat>,
    across: u32,
    down: u32,
}

impl Elements for Book {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let raw = tag.attributes_raw();
        let number = |name: &str| number(raw, name);
        let count = |name: &str| number(name).map_or(0, |value| value as u32);
        let unseen = |size: &str| attribute(raw, "Hidden") == Some(b"1") || number(size) == Some(0.0);
        if self.sheets.is_empty() {
            self.style(tag.local_name().as_ref(), raw);
        }
        match tag.local_name().as_ref() {
            b"Font" if self.in_data && self.aside == 0 => {
                let white = attribute(raw, "Color").is_some_and(look::is_white);
                self.fonts.push(white || number("Size").is_some_and(look::is_tiny));
            }
            b"Worksheet" => self.open_sheet(raw)?,
            b"Visible" if self.cell.is_none() => self.in_visible = true,
            b"Column" => {
                let first = count("Index").max(self.column + 1) - 1;
                let last = first.saturating_add(count("Span"));
                self.column = last.saturating_add(1);
                if unseen("Width")
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.unseen.columns.push(first..=last);
                }
            }
            b"Row" => {
                self.row = count("Index").max(self.row.saturating_add(1)) - 1;
                self.span = count("Span").saturating_add(1);
                self.column = 0;
                if unseen("Height")
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.unseen.rows.push(self.row..=self.row.saturating_add(self.span - 1));
                }
            }
            b"Cell" if self.cell.is_none() => {
                self.column = count("Index").max(self.column.saturating_add(1)) - 1;
                self.cell = Some(Cell {
                    formula: attribute(raw, "Formula").is_some(),
                    format: attribute(raw, "StyleID").and_then(|style| self.formats.get(style)).map(Style::format),
                    across: count("MergeAcross"),
                    down: count("MergeDown"),
                    ..Cell::default()
                });
            }
            b"DoNotDisplayZeros" => {
                if let Some(sheet) = self.sheets.last_mut() {
                    sheet.no_zeros = true;
                }
            }
            b"Comment" => self.aside += 1,
            b"Data" if self.aside == 0 => {
                self.in_data = true;
                if let Some(cell) = &mut self.cell {
                    let kind = attribute(raw, "Type");
                    (cell.number, cell.truth) = (kind == Some(b"Number"), kind == Some(b"Boolean"));
                }
            }
            // Formatted text is HTML of its own namespace.
            b"S" | b"Del" => self.struck += 1,
            b"Sup" | b"Sub" => self.raised += 1,
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<(), ReadError> {
        match name {
            b"Visible" => self.in_visible = false,
            b"Comment" => self.aside = self.aside.saturating_sub(1),
            b"Data" if self.aside == 0 => self.in_data = false,
            b"S" | b"Del" => self.struck = self.struck.saturating_sub(1),
            b"Font" => drop(self.fonts.pop()),
            b"Sup" | b"Sub" => self.raised = self.raised.saturating_sub(1),
            b"Cell" => self.end_cell()?,
            b"Row" => self.row = self.row.saturating_add(self.span),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, piece: &Piece<'_>) {
        // Line breaks inside a cell are written so.
        let piece = match piece {
            Piece::Reference(b"#10" | b"#13" | b"#xA" | b"#xD") => &Piece::Stands("\n"),
            piece => piece,
        };
        if self.in_visible {
            let mut word = String::new();
            piece.append(&mut word);
            if let Some(sheet) = self.sheets.last_mut() {
                sheet.hidden |= matches!(word.trim(), "SheetHidden" | "SheetVeryHidden");
            }
        } else if self.in_data
            && self.aside == 0
            && let Some(cell) = &mut self.cell
        {
            let unseen = self.fonts.contains(&true) && !cell.format.is_some_and(|format| format.painted);
            let into = match (self.struck > 0, unseen) {
                (true, _) => &mut cell.struck,
                (_, true) => &mut cell.unseen,
                _ => &mut cell.text,
            };
            let from = into.len();
            piece.append(into);
            if self.raised > 0 {
                look::raise(into, from);
            }
        }
    }
}

impl Book {
    fn new(budget: Budget) -> Self {
        Self {
            sheets: Vec::new(),
            omissions: Omissions::default(),
            formats: HashMap::new(),
            style: Vec::new(),
            row: 0,
            column: 0,
            span: 1,
            cell: None,
            in_data: false,
            aside: 0,
            struck: 0,
            raised: 0,
            fonts: Vec::new(),
            in_visible: false,
            budget,
        }
    }

    /// An element of the styles, which come before the sheets.
    fn style(&mut self, name: &[u8], raw: &[u8]) {
        match name {
            b"Style" => {
                self.style = attribute(raw, "ID").unwrap_or_default().to_vec();
                // What it does not say its parent says.
                let parent = attribute(raw, "Parent").and_then(|parent| self.formats.get(parent));
                if let Some(parent) = parent.copied() {
                    self.formats.insert(self.style.clone(), parent);
                }
            }
            b"Font" => {
                let style = self.formats.entry(self.style.clone()).or_default();
                if let Some(color) = attribute(raw, "Color") {
                    (style.white, style.ink) = (look::is_white(color), look::color(color));
                }
                if let Some(size) = number(raw, "Size") {
                    style.tiny = look::is_tiny(size);
                }
                if let Some(line) = attribute(raw, "StrikeThrough") {
                    style.struck = line == b"1";
                }
            }
            b"Interior" => {
                let color = attribute(raw, "Color");
                let style = self.formats.entry(self.style.clone()).or_default();
                let pattern = !matches!(attribute(raw, "Pattern"), None | Some(b"None"));
                style.painted = pattern && !color.is_none_or(look::is_white);
                style.ground = color.and_then(look::color);
            }
            b"NumberFormat" => {
                let mut code = String::new();
                text::append(attribute(raw, "Format").unwrap_or_default(), &mut code);
                self.formats.entry(self.style.clone()).or_default().shows = Shows::of(&code);
            }
            _ => {}
        }
    }

    fn open_sheet(&mut self, raw: &[u8]) -> Result<(), ReadError> {
        self.budget.pages(1)?;
        let mut name = String::new();
        text::append(attribute(raw, "Name").unwrap_or_default(), &mut name);
        self.sheets.push(Worksheet { name, ..Worksheet::default() });
        (self.row, self.column) = (0, 0);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.in_data = false;
        self.fonts.clear();
        let (row, column) = (self.row, self.column);
        self.column = column.saturating_add(cell.across).saturating_add(1);
        let ordinal = u32::try_from(self.sheets.len()).unwrap_or(u32::MAX);
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if (cell.across > 0 || cell.down > 0) && sheet.merges.len() < self.budget.most_cells() {
            let end = (row.saturating_add(cell.down), column.saturating_add(cell.across));
            sheet.merges.push(Dimensions { start: (row, column), end });
        }
        let location = SourceLocation::cell(ordinal, row.saturating_add(1), column.saturating_add(1));
        self.omissions.add(Omission::Struck, &cell.struck, location);
        self.omissions.add(Omission::Hidden, &cell.unseen, location);
        let mut value = clean(&cell.text);
        if cell.truth {
            value = if value == "0" { "FALSE" } else { "TRUE" }.to_owned();
        }
        if let Some(format) = cell.format.filter(|format| !format.is_plain()) {
            sheet.formats.insert((row, column), format);
        }
        let unread = cell.formula && value.is_empty() && cell.struck.is_empty();
        push_cell(&self.budget, sheet, (row, column), Stored { text: value, number: cell.number, pale: false }, unread)
    }
}

/// A number that an attribute gives.
fn number(raw: &[u8], name: &str) -> Option<f64> {
    let value = attribute(raw, name).and_then(|value| str::from_utf8(value).ok());
    value.and_then(|value| value.trim().parse().ok())
}
