//! The night's news for people: what is newly flagged, newly missing, revised, gone or unreadable, with numbers.
//!
//! The changes of a publication come in, a page in Markdown and one in HTML go out. Nothing is in it that the tables
//! `changes`, `coverage` and `filings` do not have.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use maud::{DOCTYPE, PreEscaped, html};

use super::changes::Change;
use super::coverage::MISSING;
use super::value::{Rows, Value};
use super::{Edition, schema};
use crate::filing::Verdict;

/// Lines of a part; the rest is in the tables.
const SHOWN: usize = 100;
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}\
    table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #8884}";

/// The news of a publication.
#[derive(Debug)]
pub struct Digest<'a> {
    day: &'a str,
    filings: usize,
    verdicts: Vec<(&'static str, usize)>,
    parts: Vec<DigestSection>,
}

/// Changes of one sort.
#[derive(Debug)]
struct DigestSection {
    zh: &'static str,
    en: &'static str,
    /// How many there are.
    count: usize,
    /// Those that are shown: organ, year, what happened, path.
    lines: Vec<[String; 4]>,
}

impl DigestSection {
    fn new(zh: &'static str, en: &'static str, mut all: impl Iterator<Item = [String; 4]>) -> Self {
        let lines: Vec<[String; 4]> = all.by_ref().take(SHOWN).collect();
        Self { zh, en, count: lines.len() + all.count(), lines }
    }
}

/// Organs and years that a table of coverage says are missing.
pub fn missing(coverage: &Rows<'_>) -> BTreeSet<(String, i64)> {
    let place = |name: &str| coverage.table.place(name).expect("columns of coverage are named by the program");
    let [organ, year, status] = ["organ_id", "year", "status"].map(place);
    let is_missing = |row: &&[Value<'_>]| row[status] == Value::Text(MISSING.into());
    let named = |row: &[Value<'_>]| match (&row[organ], &row[year]) {
        (Value::Text(organ), Value::Integer(year)) => Some((organ.to_string(), *year)),
        _ => None,
    };
    coverage.iter().filter(is_missing).filter_map(named).collect()
}

impl<'a> Digest<'a> {
    /// The news of an edition: its changes, and what the last one said was missing.
    pub fn new(edition: &Edition, changes: &[Change<'_>], before: &BTreeSet<(String, i64)>, day: &'a str) -> Self {
        let part = |zh, en, wanted: &dyn Fn(&Change<'_>) -> bool| {
            DigestSection::new(zh, en, changes.iter().filter(|change| wanted(change)).map(line))
        };
        let became = |verdict: Verdict| {
            move |change: &Change<'_>| change.now() == verdict.word() && change.old() != change.now()
        };
        let otherwise = |change: &Change<'_>| matches!(change.kind, "verdict" | "identity" | "figures");
        let parts = vec![
            part("新出现勾稽不符", "newly flagged", &became(Verdict::Flagged)),
            DigestSection::new("新缺报告", "newly missing", absent(edition, before).into_iter()),
            part("内容更换", "revised", &|change| change.kind == "changed"),
            part("读法不同", "read otherwise", &otherwise),
            part("不再存在", "gone", &|change| change.kind == "removed"),
            part("无法读取", "unreadable", &became(Verdict::Unreadable)),
            part("新增", "new", &|change| change.kind == "new"),
        ];
        let count = |verdict: Verdict| edition.summaries.iter().filter(|filing| filing.verdict == verdict).count();
        let verdicts = Verdict::ALL.map(|verdict| (verdict.word(), count(verdict))).to_vec();
        Self { day, filings: edition.summaries.len(), verdicts, parts }
    }

    fn counts(&self) -> String {
        let verdicts: Vec<String> = self.verdicts.iter().map(|(word, count)| format!("{word} {count}")).collect();
        format!("{} 份报告 / filings: {}", self.filings, verdicts.join(", "))
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# 数据集更新 / News of the dataset, {}\n\n{}\n", self.day, self.counts());
        for part in &self.parts {
            let _ = write!(out, "\n## {} / {}: {}\n", part.zh, part.en, part.count);
            if !part.lines.is_empty() {
                out.push_str("\n| 机关 / organ | 年度 / year | 变化 / change | 路径 / path |\n|---|---|---|---|\n");
            }
            for line in &part.lines {
                let plain = line.each_ref().map(|field| field.replace('|', "\\|").replace('<', "&lt;"));
                let _ = writeln!(out, "| {} |", plain.join(" | "));
            }
            if part.count > SHOWN {
                let _ = writeln!(out, "\n… {} (changes.csv, coverage.csv)", part.count - SHOWN);
            }
        }
        out
    }

    /// As a page.
    pub fn html(&self) -> String {
        let page = html! {
            (DOCTYPE)
            html lang="zh" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { "gouji " (self.day) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    h1 { "数据集更新 / News of the dataset, " (self.day) }
                    p { (self.counts()) }
                    @for part in &self.parts {
                        h2 { (part.zh) " / " (part.en) ": " (part.count) }
                        @if !part.lines.is_empty() {
                            table {
                                tr { th { "机关 / organ" } th { "年度 / year" } th { "变化 / change" } th { "路径 / path" } }
                                @for line in &part.lines {
                                    tr { @for field in line { td { (field) } } }
                                }
                            }
                        }
                        @if part.count > SHOWN {
                            p { "… " (part.count - SHOWN) " (changes.csv, coverage.csv)" }
                        }
                    }
                }
            }
        };
        page.into_string() + "\n"
    }
}

fn line(change: &Change<'_>) -> [String; 4] {
    let year = change.year().map(|year| year.to_string()).unwrap_or_default();
    let what = match (change.old(), change.now()) {
        ("", new) => new.to_owned(),
        (old, "") => old.to_owned(),
        (old, new) => format!("{old} → {new}"),
    };
    let path = super::value::one_line(change.path().into()).into_owned();
    [change.organ().to_owned(), year, what, path]
}

/// Organs and years that are missing and were not so before.
fn absent(edition: &Edition, before: &BTreeSet<(String, i64)>) -> Vec<[String; 4]> {
    let now: BTreeSet<(String, i64)> = edition.coverage().flat_map(|rows| missing(&rows)).collect();
    let names: HashMap<&str, &str> = edition.organs.iter().map(|organ| (&*organ.id, &*organ.name)).collect();
    let new = |(id, year): &(String, i64)| {
        let name = *names.get(id.as_str())?;
        Some([name.to_owned(), year.to_string(), MISSING.to_owned(), String::new()])
    };
    now.difference(before).filter_map(new).collect()
}

/// The table of coverage that a dataset published, from its file.
///
/// # Errors
/// When it is no table.
pub fn missing_before(bytes: impl std::io::Read) -> csv::Result<BTreeSet<(String, i64)>> {
    let mut missing = BTreeSet::new();
    for part in super::lines::read(schema::table("coverage"), |_| true, bytes)? {
        missing.append(&mut self::missing(&part?));
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use super::super::changes;
    use super::super::organs::Expected;
    use super::super::summary::tests::summary;
    use super::*;

    #[test]
    fn news_are_told_with_their_numbers() {
        let filed = vec![
            summary("a", "甲局", 2020, Verdict::Reconciled),
            summary("b<c", "乙|局", 2021, Verdict::Flagged),
            summary("d", "", 0, Verdict::Unreadable),
        ];
        let line = |organ: &str| Expected { organ: organ.to_owned(), division: String::new(), years: vec![2020, 2021] };
        let edition = Edition::new(filed, &[line("甲局")]);
        let previous = changes::Previous::new();
        let changes = changes::changes(&previous, &edition.summaries);
        let digest = Digest::new(&edition, &changes, &BTreeSet::new(), "2026-01-31");
        let text = digest.markdown();
        for wanted in ["newly flagged: 1\n", "newly missing: 1\n", "gone: 0\n", "unreadable: 1\n", "new: 3\n"] {
            assert!(text.contains(wanted), "{wanted} in {text}");
        }
        assert!(
            text.contains("| 乙\\|局 | 2021 | flagged | b&lt;c |") && text.contains("| 甲局 | 2021 | missing |  |")
        );
        let page = digest.html();
        assert!(page.contains("<td>b&lt;c</td>") && !page.contains("b<c"), "{page}");
        let known: BTreeSet<(String, i64)> = edition.coverage().flat_map(|rows| missing(&rows)).collect();
        assert_eq!(known.len(), 1);
        assert!(Digest::new(&edition, &[], &known, "").markdown().contains("newly missing: 0\n"));
    }
}
