//! The integration tests, in one binary: whole documents against what has to be read from them, the program's
//! command line, and the rules of the source tree.

mod cli;
mod contract;
mod corpus;
mod dataset;
mod expectation;
mod formats;
mod layers;
mod nightly;
mod real;
mod review;
mod scans;
mod site;
mod source;
mod views;
mod worklist;

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// A path inside the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A folder beside the project that holds material which is not part of it; `None`, with a line that says so,
/// where it is absent.
fn shared(path: &str) -> Option<PathBuf> {
    let found = project("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    skipped(&format!("../shared/{path} is not here"));
    None
}

/// Says what is skipped, past the harness, which hides what a passing test prints.
fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}");
}
