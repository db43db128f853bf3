//! Bytes in front of a file: a byte order mark, blank lines or the warnings of a script that a site's download put
//! there. Bytes of a file in, the file itself out.

use memchr::memmem;

/// How far into a file its signature is looked for.
const HEAD: usize = 4 << 10;
/// Signatures that no text holds, of formats whose readers count from the first byte. A zip is read from its end.
const SIGNATURES: [&[u8]; 5] =
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"{\\rtf1"];

/// The file without what stands in front of its signature; all of it where there is none.
pub fn without_front(bytes: &[u8]) -> &[u8] {
    let head = &bytes[..bytes.len().min(HEAD)];
    if SIGNATURES.iter().any(|signature| head.starts_with(signature)) {
        return bytes;
    }
    let found = SIGNATURES.iter().filter_map(|signature| memmem::find(head, signature)).min();
    match found {
        Some(at) if is_front(&head[..at]) => &bytes[at..],
        _ => bytes,
    }
}

/// Whether a zip stands behind what is text.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    memmem::find(head, b"PK\x03\x04").is_some_and(|at| is_front(&head[..at]))
}

/// What a site may put in front: text, which has no control characters but those of lines. A rich text that is quoted
/// stands inside a line.
fn is_front(front: &[u8]) -> bool {
    let text = front.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace());
    let mut rest = front.trim_ascii();
    while let Some(behind) = rest.strip_prefix(b"\xef\xbb\xbf") {
        rest = behind.trim_ascii();
    }
    text && (rest.is_empty() || front.ends_with(b"\n") || front.ends_with(b">"))
}
