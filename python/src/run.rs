//! What needs more than one report: many files in worker processes, a dataset, filings against each other. Long work is done
//! without holding the interpreter.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use gouji::Language;
use gouji::run::error::RunError;
use gouji::run::{self, Launch, Options, Unwatched};
use pyo3::prelude::*;

use crate::filing::Filing;
use crate::objects::Finding;
use crate::{InputError, RunFailed};

/// A command as Python gives it: the program, then its arguments.
pub fn launch(command: Option<Vec<String>>) -> Option<Launch> {
    let mut words = command?.into_iter();
    let program = PathBuf::from(words.next()?);
    Some(Launch { program, arguments: words.map(Into::into).collect() })
}

fn failure(error: &RunError) -> PyErr {
    let text = error.message(Language::En);
    match error {
        RunError::Io { doing: run::error::Doing::Input, .. } => InputError::new_err(text),
        _ => RunFailed::new_err(text),
    }
}

/// Reads files, folders and archives; with `worker`, in processes that this command starts.
#[pyfunction]
pub fn read_many(
    py: Python<'_>,
    paths: Vec<PathBuf>,
    jobs: Option<usize>,
    worker: Option<Vec<String>>,
) -> PyResult<Vec<Filing>> {
    let launch = launch(worker);
    let read = py.detach(|| run::check(&paths, gouji::Limits::default(), launch.as_ref(), jobs));
    let read = read.map_err(|error| failure(&error))?;
    Ok(read.into_iter().map(|checked| Filing::new(checked.name, checked.filing)).collect())
}

/// Makes or refreshes a dataset.
#[pyfunction]
#[allow(clippy::too_many_arguments)] // Each is a keyword argument in Python.
pub fn extract(
    py: Python<'_>,
    inputs: Vec<PathBuf>,
    output: PathBuf,
    jobs: Option<usize>,
    full: bool,
    worker: Option<Vec<String>>,
    organs: Option<PathBuf>,
) -> PyResult<()> {
    let mut options = Options::new(inputs, output);
    options.jobs = jobs.unwrap_or(options.jobs);
    options.full = full;
    options.worker = launch(worker);
    if let Some(list) = organs {
        options.organs = run::roster::read(&list).map_err(|error| failure(&error))?;
    }
    let done = py.detach(|| run::extract(&options, &AtomicBool::new(false), &Unwatched));
    done.map(|_| ()).map_err(|error| failure(&error))
}

/// What filings say of each other, for each of them.
#[pyfunction]
pub fn check_across(py: Python<'_>, filings: Vec<Py<Filing>>) -> Vec<Vec<Finding>> {
    let given =
        filings.iter().map(|filing| (filing.get().name.clone(), (*filing.get().inner).clone())).collect::<Vec<_>>();
    let said = py.detach(|| gouji::dataset::across(&given));
    said.iter().map(|findings| findings.iter().map(Finding::new).collect()).collect()
}

/// Serves jobs on standard input as a worker process.
#[pyfunction]
pub fn serve() -> i32 {
    if run::worker::serve(None).is_ok() { 0 } else { 2 }
}
