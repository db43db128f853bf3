//! The rulings of a page as drawn come in; those of boxes that stand by themselves inside a cell are taken out. A box drawn
//! round a figure bounds no cell of its table, and lies so near to the borders that its sides would be taken for them.

use super::glyph::Ruling;

/// Sides that miss each other by no more still meet.
const MEET: f32 = 0.5;
/// A box inside a cell stands off the borders by more.
const OFF: f32 = 0.3;
/// What is higher holds more than a figure.
const HIGHEST: f32 = 30.0;
/// Rulings looked at in search of the border beside a box; a table of a page has fewer in one place.
const MOST_BESIDE: usize = 500;

/// A box, as the places of its first ruling and of its sides.
struct Boxed {
    first: usize,
    /// Upper and lower side.
    y: (f32, f32),
    /// Left and right side.
    x: (f32, f32),
}

/// Takes out the boxes that the borders of a cell go all around.
pub(super) fn drop_inner(rulings: &mut Vec<Ruling>) {
    let mut boxes: Vec<Boxed> = (0..rulings.len()).filter_map(|first| closed(rulings, first)).collect();
    if boxes.is_empty() {
        return;
    }
    let sorted = |horizontal: bool| {
        let mut lines: Vec<Ruling> = rulings.iter().filter(|line| line.horizontal == horizontal).copied().collect();
        lines.sort_by(|a, b| a.at.total_cmp(&b.at));
        lines
    };
    let (across, down) = (sorted(true), sorted(false));
    boxes.retain(|found| is_within(&across, found.y, found.x) && is_within(&down, found.x, found.y));
    let mut kept = vec![true; rulings.len()];
    for found in &boxes {
        kept[found.first..found.first + 4].fill(false);
    }
    let mut kept = kept.into_iter();
    rulings.retain(|_| kept.next().unwrap_or(true));
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
    (meets(y, y_ends) && meets(x, x_ends) && y.1 - y.0 <= HIGHEST).then_some(Boxed { first, y, x })
}

/// Whether on both sides of a box the first line beside it stands off it and reaches beyond it at both ends: the border of
/// a cell does, that of a cell beside it, which is as high or wide as the box, does not.
fn is_within(lines: &[Ruling], (low, high): (f32, f32), (from, to): (f32, f32)) -> bool {
    let beside = |line: &&Ruling| line.from < to && line.to > from;
    let goes_around = |line: &Ruling| line.from < from - OFF && line.to > to + OFF;
    // Its own sides stand at these places; another line there is shared with a neighbour.
    let (start, end) =
        (lines.partition_point(|line| line.at < low - OFF), lines.partition_point(|line| line.at <= low + OFF));
    let (start_high, end_high) =
        (lines.partition_point(|line| line.at < high - OFF), lines.partition_point(|line| line.at <= high + OFF));
    let alone =
        |range: std::ops::Range<usize>| range.len() <= MOST_BESIDE && lines[range].iter().filter(beside).count() == 1;
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
    fn cells_with_borders_of_their_own_stay() {
        // Space between the borders, and a border round all.
        let cell = |column: f32, row: f32| stroked((column, column + 20.0), (row, row + 12.0));
        let cells = [cell(12.0, 12.0), cell(34.0, 12.0), cell(12.0, 26.0), cell(34.0, 26.0)];
        let table = stroked((10.0, 56.0), (10.0, 40.0));
        assert_eq!(left(&[cells[0], cells[1], cells[2], cells[3], table]), 20);
    }
}
