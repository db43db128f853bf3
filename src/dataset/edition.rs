//! One edition of the dataset: what has to be known of all filings at once, and every step from profiles to rows as a
//! function of values.
//!
//! In order: [`Edition::new`] from the profiles of all filings; [`Edition::surveyed`] with what a survey of the same profiles,
//! in the order of the edition, gave; then stretch by stretch [`Edition::related`] with the profiles of the organs in it, and for
//! each filing [`Edition::revise`] and [`Edition::rows`]; at the end [`Edition::whole`]. Whoever
//! calls decides where profiles and filings are kept and what runs at the same time. [`build`] takes all steps for
//! filings that are in memory.
//!
//! On several machines nobody has all profiles. There the same steps are taken for parts of an edition, each of which
//! needs some filings alone: identifiers for those of one content ([`assign_ids`](super::assign_ids)), then
//! [`Edition::identified`] for one family of organs ([`super::Families`]), the parts of the pass ([`crate::across`]), and
//! [`Edition::part`] with what they gave for the rows of any filings.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::changes::{self, Change, Previous};
use super::lines::CsvLines;
use super::organs::{self, Expected, Organ};
use super::rows::{self, FilingRows};
use super::tally::Tally;
use super::value::{self, Rows};
use super::{Row, Summary, codebook, coverage, panel, summary};
use crate::across::{self, Between, Beyond, Link, Member, OrganComparison, Pass, Profile, Roster};
use crate::filing::{Filing, Revision, Stage};
use crate::finding::Finding;
use crate::finding::reviewed::{Fingerprint, Reviewed};

/// What is given beside the filings.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Organs and years that are expected.
    pub expected: Vec<Expected>,
    /// What reviewers decided.
    pub reviewed: Reviewed,
    /// The last published dataset.
    pub previous: Previous,
    /// Fingerprints of the hard findings of the last published dataset.
    pub known: BTreeSet<Fingerprint>,
    /// Organs and years that the last published dataset said were missing.
    pub missing: BTreeSet<(String, i64)>,
    /// The day of this publication, `YYYY-MM-DD`, for the history.
    pub day: String,
}

/// All filings of a dataset, in the order of its tables.
#[derive(Debug, Default)]
pub struct Edition {
    /// The filings in their order.
    pub summaries: Vec<Summary>,
    /// Whether each stands for its organ and year.
    pub stands: Vec<bool>,
    /// The organs in their order.
    pub organs: Vec<Organ>,
    /// What others say of a filing, by its identifier: of all filings, or of those whose rows are made next.
    findings: HashMap<String, Vec<Finding>>,
    /// What filings share, in the order of the later ones.
    links: Vec<Link>,
    /// What is said of the sums of divisions, by the identifier of the filing that it is about.
    sums: HashMap<String, Vec<Finding>>,
    revisions: BTreeMap<String, Revision>,
}

impl Edition {
    /// Gives identifiers, resolves organs, orders, and chooses the canonical filings. `summaries` come from the profiles
    /// ([`Summary::new`]), in any order.
    pub fn new(mut summaries: Vec<Summary>, expected: &[Expected]) -> Self {
        summary::assign_ids(&mut summaries);
        Self::identified(summaries, expected)
    }

    /// The same for filings that have their identifiers, in the order of their paths: all filings, or those of one family
    /// of organs ([`super::Families`]) with the lines of the list that are about it.
    pub fn identified(mut summaries: Vec<Summary>, expected: &[Expected]) -> Self {
        let organs = organs::resolve(&mut summaries, expected);
        summary::order(&mut summaries);
        let stands = panel::choose(&mut summaries);
        Self { summaries, stands, organs, ..Self::default() }
    }

    /// Filings of an edition that was set up elsewhere: their summaries in the order of the edition, which of them stand
    /// for their organ and year, and what others say of them.
    pub fn part(summaries: Vec<Summary>, stands: Vec<bool>, between: Between) -> Self {
        let mut edition = Self { summaries, stands, ..Self::default() };
        edition.told(between);
        edition
    }

    /// The edition of filings that are in memory, related to each other.
    fn of<'a>(filings: impl Iterator<Item = (Row, &'a Filing)>, expected: &[Expected]) -> Self {
        let (rows, profiles): (Vec<Row>, Vec<Profile>) =
            filings.map(|(row, filing)| (row, Profile::new(filing))).unzip();
        let summaries = rows.into_iter().zip(&profiles).enumerate();
        let summaries = summaries.map(|(index, (row, profile))| Summary::new(index, row, profile)).collect();
        let mut edition = Self::new(summaries, expected);
        let member = |at: usize| edition.member(at, profiles[edition.summaries[at].index].clone());
        let members: Vec<Member> = (0..edition.summaries.len()).map(member).collect();
        let roster = edition.roster();
        edition.relate(&roster, members);
        edition
    }

    /// The organs that each division should have, by the user's list.
    pub fn roster(&self) -> Roster {
        let listed = self.organs.iter().filter(|organ| organ.listed);
        Roster { organs: listed.map(|organ| (organ.division.clone(), organ.name.clone())).collect() }
    }

    /// A filing among others, from its profile; `at` is its place in the edition.
    pub fn member(&self, at: usize, mut profile: Profile) -> Member {
        let summary = &self.summaries[at];
        summary.identify(&mut profile.identity);
        Member { id: summary.id.to_string(), canonical: self.stands[at], copy: !summary.is_related(), profile }
    }

    /// Relates all filings: members (from [`Self::member`]) come in the order of the edition.
    fn relate(&mut self, roster: &Roster, members: impl IntoIterator<Item = Member>) {
        let mut pass = Pass::new(roster);
        members.into_iter().for_each(|member| pass.push(member));
        self.told(pass.finish());
    }

    /// Takes over what a survey of all members found out.
    pub fn surveyed(&mut self, beyond: Beyond) {
        self.links = beyond.links;
        self.revisions = beyond.revisions;
        for (id, finding) in beyond.sums {
            self.sums.entry(id).or_default().push(finding);
        }
    }

    /// The filings from `start` on, at least those before `end`, so many that all of the last one's organ are among them.
    pub fn organs_until(&self, start: usize, end: usize) -> Range<usize> {
        fn key(summary: &Summary) -> (&str, &str) {
            (&summary.division, &summary.organ)
        }
        let (before, rest) = self.summaries.split_at(end);
        let last = before.last().map(key);
        start..end + rest.iter().take_while(|summary| last == Some(key(summary))).count()
    }

    /// Takes over what the filings of organs say of each other; members (from [`Self::member`], copies left out) come in the
    /// order of the edition, all of an organ together.
    pub fn related(&mut self, members: &[Member]) {
        for organ in across::by_organ(members) {
            self.told(Between { findings: OrganComparison::inward(organ), ..Between::default() });
        }
    }

    /// Lets go of what was said of a filing whose rows are made.
    pub fn written(&mut self, at: usize) {
        self.findings.remove(&*self.summaries[at].id);
    }

    /// Takes over what a pass or a part of one found out.
    fn told(&mut self, between: Between) {
        self.revisions.extend(between.revisions);
        for (id, finding) in between.findings {
            self.findings.entry(id).or_default().push(finding);
        }
    }

    /// What others say of the filing at a place: its organ's, whoever it shares something with, the sums of divisions.
    fn said(&self, at: usize) -> Vec<Finding> {
        let id = &*self.summaries[at].id;
        let of = |said: &HashMap<String, Vec<Finding>>| said.get(id).cloned().unwrap_or_default();
        let seen = |place: usize| self.summaries[place].seen();
        let links = &self.links[self.links.partition_point(|link| (link.later as usize) < at)..];
        let links = links.iter().take_while(|link| link.later as usize == at);
        let shared = links.filter_map(|link| link.finding(seen(at), seen(link.earlier as usize)));
        of(&self.findings).into_iter().chain(shared).chain(of(&self.sums)).collect()
    }

    /// Adds to a filing what the others say of it, and counts its findings; returns what is then to be known of it.
    pub fn revise(&self, at: usize, filing: &mut Filing, given: &Given) -> Summary {
        let mut summary = self.summaries[at].clone();
        summary.identify(&mut filing.identity);
        if let Some(revision) = self.revisions.get(summary.first()) {
            filing.revise(revision);
        }
        filing.findings.add(Stage::Others, self.said(at));
        summary.look(filing);
        rows::count(&mut summary, filing, &given.reviewed, &given.known);
        summary
    }

    /// The rows of a filing that was revised, with the summary that came of it.
    pub fn rows<'a>(&self, at: usize, summary: &'a Summary, filing: &'a Filing, reviewed: &Reviewed) -> FilingRows<'a> {
        FilingRows::new(summary, filing, self.stands[at], reviewed)
    }

    /// The same as lines of CSV, where nobody wants typed values; those of the last table only `with_texts`.
    pub fn lines(
        &self,
        at: usize,
        (summary, filing): (&Summary, &Filing),
        reviewed: &Reviewed,
        spreadsheet_safe: bool,
        with_texts: bool,
    ) -> Vec<CsvLines> {
        let mut tables = FilingRows::TABLES.map(|name| CsvLines::new(super::schema::table(name), spreadsheet_safe));
        rows::fill(&mut tables, (summary, filing), self.stands[at], reviewed, with_texts);
        tables.into()
    }

    /// What changed since the last published dataset.
    pub fn changes<'a>(&'a self, previous: &'a Previous) -> Vec<Change<'a>> {
        changes::changes(previous, &self.summaries)
    }

    /// The rows of `coverage`, in parts.
    pub fn coverage(&self) -> impl Iterator<Item = Rows<'_>> {
        let has_list = self.organs.iter().any(|organ| organ.listed);
        coverage::parts(&self.summaries, &self.stands, &self.organs, has_list)
    }

    /// Lets go of what filings say of each other: no filing is revised any more.
    pub fn settled(&mut self) {
        (self.findings, self.sums) = (HashMap::new(), HashMap::new());
        (self.links, self.revisions) = (Vec::new(), BTreeMap::new());
    }

    /// The rows of the tables that are about all filings, in parts, each made when it is asked for: they are as long as
    /// the dataset.
    pub fn whole<'a>(
        &'a self,
        tally: &'a Tally,
        changes: &'a [Change<'a>],
        day: &'a str,
    ) -> impl Iterator<Item = Rows<'a>> + 'a {
        let organs = value::parts(&self.organs).map(organs::rows);
        let coverage = std::iter::once(()).flat_map(|()| self.coverage());
        let history = value::parts(changes).map(move |changes| changes::history(changes, day));
        organs
            .chain(std::iter::once_with(|| tally.rows()))
            .chain(coverage)
            .chain(value::parts(changes).map(changes::rows))
            .chain(history)
            .chain(std::iter::once_with(|| -> Rows<'a> { codebook::codebook() }))
    }
}

/// What filings that are in memory say of each other: the findings about each, in the order given. They are told apart by
/// their paths, which must differ; that two have the same bytes is not known here.
pub fn across(filings: &[(String, Filing)]) -> Vec<Vec<Finding>> {
    let row = |path: &String| Row { path: path.as_str().into(), sha256: None };
    let edition = Edition::of(filings.iter().map(|(path, filing)| (row(path), filing)), &[]);
    let mut said = vec![Vec::new(); filings.len()];
    for (at, summary) in edition.summaries.iter().enumerate() {
        said[summary.index] = edition.said(at);
    }
    said
}

/// All tables of filings that are in memory; what the run does with threads, a cache and the disk.
///
/// ```
/// use gouji::dataset::{Given, Row, build};
///
/// let bytes = "某市甲局2021年政府信息公开工作年度报告\n一、总体情况\n……".as_bytes();
/// let filing = gouji::read(bytes, "甲局.txt");
/// let row = Row { path: "甲局.txt".into(), sha256: None };
/// let tables = build(vec![(row, filing)], &Given::default());
/// let filings = tables.iter().find(|rows| rows.table.name == "filings").expect("it is made");
/// assert_eq!(filings.len(), 1);
/// ```
pub fn build(filings: Vec<(Row, Filing)>, given: &Given) -> Vec<Rows<'static>> {
    let borrowed = filings.iter().map(|(row, filing)| (row.clone(), filing));
    let mut edition = Edition::of(borrowed, &given.expected);
    let mut tables: Vec<Rows<'static>> =
        FilingRows::TABLES.iter().map(|name| Rows::new(super::schema::table(name))).collect();
    let mut filings: Vec<Option<Filing>> = filings.into_iter().map(|(_, filing)| Some(filing)).collect();
    let mut tally = Tally::default();
    for at in 0..edition.summaries.len() {
        let Some(mut filing) = filings[edition.summaries[at].index].take() else { continue };
        let summary = edition.revise(at, &mut filing, given);
        if summary.duplicate_of().is_none() {
            tally.add(&filing);
        }
        let rows = edition.rows(at, &summary, &filing, &given.reviewed).tables;
        tables.iter_mut().zip(rows).for_each(|(table, rows)| table.append(rows.into_owned()));
        edition.summaries[at] = summary;
    }
    let changes = edition.changes(&given.previous);
    for part in edition.whole(&tally, &changes, &given.day).map(Rows::into_owned) {
        match tables.last_mut() {
            Some(table) if table.table.name == part.table.name => table.append(part),
            _ => tables.push(part),
        }
    }
    tables
}
