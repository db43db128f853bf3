//! Rows as CSV lines (RFC 4180, LF, UTF-8), and what text goes through where a spreadsheet program shall open them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use super::schema::{ColumnKind, Table};
use super::value::{JOINT, PART, RowSink, Rows, Value, any_byte, borne, is_short, is_word, may_be_replaced};
use crate::finding::Severity;
use crate::finding::reviewed::Fingerprint;
use crate::number;
use crate::script::{guard, unguard};

/// Bytes of a row for which room is made at once; those of figures have 200, and a text that grows is copied.
const ROW: usize = 224;

/// Rows as lines. `spreadsheet_safe` guards text from outside against being taken for a formula.
pub fn csv(rows: &Rows<'_>, spreadsheet_safe: bool) -> Vec<u8> {
    let mut lines = CsvLines::new(rows.table, spreadsheet_safe);
    lines.reserve(rows.len());
    for row in rows.iter() {
        for value in row {
            match value {
                Value::Null => {}
                Value::Text(text) => lines.guarded(text),
                Value::Integer(value) => integer(&mut lines.csv, *value),
                Value::Number(value) => decimal(&mut lines.csv, *value),
                Value::Flag(value) => flag(&mut lines.csv, *value),
            }
            lines.next();
        }
        lines.end();
    }
    lines.csv.into_bytes()
}

/// Lines that are made field by field, where no other format wants typed values: to make those was 6 % of the instructions of a
/// run, its hashing apart, and to go over them again 7 %.
#[derive(Debug)]
pub struct CsvLines {
    table: &'static Table,
    spreadsheet_safe: bool,
    /// The column that comes next.
    column: usize,
    csv: String,
    /// Where its row begins.
    row: usize,
    /// What rows begin with [`again`](RowSink::again), and the column behind it.
    kept: (Range<usize>, usize),
    rows: u64,
}

impl CsvLines {
    /// No lines of a table.
    pub fn new(table: &'static Table, spreadsheet_safe: bool) -> Self {
        Self { table, spreadsheet_safe, column: 0, csv: String::new(), row: 0, kept: (0..0, 0), rows: 0 }
    }

    /// The text, and how many rows it has.
    pub fn into_parts(self) -> (Vec<u8>, u64) {
        (self.csv.into_bytes(), self.rows)
    }

    /// Text that readers of tables bear.
    fn guarded(&mut self, text: &str) {
        if self.spreadsheet_safe && self.table.columns[self.column].kind == ColumnKind::Text {
            field(&mut self.csv, &guard(text));
        } else {
            field(&mut self.csv, text);
        }
    }

    /// Whether a text stands as it is, without quotes. Nearly every one does, and one look at its bytes tells so.
    fn stands(&self, text: &str) -> bool {
        !self.spreadsheet_safe && !any_byte(text.as_bytes(), |byte| may_be_replaced(byte) | quoted(byte))
    }

    fn next(&mut self) -> &mut Self {
        self.csv.push(',');
        self.column += 1;
        self
    }
}

impl<'a> RowSink<'a> for CsvLines {
    fn reserve(&mut self, rows: usize) {
        self.csv.reserve(rows * ROW);
    }

    fn text(&mut self, text: impl Into<Cow<'a, str>>) -> &mut Self {
        let text = text.into();
        if is_short(text.len()) && self.stands(&text) {
            self.csv.push_str(&text);
        } else {
            self.guarded(&borne(text, self.table, self.column));
        }
        self.next()
    }

    fn joined(&mut self, one: &'a str, other: &'a str) -> &mut Self {
        let joint = if one.is_empty() || other.is_empty() { "" } else { JOINT };
        if is_short(one.len() + joint.len() + other.len()) && self.stands(one) && self.stands(other) {
            self.csv.push_str(one);
            self.csv.push_str(joint);
            self.csv.push_str(other);
            self.next()
        } else {
            self.text([one, joint, other].concat())
        }
    }

    fn word(&mut self, word: &'a str) -> &mut Self {
        debug_assert!(is_word(word), "{word}");
        self.csv.push_str(word);
        self.next()
    }

    fn written(&mut self, write: impl FnOnce(&mut String)) -> &mut Self {
        let start = self.csv.len();
        write(&mut self.csv);
        debug_assert!(is_word(&self.csv[start..]), "{}", &self.csv[start..]);
        self.next()
    }

    fn keep(&mut self) -> &mut Self {
        self.kept = (self.row..self.csv.len(), self.column);
        self
    }

    fn again(&mut self) -> &mut Self {
        self.csv.extend_from_within(self.kept.0.clone());
        self.column += self.kept.1;
        self
    }

    fn integer(&mut self, value: Option<impl TryInto<i64>>) -> &mut Self {
        if let Some(value) = value.and_then(|value| value.try_into().ok()) {
            integer(&mut self.csv, value);
        }
        self.next()
    }

    fn number(&mut self, value: Option<Decimal>) -> &mut Self {
        if let Some(value) = value {
            decimal(&mut self.csv, value.normalize());
        }
        self.next()
    }

    fn flag(&mut self, value: bool) -> &mut Self {
        flag(&mut self.csv, value);
        self.next()
    }

    fn end(&mut self) {
        debug_assert_eq!(self.column, self.table.columns.len(), "a row of {}", self.table.name);
        // In the place of the last comma.
        self.csv.pop();
        self.csv.push('\n');
        self.column = 0;
        self.row = self.csv.len();
        self.rows += 1;
    }
}

fn decimal(lines: &mut String, value: Decimal) {
    number::written(value, |digits| lines.push_str(digits));
}

fn flag(lines: &mut String, value: bool) {
    lines.push_str(if value { "true" } else { "false" });
}

/// A field, in quotes where it has to be (RFC 4180, 2.5 to 2.7). Rows have several fields, so that an empty one needs none.
/// The writer of the `csv` crate goes byte by byte and took three times as long over all tables.
fn field(lines: &mut String, text: &str) {
    if !needs_quotes(text.as_bytes()) {
        lines.push_str(text);
        return;
    }
    lines.push('"');
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            lines.push_str("\"\"");
        }
        lines.push_str(part);
    }
    lines.push('"');
}

/// Whether one of four marks is in a field.
fn needs_quotes(field: &[u8]) -> bool {
    any_byte(field, quoted)
}

fn quoted(byte: u8) -> bool {
    (byte == b',') | (byte == b'"') | (byte == b'\n') | (byte == b'\r')
}

fn integer(lines: &mut String, value: i64) {
    lines.push_str(itoa::Buffer::new().format(value));
}

/// The rows of a CSV file of this table that was written earlier, in parts (the file is as long as the dataset), whatever
/// its columns were then: columns that the table has no more are left away, new ones and those that are not `wanted` are
/// empty.
///
/// # Errors
/// When it is no table; so for each part.
pub fn read<B: std::io::Read>(
    table: &'static Table,
    wanted: impl Fn(&str) -> bool,
    bytes: B,
) -> csv::Result<impl Iterator<Item = csv::Result<Rows<'static>>>> {
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers()?.clone();
    let named = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{FEFF}') == name);
    let place = |name: &str| named(name).filter(|_| wanted(name));
    let places: Vec<Option<usize>> = table.columns.iter().map(|column| place(&column.name)).collect();
    let mut record = csv::StringRecord::new();
    let mut part = move || {
        let mut rows = Rows::new(table);
        while rows.len() < PART && reader.read_record(&mut record)? {
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
    };
    Ok(std::iter::from_fn(move || Some(part()).filter(|rows| rows.as_ref().map_or(true, |rows| !rows.is_empty()))))
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
        let back = |file: &[u8], wanted: fn(&str) -> bool| {
            let mut parts = read(table("figures"), wanted, file).expect("a table");
            let part = parts.next().expect("a part").expect("rows");
            assert!(parts.next().is_none());
            part
        };
        assert!(back(&file, |_| true).iter().eq(rows.iter()));
        assert_eq!(back(b"old,filing_id\n1,f2\n", |_| true).len(), 1);
        let one = back(&file, |column| column == "filing_id");
        let values = one.iter().next().expect("a row");
        assert_eq!(
            (&values[0], values[1..].iter().all(|value| matches!(value, Value::Null | Value::Flag(false)))),
            (&Value::Text("f1".into()), true)
        );
        let lines = format!("filing_id\n{}", "f1\n".repeat(PART + 1));
        let parts = read(table("figures"), |_| true, lines.as_bytes()).expect("a table");
        assert_eq!(parts.map(|part| part.expect("rows").len()).collect::<Vec<_>>(), [PART, 1]);
    }
}
