//! The formats that are told apart by what a file's bytes are.

use serde::{Deserialize, Serialize};

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
