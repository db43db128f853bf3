//! What the views show of a filing's tables: the official form's rows and columns with what was read in each
//! cell, and the marks of what does not reconcile. The renderers draw it as it is.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use super::columns::width;
use super::label;
use super::plain::one_line;
use super::words::{heading, place, say, table as table_title};
use crate::document::{Alternative, Recognised};
use crate::edit::{Outcome, Repair as Located, Witness};
use crate::figure::{Figure, FormId, Grade, Status, TableKind};
use crate::filing::Filing;
use crate::finding::{Finding, Language, Severity, pattern};
use crate::form::{FormBlock, RowRole, forms};
use crate::variable::Variable;

/// Raw text wider than this is left to the provenance.
const RAW_WIDTH: usize = 14;

/// One table of a filing.
pub struct Board {
    /// Title with the edition.
    pub title: String,
    /// Parts with columns of their own.
    pub parts: Vec<Panel>,
    /// Whether the filing has the table.
    pub found: bool,
}

/// A part of a table with its own columns.
pub struct Panel {
    /// Label above the part, empty where there is none.
    pub label: String,
    /// Column labels, and whether an equation over the column fails.
    pub columns: Vec<(String, bool)>,
    /// Rows from top to bottom.
    pub rows: Vec<Row>,
}

/// A row of a part.
pub struct Row {
    /// Label as the form prints it, for the statistics sheet as the filing does.
    pub label: String,
    /// Labels above it, outermost first.
    pub under: Vec<String>,
    /// An equation over the row fails.
    pub failing: bool,
    /// The cells; none for headings.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone)]
pub struct Cell {
    /// What is shown.
    pub text: String,
    /// What it turned out to be; `None` where the form asks and the filing says nothing at all.
    pub status: Option<Status>,
    /// The likeliest repair changes it.
    pub suspect: bool,
    /// Raw text, where it is not what is shown, and place in the source, in one line.
    pub provenance: String,
    /// Code of the variable, if it has one.
    pub code: Option<&'static str>,
    /// How it looks, if it was read from a picture and a person should look: a small PNG.
    pub look: Vec<u8>,
}

/// A set of cells whose change would reconcile the filing.
pub struct Repair {
    /// Its rank, from one.
    pub rank: u32,
    /// What would have to be changed into what, in one sentence.
    pub sentence: String,
}

/// The tables of a filing; those that its form asks for and it lacks are there with `found` false.
pub fn boards(filing: &Filing, language: Language) -> Vec<Board> {
    let figures: HashMap<Variable, &Figure> =
        filing.figures.iter().rev().filter_map(|figure| Some((figure.variable?, figure))).collect();
    let suspects = suspects(filing);
    let mut out = Vec::new();
    for kind in expected(filing) {
        let found = filing.tables.iter().find(|(table, _)| *table == kind).map(|(_, form)| *form);
        let title = match found {
            Some(form) if language == Language::Zh => format!("{}（{form}年格式）", table_title(kind, language)),
            Some(form) => format!("{} ({form} form)", table_title(kind, language)),
            None => table_title(kind, language).to_owned(),
        };
        let mut board = Board { title, parts: Vec::new(), found: found.is_some() };
        match found {
            Some(_) if kind == TableKind::Sheet => board.parts.push(sheet(filing, language)),
            Some(form) => {
                let figures = Figures { by_variable: &figures, suspects: &suspects, language };
                board.parts = parts(form, kind, language, &figures);
                mark_failures(form, kind, filing, &mut board.parts);
            }
            None => {}
        }
        out.push(board);
    }
    out
}

/// The tables to show: those found; and beside one of the fixed tables, the other two.
fn expected(filing: &Filing) -> Vec<TableKind> {
    let has = |kind| filing.tables.iter().any(|(table, _)| *table == kind);
    let fixed = [TableKind::Proactive, TableKind::Requests, TableKind::Disputes];
    let mut out: Vec<TableKind> = if fixed.into_iter().any(has) { fixed.to_vec() } else { Vec::new() };
    out.extend(has(TableKind::Sheet).then_some(TableKind::Sheet));
    out
}

/// The findings that violate a hard rule, in their order.
pub fn violations(filing: &Filing) -> impl Iterator<Item = &Finding> {
    filing.findings.iter().filter(|finding| finding.severity == Severity::Hard && finding.rank.is_none())
}

/// The findings that people have to decide on, in their order.
pub fn suspicions(filing: &Filing) -> impl Iterator<Item = &Finding> {
    filing.findings.iter().filter(|finding| finding.severity != Severity::Hard && finding.rank.is_none())
}

/// How often the rules came out which way, in one line; `None` where none was judged.
pub fn outcomes(filing: &Filing, language: Language) -> Option<String> {
    if filing.outcomes.is_empty() {
        return None;
    }
    let count = |wanted| filing.outcomes.iter().filter(|outcome| outcome.outcome == wanted).count();
    let (satisfied, blank) = (count(Outcome::Satisfied), count(Outcome::SatisfiedIfBlankZero));
    let (hard, soft, open) = (filing.violated(true), filing.violated(false), count(Outcome::Undetermined));
    Some(match language {
        Language::Zh => {
            format!(
                "勾稽关系：成立 {satisfied}，空格作零则成立 {blank}，硬性不成立 {hard}，其他不成立 {soft}，不能判断 {open}"
            )
        }
        Language::En => format!(
            "Rules: {satisfied} hold, {blank} hold with blanks as zeros, {hard} hard ones fail, {soft} others fail, {open} cannot be decided"
        ),
    })
}

/// The repairs in the order of their rank.
pub fn repairs(filing: &Filing, language: Language) -> Vec<Repair> {
    let scope = pattern(filing.located.scope(), language);
    let sentence = |repair: &Located| repair_sentence(repair, scope, language);
    (1..).zip(&filing.located.repairs).map(|(rank, repair)| Repair { rank, sentence: sentence(repair) }).collect()
}

fn repair_sentence(repair: &Located, scope: &str, language: Language) -> String {
    let changes: Vec<String> = repair
        .changes
        .iter()
        .map(|change| {
            let name = label(change.variable, language);
            let from =
                change.observed.map_or_else(|| say(language, "空白", "blank").to_owned(), |value| value.to_string());
            let to = change.implied;
            match language {
                Language::Zh => format!("“{name}”由 {from} 改为 {to}"),
                Language::En => format!("“{name}” were {to} instead of {from}"),
            }
        })
        .collect();
    let named = repair.pattern.as_deref().map_or("", |key| pattern(key, language));
    let blank = if language == Language::En { " " } else { "" };
    let witness = |witness: Witness| format!("{blank}{}", pattern(witness.key(), language));
    let said = repair.changes.iter().map(|change| repair.witnesses(change.variable).map(witness).collect::<String>());
    let mut said: Vec<String> = said.filter(|said| !said.is_empty()).collect();
    said.dedup();
    let evidence = said.concat();
    match language {
        Language::Zh => format!("若{}，{scope}成立。{named}{evidence}", changes.join("、")),
        Language::En => {
            let said = format!("{scope} would hold if {}. {named}", changes.join(" and "));
            let (first, rest) = said.trim_end().split_at(said.chars().next().map_or(0, char::len_utf8));
            format!("{}{rest}{evidence}", first.to_uppercase())
        }
    }
}

/// The cells of the first repair.
fn suspects(filing: &Filing) -> Vec<Variable> {
    let first = filing.located.repairs.first();
    first.into_iter().flat_map(|repair| &repair.changes).map(|change| change.variable).collect()
}

struct Figures<'a> {
    by_variable: &'a HashMap<Variable, &'a Figure>,
    suspects: &'a [Variable],
    language: Language,
}

impl Figures<'_> {
    fn cell(&self, variable: Variable) -> Cell {
        let suspect = self.suspects.contains(&variable);
        match self.by_variable.get(&variable) {
            Some(figure) => cell(figure, suspect, self.language),
            None => {
                let code = forms().code(variable);
                Cell {
                    text: "·".to_owned(),
                    status: None,
                    suspect,
                    provenance: String::new(),
                    code: Some(code),
                    look: Vec::new(),
                }
            }
        }
    }
}

fn cell(figure: &Figure, suspect: bool, language: Language) -> Cell {
    let raw = figure.raw.trim();
    let text = match (figure.status, figure.value) {
        (Status::Reported, Some(value)) => {
            let value = value.normalize().to_string();
            let plain: String = raw.nfkc().filter(|c| !c.is_whitespace() && *c != ',').collect();
            let said = plain.trim_start_matches('+') == value || width(raw) > RAW_WIDTH || raw.is_empty();
            if said { value } else { format!("{}→{value}", one_line(raw)) }
        }
        (Status::Decoded, Some(value)) => format!("~{}", value.normalize()),
        // What is read and not confirmed by equations says so.
        (Status::Recognised, Some(value)) => {
            let graded = figure.recognition.as_ref().and_then(|recognition| recognition.grade);
            let mark = if graded == Some(Grade::Confirmed) { "" } else { "≈" };
            format!("{mark}{}", value.normalize())
        }
        (Status::Unread, _) => {
            let said = figure.recognition.as_ref().map(|recognition| &recognition.said);
            let first = said.and_then(|said| said.alternatives.first());
            format!("?{}", first.map_or("", |alternative| &alternative.text))
        }
        (Status::Blank, _) => String::new(),
        (Status::NotFound, _) => "·".to_owned(),
        (Status::Text, _) if width(raw) > RAW_WIDTH => {
            format!("?{}…", one_line(raw).chars().take(RAW_WIDTH / 2).collect::<String>())
        }
        (Status::Text, _) => format!("?{}", one_line(raw)),
        _ => one_line(raw),
    };
    let place = place(&figure.location, language);
    let mut provenance = if raw.is_empty() || raw == text { place } else { format!("“{raw}” {place}") };
    let said = figure.recognition.as_ref().map(|recognition| &recognition.said);
    if let Some(said) = said.filter(|said| !said.alternatives.is_empty()) {
        provenance.push_str(&format!(" · {}", readings(said, language)));
    }
    let look = said.map(|said| said.look.clone()).unwrap_or_default();
    let code = figure.variable.map(|variable| forms().code(variable));
    Cell { text, status: Some(figure.status), suspect, provenance: provenance.trim().to_owned(), code, look }
}

/// The likely readings of a picture, each with its share in percent.
fn readings(said: &Recognised, language: Language) -> String {
    let shown = |reading: &Alternative| match reading.text.trim() {
        "" => format!("{} {:.1}%", say(language, "无字", "nothing"), reading.share * 100.0),
        text => format!("“{text}” {:.1}%", reading.share * 100.0),
    };
    said.likely().map(shown).collect::<Vec<_>>().join(say(language, "、", ", "))
}

fn parts(form: FormId, kind: TableKind, language: Language, figures: &Figures<'_>) -> Vec<Panel> {
    let Some(table) = forms().form(form).and_then(|form| form.table(kind)) else { return Vec::new() };
    let mut parts: Vec<Panel> = Vec::new();
    for block in &table.blocks {
        let columns: Vec<(String, bool)> =
            (0..block.columns.len()).map(|column| (column_label(block, column, language), false)).collect();
        let rows = block.rows.iter().map(|row| Row {
            label: match (row.label.as_str(), language) {
                ("", Language::Zh) => path(&block.under, &block.label),
                (_, Language::Zh) => row.label.clone(),
                ("", Language::En) => english(block, 0, 0),
                (_, Language::En) if row.role == RowRole::Heading => heading(&row.label, language),
                (_, Language::En) => {
                    let label = english_row(row.variables.first().copied());
                    // The heading above says it: refused: state secret.
                    let below = (row.under.len() > 1).then(|| label.split_once(": ")).flatten();
                    below.map_or(label.as_str(), |(_, rest)| rest).to_owned()
                }
            },
            under: row.under.iter().map(|label| heading(label, language)).collect(),
            failing: false,
            cells: row.variables.iter().map(|&variable| figures.cell(variable)).collect(),
        });
        // Blocks of one unnamed row under the same columns (the disputes) are shown as rows of one part.
        let unnamed = block.rows.iter().all(|row| row.label.is_empty());
        match parts.last_mut().filter(|part| unnamed && part.columns == columns) {
            Some(part) => part.rows.extend(rows),
            None => {
                let label = if unnamed { String::new() } else { heading(&block.label, language) };
                parts.push(Panel { label, columns, rows: rows.collect() });
            }
        }
    }
    parts
}

fn path(under: &[String], label: &str) -> String {
    under.iter().map(String::as_str).chain([label]).collect::<Vec<_>>().join("：")
}

/// English labels are composed per variable as `row | column` or `row: column`; the row's own label may hold
/// a colon too.
fn english_parts(variable: Variable) -> (&'static str, &'static str) {
    let label = forms().info(variable).label_en.as_str();
    label.split_once(" | ").or(label.rsplit_once(": ")).unwrap_or((label, label))
}

fn english_row(variable: Option<Variable>) -> String {
    variable.map_or("", |variable| english_parts(variable).0).to_owned()
}

fn english(block: &FormBlock, row: usize, column: usize) -> String {
    english_row(block.rows.get(row).and_then(|row| row.variables.get(column)).copied())
}

fn column_label(block: &FormBlock, column: usize, language: Language) -> String {
    let printed = block.columns.get(column).map_or("", |column| column.label.as_str());
    let variable = block.rows.iter().find_map(|row| row.variables.get(column));
    match variable {
        // The last word of a class says nothing that the heading of the table does not.
        Some(&variable) if language == Language::En => {
            let label = english_parts(variable).1;
            [" organisations", " institutions", " enterprises", " this year"]
                .iter()
                .find_map(|end| label.strip_suffix(end))
                .unwrap_or(label)
                .to_owned()
        }
        _ => printed.to_owned(),
    }
}

/// A statistics sheet as a list: what the filing printed, in its order, known indicators or not.
fn sheet(filing: &Filing, language: Language) -> Panel {
    let figures = filing.figures.iter().filter(|figure| figure.table == TableKind::Sheet);
    let rows = figures.map(|figure| {
        let unit = figure.unit.map_or("", |unit| unit.symbol());
        let label = match figure.variable {
            _ if !figure.row_label.is_empty() => figure.row_label.to_string(),
            Some(variable) => label(variable, language),
            None => String::new(),
        };
        let unit = Cell {
            text: unit.to_owned(),
            status: Some(figure.status),
            suspect: false,
            provenance: String::new(),
            code: None,
            look: Vec::new(),
        };
        Row { label, under: Vec::new(), failing: false, cells: vec![cell(figure, false, language), unit] }
    });
    let columns =
        vec![(say(language, "统计数", "value").to_owned(), false), (say(language, "单位", "unit").to_owned(), false)];
    Panel { label: String::new(), columns, rows: rows.collect() }
}

/// Marks the columns and rows over which a hard rule fails: those that hold every figure of the rule.
fn mark_failures(form: FormId, kind: TableKind, filing: &Filing, parts: &mut [Panel]) {
    let Some(table) = forms().form(form).and_then(|form| form.table(kind)) else { return };
    let mut places: HashMap<Variable, (usize, usize)> = HashMap::new();
    let rows = table.blocks.iter().flat_map(|block| &block.rows).enumerate();
    for (row, form_row) in rows {
        for (column, &variable) in form_row.variables.iter().enumerate() {
            places.insert(variable, (row, column));
        }
    }
    for finding in violations(filing) {
        let found: Vec<(usize, usize)> =
            finding.related.iter().filter_map(|variable| places.get(variable).copied()).collect();
        let [(row, column), ..] = found[..] else { continue };
        if found.len() < 2 || found.len() < finding.related.len() {
            continue;
        }
        if found.iter().all(|place| place.1 == column) {
            if let [part] = parts {
                part.columns[column].1 = true;
            }
        } else if found.iter().all(|place| place.0 == row)
            && let Some(row) = parts.iter_mut().flat_map(|part| &mut part.rows).nth(row)
        {
            row.failing = true;
        }
    }
}
