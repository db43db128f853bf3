//! Who files, for which year, published when.

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::finding::Finding;

/// What the caller knows beside the document.
#[derive(Debug, Clone, Default)]
pub struct Hints<'a> {
    /// Path as the user named it: folders and file name are evidence of organ, region and year.
    pub path: &'a str,
    /// First and last reporting year of the form edition that the tables follow.
    pub form_years: Option<(u16, u16)>,
}

/// Who filed a document, for which year, published when; what is to be said about that (`DOC-ORGAN`, `DOC-YEAR`,
/// `DOC-DEADLINE`, `DOC-DIVISION`).
pub fn identify(_document: &Document, _hints: &Hints<'_>) -> (Identity, Vec<Finding>) {
    (Identity::default(), Vec::new())
}

/// The identity of a filing. What cannot be decided stays `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Organ, normalized full name.
    pub organ: Option<String>,
    /// Organ as printed.
    pub organ_printed: Option<String>,
    /// Division code by GB/T 2260, six digits.
    pub division_code: Option<String>,
    /// Province-level division.
    pub province: Option<String>,
    /// Prefecture-level division.
    pub city: Option<String>,
    /// County-level division.
    pub county: Option<String>,
    /// Administrative level of the organ.
    pub level: Option<Level>,
    /// Kind of organ.
    pub kind: Option<Kind>,
    /// What the figures cover.
    pub scope: Option<Scope>,
    /// Reporting year.
    pub year: Option<u16>,
    /// First day of the reporting period, `YYYY-MM-DD`.
    pub period_start: Option<String>,
    /// Last day of the reporting period, `YYYY-MM-DD`.
    pub period_end: Option<String>,
    /// Publication date, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Title as printed.
    pub title: Option<String>,
}

/// Administrative level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// The State Council and its departments.
    National,
    /// Provinces, autonomous regions, municipalities.
    Province,
    /// Prefecture-level cities, districts of municipalities are counties.
    City,
    /// Counties, county-level cities, urban districts.
    County,
    /// Townships, towns, streets.
    Township,
}

/// Kind of organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A people's government.
    Government,
    /// A department, office, bureau, commission.
    Department,
    /// A township, town or street.
    Township,
    /// Anything else (development zones, public institutions).
    Other,
}

/// What the figures of a filing cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// The whole jurisdiction.
    Jurisdiction,
    /// The organ itself.
    Organ,
}

impl Level {
    /// The word in the `level` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
        }
    }
}

impl Kind {
    /// The word in the `kind` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::Township => "township",
            Self::Other => "other",
        }
    }
}

impl Scope {
    /// The word in the `scope` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jurisdiction => "jurisdiction",
            Self::Organ => "organ",
        }
    }
}
