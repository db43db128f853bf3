//! From filings in the cache to staged tables: passes over all filings in their order (summaries and filings against
//! each other from their profiles, then rows), a chunk of them in memory at a time.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rayon::prelude::*;

use super::error::{Doing, RunError};
use super::publish::{DESCRIPTOR, Hashing, Item};
use crate::across::{Member, Pass, Profile, Roster};
use crate::dataset::changes::{self, Previous};
use crate::dataset::package::{self, Written};
use crate::dataset::panel::{self, Expected};
use crate::dataset::render::{self, Part};
use crate::dataset::tally::Tally;
use crate::dataset::{self, Row, Summary, schema};
use crate::filing::{Filing, Revision, Stage, Verdict};
use crate::finding::Finding;
use crate::finding::reviewed::{Decision, Reviewed};

/// Filings that are in memory at a time.
const CHUNK: usize = 512;

/// What goes into a dataset.
pub struct Source<'a> {
    /// All rows, in any order.
    pub rows: &'a [Row],
    /// The profile of the filing of a row, by position.
    pub profile: &'a (dyn Fn(usize) -> Result<Profile, RunError> + Sync),
    /// The filing of a row, by position.
    pub load: &'a (dyn Fn(usize) -> Result<Filing, RunError> + Sync),
    /// The last published dataset.
    pub previous: &'a Previous,
    /// Organs and years expected.
    pub expected: &'a [Expected],
    /// Organs that a division should have.
    pub roster: &'a Roster,
    /// What reviewers decided.
    pub reviewed: &'a Reviewed,
    /// Whether files begin with a byte order mark.
    pub bom: bool,
    /// Whether the section texts are wanted.
    pub texts: bool,
}

/// What was staged.
#[derive(Debug)]
pub struct Staged {
    /// Files in the order of the switch.
    pub files: Vec<Item>,
    /// All filings, in the order of the tables.
    pub summaries: Vec<Summary>,
    /// Findings by code, in the order of codes.
    pub findings: BTreeMap<String, u64>,
    /// Lines of `changes.csv`.
    pub changes: u64,
}

/// Looks at the profile of every filing and orders them.
///
/// # Errors
/// When a filing cannot be had back.
pub fn summarize(source: &Source<'_>) -> Result<Vec<Summary>, RunError> {
    let summarize =
        |(index, row): (usize, &Row)| (source.profile)(index).map(|profile| Summary::new(index, row.clone(), &profile));
    let mut summaries: Vec<Summary> = source.rows.par_iter().enumerate().map(summarize).collect::<Result<_, _>>()?;
    dataset::assign_ids(&mut summaries);
    dataset::order(&mut summaries);
    Ok(summaries)
}

/// Writes all tables into the stage. `summaries` come from [`summarize`].
///
/// # Errors
/// When the disk refuses or a filing cannot be had back.
pub fn write(source: &Source<'_>, mut summaries: Vec<Summary>, stage: &Path) -> Result<Staged, RunError> {
    let canonical = panel::choose(&mut summaries);
    let mut stands = vec![false; summaries.len()];
    for &at in &canonical {
        stands[at] = true;
    }
    let related = relate(source, &summaries, &stands)?;
    let open = |name: &str| {
        let path = stage.join(schema::table(name).file());
        Writer::open(name, &path, source.bom).map_err(RunError::io(Doing::Stage, &path))
    };
    let failed = |error| RunError::io(Doing::Stage, stage)(error);
    let mut tables = [
        open(schema::FILINGS)?,
        open("figures")?,
        open("narrative")?,
        open("findings")?,
        open("panel")?,
        open("panel_status")?,
    ];
    let mut texts = if source.texts { Some(open("texts")?) } else { None };
    let mut findings = BTreeMap::new();
    let mut tally = Tally::default();
    for (chunk, summaries) in summaries.chunks_mut(CHUNK).enumerate() {
        let render = |(at, summary): (usize, &mut Summary)| {
            let mut filing = (source.load)(summary.index)?;
            // Copies of the same bytes say the same.
            if let Some(revision) = related.revisions.get(summary.duplicate_of.as_ref().unwrap_or(&summary.id)) {
                filing.revise(revision);
                summary.look(&filing);
            }
            filing.findings.add(Stage::Others, related.findings.get(&summary.id).into_iter().flatten().cloned());
            summary.findings = open_findings(summary, &filing, source.reviewed);
            let summary = &*summary;
            let rendered = render::render(summary, &filing, source.reviewed, source.texts);
            let mut outcomes = Tally::default();
            if summary.duplicate_of.is_none() {
                outcomes.add(&filing);
            }
            // Canonical filings come in the panel's own order: both are by division code, organ and year.
            let panel = stands[chunk * CHUNK + at].then(|| panel::rows(summary, &filing));
            let codes: Vec<_> = filing.findings.iter().map(|finding| finding.code.clone()).collect();
            Ok((rendered, panel, codes, outcomes))
        };
        let rendered: Vec<_> = summaries.par_iter_mut().enumerate().map(render).collect::<Result<_, RunError>>()?;
        for (rendered, panel, codes, outcomes) in rendered {
            tally.merge(outcomes);
            let (values, words) = panel.unwrap_or_default();
            let rows = u64::from(!values.is_empty());
            let parts = [
                rendered.filings,
                rendered.figures,
                rendered.narrative,
                rendered.findings,
                Part { bytes: values, rows },
                Part { bytes: words, rows },
            ];
            for (table, part) in tables.iter_mut().zip(&parts) {
                table.add(part).map_err(failed)?;
            }
            if let Some(texts) = &mut texts {
                texts.add(&rendered.texts).map_err(failed)?;
            }
            for code in codes {
                *findings.entry(code.into_owned()).or_insert(0) += 1;
            }
        }
    }
    let (changes, count) = changes::changes(source.previous, &summaries);
    let coverage = panel::coverage(&summaries, &canonical, source.expected);
    let small =
        [("rules", tally.rows()), ("coverage", coverage), ("changes", changes), ("codebook", dataset::codebook())];
    let mut written: Vec<Written> = Vec::new();
    for table in tables.into_iter().chain(texts) {
        written.push(table.finish().map_err(failed)?);
    }
    for (name, bytes) in small {
        let rows = csv_rows(&bytes);
        let mut table = open(name)?;
        table.add(&Part { bytes, rows }).map_err(failed)?;
        written.push(table.finish().map_err(failed)?);
    }
    written.sort_by_key(|written| schema::TABLES.iter().position(|table| table.name == written.table));
    let mut files: Vec<Item> = written
        .iter()
        .map(|written| Item { name: schema::table(written.table).file(), sha256: written.sha256.clone() })
        .collect();
    let mut descriptor = Plain::create(&stage.join(DESCRIPTOR)).map_err(failed)?;
    descriptor.write_all(package::package(&written, &schema::table).as_bytes()).map_err(failed)?;
    let (sha256, _) = descriptor.finish().map_err(failed)?;
    files.push(Item { name: DESCRIPTOR.to_owned(), sha256 });
    Ok(Staged { files, summaries, findings, changes: count })
}

/// What filings say of each other, by their identifiers.
struct Related {
    findings: HashMap<String, Vec<Finding>>,
    revisions: BTreeMap<String, Revision>,
}

/// What filings say of each other, by the filing that it is about: one more pass, a chunk in memory at a time.
fn relate(source: &Source<'_>, summaries: &[Summary], stands: &[bool]) -> Result<Related, RunError> {
    let mut pass = Pass::new(source.roster);
    for (chunk, summaries) in summaries.chunks(CHUNK).enumerate() {
        let member = |(at, summary): (usize, &Summary)| {
            let profile = (source.profile)(summary.index)?;
            let judged = matches!(summary.verdict, Verdict::Reconciled | Verdict::Flagged | Verdict::Incomplete);
            let copy = summary.duplicate_of.is_some() || !judged;
            Ok(Member { id: summary.id.clone(), canonical: stands[chunk * CHUNK + at], copy, profile })
        };
        let members: Vec<Member> = summaries.par_iter().enumerate().map(member).collect::<Result<_, RunError>>()?;
        members.into_iter().for_each(|member| pass.push(member));
    }
    let between = pass.finish();
    let mut related = Related { findings: HashMap::new(), revisions: between.revisions };
    for (id, finding) in between.findings {
        related.findings.entry(id).or_default().push(finding);
    }
    Ok(related)
}

/// Findings by severity, without those that a reviewer dismissed.
fn open_findings(summary: &Summary, filing: &Filing, reviewed: &Reviewed) -> [u32; 3] {
    let mut counts = [0; 3];
    for finding in &filing.findings {
        if reviewed.is_empty() || reviewed.decision(render::fingerprint(summary, finding)) != Some(Decision::Dismissed)
        {
            counts[finding.severity as usize] += 1;
        }
    }
    counts
}

fn csv_rows(bytes: &[u8]) -> u64 {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes).byte_records().count() as u64
}

/// A file that is hashed while it is written.
struct Plain {
    file: BufWriter<File>,
    hashing: Hashing,
}

impl Plain {
    fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(1 << 18, File::create(path)?), hashing: Hashing::default() })
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hashing.write_all(bytes)?;
        self.file.write_all(bytes)
    }

    fn finish(self) -> io::Result<(String, u64)> {
        self.file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        Ok(self.hashing.finish())
    }
}

/// One table on its way to the disk.
struct Writer {
    table: &'static str,
    plain: Plain,
    rows: u64,
}

impl Writer {
    fn open(name: &str, path: &Path, bom: bool) -> io::Result<Self> {
        let table = schema::table(name);
        let mut plain = Plain::create(path)?;
        if bom {
            plain.write_all("\u{FEFF}".as_bytes())?;
        }
        plain.write_all(&table.header())?;
        Ok(Self { table: table.name, plain, rows: 0 })
    }

    fn add(&mut self, part: &Part) -> io::Result<()> {
        self.rows += part.rows;
        self.plain.write_all(&part.bytes)
    }

    fn finish(self) -> io::Result<Written> {
        let (sha256, bytes) = self.plain.finish()?;
        Ok(Written { table: self.table, sha256, bytes, rows: self.rows })
    }
}
