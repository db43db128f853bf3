//! The compound file ([MS-CFB]): streams by name, copied out once.
//!
//! The container is read by the `cfb` crate. What a stream claims to be long is never believed beyond
//! the size of the file, and a stream that breaks off keeps what was read of it.

use std::io::{Cursor, Read};

use crate::error::{ReadError, ReadErrorKind};
use crate::finding::Finding;
use crate::reader::Context;

/// The streams of a Word document.
#[derive(Debug, Default)]
pub(super) struct Streams {
    /// `WordDocument`: the FIB, the text, the formatting pages.
    pub main: Vec<u8>,
    /// `0Table` and `1Table`; the FIB says which of them counts.
    pub tables: [Option<Vec<u8>>; 2],
    /// `Data`: pictures and very long property lists.
    pub data: Vec<u8>,
    /// `\u{5}SummaryInformation`.
    pub summary: Vec<u8>,
}

impl Streams {
    /// Opens the container and copies the streams that a reader of text needs.
    pub fn open(bytes: &[u8], context: &mut Context) -> Result<Self, ReadError> {
        let mut file = cfb::CompoundFile::open(Cursor::new(bytes))
            .map_err(|error| ReadError::damaged("compound file", "[MS-CFB]", error.to_string()))?;
        let names: Vec<String> = file
            .read_root_storage()
            .filter(cfb::Entry::is_stream)
            .take(1_000)
            .map(|entry| entry.name().to_owned())
            .collect();
        let has = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        if !has("WordDocument") {
            return Err(Self::refuse(has));
        }
        let mut read = |name: &str| -> Option<Vec<u8>> {
            if !has(name) {
                return None;
            }
            let mut contents = Vec::new();
            let stream = file.open_stream(name).ok()?;
            let claimed = stream.len();
            let result = stream.take(bytes.len() as u64).read_to_end(&mut contents);
            if result.is_err() || (contents.len() as u64) < claimed {
                context.findings.push(
                    Finding::new("READ-PART")
                        .with("part", name.to_owned())
                        .with("expected", format!("{claimed} bytes"))
                        .with("found", format!("{} bytes", contents.len())),
                );
            }
            Some(contents)
        };
        Ok(Self {
            main: read("WordDocument").unwrap_or_default(),
            tables: [read("0Table"), read("1Table")],
            data: read("Data").unwrap_or_default(),
            summary: read("\u{5}SummaryInformation").unwrap_or_default(),
        })
    }

    /// What a compound file without a Word document is.
    fn refuse(has: impl Fn(&str) -> bool) -> ReadError {
        let (kind, found) = if has("MatOST") || has("CONTENTS") && has("SPELLING") || has("MM") {
            (ReadErrorKind::UnsupportedFormat, "Microsoft Works")
        } else if has("EncryptedPackage") {
            (ReadErrorKind::Encrypted, "EncryptedPackage")
        } else if has("Workbook") || has("Book") {
            (ReadErrorKind::UnsupportedFormat, "Excel 97-2003")
        } else if has("PowerPoint Document") {
            (ReadErrorKind::UnsupportedFormat, "PowerPoint 97-2003")
        } else if has("FileHeader") && has("DocInfo") {
            (ReadErrorKind::UnsupportedFormat, "Hangul Word Processor")
        } else {
            (ReadErrorKind::Damaged, "none")
        };
        ReadError::new(kind, "compound file", "WordDocument", found)
    }
}
