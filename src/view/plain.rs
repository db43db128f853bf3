//! What of a file's text may reach a screen: everything but the characters that command a terminal or turn the order of
//! what is shown.
//!
//! Text comes in, text goes out with one sign for each such character. Every renderer passes what it made through here
//! last, so that no field can be forgotten.

use std::borrow::Cow;

use crate::script::commands;

/// Shown for what is not (U+FFFD).
const SIGN: char = '\u{fffd}';

/// What commands a terminal or a page, but the line break and the tab.
fn hidden(c: char) -> bool {
    commands(c) && !matches!(c, '\n' | '\t')
}

/// The text with a sign in the place of every character that commands. Line breaks stay.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains(hidden) { text.replace(hidden, &SIGN.to_string()).into() } else { text.into() }
}

/// The text in one line: line breaks and tabs as blanks.
pub fn one_line(text: &str) -> String {
    plain(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_commands_is_shown_as_a_sign() {
        assert_eq!(plain("12\n3件"), "12\n3件");
        assert_eq!(plain("\u{1b}]0;PWN\u{7}局"), "\u{fffd}]0;PWN\u{fffd}局");
        assert_eq!(plain("\u{9b}31m\u{202e}321"), "\u{fffd}31m\u{fffd}321");
        assert_eq!(plain("a\r\nb"), "a\u{fffd}\nb");
        assert_eq!(one_line("12\n3\t4"), "12 3 4");
    }
}
