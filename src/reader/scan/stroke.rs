//! Whether what stands alone in a cell is a one, or the stroke that says “nothing to state” (／): a recogniser takes either
//! for a one, and is sure of it.
//!
//! The ink of a box comes in; the shape of its one stroke goes out, and with the slant of the ones that stand on the same
//! page what it is. A one has a flag or a foot, or stands upright; the sign is a straight bar that leans further to the right
//! than the ones of its face do. What is neither for certain is left to the equations.

use super::component::{Component, Components};
use super::ink::Box;
use super::raster::Mask;

/// What a lone stroke is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// The number.
    One,
    /// The sign.
    Sign,
    /// A bar that leans as signs do, and as slanted ones that lost their flag: the sign rather than a one.
    Leaning,
    /// Neither for certain.
    Unclear,
}

/// The shape of a stroke, in parts of its height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// Columns to the right for each row upwards: of the stem, and of all of it.
    lean: [f32; 2],
    /// How far its head stands out of the stem on the left and on the right, then its foot.
    flag: [f32; 2],
    foot: [f32; 2],
    /// How far from a line its middles lie.
    bent: f32,
}

/// Fewer rows than this show no shape.
const LEAST_ROWS: usize = 8;
/// Share of the ink that must hang together.
const WHOLE: f32 = 0.85;
/// The rows of the stem, between the flag and the foot.
const STEM: (f32, f32) = (0.35, 0.8);
/// A flag or a foot that stands out this far makes a one; each of two may be smaller.
const STANDS_OUT: f32 = 0.085;
/// See [`STANDS_OUT`].
const BOTH_STAND_OUT: f32 = 0.055;
/// A foot that stands out on one side by so much more than on the other is an underline that a sign touches.
const LOPSIDED: f32 = 0.15;
/// Most that a bar stands out of itself, and bends.
const PLAIN: (f32, f32) = (0.05, 0.02);
/// A stroke that leans no more than this is no sign: the steepest, of narrow faces, leans by 0.12.
const UPRIGHT: f32 = 0.08;
/// Least lean of a sign in an upright face, where the face is not known, and in a slanted one. Programs slant a one by
/// up to 0.28, those of italics lean up to 0.32; a sign in italics rarely leans less than 0.37.
const LEANING: (f32, f32, f32) = (0.14, 0.33, 0.36);
/// A stroke that leans more than this is no one, whatever stands out of it.
const FLATTEST_ONE: f32 = 0.42;
/// A bar that leans this much is the sign in every face; most lean by 0.3 to 1.
const SLASH: f32 = 0.45;
/// So many ones tell the slant of a face.
const FACE: usize = 3;

impl Shape {
    /// The shape of the stroke in a box; `None` where there is none, or another stroke beside it.
    pub fn of(ink: &Mask, bounds: Box) -> Option<Self> {
        let rows = rows(ink, bounds)?;
        let height = rows.len() as f32;
        let middles: Vec<(f32, f32)> = rows.iter().map(|(y, x0, x1)| (*y, (x0 + x1) / 2.0)).collect();
        let in_stem = |y: f32| STEM.0 * height <= y && y < STEM.1 * height;
        let stem: Vec<(f32, f32)> = middles.iter().copied().filter(|(y, _)| in_stem(*y)).collect();
        let (lean, all) = (slope(&stem), slope(&middles));
        // The edges of the stem, moved along its lean to the uppermost row.
        let edge = |of: fn(&(f32, f32, f32)) -> f32| {
            let mut places: Vec<f32> =
                rows.iter().filter(|row| in_stem(row.0)).map(|row| of(row) + lean * row.0).collect();
            median(&mut places)
        };
        let (left, right) = (edge(|row| row.1), edge(|row| row.2));
        // The second largest: what stands out in a single row is noise.
        let out = |wanted: &dyn Fn(f32) -> bool, by: &dyn Fn(&(f32, f32, f32)) -> f32| {
            let mut out: Vec<f32> = rows.iter().filter(|row| wanted(row.0)).map(by).collect();
            out.sort_unstable_by(|a, b| b.total_cmp(a));
            out.get(1).map_or(0.0, |out| out / height)
        };
        let both = |wanted: &dyn Fn(f32) -> bool| {
            [out(wanted, &|row| left - lean * row.0 - row.1), out(wanted, &|row| row.2 - right + lean * row.0)]
        };
        let (mean_y, mean_x) = (mean(&middles, |middle| middle.0), mean(&middles, |middle| middle.1));
        let off = mean(&middles, |(y, x)| (x - mean_x + all * (y - mean_y)).powi(2));
        Some(Self {
            lean: [lean, all],
            flag: both(&|y| y < 0.4 * height),
            foot: both(&|y| y >= STEM.1 * height),
            bent: off.sqrt() / height,
        })
    }

    /// Whether it has what only a one has.
    fn is_formed(&self) -> bool {
        let [left, right] = self.foot;
        let foot = if (left - right).abs() <= LOPSIDED { left.min(right) } else { 0.0 };
        let flag = self.flag[0];
        let stands_out = flag >= STANDS_OUT || foot >= STANDS_OUT || flag.min(foot) >= BOTH_STAND_OUT;
        stands_out && self.lean[0] < FLATTEST_ONE
    }

    /// Whether it is a bar that leans further than any one does, in whatever face: nothing else looks like the sign then.
    pub fn is_slash(&self) -> bool {
        self.is_plain() && self.lean.iter().all(|lean| *lean >= SLASH)
    }

    /// Whether nothing stands out of it and it is straight.
    fn is_plain(&self) -> bool {
        self.flag.iter().chain(&self.foot).all(|out| *out <= PLAIN.0) && self.bent <= PLAIN.1
    }
}

/// How the ones of a page lean, as far as it shows any.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Face {
    lean: Option<f32>,
}

impl Face {
    /// From strokes of a page: ones within numbers, and strokes that stand alone.
    pub fn of(within: &[Shape], alone: &[Shape]) -> Self {
        let formed = alone.iter().filter(|shape| shape.is_formed());
        let mut leans: Vec<f32> = within.iter().chain(formed).map(|shape| shape.lean[0]).collect();
        Self { lean: (leans.len() >= FACE).then(|| median(&mut leans)) }
    }

    /// What a stroke is that stands alone; `None` is one without a shape.
    pub fn tell(&self, shape: Option<&Shape>) -> Stroke {
        let Some(shape) = shape else { return Stroke::Unclear };
        let least = match self.lean {
            Some(lean) if lean.abs() <= UPRIGHT => LEANING.0,
            Some(_) => LEANING.2,
            None => LEANING.1,
        };
        if shape.is_formed() || shape.lean.iter().all(|lean| lean.abs() <= UPRIGHT) {
            Stroke::One
        } else if shape.is_plain() && shape.lean[1] >= least {
            Stroke::Sign
        } else if self.lean.is_none() && shape.is_plain() && shape.lean[1] >= LEANING.0 {
            Stroke::Leaning
        } else {
            Stroke::Unclear
        }
    }
}

/// Each row of the stroke in a box, counted from its uppermost: the row, its first column and one past its last.
fn rows(ink: &Mask, [x0, y0, x1, y1]: Box) -> Option<Vec<(f32, f32, f32)>> {
    let (width, height) = (x1.checked_sub(x0)?, y1.checked_sub(y0)?);
    let data = (y0..y1).flat_map(|y| ink.row(y)[x0..x1].iter().copied());
    let parts = Components::of(&Mask { width, height, data: data.collect() });
    let largest = (0..parts.all.len()).max_by_key(|&at| parts.all[at].area)?;
    let stroke = parts.all[largest];
    let [_, top, _, bottom] = stroke.bounds;
    // An underline is no part of it.
    let underlines = |part: &&Component| part.bounds[1] >= bottom && part.height() * 4 <= stroke.height();
    let total: u64 = parts.all.iter().filter(|part| !underlines(part)).map(|part| part.area).sum();
    let mut rows: Vec<(f32, f32, f32)> = (0..bottom - top).map(|y| (y as f32, f32::MAX, 0.0)).collect();
    for (run, _) in parts.runs.iter().zip(&parts.of).filter(|(_, of)| **of as usize == largest) {
        let (_, first, last) = &mut rows[(run.y - top) as usize];
        (*first, *last) = (first.min(run.x0 as f32), last.max(run.x1 as f32));
    }
    let whole = stroke.area as f32 >= WHOLE * total as f32;
    (whole && rows.len() >= LEAST_ROWS).then_some(rows)
}

/// Columns to the right for each row upwards of the line through these places.
fn slope(places: &[(f32, f32)]) -> f32 {
    let (mean_y, mean_x) = (mean(places, |place| place.0), mean(places, |place| place.1));
    let along: f32 = places.iter().map(|(y, _)| (y - mean_y).powi(2)).sum();
    let across: f32 = places.iter().map(|(y, x)| (y - mean_y) * (x - mean_x)).sum();
    if along > 0.0 { -across / along } else { 0.0 }
}

fn mean(places: &[(f32, f32)], of: impl Fn(&(f32, f32)) -> f32) -> f32 {
    places.iter().map(of).sum::<f32>() / (places.len() as f32).max(1.0)
}

fn median(values: &mut [f32]) -> f32 {
    values.sort_unstable_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stroke of so many rows: its lean, how far its flag goes to the left, its foot to both sides, in columns.
    fn drawn(rows: usize, lean: f32, flag: usize, foot: usize) -> Mask {
        let mut mask = Mask::filled(rows * 2, rows, 0);
        for y in 0..rows {
            let stem = (rows as f32 * 0.4 + lean * (rows - y) as f32).round() as usize;
            let (mut left, mut right) = (stem, stem + rows.div_ceil(8));
            let below_top = y * 10 / rows;
            if (1..4).contains(&below_top) {
                left -= flag.saturating_sub(flag * (below_top - 1) / 3);
            }
            if y + (rows / 10).max(2) >= rows {
                (left, right) = (left - foot, right + foot);
            }
            mask.row_mut(y)[left..right].fill(1);
        }
        mask
    }

    fn shape(mask: &Mask) -> Option<Shape> {
        Shape::of(mask, [0, 0, mask.width, mask.height])
    }

    fn told(face: Face, mask: &Mask) -> Stroke {
        face.tell(shape(mask).as_ref())
    }

    /// A page whose ones lean so far.
    fn page(lean: f32) -> Face {
        let one = shape(&drawn(24, lean, 4, 4)).expect("a stroke");
        Face::of(&[one; FACE], &[])
    }

    #[test]
    fn the_sign_is_a_bar_that_leans() {
        for rows in [15, 20, 30, 45] {
            assert_eq!(told(Face::default(), &drawn(rows, 0.4, 0, 0)), Stroke::Sign, "{rows}");
            assert_eq!(told(Face::default(), &drawn(rows, 1.0, 0, 0)), Stroke::Sign, "{rows}");
            let is_slash = |lean| shape(&drawn(rows, lean, 0, 0)).is_some_and(|shape| shape.is_slash());
            assert_eq!((is_slash(1.0), is_slash(0.3)), (true, false), "{rows}");
        }
    }

    #[test]
    fn a_one_has_a_flag_or_a_foot_or_is_upright() {
        for rows in [15, 20, 30, 45] {
            let part = rows / 5;
            for (lean, flag, foot) in [(0.0, 0, 0), (0.0, part, 0), (0.0, part, part), (0.2, part, 0), (0.25, 0, part)]
            {
                let drawn = drawn(rows, lean, flag, foot);
                assert_eq!(told(Face::default(), &drawn), Stroke::One, "{rows} {lean} {flag} {foot}");
            }
        }
    }

    /// A narrow sign and a slanted one that lost its flag look the same: the ones of the page tell.
    #[test]
    fn what_may_be_both_is_told_by_the_ones_of_its_page() {
        let narrow = drawn(40, 0.2, 0, 0);
        assert_eq!(told(Face::default(), &narrow), Stroke::Leaning);
        assert_eq!(told(page(0.0), &narrow), Stroke::Sign);
        assert_eq!(told(page(0.2), &narrow), Stroke::Unclear);
        assert_eq!(told(page(0.2), &drawn(40, 0.45, 0, 0)), Stroke::Sign);
        // Two ones are no page.
        let one = shape(&drawn(24, 0.0, 4, 4)).expect("a stroke");
        assert_eq!(told(Face::of(&[one; FACE - 1], &[]), &narrow), Stroke::Leaning);
        assert_eq!(told(Face::of(&[one; FACE - 1], &[one]), &narrow), Stroke::Sign);
    }

    #[test]
    fn an_underline_is_no_part_of_a_stroke() {
        let underlined = |lean: f32, gap: usize| {
            let mut mask = Mask::filled(60, 34 + gap, 0);
            let drawn = drawn(30, lean, 0, 0);
            (0..30).for_each(|y| mask.row_mut(y).copy_from_slice(drawn.row(y)));
            (30 + gap..32 + gap).for_each(|y| mask.row_mut(y)[8..26].fill(1));
            told(Face::default(), &mask)
        };
        assert_eq!((underlined(0.0, 3), underlined(0.4, 3)), (Stroke::One, Stroke::Sign));
        assert_ne!(underlined(0.4, 0), Stroke::One, "a line that it touches is no foot");
    }

    #[test]
    fn what_is_torn_small_or_bent_has_no_clear_shape() {
        let mut torn = drawn(20, 0.4, 0, 0);
        (8..10).for_each(|y| torn.row_mut(y).fill(0));
        assert_eq!((shape(&torn), shape(&drawn(LEAST_ROWS - 1, 0.4, 0, 0))), (None, None));
        assert_eq!(told(Face::default(), &torn), Stroke::Unclear);
        let mut bent = drawn(30, 0.4, 0, 0);
        for y in 15..30 {
            bent.row_mut(y).rotate_right(15 - (y - 15) / 2);
        }
        assert_eq!(told(page(0.0), &bent), Stroke::Unclear);
    }
}
