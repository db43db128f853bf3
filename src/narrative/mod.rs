//! The prose: every quantity in it, and which measure a quantity is.
//!
//! Passages of text with their places come in; quantities go out, each with value, range, unit, counted noun and
//! place, the measures among them marked, parts under their totals, and findings about the prose's own arithmetic.
//! What the tables say is left to [`crate::prose`].

mod behind;
mod breakdown;
mod carried;
mod chosen;
mod dictionary;
mod doubled;
mod field;
mod frame;
mod gather;
mod item;
mod jurisdiction;
mod known;
mod lexicon;
mod measures;
mod nouns;
mod number;
mod reference;
mod requests;
mod running;
mod scan;
mod shared;
mod text;
mod time;
mod topics;
mod whole;
mod words;
mod zero;

pub use measures::{Compare, Contradiction, Stated, compared, contradictions, measures, own_words, tables};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::document::SourceLocation;
use crate::finding::Finding;
use crate::variable::Variable;
use item::Item;
use lexicon::Topic;
use text::Text;

/// A piece of running text of a filing.
#[derive(Debug, Clone, Copy)]
pub struct Passage<'a> {
    /// The text, as the reader gave it.
    pub text: &'a str,
    /// Section of the report that it belongs to, one to six.
    pub section: Option<u8>,
    /// Position of its first character in the filing's paragraph text, in characters from zero.
    pub start: u32,
    /// Where its paragraph stands.
    pub location: SourceLocation,
}

/// What the prose alone does not say.
pub struct Setting<'a> {
    /// Reporting year: numbers of other years are no measures.
    pub year: Option<u16>,
    /// The organ that reports: its own figures go before those of its jurisdiction.
    pub organ: Option<&'a str>,
    /// The variable of a measure's code.
    pub variable: &'a dyn Fn(&str) -> Option<Variable>,
}

/// What the prose of a filing says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Narrative {
    /// Every quantity, in the order of the text.
    pub quantities: Vec<Quantity>,
    /// What was odd about the prose by itself (`NAR-SELF`, `NAR-BREAKDOWN`).
    pub findings: Vec<Finding>,
}

/// A quantity in the prose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Section of the report, one to six; `None` before the first or where sections are not told apart.
    pub section: Option<u8>,
    /// The measure that it states, if any. A measure is stated by one quantity of a filing at most.
    pub measure: Option<Variable>,
    /// Part it plays in its sentence.
    pub role: Role,
    /// Position (in the filing's list, from zero) of the total that it is a part of.
    pub parent: Option<u32>,
    /// The noun that it counts, or the category of a part.
    pub label: String,
    /// Value as stated.
    pub value: Decimal,
    /// Least value that the wording admits (equal to `value` when exact).
    pub low: Option<Decimal>,
    /// Greatest value that the wording admits; `None` when open.
    pub high: Option<Decimal>,
    /// Unit as printed; 元 where a measure in 元 was printed in 万元 and converted.
    pub unit: String,
    /// Position in the filing's paragraph text, in characters from zero: all paragraphs in reading order, whatever
    /// their role, each followed by one line break.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The sentence.
    pub text: String,
    /// Where the paragraph stands.
    pub location: SourceLocation,
    /// What it counts where that is no measure but can be compared with a table (code of a mark in `measures.toml`).
    #[serde(skip)]
    pub mark: Option<&'static str>,
}

/// Part that a quantity plays in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Stands by itself.
    Plain,
    /// A total with parts.
    Total,
    /// A part of a total.
    Part,
    /// Zero said in words.
    Zero,
    /// A requests figure whose role the sentence's arithmetic settled: newly received.
    New,
    /// Carried in from last year.
    CarriedIn,
    /// Handled.
    Handled,
    /// Carried out to next year.
    CarriedOut,
    /// Last year's, cumulative, growth, quota or another organ's: a quantity, no measure.
    Other,
}

impl Role {
    /// All.
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Total,
        Self::Part,
        Self::Zero,
        Self::New,
        Self::CarriedIn,
        Self::Handled,
        Self::CarriedOut,
        Self::Other,
    ];

    /// The word in the `role` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Total => "total",
            Self::Part => "part",
            Self::Zero => "zero",
            Self::New => "new",
            Self::CarriedIn => "carried_in",
            Self::Handled => "handled",
            Self::CarriedOut => "carried_out",
            Self::Other => "other",
        }
    }
}

/// Reads the quantities of a filing's prose.
pub fn read(passages: &[Passage<'_>], setting: &Setting<'_>) -> Narrative {
    let text = Text::new(passages, setting.year, setting.organ);
    let (items, mut findings) = understand(&text);
    let kept = within_budget(&text, &items);
    if kept < items.len() || items.len() >= gather::MOST {
        let at = items.get(kept.saturating_sub(1)).map_or(0, |item| item.end);
        let location = text.running.passage(at).map(|passage| passage.location).unwrap_or_default();
        findings.push(Finding::new("NAR-LIMIT").with("count", kept.to_string()).at(location));
    }
    let quantities = items.iter().take(kept).map(|item| quantity(&text, item, setting)).collect();
    Narrative { quantities, findings }
}

fn understand(text: &Text<'_>) -> (Vec<Item>, Vec<Finding>) {
    let mut items = gather::items(text);
    time::stocks(text, &mut items);
    time::stocks_apart(text, &mut items);
    reference::take_back(text, &mut items);
    zero::append(text, &mut items);
    items.sort_by_key(|item| (item.start, item.end));
    let mut findings = breakdown::link(text, &mut items);
    whole::of_channels(&mut items);
    whole::by_channels(text, &mut items);
    whole::of_sentence_before(&mut items);
    whole::before_total(text, &mut items);
    jurisdiction::of_own_part(text, &mut items);
    jurisdiction::of_own_publication(text, &mut items);
    findings.extend(requests::settle(text, &mut items));
    chosen::one_per_measure(&mut items);
    (items, findings)
}

/// Most bytes of sentences that the quantities of one filing repeat.
const SENTENCES: usize = 8 << 20;

/// How many of the quantities are kept: a sentence is repeated for each of its numbers.
fn within_budget(text: &Text<'_>, items: &[Item]) -> usize {
    let mut bytes = 0;
    let fits = |item: &&Item| {
        let sentence = text.sentences[item.sentence];
        bytes += sentence.end - sentence.start;
        bytes <= SENTENCES
    };
    items.iter().take(gather::MOST).take_while(fits).count()
}

fn quantity(text: &Text<'_>, item: &Item, setting: &Setting<'_>) -> Quantity {
    let sentence = text.sentences[item.sentence];
    let passage = text.running.passage(item.start);
    let measure = match item.topic {
        Some(Topic::Measure(index)) if item.chosen => measures().get(index),
        _ => None,
    };
    let ten_thousand = measure.is_some_and(|measure| measure.unit == "元") && item.unit_name() == "万元";
    let scale = |value: Decimal| if ten_thousand { value * Decimal::from(10_000) } else { value };
    Quantity {
        section: passage.and_then(|passage| passage.section),
        measure: measure.and_then(|measure| (setting.variable)(&measure.code)),
        role: item.role,
        parent: item.parent.and_then(|parent| u32::try_from(parent).ok()),
        label: item.label(text),
        value: scale(item.value),
        low: item.low.map(scale),
        high: item.high.map(scale),
        unit: if ten_thousand { "元".to_owned() } else { item.unit_name().to_owned() },
        start: text.running.origin(item.start),
        end: text.running.origin(item.end.saturating_sub(1)) + 1,
        text: text.running.printed(sentence.start, sentence.end),
        location: passage.map(|passage| passage.location).unwrap_or_default(),
        mark: match item.topic {
            Some(Topic::Mark(code)) if item.role != Role::Other => Some(code),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests;
