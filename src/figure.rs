//! Figures: one value of one variable as a filing reports it, with its place in the source.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::document::{Recognised, SourceLocation};
use crate::variable::{Unit, Variable};

/// What a cell turned out to be. Blank is not zero, a mark is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Status {
    /// A number was printed and read.
    Reported,
    /// The cell is there and holds nothing.
    Blank,
    /// `/`, `-`, `—`, `无`, `不适用`: a mark that says there is nothing to report.
    NaMark,
    /// Something is printed that is no number; `raw` keeps it.
    Text,
    /// Recovered from run-together text: the only reading that its equations leave.
    Decoded,
    /// The form asks for it, the table lacks it.
    NotFound,
    /// Read from a picture by a recogniser, and accepted; see [`Grade`].
    Recognised,
    /// A picture shows ink there, and no reading of it was accepted.
    Unread,
}

/// On what ground a reading from a picture was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grade {
    /// Every equation that touches the figure was read, and holds.
    Confirmed,
    /// No equation touches it, and the recogniser is sure.
    Read,
}

impl Grade {
    /// All, the better first.
    pub const ALL: [Self; 2] = [Self::Confirmed, Self::Read];

    /// The word in the `grade` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Read => "read",
        }
    }
}

/// What a recogniser said of a figure, and what was made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recognition {
    /// Why the reading was accepted; `None` where it was not.
    pub grade: Option<Grade>,
    /// What the recogniser said.
    pub said: Recognised,
}

impl Status {
    /// All, in the order of their declaration.
    pub const ALL: [Self; 8] = [
        Self::Reported,
        Self::Blank,
        Self::NaMark,
        Self::Text,
        Self::Decoded,
        Self::NotFound,
        Self::Recognised,
        Self::Unread,
    ];

    /// The word in the `status` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Blank => "blank",
            Self::NaMark => "na_mark",
            Self::Text => "text",
            Self::Decoded => "decoded",
            Self::NotFound => "not_found",
            Self::Recognised => "recognised",
            Self::Unread => "unread",
        }
    }

    /// Whether a figure with it has a value.
    pub fn has_value(self) -> bool {
        matches!(self, Self::Reported | Self::Decoded | Self::Recognised)
    }
}

/// The value of a variable as one filing reports it.
///
/// There is one for each cell that the table's form asks for, also where the table lacks it: a figure that was not read
/// says why in its [`Status`], and is never filled in.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use gouji::{Status, Unit};
///
/// let page = std::fs::read("corpus/14-yiwu-office-2023.html")?;
/// let filing = gouji::read(&page, "14-yiwu-office-2023.html");
/// let figure = |code| filing.figures.iter().find(|figure| figure.variable.map(gouji::code) == Some(code));
///
/// let fees = figure("pro_fee_amount").ok_or("the form asks for it")?;
/// assert_eq!((fees.status, fees.unit), (Status::Reported, Some(Unit::TenThousandYuan)));
/// assert_eq!(fees.value.map(|value| value.to_string()).as_deref(), Some("87.86"));
/// // As printed, and where: the cell's table, row and cell, from one.
/// println!("{:?} × {:?}: {} at {:?}", fees.row_label, fees.column_label, fees.raw, fees.location.place);
/// // A value is there exactly when the status says so.
/// assert!(filing.figures.iter().all(|figure| figure.value.is_some() == figure.status.has_value()));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The variable; `None` for an indicator of a statistics sheet that no known variable matches.
    pub variable: Option<Variable>,
    /// Exact value in `unit`; present exactly when the status says that it has one.
    pub value: Option<Decimal>,
    /// What the cell turned out to be.
    pub status: Status,
    /// Unit of `value` (the variable's own; raw text in another unit was converted).
    pub unit: Option<Unit>,
    /// Text of the cell, untouched but for white space at its ends.
    pub raw: String,
    /// Row label path as printed, parts joined with `/`.
    pub row_label: Arc<str>,
    /// Column label path as printed, parts joined with `/`.
    pub column_label: Arc<str>,
    /// Form edition that this table follows (`2021`, `2019`, `2014`).
    pub form: FormId,
    /// Table of the form.
    pub table: TableKind,
    /// Row and column of the cell in the table as read, from one; zero when not found.
    pub row: u32,
    /// See `row`.
    pub column: u32,
    /// Where the cell stands in the source.
    pub location: SourceLocation,
    /// What a recogniser said of it, if it stands in a picture.
    pub recognition: Option<Box<Recognition>>,
}

/// Form editions, by the reporting year from which they apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FormId(pub u16);

/// The tables that the forms consist of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum TableKind {
    /// 主动公开政府信息情况.
    Proactive,
    /// 收到和处理政府信息公开申请情况.
    Requests,
    /// 政府信息公开行政复议、行政诉讼情况.
    Disputes,
    /// The statistics sheet of the years before 2019.
    Sheet,
}

impl TableKind {
    /// All, in the order in which the forms print them.
    pub const ALL: [Self; 4] = [Self::Proactive, Self::Requests, Self::Disputes, Self::Sheet];

    /// The word in the `table` column and in the form files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Proactive => "proactive",
            Self::Requests => "requests",
            Self::Disputes => "disputes",
            Self::Sheet => "sheet",
        }
    }

    /// The table with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|table| table.word() == word)
    }
}

impl std::fmt::Display for FormId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}
