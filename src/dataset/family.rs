//! Families of names: names of organs come in, what they may be merged within goes out.
//!
//! Two names are of one organ only if they are equal, or differ by the body that files for an area
//! ([`super::organs`]). So names without such endings, and whatever a line of the user's list calls the same, part all
//! filings into families that can be resolved one by one, on different machines.

use std::collections::BTreeMap;

use super::organs::{BODIES, Expected};
use crate::organ::normalize;

/// The families of an edition.
#[derive(Debug, Clone, Default)]
pub struct Families {
    /// Families that a line of the list joins: the name of each, and the one that stands for it.
    joined: BTreeMap<String, String>,
}

impl Families {
    /// The families, given the user's list.
    pub fn new(list: &[Expected]) -> Self {
        let mut families = Self::default();
        for line in list {
            let (one, other) = (families.of(&line.organ), families.of(&normalize(&line.organ)));
            if one != other {
                families
                    .joined
                    .values_mut()
                    .filter(|family| **family == other)
                    .for_each(|family| family.clone_from(&one));
                families.joined.insert(other, one);
            }
        }
        families
    }

    /// The family of a name.
    pub fn of(&self, organ: &str) -> String {
        let mut area = organ;
        while let Some(shorter) = BODIES.iter().find_map(|body| area.strip_suffix(body)) {
            area = shorter;
        }
        self.joined.get(area).cloned().unwrap_or_else(|| area.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::organs::{Organ, resolve};
    use super::super::summary::tests::summary;
    use super::super::{Summary, assign_ids};
    use super::*;
    use crate::filing::Verdict;

    /// Names that are merged, or nearly.
    const NAMES: [&str; 9] = [
        "平湖市水利局",
        "信访局",
        "甲镇",
        "甲镇人民政府",
        "乙区",
        "乙区管理委员会",
        "乙区管委会",
        "乙区管委会人民政府",
        "",
    ];

    fn filings() -> impl Strategy<Value = Vec<Summary>> {
        let one = (0..NAMES.len(), prop::sample::select(vec!["", "330482", "330483"]), 2019_u16..2023, any::<bool>());
        prop::collection::vec(one, 0..24).prop_map(|all| {
            let filing = |(at, (name, division, year, named)): (usize, (usize, &str, u16, bool))| {
                let mut summary = summary(&format!("{at:02}"), NAMES[name], year, Verdict::Reconciled);
                summary.division = division.into();
                summary.region[2] = if named && !division.is_empty() { "平湖市".into() } else { "".into() };
                summary
            };
            all.into_iter().enumerate().map(filing).collect()
        })
    }

    fn list() -> impl Strategy<Value = Vec<Expected>> {
        let line = (0..NAMES.len() - 1, prop::sample::select(vec!["", "330482"]));
        let line = line.prop_map(|(name, division)| Expected {
            organ: NAMES[name].to_owned(),
            division: division.to_owned(),
            years: vec![2021],
        });
        prop::collection::vec(line, 0..4)
    }

    fn told(summaries: &[Summary], organs: Vec<Organ>) -> (BTreeMap<String, (String, String)>, Vec<Organ>) {
        let named = |summary: &Summary| {
            (summary.row.path.to_string(), (summary.division.to_string(), summary.organ.to_string()))
        };
        (summaries.iter().map(named).collect(), organs)
    }

    proptest! {
        /// Family by family, organs come out as they do all at once.
        #[test]
        fn families_can_be_resolved_one_by_one(mut all in filings(), list in list()) {
            assign_ids(&mut all);
            let families = Families::new(&list);
            let mut parts: BTreeMap<String, (Vec<Summary>, Vec<Expected>)> = BTreeMap::new();
            for summary in &all {
                parts.entry(families.of(&summary.organ)).or_default().0.push(summary.clone());
            }
            for line in &list {
                parts.entry(families.of(&line.organ)).or_default().1.push(line.clone());
            }
            let (mut filed, mut organs) = (Vec::new(), Vec::new());
            for (mut summaries, lines) in parts.into_values() {
                organs.extend(resolve(&mut summaries, &lines));
                filed.extend(summaries);
            }
            organs.sort_by(|a, b| (&a.division, &a.name).cmp(&(&b.division, &b.name)));
            let whole = resolve(&mut all, &list);
            prop_assert_eq!(told(&filed, organs), told(&all, whole));
        }
    }
}
