//! What came of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::{Summary, panel};
use crate::filing::Verdict;

/// What came of a run.
#[derive(Debug)]
pub struct Report {
    /// Input files.
    pub files: usize,
    /// Files that had to be read.
    pub read: usize,
    /// All filings, in the order of the tables; none when the dataset was left as it was.
    pub filings: Vec<Summary>,
    /// What there was to be counted.
    pub counts: Counts,
    /// Lines of `changes.csv`.
    pub changes: u64,
    /// Nothing had changed since the last run, and the published files were not touched.
    pub unchanged: bool,
}

/// What a dataset holds, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows of `filings.csv`.
    pub filings: u64,
    /// Filings by verdict, in the order of [`Verdict::ALL`].
    pub verdicts: [u64; Verdict::ALL.len()],
    /// Findings that nobody dismissed, by severity: info, soft, hard.
    pub severities: [u64; 3],
    /// Findings by code.
    pub findings: BTreeMap<String, u64>,
    /// Hard findings that nobody dismissed and that the last published dataset did not have, if that was asked.
    #[serde(default)]
    pub new_hard: u64,
    /// Reports whose organ or year is not decided, so that they are in no row of the panel.
    #[serde(default)]
    pub undecided: u64,
    /// Changes by kind.
    #[serde(default)]
    pub changes: BTreeMap<String, u64>,
}

impl Counts {
    pub(super) fn new(filings: &[Summary], findings: BTreeMap<String, u64>, changes: BTreeMap<String, u64>) -> Self {
        let mut counts = Self { filings: filings.len() as u64, findings, changes, ..Self::default() };
        for filing in filings {
            counts.new_hard += u64::from(filing.new_hard);
            counts.undecided += u64::from(panel::is_undecided(filing));
            counts.verdicts[filing.verdict as usize] += 1;
            for (sum, count) in counts.severities.iter_mut().zip(filing.findings) {
                *sum += u64::from(count);
            }
        }
        counts
    }

    /// The same of a dataset that is no news.
    pub(super) fn without_news(mut self) -> Self {
        self.new_hard = 0;
        self.changes.clear();
        self
    }
}

impl Report {
    /// How many filings have a verdict.
    pub fn count(&self, verdict: Verdict) -> u64 {
        self.counts.verdicts[verdict as usize]
    }
}
