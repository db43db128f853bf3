//! Reader of text files. Bytes in any encoding in, a document out: [`text`] gives the text its shape, and the reader of
//! pages reads the pieces of HTML that stand in it.

use super::{Context, charset, html, text};
use crate::document::Document;
use crate::error::ReadError;
use crate::script::visible;

/// Reads text in any encoding.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let decoded = charset::decode(bytes, None, &mut context.notices);
    let budget = context.budget();
    budget.text(&decoded.text)?;
    let mut document = text::shape(&visible(&decoded.text), &budget, Some(html::read_text))?;
    document.encoding = Some(decoded.encoding.to_owned());
    Ok(document)
}
