//! The disputes table: no row labels, fifteen numbers under two levels of headers, in one table or in three.

use rust_decimal::Decimal;

use super::columns::windows;
use super::label::Label;
use super::line::Line;
use super::notes::BindNotes;
use super::prepared::{Likeness, Prepared, Wording, best};
use super::rows::Looks;
use crate::document::Cell;
use crate::form::{FormBlock, Table};
use crate::number::{is_value, read_cell};
use crate::variable::Unit;

/// The value cell of each column of each block of the disputes table, and where it was found.
#[derive(Debug)]
pub struct Disputes<'a> {
    /// By block, by column.
    pub cells: Vec<Vec<Option<&'a Cell>>>,
    /// Printed column labels, by block, by column.
    pub labels: Vec<Vec<String>>,
    /// Lines used.
    pub lines: Vec<usize>,
}

/// Similarity from which a cell names a block or a column.
const NAMES: f32 = 0.7;
/// Paragraphs above the one that names a block that may name another.
const NEXT: usize = 3;

/// What stands between the names of a header's rows where a program made one of them.
const LEVELS: [char; 10] = ['.', '_', '/', '|', '-', '—', '－', ':', '：', '\n'];

/// What a header cell names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Block(usize),
    Column(usize),
}

/// Finds the disputes table among the lines. Lines of blanks alone count as the values only where none with
/// figures does: they are spacers more often.
pub fn recognise<'a>(
    table: &Table,
    prepared: &Prepared<'_>,
    lines: &[Line<'a>],
    looks: &[Looks],
    context: &mut BindNotes,
) -> Option<Disputes<'a>> {
    let words = Words { prepared, blocks: &prepared.disputes.0, columns: &prepared.disputes.1 };
    let heads: Vec<Heads<'a>> = lines.iter().zip(looks).map(|(line, look)| words.heads(line, look)).collect();
    let found = search(table, &words, lines, &heads, false, context);
    let whole = found.as_ref().is_some_and(|found| found.cells.iter().flatten().all(Option::is_some));
    let found = found.or_else(|| unnamed(table, lines));
    if whole { found } else { search(table, &words, lines, &heads, true, &mut BindNotes::default()).or(found) }
}

/// A header cell with its printed text.
type Named<'a> = (Head, &'a str);
/// Header cells from left to right.
type Heads<'a> = Vec<Named<'a>>;

fn search<'a>(
    table: &Table,
    words: &Words<'_>,
    lines: &[Line<'a>],
    named: &[Heads<'a>],
    blanks: bool,
    context: &mut BindNotes,
) -> Option<Disputes<'a>> {
    let width = table.blocks.first().map_or(0, |block| block.columns.len());
    let whole = width * table.blocks.len();
    let mut found = Disputes {
        cells: table.blocks.iter().map(|block| vec![None; block.columns.len()]).collect(),
        labels: table.blocks.iter().map(|block| block.columns.iter().map(|_| String::new()).collect()).collect(),
        lines: Vec::new(),
    };
    let mut filled = vec![false; table.blocks.len()];
    // Header cells since the last line of values: (block or column, printed text).
    let mut heads: Heads<'a> = Vec::new();
    // Names of columns since then.
    let mut fresh = 0;
    let mut grid = usize::MAX;
    for (at, line) in lines.iter().enumerate() {
        if line.block != grid {
            grid = line.block;
            // A table of its own may be preceded by another that carries only its headers.
            if heads.iter().any(|(head, _)| matches!(head, Head::Column(_))) && filled.iter().any(|&done| done) {
                fresh = 0;
                heads.clear();
            }
            heads.extend(words.title(line));
            let names = words.names(line);
            fresh += names.len();
            heads.extend(names);
        }
        let here = &named[at];
        let torn = fresh >= width && here.is_empty() && is_torn(line, [width, whole]);
        if !torn && line.stub > 0 && here.is_empty() && !line.label.is_empty() {
            fresh = 0;
            heads.clear();
            continue;
        }
        heads.extend_from_slice(here);
        if !here.is_empty() && !line.has_values() && here.iter().all(|(head, _)| as_column(*head).is_none()) {
            // The name of a block on a line of its own: what names follow are of its columns.
            fresh = 0;
        }
        fresh += here.iter().filter(|(head, _)| as_column(*head).is_some()).count();
        if is_cut(line, fresh, [width, whole]) {
            context.odd("BIND-COLUMNS", line, line.values().len(), whole);
            fresh = 0;
            heads.clear();
            continue;
        }
        // Columns of one block alone, in a grid that is wider: the rest of the line is no part of the table.
        let values = if torn { line.cells.as_slice() } else { values(line, width, fresh == width) };
        let columns: Vec<usize> = heads.iter().filter_map(|(head, _)| as_column(*head)).collect();
        // Blank cells behind names of columns fill a header up.
        let is_header = here.iter().any(|(head, _)| as_column(*head).is_some());
        let is_blank = || blanks && !is_header && !is_spacer(lines, at);
        if columns.len() < width || values.is_empty() || !(torn || line.has_values() || is_blank()) {
            continue;
        }
        let blocks = words.blocks(&heads, &filled, [fresh, values.len()], width);
        let blocks = blocks.map(|blocks| in_printed_order(blocks, (lines, named, at), filled.len()));
        // Under the names of all blocks a row that is as long as one of them lost the others' blanks; one that is shorter than
        // all, and one that goes on below where its sums fail, was cut by line ends.
        let lost = values.len() == width && fresh >= 2 * width && here.is_empty();
        let cut = values.len() < whole && fresh >= whole && !line.grid.ruled;
        let goes_on = || !line.grid.ruled && goes_on(lines, at) && !values.chunks(width).all(adds_up);
        let lost = lost || cut || goes_on();
        let blocks = blocks.filter(|_| !lost);
        let Some(blocks) = blocks else {
            if values.len() >= width {
                context.odd("BIND-COLUMNS", line, values.len(), whole);
            }
            continue;
        };
        let order = Order::new(&columns, width, values.len());
        for (index, &cell) in values.iter().enumerate() {
            let (slot, column) = (index / width, order.column(index));
            let block = blocks[slot];
            found.cells[block][column] = Some(cell);
            found.labels[block][column] = words.printed(&heads, block, column, &table.blocks[block]);
        }
        fresh = 0;
        for &block in &blocks {
            filled[block] = true;
        }
        found.lines.push(at);
        if filled.iter().all(|&done| done) {
            break;
        }
        heads.retain(|(head, _)| matches!(head, Head::Column(_)));
    }
    (!found.lines.is_empty()).then_some(found)
}

/// All `count` blocks from left to right, where the header above a line names each over columns of its own: an office may print
/// suits before reconsideration. Else those that are given.
fn in_printed_order(
    blocks: Vec<usize>,
    (lines, named, at): (&[Line<'_>], &[Heads<'_>], usize),
    count: usize,
) -> Vec<usize> {
    if !lines[at].grid.ruled || blocks.len() < count {
        return blocks;
    }
    // First column, one past the last, and the block that is named there; names above others are those of several blocks.
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for above in (0..at).rev().take_while(|&above| lines[above].block == lines[at].block) {
        let inner = found.len();
        for &(head, text) in &named[above] {
            let holds = |cell: &&&Cell| cell.text.as_bytes().as_ptr_range().contains(&text.as_ptr());
            let Some((block, cell)) = as_block(head).zip(lines[above].cells.iter().find(holds)) else { continue };
            let (from, to) = (cell.column, cell.column + cell.column_span);
            if !found[..inner].iter().any(|other| (from..to).contains(&other.0)) {
                found.push((from, to, block));
            }
        }
    }
    found.sort_unstable();
    let once = |place: usize| !found[..place].iter().any(|other| other.2 == found[place].2);
    match found.len() == count && (0..count).all(once) {
        true => found.iter().map(|(.., block)| *block).collect(),
        false => blocks,
    }
}

/// Whether the line below one without figures holds some, in the same grid, so that it may be what the table reports.
fn is_spacer(lines: &[Line<'_>], at: usize) -> bool {
    let below = lines.get(at + 1).filter(|below| below.block == lines[at].block);
    let is_figure = |cell: &&Cell| cell.has_text() && is_value(&cell.text);
    below.is_some_and(|below| below.cells.iter().any(is_figure))
}

/// Whether the line below one, in the same grid, has figures and nothing else.
fn goes_on(lines: &[Line<'_>], at: usize) -> bool {
    let below = lines.get(at + 1).filter(|below| below.block == lines[at].block);
    below.is_some_and(|below| below.stub == 0 && below.has_values())
}

/// The only line of a number for each cell under words of reconsideration and litigation, whose blocks all add up: the
/// table without its column labels.
fn unnamed<'a>(table: &Table, lines: &[Line<'a>]) -> Option<Disputes<'a>> {
    let width = table.blocks.first()?.columns.len();
    let about = |line: &Line<'_>| {
        let words: String = line.above.iter().chain(&line.path).copied().collect();
        words.contains("复议") && (words.contains("诉讼") || words.contains("起诉"))
    };
    let adds_up = |line: &Line<'_>| {
        let values = line.values();
        let whole = values.len() == width * table.blocks.len();
        whole && values.iter().all(|cell| number(cell).is_some()) && values.chunks(width).all(adds_up)
    };
    let mut rows = lines.iter().enumerate().filter(|(_, line)| adds_up(line) && about(line));
    let (at, line) = rows.next().filter(|_| rows.next().is_none())?;
    let cells = line.values().chunks(width).map(|block| block.iter().map(|&cell| Some(cell)).collect()).collect();
    let label =
        |block: &FormBlock| block.columns.iter().map(|column| format!("{}/{}", block.label, column.label)).collect();
    Some(Disputes { cells, labels: table.blocks.iter().map(label).collect(), lines: vec![at] })
}

fn as_block(head: Head) -> Option<usize> {
    match head {
        Head::Block(block) => Some(block),
        Head::Column(_) => None,
    }
}

fn as_column(head: Head) -> Option<usize> {
    match head {
        Head::Column(column) => Some(column),
        Head::Block(_) => None,
    }
}

/// Whether a line right below the header has as many cells as there are columns, of which few are no numbers but show some
/// (`3→4`, `①`, digits that are not known) or are a spreadsheet's words (`#REF!`, `TRUE`): they are values all the same, and
/// another table is not this one.
fn is_torn(line: &Line<'_>, widths: [usize; 2]) -> bool {
    let torn = line.cells.iter().filter(|cell| !is_value(&cell.text));
    let (mut count, mut figures) = (0, true);
    for cell in torn {
        let figure = cell.text.contains(|c: char| c.is_numeric() || c == '\u{fffd}') || cell.text.is_ascii();
        (count, figures) = (count + 1, figures && figure);
    }
    line.stub > 0 && widths.contains(&line.cells.len()) && figures && count * 2 < line.cells.len()
}

/// Whether a header names more columns than a block has, no whole blocks of them, and all that stands below it: a sheet
/// printed over several pages, from which one page shows some columns of two blocks.
fn is_cut(line: &Line<'_>, named: usize, [width, whole]: [usize; 2]) -> bool {
    line.has_values() && named > width && named < whole && !named.is_multiple_of(width) && line.values().len() <= named
}

/// The value cells of a line, blank ones at the ends left out where there are too many for whole blocks. Where that can be
/// done in several ways, the way that lets every block add up, if only one does.
fn values<'l, 'a>(line: &'l Line<'a>, width: usize, single: bool) -> &'l [&'a Cell] {
    let values = line.values();
    let blank = |cells: &[&Cell]| cells.iter().all(|cell| !cell.has_text());
    if single && values.len() > width && blank(&values[width..]) {
        return &values[..width];
    }
    let count = values.len() - values.len() % width;
    if count == values.len() {
        return values;
    }
    let chosen: Vec<&'l [&'a Cell]> =
        windows(values, count).into_iter().map(|front| &values[front..front + count]).collect();
    let mut sound = chosen.iter().filter(|values| values.chunks(width).all(adds_up));
    match (chosen.as_slice(), sound.next(), sound.next()) {
        ([only], ..) => only,
        (_, Some(only), None) => only,
        _ => &[],
    }
}

/// Whether the cells of a block come to the last of them, blanks left aside; a blank total settles nothing.
fn adds_up(block: &[&Cell]) -> bool {
    let shown = |cell: &Cell| number(cell).unwrap_or_default();
    let Some((total, parts)) = block.split_last() else { return false };
    let sum: Decimal = parts.iter().map(|cell| shown(cell)).sum();
    !total.has_text() || sum == shown(total)
}

fn number(cell: &Cell) -> Option<Decimal> {
    read_cell(&cell.text, Unit::Piece).value
}

/// Order of the columns as printed; the form's own where the header cannot tell.
struct Order {
    printed: Option<Vec<usize>>,
    width: usize,
}

impl Order {
    fn new(columns: &[usize], width: usize, values: usize) -> Self {
        let last = columns.len().checked_sub(values).map(|from| &columns[from..]);
        let whole = last.filter(|last| {
            last.chunks(width).all(|chunk| {
                let mut seen = chunk.to_vec();
                seen.sort_unstable();
                seen.iter().copied().eq(0..width)
            })
        });
        Self { printed: whole.map(<[usize]>::to_vec), width }
    }

    fn column(&self, index: usize) -> usize {
        self.printed.as_ref().map_or(index % self.width, |printed| printed[index])
    }
}

/// The table's own words: wordings of each block and of each column.
struct Words<'p> {
    prepared: &'p Prepared<'p>,
    blocks: &'p [Vec<Wording>],
    columns: &'p [Vec<Wording>],
}

impl Words<'_> {
    /// What the label cells of a line name, in order.
    fn heads<'a>(&self, line: &Line<'a>, look: &Looks) -> Heads<'a> {
        if look.cells.is_empty() {
            // A line of values: only its innermost label can name a block.
            let text = line.path.last().copied().unwrap_or_default();
            let block = self.head(&look.label).filter(|head| matches!(head, Head::Block(_)));
            return block.map(|head| (head, text)).into_iter().collect();
        }
        let mut heads: Heads<'a> = Vec::with_capacity(line.cells.len());
        for (cell, like) in line.cells.iter().zip(&look.cells) {
            match self.levels(&cell.text) {
                Some((block, column)) => {
                    let blocks = heads.iter().rev().find(|(head, _)| as_column(*head).is_none());
                    if blocks.is_none_or(|(head, _)| *head != block.0) {
                        heads.push(block);
                    }
                    heads.push(column);
                }
                None => heads.extend(self.head(like).map(|head| (head, cell.text.as_str()))),
            }
        }
        heads
    }

    /// The block and the column that one cell names, as programs write headers of several rows: 行政诉讼.复议后起诉.结果维持.
    fn levels<'a>(&self, text: &'a str) -> Option<(Named<'a>, Named<'a>)> {
        // Cheap looks first: no name has a mark inside.
        let at = text.trim_end().rfind(LEVELS)?;
        let named = |text: &'a str| Some((self.head(&self.prepared.likeness(&Label::new(text)))?, text));
        let column = named(text[at..].trim_start_matches(LEVELS)).filter(|(head, _)| as_column(*head).is_some())?;
        let mut above = text[..at].rsplit(LEVELS).filter_map(named);
        let block = above.find(|(head, _)| as_column(*head).is_none())?;
        Some((block, column))
    }

    /// The block that a paragraph above the grid names, the nearest one: `未经复议直接起诉` over a table of its own. Where the
    /// paragraphs next to it name others, as the heads of a sheet do that goes on over several pages, nobody knows which.
    fn title<'a>(&self, line: &Line<'a>) -> Option<(Head, &'a str)> {
        let named = |text: &'a str| {
            let like = self.prepared.likeness(&Label::new(text));
            let head = self.head(&like).filter(|head| matches!(head, Head::Block(_)))?;
            Some((head, text))
        };
        let mut above = line.above.iter().rev().copied();
        let nearest = above.find_map(named)?;
        above.take(NEXT).filter_map(named).all(|other| other.0 == nearest.0).then_some(nearest)
    }

    /// The columns that a paragraph right above the grid names, one behind the other: a text keeps no more of a header.
    fn names<'a>(&self, line: &Line<'a>) -> Heads<'a> {
        let Some(text) = line.above.last().filter(|text| text.trim().contains(char::is_whitespace)) else {
            return Vec::new();
        };
        let named = |text: &'a str| self.head(&self.prepared.likeness(&Label::new(text))).map(|head| (head, text));
        let names: Vec<Option<(Head, &str)>> = text.split_whitespace().map(named).collect();
        // What stands over the labels of rows is no column's.
        let from = usize::from(names.first().is_some_and(Option::is_none));
        let columns: Heads<'a> = names[from..].iter().flatten().copied().collect();
        let all = columns.len() == names.len() - from && columns.len() == self.columns.len();
        let each = columns.iter().enumerate().all(|(at, (head, _))| *head == Head::Column(at));
        if all && each { columns } else { Vec::new() }
    }

    /// The block or column that a printed label comes nearest to.
    fn head(&self, like: &Likeness) -> Option<Head> {
        if !self.prepared.names_disputes(like, NAMES) {
            return None;
        }
        let blocks = self.blocks.iter().enumerate().map(|(at, words)| (Head::Block(at), best(like, words)));
        let columns = self.columns.iter().enumerate().map(|(at, words)| (Head::Column(at), best(like, words)));
        let (head, like) = blocks.chain(columns).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (like >= NAMES).then_some(head)
    }

    /// The blocks that a line of `values` numbers fills, in order, below names of `fresh` columns.
    fn blocks(
        &self,
        heads: &[(Head, &str)],
        filled: &[bool],
        [fresh, values]: [usize; 2],
        width: usize,
    ) -> Option<Vec<usize>> {
        if values == width * self.blocks.len() && !filled.contains(&true) {
            return Some((0..self.blocks.len()).collect());
        }
        let all: Vec<usize> = heads.iter().filter_map(|(head, _)| as_block(*head)).collect();
        // The innermost names count where all columns are named: a caption or a title over them names the suit as such, which
        // is two blocks' word.
        let from = if fresh == values { all.len().saturating_sub(values / width) } else { 0 };
        let mut named: Vec<usize> = Vec::new();
        for &block in &all[from..] {
            if !named.contains(&block) {
                named.push(block);
            }
        }
        if values == width * named.len() && !named.iter().any(|&block| filled[block]) {
            return Some(named);
        }
        if values == width
            && let Some(&last) = named.last()
            && !filled[last]
        {
            return Some(vec![last]);
        }
        None
    }

    fn printed(&self, heads: &[(Head, &str)], block: usize, column: usize, form: &FormBlock) -> String {
        let text = |wanted: Head| heads.iter().find(|(head, _)| *head == wanted).map(|(_, text)| *text);
        let block = heads.iter().rev().find(|(head, _)| *head == Head::Block(block)).map(|(_, text)| *text);
        let column = text(Head::Column(column)).unwrap_or(&form.columns[column].label);
        block.map_or_else(|| column.to_owned(), |block| [block, "/", column].concat())
    }
}

#[cfg(test)]
mod tests;
