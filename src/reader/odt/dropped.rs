//! Elements whose content is no text of the document: names in, and out what stands for them.

use super::super::docx::Element;

/// Content that is no text of the document: former text, comments, phonetic guides, the number that
/// stands for a note, sources of indexes, cells under a span.
pub(super) fn dropped(name: &[u8]) -> Option<Element> {
    const NAMES: [&str; 9] = [
        "tracked-changes",
        "annotation",
        "ruby-text",
        "note-citation",
        "covered-table-cell",
        "forms",
        "table-of-content-source",
        "desc",
        "script",
    ];
    NAMES.iter().find(|known| known.as_bytes() == name).map(|known| Element::Dropped(known))
}
