//! Fields (17.16): their code is no text, their result is; form fields hold their result beside the text.

use super::super::element::{Element, attribute, is_on, number};
use super::super::text;
use super::super::token::Tag;
use super::Stories;
use crate::document::Unread;
use crate::reader::field::{self, Shown};

/// A field whose end is still to come.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// It is still in its code.
    code: bool,
    /// Where its result begins in the text, when its code has ended.
    result_at: usize,
    /// The code so far, its beginning.
    instruction: String,
    /// Text inside the code. A field that never ends was none, and this is its text.
    literal: String,
    /// Entries of a drop-down list, and which of them is chosen.
    entries: Vec<String>,
    result: Option<usize>,
    default: usize,
    checked: Option<bool>,
    /// A field of text has one to begin with.
    filled: bool,
    /// Its result no longer holds (17.16.18): Word makes it anew when the document is opened.
    dirty: bool,
}

/// Deeper than any field goes; the text is then kept rather than lost.
const MAX_FIELDS: usize = 16;
/// Entries of a list, and bytes of a code, that are kept.
const MAX_ENTRIES: usize = 1_000;
const MAX_CODE: usize = 64;

impl Stories {
    /// `fldChar`, whose result may be out of date.
    pub(super) fn field(&mut self, kind: &[u8], dirty: bool) {
        match kind {
            b"begin" if self.fields.len() < MAX_FIELDS => {
                self.fields.push(Field { code: true, dirty, ..Field::default() });
            }
            b"separate" => {
                let at = self.text.len();
                if let Some(field) = self.fields.last_mut() {
                    (field.code, field.result_at) = (false, at);
                }
            }
            b"end" => {
                let at = self.text.len();
                let Some(field) = self.fields.pop() else { return };
                if field.code || field.result_at == at {
                    self.end_without_result(&field);
                } else if field.dirty {
                    self.flow.unread(Unread::Field);
                }
            }
            _ => {}
        }
    }

    /// A field without a result, in one element.
    pub(super) fn simple_field(&mut self, raw: &[u8]) {
        let code = attribute(raw, "instr").map(String::from_utf8_lossy).unwrap_or_default();
        self.end_without_result(&Field { instruction: code.into_owned(), ..Field::default() });
    }

    /// Whether text here is part of a field's code.
    pub(super) fn in_code(&self) -> bool {
        self.fields.iter().any(|field| field.code)
    }

    /// Text in a code, to the outermost field that is in its code.
    pub(super) fn literal(&mut self) -> Option<&mut String> {
        self.fields.iter_mut().find(|field| field.code).map(|field| &mut field.literal)
    }

    /// The code that text of `instrText` is appended to.
    pub(super) fn instruction(&mut self) -> Option<&mut String> {
        let field = self.fields.last_mut().filter(|field| field.code && field.instruction.len() < MAX_CODE)?;
        Some(&mut field.instruction)
    }

    /// What a form field says about itself.
    pub(super) fn form(&mut self, tag: &Tag<'_>) {
        let raw = tag.attributes;
        let Some(field) = self.fields.last_mut().filter(|field| field.code) else { return };
        let index = || number(raw).and_then(|index| index.try_into().ok());
        match tag.element {
            Element::FieldResult => field.result = index(),
            // Of a list the entry, of a box whether it is ticked.
            Element::FieldDefault => {
                field.default = index().unwrap_or(0);
                field.filled |= attribute(raw, "val").is_some_and(|text| !text.trim_ascii().is_empty());
                field.checked = field.checked.or(Some(is_on(raw)));
            }
            Element::FieldChecked => field.checked = Some(is_on(raw)),
            Element::FieldEntry if field.entries.len() < MAX_ENTRIES => {
                let mut entry = String::new();
                text::append(attribute(raw, "val").unwrap_or_default(), &mut entry);
                field.entries.push(entry);
            }
            _ => {}
        }
    }

    /// A field without a stored result: a form field shows what was chosen; of any other nothing is known.
    fn end_without_result(&mut self, field: &Field) {
        match field::shown(&field.instruction) {
            Shown::Entry => {
                if let Some(entry) = field.entries.get(field.result.unwrap_or(field.default)) {
                    self.write(entry.clone());
                }
            }
            Shown::Tick => self.put(field::tick(field.checked == Some(true))),
            Shown::Nothing if field.filled => self.flow.unread(Unread::Field),
            Shown::Nothing => {}
            Shown::Unknown => self.flow.unread(Unread::Field),
        }
    }

    /// A field's code never reaches beyond its paragraph: a lost end mark must not swallow the rest, and what stands in
    /// the paragraph is its text.
    pub(super) fn end_codes(&mut self) {
        let literal: String =
            self.fields.iter().filter(|field| field.code).map(|field| field.literal.as_str()).collect();
        self.fields.retain(|field| !field.code);
        if !literal.is_empty() {
            self.text.push_str(&literal);
        }
    }
}
