//! From the staged dataset to the published one, so that a reader finds the old one or the new one.
//!
//! The state folder `.gouji` of the output holds, while a dataset is made: `stage/` with the new files, and
//! once they are all there and flushed, `old/` with further links to the published files and `switch.json`, the
//! journal. Writing the journal is the moment at which the new dataset counts; what follows only moves files
//! into their places, `datapackage.json` last. Killed before that moment, the next start clears the stage; killed
//! after it, the next start finishes the moves, or, should a staged file turn out damaged, puts the old files
//! back. Files that are not the dataset's are never touched.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Name of the descriptor, switched last.
pub const DESCRIPTOR: &str = "datapackage.json";
const JOURNAL: &str = "switch.json";
const STAGE: &str = "stage";
const OLD: &str = "old";

/// A file of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Name in the output folder.
    pub name: String,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// The journal of a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Journal {
    /// Files of the new dataset in the order of the switch.
    files: Vec<Item>,
    /// Files of the old dataset that the new one does not have.
    obsolete: Vec<String>,
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
    remove(&stage)?;
    fs::create_dir_all(&stage)?;
    Ok(stage)
}

/// Clears what a failed run has staged.
pub fn discard(state: &Path) {
    // Left-overs cost room only; the next start clears them.
    let _ = remove(&state.join(STAGE));
    let _ = remove(&state.join(OLD));
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Flushes a folder, so that the names in it survive a crash of the machine.
fn flush(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Switches the output folder to the staged files, which must be flushed; the last of `files` is the descriptor.
/// `obsolete` names files of the old dataset that the new one does not have.
///
/// # Errors
/// When the disk refuses; the old dataset is then in place, or the journal is, and the next start recovers.
pub fn switch(output: &Path, state: &Path, files: Vec<Item>, obsolete: Vec<String>) -> io::Result<()> {
    let (stage, old) = (state.join(STAGE), state.join(OLD));
    flush(&stage)?;
    remove(&old)?;
    fs::create_dir_all(&old)?;
    for name in files.iter().map(|item| &item.name).chain(&obsolete) {
        let published = output.join(name);
        if published.exists() {
            let kept = old.join(name);
            // Some file systems know no second link to a file.
            if fs::hard_link(&published, &kept).is_err() {
                fs::copy(&published, &kept)?;
                File::open(&kept)?.sync_all()?;
            }
        }
    }
    flush(&old)?;
    let journal = Journal { files, obsolete };
    let text = serde_json::to_vec(&journal).map_err(io::Error::from)?;
    let draft = state.join("switch.draft");
    fs::write(&draft, text)?;
    File::open(&draft)?.sync_all()?;
    fs::rename(&draft, state.join(JOURNAL))?;
    flush(state)?;
    if let Err(error) = forward(output, state, &journal) {
        back(output, state, &journal)?;
        return Err(error);
    }
    Ok(())
}

/// Moves what is still staged into its place and closes the journal.
fn forward(output: &Path, state: &Path, journal: &Journal) -> io::Result<()> {
    let stage = state.join(STAGE);
    for item in &journal.files {
        match fs::rename(stage.join(&item.name), output.join(&item.name)) {
            // Moved before the interruption.
            Err(error) if error.kind() == io::ErrorKind::NotFound && output.join(&item.name).exists() => {}
            other => other?,
        }
    }
    for name in &journal.obsolete {
        match fs::remove_file(output.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    flush(output)?;
    close(state)
}

/// Puts the old files back and closes the journal.
fn back(output: &Path, state: &Path, journal: &Journal) -> io::Result<()> {
    let old = state.join(OLD);
    for name in journal.files.iter().map(|item| &item.name).chain(&journal.obsolete) {
        let (kept, published) = (old.join(name), output.join(name));
        if kept.exists() {
            fs::rename(&kept, &published)?;
        } else if published.exists() {
            fs::remove_file(&published)?;
        }
    }
    flush(output)?;
    close(state)
}

fn close(state: &Path) -> io::Result<()> {
    fs::remove_file(state.join(JOURNAL))?;
    flush(state)?;
    discard(state);
    Ok(())
}

/// Finishes or undoes a switch that was interrupted, and clears left-overs. Only for the holder of the lock.
///
/// # Errors
/// When the disk refuses.
pub fn recover(output: &Path, state: &Path) -> io::Result<Recovered> {
    let Some(journal) = journal(state)? else {
        remove(&state.join(STAGE))?;
        remove(&state.join(OLD))?;
        return Ok(Recovered::Clean);
    };
    let whole = journal.files.iter().all(|item| {
        let path = current(output, state, &item.name);
        matches!(digest(&path), Ok((sha256, _)) if sha256 == item.sha256)
    });
    if whole {
        forward(output, state, &journal).map(|()| Recovered::Forward)
    } else {
        back(output, state, &journal).map(|()| Recovered::Back)
    }
}

fn journal(state: &Path) -> io::Result<Option<Journal>> {
    match fs::read(state.join(JOURNAL)) {
        // The journal is renamed into its place whole; one that cannot be parsed was not written here.
        Ok(text) => Ok(Some(serde_json::from_slice(&text).map_err(io::Error::from)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where a file of the dataset that counts lies now: in its place, or, in the midst of a switch, still in the stage.
pub fn current(output: &Path, state: &Path, name: &str) -> PathBuf {
    let staged = state.join(STAGE).join(name);
    if state.join(JOURNAL).exists() && staged.exists() { staged } else { output.join(name) }
}

/// SHA-256 (hexadecimal) and length of a file.
///
/// # Errors
/// When it cannot be read.
pub fn digest(path: &Path) -> io::Result<(String, u64)> {
    let mut file = File::open(path)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn write(folder: &Path, files: &[(&str, &str)]) -> Vec<Item> {
        fs::create_dir_all(folder).expect("made");
        let mut items = Vec::new();
        for (name, text) in files {
            fs::write(folder.join(name), text).expect("written");
            let (sha256, _) = digest(&folder.join(name)).expect("read");
            items.push(Item { name: (*name).to_owned(), sha256 });
        }
        items
    }

    fn published(output: &Path) -> Vec<(String, String)> {
        let mut found: Vec<_> = fs::read_dir(output)
            .expect("read")
            .flatten()
            .filter(|entry| entry.path().is_file())
            .map(|entry| {
                let text = fs::read_to_string(entry.path()).expect("read");
                (entry.file_name().to_string_lossy().into_owned(), text)
            })
            .collect();
        found.sort();
        found
    }

    fn pairs(files: &[(&str, &str)]) -> Vec<(String, String)> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    const OLD_FILES: &[(&str, &str)] = &[("a.csv", "old a"), ("datapackage.json", "old"), ("t.csv", "old t")];
    const NEW_FILES: &[(&str, &str)] = &[("a.csv", "new a"), ("b.csv", "new b"), ("datapackage.json", "new")];

    fn prepared() -> (tempfile::TempDir, PathBuf, PathBuf, Vec<Item>) {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("out");
        let state = output.join(".gouji");
        write(&output, OLD_FILES);
        let items = write(&stage(&state).expect("staged"), NEW_FILES);
        (folder, output, state, items)
    }

    #[test]
    fn a_switch_replaces_and_removes() {
        let (_folder, output, state, items) = prepared();
        switch(&output, &state, items, vec!["t.csv".to_owned()]).expect("switched");
        assert_eq!(published(&output), pairs(NEW_FILES));
        assert_eq!(fs::read_dir(&state).expect("read").count(), 0, "nothing is left over");
        assert_eq!(recover(&output, &state).expect("recovered"), Recovered::Clean);
    }

    /// Every state that a kill can leave behind is recovered as a whole dataset: before the journal the old one,
    /// after it the new one, and with a staged file damaged the old one again.
    #[test]
    fn every_interruption_is_recovered() {
        let (_folder, output, state, _) = prepared();
        assert_eq!(recover(&output, &state).expect("recovered"), Recovered::Clean);
        assert_eq!(published(&output), pairs(OLD_FILES));
        for moved in 0..=NEW_FILES.len() {
            for damaged in [false, true] {
                let (_folder, output, state, items) = prepared();
                write(&state.join(OLD), OLD_FILES);
                let journal = Journal { files: items, obsolete: vec!["t.csv".to_owned()] };
                fs::write(state.join(JOURNAL), serde_json::to_vec(&journal).expect("json")).expect("written");
                for (name, _) in &NEW_FILES[..moved] {
                    fs::rename(state.join(STAGE).join(name), output.join(name)).expect("moved");
                }
                let last = NEW_FILES.get(moved);
                if let (true, Some((name, _))) = (damaged, last) {
                    fs::write(state.join(STAGE).join(name), "to").expect("written");
                }
                let back = damaged && last.is_some();
                let want = if back { (Recovered::Back, OLD_FILES) } else { (Recovered::Forward, NEW_FILES) };
                assert_eq!(recover(&output, &state).expect("recovered"), want.0, "{moved} moved");
                assert_eq!(published(&output), pairs(want.1), "{moved} moved");
                assert_eq!(fs::read_dir(&state).expect("read").count(), 0);
            }
        }
    }

    #[test]
    fn a_failed_switch_leaves_the_old_dataset() {
        let (_folder, output, state, items) = prepared();
        // A folder stands where a file should go: the rename fails in the middle.
        fs::create_dir_all(output.join("b.csv/x")).expect("made");
        assert!(switch(&output, &state, items, Vec::new()).is_err());
        assert_eq!(published(&output), pairs(OLD_FILES));
    }
}
