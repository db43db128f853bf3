//! What a character prints: nothing, a blank, a narrow or a wide box, a mark above the line.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// Characters that print nothing and separate nothing: controls, zero-width blanks and joiners, marks of direction,
/// selectors of variants, fillers, the byte order mark, the soft hyphen (Unicode: `Default_Ignorable_Code_Point` and
/// the controls that are no white space). The sign that turns what follows from right to left (U+202E) is none: digits
/// behind it are seen in the other order.
#[inline]
pub fn invisible(c: char) -> bool {
    // Most text, and not worth a call.
    !matches!(c, ' '..='~' | '\u{3165}'..='\u{9fff}' | '\u{3000}'..='\u{3163}' | '！'..='～') && vanishes(c)
}

fn vanishes(c: char) -> bool {
    match c {
        '\t' | '\n' | '\x0b' | '\x0c' | '\r' => false,
        '\0'..='\x1f' | '\u{7f}'..='\u{9f}' | '\u{ad}' => true,
        '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202d}' | '\u{2060}'..='\u{206f}' => true,
        '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// Control characters (general category Cc) and those of the bidirectional algorithm (UAX #9, 2: explicit formatting,
/// isolates, marks): what would command a terminal that prints it.
pub fn commands(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// White space of any kind, and what prints nothing.
#[inline]
pub fn blank(c: char) -> bool {
    !matches!(c, '!'..='~' | '\u{3165}'..='\u{9fff}') && (c.is_whitespace() || invisible(c))
}

/// `text` without what is [`blank`] around it.
pub fn trimmed(text: &str) -> &str {
    // ASCII that is printed, and the first bytes of common ideographs: nearly every text begins and ends so.
    let ascii = |byte: u8| matches!(byte, 0x21..=0x7e);
    let inked = |byte: u8| ascii(byte) || matches!(byte, 0xe4..=0xe9);
    // What stands around the others is nearly always of ASCII, too.
    let text = text.trim_ascii();
    match text.as_bytes() {
        [] => text,
        [first, .., last] if inked(*first) && ascii(*last) => text,
        [first, .., last, _, _] if inked(*first) && matches!(last, 0xe4..=0xe9) => text,
        [0xe4..=0xe9, _, _] => text,
        [only] if ascii(*only) => text,
        _ => text.trim_matches(blank),
    }
}

/// The bytes with which [`invisible`] characters begin in UTF-8. Ideographs, digits and letters begin with none of them.
static MAY_BE_INVISIBLE: [bool; 256] = {
    let mut first = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        first[control] = true;
        control += 1;
    }
    let others = [0x7f, 0xc2, 0xcd, 0xd8, 0xe1, 0xe2, 0xe3, 0xef, 0xf0, 0xf3];
    let mut at = 0;
    while at < others.len() {
        first[others[at]] = true;
        at += 1;
    }
    first
};

/// `text` without what prints nothing.
pub fn visible(text: &str) -> Cow<'_, str> {
    if is_visible(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&c| !invisible(c)).collect())
}

fn is_visible(text: &str) -> bool {
    let mut at = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        // Common ideographs, nearly all of a text, are passed over whole.
        if matches!(byte, 0xe4..=0xe9) {
            at += 3;
            continue;
        }
        if !MAY_BE_INVISIBLE[usize::from(byte)] {
            at += 1;
            continue;
        }
        // The marks of sentences, and line ends, begin so as well.
        let begins = match text.as_bytes()[at..] {
            [b'\t' | b'\n' | b'\r', ..] => false,
            [0xe3, second, ..] => second == 0x85,
            [0xef, second, ..] => second >= 0xb8,
            _ => true,
        };
        if begins && text[at..].starts_with(invisible) {
            return false;
        }
        at += 1;
    }
    true
}

/// Columns of a character on a fixed-width display; ambiguous ones (`“`, `—`, `…`, `①`) are wide in Chinese text
/// (UAX #11).
pub fn width(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4e00}'..='\u{9fff}' => 2,
        _ => c.width_cjk().unwrap_or(0),
    }
}

/// The same where ambiguous ones are narrow.
pub fn narrow_width(c: char) -> usize {
    match c {
        ' '..='~' => 1,
        '\u{4e00}'..='\u{9fff}' => 2,
        _ => c.width().unwrap_or(0),
    }
}

/// Whether a character stands in a square of its own: Chinese, its punctuation, full-width forms.
pub fn wide(c: char) -> bool {
    width(c) == 2
}

/// A bit for each of some characters, shared by others: what has none is none of them, and one look tells most apart.
#[derive(Debug, Clone, Copy, Default)]
pub struct Letters([u64; 4]);

impl Letters {
    /// Of these characters.
    pub fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut letters = Self::default();
        chars.for_each(|c| letters.0[c as usize / 64 % 4] |= 1 << (c as u32 % 64));
        letters
    }

    /// Whether a character may be one of them.
    pub fn may(&self, c: char) -> bool {
        self.0[c as usize / 64 % 4] >> (c as u32 % 64) & 1 == 1
    }
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// The raised digit for a digit; any other character stands for itself.
pub fn raised(c: char) -> char {
    c.to_digit(10).map_or(c, |digit| RAISED[digit as usize])
}

/// The lowered digit for a digit; any other character stands for itself.
pub fn subscript(c: char) -> char {
    c.to_digit(10).and_then(|digit| char::from_u32(0x2080 + digit)).unwrap_or(c)
}

/// The digit for a raised digit; any other character stands for itself.
pub fn lowered(c: char) -> char {
    let digit = RAISED.iter().position(|&raised| raised == c);
    digit.and_then(|digit| char::from_digit(digit as u32, 10)).unwrap_or(c)
}

/// Small figures and letters above or below the line: marks of notes, never part of a number.
pub fn superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '\u{2070}'..='\u{209c}' | 'ª' | 'º')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_prints_nothing() {
        for c in [
            '\0',
            '\u{1f}',
            '\u{85}',
            '\u{ad}',
            '\u{200b}',
            '\u{202c}',
            '\u{2066}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{e0101}',
        ] {
            assert!(invisible(c) && blank(c), "{c:?}");
        }
        for c in ['\t', '\n', ' ', '\u{a0}', '\u{2028}', '\u{3000}', '0', '年', '·', '\u{fffd}', '\u{ffe5}'] {
            assert!(!invisible(c), "{c:?}");
        }
        assert_eq!(visible("99\u{202c}9条"), "999条");
        assert!(matches!(visible("999条"), Cow::Borrowed(_)));
    }

    #[test]
    fn every_invisible_character_is_told_by_its_first_byte() {
        for c in ('\0'..=char::MAX).filter(|&c| invisible(c)) {
            assert!(MAY_BE_INVISIBLE[usize::from(c.to_string().as_bytes()[0])], "{c:?}");
            assert_eq!(visible(&format!("年{c}。")), "年。", "{c:?}");
        }
    }

    #[test]
    fn a_trimmed_text_begins_and_ends_with_ink() {
        let edges =
            ["", "0", "年", "a", "é", "，", " ", "\u{3000}", "\u{feff}", "\t", "\u{e0101}", "\u{2028}", "\u{a0}"];
        for (first, last) in edges.iter().flat_map(|first| edges.map(|last| (first, last))) {
            for middle in ["", "1", " ", "公 开"] {
                let text = format!("{first}{middle}{last}");
                assert_eq!(trimmed(&text), text.trim_matches(blank), "{text:?}");
            }
        }
    }

    #[test]
    fn raised_digits_go_and_come() {
        assert_eq!("9a1".chars().map(raised).collect::<String>(), "⁹a¹");
        assert!("0123456789".chars().all(|c| superscript(raised(c)) && lowered(raised(c)) == c));
    }

    #[test]
    fn what_is_wide() {
        for c in ['年', '，', '“', '—', '①', '○', '\u{3000}', '０', '\u{20000}'] {
            assert!(wide(c), "{c}");
        }
        for c in ['0', 'a', ' ', ',', '\u{a0}', '\u{200b}'] {
            assert!(!wide(c), "{c:?}");
        }
    }
}
