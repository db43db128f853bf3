//! What a file is known by.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::reader::beside::Beside;

/// SHA-256 of the content of a file or of an archive's member; shown as hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentHash(pub [u8; 32]);

impl ContentHash {
    /// The hash of bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of a page of this content together with the pictures beside it; without any it is the page's own.
    pub fn with(self, beside: &Beside) -> Self {
        if beside.is_empty() {
            return self;
        }
        let mut hasher = Sha256::new();
        hasher.update(self.0);
        for (address, bytes) in beside.pictures() {
            hasher.update((address.len() as u64).to_le_bytes());
            hasher.update(address);
            hasher.update(Sha256::digest(bytes));
        }
        Self(hasher.finalize().into())
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
