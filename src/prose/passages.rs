//! The running text of a document as passages: by section, without menus, page margins and whatever is a table for
//! all that it stands in paragraphs.

use crate::document::{Block, Document, Role};
use crate::locate::Section;
use crate::narrative::{self, Passage};

/// The passages of a document; `tables` are blocks known to be tables, in any order.
pub(super) fn passages<'a>(document: &'a Document, sections: &[Section], tables: &[usize]) -> Vec<Passage<'a>> {
    let mut tables = tables.to_vec();
    tables.sort_unstable();
    let mut passages = Vec::new();
    let mut start = 0_u32;
    // Set inside a table that stands in paragraphs: its section, until another one begins.
    let mut table: Option<Option<u8>> = None;
    for (block, content) in document.blocks.iter().enumerate() {
        let Block::Paragraph(paragraph) = content else { continue };
        let text = paragraph.text.as_str();
        let first = start;
        start = start.saturating_add(u32::try_from(text.chars().count()).unwrap_or(u32::MAX)).saturating_add(1);
        if matches!(paragraph.role, Role::Navigation | Role::Margin) || tables.binary_search(&block).is_ok() {
            continue;
        }
        let (mut at, mut characters) = (0, first);
        for end in cuts(sections, block, text.len()) {
            let piece = text.get(at..end).unwrap_or_default();
            let section = section_at(sections, block, at);
            if table.is_some_and(|within| within != section) {
                table = None;
            }
            let kept = if table.is_some() && !is_prose(piece) {
                ""
            } else if let Some(sign) = narrative::tables().begins(section, piece) {
                table = Some(section);
                &piece[..sign]
            } else {
                piece
            };
            if !kept.trim().is_empty() {
                passages.push(Passage { text: kept, section, start: characters, location: paragraph.location });
            }
            characters = characters.saturating_add(u32::try_from(piece.chars().count()).unwrap_or(u32::MAX));
            at = end;
        }
    }
    passages
}

/// Where the text of a block is cut by section borders, its end included.
fn cuts(sections: &[Section], block: usize, length: usize) -> Vec<usize> {
    let here = sections.iter().filter(|section| section.blocks.contains(&block));
    let mut cuts: Vec<usize> = here
        .flat_map(|section| {
            let start = (section.blocks.start == block).then_some(section.start);
            let body = (section.body.0 == block).then_some(section.body.1);
            let end = (section.blocks.end == block + 1).then_some(section.end);
            [start, body, end].into_iter().flatten()
        })
        .filter(|&cut| cut > 0 && cut < length)
        .chain([length])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn section_at(sections: &[Section], block: usize, byte: usize) -> Option<u8> {
    let holds = |section: &&Section| {
        section.blocks.contains(&block)
            && (block > section.blocks.start || byte >= section.start)
            && (block + 1 < section.blocks.end || byte < section.end)
    };
    sections.iter().find(holds).map(|section| section.number)
}

/// A paragraph that ends like a sentence, among the lines of a table.
fn is_prose(text: &str) -> bool {
    text.trim_end().ends_with('。') && text.chars().take(20).count() == 20
}
