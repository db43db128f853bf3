//! Whether a page lies on a side: its ink without rulings comes in.
//!
//! Characters of a line stand closer than lines do, so that lines become bars once small gaps are closed. What a recogniser
//! says does not tell: it reads characters that lie on their left side as well, because columns of text are given to it so.

use super::component::Components;
use super::raster::{Mask, long_runs};

/// Gaps between characters of a line, in inches.
const GAP: f32 = 0.03;
/// Thickness of bars that are lines, in inches.
const THICKNESS: std::ops::Range<f32> = 0.05..0.4;
/// Bars are longer than this many times their thickness: parts of one character are not.
const LONG: f32 = 4.0;
/// So many times longer must the bars down the page be together.
const CLEARLY: f32 = 1.5;

/// Whether the lines of a page run down it.
pub(super) fn lies_on_a_side(ink: &Mask, dpi: f32) -> bool {
    let gap = ((dpi * GAP) as usize).max(2);
    let closed = long_runs(long_runs(ink.clone(), gap, 1).turned(), gap, 1).turned();
    let (mut across, mut down) = (0.0, 0.0);
    for bar in Components::of(&closed).all {
        let (width, height) = (bar.width() as f32, bar.height() as f32);
        if width > LONG * height && THICKNESS.contains(&(height / dpi)) {
            across += width;
        } else if height > LONG * width && THICKNESS.contains(&(width / dpi)) {
            down += height;
        }
    }
    down > CLEARLY * across
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_run_across_or_down() {
        let mut page = Mask::filled(600, 400, 0);
        for line in 0..5 {
            for character in 0..12 {
                for y in 0..22 {
                    let (left, top) = (40 + character * 26, 40 + line * 60);
                    page.row_mut(top + y)[left..left + 22].fill(1);
                }
            }
        }
        assert!(!lies_on_a_side(&page, 200.0));
        assert!(lies_on_a_side(&page.turned(), 200.0));
        assert!(!lies_on_a_side(&Mask::filled(10, 10, 0), 200.0));
    }
}
