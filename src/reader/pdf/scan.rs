//! Pictures as they are drawn come in; those that may be scans go out, for [`crate::reader::scan`].

use hayro_interpret::kurbo::Affine;
use hayro_interpret::{Image, ImageData};

use crate::reader::lattice::Bounds;
use crate::reader::scan::{Colors, Drawn, Pictured, Raster};

/// Decodes a picture that may be (part of) a scan.
pub(super) fn draw(image: &Image<'_, '_>, bounds: Bounds, transform: Affine, pictured: &mut Pictured) {
    let pixels = u64::from(image.width()) * u64::from(image.height());
    if !pictured.admits(&bounds, pixels) {
        return;
    }
    let mut decoded: Option<(Colors, (f32, f32))> = None;
    match image {
        Image::Raster(raster) => raster.with_rgba(
            |data, _| {
                decoded = Some(match data {
                    ImageData::Luma(luma) => {
                        (Colors::grey(raster_of(luma.width, luma.height, luma.data)), luma.scale_factors)
                    }
                    ImageData::Rgb(rgb) => {
                        (Colors::of(rgb.width as usize, rgb.height as usize, rgb.data), rgb.scale_factors)
                    }
                });
            },
            None,
        ),
        // What a stencil lets through is painted; scans are painted in black.
        Image::Stencil(stencil) => stencil.with_stencil(
            |luma, _| {
                let paper = luma.data.iter().map(|value| 255 - value).collect();
                decoded = Some((Colors::grey(raster_of(luma.width, luma.height, paper)), luma.scale_factors));
            },
            None,
        ),
    }
    if let Some((colors, (x, y))) = decoded {
        let transform = transform * Affine::scale_non_uniform(f64::from(x), f64::from(y));
        pictured.drawn.push(Drawn { bounds, transform, colors });
    }
}

fn raster_of(width: u32, height: u32, data: Vec<u8>) -> Raster {
    Raster { width: width as usize, height: height as usize, data }
}
