//! The flow of a document: paragraphs, pictures, tables and texts aside, told in reading order; out go the
//! [`Document`]'s blocks. Every format that nests translates its tokens into these calls, so that what a table in a table
//! means is decided once, in [`table`]. What text is, and where a paragraph ends, is each format's own.
//!
//! There is one list of blocks. A table, a cell, a text aside is a place in it where its content starts; when one ends, the
//! blocks behind that place make room for what it has become.

mod edges;
mod spans;
mod table;

pub(super) use edges::{Merge, RowShape};
pub(super) use table::{Down, Row, Span};

use super::look::settle;
use crate::document::{Block, Budget, Document, Omission, Omissions, Paragraph, Place, Role};
use crate::document::{SourceLocation, Unread};
use crate::error::ReadError;
use crate::script::trimmed;
use table::{Open, Table};

/// Collects what it is told into blocks.
#[derive(Debug)]
pub(super) struct FlowBuilder {
    budget: Budget,
    /// What the part that is being told is; tables of other parts than the body become text.
    role: Role,
    blocks: Vec<Block>,
    /// What is open, outermost first.
    levels: Vec<Level>,
    omissions: Omissions,
    paragraphs: u32,
    tables: u32,
}

/// Something with content of its own.
#[derive(Debug)]
enum Level {
    Table(Table),
    /// Text apart from the flow around it: a text box, a note, a running header.
    Aside {
        from: usize,
        role: Role,
    },
}

impl FlowBuilder {
    /// A flow without content, which starts in this part.
    pub fn new(role: Role, budget: Budget) -> Self {
        Self {
            budget,
            role,
            blocks: Vec::new(),
            levels: Vec::new(),
            omissions: Omissions::default(),
            paragraphs: 0,
            tables: 0,
        }
    }

    /// What follows stands in another part.
    pub fn set_role(&mut self, role: Role) {
        self.role = role;
    }

    /// The part that what is told now stands in.
    pub fn role(&self) -> Role {
        let aside = self.levels.iter().rev().find_map(|level| match level {
            Level::Aside { role, .. } => Some(*role),
            Level::Table(_) => None,
        });
        aside.unwrap_or(self.role)
    }

    /// How many tables are open in one another.
    pub fn depth(&self) -> usize {
        self.levels.iter().filter(|level| matches!(level, Level::Table(_))).count()
    }

    /// Whether what is told now goes into a cell.
    pub fn in_cell(&self) -> bool {
        matches!(self.levels.last(), Some(Level::Table(table)) if table.open == Open::Cell)
    }

    /// The innermost table, when nothing aside is open in it.
    fn table(&mut self) -> Option<&mut Table> {
        match self.levels.last_mut() {
            Some(Level::Table(table)) => Some(table),
            _ => None,
        }
    }

    /// The innermost table, also from inside what stands aside in it.
    fn around(&self) -> Option<&Table> {
        self.levels.iter().rev().find_map(|level| match level {
            Level::Table(table) => Some(table),
            Level::Aside { .. } => None,
        })
    }

    fn around_mut(&mut self) -> Option<&mut Table> {
        self.levels.iter_mut().rev().find_map(|level| match level {
            Level::Table(table) => Some(table),
            Level::Aside { .. } => None,
        })
    }

    /// Where a paragraph that starts now stands: in the open cell, the one that comes next in a table, or outside of all.
    pub fn place(&mut self) -> SourceLocation {
        if let Some(table) = self.around() {
            return table.place();
        }
        self.paragraphs = self.paragraphs.saturating_add(1);
        SourceLocation::paragraph(self.paragraphs)
    }

    /// A paragraph that has ended; blank ones are none. `role`: what it is in the body.
    pub fn paragraph(&mut self, text: &str, role: Role, location: SourceLocation) -> Result<(), ReadError> {
        self.budget.text(text)?;
        let kept = trimmed(text);
        if kept.is_empty() {
            return Ok(());
        }
        // What stands at the ends of a paragraph inside a cell may part it from its neighbours.
        let text = if self.in_cell() { text } else { kept };
        let role = Some(self.role()).filter(|role| *role != Role::Body).unwrap_or(role);
        self.blocks.push(Block::Paragraph(Paragraph { text: text.to_owned(), role, location }));
        Ok(())
    }

    /// A block that came to be elsewhere.
    pub fn block(&mut self, block: Block) {
        match block {
            Block::Grid(grid) if self.in_cell() => {
                if let Some(unread) = table::into_cell(grid, &mut self.blocks) {
                    self.unread(unread);
                }
            }
            block => self.blocks.push(block),
        }
    }

    /// Content that is left out; what stands in no table is not told of.
    pub fn omit(&mut self, why: Omission, text: &str, location: SourceLocation) {
        if matches!(self.levels.last(), Some(Level::Table(_))) {
            self.omissions.add(why, text, location);
        }
    }

    /// Takes over what another flow left out.
    pub fn omitted(&mut self, omissions: Omissions) {
        self.omissions.append(omissions);
    }

    /// Something in the open cell cannot be taken.
    pub fn unread(&mut self, what: Unread) {
        if let Some(cell) = self.table().filter(|table| table.open == Open::Cell).and_then(Table::cell) {
            cell.unread.get_or_insert(what);
        }
    }

    /// The open cell may hold a number that is set higher as a whole ([`settle`]).
    pub fn raised(&mut self) {
        if let Some(cell) = self.around_mut().and_then(Table::cell) {
            cell.raised = true;
        }
    }

    /// Whether nothing stands in the open cell.
    pub fn cell_is_blank(&mut self) -> bool {
        let end = self.blocks.len();
        self.table().and_then(Table::cell).is_none_or(|cell| cell.blocks.start == end && cell.unread.is_none())
    }

    /// Whether the open row has cells, and nothing stands in any.
    pub fn row_is_blank(&mut self) -> bool {
        self.table().is_some_and(|table| table.row_is_blank())
    }

    /// Cells of the open row of the table at this depth (from one).
    pub fn open_cells(&self, depth: usize) -> usize {
        let mut tables = self.levels.iter().filter_map(|level| match level {
            Level::Table(table) => Some(table),
            Level::Aside { .. } => None,
        });
        depth.checked_sub(1).and_then(|at| tables.nth(at)).map_or(0, Table::open_cells)
    }

    /// A table starts.
    ///
    /// # Errors
    /// When it stands in too many others.
    pub fn open_table(&mut self) -> Result<(), ReadError> {
        let depth = self.depth() + 1;
        if depth > self.budget.nesting() as usize {
            return Err(ReadError::limit("nesting", self.budget.nesting().into(), depth as u64));
        }
        self.tables = self.tables.saturating_add(1);
        self.levels.push(Level::Table(Table::new(self.tables, self.blocks.len())));
        Ok(())
    }

    /// Whether a table may be opened here.
    pub fn may_nest(&self) -> bool {
        self.depth() < self.budget.nesting() as usize
    }

    /// A row starts in the innermost table.
    pub fn open_row(&mut self, row: Row) {
        if let Some(table) = self.table() {
            table.start_row(row);
        }
    }

    /// What is known of the open row.
    pub fn row(&mut self) -> Option<&mut Row> {
        self.around_mut().and_then(Table::row)
    }

    /// A cell starts in the open row.
    pub fn open_cell(&mut self, span: Span) -> Result<(), ReadError> {
        let at = self.blocks.len();
        if let Some(table) = self.table() {
            table.start_cell(at, span);
            return self.budget.cells(1);
        }
        Ok(())
    }

    /// What is known of the open cell.
    pub fn span(&mut self) -> Option<&mut Span> {
        self.around_mut().and_then(Table::cell).map(|cell| &mut cell.span)
    }

    /// The table's caption starts.
    pub fn open_caption(&mut self) {
        let at = self.blocks.len();
        if let Some(table) = self.table() {
            table.start_caption(at);
        }
    }

    /// A column of the table is told of, or several alike.
    pub fn column(&mut self, span: usize, hidden: bool) {
        if let Some(table) = self.table() {
            table.column(span, hidden);
        }
    }

    /// The open cell or caption ends.
    pub fn end_cell(&mut self) {
        let Some(Level::Table(table)) = self.levels.last_mut() else { return };
        table.end_cell(&mut self.blocks);
    }

    /// The open row ends; `shape` where its edges are known only now.
    pub fn end_row(&mut self, shape: Option<RowShape>) {
        if let Some(table) = self.table() {
            table.end_row(shape);
        }
    }

    /// The innermost table ends: it goes into the cell or the part that it stands in.
    ///
    /// # Errors
    /// When its grid has grown past all reason.
    pub fn end_table(&mut self) -> Result<(), ReadError> {
        self.end_cell();
        let Some(Level::Table(table)) = self.levels.pop_if(|level| matches!(level, Level::Table(_))) else {
            return Ok(());
        };
        let (nested, body) = (self.in_cell(), self.role() == Role::Body);
        match table.finish(nested, body, &mut self.blocks, &mut self.omissions) {
            Some(unread) => {
                unread.into_iter().for_each(|what| self.unread(what));
                Ok(())
            }
            // The slots of its spans alone are more than any table has.
            None => {
                let most = self.budget.most_cells() as u64;
                Err(ReadError::limit("cells", most, most.saturating_add(1)))
            }
        }
    }

    /// Text aside starts; what it holds is handed out at its end.
    pub fn open_aside(&mut self, role: Role) {
        self.levels.push(Level::Aside { from: self.blocks.len(), role });
    }

    /// The innermost text aside ends.
    pub fn end_aside(&mut self) -> Vec<Block> {
        match self.levels.pop_if(|level| matches!(level, Level::Aside { .. })) {
            Some(Level::Aside { from, .. }) => self.blocks.split_off(from.min(self.blocks.len())),
            _ => Vec::new(),
        }
    }

    /// The blocks so far, between parts: where nothing is open.
    pub fn told(&mut self) -> &mut Vec<Block> {
        &mut self.blocks
    }

    /// Appends another part that was told on its own; its ordinals go on from these.
    pub fn absorb(&mut self, mut part: Self) {
        for block in &mut part.blocks {
            for location in block.locations_mut() {
                self.shift(location);
            }
        }
        self.blocks.append(&mut part.blocks);
        self.omissions.append(part.omissions);
        self.paragraphs = self.paragraphs.saturating_add(part.paragraphs);
        self.tables = self.tables.saturating_add(part.tables);
    }

    fn shift(&self, location: &mut SourceLocation) {
        match &mut location.place {
            Place::Paragraph { index } => *index = index.saturating_add(self.paragraphs),
            Place::Cell { table, .. } => *table = table.saturating_add(self.tables),
            _ => {}
        }
    }

    /// The document of all that was told; what is open ends.
    ///
    /// # Errors
    /// As [`Self::end_table`].
    pub fn finish(mut self) -> Result<Document, ReadError> {
        while let Some(level) = self.levels.last() {
            match level {
                Level::Table(_) => self.end_table()?,
                Level::Aside { .. } => {
                    let aside = self.end_aside();
                    self.blocks.extend(aside);
                }
            }
        }
        Ok(Document { blocks: self.blocks, omissions: self.omissions, ..Document::default() })
    }
}

#[cfg(test)]
mod formats;
#[cfg(test)]
mod tests;
