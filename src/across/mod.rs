//! Across filings: one organ against its own years, against other organs, against the sum of its parts.
//!
//! In come profiles of filings ([`Profile`], a few kilobytes each) in the order of the dataset: division code,
//! organ, year, path. Out go findings for single filings. One pass, in bounded memory: the years of one organ
//! are held, the open divisions, and an index of table and prose signatures with a stated capacity
//! ([`MAX_INDEXED`]). The rules are data (`rules.toml`). What is canonical and how profiles are kept is left
//! to the dataset. Other years also serve as evidence for one (`evidence`). When one filing changes, the pass over all
//! profiles gives its neighbours' findings anew.
//!
//! The pass consists of parts that need to know less than all: the filings of one organ ([`OrganComparison`]), what was filed for
//! the divisions of one province ([`Hierarchy`], of [`SumMember`]s), and the first filing that has a table or a band of prose
//! ([`Print`]). Whoever has the filings on several machines takes the parts one by one.

mod copies;
mod duplicates;
mod evidence;
mod hierarchy;
mod profile;
mod rules;
#[cfg(test)]
mod tests;
mod years;

use std::collections::{BTreeMap, BTreeSet};

use crate::filing::Revision;
use crate::finding::Finding;

pub use copies::{Alike, Band, MAX_INDEXED, Print, Trace};
pub use hierarchy::{Hierarchy, SumMember};
pub use profile::Profile;

/// A filing of the dataset.
#[derive(Debug, Clone)]
pub struct Member {
    /// Identifier in the dataset.
    pub id: String,
    /// It stands for its organ and year.
    pub canonical: bool,
    /// A copy of the same bytes comes earlier, or it is no report: it is compared with nothing.
    pub copy: bool,
    /// What is known of it.
    pub profile: Profile,
}

/// Organs that a division should have, from the user's list; empty when there is none.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Division code and organ.
    pub organs: Vec<(String, String)>,
}

/// The pass over all filings of a dataset.
pub struct Pass<'a> {
    copies: copies::Index,
    hierarchy: Hierarchy<'a>,
    /// All filings of the organ that is being read, in order of year.
    organ: Vec<Member>,
    between: Between,
}

/// What comes out of the pass, each with the identifier of the filing that it is about.
#[derive(Debug, Default, PartialEq)]
pub struct Between {
    /// Findings between filings.
    pub findings: Vec<(String, Finding)>,
    /// What other years add to a filing.
    pub revisions: BTreeMap<String, Revision>,
}

impl<'a> Pass<'a> {
    /// A pass that has seen nothing yet.
    pub fn new(roster: &'a Roster) -> Self {
        let hierarchy = Hierarchy::new(roster);
        Self { copies: copies::Index::new(), hierarchy, organ: Vec::new(), between: Between::default() }
    }

    /// Takes the next filing, in the order of division code, organ, year, path.
    pub fn push(&mut self, member: Member) {
        if member.copy {
            return;
        }
        if self.organ.first().is_some_and(|first| first.profile.organ_key() != member.profile.organ_key()) {
            self.settle();
        }
        self.organ.push(member);
    }

    /// What there is to say already; it need not be kept here until the end.
    pub fn so_far(&mut self) -> Between {
        std::mem::take(&mut self.between)
    }

    /// What there is to say once all filings are there, but for what was handed out.
    pub fn finish(mut self) -> Between {
        self.settle();
        self.hierarchy.finish(&mut self.between.findings);
        self.between
    }

    /// Everything that is to be said once all filings of an organ are there.
    fn settle(&mut self) {
        let organ = OrganComparison::of(&self.organ);
        let findings = &mut self.between.findings;
        findings.extend(organ.between.findings);
        self.between.revisions.extend(organ.between.revisions);
        for part in organ.parts {
            self.hierarchy.add(part, findings);
        }
        for print in organ.prints {
            self.copies.compare(print, findings);
        }
        self.organ.clear();
    }
}

/// What there is to say of the filings of one organ, and what they bring to the comparisons beyond it.
#[derive(Debug, Default)]
pub struct OrganComparison {
    /// What they say of each other.
    pub between: Between,
    /// Their part in the sums of divisions, in order of year.
    pub parts: Vec<SumMember>,
    /// What copies of them would have, in their order.
    pub prints: Vec<Print>,
}

impl OrganComparison {
    /// Looks at all filings of one organ (copies left out), in order of year and path; those of no known organ are
    /// nothing to each other.
    pub fn of(members: &[Member]) -> Self {
        let mut organ = Self::default();
        let findings = &mut organ.between.findings;
        let known = members.first().is_some_and(|first| !first.profile.organ().is_empty());
        if known {
            duplicates::compare(members, findings);
            let canonical: Vec<&Member> =
                members.iter().filter(|member| member.canonical && member.profile.year().is_some()).collect();
            years::compare(&canonical, findings);
            evidence::revise(&canonical, &mut organ.between.revisions);
            organ.parts = canonical.iter().filter_map(|member| SumMember::of(member)).collect();
        }
        let mut years = BTreeSet::new();
        for member in members {
            // A second filing of the same organ and year is a revision, not a copy.
            let revision = !years.insert(member.profile.year());
            if !(known && revision) {
                organ.prints.push(Print::of(member));
            }
        }
        organ
    }
}
