//! Rows that state where their cells begin and end, turned into a grid.
//!
//! Word's binary format and RTF know no columns: every row lists the positions of its own cell edges.
//! What comes in are rows of cells with such positions (twips); what goes out is a `CellGrid` whose
//! columns are the edges of all rows taken together. Which cells belong to a table is decided by
//! [`super::table`].

use super::table::{CellMark, Down, Laid, RowMark};
use crate::document::{Cell, GridBuilder, Omission};

/// Where the cells of one row begin and end, and how they merge with their neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::reader) struct RowShape {
    /// Edges in twips, one more than cells; empty when the source does not state them.
    pub edges: Vec<i32>,
    /// One entry for each cell; missing ones do not merge.
    pub merges: Vec<Merge>,
    /// Why the row is left out as a whole.
    pub omission: Option<Omission>,
}

/// How a cell merges with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::reader) struct Merge {
    /// It continues the cell on its left.
    pub across: bool,
    /// It continues the cell above.
    pub down: bool,
}

/// One millimetre. A step of less in a vertical rule is not seen on paper (it comes from dragging
/// borders by hand and from rounding between units), and no cell so narrow could hold a digit.
const TOLERANCE: i32 = 57;

/// The columns of a table: where each snapped edge begins, in ascending order.
struct Columns(Vec<i32>);

impl Columns {
    /// The edges of all rows, those within the tolerance taken as one. The tolerance shrinks with the
    /// narrowest cell, so that the two edges of one cell never fall together.
    fn of(rows: &[&RowMark]) -> Self {
        let widths = rows.iter().flat_map(|mark| mark.row.edges.windows(2)).map(|pair| pair[1].saturating_sub(pair[0]));
        let narrowest = widths.filter(|&width| width > 0).min().unwrap_or(0);
        let tolerance = TOLERANCE.min(narrowest / 2);
        let mut edges: Vec<i32> = rows.iter().flat_map(|mark| mark.row.edges.iter().copied()).collect();
        edges.sort_unstable();
        let mut starts: Vec<i32> = Vec::new();
        for edge in edges {
            if starts.last().is_none_or(|&start| edge.saturating_sub(start) > tolerance) {
                starts.push(edge);
            }
        }
        Self(starts)
    }

    /// Ordinal of the snapped edge that holds this position.
    fn ordinal(&self, edge: i32) -> usize {
        self.0.partition_point(|&start| start <= edge).saturating_sub(1)
    }
}

/// Lays the rows that are shown out on common columns; `None` when the grid has grown past all reason.
pub(super) fn grid(rows: &mut [RowMark], cells: &[CellMark]) -> Option<Laid> {
    adopt_missing_edges(rows);
    let rows: Vec<&RowMark> = rows.iter().filter(|mark| mark.row.omission.is_none()).collect();
    let columns = Columns::of(&rows);
    let mut laid = Laid::default();
    for (ordinal, mark) in rows.iter().enumerate() {
        laid.builder.start_row();
        place(&mut laid, mark, cells, ordinal, &columns)?;
    }
    Some(laid)
}

/// A row without edges (its definition is lost) has those of the row before when it has as many cells.
fn adopt_missing_edges(rows: &mut [RowMark]) {
    for index in 1..rows.len() {
        let (before, rest) = rows.split_at_mut(index);
        let (Some(before), Some(mark)) = (before.last(), rest.first_mut()) else { continue };
        if mark.row.edges.is_empty() && before.row.edges.len() == mark.cells.len() + 1 {
            mark.row.edges.clone_from(&before.row.edges);
        }
    }
}

fn place(laid: &mut Laid, mark: &RowMark, cells: &[CellMark], ordinal: usize, columns: &Columns) -> Option<()> {
    let first = mark.cells.start;
    let mut indices = mark.cells.clone().peekable();
    while let Some(index) = indices.next() {
        let Some(cell) = cells.get(index) else { break };
        // Cells merged into this one are not shown by Word, whatever they hold.
        let mut last = index;
        while let Some(next) = indices.next_if(|&next| cells.get(next).is_some_and(|cell| cell.span.across)) {
            last = next;
        }
        let edges = (mark.row.edges.get(index - first), mark.row.edges.get(last + 1 - first));
        let (Some(&left), Some(&right)) = edges else {
            laid.builder.place(Cell::default(), 1, 1)?;
            laid.owners.push(index);
            continue;
        };
        let (start, end) = (columns.ordinal(left), columns.ordinal(right.max(left)));
        if start == end && !cell.filled {
            continue;
        }
        let current = laid.builder.current_column();
        if current < start {
            laid.builder.skip(start - current);
        }
        let continues = cell.span.down == Down::Continues;
        match above(&mut laid.builder, ordinal, start, end).filter(|_| continues) {
            Some(holder) => laid.builder.extend_down(holder),
            None => {
                laid.builder.place(Cell::default(), 1, end.saturating_sub(start).max(1))?;
                laid.owners.push(index);
            }
        }
    }
    Some(())
}

/// The cell of the row above that a continuing cell over these columns belongs to: the one that begins
/// with it, else the one over its middle (edges of merged cells drawn by hand may miss each other).
fn above(builder: &mut GridBuilder, row: usize, start: usize, end: usize) -> Option<usize> {
    let row = row.checked_sub(1)?;
    let middle = start + end.saturating_sub(start) / 2;
    let holder = builder.holder(row, start)?;
    if builder.cell_mut(holder).is_some_and(|cell| cell.column == start) {
        return Some(holder);
    }
    builder.holder(row, middle).filter(|&holder| builder.cell_mut(holder).is_some_and(|cell| cell.column >= start))
}

#[cfg(test)]
mod tests {
    use super::super::{FlowBuilder, Row, Span};
    use super::*;
    use crate::document::{Budget, Role, SourceLocation};
    use crate::error::ReadError;

    /// Rows as `edges | texts`, `^` for a cell that continues the one above, `<` for one that continues
    /// its left neighbour.
    fn lay_out(rows: &[(&[i32], &[&str])]) -> Vec<String> {
        let mut flow = FlowBuilder::new(Role::Body, Budget::default());
        let mut told = || -> Result<(), ReadError> {
            flow.open_table()?;
            for (edges, texts) in rows {
                flow.open_row(Row::default());
                for text in *texts {
                    flow.open_cell(Span::one())?;
                    flow.paragraph(text, Role::Body, SourceLocation::default())?;
                    flow.end_cell();
                }
                let merges = texts.iter().map(|&text| Merge { across: text == "<", down: text == "^" }).collect();
                flow.end_row(Some(RowShape { edges: edges.to_vec(), merges, omission: None }));
            }
            flow.end_table()
        };
        told().expect("small tables");
        let document = flow.finish().expect("small tables");
        let grid = document.grids().next().expect("a table");
        let mut lines = vec![format!("{}x{}", grid.rows, grid.columns)];
        lines.extend(
            grid.cells.iter().map(|cell| {
                format!("{},{} {}x{} {}", cell.row, cell.column, cell.row_span, cell.column_span, cell.text)
            }),
        );
        lines
    }

    #[test]
    fn edges_of_all_rows_make_the_columns() {
        let rows: &[(&[i32], &[&str])] = &[(&[0, 2000, 4000], &["a", "b"]), (&[0, 1000, 2000, 4000], &["c", "d", "e"])];
        assert_eq!(lay_out(rows), ["2x3", "0,0 1x2 a", "0,2 1x1 b", "1,0 1x1 c", "1,1 1x1 d", "1,2 1x1 e"]);
    }

    #[test]
    fn steps_below_a_millimetre_are_one_edge() {
        let rows: &[(&[i32], &[&str])] = &[(&[-5, 1000, 2000], &["a", "b"]), (&[0, 1050, 1990], &["c", "d"])];
        assert_eq!(lay_out(rows), ["2x2", "0,0 1x1 a", "0,1 1x1 b", "1,0 1x1 c", "1,1 1x1 d"]);
        let rows: &[(&[i32], &[&str])] = &[(&[0, 1000, 2000], &["a", "b"]), (&[0, 1100, 2000], &["c", "d"])];
        assert_eq!(lay_out(rows), ["2x3", "0,0 1x1 a", "0,1 1x2 b", "1,0 1x2 c", "1,2 1x1 d"]);
    }

    #[test]
    fn a_narrow_cell_keeps_its_column() {
        let rows: &[(&[i32], &[&str])] = &[(&[0, 40, 80], &["1", "2"])];
        assert_eq!(lay_out(rows), ["1x2", "0,0 1x1 1", "0,1 1x1 2"]);
    }

    #[test]
    fn merged_cells() {
        let rows: &[(&[i32], &[&str])] = &[
            (&[0, 1000, 2000, 3000], &["head", "<", "x"]),
            (&[0, 1000, 2000, 3000], &["side", "1", "2"]),
            (&[0, 1020, 2000, 3000], &["^", "3", "4"]),
        ];
        let expected =
            ["3x3", "0,0 1x2 head", "0,2 1x1 x", "1,0 2x1 side", "1,1 1x1 1", "1,2 1x1 2", "2,1 1x1 3", "2,2 1x1 4"];
        assert_eq!(lay_out(rows), expected);
    }

    #[test]
    fn indented_rows_leave_columns_free() {
        let rows: &[(&[i32], &[&str])] = &[(&[0, 1000, 2000], &["a", "b"]), (&[1000, 2000], &["c"])];
        assert_eq!(lay_out(rows), ["2x2", "0,0 1x1 a", "0,1 1x1 b", "1,1 1x1 c"]);
    }

    #[test]
    fn rows_without_edges() {
        let rows: &[(&[i32], &[&str])] = &[(&[0, 1000, 2000], &["a", "b"]), (&[], &["c", "d"]), (&[], &["e"])];
        assert_eq!(lay_out(rows), ["3x2", "0,0 1x1 a", "0,1 1x1 b", "1,0 1x1 c", "1,1 1x1 d", "2,0 1x1 e"]);
    }

    #[test]
    fn hostile_edges_do_not_overflow() {
        let rows: &[(&[i32], &[&str])] =
            &[(&[i32::MIN, i32::MAX, i32::MIN], &["a", "b"]), (&[5, 5, 5, 1], &["^", "<", "z"])];
        assert_eq!(lay_out(rows)[0], "2x3");
    }
}
