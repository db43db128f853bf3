//! Lines of a table without ruling lines come in; where the names above its columns decide which of them each figure
//! stands in, the parts of the table go out, each with its header, its columns and the lines of its rows.
//!
//! As a person looks at it: what stands under one name and no other is that name's. Figures that share a column stand
//! under each other; such a group of them that touches exactly one name is decided, and no two may touch the same. One
//! that touches none is decided by the edge that the figures of all columns share, or where there are as many groups as
//! names. Where anything is left open, nothing goes out.

use super::glyph::Bounds;
use super::join;
use super::rows::{self, BROKEN};
use super::text::{Segment, TextLine};
use crate::number;
use crate::script::wide;

/// Names that begin this many font sizes above the others are those of several columns.
const HIGHER: f32 = 0.5;
/// Edges of figures that are set to one side differ by no more than this many font sizes.
const FLUSH: f32 = 0.12;
/// Figures differ in width by at least this many font sizes when their edges tell how they are set.
const WIDER: f32 = 0.3;
/// Tables of fewer columns change them from row to row, and do not go on below the header of another page.
const FEWEST_CARRIED: usize = 4;
/// Columns of one table are at most this many times as wide as others.
const FARTHER: f32 = 2.0;
/// Fewer lines to the left of others are no column of labels.
const FEWEST_LABELS: usize = 2;
/// The last column of labels ends this far, in points, before the values.
const BESIDE: f32 = 1.0;
/// More labels are no table's.
const MOST_LABELS: usize = 1_000;
/// Columns of labels at most.
const MOST_STUBS: usize = 3;
/// Words of a header that stand further apart than this many font sizes may be two names.
const CLOSE: f32 = 0.3;
/// More columns, or lines above them, are rubbish.
const MOST_NAMES: usize = 40;

/// Rows under one header.
pub(super) struct NamedRows<'a> {
    /// The header, its names of single columns in one line, the last; empty where they stand on another page.
    pub header: Vec<TextLine>,
    /// What stands below, line by line.
    pub body: &'a [TextLine],
    /// Left and right edge of each column.
    pub columns: Vec<(f32, f32)>,
    /// Number of columns, from the left, that hold labels.
    pub stub: usize,
}

/// The name of a column, as lines and places of its parts, with its box.
struct Name {
    parts: Vec<(usize, usize)>,
    bounds: Bounds,
}

/// The parts of a run of lines; `carried` are columns of values that a header further above has.
pub(super) fn parts<'a>(lines: &'a [TextLine], carried: &[(f32, f32)]) -> Option<Vec<NamedRows<'a>>> {
    let edge = edge(lines);
    let headers = headers(lines, edge);
    let first = headers.first().map_or(lines.len(), |header| header.start);
    let mut parts = Vec::new();
    if first > 0 {
        let known = Some(carried).filter(|carried| carried.len() >= FEWEST_CARRIED)?;
        let body = &lines[..first];
        parts.push(part(known.to_vec(), body, &groups(body, edge)?, edge)?);
    }
    for (at, header) in headers.iter().enumerate() {
        let end = headers.get(at + 1).map_or(lines.len(), |next| next.start);
        let body = &lines[header.end..end];
        // The label of a row among the names: its values may stand below them.
        let row = |part: &Segment| join::is_item(&part.text) && !part.text.starts_with('第');
        if lines[header.clone()].iter().flat_map(|line| &line.segments).any(row) {
            return None;
        }
        let groups = groups(body, edge)?;
        let above: Vec<TextLine> = lines[header.clone()].iter().map(|line| apart(line, edge, &groups)).collect();
        let (main, mut names) = names(&above, edge)?;
        drop_stub(&mut names, &above[main], &groups, edge);
        let columns = names.iter().map(|name| (name.bounds.x0, name.bounds.x1)).collect();
        let mut part = part(columns, body, &groups, edge)?;
        part.header = header_lines(&above, main, &names, &part.columns[part.stub..]);
        parts.push(part);
    }
    (!parts.is_empty()).then_some(parts)
}

/// Whether a part stands where values do and is one, or a mark for one.
fn is_value(part: &Segment, edge: f32) -> bool {
    rows::is_figure(&part.text) || (part.bounds.x0 >= edge && number::is_mark(&part.text))
}

/// Where the labels beside figures end.
fn edge(lines: &[TextLine]) -> f32 {
    let end = |line: &TextLine| {
        let first = line.segments.iter().position(|part| rows::is_figure(&part.text))?;
        line.segments[..first].last().map(|label| label.bounds.x1)
    };
    lines.iter().filter_map(end).fold(f32::MIN, f32::max)
}

/// Which lines are headers: those without figures that name several columns, or one above its figures, and what belongs to
/// them above and below.
fn headers(lines: &[TextLine], edge: f32) -> Vec<std::ops::Range<usize>> {
    let valued = |line: &TextLine| line.segments.iter().any(|part| is_value(part, edge));
    let beyond = |line: &TextLine| line.segments.iter().filter(|part| part.bounds.x0 >= edge).count();
    let over = |at: usize| {
        let head = &lines[at].segments.last()?.bounds;
        let figures = lines[at + 1..].iter().take(MOST_NAMES).find(|line| valued(line))?;
        let mut values = figures.segments.iter().filter(|part| is_value(part, edge));
        values.any(|part| part.bounds.x0 < head.x1 && part.bounds.x1 > head.x0).then_some(())
    };
    // What names the column of labels.
    let left = |at: usize| lines[at].segments.first().filter(|part| part.bounds.x0 < edge).map(|part| &part.text);
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.segments.len() > 1 && !valued(line)) {
        let last = found.last().map(|header| header.end - 1);
        let again = found.first().is_some_and(|first| left(at).is_some() && left(first.end - 1) == left(at));
        match beyond(line) {
            0 => continue,
            1 if !again && over(at).is_none() => continue,
            _ => {}
        }
        let joined = last.is_some_and(|last| !again && !lines[last..at].iter().any(valued));
        match found.last_mut() {
            Some(header) if joined => header.end = at + 1,
            _ => {
                let start = found.last().map_or(0, |header| header.end);
                let title = |line: &&TextLine| !valued(line) && beyond(line) == line.segments.len();
                let above = lines[start..at].iter().rev().take_while(title).count();
                let whole = start == 0 && !lines[..at].iter().any(valued);
                found.push(if whole { 0 } else { at - above }..at + 1);
            }
        }
    }
    for header in &mut found {
        let rest = |pair: &&[TextLine]| {
            let close = pair[1].bounds.y0 - pair[0].bounds.y1 < BROKEN * pair[1].size;
            close && !valued(&pair[1]) && beyond(&pair[1]) == pair[1].segments.len()
        };
        header.end += lines[header.end - 1..].windows(2).take_while(rest).count();
    }
    // What goes on below a header is no header of its own.
    if found.windows(2).all(|pair| pair[0].end <= pair[1].start) { found } else { Vec::new() }
}

/// A line of a header with one part for each word of a part, where names stand too close for a gap between them: no
/// figures stand under two of the words.
fn apart(line: &TextLine, edge: f32, groups: &[Group]) -> TextLine {
    let split = |part: &Segment| -> Vec<Segment> {
        let words: Vec<&str> = part.text.split_whitespace().collect();
        let width = |word: &str| word.chars().map(|c| if wide(c) { line.size } else { line.size * 0.5 }).sum::<f32>();
        let gaps = words.len().saturating_sub(1) as f32;
        let gap = (part.bounds.width() - words.iter().map(|word| width(word)).sum::<f32>()) / gaps.max(1.0);
        let mut x = part.bounds.x0;
        let parts = words.iter().map(|word| {
            let bounds = Bounds { x0: x, x1: x + width(word), ..part.bounds };
            x = bounds.x1 + gap;
            Segment { text: (*word).to_owned(), bounds, piece: false }
        });
        let parts: Vec<Segment> = parts.collect();
        let over = |group: &Group, bounds: &Bounds| group.bounds.x0 < bounds.x1 && group.bounds.x1 > bounds.x0;
        let shared = |group: &Group| parts.iter().filter(|part| over(group, &part.bounds)).count() > 1;
        let single = words.iter().any(|word| word.chars().count() < 2);
        if part.bounds.x0 < edge || gaps < 1.0 || gap < CLOSE * line.size || single || groups.iter().any(shared) {
            return vec![part.clone()];
        }
        parts
    };
    TextLine { segments: line.segments.iter().flat_map(split).collect(), ..line.clone() }
}

/// Leaves out the name of the column of labels, where it stands beyond their ends: nothing else names that column, and no
/// figures stand under it.
fn drop_stub(names: &mut Vec<Name>, main: &TextLine, groups: &[Group], edge: f32) {
    let over = |group: &Group, bounds: &Bounds| group.bounds.x0 < bounds.x1 && group.bounds.x1 > bounds.x0;
    let named = main.segments.iter().any(|part| part.bounds.x0 < edge);
    if edge > f32::MIN
        && !named
        && names.len() > 1
        && groups.first().is_some_and(|group| group.bounds.x0 > names[0].bounds.x1)
        && !groups.iter().any(|group| over(group, &names[0].bounds))
    {
        names.remove(0);
    }
}

/// The names of single columns, from left to right, and the line that has most of them.
fn names(lines: &[TextLine], edge: f32) -> Option<(usize, Vec<Name>)> {
    let beyond = |line: &TextLine| line.segments.iter().filter(|part| part.bounds.x0 >= edge).count();
    let main = (0..lines.len()).max_by_key(|&at| (beyond(&lines[at]), at))?;
    if lines.len() > MOST_NAMES || !(1..=MOST_NAMES).contains(&beyond(&lines[main])) {
        return None;
    }
    let parts = |at: usize| {
        let own = lines[at].segments.iter().enumerate().filter(|(_, part)| part.bounds.x0 >= edge);
        own.map(move |(part, segment)| ((at, part), segment.bounds))
    };
    let mut names: Vec<Name> = parts(main).map(|(part, bounds)| Name { parts: vec![part], bounds }).collect();
    let order = (main + 1..lines.len()).chain((0..main).rev());
    for (part, bounds) in order.flat_map(parts) {
        let over = |name: &Name| name.bounds.x0 < bounds.x1 && name.bounds.x1 > bounds.x0;
        let at = names.iter().position(over);
        let several = names.iter().filter(|name| over(name)).count() > 1;
        // A part alone above the names of others is a title, unless it stands beside them.
        let alone = part.0 < main && beyond(&lines[part.0]) == 1;
        let title = alone && bounds.y1 <= lines[main].bounds.y0;
        match at {
            _ if several || title => {}
            None => {
                let at = names.partition_point(|name| name.bounds.x0 < bounds.x0);
                names.insert(at, Name { parts: vec![part], bounds });
            }
            Some(at) => {
                let name = &names[at].bounds;
                let gap = (name.y0 - bounds.y1).max(bounds.y0 - name.y1);
                let whole = name.around(&bounds);
                let free = names
                    .iter()
                    .enumerate()
                    .all(|(other, name)| other == at || name.bounds.x0 >= whole.x1 || name.bounds.x1 <= whole.x0);
                if gap < BROKEN * lines[part.0].size && free {
                    names[at].parts.push(part);
                    names[at].bounds = whole;
                }
            }
        }
    }
    // Of what stands above each other over one column, the upper part may be the name of several.
    let place = |&(line, part): &(usize, usize)| lines[line].segments[part].bounds;
    for name in &mut names {
        name.parts.sort_unstable();
    }
    let mut tops: Vec<f32> = names.iter().map(|name| place(&name.parts[0]).y0).collect();
    tops.sort_by(f32::total_cmp);
    let usual = tops[tops.len() / 2];
    for name in &mut names {
        while name.parts.len() > 1 {
            let top = place(&name.parts[0]);
            if top.y0 >= usual - HIGHER * top.height() {
                break;
            }
            name.parts.remove(0);
        }
        name.bounds = name.parts.iter().map(place).reduce(|a, b| a.around(&b))?;
    }
    names.windows(2).all(|pair| pair[0].bounds.x1 <= pair[1].bounds.x0).then_some((main, names))
}

/// The lines of a header: what names several columns or none, then the names of single ones.
fn header_lines(lines: &[TextLine], main: usize, names: &[Name], columns: &[(f32, f32)]) -> Vec<TextLine> {
    let text = |name: &Name| {
        let texts = name.parts.iter().map(|&(line, part)| lines[line].segments[part].text.as_str());
        texts.collect::<Vec<_>>().join("\n")
    };
    let named = names.iter().zip(columns).map(|(name, &(x0, x1))| Segment {
        text: text(name),
        bounds: Bounds { x0, x1, ..name.bounds },
        piece: false,
    });
    let start = columns.first().map_or(f32::MIN, |column| column.0);
    let is_stub = |part: &&Segment| part.bounds.x1 <= start;
    let own: Vec<Segment> = lines[main].segments.iter().filter(is_stub).cloned().chain(named).collect();
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let free = |part: &usize| {
            let named = names.iter().any(|name| name.parts.contains(&(at, *part)));
            !named && (at != main || !is_stub(&&line.segments[*part]))
        };
        let parts: Vec<Segment> = (0..line.segments.len()).filter(free).map(|at| line.segments[at].clone()).collect();
        out.extend(line.part(&parts));
    }
    out.extend(lines[main].part(&own));
    out
}

/// The columns of the lines below names that stand at `names`, where each figure is that of one of them.
fn part<'a>(mut names: Vec<(f32, f32)>, body: &'a [TextLine], groups: &[Group], edge: f32) -> Option<NamedRows<'a>> {
    let valued = |line: &&TextLine| line.segments.iter().any(|part| is_value(part, edge));
    for (group, name) in groups.iter().zip(settle(groups, &names)?) {
        let name = names.get_mut(name)?;
        *name = (name.0.min(group.bounds.x0), name.1.max(group.bounds.x1));
    }
    let start = names.first()?.0;
    // A name that reaches over another column's figures tells nothing for certain.
    if !names.windows(2).all(|pair| pair[0].1 <= pair[1].0) {
        return None;
    }
    let labels = || body.iter().flat_map(|line| line.segments.iter().map(move |part| (line, part)));
    for (line, part) in labels().filter(|(_, part)| !is_value(part, edge) && part.bounds.x1 > start) {
        let over = names.iter().filter(|name| name.0 < part.bounds.x1 && name.1 > part.bounds.x0).count();
        // A note may run across the table; a text beside values stands in one column.
        let across = part.bounds.x0 < start && line.segments.len() == 1;
        if !across && (part.bounds.x0 < start || over != 1) {
            return None;
        }
    }
    let mut columns = stubs(labels().map(|(_, part)| part.bounds).filter(|bounds| bounds.x1 <= start).collect());
    let stub = columns.len();
    // Without labels there is one row.
    if stub == 0 && (body.len() != 1 || !body.iter().all(|line| valued(&line))) {
        return None;
    }
    // The values' side of the labels is the same on every page.
    if let Some(last) = columns.last_mut() {
        last.1 = last.1.max(start - BESIDE);
    }
    columns.extend(names);
    Some(NamedRows { header: Vec::new(), body, columns, stub })
}

/// Figures under each other.
struct Group {
    bounds: Bounds,
    /// Left and right edges of each.
    edges: Vec<(f32, f32)>,
    size: f32,
}

/// The groups of figures that stand under each other, from left to right; `None` where a line has two of one group.
fn groups(body: &[TextLine], edge: f32) -> Option<Vec<Group>> {
    let mut all: Vec<(usize, Bounds, f32)> = Vec::new();
    for (row, line) in body.iter().enumerate() {
        for part in line.segments.iter().filter(|part| is_value(part, edge)) {
            all.push((row, part.bounds, line.size));
        }
        // Figures too close for a gap between them are no evidence, and need columns that are known from others.
        if line.segments.iter().any(|part| rows::are_figures(&part.text) || part.piece) {
            return None;
        }
    }
    all.sort_by(|a, b| a.1.x0.total_cmp(&b.1.x0));
    let mut groups: Vec<(Group, Vec<usize>)> = Vec::new();
    for (row, bounds, size) in all {
        match groups.last_mut() {
            Some((group, rows)) if bounds.x0 < group.bounds.x1 => {
                group.bounds = group.bounds.around(&bounds);
                group.edges.push((bounds.x0, bounds.x1));
                rows.push(row);
            }
            _ => groups.push((Group { bounds, edges: vec![(bounds.x0, bounds.x1)], size }, vec![row])),
        }
    }
    let mut out = Vec::new();
    for (group, mut rows) in groups {
        rows.sort_unstable();
        if rows.windows(2).any(|pair| pair[0] == pair[1]) {
            return None;
        }
        out.push(group);
    }
    Some(out)
}

/// The name of each group, if each has one and no two the same.
fn settle(groups: &[Group], names: &[(f32, f32)]) -> Option<Vec<usize>> {
    let touched: Vec<Option<usize>> = groups
        .iter()
        .map(|group| {
            let mut over =
                (0..names.len()).filter(|&at| names[at].0 < group.bounds.x1 && names[at].1 > group.bounds.x0);
            match (over.next(), over.next()) {
                (_, Some(_)) => None,
                (found, None) => Some(found),
            }
        })
        .collect::<Option<_>>()?;
    let rising = |found: &[usize]| found.windows(2).all(|pair| pair[0] < pair[1]);
    if let Some(found) = touched.iter().copied().collect::<Option<Vec<_>>>() {
        return rising(&found).then_some(found);
    }
    let (found, sides): (Vec<usize>, &[Side]) = if groups.len() == names.len() {
        ((0..names.len()).collect(), &[Side::Left, Side::Right])
    } else {
        let side = side(groups)?;
        let beside = |group: &Group| beside(group, names, side);
        let found =
            groups.iter().zip(&touched).map(|(group, own)| own.or_else(|| beside(group))).collect::<Option<_>>()?;
        (found, if side == Side::Left { &[Side::Left] } else { &[Side::Right] })
    };
    if !sides.iter().any(|&side| is_even(groups, names, &found, side)) {
        return None;
    }
    let middle = |at: usize| names.get(at).map(|name| (name.0 + name.1) * 0.5);
    let fits = groups.iter().zip(&found).zip(&touched).all(|((group, &name), own)| {
        let x = group.bounds.center().0;
        own.is_none_or(|own| own == name)
            && name.checked_sub(1).and_then(middle).is_none_or(|left| left < x)
            && middle(name + 1).is_none_or(|right| right > x)
    });
    (fits && rising(&found)).then_some(found)
}

/// Whether the figures of all groups stand off the middles of their names to one side, about as far.
fn is_even(groups: &[Group], names: &[(f32, f32)], found: &[usize], side: Side) -> bool {
    let off = groups.iter().zip(found).map(|(group, &name)| {
        let middle = (names[name].0 + names[name].1) * 0.5;
        if side == Side::Left { middle - group.bounds.x0 } else { group.bounds.x1 - middle }
    });
    let (least, most) = off.fold((f32::MAX, f32::MIN), |(least, most), off| (least.min(off), most.max(off)));
    least > 0.0 && most <= FARTHER * least
}

/// The side that the figures of all groups are set to, if some differ in width and none speaks against it.
fn side(groups: &[Group]) -> Option<Side> {
    let mut found = None;
    for group in groups {
        let spread = |pick: fn(&(f32, f32)) -> f32| {
            let (low, high) = group.edges.iter().map(pick).fold((f32::MAX, f32::MIN), |(a, b), x| (a.min(x), b.max(x)));
            high - low
        };
        let (left, right, width) = (spread(|edge| edge.0), spread(|edge| edge.1), spread(|edge| edge.1 - edge.0));
        if width < WIDER * group.size {
            continue;
        }
        let own = match (left <= FLUSH * group.size, right <= FLUSH * group.size) {
            (true, false) => Side::Left,
            (false, true) => Side::Right,
            _ => return None,
        };
        if found.is_some_and(|found| found != own) {
            return None;
        }
        found = Some(own);
    }
    found
}

/// The side of their columns that figures are set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The name of a group that touches none, where figures are set to one side of their columns: a name stands in the middle
/// of its column or on the same side, so that the group's edge lies between the middle of its own name and the next one.
fn beside(group: &Group, names: &[(f32, f32)], side: Side) -> Option<usize> {
    let middle = |name: &(f32, f32)| (name.0 + name.1) * 0.5;
    match side {
        Side::Right => names.iter().rposition(|name| middle(name) < group.bounds.x1),
        Side::Left => names.iter().position(|name| middle(name) > group.bounds.x0),
    }
}

/// The columns of labels, where some stand to the left of others all the way down; labels of several columns cross them.
fn stubs(mut labels: Vec<Bounds>) -> Vec<(f32, f32)> {
    labels.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let mut rest = labels.as_slice();
    while columns.len() + 1 < MOST_STUBS && labels.len() <= MOST_LABELS {
        // The first place right of which labels begin, with some that end before it.
        let cut = (1..rest.len()).find(|&at| {
            let ended = || rest[..at].iter().filter(|label| label.x1 <= rest[at].x0).count();
            rest[at].x0 - rest[at - 1].x0 > 1.0 && ended() >= FEWEST_LABELS
        });
        let Some(at) = cut else { break };
        let ended = rest[..at].iter().filter(|label| label.x1 <= rest[at].x0);
        let Some(column) = ended.map(|label| (label.x0, label.x1)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
            break;
        };
        columns.push(column);
        rest = &rest[at..];
    }
    let last = rest.iter().map(|label| (label.x0, label.x1)).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    columns.extend(last);
    columns
}
