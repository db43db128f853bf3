//! Rows of cells in order, as texts without ruling give them, and the grid made of them.

use super::lines::{Opening, is_figure, is_misread, is_value, opening};
use crate::document::{Cell, CellGrid, GridBuilder, SourceLocation};

/// The text of a cell and its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Text {
    pub text: String,
    pub location: SourceLocation,
    /// What of it is struck through, and therefore not in `text`.
    pub struck: String,
}

/// Cells from left to right.
pub(super) type Row = Vec<Text>;

/// A table read from the start of some lines.
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// Lines taken.
    pub used: usize,
    /// Columns are the source's own.
    pub ruled: bool,
}

impl Text {
    pub fn new(text: &str, location: SourceLocation) -> Self {
        Self { text: text.to_owned(), location, struck: String::new() }
    }

    /// Goes on in a further line.
    pub fn append(&mut self, text: &str) {
        if !self.text.is_empty() && !text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// More cells than any row has: the row ends are gone.
const LONGEST_ROW: usize = 40;

/// Rows with those that are too long cut.
pub(super) fn whole_rows(rows: Vec<Row>) -> Vec<Row> {
    rows.into_iter().flat_map(|row| if row.len() > LONGEST_ROW { in_rows(row, &[]) } else { vec![row] }).collect()
}

/// Leaves rows open that have nothing but blanks behind their labels, and more of them than those above and below have cells:
/// a bar among them may be the figure of a cell, as a recogniser reads 1.
pub(super) fn open_surplus(rows: &mut [Row]) {
    let is_label = |cell: &Text| !cell.is_blank() && !is_value(&cell.text) && !is_misread(&cell.text);
    let behind = |row: &Row| row.iter().rposition(is_label).map_or(0, |at| at + 1);
    let cells = |row: &Row| row.len() - behind(row);
    for at in 1..rows.len().saturating_sub(1) {
        // In all, and behind labels: a group's label stands in front of its first row only.
        let length = rows[at - 1].len();
        if rows[at].len() <= length || rows[at + 1].len() != length {
            continue;
        }
        let (usual, start) = (cells(&rows[at - 1]), behind(&rows[at]));
        let is_surplus = usual > 1 && cells(&rows[at]) > usual && cells(&rows[at + 1]) == usual && start > 0;
        if is_surplus && rows[at][start..].iter().all(Text::is_blank) {
            let bars = Text::new(&vec!["|"; rows[at].len() - start].join(" "), rows[at][start].location);
            rows[at].truncate(start);
            rows[at].push(bars);
        }
    }
}

/// Cuts a run of cells into rows where a label follows a figure, or a blank behind a label: all that is left to go by
/// where the text keeps no row ends. `filled`: before which cells blanks fill something up, as they do heads of columns.
pub(super) fn in_rows(cells: Row, filled: &[usize]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut figures = false;
    for (at, cell) in cells.into_iter().enumerate() {
        let value = is_value(&cell.text) || is_pair(&cell.text);
        let headed = || {
            let blanks = filled.binary_search(&at).is_ok() && rows.last().is_some_and(is_filled_head);
            blanks || opening(&cell.text) == Opening::Chapter && rows.last().is_some_and(|row| is_header(row))
        };
        if rows.is_empty() || figures && !value && !cell.is_blank() || headed() {
            rows.push(Row::new());
            figures = false;
        }
        figures |= value || cell.is_blank() && rows.last().is_some_and(|row| row.iter().any(|cell| !cell.is_blank()));
        if let Some(row) = rows.last_mut() {
            row.push(cell);
        }
    }
    split_header(&mut rows);
    rows
}

/// Whether a cell holds two figures where one is due (`0/0` for more and fewer): no label, whatever else it is.
fn is_pair(text: &str) -> bool {
    let figure = |part: &str| !part.is_empty() && is_figure(part.trim()) && part.contains(|c: char| c.is_ascii_digit());
    text.split_once(['/', '／']).is_some_and(|(more, fewer)| figure(more) && figure(fewer))
}

/// Whether a row is heads of columns and the blanks that fill it up. Its last label stands for a second time: it is no label
/// of the row below.
fn is_filled_head(row: &Row) -> bool {
    let heads = row.iter().take_while(|cell| !cell.is_blank() && !is_value(&cell.text)).count();
    let (labels, rest) = row.split_at(heads);
    let Some((last, before)) = labels.split_last() else { return false };
    !rest.is_empty() && rest.iter().all(Text::is_blank) && before.iter().any(|label| label.text == last.text)
}

/// Parts the names of columns from the first row, where they are as many as the cells that it and most others have.
fn split_header(rows: &mut Vec<Row>) {
    let Some((first, others)) = rows.split_first() else { return };
    // Cells of a row, and labels among them.
    let shape = |row: &[Text]| (row.len(), row.iter().take_while(|cell| !is_value(&cell.text)).count());
    let mut shapes: Vec<(usize, usize)> = others.iter().map(|row| shape(row)).collect();
    shapes.sort_unstable();
    let Some(most) = shapes.chunk_by(|a, b| a == b).max_by_key(|same| same.len()) else { return };
    let width = most[0].0;
    let alike = width > 2 && first.len() == 2 * width && shape(&first[width..]) == most[0];
    // 甲, 乙, 1, 2 number the columns below their names.
    let numbered = first.len().checked_sub(width).filter(|&at| at > 0 && first[at].text == "甲");
    let names = |at: &usize| most.len() > 1 && shape(&first[..*at]).1 == *at;
    if let Some(at) = numbered.or(Some(width).filter(|_| alike)).filter(names) {
        let row = rows[0].split_off(at);
        rows.insert(1, row);
    }
}

/// Whether a row has names of columns, none of which opens with an ordinal.
fn is_header(row: &[Text]) -> bool {
    row.len() > 1 && row.iter().all(|cell| !is_value(&cell.text) && opening(&cell.text) == Opening::None)
}

/// Whether the cells of rows stand in columns of their own, blank cells where labels span them: the figures of every row
/// are to the right of all labels, those of rows with a label in the first column alone too. Rows that are only filled up at
/// their ends are not, nor are rows of several widths.
pub(super) fn aligned(rows: &[Row]) -> bool {
    let filled = |cell: &&(usize, &Text)| !cell.1.is_blank();
    // For each row of figures: its last label and its first figure.
    let places: Vec<(Option<usize>, usize)> = rows
        .iter()
        .filter_map(|row| {
            let cells: Vec<(usize, &Text)> = row.iter().enumerate().collect();
            let label = cells.iter().filter(filled).rfind(|cell| !is_value(&cell.1.text)).map(|cell| cell.0);
            let from = label.map_or(0, |label| label + 1);
            let figure = cells[from..].iter().filter(filled).map(|cell| cell.0).next()?;
            Some((label, figure))
        })
        .collect();
    // Rows of the same width, the last cell of which is not filling in all of them.
    let wide: Vec<&Row> = rows.iter().filter(|row| row.len() > 1).collect();
    let width = wide.first().map_or(0, |row| row.len());
    let is_whole = wide.iter().all(|row| row.len() == width)
        && wide.iter().any(|row| row.last().is_some_and(|cell| !cell.is_blank()));
    if !is_whole {
        return false;
    }
    let labels: Vec<usize> = places.iter().filter_map(|(label, _)| *label).collect();
    let (Some(&first), Some(&last)) = (labels.iter().min(), labels.iter().max()) else { return false };
    first < last && places.iter().all(|(_, figure)| *figure > last)
}

/// The grid of such rows.
pub(super) fn grid(rows: Vec<Row>, ruled: bool) -> Option<CellGrid> {
    let location = rows.iter().flatten().next()?.location;
    let mut builder = GridBuilder::new();
    builder.reserve(rows.len(), rows.iter().map(Vec::len).sum());
    for row in rows {
        builder.start_row();
        for cell in row {
            builder.place(Cell { text: cell.text, location: cell.location, ..Cell::default() }, 1, 1)?;
        }
    }
    let mut grid = builder.finish(location);
    grid.ruled = ruled;
    Some(grid)
}
