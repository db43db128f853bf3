//! The parts of an Office Open XML document, from a zip or from one flat file, into one document.

use memchr::memmem;

use super::element::attribute;
use super::embedded;
use super::events::{decode, finder, open};
use super::numbering::Numbering;
use super::stories::{Sheets, Stories};
use super::styles::Styles;
use super::text;
use crate::document::{Block, Document, Role};
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Context;
use crate::reader::Notice;
use crate::reader::zip::Zip;

/// The main part of nearly every package.
const USUAL: &str = "word/document.xml";

/// Where parts come from.
pub(super) trait Parts {
    /// Names of the parts in source order, separated by slashes, without a leading one.
    fn names(&self) -> Vec<String>;
    /// Replaces the content of `into` by the part; whether there is one.
    fn part(&mut self, name: &str, into: &mut Vec<u8>, notices: &mut Vec<Notice>) -> Result<bool, ReadError>;
    /// Declarations around the parts.
    fn outer(&self) -> &[u8] {
        b""
    }
}

/// Reads a package in a zip.
pub(in crate::reader) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        // MS-OFFCRYPTO 1.3.2: a protected package stands in a compound file.
        let found = "EncryptedPackage";
        return Err(ReadError::new(ReadErrorKind::Encrypted, "", "a zip container", found));
    }
    heeding_inks(context, |inks, context| {
        let mut zip = Zip::open(bytes, &context.limits)?;
        context.notices.extend(zip.salvage());
        zip.enter(USUAL);
        read_parts(&mut ZipParts(zip), inks, context)
    })
}

/// Reads a package in one XML file (`pkg:package`).
pub(in crate::reader) fn read_flat(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let bytes = decode(bytes);
    heeding_inks(context, |inks, context| read_parts(&mut FlatParts::list(&bytes), inks, context))
}

/// Reads without regard to what text is drawn with, and with it where that gives `None`, because some text may not be seen:
/// hardly a document has such.
pub(super) fn heeding_inks(
    context: &mut Context,
    mut read: impl FnMut(bool, &mut Context) -> Result<Option<Document>, ReadError>,
) -> Result<Document, ReadError> {
    let (notices, spent) = (context.notices.len(), context.budget().spent());
    if let Some(document) = read(false, context)? {
        return Ok(document);
    }
    context.notices.truncate(notices);
    context.budget().back_to(spent);
    Ok(read(true, context)?.expect("nothing is passed over"))
}

fn read_parts(parts: &mut dyn Parts, inks: bool, context: &mut Context) -> Result<Option<Document>, ReadError> {
    let mut buffer = std::mem::take(&mut context.buffer);
    let document = read_stories(parts, inks, &mut buffer, context);
    context.buffer = buffer;
    document
}

/// `None` where text may be seen or not, and `inks` did not ask.
fn read_stories(
    parts: &mut dyn Parts,
    inks: bool,
    buffer: &mut Vec<u8>,
    context: &mut Context,
) -> Result<Option<Document>, ReadError> {
    let names = parts.names();
    let (main, folder) = main_part(parts, &names, buffer, context)?;
    let outer = parts.outer().to_vec();
    let beside = |name: &str| format!("{folder}{name}");

    parts.part(&main, buffer, &mut context.notices)?;
    let content = decode(buffer);
    // The other parts are small.
    let mut other = Vec::new();
    let mut sheets = Sheets::default();
    // Damage in these parts costs labels and roles only.
    let styled = has(&content, "Style") && ["pStyle", "rStyle", "tblStyle"].iter().any(|name| has(&content, name));
    if styled && parts.part(&beside("styles.xml"), &mut other, &mut context.notices)? {
        sheets.styles = Styles::read(&decode(&other), &outer, inks);
    }
    // The search goes over all of the part, and many packages have no lists.
    let numbering = beside("numbering.xml");
    let lists = names.iter().any(|name| name.eq_ignore_ascii_case(&numbering))
        && (sheets.styles.has_lists() || has(&content, "numPr"));
    if lists && parts.part(&numbering, &mut other, &mut context.notices)? {
        sheets.numbering = Numbering::read(&decode(&other), &outer);
    }
    let mut stories = Stories::new(context.budget(), sheets);
    let Some(mut part) = open(&content, &outer) else {
        return Err(ReadError::damaged(main, "w:document", start_of(&content)));
    };
    let inks = inks || stories.sheets.styles.inked();
    if inks {
        part.heed_inks();
    }
    stories.read(&mut part, Role::Body)?;
    if part.passed_unseen() {
        return Ok(None);
    }
    drop(part);
    drop(content);
    let main_name = main.clone();
    report(&mut stories, main, context);

    for (prefix, role) in
        [("footnotes", Role::Note), ("endnotes", Role::Note), ("header", Role::Margin), ("footer", Role::Margin)]
    {
        let prefix = beside(prefix);
        for name in names.iter().filter(|name| is_numbered_part(name, &prefix)) {
            if !parts.part(name, buffer, &mut context.notices)? {
                continue;
            }
            let from = stories.flow.told().len();
            if let Some(mut part) = open(&decode(buffer), &outer) {
                if inks {
                    part.heed_inks();
                }
                stories.read(&mut part, role)?;
                if part.passed_unseen() {
                    return Ok(None);
                }
            }
            report(&mut stories, name.clone(), context);
            if role == Role::Margin {
                forget_repeated(stories.flow.told(), from);
            }
        }
    }
    let objects = std::mem::take(&mut stories.objects);
    let mut document = stories.flow.finish()?;
    embedded::open(parts, &main_name, &objects, &mut document, context)?;
    #[cfg(feature = "ocr")]
    embedded::look(parts, &main_name, &mut document, context)?;
    if parts.part("docProps/core.xml", buffer, &mut context.notices)? {
        document.metadata.title = title(&decode(buffer));
    }
    Ok(Some(document))
}

fn report(stories: &mut Stories, part: String, context: &mut Context) {
    if let Some((expected, found)) = stories.damage.take() {
        context.notices.push(Notice::part(part, expected, found));
    }
}

/// The main part and its folder: `word/document.xml`, or what the package's relationships name.
fn main_part(
    parts: &mut dyn Parts,
    names: &[String],
    buffer: &mut Vec<u8>,
    context: &mut Context,
) -> Result<(String, String), ReadError> {
    let has = |name: &str| names.iter().find(|known| known.eq_ignore_ascii_case(name)).cloned();
    let mut main = has(USUAL);
    if main.is_none() && parts.part("_rels/.rels", buffer, &mut context.notices)? {
        main = target(buffer, "/officeDocument").and_then(|target| has(target.trim_start_matches('/')));
    }
    let Some(main) = main else {
        return Err(ReadError::damaged("zip", USUAL, "no such part"));
    };
    let folder = main.rfind('/').map_or(String::new(), |slash| main[..=slash].to_owned());
    Ok((main, folder))
}

/// Target of the first relationship of a type (ECMA-376 part 2, 6.5.3.4).
fn target(relationships: &[u8], kind: &str) -> Option<String> {
    relationship(relationships, |tag| attribute(tag, "Type").is_some_and(|own| own.ends_with(kind.as_bytes())))
}

/// Target of the first relationship whose tag is as wanted.
fn relationship(relationships: &[u8], wanted: impl Fn(&[u8]) -> bool) -> Option<String> {
    let content = decode(relationships);
    memmem::find_iter(&content, b"<Relationship ").find_map(|at| {
        let tag = &content[at..];
        let tag = &tag[..memchr::memchr(b'>', tag)?];
        let tag = &tag[b"<Relationship".len()..];
        wanted(tag).then(|| attribute(tag, "Target").map(|target| String::from_utf8_lossy(target).into_owned()))?
    })
}

/// Target of the relationship with this identifier.
pub(super) fn target_of(relationships: &[u8], id: &[u8]) -> Option<String> {
    relationship(relationships, |tag| attribute(tag, "Id") == Some(id))
}

/// `word/header1.xml` for `word/header`.
fn is_numbered_part(name: &str, prefix: &str) -> bool {
    let Some(rest) = name.get(prefix.len()..).filter(|_| name[..prefix.len()].eq_ignore_ascii_case(prefix)) else {
        return false;
    };
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    digits.eq_ignore_ascii_case(".xml")
}

fn has(content: &[u8], word: &str) -> bool {
    finder(word.as_bytes()).find(content).is_some()
}

/// First, even and odd pages often share their header; it is kept once.
fn forget_repeated(blocks: &mut Vec<Block>, from: usize) {
    let text = |block: &Block| match block {
        Block::Paragraph(paragraph) if paragraph.role == Role::Margin => Some(paragraph.text.clone()),
        _ => None,
    };
    let added = blocks.split_off(from);
    for block in added {
        let new = text(&block);
        if new.is_none() || !blocks.iter().rev().map_while(text).any(|known| Some(known) == new) {
            blocks.push(block);
        }
    }
}

/// `dc:title` of the core properties (ECMA-376 part 2, 11.1).
fn title(core: &[u8]) -> Option<String> {
    let start = memmem::find(core, b":title>").map(|at| at + 7)?;
    let end = start + memchr::memchr(b'<', &core[start..])?;
    let mut title = String::new();
    text::append(&core[start..end], &mut title);
    let title = title.trim();
    (!title.is_empty()).then(|| title.to_owned())
}

/// What a part starts with, for the message.
fn start_of(content: &[u8]) -> String {
    let content = content.trim_ascii();
    if content.is_empty() {
        return "nothing".to_owned();
    }
    String::from_utf8_lossy(&content[..content.len().min(40)]).into_owned()
}

struct ZipParts<'a>(Zip<'a>);

impl Parts for ZipParts<'_> {
    fn names(&self) -> Vec<String> {
        let name = |name: &[u8]| String::from_utf8_lossy(name).replace('\\', "/").trim_start_matches('/').to_owned();
        self.0.members().iter().map(|member| name(member.name)).collect()
    }

    fn part(&mut self, name: &str, into: &mut Vec<u8>, notices: &mut Vec<Notice>) -> Result<bool, ReadError> {
        if self.0.count(name) > 1 {
            let found = format!("{} parts", self.0.count(name));
            notices.push(Notice::part(name.to_owned(), "one part", found));
        }
        match self.0.read_part(name, into)? {
            Some(notice) => {
                notices.extend(notice);
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

/// A flat package: the content of every XML part, by name.
struct FlatParts<'a> {
    parts: Vec<(String, &'a [u8])>,
    /// The start tag of the package.
    outer: &'a [u8],
}

impl<'a> FlatParts<'a> {
    /// Finds the parts by their tags; the package's own prefix does not matter.
    fn list(bytes: &'a [u8]) -> Self {
        let mut parts = Vec::new();
        let outer = memmem::find(bytes, b"package").map_or(&b""[..], |at| {
            let tag = &bytes[at..];
            &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())]
        });
        let mut at = 0;
        while let Some(found) = memmem::find(&bytes[at..], b"part ") {
            at += found + 5;
            if !is_tag_start(bytes, at - 5) {
                continue;
            }
            // A tag of a part is short; a longer one is not searched for its end again and again.
            let head = &bytes[at..bytes.len().min(at + 2_000)];
            let Some(end) = memchr::memchr(b'>', head) else { continue };
            let Some(name) = attribute(&head[..end], "name") else { continue };
            let name = String::from_utf8_lossy(name).trim_start_matches('/').to_owned();
            let rest = &bytes[at + end + 1..];
            // From behind `<pkg:xmlData>` to its end tag; binary parts have none.
            let Some(data) = xml_data(rest) else { continue };
            let length = memmem::find(&rest[data..], b"xmlData>").unwrap_or(rest.len() - data);
            let content = &rest[data..data + length];
            let content = &content[..memchr::memrchr(b'>', content).map_or(content.len(), |last| last + 1)];
            at += end + 1 + data + length;
            parts.push((name, content));
        }
        Self { parts, outer }
    }
}

/// Where the content starts when the next tag is `xmlData`.
fn xml_data(rest: &[u8]) -> Option<usize> {
    let open = memchr::memchr(b'<', rest)?;
    let end = open + memchr::memchr(b'>', &rest[open..])?;
    let name = rest[open + 1..end].split(u8::is_ascii_whitespace).next()?;
    name.ends_with(b"xmlData").then_some(end + 1)
}

/// Whether the bytes before `at` are `<` or `<prefix:`.
fn is_tag_start(bytes: &[u8], at: usize) -> bool {
    let head = &bytes[at.saturating_sub(32)..at];
    match head.iter().rposition(|&byte| byte == b'<') {
        Some(open) => {
            let prefix = &head[open + 1..];
            prefix.is_empty() || prefix.ends_with(b":") && prefix.iter().all(|byte| !byte.is_ascii_whitespace())
        }
        None => false,
    }
}

impl Parts for FlatParts<'_> {
    fn names(&self) -> Vec<String> {
        self.parts.iter().map(|(name, _)| name.clone()).collect()
    }

    fn part(&mut self, name: &str, into: &mut Vec<u8>, _: &mut Vec<Notice>) -> Result<bool, ReadError> {
        into.clear();
        match self.parts.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, content)) => {
                into.extend_from_slice(content);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn outer(&self) -> &[u8] {
        self.outer
    }
}
