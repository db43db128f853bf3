//! Tables printed in two halves beside each other, to save paper: a statistics sheet whose header names its columns twice.
//! A grid with such a header and nothing across its middle becomes two grids, the left one first, as it is read. Tables
//! whose columns are repeated for their figures alone (two blocks of numbers beside one another) stay one.

use super::{Block, Cell, CellGrid, Document, GridBuilder};

/// Rows, from the top, of which one may be the header: a title over the whole table may stand above it.
const TOP: usize = 3;
/// So many rows with a label in both halves are none of a header.
const LABELLED: usize = 3;

impl Document {
    /// Parts the grids that hold two halves of one table.
    pub fn part_halves(&mut self) {
        let halves = |(at, block): (usize, &Block)| match block {
            Block::Grid(grid) => grid.halves().map(|halves| (at, halves)),
            _ => None,
        };
        let found: Vec<(usize, [CellGrid; 2])> = self.blocks.iter().enumerate().filter_map(halves).collect();
        for (at, [left, right]) in found.into_iter().rev() {
            self.blocks.splice(at..=at, [Block::Grid(left), Block::Grid(right)]);
            self.behind.iter_mut().filter(|(block, _)| *block > at).for_each(|(block, _)| *block += 1);
        }
    }
}

impl CellGrid {
    /// The two halves of a grid that holds them beside each other.
    fn halves(&self) -> Option<[Self; 2]> {
        if !self.ruled || self.columns < 4 || self.rows <= LABELLED {
            return None;
        }
        let (header, middle) = self.doubled_header()?;
        if !(header + 1..self.rows).all(|row| self.parts_at(row, middle)) {
            return None;
        }
        let word = |row: usize, column: usize| {
            self.cell_at(row, column).is_some_and(|cell| cell.text.chars().any(char::is_alphabetic))
        };
        let labelled = |column: usize| (header + 1..self.rows).filter(|&row| word(row, column)).count();
        if labelled(0) < LABELLED || labelled(middle) < LABELLED {
            return None;
        }
        let mut left = self.columns_of(0..middle);
        left.caption = self.caption.clone();
        Some([left, self.columns_of(middle..self.columns)])
    }

    /// The row that names the same columns twice, and the column with which it begins again.
    fn doubled_header(&self) -> Option<(usize, usize)> {
        let header = (0..self.rows.min(TOP)).find(|&row| self.row(row).nth(1).is_some())?;
        let cells: Vec<&Cell> = self.row(header).collect();
        let (left, right) = cells.split_at(cells.len() / 2);
        let same = |a: &str, b: &str| {
            let printed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            !a.trim().is_empty() && printed(a) == printed(b)
        };
        let twice = left.len() == right.len() && left.len() > 1;
        let twice = twice && left.iter().zip(right).all(|(a, b)| same(&a.text, &b.text));
        (twice && !same(&left[0].text, &left[1].text)).then(|| (header, right[0].column))
    }

    /// Whether no cell of a row lies on both sides of a column, but for a note that has the row to itself.
    fn parts_at(&self, row: usize, middle: usize) -> bool {
        let across = |cell: &&Cell| cell.column < middle && cell.column + cell.column_span > middle;
        self.cell_at(row, middle).filter(across).is_none_or(|_| self.across(row).nth(1).is_none())
    }

    /// The cells that begin in some of the columns, as a grid of these.
    fn columns_of(&self, columns: std::ops::Range<usize>) -> Self {
        let mut grid = GridBuilder::new();
        for row in 0..self.rows {
            grid.start_row();
            for column in columns.clone() {
                match self.cell_at(row, column) {
                    Some(cell) if (cell.row, cell.column) == (row, column) => {
                        grid.place(cell.clone(), cell.row_span, cell.column_span.min(columns.end - column));
                    }
                    // The cell has been placed in this row, and the builder stands behind it.
                    Some(cell) if cell.row == row && columns.contains(&cell.column) => {}
                    _ => grid.skip(1),
                }
            }
        }
        grid.finish(self.location)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::SourceLocation;

    /// A grid of rows, cells parted by `|`; `>` behind a text lets it reach over two columns.
    fn grid(rows: &[&str]) -> CellGrid {
        let mut grid = GridBuilder::new();
        for row in rows {
            grid.start_row();
            for text in row.split('|') {
                let (text, span) = text.strip_suffix('>').map_or((text, 1), |text| (text, 2));
                grid.place(Cell { text: text.to_owned(), ..Cell::default() }, 1, span);
            }
        }
        grid.finish(SourceLocation::default())
    }

    fn parted(rows: &[&str]) -> Vec<Vec<String>> {
        let mut document = Document { blocks: vec![Block::Grid(grid(rows))], ..Document::default() };
        document.part_halves();
        let line = |grid: &CellGrid, row| grid.row(row).map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
        document.grids().map(|grid| (0..grid.rows).map(|row| line(grid, row)).collect()).collect()
    }

    #[test]
    fn two_halves_of_a_table_are_two_tables() {
        let halves = parted(&["指标|数|指 标|数", "甲|1|丙|3", "乙|2|丁|4", "其中|2|戊|"]);
        assert_eq!(halves, [["指标|数", "甲|1", "乙|2", "其中|2"], ["指 标|数", "丙|3", "丁|4", "戊|"]]);
    }

    #[test]
    fn what_reaches_over_the_middle_or_has_no_labels_stays() {
        assert_eq!(parted(&["指标|数|指标|数", "甲|1>|3", "乙|2|丁|4", "其中|2|戊|"]).len(), 1);
        assert_eq!(parted(&["维持|总计|维持|总计", "1|1|0|0", "2|2|3|3", "4|4|0|0"]).len(), 1);
        assert_eq!(parted(&["指标|数|单位|数", "甲|1|件|3", "乙|2|件|4", "丙|2|件|5"]).len(), 1);
    }
}
