//! `datapackage.json`: Frictionless Data Package v2 (datapackage.org), with the schema, keys, hash and number of
//! rows of every table, and the versions that the values depend on.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::schema::{Column, ColumnKind, FILINGS, ORGANS, table};
use crate::form::forms;
use crate::reader::model;
use crate::version;

/// What is known of a written file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Name of the table; `None` for a file that holds several.
    pub table: Option<&'static str>,
    /// Name of the file.
    pub file: String,
    /// What it is.
    pub format: FileFormat,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows without the header; of the news, changes.
    pub rows: u64,
}

/// Formats of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileFormat {
    /// Text, one file a table; always written.
    Csv,
    /// Apache Parquet, one file a table.
    Parquet,
    /// One SQLite database with all tables.
    Sqlite,
    /// One workbook for people.
    Xlsx,
    /// The news of a publication.
    Markdown,
    /// The news of a publication as a page.
    Html,
}

impl FileFormat {
    /// The formats of tables, which can be asked for.
    pub const TABLES: [Self; 4] = [Self::Csv, Self::Parquet, Self::Sqlite, Self::Xlsx];
    /// All formats of files of a dataset.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Parquet, Self::Sqlite, Self::Xlsx, Self::Markdown, Self::Html];

    /// The word for it, and the ending of its files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Sqlite => "sqlite",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv",
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Sqlite => "application/vnd.sqlite3",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'static str,
    title: &'static str,
    description: &'static str,
    version: String,
    gouji: Versions<'a>,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Versions<'a> {
    program: &'static str,
    build: &'static str,
    forms: Vec<Edition>,
    forms_hash: &'static str,
    rules_hash: &'static str,
    /// What read scans, if anything did.
    #[serde(skip_serializing_if = "Option::is_none")]
    recogniser: Option<Instrument>,
    /// The same tables in other formats. They are no resources: validators of data packages know bytes and hashes of
    /// text alone.
    files: Vec<File<'a>>,
}

/// What read scans.
#[derive(Serialize)]
struct Instrument {
    model: &'static str,
    hash: String,
    engine: &'static str,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    format: &'static str,
    mediatype: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    table: Option<&'static str>,
    bytes: u64,
    hash: String,
    rows: u64,
}

#[derive(Serialize)]
struct Edition {
    form: u16,
    authority: String,
    years: (u16, Option<u16>),
}

#[derive(Serialize)]
struct Resource<'a> {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    path: &'a str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: u64,
    hash: String,
    rows: u64,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Map<String, Value>>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    primary_key: &'static [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<Value>,
}

/// The text of `datapackage.json`.
///
/// `recognised` tells whether scans were read. The dataset's own version is made of the hashes of its tables: equal data, equal version.
pub fn package(written: &[Written], recognised: bool) -> String {
    let editions = forms().forms.iter().map(|form| Edition {
        form: form.id.0,
        authority: form.authority.clone(),
        years: (form.years.0, (form.years.1 != 9999).then_some(form.years.1)),
    });
    let package = Package {
        schema: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: "gouji",
        title: "政府信息公开工作年度报告数据集 / Annual reports on open government information",
        description: "Cells without a value are empty; the status columns and panel_status say why. Text is as printed, but \
                      for line breaks, which are written ↵. Division codes are those of GB/T 2260 in the filing's year.",
        version: version::PROGRAM.to_owned(),
        gouji: Versions {
            program: version::PROGRAM,
            build: version::BUILD,
            forms: editions.collect(),
            forms_hash: version::FORMS,
            rules_hash: version::RULES,
            recogniser: recognised.then(|| Instrument {
                model: model::FILE,
                hash: format!("sha256:{}", model::HASH),
                engine: model::ENGINE,
            }),
            files: written.iter().filter(|written| written.format != FileFormat::Csv).map(file).collect(),
        },
        resources: written.iter().filter_map(resource).collect(),
    };
    let mut text = serde_json::to_string_pretty(&package).expect("strings and numbers always serialize");
    text.push('\n');
    text
}

fn file(written: &Written) -> File<'_> {
    File {
        path: &written.file,
        format: written.format.word(),
        mediatype: written.format.media(),
        table: written.table,
        bytes: written.bytes,
        hash: format!("sha256:{}", written.sha256),
        rows: written.rows,
    }
}

/// A table as text; `None` for other files.
fn resource(written: &Written) -> Option<Resource<'_>> {
    let table = table(written.table.filter(|_| written.format == FileFormat::Csv)?);
    let mut foreign_keys: Vec<Value> =
        table.filings.iter().map(|column| foreign(column, FILINGS, "filing_id")).collect();
    if table.organs {
        foreign_keys.push(foreign("organ_id", ORGANS, "organ_id"));
    }
    Some(Resource {
        name: &table.name,
        kind: "table",
        description: format!("{} / one row per: {}.", table.zh, table.en),
        path: &written.file,
        format: written.format.word(),
        mediatype: written.format.media(),
        encoding: "utf-8",
        bytes: written.bytes,
        hash: format!("sha256:{}", written.sha256),
        rows: written.rows,
        schema: Schema {
            fields: table.columns.iter().map(field).collect(),
            missing_values: [""],
            primary_key: &table.key,
            foreign_keys,
        },
    })
}

fn foreign(column: &str, resource: &str, to: &str) -> Value {
    json!({ "fields": [column], "reference": { "resource": resource, "fields": [to] } })
}

fn field(column: &Column) -> Map<String, Value> {
    let mut field = named(&column.name, column.kind);
    if !column.title.is_empty() {
        field.insert("title".to_owned(), json!(column.title));
    }
    let description = if column.zh == column.en { column.zh.clone() } else { format!("{} / {}", column.zh, column.en) };
    field.insert("description".to_owned(), json!(description));
    if let Some(unit) = column.unit {
        field.insert("unit".to_owned(), json!(unit));
    }
    if !column.words.is_empty() {
        field.insert("constraints".to_owned(), json!({ "enum": column.words }));
    }
    field
}

fn named(name: &str, kind: ColumnKind) -> Map<String, Value> {
    let kind = match kind {
        ColumnKind::Text | ColumnKind::Word => "string",
        ColumnKind::Integer => "integer",
        ColumnKind::Number => "number",
        ColumnKind::Date => "date",
        ColumnKind::Year => "year",
        ColumnKind::Flag => "boolean",
    };
    Map::from_iter([("name".to_owned(), json!(name)), ("type".to_owned(), json!(kind))])
}

#[cfg(test)]
mod tests {
    use super::super::schema::{Table, tables};
    use super::*;

    #[test]
    fn every_table_is_described_as_it_is_written() {
        let written = |table: &'static Table| Written {
            table: Some(&table.name),
            file: table.file(),
            format: FileFormat::Csv,
            sha256: "00".repeat(32),
            bytes: 1,
            rows: 0,
        };
        let mut all: Vec<Written> = tables().iter().map(written).collect();
        all.push(Written { format: FileFormat::Parquet, file: "filings.parquet".to_owned(), ..all[0].clone() });
        all.push(Written {
            table: None,
            format: FileFormat::Sqlite,
            file: "gouji.sqlite".to_owned(),
            ..all[0].clone()
        });
        let package: Value = serde_json::from_str(&package(&all, false)).expect("JSON");
        let resources = package["resources"].as_array().expect("a list");
        for (resource, table) in resources.iter().zip(tables()) {
            let fields = resource["schema"]["fields"].as_array().expect("a list");
            let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
            assert_eq!(format!("{}\n", names.join(",")).as_bytes(), table.header());
            assert!(fields.iter().all(|field| field["description"].as_str().is_some_and(|text| !text.is_empty())));
        }
        let files = package["gouji"]["files"].as_array().expect("a list");
        let names: Vec<&str> = files.iter().filter_map(|file| file["path"].as_str()).collect();
        assert_eq!((resources.len(), names), (tables().len(), vec!["filings.parquet", "gouji.sqlite"]));
        assert_eq!(package["gouji"]["program"], version::PROGRAM);
    }
}
