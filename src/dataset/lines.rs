//! CSV lines (RFC 4180, LF, UTF-8) in memory, and what text must go through before it becomes a field.

use std::borrow::Cow;
use std::fmt::Display;

use rust_decimal::Decimal;

/// Lines of one table.
pub(super) struct Lines(csv::Writer<Vec<u8>>);

impl Lines {
    pub(super) fn new() -> Self {
        Self(csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()))
    }

    /// A code, a word, a date: text of the program's own making.
    pub(super) fn word(&mut self, field: &str) -> &mut Self {
        self.0.write_field(field).expect("a vector takes every byte");
        self
    }

    /// Text from outside, guarded against being taken for a formula.
    pub(super) fn text(&mut self, field: &str) -> &mut Self {
        self.word(&guard(field))
    }

    /// A whole number, or nothing.
    pub(super) fn integer(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.word(&value.to_string()),
            None => self.word(""),
        }
    }

    /// An exact decimal without trailing zeros, or nothing.
    pub(super) fn number(&mut self, value: Option<Decimal>) -> &mut Self {
        self.integer(value.map(|value| value.normalize()))
    }

    /// Ends the line.
    pub(super) fn end(&mut self) {
        self.0.write_record(None::<&[u8]>).expect("a vector takes every byte");
    }

    /// The bytes written.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_inner().expect("a vector takes every byte")
    }
}

/// Characters at which spreadsheet programs begin to calculate, full-width forms included.
fn calculates(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

/// Text with an apostrophe in front where a spreadsheet program would take it for a formula. Text that begins
/// with apostrophes before such a character gets one more, so that [`unguard`] gives back every text. NUL,
/// which no reader of CSV takes, becomes U+FFFD.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    let text = if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{FFFD}")) } else { Cow::Borrowed(text) };
    if text.trim_start_matches('\'').chars().next().is_some_and(calculates) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

/// The text before [`guard`].
pub(super) fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').chars().next().is_some_and(calculates) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_guarded_and_comes_back() {
        let cases = [
            ("=1+1", "'=1+1"),
            ("-", "'-"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'quoted'", "'quoted'"),
            ("", ""),
            ("1-2", "1-2"),
            ("无", "无"),
        ];
        for (text, want) in cases {
            assert_eq!(guard(text), want);
            assert_eq!(unguard(want), text);
        }
        assert_eq!(guard("a\0b"), "a\u{FFFD}b");
    }

    #[test]
    fn fields_are_quoted_where_needed() {
        let mut lines = Lines::new();
        lines.text("a,b").text("say \"x\"").text("two\nlines").integer(None::<u8>).integer(Some(3)).end();
        lines.number(Some(Decimal::new(1500, 2))).number(Some(Decimal::new(-30, 1))).number(None).word("x").end();
        let text = String::from_utf8(lines.finish()).expect("utf-8");
        assert_eq!(text, "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",,3\n15,-3,,x\n");
    }
}
