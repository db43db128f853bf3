//! Tables of markup that a line opens and another closes: `{|` and `|}` (MediaWiki), `|===` (AsciiDoc). Lines in, rows out.

use super::lines::{Line, blank, trimmed};
use super::rows::{Row, Table, Text};

/// Whether a line opens a table.
pub(super) fn opens(text: &str) -> bool {
    text.starts_with("{|") || text.starts_with("|===") && text.bytes().skip(1).all(|byte| byte == b'=')
}

/// The table that the first line opens, if it can be read, and whether others may be. A line that closes one of AsciiDoc
/// opens another as well, so that none is looked through twice.
pub(super) fn read(lines: &[Line]) -> (Option<Table>, bool) {
    let Some((first, rest)) = lines.split_first() else { return (None, false) };
    let first = first.trimmed();
    let closing = if first.starts_with('{') { "|}" } else { first };
    let Some(length) = rest.iter().position(|line| line.trimmed() == closing) else { return (None, false) };
    if first.starts_with('{') {
        let table = table(wiki(&rest[..length]), length + 2);
        let ends = table.is_some();
        return (table, ends);
    }
    (asciidoc(&rest[..length]).and_then(|rows| table(rows, length + 2)), true)
}

fn table(rows: Vec<Row>, used: usize) -> Option<Table> {
    let width = rows.iter().map(Vec::len).max()?;
    let ruled = rows.iter().all(|row| row.len() == width);
    Some(Table { rows, used, ruled })
}

/// Rows between lines `|-`; cells behind `|` or `!` at the beginning of a line, or `||` within.
fn wiki(lines: &[Line]) -> Vec<Row> {
    let mut rows: Vec<Row> = vec![Row::new()];
    for line in lines {
        let text = line.trimmed();
        let mut places = line.places();
        if text.starts_with("|-") && !text[2..].starts_with(|c: char| c.is_ascii_digit()) {
            rows.push(Row::new());
        } else if text.starts_with("|+") && rows.len() == 1 {
            // The title of the table.
        } else if let (Some(row), Some(cells)) = (rows.last_mut(), text.strip_prefix(['|', '!'])) {
            let cells = cells.split("||").flat_map(|cells| cells.split("!!"));
            row.extend(cells.map(|cell| {
                // Attributes stand in front of the text, behind a bar.
                let cell = cell.split_once('|').filter(|(front, _)| front.contains('=')).map_or(cell, |(_, cell)| cell);
                Text::new(trimmed(cell), places.of(trimmed(cell)))
            }));
        } else if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()).filter(|_| !text.is_empty()) {
            cell.append(text);
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// Cells behind bars, as many to a row as the lines before the first blank one have; where none is blank, as the first has.
fn asciidoc(lines: &[Line]) -> Option<Vec<Row>> {
    let mut cells = Row::new();
    let (mut width, mut first) = (None, 0);
    for line in lines {
        if line.is_blank() {
            width = width.or((!cells.is_empty()).then_some(cells.len()));
            continue;
        }
        let mut places = line.places();
        let mut parts = line.text.split('|');
        let front = trimmed(parts.next().unwrap_or_default());
        if let Some(cell) = cells.last_mut().filter(|_| !front.is_empty()) {
            cell.append(front);
        }
        cells.extend(parts.map(|cell| Text::new(trimmed(cell), places.of(trimmed(cell)))));
        first = if first == 0 { cells.len() } else { first };
    }
    let width = width.or((first > 1).then_some(first)).filter(|width| cells.len().is_multiple_of(*width))?;
    // A number of columns to span stands in front of the bar; which cells it takes is not known here.
    let spans = |cell: &Text| {
        cell.text.ends_with('+')
            && cell.text.trim_end_matches('+').chars().all(|c| c.is_ascii_digit() || blank(c) || c == '.')
    };
    if cells.iter().any(spans) {
        return None;
    }
    Some(cells.chunks(width).map(<[Text]>::to_vec).collect())
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::read;

    fn rows(text: &str) -> Vec<Vec<String>> {
        let table = read(&split(text)).0.expect("it is a table");
        table.rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn markup_tells_rows() {
        let wiki =
            rows("{| class=\"wikitable\"\n|-\n! 名称 !! 数\n|-\n| 规章\n|\n|-\n| colspan=\"1\" | 许可 || -3\n|}");
        assert_eq!(wiki, [["名称", "数"], ["规章", ""], ["许可", "-3"]]);
        let asciidoc = rows("|===\n|名称 |数\n\n|规章 |\n\n|其他\n事项\n|3\n|===\n");
        assert_eq!(asciidoc, [["名称", "数"], ["规章", ""], ["其他\n事项", "3"]]);
        let a_line_each = rows("|===\n|名称 |甲 |乙\n|规章 |1 |\n|其他 |\n|3\n|===\n");
        assert_eq!(a_line_each, [["名称", "甲", "乙"], ["规章", "1", ""], ["其他", "", "3"]]);
    }
}
