//! Tables with one row to a line and tabs between the cells. Lines in, rows out.

use std::borrow::Cow;

use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Table, Text, aligned, whole_rows};
use crate::script::fold_char;

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    if !has_tab(lines.first()?) {
        return None;
    }
    let mut rows = Vec::new();
    let (mut used, mut lone) = (0, None);
    for (index, line) in lines.iter().enumerate() {
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
            rows.push(cells(line));
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

/// Whether a line goes on in the middle of a number at the end of a row, behind its label: a cell of several lines.
fn is_cut(above: &Row, line: &Line) -> bool {
    let digits =
        |text: &str| !text.is_empty() && text.chars().all(|c| fold_char(c).is_some_and(|c| c.is_ascii_digit()));
    line.text.starts_with(|c: char| fold_char(c).is_some_and(|c| c.is_ascii_digit()))
        && line.text.split('\t').next().is_some_and(|first| digits(trimmed(first)))
        && above.last().is_some_and(|cell| cell.text.lines().all(digits) && !cell.is_blank())
        && above.iter().any(|cell| !cell.is_blank() && !is_value(&cell.text) && !cell.text.contains('\n'))
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
    fn a_number_that_a_line_end_cuts_is_of_one_cell() {
        let table = read(&split("一、本年新收\t27\n23\t449\t12\n9\n二、上年结转\t6\t7\t8\n")).expect("it is a table");
        let rows: Vec<Vec<&str>> =
            table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
        assert_eq!(rows, [["一、本年新收", "27\n23", "449", "12\n9"], ["二、上年结转", "6", "7", "8"]]);
    }
}
