//! Tables with one cell to a line: a tab or a bar marks the cell, blank lines separate rows, a cell's
//! text may go on in lines without a mark. Lines in, rows of cells in order out; which columns the
//! cells belong to is not known.

use super::lines::{Line, Opening, blank, is_value, opening};
use super::rows::{Row, Text, in_rows};

/// The mark of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A tab in front.
    Tab,
    /// A bar in front.
    Before,
    /// A bar behind.
    After,
}

/// The cell that a marked line holds, if it holds exactly one.
fn marked<'a>(line: &Line<'a>) -> Option<(Mark, &'a str)> {
    if let Some(cell) = line.text.strip_prefix('\t') {
        let cell = cell.strip_suffix('\t').unwrap_or(cell);
        return (!cell.trim_matches(blank).contains(['\t', '|'])).then_some((Mark::Tab, cell));
    }
    let text = line.trimmed();
    let (mark, cell) = match (text.strip_prefix('|'), text.strip_suffix('|')) {
        (Some(cell), None) => (Mark::Before, cell),
        (None, Some(cell)) => (Mark::After, cell),
        (Some(_), Some(_)) if text == "|" => (Mark::Before, ""),
        _ => return None,
    };
    (!cell.contains('|')).then_some((mark, cell))
}

/// Longest line that continues a cell, in characters; longer ones are prose.
const CONTINUATION: usize = 40;

/// The rows of a table that starts at the first line, and how many lines it takes.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Option<(Vec<Row>, usize)> {
    let (mark, _) = marked(lines.first()?)?;
    // One mark may stand in any text.
    if lines.iter().take(8).filter(|line| marked(line).is_some_and(|(other, _)| other == mark)).count() < 3 {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut row = Row::new();
    let (mut used, mut gaps) = (0, 0);
    let mut after_gap = true;
    for (index, line) in lines.iter().enumerate() {
        if let Some((_, cell)) = marked(line).filter(|(other, _)| *other == mark) {
            let cell = cell.trim_matches(blank);
            row.push(Text::new(cell, line.location(cell)));
            after_gap = false;
        } else if line.text.chars().all(|character| blank(character) && character != '\t') {
            if !row.is_empty() {
                rows.push(std::mem::take(&mut row));
                gaps += 1;
            }
            after_gap = true;
            continue;
        } else if let Some(cell) = row.last_mut().filter(|cell| !after_gap && continues(&cell.text, line)) {
            cell.append(line.trimmed());
        } else {
            break;
        }
        used = index + 1;
    }
    if !row.is_empty() {
        rows.push(row);
    }
    if gaps == 0 || rows.len() == 1 {
        // The blank lines are gone: rows begin where a label follows figures.
        rows = in_rows(rows.into_iter().flatten().collect());
    }
    Some((rows, used))
}

/// Whether a line without a mark goes on with a cell rather than ending the table.
fn continues(cell: &str, line: &Line) -> bool {
    let text = line.trimmed();
    let short = text.chars().count() <= CONTINUATION && !text.contains('。');
    short && !text.contains('|') && !(is_value(cell) && (opening(text) != Opening::None || text.chars().count() > 4))
}
