//! Tables with one row to a line and tabs between the cells. Lines in, rows out.

use std::borrow::Cow;

use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Table, Text, aligned, whole_rows};

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    if !has_tab(lines.first()?) {
        return None;
    }
    let mut rows = Vec::new();
    let (mut used, mut lone) = (0, None);
    for (index, line) in lines.iter().enumerate() {
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
