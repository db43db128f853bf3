//! A page made level: a sheet as it was scanned comes in; its grey values and its ink, told from paper, go out.
//!
//! Coarse pages are enlarged. Each step gives back what the one before took: a page at 300 dots per inch has nine million
//! pixels, and a dozen pictures of it would be more than the recogniser needs.

use super::raster::{Mask, Raster, below, dark, smoothed};
use super::resample::{doubled, rotated};
use super::ruling::Rulings;
use super::seal::Tint;
use super::sheet::{Colors, ScannedPage};
use super::skew::skew;
use super::table::{Table, tables};

/// Coarser pages than this, in dots per inch, are enlarged.
const COARSE: f32 = 180.0;
/// Pages of more pixels than this are not enlarged: at so few dots per inch they are larger than paper.
const MOST_DOUBLED: usize = 10_000_000;
/// Angles below this, in degrees, are left.
const LEVEL: f64 = 0.05;
/// Width of the window in which ink is darker than paper, in inches.
const WINDOW: f32 = 0.25;
/// Darker values than this are ink on pages of two values, and are a ruling.
pub(super) const BLACK: u8 = 128;
/// See [`BLACK`].
const THIN: u8 = 205;

/// A page that is level.
pub(super) struct Leveled {
    /// The lightest of the colours, in which what is written is read.
    pub light: Raster,
    /// The darkest of the colours, which shows ink of every colour, where they differ.
    pub deep: Option<Raster>,
    pub ink: Mask,
    /// It was scanned in black and white alone.
    pub two_valued: bool,
    pub dpi: f32,
}

impl Leveled {
    /// The page made level.
    pub fn new(sheet: ScannedPage) -> Self {
        let ScannedPage { colors: Colors { mut light, mut deep }, mut dpi } = sheet;
        let two_valued = light.is_two_valued();
        if dpi < COARSE && light.data.len() <= MOST_DOUBLED {
            light = doubled(&light);
            deep = deep.map(|deep| doubled(&deep));
            dpi *= 2.0;
        }
        let ink = ink(&light, two_valued, dpi);
        let angle = skew(&ink, dpi);
        if two_valued {
            light = smoothed(&light, 0.45 * dpi / 200.0);
        }
        Self { light, deep, ink, two_valued, dpi }.rotated(angle)
    }

    /// The page with these colours, which are level, turned clockwise by so many quarters, and made level as it then lies.
    pub fn turned((light, deep): (&Raster, Option<&Raster>), quarter: u8, two_valued: bool, dpi: f32) -> Self {
        let (light, deep) = (light.quarters(quarter), deep.map(|deep| deep.quarters(quarter)));
        let ink = ink(&light, two_valued, dpi);
        let angle = skew(&ink, dpi);
        Self { light, deep, ink, two_valued, dpi }.rotated(angle)
    }

    fn rotated(mut self, angle: f64) -> Self {
        if angle.abs() >= LEVEL {
            self.ink = Mask::default();
            self.light = rotated(&self.light, angle.to_radians());
            self.deep = self.deep.map(|deep| rotated(&deep, angle.to_radians()));
            self.ink = ink(&self.light, self.two_valued, self.dpi);
        }
        self
    }

    /// All rulings of the page, and its tables.
    pub fn tables(&mut self) -> (Mask, Vec<Table>) {
        // A thin ruling of a page of two values is a row of greys once the page is level.
        let mut thin = self.two_valued.then(|| below(&self.light, THIN));
        let ink = thin.as_mut().unwrap_or(&mut self.ink);
        let rulings = Rulings::of(&mut self.light, ink, self.dpi);
        let tint = self.deep.as_ref().map(|deep| Tint { light: &self.light, deep });
        tables(rulings, ink, tint, self.dpi)
    }
}

fn ink(light: &Raster, two_valued: bool, dpi: f32) -> Mask {
    if two_valued { below(light, BLACK) } else { dark(light, (dpi * WINDOW / 2.0) as usize) }
}
