//! The pure core's single entry: bytes in, [`Filing`] out.

use serde::{Deserialize, Serialize};

pub use crate::edit::RuleOutcome;
use crate::figure::{Figure, FormId, TableKind};
use crate::finding::Finding;
use crate::limits::Limits;
use crate::narrative::Quantity;
use crate::organ::Identity;
use crate::reader::{self, Context, Format};

/// Everything that one input file turned out to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// What the bytes are.
    pub format: Format,
    /// Character encoding, where the format does not fix it.
    pub encoding: Option<String>,
    /// What is to be made of it.
    pub verdict: Verdict,
    /// Why, for verdicts that have several reasons: a word.
    pub reason: String,
    /// Who, when.
    pub identity: Identity,
    /// Tables found, with the edition that each follows.
    pub tables: Vec<(TableKind, FormId)>,
    /// The cells.
    pub figures: Vec<Figure>,
    /// The quantities of the prose.
    pub quantities: Vec<Quantity>,
    /// Outcome of every expanded rule: code, expansion key, outcome.
    pub outcomes: Vec<RuleOutcome>,
    /// What is to be said.
    pub findings: Vec<Finding>,
    /// Text of the six sections (empty where not found).
    pub sections: [String; 6],
}

/// The verdict on a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// All hard rules hold, blanks read as zeros at most.
    Reconciled,
    /// A hard rule is violated.
    Flagged,
    /// A table of the form is missing, or too few figures to judge.
    Incomplete,
    /// Something else; the reason says what.
    NotAReport,
    /// The tables are pictures.
    NeedsOcr,
    /// No document.
    Unreadable,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 6] =
        [Self::Reconciled, Self::Flagged, Self::Incomplete, Self::NotAReport, Self::NeedsOcr, Self::Unreadable];

    /// The word in the `verdict` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reconciled => "reconciled",
            Self::Flagged => "flagged",
            Self::Incomplete => "incomplete",
            Self::NotAReport => "not_a_report",
            Self::NeedsOcr => "needs_ocr",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What the core may know beside the bytes.
#[derive(Debug, Clone, Default)]
pub struct Source<'a> {
    /// Path as the user named it (folders and file name are evidence of organ and year).
    pub path: &'a str,
}

/// Reads one file that is no archive.
pub fn read(bytes: &[u8], source: &Source<'_>, context: &mut Context) -> Filing {
    let _ = source;
    let format = reader::sniff(bytes);
    let mut filing = Filing::empty(format);
    match reader::read(format, bytes, context) {
        Ok(document) => filing.encoding = document.encoding,
        Err(error) => {
            filing.verdict = Verdict::Unreadable;
            filing.reason = error.kind.reason().to_owned();
            filing.findings.push(Finding::from_error(&error));
        }
    }
    filing.findings.append(&mut context.findings);
    filing
}

impl Filing {
    /// A filing of which nothing is known but the format.
    pub fn empty(format: Format) -> Self {
        Self {
            format,
            encoding: None,
            verdict: Verdict::Incomplete,
            reason: String::new(),
            identity: Identity::default(),
            tables: Vec::new(),
            figures: Vec::new(),
            quantities: Vec::new(),
            outcomes: Vec::new(),
            findings: Vec::new(),
            sections: Default::default(),
        }
    }
}

/// A context with these limits.
pub fn context(limits: Limits) -> Context {
    Context { limits, ..Context::default() }
}
