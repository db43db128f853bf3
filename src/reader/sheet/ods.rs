//! Cells of an OpenDocument spreadsheet (ISO/IEC 26300-1, chapter 9) from its `content.xml`.

use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Sheet, SheetCell, clean, document, too_many};
use crate::document::Document;
use crate::error::ReadError;
use crate::finding::Finding;
use crate::limits::Limits;
use crate::reader::Context;
use crate::reader::docx::{attribute, text};
use crate::reader::zip::Zip;

const CONTENT: &str = "content.xml";

/// Reads an OpenDocument spreadsheet.
pub(in crate::reader) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let mut zip = Zip::open(bytes, &context.limits)?;
    context.findings.extend(zip.salvage());
    match zip.read_part(CONTENT, &mut context.buffer)? {
        Some(finding) => context.findings.extend(finding),
        None => return Err(ReadError::damaged(CONTENT, "office:spreadsheet", "no such part")),
    }
    let limits = context.limits;
    let mut table = Tables::default();
    if !table.read(&context.buffer, &limits)? {
        let finding = Finding::new("READ-PART").with("part", CONTENT).with("expected", "well-formed XML");
        context.findings.push(finding.with("found", "a break"));
    }
    document(table.sheets, &limits)
}

/// What is being read.
#[derive(Debug, Default)]
struct Tables {
    sheets: Vec<Sheet>,
    row: u32,
    column: u32,
    /// Rows and columns that the open row and cell stand for.
    row_repeat: u32,
    cell: Option<OpenCell>,
    /// Texts that are not the cell's own: comments, drawings.
    aside: u32,
    in_paragraph: bool,
    cells: usize,
}

#[derive(Debug, Default)]
struct OpenCell {
    text: String,
    /// The value of a number as stored.
    value: Option<String>,
    repeat: u32,
    rows: u32,
    columns: u32,
    covered: bool,
}

impl Tables {
    /// Whether the part was whole.
    fn read(&mut self, content: &[u8], limits: &Limits) -> Result<bool, ReadError> {
        let mut reader = Reader::from_reader(content);
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.open(&tag, limits)?,
                Ok(Event::Empty(tag)) => {
                    self.open(&tag, limits)?;
                    self.close(tag.local_name().as_ref(), limits)?;
                }
                Ok(Event::End(tag)) => self.close(tag.local_name().as_ref(), limits)?,
                Ok(Event::Text(data)) => self.text(|into| text::append(&data, into)),
                Ok(Event::CData(data)) => self.text(|into| text::append_literal(&data, into)),
                Ok(Event::GeneralRef(name)) => self.text(|into| text::append_reference(&name, into)),
                Ok(Event::Eof) => return Ok(true),
                Ok(_) => {}
                Err(_) => return Ok(false),
            }
        }
    }

    fn text(&mut self, append: impl FnOnce(&mut String) -> bool) {
        if self.in_paragraph
            && self.aside == 0
            && let Some(cell) = &mut self.cell
        {
            append(&mut cell.text);
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, limits: &Limits) -> Result<(), ReadError> {
        let raw = tag.attributes_raw();
        let count = |name| {
            let value = attribute(raw, name).and_then(|value| str::from_utf8(value).ok()?.parse::<u32>().ok());
            value.unwrap_or(1).max(1)
        };
        match tag.local_name().as_ref() {
            b"table" if self.cell.is_none() => {
                if self.sheets.len() >= limits.pages as usize {
                    return Err(ReadError::limit("pages", limits.pages.into(), self.sheets.len() as u64));
                }
                let mut name = String::new();
                text::append(attribute(raw, "name").unwrap_or_default(), &mut name);
                self.sheets.push(Sheet { name, ..Sheet::default() });
                self.row = 0;
            }
            b"table-row" => {
                self.column = 0;
                self.row_repeat = count("number-rows-repeated");
            }
            kind @ (b"table-cell" | b"covered-table-cell") if self.cell.is_none() => {
                // Of a number, the stored value: the text is rounded as the cell is formatted.
                let is_number = attribute(raw, "value-type") == Some(b"float");
                let value = attribute(raw, "value").filter(|_| is_number);
                self.cell = Some(OpenCell {
                    text: String::new(),
                    value: value.and_then(|value| str::from_utf8(value).ok()).map(str::to_owned),
                    repeat: count("number-columns-repeated"),
                    rows: count("number-rows-spanned"),
                    columns: count("number-columns-spanned"),
                    covered: kind == b"covered-table-cell",
                });
            }
            b"annotation" | b"frame" | b"shapes" => self.aside += 1,
            b"p" | b"h" if self.aside == 0 => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push('\n');
                }
                self.in_paragraph = true;
            }
            b"s" => {
                let blanks = " ".repeat(count("c").min(1_000) as usize);
                self.text(|into| {
                    into.push_str(&blanks);
                    true
                });
            }
            b"line-break" => self.text(|into| {
                into.push('\n');
                true
            }),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &[u8], limits: &Limits) -> Result<(), ReadError> {
        match name {
            b"annotation" | b"frame" | b"shapes" => self.aside = self.aside.saturating_sub(1),
            b"p" | b"h" if self.aside == 0 => self.in_paragraph = false,
            b"table-cell" | b"covered-table-cell" if self.aside == 0 => self.end_cell(limits)?,
            b"table-row" => self.row = self.row.saturating_add(self.row_repeat.max(1)),
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self, limits: &Limits) -> Result<(), ReadError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.in_paragraph = false;
        let first = self.column;
        self.column = self.column.saturating_add(cell.repeat);
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if cell.covered {
            return Ok(());
        }
        if cell.rows > 1 || cell.columns > 1 {
            let end = (self.row.saturating_add(cell.rows - 1), first.saturating_add(cell.columns - 1));
            if sheet.merges.len() < limits.cells as usize {
                sheet.merges.push(Dimensions { start: (self.row, first), end });
            }
        }
        let text = cell.value.unwrap_or_else(|| clean(&cell.text));
        if text.is_empty() {
            return Ok(());
        }
        let rows = self.row..self.row.saturating_add(self.row_repeat.max(1));
        for row in rows {
            for column in first..self.column {
                self.cells += 1;
                if self.cells > limits.cells as usize {
                    return Err(too_many(limits, self.cells));
                }
                sheet.cells.push(SheetCell { row, column, text: text.clone() });
            }
        }
        Ok(())
    }
}
