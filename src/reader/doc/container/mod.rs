//! The compound file ([MS-CFB]): streams by name, copied out once.
//!
//! The container is read by the `cfb` crate; one that it refuses goes to [`salvage`]. How long a stream
//! claims to be is never believed beyond the size of the file, and a stream that breaks off keeps what
//! was read of it.

mod salvage;

use std::io::{Cursor, Read};

use self::salvage::Salvage;

use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Context;
use crate::reader::Notice;

/// One stream of a compound file, copied out: that of the first name that is there. A file that the `cfb` crate refuses
/// is read as far as its tables lead, and told.
pub(in crate::reader) fn stream(
    bytes: &[u8],
    names: &[&'static str],
    context: &mut Context,
) -> Result<(&'static str, Vec<u8>), ReadError> {
    let missing = || ReadError::damaged("compound file", names.join(" or "), "no such stream");
    match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(mut file) => {
            let name = names.iter().copied().find(|name| file.is_stream(name)).ok_or_else(missing)?;
            let (contents, _) = contents(&mut file, name, bytes.len() as u64).ok_or_else(missing)?;
            Ok((name, contents))
        }
        Err(error) => {
            let file = Salvage::open(bytes);
            let found = |file: &Salvage<'_>| names.iter().find_map(|name| Some((*name, file.stream(name)?.0)));
            let found = file.as_ref().and_then(found);
            let found = found.ok_or_else(|| ReadError::damaged("compound file", "[MS-CFB]", error.to_string()))?;
            context.notices.push(salvaged(error.to_string()));
            Ok(found)
        }
    }
}

/// What a stream holds, up to so many bytes, and how many it claims to have.
fn contents(file: &mut cfb::CompoundFile<Cursor<&[u8]>>, name: &str, most: u64) -> Option<(Vec<u8>, u64)> {
    let stream = file.open_stream(name).ok()?;
    let claimed = stream.len();
    let mut contents = Vec::new();
    // An error here is a chain that breaks off; what came before is in `contents`.
    let _ = stream.take(most).read_to_end(&mut contents);
    Some((contents, claimed))
}

/// That a compound file was read although its tables contradict each other.
fn salvaged(error: String) -> Notice {
    Notice::part("compound file", "[MS-CFB]", error)
}

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
        match cfb::CompoundFile::open(Cursor::new(bytes)) {
            Ok(file) => Self::copy(file, bytes.len() as u64, context),
            Err(error) => Self::salvage(bytes, error.to_string(), context),
        }
    }

    fn copy(mut file: cfb::CompoundFile<Cursor<&[u8]>>, most: u64, context: &mut Context) -> Result<Self, ReadError> {
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
        let read = |name: &str| {
            if !has(name) {
                return None;
            }
            contents(&mut file, name, most)
        };
        Ok(Self::gather(read, context))
    }

    fn salvage(bytes: &[u8], error: String, context: &mut Context) -> Result<Self, ReadError> {
        let file = Salvage::open(bytes).filter(|file| file.stream("WordDocument").is_some());
        let Some(file) = file else { return Err(ReadError::damaged("compound file", "[MS-CFB]", error)) };
        context.notices.push(salvaged(error));
        Ok(Self::gather(|name| file.stream(name), context))
    }

    /// Takes the streams by name; one that is shorter than it claims is told.
    fn gather(mut read: impl FnMut(&str) -> Option<(Vec<u8>, u64)>, context: &mut Context) -> Self {
        let mut read = |name: &'static str| {
            let (contents, claimed) = read(name)?;
            if (contents.len() as u64) < claimed {
                let found = format!("{} bytes", contents.len());
                context.notices.push(Notice::part(name, format!("{claimed} bytes"), found));
            }
            Some(contents)
        };
        Self {
            main: read("WordDocument").unwrap_or_default(),
            tables: [read("0Table"), read("1Table")],
            data: read("Data").unwrap_or_default(),
            summary: read("\u{5}SummaryInformation").unwrap_or_default(),
        }
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
