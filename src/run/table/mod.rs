//! Tables on their way to the disk: typed rows come in, files of every format that was asked for go out, each with its
//! hash. All writers take the same rows, and none of them writes a clock or a random number.

mod csv;
#[cfg(feature = "formats")]
mod parquet;
#[cfg(feature = "formats")]
mod sqlite;
#[cfg(feature = "formats")]
mod xlsx;

#[cfg(feature = "formats")]
pub use self::xlsx::{COLUMNS as REVIEW, Review};

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::publish::Hashing;
use crate::dataset::lines::{self, CsvLines};
use crate::dataset::package::{FileFormat, Written};
use crate::dataset::schema::Table;
use crate::dataset::value::Rows;

/// How tables are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Style {
    /// Formats beside CSV.
    pub formats: Vec<FileFormat>,
    /// Whether CSV files begin with a byte order mark.
    pub bom: bool,
    /// Whether CSV text is guarded against being taken for a formula.
    pub spreadsheet_safe: bool,
}

/// Rows made ready in some thread: the text of the CSV file, and the rows themselves where another format wants them.
#[derive(Debug)]
pub struct RowChunk {
    csv: Vec<u8>,
    count: u64,
    #[cfg_attr(not(feature = "formats"), expect(dead_code, reason = "what the other formats take"))]
    typed: Option<Rows<'static>>,
}

impl RowChunk {
    /// Makes rows ready.
    pub fn new(rows: Rows<'_>, style: &Style) -> Self {
        let csv = lines::csv(&rows, style.spreadsheet_safe);
        let count = rows.len() as u64;
        Self { csv, count, typed: (!style.formats.is_empty()).then(|| rows.into_owned()) }
    }
}

/// Rows that no other format wants.
impl From<CsvLines> for RowChunk {
    fn from(lines: CsvLines) -> Self {
        let (csv, count) = lines.into_parts();
        Self { csv, count, typed: None }
    }
}

/// All tables of a dataset while they are written.
pub struct Tables {
    csv: Vec<csv::Writer>,
    #[cfg(feature = "formats")]
    parquet: Vec<parquet::Writer>,
    #[cfg(feature = "formats")]
    sqlite: Option<sqlite::Writer>,
    #[cfg(feature = "formats")]
    xlsx: Option<xlsx::Writer>,
}

impl Tables {
    /// Opens the files of these tables in a folder.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn open(folder: &Path, tables: &[&'static Table], style: &Style) -> io::Result<Self> {
        #[cfg(feature = "formats")]
        let wants = |format| style.formats.contains(&format);
        let csv = tables.iter().map(|table| csv::Writer::open(folder, table, style.bom)).collect::<io::Result<_>>()?;
        #[cfg(not(feature = "formats"))]
        if !style.formats.is_empty() {
            return Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "this program was built without the feature formats",
            ));
        }
        #[cfg(feature = "formats")]
        let parquet = tables.iter().filter(|_| wants(FileFormat::Parquet));
        Ok(Self {
            csv,
            #[cfg(feature = "formats")]
            parquet: parquet.map(|table| parquet::Writer::open(folder, table)).collect::<io::Result<_>>()?,
            #[cfg(feature = "formats")]
            sqlite: wants(FileFormat::Sqlite).then(|| sqlite::Writer::open(folder, tables)).transpose()?,
            #[cfg(feature = "formats")]
            xlsx: wants(FileFormat::Xlsx).then(|| xlsx::Writer::open(folder)).transpose()?,
        })
    }

    /// Adds rows to the table at this place.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&mut self, place: usize, part: &RowChunk) -> io::Result<()> {
        self.csv[place].add(&part.csv, part.count)?;
        #[cfg(feature = "formats")]
        if let Some(rows) = &part.typed {
            if let Some(table) = self.parquet.get_mut(place) {
                table.add(rows)?;
            }
            if let Some(database) = &mut self.sqlite {
                database.add(rows)?;
            }
            if let Some(workbook) = &mut self.xlsx {
                workbook.add(rows)?;
            }
        }
        Ok(())
    }

    /// Ends all files.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> io::Result<Vec<Written>> {
        let written = self.csv.into_iter().map(csv::Writer::finish);
        #[cfg(feature = "formats")]
        let written = written
            .chain(self.parquet.into_iter().map(parquet::Writer::finish))
            .chain(self.sqlite.map(sqlite::Writer::finish))
            .chain(self.xlsx.map(xlsx::Writer::finish));
        written.collect()
    }
}

/// A file that is hashed while it is written.
pub struct Plain {
    file: BufWriter<File>,
    hashing: Hashing,
}

impl Plain {
    /// Makes a file.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::with_capacity(1 << 18, File::create(path)?), hashing: Hashing::default() })
    }

    /// Ends it, flushed: its SHA-256 and its length.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn finish(self) -> io::Result<(String, u64)> {
        self.file.into_inner().map_err(|error| error.into_error())?.sync_all()?;
        Ok(self.hashing.finish())
    }
}

impl Write for Plain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hashing.write_all(&bytes[..written])?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
