//! What the filings of other years add to one that was read by itself: evidence that ranks its repairs, and the one
//! reading of a run-together row that follows from them.

use super::{Filing, Verdict, stated, verdict};
use crate::decode::Cell;
use crate::edit::{self, Circumstances, Hint, Rule, Values, localize};
use crate::figure::{Status, TableKind};
use crate::finding::Finding;
use crate::organ::Level;
use crate::variable::Variable;

/// What is to be made of a filing in the light of others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Revision {
    /// What the years before and after say figures should be.
    pub hints: Vec<Hint>,
    /// Run-together rows that are settled.
    pub settled: Vec<Settled>,
}

/// A run-together row with the one reading that is left.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled {
    /// Its cells from left to right.
    pub cells: Vec<(Variable, Cell)>,
    /// The filings that it follows from, for the sentence.
    pub others: String,
}

impl Filing {
    /// Takes over what other years add. Figures that were read stay as they are.
    pub fn revise(&mut self, revision: &Revision) {
        for settled in &revision.settled {
            self.settle(settled);
        }
        if !revision.settled.is_empty() {
            self.judge_again(TableKind::Proactive);
        }
        if !revision.hints.is_empty() {
            self.locate_again(&revision.hints);
        }
    }

    /// Gives the figures of an open row their values.
    fn settle(&mut self, settled: &Settled) {
        let of = |variable: Option<Variable>| settled.cells.iter().find(|(known, _)| Some(*known) == variable);
        let open = |finding: &&mut Finding| {
            finding.code == "TEXT-OPEN" && settled.cells.iter().map(|(variable, _)| variable).eq(&finding.related)
        };
        let Some(finding) = self.findings.iter_mut().find(open) else { return };
        let reading = settled.cells.iter().map(|(_, cell)| cell.figure().2).collect::<Vec<_>>().join(" ");
        let mut told = Finding::new("TEXT-YEARS");
        (told.variable, told.related) = (finding.variable, std::mem::take(&mut finding.related));
        told.args = std::mem::take(&mut finding.args);
        told.args.retain(|(name, _)| name != "readings");
        *finding = told.with("reading", reading).with("other", settled.others.clone());
        let mut count = 0;
        for figure in self.figures.iter_mut().filter(|figure| figure.status == Status::Text) {
            if let Some((_, cell)) = of(figure.variable) {
                (figure.status, figure.value, figure.raw) = cell.figure();
                count += 1;
            }
        }
        for finding in self.findings.iter_mut().filter(|finding| finding.code == "TEXT-DECODED") {
            if finding.args.iter().any(|(name, table)| name == "table" && table == TableKind::Proactive.word()) {
                recount(finding, "read", count);
                recount(finding, "open", -count);
            }
        }
    }

    /// Judges the rules of a table again, in their places, and the whole.
    fn judge_again(&mut self, kind: TableKind) {
        let rules: Vec<&Rule> = self.rules().into_iter().filter(|rule| rule.table == kind).collect();
        let rule_making = self.rule_making();
        let circumstances = Circumstances { rule_making, ..Circumstances::default() };
        // Error localization works on the other two tables; it says nothing here.
        let edits = edit::check(&rules, &self.figures, &circumstances);
        for outcome in edits.outcomes {
            let same = |known: &&mut edit::RuleOutcome| known.code == outcome.code && known.key == outcome.key;
            if let Some(known) = self.outcomes.iter_mut().find(same) {
                *known = outcome;
            }
        }
        let of_table = |code: &str| rules.iter().any(|rule| rule.code == code);
        let about = |finding: &Finding| {
            let rule = finding.args.iter().find(|(name, _)| finding.code == "EDIT-BLANKS" && name == "rule");
            of_table(rule.map_or(&finding.code, |(_, rule)| rule))
        };
        let place = self.findings.iter().position(about).unwrap_or(self.findings.len());
        self.findings.retain(|finding| !about(finding));
        self.findings.splice(place..place, edits.findings.into_iter().filter(about));
        let pictured = self.verdict == Verdict::NeedsOcr;
        if pictured || matches!(self.verdict, Verdict::Reconciled | Verdict::Flagged | Verdict::Incomplete) {
            let (verdict, reason) = verdict::by_rules(self, pictured);
            (self.verdict, self.reason) = (verdict, reason.to_owned());
        }
    }

    /// Ranks the repairs again, with further evidence.
    fn locate_again(&mut self, hints: &[Hint]) {
        let repair = |finding: &Finding| finding.code == "EDIT-REPAIR";
        let Some(place) = self.findings.iter().position(repair) else { return };
        let hints: Vec<Hint> = stated(&self.quantities).into_iter().chain(hints.iter().copied()).collect();
        let found = localize::findings(&self.rules(), &Values::new(&self.figures), &hints);
        self.findings.retain(|finding| !repair(finding));
        self.findings.splice(place..place, found.into_iter().filter(repair));
    }

    /// Whether the organ may issue regulations (规章): Legislation Law, article 93, lets cities with districts and above.
    pub(super) fn rule_making(&self) -> Option<bool> {
        self.identity.level.map(|level| !matches!(level, Level::County | Level::Township))
    }
}

fn recount(finding: &mut Finding, name: &str, by: i64) {
    for (_, count) in finding.args.iter_mut().filter(|(known, _)| known == name) {
        let before: i64 = count.parse().unwrap_or_default();
        *count = (before + by).to_string();
    }
}
