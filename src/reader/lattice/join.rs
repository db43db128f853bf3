//! Tables that a page break cut come in as two; one goes out.
//!
//! The columns must agree and nothing but margins may stand between. A header printed again is dropped.
//! A row cut in its middle becomes one row only where that is certain: by a missing line at the break, or
//! because one half is empty, or because the label visibly goes on; never when both halves carry values.

use super::item::{Content, PageItem, ReadPage};
use super::rows;
use super::ruling::{nearest, positions};
use super::table::{Table, TableCell};
use crate::script::{enumerator, wide};

/// Edges of the same column on two pages differ by no more than this.
const EDGE: f32 = 6.0;
/// Pages with mirrored margins shift a table by no more than this.
const SHIFT: f32 = 80.0;
/// Rows that a repeated header may have.
const MOST_HEADER_ROWS: usize = 8;
/// Blank space of a cell, in ems, that is padding rather than room for another character.
const PADDING: f32 = 1.6;

/// No line of Chinese text begins with these.
const CLOSING: &str = "、，。；：）〉》」』】〕！？”’,.;:)]";

/// Joins the tables of consecutive sheets.
pub(super) fn join(mut sheets: Vec<ReadPage>) -> Vec<ReadPage> {
    // Sheet and item of the table that may go on.
    let mut open: Option<(usize, usize)> = None;
    for index in 0..sheets.len() {
        let body = |sheet: &ReadPage, forward: bool| {
            let mut items = sheet.items.iter();
            let is_body = |item: &PageItem| !matches!(item.kind, Content::Margin(_));
            if forward { items.position(is_body) } else { items.rposition(is_body) }
        };
        let (Some(first), Some(last)) = (body(&sheets[index], true), body(&sheets[index], false)) else {
            // A page without content (or with its number alone) lets a table go on.
            continue;
        };
        let (before, rest) = sheets.split_at_mut(index);
        let Some(sheet) = rest.first_mut() else { break };
        let mut joined = false;
        if let Some((sheet_before, item)) = open
            && let Some(upper) = before.get_mut(sheet_before)
            && let start = upper.bounds.x0
            && let Some(PageItem { kind: Content::Table(table), .. }) = upper.items.get_mut(item)
            && let Some(rest) = sheet.items.get(first)
        {
            // The pages of one sheet, and pages that were turned for reading, begin elsewhere.
            let start = sheet.bounds.x0 - start;
            joined = matches!(&rest.kind, Content::Table(next) if append(table, next, start));
            if !joined {
                tear_above(table, rest, start);
            }
        }
        if joined {
            sheet.items.remove(first);
            if first == last {
                continue;
            }
        }
        let last = if joined { last - 1 } else { last };
        open = matches!(sheet.items.get(last), Some(PageItem { kind: Content::Table(_), .. })).then_some((index, last));
    }
    sheets
}

/// Appends the table of the next page, which begins at `start`, if it is the same table.
fn append(table: &mut Table, next: &Table, start: f32) -> bool {
    let Some((xs, mut next)) = align(table, next, start) else { return false };
    // A table over many pages keeps its grid lines; its cells are not touched again then.
    if table.xs.iter().enumerate().any(|(index, &x)| nearest(&xs, x) != index) {
        let Some(own) = remapped(table, &table.xs, &xs) else { return false };
        table.cells = own;
    }
    table.xs = xs;
    drop_repeated_header(table, &mut next);
    stitch(table, next);
    true
}

/// Common grid lines of both tables, and the next table over them; `None` when the columns do not agree.
fn align(table: &Table, next: &Table, start: f32) -> Option<(Vec<f32>, Table)> {
    let (left, right) = (*table.xs.first()?, *table.xs.last()?);
    let own: Vec<f32> = next.xs.iter().map(|x| x - start).collect();
    let (next_left, next_right) = (*own.first()?, *own.last()?);
    let shift = next_left - left;
    let same_width = ((next_right - next_left) - (right - left)).abs() <= EDGE;
    if table.ruled != next.ruled || !same_width || shift.abs() > SHIFT {
        return None;
    }
    let inner = |xs: &[f32]| xs.len().saturating_sub(2);
    let moved: Vec<f32> = own.iter().map(|x| x - shift).collect();
    let is_shared = |x: f32| (table.xs[nearest(&table.xs, x)] - x).abs() <= EDGE * 0.5;
    let shared = moved[1..moved.len() - 1].iter().filter(|&&x| is_shared(x)).count();
    let fewer = inner(&table.xs).min(inner(&next.xs));
    let more = inner(&table.xs).max(inner(&next.xs));
    // A table that moved sideways (mirrored margins) has to show most of its columns again.
    if shared * 2 < fewer || (shift.abs() > EDGE && shared * 2 < more) {
        return None;
    }
    let xs = positions(table.xs.iter().chain(&moved).copied().collect());
    let cells = remapped(next, &moved, &xs)?;
    Some((xs.clone(), Table { xs, cells, ..next.clone() }))
}

/// Cells of a table over other grid lines; `None` if a cell would vanish.
fn remapped(table: &Table, from: &[f32], to: &[f32]) -> Option<Vec<TableCell>> {
    let index: Vec<usize> = from.iter().map(|&x| nearest(to, x)).collect();
    let cells = table.cells.iter().map(|cell| {
        let mut cell = cell.clone();
        cell.region.left = *index.get(cell.region.left)?;
        cell.region.right = *index.get(cell.region.right)?;
        (cell.region.left < cell.region.right).then_some(cell)
    });
    cells.collect()
}

/// Drops rows at the top of the next part that repeat the first rows of the table.
fn drop_repeated_header(table: &Table, next: &mut Table) {
    let row = |table: &Table, row: usize| -> Vec<(usize, usize, usize, String)> {
        let cells = table.row(row).map(|cell| {
            let text: String = cell.text.chars().filter(|c| !c.is_whitespace()).collect();
            (cell.region.left, cell.region.right, cell.region.bottom - cell.region.top, text)
        });
        cells.collect()
    };
    let mut header = 0;
    for index in 0..MOST_HEADER_ROWS.min(table.rows).min(next.rows.saturating_sub(1)) {
        let (own, other) = (row(table, index), row(next, index));
        if own != other || own.iter().all(|cell| cell.3.is_empty()) {
            break;
        }
        // Not in the middle of a cell that spans rows.
        if next.cells.iter().all(|cell| cell.region.bottom <= index + 1 || cell.region.top > index) {
            header = index + 1;
        }
    }
    next.cells.retain(|cell| cell.region.top >= header);
    for cell in &mut next.cells {
        cell.region.top -= header;
        cell.region.bottom -= header;
    }
    next.rows -= header;
    next.open_top &= header == 0;
}

/// Puts the next part below the table.
fn stitch(table: &mut Table, mut next: Table) {
    let last = table.rows - 1;
    // Index of the cell above and below the break for each pair with the same edges.
    let above: Vec<usize> = (0..table.cells.len()).filter(|&at| table.cells[at].region.bottom == table.rows).collect();
    let below: Vec<usize> = (0..next.cells.len()).filter(|&at| next.cells[at].region.top == 0).collect();
    let pairs: Vec<(usize, usize)> = above
        .iter()
        .filter_map(|&a| {
            let edges = |cell: &TableCell| (cell.region.left, cell.region.right);
            let b = below.iter().find(|&&b| edges(&next.cells[b]) == edges(&table.cells[a]))?;
            Some((a, *b))
        })
        .collect();
    let spans = |&(a, b): &(usize, usize)| table.cells[a].region.top < last || next.cells[b].region.bottom > 1;
    let same_edges = pairs.len() == above.len() && pairs.len() == below.len();
    let one_row = same_edges && {
        let leaves: Vec<(&TableCell, &TableCell)> =
            pairs.iter().filter(|pair| !spans(pair)).map(|&(a, b)| (&table.cells[a], &next.cells[b])).collect();
        is_one_row(&leaves, table.open_bottom || next.open_top)
    };
    let joined: Vec<(usize, usize)> = pairs
        .into_iter()
        .filter(|pair| {
            let (a, b) = (&table.cells[pair.0], &next.cells[pair.1]);
            let either = (is_empty(a) && !rows::is_figure(&b.text)) || (is_empty(b) && !rows::is_figure(&a.text));
            one_row || (spans(pair) && (either || goes_on(a, b)))
        })
        .collect();
    if !one_row {
        tear(table, &mut next);
    }
    let offset = if one_row { last } else { table.rows };
    for (index, mut cell) in next.cells.into_iter().enumerate() {
        cell.region.top += offset;
        cell.region.bottom += offset;
        match joined.iter().find(|pair| pair.1 == index) {
            Some(&(upper, _)) => {
                let upper = &mut table.cells[upper];
                upper.region.bottom = cell.region.bottom;
                upper.recognised = match (upper.recognised.take(), cell.recognised) {
                    (Some(said), Some(more)) => Some(said.with(more)),
                    (said, more) => said.or(more),
                };
                if upper.text.is_empty() {
                    // The text stands on the next page; so does the place.
                    (upper.text, upper.location) = (cell.text, cell.location);
                } else if !cell.text.is_empty() {
                    upper.text.push('\n');
                    upper.text.push_str(&cell.text);
                }
                upper.torn |= cell.torn;
                if upper.torn {
                    upper.text.clear();
                }
                upper.open &= cell.open;
                upper.fit = cell.fit;
            }
            None => table.cells.push(cell),
        }
    }
    table.rows = offset + next.rows;
    table.open_bottom = next.open_bottom;
}

/// Whether the last row above the break and the first below are halves of one row, by their cells that do
/// not span further rows.
fn is_one_row(leaves: &[(&TableCell, &TableCell)], open: bool) -> bool {
    let empty = is_empty;
    if leaves.is_empty() {
        return false;
    }
    if leaves.iter().all(|(a, _)| empty(a)) || leaves.iter().all(|(_, b)| empty(b)) {
        return true;
    }
    // A row of labels alone, several of which go on: a header that was cut. Values left blank have one label.
    let both = || leaves.iter().filter(|(a, b)| !empty(a) && !empty(b));
    let is_header = both().count() > 1
        && leaves.iter().all(|(a, b)| is_label(a) && is_label(b))
        && both().all(|(a, b)| is_full(a, b) && !is_item(&b.text));
    if is_header {
        return true;
    }
    if is_rest(leaves) {
        return true;
    }
    // Labels that were cut stand in both halves; whatever else does is two values.
    let (mut upper, mut lower) = (false, false);
    for (a, b) in leaves {
        match (empty(a), empty(b)) {
            (false, false) if goes_on(a, b) => {}
            (false, false) => return false,
            (false, true) => upper = true,
            (true, false) => lower = true,
            (true, true) => {}
        }
    }
    let cut = leaves.iter().any(|(a, b)| !empty(a) && !empty(b));
    // Without a cut label: the label above and the values below, or the reverse, when no line closes the
    // row at the break. Values on both sides of a cut label are two rows.
    if cut { !(upper && lower) } else { open }
}

/// Whether nothing stands in a cell.
fn is_empty(cell: &TableCell) -> bool {
    cell.text.is_empty() && !cell.torn
}

/// A row of figures without a label below the break: what stands in its columns above may be the first half of it, and
/// no figure of either is whole for certain. What is blank on one side may have its figure on the other, or pieces of it.
fn tear(table: &mut Table, next: &mut Table) {
    let last = table.rows - 1;
    let figure = |cell: &TableCell| cell.torn || rows::is_figure(&cell.text);
    let labelled = |cell: &TableCell| !cell.text.is_empty() && !figure(cell);
    let below = |cell: &TableCell| cell.region.top == 0;
    let above = |cell: &TableCell| cell.region.bottom == last + 1;
    let values = table.cells.iter().chain(&next.cells).filter(|cell| figure(cell));
    let Some(start) = values.map(|cell| cell.region.left).min() else { return };
    let labels = next.cells.iter().filter(|cell| below(cell) && cell.region.right <= start);
    let rest = next.cells.iter().any(|cell| below(cell) && figure(cell))
        && table.cells.iter().any(|cell| above(cell) && figure(cell))
        && table.cells.iter().any(|cell| above(cell) && labelled(cell))
        && labels.max_by_key(|cell| cell.region.right).is_some_and(is_empty);
    if rest {
        let rows =
            table.cells.iter_mut().filter(|cell| above(cell)).chain(next.cells.iter_mut().filter(|cell| below(cell)));
        for cell in rows.filter(|cell| cell.region.left >= start && !labelled(cell)) {
            cell.torn = true;
            cell.text.clear();
        }
        return;
    }
    // Pieces below the break: also of the figures above where no row begins there.
    let torn: Vec<usize> =
        next.cells.iter().filter(|cell| below(cell) && cell.torn).map(|cell| cell.region.left).collect();
    let begins = next.cells.iter().any(|cell| below(cell) && rows::begins(&cell.text));
    let open = |cell: &TableCell| is_empty(cell) || (!table.ruled && !begins && rows::is_figure(&cell.text));
    for cell in table.cells.iter_mut().filter(|cell| above(cell) && open(cell)) {
        if torn.contains(&cell.region.left) {
            cell.torn = true;
            cell.text.clear();
        }
    }
}

/// Of a table without ruled columns, no figure of the last row is whole for certain where the next page, which starts at
/// `start`, begins with figures that have no label, or with pieces beside the rest of one.
fn tear_above(table: &mut Table, rest: &PageItem, start: f32) {
    if table.ruled {
        return;
    }
    let pieces: Vec<(f32, f32)> = match &rest.kind {
        Content::Line(line) if line.segments.iter().all(|part| rows::is_figure(&part.text)) => {
            line.segments.iter().map(|part| (part.bounds.x0, part.bounds.x1)).collect()
        }
        Content::Table(next) if !next.ruled && !next.row(0).any(|cell| rows::begins(&cell.text)) => {
            let labelled = |cell: &TableCell| !is_empty(cell) && !cell.torn && !rows::is_figure(&cell.text);
            let torn = next.row(0).any(labelled);
            let parts = next.row(0).filter(|cell| cell.torn || (!torn && rows::is_figure(&cell.text)));
            let edges = |cell: &TableCell| (next.xs[cell.region.left], next.xs[cell.region.right]);
            parts.map(edges).collect()
        }
        _ => return,
    };
    let (xs, last) = (&table.xs, table.rows);
    for cell in table.cells.iter_mut().filter(|cell| cell.region.bottom == last && rows::is_figure(&cell.text)) {
        let (x0, x1) = (xs[cell.region.left], xs[cell.region.right]);
        if pieces.iter().any(|piece| piece.0 - start < x1 && piece.1 - start > x0) {
            cell.torn = true;
            cell.text.clear();
        }
    }
}

/// Whether the cells below the break hold no more than what was left of values above it, as their label tells: it stands
/// above, and below is none or what is left of it. A value stands on one side, or is a number that goes on.
fn is_rest(leaves: &[(&TableCell, &TableCell)]) -> bool {
    let (mut labels, mut above, mut below) = (0, 0, 0);
    if leaves.iter().any(|(a, b)| a.torn || b.torn) {
        return false;
    }
    for (a, b) in leaves {
        let values = [a, b].map(|cell| rows::is_figure(&cell.text));
        match (a.text.is_empty(), b.text.is_empty()) {
            (_, true) if !values[0] && is_label(a) => labels += usize::from(!a.text.is_empty()),
            (false, false) if is_label(a) && goes_on(a, b) => labels += 1,
            (false, true) if values[0] => above += 1,
            (true, false) if values[1] => below += 1,
            (false, false) if values[0] && values[1] && is_full(a, b) => (above, below) = (above + 1, below + 1),
            _ => return false,
        }
    }
    labels > 0 && above > 0 && below > 0
}

/// Whether the text of a cell below the break goes on from the cell above: the text above fills its last
/// line, it is an item of an enumeration, and the text below starts none.
fn goes_on(above: &TableCell, below: &TableCell) -> bool {
    if below.text.starts_with(|c| CLOSING.contains(c)) {
        return true;
    }
    is_full(above, below) && is_item(&above.text) && !is_item(&below.text)
}

/// Whether the last line of a cell has no room for the first character of the text below the break.
fn is_full(above: &TableCell, below: &TableCell) -> bool {
    let fit = &above.fit;
    fit.last + below.fit.first_character > fit.width - PADDING * fit.size
}

/// Whether a cell is blank or holds words: no figure, no mark for one.
fn is_label(cell: &TableCell) -> bool {
    let mut text = cell.text.chars().filter(|c| !c.is_whitespace());
    cell.text.is_empty() || text.any(|c| wide(c) && c.is_alphabetic())
}

/// Whether a text begins as an item of an enumeration does; 第三方 does not, 第三条 does.
pub(super) fn is_item(text: &str) -> bool {
    enumerator(text).is_some_and(|found| {
        let clause = || text[found.end..].trim_start().starts_with(['条', '款', '项', '章', '部', '节']);
        (found.ordinal && (found.mark.is_some() || clause())) || found.set_off(&['、', '.', ',', ')', ':'])
    })
}
