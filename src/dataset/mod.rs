//! The dataset: filings come in, rows of the tables of `datapackage.json` go out.
//!
//! Pure: what is a row, in which columns, in which order, which filing stands for an organ and year, what
//! changed. The disk, threads and the switch to a new dataset are left to [`crate::run`].
//! [`schema`] lists the tables; [`render`] turns one filing into its rows; [`panel`] chooses the canonical
//! filings; [`tally`] counts how rules come out; [`changes`] compares with the last dataset; [`package`] describes it all.

pub mod changes;
pub mod package;
pub mod panel;
pub mod render;
pub mod schema;
pub mod summary;
pub mod tally;

mod codebook;
mod lines;

pub use codebook::codebook;
pub use summary::{Row, Summary, assign_ids, order};
