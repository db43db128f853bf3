//! Tables whose cells bars separate, in whatever way: a row to a line (`a | b`, `a ||| b`, `a || b`, with or without
//! bars at the ends of the line), a cell to a line (`a |`, `| a`), a bar to a line of its own, and rows filled up with
//! further bars. Lines in, rows of cells out. Markdown's tables are read elsewhere.

use super::lines::{Line, Opening, blank, is_value, opening, trimmed};
use super::rows::{Row, Table, Text, aligned, in_rows, open_surplus, whole_rows};

/// Longest line of a cell that has no bar itself, in characters.
const WORDS: usize = 60;
/// Values that make a table of a single row, a cell to a line.
const SINGLE_ROW: usize = 2;
/// Lines of words in a row inside a table, at most.
const AHEAD: usize = 3;

/// The table that starts at the first line, if one does; else how many lines were found to be none.
pub(super) fn read(lines: &[Line]) -> Result<Table, usize> {
    let starts = |first: &Line| has_bar(first) || may_be_words(first) && lines.get(1).is_some_and(is_bars);
    if !lines.first().is_some_and(starts) {
        return Err(0);
    }
    let used = extent(lines);
    let region: Vec<&Line> = lines[..used].iter().collect();
    let separator = separator(&region);
    let (mut several, mut single) = (0, 0);
    for line in region.iter().filter(|line| has_bar(line)) {
        match line.trimmed().split('|').filter(|cell| !trimmed(cell).is_empty()).count() {
            0 => {}
            1 => single += 1,
            _ => several += 1,
        }
    }
    let by_line = several * 2 >= single && several > 0;
    let rows = if by_line { rows_of_lines(&region, separator) } else { rows_of_cells(&region) };
    let mut rows = whole_rows(rows);
    if by_line {
        open_surplus(&mut rows);
    }
    let values = rows.iter().flatten().filter(|cell| is_value(&cell.text)).count();
    let ruled = aligned(&rows);
    // A bread crumb, or a sentence with bars.
    let table = rows.len() >= 2 && (values > 0 || rows.len() >= 3) || !by_line && values >= SINGLE_ROW;
    table.then_some(Table { rows, used, ruled }).ok_or(used)
}

fn has_bar(line: &Line) -> bool {
    line.text.contains('|')
}

/// Nothing but bars.
fn is_bars(line: &Line) -> bool {
    has_bar(line) && line.text.chars().all(|character| character == '|' || blank(character))
}

/// A short line that may be a cell's text, or part of it.
fn may_be_words(line: &Line) -> bool {
    let text = line.trimmed();
    !text.is_empty() && text.chars().take(WORDS + 1).count() <= WORDS && !text.contains(['。', '；']) && !line.is_year()
}

/// How many lines the table takes: lines with bars, and lines of words that bars soon follow.
fn extent(lines: &[Line]) -> usize {
    let (mut used, mut at) = (0, 0);
    // The line before is a bar.
    let mut open = false;
    while let Some(line) = lines.get(at) {
        at += 1;
        if line.is_blank() {
            continue;
        }
        let behind_bar = std::mem::replace(&mut open, is_bars(line));
        if has_bar(line) || behind_bar && is_value(line.trimmed()) {
            used = at;
        } else if !may_be_words(line) || !goes_on(line, &lines[at..]) || used == 0 && !lines.get(1).is_some_and(is_bars)
        {
            break;
        }
    }
    used
}

/// Whether a line of words belongs to the table whose next lines are these.
fn goes_on(line: &Line, next: &[Line]) -> bool {
    let adjacent = next.first().is_some_and(is_bars);
    let text = line.trimmed();
    if opening(text) == Opening::Chapter && !adjacent {
        // A label that its line end cuts, not the heading of the next section.
        let cut = next.first().is_some_and(|next| has_bar(next) && !next.trimmed().starts_with(['（', '(', '|']));
        return cut && !text.ends_with("情况");
    }
    let mut ahead = next.iter().filter(|line| !line.is_blank()).take(AHEAD);
    let follows = |line: &Line| has_bar(line) || may_be_words(line);
    let bar = ahead.clone().position(has_bar);
    adjacent || bar.is_some_and(|bar| ahead.by_ref().take(bar + 1).all(follows))
}

/// How many bars stand between two cells: what all runs of bars are multiples of, up to three.
fn separator(region: &[&Line]) -> usize {
    let mut common = 0;
    for line in region {
        let text = line.trimmed();
        let mut rest = text;
        while let Some(at) = rest.find('|') {
            let length = rest[at..].bytes().take_while(|&byte| byte == b'|').count();
            common = gcd(common, length);
            rest = &rest[at + length..];
        }
    }
    if (2..=3).contains(&common) { common } else { 1 }
}

fn gcd(a: usize, b: usize) -> usize {
    if a == 0 { b } else { gcd(b % a, a) }
}

/// A row to a line.
fn rows_of_lines(region: &[&Line], separator: usize) -> Vec<Row> {
    let bars = "|".repeat(separator);
    let several = || region.iter().filter(|line| has_bar(line) && !is_bars(line)).map(|line| line.trimmed());
    let opened = several().all(|text| text.starts_with(&bars));
    // The end of the text may cut the bar off the last of them.
    let cut = several().next_back().filter(|last| !opened && last.starts_with(&bars) && several().nth(2).is_some());
    let closed = several().all(|text| text.ends_with(&bars) || cut.is_some_and(|cut| std::ptr::eq(cut, text)));
    let mut rows: Vec<Row> = Vec::new();
    // A label that the line end cut: its beginning.
    let mut cut: Option<Text> = None;
    // Blank cells begin lines of their own: a bar in front of a figure ends one.
    let blanks_begin = closed && !opened && region.iter().any(|line| is_bars(line));
    for line in region.iter().filter(|line| !line.is_blank()) {
        let mut text = line.trimmed();
        if !has_bar(line) {
            let words = Text::new(text, line.location(text));
            if opening(text) == Opening::None {
                rows.push(vec![words]);
            } else if let Some(before) = cut.replace(words) {
                rows.push(vec![before]);
            }
            continue;
        }
        if opened && !is_bars(line) {
            text = text.strip_prefix(bars.as_str()).unwrap_or(text);
        }
        if closed {
            text = text.strip_suffix(bars.as_str()).unwrap_or(text);
        }
        let mut places = line.places();
        let mut row: Row = text
            .split(bars.as_str())
            .map(|cell| {
                let cell = trimmed(cell);
                Text::new(cell, places.of(cell))
            })
            .collect();
        if let Some(mut begin) = cut.take() {
            match row.first_mut() {
                Some(first) if !first.is_blank() && !is_value(&first.text) && opening(&first.text) == Opening::None => {
                    begin.append(&first.text);
                    *first = begin;
                }
                _ => rows.push(vec![begin]),
            }
        }
        let goes_on = closed && matches!(&row[..], [only] if only.is_blank() || is_value(&only.text))
            || blanks_begin
                && matches!(&row[..], [none, figure] if none.is_blank() && is_value(&figure.text))
                && rows.last().is_some_and(takes_figures);
        match rows.last_mut().filter(|_| goes_on || closed && is_bars(line)) {
            Some(above) => above.append(&mut row),
            None => rows.push(row),
        }
    }
    rows.extend(cut.map(|words| vec![words]));
    rows
}

/// Whether figures may follow in a row: it has some, or blanks, or a label with an ordinal, as no row of heads has.
fn takes_figures(row: &Row) -> bool {
    row.iter().any(|cell| cell.is_blank() || is_value(&cell.text) || opening(&cell.text) != Opening::None)
}

/// A cell to a line, its bar before it, behind it or on a line of its own: bars end cells wherever they stand.
fn rows_of_cells(region: &[&Line]) -> Vec<Row> {
    let mut groups: Vec<Row> = vec![Row::new()];
    let mut open: Option<Text> = None;
    // Ends of lines that several bars end: the group and how many of its cells stand before.
    let mut filled: Vec<(usize, usize)> = Vec::new();
    for (index, line) in region.iter().enumerate() {
        if line.is_blank() {
            // Between two bars it is a blank cell.
            if !region.get(index + 1).is_some_and(|next| is_bars(next)) {
                // The last cell of a row needs no bar behind it.
                push(&mut groups, open.take());
                groups.push(Row::new());
            }
            continue;
        }
        let mut places = line.places();
        let mut pieces = line.trimmed().split('|');
        let first = trimmed(pieces.next().unwrap_or_default());
        if !first.is_empty() {
            let text = Text::new(first, places.of(first));
            match &mut open {
                Some(cell) if continues(&cell.text, first) => cell.append(first),
                _ => push(&mut groups, open.replace(text)),
            }
        }
        for piece in pieces {
            // A bar in front of the first cell closes none.
            let piece = trimmed(piece);
            let begins = groups.last().is_none_or(Vec::is_empty) && open.is_none();
            let next = (!piece.is_empty()).then(|| Text::new(piece, places.of(piece)));
            let closed = std::mem::replace(&mut open, next);
            if !begins || closed.is_some() {
                push(&mut groups, Some(closed.unwrap_or_default()));
            }
        }
        if is_filled(line) {
            filled.push((groups.len(), groups.last().map_or(0, Vec::len)));
        }
    }
    push(&mut groups, open);
    let mut before = vec![0];
    before.extend(groups.iter().scan(0, |cells, group| {
        *cells += group.len();
        Some(*cells)
    }));
    let filled: Vec<usize> = filled.iter().map(|&(group, cells)| before[group - 1] + cells).collect();
    groups.retain(|group| !group.is_empty());
    let rows = groups.iter().filter(|group| begins_row(group)).count();
    let headings = groups.iter().filter(|group| matches!(&group[..], [only] if !is_value(&only.text))).count();
    let apart = groups.len() > 1 && rows * 2 >= groups.len() && (rows + headings) * 4 >= groups.len() * 3;
    if apart { groups } else { in_rows(groups.into_iter().flatten().collect(), &filled) }
}

/// Whether more bars end a line than its last cell needs.
fn is_filled(line: &Line) -> bool {
    line.trimmed().chars().rev().filter(|character| !blank(*character)).take(2).filter(|&c| c == '|').count() == 2
}

fn push(groups: &mut [Row], cell: Option<Text>) {
    if let (Some(group), Some(cell)) = (groups.last_mut(), cell) {
        group.push(cell);
    }
}

/// Whether blank lines set a row apart: several cells, the first of which is no figure.
fn begins_row(group: &Row) -> bool {
    group.len() >= 2 && group.first().is_some_and(|cell| !is_value(&cell.text))
}

/// Whether words go on with a cell that no bar has ended yet.
fn continues(cell: &str, words: &str) -> bool {
    !(is_value(cell) && (opening(words) != Opening::None || words.chars().count() > 4))
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    fn rows(text: &str) -> Vec<String> {
        let Ok(table) = read(&split(text)) else { return Vec::new() };
        let row = |row: &Row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(",");
        table.rows.iter().map(row).collect()
    }

    #[test]
    fn blank_cells_that_begin_lines_end_no_row() {
        let text = "（勾稽关系） | 申请人情况 |\n自然人 | 商业企业 | 科研机构 | 总计 |\n\
            一、本年新收 | 25 |\n|\n|\n| 25 |\n二、上年结转 |\n|\n| 3 |\n| 3 |\n\
            三、办理结果 | （一）予以公开 | 7 | 1 |\n|\n| 8 |\n（三）不予公开 | 1.国家秘密 |\n| 2 |\n|\n| 2 |\n";
        let expected = [
            "（勾稽关系）,申请人情况",
            "自然人,商业企业,科研机构,总计",
            "一、本年新收,25,,,,25",
            "二、上年结转,,,3,,3",
            "三、办理结果,（一）予以公开,7,1,,,8",
            "（三）不予公开,1.国家秘密,,2,,,2",
        ];
        assert_eq!(rows(text), expected);
        assert_eq!(rows(&text[..text.len() - 2]), expected);
    }

    #[test]
    fn two_figures_in_a_cell_are_no_label() {
        let text = "信息内容 |\n上年数 |\n增减 |\n决定数 |\n行政许可 |\n3 |\n0/0 |\n5 |\n收费 |\n7 |\n+2/-1 |\n9 |\n";
        assert_eq!(rows(text), ["信息内容,上年数,增减,决定数,行政许可,3,0/0,5", "收费,7,+2/-1,9"]);
    }

    #[test]
    fn the_row_that_numbers_columns_ends_their_names() {
        let rows_below = "公开数\n| 条\n| 01\n| 12\n| 120\n|\n申请数\n| 条\n| 10\n| 2\n| 7\n|\n";
        let text = format!("| 指标\n| 单位\n| 代码\n| 本期\n| 累计\n|\n甲\n| 乙\n| 丙\n| 1\n| 2\n|\n{rows_below}");
        let expected = ["指标,单位,代码,本期,累计", "甲,乙,丙,1,2", "公开数,条,01,12,120", "申请数,条,10,2,7"];
        assert_eq!(rows(&text), expected);
    }

    #[test]
    fn bars_among_blank_cells_may_be_figures() {
        let text = "甲类 | 1 | 2 | 3\n乙类 | | | | |\n丙类 | 4 | | 4\n";
        assert_eq!(rows(text)[1], "乙类,| | | | |");
    }
}
