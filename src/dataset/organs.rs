//! Organs: which filings are of one organ, whatever it was called, and under which identifier.
//!
//! Filings come in with the names and division codes that they were read with, together with the user's list; every organ
//! goes out once. Two rules merge names, no others:
//!
//! * A name without a division code is the organ of the same name with one, if there is one alone and either the list
//!   has the name, or the name begins with that division's own (平湖市水利局, not 水利局).
//! * An area cannot file: 平潭综合实验区 is its 平潭综合实验区管理委员会, 某镇 its 某镇人民政府, if that has filed in the same
//!   division or the list has it; unless the list has both, which makes them two.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::schema;
use super::shared::SharedName;
use super::summary::{Summary, hex};
use super::value::{RowSink, Rows};
use crate::organ::{Identity, Level, OrganKind, normalize};

/// What files for an area.
pub(super) const BODIES: &[&str] = &["人民政府", "管理委员会", "管委会"];

/// An organ whose filings are expected, from the user's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Organ.
    pub organ: String,
    /// Division code, empty when not stated.
    pub division: String,
    /// Reporting years.
    pub years: Vec<u16>,
}

/// An organ of the dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organ {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Other names seen.
    pub aliases: BTreeSet<String>,
    /// Its division code, empty when not known.
    pub division: String,
    /// Province-level, prefecture-level and county-level division.
    pub region: [Option<String>; 3],
    /// Its administrative level.
    pub level: Option<Level>,
    /// What it is.
    pub kind: Option<OrganKind>,
    /// The list has it.
    pub listed: bool,
    /// Years in which the list expects a filing.
    pub expected: BTreeSet<u16>,
    /// Its filings.
    pub filings: u64,
    /// First and last reporting year seen.
    pub years: Option<(u16, u16)>,
}

/// Division code and name.
type Key = (String, String);

/// The identifier of an organ: the letter o (no spreadsheet takes it for a number) and 16 hexadecimal digits.
pub fn identifier(division: &str, name: &str) -> String {
    let digest = Sha256::digest(format!("{division}\u{1f}{name}"));
    format!("o{}", hex(&digest[..8]))
}

/// Gives every filing the name, the division and the identifier of its organ; returns the organs in the order of division
/// code and name.
pub fn resolve(summaries: &mut [Summary], list: &[Expected]) -> Vec<Organ> {
    let (mut seen, mut regions) = (BTreeSet::new(), BTreeMap::new());
    // One by one: collected they would all be in memory at once, and there are fewer names than filings.
    for summary in summaries.iter().filter(|summary| !summary.organ.is_empty()) {
        let known = key(summary);
        seen.insert(known.clone());
        regions.insert(known, names(summary));
    }
    let listed: BTreeSet<Key> = list.iter().map(|line| listed_key(line, &seen)).collect();
    seen.extend(listed.iter().cloned());
    let mut renamed: BTreeMap<Key, Key> = BTreeMap::new();
    for known in &seen {
        let coded = code(known, &seen, &regions, &listed);
        let whole = body(&coded, &seen, &listed);
        if whole != *known {
            renamed.insert(known.clone(), whole);
        }
    }
    let mut organs: BTreeMap<Key, Organ> = BTreeMap::new();
    let mut shared: BTreeMap<Key, [SharedName; 3]> = BTreeMap::new();
    for line in list {
        let named = listed_key(line, &seen);
        let organ = organs.entry(renamed.get(&named).cloned().unwrap_or(named)).or_default();
        organ.listed = true;
        organ.expected.extend(&line.years);
        organ.aliases.insert(line.organ.clone());
    }
    for summary in summaries.iter_mut().filter(|summary| !summary.organ.is_empty()) {
        let known = key(summary);
        let whole = renamed.get(&known).unwrap_or(&known).clone();
        organs.entry(whole.clone()).or_default().add(summary, known.1);
        let named = |(division, organ): &Key| {
            [division.as_str().into(), organ.as_str().into(), identifier(division, organ).into()]
        };
        let names = shared.entry(whole).or_insert_with_key(named);
        [summary.division, summary.organ, summary.organ_id] = names.clone();
    }
    let named = |((division, name), mut organ): (Key, Organ)| {
        organ.aliases.remove(&name);
        Organ { id: identifier(&division, &name), name, division, ..organ }
    };
    organs.into_iter().map(named).collect()
}

fn key(summary: &Summary) -> Key {
    (summary.division.to_string(), summary.organ.to_string())
}

/// The names of the divisions that it lies in.
fn names(summary: &Summary) -> Vec<String> {
    summary.region.iter().filter_map(SharedName::known).map(str::to_owned).collect()
}

/// The organ that a line of the list means: the one seen under its name (or under the normalized one), in its division
/// or, where the list states none, in the only one.
fn listed_key(line: &Expected, seen: &BTreeSet<Key>) -> Key {
    let normalized = normalize(&line.organ);
    let named = |(division, name): &&Key| {
        (*name == line.organ || *name == normalized) && (line.division.is_empty() || *division == line.division)
    };
    let mut found: Vec<&Key> = seen.iter().filter(named).collect();
    if found.len() > 1 {
        found.retain(|(division, _)| !division.is_empty());
    }
    if found.len() > 1 {
        found.retain(|(_, name)| *name == line.organ);
    }
    match found.as_slice() {
        [only] => (*only).clone(),
        _ => (line.division.clone(), line.organ.clone()),
    }
}

/// The same name with its division code, where it lacks one and there is one alone.
fn code(known: &Key, seen: &BTreeSet<Key>, regions: &BTreeMap<Key, Vec<String>>, listed: &BTreeSet<Key>) -> Key {
    if !known.0.is_empty() {
        return known.clone();
    }
    let mut same = seen.iter().filter(|(division, name)| !division.is_empty() && *name == known.1);
    let (Some(only), None) = (same.next(), same.next()) else { return known.clone() };
    let whole = regions.get(only).is_some_and(|names| names.iter().any(|region| only.1.starts_with(region)));
    if whole || listed.contains(only) { only.clone() } else { known.clone() }
}

/// The body that files for an area, where the name is the area's and the body is known.
fn body(known: &Key, seen: &BTreeSet<Key>, listed: &BTreeSet<Key>) -> Key {
    let (division, name) = known;
    if division.is_empty() {
        return known.clone();
    }
    let area = name.strip_suffix("管委会").unwrap_or(name);
    let bodies = BODIES.iter().map(|body| (division.clone(), format!("{area}{body}")));
    let found: Vec<Key> = bodies.filter(|body| body != known && seen.contains(body)).collect();
    let longer = |other: &&Key| other.1.len() > name.len();
    match found.iter().find(longer) {
        Some(other) if listed.contains(known) && listed.contains(other) => known.clone(),
        Some(_) if listed.contains(known) => known.clone(),
        Some(other) => other.clone(),
        // The list calls it by the name of the area.
        None => {
            let area =
                BODIES.iter().find_map(|body| name.strip_suffix(body)).map(|area| (division.clone(), area.to_owned()));
            area.filter(|area| listed.contains(area) && !listed.contains(known)).unwrap_or_else(|| known.clone())
        }
    }
}

impl Organ {
    fn add(&mut self, summary: &Summary, name: String) {
        self.filings += 1;
        self.aliases.insert(name);
        for (slot, found) in self.region.iter_mut().zip(&summary.region) {
            if slot.is_none() {
                *slot = found.known().map(str::to_owned);
            }
        }
        self.level = self.level.or(summary.level);
        self.kind = self.kind.or(summary.kind);
        if let Some(year) = summary.year {
            let (first, last) = self.years.unwrap_or((year, year));
            self.years = Some((first.min(year), last.max(year)));
        }
    }
}

impl Summary {
    /// Lets the organ of the dataset override what the filing says of its filer.
    pub fn identify(&self, identity: &mut Identity) {
        if !self.organ.is_empty() {
            identity.organ = Some(self.organ.to_string());
        }
        if !self.division.is_empty() {
            identity.division_code = Some(self.division.to_string());
        }
    }
}

/// The rows of `organs`.
pub fn rows(organs: &[Organ]) -> Rows<'_> {
    let mut rows = Rows::new(schema::table(schema::ORGANS));
    for organ in organs {
        let aliases: Vec<&str> = organ.aliases.iter().map(String::as_str).collect();
        rows.text(&organ.id).text(&organ.name).text(aliases.join(";")).text(&organ.division);
        for region in &organ.region {
            rows.maybe(region.as_deref());
        }
        rows.maybe(organ.level.map(Level::word)).maybe(organ.kind.map(OrganKind::word)).flag(organ.listed);
        rows.integer(Some(organ.filings))
            .integer(organ.years.map(|years| years.0))
            .integer(organ.years.map(|years| years.1));
        rows.end();
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::summary::tests::summary;
    use super::*;
    use crate::filing::Verdict;

    fn filed(list: &[(&str, &str, &str)]) -> Vec<Summary> {
        let summary = |(at, (division, organ, county)): (usize, &(&str, &str, &str))| {
            let mut summary = summary(&at.to_string(), organ, 2021, Verdict::Reconciled);
            summary.division = (*division).into();
            summary.region[2] = (*county).into();
            summary
        };
        list.iter().enumerate().map(summary).collect()
    }

    fn line(organ: &str, division: &str) -> Expected {
        Expected { organ: organ.to_owned(), division: division.to_owned(), years: vec![2021, 2022] }
    }

    fn names(organs: &[Organ]) -> Vec<String> {
        organs.iter().map(|organ| format!("{}{}", organ.division, organ.name)).collect()
    }

    #[test]
    fn a_full_name_without_a_code_is_that_with_one() {
        let mut list = filed(&[
            ("330482", "平湖市水利局", "平湖市"),
            ("", "平湖市水利局", ""),
            ("330482", "信访局", "平湖市"),
            ("", "信访局", ""),
            ("", "", ""),
        ]);
        let organs = resolve(&mut list, &[]);
        assert_eq!(names(&organs), ["信访局", "330482信访局", "330482平湖市水利局"]);
        assert_eq!((&*list[1].division, &list[1].organ_id), ("330482", &list[0].organ_id));
        assert_eq!((organs[2].filings, &*list[4].organ_id), (2, ""));
        assert!(list[0].organ_id.starts_with('o') && list[0].organ_id.len() == 17);
    }

    #[test]
    fn the_list_names_organs_that_are_there() {
        let mut list =
            filed(&[("330482", "平湖市水利局", "平湖市"), ("330482", "信访局", "平湖市"), ("", "信访局", "")]);
        let organs = resolve(&mut list, &[line("平湖市水利局", ""), line("信访局", ""), line("别的局", "330482")]);
        assert_eq!(names(&organs), ["330482信访局", "330482别的局", "330482平湖市水利局"]);
        assert!(organs.iter().all(|organ| organ.listed && organ.expected.len() == 2));
        assert_eq!(organs.iter().map(|organ| organ.filings).collect::<Vec<_>>(), [2, 0, 1]);
    }

    #[test]
    fn an_area_is_its_body() {
        let (area, body) = ("平潭综合实验区", "平潭综合实验区管理委员会");
        let filings = [("350128", area, ""), ("350128", body, ""), ("350128", "平潭综合实验区管委会", "")];
        let mut list = filed(&filings);
        let organs = resolve(&mut list, &[]);
        assert_eq!(names(&organs), [format!("350128{body}")]);
        assert_eq!(organs[0].aliases.iter().collect::<Vec<_>>(), [area, "平潭综合实验区管委会"]);
        let organs = resolve(&mut filed(&filings), &[line(area, "350128"), line(body, "350128")]);
        assert_eq!(organs.len(), 2, "the list has both");
        let organs = resolve(&mut filed(&filings[..2]), &[line(area, "")]);
        assert_eq!(names(&organs), [format!("350128{area}")], "the list has its own name for it");
        assert_eq!(resolve(&mut filed(&filings[..1]), &[]).len(), 1);
    }
}
