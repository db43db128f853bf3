//! Tables and prose that stand in another filing too: last year's, or another organ's.
//!
//! Tables by an exact hash; prose by MinHash signatures in bands, so that each filing is compared only with
//! those that share a band (Broder 1997; banding as for near-duplicate web pages).

use std::hash::{BuildHasher, Hasher, RandomState};

use fnv::FnvHasher;
use hashbrown::HashTable;
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
        self.prose.chunks(MINIMA / BANDS).enumerate().map(|(place, rows)| band(place, rows))
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

    fn seen(&self) -> Seen<'_> {
        Seen { id: &self.id, division: &self.division, organ: &self.organ, year: self.year }
    }
}

/// The band of a signature at this place.
fn band(place: usize, rows: &[u16]) -> Band {
    let mut hash = FnvHasher::default();
    hash.write(&[place as u8]);
    rows.iter().for_each(|row| hash.write(&row.to_le_bytes()));
    (hash.finish() ^ (hash.finish() >> 32)) as u32
}

/// Minima that two signatures share, if these are enough.
fn equal(one: &[u16], other: &[u16]) -> Option<u32> {
    if one.len() != MINIMA || other.len() != MINIMA {
        return None;
    }
    let equal = one.iter().zip(other).filter(|(a, b)| a == b).count();
    (equal as f64 / MINIMA as f64 >= ALIKE).then_some(equal as u32)
}

/// What was seen so far. Packed, because it grows with the number of filings: a table of hashes has the numbers alone, and
/// what they stand for is looked up; texts lie one behind the other.
pub(super) struct Index {
    filings: PackedFilings,
    tables: HashTable<TableSlot>,
    /// For each band its first filing, and which of that filing's bands it is.
    bands: HashTable<BandSlot>,
    /// Filings are of unknown origin: what they hash to shall not be known to who made them.
    hashing: RandomState,
}

/// The filings in the index, in the order in which they came.
#[derive(Default)]
struct PackedFilings {
    all: Vec<Packed>,
    /// Identifier, division and organ of all.
    texts: String,
    /// The signatures of all, [`MINIMA`] each.
    signatures: Vec<u16>,
}

/// A filing in the index.
#[derive(Clone, Copy)]
struct Packed {
    /// Where its texts begin.
    start: usize,
    /// Bytes of identifier, division and organ.
    lengths: [u32; 3],
    year: Option<u16>,
    /// Which signature is its own, if it has one.
    signature: Option<u32>,
}

/// A table: its hash in two halves, its kind and its first filing in one number.
#[derive(Clone, Copy, PartialEq)]
struct TableSlot([u32; 2], u32);

/// A band: the first filing that has it, and its place among that filing's bands.
#[derive(Clone, Copy)]
struct BandSlot(u32);

const _: () = assert!(MAX_INDEXED <= 1 << 24 && BANDS <= 1 << 4, "a slot holds both of its numbers");

impl TableSlot {
    fn new(table: &TableProfile, filing: u32) -> Self {
        Self([table.hash as u32, (table.hash >> 32) as u32], (filing << 8) | table.kind as u32)
    }

    fn filing(self) -> usize {
        (self.1 >> 8) as usize
    }

    /// What two slots of the same table share.
    fn key(self) -> ([u32; 2], u8) {
        (self.0, self.1 as u8)
    }
}

impl BandSlot {
    fn new(filing: u32, place: u32) -> Self {
        Self((filing << 4) | place)
    }

    fn filing(self) -> usize {
        (self.0 >> 4) as usize
    }

    fn place(self) -> usize {
        (self.0 & 0xf) as usize
    }
}

/// A filing that was seen, as findings name it.
struct Seen<'a> {
    id: &'a str,
    division: &'a str,
    organ: &'a str,
    year: Option<u16>,
}

impl Index {
    pub fn new() -> Self {
        Self {
            filings: PackedFilings::default(),
            tables: HashTable::new(),
            bands: HashTable::new(),
            hashing: RandomState::new(),
        }
    }

    /// Compares a filing with those before it, and adds it. The later filing gets the finding, and the first
    /// filing of a set is the one named.
    pub fn compare(&mut self, print: Print, findings: &mut Vec<(String, Finding)>) {
        let full = self.filings.all.len() >= MAX_INDEXED;
        let own = u32::try_from(self.filings.all.len()).unwrap_or(u32::MAX);
        for table in &print.tables {
            let slot = TableSlot::new(table, own);
            let hash = self.hashing.hash_one(slot.key());
            if let Some(known) = self.tables.find(hash, |known| known.key() == slot.key()) {
                let said = self.filings.seen(known.filing()).repeated(table, &print);
                findings.extend(said.map(|finding| (print.id.clone(), finding)));
            } else if !full {
                self.tables.insert_unique(hash, slot, |slot| self.hashing.hash_one(slot.key()));
            }
        }
        let bands: Vec<Band> = print.bands().collect();
        let known = |&band: &Band| {
            let slot = self.bands.find(self.hashing.hash_one(band), |slot| self.filings.band(*slot) == Some(band))?;
            Some(slot.filing())
        };
        let mut candidates: Vec<usize> = bands.iter().filter_map(known).collect();
        candidates.sort_unstable();
        candidates.dedup();
        let alike = candidates.iter().filter_map(|&at| Some((equal(&print.prose, self.filings.signature(at))?, at)));
        // The most alike; of equals the first.
        if let Some((equal, at)) = alike.reduce(|best, next| if next.0 > best.0 { next } else { best }) {
            findings.push((print.id.clone(), self.filings.seen(at).alike(equal)));
        }
        if full {
            return;
        }
        self.filings.add(&print);
        for (&band, place) in bands.iter().zip(0..) {
            let hash_of = |band: Band| self.hashing.hash_one(band);
            let is_known = |slot: &BandSlot| self.filings.band(*slot) == Some(band);
            let hash = |slot: &BandSlot| hash_of(self.filings.band(*slot).unwrap_or_default());
            self.bands.entry(hash_of(band), is_known, hash).or_insert(BandSlot::new(own, place));
        }
    }
}

impl PackedFilings {
    fn add(&mut self, print: &Print) {
        let texts = [&print.id, &print.division, &print.organ];
        let mut packed = Packed {
            start: self.texts.len(),
            // A document has at most some megabytes of text.
            lengths: texts.map(|text| text.len() as u32),
            year: print.year,
            signature: None,
        };
        texts.iter().for_each(|text| self.texts.push_str(text));
        if !print.prose.is_empty() {
            packed.signature = u32::try_from(self.signatures.len() / MINIMA).ok();
            self.signatures.extend(&print.prose);
        }
        self.all.push(packed);
    }

    fn seen(&self, at: usize) -> Seen<'_> {
        let Packed { start, lengths, year, .. } = self.all[at];
        let [id, division, organ] = lengths.map(|length| length as usize);
        let (id, rest) = self.texts[start..].split_at(id);
        let (division, rest) = rest.split_at(division);
        Seen { id, division, organ: &rest[..organ], year }
    }

    fn signature(&self, at: usize) -> &[u16] {
        let start = self.all[at].signature.map(|at| at as usize * MINIMA);
        start.and_then(|start| self.signatures.get(start..start + MINIMA)).unwrap_or_default()
    }

    /// The band that a slot stands for.
    fn band(&self, slot: BandSlot) -> Option<Band> {
        let rows = self.signature(slot.filing()).chunks(MINIMA / BANDS).nth(slot.place())?;
        Some(band(slot.place(), rows))
    }
}

impl Seen<'_> {
    /// What is to be said of a later filing with the same table.
    fn repeated(&self, table: &TableProfile, later: &Print) -> Option<Finding> {
        let own = !self.organ.is_empty() && self.organ == later.organ && self.division == later.division;
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
        finding.with("organ", self.organ).with("year", year).with("other", self.id)
    }
}
