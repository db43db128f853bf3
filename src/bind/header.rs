//! Lines that print the names of columns: which they are, and what they say of the cells below them.
//!
//! A header is told by its words, never by the absence of figures alone: its last cell (总计, 其他) is the label of a
//! row too, and where a text keeps no row ends it stands in one line with the row below it.

use std::sync::Arc;

use super::columns::{Footing, Header};
use super::label::one_line;
use super::line::Line;
use super::prepared::{Likeness, Prepared, Wording, best};
use super::rows::{Looks, Match};
use crate::document::Cell;
use crate::script::{named_year, years_beside};

/// Similarity from which a cell names a column.
const NAMES: f32 = 0.85;

impl Prepared<'_> {
    /// Whether a printed label is the name of a column of any table.
    fn names_column(&self, like: &Likeness) -> bool {
        like.iter().any(|(wording, like)| *like >= NAMES && self.column_wordings.contains(wording))
    }

    /// Whether a line without figures, whose cells look like this, is a header: it names several columns.
    pub fn is_header(&self, cells: &[Likeness]) -> bool {
        cells.iter().filter(|like| self.names_column(like)).nth(1).is_some()
    }
}

/// Whether a table names its columns for two years, in its own lines or right above them.
pub fn years_are_beside(prepared: &Prepared<'_>, found: &Match<'_, '_>, lines: &[Line<'_>]) -> bool {
    let last = found.rows.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    let own = &lines[found.lines.start..found.lines.start + last];
    let texts = own
        .iter()
        .flat_map(|line| line.between.iter().copied().chain(line.cells.iter().map(|cell| cell.text.as_str())));
    years_beside(texts, |name| {
        let like = prepared.likeness(&super::Label::new(name));
        found.table.columns.iter().flatten().any(|wordings| best(&like, wordings) >= NAMES)
    })
}

/// Parts headers from the rows that follow in the same line of a text.
pub fn part<'a>(prepared: &Prepared<'_>, lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let mut parted = Vec::with_capacity(lines.len());
    for mut line in lines {
        let names = |text: &str| prepared.names_column(&prepared.likeness(&super::Label::new(text)));
        let labels = line.stub.saturating_sub(1);
        let last = if line.grid.ruled || line.values().is_empty() {
            None
        } else {
            let last = line.cells[..labels].iter().rposition(|cell| names(&cell.text));
            // A row without a label of its own: the innermost label is the last name of the header.
            let all = last.is_some_and(|last| last + 1 == labels && names(&line.cells[labels].text));
            if all { Some(labels).filter(|_| line.has_values()) } else { last }
        };
        match last {
            Some(last) => {
                let rest = line.part(last + 1);
                parted.extend([line, rest]);
            }
            None => parted.push(line),
        }
    }
    parted
}

/// Grid columns that every header line of a block, there being one, prints with the text of the column to their left:
/// converters repeat a merged cell in each column that it spanned.
pub fn repeated(headers: &[usize], lines: &[Line<'_>], block: usize) -> Vec<usize> {
    let heads: Vec<&Line<'_>> = headers.iter().map(|&at| &lines[at]).filter(|head| head.block == block).collect();
    let Some(first) = heads.first() else { return Vec::new() };
    let same = |head: &Line<'_>, column: usize| {
        // A header that was parted from its row ends before it.
        let end = head.cells.last().map_or(0, |last| last.column + last.column_span);
        let cell = |column| head.grid.cell_at(head.row, column).filter(|cell| cell.column < end);
        match (cell(column - 1), cell(column)) {
            (Some(left), Some(right)) => left.column != right.column && left.text.trim() == right.text.trim(),
            _ => false,
        }
    };
    let named =
        |column: usize| heads.iter().any(|head| head.grid.cell_at(head.row, column).is_some_and(Cell::has_text));
    (1..first.grid.columns).filter(|&column| named(column) && heads.iter().all(|head| same(head, column))).collect()
}

/// The value cells of a line without the repetitions under repeated headers. Where a cell there differs from the one to
/// its left, nothing was repeated and all stay.
pub fn without_repeated<'a>(line: &Line<'a>, repeated: &[usize]) -> Vec<&'a crate::document::Cell> {
    let values = line.values();
    let left = |at: usize| at.checked_sub(1).map(|at| values[at]);
    let repeats = |at: usize| repeated.contains(&values[at].column) && left(at).is_some();
    let differs = (0..values.len()).any(|at| repeats(at) && left(at).is_some_and(|left| left.text != values[at].text));
    if differs {
        return values.to_vec();
    }
    (0..values.len()).filter(|&at| !repeats(at)).map(|at| values[at]).collect()
}

/// Column labels of a block as printed (the form's own where no header was found), by form column.
pub fn column_labels(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], looks: &[Looks]) -> Vec<Arc<str>> {
    let columns = &found.table.columns[block];
    let form = &found.table.table.blocks[block];
    columns
        .iter()
        .enumerate()
        .map(|(column, wordings)| {
            let mut printed: Option<(f32, &str)> = None;
            for &at in &found.headers[block] {
                for (cell, likeness) in lines[at].cells.iter().zip(&looks[at].cells) {
                    let like = best(likeness, wordings);
                    if like >= 0.5 && printed.is_none_or(|(known, _)| like > known) {
                        printed = Some((like, &cell.text));
                    }
                }
            }
            printed.map_or_else(|| form.columns[column].label.as_str().into(), |(_, text)| one_line(text).into())
        })
        .collect()
}

/// The header cells of a block: for each form column the one that prints exactly its label, and those that print others.
pub fn header<'a>(
    (prepared, found, block): (&Prepared<'_>, &Match<'_, '_>, usize),
    lines: &[Line<'a>],
    looks: &[Looks],
    year: Option<u16>,
) -> Header<'a> {
    let own = header_cells((prepared, found, block), lines, looks, year);
    // Where a column has no name of its own, nobody can say which is another's.
    let named = own.iter().all(Option::is_some);
    let is_own = |cell: &Cell| own.iter().flatten().any(|own| std::ptr::eq(*own, cell));
    // Also those that reach down from the rows above, and those in them.
    let first = found.headers[block].first().copied().filter(|_| named);
    let above = first.into_iter().flat_map(|first| rows_above(lines, first));
    let heads = found.headers[block].iter().filter(|_| named).map(|&at| &lines[at]).chain(above);
    let cells = heads.flat_map(|head| head.grid.across(head.row));
    let others = cells.filter(|cell| cell.has_text() && !is_own(cell)).collect();
    let footing = footing(found, block, lines, &own);
    let more = names(found, block, lines, looks) > found.table.columns[block].len();
    Header { own, others, footing, more }
}

/// How many columns the header of a block names, but for the first of the grid, where labels stand. A name over others and one
/// that a converter repeated beside itself count for nothing.
fn names(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], looks: &[Looks]) -> usize {
    if found.headers[block].iter().all(|&at| !lines[at].grid.ruled) {
        return found.headers[block]
            .iter()
            .map(|&at| names_in_text(found, block, &lines[at], &looks[at]))
            .max()
            .unwrap_or(0);
    }
    let mut heads: Vec<&Line<'_>> = found.headers[block].iter().map(|&at| &lines[at]).collect();
    let Some(&first) = found.headers[block].first() else { return 0 };
    heads.retain(|head| head.grid.ruled);
    heads.extend(rows_above(lines, first).filter(|head| head.grid.ruled));
    let mut cells: Vec<&Cell> = Vec::new();
    for head in &heads {
        let mut left = None;
        for cell in head.grid.across(head.row).filter(|cell| cell.has_text()) {
            let repeats = left.replace(cell.text.trim()) == Some(cell.text.trim());
            if !repeats && cell.column > 0 && !cells.iter().any(|known| std::ptr::eq(*known, cell)) {
                cells.push(cell);
            }
        }
    }
    let below = |cell: &Cell, other: &Cell| {
        other.row > cell.row && (cell.column..cell.column + cell.column_span).contains(&other.column)
    };
    cells.iter().filter(|cell| !cells.iter().any(|other| below(cell, other))).count()
}

/// How many names stand in a line of a text's header, from the first of one of the form's columns on.
fn names_in_text(found: &Match<'_, '_>, block: usize, line: &Line<'_>, looks: &Looks) -> usize {
    let own = |like: &Likeness| found.table.columns[block].iter().any(|wordings| best(like, wordings) >= NAMES);
    let first = looks.cells.iter().position(own).unwrap_or(line.cells.len());
    line.cells[first..].iter().filter(|cell| cell.has_text()).count()
}

/// The rows of a header above the one with the names of columns: beside what stands over those, others may be named.
fn rows_above<'l, 'a>(lines: &'l [Line<'a>], first: usize) -> impl Iterator<Item = &'l Line<'a>> {
    let block = lines[first].block;
    let over = move |line: &&Line<'_>| {
        let texts = line.cells.iter().filter(|cell| cell.has_text()).count();
        line.block == block && !line.has_values() && texts > 1
    };
    lines[..first].iter().rev().take_while(over).take(HEAD_ROWS)
}

/// Rows that the header of a table may have above the one with the names of columns.
const HEAD_ROWS: usize = 3;

/// A value column's name in the first column of a grid stands where the labels of rows do: its row was pushed there.
fn footing(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], own: &[Option<&Cell>]) -> Footing {
    let is_first = |cell: &&Cell| cell.column == 0 && own.iter().flatten().any(|own| std::ptr::eq(*own, *cell));
    let heads = found.headers[block].iter().map(|&at| &lines[at]).filter(|line| line.grid.ruled);
    let mut pushed = heads.filter(|line| line.cells.first().is_some_and(is_first)).peekable();
    if pushed.peek().is_none() {
        Footing::Columns
    } else if pushed.all(|line| line.cells.last().is_some_and(|last| !last.has_text())) {
        Footing::Filled
    } else {
        Footing::Pushed
    }
}

/// For each form column of a block the header cell that prints exactly its label, when there is only one; of those that print
/// it with a year the one with the reporting year.
fn header_cells<'a>(
    (prepared, found, block): (&Prepared<'_>, &Match<'_, '_>, usize),
    lines: &[Line<'a>],
    looks: &[Looks],
    year: Option<u16>,
) -> Vec<Option<&'a Cell>> {
    let cells = || {
        let heads = found.headers[block].iter();
        heads.flat_map(|&at| lines[at].cells.iter().copied().zip(&looks[at].cells))
    };
    let dated: Vec<(&Cell, Likeness)> = cells()
        .filter_map(|(cell, _)| {
            let (_, name) = named_year(&cell.text).filter(|(named, _)| Some(*named) == year)?;
            Some((cell, prepared.likeness(&super::Label::new(&name))))
        })
        .collect();
    let only = |wordings: &Vec<Wording>| {
        let mut named = cells().filter(|(_, like)| best(like, wordings) >= 1.0).map(|(cell, _)| cell);
        let mut dated = dated.iter().filter(|(_, like)| best(like, wordings) >= 1.0).map(|(cell, _)| *cell);
        let one = named.next().or_else(|| dated.next());
        one.filter(|_| named.next().is_none() && dated.next().is_none())
    };
    found.table.columns[block].iter().map(only).collect()
}

/// For each form column the ordinal of the value cell that is its own: the identity, unless the header names all
/// columns, each once, in another order.
pub fn header_order(found: &Match<'_, '_>, block: usize, lines: &[Line<'_>], header: &Header<'_>) -> Vec<usize> {
    let columns = found.table.columns[block].len();
    let cells = &header.own;
    // A text prints a header of two levels line by line: only neighbours in one row tell an order.
    if found.headers[block].iter().any(|&at| !lines[at].grid.ruled) {
        let mut places: Vec<(usize, usize)> = cells.iter().flatten().map(|cell| (cell.row, cell.column)).collect();
        places.sort_unstable();
        if places.windows(2).any(|pair| (pair[0].0, pair[0].1 + 1) != pair[1]) {
            return (0..columns).collect();
        }
    }
    let mut named: Vec<(usize, usize)> =
        cells.iter().enumerate().filter_map(|(column, cell)| Some((cell.as_ref()?.column, column))).collect();
    if named.len() < columns {
        return (0..columns).collect();
    }
    // Columns of a header that a page break cut in two are not told by their number: the parts have grids of their own.
    let grid = |cell: &Cell| {
        let holds = |at: &&usize| lines[**at].cells.iter().any(|own| std::ptr::eq(*own, cell));
        found.headers[block].iter().find(holds).map(|&at| lines[at].block)
    };
    let mut grids = cells.iter().flatten().map(|cell| grid(cell));
    let first = grids.next();
    if grids.any(|other| Some(other) != first) {
        return (0..columns).collect();
    }
    named.sort_unstable();
    // Two names in one column: rows of the header that were pushed together to the left, and tell no order.
    if named.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return (0..columns).collect();
    }
    (0..columns).map(|column| named.iter().position(|(_, at)| *at == column).unwrap_or(column)).collect()
}
