//! Tables between bars whose cells are folded: a row takes several lines, and nothing is drawn between rows. Lines in, rows
//! out. Such lines go on with the row above where each of their texts stands below one that left no room in its cell.

use super::lines::{Line, Opening, display_width, opening, trimmed};
use super::rows::{Row, Table, Text, aligned};
use crate::script::width;

/// Lines that go on before a table is taken for folded: a label may happen to fill its cell.
const FOLDED: usize = 3;
/// Columns that programs disagree about the width of a line by.
const SLACK: usize = 2;

/// A cell of a line: its text, and its first and one past its last display column.
struct FoldedCell<'a> {
    text: &'a str,
    columns: (usize, usize),
}

/// The table that starts at the first line, if its cells are folded; else how many lines were found to be of none.
pub(super) fn read(lines: &[Line]) -> Result<Table, usize> {
    let closed = |line: &Line| {
        let text = line.trimmed();
        text.len() > 1 && text.starts_with('|') && text.ends_with('|')
    };
    // Cheap looks first: most lines are prose, and Markdown has a rule in its second line.
    let [first, second, ..] = lines else { return Err(0) };
    if !closed(first) || !closed(second) || second.text.contains("--") || display(first) != display(second) {
        return Err(0);
    }
    let used = lines.iter().take_while(|line| closed(line)).count();
    let mut rows: Vec<Row> = Vec::new();
    // The last text of each cell of the row.
    let mut last: Vec<FoldedCell> = Vec::new();
    let mut folded = 0;
    for line in &lines[..used] {
        let parts = parts(line);
        if let Some(row) = rows.last_mut().filter(|_| goes_on(&last, &parts)) {
            folded += 1;
            for ((cell, part), last) in row.iter_mut().zip(parts).zip(&mut last) {
                if !part.text.is_empty() {
                    cell.append(part.text);
                    *last = part;
                }
            }
        } else {
            let mut places = line.places();
            rows.push(parts.iter().map(|part| Text::new(part.text, places.of(part.text))).collect());
            last = parts;
        }
    }
    let ruled = aligned(&rows);
    (folded >= FOLDED).then_some(Table { rows, used, ruled }).ok_or(used)
}

fn display(line: &Line) -> usize {
    display_width(line.trimmed())
}

fn parts<'a>(line: &Line<'a>) -> Vec<FoldedCell<'a>> {
    let text = line.trimmed();
    let mut left = 1;
    let cells = text.strip_prefix('|').and_then(|text| text.strip_suffix('|')).unwrap_or(text).split('|');
    cells
        .map(|cell| {
            let columns = (left, left + display_width(cell));
            left = columns.1 + 1;
            FoldedCell { text: trimmed(cell), columns }
        })
        .collect()
}

/// Whether the parts of a line go on with those above: bars stand alike, and each text stands below one that fills its cell.
fn goes_on(above: &[FoldedCell], parts: &[FoldedCell]) -> bool {
    let fills = |above: &FoldedCell, part: &FoldedCell| {
        let free = (above.columns.1 - above.columns.0).saturating_sub(display_width(above.text));
        !above.text.is_empty() && free <= moves_on(part.text) && opening(part.text) == Opening::None
    };
    let near = |one: usize, other: usize| one.abs_diff(other) <= SLACK;
    above.len() == parts.len()
        && parts.iter().any(|part| !part.text.is_empty())
        && above.iter().zip(parts).all(|(above, part)| {
            let stands = near(above.columns.0, part.columns.0) && near(above.columns.1, part.columns.1);
            stands && (part.text.is_empty() || fills(above, part))
        })
}

/// Most columns that stay free in front of what moves on to the next line: its first character, with the mark that may not
/// begin a line, or an opening mark and what it opens.
fn moves_on(text: &str) -> usize {
    let mut chars = text.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let one = width(first);
    if matches!(first, '“' | '（' | '(' | '《') || matches!(second, '，' | '。' | '、' | '；' | '）' | ')' | '”')
    {
        one + width(second)
    } else {
        one
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::read;

    #[test]
    fn lines_below_full_cells_go_on_with_them() {
        let text = "|名称    |数  |\n|        |    |\n|规范性文|12  |\n|件      |    |\n|行政许可|1234|\n|事项    |56  |\n|其他对外|    |\n|服务事项|    |\n";
        let table = read(&split(text)).unwrap_or_else(|looked| panic!("{looked} lines"));
        let rows: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(rows[2..], [["规范性文\n件", "12"], ["行政许可\n事项", "1234\n56"], ["其他对外\n服务事项", ""]]);
        let once = "|名称    |数  |\n|规章    |3   |\n|行政许可|12  |\n|规划    |    |\n";
        assert!(read(&split(once)).is_err());
    }
}
