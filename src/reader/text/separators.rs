//! What stands for bars between cells: other upright strokes, and tabs behind cells that each have a line. Lines with such
//! separators go in, the same lines with bars come out, character for character, so that places stay what they were.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::lines::{blank, is_value, trimmed};

/// Upright strokes that are typed between cells.
const STROKES: [char; 6] = ['│', '┃', '║', '¦', '｜', '丨'];
/// One search for each: six of whole texts take a third of what one for all of them does.
static FINDERS: LazyLock<[Finder<'static>; 6]> =
    LazyLock::new(|| STROKES.map(|stroke| Finder::new(stroke.encode_utf8(&mut [0; 4])).into_owned()));
/// Lines with a figure between strokes, or with nothing but strokes, that make strokes separators.
const LINES: usize = 3;
/// Cells with a tab behind them that make tabs ends of cells.
const CELLS: usize = 8;

/// The text with bars for the separators of its tables.
pub(super) fn with_bars(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for (stroke, finder) in STROKES.into_iter().zip(&*FINDERS) {
        // Few texts have one.
        if finder.find(text.as_bytes()).is_some()
            && let Some(barred) = strokes(&text, stroke)
        {
            text = Cow::Owned(barred);
        }
    }
    match tabs(&text) {
        Some(barred) => Cow::Owned(barred),
        None => text,
    }
}

/// The text with blanks for the marks of quotations (`> | a | b |`) in front of tables, one line of which is none.
pub(super) fn without_quotes(text: &str) -> Cow<'_, str> {
    let is_quoted = |line: &str| line.trim_start().starts_with('>');
    // Cheap looks first: hardly any text quotes a row.
    let mut marks = memchr::memchr_iter(b'>', text.as_bytes());
    if !marks.any(|at| at == 0 || text.as_bytes()[at - 1] == b'\n') || text.trim_start().starts_with('<') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut free = Vec::with_capacity(lines.len());
    for quoted in lines.chunk_by(|one, other| is_quoted(one) == is_quoted(other)) {
        let table = is_quoted(quoted[0]) && quoted.iter().filter(|line| line.contains('|')).nth(1).is_some();
        free.extend(quoted.iter().map(|line| match table {
            true => {
                let marks = line.bytes().take_while(|byte| matches!(byte, b'>' | b' ')).count();
                Cow::Owned(" ".repeat(marks) + &line[marks..])
            }
            false => Cow::Borrowed(*line),
        }));
    }
    Cow::Owned(free.join("\n"))
}

/// The text with blanks for the numbers that a program put in front of all its lines (`62:`, or a tab behind them).
pub(super) fn without_line_numbers(text: &str) -> Cow<'_, str> {
    let end = |line: &str, number: usize| {
        let digits = line.trim_start_matches(' ').strip_prefix(number.to_string().as_str())?;
        digits.starts_with([':', '\t']).then_some(line.len() - digits.len() + 1)
    };
    let lines = || text.split('\n').enumerate().filter(|(_, line)| !line.is_empty()).map(|(at, line)| (at + 1, line));
    // Cheap looks first: the first line of hardly any text begins with its number.
    if lines().take(LINES).filter(|(number, line)| end(line, *number).is_some()).count() < LINES
        || !lines().all(|(number, line)| end(line, number).is_some())
    {
        return Cow::Borrowed(text);
    }
    let free = text.split('\n').enumerate().map(|(at, line)| match end(line, at + 1) {
        Some(end) => Cow::Owned(" ".repeat(end) + &line[end..]),
        None => Cow::Borrowed(line),
    });
    Cow::Owned(free.collect::<Vec<_>>().join("\n"))
}

/// A text whose tables have strokes between their cells, from the first row of figures to the last and what stands
/// right above. Sentences keep theirs.
fn strokes(text: &str, stroke: char) -> Option<String> {
    let parts = |line: &str| {
        let mut cells = line.split(stroke).map(trimmed);
        line.contains(stroke) && (cells.clone().any(is_value) || cells.all(str::is_empty))
    };
    if !text.contains(stroke) {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let rows: Vec<usize> = (0..lines.len()).filter(|&at| parts(lines[at])).collect();
    let (&first, &last) = rows.first().filter(|_| rows.len() >= LINES).zip(rows.last())?;
    let above = lines[..first].iter().rev().take_while(|line| line.contains(stroke) || line.trim().is_empty()).count();
    let within = first - above..=last;
    let barred = lines.iter().enumerate().map(|(at, line)| match within.contains(&at) && !line.contains('。') {
        true => line.replace(stroke, "|"),
        false => (*line).to_owned(),
    });
    Some(barred.collect::<Vec<_>>().join("\n"))
}

/// A text that has a tab behind each cell, and each cell in a line.
fn tabs(text: &str) -> Option<String> {
    let (mut ends, mut figures, mut from) = (0, 0, 0);
    while let Some(tab) = memchr::memchr(b'\t', &text.as_bytes()[from..]) {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..from + tab]).map_or(0, |end| end + 1);
        let line = text[start..].split('\n').next().unwrap_or_default();
        // Nearly every text with tabs has one somewhere else in its first line that has any.
        let cell = ended(line)?;
        (ends, figures) = (ends + 1, figures + usize::from(is_value(trimmed(cell))));
        from = start + line.len();
    }
    if ends < CELLS || figures < LINES {
        return None;
    }
    let barred = text.split('\n').map(|line| match ended(line) {
        Some(cell) => Cow::Owned(format!("{cell}|")),
        None => Cow::Borrowed(line),
    });
    Some(barred.collect::<Vec<_>>().join("\n"))
}

/// The cell that a line holds before the tab at its end.
fn ended(line: &str) -> Option<&str> {
    let cell = line.trim_end_matches('\r').strip_suffix('\t')?;
    (!cell.contains(['\t', '|']) && cell.chars().next().is_none_or(|first| !blank(first))).then_some(cell)
}

#[cfg(test)]
mod tests {
    use super::{with_bars, without_line_numbers, without_quotes};

    #[test]
    fn numbers_of_lines_are_no_figures() {
        assert_eq!(without_line_numbers("1: 甲\n2: \t5\n3: 乙\n"), "   甲\n   \t5\n   乙\n");
        assert_eq!(without_line_numbers("   1\t甲\n   2\t\t5\n   3\t\n"), "     甲\n     \t5\n     \n");
        for text in ["1: 甲\n2: 乙\n4: 丙\n", "甲\n2: 乙\n"] {
            assert_eq!(without_line_numbers(text), text);
        }
    }

    #[test]
    fn marks_of_quotations_are_none_of_a_table() {
        let quoted = "> 说明\n\n> | 名称 | 数 |\n> |---|---|\n>> | 甲 | 1 |\n末\n";
        assert_eq!(without_quotes(quoted), "> 说明\n\n  | 名称 | 数 |\n  |---|---|\n   | 甲 | 1 |\n末\n");
        assert_eq!(without_quotes("> 甲|乙\n> 丙\n"), "> 甲|乙\n> 丙\n");
    }

    #[test]
    fn strokes_between_cells_are_bars() {
        for stroke in ['│', '┃', '║', '¦', '｜', '丨'] {
            let table = format!("名称{stroke}数\n甲{stroke}1\n乙{stroke}\n丙{stroke}3\n丁{stroke}4");
            let text = format!("首页{stroke}公开\n正文。\n\n{table}\n末{stroke}句。");
            let barred = format!("首页{stroke}公开\n正文。\n\n{}\n末{stroke}句。", table.replace(stroke, "|"));
            assert_eq!(with_bars(&text), barred);
            // A cell to a line, the stroke on its own.
            let lines = format!("甲\n{stroke}\n1\n{stroke}\n{stroke}\n乙\n{stroke}");
            assert_eq!(with_bars(&lines), lines.replace(stroke, "|"));
            let prose = format!("首页{stroke}公开{stroke}年报\n2022{stroke}年报");
            assert_eq!(with_bars(&prose), prose);
        }
    }

    #[test]
    fn tabs_behind_cells_are_bars() {
        let cells = "规章\t\n1\t\n\t\n3\t\n规范性文件\t\n4\t\n\t\n\t\n";
        assert_eq!(with_bars(cells), cells.replace('\t', "|"));
        // Cells behind tabs, and rows of several.
        let behind = cells.replace("规章\t", "\t规章");
        assert_eq!(with_bars(&behind), behind);
        let rows = format!("{cells}行政许可\t5\n");
        assert_eq!(with_bars(&rows), rows);
    }
}
