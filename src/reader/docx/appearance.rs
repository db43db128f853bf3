//! What run properties and styles say about the look of text: hidden, struck, raised (17.3.2, 17.7.3).

use super::element::{Element, attribute, is_on, number};
use super::token::Tag;
use crate::reader::look::{self, Look, SHIFT, THIN, TINY, is_unseen};

/// Properties of one source (a run, a style); `None` where it says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Appearance {
    hidden: Option<bool>,
    struck: Option<bool>,
    raised: Option<bool>,
    shifted: Option<bool>,
    /// White by its colour, too small to be seen, on a ground that is painted.
    white: Option<bool>,
    tiny: Option<bool>,
    thin: Option<bool>,
    /// Its fill is none (`w14:textFill`), and its outline is drawn.
    clear: Option<bool>,
    outlined: bool,
    /// Its colour, where it is told in numbers, and its ground.
    ink: Option<Option<u32>>,
    pub ground: Option<Ground>,
    /// Its font draws signs in place of digits.
    signs: Option<bool>,
    /// It says anything of all that: hardly any does, and then nothing needs be weighed.
    pub told: bool,
}

/// What is painted behind text, as a number; `None` for nothing that white text is seen on.
pub(super) type Ground = Option<u32>;

/// Colours of a highlight (17.18.40).
const HIGHLIGHTS: [(&[u8], u32); 15] = [
    (b"black", 0),
    (b"white", WHITE),
    (b"blue", 0x00_00_ff),
    (b"cyan", 0x00_ff_ff),
    (b"darkBlue", 0x00_00_80),
    (b"darkCyan", 0x00_80_80),
    (b"darkGray", 0x80_80_80),
    (b"darkGreen", 0x00_80_00),
    (b"darkMagenta", 0x80_00_80),
    (b"darkRed", 0x80_00_00),
    (b"darkYellow", 0x80_80_00),
    (b"green", 0x00_ff_00),
    (b"magenta", 0xff_00_ff),
    (b"red", 0xff_00_00),
    (b"yellow", 0xff_ff_00),
];
/// A ground of no colour that is known, a pattern.
const MIXED: u32 = u32::MAX;
const WHITE: u32 = 0xff_ffff;
/// The most that a fill lets through, in thousandths of the hundred, to be seen.
const CLEAREST: i64 = 98_000;

impl Appearance {
    /// Takes a property; anything else says nothing.
    pub fn note(&mut self, tag: &Tag<'_>) {
        let raw = tag.attributes;
        match tag.element {
            Element::Vanish => self.hidden = Some(is_on(raw)),
            // Single and double.
            Element::Strike => self.struck = Some(self.struck == Some(true) || is_on(raw)),
            Element::Raised => {
                self.raised = Some(matches!(attribute(raw, "val"), Some(b"superscript" | b"subscript")));
            }
            Element::Position => self.shifted = Some(number(raw).is_some_and(|by| by.abs() >= SHIFT.into())),
            Element::Color => {
                self.white = Some(is_white(raw));
                self.ink = Some(attribute(raw, "val").and_then(look::color));
            }
            Element::Font => {
                let fonts = ["ascii", "hAnsi"].map(|name| attribute(raw, name));
                self.signs =
                    fonts.iter().any(Option::is_some).then(|| fonts.into_iter().flatten().any(look::draws_signs));
            }
            // What it is filled with counts before its colour.
            Element::FillColor => {
                let named = matches!(attribute(raw, "val"), Some(b"bg1" | b"lt1"));
                self.white = Some(named || attribute(raw, "val").is_some_and(look::is_white));
                self.ink = Some(attribute(raw, "val").and_then(look::color));
            }
            Element::NoFill => self.clear = Some(true),
            // A part of the light of its colour: white becomes a grey.
            Element::FillShade if number(raw).is_some_and(|part| part < CLEAREST) => {
                (self.white, self.ink) = (Some(false), Some(None));
            }
            Element::FillShade => {}
            Element::FillAlpha => self.clear = Some(number(raw).is_some_and(|through| through >= CLEAREST)),
            Element::Outlined => self.outlined = true,
            Element::Size => self.tiny = Some(number(raw).is_some_and(|size| size <= TINY.into())),
            Element::Scale => self.thin = Some(number(raw).is_some_and(|part| part <= THIN.into())),
            Element::Ground => self.ground = Some(ground(raw)),
            _ => return,
        }
        self.told = true;
    }

    /// Takes what it is of for the mark of a note.
    pub fn marks_note(&mut self) {
        (self.raised, self.told) = (Some(true), true);
    }

    /// Whether it hides text, and what is anchored in it.
    pub fn vanishes(&self) -> bool {
        self.hidden == Some(true)
    }

    /// Whether it says that text may not be seen for what it is drawn with.
    pub fn inked(&self) -> bool {
        [self.white, self.tiny, self.thin, self.clear, self.signs].contains(&Some(true))
    }

    /// This, and what another source says where this says nothing.
    pub fn or(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            raised: self.raised.or(other.raised),
            shifted: self.shifted.or(other.shifted),
            white: self.white.or(other.white),
            tiny: self.tiny.or(other.tiny),
            thin: self.thin.or(other.thin),
            clear: self.clear.or(other.clear),
            outlined: self.outlined || other.outlined,
            ink: self.ink.or(other.ink),
            ground: self.ground.or(other.ground),
            signs: self.signs.or(other.signs),
            told: self.told || other.told,
        }
    }

    /// The look of a run of these properties, in the styles of its characters, paragraph and table; and whether it is
    /// raised by a distance rather than as a note mark; `around` is the ground of its cell. Toggle properties of styles cancel each
    /// other out (17.7.3); of the others the nearest counts.
    pub fn look(self, styles: [Self; 3], around: Ground) -> (Look, bool) {
        let toggle = |own: Option<bool>, of: fn(&Self) -> Option<bool>| {
            own.unwrap_or_else(|| styles.iter().filter(|style| of(style) == Some(true)).count() % 2 == 1)
        };
        let nearest = styles.iter().fold(self, |near, style| near.or(*style));
        let raised = nearest.raised == Some(true);
        let shifted = nearest.shifted == Some(true) && !raised;
        let [characters, paragraph, table] = styles;
        let own = [self, characters, paragraph].into_iter().find_map(|it| it.ground.flatten());
        let ground = own.or(around).or(table.ground.flatten());
        let same = ground.is_some() && nearest.ink.flatten() == ground;
        let painted = ground.is_some_and(|ground| ground != WHITE);
        let clear = (nearest.clear == Some(true) || same) && !nearest.outlined;
        let tiny = nearest.tiny == Some(true) || nearest.thin == Some(true);
        let unseen = is_unseen(tiny || clear, nearest.white == Some(true), painted);
        let look = Look {
            hidden: unseen || toggle(self.hidden, |style| style.hidden),
            struck: toggle(self.struck, |style| style.struck),
            raised: raised || shifted,
            signs: nearest.signs == Some(true),
        };
        (look, shifted)
    }
}

/// Whether a colour (17.3.2.6) is white: by the theme, which counts first, or by its channels, which are those of the theme's
/// colour where it is made lighter or darker.
fn is_white(raw: &[u8]) -> bool {
    let changed = ["themeShade", "themeTint"].iter().any(|name| attribute(raw, name).is_some());
    match attribute(raw, "themeColor") {
        Some(b"background1" | b"light1") if !changed => return true,
        Some(b"text1" | b"dark1") if !changed => return false,
        _ => {}
    }
    attribute(raw, "val").is_some_and(look::is_white)
}

/// What a shading (17.3.5) or highlight paints; white hides what is painted around it.
pub(super) fn ground(raw: &[u8]) -> Ground {
    let colors = ["fill", "color", "val"].map(|name| attribute(raw, name).unwrap_or_default());
    let [fill, color, pattern] = colors;
    let none = |color: &[u8]| matches!(color, b"" | b"auto");
    let plain = |color: &[u8]| none(color) || look::is_white(color);
    // A highlight has its colour for a value, a shading a pattern.
    if fill.is_empty() && color.is_empty() {
        let named = HIGHLIGHTS.iter().find(|(name, _)| *name == pattern);
        return named.map(|(_, color)| *color);
    }
    let patterned = !plain(color) && !matches!(pattern, b"clear" | b"nil") || pattern == b"solid";
    match pattern == b"clear" || !patterned {
        true if look::is_white(fill) => Some(WHITE),
        true => (!none(fill)).then(|| look::color(fill).unwrap_or(MIXED)),
        false => Some(look::color(color).filter(|_| pattern == b"solid").unwrap_or(MIXED)),
    }
}
