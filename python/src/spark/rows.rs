//! Filings to rows: a filing, its summary and all that others say of it come in; its rows of every table go out, with its
//! summary as it was written.

use gouji::across::{Alike, Between};
use gouji::dataset::changes::{self, Previous};
use gouji::dataset::rows::FilingRows;
use gouji::dataset::schema;
use gouji::dataset::tally::Tally;
use gouji::dataset::value::Rows;
use gouji::dataset::{Edition, Given, Summary};
use gouji::{Filing, Finding};

use super::across::{Order, Told};
use super::{Trouble, Work, pack, tables, unpack};
use crate::arrow::{Input, Layout, Output, Scalar, Type};

/// Tables that are made of single filings beside those of [`FilingRows`].
const BESIDE: [&str; 3] = ["changes", "history", "rules"];

/// Makes the rows of filings.
pub struct Lines {
    given: Given,
    /// Outcomes since the last row that told them.
    tally: Tally,
}

impl Lines {
    pub fn new(day: String) -> Self {
        Self { given: Given { day, ..Given::default() }, tally: Tally::default() }
    }

    pub fn layout() -> Layout {
        let head = [("key", Type::Text), ("group", Type::Text), ("stands", Type::Flag), ("summary", Type::Bytes)];
        head.into_iter().chain(wanted()).chain(tables(&BESIDE)).collect()
    }
}

/// The tables that are written unasked.
fn wanted() -> impl Iterator<Item = (&'static str, Type)> {
    tables(&FilingRows::TABLES).filter(|(name, _)| !schema::table(name).optional)
}

impl Work for Lines {
    fn row(&mut self, input: &Input<'_>, at: usize, output: &mut Output) -> Result<(), Trouble> {
        let summary: Summary = unpack(input.bytes(at, "summary"))?;
        let mut filing: Filing = unpack(input.bytes(at, "filing"))?;
        let stands = input.flag(at, "stands");
        let between = between(&summary, input, at)?;
        let mut edition = Edition::part(vec![summary], vec![stands], between);
        let summary = edition.revise(0, &mut filing, &self.given);
        if summary.duplicate_of().is_none() {
            self.tally.add(&filing);
        }
        let mut rows = edition.rows(0, &summary, &filing, &self.given.reviewed).tables;
        rows.retain(|rows| !rows.table.optional);
        edition.summaries[0] = summary.clone();
        let previous = Previous::new();
        let changes = edition.changes(&previous);
        let (news, history) = (changes::rows(&changes), changes::history(&changes, &self.given.day));
        let (key, group) = (input.text(at, "key"), input.text(at, "group"));
        let packed = pack(&summary)?;
        let head = [Scalar::Text(key), Scalar::Text(group), Scalar::Flag(stands), Scalar::Bytes(&packed)];
        let none = Rows::new(schema::table("rules"));
        let beside = [Scalar::Rows(&news), Scalar::Rows(&history), Scalar::Rows(&none)];
        output.items(head.into_iter().chain(rows.iter().map(Scalar::Rows)).chain(beside));
        Ok(())
    }

    /// The outcomes of all filings, in a row of no filing.
    fn end(&mut self, output: &mut Output) -> Result<(), Trouble> {
        let rows = self.tally.rows();
        let none = Self::layout().len() - 1;
        output.items((0..none).map(|_| Scalar::Null).chain([Scalar::Rows(&rows)]));
        Ok(())
    }
}

/// What others say of a filing, in the order in which a pass over all filings would say it.
fn between(summary: &Summary, input: &Input<'_>, at: usize) -> Result<Between, Trouble> {
    let mut between = Between::default();
    if let Some(list) = input.list(at, "revisions")
        && list.num_rows() > 0
    {
        between.revisions.insert(summary.first().to_owned(), unpack(Input(&list).bytes(0, "payload"))?);
    }
    let Some(list) = input.list(at, "said") else { return Ok(between) };
    let list = Input(&list);
    let mut said: Vec<((i32, i32), Finding)> = Vec::new();
    let mut best: Option<(Alike, Order)> = None;
    for at in 0..list.0.num_rows() {
        let place = (list.whole(at, "told").unwrap_or_default(), list.whole(at, "seq").unwrap_or_default());
        if place.0 != Told::Prose as i32 {
            said.push((place, unpack(list.bytes(at, "payload"))?));
            continue;
        }
        let (alike, order): (Alike, Order) = unpack(list.bytes(at, "payload"))?;
        let better =
            |(known, first): &(Alike, Order)| alike.equal > known.equal || alike.equal == known.equal && order < *first;
        if best.as_ref().is_none_or(better) {
            best = Some((alike, order));
        }
    }
    said.extend(best.map(|(alike, _)| ((Told::Prose as i32, 0), alike.finding)));
    said.sort_by_key(|(place, _)| *place);
    between.findings = said.into_iter().map(|(_, finding)| (summary.id.to_string(), finding)).collect();
    Ok(between)
}
