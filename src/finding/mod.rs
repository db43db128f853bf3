//! Findings: what is to be said about a filing, as values with typed fields.
//!
//! The sentence is rendered last, from the catalogue (`catalogue/*.toml`), in Chinese or English. A code
//! that is not in the catalogue cannot be constructed by name in a test-covered place: a test walks the
//! source for codes and looks each one up.

mod catalogue;
pub mod reviewed;

pub use crate::word::Language;
pub use catalogue::{catalogue, entry, pattern};

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::document::SourceLocation;
use crate::error::ReadError;
use crate::variable::Variable;

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Suspicious; people decide.
    Soft,
    /// The figures contradict each other, or nothing could be read.
    Hard,
}

impl Severity {
    /// The word in the `severity` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Soft => "soft",
            Self::Hard => "hard",
        }
    }
}

/// Argument that holds the keys of a finding's evidence, with blanks between.
pub const EVIDENCE: &str = "evidence";

/// Argument that holds the key of which equations a repair mends.
pub const SCOPE: &str = "scope";

/// Argument that holds the word for what a cell shows and no reader takes.
pub const SHOWN: &str = "shown";

/// Something to be said about a filing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Code in the catalogue (`REQ-BALANCE`, `READ-DAMAGED`).
    pub code: Cow<'static, str>,
    /// The catalogue's severity unless the rule says otherwise.
    pub severity: Severity,
    /// The variable it is about.
    pub variable: Option<Variable>,
    /// Other variables that take part.
    pub related: Vec<Variable>,
    /// The figure as reported.
    pub observed: Option<Decimal>,
    /// What the rule asks for.
    pub expected: Option<Decimal>,
    /// Left side minus right side of the rule.
    pub residual: Option<Decimal>,
    /// The value that would satisfy every rule.
    pub implied: Option<Decimal>,
    /// Rank of the repair, from one.
    pub rank: Option<u32>,
    /// Named pattern of the error (`digit_dropped`, `swapped`, ...), a key of the catalogue's patterns.
    pub pattern: Option<Cow<'static, str>>,
    /// Further values for the sentence, by the name they have in the template.
    pub args: Vec<(Cow<'static, str>, String)>,
    /// Where in the source.
    pub location: Option<SourceLocation>,
}

impl Finding {
    /// A finding of a catalogued code with the catalogue's severity.
    ///
    /// An unknown code is taken as `soft`; the test `every_code_is_catalogued` finds it.
    pub fn new(code: impl Into<Cow<'static, str>>) -> Self {
        let code = code.into();
        Self {
            severity: entry(&code).map_or(Severity::Soft, |entry| entry.severity),
            code,
            variable: None,
            related: Vec::new(),
            observed: None,
            expected: None,
            residual: None,
            implied: None,
            rank: None,
            pattern: None,
            args: Vec::new(),
            location: None,
        }
    }

    /// Names the variable.
    pub fn about(mut self, variable: Variable) -> Self {
        self.variable = Some(variable);
        self
    }

    /// Names the place.
    pub fn at(mut self, location: SourceLocation) -> Self {
        self.location = Some(location);
        self
    }

    /// Gives the sentence a value under a name.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((Cow::Borrowed(name), value.into()));
        self
    }

    /// The finding that tells of a read error.
    pub fn from_error(error: &ReadError) -> Self {
        Self::new(error.kind.code())
            .with("part", error.part.clone())
            .with("expected", error.expected.clone())
            .with("found", error.found.clone())
    }

    /// The sentence in a language. `label` gives the printed label of a variable in that language.
    pub fn message(&self, language: Language, label: &dyn Fn(Variable) -> String) -> String {
        let Some(entry) = entry(&self.code) else { return self.code.clone().into_owned() };
        catalogue::render(entry.message(language), |name| self.value(name, language, label))
    }

    /// Which equations a repair mends, in words.
    pub fn scope(&self, language: Language) -> &str {
        catalogue::pattern(self.arg(SCOPE).unwrap_or("every_equation"), language)
    }

    /// What evidence outside the equations says for it, in whole sentences; in English each behind a blank.
    pub fn evidence(&self, language: Language) -> String {
        let keys = self.arg(EVIDENCE).unwrap_or_default();
        let blank = if language == Language::En { " " } else { "" };
        keys.split_whitespace().map(|key| format!("{blank}{}", catalogue::pattern(key, language))).collect()
    }

    /// A further value of the sentence.
    fn arg(&self, name: &str) -> Option<&str> {
        self.args.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn value(&self, name: &str, language: Language, label: &dyn Fn(Variable) -> String) -> Option<String> {
        let number = |value: Option<Decimal>| value.map(|value| value.normalize().to_string());
        match name {
            "variable" => self.variable.map(label),
            "related" => {
                let separator = if language == Language::Zh { "、" } else { ", " };
                Some(self.related.iter().map(|&variable| label(variable)).collect::<Vec<_>>().join(separator))
            }
            "residual" => number(self.residual),
            "implied" => number(self.implied),
            "rank" => self.rank.map(|rank| rank.to_string()),
            "pattern" => self.pattern.as_deref().map(|pattern| catalogue::pattern(pattern, language).to_owned()),
            EVIDENCE => Some(self.evidence(language)),
            SCOPE => Some(self.scope(language).to_owned()),
            "table" => self.arg(name).map(|table| crate::word::name("table", table, language).to_owned()),
            SHOWN => self.arg(name).map(|shown| catalogue::pattern(shown, language).to_owned()),
            _ => self.arg(name).map(str::to_owned).or_else(|| match name {
                "observed" => number(self.observed),
                "expected" => number(self.expected),
                _ => None,
            }),
        }
    }
}
