//! The steps of a job on a cluster. Each takes Arrow batches whose rows come in a stated order and gives batches; which rows
//! are together on one machine, and what is kept between steps, is decided by `gouji/spark.py`. What is done to the rows is
//! the core's.
//!
//! | step | rows, in the order of | gives |
//! |---|---|---|
//! | `read` | files | filings with their profiles and summaries |
//! | `identify` | summaries: content, path | summaries with identifiers, copies told |
//! | `families` | summaries and lines of the list: family, path | summaries with organs and canonical choice; organs |
//! | `organs` | profiles: organ, year, path | what filings of one organ say of each other; parts and traces |
//! | `traces` | parts and traces: each together, division, organ, year, path | what others say of filings |
//! | `rows` | filings with all that was said: division, organ, year, path | rows of the tables |
//! | `coverage` | summaries as written, and organs: organ | rows of `coverage` and `organs` |

mod across;
mod edition;
mod read;
mod rows;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use gouji::Language;
use gouji::dataset::Families;
use gouji::dataset::organs::Expected;
use gouji::dataset::schema::{self, Table};
use gouji::run::roster::{self, Listed};
use pyo3::prelude::*;
use pyo3_arrow::{PyRecordBatch, PySchema};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::RunFailed;
use crate::arrow::{self, Input, Layout, Output, Type};

/// Rows of a batch before it is handed on.
const BATCH: usize = 512;

/// Why a step cannot go on.
#[derive(Debug)]
pub enum Trouble {
    /// What an earlier step wrote is not what this one reads.
    Garbled(postcard::Error),
    Arrow(ArrowError),
    Run(gouji::run::error::RunError),
}

impl From<postcard::Error> for Trouble {
    fn from(error: postcard::Error) -> Self {
        Self::Garbled(error)
    }
}

impl From<ArrowError> for Trouble {
    fn from(error: ArrowError) -> Self {
        Self::Arrow(error)
    }
}

impl From<Trouble> for PyErr {
    fn from(trouble: Trouble) -> Self {
        RunFailed::new_err(match trouble {
            Trouble::Garbled(error) => format!("rows between two steps are not of this version: {error}"),
            Trouble::Arrow(error) => error.to_string(),
            Trouble::Run(error) => error.message(Language::En),
        })
    }
}

/// A value as bytes, for the steps that follow.
fn pack(value: &impl Serialize) -> Result<Vec<u8>, Trouble> {
    Ok(postcard::to_stdvec(value)?)
}

fn unpack<T: DeserializeOwned>(bytes: Option<&[u8]>) -> Result<T, Trouble> {
    Ok(postcard::from_bytes(bytes.unwrap_or_default())?)
}

/// What a step does with its rows.
trait Work: Send {
    /// Takes a row.
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble>;

    /// There are no more rows.
    fn end(&mut self, output: &mut Output) -> Result<(), Trouble>;
}

/// The user's list of organs.
#[derive(Clone, Default)]
struct List {
    lines: Vec<Listed>,
    expected: Vec<Expected>,
}

impl List {
    fn new(file: Option<(PathBuf, Vec<u8>)>) -> Result<Self, Trouble> {
        let Some((path, bytes)) = file else { return Ok(Self::default()) };
        let lines = roster::parse(&path, &bytes).map_err(Trouble::Run)?;
        Ok(Self { expected: roster::expected(&lines), lines })
    }
}

/// A step of the job in one task.
#[pyclass(frozen, module = "gouji._gouji")]
pub struct Step(Mutex<(Box<dyn Work>, Output)>);

#[pymethods]
impl Step {
    /// `day` dates the history; `organs` is the path and the content of the user's list, `roster` the division codes and
    /// the names of the organs in it.
    #[new]
    #[pyo3(signature = (name, day=None, organs=None, roster=None))]
    fn new(
        name: &str,
        day: Option<String>,
        organs: Option<(PathBuf, Vec<u8>)>,
        roster: Option<Vec<(String, String)>>,
    ) -> PyResult<Self> {
        let list = List::new(organs)?;
        let work: Box<dyn Work> = match name {
            "identify" => Box::new(edition::Identify::default()),
            "families" => Box::new(edition::Resolve::new(list)),
            "organs" => Box::new(across::Organs::default()),
            "traces" => Box::new(across::Traces::new(roster.unwrap_or_default())),
            "rows" => Box::new(rows::Lines::new(day.unwrap_or_default())),
            "coverage" => Box::new(edition::Coverage::new(!list.lines.is_empty())),
            other => return Err(unknown(other)),
        };
        Ok(Self(Mutex::new((work, Output::new(layout(name).ok_or_else(|| unknown(name))?)))))
    }

    /// Takes a batch; gives rows if there are many.
    fn push(&self, py: Python<'_>, batch: PyRecordBatch) -> PyResult<Option<PyRecordBatch>> {
        let batch = batch.into_inner();
        let given = py.detach(|| -> Result<Option<RecordBatch>, Trouble> {
            let (work, output) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            for at in 0..batch.num_rows() {
                work.row(&Input(&batch), at, output)?;
            }
            (output.len() >= BATCH).then(|| output.take()).transpose().map_err(Trouble::from)
        });
        Ok(given?.map(PyRecordBatch::new))
    }

    /// There are no more batches: the rows that are left.
    fn finish(&self, py: Python<'_>) -> PyResult<PyRecordBatch> {
        let given = py.detach(|| -> Result<RecordBatch, Trouble> {
            let (work, output) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner);
            work.end(output)?;
            Ok(output.take()?)
        });
        Ok(PyRecordBatch::new(given?))
    }
}

/// Reads a batch of files in worker processes that `worker` starts.
#[pyfunction]
#[pyo3(signature = (batch, spool, worker, organs=None))]
pub fn spark_read(
    py: Python<'_>,
    batch: PyRecordBatch,
    spool: PathBuf,
    worker: Vec<String>,
    organs: Option<(PathBuf, Vec<u8>)>,
) -> PyResult<PyRecordBatch> {
    let batch = batch.into_inner();
    let launch = crate::run::launch(Some(worker));
    let read = py.detach(|| read::read(&Input(&batch), &spool, launch.as_ref(), &List::new(organs)?));
    Ok(PyRecordBatch::new(read?))
}

/// The schema of what a step gives.
#[pyfunction]
pub fn spark_schema(step: &str) -> PyResult<PySchema> {
    let layout = if step == "read" { read::layout() } else { layout(step).ok_or_else(|| unknown(step))? };
    Ok(PySchema::new(arrow::schema(&layout).into()))
}

/// Rows of a table that depends on nothing.
#[pyfunction]
pub fn spark_codebook() -> PyResult<PyRecordBatch> {
    let mut output = Output::new(vec![("codebook", Type::Rows(schema::table("codebook")))]);
    output.row([arrow::Scalar::Rows(&gouji::dataset::codebook::codebook())]);
    Ok(PyRecordBatch::new(output.take().map_err(Trouble::from)?))
}

/// Families of the organs in the user's list.
#[pyfunction]
pub fn spark_families(organs: (PathBuf, Vec<u8>)) -> PyResult<Vec<String>> {
    let list = List::new(Some(organs))?;
    let families = Families::new(&list.expected);
    Ok(list.expected.iter().map(|line| families.of(&line.organ)).collect())
}

/// The day that a publication now is dated with.
#[pyfunction]
pub fn today() -> String {
    gouji::run::lock::day(std::time::SystemTime::now())
}

fn unknown(step: &str) -> PyErr {
    pyo3::exceptions::PyValueError::new_err(format!("no step is called {step:?}"))
}

fn layout(step: &str) -> Option<Layout> {
    Some(match step {
        "identify" => edition::Identify::layout(),
        "families" => edition::Resolve::layout(),
        "organs" => across::Organs::layout(),
        "traces" => across::Traces::layout(),
        "rows" => rows::Lines::layout(),
        "coverage" => edition::Coverage::layout(),
        _ => return None,
    })
}

/// A column of the rows of each of these tables.
fn tables(names: &'static [&'static str]) -> impl Iterator<Item = (&'static str, Type)> {
    names.iter().map(|name| schema::table(name)).map(|table: &'static Table| (table.name.as_str(), Type::Rows(table)))
}
