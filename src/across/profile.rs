//! What has to be known of every filing at once, or of one while another is looked at.

use std::hash::Hasher;

use fnv::FnvHasher;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::figure::{FormId, TableKind};
use crate::filing::{Filing, Verdict};
use crate::number;
use crate::organ::Identity;
use crate::reader::Format;
use crate::variable::Variable;

/// Minima of a signature. With 64 of them the estimate of likeness has a standard error of about 0.05.
pub const MINIMA: usize = 64;
/// Characters of a shingle.
const SHINGLE: usize = 5;
/// Prose shorter than this is not compared: short texts are alike by necessity.
const LEAST_PROSE: usize = 200;

/// A filing, reduced to what is compared between filings and to what orders them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Who, when.
    pub identity: Identity,
    /// What the bytes are.
    pub format: Format,
    /// What is to be made of it.
    pub verdict: Verdict,
    /// Findings by severity: info, soft, hard.
    pub findings: [u32; 3],
    /// Figures with a value.
    pub reported: u32,
    /// Figures with a value, in the order of the codebook.
    pub values: Vec<(Variable, Decimal)>,
    /// Its tables.
    pub tables: Vec<TableProfile>,
    /// An equation fails, and repairs are known.
    pub unreconciled: bool,
    /// Run-together rows that have several readings.
    pub open: Vec<OpenRun>,
    /// MinHash signature of the free prose (sections one, five and six, without digits); empty when short.
    pub prose: Vec<u16>,
}

/// A run-together row without a sum of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRun {
    /// Its cells from left to right.
    pub variables: Vec<Variable>,
    /// The edition that the row is of.
    pub form: FormId,
    /// The digits.
    pub run: String,
}

/// A table, reduced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableProfile {
    /// Which table.
    pub kind: TableKind,
    /// Hash over its variables and values.
    pub hash: u64,
    /// Digits of its numbers above zero: how much it takes to be equal by chance.
    pub weight: u32,
}

impl Profile {
    /// The profile of a filing.
    pub fn new(filing: &Filing) -> Self {
        let mut values: Vec<(Variable, Decimal)> = filing
            .figures
            .iter()
            .filter(|figure| figure.status.has_value())
            .filter_map(|figure| Some((figure.variable?, figure.value?)))
            .collect();
        values.sort_by_key(|(variable, _)| *variable);
        values.dedup_by_key(|(variable, _)| *variable);
        let tables = filing.tables.iter().map(|(kind, _)| {
            let figures = filing.figures.iter().filter(|figure| figure.table == *kind);
            let mut cells: Vec<(Variable, Decimal)> =
                figures.filter_map(|figure| Some((figure.variable?, figure.value?.normalize()))).collect();
            cells.sort_by_key(|(variable, _)| *variable);
            let (mut weight, mut hash) = (0, FnvHasher::default());
            for (variable, value) in cells.iter().filter(|(_, value)| !value.is_zero()) {
                hash.write(&variable.0.to_le_bytes());
                number::written(*value, |digits| {
                    weight += digits.bytes().filter(u8::is_ascii_digit).count();
                    hash.write(digits.as_bytes());
                });
            }
            TableProfile { kind: *kind, hash: hash.finish(), weight: u32::try_from(weight).unwrap_or(u32::MAX) }
        });
        Self {
            identity: filing.identity.clone(),
            format: filing.format,
            verdict: filing.verdict,
            findings: filing.severities(),
            reported: filing.reported(),
            values,
            tables: tables.collect(),
            unreconciled: !filing.located.repairs.is_empty(),
            open: open_runs(filing),
            prose: signature([0, 4, 5].into_iter().flat_map(|section: usize| filing.sections[section].chars())),
        }
    }

    /// Organ, empty when not known.
    pub fn organ(&self) -> &str {
        self.identity.organ.as_deref().unwrap_or_default()
    }

    /// Division code, empty when not known.
    pub fn division(&self) -> &str {
        self.identity.division_code.as_deref().unwrap_or_default()
    }

    /// Reporting year.
    pub fn year(&self) -> Option<u16> {
        self.identity.year
    }

    /// What makes filings those of one organ.
    pub(super) fn organ_key(&self) -> (&str, &str) {
        (self.division(), self.organ())
    }

    /// The value of a variable.
    pub(super) fn value(&self, variable: Variable) -> Option<Decimal> {
        self.values.binary_search_by_key(&variable, |(known, _)| *known).ok().map(|at| self.values[at].1)
    }
}

/// The rows of the first table that stay open: the others have sums, which the years would not help.
fn open_runs(filing: &Filing) -> Vec<OpenRun> {
    let first = filing.runs.iter().filter(|table| table.kind == TableKind::Proactive);
    let open = first.flat_map(|table| table.rows.iter().filter(|row| row.is_open()).map(|row| (table.form, row)));
    open.map(|(form, row)| OpenRun { variables: row.variables.clone(), form, run: row.run.clone() }).collect()
}

/// MinHash signature of the letters and ideographs of a text; digits do not count, so that last year's text with
/// this year's numbers is still last year's text.
fn signature(text: impl Iterator<Item = char>) -> Vec<u16> {
    let letters: Vec<u32> = text.filter(|c| c.is_alphabetic()).map(|c| c as u32).collect();
    if letters.len() < LEAST_PROSE {
        return Vec::new();
    }
    // One permutation, as many bins as minima (Li, Owen and Zhang 2012): one hash for each shingle.
    let mut minima = [u64::MAX; MINIMA];
    for shingle in letters.windows(SHINGLE) {
        let hash = mix(shingle.iter().fold(FnvHasher::default().finish(), |hash, letter| by_letter(hash, *letter)));
        let bin = &mut minima[(hash % MINIMA as u64) as usize];
        *bin = (*bin).min(hash);
    }
    // An empty bin takes what its next neighbour has, marked by the distance.
    (0..MINIMA)
        .map(|bin| {
            let filled = (0..MINIMA).find(|distance| minima[(bin + distance) % MINIMA] != u64::MAX).unwrap_or(0);
            (mix(minima[(bin + filled) % MINIMA].wrapping_add(filled as u64)) >> 48) as u16
        })
        .collect()
}

/// A step of FNV-1a that takes a whole letter in where the hash takes a byte: a text has five shingles for each letter.
fn by_letter(hash: u64, letter: u32) -> u64 {
    let mut step = FnvHasher::with_key(hash ^ u64::from(letter & !0xff));
    step.write_u8(letter as u8);
    step.finish()
}

/// The finalizer of splitmix64.
fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
