//! A site of a dataset: pages that need no server, no network and, to be read, no script.
//!
//! What a row of the dataset says comes in ([`Entry`], [`Record`]), pages go out as text. Which rows there are and where the
//! pages are written is left to the caller, who holds one organ at a time and a [`Census`] of the rest.

mod census;
mod compare;
mod filing;
mod organ;
mod overview;

pub use census::{Census, Shelf, Shelved};
pub use compare::compare;
pub use filing::{Page, Record, comparable, figure, filing, rebuilt};
pub use organ::organ;
pub use overview::{division, flagged, overview, province, rule, rules};

use std::hash::Hasher;

use fnv::FnvHasher;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::Value;

use super::plain;
use super::words::say;
use crate::figure::FormId;
use crate::finding::Language;
use crate::form::forms;
use crate::word;

/// A row of `filings.csv`, as far as the site shows it.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// Identifier.
    pub id: String,
    /// Path of the source.
    pub path: String,
    /// Hash of its bytes.
    pub sha256: String,
    /// Format of the source.
    pub format: String,
    /// Verdict, its word.
    pub verdict: String,
    /// Reason of the verdict, its word.
    pub reason: String,
    /// Organ; empty where not known.
    pub organ: String,
    /// Division code.
    pub division: String,
    /// Names of province, prefecture, county.
    pub place: [String; 3],
    /// Level, its word.
    pub level: String,
    /// Kind, its word.
    pub kind: String,
    /// Reporting year, as written.
    pub year: String,
    /// Day of publication.
    pub published: String,
    /// Address.
    pub url: String,
    /// It stands for its organ and year.
    pub canonical: bool,
    /// New, or of another verdict than in the last run.
    pub fresh: bool,
}

impl Entry {
    /// Where the page of the filing is, from the top of the site.
    pub fn page(&self) -> String {
        let shelf: String = self.id.chars().skip(1).take(2).collect();
        format!("f/{shelf}/{}.html", self.id)
    }

    /// Where what the page of comparisons knows of it is.
    pub fn data(id: &str) -> String {
        let shelf: String = id.chars().skip(1).take(2).collect();
        format!("x/{shelf}/{id}.js")
    }

    /// Where the page of its organ is. Filings whose organ is not decided have nothing in common: each has a page.
    pub fn organ_page(&self) -> String {
        let mut hash = FnvHasher::default();
        hash.write(self.division.as_bytes());
        hash.write(if self.organ.is_empty() { self.id.as_bytes() } else { self.organ.as_bytes() });
        let key = format!("{:016x}", hash.finish());
        format!("o/{}/{key}.html", &key[..2])
    }

    /// Where the page of its division is: of the prefecture, or of the province.
    pub fn division_page(&self) -> String {
        let code = if self.division.is_ascii() { self.division.get(..4).unwrap_or("0000") } else { "0000" };
        format!("d/{code}.html")
    }

    /// The organ, or what stands for it.
    pub fn named(&self, language: Language) -> &str {
        named(&self.organ, language)
    }
}

/// A name of an organ, or what stands for one that is not decided.
fn named(organ: &str, language: Language) -> &str {
    if organ.is_empty() { say(language, "机关未定", "organ not decided") } else { organ }
}

/// The words of a verdict's column in a language.
fn verdict_word(word: &str, language: Language) -> &str {
    word::name("verdict", word, language)
}

fn badge(word: &str, language: Language) -> Markup {
    html! { span class=(format!("verdict {word}")) { (verdict_word(word, language)) } }
}

/// A page of the site, which is `here` from the top of the language, where `scripts` are.
fn page(title: &str, here: &str, language: Language, body: &Markup, scripts: &[&str]) -> String {
    let up = "../".repeat(here.matches('/').count());
    let links = [
        ("index.html", "概览", "Overview"),
        ("flagged.html", "不符清单", "Flagged"),
        ("rules.html", "规则", "Rules"),
        ("compare.html", "比较", "Compare"),
    ];
    let (other, other_name) = if language == Language::Zh { ("en", "English") } else { ("zh", "中文") };
    let page = html! {
        (DOCTYPE)
        html lang=(say(language, "zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href=(format!("{up}../site.css"));
            }
            body {
                nav aria-label=(say(language, "站内", "site")) {
                    @for (file, zh, en) in links { a href=(format!("{up}{file}")) { (say(language, zh, en)) } " " }
                    a.language href=(format!("{up}../{other}/{here}")) lang=(say(language, "en", "zh-CN")) { (other_name) }
                }
                main { (body) }
                @for script in scripts { script src=(format!("{up}{script}")) {} }
            }
        }
    };
    plain(&page.into_string()).into_owned() + "\n"
}

/// The files that all pages share: name and content.
pub fn shared() -> [(&'static str, String); 4] {
    let css = concat!(include_str!("../page.css"), include_str!("site.css"));
    [
        ("site.css", css.to_owned()),
        ("page.js", include_str!("../page.js").to_owned()),
        ("site.js", include_str!("site.js").to_owned()),
        ("compare.js", include_str!("compare.js").to_owned()),
    ]
}

/// The door of a site in two languages.
pub fn door() -> String {
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "gouji" }
                link rel="stylesheet" href="site.css";
            }
            body { main {
                h1 { "政府信息公开工作年度报告 · 勾稽核对" }
                p { a href="zh/index.html" { "中文" } }
                p lang="en" { a href="en/index.html" { "English" } }
            } }
        }
    };
    page.into_string() + "\n"
}

/// Rows as a script that hands them to the list; nothing in them can end it.
pub fn chunk(rows: &[Value]) -> String {
    script("add", &Value::Array(rows.to_vec()))
}

/// A value as a script that hands it to a function of the site's script.
fn script(function: &str, value: &Value) -> String {
    let text = value.to_string().replace('<', "\\u003c");
    format!("gouji.{function}({});\n", plain(&text))
}

/// What the pages of filings share: labels and the cells of equations.
pub fn inspector(language: Language) -> String {
    let forms: Vec<FormId> = forms().forms.iter().map(|form| form.id).collect();
    let mut shared = super::inspect::shared(&forms, language);
    // Figures are compared in the order of the codebook.
    let order = self::forms().variables.iter().map(|info| info.code.as_str());
    shared["order"] = order.filter(|code| shared["labels"][*code].is_string()).collect::<Vec<_>>().into();
    let text = shared.to_string().replace('<', "\\u003c");
    format!("globalThis.goujiShared = {};\n", plain(&text))
}

/// Text that is markup already.
fn raw(markup: String) -> PreEscaped<String> {
    PreEscaped(markup)
}
