//! Tables with one row to a line and tabs between the cells. Lines in, rows out.

use std::borrow::Cow;

use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Table, Text, aligned, whole_rows};
use crate::script::fold_char;

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    if !has_tab(lines.first()?) && quoted(lines).is_none() {
        return None;
    }
    let mut rows = Vec::new();
    let (mut used, mut lone) = (0, None);
    // The beginning of a label that goes on in the next line.
    let mut torn: Option<Text> = None;
    for (index, line) in lines.iter().enumerate() {
        // A row of several lines has been taken.
        if used > index {
            continue;
        }
        if let Some((row, count)) = quoted(&lines[index..]) {
            rows.extend(lone.take());
            rows.push(row);
            used = index + count;
            continue;
        }
        if used == index
            && lone.is_none()
            && let Some(above) = rows.last_mut().filter(|above| is_cut(above, line))
        {
            let mut rest = cells(line).into_iter();
            if let (Some(last), Some(first)) = (above.last_mut(), rest.next()) {
                last.append(&first.text);
            }
            above.extend(rest);
            used = index + 1;
            continue;
        }
        // A row whose values are all blank has tabs at its ends alone.
        if has_tab(line) || used > 0 && line.text.contains('\t') && !line.is_blank() && !line.text.contains('|') {
            if let Some(title) = lone.take() {
                rows.push(title);
            }
            let mut row = cells(line);
            if let Some(mut label) = torn.take() {
                label.append(&row[0].text);
                row[0] = label;
            }
            rows.push(row);
            used = index + 1;
        } else if line.is_blank() {
            continue;
        } else if !rows.is_empty() && lines.get(index + 1).is_some_and(|next| is_torn(line, next)) {
            torn = Some(Text::new(line.trimmed(), line.location(line.trimmed())));
        } else if lone.is_none() && !rows.is_empty() && is_row_title(line) {
            // A row of one cell, if rows of more follow.
            lone = Some(vec![Text::new(line.trimmed(), line.location(line.trimmed()))]);
        } else {
            break;
        }
    }
    let rows = whole_rows(rows);
    let values = rows.iter().flatten().filter(|cell| is_value(&cell.text)).count();
    let ruled = aligned(&rows);
    (rows.len() >= 2 && (values > 0 || rows.len() >= 3)).then_some(Table { rows, used, ruled })
}

/// A tab between cells.
fn has_tab(line: &Line) -> bool {
    let inner = line.text.trim_matches(|character: char| blank(character) && character != '\t');
    inner.trim_end_matches('\t').trim_start_matches('\t').contains('\t') && !line.text.contains('|')
}

/// Lines of a row, at most.
const LINES: usize = 8;

/// The row that the first lines hold whose cells are quoted because line ends stand in them, and how many lines it takes.
fn quoted(lines: &[Line]) -> Option<(Row, usize)> {
    let first = lines.first()?;
    let quotes = |text: &str| memchr::memchr_iter(b'"', text.as_bytes()).count();
    let opens = |text: &str| text.split('\t').any(|cell| cell.starts_with('"'));
    if quotes(first.text).is_multiple_of(2) || !opens(first.text) {
        return None;
    }
    let mut text = first.text.to_owned();
    for (at, line) in lines.iter().enumerate().skip(1).take(LINES) {
        text.push('\n');
        text.push_str(line.text);
        if quotes(&text).is_multiple_of(2) {
            let whole = |cell: &str| !cell.starts_with('"') || cell.len() > 1 && cell.ends_with('"');
            if !text.contains('\t') || text.contains('|') || !text.split('\t').all(whole) {
                return None;
            }
            let place = first.location(first.trimmed());
            let cells = text.split('\t').map(|cell| Text::new(&unquoted(trimmed(cell)), place));
            return Some((cells.collect(), at + 1));
        }
    }
    None
}

/// Whether a line goes on in the middle of a number at the end of a row, behind its label: a cell of several lines.
fn is_cut(above: &Row, line: &Line) -> bool {
    let digits =
        |text: &str| !text.is_empty() && text.chars().all(|c| fold_char(c).is_some_and(|c| c.is_ascii_digit()));
    // The number of a row stands in front of its label.
    let figures = || line.text.split('\t').skip(1).map(trimmed).all(|cell| cell.is_empty() || is_value(cell));
    line.text.starts_with(|c: char| fold_char(c).is_some_and(|c| c.is_ascii_digit()))
        && figures()
        && line.text.split('\t').next().is_some_and(|first| digits(trimmed(first)))
        && above.last().is_some_and(|cell| cell.text.lines().all(digits) && !cell.is_blank())
        && above.iter().any(|cell| !cell.is_blank() && !is_value(&cell.text) && !cell.text.contains('\n'))
}

/// Longest beginning of a label that a line end tears off, in characters; headings are longer.
const TORN: usize = 8;

/// Whether a line is the beginning of the label of the row below: `四、结转下`, with `年度继续办理` and figures below it.
fn is_torn(line: &Line, next: &Line) -> bool {
    let text = line.trimmed();
    let label = next.text.split('\t').next().map(trimmed).unwrap_or_default();
    text.chars().count() <= TORN
        && opening(text) == Opening::Chapter
        && has_tab(next)
        && next.text.split('\t').skip(1).any(|cell| is_value(trimmed(cell)))
        && !label.is_empty()
        && !is_value(label)
        && opening(label) == Opening::None
        && !label.starts_with(['（', '('])
}

fn is_row_title(line: &Line) -> bool {
    let text = line.trimmed();
    text.chars().count() <= 40
        && !line.is_year()
        && !text.contains(['。', '；', '|'])
        && opening(text) != Opening::Chapter
}

fn cells(line: &Line) -> Row {
    // A leading tab is a blank cell; spaces around the line are not.
    let text = line.text.trim_matches(|character: char| blank(character) && character != '\t');
    let mut places = line.places();
    text.split('\t')
        .map(|cell| {
            let cell = trimmed(cell);
            Text::new(&unquoted(cell), places.of(cell))
        })
        .collect()
}

/// A cell without the quotes around it that some programs write, and what they double (RFC 4180, 2.7).
fn unquoted(cell: &str) -> Cow<'_, str> {
    match cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"')) {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
        _ => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::read;

    #[test]
    fn a_quoted_cell_of_several_lines_is_one() {
        let text = "\"（本列数据的\n勾稽关系）\"\t\t申请人情况\t\n\"一、本年新收政府\n信息公开申请数量\"\t\t\t0\n三、\t\"（一）予以\n公开\"\t3\t3\n";
        let table = read(&split(text)).expect("it is a table");
        let rows: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        let right = [
            ["（本列数据的\n勾稽关系）", "", "申请人情况", ""],
            ["一、本年新收政府\n信息公开申请数量", "", "", "0"],
            ["三、", "（一）予以\n公开", "3", "3"],
        ];
        assert_eq!((rows, table.used), (right.map(|row| row.to_vec()).to_vec(), 6));
        assert!(read(&split("他说\"好。\n是\"\n")).is_none());
    }

    #[test]
    fn the_number_of_a_row_is_none_of_a_number_above() {
        let table = read(&split("23\t收到申请数\t140\n24\t当面申请数\t23\n25\t传真\t3\n")).expect("it is a table");
        assert_eq!(table.rows.len(), 3);
    }

    #[test]
    fn a_label_that_a_line_end_cuts_is_of_one_cell() {
        let text = "申请人\t自然人\t总计\n一、本年新\n收申请数量\t5\t5\n三、收到和处理申请情况\n名称\t1\t1\n";
        let table = read(&split(text)).expect("it is a table");
        let labels: Vec<&str> = table.rows.iter().map(|row| row[0].text.as_str()).collect();
        assert_eq!((labels, table.used), (vec!["申请人", "一、本年新\n收申请数量"], 3));
    }

    #[test]
    fn a_number_that_a_line_end_cuts_is_of_one_cell() {
        let table = read(&split("一、本年新收\t27\n23\t449\t12\n9\n二、上年结转\t6\t7\t8\n")).expect("it is a table");
        let rows: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(rows, [["一、本年新收", "27\n23", "449", "12\n9"], ["二、上年结转", "6", "7", "8"]]);
    }
}
