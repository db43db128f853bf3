//! The encoding that a page declares about itself: the HTML standard's prescan of a byte stream
//! (13.2.3.2), bytes in, label out. It looks at `<meta charset>`, `<meta http-equiv>` and the XML
//! declaration; whether the label is true is left to the decoder.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

/// The standard asks for 1024 bytes; saved pages put scripts and comments in front of their head.
const PRESCAN_BYTES: usize = 8192;

/// The declared encoding of a page, if it declares one.
pub(in crate::reader) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let bytes = &bytes[..bytes.len().min(PRESCAN_BYTES)];
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'<', &bytes[at..]) {
        at += offset;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            // The end may overlap the start: `<!-->` is a whole comment.
            at += 2 + memchr::memmem::find(&rest[2..], b"-->").map_or(rest.len(), |end| end + 3);
        } else if starts_with_word(rest, b"<meta") {
            let mut attributes = Attributes { rest: &rest[5..] };
            let found = meta(&mut attributes);
            if found.is_some() {
                return found;
            }
            at = bytes.len() - attributes.rest.len();
        } else if starts_with_word(rest, b"<?xml") {
            let mut attributes = Attributes { rest: &rest[5..] };
            while let Some((name, value)) = attributes.next() {
                if name.eq_ignore_ascii_case(b"encoding") {
                    return for_label(value);
                }
            }
            at += 1;
        } else {
            at += 1;
        }
        if at >= bytes.len() {
            return None;
        }
    }
    None
}

fn starts_with_word(bytes: &[u8], word: &[u8]) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        && bytes.get(word.len()).is_some_and(|&byte| byte.is_ascii_whitespace() || byte == b'/')
}

fn meta(attributes: &mut Attributes) -> Option<&'static Encoding> {
    let (mut pragma, mut content, mut charset) = (false, None, None);
    while let Some((name, value)) = attributes.next() {
        if name.eq_ignore_ascii_case(b"http-equiv") {
            pragma |= value.eq_ignore_ascii_case(b"content-type");
        } else if name.eq_ignore_ascii_case(b"content") {
            content = content.or_else(|| from_content(value));
        } else if name.eq_ignore_ascii_case(b"charset") {
            charset = charset.or(Some(value));
        }
    }
    match charset {
        Some(label) => for_label(label),
        None if pragma => for_label(content?),
        None => None,
    }
}

/// "Extracting a character encoding from a meta element" (HTML standard 2.6.5).
fn from_content(value: &[u8]) -> Option<&[u8]> {
    let at = value.windows(7).position(|window| window.eq_ignore_ascii_case(b"charset"))?;
    let rest = value[at + 7..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    match rest.first()? {
        quote @ (b'"' | b'\'') => rest[1..].split(|byte| byte == quote).next(),
        _ => rest.split(|&byte| byte.is_ascii_whitespace() || byte == b';').next(),
    }
}

/// A page that could be scanned for a label is not in UTF-16, whatever the label says.
fn for_label(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).map(|encoding| match encoding {
        encoding if encoding == UTF_16LE || encoding == UTF_16BE => UTF_8,
        encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
        encoding => encoding,
    })
}

/// "Get an attribute": name and value, until the tag's end.
struct Attributes<'a> {
    rest: &'a [u8],
}

impl<'a> Attributes<'a> {
    fn next(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        let skip = self.rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b'/').count();
        self.rest = &self.rest[skip..];
        if matches!(self.rest.first(), None | Some(b'>' | b'?')) {
            return None;
        }
        let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/' | b'?');
        let length = self.rest.iter().skip(1).position(ends_name).map_or(self.rest.len(), |length| length + 1);
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        let Some(value) = rest.trim_ascii_start().strip_prefix(b"=") else { return Some((name, b"")) };
        let value = value.trim_ascii_start();
        if let Some(quote @ (b'"' | b'\'')) = value.first() {
            let length = memchr::memchr(*quote, &value[1..]).unwrap_or(value.len() - 1);
            self.rest = value.get(length + 2..).unwrap_or_default();
            return Some((name, &value[1..=length]));
        }
        let length = value.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>').unwrap_or(value.len());
        self.rest = &value[length..];
        Some((name, &value[..length]))
    }
}
