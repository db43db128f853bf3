//! A run that would publish what is published already: found out before any table is written, and then nothing is.
//!
//! A switch writes down the hashes of the published files ([`publish::RECORD`]), and beside them, if it brought no
//! changes, everything that the dataset depends on as one hash. A later run with the same hash, whose files are still those, leaves
//! them as they are: a mirror has nothing to copy, and an unchanged million of filings costs a million looks.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ledger::{Found, Place};
use super::publish::{self, Item};
use super::{Counts, Options};
use crate::corpus::open;
use crate::dataset::summary::hex;

/// What was published, and from what.
#[derive(Debug, Serialize, Deserialize)]
pub struct Published {
    inputs: Option<String>,
    /// Its files.
    pub files: Vec<Item>,
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
    parts.add(found.len().to_le_bytes());
    for found in found {
        parts.add(&found.path);
        parts.add(found.sha256.map_or([0; 32], |sha256| sha256.0));
        match &found.place {
            Place::Kept(key) => parts.add(key.0),
            Place::Held(filing) => parts.add(filing.bytes()),
        }
    }
    hex(&parts.0.finalize())
}

/// What is published, if it is what these inputs give and its files are whole.
pub fn find(output: &Path, state: &Path, inputs: &str, stop: &AtomicBool) -> Option<Published> {
    let published = Published::read(state)?;
    let whole = |item: &Item| {
        !stop.load(Ordering::Relaxed)
            && publish::digest(&output.join(&item.name)).is_ok_and(|(sha256, _)| sha256 == item.sha256)
    };
    (published.inputs.as_deref() == Some(inputs) && published.files.iter().all(whole)).then_some(published)
}

impl Published {
    /// What was published; from inputs of this hash, unless the next run has to write again whatever its inputs,
    /// because these tables tell of changes.
    pub fn new(inputs: Option<String>, files: Vec<Item>, counts: Counts) -> Self {
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
