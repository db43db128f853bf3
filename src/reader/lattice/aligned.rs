//! Lines of a band of text come in; runs of lines whose parts stand under each other are tables without
//! ruling lines and go out as such, the other lines as they are.

use super::frame::Region;
use super::glyph::{Bounds, Direction};
use super::item::{Content, PageItem};
use super::ruling::{Line, nearest};
use super::table::{Fit, Table, TableCell, locate};
use super::text::{Segment, TextLine};
use crate::script::{enumerator, wide};

/// Fewer lines with several parts are no table.
const FEWEST_ROWS: usize = 3;
/// Lines further apart than this many font sizes do not belong together.
const FARTHEST: f32 = 4.0;
/// Single lines that may stand between two lines of a table (wrapped labels).
const MOST_BETWEEN: usize = 3;
/// Lines above and below a heading that tell whether the columns change there.
const MODEL: usize = 14;
/// Share of the usual distance of rows within which a single line belongs to a row.
const ATTACHED: f32 = 0.8;
/// With two columns, the right one holds values, not text, up to this length.
const SHORT: usize = 12;
/// More columns are rubbish.
const MOST_COLUMNS: usize = 200;
/// Separating lines cover at least this share of a table's width.
const RULED_SHARE: f32 = 0.6;

/// Lines and tables of a band, from top to bottom.
pub(super) fn find(band: Vec<TextLine>, rules: &[Line], page: u32, direction: Direction) -> Vec<PageItem> {
    let mut items = Vec::with_capacity(band.len());
    let mut rest = band.as_slice();
    while let Some(first) = rest.first() {
        let length = run(rest);
        match (length > 0).then(|| table(&rest[..length], rules, page, direction)).flatten() {
            Some(item) => {
                items.push(item);
                rest = &rest[length..];
            }
            None => {
                // What is no table from its first line on is not tried again from its second.
                let skipped = length.max(1);
                items.extend(
                    rest[..skipped]
                        .iter()
                        .map(|line| PageItem { bounds: line.bounds, kind: Content::Line(line.clone()) }),
                );
                rest = &rest[skipped..];
            }
        }
        debug_assert!(!first.segments.is_empty(), "a line has text");
    }
    items
}

/// Length of the run of lines from the first that may be a table; zero when it starts with none.
fn run(lines: &[TextLine]) -> usize {
    let several = |line: &TextLine| line.segments.len() > 1;
    if !lines.first().is_some_and(several) {
        return 0;
    }
    let (mut end, mut rows, mut between) = (1, 1, 0);
    for (index, pair) in lines.windows(2).enumerate() {
        let distance = pair[1].bounds.y0 - pair[0].bounds.y1;
        if distance > FARTHEST * pair[0].size || between > MOST_BETWEEN || is_heading(lines, index + 1) {
            break;
        }
        if several(&pair[1]) {
            (end, rows, between) = (index + 2, rows + 1, 0);
        } else {
            between += 1;
        }
    }
    if rows >= FEWEST_ROWS { end } else { 0 }
}

/// Whether a line is the heading between two tables: an item of the outermost enumeration alone on its line, with other
/// columns below it than above.
fn is_heading(lines: &[TextLine], at: usize) -> bool {
    let Some([only]) = lines.get(at).map(|line| line.segments.as_slice()) else { return false };
    let outermost = enumerator(&only.text).is_some_and(|found| !found.bracketed && found.set_off(&['、']));
    if !outermost || only.text.trim_start().starts_with(|c: char| c.is_numeric() && !wide(c)) {
        return false;
    }
    let parts = |lines: &[TextLine]| -> Vec<usize> {
        lines.iter().map(|line| line.segments.len()).filter(|&parts| parts > 1).collect()
    };
    let above = parts(&lines[at.saturating_sub(MODEL)..at]);
    let below = parts(&lines[at + 1..lines.len().min(at + 1 + MODEL)]);
    let most = |parts: &[usize]| parts.iter().copied().max().unwrap_or(0);
    let usual = above.iter().copied().max_by_key(|&own| (above.iter().filter(|&&other| other == own).count(), own));
    let other = below.iter().take(FEWEST_ROWS).all(|&parts| Some(parts) != usual);
    (other && !below.is_empty()) || most(&below) > most(&above) + 2
}

/// The table that a run of lines is, if its parts stand in columns.
fn table(lines: &[TextLine], rules: &[Line], page: u32, direction: Direction) -> Option<PageItem> {
    let columns = columns(lines)?;
    let bounds = lines.iter().map(|line| line.bounds).reduce(|a, b| a.around(&b))?;
    let groups = ruled_rows(lines, rules, &bounds).unwrap_or_else(|| rows(lines, &columns));
    let xs: Vec<f32> = std::iter::once(bounds.x0)
        .chain(columns.windows(2).map(|pair| (pair[0].1 + pair[1].0) * 0.5))
        .chain(std::iter::once(bounds.x1))
        .collect();
    let mut xs = xs;
    let mut cells = Vec::new();
    for (row, group) in groups.iter().enumerate() {
        if group.iter().any(|line| line.segments.len() > columns.len()) {
            in_order(group, row, page, direction, &mut cells);
        } else {
            place(group, row, &columns, &xs, page, direction, &bounds, &mut cells);
        }
    }
    // Rows with more parts than the table has columns reach beyond it.
    let most = cells.iter().map(|cell: &TableCell| cell.region.right).max().unwrap_or(0);
    while xs.len() <= most {
        xs.push(xs.last().copied().unwrap_or(bounds.x1) + 1.0);
    }
    let table = Table {
        xs,
        rows: groups.len(),
        cells,
        ruled: false,
        open_top: false,
        open_bottom: false,
        location: locate(page, direction, &bounds),
    };
    Some(PageItem { bounds, kind: Content::Table(table) })
}

/// Left and right edge of each column, from the lines that have the commonest number of parts.
fn columns(lines: &[TextLine]) -> Option<Vec<(f32, f32)>> {
    let most = lines.iter().map(|line| line.segments.len()).max()?;
    let count = |parts: usize| lines.iter().filter(|line| line.segments.len() == parts).count();
    let parts = (2..=most).max_by_key(|&parts| (count(parts), parts))?;
    if count(parts) < FEWEST_ROWS || parts > MOST_COLUMNS {
        return None;
    }
    let model = || lines.iter().filter(|line| line.segments.len() == parts);
    let columns: Vec<(f32, f32)> = (0..parts)
        .map(|column| {
            let bounds = || model().filter_map(|line| line.segments.get(column)).map(|segment| segment.bounds);
            (bounds().map(|b| b.x0).fold(f32::MAX, f32::min), bounds().map(|b| b.x1).fold(f32::MIN, f32::max))
        })
        .collect();
    let apart = columns.windows(2).all(|pair| pair[0].1 < pair[1].0);
    let values = parts > 2 || {
        let short = model().filter(|line| line.segments[1].text.chars().count() <= SHORT).count();
        short * 10 >= count(parts) * 7
    };
    (apart && values).then_some(columns)
}

/// Rows as the lines between two separating rules; `None` where such rules do not divide the run.
fn ruled_rows<'a>(lines: &'a [TextLine], rules: &[Line], bounds: &Bounds) -> Option<Vec<Vec<&'a TextLine>>> {
    let inside: Vec<f32> = rules
        .iter()
        .filter(|rule| rule.at > bounds.y0 && rule.at < bounds.y1)
        .filter(|rule| rule.to.min(bounds.x1) - rule.from.max(bounds.x0) >= RULED_SHARE * bounds.width())
        .map(|rule| rule.at)
        .collect();
    if inside.len() < FEWEST_ROWS - 1 {
        return None;
    }
    let mut rows: Vec<Vec<&TextLine>> = vec![Vec::new(); inside.len() + 1];
    for line in lines {
        let row = inside.partition_point(|&at| at < line.bounds.center().1);
        rows[row].push(line);
    }
    rows.retain(|row| !row.is_empty());
    Some(rows)
}

/// Rows as the lines with several parts, each with the single lines that stand close to it.
fn rows<'a>(lines: &'a [TextLine], columns: &[(f32, f32)]) -> Vec<Vec<&'a TextLine>> {
    let middle = |line: &TextLine| line.bounds.center().1;
    let anchors: Vec<f32> = lines.iter().filter(|line| line.segments.len() > 1).map(middle).collect();
    let mut distances: Vec<f32> = anchors.windows(2).map(|pair| pair[1] - pair[0]).collect();
    distances.sort_by(f32::total_cmp);
    let usual = distances.get(distances.len() / 2).copied().unwrap_or(0.0);
    // Key of each line: the anchor that it belongs to, or its own height.
    let mut keyed: Vec<(f32, &TextLine)> = lines
        .iter()
        .map(|line| {
            let y = middle(line);
            let wide = line.segments.len() > 1 || reach(&line.segments[0], columns).is_some_and(|(a, b)| b > a + 1);
            let nearest = anchors.get(nearest(&anchors, y)).copied();
            match nearest.filter(|anchor| !wide && (anchor - y).abs() <= ATTACHED * usual) {
                Some(anchor) => (anchor, line),
                None => (y, line),
            }
        })
        .collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut rows: Vec<(f32, Vec<&TextLine>)> = Vec::new();
    for (key, line) in keyed {
        match rows.last_mut().filter(|row| row.0 == key) {
            Some(row) => row.1.push(line),
            None => rows.push((key, vec![line])),
        }
    }
    rows.into_iter().map(|(_, lines)| lines).collect()
}

/// Columns that a segment touches, end exclusive; the nearest one when it stands between columns.
fn reach(segment: &Segment, columns: &[(f32, f32)]) -> Option<(usize, usize)> {
    let touched = |&(from, to): &(f32, f32)| segment.bounds.x0 < to && segment.bounds.x1 > from;
    match (columns.iter().position(touched), columns.iter().rposition(touched)) {
        (Some(first), Some(last)) => Some((first, last + 1)),
        _ => {
            let x = segment.bounds.center().0;
            let distance = |&(from, to): &(f32, f32)| (from - x).abs().min((to - x).abs());
            let nearest = columns.iter().map(distance).enumerate().min_by(|a, b| a.1.total_cmp(&b.1))?;
            Some((nearest.0, nearest.0 + 1))
        }
    }
}

/// Cells of a row that has more parts than the table has columns: its parts in order. Two of them in one cell would
/// read as one number.
fn in_order(lines: &[&TextLine], row: usize, page: u32, direction: Direction, cells: &mut Vec<TableCell>) {
    let Some(&main) = lines.iter().max_by_key(|line| line.segments.len()) else { return };
    let mut placed: Vec<(String, Bounds)> =
        main.segments.iter().map(|segment| (segment.text.clone(), segment.bounds)).collect();
    for segment in lines.iter().filter(|line| !std::ptr::eq(**line, main)).flat_map(|line| &line.segments) {
        let middle = segment.bounds.center().0;
        let above = placed.iter().position(|(_, bounds)| middle >= bounds.x0 && middle <= bounds.x1).unwrap_or(0);
        placed[above].0.push('\n');
        placed[above].0.push_str(&segment.text);
        placed[above].1 = placed[above].1.around(&segment.bounds);
    }
    cells.extend(placed.into_iter().enumerate().map(|(at, (text, bounds))| TableCell {
        region: Region { top: row, left: at, bottom: row + 1, right: at + 1 },
        text,
        location: locate(page, direction, &bounds),
        picture: false,
        recognised: None,
        fit: Fit::default(),
    }));
}

/// Cells of a row; a column without text is an empty cell.
#[allow(clippy::too_many_arguments)]
fn place(
    lines: &[&TextLine],
    row: usize,
    columns: &[(f32, f32)],
    xs: &[f32],
    page: u32,
    direction: Direction,
    table: &Bounds,
    cells: &mut Vec<TableCell>,
) {
    let top = lines.iter().map(|line| line.bounds.y0).fold(f32::MAX, f32::min);
    let bottom = lines.iter().map(|line| line.bounds.y1).fold(f32::MIN, f32::max);
    let mut placed: Vec<(usize, usize, String, Bounds)> = Vec::new();
    for segment in lines.iter().flat_map(|line| &line.segments) {
        let Some((left, right)) = reach(segment, columns) else { continue };
        match placed.iter_mut().find(|cell| cell.0 < right && cell.1 > left) {
            Some(cell) => {
                // Side by side in one column, or below each other.
                let beside = segment.bounds.center().1 - cell.3.center().1 < 0.5 * segment.bounds.height();
                cell.2.push(if beside { ' ' } else { '\n' });
                cell.2.push_str(&segment.text);
                cell.3 = cell.3.around(&segment.bounds);
            }
            None => placed.push((left, right, segment.text.clone(), segment.bounds)),
        }
    }
    for column in 0..columns.len() {
        if !placed.iter().any(|cell| cell.0 <= column && cell.1 > column) {
            let edge = |at: usize| xs.get(at).copied().unwrap_or(table.x1);
            let bounds = Bounds { x0: edge(column), y0: top, x1: edge(column + 1), y1: bottom };
            placed.push((column, column + 1, String::new(), bounds));
        }
    }
    placed.sort_by_key(|cell| cell.0);
    cells.extend(placed.into_iter().map(|(left, right, text, bounds)| TableCell {
        region: Region { top: row, left, bottom: row + 1, right },
        text,
        location: locate(page, direction, &bounds),
        picture: false,
        recognised: None,
        fit: Fit::default(),
    }));
}

#[cfg(test)]
mod tests {
    use super::super::text::{lines, samples::set};
    use super::*;

    fn grids(glyphs: &[super::super::glyph::Glyph]) -> Vec<Vec<String>> {
        let items = find(lines(glyphs), &[], 1, Direction::Right);
        let rows = items.into_iter().flat_map(|item| match item.kind {
            Content::Table(table) => {
                (0..table.rows).map(|row| table.row(row).map(|cell| cell.text.clone()).collect()).collect::<Vec<_>>()
            }
            Content::Line(line) => vec![vec![format!("line {}", line.text())]],
            _ => Vec::new(),
        });
        rows.collect()
    }

    #[test]
    fn values_under_each_other_with_a_wrapped_label_and_a_blank() {
        let mut glyphs = set("正文一行", 10.0, 0.0, 10.0);
        let rows: [(&str, [&str; 3]); 4] = [
            ("信息内容", ["本年制发", "本年废止", "现行有效"]),
            ("规章", ["1", "0", "11"]),
            ("规范性文件", ["8", "", "66"]),
            ("许可", ["3", "4", "5"]),
        ];
        for (row, (label, values)) in rows.iter().enumerate() {
            let y = 40.0 + row as f32 * 30.0;
            glyphs.extend(set(label, 10.0, y, 10.0));
            for (column, value) in values.iter().enumerate() {
                glyphs.extend(set(value, 120.0 + column as f32 * 70.0, y, 10.0));
            }
        }
        glyphs.extend(set("（行政）", 10.0, 112.0, 10.0));
        assert_eq!(
            grids(&glyphs),
            [
                vec!["line 正文一行"],
                vec!["信息内容", "本年制发", "本年废止", "现行有效"],
                vec!["规章", "1", "0", "11"],
                vec!["规范性文件\n（行政）", "8", "", "66"],
                vec!["许可", "3", "4", "5"],
            ]
        );
    }

    #[test]
    fn numbers_side_by_side_never_share_a_cell() {
        // Most rows have one value, the first block three.
        let mut glyphs = Vec::new();
        let rows: [&[&str]; 6] = [
            &["规章", "2", "47", "642"],
            &["规范性文件", "9", "52", "532"],
            &["许可", "1456"],
            &["处罚", "78"],
            &["强制", "34"],
            &["收费", "5"],
        ];
        for (row, parts) in rows.iter().enumerate() {
            for (column, part) in parts.iter().enumerate() {
                let x = if parts.len() == 2 { column as f32 * 140.0 } else { column as f32 * 70.0 };
                glyphs.extend(set(part, 10.0 + x, 40.0 + row as f32 * 20.0, 10.0));
            }
        }
        let grids = grids(&glyphs);
        assert_eq!(grids[0], ["规章", "2", "47", "642"]);
        assert_eq!((grids[2].as_slice(), grids.len()), (&["许可".to_owned(), "1456".to_owned()][..], 6));
    }

    #[test]
    fn a_heading_with_other_columns_below_it_ends_a_table() {
        let mut glyphs = Vec::new();
        for row in 0..8 {
            let y = row as f32 * 20.0;
            match row {
                4 => glyphs.extend(set("四、复议和诉讼", 10.0, y, 10.0)),
                0..4 => (0..3).for_each(|column| glyphs.extend(set("12", 10.0 + column as f32 * 80.0, y, 10.0))),
                _ => (0..6).for_each(|column| glyphs.extend(set("7", 10.0 + column as f32 * 40.0, y, 10.0))),
            }
        }
        let grids = grids(&glyphs);
        assert_eq!(grids.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 3, 3, 1, 6, 6, 6]);
        assert_eq!(grids[4], ["line 四、复议和诉讼"]);
    }

    #[test]
    fn running_text_is_no_table() {
        let mut glyphs = Vec::new();
        for row in 0..6 {
            glyphs.extend(set("全年共公开信息若干条，其中政策文件若干件。", 10.0, row as f32 * 15.0, 10.0));
        }
        assert_eq!(grids(&glyphs).len(), 6);
        assert!(grids(&glyphs).iter().all(|row| row[0].starts_with("line ")));
    }
}
