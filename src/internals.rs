//! One door for benchmarks, fuzz targets, tests and the programs in `scripts/`: the modules as they are, without a
//! promise. Only with the feature `internals`, so that the compiler still sees dead code in the program's own build.

#![allow(missing_docs, unused_imports)]

pub mod across {
    pub use crate::across::*;
}
pub mod bind {
    pub use crate::bind::*;
}
#[cfg(feature = "run")]
pub mod cache {
    pub use crate::cache::*;
}
pub mod corpus {
    pub use crate::corpus::*;
}
pub mod dataset {
    pub use crate::dataset::*;
}
pub mod decode {
    pub use crate::decode::*;
}
pub mod document {
    pub use crate::document::*;
}
pub mod edit {
    pub use crate::edit::*;
}
pub mod error {
    pub use crate::error::*;
}
pub mod figure {
    pub use crate::figure::*;
}
pub mod filing {
    pub use crate::filing::*;
}
pub mod finding {
    pub use crate::finding::*;
}
pub mod form {
    pub use crate::form::*;
}
pub mod limits {
    pub use crate::limits::*;
}
pub mod locate {
    pub use crate::locate::*;
}
pub mod narrative {
    pub use crate::narrative::*;
}
pub mod number {
    pub use crate::number::*;
}
pub mod script {
    pub use crate::script::*;
}
pub mod organ {
    pub use crate::organ::*;
}
pub mod prose {
    pub use crate::prose::*;
}
pub mod reader {
    pub use crate::reader::*;
}
#[cfg(feature = "run")]
pub mod run {
    pub use crate::run::*;
}
pub mod variable {
    pub use crate::variable::*;
}
pub mod version {
    pub use crate::version::*;
}
pub mod word {
    pub use crate::word::*;
}
pub mod view {
    pub use crate::view::*;
}
