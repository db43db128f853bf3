//! Cells of an OpenDocument spreadsheet (ISO/IEC 26300-1, chapter 9) from its `content.xml`, or from the one XML file that
//! it is.

use std::collections::HashSet;

use calamine::Dimensions;
use quick_xml::events::BytesStart;

use super::events::{Elements, Piece, walk};
use super::format::CellFormat;
use super::{SheetCell, Worksheet, clean, document};
use crate::document::{Budget, Document, Omission, Omissions, SourceLocation, Unread};
use crate::error::ReadError;
use crate::reader::Context;
use crate::reader::Notice;
use crate::reader::docx::{attribute, decode, points, text};
use crate::reader::look;
use crate::reader::zip::{self, Zip};

const CONTENT: &str = "content.xml";

/// Reads an OpenDocument spreadsheet.
pub(in crate::reader) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    if !zip::begins(bytes) {
        return cells(&decode(bytes), context);
    }
    let mut zip = Zip::open(bytes, &context.limits)?;
    zip.enter(CONTENT);
    context.notices.extend(zip.salvage());
    match zip.read_part(CONTENT, &mut context.buffer)? {
        Some(notice) => context.notices.extend(notice),
        None => return Err(ReadError::damaged(CONTENT, "office:spreadsheet", "no such part")),
    }
    let content = std::mem::take(&mut context.buffer);
    let document = cells(&content, context);
    context.buffer = content;
    document
}

/// Reads the sheets of `content.xml`, or of a workbook that is one XML file.
fn cells(content: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let budget = context.budget();
    let mut table = Tables::new(budget.clone());
    if !walk(content, &mut table)? {
        context.notices.push(Notice::part(CONTENT, "well-formed XML", "a break"));
    }
    let mut document = document(table.sheets, &budget)?;
    document.omissions.append(table.omissions);
    Ok(document)
}

/// What is being read.
#[derive(Debug)]
struct Tables {
    sheets: Vec<Worksheet>,
    omissions: Omissions,
    styles: Styles,
    row: u32,
    column: u32,
    /// Rows and columns that the open row and cell stand for.
    row_repeat: u32,
    cell: Option<OpenCell>,
    /// Texts that are not the cell's own: comments, drawings.
    aside: u32,
    in_paragraph: bool,
    /// Closed groups of rows that are open around what is read.
    closed_groups: u32,
    groups: Vec<bool>,
    /// Spans of text that are open: plain, struck, raised.
    spans: Vec<Span>,
    budget: Budget,
}

/// What a span of text, or a cell, is, as far as figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Plain,
    Struck,
    /// A mark that refers to a note.
    Raised,
    /// White on a ground that nothing paints, or too small to be seen.
    Unseen,
}

/// Styles by name that say more than how a text looks.
#[derive(Debug, Default)]
struct Styles {
    /// Name of the style that is being defined.
    open: String,
    hidden: HashSet<String>,
    struck: HashSet<String>,
    raised: HashSet<String>,
    white: HashSet<String>,
    tiny: HashSet<String>,
    painted: HashSet<String>,
}

impl Styles {
    fn element(&mut self, name: &[u8], raw: &[u8]) {
        let is = |attributes: &[&str], off: &[u8]| {
            attributes.iter().any(|name| attribute(raw, name).is_some_and(|value| value != off))
        };
        match name {
            b"style" => self.open = name_of(raw, "name"),
            b"table-properties" if attribute(raw, "display") == Some(b"false") => {
                self.hidden.insert(self.open.clone());
            }
            b"text-properties" => {
                if is(&["text-line-through-style", "text-line-through-type"], b"none") {
                    self.struck.insert(self.open.clone());
                }
                if attribute(raw, "text-position").is_some_and(is_raised) {
                    self.raised.insert(self.open.clone());
                }
                if attribute(raw, "color").is_some_and(is_white) {
                    self.white.insert(self.open.clone());
                }
                let size = attribute(raw, "font-size").and_then(|size| points(str::from_utf8(size).ok()?));
                if size.is_some_and(|size| look::is_tiny(size.into())) {
                    self.tiny.insert(self.open.clone());
                }
            }
            b"table-cell-properties"
                if attribute(raw, "background-color")
                    .is_some_and(|ground| ground != b"transparent" && !is_white(ground)) =>
            {
                self.painted.insert(self.open.clone());
            }
            _ => {}
        }
    }

    /// What text in the style of this name is; `painted`: whether a ground is painted behind it.
    fn span(&self, name: &str, painted: bool) -> Span {
        let painted = painted || self.painted.contains(name);
        let unseen = look::is_unseen(self.tiny.contains(name), self.white.contains(name), painted);
        if self.struck.contains(name) {
            Span::Struck
        } else if self.raised.contains(name) {
            Span::Raised
        } else if unseen {
            Span::Unseen
        } else {
            Span::Plain
        }
    }
}

/// `super 58%`, or a percentage above zero (19.870).
fn is_raised(position: &[u8]) -> bool {
    let position = position.trim_ascii();
    position.starts_with(b"super") || matches!(position.first(), Some(b'1'..=b'9'))
}

fn is_white(color: &[u8]) -> bool {
    color.eq_ignore_ascii_case(b"#ffffff")
}

fn name_of(raw: &[u8], attribute_name: &str) -> String {
    let mut name = String::new();
    text::append(attribute(raw, attribute_name).unwrap_or_default(), &mut name);
    name
}

/// Shapes that carry text of their own over the cells (chapter 10.3).
const SHAPES: &[&[u8]] = &[
    b"annotation",
    b"frame",
    b"shapes",
    b"custom-shape",
    b"rect",
    b"caption",
    b"ellipse",
    b"circle",
    b"g",
    b"control",
    b"line",
    b"polyline",
    b"polygon",
    b"regular-polygon",
    b"path",
    b"connector",
    b"measure",
    b"page-thumbnail",
    b"scene",
];

#[derive(Debug, Default)]
struct OpenCell {
    text: String,
    /// The value of a number as stored.
    value: Option<String>,
    repeat: u32,
    rows: u32,
    columns: u32,
    covered: bool,
    /// Has a paragraph, be it empty.
    written: bool,
    /// A formula without a stored value.
    formula: bool,
    /// Text that is struck through, and whether all of it is.
    struck: String,
    all_struck: bool,
    /// The same of text that is not seen; whether a ground is painted.
    unseen: String,
    all_unseen: bool,
    painted: bool,
    /// A picture or a drawing lies over it.
    drawn: bool,
}

impl Elements for Tables {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let raw = tag.attributes_raw();
        let local = tag.local_name();
        match local.as_ref() {
            b"table" if self.cell.is_none() => self.open_table(raw)?,
            b"table-column" => {
                let (first, repeat) = (self.column, count(raw, "number-columns-repeated"));
                self.column = self.column.saturating_add(repeat);
                if is_unseen(raw)
                    && let Some(sheet) = self.sheets.last_mut()
                {
                    sheet.unseen.columns.push(first..=self.column.saturating_sub(1));
                }
            }
            b"table-row-group" => {
                let closed = attribute(raw, "display") == Some(b"false");
                self.groups.push(closed);
                self.closed_groups += u32::from(closed);
            }
            b"table-row" => {
                self.column = 0;
                self.row_repeat = count(raw, "number-rows-repeated");
                if is_unseen(raw) || self.closed_groups > 0 {
                    let last = self.row.saturating_add(self.row_repeat - 1);
                    if let Some(sheet) = self.sheets.last_mut() {
                        sheet.unseen.rows.push(self.row..=last);
                    }
                }
            }
            kind @ (b"table-cell" | b"covered-table-cell") if self.cell.is_none() => self.open_cell(kind, raw),
            kind if SHAPES.contains(&kind) => {
                self.aside += 1;
                if let Some(cell) = self.cell.as_mut().filter(|_| kind != b"annotation") {
                    cell.drawn = true;
                }
            }
            b"p" | b"h" if self.aside == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.written = true;
                    if !cell.text.is_empty() {
                        cell.text.push('\n');
                    }
                }
                self.in_paragraph = true;
            }
            b"span" => {
                if let Some(cell) = &self.cell {
                    let span = self.styles.span(&name_of(raw, "style-name"), cell.painted);
                    self.spans.push(span);
                }
            }
            b"s" => {
                let blanks = " ".repeat(count(raw, "c").min(1_000) as usize);
                self.text(&Piece::Stands(&blanks));
            }
            b"line-break" => self.text(&Piece::Stands("\n")),
            name if self.sheets.is_empty() => self.styles.element(name, raw),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<(), ReadError> {
        match name {
            kind if SHAPES.contains(&kind) => self.aside = self.aside.saturating_sub(1),
            b"p" | b"h" if self.aside == 0 => self.in_paragraph = false,
            b"span" => drop(self.spans.pop()),
            b"table-cell" | b"covered-table-cell" if self.aside == 0 => self.end_cell()?,
            b"table-row" => self.row = self.row.saturating_add(self.row_repeat.max(1)),
            b"table-row-group" => self.closed_groups -= u32::from(self.groups.pop().unwrap_or(false)),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, piece: &Piece<'_>) {
        if !self.in_paragraph || self.aside > 0 {
            return;
        }
        let Some(cell) = &mut self.cell else { return };
        let from = cell.text.len();
        match self.spans.iter().find(|span| **span != Span::Plain) {
            Some(Span::Struck) => piece.append(&mut cell.struck),
            Some(Span::Unseen) => piece.append(&mut cell.unseen),
            Some(Span::Raised) => {
                piece.append(&mut cell.text);
                look::raise(&mut cell.text, from);
            }
            _ => piece.append(&mut cell.text),
        }
    }
}

impl Tables {
    fn new(budget: Budget) -> Self {
        Self {
            sheets: Vec::new(),
            omissions: Omissions::default(),
            styles: Styles::default(),
            row: 0,
            column: 0,
            row_repeat: 0,
            cell: None,
            aside: 0,
            in_paragraph: false,
            closed_groups: 0,
            groups: Vec::new(),
            spans: Vec::new(),
            budget,
        }
    }

    fn open_table(&mut self, raw: &[u8]) -> Result<(), ReadError> {
        self.budget.pages(1)?;
        let hidden = self.styles.hidden.contains(&name_of(raw, "style-name"));
        self.sheets.push(Worksheet { name: name_of(raw, "name"), hidden, ..Worksheet::default() });
        (self.row, self.column) = (0, 0);
        Ok(())
    }

    fn open_cell(&mut self, kind: &[u8], raw: &[u8]) {
        // Of a number, the stored value: the text is rounded as the cell is formatted.
        let kind_of_value = attribute(raw, "value-type");
        let is_number = kind_of_value == Some(b"float");
        let value = is_number.then(|| attribute(raw, "value")).flatten();
        self.spans.clear();
        let style = name_of(raw, "style-name");
        let span = self.styles.span(&style, false);
        self.cell = Some(OpenCell {
            value: value.and_then(|value| str::from_utf8(value).ok()).map(str::to_owned),
            repeat: count(raw, "number-columns-repeated"),
            rows: count(raw, "number-rows-spanned"),
            columns: count(raw, "number-columns-spanned"),
            covered: kind == b"covered-table-cell",
            formula: kind_of_value.is_none() && attribute(raw, "formula").is_some(),
            all_struck: span == Span::Struck,
            all_unseen: span == Span::Unseen,
            painted: self.styles.painted.contains(&style),
            ..OpenCell::default()
        });
    }

    fn end_cell(&mut self) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.in_paragraph = false;
        let first = self.column;
        self.column = self.column.saturating_add(cell.repeat);
        let ordinal = u32::try_from(self.sheets.len()).unwrap_or(u32::MAX);
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if cell.covered {
            return Ok(());
        }
        if cell.rows > 1 || cell.columns > 1 {
            let end = (self.row.saturating_add(cell.rows - 1), first.saturating_add(cell.columns - 1));
            if sheet.merges.len() < self.budget.most_cells() {
                sheet.merges.push(Dimensions { start: (self.row, first), end });
            }
        }
        // A number part of whose digits are struck is not the number that is stored.
        let value = cell.value.filter(|_| cell.struck.is_empty() && cell.unseen.is_empty());
        // A number that is formatted so that it shows nothing has been written down as it is seen.
        let unseen = cell.written && cell.text.is_empty() && value.as_ref().is_some_and(|value| value != "0");
        let mut text = value.unwrap_or_else(|| clean(&cell.text));
        look::settle(&mut text);
        let struck = match cell.all_struck {
            true => std::mem::take(&mut text),
            false => cell.struck,
        };
        let location = SourceLocation::cell(ordinal, self.row.saturating_add(1), first.saturating_add(1));
        self.omissions.add(Omission::Struck, &struck, location);
        self.omissions.add(Omission::Hidden, &cell.unseen, location);
        if unseen {
            self.omissions.add(Omission::Hidden, &std::mem::take(&mut text), location);
        }
        let unread = match (cell.formula, cell.drawn) {
            _ if !text.is_empty() || !struck.is_empty() => None,
            (true, _) => Some(Unread::Formula),
            (_, drawn) => drawn.then_some(Unread::Drawing),
        };
        if text.is_empty() && unread.is_none() {
            return Ok(());
        }
        let format = CellFormat { unseen: cell.all_unseen, ..CellFormat::default() };
        let rows = self.row..self.row.saturating_add(self.row_repeat.max(1));
        self.budget.copies(u64::from(rows.end - rows.start) * u64::from(self.column - first), &text)?;
        for row in rows {
            for column in first..self.column {
                sheet.cells.push(SheetCell { row, column, text: text.clone(), unread, origin: (row, column) });
                if !format.is_plain() {
                    sheet.formats.insert((row, column), format);
                }
            }
        }
        Ok(())
    }
}

/// A number that an attribute gives, at least one.
fn count(raw: &[u8], name: &str) -> u32 {
    let value = attribute(raw, name).and_then(|value| str::from_utf8(value).ok()?.parse::<u32>().ok());
    value.unwrap_or(1).max(1)
}

/// Collapsed or filtered out (19.749).
fn is_unseen(raw: &[u8]) -> bool {
    matches!(attribute(raw, "visibility"), Some(b"collapse" | b"filter"))
}
