//! Statistics sheets of the years before 2019: every indicator row becomes a figure; those that match a known
//! variable carry its code. Of several value columns the reporting year's is read, never the cumulative one, and never
//! the numbers that the sheet gives its lines.

use std::sync::Arc;

use super::cell::{RowOf, figure};
use super::label::one_line;
use super::line::{Line, is_unit};
use super::notes::BindNotes;
use super::rows::Match;
use super::{Bound, BoundTable};
use crate::document::Cell;
use crate::figure::TableKind;
use crate::finding::Finding;
use crate::form::{IndicatorName, Indicators, SheetColumn, SheetHeader, sheet_headers};
use crate::number;
use crate::script::fold_char;

/// Words of headers over columns that run over several years, or stand for another one.
const CUMULATIVE: &[&str] = &["累计", "历年", "上年", "去年", "同期", "上期", "同比", "环比", "增减", "增长"];
/// Headers over the numbers of the lines.
const CODES: &[&str] = &["代码", "序号", "行次", "编码", "编号", "行号", "代号", "指标代码", "栏次", "序列号"];
/// Headers over the units of the figures.
const UNITS: &[&str] = &["单位", "计量单位"];
/// How many lines must count upwards before their column is taken for the numbers of the lines.
const COUNTED: usize = 5;

pub fn bind(found: &Match<'_, '_>, lines: &[Line<'_>], year: Option<u16>, bound: &mut Bound, context: &mut BindNotes) {
    let run = &lines[found.lines.clone()];
    let mut blocks: Vec<usize> = Vec::new();
    let paired: Vec<usize> = (0..run.len()).filter(|&at| found.rows[at].is_some()).collect();
    let (Some(&first), Some(&last)) = (paired.first(), paired.last()) else { return };
    // A heading that reaches over the whole table is no header of its columns.
    let header = |line: &&Line<'_>| {
        let printed = line.cells.iter().filter(|cell| cell.has_text()).count();
        printed > 1 && (!line.has_values() || names_years(line))
    };
    let heads: Vec<&Line<'_>> = run[..first].iter().filter(header).collect();
    let grids: Vec<usize> = paired.iter().map(|&at| run[at].block).collect();
    let texts = headers_in_text(&heads, lines, &grids, year);
    let mut columns =
        Columns { heads, texts, year, counted: counted(run, &grids), usual: usual(run, &grids), filled: Vec::new() };
    columns.filled = columns.filled(run, &grids);
    let rows = by_name(found, run);
    let middles: Vec<usize> = columns.heads.iter().filter_map(|head| doubled(head)).collect();
    for (at, line) in run.iter().enumerate() {
        // Also indicators of the same table above and below the known ones.
        if !grids.contains(&line.block)
            || line.values().is_empty()
            || (line.path.is_empty() && !(first..=last).contains(&at))
            || is_numbering(line)
        {
            continue;
        }
        let row = rows[at].map(|row| &found.table.rows[row]);
        if row.is_none() && (!line.has_values() || line.label.is_empty()) {
            continue;
        }
        if !blocks.contains(&line.block) {
            blocks.push(line.block);
        }
        let apart = |line: &Line<'_>| line.half || !is_of_two(line) && !middles.iter().any(|&at| is_across(line, at));
        let column = columns.this_year(line).filter(|_| apart(line));
        if column.is_none() && line.has_values() && row.is_some() {
            context.odd("BIND-COLUMNS", line, line.values().len(), 1);
        }
        let label: Arc<str> = column.as_ref().map_or("", |(_, label)| label.as_str()).into();
        let of = RowOf {
            kind: TableKind::Sheet,
            form: found.table.form,
            label: printed_label(line).into(),
            line: Some(line),
        };
        let variable = row.and_then(|row| row.row.variables.first().copied());
        if row.is_some_and(|row| row.is_heading()) {
            continue;
        }
        bound.figures.push(figure(&of, variable, &label, column.map(|(cell, _)| cell), context));
    }
    let none: Arc<str> = "".into();
    for (row, content) in found.table.rows.iter().enumerate() {
        if !rows.contains(&Some(row)) && !content.is_heading() {
            let of = RowOf { kind: TableKind::Sheet, form: found.table.form, label: "".into(), line: None };
            bound.figures.push(figure(&of, content.row.variables.first().copied(), &none, None, context));
        }
    }
    bound.tables.push(BoundTable { kind: TableKind::Sheet, form: found.table.form, blocks });
    let unknown = |figure: &&crate::figure::Figure| figure.table == TableKind::Sheet && figure.variable.is_none();
    let count = bound.figures.iter().filter(unknown).count();
    if count > 0 {
        context.findings.push(Finding::new("BIND-INDICATORS").with("count", count.to_string()));
    }
}

/// The row of each line: that which its place among the others and its label give, if the label says the same; a label that no
/// other row shares tells the row by itself.
fn by_name(found: &Match<'_, '_>, run: &[Line<'_>]) -> Vec<Option<usize>> {
    let Some(indicators) = Indicators::of(found.table.form) else { return found.rows.clone() };
    // Beside the label may stand what the text kept of the line above.
    let printed = |line: &Line<'_>| {
        let mut names = line.path.iter().rev().map(|text| IndicatorName::new(text));
        let Some(innermost) = names.next() else { return IndicatorName::new("") };
        if indicators.knows(&innermost) {
            innermost
        } else {
            names.find(|name| indicators.knows(name)).unwrap_or(innermost)
        }
    };
    let labels: Vec<IndicatorName> = run.iter().map(printed).collect();
    let mut rows: Vec<Option<usize>> = Vec::new();
    for (label, row) in labels.iter().zip(&found.rows) {
        let same = |row: &usize| {
            let row = &found.table.rows[*row];
            row.is_heading() || indicators.is(label, row.row)
        };
        rows.push(row.filter(same));
    }
    let alone = indicators.pair(labels.iter());
    let ids: Vec<&str> = indicators.rows().map(|row| row.id.as_str()).collect();
    for at in 0..rows.len() {
        let row = alone[at].and_then(|row| found.table.rows.iter().position(|content| content.row.id == ids[row]));
        if rows[at].is_none() && run[at].has_values() && row.is_some_and(|row| !rows.contains(&Some(row))) {
            rows[at] = row;
        }
    }
    rows
}

/// The column with which a header names its first columns again: a line that still stands on both sides of it is of two rows,
/// and nobody knows which of the two a figure belongs to.
fn doubled(head: &Line<'_>) -> Option<usize> {
    let named: Vec<(String, usize)> = head.cells.iter().map(|cell| (one_line(&cell.text), cell.column)).collect();
    let named: Vec<(String, usize)> = named.into_iter().filter(|(text, _)| !text.is_empty()).collect();
    let (left, right) = named.split_at(named.len() / 2);
    let same = left.len() == right.len() && left.iter().zip(right).all(|(a, b)| a.0 == b.0);
    (left.len() > 1 && same && left[0].0 != left[1].0).then(|| right[0].1)
}

/// Whether a line has cells on both sides of a column.
fn is_across(line: &Line<'_>, middle: usize) -> bool {
    let ends = line.cells.first().zip(line.cells.last());
    ends.is_some_and(|(first, last)| first.column < middle && last.column >= middle)
}

/// Whether loose text has a figure behind its unit and then a further label: two rows beside each other.
fn is_of_two(line: &Line<'_>) -> bool {
    let labels = &line.cells[..line.stub];
    !line.grid.ruled
        && labels.windows(3).any(|cells| {
            let [unit, figure, label] = cells else { return false };
            is_unit(&unit.text)
                && number::is_value(&figure.text)
                && figure.has_text()
                && !is_unit(&label.text)
                && !number::is_value(&label.text)
        })
}

/// Whether all that looks like a figure in a header is a year.
fn names_years(line: &Line<'_>) -> bool {
    let printed = || line.values().iter().filter(|cell| cell.has_text());
    printed().all(|cell| cell.text.contains('年') && !years(&cell.text).is_empty())
}

/// Whether a line only numbers the columns of the sheet: 甲, 乙 those of words, 1, 2 those of figures.
fn is_numbering(line: &Line<'_>) -> bool {
    let mut printed = line.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
    let mut figures = 0;
    printed.next() == Some("甲")
        && printed.all(|text| {
            let word = figures == 0 && matches!(text, "乙" | "丙" | "丁" | "戊" | "己");
            figures += u32::from(!word);
            word || text.parse() == Ok(figures)
        })
        && figures > 0
}

/// The label path as printed, without the number of the line in front.
fn printed_label(line: &Line<'_>) -> String {
    let number = |text: &str| text.trim().bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = line.path.iter().copied().filter(|text| !number(text)).collect();
    one_line(&parts.join("/"))
}

/// A column of a sheet: by the grid where it has columns of its own, else counted from the right end of the line, where
/// the values stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Column {
    block: usize,
    place: usize,
}

fn column(line: &Line<'_>, cell: &Cell) -> Column {
    let place = if line.grid.ruled { cell.column } else { right_end(line).saturating_sub(cell.column) };
    Column { block: line.block, place }
}

fn right_end(line: &Line<'_>) -> usize {
    line.cells.last().map_or(0, |cell| cell.column)
}

/// The header of each grid that has none of its own: the text above it, or what stood above the grid before it, where a
/// heading of a section parted the two.
fn headers_in_text(
    heads: &[&Line<'_>],
    lines: &[Line<'_>],
    grids: &[usize],
    year: Option<u16>,
) -> Vec<(usize, SheetHeader)> {
    let mut found: Vec<(usize, SheetHeader)> = Vec::new();
    let mut last: Option<SheetHeader> = None;
    for (at, line) in lines.iter().enumerate() {
        let first = at == 0 || lines[at - 1].block != line.block;
        if !first || !grids.contains(&line.block) {
            continue;
        }
        let own: Vec<&str> =
            heads.iter().filter(|head| head.block == line.block).flat_map(|head| texts_of(head)).collect();
        let header = |texts: &[&str]| {
            let text: Vec<char> = texts.join("\n").chars().filter_map(fold_char).collect();
            sheet_headers(&text, year).into_iter().next()
        };
        if let Some(header) = header(&own) {
            // What goes on in another grid goes on below the same columns.
            last = Some(header);
            continue;
        }
        // What looks like a header may be a row whose figures are blank.
        last = header(&line.above).or(last.filter(|_| own.is_empty()));
        found.extend(last.clone().map(|header| (line.block, header)));
    }
    found
}

/// What the cells of a line print.
fn texts_of<'a>(line: &Line<'a>) -> impl Iterator<Item = &'a str> {
    line.cells.iter().map(|cell| cell.text.as_str())
}

/// How many values most lines of each grid have whose columns are not the source's own: a line with fewer lost its blank cells,
/// and with them the columns of the others.
fn usual(run: &[Line<'_>], grids: &[usize]) -> Vec<(usize, usize)> {
    let mut usual = Vec::new();
    for &block in grids {
        let lines = run.iter().filter(|line| line.block == block && !line.grid.ruled && line.has_values());
        let mut counts: Vec<usize> = lines.map(|line| figures(line).len()).collect();
        counts.sort_unstable();
        let most = counts.chunk_by(|a, b| a == b).max_by_key(|same| same.len());
        if let Some(&[count, ..]) = most
            && !usual.contains(&(block, count))
        {
            usual.push((block, count));
        }
    }
    usual
}

/// What is known of the columns of a sheet.
struct Columns<'l, 'a> {
    heads: Vec<&'l Line<'a>>,
    /// Headers that stand outside the grids, by grid.
    texts: Vec<(usize, SheetHeader)>,
    /// How many values most lines of a grid have, by grid.
    usual: Vec<(usize, usize)>,
    year: Option<u16>,
    /// Columns that number the lines.
    counted: Vec<Column>,
    /// Columns with a figure in some line, but for those that number the lines.
    filled: Vec<Column>,
}

/// Columns that do nothing but count upwards from line to line: 01, 02, 10, 11 …
fn counted(run: &[Line<'_>], grids: &[usize]) -> Vec<Column> {
    let mut seen: Vec<(Column, Vec<Option<u32>>)> = Vec::new();
    for line in run.iter().filter(|line| grids.contains(&line.block)) {
        for cell in line.values() {
            let column = column(line, cell);
            let number = cell.text.trim().parse().ok();
            match seen.iter_mut().find(|(known, _)| *known == column) {
                Some((_, numbers)) => numbers.push(number),
                None => seen.push((column, vec![number])),
            }
        }
    }
    let upwards = |numbers: &[Option<u32>]| {
        let highest = 3 * numbers.len() as u32 + 10;
        numbers.len() >= COUNTED
            && numbers.iter().all(|number| number.is_some_and(|number| number <= highest))
            && numbers.windows(2).all(|pair| pair[0] < pair[1])
    };
    seen.into_iter().filter(|(_, numbers)| upwards(numbers)).map(|(column, _)| column).collect()
}

impl<'a> Columns<'_, 'a> {
    /// The columns with figures.
    fn filled(&self, run: &[Line<'a>], grids: &[usize]) -> Vec<Column> {
        let mut filled = Vec::new();
        for line in run.iter().filter(|line| grids.contains(&line.block)) {
            for cell in line.values().iter().filter(|cell| cell.text.contains(|c: char| c.is_ascii_digit())) {
                let column = column(line, cell);
                let header = self.header(line, cell);
                if !filled.contains(&column) && years(&cell.text).is_empty() && !self.is_code(line, cell, &header) {
                    filled.push(column);
                }
            }
        }
        filled
    }

    /// The header above a value cell.
    fn header(&self, line: &Line<'a>, cell: &Cell) -> String {
        let above = self.heads.iter().rev().filter(|head| head.block == line.block && head.row < line.row);
        let place = column(line, cell).place;
        let mut labels = above.filter_map(|head| {
            let at = if line.grid.ruled { place } else { right_end(head).checked_sub(place)? };
            head.grid.cell_at(head.row, at).filter(|cell| cell.has_text())
        });
        labels.next().map_or(String::new(), |cell| one_line(&cell.text))
    }

    /// Whether a column numbers the lines, or holds units or remarks.
    fn is_code(&self, line: &Line<'a>, cell: &Cell, header: &str) -> bool {
        CODES.contains(&header)
            || UNITS.contains(&header)
            || header.contains("备注")
            || header.is_empty() && self.counted.contains(&column(line, cell))
    }

    /// Whether a header names the reporting year, or no other time.
    fn is_current(&self, header: &str) -> bool {
        let years: Vec<u16> = years(header);
        let other = !years.is_empty() && self.year.is_some_and(|year| !years.contains(&year));
        !other && !CUMULATIVE.iter().any(|word| header.contains(word))
    }

    /// The value cell of the reporting year with the header above it; `None` when several could be.
    fn this_year(&self, line: &Line<'a>) -> Option<(&'a Cell, String)> {
        if let Some((_, header)) = self.texts.iter().find(|(block, _)| *block == line.block) {
            return by_ordinal(header, line.values()).map(|cell| (cell, header.current.clone()));
        }
        if self.usual.iter().any(|(block, count)| *block == line.block && figures(line).len() < *count) {
            return None;
        }
        let cells = line.values().iter().map(|&cell| (cell, self.header(line, cell)));
        let cells: Vec<(&'a Cell, String)> = cells.filter(|(cell, header)| !self.is_code(line, cell, header)).collect();
        let mut current = cells.iter().filter(|(_, header)| !header.is_empty() && self.is_current(header));
        match (current.next(), current.next()) {
            (Some(one), None) => Some(one.clone()),
            _ => {
                // Columns without a figure anywhere are the sheet's empty ones. Of two with figures neither can be told.
                let mut used = cells.iter().filter(|(cell, _)| self.filled.contains(&column(line, cell)));
                let one = if let [only] = &cells[..] { Some(only) } else { None };
                // Where another grid of the sheet has more columns, this one has lost what the others of its own held.
                // Those of one grid stand side by side.
                let alone = self.filled.windows(2).all(|pair| pair[0].block != pair[1].block);
                let found = match (used.next(), used.next()) {
                    (Some(one), None) => Some(one),
                    (None, _) => one,
                    _ => None,
                };
                found.filter(|(_, header)| alone && self.is_current(header)).cloned()
            }
        }
    }
}

/// The value cells behind the unit, where one stands between the number of the line and its figures.
fn figures<'l, 'a>(line: &'l Line<'a>) -> &'l [&'a Cell] {
    let values = line.values();
    let unit = values.iter().rposition(|cell| is_unit(&cell.text)).map_or(0, |at| at + 1);
    if unit < values.len() { &values[unit..] } else { values }
}

/// The value of the reporting year, of as many as the header has columns.
fn by_ordinal<'a>(header: &SheetHeader, values: &[&'a Cell]) -> Option<&'a Cell> {
    let mut columns = header.columns.clone();
    if columns.len() != values.len() {
        columns.retain(|held| *held != SheetColumn::Note);
    }
    let at = columns.iter().position(|held| *held == SheetColumn::Current).filter(|_| columns.len() == values.len());
    at.map(|at| values[at])
}

/// The years of four digits that a header prints.
fn years(header: &str) -> Vec<u16> {
    let digits = header.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
    digits.filter_map(|part| part.parse().ok()).filter(|year| (1990..2100).contains(year)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    /// The unit may stand behind the number of the line: neither is a figure.
    #[test]
    fn units_behind_the_numbers_of_lines() {
        let rows = "| 主动公开信息数 | 01 | 条 | 5 | 9 |
            | 申请总数 | 02 | 条 | 4 | 6 |
            | 其中：1.当面申请数 | 03 | 条 | 3 | 3 |
            | 对申请的答复总数 | 04 | 条 | 4 | 6 |
            | 行政复议数 | 05 | 件 | 0 | 0 |
            | 行政诉讼数 | 06 | 件 | 1 | 4 |";
        for (ruled, head) in [true, false].into_iter().zip(["本年 | 上年", "2016年 | 历年累计"]) {
            let table = format!("| 指标 | 编码 | 单位 | {head} |\n{rows}");
            let bound = bind(&document(ruled, &[&table]), Some(2016));
            let read = figures(&bound, &["st_pro_total", "st_req_inperson", "st_lit_total"]);
            assert_eq!(read, "st_pro_total=5 st_req_inperson=3 st_lit_total=1", "ruled: {ruled}");
        }
    }

    /// Where two halves beside each other cannot be parted, no figure is known.
    #[test]
    fn halves_in_one_line_give_no_others_figures() {
        let rows = "| 三、依申请公开情况 | | | 四、行政复议数量 | 件 | 7 |
            | （一）收到申请数 | 件 | 9 | （一）维持具体行政行为数 | 件 | 4 |
            | 1.当面申请数 | 件 | 2 | （二）被依法纠错数 | 件 | 2 |
            | 2.传真申请数 | 件 | 3 | （三）其他情形数 | 件 | 1 |
            | 3.网络申请数 | 件 | 4 | 五、行政诉讼数量 | 件 | 5 |
            | 六、举报投诉数量 | 件 | 6 |";
        let header = "| 统计指标 | 单位 | 统计数 | 统计指标 | 单位 | 统计数 |";
        for table in [rows.to_owned(), format!("{header}\n{rows}")] {
            let bound = bind(&document(false, &[&table]), Some(2016));
            let told = figures(&bound, &["st_"]);
            let right = "st_req_total=9 st_req_inperson=2 st_req_fax=3 st_req_online=4 st_req_letter=0 st_rev_total=7 \
                 st_rev_upheld=4 st_rev_corrected=2 st_rev_other=1 st_lit_total=5 st_complaints=6";
            let known = |figure: &str| figure.ends_with('!') || right.split(' ').any(|other| other == figure);
            assert!(told.split(' ').all(known), "{told}");
        }
    }

    #[test]
    fn the_row_that_numbers_the_columns_is_no_indicator() {
        let table = "| 指标名称 | 计量单位 | 代码 | 本年实际 | 历年累计 |
            | 甲 | 乙 | 丙 | 1 | 2 |
            | 主动公开信息数 | 条 | 01 | 5 | 9 |
            | 申请总数 | 条 | 02 | 4 | 6 |
            | 其中：1.当面申请数 | 条 | 03 | 3 | 3 |
            | 行政复议数 | 件 | 05 | 0 | 0 |
            | 行政诉讼数 | 件 | 06 | 1 | 4 |";
        let read = figures(&bind(&document(true, &[table]), Some(2016)), &["[", "st_pro_total", "st_lit_total"]);
        assert_eq!(read, "st_pro_total=5 st_lit_total=1");
    }
}
