//! Reader of Word 97-2003 and Word 6/95 documents ([MS-DOC]), which Kingsoft Writer's `.wps` also are.
//!
//! A compound file comes in; the text of all its parts goes out: the main text, text boxes, notes,
//! headers and footers. Comments, hidden text, deleted revisions and field instructions are left out.
//! Putting cells on a grid is left to [`super::marks`].

pub(super) mod bytes;
mod choice;
pub(super) mod container;
mod fib;
mod ground;
mod lists;
mod pages;
mod paragraph;
mod pieces;
mod shapes;
mod sprm;
mod story;
mod styles;
mod summary;

use std::cell::Cell;

use self::container::Streams;
use self::fib::{Fib, Structure};
use self::lists::Lists;
use self::pages::CharacterRun;
use self::paragraph::Properties;
use self::pieces::Text;
use self::story::Story;
use self::styles::Styles;
use super::Context;
use super::marks::Marks;
use crate::document::{Document, Role};
use crate::error::ReadError;
use crate::reader::Notice;

/// How many times over the property lists of a file may be read. Cells share theirs: two bytes of text
/// and a list of some hundred bytes is usual.
const FUEL: usize = 512;

pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    read_streams(&Streams::open(bytes, context)?, context)
}

fn read_streams(streams: &Streams, context: &mut Context) -> Result<Document, ReadError> {
    let main = streams.main.as_slice();
    let fib = Fib::read(main)?;
    let table = table_stream(&fib, streams)?;
    let text = Text::read(&fib, main, table)?;
    let promised = fib.counts.iter().fold(0u64, |sum, &count| sum + u64::from(count));
    if (text.units.len() as u64) < promised {
        let found = text.units.len().to_string();
        context.notices.push(Notice::part("WordDocument", format!("{promised} characters"), found));
    }
    let fuel = main.len().saturating_mul(FUEL).saturating_add(16 << 20).min(1 << 31);
    let properties = Properties { data: &streams.data, changes: &text.changes, old: fib.old, fuel: Cell::new(fuel) };
    let styles = Styles::read(fib.part(table, Structure::Styles).unwrap_or_default(), &properties);
    let styles = match fib.old {
        true => styles,
        false => styles.with_fonts(fib.part(table, Structure::Fonts).unwrap_or_default()),
    };
    let paints = ground::paints(main, &streams.data);
    let runs = pages::characters(&fib, main, table, (&styles, paints), &mut context.notices);
    let parts = parts(&fib);
    let mut boxes = shapes::boxes(&fib, table);
    let hidden = shapes::hidden(&fib, table, context.limits.nesting as usize);
    let (_, first, _) = parts[BOXES];
    // An anchor outside of the main text might stand in the text of its own box.
    boxes.retain(|text| text.position < parts[0].2);
    for text in &mut boxes {
        (text.start, text.end) = (text.start.saturating_add(first), text.end.saturating_add(first));
    }
    let hidden_texts = boxes.extract_if(.., |text| hidden.binary_search(&text.shape).is_ok());
    let told = hidden_texts.map(|text| (text.start, text.end)).collect();
    let mut story = Story {
        main,
        specials: specials(&text, runs, fib.old, &styles),
        paragraphs: pages::paragraphs(&fib, main, table, &mut context.notices),
        styles,
        paints,
        body: parts[0].2,
        lists: Lists::read(&fib, table),
        pictures: shapes::pictures(&fib, table, context.limits.nesting as usize),
        boxes,
        told,
        budget: context.budget(),
        properties,
        text: &text,
    };
    let mut flow = Marks::new(Role::Body, context.budget());
    for (role, start, end) in parts {
        // What was told where it is seen is not told again.
        let mut told = story.told.clone();
        told.retain(|&(from, to)| start <= from && to <= end);
        told.sort_unstable();
        let mut at = start;
        for (from, to) in told {
            story.tell(at, from.max(at), role, &mut flow)?;
            at = to.max(at);
        }
        story.tell(at, end, role, &mut flow)?;
    }
    if story.properties.fuel.get() == 0 {
        return Err(ReadError::damaged("PAPX", format!("at most {fuel} bytes of property lists"), "more"));
    }
    let mut document = flow.finish()?;
    document.metadata.title = summary::title(&streams.summary);
    document.encoding = text.encoding.map(|encoding| encoding.name().to_owned());
    Ok(document)
}

/// The stream that holds the tables of this file.
fn table_stream<'a>(fib: &Fib, streams: &'a Streams) -> Result<&'a [u8], ReadError> {
    if fib.old {
        return Ok(&streams.main);
    }
    let [zero, one] = &streams.tables;
    let (named, other) = if fib.table == 1 { (one, zero) } else { (zero, one) };
    named
        .as_deref()
        .or(other.as_deref())
        .ok_or_else(|| ReadError::damaged("compound file", format!("{}Table", fib.table), "none"))
}

/// Which of the parts is the text of boxes.
const BOXES: usize = 1;

/// The parts to be read and the character positions where they start and end: the main text, text boxes,
/// notes, headers. Comments and macros are not part of what is published.
fn parts(fib: &Fib) -> [(Role, u32, u32); 6] {
    let mut starts = [0u32; 9];
    for (index, count) in fib.counts.iter().enumerate() {
        starts[index + 1] = starts[index].saturating_add(*count);
    }
    let part = |role, index: usize| (role, starts[index], starts[index + 1]);
    [
        part(Role::Body, 0),
        part(Role::Body, 6),
        part(Role::Note, 1),
        part(Role::Note, 5),
        part(Role::Margin, 2),
        part(Role::Margin, 7),
    ]
}

/// The special runs by character position: those of the pages, cut to the pieces, and pieces that were
/// changed as a whole.
fn specials(text: &Text<'_>, runs: Vec<CharacterRun>, old: bool, styles: &Styles) -> Vec<CharacterRun> {
    let mut found: Vec<CharacterRun> = Vec::new();
    for piece in &text.pieces {
        let change = match piece.change {
            0 => None,
            change if change & 1 == 1 => {
                text.changes.get(usize::from(change >> 1)).and_then(|list| pages::special(list, old, styles, None))
            }
            change => pages::special(&[(change >> 1 & 0x7F) as u8, (change >> 8) as u8], true, styles, None),
        };
        if let Some(kind) = change {
            found.push(CharacterRun { start: piece.start, end: piece.end, kind });
            continue;
        }
        let stored = piece.offset..piece.offset_of(piece.end);
        let first = runs.partition_point(|run| run.start < stored.start).saturating_sub(1);
        for run in runs.iter().skip(first).take_while(|run| run.start < stored.end) {
            let position =
                |offset: u32| piece.start + offset.clamp(stored.start, stored.end).abs_diff(stored.start) / piece.width;
            let start = position(run.start).max(found.last().map_or(0, |last| last.end));
            let end = position(run.end);
            if start < end {
                found.push(CharacterRun { start, end, kind: run.kind });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests;
