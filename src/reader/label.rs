//! The automatic number of a paragraph that stands in a cell: whether it belongs to the figure behind it. The label that a
//! word processor prints and the text of the paragraph in, what becomes of both out.

/// What becomes of the label of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Labelled {
    /// It stands before the text.
    Written,
    /// The text is a figure, set apart from the number of its line, which is no part of it.
    Apart,
    /// The label and the digits behind it are seen as one number: which of them are whose is not to be told.
    Torn,
    /// There is no text: the label alone is seen.
    Alone,
}

/// Decides it for a label with what parts it from the text (`spaced`: a tab or a blank that is not in it), in a cell.
pub(super) fn in_cell(label: &str, spaced: bool, text: &str) -> Labelled {
    let text = text.trim();
    if text.is_empty() {
        return match label.contains(char::is_alphanumeric) {
            true => Labelled::Alone,
            false => Labelled::Written,
        };
    }
    let digits = |c: char| c.is_ascii_digit();
    if !text.starts_with(digits) || !text.chars().all(|c| digits(c) || matches!(c, '.' | ',' | '，' | '%')) {
        return Labelled::Written;
    }
    let joined = label.trim_end().ends_with(|c: char| c.is_numeric() || matches!(c, '.' | ',' | '-'));
    let spaced = spaced || label.ends_with(char::is_whitespace);
    if joined && !spaced { Labelled::Torn } else { Labelled::Apart }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_figures() {
        let cases = [
            ("1", false, "193", Labelled::Torn),
            ("1.", false, "193", Labelled::Torn),
            ("1", true, "193", Labelled::Apart),
            ("1. ", false, "193", Labelled::Apart),
            ("（一）", false, "193", Labelled::Apart),
            ("1", false, "规章", Labelled::Written),
            ("一、", false, "193件", Labelled::Written),
            ("1", false, " ", Labelled::Alone),
            ("·", false, "", Labelled::Written),
        ];
        for (label, spaced, text, expected) in cases {
            assert_eq!(in_cell(label, spaced, text), expected, "{label} {text}");
        }
    }
}
