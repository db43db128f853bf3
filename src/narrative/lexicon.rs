//! The words of `measures.toml`, compiled: one automaton over all words, and for every rule the groups of words that
//! must, or must not, stand in the reach of a quantity.
//!
//! A group is a list of alternatives. A stretch of text is summed up as the set of groups that have a word in it,
//! so that a rule is a few bit tests.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::measures::{Measure, RuleSource, source};
use crate::number::unit::UNITS;

/// A set of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Groups([u64; Groups::WORDS]);

impl Groups {
    /// Eight times 64 groups; a test holds the data file to it.
    const WORDS: usize = 8;

    fn insert(&mut self, group: usize) {
        if let Some(word) = self.0.get_mut(group / 64) {
            *word |= 1 << (group % 64);
        }
    }

    pub fn has(&self, group: u16) -> bool {
        self.0.get(usize::from(group) / 64).is_some_and(|word| word >> (group % 64) & 1 == 1)
    }

    pub fn join(&mut self, other: &Self) {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// A measure, by its position.
    Measure(usize),
    /// A mark: something that is counted in the prose and compared with a table, or that must not be taken for a measure.
    Mark(&'static str),
}

/// A compiled rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub topic: Topic,
    pub score: i32,
    units: u128,
    near: Vec<u16>,
    before: Vec<u16>,
    wide: Vec<u16>,
    about: Vec<u16>,
    reach: Vec<u16>,
    not: Vec<u16>,
    not_wide: Vec<u16>,
    later: Vec<u16>,
    pub alone: bool,
    kinds: Vec<u16>,
    kinds_min: usize,
    kinds_max: usize,
}

/// What stands around a quantity.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Around {
    /// Its own clause, up to the number.
    pub clause: Groups,
    /// The noun behind the unit.
    pub after: Groups,
    /// The clause, with the words that name the channel (通过…，).
    pub reach: Groups,
    /// The sentence up to the number.
    pub sentence: Groups,
    /// The sentence behind the number.
    pub later: Groups,
    /// The sentence up to the number, the heading above it and the sentence before.
    pub about: Groups,
}

impl Rule {
    /// Whether it is about things counted in this unit.
    pub fn counts(&self, unit: usize) -> bool {
        self.units >> unit & 1 == 1
    }

    /// Whether it holds with the clause alone, or with the noun behind the unit.
    pub fn holds(&self, unit: Option<usize>, around: &Around, with_after: bool) -> bool {
        if unit.is_some_and(|unit| !self.counts(unit)) {
            return false;
        }
        let near = |group: &u16| around.clause.has(*group) || with_after && around.after.has(*group);
        self.near.iter().all(near)
            && self.before.iter().all(|group| around.clause.has(*group))
            && !self.not.iter().any(|group| around.clause.has(*group) || around.after.has(*group))
            && self.wide.iter().all(|group| around.sentence.has(*group) || around.after.has(*group))
            && self.about.iter().all(|group| around.about.has(*group) || around.after.has(*group))
            && !self.not_wide.iter().any(|group| around.sentence.has(*group))
            && self.reach.iter().all(|group| around.reach.has(*group))
            && self.later.iter().all(|group| around.later.has(*group))
            && self.kinds_hold(around)
    }

    fn kinds_hold(&self, around: &Around) -> bool {
        if self.kinds.is_empty() {
            return true;
        }
        let kinds = self.kinds.iter().filter(|&&group| around.reach.has(group)).count();
        (self.kinds_min..=self.kinds_max).contains(&kinds)
    }
}

/// A word found in the flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub word: u32,
}

/// Everything in the data file, ready to be matched.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: AhoCorasick,
    /// Groups of each word.
    groups: Vec<Groups>,
    pub rules: Vec<Rule>,
    /// Rules that may hold for a unit.
    pub by_unit: Vec<Vec<usize>>,
    pub zeros: Vec<Rule>,
    named: Vec<(String, u16)>,
    /// 上年 and 下年: what the years before and after the reporting year stand for.
    neighbours: [Option<u32>; 2],
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(compile);

/// The lexicon of `measures.toml`.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// All words in a text, overlapping ones too, ordered by where they start. `2021年` and `2023年` in a report on
    /// 2022 are found as 上年 and 下年.
    pub fn find(&self, text: &str, year: Option<u16>) -> Vec<Found> {
        let mut found: Vec<Found> = self
            .words
            .find_overlapping_iter(text)
            .map(|found| Found { start: found.start(), end: found.end(), word: found.pattern().as_u32() })
            .collect();
        for (at, mark) in text.match_indices('年') {
            let Some(start) = at.checked_sub(4) else { continue };
            let stated = text.get(start..at).and_then(|digits| digits.parse::<u16>().ok());
            let Some(distance) = stated.zip(year).map(|(stated, year)| i32::from(stated) - i32::from(year)) else {
                continue;
            };
            let word = match distance {
                -1 => self.neighbours[0],
                1 => self.neighbours[1],
                _ => None,
            };
            found.extend(word.map(|word| Found { start, end: at + mark.len(), word }));
        }
        found.sort_unstable_by_key(|found| (found.start, found.end));
        found
    }

    /// The groups of a word.
    pub fn groups(&self, word: u32) -> &Groups {
        &self.groups[word as usize]
    }

    /// The group of a class; every class of the file has one.
    pub fn class(&self, name: &str) -> u16 {
        self.named.iter().find(|(class, _)| class == name).map_or(u16::MAX, |(_, group)| *group)
    }
}

/// Collects words and groups while rules are compiled.
#[derive(Default)]
struct Compiler {
    words: Vec<String>,
    groups: Vec<Vec<u32>>,
}

impl Compiler {
    fn group(&mut self, text: &str) -> u16 {
        let mut words: Vec<u32> = Vec::new();
        self.expand(text, &mut words);
        words.sort_unstable();
        words.dedup();
        let group = self.groups.iter().position(|known| *known == words).unwrap_or_else(|| {
            self.groups.push(words);
            self.groups.len() - 1
        });
        u16::try_from(group).expect("groups are few (test the_lexicon_fits)")
    }

    fn expand(&mut self, text: &str, words: &mut Vec<u32>) {
        for word in text.split('|').map(str::trim).filter(|word| !word.is_empty()) {
            if let Some(name) = word.strip_prefix('@') {
                let class = source().class.get(name).expect("classes are defined (test the_lexicon_fits)");
                self.expand(class, words);
                continue;
            }
            let index = self.words.iter().position(|known| known == word).unwrap_or_else(|| {
                self.words.push(word.to_owned());
                self.words.len() - 1
            });
            words.push(u32::try_from(index).expect("words are few"));
        }
    }

    fn groups_of(&mut self, texts: &[String]) -> Vec<u16> {
        texts.iter().map(|text| self.group(text)).collect()
    }

    fn rule(&mut self, topic: Topic, rule: &RuleSource, units: &str) -> Rule {
        let units = rule.units.as_deref().unwrap_or(units);
        let units = units.split_whitespace().fold(0, |mask, symbol| {
            let unit = UNITS.iter().position(|unit| unit.word == symbol);
            mask | 1 << unit.expect("units of rules are known (test the_lexicon_fits)")
        });
        Rule {
            topic,
            score: rule.score.unwrap_or(10),
            units,
            near: self.groups_of(&rule.near),
            before: self.groups_of(&rule.before),
            wide: self.groups_of(&rule.wide),
            about: self.groups_of(&rule.about),
            reach: self.groups_of(&rule.reach),
            not: self.groups_of(&rule.not),
            not_wide: self.groups_of(&rule.not_wide),
            later: self.groups_of(&rule.later),
            alone: rule.alone,
            kinds: rule.kinds.iter().map(|class| self.group(&format!("@{class}"))).collect(),
            kinds_min: rule.kinds_min,
            kinds_max: rule.kinds_max.unwrap_or(usize::MAX),
        }
    }
}

fn compile() -> Lexicon {
    let source = source();
    let mut compiler = Compiler::default();
    let mut rules = Vec::new();
    let mut zeros = Vec::new();
    let mut topics = |topic: Topic, units: &str, rule: &[RuleSource], zero: &[RuleSource]| {
        rules.extend(rule.iter().map(|rule| compiler.rule(topic, rule, units)));
        zeros.extend(zero.iter().map(|rule| compiler.rule(topic, rule, units)));
    };
    for (index, measure) in source.measure.iter().enumerate() {
        let Measure { units, rule, zero, .. } = measure;
        topics(Topic::Measure(index), units, rule, zero);
    }
    for mark in &source.mark {
        topics(Topic::Mark(&mark.code), &mark.units, &mark.rule, &mark.zero);
    }
    let named: Vec<(String, u16)> =
        source.class.keys().map(|name| (name.clone(), compiler.group(&format!("@{name}")))).collect();
    let mut groups = vec![Groups::default(); compiler.words.len()];
    for (group, words) in compiler.groups.iter().enumerate() {
        for &word in words {
            groups[word as usize].insert(group);
        }
    }
    let by_unit = (0..UNITS.len())
        .map(|unit| (0..rules.len()).filter(|&rule| rules[rule].units >> unit & 1 == 1).collect())
        .collect();
    let words = AhoCorasick::builder()
        .match_kind(MatchKind::Standard)
        .build(&compiler.words)
        .expect("a few hundred short words make an automaton (test the_lexicon_fits)");
    let index = |wanted: &str| compiler.words.iter().position(|word| word == wanted).map(|at| at as u32);
    Lexicon { neighbours: [index("上年"), index("下年")], words, groups, rules, by_unit, zeros, named }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_fits() {
        let lexicon = lexicon();
        assert!(UNITS.len() <= 128);
        let most = lexicon.named.iter().map(|(_, group)| usize::from(*group)).max();
        assert!(most.is_some_and(|most| most < Groups::WORDS * 64), "{most:?} groups");
        assert!(lexicon.rules.len() >= 25);
    }
}
