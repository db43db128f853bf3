//! The dataset: filings come in, typed rows of the tables of `datapackage.json` go out.
//!
//! Pure: what is a row, in which columns, in which order, which filing stands for an organ and year, what
//! changed. The disk, threads and the switch to a new dataset are left to the run.
//!
//! [`schema`] lists the tables; [`Edition`] orders filings, gives them their identifiers and organs, chooses the canonical
//! ones ([`panel`]) and relates them ([`crate::across`]); [`rows`] turns one filing into its rows ([`value`]); [`tally`]
//! counts how rules come out; [`coverage`] says who is missing; [`changes`] compares with the last dataset; [`package`]
//! describes it all. A folder run, a call from another language and a job on a cluster take the same steps:
//! bytes, filing, profile, edition, rows.

pub mod changes;
pub mod codebook;
pub mod coverage;
pub mod digest;
pub mod edition;
mod family;
mod identifier;
pub mod indicators;
pub mod lines;
pub mod organs;
pub mod package;
pub mod panel;
pub mod rows;
pub mod schema;
mod shared;
pub mod summary;
pub mod tally;
pub mod value;

pub use edition::{Edition, Given, across, build};
pub use family::Families;
pub use identifier::FilingId;
pub use shared::{Names, SharedName};
pub use summary::{Row, Summary, assign_ids, order};
