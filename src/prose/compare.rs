//! The prose against the tables: which figure of the tables each statement must meet, and what is said where it does not.
//!
//! What is compared with what stands in `measures.toml` and is resolved against the forms once. All of it is soft: prose
//! rounds, speaks of the office where the table speaks of the jurisdiction, and counts the carried-over requests in or
//! out. Blank cells are no figures, and nothing is compared with them.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::Finding;
use crate::form::{Forms, forms};
use crate::narrative::{Quantity, Role, Stated, compared, contradictions, own_words};
use crate::organ::{Identity, Scope};
use crate::variable::{Unit, Variable};

/// A statement of the prose and the figures that it must meet.
struct Pair {
    finding: &'static str,
    stated: What,
    /// Measure that it must stand under.
    under: Option<Variable>,
    /// Alternatives, first to last: each is a sum.
    figures: Vec<Vec<Variable>>,
    may_include: Option<Variable>,
    evidence: bool,
}

/// What a statement is, resolved.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Measure(Variable),
    Mark(&'static str),
}

/// Words that contradict a figure, resolved.
struct Contradiction {
    words: Vec<&'static str>,
    stated: Variable,
    unless: Variable,
    figure: Variable,
}

static PAIRS: LazyLock<Vec<Pair>> =
    LazyLock::new(|| compared().map(|(stated, compare)| pair(stated, compare)).collect());

static CONTRADICTIONS: LazyLock<Vec<Contradiction>> = LazyLock::new(|| {
    let resolve = |source: &'static crate::narrative::Contradiction| Contradiction {
        words: source.words.split('|').collect(),
        stated: variable(&source.stated),
        unless: variable(&source.unless),
        figure: variable(&source.figure),
    };
    contradictions().iter().map(resolve).collect()
});

fn variable(code: &str) -> Variable {
    forms().variable(code).expect("measures.toml names figures of the forms (test comparisons_resolve)")
}

fn pair(stated: Stated, compare: &'static crate::narrative::Compare) -> Pair {
    Pair {
        finding: &compare.finding,
        stated: match stated {
            Stated::Measure(code) => What::Measure(variable(code)),
            Stated::Mark(code) => What::Mark(code),
        },
        under: compare.under.as_deref().map(variable),
        figures: compare.figures.iter().map(|sum| sum.split_whitespace().map(variable).collect()).collect(),
        may_include: compare.may_include.as_deref().map(variable),
        evidence: compare.evidence,
    }
}

/// Figures as the prose states them, exactly: the figure and its value.
pub(super) fn evidence(quantities: &[Quantity]) -> Vec<(Variable, Decimal)> {
    let exact = |quantity: &&Quantity| quantity.low == Some(quantity.value) && quantity.high == quantity.low;
    let stated = |pair: &Pair| {
        let quantity = quantities.iter().find(|quantity| states(quantity, pair.stated)).filter(exact)?;
        Some((*pair.figures.first()?.first()?, quantity.value))
    };
    PAIRS.iter().filter(|pair| pair.evidence).filter_map(stated).collect()
}

/// The figures of the tables.
struct Figures<'a> {
    /// By position in the codebook.
    values: Vec<Option<Decimal>>,
    forms: &'a Forms,
}

impl Figures<'_> {
    /// The sum of some figures; `None` unless all of them are there.
    fn sum(&self, variables: &[Variable]) -> Option<Decimal> {
        variables.iter().try_fold(Decimal::ZERO, |sum, variable| Some(sum + (*self.values.get(variable.index())?)?))
    }

    /// The sum in the unit of a statement: figures in 万元 meet statements in 元.
    fn in_unit(&self, variables: &[Variable], unit: &str) -> Option<Decimal> {
        let unit_of = |variable: &Variable| self.forms.info(*variable).unit;
        let large = variables.first().is_some_and(|variable| unit_of(variable) == Unit::TenThousandYuan);
        let scale = if large && unit == Unit::Yuan.symbol() { TEN_THOUSAND } else { Decimal::ONE };
        Some(self.sum(variables)? * scale)
    }
}

/// 元 in a 万元.
const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

fn states(quantity: &Quantity, what: What) -> bool {
    match what {
        What::Measure(variable) => quantity.measure == Some(variable),
        What::Mark(code) => quantity.mark == Some(code),
    }
}

pub(super) fn compare(quantities: &[Quantity], figures: &[Figure], identity: &Identity, forms: &Forms) -> Vec<Finding> {
    let mut values = vec![None; forms.variables.len()];
    for figure in figures.iter().filter(|figure| figure.value.is_some()) {
        if let Some(value) = figure.variable.and_then(|variable| values.get_mut(variable.index())) {
            *value = figure.value;
        }
    }
    let figures = Figures { values, forms };
    let mut findings = Vec::new();
    for pair in PAIRS.iter().filter(|pair| pair.under.is_none()) {
        if let Some(quantity) = quantities.iter().find(|quantity| states(quantity, pair.stated)) {
            findings.extend(one(pair, quantity, &figures, identity));
        }
    }
    parts(quantities, &figures, identity, &mut findings);
    findings.extend(CONTRADICTIONS.iter().filter_map(|said| contradicted(said, quantities, &figures)));
    findings
}

/// One statement against its alternatives: silent if any of them fits or none is there.
fn one(pair: &Pair, quantity: &Quantity, figures: &Figures<'_>, identity: &Identity) -> Option<Finding> {
    let readings: Vec<(Option<Variable>, Decimal)> = pair
        .figures
        .iter()
        .filter_map(|sum| Some((sum.first().copied(), figures.in_unit(sum, &quantity.unit)?)))
        .collect();
    let &(variable, expected) = readings.first()?;
    if readings.iter().any(|(_, value)| admits(quantity, *value)) {
        return None;
    }
    if pair.finding == "NAR-PRO" && is_of_last_year(quantity, identity) {
        return None;
    }
    let included = pair.may_include.map(|also| figures.sum(&[also]).unwrap_or_default());
    // 收到 with the carried-over ones.
    if included.is_some_and(|also| admits(quantity, expected + also)) {
        return None;
    }
    if quantity.role == Role::Zero {
        return Some(finding("NAR-CONTRA", quantity, variable, expected));
    }
    let mut found = finding(pair.finding, quantity, variable, expected);
    if let Some(included) = included {
        found = found.with("carried_in", included.normalize().to_string());
    }
    if narrower(quantity, expected, identity) {
        found.pattern = Some("scope".into());
    }
    Some(found)
}

/// 行政复议351件，其中结果维持72件: outcomes stand under the total whose table they are compared with.
fn parts(quantities: &[Quantity], figures: &Figures<'_>, identity: &Identity, findings: &mut Vec<Finding>) {
    for quantity in quantities.iter().filter(|quantity| quantity.mark.is_some()) {
        let parent = quantity.parent.and_then(|parent| quantities.get(parent as usize)).and_then(|total| total.measure);
        let Some(parent) = parent else { continue };
        for pair in PAIRS.iter().filter(|pair| pair.under == Some(parent) && states(quantity, pair.stated)) {
            findings.extend(one(pair, quantity, figures, identity));
        }
    }
}

/// 全部办结, while requests were carried out.
fn contradicted(said: &Contradiction, quantities: &[Quantity], figures: &Figures<'_>) -> Option<Finding> {
    let all = |quantity: &&Quantity| {
        quantity.measure == Some(said.stated) && said.words.iter().any(|word| quantity.text.contains(word))
    };
    let quantity = quantities.iter().find(all)?;
    let left = figures.sum(&[said.figure]).filter(|left| !left.is_zero())?;
    let stated = quantities.iter().any(|quantity| quantity.measure == Some(said.unless));
    let label = said.words.first().copied().unwrap_or_default();
    let mut found = finding("NAR-CONTRA", quantity, Some(said.figure), left).with("label", label);
    found.observed = None;
    (!stated).then_some(found)
}

fn finding(code: &'static str, quantity: &Quantity, variable: Option<Variable>, expected: Decimal) -> Finding {
    let mut finding = Finding::new(code).at(quantity.location);
    if code != "NAR-CONTRA" || quantity.role == Role::Zero {
        finding = finding.with("label", quantity.label.clone());
    }
    finding.variable = variable;
    finding.observed = Some(quantity.value);
    finding.expected = Some(expected);
    finding.residual = Some(quantity.value - expected);
    finding
}

/// Whether the wording admits a value; a rounded one is compared as the interval that it is.
fn admits(quantity: &Quantity, value: Decimal) -> bool {
    quantity.low.is_none_or(|low| low <= value) && quantity.high.is_none_or(|high| value <= high)
}

/// Whether a sentence speaks of the year before and not of the reporting year: what was left standing of last year's text.
fn is_of_last_year(quantity: &Quantity, identity: &Identity) -> bool {
    let names = |year: u16| quantity.text.contains(&format!("{year}年"));
    identity.year.is_some_and(|year| !names(year) && names(year - 1))
}

/// The prose names the office or its own level, is smaller, and the report is for the jurisdiction.
fn narrower(quantity: &Quantity, expected: Decimal, identity: &Identity) -> bool {
    let whole = identity.scope != Some(Scope::Organ);
    whole && quantity.value < expected && own_words().any(|word| quantity.text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::entry;

    #[test]
    fn comparisons_resolve() {
        assert!(PAIRS.len() >= 25 && !CONTRADICTIONS.is_empty());
        for pair in PAIRS.iter() {
            assert!(entry(pair.finding).is_some(), "{} is not in the catalogue", pair.finding);
            assert!(!pair.figures.is_empty() && pair.figures.iter().all(|sum| !sum.is_empty()));
            // One unit a sum, or it would be compared in none.
            let unit = |variable: &Variable| forms().info(*variable).unit;
            assert!(pair.figures.iter().all(|sum| sum.iter().all(|variable| unit(variable) == unit(&sum[0]))));
        }
    }
}
