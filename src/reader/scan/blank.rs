//! Whether a cell in which no line of text was found is blank: its box comes in.
//!
//! What was taken away before, because it is a seal, a ruling or a speck, may have been a figure. So a cell is blank only if
//! the page as it was scanned shows nothing there but the rulings around it; under a seal nobody can tell.

use super::ink::Box;
use super::level::BLACK;
use super::raster::{Mask, Raster};

/// Pixels at 200 dots per inch that are too few for a figure.
const LEAST: f32 = 9.0;
/// So far from the edge of a cell, in inches, lies nothing of the rulings around it but what is blurred.
const EDGE: f32 = 0.02;
/// So far from the edge of a cell, in inches, no ruling around it lies, even where paper is bent.
const MIDDLE: f32 = 0.05;

/// What a level page shows.
pub(super) struct Shown<'a> {
    /// The lightest of its colours, without seals.
    pub grey: &'a Raster,
    /// The darkest, with ink of every colour, where they differ.
    pub deep: Option<&'a Raster>,
    /// Ink within tables, without rulings and specks.
    pub inside: &'a Mask,
    /// All that rulings cover, and a pixel around.
    pub ruled: &'a Mask,
    pub two_valued: bool,
    pub dpi: f32,
}

/// Whether a cell without lines of text shows anything.
pub(super) fn shows_ink(shown: &Shown<'_>, cell: Box) -> bool {
    let least = ((shown.dpi / 200.0).powi(2) * LEAST) as usize;
    let inset = |inches: f32| {
        let edge = (shown.dpi * inches) as usize;
        [cell[0] + edge, cell[1] + edge, cell[2].saturating_sub(edge), cell[3].saturating_sub(edge)]
    };
    let inner = inset(EDGE);
    // A stroke that ends on rulings looks like one of them.
    if count(shown.inside, cell, |_, pixel| pixel == 1) > least
        || count(shown.ruled, inset(MIDDLE), |_, pixel| pixel == 1) > least
    {
        return true;
    }
    if shown.two_valued {
        // A threshold breaks thin strokes into dots, each of which is a speck.
        let dot = |at: usize, pixel: u8| pixel < BLACK && shown.ruled.data[at] == 0;
        return count(shown.grey, inner, dot) > 2 * least;
    }
    [Some(shown.grey), shown.deep].into_iter().flatten().any(|picture| dark_spots(picture, shown.ruled, inner) > least)
}

/// Pixels of a box that are wanted by their place and their value.
fn count(picture: &Raster, [x0, y0, x1, y1]: Box, wanted: impl Fn(usize, u8) -> bool) -> usize {
    let (x1, y1) = (x1.min(picture.width), y1.min(picture.height));
    let places = (y0..y1).flat_map(|y| (x0..x1).map(move |x| y * picture.width + x));
    places.filter(|&at| wanted(at, picture.data[at])).count()
}

/// Pixels of a box that, with those around them, are darker than the usual pixel by more than noise.
fn dark_spots(picture: &Raster, ruled: &Mask, [x0, y0, x1, y1]: Box) -> usize {
    let (x1, y1) = (x1.min(picture.width.saturating_sub(1)), y1.min(picture.height.saturating_sub(1)));
    let mut means: Vec<u16> = Vec::new();
    for y in y0.max(1)..y1 {
        for x in x0.max(1)..x1 {
            if ruled.row(y)[x] == 1 {
                continue;
            }
            let nine = (y - 1..=y + 1).flat_map(|y| picture.row(y)[x - 1..=x + 1].iter());
            means.push(nine.map(|&value| u16::from(value)).sum());
        }
    }
    if means.is_empty() {
        return 0;
    }
    let mut sorted = means.clone();
    sorted.sort_unstable();
    let usual = sorted[sorted.len() / 2];
    // Noise from the lighter half, in which no ink lies.
    let noise = sorted[sorted.len() * 84 / 100].saturating_sub(usual);
    let limit = usual.saturating_sub((9 * 16).max(5 * noise));
    means.iter().filter(|&&mean| mean < limit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell of 200 by 80 pixels of uneven paper at 200 dots per inch, and what there is of masks; `drawn` alters it.
    fn inked(two_valued: bool, drawn: impl Fn(&mut [Raster; 4])) -> bool {
        let grain = |at: usize| if two_valued { 255 } else { 236 + (at * 7919 % 11) as u8 };
        let paper = Raster { width: 200, height: 80, data: (0..16_000).map(grain).collect() };
        let none = Mask::filled(200, 80, 0);
        // Grey, deep, inside, ruled.
        let mut pictures = [paper.clone(), paper, none.clone(), none];
        drawn(&mut pictures);
        let [grey, deep, inside, ruled] = &pictures;
        let deep = Some(deep).filter(|_| !two_valued);
        shows_ink(&Shown { grey, deep, inside, ruled, two_valued, dpi: 200.0 }, [3, 3, 197, 77])
    }

    /// A one: three pixels by twenty.
    fn stroke(picture: &mut Raster, value: u8) {
        (30..50).for_each(|y| picture.row_mut(y)[100..103].fill(value));
    }

    #[test]
    fn paper_is_blank_and_so_are_the_rulings_around_it() {
        assert!(!inked(false, |_| {}));
        assert!(!inked(true, |_| {}));
        // A ruling that bends by six pixels into the cell.
        assert!(!inked(false, |[grey, deep, _, ruled]| {
            for y in 0..80 {
                let left = 1 + y / 13;
                grey.row_mut(y)[left..left + 3].fill(40);
                deep.row_mut(y)[left..left + 3].fill(40);
                ruled.row_mut(y)[left - 1..left + 4].fill(1);
            }
        }));
    }

    #[test]
    fn what_was_taken_for_something_else_is_ink() {
        // Pale; under a seal; a ruling.
        assert!(inked(false, |[grey, ..]| stroke(grey, 205)));
        assert!(inked(false, |[_, deep, ..]| stroke(deep, 90)));
        assert!(inked(false, |[grey, deep, _, ruled]| {
            stroke(grey, 40);
            stroke(deep, 40);
            stroke(ruled, 1);
        }));
        // In black and white: dots, each of them a speck; a speck or two are none.
        let dots = |count: usize| {
            move |[grey, ..]: &mut [Raster; 4]| {
                (0..count).for_each(|at| grey.row_mut(30 + at * 2)[100..102].fill(0));
            }
        };
        assert!(inked(true, dots(10)));
        assert!(!inked(true, dots(3)));
    }
}
