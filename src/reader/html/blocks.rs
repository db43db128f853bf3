//! The blocks of a page into a document: paragraphs cut into lines, what the page says about itself told from its text.

use super::metadata;
use crate::document::{Block, Document, Paragraph, Picture, Role, SourceLocation};
use crate::reader::masthead::Masthead;

/// The document that a page's blocks make, in their order; their places are counted here, line by line.
pub(super) fn document(blocks: Vec<Block>, mut masthead: Masthead) -> Document {
    let mut document = Document::default();
    let mut index = 0;
    let mut next = || {
        index += 1;
        SourceLocation::paragraph(index)
    };
    for block in blocks {
        match block {
            Block::Paragraph(Paragraph { text, role, .. }) => {
                for line in metadata::lines(&text) {
                    let role = if masthead.line(line.trim()) { Role::Navigation } else { role };
                    document.push_text(line, role, next());
                }
            }
            Block::Picture(picture) => {
                document.blocks.push(Block::Picture(Picture { location: next(), ..picture }));
            }
            Block::Grid(grid) if masthead.grid(&grid) => {
                for row in 0..grid.rows {
                    let cells: Vec<&str> = grid.row(row).map(|cell| cell.text.as_str()).collect();
                    document.push_text(&cells.join(" "), Role::Navigation, next());
                }
            }
            Block::Grid(grid) => document.blocks.push(Block::Grid(grid)),
        }
    }
    document.metadata = masthead.finish();
    document
}
