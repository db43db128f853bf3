//! Reader of web pages in one MIME file (RFC 2557): the page is found among its parts, decoded, and
//! handed to the HTML reader.
//!
//! Headers and boundaries are own code. mail-parser 0.11, the library made for them, was tried instead: it gives no part
//! where the header forgets its boundary, takes four times as long for twice as many messages inside each other (280 ms
//! for 80,000), decodes every picture, and turns text into Unicode before the page's own `meta charset` was looked at, so
//! that bodies would have to be cut out and decoded here all the same; it would save 130 lines for 14,000.
//!
//! Pictures are decoded where there is what reads them.

mod header;
pub(super) mod transfer;

use encoding_rs::Encoding;

use self::header::Header;
use super::{Context, charset, html, plain};
use crate::document::Document;
use crate::error::ReadError;
use crate::reader::Notice;

/// Multiparts inside multiparts. Mail has three (mixed, related, alternative), saved pages one.
const DEEPEST: u32 = 8;

pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    // Scripts that hand out a download put blank lines before the headers.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let mut parts = Vec::new();
    collect(bytes, DEEPEST, context.limits.members as usize, &mut parts);
    let is_page = |part: &&Entity<'_>| matches!(part.header.media_type.as_str(), "text/html" | "application/xhtml+xml");
    let mut pages = parts.iter().filter(is_page);
    let Some(page) = pages.next() else {
        return match parts.iter().find(|part| matches!(part.header.media_type.as_str(), "text/plain" | "")) {
            Some(part) => plain::read(&part.decode(context), context),
            None => Err(ReadError::damaged("MIME", "text/html", format!("{} other parts", parts.len()))),
        };
    };
    let bytes = page.decode(context);
    let css = sheets(&parts, context);
    let mut document = page.read(&bytes, &css, context)?;
    // What stands in frames is shown within the page.
    if has_frames(&bytes) {
        for frame in pages {
            let bytes = frame.decode(context);
            match frame.read(&bytes, &css, context) {
                Ok(mut frame) => document.blocks.append(&mut frame.blocks),
                Err(error) => context.notices.push(Notice::Refused(error)),
            }
        }
    }
    #[cfg(feature = "ocr")]
    if context.recogniser.is_there() {
        super::scan::read_flow(&mut document, context, |source, context| {
            let part = parts.iter().find(|part| part.header.is_named(source));
            part.map(|part| part.decode(context).into_owned()).or_else(|| super::scan::inline(source))
        })?;
    }
    if document.metadata.url.is_none() {
        document.metadata.url = page.header.location.clone().filter(|location| location.starts_with("http"));
    }
    Ok(document)
}

/// The style sheets among the parts.
fn sheets(parts: &[Entity<'_>], context: &mut Context) -> Vec<u8> {
    let mut css = Vec::new();
    for part in parts.iter().filter(|part| part.header.media_type == "text/css") {
        css.extend_from_slice(&part.decode(context));
        css.push(b'\n');
    }
    css
}

/// A part that is not divided further.
struct Entity<'a> {
    header: Header,
    body: &'a [u8],
}

impl<'a> Entity<'a> {
    /// The body's bytes.
    fn decode(&self, context: &mut Context) -> std::borrow::Cow<'a, [u8]> {
        let (bytes, wrong) = transfer::decode(self.body, &self.header.transfer);
        if wrong > 0 {
            let (part, expected) = (self.header.media_type.clone(), self.header.transfer.clone());
            context.notices.push(Notice::part(part, expected, format!("{wrong} other characters")));
        }
        bytes
    }

    /// The page in the decoded body.
    fn read(&self, bytes: &[u8], css: &[u8], context: &mut Context) -> Result<Document, ReadError> {
        let label = self.header.charset.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
        html::read_styled(bytes, label.or_else(|| charset::declared(bytes)), css, context)
    }
}

/// The undivided parts in order, down to a depth.
fn collect<'a>(bytes: &'a [u8], depth: u32, most: usize, parts: &mut Vec<Entity<'a>>) {
    let (header, body) = header::split(bytes);
    if !header.media_type.starts_with("multipart/") || depth == 0 {
        parts.push(Entity { header, body });
        return;
    }
    let boundary = match &header.boundary {
        Some(boundary) => boundary.as_bytes(),
        // Undeclared: the first line that looks like one.
        None => {
            let line =
                body.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end).find(|line| line.starts_with(b"--"));
            line.map_or(&b""[..], |line| &line[2..])
        }
    };
    for part in divide(body, boundary) {
        if parts.len() >= most {
            return;
        }
        collect(part, depth - 1, most, parts);
    }
}

/// What stands between the boundary lines; what stands before the first is no part.
fn divide<'a>(body: &'a [u8], boundary: &[u8]) -> impl Iterator<Item = &'a [u8]> {
    let delimiter = [b"--", boundary].concat();
    // Where a boundary line starts, where the next line does, and whether it is the last boundary.
    let line = |at: usize| {
        if at > 0 && body[at - 1] != b'\n' {
            return None;
        }
        let rest = &body[at + delimiter.len()..];
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        // Another boundary may begin like this one.
        let last = match rest[..end].trim_ascii_end() {
            b"" => false,
            b"--" => true,
            _ => return None,
        };
        Some((at, at + delimiter.len() + end, last))
    };
    let lines: Vec<(usize, usize, bool)> = memchr::memmem::find_iter(body, &delimiter).filter_map(line).collect();
    (0..lines.len()).filter_map(move |index| {
        let (_, start, last) = lines[index];
        let end = lines.get(index + 1).map_or(body.len(), |next| next.0);
        if last { None } else { body.get(start..end) }
    })
}

fn has_frames(page: &[u8]) -> bool {
    let is = |at: usize, name: &[u8]| page.get(at..at + name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name));
    memchr::memchr_iter(b'<', page).any(|at| is(at + 1, b"frame") || is(at + 1, b"iframe"))
}

#[cfg(test)]
mod tests;
