//! Zip archives (APPNOTE.TXT), through `rawzip`: the central directory decides what the members are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;

use flate2::read::DeflateDecoder;
use rawzip::extra_fields::ExtraFieldId;
use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ReaderAt, ZipArchive, ZipFileHeaderRecord};

use super::{Opening, is_wanted};
use crate::corpus::name;
use crate::error::{ReadError, ReadErrorKind};

pub(super) fn file(file: File, opening: &mut Opening<'_, '_>) -> ControlFlow<()> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    match ZipArchive::from_file(file, &mut buffer) {
        Ok(archive) => members(&archive, "", 1, opening),
        Err(error) => opening.fail("", damaged(&error)),
    }
}

pub(super) fn bytes(bytes: &[u8], within: &str, depth: u32, opening: &mut Opening<'_, '_>) -> ControlFlow<()> {
    match ZipArchive::from_slice(bytes) {
        Ok(archive) => members(&archive.into_reader_archive(), within, depth, opening),
        Err(error) => opening.fail(within, damaged(&error)),
    }
}

fn damaged(error: &rawzip::Error) -> ReadError {
    ReadError::damaged("zip", "a central directory", error.to_string())
}

fn members<R: ReaderAt>(
    archive: &ZipArchive<R>,
    within: &str,
    depth: u32,
    opening: &mut Opening<'_, '_>,
) -> ControlFlow<()> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let mut entries = archive.entries(&mut buffer);
    let mut content = Vec::new();
    let mut any = false;
    let mut taken = Taken::default();
    loop {
        let record = match entries.next_entry() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(error) => return opening.fail(within, damaged(&error)),
        };
        let path = path(&record);
        if record.is_dir() || !is_wanted(&path) {
            continue;
        }
        any = true;
        if opening.spent() {
            return opening.fail(within, ReadError::limit("inflated_bytes", opening.allowed, opening.allowed + 1));
        }
        let read = if record.flags().is_encrypted() {
            Err(ReadError::new(ReadErrorKind::Encrypted, path.clone(), "no encryption flag", "zip encryption"))
        } else if !taken.take(record.local_header_offset(), record.compressed_size_hint()) {
            Err(ReadError::damaged("zip", "members apart from each other", "one over another"))
        } else {
            inflate(archive, &record, &mut content, opening)
        };
        opening.member(&path, within, depth, read.map(|()| content.as_slice()))?;
    }
    if any { ControlFlow::Continue(()) } else { opening.fail(within, nothing()) }
}

/// Where members stand. Those that lie over each other make a small file large: none is read twice.
#[derive(Default)]
struct Taken(BTreeMap<u64, u64>);

impl Taken {
    /// Takes the place of a member: its header of at least thirty bytes (APPNOTE 4.3.7) and its data.
    fn take(&mut self, start: u64, packed: u64) -> bool {
        let end = start.saturating_add(30).saturating_add(packed);
        let before = self.0.range(..end).next_back();
        let free = before.is_none_or(|(_, &taken)| taken <= start);
        if free {
            self.0.insert(start, end);
        }
        free
    }
}

fn nothing() -> ReadError {
    ReadError::new(ReadErrorKind::Empty, "zip", "members", "0 members")
}

/// The Info-ZIP Unicode path (extra field 0x7075) wins over the plain name, whose encoding is anyone's guess.
fn path(record: &ZipFileHeaderRecord<'_>) -> String {
    let unicode = record.extra_fields().find(|(id, _)| *id == ExtraFieldId::INFO_ZIP_UNICODE_PATH);
    // Version 1: one byte version, four bytes CRC-32 of the plain name, then UTF-8.
    match unicode.and_then(|(_, data)| data.get(5..)) {
        Some(path) if !path.is_empty() => name::member(path, true),
        _ => name::member(record.file_path().as_bytes(), record.flags().is_utf8()),
    }
}

fn inflate<R: ReaderAt>(
    archive: &ZipArchive<R>,
    record: &ZipFileHeaderRecord<'_>,
    into: &mut Vec<u8>,
    opening: &mut Opening<'_, '_>,
) -> Result<(), ReadError> {
    let entry = archive.get_entry(record.wayfinder()).map_err(|error| damaged(&error))?;
    let packed = Some(record.compressed_size_hint());
    let mut plain;
    let mut deflated;
    let stream: &mut dyn Read = match record.compression_method() {
        CompressionMethod::STORE => {
            plain = entry.verifying_reader(entry.reader());
            &mut plain
        }
        CompressionMethod::DEFLATE => {
            deflated = entry.verifying_reader(DeflateDecoder::new(entry.reader()));
            &mut deflated
        }
        other => {
            let found = format!("{other:?}");
            return Err(ReadError::new(ReadErrorKind::UnsupportedFormat, "zip", "stored or deflated members", found));
        }
    };
    opening.inflate(stream, packed, into)
}
