//! The measures as data (`measures.toml`); adding one needs no Rust.

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
}

#[derive(Deserialize)]
struct Source {
    measure: Vec<Measure>,
}

static MEASURES: LazyLock<Vec<Measure>> = LazyLock::new(|| {
    let source: Source =
        toml::from_str(include_str!("measures.toml")).expect("measures.toml is valid (test forms_load)");
    source.measure
});

/// All measures, in the order of the panel's columns.
pub fn measures() -> &'static [Measure] {
    &MEASURES
}
