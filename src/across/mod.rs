//! Across filings: one organ against its own years, against other organs, against the sum of its parts.
//!
//! In come profiles of filings ([`Profile`], a few kilobytes each) in the order of the dataset: division code,
//! organ, year, path. Out go findings for single filings. One pass ([`Pass`]), in which the years of one organ
//! are held, the open divisions, and of every filing its table and prose signatures. Whoever has more filings than findings
//! about them fit in memory passes over the profiles twice: once for what lies beyond single organs ([`Survey`]), then organ by
//! organ ([`OrganComparison`]) when the filings are written. The rules are data (`rules.toml`). What is canonical and how profiles are kept is left
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
use std::io;

use crate::filing::Revision;
use crate::finding::Finding;

pub use copies::{Alike, Band, Gathered, Link, Print, Seen, Signatures, Trace};
pub use hierarchy::{Hierarchy, SumMember};
pub use profile::{MINIMA, Profile};

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

/// Members in the order of the dataset, organ by organ.
pub fn by_organ(members: &[Member]) -> impl Iterator<Item = &[Member]> {
    members.chunk_by(|one, other| one.profile.organ_key() == other.profile.organ_key())
}

/// Organs that a division should have, from the user's list; empty when there is none.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// Division code and organ.
    pub organs: Vec<(String, String)>,
}

/// The pass over all filings of a dataset.
pub struct Pass<'a> {
    hierarchy: Hierarchy<'a>,
    /// All filings of the organ that is being read, in order of year.
    organ: Vec<Member>,
    between: Between,
    prints: Vec<Print>,
    /// What is to be said of the sums of divisions.
    sums: Vec<(String, Finding)>,
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
        Self { hierarchy, organ: Vec::new(), between: Between::default(), prints: Vec::new(), sums: Vec::new() }
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

    /// What there is to say once all filings are there.
    pub fn finish(mut self) -> Between {
        self.settle();
        self.hierarchy.finish(&mut self.sums);
        let Between { mut findings, revisions } = self.between;
        let mut gathered = Gathered::<Vec<u16>>::default();
        let added = self.prints.iter().zip(0..).try_for_each(|(print, at)| gathered.add(at, print));
        for link in added.and_then(|()| gathered.links()).expect("what is in memory can be had back") {
            let (later, earlier) = (&self.prints[link.later as usize], &self.prints[link.earlier as usize]);
            findings.extend(link.finding(later.seen(), earlier.seen()).map(|finding| (later.id.clone(), finding)));
        }
        findings.append(&mut self.sums);
        Between { findings, revisions }
    }

    /// Everything that is to be said once all filings of an organ are there.
    fn settle(&mut self) {
        let organ = OrganComparison::of(&self.organ);
        self.between.findings.extend(organ.between.findings);
        self.between.revisions.extend(organ.between.revisions);
        for part in organ.parts {
            self.hierarchy.add(part, &mut self.sums);
        }
        self.prints.extend(organ.prints);
        self.organ.clear();
    }
}

/// The look at all filings of a dataset for what lies beyond single organs, and for what is asked of a filing before its
/// organ's turn comes: a copy of the same bytes, which may be filed under another name, is revised as the filing is.
pub struct Survey<'a, S> {
    hierarchy: Hierarchy<'a>,
    /// All filings of the organ that is being read with their places, in order of year.
    organ: Vec<Member>,
    places: Vec<usize>,
    gathered: Gathered<S>,
    beyond: Beyond,
}

/// What a survey found out.
#[derive(Debug, Default)]
pub struct Beyond {
    /// What filings share, by their places.
    pub links: Vec<Link>,
    /// Findings about the sums of divisions, each with the identifier of the filing that it is about.
    pub sums: Vec<(String, Finding)>,
    /// What other years add to a filing.
    pub revisions: BTreeMap<String, Revision>,
}

impl<'a, S: Signatures> Survey<'a, S> {
    /// A survey of so many filings that has seen none yet, and where it may leave their signatures.
    pub fn new(roster: &'a Roster, filings: usize, signatures: S) -> Self {
        Self {
            hierarchy: Hierarchy::new(roster),
            organ: Vec::new(),
            places: Vec::new(),
            gathered: Gathered::with_room(filings, signatures),
            beyond: Beyond::default(),
        }
    }

    /// Takes the next filing, in the order of division code, organ, year, path, with its place in it.
    ///
    /// # Errors
    /// When there is no room for a signature.
    pub fn push(&mut self, place: usize, member: Member) -> io::Result<()> {
        if member.copy {
            return Ok(());
        }
        // Those of no known organ are nothing to each other, and there may be many.
        let ends = |first: &Member| first.profile.organ_key() != member.profile.organ_key() || !is_known(&self.organ);
        if self.organ.first().is_some_and(ends) {
            self.settle()?;
        }
        self.organ.push(member);
        self.places.push(place);
        Ok(())
    }

    /// What there is to say.
    ///
    /// # Errors
    /// When a signature cannot be had back.
    pub fn finish(mut self) -> io::Result<Beyond> {
        self.settle()?;
        self.hierarchy.finish(&mut self.beyond.sums);
        Ok(Beyond { links: self.gathered.links()?, ..self.beyond })
    }

    fn settle(&mut self) -> io::Result<()> {
        let organ = OrganComparison::outward(&self.organ);
        self.beyond.revisions.extend(organ.between.revisions);
        for part in organ.parts {
            self.hierarchy.add(part, &mut self.beyond.sums);
        }
        let mut places = self.organ.iter().zip(self.places.drain(..));
        for print in &organ.prints {
            // The prints are of some of the members, in their order.
            if let Some((_, place)) = places.find(|(member, _)| member.id == print.id) {
                self.gathered.add(place, print)?;
            }
        }
        drop(places);
        self.organ.clear();
        Ok(())
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
        let mut organ = Self::outward(members);
        organ.between.findings = Self::inward(members);
        organ
    }

    /// What filings of one organ say of each other, of all that [`OrganComparison::of`] finds.
    pub fn inward(members: &[Member]) -> Vec<(String, Finding)> {
        let mut findings = Vec::new();
        if is_known(members) {
            duplicates::compare(members, &mut findings);
            years::compare(&canonical(members), &mut findings);
        }
        findings
    }

    /// All the rest of it.
    fn outward(members: &[Member]) -> Self {
        let mut organ = Self::default();
        let known = is_known(members);
        if known {
            let canonical = canonical(members);
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

fn is_known(members: &[Member]) -> bool {
    members.first().is_some_and(|first| !first.profile.organ().is_empty())
}

fn canonical(members: &[Member]) -> Vec<&Member> {
    members.iter().filter(|member| member.canonical && member.profile.year().is_some()).collect()
}
