//! What run properties and styles say about the look of text: hidden, struck, raised (17.3.2, 17.7.3).

use super::element::{Element, attribute, is_on, number};
use super::token::Tag;
use crate::reader::look::Look;

/// Properties of one source (a run, a style); `None` where it says nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Appearance {
    hidden: Option<bool>,
    struck: Option<bool>,
    raised: Option<bool>,
    shifted: Option<bool>,
}

/// Text raised or lowered by less is set a little higher for its looks (half-points).
const SHIFT: i64 = 6;

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
            Element::Position => self.shifted = Some(number(raw).is_some_and(|by| by.abs() >= SHIFT)),
            _ => {}
        }
    }

    /// This, and what another source says where this says nothing.
    pub fn or(self, other: Self) -> Self {
        Self {
            hidden: self.hidden.or(other.hidden),
            struck: self.struck.or(other.struck),
            raised: self.raised.or(other.raised),
            shifted: self.shifted.or(other.shifted),
        }
    }

    /// The look of a run of these properties, in the styles of its characters, paragraph and table; and whether it is
    /// raised by a distance rather than as a note mark. Toggle properties of styles cancel each other out (17.7.3);
    /// of the others the nearest counts.
    pub fn look(self, styles: [Self; 3]) -> (Look, bool) {
        let toggle = |own: Option<bool>, of: fn(&Self) -> Option<bool>| {
            own.unwrap_or_else(|| styles.iter().filter(|style| of(style) == Some(true)).count() % 2 == 1)
        };
        let nearest = styles.iter().fold(self, |near, style| near.or(*style));
        let raised = nearest.raised == Some(true);
        let shifted = nearest.shifted == Some(true) && !raised;
        let look = Look {
            hidden: toggle(self.hidden, |style| style.hidden),
            struck: toggle(self.struck, |style| style.struck),
            raised: raised || shifted,
        };
        (look, shifted)
    }
}
