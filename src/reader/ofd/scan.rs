//! Pictures of a page as files of the container come in; those that may be scans go to [`crate::reader::scan`].

use hayro_interpret::kurbo::Affine;

use super::{Parts, resolve};
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Context;
use crate::reader::lattice::{Bounds, Page};
use crate::reader::scan::{self, Allowance, Drawn, Pictured, Undecoded};

/// Reads the scans of a page; `shown` are its pictures, their locations given in a folder.
pub(super) fn read(
    page: &mut Page,
    (folder, shown): (&str, &[(Bounds, String)]),
    parts: &mut Parts<'_>,
    context: &mut Context,
    allowance: &mut Allowance,
) -> Result<(), ReadError> {
    if !context.recogniser.is_there() {
        return Ok(());
    }
    let mut pictured = Pictured::default();
    for (bounds, location) in shown {
        if !pictured.admits(bounds, 0) || allowance.is_spent() {
            continue;
        }
        match parts.zip.read_part(&resolve(folder, location), &mut parts.buffer) {
            Ok(Some(notice)) => context.notices.extend(notice),
            Ok(None) => continue,
            Err(error) if error.kind == ReadErrorKind::Damaged => continue,
            Err(error) => return Err(error),
        }
        let colors = match scan::decode(&parts.buffer) {
            Ok(colors) => colors,
            Err(Undecoded::Large(pixels)) => {
                pictured.admits(bounds, pixels);
                continue;
            }
            Err(Undecoded::Unknown) => continue,
        };
        let (width, height) = colors.size();
        if !pictured.admits(bounds, (width * height) as u64) {
            continue;
        }
        // A picture fills its boundary (GB/T 33190, 10).
        let scale = Affine::scale_non_uniform(
            f64::from(bounds.width()) / width as f64,
            f64::from(bounds.height()) / height as f64,
        );
        let transform = Affine::translate((f64::from(bounds.x0), f64::from(bounds.y0))) * scale;
        pictured.drawn.push(Drawn { bounds: *bounds, transform, colors });
    }
    if !pictured.is_empty() {
        scan::read(page, pictured, &context.recogniser, allowance);
    }
    Ok(())
}
