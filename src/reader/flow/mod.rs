//! From a flow of paragraphs, cell ends and row ends to blocks.
//!
//! Word's binary format and RTF write tables as marks in running text: a paragraph says how deep in
//! tables it stands, a mark ends a cell, another ends a row. What comes in are these marks in source
//! order; what goes out are the [`Document`]'s blocks. Decoding of text and properties is left to the
//! readers, column positions to [`edges`].

mod edges;

pub(super) use edges::{Merge, RowShape};

use super::look::{Look, settle};
use super::nesting::{filled, is_layout, is_table};
use crate::document::{
    Block, Cell, Document, Omission, Omissions, Paragraph, Picture, Place, Role, SourceLocation, Unread,
};
use crate::error::ReadError;
use crate::limits::Limits;
use crate::script::blank;

/// Collects marks into blocks.
#[derive(Debug)]
pub(super) struct Flow {
    limits: Limits,
    blocks: Vec<Block>,
    /// What paragraphs outside of tables are; tables of other parts than the body become text.
    role: Role,
    /// Text of the paragraph that has not ended yet.
    text: String,
    /// Pictures in that paragraph.
    pictures: Vec<Picture>,
    /// What that paragraph leaves out.
    left_out: Vec<(Omission, String)>,
    /// Some of its text is set higher by a distance.
    shifted: bool,
    /// What that paragraph shows and cannot be taken.
    unread: Option<Unread>,
    omissions: Omissions,
    /// Tables that are open, outermost first.
    levels: Vec<Level>,
    paragraphs: u32,
    tables: u32,
    cells: u32,
    characters: u64,
}

/// A table that is still growing.
#[derive(Debug, Default)]
struct Level {
    /// Ordinal in the source, from one.
    table: u32,
    rows: Vec<(Vec<Content>, RowShape)>,
    cells: Vec<Content>,
    content: Content,
    /// Something of the open row was left out.
    concealed: bool,
}

/// What a cell holds.
#[derive(Debug, Default)]
struct Content {
    /// Paragraphs, separated by `\n`.
    text: String,
    /// Pictures and tables, with the length that the text had before them.
    blocks: Vec<(usize, Block)>,
    /// Some of its text is set higher by a distance.
    shifted: bool,
    /// What it shows and cannot be taken.
    unread: Option<Unread>,
}

/// Pieces of a paragraph that are kept of what is left out, and bytes of one.
const PIECES: usize = 64;
const LEFT_OUT: usize = 256;

impl Flow {
    /// A flow without text, which starts in the body.
    pub fn new(limits: Limits) -> Self {
        Self::of(Role::Body, limits)
    }

    /// A flow without text, which starts in another part.
    pub fn of(role: Role, limits: Limits) -> Self {
        Self {
            limits,
            blocks: Vec::new(),
            role,
            text: String::new(),
            pictures: Vec::new(),
            left_out: Vec::new(),
            shifted: false,
            unread: None,
            omissions: Omissions::default(),
            levels: Vec::new(),
            paragraphs: 0,
            tables: 0,
            cells: 0,
            characters: 0,
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
            None if look.raised => {
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

    /// Cells of the open row of the table at this depth (from one).
    pub fn open_cells(&self, depth: usize) -> usize {
        depth.checked_sub(1).and_then(|at| self.levels.get(at)).map_or(0, |level| level.cells.len())
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
        self.omissions.append(omissions);
    }

    /// A picture in the paragraph that is being written.
    pub fn picture(&mut self, size: Option<(f32, f32)>) {
        // One for each character is the most that a source can ask for; more than these carry nothing.
        if self.pictures.len() < 1_000 {
            self.pictures.push(Picture { size, location: SourceLocation::default() });
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
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(ReadError::limit("cells", self.limits.cells.into(), self.cells.into()));
        }
        if let Some(level) = self.levels.last_mut() {
            if level.content.shifted {
                settle(&mut level.content.text);
            }
            level.cells.push(std::mem::take(&mut level.content));
        }
        Ok(())
    }

    /// Ends the row of the table at this depth (from one). Text since the last cell's end, if any, is a
    /// cell of its own.
    pub fn end_row(&mut self, depth: usize, shape: RowShape) -> Result<(), ReadError> {
        self.reach(depth.max(1))?;
        self.take_paragraph(false)?;
        if let Some(level) = self.levels.last_mut() {
            level.end_row(shape);
        }
        Ok(())
    }

    /// Ends all tables and starts another part of the document.
    pub fn start_part(&mut self, role: Role) -> Result<(), ReadError> {
        if !self.text.is_empty() || !self.pictures.is_empty() {
            let depth = self.levels.len();
            self.end_paragraph(depth, false)?;
        }
        self.reach(0)?;
        self.role = role;
        Ok(())
    }

    /// Appends another part that was collected on its own; its ordinals go on from these.
    pub fn absorb(&mut self, mut part: Self, role: Role) -> Result<(), ReadError> {
        part.start_part(role)?;
        self.start_part(role)?;
        let (paragraphs, tables) = (self.paragraphs, self.tables);
        for block in &mut part.blocks {
            match block {
                Block::Paragraph(paragraph) => shift(&mut paragraph.location, paragraphs, tables),
                Block::Picture(picture) => shift(&mut picture.location, paragraphs, tables),
                Block::Grid(grid) => {
                    shift(&mut grid.location, paragraphs, tables);
                    grid.cells.iter_mut().for_each(|cell| shift(&mut cell.location, paragraphs, tables));
                }
            }
        }
        self.blocks.append(&mut part.blocks);
        self.omissions.append(part.omissions);
        self.paragraphs = self.paragraphs.saturating_add(part.paragraphs);
        self.tables = self.tables.saturating_add(part.tables);
        Ok(())
    }

    /// The blocks of all parts.
    pub fn finish(mut self) -> Result<Document, ReadError> {
        self.start_part(Role::Body)?;
        Ok(Document { blocks: self.blocks, omissions: self.omissions, ..Document::default() })
    }

    /// Opens and closes tables until as many are open as asked for.
    fn reach(&mut self, depth: usize) -> Result<(), ReadError> {
        if depth > self.limits.nesting as usize {
            return Err(ReadError::limit("nesting", self.limits.nesting.into(), depth as u64));
        }
        while self.levels.len() > depth {
            if let Some(level) = self.levels.pop() {
                self.close(level);
            }
        }
        while self.levels.len() < depth {
            self.tables += 1;
            self.levels.push(Level { table: self.tables, ..Level::default() });
        }
        Ok(())
    }

    fn take_paragraph(&mut self, heading: bool) -> Result<(), ReadError> {
        self.characters += self.text.len() as u64;
        if self.characters > self.limits.characters.saturating_mul(4) {
            return Err(ReadError::limit("characters", self.limits.characters, self.characters / 4));
        }
        let location = match self.levels.last() {
            Some(level) => level.location(),
            None => {
                self.paragraphs += 1;
                SourceLocation::paragraph(self.paragraphs)
            }
        };
        for (why, text) in self.left_out.drain(..) {
            if let Some(level) = self.levels.last_mut() {
                level.concealed = true;
                self.omissions.add(why, &text, location);
            }
        }
        let (shifted, unread) = (std::mem::take(&mut self.shifted), self.unread.take());
        if shifted && self.levels.is_empty() {
            settle(&mut self.text);
        }
        let pictures = self.pictures.drain(..).map(|picture| Block::Picture(Picture { location, ..picture }));
        match self.levels.last_mut() {
            Some(level) => {
                let content = &mut level.content;
                content.shifted |= shifted;
                content.unread = content.unread.or(unread);
                content.blocks.extend(pictures.map(|block| (content.text.len(), block)));
                content.append(&self.text);
            }
            None => {
                if self.role == Role::Body {
                    self.blocks.extend(pictures);
                }
                let role = if heading && self.role == Role::Body { Role::Heading } else { self.role };
                push_text(&mut self.blocks, &self.text, role, location);
            }
        }
        self.text.clear();
        Ok(())
    }

    /// A table has ended: it goes into the cell or the part that it stands in. A table around tables that
    /// hold more than itself is layout, and so is a single column: only what they hold is kept.
    fn close(&mut self, mut level: Level) {
        if !level.cells.is_empty() || !level.content.is_empty() {
            level.end_row(RowShape::default());
        }
        let contents = || level.rows.iter().flat_map(|(cells, _)| cells);
        let own = contents().filter(|content| content.has_picture() || !content.text.trim().is_empty()).count();
        let inside: usize = contents().map(Content::filled_inside).sum();
        let single = level.rows.iter().all(|(cells, _)| cells.len() < 2);
        let layout = is_layout(single, own, inside) || self.role != Role::Body;
        let blocks = if layout { level.unpack(self.role) } else { level.grids() };
        match self.levels.last_mut() {
            Some(outer) => blocks.into_iter().for_each(|block| outer.content.take(block)),
            None => self.blocks.extend(blocks),
        }
    }
}

impl Level {
    /// Place of the cell that is being written.
    fn location(&self) -> SourceLocation {
        SourceLocation::cell(self.table, ordinal(self.rows.len()), ordinal(self.cells.len()))
    }

    fn end_row(&mut self, shape: RowShape) {
        if !self.content.is_empty() {
            self.cells.push(std::mem::take(&mut self.content));
        }
        let concealed = std::mem::take(&mut self.concealed);
        if concealed && self.cells.iter().all(Content::is_empty) {
            // A row without anything that is seen: hidden as a whole.
            self.cells.clear();
        }
        if !self.cells.is_empty() {
            self.rows.push((std::mem::take(&mut self.cells), shape));
        }
    }

    /// The table, and behind it the tables inside its cells.
    fn grids(self) -> Vec<Block> {
        let table = self.table;
        let mut inside = Vec::new();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (row, (contents, shape)) in self.rows.into_iter().enumerate() {
            let mut cells = Vec::with_capacity(contents.len());
            for (cell, content) in contents.into_iter().enumerate() {
                cells.push(Cell {
                    picture: content.has_picture(),
                    unread: content.unread,
                    text: trimmed(content.text),
                    location: SourceLocation::cell(table, ordinal(row), ordinal(cell)),
                    ..Cell::default()
                });
                inside.extend(content.blocks.into_iter().map(|(_, block)| block));
            }
            rows.push(edges::Row { cells, shape });
        }
        let grid = edges::grid(rows, SourceLocation::cell(table, 1, 1));
        let inside = inside.into_iter().filter(|block| matches!(block, Block::Grid(_)));
        std::iter::once(Block::Grid(grid)).chain(inside).collect()
    }

    /// What the cells hold, as blocks of their own in source order.
    fn unpack(self, role: Role) -> Vec<Block> {
        let mut blocks = Vec::new();
        for (row, (cells, _)) in self.rows.into_iter().enumerate() {
            for (cell, content) in cells.into_iter().enumerate() {
                content.unpack(role, SourceLocation::cell(self.table, ordinal(row), ordinal(cell)), &mut blocks);
            }
        }
        blocks
    }
}

impl Content {
    fn is_empty(&self) -> bool {
        self.blocks.is_empty() && self.text.trim().is_empty() && self.unread.is_none()
    }

    /// Cells with something in them, of the tables inside.
    fn filled_inside(&self) -> usize {
        self.blocks.iter().map(|(_, block)| if let Block::Grid(grid) = block { filled(grid) } else { 0 }).sum()
    }

    fn has_picture(&self) -> bool {
        self.blocks.iter().any(|(_, block)| matches!(block, Block::Picture(_)))
    }

    fn append(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    /// Takes what a table inside has become. A column, or a single text, is no table but the cell's text.
    fn take(&mut self, block: Block) {
        match block {
            Block::Grid(grid) if !is_table(&grid) => {
                for cell in &grid.cells {
                    self.append(&cell.text);
                    if cell.picture {
                        let picture = Picture { size: None, location: cell.location };
                        self.blocks.push((self.text.len(), Block::Picture(picture)));
                    }
                }
            }
            Block::Paragraph(paragraph) => self.append(&paragraph.text),
            block => self.blocks.push((self.text.len(), block)),
        }
    }

    fn unpack(self, role: Role, location: SourceLocation, blocks: &mut Vec<Block>) {
        let mut from = 0;
        let mut lines = |blocks: &mut Vec<Block>, until: usize| {
            for line in self.text.get(from..until).unwrap_or_default().split('\n') {
                push_text(blocks, line, role, location);
            }
            from = until;
        };
        for (at, block) in self.blocks {
            lines(blocks, at);
            blocks.push(block);
        }
        lines(blocks, self.text.len());
    }
}

fn shift(location: &mut SourceLocation, paragraphs: u32, tables: u32) {
    match &mut location.place {
        Place::Paragraph { index } => *index = index.saturating_add(paragraphs),
        Place::Cell { table, .. } => *table = table.saturating_add(tables),
        _ => {}
    }
}

/// Appends a paragraph unless it is blank.
fn push_text(blocks: &mut Vec<Block>, text: &str, role: Role, location: SourceLocation) {
    let text = text.trim_matches(blank);
    if !text.is_empty() {
        blocks.push(Block::Paragraph(Paragraph { text: text.to_owned(), role, location }));
    }
}

/// Without blanks at its ends, in place where there are none.
fn trimmed(text: String) -> String {
    let kept = text.trim_matches(blank);
    if kept.len() == text.len() { text } else { kept.to_owned() }
}

/// The ordinal from one of an index from zero.
fn ordinal(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1)
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::{BODY_OF_REPORT, outline};
