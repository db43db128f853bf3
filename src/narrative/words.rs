//! The lists of words that the grammar goes by, as they stand in `measures.toml`, and whether a text begins or ends with one.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::script::Letters;

/// A list of words, the longest first; in the data file a string in which `|` separates them.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "String")]
pub(super) struct Words {
    words: Vec<Word>,
    /// The characters that words begin and end with: most of a text begin and end no word of a list.
    firsts: Letters,
    lasts: Letters,
}

/// A word with its ends, which tell most texts apart from it at once.
#[derive(Debug)]
struct Word {
    first: char,
    last: char,
    text: String,
}

impl From<String> for Words {
    fn from(list: String) -> Self {
        let word = |text: &str| {
            let (first, last) = (text.chars().next()?, text.chars().next_back()?);
            Some(Word { first, last, text: text.to_owned() })
        };
        let mut words: Vec<Word> = list.split('|').filter_map(word).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.text.len()));
        let firsts = Letters::of(words.iter().map(|word| word.first));
        let lasts = Letters::of(words.iter().map(|word| word.last));
        Self { words, firsts, lasts }
    }
}

impl Words {
    /// The longest word that a text begins with.
    pub fn starting(&self, text: &str) -> Option<&str> {
        let first = text.chars().next().filter(|&c| self.firsts.may(c))?;
        let word = self.words.iter().find(|word| word.first == first && text.starts_with(word.text.as_str()))?;
        Some(&word.text)
    }

    /// The longest word that a text ends with.
    pub fn ending(&self, text: &str) -> Option<&str> {
        let last = text.chars().next_back().filter(|&c| self.lasts.may(c))?;
        let word = self.words.iter().find(|word| word.last == last && text.ends_with(word.text.as_str()))?;
        Some(&word.text)
    }

    pub fn start(&self, text: &str) -> bool {
        self.starting(text).is_some()
    }

    pub fn end(&self, text: &str) -> bool {
        self.ending(text).is_some()
    }

    /// Whether a text is one of them.
    pub fn whole(&self, text: &str) -> bool {
        self.words.iter().any(|word| word.text == text)
    }

    /// Whether a text has one of them anywhere.
    pub fn within(&self, text: &str) -> bool {
        self.first_in(text).is_some()
    }

    /// Where the last of them ends.
    pub fn last_end_in(&self, text: &str) -> Option<usize> {
        let mut ends = text.char_indices().rev().map(|(at, c)| at + c.len_utf8());
        ends.find(|&end| self.end(&text[..end]))
    }

    /// Where the first of them stands.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        let mut places = text.char_indices().filter(|&(_, c)| self.firsts.may(c)).map(|(at, _)| at);
        places.find(|&at| self.start(&text[at..]))
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }
}

/// Words as the lexicon has them, spelt out: `[尚,仍,]在办理` stands for 尚在办理, 仍在办理 and 在办理.
pub(super) fn spelt_out(pattern: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut rest = pattern;
    while let Some((fixed, choice)) = rest.split_once('[') {
        let (choices, behind) = choice.split_once(']').unwrap_or((choice, ""));
        words = words
            .iter()
            .flat_map(|word| choices.split(',').map(move |choice| format!("{word}{fixed}{choice}")))
            .collect();
        rest = behind;
    }
    words.iter_mut().for_each(|word| word.push_str(rest));
    words
}

/// The lists; the data file says of each what it is for. A name that is not here is refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grammar {
    /// Classes of verbs.
    pub outcome: String,
    pub organ: Words,
    pub no_organ: Words,
    pub filler: Words,
    pub adverb: Words,
    pub preposition: Words,
    pub join: Words,
    pub people: Words,
    pub visits: Words,
    pub idle: Words,
    pub object_of: Words,
    pub leading: Words,
    pub opens: Words,
    pub selects: Words,
    pub announces: Words,
    pub anew: Words,
    pub complete: Words,
    pub classes: Words,
    pub other: Words,
    pub reaches: Words,
    pub begun: Words,
    pub year_now: Words,
    pub flow: Words,
    pub until: Words,
    pub left_over: Words,
    pub includes: Words,
    pub ordinal: Words,
    pub no_single: Words,
    pub single: Words,
    pub single_before: Words,
    pub single_held: Words,
    pub single_account: Words,
    pub single_staff: Words,
    pub single_unit: Words,
    pub single_not: Words,
    pub body: Words,
    pub class_of: Words,
    pub items: Words,
    pub lists: Words,
    pub counted_in: Words,
    pub joint: Words,
    pub among: Words,
    pub describes: Words,
    pub whole_of: Words,
    pub wider: Words,
    pub single_way: Words,
    pub identified: Words,
    pub ways: Words,
    pub all_of: Words,
    pub around: Words,
    pub praises: Words,
    pub role: Words,
    pub no_part: Words,
    pub by_way: Words,
    pub contents: Words,
    pub field: Words,
    pub field_of: Words,
    pub builds: Words,
    pub not_one: Words,
    /// By unit, what makes something else of it.
    pub unit_not: BTreeMap<String, Words>,
}
