//! The run: inputs and options come in, a published dataset goes out, whole or not at all.
//!
//! Walk, look every file up in the cache ([`desk`]), read the others, commit in batches, write the tables into a
//! stage ([`assemble`]), switch ([`publish`]): [`mod@extract`] does it in this order. One run at a time for each output
//! folder ([`lock`]). This is the only part that knows threads, the clock and the disk.

pub mod allocator;
pub mod assemble;
mod beside;
pub mod error;
pub mod lock;
pub mod publish;
pub mod report;
pub mod reviewed;
pub mod roster;
pub mod table;
pub mod verify;
pub mod worker;

mod check;
mod chunks;
mod confine;
mod desk;
mod extract;
mod former;
mod handed;
mod here;
mod ledger;
mod load;
mod machine;
pub mod models;
#[cfg(any(debug_assertions, feature = "monsters"))]
mod monster;
mod options;
mod outcome;
mod pipe;
mod pool;
mod removals;
mod spilled;
mod unchanged;
mod watch;

pub use self::check::{Checked, check, see};
pub use self::confine::Confinement;
pub use self::extract::extract;
pub use self::handed::{Handed, Taken, handed};
pub use self::ledger::Found;
pub use self::options::{Launch, Options};
pub use self::outcome::{Counts, Report};
pub use self::pool::Seen;
pub use self::watch::{Unwatched, Watch};

/// Name of the folder in the output that holds lock, cache and stage.
pub const STATE: &str = ".gouji";

/// Stack of a thread that reads; readers bound their depth far below it.
pub(crate) const STACK: usize = 64 << 20;
