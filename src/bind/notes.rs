//! What is odd about tables while they are bound.

use super::label::one_line;
use super::line::Line;
use crate::finding::Finding;

/// Findings on the way.
#[derive(Debug, Default)]
pub(super) struct BindNotes {
    pub findings: Vec<Finding>,
}

impl BindNotes {
    /// Tells that a line's value cells cannot be told apart.
    pub fn odd(&mut self, code: &'static str, line: &Line<'_>, found: usize, expected: usize) {
        let label = line.path.join("/");
        let location = line.cells.first().map_or(line.grid.location, |cell| cell.location);
        self.findings.push(
            Finding::new(code)
                .with("row", one_line(&label))
                .with("found", found.to_string())
                .with("expected", expected.to_string())
                .at(location),
        );
    }
}
