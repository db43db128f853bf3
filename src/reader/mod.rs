//! Readers: bytes of one format in, a [`Document`](crate::document::Document) out. A reader knows no form.
//!
//! Adding a format is one file here, a row in [`READERS`] and its signature in [`mod@sniff`].
//! Reading is total once a file opens: damage inside is a [`Notice`], `Err` means there is no document.

pub mod beside;
mod charset;
mod context;
mod doc;
mod docx;
mod field;
mod flow;
mod format;
#[cfg(test)]
mod golden;
mod html;
mod label;
mod lattice;
mod look;
mod marks;
mod masthead;
mod mhtml;
mod notice;
mod odt;
mod ofd;
mod pdf;
mod plain;
mod read;
mod rtf;
mod scan;
mod sniff;
mod text;
mod workbook;
pub mod zip;

pub use context::Context;
pub use format::Format;
pub use notice::Notice;
pub use read::{READERS, read};
#[cfg(all(feature = "ocr", feature = "internals"))]
pub use scan::ruled_cells;
pub use scan::{Recogniser, model};
pub use sniff::{extension_mismatch, sniff, without_front};

use read::embedded;
