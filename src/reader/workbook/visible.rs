//! What a sheet hides: rows, columns and the sheet itself in, the sheet as it is seen out, and what was left out told.
//!
//! Hidden rows and columns take no place: what stands behind them moves up, a merged region loses the part that is
//! hidden, and its text goes to the first slot that is left. Places stay those of the file.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use calamine::Dimensions;

use super::Worksheet;
use super::condition::Conditions;
use super::format::{CellFormat, Sight};
use crate::document::{Document, Omission, SourceLocation, Unread};
use crate::reader::look::is_in_signs;

/// Rows and columns that are not shown, from zero.
#[derive(Debug, Default, Clone)]
pub(super) struct Unseen {
    pub rows: Vec<RangeInclusive<u32>>,
    pub columns: Vec<RangeInclusive<u32>>,
}

/// Ranges of one axis, in order and apart, with what is hidden before each.
struct Axis(Vec<(u32, u32, u32)>);

impl Axis {
    fn new(hidden: &[RangeInclusive<u32>]) -> Self {
        let mut ranges: Vec<(u32, u32)> =
            hidden.iter().filter(|range| !range.is_empty()).map(|range| (*range.start(), *range.end())).collect();
        ranges.sort_unstable();
        let mut apart: Vec<(u32, u32, u32)> = Vec::new();
        for (start, end) in ranges {
            match apart.last_mut() {
                Some(last) if start <= last.1.saturating_add(1) => last.1 = last.1.max(end),
                _ => {
                    let before = apart.last().map_or(0, |last| last.2 + (last.1 - last.0) + 1);
                    apart.push((start, end, before));
                }
            }
        }
        // Lengths are final only now that ranges have grown together.
        let mut before = 0;
        for range in &mut apart {
            range.2 = before;
            before += range.1 - range.0 + 1;
        }
        Self(apart)
    }

    /// Where a row or column is seen; for a hidden one, where the next that is shown stands.
    fn place(&self, at: u32) -> (u32, bool) {
        let index = self.0.partition_point(|range| range.0 <= at);
        match index.checked_sub(1).and_then(|index| self.0.get(index)) {
            Some(&(start, end, before)) if at <= end => (start - before, true),
            Some(&(start, end, before)) => (at - before - (end - start) - 1, false),
            None => (at, false),
        }
    }
}

/// Takes away what is hidden, struck through or formatted so that it shows nothing.
pub(super) fn show(sheet: &mut Worksheet, ordinal: u32, document: &mut Document) {
    let pale = || sheet.cells.iter().any(|cell| cell.pale);
    if !sheet.formats.is_empty() || !sheet.conditions.is_empty() || sheet.no_zeros || pale() {
        take_formatted(sheet, ordinal, document);
    }
    if sheet.hidden {
        let cells = std::mem::take(&mut sheet.cells);
        cells.iter().for_each(|cell| omit(document, ordinal, cell.origin, &cell.text));
        return;
    }
    if sheet.unseen.rows.is_empty() && sheet.unseen.columns.is_empty() {
        return;
    }
    let (rows, columns) = (Axis::new(&sheet.unseen.rows), Axis::new(&sheet.unseen.columns));
    let mut shown = BTreeMap::new();
    sheet.merges.retain_mut(|merge| {
        let ((top, _), (left, _)) = (rows.place(merge.start.0), columns.place(merge.start.1));
        let ((bottom, below), (right, behind)) = (rows.place(merge.end.0), columns.place(merge.end.1));
        // A region that ends in hidden rows ends before them.
        let (Some(bottom), Some(right)) = (bottom.checked_sub(below.into()), right.checked_sub(behind.into())) else {
            return false;
        };
        let kept = top <= bottom && left <= right;
        if kept {
            shown.insert(merge.start, (top, left));
            *merge = Dimensions { start: (top, left), end: (bottom, right) };
        }
        kept
    });
    sheet.cells.retain_mut(|cell| {
        let ((row, above), (column, before)) = (rows.place(cell.row), columns.place(cell.column));
        let place = match shown.get(&(cell.row, cell.column)) {
            Some(&place) => Some(place),
            None => (!above && !before).then_some((row, column)),
        };
        match place {
            Some(place) => (cell.row, cell.column) = place,
            None => omit(document, ordinal, cell.origin, &cell.text),
        }
        place.is_some()
    });
}

/// A sheet as it is with the columns that it hides, its hidden rows taken away; `None` where it hides none.
pub(super) fn with_columns(sheet: &Worksheet, ordinal: u32) -> Option<Worksheet> {
    if sheet.hidden || sheet.unseen.columns.is_empty() {
        return None;
    }
    let hidden = |cell: &super::SheetCell| sheet.unseen.columns.iter().any(|range| range.contains(&cell.column));
    sheet.cells.iter().any(hidden).then(|| {
        let mut whole = sheet.clone();
        whole.unseen.columns.clear();
        show(&mut whole, ordinal, &mut Document::default());
        whole
    })
}

/// Takes away what is formatted so that it is not seen. A row that shows nothing for it takes no place; in one that shows
/// something, a cell that may be seen on a ground that is not known (of a picture) is no blank, nor is one that shows another
/// number than it holds. A zero that is not shown leaves a blank where it stands.
fn take_formatted(sheet: &mut Worksheet, ordinal: u32, document: &mut Document) {
    let mut shown: BTreeMap<u32, bool> = BTreeMap::new();
    let formats = std::mem::take(&mut sheet.formats);
    let conditions = Conditions::new(&sheet.conditions, &sheet.cells);
    sheet.cells.retain_mut(|cell| {
        let own = formats.get(&cell.origin).copied().unwrap_or_default();
        let own = CellFormat { unseen: own.unseen || cell.pale && !own.painted, ..own };
        let (format, certain) = conditions.format(own, cell);
        let part = format.sight(&cell.text, cell.number);
        let zero = cell.number && cell.text.parse() == Ok(0.0);
        let hidden = matches!(part, Sight::Nothing | Sight::White) || zero && sheet.no_zeros;
        if certain && hidden && zero && !format.struck {
            shown.insert(cell.row, true);
            document.omissions.add(Omission::Hidden, &std::mem::take(&mut cell.text), place(ordinal, cell.origin));
            return true;
        }
        let signs = format.signs && cell.text.contains(|c: char| c.is_ascii_digit());
        let signs = signs || is_in_signs(&cell.text);
        if !certain && cell.number || signs || matches!(part, Sight::Otherwise | Sight::Date) && !format.struck {
            shown.insert(cell.row, true);
            cell.text.clear();
            cell.unread = Some(Unread::Field);
            return true;
        }
        if hidden || format.struck {
            shown.entry(cell.row).or_default();
        } else {
            shown.insert(cell.row, true);
            return true;
        }
        let why = if format.struck { Omission::Struck } else { Omission::Hidden };
        document.omissions.add(why, &std::mem::take(&mut cell.text), place(ordinal, cell.origin));
        cell.unread = cell.unread.or(format.unseen.then_some(Unread::Field));
        cell.unread.is_some()
    });
    let unseen = |row: &u32| shown.get(row) == Some(&false);
    sheet.cells.retain(|cell| !unseen(&cell.row));
    // A row that a region reaches into from above is kept.
    let mut merges: Vec<(u32, u32)> = sheet.merges.iter().map(|merge| (merge.start.0, merge.end.0)).collect();
    merges.sort_unstable();
    let (mut above, mut reach) = (merges.into_iter().peekable(), None);
    for &row in shown.keys().filter(|row| unseen(row)) {
        while let Some((_, end)) = above.next_if(|(start, _)| *start < row) {
            reach = reach.max(Some(end));
        }
        if reach < Some(row) {
            sheet.unseen.rows.push(row..=row);
        }
    }
}

fn omit(document: &mut Document, ordinal: u32, origin: (u32, u32), text: &str) {
    document.omissions.add(Omission::Hidden, text, place(ordinal, origin));
}

/// Where a cell stands in the file.
pub(super) fn place(ordinal: u32, origin: (u32, u32)) -> SourceLocation {
    SourceLocation::cell(ordinal, origin.0.saturating_add(1), origin.1.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_close_up_over_what_is_hidden() {
        let axis = Axis::new(&[5..=5, 1..=2, 2..=3, 7..=u32::MAX]);
        let places: Vec<_> = (0..9).map(|at| axis.place(at)).collect();
        let hidden = |at| (at, true);
        let seen = |at| (at, false);
        assert_eq!(
            places,
            [seen(0), hidden(1), hidden(1), hidden(1), seen(1), hidden(2), seen(2), hidden(3), hidden(3)]
        );
    }
}
