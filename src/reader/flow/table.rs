//! A table that is being told, and what becomes of it when it ends: a grid; the text of the cell around it; or, where it
//! only lays out what it holds, nothing of its own. This is the one rule for tables in tables. How cells lie on a grid is
//! left to [`spans`] and [`edges`].

use std::ops::Range;

use super::edges::{self, RowShape};
use super::{settle, spans};
use crate::document::{
    Block, CellGrid, GridBuilder, Omission, Omissions, Paragraph, Picture, Role, SourceLocation, Unread,
};
use crate::reader::look::is_in_signs;
use crate::script;

/// A table whose end is still to come.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Ordinal in the source, from one.
    ordinal: u32,
    /// First block of the list that belongs to it.
    from: usize,
    pub open: Open,
    row_open: bool,
    rows: Vec<RowMark>,
    cells: Vec<CellMark>,
    caption: Option<Range<usize>>,
    /// Columns that are hidden, and how many have been told of.
    hidden_columns: Vec<usize>,
    columns: usize,
}

/// What of a table is being told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Open {
    #[default]
    Nothing,
    Cell,
    Caption,
}

/// What a source says about a row.
#[derive(Debug, Default)]
pub(in crate::reader) struct Row {
    /// Grid columns left out before the first cell.
    pub before: usize,
    pub header: bool,
    /// Why it is left out as a whole.
    pub omission: Option<Omission>,
    /// Ordinal of its row group; spans end with their group.
    pub group: u32,
    /// It stands at the foot of the table, wherever it was told.
    pub foot: bool,
    /// Positions of its cells' edges, where the source states them instead of spans.
    pub edges: Vec<i32>,
}

/// What a source says about the extent of a cell.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::reader) struct Span {
    /// Grid columns; none is one.
    pub columns: usize,
    /// Rows; `None`: to the end of the row group.
    pub rows: Option<usize>,
    /// It continues the cell on its left.
    pub across: bool,
    pub down: Down,
    pub header: bool,
    /// Why it is left out.
    pub omission: Option<Omission>,
}

impl Span {
    /// A cell of one column and one row.
    pub fn one() -> Self {
        Self { columns: 1, rows: Some(1), ..Self::default() }
    }
}

/// How a cell takes part in a merge of cells one below the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::reader) enum Down {
    /// It does not.
    #[default]
    Single,
    /// It starts one.
    Starts,
    /// It belongs to the cell above.
    Continues,
}

#[derive(Debug)]
pub(super) struct RowMark {
    pub cells: Range<usize>,
    pub row: Row,
}

#[derive(Debug)]
pub(super) struct CellMark {
    pub blocks: Range<usize>,
    pub span: Span,
    pub unread: Option<Unread>,
    /// Its text may be set higher as a whole.
    pub raised: bool,
    /// Something stands in it; what a table inside holds is its own.
    pub filled: bool,
    pub location: SourceLocation,
}

/// Two or three sentences; the longest instructions inside an official form are shorter.
const PROSE_BYTES: usize = 600;

impl Table {
    pub fn new(ordinal: u32, from: usize) -> Self {
        Self { ordinal, from, ..Self::default() }
    }

    /// Place of the open cell, or of the one that comes next.
    pub fn place(&self) -> SourceLocation {
        let row = self.rows.len() + usize::from(!self.row_open);
        let cell = self.open_cells() + usize::from(self.open != Open::Cell);
        let ordinal = |count: usize| u32::try_from(count.max(1)).unwrap_or(u32::MAX);
        SourceLocation::cell(self.ordinal, ordinal(row), ordinal(cell))
    }

    pub fn start_row(&mut self, row: Row) {
        self.row_open = true;
        self.rows.push(RowMark { cells: self.cells.len()..self.cells.len(), row });
    }

    pub fn row(&mut self) -> Option<&mut Row> {
        self.rows.last_mut().filter(|_| self.row_open).map(|mark| &mut mark.row)
    }

    pub fn open_cells(&self) -> usize {
        self.rows.last().filter(|_| self.row_open).map_or(0, |row| row.cells.len())
    }

    pub fn row_is_blank(&self) -> bool {
        let row = self.rows.last().filter(|_| self.row_open);
        let cells = row.and_then(|row| self.cells.get(row.cells.clone())).unwrap_or_default();
        !cells.is_empty() && cells.iter().all(|cell| cell.blocks.is_empty() && cell.unread.is_none())
    }

    pub fn end_row(&mut self, shape: Option<RowShape>) {
        let mark = self.rows.last_mut().filter(|_| self.row_open);
        if let (Some(mark), Some(shape)) = (mark, shape) {
            let cells = self.cells.get_mut(mark.cells.clone()).unwrap_or_default();
            for (cell, merge) in cells.iter_mut().zip(&shape.merges) {
                cell.span.across = merge.across;
                cell.span.down = if merge.down { Down::Continues } else { Down::Single };
            }
            mark.row.edges = shape.edges;
            mark.row.omission = mark.row.omission.or(shape.omission);
        }
        self.row_open = false;
    }

    pub fn start_cell(&mut self, at: usize, span: Span) {
        if !self.row_open {
            self.start_row(Row::default());
        }
        self.open = Open::Nothing;
        let location = self.place();
        if let Some(row) = self.rows.last_mut() {
            self.cells.push(CellMark { blocks: at..at, span, unread: None, raised: false, filled: false, location });
            row.cells.end = self.cells.len();
        }
        self.open = Open::Cell;
    }

    /// The open cell.
    pub fn cell(&mut self) -> Option<&mut CellMark> {
        self.cells.last_mut().filter(|_| self.open == Open::Cell)
    }

    pub fn start_caption(&mut self, at: usize) {
        self.open = Open::Caption;
        self.caption = Some(at..at);
    }

    pub fn column(&mut self, span: usize, hidden: bool) {
        let span = span.clamp(1, 1_000);
        if hidden && self.hidden_columns.len() < 1_000 {
            self.hidden_columns.extend(self.columns..self.columns + span);
        }
        self.columns = self.columns.saturating_add(span);
    }

    /// The open cell or caption ends at the end of the list.
    pub fn end_cell(&mut self, blocks: &mut [Block]) {
        let end = blocks.len();
        match std::mem::take(&mut self.open) {
            Open::Cell => {
                let Some(cell) = self.cells.last_mut() else { return };
                cell.blocks.end = end;
                let content = blocks.get_mut(cell.blocks.clone()).unwrap_or_default();
                cell.filled = cell.unread.is_some() || content.iter().any(|block| !matches!(block, Block::Grid(_)));
            }
            Open::Caption => {
                if let Some(caption) = &mut self.caption {
                    caption.end = end;
                }
            }
            Open::Nothing => {}
        }
    }

    fn location(&self) -> SourceLocation {
        SourceLocation::cell(self.ordinal, 1, 1)
    }

    /// Replaces the table's blocks by what the table is; `nested`: it stands in a cell of another table, `body`: in the
    /// text proper. What of it the cell around it cannot take; `None` when it cannot be laid out within reason.
    pub fn finish(
        mut self,
        nested: bool,
        body: bool,
        blocks: &mut Vec<Block>,
        omissions: &mut Omissions,
    ) -> Option<Option<Unread>> {
        let layout = !body || self.is_layout(blocks.get(self.from..).unwrap_or_default());
        let merges = self.cells.iter().any(|cell| cell.span.across || cell.span.down == Down::Continues);
        if layout && !merges && !self.leaves_out() {
            // A cell's words must not run into the next cell's title: nothing to do, the blocks are paragraphs of their
            // own already, in source order.
            return Some(None);
        }
        let edged = self.rows.iter().any(|mark| !mark.row.edges.is_empty());
        let laid = if edged { edges::grid(&mut self.rows, &self.cells) } else { spans::grid(&self.rows, &self.cells) };
        let Laid { builder, owners } = laid?;
        let start = self.from;
        let mut content = Content { blocks: blocks.drain(start..).map(Some).collect(), start };
        self.leave_out(&owners, &mut content, omissions);
        if layout {
            blocks.extend(content.blocks.into_iter().flatten());
            return Some(None);
        }
        let mut inner = Vec::new();
        let caption = self.caption.take().map(|range| content.take(range, &mut inner).0);
        let mut grid = builder.finish(self.location());
        for (cell, mark) in grid.cells.iter_mut().zip(owners.iter().filter_map(|&index| self.cells.get(index))) {
            (cell.text, cell.picture) = content.take(mark.blocks.clone(), &mut inner);
            if mark.raised {
                settle(&mut cell.text);
            }
            cell.unread = mark.unread;
            if is_in_signs(&cell.text) {
                cell.text.clear();
                cell.unread.get_or_insert(Unread::Symbol);
            }
            cell.location = mark.location;
        }
        if !self.hidden_columns.is_empty() {
            grid = without_columns(grid, &self.hidden_columns, omissions);
        }
        grid.caption = caption.filter(|text| !text.is_empty());
        // Text that stood in the table, but in none of its cells, goes before it (HTML standard 13.2.6.1, foster
        // parenting).
        blocks.extend(content.blocks.into_iter().flatten());
        let mut unread = None;
        if nested {
            unread = into_cell(grid, blocks);
        } else if !grid.is_blank() {
            blocks.push(Block::Grid(grid));
        }
        blocks.extend(inner.into_iter().map(Block::Grid));
        Some(unread)
    }

    fn leaves_out(&self) -> bool {
        self.rows.iter().any(|mark| mark.row.omission.is_some())
            || self.cells.iter().any(|cell| cell.span.omission.is_some())
    }

    /// Takes out what stands in cells that are not shown: left out, or merged into others (which nobody sees either).
    fn leave_out(&self, owners: &[usize], content: &mut Content, omissions: &mut Omissions) {
        let mut shown: Vec<usize> = owners.to_vec();
        shown.sort_unstable();
        for mark in &self.rows {
            for index in mark.cells.clone() {
                let Some(cell) = self.cells.get(index) else { continue };
                if shown.binary_search(&index).is_ok() {
                    continue;
                }
                let mut inner = Vec::new();
                let (text, _) = content.take(cell.blocks.clone(), &mut inner);
                if let Some(why) = mark.row.omission.or(cell.span.omission) {
                    omissions.add(why, &text, cell.location);
                    for cell in inner.iter().flat_map(|grid| &grid.cells) {
                        omissions.add(why, &cell.text, cell.location);
                    }
                }
            }
        }
    }

    /// Whether the table only lays out the page: no row of it has two cells; the tables inside hold at least as many filled
    /// cells as it does itself; or most of it is whole passages of prose.
    fn is_layout(&self, inside: &[Block]) -> bool {
        let shown = |mark: &&RowMark| mark.row.omission.is_none();
        let seen = |cell: &&CellMark| cell.span.omission.is_none() && !cell.span.across;
        let cells = |mark: &RowMark| self.cells.get(mark.cells.clone()).unwrap_or_default();
        if self.rows.iter().filter(shown).all(|mark| cells(mark).iter().filter(seen).count() < 2) {
            return true;
        }
        let own = self.cells.iter().filter(|cell| cell.filled).count();
        let nested = inside.iter().map(|block| if let Block::Grid(grid) = block { filled(grid) } else { 0 });
        let nested: usize = nested.sum();
        if nested > 0 && nested >= own {
            return true;
        }
        let paragraphs =
            || inside.iter().filter_map(|block| if let Block::Paragraph(it) = block { Some(it) } else { None });
        let prose: usize = paragraphs().filter(|it| is_prose(it)).map(|it| it.text.len()).sum();
        let all: usize = paragraphs().map(|it| it.text.len()).sum();
        prose >= PROSE_BYTES && prose * 10 >= all * 6
    }
}

/// Running sentences rather than a label with instructions.
fn is_prose(paragraph: &Paragraph) -> bool {
    paragraph.role == Role::Body && paragraph.text.len() >= 150 && paragraph.text.contains('。')
}

/// Cells on a grid, without their content; for each the mark that it is.
#[derive(Debug, Default)]
pub(super) struct Laid {
    pub builder: GridBuilder,
    pub owners: Vec<usize>,
}

/// What stands in a table, each block until it is taken.
struct Content {
    blocks: Vec<Option<Block>>,
    /// Index of the first in the flow's list.
    start: usize,
}

impl Content {
    /// The text of a cell, and whether it holds a picture; tables in it go to `inner`.
    fn take(&mut self, range: Range<usize>, inner: &mut Vec<CellGrid>) -> (String, bool) {
        let range = range.start.saturating_sub(self.start)..range.end.saturating_sub(self.start);
        let (mut text, mut picture) = (String::new(), false);
        for block in self.blocks.get_mut(range).unwrap_or_default().iter_mut().filter_map(Option::take) {
            match block {
                Block::Paragraph(paragraph) if text.is_empty() => text = paragraph.text,
                Block::Paragraph(paragraph) => {
                    text.push('\n');
                    text.push_str(&paragraph.text);
                }
                Block::Picture(_) => picture = true,
                Block::Grid(grid) => inner.push(grid),
            }
        }
        (trimmed(text), picture)
    }
}

/// Without blanks at its ends, in place where there are none.
fn trimmed(text: String) -> String {
    let kept = script::trimmed(&text);
    if kept.len() == text.len() { text } else { kept.to_owned() }
}

/// Cells with something in them.
fn filled(grid: &CellGrid) -> usize {
    grid.cells.iter().filter(|cell| cell.untaken().is_some() || !cell.text.trim().is_empty()).count()
}

/// Takes a table that stands in a cell. A column, or a single text, is no table but text of the cell; what it shows beside
/// text that cannot be taken is then the cell's.
pub(super) fn into_cell(grid: CellGrid, blocks: &mut Vec<Block>) -> Option<Unread> {
    if grid.columns >= 2 && filled(&grid) >= 2 {
        blocks.push(Block::Grid(grid));
        return None;
    }
    let unread = grid.cells.iter().find_map(|cell| cell.unread);
    for cell in grid.cells {
        let location = cell.location;
        if !script::trimmed(&cell.text).is_empty() {
            blocks.push(Block::Paragraph(Paragraph { text: cell.text, role: Role::Body, location }));
        }
        if cell.picture {
            blocks.push(Block::Picture(Picture { size: None, location, source: None }));
        }
    }
    unread
}

/// A grid without its hidden columns; a cell that stands in nothing else goes with them.
fn without_columns(grid: CellGrid, hidden: &[usize], omissions: &mut Omissions) -> CellGrid {
    let shown = |columns: Range<usize>| columns.filter(|column| !hidden.contains(column)).count();
    let mut builder = GridBuilder::new();
    for row in 0..grid.rows {
        builder.start_row();
        for cell in grid.row(row) {
            let span = shown(cell.column..cell.column + cell.column_span);
            if span == 0 {
                omissions.add(Omission::Hidden, &cell.text, cell.location);
            } else if builder.place(cell.clone(), cell.row_span, span).is_none() {
                break;
            }
        }
    }
    builder.finish(grid.location)
}
