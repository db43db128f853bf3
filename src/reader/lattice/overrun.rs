//! Glyphs and frames of a page come in; the cells go out whose numbers run over their borders. Some writers draw each
//! digit by itself, and let a number that is wider than its cell run on into the next one: by their places its digits
//! belong to several cells, and none of them holds a number that is known.

use super::frame::Frame;
use super::glyph::{Bounds, Direction, Glyph};
use super::text;

/// Two digits side by side may be those of two cells; more are a number.
const FEWEST: usize = 3;
/// What one operation drew with as many digits is no number if it runs from one cell through another into a third.
const LONGEST: usize = 8;
/// Spaces between the digits of one number differ by no more ems; those of numbers that fill their cells do.
const EVEN: f32 = 0.02;
/// What stands as far beyond its cell, as a part of its width, crosses the border.
const BEYOND: f32 = 0.1;

/// Digits stand level within this part of their size, and those of two numbers lie on each other by at most so many ems.
const LEVEL: f32 = 0.2;
const NARROWEST: f32 = 2.0;

/// For each frame the indices of its cells over whose borders a number runs.
pub(super) fn cells(glyphs: &[Glyph], frames: &[Frame], area: &Bounds) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); frames.len()];
    if frames.is_empty() {
        return out;
    }
    let level = |left: &Glyph, right: &Glyph| {
        left.direction == Direction::Right && right.direction == Direction::Right && left.size == right.size
    };
    crossing(glyphs, frames, area, &mut out);
    let mut start = 0;
    while start < glyphs.len() {
        let length = text::even_length(&glyphs[start..], text::DIGIT_GAP, level).max(1);
        let number = &glyphs[start..start + length];
        start += length;
        let (first, last) = (&number[0], &number[number.len() - 1]);
        // What one operation drew stays together, as long as it may be one number.
        let together = first.run == last.run;
        if number.len() < FEWEST || (together && number.len() < LONGEST) {
            continue;
        }
        for (frame, torn) in frames.iter().zip(&mut out) {
            let place = |glyph: &Glyph| place(frame, area, glyph);
            let crosses = |glyph: &Glyph| crosses(frame, area, glyph);
            let through = || number.iter().map(place).any(|cell| cell != place(first) && cell != place(last));
            if place(first) != place(last)
                && (!together || through())
                && (is_even(number) || number.iter().any(crosses))
            {
                torn.extend(number.iter().filter_map(place));
            }
        }
    }
    out
}

/// Digits that were drawn by themselves across a border are those of a number that does, whatever runs into it.
fn crossing(glyphs: &[Glyph], frames: &[Frame], area: &Bounds, out: &mut [Vec<usize>]) {
    let mut start = 0;
    while start < glyphs.len() {
        let mut end = start + 1;
        while end < glyphs.len() && are_near(&glyphs[end - 1], &glyphs[end]) {
            end += 1;
        }
        let chain = &glyphs[start..end];
        start = end;
        if chain.len() < 2 || chain[0].run == chain[chain.len() - 1].run {
            continue;
        }
        let alone = |at: usize| {
            let other = |other: usize| chain.get(other).is_none_or(|other| other.run != chain[at].run);
            other(at + 1) && at.checked_sub(1).is_none_or(other)
        };
        for (frame, torn) in frames.iter().zip(&mut *out) {
            let over: Vec<bool> = (0..chain.len()).map(|at| alone(at) && crosses(frame, area, &chain[at])).collect();
            if !over.contains(&true) {
                continue;
            }
            let places: Vec<Option<usize>> = chain.iter().map(|glyph| place(frame, area, glyph)).collect();
            // Numbers end at a border that neither of two digits crosses.
            let mut from = 0;
            for to in 1..=chain.len() {
                if to == chain.len() || (places[to - 1] != places[to] && !over[to - 1] && !over[to]) {
                    if over[from..to].contains(&true) {
                        torn.extend(places[from..to].iter().flatten());
                    }
                    from = to;
                }
            }
        }
    }
}

/// Whether two digits, one drawn after the other, stand side by side or run into each other.
fn are_near(left: &Glyph, right: &Glyph) -> bool {
    let digit = |glyph: &Glyph| glyph.direction == Direction::Right && glyph.is_digit();
    let gap = (right.bounds.x0 - left.bounds.x1) / left.size.max(0.1);
    digit(left)
        && digit(right)
        && left.size == right.size
        && (left.bounds.y0 - right.bounds.y0).abs() < LEVEL * left.size
        && (-NARROWEST..=text::DIGIT_GAP).contains(&gap)
}

/// The cell of a frame in which a character stands, wherever the page ends.
fn place(frame: &Frame, area: &Bounds, glyph: &Glyph) -> Option<usize> {
    let (x, y) = glyph.bounds.center();
    frame.cell_at((x.clamp(area.x0, area.x1), y.clamp(area.y0, area.y1)))
}

/// Whether a character reaches over the border of its cell.
fn crosses(frame: &Frame, area: &Bounds, glyph: &Glyph) -> bool {
    let cell = place(frame, area, glyph).and_then(|at| frame.cells.get(at)).map(|region| frame.cell_bounds(region));
    let (Bounds { x0, x1, .. }, rim) = (glyph.bounds, BEYOND * glyph.bounds.width());
    cell.is_some_and(|cell| x0 < cell.x0 - rim || x1 > cell.x1 + rim)
}

/// Whether nothing tells the digits apart by the spaces between them.
fn is_even(number: &[Glyph]) -> bool {
    let spaces = || number.windows(2).map(|pair| pair[1].bounds.x0 - pair[0].bounds.x1);
    spaces().fold(f32::MIN, f32::max) - spaces().fold(f32::MAX, f32::min) <= EVEN * number[0].size
}
