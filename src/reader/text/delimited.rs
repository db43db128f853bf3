//! Tables with one row to a line: Markdown tables, cells between ` | ` or `|||`, cells between tabs.
//! Lines in, rows out. Markdown tables that follow each other are one: converters break a table with
//! merged cells into many, repeat its header in each, and tear labels off their figures.

use super::lines::{Line, Opening, blank, is_value, opening};
use super::rows::{Row, Text, in_rows};

/// What separates the cells of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `| a | b |`
    Markdown,
    /// `a ||| b`
    Bars,
    /// `a | b`
    Bar,
    /// Tabs.
    Tab,
}

fn shape(line: &Line) -> Option<Shape> {
    let text = line.trimmed();
    if text.starts_with('|') && text.ends_with('|') && text.len() > 1 && !text.contains("|||") {
        return Some(Shape::Markdown);
    }
    if text.contains("|||") {
        return Some(Shape::Bars);
    }
    if text.contains(" | ") || text.contains("\u{3000}|\u{3000}") || text.matches('|').count() >= 2 {
        return Some(Shape::Bar);
    }
    let inner = line.text.trim_matches(|character: char| blank(character) && character != '\t');
    inner.trim_end_matches('\t').trim_start_matches('\t').contains('\t').then_some(Shape::Tab)
}

/// More cells than any row has: the row ends are gone.
const LONGEST_ROW: usize = 40;
/// Longest line between Markdown tables that may be a label torn off its figures, in characters.
const TORN_LABEL: usize = 60;

/// A table read from the start of some lines.
pub(super) struct Table {
    pub rows: Vec<Row>,
    /// Lines taken.
    pub used: usize,
    /// Columns are the source's own.
    pub ruled: bool,
}

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    let mut first = shape(lines.first()?)?;
    if first == Shape::Markdown {
        if let Some(table) = markdown(lines) {
            return Some(table);
        }
        first = Shape::Bar;
    }
    let mut rows = Vec::new();
    let (mut used, mut lone) = (0, None);
    for (index, line) in lines.iter().enumerate() {
        // A row whose first and last cells are blank looks like Markdown.
        let alike = |other| other == first || first == Shape::Bar && other == Shape::Markdown;
        if shape(line).is_some_and(alike) {
            if let Some(title) = lone.take() {
                rows.push(title);
            }
            rows.push(cells(line, first));
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
    let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
    if longest > LONGEST_ROW {
        rows =
            rows.into_iter().flat_map(|row| if row.len() > LONGEST_ROW { in_rows(row) } else { vec![row] }).collect();
    }
    let values = rows.iter().flatten().filter(|cell| is_value(&cell.text)).count();
    // A bread crumb, or a sentence with bars.
    (rows.len() >= 2 && (values > 0 || rows.len() >= 3)).then_some(Table { rows, used, ruled: false })
}

fn is_row_title(line: &Line) -> bool {
    let text = line.trimmed();
    text.chars().count() <= 40 && !text.contains(['。', '；']) && opening(text) != Opening::Chapter
}

fn cells(line: &Line, shape: Shape) -> Row {
    let separator = match shape {
        Shape::Markdown | Shape::Bar => "|",
        Shape::Bars => "|||",
        Shape::Tab => "\t",
    };
    let text = match shape {
        // A leading tab is a blank cell; spaces around the line are not.
        Shape::Tab => line.text.trim_matches(|character: char| blank(character) && character != '\t'),
        _ => line.trimmed(),
    };
    let mut places = line.places();
    text.split(separator)
        .map(|cell| {
            let cell = cell.trim_matches(blank);
            Text::new(cell, places.of(cell))
        })
        .collect()
}

/// `|---|:--:|`
fn is_rule(line: &Line) -> bool {
    let text = line.trimmed();
    text.contains('-') && text.chars().all(|character| matches!(character, '|' | '-' | ':') || blank(character))
}

/// One row of a Markdown table: bars that are escaped or in code stay text.
fn markdown_cells(line: &Line) -> Row {
    let text = line.trimmed();
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut row = Row::new();
    let (mut start, mut escaped) = (0, false);
    let mut places = line.places();
    let mut push = |cell: &str| {
        let cell = cell.trim_matches(blank);
        row.push(Text::new(&unmarked(cell), places.of(cell)));
    };
    for (at, byte) in inner.bytes().enumerate() {
        if byte == b'|' && !escaped {
            push(&inner[start..at]);
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    push(&inner[start..]);
    row
}

/// A cell's text without Markdown's own marks.
pub(super) fn unmarked(text: &str) -> String {
    let mut text = text.replace("**", "").replace("\\|", "|");
    for line_break in ["<br>", "<br/>", "<br />"] {
        text = text.replace(line_break, "\n");
    }
    for (escape, character) in [("\\.", "."), ("\\-", "-"), ("\\_", "_"), ("\\*", "*"), ("\\+", "+"), ("&nbsp;", " ")] {
        text = text.replace(escape, character);
    }
    text.trim_matches(blank).to_owned()
}

fn markdown(lines: &[Line]) -> Option<Table> {
    let mut rows: Vec<Row> = Vec::new();
    let mut header: Option<Vec<String>> = None;
    let (mut used, mut tables, mut ruled) = (0, 0, true);
    // Where the current table began, in rows; a label between tables that waits for its figures.
    let (mut fresh, mut torn) = (true, None);
    for (index, line) in lines.iter().enumerate() {
        if line.is_blank() {
            fresh = true;
            continue;
        }
        if shape(line) != Some(Shape::Markdown) {
            if torn.is_none() && !rows.is_empty() && fresh && line.trimmed().chars().count() <= TORN_LABEL {
                torn = Some(vec![Text::new(line.trimmed(), line.location(line.trimmed()))]);
                continue;
            }
            break;
        }
        if is_rule(line) {
            used = index + 1;
            continue;
        }
        let row = markdown_cells(line);
        if std::mem::take(&mut fresh) {
            tables += 1;
            let names: Vec<String> = row.iter().map(|cell| cell.text.clone()).collect();
            let figures = only_values(&row);
            if let Some(label) = torn.take() {
                if !figures {
                    // Not a label: a heading before another table.
                    break;
                }
                rows.push(label);
            }
            if !figures && header.as_ref() == Some(&names) {
                used = index + 1;
                continue;
            }
            if !figures && names.len() > 1 {
                header = Some(names);
            }
        }
        let label_above = rows.last().is_some_and(|above| is_label(above, &row));
        match rows.last_mut() {
            // Labels torn off: a row of nothing but labels, then one of nothing but figures.
            Some(above) if tables > 1 && label_above && only_values(&row) => {
                above.retain(|cell| !cell.is_blank());
                above.extend(row);
                ruled = false;
            }
            _ => rows.push(row),
        }
        used = index + 1;
    }
    let width = rows.first().map_or(0, Vec::len);
    ruled &= rows.iter().all(|row| row.len() == width);
    (used > 1).then_some(Table { rows, used, ruled })
}

fn only_values(row: &Row) -> bool {
    row.iter().any(|cell| is_value(&cell.text)) && row.iter().all(|cell| cell.is_blank() || is_value(&cell.text))
}

/// Whether a row is the label of figures in a row of their own: a few words, fewer than the figures.
fn is_label(above: &Row, figures: &Row) -> bool {
    let filled = above.iter().filter(|cell| !cell.is_blank());
    let (words, values) =
        filled.fold(
            (0, 0),
            |(words, values), cell| {
                if is_value(&cell.text) { (words, values + 1) } else { (words + 1, values) }
            },
        );
    values == 0 && (1..=3).contains(&words) && words <= figures.len()
}
