//! Tables with one row to a line: cells between ` | ` or `|||`, cells between tabs. Lines in, rows out.
//! Markdown's tables are read elsewhere.

use super::lines::{Line, Opening, blank, is_value, opening};
use super::rows::{Row, Text, in_rows};

/// What separates the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `| a | b |`
    Markdown,
    /// `a ||| b`
    Bars,
    /// `a | b`
    Bar,
    /// Tabs.
    Tab,
}

/// The shape that a line has by itself.
pub(super) fn shape(line: &Line) -> Option<Shape> {
    let text = line.trimmed();
    if text.starts_with('|') && text.ends_with('|') && text.len() > 1 && !text.contains("|||") {
        return Some(Shape::Markdown);
    }
    if text.contains("|||") {
        return Some(Shape::Bars);
    }
    if text.contains(" | ") || text.contains("\u{3000}|\u{3000}") || text.matches('|').count() >= 2 {
        return Some(Shape::Bar);
    }
    let inner = line.text.trim_matches(|character: char| blank(character) && character != '\t');
    inner.trim_end_matches('\t').trim_start_matches('\t').contains('\t').then_some(Shape::Tab)
}

/// More cells than any row has: the row ends are gone.
const LONGEST_ROW: usize = 40;
/// A table read from the start of some lines.
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// Lines taken.
    pub used: usize,
    /// Columns are the source's own.
    pub ruled: bool,
}

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    let first = match shape(lines.first()?)? {
        Shape::Markdown => Shape::Bar,
        first => first,
    };
    let mut rows = Vec::new();
    let (mut used, mut lone) = (0, None);
    for (index, line) in lines.iter().enumerate() {
        // A row whose first and last cells are blank looks like Markdown.
        let alike = |other| other == first || first == Shape::Bar && other == Shape::Markdown;
        if shape(line).is_some_and(alike) {
            if let Some(title) = lone.take() {
                rows.push(title);
            }
            rows.push(cells(line, first));
            used = index + 1;
        } else if line.is_blank() {
            continue;
        } else if lone.is_none() && !rows.is_empty() && is_row_title(line) {
            // A row of one cell, if rows of more follow.
            lone = Some(vec![Text::new(line.trimmed(), line.location(line.trimmed()))]);
        } else {
            break;
        }
    }
    let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
    if longest > LONGEST_ROW {
        rows =
            rows.into_iter().flat_map(|row| if row.len() > LONGEST_ROW { in_rows(row) } else { vec![row] }).collect();
    }
    let values = rows.iter().flatten().filter(|cell| is_value(&cell.text)).count();
    // A bread crumb, or a sentence with bars.
    (rows.len() >= 2 && (values > 0 || rows.len() >= 3)).then_some(Table { rows, used, ruled: false })
}

fn is_row_title(line: &Line) -> bool {
    let text = line.trimmed();
    text.chars().count() <= 40 && !text.contains(['。', '；']) && opening(text) != Opening::Chapter
}

fn cells(line: &Line, shape: Shape) -> Row {
    let separator = match shape {
        Shape::Markdown | Shape::Bar => "|",
        Shape::Bars => "|||",
        Shape::Tab => "\t",
    };
    let text = match shape {
        // A leading tab is a blank cell; spaces around the line are not.
        Shape::Tab => line.text.trim_matches(|character: char| blank(character) && character != '\t'),
        _ => line.trimmed(),
    };
    let mut places = line.places();
    text.split(separator)
        .map(|cell| {
            let cell = cell.trim_matches(blank);
            Text::new(cell, places.of(cell))
        })
        .collect()
}
