//! What every reader makes of its bytes: paragraphs and cell grids in reading order.
//!
//! A document knows nothing of forms, and nothing of the file format it came from beyond the name of
//! it. Spans are already resolved ([`CellGrid`]), characters already decoded, invisible ones dropped.

mod budget;
mod grid;
mod halves;
mod location;
mod omission;
mod recognised;

pub use budget::Budget;
#[cfg(test)]
pub use grid::Slot;
pub use grid::{Cell, CellGrid, GridBuilder};
pub use location::{Place, SourceLocation};
pub use omission::{Omission, Omissions, Omitted, Unread};
pub use recognised::{Alternative, Recognised};

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::script::{trimmed, visible};

/// A source read as a flow of blocks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Document {
    /// Paragraphs, grids and pictures in reading order.
    pub blocks: Vec<Block>,
    /// What the file says about itself outside its text.
    pub metadata: Metadata,
    /// Name of the character encoding that the bytes were decoded from, in the Encoding Standard's
    /// spelling (`UTF-8`, `gb18030`, `GBK`); `None` for formats that fix it.
    pub encoding: Option<String>,
    /// Pages of a paged format; `None` for flows.
    pub pages: Option<u32>,
    /// What the file holds and the tables above leave out.
    pub omissions: Omissions,
    /// Some of its text was read from pictures.
    pub recognised: bool,
    /// Tables of a workbook with the columns that their sheet hides: the block, and the grid as it is with them.
    pub behind: Vec<(usize, CellGrid)>,
}

/// One block of the flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// Running text.
    Paragraph(Paragraph),
    /// A table.
    Grid(CellGrid),
    /// A picture large enough to carry content.
    Picture(Picture),
}

impl Block {
    /// All places in it: its own, and those of its cells.
    pub(crate) fn locations_mut(&mut self) -> impl Iterator<Item = &mut SourceLocation> {
        let (one, cells): (_, &mut [_]) = match self {
            Self::Paragraph(Paragraph { location, .. }) | Self::Picture(Picture { location, .. }) => {
                (location, &mut [])
            }
            Self::Grid(CellGrid { location, cells, .. }) => (location, cells),
        };
        std::iter::once(one).chain(cells.iter_mut().map(|cell| &mut cell.location))
    }
}

/// Running text between two breaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Text without the break; line breaks inside are `\n`.
    pub text: String,
    /// What part of the page it is.
    pub role: Role,
    /// Where it stands.
    pub location: SourceLocation,
}

/// What part of a page a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Role {
    /// The text proper.
    #[default]
    Body,
    /// A heading or title marked as such by the source (`h1`, outline level, title style).
    Heading,
    /// Menus, bread crumbs, lists of links.
    Navigation,
    /// Running header or footer of a page.
    Margin,
    /// Footnote or endnote.
    Note,
}

/// A picture that may carry text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// Width and height where the source states them, in pixels or points.
    pub size: Option<(f32, f32)>,
    /// Where it stands.
    pub location: SourceLocation,
    /// Where its bytes are, while a reader means to look at it.
    #[serde(skip)]
    pub source: Option<PictureSource>,
}

/// Where the bytes of a picture are, and what is shown of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PictureSource {
    /// In the words of the format: an address, a relationship.
    pub address: String,
    /// Shares of its width and height that are cut off, left, top, right, bottom.
    pub cropped: [f32; 4],
}

/// What a file says about itself outside its text, as printed there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// Title of the document or the page.
    pub title: Option<String>,
    /// Publishing organ.
    pub organ: Option<String>,
    /// Name of the site.
    pub site: Option<String>,
    /// Publication date as printed.
    pub published: Option<String>,
    /// Index number (索引号).
    pub index_number: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
}

impl Document {
    /// Drops what prints nothing from all texts ([`crate::script::invisible`]). Every document has been through it when
    /// it leaves the readers.
    pub fn drop_invisible(&mut self) {
        let clean = |text: &mut String| {
            if let Cow::Owned(visible) = visible(text) {
                *text = visible;
            }
        };
        for block in &mut self.blocks {
            match block {
                Block::Paragraph(paragraph) => clean(&mut paragraph.text),
                Block::Grid(grid) => {
                    grid.cells.iter_mut().for_each(|cell| clean(&mut cell.text));
                    grid.caption.iter_mut().for_each(clean);
                }
                Block::Picture(_) => {}
            }
        }
        for (_, grid) in &mut self.behind {
            grid.cells.iter_mut().for_each(|cell| clean(&mut cell.text));
        }
        let metadata = &mut self.metadata;
        for text in [&mut metadata.title, &mut metadata.organ, &mut metadata.site, &mut metadata.published] {
            text.iter_mut().for_each(clean);
        }
    }

    /// The grids in reading order.
    pub fn grids(&self) -> impl Iterator<Item = &CellGrid> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Grid(grid) => Some(grid),
            _ => None,
        })
    }

    /// The paragraphs in reading order, whatever their role.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        })
    }

    /// Appends a body paragraph unless its text is only white space.
    pub fn push_text(&mut self, text: &str, role: Role, location: SourceLocation) {
        let text = trimmed(text);
        if !text.is_empty() {
            self.blocks.push(Block::Paragraph(Paragraph { text: text.to_owned(), role, location }));
        }
    }
}
