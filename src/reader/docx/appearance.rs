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
    pub painted: Option<bool>,
}

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
            Element::Color => self.white = Some(is_white(raw)),
            Element::Size => self.tiny = Some(number(raw).is_some_and(|size| size <= TINY.into())),
            Element::Scale => self.thin = Some(number(raw).is_some_and(|part| part <= THIN.into())),
            Element::Ground => self.painted = Some(paints(raw)),
            _ => {}
        }
    }

    /// Whether it hides text, and what is anchored in it.
    pub fn vanishes(&self) -> bool {
        self.hidden == Some(true)
    }

    /// Whether it says that text may not be seen for what it is drawn with.
    pub fn inked(&self) -> bool {
        self.white == Some(true) || self.tiny == Some(true) || self.thin == Some(true)
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
            painted: self.painted.or(other.painted),
        }
    }

    /// The look of a run of these properties, in the styles of its characters, paragraph and table; and whether it is
    /// raised by a distance rather than as a note mark; `painted` is the ground of its cell. Toggle properties of styles cancel each other out (17.7.3);
    /// of the others the nearest counts.
    pub fn look(self, styles: [Self; 3], painted: bool) -> (Look, bool) {
        let toggle = |own: Option<bool>, of: fn(&Self) -> Option<bool>| {
            own.unwrap_or_else(|| styles.iter().filter(|style| of(style) == Some(true)).count() % 2 == 1)
        };
        let nearest = styles.iter().fold(self, |near, style| near.or(*style));
        let raised = nearest.raised == Some(true);
        let shifted = nearest.shifted == Some(true) && !raised;
        let on_ground = painted || self.painted == Some(true) || styles.iter().any(|it| it.painted == Some(true));
        let tiny = nearest.tiny == Some(true) || nearest.thin == Some(true);
        let unseen = is_unseen(tiny, nearest.white == Some(true), on_ground);
        let look = Look {
            hidden: unseen || toggle(self.hidden, |style| style.hidden),
            struck: toggle(self.struck, |style| style.struck),
            raised: raised || shifted,
        };
        (look, shifted)
    }
}

/// Whether a colour (17.3.2.6) is white: by its channels, or by the theme where it gives none.
fn is_white(raw: &[u8]) -> bool {
    match attribute(raw, "val") {
        None | Some(b"auto" | b"") => {
            attribute(raw, "themeColor") == Some(b"background1") && attribute(raw, "themeShade").is_none()
        }
        Some(color) => look::is_white(color),
    }
}

/// Whether a shading (17.3.5) or highlight paints a ground that white text is seen on.
pub(super) fn paints(raw: &[u8]) -> bool {
    let colors = ["fill", "color", "val"].map(|name| attribute(raw, name).unwrap_or_default());
    let [fill, color, pattern] = colors;
    let plain = |color: &[u8]| matches!(color, b"" | b"auto") || look::is_white(color);
    // A highlight has its colour for a value, a shading a pattern.
    match fill.is_empty() && color.is_empty() {
        true => !plain(pattern) && !matches!(pattern, b"none" | b"clear" | b"nil"),
        false => !plain(fill) || !plain(color) && !matches!(pattern, b"clear" | b"nil") || pattern == b"solid",
    }
}
