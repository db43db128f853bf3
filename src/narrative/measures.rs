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
    /// Part that it plays in a statement about requests.
    #[serde(default)]
    pub(super) role: Option<Part>,
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
    /// Figures of the tables that it must meet.
    #[serde(default)]
    pub(super) compare: Vec<Compare>,
}

/// Part that a number plays in a statement about requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    New,
    CarriedIn,
    Handled,
    CarriedOut,
    /// Carried over, in or out.
    Carried,
    Withdrawn,
    /// New and carried in together.
    Pool,
}

/// Figures of the tables that a statement of the prose must meet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// Finding where it meets none of them.
    pub finding: String,
    /// Measure that it must stand under as a part; none where it stands by itself.
    pub under: Option<String>,
    /// Alternatives, first to last; each is a sum of codes separated by blanks.
    pub figures: Vec<String>,
    /// What the statement may include besides.
    pub may_include: Option<String>,
    /// An exact statement is evidence of what the first of the figures is.
    #[serde(default)]
    pub evidence: bool,
}

/// Words that contradict a figure which is not zero.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// The words, separated by `|`; the first is shown.
    pub words: String,
    /// Measure that the sentence states.
    pub stated: String,
    /// Measure that takes the contradiction away where the prose states it.
    pub unless: String,
    /// The figure.
    pub figure: String,
}

/// Something counted in the prose that is no measure: it is compared with a table, or keeps a measure away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Mark {
    pub code: String,
    #[serde(default)]
    pub role: Option<Part>,
    #[serde(default)]
    pub compare: Vec<Compare>,
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
    #[serde(default)]
    pub contradiction: Vec<Contradiction>,
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

/// Everything that is compared with the tables: the measure or the mark that states it, and how.
pub fn compared() -> impl Iterator<Item = (Stated, &'static Compare)> {
    let measures = measures()
        .iter()
        .flat_map(|measure| measure.compare.iter().map(|compare| (Stated::Measure(&measure.code), compare)));
    let marks =
        SOURCE.mark.iter().flat_map(|mark| mark.compare.iter().map(|compare| (Stated::Mark(&mark.code), compare)));
    measures.chain(marks)
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// A measure, by its code.
    Measure(&'static str),
    /// A mark, by its code.
    Mark(&'static str),
}

/// Words that contradict a figure.
pub fn contradictions() -> &'static [Contradiction] {
    &SOURCE.contradiction
}

/// The words for the organ itself, where a report is for a whole jurisdiction.
pub fn own_words() -> impl Iterator<Item = &'static str> {
    SOURCE.class.get("own").into_iter().flat_map(|words| words.split('|'))
}
