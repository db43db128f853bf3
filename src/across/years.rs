//! One organ against its own earlier years: what must carry over, and what may not jump.

use rust_decimal::Decimal;

use super::Member;
use super::rules::{Scale, YearRule, rules};
use crate::finding::Finding;

/// Earlier years that a figure is held against.
const HISTORY: usize = 5;

/// Compares canonical filings of one organ, in order of year.
pub(super) fn compare(filings: &[&Member], findings: &mut Vec<(String, Finding)>) {
    for (place, now) in filings.iter().enumerate() {
        let Some(year) = now.profile.year() else { continue };
        let before = filings[..place].iter().rev().find(|other| other.profile.year().is_some_and(|other| other < year));
        if let Some(before) = before.filter(|before| before.profile.year() == year.checked_sub(1)) {
            for rule in &rules().years {
                findings.extend(carried(rule, before, now).map(|finding| (now.id.clone(), finding)));
            }
        }
        for scale in &rules().scales {
            findings.extend(jumps(scale, &filings[..place], now).map(|finding| (now.id.clone(), finding)));
        }
    }
}

/// A figure that does not follow from the year before. Only figures with a value are compared.
fn carried(rule: &YearRule, before: &Member, now: &Member) -> Option<Finding> {
    let observed = now.profile.value(rule.subject)?;
    let mut expected = Decimal::ZERO;
    let mut equation = format!("{} ≠ ", observed.normalize());
    for (place, term) in rule.terms.iter().enumerate() {
        let filing = if term.before { before } else { now };
        let value = filing.profile.value(term.variable)?;
        let value = if term.negative { -value } else { value };
        if place > 0 && value >= Decimal::ZERO {
            equation.push('+');
        }
        equation.push_str(&value.normalize().to_string());
        expected = expected.checked_add(value)?;
    }
    if observed == expected {
        return None;
    }
    let mut finding = Finding::new(rule.code.clone()).about(rule.subject);
    finding.related = rule.terms.iter().map(|term| term.variable).collect();
    finding.observed = Some(observed);
    finding.expected = Some(expected);
    finding.residual = observed.checked_sub(expected);
    Some(finding.with("equation", equation).with("other", before.id.clone()).with("before", year(before)))
}

/// A figure that is many times the middle one of the earlier years, or a small part of it.
fn jumps<'a>(scale: &'a Scale, earlier: &'a [&Member], now: &'a Member) -> impl Iterator<Item = Finding> + 'a {
    scale.variables.iter().filter_map(move |&variable| {
        let observed = now.profile.value(variable)?;
        let mut history: Vec<(Decimal, &Member)> = earlier
            .iter()
            .rev()
            .filter_map(|other| Some((other.profile.value(variable)?, *other)))
            .filter(|(value, _)| *value > Decimal::ZERO)
            .take(HISTORY)
            .collect();
        history.sort_by_key(|(value, _)| *value);
        let &(usual, other) = history.get(history.len() / 2)?;
        let (low, high) = (observed.min(usual), observed.max(usual));
        let factor = Decimal::from(scale.factor);
        if observed <= Decimal::ZERO || high < low.checked_mul(factor)? || high - low < Decimal::from(scale.least) {
            return None;
        }
        let mut finding = Finding::new(scale.code.clone()).about(variable);
        finding.observed = Some(observed);
        finding.expected = Some(usual);
        let history = format!("{}: {}", year(other), usual.normalize());
        let raw = observed.normalize().to_string();
        Some(finding.with("raw", raw).with("history", history).with("factor", scale.factor.to_string()))
    })
}

pub(super) fn year(member: &Member) -> String {
    member.profile.year().map(|year| year.to_string()).unwrap_or_default()
}
