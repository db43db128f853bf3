//! Rows whose cells say how many columns and rows they take, laid on a grid: spans as in the HTML standard (4.9.12), and
//! merges told cell by cell as in Word (17.4.84 `vMerge`, 17.4.21 `hMerge`). Rows at the foot of a table come last, wherever
//! they were told.

use super::table::{CellMark, Down, Laid, RowMark};
use crate::document::Cell;

/// A run of cells merged downwards, as of the last row placed.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    columns: usize,
    cell: usize,
}

/// Lays the rows that are shown on a grid; `None` when it has grown past all reason.
pub(super) fn grid(rows: &[RowMark], cells: &[CellMark]) -> Option<Laid> {
    let shown = || rows.iter().filter(|mark| mark.row.omission.is_none());
    let rows: Vec<&RowMark> =
        shown().filter(|mark| !mark.row.foot).chain(shown().filter(|mark| mark.row.foot)).collect();
    let mut laid = Laid::default();
    laid.builder.reserve(rows.len(), cells.len());
    laid.owners.reserve(cells.len());
    let mut merged = Vec::new();
    let mut group_end = 0;
    for (index, mark) in rows.iter().enumerate() {
        if index >= group_end {
            let same = |other: &&&RowMark| (other.row.group, other.row.foot) == (mark.row.group, mark.row.foot);
            group_end = index + rows[index..].iter().take_while(same).count();
        }
        laid.builder.start_row();
        laid.builder.skip(mark.row.before);
        merged = row(mark, cells, group_end - index, &merged, &mut laid)?;
    }
    Some(laid)
}

/// Places the cells of a row, behind which its group has some more; the runs that reach into it.
fn row(mark: &RowMark, cells: &[CellMark], rest: usize, above: &[Run], laid: &mut Laid) -> Option<Vec<Run>> {
    let mut merged = Vec::with_capacity(above.len());
    let mut indices = mark.cells.clone().peekable();
    while let Some(index) = indices.next() {
        let Some(cell) = cells.get(index) else { break };
        let mut columns = cell.span.columns.max(1);
        while let Some(next) = indices.next_if(|&next| cells.get(next).is_some_and(|cell| cell.span.across)) {
            columns = columns.saturating_add(cells[next].span.columns.max(1));
        }
        if cell.span.omission.is_some() {
            continue;
        }
        let start = laid.builder.current_column();
        if cell.span.down == Down::Continues {
            // The cell above must have the same edges; where it has not, there is nothing to continue.
            let at = above.partition_point(|run| run.start < start);
            if let Some(&run) = above.get(at).filter(|run| run.start == start && run.columns == columns) {
                laid.builder.extend_down(run.cell);
                merged.push(run);
                continue;
            }
        }
        let header = cell.span.header || mark.row.header;
        let rows = cell.span.rows.unwrap_or(rest).clamp(1, rest);
        let placed = laid.builder.place(Cell { header, ..Cell::default() }, rows, columns)?;
        laid.owners.push(index);
        if cell.span.down != Down::Single {
            merged.push(Run { start, columns, cell: placed });
        }
    }
    Some(merged)
}
