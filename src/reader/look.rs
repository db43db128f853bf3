//! How a stretch of text looks, as far as it decides what is read: hidden and struck text is no part of a report, and the
//! raised mark of a note is no digit of the number before it. Readers of word processors' formats tell the look in their
//! own terms; what it does to the text is decided here.

use crate::document::Omission;
use crate::script::{lowered, raised};

/// Text raised or lowered by less is set a little higher for its looks (half-points).
pub(super) const SHIFT: i32 = 6;
/// Text of as many half-points is seen by nobody.
pub(super) const TINY: i32 = 3;

/// Whether text of a size in points is seen by nobody.
pub(super) fn is_tiny(points: f64) -> bool {
    points * 2.0 <= f64::from(TINY)
}

/// Text drawn in as many hundredths of its width is seen by nobody.
pub(super) const THIN: i32 = 10;

/// A row of tables that is as high, exactly, shows nothing (twips).
pub(super) const FLAT: i32 = 40;

/// How much of a colour's channels makes white, of 255.
pub(super) const WHITE: u8 = 250;

/// Whether a colour is white, or as good as white: `FFFFFF`, `#FFFFFF`, or with an opacity before it.
pub(super) fn is_white(color: &[u8]) -> bool {
    let digits = color.strip_prefix(b"#").unwrap_or(color);
    // Nearly all colours are told apart by their first digit.
    if !matches!(digits.first(), Some(b'f' | b'F' | b'0')) {
        return color == b"white";
    }
    let channels = match digits.len() {
        6 => digits,
        8 => &digits[2..],
        _ => return false,
    };
    channels.chunks_exact(2).all(|channel| {
        let value = str::from_utf8(channel).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        value.is_some_and(|value| value >= WHITE)
    })
}

/// Whether text cannot be seen for what it is drawn with: of no size, or white on a ground that nothing paints.
pub(super) fn is_unseen(tiny: bool, white: bool, painted: bool) -> bool {
    tiny || white && !painted
}

/// Whether the digits of a font are signs of other things.
pub(super) fn draws_signs(font: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(font, word).is_some();
    has(b"ingdings") || has(b"INGDINGS") || has(b"Webdings") || has(b"Marlett")
}

/// The place of a font's own sign for an ASCII digit, where Windows shows it (U+F000 and up): no digit.
fn sign(digit: char) -> char {
    char::from_u32(0xF000 + u32::from(digit)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Whether a text is a figure of which such signs are a part; a label with a sign before it is a label.
pub(super) fn is_in_signs(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"\xef\x80").is_some()
        && text.contains(|c| matches!(c, '\u{f030}'..='\u{f039}'))
        && !text.contains(char::is_alphabetic)
}

/// A colour as a number: six digits, a sign before them or not.
pub(super) fn color(digits: &[u8]) -> Option<u32> {
    let digits = digits.strip_prefix(b"#").unwrap_or(digits);
    (digits.len() == 6).then(|| u32::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()).flatten()
}

/// The look of a run of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// Hidden by its format.
    pub hidden: bool,
    /// Struck through, once or twice.
    pub struck: bool,
    /// Above or below the line, as note marks are.
    pub raised: bool,
    /// In a font that draws signs in place of digits.
    pub signs: bool,
}

impl Look {
    /// Why text that looks so is left out, if it is.
    pub fn omission(self) -> Option<Omission> {
        match self {
            Self { hidden: true, .. } => Some(Omission::Hidden),
            Self { struck: true, .. } => Some(Omission::Struck),
            _ => None,
        }
    }

    /// The same, hidden, struck or raised where another look is.
    pub fn and(self, other: Self) -> Self {
        Self {
            hidden: self.hidden || other.hidden,
            struck: self.struck || other.struck,
            raised: self.raised || other.raised,
            signs: self.signs || other.signs,
        }
    }

    /// The character that stands for `c` in text that looks so.
    pub fn shown(self, c: char) -> char {
        match c {
            '0'..='9' if self.signs => sign(c),
            c if self.raised => raised(c),
            c => c,
        }
    }

    /// Whether characters that look so stand for themselves.
    pub fn is_literal(self) -> bool {
        !self.raised && !self.signs
    }
}

/// Raises what was appended to a text behind a place.
pub(super) fn raise(text: &mut String, from: usize) {
    let tail: String = text.get(from..).unwrap_or_default().chars().map(raised).collect();
    text.truncate(from);
    text.push_str(&tail);
}

/// Text whose digits are all raised is no number with a mark but a number set higher: its digits are put back.
pub(super) fn settle(text: &mut String) {
    // Raised digits begin with these bytes; few texts have any.
    if !text.bytes().any(|byte| matches!(byte, 0xc2 | 0xe2)) {
        return;
    }
    // The mark of a note stands behind a dash, too.
    let own = |c: char| lowered(c) == c && (c.is_alphanumeric() || matches!(c, '-' | '—' | '–' | '/'));
    if text.chars().any(|c| lowered(c) != c) && !text.chars().any(own) {
        *text = text.chars().map(lowered).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_and_as_good_as_white() {
        for white in ["FFFFFF", "#ffffff", "FFFFFFFF", "00FFFFFF", "FEFEFE", "#fafbfc", "white"] {
            assert!(is_white(white.as_bytes()), "{white}");
        }
        for seen in ["F2F2F2", "FF0000", "000000", "auto", "", "#FFF", "FFFFF9", "FFFFFFF0", "+F+F+F"] {
            assert!(!is_white(seen.as_bytes()), "{seen}");
        }
    }

    #[test]
    fn colors_and_fonts() {
        assert_eq!((color(b"#00b050"), color(b"00B050"), color(b"auto")), (Some(0xb050), Some(0xb050), None));
        assert!(draws_signs(b"Wingdings 2") && draws_signs(b"Webdings") && !draws_signs(b"SimSun"));
    }

    #[test]
    fn a_mark_alone_is_a_number_behind_a_dash_it_is_none() {
        let settled = |text: &str| {
            let mut text = text.to_owned();
            settle(&mut text);
            text
        };
        assert_eq!((settled("³⁹³"), settled("393¹"), settled("-²")), ("393".into(), "393¹".into(), "-²".into()));
        assert_eq!((settled("/¹"), settled("—¹")), ("/¹".into(), "—¹".into()));
    }
}
