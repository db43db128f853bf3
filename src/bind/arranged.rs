//! Tables arranged otherwise than the form prints them: on their side (a row for each of its columns), or cut between two
//! columns, with the labels of the rows repeated in front of the rest, or several rows in one (`stacked`). A document in, one with such tables as the form has
//! them out, if there are any. Blocks keep their places; no text is changed.

use super::label::Label;
use super::line;
use super::prepared::{Prepared, best};
use super::stacked;
use crate::document::{Block, Cell, CellGrid, Document, GridBuilder};
use crate::figure::TableKind;
use crate::number;

/// Similarity from which a cell names a row or a column.
const NAMES: f32 = 0.85;
/// Rows of a table on its side: the form's columns, and those of its header.
const COLUMNS: usize = 16;
/// Columns of labels.
const STUB: usize = 3;
/// Fewest rows of a table that is cut.
const ROWS: usize = 6;
/// Fewest of the form's rows that a table on its side names in its header.
const NAMED: usize = 4;

/// The document with its tables as the form prints them; `None` where all are.
pub fn arranged(prepared: &Prepared<'_>, document: &Document) -> Option<Document> {
    let mut changed: Vec<(usize, CellGrid)> = Vec::new();
    let mut before: Option<(usize, &CellGrid)> = None;
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Grid(grid) = block else {
            continue;
        };
        if let Some(parted) = stacked::parted(prepared, grid) {
            changed.push((at, parted));
        } else if let Some(upright) = upright(prepared, grid) {
            changed.push((at, upright));
        } else if let Some(whole) = doubled(grid).and_then(|parts| joined(prepared, parts)) {
            changed.push((at, whole));
        } else if let Some((first, above)) = before
            && above.rows == grid.rows
            && let Some(whole) = joined(prepared, [(above, 0..above.rows), (grid, 0..grid.rows)])
        {
            changed.push((first, whole));
            changed.push((at, CellGrid::default()));
            before = None;
            continue;
        }
        before = Some((at, grid));
    }
    if changed.is_empty() {
        return None;
    }
    let mut document = document.clone();
    for (at, grid) in changed {
        document.blocks[at] = Block::Grid(grid);
    }
    Some(document)
}

fn text(grid: &CellGrid, row: usize, column: usize) -> &str {
    grid.cell_at(row, column).map_or("", |cell| cell.text.trim())
}

/// A table on its side, set upright: the names of the form's columns stand below each other, those of its rows in a row above.
fn upright(prepared: &Prepared<'_>, grid: &CellGrid) -> Option<CellGrid> {
    if grid.rows > COLUMNS {
        return None;
    }
    // Cheap looks first: two of the form's columns, one below the other, in front.
    let below = |column: usize| {
        (1..grid.rows).find(|&row| {
            let pair = (text(grid, row - 1, column), text(grid, row, column));
            matches!(pair, ("商业企业", "科研机构") | ("结果维持", "结果纠正"))
        })
    };
    let (column, row) = (0..STUB.min(grid.columns)).find_map(|column| Some((column, below(column)?)))?;
    let disputes = text(grid, row, column) == "结果纠正";
    // A text keeps columns where all its rows have as many cells.
    let whole = |row: usize| {
        (0..grid.columns)
            .all(|column| grid.cell_at(row, column).is_some_and(|cell| (cell.row, cell.column) == (row, column)))
    };
    if !grid.ruled && !(0..grid.rows).all(whole) {
        return None;
    }
    let names_a_row = |text: &str| {
        let like = prepared.likeness(&Label::new(text));
        if disputes {
            return prepared.disputes.0.iter().any(|block| best(&like, block) >= NAMES);
        }
        let requests = prepared.tables.iter().filter(|table| table.kind == TableKind::Requests);
        requests.flat_map(|table| &table.rows).any(|row| best(&like, &row.wordings) >= NAMES)
    };
    let named = |row: usize| grid.row(row).filter(|cell| cell.column > column && names_a_row(&cell.text)).count();
    let most = (0..row - 1).map(named).max()?;
    (most >= if disputes { 2 } else { NAMED }).then(|| turned(grid))
}

/// A grid with its rows as columns.
fn turned(grid: &CellGrid) -> CellGrid {
    let mut turned = GridBuilder::new();
    for column in 0..grid.columns {
        turned.start_row();
        for row in 0..grid.rows {
            match grid.cell_at(row, column) {
                Some(cell) if (cell.row, cell.column) == (row, column) => {
                    turned.place(cell.clone(), cell.column_span, cell.row_span);
                }
                // The cell has been placed, in this row or in one before.
                Some(_) => {}
                None => turned.skip(1),
            }
        }
    }
    let mut turned = turned.finish(grid.location);
    (turned.ruled, turned.caption) = (grid.ruled, grid.caption.clone());
    turned
}

/// Rows of a grid.
type Part<'a> = (&'a CellGrid, std::ops::Range<usize>);

/// The halves of a grid in which the labels of the upper rows are repeated below.
fn doubled(grid: &CellGrid) -> Option<[Part<'_>; 2]> {
    let half = grid.rows / 2;
    let same = |row: usize| !text(grid, row, 0).is_empty() && text(grid, row, 0) == text(grid, half + row, 0);
    let doubled = half >= ROWS && grid.rows == 2 * half && same(0) && same(half - 1);
    doubled.then_some([(grid, 0..half), (grid, half..grid.rows)])
}

/// Two parts of a table of requests as one, if the second has the labels of the first in front of the rest of its columns:
/// each of the form's columns is named once, in the form's order.
fn joined(prepared: &Prepared<'_>, parts: [Part<'_>; 2]) -> Option<CellGrid> {
    let [(left, upper), (right, lower)] = &parts;
    let rows = upper.len();
    if rows < ROWS || lower.len() != rows {
        return None;
    }
    let label = |at: usize| text(left, upper.start + at, 0);
    // Cheap looks first: few tables are followed by one with the same last row.
    if label(rows - 1).is_empty() || label(rows - 1) != text(right, lower.start + rows - 1, 0) {
        return None;
    }
    let lines = |(grid, rows): &Part<'_>| -> Vec<Vec<Cell>> {
        rows.clone().map(|row| grid.row(row).cloned().collect()).collect()
    };
    let (left_rows, right_rows) = (lines(&parts[0]), lines(&parts[1]));
    let stub = |row: &[Cell]| {
        row.iter().rposition(|cell| !number::is_value(&cell.text) || line::is_unit(&cell.text)).map_or(0, |at| at + 1)
    };
    let figures = |row: &Vec<Cell>| row.iter().any(|cell| cell.has_text() && number::is_value(&cell.text));
    // The names stand in the row above the first figures of either part.
    let first = left_rows.iter().position(figures)?;
    let head = first.checked_sub(1)?;
    let columns = &prepared.tables.iter().find(|table| table.kind == TableKind::Requests)?.columns[0];
    let named = |cell: &Cell| {
        let like = prepared.likeness(&Label::new(&cell.text));
        columns.iter().position(|wordings| best(&like, wordings) >= NAMES)
    };
    let names = |row: &[Cell]| row.iter().filter_map(named).collect::<Vec<usize>>();
    let (front, rest) = (names(&left_rows[head]), names(&right_rows[head]));
    if front.is_empty() || rest.is_empty() || !front.iter().chain(&rest).copied().eq(0..columns.len()) {
        return None;
    }
    let mut whole = GridBuilder::new();
    for (at, (left, right)) in left_rows.into_iter().zip(right_rows).enumerate() {
        let (kept, labels) = (left.len().checked_sub(front.len()), right.len().checked_sub(rest.len()));
        let same = |(one, other): (&Cell, &Cell)| one.text.trim() == other.text.trim();
        let alike = |kept: usize, labels: usize| {
            let stubs = stub(&left) <= kept && stub(&right) <= labels;
            stubs && kept == labels && left[..kept].iter().zip(&right[..labels]).all(same)
        };
        if at >= first && !kept.zip(labels).is_some_and(|(kept, labels)| alike(kept, labels)) {
            return None;
        }
        let labels = labels.unwrap_or(right.len());
        whole.start_row();
        for cell in left.into_iter().chain(right.into_iter().skip(labels)) {
            whole.place(cell, 1, 1);
        }
    }
    let mut whole = whole.finish(left.location);
    (whole.ruled, whole.caption) = (false, left.caption.clone());
    Some(whole)
}

#[cfg(test)]
mod tests {
    use super::super::bind;
    use super::super::tests::{document, figures};

    const LABELS: [&str; 6] = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "（一）予以公开",
        "1.属于国家秘密",
        "（七）总计",
        "四、结转下年度继续办理",
    ];
    const NAMES: [&str; 7] = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"];

    /// The figure of a row and a column, all different.
    fn of(row: usize, column: usize) -> String {
        (10 * row + column).to_string()
    }

    const READ: &str = "req_carin_np=10 req_carin_biz=11 req_carin_res=12 req_carin_ngo=13 req_carin_law=14 req_carin_oth=15 req_carin_tot=16";

    #[test]
    fn a_table_on_its_side_is_read_as_the_form_prints_it() {
        let head = format!("| 项目 | {} |", LABELS.join(" | "));
        let row = |column: usize| {
            let cells: Vec<String> = (0..LABELS.len()).map(|row| of(row, column)).collect();
            format!("| {} | {} |", NAMES[column], cells.join(" | "))
        };
        let rows: Vec<String> = (0..NAMES.len()).map(row).collect();
        let table = format!("{head}\n{}", rows.join("\n"));
        for ruled in [true, false] {
            assert_eq!(figures(&bind(&document(ruled, &[&table]), Some(2022)), &["req_carin"]), READ, "{ruled}");
        }
    }

    #[test]
    fn disputes_on_their_side() {
        let table = "| 结果 | 行政复议 | 未经复议直接起诉 | 复议后起诉 |
            | 结果维持 | 1 | 4 | 0 |
            | 结果纠正 | 0 | 2 | 0 |
            | 其他结果 | 0 | 0 | 0 |
            | 尚未审结 | 2 | 0 | 7 |
            | 合计 | 3 | 6 | 7 |";
        let read = figures(&bind(&document(true, &[table]), Some(2022)), &["rev", "lit2"]);
        let right = "rev_upheld=1 rev_corrected=0 rev_other=0 rev_pending=2 rev_total=3 \
            lit2_upheld=0 lit2_corrected=0 lit2_other=0 lit2_pending=7 lit2_total=7";
        assert_eq!(read, right);
    }

    #[test]
    fn columns_cut_from_the_others_stand_beside_them_again() {
        let part = |columns: std::ops::Range<usize>| {
            let head = format!("| 申请人情况 | {} |", NAMES[columns.clone()].join(" | "));
            LABELS.iter().enumerate().fold(head, |table, (row, label)| {
                let cells: Vec<String> = columns.clone().map(|column| of(row, column)).collect();
                format!("{table}\n| {label} | {} |", cells.join(" | "))
            })
        };
        for ruled in [true, false] {
            let (front, rest) = (part(0..4), part(4..7));
            let read = |tables: &[&str]| figures(&bind(&document(ruled, tables), Some(2022)), &["req_carin"]);
            assert_eq!(read(&[&front, &rest]), READ, "{ruled}");
            assert_eq!(read(&[&format!("{front}\n{rest}")]), READ, "{ruled}");
            // Another table's rows are none of this one's, nor are columns that it has.
            let other = rest.replace(LABELS[3], "1.其他");
            assert!(!read(&[&front, &other]).contains("tot=16"), "{ruled}");
            assert!(!read(&[&front, &part(3..7)]).contains("tot=16"), "{ruled}");
        }
    }
}
