//! Lines below the header of a table without ruling lines come in, with its columns; where every figure stands level with
//! the label of its row, the rows go out, and a row without figures is blank.
//!
//! A label reaches from its enumerator to the last line before the next one in its column. Figures stand level with the
//! middle of it, or with its first line, all of a table in the same way. The innermost label that reaches over their
//! height is theirs: labels of groups stand beside those of their rows. Where one line of figures stands otherwise,
//! nothing goes out.

use super::glyph::Bounds;
use super::rows::{self, BROKEN, reach};
use super::text::TextLine;

/// Figures stand level with their label within so many font sizes.
const LEVEL: f32 = 0.35;

/// Boxes of labels below each other overlap by no more font sizes.
const TOUCH: f32 = 0.2;
/// More labels are rubbish.
const MOST: usize = 400;
/// A label with so much room beside it, in font sizes, is not broken there.
const ROOM: f32 = 1.2;

/// A row, as the parts of lines that are its own.
pub(super) struct LevelRow {
    /// From top to bottom.
    pub lines: Vec<TextLine>,
    /// Its label began elsewhere.
    pub rest: bool,
}

/// A label with all its lines.
struct Label {
    /// First column that it stands in, and one past the last.
    column: usize,
    end: usize,
    /// Lines and places of its parts.
    parts: Vec<(usize, usize)>,
    /// Upper and lower end.
    y: (f32, f32),
    /// Middle of its first line.
    first: f32,
    /// It has the enumerator of a row.
    begins: bool,
    /// The line with its figures.
    figures: Option<usize>,
}

/// The rows of labels without enumerators, one line each: no label goes on in the line below it, as there is room for more
/// beside it, or they stand far apart. `widest` is the width of the widest label of the table.
pub(super) fn plain(lines: &[TextLine], columns: &[(f32, f32)], stub: usize, widest: f32) -> Option<Vec<LevelRow>> {
    let start = columns.get(stub)?.0;
    let label = |line: &TextLine| match line.segments.as_slice() {
        [label, values @ ..] if label.bounds.x1 <= start => {
            Some(label.bounds).filter(|_| values.iter().all(|part| part.bounds.x0 >= start))
        }
        _ => None,
    };
    let labels: Vec<Bounds> = lines.iter().map(label).collect::<Option<_>>()?;
    let ends = |at: usize| {
        let (size, room) = (lines[at].size, widest - labels[at].width());
        labels[at + 1].y0 - labels[at].y1 >= BROKEN * size || room >= ROOM * size
    };
    let row = |line: &TextLine| LevelRow { lines: vec![line.clone()], rest: false };
    (stub == 1 && (1..lines.len()).all(|at| ends(at - 1))).then(|| lines.iter().map(row).collect())
}

/// The rows of items of an enumeration, the first `stub` columns of which hold labels.
pub(super) fn rows(lines: &[TextLine], columns: &[(f32, f32)], stub: usize) -> Option<Vec<LevelRow>> {
    let start = columns.get(stub)?.0;
    let is_label = |part: &super::text::Segment| part.bounds.x1 <= start;
    if stub == 0
        || lines.len() > MOST
        || !rows::are_items(lines.iter().flat_map(|line| &line.segments).filter(|part| is_label(part)))
    {
        return None;
    }
    let mut labels: Vec<Label> = Vec::new();
    // The last label of each column, while it may go on.
    let mut open: Vec<Option<usize>> = vec![None; stub];
    for (at, line) in lines.iter().enumerate() {
        for (place, part) in line.segments.iter().enumerate().filter(|(_, part)| part.bounds.x0 < start) {
            if !is_label(part) {
                // A note across the table.
                open.fill(None);
                labels.push(label((at, place), line, (0, stub), true));
                continue;
            }
            let (from, to) = reach(part, &columns[..stub])?;
            let begins = rows::begins(&part.text);
            let close = |known: &&mut Label| !begins && part.bounds.y0 - known.y.1 < BROKEN * line.size;
            match open[from].map(|known| &mut labels[known]).filter(close) {
                Some(known) => {
                    known.y = (known.y.0.min(part.bounds.y0), known.y.1.max(part.bounds.y1));
                    known.parts.push((at, place));
                    known.end = known.end.max(to);
                }
                None => {
                    open[from..to].fill(None);
                    open[from] = Some(labels.len());
                    labels.push(label((at, place), line, (from, to), begins));
                }
            }
        }
    }
    // A label over several columns has none of another row beside it.
    let meet = |own: &Label, other: &Label| {
        let shared = own.y.1.min(other.y.1) - own.y.0.max(other.y.0);
        own.column < other.column && other.column < own.end && shared > TOUCH * lines[own.parts[0].0].size
    };
    if labels.iter().any(|own| labels.iter().any(|other| meet(own, other))) {
        return None;
    }
    let valued = |line: &TextLine| line.segments.iter().any(|part| part.bounds.x0 >= start);
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| valued(line)) {
        let figures = line.segments.iter().filter(|part| part.bounds.x0 >= start).map(|part| part.bounds.center().1);
        let (sum, count) = figures.fold((0.0, 0.0), |(sum, count), y| (sum + y, count + 1.0));
        let y = sum / count;
        let around = |label: &&mut Label| label.y.0 <= y && label.y.1 >= y;
        let own = labels.iter_mut().filter(around).max_by_key(|label| label.column)?;
        if own.figures.replace(at).is_some() {
            return None;
        }
    }
    let is_level = |y: fn(&Label) -> f32| {
        labels.iter().filter(|label| label.begins).all(|label| {
            label.figures.is_none_or(|at| {
                let figures = lines[at].segments.iter().filter(|part| part.bounds.x0 >= start);
                figures.into_iter().all(|part| (part.bounds.center().1 - y(label)).abs() <= LEVEL * lines[at].size)
            })
        })
    };
    if !is_level(|label| (label.y.0 + label.y.1) * 0.5) && !is_level(|label| label.first) {
        return None;
    }
    Some(arrange(lines, labels, start))
}

fn label((at, place): (usize, usize), line: &TextLine, (column, end): (usize, usize), begins: bool) -> Label {
    let bounds = line.segments[place].bounds;
    let (y, first) = ((bounds.y0, bounds.y1), bounds.center().1);
    Label { column, end, parts: vec![(at, place)], y, first, begins, figures: None }
}

/// A row for each label, from top to bottom. The label of a group goes with the first of its rows that it stands beside.
fn arrange(lines: &[TextLine], mut labels: Vec<Label>, start: f32) -> Vec<LevelRow> {
    labels.sort_by(|a, b| a.y.0.total_cmp(&b.y.0));
    let beside = |at: usize| {
        let own = &labels[at];
        let inner = |other: &Label| other.column > own.column && other.y.0 < own.y.1 && other.y.1 > own.y.0;
        labels.iter().position(inner).filter(|_| own.figures.is_none())
    };
    let groups: Vec<Option<usize>> = (0..labels.len()).map(beside).collect();
    let mut out = Vec::new();
    for (at, label) in labels.iter().enumerate().filter(|(at, _)| groups[*at].is_none()) {
        let of_it = |other: &usize| *other == at || groups[*other] == Some(at);
        let mut parts: Vec<(usize, usize)> =
            (0..labels.len()).filter(of_it).flat_map(|other| labels[other].parts.iter().copied()).collect();
        if let Some(line) = label.figures {
            let values = lines[line].segments.iter().enumerate().filter(|(_, part)| part.bounds.x0 >= start);
            parts.extend(values.map(|(place, _)| (line, place)));
        }
        parts.sort_unstable();
        let own = parts.chunk_by(|a, b| a.0 == b.0).filter_map(|parts| {
            let line = &lines[parts[0].0];
            line.part(&parts.iter().map(|&(_, place)| line.segments[place].clone()).collect::<Vec<_>>())
        });
        out.push(LevelRow { lines: own.collect(), rest: !label.begins });
    }
    out
}
