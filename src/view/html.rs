//! Filings as one HTML page that needs nothing else: no fonts, no other files, no network. Its script only lights up what
//! the page says; without it the page is whole. It prints, and follows the reader's light or dark setting.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Map, Value, json};

use super::board::{Board, Cell, Panel, Row, boards, outcomes, repairs, suspicions, violations};
use super::heaps::heaps;
use super::inspect::{Equation, data as inspected, equations as judged, shared};
use super::marks::Marks;
use super::plain::plain;
use super::words::{kind, legend, level, said_why, say, severity, verdict};
use super::{Shown, label};
use crate::edit::Outcome;
use crate::figure::FormId;
use crate::filing::Filing;
use crate::finding::{Finding, Language, Severity};
use crate::word;

/// The page for some filings.
pub fn html(filings: &[Shown<'_>], language: Language) -> String {
    let title = match filings {
        [one] => one.filing.identity.title.clone().unwrap_or_else(|| one.name.to_owned()),
        _ => format!("{} {}", filings.len(), say(language, "份报告的勾稽核对", "filings checked")),
    };
    let body = html! {
        main {
            @if filings.len() > 1 { (index(filings, language)) }
            @for (number, shown) in filings.iter().enumerate() { (section(number, shown, &html! {}, language)) }
            (PreEscaped(data("shared", &shared(&forms_of(filings), language))))
        }
    };
    document(&title, language, include_str!("page.css"), &body, include_str!("page.js"))
}

/// The forms that the tables of some filings follow.
fn forms_of(filings: &[Shown<'_>]) -> Vec<FormId> {
    filings.iter().flat_map(|shown| shown.filing.tables.iter().map(|(_, form)| *form)).collect()
}

/// A whole page around a body.
pub fn document(title: &str, language: Language, css: &str, body: &Markup, script: &str) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(say(language, "zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(format!("gouji {}", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(css)) }
            }
            body {
                (body)
                @if !script.is_empty() { script { (PreEscaped(script)) } }
            }
        }
    };
    plain(&page.into_string()).into_owned() + "\n"
}

/// A value for a script: nothing in it can end the element.
pub fn data(class: &str, value: &Value) -> String {
    let text = value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    html! { script class=(class) type="application/json" { (PreEscaped(text)) } }.into_string()
}

fn organ(filing: &Filing, language: Language) -> &str {
    let identity = &filing.identity;
    let known = identity.organ.as_deref().or(identity.organ_printed.as_deref());
    known.unwrap_or(say(language, "机关未定", "organ not decided"))
}

fn year(filing: &Filing) -> String {
    filing.identity.year.map_or_else(String::new, |year| year.to_string())
}

fn badge(filing: &Filing, language: Language) -> Markup {
    html! {
        span class=(format!("verdict {}", filing.verdict.word())) {
            (verdict(filing.verdict, language)) (said_why(filing, language))
        }
    }
}

fn index(filings: &[Shown<'_>], language: Language) -> Markup {
    let heads = [("机关", "Organ"), ("年度", "Year"), ("结论", "Verdict"), ("文件", "File")];
    html! {
        div.scroll tabindex="0" {
            table.index {
                thead { tr { @for (zh, en) in heads { th scope="col" { (say(language, zh, en)) } } } }
                tbody {
                    @for (number, Shown { name, filing, .. }) in filings.iter().enumerate() {
                        tr {
                            td { a href=(format!("#filing-{number}")) { (organ(filing, language)) } }
                            td { (year(filing)) }
                            td { (badge(filing, language)) }
                            td { (name) }
                        }
                    }
                }
            }
        }
    }
}

/// What the inspector says around its values.
fn words(language: Language) -> Value {
    let say = |zh, en| say(language, zh, en);
    let outcome = |outcome: Outcome| word::name("outcome", outcome.word(), language);
    let outcomes: Map<String, Value> =
        Outcome::ALL.into_iter().map(|found| (found.word().to_owned(), outcome(found).into())).collect();
    json!({
        "outcomes": outcomes,
        "close": say("关闭", "close"),
        "left": say("左边", "left side"),
        "right": say("右边", "right side"),
        "value": say("读作", "read as"),
        "status": say("状态", "status"),
        "reported": word::name("status", "reported", language),
        "absent": word::name("status", "not_found", language),
        "place": say("原文和出处", "as printed, and where"),
        "parts": say("其中各项之和", "its parts add up to"),
        "code": say("代码", "code"),
        "look": say("图片", "picture"),
        "recognised": say("识读依据", "accepted because"),
        "said": say("正文所述", "the prose says"),
        "years": say("其他年度", "other years"),
        "equations": say("所在的关系", "equations with this cell"),
        "repair": say("一种改法", "one repair"),
    })
}

/// The article of one filing, for a page that links the style and the script; `more` stands before its sources.
pub fn article(shown: &Shown<'_>, more: &Markup, language: Language) -> String {
    section(0, shown, more, language).into_string()
}

fn section(number: usize, shown: &Shown<'_>, more: &Markup, language: Language) -> Markup {
    let filing = shown.filing;
    let identity = &filing.identity;
    let mut facts = vec![shown.name.to_owned(), filing.format.word().to_owned()];
    facts.extend(filing.encoding.clone());
    facts.extend(identity.division_code.clone());
    facts.extend(identity.level.map(|found| level(found, language).to_owned()));
    facts.extend(identity.kind.map(|found| kind(found, language).to_owned()));
    if let Some(published) = &identity.published {
        facts.push(format!("{} {published}", say(language, "发布于", "published")));
    }
    let known = judged(filing, language);
    html! {
        article.filing id=(format!("filing-{number}")) {
            h1 { (organ(filing, language)) " " (year(filing)) " " (badge(filing, language)) }
            p.facts { (facts.join(" · ")) }
            (conclusions(filing, &known, language))
            aside.inspector aria-live="polite" aria-label=(say(language, "勾稽核对", "calculation")) hidden {}
            @for board in boards(filing, language) { (draw(&board, language)) }
            @if !filing.tables.is_empty() {
                p.legend { (legend(language)) (say(
                    language,
                    "点选单元格可见原文、出处和所在的关系；方向键移动，回车选定。",
                    " Choose a cell for its raw text, place and equations; arrow keys move, Enter chooses.",
                )) }
            }
            (equations(&known, language))
            (prose(number, filing, language))
            (more)
            (footer(shown, language))
            (PreEscaped(data("data", &inspected(shown, &known, language))))
            (PreEscaped(data("words", &words(language))))
        }
    }
}

fn draw(board: &Board, language: Language) -> Markup {
    html! {
        section {
            h2 { (board.title) }
            @if !board.found { p.legend { (say(language, "未见此表。", "This table is not there.")) } }
            @for part in &board.parts { (draw_part(part, &board.title, language)) }
        }
    }
}

fn draw_part(part: &Panel, title: &str, language: Language) -> Markup {
    let rows: Vec<&Row> = part.rows.iter().filter(|row| !row.cells.is_empty()).collect();
    let depth = rows.iter().map(|row| row.under.len()).max().unwrap_or(0) + 1;
    let caption = if part.label.is_empty() { title } else { &part.label };
    html! {
        div.scroll tabindex="0" role="region" aria-label=(caption) {
            table {
                caption class=[part.label.is_empty().then_some("unseen")] { (caption) }
                thead { tr {
                    td colspan=(depth) {}
                    @for (label, failing) in &part.columns { (head(label, *failing, "col", 1, language)) }
                } }
                tbody { @for (number, row) in rows.iter().enumerate() { tr {
                    // Labels above the row: written once, over all rows that stand under them.
                    @for (level, span) in above(&rows, number) {
                        th.under scope="rowgroup" rowspan=(span) { (row.under[level]) }
                    }
                    (head(&row.label, row.failing, "row", depth - row.under.len(), language))
                    @for (column, cell) in row.cells.iter().enumerate() {
                        td class=[looks(cell)] title=[Some(&cell.provenance).filter(|text| !text.is_empty())]
                            data-code=[cell.code] tabindex=[cell.code.filter(|_| number + column == 0).map(|_| "0")] {
                            @if !cell.look.is_empty() {
                                img alt=(say(language, "图片", "picture")) src=(format!("data:image/png;base64,{}", BASE64_STANDARD.encode(&cell.look)));
                                // What it is read as stays beside it.
                                "\u{a0}"
                            }
                            (cell.text) @if cell.suspect { "!" }
                        }
                    }
                } } }
            }
        }
    }
}

/// Its classes, if it is not an ordinary figure.
fn looks(cell: &Cell) -> Option<String> {
    let class = cell.status.map_or("not_found", |status| status.word());
    let class = if class == "reported" { "" } else { class };
    let suspect = if cell.suspect { " suspect" } else { "" };
    Some(format!("{class}{suspect}").trim().to_owned()).filter(|class| !class.is_empty())
}

/// The labels above a row that begin with it: their level, and over how many rows they stand.
fn above(rows: &[&Row], number: usize) -> Vec<(usize, usize)> {
    let begins = |level: &usize| {
        let prefix = &rows[number].under[..=*level];
        number == 0 || rows[number - 1].under.get(..=*level) != Some(prefix)
    };
    let span = |level: usize| {
        let prefix = &rows[number].under[..=level];
        rows[number..].iter().take_while(|row| row.under.get(..=level) == Some(prefix)).count()
    };
    (0..rows[number].under.len()).filter(begins).map(|level| (level, span(level))).collect()
}

fn head(label: &str, failing: bool, scope: &str, span: usize, language: Language) -> Markup {
    html! {
        th class=[failing.then_some("failing")] scope=(scope) colspan=[(span > 1).then_some(span)] {
            (label)
            @if failing { " " span title=(say(language, "有关系不成立", "an equation fails")) { "✗" } }
        }
    }
}

fn list<'a>(title: &str, findings: impl Iterator<Item = &'a Finding>, language: Language) -> Markup {
    let heaps = heaps(findings);
    html! {
        @if !heaps.is_empty() {
            h2 { (title) }
            ul { @for heap in heaps {
                @if heap.is_folded() && heap.findings[0].severity != Severity::Hard {
                    li class=(heap.findings[0].severity.word()) { details {
                        summary { (code(heap.findings[0], language)) " " (heap.title(language)) }
                        ul { @for finding in &heap.findings { (item(finding, language)) } }
                    } }
                } @else {
                    @for finding in &heap.findings { (item(finding, language)) }
                }
            } }
        }
    }
}

fn item(finding: &Finding, language: Language) -> Markup {
    html! {
        li class=(finding.severity.word()) {
            (code(finding, language)) " " (finding.message(language, &|variable| label(variable, language)))
        }
    }
}

fn code(finding: &Finding, language: Language) -> Markup {
    html! { code title=(severity(finding.severity, language)) { (finding.code) } }
}

fn conclusions(filing: &Filing, known: &[Equation], language: Language) -> Markup {
    let repairs = repairs(filing, language);
    let hard = |equation: &Equation| equation.outcome == Outcome::Violated && equation.severity == Severity::Hard;
    let failing = known.iter().enumerate().filter(|(_, equation)| hard(equation));
    html! {
        (list(say(language, "不成立的关系", "What does not hold"), violations(filing), language))
        @for (place, equation) in failing {
            p.failing-equation {
                (choose(place, equation)) " " span.written { (equation.written) }
            }
        }
        @if !repairs.is_empty() {
            h2 { (say(language, "最可能的错处", "Where the error most likely lies")) }
            ol { @for (place, repair) in repairs.iter().enumerate() {
                li value=(repair.rank) {
                    (repair.sentence) " "
                    button type="button" data-repair=(place) aria-pressed="false" hidden {
                        (say(language, "在表中显示", "show in the table"))
                    }
                }
            } }
        }
        (list(say(language, "存疑与提示", "Suspicious, or worth knowing"), suspicions(filing), language))
        @if let Some(line) = outcomes(filing, language) { p.count { (line) } }
    }
}

/// The button by which an equation is chosen; its code stands there without scripts, too.
fn choose(place: usize, equation: &Equation) -> Markup {
    html! { button type="button" data-equation=(place) aria-pressed="false" disabled { (equation.code) } }
}

fn equations(all: &[Equation], language: Language) -> Markup {
    html! {
        @if !all.is_empty() {
            details.equations {
                summary { (say(language, "全部关系", "All equations")) " (" (all.len()) ")" }
                ul { @for (place, equation) in all.iter().enumerate() {
                    li class=(equation.outcome.word()) {
                        (choose(place, equation)) " " span.title { (equation.title) } " " span.written { (equation.written) }
                    }
                } }
            }
        }
    }
}

fn prose(number: usize, filing: &Filing, language: Language) -> Markup {
    let said = filing.sections.iter().enumerate().filter(|(_, text)| !text.trim().is_empty());
    let said: Vec<(usize, &String)> = said.collect();
    let marks = Marks::new(&filing.quantities, number, language);
    html! {
        @if !said.is_empty() && !filing.quantities.is_empty() {
            details.prose {
                summary { (say(language, "正文和其中的数", "The prose and its quantities")) }
                @for (section, text) in said {
                    h3 { (say(language, "第", "Section ")) (section + 1) (say(language, "部分", "")) }
                    @for line in text.lines().filter(|line| !line.trim().is_empty()) {
                        p lang="zh-CN" { (marks.paragraph(line, section + 1)) }
                    }
                }
            }
        }
    }
}

fn footer(shown: &Shown<'_>, language: Language) -> Markup {
    html! { footer { dl.sources {
        @for (name, text) in shown.sources(language) { dt { (name) } dd { (text) } }
    } } }
}
