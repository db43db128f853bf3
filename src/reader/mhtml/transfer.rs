//! Transfer encodings of RFC 2045: quoted-printable (6.7) and base64 (6.8), back to bytes.

use std::borrow::Cow;

/// The bytes of a body, and how many of its characters its encoding does not know.
pub(super) fn decode<'a>(body: &'a [u8], encoding: &str) -> (Cow<'a, [u8]>, usize) {
    match encoding {
        "quoted-printable" => quoted_printable(body),
        "base64" => base64(body),
        // 7bit, 8bit, binary: as it stands.
        _ => (Cow::Borrowed(body), 0),
    }
}

fn quoted_printable(mut body: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let mut decoded = Vec::with_capacity(body.len());
    let mut wrong = 0;
    while let Some(at) = memchr::memchr(b'=', body) {
        decoded.extend_from_slice(&body[..at]);
        body = &body[at + 1..];
        let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
        if let (Some(high), Some(low)) = (digit(body.first()), digit(body.get(1))) {
            decoded.push((high << 4 | low) as u8);
            body = &body[2..];
            continue;
        }
        // At the end of a line (blanks may have been added on the way) it joins two lines.
        let blanks = body.iter().take(80).take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match body.get(blanks) {
            Some(b'\n') => body = &body[blanks + 1..],
            None => body = &[],
            Some(_) => {
                decoded.push(b'=');
                wrong += 1;
            }
        }
    }
    decoded.extend_from_slice(body);
    (Cow::Owned(decoded), wrong)
}

fn base64(body: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let mut decoded = Vec::with_capacity(body.len() / 4 * 3 + 3);
    let (mut bits, mut count, mut wrong) = (0u32, 0u32, 0);
    for &byte in body {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            // Padding ends a run; some writers go on after it.
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => {
                wrong += usize::from(!byte.is_ascii_whitespace());
                continue;
            }
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push((bits >> count) as u8);
        }
    }
    (Cow::Owned(decoded), wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(body: &str, encoding: &str) -> (Vec<u8>, usize) {
        let (bytes, wrong) = decode(body.as_bytes(), encoding);
        (bytes.into_owned(), wrong)
    }

    #[test]
    fn quoted_printable_text() {
        assert_eq!(decoded("a=3Db=\r\nc= \t\nd=D6=d0", "quoted-printable"), (b"a=bcd\xD6\xD0".to_vec(), 0));
        assert_eq!(decoded("a=zb=", "quoted-printable"), (b"a=zb".to_vec(), 1));
        assert_eq!(decoded("=4", "quoted-printable"), (b"=4".to_vec(), 1));
    }

    #[test]
    fn base64_text() {
        assert_eq!(decoded("1tDO\r\nxA==", "base64"), (b"\xD6\xD0\xCE\xC4".to_vec(), 0));
        assert_eq!(decoded("YQ==YmM=", "base64"), (b"abc".to_vec(), 0));
        assert_eq!(decoded("Y!W?I", "base64"), (b"ab".to_vec(), 2));
        assert_eq!(decoded("", "base64"), (b"".to_vec(), 0));
    }

    #[test]
    fn text_as_it_stands() {
        assert_eq!(decoded("a=3D", "8bit"), (b"a=3D".to_vec(), 0));
    }
}
