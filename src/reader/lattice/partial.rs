//! Characters of a page come in, and which of them are gone: covered by what was painted over them, or struck out. Where
//! a part of a number is gone, no part of it is taken for the whole: its other digits become [`UNKNOWN`].

use super::cut::{UNKNOWN, is_sign};
use super::glyph::{Bounds, Glyph};

/// Digits of one number differ in height by no more than this part of their size.
const LEVEL: f32 = 0.2;
/// Spaces between the digits of one number, in ems: digits may overlap a little.
const SPACE: (f32, f32) = (-0.3, 0.6);
/// No number is longer.
const MOST_DIGITS: usize = 40;
/// Digits looked at beside one; a line has fewer.
const MOST_BESIDE: usize = 400;

/// Marks what is left of the numbers of which the digits at `gone` are no more. `with` tells whether a digit belongs
/// to what the gone one (by its place in `gone`) was drawn with.
pub(super) fn mark(glyphs: &mut [Glyph], gone: &[usize], with: impl Fn(usize, &Glyph) -> bool) {
    if gone.is_empty() {
        return;
    }
    let mut heights: Vec<(f32, usize)> =
        (0..glyphs.len()).filter(|&at| is_part(&glyphs[at])).map(|at| (level(&glyphs[at]).y0, at)).collect();
    heights.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut is_gone = vec![false; glyphs.len()];
    gone.iter().for_each(|&at| is_gone[at] = true);
    let mut left = vec![false; glyphs.len()];
    for (place, &start) in gone.iter().enumerate() {
        if !is_part(&glyphs[start]) {
            continue;
        }
        for forward in [false, true] {
            let mut last = start;
            for _ in 0..MOST_DIGITS {
                let next = beside(glyphs, &heights, last, forward);
                let Some(next) = next.filter(|&next| with(place, &glyphs[next])) else { break };
                // What lies behind another gone digit is found from there.
                if is_gone[next] || left[next] {
                    break;
                }
                left[next] = true;
                last = next;
            }
        }
    }
    glyphs.iter_mut().zip(left).filter(|(_, left)| *left).for_each(|(glyph, _)| glyph.character = UNKNOWN);
}

/// Whether a character may be a part of a number.
fn is_part(glyph: &Glyph) -> bool {
    glyph.is_digit() || matches!(glyph.character, '.' | ',') || is_sign(glyph)
}

/// The box of a character as if its text ran to the right.
fn level(glyph: &Glyph) -> Bounds {
    glyph.direction.straighten(&glyph.bounds)
}

/// The digit next to one on its line, if it is near enough to be of the same number.
fn beside(glyphs: &[Glyph], heights: &[(f32, usize)], at: usize, forward: bool) -> Option<usize> {
    let (direction, em, own) = (glyphs[at].direction, glyphs[at].size.max(0.1), level(&glyphs[at]));
    let reach = LEVEL * em;
    let start = heights.partition_point(|height| height.0 < own.y0 - reach);
    let beside = heights[start..].iter().take_while(|height| height.0 <= own.y0 + reach).take(MOST_BESIDE);
    let space = |other: Bounds| if forward { other.x0 - own.x1 } else { own.x0 - other.x1 };
    let found = beside.map(|&(_, other)| (space(level(&glyphs[other])) / em, other));
    let near = found.filter(|&(space, other)| {
        other != at && glyphs[other].direction == direction && space >= SPACE.0 && space <= SPACE.1
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|found| found.1)
}

#[cfg(test)]
mod tests {
    use super::super::text::samples::set;
    use super::*;

    #[test]
    fn the_rest_of_a_number_is_not_known() {
        let mut glyphs = set("共120件", 10.0, 10.0, 10.0);
        glyphs.extend(set("45", 80.0, 10.0, 10.0));
        glyphs.extend(set("20", 20.0, 30.0, 10.0));
        mark(&mut glyphs, &[2], |_, _| true);
        let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
        assert_eq!(text, "共\u{fffd}2\u{fffd}件4520");
    }

    #[test]
    fn what_was_drawn_otherwise_is_another_number() {
        let mut glyphs = set("12", 10.0, 10.0, 10.0);
        glyphs.extend(set("34", 20.0, 10.0, 10.0).into_iter().map(|glyph| Glyph { run: 7, ..glyph }));
        mark(&mut glyphs, &[1], |_, glyph| glyph.run == 0);
        let text: String = glyphs.iter().map(|glyph| glyph.character).collect();
        assert_eq!(text, "\u{fffd}234");
    }
}
