//! A table as a CSV file.

use std::io::{self, Write};
use std::path::Path;

use super::Plain;
use crate::dataset::package::{FileFormat, Written};
use crate::dataset::schema::Table;

/// A CSV file while it is written.
pub struct Writer {
    table: &'static Table,
    plain: Plain,
    rows: u64,
}

impl Writer {
    pub fn open(folder: &Path, table: &'static Table, bom: bool) -> io::Result<Self> {
        let mut plain = Plain::create(&folder.join(table.file()))?;
        if bom {
            plain.write_all("\u{FEFF}".as_bytes())?;
        }
        plain.write_all(&table.header())?;
        Ok(Self { table, plain, rows: 0 })
    }

    pub fn add(&mut self, lines: &[u8], rows: u64) -> io::Result<()> {
        self.rows += rows;
        self.plain.write_all(lines)
    }

    pub fn finish(self) -> io::Result<Written> {
        let (sha256, bytes) = self.plain.finish()?;
        let (file, rows) = (self.table.file(), self.rows);
        Ok(Written { table: Some(&self.table.name), file, format: FileFormat::Csv, sha256, bytes, rows })
    }
}
