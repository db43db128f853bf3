//! Rows as CSV lines (RFC 4180, LF, UTF-8), and what text goes through where a spreadsheet program shall open them.

use std::collections::BTreeSet;

use super::schema::{ColumnKind, Table};
use super::value::{Rows, Value};
use crate::finding::Severity;
use crate::finding::reviewed::Fingerprint;
use crate::number;
use crate::script::{guard, unguard};

/// Rows as lines. `spreadsheet_safe` guards text from outside against being taken for a formula.
pub fn csv(rows: &Rows<'_>, spreadsheet_safe: bool) -> Vec<u8> {
    let mut lines = Vec::with_capacity(rows.len() * 192);
    for row in rows.iter() {
        for (value, column) in row.iter().zip(&rows.table.columns) {
            match value {
                Value::Null => {}
                Value::Text(text) if spreadsheet_safe && column.kind == ColumnKind::Text => {
                    field(&mut lines, &guard(text))
                }
                Value::Text(text) => field(&mut lines, text),
                Value::Integer(value) => integer(&mut lines, *value),
                Value::Number(value) => number::written(*value, |digits| lines.extend_from_slice(digits.as_bytes())),
                Value::Flag(value) => lines.extend_from_slice(if *value { b"true" } else { b"false" }),
            }
            lines.push(b',');
        }
        // In the place of the last comma.
        lines.pop();
        lines.push(b'\n');
    }
    lines
}

/// A field, in quotes where it has to be (RFC 4180, 2.5 to 2.7). Rows have several fields, so that an empty one needs none.
/// The writer of the `csv` crate goes byte by byte and took three times as long over all tables.
fn field(lines: &mut Vec<u8>, text: &str) {
    if !needs_quotes(text.as_bytes()) {
        lines.extend_from_slice(text.as_bytes());
        return;
    }
    lines.push(b'"');
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            lines.extend_from_slice(b"\"\"");
        }
        lines.extend_from_slice(part.as_bytes());
    }
    lines.push(b'"');
}

/// Whether one of four marks is in a field, eight bytes at a time: two thirds of the work of looking at each.
fn needs_quotes(field: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([0x01; 8]);
    // A byte of zero, which is the mark, borrows: its highest bit is set and was not before. Others only do above one.
    let has = |bytes: u64, mark: u8| {
        let differs = bytes ^ (ONES * u64::from(mark));
        differs.wrapping_sub(ONES) & !differs & (ONES << 7)
    };
    let (eights, rest) = field.as_chunks();
    let marked = eights.iter().fold(0, |marked, eight| {
        let bytes = u64::from_le_bytes(*eight);
        marked | has(bytes, b',') | has(bytes, b'"') | has(bytes, b'\n') | has(bytes, b'\r')
    });
    marked != 0 || rest.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
}

fn integer(lines: &mut Vec<u8>, value: i64) {
    lines.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// The rows of a CSV file of this table that was written earlier, whatever its columns were then: columns that the table
/// has no more are left away, new ones are empty.
///
/// # Errors
/// When it is no table.
pub fn read(table: &'static Table, bytes: impl std::io::Read) -> csv::Result<Rows<'static>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers()?.clone();
    let named = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{FEFF}') == name);
    let places: Vec<Option<usize>> = table.columns.iter().map(|column| named(&column.name)).collect();
    let mut rows = Rows::new(table);
    for record in reader.records() {
        let record = record?;
        for (place, column) in places.iter().zip(&table.columns) {
            let field = place.and_then(|place| record.get(place)).unwrap_or_default();
            match column.kind {
                ColumnKind::Integer | ColumnKind::Year => rows.integer(field.parse::<i64>().ok()),
                ColumnKind::Number => rows.number(field.parse().ok()),
                ColumnKind::Flag => rows.flag(field == "true"),
                ColumnKind::Text => rows.text(unguard(field).to_owned()),
                ColumnKind::Word | ColumnKind::Date => rows.text(field.to_owned()),
            };
        }
        rows.end();
    }
    Ok(rows)
}

/// The fingerprints of hard findings in the `findings.csv` of a published dataset.
///
/// # Errors
/// When it is no table.
pub fn hard(bytes: impl std::io::Read) -> csv::Result<BTreeSet<Fingerprint>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers()?.clone();
    let place = |name: &str| headers.iter().position(|header| header == name);
    let (Some(severity), Some(fingerprint)) = (place("severity"), place("fingerprint")) else {
        return Ok(BTreeSet::new());
    };
    let mut known = BTreeSet::new();
    let mut record = csv::StringRecord::new();
    while reader.read_record(&mut record)? {
        if record.get(severity) == Some(Severity::Hard.word()) {
            known.extend(record.get(fingerprint).and_then(Fingerprint::parse));
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::super::schema::table;
    use super::*;

    #[test]
    fn marks_are_found_wherever_they_stand() {
        for length in 0..20 {
            for byte in 0..=u8::MAX {
                for other in [b'a', 0x80, 0xff, 0x00, b'-', b'!', 0x0b] {
                    for at in 0..length {
                        let mut field = vec![other; length];
                        field[at] = byte;
                        assert_eq!(needs_quotes(&field), b",\"\n\r".contains(&byte), "{field:?}");
                    }
                }
            }
        }
        assert!(!needs_quotes(b""));
    }

    #[test]
    fn values_are_written_by_their_types_and_come_back() {
        let mut rows = Rows::new(table("figures"));
        rows.text("f1").text("").integer(Some(2021)).flag(true).text("req_new_np");
        rows.number(Some(Decimal::new(1500, 2)))
            .text("reported")
            .text("")
            .number(None)
            .text("")
            .text("件")
            .text("=15\n件")
            .text("a,\"b\"");
        rows.integer(Some(2021))
            .text("requests")
            .integer(Some(3))
            .integer(None::<u8>)
            .integer(None::<u8>)
            .text("x")
            .end();
        let text = |safe| String::from_utf8(csv(&rows, safe)).expect("utf-8");
        let want = "f1,,2021,true,req_new_np,15,reported,,,,件,=15↵件,\"a,\"\"b\"\"\",2021,requests,3,,,x\n";
        assert_eq!(text(false), want);
        assert_eq!(text(true), want.replace("=15", "'=15"));
        let file = [table("figures").header(), csv(&rows, true)].concat();
        let back = read(table("figures"), &file[..]).expect("a table");
        assert!(back.iter().eq(rows.iter()));
        assert_eq!(read(table("figures"), &b"old,filing_id\n1,f2\n"[..]).expect("a table").len(), 1);
    }
}
