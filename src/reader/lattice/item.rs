//! What a page consists of once its tables are found: items in reading order.

use super::glyph::{Bounds, Direction};
use super::table::Table;
use super::text::TextLine;
use crate::document::Omissions;

/// A page reduced to its items in reading order.
#[derive(Debug)]
pub(super) struct ReadPage {
    /// Page, from one.
    pub number: u32,
    /// Size as read (after turning).
    pub bounds: Bounds,
    /// How the page was turned for reading.
    pub direction: Direction,
    /// In reading order.
    pub items: Vec<PageItem>,
    /// A table runs over the edge of the page.
    pub cut: bool,
    /// Text that cannot be seen stands outside of its tables.
    pub hidden: bool,
    /// What cells hold that cannot be seen.
    pub omissions: Omissions,
}

/// One thing on a page.
#[derive(Debug)]
pub(super) struct PageItem {
    /// Its box.
    pub bounds: Bounds,
    /// What it is.
    pub kind: Content,
}

/// What stands on a page.
#[derive(Debug)]
pub(super) enum Content {
    /// A line of text outside of tables.
    Line(TextLine),
    /// A running head, foot or page number.
    Margin(TextLine),
    /// A table.
    Table(Table),
    /// A picture that may carry text.
    Picture,
}
