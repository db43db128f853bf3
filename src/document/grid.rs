//! Tables with their spans resolved, in the HTML standard's words (4.9.12, "forming a table"):
//! a grid of slots, each empty, anchored by a cell, or covered by one. A spanning cell has one text,
//! at its anchor.

use serde::{Deserialize, Serialize};

use super::{Recognised, SourceLocation, Unread};

/// A table: `rows` x `columns` slots over a list of cells.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CellGrid {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// The cells in source order.
    pub cells: Vec<Cell>,
    /// Row-major, `rows * columns` long.
    slots: Vec<Slot>,
    /// Where the table starts.
    pub location: SourceLocation,
    /// Text given as the table's caption, where the format has one.
    pub caption: Option<String>,
    /// Columns are the source's own: `false` for grids that a reader guessed from loose text, where
    /// a row holds its cells in order and nothing is known about columns.
    pub ruled: bool,
}

/// One cell of a grid.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Cell {
    /// Row of the anchor slot, from zero.
    pub row: usize,
    /// Column of the anchor slot, from zero.
    pub column: usize,
    /// Rows covered, at least one.
    pub row_span: usize,
    /// Columns covered, at least one.
    pub column_span: usize,
    /// Text; paragraphs and line breaks inside are `\n`.
    pub text: String,
    /// The source marks it as a header cell.
    pub header: bool,
    /// It holds a picture.
    pub picture: bool,
    /// What it shows beside its text and the reader could not take.
    pub unread: Option<Unread>,
    /// What stands behind its text, if it was read from a picture.
    pub recognised: Option<Recognised>,
    /// Where it stands.
    pub location: SourceLocation,
}

/// One slot of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Slot {
    /// No cell.
    #[default]
    Empty,
    /// The upper left slot of the cell with this index.
    Anchor(u32),
    /// Another slot of the cell with this index.
    Covered(u32),
}

impl Cell {
    /// Whether it holds anything but white space.
    pub fn has_text(&self) -> bool {
        // One look at the first character answers nearly always; trimming looks at both ends.
        !self.text.chars().all(char::is_whitespace)
    }

    /// What it shows and no reader took; a cell without text is blank only without it.
    pub fn untaken(&self) -> Option<Unread> {
        let ink = self.recognised.as_ref().is_some_and(|recognised| recognised.unread);
        self.unread.or(self.picture.then_some(Unread::Picture)).or(ink.then_some(Unread::Ink))
    }
}

impl CellGrid {
    /// The slot at a row and column; `Empty` outside the grid.
    pub fn slot(&self, row: usize, column: usize) -> Slot {
        if row >= self.rows || column >= self.columns {
            return Slot::Empty;
        }
        self.slots.get(row * self.columns + column).copied().unwrap_or_default()
    }

    /// The cell that anchors or covers a slot, if any.
    pub fn cell_at(&self, row: usize, column: usize) -> Option<&Cell> {
        match self.slot(row, column) {
            Slot::Empty => None,
            Slot::Anchor(index) | Slot::Covered(index) => self.cells.get(index as usize),
        }
    }

    /// The cells anchored in a row, from left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &Cell> {
        (0..self.columns).filter_map(move |column| match self.slot(row, column) {
            Slot::Anchor(index) => self.cells.get(index as usize),
            _ => None,
        })
    }

    /// The cells that anchor or cover slots of a row, each once, from left to right.
    pub fn across(&self, row: usize) -> impl Iterator<Item = &Cell> {
        let mut last = None;
        (0..self.columns).filter_map(move |column| {
            let index = match self.slot(row, column) {
                Slot::Empty => return None,
                Slot::Anchor(index) | Slot::Covered(index) => index,
            };
            if last == Some(index) {
                return None;
            }
            last = Some(index);
            self.cells.get(index as usize)
        })
    }

    /// Whether no cell holds anything but white space.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| !cell.has_text() && cell.untaken().is_none())
    }
}

/// Places cells row by row and resolves their spans as browsers do: a cell goes to the first free slot of
/// its row, spans past the last row are cut, overlapping cells keep the slots that they took first.
#[derive(Debug, Default)]
pub struct GridBuilder {
    cells: Vec<Cell>,
    /// Index of the cell (plus one) that holds a slot; zero when free. One vector per row.
    taken: Vec<Vec<u32>>,
    row: Option<usize>,
    column: usize,
    columns: usize,
    /// Slots handed out so far; stops a hostile table.
    slots: usize,
    /// Cells that reach below the current row.
    growing: Vec<usize>,
}

/// No table of a filing comes near this; `rowspan=65534 colspan=1000` repeated must not exhaust memory.
const MAX_SLOTS: usize = 4_000_000;
/// As in the HTML standard.
const MAX_COLUMN_SPAN: usize = 1_000;
/// More columns than the tables of the forms have.
const USUAL: usize = 16;

impl GridBuilder {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts the next row.
    pub fn start_row(&mut self) {
        let row = self.row.map_or(0, |row| row + 1);
        self.row = Some(row);
        self.column = 0;
        if self.taken.len() <= row {
            self.taken.resize_with(row + 1, Vec::new);
        }
        let mut growing = std::mem::take(&mut self.growing);
        growing.retain(|&index| self.cells[index].row.saturating_add(self.cells[index].row_span) > row);
        for &index in &growing {
            let (column, span) = (self.cells[index].column, self.cells[index].column_span);
            self.slots = self.slots.saturating_add(span);
            if self.slots > MAX_SLOTS {
                // Nothing is placed any more; rows to come must not pay for these cells either.
                return;
            }
            self.claim(row, column, span, index);
        }
        self.growing = growing;
    }

    /// Makes room for so many rows and cells at once: cells are large, and moving them again and again took a tenth of
    /// what laying them out takes.
    pub fn reserve(&mut self, rows: usize, cells: usize) {
        self.taken.reserve(rows);
        self.cells.reserve(cells);
    }

    /// Leaves `count` columns of the current row without a cell (Word's `gridBefore`).
    pub fn skip(&mut self, count: usize) {
        self.column = self.column.saturating_add(count.min(MAX_COLUMN_SPAN));
    }

    /// Places a cell at the first free slot; `row_span` of zero reaches to the table's end.
    /// `cell.row`, `cell.column` and the spans of `cell` are overwritten. Returns the cell's index,
    /// `None` when the table has grown past all reason.
    pub fn place(&mut self, cell: Cell, row_span: usize, column_span: usize) -> Option<usize> {
        if self.row.is_none() {
            self.start_row();
        }
        let row = self.row.unwrap_or(0);
        while self.taken.get(row).and_then(|slots| slots.get(self.column)).is_some_and(|&slot| slot != 0) {
            self.column += 1;
        }
        let column = self.column;
        let column_span = column_span.clamp(1, MAX_COLUMN_SPAN);
        // Rows to come are claimed when they start, so that an enormous span costs nothing here.
        let row_span = if row_span == 0 { usize::MAX } else { row_span };
        self.slots = self.slots.saturating_add(column_span);
        if self.slots > MAX_SLOTS {
            return None;
        }
        let index = self.cells.len();
        self.cells.push(Cell { row, column, row_span, column_span, ..cell });
        self.claim(row, column, column_span, index);
        if row_span > 1 {
            self.growing.push(index);
        }
        self.column = column + column_span;
        Some(index)
    }

    /// The cell with this index, to append text to.
    pub fn cell_mut(&mut self, index: usize) -> Option<&mut Cell> {
        self.cells.get_mut(index)
    }

    /// Index of the cell that holds a slot of a row already placed (for vertical merges by column).
    pub fn holder(&self, row: usize, column: usize) -> Option<usize> {
        match self.taken.get(row)?.get(column)? {
            0 => None,
            index => Some(*index as usize - 1),
        }
    }

    /// The next column of the current row that would be tried, from zero.
    pub fn current_column(&self) -> usize {
        self.column
    }

    /// Lets the cell with this index also cover the current row at its own columns, and moves past it
    /// (Word's `vMerge` without `restart`).
    pub fn extend_down(&mut self, index: usize) {
        let Some(row) = self.row else { return };
        let Some(cell) = self.cells.get_mut(index) else { return };
        let (column, span) = (cell.column, cell.column_span);
        cell.row_span = row + 1 - cell.row;
        self.slots = self.slots.saturating_add(span);
        if self.slots <= MAX_SLOTS {
            self.claim(row, column, span, index);
        }
        self.column = column + span;
    }

    fn claim(&mut self, row: usize, column: usize, span: usize, index: usize) {
        let slots = &mut self.taken[row];
        let holder = index as u32 + 1;
        self.columns = self.columns.max(column + span);
        if slots.capacity() == 0 {
            // Most rows reach as far as those before; a wide one must not make all behind it wide.
            slots.reserve(self.columns.min(USUAL));
        }
        if span == 1 && slots.len() == column {
            // Nearly every cell.
            slots.push(holder);
            return;
        }
        if slots.len() < column + span {
            slots.resize(column + span, 0);
        }
        for slot in &mut slots[column..column + span] {
            if *slot == 0 {
                *slot = holder;
            }
        }
    }

    /// The finished grid.
    pub fn finish(mut self, location: SourceLocation) -> CellGrid {
        let rows = self.row.map_or(0, |row| row + 1);
        let columns = self.columns;
        if rows.saturating_mul(columns) > MAX_SLOTS {
            // Too sparse to lay out: keep the cells, one row each in source order.
            return Self::flatten(self.cells, location);
        }
        let mut slots = vec![Slot::Empty; rows * columns];
        for (index, cell) in self.cells.iter_mut().enumerate() {
            cell.row_span = cell.row_span.min(rows - cell.row);
            cell.column_span = cell.column_span.min(columns - cell.column);
            for row in cell.row..cell.row + cell.row_span {
                for column in cell.column..cell.column + cell.column_span {
                    let slot = &mut slots[row * columns + column];
                    if *slot == Slot::Empty {
                        *slot = if row == cell.row && column == cell.column {
                            Slot::Anchor(index as u32)
                        } else {
                            Slot::Covered(index as u32)
                        };
                    }
                }
            }
        }
        CellGrid { rows, columns, cells: self.cells, slots, location, caption: None, ruled: true }
    }

    fn flatten(mut cells: Vec<Cell>, location: SourceLocation) -> CellGrid {
        cells.truncate(MAX_SLOTS);
        for (row, cell) in cells.iter_mut().enumerate() {
            (cell.row, cell.column, cell.row_span, cell.column_span) = (row, 0, 1, 1);
        }
        let slots = (0..cells.len()).map(|index| Slot::Anchor(index as u32)).collect();
        CellGrid { rows: cells.len(), columns: 1, cells, slots, location, caption: None, ruled: true }
    }
}
