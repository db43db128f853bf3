//! Tree construction, as far as tables and text need it (HTML standard 13.2.6): tags and characters in,
//! paragraphs and tables told to the document's flow, in one pass. Open elements are a stack of small entries, open tables a
//! second one; missing end tags close as the standard says, and text in the wrong place goes where the
//! standard puts it.
//!
//! Every step is bounded: end tags look at most [`REACH`] elements down, elements past [`DEPTH`] are
//! not tracked, tables past the nesting limit are read as text.

mod table;

use std::borrow::Cow;

use super::choice::Choice;
use super::paragraph::{Flags, Running};
use super::selector::Ancestor;
use super::style::{Declared, StyleSheet};
use super::tag::{ElementGroup, StartTag};
use super::{Built, Hidden, blocks, metadata};
use crate::document::{Block, Budget, Omission, Picture, Role, SourceLocation};
use crate::error::ReadError;
use crate::reader::flow::FlowBuilder;
use crate::reader::masthead::Masthead;
use crate::reader::text;
use table::{Open, Table};

#[derive(Debug, Clone, Copy)]
struct Element {
    identity: u64,
    kind: ElementGroup,
    flags: Flags,
    /// What it fits of what rules ask of the elements around their subject.
    fits: u64,
}

/// How far down an end tag looks for its start.
const REACH: usize = 256;
/// How many open elements are tracked.
const DEPTH: usize = 8192;
/// Bytes of style sheets that are looked at.
const CSS_BYTES: usize = 1 << 20;

#[derive(Debug)]
pub(super) struct Tree<'a> {
    budget: &'a Budget,
    hidden: Hidden,
    stack: Vec<Element>,
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
    /// Rules of the page's own style sheets, and the text of the one that is being read.
    sheet: StyleSheet,
    css: Vec<u8>,
    /// The list to choose from that is open in a cell.
    choice: Option<Choice>,
    stop: Option<ReadError>,
}

impl<'a> Tree<'a> {
    pub fn new(budget: &'a Budget, hidden: Hidden) -> Self {
        Self {
            budget,
            hidden,
            stack: Vec::new(),
            untracked: 0,
            untracked_tables: 0,
            tables: Vec::new(),
            flow: FlowBuilder::new(Role::Body, budget.clone()),
            running: Running::default(),
            pre: None,
            page_title: String::new(),
            masthead: Masthead::default(),
            hidden_tables: 0,
            sheet: StyleSheet::default(),
            css: Vec::new(),
            choice: None,
            stop: None,
        }
    }

    /// A limit was passed; the rest need not be read.
    pub fn stopped(&self) -> bool {
        self.stop.is_some()
    }

    fn flags(&self) -> Flags {
        self.stack.last().map(|element| element.flags).unwrap_or_default()
    }

    /// Where the innermost table's elements begin: end tags do not reach below.
    fn floor(&self) -> usize {
        self.tables.last().map_or(0, |table| if table.open == Open::Nothing { table.stack } else { table.inner })
    }

    pub fn start(&mut self, tag: &StartTag, self_closing: bool) {
        self.end_style();
        let look = self.look(tag);
        let hidden = look.gone();
        if self.flags().has(Flags::UNSEEN) {
            self.leave_dropped(tag.kind);
            if tag.kind == ElementGroup::Table {
                self.hidden_tables += u32::from(self.flags().has(Flags::UNSEEN));
            }
        }
        match tag.kind {
            ElementGroup::Frame | ElementGroup::Void => {}
            ElementGroup::Table => self.start_table(tag, look),
            ElementGroup::Caption
            | ElementGroup::Column
            | ElementGroup::RowGroup
            | ElementGroup::Row
            | ElementGroup::Cell => self.start_part(tag, look),
            ElementGroup::Break | ElementGroup::Rule | ElementGroup::Image | ElementGroup::Input
                if hidden || self.flags().has(Flags::UNSEEN) => {}
            ElementGroup::Break if self.pre.is_some() => self.text(b"\n"),
            ElementGroup::Break => self.running.break_line(),
            ElementGroup::Rule => self.flush(),
            ElementGroup::Image => self.image(tag),
            ElementGroup::Input => self.input(tag),
            ElementGroup::Meta => metadata::from_meta(&mut self.masthead, &tag.name, &tag.content),
            ElementGroup::Inline
            | ElementGroup::Link
            | ElementGroup::Title
            | ElementGroup::Struck
            | ElementGroup::Raised
            | ElementGroup::Field => self.push(tag, look),
            ElementGroup::Select | ElementGroup::Option => self.choose(tag, look),
            ElementGroup::Dropped => {
                if !self_closing {
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
            ElementGroup::Option => {
                self.pop(identity);
                if let Some(choice) = &mut self.choice {
                    choice.close();
                }
            }
            ElementGroup::Field => {
                let empty = self.running.is_blank();
                self.pop(identity);
                if empty && let Some(table) = self.tables.last_mut() {
                    table.field = true;
                }
            }
            ElementGroup::Inline
            | ElementGroup::Link
            | ElementGroup::Title
            | ElementGroup::Dropped
            | ElementGroup::Struck
            | ElementGroup::Raised => self.pop(identity),
            ElementGroup::Block
            | ElementGroup::Paragraph
            | ElementGroup::Item
            | ElementGroup::Heading
            | ElementGroup::Navigation
            | ElementGroup::Pre => {
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
        }
    }

    pub fn text(&mut self, value: &[u8]) {
        let flags = self.flags();
        if flags.has(Flags::PAGE_TITLE) {
            if self.page_title.is_empty() {
                self.page_title = String::from_utf8_lossy(value).into_owned();
            }
            return;
        }
        if flags.has(Flags::STYLE) {
            self.css.extend_from_slice(&value[..value.len().min(CSS_BYTES.saturating_sub(self.css.len()))]);
            return;
        }
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
        if flags.has(Flags::PRE) {
            self.running.append_verbatim(&text, flags);
        } else {
            self.running.append(&text, flags);
        }
    }

    /// Text that is left out is told where it may hold figures.
    fn omit(&mut self, value: &[u8], flags: Flags) {
        if !self.tables.is_empty() && !flags.has(Flags::DROPPED) {
            let why = if flags.has(Flags::UNSEEN) { Omission::Hidden } else { Omission::Struck };
            let place = self.flow.place();
            self.flow.omit(why, &String::from_utf8_lossy(value), place);
        }
    }

    /// What is declared for a tag, as far as it is obeyed.
    fn look(&self, tag: &StartTag) -> Declared {
        let ancestor = |element: &Element| Ancestor { kind: element.kind, fits: element.fits };
        let open = |at| self.stack.iter().rev().nth(at).map(ancestor);
        let look = tag.look(&self.sheet, &open).or_gone(tag.hidden);
        let inner =
            matches!(tag.kind, ElementGroup::Row | ElementGroup::Cell | ElementGroup::Column | ElementGroup::Inline);
        if self.hidden == Hidden::Kept && !inner { look.shown() } else { look }
    }

    fn end_style(&mut self) {
        if !self.css.is_empty() {
            self.sheet.add(&std::mem::take(&mut self.css));
        }
    }

    /// Whether a cell is open that is seen.
    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| matches!(table.open, Open::Cell { hidden: false }))
    }

    /// A list to choose from, or an entry of it.
    fn choose(&mut self, tag: &StartTag, look: Declared) {
        let seen = self.in_cell() && !self.flags().has(Flags::UNSEEN) && !look.gone();
        match &mut self.choice {
            Some(choice) if tag.kind == ElementGroup::Option => choice.open(tag.selected),
            None if tag.kind == ElementGroup::Select && seen => self.choice = Some(Choice::default()),
            _ => {}
        }
        self.push(tag, look);
    }

    /// Takes the entry that is shown of the list that ends.
    fn chosen(&mut self) {
        let Some(choice) = self.choice.take() else { return };
        let shown = choice.shown();
        let shown = shown.trim();
        // `请选择`, or nothing: what was meant is not known.
        if shown.is_empty() || shown.contains("选择") {
            if let Some(table) = self.tables.last_mut() {
                table.field = true;
            }
        } else {
            self.text(shown.as_bytes());
        }
    }

    /// The properties that an element hands on to what is in it.
    fn inherited(&self, look: Declared) -> Flags {
        let flags = self.flags();
        let flags = look.invisible().map_or(flags, |it| flags.without(Flags::INVISIBLE).with(Flags::INVISIBLE, it));
        let flags = look.tiny().map_or(flags, |it| flags.without(Flags::TINY).with(Flags::TINY, it));
        flags.with(Flags::HIDDEN, look.gone()).with(Flags::STRUCK, look.struck()).with(Flags::RAISED, look.raised())
    }

    fn push(&mut self, tag: &StartTag, look: Declared) {
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
        let flags = self
            .inherited(look)
            .with(Flags::DROPPED, dropped)
            .with(Flags::STYLE, tag.identity == super::tag::identity(b"style"))
            .with(Flags::STRUCK, tag.kind == ElementGroup::Struck)
            .with(Flags::RAISED, tag.kind == ElementGroup::Raised)
            .with(Flags::LINK, tag.linked)
            .with(Flags::HEADING, tag.kind == ElementGroup::Heading)
            .with(Flags::TITLED, block && (tag.centred || tag.titled))
            .with(Flags::NAVIGATION, tag.kind == ElementGroup::Navigation)
            .with(Flags::PRE, tag.kind == ElementGroup::Pre)
            .with(Flags::MENU, block && tag.menu)
            .with(Flags::PAGE_TITLE, tag.kind == ElementGroup::Title);
        let fits = self.sheet.fits(&tag.subject());
        self.stack.push(Element { identity: tag.identity, kind: tag.kind, flags, fits });
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
        let floor = self.floor().max(self.stack.len().saturating_sub(REACH));
        for height in (floor..self.stack.len()).rev() {
            match self.stack[height].kind {
                ElementGroup::Inline | ElementGroup::Link | ElementGroup::Struck | ElementGroup::Raised => {}
                ElementGroup::Paragraph => {
                    self.stack.truncate(height);
                }
                ElementGroup::Item if item && super::tag::same_list(identity, self.stack[height].identity) => {
                    self.stack.truncate(height);
                    return;
                }
                _ => return,
            }
        }
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
        let unclosed = [b"select".as_slice(), b"option", b"button", b"datalist"].map(super::tag::identity);
        if let Some(height) = (floor..self.stack.len()).find(|&height| unclosed.contains(&self.stack[height].identity))
        {
            self.stack.truncate(height);
        }
    }

    /// Ends the running paragraph.
    fn flush(&mut self) {
        let Some(paragraph) = self.running.finish() else { return };
        let told = self.flow.paragraph(&paragraph.text, paragraph.role, SourceLocation::default());
        self.check(told);
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
        if self.flags().has(Flags::NAVIGATION) || self.flags().has(Flags::MENU) || !metadata::carries_content(tag) {
            return;
        }
        self.flush();
        let picture = Picture {
            size: tag.width.zip(tag.height),
            location: SourceLocation::default(),
            source: tag.whole_source.then(|| String::from_utf8_lossy(&tag.source).into_owned()),
        };
        self.flow.block(Block::Picture(picture));
    }

    /// Forms that were filled in on line keep their figures in the fields.
    fn input(&mut self, tag: &StartTag) {
        let shown = matches!(tag.input_type.as_slice(), b"" | b"text" | b"number");
        if !shown || !self.in_cell() {
            return;
        }
        if !tag.content.trim_ascii().is_empty() {
            self.text(&tag.content);
        } else if let Some(table) = self.tables.last_mut() {
            table.field = true;
        }
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
        Ok(Built { document, hidden_tables: self.hidden_tables })
    }
}
