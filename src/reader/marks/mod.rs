//! Tables written as marks in running text: a paragraph says how deep in tables it stands, a mark ends a cell, another ends
//! a row. Word's binary format and RTF write them so. What comes in are these marks in source order; they are told to the
//! document's [`FlowBuilder`], whose tables, rows and cells open where content asks for them. Decoding of text and properties is
//! left to the readers.

use super::flow::{FlowBuilder, Row, RowShape, Span};
use super::look::{Look, settle};
use crate::document::{Block, Budget, Document, Omission, Omissions, Picture, Role, Unread};
use crate::error::ReadError;
use crate::script::trimmed;

/// Tells marks to a flow.
#[derive(Debug)]
pub(super) struct Marks {
    flow: FlowBuilder,
    /// Text of the paragraph that has not ended yet.
    text: String,
    /// Sizes of the pictures in that paragraph.
    pictures: Vec<Option<(f32, f32)>>,
    /// What that paragraph leaves out.
    left_out: Vec<(Omission, String)>,
    /// Some of its text is set higher by a distance.
    shifted: bool,
    /// What that paragraph shows and cannot be taken.
    unread: Option<Unread>,
    /// Of each open table, whether something of its open row was left out.
    concealed: Vec<bool>,
}

/// Pieces of a paragraph that are kept of what is left out, and bytes of one.
const PIECES: usize = 64;
const LEFT_OUT: usize = 256;
/// One picture for each character is the most that a source can ask for; more of them carry nothing.
const PICTURES: usize = 1_000;

impl Marks {
    /// Without text, at the start of a part.
    pub fn new(role: Role, budget: Budget) -> Self {
        Self {
            flow: FlowBuilder::new(role, budget),
            text: String::new(),
            pictures: Vec::new(),
            left_out: Vec::new(),
            shifted: false,
            unread: None,
            concealed: Vec::new(),
        }
    }

    /// The paragraph that is being written.
    pub fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Text of the paragraph that looks so; `shifted`: it is raised by a distance rather than as a note mark.
    pub fn write(&mut self, text: &str, look: Look, shifted: bool) {
        match look.omission() {
            Some(why) => self.leave_out(why, text),
            None if !look.is_literal() => {
                self.text.extend(text.chars().map(|c| look.shown(c)));
                self.shifted |= shifted;
            }
            None => self.text.push_str(text),
        }
    }

    fn leave_out(&mut self, why: Omission, text: &str) {
        let room = self.left_out.len() < PIECES;
        match self.left_out.last_mut() {
            Some((other, before)) if *other == why && before.len() < LEFT_OUT => before.push_str(text),
            _ if room => self.left_out.push((why, text.to_owned())),
            _ => {}
        }
    }

    /// All that was written of the paragraph is hidden.
    pub fn conceal(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.leave_out(Omission::Hidden, &text);
    }

    /// The paragraph shows something that cannot be taken.
    pub fn unread(&mut self, what: Unread) {
        self.unread = Some(what);
    }

    /// The place in its row of the cell that text stands in, of the innermost table at this depth (from one).
    pub fn cell(&self, depth: usize) -> usize {
        self.flow.open_cells(depth).saturating_sub(usize::from(self.flow.in_cell() && self.flow.depth() == depth))
    }

    /// Cells of the open row of the table at this depth (from one).
    pub fn open_cells(&self, depth: usize) -> usize {
        self.flow.open_cells(depth)
    }

    /// All that was written, as one text: what a text box in a cell adds to the cell.
    pub fn into_text(self) -> Result<(String, Omissions), ReadError> {
        let document = self.finish()?;
        let mut lines: Vec<&str> = Vec::new();
        for block in &document.blocks {
            match block {
                Block::Paragraph(paragraph) => lines.push(&paragraph.text),
                Block::Grid(grid) => lines.extend(grid.cells.iter().map(|cell| cell.text.as_str())),
                Block::Picture(_) => {}
            }
        }
        lines.retain(|line| !line.trim().is_empty());
        Ok((lines.join("\n"), document.omissions))
    }

    /// Text of a box that stands in the paragraph.
    pub fn insert(&mut self, (text, omissions): (String, Omissions)) {
        if !self.text.is_empty() && !text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(&text);
        self.flow.omitted(omissions);
    }

    /// A picture in the paragraph that is being written.
    pub fn picture(&mut self, size: Option<(f32, f32)>) {
        if self.pictures.len() < PICTURES {
            self.pictures.push(size);
        }
    }

    /// Ends the paragraph, which stands in `depth` tables.
    pub fn end_paragraph(&mut self, depth: usize, heading: bool) -> Result<(), ReadError> {
        self.reach(depth)?;
        self.take_paragraph(heading)
    }

    /// Ends the paragraph and the cell of the table at this depth (from one).
    pub fn end_cell(&mut self, depth: usize) -> Result<(), ReadError> {
        self.reach(depth.max(1))?;
        self.take_paragraph(false)?;
        self.need_cell()?;
        self.flow.end_cell();
        Ok(())
    }

    /// Ends the row of the table at this depth (from one). Text since the last cell's end, if any, is a
    /// cell of its own.
    pub fn end_row(&mut self, depth: usize, shape: RowShape) -> Result<(), ReadError> {
        self.reach(depth.max(1))?;
        self.take_paragraph(false)?;
        self.close_row(shape);
        Ok(())
    }

    fn close_row(&mut self, shape: RowShape) {
        self.flow.end_cell();
        let concealed = self.concealed.last_mut().is_some_and(std::mem::take);
        // A row without anything that is seen, of which something was left out: hidden as a whole.
        if concealed
            && self.flow.row_is_blank()
            && let Some(row) = self.flow.row()
        {
            row.omission = Some(Omission::Hidden);
        }
        self.flow.end_row(Some(shape));
    }

    /// Ends all tables and starts another part of the document.
    pub fn start_part(&mut self, role: Role) -> Result<(), ReadError> {
        if !self.text.is_empty() || !self.pictures.is_empty() {
            let depth = self.flow.depth();
            self.end_paragraph(depth, false)?;
        }
        self.reach(0)?;
        self.flow.set_role(role);
        Ok(())
    }

    /// Appends another part that was collected on its own; its ordinals go on from these.
    pub fn absorb(&mut self, mut part: Self, role: Role) -> Result<(), ReadError> {
        part.start_part(role)?;
        self.start_part(role)?;
        self.flow.absorb(part.flow);
        Ok(())
    }

    /// The blocks of all parts.
    pub fn finish(mut self) -> Result<Document, ReadError> {
        self.start_part(Role::Body)?;
        self.flow.finish()
    }

    /// Opens and closes tables until as many are open as asked for.
    fn reach(&mut self, depth: usize) -> Result<(), ReadError> {
        while self.flow.depth() > depth {
            self.close_row(RowShape::default());
            self.flow.end_table()?;
            self.concealed.pop();
        }
        while self.flow.depth() < depth {
            if self.flow.depth() > 0 {
                self.need_cell()?;
            }
            self.flow.open_table()?;
            self.concealed.push(false);
        }
        Ok(())
    }

    /// Opens the row and the cell that content stands in.
    fn need_cell(&mut self) -> Result<(), ReadError> {
        if self.flow.in_cell() {
            return Ok(());
        }
        if self.flow.row().is_none() {
            self.flow.open_row(Row::default());
        }
        self.flow.open_cell(Span::one())
    }

    fn take_paragraph(&mut self, heading: bool) -> Result<(), ReadError> {
        let nested = self.flow.depth() > 0;
        let content = !self.pictures.is_empty() || self.unread.is_some() || !trimmed(&self.text).is_empty();
        if nested && content {
            self.need_cell()?;
        }
        let location = self.flow.place();
        for (why, text) in self.left_out.drain(..) {
            self.flow.omit(why, &text, location);
            self.concealed.iter_mut().last().into_iter().for_each(|concealed| *concealed = true);
        }
        if let Some(unread) = self.unread.take() {
            self.flow.unread(unread);
        }
        if std::mem::take(&mut self.shifted) {
            if nested {
                self.flow.raised();
            } else {
                settle(&mut self.text);
            }
        }
        let kept = nested || self.flow.role() == Role::Body;
        for size in self.pictures.drain(..).filter(|_| kept) {
            self.flow.block(Block::Picture(Picture { size, location, source: None }));
        }
        let role = if heading && !nested { Role::Heading } else { Role::Body };
        self.flow.paragraph(&self.text, role, location)?;
        self.text.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::{BODY_OF_REPORT, outline};
