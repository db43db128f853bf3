//! The run: inputs and options come in, a published dataset goes out, whole or not at all.
//!
//! Walk, look every file up in the cache ([`desk`]), read the others, commit in batches, write the tables into a
//! stage ([`assemble`]), switch ([`publish`]). One run at a time for each output folder ([`lock`]). This is the only
//! part that knows threads, the clock and the disk.

pub mod assemble;
mod child;
pub mod desk;
pub mod error;
pub mod lock;
#[cfg(any(debug_assertions, feature = "monsters"))]
mod monster;
mod pipe;
mod pool;
pub mod publish;
pub mod reading;
pub mod report;
pub mod roster;
mod unchanged;
pub mod verify;
pub mod worker;

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::desk::{Desk, Found, Look, Place};
use self::error::{Doing, RunError};
use self::reading::Event;
use self::unchanged::Published;
use crate::across::Profile;
use crate::cache::{Cache, Trouble};
use crate::corpus::{self, Entry, name};
use crate::dataset::changes::{self, Previous};
use crate::dataset::{Row, Summary, schema};
use crate::filing::{self, Filing, Verdict};
use crate::finding::reviewed::Reviewed;
use crate::limits::Limits;
use crate::organ::listed::{List, Listed};
use crate::reader::Format;
use crate::version;

/// Name of the folder in the output that holds lock, cache and stage.
pub const STATE: &str = ".gouji";

/// Stack of a thread that reads; readers bound their depth far below it.
pub(crate) const STACK: usize = 64 << 20;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// Where the dataset goes.
    pub output: PathBuf,
    /// Where the cache goes, if not in the output folder.
    pub cache: Option<PathBuf>,
    /// Threads, or worker processes.
    pub jobs: usize,
    /// The program whose `worker` command reads the files, each under supervision; `None` reads them in this
    /// process, where a file that overflows the stack or never ends takes the run with it.
    pub worker: Option<PathBuf>,
    /// What one file may cost.
    pub limits: Limits,
    /// Whether every file is read again.
    pub full: bool,
    /// Whether files begin with a byte order mark.
    pub bom: bool,
    /// Whether section texts are written.
    pub texts: bool,
    /// Whether any number of known files may be gone.
    pub allow_removals: bool,
    /// The share of known files that may be gone unasked, in percent.
    pub removal_percent: u32,
    /// The user's list of organs, if there is one.
    pub organs: Vec<Listed>,
    /// What reviewers decided about findings.
    pub reviewed: Reviewed,
}

impl Options {
    /// The options that hold unless something else is asked for.
    pub fn new(inputs: Vec<PathBuf>, output: PathBuf) -> Self {
        Self {
            inputs,
            output,
            cache: None,
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            limits: Limits::default(),
            worker: None,
            full: false,
            bom: false,
            texts: false,
            allow_removals: false,
            removal_percent: 20,
            organs: Vec::new(),
            reviewed: Reviewed::default(),
        }
    }
}

/// What a run is told to let others see of it. All methods may be called from any thread.
pub trait Watch: Sync {
    /// So many files are to be looked at.
    fn planned(&self, files: usize) {
        let _ = files;
    }
    /// A file is done: its rows, how long reading took (`None` when the cache knew it).
    fn file(&self, entry: &Entry, found: &[Found], elapsed: Option<Duration>) {
        let _ = (entry, found, elapsed);
    }
    /// All files are done, the tables are being written.
    fn writing(&self) {}
    /// A damaged cache was set aside.
    fn cache_set_aside(&self, path: &Path) {
        let _ = path;
    }
    /// An interrupted switch was finished or undone.
    fn recovered(&self, how: publish::Recovered) {
        let _ = how;
    }
}

/// Watches nothing.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Watch for Unwatched {}

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
}

impl Counts {
    fn new(filings: &[Summary], findings: BTreeMap<String, u64>) -> Self {
        let mut counts = Self { filings: filings.len() as u64, findings, ..Self::default() };
        for filing in filings {
            counts.verdicts[filing.verdict as usize] += 1;
            for (sum, count) in counts.severities.iter_mut().zip(filing.findings) {
                *sum += u64::from(count);
            }
        }
        counts
    }
}

impl Report {
    /// How many filings have a verdict.
    pub fn count(&self, verdict: Verdict) -> u64 {
        self.counts.verdicts[verdict as usize]
    }
}

/// Makes a dataset. `stop` may be set from outside (a signal) to end the run early.
///
/// # Errors
/// When the run failed; the dataset in the output folder is then as it was before.
pub fn extract(options: &Options, stop: &AtomicBool, watch: &dyn Watch) -> Result<Report, RunError> {
    check_inputs(options)?;
    let state = options.output.join(STATE);
    fs::create_dir_all(&state).map_err(RunError::io(Doing::Output, &state))?;
    let _lock = lock::take(&options.output, &state)?;
    let clock = report::Clock::new(watch);
    let outcome = locked(options, &state, stop, &clock);
    let path = options.output.join(report::NAME);
    match (clock.write(&options.output, &outcome), outcome) {
        (Err(error), Ok(_)) => Err(RunError::io(Doing::Output, &path)(error)),
        // What made the run fail is the news, also when it kept the report from being written.
        (_, outcome) => outcome,
    }
}

/// The run of the holder of the lock.
fn locked(options: &Options, state: &Path, stop: &AtomicBool, watch: &dyn Watch) -> Result<Report, RunError> {
    let recovered = publish::recover(&options.output, state).map_err(RunError::io(Doing::Recover, state))?;
    watch.recovered(recovered);
    let folder = options.cache.as_deref().unwrap_or(state);
    fs::create_dir_all(folder).map_err(RunError::io(Doing::Output, folder))?;
    let path = folder.join("cache.redb");
    match attempt(options, state, &path, stop, watch) {
        // Damage may show only when an entry is asked for. Everything is read again then, once.
        Err(RunError::Cache { error: Trouble::Damaged, .. }) => {
            let aside = Cache::set_aside(&path).map_err(RunError::io(Doing::Output, &path))?;
            watch.cache_set_aside(&aside);
            attempt(options, state, &path, stop, watch)
        }
        other => other,
    }
}

/// Reads files (also in archives and folders) without a cache or an output: the name and the filing of each, in
/// the order of their names.
///
/// # Errors
/// When a file is not there.
pub fn check(files: &[PathBuf], limits: Limits) -> Result<Vec<(String, Filing)>, RunError> {
    let mut filings = Vec::new();
    for file in files {
        file.metadata().map_err(RunError::io(Doing::Input, file))?;
        let entries = corpus::walk(std::slice::from_ref(file), &[]).map_err(RunError::io(Doing::Input, file))?;
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
        let pool = pool.map_err(|error| RunError::Worker { error: io::Error::other(error) })?;
        let read = |entry: &Entry| read_entry(entry, limits);
        filings.extend(pool.install(|| entries.par_iter().flat_map_iter(read).collect::<Vec<_>>()));
    }
    Ok(filings)
}

fn read_entry(entry: &Entry, limits: Limits) -> Vec<(String, Filing)> {
    let loaded = match &entry.trouble {
        Some(error) => Err(corpus::archive::io_error(error)),
        None => reading::load(&entry.path, limits.input_bytes).and_then(|loaded| loaded.content),
    };
    let content = match loaded {
        Ok(content) => content,
        Err(error) => return vec![(entry.shown.clone(), reading::unreadable(Format::Unknown, &error))],
    };
    let mut filings = Vec::new();
    reading::read(&content, &entry.shown, 0, &mut filing::context(limits), &mut |event| {
        if let Event::Piece(piece) = event
            && let Ok(filing) = piece.filing.open()
        {
            let inner = piece.head.path;
            let name = if inner.is_empty() { entry.shown.clone() } else { format!("{}!/{inner}", entry.shown) };
            filings.push((name, filing));
        }
    });
    filings
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
fn cache_version(limits: &Limits) -> String {
    let limits = serde_json::to_vec(limits).unwrap_or_default();
    let digest = Sha256::digest(limits);
    format!("{} {} {}", version::PROGRAM, version::BUILD, crate::dataset::summary::hex(&digest[..8]))
}

fn attempt(
    options: &Options,
    state: &Path,
    path: &Path,
    stop: &AtomicBool,
    watch: &dyn Watch,
) -> Result<Report, RunError> {
    let cache_error = |error| RunError::Cache { path: path.to_owned(), error };
    let version = cache_version(&options.limits);
    let (cache, aside) = Cache::open(path, &version).map_err(cache_error)?;
    if let Some(aside) = aside {
        watch.cache_set_aside(&aside);
    }
    let mut excluded = vec![options.output.clone()];
    excluded.extend(options.cache.clone());
    let input = options.inputs.first().map_or_else(PathBuf::new, Clone::clone);
    let entries = corpus::walk(&options.inputs, &excluded).map_err(RunError::io(Doing::Input, &input))?;
    watch.planned(entries.len());
    let desk = Desk::new(&cache, options.limits, options.full);
    let outcome = match &options.worker {
        Some(program) => pool::read_all(program, options.jobs, options.limits, &desk, &entries, stop, watch),
        None => read_here(options, &desk, &entries, stop, watch),
    };
    // Also when it was stopped: what was read is kept. What stopped it is the news.
    let flushed = desk.flush();
    let (found, read) = outcome?;
    flushed?;

    let inputs = unchanged::inputs(&version, options, &found);
    let published = if options.full { None } else { unchanged::find(&options.output, state, &inputs) };
    if let Some(published) = published {
        let files = entries.len();
        return Ok(Report { files, read, filings: Vec::new(), counts: published.counts, changes: 0, unchanged: true });
    }
    watch.writing();
    let previous = previous(options)?;
    let rows: Vec<Row> = found.iter().map(|found| Row { path: found.path.clone(), sha256: found.sha256 }).collect();
    let list = List::new(&options.organs);
    let load = |index: usize| {
        let mut filing = filing_at(&cache, &found[index]).map_err(&cache_error)?;
        roster::apply(&list, &found[index].path, &mut filing.identity);
        Ok(filing)
    };
    let profile = |index: usize| {
        let mut profile = profile_at(&cache, &found[index]).map_err(&cache_error)?;
        roster::apply(&list, &found[index].path, &mut profile.identity);
        Ok(profile)
    };
    let source = assemble::Source {
        rows: &rows,
        profile: &profile,
        load: &load,
        previous: &previous,
        expected: &roster::expected(&options.organs),
        roster: &roster::roster(&options.organs),
        reviewed: &options.reviewed,
        bom: options.bom,
        texts: options.texts,
    };
    let summaries = assemble::summarize(&source)?;
    check_removals(options, &previous, &summaries)?;
    let stage = publish::stage(state).map_err(RunError::io(Doing::Stage, state))?;
    let staged = match assemble::write(&source, summaries, &stage) {
        Err(error) => {
            publish::discard(state);
            return Err(error);
        }
        Ok(_) if stop.load(Ordering::Relaxed) => {
            publish::discard(state);
            return Err(RunError::Interrupted);
        }
        Ok(staged) => staged,
    };
    let obsolete = obsolete(options, &staged.files);
    if let Err(error) = publish::switch(&options.output, state, staged.files.clone(), obsolete) {
        return Err(RunError::io(Doing::Switch, &options.output)(error));
    }
    let counts = Counts::new(&staged.summaries, staged.findings);
    // Tables that tell of changes have to be written anew by the next run, which finds none.
    let settled = (staged.changes == 0).then(|| Published::new(inputs, staged.files, counts.clone()));
    unchanged::remember(state, settled).map_err(RunError::io(Doing::Output, state))?;
    prune(&cache, &entries, &found).map_err(cache_error)?;
    let files = entries.len();
    Ok(Report { files, read, filings: staged.summaries, counts, changes: staged.changes, unchanged: false })
}

/// The last published dataset; empty when there is none.
fn previous(options: &Options) -> Result<Previous, RunError> {
    let path = options.output.join(schema::table(schema::FILINGS).file());
    match File::open(&path) {
        Ok(file) => changes::previous(io::BufReader::new(file)).map_err(|error| RunError::Previous { path, error }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Previous::new()),
        Err(error) => Err(RunError::io(Doing::Output, &path)(error)),
    }
}

/// Reads what has to be read in this process. Returns the rows in the order of the entries, and how many files
/// were read.
fn read_here(
    options: &Options,
    desk: &Desk<'_>,
    entries: &[Entry],
    stop: &AtomicBool,
    watch: &dyn Watch,
) -> Result<(Vec<Found>, usize), RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).stack_size(STACK).build();
    let pool = pool.map_err(|error| RunError::Worker { error: io::Error::other(error) })?;
    let context = || filing::context(options.limits);
    let one = |context: &mut crate::reader::Context, entry: &Entry| {
        if stop.load(Ordering::Relaxed) {
            return Err(RunError::Interrupted);
        }
        let unread = match desk.look(entry)? {
            Look::Known(found) => {
                watch.file(entry, &found, None);
                return Ok((found, 0));
            }
            Look::Read(unread) => unread,
        };
        let start = Instant::now();
        let mut pieces = Vec::new();
        let archive = reading::read(&unread.content, &entry.shown, 0, context, &mut |event| {
            if let Event::Piece(piece) = event {
                pieces.push(piece);
            }
        });
        let found = desk.keep(entry, &unread, archive, pieces)?;
        watch.file(entry, &found, Some(start.elapsed()));
        Ok((found, 1))
    };
    let all: Vec<(Vec<Found>, usize)> =
        pool.install(|| entries.par_iter().map_init(context, one).collect::<Result<_, RunError>>())?;
    let read = all.iter().map(|(_, read)| read).sum();
    Ok((all.into_iter().flat_map(|(found, _)| found).collect(), read))
}

fn filing_at(cache: &Cache, found: &Found) -> Result<Filing, Trouble> {
    match &found.place {
        Place::Held(filing) => filing.open(),
        // It was committed before; a store that has lost it is damaged.
        Place::Kept(key) => cache.filing(key)?.ok_or(Trouble::Damaged),
    }
}

fn profile_at(cache: &Cache, found: &Found) -> Result<Profile, Trouble> {
    match &found.place {
        Place::Held(filing) => filing.profile(),
        Place::Kept(key) => cache.profile(key)?.ok_or(Trouble::Damaged),
    }
}

/// Refuses when more known files are gone than may go unasked: an unmounted share must not empty the dataset.
/// Only files under the inputs of this run count. A single file among several may always go.
fn check_removals(options: &Options, previous: &Previous, now: &[Summary]) -> Result<(), RunError> {
    if options.allow_removals {
        return Ok(());
    }
    let roots: Vec<String> = options.inputs.iter().map(|input| name::shown(&corpus::tidy(input))).collect();
    let asked = |path: &str| {
        roots.iter().any(|root| {
            let rest = path.strip_prefix(root.as_str());
            root.is_empty()
                || rest.is_some_and(|rest| rest.is_empty() || root.ends_with('/') || rest.starts_with(['/', '!']))
        })
    };
    let known: Previous =
        previous.iter().filter(|(path, _)| asked(path)).map(|(path, known)| (path.clone(), known.clone())).collect();
    let (gone, all) = changes::vanished(&known, now);
    let share = gone.len() * 100 > all * options.removal_percent as usize;
    match gone.first() {
        Some(example) if share && (gone.len() > 1 || all == 1) => Err(RunError::Vanished {
            gone: gone.len(),
            known: all,
            example: example.clone(),
            percent: options.removal_percent,
        }),
        _ => Ok(()),
    }
}

/// Tables in the output folder that the new dataset does not have.
fn obsolete(options: &Options, files: &[publish::Item]) -> Vec<String> {
    let names: HashSet<&str> = files.iter().map(|item| item.name.as_str()).collect();
    let tables = schema::TABLES.iter().map(schema::Table::file);
    tables.filter(|name| !names.contains(name.as_str()) && options.output.join(name).exists()).collect()
}

fn prune(cache: &Cache, entries: &[Entry], found: &[Found]) -> Result<(), Trouble> {
    let keys: HashSet<&[u8; 32]> = found
        .iter()
        .filter_map(|found| match &found.place {
            Place::Kept(key) => Some(key),
            Place::Held(_) => None,
        })
        .collect();
    let paths: HashSet<&[u8]> = entries.iter().map(|entry| desk::cache_name(&entry.path)).collect();
    cache.prune(&|key| keys.contains(key), &|path| paths.contains(path)).map(|_| ())
}
