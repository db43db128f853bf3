//! What stops a file from being read. What does not stop it is a [`crate::finding::Finding`].

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Why there is no document: the kind, where it happened, what was expected there and what was found.
///
/// The sentence for people is in the finding catalogue under [`ReadErrorKind::code`], in both languages;
/// the fields are terms of the format's specification and are not translated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadError {
    /// What kind of trouble.
    pub kind: ReadErrorKind,
    /// Part of the file (`word/document.xml`, `FIB`, `xref`), empty for the file as a whole.
    pub part: Cow<'static, str>,
    /// What the format asks for at that place.
    pub expected: Cow<'static, str>,
    /// What stands there.
    pub found: Cow<'static, str>,
}

/// The kinds of trouble; each has its entry in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ReadErrorKind {
    /// The file has no bytes, or only blanks.
    Empty,
    /// Bytes of no known format.
    UnknownFormat,
    /// A known format that is not read; `found` names it.
    UnsupportedFormat,
    /// It needs a password.
    Encrypted,
    /// The container or the main part is damaged beyond reading.
    Damaged,
    /// A limit was passed; `part` names it.
    LimitExceeded,
    /// The file could not be read from the disk.
    Unreadable,
    /// The reader panicked; the message is in `found`.
    Panicked,
    /// The worker died (stack overflow, abort).
    Crashed,
    /// The worker ran out of time.
    TimedOut,
    /// The worker ran out of memory.
    OutOfMemory,
}

impl ReadErrorKind {
    /// All kinds, in the order of their declaration.
    pub const ALL: [Self; 11] = [
        Self::Empty,
        Self::UnknownFormat,
        Self::UnsupportedFormat,
        Self::Encrypted,
        Self::Damaged,
        Self::LimitExceeded,
        Self::Unreadable,
        Self::Panicked,
        Self::Crashed,
        Self::TimedOut,
        Self::OutOfMemory,
    ];

    /// Code of the finding that tells of it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "READ-EMPTY",
            Self::UnknownFormat => "READ-UNKNOWN",
            Self::UnsupportedFormat => "READ-UNSUPPORTED",
            Self::Encrypted => "READ-ENCRYPTED",
            Self::Damaged => "READ-DAMAGED",
            Self::LimitExceeded => "READ-LIMIT",
            Self::Unreadable => "READ-IO",
            Self::Panicked => "READ-PANIC",
            Self::Crashed => "READ-CRASHED",
            Self::TimedOut => "READ-TIMEOUT",
            Self::OutOfMemory => "READ-MEMORY",
        }
    }

    /// The word that stands in the `reason` column of `filings.csv`.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::UnknownFormat => "unknown_format",
            Self::UnsupportedFormat => "unsupported_format",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::LimitExceeded => "limit_exceeded",
            Self::Unreadable => "io_error",
            Self::Panicked => "panicked",
            Self::Crashed => "crashed",
            Self::TimedOut => "timed_out",
            Self::OutOfMemory => "out_of_memory",
        }
    }
}

impl ReadError {
    /// An error of a kind, with what was expected in which part and what was found.
    pub fn new(
        kind: ReadErrorKind,
        part: impl Into<Cow<'static, str>>,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { kind, part: part.into(), expected: expected.into(), found: found.into() }
    }

    /// A damaged container or main part.
    pub fn damaged(
        part: impl Into<Cow<'static, str>>,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(ReadErrorKind::Damaged, part, expected, found)
    }

    /// A limit was passed: its name (a field of [`crate::limits::Limits`]), its value and what was met.
    pub fn limit(name: &'static str, allowed: u64, found: u64) -> Self {
        Self::new(ReadErrorKind::LimitExceeded, name, allowed.to_string(), found.to_string())
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind.reason())?;
        if !self.part.is_empty() {
            write!(f, " in {}", self.part)?;
        }
        write!(f, ": expected {}, found {}", self.expected, self.found)
    }
}

// Nothing stands behind it: what a library said about the bytes is told in the format's own terms, in `found`.
impl std::error::Error for ReadError {}
