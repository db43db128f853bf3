//! Readers: bytes of one format in, a [`Document`] out. A reader knows no form.
//!
//! Adding a format is one file here, a row in [`READERS`] and its signature in [`mod@sniff`].
//! Reading is total once a file opens: damage inside is a [`Notice`], `Err` means there is no document.

mod charset;
mod doc;
mod docx;
mod field;
mod flow;
#[cfg(test)]
mod golden;
mod html;
mod lattice;
mod look;
mod marks;
mod masthead;
mod mhtml;
mod notice;
mod odt;
mod ofd;
mod pdf;
mod rtf;
mod scan;
mod sheet;
mod sniff;
mod text;
pub mod zip;

pub use notice::Notice;
pub use scan::{Recogniser, model};
pub use sniff::{extension_mismatch, sniff, without_front};

use serde::{Deserialize, Serialize};

use crate::document::{Budget, Document};
use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;

/// What the bytes of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Format {
    /// Office Open XML text (also strict, also written by WPS).
    Docx,
    /// Office Open XML text in one XML file (`pkg:package`).
    FlatOpc,
    /// Word 2003 XML (`w:wordDocument`).
    WordMl,
    /// Word 97-2003, and Word 6/95, in a compound file; Kingsoft Writer's `.wps` is the same.
    Doc,
    /// Rich Text Format.
    Rtf,
    /// OpenDocument text.
    Odt,
    /// HTML in any shape.
    Html,
    /// A web page in one MIME file.
    Mhtml,
    /// Plain text and Markdown.
    Text,
    /// Portable Document Format.
    Pdf,
    /// GB/T 33190 fixed layout.
    Ofd,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97-2003 workbook.
    Xls,
    /// Excel 2002-2003 workbook in one XML file.
    SpreadsheetMl,
    /// OpenDocument spreadsheet.
    Ods,
    /// Archive: zip.
    Zip,
    /// Archive: tar.
    Tar,
    /// One compressed file: gzip (a tar inside is an archive).
    Gzip,
    /// Archive: 7-Zip.
    SevenZip,
    /// Archive: RAR.
    Rar,
    /// Archive: what a crawler fetched (WARC).
    Warc,
    /// Microsoft Works word processor; not read.
    Works,
    /// A picture; not read.
    Picture,
    /// Anything else.
    Unknown,
}

impl Format {
    /// The word in the `format` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::FlatOpc => "flat_opc",
            Self::WordMl => "wordml",
            Self::Doc => "doc",
            Self::Rtf => "rtf",
            Self::Odt => "odt",
            Self::Html => "html",
            Self::Mhtml => "mhtml",
            Self::Text => "text",
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::SpreadsheetMl => "spreadsheetml",
            Self::Ods => "ods",
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Gzip => "gzip",
            Self::SevenZip => "7z",
            Self::Rar => "rar",
            Self::Warc => "warc",
            Self::Works => "works",
            Self::Picture => "picture",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it holds other files rather than text of its own.
    pub fn is_archive(self) -> bool {
        matches!(self, Self::Zip | Self::Tar | Self::Gzip | Self::SevenZip | Self::Rar | Self::Warc)
    }
}

/// What a reader is given beside the bytes. One per thread, reused from file to file.
#[derive(Debug, Default)]
pub struct Context {
    /// What the file may cost.
    pub limits: Limits,
    /// What was odd; the caller takes it.
    pub notices: Vec<Notice>,
    /// Buffer for inflated parts, kept for its capacity.
    pub buffer: Vec<u8>,
    /// Documents that are open around this one.
    pub depth: u32,
    /// What reads pictures, if anything does.
    pub recogniser: Recogniser,
    /// What the file may still become, once something was read of it.
    budget: Option<Budget>,
}

impl Context {
    /// A context with these limits.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// What the file may still become; documents inside it share it.
    fn budget(&mut self) -> Budget {
        self.budget.get_or_insert_with(|| Budget::new(&self.limits)).clone()
    }
}

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
    (Format::Ods, sheet::read_ods),
    (Format::Html, html::read),
    (Format::Mhtml, mhtml::read),
    (Format::Text, text::read),
    (Format::Pdf, pdf::read),
    (Format::Ofd, ofd::read),
    (Format::Xlsx, sheet::read_xlsx),
    (Format::Xls, sheet::read_xls),
    (Format::SpreadsheetMl, sheet::read_xml),
];

/// Documents in documents in documents are not opened.
const DEPTH: u32 = 2;

/// Reads a document that is embedded in another one; `None` when it is none that is read. What is odd inside is told
/// with what is odd about the document around it.
fn embedded(bytes: &[u8], context: &mut Context) -> Option<Document> {
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
