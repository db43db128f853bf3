//! The codebook: every variable, measure and indicator, in the order of the panel's columns; and what a code or a word of
//! the tables means, for people.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use super::indicators::indicators;
use super::schema::{self, table};
use super::value::{RowSink, Rows};
use crate::figure::TableKind;
use crate::finding::Language;
use crate::form::{Form, FormBlock, FormColumn, FormRow, VariableInfo, forms};
use crate::variable::Variable;

/// Where the newest form that asks for a variable has it.
struct Position {
    form: &'static Form,
    block: &'static FormBlock,
    row: &'static FormRow,
    column: &'static FormColumn,
}

static PLACES: LazyLock<HashMap<Variable, Position>> = LazyLock::new(|| {
    let mut places = HashMap::new();
    for form in &forms().forms {
        for block in form.tables.iter().flat_map(|table| &table.blocks) {
            for row in &block.rows {
                for (column, &variable) in block.columns.iter().zip(&row.variables) {
                    places.entry(variable).or_insert(Position { form, block, row, column });
                }
            }
        }
    }
    places
});

/// An entry of the codebook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: String,
    /// What it is the code of: `cell`, `measure` or `indicator`.
    pub kind: &'static str,
    /// Label, Chinese and English.
    pub label: [String; 2],
    /// Unit, empty for ratios.
    pub unit: &'static str,
    /// What it counts, Chinese and English.
    pub definition: [String; 2],
    /// Table of the form.
    pub table: Option<TableKind>,
    /// Row, Chinese and English.
    pub row: [String; 2],
    /// Column, Chinese and English.
    pub column: [String; 2],
    /// Class of applicant, in the table of requests.
    pub applicant: String,
    /// Group of outcomes, in the table of requests.
    pub group: String,
    /// Editions that ask for it.
    pub forms: String,
    /// The document that decreed the form, and the clause.
    pub source: String,
    /// First and last reporting year for which values compare.
    pub comparable: (Option<u16>, Option<u16>),
}

/// All entries, in the order of the panel's columns; then the indicators.
pub fn entries() -> Vec<Entry> {
    let indicators = indicators().iter().map(|indicator| Entry {
        code: indicator.code.clone(),
        kind: "indicator",
        label: [indicator.label_zh.clone(), indicator.label_en.clone()],
        definition: [indicator.definition(Language::Zh), indicator.definition(Language::En)],
        ..Entry::default()
    });
    forms().variables.iter().map(Entry::new).chain(indicators).collect()
}

impl Entry {
    fn new(info: &'static VariableInfo) -> Self {
        let editions: Vec<String> = info.forms.iter().map(ToString::to_string).collect();
        let entry = Self {
            code: info.code.clone(),
            kind: if info.table.is_some() { "cell" } else { "measure" },
            label: [info.label_zh.clone(), info.label_en.clone()],
            unit: info.unit.symbol(),
            table: info.table,
            forms: editions.join(" "),
            comparable: (info.comparable_from, info.comparable_to),
            ..Self::default()
        };
        match (PLACES.get(&info.variable), info.table) {
            (Some(place), Some(kind)) => entry.placed(place, kind, info),
            _ => Self { definition: info.definition.clone(), ..entry },
        }
    }

    /// With what the form says of the cell.
    fn placed(self, place: &Position, kind: TableKind, info: &VariableInfo) -> Self {
        let path = |under: &[String], label: &str| {
            let parts = under.iter().map(String::as_str).chain([label]).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join("/")
        };
        let block = path(&place.block.under, &place.block.label);
        let row = path(&place.row.under, &place.row.label);
        // Blocks of one unnamed row (the disputes) are rows of the printed table.
        let row = if row.is_empty() { block.clone() } else { row };
        let column = path(&place.column.under, &place.column.label);
        let label = info.label_en.as_str();
        let (row_en, column_en) = label.split_once(" | ").or(label.rsplit_once(": ")).unwrap_or((label, ""));
        let is_requests = kind == TableKind::Requests;
        let authority = &place.form.authority;
        let clause = if block.starts_with('第') { format!(" {block}") } else { String::new() };
        let unit = info.unit.symbol();
        let word = |language| table_words(kind, language);
        Self {
            definition: [
                format!("{}，“{row}”一行、“{column}”一栏的数（单位：{unit}）", word(Language::Zh)),
                format!("{}: row “{row_en}”, column “{column_en}”, in {unit}", word(Language::En)),
            ],
            row: [row, row_en.to_owned()],
            column: [column, column_en.to_owned()],
            applicant: if is_requests { place.column.id.clone() } else { String::new() },
            group: if is_requests { place.row.group.clone().unwrap_or_default() } else { String::new() },
            source: format!("{authority}{clause}"),
            ..self
        }
    }
}

fn table_words(kind: TableKind, language: Language) -> &'static str {
    let found = schema::word(kind.word()).find(|(of, _)| *of == "table");
    found.map_or("", |(_, word)| word.says(language))
}

/// The rows of `codebook`.
pub fn codebook() -> Rows<'static> {
    let mut rows = Rows::new(table("codebook"));
    for entry in entries() {
        let [label_zh, label_en] = entry.label;
        let [definition_zh, definition_en] = entry.definition;
        let [row_zh, row_en] = entry.row;
        let [column_zh, column_en] = entry.column;
        rows.text(entry.code).text(entry.kind).text(label_zh).text(label_en).text(entry.unit);
        rows.text(definition_zh).text(definition_en).maybe(entry.table.map(TableKind::word));
        rows.text(row_zh).text(row_en).text(column_zh).text(column_en).text(entry.applicant).text(entry.group);
        rows.text(entry.forms).text(entry.source).integer(entry.comparable.0).integer(entry.comparable.1).end();
    }
    rows
}

/// What a variable, measure, indicator, column or word of the tables means; `None` for what is none of them.
pub fn explain(code: &str, language: Language) -> Option<String> {
    let code = code.to_ascii_lowercase();
    let zh = language == Language::Zh;
    let at = usize::from(!zh);
    let say = |words: [&'static str; 2]| words[at];
    let mut out = String::new();
    if let Some(entry) = entries().into_iter().find(|entry| entry.code == code) {
        let _ = writeln!(out, "{}  {}", entry.code, entry.label[at]);
        let years = |(from, to): (Option<u16>, Option<u16>)| {
            let to = to.map_or(String::new(), |year| year.to_string());
            from.map_or_else(String::new, |from| format!("{from}–{to}"))
        };
        let lines = [
            (["定义", "definition"], entry.definition[at].clone()),
            (["单位", "unit"], entry.unit.to_owned()),
            (["表", "table"], entry.table.map_or_else(String::new, |kind| table_words(kind, language).to_owned())),
            (["行", "row"], entry.row[at].clone()),
            (["列", "column"], entry.column[at].clone()),
            (["格式", "forms"], entry.forms),
            (["出处", "source"], entry.source),
            (["可比年度", "comparable"], years(entry.comparable)),
        ];
        for (name, text) in lines.into_iter().filter(|(_, text)| !text.is_empty()) {
            let _ = writeln!(out, "  {}{}{text}", say(name), if zh { "：" } else { ": " });
        }
    }
    for (of, word) in schema::word(&code) {
        let _ = writeln!(out, "{of} = {}\n  {}", word.word, word.says(language));
    }
    let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
    for table in schema::tables() {
        for column in table.columns.iter().filter(|column| column.title.is_empty() && column.name == code) {
            let text = column.says(language);
            match said.iter_mut().find(|(known, _)| *known == text) {
                Some((_, tables)) => tables.push(&table.name),
                None => said.push((text, vec![&table.name])),
            }
        }
    }
    for (text, tables) in said {
        let tables: Cow<'_, str> =
            if tables.len() > 8 { say(["多个表", "many tables"]).into() } else { tables.join(", ").into() };
        let _ = writeln!(out, "{code} ({tables})\n  {text}");
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_variable_is_described_in_both_languages() {
        for entry in entries() {
            for text in entry.label.iter().chain(&entry.definition) {
                assert!(!text.is_empty(), "{}", entry.code);
            }
            if entry.kind == "cell" {
                assert!(!entry.row[0].is_empty() && !entry.source.is_empty(), "{}", entry.code);
            }
        }
        assert_eq!(codebook().len(), forms().variables.len() + indicators().len());
    }

    #[test]
    fn codes_and_words_are_explained() {
        let variable = explain("REQ_NEW_TOT", Language::En).expect("a variable");
        assert!(variable.contains("requests received and handled") && variable.contains("2021"), "{variable}");
        let word = explain("incomplete", Language::Zh).expect("a word");
        assert!(word.contains("verdict = incomplete") && word.contains("table_verdict"), "{word}");
        assert!(explain("fingerprint", Language::En).expect("a column").starts_with("fingerprint (findings)"));
        assert!(explain("ind_refusal_rate", Language::En).expect("one").contains("req_ref_*_tot"));
        assert_eq!(explain("no_such_word", Language::En), None);
    }
}
