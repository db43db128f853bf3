//! Tables with one cell to a line: a tab marks the cell, blank lines separate rows, a cell's text may go on in lines
//! without a mark. Lines in, rows of cells in order out; which columns the cells belong to is not known.

use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Text, in_rows};

/// The cell that a marked line holds, if it holds exactly one.
fn marked<'a>(line: &Line<'a>) -> Option<&'a str> {
    let cell = line.text.strip_prefix('\t')?;
    let cell = cell.strip_suffix('\t').unwrap_or(cell);
    // Cheap looks first: hardly any cell has one of them anywhere.
    let bars = |text: &str| text.bytes().any(|byte| matches!(byte, b'\t' | b'|'));
    (!bars(cell) || !bars(trimmed(cell))).then_some(cell)
}

/// Longest line that continues a cell, in characters; longer ones are prose.
const CONTINUATION: usize = 40;

/// The rows of a table that starts at the first line, and how many lines it takes.
pub(super) fn read<'a>(lines: &[Line<'a>]) -> Option<(Vec<Row>, usize)> {
    marked(lines.first()?)?;
    // One mark may stand in any text.
    let first = &lines[..lines.len().min(8)];
    if first.iter().filter(|line| marked(line).is_some()).count() < 3 {
        return None;
    }
    // Rows of several cells behind a tab each, some of which have one.
    if first.iter().filter(|line| line.text.starts_with('\t') && line.trimmed().contains('\t')).count() > 1 {
        return None;
    }
    let mut rows: Vec<Row> = Vec::new();
    let mut row = Row::new();
    let (mut used, mut gaps) = (0, 0);
    let mut after_gap = true;
    for (index, line) in lines.iter().enumerate() {
        if let Some(cell) = marked(line) {
            let cell = trimmed(cell);
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
        rows = in_rows(rows.into_iter().flatten().collect(), &[]);
    }
    Some((rows, used))
}

/// Whether a line without a mark goes on with a cell rather than ending the table.
fn continues(cell: &str, line: &Line) -> bool {
    let text = line.trimmed();
    let short = text.chars().count() <= CONTINUATION && !text.contains('。');
    short && !text.contains('|') && !(is_value(cell) && (opening(text) != Opening::None || text.chars().count() > 4))
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::read;

    #[test]
    fn rows_of_several_cells_behind_tabs_are_no_cells() {
        let row = "\t第二十条第（五）项\n\t信息内容\t本年处理决定数量\n\t行政许可\t5\n";
        assert!(read(&split(&row.repeat(3))).is_none());
        assert!(read(&split("\t行政许可\n\t5\n\n\t行政处罚\n\t2\n")).is_some());
    }
}
