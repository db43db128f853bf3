//! A filing as Python sees it: the core's own value behind attributes that are made when they are asked for.

use std::sync::Arc;

use gouji::{Language, view};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::objects::{Figure, Finding, Identity, Quantity};

/// Everything that one published report turned out to say.
///
/// Nothing is corrected and nothing is filled in: what was printed (`raw`), what it means (`value`, `status`) and what is
/// suspected (`implied` of a finding) are kept apart.
#[pyclass(frozen, module = "gouji")]
pub struct Filing {
    pub name: String,
    pub inner: Arc<gouji::Filing>,
}

impl Filing {
    pub fn new(name: String, inner: gouji::Filing) -> Self {
        Self { name, inner: Arc::new(inner) }
    }
}

#[pymethods]
impl Filing {
    /// Path or address under which it was read; members of archives are `a.zip!/b.docx`.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// `reconciled`, `flagged`, `incomplete`, `not_a_report`, `needs_ocr`, `unreadable`.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.inner.verdict.word()
    }

    /// Why, for verdicts that have several reasons: a word.
    #[getter]
    fn reason(&self) -> &str {
        &self.inner.reason
    }

    /// What the bytes are (`docx`, `html`, ...).
    #[getter]
    fn format(&self) -> &'static str {
        self.inner.format.word()
    }

    /// Who reports, and on when.
    #[getter]
    fn identity(&self) -> Identity {
        Identity::new(&self.inner.identity)
    }

    /// The cells of the official tables, in printed order.
    #[getter]
    fn figures(&self) -> Vec<Figure> {
        self.inner.figures.iter().map(Figure::new).collect()
    }

    /// What is to be said about it, in the order of the dataset's table.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        self.inner.findings.iter().map(Finding::new).collect()
    }

    /// The numbers of the prose, in reading order.
    #[getter]
    fn quantities(&self) -> Vec<Quantity> {
        self.inner.quantities.iter().map(Quantity::new).collect()
    }

    /// Text of the six sections; empty where one was not found.
    #[getter]
    fn sections(&self) -> Vec<String> {
        self.inner.sections.to_vec()
    }

    /// The figures that have a value, by variable code, as `decimal.Decimal`. What is blank, marked, unread or missing has
    /// no entry.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let out = PyDict::new(py);
        for figure in &self.inner.figures {
            if let (Some(variable), Some(value)) = (figure.variable, figure.value)
                && !out.contains(gouji::code(variable))?
            {
                out.set_item(gouji::code(variable), value)?;
            }
        }
        Ok(out)
    }

    /// The page that `gouji check --html` writes, in `"zh"` or `"en"`.
    #[pyo3(signature = (lang="en"))]
    fn html(&self, lang: &str) -> PyResult<String> {
        Ok(view::html(&[view::Shown::new(&self.name, &self.inner)], language(lang)?))
    }

    /// In a notebook: the page, in a frame of its own, so that its style touches nothing else.
    fn _repr_html_(&self) -> String {
        let page = view::html(&[view::Shown::new(&self.name, &self.inner)], Language::En);
        let page = page.replace('&', "&amp;").replace('"', "&quot;");
        format!("<iframe sandbox srcdoc=\"{page}\" style=\"width:100%;height:36em;border:1px solid #ccc\"></iframe>")
    }

    fn __repr__(&self) -> String {
        let identity = &self.inner.identity;
        let year = identity.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
        let values = self.inner.figures.iter().filter(|figure| figure.value.is_some()).count();
        let organ = identity.organ.as_deref().unwrap_or("?");
        format!("Filing({organ}, {year}, {}, {values} figures)", self.inner.verdict.word())
    }
}

/// The language with this word.
pub fn language(word: &str) -> PyResult<Language> {
    match word {
        "zh" => Ok(Language::Zh),
        "en" => Ok(Language::En),
        other => Err(pyo3::exceptions::PyValueError::new_err(format!("lang is \"zh\" or \"en\", not {other:?}"))),
    }
}
