//! Arrow batches as rows: columns of a batch come in and are looked at row by row; rows go out as columns of a batch, among
//! them rows of the dataset's tables as lists of structs. Types are those of the program's Parquet files.

use std::sync::Arc;

use arrow_array::builder::{
    BinaryBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, Int64Builder, StringBuilder,
};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema};
use gouji::dataset::schema::{Column, ColumnKind, Table};
use gouji::dataset::value::{Rows, Value, days, double};

/// A batch whose rows are looked at.
pub struct Input<'a>(pub &'a RecordBatch);

impl<'a> Input<'a> {
    fn column(&self, name: &str) -> Option<&'a ArrayRef> {
        self.0.column_by_name(name)
    }

    /// Text; empty where there is none.
    pub fn text(&self, at: usize, name: &str) -> &'a str {
        let column = self.column(name).and_then(|column| column.as_string_opt::<i32>());
        column.filter(|column| column.is_valid(at)).map_or("", |column| column.value(at))
    }

    /// Bytes, if there are any.
    pub fn bytes(&self, at: usize, name: &str) -> Option<&'a [u8]> {
        let column = self.column(name)?.as_binary_opt::<i32>()?;
        column.is_valid(at).then(|| column.value(at))
    }

    /// A whole number.
    pub fn whole(&self, at: usize, name: &str) -> Option<i32> {
        let column = self.column(name)?.as_primitive_opt::<Int32Type>()?;
        column.is_valid(at).then(|| column.value(at))
    }

    /// A whole number of the longer kind.
    pub fn long(&self, at: usize, name: &str) -> Option<i64> {
        let column = self.column(name)?.as_primitive_opt::<arrow_array::types::Int64Type>()?;
        column.is_valid(at).then(|| column.value(at))
    }

    /// True or false; false where it is neither.
    pub fn flag(&self, at: usize, name: &str) -> bool {
        let column = self.column(name).and_then(|column| column.as_boolean_opt());
        column.is_some_and(|column| column.is_valid(at) && column.value(at))
    }

    /// A list of structs, as the batch of its structs.
    pub fn list(&self, at: usize, name: &str) -> Option<RecordBatch> {
        let column = self.column(name)?.as_list_opt::<i32>()?;
        column.is_valid(at).then(|| RecordBatch::from(column.value(at).as_struct()))
    }
}

/// What a column of a batch that goes out holds.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    Text,
    Bytes,
    Whole,
    Flag,
    /// Rows of this table.
    Rows(&'static Table),
}

/// What stands in a column of a row that goes out.
pub enum Scalar<'a> {
    Null,
    Text(&'a str),
    Bytes(&'a [u8]),
    Whole(i32),
    Flag(bool),
    Rows(&'a Rows<'a>),
}

/// Columns of a batch that goes out.
pub type Layout = Vec<(&'static str, Type)>;

/// The schema of a batch with these columns.
pub fn schema(layout: &Layout) -> Schema {
    let field = |(name, kind): &(&'static str, Type)| Field::new(*name, kind.data(), true);
    Schema::new(layout.iter().map(field).collect::<Vec<_>>())
}

impl Type {
    fn data(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Bytes => DataType::Binary,
            Self::Whole => DataType::Int32,
            Self::Flag => DataType::Boolean,
            Self::Rows(table) => DataType::List(element(table)),
        }
    }

    fn column(self) -> Building {
        match self {
            Self::Text => Building::Text(StringBuilder::new()),
            Self::Bytes => Building::Bytes(BinaryBuilder::new()),
            Self::Whole => Building::Whole(Int32Builder::new()),
            Self::Flag => Building::Flag(BooleanBuilder::new()),
            Self::Rows(table) => {
                let columns = table.columns.iter().map(|column| Cells::new(column.kind)).collect();
                Building::Rows { table, columns, offsets: vec![0] }
            }
        }
    }
}

/// The type of a column of the dataset's tables, as in the program's Parquet files.
fn data(kind: ColumnKind) -> DataType {
    match kind {
        ColumnKind::Text | ColumnKind::Word => DataType::Utf8,
        ColumnKind::Integer => DataType::Int64,
        ColumnKind::Year => DataType::Int32,
        ColumnKind::Date => DataType::Date32,
        ColumnKind::Number => DataType::Float64,
        ColumnKind::Flag => DataType::Boolean,
    }
}

fn fields(table: &Table) -> Fields {
    let field = |column: &Column| Field::new(&column.name, data(column.kind), true);
    table.columns.iter().map(field).collect()
}

fn element(table: &Table) -> Arc<Field> {
    Arc::new(Field::new("element", DataType::Struct(fields(table)), true))
}

/// A batch while it is built.
pub struct Output {
    layout: Layout,
    columns: Vec<Building>,
    rows: usize,
}

enum Building {
    Text(StringBuilder),
    Bytes(BinaryBuilder),
    Whole(Int32Builder),
    Flag(BooleanBuilder),
    Rows { table: &'static Table, columns: Vec<Cells>, offsets: Vec<i32> },
}

enum Cells {
    Text(StringBuilder),
    Integer(Int64Builder),
    Year(Int32Builder),
    Date(Date32Builder),
    Number(Float64Builder),
    Flag(BooleanBuilder),
}

impl Output {
    pub fn new(layout: Layout) -> Self {
        let columns = layout.iter().map(|(_, kind)| kind.column()).collect();
        Self { layout, columns, rows: 0 }
    }

    /// Rows so far.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Adds a row: an item for each column.
    pub fn row<const N: usize>(&mut self, items: [Scalar<'_>; N]) {
        debug_assert_eq!(N, self.columns.len());
        self.items(items);
    }

    /// Adds a row of any length.
    pub fn items<'a>(&mut self, items: impl IntoIterator<Item = Scalar<'a>>) {
        self.rows += 1;
        for (column, item) in self.columns.iter_mut().zip(items) {
            column.add(item);
        }
    }

    /// The rows as a batch; none are left.
    pub fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        self.rows = 0;
        let columns = self.columns.iter_mut().map(Building::finish).collect::<Result<Vec<_>, _>>()?;
        RecordBatch::try_new(Arc::new(schema(&self.layout)), columns)
    }
}

impl Building {
    /// What is of another type than the column counts as nothing; the steps give each column its own.
    fn add(&mut self, item: Scalar<'_>) {
        match (self, item) {
            (Self::Text(column), Scalar::Text(text)) => column.append_value(text),
            (Self::Text(column), _) => column.append_null(),
            (Self::Bytes(column), Scalar::Bytes(bytes)) => column.append_value(bytes),
            (Self::Bytes(column), _) => column.append_null(),
            (Self::Whole(column), Scalar::Whole(number)) => column.append_value(number),
            (Self::Whole(column), _) => column.append_null(),
            (Self::Flag(column), Scalar::Flag(flag)) => column.append_value(flag),
            (Self::Flag(column), _) => column.append_null(),
            (Self::Rows { columns, offsets, .. }, item) => {
                let mut end = offsets.last().copied().unwrap_or_default();
                if let Scalar::Rows(rows) = item {
                    rows.iter().for_each(|row| columns.iter_mut().zip(row).for_each(|(cells, value)| cells.add(value)));
                    end += i32::try_from(rows.len()).unwrap_or_default();
                }
                offsets.push(end);
            }
        }
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Bytes(column) => Arc::new(column.finish()),
            Self::Whole(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
            Self::Rows { table, columns, offsets } => {
                let arrays = columns.iter_mut().map(Cells::finish).collect();
                let rows = StructArray::try_new(fields(table), arrays, None)?;
                let offsets = OffsetBuffer::new(std::mem::replace(offsets, vec![0]).into());
                Arc::new(ListArray::try_new(element(table), offsets, Arc::new(rows), None)?)
            }
        })
    }
}

impl Cells {
    fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text | ColumnKind::Word => Self::Text(StringBuilder::new()),
            ColumnKind::Integer => Self::Integer(Int64Builder::new()),
            ColumnKind::Year => Self::Year(Int32Builder::new()),
            ColumnKind::Date => Self::Date(Date32Builder::new()),
            ColumnKind::Number => Self::Number(Float64Builder::new()),
            ColumnKind::Flag => Self::Flag(BooleanBuilder::new()),
        }
    }

    fn add(&mut self, value: &Value<'_>) {
        match self {
            Self::Text(column) => column.append_option(match value {
                Value::Text(text) => Some(text),
                _ => None,
            }),
            Self::Date(column) => column.append_option(match value {
                Value::Text(day) => days(day),
                _ => None,
            }),
            Self::Integer(column) => column.append_option(match value {
                Value::Integer(value) => Some(*value),
                _ => None,
            }),
            Self::Year(column) => column.append_option(match value {
                Value::Integer(value) => i32::try_from(*value).ok(),
                _ => None,
            }),
            Self::Number(column) => column.append_option(match value {
                Value::Number(value) => double(*value),
                _ => None,
            }),
            Self::Flag(column) => column.append_option(match value {
                Value::Flag(value) => Some(*value),
                _ => None,
            }),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Integer(column) => Arc::new(column.finish()),
            Self::Year(column) => Arc::new(column.finish()),
            Self::Date(column) => Arc::new(column.finish()),
            Self::Number(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
        }
    }
}
