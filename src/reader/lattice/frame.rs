//! Lines of a page come in; frames go out: the ruled tables, each a grid of coordinates divided into
//! rectangular cells with their spans. Cells may lack some of their borders.

use super::glyph::Bounds;
use super::groups::Groups;
use super::ruling::{Line, Lines, SNAP, nearest, positions};

/// Lines that miss each other by this still meet.
const TOUCH: f32 = 3.5;
/// Lines that end this far beyond the outermost crossing line leave that side of the table open.
const OVERHANG: f32 = 6.0;
/// Share of a slot's side that must be ruled for a wall.
const WALL: f32 = 0.7;
/// No table of a filing comes near this number of slots.
const MOST_SLOTS: usize = 60_000;

/// A ruled table: coordinates of its grid lines and the cells between them.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Grid lines from left to right.
    pub xs: Vec<f32>,
    /// Grid lines from top to bottom.
    pub ys: Vec<f32>,
    /// Cells by row, then column; they do not overlap and fill the grid.
    pub cells: Vec<Region>,
    /// No line closes the table at the top.
    pub open_top: bool,
    /// No line closes the table at the bottom.
    pub open_bottom: bool,
    /// Index of the cell at each slot, row by row.
    slots: Vec<u32>,
}

/// A cell as rows `top..bottom` and columns `left..right` of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Region {
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// One past the last row.
    pub bottom: usize,
    /// One past the last column.
    pub right: usize,
}

impl Frame {
    /// The box around the table.
    pub fn bounds(&self) -> Bounds {
        let edge = |values: &[f32]| (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
        let ((x0, x1), (y0, y1)) = (edge(&self.xs), edge(&self.ys));
        Bounds { x0, y0, x1, y1 }
    }

    /// The cell that holds a point, if the table does.
    pub fn cell_at(&self, (x, y): (f32, f32)) -> Option<usize> {
        if !self.bounds().holds((x, y)) {
            return None;
        }
        let index = |values: &[f32], value: f32| {
            values.partition_point(|&line| line <= value).clamp(1, values.len().saturating_sub(1).max(1)) - 1
        };
        let slot = index(&self.ys, y) * (self.xs.len() - 1) + index(&self.xs, x);
        self.slots.get(slot).map(|&cell| cell as usize)
    }

    /// The cell that takes the slot of a row and a column.
    pub fn slot(&self, row: usize, column: usize) -> Option<usize> {
        self.slots.get(row * (self.xs.len() - 1) + column).map(|&cell| cell as usize)
    }

    /// The box of a cell.
    pub fn cell_bounds(&self, cell: &Region) -> Bounds {
        let at = |values: &[f32], index: usize| values.get(index).copied().unwrap_or(0.0);
        Bounds {
            x0: at(&self.xs, cell.left),
            y0: at(&self.ys, cell.top),
            x1: at(&self.xs, cell.right),
            y1: at(&self.ys, cell.bottom),
        }
    }
}

/// The frames of a page, from top to bottom.
pub(super) fn frames(lines: &Lines) -> Vec<Frame> {
    let mut frames: Vec<Frame> =
        connected(lines).into_iter().filter_map(|(across, down)| frame(&across, &down)).collect();
    frames.sort_by(|a, b| {
        let (a, b) = (a.bounds(), b.bounds());
        a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0))
    });
    frames
}

/// Groups of lines that meet, as horizontal and vertical ones.
fn connected(lines: &Lines) -> Vec<(Vec<Line>, Vec<Line>)> {
    let (across, down) = (&lines.horizontal, &lines.vertical);
    let mut united = Groups::new(across.len() + down.len());
    for (index, line) in across.iter().enumerate() {
        let start = down.partition_point(|other| other.at < line.from - TOUCH);
        for (offset, other) in down[start..].iter().enumerate() {
            if other.at > line.to + TOUCH {
                break;
            }
            if line.at >= other.from - TOUCH && line.at <= other.to + TOUCH {
                united.unite(index, across.len() + start + offset);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Line>, Vec<Line>)> = Default::default();
    for index in 0..across.len() + down.len() {
        let group = groups.entry(united.of(index)).or_default();
        match across.get(index) {
            Some(line) => group.0.push(*line),
            None => group.1.push(down[index - across.len()]),
        }
    }
    groups.into_values().collect()
}

fn frame(across: &[Line], down: &[Line]) -> Option<Frame> {
    if across.is_empty() || down.is_empty() {
        return None;
    }
    let mut xs = positions(down.iter().map(|line| line.at).collect());
    let mut ys = positions(across.iter().map(|line| line.at).collect());
    // A side is open where several lines run on beyond the outermost line that crosses them.
    let open = |lines: &[Line], low: f32, high: f32| {
        let before: Vec<f32> = lines.iter().map(|line| line.from).filter(|&from| from < low - OVERHANG).collect();
        let after: Vec<f32> = lines.iter().map(|line| line.to).filter(|&to| to > high + OVERHANG).collect();
        let side = |ends: Vec<f32>, far: fn(f32, f32) -> f32| {
            (ends.len() >= 2).then(|| ends.iter().copied().reduce(far)).flatten()
        };
        (side(before, f32::min), side(after, f32::max))
    };
    let (left, right) = open(across, *xs.first()?, *xs.last()?);
    let (top, bottom) = open(down, *ys.first()?, *ys.last()?);
    let (open_left, open_right) = (left.is_some(), right.is_some());
    xs.splice(0..0, left);
    xs.extend(right);
    ys.splice(0..0, top);
    ys.extend(bottom);
    let (rows, columns) = (ys.len().checked_sub(1)?, xs.len().checked_sub(1)?);
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MOST_SLOTS {
        return None;
    }
    // walls_left[row][line]: the grid line is ruled beside that row; walls_above[line][column] likewise.
    let mut beside = vec![false; rows * xs.len()];
    for line in down {
        let at = nearest(&xs, line.at);
        for row in covered(&ys, line) {
            beside[row * xs.len() + at] = true;
        }
    }
    let mut above = vec![false; ys.len() * columns];
    for line in across {
        let at = nearest(&ys, line.at);
        for column in covered(&xs, line) {
            above[at * columns + column] = true;
        }
    }
    // Virtual sides close what is open.
    for row in 0..rows {
        beside[row * xs.len()] |= open_left;
        beside[row * xs.len() + columns] |= open_right;
    }
    let regions = regions(rows, columns, &beside, &above);
    let mut frame =
        Frame { xs, ys, cells: regions, open_top: top.is_some(), open_bottom: bottom.is_some(), slots: Vec::new() };
    compress(&mut frame);
    Some(frame)
}

/// Indices of the intervals between positions that a line covers for the most part.
fn covered(positions: &[f32], line: &Line) -> impl Iterator<Item = usize> {
    let first = positions.partition_point(|&position| position < line.from - SNAP).saturating_sub(1);
    positions[first..]
        .windows(2)
        .enumerate()
        .take_while(|(_, pair)| pair[0] < line.to)
        .filter(|(_, pair)| line.to.min(pair[1]) - line.from.max(pair[0]) >= WALL * (pair[1] - pair[0]))
        .map(move |(offset, _)| first + offset)
        .collect::<Vec<_>>()
        .into_iter()
}

/// Areas of slots without walls between them, cut into rectangles.
fn regions(rows: usize, columns: usize, beside: &[bool], above: &[bool]) -> Vec<Region> {
    let mut areas = Groups::new(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let slot = row * columns + column;
            if column > 0 && !beside[row * (columns + 1) + column] {
                areas.unite(slot, slot - 1);
            }
            if row > 0 && !above[row * columns + column] {
                areas.unite(slot, slot - columns);
            }
        }
    }
    // Runs of one area within a row; a run below an equal run of the same area goes on with it.
    let mut out: Vec<Region> = Vec::new();
    let mut growing: Vec<(usize, usize)> = Vec::new();
    for row in 0..rows {
        let mut next = Vec::new();
        let mut column = 0;
        while column < columns {
            let area = areas.of(row * columns + column);
            let left = column;
            while column < columns && areas.of(row * columns + column) == area {
                column += 1;
            }
            let known = growing.iter().find(|&&(known, index)| {
                known == area && out[index].left == left && out[index].right == column && !above[row * columns + left]
            });
            match known {
                Some(&(_, index)) => {
                    out[index].bottom = row + 1;
                    next.push((area, index));
                }
                None => {
                    next.push((area, out.len()));
                    out.push(Region { top: row, left, bottom: row + 1, right: column });
                }
            }
        }
        growing = next;
    }
    out
}

/// Drops grid lines at which no cell begins (underlines inside a cell leave such) and lays out the slots.
fn compress(frame: &mut Frame) {
    let keep = |count: usize, starts: &dyn Fn(&Region) -> usize| {
        let mut used = vec![false; count];
        for cell in &frame.cells {
            used[starts(cell)] = true;
        }
        // The last grid line closes the table.
        used[count - 1] = true;
        let mut index = vec![0; count];
        let mut next = 0;
        for (old, &used) in used.iter().enumerate() {
            index[old] = next;
            next += usize::from(used);
        }
        (used, index)
    };
    let (used_x, index_x) = keep(frame.xs.len(), &|cell| cell.left);
    let (used_y, index_y) = keep(frame.ys.len(), &|cell| cell.top);
    let retain = |values: &mut Vec<f32>, used: &[bool]| {
        let mut at = 0;
        values.retain(|_| {
            at += 1;
            used[at - 1]
        });
    };
    retain(&mut frame.xs, &used_x);
    retain(&mut frame.ys, &used_y);
    for cell in &mut frame.cells {
        *cell = Region {
            top: index_y[cell.top],
            left: index_x[cell.left],
            bottom: index_y[cell.bottom],
            right: index_x[cell.right],
        };
    }
    frame.cells.sort_by_key(|cell| (cell.top, cell.left));
    let columns = frame.xs.len() - 1;
    frame.slots = vec![0; columns * (frame.ys.len() - 1)];
    for (index, cell) in frame.cells.iter().enumerate() {
        for row in cell.top..cell.bottom {
            frame.slots[row * columns + cell.left..row * columns + cell.right].fill(index as u32);
        }
    }
}
