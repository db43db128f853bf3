//! Selectors of style sheets (Selectors 4): the text of one in; what an element, and the elements around and before it, must
//! be out.
//!
//! Types, classes, identifiers and attributes, `:is`, `:where` and `:not`, places among siblings (`:nth-child`), descendants
//! (`td .note`), children (`td > .note`) and siblings (`b + .note`, `b ~ .note`) count; so does what an
//! element holds (`:empty`, `:has` with single elements in it); a selector that asks for states is none that is obeyed.

use std::borrow::Cow;

use super::compound::{Beside, Compound, compound};
use super::tag::ElementGroup;

/// How an element stands to the one that is asked for around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// Anywhere inside.
    Any,
    /// Straight inside.
    Straight,
}

/// A whole selector.
#[derive(Debug)]
pub(super) struct Selector {
    pub subject: Compound,
    /// What is asked of the elements around it, from the innermost outwards.
    pub around: Vec<(Within, Compound)>,
    pub specificity: u32,
}

/// An open element, as far as selectors go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ancestor {
    pub kind: ElementGroup,
    /// Which of the compounds that rules ask of ancestors it fits, a bit for each.
    pub fits: u64,
}

/// Innermost open elements that are looked at.
const REACH: usize = 64;
/// Compounds that a selector may name beside its subject.
const MAX_AROUND: usize = 8;

/// How a compound is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    Inside(Within),
    Behind(Beside),
}

/// The compounds of a selector, each with what joins it to the one before.
fn steps(text: &[u8]) -> Option<Vec<(Joint, &[u8])>> {
    let mut found: Vec<(Joint, &[u8])> = Vec::new();
    // A mark of its own between two compounds, blanks around it.
    let mut joint = None;
    for word in apart(text, |byte| byte.is_ascii_whitespace()).into_iter().filter(|word| !word.is_empty()) {
        let marks = apart(word, |byte| matches!(byte, b'>' | b'+' | b'~'));
        let mut at = 0;
        for (place, part) in marks.iter().enumerate() {
            if place > 0 {
                let mark = match word[at - 1] {
                    b'>' => Joint::Inside(Within::Straight),
                    b'+' => Joint::Behind(Beside::Next),
                    _ => Joint::Behind(Beside::After),
                };
                // Two marks in a row, or one in front of all, join nothing.
                if joint.replace(mark).is_some() || found.is_empty() {
                    return None;
                }
            }
            at += part.len() + 1;
            if !part.is_empty() {
                found.push((joint.take().unwrap_or(Joint::Inside(Within::Any)), part));
            }
        }
    }
    (joint.is_none() && !found.is_empty() && found.len() <= MAX_AROUND + 1).then_some(found)
}

/// Reads a selector; `None` for one that is not obeyed.
pub(super) fn selector(text: &[u8]) -> Option<Selector> {
    let text = text.strip_prefix(b"<!--").map_or(text, <[u8]>::trim_ascii);
    let mut parts: Vec<(Within, Compound)> = Vec::new();
    let mut specificity = 0_u32;
    // A part that was passed over, and how it stood to the one before.
    let mut passed = None;
    let mut frame = None;
    let named = |name: &[u8]| Compound::of_type(name);
    for (joint, word) in steps(text)? {
        let (mut part, weight) = compound(word)?;
        specificity = specificity.saturating_add(weight);
        match joint {
            Joint::Behind(beside) => {
                let (within, before) = parts.pop().filter(|_| passed.is_none())?;
                part.beside = Some((beside, Box::new(before)));
                parts.push((within, part));
            }
            // Everything stands in `html` and `body`, which are not kept among the open elements.
            Joint::Inside(_) if parts.is_empty() && [named(b"html"), named(b"body")].contains(&part) => {
                frame = Some(part)
            }
            // Every row stands in a `tbody`, written or not.
            Joint::Inside(within) if part == named(b"tbody") => passed = passed.or(Some(within)),
            Joint::Inside(within) => {
                if let Some(frame) = frame.take().filter(|_| within == Within::Straight) {
                    parts.push((Within::Any, frame));
                }
                parts.push((passed.take().unwrap_or(within), part));
            }
        }
    }
    // A group of rows that is itself what is asked for.
    if let Some(within) = passed {
        parts.push((within, named(b"tbody")));
    }
    if parts.is_empty() {
        parts.extend(frame.map(|frame| (Within::Any, frame)));
    }
    // A relation is kept with the inner element of the two; it is asked for with the outer one.
    let (mut relation, subject) = parts.pop()?;
    let mut around = Vec::new();
    while let Some((outer, part)) = parts.pop() {
        around.push((relation, part));
        relation = outer;
    }
    Some(Selector { subject, around, specificity })
}

/// The open elements: the innermost for zero, and so on outwards.
pub(super) type Open<'o> = &'o dyn Fn(usize) -> Option<Ancestor>;

/// Stands for `body`, which is not kept among the open elements, in place of a bit.
pub(super) const OUTERMOST: u32 = u64::BITS;

/// Whether the open elements fit what is asked for around a subject: relations, and the bits of compounds.
pub(super) fn surrounded(open: Open<'_>, around: &[(Within, u32)]) -> bool {
    let reach = || (0..REACH).map_while(|at| open(at).map(|element| (at, element)));
    // Where the elements around the one that was asked for last begin.
    let mut places = vec![0];
    for &(within, bit) in around {
        if bit == OUTERMOST {
            if within == Within::Any {
                places = (0..REACH).collect();
            }
            places.retain(|at| open(*at).is_none_or(|element| element.kind == ElementGroup::Frame));
            if places.is_empty() {
                return false;
            }
            continue;
        }
        let fits = |element: &Ancestor| element.fits >> bit & 1 == 1;
        let straight = |at: usize| {
            places.contains(&at) || {
                // Rows stand in groups that nobody wrote.
                let group = at.checked_sub(1).filter(|below| places.contains(below)).and_then(open);
                group.is_some_and(|group| group.kind == ElementGroup::RowGroup)
            }
        };
        let first = places.iter().copied().min().unwrap_or(0);
        let found =
            reach().skip(first).filter(|(at, element)| fits(element) && (within == Within::Any || straight(*at)));
        places = found.map(|(at, _)| at + 1).collect();
        if places.is_empty() {
            return false;
        }
    }
    true
}

/// Stands before a character that was escaped, with a bit that none of its own has.
const ESCAPED: u8 = 0xff;

/// A selector with its escapes (Syntax 3, 4.3.7) as parts of names: `.md\\:hidden`.
pub(super) fn unescaped(text: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', text) else { return text.into() };
    let (mut out, mut rest) = (text[..first].to_vec(), &text[first..]);
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
        let code = str::from_utf8(&rest[..digits]).ok().and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let character = match code {
            Some(code) => {
                rest = &rest[digits..];
                rest = rest.strip_prefix(b" ").unwrap_or(rest);
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            None => match rest.split_first() {
                Some((&next, behind)) if next.is_ascii() => {
                    rest = behind;
                    char::from(next)
                }
                _ => continue,
            },
        };
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => out.extend([ESCAPED, byte | 0x80]),
            _ => out.extend(character.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    out.into()
}

/// A name as tags write it.
pub(super) fn plain(name: &[u8]) -> Vec<u8> {
    let (mut out, mut escaped) = (Vec::with_capacity(name.len()), false);
    for &byte in name {
        match byte {
            ESCAPED => escaped = true,
            _ => {
                out.push(if escaped { byte & 0x7f } else { byte });
                escaped = false;
            }
        }
    }
    out
}

/// Parts of a selector, brackets and quotes kept whole.
pub(super) fn apart(text: &[u8], is_mark: impl Fn(u8) -> bool) -> Vec<&[u8]> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    let mut quote = None;
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            _ if quote.is_some() => quote = quote.filter(|open| *open != byte),
            b'"' | b'\'' if depth > 0 => quote = Some(byte),
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_mark(byte) => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}
