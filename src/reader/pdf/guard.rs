//! What the interpreter would take for granted, looked at before it runs: an opened file comes in; out goes an
//! error where its streams, functions or colour spaces would cost memory, stack or time without bound.
//!
//! `hayro` inflates a stream whole, parses PostScript functions (ISO 32000-2, 7.10.5) and follows stitched functions
//! and colour spaces by recursion, and unfolds a mesh shading (8.7.4.5.5 to 8) before anything is drawn. All of them
//! are streams or indirect arrays, so that walking the objects of the file once finds them. Not bounded here are the
//! operators of one content stream (the recorder counts what they draw) and pictures, which are decoded only where
//! their mask matters.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::{Filter, Pdf};

use crate::error::ReadError;

/// Bytes of the content streams of all pages. A page of text and tables has some ten thousand.
const MOST_CONTENT: u64 = 128 << 20;
/// Bytes of one stream that is drawn or read whole.
const MOST_STREAM: u64 = 64 << 20;
/// Bytes of a mesh; its triangles are unfolded one by one.
const MOST_MESH: u64 = 2 << 20;
/// Bytes of a PostScript function, and braces in braces.
const MOST_FUNCTION: (u64, usize) = (64 << 10, 32);
/// Functions in functions, colour spaces in colour spaces.
const DEEPEST: u32 = 12;
/// Functions and colour spaces reached from one.
const MOST_NODES: u32 = 2_000;

/// Refuses what the interpreter could not bear.
pub(super) fn check(pdf: &Pdf) -> Result<(), ReadError> {
    for object in pdf.objects() {
        let mut nodes = 0;
        if !is_shallow(&object, 0, &mut nodes) {
            return Err(ReadError::limit("nesting", u64::from(DEEPEST), u64::from(nodes)));
        }
        if let Object::Stream(stream) = &object {
            check_stream(stream)?;
        }
    }
    let mut content = 0;
    for page in pdf.pages().iter() {
        let entries = page.raw();
        if let Some(stream) = entries.get::<Stream<'_>>("Contents") {
            content += size(&stream, MOST_CONTENT);
        } else if let Some(streams) = entries.get::<Array<'_>>("Contents") {
            for stream in streams.iter::<Stream<'_>>() {
                content += size(&stream, MOST_CONTENT) + 1;
                if content > MOST_CONTENT {
                    break;
                }
            }
        }
        if content > MOST_CONTENT {
            return Err(ReadError::limit("inflated_bytes", MOST_CONTENT, content));
        }
    }
    Ok(())
}

fn check_stream(stream: &Stream<'_>) -> Result<(), ReadError> {
    let entries = stream.dict();
    let inflating = stream.filters().iter().filter(|filter| expands(filter)).count();
    if inflating > 1 && size(stream, MOST_STREAM) > MOST_STREAM {
        return Err(ReadError::limit("inflated_bytes", MOST_STREAM, MOST_STREAM + 1));
    }
    let kind = |key: &str| entries.get::<u8>(key);
    if matches!(kind("ShadingType"), Some(4..=7)) {
        let found = size(stream, MOST_MESH);
        if found > MOST_MESH {
            return Err(ReadError::limit("inflated_bytes", MOST_MESH, found));
        }
    }
    if kind("FunctionType") == Some(4) {
        let (most, deepest) = MOST_FUNCTION;
        let text = decoded(stream, most).ok_or_else(|| ReadError::limit("inflated_bytes", most, most + 1))?;
        let mut depth = 0_usize;
        for byte in text.iter() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > deepest {
                return Err(ReadError::limit("nesting", deepest as u64, depth as u64));
            }
        }
    }
    let is_form = entries.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "Form");
    let is_pattern = entries.contains_key("PatternType");
    if (is_form || is_pattern) && size(stream, MOST_STREAM) > MOST_STREAM {
        return Err(ReadError::limit("inflated_bytes", MOST_STREAM, MOST_STREAM + 1));
    }
    Ok(())
}

fn expands(filter: &Filter) -> bool {
    matches!(filter, Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode)
}

/// Bytes that a stream decodes to, counted up to a little beyond `most`.
fn size(stream: &Stream<'_>, most: u64) -> u64 {
    let raw = stream.raw_data().len() as u64;
    let inflating: Vec<Filter> = stream.filters().iter().copied().filter(expands).collect();
    match (stream.filters().as_slice(), inflating.len()) {
        (_, 0) => raw,
        ([Filter::FlateDecode], _) => inflated(&stream.raw_data(), most),
        // What ReportLab writes.
        ([Filter::Ascii85Decode, Filter::FlateDecode], _) => inflated(&base85(&stream.raw_data(), most), most),
        // Not worth counting, nobody writes large streams like this. Deflate yields at most 1032 bytes for one, LZW
        // 1365, run lengths 64.
        _ => inflating.iter().fold(raw, |bound, _| bound.saturating_mul(1_400)),
    }
}

/// Bytes that these inflate to, counted up to a little beyond `most`.
fn inflated(bytes: &[u8], most: u64) -> u64 {
    let mut counted = 0;
    let mut reader = ZlibDecoder::new(bytes).take(most + 1);
    let mut buffer = [0; 16 << 10];
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        counted += read as u64;
    }
    counted
}

/// The bytes that digits of base 85 stand for (7.4.3), a little more than `most` of them at the most.
fn base85(digits: &[u8], most: u64) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::with_capacity(digits.len() / 5 * 4);
    let (mut group, mut count) = (0_u32, 0);
    for &digit in digits {
        match digit {
            _ if bytes.len() as u64 > most => break,
            b'z' if count == 0 => bytes.extend([0; 4]),
            b'!'..=b'u' => {
                (group, count) = (group.wrapping_mul(85).wrapping_add(u32::from(digit - b'!')), count + 1);
                if count == 5 {
                    bytes.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            b'~' => break,
            _ => {}
        }
    }
    if count > 1 {
        let group = (count..5).fold(group, |group, _| group.wrapping_mul(85).wrapping_add(84));
        bytes.extend(&group.to_be_bytes()[..count - 1]);
    }
    bytes
}

/// The decoded bytes of a stream, unless there are more than `most`.
fn decoded<'a>(stream: &Stream<'a>, most: u64) -> Option<Cow<'a, [u8]>> {
    if size(stream, most) > most {
        return None;
    }
    let bytes = stream.decoded_data().unwrap_or_default();
    (bytes.len() as u64 <= most).then_some(bytes)
}

/// Whether the functions and colour spaces below an object end within a few steps.
fn is_shallow(object: &Object<'_>, depth: u32, nodes: &mut u32) -> bool {
    *nodes += 1;
    if depth > DEEPEST || *nodes > MOST_NODES {
        return false;
    }
    let below = |entries: &Dict<'_>, key: &str, nodes: &mut u32| {
        entries.get::<Object<'_>>(key).is_none_or(|object| is_shallow(&object, depth + 1, nodes))
    };
    match object {
        Object::Array(array) => {
            let is_space = depth > 0 || array.iter::<Object<'_>>().next().is_some_and(|first| is_space(&first));
            // A list of stitched functions, or a colour space with the one that it is based on.
            !is_space
                || array
                    .iter::<Object<'_>>()
                    .filter(|item| matches!(item, Object::Array(_) | Object::Dict(_) | Object::Stream(_)))
                    .all(|item| is_shallow(&item, depth + 1, nodes))
        }
        Object::Dict(entries) => below(entries, "Functions", nodes),
        Object::Stream(stream) => below(stream.dict(), "Alternate", nodes),
        _ => true,
    }
}

fn is_space(first: &Object<'_>) -> bool {
    let names = ["Separation", "DeviceN", "Indexed", "I", "Pattern", "ICCBased"];
    matches!(first, Object::Name(name) if names.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::base85;

    #[test]
    fn digits_of_base_85() {
        assert_eq!(base85(b"z87cURD]i\n,\"Ebo7~>9", 99), b"\0\0\0\0Hello World");
        assert_eq!(base85(b"zzzz", 3).len(), 4);
        assert_eq!(base85(b"87cT~>", 99), b"Hel");
    }
}
