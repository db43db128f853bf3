//! The user's list of organs (`--organs FILE.csv`): read here, matched by [`crate::organ`].
//!
//! A table with a header; columns by name, in any order: `organ` (needed), `division_code`, `years`
//! (`2019-2023`, `2019 2021`), `pattern` (part of a path or address, `*` for any characters).

use std::fs;
use std::path::Path;

use super::error::RunError;
use crate::dataset::organs::Expected;
use crate::organ::Identity;
use crate::organ::listed;

pub use crate::organ::listed::{List, Listed};

const ORGAN: &[&str] = &["organ", "name", "机关", "机关名称", "单位"];
const DIVISION: &[&str] = &["division_code", "division", "区划代码", "行政区划代码"];
const YEARS: &[&str] = &["years", "year", "expected_years", "年份", "年度"];
const PATTERN: &[&str] = &["pattern", "path", "url", "路径", "网址"];

/// Reads a list: UTF-8 with or without a byte order mark, or GB 18030 (and with it GBK), as Excel writes it in China.
///
/// # Errors
/// When it is not there, has no column of organs, or a line states years that cannot be understood.
pub fn read(path: &Path) -> Result<Vec<Listed>, RunError> {
    let bytes = fs::read(path).map_err(|error| RunError::List { path: path.to_owned(), error: error.into() })?;
    parse(path, &bytes)
}

/// Reads the bytes of a list that is at this path, perhaps on another machine.
///
/// # Errors
/// As [`read`].
pub fn parse(path: &Path, bytes: &[u8]) -> Result<Vec<Listed>, RunError> {
    let bad = |error: csv::Error| RunError::List { path: path.to_owned(), error };
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').into(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0,
    };
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(bad)?.clone();
    let column = |names: &[&str]| headers.iter().position(|header| names.contains(&header.to_lowercase().as_str()));
    let Some(organ) = column(ORGAN) else {
        let message = "a column named organ is needed";
        return Err(bad(std::io::Error::new(std::io::ErrorKind::InvalidData, message).into()));
    };
    let (division, years, pattern) = (column(DIVISION), column(YEARS), column(PATTERN));
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
        let stated = field(years);
        let Some(years) = listed::years(&stated) else {
            let line = record.position().map_or(0, csv::Position::line);
            return Err(RunError::ListLine { path: path.to_owned(), line, found: stated });
        };
        let line = Listed { organ: field(Some(organ)), division: field(division), years, pattern: field(pattern) };
        if !line.organ.is_empty() {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// Lets the list override what a filing says of its filer.
pub fn apply(list: &List<'_>, path: &str, identity: &mut Identity) {
    if let Some(line) = list.belongs(identity, path, identity.url.as_deref()) {
        identity.organ = Some(line.organ.clone());
        if !line.division.is_empty() {
            identity.division_code = Some(line.division.clone());
        }
    }
}

/// Organs and years that the list expects.
pub fn expected(list: &[Listed]) -> Vec<Expected> {
    list.iter()
        .map(|line| Expected { organ: line.organ.clone(), division: line.division.clone(), years: line.years.clone() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_by_its_header_and_overrides() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("organs.csv");
        fs::write(&path, "\u{FEFF}years,organ,pattern\n2019-2021,甲市教育局,jia/edu\n,,\n").expect("written");
        let list = read(&path).expect("a list");
        assert_eq!((list.len(), list[0].years.as_slice()), (1, &[2019, 2020, 2021][..]));
        let list = List::new(&list);
        let mut identity = Identity::default();
        apply(&list, "in/jia/edu/1.txt", &mut identity);
        assert_eq!(identity.organ.as_deref(), Some("甲市教育局"));
        let mut other = Identity::default();
        apply(&list, "in/yi/edu/1.txt", &mut other);
        assert_eq!(other.organ, None);
        fs::write(&path, "years\n2019\n").expect("written");
        assert!(matches!(read(&path), Err(RunError::List { .. })));
        let (gbk, _, _) = encoding_rs::GBK.encode("机关,年份\n甲市教育局,2019-2021\n乙局,每年\n");
        fs::write(&path, &gbk).expect("written");
        let Err(RunError::ListLine { line, found, .. }) = read(&path) else { panic!("the years are bad") };
        assert_eq!((line, found.as_str()), (3, "每年"));
        fs::write(&path, &gbk[..gbk.len() - 10]).expect("written");
        assert_eq!(read(&path).expect("a list")[0].organ, "甲市教育局");
    }
}
