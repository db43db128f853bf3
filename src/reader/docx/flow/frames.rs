//! What is open, and what becomes of it when it ends: paragraphs, tables, cells and asides.

use super::super::element::{Element, attribute};
use super::super::events::Tag;
use super::super::table::{OpenCell, Table};
use super::{Flow, Frame, MAX_ASIDES, MAX_FRAMES, OpenParagraph};
use crate::document::{Block, Paragraph, Picture, Role, SourceLocation, Unread};
use crate::error::ReadError;
use crate::reader::look::settle;
use crate::reader::nesting::is_table;

impl Flow {
    /// Closes the innermost frame of a kind with all that is open inside it. A stray end tag closes
    /// nothing beyond the table, cell or aside that it stands in.
    pub(super) fn close_frame(&mut self, is_kind: impl Fn(Frame) -> bool) -> Result<(), ReadError> {
        for (above, &frame) in self.frames.iter().rev().enumerate() {
            if is_kind(frame) {
                for _ in 0..=above {
                    self.pop()?;
                }
                return Ok(());
            }
            let walled = match frame {
                Frame::Table => !is_kind(Frame::Aside),
                Frame::Cell => is_kind(Frame::Paragraph) || is_kind(Frame::Graphic),
                Frame::Aside => true,
                _ => false,
            };
            if walled {
                return Ok(());
            }
        }
        Ok(())
    }

    pub(super) fn pop(&mut self) -> Result<(), ReadError> {
        if self.frames.last() != Some(&Frame::Paragraph) {
            self.end_joined()?;
        }
        match self.frames.pop() {
            Some(Frame::Paragraph) => self.end_paragraph(),
            Some(Frame::Cell) => {
                self.end_cell();
                Ok(())
            }
            Some(Frame::Row) => {
                let placed = self.tables.last_mut().is_none_or(Table::end_row);
                if placed { Ok(()) } else { Err(self.too_many_cells()) }
            }
            Some(Frame::Table) => {
                self.end_table();
                Ok(())
            }
            Some(Frame::Aside) => {
                self.end_aside();
                Ok(())
            }
            Some(Frame::Graphic) => {
                let mut graphic = self.graphics.pop().unwrap_or_default();
                let location = self.paragraphs.last().map(|paragraph| paragraph.location).unwrap_or_default();
                if let Some(relationship) = graphic.embedded.take() {
                    self.unread(Unread::Object);
                    self.object(location, relationship);
                }
                if let Some(size) = graphic.picture() {
                    self.attach(Block::Picture(Picture { size, location }));
                }
                Ok(())
            }
            Some(Frame::Alternate { taken }) => {
                if !taken {
                    self.unread(Unread::Drawing);
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn too_many_cells(&self) -> ReadError {
        ReadError::limit("cells", u64::from(self.limits.cells), u64::from(self.cell_count))
    }

    /// Whether a paragraph is open in the innermost cell, aside or body.
    fn in_paragraph(&self) -> bool {
        let inner =
            self.frames.iter().rev().find(|frame| matches!(frame, Frame::Paragraph | Frame::Cell | Frame::Aside));
        inner == Some(&Frame::Paragraph)
    }

    pub(super) fn open_paragraph(&mut self) -> Result<(), ReadError> {
        if self.in_paragraph() {
            self.close(Element::Paragraph)?;
        }
        self.in_paragraph_properties = false;
        self.in_run_properties = false;
        let location = match (self.cells_open.last(), self.tables.last()) {
            (Some(cell), Some(table)) => SourceLocation::cell(table.ordinal, table.rows, cell.ordinal),
            _ => {
                self.paragraph_count = self.paragraph_count.saturating_add(1);
                SourceLocation::paragraph(self.paragraph_count)
            }
        };
        let paragraph = match self.joined.take() {
            Some(joined) => OpenParagraph { joined: false, ..joined },
            None => {
                if self.in_cell() && self.cells_open.last().is_some_and(|cell| self.text.len() > cell.start) {
                    self.text.push('\n');
                }
                OpenParagraph { start: self.text.len(), location, ..OpenParagraph::default() }
            }
        };
        self.paragraphs.push(paragraph);
        self.frames.push(Frame::Paragraph);
        Ok(())
    }

    /// Whether finished blocks go into a cell.
    pub(super) fn in_cell(&self) -> bool {
        let inner = self.frames.iter().rev().find(|frame| matches!(frame, Frame::Cell | Frame::Aside));
        inner == Some(&Frame::Cell)
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(mut paragraph) = self.paragraphs.pop() else { return Ok(()) };
        self.end_codes();
        self.run = Default::default();
        if paragraph.shifted && !self.in_cell() {
            let mut own = self.text.split_off(paragraph.start);
            settle(&mut own);
            self.text.push_str(&own);
        }
        let text = &self.text[paragraph.start..];
        self.character_count += text.len() as u64;
        if self.character_count > self.limits.characters {
            return Err(ReadError::limit("characters", self.limits.characters, self.character_count));
        }
        let blank = text.trim().is_empty();
        if paragraph.joined {
            self.joined = Some(paragraph);
            return Ok(());
        }
        let counted = paragraph.list.filter(|list| *list != 0);
        let level = paragraph.level.unwrap_or(0);
        // An empty paragraph of a list counts on; its label alone is no text.
        let label = counted.and_then(|list| self.sheets.numbering.next(list, level));
        if let Some(label) = paragraph.label.take().or(label).filter(|_| !blank) {
            self.text.insert_str(paragraph.start, &label);
        }
        if !self.in_cell() {
            let role = self.asides.last().map_or(self.role, |(role, _)| *role);
            let role = if role == Role::Body { paragraph.role.unwrap_or(role) } else { role };
            let text = self.text[paragraph.start..].trim();
            if !text.is_empty() {
                let text = text.to_owned();
                self.deliver(Block::Paragraph(Paragraph { text, role, location: paragraph.location }));
            }
            self.text.truncate(paragraph.start);
        } else if blank {
            // With the line break before it.
            let start = self.cells_open.last().map_or(0, |cell| cell.start);
            self.text.truncate(paragraph.start.saturating_sub(1).max(start));
        }
        for block in paragraph.after {
            self.deliver(block);
        }
        Ok(())
    }

    /// Nothing follows that could continue the joined paragraph.
    pub(super) fn end_joined(&mut self) -> Result<(), ReadError> {
        match self.joined.take() {
            Some(joined) => {
                self.paragraphs.push(OpenParagraph { joined: false, ..joined });
                self.end_paragraph()
            }
            None => Ok(()),
        }
    }

    /// A block that is anchored in the open paragraph, if there is one.
    fn attach(&mut self, block: Block) {
        if self.in_paragraph()
            && let Some(paragraph) = self.paragraphs.last_mut()
        {
            paragraph.after.push(block);
        } else {
            self.deliver(block);
        }
    }

    /// A finished block, to where it belongs.
    pub(super) fn deliver(&mut self, block: Block) {
        if self.in_cell()
            && let Some(cell) = self.cells_open.last_mut()
        {
            match block {
                Block::Paragraph(paragraph) => {
                    if self.text.len() > cell.start {
                        self.text.push('\n');
                    }
                    self.text.push_str(&paragraph.text);
                }
                Block::Grid(grid) if is_table(&grid) => cell.inner.push((self.text.len() - cell.start, grid)),
                Block::Grid(grid) => {
                    for inner in grid.cells.iter().filter(|inner| !inner.text.trim().is_empty()) {
                        if self.text.len() > cell.start {
                            self.text.push('\n');
                        }
                        self.text.push_str(inner.text.trim());
                    }
                    cell.picture |= grid.cells.iter().any(|inner| inner.picture);
                }
                Block::Picture(_) => cell.picture = true,
            }
        } else if let Some((_, blocks)) = self.asides.last_mut() {
            blocks.push(block);
        } else {
            self.document.blocks.push(block);
        }
    }

    pub(super) fn open_table(&mut self) -> Result<(), ReadError> {
        if self.too_deep > 0 || self.tables.len() >= self.limits.nesting as usize {
            self.too_deep += 1;
            self.damage.get_or_insert(("tables nested within the limit", "deeper nesting"));
            return Ok(());
        }
        // A table inside a paragraph ends its text so far.
        if self.in_paragraph() {
            self.close(Element::Paragraph)?;
        }
        self.end_joined()?;
        self.table_count = self.table_count.saturating_add(1);
        self.tables.push(Table::new(self.table_count));
        self.frames.push(Frame::Table);
        Ok(())
    }

    pub(super) fn open_row(&mut self) -> Result<(), ReadError> {
        loop {
            match self.frames.last() {
                Some(Frame::Table) => break,
                // A row in a cell, without a table of its own: its cells follow on those of the row around.
                Some(Frame::Cell | Frame::Aside) | None => return Ok(()),
                // What was left open.
                Some(_) => self.pop()?,
            }
        }
        if let Some(table) = self.tables.last_mut() {
            table.start_row();
            self.frames.push(Frame::Row);
        }
        Ok(())
    }

    pub(super) fn open_cell(&mut self) -> Result<(), ReadError> {
        loop {
            match self.frames.last() {
                Some(Frame::Row) => break,
                Some(Frame::Table) => self.open_row()?,
                Some(Frame::Aside) | None => return Ok(()),
                Some(_) => self.pop()?,
            }
        }
        let Some(table) = self.tables.last() else { return Ok(()) };
        self.cell_count += 1;
        if self.cell_count > self.limits.cells {
            return Err(self.too_many_cells());
        }
        self.cells_open.push(OpenCell {
            start: self.text.len(),
            ordinal: table.cells.len() as u32 + 1,
            span: 1,
            rows: 1,
            ..OpenCell::default()
        });
        self.frames.push(Frame::Cell);
        Ok(())
    }

    fn end_cell(&mut self) {
        let (Some(mut cell), Some(table)) = (self.cells_open.pop(), self.tables.last_mut()) else { return };
        cell.text = self.text[cell.start..].trim_matches(|c: char| c.is_ascii_whitespace()).to_owned();
        if cell.shifted {
            settle(&mut cell.text);
        }
        self.text.truncate(cell.start);
        table.cells.push(cell);
    }

    fn end_table(&mut self) {
        let Some(mut table) = self.tables.pop() else { return };
        self.document.omissions.append(std::mem::take(&mut table.omissions));
        for block in table.finish(self.in_cell()) {
            self.deliver(block);
        }
        if self.tables.is_empty() {
            std::mem::take(&mut self.notes).into_iter().for_each(|note| self.deliver(note));
        }
    }

    pub(super) fn open_aside(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        let separator = attribute(tag.attributes, "type").is_some_and(|kind| kind.ends_with(b"eparator"));
        if separator {
            // The line above the notes (17.11.23).
            self.drop_content(tag);
            return Ok(());
        }
        if self.frames.len() >= MAX_FRAMES || self.asides.len() >= MAX_ASIDES {
            return Ok(());
        }
        let role = match tag.element {
            Element::Note => Role::Note,
            Element::Margin => Role::Margin,
            _ => self.asides.last().map_or(self.role, |(role, _)| *role),
        };
        self.end_joined()?;
        self.asides.push((role, Vec::new()));
        self.frames.push(Frame::Aside);
        self.in_paragraph_properties = false;
        Ok(())
    }

    fn end_aside(&mut self) {
        let Some((role, blocks)) = self.asides.pop() else { return };
        if role == Role::Note && self.asides.is_empty() && !self.tables.is_empty() {
            // A note is no part of the cell that it is a note to.
            self.notes.extend(blocks);
            return;
        }
        for block in blocks {
            self.attach(block);
        }
    }
}
