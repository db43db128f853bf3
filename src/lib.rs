//! `gouji` (勾稽): annual reports on open government information (政府信息公开工作年度报告) as a research dataset.
//!
//! Bytes of one published report come in, in whatever format the agency chose; a [`Filing`] goes out: every cell of
//! the official tables with its place in the source, the quantities of the prose, the identity of the filer, the
//! outcome of every edit rule, and findings. Nothing is corrected and nothing is filled in: a blank is not a zero.
//!
//! ```
//! let page = "<h1>溪口县水务局2021年政府信息公开工作年度报告</h1><p>全年主动公开政府信息128条。</p>";
//! let filing = gouji::read(page.as_bytes(), "溪口县水务局2021.html");
//! assert_eq!(filing.identity.year, Some(2021));
//! // The page has no tables, so it is no whole report, and says why.
//! assert_ne!(filing.verdict, gouji::Verdict::Reconciled);
//! // What the prose states is there, with its value as an exact decimal.
//! assert!(filing.quantities.iter().any(|quantity| quantity.value.to_string() == "128"));
//! ```
//!
//! # What a filing holds
//!
//! | field | what it says |
//! |---|---|
//! | [`verdict`](Filing::verdict) | what is to be made of it: reconciled, flagged, incomplete, no report … |
//! | [`identity`](Filing::identity) | organ, division, reporting year, dates |
//! | [`figures`](Filing::figures) | a [`Figure`] for every cell that its form asks for, found or not |
//! | [`quantities`](Filing::quantities) | the numbers of the prose, each with its interval, unit and sentence |
//! | [`outcomes`](Filing::outcomes) | what came of every edit rule: satisfied, satisfied with blanks as zeros, violated, undetermined |
//! | [`located`](Filing::located) | where the errors are, if equations fail, and what would mend them |
//! | [`findings`](Filing::findings) | what is to be said about it, in Chinese and English |
//!
//! Numbers are exact decimals in the variable's own [`Unit`]; places are in the coordinates of the file's format
//! ([`SourceLocation`]). All of it is data: it serializes with `serde`, and never points back into the bytes.
//!
//! Nothing here fails on a bad file: what is no document is a filing that says so. Errors are for what stops a run
//! ([`run::error::RunError`], feature `run`).
//!
//! # Features
//!
//! * none: the pure core. No disk, clock, thread or environment; the same code runs in a thread pool, in a Python call
//!   and in a cluster's task.
//! * `run`: threads, supervised workers, the cache, the publication of a dataset that a killed run cannot damage.
//! * `formats` (brings `run`): Parquet, SQLite and a workbook beside the CSV tables of a run; reviews for Word.
//! * `ocr`: recognition of scanned pages; its model is had apart.
//! * `cli` (default, brings `formats`): the command line of the program `gouji`.
//! * `internals`: what benchmarks, fuzz targets and the programs in `scripts/` reach; no promise of any kind.
//!
//! ARCHITECTURE.md names the layers, and a test holds them.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
// Modules speak of their neighbours; `cargo doc --document-private-items` follows those links, and the checks run it.
#![allow(rustdoc::private_intra_doc_links)]
// What only the program's commands use is idle in the core alone; the default build sees dead code.
#![cfg_attr(not(feature = "cli"), allow(dead_code, unused_imports))]

// Layer 0: what everything speaks in.
mod error;
mod limits;
mod script;
mod variable;
mod version;
// Layer 1: what readers make of bytes.
mod document;
// Layer 2: what was read.
mod figure;
// Layer 3: what a cell's text means, and how things are called.
mod number;
mod word;
// Layer 4: formats, one by one.
mod reader;
// Layer 5: what is to be said about a filing.
mod finding;
// Layer 6: independent parts.
mod edit;
mod narrative;
mod organ;
// Layer 7: the official forms, as data.
mod form;
// Layer 8: where readers and forms meet.
mod bind;
mod decode;
mod locate;
// Layer 9: the prose against the forms' measures and figures.
mod prose;
// Layer 10: bytes in, filing out.
mod filing;
// Layer 11: inputs, and filings against each other.
pub mod across;
mod corpus;
// Layer 12: outputs.
#[cfg(feature = "run")]
mod cache;
pub mod dataset;
pub mod view;
// Layer 13: the run.
#[cfg(feature = "run")]
pub mod run;
// Layer 14: the command line.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
// Layer 15: what is reached from outside without a promise.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod internals;

pub use document::{Place, SourceLocation};
pub use edit::{Located, Outcome, Repair, RuleOutcome};
pub use figure::{Figure, FormId, Grade, Recognition, Status, TableKind};
pub use filing::{Filing, Missing, Told, Verdict};
pub use finding::{Finding, Language, Severity};
pub use limits::Limits;
pub use narrative::Quantity;
pub use organ::Identity;
pub use reader::Format;
pub use variable::{Unit, Variable};

/// The code of a variable or measure (`req_new_tot`), as in the dataset's tables and in the codebook.
#[must_use]
pub fn code(variable: Variable) -> &'static str {
    form::forms().code(variable)
}

/// Reads one report from its bytes; `name` is its path or address, which is evidence of organ and year, or empty.
///
/// What the bytes are is told from the bytes, never from the name. There is no error: bytes that are no document
/// give a filing whose verdict is [`Verdict::Unreadable`] and whose findings say what was expected and found.
/// An archive is such a filing, too: [`read_all`] reads its members.
///
/// Time and memory are bounded by [`Limits::default`]; a report takes about a millisecond.
#[must_use]
pub fn read(bytes: &[u8], name: &str) -> Filing {
    filing::read(bytes, &filing::Source { path: name }, &mut filing::context(Limits::default()))
}

/// Reads all reports in a file: the members of an archive (zip, tar, gzip, 7z, rar, WARC; archives in archives, too), or the
/// one report that it is. Each comes with its path inside the archive, empty for the file itself; what is to be said about
/// the archive as a whole, such as a part that is damaged, is a filing without a path behind the others.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let archive = std::fs::read("corpus/年度报告汇编.zip")?;
/// let reports = gouji::read_all(&archive, "年度报告汇编.zip");
/// assert!(reports.len() > 1);
/// for (path, filing) in &reports {
///     println!("{path}: {:?}, {} figures", filing.verdict, filing.figures.len());
/// }
/// # Ok(())
/// # }
/// ```
///
/// Every member is read within [`Limits::default`], and what all of them become together is bounded by the archive's size.
/// A member that makes a reader panic costs that member.
#[must_use]
pub fn read_all(bytes: &[u8], name: &str) -> Vec<(String, Filing)> {
    corpus::files::read_all(bytes, name, &mut filing::context(Limits::default()))
}
