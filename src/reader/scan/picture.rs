//! Files of pictures: their bytes come in, the grey values that a page is read from go out, within limits.
//!
//! What a picture claims to be is looked at before anything is decoded: a picture of more pixels than a page needs, or of
//! none, is not looked at, however few its bytes are.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::raster::Raster;
use super::sheet::Colors;
use super::{MOST_PIXELS, jbig2, tiff};

/// Bytes that the decoder may take at one time: [`MOST_PIXELS`] with their colours.
const MOST_BYTES: u64 = MOST_PIXELS * 4;

/// Why there is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reader) enum Undecoded {
    /// It is damaged, or of a kind that is not known.
    Unknown,
    /// It claims to have so many pixels, which are too many.
    Large(u64),
}

/// The picture in a file; of several pictures in one file the first.
pub(in crate::reader) fn decode(bytes: &[u8]) -> Result<Colors, Undecoded> {
    if let Some(page) = jbig2::Page::of(bytes) {
        let pixels = page.pixels();
        if pixels > MOST_PIXELS {
            return Err(Undecoded::Large(pixels));
        }
        return page.decode().map(Colors::grey).ok_or(Undecoded::Unknown);
    }
    let mut large = None;
    decode_known(bytes, &mut large).ok_or(large.map_or(Undecoded::Unknown, Undecoded::Large))
}

/// A picture of the kinds that the library knows; how many pixels one has that is too large.
fn decode_known(bytes: &[u8], large: &mut Option<u64>) -> Option<Colors> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MOST_PIXELS || decoder.total_bytes() > MOST_BYTES {
        *large = Some(pixels);
    }
    if pixels == 0 || large.is_some() {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut image = DynamicImage::from_decoder(decoder).ok()?;
    image.apply_orientation(orientation);
    let (width, height) = (image.width() as usize, image.height() as usize);
    Some(match image {
        DynamicImage::ImageLuma8(grey) => Colors::grey(Raster { width, height, data: grey.into_raw() }),
        DynamicImage::ImageRgb8(rgb) => Colors::of(width, height, rgb.into_raw()),
        other => {
            let rgba = other.into_rgba8().into_raw();
            Colors::of(width, height, rgba.as_chunks().0.iter().flat_map(on_paper).collect())
        }
    })
}

/// The pictures in a file: those of a TIFF are the pages of one document, in other files it is the first.
pub(in crate::reader) fn pages(bytes: &[u8]) -> impl Iterator<Item = Result<Colors, Undecoded>> {
    let others = tiff::directories(bytes).into_iter().skip(1);
    std::iter::once_with(|| decode(bytes)).chain(others.map(|at| decode(&tiff::starting_at(bytes, at))))
}

/// How many cells the tables of a picture at so many dots per inch have; `None` where it cannot be looked at.
#[cfg(feature = "internals")]
pub fn ruled_cells(bytes: &[u8], dpi: f32) -> Option<usize> {
    let colors = decode(bytes).ok()?;
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
        // PNG has no sides of more than 31 bits.
        assert_eq!(decode(&claiming(u32::MAX, u32::MAX)), Err(Undecoded::Unknown));
        for (width, height) in [(0, 10), (10, 0), (100_000, 100_000), (40_000_001, 1)] {
            let expected = match u64::from(width) * u64::from(height) {
                0 => Undecoded::Unknown,
                pixels => Undecoded::Large(pixels),
            };
            assert_eq!(decode(&claiming(width, height)), Err(expected), "{width} × {height}");
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
    fn a_picture_that_says_how_the_camera_was_held_is_turned() {
        let mut jpeg = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
        encoder.write_image(&[0; 40 * 20], 40, 20, ExtendedColorType::L8).expect("written");
        // Exif 2.3: one entry, the orientation; the top of what was seen is at the right.
        let mut exif = b"\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01".to_vec();
        exif.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        let turned = [&jpeg[..2], &exif, &jpeg[2..]].concat();
        assert_eq!(decode(&jpeg).map(|colors| colors.size()), Ok((40, 20)));
        assert_eq!(decode(&turned).map(|colors| colors.size()), Ok((20, 40)));
    }

    /// A TIFF of black pages of so many pixels in width, one high, each one strip.
    fn tiff(widths: &[u16]) -> Vec<u8> {
        let mut out = b"II*\0\x08\0\0\0".to_vec();
        for (at, &width) in widths.iter().enumerate() {
            const LENGTH: usize = 2 + 8 * 12 + 4;
            let start = out.len();
            let [width, strip] = [u32::from(width), (start + LENGTH) as u32];
            let entries = [(256, width), (257, 1), (258, 8), (259, 1), (262, 1), (273, strip), (277, 1), (279, width)];
            out.extend(8_u16.to_le_bytes());
            for (tag, value) in entries {
                // One number of four bytes each.
                out.extend([tag, 4_u16].map(u16::to_le_bytes).concat());
                out.extend([1, value].map(u32::to_le_bytes).concat());
            }
            let width = width as usize;
            let next = if at + 1 == widths.len() { 0 } else { start + LENGTH + width };
            out.extend((next as u32).to_le_bytes());
            out.resize(out.len() + width, 0);
        }
        out
    }

    #[test]
    fn every_page_of_a_tiff_is_a_picture() {
        let sizes = |bytes: &[u8]| -> Vec<Result<(usize, usize), Undecoded>> {
            pages(bytes).map(|page| page.map(|colors| colors.size())).collect()
        };
        assert_eq!(sizes(&tiff(&[30, 20, 10])), [Ok((30, 1)), Ok((20, 1)), Ok((10, 1))]);
        assert_eq!(sizes(b"no picture"), [Err(Undecoded::Unknown)]);
    }

    #[test]
    fn what_is_cut_off_a_picture_is_not_there() {
        let whole = || Colors::grey(Raster { width: 4, height: 4, data: (0..16).collect() });
        assert_eq!(whole().cropped([0.25, 0.5, 0.25, 0.0]).light.data, [9, 10, 13, 14]);
        assert_eq!(whole().cropped([-1.0, f32::NAN, 0.0, 0.0]), whole());
        for all in [[0.6, 0.0, 0.6, 0.0], [1.0; 4], [f32::INFINITY, 9.0, 0.0, 0.0]] {
            assert!(whole().cropped(all).light.data.len() <= 16);
        }
    }

    #[test]
    fn damage_is_no_picture() {
        let whole = png(64, 64, &[200; 64 * 64]);
        assert_eq!(decode(&whole).map(|colors| colors.light.data.len()), Ok(64 * 64));
        for bytes in [&whole[..whole.len() / 2], &whole[..20], b"GIF89a", b"\xff\xd8\xff", b"BM", b""] {
            assert_eq!(decode(bytes), Err(Undecoded::Unknown));
        }
    }

    #[test]
    fn one_pixel_is_a_picture() {
        assert_eq!(decode(&png(1, 1, &[7])).map(|colors| colors.light.data), Ok(vec![7]));
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
        assert_eq!(decode(&gif).map(|colors| colors.light.data), Ok(vec![0; 16]));
        let mut clear = Vec::new();
        let glass = RgbaImage::from_pixel(3, 3, image::Rgba([0, 0, 0, 0]));
        glass.write_to(&mut Cursor::new(&mut clear), ImageFormat::Png).expect("written");
        assert_eq!(decode(&clear).map(|colors| colors.light.data), Ok(vec![255; 9]));
    }
}
