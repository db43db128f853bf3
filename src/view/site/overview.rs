//! The pages above single organs: the overview with its heat map, the flagged list, divisions, rules.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::census::{Census, Metric, Shelf};
use super::{badge, named, page, verdict_word};
use crate::finding::{Language, entry};
use crate::view::words::say;

fn metric(metric: Metric, language: Language) -> (&'static str, &'static str) {
    let (key, zh, en) = match metric {
        Metric::Coverage => ("coverage", "应报已报（%）", "filed of expected (%)"),
        Metric::Flagged => ("flagged", "勾稽不符（%）", "flagged (%)"),
        Metric::Late => ("late", "逾期发布（%）", "late (%)"),
        Metric::Requests => ("requests", "新收申请数", "requests received"),
        Metric::Refusal => ("refusal", "不予公开率（%，各报告平均）", "refusal rate (%, mean over filings)"),
    };
    (key, say(language, zh, en))
}

/// The overview.
pub fn overview(census: &Census, language: Language) -> String {
    let mut codes: Vec<_> = census.codes.iter().filter(|(_, code)| code.hard).collect();
    codes.sort_by(|one, other| other.1.count.cmp(&one.1.count).then_with(|| one.0.cmp(other.0)));
    let body = html! {
        h1 { (say(language, "政府信息公开工作年度报告 · 勾稽核对", "Annual reports on open government information")) }
        ul.counts {
            li { b { (census.filings) } (say(language, "份文件", "filings")) }
            @for (word, count) in &census.verdicts { li { b { (count) } (verdict_word(word, language)) } }
        }
        h2 { (say(language, "上次更新的变化", "Changes in the last publication")) }
        @if census.changes.is_empty() { p { (say(language, "没有变化。", "None.")) } } @else {
            ul.counts { @for (kind, count) in &census.changes {
                li { b { (count) } a href=[(kind != "removed").then_some("flagged.html#new=1")] { (change(kind, language)) } }
            } }
        }
        h2 { (say(language, "各省各年", "Provinces by year")) }
        p hidden { label for="metric" { (say(language, "显示", "Show")) } " " select id="metric" {
            @for kind in Metric::ALL { @let (key, name) = metric(kind, language); option value=(key) { (name) } }
        } }
        @for kind in Metric::ALL { (heat(census, kind, language)) }
        h2 { (say(language, "最常不成立的规则", "Rules that fail most")) }
        ol { @for (code, known) in codes.into_iter().take(12) {
            li { a href=(format!("r/{code}.html")) { (code) } " " (title(code, language)) " — " (known.count) }
        } }
        h2 { (say(language, "地区", "Divisions")) }
        p { @for (file, (name, _)) in &census.divisions { a href=(file) { (name) } " " } }
    };
    page(say(language, "概览", "Overview"), "index.html", language, &body, &["../site.js"])
}

/// What a kind of change is called.
fn change(kind: &str, language: Language) -> &str {
    crate::word::name("change", kind, language)
}

fn title(code: &str, language: Language) -> String {
    entry(code).map_or_else(String::new, |entry| say(language, &entry.label_zh, &entry.label_en).to_owned())
}

fn heat(census: &Census, kind: Metric, language: Language) -> Markup {
    let mut years: Vec<&String> = census.tiles.values().flat_map(|years| years.keys()).collect();
    years.sort_unstable();
    years.dedup();
    let values = census.tiles.values().flat_map(|years| years.values().filter_map(|tile| tile.value(kind)));
    let most = values.max().unwrap_or_default().max(Decimal::ONE);
    let (key, name) = metric(kind, language);
    let step = |value: Decimal| {
        let share = |step: &i64| value * Decimal::from(4) >= most * Decimal::from(*step);
        format!("h{}", (1_i64..4).filter(share).count() + 1)
    };
    html! { section data-metric=(key) {
        div.scroll tabindex="0" role="region" aria-label=(name) { table.tiles {
            caption { (name) }
            thead { tr { td {} @for year in &years { th scope="col" { (year) } } } }
            tbody { @for (code, tiles) in &census.tiles { @if let Some(province) = census.provinces.get(code) { tr {
                th scope="row" { a href=(format!("d/{code}.html")) { (province) } }
                @for year in &years {
                    @match tiles.get(*year).and_then(|tile| tile.value(kind)) {
                        Some(value) => { td class=(step(value)) { a href=(format!("d/{code}.html#y{year}")) { (value.normalize()) } } }
                        None => { td { "·" } }
                    }
                }
            } } } }
        } }
    } }
}

/// Heads of the flagged list, in the order of its rows' fields.
const HEADS: [(&str, &str, &str); 9] = [
    ("organ", "机关", "Organ"),
    ("province", "省", "Province"),
    ("city", "市", "City"),
    ("year", "年度", "Year"),
    ("level", "层级", "Level"),
    ("kind", "类别", "Kind"),
    ("rules", "规则", "Rules"),
    ("off", "差额", "Off by"),
    ("new", "新", "New"),
];

/// The flagged list: its first rows, and how many chunks of rows there are. Rows are page and the fields of the heads.
pub fn flagged(first: &[serde_json::Value], chunks: usize, language: Language) -> String {
    let text = |value: &serde_json::Value| value.as_str().map_or_else(String::new, str::to_owned);
    let body = html! {
        h1 { (say(language, "勾稽不符清单", "Flagged filings")) }
        form.filters hidden {
            label { (say(language, "机关 ", "Organ ")) input name="organ" type="search"; }
            @for (name, zh, en) in HEADS.iter().filter(|head| !matches!(head.0, "organ" | "off" | "new")) {
                label { (say(language, zh, en)) " " select name=(name) { option value="" { (say(language, "全部", "all")) } } }
            }
            label { (say(language, "差额 ", "Off by ")) input name="off" type="number" min="0" style="width:5em"; }
            label { input name="new" type="checkbox"; (say(language, " 只看新的", " only new")) }
            button id="csv" type="button" { (say(language, "存为 CSV", "save as CSV")) }
            span id="count" role="status" {}
        }
        div.scroll tabindex="0" role="region" aria-label=(say(language, "清单", "list")) {
            table.list id="flagged" data-chunks=(chunks) {
                thead { tr { @for (_, zh, en) in HEADS { th scope="col" { (say(language, zh, en)) } } } }
                tbody { @for row in first { @let fields: Vec<String> = row.as_array().into_iter().flatten().map(text).collect(); tr {
                    td { a href=(fields[0]) { (fields[1]) } }
                    @for field in &fields[2..] { td { (field) } }
                } } }
            }
        }
        p { button id="more" type="button" hidden { (say(language, "再列 500 份", "500 more")) } }
        noscript { p.legend { (say(
            language,
            "筛选、排序和其余各份需要脚本；各地区的页面列出全部报告。",
            "Filters, sorting and the rest of the list take scripts; the pages of divisions list all filings.",
        )) } }
    };
    page(say(language, "不符清单", "Flagged"), "flagged.html", language, &body, &["../site.js"])
}

/// A page of a division: its organs by name, each with its page and, by year, verdict and page; and the pages of the division
/// before and after it. The page is `here`.
pub fn division(
    name: &str,
    here: &str,
    organs: &Shelf,
    [before, after]: [Option<&str>; 2],
    language: Language,
) -> String {
    let mut years: Vec<&String> = organs.values().flat_map(|organ| organ.years.keys()).collect();
    years.sort_unstable();
    years.dedup();
    let body = html! {
        h1 { (name) }
        div.scroll tabindex="0" role="region" aria-label=(name) { table.list {
            thead { tr { th scope="col" { (say(language, "机关", "Organ")) } @for year in &years { th scope="col" { @if year.is_empty() { "—" } @else { (year) } } } } }
            tbody { @for ((organ, link), shelved) in organs { tr {
                th scope="row" { a href=(format!("../{link}")) { (named(organ, language)) @if organ.is_empty() { " " (shelved.path) } } }
                @for year in &years { td {
                    @if let Some((verdict, link)) = shelved.years.get(*year) { a href=(format!("../{link}")) { (badge(verdict, language)) } }
                } }
            } } }
        } }
        p.links {
            @if let Some(link) = before { a href=(format!("../{link}")) { (say(language, "上一页", "previous")) } " " }
            @if let Some(link) = after { a href=(format!("../{link}")) { (say(language, "下一页", "next")) } }
        }
    };
    page(name, here, language, &body, &[])
}

/// The page of a province: its divisions, with what there is in each year.
pub fn province(code: &str, name: &str, census: &Census, language: Language) -> String {
    let inside = || census.divisions.iter().filter(|(file, _)| file[2..].starts_with(code));
    let mut years: Vec<&String> = inside().flat_map(|(_, (_, years))| years.keys()).collect();
    years.sort_unstable();
    years.dedup();
    let body = html! {
        h1 { (name) }
        p.facts { (say(language, "各格：报告份数，其中勾稽不符的份数。", "Each cell: filings, and those of them that are flagged.")) }
        div.scroll tabindex="0" role="region" aria-label=(name) { table.list {
            thead { tr {
                th scope="col" { (say(language, "地区", "Division")) }
                @for year in &years { th scope="col" id=(format!("y{year}")) { (year) } }
            } }
            tbody { @for (file, (name, tiles)) in inside() { tr {
                th scope="row" { a href=(format!("../{file}")) { (name) } }
                @for year in &years { td { @if let Some(tile) = tiles.get(*year) {
                    (tile.filings) @if tile.flagged > 0 { " " span.flagged title=(verdict_word("flagged", language)) { (tile.flagged) "✗" } }
                } } }
            } } }
        } }
    };
    page(name, &format!("d/{code}.html"), language, &body, &[])
}

/// All rules and codes, with how often they are said.
pub fn rules(census: &Census, language: Language) -> String {
    let body = html! {
        h1 { (say(language, "规则和发现", "Rules and findings")) }
        table.list {
            thead { tr { @for (zh, en) in [("代码", "Code"), ("说明", "What it says"), ("报告份数", "Filings")] { th scope="col" { (say(language, zh, en)) } } } }
            tbody { @for (code, known) in &census.codes { tr {
                td { a href=(format!("r/{code}.html")) { (code) } } td { (title(code, language)) } td { (known.count) }
            } } }
        }
    };
    page(say(language, "规则", "Rules"), "rules.html", language, &body, &[])
}

/// The page of a rule: what it says, where it fails, the worst cases.
pub fn rule(code: &str, census: &Census, language: Language) -> String {
    let known = census.codes.get(code).cloned().unwrap_or_default();
    let about = entry(code).map_or("", |entry| entry.about(language));
    let page_of = |name: &str| census.provinces.iter().find(|(_, own)| *own == name).map(|(code, _)| code);
    let mut provinces: Vec<_> = known.provinces.iter().filter(|(name, _)| !name.is_empty()).collect();
    provinces.sort_by(|one, other| other.1.cmp(one.1).then_with(|| one.0.cmp(other.0)));
    let body = html! {
        h1 { (code) " " (title(code, language)) }
        p { (about) }
        p.count { (known.count) " " (say(language, "份报告", "filings")) }
        @if !provinces.is_empty() { h2 { (say(language, "何处", "Where")) } ul { @for (name, count) in provinces { li {
            @match page_of(name) { Some(code) => a href=(format!("../d/{code}.html")) { (name) }, None => (name) } " — " (count)
        } } } }
        h2 { (say(language, "最甚者", "Worst cases")) }
        ol { @for (size, link, organ, year) in &known.worst { li {
            a href=(format!("../{link}")) { @if organ.is_empty() { (link) } @else { (organ) } " " (year) }
            @if !size.is_zero() { " — " (say(language, "差额 ", "off by ")) (size.normalize()) }
        } } }
    };
    page(code, &format!("r/{code}.html"), language, &body, &[])
}
