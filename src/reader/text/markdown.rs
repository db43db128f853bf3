//! Markdown tables. Lines in, rows out. Tables that follow each other are one: converters break a table
//! with merged cells into many, repeat its header in each, and leave the label of a row as a line of its
//! own above its figures.

use std::borrow::Cow;

use super::Fragment;
use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Table, Text, open_surplus};
use crate::document::Budget;
use crate::script;

/// Longest line above a table that may be a label torn off its figures, in characters.
const TORN_LABEL: usize = 60;
/// Lines above a table that may be labels: a group's and the row's.
const LABELS: usize = 2;

/// A table and the label lines above it.
struct Group<'a> {
    labels: Vec<Line<'a>>,
    rows: Vec<Row>,
    /// The line after it.
    end: usize,
}

impl<'a> Group<'a> {
    /// The next table at or after a line, with nothing but blank lines and labels before it.
    fn next(lines: &[Line<'a>], from: usize, fragments: Option<Fragment>) -> Option<Self> {
        let mut labels = Vec::new();
        let mut at = from;
        loop {
            let line = lines.get(at)?;
            if is_table(line) {
                break;
            }
            if !line.is_blank() {
                if labels.len() == LABELS || !may_be_label(line) {
                    return None;
                }
                labels.push(*line);
            }
            at += 1;
        }
        let length = lines[at..].iter().take_while(|line| is_table(line)).count();
        let rows =
            lines[at..at + length].iter().filter(|line| !is_rule(line)).map(|line| cells(line, fragments)).collect();
        Some(Self { labels, rows, end: at + length })
    }

    /// The names of its columns, if its first row has any that are not figures.
    fn names(&self) -> Option<Vec<&str>> {
        let first = self.rows.first().filter(|row| !only_values(row))?;
        Some(first.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect())
    }

    /// One row of figures without a word, under a header or none.
    fn is_torn(&self) -> bool {
        match &self.rows[..] {
            [figures] => only_values(figures),
            [header, figures] => !only_values(header) && only_values(figures),
            _ => false,
        }
    }
}

/// The table that starts at the first line, or at the table below its labels.
pub(super) fn read(lines: &[Line], fragments: Option<Fragment>) -> Option<Table> {
    let mut current = Group::next(lines, 0, fragments)?;
    let mut rows: Vec<Row> = Vec::new();
    // Rows whose label was torn off, with the number of cells before it was put back.
    let mut mended: Vec<(usize, usize)> = Vec::new();
    let mut header: Option<Vec<String>> = None;
    let mut used = 0;
    loop {
        let next = Group::next(lines, current.end, fragments);
        let names = current.names().map(|names| names.into_iter().map(str::to_owned).collect::<Vec<_>>());
        let repeated = header.is_some() && names == header;
        if let Some((label, titles)) = current.labels.split_last() {
            let follows = next.as_ref().is_some_and(|next| next.is_torn() && next.names() == current.names());
            // A chapter's heading stands above a table too, but not above each of several alike.
            let heading = opening(label.trimmed()) == Opening::Chapter && !repeated && !follows;
            let section = current.labels.iter().any(|label| is_section(label)) && used > 0;
            if heading || section || !current.is_torn() {
                break;
            }
            rows.extend(titles.iter().map(|title| vec![Text::new(title.trimmed(), title.location(title.trimmed()))]));
            let mut tables = current.rows.into_iter();
            let figures = tables.next_back()?;
            rows.extend(tables.filter(|_| !repeated));
            mended.push((rows.len(), figures.len()));
            let label = Text::new(label.trimmed(), label.location(label.trimmed()));
            rows.push(std::iter::once(label).chain(figures).collect());
        } else {
            let first = usize::from(repeated);
            for row in current.rows.into_iter().skip(first) {
                match rows.last_mut() {
                    // Label and figures in tables of one row each.
                    Some(above) if is_label(above, &row) && used > 0 && only_values(&row) => {
                        above.retain(|cell| !cell.is_blank());
                        above.extend(row);
                    }
                    _ => rows.push(row),
                }
            }
        }
        if names.as_ref().is_some_and(|names| names.len() > 1) {
            header = names;
        }
        used = current.end;
        match next {
            Some(next) => current = next,
            None => break,
        }
    }
    without_covered(&mut rows, &mended);
    open_surplus(&mut rows);
    let width = rows.first().map_or(0, Vec::len);
    let ruled = mended.is_empty() && rows.iter().all(|row| row.len() == width);
    (used > 1).then_some(Table { rows, used, ruled })
}

/// Blank cells in front of the figures of the wider rows are what their label covered: rows of one
/// table have as many figures as its narrowest row.
fn without_covered(rows: &mut [Row], mended: &[(usize, usize)]) {
    // A row between two others that is none of them begins another table.
    for run in mended.chunk_by(|a, b| a.0 + 1 == b.0) {
        let narrowest = run.iter().map(|(_, width)| *width).min().unwrap_or(0);
        for &(row, width) in run {
            let extra = rows[row][1..].iter().take(width - narrowest).take_while(|cell| cell.is_blank()).count();
            rows[row].drain(1..1 + extra);
        }
    }
}

/// `| a | b |`
fn is_table(line: &Line) -> bool {
    let text = line.trimmed();
    text.starts_with('|') && text.ends_with('|') && text.len() > 1 && !text.contains("|||")
}

/// The heading of a section of the report, which ends every table before it.
fn is_section(line: &Line) -> bool {
    opening(line.trimmed()) == Opening::Chapter && line.trimmed().ends_with("情况")
}

fn may_be_label(line: &Line) -> bool {
    let text = line.trimmed();
    text.chars().take(TORN_LABEL + 1).count() <= TORN_LABEL
        && !text.contains('。')
        && !text.starts_with(['#', '<', '-', '>', '*'])
        && !text.contains(['|', '\t'])
}

/// `|---|:--:|`
fn is_rule(line: &Line) -> bool {
    let text = line.trimmed();
    text.contains('-') && text.chars().all(|character| matches!(character, '|' | '-' | ':') || blank(character))
}

/// One row of a Markdown table: bars that are escaped or in code stay text.
fn cells(line: &Line, fragments: Option<Fragment>) -> Row {
    let text = line.trimmed();
    let inner = text.strip_prefix('|').unwrap_or(text);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    let mut row = Row::new();
    let (mut start, mut escaped) = (0, false);
    let mut places = line.places();
    let mut push = |cell: &str| {
        let cell = trimmed(cell);
        let (seen, struck) = unstruck(cell);
        row.push(Text { text: unmarked(&seen, fragments), location: places.of(cell), struck });
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
pub(super) fn unmarked(text: &str, fragments: Option<Fragment>) -> String {
    // Most cells hold none of the characters that marks begin with.
    if !text.bytes().any(is_mark) {
        return trimmed(text).to_owned();
    }
    let text = without_comments(text);
    let mut text = raised(unwrapped(text.replace("**", "").trim())).into_owned();
    let replacements: [(u8, &[(&str, &str)]); 3] = [
        (b'\\', &[("\\|", "|"), ("\\.", "."), ("\\-", "-"), ("\\_", "_"), ("\\*", "*"), ("\\+", "+")]),
        (b'<', &[("<br>", "\n"), ("<br/>", "\n"), ("<br />", "\n")]),
        (b'&', &[("&nbsp;", " "), ("&#160;", " ")]),
    ];
    for (first, pairs) in replacements {
        if text.as_bytes().contains(&first) {
            for (written, character) in pairs {
                text = text.replace(written, character);
            }
        }
    }
    trimmed(&untagged(&text, fragments)).to_owned()
}

/// Whether a mark of Markdown, an escape, a tag or a named character may begin with this byte.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'=' | b'+' | b'`' | b'$' | b'[' | b'\\' | b'<' | b'&' | b'^')
}

/// Marks that stand around the whole of a cell: emphasis and code (CommonMark 0.31, 6.1, 6.2), and those of converters for
/// formulas, marked and inserted text; longer ones first.
const AROUND: [&str; 8] = ["__", "==", "++", "``", "`", "$", "*", "_"];

/// A cell's text without the marks around it, and of a link the text (6.3).
fn unwrapped(mut text: &str) -> &str {
    loop {
        let around = |mark: &&str| {
            let inner = text.strip_prefix(*mark)?.strip_suffix(*mark)?;
            let flanked = !inner.is_empty() && !inner.starts_with(blank) && !inner.ends_with(blank);
            (flanked && !inner.contains(*mark) && !inner.ends_with('\\')).then_some(inner)
        };
        let link = || {
            let (inner, target) = text.strip_prefix('[')?.split_once("](")?;
            let whole = target.strip_suffix(')').is_some_and(|target| !target.contains(['(', ')', '|']));
            (whole && !inner.contains(['[', ']'])).then_some(inner)
        };
        let formula = || {
            let inner = text.strip_prefix('\\')?.strip_suffix('}')?.split_once('{')?;
            let upright = matches!(inner.0, "mathbf" | "mathrm" | "text" | "textbf" | "bf");
            (upright && !inner.1.contains(['{', '}'])).then_some(inner.1)
        };
        match AROUND.iter().find_map(around).or_else(link).or_else(formula) {
            Some(inner) => text = inner,
            None => return text,
        }
    }
}

/// A text without comments of HTML.
pub(super) fn without_comments(text: &str) -> Cow<'_, str> {
    // Few texts have a tag, and looking for one character takes a tenth of looking for several.
    if !text.as_bytes().contains(&b'<') {
        return Cow::Borrowed(text);
    }
    let mut seen = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("<!--") {
        let Some((_, after)) = behind.split_once("-->") else { break };
        seen.push_str(before);
        rest = after;
    }
    if rest.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(seen + rest) }
}

/// A text whose note mark is written `393^1^`, as pandoc does, or as a formula (`393$^{1}$`), with the mark raised.
fn raised(text: &str) -> Cow<'_, str> {
    let parts = || {
        let (before, behind) = text.split_once('^')?;
        if let Some(mark) = behind.strip_suffix('^') {
            return Some((before, mark));
        }
        let (before, behind) = match before.strip_suffix('$') {
            Some(before) => (before, behind.strip_suffix('$')?),
            None => (before, behind),
        };
        let braced = behind.strip_prefix('{').and_then(|mark| mark.strip_suffix('}'));
        braced.or_else(|| text.ends_with('$').then_some(behind)).map(|mark| (before, mark))
    };
    match parts() {
        Some((before, mark)) if !mark.is_empty() && mark.chars().all(|c| c.is_ascii_digit()) => {
            let mark: String = mark.chars().map(script::raised).collect();
            Cow::Owned(format!("{before}{mark}"))
        }
        _ => Cow::Borrowed(text),
    }
}

/// A text without what is struck through (`~~9~~352`, GitHub Flavored Markdown, 6.5), and that.
pub(super) fn unstruck(text: &str) -> (Cow<'_, str>, String) {
    let mut struck = String::new();
    if !text.as_bytes().contains(&b'~') {
        return (Cow::Borrowed(text), struck);
    }
    let mut seen = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("~~") {
        let Some((inside, after)) = behind.split_once("~~") else { break };
        let flanked = !inside.is_empty() && !inside.starts_with(blank) && !inside.ends_with(blank);
        if !flanked || inside.starts_with('~') || after.starts_with('~') {
            break;
        }
        seen.push_str(before);
        struck.push_str(inside);
        rest = after;
    }
    match struck.is_empty() {
        true => (Cow::Borrowed(text), struck),
        false => (Cow::Owned(seen + rest), struck),
    }
}

/// The text of a cell in which tags of HTML stand (`<p>12</p>`, `393<sup>1</sup>`), as a page shows it.
fn untagged(text: &str, fragments: Option<Fragment>) -> Cow<'_, str> {
    const TAGS: [&str; 24] = [
        "p", "div", "span", "center", "font", "b", "strong", "i", "u", "a", "sup", "del", "s", "strike", "ins", "em",
        "mark", "kbd", "code", "small", "big", "sub", "wbr", "tt",
    ];
    let is_tag = |rest: &str| {
        let name = rest.trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let (name, behind) = name.split_at(length);
        TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag)) && behind.starts_with(['>', ' ']) && behind.contains('>')
    };
    if !text.split('<').skip(1).any(is_tag) && !text.contains("&#") {
        return Cow::Borrowed(text);
    }
    let Some(Ok(page)) = fragments.map(|read| read(text, &Budget::default())) else {
        return Cow::Borrowed(text);
    };
    let lines: Vec<&str> = page.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
    Cow::Owned(lines.join("\n"))
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
