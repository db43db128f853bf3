//! A recognised picture onto its page: boxes of cells become ruling lines, texts become characters where they stand, and
//! behind each text lies what the recogniser said of it.

use super::engine::Engine;
use super::page::{self, Found, Piece};
use super::raster::Raster;
use super::sheet::ScannedPage;
use super::witness;
use super::work::Allowance;
use crate::document::{Alternative, Recognised};
use crate::reader::lattice::{Bounds, Direction, Glyph, Ink, Page, Reading};
use crate::script::wide;

/// Least size of characters, and most of those of figures, in points.
const SIZES: (f32, f32) = (4.0, 10.0);
/// Sides of the largest picture of a cell that is kept, in pixels.
const LARGEST_LOOK: (usize, usize) = (160, 60);

/// Reads a picture that takes this box of a page. Tells whether anything was read.
pub(in crate::reader) fn recognise(
    sheet: ScannedPage,
    bounds: &Bounds,
    engine: &Engine,
    allowance: &mut Allowance,
    page: &mut Page,
) -> bool {
    let Some(allowed) = allowance.picture(sheet.colors.light.data.len(), page.number) else { return false };
    let mut rest = allowed;
    let Found { cells, mut pieces, quarter } = page::read(sheet, engine, &mut rest);
    allowance.spend(allowed, rest, page.number);
    let mut bounds = *bounds;
    if quarter % 2 == 1 {
        // Places are those of the turned page.
        (bounds.x1, bounds.y1) = (bounds.x0 + bounds.height(), bounds.y0 + bounds.width());
        if page.glyphs.is_empty() {
            (page.width, page.height) = (page.height, page.width);
        }
    }
    let place = |share: &[f32; 4]| Bounds {
        x0: bounds.x0 + share[0] * bounds.width(),
        y0: bounds.y0 + share[1] * bounds.height(),
        x1: bounds.x0 + share[2] * bounds.width(),
        y1: bounds.y0 + share[3] * bounds.height(),
    };
    witness::hear(&mut pieces, &page.hidden, place);
    for cell in &cells {
        let Bounds { x0, y0, x1, y1 } = place(cell);
        for (ax, ay, bx, by) in [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)] {
            page.stroke(Bounds { x0: ax, y0: ay, x1: bx, y1: by });
        }
    }
    let read = pieces.iter().any(|piece| !piece.text.is_empty());
    for piece in pieces {
        let (own, cell) = (place(&piece.bounds), piece.cell.as_ref().map(place));
        let run = page.glyphs.last().map_or(0, |glyph| glyph.run).wrapping_add(1);
        let ink = Ink { above: page.painted(), ..Ink::default() };
        match cell {
            Some(cell) => write_figure(&piece.text, &own, &cell, Glyph { run, ink, ..blank() }, page),
            None => write_line(&piece.text, &own, Glyph { run, ink, ..blank() }, page),
        }
        page.readings.push(Reading { bounds: cell.unwrap_or(own), recognised: recognised(piece) });
    }
    page.recognised |= read;
    read
}

fn recognised(piece: Piece) -> Recognised {
    let alternatives = piece.alternatives.into_iter();
    Recognised {
        unread: piece.text.is_empty(),
        confidence: piece.confidence,
        alternatives: alternatives.map(|(text, share)| Alternative { text, share }).collect(),
        look: piece.look.as_ref().map(look).unwrap_or_default(),
    }
}

fn blank() -> Glyph {
    Glyph {
        character: ' ',
        bounds: Bounds::default(),
        size: 0.0,
        direction: Direction::Right,
        vertical: false,
        run: 0,
        ink: Ink::default(),
    }
}

/// A figure in the middle of its cell, its foot where it stands.
fn write_figure(text: &str, own: &Bounds, cell: &Bounds, glyph: Glyph, page: &mut Page) {
    let count = text.chars().count() as f32;
    let size = (cell.width() * 1.6 / count.max(1.0)).clamp(SIZES.0, SIZES.1);
    let left = cell.center().0 - count * size * 0.25;
    for (at, character) in text.chars().enumerate() {
        let x0 = left + at as f32 * size * 0.5;
        let bounds = Bounds { x0, y0: own.y1 - size * 0.88, x1: x0 + size * 0.5, y1: own.y1 + size * 0.12 };
        page.glyphs.push(Glyph { character, bounds, size, ..glyph });
    }
}

/// A line of text over its box.
fn write_line(text: &str, own: &Bounds, glyph: Glyph, page: &mut Page) {
    let share = |character: char| if wide(character) { 1.0 } else { 0.5 };
    let total: f32 = text.chars().map(share).sum();
    if total == 0.0 {
        return;
    }
    let em = own.width() / total;
    let size = (own.height() * 1.25).min(em).max(SIZES.0 * 0.75);
    let (mut x0, y) = (own.x0, own.center().1);
    for character in text.chars() {
        let x1 = x0 + em * share(character);
        let bounds = Bounds { x0, y0: y - size * 0.5, x1, y1: y + size * 0.5 };
        page.glyphs.push(Glyph { character, bounds, size, ..glyph });
        x0 = x1;
    }
}

/// The picture of a cell as a small PNG.
fn look(cell: &Raster) -> Vec<u8> {
    use image::ImageEncoder;
    let (width, height) = (cell.width, cell.height);
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let shrink = (width as f32 / LARGEST_LOOK.0 as f32).max(height as f32 / LARGEST_LOOK.1 as f32).max(1.0);
    let side = |length: usize| ((length as f32 / shrink).round() as usize).max(1);
    let small = super::resample::scaled(cell, side(width), side(height));
    // Sixteen greys show it as well.
    let greys: Vec<u8> = small.data.iter().map(|value| value / 17 * 17).collect();
    let mut png = Vec::new();
    let (width, height) = (small.width as u32, small.height as u32);
    let written =
        image::codecs::png::PngEncoder::new(&mut png).write_image(&greys, width, height, image::ExtendedColorType::L8);
    written.map(|()| png).unwrap_or_default()
}
