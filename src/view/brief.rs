//! Many filings in a terminal: a line each, and how many of each verdict there are.

use super::board::violations;
use super::columns::{left, width};
use super::pen::{Ink, Pen};
use super::plain::one_line;
use super::words::{say, verdict};
use super::{Style, label};
use crate::filing::{Filing, Stage, Verdict};
use crate::finding::Language;

/// Columns of verdict, organ and failing rules.
const VERDICT: usize = 15;
const ORGAN: usize = 30;
const FAILING: usize = 5;

/// A line of a filing: verdict, year, organ, how many rules fail, file. Ends in a line break.
pub fn brief(filing: &Filing, name: &str, language: Language, style: Style) -> String {
    let mut pen = Pen::new(style);
    let identity = &filing.identity;
    let word = verdict(filing.verdict, language);
    let year = identity.year.map_or_else(|| "----".to_owned(), |year| year.to_string());
    let unknown = say(language, "机关未定", "organ not decided");
    let organ = identity.organ.as_deref().or(identity.organ_printed.as_deref()).unwrap_or(unknown);
    let failing = violations(filing).count();
    let failing = if failing > 0 { format!("{failing}✗") } else { String::new() };
    let room = pen.width.saturating_sub(VERDICT + 5 + ORGAN.min(pen.width / 3) + 1 + FAILING);
    let line = format!(
        "{}{} {year} {} {}{}",
        pen.ink(word, verdict_ink(filing.verdict)),
        &left(word, VERDICT - 1)[word.len()..],
        left(&shortened(&one_line(organ), ORGAN.min(pen.width / 3)), ORGAN.min(pen.width / 3)),
        left(&failing, FAILING),
        ending(&one_line(name), room.saturating_sub(1)),
    );
    pen.line(&line);
    // What other filings say of it is why several are checked together.
    for finding in filing.findings.of(Stage::Others) {
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
