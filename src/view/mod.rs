//! One filing for people: the official tables as they were read, what does not reconcile, where the error
//! most likely lies; and the catalogue of rules.
//!
//! A [`Filing`](crate::filing::Filing) comes in, text goes out: for a terminal, as one HTML page, or as JSON. What is shown is
//! decided once (`board`); the renderers only draw it. Nothing is read, judged or corrected here.

mod board;
mod brief;
mod catalogue;
mod columns;
mod compare;
pub mod document;
mod heaps;
mod html;
mod inspect;
mod json;
mod marks;
mod pen;
mod plain;
#[cfg(feature = "formats")]
mod review;
mod shown;
pub mod site;
mod terminal;
pub mod words;

pub use brief::{brief, summary};
pub use catalogue::{explain, rules};
pub use compare::compare;
pub use html::{data, html};
pub use json::json;
pub use plain::plain;
#[cfg(feature = "formats")]
pub use review::{MARK as REVIEW_MARK, review};
pub use shown::{OtherYear, Shown};
pub use terminal::terminal;
pub use words::verdict;

use crate::finding::Language;
use crate::form::forms;
use crate::variable::Variable;

/// How a terminal shows things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// ANSI colours; every mark has a sign as well, so that nothing is lost without them.
    pub color: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Everything, however long: each repair, each sentence whole.
    pub full: bool,
}

impl Default for Style {
    /// No colours, a hundred columns.
    fn default() -> Self {
        Self { color: false, width: 100, full: false }
    }
}

/// The printed label of a variable: `（三）不予公开/1.属于国家秘密 × 自然人`. The chapter that a row of the requests
/// table stands in is left away, it is the same for all.
pub fn label(variable: Variable, language: Language) -> String {
    let info = forms().info(variable);
    match language {
        Language::Zh => match info.label_zh.split_once('|') {
            Some((row, column)) => format!("{} × {column}", row.split_once('/').map_or(row, |(_, rest)| rest)),
            None => info.label_zh.clone(),
        },
        Language::En => info.label_en.replace(" | ", " × "),
    }
}

/// What must not hold and does not, in order.
pub use board::violations;

#[cfg(test)]
mod tests;
