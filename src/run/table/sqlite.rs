//! All tables in one SQLite database, with keys and a few views for the commonest questions.
//!
//! SQLite because every language reads it without a server and its library is in the public domain; DuckDB, the other
//! candidate, takes a quarter of an hour to compile, and reads the Parquet files as they are.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql};
use rust_decimal::prelude::ToPrimitive;

use crate::dataset::package::{FileFormat, Written};
use crate::dataset::schema::{ColumnKind, FILINGS, ORGANS, Table};
use crate::dataset::value::{Rows, Value};
use crate::run::publish;

/// Name of the file.
pub const FILE: &str = "gouji.sqlite";

/// Views: a name and what it selects.
const VIEWS: &[(&str, &str)] = &[
    // Every figure of the filings that stand for their organs and years, with who and where.
    (
        "figures_current",
        "SELECT o.organ, o.division_code, o.province, o.city, o.county, o.level, o.kind, f.* \
         FROM figures f JOIN organs o USING (organ_id) WHERE f.canonical",
    ),
    // Every hard finding of the filings that do not reconcile.
    (
        "flagged",
        "SELECT g.organ, g.division_code, g.year, g.path, x.* FROM filings g JOIN findings x USING (filing_id) \
         WHERE g.verdict = 'flagged' AND x.severity = 'hard'",
    ),
    // The panel with its indicators, a row for each organ and year.
    (
        "panel_typed",
        "SELECT * FROM panel JOIN (SELECT * FROM indicators) USING (filing_id, organ_id, organ, division_code, year)",
    ),
];

/// The database while it is written.
pub struct Writer {
    path: PathBuf,
    connection: Connection,
    rows: u64,
}

fn failed(error: rusqlite::Error) -> io::Error {
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => io::Error::new(io::ErrorKind::StorageFull, error),
        _ => io::Error::other(error),
    }
}

impl Writer {
    pub fn open(folder: &Path, tables: &[&'static Table]) -> io::Result<Self> {
        let path = folder.join(FILE);
        let connection = Connection::open(&path).map_err(failed)?;
        // A half-written stage is thrown away whole: a journal of its own would only cost time. Organs come last.
        connection
            .execute_batch(
                "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;
                 PRAGMA foreign_keys = OFF; BEGIN",
            )
            .map_err(failed)?;
        for table in tables {
            connection.execute_batch(&create(table)).map_err(failed)?;
        }
        Ok(Self { path, connection, rows: 0 })
    }

    pub fn add(&mut self, rows: &Rows<'static>) -> io::Result<()> {
        let places = vec!["?"; rows.table.columns.len()].join(",");
        let insert = format!("INSERT INTO {} VALUES ({places})", quoted(&rows.table.name));
        let mut statement = self.connection.prepare_cached(&insert).map_err(failed)?;
        for row in rows.iter() {
            statement.execute(rusqlite::params_from_iter(row.iter().map(Field))).map_err(failed)?;
            self.rows += 1;
        }
        Ok(())
    }

    pub fn finish(self) -> io::Result<Written> {
        let mut text = String::from("CREATE INDEX figures_by_variable ON figures (variable, year);\n");
        for (name, select) in VIEWS {
            text.push_str(&format!("CREATE VIEW {name} AS {select};\n"));
        }
        self.connection.execute_batch(&format!("{text}COMMIT")).map_err(failed)?;
        self.connection.close().map_err(|(_, error)| failed(error))?;
        std::fs::File::open(&self.path)?.sync_all()?;
        let (sha256, bytes) = publish::digest(&self.path)?;
        Ok(Written { table: None, file: FILE.to_owned(), format: FileFormat::Sqlite, sha256, bytes, rows: self.rows })
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn create(table: &Table) -> String {
    let column = |column: &crate::dataset::schema::Column| {
        let kind = match column.kind {
            ColumnKind::Text | ColumnKind::Word | ColumnKind::Date => "TEXT",
            ColumnKind::Integer | ColumnKind::Year | ColumnKind::Flag => "INTEGER",
            ColumnKind::Number => "REAL",
        };
        format!("{} {kind}", quoted(&column.name))
    };
    let mut parts: Vec<String> = table.columns.iter().map(column).collect();
    let list = |names: &[String]| names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
    if !table.key.is_empty() {
        parts.push(format!("PRIMARY KEY ({})", list(&table.key)));
    }
    let references = |column: &String| format!("FOREIGN KEY ({}) REFERENCES {FILINGS} (filing_id)", quoted(column));
    parts.extend(table.filings.iter().map(references));
    if table.organs {
        parts.push(format!("FOREIGN KEY (organ_id) REFERENCES {ORGANS} (organ_id)"));
    }
    format!("CREATE TABLE {} ({})", quoted(&table.name), parts.join(", "))
}

/// A value for the database.
struct Field<'a>(&'a Value<'static>);

impl ToSql for Field<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Integer(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Value::Flag(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Value::Number(value) => {
                let number = value.to_string().parse().ok().or_else(|| value.to_f64());
                ToSqlOutput::Borrowed(number.map_or(ValueRef::Null, ValueRef::Real))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::schema::tables;
    use crate::dataset::value::RowSink;

    #[test]
    fn every_table_and_view_can_be_asked() {
        let all: Vec<&'static Table> = tables().iter().collect();
        let write = || {
            let folder = tempfile::tempdir().expect("a folder");
            let mut writer = Writer::open(folder.path(), &all).expect("opened");
            let mut rows = Rows::new(crate::dataset::schema::table("history"));
            rows.text("2026-02-28").text("new").text("f1").text("").text("p").text("甲局").integer(Some(2021)).text("");
            rows.text("flagged").end();
            writer.add(&rows).expect("written");
            (writer.finish().expect("ended").sha256, folder)
        };
        let (first, folder) = write();
        assert_eq!(write().0, first, "the same bytes");
        let connection = Connection::open(folder.path().join(FILE)).expect("opened");
        let asked = tables().iter().map(|table| table.name.as_str()).chain(VIEWS.iter().map(|(name, _)| *name));
        for name in asked {
            let count: i64 = connection
                .query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0))
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(count, i64::from(name == "history"), "{name}");
        }
        let row = connection.query_row("SELECT organ, year, organ_id FROM history", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?))
        });
        assert_eq!(row.expect("a row"), ("甲局".to_owned(), 2021, None));
    }
}
