//! Tables and prose that stand in another filing too: last year's, or another organ's.
//!
//! Tables by an exact hash; prose by MinHash signatures in bands, so that each filing is compared only with
//! those that share a band (Broder 1997; banding as for near-duplicate web pages). What may be shared is gathered from all
//! filings, then sorted, one band after the other: a hash table of everything took twice the memory. Out go links from
//! filings to earlier ones; what they say is written when both are known by their names.

use std::hash::Hasher;
use std::io;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use super::Member;
use super::profile::{MINIMA, TableProfile};
use crate::figure::TableKind;
use crate::finding::Finding;

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
        first.seen().repeated(table.kind, table.weight, self.seen())
    }

    /// What is to be said where a filing before it has prose like it.
    pub fn resembles(&self, earlier: &Self) -> Option<Alike> {
        let equal = equal(&self.prose, &earlier.prose)?;
        Some(Alike { equal, finding: earlier.seen().alike(equal) })
    }

    /// As findings name it.
    pub fn seen(&self) -> Seen<'_> {
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

/// Where signatures are until they are held against each other: in memory, or where the caller has more room. Each has
/// [`MINIMA`] numbers.
pub trait Signatures {
    /// Takes the next one.
    ///
    /// # Errors
    /// When there is no room.
    fn add(&mut self, signature: &[u16]) -> io::Result<()>;

    /// Those from this place on, as many as there is room for.
    ///
    /// # Errors
    /// When they cannot be had back.
    fn read(&mut self, from: usize, into: &mut [u16]) -> io::Result<()>;
}

impl Signatures for Vec<u16> {
    fn add(&mut self, signature: &[u16]) -> io::Result<()> {
        self.extend_from_slice(signature);
        Ok(())
    }

    fn read(&mut self, from: usize, into: &mut [u16]) -> io::Result<()> {
        into.copy_from_slice(&self[from * MINIMA..][..into.len()]);
        Ok(())
    }
}

/// Signatures that are read at a time.
const TOGETHER: usize = 256;

/// What is gathered of all filings. Each is a number of the caller's, which rises from one filing to the next.
#[derive(Debug, Default)]
pub struct Gathered<S> {
    tables: Vec<GatheredTable>,
    /// The filings whose prose says enough to be compared.
    signed: Vec<u32>,
    /// Their signatures.
    signatures: S,
}

/// A table that says enough to be compared. Its fields stand in the order by which it is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct GatheredTable {
    hash: u64,
    kind: TableKind,
    filing: u32,
    /// Its place among the tables of its filing.
    place: u8,
    /// As far as it is asked for.
    weight: u16,
}

/// A filing that has what an earlier one has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The later filing.
    pub later: u32,
    /// Tables as they stand in it, then prose.
    order: u8,
    /// The first filing that has it; of prose the one that is most alike.
    pub earlier: u32,
    what: Shared,
}

/// What two filings share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    /// A table, and its weight.
    Table(TableKind, u16),
    /// Prose, and the minima that are equal.
    Prose(u8),
}

const _: () = assert!(MINIMA < 1 << 8, "a link holds the number of equal minima");

/// A filing as findings name it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Its identifier.
    pub id: &'a str,
    /// Division code of its organ.
    pub division: &'a str,
    /// Its organ.
    pub organ: &'a str,
    /// Its year.
    pub year: Option<u16>,
}

impl<S: Signatures> Gathered<S> {
    /// With room for so many filings: what grows by and by is in memory twice while it does.
    pub(super) fn with_room(filings: usize, signatures: S) -> Self {
        let tables = Vec::with_capacity(filings * TableKind::ALL.len());
        Self { tables, signed: Vec::with_capacity(filings), signatures }
    }

    /// Takes the next filing.
    ///
    /// # Errors
    /// When there is no room for its signature.
    pub fn add(&mut self, filing: usize, print: &Print) -> io::Result<()> {
        let filing = u32::try_from(filing).expect("four thousand million filings are more than memory holds");
        let weight = |table: &TableProfile| u16::try_from(table.weight).unwrap_or(u16::MAX);
        let tables = print.tables.iter().zip(0..).map(|(table, place)| GatheredTable {
            hash: table.hash,
            kind: table.kind,
            filing,
            place,
            weight: weight(table),
        });
        self.tables.extend(tables);
        if !print.prose.is_empty() {
            self.signed.push(filing);
            self.signatures.add(&print.prose)?;
        }
        Ok(())
    }

    /// The links, in the order of the later filings. The later one says it, and the first of a set is the one named.
    ///
    /// # Errors
    /// When a signature cannot be had back.
    pub fn links(mut self) -> io::Result<Vec<Link>> {
        let mut links = Vec::new();
        self.tables.sort_unstable();
        for same in self.tables.chunk_by(|one, other| (one.hash, one.kind) == (other.hash, other.kind)) {
            let (first, others) = same.split_first().expect("a chunk has at least one");
            links.extend(others.iter().filter(|other| other.filing != first.filing).map(|other| Link {
                later: other.filing,
                order: other.place,
                earlier: first.filing,
                what: Shared::Table(other.kind, other.weight),
            }));
        }
        self.tables = Vec::new();
        for (at, best) in self.alike()?.into_iter().enumerate() {
            let Some((equal, earlier)) = best else { continue };
            let (later, earlier) = (self.signed[at], self.signed[earlier as usize]);
            links.push(Link { later, order: u8::MAX, earlier, what: Shared::Prose(equal) });
        }
        links.sort_unstable();
        Ok(links)
    }

    /// For each filing with a signature: of the first filings that have one of its bands the most alike, of equals the
    /// first, with the minima that are equal.
    fn alike(&mut self) -> io::Result<Vec<Option<(u8, u32)>>> {
        let mut best: Vec<Option<(u8, u32)>> = vec![None; self.signed.len()];
        let mut bands: Vec<(Band, u32)> = Vec::with_capacity(self.signed.len());
        for place in 0..BANDS {
            self.bands(place, &mut bands)?;
            bands.sort_unstable();
            for same in bands.chunk_by(|one, other| one.0 == other.0).filter(|same| same.len() > 1) {
                let first = same[0].1;
                let mut signature = None;
                for &(_, at) in &same[1..] {
                    let best = &mut best[at as usize];
                    if best.is_some_and(|(_, known)| known == first) {
                        continue;
                    }
                    let signature = match signature {
                        Some(signature) => signature,
                        None => *signature.insert(self.signature(first)?),
                    };
                    let equal = equal(&self.signature(at)?, &signature).unwrap_or_default() as u8;
                    // As long as none is alike the last one that was not, so that the other bands it shares do not ask again:
                    // they took as many reads as all files of a run.
                    if best.is_none_or(|(most, known)| most == 0 || (equal, known) > (most, first)) {
                        *best = Some((equal, first));
                    }
                }
            }
        }
        best.iter_mut().for_each(|best| *best = best.filter(|(equal, _)| *equal > 0));
        Ok(best)
    }

    /// The bands of all signatures at this place.
    fn bands(&mut self, place: usize, bands: &mut Vec<(Band, u32)>) -> io::Result<()> {
        bands.clear();
        let mut part = [0; TOGETHER * MINIMA];
        while bands.len() < self.signed.len() {
            let part = &mut part[..MINIMA * TOGETHER.min(self.signed.len() - bands.len())];
            self.signatures.read(bands.len(), part)?;
            let rows = |signature: &[u16]| band(place, &signature[place * (MINIMA / BANDS)..][..MINIMA / BANDS]);
            let next = bands.len() as u32;
            bands.extend(part.chunks_exact(MINIMA).map(rows).zip(next..));
        }
        Ok(())
    }

    fn signature(&mut self, at: u32) -> io::Result<[u16; MINIMA]> {
        let mut signature = [0; MINIMA];
        self.signatures.read(at as usize, &mut signature)?;
        Ok(signature)
    }
}

impl Link {
    /// What is to be said of the later filing, if it is worth it.
    pub fn finding(&self, later: Seen<'_>, earlier: Seen<'_>) -> Option<Finding> {
        match self.what {
            Shared::Table(kind, weight) => earlier.repeated(kind, weight.into(), later),
            Shared::Prose(equal) => Some(earlier.alike(equal.into())),
        }
    }
}

impl Seen<'_> {
    /// What is to be said of a later filing with the same table.
    fn repeated(&self, kind: TableKind, weight: u32, later: Seen<'_>) -> Option<Finding> {
        let own = !self.organ.is_empty() && self.organ == later.organ && self.division == later.division;
        let finding = || self.named(Finding::new("LON-COPY").with("table", kind.word()));
        (own || weight >= WEIGHT_OTHER).then(finding)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Signatures in memory, and how often one of them was asked for.
    struct Asked(Vec<u16>, usize);

    impl Signatures for Asked {
        fn add(&mut self, signature: &[u16]) -> io::Result<()> {
            self.0.add(signature)
        }

        fn read(&mut self, from: usize, into: &mut [u16]) -> io::Result<()> {
            self.1 += usize::from(into.len() == MINIMA);
            self.0.read(from, into)
        }
    }

    #[test]
    fn prose_that_shares_bands_and_is_not_alike_is_held_against_the_first_once() {
        let mut gathered = Gathered::with_room(0, Asked(Vec::new(), 0));
        let print = |at: u16, own: std::ops::Range<usize>| {
            let prose = (0..MINIMA).map(|place| place as u16 + if own.contains(&place) { 100 * (at + 1) } else { 0 });
            let (id, division, organ) = (at.to_string(), String::new(), String::new());
            Print { id, division, organ, year: None, tables: Vec::new(), prose: prose.collect() }
        };
        for at in 0..20 {
            gathered.add(at.into(), &print(at, 32..MINIMA)).expect("room");
        }
        assert_eq!(gathered.alike().expect("read"), vec![None; 20]);
        assert_eq!(gathered.signatures.1, 20, "the first and each of the others");
        gathered.add(20, &print(20, 63..MINIMA)).expect("room");
        gathered.add(21, &print(20, 62..MINIMA)).expect("room");
        assert_eq!(gathered.alike().expect("read")[20..], [None, Some((63, 20))]);
    }
}
