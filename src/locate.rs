//! Where the sections of the report stand in a document.
//!
//! A document comes in; the six sections that the form prescribes go out, each as a range of blocks with
//! offsets into the first and the last of them, because in run-together copies several headings stand in one
//! paragraph. What is written inside a section is left to others.

use std::ops::Range;

use crate::document::{Block, Document, Role};
use crate::finding::Finding;

/// A section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// One to six, by the titles that the form prescribes.
    pub number: u8,
    /// Blocks of the document that it touches, from the heading on, end exclusive. The first and the last one may
    /// be shared with a neighbour.
    pub blocks: Range<usize>,
    /// Byte offset of the heading in the text of the first block.
    pub start: usize,
    /// Where the text after the heading begins: block, and byte offset in its text.
    pub body: (usize, usize),
    /// Byte offset in the text of the last block at which the section ends; `usize::MAX` for the block's end.
    pub end: usize,
}

/// The sections of a document in order, as the best consistent sequence of headings.
pub fn sections(_document: &Document) -> Vec<Section> {
    Vec::new()
}

/// The piece of a block's text that belongs to a section, without the heading; `None` outside, and for grids.
impl Section {
    /// The part of a paragraph of this section's text (without its heading), as a byte range.
    pub fn within(&self, block: usize, text: &str) -> Range<usize> {
        if !self.blocks.contains(&block) || block < self.body.0 {
            return 0..0;
        }
        let start = if block == self.body.0 { self.body.1 } else { 0 };
        let end = if block + 1 == self.blocks.end { self.end.min(text.len()) } else { text.len() };
        start.min(end)..end
    }
}

/// Text of the six sections, one paragraph a line, without grids, headings and page margins; empty where a
/// section was not found.
pub fn texts(document: &Document, sections: &[Section]) -> [String; 6] {
    let mut texts: [String; 6] = Default::default();
    for section in sections {
        let Some(text) = texts.get_mut(usize::from(section.number).wrapping_sub(1)) else { continue };
        for index in section.blocks.clone() {
            let Some(Block::Paragraph(paragraph)) = document.blocks.get(index) else { continue };
            if matches!(paragraph.role, Role::Margin | Role::Navigation) {
                continue;
            }
            let piece = paragraph.text.get(section.within(index, &paragraph.text)).unwrap_or_default().trim();
            if !piece.is_empty() {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(piece);
            }
        }
    }
    texts
}

/// What is to be said about the sections (`DOC-SECTIONS`); silent for years before the form prescribed them.
pub fn check(_document: &Document, _sections: &[Section], _year: Option<u16>) -> Vec<Finding> {
    Vec::new()
}
