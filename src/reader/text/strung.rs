//! Tables whose cells were strung together with single blanks, blank cells leaving theirs, below a line that names each
//! column: lines in, rows out. Every row has a cell for each name, and in a column stand figures alone, or words alone. Rows
//! whose labels span columns have fewer cells, and are read elsewhere.

use super::lines::{Line, blank, is_value};
use super::rows::{Row, Table, Text};

/// Fewest names: three are read as they are laid out.
const NAMES: usize = 4;
/// More than any table has.
const MOST: usize = 48;
/// Fewest rows, the names left out.
const ROWS: usize = 3;
/// So many rows show which columns are of figures.
const SHOWN: usize = 6;

/// The table that starts at the first line, if one does.
pub(super) fn read(lines: &[Line]) -> Option<Table> {
    let (first, rest) = lines.split_first()?;
    let names = names(first)?;
    // What stands in each column: figures, or words; `None` while nothing does.
    let mut figures: Vec<Option<bool>> = vec![None; names.len()];
    figures[0] = Some(false);
    let mut rows: Vec<Vec<&str>> = Vec::new();
    let (mut full, mut gaps, mut last) = (0, false, 0);
    for line in rest {
        let Some(cells) = cells(line).filter(|cells| cells.len() <= names.len() && takes(&mut figures, cells)) else {
            break;
        };
        full += usize::from(cells.len() == names.len());
        gaps |= cells.iter().any(|cell| cell.is_empty());
        last = if cells.len() > 1 { rows.len() + 1 } else { last };
        rows.push(cells);
        if rows.len() == SHOWN && !figures.contains(&Some(true)) {
            return None;
        }
    }
    rows.truncate(last);
    let of_figures = figures.iter().filter(|figures| **figures == Some(true)).count();
    // Blank cells at the end of a line may have left no blank: they are told where others left theirs, or where no figure
    // could stand for another.
    let told = rows.iter().all(|row| row.len() == 1 || row.len() == names.len()) || gaps || of_figures == 1;
    if rows.len() < ROWS || full == 0 || of_figures == 0 || !told || full * 2 < rows.len() && of_figures > 1 {
        return None;
    }
    let row = |line: &Line, cells: &[&str]| -> Row {
        let mut places = line.places();
        let cells = cells.iter().map(|cell| Text::new(cell, places.of(cell)));
        cells.chain(std::iter::repeat_with(Text::default)).take(names.len()).collect()
    };
    let rows = std::iter::once(&names).chain(&rows).zip(lines).map(|(cells, line)| row(line, cells));
    Some(Table { rows: rows.collect(), used: last + 1, ruled: true })
}

/// The names of columns that a line is.
fn names<'a>(line: &Line<'a>) -> Option<Vec<&'a str>> {
    let text = line.text.trim_end();
    // Cheap looks first: few lines have so many blanks, none of them beside another.
    let mut blanks = memchr::memchr_iter(b' ', text.as_bytes());
    if blanks.nth(NAMES - 2).is_none() || memchr::memmem::find(text.as_bytes(), b"  ").is_some() {
        return None;
    }
    let names = cells(line)?;
    let named = |cell: &&str| !cell.is_empty() && !is_value(cell);
    ((NAMES..=MOST).contains(&names.len()) && names.iter().all(named)).then_some(names)
}

/// The cells of a line that may be a row.
fn cells<'a>(line: &Line<'a>) -> Option<Vec<&'a str>> {
    let text = line.text.trim_end();
    if text.is_empty() || text.starts_with(blank) || text.contains(['。', '|', '\t', '\u{3000}']) || line.is_year() {
        return None;
    }
    Some(text.split(' ').collect())
}

/// Whether the cells of a row are what stands in their columns, which is learned from the first ones.
fn takes(figures: &mut [Option<bool>], cells: &[&str]) -> bool {
    let mut learned = figures.to_vec();
    for (known, cell) in learned.iter_mut().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
        if *known.get_or_insert(is_value(cell)) != is_value(cell) {
            return false;
        }
    }
    figures.copy_from_slice(&learned);
    true
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    fn rows(text: &str) -> Option<Vec<String>> {
        let table = read(&split(text))?;
        let row = |row: &Row| row.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
        Some(table.rows.iter().map(row).collect())
    }

    #[test]
    fn blank_cells_leave_their_blanks() {
        let sheet = "指标 单位 数量 指标 单位 数量\n一、主动公开   4.不同意 件 5\n（一）信息数 条 3 其中 件\n甲 件  乙 件 2\n注：无。\n";
        let expected = [
            "指标|单位|数量|指标|单位|数量",
            "一、主动公开|||4.不同意|件|5",
            "（一）信息数|条|3|其中|件|",
            "甲|件||乙|件|2",
        ];
        assert_eq!(rows(sheet).expect("it is a table"), expected);
    }

    #[test]
    fn remarks_at_the_end_may_be_missing() {
        let sheet = "指标 单位 数量 备注\n一、公开\n甲 条 3\n乙 条 4 自查\n丙 条\n二、其他\n";
        let expected = ["指标|单位|数量|备注", "一、公开|||", "甲|条|3|", "乙|条|4|自查", "丙|条||"];
        assert_eq!(rows(sheet).expect("it is a table"), expected);
    }

    #[test]
    fn rows_that_lost_their_blanks_are_none() {
        assert_eq!(rows("项目 甲 乙 丙\n子 1 2 3\n丑 1 2\n寅 4 5 6\n"), None);
        assert_eq!(rows("项目 甲 乙 丙\n子 丑 2 3\n寅 4 5 6\n卯 4 5 6\n"), None);
        assert_eq!(rows("one two three four\nfive six seven eight\nnine ten one two\n"), None);
    }
}
