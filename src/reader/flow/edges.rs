//! Rows that state where their cells begin and end, turned into a grid.
//!
//! Word's binary format and RTF know no columns: every row lists the positions of its own cell edges.
//! What comes in are rows of cells with such positions (twips); what goes out is a [`CellGrid`] whose
//! columns are the edges of all rows taken together. Which cells belong to a table is decided by
//! [`super::Flow`].

use crate::document::{Cell, CellGrid, GridBuilder, SourceLocation};

/// Where the cells of one row begin and end, and how they merge with their neighbours.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::reader) struct RowShape {
    /// Edges in twips, one more than cells; empty when the source does not state them.
    pub edges: Vec<i32>,
    /// One entry for each cell; missing ones do not merge.
    pub merges: Vec<Merge>,
}

/// How a cell merges with its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::reader) struct Merge {
    /// It continues the cell on its left.
    pub across: bool,
    /// It continues the cell above.
    pub down: bool,
}

/// A row on its way into a grid.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    pub shape: RowShape,
}

/// One millimetre. A step of less in a vertical rule is not seen on paper (it comes from dragging
/// borders by hand and from rounding between units), and no cell so narrow could hold a digit.
const TOLERANCE: i32 = 57;

/// The columns of a table: where each snapped edge begins, in ascending order.
struct Columns(Vec<i32>);

impl Columns {
    /// The edges of all rows, those within the tolerance taken as one. The tolerance shrinks with the
    /// narrowest cell, so that the two edges of one cell never fall together.
    fn of(rows: &[Row]) -> Self {
        let widths = rows.iter().flat_map(|row| row.shape.edges.windows(2)).map(|pair| pair[1].saturating_sub(pair[0]));
        let narrowest = widths.filter(|&width| width > 0).min().unwrap_or(0);
        let tolerance = TOLERANCE.min(narrowest / 2);
        let mut edges: Vec<i32> = rows.iter().flat_map(|row| row.shape.edges.iter().copied()).collect();
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

/// Lays the rows out on common columns.
pub(super) fn grid(mut rows: Vec<Row>, location: SourceLocation) -> CellGrid {
    adopt_missing_shapes(&mut rows);
    let columns = Columns::of(&rows);
    let mut builder = GridBuilder::new();
    for (ordinal, row) in rows.into_iter().enumerate() {
        builder.start_row();
        place(&mut builder, row, ordinal, &columns);
    }
    builder.finish(location)
}

/// A row without edges (its definition is lost) has those of the row before when it has as many cells.
fn adopt_missing_shapes(rows: &mut [Row]) {
    for index in 1..rows.len() {
        let (before, rest) = rows.split_at_mut(index);
        let (Some(before), Some(row)) = (before.last(), rest.first_mut()) else { continue };
        if row.shape.edges.is_empty() && before.shape.edges.len() == row.cells.len() + 1 {
            row.shape.edges.clone_from(&before.shape.edges);
        }
    }
}

fn place(builder: &mut GridBuilder, row: Row, ordinal: usize, columns: &Columns) {
    let Row { cells, shape } = row;
    let mut cells = cells.into_iter().enumerate().peekable();
    while let Some((index, cell)) = cells.next() {
        let merge = shape.merges.get(index).copied().unwrap_or_default();
        // Cells merged into this one are not shown by Word, whatever they hold.
        let mut last = index;
        while cells.peek().is_some_and(|&(next, _)| shape.merges.get(next).is_some_and(|merge| merge.across)) {
            last += 1;
            cells.next();
        }
        let (Some(&left), Some(&right)) = (shape.edges.get(index), shape.edges.get(last + 1)) else {
            builder.place(cell, 1, 1);
            continue;
        };
        let (start, end) = (columns.ordinal(left), columns.ordinal(right.max(left)));
        if start == end && cell.text.trim().is_empty() && !cell.picture {
            continue;
        }
        let current = builder.current_column();
        if current < start {
            builder.skip(start - current);
        }
        let above = if merge.down && ordinal > 0 { above(builder, ordinal - 1, start, end) } else { None };
        match above {
            Some(holder) => builder.extend_down(holder),
            None => {
                builder.place(cell, 1, end.saturating_sub(start).max(1));
            }
        }
    }
}

/// The cell of the row above that a continuing cell over these columns belongs to: the one that begins
/// with it, else the one over its middle (edges of merged cells drawn by hand may miss each other).
fn above(builder: &mut GridBuilder, row: usize, start: usize, end: usize) -> Option<usize> {
    let middle = start + end.saturating_sub(start) / 2;
    let holder = builder.holder(row, start)?;
    if builder.cell_mut(holder).is_some_and(|cell| cell.column == start) {
        return Some(holder);
    }
    builder.holder(row, middle).filter(|&holder| builder.cell_mut(holder).is_some_and(|cell| cell.column >= start))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows as `edges | texts`, `^` for a cell that continues the one above, `<` for one that continues
    /// its left neighbour.
    fn lay_out(rows: &[(&[i32], &[&str])]) -> Vec<String> {
        let rows = rows
            .iter()
            .map(|(edges, texts)| Row {
                cells: texts.iter().map(|text| Cell { text: (*text).to_owned(), ..Cell::default() }).collect(),
                shape: RowShape {
                    edges: edges.to_vec(),
                    merges: texts.iter().map(|&text| Merge { across: text == "<", down: text == "^" }).collect(),
                },
            })
            .collect();
        let grid = grid(rows, SourceLocation::default());
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
