//! What a group inherits and gives back at its end.

use super::fonts::Charset;

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into a part of the document.
    Text,
    /// Nowhere, with all groups inside.
    Nowhere,
    /// Nowhere, but groups inside may hold a text box or a picture (shapes, objects).
    Shape,
    /// The two spellings of `\upr`: only the Unicode one counts.
    Spellings,
    /// The font table.
    Fonts,
    /// Document properties.
    Info,
    /// The document's title.
    Title,
    /// A picture.
    Picture,
    /// The name of a shape's property.
    Name,
}

impl Destination {
    /// Text that goes here is kept.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Text | Self::Title | Self::Name)
    }
}

/// Parts of the document that are written in among each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Body = 0,
    /// Text boxes.
    Box = 1,
    /// Footnotes and endnotes.
    Note = 2,
    /// Headers and footers.
    Margin = 3,
}

/// Properties of the group that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub destination: Destination,
    pub part: Part,
    /// `\*` was met: the next control word names a destination that may be skipped.
    pub optional: bool,
    /// Bytes that stand for a Unicode character to readers without Unicode.
    pub fallback: u32,
    pub charset: Charset,
    /// Hidden text.
    pub hidden: bool,
    /// Deleted with changes tracked.
    pub deleted: bool,
    /// Paragraph in a table.
    pub in_table: bool,
    /// Depth of tables, where stated.
    pub depth: u32,
    /// Outline level says heading.
    pub heading: bool,
    /// Row properties of a table in a table.
    pub nested_row: bool,
    /// The number of a list's item, as it was last shown: where it starts in the paragraph.
    pub label: Option<usize>,
}

impl State {
    pub fn new() -> Self {
        Self {
            destination: Destination::Text,
            part: Part::Body,
            optional: false,
            fallback: 1,
            charset: Charset::Document,
            hidden: false,
            deleted: false,
            in_table: false,
            depth: 0,
            heading: false,
            nested_row: false,
            label: None,
        }
    }

    /// `\pard`
    pub fn reset_paragraph(&mut self) {
        (self.in_table, self.depth, self.heading) = (false, 0, false);
    }

    /// `\plain`
    pub fn reset_character(&mut self, charset: Charset) {
        (self.hidden, self.deleted, self.charset) = (false, false, charset);
    }

    /// Text goes into another part from here on.
    pub fn enter(&mut self, part: Part) {
        (self.destination, self.part) = (Destination::Text, part);
        self.reset_paragraph();
    }

    /// Characters are shown.
    pub fn visible(&self) -> bool {
        !self.hidden && !self.deleted
    }
}
