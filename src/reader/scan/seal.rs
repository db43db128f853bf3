//! Seals: the lightest and the darkest of the colours at each pixel come in, the same without coloured seals go out.
//!
//! The colour of a seal lies over paper and over black ink as a filter does: it takes much of the darkest channel and a
//! little of the lightest, in one proportion all over the seal. That proportion is measured where the seal lies on paper;
//! what it took of the lightest channel is then given back, so that black ink stays and the seal goes. The darkest channel
//! goes on showing ink of every colour.

use super::raster::Raster;
use super::sheet::Colors;

/// Channels that differ by more than this are the colour of a seal.
const COLORED: u8 = 48;
/// Channels that differ by no more than this are paper or black ink.
const GREY: u8 = 24;
/// Fewer coloured pixels than this tell nothing.
const LEAST: usize = 64;
/// A filter that takes more of the lightest channel, in parts of what it takes of the darkest beside it, is no red.
const MOST: f32 = 0.6;

/// Where a page has colour: what its channels, of which a seal may have been taken off the lightest, differ by.
#[derive(Clone, Copy)]
pub(super) struct Tint<'a> {
    pub light: &'a Raster,
    pub deep: &'a Raster,
}

impl Tint<'_> {
    /// Whether a pixel has the colour of a seal.
    pub fn at(self, x: usize, y: usize) -> bool {
        let value = |at: usize| self.light.data[at].saturating_sub(self.deep.data[at]);
        value(y * self.light.width + x) > COLORED
    }
}

/// The same colours, the lightest without seals.
pub(super) fn without_seals(colors: Colors) -> Colors {
    let Colors { mut light, deep: Some(deep) } = colors else { return colors };
    if let Some(taken) = taken(&light, &deep) {
        for (light, &deep) in light.data.iter_mut().zip(&deep.data) {
            let tint = light.saturating_sub(deep);
            if tint > GREY {
                *light = (f32::from(*light) + taken * f32::from(tint)).min(255.0) as u8;
            }
        }
    }
    Colors { light, deep: Some(deep) }
}

/// How much a seal takes of the lightest channel, in parts of the difference that it makes: along each row its pixels are
/// compared with the paper before them. `None` without a seal.
fn taken(light: &Raster, deep: &Raster) -> Option<f32> {
    let mut shares: Vec<f32> = Vec::new();
    for y in 0..light.height {
        let mut paper = None;
        for (&value, deep) in light.row(y).iter().zip(deep.row(y)) {
            let tint = value.saturating_sub(*deep);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of shaded paper with black ink, under a ring of a colour that lets most of red through.
    fn page() -> Colors {
        let mut pixels = Vec::new();
        for y in 0..200_i32 {
            for x in 0..300_i32 {
                let paper = 250.0 - x as f32 / 10.0;
                let ink = if (95..100).contains(&y) { 0.2 } else { 1.0 };
                let distance = (((x - 120).pow(2) + (y - 100).pow(2)) as f32).sqrt();
                let seal = if (50.0..56.0).contains(&distance) { 0.8 } else { 0.0 };
                let through = [1.0 - 0.15 * seal, 1.0 - 0.8 * seal, 1.0 - 0.75 * seal];
                pixels.push(through.map(|through| (paper * ink * through) as u8));
            }
        }
        Colors::of(300, 200, pixels.concat())
    }

    #[test]
    fn a_seal_goes_from_the_lightest_and_all_ink_stays_in_the_darkest() {
        let colors = page();
        let shown = colors.deep.clone();
        let clear = without_seals(colors);
        let near = |value: u8, wanted: u8| value.abs_diff(wanted) <= 6;
        // The ring on paper and on ink: as beside it.
        for (x, y) in [(120, 47), (120, 153), (71, 80)] {
            let beside = 250 - x as u8 / 10;
            assert!(near(clear.light.row(y)[x], beside), "{} {beside}", clear.light.row(y)[x]);
        }
        assert!(near(clear.light.row(97)[68], clear.light.row(97)[80]));
        assert_eq!(clear.deep, shown);
    }

    #[test]
    fn grey_pages_and_pages_of_one_colour_stay() {
        let grey = Colors::grey(Raster::filled(40, 30, 200));
        assert_eq!(without_seals(Colors::grey(Raster::filled(40, 30, 200))), grey);
        let red = || Colors::of(200, 200, [220_u8, 30, 30].repeat(40_000));
        assert_eq!(without_seals(red()), red());
    }
}
