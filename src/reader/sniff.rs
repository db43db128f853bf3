//! What a file is, by its bytes.

use super::Format;

/// The format of these bytes.
pub fn sniff(bytes: &[u8]) -> Format {
    if bytes.starts_with(b"%PDF") { Format::Pdf } else { Format::Unknown }
}
