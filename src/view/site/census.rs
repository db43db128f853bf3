//! What the site counts while the filings go by: verdicts, provinces by year, rules with their worst cases. A few numbers for
//! each, however many filings there are.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Entry, Record};
use crate::finding::Severity;

/// What a tile of the heat map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metric {
    /// Share of what is expected that is there, in percent.
    Coverage,
    /// Share of filings that do not reconcile, in percent.
    Flagged,
    /// Share of late ones among those whose date of publication is known, in percent.
    Late,
    /// Requests received, all filings together.
    Requests,
    /// Refusal rate, the mean over filings, in percent.
    Refusal,
}

impl Metric {
    /// All.
    pub const ALL: [Self; 5] = [Self::Coverage, Self::Flagged, Self::Late, Self::Requests, Self::Refusal];
}

/// A province or another division, and a year.
#[derive(Debug, Clone, Default)]
pub struct Tile {
    /// Filings that are expected.
    pub expected: u32,
    /// Those of them that are there.
    pub there: u32,
    /// Filings that stand for an organ and this year.
    pub filings: u32,
    /// Those that do not reconcile.
    pub flagged: u32,
    /// Those whose date of publication is known.
    pub dated: u32,
    /// Those that were published late.
    pub late: u32,
    /// Requests that they received; none where no filing states them.
    pub requests: Option<Decimal>,
    /// Those that have a refusal rate, and the sum of the rates.
    pub refusal: (u32, Decimal),
}

impl Tile {
    /// The value of a metric, in whole numbers; none where there is nothing to measure.
    pub fn value(&self, metric: Metric) -> Option<Decimal> {
        let share = |part: u32, of: u32| (of > 0).then(|| (Decimal::from(part * 100) / Decimal::from(of)).round());
        match metric {
            Metric::Coverage => share(self.there, self.expected),
            Metric::Flagged => share(self.flagged, self.filings),
            Metric::Late => share(self.late, self.dated),
            Metric::Requests => self.requests,
            Metric::Refusal => {
                let (count, sum) = self.refusal;
                (count > 0).then(|| (sum * Decimal::ONE_HUNDRED / Decimal::from(count)).round())
            }
        }
    }

    fn add(&mut self, entry: &Entry, record: &Record) {
        self.filings += 1;
        self.flagged += u32::from(entry.verdict == "flagged");
        self.late += u32::from(record.findings.iter().any(|(code, ..)| code == "DOC-DEADLINE"));
        self.dated += u32::from(!entry.published.is_empty());
        // What is not stated is no zero.
        if let Some(requests) = record.value("req_new_tot") {
            let sum = self.requests.unwrap_or_default();
            self.requests = Some(sum.checked_add(requests).unwrap_or(sum));
        }
        if let Some(rate) = record.refusal {
            self.refusal = (self.refusal.0 + 1, self.refusal.1.checked_add(rate).unwrap_or(self.refusal.1));
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

/// Organs of a prefecture or province, for its page: by name and page.
pub type Shelf = BTreeMap<(String, String), Shelved>;

/// An organ on the page of its division.
#[derive(Debug, Clone, Default)]
pub struct Shelved {
    /// Path of its first source, which tells apart what has no name.
    pub path: String,
    /// What there is of each year: verdict and page.
    pub years: BTreeMap<String, (String, String)>,
}

/// Tiles by year.
pub type Years = BTreeMap<String, Tile>;

/// The counts.
#[derive(Debug, Clone, Default)]
pub struct Census {
    /// All filings.
    pub filings: u32,
    /// By verdict.
    pub verdicts: BTreeMap<String, u32>,
    /// Names of provinces by the first two digits of their codes.
    pub provinces: BTreeMap<String, String>,
    /// By these digits.
    pub tiles: BTreeMap<String, Years>,
    /// What is said, by code.
    pub codes: BTreeMap<String, Code>,
    /// Changes since the dataset before, by kind.
    pub changes: BTreeMap<String, u32>,
    /// Division pages by file: the name, and what there is in each year.
    pub divisions: BTreeMap<String, (String, Years)>,
}

impl Census {
    /// Counts a filing.
    pub fn add(&mut self, entry: &Entry, record: &Record) {
        self.filings += 1;
        *self.verdicts.entry(entry.verdict.clone()).or_default() += 1;
        let [province, city, _] = &entry.place;
        let name = if city.is_empty() { province.clone() } else { format!("{province}{city}") };
        let known = !name.is_empty() && !entry.year.is_empty();
        if entry.canonical && known {
            let code = entry.division.get(..2).unwrap_or("").to_owned();
            self.provinces.entry(code.clone()).or_insert_with(|| province.clone());
            self.tiles.entry(code).or_default().entry(entry.year.clone()).or_default().add(entry, record);
            let (_, years) = self.divisions.entry(entry.division_page()).or_insert_with(|| (name, Years::new()));
            years.entry(entry.year.clone()).or_default().add(entry, record);
        }
        let mut said: Vec<&str> = Vec::new();
        for (code, severity, residual) in &record.findings {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_filing_states_is_not_zero() {
        let mut tile = Tile::default();
        tile.add(&Entry::default(), &Record::default());
        assert_eq!(
            [Metric::Flagged, Metric::Late, Metric::Requests, Metric::Refusal].map(|metric| tile.value(metric)),
            [Some(Decimal::ZERO), None, None, None]
        );
        let entry = Entry { published: "2023-01-20".to_owned(), ..Entry::default() };
        tile.add(&entry, &Record { refusal: Some(Decimal::ZERO), ..Record::default() });
        assert_eq!((tile.value(Metric::Late), tile.value(Metric::Refusal)), (Some(Decimal::ZERO), Some(Decimal::ZERO)));
    }
}
