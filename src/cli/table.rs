//! A table of a dataset, read once from the top: its rows in the order in which they are published.

use std::path::{Path, PathBuf};

use csv::StringRecord;

/// What went wrong, and where.
pub struct Trouble {
    place: PathBuf,
    error: Box<dyn std::error::Error + Send + Sync>,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place.display(), self.error)
    }
}

/// Says where an error happened.
pub fn at<E: Into<Box<dyn std::error::Error + Send + Sync>>>(place: &Path) -> impl FnOnce(E) -> Trouble {
    move |error| Trouble { place: place.to_owned(), error: error.into() }
}

/// A table whose rows are those of filings, in their order.
pub struct Table {
    path: PathBuf,
    reader: csv::Reader<std::fs::File>,
    header: StringRecord,
    held: Option<StringRecord>,
}

impl Table {
    pub fn open(folder: &Path, name: &str) -> Result<Self, Trouble> {
        let path = folder.join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(&path).map_err(at(&path))?;
        let mut header = reader.headers().map_err(at(&path))?.clone();
        if let Some(rest) = header.get(0).and_then(|first| first.strip_prefix('\u{feff}')) {
            header = std::iter::once(rest.to_owned()).chain(header.iter().skip(1).map(str::to_owned)).collect();
        }
        Ok(Self { path, reader, header, held: None })
    }

    pub fn next(&mut self) -> Result<Option<StringRecord>, Trouble> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        let mut record = StringRecord::new();
        let more = self.reader.read_record(&mut record).map_err(at(&self.path))?;
        Ok(more.then_some(record))
    }

    pub fn get<'a>(&self, record: &'a StringRecord, column: &str) -> &'a str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| record.get(place)).unwrap_or_default()
    }

    /// The next rows, as far as they are of a filing.
    pub fn of(&mut self, id: &str) -> Result<Vec<StringRecord>, Trouble> {
        let mut rows = Vec::new();
        while let Some(record) = self.next()? {
            if self.get(&record, "filing_id") != id {
                self.held = Some(record);
                break;
            }
            rows.push(record);
        }
        Ok(rows)
    }

    /// Fails where rows are left that belong to no filing: the tables are not of one dataset.
    pub fn finish(mut self) -> Result<(), Trouble> {
        match self.next()? {
            None => Ok(()),
            Some(record) => {
                let id = self.get(&record, "filing_id").to_owned();
                let error = format!("rows of {id} are not in the order of filings.csv; run gouji verify");
                Err(Trouble { place: self.path, error: error.into() })
            }
        }
    }
}
