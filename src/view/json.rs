//! A filing as JSON: the words of the dataset's columns, findings with their sentences in both languages.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::label;
use crate::figure::{Figure, Grade};
use crate::filing::Filing;
use crate::finding::{Finding, Language};
use crate::form::forms;
use crate::narrative::Quantity;
use crate::variable::Variable;

/// The filing as one JSON value. Numbers are exact decimals and therefore strings, as in the dataset.
pub fn json(filing: &Filing, name: &str) -> Value {
    let identity = &filing.identity;
    let tables: Map<String, Value> =
        filing.tables.iter().map(|(table, form)| (table.word().to_owned(), json!(form.0))).collect();
    let outcomes: Vec<Value> = filing
        .outcomes
        .iter()
        .map(|outcome| json!({"code": outcome.code, "key": outcome.key, "outcome": outcome.outcome.word()}))
        .collect();
    json!({
        "file": name,
        "format": filing.format.word(),
        "encoding": filing.encoding,
        "verdict": filing.verdict.word(),
        "reason": filing.reason,
        "organ": identity.organ,
        "organ_printed": identity.organ_printed,
        "division_code": identity.division_code,
        "province": identity.province,
        "city": identity.city,
        "county": identity.county,
        "level": identity.level.map(|level| level.word()),
        "kind": identity.kind.map(|kind| kind.word()),
        "scope": identity.scope.map(|scope| scope.word()),
        "year": identity.year,
        "period_start": identity.period_start,
        "period_end": identity.period_end,
        "published": identity.published,
        "title": identity.title,
        "tables": tables,
        "figures": filing.figures.iter().map(figure).collect::<Vec<_>>(),
        "narrative": filing.quantities.iter().map(quantity).collect::<Vec<_>>(),
        "outcomes": outcomes,
        "findings": filing.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn code(variable: Option<Variable>) -> Option<&'static str> {
    variable.map(|variable| forms().code(variable))
}

fn number(value: Option<Decimal>) -> Option<String> {
    value.map(|value| value.normalize().to_string())
}

fn figure(figure: &Figure) -> Value {
    let recognition = figure.recognition.as_deref();
    json!({
        "variable": code(figure.variable),
        "value": number(figure.value),
        "status": figure.status.word(),
        "grade": recognition.and_then(|recognition| recognition.grade).map(Grade::word),
        "confidence": recognition.map(|recognition| recognition.said.confidence),
        "alternatives": recognition.map(|recognition| recognition.said.readings()),
        "unit": figure.unit.map(|unit| unit.symbol()),
        "raw": figure.raw,
        "row_label": figure.row_label,
        "column_label": figure.column_label,
        "form": figure.form.0,
        "table": figure.table.word(),
        "row": figure.row,
        "column": figure.column,
        "page": figure.location.page,
        "location": figure.location.to_string(),
    })
}

fn quantity(quantity: &Quantity) -> Value {
    json!({
        "section": quantity.section,
        "measure": code(quantity.measure),
        "label": quantity.label,
        "value": number(Some(quantity.value)),
        "low": number(quantity.low),
        "high": number(quantity.high),
        "unit": quantity.unit,
        "parent": quantity.parent,
        "text": quantity.text,
        "location": quantity.location.to_string(),
    })
}

fn finding(finding: &Finding) -> Value {
    let message = |language| finding.message(language, &|variable| label(variable, language));
    json!({
        "code": finding.code,
        "severity": finding.severity.word(),
        "variable": code(finding.variable),
        "related": finding.related.iter().map(|&variable| forms().code(variable)).collect::<Vec<_>>(),
        "observed": number(finding.observed),
        "expected": number(finding.expected),
        "residual": number(finding.residual),
        "implied": number(finding.implied),
        "rank": finding.rank,
        "pattern": finding.pattern,
        "page": finding.location.and_then(|location| location.page),
        "location": finding.location.map(|location| location.to_string()),
        "message_zh": message(Language::Zh),
        "message_en": message(Language::En),
    })
}
