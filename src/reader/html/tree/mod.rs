//! Tree construction, as far as tables and text need it (HTML standard 13.2.6): tags and characters in,
//! paragraphs and tables told to the document's flow, in one pass. Open elements are a stack of small entries, open tables a
//! second one; missing end tags close as the standard says, and text in the wrong place goes where the
//! standard puts it.
//!
//! Every step is bounded: end tags look at most [`REACH`] elements down, elements past [`DEPTH`] are
//! not tracked, tables past the nesting limit are read as text.

mod field;
mod look;
mod scripted;
mod table;

use std::borrow::Cow;

use super::choice::Choice;
use super::paragraph::{Flags, Running};
use super::tag::{ElementGroup, StartTag, drawn, identity};
use super::{Built, Hidden, blocks, metadata};
use crate::document::{Block, Budget, Omission, Picture, PictureSource, Role, SourceLocation, Unread};
use crate::error::ReadError;
use crate::reader::flow::FlowBuilder;
use crate::reader::label::{self, Labelled};
use crate::reader::masthead::Masthead;
use crate::reader::text;
pub(super) use look::Known;
use look::{Look, Looks};
use table::{Open, Table};

#[derive(Debug, Clone, Copy)]
struct Element {
    identity: u64,
    kind: ElementGroup,
    flags: Flags,
    look: Look,
}

/// How far down an end tag looks for its start.
const REACH: usize = 256;
/// How many open elements are tracked.
const DEPTH: usize = 8192;

#[derive(Debug)]
pub(super) struct Tree<'a> {
    budget: &'a Budget,
    hidden: Hidden,
    stack: Vec<Element>,
    /// Open `template` elements: nothing in them is part of the page (4.12.3).
    templates: u32,
    /// Elements open beyond `DEPTH`, tables beyond the nesting limit.
    untracked: usize,
    untracked_tables: usize,
    tables: Vec<Table>,
    flow: FlowBuilder,
    running: Running,
    /// Text of the `pre` element that is open outside of any table.
    pre: Option<String>,
    page_title: String,
    masthead: Masthead,
    hidden_tables: u32,
    any_table: bool,
    looks: Looks,
    /// The text before was put elsewhere.
    aside: bool,
    /// The list to choose from that is open in a cell.
    choice: Option<Choice>,
    stop: Option<ReadError>,
}

impl<'a> Tree<'a> {
    /// `known`: what is known of the page before it is read.
    pub fn new(budget: &'a Budget, hidden: Hidden, known: Known) -> Self {
        Self {
            budget,
            hidden,
            stack: Vec::new(),
            templates: 0,
            untracked: 0,
            untracked_tables: 0,
            tables: Vec::new(),
            flow: FlowBuilder::new(Role::Body, budget.clone()),
            running: Running::default(),
            pre: None,
            page_title: String::new(),
            masthead: Masthead::default(),
            hidden_tables: 0,
            any_table: false,
            looks: Looks::new(known),
            aside: false,
            choice: None,
            stop: None,
        }
    }

    /// A limit was passed; the rest need not be read.
    pub fn stopped(&self) -> bool {
        self.stop.is_some()
    }

    fn flags(&self) -> Flags {
        self.stack.last().map_or(self.looks.root, |element| element.flags)
    }

    /// Where the innermost table's elements begin: end tags do not reach below.
    fn floor(&self) -> usize {
        self.tables.last().map_or(0, |table| if table.open == Open::Nothing { table.stack } else { table.inner })
    }

    pub fn start(&mut self, tag: &StartTag, self_closing: bool) {
        if self.templates > 0 || tag.identity == identity(b"template") {
            self.templates += u32::from(tag.identity == identity(b"template"));
            return;
        }
        let look = self.look(tag);
        let hidden = look.gone;
        if self.flags().has(Flags::UNSEEN) {
            self.leave_dropped(tag.kind);
            if tag.kind == ElementGroup::Table {
                self.hidden_tables += u32::from(self.flags().has(Flags::UNSEEN));
            }
        }
        match tag.kind {
            ElementGroup::Frame => self.start_frame(look),
            ElementGroup::Void if tag.styled_elsewhere => self.looks.link(tag, self.any_table),
            ElementGroup::Void => {}
            ElementGroup::Table => self.start_table(look),
            ElementGroup::Caption
            | ElementGroup::Column
            | ElementGroup::RowGroup
            | ElementGroup::Row
            | ElementGroup::Cell => self.start_part(tag, look),
            ElementGroup::Break | ElementGroup::Rule | ElementGroup::Image
                if hidden || self.flags().has(Flags::UNSEEN) => {}
            ElementGroup::Break if self.pre.is_some() => self.text(b"\n"),
            ElementGroup::Break => self.running.break_line(),
            ElementGroup::Rule => self.flush(),
            ElementGroup::Image => self.image(tag),
            ElementGroup::Input => self.input(tag, look),
            ElementGroup::Meta => metadata::from_meta(&mut self.masthead, &tag.name, &tag.content),
            ElementGroup::Inline
            | ElementGroup::Link
            | ElementGroup::Title
            | ElementGroup::Struck
            | ElementGroup::Raised
            | ElementGroup::Field => self.push(tag, look),
            ElementGroup::Select | ElementGroup::Option => self.choose(tag, look),
            ElementGroup::Dropped => {
                self.untaken(drawn(tag.identity));
                if !self_closing {
                    self.button(tag, look);
                    self.push(tag, look);
                }
            }
            ElementGroup::Block
            | ElementGroup::Paragraph
            | ElementGroup::Item
            | ElementGroup::Heading
            | ElementGroup::Navigation
            | ElementGroup::Pre => {
                self.end_implied_table();
                self.flush();
                self.close_paragraph(tag.kind == ElementGroup::Item, tag.identity);
                if let Some(pre) = &mut self.pre {
                    pre.push('\n');
                }
                self.push(tag, look);
                if tag.kind == ElementGroup::Pre && self.tables.is_empty() {
                    self.pre.get_or_insert_default();
                }
            }
        }
    }

    pub fn end(&mut self, kind: ElementGroup, identity: u64) {
        if self.templates > 0 {
            self.templates -= u32::from(identity == super::tag::identity(b"template"));
            return;
        }
        match kind {
            ElementGroup::Frame
            | ElementGroup::Void
            | ElementGroup::Image
            | ElementGroup::Input
            | ElementGroup::Meta
            | ElementGroup::Column => {}
            // `</br>` is a line break (HTML standard 13.2.6.4.7).
            ElementGroup::Break if !self.flags().has(Flags::UNSEEN) => self.running.break_line(),
            ElementGroup::Break | ElementGroup::Rule => {}
            ElementGroup::Table if self.untracked_tables > 0 => {
                self.untracked_tables -= 1;
                self.flush();
            }
            ElementGroup::Table => self.end_table(),
            ElementGroup::RowGroup | ElementGroup::Row | ElementGroup::Cell | ElementGroup::Caption
                if self.untracked_tables > 0 =>
            {
                self.flush()
            }
            ElementGroup::Cell | ElementGroup::Caption => {
                if self.tables.last().is_some_and(|table| match table.open {
                    Open::Cell { .. } => kind == ElementGroup::Cell,
                    Open::Caption => kind == ElementGroup::Caption,
                    Open::Nothing => false,
                }) {
                    self.close_cell();
                }
            }
            ElementGroup::Row | ElementGroup::RowGroup => {
                self.close_cell();
                self.close_row(kind == ElementGroup::RowGroup);
                if let Some(table) = self.tables.last_mut()
                    && kind == ElementGroup::RowGroup
                {
                    table.next_group = true;
                    table.foot = false;
                }
            }
            ElementGroup::Select => {
                self.pop(identity);
                self.chosen();
            }
            ElementGroup::Dropped => {
                self.pop(identity);
                self.pressed(identity);
                self.looks.end_style(self.any_table);
            }
            ElementGroup::Option => {
                self.pop(identity);
                self.choice.as_mut().map(Choice::close);
            }
            ElementGroup::Field => {
                let empty = self.running.is_blank();
                self.pop(identity);
                self.untaken(empty.then_some(Unread::Field));
            }
            ElementGroup::Inline
            | ElementGroup::Link
            | ElementGroup::Title
            | ElementGroup::Struck
            | ElementGroup::Raised => {
                self.pop(identity);
                self.looks.end_style(self.any_table);
            }
            ElementGroup::Block
            | ElementGroup::Paragraph
            | ElementGroup::Item
            | ElementGroup::Heading
            | ElementGroup::Navigation
            | ElementGroup::Pre => self.end_block(kind, identity),
        }
    }

    fn end_block(&mut self, kind: ElementGroup, identity: u64) {
        if self.tables.last().is_some_and(|table| table.implied) && !self.is_open(identity) {
            self.end_implied_table();
            if self.tables.last().is_some_and(|table| table.implied) {
                self.end_table();
            }
        }
        self.flush();
        self.pop(identity);
        if kind == ElementGroup::Pre && !self.flags().has(Flags::PRE) {
            self.end_pre();
        }
    }

    pub fn text(&mut self, value: &[u8]) {
        if self.templates > 0 {
            return;
        }
        let flags = self.flags();
        if flags.has(Flags::PAGE_TITLE) {
            if self.page_title.is_empty() {
                self.page_title = String::from_utf8_lossy(value).into_owned();
            }
            return;
        }
        if flags.has(Flags::STYLE) {
            self.looks.style(value);
            return;
        }
        if flags.has(Flags::SCRIPT) {
            self.looks.scripted.script(value);
        }
        self.hold_text();
        if let Some(choice) = &mut self.choice {
            choice.text(&String::from_utf8_lossy(value));
            return;
        }
        if flags.has(Flags::UNSEEN) || flags.has(Flags::STRUCK) {
            self.omit(value, flags);
            return;
        }
        let text = std::str::from_utf8(value).map_or_else(|_| String::from_utf8_lossy(value), Cow::Borrowed);
        if self.pre.is_some() && !flags.has(Flags::PRE) {
            self.end_pre();
        }
        if let Some(pre) = &mut self.pre {
            pre.push_str(&text);
            return;
        }
        if self.tables.last().is_some_and(|table| table.open == Open::Nothing) {
            if text.trim().is_empty() {
                return;
            }
            self.end_implied_table();
        }
        if self.is_displaced() {
            self.running.displace(&text);
            self.aside = true;
        } else if std::mem::take(&mut self.aside) {
            self.running.displace(&text);
        }
        if flags.has(Flags::TURNED) {
            self.running.append_turned(&text, flags);
        } else if flags.has(Flags::PRE) {
            self.running.append_verbatim(&text, flags);
        } else {
            self.running.append(&text, flags);
        }
        if flags.has(Flags::LABEL) {
            self.running.end_label();
        }
    }

    /// Whether the element that text stands in is put elsewhere than behind the one before it.
    fn is_displaced(&self) -> bool {
        match self.stack.as_slice() {
            [.., around, own] => own.look.is_put_aside() || around.look.is_turned_round(),
            _ => false,
        }
    }

    /// Text that is left out is told where it may hold figures.
    fn omit(&mut self, value: &[u8], flags: Flags) {
        if !self.tables.is_empty() && !flags.has(Flags::DROPPED) {
            let why = if flags.has(Flags::UNSEEN) { Omission::Hidden } else { Omission::Struck };
            let place = self.flow.place();
            self.flow.omit(why, &String::from_utf8_lossy(value), place);
            // White text may stand on a ground that is not known.
            self.untaken(flags.has(Flags::WHITE_OR_CLOSED).then_some(Unread::Field));
        }
    }

    /// Something stands in the open cell that is shown and not taken.
    fn untaken(&mut self, what: Option<Unread>) {
        if what.is_some()
            && self.in_cell()
            && let Some(table) = self.tables.last_mut()
        {
            table.untaken = what;
        }
    }

    /// Whether a cell is open that is seen.
    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| matches!(table.open, Open::Cell { hidden: false }))
    }

    fn push(&mut self, tag: &StartTag, look: Look) {
        if self.stack.len() >= DEPTH {
            self.untracked += 1;
            return;
        }
        let block = !matches!(
            tag.kind,
            ElementGroup::Inline
                | ElementGroup::Link
                | ElementGroup::Struck
                | ElementGroup::Raised
                | ElementGroup::Field
        );
        let dropped = match tag.kind {
            ElementGroup::Dropped | ElementGroup::Select | ElementGroup::Option => true,
            // What visitors write is no text of the page; a form that was filled in is.
            ElementGroup::Field => !self.in_cell(),
            _ => false,
        };
        let inherited = match tag.kind {
            ElementGroup::Field | ElementGroup::Input => self.inherited_by_field(look),
            _ => self.inherited(look),
        };
        let flags = inherited
            .with(Flags::DROPPED, dropped)
            .with(
                Flags::STYLE,
                tag.identity == identity(b"style") && !tag.unheeded && !self.flags().has(Flags::DROPPED),
            )
            .with(Flags::SCRIPT, tag.identity == identity(b"script"))
            .with(Flags::TURNED, tag.identity == identity(b"bdo") && tag.rightwards)
            .with(Flags::STRUCK, Self::strikes(tag, look))
            .with(Flags::RAISED, tag.kind == ElementGroup::Raised)
            .with(Flags::LINK, tag.linked)
            .with(Flags::HEADING, tag.kind == ElementGroup::Heading)
            .with(Flags::TITLED, block && (tag.centred || tag.titled))
            .with(Flags::NAVIGATION, tag.kind == ElementGroup::Navigation)
            .with(Flags::PRE, tag.kind == ElementGroup::Pre)
            .with(Flags::MENU, block && tag.menu)
            .with(Flags::PAGE_TITLE, tag.kind == ElementGroup::Title);
        self.written_by_style(look);
        self.untaken(tag.bound.then_some(Unread::Field));
        if !tag.id.is_empty() && self.in_cell() {
            self.looks.scripted.element(&tag.id);
        }
        let flags = self.disclosed(tag, flags);
        self.stack.push(Element { identity: tag.identity, kind: tag.kind, flags, look });
    }

    /// What the style sheet writes into a cell: it is no blank, and a number beside what stands there makes it none.
    fn written_by_style(&mut self, look: Look) {
        if let Some(number) = look.generated().filter(|_| !look.gone) {
            self.untaken(Some(Unread::Field));
            if number && self.in_cell() {
                self.running.displace_next();
            }
        }
    }

    /// Of a `details` that is not open its `summary` alone is seen (HTML standard 4.11.1).
    fn disclosed(&self, tag: &StartTag, flags: Flags) -> Flags {
        let details = identity(b"details");
        if tag.identity == details {
            return flags.with(Flags::CLOSED, !tag.opened && self.hidden == Hidden::Dropped);
        }
        if tag.identity != identity(b"summary") {
            return flags;
        }
        match self.stack.as_slice() {
            [.., around, own] if own.identity == details => {
                flags.without(Flags::CLOSED).with(Flags::CLOSED, around.flags.has(Flags::CLOSED))
            }
            [own] if own.identity == details => flags.without(Flags::CLOSED),
            _ => flags,
        }
    }

    /// Closes the element with this identity, and all above it, if it is open within reach.
    fn pop(&mut self, identity: u64) {
        if self.untracked > 0 {
            self.untracked -= 1;
            return;
        }
        if let Some(height) = self.height(identity) {
            self.stack.truncate(height);
        }
    }

    fn height(&self, identity: u64) -> Option<usize> {
        let floor = self.floor().max(self.stack.len().saturating_sub(REACH));
        (floor..self.stack.len()).rev().find(|&height| self.stack[height].identity == identity)
    }

    fn is_open(&self, identity: u64) -> bool {
        self.height(identity).is_some()
    }

    /// A block closes the `p` it stands in, an item the item before it.
    fn close_paragraph(&mut self, item: bool, identity: u64) {
        self.stack.truncate(self.below_paragraph(item, identity));
    }

    /// Height of the stack when a block, or an item, has closed what it closes.
    fn below_paragraph(&self, item: bool, identity: u64) -> usize {
        let floor = self.floor().max(self.stack.len().saturating_sub(REACH));
        let mut closed = self.stack.len();
        for height in (floor..self.stack.len()).rev() {
            match self.stack[height].kind {
                ElementGroup::Inline | ElementGroup::Link | ElementGroup::Struck | ElementGroup::Raised => {}
                ElementGroup::Paragraph => closed = height,
                ElementGroup::Item if item && super::tag::same_list(identity, self.stack[height].identity) => {
                    return height;
                }
                _ => break,
            }
        }
        closed
    }

    /// Tables close a `select` or `button` that was left open, and menus end with their cell.
    fn leave_dropped(&mut self, kind: ElementGroup) {
        if !matches!(
            kind,
            ElementGroup::Table
                | ElementGroup::RowGroup
                | ElementGroup::Row
                | ElementGroup::Cell
                | ElementGroup::Caption
        ) {
            return;
        }
        let floor = self.floor().max(self.stack.len().saturating_sub(REACH));
        let unclosed = [b"select".as_slice(), b"option", b"button", b"datalist"].map(identity);
        if let Some(height) = (floor..self.stack.len()).find(|&height| unclosed.contains(&self.stack[height].identity))
        {
            let left = self.stack[height].identity;
            self.stack.truncate(height);
            self.pressed(left);
        }
    }

    /// Ends the running paragraph.
    fn flush(&mut self) {
        if self.in_cell() {
            self.settle_label();
        }
        self.aside = false;
        let Some(paragraph) = self.running.finish() else { return };
        let told = self.flow.paragraph(&paragraph.text, paragraph.role, SourceLocation::default());
        self.running.reuse(paragraph.text);
        self.check(told);
    }

    /// The number of a list's item is no part of the figure behind it.
    fn settle_label(&mut self) {
        let Some((label, text)) = self.running.labelled() else { return };
        let spaced = label.ends_with(char::is_whitespace) || text.starts_with(char::is_whitespace);
        match label::in_cell(label.trim_end(), spaced, text) {
            Labelled::Written => {}
            Labelled::Apart => self.running.forget(false),
            torn => {
                self.running.forget(true);
                self.untaken(Some(if torn == Labelled::Torn { Unread::Torn } else { Unread::Field }));
            }
        }
    }

    /// Stops when the flow has passed a limit.
    fn check(&mut self, told: Result<(), ReadError>) {
        if let Err(error) = told {
            self.stop.get_or_insert(error);
        }
    }

    fn end_pre(&mut self) {
        let Some(pre) = self.pre.take() else { return };
        let pre = pre.strip_prefix('\n').unwrap_or(&pre);
        match text::shape(pre, self.budget, None) {
            Err(error) => {
                self.stop.get_or_insert(error);
            }
            Ok(document) => document.blocks.into_iter().for_each(|block| self.flow.block(block)),
        }
    }

    fn image(&mut self, tag: &StartTag) {
        if self.flags().has(Flags::NAVIGATION) || self.flags().has(Flags::MENU) {
            return;
        }
        if !metadata::carries_content(tag) {
            if metadata::is_seen(tag)
                && self.in_cell()
                && self.tables.last().is_some_and(|table| table.untaken.is_none())
            {
                self.untaken(Some(Unread::Picture));
            }
            return;
        }
        self.flush();
        let picture = Picture {
            size: tag.width.zip(tag.height),
            location: SourceLocation::default(),
            source: tag.whole_source.then(|| PictureSource {
                address: String::from_utf8_lossy(&tag.source).into_owned(),
                ..PictureSource::default()
            }),
        };
        self.flow.block(Block::Picture(picture));
    }

    pub fn finish(mut self) -> Result<Built, ReadError> {
        self.flush();
        while !self.tables.is_empty() {
            self.end_table();
        }
        self.end_pre();
        if let Some(error) = self.stop {
            return Err(error);
        }
        let mut masthead = self.masthead;
        metadata::from_page_title(&mut masthead, &self.page_title);
        let told = self.flow.finish()?;
        let mut document = blocks::document(told.blocks, masthead);
        document.omissions = told.omissions;
        let (known, again) = self.looks.known();
        Ok(Built { document, hidden_tables: self.hidden_tables, known, again })
    }
}
