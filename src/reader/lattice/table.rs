//! A table of one page, with its text: what [`super::join`] joins over pages and what becomes a grid.

use super::drawing::Shown;
use super::frame::{Frame, Region};
use super::glyph::{Bounds, Direction, Glyph, Reading};
use super::pieces;
use super::rows;
use super::text::{self, TextLine};
use crate::document::{Cell, CellGrid, GridBuilder, Recognised, SourceLocation, Unread};

/// Widest blank that writers leave beside the text of a cell, in points.
const PADDING: f32 = 7.5;

/// What reaches beyond its cell by more points does not stand in it.
const BEYOND: f32 = 1.0;

/// A table with its place and text.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// Grid lines from left to right.
    pub xs: Vec<f32>,
    /// Number of rows.
    pub rows: usize,
    /// By row, then column.
    pub cells: Vec<TableCell>,
    /// Columns are ruled.
    pub ruled: bool,
    /// No line closes the first row at the top.
    pub open_top: bool,
    /// No line closes the last row at the bottom.
    pub open_bottom: bool,
    /// Where it starts.
    pub location: SourceLocation,
}

/// A cell with its text.
#[derive(Debug, Clone, Default)]
pub(super) struct TableCell {
    /// Slots of the grid that it takes.
    pub region: Region,
    /// Lines joined with `\n`.
    pub text: String,
    /// Its box, in the coordinates of the page as printed.
    pub location: SourceLocation,
    /// A picture stands in it, and no text: it shows something and is not blank.
    pub picture: bool,
    /// Something is drawn in it that is no text: it is not blank.
    pub drawn: bool,
    /// What stands behind its text, if it was read from a picture.
    pub recognised: Option<Recognised>,
    /// Pieces of a number stand in it whose whole is not known.
    pub torn: bool,
    /// It has no text here, and may have it elsewhere: it is no cell unless the next page says more.
    pub open: bool,
    /// What tells whether its text could go on in the cell below.
    pub fit: Fit,
}

/// How the text of a cell fills it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fit {
    /// Width of the cell.
    pub width: f32,
    /// Width of its last line.
    pub last: f32,
    /// Width of the first character of its first line.
    pub first_character: f32,
    /// Font size.
    pub size: f32,
}

/// The place of a box on a page that was turned by `direction` for reading.
pub(super) fn locate(page: u32, direction: Direction, bounds: &Bounds) -> SourceLocation {
    let Bounds { x0, y0, x1, y1 } = direction.restore(bounds);
    SourceLocation::on_page(page, x0, y0, x1, y1)
}

impl Table {
    /// A ruled table from its frame, the glyphs of each cell and the pictures of the page.
    pub fn ruled(frame: &Frame, glyphs: &[Vec<Glyph>], pictures: &[Bounds], page: u32, direction: Direction) -> Self {
        // Rows of cells that hold two figures: one of them is that of a cell beside it.
        let mut mixed: Vec<Region> = Vec::new();
        let cell = |(region, glyphs): (&Region, &Vec<Glyph>)| {
            let bounds = frame.cell_bounds(region);
            let lines = text::lines(glyphs);
            let two = lines.iter().any(are_beside);
            mixed.extend(two.then_some(*region));
            let torn = two || lines.windows(2).any(|pair| are_two(&pair[0], &pair[1], &bounds));
            TableCell {
                region: *region,
                text: if torn { String::new() } else { join_lines(&lines) },
                location: locate(page, direction, &bounds),
                picture: lines.is_empty() && pictures.iter().any(|picture| within(picture, &bounds)),
                torn,
                fit: fit(&lines, bounds.width()),
                ..TableCell::default()
            }
        };
        let mut cells: Vec<TableCell> = frame.cells.iter().zip(glyphs).map(cell).collect();
        for at in mixed {
            let beside = |cell: &&mut TableCell| {
                let own = cell.region;
                own.top == at.top && (own.right == at.left || own.left == at.right) && cell.text.is_empty()
            };
            cells.iter_mut().filter(beside).for_each(|cell| cell.torn = true);
        }
        for at in 0..cells.len() {
            cells[at].torn |= cells[at].text.is_empty() && pieces::is_piece(frame, &cells, at);
        }
        Self {
            xs: frame.xs.clone(),
            rows: frame.ys.len() - 1,
            cells,
            ruled: true,
            open_top: frame.open_top,
            open_bottom: frame.open_bottom,
            location: locate(page, direction, &frame.bounds()),
        }
    }

    /// No number of these cells is known: it runs over their borders.
    pub fn tear(&mut self, cells: &[usize]) {
        for &at in cells {
            if let Some(cell) = self.cells.get_mut(at) {
                cell.text.clear();
                cell.torn = true;
            }
        }
    }

    /// Notes what the cells show that no reader takes.
    pub fn show(&mut self, shown: &[Shown]) {
        for (cell, shown) in self.cells.iter_mut().zip(shown) {
            match shown {
                Shown::Nothing => {}
                Shown::Drawing => cell.drawn = cell.text.is_empty(),
                Shown::Unclear => {
                    cell.text.clear();
                    cell.torn = true;
                }
            }
        }
    }

    /// Puts what a recogniser said behind the texts of the cells.
    pub fn recognise(&mut self, frame: &Frame, readings: &[Reading]) {
        for reading in readings {
            let Some(cell) = frame.cell_at(reading.bounds.center()).and_then(|at| self.cells.get_mut(at)) else {
                continue;
            };
            let said = reading.recognised.clone();
            cell.recognised = Some(match cell.recognised.take() {
                Some(other) => other.with(said),
                None => said,
            });
        }
    }

    /// Drops the empty cells beside the right edge of the table where the page cuts it, or digits were cut off that
    /// reach `beyond` it: what they held is not known, so they are not blank. Tells whether there were any.
    pub fn drop_cut(&mut self, frame: &Frame, page: &Bounds, beyond: f32) -> bool {
        let right = frame.bounds().x1;
        let cut = right >= page.x1 - 0.5 || beyond > right;
        let columns = self.xs.len() - 1;
        let before = self.cells.len();
        self.cells.retain(|cell| !cut || cell.region.right < columns || !cell.text.is_empty());
        self.cells.len() < before
    }

    /// Drops the empty cells at the end of the rows of a table whose columns are not ruled, and which the edge of its page
    /// cuts: values may stand beyond it. Tells whether there were any.
    pub fn drop_ends(&mut self) -> bool {
        let mut ends = vec![0; self.rows];
        for cell in self.cells.iter().filter(|cell| !cell.text.is_empty()) {
            if let Some(end) = ends.get_mut(cell.region.top) {
                *end = cell.region.right.max(*end);
            }
        }
        let before = self.cells.len();
        let behind = |region: &Region| ends.get(region.top).is_some_and(|&end| region.left >= end);
        self.cells.retain(|cell| !cell.text.is_empty() || cell.torn || cell.picture || !behind(&cell.region));
        self.cells.len() < before
    }

    /// The cells that begin in a row, from left to right.
    pub fn row(&self, row: usize) -> impl Iterator<Item = &TableCell> {
        self.cells.iter().filter(move |cell| cell.region.top == row)
    }

    /// The finished grid.
    pub fn into_grid(mut self) -> CellGrid {
        self.cells.retain(|cell| !cell.open);
        self.cells.sort_by_key(|cell| (cell.region.top, cell.region.left));
        let mut builder = GridBuilder::new();
        let mut cells = self.cells.into_iter().peekable();
        for row in 0..self.rows {
            builder.start_row();
            while let Some(cell) = cells.next_if(|cell| cell.region.top == row) {
                let Region { top, left, bottom, right } = cell.region;
                builder.skip(left.saturating_sub(builder.current_column()));
                let placed = Cell {
                    text: cell.text,
                    picture: cell.picture,
                    unread: cell.torn.then_some(Unread::Torn).or(cell.drawn.then_some(Unread::Drawing)),
                    recognised: cell.recognised,
                    location: cell.location,
                    ..Cell::default()
                };
                builder.place(placed, bottom - top, right - left);
            }
        }
        let mut grid = builder.finish(self.location);
        grid.ruled = self.ruled;
        grid
    }
}

/// Whether a picture is the content of a cell: it stands in it, and is no larger than the cell.
fn within(picture: &Bounds, cell: &Bounds) -> bool {
    let (x, y) = picture.center();
    cell.holds((x, y)) && picture.width() <= cell.width() * 1.1 && picture.height() <= cell.height() * 1.1
}

/// Whether a line of a cell holds two figures.
fn are_beside(line: &TextLine) -> bool {
    let figure = |segment: &text::Segment| rows::is_figure(&segment.text);
    line.segments.windows(2).any(|pair| figure(&pair[0]) && figure(&pair[1]))
        || line.segments.iter().any(|segment| rows::are_figures(&segment.text))
}

/// Whether two lines of digits in a cell are no number broken over them: the first has room for another digit, or one
/// runs over the border.
fn are_two(upper: &TextLine, lower: &TextLine, cell: &Bounds) -> bool {
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
    let out = |line: &TextLine| line.bounds.x0 < cell.x0 - BEYOND || line.bounds.x1 > cell.x1 + BEYOND;
    digits(upper.text().trim_start_matches(['-', '+', '－', '−']))
        && digits(&lower.text())
        && (upper.bounds.width() + upper.first_width + 2.0 * PADDING < cell.width() || out(upper) || out(lower))
}

/// Text of a cell.
pub(super) fn join_lines(lines: &[TextLine]) -> String {
    lines.iter().map(TextLine::text).collect::<Vec<_>>().join("\n")
}

fn fit(lines: &[TextLine], width: f32) -> Fit {
    let Some((first, last)) = lines.first().zip(lines.last()) else { return Fit { width, ..Fit::default() } };
    Fit { width, last: last.bounds.width(), first_character: first.first_width, size: last.size }
}
