//! What a part is made of, for whatever reads it: tags that matter, and what other formats say in their place.

use super::element::Element;
use crate::document::{Role, Unread};
use crate::reader::look::Look;

/// A start tag.
pub(in crate::reader) struct Tag<'a> {
    pub element: Element,
    /// Raw attributes, for `attribute`.
    pub attributes: &'a [u8],
    /// `<x/>`: no end tag follows.
    pub empty: bool,
}

/// What comes next in a part; elements that nobody reacts to are left out.
pub(in crate::reader) enum Token<'a> {
    Open(Tag<'a>),
    Close(Element),
    /// How the text that follows looks, where the format says it so.
    Look(Look),
    /// What the open paragraph is.
    Role(Role),
    /// Columns and rows of the open cell, at least one each.
    Span(usize, usize),
    /// Size of the open graphic, in points.
    Size(Option<(f32, f32)>),
    /// The open row is one of the table's head.
    HeaderRow,
    /// The open row is hidden.
    HiddenRow,
    /// The open cell shows what cannot be taken.
    Unread(Unread),
    /// Nothing more, or nothing more that can be read.
    End,
}

/// Another source of tokens: a format that means the same in other words.
pub(in crate::reader) trait Events {
    /// The next token.
    fn next(&mut self) -> Token<'_>;
    /// Appends the character data that follows a text tag.
    fn text(&mut self, into: &mut String);
    /// Whether all text so far could be decoded.
    fn is_sound(&self) -> bool;
}

/// End of a tag's name.
pub(super) fn name_length(rest: &[u8]) -> usize {
    rest.iter().take_while(|byte| !ENDS[usize::from(**byte)]).count()
}

/// Bytes that end a name.
static ENDS: [bool; 256] = {
    let mut ends = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        ends[byte] = matches!(byte as u8, b'>' | b'/' | b' ' | b'\n' | b'\r' | b'\t');
        byte += 1;
    }
    ends
};
