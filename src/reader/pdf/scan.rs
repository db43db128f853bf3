//! Pictures of a page as they are drawn come in; the page's scans, as sheets for the recogniser, go out.
//!
//! Scanners and writers cut a scan into strips, lay it on its side or mirror its rows. A picture that fills its place
//! upright is taken as it is, others are put together on a sheet of the finest resolution among them.

use hayro_interpret::kurbo::{Affine, Point};
use hayro_interpret::{Image, ImageData};

use crate::reader::lattice::{Bounds, Page, join_pictures};
use crate::reader::scan::{MOST_PIXELS, Raster, Recogniser, ScannedPage, recognise};

/// Pictures that are narrower or lower than this, in points, hold no table and no strip of one.
const NARROWEST: (f32, f32) = (100.0, 4.0);
/// A picture that is at least this wide and high, in points, may hold a table.
const TABLE: (f32, f32) = (200.0, 60.0);
/// More characters than this on a page of one picture are its text, and the picture is their ground.
const FEW_CHARACTERS: usize = 40;
/// Share of the page from which a picture is its ground.
const GROUND: f32 = 0.5;
/// Finer scans than this, in dots per inch, are made coarser.
const FINEST: f32 = 320.0;
/// See [`FINEST`]; to so many.
const FINE: f32 = 300.0;

/// A picture as it was drawn.
pub(super) struct Drawn {
    /// Where it shows.
    bounds: Bounds,
    /// From its pixels to the page.
    transform: Affine,
    light: Raster,
    deep: Option<Raster>,
}

/// Decodes a picture that may be (part of) a scan.
pub(super) fn drawn(image: &Image<'_, '_>, bounds: Bounds, transform: Affine) -> Option<Drawn> {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    if bounds.width() < NARROWEST.0 || bounds.height() < NARROWEST.1 || pixels > MOST_PIXELS {
        return None;
    }
    let mut decoded: Option<(Raster, Option<Raster>, (f32, f32))> = None;
    match image {
        Image::Raster(raster) => raster.with_rgba(
            |data, _| {
                decoded = Some(match data {
                    ImageData::Luma(luma) => (raster_of(luma.width, luma.height, luma.data), None, luma.scale_factors),
                    ImageData::Rgb(rgb) => {
                        let (light, deep) = extremes(&rgb.data);
                        let deep = deep.map(|deep| raster_of(rgb.width, rgb.height, deep));
                        (raster_of(rgb.width, rgb.height, light), deep, rgb.scale_factors)
                    }
                });
            },
            None,
        ),
        // What a stencil lets through is painted; scans are painted in black.
        Image::Stencil(stencil) => stencil.with_stencil(
            |luma, _| {
                let paper = luma.data.iter().map(|value| 255 - value).collect();
                decoded = Some((raster_of(luma.width, luma.height, paper), None, luma.scale_factors));
            },
            None,
        ),
    }
    let (light, deep, (x, y)) = decoded?;
    let transform = transform * Affine::scale_non_uniform(f64::from(x), f64::from(y));
    Some(Drawn { bounds, transform, light, deep })
}

fn raster_of(width: u32, height: u32, data: Vec<u8>) -> Raster {
    Raster { width: width as usize, height: height as usize, data }
}

/// The lightest and the darkest channel of each pixel; the latter only where they differ much anywhere.
fn extremes(rgb: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
    /// Channels that differ by no more than this are a grey.
    const TINT: u8 = 24;
    let light: Vec<u8> = rgb.chunks_exact(3).map(|pixel| pixel[0].max(pixel[1]).max(pixel[2])).collect();
    let deep: Vec<u8> = rgb.chunks_exact(3).map(|pixel| pixel[0].min(pixel[1]).min(pixel[2])).collect();
    let colored = light.iter().zip(&deep).any(|(light, deep)| light - deep > TINT);
    (light, colored.then_some(deep))
}

/// Reads the scans of a page: what was read takes the place of their pictures.
pub(super) fn read(page: &mut Page, drawn: Vec<Drawn>, recogniser: &Recogniser, allowance: &mut u32) {
    join_pictures(page);
    let characters = page.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace()).count();
    let area = (page.width * page.height).max(1.0);
    let pictures = std::mem::take(&mut page.pictures);
    let mut drawn = drawn;
    for picture in pictures {
        let is_ground = picture.width() * picture.height() >= GROUND * area && characters >= FEW_CHARACTERS;
        let parts: Vec<Drawn>;
        (parts, drawn) = drawn.into_iter().partition(|part| picture.grown(1.0).holds(part.bounds.center()));
        let candidate = picture.width() >= TABLE.0 && picture.height() >= TABLE.1 && !is_ground && *allowance > 0;
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
        [only] if straight(only) && whole(only) => {
            let only = parts.remove(0);
            ScannedPage { light: only.light, deep: only.deep, dpi }
        }
        _ => laid(bounds, &parts, dpi.min(FINE))?,
    };
    Some(coarser(sheet))
}

fn coarser(sheet: ScannedPage) -> ScannedPage {
    if sheet.dpi <= FINEST {
        return sheet;
    }
    let size = |raster: &Raster| {
        let side = |length: usize| ((length as f32 * FINE / sheet.dpi) as usize).max(1);
        (side(raster.width), side(raster.height))
    };
    let small = |raster: &Raster| crate::reader::scan::scaled(raster, size(raster).0, size(raster).1);
    ScannedPage { light: small(&sheet.light), deep: sheet.deep.as_ref().map(small), dpi: FINE }
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
    let colored = parts.iter().any(|part| part.deep.is_some());
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
                if !inside || from_x >= part.light.width || from_y >= part.light.height {
                    continue;
                }
                let value = part.light.row(from_y)[from_x];
                light.row_mut(y)[x] = value;
                if let Some(deep) = &mut deep {
                    deep.row_mut(y)[x] = part.deep.as_ref().map_or(value, |deep| deep.row(from_y)[from_x]);
                }
            }
        }
    }
    Some(ScannedPage { light, deep, dpi })
}
