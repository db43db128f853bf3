//! Scanned pages: pictures come in; what stands on them goes to [`super::lattice`] as rulings and characters with a
//! reading behind them.
//!
//! Nothing here knows a form. A picture is made level, its rulings are found (`ruling`, `table`), lines of ink are cut
//! out (`ink`) and given to a recogniser (`engine`); a figure keeps all its likely readings (`beam`). Which of
//! them hold is decided where the equations are known.

#[cfg(feature = "ocr")]
mod beam;
#[cfg(feature = "ocr")]
mod blank;
#[cfg(feature = "ocr")]
mod component;
#[cfg(feature = "ocr")]
mod engine;
#[cfg(feature = "ocr")]
mod figure;
#[cfg(feature = "ocr")]
mod flow;
#[cfg(feature = "ocr")]
mod ink;
#[cfg(feature = "ocr")]
mod jbig2;
#[cfg(feature = "ocr")]
mod level;
pub mod model;
#[cfg(feature = "ocr")]
mod onto;
#[cfg(feature = "ocr")]
mod page;
#[cfg(feature = "ocr")]
mod picture;
#[cfg(feature = "ocr")]
mod raster;
mod recogniser;
#[cfg(feature = "ocr")]
mod resample;
#[cfg(feature = "ocr")]
mod ruling;
#[cfg(feature = "ocr")]
mod seal;
#[cfg(feature = "ocr")]
mod sheet;
#[cfg(feature = "ocr")]
mod skew;
#[cfg(feature = "ocr")]
mod stroke;
#[cfg(feature = "ocr")]
mod table;
#[cfg(feature = "ocr")]
mod tiff;
#[cfg(feature = "ocr")]
mod turn;
#[cfg(feature = "ocr")]
mod witness;
#[cfg(feature = "ocr")]
mod work;

pub use recogniser::Recogniser;

#[cfg(feature = "ocr")]
pub(super) use flow::{inline, read as read_flow};
#[cfg(all(feature = "ocr", feature = "internals"))]
pub use picture::ruled_cells;
#[cfg(feature = "ocr")]
pub(super) use picture::{Undecoded, decode};
#[cfg(feature = "ocr")]
pub(super) use raster::Raster;
#[cfg(feature = "ocr")]
pub(super) use sheet::{Colors, Drawn, Pictured, read};
#[cfg(feature = "ocr")]
pub(super) use work::Allowance;

/// Pictures of more pixels than this are not looked at.
#[cfg(feature = "ocr")]
const MOST_PIXELS: u64 = 40_000_000;
/// Pixels of all pictures of one filing; a hundred pages at 300 dots per inch have fewer.
#[cfg(feature = "ocr")]
const MOST_PIXELS_OF_FILE: u64 = 1_000_000_000;
