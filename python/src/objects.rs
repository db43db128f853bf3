//! What a filing consists of, as Python sees it: figures, findings, quantities, identity. Values come in from the core's
//! types and go out as plain attributes; numbers are `decimal.Decimal`, exact as printed.

use gouji::{Language, code, view};
use pyo3::prelude::*;
use rust_decimal::Decimal;

/// One cell of the official tables as the filing reports it.
#[pyclass(frozen, get_all, module = "gouji")]
pub struct Figure {
    /// Variable code (`req_new_tot`); `None` for an indicator of a statistics sheet that is not known.
    variable: Option<String>,
    /// Exact value in `unit`; `None` where there is none. A blank is not a zero.
    value: Option<Decimal>,
    /// `reported`, `blank`, `na_mark`, `text`, `decoded`, `not_found`.
    status: &'static str,
    /// Unit of `value`.
    unit: Option<&'static str>,
    /// Text of the cell as printed.
    raw: String,
    /// Labels of row and column as printed.
    row_label: String,
    column_label: String,
    /// Edition of the form that the table follows, by the reporting year from which it applies.
    form: u16,
    /// `proactive`, `requests`, `disputes`, `sheet`.
    table: &'static str,
    /// Row and column of the cell in the table as read, from one; zero when not found.
    row: u32,
    column: u32,
}

impl Figure {
    pub fn new(figure: &gouji::Figure) -> Self {
        Self {
            variable: figure.variable.map(|variable| code(variable).to_owned()),
            value: figure.value,
            status: figure.status.word(),
            unit: figure.unit.map(|unit| unit.symbol()),
            raw: figure.raw.clone(),
            row_label: figure.row_label.to_string(),
            column_label: figure.column_label.to_string(),
            form: figure.form.0,
            table: figure.table.word(),
            row: figure.row,
            column: figure.column,
        }
    }
}

#[pymethods]
impl Figure {
    fn __repr__(&self) -> String {
        let value = self.value.map_or_else(|| self.status.to_owned(), |value| value.to_string());
        format!("Figure({} = {value})", self.variable.as_deref().unwrap_or(&self.row_label))
    }
}

/// Something to be said about a filing.
#[pyclass(frozen, get_all, module = "gouji")]
pub struct Finding {
    /// Code of the catalogue (`REQ-BALANCE`); `gouji.explain(code)` tells what it means.
    code: String,
    /// `info`, `soft`, `hard`.
    severity: &'static str,
    /// Code of the variable that it is about.
    variable: Option<String>,
    /// Codes of the other variables that take part.
    related: Vec<String>,
    /// The figure as reported, what the rule asks for, left side minus right side.
    observed: Option<Decimal>,
    expected: Option<Decimal>,
    residual: Option<Decimal>,
    /// The value that would satisfy every rule; never put in place of the reported one.
    implied: Option<Decimal>,
    /// Rank of the repair that it belongs to, from one.
    rank: Option<u32>,
    /// Named pattern of the error.
    pattern: Option<String>,
    /// The sentence, in Chinese and in English.
    message_zh: String,
    message_en: String,
}

impl Finding {
    pub fn new(finding: &gouji::Finding) -> Self {
        let owned = |variable| code(variable).to_owned();
        let message = |language| finding.message(language, &|variable| view::label(variable, language));
        Self {
            code: finding.code.clone().into_owned(),
            severity: finding.severity.word(),
            variable: finding.variable.map(owned),
            related: finding.related.iter().map(|&variable| owned(variable)).collect(),
            observed: finding.observed,
            expected: finding.expected,
            residual: finding.residual,
            implied: finding.implied,
            rank: finding.rank,
            pattern: finding.pattern.clone().map(|pattern| pattern.into_owned()),
            message_zh: message(Language::Zh),
            message_en: message(Language::En),
        }
    }
}

#[pymethods]
impl Finding {
    fn __repr__(&self) -> String {
        format!("Finding({} {}: {})", self.severity, self.code, self.message_en)
    }
}

/// A number in the prose.
#[pyclass(frozen, get_all, module = "gouji")]
pub struct Quantity {
    /// Section of the report, one to six.
    section: Option<u8>,
    /// Code of the measure that it states (`nar_req_new`), if any.
    measure: Option<String>,
    /// Part that it plays in its sentence.
    role: &'static str,
    /// Position of the total that it is a part of, in the filing's list, from zero.
    parent: Option<u32>,
    /// The noun that it counts.
    label: String,
    /// Value as stated, and the interval that the wording admits.
    value: Decimal,
    low: Option<Decimal>,
    high: Option<Decimal>,
    /// Unit as printed.
    unit: String,
    /// Place in the filing's paragraph text, in characters from zero.
    start: u32,
    end: u32,
    /// The sentence.
    text: String,
}

impl Quantity {
    pub fn new(quantity: &gouji::Quantity) -> Self {
        Self {
            section: quantity.section,
            measure: quantity.measure.map(|variable| code(variable).to_owned()),
            role: quantity.role.word(),
            parent: quantity.parent,
            label: quantity.label.clone(),
            value: quantity.value,
            low: quantity.low,
            high: quantity.high,
            unit: quantity.unit.clone(),
            start: quantity.start,
            end: quantity.end,
            text: quantity.text.clone(),
        }
    }
}

#[pymethods]
impl Quantity {
    fn __repr__(&self) -> String {
        format!("Quantity({} {} {})", self.measure.as_deref().unwrap_or(&self.label), self.value, self.unit)
    }
}

/// Who reports, and on when. What could not be decided is `None`.
#[pyclass(frozen, get_all, module = "gouji")]
pub struct Identity {
    organ: Option<String>,
    organ_printed: Option<String>,
    division_code: Option<String>,
    province: Option<String>,
    city: Option<String>,
    county: Option<String>,
    level: Option<&'static str>,
    kind: Option<&'static str>,
    scope: Option<&'static str>,
    /// Reporting year.
    year: Option<u16>,
    /// Days as `YYYY-MM-DD`.
    period_start: Option<String>,
    period_end: Option<String>,
    published: Option<String>,
    title: Option<String>,
}

impl Identity {
    pub fn new(identity: &gouji::Identity) -> Self {
        Self {
            organ: identity.organ.clone(),
            organ_printed: identity.organ_printed.clone(),
            division_code: identity.division_code.clone(),
            province: identity.province.clone(),
            city: identity.city.clone(),
            county: identity.county.clone(),
            level: identity.level.map(|level| level.word()),
            kind: identity.kind.map(|kind| kind.word()),
            scope: identity.scope.map(|scope| scope.word()),
            year: identity.year,
            period_start: identity.period_start.clone(),
            period_end: identity.period_end.clone(),
            published: identity.published.clone(),
            title: identity.title.clone(),
        }
    }
}

#[pymethods]
impl Identity {
    fn __repr__(&self) -> String {
        let year = self.year.map_or_else(|| "?".to_owned(), |year| year.to_string());
        format!("Identity({}, {year})", self.organ.as_deref().unwrap_or("?"))
    }
}
