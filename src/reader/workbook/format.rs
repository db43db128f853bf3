//! Formats of cells as far as they take something away from what is seen: text struck through as a whole, without colour
//! or size, and codes of numbers that show nothing (`;;;`, ECMA-376 part 1, 18.8.31: a section for positive and negative
//! numbers, zeros, texts) or another number than the one that is stored.

/// What a cell's format does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct CellFormat {
    pub struck: bool,
    /// White on a ground that nothing paints, or too small to be seen.
    pub unseen: bool,
    pub shows: Shows,
}

impl CellFormat {
    pub fn is_plain(self) -> bool {
        self == Self::default()
    }

    /// Whether a value so formatted is not seen.
    pub fn hides(self, text: &str) -> bool {
        self.unseen
            || match self.shows {
                Shows::All | Shows::Otherwise => false,
                Shows::Texts => text.parse::<f64>().is_ok(),
                Shows::Nothing => true,
            }
    }

    /// Whether another number is seen than the one that is stored.
    pub fn changes(self, text: &str) -> bool {
        self.shows == Shows::Otherwise && text.parse::<f64>().is_ok_and(|number| number != 0.0)
    }
}

/// What a number format leaves to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shows {
    #[default]
    All,
    /// Texts, but no number.
    Texts,
    Nothing,
    /// Numbers with digits that are not theirs, or by the thousand: `0"0"`, `0,`, `"无"`.
    Otherwise,
}

impl Shows {
    /// By the code of the format. Colours, conditions, blanks and empty quotes in a section show nothing.
    pub fn of(code: &str) -> Self {
        let is_blank = |section: &str| {
            let mut rest = section.trim().replace("\"\"", "");
            while let (Some(from), Some(to)) = (rest.find('['), rest.find(']')) {
                if to < from {
                    return false;
                }
                rest.replace_range(from..=to, "");
            }
            rest.trim().is_empty()
        };
        let sections = code.split(';');
        match sections.clone().count() {
            _ if sections.clone().next().is_some_and(changes) => Self::Otherwise,
            _ if !sections.clone().all(is_blank) => Self::All,
            0 | 1 => Self::All,
            2 | 3 => Self::Texts,
            _ => Self::Nothing,
        }
    }
}

/// Whether a section shows other digits than those of the number (18.8.31): literal ones, digits behind a comma at the end
/// that are cut off, or none though there is text.
fn changes(section: &str) -> bool {
    let mut rest = section.chars().peekable();
    let (mut placeholders, mut literal, mut digits, mut scaled) = (0, false, false, false);
    while let Some(c) = rest.next() {
        match c {
            // A colour, a condition, a calendar or system of digits.
            '[' => drop(rest.by_ref().find(|c| *c == ']')),
            '"' => {
                for quoted in rest.by_ref().take_while(|c| *c != '"') {
                    (literal, digits) = (true, digits || quoted.is_ascii_digit());
                }
            }
            '\\' | '!' => {
                let next = rest.next().unwrap_or_default();
                // A point that is written where none is counted.
                digits |= next.is_ascii_digit() || next == '.';
                literal |= !next.is_whitespace();
            }
            '_' | '*' => drop(rest.next()),
            '0' | '#' | '?' => (placeholders, scaled) = (placeholders + 1, false),
            ',' => scaled = placeholders > 0,
            // General, dates, texts and fractions are let be.
            '@' | '/' | 'a'..='z' | 'A'..='Z' => return false,
            _ => {}
        }
    }
    digits || scaled || literal && placeholders == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_show_nothing() {
        for code in [";;;", " ; ;;", "\"\";\"\";\"\";\"\"", "[Red];;;", "[White] ;[>9];;"] {
            assert_eq!(Shows::of(code), Shows::Nothing, "{code}");
        }
        for code in [";;", ";", "\"\";\"\""] {
            assert_eq!(Shows::of(code), Shows::Texts, "{code}");
        }
        for code in ["0,", "#,##0,", "0!.0,", "0\"0\"", "\\10", "\"无\"", "0,;;;", "[Red]0,,"] {
            assert_eq!(Shows::of(code), Shows::Otherwise, "{code}");
        }
        for code in
            ["0.00", "_(* #,##0_);_(* (#,##0)", "0_ ", "[DBNum1][$-804]0", "0%", "yyyy\"年\"m\"月\"", "¥#,##0.00"]
        {
            assert_eq!(Shows::of(code), Shows::All, "{code}");
        }
        for code in ["", "General", "0;-0;;@", "#,##0", "0\"件\"", ";;;@", ";;\"零\"", "][;;;"] {
            assert_eq!(Shows::of(code), Shows::All, "{code}");
        }
        let texts = CellFormat { shows: Shows::Texts, ..CellFormat::default() };
        assert!(texts.hides("-12.5") && !texts.hides("规章") && !texts.is_plain());
    }
}
