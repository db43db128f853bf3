//! The words of `measures.toml`, compiled: one dictionary of all words, the longest wins, and for each wording the classes
//! that the slots of a clause frame must, or must not, hold.

use std::ops::Range;
use std::sync::LazyLock;

use super::dictionary::Dictionary;
use super::frame::Frame;
use super::known::Known;
use super::measures::{Measure, PartRule, When, source};
use super::words::{Grammar, Words};
use crate::number::unit::UNITS;

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Set([u64; Set::WORDS]);

impl Set {
    /// Four times 64 classes; a test holds the data file to it.
    const WORDS: usize = 4;

    pub fn is_empty(self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn any(self, other: Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |all, (word, other)| all | word & other) != 0
    }

    pub fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
    }

    pub fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & other.0[at]))
    }

    pub fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|at| self.0[at] & !other.0[at]))
    }

    pub fn len(self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    fn bit(index: usize) -> Self {
        Self(std::array::from_fn(|at| if index / 64 == at { 1 << (index % 64) } else { 0 }))
    }
}

/// What a wording is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// A measure, by its position.
    Measure(usize),
    /// A mark: something that is counted in the prose and compared with a table, or that must not be taken for a measure.
    Mark(&'static str),
}

impl Topic {
    /// The measure with this code.
    pub fn measure(code: &str) -> Option<Self> {
        super::measures().iter().position(|measure| measure.code == code).map(Self::Measure)
    }
}

/// Classes for a slot, and whether it may be empty.
#[derive(Debug, Clone, Copy)]
struct Slot {
    any: Set,
    empty: bool,
}

impl Slot {
    fn admits(self, slot: Set) -> bool {
        slot.any(self.any) || self.empty && slot.is_empty()
    }
}

/// A compiled wording.
#[derive(Debug)]
pub(super) struct TopicRule {
    pub topic: Topic,
    pub score: i32,
    units: u128,
    head: Option<Slot>,
    verb: Option<Slot>,
    channel: Option<Slot>,
    modifier: Option<Slot>,
    near: [Option<Slot>; 2],
    wide: [Option<Slot>; 2],
    later: Option<Slot>,
    behind: Option<Slot>,
    about: Option<Slot>,
    beside: Option<Slot>,
    not: Set,
    modifier_not: Set,
    near_not: Set,
    wide_not: Set,
    later_not: Set,
    behind_not: Set,
    pub alone: bool,
    pub part: PartRule,
}

impl TopicRule {
    /// Whether it is about things counted in this unit.
    fn counts(&self, unit: usize) -> bool {
        self.units >> unit & 1 == 1
    }

    /// Whether a frame states it, whatever its unit.
    pub fn holds(&self, frame: &Frame) -> bool {
        let admits = |slot: Option<Slot>, set: Set| slot.is_none_or(|slot| slot.admits(set));
        counts_noun(self.head, frame)
            && admits(self.verb, frame.verbs)
            && admits(self.channel, frame.channel)
            && admits(self.modifier, frame.modifiers)
            && self.near.iter().all(|&slot| admits(slot, frame.near))
            && self.wide.iter().all(|&slot| admits(slot, frame.wide))
            && admits(self.later, frame.later)
            && admits(self.behind, frame.behind)
            && admits(self.about, frame.about)
            && admits(self.beside, frame.beside)
            && !frame.head.any(self.not)
            && !frame.verbs.any(self.not)
            && !frame.modifiers.any(self.modifier_not)
            && !frame.near.any(self.near_not)
            && !frame.wide.any(self.wide_not)
            && !frame.later.any(self.later_not)
            && !frame.behind.any(self.behind_not)
    }
}

/// Whether the noun of a frame can be what a wording counts: most wordings of a unit fail by it.
fn counts_noun(head: Option<Slot>, frame: &Frame) -> bool {
    // An object that no class knows is no empty slot.
    head.is_none_or(|slot| !frame.unknown && slot.admits(frame.head))
}

/// A word found in the running text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub start: usize,
    pub end: usize,
    pub set: Set,
}

/// Everything in the data file, ready to be matched.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: Dictionary,
    sets: Vec<Set>,
    /// All classes of nouns, verbs and channels.
    pub nouns: Set,
    pub verbs: Set,
    pub channels: Set,
    /// Classes of verbs that say how something ended.
    pub outcomes: Set,
    pub known: Known,
    pub rules: Vec<TopicRule>,
    /// Wordings that may hold for a unit, those with a higher score first, each behind its noun.
    by_unit: Vec<Vec<(Option<Slot>, usize)>>,
    pub zeros: Vec<TopicRule>,
    pub grammar: &'static Grammar,
    /// Units (by index) that numbers in 万 may leave out behind these words.
    pub bare: [(usize, &'static Words); 2],
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(compile);

/// The lexicon of `measures.toml`.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// The wording with the highest score that a frame with this unit states, the first of them.
    pub fn topic(&self, unit: usize, frame: &Frame) -> Option<&TopicRule> {
        // The nouns lie side by side: looking for each in its rule, of many lines of memory, was a twentieth of all waits for
        // memory that a text took.
        let mut nouns = self.by_unit.get(unit)?.iter().filter(|(noun, _)| counts_noun(*noun, frame));
        nouns.find_map(|&(_, rule)| Some(&self.rules[rule]).filter(|rule| rule.holds(frame)))
    }

    /// The words of a text in order, none inside or over another. The years before and after the reporting year are 上年
    /// and 下年; a noun that belongs to an organ's name (区教育局) is no word.
    pub fn find(&self, text: &str, year: Option<u16>) -> Vec<Token> {
        let known = &self.known;
        let mut unlisted = self.unlisted(text, year).into_iter().peekable();
        let mut tokens: Vec<Token> = Vec::new();
        let mut names = names(text).into_iter().peekable();
        for found in self.words.find_iter(text) {
            while let Some(token) = unlisted.next_if(|token| token.start <= found.start) {
                // A site is one only where no word says otherwise (网上访谈); a year goes before 年度.
                let free = token.end <= found.start || !token.set.any(known.web);
                if free && tokens.last().is_none_or(|last| last.end <= token.start) {
                    tokens.push(token);
                }
            }
            let mut set = self.sets[found.word];
            // 区教育局, but 依申请公开办理.
            let named = || {
                let organ = self.grammar.organ.starting(&text[found.end..])?;
                Some(!self.grammar.no_organ.start(&text[found.end + organ.len()..]))
            };
            // 办理信息公开申请: the verb and its object, rather than what was replied.
            let cut = found.end - if text[..found.end].ends_with(INFO) { INFO.len() } else { 0 };
            if cut < found.end && set.any(known.replied) && text[found.end..].starts_with("公开") {
                let free = tokens.last().is_none_or(|last| last.end <= found.start);
                let end = text[cut..].char_indices().nth(NAME).map_or(text.len(), |(at, _)| cut + at);
                let object = self.words.find_iter(&text[cut..end]).next().filter(|object| free && object.start == 0);
                if let Some(object) = object {
                    tokens.push(Token { start: found.start, end: cut, set: self.word(&text[found.start..cut]) });
                    let (start, end) = (cut, cut + object.end);
                    tokens.push(Token { start, end, set: self.sets[object.word] });
                    continue;
                }
            }
            if set.any(self.nouns) && named() == Some(true) {
                let mut kept = known.disclosure;
                kept.join(known.fault);
                set = set.and(kept);
            }
            // 包括重点领域信息在内的各类信息483条: what is included says nothing of the whole.
            if set.any(known.included) {
                let near = tokens.partition_point(|token| token.start + INCLUDED < found.start);
                let open = tokens[near..].iter().rposition(|token| token.set.any(known.part));
                tokens.truncate(open.map_or(tokens.len(), |open| near + open));
            }
            // 围绕民生保障等领域公开信息6万条: what it was about, and no field alone.
            if set.any(known.domain)
                && !text[found.end..].starts_with('，')
                && self.grammar.around.within(clause_before(text, found.start))
            {
                set = set.without(known.domain);
            }
            while names.next_if(|name| name.end <= found.start).is_some() {}
            // “同意公开”14件: a word that is set off whole is itself and no name.
            let inside = |name: &Range<usize>| {
                name.start <= found.start && found.end <= name.end && *name != (found.start..found.end)
            };
            if names.peek().is_some_and(inside) {
                set = set.without(self.verbs).without(known.how).without(known.online);
            }
            if !set.is_empty() && tokens.last().is_none_or(|last| last.end <= found.start) {
                tokens.push(Token { start: found.start, end: found.end, set });
            }
        }
        tokens.extend(
            unlisted.filter(|token| tokens.last().is_none_or(|last| last.end <= token.start)).collect::<Vec<_>>(),
        );
        tokens
    }

    /// Words that no list can hold: the years around the reporting year, and sites by their own names (青岩党政网发布信息).
    fn unlisted(&self, text: &str, year: Option<u16>) -> Vec<Token> {
        let known = &self.known;
        let near = year.map(|year| years(text, year)).unwrap_or_default().into_iter();
        let year = |(start, end, next): (usize, usize, bool)| {
            let mut set = if next { known.next } else { known.last };
            // 转2023年办理
            if text[..start].ends_with('转') {
                set.join(known.carry);
            }
            Token { start, end, set }
        };
        let mut tokens: Vec<Token> = near.map(year).collect();
        let site = |(start, mark): (usize, &str)| {
            let end = start + mark.len();
            let named = text[..start].chars().next_back().is_some_and(|c| !NO_SITE.contains(&c) && c > '\u{4dff}');
            let used = text[end..].chars().next().is_some_and(|c| BEHIND_SITE.contains(&c));
            (named && used).then_some(Token { start, end, set: known.web })
        };
        tokens.extend(text.match_indices('网').filter_map(site));
        // 在“首都之窗”更新信息69篇
        let window = |(start, mark): (usize, &str)| {
            let end = start + mark.len();
            let behind = text[end..].strip_prefix('”')?;
            let used = behind.starts_with('网') || behind.starts_with(BEHIND_SITE);
            used.then_some(Token { start, end, set: known.web })
        };
        tokens.extend(text.match_indices("之窗").filter_map(window));
        // 在“中国·青岩”公开政府信息: the portal of a place.
        let portal = |(start, mark): (usize, &str)| {
            let name = text[start + mark.len()..].char_indices().take(NAME).find(|(_, c)| *c == '”')?.0;
            let end = start + mark.len() + name + '”'.len_utf8();
            let mut set = known.web;
            set.join(known.government_site);
            text[..start].ends_with(['在', '于', '过', '用', '托']).then_some(Token { start, end, set })
        };
        tokens.extend(text.match_indices("“中国·").filter_map(portal));
        tokens.sort_unstable_by_key(|token| token.start);
        tokens
    }

    /// The classes of a word by itself.
    pub fn word(&self, text: &str) -> Set {
        let mut set = Set::default();
        for found in self.words.find_iter(text) {
            set.join(self.sets[found.word]);
        }
        set
    }
}

/// Titles and short names in quotation marks, without the marks (《城市更新办法》, “青岩发布”): nothing is done in them.
fn names(text: &str) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    for (start, open) in text.match_indices(['《', '“']) {
        let (close, most) = if open == "《" { ('》', TITLE) } else { ('”', NAME) };
        let from = start + open.len();
        let end = text[from..].char_indices().take(most + 1).find(|(_, c)| *c == close).map(|(at, _)| from + at);
        // “主动公开”政府信息, “公开”: a word that is set off is no name.
        names.extend(end.filter(|&end| open == "《" || text[from..end].chars().count() > 3).map(|end| from..end));
    }
    names
}

/// The clause up to a byte, within so many bytes as a list may be long.
fn clause_before(text: &str, end: usize) -> &str {
    let from = text[..end].char_indices().rev().take(LEAD).last().map_or(end, |(at, _)| at);
    text[from..end].rsplit(['，', '；', '。', '\n']).next().unwrap_or_default()
}

/// How far back the beginning of a clause is looked for, in characters.
const LEAD: usize = 40;

/// Longest list of what is included in something, in bytes.
const INCLUDED: usize = 120;

/// What is published, and what is done with it may stand on both sides of.
const INFO: &str = "信息";

/// Longest title and longest name in quotation marks, in characters.
const TITLE: usize = 60;
const NAME: usize = 10;

/// What is no site with 网 behind it (互联网, 上网, 电网), and what stands behind the name of one.
const NO_SITE: [char; 15] = ['内', '联', '上', '全', '入', '电', '管', '路', '触', '组', '局', '线', '官', '并', '天'];
const BEHIND_SITE: [char; 16] =
    ['》', '”', '上', '发', '公', '共', '累', '更', '推', '刊', '登', '全', '主', '（', '等', '、'];

/// `2021年` and `2023年` in a report on 2022: where they stand, and whether it is the year after.
fn years(text: &str, year: u16) -> Vec<(usize, usize, bool)> {
    let stated = |(at, mark): (usize, &str)| {
        let start = at.checked_sub(4)?;
        let stated: u16 = text.get(start..at)?.parse().ok()?;
        let next = stated == year + 1;
        (next || stated + 1 == year).then_some((start, at + mark.len(), next))
    };
    text.match_indices('年').filter_map(stated).collect()
}

/// Collects classes while the data is compiled.
struct Compiler {
    classes: Vec<&'static str>,
}

/// Slots of a frame that are no classes of words: no channel, several, and one that another number has used up.
const STATES: [&str; 3] = ["none", "many", "carried_over"];

impl Compiler {
    fn class(&self, name: &str) -> Set {
        let index = self.classes.iter().position(|class| *class == name);
        Set::bit(index.expect("classes are defined (test the_lexicon_fits)"))
    }

    fn set(&self, text: Option<&String>) -> Set {
        let mut set = Set::default();
        for name in text.into_iter().flat_map(|text| text.split('|')).filter(|name| *name != "-") {
            set.join(self.class(name));
        }
        set
    }

    fn slot(&self, text: Option<&String>) -> Option<Slot> {
        let empty = text?.split('|').any(|name| name == "-");
        Some(Slot { any: self.set(text), empty })
    }

    fn rule(&self, topic: Topic, when: &When, units: &str) -> TopicRule {
        let units = when.units.as_deref().unwrap_or(units);
        let units = units.split_whitespace().fold(0, |mask, symbol| {
            let unit = UNITS.iter().position(|unit| unit.word == symbol);
            mask | 1 << unit.expect("units of rules are known (test the_lexicon_fits)")
        });
        TopicRule {
            topic,
            score: when.score.unwrap_or(10),
            units,
            head: self.slot(when.head.as_ref()),
            verb: self.slot(when.verb.as_ref()),
            channel: self.slot(when.channel.as_ref()),
            modifier: self.slot(when.modifier.as_ref()),
            near: [self.slot(when.near.as_ref()), self.slot(when.near2.as_ref())],
            wide: [self.slot(when.wide.as_ref()), self.slot(when.wide2.as_ref())],
            later: self.slot(when.later.as_ref()),
            behind: self.slot(when.behind.as_ref()),
            about: self.slot(when.about.as_ref()),
            beside: self.slot(when.beside.as_ref()),
            not: self.set(when.not.as_ref()),
            modifier_not: self.set(when.modifier_not.as_ref()),
            near_not: self.set(when.near_not.as_ref()),
            wide_not: self.set(when.wide_not.as_ref()),
            later_not: self.set(when.later_not.as_ref()),
            behind_not: self.set(when.behind_not.as_ref()),
            alone: when.alone,
            part: when.part,
        }
    }
}

fn compile() -> Lexicon {
    let source = source();
    let groups = [&source.noun, &source.verb, &source.channel, &source.time, &source.cue];
    let mut classes: Vec<&'static str> = groups.iter().flat_map(|group| group.keys().map(String::as_str)).collect();
    classes.extend(STATES);
    let compiler = Compiler { classes };
    let mut words: Vec<String> = Vec::new();
    let mut sets: Vec<Set> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (name, list) in groups.iter().flat_map(|group| group.iter()) {
        let class = compiler.class(name);
        for word in list.split('|').flat_map(super::words::spelt_out) {
            let place = *places.entry(word.clone()).or_insert_with(|| {
                words.push(word);
                sets.push(Set::default());
                words.len() - 1
            });
            sets[place].join(class);
        }
    }
    let mut rules = Vec::new();
    let mut zeros = Vec::new();
    let mut topics = |topic: Topic, units: &str, when: &[When], none: &[When]| {
        rules.extend(when.iter().map(|when| compiler.rule(topic, when, units)));
        zeros.extend(none.iter().map(|none| compiler.rule(topic, none, units)));
    };
    for (index, measure) in source.measure.iter().enumerate() {
        let Measure { units, when, none, .. } = measure;
        topics(Topic::Measure(index), units, when, none);
    }
    for mark in &source.mark {
        topics(Topic::Mark(&mark.code), &mark.units, &mark.when, &mark.none);
    }
    // The highest score first, and of equals the first of the file: the first that holds is the one.
    let counting = |unit: usize| {
        let mut counting: Vec<usize> = (0..rules.len()).filter(|&rule| rules[rule].counts(unit)).collect();
        counting.sort_by_key(|&rule| std::cmp::Reverse(rules[rule].score));
        counting.into_iter().map(|rule| (rules[rule].head, rule)).collect()
    };
    let by_unit = (0..UNITS.len()).map(counting).collect();
    let all = |group: &std::collections::BTreeMap<String, String>| {
        let mut set = Set::default();
        group.keys().for_each(|name| set.join(compiler.class(name)));
        set
    };
    Lexicon {
        words: Dictionary::new(&words),
        sets,
        nouns: all(&source.noun),
        verbs: all(&source.verb),
        channels: all(&source.channel),
        outcomes: compiler.set(Some(&source.grammar.outcome)),
        known: Known::new(&|name| compiler.class(name)),
        rules,
        by_unit,
        zeros,
        grammar: &source.grammar,
        bare: [("人", &source.grammar.people), ("次", &source.grammar.visits)].map(|(symbol, words)| {
            let unit = UNITS.iter().position(|unit| unit.word == symbol);
            (unit.expect("人 and 次 are units (test the_lexicon_fits)"), words)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_fits() {
        let lexicon = lexicon();
        let source = source();
        let classes = [&source.noun, &source.verb, &source.channel, &source.time, &source.cue];
        let count: usize = classes.iter().map(|group| group.len()).sum();
        assert!(UNITS.len() <= 128 && count + STATES.len() <= Set::WORDS * 64, "{count} classes");
        assert!(lexicon.rules.len() >= 25);
    }

    #[test]
    fn the_longest_word_wins_and_names_are_no_words() {
        let lexicon = lexicon();
        let words = |text: &str| -> Vec<String> {
            lexicon.find(text, Some(2022)).iter().map(|token| text[token.start..token.end].to_owned()).collect()
        };
        assert_eq!(words("政府信息公开申请行政复议"), ["政府信息公开申请", "行政复议"]);
        assert_eq!(words("区教育局收到"), ["收到"]);
        assert_eq!(words("2021年结转"), ["2021年", "结转"]);
    }
}
