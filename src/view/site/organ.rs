//! The page of an organ: its years side by side, what was carried from one to the next, its main figures as small pictures,
//! everything that is said of it, and what its prose states.

use std::collections::BTreeSet;

use maud::{Markup, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::filing::{Record, findings};
use super::{Entry, badge, page};
use crate::finding::Language;
use crate::form::forms;
use crate::variable::Variable;
use crate::view::label;
use crate::view::marks::Marks;
use crate::view::words::{say, status};

/// Figures that are drawn.
const DRAWN: &[&str] =
    &["req_new_tot", "req_total_tot", "req_granted_tot", "pro_lic_decided", "pro_pen_decided", "pro_norm_inforce"];

/// The page of an organ; its filings come in order of year.
pub fn organ(filings: &[(Entry, Record)], language: Language) -> String {
    let Some((first, _)) = filings.first() else { return String::new() };
    let up = "../../";
    let body = html! {
        h1 { (first.named(language)) }
        p.facts { a href=(format!("{up}{}", first.division_page())) { (first.place.concat()) } " " (first.division) }
        div.scroll tabindex="0" role="region" aria-label=(say(language, "各年报告", "filings by year")) { table.list {
            thead { tr { @for (zh, en) in [("年度", "Year"), ("结论", "Verdict"), ("发布", "Published"), ("来源", "Source")] {
                th scope="col" { (say(language, zh, en)) }
            } } }
            tbody { @for (entry, _) in filings { tr {
                td { a href=(format!("{up}{}", entry.page())) { @if entry.year.is_empty() { "—" } @else { (entry.year) } } }
                td { (badge(&entry.verdict, language)) }
                td { (entry.published) }
                td { (entry.path) @if !entry.url.is_empty() { br; (entry.url) } }
            } } }
        } }
        (compared(filings, language))
        (carried(filings, language))
        (multiples(filings, language))
        @for (entry, record) in filings.iter().filter(|(_, record)| !record.sentences.is_empty()) {
            h2 { (entry.year) " " (badge(&entry.verdict, language)) }
            (findings(record, language))
        }
        (side_by_side(filings, language))
        (prose(filings, language))
    };
    page(first.named(language), &first.organ_page(), language, &body, &[])
}

/// Each filing beside the one before it.
fn compared(filings: &[(Entry, Record)], language: Language) -> Markup {
    html! { @if filings.len() > 1 {
        h2 { (say(language, "相邻两份逐数比较", "One filing beside the next")) }
        p.links { @for pair in filings.windows(2) {
            a href=(format!("../../compare.html#a={}&b={}", pair[0].0.id, pair[1].0.id)) { (pair[0].0.year) " ↔ " (pair[1].0.year) } " "
        } }
    } }
}

/// What one year carried out and the next carried in.
fn carried(filings: &[(Entry, Record)], language: Language) -> Markup {
    let next = filings.windows(2).filter_map(|pair| {
        let [(before, out), (after, carried_in)] = pair else { return None };
        let (from, to) = (before.year.parse::<u16>().ok()?, after.year.parse::<u16>().ok()?);
        let (left, right) = (out.value("req_carout_tot")?, carried_in.value("req_carin_tot")?);
        (to == from + 1).then_some((from, to, left, right))
    });
    let pairs: Vec<(u16, u16, Decimal, Decimal)> = next.collect();
    html! {
        @if !pairs.is_empty() {
            h2 { (say(language, "结转", "Carried over")) }
            ul { @for (from, to, left, right) in pairs {
                li class=[(left != right).then_some("hard")] {
                    (from) " " (say(language, "结转下年", "carried out")) " " b { (left.normalize()) } " → "
                    (to) " " (say(language, "上年结转", "carried in")) " " b { (right.normalize()) } " "
                    @if left == right { (say(language, "相符", "agree")) } @else { code { (say(language, "不符", "differ")) } }
                }
            } }
        }
    }
}

/// A small picture for each of the main figures, with its values as text.
fn multiples(filings: &[(Entry, Record)], language: Language) -> Markup {
    html! { div.multiples { @for code in DRAWN {
        @let values: Vec<(&str, Decimal)> = filings.iter().filter_map(|(entry, record)| Some((entry.year.as_str(), record.value(code)?))).collect();
        @if values.len() > 1 { @if let Some(variable) = forms().variable(code) {
            figure { (bars(&values)) figcaption { (label(variable, language)) } }
        } }
    } } }
}

fn bars(values: &[(&str, Decimal)]) -> Markup {
    let most = values.iter().map(|(_, value)| *value).max().unwrap_or_default().max(Decimal::ONE);
    let height = |value: Decimal| (value / most * Decimal::from(50)).to_f64().unwrap_or_default().clamp(0.0, 50.0);
    let title: Vec<String> = values.iter().map(|(year, value)| format!("{year}: {}", value.normalize())).collect();
    let width = values.len() * 34;
    html! {
        svg role="img" aria-label=(title.join(", ")) width=(width) height="78" viewBox=(format!("0 0 {width} 78")) {
            @for (place, (year, value)) in values.iter().enumerate() {
                @let (x, tall) = (place * 34, height(*value));
                rect x=(x + 4) y=(format!("{:.1}", 63.0 - tall)) width="24" height=(format!("{tall:.1}")) {}
                text x=(x + 16) y=(format!("{:.1}", 60.0 - tall)) text-anchor="middle" { (value.normalize()) }
                text x=(x + 16) y="75" text-anchor="middle" { (year) }
            }
        }
    }
}

/// Every figure that one of the years has, the years as columns.
fn side_by_side(filings: &[(Entry, Record)], language: Language) -> Markup {
    let known = |code: &str| filings.iter().any(|(_, record)| record.value(code).is_some_and(|value| !value.is_zero()));
    let rows = forms().variables.iter().filter(|info| known(&info.code));
    let value = |record: &Record, code: &str| match record.figure(code).map(|figure| (figure.value, figure.status)) {
        Some((Some(value), _)) => Ok(value),
        Some((None, why)) => Err(status(why, language)),
        None => Err("·"),
    };
    let rows: Vec<Row> =
        rows.map(|info| Row::new(info.variable, filings, &|record| value(record, &info.code))).collect();
    html! { @if !rows.is_empty() {
        h2 { (say(language, "各年数字", "Figures by year")) }
        @if filings.len() > 1 { p.legend { (say(language, "粗体：与左边一份不同。", "Bold: another value than in the filing to the left.")) } }
        (years(filings, &rows, say(language, "各年数字", "figures by year"), language))
    } }
}

/// A row of a table whose columns are years: values, or what stands where there is none.
struct Row {
    variable: Variable,
    values: Vec<Result<Decimal, &'static str>>,
}

impl Row {
    fn new(
        variable: Variable,
        filings: &[(Entry, Record)],
        value: &dyn Fn(&Record) -> Result<Decimal, &'static str>,
    ) -> Self {
        Self { variable, values: filings.iter().map(|(_, record)| value(record)).collect() }
    }

    /// The value in a column is another than that in the column before.
    fn changed(&self, column: usize) -> bool {
        let before = column.checked_sub(1).and_then(|before| self.values[before].ok());
        before.zip(self.values[column].ok()).is_some_and(|(before, now)| before != now)
    }
}

fn years(filings: &[(Entry, Record)], rows: &[Row], named: &str, language: Language) -> Markup {
    html! { div.scroll tabindex="0" role="region" aria-label=(named) { table.years {
        thead { tr {
            td {}
            @for (entry, _) in filings { th scope="col" { (entry.year) } }
        } }
        tbody { @for row in rows { tr {
            th scope="row" { (label(row.variable, language)) }
            @for (column, value) in row.values.iter().enumerate() {
                td class=[row.changed(column).then_some("differs")] {
                    @match value { Ok(value) => (value.normalize()), Err(why) => span.legend { (why) } }
                }
            }
        } } }
    } } }
}

/// What the prose states, the years as columns; then the sentences that state it, with their quantities marked.
fn prose(filings: &[(Entry, Record)], language: Language) -> Markup {
    let quantities = filings.iter().flat_map(|(_, record)| &record.quantities);
    let all: BTreeSet<Variable> = quantities.filter_map(|quantity| quantity.measure).collect();
    let stated = |record: &Record, variable| {
        let quantity = record.quantities.iter().find(|quantity| quantity.measure == Some(variable));
        quantity.map(|quantity| quantity.value).ok_or("")
    };
    let rows: Vec<Row> =
        all.into_iter().map(|variable| Row::new(variable, filings, &|record| stated(record, variable))).collect();
    html! { @if !rows.is_empty() {
        h2 { (say(language, "正文所述", "What the prose states")) }
        (years(filings, &rows, say(language, "正文所述", "what the prose states"), language))
        @for (number, (entry, record)) in filings.iter().enumerate() { (sentences(number, entry, record, language)) }
    } }
}

/// The sentences of a filing that state a measure.
fn sentences(number: usize, entry: &Entry, record: &Record, language: Language) -> Markup {
    let marks = Marks::new(&record.quantities, number, language);
    let mut told: Vec<(usize, &str)> = Vec::new();
    for quantity in record.quantities.iter().filter(|quantity| quantity.measure.is_some()) {
        let sentence = (usize::from(quantity.section.unwrap_or_default()), quantity.text.as_str());
        if told.last() != Some(&sentence) {
            told.push(sentence);
        }
    }
    html! { @if !told.is_empty() {
        details {
            summary { (entry.year) " " (say(language, "正文中的句子", "sentences of the prose")) " (" (told.len()) ")" }
            @for (section, sentence) in told { p lang="zh-CN" { (marks.paragraph(sentence, section)) } }
        }
    } }
}
