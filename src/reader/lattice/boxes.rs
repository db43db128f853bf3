//! The rulings of a page as drawn come in; those of boxes that stand by themselves inside a cell are taken out. A box drawn
//! round a figure, or a row of them round its digits, bounds no cell of its table, and lies so near to the borders that its
//! sides would be taken for them.

use super::glyph::Ruling;

/// Sides that miss each other by no more still meet.
const MEET: f32 = 0.5;
/// A box inside a cell stands off the borders by more.
const OFF: f32 = 0.3;
/// What is higher holds more than a figure.
const HIGHEST: f32 = 30.0;
/// Rulings looked at in search of the border beside a box; a table of a page has fewer in one place.
const MOST_BESIDE: usize = 500;
/// The box of one digit is at most this much wider than high.
const WIDEST: f32 = 1.5;

/// A box, or a row of boxes of one size that stand side by side, as the places of its rulings and of its sides.
struct Boxed {
    /// First of the rulings, four for each box.
    first: usize,
    /// Boxes in the row.
    count: usize,
    /// Upper and lower side.
    y: (f32, f32),
    /// Left and right side.
    x: (f32, f32),
    /// How far the sides reach along `x` and along `y`: bars reach beyond the middle of those that they meet.
    reach: [(f32, f32); 2],
}

/// Takes out the boxes that the borders of a cell go all around.
pub(super) fn drop_inner(rulings: &mut Vec<Ruling>) {
    let mut boxes: Vec<Boxed> = Vec::new();
    for found in (0..rulings.len()).filter_map(|first| closed(rulings, first)) {
        match boxes.last_mut() {
            Some(row) if row.goes_on(&found) => {
                row.count += 1;
                row.x.1 = found.x.1;
                row.reach[0].1 = found.reach[0].1;
            }
            _ => boxes.push(found),
        }
    }
    if boxes.is_empty() {
        return;
    }
    let sorted = |horizontal: bool| {
        let mut lines: Vec<Ruling> = rulings.iter().filter(|line| line.horizontal == horizontal).copied().collect();
        lines.sort_by(|a, b| a.at.total_cmp(&b.at));
        lines
    };
    let (across, down) = (sorted(true), sorted(false));
    boxes.retain(|found| {
        let [along_x, along_y] = found.reach;
        is_within(&across, found.y, along_x, found.count) && is_within(&down, found.x, along_y, 1)
    });
    let mut kept = vec![true; rulings.len()];
    for found in &boxes {
        kept[found.first..found.first + 4 * found.count].fill(false);
    }
    let mut kept = kept.into_iter();
    rulings.retain(|_| kept.next().unwrap_or(true));
}

impl Boxed {
    /// Whether the next box stands beside the last one of this row, drawn next and of the same size.
    fn goes_on(&self, next: &Boxed) -> bool {
        let width = (self.x.1 - self.x.0) / self.count as f32;
        let alike = |a: f32, b: f32| (a - b).abs() <= MEET;
        next.first == self.first + 4 * self.count
            && alike(self.y.0, next.y.0)
            && alike(self.y.1, next.y.1)
            && alike(self.x.1, next.x.0)
            && alike(width, next.x.1 - next.x.0)
            && width <= WIDEST * (self.y.1 - self.y.0)
    }
}

/// The box that four rulings drawn one after another close, if they do.
fn closed(rulings: &[Ruling], first: usize) -> Option<Boxed> {
    let sides = rulings.get(first..first + 4)?;
    let pair = |horizontal: bool| {
        let mut lines = sides.iter().filter(|line| line.horizontal == horizontal);
        let (a, b) = (lines.next()?, lines.next()?);
        let alike = (a.from - b.from).abs() <= MEET && (a.to - b.to).abs() <= MEET;
        alike.then_some(((a.at.min(b.at), a.at.max(b.at)), (a.from, a.to)))
    };
    let ((y, x_ends), (x, y_ends)) = (pair(true)?, pair(false)?);
    let meets = |one: (f32, f32), other: (f32, f32)| (one.0 - other.0).abs() <= MEET && (one.1 - other.1).abs() <= MEET;
    let reach = |sides: (f32, f32), ends: (f32, f32)| (sides.0.min(ends.0), sides.1.max(ends.1));
    let reach = [reach(x, x_ends), reach(y, y_ends)];
    (meets(y, y_ends) && meets(x, x_ends) && y.1 - y.0 <= HIGHEST).then_some(Boxed { first, count: 1, y, x, reach })
}

/// Whether on both sides of a box the first line beside it stands off it and reaches beyond it at both ends: the border of
/// a cell does, that of a cell beside it, which is as high or wide as the box, does not. Each side is drawn in so many
/// pieces.
fn is_within(lines: &[Ruling], (low, high): (f32, f32), (from, to): (f32, f32), pieces: usize) -> bool {
    let beside = |line: &&Ruling| line.from < to && line.to > from;
    let goes_around = |line: &Ruling| line.from < from - OFF && line.to > to + OFF;
    // Its own sides stand at these places; another line there is shared with a neighbour.
    let (start, end) =
        (lines.partition_point(|line| line.at < low - OFF), lines.partition_point(|line| line.at <= low + OFF));
    let (start_high, end_high) =
        (lines.partition_point(|line| line.at < high - OFF), lines.partition_point(|line| line.at <= high + OFF));
    let alone = |range: std::ops::Range<usize>| {
        range.len() <= MOST_BESIDE && lines[range].iter().filter(beside).count() == pieces
    };
    alone(start..end)
        && alone(start_high..end_high)
        && lines[..start].iter().rev().take(MOST_BESIDE).find(beside).is_some_and(goes_around)
        && lines[end_high..].iter().take(MOST_BESIDE).find(beside).is_some_and(goes_around)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box as it is stroked: round and round.
    fn stroked(x: (f32, f32), y: (f32, f32)) -> [Ruling; 4] {
        let across = |at| Ruling { horizontal: true, at, from: x.0, to: x.1 };
        let down = |at| Ruling { horizontal: false, at, from: y.0, to: y.1 };
        [across(y.0), down(x.1), across(y.1), down(x.0)]
    }

    /// How many rulings are left.
    fn left(boxes: &[[Ruling; 4]]) -> usize {
        let mut rulings = boxes.concat();
        drop_inner(&mut rulings);
        rulings.len()
    }

    #[test]
    fn a_box_inside_a_cell_is_none_of_the_table() {
        let cells = [stroked((10.0, 60.0), (10.0, 26.0)), stroked((60.0, 110.0), (10.0, 26.0))];
        assert_eq!(left(&cells), 8);
        let figure = stroked((60.7, 70.0), (12.1, 20.0));
        assert_eq!(left(&[cells[0], cells[1], figure]), 8);
        assert_eq!(left(&[figure, cells[0], cells[1]]), 8);
    }

    #[test]
    fn a_box_round_each_digit_is_none_of_the_table() {
        let cells = [stroked((10.0, 60.0), (10.0, 26.0)), stroked((60.0, 110.0), (10.0, 26.0))];
        let digits = [stroked((70.0, 77.0), (12.1, 22.0)), stroked((77.0, 84.0), (12.1, 22.0))];
        assert_eq!(left(&[cells[0], cells[1], digits[0], digits[1]]), 8);
        assert_eq!(left(&[cells[0], digits[0], digits[1], cells[1]]), 8);
        // Cells of one row in a frame.
        let row = [stroked((14.0, 50.0), (12.1, 22.0)), stroked((50.0, 86.0), (12.1, 22.0))];
        assert_eq!(left(&[stroked((10.0, 110.0), (10.0, 26.0)), row[0], row[1]]), 12);
    }

    #[test]
    fn cells_with_borders_of_their_own_stay() {
        // Space between the borders, and a border round all.
        let cell = |column: f32, row: f32| stroked((column, column + 20.0), (row, row + 12.0));
        let cells = [cell(12.0, 12.0), cell(34.0, 12.0), cell(12.0, 26.0), cell(34.0, 26.0)];
        let table = stroked((10.0, 56.0), (10.0, 40.0));
        assert_eq!(left(&[cells[0], cells[1], cells[2], cells[3], table]), 20);
        // Of bars that reach to each other's outer edges.
        let bars = |row: f32| {
            let across = |at| Ruling { horizontal: true, at, from: 11.6, to: 40.4 };
            let down = |at| Ruling { horizontal: false, at, from: row - 0.4, to: row + 12.4 };
            [across(row), down(40.0), across(row + 12.0), down(12.0)]
        };
        assert_eq!(left(&[table, bars(12.0), bars(26.0), bars(40.0)]), 16);
    }
}
