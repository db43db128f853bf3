//! A quantity in the making, and how it is named.

use rust_decimal::Decimal;

use super::Role;
use super::frame::Frame;
use super::known::Known;
use super::lexicon::{Set, Topic};
use super::measures::{Part, PartRule, source};
use super::text::{CLAUSE, Text};
use crate::number::unit::UNITS;

/// Marks that end the noun behind a unit.
const NOUN: [char; 9] = ['，', '；', '（', '）', '、', '：', '。', '\n', '“'];

/// Longest noun that is looked at behind a unit, in bytes.
const NOUN_BYTES: usize = 60;

/// A quantity in the making.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Bytes of the running text: number and unit, or the words that say zero.
    pub start: usize,
    pub end: usize,
    pub sentence: usize,
    /// Where its clause starts.
    pub clause: usize,
    pub value: Decimal,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    /// Index in the units; `None` for zeros in words.
    pub unit: Option<usize>,
    pub frame: Frame,
    pub topic: Option<Topic>,
    pub score: i32,
    pub role: Role,
    /// Index of the total that it is a part of.
    pub parent: Option<usize>,
    /// It states its measure only if nothing else in its sentence does.
    pub alone: bool,
    /// Whether it may state its measure as a part.
    pub part_rule: PartRule,
    /// It is the one that states its measure.
    pub chosen: bool,
}

impl Known {
    /// Whether verbs say that something is published.
    pub fn published(&self, verbs: Set) -> bool {
        verbs.any(self.publish) || verbs.any(self.proactive)
    }
}

/// Whether a unit counts pieces of what is published.
pub(super) fn of_pieces(unit: &str) -> bool {
    matches!(unit, "条" | "件" | "篇" | "份" | "则")
}

/// Whether a unit counts people.
pub(super) fn of_people(unit: &str) -> bool {
    matches!(unit, "名" | "人" | "位")
}

impl Item {
    pub fn unit_name(&self) -> &'static str {
        self.unit.map_or("", |unit| UNITS[unit].word)
    }

    pub fn exact(&self) -> bool {
        self.low == Some(self.value) && self.high == Some(self.value)
    }

    pub fn is(&self, code: &str) -> bool {
        match self.topic {
            Some(Topic::Measure(index)) => super::measures().get(index).is_some_and(|measure| measure.code == code),
            Some(Topic::Mark(mark)) => mark == code,
            None => false,
        }
    }

    /// Whether it states something about requests.
    pub fn of_requests(&self) -> bool {
        let code =
            |index: usize| super::measures().get(index).is_some_and(|measure| measure.code.starts_with("nar_req_"));
        matches!(self.topic, Some(Topic::Measure(index)) if code(index))
    }

    /// The part that it plays in a statement about requests.
    pub fn part(&self) -> Option<Part> {
        match self.topic? {
            Topic::Measure(index) => super::measures().get(index).and_then(|measure| measure.role),
            Topic::Mark(code) => source().mark.iter().find(|mark| mark.code == code).and_then(|mark| mark.role),
        }
    }

    /// The counted noun: behind the unit if there is one, else what stands before the number.
    pub fn label(&self, text: &Text<'_>) -> String {
        if self.unit.is_none() {
            return text.slice(self.start, self.end).to_owned();
        }
        let behind = text.slice(self.end, noun_end(text, self.end));
        let nouns = !behind.is_empty() && !behind.starts_with(|c: char| c.is_ascii_digit()) && self.parent.is_none();
        if nouns && behind.chars().count() <= 20 && !behind.contains(|c: char| c.is_ascii_digit()) {
            return behind.trim_start_matches('的').to_owned();
        }
        let grammar = text.lexicon.grammar;
        let clause = text.slice(self.clause, self.start);
        let mut noun = clause.rsplit(CLAUSE).find(|piece| !says_nothing(text, piece)).unwrap_or_default();
        loop {
            let shorter = grammar.leading.starting(noun).map_or(noun, |word| &noun[word.len()..]);
            let shorter = grammar.idle.ending(shorter).map_or(shorter, |word| &shorter[..shorter.len() - word.len()]);
            if shorter.len() == noun.len() || shorter.is_empty() {
                break;
            }
            noun = shorter;
        }
        noun = noun.rsplit('：').next().filter(|noun| !noun.is_empty()).unwrap_or(noun);
        if self.parent.is_none()
            && let Some(object) = grammar.object_of.last_end_in(noun)
            && object < noun.len()
        {
            noun = &noun[object..];
        }
        let skip = noun.chars().count().saturating_sub(24);
        noun.chars().skip(skip).collect()
    }
}

fn says_nothing(text: &Text<'_>, clause: &str) -> bool {
    let mut rest = clause.trim_start_matches(CLAUSE);
    while let Some(word) = text.lexicon.grammar.idle.starting(rest) {
        rest = &rest[word.len()..];
    }
    rest.is_empty()
}

fn noun_end(text: &Text<'_>, start: usize) -> usize {
    let rest = &text.running.text[start..];
    rest.find(NOUN).map_or(text.running.text.len(), |end| start + end.min(NOUN_BYTES))
}
