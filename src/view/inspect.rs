//! What the page's calculation inspector knows of a filing beyond what the page shows: its equations with their cells and
//! signs, its repairs, other years, sentences. Values for the page's script; nothing is judged here.
//!
//! What is the same for every filing of a form, its labels and the cells of its equations, is apart ([`shared`]): a page that
//! stands alone holds it, the pages of a site share it.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::words::{say, status};
use super::{Shown, board, label};
use crate::edit::{Condition, Linear, Outcome, Relation, Term};
use crate::figure::{Figure, FormId, Status};
use crate::filing::Filing;
use crate::finding::{Language, Severity, entry};
use crate::form::forms;
use crate::variable::Variable;

/// A linear rule over figures of a filing.
pub struct Equation {
    /// Its code.
    pub code: &'static str,
    /// What it says in a few words.
    pub title: &'static str,
    /// How serious a violation is.
    pub severity: Severity,
    /// Its cells and their signs: what is added up, and what it should be (`=`).
    pub terms: Vec<(Variable, &'static str)>,
    /// How it came out.
    pub outcome: Outcome,
    /// Both sides written out.
    pub written: String,
    /// What the sides add up to.
    pub sides: [String; 2],
    /// The form that it stands in, and its place among the form's rules.
    place: (FormId, usize),
}

/// The equations of a filing that were judged, in the order of its forms' rules.
pub fn equations(filing: &Filing, language: Language) -> Vec<Equation> {
    let figures = by_variable(filing);
    let outcomes: HashMap<(&str, &str), Outcome> = filing
        .outcomes
        .iter()
        .map(|outcome| ((outcome.code.as_str(), outcome.key.as_str()), outcome.outcome))
        .collect();
    let mut out = Vec::new();
    for (kind, form) in filing.tables.iter().filter_map(|(kind, id)| Some((*kind, forms().form(*id)?))) {
        for (index, rule) in form.rules.iter().enumerate().filter(|(_, rule)| rule.table == kind) {
            let Condition::Linear(linear) = &rule.condition else { continue };
            let Some(&outcome) = outcomes.get(&(rule.code.as_str(), rule.key.as_str())) else { continue };
            out.push(Equation {
                code: &rule.code,
                title: entry(&rule.code).map_or("", |entry| say(language, &entry.label_zh, &entry.label_en)),
                severity: rule.severity,
                terms: signs(linear).collect(),
                outcome,
                written: written(linear, &figures, outcome == Outcome::Violated),
                sides: [false, true].map(|right| total(&linear.terms, right, &figures)),
                place: (form.id, index),
            });
        }
    }
    out
}

/// What the script of a page needs of a filing: `equations` come from it.
pub fn data(shown: &Shown<'_>, equations: &[Equation], language: Language) -> Value {
    let mut sentences: HashMap<Variable, Vec<&str>> = HashMap::new();
    for (variable, _, sentence) in shown.stated() {
        sentences.entry(variable).or_default().push(sentence);
    }
    let figures = by_variable(shown.filing);
    let known = figures.iter().filter_map(|(&variable, figure)| {
        let said = sentences.remove(&variable).unwrap_or_default();
        Some((forms().code(variable).to_owned(), cell(shown, variable, figure, &said, language)?))
    });
    let cells: Map<String, Value> = known.collect::<BTreeMap<_, _>>().into_iter().collect();
    let judged = equations.iter().map(|equation| {
        let (form, index) = equation.place;
        json!([form.0.to_string(), index, equation.sides[0], equation.sides[1]])
    });
    let years: Vec<u16> = shown.years.iter().map(|other| other.year).collect();
    json!({
        "cells": cells, "years": years, "equations": judged.collect::<Vec<_>>(),
        "repairs": repairs(shown.filing, language),
    })
}

/// What the pages of filings of these forms have in common: labels by code, and the cells of every rule.
pub fn shared(wanted: &[FormId], language: Language) -> Value {
    let mut labels = Map::new();
    let mut terms = Map::new();
    for form in forms().forms.iter().filter(|form| wanted.contains(&form.id)) {
        let rows = form.tables.iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
        for &variable in rows.flat_map(|row| &row.variables) {
            labels.insert(forms().code(variable).to_owned(), label(variable, language).into());
        }
        let rules = form.rules.iter().map(|rule| match &rule.condition {
            Condition::Linear(linear) => {
                signs(linear).map(|(variable, sign)| json!([forms().code(variable), sign])).collect::<Vec<_>>().into()
            }
            _ => Value::Null,
        });
        terms.insert(form.id.to_string(), rules.collect::<Vec<Value>>().into());
    }
    json!({ "labels": labels, "terms": terms })
}

fn by_variable(filing: &Filing) -> HashMap<Variable, &Figure> {
    filing.figures.iter().rev().filter_map(|figure| Some((figure.variable?, figure))).collect()
}

/// What the table does not show of a cell; `None` where that is nothing.
fn cell(shown: &Shown<'_>, variable: Variable, figure: &Figure, said: &[&str], language: Language) -> Option<Value> {
    let mut known = Map::new();
    if figure.status != Status::Reported {
        known.insert("status".into(), status(figure.status, language).into());
    }
    if let Some(value) = figure.value.map(number).filter(|value| *value != figure.raw.trim()) {
        known.insert("value".into(), value.into());
    }
    if let Some(recognition) = &figure.recognition {
        let ground = recognition.grade.map_or_else(
            || super::words::say(language, "没有一种读法可取", "no reading was accepted"),
            |grade| crate::word::name("grade", grade.word(), language),
        );
        // Where nothing was read, nobody is sure of anything.
        let sure = match recognition.said.confidence {
            confidence if confidence > 0.0 => {
                format!(" · {} {:.1}%", super::words::say(language, "把握", "confidence"), confidence * 100.0)
            }
            _ => String::new(),
        };
        known.insert("recognised".into(), format!("{ground}{sure}").into());
    }
    if !said.is_empty() {
        known.insert("said".into(), said.into());
    }
    let years: Vec<String> =
        shown.years.iter().map(|other| other.value(variable).map_or_else(String::new, number)).collect();
    if years.iter().any(|value| !value.is_empty()) {
        known.insert("years".into(), years.into());
    }
    (!known.is_empty()).then(|| known.into())
}

fn number(value: Decimal) -> String {
    value.normalize().to_string()
}

/// The cells of an equation with their signs.
fn signs(linear: &Linear) -> impl Iterator<Item = (Variable, &'static str)> + '_ {
    // The side that is one figure is what the other side adds up to.
    let left = linear.terms.iter().filter(|term| !term.right).count() == 1;
    let equal = move |term: &Term| term.right != left;
    linear.terms.iter().map(move |term| {
        let sign = match (equal(term), term.coefficient >= 0) {
            (true, true) => "=",
            (false, true) => "+",
            _ => "−",
        };
        (term.variable, sign)
    })
}

fn written(linear: &Linear, figures: &HashMap<Variable, &Figure>, fails: bool) -> String {
    let relation = match (linear.relation, fails) {
        (Relation::Equal, false) => "=",
        (Relation::Equal, true) => "≠",
        (Relation::AtLeast, false) => "≥",
        (Relation::AtLeast, true) => "<",
        (Relation::AtMost, false) => "≤",
        (Relation::AtMost, true) => ">",
    };
    format!("{} {relation} {}", side(&linear.terms, false, figures), side(&linear.terms, true, figures))
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
fn repairs(filing: &Filing, language: Language) -> Vec<Value> {
    let sentences = board::repairs(filing, language);
    let located = &filing.located.repairs;
    let changes = located.iter().map(|repair| {
        let cells =
            repair.changes.iter().map(|change| json!([forms().code(change.variable), change.implied.to_string()]));
        cells.collect::<Vec<_>>()
    });
    sentences.iter().zip(changes).map(|(said, cells)| json!({ "sentence": said.sentence, "cells": cells })).collect()
}
