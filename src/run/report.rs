//! The report of a run for machines, `run.json`: counts, slowest files, times by format, findings by code. The only
//! file in the output folder that carries times; it is no part of the dataset.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use serde::Serialize;

use super::confine::Confinement;
use super::error::RunError;
use super::ledger::Found;
use super::lock::timestamp;
use super::{Report, Watch, publish};
use crate::corpus::Entry;
use crate::filing::Verdict;
use crate::finding::Language;
use crate::version;

/// Name of the report in the output folder.
pub const NAME: &str = "run.json";
/// How many of the slowest files are named.
const SLOWEST: usize = 20;

/// Hears what a run tells, keeps what the report needs, and passes it on.
pub(super) struct Clock<'a> {
    inner: &'a dyn Watch,
    start: SystemTime,
    since: Instant,
    planned: AtomicUsize,
    read: Mutex<Reading>,
}

/// What is kept of the files that were read: not each of them, of which there may be millions.
#[derive(Default)]
struct Reading {
    files: usize,
    /// By the word of the format, or `archive`.
    formats: BTreeMap<&'static str, Timing>,
    /// The slowest first, of those that took as long by their paths.
    slowest: BTreeSet<(Reverse<Duration>, String)>,
}

impl Reading {
    fn add(&mut self, entry: &Entry, found: &[Found], elapsed: Duration) {
        self.files += 1;
        let format = match found {
            [only] if only.path == entry.shown => only.glance.format.word(),
            _ => "archive",
        };
        let timing = self.formats.entry(format).or_default();
        timing.files += 1;
        timing.seconds += elapsed.as_secs_f64();
        timing.slowest = timing.slowest.max(elapsed.as_secs_f64());
        if self.slowest.len() < SLOWEST || self.slowest.last().is_some_and(|last| Reverse(elapsed) <= last.0) {
            self.slowest.insert((Reverse(elapsed), entry.shown.clone()));
            if self.slowest.len() > SLOWEST {
                self.slowest.pop_last();
            }
        }
    }
}

impl<'a> Clock<'a> {
    pub(super) fn new(inner: &'a dyn Watch) -> Self {
        let planned = AtomicUsize::new(0);
        Self { inner, start: SystemTime::now(), since: Instant::now(), planned, read: Mutex::default() }
    }

    /// Writes the report of a run that ended so.
    pub(super) fn write(self, output: &Path, outcome: &Result<Report, RunError>) -> io::Result<()> {
        let read = self.read.into_inner().unwrap_or_else(PoisonError::into_inner);
        let report = outcome.as_ref().ok();
        let document = ReportFile {
            status: if outcome.is_ok() { "published" } else { "failed" },
            error: outcome.as_ref().err().map(|error| error.message(Language::En)),
            start: timestamp(self.start),
            end: timestamp(SystemTime::now()),
            seconds: self.since.elapsed().as_secs_f64(),
            program: version::PROGRAM,
            build: version::BUILD,
            files: self.planned.into_inner(),
            read: read.files,
            filings: report.map_or(0, |report| report.counts.filings),
            unchanged: report.is_some_and(|report| report.unchanged),
            verdicts: report.map(verdicts).unwrap_or_default(),
            changes: report.map_or(0, |report| report.changes),
            findings: report.map(|report| report.counts.findings.clone()).unwrap_or_default(),
            formats: report.map(|_| read.formats).unwrap_or_default(),
            slowest: read
                .slowest
                .iter()
                .map(|(Reverse(elapsed), path)| Slow { path, seconds: elapsed.as_secs_f64() })
                .collect(),
        };
        let mut text = serde_json::to_vec_pretty(&document).map_err(io::Error::from)?;
        text.push(b'\n');
        let draft = output.join(super::STATE).join(NAME);
        let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, output.join(NAME)));
        if written.is_err() {
            // Half a report helps nobody; that it is missing is told by the error.
            let _ = fs::remove_file(&draft);
        }
        written
    }
}

fn verdicts(report: &Report) -> BTreeMap<&'static str, u64> {
    Verdict::ALL.into_iter().map(|verdict| (verdict.word(), report.count(verdict))).collect()
}

impl Watch for Clock<'_> {
    fn planned(&self, files: usize) {
        self.planned.store(files, Ordering::Relaxed);
        self.inner.planned(files);
    }

    fn file(&self, entry: &Entry, found: &[Found], elapsed: Option<Duration>) {
        if let Some(elapsed) = elapsed {
            self.read.lock().unwrap_or_else(PoisonError::into_inner).add(entry, found, elapsed);
        }
        self.inner.file(entry, found, elapsed);
    }

    fn writing(&self) {
        self.inner.writing();
    }

    fn cache_set_aside(&self, path: &Path) {
        self.inner.cache_set_aside(path);
    }

    fn confined(&self, confinement: Confinement) {
        self.inner.confined(confinement);
    }

    fn warned(&self, trouble: &RunError) {
        self.inner.warned(trouble);
    }

    fn recovered(&self, how: publish::Recovered) {
        self.inner.recovered(how);
    }
}

#[derive(Serialize)]
struct ReportFile<'a> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    start: String,
    end: String,
    seconds: f64,
    program: &'static str,
    build: &'static str,
    files: usize,
    read: usize,
    filings: u64,
    unchanged: bool,
    verdicts: BTreeMap<&'static str, u64>,
    changes: u64,
    findings: BTreeMap<String, u64>,
    formats: BTreeMap<&'static str, Timing>,
    slowest: Vec<Slow<'a>>,
}

#[derive(Serialize, Default)]
struct Timing {
    files: u64,
    seconds: f64,
    slowest: f64,
}

#[derive(Serialize)]
struct Slow<'a> {
    path: &'a str,
    seconds: f64,
}
