//! Who has filed: every organ and year that is expected or was seen, and the reports of which that is not known.
//!
//! What is expected: the years of the user's list; without a list, the years between an organ's first and last.

use std::collections::BTreeMap;

use super::Summary;
use super::organs::Organ;
use super::panel::{is_undecided, rank};
use super::schema::table;
use super::value::{self, RowSink, Rows};

/// An organ and year of which there is no filing.
pub const MISSING: &str = "missing";
/// A report whose organ or year is not decided.
pub const UNDECIDED: &str = "undecided";

/// The rows of `coverage`. `stands` says which filings are canonical; `has_list`, whether the user listed organs.
pub fn rows<'a>(summaries: &'a [Summary], stands: &[bool], organs: &'a [Organ], has_list: bool) -> Rows<'a> {
    let mut rows = Rows::new(table("coverage"));
    parts(summaries, stands, organs, has_list).for_each(|part| rows.append(part));
    rows
}

/// The same rows in parts, each made when it is asked for: there are as many as filings, and more.
pub fn parts<'a>(
    summaries: &'a [Summary],
    stands: &[bool],
    organs: &'a [Organ],
    has_list: bool,
) -> impl Iterator<Item = Rows<'a>> + use<'a> {
    let seen = seen(summaries, stands);
    let undecided = value::parts(summaries).map(undecided);
    undecided.chain(value::parts(organs).map(move |organs| by_year(organs, &seen, has_list)))
}

/// The filing that an organ and year is told by.
type Seen<'a> = BTreeMap<(&'a str, u16), &'a Summary>;

fn seen<'a>(summaries: &'a [Summary], stands: &[bool]) -> Seen<'a> {
    let mut seen = Seen::new();
    // What cannot stand for its organ is still better news than nothing; the canonical filing comes last and wins.
    let known = |summary: &&Summary| !summary.organ.is_empty();
    let mut filed: Vec<&Summary> = summaries.iter().filter(known).collect();
    filed.sort_unstable_by(|one, other| rank(other).cmp(&rank(one)));
    let canonical = summaries.iter().zip(stands).filter(|(_, stands)| **stands).map(|(summary, _)| summary);
    for summary in filed.into_iter().chain(canonical) {
        if let Some(year) = summary.year {
            seen.insert((&summary.organ_id, year), summary);
        }
    }
    seen
}

/// The rows of reports whose organ or year is not decided.
fn undecided(summaries: &[Summary]) -> Rows<'_> {
    let mut rows = Rows::new(table("coverage"));
    for summary in summaries.iter().filter(|summary| is_undecided(summary)) {
        rows.text(&summary.organ_id).text(&summary.organ).text(&summary.division).integer(summary.year);
        rows.text(UNDECIDED).text(&summary.id).end();
    }
    rows
}

/// The rows of organs, by year.
fn by_year<'a>(organs: &'a [Organ], seen: &Seen<'a>, has_list: bool) -> Rows<'a> {
    let mut rows = Rows::new(table("coverage"));
    for organ in organs {
        let mut years = organ.expected.clone();
        if let Some((first, last)) = organ.years {
            if has_list {
                years.extend((first..=last).filter(|&year| seen.contains_key(&(organ.id.as_str(), year))));
            } else {
                years.extend(first..=last);
            }
        }
        for year in years {
            rows.text(&organ.id).text(&organ.name).text(&organ.division).integer(Some(year));
            match seen.get(&(organ.id.as_str(), year)) {
                Some(summary) => rows.text(summary.verdict.word()).text(&summary.id),
                None => rows.text(MISSING).text(""),
            };
            rows.end();
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::lines::csv;
    use super::super::organs::{Expected, resolve};
    use super::super::panel::choose;
    use super::super::summary::tests::summary;
    use super::super::summary::{assign_ids, order};
    use super::*;
    use crate::filing::Verdict;

    fn text(list: &mut [Summary], expected: &[Expected]) -> String {
        assign_ids(list);
        let organs = resolve(list, expected);
        order(list);
        let stands = choose(list);
        let text = String::from_utf8(csv(&rows(list, &stands, &organs, !expected.is_empty()), false)).expect("utf-8");
        // Identifiers are not what is told.
        let field = |line: &str| line.split(',').skip(1).take(4).collect::<Vec<_>>().join(" ");
        text.lines().map(field).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn every_organ_and_year_has_one_line() {
        let filed = || {
            vec![
                summary("a", "甲局", 2021, Verdict::Flagged),
                summary("b", "甲局", 2021, Verdict::Reconciled),
                summary("d", "甲局", 2023, Verdict::NeedsOcr),
                summary("e", "", 2021, Verdict::Reconciled),
                summary("f", "甲局", 0, Verdict::Reconciled),
            ]
        };
        let want = " 2021 undecided\n甲局   undecided\n甲局  2021 reconciled\n甲局  2022 missing\n甲局  2023 needs_ocr";
        assert_eq!(text(&mut filed(), &[]).trim_start(), want.trim_start());
        let line = |organ: &str, division: &str| Expected {
            organ: organ.to_owned(),
            division: division.to_owned(),
            years: vec![2021, 2022],
        };
        let list = [line("甲局", ""), line("乙局", "110101")];
        let mut coded = filed();
        coded.iter_mut().for_each(|summary| summary.division = "330482".into());
        let told = text(&mut coded, &list);
        for line in ["甲局 330482 2021 reconciled", "甲局 330482 2022 missing", "乙局 110101 2022 missing"] {
            assert_eq!(told.lines().filter(|told| *told == line).count(), 1, "{line} in {told}");
        }
        assert_eq!(told.lines().filter(|line| line.starts_with("甲局") && line.contains("2021")).count(), 1, "{told}");
    }
}
