//! OpenDocument's elements as the tokens that the flow of Word documents reads.

use std::collections::{HashSet, VecDeque};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::docx::{Attributes, Element, Events, Tag, Token, attribute, points, text};
use super::choice::Choice;
use super::dropped::dropped;
use super::styles::{Styles, Told};
use crate::document::{Role, Unread};
use crate::reader::look::Look;

/// A count that an attribute gives, at least one.
fn count(raw: &[u8], name: &str) -> u32 {
    count_of(attribute(raw, name))
}

fn count_of(value: Option<&[u8]>) -> u32 {
    let value = value.and_then(|value| str::from_utf8(value).ok()?.parse::<u32>().ok());
    value.unwrap_or(1).max(1)
}

/// Elements by local name; the vocabulary keeps them apart without their prefixes.
pub(super) struct OpenDocument<'a> {
    content: &'a [u8],
    reader: Reader<&'a [u8]>,
    /// Where the reader's input starts in `content`: repeated rows and cells are read again.
    base: usize,
    repeats: Vec<Repeat>,
    queue: VecDeque<Queued>,
    /// Character data that follows the text tag that was handed out last.
    data: String,
    /// White space was the last thing written: more of it means nothing (part 3, 6.1.2).
    blank: bool,
    styles: &'a Styles,
    /// What the open paragraph and its spans say about the look of text, innermost last.
    told: Vec<Told>,
    /// What the open cells are painted with, by themselves or by their row, their table or a cell around them; and what is
    /// painted behind the cells of the open tables, by the table and by its row.
    cells: Vec<Option<u32>>,
    behind: Vec<[Option<u32>; 2]>,
    /// The look that was told last.
    look: Look,
    /// Regions that were deleted with changes tracked (part 3, 5.5): the one that is being told of, all, and how many are
    /// open in the text, where a program left what they hold.
    region: Vec<u8>,
    deleted: HashSet<Vec<u8>>,
    deleting: usize,
    /// The drop-down that is open.
    choice: Option<Choice>,
    /// Open sections, and whether each is hidden.
    sections: Vec<bool>,
    /// Open frames, and fields of hidden text, likewise.
    frames: Vec<bool>,
    hidden_texts: Vec<bool>,
    /// Whether the lists that are open print numbers, innermost last; one waits for its paragraph; it stands before the one
    /// that is open, in which nothing has been written.
    lists: Vec<bool>,
    numbered: bool,
    label_alone: bool,
    /// A field of text is open that has one to begin with, and none yet.
    begins: bool,
    header_rows: u32,
    contents: u32,
    /// Times that content was read again.
    again: u32,
    sound: bool,
}

/// A row or cell that stands for several.
struct Repeat {
    row: bool,
    /// Where its content starts.
    start: usize,
    left: u32,
}

/// A token on its way.
enum Queued {
    Open(Element, bool),
    Close(Element),
    /// What needs no element.
    Said(Token<'static>),
}

/// Shapes that hold text of their own (part 3, 10.3); it stands beside the paragraph that they are anchored in.
const SHAPES: [&[u8]; 9] = [
    b"custom-shape",
    b"rect",
    b"ellipse",
    b"circle",
    b"polygon",
    b"regular-polygon",
    b"path",
    b"caption",
    b"connector",
];

/// A section that is not shown.
const HIDDEN_SECTION: Element = Element::Dropped("section");
const HIDDEN_FRAME: Element = Element::Dropped("frame");
const DRAWN_TITLE: Element = Element::Dropped("title");
const UNFILLED: Element = Element::Dropped("content-control");
const HIDDEN_TEXT: Element = Element::Dropped("hidden-text");

/// No table of a text repeats a row or a cell more often; spreadsheets do, to their last row.
const MAX_REPEATS: u32 = 1_000;
/// Repeats inside repeats multiply; beyond this they stop.
const MAX_AGAIN: u32 = 100_000;
/// No text nests spans or repeats deeper.
const MAX_DEPTH: usize = 10_000;

impl<'a> OpenDocument<'a> {
    pub fn new(content: &'a [u8], styles: &'a Styles) -> Self {
        Self {
            content,
            reader: at(content),
            base: 0,
            repeats: Vec::new(),
            queue: VecDeque::new(),
            data: String::new(),
            blank: true,
            styles,
            told: Vec::new(),
            cells: Vec::new(),
            behind: Vec::new(),
            look: Look::default(),
            region: Vec::new(),
            deleted: HashSet::new(),
            deleting: 0,
            choice: None,
            sections: Vec::new(),
            frames: Vec::new(),
            hidden_texts: Vec::new(),
            lists: Vec::new(),
            numbered: false,
            label_alone: false,
            begins: false,
            header_rows: 0,
            contents: 0,
            again: 0,
            sound: true,
        }
    }

    fn position(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn open(&mut self, element: Element) {
        self.queue.push_back(Queued::Open(element, false));
    }

    fn empty(&mut self, element: Element) {
        self.queue.push_back(Queued::Open(element, true));
    }

    fn say(&mut self, token: Token<'static>) {
        self.queue.push_back(Queued::Said(token));
    }

    /// Enters a paragraph or span of this style.
    fn enter(&mut self, family: &str, raw: &[u8]) {
        if self.told.len() < MAX_DEPTH {
            let own = self.styles.get(family, attribute(raw, "style-name").unwrap_or_default());
            // A text box is no part of the paragraph that it is anchored in.
            let around = match family {
                "paragraph" => self.ground(),
                _ => self.around(),
            };
            self.told.push(own.or(around));
        }
        self.tell_look();
    }

    /// What a paragraph stands on.
    fn ground(&self) -> Told {
        Told::on_ground(self.cells.last().copied().flatten())
    }

    /// What a table, a row or a cell is painted with by its style.
    fn painted(&self, family: &str, style: Option<&[u8]>) -> Option<u32> {
        style.and_then(|name| self.styles.get(family, name).ground.flatten())
    }

    /// Hides the innermost paragraph or span.
    fn conceal(&mut self, hidden: bool) {
        if let Some(told) = self.told.last_mut().filter(|_| hidden) {
            told.hidden = Some(true);
        }
        self.tell_look();
    }

    fn leave(&mut self) {
        self.told.pop();
        self.tell_look();
    }

    fn around(&self) -> Told {
        self.told.last().copied().unwrap_or_default()
    }

    fn tell_look(&mut self) {
        let mut look = self.around().look();
        look.struck |= self.deleting > 0;
        if look != self.look {
            self.look = look;
            self.say(Token::Look(look));
        }
    }

    fn close(&mut self, element: Element) {
        self.queue.push_back(Queued::Close(element));
    }

    fn text_token(&mut self) {
        if !self.data.is_empty() {
            (self.label_alone, self.begins) = (false, false);
            self.open(Element::Text);
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let raw = tag.attributes_raw();
        match tag.local_name().as_ref() {
            b"document-content" | b"document-styles" | b"document" => self.open(Element::Root),
            b"p" | b"h" => {
                self.blank = true;
                self.open(Element::Paragraph);
                self.label_alone = std::mem::take(&mut self.numbered);
                if self.contents > 0 {
                    self.say(Token::Role(Role::Navigation));
                } else if tag.local_name().as_ref() == b"h" {
                    self.say(Token::Role(Role::Heading));
                }
                self.enter("paragraph", raw);
            }
            b"span" => self.enter("text", raw),
            b"variable-set" => {
                self.enter("text", raw);
                self.conceal(attribute(raw, "display") == Some(b"none"));
            }
            b"section" => {
                let hidden = attribute(raw, "display") == Some(b"none") || attribute(raw, "is-hidden") == Some(b"true");
                if hidden {
                    self.open(HIDDEN_SECTION);
                }
                self.sections.push(hidden);
            }
            // It hides the paragraph that it stands in (part 3, 7.7.11).
            b"hidden-paragraph" => self.conceal(attribute(raw, "is-hidden") == Some(b"true")),
            b"changed-region" => self.region = attribute(raw, "id").unwrap_or_default().to_vec(),
            b"deletion" => drop(self.deleted.insert(std::mem::take(&mut self.region))),
            kind @ (b"change-start" | b"change-end") => self.change(kind == b"change-start", raw),
            kind @ (b"fieldmark" | b"fieldmark-start" | b"fieldmark-end" | b"param") => self.start_field(kind, raw),
            // Of what is drawn; the one of the document (`text:title`) is text.
            b"title" if tag.name().as_ref().starts_with(b"svg:") => self.open(DRAWN_TITLE),
            // It shows what it asks for.
            b"content-control" if attribute(raw, "showing-place-holder") == Some(b"true") => {
                self.say(Token::Unread(Unread::Field));
                self.open(UNFILLED);
            }
            b"control" => self.say(Token::Unread(Unread::Field)),
            b"object" | b"object-ole" => self.say(Token::Unread(Unread::Object)),
            b"s" => {
                self.data = " ".repeat(count(raw, "c").min(1_000) as usize);
                self.text_token();
            }
            b"tab" => self.empty(Element::Tab),
            b"line-break" => {
                self.blank = true;
                self.empty(Element::Break);
            }
            b"note" => self.open(Element::Note),
            b"text-box" => self.open(Element::TextBox),
            b"header" | b"header-left" | b"header-first" | b"footer" | b"footer-left" | b"footer-first" => {
                self.open(Element::Margin);
            }
            b"list" => {
                let named = attribute(raw, "style-name").map(|name| self.styles.numbers(name));
                self.lists.push(named.or(self.lists.last().copied()).unwrap_or(false));
            }
            b"list-item" => self.numbered = self.lists.last() == Some(&true),
            b"hidden-text" => {
                let hidden = attribute(raw, "is-hidden") != Some(b"false");
                if hidden {
                    self.open(HIDDEN_TEXT);
                }
                self.hidden_texts.push(hidden);
            }
            b"frame" => self.start_frame(raw),
            shape if SHAPES.contains(&shape) => {
                self.conceal_frame(raw);
                self.open(Element::TextBox);
            }
            b"image" => self.empty(Element::Blip),
            b"table-of-content" if !empty => self.contents += 1,
            other => self.start_table(other, raw, empty),
        }
        if empty {
            self.end(tag.local_name().as_ref());
        }
    }

    /// What is drawn starts; it may not be shown.
    fn conceal_frame(&mut self, raw: &[u8]) {
        let hidden = attribute(raw, "display") == Some(b"none") || attribute(raw, "visible") == Some(b"false");
        if hidden {
            self.open(HIDDEN_FRAME);
        }
        self.frames.push(hidden);
    }

    /// A frame, which may not be shown.
    fn start_frame(&mut self, raw: &[u8]) {
        self.conceal_frame(raw);
        self.open(Element::Graphic);
        let side = |name| points(str::from_utf8(attribute(raw, name)?).ok()?);
        self.say(Token::Size(side("width").zip(side("height"))));
    }

    /// Fields of Word's forms: their kind, what they hold, and where one of text ends.
    fn start_field(&mut self, name: &[u8], raw: &[u8]) {
        match name {
            b"fieldmark" => self.choice = Choice::of(raw),
            b"fieldmark-start" => (self.begins, self.choice) = (false, None),
            b"fieldmark-end" => {
                if std::mem::take(&mut self.begins) {
                    self.say(Token::Unread(Unread::Field));
                }
            }
            _ => match &mut self.choice {
                Some(choice) => choice.param(raw),
                // What a field of text begins with is shown until another is written.
                None if attribute(raw, "name") == Some(b"Content") => {
                    self.begins = attribute(raw, "value").is_some_and(|text| !text.trim_ascii().is_empty());
                }
                None => {}
            },
        }
    }

    /// The elements of tables, and those whose content is not told.
    fn start_table(&mut self, name: &[u8], raw: &[u8], empty: bool) {
        match name {
            b"table" => {
                let painted = self.painted("table", attribute(raw, "style-name"));
                self.behind.push([painted, None]);
                self.open(Element::Table);
            }
            b"table-header-rows" if !empty => self.header_rows += 1,
            b"table-row" => {
                self.open(Element::Row);
                let style = self.styles.get("table-row", attribute(raw, "style-name").unwrap_or_default());
                if let Some([_, row]) = self.behind.last_mut() {
                    *row = style.ground.flatten();
                }
                if self.header_rows > 0 {
                    self.say(Token::HeaderRow);
                }
                let hidden = matches!(attribute(raw, "visibility"), Some(b"collapse" | b"filter"));
                if hidden || style.hidden == Some(true) {
                    self.say(Token::HiddenRow);
                }
                self.repeat(true, count(raw, "number-rows-repeated"), empty);
            }
            b"table-cell" => {
                let all = Attributes::of(raw);
                let count = |name| count_of(all.get(name));
                let [table, row] = self.behind.last().copied().unwrap_or_default();
                let around = self.cells.last().copied().flatten();
                self.cells.push(self.painted("table-cell", all.get("style-name")).or(row).or(table).or(around));
                self.open(Element::Cell);
                let spans = ["number-columns-spanned", "number-rows-spanned"].map(|name| count(name) as usize);
                self.say(Token::Span(spans[0], spans[1]));
                // It may show what is computed.
                if all.get("formula").or(all.get("value")).is_some() {
                    self.say(Token::Unread(Unread::Formula));
                }
                self.repeat(false, count("number-columns-repeated"), empty);
            }
            other => {
                if let Some(dropped) = dropped(other) {
                    self.open(dropped);
                }
            }
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"document-content" | b"document-styles" | b"document" => self.close(Element::Root),
            b"p" | b"h" => {
                if std::mem::take(&mut self.label_alone) {
                    // The number of the item is seen there.
                    self.say(Token::Unread(Unread::Field));
                }
                self.close(Element::Paragraph);
                self.leave();
            }
            b"span" | b"variable-set" => self.leave(),
            b"title" => self.close(DRAWN_TITLE),
            b"content-control" => self.close(UNFILLED),
            b"section" => {
                if self.sections.pop() == Some(true) {
                    self.close(HIDDEN_SECTION);
                }
            }
            b"table" => {
                self.behind.pop();
                self.close(Element::Table);
            }
            b"table-header-rows" => self.header_rows = self.header_rows.saturating_sub(1),
            b"table-row" => self.end_repeat(true),
            b"table-cell" => {
                let again = self.again;
                self.end_repeat(false);
                if self.again == again {
                    self.cells.pop();
                }
            }
            b"note" => self.close(Element::Note),
            b"text-box" => self.close(Element::TextBox),
            b"header" | b"header-left" | b"header-first" | b"footer" | b"footer-left" | b"footer-first" => {
                self.close(Element::Margin);
            }
            b"list" => drop(self.lists.pop()),
            b"hidden-text" => {
                if self.hidden_texts.pop() == Some(true) {
                    self.close(HIDDEN_TEXT);
                }
            }
            b"frame" => {
                self.close(Element::Graphic);
                if self.frames.pop() == Some(true) {
                    self.close(HIDDEN_FRAME);
                }
            }
            b"fieldmark" => {
                if let Some(choice) = self.choice.take() {
                    self.chosen(&choice);
                }
            }
            shape if SHAPES.contains(&shape) => {
                self.close(Element::TextBox);
                if self.frames.pop() == Some(true) {
                    self.close(HIDDEN_FRAME);
                }
            }
            b"table-of-content" => self.contents = self.contents.saturating_sub(1),
            other => {
                if let Some(dropped) = dropped(other) {
                    self.close(dropped);
                }
            }
        }
    }

    /// A region begins or ends in the text.
    fn change(&mut self, begins: bool, raw: &[u8]) {
        if self.deleted.contains(attribute(raw, "change-id").unwrap_or_default()) {
            self.deleting = if begins { self.deleting + 1 } else { self.deleting.saturating_sub(1) };
            self.tell_look();
        }
    }

    /// Writes the entry that a drop-down shows.
    fn chosen(&mut self, choice: &Choice) {
        match choice.shown() {
            Some(entry) => {
                let entry = entry.to_owned();
                self.data.clear();
                self.collapse(&entry);
            }
            None => self.say(Token::Unread(Unread::Field)),
        }
    }

    fn repeat(&mut self, row: bool, count: u32, empty: bool) {
        if self.repeats.len() < MAX_DEPTH {
            let start = if empty { usize::MAX } else { self.position() };
            self.repeats.push(Repeat { row, start, left: count.min(MAX_REPEATS) - 1 });
        }
    }

    /// Ends a row or cell; when it stands for more, its content is read again.
    fn end_repeat(&mut self, row: bool) {
        let element = if row { Element::Row } else { Element::Cell };
        self.close(element);
        let Some(repeat) = self.repeats.last_mut().filter(|repeat| repeat.row == row) else { return };
        if repeat.left == 0 {
            self.repeats.pop();
            return;
        }
        repeat.left -= 1;
        let start = repeat.start;
        if start == usize::MAX {
            // Nothing inside: all at once.
            let left = std::mem::take(&mut repeat.left) + 1;
            self.repeats.pop();
            for _ in 0..left {
                self.open(element);
                self.close(element);
            }
        } else if let Some(rest) = self.content.get(start..).filter(|_| self.again < MAX_AGAIN) {
            self.again += 1;
            self.open(element);
            self.base = start;
            self.reader = at(rest);
        }
    }
}

fn at(content: &[u8]) -> Reader<&[u8]> {
    let mut reader = Reader::from_reader(content);
    let config = reader.config_mut();
    config.check_end_names = false;
    // A repeated cell ends with an end tag that its new reader has not seen the start of.
    config.allow_unmatched_ends = true;
    reader
}

impl Events for OpenDocument<'_> {
    fn next(&mut self) -> Token<'_> {
        loop {
            match self.queue.pop_front() {
                Some(Queued::Open(element, empty)) => return Token::Open(Tag { element, attributes: b"", empty }),
                Some(Queued::Close(element)) => return Token::Close(element),
                Some(Queued::Said(token)) => return token,
                None => {}
            }
            let mut data = std::mem::take(&mut self.data);
            data.clear();
            match self.reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, false),
                Ok(Event::Empty(tag)) => self.start(&tag, true),
                Ok(Event::End(tag)) => self.end(tag.local_name().as_ref()),
                Ok(Event::Text(raw)) => {
                    self.sound &= text::append(&raw, &mut data);
                    self.collapse(&data);
                }
                Ok(Event::CData(raw)) => {
                    self.sound &= text::append_literal(&raw, &mut data);
                    self.collapse(&data);
                }
                Ok(Event::GeneralRef(name)) => {
                    text::append_reference(&name, &mut data);
                    self.collapse(&data);
                }
                Ok(Event::Eof) | Err(_) => return Token::End,
                Ok(_) => {}
            }
        }
    }

    fn text(&mut self, into: &mut String) {
        into.push_str(&self.data);
        self.data.clear();
    }

    fn is_sound(&self) -> bool {
        self.sound
    }
}

impl OpenDocument<'_> {
    /// Takes character data, its white space collapsed.
    fn collapse(&mut self, data: &str) {
        for character in data.chars() {
            if character == ' ' || character == '\t' {
                if !self.blank {
                    self.data.push(' ');
                }
                self.blank = true;
            } else {
                self.data.push(character);
                self.blank = false;
            }
        }
        self.text_token();
    }
}
