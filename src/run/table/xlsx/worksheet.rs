//! A sheet of a workbook: a head that stays, rows of typed values, filters; a note where it does not hold all rows.

use std::io;

use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Color, Format as Look, Worksheet, XlsxError};

use crate::dataset::value::Value;

/// Rows below the head that a sheet can have.
const MOST_ROWS: u32 = 1_048_575;
/// Cells that a sheet may have here: more than that no program opens in reasonable time.
const MOST_CELLS: usize = 4_000_000;
/// A sheet, and what it holds.
pub struct WorkbookSheet {
    pub inner: Worksheet,
    pub rows: u32,
    cells: usize,
    /// It does not hold all rows.
    pub is_full: bool,
}

pub fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

impl WorkbookSheet {
    pub fn new(name: &str, columns: &[(&str, f64)]) -> Result<Self, XlsxError> {
        let mut inner = Worksheet::new();
        inner.set_name(name)?;
        let head = Look::new().set_bold().set_background_color(Color::RGB(0x00DD_E7F0));
        for (place, (title, width)) in (0_u16..).zip(columns) {
            inner.write_string_with_format(0, place, *title, &head)?;
            inner.set_column_width(place, *width)?;
        }
        inner.set_freeze_panes(1, 0)?;
        Ok(Self { inner, rows: 0, cells: 0, is_full: false })
    }

    /// Adds a row; says which it is, or none where the sheet is full.
    pub fn add<'a>(&mut self, row: impl IntoIterator<Item = &'a Value<'a>>) -> Result<Option<u32>, XlsxError> {
        if self.is_full || self.rows >= MOST_ROWS || self.cells >= MOST_CELLS {
            self.is_full = true;
            return Ok(None);
        }
        self.rows += 1;
        for (place, value) in (0_u16..).zip(row) {
            self.cells += usize::from(*value != Value::Null);
            write(&mut self.inner, self.rows, place, value)?;
        }
        Ok(Some(self.rows))
    }

    /// The sheet to be kept: as it is with filters, or a note where it does not hold all rows.
    pub fn finish(mut self, name: &str, columns: u16) -> Result<Worksheet, XlsxError> {
        if self.is_full {
            let mut note = Worksheet::new();
            note.set_name(name)?;
            let text = format!(
                "行数超过工作表的容量，请用 {name}.csv、{name}.parquet 或数据库。 / too many rows for a sheet; use {name}.csv, {name}.parquet or the database"
            );
            note.write_string(0, 0, text)?;
            return Ok(note);
        }
        self.inner.autofilter(0, 0, self.rows, columns.saturating_sub(1))?;
        Ok(self.inner)
    }
}

fn write(sheet: &mut Worksheet, row: u32, place: u16, value: &Value<'_>) -> Result<(), XlsxError> {
    match value {
        Value::Null => return Ok(()),
        // Strings are stored as strings: what looks like a formula is not calculated. A cell holds 32767 characters.
        Value::Text(text) => sheet.write_string(row, place, text.chars().take(32_767).collect::<String>())?,
        Value::Integer(value) => sheet.write_number(row, place, *value as f64)?,
        Value::Number(value) => {
            let number = value.to_string().parse().ok().or_else(|| value.to_f64());
            sheet.write_number(row, place, number.unwrap_or_default())?
        }
        Value::Flag(value) => sheet.write_boolean(row, place, *value)?,
    };
    Ok(())
}
