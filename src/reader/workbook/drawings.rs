//! What lies over the cells of a sheet: the part of a drawing in (ECMA-376 part 1, 20.5), the areas that its pictures and
//! texts cover out. A blank cell below one may be seen as a figure, and is no blank.

use std::collections::HashSet;

use calamine::Dimensions;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::{SheetCell, Worksheet};
use crate::document::Unread;
use crate::reader::doc::bytes::u16_at;
use crate::reader::docx::attribute;

/// Areas of a sheet that are looked at, and cells in them.
pub(super) const MAX_AREAS: usize = 1_000;
const MAX_CELLS: usize = 20_000;
/// The usual width and height of a cell, in English Metric Units (64 by 20 pixels).
const USUAL: [f64; 2] = [609_600.0, 190_500.0];

/// An anchor that is being read.
#[derive(Default)]
struct Anchor {
    /// Column and row of the two corners, and how far into them each lies.
    corners: [[u32; 2]; 2],
    into: [[u32; 2]; 2],
    /// Width and height, where the second corner is not told.
    size: Option<[f64; 2]>,
    /// It is a picture, or a shape with a text.
    shown: bool,
}

impl Anchor {
    fn area(&self) -> Option<Dimensions> {
        let [from, to] = self.corners;
        let last = |side: usize| match self.size {
            Some(size) => from[side].saturating_add((size[side] / USUAL[side]) as u32),
            None => to[side].saturating_sub(u32::from(self.into[1][side] == 0)),
        };
        let (right, bottom) = (last(0), last(1));
        let sound = self.shown && right >= from[0] && bottom >= from[1];
        sound.then_some(Dimensions { start: (from[1], from[0]), end: (bottom, right) })
    }
}

/// The areas that a drawing covers.
pub(super) fn areas(part: &[u8]) -> Vec<Dimensions> {
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let (mut found, mut anchor) = (Vec::new(), Anchor::default());
    // The corner and the place in it that text is about, and whether it is that of a shape.
    let (mut corner, mut field, mut text) = (0, None, false);
    while found.len() < MAX_AREAS {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                b"twoCellAnchor" | b"oneCellAnchor" => anchor = Anchor::default(),
                b"from" => corner = 0,
                b"to" => corner = 1,
                b"col" => field = Some((false, 0)),
                b"row" => field = Some((false, 1)),
                b"colOff" => field = Some((true, 0)),
                b"rowOff" => field = Some((true, 1)),
                b"ext" if anchor.size.is_none() && anchor.corners[1] == [0, 0] => {
                    let side = |name| str::from_utf8(attribute(tag.attributes_raw(), name)?).ok()?.parse::<f64>().ok();
                    anchor.size = side("cx").zip(side("cy")).map(|(width, height)| [width, height]);
                }
                b"pic" => anchor.shown = true,
                b"t" => text = true,
                _ => {}
            },
            Ok(Event::Text(written)) => {
                let number = str::from_utf8(&written).ok().and_then(|number| number.trim().parse::<u32>().ok());
                if let Some(((into, side), number)) = field.zip(number) {
                    let values = if into { &mut anchor.into } else { &mut anchor.corners };
                    values[corner][side] = number;
                }
                anchor.shown |= text && !written.trim_ascii().is_empty();
            }
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                b"twoCellAnchor" | b"oneCellAnchor" => found.extend(std::mem::take(&mut anchor).area()),
                b"t" => text = false,
                _ => field = None,
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

/// The area of the last client anchor in the records of a drawing (MS-XLS 2.5.193): in 1024ths of a column and 256ths of a
/// row, a corner that lies on the edge of a cell does not reach into it.
pub(super) fn anchored(records: &[u8]) -> Option<Dimensions> {
    // Version, kind and length of the record, and its flags.
    const ANCHOR: &[u8] = &[0x10, 0xf0, 18, 0, 0, 0];
    let found = memchr::memmem::rfind(records, ANCHOR)?;
    let at = |field: usize| u16_at(records, found + ANCHOR.len() + 2 * field);
    let fields: Vec<u16> = (1..9).map_while(at).collect();
    let &[left, into_left, top, into_top, right, into_right, bottom, into_bottom] = fields.as_slice() else {
        return None;
    };
    let corner = |values: [u16; 2]| values.map(u32::from);
    let corners = [corner([left, top]), corner([right, bottom])];
    let into = [corner([into_left, into_top]), corner([into_right, into_bottom])];
    Anchor { corners, into, size: None, shown: true }.area()
}

/// Marks the blank cells of a sheet's table that its drawings cover.
pub(super) fn cover(sheet: &mut Worksheet) {
    let Some(first) = sheet.cells.first() else { return };
    let start = (first.row, first.row, first.column, first.column);
    let used = sheet.cells.iter().fold(start, |(top, bottom, left, right), cell| {
        (top.min(cell.row), bottom.max(cell.row), left.min(cell.column), right.max(cell.column))
    });
    let mut filled: HashSet<(u32, u32)> = sheet.cells.iter().map(|cell| (cell.row, cell.column)).collect();
    let slots = |area: &Dimensions| {
        let (rows, columns) =
            (area.start.0.max(used.0)..=area.end.0.min(used.1), area.start.1.max(used.2)..=area.end.1.min(used.3));
        rows.flat_map(move |row| columns.clone().map(move |column| (row, column))).take(MAX_CELLS)
    };
    // Of a merged region only the first cell is one.
    for merge in &sheet.merges {
        filled.extend(slots(merge).filter(|slot| *slot != merge.start));
        if filled.len() > sheet.cells.len().saturating_add(10 * MAX_CELLS) {
            break;
        }
    }
    let mut left = MAX_CELLS;
    for area in std::mem::take(&mut sheet.drawn) {
        for (row, column) in slots(&area).filter(|slot| !filled.contains(slot)).collect::<Vec<_>>() {
            if left == 0 {
                return;
            }
            left -= 1;
            filled.insert((row, column));
            let unread = Some(Unread::Picture);
            sheet.cells.push(SheetCell {
                row,
                column,
                text: String::new(),
                number: false,
                pale: false,
                unread,
                origin: (row, column),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &str = "<x:wsDr xmlns:x=\"d\"><x:twoCellAnchor><x:from><x:col>1</x:col><x:colOff>5</x:colOff><x:row>0</x:row>\
        <x:rowOff>0</x:rowOff></x:from><x:to><x:col>2</x:col><x:colOff>9</x:colOff><x:row>2</x:row><x:rowOff>0</x:rowOff></x:to>\
        <x:pic/></x:twoCellAnchor>";

    #[test]
    fn areas_of_pictures_and_texts() {
        let line = "<x:twoCellAnchor><x:from><x:col>0</x:col></x:from><x:to/><x:cxnSp/></x:twoCellAnchor>";
        let text = "<x:oneCellAnchor><x:from><x:col>3</x:col><x:row>4</x:row></x:from><x:ext cx=\"609600\" cy=\"10\"/>\
            <x:sp><a:t>9</a:t></x:sp></x:oneCellAnchor></x:wsDr>";
        let area = |start, end| Dimensions { start, end };
        let found = areas([PICTURE, line, text].concat().as_bytes());
        assert_eq!(found, [area((0, 1), (1, 2)), area((4, 3), (4, 4))]);
        assert_eq!(areas(b"<x"), []);
    }

    #[test]
    fn blank_cells_below() {
        let cell = |row, column| SheetCell {
            row,
            column,
            text: "1".to_owned(),
            number: true,
            pale: false,
            unread: None,
            origin: (row, column),
        };
        let mut sheet = Worksheet {
            cells: vec![cell(0, 0), cell(1, 1), cell(1, 3)],
            merges: vec![Dimensions { start: (0, 1), end: (0, 2) }],
            drawn: areas(PICTURE.as_bytes()),
            ..Worksheet::default()
        };
        cover(&mut sheet);
        let unread: Vec<_> =
            sheet.cells.iter().filter(|cell| cell.unread.is_some()).map(|cell| (cell.row, cell.column)).collect();
        assert_eq!(unread, [(0, 1), (1, 2)]);
    }
}
