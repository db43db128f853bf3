//! Web archives (WARC, ISO 28500), which crawlers write: each response that holds a page or a document goes out as a
//! member with its address as the path and the time of the crawl beside it.
//!
//! Requests, metadata, pictures, scripts and what was not found are passed over.

use std::io::{BufRead, BufReader, Read};
use std::ops::ControlFlow;

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::Opening;
use crate::corpus::name;
use crate::error::{ReadError, ReadErrorKind};

/// Bytes of a header, all its lines.
const HEADER: u64 = 64 << 10;

/// Whether bytes begin with a record.
pub(super) fn is_warc(head: &[u8]) -> bool {
    matches!(head, [b'W', b'A', b'R', b'C', b'/', b'0'..=b'9', b'.', ..])
}

pub(super) fn read(stream: &mut dyn Read, within: &str, depth: u32, opening: &mut Opening<'_, '_>) -> ControlFlow<()> {
    let mut stream = BufReader::new(stream);
    let mut any = false;
    let mut content = Vec::new();
    loop {
        let header = match Header::read(&mut stream) {
            Ok(Some(header)) => header,
            Ok(None) => break,
            Err(found) => return opening.fail(within, ReadError::damaged("WARC", "the header of a record", found)),
        };
        let length = header.get("content-length").and_then(|value| value.parse::<u64>().ok());
        let Some(length) = length.filter(|_| header.first.starts_with("WARC/")) else {
            return opening.fail(within, ReadError::damaged("WARC", "a record with its length", header.first));
        };
        let mut record = (&mut stream).take(length);
        if let Some(body) = Body::of(&header, &mut record) {
            any = true;
            if opening.spent() {
                return opening.fail(within, ReadError::limit("inflated_bytes", opening.allowed, opening.allowed + 1));
            }
            let read = body.content(&mut record, &mut content, opening);
            opening.captured = header.get("warc-date").map(str::to_owned);
            opening.member(&body.address, within, depth, read.map(|()| content.as_slice()))?;
            opening.captured = None;
        }
        let _ = std::io::copy(&mut record, &mut std::io::sink());
        if record.limit() > 0 {
            let found = format!("{} bytes less", record.limit());
            return opening.fail(within, ReadError::damaged("WARC", format!("{length} bytes"), found));
        }
    }
    match any {
        true => ControlFlow::Continue(()),
        false => opening.fail(within, ReadError::new(ReadErrorKind::Empty, "WARC", "responses", "0 responses")),
    }
}

/// The first line of a record or of a response, and its fields.
struct Header {
    first: String,
    fields: Vec<(String, String)>,
}

impl Header {
    /// Reads up to the blank line; `None` at the end of the stream.
    fn read(stream: &mut impl BufRead) -> Result<Option<Self>, String> {
        let mut bounded = stream.take(HEADER);
        let (mut first, mut fields): (String, Vec<(String, String)>) = (String::new(), Vec::new());
        let mut line = Vec::new();
        loop {
            line.clear();
            bounded.read_until(b'\n', &mut line).map_err(|error| error.kind().to_string())?;
            let text = String::from_utf8_lossy(line.trim_ascii_end()).into_owned();
            match (line.last(), first.is_empty()) {
                (None, true) => return Ok(None),
                (Some(b'\n'), true) => first = text.trim().to_owned(),
                (Some(b'\n'), false) if text.is_empty() => return Ok(Some(Self { first, fields })),
                (Some(b'\n'), false) if text.starts_with([' ', '\t']) => {
                    if let Some((_, value)) = fields.last_mut() {
                        value.push_str(text.trim());
                    }
                }
                (Some(b'\n'), false) => {
                    if let Some((name, value)) = text.split_once(':') {
                        fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                    }
                }
                _ => return Err("no end".to_owned()),
            }
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What a record holds that may be a filing.
struct Body {
    address: String,
    chunked: bool,
    /// How it was compressed on its way.
    coding: String,
}

impl Body {
    /// Reads the header of a response up to its content; `None` where that is no page or document.
    fn of(header: &Header, record: &mut impl BufRead) -> Option<Self> {
        let kind = header.get("warc-type")?;
        let address = header.get("warc-target-uri")?.trim_matches(['<', '>']);
        let media = header.get("content-type").unwrap_or_default();
        let whole = |media: &str| {
            let address = name::member(address.as_bytes(), true);
            is_document(media, &address).then_some(Self { address, chunked: false, coding: String::new() })
        };
        match kind {
            "resource" | "conversion" => whole(media),
            "response" if media.starts_with("application/http") => {
                let response = Header::read(record).ok()??;
                let status = response.first.split_whitespace().nth(1).unwrap_or_default();
                let body = whole(response.get("content-type").unwrap_or_default()).filter(|_| status == "200")?;
                let has = |field: &str| response.get(field).unwrap_or_default().to_ascii_lowercase();
                Some(Self {
                    chunked: has("transfer-encoding").contains("chunked"),
                    coding: has("content-encoding"),
                    ..body
                })
            }
            "response" => whole(media),
            _ => None,
        }
    }

    fn content(
        &self,
        record: &mut impl BufRead,
        into: &mut Vec<u8>,
        opening: &mut Opening<'_, '_>,
    ) -> Result<(), ReadError> {
        opening.inflate(record, None, into)?;
        if self.chunked
            && let Some(joined) = joined(into)
        {
            *into = joined;
        }
        // Some crawlers undo the coding and leave the field.
        let packed = std::mem::take(into);
        match self.coding.as_str() {
            "gzip" | "x-gzip" if packed.starts_with(&[0x1f, 0x8b]) => {
                opening.inflate(&mut MultiGzDecoder::new(packed.as_slice()), Some(packed.len() as u64), into)
            }
            "deflate" if packed.first().is_some_and(|byte| byte & 0x0f == 8) => {
                opening.inflate(&mut ZlibDecoder::new(packed.as_slice()), Some(packed.len() as u64), into)
            }
            _ => {
                *into = packed;
                Ok(())
            }
        }
    }
}

/// Whether a media type may be that of a filing; an unknown one may.
fn is_document(media: &str, address: &str) -> bool {
    const OTHERS: [&str; 11] = [
        "image/",
        "audio/",
        "video/",
        "font/",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/x-javascript",
        "application/font",
        "application/json",
        "text/dns",
    ];
    let media = media.to_ascii_lowercase();
    !address.is_empty() && !address.ends_with("/robots.txt") && !OTHERS.iter().any(|other| media.starts_with(other))
}

/// Content sent in chunks (RFC 9112, 7.1), joined; `None` where it is none.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(rest.len());
    loop {
        let end = memchr::memchr(b'\n', rest.get(..rest.len().min(64))?)?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        // A chunk that breaks off is kept as far as it goes.
        let Some((chunk, behind)) = rest.split_at_checked(size) else {
            joined.extend_from_slice(rest);
            return Some(joined);
        };
        joined.extend_from_slice(chunk);
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\n")).unwrap_or(behind);
    }
}
