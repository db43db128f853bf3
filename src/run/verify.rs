//! Whether a published dataset is whole: every table is there with the bytes, the hash, the header and the number
//! of rows that `datapackage.json` states.
//!
//! In the midst of a switch the files of the new dataset that are still staged count ([`publish::current`]): from
//! the moment the journal is written, the new dataset is the dataset.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use super::STATE;
use super::error::{Doing, RunError};
use super::publish::{self, DESCRIPTOR};
use crate::dataset::schema::TABLES;
use crate::finding::Language;

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
    /// The descriptor is not one of this program.
    Descriptor,
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
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    hash: String,
    rows: u64,
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
    fs::read(publish::current(output, state, DESCRIPTOR))
}

fn tables(output: &Path, state: &Path, descriptor: &[u8]) -> Verified {
    let mut verified = Verified { tables: 0, rows: 0, problems: Vec::new() };
    let Ok(package) = serde_json::from_slice::<Package>(descriptor) else {
        verified.problems.push(Problem::Descriptor);
        return verified;
    };
    for table in TABLES.iter().filter(|table| table.name != "texts") {
        let file = table.file();
        if !package.resources.iter().any(|resource| resource.path == file) {
            verified.problems.push(Problem::Undescribed { file });
        }
    }
    for Resource { path: file, hash, rows } in package.resources {
        verified.tables += 1;
        let expected = hash.trim_start_matches("sha256:").to_owned();
        // A name that leads out of the folder is not one of ours.
        if file.contains(['/', '\\']) {
            verified.problems.push(Problem::Descriptor);
            continue;
        }
        let path = publish::current(output, state, &file);
        let problem = match publish::digest(&path) {
            Err(_) => Some(Problem::Missing { file }),
            Ok((found, _)) if found != expected => Some(Problem::Changed { file, expected, found }),
            Ok(_) => {
                let found = count(&path);
                verified.rows += found.unwrap_or_default();
                (found != Some(rows)).then_some(Problem::Rows { file, expected: rows, found })
            }
        };
        verified.problems.extend(problem);
    }
    verified
}

/// Rows of a table; `None` when its lines are not of equal length.
fn count(path: &Path) -> Option<u64> {
    let mut reader = csv::Reader::from_path(path).ok()?;
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record).ok()? {
        rows += 1;
    }
    Some(rows)
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
