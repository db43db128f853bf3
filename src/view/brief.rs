//! Many filings in a terminal: a line each, and how many of each verdict there are.

use std::collections::BTreeMap;

use super::board::violations;
use super::columns::{left, width};
use super::pen::{Ink, Pen};
use super::plain::one_line;
use super::words::{say, verdict};
use super::{Style, label};
use crate::filing::{Filing, Stage, Verdict};
use crate::finding::Language;

/// Columns of verdict, organ and failing rules; of many filings, also of what others say of each.
const VERDICT: usize = 15;
const ORGAN: usize = 30;
const FAILING: usize = 5;
const COUNTED: usize = 8;
/// Up to so many filings, what others say of each is told under its line; of more it is counted.
const FEW: usize = 20;

/// A line of a filing, one of `all`: verdict, year, organ, how many rules fail, file. Ends in a line break.
pub fn brief(filing: &Filing, name: &str, all: usize, language: Language, style: Style) -> String {
    let mut pen = Pen::new(style);
    let identity = &filing.identity;
    let word = verdict(filing.verdict, language);
    let year = identity.year.map_or_else(|| "----".to_owned(), |year| year.to_string());
    let unknown = say(language, "机关未定", "organ not decided");
    let organ = identity.organ.as_deref().or(identity.organ_printed.as_deref()).unwrap_or(unknown);
    let failing = violations(filing).count();
    let told = filing.findings.of(Stage::Others);
    let counts = [(failing, "✗"), (if all > FEW { told.len() } else { 0 }, "!")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, sign)| format!("{count}{sign}"));
    let failing = counts.collect::<Vec<_>>().join(" ");
    let signs = if all > FEW { COUNTED } else { FAILING };
    let room = pen.width.saturating_sub(VERDICT + 5 + ORGAN.min(pen.width / 3) + 1 + signs);
    let line = format!(
        "{}{} {year} {} {}{}",
        pen.ink(word, verdict_ink(filing.verdict)),
        &left(word, VERDICT - 1)[word.len()..],
        left(&shortened(&one_line(organ), ORGAN.min(pen.width / 3)), ORGAN.min(pen.width / 3)),
        left(&failing, signs),
        ending(&one_line(name), room.saturating_sub(1)),
    );
    pen.line(&line);
    // What other filings say of it is why several are checked together.
    for finding in told.iter().filter(|_| all <= FEW) {
        let text = finding.message(language, &|variable| label(variable, language));
        pen.item("!", &one_line(&format!("{}  {text}", finding.code)), Ink::Yellow);
    }
    pen.finish()
}

/// How many filings there are, and of which verdicts; `shown` of them are shown.
pub fn summary(filings: &[&Filing], shown: usize, language: Language, style: Style) -> String {
    let mut pen = Pen::new(style);
    let counts: Vec<String> = Verdict::ALL
        .into_iter()
        .map(|verdict| (verdict, filings.iter().filter(|filing| filing.verdict == verdict).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(found, count)| format!("{} {count}", pen.ink(verdict(found, language), verdict_ink(found))))
        .collect();
    let all = filings.len();
    let line = match language {
        Language::Zh => format!("共 {all} 份：{}", counts.join("，")),
        Language::En => format!("{all} filings: {}", counts.join(", ")),
    };
    pen.line("");
    pen.line(&line);
    if all > FEW {
        pen.paragraph(&others(filings, language), Ink::Yellow);
    }
    let hint = match language {
        Language::Zh if shown < all => format!("列出 {shown} 份；--full 展开全文"),
        Language::Zh => "--full 展开全文；--only flagged 只看勾稽不符的".to_owned(),
        Language::En if shown < all => format!("{shown} listed; --full shows them whole"),
        Language::En => "--full shows them whole, --only flagged those that do not reconcile".to_owned(),
    };
    let hint = pen.ink(&hint, Ink::Dim);
    pen.line(&hint);
    pen.finish()
}

/// What the filings say of each other, counted by code.
fn others(filings: &[&Filing], language: Language) -> String {
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in filings.iter().flat_map(|filing| filing.findings.of(Stage::Others)) {
        *codes.entry(&finding.code).or_default() += 1;
    }
    if codes.is_empty() {
        return say(language, "各份之间没有发现（!）", "nothing found between them (!)").to_owned();
    }
    let codes: Vec<String> = codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
    format!("{}{}", say(language, "各份之间（!）：", "between them (!): "), codes.join(say(language, "，", ", ")))
}

/// The colour of a verdict.
pub fn verdict_ink(verdict: Verdict) -> Ink {
    match verdict {
        Verdict::Reconciled => Ink::Green,
        Verdict::Flagged | Verdict::Unreadable => Ink::Red,
        _ => Ink::Yellow,
    }
}

/// The beginning of a text that fits, with a sign where there is more.
pub fn shortened(text: &str, to: usize) -> String {
    if width(text) <= to {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        if width(&out) + width(c.encode_utf8(&mut [0; 4])) + 1 > to {
            break;
        }
        out.push(c);
    }
    out + "…"
}

/// The end of a path that fits.
fn ending(text: &str, to: usize) -> String {
    if width(text) <= to {
        return text.to_owned();
    }
    let backwards: String = text.chars().rev().collect();
    let kept = shortened(&backwards, to);
    kept.chars().rev().collect()
}
