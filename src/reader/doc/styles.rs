//! The style sheet ([MS-DOC] 2.9.271), as far as it tells headings.

use super::bytes::u16_at;

/// Built-in identifier of each style, by the index that paragraphs use.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<u16>);

/// "Title" among the built-in styles.
const TITLE: u16 = 62;

impl Styles {
    /// Reads the sheet; what breaks off has no styles.
    pub fn read(sheet: &[u8]) -> Self {
        let mut styles = Vec::new();
        let Some(length) = u16_at(sheet, 0) else { return Self::default() };
        let mut at = 2 + usize::from(length);
        // Each style: length in two bytes, then its description, padded to an even length.
        while let Some(length) = u16_at(sheet, at).map(usize::from) {
            styles.push(if length < 2 { 0xFFF } else { u16_at(sheet, at + 2).unwrap_or(0xFFF) & 0xFFF });
            at += 2 + length + length % 2;
        }
        Self(styles)
    }

    /// Whether paragraphs of this style are headings: "heading 1" to "heading 9", or "Title".
    pub fn is_heading(&self, style: u16) -> bool {
        self.0.get(usize::from(style)).is_some_and(|&built_in| matches!(built_in, 1..=9 | TITLE))
    }
}
