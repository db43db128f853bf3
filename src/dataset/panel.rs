//! One filing for every organ and year: which one it is, its row, and what is missing.
//!
//! The rule, in this order: reconciled before flagged before incomplete; more figures with a value; later
//! publication; path. Filings without organ or year, and those that are no report, need OCR or could not be
//! read, stand for nobody.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::Summary;
use super::lines::Lines;
use crate::figure::{Figure, Status};
use crate::filing::{Filing, Verdict};
use crate::form::{VariableInfo, forms};
use crate::narrative::Role;
use rust_decimal::Decimal;

/// An organ whose filings are expected, from the user's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Organ.
    pub organ: String,
    /// Division code, empty when not stated.
    pub division: String,
    /// Reporting years.
    pub years: Vec<u16>,
}

/// Whether a filing can stand for its organ and year.
fn is_candidate(summary: &Summary) -> bool {
    let judged = matches!(summary.verdict, Verdict::Reconciled | Verdict::Flagged | Verdict::Incomplete);
    judged && !summary.organ.is_empty() && summary.year.is_some()
}

/// Smaller is better.
fn rank(summary: &Summary) -> impl Ord + use<> {
    let published = Reverse(summary.published.clone());
    (summary.verdict, Reverse(summary.reported), published, summary.row.path.clone())
}

/// Chooses the canonical filings, names them in the others, and returns their positions in `summaries`,
/// ordered by division code, organ and year. `summaries` have their identifiers.
pub fn choose(summaries: &mut [Summary]) -> Vec<usize> {
    let mut groups: BTreeMap<(String, String, Option<u16>), Vec<usize>> = BTreeMap::new();
    for (at, summary) in summaries.iter().enumerate().filter(|(_, summary)| is_candidate(summary)) {
        groups.entry((summary.division.clone(), summary.organ.clone(), summary.year)).or_default().push(at);
    }
    let mut chosen = Vec::with_capacity(groups.len());
    for mut group in groups.into_values() {
        group.sort_by_cached_key(|&at| rank(&summaries[at]));
        let Some((&first, others)) = group.split_first() else { continue };
        let id = summaries[first].id.clone();
        for &other in others {
            summaries[other].superseded_by = Some(id.clone());
        }
        chosen.push(first);
    }
    chosen
}

/// Lines of `panel.csv` and `panel_status.csv` for one canonical filing.
pub fn rows(summary: &Summary, filing: &Filing) -> (Vec<u8>, Vec<u8>) {
    let (mut values, mut words) = (Lines::new(), Lines::new());
    for lines in [&mut values, &mut words] {
        lines.word(&summary.id).text(&summary.organ).word(&summary.division);
        lines.integer(summary.year).word(summary.verdict.word());
    }
    let mut figures: Vec<Option<&Figure>> = vec![None; forms().variables.len()];
    for figure in &filing.figures {
        let Some(slot) = figure.variable.and_then(|variable| figures.get_mut(variable.index())) else { continue };
        if slot.is_none_or(|first| first.value.is_none() && figure.value.is_some()) {
            *slot = Some(figure);
        }
    }
    for (info, figure) in forms().variables.iter().zip(figures) {
        let (value, word) = match (info.table, figure) {
            (None, _) => measure(info, filing),
            (Some(_), Some(figure)) => (figure.value, figure.status.word()),
            (Some(_), None) => (None, absent(info, filing)),
        };
        values.number(value);
        words.word(word);
    }
    values.end();
    words.end();
    (values.finish(), words.finish())
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

/// The value of a measure: the one that the prose states. Where it states several, there is none.
fn measure(info: &VariableInfo, filing: &Filing) -> (Option<Decimal>, &'static str) {
    let stated = |quantity: &&crate::narrative::Quantity| {
        quantity.measure == Some(info.variable) && quantity.role != Role::Other
    };
    let values: BTreeSet<Decimal> = filing.quantities.iter().filter(stated).map(|quantity| quantity.value).collect();
    match (values.first(), values.len()) {
        (Some(&value), 1) => (Some(value), Status::Reported.word()),
        (Some(_), _) => (None, "ambiguous"),
        (None, _) => (None, Status::NotFound.word()),
    }
}

/// Lines of `coverage.csv`: every organ and year that is expected or was seen. Without a list, the years
/// between an organ's first and last are expected.
pub fn coverage(summaries: &[Summary], canonical: &[usize], expected: &[Expected]) -> Vec<u8> {
    let mut table: BTreeMap<(String, String, u16), (&str, &str)> = BTreeMap::new();
    if expected.is_empty() {
        let mut span: BTreeMap<(&str, &str), (u16, u16)> = BTreeMap::new();
        for summary in summaries.iter().filter(|summary| !summary.organ.is_empty()) {
            let Some(year) = summary.year else { continue };
            let (first, last) = span.entry((&summary.division, &summary.organ)).or_insert((year, year));
            (*first, *last) = ((*first).min(year), (*last).max(year));
        }
        for ((division, organ), (first, last)) in span {
            for year in first..=last {
                table.insert((division.to_owned(), organ.to_owned(), year), ("missing", ""));
            }
        }
    }
    for organ in expected {
        for &year in &organ.years {
            table.insert((organ.division.clone(), organ.organ.clone(), year), ("missing", ""));
        }
    }
    // What cannot stand for its organ is still better news than nothing; the canonical filing comes last and wins.
    let mut seen: Vec<&Summary> =
        summaries.iter().filter(|summary| !summary.organ.is_empty() && summary.year.is_some()).collect();
    seen.sort_by_cached_key(|summary| Reverse(rank(summary)));
    for summary in seen.into_iter().chain(canonical.iter().map(|&at| &summaries[at])) {
        let Some(year) = summary.year else { continue };
        let key = (summary.division.clone(), summary.organ.clone(), year);
        table.insert(key, (summary.verdict.word(), &summary.id));
    }
    let mut lines = Lines::new();
    for ((division, organ, year), (status, id)) in &table {
        lines.text(organ).word(division).integer(Some(year)).word(status).word(id).end();
    }
    lines.finish()
}

#[cfg(test)]
mod tests {
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
        ];
        list[1].reported = 10;
        list[2].reported = 200;
        assign_ids(&mut list);
        let chosen = choose(&mut list);
        let paths: Vec<_> = chosen.iter().map(|&at| list[at].row.path.as_str()).collect();
        assert_eq!(paths, ["c"]);
        let superseded: Vec<_> = list.iter().map(|s| s.superseded_by.is_some()).collect();
        assert_eq!(superseded, [true, true, false, false, false]);

        let ids: Vec<_> = list.iter().map(|s| s.id.clone()).collect();
        let text = String::from_utf8(coverage(&list, &chosen, &[])).expect("utf-8");
        let want = format!("甲局,,2021,reconciled,{}\n甲局,,2022,missing,\n甲局,,2023,needs_ocr,{}\n", ids[2], ids[3]);
        assert_eq!(text, want);

        let expected = [Expected { organ: "乙局".to_owned(), division: "110101".to_owned(), years: vec![2021] }];
        let text = String::from_utf8(coverage(&list, &chosen, &expected)).expect("utf-8");
        assert!(text.ends_with("乙局,110101,2021,missing,\n") && !text.contains("2022"), "{text}");
    }
}
