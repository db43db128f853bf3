//! What readers notice about a file that is read all the same: damage that cost a part of it, an encoding that is not the
//! declared one, pages that hide or cut what they hold. Values in the terms of the format's specification; what is said about
//! them to people is rendered above the readers, last.

use std::borrow::Cow;

use super::Format;
use crate::error::ReadError;

/// Something odd about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// A part is not as its format asks, and was read as far as it goes.
    Part {
        /// Part of the file (`word/document.xml`, `FIB`).
        part: Cow<'static, str>,
        /// What the format asks for at that place.
        expected: Cow<'static, str>,
        /// What stands there.
        found: Cow<'static, str>,
    },
    /// A part of the file is no document, though it should be one.
    Refused(ReadError),
    /// The text is in another character encoding than declared; both in the Encoding Standard's spelling.
    Encoding {
        /// As declared.
        declared: &'static str,
        /// As found.
        found: &'static str,
    },
    /// UTF-8 text had been read as another encoding, and was put right.
    Mojibake {
        /// The encoding that it had been read as.
        read_as: &'static str,
    },
    /// These pages (from one) hold text that cannot be seen.
    HiddenText(Vec<u32>),
    /// Tables reach beyond the edge of these pages (from one).
    CutTables(Vec<u32>),
    /// Glyphs without character codes.
    Glyphs {
        /// How many.
        count: u64,
        /// Page of the first, from one.
        page: u32,
    },
    /// A picture has more pixels than are looked at.
    #[cfg_attr(not(feature = "ocr"), allow(dead_code))]
    LargePicture {
        /// Its page, or its number among the pictures, from one.
        page: u32,
        /// How many it has.
        pixels: u64,
        /// How many are looked at.
        most: u64,
    },
    /// The time for recognising a picture, or all of a file, was over before all of this one was read.
    #[cfg_attr(not(feature = "ocr"), allow(dead_code))]
    LongPicture {
        /// Its page, or its number among the pictures, from one.
        page: u32,
        /// What it, or the file, may take.
        seconds: u64,
    },
    /// Pictures that should lie beside the page, and do not.
    #[cfg_attr(not(feature = "ocr"), allow(dead_code))]
    AbsentPictures {
        /// How many.
        count: u64,
        /// Address of the first, as the page has it.
        first: String,
    },
    /// The file's name promises another format.
    Extension {
        /// Extension of the name, without its point.
        extension: String,
        /// What the bytes are.
        format: Format,
    },
}

impl Notice {
    /// A part that is not as its format asks.
    pub fn part(
        part: impl Into<Cow<'static, str>>,
        expected: impl Into<Cow<'static, str>>,
        found: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Part { part: part.into(), expected: expected.into(), found: found.into() }
    }

    /// Code of the finding that tells of it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Part { .. } => "READ-PART",
            Self::Refused(error) => error.kind.code(),
            Self::Encoding { .. } => "READ-ENCODING",
            Self::Mojibake { .. } => "READ-MOJIBAKE",
            Self::HiddenText(_) => "READ-HIDDEN",
            Self::CutTables(_) => "READ-CUT",
            Self::Glyphs { .. } => "READ-GLYPHS",
            Self::LargePicture { .. } => "SCAN-LARGE",
            Self::LongPicture { .. } => "SCAN-LONG",
            Self::AbsentPictures { .. } => "SCAN-ABSENT",
            Self::Extension { .. } => "READ-EXTENSION",
        }
    }
}
