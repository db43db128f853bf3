//! What the filings of other years add to one that was read by itself: evidence that ranks its repairs, and the one
//! reading of a run-together row that follows from them.

use serde::{Deserialize, Serialize};

use super::{Filing, Stage, Verdict, verdict};
use crate::decode::{self, Settled};
use crate::edit::Hint;
use crate::figure::Status;
use crate::organ::Level;

/// What is to be made of a filing in the light of others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// What the years before and after say figures should be.
    pub hints: Vec<Hint>,
    /// Run-together rows that are settled.
    pub settled: Vec<Settled>,
}

impl Filing {
    /// Takes over what other years add. Figures that were read stay as they are.
    pub fn revise(&mut self, revision: &Revision) {
        for settled in &revision.settled {
            self.settle(settled);
        }
        self.check_rules(&revision.hints);
        if revision.settled.is_empty() {
            // Evidence ranks repairs; it changes no outcome.
            return;
        }
        self.findings.replace(Stage::Decoded, decode::findings(&self.runs));
        // What is no report, or no document, stays that.
        let pictured = self.verdict == Verdict::NeedsOcr && self.reason == verdict::PICTURE;
        if pictured || matches!(self.verdict, Verdict::Reconciled | Verdict::Flagged | Verdict::Incomplete) {
            let (verdict, reason) = verdict::by_rules(self, pictured);
            (self.verdict, self.reason) = (verdict, reason.to_owned());
        }
    }

    /// Gives the figures of an open row their values.
    fn settle(&mut self, settled: &Settled) {
        let is_it =
            |row: &&mut decode::Row| row.is_open() && settled.cells.iter().map(|cell| &cell.0).eq(&row.variables);
        let found = self.runs.iter_mut().find_map(|table| {
            let at = table.rows.iter_mut().position(|mut row| is_it(&mut row))?;
            Some((table, at))
        });
        let Some((table, at)) = found else { return };
        table.rows[at].settled = Some(settled.clone());
        for figure in self.figures.iter_mut().filter(|figure| figure.status == Status::Text) {
            let of = settled.cells.iter().find(|(known, _)| Some(*known) == figure.variable);
            if let Some((_, cell)) = of {
                (figure.status, figure.value, figure.raw) = cell.figure();
                table.read += 1;
                table.open -= 1;
            }
        }
    }

    /// Whether the organ may issue regulations (规章): Legislation Law, article 93, lets cities with districts and above.
    pub(super) fn rule_making(&self) -> Option<bool> {
        self.identity.level.map(|level| !matches!(level, Level::County | Level::Township))
    }
}
