//! Rows of the form that stand in one row of a grid: their labels below each other in a cell, their figures below each other
//! in the cells beside it, as editors make of groups whose inner rulings were taken away. A grid in, one with a row for each
//! label out. A cell whose lines are not as many as the labels says nothing of either: it is left open.

use super::label::Label;
use super::line::is_unit;
use super::prepared::Prepared;
use crate::document::{Cell, CellGrid, GridBuilder, Unread};
use crate::number::is_value;
use crate::script::{Level, enumerator};

/// Similarity from which a line names a row.
const NAMES: f32 = 0.85;

/// Most labels in a cell: a group of the form has eight.
const MOST: usize = 12;

/// The labels that stand below each other in a row, and the column of their cell.
struct Stack<'a> {
    column: usize,
    labels: Vec<&'a str>,
}

/// The grid with a row for each of its labels; `None` where every row has one.
pub fn parted(prepared: &Prepared<'_>, grid: &CellGrid) -> Option<CellGrid> {
    // Cheap looks first: labels take several lines, but few of them are numbered.
    if !grid.cells.iter().any(|cell| may_be_stacked(&cell.text)) {
        return None;
    }
    let stacks: Vec<Option<Stack>> = (0..grid.rows).map(|row| stack(prepared, grid, row)).collect();
    if stacks.iter().all(Option::is_none) {
        return None;
    }
    let heights: Vec<usize> = stacks.iter().map(|stack| stack.as_ref().map_or(1, |stack| stack.labels.len())).collect();
    let mut parted = GridBuilder::new();
    let place = |parted: &mut GridBuilder, cell: Cell, rows: usize| {
        let (column, columns) = (cell.column, cell.column_span);
        parted.skip(column.saturating_sub(parted.current_column()));
        parted.place(cell, rows, columns)
    };
    for (row, stack) in stacks.iter().enumerate() {
        for at in 0..heights[row] {
            parted.start_row();
            for cell in grid.row(row) {
                let part = stack.as_ref().and_then(|stack| part(stack, cell, at));
                if let Some(part) = part {
                    place(&mut parted, part, 1)?;
                } else if at == 0 {
                    let last = row.saturating_add(cell.row_span).min(grid.rows);
                    place(&mut parted, cell.clone(), heights[row..last].iter().sum())?;
                }
            }
        }
    }
    let mut parted = parted.finish(grid.location);
    (parted.ruled, parted.caption) = (grid.ruled, grid.caption.clone());
    Some(parted)
}

fn may_be_stacked(text: &str) -> bool {
    // Nearly all cells have one line.
    text.as_bytes().contains(&b'\n')
        && text.split('\n').skip(1).any(|line| line.trim_start().starts_with(['2', '２', '行']))
}

/// The labels of a row, if there are several in its last cell of words.
fn stack<'a>(prepared: &Prepared<'_>, grid: &'a CellGrid, row: usize) -> Option<Stack<'a>> {
    let words = |cell: &&Cell| cell.has_text() && !cell.text.lines().all(is_value) && !is_unit(&cell.text);
    let cell = grid.row(row).filter(words).last().filter(|cell| cell.row_span == 1 && may_be_stacked(&cell.text))?;
    let labels = labels(&cell.text);
    // Names of columns may stand above them in the same cell.
    let from = labels.len().saturating_sub(MOST);
    let rows = (from..labels.len().saturating_sub(1)).find(|&first| name_rows(prepared, &labels[first..]))?;
    Some(Stack { column: cell.column, labels: labels[rows..].to_vec() })
}

/// The labels in a cell: from one number to the next, or its lines where nothing numbers them.
fn labels(text: &str) -> Vec<&str> {
    let number = |line: &str| enumerator(line).filter(|found| found.level == Level::Item).map(|found| found.number);
    let numbered = number(text).is_some();
    let (mut labels, mut start, mut at) = (Vec::new(), 0, 0);
    let mut due = number(text).map_or(0, |number| number.saturating_add(1));
    for line in text.split_inclusive('\n') {
        if at > 0 && (!numbered || number(line) == Some(due)) {
            labels.push(&text[start..at]);
            (start, due) = (at, due.saturating_add(1));
        }
        at += line.len();
    }
    labels.push(&text[start..]);
    labels.into_iter().map(str::trim).filter(|label| !label.is_empty()).collect()
}

/// Whether each label names a row of the same table, in the form's order.
fn name_rows(prepared: &Prepared<'_>, labels: &[&str]) -> bool {
    let alike: Vec<_> = labels.iter().map(|label| prepared.likeness(&Label::new(label))).collect();
    prepared.tables.iter().any(|table| {
        let mut next = 0;
        alike.iter().all(|like| {
            let row = table.rows_like(like).into_iter().find(|&(row, like)| row >= next && like >= NAMES);
            next = row.map_or(next, |(row, _)| row + 1);
            row.is_some()
        })
    })
}

/// What of a cell belongs to the label with this number; `None` for what stands beside all of them.
fn part(stack: &Stack<'_>, cell: &Cell, at: usize) -> Option<Cell> {
    if cell.column < stack.column {
        return None;
    }
    let cut = |text: &str| Cell { text: text.to_owned(), ..cell.clone() };
    if cell.column == stack.column {
        return stack.labels.get(at).map(|label| cut(label));
    }
    if is_unit(&cell.text) {
        return None;
    }
    if !cell.has_text() {
        return Some(cell.clone());
    }
    let lines: Vec<&str> = cell.text.split('\n').map(str::trim).collect();
    Some(match lines.get(at) {
        Some(line) if lines.len() == stack.labels.len() && cell.recognised.is_none() => cut(line),
        _ => Cell { unread: Some(Unread::Torn), recognised: None, ..cut("") },
    })
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    fn read(una: &str, rej: &str) -> String {
        let table = format!(
            "| >3勾稽关系 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |
            | >3一、本年新收政府信息公开申请数量 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |
            | >3二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
            | ^4三、本年度办理结果 | >2（一）予以公开 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
            | （四）无法提供 | 1.本机关不掌握相关政府信息\\n2.没有现成信息需要\\n另行制作\\n3.补正后申请内容仍不明确 | {una} |
            | （五）不予处理 | 1.信访举报投诉类申请\\n2.重复申请 | {rej} |
            | >2（七）总计 | 9 | 0 | 0 | 0 | 0 | 0 | 9 |
            | >3四、结转下年度继续办理 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |"
        );
        figures(&bind(&document(true, &[&table]), Some(2022)), &["req_una", "req_rej_petit", "req_rej_repeat"])
    }

    #[test]
    fn figures_below_each_other_are_of_the_labels_below_each_other() {
        let read = read(
            "1\\n0\\n2 | | 3\\n\\n1 | 0\\n0\\n0 | 0\\n0\\n0 | 0\\n0\\n0 | 4\\n0\\n3",
            "1\\n2 | 0\\n0 | 0\\n0 | 0\\n0 | 0\\n0 | 0\\n0 | 1\\n2",
        );
        let row = |code: &str, figures: [&str; 7]| {
            let columns = ["np", "biz", "res", "ngo", "law", "oth", "tot"];
            let figure = |(column, figure): (&&str, &str)| format!("req_{code}_{column}={figure}");
            columns.iter().zip(figures).map(figure).collect::<Vec<_>>().join(" ")
        };
        let right = [
            row("una_nohold", ["1", "_", "3", "0", "0", "0", "4"]),
            row("una_create", ["0", "_", "_", "0", "0", "0", "0"]),
            row("una_unclear", ["2", "_", "1", "0", "0", "0", "3"]),
            row("rej_petit", ["1", "0", "0", "0", "0", "0", "1"]),
            row("rej_repeat", ["2", "0", "0", "0", "0", "0", "2"]),
        ];
        assert_eq!(read, right.join(" "));
    }

    #[test]
    fn names_of_columns_above_the_labels_are_no_rows() {
        let table = "| 信息内容 | 本年处理决定数量 |
            | 行政许可 | 5 |
            | 第二十条第（六）项\\n本年处理决定数量\\n行政处罚\\n行政强制 | 6 |
            | 信息内容 | 本年收费金额（单位：万元） |
            | 行政事业性收费 | 1.5 |";
        let read =
            figures(&bind(&document(false, &[table]), Some(2022)), &["pro_lic", "pro_pen", "pro_coe", "pro_fee"]);
        assert_eq!(read, "pro_lic_decided=5 pro_pen_decided=? pro_coe_decided=? pro_fee_amount=1.5");
    }

    #[test]
    fn lines_that_are_not_as_many_as_labels_are_of_none() {
        let read = read("1\\n2 | 0 | 0 | 0 | 0 | 0 | 1\\n2", "3 | 0 | 0 | 0 | 0 | 0 | 3");
        assert!(read.split(' ').all(|figure| figure.ends_with('?')), "{read}");
    }
}
