//! A jurisdiction's summary against its parts: the organs of its own division that report for themselves, and
//! the summaries of the divisions below it.
//!
//! Division codes nest (GB/T 2260: two digits a province, four a city, six a county), and filings come in
//! their order, so that only the open province, city and county are held. The parts that are there may never
//! exceed the summary. That they equal it can be asked only with a list of the organs that there are.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::rules::{Sum, rules};
use super::{Member, Roster};
use crate::finding::Finding;
use crate::organ::Scope;
use crate::variable::Variable;

/// Names that a finding writes out.
const NAMED: usize = 10;

/// The open divisions, outermost first.
#[derive(Debug)]
pub struct Hierarchy<'a> {
    roster: BTreeMap<&'a str, BTreeSet<&'a str>>,
    open: Vec<Division>,
}

/// What a canonical filing with a year is in the sums of divisions: the summary of one, or a part of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SumMember {
    /// The filing.
    pub id: String,
    /// Code of its division.
    pub division: String,
    organ: String,
    year: u16,
    scope: Scope,
    values: Values,
}

/// A division with what was filed for it and in it.
#[derive(Debug)]
struct Division {
    code: String,
    years: BTreeMap<u16, Year>,
}

#[derive(Debug, Default)]
struct Year {
    /// The jurisdiction's summary: filing and values.
    summary: Option<(String, Values)>,
    /// Sums over the parts, and who they are.
    parts: Values,
    organs: BTreeSet<String>,
    /// A division below has no summary: its part may be too small.
    partial: bool,
}

type Values = BTreeMap<Variable, Decimal>;

impl SumMember {
    /// The part of a filing; without a year, a division code or a scope it is part of nothing.
    pub(super) fn of(member: &Member) -> Option<Self> {
        let profile = &member.profile;
        let (year, scope) = profile.year().zip(profile.identity.scope)?;
        let wanted = rules().sums.iter().flat_map(|sum| &sum.variables);
        let values = wanted.filter_map(|&variable| Some((variable, profile.value(variable)?))).collect();
        let (division, organ) = (profile.division().to_owned(), profile.organ().to_owned());
        (division.len() == 6).then(|| Self { id: member.id.clone(), division, organ, year, scope, values })
    }
}

impl<'a> Hierarchy<'a> {
    /// Nothing is open yet.
    pub fn new(roster: &'a Roster) -> Self {
        let mut organs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (division, organ) in &roster.organs {
            organs.entry(division).or_default().insert(organ);
        }
        Self { roster: organs, open: Vec::new() }
    }

    /// Takes the next part, in the order of division code, organ and year.
    pub fn add(&mut self, part: SumMember, findings: &mut Vec<(String, Finding)>) {
        while self.open.last().is_some_and(|last| !contains(&last.code, &part.division)) {
            self.close(findings);
        }
        if self.open.last().is_none_or(|last| last.code != part.division) {
            self.open.push(Division { code: part.division, years: BTreeMap::new() });
        }
        let Some(division) = self.open.last_mut() else { return };
        let slot = division.years.entry(part.year).or_default();
        match part.scope {
            Scope::Jurisdiction => {
                // Of two summaries of one division and year the first counts.
                slot.summary.get_or_insert((part.id, part.values));
            }
            Scope::Organ => slot.add(&part.organ, &part.values),
        }
    }

    /// Closes all divisions.
    pub fn finish(&mut self, findings: &mut Vec<(String, Finding)>) {
        while !self.open.is_empty() {
            self.close(findings);
        }
    }

    /// Judges the innermost division and adds it to the one around it.
    fn close(&mut self, findings: &mut Vec<(String, Finding)>) {
        let Some(division) = self.open.pop() else { return };
        let roster = &self.roster;
        for (year, known) in division.years {
            if let Some((id, summary)) = &known.summary {
                let missing = known.missing(&division.code, roster);
                for sum in &rules().sums {
                    findings.extend(known.judge(sum, summary, missing.as_deref()).map(|finding| (id.clone(), finding)));
                }
            }
            if let Some(around) = self.open.last_mut() {
                let around = around.years.entry(year).or_default();
                // Without a summary of its own, what was filed in the division stands for it.
                around.partial |= known.summary.is_none();
                around.add(&division.code, known.summary.as_ref().map_or(&known.parts, |(_, values)| values));
            }
        }
    }
}

impl Year {
    fn add(&mut self, name: &str, values: &Values) {
        self.organs.insert(name.to_owned());
        for (&variable, &value) in values {
            let sum = self.parts.entry(variable).or_default();
            *sum = sum.checked_add(value).unwrap_or(Decimal::MAX);
        }
    }

    /// The organs of the division, and the divisions in it, that the roster has and that are not among the
    /// parts; `None` when the roster does not say what there should be.
    fn missing(&self, code: &str, roster: &BTreeMap<&str, BTreeSet<&str>>) -> Option<Vec<String>> {
        let inside = roster.iter().filter(|(division, _)| contains(code, division));
        let mut known = false;
        let mut missing = Vec::new();
        for (division, organs) in inside {
            known = true;
            if *division == code {
                let absent = organs.iter().filter(|organ| !self.organs.contains(**organ));
                missing.extend(absent.map(|organ| (*organ).to_owned()));
            } else if !self.organs.iter().any(|part| contains(part, division)) {
                missing.push((*division).to_owned());
            }
        }
        known.then_some(missing)
    }

    fn judge(&self, sum: &Sum, summary: &Values, missing: Option<&[String]>) -> Option<Finding> {
        let complete = !self.partial && missing.is_some_and(<[String]>::is_empty);
        let wrong = |variable: &&Variable| match (summary.get(variable), self.parts.get(variable)) {
            (Some(whole), Some(parts)) => parts > whole || complete && parts != whole,
            _ => false,
        };
        let wrong: Vec<Variable> = sum.variables.iter().filter(wrong).copied().collect();
        let &first = wrong.first()?;
        let mut finding = Finding::new(sum.code.clone()).about(first);
        finding.related = wrong;
        finding.observed = summary.get(&first).copied();
        finding.expected = self.parts.get(&first).copied();
        finding.residual = finding.observed.zip(finding.expected).and_then(|(a, b)| a.checked_sub(b));
        let list = |names: &mut dyn Iterator<Item = &String>, count: usize| {
            let shown: Vec<&str> = names.take(NAMED).map(String::as_str).collect();
            format!("{}{}", shown.join(" "), if count > NAMED { " …" } else { "" })
        };
        let missing = missing.unwrap_or_default();
        let sign = if finding.residual.is_some_and(|residual| residual.is_sign_negative()) { "<" } else { ">" };
        Some(
            finding
                .with("count", self.organs.len().to_string())
                .with("sign", sign)
                .with("organs", list(&mut self.organs.iter(), self.organs.len()))
                .with(
                    "missing",
                    if missing.is_empty() { "—".to_owned() } else { list(&mut missing.iter(), missing.len()) },
                ),
        )
    }
}

/// Whether a division lies in another, or is the same.
fn contains(outer: &str, inner: &str) -> bool {
    let significant = outer.trim_end_matches("00");
    // 110000 is a province, 110100 a city; a county such as 110000 + 01 keeps all six digits.
    let significant = outer.get(..significant.len().max(2)).unwrap_or(outer);
    outer == inner || inner.starts_with(significant)
}
