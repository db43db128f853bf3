//! Tables as programs print data frames: columns numbered from zero in a line of their own, rows numbered in front, every cell
//! set to the right edge of its column, `NaN` for what a cell does not have. Lines in, rows of cells out, numbers left out.

use super::lines::{Line, Piece, Pitch};
use super::rows::{Row, Table, Text};

/// Fewest columns.
const COLUMNS: usize = 2;

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    let first = lines.first()?;
    // Cheap looks first: hardly any line begins so.
    let text = first.trimmed();
    if !text.starts_with("0 ") || !first.text.starts_with(' ') || !text.bytes().all(|b| b == b' ' || b.is_ascii_digit())
    {
        return None;
    }
    let numbered = |(at, number): (usize, &str)| number.parse() == Ok(at);
    if text.split_ascii_whitespace().count() < COLUMNS || !text.split_ascii_whitespace().enumerate().all(numbered) {
        return None;
    }
    [Pitch::Display, Pitch::Narrow, Pitch::Character].into_iter().find_map(|pitch| rows(lines, pitch))
}

/// The rows, if every cell ends where the number of a column does.
fn rows(lines: &[Line], pitch: Pitch) -> Option<Table> {
    let ends: Vec<usize> = lines[0].pieces(pitch).iter().map(|piece| piece.right).collect();
    let mut rows: Vec<Row> = Vec::new();
    for line in &lines[1..] {
        let digits = line.text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = line.text.split_at(digits);
        if number.parse() != Ok(rows.len()) || !(rest.is_empty() || rest.starts_with(' ')) {
            break;
        }
        let mut row: Row = vec![Text::default(); ends.len()];
        let mut places = line.places();
        for piece in cells(line, digits, pitch) {
            let column = ends.iter().position(|end| *end == piece.right)?;
            if !matches!(piece.text, "NaN" | "None") {
                row[column] = Text::new(piece.text, places.of(piece.text));
            }
        }
        rows.push(row);
    }
    let used = rows.len() + 1;
    (rows.len() > 1).then_some(Table { rows, used, ruled: true })
}

/// The cells behind the number of a row, which may be a blank away.
fn cells<'a>(line: &Line<'a>, number: usize, pitch: Pitch) -> Vec<Piece<'a>> {
    let mut pieces = line.pieces(pitch);
    let Some(first) = pieces.first_mut() else { return pieces };
    let text = &first.text[number.min(first.text.len())..];
    let own = text.trim_start_matches(' ');
    if own.is_empty() {
        pieces.remove(0);
    } else {
        *first = first.part(own, first.left + number + (text.len() - own.len()));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    #[test]
    fn numbers_of_rows_and_columns_are_no_figures() {
        // Widths of a display, then of characters.
        let display =
            "          0     1     2\n0      名称  维持  纠正\n1      规章   NaN    12\n2  行政许可     3   NaN\n";
        let characters = "      0    1    2\n0    名称   维持   纠正\n1    规章  NaN   12\n2  行政许可    3  NaN\n";
        for text in [display, characters] {
            let table = read(&split(text)).expect(text);
            let rows: Vec<Vec<&str>> =
                table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
            assert_eq!(rows, [["名称", "维持", "纠正"], ["规章", "", "12"], ["行政许可", "3", ""]]);
        }
        // A cell that ends elsewhere.
        assert!(read(&split(&display.replace("    12", "   12 "))).is_none());
    }
}
