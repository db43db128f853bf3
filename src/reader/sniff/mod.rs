//! What a file is: its bytes in, a [`Format`] out. The name is never asked; that it says something else is
//! a notice ([`extension_mismatch`]), not a failure.
//!
//! Signatures first, then containers by their parts, then markup by its root, then text by whether it
//! decodes. Only heads and directories are looked at, whatever the size of the file.

mod compound;
mod extension;
mod front;
mod markup;
mod package;
mod plain;
#[cfg(test)]
mod tests;

pub use extension::extension_mismatch;
pub use front::without_front;

use super::Format;

/// The format of these bytes.
pub fn sniff(bytes: &[u8]) -> Format {
    if bytes.is_empty() {
        return Format::Unknown;
    }
    // What stands at the very start counts before what is found behind a few stray bytes.
    if let Some(format) = by_signature(bytes).or_else(|| by_signature(without_front(bytes))) {
        return format;
    }
    if front::is_zip(bytes) {
        return package::sniff(bytes);
    }
    if is_tar(bytes) {
        return Format::Tar;
    }
    if is_pdf(bytes) {
        return Format::Pdf;
    }
    if let Some(format) = markup::sniff(bytes) {
        return format;
    }
    if plain::is_text(bytes) { Format::Text } else { Format::Unknown }
}

fn by_signature(bytes: &[u8]) -> Option<Format> {
    Some(match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, b'P', b'K', 3, 4, ..] => {
            package::sniff(bytes)
        }
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => compound::sniff(bytes),
        _ if bytes.starts_with(b"{\\rtf") => Format::Rtf,
        [0x1f, 0x8b, 8, ..] => Format::Gzip,
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Format::SevenZip,
        [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Format::Rar,
        [b'W', b'A', b'R', b'C', b'/', b'0'..=b'9', b'.', ..] => Format::Warc,
        _ if is_picture(bytes) => Format::Picture,
        _ => return None,
    })
}

/// PNG, JPEG, GIF, TIFF, WebP, JPEG 2000, BMP, EMF, WMF.
fn is_picture(bytes: &[u8]) -> bool {
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..]
        | [0xff, 0xd8, 0xff, ..]
        | [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..]
        | [b'I', b'I', b'*', 0, ..]
        | [b'M', b'M', 0, b'*', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..]
        | [0, 0, 0, 0x0c, b'j', b'P', b' ', b' ', ..]
        | [0xd7, 0xcd, 0xc6, 0x9a, ..] => true,
        // BITMAPFILEHEADER: two reserved words are zero.
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => true,
        [1, 0, 0, 0, ..] => bytes.get(40..44) == Some(b" EMF"),
        _ => false,
    }
}

/// Readers accept the header within the first 1024 bytes (ISO 32000-1, annex H, note 13).
fn is_pdf(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1_024 + 8)];
    memchr::memmem::find(head, b"%PDF-").is_some_and(|at| head.get(at + 5).is_some_and(u8::is_ascii_digit))
}

/// POSIX tar by its magic, older tar by the checksum of its header.
fn is_tar(bytes: &[u8]) -> bool {
    let Some(header) = bytes.first_chunk::<512>() else { return false };
    if &header[257..262] == b"ustar" {
        return true;
    }
    let field = header[148..156].trim_ascii_start();
    let digits = field.iter().take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    if header[0] == 0 || digits == 0 || !field[digits..].iter().all(|byte| matches!(byte, 0 | b' ')) {
        return false;
    }
    let stated = field[..digits].iter().fold(0_u32, |sum, &byte| sum * 8 + u32::from(byte - b'0'));
    let blanks = 8 * u32::from(b' ');
    let rest = header[..148].iter().chain(&header[156..]);
    stated == blanks + rest.map(|&byte| u32::from(byte)).sum::<u32>()
}
