//! The inputs: files and folders become a sorted list of files (`walk`, only with the feature `run`: it looks at the
//! disk); archives are opened member by member ([`archive`]); [`name`] says how a path is shown, `open` opens what is
//! untrusted.

pub mod archive;
pub mod files;
mod hash;
pub mod name;
#[cfg(feature = "run")]
pub mod open;
mod shelf;
#[cfg(feature = "run")]
mod walk;

pub use hash::ContentHash;
#[cfg(feature = "run")]
pub use walk::{Entry, Scope, tidy, walk};
