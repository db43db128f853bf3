//! Which tables a filing should have, which are there, and what is to be made of the whole.

use super::{Filing, Missing, Stage, Verdict, kind};
use crate::document::{Block, Document};
use crate::edit::Outcome;
use crate::figure::{FormId, Status, TableKind};
use crate::finding::{Finding, Severity};
use crate::form::forms;
use crate::locate::Section;

/// The edition that most tables follow; of equals the one of the requests table, which tells editions apart best.
pub fn edition(tables: &[(TableKind, FormId)]) -> Option<FormId> {
    let count = |id: FormId| tables.iter().filter(|(_, form)| *form == id).count();
    let most = tables.iter().map(|(_, form)| count(*form)).max()?;
    let candidates = || tables.iter().filter(|(_, form)| count(*form) == most);
    candidates().find(|(kind, _)| *kind == TableKind::Requests).or(candidates().next()).map(|(_, form)| *form)
}

/// Notes missing tables, tells of them and of tables of another year's form. Returns whether one of them stands in the
/// document as a picture.
pub fn tables(document: &Document, sections: &[Section], edition: Option<FormId>, filing: &mut Filing) -> bool {
    let year = filing.identity.year;
    // With no table at all the form of the year says what is missing.
    let form = edition.and_then(|id| forms().form(id)).or_else(|| year.and_then(|year| forms().for_year(year)));
    let Some(form) = form else { return !pictures_of(&[TableKind::Requests], document, sections).is_empty() };
    let missing: Vec<TableKind> = form
        .tables
        .iter()
        .map(|table| table.kind)
        .filter(|kind| !filing.tables.iter().any(|(found, _)| found == kind))
        .collect();
    let pictured = pictures_of(&missing, document, sections);
    let note = |kind: &TableKind| Missing { kind: *kind, form: form.id, pictured: pictured.contains(kind) };
    filing.missing = missing.iter().map(note).collect();
    if !filing.tables.is_empty() {
        filing.findings.add(Stage::Tables, filing.missing.iter().map(Missing::finding));
    }
    if let Some((year, due)) = year.and_then(|year| Some((year, forms().for_year(year)?))) {
        for (kind, found) in &filing.tables {
            // The disputes table is the same in both editions.
            if *found != due.id && *kind != TableKind::Disputes {
                let told = Finding::new("DOC-FORM")
                    .with("table", kind.word())
                    .with("found", found.to_string())
                    .with("expected", due.id.to_string())
                    .with("year", year.to_string());
                filing.findings.add(Stage::Tables, [told]);
            }
        }
    }
    !pictured.is_empty()
}

impl Missing {
    fn finding(&self) -> Finding {
        let code = if self.pictured { "DOC-PICTURE" } else { "DOC-TABLES" };
        Finding::new(code).with("table", self.kind.word()).with("expected", self.form.to_string())
    }
}

/// The missing tables in whose section, or on whose pages, a picture stands.
fn pictures_of(missing: &[TableKind], document: &Document, sections: &[Section]) -> Vec<TableKind> {
    let pictures: Vec<usize> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| match block {
            Block::Picture(_) => true,
            Block::Grid(grid) => grid.cells.iter().any(|cell| cell.picture),
            Block::Paragraph(_) => false,
        })
        .map(|(at, _)| at)
        .collect();
    if pictures.is_empty() {
        return Vec::new();
    }
    let section = |kind: TableKind| match kind {
        TableKind::Proactive => 2,
        TableKind::Requests => 3,
        TableKind::Disputes => 4,
        TableKind::Sheet => 0,
    };
    let stands = |kind: &TableKind| match sections.iter().find(|known| known.number == section(*kind)) {
        Some(known) => pictures.iter().any(|at| known.blocks.contains(at)),
        None => sections.is_empty(),
    };
    missing.iter().copied().filter(stands).collect()
}

/// The verdict, and the word for its reason.
pub fn judge(document: &Document, pictured: bool, filing: &mut Filing) {
    let (verdict, reason) = verdict(document, pictured, filing);
    (filing.verdict, filing.reason) = (verdict, reason.to_owned());
}

fn verdict(document: &Document, pictured: bool, filing: &Filing) -> (Verdict, &'static str) {
    if filing.tables.is_empty() {
        let glyphs = || filing.findings.iter().any(|finding| finding.code == "READ-GLYPHS");
        match kind::not_a_report(document, &filing.sections, filing.identity.year) {
            // What stands there cannot be told from its characters.
            Some("other" | "shell_page") if glyphs() => return (Verdict::NeedsOcr, "glyphs"),
            Some(kind) => return (Verdict::NotAReport, kind),
            None => {}
        }
        return if pictured { (Verdict::NeedsOcr, "picture") } else { (Verdict::Incomplete, "no_tables") };
    }
    if shows_nothing(filing) && kind::is_blank_form(document, &filing.sections) {
        return (Verdict::NotAReport, "blank_form");
    }
    by_rules(filing, pictured)
}

/// Whether the tables hold nothing: no figure, no text in its place, no row whose cells could not be told apart.
fn shows_nothing(filing: &Filing) -> bool {
    let unread = |code: &str| matches!(code, "BIND-COLUMNS" | "BIND-EXTRA-ROW");
    filing.figures.iter().all(|figure| figure.raw.is_empty() && figure.status != Status::Text)
        && !filing.findings.iter().any(|finding| unread(&finding.code))
}

/// The verdict on a filing with tables, by its rules and by what is missing. `pictured`: a table is there as a picture.
pub fn by_rules(filing: &Filing, pictured: bool) -> (Verdict, &'static str) {
    let hard = |outcome: Outcome| {
        let violated = filing.outcomes.iter().filter(|known| known.outcome == outcome);
        violated.filter(|known| is_hard(filing, &known.code)).count()
    };
    if hard(Outcome::Violated) > 0 {
        return (Verdict::Flagged, "");
    }
    if pictured {
        return (Verdict::NeedsOcr, "picture");
    }
    if filing.missing.iter().any(|table| !table.pictured) {
        return (Verdict::Incomplete, "table_missing");
    }
    let judged =
        filing.outcomes.iter().any(|known| matches!(known.outcome, Outcome::Satisfied | Outcome::SatisfiedIfBlankZero));
    if filing.reported() == 0 {
        (Verdict::Incomplete, "no_figures")
    } else if hard(Outcome::Undetermined) > 0 {
        (Verdict::Incomplete, "undetermined")
    } else if !judged {
        (Verdict::Incomplete, "no_rules")
    } else {
        (Verdict::Reconciled, "")
    }
}

/// Whether a rule of the tables found is hard.
fn is_hard(filing: &Filing, code: &str) -> bool {
    let editions = filing.tables.iter().filter_map(|(_, id)| forms().form(*id));
    editions
        .flat_map(|form| &form.rules)
        .find(|rule| rule.code == code)
        .is_some_and(|rule| rule.severity == Severity::Hard)
}
