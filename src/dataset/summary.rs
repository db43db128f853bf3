//! What must be known of every filing at once: its place in the order, its identifier, its rank.
//!
//! A few strings for each file; everything else is streamed.

use std::collections::HashMap;
use std::hash::Hasher;

use fnv::FnvHasher;

use serde::{Deserialize, Serialize};

use super::identifier::FilingId;
use super::shared::{Names, SharedName};
use crate::across::{Profile, Seen};
use crate::corpus::ContentHash;
use crate::edit::Outcome;
use crate::filing::{Filing, Verdict};
use crate::form::forms;
use crate::number;
use crate::organ::{Level, OrganKind};
use crate::reader::Format;

/// One row of `filings.csv` before its filing is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Path as the dataset shows it.
    pub path: Box<str>,
    /// SHA-256 of the content; `None` when it could not be read.
    pub sha256: Option<ContentHash>,
}

impl Row {
    /// The identifier that the first filing of this content has.
    pub fn content(&self) -> FilingId {
        FilingId::new(self.digits(), 1)
    }

    /// The bytes of the content's hash that make the identifier.
    fn digits(&self) -> [u8; 8] {
        let digest = self.sha256.unwrap_or_else(|| ContentHash::of(self.path.as_bytes()));
        std::array::from_fn(|at| digest.0[at])
    }
}

/// What is kept of a filing for ordering and choosing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Position in the list of rows that were handed in.
    pub index: usize,
    /// Path and content.
    pub row: Row,
    /// Identifier, unique in the dataset; empty until [`assign_ids`].
    pub id: FilingId,
    /// Identifier of the filing that stands for this organ and year in the panel; empty where this one does, or none.
    pub superseded_by: SharedName,
    /// What the bytes are.
    pub format: Format,
    /// The verdict.
    pub verdict: Verdict,
    /// Identifier of the organ; empty when the organ is not known, and until the organs are resolved.
    pub organ_id: SharedName,
    /// Organ, empty when not known.
    pub organ: SharedName,
    /// Division code, empty when not known.
    pub division: SharedName,
    /// Province-level, prefecture-level and county-level division; empty where not known.
    pub region: [SharedName; 3],
    /// Administrative level.
    pub level: Option<Level>,
    /// What the organ is.
    pub kind: Option<OrganKind>,
    /// Reporting year.
    pub year: Option<u16>,
    /// Publication date, empty when not known.
    pub published: SharedName,
    /// Figures with a value.
    pub reported: u32,
    /// Fingerprint of the figures and quantities, as they were read.
    pub reading: u64,
    /// Findings that nobody dismissed, by severity: info, soft, hard.
    pub findings: [u32; 3],
    /// Rules by their outcome, in the order of [`Outcome::ALL`].
    pub outcomes: [u16; Outcome::ALL.len()],
    /// Hard findings that nobody dismissed and that the last published dataset did not have.
    pub new_hard: u16,
}

impl Summary {
    /// The summary of a filing, from its profile.
    pub fn new(index: usize, row: Row, profile: &Profile) -> Self {
        Self {
            index,
            row,
            id: FilingId::default(),
            superseded_by: SharedName::default(),
            format: profile.format,
            verdict: profile.verdict,
            organ_id: SharedName::default(),
            organ: profile.organ().into(),
            division: profile.division().into(),
            region: [&profile.identity.province, &profile.identity.city, &profile.identity.county]
                .map(|name| name.as_deref().unwrap_or_default().into()),
            level: profile.identity.level,
            kind: profile.identity.kind,
            year: profile.year(),
            published: profile.identity.published.as_deref().unwrap_or_default().into(),
            reported: profile.reported,
            reading: 0,
            findings: profile.findings,
            outcomes: [0; Outcome::ALL.len()],
            new_hard: 0,
        }
    }

    /// Has its names be those that were met before: of five years of an organ four need no room.
    pub fn share(&mut self, names: &mut Names) {
        let own = [&mut self.organ, &mut self.division, &mut self.published];
        own.into_iter().chain(&mut self.region).for_each(|name| names.share(name));
    }

    /// Takes over what other filings may change in one, and what is told only once all is known: its verdict, its
    /// figures, findings and outcomes.
    pub fn look(&mut self, filing: &Filing) {
        self.verdict = filing.verdict;
        self.reported = filing.reported();
        self.reading = reading(filing);
        self.findings = filing.severities();
        self.outcomes = [0; Outcome::ALL.len()];
        for outcome in &filing.outcomes {
            let count = &mut self.outcomes[outcome.outcome as usize];
            *count = count.saturating_add(1);
        }
    }
}

impl Summary {
    /// Identifier of the first filing of the same bytes, which may be this one.
    pub fn first(&self) -> &str {
        self.id.first()
    }

    /// Identifier of the first copy of the same bytes, if this is another.
    pub fn duplicate_of(&self) -> Option<&str> {
        Some(self.first()).filter(|first| *first != &*self.id)
    }

    /// As findings of others name it.
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen { id: &self.id, division: &self.division, organ: &self.organ, year: self.year }
    }

    /// The word in the `reading` column; it looks like no number.
    pub fn reading_word(&self) -> String {
        format!("r{:016x}", self.reading)
    }
}

/// A hash over what was read: figures with their places in the form, and quantities of the prose. Places in the source,
/// labels and findings are not in it: they change without a figure changing.
fn reading(filing: &Filing) -> u64 {
    let mut hash = FnvHasher::default();
    let mut add = |part: &[u8]| {
        hash.write(part);
        hash.write(&[0xff]);
    };
    for figure in &filing.figures {
        add(figure.variable.map_or("", |variable| forms().code(variable)).as_bytes());
        add(figure.status.word().as_bytes());
        match figure.value {
            Some(value) => number::written(value.normalize(), |digits| add(digits.as_bytes())),
            None => add(figure.raw.as_bytes()),
        }
    }
    for quantity in &filing.quantities {
        add(quantity.measure.map_or("", |measure| forms().code(measure)).as_bytes());
        add(quantity.role.word().as_bytes());
        number::written(quantity.value.normalize(), |digits| add(digits.as_bytes()));
    }
    hash.finish()
}

/// Gives every filing its identifier: the letter f (no spreadsheet takes it for a number) and the first 16 hexadecimal
/// digits of its content's SHA-256; further copies get `-2`, `-3` in the order of their paths. What could not be read
/// has the digits of its path.
pub fn assign_ids(summaries: &mut [Summary]) {
    // In place: a sort that keeps the order of equals would need half as much memory again, and there are none.
    summaries.sort_unstable_by(|a, b| a.row.path.cmp(&b.row.path).then(a.index.cmp(&b.index)));
    let mut copies: HashMap<[u8; 8], u32> = HashMap::new();
    for summary in summaries {
        let digits = summary.row.digits();
        let count = copies.entry(digits).or_insert(0);
        *count += 1;
        summary.id = FilingId::new(digits, *count);
    }
}

/// Sorts into the order of all tables: division code, organ, year, path; what is not known comes first.
pub fn order(summaries: &mut [Summary]) {
    fn key(summary: &Summary) -> (&str, &str, Option<u16>, &str, usize) {
        (&summary.division, &summary.organ, summary.year, &summary.row.path, summary.index)
    }
    summaries.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn summary(path: &str, organ: &str, year: u16, verdict: Verdict) -> Summary {
        let mut filing = Filing::empty(Format::Text);
        filing.verdict = verdict;
        filing.identity.organ = (!organ.is_empty()).then(|| organ.to_owned());
        filing.identity.year = (year != 0).then_some(year);
        let row = Row { path: path.into(), sha256: Some(ContentHash::of(path.as_bytes())) };
        Summary::new(0, row, &Profile::new(&filing))
    }

    #[test]
    fn little_is_kept_of_each_filing() {
        assert_eq!(size_of::<Summary>(), 200, "it is in memory for every filing of a run");
    }

    #[test]
    fn copies_are_numbered_by_path() {
        let mut list: Vec<_> = ["c", "a", "b"].iter().map(|path| summary(path, "", 0, Verdict::Incomplete)).collect();
        list.push(summary("d", "", 0, Verdict::Unreadable));
        list[0].row.sha256 = Some(ContentHash([0x11; 32]));
        list[1].row.sha256 = Some(ContentHash([0x11; 32]));
        list[3].row.sha256 = None;
        assign_ids(&mut list);
        let ids: Vec<_> = list.iter().map(|s| (&*s.row.path, &*s.id, s.duplicate_of())).collect();
        assert_eq!(ids[0], ("a", "f1111111111111111", None));
        assert_eq!(ids[2], ("c", "f1111111111111111-2", Some("f1111111111111111")));
        assert_eq!((ids[1].2, ids[3].2), (None, None));
    }

    #[test]
    fn order_is_division_organ_year_path() {
        let mut list = vec![
            summary("2", "甲局", 2021, Verdict::Reconciled),
            summary("1", "甲局", 2022, Verdict::Reconciled),
            summary("0", "", 0, Verdict::Unreadable),
            summary("3", "甲局", 2021, Verdict::Reconciled),
        ];
        list[0].division = "110000".into();
        order(&mut list);
        let paths: Vec<_> = list.iter().map(|s| &*s.row.path).collect();
        assert_eq!(paths, ["0", "3", "1", "2"]);
    }
}
