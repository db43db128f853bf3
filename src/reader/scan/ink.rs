//! Lines of text in a box: the ink of a page comes in; boxes of its lines, from top to bottom, go out.

use super::component::Components;
use super::raster::{Mask, Raster};

/// Rows of ink at least this high, in inches, tell how high characters are.
const TALL: f32 = 0.075;
/// Characters are this high, in inches, where nothing tells.
const USUAL: f32 = 0.13;
/// Lower lines than this, in inches, are specks.
const LOWEST: f32 = 0.03;

/// Left, top, right, bottom in pixels; the latter two one past the last.
pub(super) type Box = [usize; 4];

/// Ink without its specks.
pub(super) fn without_specks(ink: Mask, dpi: f32) -> Mask {
    let least = ((dpi / 200.0).powi(2) * 5.0).max(3.0);
    Components::of(&ink).keep(ink, |component| component.area as f32 >= least)
}

/// The lines of text in a box.
pub(super) fn lines(ink: &Mask, [x0, y0, x1, y1]: Box, dpi: f32) -> Vec<Box> {
    let (x1, y1) = (x1.min(ink.width), y1.min(ink.height));
    if x0 >= x1 || y0 >= y1 {
        return Vec::new();
    }
    let part = |y: usize| &ink.row(y)[x0..x1];
    let mut runs: Vec<[usize; 2]> = Vec::new();
    for y in (y0..y1).filter(|&y| part(y).contains(&1)) {
        match runs.last_mut() {
            Some(run) if run[1] == y => run[1] = y + 1,
            _ => runs.push([y, y + 1]),
        }
    }
    let rows = rows(runs, dpi);
    rows.into_iter()
        .filter_map(|[top, bottom]| {
            let columns = || (top..bottom).map(part);
            let left = columns().filter_map(|row| row.iter().position(|&pixel| pixel == 1)).min()?;
            let right = columns().filter_map(|row| row.iter().rposition(|&pixel| pixel == 1)).max()? + 1;
            let area: usize = columns().map(|row| row.iter().filter(|&&pixel| pixel == 1).count()).sum();
            (area as f32 >= (dpi / 200.0).powi(2) * 9.0).then_some([x0 + left, top, x0 + right, bottom])
        })
        .collect()
}

/// Where a picture of a long line may be cut in two: in the middle of the widest gap that no character reaches into, not far
/// from the middle of the line. Within numbers and words of other scripts there are no such gaps; behind a mark there is one.
pub(super) fn gap(line: &Raster) -> Option<usize> {
    /// Narrower gaps than this, in parts of the height, may be within a character.
    const NARROWEST: f32 = 0.2;
    let darkest = |x: usize| (0..line.height).map(|y| line.row(y)[x]).min().unwrap_or(u8::MAX);
    let columns: Vec<u8> = (0..line.width).map(darkest).collect();
    let (low, high) = (line.data.iter().min()?, columns.iter().max()?);
    // Paper is never darker than half of the way to ink.
    let paper = low + (high - low) / 2;
    let (mut widest, mut start) = (0..0, None);
    let quarter = line.width / 4;
    for (x, column) in columns.iter().enumerate().take(line.width - quarter).skip(quarter) {
        match start {
            _ if *column <= paper => start = None,
            None => start = Some(x),
            Some(start) if x + 1 - start > widest.len() => widest = start..x + 1,
            Some(_) => {}
        }
    }
    let wide = widest.len() as f32 >= NARROWEST * line.height as f32;
    wide.then(|| (widest.start + widest.end) / 2)
}

/// Rows of ink as lines: parts of one character are put together, what is low beside a tall line is its tail.
fn rows(mut runs: Vec<[usize; 2]>, dpi: f32) -> Vec<[usize; 2]> {
    let height = |run: &[usize; 2]| (run[1] - run[0]) as f32;
    let mut tall: Vec<f32> = runs.iter().map(height).filter(|&height| height >= dpi * TALL).collect();
    tall.sort_by(f32::total_cmp);
    let usual = match tall.len() {
        0 => dpi * USUAL,
        count if count % 2 == 1 => tall[count / 2],
        count => (tall[count / 2 - 1] + tall[count / 2]) / 2.0,
    };
    let mut at = 0;
    while at + 1 < runs.len() {
        let (a, b) = (runs[at], runs[at + 1]);
        let gap = (b[0] - a[1]) as f32;
        let together = (b[1] - a[0]) as f32 <= usual * 1.25;
        let low = height(&a) < 0.6 * usual || height(&b) < 0.6 * usual;
        if together && (gap <= (0.12 * usual).max(2.0) || low && gap <= 0.45 * usual) {
            runs[at] = [a[0], b[1]];
            runs.remove(at + 1);
            // What was put together may now take in the one before.
            at = at.saturating_sub(1);
        } else {
            at += 1;
        }
    }
    let tallest = runs.iter().map(height).fold(0.0, f32::max);
    if tallest >= dpi * TALL {
        let is_tail = |run: &[usize; 2]| height(run) < 0.4 * tallest;
        let mut lines: Vec<[usize; 2]> = runs.iter().filter(|run| !is_tail(run)).copied().collect();
        for tail in runs.iter().filter(|run| is_tail(run)) {
            let apart = |line: &[usize; 2]| line[0].abs_diff(tail[1]).min(tail[0].abs_diff(line[1]));
            if let Some(line) = lines.iter_mut().min_by_key(|line| apart(line))
                && apart(line) as f32 <= 0.3 * tallest
            {
                *line = [line[0].min(tail[0]), line[1].max(tail[1])];
            }
        }
        runs = lines;
    }
    runs.retain(|run| height(run) >= dpi * LOWEST);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(rows: &[std::ops::Range<usize>]) -> Mask {
        let mut mask = Mask::filled(100, 200, 0);
        for row in rows {
            for y in row.clone() {
                mask.row_mut(y)[10..60].fill(1);
            }
        }
        mask
    }

    #[test]
    fn parts_of_characters_are_one_line_and_lines_are_not() {
        // 三 at 200 dpi: three strokes; below it a line of its own.
        let mask = page(&[20..24, 30..34, 42..47, 80..107]);
        assert_eq!(lines(&mask, [0, 0, 100, 200], 200.0), [[10, 20, 60, 47], [10, 80, 60, 107]]);
        assert_eq!(lines(&mask, [0, 110, 100, 200], 200.0), [[0; 4]; 0]);
    }

    #[test]
    fn a_long_line_is_cut_in_its_widest_gap_near_the_middle() {
        let mut line = Raster::filled(400, 40, 230);
        for (from, to) in [(0, 20), (60, 150), (156, 180), (196, 260), (269, 400)] {
            (8..32).for_each(|y| line.row_mut(y)[from..to].fill(40));
        }
        assert_eq!(gap(&line), Some(188));
        // No gap is wide; nothing but paper, and nothing at all.
        line.row_mut(20)[180..196].fill(40);
        assert_eq!(gap(&line), Some(264));
        line.row_mut(20).fill(40);
        assert_eq!(gap(&line), None);
        assert_eq!(gap(&Raster::default()), None);
    }

    #[test]
    fn specks_are_no_ink() {
        let mut mask = page(&[20..30, 30..45]);
        mask.row_mut(100)[50..52].fill(1);
        let clean = without_specks(mask, 200.0);
        assert_eq!((clean.row(100)[50], clean.row(30)[30]), (0, 1));
    }
}
