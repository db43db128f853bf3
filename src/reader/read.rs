//! The table of readers, and the one way through it: a file's bytes in, the document of the reader for its format out.

use super::{Context, Format, doc, docx, html, mhtml, odt, ofd, pdf, plain, rtf, sniff, without_front, workbook};
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};

/// A reader: total over all bytes of its format.
pub type Read = fn(&[u8], &mut Context) -> Result<Document, ReadError>;

/// The table of readers.
pub const READERS: &[(Format, Read)] = &[
    (Format::Docx, docx::read),
    (Format::FlatOpc, docx::read_flat),
    (Format::WordMl, docx::read_wordml),
    (Format::Doc, doc::read),
    (Format::Rtf, rtf::read),
    (Format::Odt, odt::read),
    (Format::Ods, workbook::read_ods),
    (Format::Html, html::read),
    (Format::Mhtml, mhtml::read),
    (Format::Text, plain::read),
    (Format::Pdf, pdf::read),
    (Format::Ofd, ofd::read),
    (Format::Xlsx, workbook::read_xlsx),
    (Format::Xls, workbook::read_xls),
    (Format::SpreadsheetMl, workbook::read_xml),
];

/// Documents in documents in documents are not opened.
const DEPTH: u32 = 2;

/// Reads a document that is embedded in another one; `None` when it is none that is read. What is odd inside is told
/// with what is odd about the document around it.
pub(super) fn embedded(bytes: &[u8], context: &mut Context) -> Option<Document> {
    if context.depth >= DEPTH {
        return None;
    }
    context.depth += 1;
    let document = read(sniff(bytes), bytes, context);
    context.depth -= 1;
    document.ok()
}

/// Reads bytes of a known format.
///
/// # Errors
/// When there is no document: the format has no reader, the bytes are damaged beyond reading, encrypted,
/// empty, or over a limit.
pub fn read(format: Format, bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    if bytes.len() as u64 > context.limits.input_bytes {
        return Err(ReadError::limit("input_bytes", context.limits.input_bytes, bytes.len() as u64));
    }
    if context.depth == 0 {
        context.budget = None;
    }
    if bytes.is_empty() {
        return Err(ReadError::new(ReadErrorKind::Empty, "", "a document", "0 bytes"));
    }
    match READERS.iter().find(|(known, _)| *known == format) {
        Some((_, read)) => {
            let mut document = read(without_front(bytes), context)?;
            document.drop_invisible();
            document.part_halves();
            Ok(document)
        }
        None if format == Format::Unknown => {
            let head: String = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            Err(ReadError::new(
                ReadErrorKind::UnknownFormat,
                "",
                "docx, doc, wps, html, pdf, txt, ofd, rtf, odt, xlsx",
                head,
            ))
        }
        None => Err(ReadError::new(
            ReadErrorKind::UnsupportedFormat,
            "",
            "docx, doc, wps, html, pdf, txt, ofd, rtf, odt, xlsx",
            match format {
                // It shares its extension with Kingsoft Writer, which is read.
                Format::Works => "Microsoft Works",
                _ => format.word(),
            },
        )),
    }
}
