//! Tables that stand side by side in one grid: a long sheet whose lower part is printed to the right of its upper part.

use super::Label;
use super::line::{Line, is_unit};
use super::prepared::Prepared;
use super::rows::names_a_row;
use crate::number::is_value;

/// How many lines must hold two rows of the forms before their grid is taken apart.
const ROWS: usize = 3;

/// Takes such grids apart: the lines of each part follow those of the part to its left.
pub fn part<'a>(prepared: &Prepared<'_>, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    if !lines.iter().any(|line| second(line).is_some()) {
        return lines;
    }
    let mut parted = Vec::with_capacity(2 * lines.len());
    let mut rest = lines.into_iter().peekable();
    while let Some(first) = rest.next() {
        let block = first.block;
        let mut grid = vec![first];
        while let Some(line) = rest.next_if(|line| line.block == block) {
            grid.push(line);
        }
        while !grid.is_empty() {
            let right = right_of(prepared, &mut grid);
            parted.append(&mut grid);
            grid = right;
        }
    }
    parted
}

/// Cuts off what stands to the right of the first part.
fn right_of<'a>(prepared: &Prepared<'_>, lines: &mut [Line<'a>]) -> Vec<Line<'a>> {
    let Some(column) = seam(prepared, lines) else { return Vec::new() };
    let mut right = Vec::new();
    for line in lines {
        let starts = line.cells.iter().position(|cell| cell.column == column).filter(|&at| at > 0);
        // The names of columns stay whole: they are asked for by their place on the grid.
        let is_row = |at: usize| {
            let words = [line.cells.iter().find(|cell| !is_value(&cell.text)), line.cells.get(at)];
            let named = || words.into_iter().flatten().any(|cell| names(prepared, &cell.text));
            (0..line.cells.len()).any(|at| is_figure(line, at)) || named()
        };
        if let Some(at) = starts.filter(|&at| is_row(at)) {
            right.push(line.halve(at));
        }
    }
    right
}

/// The grid column where the right part begins: that of the second label in most of the lines whose two labels are both those
/// of rows, if all of those agree.
fn seam(prepared: &Prepared<'_>, lines: &[Line<'_>]) -> Option<usize> {
    let column = |line: &Line<'_>| {
        let at = second(line)?;
        let first = line.cells[..at].iter().find(|cell| !is_value(&cell.text))?;
        (names(prepared, &first.text) && names(prepared, &line.cells[at].text)).then(|| line.cells[at].column)
    };
    let mut columns = lines.iter().filter_map(column);
    let first = columns.next()?;
    let mut rows = 1;
    for column in columns {
        if column != first {
            return None;
        }
        rows += 1;
    }
    // Where columns are not the source's own, a line without a cell there may have lost some.
    let reaches = |line: &Line<'_>| line.cells.iter().any(|cell| cell.column == first);
    let figures = |line: &Line<'_>| (0..line.cells.len()).any(|at| is_figure(line, at));
    let lost = |line: &Line<'_>| !line.grid.ruled && figures(line) && !reaches(line);
    (rows >= ROWS && !lines.iter().any(lost)).then_some(first)
}

fn names(prepared: &Prepared<'_>, text: &str) -> bool {
    names_a_row(prepared, &prepared.likeness(&Label::new(text)))
}

/// The first cell of a line with words that stands behind a figure and has one behind it.
fn second(line: &Line<'_>) -> Option<usize> {
    // Most lines have their words in front.
    if line.stub < 3 || !line.has_values() {
        return None;
    }
    let words = |at: usize| !is_value(&line.cells[at].text) && !is_unit(&line.cells[at].text);
    let front = (1..line.stub).find(|&at| is_figure(line, at))?;
    (front + 1..line.stub).find(|&at| words(at))
}

fn is_figure(line: &Line<'_>, at: usize) -> bool {
    let text = line.cells[at].text.trim();
    !text.is_empty() && is_value(text) && !is_unit(text)
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    const ASKED: [&str; 6] =
        ["st_pro_total", "st_pub_website", "st_req_inperson", "st_rev_total", "st_lit_total", "st_complaints"];

    #[test]
    fn the_lower_part_of_a_sheet_to_the_right_of_its_upper_part() {
        let rows = "| 一、主动公开情况 | | | 四、行政复议数量 | 件 | 3 |
            | （一）主动公开政府信息数 | 条 | 81 | （一）维持具体行政行为数 | 件 | 2 |
            | 2.政府网站公开政府信息数 | 条 | 70 | （二）被依法纠错数 | 件 | 1 |
            | 三、依申请公开情况 | | | 五、行政诉讼数量 | 件 | 0 |
            | （一）收到申请数 | 件 | 9 | （二）被依法纠错数 | 件 | 0 |
            | 2.传真申请数 | 件 | 0 | 八、机构建设和保障经费情况 | | |
            | 3.网络申请数 | 件 | | （三）其他情形数 | 件 | |
            | 1.当面申请数 | 件 | 4 | 六、举报投诉数量 | 件 | 5 |";
        for ruled in [true, false] {
            let table = format!("| 统计指标 | 单位 | 统计数 | 统计指标 | 单位 | 统计数 |\n{rows}");
            let bound = bind(&document(ruled, &[&table]), Some(2016));
            let read = figures(&bound, &ASKED);
            let right =
                "st_pro_total=81 st_pub_website=70 st_req_inperson=4 st_rev_total=3 st_lit_total=0 st_complaints=5";
            assert_eq!(read, right, "ruled: {ruled}");
        }
    }

    #[test]
    fn a_text_that_lost_cells_is_let_be() {
        let table = "| （一）主动公开政府信息数 | 81 | （一）收到申请数 | 9 |
            | 1.当面申请数 | 4 |
            | 2.政府网站公开政府信息数 | 70 | 2.传真申请数 | 5 |
            | 3.政务微博公开政府信息数 | 5 | 四、行政复议数量 | 3 |
            | 4.政务微信公开政府信息数 | 6 | 六、举报投诉数量 | 5 |
            | 五、行政诉讼数量 | 0 |";
        let read = figures(&bind(&document(false, &[table]), Some(2016)), &ASKED[2..]);
        assert_eq!(read, "st_req_inperson=4 st_rev_total=3 st_complaints=5 st_lit_total=0");
    }

    #[test]
    fn three_parts_side_by_side() {
        let table = "| 指标 | 数量 | 指标 | 数量 | 指标 | 数量 |
            | （一）主动公开政府信息数 | 81 | （一）收到申请数 | 9 | 四、行政复议数量 | 3 |
            | 2.政府网站公开政府信息数 | 70 | 1.当面申请数 | 4 | 五、行政诉讼数量 | 0 |
            | 3.政务微博公开政府信息数 | 5 | 2.传真申请数 | 5 | 六、举报投诉数量 | 5 |";
        for ruled in [true, false] {
            let read = figures(&bind(&document(ruled, &[table]), Some(2016)), &ASKED);
            let right =
                "st_pro_total=81 st_pub_website=70 st_req_inperson=4 st_rev_total=3 st_lit_total=0 st_complaints=5";
            assert_eq!(read, right, "ruled: {ruled}");
        }
    }

    #[test]
    fn remarks_behind_the_figures_of_a_sheet() {
        let rows = "| （一）主动公开政府信息数 | 条 | 81 | 含部门 |
            | 2.政府网站公开政府信息数 | 条 | 70 | |
            | 1.当面申请数 | 件 | 4 | 均已答复 |
            | 四、行政复议数量 | 件 | 3 | |
            | 五、行政诉讼数量 | 件 | 0 | 见附件 |
            | 六、举报投诉数量 | 件 | 5 | 申请公开 |";
        for ruled in [true, false] {
            let table = format!("| 统计指标 | 单位 | 统计数 | 备注 |\n{rows}");
            let bound = bind(&document(ruled, &[&table]), Some(2016));
            let read = figures(&bound, &ASKED);
            let right =
                "st_pro_total=81 st_pub_website=70 st_req_inperson=4 st_rev_total=3 st_lit_total=0 st_complaints=5";
            assert_eq!(read, right, "ruled: {ruled}");
        }
    }
}
