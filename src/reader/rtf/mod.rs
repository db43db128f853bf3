//! Reader of Rich Text Format (specification 1.9.1).
//!
//! Groups and control words come in; paragraphs, cells and row ends go to [`super::marks`]. Encodings
//! follow the fonts; field results, list numbers and text boxes are kept, instructions, hidden and
//! deleted text are not.

mod fields;
mod fonts;
mod row;
mod state;
mod styles;
mod token;
mod words;

use encoding_rs::Encoding;

use self::fields::{Field, MAX_CODE};
use self::fonts::{Charset, Fonts};
use self::row::RowDefinition;
use self::state::{Destination, State, Story};
use self::styles::{Colors, PAPER, StyleKey, Styles};
use self::token::{Token, Tokens};
use super::Context;
use super::flow::RowShape;
use super::marks::Marks;
use crate::document::{Budget, Document, Role, Unread};
use crate::error::ReadError;
use crate::reader::Notice;
use crate::reader::label::{self, Labelled};

pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let start = bytes.iter().position(|&byte| byte == b'{').unwrap_or(bytes.len());
    let bytes = &bytes[start..];
    if !bytes.starts_with(b"{\\rtf") {
        let found = String::from_utf8_lossy(&bytes[..bytes.len().min(8)]).into_owned();
        return Err(ReadError::damaged("RTF header", "{\\rtf", found));
    }
    let mut reader = Reader::new(context.budget());
    for token in Tokens::new(bytes) {
        reader.take(token)?;
        if reader.groups.is_empty() {
            break;
        }
    }
    if !reader.groups.is_empty() {
        let missing = format!("{} more }}", reader.groups.len());
        context.notices.push(Notice::part("RTF", missing, "end of file"));
    }
    reader.finish()
}

/// Size of the picture that is being read.
#[derive(Debug, Default)]
struct Picture {
    /// Goal width and height in twips.
    goal: (f32, f32),
    /// Percentages; zero where the source does not scale.
    scale: (f32, f32),
}

impl Picture {
    /// Width and height in points, if stated.
    fn size(&self) -> Option<(f32, f32)> {
        let side = |goal: f32, scale: f32| goal / 20.0 * if scale > 0.0 { scale / 100.0 } else { 1.0 };
        let size = (side(self.goal.0, self.scale.0), side(self.goal.1, self.scale.1));
        (size.0 > 0.0 && size.1 > 0.0).then_some(size)
    }
}

struct Reader {
    budget: Budget,
    state: State,
    /// States of the groups around.
    groups: Vec<State>,
    /// The document's code page.
    encoding: &'static Encoding,
    fonts: Fonts,
    styles: Styles,
    colors: Colors,
    default_font: i32,
    /// One for each [`Story`].
    flows: [Marks; 4],
    /// Definitions of rows, by part and depth.
    rows: [Vec<RowDefinition>; 4],
    /// A row of an outermost table has begun and not ended, by part. Some writers leave out `\intbl`.
    in_row: [bool; 4],
    /// Bytes that are not decoded yet.
    pending: Vec<u8>,
    /// First half of a surrogate pair.
    surrogate: Option<u16>,
    /// Fallback bytes still to be skipped.
    skip: u32,
    title: String,
    /// Name of the last property of a shape.
    name: String,
    picture: Picture,
    /// Open fields.
    fields: Vec<Field>,
    /// Code, entries of the list and choice of the form field that is being read.
    code: String,
    entries: Vec<String>,
    choice: [Option<i32>; 2],
    /// The shape of a row whose cells are all there and whose end is not, when the next row is defined already, by part.
    unended: [Option<RowShape>; 4],
    /// What was in text boxes before the one that is open in a cell.
    boxes: Vec<Marks>,
    /// The number before the paragraph that is open, by part.
    labels: [Option<Label>; 4],
}

impl Reader {
    fn new(budget: Budget) -> Self {
        Self {
            state: State::new(),
            groups: Vec::new(),
            encoding: encoding_rs::WINDOWS_1252,
            fonts: Fonts::default(),
            styles: Styles::default(),
            colors: Colors::default(),
            default_font: 0,
            flows: [Story::Body, Story::Box, Story::Note, Story::Margin]
                .map(|part| Marks::new(role(part), budget.clone())),
            budget,
            rows: Default::default(),
            in_row: [false; 4],
            pending: Vec::new(),
            surrogate: None,
            skip: 0,
            title: String::new(),
            name: String::new(),
            picture: Picture::default(),
            fields: Vec::new(),
            code: String::new(),
            entries: Vec::new(),
            choice: [None; 2],
            unended: Default::default(),
            boxes: Vec::new(),
            labels: Default::default(),
        }
    }

    fn take(&mut self, token: Token<'_>) -> Result<(), ReadError> {
        match token {
            Token::Open => {
                self.flush();
                let depth = self.groups.len() as u64 + 1;
                if depth > u64::from(self.budget.nesting()) {
                    return Err(ReadError::limit("nesting", self.budget.nesting().into(), depth));
                }
                self.groups.push(self.state);
                self.state.optional = false;
                self.skip = 0;
            }
            Token::Close => {
                self.flush();
                let outer = self.groups.pop().unwrap_or_else(State::new);
                self.close(outer)?;
                self.state = outer;
            }
            Token::Text(text) => self.text(text),
            Token::Byte(byte) => {
                if !self.skipped() {
                    self.bytes(&[byte]);
                }
            }
            Token::Binary => {
                self.skipped();
            }
            Token::Symbol(symbol) => self.symbol(symbol)?,
            Token::Word(word, parameter) => self.word(word, parameter)?,
        }
        Ok(())
    }

    /// A group ends: a part written in it ends as well.
    fn close(&mut self, outer: State) -> Result<(), ReadError> {
        self.skip = 0;
        if let Some((key, base)) = self.state.style.filter(|_| outer.style.is_none()) {
            self.styles.define(key, self.state.without_inks().look().0, base);
        }
        if self.state.destination == Destination::Picture && outer.destination != Destination::Picture {
            // Of a shape's pictures one is itself (`pib`), others fill its area or its lines.
            let shown = outer.destination != Destination::Shape || self.name == "pib";
            if self.state.visible() && shown {
                let size = self.picture.size();
                self.flow().picture(size);
            }
        }
        if let Some(start) = self.state.label.filter(|_| outer.label.is_none()) {
            let label = trim_label(self.flow().text(), start);
            self.labels[self.state.part as usize] = label;
        }
        self.end_field();
        if self.state.part != outer.part {
            let part = self.state.part;
            self.end_open_row()?;
            self.flow().start_part(role(part))?;
            self.in_row[part as usize] = false;
            if part == Story::Box
                && let Some(before) = self.boxes.pop()
            {
                let inner = std::mem::replace(&mut self.flows[part as usize], before);
                self.flows[outer.part as usize].insert(inner.into_text()?);
            }
        }
        Ok(())
    }

    fn flow(&mut self) -> &mut Marks {
        &mut self.flows[self.state.part as usize]
    }

    /// Whether the next byte is a fallback for a character already read.
    fn skipped(&mut self) -> bool {
        let skip = self.skip > 0;
        self.skip = self.skip.saturating_sub(1);
        skip
    }

    fn text(&mut self, text: &[u8]) {
        if self.state.destination == Destination::Colors {
            self.colors.text(text);
        }
        if self.state.destination == Destination::Shape && self.name == "fHidden" && text.trim_ascii() == b"1" {
            let inside = |group: &&mut State| group.destination == Destination::Shape;
            self.groups.iter_mut().rev().take_while(inside).for_each(|group| group.concealed = true);
        }
        if !self.state.destination.is_read() {
            return;
        }
        for line in text.split(|byte| matches!(byte, b'\r' | b'\n')) {
            let skip = (self.skip as usize).min(line.len());
            self.skip -= skip as u32;
            self.bytes(&line[skip..]);
        }
    }

    /// Bytes in the current encoding.
    fn bytes(&mut self, bytes: &[u8]) {
        if self.state.destination.is_read() {
            self.pending.extend_from_slice(bytes);
        }
    }

    /// One character.
    fn character(&mut self, character: char) {
        self.flush();
        if self.state.destination.is_read() {
            self.put(character.encode_utf8(&mut [0; 4]));
        }
    }

    /// A UTF-16 unit, or (as some write it) a code point.
    fn unicode(&mut self, parameter: i32) {
        self.skip = self.state.fallback;
        let code = if parameter < 0 { parameter.saturating_add(0x1_0000) } else { parameter };
        let Ok(code) = u32::try_from(code) else { return };
        match (self.surrogate.take(), code) {
            (_, 0xD800..=0xDBFF) => self.surrogate = Some(code as u16),
            (Some(high), 0xDC00..=0xDFFF) => {
                let pair = char::decode_utf16([high, code as u16]).next();
                self.character(pair.and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            _ => self.character(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    /// Decodes what is pending.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let mut text = String::new();
        fonts::decode(&self.pending, self.state.charset, self.encoding, &mut text);
        self.pending.clear();
        self.put(&text);
    }

    /// Decoded text, to where it goes.
    fn put(&mut self, text: &str) {
        let (mut look, shifted) = self.state.look();
        if self.depth() > 0 && self.state.ground() == 0 && (self.state.white || self.state.ink > 0) {
            let ground = self.cell_ground();
            if !matches!(ground, 0 | PAPER) && look.hidden && self.state.white {
                look.hidden = self.state.hidden_by_format();
            }
            look.hidden |= self.state.ink > 0 && self.state.ink == ground;
        }
        match self.state.destination {
            Destination::Text => self.flows[self.state.part as usize].write(text, look, shifted),
            Destination::Name => self.name.push_str(text),
            Destination::Fonts => self.fonts.name(text),
            Destination::Code if self.code.len() < MAX_CODE => self.code.push_str(text),
            Destination::Entry => {
                if let Some(entry) = self.entries.last_mut() {
                    entry.push_str(text);
                }
            }
            Destination::Title => self.title.push_str(text),
            _ => {}
        }
    }

    /// How deep in tables the paragraph stands.
    fn depth(&self) -> u32 {
        let stated = self.state.depth.max(u32::from(self.state.in_table));
        stated.max(u32::from(self.in_row[self.state.part as usize]))
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        self.flush();
        // The mark of a deleted paragraph joins two.
        if self.state.destination != Destination::Text || !self.state.visible() {
            return Ok(());
        }
        self.end_unended()?;
        if !self.state.in_table && self.state.depth == 0 && self.row_is_full() {
            // The table has ended without the end of its last row.
            self.end_open_row()?;
        }
        let (depth, heading) = (self.depth() as usize, self.state.heading);
        self.settle_label(depth);
        self.flow().end_paragraph(depth, heading)
    }

    fn end_cell(&mut self, depth: u32) -> Result<(), ReadError> {
        self.flush();
        if self.state.destination != Destination::Text {
            return Ok(());
        }
        self.end_unended()?;
        self.settle_label(depth as usize);
        self.flow().end_cell(depth as usize)
    }

    /// The paragraph that ends in so many tables may begin with a number that is no part of its figure.
    fn settle_label(&mut self, depth: usize) {
        let Some(Label { start, end, spaced }) = self.labels[self.state.part as usize].take() else { return };
        let flow = self.flow();
        let whole: &str = flow.text();
        let (Some(label), Some(text)) = (whole.get(start..end), whole.get(end..)) else { return };
        if depth == 0 {
            return;
        }
        match label::in_cell(label.trim_end(), spaced, text) {
            Labelled::Written => {}
            Labelled::Apart => flow.text().replace_range(start..end, ""),
            torn => {
                flow.text().truncate(start);
                flow.unread(if torn == Labelled::Torn { Unread::Torn } else { Unread::Field });
            }
        }
    }

    fn end_row(&mut self, depth: u32) -> Result<(), ReadError> {
        self.flush();
        if self.state.destination != Destination::Text {
            return Ok(());
        }
        if depth <= 1 {
            self.in_row[self.state.part as usize] = false;
            self.unended[self.state.part as usize] = None;
        }
        let shape = self.row(depth).shape();
        self.flow().end_row(depth as usize, shape)
    }

    /// Whether all cells of the open row of an outermost table are there.
    fn row_is_full(&mut self) -> bool {
        let cells = self.row(1).cells();
        cells > 0 && self.in_row[self.state.part as usize] && self.flow().open_cells(1) >= cells
    }

    /// A row is defined while the one before it is full: where no end comes, its first cell ends the row before.
    fn remember_full(&mut self) {
        self.flush();
        if self.row_is_full() {
            self.unended[self.state.part as usize] = Some(self.row(1).shape());
        }
    }

    fn end_unended(&mut self) -> Result<(), ReadError> {
        match self.unended[self.state.part as usize].take() {
            Some(shape) => self.end_row_before(shape),
            None => Ok(()),
        }
    }

    /// Ends a full row whose end is missing.
    fn end_open_row(&mut self) -> Result<(), ReadError> {
        if !self.row_is_full() {
            return Ok(());
        }
        self.in_row[self.state.part as usize] = false;
        let shape = self.row(1).shape();
        self.end_row_before(shape)
    }

    /// Ends a row before the text that is being written.
    fn end_row_before(&mut self, shape: RowShape) -> Result<(), ReadError> {
        let flow = self.flow();
        let pending = std::mem::take(flow.text());
        flow.end_row(1, shape)?;
        *flow.text() = pending;
        Ok(())
    }

    /// The definition of rows at a depth; depths past the limit share one.
    fn row(&mut self, depth: u32) -> &mut RowDefinition {
        let depth = depth.min(self.budget.nesting()) as usize;
        let rows = &mut self.rows[self.state.part as usize];
        if rows.len() <= depth {
            rows.resize_with(depth + 1, RowDefinition::default);
        }
        &mut rows[depth]
    }

    /// What the open cell is painted with, zero for nothing: by the definition of rows that was met last.
    fn cell_ground(&mut self) -> u32 {
        let depth = self.depth();
        let at = self.flow().cell(depth as usize);
        let number = self.row(depth).grounds.get(at).copied().unwrap_or(0);
        self.colors.ground(number)
    }

    /// A word that names a style: in the style sheet the one that is defined, elsewhere the one that text is in.
    fn style(&mut self, of_characters: bool, number: i32) {
        let key = StyleKey { of_characters, number };
        if self.state.destination == Destination::Styles {
            self.state.style = Some((key, None));
        } else {
            let look = self.styles.look(key);
            if self.state.styled[usize::from(!of_characters)] != look {
                self.flush();
                self.state.styled[usize::from(!of_characters)] = look;
            }
        }
    }

    fn charset(&self, font: i32) -> Charset {
        self.fonts.charset(font)
    }

    fn finish(mut self) -> Result<Document, ReadError> {
        self.flush();
        self.end_open_row()?;
        let encoding = self.encoding.name().to_owned();
        let [mut flow, boxes, notes, margins] = self.flows;
        for (part, role) in [(boxes, Role::Body), (notes, Role::Note), (margins, Role::Margin)] {
            flow.absorb(part, role)?;
        }
        let mut document = flow.finish()?;
        let title = self.title.trim();
        document.metadata.title = (!title.is_empty()).then(|| title.to_owned());
        document.encoding = Some(encoding);
        Ok(document)
    }
}

/// Brings an item's number into the form that the other readers of Word's formats give it: no tab behind
/// it, a blank only where a digit would run into the text, and no bullets.
fn trim_label(text: &mut String, start: usize) -> Option<Label> {
    let whole = text.get(start..)?;
    let label = whole.trim_end();
    let spaced = label.len() < whole.len();
    let (end, blank) = (start + label.len(), label.ends_with(|last: char| last.is_ascii()));
    let bullet = !label.chars().any(char::is_alphanumeric);
    text.truncate(if bullet { start } else { end });
    if blank && !bullet {
        text.push(' ');
    }
    Some(Label { start, end: text.len(), spaced })
}

/// Where an automatic number stands in the paragraph, and whether something parts it from the text.
#[derive(Debug, Clone, Copy)]
struct Label {
    start: usize,
    end: usize,
    spaced: bool,
}

/// What paragraphs of a part are.
fn role(part: Story) -> Role {
    match part {
        Story::Body | Story::Box => Role::Body,
        Story::Note => Role::Note,
        Story::Margin => Role::Margin,
    }
}

#[cfg(test)]
mod tests;
