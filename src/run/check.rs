//! `check`: files are read without a cache or an output.

use std::path::PathBuf;

use rayon::prelude::*;

use super::error::{Doing, RunError};
use super::extract::threads;
use super::reading::{self, Event};
use crate::corpus::{self, Entry};
use crate::filing::{self, Filing};
use crate::limits::Limits;
use crate::reader::Format;

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
        let pool = threads(0)?;
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
