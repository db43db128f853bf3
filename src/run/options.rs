//! What a run is asked to do.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::machine;
use super::table::Style;
use crate::dataset::package::FileFormat;
use crate::finding::reviewed::Reviewed;
use crate::limits::Limits;
use crate::organ::listed::Listed;
use crate::reader::Recogniser;

/// How a worker process is started: whatever it is, it serves jobs on its standard input ([`super::worker::serve`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
}

impl Launch {
    /// The `worker` command of a `gouji` program.
    pub fn command_of(program: PathBuf) -> Self {
        Self { program, arguments: vec!["worker".into()] }
    }

    /// The same with a model for its recogniser.
    #[must_use]
    pub fn with_model(mut self, model: Option<&Path>) -> Self {
        if let Some(model) = model {
            self.arguments.extend([MODEL.into(), model.as_os_str().to_owned()]);
        }
        self
    }

    /// Whether what is started reads scans.
    pub(super) fn recognises(&self) -> bool {
        Recogniser::BUILT_IN && self.arguments.iter().any(|argument| argument == MODEL)
    }
}

/// The argument in front of the model's file.
const MODEL: &str = "--model";

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// Where the dataset goes.
    pub output: PathBuf,
    /// Where the cache goes, if not in the output folder.
    pub cache: Option<PathBuf>,
    /// Threads, or worker processes.
    pub jobs: usize,
    /// What reads the files, each under supervision; `None` reads them in this process, where a file that overflows
    /// the stack or never ends takes the run with it.
    pub worker: Option<Launch>,
    /// What one file may cost.
    pub limits: Limits,
    /// The file of the recogniser's model; without it scans stay pictures. Only workers recognise.
    pub model: Option<PathBuf>,
    /// Whether symbolic links may lead out of the inputs.
    pub follow_links: bool,
    /// Whether every file is read again.
    pub full: bool,
    /// Whether files begin with a byte order mark.
    pub bom: bool,
    /// Whether section texts are written.
    pub texts: bool,
    /// Whether any number of known files may be gone.
    pub allow_removals: bool,
    /// The share of known files that may be gone unasked, in percent.
    pub removal_percent: u32,
    /// The user's list of organs, if there is one.
    pub organs: Vec<Listed>,
    /// What reviewers decided about findings.
    pub reviewed: Reviewed,
    /// Formats of the tables beside CSV.
    pub formats: Vec<FileFormat>,
    /// Whether CSV text is guarded against being taken for a formula.
    pub spreadsheet_safe: bool,
    /// Whether hard findings are told from those of the last published dataset.
    pub news: bool,
}

impl Options {
    /// The options that hold unless something else is asked for.
    pub fn new(inputs: Vec<PathBuf>, output: PathBuf) -> Self {
        Self {
            inputs,
            output,
            cache: None,
            jobs: machine::jobs(),
            limits: Limits::default(),
            model: None,
            worker: None,
            follow_links: false,
            full: false,
            bom: false,
            texts: false,
            allow_removals: false,
            removal_percent: 20,
            organs: Vec::new(),
            reviewed: Reviewed::default(),
            formats: Vec::new(),
            spreadsheet_safe: false,
            news: false,
        }
    }

    /// Whether scans are read.
    pub(super) fn recognises(&self) -> bool {
        Recogniser::BUILT_IN && self.model.is_some() && self.worker.is_some()
    }

    /// How tables are written.
    pub(super) fn style(&self) -> Style {
        let mut formats = self.formats.clone();
        formats.retain(|format| *format != FileFormat::Csv);
        formats.sort();
        formats.dedup();
        Style { formats, bom: self.bom, spreadsheet_safe: self.spreadsheet_safe }
    }
}
