//! Whether a published dataset is whole: every table is there once with the bytes, the hash, the header and the number
//! of rows that `datapackage.json` states, and `datapackage.json` is what was published: by the record in the state
//! folder where there is one, and to the letter what this program writes where this program wrote it.
//!
//! In the midst of a switch the files of the new dataset that are still staged count ([`publish::Current`]): from
//! the moment the journal is written, the new dataset is the dataset.

use std::collections::HashSet;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::STATE;
use super::error::{Doing, RunError};
use super::publish::{self, Current, DESCRIPTOR};
use super::unchanged::Published;
use crate::corpus::open::{self, Links};
use crate::dataset::package::{self, FileFormat, Written};
use crate::dataset::schema;
use crate::finding::Language;
use crate::version;

/// What is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file is not there, or cannot be read.
    Missing {
        /// Name of the file.
        file: String,
    },
    /// Its bytes are not those that were published.
    Changed {
        /// Name of the file.
        file: String,
        /// SHA-256 as published.
        expected: String,
        /// SHA-256 now.
        found: String,
    },
    /// Its rows are not as many as published, or no table of equal lines.
    Rows {
        /// Name of the file.
        file: String,
        /// Rows as published.
        expected: u64,
        /// Rows found, if it is a table at all.
        found: Option<u64>,
    },
    /// A table of the program is not in the descriptor.
    Undescribed {
        /// Name of the file.
        file: String,
    },
    /// The header of a table is not what the descriptor says.
    Header {
        /// Name of the file.
        file: String,
    },
    /// The descriptor is not one of this program.
    Descriptor,
    /// The descriptor says something else than what was published.
    Altered,
}

/// What came of a look at a dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Tables looked at.
    pub tables: usize,
    /// Rows of all tables.
    pub rows: u64,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

#[derive(Deserialize)]
struct Package {
    version: String,
    gouji: Versions,
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Versions {
    program: String,
    build: String,
    #[serde(default)]
    files: Vec<Resource>,
    /// What read scans, if anything did.
    recogniser: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    bytes: u64,
    hash: String,
    format: String,
    rows: u64,
    /// Of a table as text.
    schema: Option<Schema>,
}

#[derive(Deserialize)]
struct Schema {
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
}

/// How often a look is repeated when a switch went on meanwhile.
const LOOKS: u32 = 5;

/// Verifies the dataset in an output folder.
///
/// # Errors
/// When there is no dataset, or it cannot be read.
pub fn verify(output: &Path) -> Result<Verified, RunError> {
    let state = output.join(STATE);
    let mut look = 0;
    loop {
        look += 1;
        match descriptor(output, &state) {
            Ok(text) => {
                let verified = tables(output, &state, &text);
                // A run may have switched while we read; then the descriptor is another one now.
                let same = descriptor(output, &state).is_ok_and(|now| now == text);
                if verified.problems.is_empty() || (same && look > 1) || look >= LOOKS {
                    return Ok(verified);
                }
            }
            Err(error) if look >= LOOKS => return Err(RunError::io(Doing::Verify, &output.join(DESCRIPTOR))(error)),
            Err(_) => {}
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn descriptor(output: &Path, state: &Path) -> std::io::Result<Vec<u8>> {
    open::small(&Current::new(output, state).file(DESCRIPTOR))
}

fn tables(output: &Path, state: &Path, descriptor: &[u8]) -> Verified {
    let mut verified = Verified { tables: 0, rows: 0, problems: Vec::new() };
    let Ok(package) = serde_json::from_slice::<Package>(descriptor) else {
        verified.problems.push(Problem::Descriptor);
        return verified;
    };
    let current = Current::new(output, state);
    if !is_original(descriptor, &package, &current, state) {
        verified.problems.push(Problem::Altered);
    }
    for table in schema::tables().iter().filter(|table| !table.optional) {
        let file = table.file();
        if !package.resources.iter().any(|resource| resource.path == file) {
            verified.problems.push(Problem::Undescribed { file });
        }
    }
    let mut seen = HashSet::new();
    for resource in package.resources.into_iter().chain(package.gouji.files) {
        // A name that leads out of the folder, or comes twice, is not one of ours.
        if resource.path.contains(['/', '\\']) || !seen.insert(resource.path.clone()) {
            verified.problems.push(Problem::Descriptor);
            continue;
        }
        verified.tables += 1;
        match table(&current.file(&resource.path), resource) {
            Ok(rows) => verified.rows += rows,
            Err(problem) => verified.problems.push(problem),
        }
    }
    verified
}

/// Whether the descriptor is the one that was published.
fn is_original(text: &[u8], package: &Package, current: &Current<'_>, state: &Path) -> bool {
    // In the midst of a switch the record tells of the old dataset; the journal has just been checked.
    let recorded = if current.is_switching() { None } else { Published::read(state) };
    let file = recorded.as_ref().and_then(|record| record.files.iter().find(|item| item.name == DESCRIPTOR));
    let as_recorded = file.is_none_or(|item| crate::dataset::summary::hex(&Sha256::digest(text)) == item.sha256);
    let ours = package.gouji.program == version::PROGRAM && package.gouji.build == version::BUILD;
    as_recorded && package.version == package.gouji.program && (!ours || rewritten(package).as_deref() == Some(text))
}

/// The descriptor as this program writes it of the same tables; `None` when there is a table that it does not know.
fn rewritten(package: &Package) -> Option<Vec<u8>> {
    let written = |resource: &Resource| {
        let (name, _) = resource.path.rsplit_once('.')?;
        let table = schema::tables().iter().find(|table| table.name == name).map(|table| table.name.as_str());
        let format = FileFormat::ALL.into_iter().find(|format| format.word() == resource.format)?;
        let sha256 = resource.hash.trim_start_matches("sha256:").to_owned();
        let (file, bytes, rows) = (resource.path.clone(), resource.bytes, resource.rows);
        Some(Written { table, file, format, sha256, bytes, rows })
    };
    let files = package.resources.iter().chain(&package.gouji.files);
    let written: Vec<Written> = files.map(written).collect::<Option<_>>()?;
    Some(package::package(&written, package.gouji.recogniser.is_some()).into_bytes())
}

/// Rows of a table, or what is wrong with it.
fn table(path: &Path, resource: Resource) -> Result<u64, Problem> {
    let Resource { path: file, hash, rows: expected, schema, .. } = resource;
    let published = hash.trim_start_matches("sha256:");
    match publish::digest(path) {
        Err(_) => return Err(Problem::Missing { file }),
        Ok((found, _)) if found != published => {
            return Err(Problem::Changed { file, expected: published.to_owned(), found });
        }
        Ok(_) => {}
    }
    // The hash covers what is no text.
    let Some(schema) = schema else { return Ok(0) };
    let Some((header, found)) = count(path) else { return Err(Problem::Rows { file, expected, found: None }) };
    if found != expected {
        return Err(Problem::Rows { file, expected, found: Some(found) });
    }
    let named = header.iter().eq(schema.fields.iter().map(|field| field.name.as_bytes()));
    if named { Ok(found) } else { Err(Problem::Header { file }) }
}

/// Header and rows of a table; `None` when its lines are not of equal length.
fn count(path: &Path) -> Option<(csv::ByteRecord, u64)> {
    let mut reader = csv::Reader::from_reader(open::regular(path, Links::Followed).ok()?.0);
    let header = reader.byte_headers().ok()?;
    let plain = |field: &[u8]| field.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(field).to_owned();
    let header: csv::ByteRecord = header.iter().map(plain).collect();
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).ok()? {
        rows += 1;
    }
    Some((header, rows))
}

impl Problem {
    /// The sentence for people.
    pub fn message(&self, language: Language) -> String {
        let zh = language == Language::Zh;
        match self {
            Self::Missing { file } if zh => format!("{file}：不在或无法读取"),
            Self::Missing { file } => format!("{file}: missing or not readable"),
            Self::Changed { file, expected, found } if zh => {
                format!("{file}：内容与发布时不同（应为 {expected}，实为 {found}）")
            }
            Self::Changed { file, expected, found } => {
                format!("{file}: not the bytes that were published (expected {expected}, found {found})")
            }
            Self::Rows { file, expected, found } => {
                let found = found.map_or_else(|| "-".to_owned(), |found| found.to_string());
                if zh {
                    format!("{file}：应有 {expected} 行，实有 {found} 行")
                } else {
                    format!("{file}: {expected} rows expected, {found} found")
                }
            }
            Self::Undescribed { file } if zh => format!("{DESCRIPTOR} 没有说明 {file}"),
            Self::Undescribed { file } => format!("{DESCRIPTOR} does not describe {file}"),
            Self::Header { file } if zh => format!("{file}：表头与 {DESCRIPTOR} 所述不同"),
            Self::Header { file } => format!("{file}: the header is not what {DESCRIPTOR} says"),
            Self::Altered if zh => format!("{DESCRIPTOR}：内容与发布时不同"),
            Self::Altered => format!("{DESCRIPTOR}: not what was published"),
            Self::Descriptor if zh => format!("{DESCRIPTOR} 不是本程序所写"),
            Self::Descriptor => format!("{DESCRIPTOR} is not one of this program"),
        }
    }
}

impl Verified {
    /// The summary for people.
    pub fn message(&self, language: Language) -> String {
        let Self { tables, rows, problems } = self;
        match (language, problems.len()) {
            (Language::Zh, 0) => format!("完整：{tables} 个表，{rows} 行"),
            (Language::En, 0) => format!("whole: {tables} tables, {rows} rows"),
            (Language::Zh, count) => format!("不完整：{count} 处问题"),
            (Language::En, count) => format!("not whole: {count} problems"),
        }
    }
}
