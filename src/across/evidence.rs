//! Other years as evidence for one: what its neighbours say its figures should be, and which reading of a
//! run-together row follows from them.
//!
//! The rules between years (`rules.toml`) are solved for each of their figures. Evidence comes from figures that
//! were read; what is settled here serves as evidence for nothing else.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Member;
use super::profile::{OpenRun, Profile};
use super::rules::{YearRule, rules};
use super::years::year;
use crate::decode::{self, Cell, Reading, Settled};
use crate::edit::{Hint, Witness};
use crate::filing::Revision;
use crate::form::forms;
use crate::variable::Variable;

/// The revision of each filing that has something to be revised; canonical filings of one organ, in order of year.
pub(super) fn revise(filings: &[&Member], revisions: &mut BTreeMap<String, Revision>) {
    let of_year =
        |year: Option<u16>| filings.iter().copied().find(|member| year.is_some() && member.profile.year() == year);
    for now in filings.iter().filter(|now| now.profile.unreconciled || !now.profile.open.is_empty()) {
        let year = now.profile.year();
        let before = of_year(year.and_then(|year| year.checked_sub(1)));
        let after = of_year(year.and_then(|year| year.checked_add(1)));
        let mut revision = Revision::default();
        if now.profile.unreconciled {
            if let Some(before) = before {
                hints((&before.profile, &now.profile), false, Witness::YearBefore, &mut revision.hints);
            }
            if let Some(after) = after {
                hints((&now.profile, &after.profile), true, Witness::YearAfter, &mut revision.hints);
            }
        }
        let settled = now.profile.open.iter().filter_map(|run| settle(run, before, now, after));
        revision.settled.extend(settled);
        if revision != Revision::default() {
            revisions.insert(now.id.clone(), revision);
        }
    }
}

/// The figures of two years that follow each other.
type Pair<'a> = (&'a Profile, &'a Profile);

/// The terms of a rule with everything on one side: figure, whether it is the year before's, whether it is subtracted.
fn terms(rule: &YearRule) -> impl Iterator<Item = (Variable, bool, bool)> {
    let right = rule.terms.iter().map(|term| (term.variable, term.before, !term.negative));
    std::iter::once((rule.subject, false, false)).chain(right)
}

fn value((before, now): Pair<'_>, variable: Variable, is_before: bool) -> Option<Decimal> {
    if is_before { before } else { now }.value(variable)
}

/// The sum of all terms, zero where the rule holds; `None` where a value is not known.
fn sum(rule: &YearRule, value: impl Fn(Variable, bool) -> Option<Decimal>) -> Option<Decimal> {
    terms(rule).try_fold(Decimal::ZERO, |sum, (variable, is_before, subtracted)| {
        let value = value(variable, is_before)?;
        sum.checked_add(if subtracted { -value } else { value })
    })
}

/// What the rules ask of each figure of one year of a pair, where everything else in the rule was read.
fn hints(pair: Pair<'_>, earlier: bool, witness: Witness, out: &mut Vec<Hint>) {
    for rule in &rules().years {
        for (variable, _, subtracted) in terms(rule).filter(|term| term.1 == earlier) {
            let is_asked = |other: Variable, is_before: bool| other == variable && is_before == earlier;
            let others = |other, is_before| {
                if is_asked(other, is_before) { Some(Decimal::ZERO) } else { value(pair, other, is_before) }
            };
            if let Some(sum) = sum(rule, others) {
                out.push(Hint { variable, value: if subtracted { sum } else { -sum }, witness });
            }
        }
    }
}

/// What a cell counts: blanks and marks nothing.
fn number(cell: Option<Cell>) -> Decimal {
    cell.and_then(|cell| cell.figure().1).unwrap_or_default()
}

/// One year's stock may change by this part of it before a single neighbour is no longer believed.
const HALF: i64 = 2;

/// The reading of an open row that alone satisfies every rule between years that can be evaluated, if there is a rule
/// and one such reading, with a number or a mark in each cell. Readings that suppose blank cells are rivals.
///
/// Real filings break these rules often enough that another reading could satisfy a single one by chance; nearly always
/// one that has most of the stock issued or repealed in a year. So where only one year is known, such a reading is
/// not taken.
fn settle(run: &OpenRun, before: Option<&Member>, now: &Member, after: Option<&Member>) -> Option<Settled> {
    let readings = decode::alternatives(&run.run, &run.variables, forms().form(run.form)?)?;
    let mut others: Vec<&Member> = Vec::new();
    let mut ties: Vec<(&YearRule, Pair<'_>, bool)> = Vec::new();
    for (other, earlier) in [(before, false), (after, true)] {
        let Some(other) = other else { continue };
        let pair = if earlier { (&now.profile, &other.profile) } else { (&other.profile, &now.profile) };
        let touches = |(variable, is_before, _)| is_before == earlier && run.variables.contains(&variable);
        let known = |term: (Variable, bool, bool)| touches(term) || value(pair, term.0, term.1).is_some();
        let evaluable = |rule: &&YearRule| terms(rule).any(touches) && terms(rule).all(known);
        let before = ties.len();
        ties.extend(rules().years.iter().filter(evaluable).map(|rule| (rule, pair, earlier)));
        if ties.len() > before {
            others.push(other);
        }
    }
    let holds = |reading: &Reading, (rule, pair, earlier): &(&YearRule, Pair<'_>, bool)| {
        let with_row = |variable: Variable, is_before: bool| {
            let place = run.variables.iter().position(|known| *known == variable).filter(|_| is_before == *earlier);
            place.map_or_else(|| value(*pair, variable, is_before), |place| Some(number(reading[place])))
        };
        sum(rule, with_row).is_some_and(|sum| sum.is_zero())
    };
    if ties.is_empty() {
        return None;
    }
    let mut left = readings.iter().filter(|reading| ties.iter().all(|tie| holds(reading, tie)));
    let (Some(only), None) = (left.next(), left.next()) else { return None };
    // The stock is the figure that the rule carries over; everything else of the row is a change of it.
    let modest = |(rule, pair, earlier): &(&YearRule, Pair<'_>, bool)| {
        let of_row = |variable: Variable| {
            let place = run.variables.iter().position(|known| *known == variable)?;
            Some(number(only[place]).abs())
        };
        let stock = if *earlier { of_row(rule.subject) } else { value(*pair, rule.subject, true) };
        let changes = rule.terms.iter().filter(|term| term.before == *earlier && term.variable != rule.subject);
        let most = changes.filter_map(|term| of_row(term.variable)).max();
        most.is_none_or(|most| stock.is_some_and(|stock| most.saturating_mul(Decimal::from(HALF)) <= stock))
    };
    if others.len() < 2 && !ties.iter().all(modest) {
        return None;
    }
    let cells: Option<Vec<(Variable, Cell)>> =
        run.variables.iter().zip(only).map(|(&variable, cell)| Some((variable, (*cell)?))).collect();
    let others: Vec<String> = others.iter().map(|other| format!("{}: {}", year(other), other.id)).collect();
    Some(Settled { cells: cells?, others: others.join(", ") })
}
