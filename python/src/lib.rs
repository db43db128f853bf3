//! The native half of the Python package `gouji`: the core of the library behind Python objects. `gouji/__init__.py` is the
//! half that people import; nothing here is called by them directly.

mod arrow;
mod filing;
mod objects;
mod run;
mod spark;

use std::path::PathBuf;

use gouji::dataset::package::{self, FileFormat, Written};
use gouji::dataset::schema;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

use crate::filing::Filing;
use crate::objects::{Figure, Finding, Identity, Quantity};

create_exception!(
    gouji,
    GoujiError,
    PyException,
    "What went wrong in gouji itself; the text says which file, what was expected, what was found."
);
create_exception!(gouji, InputError, GoujiError, "An input is not there or cannot be opened.");
create_exception!(gouji, RunFailed, GoujiError, "A run failed; the dataset in its output folder is as it was.");

/// Reads one report from bytes. `name` is its path or address: evidence of organ and year.
#[pyfunction]
fn read_bytes(py: Python<'_>, content: Vec<u8>, name: String) -> Filing {
    let filing = py.detach(|| gouji::read(&content, &name));
    Filing::new(name, filing)
}

/// Reads one report from a file.
#[pyfunction]
fn read_path(py: Python<'_>, path: PathBuf, name: Option<String>) -> PyResult<Filing> {
    let name = name.unwrap_or_else(|| path.to_string_lossy().into_owned());
    let content = py.detach(|| std::fs::read(&path));
    let content = content.map_err(|error| InputError::new_err(format!("{}: {error}", path.display())))?;
    Ok(read_bytes(py, content, name))
}

/// The codebook: every variable and measure as the line that `codebook.csv` has of it, with the header.
#[pyfunction]
fn codebook_csv() -> Vec<u8> {
    let rows = gouji::dataset::codebook::codebook();
    let mut out = rows.table.header();
    out.extend(gouji::dataset::lines::csv(&rows, false));
    out
}

/// What `gouji explain CODE` says, in `"zh"` or `"en"`; `None` for an unknown code.
#[pyfunction]
#[pyo3(signature = (code, lang="en"))]
fn explain(code: &str, lang: &str) -> PyResult<Option<String>> {
    let lang = filing::language(lang)?;
    Ok(gouji::view::explain(code, lang).or_else(|| gouji::dataset::codebook::explain(code, lang)))
}

/// The descriptor of a dataset whose tables nobody has written yet.
#[pyfunction]
fn descriptor() -> String {
    let unwritten = |table: &'static schema::Table| Written {
        table: Some(&table.name),
        file: table.file(),
        format: FileFormat::Csv,
        sha256: String::new(),
        bytes: 0,
        rows: 0,
    };
    package::package(&schema::tables().iter().map(unwritten).collect::<Vec<_>>(), false)
}

#[pymodule]
fn _gouji(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add_class::<Filing>()?;
    module.add_class::<Figure>()?;
    module.add_class::<Finding>()?;
    module.add_class::<Quantity>()?;
    module.add_class::<Identity>()?;
    module.add("GoujiError", py.get_type::<GoujiError>())?;
    module.add("InputError", py.get_type::<InputError>())?;
    module.add("RunFailed", py.get_type::<RunFailed>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(read_bytes, module)?)?;
    module.add_function(wrap_pyfunction!(read_path, module)?)?;
    module.add_function(wrap_pyfunction!(codebook_csv, module)?)?;
    module.add_function(wrap_pyfunction!(explain, module)?)?;
    module.add_function(wrap_pyfunction!(run::read_many, module)?)?;
    module.add_function(wrap_pyfunction!(run::extract, module)?)?;
    module.add_function(wrap_pyfunction!(run::check_across, module)?)?;
    module.add_function(wrap_pyfunction!(run::serve, module)?)?;
    module.add_function(wrap_pyfunction!(descriptor, module)?)?;
    module.add_class::<spark::Step>()?;
    module.add_function(wrap_pyfunction!(spark::spark_read, module)?)?;
    module.add_function(wrap_pyfunction!(spark::spark_schema, module)?)?;
    module.add_function(wrap_pyfunction!(spark::spark_codebook, module)?)?;
    module.add_function(wrap_pyfunction!(spark::spark_families, module)?)?;
    module.add_function(wrap_pyfunction!(spark::today, module)?)
}
