//! Reader of OFD (GB/T 33190-2016): bytes come in; the characters, lines and pictures of every page go to
//! [`super::lattice`], which gives the document.
//!
//! A zip container with XML parts: `OFD.xml` names the documents, `Document.xml` ([`package`]) the pages
//! and templates, each with a content part ([`content`]). Producers differ in namespaces and in how they
//! write paths; only local names count here, and a path is tried as relative and as absolute. [`resources`] are drawing
//! parameters, composite units and pictures; [`object`] draws. Of annotations, text typed onto a page, stamps and
//! watermarks are read, links and marks are not; signatures, custom tags and attachments are no part of the text.

mod content;
mod numbers;
mod object;
mod package;
mod path;
mod resources;
#[cfg(feature = "ocr")]
mod scan;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use self::resources::Resources;
use super::Context;
use super::lattice::{Layout, Page};
use super::zip::Zip;
use crate::document::{Document, Metadata};
use crate::error::{ReadError, ReadErrorKind};
use crate::reader::Notice;

/// Millimetres to points.
const POINTS: f64 = 72.0 / 25.4;

/// Reads an OFD file.
///
/// # Errors
/// When the container is damaged, no document is in it, or a limit is passed.
pub(super) fn read(bytes: &[u8], context: &mut Context) -> Result<Document, ReadError> {
    let mut parts = Parts { zip: Zip::open(bytes, &context.limits)?, buffer: std::mem::take(&mut context.buffer) };
    context.notices.extend(parts.zip.salvage());
    let outcome = read_parts(&mut parts, context);
    context.buffer = parts.buffer;
    outcome
}

/// Decoded parts of the container.
struct Parts<'a> {
    zip: Zip<'a>,
    buffer: Vec<u8>,
}

impl Parts<'_> {
    /// Text of the first of these names that there is.
    fn text(&mut self, names: &[String], notices: &mut Vec<Notice>) -> Result<Option<String>, ReadError> {
        let Some(name) = names.iter().find(|name| self.zip.contains(name)) else { return Ok(None) };
        match self.zip.read_part(name, &mut self.buffer) {
            Ok(Some(notice)) => notices.extend(notice),
            Ok(None) => return Ok(None),
            Err(error) if error.kind == ReadErrorKind::Damaged => {
                notices.push(damage(&error.part, &error.expected, &error.found));
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        Ok(Some(decode(&self.buffer)))
    }
}

/// XML as text: UTF-8, else as the byte order mark says, else GB 18030.
fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        // A damaged tail must not turn a whole part into GB 18030.
        Err(error) if error.valid_up_to() * 2 > bytes.len() => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn damage(part: &str, expected: &str, found: &str) -> Notice {
    Notice::part(part.to_owned(), expected.to_owned(), found.to_owned())
}

fn read_parts(parts: &mut Parts<'_>, context: &mut Context) -> Result<Document, ReadError> {
    let root = parts.text(&["OFD.xml".to_owned()], &mut context.notices)?;
    let root = root.map(|text| package::root(&text)).unwrap_or_default();
    if root.encrypted {
        // GM/T 0099: the parts are there, their bytes are not what they seem.
        return Err(ReadError::new(ReadErrorKind::Encrypted, "OFD.xml", "no Encryptions", "Encryptions"));
    }
    let documents = if root.documents.is_empty() { documents_by_name(&parts.zip) } else { root.documents };
    let mut layout = Layout::new(context.budget());
    let mut number = 0;
    let mut opened = false;
    let mut recognised = false;
    #[cfg(feature = "ocr")]
    let mut reading = super::scan::Allowance::new(&context.limits);
    for location in documents {
        let Some((base, text)) = locate(parts, "", &location, &mut context.notices)? else { continue };
        opened = true;
        let description = package::document(&text);
        let mut resources = Resources::default();
        for location in &description.resources {
            if let Some((_, text)) = locate(parts, &base, location, &mut context.notices)? {
                resources.learn(&text);
            }
        }
        let opaque = opaque_pictures(parts, &base, &resources)?;
        let annotations = annotations(parts, &base, &description, &mut context.notices)?;
        let mut templates: BTreeMap<String, Option<Rc<String>>> = BTreeMap::new();
        for (id, page) in &description.pages {
            number += 1;
            context.budget().pages(1)?;
            let Some((_, text)) = locate(parts, &base, page, &mut context.notices)? else { continue };
            // What lies under the content, the content, what lies over it, the annotations.
            let mut layers: Vec<(Rc<String>, &str)> = vec![(Rc::new(text), page)];
            for (id, over) in content::templates(&layers[0].0) {
                if !templates.contains_key(&id) {
                    let location = description.templates.iter().find(|template| template.0 == id);
                    let text = match location {
                        Some((_, location)) => locate(parts, &base, location, &mut context.notices)?,
                        None => None,
                    };
                    templates.insert(id.clone(), text.map(|(_, text)| Rc::new(text)));
                }
                if let Some(Some(text)) = templates.get(&id) {
                    let at = if over { layers.len() } else { 0 };
                    layers.insert(at, (Rc::clone(text), "template"));
                }
            }
            for known in annotations.iter().filter(|known| known.page == *id) {
                if let Some((_, text)) = locate(parts, &known.folder, &known.location, &mut context.notices)? {
                    layers.push((Rc::new(text), "annotation"));
                }
            }
            let content = layers.iter().find(|layer| layer.1 == page).map_or("", |layer| layer.0.as_str());
            let area = content::area(content).or(description.area).unwrap_or(package::A4);
            let mut sheet = content::PageDrawing::new(number, area, context.limits, &resources, &opaque);
            for (text, part) in &layers {
                sheet.draw(text, part, &mut context.notices);
            }
            #[cfg(feature = "ocr")]
            let shown = std::mem::take(&mut sheet.shown);
            #[cfg_attr(not(feature = "ocr"), allow(unused_mut))]
            let mut page: Page = sheet.finish();
            #[cfg(feature = "ocr")]
            scan::read(&mut page, (&base, &shown), parts, context, &mut reading)?;
            recognised |= page.recognised;
            layout.page(page)?;
        }
    }
    if !opened {
        return Err(ReadError::damaged("OFD.xml", "DocRoot of a document", "none"));
    }
    #[cfg(feature = "ocr")]
    context.notices.append(&mut reading.notices);
    context.notices.extend(layout.notices());
    let metadata = Metadata { title: root.title, ..Metadata::default() };
    let (blocks, omissions) = layout.finish();
    Ok(Document { blocks, omissions, metadata, pages: Some(number), recognised, ..Document::default() })
}

/// Where the annotations of a page stand.
struct Annotations {
    /// Identifier of the page.
    page: String,
    /// Folder that the location is given in.
    folder: String,
    location: String,
}

/// The annotations of a document.
fn annotations(
    parts: &mut Parts<'_>,
    base: &str,
    description: &package::Description,
    notices: &mut Vec<Notice>,
) -> Result<Vec<Annotations>, ReadError> {
    let Some(location) = &description.annotations else { return Ok(Vec::new()) };
    // Writers name the list though no page has an annotation.
    let mut told = Vec::new();
    let Some((folder, text)) = locate(parts, base, location, &mut told)? else { return Ok(Vec::new()) };
    notices.append(&mut told);
    let known = package::annotations(&text).into_iter();
    Ok(known.map(|(page, location)| Annotations { page, folder: folder.clone(), location }).collect())
}

/// Locations of the pictures that let nothing through, by their kind: JPEG, bitmaps and bilevel pictures have no
/// transparency, PNG says so in its header (ISO/IEC 15948, 11.2.2).
fn opaque_pictures(parts: &mut Parts<'_>, base: &str, resources: &Resources) -> Result<BTreeSet<String>, ReadError> {
    let mut opaque = BTreeSet::new();
    for location in resources.pictures() {
        let name = resolve(base, location);
        let lower = name.to_ascii_lowercase();
        let is = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
        let plain = if is(&[".png"]) {
            let found = match parts.zip.read_part(&name, &mut parts.buffer) {
                Ok(found) => found.is_some(),
                Err(error) if error.kind == ReadErrorKind::Damaged => false,
                Err(error) => return Err(error),
            };
            let head = parts.buffer.get(..parts.buffer.len().min(4_096)).unwrap_or_default();
            let color = head.get(25).copied();
            found && matches!(color, Some(0 | 2 | 3)) && !head.windows(4).any(|name| name == b"tRNS")
        } else {
            is(&[".jpg", ".jpeg", ".bmp", ".jb2", ".jbig2", ".tif", ".tiff"]) && parts.zip.contains(&name)
        };
        if plain {
            opaque.insert(location.to_owned());
        }
    }
    Ok(opaque)
}

/// Documents of a container whose `OFD.xml` is missing or damaged.
fn documents_by_name(zip: &Zip<'_>) -> Vec<String> {
    let names = zip.members().iter().map(|member| String::from_utf8_lossy(member.name).replace('\\', "/"));
    names.filter(|name| name.ends_with("Document.xml")).take(16).collect()
}

/// The part at a location given in a part of the folder `base`, with its own folder. A missing part is
/// told of.
fn locate(
    parts: &mut Parts<'_>,
    base: &str,
    location: &str,
    notices: &mut Vec<Notice>,
) -> Result<Option<(String, String)>, ReadError> {
    let location = location.trim().replace('\\', "/");
    let absolute = resolve("", &location);
    let relative = resolve(base, &location);
    let names = if location.starts_with('/') { [absolute, relative] } else { [relative, absolute] };
    match parts.text(&names, notices)? {
        Some(text) => {
            let name = names.iter().find(|name| parts.zip.contains(name)).map_or("", |name| name.as_str());
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            Ok(Some((folder, text)))
        }
        None => {
            if !names.iter().any(|name| parts.zip.contains(name)) {
                notices.push(damage(&location, "a part of the container", "none"));
            }
            Ok(None)
        }
    }
}

/// A path within the container; `.` and `..` are resolved and cannot leave it.
fn resolve(base: &str, location: &str) -> String {
    let mut steps: Vec<&str> = base.split('/').filter(|step| !step.is_empty()).collect();
    for step in location.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
