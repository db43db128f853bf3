//! A table being read, and what becomes of it: a grid with its spans resolved (HTML standard 4.9.12),
//! or, when the page only uses the table to lay out text, the text in it. Marks into the tree's list of
//! items come in; the items that replace them go out.

use std::ops::Range;

use super::tree::Item;
use crate::document::{Cell, CellGrid, GridBuilder, Omission, Omissions, Role, SourceLocation, Unread};
use crate::reader::{look, nesting};

/// A table whose end tag is still to come.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// First item of the list that belongs to it.
    pub items: usize,
    /// Height of the element stack below it.
    pub stack: usize,
    /// Height of the element stack below its open cell, row or group.
    pub inner: usize,
    /// From one, in source order.
    pub ordinal: u32,
    /// Rows that came without a table around them: text after them ends it.
    pub implied: bool,
    /// What is open in it.
    pub open: Open,
    /// A row is open.
    pub row_open: bool,
    /// A row group was opened since the last row.
    pub next_group: bool,
    /// The current group is a `tfoot`.
    pub foot: bool,
    rows: Vec<Row>,
    cells: Vec<Mark>,
    caption: Option<Range<usize>>,
    /// Columns that are hidden, and how many `col` elements have told of.
    hidden_columns: Vec<usize>,
    columns: usize,
    groups: u32,
    /// Row as written, hidden ones too, and cell in it.
    written: (u32, u32),
}

/// What an open table is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Open {
    #[default]
    Nothing,
    Cell {
        /// Styled away: it takes no slot.
        hidden: bool,
    },
    Caption,
}

#[derive(Debug)]
struct Row {
    cells: Range<usize>,
    group: u32,
    foot: bool,
}

#[derive(Debug)]
struct Mark {
    items: Range<usize>,
    row_span: u32,
    column_span: u32,
    header: bool,
    /// A field of a form stands in it whose content is not known.
    field: bool,
    location: SourceLocation,
}

impl Table {
    /// A table that starts at an item, over an element stack of some height.
    pub fn new(items: usize, stack: usize, ordinal: u32, implied: bool) -> Self {
        Self { items, stack, inner: stack + 1, ordinal, implied, ..Self::default() }
    }

    /// A row starts.
    pub fn start_row(&mut self, hidden: bool) {
        self.written = (self.written.0 + 1, 0);
        self.row_open = true;
        if std::mem::take(&mut self.next_group) {
            self.groups += 1;
        }
        if !hidden {
            self.rows.push(Row { cells: self.cells.len()..self.cells.len(), group: self.groups, foot: self.foot });
        }
    }

    /// A cell starts at this item.
    pub fn start_cell(&mut self, items: usize, spans: (Option<u32>, Option<u32>), header: bool, hidden: bool) {
        self.written.1 += 1;
        self.open = Open::Cell { hidden };
        if hidden {
            return;
        }
        let location = SourceLocation::cell(self.ordinal, self.written.0, self.written.1);
        // HTML standard 4.9.11: zero rows reach to the end of the group, zero columns are one.
        let (row_span, column_span) = (spans.0.unwrap_or(1), spans.1.unwrap_or(1).max(1));
        self.cells.push(Mark { items: items..items, row_span, column_span, header, field: false, location });
        if let Some(row) = self.rows.last_mut() {
            row.cells.end = self.cells.len();
        }
    }

    /// The open cell or caption ends before this item.
    pub fn close(&mut self, items: usize) {
        match std::mem::take(&mut self.open) {
            Open::Cell { hidden: false } => {
                if let Some(cell) = self.cells.last_mut() {
                    cell.items.end = items;
                }
            }
            Open::Caption => {
                if let Some(caption) = &mut self.caption {
                    caption.end = items;
                }
            }
            Open::Cell { hidden: true } | Open::Nothing => {}
        }
    }

    /// A column is told of, or several alike.
    pub fn column(&mut self, span: Option<u32>, hidden: bool) {
        let span = span.unwrap_or(1).clamp(1, 1_000) as usize;
        if hidden && self.hidden_columns.len() < 1_000 {
            self.hidden_columns.extend(self.columns..self.columns + span);
        }
        self.columns = self.columns.saturating_add(span);
    }

    /// A field of a form stands in the open cell, and holds nothing that can be read.
    pub fn field(&mut self) {
        if let (Open::Cell { hidden: false }, Some(cell)) = (self.open, self.cells.last_mut()) {
            cell.field = true;
        }
    }

    /// Where the open cell stands.
    pub fn place(&self) -> SourceLocation {
        SourceLocation::cell(self.ordinal, self.written.0, self.written.1)
    }

    /// A caption starts at this item.
    pub fn start_caption(&mut self, items: usize) {
        self.open = Open::Caption;
        self.caption = Some(items..items);
    }

    /// Replaces the table's items by what the table is; `nested`: it stands in a cell of another table.
    pub fn finish(mut self, nested: bool, items: &mut Vec<Item>, omissions: &mut Omissions) {
        if self.is_layout(items) {
            // A cell's words must not run into the next cell's title: nothing to do, the items are
            // paragraphs of their own already, in source order.
            return;
        }
        let start = self.items;
        let mut content: Vec<Option<Item>> = items.drain(start..).map(Some).collect();
        let mut inner = Vec::new();
        let mut take = |range: Range<usize>| -> (String, bool) {
            let range = range.start.saturating_sub(start)..range.end.saturating_sub(start);
            let slots = content.get_mut(range).unwrap_or_default();
            join(slots.iter_mut().filter_map(Option::take), &mut inner)
        };
        let caption = self.caption.take().map(&mut take).map(|(text, _)| text).filter(|text| !text.is_empty());
        let mut grid = self.grid(take);
        if !self.hidden_columns.is_empty() {
            grid = without_columns(grid, &self.hidden_columns, omissions);
        }
        grid.caption = caption;
        // Text that stood in the table, but in none of its cells, goes before it (HTML standard
        // 13.2.6.1, foster parenting).
        items.extend(content.into_iter().flatten());
        if nested && !nesting::is_table(&grid) {
            // The text of the cell around it.
            let texts = grid.cells.into_iter().map(|cell| cell.text).filter(|text| !text.trim().is_empty());
            items.extend(texts.map(|text| Item::Paragraph { text, role: Role::Body }));
        } else if !grid.is_blank() {
            items.push(Item::Grid(grid));
        }
        items.extend(inner.into_iter().map(Item::Grid));
    }

    fn grid(&self, mut take: impl FnMut(Range<usize>) -> (String, bool)) -> CellGrid {
        let (body, foot): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|row| !row.foot);
        let rows: Vec<&Row> = body.into_iter().chain(foot).collect();
        let mut builder = GridBuilder::new();
        let mut group_end = 0;
        for (index, row) in rows.iter().enumerate() {
            if index >= group_end {
                let same = |other: &&&Row| other.group == row.group && other.foot == row.foot;
                group_end = index + rows[index..].iter().take_while(same).count();
            }
            builder.start_row();
            for mark in self.cells.get(row.cells.clone()).unwrap_or_default() {
                let (text, picture) = take(mark.items.clone());
                let mut text = text;
                look::settle(&mut text);
                let unread = (mark.field && text.trim().is_empty()).then_some(Unread::Field);
                let (header, location) = (mark.header, mark.location);
                let cell = Cell { text, picture, header, unread, location, ..Cell::default() };
                // Spans end with their row group.
                let rest = group_end - index;
                let row_span = if mark.row_span == 0 { rest } else { rest.min(mark.row_span as usize) };
                if builder.place(cell, row_span, mark.column_span as usize).is_none() {
                    break;
                }
            }
        }
        builder.finish(SourceLocation::cell(self.ordinal, 1, 1))
    }

    /// Whether the table only lays out the page: around other tables, with at most one cell with content to a row, or with
    /// cells that hold whole passages of prose.
    fn is_layout(&self, items: &[Item]) -> bool {
        let filled =
            |mark: &Mark| items.get(mark.items.clone()).unwrap_or_default().iter().any(|item| !item.is_blank());
        let inside = items.get(self.items..).unwrap_or_default();
        let nested = inside.iter().map(|item| if let Item::Grid(grid) = item { nesting::filled(grid) } else { 0 });
        let own = self.cells.iter().filter(|mark| filled(mark)).count();
        if nesting::is_layout(self.rows.iter().all(|row| row.cells.len() <= 1), own, nested.sum()) {
            return true;
        }
        let prose = inside.iter().filter(|item| item.is_prose()).map(Item::len).sum::<usize>();
        let all = inside.iter().map(Item::len).sum::<usize>();
        prose >= PROSE_BYTES && prose * 10 >= all * 6
    }
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

/// Two or three sentences; the longest instructions inside an official form are shorter.
const PROSE_BYTES: usize = 600;

/// The text of a cell, and whether it holds a picture; tables in it go to `inner`.
fn join(items: impl Iterator<Item = Item>, inner: &mut Vec<CellGrid>) -> (String, bool) {
    let (mut text, mut picture) = (String::new(), false);
    for item in items {
        match item {
            Item::Paragraph { text: paragraph, .. } if text.is_empty() => text = paragraph,
            Item::Paragraph { text: paragraph, .. } => {
                text.push('\n');
                text.push_str(&paragraph);
            }
            Item::Picture(_) => picture = true,
            Item::Grid(grid) => inner.push(grid),
        }
    }
    (text, picture)
}

impl Item {
    fn len(&self) -> usize {
        match self {
            Self::Paragraph { text, .. } => text.len(),
            Self::Picture(_) | Self::Grid(_) => 0,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Self::Paragraph { text, .. } => text.trim().is_empty(),
            Self::Picture(_) => false,
            // What a table inside holds is its own.
            Self::Grid(_) => true,
        }
    }

    /// Running sentences rather than a label with instructions.
    fn is_prose(&self) -> bool {
        match self {
            Self::Paragraph { text, role } => *role == Role::Body && text.len() >= 150 && text.contains('。'),
            Self::Picture(_) | Self::Grid(_) => false,
        }
    }
}
