//! What has to be read from a document, and how a filing differs from it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::str::FromStr;

use gouji::internals::edit::Outcome;
use gouji::internals::figure::{Figure, Status};
use gouji::internals::filing::{self, Filing, Source};
use gouji::internals::finding::{Language, entry};
use gouji::internals::form::forms;
use gouji::internals::limits::Limits;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// Reads a document from the disk as the program does.
pub fn read(path: &Path) -> Filing {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().expect("it is a file").to_string_lossy();
    filing::read(&bytes, &Source { path: &name }, &mut filing::context(Limits::default()))
}

/// The expected results in a folder, by file name.
pub fn load(folder: &Path) -> Vec<Value> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let parse = |path: &Path| {
        let text = std::fs::read_to_string(path).expect("expectations are UTF-8");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    paths.iter().map(|path| parse(path)).collect()
}

/// Prints the differences of all documents and fails when there are any.
pub fn report(differences: Vec<(String, Vec<String>)>) {
    let bad: Vec<_> = differences.iter().filter(|(_, lines)| !lines.is_empty()).collect();
    for (file, lines) in &bad {
        eprintln!("{file}: {} differences", lines.len());
        for line in lines.iter().take(6) {
            eprintln!("    {line}");
        }
    }
    assert!(bad.is_empty(), "{} of {} documents differ", bad.len(), differences.len());
}

fn text<'a>(want: &'a Value, key: &str) -> Option<&'a str> {
    want.get(key).and_then(Value::as_str)
}

fn differ(key: &str, want: Option<&str>, got: Option<&str>, out: &mut Vec<String>) {
    if want.is_some() && want != got {
        out.push(format!("{key}: want {}, got {}", want.unwrap_or("nothing"), got.unwrap_or("nothing")));
    }
}

/// Format, verdict, reason, and which edition each table follows.
pub fn verdict(want: &Value, got: &Filing) -> Vec<String> {
    let mut out = Vec::new();
    differ("format", text(want, "format"), Some(got.format.word()), &mut out);
    differ("verdict", text(want, "verdict"), Some(got.verdict.word()), &mut out);
    differ("reason", text(want, "reason"), Some(&got.reason), &mut out);
    if let Some(forms) = want.get("forms").and_then(Value::as_object) {
        let partial = want["partial"] == true;
        let want: BTreeMap<&str, u64> = forms.iter().map(|(table, form)| (table.as_str(), edition(form))).collect();
        let got: BTreeMap<&str, u64> = got.tables.iter().map(|(table, form)| (table.word(), form.0.into())).collect();
        if want != got && !partial {
            out.push(format!("tables: want {want:?}, got {got:?}"));
        }
    }
    out
}

fn edition(value: &Value) -> u64 {
    value.as_u64().or_else(|| value.as_str()?.parse().ok()).expect("editions are years")
}

/// Every figure: the value, a blank, a mark, or that the table lacks it; and no figure beyond those.
pub fn figures(want: &Value, got: &Filing) -> Vec<String> {
    let Some(figures) = want.get("figures").and_then(Value::as_object) else { return Vec::new() };
    let partial = want["partial"] == true;
    let mut out = Vec::new();
    let mut found: BTreeMap<&str, &Figure> = BTreeMap::new();
    for figure in &got.figures {
        let Some(variable) = figure.variable else { continue };
        let code = forms().code(variable);
        if found.insert(code, figure).is_some() {
            out.push(format!("{code}: twice"));
        }
    }
    for (code, want) in figures {
        let figure = found.remove(code.as_str());
        if !agrees(want, figure, partial) {
            out.push(format!("{code}: want {want}, got {}", describe(figure)));
        }
    }
    for (code, figure) in found {
        if figure.status != Status::NotFound {
            out.push(format!("{code}: not asked for, got {}", describe(Some(figure))));
        }
    }
    out
}

fn agrees(want: &Value, got: Option<&Figure>, partial: bool) -> bool {
    let absent = got.is_none_or(|figure| figure.status == Status::NotFound);
    match (want, got) {
        _ if absent => partial || want.as_str() == Some("not_found"),
        (Value::Null, Some(figure)) => figure.status == Status::Blank,
        (Value::String(word), Some(figure)) if word == "na_mark" => figure.status == Status::NaMark,
        (Value::String(number), Some(figure)) => match Decimal::from_str(number) {
            Ok(number) => figure.value == Some(number) || (partial && figure.value.is_none()),
            Err(_) => false,
        },
        _ => false,
    }
}

fn describe(figure: Option<&Figure>) -> String {
    match figure {
        None => "nothing".to_owned(),
        Some(figure) => {
            let value = figure.value.map_or_else(|| "-".to_owned(), |value| value.to_string());
            format!("{value} ({}, raw {:?}, at {})", figure.status.word(), figure.raw, figure.location)
        }
    }
}

/// The violated hard rules, with the row or column.
pub fn rules(want: &Value, got: &Filing) -> Vec<String> {
    let Some(want) = want.get("violated").and_then(Value::as_array) else { return Vec::new() };
    let want: BTreeSet<String> = want.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let hard =
        |code: &str| entry(code).is_some_and(|entry| entry.severity == gouji::internals::finding::Severity::Hard);
    let got: BTreeSet<String> = got
        .outcomes
        .iter()
        .filter(|outcome| outcome.outcome == Outcome::Violated && hard(&outcome.code))
        .map(|outcome| format!("{} {}", outcome.code, outcome.key).trim().to_owned())
        .collect();
    let missing = want.difference(&got).map(|rule| format!("{rule}: not violated"));
    let surplus = got.difference(&want).map(|rule| format!("{rule}: violated"));
    missing.chain(surplus).collect()
}

/// One of the repairs is the planted error: the same cells with the values that reconcile.
pub fn repairs(want: &Value, got: &Filing) -> Vec<String> {
    let Some(cells) = want.pointer("/planted/cells").and_then(Value::as_object) else { return Vec::new() };
    // Errors over more than three cells are beyond the search for smallest repairs.
    if cells.len() > 3 {
        return Vec::new();
    }
    let planted: BTreeMap<String, Decimal> = cells.iter().map(|(code, value)| (code.clone(), decimal(value))).collect();
    let mut repairs: BTreeMap<u32, BTreeMap<String, Decimal>> = BTreeMap::new();
    for finding in got.findings.iter().filter(|finding| finding.code == "EDIT-REPAIR") {
        let (Some(variable), Some(implied)) = (finding.variable, finding.implied) else { continue };
        let code = forms().code(variable).to_owned();
        repairs.entry(finding.rank.unwrap_or(0)).or_default().insert(code, implied);
    }
    if repairs.values().any(|repair| *repair == planted) {
        return Vec::new();
    }
    let first = repairs.values().next();
    vec![format!("planted {planted:?} is among none of {} repairs; the first is {first:?}", repairs.len())]
}

fn decimal(value: &Value) -> Decimal {
    Decimal::from_str(value.as_str().expect("figures are strings")).expect("figures are decimals")
}

/// Who, where, when.
pub fn identity(want: &Value, got: &Filing) -> Vec<String> {
    let mut out = Vec::new();
    let identity = &got.identity;
    differ("organ", text(want, "organ"), identity.organ.as_deref(), &mut out);
    differ("division_code", text(want, "division_code"), identity.division_code.as_deref(), &mut out);
    differ("level", text(want, "level"), identity.level.map(|level| level.word()), &mut out);
    differ("kind", text(want, "kind"), identity.kind.map(|kind| kind.word()), &mut out);
    differ("published", text(want, "published"), identity.published.as_deref(), &mut out);
    let year = identity.year.map(|year| year.to_string());
    let want = want.get("year").and_then(Value::as_u64).map(|year| year.to_string());
    differ("year", want.as_deref(), year.as_deref(), &mut out);
    out
}

/// The measures of the prose: each stated one with its value, and no other.
pub fn measures(want: &Value, got: &Filing) -> Vec<String> {
    let empty = Map::new();
    let Some(measures) = want.get("measures").map(|measures| measures.as_object().unwrap_or(&empty)) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    let mut found: BTreeMap<&str, BTreeSet<Decimal>> = BTreeMap::new();
    for quantity in &got.quantities {
        if let Some(measure) = quantity.measure {
            found.entry(forms().code(measure)).or_default().insert(quantity.value);
        }
    }
    for (code, value) in measures {
        let want = decimal(value);
        match found.remove(code.as_str()) {
            Some(values) if values.len() == 1 && values.contains(&want) => {}
            values => out.push(format!("{code}: want {want}, got {values:?}")),
        }
    }
    out.extend(found.into_iter().map(|(code, values)| format!("{code}: not stated, got {values:?}")));
    out
}

/// A well-formed document is read without complaints about its bytes.
pub fn noise(want: &Value, got: &Filing) -> Vec<String> {
    if want.get("figures").is_none() {
        return Vec::new();
    }
    let about_bytes = got.findings.iter().filter(|finding| finding.code.starts_with("READ-"));
    about_bytes.map(|finding| finding.message(Language::En, &|variable| forms().code(variable).to_owned())).collect()
}
