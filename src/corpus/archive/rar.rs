//! RAR archives of all versions, through `rars`: one file each; members that go on in another volume are told.

use std::cell::RefCell;
use std::io::{self, Read, Seek, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rars::{
    Archive, ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision,
    ExtractionErrorAction,
};

use super::{Opening, is_wanted};
use crate::corpus::name;
use crate::error::{ReadError, ReadErrorKind};

/// Bytes of headers, and of what a decoder keeps of the text before; 7-Zip's and WinRAR's usual sizes are far below.
const MAX_HEADERS: u64 = 16 << 20;
const MAX_DICTIONARY: u64 = 256 << 20;

pub(super) fn bytes(bytes: &[u8], within: &str, depth: u32, opening: &mut Opening<'_, '_>) -> ControlFlow<()> {
    let options = options(opening);
    // A panic of the library is a damaged archive.
    let archive = catch_unwind(AssertUnwindSafe(|| ArchiveReader::read_with_options(bytes, options)));
    members(archive, within, depth, opening)
}

pub(super) fn file<R>(source: R, opening: &mut Opening<'_, '_>) -> ControlFlow<()>
where
    R: Read + Seek + Send + 'static,
{
    let options = options(opening);
    let archive = catch_unwind(AssertUnwindSafe(|| ArchiveReader::read_reader_with_options(source, options)));
    members(archive, "", 1, opening)
}

fn options(opening: &Opening<'_, '_>) -> ArchiveReadOptions<'static> {
    ArchiveReadOptions::new()
        .with_max_header_count(u64::from(opening.limits.members).saturating_add(16))
        .with_max_header_bytes(MAX_HEADERS)
        .with_max_member_output_bytes(opening.limits.input_bytes)
        .with_max_total_output_bytes(opening.inflated)
        .with_rar50_dictionary_size_limit(MAX_DICTIONARY)
        .with_rar50_buffered_decode_limit(MAX_DICTIONARY)
        .with_max_reader_workspace_bytes(2 * MAX_DICTIONARY)
}

/// Content of the open member; the library writes it, and wants to own where it writes to.
#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The member that is being unpacked, and how it went.
struct Visit<'o, 'a, 'v> {
    opening: &'o mut Opening<'a, 'v>,
    within: &'o str,
    depth: u32,
    sink: Sink,
    open: Option<(String, Result<(), ReadError>)>,
    any: bool,
    flow: ControlFlow<()>,
}

impl Visit<'_, '_, '_> {
    /// Hands on what was unpacked before.
    fn close(&mut self) {
        let Some((path, outcome)) = self.open.take() else { return };
        let content = std::mem::take(&mut *self.sink.0.borrow_mut());
        self.opening.inflated = self.opening.inflated.saturating_sub(content.len() as u64);
        if self.flow.is_continue() {
            let content = outcome.map(|()| content.as_slice());
            self.flow = self.opening.member(&path, self.within, self.depth, content);
        }
    }

    fn decide(&mut self, member: &ArchiveMember) -> ExtractionDecision {
        self.close();
        let path = name::member(&member.meta.name, member.name_is_unicode());
        if self.flow.is_break() {
            return ExtractionDecision::Stop;
        }
        if member.meta.is_directory || member.meta.is_redirection || !is_wanted(&path) {
            return self.pass(member);
        }
        self.any = true;
        let limit = self.opening.limits.input_bytes;
        let refused = if member.meta.is_encrypted {
            Some(ReadError::new(ReadErrorKind::Encrypted, path.clone(), "no encryption flag", "RAR encryption"))
        } else if member.meta.is_split_before || member.meta.is_split_after {
            Some(ReadError::damaged(path.clone(), "a whole member", "a part of it, the rest in another volume"))
        } else {
            (member.meta.unpacked_size > limit)
                .then(|| ReadError::limit("input_bytes", limit, member.meta.unpacked_size))
        };
        match refused {
            Some(error) => {
                self.open = Some((path, Err(error)));
                self.close();
                self.pass(member)
            }
            None => {
                self.open = Some((path, Ok(())));
                ExtractionDecision::Extract(Box::new(self.sink.clone()))
            }
        }
    }

    /// What is behind a member of a solid archive needs it to be unpacked.
    fn pass(&self, member: &ArchiveMember) -> ExtractionDecision {
        match member.is_solid() && !member.meta.is_directory {
            true => ExtractionDecision::Extract(Box::new(io::sink())),
            false => ExtractionDecision::Skip,
        }
    }
}

fn members(
    archive: std::thread::Result<rars::Result<Archive>>,
    within: &str,
    depth: u32,
    opening: &mut Opening<'_, '_>,
) -> ControlFlow<()> {
    let archive = match archive {
        Ok(Ok(archive)) => archive,
        Ok(Err(error)) => return opening.fail(within, trouble(&error)),
        Err(_) => return opening.fail(within, ReadError::damaged("RAR", "headers", "contradictions")),
    };
    let options = options(opening);
    let (sink, flow) = (Sink::default(), ControlFlow::Continue(()));
    let visit = RefCell::new(Visit { opening, within, depth, sink, open: None, any: false, flow });
    let read = catch_unwind(AssertUnwindSafe(|| {
        archive.extract_with_control_and_errors(
            options,
            |member| Ok(visit.borrow_mut().decide(member)),
            |_, error| {
                if let Some((_, outcome)) = &mut visit.borrow_mut().open {
                    *outcome = Err(trouble(error));
                }
                Ok(ExtractionErrorAction::Continue)
            },
        )
    }));
    let mut visit = visit.into_inner();
    let failed = match read {
        Ok(Ok(_)) => None,
        Ok(Err(error)) => Some(trouble(&error)),
        Err(_) => Some(ReadError::damaged("RAR", "a packed stream", "contradictions")),
    };
    if let (Some(error), Some((_, outcome))) = (&failed, &mut visit.open) {
        *outcome = Err(error.clone());
    }
    visit.close();
    visit.flow?;
    match failed {
        Some(error) => visit.opening.fail(within, error),
        None if !visit.any => {
            visit.opening.fail(within, ReadError::new(ReadErrorKind::Empty, "RAR", "members", "0 members"))
        }
        None => ControlFlow::Continue(()),
    }
}

fn trouble(error: &Error) -> ReadError {
    let kind = match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => ReadErrorKind::Encrypted,
        // Encryption is a feature like others, and not built in.
        ErrorKind::UnsupportedFeature if error.to_string().contains("encryption") => ReadErrorKind::Encrypted,
        ErrorKind::UnsupportedFormat | ErrorKind::UnsupportedFeature => ReadErrorKind::UnsupportedFormat,
        ErrorKind::ResourceLimit => ReadErrorKind::LimitExceeded,
        _ => ReadErrorKind::Damaged,
    };
    ReadError::new(kind, "RAR", "a whole archive in one file", error.to_string())
}
