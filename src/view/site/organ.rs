//! The page of an organ: its years side by side, what was carried from one to the next, its main figures as small pictures,
//! everything that is said of it.

use maud::{Markup, html};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::filing::Record;
use super::{Entry, badge, page};
use crate::finding::Language;
use crate::form::forms;
use crate::view::label;
use crate::view::words::say;

/// Figures that are drawn.
const DRAWN: &[&str] =
    &["req_new_tot", "req_total_tot", "req_granted_tot", "pro_lic_decided", "pro_pen_decided", "pro_norm_inforce"];

/// The page of an organ; its filings come in order of year.
pub fn organ(filings: &[(Entry, Record)], language: Language) -> String {
    let Some((first, _)) = filings.first() else { return String::new() };
    let up = "../../";
    let which = usize::from(language == Language::En);
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
                td { (entry.path) }
            } } }
        } }
        (compared(filings, language))
        (carried(filings, language))
        (multiples(filings, language))
        @for (entry, record) in filings.iter().filter(|(_, record)| !record.sentences.is_empty()) {
            h2 { (entry.year) " " (badge(&entry.verdict, language)) }
            ul { @for ((code, severity, _), sentence) in record.findings.iter().zip(&record.sentences) {
                li class=(severity.word()) { a href=(format!("{up}r/{code}.html")) { (code) } " " (sentence[which]) }
            } }
        }
        (side_by_side(filings, language))
    };
    page(first.named(language), up, language, &body, &[])
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

/// Every figure that one of the years has, the years as columns; what changed from the year before is marked.
fn side_by_side(filings: &[(Entry, Record)], language: Language) -> Markup {
    let known = |code: &str| filings.iter().any(|(_, record)| record.value(code).is_some_and(|value| !value.is_zero()));
    let rows: Vec<&crate::form::VariableInfo> = forms().variables.iter().filter(|info| known(&info.code)).collect();
    html! {
        @if filings.len() > 1 && !rows.is_empty() {
            h2 { (say(language, "各年数字", "Figures by year")) }
            div.scroll tabindex="0" role="region" aria-label=(say(language, "各年数字", "figures by year")) { table.years {
                thead { tr {
                    td {}
                    @for (entry, _) in filings { th scope="col" { (entry.year) } }
                } }
                tbody { @for info in rows { tr {
                    th scope="row" { (label(info.variable, language)) }
                    @for (_, record) in filings { td { (record.value(&info.code).map_or_else(String::new, |value| value.normalize().to_string())) } }
                } } }
            } }
        }
    }
}
