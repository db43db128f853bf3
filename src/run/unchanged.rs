//! A run that would publish what is published already: found out before any table is written, and then nothing is.
//!
//! A switch writes down the hashes of the published files ([`publish::RECORD`]), and beside them, if it brought no
//! changes, everything that the dataset depends on as one hash. A later run with the same hash, whose files are still those, leaves
//! them as they are: a mirror has nothing to copy, and an unchanged million of filings costs a million looks.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ledger::{Found, Whereabouts};
use super::publish::{self, PublishedFile};
use super::{Counts, Options};
use crate::cache::Stamp;
use crate::corpus::open;
use crate::dataset::summary::hex;

/// What was published, and from what.
#[derive(Debug, Serialize, Deserialize)]
pub struct Published {
    inputs: Option<String>,
    /// Its files.
    pub files: Vec<PublishedFile>,
    /// What there was to be counted.
    pub counts: Counts,
}

/// Parts are hashed with their lengths, so that none can pass for two.
struct Parts(Sha256);

impl Parts {
    fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        self.0.update((part.len() as u64).to_le_bytes());
        self.0.update(part);
    }
}

/// One hash over everything that the dataset depends on: the version and the limits, the options, the lists, and every
/// row with the key of its filing.
pub fn inputs(version: &str, options: &Options, found: &[Found]) -> String {
    let mut parts = Parts(Sha256::new());
    parts.add(version);
    parts.add([u8::from(options.bom), u8::from(options.texts), u8::from(options.spreadsheet_safe)]);
    parts.add(options.formats.len().to_le_bytes());
    options.formats.iter().for_each(|format| parts.add(format.word()));
    parts.add(options.organs.len().to_le_bytes());
    for line in &options.organs {
        let years: Vec<u8> = line.years.iter().flat_map(|year| year.to_le_bytes()).collect();
        for part in [line.organ.as_bytes(), line.division.as_bytes(), line.pattern.as_bytes(), &years] {
            parts.add(part);
        }
    }
    let decisions = options.reviewed.decisions();
    parts.add(decisions.len().to_le_bytes());
    for (fingerprint, decision) in decisions {
        parts.add(fingerprint.to_string());
        parts.add(decision.word());
    }
    let notes = options.reviewed.notes();
    parts.add(notes.len().to_le_bytes());
    for (fingerprint, note) in notes {
        parts.add(fingerprint.to_string());
        parts.add(note);
    }
    parts.add(found.len().to_le_bytes());
    for found in found {
        parts.add(&found.path);
        parts.add(found.sha256.map_or([0; 32], |sha256| sha256.0));
        match &found.place {
            Whereabouts::Kept(key) => parts.add(key.0),
            Whereabouts::Held(filing) => parts.add(filing.bytes()),
        }
    }
    hex(&parts.0.finalize())
}

/// What is published, if it is what these inputs give and its files are whole.
pub fn find(output: &Path, state: &Path, inputs: &str, stop: &AtomicBool) -> Option<Published> {
    let published = Published::read(state)?;
    if published.inputs.as_deref() != Some(inputs) {
        return None;
    }
    let before = Seen::read(state);
    let mut seen = Seen::default();
    for item in &published.files {
        if stop.load(Ordering::Relaxed) || !seen.is_whole(output, item, &before) {
            return None;
        }
    }
    if seen != before {
        seen.write(state);
    }
    Some(published)
}

/// The published files that were found whole, by name: what was hashed, and how the file looked when it was. Hashing them
/// took most of a run without changes; as with the inputs, this saves hashing and nothing else.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Seen(BTreeMap<String, (String, Stamp)>);

impl Seen {
    /// Name of the record in the state folder.
    const NAME: &str = "seen.json";

    fn read(state: &Path) -> Self {
        let text = open::small(&state.join(Self::NAME)).ok();
        text.and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    /// Without the record the next run hashes again: that costs time, and nothing else.
    fn write(&self, state: &Path) {
        let (draft, path) = (state.join("seen.draft"), state.join(Self::NAME));
        if let Ok(text) = serde_json::to_vec(self) {
            let _ = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &path));
        }
    }

    /// Whether a file is what was published, by how it looks or by its hash; it is noted if it may be told by its looks.
    fn is_whole(&mut self, output: &Path, item: &PublishedFile, before: &Self) -> bool {
        let path = output.join(&item.name);
        let look = || fs::symlink_metadata(&path).ok().filter(Metadata::is_file).map(|metadata| Stamp::new(&metadata));
        let stamp = look();
        let known = before.0.get(&item.name).filter(|(sha256, known)| *sha256 == item.sha256 && Some(*known) == stamp);
        let whole = known.is_some() || publish::digest(&path).is_ok_and(|(sha256, _)| sha256 == item.sha256);
        if let Some(stamp) =
            stamp.filter(|stamp| whole && stamp.is_settled(SystemTime::now()) && look() == Some(*stamp))
        {
            self.0.insert(item.name.clone(), (item.sha256.clone(), stamp));
        }
        whole
    }
}

impl Published {
    /// What was published; from inputs of this hash, unless the next run has to write again whatever its inputs,
    /// because these tables tell of changes.
    pub fn new(inputs: Option<String>, files: Vec<PublishedFile>, counts: Counts) -> Self {
        Self { inputs, files, counts }
    }

    /// The record, for the state folder.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers always serialize")
    }

    /// The record in the state folder; half a one is none.
    pub fn read(state: &Path) -> Option<Self> {
        serde_json::from_slice(&open::small(&state.join(publish::RECORD)).ok()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that was rewritten is hashed again, however much it looks as before.
    #[test]
    fn looks_stand_for_a_hash_only_while_nothing_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("figures.csv");
        fs::write(&path, "a").expect("written");
        let (sha256, _) = publish::digest(&path).expect("read");
        let item = PublishedFile { name: "figures.csv".to_owned(), sha256 };
        let old = SystemTime::now() - std::time::Duration::from_secs(60);
        let stamp = || Stamp::new(&fs::metadata(&path).expect("there"));
        let mut seen = Seen::default();
        assert!(seen.is_whole(folder.path(), &item, &Seen::default()));
        assert!(seen.0.is_empty(), "it may be written again in the same moment");
        // What was noted once the file had come to rest.
        let noted = || Seen([(item.name.clone(), (item.sha256.clone(), stamp()))].into());
        noted().write(folder.path());
        let known = Seen::read(folder.path());
        assert_eq!(known, noted());
        assert!(seen.is_whole(folder.path(), &item, &known));
        let before = fs::metadata(&path).expect("there").modified().expect("a time");
        fs::write(&path, "b").expect("written");
        let file = fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(before).expect("set back");
        assert!(!seen.is_whole(folder.path(), &item, &known), "its inode says so");
        // Another hash was published since.
        let other = PublishedFile { name: item.name.clone(), sha256: "0".repeat(64) };
        file.set_modified(old).expect("set back");
        assert!(!seen.is_whole(folder.path(), &other, &noted()));
    }
}
