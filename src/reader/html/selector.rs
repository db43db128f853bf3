//! Selectors of style sheets (Selectors 4): the text of one in; what an element, and the elements around it, must be out.
//! Types, classes and identifiers, descendants (`td .note`) and children (`td > .note`) count; a selector that asks for
//! siblings, states or attributes is none that is obeyed.

use super::tag::{ElementGroup, identity};

/// What is asked of one element: its type, identifier and classes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compound {
    pub element: Option<u64>,
    pub id: Option<Vec<u8>>,
    pub classes: Vec<Vec<u8>>,
}

/// An element as its tag writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    pub element: u64,
    pub id: &'a [u8],
    pub class: &'a [u8],
}

impl Subject<'_> {
    pub fn classes(&self) -> impl Iterator<Item = &[u8]> {
        self.class.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty())
    }
}

impl Compound {
    pub fn fits(&self, subject: &Subject<'_>) -> bool {
        self.element.is_none_or(|wanted| wanted == subject.element)
            && self.id.as_ref().is_none_or(|wanted| wanted == subject.id)
            && self.classes.iter().all(|wanted| subject.classes().any(|name| name == wanted))
    }
}

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
/// Elements that a selector may name around its subject.
const MAX_AROUND: usize = 8;

/// Reads a selector; `None` for one that is not obeyed.
pub(super) fn selector(text: &[u8]) -> Option<Selector> {
    let text = text.strip_prefix(b"<!--").map_or(text, <[u8]>::trim_ascii);
    let mut parts: Vec<(Within, Compound)> = Vec::new();
    let (mut within, mut specificity) = (Within::Any, 0_u32);
    for (place, child) in text.split(|byte| *byte == b'>').enumerate() {
        if place > 0 {
            within = Within::Straight;
        }
        let mut any = false;
        for word in child.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
            let (part, weight) = compound(word)?;
            specificity = specificity.saturating_add(weight);
            // Every row stands in a `tbody`, written or not.
            let implied = part == Compound { element: Some(identity(b"tbody")), ..Compound::default() };
            parts.push((std::mem::replace(&mut within, Within::Any), part));
            if implied {
                within = parts.pop().map_or(Within::Any, |(within, _)| within);
            }
            any = true;
        }
        if !any || parts.len() > MAX_AROUND + 1 {
            return None;
        }
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

/// Whether the open elements fit what is asked for around a subject: relations, and the bits of compounds.
pub(super) fn surrounded(open: Open<'_>, around: &[(Within, u32)]) -> bool {
    let reach = || (0..REACH).map_while(|at| open(at).map(|element| (at, element)));
    // Where the elements around the one that was asked for last begin.
    let mut places = vec![0];
    for &(within, bit) in around {
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

/// One compound and its specificity.
fn compound(text: &[u8]) -> Option<(Compound, u32)> {
    let mut found = Compound::default();
    let name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || *byte >= 0x80;
    let first = text.iter().take_while(|byte| name(byte)).count();
    let mut specificity = 0;
    if first > 0 {
        found.element = Some(identity(&text[..first].to_ascii_lowercase()));
        specificity += 1;
    }
    let mut rest = text[first..].strip_prefix(b"*").unwrap_or(&text[first..]);
    while let Some((mark, behind)) = rest.split_first() {
        let length = behind.iter().take_while(|byte| name(byte)).count();
        let word = behind[..length].to_vec();
        match mark {
            _ if word.is_empty() => return None,
            b'.' => {
                found.classes.push(word);
                specificity += 1 << 10;
            }
            b'#' => {
                found.id = Some(word);
                specificity += 1 << 20;
            }
            _ => return None,
        }
        rest = &behind[length..];
    }
    (specificity > 0).then_some((found, specificity))
}
