//! From the staged dataset to the published one, so that a reader finds the old one or the new one.
//!
//! The state folder `.gouji` of the output holds, while a dataset is made: `stage/` with the new files, and
//! once they are all there and flushed, `old/` with further links to the published files and `switch.json`, the
//! journal. Writing the journal is the moment at which the new dataset counts; what follows only moves files
//! into their places, `datapackage.json` last. Killed before that moment, the next start clears the stage; killed
//! after it, the next start finishes the moves, or, should a staged file turn out damaged or a move be refused, puts
//! the old files back. Putting back leaves `old/` as it is, so that it may be broken off and begun anew any number of
//! times. Files that are not the dataset's are never touched.

mod disk;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::disk::{Disk, System};
use crate::corpus::open;

/// Name of the descriptor, switched last.
pub const DESCRIPTOR: &str = "datapackage.json";
/// Name of the record of what was published last, in the state folder.
pub const RECORD: &str = "published.json";
const JOURNAL: &str = "switch.json";
const STAGE: &str = "stage";
const OLD: &str = "old";

/// A file of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// Name in the output folder.
    pub name: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// What a switch is to bring about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Files of the new dataset in the order of the switch; the last is the descriptor.
    pub files: Vec<PublishedFile>,
    /// Files of the old dataset that the new one does not have.
    pub obsolete: Vec<String>,
    /// What the record is to say when the new dataset is in place.
    #[serde(default)]
    pub record: String,
}

/// The journal of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Journal {
    #[serde(flatten)]
    plan: Plan,
    /// Names that stood in the output folder before; every other one is taken away by putting back.
    #[serde(default)]
    existed: Vec<String>,
}

/// What the state folder says of a switch.
enum Found {
    Nothing,
    Journal(Journal),
    /// Not written here: a journal comes into its place whole.
    Unreadable,
}

/// What the start found to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// Nothing.
    Clean,
    /// The new dataset was put in place.
    Forward,
    /// The old dataset was put back.
    Back,
}

/// Makes an empty stage and returns its folder.
///
/// # Errors
/// When the disk refuses.
pub fn stage(state: &Path) -> io::Result<PathBuf> {
    let stage = state.join(STAGE);
    clear(&System, &stage)?;
    System.make(&stage)?;
    Ok(stage)
}

/// Clears what a failed run has staged.
pub fn discard(state: &Path) {
    discard_on(&System, state);
}

fn discard_on(disk: &dyn Disk, state: &Path) {
    // Left-overs cost room only; the next start clears them.
    let _ = clear(disk, &state.join(STAGE));
    let _ = clear(disk, &state.join(OLD));
}

/// What is not there need not be removed.
fn absent_is_fine(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn clear(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    absent_is_fine(disk.clear(folder))
}

/// Switches the output folder to the staged files, which must be flushed.
///
/// # Errors
/// When the disk refuses; the old dataset is then in place, or the journal is, and the next start recovers.
pub fn switch(output: &Path, state: &Path, plan: Plan) -> io::Result<()> {
    switch_on(&System, output, state, plan)
}

fn switch_on(disk: &dyn Disk, output: &Path, state: &Path, plan: Plan) -> io::Result<()> {
    let journal = match announce(disk, output, state, plan) {
        Ok(journal) => journal,
        Err(error) => {
            // Announced or not: a journal that is there is put right by the next start.
            if matches!(disk.is_there(&state.join(JOURNAL)), Ok(false)) {
                discard_on(disk, state);
            }
            return Err(error);
        }
    };
    forward(disk, output, state, &journal).inspect_err(|_| {
        // Where even this fails, the journal stays, and the next start goes on.
        let _ = back(disk, output, state, &journal);
    })
}

/// Keeps the old files and writes the journal.
fn announce(disk: &dyn Disk, output: &Path, state: &Path, plan: Plan) -> io::Result<Journal> {
    let old = state.join(OLD);
    disk.flush(&state.join(STAGE))?;
    clear(disk, &old)?;
    disk.make(&old)?;
    let mut existed = Vec::new();
    for name in names(&plan) {
        let published = output.join(name);
        if disk.is_there(&published)? {
            keep(disk, &published, &old.join(name))?;
            existed.push(name.to_owned());
        }
    }
    disk.flush(&old)?;
    let journal = Journal { plan, existed };
    let text = serde_json::to_vec(&journal).map_err(io::Error::from)?;
    let draft = state.join("switch.draft");
    disk.write(&draft, &text)?;
    disk.rename(&draft, &state.join(JOURNAL))?;
    disk.flush(state)?;
    Ok(journal)
}

fn names(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.files.iter().map(|item| item.name.as_str()).chain(plan.obsolete.iter().map(String::as_str))
}

/// A second name for a file; a copy where the file system knows no second names, or refuses them (immutable files).
fn keep(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    disk.link(from, to).or_else(|_| disk.copy(from, to))
}

/// Moves what is still staged into its place and closes the journal.
fn forward(disk: &dyn Disk, output: &Path, state: &Path, journal: &Journal) -> io::Result<()> {
    let stage = state.join(STAGE);
    for item in &journal.plan.files {
        let published = output.join(&item.name);
        match disk.rename(&stage.join(&item.name), &published) {
            // Moved before the interruption.
            Err(error) if error.kind() == io::ErrorKind::NotFound && disk.is_there(&published)? => {}
            other => other?,
        }
    }
    for name in &journal.plan.obsolete {
        absent_is_fine(disk.remove(&output.join(name)))?;
    }
    disk.flush(output)?;
    record(disk, state, &journal.plan.record);
    close(disk, state)
}

/// Notes what is published. Without the note the next run writes the tables anew: that costs time, and nothing else.
fn record(disk: &dyn Disk, state: &Path, text: &str) {
    let (draft, path) = (state.join("published.draft"), state.join(RECORD));
    let written = disk.write(&draft, text.as_bytes()).and_then(|()| disk.rename(&draft, &path));
    if text.is_empty() || written.is_err() {
        let _ = disk.remove(&draft);
        let _ = disk.remove(&path);
    }
}

/// Puts the old files back and closes the journal. What is in its place already is left alone: a file that refused
/// to be replaced need not be replaced again.
fn back(disk: &dyn Disk, output: &Path, state: &Path, journal: &Journal) -> io::Result<()> {
    for name in names(&journal.plan) {
        let (kept, published) = (state.join(OLD).join(name), output.join(name));
        if journal.existed.iter().any(|existed| existed == name) {
            restore(disk, state, &kept, &published)?;
        } else if let Some(item) = journal.plan.files.iter().find(|item| item.name == name)
            && disk.digest(&published).is_ok_and(|sha256| sha256 == item.sha256)
        {
            absent_is_fine(disk.remove(&published))?;
        }
    }
    disk.flush(output)?;
    // It may tell of the new dataset already.
    absent_is_fine(disk.remove(&state.join(RECORD)))?;
    close(disk, state)
}

/// Puts one old file into its place, keeping the kept one.
fn restore(disk: &dyn Disk, state: &Path, kept: &Path, published: &Path) -> io::Result<()> {
    let Ok(wanted) = disk.digest(kept) else {
        // Taken away by someone: whatever stands in the place is all there is.
        return if disk.is_there(kept)? { Err(io::ErrorKind::InvalidData.into()) } else { Ok(()) };
    };
    if disk.digest(published).is_ok_and(|sha256| sha256 == wanted) {
        return Ok(());
    }
    let draft = state.join("restore.draft");
    absent_is_fine(disk.remove(&draft))?;
    keep(disk, kept, &draft)?;
    disk.rename(&draft, published)
}

/// Ends a switch. With the journal gone the switch is over, whatever is left to be swept.
fn close(disk: &dyn Disk, state: &Path) -> io::Result<()> {
    absent_is_fine(disk.remove(&state.join(JOURNAL)))?;
    let _ = disk.flush(state);
    discard_on(disk, state);
    Ok(())
}

/// Finishes or undoes a switch that was interrupted, and clears left-overs. Only for the holder of the lock.
///
/// # Errors
/// When the disk refuses.
pub fn recover(output: &Path, state: &Path) -> io::Result<Recovered> {
    recover_on(&System, output, state)
}

fn recover_on(disk: &dyn Disk, output: &Path, state: &Path) -> io::Result<Recovered> {
    let journal = match journal(disk, state)? {
        Found::Journal(journal) => journal,
        Found::Nothing => {
            clear(disk, &state.join(STAGE))?;
            clear(disk, &state.join(OLD))?;
            return Ok(Recovered::Clean);
        }
        Found::Unreadable => return without_journal(disk, output, state),
    };
    let whole = journal.plan.files.iter().all(|item| {
        let staged = state.join(STAGE).join(&item.name);
        let is_staged = matches!(disk.is_there(&staged), Ok(true));
        let path = if is_staged { staged } else { output.join(&item.name) };
        disk.digest(&path).is_ok_and(|sha256| sha256 == item.sha256)
    });
    if whole && forward(disk, output, state, &journal).is_ok() {
        return Ok(Recovered::Forward);
    }
    back(disk, output, state, &journal).map(|()| Recovered::Back)
}

/// A journal that nobody can read says nothing about the new dataset; the old files, if they were kept, are put back.
fn without_journal(disk: &dyn Disk, output: &Path, state: &Path) -> io::Result<Recovered> {
    let old = state.join(OLD);
    let kept = disk.list(&old)?;
    for name in &kept {
        restore(disk, state, &old.join(name), &output.join(name))?;
    }
    disk.rename(&state.join(JOURNAL), &state.join("switch.damaged"))?;
    clear(disk, &state.join(STAGE))?;
    clear(disk, &old)?;
    Ok(if kept.is_empty() { Recovered::Clean } else { Recovered::Back })
}

fn journal(disk: &dyn Disk, state: &Path) -> io::Result<Found> {
    match disk.read(&state.join(JOURNAL)) {
        Ok(text) => Ok(serde_json::from_slice(&text).map_or(Found::Unreadable, Found::Journal)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// Where the files of the dataset that counts lie now.
#[derive(Debug)]
pub struct Current<'a> {
    output: &'a Path,
    /// The stage, in the midst of a switch.
    stage: Option<PathBuf>,
}

impl<'a> Current<'a> {
    /// Looks whether a switch is going on.
    pub fn new(output: &'a Path, state: &Path) -> Self {
        let switching = matches!(journal(&System, state), Ok(Found::Journal(_)));
        Self { output, stage: switching.then(|| state.join(STAGE)) }
    }

    /// A file: in its place, or still in the stage.
    pub fn file(&self, name: &str) -> PathBuf {
        let staged = self.stage.as_ref().map(|stage| stage.join(name)).filter(|staged| staged.exists());
        staged.unwrap_or_else(|| self.output.join(name))
    }

    /// Whether a switch is going on.
    pub fn is_switching(&self) -> bool {
        self.stage.is_some()
    }
}

/// SHA-256 (hexadecimal) and length of a regular file.
///
/// # Errors
/// When it cannot be read, or is a pipe or a device.
pub fn digest(path: &Path) -> io::Result<(String, u64)> {
    let mut file: File = open::regular(path, open::Links::Followed)?.0;
    let mut hasher = Hashing::default();
    io::copy(&mut file, &mut hasher)?;
    Ok(hasher.finish())
}

/// Counts and hashes what is written to it.
#[derive(Default)]
pub struct Hashing {
    hasher: Sha256,
    bytes: u64,
}

impl Hashing {
    /// SHA-256 (hexadecimal) and number of bytes.
    pub fn finish(self) -> (String, u64) {
        (crate::dataset::summary::hex(&self.hasher.finalize()), self.bytes)
    }
}

impl io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
