//! Markup by its root: HTML in any shape, Word's two XML formats, web archives in MIME.

use std::borrow::Cow;

use memchr::{memchr, memmem};

use crate::reader::Format;

/// How far into a file markup is looked for.
const HEAD: usize = 64 << 10;

pub(super) fn sniff(bytes: &[u8]) -> Option<Format> {
    let head = ascii_head(bytes);
    let start = skip_blank(&head);
    if is_mime(start) {
        return Some(Format::Mhtml);
    }
    match root(start) {
        Root::Html => Some(Format::Html),
        Root::Element { name, tag } => match local(name) {
            b"wordDocument" => Some(Format::WordMl),
            b"Workbook" if contains(tag, b"urn:schemas-microsoft-com:office:spreadsheet") => {
                Some(Format::SpreadsheetMl)
            }
            b"package" if contains(tag, b"schemas.microsoft.com/office/2006/xmlPackage") => Some(Format::FlatOpc),
            b"document" if contains(tag, b"opendocument:xmlns:office:1.0") => {
                let kind = |name: &[u8], format| contains(tag, name).then_some(format);
                kind(b"opendocument.text", Format::Odt).or_else(|| kind(b"opendocument.spreadsheet", Format::Ods))
            }
            b"svg" => Some(Format::Picture),
            name if is_html_name(name) => (!is_markdown(start)).then_some(Format::Html),
            _ => (is_fragment(start) && !is_markdown(start)).then_some(Format::Html),
        },
        // JSON may hold markup in its strings; it is not a page.
        Root::None if matches!(start.first(), Some(b'{' | b'[')) => None,
        Root::None => (is_fragment(start) && !is_markdown(start)).then_some(Format::Html),
    }
}

/// The head of the file with one byte per character: UTF-16 loses its zero bytes, what is not ASCII in it
/// becomes a question mark.
fn ascii_head(bytes: &[u8]) -> Cow<'_, [u8]> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let narrow = |low: usize, from: usize| {
        let pairs = head[from.min(head.len())..].chunks_exact(2);
        Cow::Owned(pairs.map(|pair| if pair[1 - low] == 0 { pair[low] } else { b'?' }).collect())
    };
    match head {
        [0xff, 0xfe, ..] => narrow(0, 2),
        [0xfe, 0xff, ..] => narrow(1, 2),
        [b'<', 0, _, 0, ..] => narrow(0, 0),
        [0, b'<', 0, _, ..] => narrow(1, 0),
        _ => Cow::Borrowed(head),
    }
}

fn skip_blank(mut text: &[u8]) -> &[u8] {
    loop {
        let rest = text.trim_ascii_start();
        let rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
        if rest.len() == text.len() {
            return rest;
        }
        text = rest;
    }
}

enum Root<'a> {
    /// Declared by its document type.
    Html,
    /// The first element: its name, and its start tag as far as the head reaches.
    Element { name: &'a [u8], tag: &'a [u8] },
    /// The text does not start with markup.
    None,
}

/// What stands behind declarations, comments and processing instructions.
fn root(mut text: &[u8]) -> Root<'_> {
    loop {
        text = skip_blank(text);
        let end = if text.starts_with(b"<!--") {
            // An unclosed or very long comment: nothing but pages has such.
            match memmem::find(text, b"-->") {
                Some(end) => end + 3,
                None => return Root::Html,
            }
        } else if text.starts_with(b"<!") || text.starts_with(b"<?") {
            let word = text[2..].trim_ascii_start();
            if word.len() >= 7 && word[..7].eq_ignore_ascii_case(b"doctype") {
                let name = word[7..].trim_ascii_start();
                if name.len() >= 4 && name[..4].eq_ignore_ascii_case(b"html") {
                    return Root::Html;
                }
            }
            match memchr(b'>', text) {
                Some(end) => end + 1,
                None => return Root::None,
            }
        } else if text.first() == Some(&b'<') {
            let rest = &text[1..];
            let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b":_-.".contains(byte)).count();
            if name == 0 {
                return Root::None;
            }
            let tag = &rest[..memchr(b'>', rest).unwrap_or(rest.len())];
            return Root::Element { name: &rest[..name], tag };
        } else {
            return Root::None;
        };
        text = &text[end..];
    }
}

fn local(name: &[u8]) -> &[u8] {
    memchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    memmem::find(text, word).is_some()
}

/// Elements that a saved page or a piece of one starts with.
fn is_html_name(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 37] = [
        b"html",
        b"head",
        b"body",
        b"title",
        b"meta",
        b"link",
        b"base",
        b"style",
        b"script",
        b"noscript",
        b"table",
        b"thead",
        b"tbody",
        b"tr",
        b"td",
        b"th",
        b"div",
        b"p",
        b"span",
        b"font",
        b"center",
        b"br",
        b"hr",
        b"h1",
        b"h2",
        b"h3",
        b"h4",
        b"h5",
        b"h6",
        b"ul",
        b"ol",
        b"li",
        b"a",
        b"img",
        b"b",
        b"strong",
        b"section",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// Markdown carries tags of HTML, also in front and in the cells of its tables; what makes it Markdown is the line below
/// the first row of a table (GitHub Flavored Markdown, 4.10). A page that shows such a table has a body or tables of its own.
fn is_markdown(text: &[u8]) -> bool {
    let rule = |line: &[u8]| {
        let line = line.trim_ascii();
        line.first() == Some(&b'|')
            && memmem::find(line, b"---").or_else(|| memmem::find(line, b"--:")).is_some()
            && line.iter().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
    };
    text.split(|byte| *byte == b'\n').any(rule) && !has(text, &[b"html", b"body", b"table", b"tr", b"td"], 1)
}

/// Text first, markup later: a piece cut out of a page. One structural element will do, or two paragraphs
/// (Markdown has a stray `<br>` or `<sub>`, no more).
fn is_fragment(text: &[u8]) -> bool {
    has(text, &[b"html", b"body", b"table", b"tbody", b"tr", b"td", b"div"], 1) || has(text, &[b"p"], 2)
}

/// Whether tags of these elements are there so often.
fn has(text: &[u8], names: &[&[u8]], often: usize) -> bool {
    let mut count = 0;
    for at in memchr::memchr_iter(b'<', text) {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix(b"/").unwrap_or(rest);
        let name = &rest[..rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()];
        if !matches!(rest.get(name.len()), Some(b'>' | b' ' | b'\t' | b'\r' | b'\n' | b'/')) {
            continue;
        }
        count += usize::from(names.iter().any(|known| name.eq_ignore_ascii_case(known)));
        if count == often {
            return true;
        }
    }
    false
}

/// MIME headers (RFC 2045, RFC 2557): nothing but header fields from the first line on, and among them
/// the version or a multipart type.
fn is_mime(text: &[u8]) -> bool {
    let mut mime = false;
    for (number, line) in text.split(|&byte| byte == b'\n').take(64).enumerate() {
        let line = line.trim_ascii_end();
        if line.is_empty() {
            break;
        }
        if number > 0 && matches!(line[0], b' ' | b'\t') {
            continue;
        }
        let Some(colon) = memchr(b':', line) else { return false };
        let (name, value) = (&line[..colon], &line[colon + 1..]);
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            return false;
        }
        let value = value.trim_ascii_start();
        mime |= name.eq_ignore_ascii_case(b"mime-version")
            || name.eq_ignore_ascii_case(b"content-type")
                && value.len() >= 10
                && value[..10].eq_ignore_ascii_case(b"multipart/");
    }
    mime
}
