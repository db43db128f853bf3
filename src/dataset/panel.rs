//! One filing for every organ and year: which one it is, and its row.
//!
//! The rule, in this order: reconciled before flagged before incomplete; more figures with a value; later
//! publication; path. Filings without organ or year, and those that are no report, need OCR or could not be
//! read, stand for nobody.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::value::RowSink;
use super::{SharedName, Summary};
use crate::figure::{Figure, Status, TableKind};
use crate::filing::{Filing, TableVerdict, Verdict};
use crate::form::{VariableInfo, forms};
use crate::narrative::Role;
use crate::organ::{Level, OrganKind, Scope};
use crate::variable::Variable;

/// Whether it is a report with tables.
pub(super) fn is_judged(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Reconciled | Verdict::Flagged | Verdict::Incomplete)
}

/// Whether a filing can stand for its organ and year.
fn is_candidate(summary: &Summary) -> bool {
    is_judged(summary.verdict) && !summary.organ.is_empty() && summary.year.is_some()
}

impl Summary {
    /// Whether it is compared with other filings. Copies of the same bytes say the same; what is no report is compared
    /// with nothing.
    pub fn is_related(&self) -> bool {
        self.duplicate_of().is_none() && is_judged(self.verdict)
    }
}

/// Why a filing stands for its organ and year, or why not: the word in the `panel` column.
pub fn standing(summary: &Summary, canonical: bool) -> &'static str {
    match summary {
        _ if canonical => "canonical",
        summary if !is_judged(summary.verdict) => "not_judged",
        summary if summary.organ.is_empty() => "organ_undecided",
        summary if summary.year.is_none() => "year_undecided",
        _ => "superseded",
    }
}

/// Whether a report can stand for nobody because its organ or year is not decided; copies of the same bytes aside.
pub fn is_undecided(summary: &Summary) -> bool {
    let undecided = summary.organ.is_empty() || summary.year.is_none();
    is_judged(summary.verdict) && summary.duplicate_of().is_none() && undecided
}

/// Smaller is better.
pub(super) fn rank(summary: &Summary) -> impl Ord {
    (summary.verdict, Reverse(summary.reported), Reverse(&summary.published), &summary.row.path)
}

/// Chooses the canonical filings, names them in the others, and says of each filing whether it is one. `summaries` have
/// their identifiers and their organs.
pub fn choose(summaries: &mut [Summary]) -> Vec<bool> {
    let mut candidates: Vec<usize> = (0..summaries.len()).filter(|&at| is_candidate(&summaries[at])).collect();
    let group = |at: usize| (&summaries[at].organ_id, summaries[at].year);
    candidates.sort_by(|&one, &other| {
        group(one).cmp(&group(other)).then_with(|| rank(&summaries[one]).cmp(&rank(&summaries[other])))
    });
    let mut stands = vec![false; summaries.len()];
    let mut superseded = Vec::new();
    for group in candidates.chunk_by(|&one, &other| group(one) == group(other)) {
        stands[group[0]] = true;
        if let [first, others @ ..] = group
            && !others.is_empty()
        {
            // All that it stands for hold one name.
            let name = SharedName::from(&*summaries[*first].id);
            superseded.extend(others.iter().map(|&other| (other, name.clone())));
        }
    }
    for (other, first) in superseded {
        summaries[other].superseded_by = first;
    }
    stands
}

/// Adds the row of a canonical filing to `panel` and `panel_status`; returns its values, in the order of the codebook.
pub fn rows<'a>(
    values: &mut impl RowSink<'a>,
    words: &mut impl RowSink<'a>,
    summary: &'a Summary,
    filing: &'a Filing,
) -> Vec<Option<Decimal>> {
    let identity = &filing.identity;
    values.text(&summary.id).text(&summary.organ_id).text(&summary.organ).text(&summary.division);
    for region in [&identity.province, &identity.city, &identity.county] {
        values.maybe(region.as_deref());
    }
    values.maybe(identity.level.map(Level::word)).maybe(identity.kind.map(OrganKind::word));
    values.maybe(identity.scope.map(Scope::word)).integer(filing.edition().map(|form| form.0));
    values.integer(summary.year).text(summary.verdict.word());
    for kind in [TableKind::Proactive, TableKind::Requests, TableKind::Disputes] {
        values.maybe(filing.table_verdict(kind).map(TableVerdict::word));
    }
    words.text(&summary.id).text(&summary.organ_id).text(&summary.organ).text(&summary.division);
    words.integer(summary.year).text(summary.verdict.word());
    let mut figures: Vec<Option<&Figure>> = vec![None; forms().variables.len()];
    for figure in &filing.figures {
        let Some(slot) = figure.variable.and_then(|variable| figures.get_mut(variable.index())) else { continue };
        if slot.is_none_or(|first| first.value.is_none() && figure.value.is_some()) {
            *slot = Some(figure);
        }
    }
    let stated = stated(filing);
    let mut row = Vec::with_capacity(figures.len());
    for (info, figure) in forms().variables.iter().zip(figures) {
        let (value, word) = match (info.table, figure) {
            (None, _) => measure(info, &stated),
            (Some(_), Some(figure)) => (figure.value, figure.status.word()),
            (Some(_), None) => (None, absent(info, filing)),
        };
        values.number(value);
        words.word(word);
        row.push(value);
    }
    values.end();
    words.end();
    row
}

/// Why a cell of a form has no figure: the edition that the filing follows does not ask, or it was not found.
fn absent(info: &VariableInfo, filing: &Filing) -> &'static str {
    let followed = filing.tables.iter().find(|(kind, _)| Some(*kind) == info.table).map(|(_, form)| *form);
    let due = || filing.identity.year.and_then(|year| forms().for_year(year)).map(|form| form.id);
    match followed.or_else(due) {
        Some(form) if !info.forms.contains(&form) => "not_in_form",
        _ => Status::NotFound.word(),
    }
}

/// What the prose states: measures and values, each pair once, in the order of the codebook.
fn stated(filing: &Filing) -> Vec<(Variable, Decimal)> {
    let told = filing.quantities.iter().filter(|quantity| quantity.role != Role::Other);
    let mut stated: Vec<_> = told.filter_map(|quantity| Some((quantity.measure?, quantity.value))).collect();
    stated.sort();
    stated.dedup();
    stated
}

/// The value of a measure: the one that the prose states. Where it states several, there is none.
fn measure(info: &VariableInfo, stated: &[(Variable, Decimal)]) -> (Option<Decimal>, &'static str) {
    let start = stated.partition_point(|(measure, _)| *measure < info.variable);
    match stated[start..].iter().take_while(|(measure, _)| *measure == info.variable).count() {
        0 => (None, Status::NotFound.word()),
        1 => (Some(stated[start].1), Status::Reported.word()),
        _ => (None, "ambiguous"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::organs::resolve;
    use super::super::summary::assign_ids;
    use super::super::summary::tests::summary;
    use super::*;

    #[test]
    fn the_best_filing_stands_for_its_organ_and_year() {
        let mut list = vec![
            summary("a", "甲局", 2021, Verdict::Flagged),
            summary("b", "甲局", 2021, Verdict::Reconciled),
            summary("c", "甲局", 2021, Verdict::Reconciled),
            summary("d", "甲局", 2023, Verdict::NeedsOcr),
            summary("e", "", 2021, Verdict::Reconciled),
            summary("f", "甲局", 0, Verdict::Reconciled),
        ];
        list[1].reported = 10;
        list[2].reported = 200;
        assign_ids(&mut list);
        resolve(&mut list, &[]);
        let stands = choose(&mut list);
        assert_eq!(stands, [false, false, true, false, false, false]);
        let words: Vec<_> = list.iter().zip(&stands).map(|(summary, stands)| standing(summary, *stands)).collect();
        let want = ["superseded", "superseded", "canonical", "not_judged", "organ_undecided", "year_undecided"];
        assert_eq!(words, want);
        let superseded: Vec<_> = list.iter().map(|s| s.superseded_by.known().is_some()).collect();
        assert_eq!(superseded, [true, true, false, false, false, false]);
    }
}
