//! Lines that print the names of columns: which they are, and what they say of the cells below them.
//!
//! A header is told by its words, never by the absence of figures alone: its last cell (总计, 其他) is the label of a
//! row too, and where a text keeps no row ends it stands in one line with the row below it.

use std::sync::Arc;

use super::columns::{Footing, Header};
use super::label::one_line;
use super::line::Line;
use super::prepared::{Likeness, Prepared, Wording, best};
use super::rows::{Looks, Match, RESEMBLES};
use crate::document::Cell;
use crate::figure::TableKind;
use crate::script::{named_year, years_beside};

/// Similarity from which a cell names a column.
const NAMES: f32 = 0.85;

impl Prepared<'_> {
    /// Whether a printed label is the name of a column of any table.
    fn names_column(&self, like: &Likeness) -> bool {
        like.iter().any(|(wording, like)| *like >= NAMES && self.column_wordings.contains(wording))
    }

    /// Whether a line without figures, whose cells look like this, is a header: it names several columns.
    pub fn is_header(&self, cells: &[Likeness]) -> bool {
        cells.iter().filter(|like| self.names_column(like)).nth(1).is_some()
    }
}

/// Whether a table names its columns for two years, in its own lines or right above them.
pub fn years_are_beside(prepared: &Prepared<'_>, found: &Match<'_, '_>, lines: &[Line<'_>]) -> bool {
    let last = found.rows.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let own = &lines[found.lines.start..found.lines.start + last];
    let texts = own
        .iter()
        .flat_map(|line| line.between.iter().copied().chain(line.cells.iter().map(|cell| cell.text.as_str())));
    years_beside(texts, |name| {
        let like = prepared.likeness(&super::Label::new(name));
        found.table.columns.iter().flatten().any(|wordings| best(&like, wordings) >= NAMES)
    })
}

/// Parts headers from the rows that follow in the same line of a text.
pub fn part<'a>(prepared: &Prepared<'_>, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let mut parted = Vec::with_capacity(lines.len());
    for mut line in lines {
        let names = |text: &str| prepared.names_column(&prepared.likeness(&super::Label::new(text)));
        let labels = line.stub.saturating_sub(1);
        let last = if line.grid.ruled || line.values().is_empty() {
            None
        } else {
            let last = line.cells[..labels].iter().rposition(|cell| names(&cell.text));
            // A row without a label of its own: the innermost label is the last name of the header.
            let all = last.is_some_and(|last| last + 1 == labels && names(&line.cells[labels].text));
            if all { Some(labels).filter(|_| line.has_values()) } else { last }
        };
        match last {
            Some(last) => {
                let rest = line.part(last + 1);
                parted.extend([line, rest]);
            }
            None => parted.push(line),
        }
    }
    parted
}

/// Grid columns that every header line of a block, there being one in the document's `block`, prints with the text of the
/// column to their left: converters repeat a merged cell in each column that it spanned. Two columns may share what is left of
/// their names as well: only a name of a column is repeated, in a header that has all of them and more columns than the form.
pub fn repeated(
    (found, of): (&Match<'_, '_>, usize),
    (lines, looks): (&[Line<'_>], &[Looks]),
    block: usize,
) -> Vec<usize> {
    let at: Vec<usize> = found.headers[of].iter().copied().filter(|&at| lines[at].block == block).collect();
    let heads: Vec<&Line<'_>> = at.iter().map(|&at| &lines[at]).collect();
    let Some(first) = heads.first() else { return Vec::new() };
    let same = |head: &Line<'_>, column: usize| {
        // A header that was parted from its row ends before it.
        let end = head.cells.last().map_or(0, |last| last.column + last.column_span);
        let cell = |column| head.grid.cell_at(head.row, column).filter(|cell| cell.column < end);
        match (cell(column - 1), cell(column)) {
            (Some(left), Some(right)) => left.column != right.column && left.text.trim() == right.text.trim(),
            _ => false,
        }
    };
    let named =
        |column: usize| heads.iter().any(|head| head.grid.cell_at(head.row, column).is_some_and(Cell::has_text));
    let mut repeated: Vec<usize> = (1..first.grid.columns)
        .filter(|&column| named(column) && heads.iter().all(|head| same(head, column)))
        .collect();
    if repeated.is_empty() {
        return repeated;
    }
    let columns = &found.table.columns[of];
    let cells = || at.iter().flat_map(|&at| lines[at].cells.iter().copied().zip(&looks[at].cells));
    let names = |wordings: &Vec<Wording>| cells().any(|(_, like)| best(like, wordings) >= RESEMBLES);
    let is_name = |column: usize| {
        let mut here = cells().filter(|(cell, _)| cell.column == column);
        here.any(|(_, like)| columns.iter().any(|wordings| best(like, wordings) >= NAMES))
    };
    let from = (0..first.grid.columns).find(|&column| is_name(column)).unwrap_or(first.grid.columns);
    if (from..first.grid.columns).filter(|&column| named(column)).count() <= columns.len() || !columns.iter().all(names)
    {
        return Vec::new();
    }
    repeated.retain(|&column| is_name(column));
    repeated
}

/// The value cells of a line without the repetitions under repeated headers. Where a cell there differs from the one to
/// its left, nothing was repeated and all stay.
pub fn without_repeated<'a>(line: &Line<'a>, repeated: &[usize]) -> Vec<&'a crate::document::Cell> {
    let values = line.values();
    let left = |at: usize| at.checked_sub(1).map(|at| values[at]);
    let repeats = |at: usize| repeated.contains(&values[at].column) && left(at).is_some();
    let differs = (0..values.len()).any(|at| repeats(at) && left(at).is_some_and(|left| left.text != values[at].text));
    if differs {
        return values.to_vec();
    }
    (0..values.len()).filter(|&at| !repeats(at)).map(|at| values[at]).collect()
}

/// Column labels of a block as printed (the form's own where no header was found), by form column.
pub fn column_labels(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], looks: &[Looks]) -> Vec<Arc<str>> {
    let columns = &found.table.columns[block];
    let form = &found.table.table.blocks[block];
    columns
        .iter()
        .enumerate()
        .map(|(column, wordings)| {
            let mut printed: Option<(f32, &str)> = None;
            for &at in &found.headers[block] {
                for (cell, likeness) in lines[at].cells.iter().zip(&looks[at].cells) {
                    let like = best(likeness, wordings);
                    if like >= 0.5 && printed.is_none_or(|(known, _)| like > known) {
                        printed = Some((like, &cell.text));
                    }
                }
            }
            printed.map_or_else(|| form.columns[column].label.as_str().into(), |(_, text)| one_line(text).into())
        })
        .collect()
}

/// Whether the lines above the rows of a block name columns of another edition's table and none of its own: a filing that mixed
/// the editions. What stands below such names is nothing that the block's own columns count.
pub fn is_of_another_edition(
    (prepared, found, block): (&Prepared<'_>, &Match<'_, '_>, usize),
    looks: &[Looks],
    first: usize,
) -> bool {
    let is_value_row = |at: &usize| found.rows[*at].is_some_and(|row| !found.table.rows[row].is_heading());
    let last = (0..first).rev().find(is_value_row).map_or(0, |last| last + 1);
    let above = &looks[found.lines.start + last..found.lines.start + first];
    let like = |cell: &Likeness, columns: &[Vec<Wording>]| {
        columns.iter().map(|wordings| best(cell, wordings)).fold(0.0, f32::max)
    };
    let own = |cell: &Likeness| like(cell, &found.table.columns[block]);
    let others =
        || prepared.tables.iter().filter(|table| table.kind == found.table.kind && table.form != found.table.form);
    let other = |cell: &Likeness| {
        others().flat_map(|table| &table.columns).map(|columns| like(cell, columns)).fold(0.0, f32::max)
    };
    let cells = || above.iter().flat_map(|looks| &looks.cells);
    let mut foreign = cells().filter(|cell| other(cell) >= NAMES);
    foreign.any(|cell| own(cell) < other(cell)) && !cells().any(|cell| own(cell) >= NAMES && own(cell) >= other(cell))
}

/// The header cells of a block: for each form column the one that prints exactly its label, and those that print others.
pub fn header<'a>(
    (prepared, found, block): (&Prepared<'_>, &Match<'_, '_>, usize),
    lines: &[Line<'a>],
    looks: &[Looks],
    year: Option<u16>,
) -> Header<'a> {
    let own = header_cells((prepared, found, block), lines, looks, year);
    // Where a column has no name of its own, nobody can say which is another's.
    let named = own.iter().all(Option::is_some);
    let is_own = |cell: &Cell| own.iter().flatten().any(|own| std::ptr::eq(*own, cell));
    // Also those that reach down from the rows above, and those in them.
    let first = found.headers[block].first().copied().filter(|_| named);
    let above = first.into_iter().flat_map(|first| rows_above(lines, first));
    let heads = found.headers[block].iter().filter(|_| named).map(|&at| &lines[at]).chain(above);
    let cells = heads.flat_map(|head| head.grid.across(head.row));
    let others = cells.filter(|cell| cell.has_text() && !is_own(cell)).collect();
    let footing = footing(found, block, lines, &own);
    let more = names((prepared, found, block), lines, looks) > found.table.columns[block].len();
    let summed = found.table.kind == TableKind::Requests;
    Header { own, others, footing, more, summed }
}

/// How many columns the header of a block names, but for the first of the grid, where labels stand. A name over others and one
/// that a converter repeated beside itself count for nothing, unless it is what two columns' names share.
fn names(
    (prepared, found, block): (&Prepared<'_>, &Match<'_, '_>, usize),
    lines: &[Line<'_>],
    looks: &[Looks],
) -> usize {
    if found.headers[block].iter().all(|&at| !lines[at].grid.ruled) {
        return found.headers[block]
            .iter()
            .map(|&at| names_in_text(found, block, &lines[at], &looks[at]))
            .max()
            .unwrap_or(0);
    }
    let mut heads: Vec<&Line<'_>> = found.headers[block].iter().map(|&at| &lines[at]).collect();
    let Some(&first) = found.headers[block].first() else { return 0 };
    heads.retain(|head| head.grid.ruled);
    heads.extend(rows_above(lines, first).filter(|head| head.grid.ruled));
    let is_shared = |text: &str| {
        let label = super::Label::new(text);
        let columns = found.table.columns[block].iter();
        columns.filter(|wordings| prepared.is_fragment(&label, wordings)).nth(1).is_some()
    };
    let mut cells: Vec<&Cell> = Vec::new();
    for head in &heads {
        let mut left = None;
        for cell in head.grid.across(head.row).filter(|cell| cell.has_text()) {
            let repeats = left.replace(cell.text.trim()) == Some(cell.text.trim()) && !is_shared(&cell.text);
            if !repeats && cell.column > 0 && !cells.iter().any(|known| std::ptr::eq(*known, cell)) {
                cells.push(cell);
            }
        }
    }
    let below = |cell: &Cell, other: &Cell| {
        other.row > cell.row && (cell.column..cell.column + cell.column_span).contains(&other.column)
    };
    cells.iter().filter(|cell| !cells.iter().any(|other| below(cell, other))).count()
}

/// How many names stand in a line of a text's header, from the first of one of the form's columns on.
fn names_in_text(found: &Match<'_, '_>, block: usize, line: &Line<'_>, looks: &Looks) -> usize {
    let own = |like: &Likeness| found.table.columns[block].iter().any(|wordings| best(like, wordings) >= NAMES);
    let first = looks.cells.iter().position(own).unwrap_or(line.cells.len());
    line.cells[first..].iter().filter(|cell| cell.has_text()).count()
}

/// The rows of a header above the one with the names of columns: beside what stands over those, others may be named.
fn rows_above<'l, 'a>(lines: &'l [Line<'a>], first: usize) -> impl Iterator<Item = &'l Line<'a>> {
    let block = lines[first].block;
    let over = move |line: &&Line<'_>| {
        let texts = line.cells.iter().filter(|cell| cell.has_text()).count();
        line.block == block && !line.has_values() && texts > 1
    };
    lines[..first].iter().rev().take_while(over).take(HEAD_ROWS)
}

/// Rows that the header of a table may have above the one with the names of columns.
const HEAD_ROWS: usize = 3;

/// A value column's name in the first column of a grid stands where the labels of rows do: its row was pushed there.
fn footing(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], own: &[Option<&Cell>]) -> Footing {
    let is_first = |cell: &&Cell| cell.column == 0 && own.iter().flatten().any(|own| std::ptr::eq(*own, *cell));
    let heads = found.headers[block].iter().map(|&at| &lines[at]).filter(|line| line.grid.ruled);
    let mut pushed = heads.filter(|line| line.cells.first().is_some_and(is_first)).peekable();
    if pushed.peek().is_none() {
        Footing::Columns
    } else if pushed.all(|line| line.cells.last().is_some_and(|last| !last.has_text())) {
        Footing::Filled
    } else {
        Footing::Pushed
    }
}

/// For each form column of a block the header cell that prints exactly its label, when there is only one; of those that print
/// it with a year the one with the reporting year.
fn header_cells<'a>(
    (prepared, found, block): (&Prepared<'_>, &Match<'_, '_>, usize),
    lines: &[Line<'a>],
    looks: &[Looks],
    year: Option<u16>,
) -> Vec<Option<&'a Cell>> {
    let cells = || {
        let heads = found.headers[block].iter();
        heads.flat_map(|&at| lines[at].cells.iter().copied().zip(&looks[at].cells))
    };
    let dated: Vec<(&Cell, Likeness)> = cells()
        .filter_map(|(cell, _)| {
            let (_, name) = named_year(&cell.text).filter(|(named, _)| Some(*named) == year)?;
            Some((cell, prepared.likeness(&super::Label::new(&name))))
        })
        .collect();
    let only = |wordings: &Vec<Wording>| {
        let mut named = cells().filter(|(_, like)| best(like, wordings) >= 1.0).map(|(cell, _)| cell);
        let mut dated = dated.iter().filter(|(_, like)| best(like, wordings) >= 1.0).map(|(cell, _)| *cell);
        let one = named.next().or_else(|| dated.next());
        one.filter(|_| named.next().is_none() && dated.next().is_none())
    };
    found.table.columns[block].iter().map(only).collect()
}

/// For each form column the ordinal of the value cell that is its own: the identity, unless the header names all
/// columns, each once, in another order.
pub fn header_order(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], header: &Header<'_>) -> Vec<usize> {
    let columns = found.table.columns[block].len();
    let cells = &header.own;
    // A text prints a header of two levels line by line: only neighbours in one row tell an order.
    if found.headers[block].iter().any(|&at| !lines[at].grid.ruled) {
        let mut places: Vec<(usize, usize)> = cells.iter().flatten().map(|cell| (cell.row, cell.column)).collect();
        places.sort_unstable();
        if places.windows(2).any(|pair| (pair[0].0, pair[0].1 + 1) != pair[1]) {
            return (0..columns).collect();
        }
    }
    let mut named: Vec<(usize, usize)> =
        cells.iter().enumerate().filter_map(|(column, cell)| Some((cell.as_ref()?.column, column))).collect();
    if named.len() < columns {
        return (0..columns).collect();
    }
    // Columns of a header that a page break cut in two are not told by their number: the parts have grids of their own.
    let grid = |cell: &Cell| {
        let holds = |at: &&usize| lines[**at].cells.iter().any(|own| std::ptr::eq(*own, cell));
        found.headers[block].iter().find(holds).map(|&at| lines[at].block)
    };
    let mut grids = cells.iter().flatten().map(|cell| grid(cell));
    let first = grids.next();
    if grids.any(|other| Some(other) != first) {
        return (0..columns).collect();
    }
    named.sort_unstable();
    // Two names in one column: rows of the header that were pushed together to the left, and tell no order.
    if named.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return (0..columns).collect();
    }
    (0..columns).map(|column| named.iter().position(|(_, at)| *at == column).unwrap_or(column)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    /// What is read of normative documents below a header of the 2019 form, `names` and `values` from left to right.
    fn norm(names: &str, values: &str) -> String {
        let table = format!(
            "| 第二十条第（一）项 |
            | 信息内容 | {names} |
            | 规章 | {values} |
            | 规范性文件 | {values} |
            | 第二十条第（五）项 |
            | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
            | 行政许可 | 1 | 0 | 0 |
            | 其他对外管理服务事项 | 2 | 0 | 4 |"
        );
        [true, false].map(|ruled| figures(&bind(&document(ruled, &[&table]), Some(2020)), &["pro_norm"])).join(" / ")
    }

    const READ: &str = "pro_norm_made=2 pro_norm_newpub=2 pro_norm_totpub=9";

    #[test]
    fn columns_of_another_edition_hold_no_figures_of_this_one() {
        let read = |names: &str, row: &str| {
            let table = format!(
                "| 第二十条第（一）项 |
                | 信息内容 | {names} |
                | 规章 | 1 | 2 | 5 |
                | 规范性文件 | 3 | 4 | 9 |
                | 第二十条第（五）项 |
                | 信息内容 | 本年处理决定数量 |
                | 行政许可 | {row} |"
            );
            [true, false].map(|ruled| figures(&bind(&document(ruled, &[&table]), Some(2021)), &["pro_norm", "pro_lic"]))
        };
        let norm = "pro_norm_issued=3 pro_norm_repealed=4 pro_norm_inforce=9 pro_lic_decided=2";
        assert_eq!(read("本年制发件数 | 本年废止件数 | 现行有效件数", "2"), [norm, norm]);
        for names in ["本年新 | 本年新 | 对外公开总数量", "本年新制作数量 | 本年新公开数量 | 对外公开总数量"]
        {
            for row in ["2", "2 | |"] {
                for read in read(names, row) {
                    let wrong = ["repealed=4", "inforce=9", "issued=3", "prev=2", "change=b", "decided=b"];
                    assert!(!wrong.iter().any(|wrong| read.contains(wrong)), "{names}, {row}: {read}");
                }
            }
        }
    }

    #[test]
    fn equal_figures_under_what_two_names_share_are_two() {
        let read = format!("{READ} / {READ}");
        assert_eq!(norm("本年新 | 本年新 | 对外公开总数量", "2 | 2 | 9"), read);
        assert_eq!(norm("本年新 | 本年新 | 对外公开总数量 |", "2 | 2 | 9 |"), read);
        // One name by mistake for both, and a column of its own behind: nobody can say which was repeated.
        for names in ["本年新公开数量 | 本年新公开数量", "本年新 | 本年新"] {
            let read = norm(&format!("{names} | 对外公开总数量 | 备注"), "2 | 2 | 9 | 无");
            assert!(!read.contains("newpub=9") && !read.contains("made=9"), "{names}: {read}");
        }
    }

    #[test]
    fn what_a_converter_repeated_counts_once() {
        let names = "本年新制作数量 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 | 对外公开总数量";
        assert_eq!(norm(names, "2 | 2 | 2 | 9 | 9"), format!("{READ} / {READ}"));
    }

    #[test]
    fn equal_figures_below_a_name_over_several_columns_are_several() {
        let labels = [
            "一、本年新收政府信息公开申请数量",
            "二、上年结转政府信息公开申请数量",
            "（一）予以公开",
            "四、结转下年度继续办理",
        ];
        let over = "法人或其他组织";
        let head = format!("| | 自然人 | {over} | {over} | {over} | {over} | {over} | 总计 |");
        let table =
            labels.iter().fold(head, |table, label| format!("{table}\n| {label} | 5 | 2 | 2 | 0 | 0 | 1 | 10 |"));
        let read = figures(&bind(&document(true, &[&table]), Some(2022)), &["req_carin_"]);
        assert_eq!(
            read,
            "req_carin_np=5 req_carin_biz=2 req_carin_res=2 req_carin_ngo=0 req_carin_law=0 req_carin_oth=1 req_carin_tot=10"
        );
    }

    #[test]
    fn who_fills_a_row_in_is_no_part_of_its_name() {
        for label in ["规章（设区的市填报，县区不填）", "规章(由设区的市、自治州政府填写)", "规章"]
        {
            let table = format!(
                "| 第二十条第（一）项 |
                | 信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |
                | {label} | 1 | 2 | 3 |
                | 規範性檔案 | 4 | 5 | 6 |
                | 第二十条第（五）项 |
                | 信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
                | 行政许可 | 1 | 0 | 0 |"
            );
            let read = figures(&bind(&document(true, &[&table]), Some(2020)), &["pro_reg_newpub", "pro_norm_made"]);
            assert_eq!(read, "pro_reg_newpub=2 pro_norm_made=4", "{label}");
        }
    }
}
