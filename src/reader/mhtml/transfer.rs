//! Transfer encodings of RFC 2045: quoted-printable (6.7) and base64 (6.8), back to bytes.
//!
//! Quoted-printable is own code: the crate of that name drops all bytes above 0x7E, which are the page's text where a
//! writer lets GBK through as it stands, and does not say how many characters were wrong.

use std::borrow::Cow;

use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine, alphabet};

/// The bytes of a body, and how many of its characters its encoding does not know.
pub(in crate::reader) fn decode<'a>(body: &'a [u8], encoding: &str) -> (Cow<'a, [u8]>, usize) {
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

/// Groups of four characters without padding, bits behind the last byte or not.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

fn base64(body: &[u8]) -> (Cow<'_, [u8]>, usize) {
    let mut decoded = Vec::with_capacity(body.len() / 4 * 3 + 3);
    let mut run = Vec::with_capacity(body.len());
    let mut wrong = 0;
    // Padding ends a run; some writers go on after it.
    for padded in body.split(|&byte| byte == b'=') {
        let mut rest = padded;
        while let Some(at) = memchr::memchr2(b'\r', b'\n', rest) {
            run.extend_from_slice(&rest[..at]);
            rest = &rest[at + 1..];
        }
        run.extend_from_slice(rest);
        wrong += one_run(&mut run, &mut decoded);
        run.clear();
    }
    (Cow::Owned(decoded), wrong)
}

/// Decodes characters without padding and line ends; what is none of the alphabet is taken out first and counted, but for
/// blanks. Most runs have none, which the decoder finds out by itself.
fn one_run(run: &mut Vec<u8>, decoded: &mut Vec<u8>) -> usize {
    let before = decoded.len();
    if run.len() % 4 != 1 && BASE64.decode_vec(&*run, decoded).is_ok() {
        return 0;
    }
    decoded.truncate(before);
    let mut wrong = 0;
    run.retain(|byte| {
        let known = byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        wrong += usize::from(!known && !byte.is_ascii_whitespace());
        known
    });
    // A character alone is six bits, and no byte.
    run.truncate(run.len() - usize::from(run.len() % 4 == 1));
    BASE64.decode_vec(&*run, decoded).expect("characters of the alphabet alone, and no group of one");
    wrong
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
        // Bytes that the encoding should have hidden.
        assert_eq!(decode(b"=C8=AB\xC8\xAB", "quoted-printable"), (b"\xC8\xAB\xC8\xAB".as_slice().into(), 0));
    }

    #[test]
    fn base64_text() {
        assert_eq!(decoded("1tDO\r\nxA==", "base64"), (b"\xD6\xD0\xCE\xC4".to_vec(), 0));
        assert_eq!(decoded("YQ==YmM=", "base64"), (b"abc".to_vec(), 0));
        assert_eq!(decoded("Y!W?I", "base64"), (b"ab".to_vec(), 2));
        assert_eq!(decoded("YWJj!", "base64"), (b"abc".to_vec(), 1));
        assert_eq!(decoded("YQ==Y m\tM*=", "base64"), (b"abc".to_vec(), 1));
        assert_eq!(decoded("YWJjZ", "base64"), (b"abc".to_vec(), 0));
        assert_eq!(decoded("", "base64"), (b"".to_vec(), 0));
    }

    #[test]
    fn text_as_it_stands() {
        assert_eq!(decoded("a=3D", "8bit"), (b"a=3D".to_vec(), 0));
    }
}
