//! What a result depends on beside its input: the versions of program, forms and rules.
//!
//! The fingerprints are made when the program is built (`build.rs`), from its whole source tree.

/// Version of the program.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");
/// Fingerprint of everything the program was built from.
pub const BUILD: &str = env!("GOUJI_BUILD");
/// Fingerprint of the forms and measures.
pub const FORMS: &str = env!("GOUJI_FORMS");
/// Fingerprint of the rules and the catalogue of findings.
pub const RULES: &str = env!("GOUJI_RULES");
