//! Variables: the questions that the forms ask, each with one stable code.
//!
//! The registry is built from the form data files ([`crate::form`]); lower layers pass [`Variable`]
//! handles around and never need the names.

use serde::{Deserialize, Serialize};

/// Handle of a variable: its position in the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Variable(pub u16);

impl Variable {
    /// Position in the codebook, for indexing.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// Units of the forms and of the prose that figures are converted into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Unit {
    /// 件: documents, requests, cases.
    Piece,
    /// 项: items, projects.
    Item,
    /// 条: published items.
    Entry,
    /// 万元: ten thousand yuan.
    TenThousandYuan,
    /// 元: yuan.
    Yuan,
    /// 次: times.
    Time,
    /// 个: things counted singly.
    Single,
    /// 人: persons.
    Person,
    /// 人次: attendances.
    Attendance,
    /// 篇: articles.
    Article,
    /// 期: issues.
    Issue,
    /// 场: sessions.
    Session,
}

impl Unit {
    /// All units.
    pub const ALL: [Self; 12] = [
        Self::Piece,
        Self::Item,
        Self::Entry,
        Self::TenThousandYuan,
        Self::Yuan,
        Self::Time,
        Self::Single,
        Self::Person,
        Self::Attendance,
        Self::Article,
        Self::Issue,
        Self::Session,
    ];

    /// As printed in the forms.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Piece => "件",
            Self::Item => "项",
            Self::Entry => "条",
            Self::TenThousandYuan => "万元",
            Self::Yuan => "元",
            Self::Time => "次",
            Self::Single => "个",
            Self::Person => "人",
            Self::Attendance => "人次",
            Self::Article => "篇",
            Self::Issue => "期",
            Self::Session => "场",
        }
    }

    /// The unit with this symbol.
    pub fn from_symbol(symbol: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.symbol() == symbol)
    }

    /// Whether it is an amount of money (may have decimals), not a count.
    pub fn is_money(self) -> bool {
        matches!(self, Self::TenThousandYuan | Self::Yuan)
    }
}
