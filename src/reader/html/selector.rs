//! Selectors of style sheets (Selectors 4): the text of one in; what an element, and the elements around it, must be out.
//! Types, classes and identifiers, also as attributes (`[class^=x]`), `:is`, `:where` and `:not`, descendants (`td .note`) and
//! children (`td > .note`) count; a selector that asks for siblings, states or other attributes is none that is obeyed.

use super::tag::{ElementGroup, identity};

/// What is asked of one element: its type, identifier and classes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Compound {
    pub element: Option<u64>,
    pub id: Option<Vec<u8>>,
    pub classes: Vec<Vec<u8>>,
    attributes: Vec<Test>,
    /// One of each list must fit (`:is`), none of those to be missed (`:not`).
    lists: Vec<(bool, Vec<Compound>)>,
}

/// What is asked of the text of an attribute.
#[derive(Debug, PartialEq, Eq)]
struct Test {
    /// Of `class`, else of `id`.
    class: bool,
    /// The mark before `=`; a blank where there is none.
    how: u8,
    value: Vec<u8>,
}

impl Test {
    fn fits(&self, subject: &Subject<'_>) -> bool {
        let (text, value) = (if self.class { subject.class } else { subject.id }, self.value.as_slice());
        match self.how {
            b'^' => text.starts_with(value),
            b'$' => text.ends_with(value),
            b'*' => memchr::memmem::find(text, value).is_some(),
            b'~' => text.split(u8::is_ascii_whitespace).any(|word| word == value),
            _ => text == value,
        }
    }
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
            && self.attributes.iter().all(|test| test.fits(subject))
            && self.lists.iter().all(|(wanted, list)| list.iter().any(|part| part.fits(subject)) == *wanted)
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
    for (place, child) in apart(text, |byte| byte == b'>').into_iter().enumerate() {
        if place > 0 {
            within = Within::Straight;
        }
        let mut any = false;
        for word in apart(child, |byte| byte.is_ascii_whitespace()).into_iter().filter(|word| !word.is_empty()) {
            let (part, weight) = compound(word)?;
            specificity = specificity.saturating_add(weight);
            // Everything stands in `html` and `body`, which are not kept among the open elements.
            let frame =
                [&b"html"[..], b"body"].map(identity).map(|it| Compound { element: Some(it), ..Compound::default() });
            if place == 0 && parts.is_empty() && frame.contains(&part) {
                continue;
            }
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

/// Selectors in the brackets of a pseudo-class that are looked at.
const MAX_LIST: usize = 16;

/// Specificity of an identifier, of a class or attribute, of a type.
const WEIGHTS: [u32; 3] = [1 << 20, 1 << 10, 1];

/// One compound and its specificity.
fn compound(text: &[u8]) -> Option<(Compound, u32)> {
    let (found, specificity) = simple(text, true)?;
    (specificity > 0).then_some((found, specificity))
}

/// A character of a name.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80
}

/// `lists`: pseudo-classes may hold further compounds, which hold none.
fn simple(text: &[u8], lists: bool) -> Option<(Compound, u32)> {
    let mut found = Compound::default();
    let [of_id, of_class, of_type] = WEIGHTS;
    let first = text.iter().take_while(|byte| is_name(**byte)).count();
    let mut specificity = 0_u32;
    if first > 0 {
        found.element = Some(identity(&text[..first].to_ascii_lowercase()));
        specificity += of_type;
    }
    let mut rest = text[first..].strip_prefix(b"*").unwrap_or(&text[first..]);
    while let Some((mark, behind)) = rest.split_first() {
        let length = behind.iter().take_while(|byte| is_name(**byte)).count();
        let (word, mut after) = (&behind[..length], &behind[length..]);
        match mark {
            _ if word.is_empty() => return None,
            b'.' => {
                found.classes.push(word.to_vec());
                specificity = specificity.saturating_add(of_class);
            }
            b'#' => {
                found.id = Some(word.to_vec());
                specificity = specificity.saturating_add(of_id);
            }
            b'[' => {
                let end = memchr::memchr(b']', after)?;
                found.attributes.push(attribute(word, &after[..end])?);
                specificity = specificity.saturating_add(of_class);
                after = &after[end + 1..];
            }
            b':' if lists => {
                let end = memchr::memchr(b')', after)?;
                let (list, weight) = listed(after[..end].strip_prefix(b"(")?)?;
                let wanted = match word {
                    b"is" | b"where" => true,
                    b"not" => false,
                    _ => return None,
                };
                found.lists.push((wanted, list));
                specificity = specificity.saturating_add(if word == b"where" { 0 } else { weight });
                after = &after[end + 1..];
            }
            _ => return None,
        }
        rest = after;
    }
    Some((found, specificity))
}

/// The compounds in the brackets of a pseudo-class, and the specificity of the weightiest.
fn listed(text: &[u8]) -> Option<(Vec<Compound>, u32)> {
    let (mut list, mut most) = (Vec::new(), 0);
    for part in text.split(|byte| *byte == b',') {
        let (part, weight) = simple(part.trim_ascii(), false).filter(|(_, weight)| *weight > 0)?;
        list.push(part);
        most = most.max(weight);
    }
    (list.len() <= MAX_LIST).then_some((list, most))
}

/// What is asked of an attribute: its name, and what follows in the brackets.
fn attribute(name: &[u8], rest: &[u8]) -> Option<Test> {
    let class = match &name.to_ascii_lowercase()[..] {
        b"class" => true,
        b"id" => false,
        _ => return None,
    };
    let equals = memchr::memchr(b'=', rest)?;
    let how = match &rest[..equals] {
        b"" => b' ',
        [mark @ (b'^' | b'$' | b'*' | b'~')] => *mark,
        _ => return None,
    };
    let value = rest[equals + 1..].trim_ascii();
    let bare = [b'"', b'\''].iter().find_map(|quote| value.strip_prefix(&[*quote])?.strip_suffix(&[*quote]));
    let value = bare.unwrap_or(value).to_vec();
    (!value.is_empty()).then_some(Test { class, how, value })
}
