//! Which column each figure of a row stands in, where some rows have fewer figures than others: a blank
//! cell must not move the figures after it. Rows between two headers come in; blank cells are put in
//! where the columns are certain, and where they are not the row's figures share one cell.

use super::super::lines::{Piece, is_misread, is_unit, is_value};
use super::super::rows::Text;
use super::{Built, RowKind};
use crate::script::fold_char;

/// Aligns the rows of one block below the header lines `heads`. Remarks behind the figures of some rows stay where they are.
pub(super) fn align(rows: &mut [Built], heads: &[Built]) {
    if !rows.iter().any(has_remark) {
        return align_figures(rows, heads, &[]);
    }
    let column = remarks_column(rows, heads);
    let remarks: Vec<Option<(Piece, Text)>> = rows.iter_mut().map(|row| take_remark(row, column)).collect();
    let beside: Vec<Column> = remarks.iter().flatten().map(|(piece, _)| (piece.left, piece.right)).collect();
    align_figures(rows, heads, &beside);
    for (row, remark) in rows.iter_mut().zip(remarks) {
        row.values.extend(remark);
    }
}

/// Whether figures end with words.
fn has_remark(row: &Built) -> bool {
    let last = row.values.last().filter(|_| row.kind == RowKind::Figures && row.values.len() > 1);
    last.is_some_and(|(last, _)| !is_value(last.text) && !is_misread(last.text))
}

/// Where all remarks in words begin, if a name stands right above them.
fn remarks_column(rows: &[Built], heads: &[Built]) -> Option<usize> {
    let mut remarks = rows.iter().filter(|row| has_remark(row)).filter_map(|row| Some(row.values.last()?.0.left));
    let left = remarks.next()?;
    let mut names = heads.iter().flat_map(|head| &head.values);
    (remarks.all(|other| other == left) && names.any(|(name, _)| name.left == left)).then_some(left)
}

/// The remark of a row; a number in the column of the others is one.
fn take_remark<'a>(row: &mut Built<'a>, column: Option<usize>) -> Option<(Piece<'a>, Text)> {
    let beside = |row: &Built| row.kind == RowKind::Figures && row.values.last().map(|(last, _)| last.left) == column;
    if has_remark(row) || column.is_some() && beside(row) { row.values.pop() } else { None }
}

/// Aligns figures; `beside`: where the remarks behind them stand.
fn align_figures(rows: &mut [Built], heads: &[Built], beside: &[Column]) {
    let counts: Vec<usize> =
        rows.iter().filter(|row| row.kind == RowKind::Figures).map(|row| row.values.len()).collect();
    let Some(&most) = counts.iter().max() else { return };
    let mut named = named(rows, heads).unwrap_or_default();
    named.retain(|column| !beside.iter().any(|remark| remark.0 < column.1 && column.0 < remark.1));
    let named = Some(named).filter(|named| named.len() >= most && named.len() > 1);
    let wanted = named.as_ref().map_or(most, Vec::len);
    if counts.iter().all(|&count| count == wanted) {
        return;
    }
    if let Some(places) = vouched_strung(rows, most) {
        let figures = rows.iter_mut().filter(|row| row.kind == RowKind::Figures);
        figures.zip(&places).for_each(|(row, places)| spread(row, places, most));
        return;
    }
    if named.is_none() && is_full_by_chance(rows, most) {
        return join_all(rows, most);
    }
    let ruled = heads.iter().any(|head| head.kind == RowKind::Rule);
    if !ruled && (!is_spread(rows) || is_strung(rows)) {
        return join_all(rows, wanted);
    }
    if let Some(columns) = named.as_ref().filter(|_| !ruled)
        && let Some(close) = close(heads)
        && (!stand_alike(rows, columns) || is_strung_elsewhere(rows, columns, close))
    {
        return join_all(rows, wanted);
    }
    let found = named
        .filter(|columns| {
            rows.iter().filter(|row| row.kind == RowKind::Figures).all(|row| place(row, columns).is_some())
        })
        .or_else(|| separate(rows, most).or_else(|| learned(rows, most)).filter(|_| is_confirmed(rows, most)));
    let Some(columns) = found else { return join_all(rows, most) };
    let count = columns.len();
    for row in rows.iter_mut().filter(|row| row.kind == RowKind::Figures && row.values.len() < count) {
        match place(row, &columns).filter(|_| !row.torn && !touches(row)) {
            Some(places) => spread(row, &places, count),
            None => join(row),
        }
    }
}

/// The columns that a header names, from the lowest of its lines up: a name over several columns is none of its own. Names
/// that stand over labels count for nothing.
fn named(rows: &[Built], heads: &[Built]) -> Option<Vec<Column>> {
    let labels = rows.iter().map(|row| row.labels).max()?;
    let mut columns: Vec<Column> = Vec::new();
    for (piece, _) in heads.iter().rev().flat_map(|head| &head.values) {
        let (left, right) = (piece.left, piece.right);
        let over: Vec<usize> = (0..columns.len()).filter(|&at| left < columns[at].1 && columns[at].0 < right).collect();
        match over[..] {
            [] if left + 1 >= labels => columns.push((left, right)),
            [at] => {
                // The upper half of a folded name, or a name that reaches over more than this column.
                let column = columns[at];
                if right <= column.1 + FOLDED {
                    columns[at] = (column.0.min(left), column.1.max(right));
                }
            }
            _ => {}
        }
    }
    columns.sort_unstable();
    (!columns.is_empty()).then_some(columns)
}

/// Whether rows that have all figures show columns: several do, or one whose figures all stand further apart than words.
fn is_confirmed(rows: &[Built], most: usize) -> bool {
    let full = || rows.iter().filter(|row| row.kind == RowKind::Figures && row.values.len() == most);
    let apart = |row: &Built| row.values.windows(2).all(|pair| pair[1].0.left > pair[0].0.right + 1);
    full().nth(1).is_some() || full().all(apart)
}

/// Whether figures stand apart by more than the single blanks that separate words.
fn is_spread(rows: &[Built]) -> bool {
    let gaps = rows.iter().filter(|row| row.kind == RowKind::Figures).flat_map(|row| row.values.windows(2));
    let (mut single, mut all) = (0, 0);
    for pair in gaps {
        all += 1;
        single += usize::from(pair[1].0.left <= pair[0].0.right + 1);
    }
    single * 2 < all || all == 0
}

/// Whether cells were strung together with as many blanks between any two, not set in columns: first figures stand as close
/// behind labels of different lengths, and not in line.
fn is_strung(rows: &[Built]) -> bool {
    let labelled = || {
        let rows = rows.iter().filter(|row| row.kind == RowKind::Figures && row.labels > 0);
        rows.filter_map(|row| Some((row.labels, row.values.first()?.0)))
    };
    let gap = |(labels, piece): &(usize, Piece)| piece.left.saturating_sub(*labels);
    let Some(least) = labelled().map(|row| gap(&row)).min() else { return false };
    let close: Vec<(usize, Piece)> = labelled().filter(|row| gap(row) == least).collect();
    let differ = |ends: fn(&Piece) -> usize| close.iter().any(|(_, piece)| ends(piece) != ends(&close[0].1));
    close.len() > 1 && differ(|piece| piece.left) && differ(|piece| piece.right)
}

/// Blanks between names that may have been put there to part them, and say nothing of columns.
const CLOSE: usize = 2;

/// How many blanks part the names of the lowest header, if they say no more: no two names stand further apart than `CLOSE`,
/// or all as far as others. The header of a table laid out so reads like one whose cells were strung together.
fn close(heads: &[Built]) -> Option<usize> {
    let names = heads.last().map(|head| &head.values[..]).unwrap_or_default();
    let gaps = || names.windows(2).map(|pair| pair[1].0.left.saturating_sub(pair[0].0.right));
    let (least, most) = (gaps().min()?, gaps().max()?);
    (names.len() > 2 && (most <= CLOSE || least == most)).then_some(most.max(CLOSE))
}

/// Whether figures, several of them, stand below the names of their columns all in the same way: from the left, from the
/// right or about the middle, where half a blank goes either way.
fn stand_alike(rows: &[Built], columns: &[Column]) -> bool {
    let mut offsets: Vec<[i64; 3]> = Vec::new();
    for row in rows.iter().filter(|row| row.kind == RowKind::Figures) {
        let Some(places) = place(row, columns) else { return false };
        for ((piece, _), at) in row.values.iter().zip(places) {
            let between = |one: usize, other: usize| one as i64 - other as i64;
            let (left, right) = (between(piece.left, columns[at].0), between(piece.right, columns[at].1));
            offsets.push([left, right, left + right]);
        }
    }
    let apart = |way: usize| {
        let all = || offsets.iter().map(|offset| offset[way]);
        all().max().zip(all().min()).map_or(0, |(most, least)| most - least)
    };
    offsets.len() > 1 && (apart(0) == 0 || apart(1) == 0 || apart(2) <= 1)
}

/// Whether all rows could be cells strung together with as many blanks as part the names, blank cells among them, and a
/// figure were then another column's than the one that it stands in.
fn is_strung_elsewhere(rows: &[Built], columns: &[Column], close: usize) -> bool {
    let mut elsewhere = false;
    for row in rows.iter().filter(|row| row.kind == RowKind::Figures) {
        let Some(strung) = strung_places(row, close).filter(|places| places.last() < Some(&columns.len())) else {
            return false;
        };
        elsewhere |= place(row, columns).is_some_and(|places| places != strung);
    }
    elsewhere
}

/// The column of each figure of a row if each blank cell in front of it left no more than the blanks behind it; `None`
/// where others stand there.
fn strung_places(row: &Built, close: usize) -> Option<Vec<usize>> {
    let (mut end, mut column) = (row.labels, 0);
    let mut places = Vec::new();
    for (at, (piece, _)) in row.values.iter().enumerate() {
        let blanks = piece.left.checked_sub(end).filter(|blanks| blanks.is_multiple_of(close))?;
        // A row without a label begins with its first cell.
        let parted = usize::from(at > 0 || row.labels > 0);
        column += (blanks / close).checked_sub(parted)? + usize::from(at > 0);
        places.push(column);
        end = piece.right;
    }
    Some(places)
}

/// Rows with blank cells whose sums must bear out where their figures stand.
const VOUCHED: usize = 3;

/// The columns of the figures of each row where cells were strung together and blank ones left the blanks that part them: as
/// many blanks behind each cell, the whole of some row, and in no row another total than the sum of what stands before it.
fn vouched_strung(rows: &[Built], most: usize) -> Option<Vec<Vec<usize>>> {
    let figures = || rows.iter().filter(|row| row.kind == RowKind::Figures);
    let full = figures().find(|row| row.values.len() == most && row.labels > 0)?;
    let close = full.values.first()?.0.left.checked_sub(full.labels).filter(|blanks| *blanks > 0 && most >= SUMMED)?;
    // A misread figure ends no label.
    let is_named = |row: &Built| {
        let word = row.label.last().and_then(|text| text.text.split_whitespace().next_back());
        word.is_some_and(|word| word.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}')))
    };
    let places: Vec<Vec<usize>> = figures()
        .map(|row| strung_places(row, close).filter(|places| is_named(row) && places.last() < Some(&most)))
        .collect::<Option<_>>()?;
    let told = figures().zip(&places).filter(|(_, places)| places.len() > 1 && places.last() == Some(&(most - 1)));
    let mut vouched = 0;
    for (row, places) in told {
        match adds_up(row) {
            Some(true) => vouched += usize::from(places.len() < most),
            Some(false) => return None,
            None => {}
        }
    }
    (vouched >= VOUCHED).then_some(places)
}

/// How much further the upper half of a folded name may reach than the lower one.
const FOLDED: usize = 4;
/// How much more than its widest figure a column may take where its figures are set in line.
const DRIFT: usize = 4;

/// Whether figures are set in line: no column is much wider than its widest figure.
fn in_line(rows: &[Built], columns: &[Column]) -> bool {
    columns.iter().all(|&(left, right)| {
        let inside = |piece: &Piece| left <= piece.left && piece.right <= right;
        let figures = rows.iter().flat_map(|row| &row.values).map(|(piece, _)| piece).filter(|piece| inside(piece));
        let widest = figures.map(|piece| piece.right - piece.left).max().unwrap_or(0);
        right - left <= widest + DRIFT
    })
}

/// A column's extent: first and one past the last display column.
type Column = (usize, usize);

/// Columns that no figure of another column overlaps.
fn separate(rows: &[Built], most: usize) -> Option<Vec<Column>> {
    let mut extents: Vec<Column> =
        rows.iter().flat_map(|row| row.values.iter().map(|(piece, _)| (piece.left, piece.right))).collect();
    extents.sort_unstable();
    let mut columns: Vec<Column> = Vec::new();
    for (left, right) in extents {
        match columns.last_mut() {
            Some(column) if left < column.1 => column.1 = column.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    (columns.len() == most && in_line(rows, &columns)).then_some(columns)
}

/// Columns of the rows that have all their figures, if those agree among themselves.
fn learned(rows: &[Built], most: usize) -> Option<Vec<Column>> {
    let mut columns: Vec<Column> = vec![(usize::MAX, 0); most];
    for row in rows.iter().filter(|row| row.values.len() == most) {
        for (column, (piece, _)) in columns.iter_mut().zip(&row.values) {
            *column = (column.0.min(piece.left), column.1.max(piece.right));
        }
    }
    (columns.windows(2).all(|pair| pair[0].1 <= pair[1].0) && in_line(rows, &columns)).then_some(columns)
}

/// The column of each figure of a row: the only one that it overlaps, or the clearly nearest one.
fn place(row: &Built, columns: &[Column]) -> Option<Vec<usize>> {
    let mut places: Vec<usize> = Vec::new();
    for (piece, _) in &row.values {
        let distance = |column: &Column| {
            // Twice the distance between the middles, so that it stays whole.
            (column.0 + column.1).abs_diff(piece.left + piece.right)
        };
        let overlapping: Vec<usize> = (0..columns.len())
            .filter(|&index| piece.left < columns[index].1 && columns[index].0 < piece.right)
            .collect();
        let found = match overlapping[..] {
            [only] => only,
            [] => {
                let nearest = (0..columns.len()).min_by_key(|&index| distance(&columns[index]))?;
                let second =
                    (0..columns.len()).filter(|&index| index != nearest).map(|index| distance(&columns[index])).min();
                if second.is_some_and(|second| distance(&columns[nearest]) * 3 > second) {
                    return None;
                }
                nearest
            }
            _ => return None,
        };
        if places.last().is_some_and(|&last| last >= found) {
            return None;
        }
        places.push(found);
    }
    Some(places)
}

/// Whether a figure of a row may be two that touch, the first of them zero: `0186`.
fn touches(row: &Built) -> bool {
    row.values.iter().any(|(piece, _)| {
        let mut digits = piece.text.chars().filter_map(fold_char);
        digits.next() == Some('0') && digits.next().is_some_and(|c| c.is_ascii_digit())
    })
}

fn spread(row: &mut Built, places: &[usize], most: usize) {
    let mut values = std::mem::take(&mut row.values).into_iter().zip(places).peekable();
    let Some(((first, text), _)) = values.peek() else { return };
    let blank = (*first, Text::new("", text.location));
    for column in 0..most {
        let value = values.next_if(|(_, place)| **place == column).map(|(value, _)| value);
        row.values.push(value.unwrap_or_else(|| blank.clone()));
    }
}

/// Joins the figures of rows whose columns are not certain: all that have fewer than `most`, and of the others those that
/// break their sum, for a figure of another column may be one too many.
fn join_all(rows: &mut [Built], most: usize) {
    let chance = is_full_by_chance(rows, most);
    let odd = |row: &Built| most >= SUMMED && adds_up(row) == Some(false);
    let open = |row: &&mut Built| row.kind == RowKind::Figures && (row.values.len() < most || chance || odd(row));
    rows.iter_mut().filter(open).for_each(join);
}

/// Rows with fewer figures have no sum that tells a column too many.
const SUMMED: usize = 6;

/// Whether a row ends with the sum of its figures; `None` where some are none. A rate is no sum.
fn adds_up(row: &Built) -> Option<bool> {
    let (total, parts) = row.values.split_last()?;
    if total.0.text.ends_with(['%', '％']) {
        return Some(false);
    }
    let sum = parts.iter().try_fold(0u64, |sum, (part, _)| sum.checked_add(count(part)?))?;
    Some(sum == count(&total.0)?)
}

/// The count that a figure is, with its unit or without.
fn count(piece: &Piece) -> Option<u64> {
    let mut value = 0u64;
    for (at, c) in piece.text.char_indices().filter(|(_, c)| *c != ',') {
        let Some(digit) = fold_char(c).and_then(|c| c.to_digit(10)) else {
            return (at > 0 && is_unit(&piece.text[at..])).then_some(value);
        };
        value = value.checked_mul(10)?.checked_add(digit.into())?;
    }
    Some(value)
}

/// Whether no row that has all figures ends with their sum, or but rows that would without some figure that is none: where
/// blank cells left no trace, figures of a column that no other row has a figure in made up their number.
fn is_full_by_chance(rows: &[Built], most: usize) -> bool {
    let full = || rows.iter().filter(|row| row.kind == RowKind::Figures && row.values.len() == most);
    let known = || full().filter_map(|row| Some((row, adds_up(row)?)));
    let has_zero = |row: &Built| row.values.iter().any(|(piece, _)| count(piece) == Some(0));
    let broken = known().any(|(_, sum)| !sum);
    let vouches = |(row, sum): (&Built, bool)| sum && !(broken && has_zero(row));
    most >= SUMMED && known().next().is_some() && !known().any(vouches)
}

/// One cell for figures whose columns are not certain: it reads as text, not as a figure.
fn join(row: &mut Built) {
    let mut values = std::mem::take(&mut row.values).into_iter();
    let Some((piece, mut text)) = values.next() else { return };
    for (_, next) in values {
        text.text.push(' ');
        text.text.push_str(&next.text);
    }
    row.values.push((piece, text));
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::{Pitch, split};
    use super::super::read;

    /// Cells of the rows behind the header.
    fn rows(text: &str) -> Vec<Vec<String>> {
        let (rows, _) = read(&split(text), Pitch::Display).expect("it is laid out");
        rows.into_iter().skip(1).map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    #[test]
    fn figures_of_another_column_fill_no_row() {
        // Blank cells left no trace: the third row has as many figures as the first, but the last of them is of another column.
        let read = rows("项目  数量\n子 1 2 3 4 5 6 21\n丑 1 1\n寅 1 1 0 0 0 2 3\n卯 1 1\n");
        assert_eq!((read[0].len(), &read[2][..]), (8, &["寅".to_owned(), "1 1 0 0 0 2 3".to_owned()][..]), "{read:?}");
    }

    #[test]
    fn blanks_that_part_strung_cells_tell_of_blank_ones() {
        let table = "项目  数量\n子 1 2 3 4 5 6 21\n丑类 1 1     2\n寅   1   2 3\n卯类别 1   1   2\n辰   4\n";
        let read = rows(table);
        assert_eq!(read[1], ["丑类", "1", "1", "", "", "", "", "2"]);
        assert_eq!(read[4], ["辰", "", "", "4", "", "", "", ""]);
        // A total that is no sum: who knows whether blanks stand for cells.
        let broken = rows(&table.replace("   2 3", "   2 4"));
        assert_eq!(broken[4], ["辰", "4"]);
    }

    #[test]
    fn numbers_below_the_name_of_remarks_are_none_of_the_figures() {
        let names = "项目      甲    乙    丙    丁    戊    总数  附注\n";
        let text = format!(
            "{names}子        1     2     3     4     5     15\n丑        1     1     1     0     0     3     转办\n寅        1           1                 2     3\n"
        );
        assert_eq!(rows(&text)[2], ["寅", "1", "", "1", "", "", "2", "3"]);
    }

    const NAMES: &str = "信息内容  上一年项目数量  本年增/减  处理决定数量\n";

    #[test]
    fn blanks_of_cells_strung_together_are_no_columns() {
        // Two blank cells stand before each figure, which comes to stand below the first name.
        let strung = rows(&format!("{NAMES}行政检查      3204\n行政裁决      611\n"));
        assert_eq!(strung, [["行政检查", "3204"], ["行政裁决", "611"]]);
        // Nothing is blank in front of these, whichever way they are read.
        let first = rows(&format!("{NAMES}行政检查  3204\n行政裁决  611\n"));
        assert_eq!(first, [["行政检查", "3204", "", ""], ["行政裁决", "611", "", ""]]);
        // Strung with four blanks, and the names as well: two blank cells stand in front.
        let names = NAMES.replace("  ", "    ");
        let four = rows(&format!("{names}规章    2    3    4\n规范性文件            66\n"));
        assert_eq!(four[1], ["规范性文件", "66"]);
        // Further from the label than strung cells can be.
        let set = rows(&format!(
            "{NAMES}行政检查                             3204\n行政裁决                             611\n"
        ));
        assert_eq!(set, [["行政检查", "", "", "3204"], ["行政裁决", "", "", "611"]]);
    }

    #[test]
    fn a_figure_too_many_that_is_none_fills_no_row() {
        // 上年数 in front: where it is zero, or its row's other figures have units, sums tell nothing.
        let read = rows("项目  数量\n子 9 1 2 3 4 5 15\n丑 0 1 2 3 4 5 15\n寅 4 1件 0 0 0 0 1\n卯 4 1\n");
        assert!(read.iter().all(|row| row.len() == 2), "{read:?}");
        // Whole rows, one of which has an error.
        let read = rows("项目  数量\n子 9 1 2 3 4 5 15\n丑 1 1 2 3 4 5 16\n寅 4\n");
        assert_eq!(read[1].len(), 8, "{read:?}");
    }

    #[test]
    fn figures_that_touch_are_left_open() {
        let head = "名称          项目数    金额\n";
        let read = rows(&format!("{head}政府采购      3         12.5\n集中采购             0186万元\n"));
        assert_eq!(read[1], ["集中采购", "0186万元"]);
    }
}
