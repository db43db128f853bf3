//! Reader of plain text and Markdown.

use super::{Context, charset};
use crate::document::{Document, Role, SourceLocation};
use crate::error::ReadError;

pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let decoded = charset::decode(bytes, None, &mut context.findings);
    let mut document = shape(&decoded.text);
    document.encoding = Some(decoded.encoding.to_owned());
    Ok(document)
}

/// Blocks of a decoded text.
pub(super) fn shape(text: &str) -> Document {
    let mut document = Document::default();
    for (index, line) in text.lines().enumerate() {
        document.push_text(line, Role::Body, SourceLocation::line(index as u32 + 1, 0, line.chars().count() as u32));
    }
    document
}
