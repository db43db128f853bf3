//! The catalogue of codes for people: one code explained, and all of them in a list.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::columns::{left, width, wrap};
use super::words::{say, severity};
use crate::finding::{Language, catalogue, entry};
use crate::form::forms;

/// Columns that explanations are broken at.
const WIDTH: usize = 88;

/// What a code means, in whole sentences; `None` for a code that is not in the catalogue. Letters may be small.
pub fn explain(code: &str, language: Language) -> Option<String> {
    let entry = entry(&code.to_ascii_uppercase())?;
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}  [{}]", entry.code, entry.label(language), severity(entry.severity, language));
    let mut part = |title: &str, text: &str| {
        let _ = write!(out, "\n{title}\n");
        for line in wrap(text, WIDTH) {
            let _ = writeln!(out, "  {line}");
        }
    };
    part(say(language, "说明", "What it means"), entry.about(language));
    part(say(language, "提示语", "How it is said"), entry.message(language));
    let editions: BTreeSet<u16> = forms()
        .forms
        .iter()
        .filter(|form| form.rules.iter().any(|rule| rule.code == entry.code))
        .map(|form| form.id.0)
        .collect();
    if !editions.is_empty() {
        let editions: Vec<String> = editions.iter().map(u16::to_string).collect();
        part(say(language, "适用格式", "Form editions"), &editions.join(say(language, "、", ", ")));
    }
    Some(out)
}

/// Every code of the catalogue with its severity and short name, in the order of the codes.
pub fn rules(language: Language) -> String {
    let codes = catalogue().iter().map(|entry| width(&entry.code)).max().unwrap_or(0);
    let severities = catalogue().iter().map(|entry| width(severity(entry.severity, language))).max().unwrap_or(0);
    let mut out = String::new();
    for entry in catalogue() {
        let word = severity(entry.severity, language);
        let _ = writeln!(out, "{}  {}  {}", left(&entry.code, codes), left(word, severities), entry.label(language));
    }
    out
}
