//! The fixed words of the views, in both languages from one place. Words of the dataset come from [`crate::word`],
//! sentences about a filing from the finding catalogue.

use crate::document::{Place, SourceLocation};
use crate::figure::{Status, TableKind};
use crate::filing::{Filing, Verdict};
use crate::finding::{Language, Severity};
use crate::organ::{Level, OrganKind};
use crate::word;

/// A word in the language asked for.
pub fn say<'a>(language: Language, zh: &'a str, en: &'a str) -> &'a str {
    if language == Language::Zh { zh } else { en }
}

/// The verdict.
pub fn verdict(verdict: Verdict, language: Language) -> &'static str {
    word::name("verdict", verdict.word(), language)
}

/// A reason in words; a word that is not known is shown as it is.
pub fn reason(word: &str, language: Language) -> String {
    match word::name("reason", word, language) {
        unknown if unknown == word => word.replace('_', " "),
        known => known.to_owned(),
    }
}

/// The reason of a verdict behind it, in brackets; empty where there is none.
pub fn said_why(filing: &Filing, language: Language) -> String {
    match (filing.reason.as_str(), language) {
        ("", _) => String::new(),
        (word, Language::Zh) => format!("（{}）", reason(word, language)),
        (word, Language::En) => format!(" ({})", reason(word, language)),
    }
}

/// What the signs in the tables mean.
pub fn legend(language: Language) -> &'static str {
    say(
        language,
        "空白即原文空白；· 表中没有；? 不能读作数；~ 由连写文字还原；≈ 由图片识读而没有等式证实；! 疑有误；✗ 该行（列）有关系不成立。",
        "Empty: blank in the source. ·: not there. ?: no number, or not accepted as one. ~: recovered from run-together text. ≈: recognised on a picture, no equation confirms it. !: suspected. ✗: an equation over this row or column fails.",
    )
}

/// Headings of the forms, which name no figure and have no English label there.
const HEADINGS: &[(&str, &str)] = &[
    ("第二十条第（一）项", "Article 20 (1)"),
    ("第二十条第（五）项", "Article 20 (5)"),
    ("第二十条第（六）项", "Article 20 (6)"),
    ("第二十条第（八）项", "Article 20 (8)"),
    ("第二十条第（九）项", "Article 20 (9)"),
    ("三、本年度办理结果", "handled this year"),
    ("（三）不予公开", "refused"),
    ("（四）无法提供", "unable to provide"),
    ("（五）不予处理", "not processed"),
    ("（六）其他处理", "other handling"),
    ("申请人情况", "applicants"),
    ("法人或其他组织", "legal persons and other organisations"),
    ("信息内容", "information"),
    ("行政复议", "reconsideration"),
    ("行政诉讼", "litigation"),
    ("未经复议直接起诉", "direct litigation"),
    ("复议后起诉", "litigation after reconsideration"),
];

/// A heading of a form in the language asked for.
pub fn heading(label: &str, language: Language) -> String {
    let english = HEADINGS.iter().find(|(zh, _)| *zh == label && language == Language::En);
    english.map_or(label, |(_, en)| en).to_owned()
}

/// Heads of columns where room is scarce.
const SHORT_HEADS: &[(&str, &str)] = &[
    ("natural persons", "person"),
    ("commercial", "firms"),
    ("research", "sci."),
    ("social welfare", "NGOs"),
    ("legal service", "legal"),
    ("legal services", "legal"),
];

/// A column's head, shorter where there is a shorter one.
pub fn short_head(label: &str) -> &str {
    SHORT_HEADS.iter().find(|(long, _)| *long == label).map_or(label, |(_, short)| short)
}

/// The title of a table, as the form's section is called.
pub fn table(kind: TableKind, language: Language) -> &'static str {
    word::name("table", kind.word(), language)
}

/// What a cell turned out to be.
pub fn status(status: Status, language: Language) -> &'static str {
    word::name("status", status.word(), language)
}

/// A place in a source.
pub fn place(location: &SourceLocation, language: Language) -> String {
    let page = location.page.map(|page| match language {
        Language::Zh => format!("第 {page} 页 "),
        Language::En => format!("page {page} "),
    });
    let inside = match (location.place, language) {
        (Place::Line { line, start, .. }, Language::Zh) => format!("第 {line} 行，第 {} 字起", start + 1),
        (Place::Paragraph { index }, Language::Zh) => format!("第 {index} 段"),
        (Place::Cell { table, row, cell }, Language::Zh) => format!("第 {table} 个表第 {row} 行第 {cell} 格"),
        (Place::Box { x0, y0, .. }, Language::Zh) => format!("距左 {x0:.0}、距上 {y0:.0} 点"),
        _ => location.to_string(),
    };
    format!("{}{inside}", page.unwrap_or_default()).trim().to_owned()
}

/// How serious a finding is.
pub fn severity(severity: Severity, language: Language) -> &'static str {
    word::name("severity", severity.word(), language)
}

/// Administrative level.
pub fn level(level: Level, language: Language) -> &'static str {
    word::name("level", level.word(), language)
}

/// Kind of organ.
pub fn kind(kind: OrganKind, language: Language) -> &'static str {
    word::name("kind", kind.word(), language)
}
