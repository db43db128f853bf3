//! `OFD.xml` and `Document.xml` (GB/T 33190, 7.4 and 7.5): where the documents, their pages and templates
//! stand, how large a page is, and the title.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::numbers::array;
use crate::reader::docx;

/// A page without any area.
pub(super) const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];
/// Entries kept of either list.
const MOST: usize = 100_000;

/// What `OFD.xml` says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Root {
    /// Locations of the documents.
    pub documents: Vec<String>,
    /// Title of the first document that has one.
    pub title: Option<String>,
    /// It names a list of encrypted parts (GM/T 0099).
    pub encrypted: bool,
}

/// What `Document.xml` says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Description {
    /// Identifiers and locations of the pages in order.
    pub pages: Vec<(String, String)>,
    /// Locations of the resource parts.
    pub resources: Vec<String>,
    /// Location of the list of annotations.
    pub annotations: Option<String>,
    /// Identifier and location of the templates.
    pub templates: Vec<(String, String)>,
    /// Box of pages that give none of their own: left, top, width, height in millimetres.
    pub area: Option<[f64; 4]>,
}

/// Reads `OFD.xml`; what cannot be read is not there.
pub(super) fn root(text: &str) -> Root {
    let mut root = Root::default();
    leaves(text, |name, content| match name {
        b"DocRoot" if root.documents.len() < MOST => root.documents.push(content.to_owned()),
        b"Encryptions" => root.encrypted = true,
        b"Title" if root.title.is_none() && !content.is_empty() => root.title = Some(content.to_owned()),
        _ => {}
    });
    root
}

/// Reads `Document.xml`.
pub(super) fn document(text: &str) -> Description {
    let mut description = Description::default();
    let mut reader = Reader::from_str(text);
    let mut area = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                let location = attribute(&tag, "BaseLoc").filter(|location| !location.is_empty());
                match (tag.local_name().as_ref(), location) {
                    (b"Page", Some(location)) if description.pages.len() < MOST => {
                        description.pages.push((owned(&tag, "ID"), location.into_owned()));
                    }
                    (b"TemplatePage", Some(location)) if description.templates.len() < MOST => {
                        description.templates.push((owned(&tag, "ID"), location.into_owned()));
                    }
                    (b"PhysicalBox", _) => area.push(reader.buffer_position() as usize),
                    _ => {}
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    let content = area.first().and_then(|&start| text.get(start..)).and_then(|rest| rest.split('<').next());
    leaves(text, |name, content| match name {
        b"PublicRes" | b"DocumentRes" if description.resources.len() < MOST => {
            description.resources.push(content.to_owned());
        }
        b"Annotations" if !content.is_empty() => description.annotations = Some(content.to_owned()),
        _ => {}
    });
    description.area = content.and_then(array).filter(|area| area[2] > 0.0 && area[3] > 0.0);
    description
}

/// Calls back for every element that holds nothing but text.
pub(super) fn leaves(text: &str, mut call: impl FnMut(&[u8], &str)) {
    let mut reader = Reader::from_str(text);
    let mut content = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => content.clear(),
            Ok(Event::End(tag)) => {
                call(tag.local_name().as_ref(), content.trim());
                content.clear();
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => append(&event, &mut content),
        }
    }
}

/// Page identifiers and locations in a list of annotations (GB/T 33190, clause 15).
pub(super) fn annotations(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == b"Page" && out.len() < MOST => {
                let rest = text.get(reader.buffer_position() as usize..).unwrap_or_default();
                let page = owned(&tag, "PageID");
                out.extend(leaf_after(rest, "FileLoc").map(|location| (page, location)));
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

/// Text of the next element of this local name, if it stands near.
pub(super) fn leaf_after(text: &str, name: &str) -> Option<String> {
    let mut end = text.len().min(2_048);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut found = None;
    leaves(&text[..end], |leaf, content| {
        if found.is_none() && leaf == name.as_bytes() {
            found = Some(content.to_owned());
        }
    });
    found.filter(|content| !content.is_empty())
}

/// Appends the characters of a text event, a CDATA section or a reference.
pub(super) fn append(event: &Event<'_>, into: &mut String) {
    match event {
        Event::Text(text) => {
            if let Ok(text) = text.decode() {
                into.push_str(&text);
            }
        }
        Event::CData(text) => {
            if let Ok(text) = text.decode() {
                into.push_str(&text);
            }
        }
        Event::GeneralRef(reference) => {
            let character = reference.resolve_char_ref().ok().flatten();
            let named = || match &**reference {
                b"amp" => Some('&'),
                b"lt" => Some('<'),
                b"gt" => Some('>'),
                b"quot" => Some('"'),
                b"apos" => Some('\''),
                _ => None,
            };
            into.extend(character.or_else(named));
        }
        _ => {}
    }
}

/// An attribute by its local name. Its quotes are looked for, and nothing else is checked: with the parser's own attributes that
/// took a third of what reading a page takes.
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Option<Cow<'t, str>> {
    value(docx::attribute(tag.attributes_raw(), name)?)
}

/// The attributes of a tag, for those who ask for several.
pub(super) struct Attributes<'t>(docx::Attributes<'t>);

impl<'t> Attributes<'t> {
    /// Those of a tag.
    pub fn of(tag: &'t BytesStart<'_>) -> Self {
        Self(docx::Attributes::of(tag.attributes_raw()))
    }

    /// One, by its local name.
    pub fn get(&self, name: &str) -> Option<Cow<'t, str>> {
        value(self.0.get(name)?)
    }
}

fn value(raw: &[u8]) -> Option<Cow<'_, str>> {
    let raw = std::str::from_utf8(raw).ok()?;
    match quick_xml::escape::unescape(raw) {
        Ok(Cow::Owned(value)) => Some(Cow::Owned(value.trim().to_owned())),
        _ => Some(Cow::Borrowed(raw.trim())),
    }
}

/// The same, or nothing, to keep.
pub(super) fn owned(tag: &BytesStart<'_>, name: &str) -> String {
    attribute(tag, name).unwrap_or_default().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_whatever_the_prefix() {
        let text = "<OFD><x:DocBody xmlns:x='urn:other'><x:DocInfo><x:Title>甲 &amp; 乙</x:Title></x:DocInfo>\
            <x:DocRoot>/Doc_0/Document.xml</x:DocRoot></x:DocBody></OFD>";
        let expected =
            Root { documents: vec!["/Doc_0/Document.xml".into()], title: Some("甲 & 乙".into()), encrypted: false };
        assert_eq!(root(text), expected);
        assert_eq!(root("<OFD><DocBody>"), Root::default());
    }

    #[test]
    fn pages_templates_and_area() {
        let text = "<d:Document><d:CommonData><d:PageArea><d:PhysicalBox>0 0 297 210</d:PhysicalBox></d:PageArea>\
            <d:TemplatePage ID='2' BaseLoc='Tpls/Tpl_0/Content.xml'/></d:CommonData>\
            <d:Pages><d:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/><d:Page ID='3'/></d:Pages></d:Document>";
        let expected = Description {
            pages: vec![("1".into(), "Pages/Page_0/Content.xml".into())],
            resources: Vec::new(),
            annotations: None,
            templates: vec![("2".into(), "Tpls/Tpl_0/Content.xml".into())],
            area: Some([0.0, 0.0, 297.0, 210.0]),
        };
        assert_eq!(document(text), expected);
    }
}
