//! What the program has to make of each document, as JSON beside the corpus's tests.
//!
//! `figures`: the value in the variable's unit, `null` for a blank cell, `"na_mark"` for a mark, `"not_found"`
//! for a cell that the table lacks. With `"partial": true` a figure may be missing, but none may be wrong.

use serde_json::{Map, Value, json};

use crate::report::{Plan, Report};
use crate::style::Reading;

/// The expectation for a report written to `file`.
pub fn report(file: &str, shows: &str, format: &str, plan: &Plan, report: &Report, partial: bool) -> Value {
    let figures: Map<String, Value> = report
        .readings
        .iter()
        .map(|(code, reading)| {
            let value = match reading {
                Reading::Value(value) => Value::from(value.as_str()),
                Reading::Blank => Value::Null,
                Reading::Mark => Value::from("na_mark"),
                Reading::Missing => Value::from("not_found"),
            };
            (code.clone(), value)
        })
        .collect();
    let forms: Map<String, Value> =
        report.forms.iter().map(|(table, form)| ((*table).to_owned(), Value::from(*form))).collect();
    let measures: Map<String, Value> =
        report.prose.measures.iter().map(|(code, value)| ((*code).to_owned(), Value::from(value.as_str()))).collect();
    let mut out = json!({
        "file": file,
        "shows": shows,
        "format": format,
        "forms": forms,
        "figures": figures,
        "partial": partial,
        "organ": report.organ.name,
        "division_code": report.organ.code,
        "level": report.organ.level,
        "kind": report.organ.kind,
        "year": report.year,
        "measures": measures,
    });
    if let Some(published) = &report.published {
        out["published"] = json!(published);
    }
    let violated = report.judgement.as_ref().map(|judgement| judgement.violated.clone());
    let undetermined = report.judgement.as_ref().is_some_and(|judgement| judgement.undetermined);
    if let Some(violated) = &violated {
        out["violated"] = json!(violated);
    }
    // Where a hard rule cannot be decided, or the sheet has no rules yet, the verdict is left to the program.
    out["verdict"] = match &violated {
        _ if plan.without.is_some() => json!("incomplete"),
        _ if partial => Value::Null,
        Some(violated) if !violated.is_empty() => json!("flagged"),
        Some(_) if !undetermined => json!("reconciled"),
        _ => Value::Null,
    };
    if let Some(fault) = plan.fault {
        let cells: Map<String, Value> =
            report.planted.iter().map(|(code, value)| (code.clone(), Value::from(value.as_str()))).collect();
        out["planted"] = json!({"error": fault.word(), "cells": cells});
    }
    out
}

/// The expectation for a file that is no report.
pub fn oddity(file: &str, verdict: &str, reason: &str) -> Value {
    json!({"file": file, "verdict": verdict, "reason": reason})
}
