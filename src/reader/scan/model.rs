//! The model that recognition needs: which file it is, and what is wrong with one that is not it.

use std::fmt;

use sha2::{Digest, Sha256};

/// Name of the file of the model.
pub const FILE: &str = "PP-OCRv6_rec_small.onnx";
/// Its SHA-256.
pub const HASH: &str = "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884";
/// Its length in bytes.
pub const LENGTH: u64 = 21_234_383;
/// The program that runs it.
pub const ENGINE: &str = "rten 0.24";

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModelError {
    /// The bytes are not those that are known; the hash that they have.
    Unknown(String),
    /// The bytes are no model.
    Damaged(String),
    /// It does not list its characters.
    NoCharacters,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(hash) => write!(f, "not the known model: SHA-256 {hash}, expected {HASH}"),
            Self::Damaged(error) => write!(f, "no model: {error}"),
            Self::NoCharacters => f.write_str("a model without a list of characters"),
        }
    }
}

impl std::error::Error for ModelError {}

/// Holds bytes to the hash of the model.
///
/// # Errors
/// When they are not the model.
pub fn check(bytes: &[u8]) -> Result<(), ModelError> {
    let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    if hash == HASH { Ok(()) } else { Err(ModelError::Unknown(hash)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_bytes_are_refused() {
        let error = check(b"another model").expect_err("they are not the model");
        assert!(error.to_string().contains("expected 6f32"), "{error}");
    }
}
