//! Styles of an OpenDocument workbook by their names (ISO/IEC 26300-1, 16 and 17.5): elements of `styles.xml` and of the
//! automatic styles in, and out how text and cells in a style look, and what its data style leaves of a number.

use std::collections::HashMap;

use super::format::{CellFormat, Shows, Sight, Test};
use crate::reader::docx::{attribute, points, text};
use crate::reader::look;

/// What a span of text, or a cell, is, as far as figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    Plain,
    Struck,
    /// A mark that refers to a note.
    Raised,
    /// White on a ground that nothing paints, or too small to be seen.
    Unseen,
    /// In a font that draws signs in place of digits.
    Signs,
}

/// What a style says; `None` where it says nothing.
#[derive(Debug, Default)]
struct Style {
    parent: String,
    /// Its data style, by name.
    data: Option<String>,
    hidden: Option<bool>,
    struck: Option<bool>,
    raised: Option<bool>,
    white: Option<bool>,
    tiny: Option<bool>,
    /// Its text is not displayed.
    gone: Option<bool>,
    painted: Option<bool>,
    /// Its colour in numbers, and that of its ground.
    ink: Option<Option<u32>>,
    ground: Option<Option<u32>>,
    /// Its font draws signs in place of digits.
    signs: Option<bool>,
    /// Styles that hold where a value fits a condition.
    maps: Vec<(Test, String)>,
}

/// How a data style writes numbers.
#[derive(Debug, Default)]
struct DataStyle {
    /// It has digits of the number, of which a zero may be none.
    digits: bool,
    no_zero: bool,
    /// It has text of its own.
    literal: bool,
    white: bool,
    /// Of a date, a time, a truth: what it writes is no number.
    other: bool,
    maps: Vec<(Test, String)>,
}

impl DataStyle {
    fn part(&self) -> Sight {
        match self {
            Self { other: true, .. } => Sight::Date,
            Self { digits: false, literal: false, .. } => Sight::Nothing,
            Self { digits: false, .. } => Sight::Otherwise,
            Self { white: true, .. } => Sight::White,
            Self { no_zero: true, literal: false, .. } => Sight::NoZero,
            _ => Sight::Whole,
        }
    }
}

/// What is being defined.
#[derive(Debug, Default)]
enum Open {
    #[default]
    Nothing,
    Style(String),
    Data(String),
}

/// Styles by name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    open: Open,
    /// Text of a data style is being read.
    in_text: bool,
    styles: HashMap<String, Style>,
    /// Names of styles by those that are displayed, where the two differ.
    displayed: HashMap<String, String>,
    data: HashMap<String, DataStyle>,
}

/// Longer chains of styles than this are cycles; maps of a style that are kept.
const MAX_ANCESTORS: usize = 32;
const MAX_MAPS: usize = 8;

impl Styles {
    pub fn element(&mut self, name: &[u8], raw: &[u8]) {
        match name {
            // Of other families (drawings, pages) names may be the same.
            b"style" if !matches!(attribute(raw, "family"), None | Some(b"table-cell" | b"text" | b"table")) => {
                self.open = Open::Nothing;
            }
            b"style" => {
                let own = name_of(raw, "name");
                let data = attribute(raw, "data-style-name").map(decoded);
                let style = Style { parent: name_of(raw, "parent-style-name"), data, ..Style::default() };
                self.styles.insert(own.clone(), style);
                if attribute(raw, "display-name").is_some() {
                    self.displayed.insert(name_of(raw, "display-name"), own.clone());
                }
                self.open = Open::Style(own);
            }
            b"default-style" => self.open = Open::Nothing,
            b"number-style" | b"currency-style" | b"percentage-style" => self.open_data(raw, false),
            b"date-style" | b"time-style" | b"boolean-style" => self.open_data(raw, true),
            b"text-style" => self.open = Open::Nothing,
            b"map" => {
                // `value()=0`, `cell-content()=0`.
                let condition = name_of(raw, "condition");
                let test = condition.split_once("()").and_then(|(_, rest)| Test::parse(rest));
                let maps = match &self.open {
                    Open::Style(name) => self.styles.get_mut(name).map(|style| &mut style.maps),
                    Open::Data(name) => self.data.get_mut(name).map(|data| &mut data.maps),
                    Open::Nothing => None,
                };
                if let (Some(maps), Some(test)) = (maps.filter(|maps| maps.len() < MAX_MAPS), test) {
                    maps.push((test, name_of(raw, "apply-style-name")));
                }
            }
            other => match &self.open {
                Open::Style(name) => {
                    if let Some(style) = self.styles.get_mut(name) {
                        style.take(other, raw);
                    }
                }
                Open::Data(name) => {
                    self.in_text = other == b"text";
                    if let Some(data) = self.data.get_mut(name) {
                        data.take(other, raw);
                    }
                }
                Open::Nothing => {}
            },
        }
    }

    /// Text of a data style.
    pub fn text(&mut self, piece: &str) {
        if let Open::Data(name) = &self.open
            && self.in_text
            && let Some(data) = self.data.get_mut(name)
        {
            data.literal |= !piece.trim().is_empty();
        }
    }

    pub fn end(&mut self, name: &[u8]) {
        self.in_text &= name != b"text";
    }

    fn open_data(&mut self, raw: &[u8], other: bool) {
        let name = name_of(raw, "name");
        self.data.insert(name.clone(), DataStyle { other, ..DataStyle::default() });
        self.open = Open::Data(name);
    }

    /// What the style of this name, or the nearest of its ancestors, says.
    fn says<T>(&self, name: &str, what: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut name = name;
        for _ in 0..MAX_ANCESTORS {
            let style = self.styles.get(name)?;
            if let Some(said) = what(style) {
                return Some(said);
            }
            name = &style.parent;
        }
        None
    }

    /// The style that is meant by a name, which may be the displayed one: LibreOffice's conditions give that.
    pub fn meant<'n>(&'n self, name: &'n str) -> &'n str {
        if self.styles.contains_key(name) { name } else { self.displayed.get(name).map_or(name, String::as_str) }
    }

    /// Whether tables in the style of this name are hidden.
    pub fn hides(&self, name: &str) -> bool {
        self.says(name, |style| style.hidden) == Some(true)
    }

    pub fn paints(&self, name: &str) -> bool {
        self.says(name, |style| style.painted) == Some(true)
    }

    /// What text in the style of this name is; `painted`: whether a ground is painted behind it.
    pub fn span(&self, name: &str, painted: bool) -> Span {
        let on = |what: fn(&Style) -> Option<bool>| self.says(name, what) == Some(true);
        let unseen = || {
            if on(|style| style.gone) {
                return true;
            }
            let painted = painted || self.paints(name);
            look::is_unseen(on(|style| style.tiny), on(|style| style.white), painted)
        };
        if name.is_empty() {
            Span::Plain
        } else if on(|style| style.struck) {
            Span::Struck
        } else if on(|style| style.raised) {
            Span::Raised
        } else if unseen() {
            Span::Unseen
        } else if on(|style| style.signs) {
            Span::Signs
        } else {
            Span::Plain
        }
    }

    /// How a cell in the style of this name looks, but for its conditions.
    pub fn cell(&self, name: &str) -> CellFormat {
        let span = self.span(name, false);
        let painted = self.paints(name);
        let ink = self.says(name, |style| style.ink).flatten();
        let same = painted && ink.is_some() && ink == self.says(name, |style| style.ground).flatten();
        CellFormat {
            struck: span == Span::Struck,
            unseen: span == Span::Unseen || same,
            painted,
            inked: false,
            signs: self.says(name, |style| style.signs) == Some(true),
            shows: self.says(name, |style| style.data.clone()).map(|data| self.shows(&data)).unwrap_or_default(),
        }
    }

    /// The conditions of a cell's style, and how each makes it look.
    pub fn conditions(&self, name: &str) -> Vec<(Test, CellFormat)> {
        let maps = self.styles.get(name).map(|style| style.maps.as_slice()).unwrap_or_default();
        maps.iter().map(|(test, applied)| (*test, self.cell(applied))).collect()
    }

    /// What a data style shows of numbers: its own part for the rest, those of its maps before.
    fn shows(&self, name: &str) -> Shows {
        let Some(data) = self.data.get(name) else { return Shows::default() };
        let part = |name: &str| self.data.get(name).map(DataStyle::part).unwrap_or_default();
        let maps = data.maps.iter().take(2).rev();
        maps.fold(Shows::always(data.part()), |shows, (test, applied)| shows.unless(*test, part(applied)))
    }
}

impl Style {
    fn take(&mut self, element: &[u8], raw: &[u8]) {
        match element {
            b"table-properties" => {
                if let Some(display) = attribute(raw, "display") {
                    self.hidden = Some(display == b"false");
                }
            }
            b"text-properties" => {
                let lines = ["text-line-through-style", "text-line-through-type"];
                let mut lines = lines.into_iter().filter_map(|name| attribute(raw, name)).peekable();
                if lines.peek().is_some() {
                    self.struck = Some(lines.any(|line| line != b"none"));
                }
                if let Some(display) = attribute(raw, "display") {
                    self.gone = Some(display == b"none");
                }
                if let Some(position) = attribute(raw, "text-position") {
                    self.raised = Some(is_raised(position));
                }
                if let Some(color) = attribute(raw, "color") {
                    (self.white, self.ink) = (Some(look::is_white(color)), Some(look::color(color)));
                }
                if attribute(raw, "use-window-font-color") == Some(b"true") {
                    (self.white, self.ink) = (Some(false), Some(None));
                }
                if let Some(font) = attribute(raw, "font-name") {
                    self.signs = Some(look::draws_signs(font));
                }
                if let Some(size) = attribute(raw, "font-size").and_then(|size| points(str::from_utf8(size).ok()?)) {
                    self.tiny = Some(look::is_tiny(size.into()));
                }
            }
            b"table-cell-properties" => {
                if let Some(ground) = attribute(raw, "background-color") {
                    self.painted = Some(ground != b"transparent" && !look::is_white(ground));
                    self.ground = Some(look::color(ground));
                }
            }
            _ => {}
        }
    }
}

impl DataStyle {
    fn take(&mut self, element: &[u8], raw: &[u8]) {
        match element {
            b"number" => {
                let least =
                    |name| attribute(raw, name).and_then(|digits| str::from_utf8(digits).ok()?.parse::<u32>().ok());
                self.digits = true;
                let none = least("min-integer-digits") == Some(0);
                self.no_zero = none && least("min-decimal-places").or(least("decimal-places")).unwrap_or(0) == 0;
            }
            b"scientific-number" | b"fraction" => self.digits = true,
            b"currency-symbol" => self.literal = true,
            b"text-properties" => self.white = attribute(raw, "color").is_some_and(look::is_white),
            _ => {}
        }
    }
}

/// `super 58%`, `sub 58%`, or a percentage above or below zero (19.870).
fn is_raised(position: &[u8]) -> bool {
    let position = position.trim_ascii();
    position.starts_with(b"su") || matches!(position.first(), Some(b'1'..=b'9' | b'-'))
}

pub(super) fn name_of(raw: &[u8], attribute_name: &str) -> String {
    decoded(attribute(raw, attribute_name).unwrap_or_default())
}

/// The value of an attribute, its references resolved.
pub(super) fn decoded(value: &[u8]) -> String {
    let mut name = String::new();
    text::append(value, &mut name);
    name
}
