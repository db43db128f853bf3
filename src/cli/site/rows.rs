//! Rows of the dataset's tables as what the site shows: which filings there are, and what every other table has of each.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::super::table::{Table, Trouble};
use crate::finding::Severity;
use crate::form::forms;
use crate::narrative::{Quantity, Role};
use crate::view::site::{self, Census, Entry, Record};

/// The tables of filings, side by side.
pub(super) struct Tables {
    filings: Table,
    figures: Table,
    findings: Table,
    narrative: Table,
    indicators: Table,
    /// Only there where it was asked for.
    texts: Option<Table>,
    fresh: HashSet<String>,
    /// How many changes of each kind there were.
    pub changes: BTreeMap<String, u32>,
}

impl Tables {
    pub(super) fn open(folder: &Path) -> Result<Self, Trouble> {
        let mut changes = Table::open(folder, "changes")?;
        let (mut fresh, mut kinds) = (HashSet::new(), BTreeMap::new());
        while let Some(row) = changes.next()? {
            fresh.insert(changes.get(&row, "filing_id").to_owned());
            *kinds.entry(changes.get(&row, "change").to_owned()).or_default() += 1;
        }
        let texts = folder.join("texts.csv").exists().then(|| Table::open(folder, "texts")).transpose()?;
        Ok(Self {
            filings: Table::open(folder, "filings")?,
            figures: Table::open(folder, "figures")?,
            findings: Table::open(folder, "findings")?,
            narrative: Table::open(folder, "narrative")?,
            indicators: Table::open(folder, "indicators")?,
            texts,
            fresh,
            changes: kinds,
        })
    }

    /// The next filing with everything that the tables have of it.
    pub(super) fn next(&mut self) -> Result<Option<(Entry, Record)>, Trouble> {
        let Some(row) = self.filings.next()? else { return Ok(None) };
        let text = |column: &str| self.filings.get(&row, column).to_owned();
        let id = text("filing_id");
        let entry = Entry {
            fresh: self.fresh.contains(&id),
            path: text("path"),
            sha256: text("sha256"),
            url: text("url"),
            format: text("format"),
            verdict: text("verdict"),
            reason: text("reason"),
            organ: text("organ"),
            division: text("division_code"),
            place: ["province", "city", "county"].map(text),
            level: text("level"),
            kind: text("kind"),
            year: text("year"),
            published: text("published"),
            canonical: text("panel") == "canonical",
            id,
        };
        let record = self.record(&entry.id)?;
        Ok(Some((entry, record)))
    }

    /// The rows of a filing in the other tables.
    fn record(&mut self, id: &str) -> Result<Record, Trouble> {
        let mut record = Record::default();
        for row in self.figures.of(id)? {
            let columns = ["variable", "value", "status", "raw", "label", "form", "table", "row", "page", "location"];
            let recognition = ["grade", "confidence", "alternatives"];
            let text = |column: &str| self.figures.get(&row, column);
            record.figures.extend(site::figure(columns.map(text), recognition.map(text)));
        }
        for row in self.findings.of(id)? {
            let text = |column: &str| self.findings.get(&row, column);
            let severity = match text("severity") {
                "hard" => Severity::Hard,
                "soft" => Severity::Soft,
                _ => Severity::Info,
            };
            record.findings.push((text("code").to_owned(), severity, text("residual").parse().ok()));
            record.sentences.push([text("message_zh").to_owned(), text("message_en").to_owned()]);
        }
        for row in self.narrative.of(id)? {
            record.quantities.extend(quantity(&|column| self.narrative.get(&row, column)));
        }
        for row in self.indicators.of(id)? {
            record.refusal = self.indicators.get(&row, "ind_refusal_rate").parse().ok();
        }
        if let Some(texts) = &mut self.texts {
            for row in texts.of(id)? {
                let section: usize = texts.get(&row, "section").parse().unwrap_or_default();
                if let Some(text) = section.checked_sub(1).and_then(|place| record.sections.get_mut(place)) {
                    *text = texts.get(&row, "text").replace('↵', "\n");
                }
            }
        }
        Ok(record)
    }

    /// Fails where rows are left.
    pub(super) fn finish(self) -> Result<(), Trouble> {
        let Self { figures, findings, narrative, indicators, texts, .. } = self;
        [figures, findings, narrative, indicators].into_iter().chain(texts).try_for_each(Table::finish)
    }
}

/// A quantity, from its row.
fn quantity<'a>(text: &dyn Fn(&str) -> &'a str) -> Option<Quantity> {
    let role = text("role");
    Some(Quantity {
        section: text("section").parse().ok(),
        measure: forms().variable(text("measure")),
        role: Role::ALL.into_iter().find(|known| known.word() == role)?,
        parent: text("parent_seq").parse::<u32>().ok().and_then(|seq| seq.checked_sub(1)),
        label: text("label").to_owned(),
        value: text("value").parse().ok()?,
        low: text("low").parse().ok(),
        high: text("high").parse().ok(),
        unit: text("unit").to_owned(),
        start: text("start").parse().unwrap_or_default(),
        end: text("end").parse().unwrap_or_default(),
        text: text("text").to_owned(),
        location: Default::default(),
        mark: None,
    })
}

/// What is counted before any filing comes by: how many are expected and there, and what provinces are called.
pub(super) fn census(folder: &Path) -> Result<Census, Trouble> {
    let mut census = Census::default();
    let mut organs = Table::open(folder, "organs")?;
    while let Some(row) = organs.next()? {
        let (code, name) = (organs.get(&row, "division_code"), organs.get(&row, "province"));
        if let Some(code) = code.get(..2).filter(|_| !name.is_empty()) {
            census.provinces.entry(code.to_owned()).or_insert_with(|| name.to_owned());
        }
    }
    let mut table = Table::open(folder, "coverage")?;
    while let Some(row) = table.next()? {
        let text = |column: &str| table.get(&row, column);
        let Some(code) = text("division_code").get(..2).filter(|_| !text("year").is_empty()) else { continue };
        let tile = census.tiles.entry(code.to_owned()).or_default().entry(text("year").to_owned()).or_default();
        tile.expected += 1;
        tile.there += u32::from(text("status") != "missing");
    }
    Ok(census)
}
