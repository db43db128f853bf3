//! The stories of a Word document (17.2: body, headers, notes, text boxes): tokens of its parts in, what they say told to
//! the document's [`FlowBuilder`] in reading order.
//!
//! All text goes into one string; an open paragraph is a place in it where its text starts.
//! Nesting is kept in a list of open frames ([`frames`]), never on the call stack.

mod fields;
mod frames;
mod look;

use super::appearance::{Appearance, Ground, ground};
use super::element::{Element, attribute, is_on, is_true, number};
use super::events::PartEvents;
use super::graphic::{Graphic, symbol};
use super::numbering::Numbering;
use super::styles::Styles;
use super::token::{Tag, Token};
use crate::document::{Block, Budget, Omission, Picture, Role, SourceLocation, Unread};
use crate::error::ReadError;
use crate::reader::flow::{Down, FlowBuilder};
use crate::reader::look::Look;
use fields::Field;

/// What is open. A close tag closes everything above its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    Paragraph,
    Table,
    Row,
    Cell,
    /// Text apart from the flow around it: a text box, a note, a running header.
    Aside,
    /// `mc:AlternateContent`, and whether one of its branches was taken.
    Alternate {
        taken: bool,
    },
    Graphic,
}

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct OpenParagraph {
    start: usize,
    location: SourceLocation,
    role: Option<Role>,
    list: Option<i64>,
    level: Option<usize>,
    /// Label as printed, where the source has it.
    label: Option<String>,
    /// How its style makes text look.
    appearance: Appearance,
    /// Some of its text is set higher by a distance.
    shifted: bool,
    /// The paragraph mark was deleted: the next paragraph goes on where this one ends.
    joined: bool,
    /// Text boxes and pictures anchored in it; they come after it.
    after: Vec<Block>,
}

/// What the stories need from beside the text.
#[derive(Debug, Default)]
pub(in crate::reader) struct Sheets {
    pub(in crate::reader::docx) styles: Styles,
    pub(in crate::reader::docx) numbering: Numbering,
}

/// Reads parts into one document.
pub(in crate::reader) struct Stories {
    pub sheets: Sheets,
    pub flow: FlowBuilder,
    /// Damage that was met, as expected and found.
    pub damage: Option<(&'static str, &'static str)>,
    text: String,
    frames: Vec<Frame>,
    paragraphs: Vec<OpenParagraph>,
    /// How the styles of the open tables make text look.
    tables: Vec<Appearance>,
    /// What the open cells are painted with so that white text is seen on them.
    painted: Vec<Ground>,
    /// What is told of characters is told of their outline.
    outlining: bool,
    /// Texts aside that are open.
    asides: usize,
    /// Notes to cells of the outermost open table; they come behind it.
    notes: Vec<Block>,
    graphics: Vec<Graphic>,
    /// Element whose content is passed over, and how often it is open.
    dropped: Option<(Element, u32)>,
    /// Tables that are open beyond the limit of nesting; their text flows into the cell around.
    too_deep: u32,
    /// The last paragraph, when its mark was deleted and the next one continues it.
    joined: Option<OpenParagraph>,
    /// The control whose properties were read last shows what it asks for; the same of those that are open.
    unfilled: bool,
    controls: Vec<bool>,
    in_paragraph_properties: bool,
    in_run_properties: bool,
    in_row_properties: bool,
    /// How the open run looks by its own properties and by its style.
    run: [Appearance; 2],
    /// How text looks where the format says it in so many words.
    told: Look,
    /// Text on its way.
    piece: String,
    fields: Vec<Field>,
    /// Where text begins that is set from right to left (17.3.2.3), innermost last.
    overrides: Vec<Option<usize>>,
    /// Documents that stand inside this one: the place of the picture that stands for one, and its relationship.
    pub objects: Vec<(SourceLocation, Vec<u8>)>,
}

/// Prefixes of the namespaces whose content is read (shapes, pictures, later editions of Word's own elements); they are
/// bound to the same addresses by every producer.
const UNDERSTOOD: [&[u8]; 14] =
    [b"", b"w", b"w14", b"w15", b"wp", b"wp14", b"wps", b"wpg", b"wpc", b"wpi", b"a14", b"pic", b"v", b"m"];
/// No report has more documents inside.
const MAX_OBJECTS: usize = 16;
/// Frames in one another, tables aside.
const MAX_FRAMES: usize = 1_024;
/// Text boxes in text boxes; deeper ones are read in place, because each level hands its text on.
const MAX_ASIDES: usize = 16;

impl Stories {
    pub fn new(budget: Budget, sheets: Sheets) -> Self {
        Self {
            sheets,
            flow: FlowBuilder::new(Role::Body, budget),
            damage: None,
            text: String::new(),
            frames: Vec::new(),
            paragraphs: Vec::new(),
            tables: Vec::new(),
            painted: Vec::new(),
            outlining: false,
            asides: 0,
            notes: Vec::new(),
            graphics: Vec::new(),
            dropped: None,
            too_deep: 0,
            joined: None,
            unfilled: false,
            controls: Vec::new(),
            in_paragraph_properties: false,
            in_run_properties: false,
            in_row_properties: false,
            run: <[Appearance; 2]>::default(),
            told: Look::default(),
            piece: String::new(),
            fields: Vec::new(),
            overrides: Vec::new(),
            objects: Vec::new(),
        }
    }

    /// Reads one part whose paragraphs have this role unless their style says otherwise.
    ///
    /// # Errors
    /// `LimitExceeded` for more cells or characters than allowed.
    pub fn read(&mut self, part: &mut PartEvents<'_>, role: Role) -> Result<(), ReadError> {
        self.flow.set_role(role);
        let mut complete = false;
        loop {
            match part.next() {
                Token::Open(tag) => {
                    // A part without content: `<w:footnotes/>`.
                    complete |= tag.empty && matches!(tag.element, Element::Root | Element::Margin);
                    let textual = !tag.empty && !self.paragraphs.is_empty();
                    if self.dropped.is_some() {
                        self.pass_over(&tag);
                        if tag.element == Element::DeletedText && textual {
                            self.deleted(part);
                        }
                    } else if matches!(tag.element, Element::Text | Element::FieldCode) {
                        if textual {
                            self.take(tag.element, part);
                        }
                    } else {
                        // A part without notes is one empty element.
                        complete |= tag.empty && matches!(tag.element, Element::Root | Element::Margin);
                        self.open(&tag)?;
                    }
                }
                Token::Close(element) => match &mut self.dropped {
                    Some((dropped, depth)) => {
                        if *dropped == element {
                            *depth -= 1;
                            if *depth == 0 {
                                self.dropped = None;
                            }
                        }
                    }
                    None => {
                        complete |= matches!(element, Element::Root | Element::Margin);
                        self.close(element)?;
                    }
                },
                Token::End => break,
                token => self.tell(&token),
            }
        }
        self.dropped = None;
        self.too_deep = 0;
        while !self.frames.is_empty() {
            self.pop()?;
        }
        self.end_joined()?;
        self.run = Default::default();
        self.told = Look::default();
        self.in_paragraph_properties = false;
        self.fields.clear();
        self.overrides.clear();
        self.controls.clear();
        if !complete {
            self.damage.get_or_insert(("the end of the root element", "end of the part"));
        }
        if !part.is_sound() {
            self.damage.get_or_insert(("UTF-8", "other bytes"));
        }
        Ok(())
    }

    fn pass_over(&mut self, tag: &Tag<'_>) {
        self.unfilled |= tag.element == Element::Unfilled && is_on(tag.attributes);
        if let Some((element, depth)) = &mut self.dropped
            && *element == tag.element
            && !tag.empty
        {
            *depth += 1;
        }
    }

    fn drop_content(&mut self, tag: &Tag<'_>) {
        if !tag.empty {
            self.dropped = Some((tag.element, 1));
        }
    }

    fn open(&mut self, tag: &Tag<'_>) -> Result<(), ReadError> {
        let raw = tag.attributes;
        match tag.element {
            Element::Paragraph => {
                self.open_paragraph()?;
                if tag.empty {
                    self.close(Element::Paragraph)?;
                }
            }
            Element::ParagraphProperties => self.in_paragraph_properties = !tag.empty,
            Element::RunProperties => self.in_run_properties = !tag.empty,
            Element::Run => self.run = Default::default(),
            element if element.is_look() && self.in_run_properties && !self.in_paragraph_properties => {
                self.run_property(tag);
            }
            Element::Override if !tag.empty => {
                let from = Some(self.text.len()).filter(|_| attribute(raw, "val") == Some(b"rtl"));
                // Each turns what is in it round.
                let from = from.filter(|_| self.overrides.len() < MAX_ASIDES);
                self.overrides.push(from);
            }
            Element::Tab if !self.in_paragraph_properties => self.put('\t'),
            Element::Break => self.put('\n'),
            Element::NoBreakHyphen => self.put('-'),
            Element::Symbol => self.symbol(raw),
            // A mark that was typed follows in the same run (17.11.14).
            Element::NoteReference => {
                if is_true(attribute(raw, "customMarkFollows")) {
                    self.run[0].marks_note();
                }
            }
            Element::Chunk => self.chunk(raw)?,
            Element::FieldResult | Element::FieldDefault | Element::FieldChecked | Element::FieldEntry => {
                self.form(tag);
            }
            Element::SimpleField if tag.empty => self.simple_field(raw),
            Element::FieldChar => {
                self.field(attribute(raw, "fldCharType").unwrap_or_default(), is_true(attribute(raw, "dirty")));
            }
            Element::Table if !tag.empty => self.open_table()?,
            Element::Row | Element::Cell if self.too_deep > 0 => {}
            Element::Row if !tag.empty && !self.tables.is_empty() => self.open_row()?,
            Element::Cell if !tag.empty && !self.tables.is_empty() => self.open_cell()?,
            Element::TextBox | Element::Note | Element::Margin if !tag.empty => self.open_aside(tag)?,
            Element::Graphic if !tag.empty && self.frames.len() < MAX_FRAMES => {
                self.frames.push(Frame::Graphic);
                // What is anchored in hidden text is hidden with it.
                let hidden = self.run.iter().any(Appearance::vanishes);
                self.graphics.push(Graphic::new(hidden));
            }
            Element::AlternateContent if !tag.empty && self.frames.len() < MAX_FRAMES => {
                self.frames.push(Frame::Alternate { taken: false });
            }
            Element::Choice | Element::Fallback => self.open_branch(tag),
            Element::Deleted if tag.empty => {
                if self.in_row_properties {
                    if let Some(row) = self.flow.row() {
                        row.omission = Some(Omission::Struck);
                    }
                } else if self.in_paragraph_properties
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph.joined = true;
                }
            }
            Element::ControlContent => self.open_control(tag),
            Element::Formula(_) => {
                if !tag.empty && self.look().0.omission().is_none() {
                    self.flow.unread(Unread::Object);
                }
                self.drop_content(tag);
            }
            Element::Deleted | Element::DeletedText | Element::Dropped(_) => self.drop_content(tag),
            Element::Annotation => {
                if matches!(attribute(raw, "type"), Some(b"Word.Deletion" | b"Word.Comment")) {
                    self.drop_content(tag);
                }
            }
            _ => self.property(tag),
        }
        Ok(())
    }

    /// Properties: they only say something about what is open.
    fn property(&mut self, tag: &Tag<'_>) {
        let raw = tag.attributes;
        match tag.element {
            Element::RowProperties => self.in_row_properties = !tag.empty && self.too_deep == 0,
            Element::GridBefore | Element::TableHeader | Element::Hidden | Element::RowHeight
                if self.in_row_properties =>
            {
                self.row_property(tag);
            }
            Element::TableStyle if self.too_deep == 0 => {
                let style = attribute(raw, "val").and_then(|id| self.sheets.styles.get(id));
                if let (Some(appearance), Some(style)) = (self.tables.last_mut(), style) {
                    *appearance = style.appearance;
                }
            }
            Element::GridSpan | Element::VerticalMerge | Element::HorizontalMerge | Element::CellDeleted => {
                if self.too_deep > 0 {
                    return;
                }
                let Some(span) = self.flow.span() else { return };
                let restarts = attribute(raw, "val") == Some(b"restart");
                match tag.element {
                    Element::GridSpan => span.columns = number(raw).and_then(|it| it.try_into().ok()).unwrap_or(1),
                    // Also an element without a value continues (17.4.84 `vMerge`, 17.4.21 `hMerge`).
                    Element::VerticalMerge => span.down = if restarts { Down::Starts } else { Down::Continues },
                    Element::HorizontalMerge => span.across = !restarts,
                    _ => span.omission = Some(Omission::Struck),
                }
            }
            Element::Ground if !self.in_paragraph_properties => self.ground(ground(raw)),
            Element::DrawnText => self.flow.unread(Unread::Drawing),
            Element::Extent
            | Element::Shape
            | Element::DrawingProperties
            | Element::Blip
            | Element::ImageData
            | Element::SourceRectangle
            | Element::Embedded => {
                if let Some(graphic) = self.graphics.last_mut() {
                    graphic.note(tag);
                }
            }
            element => {
                let Some(paragraph) = self.paragraphs.last_mut().filter(|_| self.in_paragraph_properties) else {
                    return;
                };
                match element {
                    Element::Ground if !self.in_run_properties => paragraph.appearance.ground = Some(ground(raw)),
                    Element::ParagraphStyle => {
                        let style = attribute(raw, "val").and_then(|id| self.sheets.styles.get(id));
                        if let Some(style) = style {
                            paragraph.role = paragraph.role.or(style.role());
                            paragraph.list = paragraph.list.or(style.list);
                            paragraph.level = paragraph.level.or(style.level);
                            paragraph.appearance = style.appearance;
                        }
                    }
                    Element::OutlineLevel => {
                        // The tenth level is body text (17.3.1.20).
                        let heading = number(raw).is_some_and(|level| (0..9).contains(&level));
                        paragraph.role = if heading { Some(Role::Heading) } else { None };
                    }
                    Element::NumberingId => paragraph.list = number(raw),
                    Element::NumberingLevel => paragraph.level = number(raw).and_then(|level| level.try_into().ok()),
                    Element::ListText => {
                        let mut label = String::new();
                        super::text::append(attribute(raw, "val").unwrap_or_default(), &mut label);
                        paragraph.label = Some(label);
                    }
                    _ => {}
                }
            }
        }
    }

    /// What another format says without elements of Word.
    fn tell(&mut self, token: &Token<'_>) {
        if self.dropped.is_some() {
            return;
        }
        match *token {
            Token::Look(look) => self.told = look,
            Token::Unread(what) => self.flow.unread(what),
            Token::Role(role) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.role = Some(role);
                }
            }
            Token::Span(columns, rows) if self.too_deep == 0 => {
                if let Some(span) = self.flow.span() {
                    (span.columns, span.rows) = (columns, Some(rows));
                }
            }
            Token::Size(size) => {
                if let Some(graphic) = self.graphics.last_mut() {
                    graphic.size = size.or(graphic.size);
                }
            }
            Token::HeaderRow | Token::HiddenRow if self.too_deep == 0 => {
                if let Some(row) = self.flow.row() {
                    row.header |= matches!(token, Token::HeaderRow);
                    row.omission = row.omission.or(matches!(token, Token::HiddenRow).then_some(Omission::Hidden));
                }
            }
            _ => {}
        }
    }

    /// The ground of the open cell, or of the table whose properties are read.
    fn ground(&mut self, paints: Ground) {
        if self.frames.last() == Some(&Frame::Table)
            && let Some(table) = self.tables.last_mut()
        {
            table.ground = Some(paints);
        } else if let Some(painted) = self.painted.last_mut() {
            *painted = paints;
        }
    }

    /// Takes the text that follows: a field's code, or what is shown.
    fn take(&mut self, element: Element, part: &mut PartEvents<'_>) {
        if element == Element::FieldCode {
            if let Some(code) = self.instruction() {
                part.text(code);
            }
            return;
        }
        if !self.in_code() && self.look().0 == Look::default() && !self.controls.contains(&true) {
            part.text(&mut self.text);
            return;
        }
        let mut piece = std::mem::take(&mut self.piece);
        piece.clear();
        part.text(&mut piece);
        self.write(piece);
    }

    /// Text as it looks here, to where it belongs.
    fn write(&mut self, piece: String) {
        let (look, shifted) = self.look();
        if self.controls.contains(&true) {
            // It asks for what nobody has written.
            self.flow.unread(Unread::Field);
        } else if let Some(why) = look.omission() {
            self.omit(why, &piece);
        } else if let Some(literal) = self.literal() {
            literal.push_str(&piece);
        } else {
            self.text.extend(piece.chars().map(|c| look.shown(c)));
            if shifted {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.shifted = true;
                }
                self.flow.raised();
            }
        }
        self.piece = piece;
    }

    /// Text that was deleted with changes tracked.
    fn deleted(&mut self, part: &mut PartEvents<'_>) {
        let mut piece = std::mem::take(&mut self.piece);
        piece.clear();
        part.text(&mut piece);
        self.omit(Omission::Struck, &piece);
        self.piece = piece;
    }

    /// Text that is left out; only what stands in a table is told of.
    fn omit(&mut self, why: Omission, text: &str) {
        if self.flow.in_cell()
            && let Some(paragraph) = self.paragraphs.last()
        {
            self.flow.omit(why, text, paragraph.location);
        }
    }

    fn symbol(&mut self, raw: &[u8]) {
        if let Some(character) = symbol(raw) {
            return self.put(character);
        }
        self.flow.unread(Unread::Symbol);
        // Digits on both sides of it are no number.
        if self.text.ends_with(|c: char| c.is_ascii_digit()) {
            self.put(char::REPLACEMENT_CHARACTER);
        }
    }

    fn put(&mut self, character: char) {
        if !self.paragraphs.is_empty() && !self.in_code() && self.look().0.omission().is_none() {
            self.text.push(character);
        }
    }

    /// The first branch counts whose namespaces are understood; the others say the same again (part 3, 9.3).
    fn open_branch(&mut self, tag: &Tag<'_>) {
        let understood = tag.element == Element::Fallback
            || attribute(tag.attributes, "Requires").is_none_or(|required| {
                required.split(u8::is_ascii_whitespace).all(|prefix| UNDERSTOOD.contains(&prefix))
            });
        let alternate = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Alternate { taken } => Some(taken),
            _ => None,
        });
        match alternate {
            Some(taken) if !*taken && understood => *taken = !tag.empty,
            _ => self.drop_content(tag),
        }
    }

    /// Another document in this place: a picture stands for it until it is read.
    fn chunk(&mut self, raw: &[u8]) -> Result<(), ReadError> {
        let location = self.flow.place();
        self.flow.unread(Unread::Object);
        self.object(location, attribute(raw, "id").unwrap_or_default().to_vec());
        self.end_joined()?;
        self.flow.block(Block::Picture(Picture { size: None, location, source: None }));
        Ok(())
    }

    fn object(&mut self, location: SourceLocation, relationship: Vec<u8>) {
        if self.objects.len() < MAX_OBJECTS {
            self.objects.push((location, relationship));
        }
    }

    fn close(&mut self, element: Element) -> Result<(), ReadError> {
        match element {
            Element::ParagraphProperties => self.in_paragraph_properties = false,
            Element::RunProperties => self.in_run_properties = false,
            Element::RowProperties => self.in_row_properties = false,
            Element::Run => self.run = Default::default(),
            Element::ControlContent => drop(self.controls.pop()),
            Element::Override => {
                let from = self.overrides.pop().flatten();
                let start = self.paragraphs.last().map_or(0, |paragraph| paragraph.start);
                if let Some(turned) = from.filter(|from| *from >= start).and_then(|from| self.text.get(from..)) {
                    let turned: String = turned.chars().rev().collect();
                    self.text.truncate(self.text.len() - turned.len());
                    self.text.push_str(&turned);
                }
            }
            Element::Paragraph => self.close_frame(|frame| frame == Frame::Paragraph)?,
            Element::Table if self.too_deep > 0 => self.too_deep -= 1,
            Element::Row | Element::Cell if self.too_deep > 0 => {}
            Element::Table => self.close_frame(|frame| frame == Frame::Table)?,
            Element::Row => self.close_frame(|frame| frame == Frame::Row)?,
            Element::Cell => self.close_frame(|frame| frame == Frame::Cell)?,
            Element::TextBox | Element::Note | Element::Margin => self.close_frame(|frame| frame == Frame::Aside)?,
            Element::AlternateContent => self.close_frame(|frame| matches!(frame, Frame::Alternate { .. }))?,
            Element::Graphic => self.close_frame(|frame| frame == Frame::Graphic)?,
            _ => {}
        }
        Ok(())
    }
}
