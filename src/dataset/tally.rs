//! How often each rule comes out how: `rules.csv`, by code, form and year.
//!
//! Filings come in one by one (copies of the same bytes left to the caller to leave out), counts go out. The
//! same table read back is what `gouji rules DATASET` prints ([`print()`]).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::schema;
use super::value::{RowSink, Rows};
use crate::edit::Outcome;
use crate::figure::FormId;
use crate::filing::Filing;
use crate::finding::{Language, entry};

/// Counts of outcomes, in the order of [`Outcome::ALL`].
type Counts = [u64; Outcome::ALL.len()];

/// Outcomes counted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<(String, Option<FormId>, Option<u16>), Counts>,
}

impl Tally {
    /// Counts the outcomes of a filing.
    pub fn add(&mut self, filing: &Filing) {
        // Those of a rule stand one behind the other.
        for of_rule in filing.outcomes.chunk_by(|one, other| one.code == other.code) {
            let form = filing.judged(&of_rule[0]).map(|judged| judged.form);
            let counts = self.counts.entry((of_rule[0].code.clone(), form, filing.identity.year)).or_default();
            of_rule.iter().for_each(|outcome| counts[outcome.outcome as usize] += 1);
        }
    }

    /// Adds the counts of another tally.
    pub fn merge(&mut self, other: Self) {
        for (key, counts) in other.counts {
            let sums = self.counts.entry(key).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
    }

    /// The rows of `rules`.
    pub fn rows(&self) -> Rows<'_> {
        let mut rows = Rows::new(schema::table("rules"));
        for ((code, form, year), counts) in &self.counts {
            rows.text(code).integer(form.map(|form| form.0)).integer(*year);
            for count in counts {
                rows.integer(Some(*count));
            }
            rows.end();
        }
        rows
    }
}

/// `rules.csv` (with its header) as a table for people, one line for each rule, form and year, and a sum for each
/// rule; `None` when it is not such a table.
pub fn print(table: &[u8], language: Language) -> Option<String> {
    let table = table.strip_prefix(b"\xef\xbb\xbf").unwrap_or(table);
    let mut reader = csv::Reader::from_reader(table);
    let mut out = match language {
        Language::Zh => "规则\t格式\t年份\t成立\t空格当零成立\t不成立\t不能判断\n".to_owned(),
        Language::En => "rule\tform\tyear\tsatisfied\tblanks as zeros\tviolated\tundetermined\n".to_owned(),
    };
    let mut lines: Vec<(String, String, String, Counts)> = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let mut counts = Counts::default();
        for (place, count) in counts.iter_mut().enumerate() {
            *count = record.get(3 + place)?.parse().ok()?;
        }
        let field = |at: usize| record.get(at).map(str::to_owned);
        lines.push((field(0)?, field(1)?, field(2)?, counts));
    }
    let mut rest = lines.as_slice();
    while let Some((code, ..)) = rest.first() {
        let own = rest.iter().take_while(|(other, ..)| other == code).count();
        let (rule, after) = rest.split_at(own);
        let mut sums = Counts::default();
        for (_, _, _, counts) in rule {
            sums.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let label = entry(code).map_or("", |entry| entry.label(language));
        let words = |counts: &Counts| counts.map(|count| count.to_string()).join("\t");
        let _ = writeln!(out, "{code}\t*\t*\t{}\t{label}", words(&sums));
        for (code, form, year, counts) in rule {
            let _ = writeln!(out, "{code}\t{form}\t{year}\t{}", words(counts));
        }
        rest = after;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::super::lines::csv;
    use super::*;
    use crate::edit::RuleOutcome;
    use crate::figure::TableKind;
    use crate::reader::Format;

    #[test]
    fn outcomes_are_counted_by_rule_form_and_year() {
        let mut filing = Filing::empty(Format::Text);
        filing.identity.year = Some(2021);
        filing.tables = vec![(TableKind::Requests, FormId(2019)), (TableKind::Disputes, FormId(2021))];
        let outcome = |code: &str, key: &str, outcome| RuleOutcome { code: code.into(), key: key.into(), outcome };
        filing.outcomes = vec![
            outcome("REQ-BALANCE", "np", Outcome::Satisfied),
            outcome("REQ-BALANCE", "tot", Outcome::Violated),
            outcome("DIS-REV", "", Outcome::Undetermined),
        ];
        let mut tally = Tally::default();
        tally.add(&filing);
        filing.identity.year = None;
        let mut other = Tally::default();
        other.add(&filing);
        tally.merge(other);
        let rows = String::from_utf8(csv(&tally.rows(), false)).expect("utf-8");
        assert_eq!(
            rows,
            "DIS-REV,2021,,0,0,0,1\nDIS-REV,2021,2021,0,0,0,1\nREQ-BALANCE,2019,,1,0,1,0\nREQ-BALANCE,2019,2021,1,0,1,0\n"
        );
        let table = format!("code,form,year,satisfied,blank_zero,violated,undetermined\n{rows}");
        let printed = print(table.as_bytes(), Language::En).expect("a table of rules");
        assert_eq!(printed.lines().nth(4), Some("REQ-BALANCE\t*\t*\t2\t0\t2\t0\trequests balance"));
        assert_eq!(print(b"code,form\nx,y\n", Language::En), None);
    }
}
