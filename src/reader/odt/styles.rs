//! How named styles make text look (part 3, 16.29.27): hidden, struck, raised. The styles of `styles.xml` and the
//! automatic ones of `content.xml` in, looks by family and name out.

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::docx::{Attributes, attribute, points};
use crate::reader::look::{FLAT, Look, THIN, color, draws_signs, is_tiny, is_unseen, is_white};

/// What a style says; `None` where it says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Told {
    pub hidden: Option<bool>,
    struck: Option<bool>,
    raised: Option<bool>,
    /// White by its colour, too small to be seen, on a ground that is painted.
    white: Option<bool>,
    tiny: Option<bool>,
    thin: Option<bool>,
    /// Its colour in numbers, that of its ground; a ground that is none, or white, has no number.
    ink: Option<Option<u32>>,
    pub ground: Option<Option<u32>>,
    /// Its font draws signs in place of digits.
    signs: Option<bool>,
}

impl Told {
    /// This, and what stands around it where this says nothing.
    pub fn or(self, around: Self) -> Self {
        Self {
            hidden: self.hidden.or(around.hidden),
            struck: self.struck.or(around.struck),
            raised: self.raised.or(around.raised),
            white: self.white.or(around.white),
            tiny: self.tiny.or(around.tiny),
            thin: self.thin.or(around.thin),
            ink: self.ink.or(around.ink),
            ground: self.ground.or(around.ground),
            signs: self.signs.or(around.signs),
        }
    }

    /// The look of text.
    pub fn look(self) -> Look {
        let on = |told: Option<bool>| told == Some(true);
        let ground = self.ground.flatten();
        let same = ground.is_some() && self.ink.flatten() == ground;
        let unseen = is_unseen(on(self.tiny) || on(self.thin) || same, on(self.white), ground.is_some());
        Look {
            hidden: on(self.hidden) || unseen,
            struck: on(self.struck),
            raised: on(self.raised),
            signs: on(self.signs),
        }
    }

    /// Nothing but a ground, painted or not said to be.
    pub fn on_ground(painted: Option<u32>) -> Self {
        Self { ground: painted.map(Some), ..Self::default() }
    }

    /// Takes the ground that text stands on.
    fn take_ground(&mut self, raw: &[u8]) {
        if let Some(ground) = attribute(raw, "background-color") {
            let painted = ground != b"transparent" && !is_white(ground);
            self.ground = Some(painted.then(|| color(ground).unwrap_or(MIXED)));
        }
    }

    fn take(&mut self, raw: &[u8]) {
        self.take_ground(raw);
        // A style has many of them, and most that are asked for are not there.
        let all = Attributes::of(raw);
        let attribute = |name| all.get(name);
        if let Some(ink) = attribute("color") {
            (self.white, self.ink) = (Some(is_white(ink)), Some(color(ink)));
        }
        // The colour of the window's text comes before any other, and is the other where the ground is dark.
        if attribute("use-window-font-color") == Some(b"true") {
            (self.white, self.ink) = (Some(false), Some(None));
        }
        if let Some(font) = ["font-name", "font-family"].into_iter().find_map(attribute) {
            self.signs = Some(draws_signs(font));
        }
        if let Some(size) = attribute("font-size").and_then(|size| points(str::from_utf8(size).ok()?)) {
            self.tiny = Some(is_tiny(size.into()));
        }
        let part = |name| str::from_utf8(attribute(name)?.trim_ascii().strip_suffix(b"%")?).ok()?.parse::<f32>().ok();
        if let Some(size) = part("font-size") {
            self.tiny = Some(size < 10.0);
        }
        if let Some(scale) = part("text-scale") {
            self.thin = Some(scale <= THIN as f32);
        }
        // LibreOffice writes the colour of the window's text, which is always seen, as let through.
        if part("opacity") == Some(0.0) && attribute("use-window-font-color") != Some(b"true") {
            self.hidden = Some(true);
        }
        if let Some(display) = attribute("display") {
            self.hidden = Some(display == b"none");
        }
        for name in ["text-line-through-style", "text-line-through-type"] {
            if let Some(line) = attribute(name) {
                self.struck = Some(line != b"none" && self.struck != Some(false));
            }
        }
        if let Some(position) = attribute("text-position") {
            let first = position.split(u8::is_ascii_whitespace).next().unwrap_or_default();
            self.raised = Some(!first.starts_with(b"0%"));
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    parent: Vec<u8>,
    told: Told,
}

/// The styles of a family, by name.
type Named = HashMap<Vec<u8>, Style>;

/// Styles by family (`text`, `paragraph`) and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    families: Vec<(Vec<u8>, Named)>,
    /// List styles whose outermost level prints a number.
    numbered: HashSet<Vec<u8>>,
}

/// A ground of no colour that is known.
const MIXED: u32 = u32::MAX;
/// Longer chains of styles than this are cycles.
const MAX_ANCESTORS: usize = 32;
/// The standard has fewer families (part 3, 19.480).
const MAX_FAMILIES: usize = 32;

impl Styles {
    fn find(&self, family: &[u8], name: &[u8]) -> Option<&Style> {
        let (_, styles) = self.families.iter().find(|(known, _)| known == family)?;
        styles.get(name)
    }

    fn find_mut(&mut self, (family, name): &(Vec<u8>, Vec<u8>)) -> Option<&mut Style> {
        let (_, styles) = self.families.iter_mut().find(|(known, _)| known == family)?;
        styles.get_mut(name)
    }

    fn insert(&mut self, (family, name): (Vec<u8>, Vec<u8>), style: Style) {
        if let Some((_, styles)) = self.families.iter_mut().find(|(known, _)| *known == family) {
            styles.insert(name, style);
        } else if self.families.len() < MAX_FAMILIES {
            self.families.push((family, HashMap::from([(name, style)])));
        }
    }

    /// Adds the styles of a part; they stand before its text.
    pub fn read(&mut self, content: &[u8]) {
        let mut reader = Reader::from_reader(content);
        reader.config_mut().check_end_names = false;
        let mut open = None;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(tag) if tag.local_name().as_ref() == b"body" => break,
                Event::Start(tag) | Event::Empty(tag) => self.note(&tag, &mut open),
                Event::Eof => break,
                _ => {}
            }
        }
    }

    fn note(&mut self, tag: &BytesStart<'_>, open: &mut Option<(Vec<u8>, Vec<u8>)>) {
        let raw = tag.attributes_raw();
        let value = |name| attribute(raw, name).unwrap_or_default().to_vec();
        match tag.local_name().as_ref() {
            b"style" => {
                let key = (value("family"), value("name"));
                self.insert(key.clone(), Style { parent: value("parent-style-name"), told: Told::default() });
                *open = Some(key);
            }
            b"default-style" => *open = None,
            b"list-style" => *open = Some((b"list".to_vec(), value("name"))),
            b"list-level-style-number" if attribute(raw, "level") == Some(b"1") => {
                let format = attribute(raw, "num-format").unwrap_or_default();
                if let Some((_, name)) = open.as_ref().filter(|(family, _)| family == b"list" && !format.is_empty()) {
                    self.numbered.insert(name.clone());
                }
            }
            b"table-cell-properties" | b"table-row-properties" | b"table-properties" => {
                let mut told = Told::default();
                told.take_ground(raw);
                // A height that is only the least lets rows grow.
                let height = attribute(raw, "row-height").and_then(|size| points(str::from_utf8(size).ok()?));
                if height.is_some_and(|height| height * 20.0 <= FLAT as f32)
                    && let Some(style) = open.as_ref().and_then(|key| self.find_mut(key))
                {
                    style.told.hidden = Some(true);
                }
                if let Some(style) = open.as_ref().and_then(|key| self.find_mut(key)) {
                    style.told.ground = told.ground.or(style.told.ground);
                }
            }
            b"paragraph-properties" => {
                if let Some(style) = open.as_ref().and_then(|key| self.find_mut(key)) {
                    style.told.take_ground(raw);
                }
            }
            b"text-properties" => {
                if let Some(style) = open.as_ref().and_then(|key| self.find_mut(key)) {
                    style.told.take(raw);
                }
            }
            _ => {}
        }
    }

    /// Whether a list of this style prints numbers.
    pub fn numbers(&self, list: &[u8]) -> bool {
        self.numbered.contains(list)
    }

    /// What the style of this family and name says, its ancestors taken into account.
    pub fn get(&self, family: &str, name: &[u8]) -> Told {
        let mut told = Told::default();
        let mut name = name;
        for _ in 0..MAX_ANCESTORS {
            let Some(style) = self.find(family.as_bytes(), name) else { break };
            told = told.or(style.told);
            name = &style.parent;
        }
        told
    }
}
