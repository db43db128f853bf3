//! Ruling lines of a level page: masks of what runs along the rows and along the columns.
//!
//! Two ways to see a ruling. The strict one takes the ink of the page where it runs on for long enough. The faint one takes
//! what is a little darker than its surroundings once it is smoothed along the line; such a line must be far longer, and
//! [`super::table`] holds it only where its ends lie on others.

use super::component::Components;
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
/// Share of ink on both sides of a stroke from which it is part of what is written.
const WRITTEN: f32 = 0.3;
/// Share of the light around that a faint ruling lacks.
const FAINTNESS: f32 = 0.045;

/// What runs along the rows and along the columns of a page.
pub(super) struct Rulings {
    /// Along the rows.
    pub across: Mask,
    /// Along the columns, as rows of the page turned over its diagonal.
    pub down: Mask,
    /// All ink of the page, and all of the turned page.
    pub ink: (Mask, Mask),
}

impl Rulings {
    /// The rulings of a page from its grey values and its ink.
    pub fn of(grey: &Raster, ink: &Mask, dpi: f32) -> Self {
        let turned = ink.turned();
        Self {
            across: along(grey, ink, [STRICT.0, FAINT.0, LONG.0], dpi),
            down: along(&grey.turned(), &turned, [STRICT.1, FAINT.1, LONG.1], dpi),
            ink: (ink.clone(), turned),
        }
    }

    /// All of them in the page's own rows and columns.
    pub fn all(&self) -> Mask {
        self.down.turned().or(&self.across)
    }
}

fn along(grey: &Raster, ink: &Mask, [strict, faint, long]: [f32; 3], dpi: f32) -> Mask {
    let pixels = |inches: f32, least: usize| ((inches * dpi) as usize).max(least);
    let strict = long_runs(&grown_down(ink), pixels(GAPS.0, 3), pixels(strict, 1));
    let pale = long_runs(&grown_down(&pale(grey, dpi)), pixels(GAPS.1, 2), pixels(faint, 1));
    let both = strict.or(&pale);
    let blobs = thick(&both, pixels(THICKEST, 2));
    unwritten(&both.without(&blobs), ink, long, dpi)
}

/// Without strokes of characters in a row: what is written goes on above and below them, a ruling lies by itself.
fn unwritten(rulings: &Mask, ink: &Mask, long: f32, dpi: f32) -> Mask {
    let reach = ((dpi * BESIDE) as u32).max(2);
    Components::of(rulings).mask(rulings.width, rulings.height, |stroke| {
        let [x0, y0, x1, y1] = stroke.bounds;
        if stroke.width() as f32 >= long * dpi {
            return true;
        }
        let row = |y: u32| ink.row(y as usize)[x0 as usize..x1 as usize].iter().filter(|&&pixel| pixel == 1).count();
        let above = y0.checked_sub(reach).map_or(0, row);
        let below = Some(y1 - 1 + reach).filter(|&y| (y as usize) < ink.height).map_or(0, row);
        (above + below) as f32 <= 2.0 * WRITTEN * stroke.width() as f32
    })
}

/// Where the page, smoothed along its rows, is darker than its surroundings by a little and by more than its noise.
fn pale(grey: &Raster, dpi: f32) -> Mask {
    let reach = (((dpi * 0.025) as usize).max(3) - 1) / 2;
    // Sixteenths of a grey value.
    let mut smooth = vec![0_u16; grey.data.len()];
    windows(grey, reach, 0, |y, sums, _, counts| {
        for (x, value) in smooth[y * grey.width..(y + 1) * grey.width].iter_mut().enumerate() {
            *value = (sums[x] * 16 / counts[x]) as u16;
        }
    });
    let noise = 4.0 * noise(&smooth, grey.width, grey.height);
    let mut out = Mask::filled(grey.width, grey.height, 0);
    windows(grey, (dpi * 0.125) as usize, (dpi * 0.125) as usize, |y, sums, _, counts| {
        let from = &smooth[y * grey.width..(y + 1) * grey.width];
        for (x, pixel) in out.row_mut(y).iter_mut().enumerate() {
            let mean = sums[x] as f32 / counts[x] as f32;
            *pixel = u8::from(f32::from(from[x]) / 16.0 < mean - (FAINTNESS * mean).max(noise));
        }
    });
    out
}

/// Usual difference of a value from the mean of itself and those above and below.
fn noise(smooth: &[u16], width: usize, height: usize) -> f32 {
    let mut differences: Vec<u32> = Vec::new();
    for y in (5..height.saturating_sub(1)).step_by(5) {
        for x in (0..width).step_by(5) {
            let at = |y: usize| i32::from(smooth[y * width + x]);
            differences.push((3 * at(y) - at(y - 1) - at(y) - at(y + 1)).unsigned_abs());
        }
    }
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
        let found = Rulings::of(&grey, &ink, 200.0);
        assert!(found.across.row(20)[60..140].iter().all(|&pixel| pixel == 1));
        assert!(!found.across.row(70).contains(&1));
    }
}
