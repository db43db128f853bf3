//! Fixed-layout pages as a flow: positioned glyphs and ruling lines come in, page by page; paragraphs,
//! cell grids and pictures in reading order go out.
//!
//! Geometry only: PDF and OFD share it, and it knows neither. All lengths are points, `y` grows
//! downwards from the top edge of the page. The steps have a file each: [`imposed`] parts pages that share a sheet,
//! [`mod@spacing`] closes what is set wide, [`boxes`] takes out boxes round figures, [`stamp`] frames of stamps, [`ruling`] tidies the lines, [`frame`] finds the cells that they bound,
//! [`overrun`] those whose numbers run over their borders, [`cut`] and [`partial`] numbers of which a part cannot be seen, [`drawing`] cells that show what is no text,
//! [`text`] orders glyphs, [`stack`] finds labels written one character a line, [`aligned`] finds tables without lines,
//! [`headed`] those of one row, [`heads`] columns as the names above them decide, [`level`] rows as their labels do, [`broken`] numbers broken over lines, and [`mod@rows`] their rows, [`mod@column`] and
//! [`prose`] give paragraphs, [`margin`] sets page numbers and running heads apart, [`join`] puts together what page
//! breaks cut.

mod aligned;
mod boxes;
mod broken;
mod clean;
mod column;
mod compose;
pub(super) mod cut;
mod drawing;
mod frame;
mod glyph;
mod grounds;
mod groups;
mod headed;
mod heads;
mod imposed;
mod item;
mod join;
mod layout;
mod level;
mod margin;
mod overrun;
mod partial;
mod pieces;
mod prose;
mod rows;
mod ruling;
mod spacing;
mod stack;
mod stamp;
mod strokes;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod undecided;
mod visible;

#[cfg(feature = "ocr")]
pub(super) use clean::join_pictures;
#[cfg(feature = "ocr")]
pub(super) use glyph::Reading;
pub(super) use glyph::{Area, Bounds, Direction, Glyph, Ink, Page, Sketch};
#[cfg(feature = "ocr")]
pub(super) use groups::Groups;
pub(super) use layout::Layout;
#[cfg(feature = "ocr")]
pub(super) use visible::drop_hidden;
