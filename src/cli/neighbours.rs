//! Filings that are checked together are held against each other, and against what a published dataset has of their
//! organs: the carry-over from year to year, copies, sums over a division.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::across::{Member, Pass, Profile, Roster};
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::filing::{Filing, Stage, Verdict};
use crate::form::forms;
use crate::reader::Format;
use crate::run::Checked;
use crate::view::OtherYear;

/// Adds to each filing what the others say of it; returns, in the order of the filings, the other years of its organ.
/// Figures of a dataset come from its panel.
pub(super) fn relate(filings: &mut [Checked], dataset: Option<&Path>) -> Result<Vec<Vec<OtherYear>>, csv::Error> {
    let known = dataset.map_or(Ok(Vec::new()), |folder| panel(folder, filings))?;
    let mut members: Vec<Member> = filings
        .iter()
        .map(|checked| member(checked.name.clone(), &checked.filing))
        .chain(known.iter().map(|(id, filing)| member(id.clone(), filing)))
        .collect();
    stand(&mut members);
    let roster = Roster::default();
    let mut pass = Pass::new(&roster);
    for member in members {
        pass.push(member);
    }
    let between = pass.finish();
    let mut by_name: HashMap<&str, &mut Filing> =
        filings.iter_mut().map(|checked| (checked.name.as_str(), &mut checked.filing)).collect();
    for (id, revision) in &between.revisions {
        if let Some(filing) = by_name.get_mut(id.as_str()) {
            filing.revise(revision);
        }
    }
    for (id, finding) in between.findings {
        if let Some(filing) = by_name.get_mut(id.as_str()) {
            filing.findings.add(Stage::Others, [finding]);
        }
    }
    Ok(years(filings, &known))
}

/// Puts members into the order in which they are compared; of several of an organ and year the first stands for it.
fn stand(members: &mut [Member]) {
    let key = |member: &Member| {
        let profile = &member.profile;
        (profile.division().to_owned(), profile.organ().to_owned(), profile.year())
    };
    members.sort_by_cached_key(|member| (key(member), member.copy, member.id.clone()));
    for place in 0..members.len() {
        let first = place == 0 || key(&members[place - 1]) != key(&members[place]);
        members[place].canonical = first && !members[place].copy;
    }
}

/// Division and name of an organ.
type Organ<'a> = (Option<&'a str>, &'a str);

fn organ(filing: &Filing) -> Option<Organ<'_>> {
    Some((filing.identity.division_code.as_deref(), filing.identity.organ.as_deref()?))
}

/// The years of each filing's organ but its own.
fn years(filings: &[Checked], known: &[(String, Filing)]) -> Vec<Vec<OtherYear>> {
    let all = filings.iter().map(|checked| &checked.filing).chain(known.iter().map(|(_, filing)| filing));
    let mut by_organ: HashMap<Organ<'_>, BTreeMap<u16, OtherYear>> = HashMap::new();
    for (organ, other) in all.filter_map(|filing| Some((organ(filing)?, OtherYear::of(filing)?))) {
        if !other.values.is_empty() {
            by_organ.entry(organ).or_default().entry(other.year).or_insert(other);
        }
    }
    let of = |checked: &Checked| {
        let years = organ(&checked.filing).and_then(|organ| by_organ.get(&organ));
        let others = years.into_iter().flat_map(BTreeMap::values);
        others.filter(|other| checked.filing.identity.year != Some(other.year)).cloned().collect()
    };
    filings.iter().map(of).collect()
}

/// Ranks the repairs of an organ's filings in the light of its other years.
pub(super) fn weigh(filings: &mut [Filing]) {
    let mut members: Vec<Member> =
        filings.iter().enumerate().map(|(place, filing)| member(place.to_string(), filing)).collect();
    stand(&mut members);
    let roster = Roster::default();
    let mut pass = Pass::new(&roster);
    members.into_iter().for_each(|member| pass.push(member));
    for (id, revision) in &pass.finish().revisions {
        if let Some(filing) = id.parse().ok().and_then(|place: usize| filings.get_mut(place)) {
            filing.revise(revision);
        }
    }
}

fn member(id: String, filing: &Filing) -> Member {
    let copy = matches!(filing.verdict, Verdict::NotAReport | Verdict::Unreadable);
    Member { id, canonical: false, copy, profile: Profile::new(filing) }
}

/// The filings of a dataset that are of the same organs and of other years, with the figures of its panel.
fn panel(folder: &Path, filings: &[Checked]) -> Result<Vec<(String, Filing)>, csv::Error> {
    let mut reader = csv::Reader::from_path(folder.join("panel.csv"))?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == name);
    let columns = ["filing_id", "organ", "division_code", "year"].map(column);
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row?;
        let [id, organ, division, year] =
            columns.map(|column| column.and_then(|column| row.get(column)).unwrap_or_default());
        let year: Option<u16> = year.parse().ok();
        let own = |checked: &&Checked| {
            let identity = &checked.filing.identity;
            identity.organ.as_deref() == Some(organ) && identity.division_code.as_deref() == Some(division)
        };
        let mut same = filings.iter().filter(own).peekable();
        if organ.is_empty() || same.peek().is_none() || same.any(|checked| checked.filing.identity.year == year) {
            continue;
        }
        let mut filing = Filing::empty(Format::Unknown);
        filing.identity.organ = Some(organ.to_owned());
        filing.identity.division_code = Some(division.to_owned());
        filing.identity.year = year;
        let cells = headers.iter().zip(row.iter()).filter_map(|(code, text)| figure(code, text));
        filing.figures = cells.collect();
        out.push((id.to_owned(), filing));
    }
    Ok(out)
}

/// A figure of the panel; statuses in the place of a value are none.
fn figure(code: &str, text: &str) -> Option<Figure> {
    let (variable, value) = (forms().variable(code)?, text.parse().ok()?);
    Some(Figure {
        variable: Some(variable),
        value: Some(value),
        status: Status::Reported,
        unit: None,
        raw: String::new(),
        row_label: "".into(),
        column_label: "".into(),
        form: FormId(0),
        table: TableKind::Requests,
        row: 0,
        column: 0,
        location: Default::default(),
        recognition: None,
    })
}
