//! A table as an Apache Parquet file: typed columns, dictionaries, zstd, row groups in the order of the table.
//!
//! Numbers are doubles, which is what programs for statistics compute with: a decimal of up to fifteen digits comes back
//! as it was. Whoever needs more digits finds them in the CSV file.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::Plain;
use crate::dataset::package::{FileFormat, Written};
use crate::dataset::schema::{Column, ColumnKind, Table};
use crate::dataset::value::{Rows, Value, days, double};

/// Values in a row group: what is in memory of a table while it is written.
const GROUP: usize = 1 << 20;

/// A Parquet file while it is written.
pub struct Writer {
    table: &'static Table,
    file: String,
    inner: SerializedFileWriter<Plain>,
    held: Rows<'static>,
    rows: u64,
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}

impl Writer {
    pub fn open(folder: &Path, table: &'static Table) -> io::Result<Self> {
        let file = format!("{}.parquet", table.name);
        let plain = Plain::create(&folder.join(&file))?;
        let fields = table.columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>().map_err(failed)?;
        let schema = Type::group_type_builder("row").with_fields(fields).build().map_err(failed)?;
        let properties = WriterProperties::builder()
            .set_created_by(format!("gouji {}", crate::version::PROGRAM))
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3).map_err(failed)?))
            .build();
        let inner = SerializedFileWriter::new(plain, Arc::new(schema), Arc::new(properties)).map_err(failed)?;
        Ok(Self { table, file, inner, held: Rows::new(table), rows: 0 })
    }

    pub fn add(&mut self, rows: &Rows<'static>) -> io::Result<()> {
        self.rows += rows.len() as u64;
        self.held.append(rows.clone());
        if self.held.len() * self.table.columns.len() >= GROUP { self.group() } else { Ok(()) }
    }

    /// Writes the rows that are held as a row group.
    fn group(&mut self) -> io::Result<()> {
        let rows = std::mem::replace(&mut self.held, Rows::new(self.table));
        let mut group = self.inner.next_row_group().map_err(failed)?;
        let mut place = 0;
        while let Some(mut column) = group.next_column().map_err(failed)? {
            let values = rows.iter().map(|row| &row[place]);
            let known: Vec<i16> = values.clone().map(|value| i16::from(*value != Value::Null)).collect();
            write(column.untyped(), values, &known).map_err(failed)?;
            column.close().map_err(failed)?;
            place += 1;
        }
        group.close().map_err(failed)?;
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<Written> {
        if !self.held.is_empty() {
            self.group()?;
        }
        let mut plain = self.inner.into_inner().map_err(failed)?;
        plain.flush()?;
        let (sha256, bytes) = plain.finish()?;
        let (file, rows) = (self.file, self.rows);
        Ok(Written { table: Some(&self.table.name), file, format: FileFormat::Parquet, sha256, bytes, rows })
    }
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        ColumnKind::Text | ColumnKind::Word => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnKind::Integer => (Physical::INT64, None),
        ColumnKind::Year => (Physical::INT32, None),
        ColumnKind::Date => (Physical::INT32, Some(LogicalType::Date)),
        ColumnKind::Number => (Physical::DOUBLE, None),
        ColumnKind::Flag => (Physical::BOOLEAN, None),
    };
    let field = Type::primitive_type_builder(&column.name, physical).with_repetition(Repetition::OPTIONAL);
    field.with_logical_type(logical).build().map(Arc::new)
}

/// Writes the values of a column; `known` is one where there is a value.
fn write<'a>(
    column: &mut ColumnWriter<'_>,
    values: impl Iterator<Item = &'a Value<'static>>,
    known: &[i16],
) -> Result<(), ParquetError> {
    let integer = |value: &Value<'static>| match value {
        Value::Integer(value) => Some(*value),
        _ => None,
    };
    match column {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let text = |value: &Value<'static>| match value {
                Value::Text(text) => Some(ByteArray::from(text.as_bytes().to_vec())),
                _ => None,
            };
            let values: Vec<ByteArray> = values.filter_map(text).collect();
            writer.write_batch(&values, Some(known), None)?;
        }
        ColumnWriter::Int64ColumnWriter(writer) => {
            let values: Vec<i64> = values.filter_map(integer).collect();
            writer.write_batch(&values, Some(known), None)?;
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            // Years, and days as their number since 1970.
            let number = |value: &Value<'static>| match value {
                Value::Integer(value) => i32::try_from(*value).ok(),
                Value::Text(day) => days(day),
                _ => None,
            };
            let values: Vec<Option<i32>> = values.map(number).collect();
            let known: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
            let values: Vec<i32> = values.into_iter().flatten().collect();
            writer.write_batch(&values, Some(&known), None)?;
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            let number = |value: &Value<'static>| match value {
                Value::Number(value) => double(*value),
                _ => None,
            };
            let values: Vec<f64> = values.filter_map(number).collect();
            writer.write_batch(&values, Some(known), None)?;
        }
        ColumnWriter::BoolColumnWriter(writer) => {
            let flag = |value: &Value<'static>| match value {
                Value::Flag(value) => Some(*value),
                _ => None,
            };
            let values: Vec<bool> = values.filter_map(flag).collect();
            writer.write_batch(&values, Some(known), None)?;
        }
        _ => unreachable!("the types of `field`"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::schema::table;
    use crate::dataset::value::RowSink;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    #[test]
    fn values_come_back_with_their_types() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut rows = Rows::new(table("history"));
        rows.text("2026-02-28")
            .text("new")
            .text("f1")
            .text("")
            .text("=1")
            .text("甲局")
            .integer(Some(2021))
            .text("")
            .text("x");
        rows.end();
        let write = |name: &str| {
            let folder = folder.path().join(name);
            std::fs::create_dir(&folder).expect("made");
            let mut writer = Writer::open(&folder, table("history")).expect("opened");
            writer.add(&rows.clone().into_owned()).expect("written");
            writer.finish().expect("ended")
        };
        let written = write("a");
        assert_eq!((written.rows, &written.sha256), (1, &write("b").sha256), "the same bytes");
        let reader = SerializedFileReader::try_from(folder.path().join("a/history.parquet").as_path()).expect("a file");
        let row = reader.get_row_iter(None).expect("rows").next().expect("one").expect("a row");
        let fields: Vec<Field> = row.get_column_iter().map(|(_, field)| field.clone()).collect();
        assert_eq!(fields[0], Field::Date(20_512));
        assert_eq!((&fields[3], &fields[4]), (&Field::Null, &Field::Str("=1".to_owned())));
        assert_eq!(fields[6], Field::Int(2021));
    }
}
