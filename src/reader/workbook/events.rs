//! The walk over a workbook that is one XML document: bytes in; elements that open and close, and pieces of text, out to
//! whoever reads the format.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::error::ReadError;
use crate::reader::docx::text;

/// What reads the elements of a format.
pub(super) trait Elements {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError>;
    fn close(&mut self, name: &[u8]) -> Result<(), ReadError>;
    fn text(&mut self, piece: &Piece<'_>);
}

/// A piece of text as the file writes it.
pub(super) enum Piece<'a> {
    Text(&'a [u8]),
    /// A CDATA section.
    Literal(&'a [u8]),
    /// A character or an entity by its name.
    Reference(&'a [u8]),
    /// What an element stands for: blanks, a line break.
    Stands(&'a str),
}

impl Piece<'_> {
    pub fn append(&self, into: &mut String) {
        match self {
            Self::Text(data) => drop(text::append(data, into)),
            Self::Literal(data) => drop(text::append_literal(data, into)),
            Self::Reference(name) => drop(text::append_reference(name, into)),
            Self::Stands(text) => into.push_str(text),
        }
    }
}

/// Walks to the end, or to where the document breaks; whether it was whole.
pub(super) fn walk(content: &[u8], elements: &mut impl Elements) -> Result<bool, ReadError> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => elements.open(&tag)?,
            Ok(Event::Empty(tag)) => {
                elements.open(&tag)?;
                elements.close(tag.local_name().as_ref())?;
            }
            Ok(Event::End(tag)) => elements.close(tag.local_name().as_ref())?,
            Ok(Event::Text(data)) => elements.text(&Piece::Text(&data)),
            Ok(Event::CData(data)) => elements.text(&Piece::Literal(&data)),
            Ok(Event::GeneralRef(name)) => elements.text(&Piece::Reference(&name)),
            Ok(Event::Eof) => return Ok(true),
            Ok(_) => {}
            Err(_) => return Ok(false),
        }
    }
}
