//! What the output folder holds of a published dataset, and what in it is somebody else's.
//!
//! A file is the dataset's when the descriptor names it, or when it begins with the header of that table. Nothing
//! else is ever overwritten or removed.

use std::collections::{BTreeMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::publish::{self, DESCRIPTOR};
use crate::corpus::open::{self, Links};
use crate::dataset::package::FileFormat;
use crate::dataset::schema;

/// The published dataset as its descriptor tells.
#[derive(Debug, Default)]
pub(super) struct Former {
    /// SHA-256 of every file, by name.
    files: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Package {
    resources: Vec<Resource>,
    #[serde(default)]
    gouji: Own,
}

/// What only this program's descriptors have.
#[derive(Default, Deserialize)]
struct Own {
    #[serde(default)]
    files: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    hash: String,
}

impl Former {
    /// Reads the descriptor; without a readable one nothing is known.
    pub(super) fn read(output: &Path) -> Self {
        let text = open::small(&output.join(DESCRIPTOR)).unwrap_or_default();
        let Ok(package) = serde_json::from_slice::<Package>(&text) else { return Self::default() };
        let hash = |resource: Resource| (resource.path, resource.hash.trim_start_matches("sha256:").to_owned());
        Self { files: package.resources.into_iter().chain(package.gouji.files).map(hash).collect() }
    }

    /// The first of the names that somebody else's file has.
    pub(super) fn foreign<'a>(&self, output: &Path, names: impl Iterator<Item = &'a str>) -> Option<PathBuf> {
        let foreign = |name: &str| {
            let path = output.join(name);
            let known = match name {
                DESCRIPTOR => !self.files.is_empty() || is_table(output, schema::table(schema::FILINGS)),
                _ => self.files.contains_key(name) || table(name).is_some_and(|table| is_table(output, table)),
            };
            (!known && path.symlink_metadata().is_ok()).then_some(path)
        };
        names.map(foreign).find_map(|path| path)
    }

    /// Files of the published dataset that the new one does not have, and that are still what was published.
    pub(super) fn obsolete(&self, output: &Path, names: &HashSet<&str>) -> Vec<String> {
        let ours = |(name, hash): &(&String, &String)| {
            !names.contains(name.as_str())
                && is_named(name)
                && publish::digest(&output.join(name)).is_ok_and(|(sha256, _)| sha256 == **hash)
        };
        self.files.iter().filter(ours).map(|(name, _)| name.clone()).collect()
    }
}

fn table(file: &str) -> Option<&'static schema::Table> {
    schema::tables().iter().find(|table| table.file() == file)
}

/// Whether a dataset may have a file of this name: a table in some format, or all tables in one file.
fn is_named(file: &str) -> bool {
    let Some((name, ending)) = file.rsplit_once('.') else { return false };
    let known = FileFormat::ALL.iter().any(|format| format.word() == ending);
    known && (matches!(name, "gouji" | "digest") || schema::tables().iter().any(|table| table.name == name))
}

/// Whether the file of a table begins with the table's header.
fn is_table(output: &Path, table: &schema::Table) -> bool {
    let header = table.header();
    let mut head = Vec::new();
    let Ok((file, _)) = open::regular(&output.join(table.file()), Links::Followed) else { return false };
    let read = file.take(header.len() as u64 + 3).read_to_end(&mut head);
    read.is_ok() && head.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&head).starts_with(&header)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_described_or_has_the_header_is_the_datasets() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path();
        let names = ["filings.csv", "figures.csv", DESCRIPTOR];
        let foreign = |former: &Former| {
            let found = former.foreign(output, names.into_iter());
            found.and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
        };
        assert_eq!(foreign(&Former::read(output)), None, "an empty folder");
        fs::write(output.join("figures.csv"), "mine\n").expect("written");
        assert_eq!(foreign(&Former::read(output)).as_deref(), Some("figures.csv"));
        fs::write(output.join("figures.csv"), [b"\xEF\xBB\xBF", &schema::table("figures").header()[..]].concat())
            .expect("written");
        assert_eq!(foreign(&Former::read(output)), None, "the header of the table");
        fs::write(output.join(DESCRIPTOR), "{}").expect("written");
        assert_eq!(foreign(&Former::read(output)).as_deref(), Some(DESCRIPTOR));
        let (sha256, _) = publish::digest(&output.join("figures.csv")).expect("read");
        let resource = |name: &str| format!(r#"{{"path":"{name}","hash":"sha256:{sha256}"}}"#);
        let text = format!(r#"{{"resources":[{},{}]}}"#, resource("figures.csv"), resource("texts.csv"));
        fs::write(output.join(DESCRIPTOR), text).expect("written");
        fs::write(output.join("texts.csv"), "mine\n").expect("written");
        let former = Former::read(output);
        assert_eq!(foreign(&former), None);
        assert!(former.obsolete(output, &HashSet::from(["figures.csv"])).is_empty(), "not what was published");
        fs::copy(output.join("figures.csv"), output.join("texts.csv")).expect("copied");
        assert_eq!(former.obsolete(output, &HashSet::from(["figures.csv"])), ["texts.csv"]);
    }
}
