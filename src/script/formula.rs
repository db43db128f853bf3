//! Text that a spreadsheet program would calculate with: guarded by an apostrophe on the way out, as it was on the way in.

use std::borrow::Cow;

/// Characters at which spreadsheet programs begin to calculate, full-width forms included.
fn calculates(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

/// Text with an apostrophe in front where a spreadsheet program would take it for a formula. Text that begins
/// with apostrophes before such a character gets one more, so that [`unguard`] gives back every text.
pub fn guard(text: &str) -> Cow<'_, str> {
    if text.trim_start_matches('\'').chars().next().is_some_and(calculates) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text before [`guard`].
pub fn unguard(text: &str) -> &str {
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
    }
}
