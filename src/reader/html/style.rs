//! The style sheets of a page: the text of its `style` elements in, and out what their rules declare for an element, with
//! the `style` attribute of its tag (CSS Cascade 4; Syntax 3, 5; Nesting 1).
//!
//! Which selectors are obeyed is told in [`selector`](super::selector), which declarations in
//! [`declared`](super::declared); rules for print, for states of the mouse and the like are passed over.

use std::collections::HashMap;

use memchr::{memchr, memmem};

use super::compound::{Beside, Compound, Held, Subject};
use super::declared::{Declared, MOST_SPECIFIC};
use super::media;
use super::selector::{OUTERMOST, Open, Within, apart, selector, surrounded, unescaped};

#[derive(Debug)]
struct StyleRule {
    subject: Compound,
    /// The bit of what is asked of a sibling before it.
    beside: Option<(Beside, u32)>,
    /// Relations to open elements, and the bits of what is asked of them.
    around: Vec<(Within, u32)>,
    declared: Declared,
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
            let (text, mark) = (rest[..at].trim_ascii(), rest[at]);
            rest = &rest[at + 1..];
            match mark {
                _ if deep > 0 => deep = if mark == b'{' { deep + 1 } else { deep - u32::from(mark == b'}') },
                b'{' if text.first() == Some(&b'@') && !applies(text) || scopes.len() >= MAX_NESTED => deep = 1,
                b'{' => {
                    let scope = scope(text, scopes.last());
                    scopes.push(scope);
                }
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

    fn block(&mut self, scope: &Scope) {
        if !scope.declarations.contains(&b':') {
            return;
        }
        for text in &scope.selectors {
            let text = unescaped(text);
            let text = &*text;
            let whole = matches!(text, b":root" | b"html" | b"body" | b"*");
            if whole {
                self.customise(&scope.declarations);
            }
            let (text, generates) = written(text);
            let Some(selector) = selector(text) else { continue };
            let declared = match generates {
                true => generated(&scope.declarations),
                false => self.declarations(&scope.declarations, selector.specificity.min(MOST_SPECIFIC)),
            };
            if declared.is_empty() || self.rules >= MAX_RULES {
                continue;
            }
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
            let rule = StyleRule { subject, beside, around, declared };
            match (rule.subject.classes.first(), &rule.subject.id, rule.subject.element) {
                (Some(class), ..) => self.classes.entry(class.clone()).or_default().push(rule),
                (None, Some(id), _) => self.ids.entry(id.clone()).or_default().push(rule),
                (None, None, Some(element)) => self.elements.entry(element).or_default().push(rule),
                (None, None, None) => self.others.push(rule),
            }
        }
    }

    fn declarations(&self, block: &[u8], weight: u32) -> Declared {
        let mut declared = Declared::default();
        for declaration in block.split(|byte| *byte == b';') {
            if let Some(colon) = memchr(b':', declaration) {
                let (name, value) = (declaration[..colon].trim_ascii(), &declaration[colon + 1..]);
                declared.read(name, &self.resolved(value), weight);
            }
        }
        declared
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

    /// A value with the custom property that it is put for it.
    fn resolved<'v>(&self, value: &'v [u8]) -> std::borrow::Cow<'v, [u8]> {
        let value = value.trim_ascii();
        let Some(inside) = value.strip_prefix(b"var(") else { return value.into() };
        let (inside, after) = inside.split_at(memchr(b')', inside).unwrap_or(inside.len()));
        let mut parts = inside.splitn(2, |byte| *byte == b',');
        let known = parts.next().and_then(|name| self.custom.get(name.trim_ascii()).map(Vec::as_slice));
        let mut found = known.or(parts.next().map(<[u8]>::trim_ascii)).unwrap_or_default().to_vec();
        found.extend_from_slice(after.strip_prefix(b")").unwrap_or_default());
        found.into()
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

    /// Which of the things that rules ask elements to hold an element is: to be held at any depth, and straight.
    pub fn is_held(&self, subject: &Subject<'_>) -> (u64, u64) {
        let mut bits = (0, 0);
        for (held, bit) in self.held.iter().zip(0_u32..) {
            if held.any_of.is_empty() || held.any_of.iter().any(|part| part.fits(subject)) {
                let into = if held.straight { &mut bits.1 } else { &mut bits.0 };
                *into |= 1 << bit;
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
        let by_class = subject.classes().filter_map(|name| self.classes.get(name));
        let all =
            by_class.chain(self.ids.get(subject.id)).chain(self.elements.get(&subject.element)).chain([&self.others]);
        for rule in all.flat_map(|rules| rules.iter().rev().take(MAX_EACH).rev()) {
            if rule.subject.fits(subject)
                && rule.beside.is_none_or(|beside| subject.stands(beside))
                && (rule.around.is_empty() || surrounded(open, &rule.around))
            {
                found.overlay(&rule.declared);
            }
        }
        found.overlay(inline);
        found
    }
}

/// A selector without `::before` or `::after` at its end, and whether there is one.
fn written(selector: &[u8]) -> (&[u8], bool) {
    let ends = [&b"::before"[..], b"::after", b":before", b":after"];
    let bare = ends.into_iter().find_map(|end| selector.strip_suffix(end));
    (bare.unwrap_or(selector), bare.is_some())
}

/// What a block declares for what it writes itself.
fn generated(block: &[u8]) -> Declared {
    let mut declared = Declared::default();
    for declaration in block.split(|byte| *byte == b';') {
        if let Some(colon) = memchr(b':', declaration).filter(|at| declaration[..*at].trim_ascii() == b"content") {
            declared.generate(&declaration[colon + 1..]);
        }
    }
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
    if prelude.first() == Some(&b'@') {
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
    Scope { selectors, declarations: Vec::new() }
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
    let has = |word: &[u8]| memmem::find(&prelude, word).is_some();
    match prelude.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'@' | b'-')).next() {
        Some(b"@media") => media::holds(&prelude[b"@media".len()..]),
        Some(b"@supports") => !has(b"not "),
        Some(b"@layer" | b"@container" | b"@scope") => true,
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
mod tests {
    use super::*;
    use crate::reader::html::selector::Ancestor;
    use crate::reader::html::tag::{ElementGroup, identity};

    fn gone(css: &str, element: &str, id: &str, class: &str, style: &str) -> bool {
        let mut sheet = StyleSheet::default();
        sheet.add(css.as_bytes());
        let mut inline = Declared::default();
        for declaration in style.split(';') {
            let (property, value) = declaration.split_once(':').unwrap_or_default();
            inline.inline(property.trim().as_bytes(), value.as_bytes());
        }
        // In a cell of a table in a box.
        let outer = [
            ("div", "", "box", ElementGroup::Block),
            ("table", "t", "", ElementGroup::Table),
            ("tbody", "", "", ElementGroup::RowGroup),
        ];
        let outer = outer.into_iter().chain([("tr", "", "r", ElementGroup::Row), ("td", "", "c", ElementGroup::Cell)]);
        let path: Vec<Ancestor> = outer
            .map(|(element, id, class, kind)| Ancestor { kind, fits: sheet.fits(&subject(element, id, class)) })
            .collect();
        sheet.declared(&subject(element, id, class), &|at| path.iter().rev().nth(at).copied(), &inline).gone(false)
    }

    fn subject<'a>(element: &str, id: &'a str, class: &'a str) -> Subject<'a> {
        let (element, id, class) = (identity(element.as_bytes()), id.as_bytes(), class.as_bytes());
        Subject { element, id, class, ..Subject::default() }
    }

    #[test]
    fn selectors() {
        for css in [
            ".hid{display:none}",
            "td.hid { DISPLAY : NONE }",
            "<!-- p, .hid , h1{color:red;display:none;} -->",
            "/* x { */ .hid.a{display:none}",
            "@media screen{ p{margin:0} .hid{display:none} }",
            "@media print{p{x:y}} #note{opacity:0}",
            "@charset \"utf-8\"; td{mso-hide:all}",
            "*.hid{display:none}",
            "td .hid{display:none}",
            "td > td.hid{display:none}",
            "#t tr.r .hid, p{display:none}",
            "div table>tbody>tr > td.c>.hid{display:none}",
            ".box>table .hid{display:none}",
            "table > tr .hid{display:none}",
            "html body td .hid{display:none}",
            "[class^=a]{display:none}",
            "td[class$='hid']{display:none}",
            "[class*=\"hi\"]{display:none}",
            "[class~=hid]{display:none}",
            "td[id=note]{display:none}",
            ":is(.no, .hid){display:none}",
            "td:where(.hid){display:none}",
            ".hid:not(.b){display:none}",
            "td :not(p):is(.b,td.hid){display:none}",
            ".hid{position:absolute;left:-9999px}",
            ".hid{text-indent:-999em}",
            ".hid:not(:hover){display:none}",
            "@supports (display:grid){ @layer a{ .hid{display:none} } }",
            "td{color:red; .hid{display:none}}",
            "td{ & .hid{display:none} }",
            "p, td .c{} .hid{ content:'}'; display:none }",
            ":root{--none:none} .hid{display:var(--none)}",
            ".hid{display:var(--unknown, none)}",
        ] {
            assert!(gone(css, "td", "note", "a hid", ""), "{css}");
        }
        for css in [
            ".hide{display:none}",
            "th.hid{display:none}",
            ".hid .b{display:none}",
            "th .hid{display:none}",
            "tr > .hid{display:none}",
            "div > .hid{display:none}",
            "td + .hid{display:none}",
            "td ~ .hid{display:none}",
            "+ .hid{display:none}",
            "td + > .hid{display:none}",
            ".box > tr .hid{display:none}",
            "> .hid{display:none}",
            ".hid >{display:none}",
            "tr table .hid{display:none}",
            ".hid:hover{display:none}",
            ".hid[x]{display:none}",
            "[class^=hid]{display:none}",
            "[class~=hi]{display:none}",
            "[class^='']{display:none}",
            ":is(.no, .b){display:none}",
            ":is(.no,{display:none}",
            ".hid:not(.a){display:none}",
            ".hid:not(td, .b){display:none}",
            ".hid:first-child{display:none}",
            "body > .hid{display:none}",
            ".hid{left:-9px}",
            ".hid{left:-9999px} .hid{left:0}",
            ".hid>td{display:none}",
            "@media print{.hid{display:none}}",
            "@font-face{display:none}",
            "@keyframes x{from{display:none}} @page{.hid{display:none}}",
            "@supports not (display:grid){.hid{display:none}}",
            ".b{ .hid{display:none} }",
            "#other{display:none}",
            ".hid{display:none",
        ] {
            let cut = css.ends_with("none");
            assert_eq!(gone(css, "td", "note", "a hid", ""), cut, "{css}");
        }
    }

    #[test]
    fn the_cascade() {
        assert!(!gone(".a{display:none} .a{display:block}", "p", "", "a", ""));
        assert!(gone(".a{display:block} .a{display:none}", "p", "", "a", ""));
        assert!(gone("#i{display:none} .a{display:block}", "p", "i", "a", ""));
        assert!(gone(".a.b{display:none} .a{display:block}", "p", "", "b a", ""));
        assert!(!gone(".a{display:none}", "p", "", "a", "display:inline"));
        assert!(gone(".a{display:none !important}", "p", "", "a", "display:inline"));
        assert!(!gone("", "p", "", "", "display:none;display:block"));
        assert!(gone("", "p", "", "", "display:block;display:none"));
        assert!(!gone("", "p", "", "", "display:block!important;display:none"));
        assert!(!gone("td .a{display:none} .a.b.c{display:block}", "p", "", "a b c", ""));
        assert!(gone("tr td .a{display:none} .a{display:block}", "p", "", "a", ""));
        assert!(gone("", "p", "", "", "opacity: 0.0"));
        assert!(!gone("", "p", "", "", "opacity:.5;visibility:hidden;font-size:0"));
    }

    #[test]
    fn hostile_sheets_are_read_once() {
        for css in ["{", "}", "@media{", ".a{", "/*", ".a,", "@x;", "a{b:c}", "a ", "a>", "td .a{opacity:0}"] {
            let mut sheet = StyleSheet::default();
            sheet.add(css.repeat(50_000).as_bytes());
        }
    }
}
