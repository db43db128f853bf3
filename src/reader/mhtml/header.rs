//! Header fields of a part (RFC 2045, RFC 5322): what it is, in which encoding, where it came from.

/// The fields that decide how a part is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Header {
    /// `text/html`, in lower case; empty when the part does not say.
    pub media_type: String,
    /// Between the parts of a multipart.
    pub boundary: Option<String>,
    pub charset: Option<String>,
    /// `quoted-printable`, `base64` or another, in lower case.
    pub transfer: String,
    /// Address of the part.
    pub location: Option<String>,
    /// Name of the part within the message.
    pub id: Option<String>,
}

/// A header of a hostile part could be as long as the file; what matters stands at the start.
const LONGEST_HEADER: usize = 64 << 10;

/// Splits a part into its header and its body at the first empty line. A part that starts with an
/// empty line has no header.
pub(super) fn split(part: &[u8]) -> (Header, &[u8]) {
    let mut header = Header::default();
    let mut rest = part;
    let mut field = Vec::new();
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        let line = rest[..end].trim_ascii_end();
        rest = &rest[end..];
        if line.is_empty() {
            break;
        }
        // A line that starts with a blank goes on with the field before.
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            header.take(&field);
            field.clear();
        }
        if field.len() < LONGEST_HEADER {
            field.extend_from_slice(line);
        }
    }
    header.take(&field);
    (header, rest)
}

impl Header {
    /// Whether a page means this part by an address: its own, its name (RFC 2392), or the last step of a relative one.
    #[cfg(feature = "ocr")]
    pub fn is_named(&self, address: &str) -> bool {
        let last =
            |address: &str| address.rsplit(['/', '\\']).next().filter(|step| !step.is_empty()).map(str::to_owned);
        match address.strip_prefix("cid:") {
            Some(id) => self.id.as_deref() == Some(id),
            None => self.location.as_deref().is_some_and(|own| {
                own == address || !address.contains(':') && last(own).is_some() && last(own) == last(address)
            }),
        }
    }

    fn take(&mut self, field: &[u8]) {
        let Some(colon) = memchr::memchr(b':', field) else { return };
        let name = field[..colon].trim_ascii().to_ascii_lowercase();
        let value = String::from_utf8_lossy(field[colon + 1..].trim_ascii()).into_owned();
        match name.as_slice() {
            b"content-type" => {
                let mut fields = parameters(&value).into_iter();
                self.media_type = fields.next().map(|(kind, _)| kind).unwrap_or_default();
                for (name, value) in fields {
                    match name.as_str() {
                        "boundary" => self.boundary = Some(value),
                        "charset" => self.charset = Some(value),
                        _ => {}
                    }
                }
            }
            b"content-transfer-encoding" => self.transfer = value.to_ascii_lowercase(),
            b"content-location" => self.location = Some(value),
            b"content-id" => self.id = Some(value.trim_matches(['<', '>']).to_owned()),
            _ => {}
        }
    }
}

/// `text/html; charset="gb2312"` as names and values; a name alone has no value.
fn parameters(value: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = value;
    while !rest.is_empty() && found.len() < 100 {
        let end = rest.find([';', '=']).unwrap_or(rest.len());
        let name = rest[..end].trim().to_ascii_lowercase();
        let mut value = String::new();
        let assigned = rest[end..].starts_with('=');
        rest = rest.get(end + 1..).unwrap_or_default().trim_start();
        if assigned {
            let length = match rest.strip_prefix('"') {
                Some(quoted) => {
                    let length = quoted.find('"').unwrap_or(quoted.len());
                    value.push_str(&quoted[..length]);
                    length + 2
                }
                None => {
                    let length = rest.find(';').unwrap_or(rest.len());
                    value.push_str(rest[..length].trim());
                    length
                }
            };
            rest = rest.get(length..).unwrap_or_default();
            rest = rest.find(';').and_then(|at| rest.get(at + 1..)).unwrap_or_default().trim_start();
        }
        found.push((name, value));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_matter() {
        let part = b"From: <x>\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\
            \tboundary=\"--a;b=\"\r\ncontent-transfer-encoding: Quoted-Printable\n\nbody\n\nmore";
        let expected = Header {
            media_type: "multipart/related".to_owned(),
            boundary: Some("--a;b=".to_owned()),
            transfer: "quoted-printable".to_owned(),
            ..Header::default()
        };
        assert_eq!(split(part), (expected, b"body\n\nmore".as_slice()));
        let part = b"Content-Type: TEXT/HTML; charset=gb2312 ; x\r\nContent-Location: http://example.org/a\r\n\r\n";
        let expected = Header {
            media_type: "text/html".to_owned(),
            charset: Some("gb2312".to_owned()),
            location: Some("http://example.org/a".to_owned()),
            ..Header::default()
        };
        assert_eq!(split(part), (expected, b"".as_slice()));
    }

    #[test]
    fn no_header() {
        assert_eq!(split(b"\r\nbody"), (Header::default(), b"body".as_slice()));
        assert_eq!(split(b""), (Header::default(), b"".as_slice()));
        assert_eq!(split("Content-Type: 文;\"=\"".as_bytes()).0.boundary, None);
        assert_eq!(split(b"Content-Type: a; boundary=\"open").0.boundary.as_deref(), Some("open"));
    }
}
