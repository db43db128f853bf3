//! Text by its width on a screen, where a Chinese character takes two columns.
//!
//! Widths come from unicode-width. Lines are broken here, and tables drawn by `terminal`, because the crates for it fit
//! neither the writing nor the form: textwrap knows no closing punctuation that opens no line (GB/T 15834) without ICU's
//! line breaking, and comfy-table draws no cell over several columns, no stub whose rows are set in under a heading, and no
//! table that is stacked where columns do not fit; to bend it would take more code than these two loops.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text with blanks behind it up to a width.
pub fn left(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(width(text))))
}

/// The text with blanks before it up to a width.
pub fn right(text: &str, to: usize) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(width(text))))
}

/// Characters that open no line (GB/T 15834, 5.1.3).
const NO_START: &str = "，。、；：？！）】”’》〉…,.;:?!)]";

/// The text in lines of at most `to` columns, broken at blanks where there are any and between Chinese
/// characters elsewhere, but not before closing punctuation. Never empty.
pub fn wrap(text: &str, to: usize) -> Vec<String> {
    let to = to.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    // Place behind the last blank of the line, where an ASCII word may be broken off.
    let mut blank = None;
    for c in text.chars() {
        let wide = UnicodeWidthChar::width(c).unwrap_or(0);
        if c == '\n' || used + wide > to {
            let word = match blank {
                Some(at) if c != '\n' && c.is_ascii_graphic() => line.split_off(at),
                // The last character keeps the punctuation company.
                _ if NO_START.contains(c) && line.chars().count() > 2 => {
                    line.pop().map_or_else(String::new, String::from)
                }
                _ => String::new(),
            };
            lines.push(line.trim_end().to_owned());
            used = width(&word);
            line = word;
            blank = None;
            if c == '\n' || (c == ' ' && line.is_empty()) {
                continue;
            }
        }
        line.push(c);
        used += wide;
        if c == ' ' || wide == 2 {
            blank = Some(line.len());
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_count_columns() {
        assert_eq!(width("申请12件"), 8);
        assert_eq!(left("件", 4), "件  ");
        assert_eq!(right("12", 4), "  12");
        assert_eq!(right("12345", 4), "12345");
    }

    #[test]
    fn lines_break_between_characters_and_at_blanks() {
        assert_eq!(wrap("属于行政执法案卷", 6), ["属于行", "政执法", "案卷"]);
        assert_eq!(wrap("requests carried in", 10), ["requests", "carried in"]);
        assert_eq!(wrap("共 12 件", 20), ["共 12 件"]);
        assert_eq!(wrap("a\nb", 20), ["a", "b"]);
        assert_eq!(wrap("区分处理，的", 8), ["区分处", "理，的"]);
        assert_eq!(wrap("", 20), [""]);
        // A word longer than the line is cut.
        assert_eq!(wrap("abcdefgh", 4), ["abcd", "efgh"]);
    }
}
