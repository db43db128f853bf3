//! The cells of a page come in, and what was drawn on it that is no text; out goes which cells show something that no
//! reader takes. Such a cell is not blank, and a drawing close beside a number may be a digit or a sign of it.

use super::cut;
use super::frame::Frame;
use super::glyph::{Bounds, Glyph, Page, Ruling, Sketch};

/// A stroke no longer than this, in points, is a sign or a part of a digit.
const SHORT: f32 = 8.0;
/// Strokes nearer to the border of a cell, in points, are part of it.
const BORDER: f32 = 1.5;
/// A drawing beside a number is at most this high and wide, in ems of its digits,
const LARGEST: (f32, f32) = (1.5, 1.2);
/// at least this high, unless it is a stroke,
const LEAST: f32 = 0.3;
/// and stands this near to it.
const NEAR: (f32, f32) = (-0.2, 0.4);
/// What goes through digits has its middle this near to theirs, in ems,
const MIDDLE: f32 = 0.3;
/// and does not reach beyond them on both sides by this part of their height.
const RIM: f32 = 0.1;
/// A line from corner to corner says that nothing is stated: it takes this share of the cell's sides.
const ACROSS: f32 = 0.6;
/// Boxes of text that is gone looked for in the cells of one table.
const MOST_GONE: usize = 500;
/// A digit reaches into a cell by at least this part of its width.
const INTO: f32 = 0.15;

/// What a cell shows beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// Nothing.
    #[default]
    Nothing,
    /// Something.
    Drawing,
    /// Something that may be a digit or a sign of its number, or strike it out.
    Unclear,
}

/// For each frame what its cells show; `filled` has the glyphs by frame and cell, `loose` those in no frame.
pub(super) fn cells(page: &Page, frames: &[Frame], filled: &[Vec<Vec<Glyph>>], loose: &[Glyph]) -> Vec<Vec<Shown>> {
    let mut out: Vec<Vec<Shown>> = frames.iter().map(|frame| vec![Shown::Nothing; frame.cells.len()]).collect();
    let strokes = page.rulings.iter().filter(|line| line.to - line.from <= SHORT).map(around);
    let pictures = page.pictures.iter().map(|&bounds| (Sketch { bounds, straight: false }, false));
    let drawings = page.drawn.iter().map(|&drawn| (drawn, false));
    let strokes = strokes.map(|bounds| (Sketch { bounds, straight: true }, true));
    let drawn: Vec<(Sketch, bool)> = drawings.chain(pictures).chain(strokes).collect();
    for ((frame, cells), shown) in frames.iter().zip(filled).zip(&mut out) {
        for &(drawn, stroke) in &drawn {
            let bounds = drawn.bounds;
            let Some(at) = frame.cell_at(bounds.center()) else { continue };
            let (Some(region), Some(glyphs)) = (frame.cells.get(at), cells.get(at)) else { continue };
            let cell = frame.cell_bounds(region);
            let empty = glyphs.iter().all(|glyph| glyph.character.is_whitespace());
            if !is_inside(&bounds, &cell, stroke) || (empty && is_across(&bounds, &cell)) {
                continue;
            }
            if empty && shown[at] == Shown::Nothing {
                shown[at] = Shown::Drawing;
            } else if !empty
                && (glyphs.iter().any(|glyph| is_beside(&bounds, glyph, glyphs, stroke))
                    || (!stroke && crosses(&drawn, glyphs)))
            {
                shown[at] = Shown::Unclear;
            }
        }
        // A number that stands across the outer border may be that of the cell behind it.
        let whole = frame.bounds();
        for digit in loose.iter().filter(|glyph| glyph.character.is_ascii_digit()) {
            let (part, own) = (digit.bounds.meet(&whole), digit.bounds);
            let part = part.filter(|part| part.width() >= INTO * own.width() && part.height() >= 0.5 * own.height());
            let Some(at) = part.and_then(|part| frame.cell_at(part.center())) else { continue };
            let empty = |glyphs: &Vec<Glyph>| glyphs.iter().all(|glyph| glyph.character.is_whitespace());
            if cells.get(at).is_some_and(empty) && shown[at] == Shown::Nothing {
                shown[at] = Shown::Drawing;
            }
        }
        for gone in page.gone.iter().take(MOST_GONE) {
            for ((region, glyphs), shown) in frame.cells.iter().zip(cells).zip(shown.iter_mut()) {
                let cell = frame.cell_bounds(region);
                let meets = gone.holds(cell.center()) || cell.holds(gone.center());
                if meets && *shown == Shown::Nothing && glyphs.iter().all(|glyph| glyph.character.is_whitespace()) {
                    *shown = Shown::Drawing;
                }
            }
        }
    }
    out
}

/// The box of a ruling.
fn around(line: &Ruling) -> Bounds {
    if line.horizontal {
        Bounds { x0: line.from, x1: line.to, y0: line.at, y1: line.at }
    } else {
        Bounds { x0: line.at, x1: line.at, y0: line.from, y1: line.to }
    }
}

/// Whether a drawing is content of a cell.
fn is_inside(bounds: &Bounds, cell: &Bounds, stroke: bool) -> bool {
    if stroke {
        return cell.grown(-BORDER).meet(bounds).is_some_and(|part| part == *bounds);
    }
    bounds.width() <= 1.1 * cell.width() && bounds.height() <= 1.1 * cell.height()
}

/// Whether a line runs from corner to corner of a cell.
fn is_across(bounds: &Bounds, cell: &Bounds) -> bool {
    bounds.width() >= ACROSS * cell.width() && bounds.height() >= ACROSS * cell.height()
}

/// Whether a drawing stands close beside a digit, with no other character between.
fn is_beside(bounds: &Bounds, glyph: &Glyph, glyphs: &[Glyph], stroke: bool) -> bool {
    let em = glyph.size.max(0.1);
    let ink = cut::ink(glyph);
    if !(glyph.is_digit() || cut::is_sign(glyph))
        || bounds.height() > LARGEST.0 * em
        || bounds.width() > LARGEST.1 * em
        || (bounds.height() < LEAST * em && !stroke)
        || !(ink.y0..=ink.y1).contains(&bounds.center().1)
    {
        return false;
    }
    let near = |space: f32| space >= NEAR.0 * em && space <= NEAR.1 * em;
    let free = |other: &Glyph| {
        other.character.is_whitespace()
            || bounds.x1.min(other.bounds.x1) - bounds.x0.max(other.bounds.x0) <= 0.5 * bounds.width().max(0.1)
    };
    (near(ink.x0 - bounds.x1) || near(bounds.x0 - ink.x1)) && glyphs.iter().all(free)
}

/// Whether a drawing goes through the digits of a cell rather than around them.
fn crosses(drawn: &Sketch, glyphs: &[Glyph]) -> bool {
    let bounds = &drawn.bounds;
    let through = |glyph: &&Glyph| {
        let ((x, y), ink) = (glyph.bounds.center(), cut::ink(glyph));
        x > bounds.x0
            && x < bounds.x1
            && (y - bounds.center().1).abs() <= MIDDLE * glyph.size
            && ink.meet(bounds).is_some()
    };
    let mut struck = glyphs.iter().filter(|glyph| glyph.is_digit()).filter(through).map(cut::ink);
    let Some(first) = struck.next() else { return false };
    let ink = struck.fold(first, |a, b| a.around(&b));
    let rim = RIM * ink.height();
    drawn.straight || !(bounds.y0 < ink.y0 - rim && bounds.y1 > ink.y1 + rim)
}

#[cfg(test)]
mod tests {
    use super::super::frame::frames;
    use super::super::ruling::tidy;
    use super::super::text::samples::set;
    use super::*;

    #[test]
    fn a_number_across_the_outer_border() {
        let mut page = Page::default();
        for at in [10.0, 60.0, 110.0] {
            page.stroke(Bounds { x0: at, x1: at, y0: 10.0, y1: 26.0 });
        }
        for at in [10.0, 26.0] {
            page.stroke(Bounds { x0: 10.0, x1: 110.0, y0: at, y1: at });
        }
        let frames = frames(&tidy(&page.rulings));
        let shown = |loose: &[Glyph]| cells(&page, &frames, &[vec![Vec::new(); 2]], loose).concat();
        assert_eq!(shown(&set("123", 106.0, 13.0, 10.0)), [Shown::Nothing, Shown::Drawing]);
        assert_eq!(shown(&set("123", 110.0, 13.0, 10.0)), [Shown::Nothing; 2]);
    }
}
