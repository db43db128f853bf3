//! The disputes table: no row labels, fifteen numbers under two levels of headers, in one table or in three.

use std::sync::LazyLock;

use super::Context;
use super::label::Label;
use super::line::Line;
use crate::document::Cell;
use crate::figure::TableKind;
use crate::form::{Form, FormBlock, Table};

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

/// What a header cell names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    Block(usize),
    Column(usize),
}

/// Words above the blocks that tell the table from others.
static CHAPTER: LazyLock<Label> = LazyLock::new(|| Label::new("行政诉讼"));

/// Finds the disputes table among the lines. Lines of blanks alone count as the values only where none with
/// figures does: they are spacers more often.
pub fn recognise<'a>(form: &Form, lines: &[Line<'a>], context: &mut Context) -> Option<Disputes<'a>> {
    let table = form.table(TableKind::Disputes)?;
    let found = search(table, lines, false, context);
    let whole = found.as_ref().is_some_and(|found| found.cells.iter().flatten().all(Option::is_some));
    if whole { found } else { search(table, lines, true, &mut Context::default()).or(found) }
}

fn search<'a>(table: &Table, lines: &[Line<'a>], blanks: bool, context: &mut Context) -> Option<Disputes<'a>> {
    let words = Words::new(table);
    let width = table.blocks.first().map_or(0, |block| block.columns.len());
    let mut found = Disputes {
        cells: table.blocks.iter().map(|block| vec![None; block.columns.len()]).collect(),
        labels: table.blocks.iter().map(|block| block.columns.iter().map(|_| String::new()).collect()).collect(),
        lines: Vec::new(),
    };
    let mut filled = vec![false; table.blocks.len()];
    // Header cells since the last line of values: (block or column, printed text).
    let mut heads: Vec<(Head, &'a str)> = Vec::new();
    let mut grid = usize::MAX;
    for (at, line) in lines.iter().enumerate() {
        if line.block != grid {
            grid = line.block;
            // A table of its own may be preceded by another that carries only its headers.
            if heads.iter().any(|(head, _)| matches!(head, Head::Column(_))) && filled.iter().any(|&done| done) {
                heads.clear();
            }
        }
        let here = words.heads(line);
        if line.stub > 0 && here.is_empty() && !line.label.is_empty() {
            heads.clear();
            continue;
        }
        heads.extend(here);
        let values = values(line, width);
        let columns: Vec<usize> = heads.iter().filter_map(|(head, _)| as_column(*head)).collect();
        if columns.len() < width || values.is_empty() || !(blanks || line.has_values()) {
            continue;
        }
        let blocks = words.blocks(&heads, &filled, values.len(), width);
        let Some(blocks) = blocks else {
            if values.len() >= width {
                context.odd("BIND-COLUMNS", line, values.len(), width * table.blocks.len());
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

fn as_column(head: Head) -> Option<usize> {
    match head {
        Head::Column(column) => Some(column),
        Head::Block(_) => None,
    }
}

/// The value cells of a line, blank ones at the ends dropped while there are too many for whole blocks.
fn values<'l, 'a>(line: &'l Line<'a>, width: usize) -> &'l [&'a Cell] {
    let mut values = line.values();
    let blank = |cell: &Cell| cell.text.trim().is_empty();
    while !values.len().is_multiple_of(width) && values.last().is_some_and(|cell| blank(cell)) {
        values = &values[..values.len() - 1];
    }
    while !values.len().is_multiple_of(width) && values.first().is_some_and(|cell| blank(cell)) {
        values = &values[1..];
    }
    values
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

/// The table's own words.
struct Words {
    blocks: Vec<Vec<Label>>,
    columns: Vec<Vec<Label>>,
}

impl Words {
    fn new(table: &Table) -> Self {
        let labels = |label: &str, aliases: &[String]| {
            std::iter::once(label).chain(aliases.iter().map(String::as_str)).map(Label::new).collect()
        };
        let columns = table.blocks.first().map(|block| block.columns.as_slice()).unwrap_or_default();
        Self {
            blocks: table.blocks.iter().map(|block| labels(&block.label, &block.aliases)).collect(),
            columns: columns.iter().map(|column| labels(&column.label, &column.aliases)).collect(),
        }
    }

    /// What the label cells of a line name, in order.
    fn heads<'a>(&self, line: &Line<'a>) -> Vec<(Head, &'a str)> {
        let labels = line.cells[..line.stub].iter().filter(|cell| !cell.text.trim().is_empty());
        labels
            .filter_map(|cell| {
                let label = Label::new(&cell.text);
                let is = |known: &Vec<Label>| known.iter().any(|known| known.core == label.core);
                let block = self.blocks.iter().position(is).map(Head::Block);
                let head = block.or_else(|| self.columns.iter().position(is).map(Head::Column));
                head.or_else(|| self.near(&label)).map(|head| (head, cell.text.as_str()))
            })
            .collect()
    }

    /// A wording of its own that is near one of the table's, and only one.
    fn near(&self, label: &Label) -> Option<Head> {
        if label.core == CHAPTER.core || label.core.chars().count() > 20 {
            return None;
        }
        let likeness = |known: &Vec<Label>| known.iter().map(|known| known.similarity(label)).fold(0.0, f32::max);
        let blocks = self.blocks.iter().enumerate().map(|(at, known)| (Head::Block(at), likeness(known)));
        let columns = self.columns.iter().enumerate().map(|(at, known)| (Head::Column(at), likeness(known)));
        let best = blocks.chain(columns).max_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (best.1 >= 0.7).then_some(best.0)
    }

    /// The blocks that a line of `values` numbers fills, in order.
    fn blocks(&self, heads: &[(Head, &str)], filled: &[bool], values: usize, width: usize) -> Option<Vec<usize>> {
        if values == width * self.blocks.len() && !filled.contains(&true) {
            return Some((0..self.blocks.len()).collect());
        }
        let mut named: Vec<usize> = Vec::new();
        for (head, _) in heads {
            if let Head::Block(block) = head
                && !named.contains(block)
            {
                named.push(*block);
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
        let block = text(Head::Block(block)).map(str::to_owned);
        let column = text(Head::Column(column)).unwrap_or(&form.columns[column].label);
        block.map_or_else(|| column.to_owned(), |block| format!("{block}/{column}"))
    }
}
