//! A filing as a Word document for the agency that made it: what does not hold with its numbers, every smallest repair,
//! what the prose and the neighbouring years say, the tables as read with the suspected cells marked, and the sources.
//!
//! Filings that are shown come in, the bytes of a document go out. Nothing is judged here, and nothing corrected: the
//! tables hold what was read, so that the document, read again, gives the same figures.

mod grid;
mod paper;

use std::collections::HashMap;
use std::io;

use self::grid::{Content, Grid, Names};
use self::paper::{Look, Paper, Slot};
use super::board::{self, outcomes, suspicions, violations};
use super::inspect::{Equation, equations};
use super::words::{heading, said_why, say, severity, status, table, verdict};
use super::{Shown, label};
use crate::edit::Outcome;
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::filing::{Filing, Stage};
use crate::finding::{Finding, Language, Severity};
use crate::form::forms;
use crate::variable::Variable;

/// Colours behind cells: changed by the likeliest repair, changed by another one, labels, cells that are not there.
const LIKELIEST: &str = "FBD5D2";
const POSSIBLE: &str = "FFF0C7";
const HEAD: &str = "EEF1F4";
const ABSENT: &str = "E3E6E9";

/// Stands in every review, so that one is told from other documents.
pub const MARK: &str = "gouji review";

/// The bytes of a Word document (Office Open XML) with a review of each filing.
///
/// # Errors
/// When it cannot be written.
pub fn review(filings: &[Shown<'_>], language: Language) -> io::Result<Vec<u8>> {
    let mut paper = Paper::new("gouji");
    for shown in filings {
        masthead(&mut paper, shown, language);
        failures(&mut paper, shown.filing, language);
        repairs(&mut paper, shown.filing, language);
        elsewhere(&mut paper, shown, language);
        tables(&mut paper, shown.filing, language);
        paper.heading(say(language, "出处", "Sources"), 2);
        for (name, text) in shown.sources(language) {
            paper.text(&[(format!("{name}  "), Look::Soft), (text, Look::Plain)], 0);
        }
    }
    paper.finish(MARK)
}

fn masthead(paper: &mut Paper, shown: &Shown<'_>, language: Language) {
    let identity = &shown.filing.identity;
    let unknown = say(language, "机关未定", "organ not decided");
    let organ = identity.organ.as_deref().or(identity.organ_printed.as_deref()).unwrap_or(unknown);
    let year = identity.year.map_or_else(String::new, |year| year.to_string());
    paper.heading(
        &match language {
            Language::Zh => format!("{organ}{year}年度报告 勾稽核对意见"),
            Language::En => format!("Review of an annual report: {organ} {year}"),
        },
        1,
    );
    if let Some(title) = &identity.title {
        paper.text(&[(title.clone(), Look::Soft)], 0);
    }
    let found = verdict(shown.filing.verdict, language);
    let mut parts = vec![
        (say(language, "结论：", "Verdict: ").to_owned(), Look::Plain),
        (format!("{found}{}", said_why(shown.filing, language)), Look::Bad),
    ];
    if shown.filing.verdict == crate::filing::Verdict::Reconciled {
        parts[1].1 = Look::Head;
    }
    parts.extend(outcomes(shown.filing, language).map(|line| (format!("    {line}"), Look::Soft)));
    paper.text(&parts, 0);
}

/// The equations that fail, each with its numbers, and the other contradictions.
fn failures(paper: &mut Paper, filing: &Filing, language: Language) {
    let all: Vec<&Finding> = violations(filing).collect();
    if all.is_empty() {
        return;
    }
    paper.heading(say(language, "不成立的关系", "What does not hold"), 2);
    for finding in all {
        paper.text(&[(format!("{}  ", finding.code), Look::Bad), (said(finding, language), Look::Plain)], 0);
    }
    let figures: HashMap<Variable, &Figure> =
        filing.figures.iter().rev().filter_map(|figure| Some((figure.variable?, figure))).collect();
    for equation in equations(filing, language) {
        if equation.outcome == Outcome::Violated && equation.severity == Severity::Hard {
            let sides = format!("  {} ≠ {}", equation.sides[0], equation.sides[1]);
            paper.text(&[(terms(&equation, &figures, language), Look::Plain), (sides, Look::Bad)], 1);
        }
    }
}

/// The cells of an equation by their names: what is added up, behind what it should be. Those that add nothing are left out.
fn terms(equation: &Equation, figures: &HashMap<Variable, &Figure>, language: Language) -> String {
    let (mut sum, mut parts) = (String::new(), String::new());
    let labels: Vec<String> = equation.terms.iter().map(|(variable, _)| label(*variable, language)).collect();
    // What all cells have in common, the column or the row, is said once.
    let halves = |text: &String| text.split_once(" × ").map(|(row, column)| (row.to_owned(), column.to_owned()));
    let halves: Option<Vec<(String, String)>> = labels.iter().map(halves).collect();
    let (before, names) = match halves {
        Some(all) if all.iter().all(|half| half.1 == all[0].1) => {
            (all[0].1.clone(), all.into_iter().map(|half| half.0).collect())
        }
        Some(all) if all.iter().all(|half| half.0 == all[0].0) => {
            (all[0].0.clone(), all.into_iter().map(|half| half.1).collect())
        }
        _ => (String::new(), labels),
    };
    for (&(variable, sign), name) in equation.terms.iter().zip(&names) {
        let value = figures.get(&variable).and_then(|figure| figure.value);
        let shown =
            value.map_or_else(|| say(language, "空白", "blank").to_owned(), |value| value.normalize().to_string());
        let named = format!("“{name}” {shown}");
        if sign == "=" {
            sum.push_str(&format!("{named} = "));
        } else if value.is_some_and(|value| !value.is_zero()) {
            parts.push_str(&format!(" {sign} {named}"));
        }
    }
    let before = if before.is_empty() { before } else { format!("{before}{}", say(language, "：", ": ")) };
    before + &sum + parts.trim_start_matches(" + ").trim_start()
}

/// Every smallest repair.
fn repairs(paper: &mut Paper, filing: &Filing, language: Language) {
    let all = board::repairs(filing, language);
    if all.is_empty() {
        return;
    }
    paper.heading(say(language, "最可能的错处", "Where the error most likely lies"), 2);
    let count = all.len();
    let intro = match language {
        Language::Zh => format!(
            "改动最少而能使全部等式成立的改法共 {count} 种，可能性大的在前。这些数由等式推出，不是报告所载；以机关核实为准。"
        ),
        Language::En => format!(
            "The smallest changes that would satisfy every equation ({count}), the likeliest first. Their numbers follow from the equations and stand in no report: the organ's own records decide."
        ),
    };
    paper.text(&[(intro, Look::Soft)], 0);
    for repair in all {
        let look = if repair.rank == 1 { Look::Bad } else { Look::Plain };
        paper.text(&[(format!("{}. ", repair.rank), look), (repair.sentence, Look::Plain)], 0);
    }
}

/// What the prose, other filings and other years say.
fn elsewhere(paper: &mut Paper, shown: &Shown<'_>, language: Language) {
    let filing = shown.filing;
    let others: Vec<&Finding> = filing.findings.of(Stage::Others).iter().collect();
    let others_said = |finding: &&Finding| others.iter().any(|other| std::ptr::eq(*other, *finding));
    let own: Vec<&Finding> = suspicions(filing).filter(|finding| !others_said(finding)).collect();
    let items = |paper: &mut Paper, title: &str, findings: &[&Finding]| {
        if !findings.is_empty() {
            paper.heading(title, 2);
        }
        for finding in findings {
            let sign = format!("{} [{}]  ", finding.code, severity(finding.severity, language));
            paper.text(&[(sign, Look::Soft), (said(finding, language), Look::Plain)], 0);
        }
    };
    items(paper, say(language, "存疑与提示", "Suspicious, or worth knowing"), &own);
    items(paper, say(language, "与其他报告相比", "Compared with other reports"), &others);
    let stated = shown.stated();
    if !stated.is_empty() {
        paper.heading(say(language, "正文所述", "What the prose says"), 2);
    }
    for (variable, value, sentence) in stated {
        let figure = filing.figures.iter().find(|figure| figure.variable == Some(variable));
        let printed = figure.and_then(|figure| figure.value);
        let look = if printed.is_some_and(|printed| printed != value) { Look::Bad } else { Look::Plain };
        let printed =
            printed.map_or_else(|| say(language, "无", "none").to_owned(), |value| value.normalize().to_string());
        let value = value.normalize();
        let both = match language {
            Language::Zh => format!("正文 {value}，表中 {printed}。"),
            Language::En => format!("prose {value}, table {printed}. "),
        };
        let name = format!("{}  ", Shown::quoted(variable, language));
        paper.text(&[(name, Look::Plain), (both, look), (sentence.to_owned(), Look::Soft)], 0);
    }
    years(paper, shown, language);
}

/// The suspected cells in the years before and after.
fn years(paper: &mut Paper, shown: &Shown<'_>, language: Language) {
    let suspects = suspects(shown.filing);
    let mut variables: Vec<Variable> = suspects.keys().copied().collect();
    variables.sort_unstable();
    let known = variables.into_iter().map(|variable| (variable, shown.other_years(variable)));
    let known: Vec<(Variable, Vec<String>)> = known.filter(|(_, years)| !years.is_empty()).collect();
    if !known.is_empty() {
        paper.heading(say(language, "疑误数字在其他年度", "The suspected figures in other years"), 2);
    }
    for (variable, years) in known {
        let name = format!("{}  ", Shown::quoted(variable, language));
        paper.text(&[(name, Look::Plain), (years.join("； "), Look::Plain)], 0);
    }
}

fn said(finding: &Finding, language: Language) -> String {
    finding.message(language, &|variable| label(variable, language))
}

/// What repairs would make of each cell: rank and value.
fn suspects(filing: &Filing) -> HashMap<Variable, Vec<(usize, i64)>> {
    let mut out: HashMap<Variable, Vec<(usize, i64)>> = HashMap::new();
    for (rank, repair) in (1..).zip(&filing.located.repairs) {
        for change in &repair.changes {
            out.entry(change.variable).or_default().push((rank, change.implied));
        }
    }
    out
}

/// The tables as they were read, in the form's own shape.
fn tables(paper: &mut Paper, filing: &Filing, language: Language) {
    let figures: HashMap<Variable, &Figure> =
        filing.figures.iter().rev().filter_map(|figure| Some((figure.variable?, figure))).collect();
    let cells = Cells { figures, suspects: suspects(filing), language };
    for (kind, form) in filing.tables.iter().copied() {
        let title = match language {
            Language::Zh => format!("{}（{form}年格式）", table(kind, language)),
            Language::En => format!("{} ({form} form)", table(kind, language)),
        };
        paper.heading(&title, 2);
        if kind == TableKind::Sheet {
            sheet(paper, filing, &cells);
        } else {
            official(paper, kind, form, &cells);
        }
    }
    if !filing.tables.is_empty() {
        let key = say(
            language,
            "表中是读出的原样，空格即原文空白；红底粗体为最可能的错处，黄底为其他改法涉及的数，理由见批注；灰底“·”为表中没有；“?”后的文字不能读作数。",
            "The tables hold what was read, empty where the source is blank. Red and bold: where the error most likely lies. Yellow: changed by another repair. The notes at the margin say why. Grey with ·: not in the table. After a ?: no number.",
        );
        paper.text(&[(key.to_owned(), Look::Soft)], 0);
    }
}

struct Cells<'a> {
    figures: HashMap<Variable, &'a Figure>,
    suspects: HashMap<Variable, Vec<(usize, i64)>>,
    language: Language,
}

/// The English name of a label.
fn english(text: &str, names: Names) -> String {
    let split = |variable: Variable| {
        let whole = label(variable, Language::En);
        match whole.split_once(" × ") {
            // The heading above says it: refused: state secret.
            Some((row, column)) => (row.split_once(": ").map_or(row, |(_, rest)| rest).to_owned(), column.to_owned()),
            None => {
                let (row, column) = whole.rsplit_once(": ").unwrap_or((&whole, &whole));
                (row.to_owned(), column.to_owned())
            }
        }
    };
    match names {
        Names::Several => heading(text, Language::En),
        Names::Row(variable) => split(variable).0,
        Names::Column(variable) => split(variable).1,
    }
}

impl Cells<'_> {
    fn slot(&self, slot: &grid::Slot) -> Slot {
        let span = (slot.across, slot.down);
        match &slot.content {
            Content::Value(variable) => Slot { span, ..self.value(*variable) },
            Content::Label(text, names) => {
                let mut lines = vec![(text.clone(), Look::Plain)];
                let english = english(text, *names);
                if self.language == Language::En && english != *text && !is_bare(slot) {
                    lines.push((english, Look::Soft));
                }
                Slot { lines, span, fill: Some(HEAD), ..Slot::default() }
            }
        }
    }

    fn value(&self, variable: Variable) -> Slot {
        let figure = self.figures.get(&variable).copied();
        let mut slot = written(figure);
        if let Some(repairs) = self.suspects.get(&variable) {
            let likeliest = repairs.iter().any(|(rank, _)| *rank == 1);
            slot.fill = Some(if likeliest { LIKELIEST } else { POSSIBLE });
            if likeliest {
                slot.lines.iter_mut().for_each(|(_, look)| *look = Look::Bad);
            }
            let each = repairs.iter().map(|(rank, value)| match self.language {
                Language::Zh => format!("改法 {rank}：{value}"),
                Language::En => format!("repair {rank}: {value}"),
            });
            let each: Vec<String> = each.collect();
            slot.note =
                Some(format!("{}  {}", label(variable, self.language), each.join(say(self.language, "；", "; "))));
        } else if let Some(figure) = figure.filter(|figure| matches!(figure.status, Status::Text | Status::Decoded)) {
            slot.note = Some(status(figure.status, self.language).to_owned());
        }
        slot
    }
}

/// What was read in a cell, as it was printed.
fn written(figure: Option<&Figure>) -> Slot {
    let mut slot = Slot { span: (1, 1), number: true, ..Slot::default() };
    let text = match figure {
        None => "·".to_owned(),
        Some(figure) => match (figure.status, figure.value) {
            (Status::NotFound, _) => "·".to_owned(),
            (Status::Decoded, Some(value)) => value.normalize().to_string(),
            // Digits that are no number of this cell must not look like one.
            (Status::Text, _) => format!("?{}", figure.raw.trim()),
            _ => figure.raw.trim().to_owned(),
        },
    };
    if text == "·" {
        slot.fill = Some(ABSENT);
    }
    slot.lines = vec![(text, Look::Plain)];
    slot
}

fn official(paper: &mut Paper, kind: TableKind, form: FormId, cells: &Cells<'_>) {
    let Some(table) = forms().form(form).and_then(|form| form.table(kind)) else { return };
    let grid = Grid::new(table);
    let rows: Vec<Vec<Slot>> = grid.rows.iter().map(|row| row.iter().map(|slot| cells.slot(slot)).collect()).collect();
    let bare = grid.rows.iter().flatten().filter(|slot| is_bare(slot));
    let bare = bare.filter_map(|slot| match &slot.content {
        Content::Label(text, names) => Some(format!("{text}: {}", english(text, *names))),
        Content::Value(_) => None,
    });
    let mut bare: Vec<String> = bare.collect();
    bare.sort_unstable();
    bare.dedup();
    // The label of a row needs more room than those above it, and a value less.
    let above = grid.stub.saturating_sub(1);
    let mut shares = vec![7; above];
    shares.extend((grid.stub > 0).then_some(if above > 0 { 20 } else { 26 }));
    shares.extend(std::iter::repeat_n(if grid.values > 3 { 8 } else { 16 }, grid.values));
    paper.table(&rows, &shares);
    if cells.language == Language::En && !bare.is_empty() {
        paper.text(&[(bare.join("; "), Look::Soft)], 0);
    }
}

/// Whether a row or column is known by so short a label that nothing may stand beside it; it is translated below the table.
fn is_bare(slot: &grid::Slot) -> bool {
    let Content::Label(text, names) = &slot.content else { return false };
    *names != Names::Several && text.chars().count() < 8
}

/// A statistics sheet: what the filing printed, in its order.
fn sheet(paper: &mut Paper, filing: &Filing, cells: &Cells<'_>) {
    let head = |text: &str| Slot { lines: vec![(text.to_owned(), Look::Head)], fill: Some(HEAD), ..Slot::default() };
    let mut rows = vec![vec![head("统计指标"), head("单位"), head("统计数")]];
    for figure in filing.figures.iter().filter(|figure| figure.table == TableKind::Sheet) {
        let plain = |text: &str| Slot { lines: vec![(text.to_owned(), Look::Plain)], ..Slot::default() };
        let value = match figure.variable {
            Some(variable) => cells.value(variable),
            None => written(Some(figure)),
        };
        let indicator = figure.row_label.rsplit('/').next().unwrap_or_default();
        rows.push(vec![plain(indicator), plain(figure.unit.map_or("", |unit| unit.symbol())), value]);
    }
    paper.table(&rows, &[30, 5, 10]);
}
