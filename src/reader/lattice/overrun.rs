//! Glyphs and frames of a page come in; the cells go out whose numbers run over their borders. Some writers draw each
//! digit by itself, and let a number that is wider than its cell run on into the next one: by their places its digits
//! belong to several cells, and none of them holds a number that is known.

use super::frame::Frame;
use super::glyph::{Bounds, Direction, Glyph};
use super::text;

/// Two digits side by side may be those of two cells; more are a number.
const FEWEST: usize = 3;
/// Spaces between the digits of one number differ by no more ems; those of numbers that fill their cells do.
const EVEN: f32 = 0.02;
/// What stands as far beyond its cell, as a part of its width, crosses the border.
const BEYOND: f32 = 0.1;

/// For each frame the indices of its cells over whose borders a number runs.
pub(super) fn cells(glyphs: &[Glyph], frames: &[Frame], area: &Bounds) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); frames.len()];
    if frames.is_empty() {
        return out;
    }
    let level = |left: &Glyph, right: &Glyph| {
        left.direction == Direction::Right && right.direction == Direction::Right && left.size == right.size
    };
    let mut start = 0;
    while start < glyphs.len() {
        let length = text::even_length(&glyphs[start..], text::DIGIT_GAP, level).max(1);
        let number = &glyphs[start..start + length];
        start += length;
        let (first, last) = (&number[0], &number[number.len() - 1]);
        // What one operation drew stays together.
        if number.len() < FEWEST || first.run == last.run {
            continue;
        }
        for (frame, torn) in frames.iter().zip(&mut out) {
            let place = |glyph: &Glyph| {
                let (x, y) = glyph.bounds.center();
                frame.cell_at((x.clamp(area.x0, area.x1), y.clamp(area.y0, area.y1)))
            };
            let crosses = |glyph: &Glyph| {
                let cell = place(glyph).and_then(|at| frame.cells.get(at)).map(|region| frame.cell_bounds(region));
                let (Bounds { x0, x1, .. }, rim) = (glyph.bounds, BEYOND * glyph.bounds.width());
                cell.is_some_and(|cell| x0 < cell.x0 - rim || x1 > cell.x1 + rim)
            };
            if place(first) != place(last) && (is_even(number) || number.iter().any(crosses)) {
                torn.extend(number.iter().filter_map(place));
            }
        }
    }
    out
}

/// Whether nothing tells the digits apart by the spaces between them.
fn is_even(number: &[Glyph]) -> bool {
    let spaces = || number.windows(2).map(|pair| pair[1].bounds.x0 - pair[0].bounds.x1);
    spaces().fold(f32::MIN, f32::max) - spaces().fold(f32::MAX, f32::min) <= EVEN * number[0].size
}
