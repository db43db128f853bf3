//! Lines of a table without ruling lines come in, with its columns; its rows go out.
//!
//! Values may stand beside any line of a label that is broken over lines, or between two of them. An enumerator says
//! where a row begins, and what follows under it is the rest of its label, up to the next one. Other lines belong
//! to the line with several parts that stands nearest. What a number broken over lines was cannot be told where
//! nothing divides the rows: its pieces are no figures, and neither is what stands beside them in the same column.

use super::ruling::{Line, nearest};
use super::text::{Segment, TextLine};
use super::{glyph::Bounds, join};
use crate::number;
use crate::script::{enumerator, lowered, wide};

/// Share of the usual distance of rows within which a single line belongs to a row.
const ATTACHED: f32 = 0.8;
/// Lines of one label are no further apart than this many font sizes.
pub(super) const BROKEN: f32 = 1.2;
/// Fewer lines to the left of the first column are no column of labels.
const FEWEST_LABELS: usize = 3;
/// Figures in a column of values are at least one in so many parts.
const VALUED: usize = 6;
/// Lines that the labels of items may be broken over, on average.
const MOST_BROKEN: usize = 4;
/// Separating lines cover at least this share of a table's width.
const RULED_SHARE: f32 = 0.6;

/// A row of a table without ruling lines.
#[derive(Debug, Default)]
pub(super) struct Row<'a> {
    /// Its lines from top to bottom.
    pub lines: Vec<&'a TextLine>,
    /// Columns with a piece of a number that was broken over lines.
    pub torn: Vec<usize>,
    /// A column without text may have its text elsewhere: a label alone, whose values need not be blank.
    pub open: bool,
}

/// What the parts of a line are.
pub(super) struct Parts<'a> {
    /// The innermost label.
    pub label: Option<&'a Segment>,
    /// Columns with a figure.
    pub figures: Vec<usize>,
    /// It has text in a column of values.
    valued: bool,
}

/// A label that may go on below.
struct Head<'a> {
    label: &'a Segment,
    /// Line at which its row begins.
    owner: usize,
    /// The last line of it so far.
    last: usize,
    /// Its row has its values.
    valued: bool,
    /// Those are few, and may be pieces of numbers.
    pieces: bool,
    /// Number of values.
    filled: usize,
}

/// Pieces of numbers that were broken over lines.
struct Pieces {
    /// Their line.
    line: usize,
    /// Their columns.
    columns: Vec<usize>,
    /// The label of their row is known.
    own: bool,
}

/// Whether a part is a figure, or a mark for one, with or without note marks; characters of vertical labels (三, 无)
/// are none.
pub(super) fn is_figure(text: &str) -> bool {
    let text = unmarked(text);
    // Digits may be set wide.
    let spaced = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | ','))
        && !text.ends_with('.');
    spaced || number::is_figure(text) || (number::is_mark(text) && !text.chars().any(wide))
}

/// Whether a part is several figures, and not one that is set wide.
pub(super) fn are_figures(text: &str) -> bool {
    text.contains(char::is_whitespace) && !is_figure(text) && text.split_whitespace().all(is_figure)
}

/// Whether a label ends with a figure: those of the columns beside it were set too close.
pub(super) fn ends_with_figure(label: &str) -> bool {
    let label = unmarked(label);
    // The last digits of it, with a unit.
    let last = label.char_indices().rev().skip_while(|(_, c)| !c.is_ascii_digit());
    let start = last.take_while(|&(_, c)| c.is_ascii_digit() || matches!(c, '.' | ',')).last().map(|(at, _)| at);
    let glued = start.is_some_and(|at| label[..at].chars().any(wide) && is_figure(&label[at..]));
    glued || label.split_whitespace().next_back().is_some_and(is_figure)
}

/// A text without the note marks behind it.
fn unmarked(text: &str) -> &str {
    text.trim_end_matches(|c: char| lowered(c) != c || matches!(c, '[' | ']') || c.is_whitespace())
}

/// Columns that a segment touches, end exclusive; the nearest one when it stands between columns.
pub(super) fn reach(segment: &Segment, columns: &[(f32, f32)]) -> Option<(usize, usize)> {
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

/// Adds the column of labels to columns that were found from lines of values alone.
pub(super) fn add_labels(columns: &mut Vec<(f32, f32)>, lines: &[TextLine]) {
    let Some(&(start, _)) = columns.first() else { return };
    let left = lines.iter().flat_map(|line| &line.segments).filter(|segment| segment.bounds.x1 < start);
    let labels: Vec<Bounds> = left.filter(|segment| !is_figure(&segment.text)).map(|segment| segment.bounds).collect();
    if let Some(around) = labels.iter().copied().reduce(|a, b| a.around(&b))
        && labels.len() >= FEWEST_LABELS
    {
        columns.insert(0, (around.x0, around.x1));
    }
}

/// Number of columns, from the left, that hold labels.
pub(super) fn stub(lines: &[TextLine], columns: &[(f32, f32)]) -> usize {
    let mut counts = vec![(0usize, 0usize); columns.len()];
    for segment in lines.iter().flat_map(|line| &line.segments) {
        if let Some((from, to)) = reach(segment, columns)
            && to == from + 1
        {
            let (figures, all) = &mut counts[from];
            *figures += usize::from(is_figure(&segment.text));
            *all += 1;
        }
    }
    // Headings stand above and between values, figures hardly among labels unless two columns are taken for one.
    let values = |&(at, &(figures, all)): &(usize, &(usize, usize))| {
        figures * 2 > all || (at > 0 && figures > 1 && figures * VALUED > all)
    };
    counts.iter().enumerate().find(values).map_or(columns.len(), |(at, _)| at)
}

/// Rows as the lines between two separating rules; `None` where such rules do not divide the run.
pub(super) fn ruled<'a>(lines: &'a [TextLine], rules: &[Line], bounds: &Bounds) -> Option<Vec<Row<'a>>> {
    let inside: Vec<f32> = rules
        .iter()
        .filter(|rule| rule.at > bounds.y0 && rule.at < bounds.y1)
        .filter(|rule| rule.to.min(bounds.x1) - rule.from.max(bounds.x0) >= RULED_SHARE * bounds.width())
        .map(|rule| rule.at)
        .collect();
    if inside.len() < 2 {
        return None;
    }
    let mut rows: Vec<Row<'a>> = Vec::new();
    rows.resize_with(inside.len() + 1, Row::default);
    for line in lines {
        rows[inside.partition_point(|&at| at < line.bounds.center().1)].lines.push(line);
    }
    rows.retain(|row| !row.lines.is_empty());
    // Rules between groups of rows alone: items below each other share a row.
    let several = |row: &Row<'a>| {
        let items: Vec<&Segment> =
            row.lines.iter().flat_map(|line| &line.segments).filter(|part| join::is_item(&part.text)).collect();
        items.windows(2).any(|pair| overlap(pair[0], pair[1]))
    };
    (!rows.iter().any(several)).then_some(rows)
}

/// Rows without rules between them.
pub(super) fn rows<'a>(lines: &'a [TextLine], columns: &[(f32, f32)], stub: usize) -> Vec<Row<'a>> {
    let parts: Vec<Parts<'_>> = lines.iter().map(|line| parts(line, columns, stub)).collect();
    let mut torn = Vec::new();
    let mut owners = if (1..columns.len()).contains(&stub) {
        labelled(lines, &parts, columns.len() - stub, &mut torn)
    } else {
        vec![None; lines.len()]
    };
    attach(lines, &parts, columns, &mut owners);
    let mut rows: Vec<(usize, Row<'a>)> = Vec::new();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|&at| (owners[at], at));
    for at in order {
        let Some(owner) = owners[at] else { continue };
        match rows.last_mut().filter(|(known, _)| *known == owner) {
            Some((_, row)) => row.lines.push(&lines[at]),
            None => rows.push((owner, Row { lines: vec![&lines[at]], ..Row::default() })),
        }
    }
    // A piece belongs to the row around it or to the next one; neither has a figure in its column.
    let count = rows.len();
    for Pieces { line, columns, own } in torn {
        let next = rows.iter().position(|(owner, _)| *owner > line).unwrap_or(count);
        for (_, row) in &mut rows[next.saturating_sub(1)..(next + usize::from(!own)).min(count)] {
            row.torn.extend(&columns);
        }
    }
    let mut rows: Vec<Row<'_>> = rows.into_iter().map(|(_, row)| row).collect();
    tear(&mut rows, columns, stub);
    rows
}

/// Figures without a label that fill but some of the columns are pieces of the row above or below, which has no value in
/// these columns then. So are those beside no more than the label of a group, where the row has none in these columns, and
/// those that the row lacks to be full.
fn tear(rows: &mut [Row<'_>], columns: &[(f32, f32)], stub: usize) {
    if stub == 0 {
        tear_unlabelled(rows, columns);
    }
    if !(1..columns.len()).contains(&stub) {
        return;
    }
    let said = |row: &Row<'_>| {
        let parts: Vec<Parts<'_>> = row.lines.iter().map(|line| parts(line, columns, stub)).collect();
        let figures: Vec<usize> = parts.iter().flat_map(|parts| parts.figures.iter().copied()).collect();
        let mut labels = parts.iter().filter_map(|parts| parts.label);
        let begins = labels.by_ref().fold(None, |known, label| Some(known.unwrap_or(false) || begins(&label.text)));
        (figures, begins)
    };
    let said: Vec<(Vec<usize>, Option<bool>)> = rows.iter().map(said).collect();
    let labels = rows.iter().flat_map(|row| &row.lines).filter_map(|line| parts(line, columns, stub).label);
    let items = are_items(labels);
    for at in 0..rows.len() {
        let (pieces, label) = &said[at];
        let width = columns.len() - stub;
        if label.is_none() {
            // Whose they are is not known.
            rows[at].torn.extend(pieces);
        }
        if pieces.is_empty() || pieces.len() >= width {
            continue;
        }
        for (upper, lower, other) in [(at.wrapping_sub(1), at, at.wrapping_sub(1)), (at, at + 1, at + 1)] {
            let close = |(a, b): (&Row<'_>, &Row<'_>)| {
                a.lines.last().zip(b.lines.first()).is_some_and(|(a, b)| are_close(a, b))
            };
            let Some((figures, begins)) = said.get(other) else { continue };
            let apart = !figures.is_empty() && !figures.iter().any(|it| pieces.contains(it));
            // A single row, but for its figures' heights.
            let all = pieces.len() * 2 < width && pieces.len() + figures.len() + 1 >= width;
            // Beside what is no item, in a table whose rows are.
            let shared = figures.iter().any(|it| pieces.contains(it));
            let beside = items && shared && *label == Some(false) && *begins == Some(true);
            let of_it = label.is_none() || beside || (apart && *begins == Some(true) && (all || *label == Some(false)));
            if of_it && rows.get(upper).zip(rows.get(lower)).is_some_and(close) {
                rows[other].torn.extend(pieces);
                if label.is_some() {
                    // The same holds the other way round.
                    rows[at].torn.extend(figures);
                }
                if beside {
                    rows[at].torn.extend(pieces);
                }
            }
        }
    }
}

/// Of two rows of figures close to each other, in a table without labels, one that fills but some of the columns is made
/// of pieces of the other's numbers.
fn tear_unlabelled(rows: &mut [Row<'_>], columns: &[(f32, f32)]) {
    let said = |row: &Row<'_>| -> (Vec<usize>, bool) {
        let parts: Vec<Parts<'_>> = row.lines.iter().map(|line| parts(line, columns, 0)).collect();
        let words = row.lines.iter().flat_map(|line| &line.segments).any(|part| !is_figure(&part.text));
        (parts.into_iter().flat_map(|parts| parts.figures).collect(), words)
    };
    for at in 1..rows.len() {
        let (upper, lower) = (said(&rows[at - 1]), said(&rows[at]));
        let (above, below) = (upper.0.len(), lower.0.len());
        let close = rows[at - 1].lines.last().zip(rows[at].lines.first()).is_some_and(|(a, b)| are_close(a, b));
        if close && !upper.1 && !lower.1 && above.min(below) > 0 && above != below {
            let fewer = if above < below { upper.0 } else { lower.0 };
            rows[at - 1].torn.extend(&fewer);
            rows[at].torn.extend(&fewer);
        }
    }
}

/// Whether two lines are as close as those of one label.
fn are_close(above: &TextLine, below: &TextLine) -> bool {
    below.bounds.y0 - above.bounds.y1 < BROKEN * below.size
}

/// Whether rows are items of enumerations; labels may be broken over many lines, and clauses (第二十条) are headings.
pub(super) fn are_items<'a>(labels: impl Iterator<Item = &'a Segment>) -> bool {
    let (mut items, mut all) = (0, 0);
    for label in labels {
        items += usize::from(begins(&label.text) && !label.text.starts_with('第'));
        all += 1;
    }
    items >= FEWEST_LABELS && items * MOST_BROKEN > all
}

/// Says of the rows which of them are a label alone whose values may stand elsewhere: all without values where no
/// rules divide the rows; else the rest of a label, and what a page break may have cut.
pub(super) fn open(rows: &mut [Row<'_>], columns: &[(f32, f32)], stub: usize, divided: bool) {
    if stub == 0 || stub == columns.len() {
        return;
    }
    let last = rows.len().saturating_sub(1);
    for (at, row) in rows.iter_mut().enumerate() {
        let said: Vec<Parts<'_>> = row.lines.iter().map(|line| parts(line, columns, stub)).collect();
        let begins = said.iter().find_map(|parts| parts.label).is_some_and(|label| begins(&label.text));
        let inside = divided && begins && at > 0 && at < last;
        row.open = !inside && !said.iter().any(|parts| parts.valued);
    }
}

/// What the parts of a line are, the first `stub` of whose columns hold labels.
pub(super) fn parts<'a>(line: &'a TextLine, columns: &[(f32, f32)], stub: usize) -> Parts<'a> {
    let mut out = Parts { label: None, figures: Vec::new(), valued: false };
    for segment in &line.segments {
        let Some((from, to)) = reach(segment, columns) else { continue };
        if from < stub {
            out.label = Some(segment);
        } else {
            out.valued = true;
            if segment.text.split_whitespace().all(is_figure) {
                out.figures.extend(from..to);
            }
        }
    }
    out
}

/// The line at which the row of each line begins, where labels tell. `torn` gets pieces of numbers.
fn labelled(lines: &[TextLine], parts: &[Parts<'_>], width: usize, torn: &mut Vec<Pieces>) -> Vec<Option<usize>> {
    let mut owners = vec![None; lines.len()];
    let mut heads: Vec<Head<'_>> = Vec::new();
    let items = are_items(parts.iter().filter_map(|part| part.label));
    for (at, part) in parts.iter().enumerate() {
        heads.retain(|head| lines[at].bounds.y0 - lines[head.last].bounds.y1 < BROKEN * lines[at].size);
        let few = !part.figures.is_empty() && part.figures.len() * 2 < width;
        let item = part.label.filter(|label| begins(&label.text));
        if let (Some(label), None) = (item, inner(&mut heads, part, few).filter(|_| few)) {
            heads.retain(|head| !overlap(head.label, label));
            let filled = part.figures.len();
            heads.push(Head { label, owner: at, last: at, valued: part.valued, pieces: few, filled });
            owners[at] = Some(at);
            continue;
        }
        let waiting = part.valued && item.is_none() && inner(&mut heads, part, false).is_some();
        let found = match part.label {
            Some(label) if !waiting && item.is_none() => heads.iter_mut().find(|head| overlap(head.label, label)),
            _ if part.valued => inner(&mut heads, part, few),
            _ => None,
        };
        let Some(head) = found else {
            if part.label.is_none() && (1..width).contains(&part.figures.len()) {
                torn.push(Pieces { line: at, columns: part.figures.clone(), own: false });
            }
            continue;
        };
        if part.valued && head.valued && !head.pieces {
            let rest = items && (1..width).contains(&part.figures.len());
            if !few && !rest && !(1..width).contains(&head.filled) {
                // A whole line of values of its own: no part of the row above, which has all of them or words.
                let owner = head.owner;
                heads.retain(|head| head.owner != owner);
                continue;
            }
            if few || rest {
                torn.push(Pieces { line: at, columns: part.figures.clone(), own: !few });
            }
        }
        head.filled += part.figures.len();
        head.last = at;
        head.pieces = part.valued && few && (head.pieces || !head.valued);
        head.valued |= part.valued;
        owners[at] = Some(head.owner);
    }
    // Few figures beside the label of a group, above a row of it, are pieces of that row's numbers.
    for at in 1..parts.len() {
        let (above, own) = (&parts[at - 1], &parts[at]);
        let few = !above.figures.is_empty() && above.figures.len() * 2 < width && owners[at - 1] == Some(at - 1);
        let inner = above.label.zip(own.label).is_some_and(|(group, label)| label.bounds.x0 >= group.bounds.x1);
        if few
            && inner
            && owners[at] == Some(at)
            && lines[at].bounds.y0 - lines[at - 1].bounds.y1 < BROKEN * lines[at].size
        {
            owners[at - 1] = Some(at);
        }
    }
    owners
}

/// The label to the right of what labels a line: the innermost that waits for its values, else (`any`) the innermost.
fn inner<'h, 'a>(heads: &'h mut [Head<'a>], part: &Parts<'_>, any: bool) -> Option<&'h mut Head<'a>> {
    let right = |head: &Head<'_>| part.label.is_none_or(|label| head.label.bounds.x0 >= label.bounds.x1);
    heads
        .iter_mut()
        .filter(|head| right(head) && (!head.valued || any))
        .max_by(|a, b| b.valued.cmp(&a.valued).then(a.label.bounds.x0.total_cmp(&b.label.bounds.x0)))
}

/// Whether a row begins with a label: an item of an enumeration, also behind the label of a group set close to it.
pub(super) fn begins(label: &str) -> bool {
    let (mut before, mut blank) = (None, false);
    // A decimal point.
    let goes_on = |at: usize| label[at..].starts_with(|c: char| c.is_ascii_digit());
    join::is_item(label)
        || label.char_indices().any(|(at, c)| {
            let open = matches!(c, '（' | '(') && before != Some('第');
            let behind = |before: char| wide(before) && (before.is_alphabetic() || blank);
            let digit = c.is_ascii_digit() && before.is_some_and(behind);
            blank = c.is_whitespace();
            before = if blank { before } else { Some(c) };
            (open && enumerator(&label[at..]).is_some_and(|found| found.bracketed))
                || (digit
                    && enumerator(&label[at..]).is_some_and(|found| found.set_off(&['.']) && !goes_on(at + found.end)))
        })
}

fn overlap(a: &Segment, b: &Segment) -> bool {
    a.bounds.x0 < b.bounds.x1 && b.bounds.x0 < a.bounds.x1
}

/// Gives each line that no label claims to the line with several parts that is nearest, or to itself.
fn attach(lines: &[TextLine], parts: &[Parts<'_>], columns: &[(f32, f32)], owners: &mut [Option<usize>]) {
    let middle = |line: &TextLine| line.bounds.center().1;
    let several = |at: &usize| lines[*at].segments.len() > 1 && (parts[*at].valued || owners[*at].is_none());
    let anchors: Vec<usize> = (0..lines.len()).filter(several).collect();
    let heights: Vec<f32> = anchors.iter().map(|&at| middle(&lines[at])).collect();
    let mut distances: Vec<f32> = heights.windows(2).map(|pair| pair[1] - pair[0]).collect();
    distances.sort_by(f32::total_cmp);
    let usual = distances.get(distances.len() / 2).copied().unwrap_or(0.0);
    let own: Vec<usize> = (0..lines.len()).map(|at| owners[at].unwrap_or(at)).collect();
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| owners[*at].is_none()).collect::<Vec<_>>() {
        let wide = line.segments.len() > 1 || reach(&line.segments[0], columns).is_some_and(|(a, b)| b > a + 1);
        let anchor = anchors.get(nearest(&heights, middle(line))).copied();
        let anchor =
            anchor.filter(|&anchor| !wide && (middle(&lines[anchor]) - middle(line)).abs() <= ATTACHED * usual);
        owners[at] = Some(anchor.map_or(at, |anchor| own[anchor]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        for text in ["12", "7 4 0", "3 9²", "-5", "1,234", "/", "12件", "8021[¹]"] {
            assert!(is_figure(text), "{text}");
        }
        for text in ["三", "无", "1.", "规章", ""] {
            assert!(!is_figure(text), "{text}");
        }
        assert!(ends_with_figure("规范性文件 291 220") && ends_with_figure("政府集中采购8021[¹]"));
        assert!(
            ends_with_figure("合法权益14件") && ends_with_figure("查询事项 0") && ends_with_figure("年收费3.5万元")
        );
        assert!(!ends_with_figure("2　.　重　复　申　请") && !ends_with_figure("规章"));
    }

    #[test]
    fn where_rows_begin() {
        for label in [
            "1.属于",
            "（二）部分公开",
            "年度办（二）部分公开",
            "不予公开3.危及",
            "结） 2.其他",
            "理三 1.属于",
            "第二十条第（一）项",
        ] {
            assert!(begins(label), "{label}");
        }
        for label in ["第三方权益", "情形，不计其他情形）", "规章", "依照第（一）项", "共 3.5万元"]
        {
            assert!(!begins(label), "{label}");
        }
    }
}
