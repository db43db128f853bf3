//! Numbers that the edge of a box cuts: the characters of one drawing operation and the clip in force come in; digits
//! of a number of which a part is not to be seen become [`UNKNOWN`], so that no part is taken for the whole.
//!
//! Writers differ in what they draw of a text that is larger than its box: all of it under the clip, or only the lines
//! that begin inside. Of the second kind nothing is left but a number that fills the box to the brim.

use crate::reader::lattice::{Bounds, Direction, Glyph};

/// Stands for a digit of a number that is not known.
const UNKNOWN: char = '\u{fffd}';
/// Top and foot of a digit, as parts of the em below the ascent.
const TOP: f32 = 0.18;
const FOOT: f32 = 0.88;
/// Blank on each side of a digit, as a part of its advance.
const SIDE: f32 = 0.1;
/// Parts of a digit's height and width that must be seen.
const HEIGHT: f32 = 0.85;
const WIDTH: f32 = 0.8;
/// Room, in ems, that another line would take.
const LINE: f32 = 0.95;

/// Marks the numbers among the characters of one operation, drawn with so much opacity, that the clip cuts.
pub(super) fn mark(glyphs: &mut [Glyph], clip: &Bounds, alpha: u8) {
    let mut start = 0;
    while start < glyphs.len() {
        let length = glyphs[start..].iter().take_while(|glyph| is_numeric(glyph)).count();
        if length == 0 {
            start += 1;
            continue;
        }
        let alone = length == glyphs.len();
        let number = &mut glyphs[start..start + length];
        if number.iter().any(|glyph| is_cut(glyph, clip)) || (alone && fills(number, clip)) {
            for glyph in number.iter_mut().filter(|glyph| ink(glyph).meet(clip).is_some_and(|seen| seen.height() > 0.0))
            {
                glyph.character = UNKNOWN;
                // What is seen of it is seen, though its middle is not.
                glyph.ink.alpha = alpha;
            }
        }
        start += length;
    }
}

fn is_numeric(glyph: &Glyph) -> bool {
    glyph.direction == Direction::Right && (glyph.character.is_ascii_digit() || matches!(glyph.character, '.' | ','))
}

/// Whether a part of a digit lies outside the clip.
fn is_cut(glyph: &Glyph, clip: &Bounds) -> bool {
    let ink = ink(glyph);
    glyph.character.is_ascii_digit()
        && ink.meet(clip).is_none_or(|seen| seen.height() < HEIGHT * ink.height() || seen.width() < WIDTH * ink.width())
}

/// The box of a digit's ink.
fn ink(glyph: &Glyph) -> Bounds {
    let Bounds { x0, y0, x1, .. } = glyph.bounds;
    let side = SIDE * (x1 - x0);
    Bounds { x0: x0 + side, x1: x1 - side, y0: y0 + TOP * glyph.size, y1: y0 + FOOT * glyph.size }
}

/// Whether a number leaves no room in its box for another digit, nor the box for another line: what went on would not
/// have been drawn.
fn fills(number: &[Glyph], clip: &Bounds) -> bool {
    let Some(bounds) = number.iter().map(|glyph| glyph.bounds).reduce(|a, b| a.around(&b)) else { return false };
    let (digit, size) = (number[0].bounds.width(), number[0].size);
    clip.width() - bounds.width() < digit && clip.y1 - bounds.y1 < LINE * size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::lattice::Ink;

    /// Digits of 5 by 10 points from a place, under a clip.
    fn seen(text: &str, (x, y): (f32, f32), clip: [f32; 4]) -> String {
        let glyph = |(at, character): (usize, char)| {
            let x0 = x + at as f32 * 5.0;
            let bounds = Bounds { x0, y0: y, x1: x0 + 5.0, y1: y + 10.0 };
            let (direction, ink) = (Direction::Right, Ink::default());
            Glyph { character, bounds, size: 10.0, direction, vertical: false, run: 1, ink }
        };
        let mut glyphs: Vec<Glyph> = text.chars().enumerate().map(glyph).collect();
        let [x0, y0, x1, y1] = clip;
        mark(&mut glyphs, &Bounds { x0, y0, x1, y1 }, 255);
        glyphs.iter().map(|glyph| glyph.character).collect()
    }

    #[test]
    fn a_number_cut_by_its_box_is_not_known() {
        let whole = [0.0, 0.0, 60.0, 12.0];
        assert_eq!(seen("12", (20.0, 1.0), whole), "12");
        assert_eq!(seen("共12件", (20.0, 1.0), whole), "共12件");
        // Above, below, to the right; the label beside it stays.
        assert_eq!(seen("12", (20.0, -5.0), whole), "\u{fffd}\u{fffd}");
        assert_eq!(seen("12", (20.0, 6.0), whole), "\u{fffd}\u{fffd}");
        // What lies outside as a whole is not seen, and stays what it is.
        assert_eq!(seen("计123", (47.0, 1.0), whole), "计\u{fffd}\u{fffd}3");
    }

    #[test]
    fn a_number_that_fills_its_box_may_go_on() {
        assert_eq!(seen("12", (1.0, 1.0), [0.0, 0.0, 12.0, 12.0]), "\u{fffd}\u{fffd}");
        // Room for another digit, or for another line.
        assert_eq!(seen("12", (1.0, 1.0), [0.0, 0.0, 17.0, 12.0]), "12");
        assert_eq!(seen("12", (1.0, 1.0), [0.0, 0.0, 12.0, 24.0]), "12");
    }
}
