//! The words of the program's own: verdicts, statuses, levels, kinds, reasons. Which words there are comes from the types
//! that they stand for; how they are called and what they mean, in both languages, is data (`word.toml`), and read by the
//! schema of the dataset, by the views and by the command line alike.

use std::sync::LazyLock;

use serde::Deserialize;

/// The languages that messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

/// A word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    /// The word.
    pub word: String,
    name_zh: Option<String>,
    name_en: Option<String>,
    /// What it says.
    pub zh: String,
    /// What it says.
    pub en: String,
}

/// Words that may stand in one column.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The name of the group.
    pub of: String,
    /// Its words in their order.
    pub word: Vec<Word>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    words: Vec<Group>,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let source: WordFile = toml::from_str(include_str!("word.toml")).expect("the words are valid (test words_load)");
    source.words
});

impl Word {
    /// What it says.
    pub fn says(&self, language: Language) -> &str {
        if language == Language::Zh { &self.zh } else { &self.en }
    }

    /// How it is called.
    pub fn name(&self, language: Language) -> &str {
        let name = if language == Language::Zh { &self.name_zh } else { &self.name_en };
        name.as_deref().unwrap_or_else(|| self.says(language))
    }
}

/// All groups.
pub fn groups() -> &'static [Group] {
    &GROUPS
}

/// The words of a group; none where there is no such group.
pub fn group(of: &str) -> &'static [Word] {
    groups().iter().find(|group| group.of == of).map_or(&[], |group| &group.word)
}

/// How a word of a group is called; the word itself where it is not known.
pub fn name<'a>(of: &str, word: &'a str, language: Language) -> &'a str {
    let known = group(of).iter().find(|known| known.word == word);
    known.map_or(word, |known| known.name(language))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::figure::{Status, TableKind};

    #[test]
    fn words_load() {
        for group in groups() {
            let words: BTreeSet<&str> = group.word.iter().map(|word| word.word.as_str()).collect();
            assert_eq!(words.len(), group.word.len(), "{}: a word twice", group.of);
            for word in &group.word {
                assert_eq!(word.name_zh.is_some(), word.name_en.is_some(), "{}", word.word);
                assert!(!word.zh.is_empty() && !word.en.is_empty(), "{}", word.word);
            }
        }
        assert_eq!(name("verdict", "flagged", Language::Zh), "勾稽不符");
        assert_eq!(name("reason", "never_heard", Language::En), "never_heard");
        let of = |of: &str| group(of).iter().map(|word| word.word.as_str()).collect::<Vec<_>>();
        assert_eq!(of("status"), Status::ALL.map(Status::word));
        assert_eq!(of("table"), TableKind::ALL.map(TableKind::word));
    }
}
