//! 7-Zip archives, through `sevenz-rust2`: LZMA, LZMA2 and stored members, solid or not.

use std::io::{Read, Seek};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use sevenz_rust2::{ArchiveReader, Error, Password};

use super::{Opening, is_wanted};
use crate::corpus::name;
use crate::error::{ReadError, ReadErrorKind};

/// Bytes of an archive's directory, compressed as it is; the library makes room for all that it promises.
const MAX_DIRECTORY: u64 = 16 << 20;

pub(super) fn read<R: Read + Seek>(
    mut source: R,
    within: &str,
    depth: u32,
    opening: &mut Opening<'_, '_>,
) -> ControlFlow<()> {
    if let Some(found) = directory(&mut source).filter(|length| *length > MAX_DIRECTORY) {
        return opening.fail(within, ReadError::limit("members", MAX_DIRECTORY, found));
    }
    // A panic of the library is a damaged archive.
    let opened = catch_unwind(AssertUnwindSafe(|| ArchiveReader::new(source, Password::empty())));
    let mut archive = match opened {
        Ok(Ok(archive)) => archive,
        Ok(Err(error)) => return opening.fail(within, trouble(&error)),
        Err(_) => return opening.fail(within, ReadError::damaged("7z", "a directory", "contradictions")),
    };
    archive.set_thread_count(1);
    let mut flow = ControlFlow::Continue(());
    // Members that were handed out.
    let mut told = 0;
    let mut content = Vec::new();
    let read = catch_unwind(AssertUnwindSafe(|| {
        archive.for_each_entries(|entry, stream| {
            let path = name::member(entry.name().as_bytes(), true);
            if entry.is_directory() || !is_wanted(&path) {
                // Members of one block are unpacked one behind the other.
                opening.pass(stream);
                return Ok(true);
            }
            told += 1;
            if opening.spent() {
                flow = opening.fail(within, ReadError::limit("inflated_bytes", opening.allowed, opening.allowed + 1));
                return Ok(false);
            }
            let read = opening.inflate(stream, None, &mut content);
            opening.pass(stream);
            flow = opening.member(&path, within, depth, read.map(|()| content.as_slice()));
            Ok(flow.is_continue())
        })
    }));
    flow?;
    match read {
        Ok(Err(error)) => {
            let error = trouble(&error);
            if error.kind == ReadErrorKind::Encrypted && locked(&archive, told, within, depth, opening)? {
                return ControlFlow::Continue(());
            }
            opening.fail(within, error)
        }
        Err(_) => opening.fail(within, ReadError::damaged("7z", "a packed stream", "contradictions")),
        Ok(Ok(())) if told == 0 => {
            opening.fail(within, ReadError::new(ReadErrorKind::Empty, "7z", "members", "0 members"))
        }
        Ok(Ok(())) => ControlFlow::Continue(()),
    }
}

/// Hands out the members that need a password, by the names in the directory, which needs none; whether those and the ones that
/// were `told` are all of the archive.
fn locked<R: Read + Seek>(
    archive: &ArchiveReader<R>,
    told: usize,
    within: &str,
    depth: u32,
    opening: &mut Opening<'_, '_>,
) -> ControlFlow<(), bool> {
    let archive = archive.archive();
    let (mut open, mut closed) = (0, 0);
    for (index, entry) in archive.files.iter().enumerate() {
        let path = name::member(entry.name().as_bytes(), true);
        if entry.is_directory() || !is_wanted(&path) {
            continue;
        }
        if archive.is_file_encrypted(index) {
            let error = ReadError::new(ReadErrorKind::Encrypted, path.clone(), "no encryption", "7z encryption");
            closed += 1;
            opening.member(&path, within, depth, Err(error))?;
        } else {
            open += 1;
        }
    }
    ControlFlow::Continue(closed > 0 && open <= told)
}

/// Length of the directory by the signature header (7zFormat.txt).
fn directory(source: &mut (impl Read + Seek)) -> Option<u64> {
    let mut head = [0; 32];
    source.rewind().ok()?;
    source.read_exact(&mut head).ok()?;
    source.rewind().ok()?;
    Some(u64::from_le_bytes(head[20..28].try_into().ok()?))
}

fn trouble(error: &Error) -> ReadError {
    let kind = match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => ReadErrorKind::Encrypted,
        // Encryption is a method like others, and not built in.
        Error::UnsupportedCompressionMethod(method) if method.contains("AES") => ReadErrorKind::Encrypted,
        Error::UnsupportedCompressionMethod(_) | Error::Unsupported(_) | Error::ExternalUnsupported => {
            ReadErrorKind::UnsupportedFormat
        }
        Error::MaxMemLimited { .. } => ReadErrorKind::LimitExceeded,
        _ => ReadErrorKind::Damaged,
    };
    ReadError::new(kind, "7z", "members in LZMA or LZMA2", error.to_string())
}
