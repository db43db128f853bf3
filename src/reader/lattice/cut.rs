//! Numbers that the edge of a box cuts: the characters of one drawing operation and the clip in force come in; digits
//! of a number of which a part is not to be seen become [`UNKNOWN`], so that no part is taken for the whole.
//!
//! Writers differ in what they draw of a text that is larger than its box: all of it under the clip, or only the lines
//! that begin inside. Of the second kind nothing is left but a number that fills the box to the brim.

use super::glyph::{Bounds, Direction, Glyph};

/// Stands for a digit of a number that is not known.
pub(in crate::reader) const UNKNOWN: char = '\u{fffd}';
/// Top and foot of a digit, as parts of the em below the ascent.
const TOP: f32 = 0.18;
const FOOT: f32 = 0.88;
/// Blank on each side of a digit, as a part of its advance.
const SIDE: f32 = 0.1;
/// Parts of a digit's height and width that must be seen.
const HEIGHT: f32 = 0.85;
const WIDTH: f32 = 0.8;
/// Widest space that may stand between digits, as a part of their advance, where a number of one digit does not show it.
const SPACE: f32 = 0.5;
/// Spaces of one number differ by no more, as a part of the advance of its digits.
const EVEN: f32 = 0.1;
/// No number is longer.
const MOST_DIGITS: usize = 40;
/// Margin within text boxes, in points, at most: a tenth of an inch, as writers set it.
const WIDEST_MARGIN: f32 = 7.5;
/// Boxes lower than so many ems are not those of a table's cells.
const LOW: f32 = 1.2;
/// Characters whose middle comes this near to an edge of the clip, in ems, are cut by it.
const NEAR_RIM: f32 = 0.2;
/// Room, in ems, that another line would take.
const LINE: f32 = 0.95;

/// A number of one digit in a box with room for a second one, as long as digits are not set wide.
#[derive(Debug, Clone, Copy)]
pub(in crate::reader) struct Tight {
    /// Its place among the characters of the page.
    at: usize,
    /// The space between digits, as a part of their advance, from which on a second one has no room.
    space: f32,
    alpha: u8,
}

/// Marks the numbers among the characters of one operation, drawn with so much opacity, that the clip cuts; where clips
/// are the `boxes` that text was set into, those that fill them, too. Gives the one of which it depends on how wide the
/// page sets its digits.
pub(in crate::reader) fn mark(glyphs: &mut [Glyph], clip: &Bounds, alpha: u8, boxes: bool) -> Option<Tight> {
    let mut start = 0;
    let mut tight = None;
    while start < glyphs.len() {
        let length = glyphs[start..].iter().take_while(|glyph| is_numeric(glyph)).count();
        if length == 0 {
            start += 1;
            continue;
        }
        let alone = boxes && length == glyphs.len();
        let number = &mut glyphs[start..start + length];
        let space = if alone { space_to_fill(number, clip) } else { f32::MAX };
        let own = space_between(number);
        if number.iter().any(|glyph| is_cut(glyph, clip)) || space < own.unwrap_or(0.0).max(0.0) {
            for glyph in number.iter_mut().filter(|glyph| ink(glyph).meet(clip).is_some_and(|seen| seen.height() > 0.0))
            {
                hide(glyph, alpha);
            }
            if let Some(sign) = start.checked_sub(1).and_then(|at| glyphs.get_mut(at)).filter(|glyph| is_sign(glyph)) {
                sign.character = UNKNOWN;
            }
        } else if own.is_none() && space < SPACE {
            tight = Some(Tight { at: start, space, alpha });
        }
        start += length;
    }
    keep_within(glyphs, clip);
    tight
}

/// Lets characters of which the clip shows only an upper or a lower part stand where that part is: their middle may lie in
/// the cell above or below.
fn keep_within(glyphs: &mut [Glyph], clip: &Bounds) {
    let out = |glyph: &Glyph| {
        let (y, rim) = (glyph.bounds.center().1, NEAR_RIM * glyph.size);
        glyph.direction == Direction::Right && (y - clip.y0 < rim || clip.y1 - y < rim)
    };
    // Those of one operation stand on one line.
    if !glyphs.first().is_some_and(out) {
        return;
    }
    for glyph in glyphs.iter_mut().filter(|glyph| out(glyph)) {
        let (y0, y1) = (glyph.bounds.y0.max(clip.y0), glyph.bounds.y1.min(clip.y1));
        if y0 < y1 {
            (glyph.bounds.y0, glyph.bounds.y1) = (y0, y1);
        }
    }
}

/// Marks the number that a digit at `start` goes on, where the clip cuts that digit and the number was drawn digit by
/// digit or in parts before it.
pub(in crate::reader) fn mark_before(glyphs: &mut [Glyph], start: usize, clip: &Bounds) {
    if !glyphs.get(start).is_some_and(|first| is_numeric(first) && is_cut(first, clip)) {
        return;
    }
    let mut even: Option<f32> = None;
    for at in (1..=start).rev().take(MOST_DIGITS) {
        let (left, right) = (glyphs[at - 1], glyphs[at]);
        let space = (right.bounds.x0 - left.bounds.x1) / left.bounds.width().max(0.1);
        let level = left.bounds.y0 == right.bounds.y0 && left.size == right.size;
        let near = space.abs() <= SPACE && even.is_none_or(|even| (even - space).abs() <= EVEN);
        if level && space.abs() <= SPACE && is_sign(&left) && left.ink.alpha > 0 {
            glyphs[at - 1].character = UNKNOWN;
            return;
        }
        if !(is_numeric(&left) || left.character == UNKNOWN) || !level || !near {
            return;
        }
        even = even.or(Some(space));
        // What other clips left of the number is seen.
        if left.ink.alpha > 0 {
            hide(&mut glyphs[at - 1], left.ink.alpha);
        }
    }
}

impl Tight {
    /// The same behind so many characters.
    pub fn behind(self, start: usize) -> Self {
        Self { at: self.at + start, ..self }
    }
}

/// Marks the numbers of one digit that depend on how wide digits are set.
pub(in crate::reader) fn settle(glyphs: &mut [Glyph], tight: &[Tight]) {
    if tight.is_empty() {
        return;
    }
    let pairs = glyphs.windows(2).filter(|pair| {
        let (left, right) = (&pair[0], &pair[1]);
        left.run == right.run && is_numeric(left) && is_numeric(right) && left.bounds.y0 == right.bounds.y0
    });
    let widest = pairs.filter_map(space_between).filter(|space| *space <= SPACE).fold(0.0, f32::max);
    for found in tight.iter().filter(|found| found.space < widest) {
        if let Some(glyph) = glyphs.get_mut(found.at) {
            hide(glyph, found.alpha);
        }
    }
}

/// What is seen of a digit is seen, though its middle may not be.
fn hide(glyph: &mut Glyph, alpha: u8) {
    glyph.character = UNKNOWN;
    glyph.ink.alpha = alpha;
}

fn is_numeric(glyph: &Glyph) -> bool {
    glyph.direction == Direction::Right && (glyph.is_digit() || matches!(glyph.character, '.' | ','))
}

/// Widest space between the characters of a number, as a part of their advance; `None` for a single one.
fn space_between(number: &[Glyph]) -> Option<f32> {
    let space = |pair: &[Glyph]| (pair[1].bounds.x0 - pair[0].bounds.x1) / pair[0].bounds.width().max(0.1);
    number.windows(2).map(space).reduce(f32::max)
}

/// Whether a part of a digit lies outside the clip.
fn is_cut(glyph: &Glyph, clip: &Bounds) -> bool {
    let ink = ink(glyph);
    glyph.is_digit()
        && ink.meet(clip).is_none_or(|seen| seen.height() < HEIGHT * ink.height() || seen.width() < WIDTH * ink.width())
}

/// The box of a digit's ink, whichever way it is turned.
pub(super) fn ink(glyph: &Glyph) -> Bounds {
    let Bounds { x0, y0, x1, .. } = glyph.direction.straighten(&glyph.bounds);
    let side = SIDE * (x1 - x0);
    let ink = Bounds { x0: x0 + side, x1: x1 - side, y0: y0 + TOP * glyph.size, y1: y0 + FOOT * glyph.size };
    glyph.direction.restore(&ink)
}

/// Whether a character is the sign of the number behind it.
pub(super) fn is_sign(glyph: &Glyph) -> bool {
    matches!(glyph.character, '-' | '－' | '−' | '+' | '＋')
}

/// From which space between digits on, as a part of their advance, a number leaves no room in its box for another digit,
/// nor the box for another line: what went on would not have been drawn. Writers leave the space behind the last digit,
/// too.
fn space_to_fill(number: &[Glyph], clip: &Bounds) -> f32 {
    let Some(bounds) = number.iter().map(|glyph| glyph.bounds).reduce(|a, b| a.around(&b)) else { return f32::MAX };
    let (digit, size) = (number[0].bounds.width().max(0.1), number[0].size);
    if clip.y1 - bounds.y1 >= LINE * size {
        return f32::MAX;
    }
    // Text set to the left shows the margin that the box has on both sides; numbers in the middle or to the right are
    // rarely text that was broken.
    let (left, right) = (bounds.x0 - clip.x0, clip.x1 - bounds.x1);
    let shows = left < right || clip.height() < LOW * size;
    let margin = if left <= WIDEST_MARGIN && shows { left.min(right).max(0.0) } else { 0.0 };
    (clip.width() - 2.0 * margin - bounds.width() - digit) / (2.0 * digit)
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Ink;
    use super::*;

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
        let tight = mark(&mut glyphs, &Bounds { x0, y0, x1, y1 }, 255, true);
        // A page that sets its digits two fifths of their advance apart.
        let wide = |at: f32| Glyph {
            character: '0',
            bounds: Bounds { x0: at * 7.0, x1: at * 7.0 + 5.0, y0: 50.0, y1: 60.0 },
            run: 2,
            ..glyphs[0]
        };
        let mut page = [glyphs.as_slice(), &[wide(0.0), wide(1.0)]].concat();
        settle(&mut page, tight.as_slice());
        page[..glyphs.len()].iter().map(|glyph| glyph.character).collect()
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
    fn a_line_cut_by_its_box_stands_in_it() {
        let glyph = |y: f32| {
            let bounds = Bounds { x0: 0.0, y0: y, x1: 10.0, y1: y + 10.0 };
            let (direction, ink) = (Direction::Right, Ink::default());
            let mut glyphs = [Glyph { character: '数', bounds, size: 10.0, direction, vertical: false, run: 1, ink }];
            mark(&mut glyphs, &Bounds { x0: 0.0, y0: 20.0, x1: 60.0, y1: 32.0 }, 255, false);
            (glyphs[0].bounds.y0, glyphs[0].bounds.y1)
        };
        assert_eq!(glyph(14.9), (20.0, 24.9));
        assert_eq!(glyph(27.0), (27.0, 32.0));
        assert_eq!(glyph(19.0), (19.0, 29.0));
    }

    #[test]
    fn digits_drawn_one_by_one_are_a_number() {
        let seen = |text: &str, wide: f32, clip: f32| {
            let digit = |(at, character): (usize, char)| {
                let x0 = at as f32 * wide;
                let bounds = Bounds { x0, y0: 0.0, x1: x0 + 5.0, y1: 10.0 };
                let (direction, ink, run) = (Direction::Right, Ink::default(), at as u32);
                Glyph { character, bounds, size: 10.0, direction, vertical: false, run, ink }
            };
            let mut glyphs: Vec<Glyph> = text.chars().enumerate().map(digit).collect();
            let clip = Bounds { x0: 0.0, y0: 0.0, x1: clip, y1: 12.0 };
            (0..glyphs.len()).for_each(|at| mark_before(&mut glyphs, at, &clip));
            glyphs.iter().map(|glyph| glyph.character).collect::<String>()
        };
        assert_eq!(seen("计123", 6.0, 24.0), "计123");
        // The last digit lies outside, and keeps its place.
        assert_eq!(seen("计123", 6.0, 18.0), "计\u{fffd}\u{fffd}3");
        // With its sign.
        assert_eq!(seen("-12", 6.0, 9.0), "\u{fffd}\u{fffd}2");
        // Far from the others, it is another number.
        assert_eq!(seen("123", 9.0, 16.0), "123");
    }

    #[test]
    fn a_number_that_fills_its_box_may_go_on() {
        assert_eq!(seen("12", (1.0, 1.0), [0.0, 0.0, 12.0, 12.0]), "\u{fffd}\u{fffd}");
        // Within the margins of its box.
        assert_eq!(seen("12", (4.0, 1.0), [0.0, 0.0, 22.0, 12.0]), "\u{fffd}\u{fffd}");
        // Room for another digit, or for another line; in the middle.
        assert_eq!(seen("12", (1.0, 1.0), [0.0, 0.0, 17.0, 12.0]), "12");
        assert_eq!(seen("12", (4.0, 1.0), [0.0, 0.0, 24.0, 12.0]), "12");
        assert_eq!(seen("12", (6.0, 1.0), [0.0, 0.0, 22.0, 12.0]), "12");
        // Wider than the box within its margins: 6 of 66.
        assert_eq!(seen("6", (4.5, 1.0), [0.0, 0.0, 13.0, 11.0]), "\u{fffd}");
        assert_eq!(seen("12", (1.0, 1.0), [0.0, 0.0, 12.0, 24.0]), "12");
        // One digit: on a page that sets digits wide there is no room for a second one.
        assert_eq!(seen("5", (1.0, 1.0), [0.0, 0.0, 12.0, 12.0]), "\u{fffd}");
        assert_eq!(seen("5", (1.0, 1.0), [0.0, 0.0, 17.0, 12.0]), "5");
        assert_eq!(seen("５", (1.0, 1.0), [0.0, 0.0, 9.0, 12.0]), "\u{fffd}");
    }
}
