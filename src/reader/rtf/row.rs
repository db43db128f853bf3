//! Row definitions: `\trowd`, then for each cell its properties and, last, its right edge.

use crate::document::Omission;
use crate::reader::flow::{Merge, RowShape};
use crate::reader::look::FLAT;

/// The definition that rows of one table depth follow.
#[derive(Debug, Clone, Default)]
pub(super) struct RowDefinition {
    left: i32,
    rights: Vec<i32>,
    merges: Vec<Merge>,
    /// The numbers of the colours that its cells are painted with, cell by cell; that of the row, and of the cell whose edge
    /// has not come yet. A pattern has a number that no colour has.
    pub grounds: Vec<i32>,
    row_ground: i32,
    ground: Option<i32>,
    /// What was said of the cell whose edge has not come yet.
    cell: Merge,
    /// Exactly so high that it shows nothing.
    flat: bool,
    /// The cell whose edge has not come yet was deleted with changes tracked; how many were.
    deleted: bool,
    deletions: usize,
}

/// Stands for the colour of a cell that is painted with a pattern.
pub(super) const PATTERN: i32 = -1;
/// Word allows 63; others write more.
const MOST_CELLS: usize = 1_000;

impl RowDefinition {
    /// A control word that defines rows; `false` if it is none.
    pub fn apply(&mut self, word: &[u8], parameter: Option<i32>) -> bool {
        match word {
            b"trowd" => {
                self.left = 0;
                self.rights.clear();
                self.merges.clear();
                self.cell = Merge::default();
                self.grounds.clear();
                (self.row_ground, self.ground) = (0, None);
                (self.flat, self.deleted, self.deletions) = (false, false, 0);
            }
            b"trrh" => self.flat = parameter.is_some_and(|height| (-FLAT..0).contains(&height)),
            b"cldel" => self.deleted = true,
            b"trcbpat" => self.row_ground = parameter.unwrap_or(0),
            b"clcbpat" => self.ground = parameter,
            b"clshdng" => self.ground = parameter.filter(|share| *share > 0).map(|_| PATTERN).or(self.ground),
            b"trleft" => self.left = parameter.unwrap_or(0),
            b"clmgf" | b"clvmgf" => {}
            b"clmrg" => self.cell.across = true,
            b"clvmrg" => self.cell.down = true,
            b"cellx" => {
                if self.rights.len() < MOST_CELLS {
                    self.rights.push(parameter.unwrap_or(0));
                    self.merges.push(self.cell);
                    self.grounds.push(self.ground.unwrap_or(self.row_ground));
                }
                self.ground = None;
                self.cell = Merge::default();
                self.deletions += usize::from(std::mem::take(&mut self.deleted));
            }
            _ => return false,
        }
        true
    }

    /// Cells that it defines.
    pub fn cells(&self) -> usize {
        self.rights.len()
    }

    /// The row's shape; without edges when nothing defined it.
    pub fn shape(&self) -> RowShape {
        let mut edges = Vec::with_capacity(self.rights.len() + 1);
        if !self.rights.is_empty() {
            edges.push(self.left);
            edges.extend_from_slice(&self.rights);
        }
        let deleted = self.deletions > 0 && self.deletions == self.rights.len();
        let omission = deleted.then_some(Omission::Struck).or(self.flat.then_some(Omission::Hidden));
        RowShape { edges, merges: self.merges.clone(), omission }
    }
}
