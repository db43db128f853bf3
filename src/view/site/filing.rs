//! The page of a filing, from its rows in the dataset: the same inspector as that of a file that is checked.

use std::collections::BTreeMap;

use maud::{Markup, html};
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::{Entry, page, raw, script};
use crate::document::{Alternative, Place, Recognised, SourceLocation};
use crate::figure::{Figure, FormId, Grade, Recognition, Status, TableKind};
use crate::filing::{Filing, Verdict};
use crate::finding::{Language, Severity};
use crate::form::forms;
use crate::narrative::Quantity;
use crate::organ::{Level, OrganKind};
use crate::reader::{Format, READERS};
use crate::view::heaps::{Coded, heaps};
use crate::view::html::article;
use crate::view::words::say;
use crate::view::{OtherYear, Shown};

/// What the other tables of the dataset have of a filing.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Its figures.
    pub figures: Vec<Figure>,
    /// Code, severity and residual of its findings.
    pub findings: Vec<(String, Severity, Option<Decimal>)>,
    /// Their sentences, in Chinese and in English.
    pub sentences: Vec<[String; 2]>,
    /// Quantities of its prose.
    pub quantities: Vec<Quantity>,
    /// Text of its sections, as far as the dataset has it.
    pub sections: [String; 6],
    /// Its refusal rate.
    pub refusal: Option<Decimal>,
}

impl Record {
    /// The figure of a variable, by its code.
    pub fn figure(&self, code: &str) -> Option<&Figure> {
        let variable = forms().variable(code)?;
        self.figures.iter().find(|figure| figure.variable == Some(variable))
    }

    /// The value of a variable, by its code.
    pub fn value(&self, code: &str) -> Option<Decimal> {
        self.figure(code)?.value
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
pub fn rebuilt(entry: &Entry, record: &Record) -> Filing {
    let format = READERS.iter().map(|(format, _)| *format).find(|format| format.word() == entry.format);
    let mut filing = Filing::empty(format.unwrap_or(Format::Unknown));
    filing.verdict = Verdict::ALL.into_iter().find(|verdict| verdict.word() == entry.verdict).unwrap_or(filing.verdict);
    filing.reason.clone_from(&entry.reason);
    let known = |text: &String| (!text.is_empty()).then(|| text.clone());
    filing.identity.organ = known(&entry.organ);
    filing.identity.year = entry.year.parse().ok();
    filing.identity.division_code = known(&entry.division);
    filing.identity.url = known(&entry.url);
    filing.identity.published = known(&entry.published);
    filing.identity.level = Level::ALL.into_iter().find(|level| level.word() == entry.level);
    filing.identity.kind = OrganKind::ALL.into_iter().find(|kind| kind.word() == entry.kind);
    filing.figures.clone_from(&record.figures);
    filing.quantities.clone_from(&record.quantities);
    filing.sections.clone_from(&record.sections);
    let mut tables: Vec<(TableKind, FormId)> =
        record.figures.iter().map(|figure| (figure.table, figure.form)).collect();
    tables.sort_unstable();
    tables.dedup();
    filing.tables = tables;
    filing.judge_again();
    filing
}

/// The page of a filing; `filing` is the one that its rows tell of, `years` are those of its organ.
pub fn filing(page_of: &Page<'_>, years: &[OtherYear], language: Language) -> String {
    let Page { entry, record, filing } = page_of;
    let years = years.iter().filter(|other| Some(other.year) != filing.identity.year).cloned().collect();
    let sha256 = (!entry.sha256.is_empty()).then(|| entry.sha256.clone());
    let shown = Shown { name: &entry.path, filing, sha256, years };
    let up = "../../";
    let more = html! {
        @if !record.sentences.is_empty() {
            h2 { (say(language, "全部发现", "All findings")) }
            (findings(record, language))
        }
        (quantities(record, language))
    };
    let body = html! {
        p.facts {
            a href=(format!("{up}{}", entry.organ_page())) { (entry.named(language)) }
            @if !entry.place[0].is_empty() { " · " a href=(format!("{up}{}", entry.division_page())) { (entry.place.concat()) } }
            " · " a href=(format!("{up}compare.html#a={}", entry.id)) { (say(language, "与另一份比较", "compare with another")) }
        }
        (raw(article(&shown, &more, language)))
    };
    let scripts = ["inspect.js", "../page.js"];
    page(&format!("{} {}", entry.named(language), entry.year), &entry.page(), language, &body, &scripts)
}

/// A finding as the dataset tells it.
struct Told<'a> {
    code: &'a str,
    severity: Severity,
    sentence: &'a str,
}

impl Coded for Told<'_> {
    fn code(&self) -> &str {
        self.code
    }
}

/// All that is said of a filing, each with the page of its rule; the page that shows them is two folders deep.
pub(super) fn findings(record: &Record, language: Language) -> Markup {
    let which = usize::from(language == Language::En);
    let sentences = record.sentences.iter().map(|sentence| sentence[which].as_str());
    let told = record.findings.iter().zip(sentences);
    let all: Vec<Told<'_>> =
        told.map(|((code, severity, _), sentence)| Told { code, severity: *severity, sentence }).collect();
    let rule = |code: &str| html! { a href=(format!("../../r/{code}.html")) { (code) } };
    let item = |told: &Told<'_>| html! { li class=(told.severity.word()) { (rule(told.code)) " " (told.sentence) } };
    html! { ul { @for heap in heaps(all.iter()) {
        @if heap.is_folded() && heap.findings[0].severity != Severity::Hard {
            li class=(heap.findings[0].severity.word()) {
                (rule(heap.findings[0].code)) " "
                details { summary { (heap.title(language)) } ul { @for told in &heap.findings { (item(told)) } } }
            }
        } @else {
            @for told in &heap.findings { (item(told)) }
        }
    } } }
}

/// The quantities of the prose with their sentences, where the dataset has no texts in which they could be marked.
fn quantities(record: &Record, language: Language) -> Markup {
    let bare = record.sections.iter().all(String::is_empty);
    html! { @if bare && !record.quantities.is_empty() { details {
        summary { (say(language, "正文中的数", "Quantities in the prose")) " (" (record.quantities.len()) ")" }
        ul { @for quantity in &record.quantities { li {
            b { (quantity.value.normalize()) (quantity.unit) } " " (quantity.label) " — " span lang="zh-CN" { (quantity.text) }
        } } }
    } } }
}

/// A filing of the dataset with everything that its page shows.
pub struct Page<'a> {
    /// Its row.
    pub entry: &'a Entry,
    /// Its rows in other tables.
    pub record: &'a Record,
    /// The filing that they tell of. What is said of it stands in the record; its own findings are none.
    pub filing: Filing,
}

/// What the page of comparisons knows of a filing, as a script: who and when, figures, prose in sentences; and identifier
/// and year of the organ's filings.
pub fn comparable(entry: &Entry, record: &Record, others: &[(String, String)]) -> String {
    let figures = record.figures.iter().filter_map(|figure| {
        let code = forms().code(figure.variable?).to_owned();
        let text = figure.value.map_or_else(|| figure.status.word().to_owned(), |value| value.normalize().to_string());
        Some((code, Value::from(text)))
    });
    let figures: serde_json::Map<String, Value> = figures.collect::<BTreeMap<_, _>>().into_iter().collect();
    let stated: Vec<&str> = record.quantities.iter().map(|quantity| quantity.text.as_str()).collect();
    let whole = record.sections.join("\n");
    // Without the texts the sentences that state a quantity stand for them.
    let mut prose: Vec<&str> = if whole.trim().is_empty() { stated } else { sentences(&whole).collect() };
    prose.dedup();
    let known = json!({
        "id": entry.id, "organ": entry.organ, "year": entry.year, "path": entry.path, "page": entry.page(),
        "figures": figures, "prose": prose, "others": others,
    });
    script("one", &known)
}

/// The sentences of a text.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(['。', '！', '？', '\n']).map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// What a recogniser said of a figure, from its columns: grade, confidence, likely readings. A dataset keeps no pictures.
fn recognition([grade, confidence, readings]: [&str; 3]) -> Option<Box<Recognition>> {
    let confidence = confidence.parse().ok()?;
    let alternatives = Alternative::all(readings);
    let said = Recognised { unread: grade.is_empty(), confidence, alternatives, look: Vec::new() };
    Some(Box::new(Recognition { grade: Grade::ALL.into_iter().find(|known| known.word() == grade), said }))
}

/// A figure, from its row: code, value, status, raw text, label, form, table, place; and what a recogniser said.
pub fn figure(row: [&str; 10], recognised: [&str; 3]) -> Option<Figure> {
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
        recognition: recognition(recognised),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_recogniser_said_comes_back_from_its_row() {
        let row = ["req_new_tot", "12", "recognised", "12", "新收 | 总计", "2021", "requests", "3", "1", "box 1 2 3 4"];
        let read = figure(row, ["confirmed", "0.981", "12:0.981 17:0.012"]).expect("the row is whole");
        let recognition = read.recognition.expect("it was recognised");
        assert_eq!(recognition.grade, Some(Grade::Confirmed));
        assert_eq!(recognition.said.readings(), "12:0.981 17:0.012");
        assert!(!recognition.said.unread);
        let printed = figure(row, ["", "", ""]).expect("the row is whole");
        assert_eq!(printed.recognition, None);
    }
}
