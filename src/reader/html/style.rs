//! The style sheets of a page: the text of its `style` elements in, and out what their rules declare for an element, with
//! the `style` attribute of its tag (CSS Cascade 4; Syntax 3, 5; Nesting 1).
//!
//! Which selectors are obeyed is told in [`selector`](super::selector), which declarations in
//! [`declared`](super::declared); rules for print, for states of the mouse and the like are passed over.

use std::collections::HashMap;

use memchr::{memchr, memmem};

use super::compound::{Beside, Compound, Held, Holding, Subject};
use super::custom::{Environments, Written, resolved};
use super::declared::{Declared, LAYERS, OF_LAYER};
use super::selector::{OUTERMOST, Open, Within, apart, selector, surrounded, unescaped};
use super::states::is_none;
use super::{address, media, supports};

#[derive(Debug)]
struct StyleRule {
    subject: Compound,
    /// The bit of what is asked of a sibling before it.
    beside: Option<(Beside, u32)>,
    /// Relations to open elements, and the bits of what is asked of them.
    around: Vec<(Within, u32)>,
    declared: Declared,
    weight: u32,
    /// Custom properties that it gives, and what it declares by such.
    custom: Vec<Written>,
    pending: Vec<Written>,
}

/// The rules of a page that say something, by the class, identifier or type that an element must have.
#[derive(Debug, Default)]
pub(super) struct StyleSheet {
    classes: HashMap<Vec<u8>, Vec<StyleRule>>,
    ids: HashMap<Vec<u8>, Vec<StyleRule>>,
    elements: HashMap<u64, Vec<StyleRule>>,
    /// Rules that ask for none of these alone: `[class^=x]`, `:is(.a, .b)`.
    others: Vec<StyleRule>,
    rules: u32,
    /// What rules ask of elements around their subject and before it; a bit for each. What one asks of a sibling has its
    /// bit before it.
    neighbours: Vec<(Compound, Option<(Beside, u32)>)>,
    /// What rules ask elements to hold; a bit for each.
    held: Vec<Held>,
    /// Custom properties of the whole page (`:root { --x: none }`).
    custom: HashMap<Vec<u8>, Vec<u8>>,
    /// Cascade layers in their order (Cascade 5, 6.4.3).
    layers: Vec<Vec<u8>>,
    asks: Asks,
}

/// What the rules ask for that is counted or kept only then.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Asks {
    /// Attributes beside class and identifier.
    pub attributes: bool,
    /// Siblings before an element.
    pub siblings: bool,
    /// Places among siblings.
    pub places: bool,
    /// Places that are counted from the last sibling.
    pub ends: bool,
    /// What elements hold.
    pub holds: bool,
    /// Custom properties.
    pub custom: bool,
}

/// Rules that are kept; a page that hides more has hidden itself.
const MAX_RULES: u32 = 10_000;
/// Rules under one name that are looked at for each element.
const MAX_EACH: usize = 64;
/// Different compounds that rules may ask of other elements: as many as a word has bits.
const MAX_NEIGHBOURS: usize = 64;
/// Different things that rules may ask elements to hold; the last bit is never set.
const MAX_HELD: usize = 63;
/// Blocks inside blocks that are looked at, and selectors of one that is nested.
const MAX_NESTED: usize = 8;
const MAX_JOINED: usize = 64;

/// A block that is open.
struct Scope {
    selectors: Vec<Vec<u8>>,
    /// The number of its layer, from zero.
    layer: Option<usize>,
    declarations: Vec<u8>,
}

impl StyleSheet {
    pub fn is_empty(&self) -> bool {
        self.rules == 0
    }

    pub fn asks(&self) -> Asks {
        self.asks
    }

    /// How many rules there are.
    pub fn rules(&self) -> u32 {
        self.rules
    }

    /// Takes the text of a `style` element.
    pub fn add(&mut self, css: &[u8]) {
        let css = without_comments(css);
        let mut scopes: Vec<Scope> = Vec::new();
        // Blocks deeper than are looked at.
        let mut deep = 0_u32;
        let mut rest = css.as_slice();
        while let Some(at) = mark(rest) {
            let (mut text, mark) = (rest[..at].trim_ascii(), rest[at]);
            rest = &rest[at + 1..];
            // Signs of comments in pages for programs that know no style (Syntax 3, 5.4.1).
            while let Some(bare) = [&b"<!--"[..], b"-->"].iter().find_map(|sign| text.strip_prefix(*sign)) {
                text = bare.trim_ascii_start();
            }
            match mark {
                _ if deep > 0 => deep = if mark == b'{' { deep + 1 } else { deep - u32::from(mark == b'}') },
                b'{' if text.first() == Some(&b'@') && !applies(text) || scopes.len() >= MAX_NESTED => deep = 1,
                b'{' => {
                    let mut scope = scope(text, scopes.last());
                    scope.layer = self.layer(text).or(scopes.last().and_then(|outer| outer.layer));
                    scopes.push(scope);
                }
                b';' if scopes.is_empty() => self.statement(text),
                _ => {
                    if let Some(scope) = scopes.last_mut() {
                        scope.declarations.extend_from_slice(text);
                        scope.declarations.push(b';');
                    }
                    if mark == b'}'
                        && let Some(scope) = scopes.pop()
                    {
                        self.block(&scope);
                    }
                }
            }
        }
        // A sheet that is cut off.
        if let Some(mut scope) = scopes.pop() {
            scope.declarations.extend_from_slice(rest);
            self.block(&scope);
        }
    }

    /// A statement without a block: the order of layers, another sheet that is written out in it.
    fn statement(&mut self, text: &[u8]) {
        if let Some(names) = text.strip_prefix(b"@layer") {
            for name in names.split(|byte| *byte == b',') {
                self.layer(&[b"@layer ", name.trim_ascii()].concat());
            }
        } else if let Some(address) = text.strip_prefix(b"@import").filter(|_| self.rules < MAX_RULES)
            && let Some(css) = address::written_out(address)
        {
            self.add(&css);
        }
    }

    /// The number of the layer that a block opens, if it opens one.
    fn layer(&mut self, prelude: &[u8]) -> Option<usize> {
        let name = prelude.strip_prefix(b"@layer")?.trim_ascii();
        let known = self.layers.iter().position(|known| known == name && !name.is_empty());
        known.or_else(|| {
            self.layers.push(name.to_vec());
            Some(self.layers.len() - 1)
        })
    }

    fn block(&mut self, scope: &Scope) {
        // One selector that is none takes the others with it (Selectors 4, 4.1).
        if !scope.declarations.contains(&b':') || scope.selectors.iter().any(|selector| is_none(selector)) {
            return;
        }
        // Layers weigh less than what is in none, the first ones least; specificity counts within each.
        let layer = scope.layer.map_or(LAYERS, |layer| (layer as u32 + 1).min(LAYERS - 1));
        for text in &scope.selectors {
            let text = unescaped(text);
            let text = &*text;
            let whole = matches!(text, b":root" | b"html" | b"body" | b"*");
            if whole {
                self.customise(&scope.declarations);
            }
            let (text, generates) = written(text);
            let Some(selector) = selector(text) else { continue };
            let weight = layer * OF_LAYER + selector.specificity.min(OF_LAYER - 1);
            let (mut custom, mut pending) = (Vec::new(), Vec::new());
            let declared = match generates {
                true => generated(&scope.declarations, weight),
                false => declarations(&scope.declarations, weight, &mut custom, &mut pending),
            };
            if whole {
                custom.clear();
            }
            let empty = declared.is_empty() && custom.is_empty() && pending.is_empty();
            if empty || self.rules >= MAX_RULES {
                continue;
            }
            self.asks.custom |= !custom.is_empty() || !pending.is_empty();
            let around: Option<Vec<_>> =
                selector.around.into_iter().map(|(within, part)| Some((within, self.neighbour(part)?))).collect();
            let Some(around) = around else { continue };
            let mut subject = selector.subject;
            self.number(&mut subject);
            self.heed(&subject);
            let beside = match subject.beside.take() {
                Some((beside, part)) => match self.neighbour(*part) {
                    Some(bit) => Some((beside, bit)),
                    None => continue,
                },
                None => None,
            };
            self.rules += 1;
            let rule = StyleRule { subject, beside, around, declared, weight, custom, pending };
            match (rule.subject.classes.first(), &rule.subject.id, rule.subject.element) {
                (Some(class), ..) => self.classes.entry(class.clone()).or_default().push(rule),
                (None, Some(id), _) => self.ids.entry(id.clone()).or_default().push(rule),
                (None, None, Some(element)) => self.elements.entry(element).or_default().push(rule),
                (None, None, None) => self.others.push(rule),
            }
        }
    }

    /// Keeps the custom properties of a block (Custom Properties 1).
    fn customise(&mut self, block: &[u8]) {
        for declaration in block.split(|byte| *byte == b';') {
            if let Some(colon) = memchr(b':', declaration).filter(|_| declaration.trim_ascii().starts_with(b"--")) {
                let (name, value) = (declaration[..colon].trim_ascii(), declaration[colon + 1..].trim_ascii());
                self.custom.insert(name.to_vec(), value.to_vec());
            }
        }
    }

    /// Notes what a compound asks for.
    fn heed(&mut self, part: &Compound) {
        self.asks.attributes |= part.asks_attributes();
        self.asks.siblings |= part.beside.is_some();
        self.asks.places |= part.asks_places(false);
        self.asks.ends |= part.asks_places(true);
    }

    /// Gives what a compound asks elements to hold its bits; what is one too many is never held.
    fn number(&mut self, part: &mut Compound) {
        let held = &mut self.held;
        part.number(&mut |asked| {
            let known = held.iter().position(|known| known.is_like(asked)).unwrap_or(held.len());
            if known == held.len() && known < MAX_HELD {
                held.push(asked.alike());
            }
            known as u32
        });
        self.asks.holds = !held.is_empty();
    }

    /// Which of the things that rules ask elements to hold an element is: one word for each way of
    /// holding.
    pub fn is_held(&self, subject: &Subject<'_>) -> [u64; Holding::WAYS] {
        let mut bits = [0; Holding::WAYS];
        for (held, bit) in self.held.iter().zip(0_u32..) {
            if held.any_of.is_empty() || held.any_of.iter().any(|part| part.fits(subject)) {
                bits[held.place as usize] |= 1 << bit;
            }
        }
        bits
    }

    /// The bits of an element that holds text.
    pub fn holds_text(&self) -> u64 {
        self.held.iter().zip(0_u32..).filter(|(held, _)| held.any_of.is_empty()).fold(0, |all, (_, bit)| all | 1 << bit)
    }

    /// The bit of a compound that is asked of another element.
    fn neighbour(&mut self, mut part: Compound) -> Option<u32> {
        if part == Compound::of_type(b"body") {
            return Some(OUTERMOST);
        }
        self.number(&mut part);
        self.heed(&part);
        // Innermost last: a selector names few.
        let mut chain = Vec::new();
        while let Some((beside, before)) = part.beside.take() {
            chain.push((part, Some(beside)));
            part = *before;
        }
        chain.push((part, None));
        let mut bit = None;
        for (part, beside) in chain.into_iter().rev() {
            let beside = beside.zip(bit);
            let known = self.neighbours.iter().position(|(known, before)| *known == part && *before == beside);
            let free = (self.neighbours.len() < MAX_NEIGHBOURS).then_some(self.neighbours.len());
            let at = known.or(free)?;
            if known.is_none() {
                self.neighbours.push((part, beside));
            }
            bit = u32::try_from(at).ok();
        }
        bit
    }

    /// Which of the compounds that are asked of other elements an element fits.
    pub fn fits(&self, subject: &Subject<'_>) -> u64 {
        let bits = self.neighbours.iter().zip(0_u32..);
        let fits = |part: &Compound, beside: Option<(Beside, u32)>| {
            part.fits(subject) && beside.is_none_or(|beside| subject.stands(beside))
        };
        bits.filter(|((part, beside), _)| fits(part, *beside)).fold(0, |all, (_, bit)| all | 1 << bit)
    }

    /// What is declared for an element inside of others, its own `style` included.
    pub fn declared(&self, subject: &Subject<'_>, open: Open<'_>, inline: &Declared) -> Declared {
        let mut found = Declared::default();
        self.matching(subject, open).for_each(|rule| found.overlay(&rule.declared));
        found.overlay(inline);
        found
    }

    /// The same where custom properties may say what is declared: `inline` gives some, and is declared by some. The
    /// properties that hold around the element in, those that hold in it out.
    pub fn declared_by_custom(
        &self,
        subject: &Subject<'_>,
        open: Open<'_>,
        (inline, custom, pending): (&Declared, &[Written], &[Written]),
        (environments, around): (&mut Environments, u32),
    ) -> (Declared, u32) {
        let rules: Vec<&StyleRule> = self.matching(subject, open).collect();
        let given = rules.iter().flat_map(|rule| rule.custom.iter().map(|written| (written, rule.weight)));
        let within = environments.enter(around, given.chain(custom.iter().map(|written| (written, u32::MAX))));
        let put =
            |value: &[u8]| resolved(value, &|name| environments.get(within, name).or_else(|| self.custom.get(name)));
        let mut found = Declared::default();
        for rule in rules {
            found.overlay(&rule.declared);
            for (name, value) in &rule.pending {
                put(value).into_iter().for_each(|value| found.read(name, &value, rule.weight));
            }
        }
        found.overlay(inline);
        for (name, value) in pending {
            put(value).into_iter().for_each(|value| found.inline(name, &value));
        }
        (found, within)
    }

    /// The rules that hold for an element inside of others.
    fn matching<'s>(&'s self, subject: &'s Subject<'_>, open: Open<'s>) -> impl Iterator<Item = &'s StyleRule> {
        let by_class = subject.classes().filter_map(|name| self.classes.get(name));
        let all =
            by_class.chain(self.ids.get(subject.id)).chain(self.elements.get(&subject.element)).chain([&self.others]);
        all.flat_map(|rules| rules.iter().rev().take(MAX_EACH).rev()).filter(move |rule| {
            rule.subject.fits(subject)
                && rule.beside.is_none_or(|beside| subject.stands(beside))
                && (rule.around.is_empty() || surrounded(open, &rule.around))
        })
    }
}

/// What a block declares; beside it the custom properties that it gives, and what it declares by such.
fn declarations(block: &[u8], weight: u32, custom: &mut Vec<Written>, pending: &mut Vec<Written>) -> Declared {
    let mut declared = Declared::default();
    for declaration in block.split(|byte| *byte == b';') {
        let Some(colon) = memchr(b':', declaration) else { continue };
        let (name, value) = (declaration[..colon].trim_ascii(), declaration[colon + 1..].trim_ascii());
        if name.starts_with(b"--") {
            custom.push((name.to_vec(), value.to_vec()));
        } else if memmem::find(value, b"var(").is_some() {
            let name = name.to_ascii_lowercase();
            if Declared::knows(&name) {
                pending.push((name, value.to_vec()));
            }
        } else {
            declared.read(name, value, weight);
        }
    }
    declared
}

/// A selector without `::before` or `::after` at its end, and whether there is one.
fn written(selector: &[u8]) -> (&[u8], bool) {
    let ends = [&b"::before"[..], b"::after", b":before", b":after"];
    let bare = ends.into_iter().find_map(|end| selector.strip_suffix(end));
    (bare.unwrap_or(selector), bare.is_some())
}

/// What a block declares for what it writes itself.
fn generated(block: &[u8], weight: u32) -> Declared {
    let (mut declared, mut written) = (Declared::default(), Declared::default());
    for declaration in block.split(|byte| *byte == b';') {
        if let Some(colon) = memchr(b':', declaration) {
            written.generate(declaration[..colon].trim_ascii(), &declaration[colon + 1..], weight);
        }
    }
    declared.generates(&written);
    declared
}

/// The next brace or semicolon that stands in no string.
fn mark(text: &[u8]) -> Option<usize> {
    let mut quote = None;
    text.iter().position(|&byte| match quote {
        // A string ends with its line, closed or not.
        Some(open) => {
            if byte == open || byte == b'\n' {
                quote = None;
            }
            false
        }
        None => {
            if matches!(byte, b'"' | b'\'') {
                quote = Some(byte);
            }
            matches!(byte, b'{' | b'}' | b';')
        }
    })
}

/// A block that opens inside another, or in none.
fn scope(prelude: &[u8], outer: Option<&Scope>) -> Scope {
    let outer = outer.map(|scope| scope.selectors.as_slice()).unwrap_or_default();
    let mut selectors = Vec::new();
    let root = prelude.strip_prefix(b"@scope").and_then(|root| root.trim_ascii().strip_prefix(b"("));
    if let Some(end) = root.and_then(|root| memchr(b')', root)) {
        // The rules inside hold in what it names.
        selectors.extend(root.map(|root| root[..end].trim_ascii().to_vec()));
    } else if prelude.first() == Some(&b'@') {
        // The rules inside hold for what they would hold for outside.
        selectors.extend_from_slice(outer);
    } else {
        for own in apart(prelude, |byte| byte == b',').into_iter().map(<[u8]>::trim_ascii) {
            if outer.is_empty() {
                selectors.push(own.to_vec());
            }
            for around in outer.iter().take(MAX_JOINED.saturating_sub(selectors.len())) {
                selectors.push(joined(around, own));
            }
        }
    }
    Scope { selectors, layer: None, declarations: Vec::new() }
}

/// A selector inside the block of another (Nesting 1, 3.1).
fn joined(around: &[u8], own: &[u8]) -> Vec<u8> {
    match memchr(b'&', own) {
        Some(at) => [&own[..at], around, &own[at + 1..]].concat(),
        None => [around, b" ", own].concat(),
    }
}

/// Whether the rules in an at-rule hold for a page on a screen.
fn applies(prelude: &[u8]) -> bool {
    let prelude = prelude.to_ascii_lowercase();
    match prelude.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'@' | b'-')).next() {
        Some(b"@media") => media::holds(&prelude[b"@media".len()..]),
        Some(b"@supports") => supports::holds(&prelude[b"@supports".len()..]),
        Some(b"@container") => {
            prelude.iter().position(|byte| *byte == b'(').is_none_or(|at| media::holds(&prelude[at..]))
        }
        Some(b"@layer" | b"@scope") => true,
        _ => false,
    }
}

pub(super) fn without_comments(mut css: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(css.len());
    while let Some(start) = memmem::find(css, b"/*") {
        out.extend_from_slice(&css[..start]);
        css = memmem::find(&css[start + 2..], b"*/").map_or(&[], |end| &css[start + end + 4..]);
    }
    out.extend_from_slice(css);
    out
}

#[cfg(test)]
mod tests;
