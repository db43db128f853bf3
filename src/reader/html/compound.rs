//! One compound of a selector (Selectors 4, 3.1): what is asked of a single element, and whether one fits.

use super::selector::{apart, plain};
use super::tag::identity;

/// How an element stands to one of its siblings before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Straight behind it.
    Next,
    /// Anywhere behind it.
    After,
}

/// What is asked of one element: its type, identifier, classes, attributes and place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Compound {
    pub element: Option<u64>,
    pub id: Option<Vec<u8>>,
    pub classes: Vec<Vec<u8>>,
    attributes: Vec<Test>,
    places: Vec<Nth>,
    /// One of each list must fit (`:is`), none of those to be missed (`:not`).
    lists: Vec<(bool, Vec<Compound>)>,
    /// Asks for a link that leads somewhere.
    linked: bool,
    /// Asks for a state that nothing is in on a page that nobody touches.
    never: bool,
    /// What it must hold, or hold nothing of (`:has`, `:empty`).
    holds: Vec<Held>,
    /// What is asked of a sibling before it; heard by the style sheet.
    pub beside: Option<(Beside, Box<Compound>)>,
}

/// Where an element holds another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Holding {
    /// In it, at any depth.
    #[default]
    Deep,
    /// Straight in it.
    Straight,
    /// Straight behind it.
    Next,
    /// Anywhere behind it, in the same element.
    Later,
}

impl Holding {
    pub const WAYS: usize = Self::Later as usize + 1;
}

/// What is asked of the content of an element: one of a list of elements in it, or nothing at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// One of these is there; none stands for anything, text too.
    pub any_of: Vec<Compound>,
    pub place: Holding,
    /// It must not be there.
    missed: bool,
    /// The bit of an element that holds such; given by the style sheet.
    pub bit: u32,
}

impl Held {
    /// Whether it is the same but for its bit and whether it is missed.
    pub fn is_like(&self, other: &Self) -> bool {
        self.place == other.place && self.any_of == other.any_of
    }

    /// The same for the list of the style sheet.
    pub fn alike(&self) -> Self {
        Self { any_of: self.any_of.clone(), place: self.place, ..Self::default() }
    }

    fn fits(&self, subject: &Subject<'_>) -> bool {
        (subject.holds >> self.bit & 1 == 1) != self.missed
    }
}

/// What is asked of the text of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Test {
    name: Vec<u8>,
    /// The mark before `=`; a blank where there is none, a zero where the attribute has only to be there.
    how: u8,
    value: Vec<u8>,
    /// Large and small letters are the same.
    any_case: bool,
}

impl Test {
    fn fits(&self, subject: &Subject<'_>) -> bool {
        let Some(text) = subject.attribute(&self.name) else { return false };
        let (small, value) = (self.any_case.then(|| text.to_ascii_lowercase()), self.value.as_slice());
        let text = small.as_deref().unwrap_or(text);
        match self.how {
            0 => true,
            // No text is part of any (Selectors 4, 6.2).
            b'^' | b'$' | b'*' | b'~' if value.is_empty() => false,
            b'^' => text.starts_with(value),
            b'$' => text.ends_with(value),
            b'*' => memchr::memmem::find(text, value).is_some(),
            b'~' => text.split(u8::is_ascii_whitespace).any(|word| word == value),
            b'|' => text.strip_prefix(value).is_some_and(|rest| rest.first().is_none_or(|byte| *byte == b'-')),
            _ => text == value,
        }
    }
}

/// Places among siblings: `step` times any number, and `offset`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Nth {
    step: i32,
    offset: i32,
    /// Counted from the last.
    back: bool,
    /// Among those of the element's own type.
    of_type: bool,
}

impl Nth {
    fn fits(&self, place: &AmongSiblings) -> bool {
        let (at, of) = if self.of_type { place.typed } else { place.any };
        let at = if self.back { (of + 1).checked_sub(at) } else { Some(at) };
        // A place that was not counted is none.
        let Some(at) = at.filter(|at| *at > 0 && (*at <= of || !self.back)) else { return false };
        let beyond = i64::from(at) - i64::from(self.offset);
        match i64::from(self.step) {
            0 => beyond == 0,
            step => beyond % step == 0 && beyond / step >= 0,
        }
    }
}

/// Where an element stands among its siblings: its number from one, and how many there are as far as is known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AmongSiblings {
    pub any: (u32, u32),
    /// Among those of its type.
    pub typed: (u32, u32),
}

/// An element as its tag writes it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Subject<'a> {
    pub element: u64,
    pub id: &'a [u8],
    pub class: &'a [u8],
    /// `a href`.
    pub linked: bool,
    /// Attributes as written, where a rule of the page asks for one.
    pub attributes: &'a [(Vec<u8>, Vec<u8>)],
    pub place: AmongSiblings,
    /// Which compounds of the style sheet the sibling straight before it fits, and which any before it does.
    pub before: u64,
    pub earlier: u64,
    /// Which of the things that rules ask for it holds.
    pub holds: u64,
}

impl Subject<'_> {
    pub fn classes(&self) -> impl Iterator<Item = &[u8]> {
        self.class.split(u8::is_ascii_whitespace).filter(|name| !name.is_empty())
    }

    fn attribute(&self, name: &[u8]) -> Option<&[u8]> {
        match name {
            b"class" => Some(self.class).filter(|text| !text.is_empty()),
            b"id" => Some(self.id).filter(|text| !text.is_empty()),
            _ => self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_slice()),
        }
    }

    /// Whether a sibling stands where it is asked for that fits a compound of the style sheet.
    pub fn stands(&self, (beside, bit): (Beside, u32)) -> bool {
        let siblings = if beside == Beside::Next { self.before } else { self.earlier };
        siblings >> bit & 1 == 1
    }
}

impl Compound {
    /// Asks for a type alone.
    pub fn of_type(name: &[u8]) -> Self {
        Self { element: Some(identity(name)), ..Self::default() }
    }

    pub fn fits(&self, subject: &Subject<'_>) -> bool {
        !self.never
            && (!self.linked || subject.linked)
            && self.element.is_none_or(|wanted| wanted == subject.element)
            && self.id.as_ref().is_none_or(|wanted| wanted == subject.id)
            && self.classes.iter().all(|wanted| subject.classes().any(|name| name == wanted))
            && self.attributes.iter().all(|test| test.fits(subject))
            && self.places.iter().all(|place| place.fits(&subject.place))
            && self.holds.iter().all(|held| held.fits(subject))
            && self.lists.iter().all(|(wanted, list)| list.iter().any(|part| part.fits(subject)) == *wanted)
    }

    fn asks(&self, of: &dyn Fn(&Self) -> bool) -> bool {
        of(self)
            || self.lists.iter().flat_map(|(_, list)| list).any(|part| part.asks(of))
            || self.beside.as_ref().is_some_and(|(_, part)| part.asks(of))
    }

    /// Gives each thing that it asks elements to hold, in itself and in what it is made of, its bit.
    pub fn number(&mut self, of: &mut dyn FnMut(&Held) -> u32) {
        for held in &mut self.holds {
            held.bit = of(held);
        }
        self.lists.iter_mut().flat_map(|(_, list)| list).for_each(|part| part.number(of));
        if let Some((_, part)) = &mut self.beside {
            part.number(of);
        }
    }

    /// Whether it asks for attributes beside class and identifier.
    pub fn asks_attributes(&self) -> bool {
        self.asks(&|part| part.attributes.iter().any(|test| !matches!(test.name.as_slice(), b"class" | b"id")))
    }

    /// Whether it asks for places among siblings; whether for such that are counted from the last.
    pub fn asks_places(&self, back: bool) -> bool {
        self.asks(&|part| part.places.iter().any(|place| place.back || !back))
    }
}

/// Selectors in the brackets of a pseudo-class that are looked at.
const MAX_LIST: usize = 16;
/// Pseudo-classes with brackets in one another.
const NESTED: u32 = 3;

/// Specificity of an identifier, of a class or attribute, of a type.
const WEIGHTS: [u32; 3] = [1 << 20, 1 << 10, 1];

/// One compound and its specificity.
pub(super) fn compound(text: &[u8]) -> Option<(Compound, u32)> {
    let (found, specificity) = simple(text, NESTED)?;
    let nothing = found == Compound::default() && text != b"*";
    (!found.never && !nothing).then_some((found, specificity))
}

/// A character of a name.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || byte >= 0x80
}

/// What stands in the brackets that a text begins with, and what follows them.
fn bracketed(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut depth = 0_u32;
    let end = text.iter().position(|byte| {
        depth = match byte {
            b'(' => depth + 1,
            b')' => depth.saturating_sub(1),
            _ => depth,
        };
        depth == 0
    })?;
    Some((text[..end].strip_prefix(b"(")?, &text[end + 1..]))
}

/// `nested`: how deep its pseudo-classes may hold further compounds.
fn simple(text: &[u8], nested: u32) -> Option<(Compound, u32)> {
    let mut found = Compound::default();
    let [of_id, of_class, of_type] = WEIGHTS;
    // Pages have one namespace.
    let text = text.strip_prefix(b"*|").unwrap_or(text);
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
        let mut weight = of_class;
        match mark {
            b'[' => {
                let end = memchr::memchr(b']', behind)?;
                found.attributes.push(attribute(&behind[..end])?);
                after = &behind[end + 1..];
            }
            _ if word.is_empty() => return None,
            b'.' => found.classes.push(plain(word)),
            b'#' => {
                found.id = Some(plain(word));
                weight = of_id;
            }
            b':' => (weight, after) = found.pseudo(word, after, nested)?,
            _ => return None,
        }
        specificity = specificity.saturating_add(weight);
        rest = after;
    }
    Some((found, specificity))
}

impl Compound {
    /// Takes a pseudo-class; its specificity and what follows it out.
    fn pseudo<'a>(&mut self, word: &[u8], after: &'a [u8], nested: u32) -> Option<(u32, &'a [u8])> {
        let word = word.to_ascii_lowercase();
        let of_class = WEIGHTS[1];
        let of_type = word.ends_with(b"-of-type");
        let mut place = |step: i32, offset: i32, back: bool| self.places.push(Nth { step, offset, back, of_type });
        match word.as_slice() {
            b"first-child" | b"first-of-type" => place(0, 1, false),
            b"last-child" | b"last-of-type" => place(0, 1, true),
            b"only-child" | b"only-of-type" => {
                place(0, 1, false);
                place(0, 1, true);
            }
            b"nth-child" | b"nth-of-type" | b"nth-last-child" | b"nth-last-of-type" => {
                let (inside, after) = bracketed(after)?;
                let (step, offset) = nth(inside)?;
                place(step, offset, word.starts_with(b"nth-last"));
                return Some((of_class, after));
            }
            b"hover" | b"focus" | b"active" | b"target" | b"visited" | b"focus-within" | b"focus-visible" => {
                self.never = true;
            }
            b"root" => self.element = Some(identity(b"html")),
            b"link" | b"any-link" => self.linked = true,
            b"disabled" | b"checked" => {
                self.attributes.push(Test { name: word, how: 0, value: Vec::new(), any_case: false });
            }
            b"lang" => {
                let (inside, after) = bracketed(after)?;
                let value = inside.trim_ascii().to_ascii_lowercase();
                self.attributes.push(Test { name: word, how: b'|', value, any_case: true });
                return Some((of_class, after));
            }
            b"is" | b"where" | b"not" | b"matches" | b"-webkit-any" | b"-moz-any" if nested > 0 => {
                let (inside, after) = bracketed(after)?;
                let (list, weight) = listed(inside, nested - 1, word != b"not")?;
                self.lists.push((word != b"not", list));
                return Some((if word == b"where" { 0 } else { weight }, after));
            }
            b"has" if nested > 0 => {
                let (inside, after) = bracketed(after)?;
                let weight = self.hold(inside, nested - 1)?;
                return Some((weight, after));
            }
            b"empty" => self.holds.push(Held { place: Holding::Straight, missed: true, ..Held::default() }),
            _ => return None,
        }
        Some((of_class, after))
    }
}

impl Compound {
    /// Takes what stands in the brackets of `:has`; its specificity out. One of what is held in different ways is enough.
    fn hold(&mut self, inside: &[u8], nested: u32) -> Option<u32> {
        const WAYS: [(&[u8], Holding); 3] = [(b">", Holding::Straight), (b"+", Holding::Next), (b"~", Holding::Later)];
        let (mut ways, mut most): (Vec<Held>, u32) = (Vec::new(), 0);
        for part in apart(inside, |byte| byte == b',').into_iter().map(<[u8]>::trim_ascii) {
            let signed = WAYS.into_iter().find_map(|(sign, place)| Some((part.strip_prefix(sign)?, place)));
            let (part, place) = signed.unwrap_or((part, Holding::Deep));
            let (any_of, weight) = listed(part, nested, false)?;
            match ways.iter_mut().find(|way| way.place == place) {
                Some(way) => way.any_of.extend(any_of),
                None => ways.push(Held { any_of, place, ..Held::default() }),
            }
            most = most.max(weight);
        }
        match ways.len() {
            1 => self.holds.append(&mut ways),
            _ => {
                let each = ways.into_iter().map(|way| Self { holds: vec![way], ..Self::default() });
                self.lists.push((true, each.collect()));
            }
        }
        Some(most)
    }
}

/// The compounds in the brackets of a pseudo-class, and the specificity of the weightiest; what is none may be passed over
/// (Selectors 4, 4.1.2).
fn listed(text: &[u8], nested: u32, forgiving: bool) -> Option<(Vec<Compound>, u32)> {
    let (mut list, mut most) = (Vec::new(), 0);
    for part in apart(text, |byte| byte == b',') {
        let found = simple(part.trim_ascii(), nested).filter(|(part, _)| *part != Compound::default());
        let Some((part, weight)) = found else {
            if forgiving {
                continue;
            }
            return None;
        };
        list.push(part);
        most = most.max(weight);
    }
    (!list.is_empty() && list.len() <= MAX_LIST).then_some((list, most))
}

/// `odd`, `even`, `3`, `2n+1`, `-n + 3` (Syntax 3, 6): step and offset.
fn nth(text: &[u8]) -> Option<(i32, i32)> {
    let text: Vec<u8> = text.iter().filter(|byte| !byte.is_ascii_whitespace()).map(u8::to_ascii_lowercase).collect();
    let number = |text: &[u8]| str::from_utf8(text).ok()?.parse::<i32>().ok();
    match text.as_slice() {
        b"odd" => Some((2, 1)),
        b"even" => Some((2, 0)),
        text => {
            let Some(at) = memchr::memchr(b'n', text) else { return Some((0, number(text)?)) };
            let step = match &text[..at] {
                b"" | b"+" => 1,
                b"-" => -1,
                step => number(step)?,
            };
            let offset = if at + 1 == text.len() { 0 } else { number(&text[at + 1..])? };
            Some((step, offset))
        }
    }
}

/// What is asked of an attribute: what stands in the brackets.
fn attribute(text: &[u8]) -> Option<Test> {
    let text = text.trim_ascii();
    let length = text.iter().take_while(|byte| is_name(**byte)).count();
    let (name, rest) = (text[..length].to_ascii_lowercase(), text[length..].trim_ascii());
    if name.is_empty() {
        return None;
    }
    if rest.is_empty() {
        return Some(Test { name, how: 0, value: Vec::new(), any_case: false });
    }
    let equals = memchr::memchr(b'=', rest)?;
    let how = match &rest[..equals] {
        b"" => b' ',
        [mark @ (b'^' | b'$' | b'*' | b'~' | b'|')] => *mark,
        _ => return None,
    };
    let value = rest[equals + 1..].trim_ascii();
    let flagged = [&b" i"[..], b" I"].iter().find_map(|flag| value.strip_suffix(*flag));
    let (value, any_case) = (flagged.unwrap_or(value).trim_ascii(), flagged.is_some());
    let bare = [b'"', b'\''].iter().find_map(|quote| value.strip_prefix(&[*quote])?.strip_suffix(&[*quote]));
    let value = bare.unwrap_or(value);
    let value = if any_case { value.to_ascii_lowercase() } else { value.to_vec() };
    Some(Test { name, how, value, any_case })
}
