//! The official tables as the form prints them, with every cell of a filing in its slot: what a Word table needs to be drawn.
//!
//! A form's table and the figures come in, rows of slots with their spans go out. How a slot looks is left to the paper.

use crate::form::{FormBlock, FormColumn, Table};
use crate::variable::Variable;

/// A slot of a table, and how many columns and rows it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What stands in it.
    pub content: Content,
    /// Columns that it covers.
    pub across: usize,
    /// Rows that it covers.
    pub down: usize,
}

/// What stands in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A label as the form prints it, and what it names.
    Label(String, Names),
    /// A value.
    Value(Variable),
}

/// What a label names, by a variable that stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// Several rows or columns.
    Several,
    /// A row.
    Row(Variable),
    /// A column.
    Column(Variable),
}

/// A table: rows of slots that stand where no slot from above reaches, and how wide it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// Rows from top to bottom.
    pub rows: Vec<Vec<Slot>>,
    /// Columns of labels at the left.
    pub stub: usize,
    /// Columns of values.
    pub values: usize,
}

fn label(text: &str, across: usize, down: usize) -> Slot {
    Slot { content: Content::Label(text.to_owned(), Names::Several), across, down }
}

/// The head of a column of a block.
fn column(block: &FormBlock, place: usize, across: usize, down: usize) -> Slot {
    let variable = block.rows.iter().find_map(|row| row.variables.get(place));
    let names = variable.map_or(Names::Several, |&variable| Names::Column(variable));
    Slot { content: Content::Label(block.columns[place].label.clone(), names), across, down }
}

impl Grid {
    /// The table of a form.
    pub fn new(table: &Table) -> Self {
        let unnamed = |block: &FormBlock| block.rows.iter().all(|row| row.label.is_empty());
        if table.blocks.iter().all(unnamed) { across(&table.blocks) } else { down(&table.blocks) }
    }
}

/// Blocks without row labels stand beside each other, their columns under what they are called.
fn across(blocks: &[FormBlock]) -> Grid {
    let path = |block: &FormBlock| {
        let mut path = block.under.clone();
        path.push(block.label.clone());
        path
    };
    let depth = blocks.iter().map(|block| path(block).len()).max().unwrap_or(1);
    let mut rows: Vec<Vec<Slot>> = Vec::new();
    for level in 0..depth {
        let mut row: Vec<Slot> = Vec::new();
        let mut above: Option<Vec<String>> = None;
        for block in blocks {
            let path = path(block);
            let Some(text) = path.get(level) else { continue };
            let wide = block.columns.len();
            if above.as_deref() == Some(&path[..=level])
                && let Some(last) = row.last_mut()
            {
                last.across += wide;
                continue;
            }
            above = Some(path[..=level].to_vec());
            let down = if level + 1 == path.len() { depth - level } else { 1 };
            row.push(label(text, wide, down));
        }
        rows.push(row);
    }
    let mut heads = Vec::new();
    for block in blocks {
        heads.extend((0..block.columns.len()).map(|place| column(block, place, 1, 1)));
    }
    rows.push(heads);
    let figures = blocks.iter().flat_map(|block| block.rows.iter().flat_map(|row| &row.variables));
    let value = |&variable: &Variable| Slot { content: Content::Value(variable), across: 1, down: 1 };
    let figures: Vec<Slot> = figures.map(value).collect();
    let values = figures.len();
    rows.push(figures);
    Grid { rows, stub: 0, values }
}

/// Blocks with row labels stand one under the other.
fn down(blocks: &[FormBlock]) -> Grid {
    let all = || blocks.iter().flat_map(|block| &block.rows);
    let stub = all().map(|row| row.under.len()).max().unwrap_or(0) + 1;
    let values = blocks.iter().map(|block| block.columns.len()).max().unwrap_or(1);
    let mut grid = Grid { rows: Vec::new(), stub, values };
    for block in blocks {
        if !block.label.is_empty() {
            grid.rows.push(vec![label(&block.label, stub + values, 1)]);
        }
        head(block, &mut grid);
        body(block, &mut grid);
    }
    grid
}

/// Columns that the columns of a block cover, so that all blocks are equally wide.
fn share(block: &FormBlock, column: usize, values: usize) -> usize {
    let count = block.columns.len().max(1);
    (column + 1) * values / count - column * values / count
}

/// The heading rows of a block: labels above the columns once over all that stand under them.
fn head(block: &FormBlock, grid: &mut Grid) {
    let depth = block.columns.iter().map(|column| column.under.len()).max().unwrap_or(0) + 1;
    let title = if block.label.is_empty() { "申请人情况" } else { "信息内容" };
    for level in 0..depth {
        let mut row = Vec::new();
        if level == 0 {
            row.push(label(title, grid.stub, depth));
        }
        for (place, FormColumn { under, .. }) in block.columns.iter().enumerate() {
            let wide = share(block, place, grid.values);
            if level == under.len() {
                row.push(column(block, place, wide, depth - level));
            } else if let Some(text) = under.get(level) {
                let before = place.checked_sub(1).and_then(|before| block.columns[before].under.get(..=level));
                match row.last_mut().filter(|_: &&mut Slot| before == under.get(..=level)) {
                    Some(last) => last.across += wide,
                    None => row.push(label(text, wide, 1)),
                }
            }
        }
        grid.rows.push(row);
    }
}

/// The rows of figures of a block; headings only stand beside the rows under them.
fn body(block: &FormBlock, grid: &mut Grid) {
    let rows: Vec<_> = block.rows.iter().filter(|row| !row.variables.is_empty()).collect();
    for (number, row) in rows.iter().enumerate() {
        let mut slots = Vec::new();
        for level in 0..row.under.len() {
            let prefix = &row.under[..=level];
            if number > 0 && rows[number - 1].under.get(..=level) == Some(prefix) {
                continue;
            }
            let span = rows[number..].iter().take_while(|row| row.under.get(..=level) == Some(prefix)).count();
            slots.push(label(&row.under[level], 1, span));
        }
        let names = row.variables.first().map_or(Names::Several, |&variable| Names::Row(variable));
        let content = Content::Label(row.label.clone(), names);
        slots.push(Slot { content, across: grid.stub - row.under.len(), down: 1 });
        for (place, &variable) in row.variables.iter().enumerate() {
            let across = share(block, place, grid.values);
            slots.push(Slot { content: Content::Value(variable), across, down: 1 });
        }
        grid.rows.push(slots);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::form::forms;

    /// Every slot is covered once, and every variable of the table stands in one.
    #[test]
    fn every_table_is_whole() {
        for table in forms().forms.iter().flat_map(|form| &form.tables) {
            let grid = Grid::new(table);
            let wide = grid.stub + grid.values;
            let mut taken: HashSet<(usize, usize)> = HashSet::new();
            let mut seen = HashSet::new();
            for (number, row) in grid.rows.iter().enumerate() {
                let mut column = 0;
                for slot in row {
                    while taken.contains(&(number, column)) {
                        column += 1;
                    }
                    for down in 0..slot.down {
                        for across in 0..slot.across {
                            assert!(taken.insert((number + down, column + across)), "{:?}", slot.content);
                        }
                    }
                    column += slot.across;
                    if let Content::Value(variable) = slot.content {
                        seen.insert(variable);
                    }
                }
            }
            assert_eq!(taken.len(), wide * grid.rows.len(), "{:?} {}", table.kind, table.form);
            let asked = table.blocks.iter().flat_map(|block| block.rows.iter().flat_map(|row| &row.variables));
            assert_eq!(seen, asked.copied().collect());
        }
    }
}
