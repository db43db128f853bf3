//! Ruling lines of a level page: masks of what runs along the rows and along the columns.
//!
//! Two ways to see a ruling. The strict one takes the ink of the page where it runs on for long enough. The faint one takes
//! what is a little darker than what lies above and below once it is smoothed along the line, and paler than what is
//! written; it must be far longer, or begin and end on others. A row of strokes of characters has ink on both sides.

use std::collections::VecDeque;

use super::component::{Components, Packed};
use super::raster::{Mask, Raster, grown_down, long_runs, thick, windows};

/// Shortest strict rulings, in inches: along rows, along columns.
const STRICT: (f32, f32) = (0.28, 0.20);
/// Shortest faint rulings, in inches.
const FAINT: (f32, f32) = (0.75, 0.42);
/// Gaps of strict and of faint rulings that are closed, in inches.
const GAPS: (f32, f32) = (0.03, 0.012);
/// What is thicker than this, in inches, is no ruling.
const THICKEST: f32 = 0.05;
/// Rulings this long, in inches, are no strokes of characters in a row.
const LONG: (f32, f32) = (1.1, 0.7);
/// So far from a ruling, in inches, is the paper bare, or what is written beside it begins.
const BESIDE: f32 = 0.02;
/// Share of ink on a side of a stroke from which it is part of what is written.
const WRITTEN: f32 = 0.3;
/// Share of ink on either side of a long stroke from which it is part of what is written.
const AMID: f32 = 0.15;
/// Rows of a ruling with what it was grown by; strokes that happen to lie in a row have fewer in common.
const THINNEST: f32 = 2.2;
/// Share of the light above and below that a faint ruling lacks.
const FAINTNESS: f32 = 0.045;
/// So near, in inches, are the ends of a short faint ruling to those that cross it.
const TOUCHES: f32 = 0.02;
/// Shorter faint strokes than this, in inches, are nothing.
const SHORTEST: f32 = 0.05;
/// Share of a short faint ruling that may be ink.
const INKED: f32 = 0.6;
/// Share of the strokes of what is written that are no darker than they usually are.
const USUAL: f32 = 0.75;
/// Share of that darkness up to which a stroke may be a faint ruling.
const PALER: f32 = 0.6;
/// So far above and below a faint ruling it is lighter, in inches.
const ASIDE: f32 = 0.025;
/// Faint rulings are smoothed along them over so much, in inches.
const SMOOTH: f32 = 0.05;

/// What runs along the rows and along the columns of a page.
pub(super) struct Rulings {
    /// Along the rows.
    pub across: Mask,
    /// Along the columns, as rows of the page turned over its diagonal.
    pub down: Mask,
}

impl Rulings {
    /// The rulings of a page from its grey values and its ink.
    /// They are turned for it and turned back, so that there is one of each at a time, and what was found is packed
    /// while something else is sought.
    pub fn of(grey: &mut Raster, ink: &mut Mask, dpi: f32) -> Self {
        let (across, short_across) = along(grey, ink, [STRICT.0, FAINT.0, LONG.0], dpi);
        let across = Packed::of(across);
        *grey = grey.turned();
        *ink = ink.turned();
        let (down, short_down) = along(grey, ink, [STRICT.1, FAINT.1, LONG.1], dpi);
        let down_held = Packed::of(between(&short_down, [&down, &across.mask().turned()], ink, dpi));
        let down = Packed::of(down);
        *grey = grey.turned();
        *ink = ink.turned();
        let across = {
            let across = across.mask();
            let held = between(&short_across, [&across, &down.mask().turned()], ink, dpi);
            across.or(&held)
        };
        Self { across, down: down_held.onto(down.mask()) }
    }

    /// All of them in the page's own rows and columns.
    pub fn all(self) -> Mask {
        let Self { mut across, down } = self;
        for x in 0..down.height {
            let places = down.row(x).iter().enumerate().filter(|(_, pixel)| **pixel == 1);
            places.for_each(|(y, _)| across.row_mut(y)[x] = 1);
        }
        across
    }
}

/// What is long enough to be a ruling, and what is faint and too short unless it lies between others.
fn along(grey: &Raster, ink: &Mask, [strict, faint, long]: [f32; 3], dpi: f32) -> (Mask, Components) {
    let pixels = |inches: f32, least: usize| ((inches * dpi) as usize).max(least);
    let sure = long_runs(grown_down(ink.clone(), 1), pixels(GAPS.0, 3), pixels(strict, 1));
    // Beside a ruling that is sure, nothing pale goes on into what is written behind its end.
    let pale = paler(ridges(grey, dpi), ink, &sure).without(&grown_down(sure.clone(), 2));
    let short = long_runs(grown_down(pale, 1), pixels(GAPS.1, 2), pixels(SHORTEST, 2));
    let both = sure.or(&long_runs(short.clone(), 1, pixels(faint, 1)));
    let blobs = thick(&both, pixels(THICKEST, 2));
    let (both, short) = (both.without(&blobs), short.without(&blobs));
    drop(blobs);
    let short = Components::of(&unwritten(short, ink, long, dpi));
    (unwritten(both, ink, long, dpi), short)
}

/// What is paler than ink, and begins and ends on rulings that it goes on or that cross it.
fn between(short: &Components, others: [&Mask; 2], ink: &Mask, dpi: f32) -> Mask {
    let near = ((dpi * TOUCHES) as u32).max(2);
    short.mask(ink.width, ink.height, |stroke| {
        let [x0, y0, x1, y1] = stroke.bounds;
        let rows = (y0 as usize, y1 as usize);
        let ends_at = |x: u32| {
            let (left, right) = (x.saturating_sub(near) as usize, (x + near) as usize);
            others.iter().any(|other| other.any((left, rows.0), (right, rows.1)))
        };
        let inked = || (x0 as usize..x1 as usize).filter(|&x| ink.any((x, rows.0), (x + 1, rows.1))).count();
        ends_at(x0) && ends_at(x1) && inked() as f32 <= INKED * stroke.width() as f32
    })
}

/// Without strokes of characters in a row: what is written goes on above and below them, a ruling lies by itself.
fn unwritten(rulings: Mask, ink: &Mask, long: f32, dpi: f32) -> Mask {
    let reach = ((dpi * BESIDE) as u32).max(2);
    Components::of(&rulings).keep(rulings, |stroke| {
        let [x0, y0, x1, y1] = stroke.bounds;
        let row = |y: u32| ink.row(y as usize)[x0 as usize..x1 as usize].iter().filter(|&&pixel| pixel == 1).count();
        let width = stroke.width() as f32;
        let above = y0.checked_sub(reach).map_or(0, row) as f32 / width;
        let below = Some(y1 - 1 + reach).filter(|&y| (y as usize) < ink.height).map_or(0, row) as f32 / width;
        let thick = stroke.area as f32 >= THINNEST * width;
        let long = width >= long * dpi;
        if long { above.min(below) <= AMID } else { thick && above.max(below) <= WRITTEN }
    })
}

/// Where the page, smoothed along its rows, is darker than what lies above and below by more than its noise: by which share,
/// in parts of 255. A ruling is thin: a row of what is written is as dark above or below, wherever its strokes are upright.
fn ridges(grey: &Raster, dpi: f32) -> Raster {
    let noise = 64.0 * noise(grey, dpi);
    let mut out = Raster::filled(grey.width, grey.height, 0);
    let aside = ((dpi * ASIDE) as usize).max(2);
    smoothed_rows(grey, dpi, 2 * aside + 1, |y, rows| {
        let sides = rows[0].iter().zip(&rows[2 * aside]);
        for ((pixel, &own), (&above, &below)) in out.row_mut(y - aside).iter_mut().zip(&rows[aside]).zip(sides) {
            let side = f32::from(above.min(below));
            let depth = side - f32::from(own);
            if depth > (FAINTNESS * side).max(noise) {
                *pixel = (depth / side * 255.0) as u8;
            }
        }
    });
    out
}

/// The rows of a page smoothed along themselves, in sixteenths of a grey value: `each` gets the number of a row, and it
/// with those before it, `count` of them.
fn smoothed_rows(grey: &Raster, dpi: f32, count: usize, mut each: impl FnMut(usize, &VecDeque<Vec<u16>>)) {
    let reach = ((dpi * SMOOTH / 2.0) as usize).max(1);
    let mut rows = VecDeque::with_capacity(count);
    windows(grey, reach, 0, |y, sums, _, counts| {
        // The oldest row makes place for the newest.
        let mut row = if rows.len() == count { rows.pop_front().unwrap_or_default() } else { Vec::new() };
        row.clear();
        row.extend(sums.iter().zip(counts).map(|(sum, count)| (sum * 16 / count) as u16));
        rows.push_back(row);
        if rows.len() == count {
            each(y, &rows);
        }
    });
}

/// Ridges without strokes of what is written: those are as dark as the page's ink.
fn paler(mut ridges: Raster, ink: &Mask, rulings: &Mask) -> Mask {
    let is_stroke = |depth: u8, ink: u8, ruling: u8| ink == 1 && ruling == 0 && depth > 0;
    let mut counts = [0_usize; 256];
    for ((&depth, &ink), &ruling) in ridges.data.iter().zip(&ink.data).zip(&rulings.data) {
        counts[usize::from(depth)] += usize::from(is_stroke(depth, ink, ruling));
    }
    let all: usize = counts.iter().sum();
    let mut rest = (all as f32 * (1.0 - USUAL)) as usize;
    let usual = (1..256).rev().find(|&depth| {
        let found = counts[depth] > rest;
        rest = rest.saturating_sub(counts[depth]);
        found
    });
    let limit = usual.map_or(255.0, |depth| depth as f32 * PALER);
    for ((depth, &ink), &ruling) in ridges.data.iter_mut().zip(&ink.data).zip(&rulings.data) {
        *depth = u8::from(*depth > 0 && !(is_stroke(*depth, ink, ruling) && f32::from(*depth) > limit));
    }
    ridges
}

/// Usual difference of a smoothed value from the mean of itself and those above and below.
fn noise(grey: &Raster, dpi: f32) -> f32 {
    let mut differences: Vec<u32> = Vec::new();
    smoothed_rows(grey, dpi, 3, |y, rows| {
        if (y - 1) % 5 == 0 && y > 1 {
            for x in (0..grey.width).step_by(5) {
                let at = |row: usize| i32::from(rows[row][x]);
                differences.push((3 * at(1) - at(0) - at(1) - at(2)).unsigned_abs());
            }
        }
    });
    if differences.is_empty() {
        return 0.0;
    }
    let middle = differences.len() / 2;
    let (_, median, _) = differences.select_nth_unstable(middle);
    1.4826 * *median as f32 / 48.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_of_characters_in_a_row_are_no_ruling() {
        let mut ink = Mask::filled(400, 120, 0);
        // A ruling by itself, and the crossbars of three characters with what else is written around them.
        ink.row_mut(20)[50..150].fill(1);
        for left in [50, 84, 118] {
            ink.row_mut(70)[left..left + 32].fill(1);
            for y in 56..86 {
                (left..left + 32).filter(|x| (x - left) % 12 < 5).for_each(|x| ink.row_mut(y)[x] = 1);
            }
        }
        let grey = Raster { data: ink.data.iter().map(|&pixel| 255 - 255 * pixel).collect(), ..ink };
        let found = Rulings::of(&mut grey.clone(), &mut ink.clone(), 200.0);
        assert!(found.across.row(20)[60..140].iter().all(|&pixel| pixel == 1));
        assert!(!found.across.row(70).contains(&1));
    }

    /// Two by two cells of faint rulings on paper that is not even; the one down the middle is so short that it must end
    /// on others, a stroke in the fourth cell ends in the open; under the table there is a row of what is written.
    fn faint() -> Raster {
        let mut grey = Raster::filled(500, 300, 0);
        let grain = |x: usize, y: usize| ((x * 7919 + y * 104_729 + x * y * 31) % 7) as u8;
        for y in 0..300 {
            for x in 0..500 {
                let ruled = (30..470).contains(&x) && [40, 41, 90, 91, 140, 141].contains(&y)
                    || (40..142).contains(&y) && [30, 31, 468, 469].contains(&x)
                    || (40..91).contains(&y) && [250, 251].contains(&x)
                    || (104..130).contains(&y) && [350, 351].contains(&x);
                let written =
                    (200..226).contains(&y) && (30..470).contains(&x) && (x % 30 < 4 || x % 30 < 24 && y % 8 < 3);
                let ink = if written {
                    180
                } else if ruled {
                    30
                } else {
                    0
                };
                grey.row_mut(y)[x] = 240 - ink + grain(x, y);
            }
        }
        grey
    }

    #[test]
    fn faint_rulings_are_long_or_lie_between_others() {
        let grey = faint();
        let ink = super::super::raster::below(&grey, 150);
        let found = Rulings::of(&mut grey.clone(), &mut ink.clone(), 200.0);
        let ruled = |mask: &Mask, at: usize, from: usize, to: usize| {
            (from..to).filter(|&x| (at - 1..at + 3).any(|y| mask.row(y)[x] == 1)).count()
        };
        for y in [40, 90, 140] {
            assert!(ruled(&found.across, y, 30, 470) > 420, "{y}");
        }
        for x in [30, 468] {
            assert!(ruled(&found.down, x, 40, 142) > 90, "{x}");
        }
        assert!(ruled(&found.down, 250, 40, 91) > 44);
        assert_eq!(ruled(&found.down, 350, 94, 136), 0);
        assert_eq!((190..236).filter(|&y| found.across.row(y).contains(&1)).count(), 0);
        // Nothing, and next to nothing.
        let blank = Raster::filled(500, 300, 240);
        assert!(!Rulings::of(&mut blank.clone(), &mut Mask::filled(500, 300, 0), 200.0).all().data.contains(&1));
        let tiny = Rulings::of(&mut Raster::filled(3, 2, 9), &mut Mask::filled(3, 2, 1), 200.0);
        assert_eq!(tiny.all().data, [0; 6]);
    }
}
