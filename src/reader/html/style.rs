//! What style sheets say about whether text is read: the rules of the page's `style` elements and the `style` attribute
//! of a tag in, a verdict for each property out, cascaded as browsers do (CSS Cascade 4, 6.1: important, inline,
//! specificity, order).
//!
//! Which selectors are obeyed is told in [`selector`](super::selector); rules for print, for states of the mouse and the
//! like are passed over. The rest of styling is never looked at.

use std::collections::HashMap;

use memchr::{memchr, memchr2, memmem};

use super::selector::{Compound, Open, Subject, Within, apart, selector, surrounded};

/// Properties that decide what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    /// `display: none`.
    Display,
    /// `visibility: hidden` or `collapse`.
    Visibility,
    /// `font-size: 0`.
    FontSize,
    /// `opacity: 0`.
    Opacity,
    /// `mso-hide: all`, Word's own.
    MsoHide,
    /// `text-decoration: line-through`.
    Line,
    /// `vertical-align: super` or `sub`.
    Align,
    /// `left: -9999px`: outside of the window.
    Left,
    /// `text-indent: -9999px`, likewise.
    Indent,
}

const PROPERTIES: [(&[u8], Property); 11] = [
    (b"display", Property::Display),
    (b"visibility", Property::Visibility),
    (b"font-size", Property::FontSize),
    (b"font", Property::FontSize),
    (b"left", Property::Left),
    (b"text-indent", Property::Indent),
    (b"opacity", Property::Opacity),
    (b"mso-hide", Property::MsoHide),
    (b"text-decoration", Property::Line),
    (b"text-decoration-line", Property::Line),
    (b"vertical-align", Property::Align),
];

/// What is declared for an element: for each property the weight of the declaration that won, and whether it hides,
/// strikes or raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Declared([Option<(u32, bool)>; 9]);

/// Properties that take an element away with all that is in it.
const GONE: [Property; 5] = [Property::Display, Property::Opacity, Property::MsoHide, Property::Left, Property::Indent];
/// Nothing is that far to the left but to be out of sight, in pixels or points.
const OUT_OF_SIGHT: f32 = -900.0;

const IMPORTANT: u32 = 1 << 31;
const INLINE: u32 = 1 << 30;

impl Declared {
    fn declare(&mut self, property: Property, weight: u32, value: bool) {
        let slot = &mut self.0[property as usize];
        if slot.is_none_or(|(known, _)| known <= weight) {
            *slot = Some((weight, value));
        }
    }

    fn get(&self, property: Property) -> Option<bool> {
        self.0[property as usize].map(|(_, value)| value)
    }

    /// Takes over what another set declares, where it weighs more.
    fn overlay(&mut self, other: &Self) {
        for (slot, more) in self.0.iter_mut().zip(&other.0) {
            if let Some((weight, _)) = more
                && slot.is_none_or(|(known, _)| known <= *weight)
            {
                *slot = *more;
            }
        }
    }

    /// Reads a declaration of the tag's own `style`.
    pub fn inline(&mut self, property: &[u8], value: &[u8]) {
        self.read(property, value, INLINE);
    }

    fn read(&mut self, property: &[u8], value: &[u8], weight: u32) {
        let known = PROPERTIES.iter().find(|(name, _)| property.eq_ignore_ascii_case(name));
        let Some(&(name, property)) = known else { return };
        let value = value.trim_ascii().to_ascii_lowercase();
        let (value, important) = match memchr(b'!', &value) {
            Some(at) => (value[..at].trim_ascii_end(), value[at + 1..].trim_ascii() == b"important"),
            None => (value.as_slice(), false),
        };
        let weight = weight | if important { IMPORTANT } else { 0 };
        let verdict = if name == b"font" { tiny_font(value) } else { verdict(property, value) };
        if let Some(verdict) = verdict {
            self.declare(property, weight, verdict);
        }
    }

    /// The same, gone if so asked: what the attribute `hidden` does unless a rule shows the element.
    pub fn or_gone(mut self, hidden: bool) -> Self {
        if hidden && self.get(Property::Display).is_none() {
            self.declare(Property::Display, 0, true);
        }
        self
    }

    /// The same without what hides.
    pub fn shown(mut self) -> Self {
        for property in GONE.into_iter().chain([Property::Visibility]) {
            self.0[property as usize] = None;
        }
        self
    }

    pub fn gone(&self) -> bool {
        GONE.into_iter().any(|it| self.get(it) == Some(true))
    }

    /// Inherited, and undone by an element inside that says otherwise.
    pub fn invisible(&self) -> Option<bool> {
        self.get(Property::Visibility)
    }

    /// Inherited likewise.
    pub fn tiny(&self) -> Option<bool> {
        self.get(Property::FontSize)
    }

    pub fn struck(&self) -> bool {
        self.get(Property::Line) == Some(true)
    }

    pub fn raised(&self) -> bool {
        self.get(Property::Align) == Some(true)
    }
}

/// The number that a value begins with.
fn number(value: &[u8]) -> Option<f32> {
    let signed = value.iter().take_while(|byte| byte.is_ascii_digit() || matches!(**byte, b'.' | b'-')).count();
    str::from_utf8(&value[..signed]).ok()?.parse().ok()
}

/// Whether a font (`0/0 a`, `bold 12px/1.5 x`) has no size; `None` for one that does not say.
fn tiny_font(value: &[u8]) -> Option<bool> {
    let mut sizes = value.split(u8::is_ascii_whitespace).filter_map(number).peekable();
    sizes.peek()?;
    Some(sizes.any(|size| size == 0.0))
}

/// What a value means for its property; `None` for one that is not valid and therefore not there.
fn verdict(property: Property, value: &[u8]) -> Option<bool> {
    let words = || value.split(u8::is_ascii_whitespace);
    match property {
        _ if value.is_empty() => None,
        Property::Display => Some(value == b"none"),
        Property::Visibility => Some(matches!(value, b"hidden" | b"collapse")),
        // Words (`small`) and what cannot be read are sizes to be seen.
        Property::FontSize => Some(number(value) == Some(0.0)),
        Property::Opacity => number(value).map(|number| number == 0.0),
        Property::MsoHide => Some(matches!(value, b"all" | b"screen")),
        Property::Line => Some(words().any(|word| word == b"line-through")),
        Property::Align => Some(matches!(value, b"super" | b"sub")),
        Property::Left | Property::Indent => Some(number(value).is_some_and(|at| at < OUT_OF_SIGHT)),
    }
}

#[derive(Debug)]
struct StyleRule {
    subject: Compound,
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
    /// What rules ask of elements around their subject; a bit for each.
    ancestors: Vec<Compound>,
}

/// Rules that are kept; a page that hides more has hidden itself.
const MAX_RULES: u32 = 10_000;
/// Rules under one name that are looked at for each element.
const MAX_EACH: usize = 64;
/// Different compounds that rules may ask of ancestors: as many as a word has bits.
const MAX_ANCESTORS: usize = 64;

impl StyleSheet {
    pub fn is_empty(&self) -> bool {
        self.rules == 0
    }

    /// Takes the text of a `style` element.
    pub fn add(&mut self, css: &[u8]) {
        let css = without_comments(css);
        let mut rest = css.as_slice();
        while let Some(open) = memchr(b'{', rest) {
            // A brace that closes a group of rules may stand in front.
            let prelude =
                rest[..open].rsplit(|byte| matches!(byte, b'}' | b';')).next().unwrap_or_default().trim_ascii();
            rest = &rest[open + 1..];
            if prelude.first() == Some(&b'@') {
                if !applies(prelude) {
                    rest = behind_block(rest);
                }
                continue;
            }
            let end = memchr(b'}', rest).unwrap_or(rest.len());
            self.rule(prelude, &rest[..end]);
            rest = rest.get(end + 1..).unwrap_or_default();
        }
    }

    fn rule(&mut self, selectors: &[u8], block: &[u8]) {
        if !block.contains(&b':') {
            return;
        }
        for text in apart(selectors, |byte| byte == b',') {
            let Some(selector) = selector(text.trim_ascii()) else { continue };
            let specificity = selector.specificity.min(INLINE - 1);
            let mut declared = Declared::default();
            for declaration in block.split(|byte| *byte == b';') {
                if let Some(colon) = memchr(b':', declaration) {
                    declared.read(declaration[..colon].trim_ascii(), &declaration[colon + 1..], specificity);
                }
            }
            if declared == Declared::default() || self.rules >= MAX_RULES {
                continue;
            }
            let around: Option<Vec<_>> =
                selector.around.into_iter().map(|(within, part)| Some((within, self.ancestor(part)?))).collect();
            let Some(around) = around else { continue };
            self.rules += 1;
            let rule = StyleRule { subject: selector.subject, around, declared };
            match (rule.subject.classes.first(), &rule.subject.id, rule.subject.element) {
                (Some(class), ..) => self.classes.entry(class.clone()).or_default().push(rule),
                (None, Some(id), _) => self.ids.entry(id.clone()).or_default().push(rule),
                (None, None, Some(element)) => self.elements.entry(element).or_default().push(rule),
                (None, None, None) => self.others.push(rule),
            }
        }
    }

    /// The bit of a compound that is asked of ancestors.
    fn ancestor(&mut self, part: Compound) -> Option<u32> {
        let known = self.ancestors.iter().position(|known| *known == part);
        let at = known.or_else(|| (self.ancestors.len() < MAX_ANCESTORS).then_some(self.ancestors.len()))?;
        if known.is_none() {
            self.ancestors.push(part);
        }
        u32::try_from(at).ok()
    }

    /// Which of the compounds that are asked of ancestors an element fits.
    pub fn fits(&self, subject: &Subject<'_>) -> u64 {
        let bits = self.ancestors.iter().zip(0_u32..);
        bits.filter(|(part, _)| part.fits(subject)).fold(0, |fits, (_, bit)| fits | 1 << bit)
    }

    /// What is declared for an element inside of others, its own `style` included.
    pub fn declared(&self, subject: &Subject<'_>, open: Open<'_>, inline: &Declared) -> Declared {
        let mut found = Declared::default();
        let by_class = subject.classes().filter_map(|name| self.classes.get(name));
        let all =
            by_class.chain(self.ids.get(subject.id)).chain(self.elements.get(&subject.element)).chain([&self.others]);
        for rule in all.flat_map(|rules| rules.iter().rev().take(MAX_EACH).rev()) {
            if rule.subject.fits(subject) && (rule.around.is_empty() || surrounded(open, &rule.around)) {
                found.overlay(&rule.declared);
            }
        }
        found.overlay(inline);
        found
    }
}

/// Whether the rules in an at-rule hold for a page on a screen.
fn applies(prelude: &[u8]) -> bool {
    let prelude = prelude.to_ascii_lowercase();
    let condition = prelude.strip_prefix(b"@media".as_slice()).unwrap_or(b"print");
    let has = |word: &[u8]| memmem::find(condition, word).is_some();
    !has(b"print") && !has(b"max-") && !has(b"not ")
}

/// What follows the block that has just been opened.
fn behind_block(mut rest: &[u8]) -> &[u8] {
    let mut depth = 1_usize;
    while depth > 0 {
        let Some(at) = memchr2(b'{', b'}', rest) else { return &[] };
        depth = if rest[at] == b'{' { depth + 1 } else { depth - 1 };
        rest = &rest[at + 1..];
    }
    rest
}

fn without_comments(mut css: &[u8]) -> Vec<u8> {
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
        sheet.declared(&subject(element, id, class), &|at| path.iter().rev().nth(at).copied(), &inline).gone()
    }

    fn subject<'a>(element: &str, id: &'a str, class: &'a str) -> Subject<'a> {
        Subject { element: identity(element.as_bytes()), id: id.as_bytes(), class: class.as_bytes() }
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
    fn values() {
        let declared = |property: &str, value: &str| {
            let mut declared = Declared::default();
            declared.inline(property.as_bytes(), value.as_bytes());
            (declared.invisible(), declared.tiny(), declared.struck(), declared.raised())
        };
        assert_eq!(declared("visibility", "collapse").0, Some(true));
        assert_eq!(declared("visibility", "visible").0, Some(false));
        for (size, tiny) in [("0", true), ("0px", true), ("0.0pt", true), ("10px", false), ("small", false)] {
            assert_eq!(declared("font-size", size).1, Some(tiny), "{size}");
        }
        for (font, tiny) in [("0/0 a", Some(true)), ("bold 12px/1.5 x", Some(false)), ("inherit", None)] {
            assert_eq!(declared("font", font).1, tiny, "{font}");
        }
        assert!(declared("text-decoration", "underline line-through red").2);
        assert!(!declared("text-decoration", "underline").2);
        assert!(declared("vertical-align", "super").3 && !declared("vertical-align", "top").3);
    }

    #[test]
    fn hostile_sheets_are_read_once() {
        for css in ["{", "}", "@media{", ".a{", "/*", ".a,", "@x;", "a{b:c}", "a ", "a>", "td .a{opacity:0}"] {
            let mut sheet = StyleSheet::default();
            sheet.add(css.repeat(50_000).as_bytes());
        }
    }
}
