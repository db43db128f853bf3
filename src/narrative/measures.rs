//! The measures as data (`measures.toml`); adding one needs no Rust.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A known narrative measure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Code, a variable of the codebook.
    pub code: String,
    /// Label in Chinese.
    pub label_zh: String,
    /// Label in English.
    pub label_en: String,
    /// Symbol of the unit.
    pub unit: String,
    /// What counts as one.
    pub definition: String,
    /// Units in which filings count it, separated by blanks.
    #[serde(default)]
    pub(super) units: String,
    /// Wordings that state it.
    #[serde(default)]
    pub(super) rule: Vec<RuleSource>,
    /// Wordings that state a zero, once something says that there was none.
    #[serde(default)]
    pub(super) zero: Vec<RuleSource>,
}

/// Something counted in the prose that is no measure: it is compared with a table, or keeps a measure away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    pub code: String,
    #[serde(default)]
    pub units: String,
    #[serde(default)]
    pub rule: Vec<RuleSource>,
    #[serde(default)]
    pub zero: Vec<RuleSource>,
}

/// A wording. Each string is a group of alternatives separated by `|`; `@name` stands for a class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource {
    /// Units, where others than the measure's.
    pub units: Option<String>,
    /// The rule with the highest score wins; 10 unless said.
    pub score: Option<i32>,
    /// Each group has a word in the clause before the number or in the noun behind it.
    #[serde(default)]
    pub near: Vec<String>,
    /// Each group has a word in the clause before the number.
    #[serde(default)]
    pub before: Vec<String>,
    /// Each group has a word in the sentence up to the number, or behind it.
    #[serde(default)]
    pub wide: Vec<String>,
    /// Each group has a word in the sentence, in the one before it in the paragraph, or in the heading above.
    #[serde(default)]
    pub about: Vec<String>,
    /// Each group has a word in the clause, or in what names the channel before it (通过…，).
    #[serde(default)]
    pub reach: Vec<String>,
    /// No group has a word in the clause or behind the number.
    #[serde(default)]
    pub not: Vec<String>,
    /// No group has a word in the sentence up to the number.
    #[serde(default)]
    pub not_wide: Vec<String>,
    /// Each group has a word in the rest of the sentence, behind the number.
    #[serde(default)]
    pub later: Vec<String>,
    /// The number states the measure only where no other number of its sentence does by such a rule (投诉2件、举报1件).
    #[serde(default)]
    pub alone: bool,
    /// Of these classes, at least `kinds_min` and at most `kinds_max` are named as the channel.
    #[serde(default)]
    pub kinds: Vec<String>,
    #[serde(default)]
    pub kinds_min: usize,
    pub kinds_max: Option<usize>,
}

/// The data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    /// Named lists of words.
    #[serde(default)]
    pub class: BTreeMap<String, String>,
    pub measure: Vec<Measure>,
    #[serde(default)]
    pub mark: Vec<Mark>,
}

static SOURCE: LazyLock<Source> =
    LazyLock::new(|| toml::from_str(include_str!("measures.toml")).expect("measures.toml is valid (test forms_load)"));

pub(super) fn source() -> &'static Source {
    &SOURCE
}

/// All measures, in the order of the panel's columns.
pub fn measures() -> &'static [Measure] {
    &SOURCE.measure
}
