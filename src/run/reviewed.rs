//! The reviewers' file: a CSV, or a workbook that went out as `gouji.xlsx` and comes back with decisions.

use std::fs;
use std::io::{self, Cursor};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};

use super::error::{Doing, RunError};
use crate::finding::reviewed::{BadLine, Reviewed};
use crate::script::guard;

/// Reads the decisions of a reviewers' file, and the lines of it that cannot be understood.
///
/// # Errors
/// When the file cannot be read, or is a workbook without a sheet of decisions.
pub fn read(path: &Path) -> Result<(Reviewed, Vec<BadLine>), RunError> {
    Ok(Reviewed::parse(&text_of(path)?))
}

/// A reviewers' file as CSV, whatever it is.
///
/// # Errors
/// As [`read`].
pub fn text_of(path: &Path) -> Result<Vec<u8>, RunError> {
    let bytes = fs::read(path).map_err(RunError::io(Doing::Input, path))?;
    if !bytes.starts_with(b"PK") {
        return Ok(bytes);
    }
    let failed = |error: String| RunError::io(Doing::Input, path)(io::Error::new(io::ErrorKind::InvalidData, error));
    let lines = lines(bytes).map_err(|error| failed(error.to_string()))?;
    lines.ok_or_else(|| failed("no sheet has the columns fingerprint and decision".to_owned()))
}

/// The first sheet that has both columns, as CSV.
fn lines(bytes: Vec<u8>) -> Result<Option<Vec<u8>>, calamine::XlsxError> {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name)?;
        let mut rows = range.rows().map(|row| row.iter().map(text).collect::<Vec<String>>());
        let Some(head) = rows.next() else { continue };
        let has = |name: &str| head.iter().any(|title| title.eq_ignore_ascii_case(name));
        if !(has("fingerprint") && has("decision")) {
            continue;
        }
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in std::iter::once(head).chain(rows) {
            writer.write_record(&row).expect("a vector takes every byte");
        }
        return Ok(Some(writer.into_inner().expect("a vector takes every byte")));
    }
    Ok(None)
}

/// The text of a cell, guarded as a CSV file for spreadsheets has it: in a workbook it is as it was written.
fn text(cell: &Data) -> String {
    guard(&cell.to_string()).into_owned()
}

#[cfg(all(test, feature = "formats"))]
mod tests {
    use rust_xlsxwriter::Workbook;

    use super::*;
    use crate::finding::reviewed::Decision;

    #[test]
    fn a_workbook_comes_back_with_decisions() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("reviewed.xlsx");
        let mut book = Workbook::new();
        book.add_worksheet().write_string(0, 0, "overview").expect("written");
        let sheet = book.add_worksheet();
        let rows = [["decision", "note", "fingerprint"], ["dismissed", "看过", "x00000000000000ff"], ["", "", "x01"]];
        for (row, fields) in (0_u32..).zip(rows) {
            for (column, field) in (0_u16..).zip(fields) {
                sheet.write_string(row, column, field).expect("written");
            }
        }
        book.save(&path).expect("saved");
        let (reviewed, bad) = read(&path).expect("a workbook");
        assert!(bad.is_empty(), "a finding without a decision is none");
        let decided: Vec<_> = reviewed.decisions().into_iter().map(|(key, word)| (key.to_string(), word)).collect();
        assert_eq!(decided, [("x00000000000000ff".to_owned(), Decision::Dismissed)]);
        let mut empty = Workbook::new();
        empty.add_worksheet();
        empty.save(&path).expect("saved");
        assert!(read(&path).is_err());
    }
}
