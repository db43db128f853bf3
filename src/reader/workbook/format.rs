//! Formats of cells as far as they take something away from what is seen: text struck through as a whole, and codes of
//! numbers that show nothing (`;;;`, ECMA-376 part 1, 18.8.31: a section for positive and negative numbers, zeros, texts).

/// What a cell's format does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct CellFormat {
    pub struck: bool,
    pub shows: Shows,
}

impl CellFormat {
    pub fn is_plain(self) -> bool {
        self == Self::default()
    }

    /// Whether a value so formatted is seen.
    pub fn hides(self, text: &str) -> bool {
        match self.shows {
            Shows::All => false,
            Shows::Texts => text.parse::<f64>().is_ok(),
            Shows::Nothing => true,
        }
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
            _ if !sections.clone().all(is_blank) => Self::All,
            0 | 1 => Self::All,
            2 | 3 => Self::Texts,
            _ => Self::Nothing,
        }
    }
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
        for code in ["", "General", "0;-0;;@", "#,##0", "0\"件\"", ";;;@", ";;\"零\"", "][;;;"] {
            assert_eq!(Shows::of(code), Shows::All, "{code}");
        }
        let texts = CellFormat { shows: Shows::Texts, struck: false };
        assert!(texts.hides("-12.5") && !texts.hides("规章") && !texts.is_plain());
    }
}
