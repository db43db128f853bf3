//! Grid rows as lines: label cells on the left, value cells on the right.
//!
//! Nothing here knows a form; a line only tells which of its cells could be values (blank, a mark, a
//! number) and which could not.

use crate::document::{Block, Cell, CellGrid, Document, Role};
use crate::number;
use crate::script::{Period, heading_year, names_year_before, opens_part, table_period, trimmed};
use crate::variable::Unit;

use super::label::{Label, begins_inside, ordinals};

/// One row of one grid.
#[derive(Debug)]
pub struct Line<'a> {
    /// Block of the document that the grid is.
    pub block: usize,
    /// The grid.
    pub grid: &'a CellGrid,
    /// Row in the grid, from zero.
    pub row: usize,
    /// Cells anchored in this row, from left to right.
    pub cells: Vec<&'a Cell>,
    /// How many of `cells`, from the left, are labels (the rest are values).
    pub stub: usize,
    /// First grid column that is its own: not the first one in the right part of a grid that stands side by side.
    from: usize,
    /// It is one part of a row of tables that stand side by side.
    pub half: bool,
    /// The innermost label: the last label cell that is not empty.
    pub label: Label,
    /// Labels of all label cells that are not empty, outermost first, with those that reach down from rows above.
    pub path: Vec<&'a str>,
    /// What stands above the grid, nearest last: short paragraphs and the caption. Only for the grid's first line.
    pub above: Vec<&'a str>,
    /// All that stands between the grid and the one before, long prose left out. Only for the grid's first line.
    pub between: Vec<&'a str>,
}

impl<'a> Line<'a> {
    /// The value cells.
    pub fn values(&self) -> &[&'a Cell] {
        &self.cells[self.stub..]
    }

    /// Whether a value cell holds anything.
    pub fn has_values(&self) -> bool {
        self.values().iter().any(|cell| cell.has_text())
    }

    /// Whether the page ends between it and a line below.
    pub fn ends_page_before(&self, below: &Line<'_>) -> bool {
        let page = |line: &Line<'_>| line.cells.first().and_then(|cell| cell.location.page);
        page(self).zip(page(below)).is_some_and(|(own, other)| other == own + 1)
    }

    fn new(block: usize, grid: &'a CellGrid, row: usize) -> Self {
        let mut cells: Vec<&Cell> = grid.row(row).collect();
        without_units(&mut cells);
        let (label, path) = (Label::default(), Vec::new());
        let (stub, above, between) = (labels(&cells), Vec::new(), Vec::new());
        let mut line = Self { block, grid, row, cells, stub, from: 0, half: false, label, path, above, between };
        line.cut(stub);
        line
    }

    /// Parts a line of a table whose second part stands to the right of its first, from the cell at `at`.
    pub fn halve(&mut self, at: usize) -> Self {
        let mut right = self.part(at);
        (self.half, right.half) = (true, true);
        right.from = right.cells.first().map_or(0, |cell| cell.column);
        right.cut(labels(&right.cells));
        self.cut(labels(&self.cells));
        right
    }

    /// Parts a line whose first `count` cells are a header that the text kept no line end behind.
    pub fn part(&mut self, count: usize) -> Self {
        let rest = self.cells.split_off(count);
        let stub = self.stub.saturating_sub(count);
        let (label, path) = (Label::default(), Vec::new());
        let mut line = Self { cells: rest, above: Vec::new(), between: Vec::new(), path, label, ..*self };
        self.cut(count);
        line.cut(stub);
        line
    }

    /// Says that the first `stub` cells are labels.
    pub fn cut(&mut self, stub: usize) {
        self.stub = stub;
        let labels = &self.cells[..stub];
        let innermost = labels.iter().rev().find(|cell| cell.has_text() && !is_unit(&cell.text));
        self.label = innermost.map_or_else(Label::default, |cell| Label::new(&cell.text));
        let start = if self.grid.ruled { self.from } else { self.cells.first().map_or(0, |cell| cell.column) };
        let end = self.cells.get(stub).or(self.cells.last().filter(|_| !self.grid.ruled));
        let end = end.map_or(self.grid.columns, |cell| cell.column + usize::from(stub == self.cells.len()));
        self.path = self
            .grid
            .across(self.row)
            .filter(|cell| (start..end).contains(&cell.column))
            .filter(|cell| cell.has_text() && !is_unit(&cell.text))
            .map(|cell| cell.text.as_str())
            .collect();
    }
}

/// How many cells from the left are labels: up to the last that can be no value.
fn labels(cells: &[&Cell]) -> usize {
    cells.iter().rposition(|cell| !number::is_value(&cell.text) || is_unit(&cell.text)).map_or(0, |at| at + 1)
}

/// Leaves out the units behind figures that have cells of their own: `12 | 件 | 3 | 件`.
fn without_units(cells: &mut Vec<&Cell>) {
    if cells.len() < 4 || !cells.last().is_some_and(|cell| cell.has_text() && is_unit(&cell.text)) {
        return;
    }
    let first = cells.iter().position(|cell| cell.has_text() && is_unit(&cell.text)).unwrap_or_default();
    let paired = |pair: &[&Cell]| number::is_value(&pair[0].text) && !is_unit(&pair[0].text) && is_unit(&pair[1].text);
    let Some(from) =
        first.checked_sub(1).filter(|&from| (cells.len() - from).is_multiple_of(2) && cells.len() - from > 2)
    else {
        return;
    };
    if cells[from..].chunks(2).all(paired) {
        let mut at = 0..;
        cells.retain(|_| at.next().is_some_and(|at| at < from || (at - from).is_multiple_of(2)));
    }
}

/// Statistics sheets print the unit in a cell between label and value; `万元` alone would be a number of yuan.
pub fn is_unit(text: &str) -> bool {
    // No symbol is ASCII, as most values are.
    if text.bytes().next().is_some_and(|byte| byte.is_ascii_graphic()) {
        return false;
    }
    let text = trimmed(text);
    text.len() <= 6 && Unit::from_symbol(text).is_some()
}

/// Whether labels of a text's row count several rows: 3．要求提供公开出版物4．无正当理由大量反复申请. Whose the values are is not
/// known.
pub fn is_of_several(line: &Line<'_>) -> bool {
    if line.grid.ruled || !line.has_values() {
        return false;
    }
    let labels = &line.cells[..line.stub];
    // Cheap looks first: most labels have one digit, or none. Those that are not ASCII begin with this byte.
    let may_be_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | 0xef);
    let digits = labels.iter().map(|cell| cell.text.bytes().filter(|byte| may_be_digit(byte)).count());
    let digits = digits.sum::<usize>();
    digits > 0 && labels.iter().any(|cell| begins_inside(&cell.text))
        || digits > 1
            && labels.iter().map(|cell| ordinals(&cell.text)).sum::<usize>() > 1
            && labels.iter().all(|cell| !number::is_value(&cell.text) || !cell.has_text())
}

/// Leaves out the tables of other years, where headings set tables of several years apart, or add the one of the year before:
/// above a grid, or in a row of their own inside one.
pub fn of_year<'a>(lines: Vec<Line<'a>>, document: &Document, year: Option<u16>) -> Vec<Line<'a>> {
    let (years, before) = years(&lines, year);
    let mut named = years.iter().flatten();
    let Some(first) = named.next() else { return lines };
    let of = |of: &Option<u16>| of.is_none() || *of == year;
    // The reporting year has a heading too, though a text kept nothing of the table below it: all its cells are blank.
    let ours = || year.is_some() && document.paragraphs().any(|heading| heading_year(&heading.text, year) == year);
    let apart = || Some(*first) != year && ours();
    if named.all(|year| year == first) && !(before && years.iter().any(of)) && !apart() {
        return lines;
    }
    lines.into_iter().zip(&years).filter(|(_, named)| of(named)).map(|(line, _)| line).collect()
}

/// The year that the heading over each line names, and whether one names the year before as such.
fn years(lines: &[Line<'_>], reporting: Option<u16>) -> (Vec<Option<u16>>, bool) {
    let (mut block, mut current, mut before) = (usize::MAX, None, false);
    let twins = twins(lines);
    let mut heading = |text: &str| {
        let is_before = names_year_before(text, reporting);
        before |= is_before;
        // Where the reporting year is not known, any but that.
        if is_before {
            return Some(reporting.map_or(0, |year| year - 1));
        }
        let twin = twins.iter().find(|(of, _)| *of == text).map(|(_, period)| *period);
        // The table of a part of the year is of no year.
        before |= matches!(twin, Some(Period::Part(_)));
        heading_year(text, reporting).or_else(|| match twin? {
            Period::Year(year) => Some(year),
            Period::Whole => reporting,
            Period::Part(_) => Some(0),
        })
    };
    let year = |line: &Line<'_>| {
        if line.block != block {
            block = line.block;
            // Between it and the table the names of columns may stand, any number of them.
            for text in &line.between {
                // A table that goes on in a further grid is of the year of its beginning.
                current = heading(text).or(current.filter(|_| !opens_part(text)));
            }
        }
        if let Some(text) = only_text(line) {
            current = heading(text).or(current.filter(|_| !opens_part(text)));
        }
        current
    };
    let years = lines.iter().map(year).collect();
    (years, before)
}

/// The headings over tables that say the same for different times, with those.
fn twins<'a>(lines: &[Line<'a>]) -> Vec<(&'a str, Period)> {
    let titles = lines.iter().flat_map(|line| line.between.iter().copied().chain(only_text(line)));
    let dated: Vec<_> =
        titles.filter_map(|text| table_period(text).map(|(period, rest)| (text, period, rest))).collect();
    let twin = |of: &&(&str, Period, String)| dated.iter().any(|other| other.2 == of.2 && other.1 != of.1);
    dated.iter().take(MOST_TWINS).filter(twin).map(|(text, period, _)| (*text, *period)).collect()
}

/// What a line prints, if only one of its cells prints anything.
fn only_text<'a>(line: &Line<'a>) -> Option<&'a str> {
    let mut texts = line.cells.iter().filter(|cell| cell.has_text());
    texts.next().filter(|_| texts.next().is_none()).map(|cell| cell.text.as_str())
}

/// The lines of all grids of a document in reading order.
pub fn lines(document: &Document) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let (mut above, mut between): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for (block, content) in document.blocks.iter().enumerate() {
        match content {
            Block::Paragraph(paragraph) if matches!(paragraph.role, Role::Body | Role::Heading) => {
                if paragraph.text.len() <= LONGEST_HEADER {
                    between.push(&paragraph.text);
                }
                if paragraph.text.len() > LONGEST_TITLE {
                    above.clear();
                } else {
                    above.push(&paragraph.text);
                }
            }
            Block::Grid(grid) => {
                above.extend(grid.caption.as_deref());
                between.extend(grid.caption.as_deref());
                let between = std::mem::take(&mut between);
                let nearest = above.split_off(above.len().saturating_sub(TITLES));
                above.clear();
                let first = lines.len();
                let rows = (0..grid.rows).map(|row| Line::new(block, grid, row));
                lines.extend(rows.filter(|line| !line.cells.is_empty()));
                if let Some(line) = lines.get_mut(first) {
                    (line.above, line.between) = (nearest, between);
                }
            }
            _ => {}
        }
    }
    lines
}

/// Paragraphs above a grid that may say what it is.
const TITLES: usize = 3;
/// Headings of several years that are told apart; more are a list of something else.
const MOST_TWINS: usize = 40;
/// Longer paragraphs are prose, in bytes.
const LONGEST_TITLE: usize = 150;
/// Longer ones are not even the names of columns in one line, in bytes.
const LONGEST_HEADER: usize = 600;
