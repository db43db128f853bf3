//! `datapackage.json`: Frictionless Data Package v2 (datapackage.org), with the schema, keys, hash and number of
//! rows of every table, and the versions that the values depend on.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::schema::{Column, FILINGS, Kind, Table};
use crate::form::forms;
use crate::version;

/// What is known of a written table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Name of the table.
    pub table: &'static str,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Rows without the header.
    pub rows: u64,
}

#[derive(Serialize)]
struct Package<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'static str,
    title: &'static str,
    description: &'static str,
    version: String,
    gouji: Versions,
    resources: Vec<Resource<'a>>,
}

#[derive(Serialize)]
struct Versions {
    program: &'static str,
    build: &'static str,
    forms: Vec<Edition>,
    forms_hash: &'static str,
    rules_hash: &'static str,
}

#[derive(Serialize)]
struct Edition {
    form: u16,
    authority: String,
    years: (u16, Option<u16>),
}

#[derive(Serialize)]
struct Resource<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    path: String,
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
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<Value>,
}

/// The text of `datapackage.json`.
///
/// The dataset's own version is made of the hashes of its tables: equal data, equal version.
pub fn package(written: &[Written], tables: &dyn Fn(&str) -> &'static Table) -> String {
    let editions = forms().forms.iter().map(|form| Edition {
        form: form.id.0,
        authority: form.authority.clone(),
        years: (form.years.0, (form.years.1 != 9999).then_some(form.years.1)),
    });
    let package = Package {
        schema: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: "gouji",
        title: "政府信息公开工作年度报告数据集 / Annual reports on open government information",
        description: "Cells without a value are empty; the status columns and panel_status say why. Text that a spreadsheet \
                      would take for a formula has an apostrophe in front. form: the edition that a table follows, several \
                      joined with +. Years and codes are as of GB/T 2260 in the filing's year.",
        version: version::PROGRAM.to_owned(),
        gouji: Versions {
            program: version::PROGRAM,
            build: version::BUILD,
            forms: editions.collect(),
            forms_hash: version::FORMS,
            rules_hash: version::RULES,
        },
        resources: written.iter().map(|written| resource(written, tables(written.table))).collect(),
    };
    let mut text = serde_json::to_string_pretty(&package).expect("strings and numbers always serialize");
    text.push('\n');
    text
}

fn resource<'a>(written: &'a Written, table: &'static Table) -> Resource<'a> {
    Resource {
        name: written.table,
        kind: "table",
        description: format!("One row per: {}.", table.row),
        path: table.file(),
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: written.bytes,
        hash: format!("sha256:{}", written.sha256),
        rows: written.rows,
        schema: Schema {
            fields: fields(table),
            missing_values: [""],
            primary_key: table.key,
            foreign_keys: table.to_filings.iter().map(|column| foreign(column)).collect(),
        },
    }
}

fn foreign(column: &str) -> Value {
    json!({ "fields": [column], "reference": { "resource": FILINGS, "fields": ["filing_id"] } })
}

fn fields(table: &Table) -> Vec<Map<String, Value>> {
    let mut fields: Vec<Map<String, Value>> = table.columns.iter().map(field).collect();
    if let Some(kind) = table.variables {
        for info in &forms().variables {
            let mut field = named(&info.code, kind);
            field.insert("title".to_owned(), json!(info.label_zh));
            if kind == Kind::Number {
                field.insert("unit".to_owned(), json!(info.unit.symbol()));
            }
            fields.push(field);
        }
    }
    fields
}

fn field(column: &Column) -> Map<String, Value> {
    let mut field = named(column.name, column.kind);
    if !column.words.is_empty() {
        field.insert("constraints".to_owned(), json!({ "enum": column.words }));
    }
    field
}

fn named(name: &str, kind: Kind) -> Map<String, Value> {
    let kind = match kind {
        Kind::Text | Kind::Word => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Year => "year",
    };
    Map::from_iter([("name".to_owned(), json!(name)), ("type".to_owned(), json!(kind))])
}

#[cfg(test)]
mod tests {
    use super::super::schema::{TABLES, table};
    use super::*;

    #[test]
    fn every_table_is_described_as_it_is_written() {
        let written: Vec<Written> = TABLES
            .iter()
            .map(|table| Written { table: table.name, sha256: "00".repeat(32), bytes: 1, rows: 0 })
            .collect();
        let package: Value = serde_json::from_str(&package(&written, &table)).expect("JSON");
        for (resource, table) in package["resources"].as_array().expect("a list").iter().zip(TABLES) {
            let fields = resource["schema"]["fields"].as_array().expect("a list");
            let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
            assert_eq!(format!("{}\n", names.join(",")).as_bytes(), table.header());
            assert!(table.key.iter().chain(table.to_filings).all(|key| names.contains(key)), "{}", table.name);
        }
        assert_eq!(package["gouji"]["program"], version::PROGRAM);
    }
}
