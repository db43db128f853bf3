//! Characters of a text element: raw bytes in, decoded text appended, entities resolved, invisible
//! characters dropped.

use crate::script::invisible;

/// Appends character data with entities; `false` when the bytes are not UTF-8 (they are then read as far
/// as they go).
pub(in crate::reader) fn append(raw: &[u8], into: &mut String) -> bool {
    let mut sound = true;
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest) {
        sound &= append_literal(&rest[..at], into);
        rest = &rest[at + 1..];
        // The longest reference that means anything is `&#x10FFFF;`.
        let reach = rest.len().min(12);
        match memchr::memchr(b';', &rest[..reach]) {
            Some(end) if append_reference(&rest[..end], into) => rest = &rest[end + 1..],
            // No entity is ever expanded but the five of XML; others stay as they are written.
            _ => into.push('&'),
        }
    }
    append_literal(rest, into) && sound
}

/// Appends what stands between `&` and `;`; `false` when it means nothing.
pub(in crate::reader) fn append_reference(name: &[u8], into: &mut String) -> bool {
    let character = match name {
        b"amp" => Some('&'),
        b"lt" => Some('<'),
        b"gt" => Some('>'),
        b"quot" => Some('"'),
        b"apos" => Some('\''),
        [b'#', b'x' | b'X', hex @ ..] => {
            str::from_utf8(hex).ok().and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)
        }
        [b'#', decimal @ ..] => {
            str::from_utf8(decimal).ok().and_then(|decimal| decimal.parse().ok()).and_then(char::from_u32)
        }
        _ => None,
    };
    if let Some(character) = character {
        push(character, into);
    }
    character.is_some()
}

/// Appends bytes as they stand.
pub(in crate::reader) fn append_literal(raw: &[u8], into: &mut String) -> bool {
    if let Ok(text) = str::from_utf8(raw) {
        append_valid(text, into);
        return true;
    }
    let mut sound = true;
    for chunk in raw.utf8_chunks() {
        append_valid(chunk.valid(), into);
        if !chunk.invalid().is_empty() {
            into.push('\u{fffd}');
            sound = false;
        }
    }
    sound
}

/// Appends text of which most is ideographs; what needs no change is copied as a whole.
fn append_valid(text: &str, into: &mut String) {
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return into.push_str(text);
    }
    let mut start = 0;
    for (at, character) in text.char_indices() {
        if matches!(character, ' '..='~' | '\u{4e00}'..='\u{9fff}') {
            continue;
        }
        into.push_str(&text[start..at]);
        push(character, into);
        start = at + character.len_utf8();
    }
    into.push_str(&text[start..]);
}

/// Line ends inside a text element are white space (they are written as `br` when they are meant).
fn push(character: char, into: &mut String) {
    match character {
        '\n' | '\r' => into.push(' '),
        nothing if invisible(nothing) => {}
        control if control < ' ' && control != '\t' => {}
        other => into.push(other),
    }
}
