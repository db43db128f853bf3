//! Pictures that float beside the text ([MS-DOC] 2.8.37, PlcfSpa; [MS-ODRAW] 2.2).
//!
//! An anchor names a shape; whether that is a picture stands in the drawing. Lines, seals drawn as
//! shapes and text boxes are none.

use super::bytes::{u8_at, u16_at, u32_at};
use super::fib::{Fib, Structure};

/// A floating picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Anchored {
    /// Character position of the anchor in the main text.
    pub position: u32,
    /// Width and height in points.
    pub size: Option<(f32, f32)>,
}

/// A text box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Boxed {
    /// Character position of the anchor in the main text.
    pub position: u32,
    /// The shape that holds it.
    pub shape: u32,
    /// Its text among the text of all boxes.
    pub start: u32,
    /// One past its last character.
    pub end: u32,
}

/// Length of an FTXBXS (2.9.100).
const BOX: usize = 22;

/// The text boxes anchored in the main text, in order.
pub(super) fn boxes(fib: &Fib, table: &[u8]) -> Vec<Boxed> {
    let (Some(anchors), Some(texts)) = (fib.part(table, Structure::Shapes), fib.part(table, Structure::BoxTexts))
    else {
        return Vec::new();
    };
    if fib.old {
        return Vec::new();
    }
    let count = anchors.len().saturating_sub(4) / (4 + SHAPE);
    let mut shapes: Vec<(u32, u32)> = (0..count)
        .filter_map(|index| Some((u32_at(anchors, 4 * (count + 1) + SHAPE * index)?, u32_at(anchors, 4 * index)?)))
        .collect();
    shapes.sort_unstable();
    let count = texts.len().saturating_sub(4) / (4 + BOX);
    let mut found: Vec<Boxed> = (0..count)
        .filter_map(|index| {
            let record = 4 * (count + 1) + BOX * index;
            // One that is free for another text has none of its own.
            u16_at(texts, record + 8).filter(|&reusable| reusable == 0)?;
            let shape = u32_at(texts, record + 14)?;
            let at = shapes.binary_search_by_key(&shape, |(shape, _)| *shape).ok()?;
            let (start, end) = (u32_at(texts, 4 * index)?, u32_at(texts, 4 * index + 4)?);
            (start < end).then_some(Boxed { position: shapes[at].1, shape, start, end })
        })
        .collect();
    // Texts follow one another; one that overlaps the one before would be told twice.
    found.sort_by_key(|text| text.start);
    let mut end = 0;
    found.retain(|text| {
        let apart = text.start >= end;
        end = if apart { text.end } else { end };
        apart
    });
    found.sort_by_key(|text| text.position);
    found
}

/// Length of an Spa (2.9.253).
const SHAPE: usize = 26;
/// Length of a record's header ([MS-ODRAW] 2.2.1).
const HEADER: usize = 8;
/// Shape type of pictures ([MS-ODRAW] 2.4.24, msosptPictureFrame).
const PICTURE_FRAME: u16 = 75;

/// The floating pictures of the main text, in order.
pub(super) fn pictures(fib: &Fib, table: &[u8], nesting: usize) -> Vec<Anchored> {
    if fib.old {
        return Vec::new();
    }
    let (Some(anchors), Some(drawing)) = (fib.part(table, Structure::Shapes), fib.part(table, Structure::Drawing))
    else {
        return Vec::new();
    };
    let frames = picture_frames(drawing, nesting);
    let count = anchors.len().saturating_sub(4) / (4 + SHAPE);
    let mut found: Vec<Anchored> = (0..count)
        .filter_map(|index| {
            let shape = 4 * (count + 1) + SHAPE * index;
            let side = |from, to| {
                let edge = |at| u32_at(anchors, shape + at).map(u32::cast_signed);
                Some(edge(to)?.saturating_sub(edge(from)?) as f32 / 20.0)
            };
            frames.binary_search(&u32_at(anchors, shape)?).ok()?;
            let size = (side(4, 12)?, side(8, 16)?);
            let size = (size.0 > 0.0 && size.1 > 0.0).then_some(size);
            Some(Anchored { position: u32_at(anchors, 4 * index)?, size })
        })
        .collect();
    found.sort_by_key(|picture| picture.position);
    found
}

/// Identifiers of the shapes that are not shown, in order.
pub(super) fn hidden(fib: &Fib, table: &[u8], nesting: usize) -> Vec<u32> {
    match fib.part(table, Structure::Drawing).filter(|_| !fib.old) {
        Some(drawing) => walk(drawing, nesting, Wanted::Hidden),
        None => Vec::new(),
    }
}

/// Identifiers of the shapes that are pictures, and of the groups around them, in order.
fn picture_frames(drawing: &[u8], nesting: usize) -> Vec<u32> {
    walk(drawing, nesting, Wanted::Pictures)
}

/// Which shapes are looked for.
#[derive(Clone, Copy, PartialEq)]
enum Wanted {
    Pictures,
    Hidden,
}

/// Whether properties of a shape (2.2.9, OfficeArtFOPT) say that it is hidden (2.3.4.44).
fn hides(properties: &[u8], count: u16) -> bool {
    const GROUP_SHAPE: u16 = 0x03BF;
    let entries = properties.chunks_exact(6).take(count.into());
    entries.filter(|entry| u16_at(entry, 0).is_some_and(|id| id & 0x3FFF == GROUP_SHAPE)).any(|entry| {
        // The bit that says so counts where the one above it says that it does.
        u32_at(entry, 2).is_some_and(|bits| bits & 0x0002_0002 == 0x0002_0002)
    })
}

fn walk(drawing: &[u8], nesting: usize, wanted: Wanted) -> Vec<u32> {
    let mut found = Vec::new();
    let mut last = None;
    // The records that are open: where they end, and the first shape in them (a group's own).
    let mut open: Vec<(usize, Option<u32>)> = Vec::new();
    let mut at = 0;
    loop {
        while open.last().is_some_and(|&(end, _)| at >= end) {
            open.pop();
        }
        let (Some(head), Some(kind), Some(length)) =
            (u16_at(drawing, at), u16_at(drawing, at + 2), u32_at(drawing, at + 4))
        else {
            break;
        };
        // Behind the first container, each drawing has a byte before its own (2.9.172).
        if open.is_empty() && !(0xF000..=0xF002).contains(&kind) {
            if u8_at(drawing, at).is_some_and(|label| label <= 1) && u16_at(drawing, at + 3) == Some(0xF002) {
                at += 1;
                continue;
            }
            break;
        }
        let end = at.saturating_add(HEADER).saturating_add(length as usize);
        if kind == 0xF00A {
            let shape = u32_at(drawing, at + HEADER);
            let picture = head >> 4 == PICTURE_FRAME && wanted == Wanted::Pictures;
            last = shape;
            for (_, group) in open.iter_mut().rev().skip(1).filter(|_| shape.is_some()) {
                let group = group.get_or_insert_with(|| shape.unwrap_or(0));
                if picture {
                    found.push(*group);
                }
            }
            found.extend(shape.filter(|_| picture));
        }
        if wanted == Wanted::Hidden && matches!(kind, 0xF00B | 0xF121 | 0xF122) {
            let properties = drawing.get(at + HEADER..end.min(drawing.len())).unwrap_or_default();
            found.extend(last.filter(|_| hides(properties, head >> 4)));
        }
        if head & 0xF == 0xF && open.len() < nesting {
            open.push((end, None));
            at += HEADER;
        } else {
            at = end;
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
