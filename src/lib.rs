//! `gouji` (勾稽): annual reports on open government information as a research dataset.
//!
//! Bytes of one published report come in; a [`filing::Filing`] goes out: every cell of the official
//! tables with its place in the source, the quantities of the prose, the identity of the filer, the
//! outcome of every edit rule, and findings. The core is pure (no disk, clock, thread or
//! environment); only [`run`] and the modules above it touch the outside. ARCHITECTURE.md names the
//! layers, and a test holds them.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

// Layer 0: what everything speaks in.
pub mod document;
pub mod error;
pub mod limits;
pub mod numeral;
pub mod variable;
pub mod version;
// Layer 1: what was read, and what is to be said about it.
pub mod figure;
pub mod finding;
// Layer 2: independent parts.
pub mod edit;
pub mod narrative;
pub mod number;
pub mod organ;
pub mod reader;
// Layer 3: the official forms, as data.
pub mod form;
// Layer 4: where readers and forms meet.
pub mod bind;
pub mod decode;
pub mod locate;
// Layer 5: the prose against the forms' measures and figures.
pub mod prose;
// Layer 6: bytes in, filing out.
pub mod filing;
// Layer 7: inputs, and filings against each other.
pub mod across;
pub mod corpus;
// Layer 8: outputs.
pub mod cache;
pub mod dataset;
pub mod view;
// Layer 9: the run.
pub mod run;
// Layer 10: the command line.
pub mod cli;
