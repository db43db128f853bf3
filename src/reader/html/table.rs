//! What a page's tags say about a table that is open, beside what the document's flow is told of it: where its elements
//! stand on the stack, and which tags are implied by others.

use crate::document::Omission;
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
    /// A field of a form stands in the open cell whose content is not known.
    pub field: bool,
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
        self.field = false;
        // HTML standard 4.9.11: zero rows reach to the end of the group, zero columns are one.
        let rows = Some(rows.unwrap_or(1) as usize).filter(|rows| *rows > 0);
        let columns = columns.unwrap_or(1).max(1) as usize;
        Span { rows, columns, header, omission: hidden.then_some(Omission::Hidden), ..Span::default() }
    }
}
