//! Word documents in XML: Office Open XML in a zip (also strict, also as WPS writes it), the same in one
//! flat file, and Word 2003 XML. Bytes in, paragraphs and grids out.
//!
//! The three share one interpreter ([`stories`]) over one kind of token ([`events`]), which OpenDocument text also
//! speaks. What a heading means and which table is which is left to others.

mod appearance;
mod element;
mod embedded;
mod events;
mod graphic;
pub(super) mod numbering;
mod package;
mod scan;
mod stories;
mod styles;
#[cfg(test)]
mod tests;
pub(super) mod text;
mod token;
mod wordml;

pub(super) use element::{Attributes, Element, attribute, attributes, is_true};
pub(super) use events::{PartEvents, decode};
pub(super) use graphic::points;
pub(super) use package::{read, read_flat};
pub(super) use stories::{Sheets, Stories};
pub(super) use token::{Events, Tag, Token};
pub(super) use wordml::read as read_wordml;
