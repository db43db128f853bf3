//! Which tables a filing should have, which are there, and what is to be made of the whole.

use super::{Filing, Missing, Stage, Verdict, kind};
use crate::document::{Block, Document};
use crate::edit::Outcome;
use crate::figure::{FormId, Status, TableKind};
use crate::finding::{Finding, Severity};
use crate::form::forms;
use crate::locate::Section;
use crate::reader::Notice;

/// The reason where a table is a picture.
pub const PICTURE: &str = "picture";
/// What readers write for a character that has no code.
const UNMAPPED: char = '\u{fffd}';

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
    let stands = |kind: &TableKind| {
        let number = section(*kind);
        let range = match sections.iter().find(|known| known.number == number) {
            Some(known) => known.blocks.clone(),
            None if number == 0 && !sections.is_empty() => return false,
            // Its heading may be in the picture, too: it stands between the sections before and after it.
            None => {
                let before =
                    sections.iter().filter(|known| known.number < number).map(|known| known.blocks.start).max();
                let after = sections.iter().filter(|known| known.number > number).map(|known| known.blocks.start).min();
                before.unwrap_or(0)..after.unwrap_or(document.blocks.len())
            }
        };
        pictures.iter().any(|at| range.contains(at))
    };
    missing.iter().copied().filter(stands).collect()
}

/// The verdict, and the word for its reason.
pub fn judge(document: &Document, pictured: bool, notices: &[Notice], filing: &mut Filing) {
    let (verdict, reason) = verdict(document, pictured, notices, filing);
    (filing.verdict, filing.reason) = (verdict, reason.to_owned());
}

fn verdict(document: &Document, pictured: bool, notices: &[Notice], filing: &Filing) -> (Verdict, &'static str) {
    if filing.tables.is_empty() {
        // Nobody can tell what a text without character codes is; its pages can be recognised like a scan.
        if is_unmapped(document) {
            return (Verdict::NeedsOcr, "glyphs");
        }
        let glyphs = || notices.iter().any(|notice| matches!(notice, Notice::Glyphs { .. }));
        match kind::not_a_report(document, &filing.sections, filing.identity.year) {
            Some("other" | "shell_page") if glyphs() => return (Verdict::NeedsOcr, "glyphs"),
            // Words were read from pictures, and tables may be among what was not.
            Some("other" | "shell_page") if document.recognised => return (Verdict::NeedsOcr, PICTURE),
            Some(kind) => return (Verdict::NotAReport, kind),
            None => {}
        }
        return if pictured { (Verdict::NeedsOcr, PICTURE) } else { (Verdict::Incomplete, "no_tables") };
    }
    if shows_nothing(filing) && kind::is_blank_form(document, &filing.sections, &filing.identity) {
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
        // Who is wrong, the filing or the recogniser, is for people to say.
        return if filing.is_recognised() { (Verdict::Unconfirmed, "rule") } else { (Verdict::Flagged, "") };
    }
    if pictured {
        return (Verdict::NeedsOcr, PICTURE);
    }
    if filing.figures.iter().any(|figure| figure.raw.contains(UNMAPPED)) {
        return (Verdict::NeedsOcr, "glyphs");
    }
    if filing.missing.iter().any(|table| !table.pictured) {
        return (Verdict::Incomplete, "table_missing");
    }
    if filing.figures.iter().any(|figure| figure.status == Status::Unread) {
        return (Verdict::Unconfirmed, "unread");
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

/// Whether much of a document's text has no character codes.
fn is_unmapped(document: &Document) -> bool {
    let (mut all, mut unmapped) = (0_usize, 0_usize);
    let mut count = |text: &str| {
        all += text.chars().filter(|c| !c.is_whitespace()).count();
        unmapped += text.matches(UNMAPPED).count();
    };
    document.paragraphs().for_each(|paragraph| count(&paragraph.text));
    document.grids().flat_map(|grid| &grid.cells).for_each(|cell| count(&cell.text));
    unmapped > 0 && unmapped * 4 >= all
}

/// Whether a rule of the tables found is hard.
fn is_hard(filing: &Filing, code: &str) -> bool {
    let editions = filing.tables.iter().filter_map(|(_, id)| forms().form(*id));
    editions
        .flat_map(|form| &form.rules)
        .find(|rule| rule.code == code)
        .is_some_and(|rule| rule.severity == Severity::Hard)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Picture, Role, SourceLocation};

    /// The headings of scanned sections are in the picture, too.
    #[test]
    fn a_picture_between_two_sections_may_be_those_between() {
        let mut document = Document::default();
        document.push_text("二、主动公开政府信息情况", Role::Body, SourceLocation::default());
        document.blocks.push(Block::Picture(Picture { size: None, location: SourceLocation::default(), source: None }));
        document.push_text("五、存在的主要问题", Role::Body, SourceLocation::default());
        let section =
            |number, from, to| Section { number, blocks: from..to, start: 0, body: (from, 0), end: usize::MAX };
        let missing = [TableKind::Proactive, TableKind::Requests, TableKind::Disputes];
        let told = |sections: &[Section]| pictures_of(&missing, &document, sections);
        assert_eq!(told(&[section(2, 0, 1), section(5, 2, 3)]), [TableKind::Requests, TableKind::Disputes]);
        assert_eq!(told(&[section(4, 0, 1), section(5, 2, 3)]), []);
        assert_eq!(told(&[]), missing);
    }
}
