//! The page of a filing, from its rows in the dataset: the same inspector as that of a file that is checked.

use maud::html;
use rust_decimal::Decimal;

use super::{Entry, page, raw};
use crate::document::{Place, SourceLocation};
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::filing::{Filing, Verdict};
use crate::finding::{Language, Severity};
use crate::form::forms;
use crate::reader::Format;
use crate::view::Shown;
use crate::view::html::article;
use crate::view::words::say;

/// What the other tables of the dataset have of a filing.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Code, severity and residual of its findings.
    pub findings: Vec<(String, Severity, Option<Decimal>)>,
    /// Their sentences, in Chinese and in English.
    pub sentences: Vec<[String; 2]>,
    /// Quantities of its prose: label, value with unit, sentence.
    pub prose: Vec<[String; 3]>,
}

impl Record {
    /// The value of a variable, by its code.
    pub fn value(&self, code: &str) -> Option<Decimal> {
        let variable = forms().variable(code)?;
        self.figures.iter().find(|figure| figure.variable == Some(variable))?.value
    }
}

/// A place, from how the dataset writes it.
pub fn place(page: &str, text: &str) -> SourceLocation {
    let words: Vec<&str> = text.split([' ', ':', '-']).collect();
    let number = |word: &str| word.parse::<u32>().ok();
    let place = match words[..] {
        ["table", table, "row", row, "cell", cell] => number(table)
            .zip(number(row))
            .zip(number(cell))
            .map(|((table, row), cell)| Place::Cell { table, row, cell }),
        ["line", line, start, end] => number(line)
            .zip(number(start))
            .zip(number(end))
            .map(|((line, start), end)| Place::Line { line, start, end }),
        ["paragraph", index] => number(index).map(|index| Place::Paragraph { index }),
        ["box", x0, y0, x1, y1] => {
            let corner = |text: &str| text.parse::<f32>().unwrap_or_default();
            Some(Place::Box { x0: corner(x0), y0: corner(y0), x1: corner(x1), y1: corner(y1) })
        }
        _ => None,
    };
    SourceLocation { page: number(page), place: place.unwrap_or_default() }
}

/// The filing that the rows tell of; its equations are judged again.
fn rebuilt(entry: &Entry, record: &Record) -> Filing {
    let mut filing = Filing::empty(Format::Unknown);
    filing.verdict = Verdict::ALL.into_iter().find(|verdict| verdict.word() == entry.verdict).unwrap_or(filing.verdict);
    filing.reason.clone_from(&entry.reason);
    filing.identity.organ = (!entry.organ.is_empty()).then(|| entry.organ.clone());
    filing.identity.year = entry.year.parse().ok();
    filing.identity.division_code = (!entry.division.is_empty()).then(|| entry.division.clone());
    filing.figures.clone_from(&record.figures);
    let mut tables: Vec<(TableKind, FormId)> =
        record.figures.iter().map(|figure| (figure.table, figure.form)).collect();
    tables.sort_unstable();
    tables.dedup();
    filing.tables = tables;
    filing.judge_again();
    // What is said stands in the dataset; the equations are only lit.
    filing.findings = Default::default();
    filing
}

/// The page of a filing.
pub fn filing(entry: &Entry, record: &Record, language: Language) -> String {
    let filing = rebuilt(entry, record);
    let shown = Shown::new(&entry.path, &filing);
    let which = usize::from(language == Language::En);
    let up = "../../";
    let facts = [entry.path.as_str(), &entry.format, &entry.published, &entry.sha256];
    let body = html! {
        p.facts {
            a href=(format!("{up}{}", entry.organ_page())) { (entry.named(language)) }
            @if !entry.place[0].is_empty() { " · " a href=(format!("{up}{}", entry.division_page())) { (entry.place.concat()) } }
        }
        (raw(article(&shown, language)))
        @if !record.sentences.is_empty() {
            h2 { (say(language, "全部发现", "All findings")) }
            ul { @for ((code, severity, _), sentence) in record.findings.iter().zip(&record.sentences) {
                li class=(severity.word()) { a href=(format!("{up}r/{code}.html")) { (code) } " " (sentence[which]) }
            } }
        }
        @if !record.prose.is_empty() {
            details {
                summary { (say(language, "正文中的数", "Quantities in the prose")) " (" (record.prose.len()) ")" }
                ul { @for [label, value, sentence] in &record.prose { li { b { (value) } " " (label) " — " span lang="zh-CN" { (sentence) } } } }
            }
        }
        p.facts { (facts.join(" · ")) }
    };
    page(&format!("{} {}", entry.named(language), entry.year), up, language, &body, Some("page.js"))
}

/// A figure, from its row: code, value, status, raw text, label, form, table, place.
pub fn figure(row: [&str; 10]) -> Option<Figure> {
    let [code, value, status, raw, label, form, table, cell_row, page, location] = row;
    let (row_label, column_label) = label.split_once(" | ").unwrap_or((label, ""));
    Some(Figure {
        variable: forms().variable(code),
        value: value.parse().ok(),
        status: Status::ALL.into_iter().find(|known| known.word() == status)?,
        unit: None,
        raw: raw.to_owned(),
        row_label: row_label.into(),
        column_label: column_label.into(),
        form: FormId(form.parse().ok()?),
        table: TableKind::from_word(table)?,
        row: cell_row.parse().unwrap_or_default(),
        column: 0,
        location: place(page, location),
    })
}
