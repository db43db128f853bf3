//! What is left to say of run-together tables, as values: the rows that could not be read, and why; what other years
//! settled later; the findings that tell of both.

use serde::{Deserialize, Serialize};

use super::lines::Line;
use super::split::{Cell, Reading};
use crate::figure::{FormId, TableKind};
use crate::finding::Finding;
use crate::variable::Variable;

/// Readings that a row keeps and its finding writes out.
const READINGS_SHOWN: usize = 4;

/// A table that was read from run-together text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Which table.
    pub kind: TableKind,
    /// The edition that it follows.
    pub form: FormId,
    /// Cells that were read.
    pub read: u32,
    /// Cells that stay text.
    pub open: u32,
    /// The rows that were not read by themselves, in printed order.
    pub rows: Vec<Row>,
}

/// A run-together row that its own table does not settle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Why not.
    pub trouble: Trouble,
    /// Its cells from left to right.
    pub variables: Vec<Variable>,
    /// Its label as printed.
    pub label: String,
    /// The digits.
    pub run: String,
    /// How many readings there are.
    pub count: u32,
    /// There may be more.
    pub capped: bool,
    /// The first readings.
    pub readings: Vec<Reading>,
    /// The one reading that other years leave, once they were asked.
    pub settled: Option<Settled>,
}

/// Why a row stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// It has several readings.
    Open,
    /// It has none.
    NoReading,
    /// Blank cells vanished from the text of its table.
    Blanks,
}

/// A row with the one reading that is left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settled {
    /// Its cells from left to right.
    pub cells: Vec<(Variable, Cell)>,
    /// The filings that it follows from, for the sentence.
    pub others: String,
}

impl Row {
    /// A line without one reading of its own.
    pub(super) fn new(line: &Line, blanks_vanished: bool) -> Self {
        let trouble = match (line.readings.len(), blanks_vanished) {
            (_, true) => Trouble::Blanks,
            (0, false) => Trouble::NoReading,
            _ => Trouble::Open,
        };
        let whole = || line.readings.iter().map(|reading| reading.iter().copied().map(Some).collect()).collect();
        let mut readings: Vec<Reading> = line.unvouched.clone().filter(|every| !every.is_empty()).unwrap_or_else(whole);
        let count = u32::try_from(readings.len()).unwrap_or(u32::MAX);
        readings.truncate(READINGS_SHOWN);
        Self {
            trouble,
            variables: line.variables.clone(),
            label: line.label.to_string(),
            run: line.raw.clone(),
            count,
            capped: line.capped || line.unvouched.as_ref().is_some_and(Vec::is_empty),
            readings,
            settled: None,
        }
    }

    /// Whether other years may still settle it.
    pub fn is_open(&self) -> bool {
        self.trouble == Trouble::Open && self.settled.is_none()
    }

    fn finding(&self) -> Finding {
        let code = match (self.trouble, &self.settled) {
            (Trouble::Blanks, _) => "TEXT-BLANKS",
            (Trouble::NoReading, _) => "TEXT-NOREADING",
            (Trouble::Open, None) => "TEXT-OPEN",
            (Trouble::Open, Some(_)) => "TEXT-YEARS",
        };
        let mut finding = Finding::new(code);
        finding.variable = self.variables.last().copied();
        finding.related = self.variables.clone();
        let count = if self.capped { format!("≥{}", self.count) } else { self.count.to_string() };
        let finding = finding.with("label", self.label.clone()).with("run", self.run.clone()).with("count", count);
        if let Some(settled) = &self.settled {
            let cells: Vec<String> = settled.cells.iter().map(|(_, cell)| cell.figure().2).collect();
            return finding.with("reading", cells.join(" ")).with("other", settled.others.clone());
        }
        let cell = |cell: &Option<Cell>| cell.map_or_else(|| "□".to_owned(), |cell| cell.figure().2);
        let shown: Vec<String> =
            self.readings.iter().map(|reading| reading.iter().map(cell).collect::<Vec<_>>().join(" ")).collect();
        let more = if self.count as usize > self.readings.len() { " | …" } else { "" };
        finding.with("readings", format!("{}{more}", shown.join(" | ")))
    }
}

/// What there is to say of run-together tables, in their order.
pub fn findings(tables: &[Table]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in tables {
        findings.extend(table.rows.iter().map(Row::finding));
        let told = Finding::new("TEXT-DECODED").with("table", table.kind.word());
        findings.push(told.with("read", table.read.to_string()).with("open", table.open.to_string()));
    }
    findings
}
