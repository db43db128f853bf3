//! One interface over two ways of reading a part: the fast scan, and `quick-xml` for parts that the scan
//! cannot vouch for (a prefix bound twice, a document type).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use memchr::arch::all::packedpair::HeuristicFrequencyRank;
use memchr::memmem::{self, Finder, FinderBuilder};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, QName, ResolveResult};
use quick_xml::reader::NsReader;

use super::element::{Element, attribute};
use super::scan::Scanner;
use super::text;
use super::token::{Events, Tag, Token, name_length};

/// Namespaces of Word's elements: transitional, strict, and Word 2003 XML.
const NAMESPACES: [&[u8]; 3] = [
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.microsoft.com/office/word/2003/wordml",
];

/// A part as a sequence of tokens.
pub(in crate::reader) enum PartEvents<'a> {
    /// The fast scan.
    Scanned(Scanner<'a>),
    /// The full parser.
    Parsed(Box<Parsed<'a>>),
    /// Another format.
    Other(Box<dyn Events + 'a>),
}

impl PartEvents<'_> {
    /// The next token.
    pub fn next(&mut self) -> Token<'_> {
        match self {
            Self::Scanned(scanner) => scanner.next(),
            Self::Parsed(parsed) => parsed.next(),
            Self::Other(events) => events.next(),
        }
    }

    /// What text is drawn with matters; full parsers tell it in any case.
    pub fn heed_inks(&mut self) {
        if let Self::Scanned(scanner) = self {
            scanner.heed_inks();
        }
    }

    /// Whether text may be white or of no size, and nobody heard of it.
    pub fn passed_unseen(&self) -> bool {
        matches!(self, Self::Scanned(scanner) if scanner.passed_unseen())
    }

    /// Appends the character data that follows, up to the next tag.
    pub fn text(&mut self, into: &mut String) {
        match self {
            Self::Scanned(scanner) => scanner.text(into),
            Self::Parsed(parsed) => parsed.text(into),
            Self::Other(events) => events.text(into),
        }
    }

    /// Whether all text so far could be decoded.
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Scanned(scanner) => scanner.is_sound(),
            Self::Parsed(parsed) => parsed.is_sound(),
            Self::Other(events) => events.is_sound(),
        }
    }
}

/// The text of a part as UTF-8: as it is in nearly every case.
pub(in crate::reader) fn decode(bytes: &[u8]) -> Cow<'_, [u8]> {
    let encoding = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => return Cow::Borrowed(rest),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Encoding::for_bom(bytes).map(|(encoding, _)| encoding),
        [b'<', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'<', ..] => Some(encoding_rs::UTF_16BE),
        _ => declared(bytes),
    };
    match encoding {
        Some(encoding) if encoding != UTF_8 => Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes()),
        _ => Cow::Borrowed(bytes),
    }
}

/// The encoding in the XML declaration.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = memmem::find(head, b"?>")?;
    let label = attribute(&head[..end], "encoding")?;
    // A declaration that can be read byte by byte is not UTF-16, whatever it says.
    Encoding::for_label(label).filter(|encoding| encoding.is_ascii_compatible())
}

/// Reads a decoded part. `outer` is a start tag around it that may declare namespaces (flat OPC), or empty.
/// `None` when its root is not in a Word namespace.
pub(super) fn open<'a>(bytes: &'a [u8], outer: &'a [u8]) -> Option<PartEvents<'a>> {
    let (start, root) = root_tag(bytes)?;
    let prefix = memchr::memchr(b':', &root[..name_length(root)]).map_or(&root[..0], |colon| &root[..=colon]);
    let mut bound = declarations(root).chain(declarations(outer)).filter(|(_, uri)| NAMESPACES.contains(uri));
    let is_root = |bound: &[u8]| bound == prefix.strip_suffix(b":").unwrap_or(prefix);
    let (first, _) = bound.next()?;
    if !is_root(first) || bound.any(|(other, _)| !is_root(other)) || has_doctype(&bytes[..start]) {
        return Some(PartEvents::Parsed(Box::new(Parsed::new(bytes))));
    }
    // `w:` is declared as `xmlns:w=`; the default namespace as `xmlns=`.
    let mut needle = b"xmlns".to_vec();
    if let Some(name) = prefix.strip_suffix(b":") {
        needle.push(b':');
        needle.extend_from_slice(name);
    }
    needle.push(b'=');
    let again = finder(&needle).find(&bytes[start + root.len()..]).is_some();
    Some(if again {
        PartEvents::Parsed(Box::new(Parsed::new(bytes)))
    } else {
        PartEvents::Scanned(Scanner::new(bytes, prefix))
    })
}

/// Looks for what may stand in Word's XML anywhere.
pub(super) fn finder(needle: &[u8]) -> Finder<'_> {
    FinderBuilder::new().build_forward_with_ranker(RareInWord, needle)
}

/// Which bytes of declarations and names are rare in Word's XML: by English text, for which `memmem` is made, it would look for
/// `:`, `=` and `P`, which every attribute or property has, and stop at each.
struct RareInWord;

impl HeuristicFrequencyRank for RareInWord {
    fn rank(&self, byte: u8) -> u8 {
        if matches!(byte, b'x' | b'm' | b'u' | b'S' | b'y') { 0 } else { u8::MAX }
    }
}

fn has_doctype(prolog: &[u8]) -> bool {
    memmem::find(prolog, b"<!DOCTYPE").is_some()
}

/// The root's start tag without its brackets, and where it starts.
fn root_tag(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'<', bytes.get(at..)?)?;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            at += memmem::find(rest, b"-->")? + 3;
        } else if rest.starts_with(b"<?") || rest.starts_with(b"<!") {
            at += memchr::memchr(b'>', rest)? + 1;
        } else {
            let end = memchr::memchr(b'>', rest)?;
            return Some((at + 1, &rest[1..end]));
        }
    }
}

/// Declarations in a start tag: prefix (empty for the default namespace) and address.
fn declarations(tag: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        loop {
            let at = memmem::find(rest, b"xmlns")?;
            let after = &rest[at + 5..];
            let equals = memchr::memchr(b'=', after)?;
            let name = after[..equals].trim_ascii();
            let value = after[equals + 1..].trim_ascii_start();
            let (&quote, value) = value.split_first()?;
            let end = memchr::memchr(quote, value)?;
            rest = &value[end + 1..];
            match name.strip_prefix(b":") {
                Some(prefix) => return Some((prefix, &value[..end])),
                None if name.is_empty() => return Some((b"".as_slice(), &value[..end])),
                None => {}
            }
        }
    })
}

/// A part read by `quick-xml`, its namespaces resolved element by element.
pub(in crate::reader) struct Parsed<'a> {
    reader: NsReader<&'a [u8]>,
    /// The start tag that was handed out last.
    tag: BytesStart<'a>,
    /// An event that ended a text and is still to be handed out.
    ahead: Option<Event<'a>>,
    depth: u32,
    sound: bool,
}

/// The parser counts levels in sixteen bits; no document comes near this.
const MAX_DEPTH: u32 = 10_000;

impl<'a> Parsed<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let mut reader = NsReader::from_reader(bytes);
        reader.config_mut().check_end_names = false;
        Self { reader, tag: BytesStart::new(""), ahead: None, depth: 0, sound: true }
    }

    fn event(&mut self) -> Option<Event<'a>> {
        if let Some(event) = self.ahead.take() {
            return Some(event);
        }
        if self.depth > MAX_DEPTH {
            return None;
        }
        let event = self.reader.read_event().ok()?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Some(event)
    }

    fn element(&self, name: QName<'_>) -> Element {
        let (bound, local) = self.reader.resolver().resolve_element(name);
        match bound {
            ResolveResult::Bound(Namespace(uri)) if NAMESPACES.contains(&uri) => match Element::word(local.as_ref()) {
                Element::Other => Element::ink(local.as_ref()),
                word => word,
            },
            _ => Element::foreign(name.prefix().map_or(b"", |prefix| prefix.into_inner()), local.into_inner()),
        }
    }

    fn next(&mut self) -> Token<'_> {
        loop {
            let (tag, empty) = match self.event() {
                Some(Event::Start(tag)) => (tag, false),
                Some(Event::Empty(tag)) => (tag, true),
                Some(Event::End(tag)) => match self.element(tag.name()) {
                    Element::Other => continue,
                    element => return Token::Close(element),
                },
                Some(Event::Eof) | None => return Token::End,
                Some(_) => continue,
            };
            let element = self.element(tag.name());
            if element == Element::Other {
                continue;
            }
            self.tag = tag;
            return Token::Open(Tag { element, attributes: self.tag.attributes_raw(), empty });
        }
    }

    fn is_sound(&self) -> bool {
        self.sound
    }

    fn text(&mut self, into: &mut String) {
        loop {
            match self.event() {
                Some(Event::Text(data)) => self.sound &= text::append(&data, into),
                Some(Event::CData(data)) => self.sound &= text::append_literal(&data, into),
                Some(Event::GeneralRef(name)) => {
                    if !text::append_reference(&name, into) {
                        into.push('&');
                        self.sound &= text::append_literal(&name, into);
                        into.push(';');
                    }
                }
                Some(Event::Comment(_) | Event::PI(_)) => {}
                other => {
                    self.ahead = other;
                    return;
                }
            }
        }
    }
}
