//! Rows of a Word table into a grid: spans, vertical and horizontal merges, skipped columns, and what to
//! make of tables inside cells.

use super::appearance::Appearance;
use crate::document::{
    Block, Cell, CellGrid, GridBuilder, Omission, Omissions, Paragraph, Role, SourceLocation, Unread,
};
use crate::reader::nesting::{filled, is_layout};

/// How a cell takes part in a merge (17.4.84 `vMerge`, 17.4.21 `hMerge`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    /// It does not.
    #[default]
    None,
    /// It starts one.
    Restart,
    /// It belongs to the cell above (or before); also an element without a value.
    Continue,
}

/// A cell whose row is not finished.
#[derive(Debug, Default)]
pub(super) struct OpenCell {
    /// Where its text starts in the flow's text.
    pub start: usize,
    /// Ordinal in its row as written, from one.
    pub ordinal: u32,
    /// Grid columns, at least one.
    pub span: usize,
    /// Rows where the format says so (OpenDocument; Word merges cell by cell), at least one.
    pub rows: usize,
    pub vertical: Merge,
    pub horizontal: Merge,
    pub picture: bool,
    pub unread: Option<Unread>,
    /// Some of its text is set higher by a distance.
    pub shifted: bool,
    /// Deleted under revision control.
    pub deleted: bool,
    pub text: String,
    /// Tables inside, each with the place in the cell's text (in bytes) where it stands.
    pub inner: Vec<(usize, CellGrid)>,
}

/// What is known of a row.
#[derive(Debug, Default)]
pub(super) struct RowProperties {
    /// Grid columns left out before the first cell.
    pub before: usize,
    pub header: bool,
    /// Deleted under revision control.
    pub deleted: bool,
    pub hidden: bool,
}

/// A run of cells merged downwards, as of the last row placed.
#[derive(Debug, Clone, Copy)]
struct Column {
    start: usize,
    span: usize,
    cell: usize,
}

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Ordinal in the part, from one.
    pub ordinal: u32,
    builder: GridBuilder,
    /// Rows as written, from zero while none was begun.
    pub rows: u32,
    pub row: RowProperties,
    /// How its style makes text look.
    pub appearance: Appearance,
    /// What its rows left out.
    pub omissions: Omissions,
    pub cells: Vec<OpenCell>,
    merged: Vec<Column>,
    /// Tables inside cells: index of the cell, place in its text, grid.
    inner: Vec<(usize, usize, CellGrid)>,
}

impl Table {
    pub fn new(ordinal: u32) -> Self {
        Self { ordinal, ..Self::default() }
    }

    /// Begins a row.
    pub fn start_row(&mut self) {
        self.rows += 1;
        self.row = RowProperties::default();
        self.cells.clear();
    }

    /// Places the row's cells; `false` when the grid has grown past all reason.
    pub fn end_row(&mut self) -> bool {
        let row = std::mem::take(&mut self.row);
        let mut cells = std::mem::take(&mut self.cells);
        let omission = if row.deleted { Some(Omission::Struck) } else { row.hidden.then_some(Omission::Hidden) };
        if let Some(omission) = omission {
            for cell in cells {
                let location = SourceLocation::cell(self.ordinal, self.rows, cell.ordinal);
                self.omissions.add(omission, &cell.text, location);
            }
            return true;
        }
        self.builder.start_row();
        self.builder.skip(row.before);
        let mut merged = Vec::with_capacity(self.merged.len());
        let mut at = 0;
        let mut sound = true;
        while at < cells.len() {
            let mut span = cells[at].span.max(1);
            let following = cells[at + 1..].iter().take_while(|cell| cell.horizontal == Merge::Continue);
            let (count, more) =
                following.fold((0, 0_usize), |(count, more), cell| (count + 1, more + cell.span.max(1)));
            span += more;
            let cell = std::mem::take(&mut cells[at]);
            at += 1 + count;
            if cell.deleted {
                let location = SourceLocation::cell(self.ordinal, self.rows, cell.ordinal);
                self.omissions.add(Omission::Struck, &cell.text, location);
                continue;
            }
            sound &= self.place(cell, span, row.header, &mut merged);
        }
        self.merged = merged;
        cells.clear();
        self.cells = cells;
        sound
    }

    fn place(&mut self, cell: OpenCell, span: usize, header: bool, merged: &mut Vec<Column>) -> bool {
        let start = self.builder.current_column();
        if cell.vertical == Merge::Continue {
            // The cell above must have the same edges; where it has not, there is nothing to continue.
            let above = self.merged.partition_point(|column| column.start < start);
            if let Some(&column) = self.merged.get(above).filter(|column| column.start == start && column.span == span)
            {
                self.builder.extend_down(column.cell);
                merged.push(column);
                return true;
            }
        }
        let place = Cell {
            text: cell.text,
            header,
            picture: cell.picture,
            unread: cell.unread,
            location: SourceLocation::cell(self.ordinal, self.rows, cell.ordinal),
            ..Cell::default()
        };
        let Some(index) = self.builder.place(place, cell.rows.max(1), span) else { return false };
        if cell.vertical != Merge::None {
            merged.push(Column { start, span, cell: index });
        }
        self.inner.extend(cell.inner.into_iter().map(|(offset, grid)| (index, offset, grid)));
        true
    }

    /// The blocks that the table stands for: itself; or, when it only lays out the page, its texts as
    /// paragraphs with the tables inside them, in order. A table is layout when its inner tables hold more
    /// than it does itself, or when it has a single column. `in_cell`: it stands in a cell of another table,
    /// which takes the text of a single column as it is.
    pub fn finish(self, in_cell: bool) -> Vec<Block> {
        let grid = self.builder.finish(SourceLocation::cell(self.ordinal, 1, 1));
        if grid.cells.is_empty() {
            return Vec::new();
        }
        let own = filled(&grid);
        let inside: usize = self.inner.iter().map(|(_, _, grid)| filled(grid)).sum();
        let layout = is_layout(grid.columns == 1, own, inside) && !(in_cell && self.inner.is_empty());
        if !layout {
            let inner = self.inner.into_iter().map(|(_, _, grid)| Block::Grid(grid));
            return std::iter::once(Block::Grid(grid)).chain(inner).collect();
        }
        let mut blocks = Vec::new();
        let mut inner = self.inner.into_iter().peekable();
        for (index, cell) in grid.cells.iter().enumerate() {
            let mut from = 0;
            while let Some((_, offset, grid)) = inner.next_if(|(owner, _, _)| *owner == index) {
                let offset = cell.text.floor_char_boundary(offset.max(from));
                push_lines(&cell.text[from..offset], cell.location, &mut blocks);
                from = offset;
                blocks.push(Block::Grid(grid));
            }
            push_lines(&cell.text[from..], cell.location, &mut blocks);
        }
        blocks
    }
}

fn push_lines(text: &str, location: SourceLocation, blocks: &mut Vec<Block>) {
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        blocks.push(Block::Paragraph(Paragraph { text: line.to_owned(), role: Role::Body, location }));
    }
}
