//! Tables in tables: which of them is a table for the reader, and which only lays out the page. One rule for all formats
//! that nest; how a table's content is kept is each reader's own.

use crate::document::CellGrid;

/// Cells with something in them.
pub(super) fn filled(grid: &CellGrid) -> usize {
    grid.cells.iter().filter(|cell| cell.untaken().is_some() || !cell.text.trim().is_empty()).count()
}

/// Whether a table inside a cell is one. A column, or a single text, is the text of the cell around it.
pub(super) fn is_table(grid: &CellGrid) -> bool {
    grid.columns >= 2 && filled(grid) >= 2
}

/// Whether a table only lays out what it holds: no row of it has two cells, or the tables inside hold at least as many
/// filled cells as it does itself. `own` and `inside` count filled cells.
pub(super) fn is_layout(single: bool, own: usize, inside: usize) -> bool {
    single || inside > 0 && inside >= own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, GridBuilder, SourceLocation};

    fn grid(rows: &[&[&str]]) -> CellGrid {
        let mut builder = GridBuilder::new();
        for row in rows {
            builder.start_row();
            for text in *row {
                builder.place(Cell { text: (*text).to_owned(), ..Cell::default() }, 1, 1);
            }
        }
        builder.finish(SourceLocation::default())
    }

    #[test]
    fn tables_and_frames() {
        assert!(is_table(&grid(&[&["a", "1"]])));
        assert!(!is_table(&grid(&[&["a", ""]])) && !is_table(&grid(&[&["a"], &["b"]])));
        assert!(is_layout(true, 9, 0) && is_layout(false, 2, 2) && is_layout(false, 0, 1));
        assert!(!is_layout(false, 0, 0) && !is_layout(false, 175, 4));
    }
}
