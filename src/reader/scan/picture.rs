//! Files of pictures: their bytes come in, the grey values that a page is read from go out, within limits.
//!
//! What a picture claims to be is looked at before anything is decoded: a picture of more pixels than a page needs, or of
//! none, is not looked at, however few its bytes are.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::MOST_PIXELS;
use super::raster::Raster;
use super::sheet::Colors;

/// Bytes that the decoder may take at one time: [`MOST_PIXELS`] with their colours.
const MOST_BYTES: u64 = MOST_PIXELS * 4;

/// The picture in a file; `None` for damage, for kinds that are not known, and for pictures that are too large. Of several
/// pictures in one file the first is taken.
pub(in crate::reader) fn decode(bytes: &[u8]) -> Option<Colors> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels == 0 || pixels > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width() as usize, image.height() as usize);
    Some(match image {
        DynamicImage::ImageLuma8(grey) => Colors::grey(Raster { width, height, data: grey.into_raw() }),
        DynamicImage::ImageRgb8(rgb) => Colors::of(width, height, rgb.as_raw().as_chunks().0, |pixel: &[u8; 3]| *pixel),
        other => Colors::of(width, height, other.into_rgba8().as_raw().as_chunks().0, on_paper),
    })
}

/// How many cells the tables of a picture at so many dots per inch have; `None` where it cannot be looked at.
#[cfg(feature = "internals")]
pub fn ruled_cells(bytes: &[u8], dpi: f32) -> Option<usize> {
    let colors = decode(bytes)?;
    Some(super::page::cells(super::sheet::coarser(super::sheet::ScannedPage { colors, dpi })))
}

/// The colours of a pixel that lets paper through.
fn on_paper(pixel: &[u8; 4]) -> [u8; 3] {
    let alpha = u32::from(pixel[3]);
    let over = |value: u8| ((u32::from(value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
    [over(pixel[0]), over(pixel[1]), over(pixel[2])]
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut out);
        encoder.write_image(data, width, height, ExtendedColorType::L8).expect("written");
        out
    }

    /// A PNG whose header claims other sides.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut png = png(2, 2, &[0, 255, 255, 0]);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let mut sum = flate2::Crc::new();
        sum.update(&png[12..29]);
        png[29..33].copy_from_slice(&sum.sum().to_be_bytes());
        png
    }

    #[test]
    fn what_a_picture_claims_is_looked_at_first() {
        for (width, height) in [(0, 10), (10, 0), (100_000, 100_000), (u32::MAX, u32::MAX), (40_000_001, 1)] {
            assert_eq!(decode(&claiming(width, height)), None, "{width} × {height}");
        }
    }

    #[test]
    fn pictures_without_a_table_have_no_cells() {
        let sides = [(1, 1), (3, 2_000), (2_000, 3), (64, 64), (300, 1)];
        for (width, height) in sides {
            for value in [0, 128, 255] {
                let picture = png(width, height, &vec![value; (width * height) as usize]);
                assert_eq!(ruled_cells(&picture, 100.0), Some(0), "{width} × {height} of {value}");
            }
        }
    }

    #[test]
    fn damage_is_no_picture() {
        let whole = png(64, 64, &[200; 64 * 64]);
        assert_eq!(decode(&whole).map(|colors| colors.light.data.len()), Some(64 * 64));
        for bytes in [&whole[..whole.len() / 2], &whole[..20], b"GIF89a", b"\xff\xd8\xff", b"BM", b""] {
            assert_eq!(decode(bytes), None);
        }
    }

    #[test]
    fn one_pixel_is_a_picture() {
        assert_eq!(decode(&png(1, 1, &[7])).map(|colors| colors.light.data), Some(vec![7]));
    }

    #[test]
    fn paper_shows_through_and_the_first_of_several_pictures_is_taken() {
        let frame = |value: u8, alpha: u8| {
            image::Frame::new(RgbaImage::from_pixel(4, 4, image::Rgba([value, value, value, alpha])))
        };
        let mut gif = Vec::new();
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
        encoder.encode_frames([frame(0, 255), frame(255, 255)]).expect("written");
        drop(encoder);
        assert_eq!(decode(&gif).map(|colors| colors.light.data), Some(vec![0; 16]));
        let mut clear = Vec::new();
        let glass = RgbaImage::from_pixel(3, 3, image::Rgba([0, 0, 0, 0]));
        glass.write_to(&mut Cursor::new(&mut clear), ImageFormat::Png).expect("written");
        assert_eq!(decode(&clear).map(|colors| colors.light.data), Some(vec![255; 9]));
    }
}
