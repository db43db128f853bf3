//! Pictures in the flow of a document (of a word processor, of the web): pictures that follow each other are the pages of
//! one scan, and what was read of them takes their place.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::picture::{self, Undecoded};
use super::raster::Raster;
use super::sheet::{Colors, ScannedPage};
use super::work::Allowance;
use super::{MOST_PIXELS, onto, sheet};
use crate::document::{Block, Document, Picture};
use crate::error::ReadError;
use crate::reader::lattice::{Bounds, Layout, Page};
use crate::reader::{Context, Notice};

/// Fewer pixels than this, in width or in height, hold no table.
const SMALLEST: (usize, usize) = (200, 60);
/// Height by width of a page.
const PAGE: std::ops::Range<f32> = 1.25..1.6;
/// Width of a page, and of the text on it, in points.
const WIDTHS: (f32, f32) = (595.0, 468.0);
/// Resolutions that a picture is taken for, in dots per inch.
const RESOLUTIONS: (f32, f32) = (72.0, 600.0);

/// Reads the pictures of a document; `content` gives the bytes behind what [`Picture::source`] says.
///
/// # Errors
/// When the document becomes too large.
pub(in crate::reader) fn read(
    document: &mut Document,
    context: &mut Context,
    mut content: impl FnMut(&str, &mut Context) -> Option<Vec<u8>>,
) -> Result<(), ReadError> {
    let mut allowance = Allowance::new(&context.limits);
    let mut ordinal = 0;
    let mut blocks = Vec::with_capacity(document.blocks.len());
    let mut scan: Option<Layout> = None;
    for block in std::mem::take(&mut document.blocks) {
        if let Block::Picture(Picture { source: Some(source), size, .. }) = &block {
            let mut read = false;
            let bytes = content(&source.address, context).filter(|_| !allowance.is_spent()).unwrap_or_default();
            for decoded in picture::pages(&bytes) {
                ordinal += 1;
                let colors = match decoded {
                    Ok(colors) => colors.cropped(source.cropped),
                    Err(Undecoded::Large(pixels)) => {
                        context.notices.push(Notice::LargePicture { page: ordinal, pixels, most: MOST_PIXELS });
                        continue;
                    }
                    Err(Undecoded::Unknown) => continue,
                };
                let Some(page) = page(colors, *size, ordinal, context, &mut allowance) else {
                    if allowance.is_spent() {
                        break;
                    }
                    continue;
                };
                scan.get_or_insert_with(|| Layout::new(context.budget())).page(page)?;
                (document.recognised, read) = (true, true);
            }
            if read {
                continue;
            }
        }
        end(&mut scan, &mut blocks, document, context);
        blocks.push(match block {
            Block::Picture(picture) => Block::Picture(Picture { source: None, ..picture }),
            other => other,
        });
    }
    end(&mut scan, &mut blocks, document, context);
    context.notices.append(&mut allowance.notices);
    document.blocks = blocks;
    Ok(())
}

/// The pages of a scan are all there.
fn end(scan: &mut Option<Layout>, blocks: &mut Vec<Block>, document: &mut Document, context: &mut Context) {
    let Some(scan) = scan.take() else { return };
    context.notices.extend(scan.notices());
    let (mut read, omissions) = scan.finish();
    blocks.append(&mut read);
    document.omissions.append(omissions);
}

/// The bytes of a picture that are written into its address (RFC 2397).
pub(in crate::reader) fn inline(source: &str) -> Option<Vec<u8>> {
    let (kind, data) = source.trim().strip_prefix("data:")?.split_once(',')?;
    if !kind.to_ascii_lowercase().ends_with(";base64") {
        return None;
    }
    let any = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let data: Vec<u8> = data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    GeneralPurpose::new(&alphabet::STANDARD, any).decode(data).ok()
}

/// One picture as a page; `None` where nothing was read of it.
fn page(
    colors: Colors,
    size: Option<(f32, f32)>,
    number: u32,
    context: &mut Context,
    allowance: &mut Allowance,
) -> Option<Page> {
    let Raster { width, height, .. } = colors.light;
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return None;
    }
    let dpi = resolution(width as f32, height as f32, size);
    let (wide, high) = (width as f32 * 72.0 / dpi, height as f32 * 72.0 / dpi);
    let mut page = Page { number, width: wide, height: high, ..Page::default() };
    let bounds = Bounds { x0: 0.0, y0: 0.0, x1: wide, y1: high };
    let sheet = sheet::coarser(ScannedPage { colors, dpi });
    let engine = context.recogniser.engine().ok().flatten()?;
    onto::recognise(sheet, &bounds, engine, allowance, &mut page).then_some(page)
}

/// Dots per inch: of a page by the width of paper, of a part of one by the width that it is shown at, or that text has.
fn resolution(width: f32, height: f32, size: Option<(f32, f32)>) -> f32 {
    let points = if PAGE.contains(&(height / width)) {
        WIDTHS.0
    } else {
        size.map(|(width, _)| width)
            .filter(|width| *width >= WIDTHS.1 / 2.0)
            .map_or(WIDTHS.1, |width| width.min(WIDTHS.0))
    };
    (width * 72.0 / points).clamp(RESOLUTIONS.0, RESOLUTIONS.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_in_an_address() {
        assert_eq!(inline("data:image/png;base64,aGFs\n bG8").as_deref(), Some(&b"hallo"[..]));
        assert_eq!(inline("data:image/png;base64,aGFsbG8=").as_deref(), Some(&b"hallo"[..]));
        for other in ["data:image/svg+xml,<svg/>", "a.png", "data:image/png;base64,?"] {
            assert_eq!(inline(other), None, "{other}");
        }
    }

    #[test]
    fn resolutions() {
        assert_eq!(resolution(1653.0, 2338.0, None).round(), 200.0);
        assert_eq!(resolution(1300.0, 900.0, None).round(), 200.0);
        assert_eq!(resolution(1300.0, 900.0, Some((415.0, 287.0))).round(), 226.0);
        assert_eq!(resolution(300.0, 200.0, None), 72.0);
    }
}
