//! The catalogue of finding codes: severity, label, sentence and explanation in both languages.
//!
//! Data: `catalogue/*.toml`, one file a family. A new code is a new entry there.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Severity;
use crate::word::Language;

/// What is known about a code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The code.
    pub code: String,
    /// Its severity unless a rule says otherwise.
    pub severity: Severity,
    /// Short name.
    pub label_zh: String,
    /// Short name.
    pub label_en: String,
    /// Sentence with `{placeholders}`.
    pub message_zh: String,
    /// Sentence with `{placeholders}`.
    pub message_en: String,
    /// Why it matters, where it comes from, what a person can do.
    pub about_zh: String,
    /// Why it matters, where it comes from, what a person can do.
    pub about_en: String,
}

impl Entry {
    /// Short name in a language.
    pub fn label(&self, language: Language) -> &str {
        if language == Language::Zh { &self.label_zh } else { &self.label_en }
    }

    /// Sentence template in a language.
    pub fn message(&self, language: Language) -> &str {
        if language == Language::Zh { &self.message_zh } else { &self.message_en }
    }

    /// Explanation in a language.
    pub fn about(&self, language: Language) -> &str {
        if language == Language::Zh { &self.about_zh } else { &self.about_en }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pattern {
    pattern: String,
    zh: String,
    en: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Family {
    #[serde(default)]
    code: Vec<Entry>,
    #[serde(default)]
    pattern: Vec<Pattern>,
}

const FAMILIES: &[(&str, &str)] = &[
    ("read", include_str!("catalogue/read.toml")),
    ("cell", include_str!("catalogue/cell.toml")),
    ("rules", include_str!("catalogue/rules.toml")),
    ("repair", include_str!("catalogue/repair.toml")),
    ("narrative", include_str!("catalogue/narrative.toml")),
    ("identity", include_str!("catalogue/identity.toml")),
    ("across", include_str!("catalogue/across.toml")),
];

struct Catalogue {
    entries: Vec<Entry>,
    by_code: HashMap<String, usize>,
    patterns: Vec<Pattern>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut entries = Vec::new();
    let mut patterns = Vec::new();
    for (_, text) in FAMILIES {
        let family: Family = toml::from_str(text).expect("catalogue files are valid (test catalogue_parses)");
        entries.extend(family.code);
        patterns.extend(family.pattern);
    }
    entries.sort_by(|a, b| a.code.cmp(&b.code));
    let by_code = entries.iter().enumerate().map(|(index, entry)| (entry.code.clone(), index)).collect();
    Catalogue { entries, by_code, patterns }
});

/// All entries, ordered by code.
pub fn catalogue() -> &'static [Entry] {
    &CATALOGUE.entries
}

/// The entry of a code.
pub fn entry(code: &str) -> Option<&'static Entry> {
    CATALOGUE.by_code.get(code).map(|&index| &CATALOGUE.entries[index])
}

/// The words for an error pattern; the key itself when it is not catalogued.
pub fn pattern(key: &str, language: Language) -> &str {
    let found = CATALOGUE.patterns.iter().find(|pattern| pattern.pattern == key);
    found.map_or(key, |pattern| if language == Language::Zh { &pattern.zh } else { &pattern.en })
}

/// Fills `{name}` in a template; a name without a value becomes nothing.
pub(super) fn render(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let Some(close) = after.find('}') else {
            out.push_str(&rest[open..]);
            return out;
        };
        out.push_str(&value(&after[..close]).unwrap_or_default());
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn catalogue_parses() {
        for (family, text) in FAMILIES {
            if let Err(error) = toml::from_str::<Family>(text) {
                panic!("catalogue/{family}.toml: {error}");
            }
        }
        assert!(!catalogue().is_empty());
    }

    #[test]
    fn what_cells_show_has_a_name() {
        for shown in crate::document::Unread::ALL {
            let name = |language| pattern(shown.word(), language);
            assert_ne!(name(Language::Zh), shown.word());
            assert_ne!(name(Language::Zh), name(Language::En));
        }
    }

    #[test]
    fn codes_are_unique_and_placeholders_agree() {
        let names = |template: &str| {
            let mut found = Vec::new();
            let mut rest = template;
            while let Some(open) = rest.find('{') {
                let after = &rest[open + 1..];
                let close = after.find('}').expect("placeholder is closed");
                found.push(after[..close].to_owned());
                rest = &after[close + 1..];
            }
            found.sort();
            found.dedup();
            found
        };
        let mut last = "";
        for entry in catalogue() {
            assert_ne!(entry.code, last, "code twice");
            last = &entry.code;
            assert_eq!(names(&entry.message_zh), names(&entry.message_en), "placeholders of {}", entry.code);
        }
    }

    #[test]
    fn templates_are_filled() {
        let text = render("{a}+{b}={c}", |name| (name != "c").then(|| name.to_uppercase()));
        assert_eq!(text, "A+B=");
    }
}
