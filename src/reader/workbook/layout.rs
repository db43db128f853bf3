//! One sheet into blocks. Agencies lay whole reports out in a sheet: titles and paragraphs in cells merged
//! over its width, tables between them. A row with one long text is prose, blank rows end tables, and what
//! remains of more than one column is a grid.

use std::collections::BTreeMap;

use calamine::Dimensions;

use super::visible::place;
use super::{SheetCell, Worksheet, too_many};
use crate::document::{Block, Budget, Cell, Document, GridBuilder, Paragraph, Role, SourceLocation};
use crate::error::ReadError;
use crate::script::{Level, enumerator};

/// A text of more characters than this alone in its row is prose; no label of a form is so long.
const LONG: usize = 60;

/// Appends the blocks of a sheet with this ordinal (from one).
pub(super) fn lay_out(
    sheet: &Worksheet,
    ordinal: u32,
    budget: &Budget,
    document: &mut Document,
) -> Result<(), ReadError> {
    let page = Page::new(sheet);
    let rows: Vec<u32> = page.rows.keys().copied().collect();
    let mut table: Vec<u32> = Vec::new();
    // Whether the row before was blank, prose, or there was none.
    let mut apart = true;
    let mut before = None;
    for &row in &rows {
        let follows = before.replace(row).is_some_and(|before| page.is_joined(before, row));
        if !follows {
            grid(&page, std::mem::take(&mut table), ordinal, budget, document)?;
            apart = true;
        }
        match page.single(row).filter(|cell| page.is_prose(cell, apart)) {
            Some(cell) => {
                grid(&page, std::mem::take(&mut table), ordinal, budget, document)?;
                paragraphs(cell, ordinal, document);
                apart = true;
            }
            None => {
                table.push(row);
                apart = false;
            }
        }
    }
    grid(&page, table, ordinal, budget, document)?;
    Ok(())
}

struct Page<'a> {
    /// Cells with text, by row.
    rows: BTreeMap<u32, Vec<&'a SheetCell>>,
    /// Merged regions by their first cell.
    merges: BTreeMap<(u32, u32), Dimensions>,
    /// Last row that a merge from this row or one before it reaches.
    reach: BTreeMap<u32, u32>,
    /// First and last column in use.
    columns: (u32, u32),
}

impl<'a> Page<'a> {
    fn new(sheet: &'a Worksheet) -> Self {
        let mut rows: BTreeMap<u32, Vec<&SheetCell>> = BTreeMap::new();
        let sound = |merge: &&Dimensions| merge.start.0 <= merge.end.0 && merge.start.1 <= merge.end.1;
        let merges = sheet.merges.iter().filter(sound).map(|merge| (merge.start, *merge));
        let merges: BTreeMap<(u32, u32), Dimensions> = merges.collect();
        let mut columns = (u32::MAX, 0);
        for cell in &sheet.cells {
            rows.entry(cell.row).or_default().push(cell);
            columns = (columns.0.min(cell.column), columns.1.max(cell.column));
        }
        for cells in rows.values_mut() {
            cells.sort_by_key(|cell| cell.column);
        }
        let mut reach: BTreeMap<u32, u32> = BTreeMap::new();
        for cell in &sheet.cells {
            if let Some(merge) = merges.get(&(cell.row, cell.column)) {
                let last = reach.entry(cell.row).or_default();
                *last = (*last).max(merge.end.0);
            }
        }
        let mut furthest = 0;
        for last in reach.values_mut() {
            furthest = furthest.max(*last);
            *last = furthest;
        }
        Self { rows, merges, reach, columns }
    }

    /// Whether nothing but rows covered by a merge stands between two rows.
    fn is_joined(&self, before: u32, row: u32) -> bool {
        row - before == 1 || self.reach.range(..=before).next_back().is_some_and(|(_, &last)| last >= row - 1)
    }

    /// The only cell of a row.
    fn single(&self, row: u32) -> Option<&'a SheetCell> {
        match self.rows.get(&row)?.as_slice() {
            [cell] => Some(cell),
            _ => None,
        }
    }

    /// Whether a cell that is alone in its row is prose. `apart`: no table row stands before it.
    fn is_prose(&self, cell: &SheetCell, apart: bool) -> bool {
        let last = self.merges.get(&(cell.row, cell.column)).map_or((cell.row, cell.column), |merge| merge.end);
        if last.0 > cell.row && !is_sentence(&cell.text) {
            return false;
        }
        let full = cell.column == self.columns.0 && last.1 >= self.columns.1;
        // A numbered row may also be a row of a table whose figures are blank: then its cell is not merged
        // over the whole width, and a table row stands before it.
        is_sentence(&cell.text) || is_numbered(&cell.text) && (full || apart)
    }
}

fn is_sentence(text: &str) -> bool {
    text.contains('。') || text.chars().count() > LONG
}

/// 一、 二、 …
fn is_numbered(text: &str) -> bool {
    enumerator(text).is_some_and(|found| found.level == Level::Chapter && found.set_off(&['、', '.']))
}

fn paragraphs(cell: &SheetCell, ordinal: u32, document: &mut Document) {
    let location = place(ordinal, cell.origin);
    for line in cell.text.split('\n') {
        document.push_text(line, Role::Body, location);
    }
}

/// Rows that belong together as a grid; as paragraphs, when no row has more than one text.
fn grid(
    page: &Page<'_>,
    rows: Vec<u32>,
    ordinal: u32,
    budget: &Budget,
    document: &mut Document,
) -> Result<(), ReadError> {
    let (Some(&top), Some(&bottom)) = (rows.first(), rows.last()) else { return Ok(()) };
    let cells = || rows.iter().filter_map(|row| page.rows.get(row)).flatten();
    let left = cells().map(|cell| cell.column).min().unwrap_or(0);
    let end = |cell: &SheetCell| page.merges.get(&(cell.row, cell.column)).map_or(cell.column, |merge| merge.end.1);
    let right = cells().map(|cell| end(cell).min(page.columns.1)).max().unwrap_or(0);
    if left == right || rows.iter().all(|row| page.single(*row).is_some()) {
        for cell in cells() {
            paragraphs(cell, ordinal, document);
        }
        return Ok(());
    }
    let (height, width) = ((bottom - top + 1) as usize, (right - left + 1) as usize);
    let size = height.saturating_mul(width);
    if size > budget.most_cells() {
        return Err(too_many(budget, size));
    }
    let mut taken = vec![false; size];
    // Regions that overlap one another again and again are not worth looking at.
    let mut looked_at = 0_usize;
    let mut builder = GridBuilder::new();
    for row in top..=bottom {
        builder.start_row();
        let mut texts = page.rows.get(&row).into_iter().flatten().peekable();
        for column in left..=right {
            let held = texts.next_if(|cell| cell.column == column);
            let slot = (row - top) as usize * width + (column - left) as usize;
            if taken[slot] {
                continue;
            }
            let merge = page.merges.get(&(row, column));
            let (last_row, last_column) =
                merge.map_or((row, column), |merge| (merge.end.0.min(bottom), merge.end.1.min(right)));
            // Of regions that overlap, the later one keeps its first cell only.
            let slots = |row: u32| {
                let start = (row - top) as usize * width;
                start + (column - left) as usize..=start + (last_column - left) as usize
            };
            looked_at += (last_row - row + 1) as usize * (last_column - column + 1) as usize;
            let free = looked_at <= 4 * size && (row..=last_row).all(|row| !taken[slots(row)].contains(&true));
            let (last_row, last_column) = if free { (last_row, last_column) } else { (row, column) };
            if free {
                (row..=last_row).for_each(|row| taken[slots(row)].fill(true));
            }
            let cell = Cell {
                text: held.map(|cell| cell.text.clone()).unwrap_or_default(),
                unread: held.and_then(|cell| cell.unread),
                location: match held {
                    Some(cell) => place(ordinal, cell.origin),
                    None => SourceLocation::cell(ordinal, row.saturating_add(1), column.saturating_add(1)),
                },
                ..Cell::default()
            };
            let placed = builder.place(cell, (last_row - row + 1) as usize, (last_column - column + 1) as usize);
            if placed.is_none() {
                return Err(too_many(budget, size));
            }
        }
    }
    let grid = builder.finish(SourceLocation::cell(ordinal, top.saturating_add(1), left.saturating_add(1)));
    document.blocks.push(Block::Grid(grid));
    Ok(())
}

/// The name of a sheet as a heading, unless it is one that programs give.
pub(super) fn heading(name: &str, ordinal: u32) -> Option<Block> {
    let generic = ["sheet", "工作表"].iter().any(|word| {
        name.to_lowercase().strip_prefix(word).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    });
    let text = name.trim().to_owned();
    let location = SourceLocation::cell(ordinal, 1, 1);
    (!generic && !text.is_empty()).then_some(Block::Paragraph(Paragraph { text, role: Role::Heading, location }))
}
