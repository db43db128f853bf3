//! Fields of word processors by their code: what a field without a stored result shows.

/// What a field whose result is not stored as text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// The chosen entry of a drop-down list.
    Entry,
    /// A box, ticked or not.
    Tick,
    /// Nothing: a mark for an index, an empty field of a form.
    Nothing,
    /// Something that is computed when it is shown.
    Unknown,
}

/// Fields that show nothing, or whose empty result is an empty field of a form.
const SILENT: [&str; 10] = ["", "XE", "TC", "TA", "RD", "SET", "ASK", "HYPERLINK", "FORMTEXT", "ADVANCE"];

/// What a field with this code shows when no result is stored (ECMA-376 part 1, 17.16.5).
pub(super) fn shown(code: &str) -> Shown {
    match code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase().as_str() {
        "FORMDROPDOWN" => Shown::Entry,
        "FORMCHECKBOX" => Shown::Tick,
        word if SILENT.contains(&word) => Shown::Nothing,
        _ => Shown::Unknown,
    }
}

/// A box of a form.
pub(super) fn tick(checked: bool) -> char {
    if checked { '☑' } else { '☐' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_code() {
        let cases = [
            (" formdropdown ", Shown::Entry),
            ("FORMCHECKBOX", Shown::Tick),
            ("XE \"词\"", Shown::Nothing),
            ("", Shown::Nothing),
            (" =SUM(LEFT) \\# 0", Shown::Unknown),
            ("DOCPROPERTY 件数", Shown::Unknown),
        ];
        for (code, expected) in cases {
            assert_eq!(shown(code), expected, "{code}");
        }
    }
}
