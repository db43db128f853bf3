//! What the site counts while the filings go by: verdicts, provinces by year, rules with their worst cases. A few numbers for
//! each, however many filings there are.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Entry;
use crate::finding::Severity;

/// What a tile of the heat map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// How many filings there are.
    Coverage,
    /// Share of those that do not reconcile, in percent.
    Flagged,
    /// Share of those that were late, in percent.
    Late,
    /// Requests received, all filings together.
    Requests,
}

impl Metric {
    /// All.
    pub const ALL: [Self; 4] = [Self::Coverage, Self::Flagged, Self::Late, Self::Requests];
}

/// A province and year.
#[derive(Debug, Clone, Default)]
pub struct Tile {
    /// Filings that are reports.
    pub filings: u32,
    /// Those that do not reconcile.
    pub flagged: u32,
    /// Those that were published late.
    pub late: u32,
    /// Requests that they received.
    pub requests: Decimal,
}

impl Tile {
    /// The value of a metric.
    pub fn value(&self, metric: Metric) -> Decimal {
        let share = |part: u32| Decimal::from(part * 100) / Decimal::from(self.filings.max(1));
        match metric {
            Metric::Coverage => Decimal::from(self.filings),
            Metric::Flagged => share(self.flagged).round(),
            Metric::Late => share(self.late).round(),
            Metric::Requests => self.requests,
        }
    }
}

/// A rule, or another code of findings: how often it is said, and where it is worst.
#[derive(Debug, Clone, Default)]
pub struct Code {
    /// Filings that it is said of.
    pub count: u32,
    /// It was said as a contradiction.
    pub hard: bool,
    /// Page, organ, year, and by how much; the worst first.
    pub worst: Vec<(Decimal, String, String, String)>,
    /// Filings that it is said of, by province.
    pub provinces: BTreeMap<String, u32>,
}

/// Worst cases that are shown.
const WORST: usize = 20;

/// A prefecture's or province's organs, for its page.
pub type Shelf = BTreeMap<String, (String, BTreeMap<String, (String, String)>)>;

/// The counts.
#[derive(Debug, Clone, Default)]
pub struct Census {
    /// All filings.
    pub filings: u32,
    /// By verdict.
    pub verdicts: BTreeMap<String, u32>,
    /// By code and name of province, then year.
    pub tiles: BTreeMap<(String, String), BTreeMap<String, Tile>>,
    /// What is said, by code.
    pub codes: BTreeMap<String, Code>,
    /// Filings that are new, or of another verdict than in the run before.
    pub fresh: u32,
    /// Division pages with a name, by file.
    pub divisions: BTreeMap<String, String>,
}

impl Census {
    /// Counts a filing; `findings` are code, severity and residual, `requests` is how many it received.
    pub fn add(&mut self, entry: &Entry, findings: &[(String, Severity, Option<Decimal>)], requests: Option<Decimal>) {
        self.filings += 1;
        self.fresh += u32::from(entry.fresh);
        *self.verdicts.entry(entry.verdict.clone()).or_default() += 1;
        let judged = !matches!(entry.verdict.as_str(), "not_a_report" | "unreadable");
        let [province, city, _] = &entry.place;
        if judged && !province.is_empty() && !entry.year.is_empty() {
            let code = entry.division.get(..2).unwrap_or("").to_owned();
            let tile = self.tiles.entry((code, province.clone())).or_default().entry(entry.year.clone()).or_default();
            tile.filings += 1;
            tile.flagged += u32::from(entry.verdict == "flagged");
            tile.late += u32::from(findings.iter().any(|(code, ..)| code == "DOC-DEADLINE"));
            tile.requests = tile.requests.checked_add(requests.unwrap_or_default()).unwrap_or(tile.requests);
        }
        let name = if city.is_empty() { province.clone() } else { format!("{province}{city}") };
        if !name.is_empty() {
            self.divisions.entry(entry.division_page()).or_insert(name);
        }
        let mut said: Vec<&str> = Vec::new();
        for (code, severity, residual) in findings {
            let known = self.codes.entry(code.clone()).or_default();
            known.hard |= *severity == Severity::Hard;
            let size = residual.unwrap_or_default().abs();
            let smallest = known.worst.last().map_or(Decimal::ZERO, |(size, ..)| *size);
            if said.contains(&code.as_str()) {
                continue;
            }
            said.push(code);
            known.count += 1;
            *known.provinces.entry(province.clone()).or_default() += 1;
            if known.worst.len() < WORST || size > smallest {
                known.worst.push((size, entry.page(), entry.organ.clone(), entry.year.clone()));
                known.worst.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
                known.worst.truncate(WORST);
            }
        }
    }
}
