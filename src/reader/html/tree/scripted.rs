//! Cells that a script fills: elements without text whose identifier a script of the page names. What they show when the
//! page is seen is not in the page; they are no blanks.

use std::collections::HashSet;

use memchr::memmem;

/// The scripts of a page, and the identifiers that stand in cells without text.
#[derive(Debug, Default)]
pub(super) struct Scripted {
    /// Those that scripts name, from an earlier reading of the page.
    known: HashSet<Vec<u8>>,
    scripts: Vec<u8>,
    /// In the cell that is open.
    here: Vec<Vec<u8>>,
    /// In all cells that were blank.
    blank: HashSet<Vec<u8>>,
}

/// Bytes of scripts, and identifiers, that are looked at.
const SCRIPT_BYTES: usize = 1 << 20;
const MAX_NAMES: usize = 256;

impl Scripted {
    pub fn known(known: HashSet<Vec<u8>>) -> Self {
        Self { known, ..Self::default() }
    }

    /// Takes text of a script.
    pub fn script(&mut self, text: &[u8]) {
        let room = SCRIPT_BYTES.saturating_sub(self.scripts.len());
        self.scripts.extend_from_slice(&text[..text.len().min(room)]);
    }

    /// A cell starts.
    pub fn open_cell(&mut self) {
        self.here.clear();
    }

    /// An element with this identifier stands in the open cell.
    pub fn element(&mut self, id: &[u8]) {
        if !id.is_empty() && self.here.len() < MAX_NAMES {
            self.here.push(id.to_vec());
        }
    }

    /// The open cell ends without text; whether a script fills it.
    pub fn end_blank_cell(&mut self) -> bool {
        let filled = self.here.iter().any(|id| self.known.contains(id));
        if self.known.is_empty() && self.blank.len() < MAX_NAMES {
            self.blank.extend(self.here.drain(..));
        }
        filled
    }

    /// The identifiers that scripts name, and whether that was not known before.
    pub fn named(self) -> (HashSet<Vec<u8>>, bool) {
        if !self.known.is_empty() || self.scripts.is_empty() {
            return (self.known, false);
        }
        let named: HashSet<_> = self.blank.into_iter().filter(|id| names(&self.scripts, id)).collect();
        let found = !named.is_empty();
        (named, found)
    }
}

/// Whether a script names an identifier, in quotes or as a selector.
fn names(script: &[u8], id: &[u8]) -> bool {
    memmem::find_iter(script, id).any(|at| {
        let before = at.checked_sub(1).and_then(|at| script.get(at));
        let after = script.get(at + id.len());
        matches!(before, Some(b'"' | b'\'' | b'`' | b'#')) && after.is_none_or(|byte| !byte.is_ascii_alphanumeric())
    })
}
