//! One input file read to the end: its bytes or its path come in, one piece for each filing in it goes out.
//!
//! The same for the worker process and for work inside this process. A panic costs the filing that it happened
//! in, nothing else.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::cache::Sealed;
use crate::corpus::archive;
use crate::error::{ReadError, ReadErrorKind};
use crate::filing::{self, Filing, Source, Stage, Verdict};
use crate::finding::Finding;
use crate::reader::{self, Context, Format};

/// What there is to read.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The bytes of a file.
    Bytes(Vec<u8>),
    /// An archive too large to be held, of this format.
    Large(PathBuf, Format),
}

impl Content {
    /// Bytes that are held.
    pub fn len(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Large(..) => 0,
        }
    }

    /// Whether no bytes are held.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One filing of an input file.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Which filing it is.
    pub head: Head,
    /// The filing.
    pub filing: Sealed,
}

/// Which filing of an input file a piece is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Path inside the archive; empty when the file is the filing, or for a row about the archive itself.
    pub path: String,
    /// SHA-256 of a member's content, if it could be had.
    pub sha256: Option<[u8; 32]>,
    /// Whether the trouble is the disk's and may be gone at the next run.
    pub passing: bool,
}

impl Piece {
    /// A piece of which nothing could be read.
    pub fn unreadable(path: String, sha256: Option<[u8; 32]>, error: &ReadError) -> Self {
        let passing = error.kind == ReadErrorKind::Unreadable;
        let filing = Sealed::new(&unreadable(Format::Unknown, error));
        Self { head: Head { path, sha256, passing }, filing }
    }
}

/// What happens while a file is read, in order.
#[derive(Debug)]
pub enum Event {
    /// A member of an archive is about to be read: its path and content, so that it can be named when it brings
    /// the process down.
    Begin(String, Option<[u8; 32]>),
    /// It was read.
    Piece(Piece),
}

/// Reads a file shown as `shown`, passing over the first `skip` filings of an archive. Returns whether the file
/// is an archive.
pub fn read(content: &Content, shown: &str, skip: u64, context: &mut Context, tell: &mut dyn FnMut(Event)) -> bool {
    let limits = context.limits;
    let mut count = 0;
    let mut member = |member: archive::Member<'_>| {
        count += 1;
        if count <= skip {
            return ControlFlow::Continue(());
        }
        let path = member.path;
        let row = if path.is_empty() { shown.to_owned() } else { format!("{shown}!/{path}") };
        let piece = match member.content {
            Ok(bytes) => {
                let sha256 = Some(Sha256::digest(bytes).into());
                tell(Event::Begin(path.clone(), sha256));
                let filing = Sealed::new(&one(bytes, &row, context));
                Piece { head: Head { path, sha256, passing: false }, filing }
            }
            Err(error) => Piece::unreadable(path, None, &error),
        };
        tell(Event::Piece(piece));
        ControlFlow::Continue(())
    };
    match content {
        Content::Large(path, format) => archive::open_file(path, *format, shown, &limits, &mut member),
        Content::Bytes(bytes) => match reader::sniff(bytes) {
            format @ (Format::Zip | Format::Tar | Format::Gzip) => {
                archive::open(bytes, format, shown, &limits, &mut member);
            }
            _ => {
                let filing = Sealed::new(&one(bytes, shown, context));
                let head = Head { path: String::new(), sha256: None, passing: false };
                tell(Event::Piece(Piece { head, filing }));
                return false;
            }
        },
    }
    true
}

/// Reads one filing; a panic becomes a filing that tells of it.
fn one(bytes: &[u8], path: &str, context: &mut Context) -> Filing {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        #[cfg(any(debug_assertions, feature = "monsters"))]
        super::monster::act(bytes);
        let path = evidence(path);
        let source = Source { path: &path };
        filing::read(bytes, &source, context)
    }));
    attempt.unwrap_or_else(|payload| {
        // The context may be half changed; the next file gets a new one.
        *context = filing::context(context.limits);
        let message = payload.downcast_ref::<&str>().map(|message| (*message).to_owned());
        let message = message.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        unreadable(Format::Unknown, &ReadError::new(ReadErrorKind::Panicked, "", "a filing", message))
    })
}

/// What a path may say about a filing: the parts that have Chinese characters or a year in them, and the
/// extension. The core is given this and no more, so that a file that is moved or renamed otherwise need not be
/// read again: what it gave before is what it would give.
pub fn evidence(path: &str) -> String {
    let year = |part: &str| {
        part.as_bytes()
            .windows(4)
            .any(|four| (four.starts_with(b"19") || four.starts_with(b"20")) && four.iter().all(u8::is_ascii_digit))
    };
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let speaks = |part: &&str| !part.is_ascii() || year(part);
    let mut parts: Vec<&str> = folders.split('/').filter(speaks).collect();
    let anonymous = match name.rsplit_once('.') {
        Some((_, extension)) if extension.is_ascii() => format!("file.{}", extension.to_ascii_lowercase()),
        _ => "file".to_owned(),
    };
    parts.push(if speaks(&name) { name } else { &anonymous });
    parts.join("/")
}

/// The filing of a file of which nothing could be read.
pub fn unreadable(format: Format, error: &ReadError) -> Filing {
    let mut filing = Filing::empty(format);
    filing.verdict = Verdict::Unreadable;
    filing.reason = error.kind.reason().to_owned();
    filing.findings.add(Stage::Read, [Finding::from_error(error)]);
    filing
}

/// What a file has to offer, held whole unless it is an archive beyond the limit.
pub fn load(path: &Path, allowed: u64) -> Result<Loaded, ReadError> {
    use std::io::Read;
    let io = |error: std::io::Error| archive::io_error(&error);
    let mut file = std::fs::File::open(path).map_err(io)?;
    let before = file.metadata().map_err(io)?;
    let mut bytes = Vec::with_capacity(usize::try_from(before.len().min(allowed)).unwrap_or(0).saturating_add(1));
    (&mut file).take(allowed.saturating_add(1)).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 <= allowed {
        let sha256 = Sha256::digest(&bytes).into();
        return Ok(Loaded { sha256, content: Ok(Content::Bytes(bytes)), metadata: before });
    }
    let mut hasher = Sha256::new();
    hasher.update(&bytes);
    let format = archive::large(&bytes);
    bytes.clear();
    bytes.resize(1 << 20, 0);
    let mut length = allowed.saturating_add(1);
    loop {
        match file.read(&mut bytes).map_err(io)? {
            0 => break,
            count => {
                hasher.update(&bytes[..count]);
                length += count as u64;
            }
        }
    }
    let content = match format {
        Some(format) => Ok(Content::Large(path.to_owned(), format)),
        None => Err(ReadError::limit("input_bytes", allowed, length)),
    };
    Ok(Loaded { sha256: hasher.finalize().into(), content, metadata: before })
}

/// A file as loaded.
#[derive(Debug)]
pub struct Loaded {
    /// SHA-256 of the content.
    pub sha256: [u8; 32],
    /// What is to be read, or why not.
    pub content: Result<Content, ReadError>,
    /// How the file looked before it was read.
    pub metadata: std::fs::Metadata,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_reduced_to_what_they_may_say() {
        let cases = [
            ("/srv/in/a1.docx", "file.docx"),
            ("other/place/b.DOCX", "file.docx"),
            ("in/临沂市/x/report.docx", "临沂市/file.docx"),
            ("in/2023/nb.txt", "2023/file.txt"),
            ("in/doc-0012.txt", "file.txt"),
            ("in/nb20231.txt", "nb20231.txt"),
            ("in/年报.doc", "年报.doc"),
            ("in/pack.zip!/2021/a", "2021/file"),
        ];
        for (path, want) in cases {
            assert_eq!(evidence(path), want, "{path}");
        }
    }

    #[test]
    fn a_file_over_the_limit_is_not_held() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.txt");
        std::fs::write(&path, vec![b'x'; 5_000]).expect("written");
        let whole = load(&path, 5_000).expect("there");
        assert!(matches!(&whole.content, Ok(Content::Bytes(bytes)) if bytes.len() == 5_000));
        let over = load(&path, 4_999).expect("there");
        assert_eq!(over.sha256, whole.sha256);
        assert_eq!(over.content, Err(ReadError::limit("input_bytes", 4_999, 5_000)));
        assert_eq!(
            load(&folder.path().join("absent"), 1).map(|_| ()).map_err(|error| error.kind),
            Err(ReadErrorKind::Unreadable)
        );
    }
}
