//! The walk over the text: characters to paragraphs, cells and rows.
//!
//! Marks ([MS-DOC] 2.4.2, 2.4.3): 0D ends a paragraph, 07 a cell or a row of an outermost table, 0C a
//! section; 13, 14 and 15 are the braces of a field, whose instruction is not text.

use super::bytes::{i16_at, u16_at};
use super::choice;
use super::ground::{self, CellShades, Color};
use super::lists::Lists;
use super::pages::{CharacterRun, ParagraphRun, Shown, Special};
use super::paragraph::{Mark, Properties};
use super::pieces::Text;
use super::shapes::{Anchored, Boxed};
use super::styles::Styles;
use crate::document::{Budget, Role, Unread};
use crate::error::ReadError;
use crate::reader::field;
use crate::reader::flow::RowShape;
use crate::reader::label::{self, Labelled};
use crate::reader::look::Look;
use crate::reader::marks::Marks;

/// All that the walk looks things up in.
pub(super) struct Story<'a> {
    pub main: &'a [u8],
    pub text: &'a Text<'a>,
    pub paragraphs: Vec<ParagraphRun>,
    /// Special characters by character position, in order, not overlapping.
    pub specials: Vec<CharacterRun>,
    pub properties: Properties<'a>,
    pub styles: Styles,
    /// Cells or paragraphs may be painted.
    pub paints: bool,
    /// Where the main text ends.
    pub body: u32,
    pub lists: Lists,
    /// Pictures that float, by the position of their anchor in the main text.
    pub pictures: Vec<Anchored>,
    /// Text boxes, by the position of their anchor in the main text.
    pub boxes: Vec<Boxed>,
    /// Stretches of the boxes' text that were told where their boxes are anchored.
    pub told: Vec<(u32, u32)>,
    pub budget: Budget,
}

/// Where the walk stands.
#[derive(Default)]
struct Walk {
    /// Index of the piece of the current position.
    piece: usize,
    /// Index of the next special run.
    special: usize,
    fields: Vec<Field>,
    /// How many of them are in their instruction.
    instructions: usize,
    /// Units of the paragraph that are not decoded yet, how they look, and how many were met.
    pending: Vec<u16>,
    look: (Look, bool),
    shown: usize,
    /// The style of the paragraph that is being read, and the index where the next begins.
    style: u16,
    until: usize,
    /// The paragraph whose ground was asked for: where it ends, and the ground.
    ground: Option<(u32, Option<Color>)>,
    /// The rows that are open, by their depth.
    rows: Vec<Row>,
}

/// An open row: cells that ended, and what its cells are painted with, once it was asked for.
#[derive(Default)]
struct Row {
    ended: usize,
    shades: Option<CellShades>,
}

/// An open field.
#[derive(Default)]
struct Field {
    /// Its instruction has not ended.
    instruction: bool,
    /// The instruction's beginning.
    code: String,
    /// Units that were shown before its result.
    before: usize,
    /// Where the data of a form's field begin in the data stream.
    form: Option<u32>,
}

/// A character below 20h, which is no text (part 2.4.1 of [MS-DOC]).
#[derive(Clone, Copy)]
struct Sign {
    unit: u16,
    position: u32,
    special: Special,
    /// Whether the field that it begins is ended in this part.
    closed: bool,
}

impl Walk {
    /// A mark ended a paragraph, a cell or a row.
    fn pass(&mut self, unit: u16, mark: &Mark) {
        let depth = mark.depth().max(1);
        if mark.ends_row() {
            self.rows.truncate(depth - 1);
        } else if unit == 0x07 || mark.inner_cell_end {
            let depth = if unit == 0x07 { 1 } else { depth };
            if self.rows.len() < depth {
                self.rows.resize_with(depth, Row::default);
            }
            self.rows[depth - 1].ended += 1;
        }
    }
}

/// Characters of an instruction that are kept.
const MAX_CODE: usize = 64;

impl Story<'_> {
    /// Walks the characters from `start` to `end` as a part of this kind.
    pub fn tell(&mut self, start: u32, end: u32, role: Role, flow: &mut Marks) -> Result<(), ReadError> {
        flow.start_part(role)?;
        let mut walk = Walk {
            piece: self.text.pieces.partition_point(|piece| piece.end <= start),
            special: self.specials.partition_point(|run| run.end <= start),
            ..Walk::default()
        };
        let text = self.text;
        let units = text.units.get(start as usize..(end as usize).min(text.units.len())).unwrap_or_default();
        let closed = closed_fields(units);
        let styled = self.styles.alter();
        for (index, &unit) in units.iter().enumerate() {
            let position = start + index as u32;
            let mut special = self.special_at(position, &mut walk);
            // A mark that ends a paragraph looks as it does itself.
            if styled && unit >= 0x20 {
                if index >= walk.until {
                    let ends = |unit: &u16| matches!(unit, 0x07 | 0x0C | 0x0D);
                    walk.until = units[index..].iter().position(ends).map_or(usize::MAX, |length| index + length + 1);
                    walk.style = self.mark(position, 0, &mut walk.piece).0.style;
                }
                special = self.in_paragraph(special, walk.style);
            }
            if let Some(ink) = special.ink.filter(|_| unit >= 0x20) {
                special.look.hidden |= self.ground(position, &mut walk) == Some(ink);
            }
            if (special.look, special.shifted) != walk.look {
                self.decode(&mut walk, flow);
                walk.look = (special.look, special.shifted);
            }
            if unit < 0x20 {
                let closed = closed.binary_search(&(index as u32)).is_ok();
                self.control(Sign { unit, position, special, closed }, &mut walk, flow)?;
                continue;
            }
            if walk.instructions > 0 {
                if let Some(field) = walk.fields.last_mut().filter(|field| field.code.len() < MAX_CODE) {
                    field.code.extend(char::from_u32(unit.into()));
                }
                continue;
            }
            match special.shown {
                Shown::Symbol(symbol) => walk.pending.push(symbol),
                // An optional hyphen in either form shows only at a line's end.
                _ if unit == 0xAD && self.text.encoding.is_none() => continue,
                _ => walk.pending.push(unit),
            }
            walk.shown += 1;
        }
        self.decode(&mut walk, flow);
        flow.start_part(role)
    }

    fn special_at(&self, position: u32, walk: &mut Walk) -> Special {
        while self.specials.get(walk.special).is_some_and(|run| run.end <= position) {
            walk.special += 1;
        }
        let run = self.specials.get(walk.special).filter(|run| run.start <= position);
        run.map(|run| run.kind).unwrap_or_default()
    }

    /// A run as the style of its paragraph makes it look, where it does not say otherwise itself.
    fn in_paragraph(&self, mut special: Special, style: u16) -> Special {
        special.look.struck |= !special.told.struck && self.styles.look(style).struck;
        if !special.told.ink {
            let inks = self.styles.inks(style);
            let ink = inks.color.flatten().filter(|&ink| ink != ground::BLACK);
            special.look.hidden |= inks.tiny == Some(true) || !self.paints && ink == Some(ground::WHITE);
            special.ink = ink.filter(|_| self.paints);
        }
        special
    }

    /// What is painted behind the text at a position, white where nothing is.
    fn ground(&self, position: u32, walk: &mut Walk) -> Option<Color> {
        if let Some((_, ground)) = walk.ground.filter(|&(end, _)| position <= end) {
            return ground;
        }
        let units = self.text.units.get(position as usize..).unwrap_or_default();
        let end = position + units.iter().position(|unit| matches!(unit, 0x07 | 0x0C | 0x0D))? as u32;
        let mut piece = walk.piece;
        let mark = self.mark(end, 0, &mut piece).0;
        let own = mark.shade.or_else(|| self.styles.shade(mark.style));
        // A depth that no table has costs nothing here; the mark at the paragraph's end refuses it.
        let depth = mark.depth().min(self.budget.nesting() as usize);
        let cells = || (0..depth).rev().find_map(|depth| self.cell_shade(position, depth, walk));
        // What a box is filled with is told elsewhere.
        let behind = if position < self.body { ground::WHITE } else { ground::MIXED };
        let ground = Some(own.or_else(cells).unwrap_or(behind));
        walk.ground = Some((end, ground));
        ground
    }

    /// What the cell that is open at a depth, from zero, is painted with: its row says so where it ends.
    fn cell_shade(&self, position: u32, depth: usize, walk: &mut Walk) -> Option<Color> {
        if walk.rows.len() <= depth {
            walk.rows.resize_with(depth + 1, Row::default);
        }
        if walk.rows[depth].shades.is_none() {
            let units = self.text.units.get(position as usize..).unwrap_or_default();
            let mut piece = walk.piece;
            let shades =
                units.iter().enumerate().filter(|(_, unit)| matches!(unit, 0x07 | 0x0D)).find_map(|(index, _)| {
                    let (list, change) = self.list(position + index as u32, &mut piece);
                    let mark = self.properties.mark(list, change);
                    let ends = mark.ends_row() && mark.depth().max(1) == depth + 1;
                    ends.then(|| self.properties.shades(list, change))
                });
            walk.rows[depth].shades = Some(shades.unwrap_or_default());
        }
        let row = &walk.rows[depth];
        row.shades.as_ref()?.of(row.ended)
    }

    fn control(&mut self, sign: Sign, walk: &mut Walk, flow: &mut Marks) -> Result<(), ReadError> {
        let Sign { unit, position, special, closed } = sign;
        let dropped = special.look.omission().is_some() || walk.instructions > 0;
        match unit {
            // A brace without its partner would hide the rest of the document: only closed fields count.
            0x13 if closed => {
                walk.fields.push(Field { instruction: true, ..Field::default() });
                walk.instructions += 1;
            }
            0x14 => {
                if let Some(field) = walk.fields.last_mut() {
                    walk.instructions -= usize::from(std::mem::take(&mut field.instruction));
                    field.before = walk.shown;
                }
            }
            0x15 => {
                if let Some(ended) = walk.fields.pop() {
                    walk.instructions -= usize::from(ended.instruction);
                    let empty = ended.instruction || ended.before == walk.shown;
                    if empty && walk.instructions == 0 {
                        self.unstored(&ended, walk, flow);
                    }
                }
            }
            0x07 | 0x0C | 0x0D => {
                self.decode(walk, flow);
                self.end(unit, position, dropped, walk, flow)?;
            }
            0x09 if !dropped => walk.pending.push(unit),
            0x0B | 0x0E if !dropped => walk.pending.push(u16::from(b'\n')),
            0x1E if !dropped => walk.pending.push(u16::from(b'-')),
            0x01 if walk.instructions > 0 => {
                if let (Shown::Picture(offset), Some(field)) = (special.shown, walk.fields.last_mut()) {
                    field.form = Some(offset);
                }
            }
            0x01 if !dropped => {
                self.decode(walk, flow);
                let size = match special.shown {
                    Shown::Picture(offset) => picture_size(self.properties.data, offset),
                    _ => None,
                };
                walk.shown += 1;
                flow.picture(size);
            }
            0x08 if !dropped => {
                if let Ok(index) = self.pictures.binary_search_by_key(&position, |picture| picture.position) {
                    self.decode(walk, flow);
                    flow.picture(self.pictures[index].size);
                }
                self.boxes_at(position, walk, flow)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// A field without a stored result: what was chosen in a form stands with its data, what is computed nowhere.
    fn unstored(&self, field: &Field, walk: &mut Walk, flow: &mut Marks) {
        match field::shown(&field.code) {
            field::Shown::Nothing => {
                if field.form.is_some_and(|form| choice::begins_with_text(self.properties.data, form)) {
                    flow.unread(Unread::Field);
                }
            }
            field::Shown::Entry => match field.form.and_then(|form| choice::entry(self.properties.data, form)) {
                Some(entry) => {
                    self.decode(walk, flow);
                    flow.write(&entry, walk.look.0, walk.look.1);
                    walk.shown += 1;
                }
                None => flow.unread(Unread::Field),
            },
            _ => flow.unread(Unread::Field),
        }
    }

    /// A mark that ends a paragraph, a cell or a row.
    fn end(
        &mut self,
        unit: u16,
        position: u32,
        dropped: bool,
        walk: &mut Walk,
        flow: &mut Marks,
    ) -> Result<(), ReadError> {
        let (mark, row) = self.mark(position, unit, &mut walk.piece);
        let (depth, deepest) = (mark.depth() as u64, self.budget.nesting());
        if depth > u64::from(deepest) {
            return Err(ReadError::limit("nesting", deepest.into(), depth));
        }
        walk.pass(unit, &mark);
        if !mark.ends_row() && !dropped {
            self.number(&mark, flow);
        }
        if !mark.ends_row() && self.styles.look(mark.style).hidden {
            flow.conceal();
        }
        let depth = mark.depth();
        match unit {
            _ if mark.ends_row() => flow.end_row(depth.max(1), row),
            0x07 => flow.end_cell(1),
            _ if mark.inner_cell_end => flow.end_cell(depth.max(1)),
            // A deleted or hidden paragraph mark joins two paragraphs.
            0x0D if dropped => Ok(()),
            _ => {
                let heading = mark.outline.is_some_and(|level| level < 9) || self.styles.is_heading(mark.style);
                flow.end_paragraph(depth, heading)
            }
        }
    }

    /// The text of boxes anchored here, where that is in a table: it is seen in the cell. Others come behind the text.
    fn boxes_at(&mut self, position: u32, walk: &mut Walk, flow: &mut Marks) -> Result<(), ReadError> {
        let first = self.boxes.partition_point(|text| text.position < position);
        let here: Vec<Boxed> =
            self.boxes[first..].iter().take_while(|text| text.position == position).copied().collect();
        if here.is_empty() || self.mark(position, 0, &mut walk.piece).0.depth() == 0 {
            return Ok(());
        }
        for text in here {
            self.decode(walk, flow);
            let mut inside = Marks::new(Role::Body, self.budget.clone());
            // Anchors are positions of the main text, which the text of a box is no part of.
            self.tell(text.start, text.end, Role::Body, &mut inside)?;
            flow.insert(inside.into_text()?);
            self.told.push((text.start, text.end));
            walk.shown += 1;
        }
        Ok(())
    }

    /// Puts the paragraph's automatic number before its text.
    fn number(&mut self, mark: &Mark, flow: &mut Marks) {
        let (list, level) = self.styles.list(mark.style);
        let Some(list) = mark.list.or(list).filter(|&list| list != 0) else { return };
        if let Some(mut label) = self.lists.next(list, mark.list_level.or(level).unwrap_or(0)) {
            let text = flow.text();
            let what = match mark.depth() {
                0 => Labelled::Written,
                _ => label::in_cell(&label, false, text),
            };
            match what {
                Labelled::Written => {}
                Labelled::Apart => return,
                torn => {
                    text.clear();
                    flow.unread(if torn == Labelled::Torn { Unread::Torn } else { Unread::Field });
                    return;
                }
            }
            // `1.` before `5` must not become another number, whatever the list says of its distance.
            if label.ends_with(|last: char| last.is_ascii()) && text.starts_with(|first: char| first.is_ascii_digit()) {
                label.push(' ');
            }
            text.insert_str(0, &label);
        }
    }

    /// The properties of the mark at a position; the row's shape where it ends one.
    fn mark(&self, position: u32, unit: u16, piece: &mut usize) -> (Mark, RowShape) {
        let (list, change) = self.list(position, piece);
        let mark = self.properties.mark(list, change);
        let row = if mark.ends_row() && unit != 0x0C { self.properties.row(list, change) } else { RowShape::default() };
        (mark, row)
    }

    /// The property list of the paragraph at a position, and the change of its piece, which is at `piece` or behind it.
    fn list(&self, position: u32, piece: &mut usize) -> (&[u8], u16) {
        while self.text.pieces.get(*piece).is_some_and(|piece| piece.end <= position) {
            *piece += 1;
        }
        let Some(piece) = self.text.pieces.get(*piece) else { return Default::default() };
        let offset = piece.offset_of(position);
        let after = self.paragraphs.partition_point(|run| run.text.start <= offset);
        let list = after
            .checked_sub(1)
            .and_then(|index| self.paragraphs.get(index))
            .filter(|run| offset < run.text.end)
            .and_then(|run| self.main.get(run.properties.clone()))
            .unwrap_or_default();
        (list, piece.change)
    }

    /// Moves the pending units into the flow's paragraph.
    fn decode(&self, walk: &mut Walk, flow: &mut Marks) {
        let text: String = match self.text.encoding {
            None => char::decode_utf16(walk.pending.iter().copied())
                .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect(),
            Some(encoding) => {
                let bytes: Vec<u8> = walk.pending.iter().map(|&unit| unit as u8).collect();
                encoding.decode_without_bom_handling(&bytes).0.into_owned()
            }
        };
        if !text.is_empty() {
            flow.write(&text, walk.look.0, walk.look.1);
        }
        walk.pending.clear();
    }
}

/// Indices of the opening braces of fields that are closed.
fn closed_fields(units: &[u16]) -> Vec<u32> {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for (index, &unit) in units.iter().enumerate() {
        match unit {
            0x13 => open.push(index as u32),
            0x15 => closed.extend(open.pop()),
            _ => {}
        }
    }
    closed.sort_unstable();
    closed
}

/// Size in points from a picture's header ([MS-DOC] 2.9.192, PICMID: goal size in twips, scale in
/// thousandths).
fn picture_size(data: &[u8], offset: u32) -> Option<(f32, f32)> {
    let header = data.get(offset as usize..)?;
    let side = |goal, scale| Some(f32::from(i16_at(header, goal)?) / 20.0 * f32::from(u16_at(header, scale)?) / 1000.0);
    let size = (side(0x1C, 0x20)?, side(0x1E, 0x22)?);
    (size.0 > 0.0 && size.1 > 0.0).then_some(size)
}
