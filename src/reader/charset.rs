//! Bytes of text in, characters out: byte order mark, declared label, and where these are missing or
//! contradict the bytes, detection. What was odd goes out as notices (READ-ENCODING, READ-PART,
//! READ-MOJIBAKE). Text that is UTF-8 already is borrowed, not copied.
//!
//! The order is that of browsers (Encoding Standard section 6, HTML standard 13.2.3.2) with two
//! exceptions made for archives of saved pages: valid UTF-8 beats a label that says otherwise, and
//! bytes that are not what their label says are not forced into it.

mod label;
mod mojibake;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::reader::Notice;

pub(super) use label::declared;

/// Characters, and the encoding they were decoded from.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded<'a> {
    /// The text without its byte order mark.
    pub text: Cow<'a, str>,
    /// Name in the Encoding Standard's spelling.
    pub encoding: &'static str,
}

/// How many bytes the detector looks at: enough for any page's first sentences, and bounded.
const DETECTION_BYTES: usize = 1 << 18;

/// Decodes text whose declared encoding (from a transport header or [`declared`]) may be missing or wrong.
pub(super) fn decode<'a>(bytes: &'a [u8], label: Option<&'static Encoding>, notices: &mut Vec<Notice>) -> Decoded<'a> {
    let (Chosen { encoding, text }, start) = match Encoding::for_bom(bytes) {
        // Servers glue a header with a byte order mark to a page in another encoding.
        Some((encoding, length)) if encoding == UTF_8 => (choose(&bytes[length..], Some(UTF_8)), length),
        Some((encoding, length)) => (Chosen { encoding, text: None }, length),
        None => (utf_16(bytes).map_or_else(|| choose(bytes, label), |encoding| Chosen { encoding, text: None }), 0),
    };
    let body = &bytes[start..];
    let declared = if start > 0 { Encoding::for_bom(bytes).map(|(encoding, _)| encoding) } else { label };
    if let Some(declared) = declared
        && !same(declared, encoding)
        && !body.is_ascii()
    {
        notices.push(Notice::Encoding { declared: declared.name(), found: encoding.name() });
    }
    let text = text.unwrap_or_else(|| match encoding {
        encoding if encoding == UTF_8 => String::from_utf8_lossy(body),
        encoding => encoding.decode_without_bom_handling(body).0,
    });
    if matches!(text, Cow::Owned(_)) {
        let replaced = text.matches('\u{fffd}').count();
        if replaced > 0 {
            notices.push(Notice::part("text", encoding.name(), format!("{replaced} U+FFFD")));
        }
    }
    let text = match mojibake::undo(&text) {
        Some(mojibake::Undone { text, read_as }) => {
            notices.push(Notice::Mojibake { read_as });
            Cow::Owned(text)
        }
        None => text,
    };
    Decoded { text, encoding: encoding.name() }
}

/// GBK is a part of gb18030, and its decoder the same (Encoding Standard 10.1.1).
fn same(a: &'static Encoding, b: &'static Encoding) -> bool {
    let fold = |encoding: &'static Encoding| if encoding == GBK { GB18030 } else { encoding };
    fold(a) == fold(b)
}

/// An encoding, and the text where choosing it took decoding all of it without damage.
struct Chosen<'a> {
    encoding: &'static Encoding,
    text: Option<Cow<'a, str>>,
}

/// The encoding of bytes without a byte order mark.
fn choose<'a>(bytes: &'a [u8], label: Option<&'static Encoding>) -> Chosen<'a> {
    let whole = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    if let Some(Cow::Borrowed(text)) = whole(UTF_8) {
        // Plain ASCII reads the same in whatever was declared.
        let encoding = match label {
            Some(label) if label.is_ascii_compatible() && bytes.is_ascii() => label,
            _ => UTF_8,
        };
        return Chosen { encoding, text: (encoding == UTF_8).then_some(Cow::Borrowed(text)) };
    }
    // A label for one-byte text fits any bytes, so that it proves nothing; a multi-byte one does.
    if let Some(label) = label
        && label != UTF_8
        && !label.is_single_byte()
        && label.is_ascii_compatible()
        && let Some(text) = whole(label)
    {
        return Chosen { encoding: label, text: Some(text) };
    }
    // Text in GBK is no Big5 after its first few words. Asked in this order, the detector, which takes ten times as long
    // as decoding does, hardly ever runs.
    if let Some(text) = whole(BIG5)
        && is_guessed_big5(bytes)
    {
        return Chosen { encoding: BIG5, text: Some(text) };
    }
    let gbk = if label == Some(GB18030) { GB18030 } else { GBK };
    if let Some(text) = whole(gbk)
        && !text.contains('\u{fffd}')
    {
        return Chosen { encoding: gbk, text: Some(text) };
    }
    // Neither is clean: a truncated or damaged file. Fewer replacements win, UTF-8 on a tie.
    let broken_utf8 = String::from_utf8_lossy(bytes).matches('\u{fffd}').count();
    let broken_gbk = GB18030.decode_without_bom_handling(bytes).0.matches('\u{fffd}').count();
    Chosen { encoding: if broken_gbk < broken_utf8 { gbk } else { UTF_8 }, text: None }
}

/// Whether bytes that can be read as Big5 are better read so than as GBK.
fn is_guessed_big5(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(DETECTION_BYTES)];
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(head, head.len() == bytes.len());
    detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny) == BIG5 || reads_as_private_use(head)
}

/// Big5 read as GBK is full of private-use characters, which real texts in GBK hardly have.
fn reads_as_private_use(bytes: &[u8]) -> bool {
    let text = GBK.decode_without_bom_handling(bytes).0;
    let all = text.chars().filter(|character| !character.is_ascii()).count();
    text.chars().filter(|character| matches!(character, '\u{e000}'..='\u{f8ff}')).count() * 20 > all
}

/// UTF-16 without its mark. Chinese text in UTF-16 is ideographs and their punctuation with zero bytes
/// only beside ASCII; text in any other encoding has no zero bytes at all.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    memchr::memchr(0, head)?;
    let units = head.len() / 2;
    let fits = |order: fn([u8; 2]) -> u16| {
        let (mut ascii, mut plausible) = (0, 0);
        for pair in head.chunks_exact(2) {
            let unit = order([pair[0], pair[1]]);
            match unit {
                0 => return false,
                1..=0x7f => ascii += 1,
                0xa0..=0xff | 0x2010..=0x2030 | 0x2460..=0x24ff | 0x3000..=0x3020 | 0x4e00..=0x9fff => plausible += 1,
                0xfeff..=0xffef => plausible += 1,
                _ => {}
            }
        }
        ascii > 0 && (ascii + plausible) * 10 >= units * 9
    };
    if fits(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else if fits(u16::from_be_bytes) {
        Some(UTF_16BE)
    } else {
        None
    }
}
