//! Typed rows: what every table is made of before it becomes text, Parquet, a database or a workbook.
//!
//! A row has one [`Value`] for each column of its table, in the order of the schema; all writers take the same rows.
//! Text is as it was read, but for what no reader of tables bears: a line break becomes `↵`, NUL becomes U+FFFD, and so
//! does what commands a terminal or turns the direction of writing, except in `raw`; a field of more than 32 KiB ends
//! with `…`, except for whole sections. Nothing is empty text: what says nothing is [`Value::Null`].

use std::borrow::Cow;
use std::ops::Range;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::schema::Table;
use crate::script::{commands, guard};

/// Bytes of a field: what common readers of CSV take is four times that.
const FIELD: usize = 32 << 10;
/// The column that keeps what was published to the letter.
const RAW: &str = "raw";

/// Filings, organs or changes whose rows are made at a time, of a table that is as long as the dataset. An organ has several, and
/// typed values take more room than their text: with eight times as many, `coverage` was where a run's memory ended (4 MB).
pub(super) const PART: usize = 256;

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing.
    Null,
    /// Text, a word, or a day as `YYYY-MM-DD`.
    Text(Cow<'a, str>),
    /// A whole number or a year.
    Integer(i64),
    /// An exact decimal without trailing zeros.
    Number(Decimal),
    /// True or false.
    Flag(bool),
}

/// Rows of one table, one value after the other.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    /// The table that they are of.
    pub table: &'static Table,
    values: Vec<Value<'a>>,
    /// Where the fields stand that rows begin with [`again`](RowSink::again).
    kept: Range<usize>,
}

/// What takes the fields of rows, in the order of their table's columns: typed values here, the text of a file in [`super::lines`].
pub trait RowSink<'a> {
    /// Makes room for so many more rows.
    fn reserve(&mut self, rows: usize);

    /// Text, from outside or of the program's own making.
    fn text(&mut self, field: impl Into<Cow<'a, str>>) -> &mut Self;

    /// Two texts with ` | ` between them; one of them alone where the other is empty.
    fn joined(&mut self, one: &'a str, other: &'a str) -> &mut Self {
        match (one, other) {
            (one, "") => self.text(one),
            ("", other) => self.text(other),
            (one, other) => self.text([one, JOINT, other].concat()),
        }
    }

    /// A word, a code or an identifier of the program's own, in which nothing has to be replaced, quoted or guarded; empty
    /// for nothing.
    fn word(&mut self, word: &'a str) -> &mut Self;

    /// A text of the program's own that is like a word, as it writes itself.
    fn written(&mut self, write: impl FnOnce(&mut String)) -> &mut Self;

    /// Has what stands in this row so far be kept, for rows that begin alike.
    fn keep(&mut self) -> &mut Self;

    /// Begins a row with what was kept.
    fn again(&mut self) -> &mut Self;

    /// Text, or nothing.
    fn maybe(&mut self, field: Option<&'a str>) -> &mut Self {
        self.text(field.unwrap_or_default())
    }

    /// A whole number, or nothing.
    fn integer(&mut self, value: Option<impl TryInto<i64>>) -> &mut Self;

    /// An exact decimal, or nothing.
    fn number(&mut self, value: Option<Decimal>) -> &mut Self;

    /// True or false.
    fn flag(&mut self, value: bool) -> &mut Self;

    /// Ends a row.
    fn end(&mut self);
}

/// What stands between two texts in one field.
pub(super) const JOINT: &str = " | ";

/// Whether a word may stand as it is in any table.
pub(super) fn is_word(word: &str) -> bool {
    is_plain(word) && is_short(word.len()) && !word.contains([',', '"']) && matches!(guard(word), Cow::Borrowed(_))
}

/// What a table as long as the dataset is made of, in parts: at least one, so that its table is there.
pub(super) fn parts<T>(all: &[T]) -> impl Iterator<Item = &[T]> {
    let (first, rest) = all.split_at(all.len().min(PART));
    std::iter::once(first).chain(rest.chunks(PART))
}

impl<'a> Rows<'a> {
    /// No rows of a table.
    pub fn new(table: &'static Table) -> Self {
        Self { table, values: Vec::new(), kept: 0..0 }
    }

    /// The rows.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, Value<'a>> {
        self.values.chunks_exact(self.table.columns.len())
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.values.len() / self.table.columns.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Adds rows of the same table.
    pub fn append(&mut self, other: Self) {
        self.values.extend(other.values);
    }

    /// The same rows, holding their texts.
    pub fn into_owned(self) -> Rows<'static> {
        let values = self.values.into_iter().map(Value::into_owned).collect();
        Rows { table: self.table, values, kept: self.kept }
    }
}

impl<'a> RowSink<'a> for Rows<'a> {
    fn reserve(&mut self, rows: usize) {
        self.values.reserve_exact(rows * self.table.columns.len());
    }

    fn text(&mut self, field: impl Into<Cow<'a, str>>) -> &mut Self {
        let place = self.values.len() % self.table.columns.len();
        let field = borne(field.into(), self.table, place);
        self.values.push(if field.is_empty() { Value::Null } else { Value::Text(field) });
        self
    }

    fn word(&mut self, word: &'a str) -> &mut Self {
        debug_assert!(is_word(word), "{word}");
        self.values.push(if word.is_empty() { Value::Null } else { Value::Text(Cow::Borrowed(word)) });
        self
    }

    fn written(&mut self, write: impl FnOnce(&mut String)) -> &mut Self {
        let mut text = String::new();
        write(&mut text);
        self.values.push(if text.is_empty() { Value::Null } else { Value::Text(Cow::Owned(text)) });
        self
    }

    fn keep(&mut self) -> &mut Self {
        let row = self.values.len() / self.table.columns.len() * self.table.columns.len();
        self.kept = row..self.values.len();
        self
    }

    fn again(&mut self) -> &mut Self {
        self.values.extend_from_within(self.kept.clone());
        self
    }

    fn integer(&mut self, value: Option<impl TryInto<i64>>) -> &mut Self {
        let value = value.and_then(|value| value.try_into().ok());
        self.values.push(value.map_or(Value::Null, Value::Integer));
        self
    }

    fn number(&mut self, value: Option<Decimal>) -> &mut Self {
        self.values.push(value.map_or(Value::Null, |value| Value::Number(value.normalize())));
        self
    }

    fn flag(&mut self, value: bool) -> &mut Self {
        self.values.push(Value::Flag(value));
        self
    }

    fn end(&mut self) {
        debug_assert_eq!(self.values.len() % self.table.columns.len(), 0, "a row of {}", self.table.name);
    }
}

impl Value<'_> {
    /// The same value, holding its text.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Null => Value::Null,
            Self::Integer(value) => Value::Integer(value),
            Self::Number(value) => Value::Number(value),
            Self::Flag(value) => Value::Flag(value),
        }
    }
}

/// Days since 1970 of a day written `YYYY-MM-DD`.
pub fn days(day: &str) -> Option<i32> {
    let day: jiff::civil::Date = day.parse().ok()?;
    let since = jiff::civil::date(1970, 1, 1).until(day).ok()?;
    Some(since.get_days())
}

/// The double that is nearest to a decimal, for formats without decimals.
pub fn double(value: Decimal) -> Option<f64> {
    value.to_string().parse().ok().or_else(|| value.to_f64())
}

/// Text as readers of tables bear it, for the column at this place.
pub(super) fn borne<'a>(mut field: Cow<'a, str>, table: &Table, place: usize) -> Cow<'a, str> {
    if !is_plain(&field) {
        field = one_line(field);
        if table.columns[place].name != RAW && field.contains(commands) {
            field = Cow::Owned(field.replace(commands, "\u{FFFD}"));
        }
    }
    if field.len() > FIELD && !table.optional {
        field = Cow::Owned(format!("{}…", &field[..field.floor_char_boundary(FIELD)]));
    }
    field
}

/// What ends a line for one reader of tables or another.
fn breaks(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a look at the bytes shows that nothing in a text has to be replaced: none with which a character may begin that
/// [`breaks`] a line, is NUL or [`commands`] (the controls of ASCII, and the first bytes of U+0080-U+00BF, U+0600-U+063F and
/// U+2000-U+2FFF). It goes over half a million fields of a thousand filings; looking at characters took a tenth of a run.
fn is_plain(text: &str) -> bool {
    !any_byte(text.as_bytes(), may_be_replaced)
}

/// Whether a byte is one of those.
pub(super) fn may_be_replaced(byte: u8) -> bool {
    (byte < 0x20) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xd8) | (byte == 0xe2)
}

/// Whether a text of so many bytes is no longer than a field may be.
pub(super) fn is_short(length: usize) -> bool {
    length <= FIELD
}

/// Whether any byte is such a one (`|` between its kinds, so that there are no jumps). Sixteen at a time are asked for all
/// together, which the compiler does in a few instructions, and what is left over together with some that were asked for
/// already: the fields of a filing took three times as many one by one, and half as many again with a rest byte by byte.
pub(super) fn any_byte(bytes: &[u8], is: impl Fn(u8) -> bool + Copy) -> bool {
    if let Some(last) = bytes.last_chunk::<16>() {
        bytes.as_chunks::<16>().0.iter().any(|all| any_of(all, is)) || any_of(last, is)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        any_of(first, is) || any_of(last, is)
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        any_of(first, is) || any_of(last, is)
    } else {
        bytes.iter().any(|byte| is(*byte))
    }
}

/// Without an end at the first one.
fn any_of<const N: usize>(bytes: &[u8; N], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |found, byte| found | u8::from(is(*byte))) != 0
}

/// Text in one line.
pub fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains(|c| breaks(c) || c == '\0') {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\0' => out.push('\u{FFFD}'),
            c if breaks(c) => out.push('↵'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_command_nothing_and_end() {
        let table = super::super::schema::table("figures");
        let mut rows = Rows::new(table);
        let long = "长".repeat(20_000);
        for column in &table.columns {
            rows.text(if column.name == "label" { long.as_str() } else { "\u{1b}]0;\u{202e}x" });
        }
        rows.end();
        for (value, column) in rows.iter().next().expect("a row").iter().zip(&table.columns) {
            let Value::Text(text) = value else { panic!("{}", column.name) };
            match column.name.as_str() {
                "raw" => assert_eq!(text, "\u{1b}]0;\u{202e}x"),
                "label" => assert!(text.len() <= FIELD + 3 && text.ends_with("长…")),
                _ => assert_eq!(text, "\u{FFFD}]0;\u{FFFD}x"),
            }
        }
    }

    /// The look at bytes passes no character that the look at characters stops at.
    #[test]
    fn what_is_plain_is_left_as_it_is() {
        let replaced = |c: char| breaks(c) || c == '\0' || commands(c);
        let missed = ('\0'..=char::MAX).find(|c| replaced(*c) && is_plain(c.encode_utf8(&mut [0; 4])));
        assert_eq!(missed, None);
        assert!(is_plain("=无 1,\"年") && !is_plain("年\n"));
    }

    #[test]
    fn text_stands_in_one_line() {
        for (text, want) in
            [("a\r\nb\rc\nd", "a↵b↵c↵d"), ("a\0b", "a\u{FFFD}b"), ("=1", "=1"), ("一\u{2028}二", "一↵二")]
        {
            assert_eq!(one_line(text.into()), want);
        }
    }

    #[test]
    fn decimals_are_the_nearest_doubles() {
        for text in ["24252.311082", "0.1", "3985758", "999999999999.99"] {
            let value: Decimal = text.parse().expect("a number");
            assert_eq!(double(value).expect("a double").to_string(), text);
        }
    }
}
