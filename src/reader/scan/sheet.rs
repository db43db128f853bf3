//! Pictures as they lie on a page come in; the page's scans go to the recogniser as sheets.
//!
//! Scanners and writers cut a scan into strips, lay it on its side or mirror its rows. A picture that fills its place
//! upright is taken as it is, others are put together on a sheet of the finest resolution among them.

use hayro_interpret::kurbo::{Affine, Point};

use super::MOST_PIXELS;
use super::onto::recognise;
use super::raster::Raster;
use super::recogniser::Recogniser;
use super::resample::scaled;
use super::work::Allowance;
use crate::reader::Notice;
use crate::reader::lattice::{Bounds, Page, drop_hidden, join_pictures};

/// A picture that is at least this wide and high, in points, may hold a table.
const TABLE: (f32, f32) = (200.0, 60.0);
/// Pictures that are narrower or lower than this, in points, hold no table and no strip of one.
const NARROWEST: (f32, f32) = (100.0, 4.0);
/// More characters than this on a page of one picture are its text, and the picture is their ground.
const FEW_CHARACTERS: usize = 40;
/// Share of the page from which a picture is its ground.
const GROUND: f32 = 0.5;
/// Finer scans than this, in dots per inch, are made coarser.
const FINEST: f32 = 320.0;
/// See [`FINEST`]; to so many.
const FINE: f32 = 300.0;

/// A page to read.
pub(in crate::reader) struct ScannedPage {
    /// What it shows.
    pub colors: Colors,
    /// Dots per inch.
    pub dpi: f32,
}

/// The lightest and the darkest of the colours at each pixel of a picture.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::reader) struct Colors {
    /// The lightest: a red seal is not there, black ink is.
    pub light: Raster,
    /// The darkest, only where they differ much anywhere: all ink is there.
    pub deep: Option<Raster>,
}

/// A picture where it lies on its page.
pub(in crate::reader) struct Drawn {
    /// Where it shows.
    pub bounds: Bounds,
    /// From its pixels to the page.
    pub transform: Affine,
    /// What it shows.
    pub colors: Colors,
}

/// Pictures of one page that may be scans.
#[derive(Default)]
pub(in crate::reader) struct Pictured {
    /// Those that were decoded.
    pub drawn: Vec<Drawn>,
    /// Pixels of all of them.
    pixels: u64,
    /// Pixels of one that is too large, or too many beside the others.
    large: Option<u64>,
}

impl Pictured {
    /// Whether a picture of so many pixels, which shows there, is to be decoded: it may hold a table, and all of the page
    /// together are not too many.
    pub fn admits(&mut self, bounds: &Bounds, pixels: u64) -> bool {
        if !may_hold_strip(bounds) {
            return false;
        }
        let all = self.pixels.saturating_add(pixels);
        if all > MOST_PIXELS {
            self.large.get_or_insert(all);
            return false;
        }
        self.pixels = all;
        true
    }

    /// Whether there is nothing to look at, and nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.drawn.is_empty() && self.large.is_none()
    }
}

impl Colors {
    /// A picture without colours.
    pub fn grey(light: Raster) -> Self {
        Self { light, deep: None }
    }

    /// Its width and height.
    pub fn size(&self) -> (usize, usize) {
        (self.light.width, self.light.height)
    }

    /// Without these shares of its width and height: left, top, right, bottom.
    pub fn cropped(self, shares: [f32; 4]) -> Self {
        if shares.iter().all(|&share| share <= 0.0) {
            return self;
        }
        let (width, height) = self.size();
        // What is no number, or negative, cuts off nothing.
        let cut = |length: usize, share: f32| ((length as f32 * share.clamp(0.0, 1.0)).round() as usize).min(length);
        let [left, top, right, bottom] = shares.map(|share| if share.is_finite() { share } else { 0.0 });
        let (x, y) = (cut(width, left)..width - cut(width, right), cut(height, top)..height - cut(height, bottom));
        let bounds = [x.start, y.start, x.end, y.end];
        let part = |raster: Raster| raster.part(bounds);
        Self { light: part(self.light), deep: self.deep.map(part) }
    }

    /// The picture of these bytes, three a pixel, row by row. They are the most that a page takes before its ink is sought, so
    /// that the lightest of each three takes their place.
    pub fn of(width: usize, height: usize, mut rgb: Vec<u8>) -> Self {
        /// Channels that differ by no more than this are a grey.
        const TINT: u8 = 24;
        let high = |[red, green, blue]: [u8; 3]| red.max(green).max(blue);
        let low = |[red, green, blue]: [u8; 3]| red.min(green).min(blue);
        let pixels = rgb.as_chunks::<3>().0;
        let count = pixels.len();
        let colored = pixels.iter().any(|&pixel| high(pixel) - low(pixel) > TINT);
        let deep = colored.then(|| pixels.iter().map(|&pixel| low(pixel)).collect());
        for at in 0..count {
            rgb[at] = high([rgb[3 * at], rgb[3 * at + 1], rgb[3 * at + 2]]);
        }
        rgb.truncate(count);
        rgb.shrink_to_fit();
        let raster = |data| Raster { width, height, data };
        Self { light: raster(rgb), deep: deep.map(raster) }
    }
}

/// Whether a picture that shows there is large enough for a table, or for a strip of one.
fn may_hold_strip(bounds: &Bounds) -> bool {
    bounds.width() >= NARROWEST.0 && bounds.height() >= NARROWEST.1
}

/// Reads the scans of a page: what was read takes the place of their pictures.
pub(in crate::reader) fn read(page: &mut Page, pictured: Pictured, recogniser: &Recogniser, allowance: &mut Allowance) {
    if let Some(pixels) = pictured.large {
        allowance.notices.push(Notice::LargePicture { page: page.number, pixels, most: MOST_PIXELS });
    }
    join_pictures(page);
    // The text that recognition left under or over a scan is not seen.
    drop_hidden(page);
    let characters = page.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()).count();
    let area = (page.width * page.height).max(1.0);
    let pictures = std::mem::take(&mut page.pictures);
    let mut drawn = pictured.drawn;
    for picture in pictures {
        let is_ground = picture.width() * picture.height() >= GROUND * area && characters >= FEW_CHARACTERS;
        let parts: Vec<Drawn>;
        (parts, drawn) = drawn.into_iter().partition(|part| picture.grown(1.0).holds(part.bounds.center()));
        let candidate = picture.width() >= TABLE.0 && picture.height() >= TABLE.1 && !is_ground;
        let sheet = if candidate { sheet(&picture, parts) } else { None };
        let read = sheet
            .zip(recogniser.engine().ok().flatten())
            .is_some_and(|(sheet, engine)| recognise(sheet, &picture, engine, allowance, page));
        if !read {
            page.pictures.push(picture);
        }
    }
}

/// The parts of a picture on one sheet.
fn sheet(bounds: &Bounds, mut parts: Vec<Drawn>) -> Option<ScannedPage> {
    let density = |part: &Drawn| {
        let [a, b, ..] = part.transform.as_coeffs();
        (72.0 / a.hypot(b).max(1e-6)) as f32
    };
    let dpi = parts.iter().map(density).fold(0.0, f32::max);
    if !(36.0..=2_400.0).contains(&dpi) {
        return None;
    }
    let straight = |part: &Drawn| {
        let [a, b, c, d, ..] = part.transform.as_coeffs();
        a > 0.0 && d > 0.0 && b.abs() < 1e-6 && c.abs() < 1e-6 && (a / d - 1.0).abs() < 0.02
    };
    let whole = |part: &Drawn| {
        (part.bounds.width() - bounds.width()).abs() < 2.0 && (part.bounds.height() - bounds.height()).abs() < 2.0
    };
    let sheet = match parts.as_slice() {
        [only] if straight(only) && whole(only) => ScannedPage { colors: parts.remove(0).colors, dpi },
        _ => laid(bounds, &parts, dpi.min(FINE))?,
    };
    Some(coarser(sheet))
}

/// A sheet of no finer resolution than the recogniser has use for.
pub(super) fn coarser(sheet: ScannedPage) -> ScannedPage {
    if sheet.dpi <= FINEST {
        return sheet;
    }
    let size = |raster: &Raster| {
        let side = |length: usize| ((length as f32 * FINE / sheet.dpi) as usize).max(1);
        (side(raster.width), side(raster.height))
    };
    let small = |raster: &Raster| scaled(raster, size(raster).0, size(raster).1);
    let Colors { light, deep } = &sheet.colors;
    ScannedPage { colors: Colors { light: small(light), deep: deep.as_ref().map(small) }, dpi: FINE }
}

/// Parts at their places, each pixel from the nearest of the part.
fn laid(bounds: &Bounds, parts: &[Drawn], dpi: f32) -> Option<ScannedPage> {
    let scale = f64::from(dpi / 72.0);
    let side = |points: f32| (f64::from(points) * scale).round().max(1.0) as usize;
    let (width, height) = (side(bounds.width()), side(bounds.height()));
    if (width * height) as u64 > MOST_PIXELS || parts.is_empty() {
        return None;
    }
    let mut light = Raster::filled(width, height, 255);
    let colored = parts.iter().any(|part| part.colors.deep.is_some());
    let mut deep = colored.then(|| light.clone());
    for part in parts {
        if part.transform.determinant().abs() < 1e-9 {
            continue;
        }
        let back = part.transform.inverse();
        for y in 0..height {
            for x in 0..width {
                let on_page = Point::new(
                    f64::from(bounds.x0) + (x as f64 + 0.5) / scale,
                    f64::from(bounds.y0) + (y as f64 + 0.5) / scale,
                );
                let Point { x: from_x, y: from_y } = back * on_page;
                let inside = from_x >= 0.0 && from_y >= 0.0;
                let (from_x, from_y) = (from_x as usize, from_y as usize);
                if !inside || from_x >= part.colors.light.width || from_y >= part.colors.light.height {
                    continue;
                }
                let value = part.colors.light.row(from_y)[from_x];
                light.row_mut(y)[x] = value;
                if let Some(deep) = &mut deep {
                    deep.row_mut(y)[x] = part.colors.deep.as_ref().map_or(value, |deep| deep.row(from_y)[from_x]);
                }
            }
        }
    }
    Some(ScannedPage { colors: Colors { light, deep }, dpi })
}
