//! Tables drawn with characters: rules (`+---+`, `├──┤`) between rows, bars between cells. Lines in, a grid out.
//!
//! What stands between two rules is one row, however many lines its cells are folded to. Where bars of all rows stand on those
//! of the widest one, a cell spans the columns that its bars leave out.

use super::crossed;
use super::lines::{Line, blank, display_width, trimmed};
use super::rows::{Text, aligned};
use crate::document::{Cell, CellGrid, GridBuilder};

/// A row: its cells, and the display columns of its bars, the outer ones included.
struct Drawn {
    cells: Vec<Text>,
    bars: Vec<usize>,
}

/// Rows below which a drawing is none of a table.
const FEWEST: usize = 2;

pub(super) fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║' | '｜')
}

/// Where rules cross: only a line with such a mark at its start is one.
pub(super) fn is_crossing(c: char) -> bool {
    c == '+' || matches!(c, '\u{250c}'..='\u{254b}' | '\u{2552}'..='\u{256c}')
}

pub(super) fn is_stroke(c: char) -> bool {
    matches!(c, '-' | '=' | '\u{2500}' | '\u{2501}' | '\u{2504}'..='\u{2509}' | '\u{2550}')
}

/// A rule from one side of the table to the other.
fn is_rule(text: &str) -> bool {
    text.starts_with(is_crossing)
        && text.ends_with(is_crossing)
        && text.chars().all(|c| is_crossing(c) || is_stroke(c) || blank(c))
        && text.chars().filter(|c| is_stroke(*c)).nth(1).is_some()
}

/// The table whose upper rule is the first line, and the lines that it takes.
pub(super) fn read(lines: &[Line]) -> Option<(CellGrid, usize)> {
    let first = lines.first()?;
    // Cheap looks first: most lines are prose.
    if !first.trimmed().starts_with(is_crossing) || !is_rule(first.trimmed()) {
        return None;
    }
    // A rule of some columns only begins with a bar, or ends with one.
    let inside = lines.iter().take(crossed::LINES).take_while(|line| is_line(line.trimmed())).count();
    let partial = |line: &Line| is_partial(line.trimmed());
    if lines[..inside].iter().any(partial)
        && let Some(last) = lines[..inside].iter().rposition(|line| is_rule(line.trimmed())).filter(|last| *last > 0)
        && let Some(end) = ends(&lines[..=last])
        && let Some(grid) = crossed::read(&lines[..=end])
    {
        return Some((grid, end + 1));
    }
    let mut rows: Vec<Drawn> = Vec::new();
    let (mut used, mut open) = (1, false);
    for line in &lines[1..] {
        let text = line.trimmed();
        if is_rule(text) {
            open = false;
        } else if text.starts_with(is_bar) && text.ends_with(is_bar) {
            let row = row(line);
            match rows.last_mut().filter(|_| open) {
                Some(above) if above.cells.len() == row.cells.len() => {
                    above.cells.iter_mut().zip(&row.cells).for_each(|(above, cell)| above.append(&cell.text));
                }
                // A rule that only part of the row has, or no rules at all.
                Some(_) => return None,
                None => rows.push(row),
            }
            open = true;
        } else {
            break;
        }
        used += 1;
    }
    let grid = if rows.len() < FEWEST { None } else { grid(rows) };
    grid.map(|grid| (grid, used))
}

/// Whether a line is part of a drawing: it begins and ends with a bar, or where rules cross.
fn is_line(text: &str) -> bool {
    let edge = |c: char| is_bar(c) || is_crossing(c);
    text.starts_with(edge) && text.ends_with(edge)
}

/// Whether a line rules some columns, and not others.
fn is_partial(text: &str) -> bool {
    let crossed = || text.chars().zip(text.chars().skip(1)).any(|(one, two)| is_crossing(one) && is_stroke(two));
    !is_rule(text) && is_line(text) && crossed()
}

/// The last line of the drawing that the first one begins: the rule behind which another one begins, or the last.
fn ends(lines: &[Line]) -> Option<usize> {
    let rule = |at: usize| lines.get(at).is_some_and(|line| is_rule(line.trimmed()));
    (1..lines.len()).find(|&at| rule(at) && (at + 1 == lines.len() || rule(at + 1)))
}

fn row(line: &Line) -> Drawn {
    let (mut cells, mut bars) = (Vec::new(), Vec::new());
    let (mut start, mut column) = (None, display_width(&line.text[..line.text.len() - line.text.trim_start().len()]));
    let text = line.text.trim_start();
    let mut places = line.places();
    for (at, c) in text.char_indices() {
        if is_bar(c) {
            if let Some(start) = start {
                let cell = trimmed(&text[start..at]);
                cells.push(Text::new(cell, places.of(cell)));
            }
            start = Some(at + c.len_utf8());
            bars.push(column);
        }
        column += if is_bar(c) { 1 } else { display_width(c.encode_utf8(&mut [0; 4])) };
    }
    Drawn { cells, bars }
}

/// The grid of the rows: their bars tell spans if each row's are among those of the widest.
fn grid(rows: Vec<Drawn>) -> Option<CellGrid> {
    let location = rows.first()?.cells.first()?.location;
    let widest: Vec<usize> = rows.iter().max_by_key(|row| row.bars.len())?.bars.clone();
    let spans = |row: &Drawn| -> Option<Vec<usize>> {
        let at: Option<Vec<usize>> = row.bars.iter().map(|bar| widest.binary_search(bar).ok()).collect();
        let at = at?;
        (at.first() == Some(&0) && at.last() == Some(&(widest.len() - 1)))
            .then(|| at.windows(2).map(|pair| pair[1] - pair[0]).collect())
    };
    let all: Option<Vec<Vec<usize>>> = rows.iter().map(spans).collect();
    let rows: Vec<Vec<Text>> = rows.into_iter().map(|row| row.cells).collect();
    let ruled = all.is_some() || aligned(&rows);
    let mut builder = GridBuilder::new();
    for (at, row) in rows.into_iter().enumerate() {
        builder.start_row();
        for (cell, text) in row.into_iter().enumerate() {
            let span = all.as_ref().map_or(1, |all| all[at][cell]);
            builder.place(Cell { text: text.text, location: text.location, ..Cell::default() }, 1, span)?;
        }
    }
    let mut grid = builder.finish(location);
    grid.ruled = ruled;
    Some(grid)
}
