//! Lines outside of tables come in, in reading order and page by page; paragraphs go out.
//!
//! Chinese text has no blank where a line was broken. A paragraph ends where a line stops short of the
//! right edge, where the next line is indented, where the distance between lines or the font size
//! changes. A page break alone ends no paragraph.

use super::glyph::{Bounds, Direction};
use super::item::{Content, ReadPage};
use super::table::locate;
use super::text::TextLine;
use crate::document::{Block, Paragraph, Place, Role, SourceLocation};
use crate::script::{Level, enumerator, wide};

/// A line that leaves less than this many ems beside what could not be broken off the next line was broken
/// at the right edge.
const ROOM: f32 = 1.2;
/// A line that starts this many ems right of the left edge is indented.
const INDENTED: f32 = 1.2;
/// Running text reaches at least this far across its page.
const NARROWEST: f32 = 0.65;
/// A line that starts this many ems right of the left edge is centered or set to the right.
const SET_OFF: f32 = 8.0;
/// Growth of the distance between lines that starts a new paragraph.
const SPACED: f32 = 1.3;
/// Difference in font size that starts a new paragraph, as a share.
const RESIZED: f32 = 0.12;

/// Builds paragraphs from lines.
#[derive(Debug)]
pub(super) struct Prose {
    /// Left and right edge of the text of each sheet.
    edges: std::vec::IntoIter<(f32, f32)>,
    /// Usual distance of the lines of one paragraph, in ems.
    pitch: f32,
    edge: (f32, f32),
    page: u32,
    direction: Direction,
    open: Option<Open>,
    /// Margins that wait for the end of the paragraph around them.
    asides: Vec<Block>,
}

/// A paragraph that may go on.
#[derive(Debug)]
struct Open {
    text: String,
    location: SourceLocation,
    last: TextLine,
    /// Page of `last`.
    page: u32,
    /// Space between the end of `last` and the right edge of the text.
    room: f32,
    /// Start of its second line or, with only one line, of none.
    rest: Option<f32>,
}

impl Prose {
    /// Learns the edges of the text and the usual distance of lines from all sheets.
    pub fn new(sheets: &[ReadPage]) -> Self {
        let mut pitches = Vec::new();
        // Where its page begins, how wide it is, and the box of every line.
        let start = |sheet: &ReadPage| sheet.bounds.x0.round() as i32;
        let mut boxes: Vec<(i32, f32, Bounds)> = Vec::new();
        for sheet in sheets {
            let body = sheet.items.iter().filter_map(|item| match &item.kind {
                Content::Line(line) => Some(line),
                _ => None,
            });
            let lines: Vec<&TextLine> = body.collect();
            boxes.extend(lines.iter().map(|line| (start(sheet), sheet.bounds.width(), line.bounds)));
            for pair in lines.windows(2) {
                let (above, below) = (pair[0], pair[1]);
                let distance = (below.bounds.center().1 - above.bounds.center().1) / below.size.max(1.0);
                if distance > 0.5 && distance < 3.5 && (above.size - below.size).abs() < RESIZED * below.size {
                    pitches.push(distance);
                }
            }
        }
        // Pages of one width share their edges: the last page may hold but a short line.
        boxes.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let groups = boxes.chunk_by(|a, b| a.0 == b.0 && (b.1 - a.1).abs() < 1.0);
        let known: Vec<(i32, f32, (f32, f32))> =
            groups.filter_map(|group| group.last().map(|last| (last.0, last.1, text_edges(group)))).collect();
        let edge = |sheet: &ReadPage| {
            let (start, width) = (start(sheet), sheet.bounds.width());
            let same =
                known.get(known.partition_point(|known| known.0 < start || (known.0 == start && known.1 < width)));
            let (left, right) = same.map_or((0.0, f32::MAX), |known| known.2);
            // Where all lines are short none was broken.
            (left, right.max(sheet.bounds.x0 + NARROWEST * sheet.bounds.width()))
        };
        let edges: Vec<(f32, f32)> = sheets.iter().map(edge).collect();
        pitches.sort_by(f32::total_cmp);
        // Lines within paragraphs are nearer to each other than those between: the lower third tells.
        let pitch = pitches.get(pitches.len() / 3).copied().unwrap_or(2.0);
        Self {
            edges: edges.into_iter(),
            pitch,
            edge: (0.0, f32::MAX),
            page: 0,
            direction: Direction::Right,
            open: None,
            asides: Vec::new(),
        }
    }

    /// The lines that follow stand on this sheet.
    pub fn turn(&mut self, sheet: &ReadPage) {
        self.edge = self.edges.next().unwrap_or((0.0, f32::MAX));
        self.page = sheet.number;
        self.direction = sheet.direction;
    }

    /// Takes the next line.
    pub fn line(&mut self, line: TextLine, blocks: &mut Vec<Block>) {
        let room = line.column.unwrap_or(self.edge).1 - line.bounds.x1;
        let location = locate(self.page, self.direction, &line.bounds);
        let goes_on = self.open.as_ref().is_some_and(|open| self.goes_on(open, &line));
        match self.open.as_mut().filter(|_| goes_on) {
            Some(open) => {
                let text = line.text();
                let left = open.text.chars().next_back().unwrap_or(' ');
                let right = text.chars().next().unwrap_or(' ');
                // Between Chinese characters a line break is nothing. A number that was broken stays one,
                // unless a blank was drawn at the break.
                let digits = left.is_ascii_digit() && right.is_ascii_digit();
                let narrow = !wide(left) && !wide(right);
                if narrow && (!digits || open.last.trailing_blank) {
                    open.text.push(' ');
                }
                open.text.push_str(&text);
                if open.page == self.page {
                    extend(&mut open.location, &location);
                }
                open.rest = Some(line.bounds.x0);
                (open.last, open.page, open.room) = (line, self.page, room);
            }
            None => {
                self.end(blocks);
                self.open = Some(Open { text: line.text(), location, last: line, page: self.page, room, rest: None });
            }
        }
    }

    fn goes_on(&self, open: &Open, line: &TextLine) -> bool {
        let size = line.size.max(1.0);
        let edge = line.column.unwrap_or(self.edge);
        let indent = line.bounds.x0 - edge.0;
        // Lines of one paragraph share their start, its first line aside.
        let starts = match open.rest {
            Some(rest) => (line.bounds.x0 - rest).abs() < INDENTED * size,
            None => indent < INDENTED * size || line.bounds.x0 < open.last.bounds.x0 - 0.5 * size,
        };
        // A line set off far to the right (a signature, a date) is no beginning of a paragraph.
        let set_off = open.rest.is_none() && open.last.bounds.x0 - edge.0 > SET_OFF * size;
        let sized = (open.last.size - line.size).abs() <= RESIZED * size;
        let near = if open.page == self.page {
            let distance = (line.bounds.center().1 - open.last.bounds.center().1) / size;
            distance > 0.3 && distance <= self.pitch * SPACED
        } else {
            open.page + 1 == self.page
        };
        let full = open.room < (unbroken(line) + ROOM) * size;
        full && starts && !set_off && sized && near && !(open.text.ends_with('。') && opens_chapter(line))
    }

    /// A line that is a paragraph of its own and does not end the one around it.
    pub fn aside(&mut self, line: &TextLine, role: Role, blocks: &mut Vec<Block>) {
        let location = locate(self.page, self.direction, &line.bounds);
        let block = Block::Paragraph(Paragraph { text: line.text(), role, location });
        if self.open.is_some() { self.asides.push(block) } else { blocks.push(block) }
    }

    /// Ends the paragraph.
    pub fn end(&mut self, blocks: &mut Vec<Block>) {
        if let Some(open) = self.open.take() {
            blocks.push(Block::Paragraph(Paragraph { text: open.text, role: Role::Body, location: open.location }));
        }
        blocks.append(&mut self.asides);
    }
}

/// Whether a line begins as the heading of a part of a report does: `一、总体情况`.
fn opens_chapter(line: &TextLine) -> bool {
    let text = line.segments.first().map_or("", |segment| segment.text.trim_start());
    enumerator(text).is_some_and(|found| found.level == Level::Chapter && found.set_off(&['、']))
}

/// Width in ems of what stands at the start of a line and could not have been left on the line before: a
/// word or number, a Chinese character with the punctuation that sticks to it.
fn unbroken(line: &TextLine) -> f32 {
    let text = line.segments.first().map_or("", |segment| segment.text.as_str());
    let mut width = 0.0_f32;
    let mut words = 0;
    for character in text.chars() {
        match character {
            _ if "《（“‘〈【〔([".contains(character) => width += 1.0,
            _ if "，。、；：）》”’！？％".contains(character) => width += 1.0,
            _ if wide(character) && words == 0 => {
                (width, words) = (width + 1.0, 2);
            }
            _ if !wide(character) && character != ' ' && words < 2 => {
                (width, words) = (width + 0.65, 1);
            }
            _ => break,
        }
    }
    width.min(20.0)
}

/// Left and right edge of the running text: outermost start and usual end of the longer lines.
fn text_edges(lines: &[(i32, f32, Bounds)]) -> (f32, f32) {
    let widest = lines.iter().map(|line| line.2.width()).fold(0.0, f32::max);
    let long = || lines.iter().map(|line| line.2).filter(|bounds| bounds.width() >= widest * 0.85);
    let left = long().map(|bounds| bounds.x0).fold(f32::MAX, f32::min);
    // Lines end up to a character early or, with punctuation hanging out, late.
    let mut ends: Vec<f32> = long().map(|bounds| bounds.x1).collect();
    ends.sort_by(f32::total_cmp);
    (left, ends.get(ends.len() * 2 / 3).copied().unwrap_or(f32::MAX))
}

fn extend(location: &mut SourceLocation, other: &SourceLocation) {
    if let (Place::Box { x0, y0, x1, y1 }, Place::Box { x0: a0, y0: b0, x1: a1, y1: b1 }) =
        (location.place, other.place)
    {
        let bounds = Bounds { x0, y0, x1, y1 }.around(&Bounds { x0: a0, y0: b0, x1: a1, y1: b1 });
        location.place = Place::Box { x0: bounds.x0, y0: bounds.y0, x1: bounds.x1, y1: bounds.y1 };
    }
}
