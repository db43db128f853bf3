//! Tables and prose that stand in another filing too: last year's, or another organ's.
//!
//! Tables by an exact hash; prose by MinHash signatures in bands, so that each filing is compared only with
//! those that share a band (Broder 1997; banding as for near-duplicate web pages).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hasher;

use fnv::FnvHasher;

use super::Member;
use super::profile::MINIMA;
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

/// What was seen so far.
pub(super) struct Index {
    seen: Vec<Seen>,
    tables: HashMap<(u8, u64), u32>,
    /// By 32 bits of a band's hash: two bands that share them by chance cost a comparison, no more.
    bands: HashMap<u32, u32>,
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
    pub fn compare(&mut self, member: &Member, findings: &mut Vec<(String, Finding)>) {
        let profile = &member.profile;
        let full = self.seen.len() >= MAX_INDEXED;
        let own = u32::try_from(self.seen.len()).unwrap_or(u32::MAX);
        for table in profile.tables.iter().filter(|table| table.weight >= WEIGHT_OWN) {
            match self.tables.entry((table.kind as u8, table.hash)) {
                Entry::Occupied(known) => {
                    let other = &self.seen[*known.get() as usize];
                    if other.is_own(member) || table.weight >= WEIGHT_OTHER {
                        let finding = Finding::new("LON-COPY").with("table", table.kind.word());
                        findings.push((member.id.clone(), other.named(finding)));
                    }
                }
                Entry::Vacant(slot) if !full => {
                    slot.insert(own);
                }
                Entry::Vacant(_) => {}
            }
        }
        if profile.prose.len() == MINIMA {
            let keys: Vec<u32> = profile
                .prose
                .chunks(MINIMA / BANDS)
                .enumerate()
                .map(|(band, rows)| {
                    let mut hash = FnvHasher::default();
                    hash.write(&[band as u8]);
                    rows.iter().for_each(|row| hash.write(&row.to_le_bytes()));
                    (hash.finish() ^ (hash.finish() >> 32)) as u32
                })
                .collect();
            let mut candidates: Vec<u32> = keys.iter().filter_map(|key| self.bands.get(key)).copied().collect();
            candidates.sort_unstable();
            candidates.dedup();
            let alike = candidates.iter().map(|&at| &self.seen[at as usize]);
            let alike = alike
                .map(|other| (profile.likeness(self.signature(other)), other))
                .filter(|(share, _)| *share >= ALIKE);
            // The most alike; of equals the first.
            if let Some((share, other)) = alike.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
                let percent = (share * 100.0).round();
                let finding = Finding::new("LON-PROSE").with("share", format!("{percent:.0}"));
                findings.push((member.id.clone(), other.named(finding)));
            }
            if !full {
                for key in keys {
                    self.bands.entry(key).or_insert(own);
                }
            }
        }
        if !full {
            let signature = (profile.prose.len() == MINIMA).then_some(self.signatures.len() / MINIMA);
            self.signatures.extend(profile.prose.iter().filter(|_| signature.is_some()));
            self.seen.push(Seen {
                id: member.id.clone().into(),
                division: profile.division().into(),
                organ: profile.organ().into(),
                year: profile.year(),
                signature: signature.and_then(|at| u32::try_from(at).ok()),
            });
        }
    }
}

impl Index {
    fn signature(&self, seen: &Seen) -> &[u16] {
        let start = seen.signature.map(|at| at as usize * MINIMA);
        start.and_then(|start| self.signatures.get(start..start + MINIMA)).unwrap_or_default()
    }
}

impl Seen {
    fn is_own(&self, member: &Member) -> bool {
        !self.organ.is_empty() && *self.organ == *member.profile.organ() && *self.division == *member.profile.division()
    }

    fn named(&self, finding: Finding) -> Finding {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        finding.with("organ", &*self.organ).with("year", year).with("other", &*self.id)
    }
}
