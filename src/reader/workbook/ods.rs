//! Cells of an OpenDocument spreadsheet (ISO/IEC 26300-1, chapter 9) from its `content.xml`, or from the one XML file that
//! it is.

use std::collections::HashMap;

use calamine::Dimensions;
use quick_xml::events::BytesStart;

use super::condition::{Condition, MAX_RULES, When};
use super::events::{Elements, Piece, walk};
use super::format::{CellFormat, Shows, Sight, Test};
use super::named::{Span, Styles, decoded, name_of};
use super::styles::area;
use super::{SheetCell, Worksheet, clean, document};
use crate::document::{Budget, Document, Omission, Omissions, SourceLocation, Unread};
use crate::error::ReadError;
use crate::reader::Context;
use crate::reader::Notice;
use crate::reader::docx::{attribute, attributes, decode};
use crate::reader::look::{self, Look};
use crate::reader::odt;
use crate::reader::zip::{self, Zip};

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";
const SETTINGS: &str = "settings.xml";

/// Reads an OpenDocument spreadsheet.
pub(in crate::reader) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    if !zip::begins(bytes) {
        return cells(&decode(bytes), [&[], &[]], context);
    }
    let mut zip = Zip::open(bytes, &context.limits)?;
    zip.enter(CONTENT);
    context.notices.extend(zip.salvage());
    odt::refuse_encrypted(&mut zip, &mut context.buffer)?;
    // The workbook can be read without them.
    let [styles, settings] = [STYLES, SETTINGS].map(|part| {
        let there = matches!(zip.read_part(part, &mut context.buffer), Ok(Some(_)));
        if there { std::mem::take(&mut context.buffer) } else { Vec::new() }
    });
    match zip.read_part(CONTENT, &mut context.buffer)? {
        Some(notice) => context.notices.extend(notice),
        None => return Err(ReadError::damaged(CONTENT, "office:spreadsheet", "no such part")),
    }
    let content = std::mem::take(&mut context.buffer);
    let document = cells(&content, [&styles, &settings], context);
    context.buffer = content;
    document
}

/// Reads the sheets of `content.xml`, or of a workbook that is one XML file, in the light of its styles and settings.
fn cells(content: &[u8], [styles, settings]: [&[u8]; 2], context: &mut Context) -> Result<Document, ReadError> {
    let budget = context.budget();
    let mut table = Tables::new(budget.clone());
    // Where they break off, what was read of them holds.
    walk(styles, &mut table)?;
    let no_zeros = Settings::read(settings)?;
    if !walk(content, &mut table)? {
        context.notices.push(Notice::part(CONTENT, "well-formed XML", "a break"));
    }
    for sheet in &mut table.sheets {
        sheet.no_zeros = no_zeros.hides(&sheet.name);
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
    /// Looks of the cells in each style that was met, and in which conditions they have others.
    looks: HashMap<String, Looks>,
    /// The last column that each usual style of cells holds for, and that of the open row.
    columns: Vec<(u32, String)>,
    row_style: String,
    /// Areas of the conditions that are being told of.
    areas: Vec<Dimensions>,
    budget: Budget,
}

#[derive(Debug, Default)]
struct Looks {
    format: CellFormat,
    conditions: Vec<(Test, CellFormat)>,
}

/// Sheets whose zeros are not shown (LibreOffice's `ShowZeroValues`), by name; the blank name stands for all others.
#[derive(Debug, Default)]
struct Settings {
    sheet: Vec<String>,
    hiding: HashMap<String, bool>,
    /// The value of the setting is being read.
    in_value: bool,
}

impl Settings {
    fn read(part: &[u8]) -> Result<Self, ReadError> {
        let mut settings = Self::default();
        if memchr::memmem::find(part, b"ShowZeroValues").is_some() {
            walk(part, &mut settings)?;
        }
        Ok(settings)
    }

    fn hides(&self, sheet: &str) -> bool {
        self.hiding.get(sheet).or(self.hiding.get("")).copied().unwrap_or(false)
    }
}

impl Elements for Settings {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        let raw = tag.attributes_raw();
        match tag.local_name().as_ref() {
            b"config-item-map-entry" => self.sheet.push(name_of(raw, "name")),
            b"config-item" => self.in_value = attribute(raw, "name") == Some(b"ShowZeroValues"),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<(), ReadError> {
        match name {
            b"config-item-map-entry" => drop(self.sheet.pop()),
            b"config-item" => self.in_value = false,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, piece: &Piece<'_>) {
        if self.in_value {
            let mut value = String::new();
            piece.append(&mut value);
            self.hiding.insert(self.sheet.last().cloned().unwrap_or_default(), value.trim() == "false");
        }
    }
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
    /// Text that is struck through.
    struck: String,
    /// Text that is not seen; how the cell looks.
    unseen: String,
    format: CellFormat,
    /// A day, a time or a truth: what it shows is no number, be it all digits.
    dated: bool,
    /// Some of its digits are drawn as signs.
    signs: bool,
    /// A picture or a drawing lies over it.
    drawn: bool,
}

/// What a cell's attributes say, taken in one pass over them: a sheet has many cells. Of two with one local name
/// (`office:value-type`, `calcext:value-type`) the first holds.
#[derive(Debug, Default)]
struct CellAttributes<'a> {
    style: Option<&'a [u8]>,
    value_type: Option<&'a [u8]>,
    value: Option<&'a [u8]>,
    formula: bool,
    repeat: Option<&'a [u8]>,
    rows: Option<&'a [u8]>,
    columns: Option<&'a [u8]>,
}

impl<'a> CellAttributes<'a> {
    fn read(raw: &'a [u8]) -> Self {
        let mut told = Self::default();
        for (name, value) in attributes(raw) {
            let place = match name {
                b"style-name" => &mut told.style,
                b"value-type" => &mut told.value_type,
                b"value" => &mut told.value,
                b"number-columns-repeated" => &mut told.repeat,
                b"number-rows-spanned" => &mut told.rows,
                b"number-columns-spanned" => &mut told.columns,
                _ => {
                    told.formula |= name == b"formula";
                    continue;
                }
            };
            place.get_or_insert(value);
        }
        told
    }
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
                self.columns.push((self.column, name_of(raw, "default-cell-style-name")));
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
                self.row_style = name_of(raw, "default-cell-style-name");
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
                    let span = self.styles.span(&name_of(raw, "style-name"), cell.format.painted);
                    self.spans.push(span);
                }
            }
            b"ruby-text" => self.aside += 1,
            b"s" => {
                let blanks = " ".repeat(count(raw, "c").min(1_000) as usize);
                self.text(&Piece::Stands(&blanks));
            }
            b"line-break" => self.text(&Piece::Stands("\n")),
            name if self.sheets.is_empty() => self.styles.element(name, raw),
            b"conditional-format" => {
                let ranges = name_of(raw, "target-range-address");
                self.areas = ranges.split_whitespace().filter_map(range).collect();
            }
            b"condition" => self.condition(raw),
            // A bar or a sign stands in place of the value.
            b"data-bar" | b"icon-set" | b"formatting-entry" if attribute(raw, "show-value") == Some(b"false") => {
                self.rule(When::Unknown, CellFormat::default());
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8]) -> Result<(), ReadError> {
        match name {
            kind if SHAPES.contains(&kind) => self.aside = self.aside.saturating_sub(1),
            b"ruby-text" => self.aside = self.aside.saturating_sub(1),
            b"p" | b"h" if self.aside == 0 => self.in_paragraph = false,
            b"span" => drop(self.spans.pop()),
            b"table-cell" | b"covered-table-cell" if self.aside == 0 => self.end_cell()?,
            b"table-row" => self.row = self.row.saturating_add(self.row_repeat.max(1)),
            name if self.sheets.is_empty() => self.styles.end(name),
            b"table-row-group" => self.closed_groups -= u32::from(self.groups.pop().unwrap_or(false)),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, piece: &Piece<'_>) {
        if self.sheets.is_empty() {
            let mut own = String::new();
            piece.append(&mut own);
            self.styles.text(&own);
        }
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
            Some(Span::Signs) => {
                let mut signs = String::new();
                piece.append(&mut signs);
                let look = Look { signs: true, ..Look::default() };
                cell.text.extend(signs.chars().map(|c| look.shown(c)));
                cell.signs = true;
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
            looks: HashMap::new(),
            columns: Vec::new(),
            row_style: String::new(),
            areas: Vec::new(),
            budget,
        }
    }

    fn open_table(&mut self, raw: &[u8]) -> Result<(), ReadError> {
        self.budget.pages(1)?;
        let hidden = self.styles.hides(&name_of(raw, "style-name"));
        self.sheets.push(Worksheet { name: name_of(raw, "name"), hidden, ..Worksheet::default() });
        (self.row, self.column) = (0, 0);
        self.columns.clear();
        Ok(())
    }

    /// The style of the cell that starts: its own, or the usual one of its row or column (19.615).
    fn style_of(&self, cell: &CellAttributes<'_>) -> String {
        if let Some(own) = cell.style {
            return decoded(own);
        }
        if !self.row_style.is_empty() {
            return self.row_style.clone();
        }
        let column = self.columns.partition_point(|(end, _)| *end <= self.column);
        self.columns.get(column).map(|(_, style)| style.clone()).unwrap_or_default()
    }

    /// How a cell in a style looks where it has this value.
    fn look(&mut self, style: &str, value: Option<f64>) -> CellFormat {
        if !self.looks.contains_key(style) {
            let looks = Looks { format: self.styles.cell(style), conditions: self.styles.conditions(style) };
            self.looks.insert(style.to_owned(), looks);
        }
        let Some(looks) = self.looks.get(style) else { return CellFormat::default() };
        let mut format = looks.format;
        for (test, look) in &looks.conditions {
            if value.is_some_and(|value| test.holds(value)) {
                format = format.under(*look);
            }
        }
        format
    }

    /// A condition that LibreOffice tells of behind the cells.
    fn condition(&mut self, raw: &[u8]) {
        let look = self.styles.cell(self.styles.meant(&name_of(raw, "apply-style-name")));
        // Text has a colour of its own in every style of its own.
        let look = CellFormat { inked: look.unseen, ..look };
        let value = name_of(raw, "value");
        let when = match value.strip_prefix("formula-is(").and_then(|rest| rest.strip_suffix(')')) {
            Some(formula) => {
                let base = name_of(raw, "base-cell-address");
                When::formula(formula, base.rsplit('.').next().unwrap_or_default())
            }
            None => When::between(&value).or_else(|| Test::parse(&value).map(When::Number)).unwrap_or(When::Unknown),
        };
        // What only shows may be left out where it is not certain.
        if when != When::Unknown || !look.is_plain() {
            self.rule(when, look);
        }
    }

    /// Of the conditions of an area the first that holds counts alone.
    fn rule(&mut self, when: When, look: CellFormat) {
        if let Some(sheet) = self.sheets.last_mut().filter(|sheet| sheet.conditions.len() < MAX_RULES) {
            sheet.conditions.push(Condition { areas: self.areas.clone(), when, look, priority: 0, stops: true });
        }
    }

    fn open_cell(&mut self, kind: &[u8], raw: &[u8]) {
        let told = CellAttributes::read(raw);
        // Of a number, the stored value: the text is rounded as the cell is formatted.
        let value = told.value.filter(|_| told.value_type == Some(b"float"));
        let value = value.and_then(|value| str::from_utf8(value).ok());
        self.spans.clear();
        let style = self.style_of(&told);
        let number = value.and_then(|value| value.parse().ok());
        let format = self.look(&style, number);
        self.cell = Some(OpenCell {
            value: value.map(str::to_owned),
            repeat: at_least_one(told.repeat),
            rows: at_least_one(told.rows),
            columns: at_least_one(told.columns),
            covered: kind == b"covered-table-cell",
            formula: told.value_type.is_none() && told.formula,
            dated: matches!(told.value_type, Some(b"date" | b"time" | b"boolean")),
            format,
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
        let value = cell.value.filter(|_| cell.struck.is_empty() && cell.unseen.is_empty() && !cell.signs);
        // A number that is formatted so that it shows nothing has been written down as it is seen.
        let unseen = cell.written && cell.text.is_empty() && value.is_some();
        let number = value.is_some();
        let mut text = value.unwrap_or_else(|| clean(&cell.text));
        look::settle(&mut text);
        let struck = match cell.format.struck {
            true => std::mem::take(&mut text),
            false => cell.struck,
        };
        let location = SourceLocation::cell(ordinal, self.row.saturating_add(1), first.saturating_add(1));
        self.omissions.add(Omission::Struck, &struck, location);
        self.omissions.add(Omission::Hidden, &cell.unseen, location);
        let unread = match (cell.formula, cell.drawn) {
            _ if cell.dated && text.parse::<f64>().is_ok() => {
                text.clear();
                Some(Unread::Field)
            }
            _ if !text.is_empty() || !struck.is_empty() => None,
            (true, _) => Some(Unread::Formula),
            (_, drawn) => drawn.then_some(Unread::Drawing),
        };
        if text.is_empty() && unread.is_none() {
            return Ok(());
        }
        let shows = if unseen { Shows::always(Sight::Nothing) } else { cell.format.shows };
        let format = CellFormat { struck: false, shows, ..cell.format };
        let rows = self.row..self.row.saturating_add(self.row_repeat.max(1));
        self.budget.copies(u64::from(rows.end - rows.start) * u64::from(self.column - first), &text)?;
        for row in rows {
            for column in first..self.column {
                sheet.cells.push(SheetCell {
                    row,
                    column,
                    text: text.clone(),
                    number,
                    pale: false,
                    unread,
                    origin: (row, column),
                });
                if format != CellFormat::default() {
                    sheet.formats.insert((row, column), format);
                }
            }
        }
        Ok(())
    }
}

/// A number that an attribute gives, at least one.
fn count(raw: &[u8], name: &str) -> u32 {
    at_least_one(attribute(raw, name))
}

fn at_least_one(value: Option<&[u8]>) -> u32 {
    value.and_then(|value| str::from_utf8(value).ok()?.parse::<u32>().ok()).unwrap_or(1).max(1)
}

/// Collapsed or filtered out (19.749).
fn is_unseen(raw: &[u8]) -> bool {
    matches!(attribute(raw, "visibility"), Some(b"collapse" | b"filter"))
}

/// `Sheet1.A1:Sheet1.C5`, as an area of its sheet.
fn range(reference: &str) -> Option<Dimensions> {
    let corners: Vec<&str> = reference.split(':').map(|corner| corner.rsplit('.').next().unwrap_or(corner)).collect();
    area(&corners.join(":"))
}
