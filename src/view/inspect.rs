//! What the page's calculation inspector knows of a filing: its cells, its equations with signs, its repairs. A value for
//! the page's script; nothing is judged here.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::words::{place, say, status};
use super::{Shown, board, label};
use crate::edit::{Condition, Outcome, Relation, Rule, Term};
use crate::figure::{Figure, Status};
use crate::finding::{Language, entry};
use crate::form::forms;
use crate::variable::Variable;

/// Cells by code, equations, repairs.
pub fn inspect(shown: &Shown<'_>, language: Language) -> Value {
    let filing = shown.filing;
    let figures: HashMap<Variable, &Figure> =
        filing.figures.iter().rev().filter_map(|figure| Some((figure.variable?, figure))).collect();
    let mut sentences: HashMap<Variable, Vec<&str>> = HashMap::new();
    for (variable, _, sentence) in shown.stated() {
        sentences.entry(variable).or_default().push(sentence);
    }
    let cells: Map<String, Value> = figures
        .iter()
        .map(|(&variable, figure)| {
            let said = sentences.get(&variable).cloned().unwrap_or_default();
            (forms().code(variable).to_owned(), cell(variable, figure, &said, shown.other_years(variable), language))
        })
        .collect::<BTreeMap<_, _>>()
        .into_iter()
        .collect();
    let outcomes: HashMap<(&str, &str), Outcome> = filing
        .outcomes
        .iter()
        .map(|outcome| ((outcome.code.as_str(), outcome.key.as_str()), outcome.outcome))
        .collect();
    let equations: Vec<Value> = filing
        .rules()
        .into_iter()
        .filter_map(|rule| equation(rule, *outcomes.get(&(&rule.code, &rule.key))?, &figures, language))
        .collect();
    json!({ "cells": cells, "equations": equations, "repairs": repairs(shown, language) })
}

fn cell(variable: Variable, figure: &Figure, said: &[&str], years: Vec<String>, language: Language) -> Value {
    json!({
        "label": label(variable, language),
        "raw": figure.raw,
        "value": figure.value.map(number),
        "status": status(figure.status, language),
        "place": place(&figure.location, language),
        "said": said,
        "years": years,
    })
}

fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A linear rule with its cells, their signs, and the sum of each side written out.
fn equation(rule: &Rule, outcome: Outcome, figures: &HashMap<Variable, &Figure>, language: Language) -> Option<Value> {
    let Condition::Linear(linear) = &rule.condition else { return None };
    // The side that is one figure is what the other side adds up to.
    let alone = |right: bool| linear.terms.iter().filter(|term| term.right == right).count() == 1;
    let equal =
        |term: &Term| alone(term.right) && !(term.right && alone(false)) || term.right && !alone(false) && !alone(true);
    let sign = |term: &Term| match (equal(term), term.coefficient >= 0) {
        (true, true) => "=",
        (false, true) => "+",
        _ => "−",
    };
    let terms: Vec<Value> = linear.terms.iter().map(|term| json!([forms().code(term.variable), sign(term)])).collect();
    let relation = match linear.relation {
        Relation::Equal => "=",
        Relation::AtLeast => "≥",
        Relation::AtMost => "≤",
    };
    let written = format!("{} {relation} {}", side(&linear.terms, false, figures), side(&linear.terms, true, figures));
    let title = entry(&rule.code).map_or("", |entry| say(language, &entry.label_zh, &entry.label_en));
    Some(json!({
        "code": rule.code,
        "title": title,
        "terms": terms,
        "outcome": outcome.word(),
        "written": written,
        "left": total(&linear.terms, false, figures),
        "right": total(&linear.terms, true, figures),
    }))
}

/// `234 + 23`; a blank is shown as one, zeros are left out where they are many.
fn side(terms: &[Term], right: bool, figures: &HashMap<Variable, &Figure>) -> String {
    let own: Vec<&Term> = terms.iter().filter(|term| term.right == right).collect();
    let mut out = String::new();
    let mut zeros = 0;
    for term in &own {
        let figure = figures.get(&term.variable);
        let value = figure.and_then(|figure| figure.value);
        if own.len() > 8 && value.is_some_and(|value| value.is_zero()) {
            zeros += 1;
            continue;
        }
        let shown = match (value, figure.map(|figure| figure.status)) {
            (Some(value), _) => number(value),
            (None, Some(Status::Blank)) => "▢".to_owned(),
            (None, _) => "?".to_owned(),
        };
        let minus = term.coefficient < 0;
        let times = if term.coefficient.abs() == 1 { String::new() } else { format!("{}×", term.coefficient.abs()) };
        match (out.is_empty(), minus) {
            (true, false) => {}
            (true, true) => out.push('−'),
            (false, false) => out.push_str(" + "),
            (false, true) => out.push_str(" − "),
        }
        out.push_str(&format!("{times}{shown}"));
    }
    if zeros > 0 {
        out.push_str(if out.is_empty() { "0" } else { " + 0 …" });
    }
    if out.is_empty() { "0".to_owned() } else { out }
}

fn total(terms: &[Term], right: bool, figures: &HashMap<Variable, &Figure>) -> String {
    let own = terms.iter().filter(|term| term.right == right);
    let values = own.filter_map(|term| {
        let value = figures.get(&term.variable)?.value?;
        value.checked_mul(Decimal::from(term.coefficient))
    });
    number(values.fold(Decimal::ZERO, |sum, value| sum.checked_add(value).unwrap_or(sum)))
}

/// Every smallest repair: its sentence, and what each of its cells would be.
fn repairs(shown: &Shown<'_>, language: Language) -> Vec<Value> {
    let sentences = board::repairs(shown.filing, language);
    let located = &shown.filing.located.repairs;
    let changes = located.iter().map(|repair| {
        let cells =
            repair.changes.iter().map(|change| json!([forms().code(change.variable), change.implied.to_string()]));
        cells.collect::<Vec<_>>()
    });
    sentences.iter().zip(changes).map(|(said, cells)| json!({ "sentence": said.sentence, "cells": cells })).collect()
}
