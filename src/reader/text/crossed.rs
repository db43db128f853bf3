//! Tables drawn with characters in which a rule may part some columns only (`│   ├──┤`), as browsers for terminals print cells
//! that span rows. Lines in, a grid out.
//!
//! Every bar begins a column, every stroke between two of them parts rows there. What neither bars nor strokes part is one cell.
//! How wide bars, strokes and characters of ambiguous width are is what makes all lines as wide as each other.

use super::drawn::{is_bar, is_crossing, is_stroke};
use super::lines::{Line, trimmed};
use super::rows::Text;
use crate::document::{Cell, CellGrid, GridBuilder};
use crate::script::{narrow_width, width};

/// Widths of bars and strokes, and whether characters of ambiguous width are narrow, as programs print them.
const WIDTHS: [(usize, usize, bool); 4] = [(1, 1, false), (1, 1, true), (2, 2, false), (1, 2, false)];
/// More columns, or lines, than any table of the form has.
const COLUMNS: usize = 64;
pub(super) const LINES: usize = 2_000;

/// A line: its characters with the display columns where they begin.
type Drawn<'a> = Vec<(usize, usize, char)>;

/// The table that the lines are, the first and last of which are rules.
pub(super) fn read(lines: &[Line]) -> Option<CellGrid> {
    WIDTHS.iter().find_map(|widths| {
        let drawn: Vec<Drawn> = lines.iter().map(|line| places(line, *widths)).collect();
        let end = |drawn: &Drawn| drawn.last().map(|(_, column, _)| *column);
        drawn.iter().all(|line| end(line) == end(&drawn[0])).then(|| table(lines, &drawn))?
    })
}

/// The bytes and columns of the characters of a line, from its first bar on.
fn places<'a>(line: &Line<'a>, (bar, stroke, narrow): (usize, usize, bool)) -> Drawn<'a> {
    let text = line.text.trim_end();
    let first = text.find(|c| is_bar(c) || is_crossing(c)).unwrap_or(0);
    let mut column = 0;
    let mut place = |(at, c): (usize, char)| {
        let start = column;
        column += match c {
            '|' | '+' | '-' | '=' => 1,
            _ if is_bar(c) || is_crossing(c) => bar,
            _ if is_stroke(c) => stroke,
            _ if narrow => narrow_width(c),
            _ => width(c),
        };
        (first + at, start, c)
    };
    text[first..].char_indices().map(&mut place).collect()
}

/// What stands between two columns of a line.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    /// Strokes from one to the other.
    Rule,
    /// Text, or nothing.
    Text,
}

fn table(lines: &[Line], drawn: &[Drawn]) -> Option<CellGrid> {
    // Where bars stand, or rules cross.
    let mut columns: Vec<usize> = Vec::new();
    let stands = |c: char| is_bar(c) || is_crossing(c);
    columns.extend(drawn.iter().flatten().filter(|(.., c)| stands(*c)).map(|(_, column, _)| *column));
    columns.sort_unstable();
    columns.dedup();
    let count = columns.len().checked_sub(1).filter(|count| (1..=COLUMNS).contains(count))?;
    // For each line what stands in each column, and whether something parts it from the one before.
    let mut pieces = vec![vec![Piece::Text; count]; lines.len()];
    let mut walls = vec![vec![false; count + 1]; lines.len()];
    for (at, line) in drawn.iter().enumerate() {
        let mut strokes = vec![(0_usize, true); count];
        for (_, column, c) in line {
            let place = columns.partition_point(|start| start <= column);
            if stands(*c) {
                walls[at][place - 1] = true;
            } else if let Some((length, only)) = place.checked_sub(1).and_then(|place| strokes.get_mut(place)) {
                *length += 1;
                *only &= is_stroke(*c);
            }
        }
        for (piece, (length, only)) in pieces[at].iter_mut().zip(strokes) {
            *piece = if length > 0 && only { Piece::Rule } else { Piece::Text };
        }
    }
    // Lines between two that rule something are one band: where a line rules, another band begins behind it.
    let rules: Vec<usize> = (0..lines.len()).filter(|&at| pieces[at].contains(&Piece::Rule)).collect();
    let whole = |at: usize| pieces[at].iter().all(|piece| *piece == Piece::Rule);
    if !whole(*rules.first()?) || !whole(*rules.last()?) || rules.first() != Some(&0) {
        return None;
    }
    let bands: Vec<(usize, usize)> =
        rules.windows(2).map(|pair| (pair[0] + 1, pair[1])).filter(|(start, end)| start < end).collect();
    let (mut taken, mut builder) = (vec![vec![false; count]; bands.len()], GridBuilder::new());
    for row in 0..bands.len() {
        builder.start_row();
        for column in 0..count {
            if taken[row][column] {
                continue;
            }
            let parted = |at: usize, band: (usize, usize)| (band.0..band.1).any(|line| walls[line][at]);
            let right = (column + 1..=count).find(|&at| at == count || parted(at, bands[row]))?;
            let ruled = |line: usize| pieces[line][column..right].contains(&Piece::Rule);
            let below =
                (row + 1..=bands.len()).find(|&at| at == bands.len() || (bands[at - 1].1..bands[at].0).any(ruled))?;
            // A cell is a rectangle of which nothing is another's.
            let own = &mut taken[row..below];
            if own.iter().any(|row| row[column..right].contains(&true)) {
                return None;
            }
            own.iter_mut().for_each(|row| row[column..right].fill(true));
            let whole = bands[row..below].iter().all(|band| right == count || parted(right, *band));
            let inside = (bands[row].0..bands[below - 1].1).any(|line| walls[line][column + 1..right].contains(&true));
            if !whole || inside {
                return None;
            }
            let text = text(lines, drawn, bands[row].0..bands[below - 1].1, columns[column]..columns[right]);
            let cell = Cell { text: text.text, location: text.location, ..Cell::default() };
            builder.place(cell, below - row, right - column)?;
        }
    }
    let mut grid = builder.finish(lines[0].location(lines[0].trimmed()));
    grid.ruled = true;
    (bands.len() > 1).then_some(grid)
}

/// What stands in some lines between two bars, or rules that cross.
fn text(lines: &[Line], drawn: &[Drawn], rows: std::ops::Range<usize>, between: std::ops::Range<usize>) -> Text {
    let mut text = Text::default();
    for (line, drawn) in lines[rows.clone()].iter().zip(&drawn[rows]) {
        let at = |column: usize| drawn.partition_point(|(_, start, _)| *start < column);
        let (start, end) = (at(between.start), at(between.end));
        let Some(inside) = drawn.get(start..end).filter(|inside| !inside.is_empty()) else { continue };
        let first =
            inside[0].0 + if is_bar(inside[0].2) || is_crossing(inside[0].2) { inside[0].2.len_utf8() } else { 0 };
        let part = trimmed(&line.text[first..drawn.get(end).map_or(line.text.trim_end().len(), |(byte, ..)| *byte)]);
        if part.is_empty() {
            continue;
        }
        match text.text.is_empty() {
            true => text = Text::new(part, line.location(part)),
            false => text.append(part),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::drawn;
    use super::super::lines::split;

    #[test]
    fn rules_may_part_some_columns_only() {
        let text = "\
┌──────────┬────────────┬────┐
│          │申请人      │总计│
│项目      ├──────┬─────┤    │
│          │自然人│企业 │    │
├────┬─────┼──────┼─────┼────┤
│    │“予  │１    │     │１  │
│结果│以”开│      │     │０  │
│    ├─────┼──────┼─────┼────┤
│    │部分 │2     │3    │5   │
└────┴─────┴──────┴─────┴────┘
";
        let lines = split(text);
        let (grid, used) = drawn::read(&lines).expect("a table");
        assert_eq!(used, 10);
        let cells: Vec<(usize, usize, usize, usize, &str)> = grid
            .cells
            .iter()
            .map(|cell| (cell.row, cell.column, cell.row_span, cell.column_span, cell.text.as_str()))
            .collect();
        assert_eq!(
            cells,
            [
                (0, 0, 2, 2, "项目"),
                (0, 2, 1, 2, "申请人"),
                (0, 4, 2, 1, "总计"),
                (1, 2, 1, 1, "自然人"),
                (1, 3, 1, 1, "企业"),
                (2, 0, 2, 1, "结果"),
                (2, 1, 1, 1, "“予\n以”开"),
                (2, 2, 1, 1, "１"),
                (2, 3, 1, 1, ""),
                (2, 4, 1, 1, "１\n０"),
                (3, 1, 1, 1, "部分"),
                (3, 2, 1, 1, "2"),
                (3, 3, 1, 1, "3"),
                (3, 4, 1, 1, "5"),
            ]
        );
    }
}
