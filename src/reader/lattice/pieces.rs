//! The cells of a ruled table come in; out goes which of the empty ones are pieces of a cell that the line of a stamp or
//! a drawing cut through: its figure stands in the piece above or below, so that the empty one is not blank.

use super::frame::{Frame, Region};
use super::table::TableCell;

/// Rows and columns looked at each way; no label of a form reaches as far.
const REACH: usize = 64;

/// Whether the empty cell at an index is a piece: the next cell of its row that is written goes on beyond it, to where
/// digits stand above or below it.
pub(super) fn is_piece(frame: &Frame, cells: &[TableCell], at: usize) -> bool {
    let Some(&TableCell { region: own, .. }) = cells.get(at) else { return false };
    let cell = |row, column| frame.slot(row, column).and_then(|index| cells.get(index));
    let counted = |cell: &TableCell| cell.torn || cell.text.contains(|c: char| c.is_ascii_digit());
    let beyond = |beside: &Region| {
        let mut rows = (beside.top..own.top).chain(own.bottom..beside.bottom).take(REACH);
        rows.any(|row| (own.left..own.right).filter_map(|column| cell(row, column)).any(counted))
    };
    let written = |cell: &&TableCell| !cell.text.is_empty();
    let left = (0..own.left).rev().take(REACH).filter_map(|column| cell(own.top, column)).find(written);
    let right = || (own.right..frame.xs.len() - 1).take(REACH).filter_map(|column| cell(own.top, column)).find(written);
    left.is_some_and(|cell| beyond(&cell.region)) || right().is_some_and(|cell| beyond(&cell.region))
}

#[cfg(test)]
mod tests {
    use super::super::frame::frames;
    use super::super::glyph::{Bounds, Direction, Glyph, Page};
    use super::super::ruling::tidy;
    use super::super::table::Table;
    use super::super::text::samples::set;

    /// Which cells are torn of a label, two figures and an empty cell, 20 points high, with more lines.
    fn torn(lines: &[[f32; 4]]) -> Vec<(String, bool)> {
        let mut page = Page::default();
        let rulings = [10.0, 60.0, 110.0, 160.0, 210.0].map(|x| [x, 10.0, x, 30.0]);
        let rulings = rulings.into_iter().chain([10.0, 30.0].map(|y| [10.0, y, 210.0, y]));
        for [x0, y0, x1, y1] in rulings.chain(lines.iter().copied()) {
            page.stroke(Bounds { x0, y0, x1, y1 });
        }
        let glyphs: Vec<Glyph> =
            [("ab", 20.0), ("12", 80.0), ("34", 130.0)].iter().flat_map(|&(text, x)| set(text, x, 16.0, 9.0)).collect();
        let frame = frames(&tidy(&page.rulings)).remove(0);
        let mut filled = vec![Vec::new(); frame.cells.len()];
        for glyph in glyphs {
            filled[frame.cell_at(glyph.bounds.center()).unwrap()].push(glyph);
        }
        let table = Table::ruled(&frame, &filled, &[], 1, Direction::Right);
        table.cells.into_iter().map(|cell| (cell.text, cell.torn)).collect()
    }

    fn empty(lines: &[[f32; 4]]) -> Vec<bool> {
        torn(lines).into_iter().filter(|(text, _)| text.is_empty()).map(|(_, torn)| torn).collect()
    }

    #[test]
    fn pieces_beside_a_label_that_goes_on() {
        // A blank cell of the table is one.
        assert_eq!(empty(&[]), [false]);
        // The line of a stamp cuts both figures; the pieces above them have none of their own.
        assert_eq!(empty(&[[60.0, 14.5, 160.0, 14.5]]), [true, true, false]);
        // A line through the whole row divides the label, too.
        assert_eq!(empty(&[[10.0, 14.5, 210.0, 14.5]]), [false; 5]);
    }
}
