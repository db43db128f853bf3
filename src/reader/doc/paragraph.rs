//! What the property list of a paragraph mark says: how deep in tables it stands, whether it ends a
//! cell or a row, and the row's shape ([MS-DOC] 2.6.2, 2.6.3).

use std::cell::Cell;

use super::bytes::{i16_at, u8_at, u16_at};
use super::ground::{self, CellShades, Color};
use super::sprm::{Code, Sprm, Sprms, named_old};
use crate::document::Omission;
use crate::reader::flow::{Merge, RowShape};
use crate::reader::look::FLAT;

/// Properties of a paragraph mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Mark {
    /// Index of the style.
    pub style: u16,
    in_table: bool,
    depth: Option<i32>,
    /// It ends a row of an outermost table.
    row_end: bool,
    /// It ends a cell of a table in a table.
    pub inner_cell_end: bool,
    /// It ends a row of a table in a table.
    inner_row_end: bool,
    /// Outline level from zero; nine is body text.
    pub outline: Option<u8>,
    /// Ordinal of the list override, from one; zero for none, whatever the style says.
    pub list: Option<u16>,
    /// Level in the list, from zero.
    pub list_level: Option<u8>,
    /// What it is painted with.
    pub shade: Option<Color>,
}

impl Mark {
    /// How many tables it stands in.
    pub fn depth(&self) -> usize {
        match self.depth {
            Some(depth) => usize::try_from(depth).unwrap_or(0),
            None => usize::from(self.in_table),
        }
    }

    /// It ends a row, at its own depth.
    pub fn ends_row(&self) -> bool {
        self.row_end || self.inner_row_end
    }

    fn apply(&mut self, sprm: Sprm<'_>) {
        let first = sprm.operand.first().copied().unwrap_or(0);
        match sprm.code {
            Code::Style => self.style = u16_at(sprm.operand, 0).unwrap_or(0),
            Code::InTable => self.in_table = first == 1,
            Code::RowEnd => self.row_end = first == 1,
            Code::InnerCellEnd => self.inner_cell_end = first == 1,
            Code::InnerRowEnd => self.inner_row_end = first == 1,
            Code::OutlineLevel => self.outline = Some(first),
            Code::ListLevel => self.list_level = Some(first),
            Code::ParagraphShading => self.shade = ground::shade(sprm.operand),
            Code::List => self.list = u16_at(sprm.operand, 0),
            Code::Depth => self.depth = four(sprm.operand),
            Code::DepthChange => {
                let change = four(sprm.operand).unwrap_or(0);
                self.depth = Some(self.depth.unwrap_or(i32::from(self.in_table)).saturating_add(change));
            }
            _ => {}
        }
    }
}

fn four(operand: &[u8]) -> Option<i32> {
    Some(i32::from_le_bytes(operand.get(..4)?.try_into().ok()?))
}

/// Where property lists are.
#[derive(Debug)]
pub(super) struct Properties<'a> {
    pub data: &'a [u8],
    /// Lists of the piece table that pieces refer to.
    pub changes: &'a [&'a [u8]],
    pub old: bool,
    /// Bytes of lists that may still be read: a small file can point at the same long list from every
    /// paragraph.
    pub fuel: Cell<usize>,
}

impl<'a> Properties<'a> {
    /// The mark's properties: its own list, then the change of its piece.
    pub fn mark(&self, list: &'a [u8], change: u16) -> Mark {
        let mut mark = Mark { style: u16_at(list, 0).unwrap_or(0), ..Mark::default() };
        self.each(list.get(2..).unwrap_or_default(), change, |sprm| mark.apply(sprm));
        mark
    }

    /// The shape of the row that the mark ends.
    pub fn row(&self, list: &'a [u8], change: u16) -> RowShape {
        let mut row = RowDefinition { old: self.old, ..RowDefinition::default() };
        self.each(list.get(2..).unwrap_or_default(), change, |sprm| row.apply(sprm));
        row.shape()
    }

    /// What the cells of the row that the mark ends are painted with.
    pub fn shades(&self, list: &'a [u8], change: u16) -> CellShades {
        let mut shades = CellShades::default();
        self.each(list.get(2..).unwrap_or_default(), change, |sprm| shades.apply(sprm));
        shades
    }

    fn each(&self, list: &'a [u8], change: u16, mut apply: impl FnMut(Sprm<'_>)) {
        let mut list = self.spend(list);
        // A long list stands elsewhere (2.6.2, sprmPHugePapx), and that one may not point on.
        for hop in 0..2 {
            let mut next: &[u8] = &[];
            for sprm in Sprms::new(list, self.old) {
                if sprm.code == Code::Elsewhere && hop == 0 {
                    next = self.spend(self.elsewhere(sprm.operand).unwrap_or_default());
                } else {
                    apply(sprm);
                }
            }
            list = next;
        }
        if change & 1 == 1 {
            let list = self.changes.get(usize::from(change >> 1)).copied().unwrap_or_default();
            Sprms::new(self.spend(list), self.old).for_each(apply);
        } else if change != 0 {
            // Prm0: a code of seven bits and its operand of one byte.
            let code = named_old((change >> 1 & 0x7F) as u8);
            apply(Sprm { code, operand: &[(change >> 8) as u8] });
        }
    }

    fn elsewhere(&self, operand: &[u8]) -> Option<&'a [u8]> {
        let at = usize::try_from(four(operand)?).ok()?;
        let length = usize::from(u16_at(self.data, at)?);
        self.data.get(at + 2..at + 2 + length)
    }

    fn spend<'b>(&self, list: &'b [u8]) -> &'b [u8] {
        let left = self.fuel.get();
        self.fuel.set(left.saturating_sub(list.len()));
        if list.len() > left { &[] } else { list }
    }
}

/// A row's definition as it is changed by one modifier after another (TAP).
#[derive(Debug, Default)]
struct RowDefinition {
    old: bool,
    half_gap: i32,
    edges: Vec<i32>,
    cells: Vec<CellFlags>,
    /// Exactly so high that it shows nothing.
    flat: bool,
}

/// Merging of one cell ([MS-DOC] 2.9.332, TCGRF), as stored.
#[derive(Debug, Clone, Copy, Default)]
struct CellFlags {
    /// 0 alone; otherwise the first of a set or one that continues it.
    across: u8,
    /// The cell is merged with the one above.
    down: bool,
}

/// Word's own bound (2.9.316, itcMac); longer definitions are damage.
const MOST_CELLS: usize = 64;

impl RowDefinition {
    fn apply(&mut self, sprm: Sprm<'_>) {
        let operand = sprm.operand;
        let range = |cells: usize| {
            let first = usize::from(operand.first().copied().unwrap_or(0)).min(cells);
            let end = usize::from(operand.get(1).copied().unwrap_or(0)).clamp(first, cells);
            first..end
        };
        match sprm.code {
            Code::DefineRow => self.define(operand),
            Code::RowHeight => self.flat = i16_at(operand, 0).is_some_and(|high| (-FLAT..0).contains(&high.into())),
            Code::RowLeft => {
                let left = i32::from(i16_at(operand, 0).unwrap_or(0));
                if let Some(&first) = self.edges.first() {
                    let shift = left - (first + self.half_gap);
                    self.edges.iter_mut().for_each(|edge| *edge += shift);
                }
            }
            Code::HalfGap => {
                let gap = i32::from(i16_at(operand, 0).unwrap_or(0));
                if let Some(first) = self.edges.first_mut() {
                    *first += self.half_gap - gap;
                }
                self.half_gap = gap;
            }
            Code::MergeCells => {
                let cells = range(self.cells.len());
                for (index, cell) in self.cells[cells].iter_mut().enumerate() {
                    cell.across = if index == 0 { 1 } else { 2 };
                }
            }
            Code::SplitCells => {
                let cells = range(self.cells.len());
                self.cells[cells].iter_mut().for_each(|cell| cell.across = 0);
            }
            Code::MergeDown => {
                let index = usize::from(operand.first().copied().unwrap_or(0));
                if let (Some(cell), Some(&flags)) = (self.cells.get_mut(index), operand.get(1)) {
                    cell.down = flags == 1;
                }
            }
            Code::ColumnWidth => {
                let width = i32::from(i16_at(operand, 2).unwrap_or(0));
                for index in range(self.cells.len()) {
                    let change = width - (self.edges[index + 1] - self.edges[index]);
                    self.edges[index + 1..].iter_mut().for_each(|edge| *edge += change);
                }
            }
            Code::DeleteCells => {
                for index in range(self.cells.len()).rev() {
                    let change = self.edges[index + 1] - self.edges[index];
                    self.edges.remove(index + 1);
                    self.edges[index + 1..].iter_mut().for_each(|edge| *edge -= change);
                    self.cells.remove(index);
                }
            }
            Code::InsertCells => self.insert(operand),
            _ => {}
        }
    }

    /// sprmTInsert: cells of one width before a cell; past the last one, the gap is filled as well.
    fn insert(&mut self, operand: &[u8]) {
        let (Some(first), Some(count), Some(width)) = (u8_at(operand, 0), u8_at(operand, 1), i16_at(operand, 2)) else {
            return;
        };
        let (first, width) = (usize::from(first), i32::from(width));
        if self.edges.is_empty() {
            self.edges.push(0);
        }
        let past = (first + 1).saturating_sub(self.edges.len());
        let first = first.min(self.cells.len());
        for _ in 0..past + usize::from(count) {
            if self.cells.len() >= MOST_CELLS {
                break;
            }
            let edge = self.edges[first] + width;
            self.edges[first + 1..].iter_mut().for_each(|edge| *edge += width);
            self.edges.insert(first + 1, edge);
            self.cells.insert(first, CellFlags::default());
        }
    }

    /// sprmTDefTable: count, edges, one descriptor for each cell (20 bytes, 10 in Word 6/95), of which the
    /// last ones may be left out.
    fn define(&mut self, operand: &[u8]) {
        let Some(count) = u8_at(operand, 0).map(usize::from).filter(|&count| count <= MOST_CELLS) else { return };
        let edges: Vec<i32> = (0..=count).map_while(|index| i16_at(operand, 1 + 2 * index)).map(i32::from).collect();
        if edges.len() != count + 1 {
            return;
        }
        let size = if self.old { 10 } else { 20 };
        let from = 1 + 2 * (count + 1);
        self.cells = (0..count)
            .map(|index| {
                let flags = u16_at(operand, from + size * index).unwrap_or(0);
                let down = !self.old && flags & 0x60 == 0x20;
                CellFlags { across: (flags & 3) as u8, down }
            })
            .collect();
        self.edges = edges;
    }

    /// The row as it is laid out.
    fn shape(self) -> RowShape {
        let mut merges = Vec::with_capacity(self.cells.len());
        // Word writes 1 for the first cell of a set and 2 for the others; the specification (2.9.332)
        // names them the other way round. Either way a set opens with the first cell's value, which none
        // of the others has.
        let mut first = 0;
        for cell in &self.cells {
            let across = first != 0 && cell.across != 0 && cell.across != first;
            if !across {
                first = cell.across;
            }
            merges.push(Merge { across, down: cell.down });
        }
        RowShape { edges: self.edges, merges, omission: self.flat.then_some(Omission::Hidden) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// sprmTDefTable with these edges and flags.
    fn definition(edges: &[i16], flags: &[u16]) -> Vec<u8> {
        let mut operand = vec![flags.len() as u8];
        operand.extend(edges.iter().flat_map(|edge| edge.to_le_bytes()));
        for flag in flags {
            operand.extend(flag.to_le_bytes());
            operand.extend([0; 18]);
        }
        let mut sprm = vec![0x08, 0xD6];
        sprm.extend((operand.len() as u16 + 1).to_le_bytes());
        sprm.extend(operand);
        sprm
    }

    fn row(lists: &[&[u8]]) -> (Vec<i32>, String) {
        let list = [&[0, 0][..], &lists.concat()].concat();
        let properties = Properties { data: &[], changes: &[], old: false, fuel: Cell::new(usize::MAX) };
        let shape = properties.row(&list, 0);
        let merges = shape.merges.iter().map(|merge| match (merge.across, merge.down) {
            (false, false) => '.',
            (true, false) => '<',
            (false, true) => '^',
            (true, true) => '+',
        });
        (shape.edges, merges.collect())
    }

    #[test]
    fn definitions() {
        let base = definition(&[-108, 1000, 2000, 3000], &[0, 0x20, 0x60]);
        assert_eq!(row(&[&base]), (vec![-108, 1000, 2000, 3000], ".^.".to_owned()));
        let merged = definition(&[0, 10, 20, 30, 40], &[1, 2, 1, 2]);
        assert_eq!(row(&[&merged]).1, ".<.<");
        let the_other_way = definition(&[0, 10, 20, 30], &[2, 1, 0]);
        assert_eq!(row(&[&the_other_way]).1, ".<.");
        assert_eq!(row(&[]), (vec![], String::new()));
    }

    #[test]
    fn changes_to_a_definition() {
        let base = definition(&[0, 1000, 2000, 3000], &[0, 0, 0]);
        assert_eq!(row(&[&base, &[0x24, 0x56, 1, 3]]).1, "..<");
        assert_eq!(row(&[&base, &[0x24, 0x56, 1, 3], &[0x25, 0x56, 0, 3]]).1, "...");
        assert_eq!(row(&[&base, &[0x2B, 0xD6, 2, 1, 1]]).1, ".^.");
        assert_eq!(row(&[&base, &[0x22, 0x56, 0, 1]]), (vec![0, 1000, 2000], "..".to_owned()));
        assert_eq!(row(&[&base, &[0x21, 0x76, 1, 1, 0xF4, 1]]).0, [0, 1000, 1500, 2500, 3500]);
        assert_eq!(row(&[&base, &[0x23, 0x76, 0, 1, 0xF4, 1]]).0, [0, 500, 1500, 2500]);
        assert_eq!(row(&[&base, &[0x01, 0x96, 100, 0]]).0, [100, 1100, 2100, 3100]);
    }

    #[test]
    fn hostile_definitions() {
        assert_eq!(row(&[&[0x08, 0xD6, 3, 0, 200, 1]]).0, Vec::<i32>::new());
        let base = definition(&[0, 1000], &[0]);
        assert_eq!(
            row(&[&base, &[0x22, 0x56, 9, 200], &[0x24, 0x56, 200, 9], &[0x23, 0x76, 7, 255, 0, 0]]).0,
            [0, 1000]
        );
        assert_eq!(row(&[&base, &[0x21, 0x76, 255, 255, 0xFF, 0x7F]]).0.len(), 65);
    }

    #[test]
    fn a_long_list_stands_elsewhere_once() {
        let data = [6, 0, 0x46, 0x66, 0, 0, 0, 0, 3, 0, 0x16, 0x24, 1];
        let properties = Properties { data: &data, changes: &[], old: false, fuel: Cell::new(100) };
        assert_eq!(
            properties.mark(&[7, 0, 0x46, 0x66, 8, 0, 0, 0], 0),
            Mark { style: 7, in_table: true, ..Mark::default() }
        );
        assert_eq!(properties.mark(&[7, 0, 0x46, 0x66, 0, 0, 0, 0], 0), Mark { style: 7, ..Mark::default() });
        assert!(properties.mark(&[7, 0], 24 << 1 | 1 << 8).in_table);
    }
}
