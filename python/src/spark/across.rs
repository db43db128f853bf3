//! Filings against each other: one organ's years, sums over divisions, copies. What is said of a filing goes out with the
//! place that it has among all that is said of it.

use std::collections::HashMap;

use gouji::Finding;
use gouji::across::{Band, Hierarchy, Member, OrganComparison, Print, Profile, Roster, SumMember, Trace};
use gouji::dataset::{Edition, Summary};

use super::{Trouble, Work, pack, unpack};
use crate::arrow::{Input, Layout, Output, Scalar, Type};

/// In which order the comparisons of a filing are told; numbers travel between steps.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Told {
    Organ = 0,
    Table = 1,
    /// Of several the best counts.
    Prose = 2,
    Sum = 3,
    /// What other years add; no finding.
    Revision = 4,
}

/// Where a filing stands in the dataset: division, organ, year, path.
pub type Order = (String, String, Option<i32>, String);

/// The order of a row.
fn order(input: &Input<'_>, at: usize) -> Order {
    let text = |name: &str| input.text(at, name).to_owned();
    (text("division"), text("organ"), input.whole(at, "year"), text("path"))
}

/// The filings of one organ.
#[derive(Default)]
pub struct Organs {
    group: String,
    members: Vec<(Member, Order)>,
}

/// Something that goes out: of a comparison that is to be made (`trace`), or said of a filing (`about`).
struct Line<'a> {
    trace: Option<&'a str>,
    about: &'a str,
    order: Option<&'a Order>,
    told: Option<Told>,
    seq: usize,
    payload: &'a [u8],
}

impl Line<'_> {
    fn layout() -> Layout {
        vec![
            ("trace", Type::Text),
            ("about", Type::Text),
            ("division", Type::Text),
            ("organ", Type::Text),
            ("year", Type::Whole),
            ("path", Type::Text),
            ("told", Type::Whole),
            ("seq", Type::Whole),
            ("payload", Type::Bytes),
        ]
    }

    fn write(&self, output: &mut Output) {
        let text = |of: fn(&Order) -> &String| self.order.map_or(Scalar::Null, |order| Scalar::Text(of(order)));
        output.row([
            self.trace.map_or(Scalar::Null, Scalar::Text),
            Scalar::Text(self.about),
            text(|order| &order.0),
            text(|order| &order.1),
            self.order.and_then(|order| order.2).map_or(Scalar::Null, Scalar::Whole),
            text(|order| &order.3),
            self.told.map_or(Scalar::Null, |told| Scalar::Whole(told as i32)),
            Scalar::Whole(i32::try_from(self.seq).unwrap_or(i32::MAX)),
            Scalar::Bytes(self.payload),
        ]);
    }
}

/// Something that is said of a filing.
fn said(output: &mut Output, about: &str, told: Told, seq: usize, payload: &[u8]) {
    Line { trace: None, about, order: None, told: Some(told), seq, payload }.write(output);
}

impl Organs {
    pub fn layout() -> Layout {
        Line::layout()
    }

    fn settle(&mut self, output: &mut Output) -> Result<(), Trouble> {
        let (members, orders): (Vec<Member>, Vec<Order>) = std::mem::take(&mut self.members).into_iter().unzip();
        let organ = OrganComparison::of(&members);
        for (seq, (id, finding)) in organ.between.findings.iter().enumerate() {
            said(output, id, Told::Organ, seq, &pack(finding)?);
        }
        for (id, revision) in &organ.between.revisions {
            said(output, id, Told::Revision, 0, &pack(revision)?);
        }
        let orders: HashMap<&str, &Order> =
            members.iter().zip(&orders).map(|(member, order)| (member.id.as_str(), order)).collect();
        for part in &organ.parts {
            // Divisions nest within a province: two digits of the code.
            let trace = format!("sum {}", part.division.get(..2).unwrap_or_default());
            let (about, order) = (part.id.as_str(), orders.get(part.id.as_str()).copied());
            Line { trace: Some(&trace), about, order, told: None, seq: 0, payload: &pack(part)? }.write(output);
        }
        for print in &organ.prints {
            let order = orders.get(print.id.as_str()).copied();
            for (seq, trace) in print.traces().enumerate() {
                let payload = pack(&print.reduced(trace))?;
                let trace = word(trace);
                Line { trace: Some(&trace), about: &print.id, order, told: None, seq, payload: &payload }.write(output);
            }
        }
        Ok(())
    }
}

impl Work for Organs {
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let group = input.text(at, "group");
        if group != self.group {
            self.settle(output)?;
            group.clone_into(&mut self.group);
        }
        let summary: Summary = unpack(input.bytes(at, "summary"))?;
        let profile: Profile = unpack(input.bytes(at, "profile"))?;
        let edition = Edition::part(vec![summary], vec![input.flag(at, "stands")], Default::default());
        self.members.push((edition.member(0, profile), order(input, at)));
        Ok(())
    }

    fn end(&mut self, output: &mut Output) -> Result<(), Trouble> {
        self.settle(output)
    }
}

/// A trace as text.
fn word(trace: Trace) -> String {
    match trace {
        Trace::Table(kind, hash) => format!("table {kind} {hash:016x}"),
        Trace::Band(band) => format!("prose {band:08x}"),
    }
}

/// The trace of a text.
fn trace(word: &str) -> Option<Trace> {
    let mut parts = word.split(' ');
    match (parts.next()?, parts.next()?, parts.next()) {
        ("table", kind, Some(hash)) => Some(Trace::Table(kind.parse().ok()?, u64::from_str_radix(hash, 16).ok()?)),
        ("prose", band, None) => Some(Trace::Band(Band::from_str_radix(band, 16).ok()?)),
        _ => None,
    }
}

/// Parts of a province in the order of the dataset, and filings with one trace.
pub struct Traces {
    roster: Roster,
    trace: String,
    parts: Vec<SumMember>,
    first: Option<(Print, Order)>,
}

impl Traces {
    pub fn new(organs: Vec<(String, String)>) -> Self {
        Self { roster: Roster { organs }, trace: String::new(), parts: Vec::new(), first: None }
    }

    pub fn layout() -> Layout {
        Line::layout()
    }

    fn settle(&mut self, output: &mut Output) -> Result<(), Trouble> {
        self.first = None;
        let mut hierarchy = Hierarchy::new(&self.roster);
        let mut findings: Vec<(String, Finding)> = Vec::new();
        for part in std::mem::take(&mut self.parts) {
            hierarchy.add(part, &mut findings);
        }
        hierarchy.finish(&mut findings);
        for (seq, (id, finding)) in findings.iter().enumerate() {
            said(output, id, Told::Sum, seq, &pack(finding)?);
        }
        Ok(())
    }

    /// Holds a filing against the first with the same trace.
    fn compare(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let Some(trace) = trace(&self.trace) else { return Ok(()) };
        let print: Print = unpack(input.bytes(at, "payload"))?;
        let Some((first, order)) = &self.first else {
            self.first = Some((print, order(input, at)));
            return Ok(());
        };
        let seq = input.whole(at, "seq").and_then(|seq| usize::try_from(seq).ok()).unwrap_or_default();
        if let Some(finding) = print.repeats(trace, first) {
            said(output, &print.id, Told::Table, seq, &pack(&finding)?);
        }
        if let (Trace::Band(_), Some(alike)) = (trace, print.resembles(first)) {
            said(output, &print.id, Told::Prose, seq, &pack(&(alike, order))?);
        }
        Ok(())
    }
}

impl Work for Traces {
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let trace = input.text(at, "trace");
        if trace != self.trace {
            self.settle(output)?;
            trace.clone_into(&mut self.trace);
        }
        if self.trace.starts_with("sum ") {
            self.parts.push(unpack(input.bytes(at, "payload"))?);
            return Ok(());
        }
        self.compare(input, at, output)
    }

    fn end(&mut self, output: &mut Output) -> Result<(), Trouble> {
        self.settle(output)
    }
}
