//! The order of a run: lock, recover, look and read, compare with what is published, write, switch, sweep.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use twox_hash::XxHash3_64;

use super::assemble::{self, Staged};
use super::desk::{self, Desk};
use super::error::{Doing, RunError};
use super::former::Former;
use super::ledger::{Found, Stored, Work};
use super::publish::{self, Plan};
use super::unchanged::{self, Published};
use super::{Counts, Options, Report, STATE, Watch, here, lock, removals, report, roster};
use crate::cache::{Cache, Key, Trouble};
use crate::corpus::{self, Scope};
use crate::dataset::changes;
use crate::dataset::{Given, Row, digest, lines, schema};
use crate::organ::listed::List;
use crate::reader::model;
use crate::version;

/// Makes a dataset. `stop` may be set from outside (a signal) to end the run early.
///
/// # Errors
/// When the run failed; the dataset in the output folder is then as it was before. What fails after the new dataset
/// is in its place is told to `watch`, and no error.
pub fn extract(options: &Options, stop: &AtomicBool, watch: &dyn Watch) -> Result<Report, RunError> {
    check_inputs(options)?;
    let state = options.output.join(STATE);
    fs::create_dir_all(&state).map_err(RunError::io(Doing::Output, &state))?;
    let _lock = lock::take(&options.output, &state)?;
    let clock = report::Clock::new(watch);
    let outcome = locked(options, &state, stop, &clock);
    let path = options.output.join(report::NAME);
    if let Err(error) = clock.write(&options.output, &outcome)
        // What made the run fail is the news, also when it kept the report from being written.
        && outcome.is_ok()
    {
        watch.warned(&RunError::io(Doing::Report, &path)(error));
    }
    outcome
}

/// The run of the holder of the lock.
fn locked(options: &Options, state: &Path, stop: &AtomicBool, watch: &dyn Watch) -> Result<Report, RunError> {
    let recovered = publish::recover(&options.output, state).map_err(RunError::io(Doing::Recover, state))?;
    watch.recovered(recovered);
    let folder = options.cache.as_deref().unwrap_or(state);
    fs::create_dir_all(folder).map_err(RunError::io(Doing::Output, folder))?;
    let path = folder.join("cache.redb");
    let run = Run { options, state, path: &path, version: cache_version(options), stop, watch };
    match run.attempt() {
        // Damage may show only when an entry is asked for. Everything is read again then, once.
        Err(RunError::Cache { error: Trouble::Damaged, .. }) => {
            let aside = Cache::set_aside(&path).map_err(RunError::io(Doing::Output, &path))?;
            watch.cache_set_aside(&aside);
            run.attempt()
        }
        other => other,
    }
}

fn check_inputs(options: &Options) -> Result<(), RunError> {
    let output = options.output.canonicalize().ok();
    for input in &options.inputs {
        let real = input.canonicalize().map_err(RunError::io(Doing::Input, input))?;
        if output.as_ref().is_some_and(|output| real.starts_with(output)) {
            return Err(RunError::InputInOutput { input: input.clone() });
        }
    }
    Ok(())
}

/// What cache entries depend on beside content and path.
fn cache_version(options: &Options) -> String {
    let limits = serde_json::to_vec(&options.limits).unwrap_or_default();
    let digest = Sha256::digest(limits);
    let reads = if options.recognises() { format!(" {} {}", model::ENGINE, model::HASH) } else { String::new() };
    format!("{} {} {}{reads}", version::PROGRAM, version::BUILD, crate::dataset::summary::hex(&digest[..8]))
}

/// One run while it has the lock.
struct Run<'a> {
    options: &'a Options,
    state: &'a Path,
    /// The cache's file.
    path: &'a Path,
    /// What its entries depend on.
    version: String,
    stop: &'a AtomicBool,
    watch: &'a dyn Watch,
}

/// What was found out before any table is written.
struct Inputs {
    /// How many files there are.
    files: usize,
    /// Hashes of their paths.
    paths: Vec<u64>,
    found: Vec<Found>,
    /// Files that had to be read.
    read: usize,
}

impl Run<'_> {
    fn attempt(&self) -> Result<Report, RunError> {
        let (mut cache, aside) = Cache::open(self.path, &self.version).map_err(self.cache_error())?;
        if let Some(aside) = aside {
            self.watch.cache_set_aside(&aside);
        }
        let inputs = self.look(&cache)?;
        let files = inputs.files;
        let fingerprint = unchanged::inputs(&self.version, self.options, &inputs.found);
        if !self.options.full
            && let Some(published) = unchanged::find(&self.options.output, self.state, &fingerprint, self.stop)
        {
            let (read, counts) = (inputs.read, published.counts);
            return Ok(Report { files, read, filings: Vec::new(), counts, changes: 0, unchanged: true });
        }
        self.watch.writing();
        let Inputs { paths, found, read, .. } = inputs;
        // The edition keeps paths and contents from here on; what is left of a row is where its filing is.
        let (rows, stored) = Stored::parted(found);
        let staged = self.write(&cache, rows, &stored)?;
        let changes = staged.changes.values().sum();
        let counts = Counts::new(&staged.summaries, staged.findings, staged.changes);
        // Tables that tell of changes have to be written anew by the next run, which finds none.
        let settled = (changes == 0).then_some(fingerprint);
        self.publish(Published::new(settled, staged.files, counts.clone().without_news()))?;
        let rows = staged.summaries.iter().map(|summary| (summary.index, &summary.row));
        if let Err(error) = prune(&mut cache, &paths, stored.keys(rows)) {
            self.watch.warned(&self.cache_error()(error));
        }
        let filings = staged.summaries;
        Ok(Report { files, read, filings, counts, changes, unchanged: false })
    }

    /// Asked for before every filing that is written, so that a signal is seen at once.
    fn stopped(&self) -> Result<(), RunError> {
        if self.stop.load(Ordering::Relaxed) { Err(RunError::Interrupted) } else { Ok(()) }
    }

    fn cache_error(&self) -> impl Fn(Trouble) -> RunError + use<'_> {
        |error| RunError::Cache { path: self.path.to_owned(), error }
    }

    /// Lists the inputs, and finds or makes the filings of all of them.
    fn look(&self, cache: &Cache) -> Result<Inputs, RunError> {
        let options = self.options;
        let mut excluded = vec![options.output.clone()];
        excluded.extend(options.cache.clone());
        let input = options.inputs.first().map_or_else(PathBuf::new, Clone::clone);
        let scope = Scope { typed: &options.inputs, excluded: &excluded, follow: options.follow_links };
        let entries = corpus::walk(scope, self.stop).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => RunError::Interrupted,
            _ => RunError::io(Doing::Input, &input)(error),
        })?;
        self.watch.planned(entries.len());
        let (mut found, read) = Desk::with(cache, options.limits, (options.full, options.recognises()), |desk| {
            let work = Work {
                launch: options.worker.as_ref(),
                jobs: options.jobs,
                limits: options.limits,
                ledger: desk,
                entries: &entries,
                stop: self.stop,
                watch: self.watch,
            };
            work.read()
        })?;
        desk::tell_apart(&mut found);
        let paths = sorted(entries.iter().map(|entry| hash(desk::cache_name(&entry.path))).collect());
        Ok(Inputs { files: entries.len(), paths, found, read })
    }

    /// Writes all tables into the stage.
    fn write(&self, cache: &Cache, rows: Vec<Row>, stored: &Stored) -> Result<Staged, RunError> {
        let options = self.options;
        let given = Given {
            expected: roster::expected(&options.organs),
            reviewed: options.reviewed.clone(),
            previous: published(options, schema::FILINGS, changes::previous)?,
            known: if options.news { published(options, "findings", lines::hard)? } else { BTreeSet::new() },
            missing: published(options, "coverage", digest::missing_before)?,
            day: lock::day(SystemTime::now()),
        };
        let style = options.style();
        let list = List::new(&options.organs);
        let load = |index: usize, row: &Row| {
            self.stopped()?;
            let mut filing = stored.filing(index, row, cache).map_err(self.cache_error())?;
            roster::apply(&list, &row.path, &mut filing.identity);
            Ok(filing)
        };
        let profile = |index: usize, row: &Row| {
            self.stopped()?;
            let mut profile = stored.profile(index, row, cache).map_err(self.cache_error())?;
            roster::apply(&list, &row.path, &mut profile.identity);
            Ok(profile)
        };
        let source = assemble::Stock {
            profile: &profile,
            load: &load,
            bytes: &|index| stored.bytes(index),
            given: &given,
            published: &options.output,
            style: &style,
            texts: options.texts,
            recognises: options.recognises(),
        };
        here::threads(options.jobs)?.install(|| self.stage(&source, rows))
    }

    fn stage(&self, source: &assemble::Stock<'_>, rows: Vec<Row>) -> Result<Staged, RunError> {
        let edition = assemble::edition(source, rows)?;
        removals::check(self.options, &source.given.previous, &edition.summaries)?;
        let stage = publish::stage(self.state).map_err(RunError::io(Doing::Stage, self.state))?;
        let staged = assemble::write(source, edition, &stage)
            .and_then(|staged| if self.stop.load(Ordering::Relaxed) { Err(RunError::Interrupted) } else { Ok(staged) });
        if staged.is_err() {
            publish::discard(self.state);
        }
        staged
    }

    /// Puts what is staged in the place of what is published.
    fn publish(&self, published: Published) -> Result<(), RunError> {
        let output = &self.options.output;
        let former = Former::read(output);
        let names = || published.files.iter().map(|item| item.name.as_str());
        if let Some(path) = former.foreign(output, names()) {
            publish::discard(self.state);
            return Err(RunError::Foreign { path });
        }
        let obsolete = former.obsolete(output, &names().collect());
        let plan = Plan { record: published.text(), files: published.files, obsolete };
        publish::switch(output, self.state, plan).map_err(RunError::io(Doing::Switch, output))
    }
}

/// What a table of the last published dataset told; nothing when there is none.
fn published<T: Default>(
    options: &Options,
    table: &str,
    read: impl Fn(io::BufReader<File>) -> csv::Result<T>,
) -> Result<T, RunError> {
    let path = options.output.join(schema::table(table).file());
    match File::open(&path) {
        Ok(file) => read(io::BufReader::new(file)).map_err(|error| RunError::Previous { path, error }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(T::default()),
        Err(error) => Err(RunError::io(Doing::Output, &path)(error)),
    }
}

/// Drops from the cache what no input asks for any more. What is wanted is known by 64 bits of it, a tenth of what it takes
/// in memory: two that share them by chance keep an entry that nobody wants, no more.
fn prune(cache: &mut Cache, paths: &[u64], keys: impl Iterator<Item = Key>) -> Result<(), Trouble> {
    let mut keys = sorted(keys.map(|key| hash(&key.0)).collect());
    keys.dedup();
    let among = |all: &[u64], bytes: &[u8]| all.binary_search(&hash(bytes)).is_ok();
    cache.prune(keys.len() as u64, &|key| among(&keys, &key.0), &|path| among(paths, path)).map(|_| ())
}

fn hash(bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot(bytes)
}

fn sorted(mut hashes: Vec<u64>) -> Vec<u64> {
    hashes.sort_unstable();
    hashes
}
