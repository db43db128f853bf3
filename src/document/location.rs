//! Where a piece of text stands in its source, in the coordinates of the source's own format.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a source file: a page where the format has pages, and a place on it.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct SourceLocation {
    /// Page, from one; `None` for formats without fixed pages.
    pub page: Option<u32>,
    /// The place on the page or in the flow.
    pub place: Place,
}

/// A place in the coordinates of one kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub enum Place {
    /// Nothing better is known than the file.
    #[default]
    Unknown,
    /// Line of a text file, from one, and columns in characters from zero, end exclusive.
    Line {
        /// Line, from one.
        line: u32,
        /// First character, from zero.
        start: u32,
        /// One past the last character.
        end: u32,
    },
    /// Paragraph of a flow (docx, doc, rtf, odt, html), from one, in source order.
    Paragraph {
        /// Ordinal, from one.
        index: u32,
    },
    /// Cell of a table in a flow or a sheet; all from one, in source order.
    Cell {
        /// Table (or sheet) ordinal, from one.
        table: u32,
        /// Row as written in the source, from one.
        row: u32,
        /// Cell as written in the row (not the grid column), from one.
        cell: u32,
    },
    /// Box on a page, in points from the top left corner of the page.
    Box {
        /// Left edge.
        x0: f32,
        /// Top edge.
        y0: f32,
        /// Right edge.
        x1: f32,
        /// Bottom edge.
        y1: f32,
    },
}

impl SourceLocation {
    /// The paragraph with this ordinal (from one).
    pub fn paragraph(index: u32) -> Self {
        Self { page: None, place: Place::Paragraph { index } }
    }

    /// The cell of a table, all ordinals from one.
    pub fn cell(table: u32, row: u32, cell: u32) -> Self {
        Self { page: None, place: Place::Cell { table, row, cell } }
    }

    /// Characters `start..end` (from zero) of a line (from one).
    pub fn line(line: u32, start: u32, end: u32) -> Self {
        Self { page: None, place: Place::Line { line, start, end } }
    }

    /// A box in points from the top left corner of a page (from one).
    pub fn on_page(page: u32, x0: f32, y0: f32, x1: f32, y1: f32) -> Self {
        Self { page: Some(page), place: Place::Box { x0, y0, x1, y1 } }
    }
}

/// The form that stands in the `location` column: `line 12:4-9`, `paragraph 3`, `table 2 row 5 cell 3`,
/// `box 72.0 110.5 98.2 121.0`. The page has a column of its own.
impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl SourceLocation {
    /// What stands in the `location` column.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// Writes what stands in the `location` column. Every figure has a place: the format machinery took 3 % of a run for them.
    pub fn write(&self, to: &mut String) {
        match self.place {
            Place::Unknown => {}
            Place::Line { line, start, end } => words(to, &[("line ", line), (":", start), ("-", end)]),
            Place::Paragraph { index } => words(to, &[("paragraph ", index)]),
            Place::Cell { table, row, cell } => words(to, &[("table ", table), (" row ", row), (" cell ", cell)]),
            Place::Box { x0, y0, x1, y1 } => to.push_str(&format!("box {x0:.1} {y0:.1} {x1:.1} {y1:.1}")),
        }
    }
}

/// Words, each with a number behind it.
fn words(to: &mut String, words: &[(&str, u32)]) {
    let mut digits = itoa::Buffer::new();
    for &(word, number) in words {
        to.push_str(word);
        to.push_str(digits.format(number));
    }
}
