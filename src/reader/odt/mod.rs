//! OpenDocument text (ISO/IEC 26300-1): a zip with `content.xml`, or one flat XML file, in; paragraphs and
//! grids out.
//!
//! The XML is told to the stories of Word documents in its own terms ([`events`]): both formats mean the same
//! by paragraphs, tables, notes and text boxes, only spans are written differently.

mod choice;
mod dropped;
mod events;
mod styles;
#[cfg(test)]
mod tests;

use memchr::memmem;

use self::events::OpenDocument;
use self::styles::Styles;
use super::Context;
use super::docx::text;
use super::docx::{PartEvents, Sheets, Stories, decode};
use super::zip::{self, Zip};
use crate::document::{Document, Role};
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Notice;

const CONTENT: &str = "content.xml";

/// Reads an OpenDocument text.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    if !zip::begins(bytes) {
        return read_flat(bytes, context);
    }
    let mut zip = Zip::open(bytes, &context.limits)?;
    context.notices.extend(zip.salvage());
    zip.enter(CONTENT);
    let mut buffer = std::mem::take(&mut context.buffer);
    let document = read_parts(&mut zip, &mut buffer, context);
    context.buffer = buffer;
    document
}

fn read_flat(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let content = decode(bytes);
    let mut stories = Stories::new(context.budget(), Sheets::default());
    let mut styles = Styles::default();
    styles.read(&content);
    read_part(&mut stories, &content, &styles, (CONTENT, Role::Body), context)?;
    let mut document = stories.flow.finish()?;
    document.metadata.title = title(&content);
    Ok(document)
}

/// Refuses a package of OpenDocument that is encrypted (part 2, 3.4): its manifest lists members with how they were.
pub(super) fn refuse_encrypted(zip: &mut Zip<'_>, buffer: &mut Vec<u8>) -> Result<(), ReadError> {
    match zip.read_part("META-INF/manifest.xml", buffer) {
        Ok(Some(_)) if memmem::find(buffer, b"encryption-data").is_some() => {
            Err(ReadError::new(ReadErrorKind::Encrypted, CONTENT, "no encryption-data", "encryption-data"))
        }
        _ => Ok(()),
    }
}

fn read_parts(zip: &mut Zip<'_>, buffer: &mut Vec<u8>, context: &mut Context) -> Result<Document, ReadError> {
    refuse_encrypted(zip, buffer)?;
    // Styles of a name that both parts define do not occur: the automatic ones are named by the program.
    let mut styles = Styles::default();
    if zip.read_part("styles.xml", buffer)?.is_some() {
        styles.read(&decode(buffer));
    }
    match zip.read_part(CONTENT, buffer)? {
        Some(notice) => context.notices.extend(notice),
        None => return Err(ReadError::damaged(CONTENT, "office:document-content", "no such part")),
    }
    let mut stories = Stories::new(context.budget(), Sheets::default());
    let content = decode(buffer);
    styles.read(&content);
    read_part(&mut stories, &content, &styles, (CONTENT, Role::Body), context)?;
    drop(content);
    // Running headers and footers stand with the page styles.
    if let Some(notice) = zip.read_part("styles.xml", buffer)? {
        context.notices.extend(notice);
        read_part(&mut stories, &decode(buffer), &styles, ("styles.xml", Role::Margin), context)?;
    }
    let mut document = stories.flow.finish()?;
    if let Ok(Some(_)) = zip.read_part("meta.xml", buffer) {
        document.metadata.title = title(buffer);
    }
    Ok(document)
}

fn read_part(
    stories: &mut Stories,
    content: &[u8],
    styles: &Styles,
    (name, role): (&'static str, Role),
    context: &mut Context,
) -> Result<(), ReadError> {
    let events = OpenDocument::new(content, styles);
    stories.read(&mut PartEvents::Other(Box::new(events)), role)?;
    if let Some((expected, found)) = stories.damage.take() {
        context.notices.push(Notice::part(name, expected, found));
    }
    Ok(())
}

/// `dc:title` of the metadata (part 3, 4.3.2.2).
fn title(content: &[u8]) -> Option<String> {
    let start = memmem::find(content, b"<dc:title>")? + b"<dc:title>".len();
    let end = start + memchr::memchr(b'<', &content[start..])?;
    let mut title = String::new();
    text::append(&content[start..end], &mut title);
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}
