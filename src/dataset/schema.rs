//! The tables: names, columns in their order, types, keys, and what each says. `schema.toml` comes in; CSV headers, typed
//! files, `datapackage.json` and explanations are made from it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::indicators::indicators;
use crate::finding::Language;
use crate::form::forms;
use crate::word::{self, Word};

/// Name of the table of filings.
pub const FILINGS: &str = "filings";
/// Name of the table of organs.
pub const ORGANS: &str = "organs";

/// What a column holds, in the words of Table Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// Text from outside.
    Text,
    /// A word or code of the program's own.
    Word,
    /// A whole number.
    Integer,
    /// An exact decimal.
    Number,
    /// A day.
    Date,
    /// A year.
    Year,
    /// True or false.
    Flag,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
    /// The words that may stand in it; empty when any.
    pub words: Vec<String>,
    /// Name of a variable or indicator; empty for columns of the schema.
    pub title: String,
    /// What it says.
    pub zh: String,
    /// What it says.
    pub en: String,
    /// Unit of its numbers, where all are in one.
    pub unit: Option<&'static str>,
}

/// One table.
#[derive(Debug)]
pub struct Table {
    /// Name; its files are this with their endings.
    pub name: String,
    /// One row is.
    pub zh: String,
    /// One row is.
    pub en: String,
    /// Columns in their order.
    pub columns: Vec<Column>,
    /// Columns that tell the rows apart.
    pub key: Vec<String>,
    /// Columns that name a filing.
    pub filings: Vec<String>,
    /// Whether `organ_id` names a row of the table of organs.
    pub organs: bool,
    /// It is written only when asked for.
    pub optional: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SchemaFile {
    table: Vec<TableSource>,
    column: Vec<ColumnSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableSource {
    name: String,
    zh: String,
    en: String,
    #[serde(default)]
    key: Vec<String>,
    columns: Vec<String>,
    #[serde(default)]
    filings: Vec<String>,
    #[serde(default)]
    organs: bool,
    #[serde(default)]
    optional: bool,
    /// One more column for every variable, in the order of the codebook, holding this.
    variables: Option<ColumnKind>,
    /// One more column for every indicator.
    #[serde(default)]
    indicators: bool,
}

/// A column, named `table.column` where tables mean different things by one name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnSource {
    name: String,
    #[serde(rename = "type")]
    kind: ColumnKind,
    words: Option<String>,
    zh: String,
    en: String,
}

static TABLES: LazyLock<Vec<Table>> = LazyLock::new(|| {
    let source: SchemaFile =
        toml::from_str(include_str!("schema.toml")).expect("the schema is valid (test schema_loads)");
    source.table.iter().map(|table| source.table(table)).collect()
});

impl SchemaFile {
    fn table(&self, table: &TableSource) -> Table {
        let mut columns: Vec<Column> = table.columns.iter().map(|name| self.column(name)).collect();
        if let Some(kind) = table.variables {
            columns.extend(forms().variables.iter().map(|info| Column {
                name: info.code.clone(),
                kind,
                words: Vec::new(),
                title: info.label_zh.clone(),
                zh: info.label_zh.clone(),
                en: info.label_en.clone(),
                unit: (kind == ColumnKind::Number).then(|| info.unit.symbol()),
            }));
        }
        if table.indicators {
            columns.extend(indicators().iter().map(|indicator| Column {
                name: indicator.code.clone(),
                kind: ColumnKind::Number,
                words: Vec::new(),
                title: indicator.label_zh.clone(),
                zh: indicator.definition(Language::Zh),
                en: indicator.definition(Language::En),
                unit: None,
            }));
        }
        Table {
            name: table.name.clone(),
            zh: table.zh.clone(),
            en: table.en.clone(),
            columns,
            key: table.key.iter().map(|name| bare(name).to_owned()).collect(),
            filings: table.filings.clone(),
            organs: table.organs,
            optional: table.optional,
        }
    }

    fn column(&self, name: &str) -> Column {
        let found = self.column.iter().find(|column| column.name == name);
        let source = found.expect("columns of tables are described (test schema_loads)");
        let words = source.words.as_ref().map(|of| {
            let words = word::group(of);
            assert!(!words.is_empty(), "words of columns are listed (test schema_loads)");
            words.iter().map(|word| word.word.clone()).collect()
        });
        Column {
            name: bare(name).to_owned(),
            kind: source.kind,
            words: words.unwrap_or_default(),
            title: String::new(),
            zh: source.zh.clone(),
            en: source.en.clone(),
            unit: None,
        }
    }
}

/// The column's own name.
fn bare(name: &str) -> &str {
    name.split_once('.').map_or(name, |(_, bare)| bare)
}

/// All tables, in the order in which they are described; the optional ones are written when asked for.
pub fn tables() -> &'static [Table] {
    &TABLES
}

/// The table with this name.
///
/// # Panics
/// If there is none; names are written in the program.
pub fn table(name: &str) -> &'static Table {
    tables().iter().find(|table| table.name == name).expect("tables are named by the program")
}

/// A word of the tables, with the group of words that it belongs to; several where several groups have it.
pub fn word(word: &str) -> impl Iterator<Item = (&'static str, &'static Word)> + '_ {
    word::groups().iter().filter_map(move |group| {
        let found = group.word.iter().find(|known| known.word == word)?;
        Some((group.of.as_str(), found))
    })
}

impl Table {
    /// Name of its CSV file.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The header line of its CSV file.
    pub fn header(&self) -> Vec<u8> {
        let names: Vec<&str> = self.columns.iter().map(|column| column.name.as_str()).collect();
        let mut line = names.join(",").into_bytes();
        line.push(b'\n');
        line
    }

    /// The position of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

impl Column {
    /// What it says.
    pub fn says(&self, language: Language) -> &str {
        if language == Language::Zh { &self.zh } else { &self.en }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::edit::Outcome;
    use crate::figure::Status;
    use crate::filing::Verdict;

    #[test]
    fn schema_loads() {
        for table in tables() {
            let names: BTreeSet<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
            assert_eq!(names.len(), table.columns.len(), "{}: a column twice", table.name);
            for named in table.key.iter().chain(&table.filings) {
                assert!(names.contains(named.as_str()), "{}: {named}", table.name);
            }
            assert_eq!(table.organs && table.name != ORGANS, names.contains("organ_id") && !table.filings.is_empty());
            for column in &table.columns {
                assert!(!column.zh.is_empty() && !column.en.is_empty(), "{}.{}", table.name, column.name);
            }
        }
    }

    /// The words of the schema are those that the program writes.
    #[test]
    fn words_are_those_of_the_program() {
        let of = |name: &str| -> Vec<&str> { word::group(name).iter().map(|word| word.word.as_str()).collect() };
        assert_eq!(of("verdict"), Verdict::ALL.map(Verdict::word));
        assert_eq!(of("status"), Status::ALL.map(Status::word));
        assert_eq!(of("outcome"), Outcome::ALL.map(Outcome::word));
        assert_eq!(of("coverage")[..7], of("verdict"));
        assert_eq!(word("incomplete").map(|(of, _)| of).collect::<Vec<_>>(), ["verdict", "table_verdict", "coverage"]);
    }
}
