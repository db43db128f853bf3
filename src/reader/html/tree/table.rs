//! The tags of a page's tables, told to the document's flow (HTML standard 13.2.6.4.9 to 15): where a table's elements stand
//! on the stack, and which tags are implied by others.

use super::super::tag::{ElementGroup, StartTag, identity};
use super::look::Look;
use super::{Element, Flags, Tree};
use crate::document::{Omission, Unread};
use crate::reader::flow::{Row, Span};

/// A table whose end tag is still to come.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Height of the element stack below it.
    pub stack: usize,
    /// Height of the element stack below its open cell, row or group.
    pub inner: usize,
    /// Rows that came without a table around them: text after them ends it.
    pub implied: bool,
    /// What is open in it.
    pub open: Open,
    /// A row is open.
    pub row_open: bool,
    /// A row group was opened since the last row.
    pub next_group: bool,
    /// The current group is a `tfoot`.
    pub foot: bool,
    /// What stands in the open cell and is not taken: a field of a form, a drawing.
    pub untaken: Option<Unread>,
    group: u32,
}

/// What an open table is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Open {
    #[default]
    Nothing,
    Cell {
        /// Styled away: it takes no slot.
        hidden: bool,
    },
    Caption,
}

impl Table {
    /// A table over an element stack of some height.
    pub fn new(stack: usize, implied: bool) -> Self {
        Self { stack, inner: stack + 1, implied, ..Self::default() }
    }

    /// The row that starts.
    pub fn row(&mut self, hidden: bool) -> Row {
        self.row_open = true;
        if std::mem::take(&mut self.next_group) {
            self.group += 1;
        }
        let omission = hidden.then_some(Omission::Hidden);
        Row { omission, group: self.group, foot: self.foot, ..Row::default() }
    }

    /// The cell that starts, with its spans over rows and columns.
    pub fn cell(&mut self, (rows, columns): (Option<u32>, Option<u32>), header: bool, hidden: bool) -> Span {
        self.open = Open::Cell { hidden };
        self.untaken = None;
        // HTML standard 4.9.11: zero rows reach to the end of the group, zero columns are one.
        let rows = Some(rows.unwrap_or(1) as usize).filter(|rows| *rows > 0);
        let columns = columns.unwrap_or(1).max(1) as usize;
        Span { rows, columns, header, omission: hidden.then_some(Omission::Hidden), ..Span::default() }
    }
}

impl Tree<'_> {
    pub(super) fn start_table(&mut self, look: Look) {
        self.flush();
        self.end_pre();
        // A table straight inside a table ends it; inside a cell it is nested.
        if self.tables.last().is_some_and(|table| table.open == Open::Nothing) && self.untracked_tables == 0 {
            self.end_table();
        }
        if !self.flow.may_nest() {
            self.untracked_tables += 1;
            return;
        }
        self.open_table(false, look);
    }

    pub(super) fn open_table(&mut self, implied: bool, look: Look) {
        let told = self.flow.open_table();
        self.check(told);
        let stack = self.stack.len();
        let flags = self.inherited(look).without(Flags::TITLED);
        self.stack.push(Element { identity: 0, kind: ElementGroup::Table, flags, look });
        self.any_table = true;
        self.tables.push(Table::new(stack, implied));
    }

    /// A caption, column, row group, row or cell starts.
    pub(super) fn start_part(&mut self, tag: &StartTag, look: Look) {
        self.flush();
        if self.untracked_tables > 0 {
            return;
        }
        if self.tables.is_empty() {
            // Fragments of pages bring rows without their table. Browsers drop the tags and run the
            // cells' numbers together, which would change them.
            if matches!(tag.kind, ElementGroup::Caption | ElementGroup::Column) || self.flags().has(Flags::UNSEEN) {
                return;
            }
            self.open_table(true, Look::default());
        }
        self.close_cell();
        if tag.kind != ElementGroup::Cell {
            self.close_row(tag.kind != ElementGroup::Row);
        }
        let unseen = self.inherited(look).has(Flags::AWAY);
        let Some(table) = self.tables.last_mut() else { return };
        match tag.kind {
            ElementGroup::RowGroup => {
                table.next_group = true;
                table.foot = tag.identity == identity(b"tfoot");
                self.enter(tag, look);
            }
            ElementGroup::Row => {
                let row = table.row(unseen);
                self.flow.open_row(row);
                self.enter(tag, look);
            }
            ElementGroup::Cell => {
                if !table.row_open {
                    let row = table.row(false);
                    self.flow.open_row(row);
                }
                // A cell that is only not visible keeps its place.
                let within = self.stack.last().is_some_and(|element| element.flags.has(Flags::AWAY));
                let gone = within || look.no_slot;
                let header = tag.identity == identity(b"th");
                let told = self.flow.open_cell(table.cell((tag.row_span, tag.column_span), header, gone));
                if tag.bound {
                    table.untaken = Some(Unread::Field);
                }
                self.check(told);
                self.looks.scripted.open_cell();
                self.looks.scripted.element(&tag.id);
                self.written_by_style(look);
                self.enter(tag, look);
            }
            // A group counts by its span, or by the columns in it.
            ElementGroup::Column if tag.span.is_some() || tag.identity == identity(b"col") => {
                self.flow.column(tag.span.unwrap_or(1) as usize, unseen);
            }
            ElementGroup::Caption => {
                table.open = Open::Caption;
                self.flow.open_caption();
                self.enter(tag, look);
            }
            _ => {}
        }
    }

    /// Puts a part of the innermost table on the stack; content stands above it.
    pub(super) fn enter(&mut self, tag: &StartTag, look: Look) {
        let flags = self.inherited(look).with(Flags::MENU, tag.menu);
        self.stack.push(Element { identity: 0, kind: tag.kind, flags, look });
        let inner = self.stack.len();
        if let Some(table) = self.tables.last_mut() {
            table.inner = inner;
        }
    }

    pub(super) fn close_cell(&mut self) {
        if self.tables.last().is_none_or(|table| table.open == Open::Nothing) {
            return;
        }
        self.chosen();
        self.flush();
        if let Some(table) = self.tables.last_mut() {
            if table.open == (Open::Cell { hidden: false }) {
                self.flow.raised();
                if self.flow.cell_is_blank() {
                    let filled = self.looks.scripted.end_blank_cell().then_some(Unread::Field);
                    if let Some(what) = table.untaken.or(filled) {
                        self.flow.unread(what);
                    }
                }
            }
            table.open = Open::Nothing;
            self.flow.end_cell();
            // The part's own entry goes as well.
            self.stack.truncate(table.inner.saturating_sub(1));
            table.inner = self.stack.len();
        }
    }

    /// Ends the row, and its group with it if asked: back to the entry of the group or of the table.
    pub(super) fn close_row(&mut self, group: bool) {
        let Some(table) = self.tables.last_mut() else { return };
        table.row_open = false;
        self.flow.end_row(None);
        let grouped = self.stack.get(table.stack + 1).is_some_and(|element| element.kind == ElementGroup::RowGroup);
        self.stack.truncate(table.stack + 1 + usize::from(grouped && !group));
        table.inner = self.stack.len();
    }

    pub(super) fn end_table(&mut self) {
        self.flush();
        self.close_cell();
        let Some(table) = self.tables.pop() else { return };
        self.stack.truncate(table.stack);
        let told = self.flow.end_table();
        self.check(told);
    }

    /// Rows without a table end where other content begins.
    pub(super) fn end_implied_table(&mut self) {
        if self.tables.last().is_some_and(|table| table.implied && table.open == Open::Nothing) {
            self.end_table();
        }
    }
}
