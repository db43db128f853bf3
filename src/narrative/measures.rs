//! The measures as data (`measures.toml`); adding one needs no Rust.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::words::Grammar;

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
    /// What counts as one and what does not, in Chinese.
    pub definition_zh: String,
    /// The same in English.
    pub definition_en: String,
    /// Units in which filings count it, separated by blanks.
    #[serde(default)]
    pub(super) units: String,
    /// Wordings that state it.
    #[serde(default)]
    pub(super) when: Vec<When>,
    /// Wordings that state a zero, once something says that there was none.
    #[serde(default)]
    pub(super) none: Vec<When>,
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
    pub when: Vec<When>,
    #[serde(default)]
    pub none: Vec<When>,
}

/// A wording: a condition on the slots of a clause frame. Each string is a list of classes separated by `|`, of which one must
/// be there (`not`: none); `-` stands for an empty slot.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    /// Units, where others than the measure's.
    pub units: Option<String>,
    /// The wording with the highest score wins; 10 unless said.
    pub score: Option<i32>,
    /// The noun that is counted.
    pub head: Option<String>,
    /// The verb.
    pub verb: Option<String>,
    /// Channel of publication: a class, `none`, or `many`.
    pub channel: Option<String>,
    /// Neither noun nor verb may be of these.
    pub not: Option<String>,
    /// Nouns before the head, in its clause.
    pub modifier: Option<String>,
    pub modifier_not: Option<String>,
    /// Any word of the clause.
    pub near: Option<String>,
    pub near2: Option<String>,
    pub near_not: Option<String>,
    /// Any word of the sentence up to the number and its noun.
    pub wide: Option<String>,
    pub wide2: Option<String>,
    pub wide_not: Option<String>,
    /// Any word of the sentence behind the number.
    pub later: Option<String>,
    pub later_not: Option<String>,
    /// Any word behind the number, up to the clause of the next one.
    pub behind: Option<String>,
    pub behind_not: Option<String>,
    /// Any word of the sentence, of the one before it in the paragraph, or of the heading above.
    pub about: Option<String>,
    /// The verb of the number before it, one of the same list.
    pub beside: Option<String>,
    /// The number states the measure only where no other number of its sentence does by such a wording (投诉2件、举报1件).
    #[serde(default)]
    pub alone: bool,
    /// Whether a part of a total may state it.
    #[serde(default)]
    pub part: PartRule,
}

/// Whether a part of a total states a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum PartRule {
    /// As anything else, where nothing better does.
    #[default]
    Any,
    /// Never.
    Never,
    /// If it names its channel.
    Channel,
    /// If the total states the same, or no measure.
    Same,
    /// If the total is not of published items, whose class it would be (建议提案360条).
    Apart,
    /// If it says 主动公开 of things that were made.
    Proactive,
}

/// Tables that stand in running text for want of cells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// Sections that hold one.
    sections: Vec<u8>,
    /// Words with which one begins, separated by `|`.
    signs: Signs,
}

/// Words that are looked for all at once.
#[derive(Debug, Deserialize)]
#[serde(from = "String")]
struct Signs(AhoCorasick);

impl From<String> for Signs {
    fn from(list: String) -> Self {
        let words = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(list.split('|'));
        Self(words.expect("a dozen short words make an automaton (test forms_load)"))
    }
}

impl Tables {
    /// Where a table begins in a text of a section.
    pub fn begins(&self, section: Option<u8>, text: &str) -> Option<usize> {
        let may = section.is_none_or(|section| self.sections.contains(&section));
        may.then(|| self.signs.0.find(text).map(|found| found.start()))?
    }
}

/// The data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureFile {
    /// Words by class.
    pub noun: BTreeMap<String, String>,
    pub verb: BTreeMap<String, String>,
    pub channel: BTreeMap<String, String>,
    pub time: BTreeMap<String, String>,
    pub cue: BTreeMap<String, String>,
    pub grammar: Grammar,
    pub table: Tables,
    pub measure: Vec<Measure>,
    #[serde(default)]
    pub mark: Vec<Mark>,
    #[serde(default)]
    pub contradiction: Vec<Contradiction>,
}

static SOURCE: LazyLock<MeasureFile> =
    LazyLock::new(|| toml::from_str(include_str!("measures.toml")).expect("measures.toml is valid (test forms_load)"));

pub(super) fn source() -> &'static MeasureFile {
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

/// How tables in running text are told.
pub fn tables() -> &'static Tables {
    &SOURCE.table
}

/// Words that contradict a figure.
pub fn contradictions() -> &'static [Contradiction] {
    &SOURCE.contradiction
}

/// The words for the organ itself, where a report is for a whole jurisdiction.
pub fn own_words() -> impl Iterator<Item = &'static str> {
    SOURCE.cue.get("own").into_iter().flat_map(|words| words.split('|'))
}
