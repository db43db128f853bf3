//! Filings as one HTML page that needs nothing else: no scripts, no fonts, no other files. It prints, and
//! follows the reader's light or dark setting. Each cell tells its code, raw text and place when pointed at.

use std::fmt::Write as _;

use super::board::{Board, Part, boards, outcomes, repairs, suspicions, violations};
use super::label;
use super::plain::plain;
use super::words::{kind, level, said_why, say, severity, verdict};
use crate::filing::Filing;
use crate::finding::{Finding, Language};

/// The page for some filings; each comes with the name that the user calls its file.
pub fn html(filings: &[(String, &Filing)], language: Language) -> String {
    let mut out = String::with_capacity(64 * 1024);
    let lang = say(language, "zh-CN", "en");
    let title = match filings {
        [(name, filing)] => filing.identity.title.clone().unwrap_or_else(|| name.clone()),
        _ => format!("{} {}", filings.len(), say(language, "份报告的勾稽核对", "filings checked")),
    };
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"gouji {}\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n",
        env!("CARGO_PKG_VERSION"),
        escape(&title),
        include_str!("page.css")
    );
    if filings.len() > 1 {
        index(&mut out, filings, language);
    }
    for (number, (name, filing)) in filings.iter().enumerate() {
        section(&mut out, number, name, filing, language);
    }
    out.push_str("</body>\n</html>\n");
    plain(&out).into_owned()
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

fn organ(filing: &Filing, language: Language) -> &str {
    let identity = &filing.identity;
    let known = identity.organ.as_deref().or(identity.organ_printed.as_deref());
    known.unwrap_or(say(language, "机关未定", "organ not decided"))
}

fn year(filing: &Filing) -> String {
    filing.identity.year.map_or_else(String::new, |year| year.to_string())
}

fn badge(filing: &Filing, language: Language) -> String {
    let word = filing.verdict.word();
    let reason = said_why(filing, language);
    format!("<span class=\"verdict {word}\">{}{}</span>", verdict(filing.verdict, language), escape(&reason))
}

fn index(out: &mut String, filings: &[(String, &Filing)], language: Language) {
    let heads = [
        say(language, "机关", "Organ"),
        say(language, "年度", "Year"),
        say(language, "结论", "Verdict"),
        say(language, "文件", "File"),
    ];
    out.push_str("<table class=\"index\"><thead><tr>");
    for head in heads {
        let _ = write!(out, "<th>{head}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for (number, (name, filing)) in filings.iter().enumerate() {
        let _ = writeln!(
            out,
            "<tr><td><a href=\"#filing-{number}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(organ(filing, language)),
            year(filing),
            badge(filing, language),
            escape(name)
        );
    }
    out.push_str("</tbody></table>\n");
}

fn section(out: &mut String, number: usize, name: &str, filing: &Filing, language: Language) {
    let identity = &filing.identity;
    let _ = writeln!(
        out,
        "<article class=\"filing\" id=\"filing-{number}\">\n<h1>{} {} {}</h1>",
        escape(organ(filing, language)),
        year(filing),
        badge(filing, language)
    );
    let mut facts = vec![name.to_owned(), filing.format.word().to_owned()];
    facts.extend(filing.encoding.clone());
    facts.extend(identity.division_code.clone());
    facts.extend(identity.level.map(|found| level(found, language).to_owned()));
    facts.extend(identity.kind.map(|found| kind(found, language).to_owned()));
    if let Some(published) = &identity.published {
        facts.push(format!("{} {published}", say(language, "发布于", "published")));
    }
    let _ = writeln!(out, "<p class=\"facts\">{}</p>", escape(&facts.join(" · ")));
    conclusions(out, filing, language);
    for board in boards(filing, language) {
        draw(out, &board, language);
    }
    if !filing.tables.is_empty() {
        let legend = say(
            language,
            "空白即原文空白；· 表中没有；? 不能读作数；~ 由连写文字还原；! 疑有误；✗ 该行（列）有关系不成立。指向单元格可见代码、原文和出处。",
            "Empty: blank in the source. ·: not there. ?: no number. ~: recovered from run-together text. !: suspected. ✗: an equation over this row or column fails. Point at a cell for its code, raw text and place.",
        );
        let _ = writeln!(out, "<p class=\"legend\">{legend}</p>");
    }
    out.push_str("</article>\n");
}

fn draw(out: &mut String, board: &Board, language: Language) {
    let _ = writeln!(out, "<h2>{}</h2>", escape(&board.title));
    if !board.found {
        let _ = writeln!(out, "<p class=\"legend\">{}</p>", say(language, "未见此表。", "This table is not there."));
    }
    for part in &board.parts {
        if !part.label.is_empty() {
            let _ = writeln!(out, "<h3>{}</h3>", escape(&part.label));
        }
        draw_part(out, part);
    }
}

fn draw_part(out: &mut String, part: &Part) {
    let rows: Vec<_> = part.rows.iter().filter(|row| !row.cells.is_empty()).collect();
    let depth = rows.iter().map(|row| row.under.len()).max().unwrap_or(0) + 1;
    let _ = write!(out, "<div class=\"scroll\"><table>\n<thead><tr><th colspan=\"{depth}\"></th>");
    for (label, failing) in &part.columns {
        let (class, sign) = if *failing { (" class=\"failing\"", " ✗") } else { ("", "") };
        let _ = write!(out, "<th{class}>{}{sign}</th>", escape(label));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for (number, row) in rows.iter().enumerate() {
        out.push_str("<tr>");
        // Labels above the row: written once, over all rows that stand under them.
        for level in 0..row.under.len() {
            let prefix = &row.under[..=level];
            let same = |other: &&&super::board::Row| other.under.get(..=level) == Some(prefix);
            if number > 0 && same(&&rows[number - 1]) {
                continue;
            }
            let span = rows[number..].iter().take_while(same).count();
            let _ = write!(out, "<th class=\"under\" rowspan=\"{span}\">{}</th>", escape(&row.under[level]));
        }
        let (class, sign) = if row.failing { (" class=\"failing\"", " ✗") } else { ("", "") };
        let span = depth - row.under.len();
        let _ = write!(out, "<th{class} colspan=\"{span}\">{}{sign}</th>", escape(&row.label));
        for cell in &row.cells {
            let mut class = cell.status.map_or("not_found", |status| status.word()).to_owned();
            let mut text = escape(&cell.text);
            if cell.suspect {
                class.push_str(" suspect");
                text.push('!');
            }
            let _ = write!(out, "<td class=\"{class}\" title=\"{}\">{text}</td>", escape(&cell.provenance));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
}

fn list<'a>(out: &mut String, title: &str, findings: impl Iterator<Item = &'a Finding>, language: Language) {
    let mut open = false;
    for finding in findings {
        if !open {
            let _ = write!(out, "<h2>{title}</h2>\n<ul>\n");
            open = true;
        }
        let text = finding.message(language, &|variable| label(variable, language));
        let word = finding.severity.word();
        let _ = writeln!(
            out,
            "<li class=\"{word}\"><code title=\"{}\">{}</code> {}</li>",
            severity(finding.severity, language),
            escape(&finding.code),
            escape(&text)
        );
    }
    if open {
        out.push_str("</ul>\n");
    }
}

fn conclusions(out: &mut String, filing: &Filing, language: Language) {
    list(out, say(language, "不成立的关系", "What does not hold"), violations(filing), language);
    let repairs = repairs(filing, language);
    if !repairs.is_empty() {
        let _ = writeln!(out, "<h2>{}</h2>", say(language, "最可能的错处", "Where the error most likely lies"));
        out.push_str("<ol>\n");
        for repair in &repairs {
            let _ = writeln!(out, "<li value=\"{}\">{}</li>", repair.rank, escape(&repair.sentence));
        }
        out.push_str("</ol>\n");
    }
    list(out, say(language, "存疑与提示", "Suspicious, or worth knowing"), suspicions(filing), language);
    if let Some(line) = outcomes(filing, language) {
        let _ = writeln!(out, "<p class=\"count\">{line}</p>");
    }
}
