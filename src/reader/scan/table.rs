//! Rulings come in; tables go out: grid lines in pixels, and the cells between them.
//!
//! A ruling ends on rulings that cross it; a stroke of a character that was taken for one ends in the open. A wall stands
//! where most of it is there. Cells without a wall between them are one, and it tells when it is no rectangle: then a
//! ruling was lost.

use super::component::{Component, Components};
use super::raster::{Mask, grown};
use super::ruling::Rulings;
use super::seal::Tint;
use crate::reader::lattice::Groups;

/// Smallest tables, in inches.
const SMALLEST: (f32, f32) = (1.0, 0.25);
/// Rulings of a cell at least this long, in inches, count as grid lines: across, down.
const SHORTEST: (f32, f32) = (0.25, 0.17);
/// Rulings this long, in inches, need not end on others.
const LONG: (f32, f32) = (1.1, 0.7);
/// How near an end must lie to the ruling that it ends on, in inches.
const MEETS: f32 = 0.07;
/// A gap in a broken ruling, in inches.
const BROKEN: f32 = 0.12;
/// Rulings this near are one grid line, in inches.
const SAME: f32 = 0.045;
/// Share of a wall that must be there.
const WALL: f32 = 0.6;
/// Share of a wall that must show ink where the rest of its grid line stands: a threshold breaks thin rulings into dots.
const DOTTED: f32 = 0.5;
/// Share of a grid line that must stand for dots on it to be a wall.
const STANDING: f32 = 0.5;
/// Share of ink beside a wall of dots from which it is something written.
const WRITTEN: f32 = 0.15;
/// So far beside, in inches.
const BESIDE: f32 = 0.03;
/// Share of a ruling that has the colour of a seal from which it may be part of one.
const COLORED: f32 = 0.4;
/// More grid lines than this are no table.
const MOST_LINES: usize = 400;
/// More strokes than this in one direction are a drawing.
const MOST_STROKES: usize = 4_000;

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TableCell {
    /// Left, top, right, bottom in pixels.
    pub bounds: [f32; 4],
    /// First row and column, one past the last row and column.
    pub slots: [usize; 4],
    /// It fills its box: no ruling is missing that would part it.
    pub whole: bool,
}

/// A ruled table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Left, top, right, bottom in pixels.
    pub bounds: [u32; 4],
    /// By row, then column.
    pub cells: Vec<TableCell>,
}

/// A ruling: where it lies on one axis, and from where to where on the other; its component.
#[derive(Debug, Clone, Copy)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
    component: u32,
    /// It has the colour of a seal.
    colored: bool,
}

impl Stroke {
    fn length(&self) -> f32 {
        self.to - self.from
    }
}

/// All rulings of a page, and its tables from top to bottom.
pub(super) fn tables(rulings: Rulings, ink: &Mask, tint: Option<Tint<'_>>, dpi: f32) -> (Mask, Vec<Table>) {
    let across = Seen::new(&rulings.across, ink, tint, false);
    let down = Seen::new(&rulings.down, ink, tint, true);
    let all = rulings.all();
    let frames = Components::of(&grown(all.clone()));
    let mut sorted: Vec<(Vec<Stroke>, Vec<Stroke>)> = vec![(Vec::new(), Vec::new()); frames.all.len()];
    let mut sort = |Seen { components, colored, is_down, .. }: &Seen<'_>| {
        let mut seen = vec![false; components.all.len()];
        for (run, &of) in components.runs.iter().zip(&components.of) {
            if std::mem::replace(&mut seen[of as usize], true) {
                continue;
            }
            let place = if *is_down { frames.at(run.y, run.x0) } else { frames.at(run.x0, run.y) };
            let Some(frame) = place.and_then(|frame| sorted.get_mut(frame as usize)) else { continue };
            let component = &components.all[of as usize];
            let stroke = Stroke {
                at: component.middle_row(),
                from: component.bounds[0] as f32,
                to: component.bounds[2] as f32,
                component: of,
                colored: colored[of as usize],
            };
            if *is_down { frame.1.push(stroke) } else { frame.0.push(stroke) }
        }
    };
    sort(&across);
    sort(&down);
    let mut tables: Vec<Table> = frames
        .all
        .iter()
        .zip(sorted)
        .filter(|(frame, _)| frame.width() as f32 >= dpi * SMALLEST.0 && frame.height() as f32 >= dpi * SMALLEST.1)
        .filter_map(|(frame, strokes)| table(frame.bounds, strokes, (&across, &down), dpi))
        .collect();
    tables.sort_by_key(|table| (table.bounds[1], table.bounds[0]));
    (all, tables)
}

fn table(
    bounds: [u32; 4],
    (across, down): (Vec<Stroke>, Vec<Stroke>),
    seen: (&Seen<'_>, &Seen<'_>),
    dpi: f32,
) -> Option<Table> {
    let [x0, y0, x1, y1] = bounds.map(|edge| edge as f32);
    let (width, height) = (x1 - x0, y1 - y0);
    if across.len() > MOST_STROKES || down.len() > MOST_STROKES {
        return None;
    }
    let (mut across, mut down) = held(across, down, [x0, y0, x1, y1], dpi);
    // The rim of a seal runs like a ruling for a while.
    let lasts = |stroke: &Stroke, shortest: f32, long: f32| {
        stroke.length() >= dpi * if stroke.colored { long } else { shortest }
    };
    across.retain(|stroke| lasts(stroke, SHORTEST.0, LONG.0));
    down.retain(|stroke| lasts(stroke, SHORTEST.1, LONG.1));
    let (ys, xs) = (lines(&across, dpi * SAME), lines(&down, dpi * SAME));
    // What a broken ruling has in all.
    let wide = ys.iter().filter(|line| line.1 >= 0.55 * width).count();
    let tall = xs.iter().filter(|line| line.1 >= 0.45 * height).count();
    if wide < 2 || tall < 2 {
        return None;
    }
    let places = |lines: Vec<(f32, f32)>| -> Vec<f32> { lines.into_iter().map(|line| line.0).collect() };
    let (ys, xs) = (places(ys), places(xs));
    if xs.len() < 2 || ys.len() < 2 || xs.len() > MOST_LINES || ys.len() > MOST_LINES {
        return None;
    }
    let above = Walls::new(seen.0, &across, &ys, (x0, x1), dpi);
    let beside = Walls::new(seen.1, &down, &xs, (y0, y1), dpi);
    Some(Table { bounds, cells: cells(&xs, &ys, &above, &beside, dpi) })
}

/// The strokes whose ends lie on crossing ones, unless too much would go.
fn held(across: Vec<Stroke>, down: Vec<Stroke>, [x0, y0, x1, y1]: [f32; 4], dpi: f32) -> (Vec<Stroke>, Vec<Stroke>) {
    let near = (dpi * MEETS).max(4.0);
    let on = |others: &[Stroke], at: f32, end: f32| {
        others.iter().any(|other| (other.at - end).abs() <= near && other.from - near <= at && at <= other.to + near)
    };
    // A broken ruling goes on behind a gap, at the same height.
    let (gap, level) = (dpi * BROKEN, (dpi * 0.012).max(2.0));
    let goes_on = |strokes: &[Stroke], at: f32, end: f32, other_end: fn(&Stroke) -> f32| {
        strokes
            .iter()
            .any(|other| (other.at - at).abs() <= level && (0.5..=gap).contains(&(other_end(other) - end).abs()))
    };
    let keep = |strokes: &[Stroke], others: &[Stroke], (low, high): (f32, f32), long: f32| -> Vec<Stroke> {
        let starts = |stroke: &Stroke| {
            stroke.from <= low + near
                || on(others, stroke.at, stroke.from)
                || goes_on(strokes, stroke.at, stroke.from, |other| other.to)
        };
        let stops = |stroke: &Stroke| {
            stroke.to >= high - near
                || on(others, stroke.at, stroke.to)
                || goes_on(strokes, stroke.at, stroke.to, |other| other.from)
        };
        let ends = |stroke: &&Stroke| stroke.length() >= dpi * long || starts(stroke) && stops(stroke);
        strokes.iter().filter(ends).copied().collect()
    };
    let (mut kept_across, mut kept_down) = (across.clone(), down.clone());
    for _ in 0..3 {
        let next_across = keep(&kept_across, &kept_down, (x0, x1), LONG.0);
        let next_down = keep(&kept_down, &kept_across, (y0, y1), LONG.1);
        let same = next_across.len() == kept_across.len() && next_down.len() == kept_down.len();
        (kept_across, kept_down) = (next_across, next_down);
        if same {
            break;
        }
    }
    let total = |strokes: &[Stroke]| strokes.iter().map(Stroke::length).sum::<f32>();
    let most = |kept: &[Stroke], all: &[Stroke]| total(kept) >= 0.7 * total(all);
    if most(&kept_across, &across) && most(&kept_down, &down) { (kept_across, kept_down) } else { (across, down) }
}

/// Grid lines: strokes that lie near each other are one, at their mean by length; and their length together.
fn lines(strokes: &[Stroke], tolerance: f32) -> Vec<(f32, f32)> {
    let mut places: Vec<(f32, f32)> = strokes.iter().map(|stroke| (stroke.at, stroke.length())).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<(f32, f32)> = Vec::new();
    for (at, weight) in places {
        match out.last_mut() {
            Some((sum, total)) if at - *sum / *total <= tolerance => {
                *sum += at * weight;
                *total += weight;
            }
            _ => out.push((at * weight, weight)),
        }
    }
    out.into_iter().map(|(sum, weight)| (sum / weight, weight)).collect()
}

/// What there is of rulings in one direction.
struct Seen<'a> {
    components: Components,
    /// Which of them have the colour of a seal.
    colored: Vec<bool>,
    /// All ink of the page.
    ink: &'a Mask,
    /// They run down the page.
    is_down: bool,
}

impl<'a> Seen<'a> {
    fn new(rulings: &Mask, ink: &'a Mask, tint: Option<Tint<'_>>, is_down: bool) -> Self {
        let components = Components::of(rulings);
        let mut counts = vec![0_u64; components.all.len()];
        if let Some(tint) = tint {
            for (run, &of) in components.runs.iter().zip(&components.of) {
                let places = (run.x0..run.x1).map(|x| (x as usize, run.y as usize));
                let is_tinted = |&(x, y): &(usize, usize)| if is_down { tint.at(y, x) } else { tint.at(x, y) };
                counts[of as usize] += places.filter(is_tinted).count() as u64;
            }
        }
        let share = |(count, ruling): (u64, &Component)| count as f32 >= COLORED * ruling.area as f32;
        let colored = counts.into_iter().zip(&components.all).map(share).collect();
        Self { components, colored, ink, is_down }
    }
}

/// Which pixels along each grid line are ruled.
struct Walls<'a> {
    lines: &'a [f32],
    ruled: Vec<Vec<bool>>,
    /// Which grid lines stand but for dots.
    standing: Vec<bool>,
    ink: &'a Mask,
    is_down: bool,
    start: f32,
    inset: f32,
    beside: f32,
}

impl<'a> Walls<'a> {
    fn new(seen: &Seen<'a>, strokes: &[Stroke], lines: &'a [f32], (from, to): (f32, f32), dpi: f32) -> Self {
        let components = &seen.components;
        let thickness = (dpi * 0.02).max(2.0);
        let mut kept = vec![false; components.all.len()];
        strokes.iter().for_each(|stroke| kept[stroke.component as usize] = true);
        let length = (to - from) as usize + 1;
        let mut ruled = vec![vec![false; length]; lines.len()];
        for (run, &of) in components.runs.iter().zip(&components.of) {
            if !kept[of as usize] {
                continue;
            }
            let y = run.y as f32;
            let first = lines.partition_point(|&line| line < y - thickness - 0.5);
            for (line, ruled) in lines.iter().zip(&mut ruled).skip(first) {
                if line.round() - thickness > y {
                    break;
                }
                let (start, end) = (run.x0 as f32 - from, run.x1 as f32 - from);
                let (start, end) = (start.max(0.0) as usize, (end.max(0.0) as usize).min(length));
                if start < end {
                    ruled[start..end].fill(true);
                }
            }
        }
        let beside = (dpi * BESIDE).max(thickness + 1.0);
        let standing = ruled.iter().map(|ruled| share(ruled) >= STANDING).collect();
        let Seen { ink, is_down, .. } = *seen;
        Self { lines, ruled, standing, ink, is_down, start: from, inset: thickness, beside }
    }

    /// Whether a grid line is a wall between two places along it.
    fn stands(&self, line: usize, from: f32, to: f32) -> bool {
        let inset = self.inset.min((to - from) / 4.0);
        let place = |at: f32| (at - self.start).round().max(0.0) as usize;
        let (start, end) = (place(from + inset), place(to - inset));
        let Some(part) = self.ruled.get(line).and_then(|ruled| ruled.get(start..end.max(start))) else { return true };
        part.is_empty() || share(part) >= WALL || self.standing[line] && self.is_dotted(line, from + inset, to - inset)
    }

    /// Whether there is ink along most of a part of a grid line, and next to none beside it.
    fn is_dotted(&self, line: usize, from: f32, to: f32) -> bool {
        let Mask { width, height, .. } = *self.ink;
        let (length, depth) = if self.is_down { (height, width) } else { (width, height) };
        let (from, to) = (from.round().max(0.0) as usize, (to.round().max(0.0) as usize).min(length));
        let at = self.lines[line].round();
        let is_ink = |along: usize, aside: usize| {
            let (x, y) = if self.is_down { (aside, along) } else { (along, aside) };
            self.ink.row(y)[x] == 1
        };
        // Share of the columns that have ink in some rows.
        let inked = |low: f32, high: f32| {
            let (low, high) = (low.max(0.0) as usize, (high.max(0.0) as usize + 1).min(depth));
            let columns = (from..to).filter(|&along| (low..high).any(|aside| is_ink(along, aside)));
            columns.count() as f32 / (to.saturating_sub(from)).max(1) as f32
        };
        let (near, far) = (self.inset - 1.0, self.beside);
        inked(at - near, at + near) >= DOTTED
            && inked(at - far, at - far) <= WRITTEN
            && inked(at + far, at + far) <= WRITTEN
    }
}

/// Share of places that are ruled.
fn share(part: &[bool]) -> f32 {
    part.iter().filter(|&&ruled| ruled).count() as f32 / part.len() as f32
}

/// Slots without walls between them, as the boxes around them.
fn cells(xs: &[f32], ys: &[f32], above: &Walls<'_>, beside: &Walls<'_>, dpi: f32) -> Vec<TableCell> {
    let (rows, columns) = (ys.len() - 1, xs.len() - 1);
    let mut areas = Groups::new(rows * columns);
    for row in 0..rows {
        for column in 0..columns {
            let slot = row * columns + column;
            if column + 1 < columns && !beside.stands(column + 1, ys[row], ys[row + 1]) {
                areas.unite(slot, slot + 1);
            }
            if row + 1 < rows && !above.stands(row + 1, xs[column], xs[column + 1]) {
                areas.unite(slot, slot + columns);
            }
        }
    }
    // Rows and columns of each group, and its number of slots.
    let mut groups: std::collections::BTreeMap<usize, ([usize; 4], usize)> = Default::default();
    for slot in 0..rows * columns {
        let (row, column) = (slot / columns, slot % columns);
        let (slots, count) = groups.entry(areas.of(slot)).or_insert(([row, column, row + 1, column + 1], 0));
        *slots = [slots[0].min(row), slots[1].min(column), slots[2].max(row + 1), slots[3].max(column + 1)];
        *count += 1;
    }
    let mut cells: Vec<TableCell> = groups
        .into_values()
        .map(|([top, left, bottom, right], count)| TableCell {
            bounds: [xs[left], ys[top], xs[right], ys[bottom]],
            slots: [top, left, bottom, right],
            whole: count == (bottom - top) * (right - left),
        })
        .filter(|cell| {
            let [x0, y0, x1, y1] = cell.bounds;
            x1 - x0 > dpi * 0.06 && y1 - y0 > dpi * 0.06
        })
        .collect();
    cells.sort_by_key(|cell| cell.slots);
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::scan::raster::Raster;

    /// Two rows of two cells at 200 dpi, the ruling between the columns interrupted from `gap` on for 20 pixels.
    fn cells_of(gap: usize) -> usize {
        let mut ink = Mask::filled(500, 500, 0);
        for y in [50, 250, 449] {
            ink.row_mut(y)[50..450].fill(1);
        }
        for y in 50..450 {
            [50, 250, 449]
                .into_iter()
                .filter(|&x| x != 250 || !(gap..gap + 20).contains(&y))
                .for_each(|x| ink.row_mut(y)[x] = 1);
        }
        let grey = Raster { data: ink.data.iter().map(|&pixel| 255 - 255 * pixel).collect(), ..ink };
        tables(Rulings::of(&mut grey.clone(), &mut ink.clone(), 200.0), &ink, None, 200.0)
            .1
            .iter()
            .map(|table| table.cells.len())
            .sum()
    }

    #[test]
    fn a_broken_ruling_parts_its_cells() {
        assert_eq!([cells_of(140), cells_of(330)], [4, 4]);
    }

    /// Three rows of two cells; of the ruling between the columns what `shown` says stands in the third row.
    fn cells_where(shown: impl Fn(usize, usize) -> bool) -> usize {
        let mut ink = Mask::filled(500, 420, 0);
        for y in [50, 150, 250, 350] {
            ink.row_mut(y)[50..450].fill(1);
        }
        for y in 50..350 {
            for x in 50..450 {
                let ruled = matches!(x, 50 | 449) || x == 250 && y < 250;
                if ruled || y > 252 && y < 348 && shown(x, y) {
                    ink.row_mut(y)[x] = 1;
                }
            }
        }
        let grey = Raster { data: ink.data.iter().map(|&pixel| 255 - 255 * pixel).collect(), ..ink };
        tables(Rulings::of(&mut grey.clone(), &mut ink.clone(), 200.0), &ink, None, 200.0)
            .1
            .iter()
            .map(|table| table.cells.len())
            .sum()
    }

    #[test]
    fn dots_on_a_grid_line_are_a_wall_and_writing_across_it_is_none() {
        assert_eq!(cells_where(|_, _| false), 5);
        assert_eq!(cells_where(|x, y| x == 250 && y % 20 < 12), 6);
        // The same dots, thick as what is written in a cell of two columns.
        assert_eq!(cells_where(|x, y| (240..262).contains(&x) && y % 20 < 12), 5);
    }

    #[test]
    fn the_rim_of_a_seal_is_no_wall() {
        let mut ink = Mask::filled(500, 300, 0);
        [50, 150, 249].into_iter().for_each(|y| ink.row_mut(y)[50..450].fill(1));
        for y in 50..250 {
            let rim = (y > 150).then_some(300);
            [Some(50), Some(250), Some(449), rim].into_iter().flatten().for_each(|x| ink.row_mut(y)[x] = 1);
        }
        let grey = Raster { data: ink.data.iter().map(|&pixel| 255 - 200 * pixel).collect(), ..ink };
        let mut deep = grey.clone();
        (150..250).for_each(|y| deep.row_mut(y)[298..303].fill(0));
        let cells =
            |tint| tables(Rulings::of(&mut grey.clone(), &mut ink.clone(), 200.0), &ink, tint, 200.0).1[0].cells.len();
        assert_eq!(cells(None), 5);
        assert_eq!(cells(Some(Tint { light: &grey, deep: &deep })), 4);
    }

    #[test]
    fn more_strokes_than_a_table_has_are_none() {
        let mut ink = Mask::filled(220, 16_400, 0);
        for y in (0..16_400).step_by(4) {
            ink.row_mut(y)[5..215].fill(1);
        }
        for y in 0..16_400 {
            [5, 214].into_iter().for_each(|x| ink.row_mut(y)[x] = 1);
        }
        let grey = Raster { data: ink.data.iter().map(|&pixel| 255 - 255 * pixel).collect(), ..ink };
        assert_eq!(tables(Rulings::of(&mut grey.clone(), &mut ink.clone(), 200.0), &ink, None, 200.0).1, []);
    }
}
