//! Word 2003 XML: one file whose root is `w:wordDocument`. The interpreter is that of the newer format; lists
//! carry their printed labels.

use memchr::memmem;

use super::events::{decode, open};
use super::numbering::Numbering;
use super::package::heeding_inks;
use super::stories::{Sheets, Stories};
use super::styles::Styles;
use super::text;
use crate::document::{Document, Role};
use crate::error::ReadError;
use crate::reader::Context;
use crate::reader::Notice;

/// Reads a Word 2003 XML document.
pub(in crate::reader) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let content = decode(bytes);
    heeding_inks(context, |inks, context| read_content(&content, inks, context))
}

fn read_content(content: &[u8], inks: bool, context: &mut Context) -> Result<Option<Document>, ReadError> {
    let root = memmem::find(content, b"wordDocument").map_or(&b""[..], |at| {
        let tag = &content[at..];
        &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())]
    });
    // The styles stand before the body, in the same file.
    let styles = element(content, b":styles").map_or_else(Styles::default, |styles| Styles::read(styles, root, true));
    let sheets = Sheets { styles, numbering: Numbering::default() };
    let mut stories = Stories::new(context.budget(), sheets);
    let Some(mut part) = open(content, b"") else {
        return Err(ReadError::damaged("", "w:wordDocument", "no such root element"));
    };
    if inks || stories.sheets.styles.inked() {
        part.heed_inks();
    }
    stories.read(&mut part, Role::Body)?;
    if part.passed_unseen() {
        return Ok(None);
    }
    if let Some((expected, found)) = stories.damage.take() {
        context.notices.push(Notice::part("w:wordDocument", expected, found));
    }
    let mut document = stories.flow.finish()?;
    document.metadata.title = between(content, b"<o:Title>", b"</o:Title>").and_then(|title| {
        let mut decoded = String::new();
        text::append(title, &mut decoded);
        let title = decoded.trim();
        (!title.is_empty()).then(|| title.to_owned())
    });
    Ok(Some(document))
}

/// An element with its tags, by its name behind the prefix.
fn element<'a>(content: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at = memmem::find(content, name)?;
    let start = memchr::memrchr(b'<', &content[..at])?;
    let close: Vec<u8> = [name, b">"].concat();
    let end = at + name.len() + memmem::find(&content[at + name.len()..], &close)? + close.len();
    Some(&content[start..end])
}

fn between<'a>(content: &'a [u8], open: &[u8], close: &[u8]) -> Option<&'a [u8]> {
    let start = memmem::find(content, open)? + open.len();
    let length = memmem::find(&content[start..], close)?;
    Some(&content[start..start + length])
}
