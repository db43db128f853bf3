//! Seals: the lightest and the darkest of the colours at each pixel come in, the same without coloured seals go out.
//!
//! The colour of a seal lies over paper and over black ink as a filter does: it takes much of the darkest channel and a
//! little of the lightest, in one proportion all over the seal. That proportion is measured where the seal lies on paper;
//! what it took of the lightest channel is then given back, so that black ink stays and the seal goes. Of the darkest channel,
//! which shows ink of every colour, only what lies within a thing of the size of a seal is taken away.

use super::component::Components;
use super::raster::{Mask, Raster, grown};
use super::sheet::Colors;

/// Channels that differ by more than this are the colour of a seal.
const COLORED: u8 = 48;
/// Channels that differ by no more than this are paper or black ink.
const GREY: u8 = 24;
/// Sides of a seal, in inches.
const SIDES: std::ops::Range<f32> = 0.6..2.4;
/// Side of the blocks in which a seal hangs together, in inches.
const BLOCK: f32 = 0.04;
/// Fewer coloured pixels than this tell nothing.
const LEAST: usize = 64;
/// A filter that takes more of the lightest channel, in parts of what it takes of the darkest beside it, is no red.
const MOST: f32 = 0.6;

/// The same colours without seals.
pub(super) fn without_seals(colors: Colors, dpi: f32) -> Colors {
    let Colors { light, deep: Some(deep) } = colors else { return colors };
    let tint = Raster {
        data: light.data.iter().zip(&deep.data).map(|(light, deep)| light.saturating_sub(*deep)).collect(),
        ..light
    };
    let Some(taken) = taken(&light, &tint) else { return Colors { light, deep: Some(deep) } };
    let given = light.data.iter().zip(&tint.data).map(|(&light, &tint)| {
        let back = if tint > GREY { taken * f32::from(tint) } else { 0.0 };
        (f32::from(light) + back).min(255.0) as u8
    });
    let clear = Raster { data: given.collect(), ..light };
    let mut deep = deep;
    for [x0, y0, x1, y1] in seals(&tint, dpi) {
        for y in y0..y1 {
            let (from, tint) = (&clear.row(y)[x0..x1], &tint.row(y)[x0..x1]);
            let pixels = deep.row_mut(y)[x0..x1].iter_mut().zip(from).zip(tint);
            pixels.filter(|(_, tint)| **tint > GREY).for_each(|((deep, from), _)| *deep = *from);
        }
    }
    Colors { light: clear, deep: Some(deep) }
}

/// How much a seal takes of the lightest channel, in parts of the difference that it makes: along each row its pixels are
/// compared with the paper before them. `None` without a seal.
fn taken(light: &Raster, tint: &Raster) -> Option<f32> {
    let mut shares: Vec<f32> = Vec::new();
    for y in 0..light.height {
        let mut paper = None;
        for (&value, &tint) in light.row(y).iter().zip(tint.row(y)) {
            match paper {
                _ if tint <= GREY => paper = Some(value),
                Some(paper) if tint > COLORED => shares.push((f32::from(paper) - f32::from(value)) / f32::from(tint)),
                _ => {}
            }
        }
    }
    if shares.len() < LEAST {
        return None;
    }
    let middle = shares.len() / 2;
    let (_, share, _) = shares.select_nth_unstable_by(middle, f32::total_cmp);
    Some(*share).filter(|share| (0.0..=MOST).contains(share))
}

/// Boxes of coloured things that have the size of a seal. Rulings and characters that lie over it part it; it hangs together
/// once it is looked at in coarse blocks.
fn seals(tint: &Raster, dpi: f32) -> Vec<[usize; 4]> {
    let side = ((dpi * BLOCK) as usize).max(1);
    let mut blocks = Mask::filled(tint.width.div_ceil(side), tint.height.div_ceil(side), 0);
    let mut counts = vec![0_usize; blocks.width];
    for top in (0..tint.height).step_by(side) {
        counts.fill(0);
        for y in top..(top + side).min(tint.height) {
            for (count, part) in counts.iter_mut().zip(tint.row(y).chunks(side)) {
                *count += part.iter().filter(|&&tint| tint > COLORED).count();
            }
        }
        let row = blocks.row_mut(top / side).iter_mut().zip(&counts);
        row.for_each(|(block, &count)| *block = u8::from(count * 8 > side * side));
    }
    let all = Components::of(&grown(&blocks)).all;
    let fits = |blocks: u32| SIDES.contains(&((blocks as usize * side) as f32 / dpi));
    let seals = all.iter().filter(|thing| fits(thing.width()) && fits(thing.height()));
    let pixels = |thing: [u32; 4]| {
        let [x0, y0, x1, y1] = thing.map(|edge| edge as usize * side);
        [x0, y0, x1.min(tint.width), y1.min(tint.height)]
    };
    seals.map(|thing| pixels(thing.bounds)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of shaded paper with black ink, under a ring of a colour that lets most of red through, and a coloured sign
    /// beside it, at 100 dots an inch.
    fn page() -> (Colors, Vec<[u8; 3]>) {
        let mut pixels = Vec::new();
        for y in 0..200_i32 {
            for x in 0..300_i32 {
                let paper = 250.0 - x as f32 / 10.0;
                let ink = if (95..100).contains(&y) { 0.2 } else { 1.0 };
                let distance = (((x - 120).pow(2) + (y - 100).pow(2)) as f32).sqrt();
                let seal = if (50.0..56.0).contains(&distance) { 0.8 } else { 0.0 };
                let sign = (240..250).contains(&x) && (40..60).contains(&y);
                let through =
                    if sign { [0.9, 0.1, 0.1] } else { [1.0 - 0.15 * seal, 1.0 - 0.8 * seal, 1.0 - 0.75 * seal] };
                pixels.push(through.map(|through| (paper * ink * through) as u8));
            }
        }
        (Colors::of(300, 200, &pixels, |pixel| *pixel), pixels)
    }

    #[test]
    fn a_seal_goes_and_ink_and_what_is_printed_in_colour_stay() {
        let (colors, pixels) = page();
        let clear = without_seals(colors, 100.0);
        let deep = clear.deep.expect("coloured");
        let near = |value: u8, wanted: u8| value.abs_diff(wanted) <= 6;
        // The ring on paper and on ink: as beside it.
        for (x, y) in [(120, 47), (120, 153), (71, 80)] {
            let beside = 250 - x as u8 / 10;
            assert!(near(clear.light.row(y)[x], beside), "{} {beside}", clear.light.row(y)[x]);
            assert!(near(deep.row(y)[x], beside), "{}", deep.row(y)[x]);
        }
        assert!(near(clear.light.row(97)[68], clear.light.row(97)[80]));
        // What is too small for a seal shows its ink as before.
        assert_eq!(deep.row(50)[245], pixels[50 * 300 + 245][1]);
    }

    #[test]
    fn grey_pages_and_pages_of_one_colour_stay() {
        let grey = Colors::grey(Raster::filled(40, 30, 200));
        assert_eq!(without_seals(Colors::grey(Raster::filled(40, 30, 200)), 100.0), grey);
        let red = || Colors::of(200, 200, &[[220_u8, 30, 30]; 40_000], |pixel| *pixel);
        assert_eq!(without_seals(red(), 100.0), red());
    }
}
