//! Lines of a band of text come in; runs of lines whose parts stand under each other are tables without
//! ruling lines and go out as such, the other lines as they are.

#[cfg(test)]
mod tests;

use super::broken;
use super::frame::Region;
use super::glyph::{Bounds, Direction, Glyph};
use super::headed::{self, Headed};
use super::heads;
use super::item::{Content, PageItem};
use super::level;
use super::rows::{self, Row, reach};
use super::ruling::Line;
use super::table::{Fit, Table, TableCell, locate};
use super::text::{Segment, TextLine};
use super::undecided;
use crate::script::{enumerator, wide};

/// Fewer lines with several parts are no table.
const FEWEST_ROWS: usize = 3;
/// Lines further apart than this many font sizes do not belong together.
const FARTHEST: f32 = 4.0;
/// Single lines that may stand between two lines of a table, labels aside.
const MOST_BETWEEN: usize = 3;
/// Lines of labels alone that may stand between two lines of a table (wrapped labels, vertical ones).
const MOST_LABELS: usize = 40;
/// Lines of a broken label are no further apart than this many font sizes where nothing else says that they belong
/// together.
pub(super) const WRAPPED: f32 = 0.8;
/// Lines above and below a heading that tell whether the columns change there.
const MODEL: usize = 14;
/// With two columns, the right one holds values, not text, up to this length.
const SHORT: usize = 12;
/// More columns are rubbish.
const MOST_COLUMNS: usize = 200;

/// Lines and tables of a band, from top to bottom; `hidden` are characters of the page that cannot be seen, `carried` the
/// columns of values of the last table, whose header may be that of rows further below.
pub(super) fn find(
    mut band: Vec<TextLine>,
    rules: &[Line],
    hidden: &[Glyph],
    carried: &mut Vec<(f32, f32)>,
    (page, direction): (u32, Direction),
) -> Vec<PageItem> {
    // What is marked says something of lines with several parts.
    if band.iter().any(|line| line.segments.len() > 1) {
        broken::mark(&mut band, rules);
    }
    let mut items = Vec::with_capacity(band.len());
    // Lines above the next one that belong to no table; they are the last items.
    let (mut at, mut free) = (0, 0);
    while let Some(first) = band.get(at) {
        debug_assert!(!first.segments.is_empty(), "a line has text");
        let length = run(&band[at..]);
        let (lead, whole) = if length > 0 { lead(&band[at - free..at], first) } else { (0, true) };
        let lines = &band[at - lead..at + length];
        // The first line with figures may be the rest of a row.
        let rest = if whole && at == 0 { rest(lines) } else { (!whole).then_some(0) };
        let found = |carried: &mut Vec<(f32, f32)>| {
            let one = |item: PageItem| vec![item];
            named(lines, rest, (rules, hidden), carried, (page, direction))
                .or_else(|| table(lines, rest, rules, page, direction).map(one))
                .or_else(|| single(lines, hidden, page, direction).map(one))
        };
        match (length > 0).then(|| found(carried)).flatten() {
            Some(found) => {
                items.truncate(items.len() - lead);
                items.extend(found);
                (at, free) = (at + length, 0);
            }
            None => {
                // What is no table from its first line on is not tried again from its second.
                let skipped = length.max(1);
                items.extend((at..at + skipped).map(|line| alone(&band, line, page, direction)));
                (at, free) = (at + skipped, free + skipped);
            }
        }
    }
    items
}

/// A line of no table. A label with pieces of numbers beside it, or on the next lines, is a row none of whose numbers is
/// known.
fn alone(band: &[TextLine], at: usize, page: u32, direction: Direction) -> PageItem {
    let line = &band[at];
    let first = |line: &TextLine| line.segments.first().is_some_and(|first| rows::is_figure(&first.text));
    let broken = |line: &TextLine| line.segments.iter().any(|part| part.piece);
    let near = |other: &TextLine| {
        let gap = (line.bounds.y0 - other.bounds.y1).max(other.bounds.y0 - line.bounds.y1);
        gap < rows::BROKEN * line.size && broken(other) && first(other)
    };
    let labelled = line.segments.len() > 1 && !first(line);
    let mut others = at.checked_sub(1).into_iter().chain([at + 1]).filter_map(|other| band.get(other));
    let beside = labelled && others.any(near);
    if !(beside || labelled && broken(line)) {
        return PageItem { bounds: line.bounds, kind: Content::Line(line.clone()) };
    }
    let columns: Vec<(f32, f32)> = line.segments.iter().map(|part| (part.bounds.x0, part.bounds.x1)).collect();
    let torn = if beside { (0..columns.len()).collect() } else { Vec::new() };
    finish(&[Row { lines: vec![line], torn, open: false }], &columns, 1, page, direction)
}

/// The first line with figures of a table whose rows are items, if it is the rest of one: its label began on the page
/// before. Above it stands at most the header, printed again.
fn rest(lines: &[TextLine]) -> Option<usize> {
    let valued = |line: &&TextLine| count_figures(line) > 0;
    let label = |line: &&TextLine| line.segments.len() > 1 && !rows::is_figure(&line.segments[0].text);
    let item = |line: &&TextLine| line.segments.iter().any(|segment| rows::begins(&segment.text));
    let at = lines.iter().position(|line| valued(&line))?;
    let rows = || lines[at..].iter().filter(valued).filter(label);
    let first = label(&&lines[at]) && !lines[..=at].iter().any(|line| item(&line));
    (first && rows().filter(item).count() * 2 > rows().count()).then_some(at)
}

/// Number of lines above the first line of a table with which its label begins (values may stand beside any line of it),
/// and whether the first row is whole then.
fn lead(above: &[TextLine], first: &TextLine) -> (usize, bool) {
    let figures = count_figures(first);
    let begins = |line: &TextLine| rows::begins(&line.segments[0].text);
    // Behind the label of a group, its own.
    let item = |segment: &Segment| !rows::is_figure(&segment.text) && rows::begins(&segment.text);
    if figures < 2 || first.segments.iter().any(item) || rows::is_figure(&first.segments[0].text) {
        return (0, true);
    }
    let (values, mut below) = (values(first), first);
    for (count, line) in above.iter().rev().take(MOST_LABELS).enumerate() {
        let close = below.bounds.y0 - line.bounds.y1 < WRAPPED * line.size;
        if !close || !is_label(line, values) {
            return (0, !close && count == 0);
        }
        if begins(line) {
            return (count + 1, true);
        }
        below = line;
    }
    (0, above.is_empty())
}

/// Length of the run of lines from the first that may be a table; zero when it starts with none.
fn run(lines: &[TextLine]) -> usize {
    let several = |line: &TextLine| line.segments.len() > 1;
    if !lines.first().is_some_and(several) {
        return 0;
    }
    let (mut end, mut rows, mut between, mut labels) = (1, 1, 0, 0);
    let mut values = values(&lines[0]);
    for (index, pair) in lines.windows(2).enumerate() {
        let distance = pair[1].bounds.y0 - pair[0].bounds.y1;
        if distance > FARTHEST * pair[0].size || between > MOST_BETWEEN || is_heading(lines, index + 1) {
            break;
        }
        if several(&pair[1]) {
            (end, rows, between, labels) = (index + 2, rows + 1, 0, 0);
            values = values.min(self::values(&pair[1]));
        } else if labels < MOST_LABELS && is_label(&pair[1], values) {
            labels += 1;
        } else {
            between += 1;
        }
    }
    if rows < FEWEST_ROWS {
        return 0;
    }
    // The rest of a number that was broken over lines.
    let rest = lines[end - 1..].windows(2).take_while(|pair| {
        let close = pair[1].bounds.y0 - pair[0].bounds.y1 < rows::BROKEN * pair[1].size;
        close && pair[1].segments.len() == 1 && rows::is_figure(&pair[1].segments[0].text)
    });
    end + rest.take(MOST_BETWEEN).count()
}

/// Whether a line is a label alone, to the left of the values.
fn is_label(line: &TextLine, values: f32) -> bool {
    line.segments.len() == 1 && line.bounds.x1 < values && !rows::is_figure(&line.segments[0].text)
}

/// How many parts of a line are figures.
fn count_figures(line: &TextLine) -> usize {
    line.segments.iter().filter(|segment| rows::is_figure(&segment.text)).count()
}

/// Where the values of a line begin.
fn values(line: &TextLine) -> f32 {
    line.segments.iter().find(|segment| rows::is_figure(&segment.text)).map_or(f32::MAX, |segment| segment.bounds.x0)
}

/// Whether a line is the heading between two tables: an item of the outermost enumeration alone on its line, with other
/// columns below it than above.
fn is_heading(lines: &[TextLine], at: usize) -> bool {
    let Some([only]) = lines.get(at).map(|line| line.segments.as_slice()) else { return false };
    let outermost = enumerator(&only.text).is_some_and(|found| !found.bracketed && found.set_off(&['、']));
    if !outermost || only.text.trim_start().starts_with(|c: char| c.is_numeric() && !wide(c)) {
        return false;
    }
    // Values beside it are those of a row.
    let row = lines.get(at + 1).is_some_and(|next| count_figures(next) > 1 && only.bounds.x1 < values(next));
    if row {
        return false;
    }
    // A header follows: several names, before any figures.
    let is_name = |part: &Segment| !rows::is_figure(&part.text) && !rows::begins(&part.text);
    let header = |line: &TextLine| line.segments.len() > 2 && line.segments.iter().all(is_name);
    let mut until = lines[at + 1..].iter().take(MODEL).take_while(|line| count_figures(line) == 0);
    if until.any(header) {
        return true;
    }
    // Nor is what parts figures from others in the same columns.
    let under = |part: &Segment| {
        let mut above = lines[at.saturating_sub(MODEL)..at].iter().filter(|line| line.segments.len() > 1);
        above.any(|line| {
            line.segments.iter().any(|other| other.bounds.x0 < part.bounds.x1 && other.bounds.x1 > part.bounds.x0)
        })
    };
    let mut valued = lines[at + 1..].iter().filter(|line| count_figures(line) > 0).take(FEWEST_ROWS).peekable();
    let labelled = |line: &TextLine| rows::begins(&line.segments[0].text);
    if valued.peek().is_some() && valued.all(|line| labelled(line) && line.segments.iter().all(under)) {
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

/// The tables that a run of lines is, if the names above their columns decide what stands in them.
fn named(
    lines: &[TextLine],
    rest: Option<usize>,
    (rules, hidden): (&[Line], &[Glyph]),
    carried: &mut Vec<(f32, f32)>,
    (page, direction): (u32, Direction),
) -> Option<Vec<PageItem>> {
    let parts = heads::parts(lines, carried);
    carried.clear();
    let parts = parts?;
    let labels = parts.iter().flat_map(|part| {
        let start = part.columns.get(part.stub).map_or(f32::MIN, |column| column.0);
        let all = part.body.iter().flat_map(|line| &line.segments);
        all.map(|label| label.bounds).filter(move |label| label.x1 <= start)
    });
    let widest = labels.map(|label| label.width()).fold(0.0, f32::max);
    let mut items = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let heads::NamedRows { header, body, columns, stub } = part;
        let enumerated = level::rows(body, columns, *stub);
        let is_items = enumerated.is_some();
        let level = enumerated.or_else(|| level::plain(body, columns, *stub, widest));
        let mut groups: Vec<Row<'_>> = match &level {
            Some(rows) => {
                let torn = |row: &level::LevelRow| if row.rest { (*stub..columns.len()).collect() } else { Vec::new() };
                rows.iter().map(|row| Row { lines: row.lines.iter().collect(), torn: torn(row), open: false }).collect()
            }
            None if *stub == 0 && is_cut(body.last()?, hidden) => return None,
            None if *stub == 0 => vec![Row { lines: body.iter().collect(), ..Row::default() }],
            None => divide(body, rest.filter(|_| index == 0), rules, columns, *stub),
        };
        // The page may cut the last row off its figures.
        if index + 1 == parts.len()
            && let Some(last) = groups.last_mut()
        {
            let start = columns.get(*stub).map_or(f32::MAX, |column| column.0);
            let valued = last.lines.iter().flat_map(|line| &line.segments).any(|part| part.bounds.x0 >= start);
            last.open |= !valued;
        }
        // Rows below the header of another page are known by their labels.
        if header.is_empty() && !is_items {
            return None;
        }
        if *stub > 0 {
            *carried = columns[*stub..].to_vec();
        }
        let rows: Vec<Row<'_>> =
            header.iter().map(|line| Row { lines: vec![line], open: true, ..Row::default() }).chain(groups).collect();
        items.push(finish(&rows, columns, *stub, page, direction));
    }
    Some(items)
}

/// The table that a run of lines is, if its parts stand in columns; the row of a line that is the `rest` of one has no
/// figures.
fn table(lines: &[TextLine], rest: Option<usize>, rules: &[Line], page: u32, direction: Direction) -> Option<PageItem> {
    let mut columns = columns(lines)?;
    rows::add_labels(&mut columns, lines);
    let stub = rows::stub(lines, &columns);
    let mut groups = divide(lines, rest, rules, &columns, stub);
    undecided::tear(&mut groups, &columns, stub);
    Some(finish(&groups, &columns, stub, page, direction))
}

/// The rows of a table, told by rules between them or by its lines alone; that of the line at `rest` has no figures.
fn divide<'a>(
    lines: &'a [TextLine],
    rest: Option<usize>,
    rules: &[Line],
    columns: &[(f32, f32)],
    stub: usize,
) -> Vec<Row<'a>> {
    let bounds = lines.iter().map(|line| line.bounds).reduce(|a, b| a.around(&b)).unwrap_or_default();
    let divided = rows::ruled(lines, rules, &bounds);
    let is_divided = divided.is_some();
    let mut groups = divided.unwrap_or_else(|| rows::rows(lines, columns, stub));
    rows::open(&mut groups, columns, stub, is_divided);
    if is_divided {
        undecided::tear_merged(&mut groups, columns, stub);
    }
    let is_rest = |line: &&TextLine| rest.and_then(|at| lines.get(at)).is_some_and(|rest| std::ptr::eq(*line, rest));
    if let Some(row) = groups.iter_mut().find(|row| row.lines.iter().any(is_rest)) {
        row.torn.extend(0..columns.len());
    }
    groups
}

/// Whether characters were cut off below a line.
fn is_cut(values: &TextLine, hidden: &[Glyph]) -> bool {
    let below =
        Bounds { y0: values.bounds.center().1, y1: values.bounds.y1 + rows::BROKEN * values.size, ..values.bounds };
    hidden.iter().any(|glyph| below.holds((glyph.bounds.center().0, glyph.bounds.y0)))
}

/// The table that a run of lines is, if it is a row of values under its heads, nothing of which was cut off below.
fn single(lines: &[TextLine], hidden: &[Glyph], page: u32, direction: Direction) -> Option<PageItem> {
    if is_cut(lines.last()?, hidden) {
        return None;
    }
    let Headed { lines, columns } = headed::find(lines)?;
    let rows: Vec<Row<'_>> = lines.iter().map(|line| Row { lines: vec![line], ..Row::default() }).collect();
    Some(finish(&rows, &columns, 0, page, direction))
}

/// The table of rows whose parts stand in columns, the first of which (`stub`) hold labels.
fn finish(groups: &[Row<'_>], columns: &[(f32, f32)], stub: usize, page: u32, direction: Direction) -> PageItem {
    let lines = groups.iter().flat_map(|row| &row.lines).map(|line| line.bounds);
    let bounds = lines.reduce(|a, b| a.around(&b)).unwrap_or_default();
    let xs: Vec<f32> = std::iter::once(bounds.x0)
        .chain(columns.windows(2).map(|pair| (pair[0].1 + pair[1].0) * 0.5))
        .chain(std::iter::once(bounds.x1))
        .collect();
    let mut xs = xs;
    let mut cells = Vec::new();
    for (row, group) in groups.iter().enumerate() {
        if group.lines.iter().any(|line| line.segments.len() > columns.len()) {
            let mut placed = in_order(&group.lines);
            // What a piece of a number stands beside is none of it for certain.
            for part in &mut placed {
                let reached = reach(part, columns);
                let torn = |column: &usize| reached.is_some_and(|(from, to)| (from..to).contains(column));
                if part.piece || (rows::is_figure(&part.text) && group.torn.iter().any(torn)) {
                    part.text.clear();
                }
            }
            cells.extend(placed.into_iter().enumerate().map(|(at, part)| TableCell {
                region: Region { top: row, left: at, bottom: row + 1, right: at + 1 },
                torn: part.text.is_empty(),
                text: part.text,
                location: locate(page, direction, &part.bounds),
                ..TableCell::default()
            }));
        } else {
            let placed = place(group, columns, stub, &xs);
            cells.extend(placed.into_iter().map(|cell| cell.finish(row, page, direction)));
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
    PageItem { bounds, kind: Content::Table(table) }
}

/// Left and right edge of each column, from the lines that have the commonest number of parts; where these do not stand
/// under each other, as labels beside some of them stand on lines of their own, from the commonest number of figures.
fn columns(lines: &[TextLine]) -> Option<Vec<(f32, f32)>> {
    let values = |columns: &Vec<(f32, f32)>| {
        let two = || lines.iter().filter(|line| line.segments.len() == 2);
        let short = || two().filter(|line| line.segments[1].text.chars().count() <= SHORT);
        columns.len() > 2 || short().count() * 10 >= two().count() * 7
    };
    let boxes = |wanted: fn(&&Segment) -> bool| -> Vec<Vec<Bounds>> {
        let own = |line: &TextLine| line.segments.iter().filter(wanted).map(|segment| segment.bounds).collect();
        lines.iter().map(own).collect()
    };
    let figures = || commonest(&boxes(|segment| rows::is_figure(&segment.text)));
    // Figures that are set too close for a gap between them are told apart by the columns of the others.
    let apart = |segment: &&Segment| !segment.text.contains(char::is_whitespace) && rows::is_figure(&segment.text);
    let clusters = || clusters(&boxes(apart));
    commonest(&boxes(|_| true)).filter(values).or_else(figures).or_else(clusters)
}

/// The columns that figures stand in wherever others are left blank: no line has two in one of them.
fn clusters(lines: &[Vec<Bounds>]) -> Option<Vec<(f32, f32)>> {
    let mut all: Vec<Bounds> = lines.iter().flatten().copied().collect();
    all.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut columns: Vec<(f32, f32, usize)> = Vec::new();
    for own in all {
        match columns.last_mut() {
            Some((_, x1, count)) if own.x0 < *x1 => (*x1, *count) = (x1.max(own.x1), *count + 1),
            _ => columns.push((own.x0, own.x1, 1)),
        }
    }
    columns.retain(|&(_, _, count)| count >= FEWEST_ROWS);
    let own = |line: &Vec<Bounds>| {
        let at = |bounds: &Bounds| columns.partition_point(|&(_, x1, _)| x1 <= bounds.x0);
        line.windows(2).all(|pair| at(&pair[0]) < at(&pair[1]))
    };
    // Figures set to the left here and to the right there may make two columns of one.
    let full = lines.iter().filter(|line| line.len() == columns.len()).count();
    let fits = (2..=MOST_COLUMNS).contains(&columns.len()) && full > 1 && lines.iter().all(own);
    fits.then(|| columns.into_iter().map(|(x0, x1, _)| (x0, x1)).collect())
}

/// The columns that the lines with the commonest number of parts stand in, if they do.
fn commonest(lines: &[Vec<Bounds>]) -> Option<Vec<(f32, f32)>> {
    let most = lines.iter().map(Vec::len).max()?;
    let count = |parts: usize| lines.iter().filter(|line| line.len() == parts).count();
    let parts = (2..=most).max_by_key(|&parts| (count(parts), parts))?;
    if count(parts) < FEWEST_ROWS || parts > MOST_COLUMNS {
        return None;
    }
    let edges = |column: usize| {
        let bounds = || lines.iter().filter(|line| line.len() == parts).map(move |line| line[column]);
        (bounds().map(|b| b.x0).fold(f32::MAX, f32::min), bounds().map(|b| b.x1).fold(f32::MIN, f32::max))
    };
    let columns: Vec<(f32, f32)> = (0..parts).map(edges).collect();
    columns.windows(2).all(|pair| pair[0].1 < pair[1].0).then_some(columns)
}

/// Parts of a row that has more of them than the table has columns, in order. Two of them in one cell would read as one
/// number: two figures below each other are pieces.
fn in_order(lines: &[&TextLine]) -> Vec<Segment> {
    let Some(&main) = lines.iter().max_by_key(|line| line.segments.len()) else { return Vec::new() };
    let mut placed: Vec<Segment> = main.segments.clone();
    for segment in lines.iter().filter(|line| !std::ptr::eq(**line, main)).flat_map(|line| &line.segments) {
        let middle = segment.bounds.center().0;
        let within = |part: &Segment| middle >= part.bounds.x0 && middle <= part.bounds.x1;
        let at = placed.iter().position(within).unwrap_or(0);
        let part = &mut placed[at];
        part.piece |= rows::is_figure(&part.text) && rows::is_figure(&segment.text);
        part.text.push('\n');
        part.text.push_str(&segment.text);
        part.bounds = part.bounds.around(&segment.bounds);
    }
    placed
}

/// Text of a row over columns.
struct Placed {
    left: usize,
    right: usize,
    text: String,
    bounds: Bounds,
    /// Of its last line.
    fit: Fit,
    /// Pieces of a number, or two numbers.
    torn: bool,
    /// Its text may stand elsewhere.
    open: bool,
}

impl Placed {
    fn finish(self, row: usize, page: u32, direction: Direction) -> TableCell {
        TableCell {
            region: Region { top: row, left: self.left, bottom: row + 1, right: self.right },
            text: if self.torn { String::new() } else { self.text },
            location: locate(page, direction, &self.bounds),
            torn: self.torn,
            open: self.open,
            fit: self.fit,
            ..TableCell::default()
        }
    }
}

/// Figures that are set too close for a gap between them, one for each column that they reach; other parts as they are.
fn figures(segment: &Segment, columns: &[(f32, f32)]) -> Vec<Segment> {
    let texts: Vec<&str> = segment.text.split_whitespace().collect();
    let reached = reach(segment, columns).filter(|(left, right)| {
        right - left > 1 && texts.len() == right - left && texts.iter().all(|text| rows::is_figure(text))
    });
    match reached {
        Some((left, _)) => {
            let part = |(at, text): (usize, &&str)| {
                let (x0, x1) = columns[left + at];
                Segment { text: (*text).to_owned(), bounds: Bounds { x0, x1, ..segment.bounds }, piece: segment.piece }
            };
            texts.iter().enumerate().map(part).collect()
        }
        None => vec![segment.clone()],
    }
}

/// Cells of a row; a column without text is an empty cell.
fn place(row: &Row<'_>, columns: &[(f32, f32)], stub: usize, xs: &[f32]) -> Vec<Placed> {
    let top = row.lines.iter().map(|line| line.bounds.y0).fold(f32::MAX, f32::min);
    let bottom = row.lines.iter().map(|line| line.bounds.y1).fold(f32::MIN, f32::max);
    let mut placed: Vec<Placed> = Vec::new();
    // Columns that a part reaches whose cell is another.
    let mut lost: Vec<usize> = Vec::new();
    let segments = row.lines.iter().flat_map(|line| line.segments.iter().map(move |segment| (*line, segment)));
    let parts: Vec<(&TextLine, Segment)> = segments
        .flat_map(|(line, segment)| figures(segment, columns).into_iter().map(move |part| (line, part)))
        .collect();
    for (line, segment) in &parts {
        let Some((left, right)) = reach(segment, columns) else { continue };
        let width = columns[right - 1].1 - columns[left].0;
        let (last, size) = (segment.bounds.width(), line.size);
        match placed.iter_mut().find(|cell| cell.left < right && cell.right > left) {
            Some(cell) => {
                cell.torn |= segment.piece || (rows::is_figure(&cell.text) && rows::is_figure(&segment.text));
                lost.extend((left..right).filter(|column| !(cell.left..cell.right).contains(column)));
                // Side by side in one column, or below each other.
                let beside = segment.bounds.center().1 - cell.bounds.center().1 < 0.5 * segment.bounds.height();
                cell.text.push(if beside { ' ' } else { '\n' });
                cell.text.push_str(&segment.text);
                cell.bounds = cell.bounds.around(&segment.bounds);
                cell.fit.last = last;
            }
            None => {
                let fit = Fit { width, last, first_character: line.first_width.min(size), size };
                let two = rows::are_figures(&segment.text);
                // One of them is that of the column beside it.
                lost.extend((left.saturating_sub(1)..right + 1).filter(|_| two));
                let torn = two
                    || segment.piece
                    || row.torn.iter().any(|column| (left..right).contains(column)) && rows::is_figure(&segment.text);
                placed.push(Placed {
                    left,
                    right,
                    text: segment.text.clone(),
                    bounds: segment.bounds,
                    fit,
                    torn,
                    open: false,
                });
            }
        }
    }
    for column in 0..columns.len() {
        if !placed.iter().any(|cell| cell.left <= column && cell.right > column) {
            // A label takes the room of further ones: a blank beside it would pass for a value.
            let label = |cell: &&mut Placed| cell.right == column && !rows::is_figure(&cell.text);
            if (1..columns.len()).contains(&stub)
                && column < stub
                && let Some(cell) = placed.iter_mut().find(label).filter(|cell| !cell.text.is_empty())
            {
                cell.right = column + 1;
                continue;
            }
            let bounds = Bounds { x0: xs[column], y0: top, x1: xs[column + 1], y1: bottom };
            // A row of numbers in pieces has no cell of which it is certain that it is blank.
            let torn = !row.torn.is_empty() || lost.contains(&column) || parts.iter().any(|(_, part)| part.piece);
            let (text, fit, open) = (String::new(), Fit::default(), row.open);
            placed.push(Placed { left: column, right: column + 1, text, bounds, fit, torn, open });
        }
    }
    // A figure among labels: its column is not this one, and nor are those of the others.
    let among =
        |part: &Segment| rows::ends_with_figure(&part.text) && reach(part, columns).is_some_and(|at| at.0 < stub);
    if stub < columns.len() && parts.iter().any(|(_, part)| among(part)) {
        placed.iter_mut().filter(|cell| cell.right > stub).for_each(|cell| cell.torn = true);
    }
    placed.sort_by_key(|cell| cell.left);
    placed
}
