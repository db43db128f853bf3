//! What is open, and what becomes of it when it ends: paragraphs, tables, cells and asides.

use super::super::appearance::Appearance;
use super::super::element::{Element, attribute, is_on, number};
use super::super::token::Tag;
use super::{Frame, MAX_ASIDES, MAX_FRAMES, OpenParagraph, Stories};
use crate::document::{Block, Omission, Role, Unread};
use crate::error::ReadError;
use crate::reader::flow::{Row, Span};
use crate::reader::label::{self, Labelled};
use crate::reader::look::{FLAT, settle};

impl Stories {
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
                self.painted.pop();
                self.flow.end_cell();
                Ok(())
            }
            Some(Frame::Row) => {
                self.flow.end_row(None);
                Ok(())
            }
            Some(Frame::Table) => self.end_table(),
            Some(Frame::Aside) => {
                self.end_aside();
                Ok(())
            }
            Some(Frame::Graphic) => {
                let mut graphic = self.graphics.pop().unwrap_or_default();
                let location = self.paragraphs.last().map(|paragraph| paragraph.location).unwrap_or_default();
                if let Some(relationship) = graphic.embedded.take() {
                    self.flow.unread(Unread::Object);
                    self.object(location, relationship);
                }
                // Relationships of headers and notes are those of other parts.
                let known = self.flow.role() == Role::Body;
                for picture in graphic.pictures(location, known) {
                    self.attach(Block::Picture(picture));
                }
                Ok(())
            }
            Some(Frame::Alternate { taken }) => {
                if !taken {
                    self.flow.unread(Unread::Drawing);
                }
                Ok(())
            }
            None => Ok(()),
        }
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
        let location = self.flow.place();
        let paragraph = match self.joined.take() {
            Some(joined) => OpenParagraph { joined: false, ..joined },
            None => OpenParagraph { start: self.text.len(), location, ..OpenParagraph::default() },
        };
        self.paragraphs.push(paragraph);
        self.frames.push(Frame::Paragraph);
        Ok(())
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(mut paragraph) = self.paragraphs.pop() else { return Ok(()) };
        self.end_codes();
        self.run = Default::default();
        if paragraph.shifted && !self.flow.in_cell() {
            let mut own = self.text.split_off(paragraph.start);
            settle(&mut own);
            self.text.push_str(&own);
        }
        if paragraph.joined {
            self.joined = Some(paragraph);
            return Ok(());
        }
        let counted = paragraph.list.filter(|list| *list != 0);
        let level = paragraph.level.unwrap_or(0);
        // An empty paragraph of a list counts on; its label alone is no text.
        let label = counted.and_then(|list| self.sheets.numbering.next(list, level));
        // Of a label as it was printed, the tab behind it is not told.
        let printed = paragraph.label.is_some();
        if let Some(label) = paragraph.label.take().or(label) {
            self.put_label(paragraph.start, &label, printed);
        }
        let role = paragraph.role.unwrap_or(Role::Body);
        self.flow.paragraph(&self.text[paragraph.start..], role, paragraph.location)?;
        self.text.truncate(paragraph.start);
        paragraph.after.into_iter().for_each(|block| self.flow.block(block));
        Ok(())
    }

    /// An automatic number before the text of the paragraph that starts there.
    fn put_label(&mut self, start: usize, label: &str, spaced: bool) {
        let text = &self.text[start..];
        let what = match self.flow.in_cell() {
            true => label::in_cell(label, spaced, text),
            false if text.trim().is_empty() => Labelled::Alone,
            false => Labelled::Written,
        };
        match what {
            Labelled::Written if text.trim().is_empty() => {}
            Labelled::Written => self.text.insert_str(start, label),
            Labelled::Apart => {}
            Labelled::Torn => {
                self.text.truncate(start);
                self.flow.unread(Unread::Torn);
            }
            // A number is shown there all the same.
            Labelled::Alone => self.flow.unread(Unread::Field),
        }
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
            self.flow.block(block);
        }
    }

    pub(super) fn open_table(&mut self) -> Result<(), ReadError> {
        if self.too_deep > 0 || !self.flow.may_nest() {
            self.too_deep += 1;
            self.damage.get_or_insert(("tables nested within the limit", "deeper nesting"));
            return Ok(());
        }
        // A table inside a paragraph ends its text so far.
        if self.in_paragraph() {
            self.close(Element::Paragraph)?;
        }
        self.end_joined()?;
        self.flow.open_table()?;
        self.tables.push(Appearance::default());
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
        self.flow.open_row(Row::default());
        self.frames.push(Frame::Row);
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
        self.flow.open_cell(Span::one())?;
        self.painted.push(None);
        self.frames.push(Frame::Cell);
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        self.tables.pop();
        self.flow.end_table()?;
        if self.tables.is_empty() {
            std::mem::take(&mut self.notes).into_iter().for_each(|note| self.flow.block(note));
        }
        Ok(())
    }

    pub(super) fn open_aside(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        let separator = attribute(tag.attributes, "type").is_some_and(|kind| kind.ends_with(b"eparator"));
        if separator {
            // The line above the notes (17.11.23).
            self.drop_content(tag);
            return Ok(());
        }
        if tag.element == Element::TextBox && self.graphics.iter().any(|graphic| graphic.hidden) {
            self.drop_content(tag);
            return Ok(());
        }
        if self.frames.len() >= MAX_FRAMES || self.asides >= MAX_ASIDES {
            return Ok(());
        }
        let role = match tag.element {
            Element::Note => Role::Note,
            Element::Margin => Role::Margin,
            _ => self.flow.role(),
        };
        self.end_joined()?;
        self.flow.open_aside(role);
        self.asides += 1;
        self.frames.push(Frame::Aside);
        self.in_paragraph_properties = false;
        Ok(())
    }

    fn end_aside(&mut self) {
        let role = self.flow.role();
        let blocks = self.flow.end_aside();
        self.asides = self.asides.saturating_sub(1);
        if role == Role::Note && self.asides == 0 && !self.tables.is_empty() {
            // A note is no part of the cell that it is a note to.
            self.notes.extend(blocks);
            return;
        }
        for block in blocks {
            self.attach(block);
        }
    }

    /// A control whose content follows; it may show what it asks for.
    pub(super) fn open_control(&mut self, tag: &Tag<'_>) {
        let unfilled = std::mem::take(&mut self.unfilled);
        if !tag.empty && self.controls.len() < MAX_FRAMES {
            self.controls.push(unfilled);
        }
    }

    /// What is said of the open row.
    pub(super) fn row_property(&mut self, tag: &Tag<'_>) {
        let raw = tag.attributes;
        let Some(row) = self.flow.row() else { return };
        match tag.element {
            Element::GridBefore => row.before = number(raw).and_then(|it| it.try_into().ok()).unwrap_or(0),
            Element::TableHeader => row.header = is_on(raw),
            Element::RowHeight => {
                let exact = attribute(raw, "hRule") == Some(b"exact");
                if exact && number(raw).is_some_and(|height| (1..=FLAT.into()).contains(&height)) {
                    row.omission = row.omission.or(Some(Omission::Hidden));
                }
            }
            // Deleted rows may be hidden as well.
            _ if is_on(raw) => row.omission = row.omission.or(Some(Omission::Hidden)),
            _ => {}
        }
    }
}
