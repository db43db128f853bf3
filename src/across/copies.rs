//! Tables and prose that stand in another filing too: last year's, or another organ's.
//!
//! Tables by an exact hash; prose by MinHash signatures in bands, so that each filing is compared only with
//! those that share a band (Broder 1997; banding as for near-duplicate web pages).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hasher;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use super::Member;
use super::profile::{MINIMA, TableProfile};
use crate::finding::Finding;

/// Filings that the index holds; those after them are compared with it, but not added. About 400 bytes each
/// (`cargo bench --bench across`).
pub const MAX_INDEXED: usize = 1_000_000;

/// Share of equal minima from which prose counts as the same.
const ALIKE: f64 = 0.85;
/// Bands of the signature. Texts that are alike to 0.85 share one of 16 with certainty beyond 0.9999.
const BANDS: usize = 16;
/// Digits of numbers above zero that a table must have before equality means anything: against the organ's own
/// last year, and against any other organ.
const WEIGHT_OWN: u32 = 6;
const WEIGHT_OTHER: u32 = 12;

/// What a copy of a filing would have: its tables, the signature of its prose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Print {
    /// The filing.
    pub id: String,
    division: String,
    organ: String,
    year: Option<u16>,
    /// Its tables that say enough to be compared.
    tables: Vec<TableProfile>,
    prose: Vec<u16>,
}

/// Something that two filings share only if one may be a copy of the other. What comes later is held against the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trace {
    /// A table: its kind and its hash.
    Table(u8, u64),
    /// A band of the signature of the prose.
    Band(Band),
}

/// 32 bits of a band's hash: two bands that share them by chance cost a comparison, no more.
pub type Band = u32;

/// Prose that is that of an earlier filing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alike {
    /// Minima that are equal: of several earlier filings the most alike counts, of equals the first.
    pub equal: u32,
    /// What is said then.
    pub finding: Finding,
}

impl Print {
    pub(super) fn of(member: &Member) -> Self {
        let profile = &member.profile;
        let prose = if profile.prose.len() == MINIMA { profile.prose.clone() } else { Vec::new() };
        Self {
            id: member.id.clone(),
            division: profile.division().to_owned(),
            organ: profile.organ().to_owned(),
            year: profile.year(),
            tables: profile.tables.iter().filter(|table| table.weight >= WEIGHT_OWN).cloned().collect(),
            prose,
        }
    }

    /// Its traces: tables, then bands.
    pub fn traces(&self) -> impl Iterator<Item = Trace> + '_ {
        let tables = self.tables.iter().map(|table| Trace::Table(table.kind as u8, table.hash));
        tables.chain(self.bands().map(Trace::Band))
    }

    fn bands(&self) -> impl Iterator<Item = Band> + '_ {
        self.prose.chunks(MINIMA / BANDS).enumerate().map(|(band, rows)| {
            let mut hash = FnvHasher::default();
            hash.write(&[band as u8]);
            rows.iter().for_each(|row| hash.write(&row.to_le_bytes()));
            (hash.finish() ^ (hash.finish() >> 32)) as u32
        })
    }

    /// What is needed of it to compare by a trace.
    pub fn reduced(&self, trace: Trace) -> Self {
        let (mut tables, mut prose) = (Vec::new(), Vec::new());
        match trace {
            Trace::Table(kind, hash) => {
                let same = |table: &&TableProfile| (table.kind as u8, table.hash) == (kind, hash);
                tables.extend(self.tables.iter().find(same).cloned());
            }
            Trace::Band(_) => prose.clone_from(&self.prose),
        }
        Self { tables, prose, id: self.id.clone(), division: self.division.clone(), organ: self.organ.clone(), ..*self }
    }

    /// What is to be said where the first filing that has a table has it.
    pub fn repeats(&self, trace: Trace, first: &Self) -> Option<Finding> {
        let Trace::Table(kind, hash) = trace else { return None };
        let table = self.tables.iter().find(|table| (table.kind as u8, table.hash) == (kind, hash))?;
        first.seen().repeated(table, self)
    }

    /// What is to be said where a filing before it has prose like it.
    pub fn resembles(&self, earlier: &Self) -> Option<Alike> {
        let equal = equal(&self.prose, &earlier.prose)?;
        Some(Alike { equal, finding: earlier.seen().alike(equal) })
    }

    fn seen(&self) -> Seen {
        Seen {
            id: self.id.clone().into(),
            division: self.division.clone().into(),
            organ: self.organ.clone().into(),
            year: self.year,
            signature: None,
        }
    }
}

/// Minima that two signatures share, if these are enough.
fn equal(one: &[u16], other: &[u16]) -> Option<u32> {
    if one.len() != MINIMA || other.len() != MINIMA {
        return None;
    }
    let equal = one.iter().zip(other).filter(|(a, b)| a == b).count();
    (equal as f64 / MINIMA as f64 >= ALIKE).then_some(equal as u32)
}

/// What was seen so far.
pub(super) struct Index {
    seen: Vec<Seen>,
    tables: HashMap<(u8, u64), u32>,
    bands: HashMap<Band, u32>,
    /// The signatures of all, [`MINIMA`] each, in the order in which they came.
    signatures: Vec<u16>,
}

/// A filing in the index.
struct Seen {
    id: Box<str>,
    division: Box<str>,
    organ: Box<str>,
    year: Option<u16>,
    /// Where its signature begins, if it has one.
    signature: Option<u32>,
}

impl Index {
    pub fn new() -> Self {
        Self { seen: Vec::new(), tables: HashMap::new(), bands: HashMap::new(), signatures: Vec::new() }
    }

    /// Compares a filing with those before it, and adds it. The later filing gets the finding, and the first
    /// filing of a set is the one named.
    pub fn compare(&mut self, print: Print, findings: &mut Vec<(String, Finding)>) {
        let full = self.seen.len() >= MAX_INDEXED;
        let own = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        for table in &print.tables {
            match self.tables.entry((table.kind as u8, table.hash)) {
                Entry::Occupied(known) => {
                    let said = self.seen[*known.get() as usize].repeated(table, &print);
                    findings.extend(said.map(|finding| (print.id.clone(), finding)));
                }
                Entry::Vacant(slot) if !full => {
                    slot.insert(own);
                }
                Entry::Vacant(_) => {}
            }
        }
        let bands: Vec<Band> = print.bands().collect();
        let mut candidates: Vec<u32> = bands.iter().filter_map(|band| self.bands.get(band)).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let seen = candidates.iter().map(|&at| &self.seen[at as usize]);
        let alike = seen.filter_map(|other| Some((equal(&print.prose, self.signature(other))?, other)));
        // The most alike; of equals the first.
        if let Some((equal, other)) = alike.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
            findings.push((print.id.clone(), other.alike(equal)));
        }
        if full {
            return;
        }
        for band in bands {
            self.bands.entry(band).or_insert(own);
        }
        let mut seen = print.seen();
        if !print.prose.is_empty() {
            seen.signature = u32::try_from(self.signatures.len() / MINIMA).ok();
            self.signatures.extend(&print.prose);
        }
        self.seen.push(seen);
    }

    fn signature(&self, seen: &Seen) -> &[u16] {
        let start = seen.signature.map(|at| at as usize * MINIMA);
        start.and_then(|start| self.signatures.get(start..start + MINIMA)).unwrap_or_default()
    }
}

impl Seen {
    /// What is to be said of a later filing with the same table.
    fn repeated(&self, table: &TableProfile, later: &Print) -> Option<Finding> {
        let own = !self.organ.is_empty() && *self.organ == *later.organ && *self.division == *later.division;
        let finding = || self.named(Finding::new("LON-COPY").with("table", table.kind.word()));
        (own || table.weight >= WEIGHT_OTHER).then(finding)
    }

    /// What is to be said of a later filing that shares so many minima.
    fn alike(&self, equal: u32) -> Finding {
        let percent = (f64::from(equal) / MINIMA as f64 * 100.0).round();
        self.named(Finding::new("LON-PROSE").with("share", format!("{percent:.0}")))
    }

    fn named(&self, finding: Finding) -> Finding {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        finding.with("organ", &*self.organ).with("year", year).with("other", &*self.id)
    }
}
