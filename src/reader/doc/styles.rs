//! The style sheet ([MS-DOC] 2.9.271), as far as it tells headings and numbering.

use super::bytes::{u8_at, u16_at};
use super::ground::{self, Color};
use super::pages::{self, Inks};
use super::paragraph::{Mark, Properties};
use crate::reader::look::{Look, draws_signs};

/// The styles, by the index that paragraphs use, and whether any strikes text through, colours it or makes it tiny.
#[derive(Debug, Default)]
pub(super) struct Styles {
    known: Vec<Style>,
    alter: bool,
    /// Fonts that draw signs in place of digits, by their index.
    signs: Vec<u16>,
}

#[derive(Debug)]
struct Style {
    /// Identifier among the built-in styles.
    built_in: u16,
    /// Index of the style that it is based on.
    base: u16,
    /// What its own properties say.
    mark: Mark,
    /// How its own properties make text look.
    look: Look,
    /// What they say of its colour and size.
    inks: Inks,
}

/// "Title" among the built-in styles.
const TITLE: u16 = 62;
/// Styles based on styles; Word allows eleven.
const DEEPEST: usize = 11;
/// Where the name of a font stands in its entry (2.9.89), behind its length, weight, character set and shape.
const NAME: usize = 40;

impl Styles {
    /// Reads the sheet; what breaks off has no styles.
    pub fn read<'a>(sheet: &'a [u8], properties: &Properties<'a>) -> Self {
        let mut styles = Vec::new();
        let (Some(length), Some(fixed)) = (u16_at(sheet, 0), u16_at(sheet, 4)) else { return Self::default() };
        let mut at = 2 + usize::from(length);
        // Each style: length in two bytes, then its description, padded to an even length.
        while let Some(length) = u16_at(sheet, at).map(usize::from) {
            let description = sheet.get(at + 2..at + 2 + length).unwrap_or_default();
            let [list, characters] = own_properties(description, usize::from(fixed), properties.old);
            let special = pages::special(characters, properties.old, &Self::default(), None);
            styles.push(Style {
                built_in: u16_at(description, 0).unwrap_or(u16::MAX) & 0xFFF,
                base: u16_at(description, 2).unwrap_or(u16::MAX) >> 4,
                mark: properties.mark(list, 0),
                look: special.map(|special| special.look).unwrap_or_default(),
                inks: Inks::of(characters, properties.old),
            });
            at += 2 + length + length % 2;
        }
        let colored = |style: &Style| !matches!(style.inks.color.flatten(), None | Some(ground::BLACK));
        let alters = |style: &Style| style.look.struck || colored(style) || style.inks.tiny == Some(true);
        let alter = styles.iter().any(alters);
        Self { known: styles, alter, signs: Vec::new() }
    }

    /// The same with the table of fonts ([MS-DOC] 2.9.285): how many there are, and each with its length before it; its name
    /// stands at [`NAME`].
    pub fn with_fonts(mut self, table: &[u8]) -> Self {
        let mut at = 4;
        for index in 0..u16_at(table, 0).unwrap_or(0) {
            let Some(length) = u8_at(table, at).map(usize::from) else { break };
            let units = table.get(at + NAME..at + 1 + length).unwrap_or_default().chunks_exact(2);
            let name: Vec<u8> = units.map_while(|unit| (unit[1] == 0 && unit[0] > 0).then_some(unit[0])).collect();
            if draws_signs(&name) {
                self.signs.push(index);
            }
            at += 1 + length;
        }
        self
    }

    pub fn draws_signs(&self, font: u16) -> bool {
        self.signs.contains(&font)
    }

    /// A style and those that it is based on.
    fn chain(&self, style: u16) -> impl Iterator<Item = &Style> {
        let first = self.known.get(usize::from(style));
        std::iter::successors(first, |style| self.known.get(usize::from(style.base))).take(DEEPEST)
    }

    /// Whether paragraphs of this style are headings: "heading 1" to "heading 9", "Title", or a style
    /// with an outline level of its own.
    pub fn is_heading(&self, style: u16) -> bool {
        let built_in = self.known.get(usize::from(style)).map_or(u16::MAX, |style| style.built_in);
        let level = self.chain(style).find_map(|style| style.mark.outline);
        matches!(built_in, 1..=9 | TITLE) || level.is_some_and(|level| level < 9)
    }

    /// How a style makes text look, by itself or by what it is based on.
    pub fn look(&self, style: u16) -> Look {
        self.chain(style).fold(Look::default(), |look, style| Look {
            hidden: look.hidden || style.look.hidden,
            struck: look.struck || style.look.struck,
            raised: look.raised || style.look.raised,
            signs: false,
        })
    }

    /// What colour text of this style has, and whether it is too small to be seen.
    pub fn inks(&self, style: u16) -> Inks {
        self.chain(style).fold(Inks::default(), |inks, style| Inks {
            color: inks.color.or(style.inks.color),
            tiny: inks.tiny.or(style.inks.tiny),
            font: inks.font.or(style.inks.font),
        })
    }

    /// What paragraphs of this style are painted with.
    pub fn shade(&self, style: u16) -> Option<Color> {
        self.chain(style).find_map(|style| style.mark.shade)
    }

    /// Whether any style strikes text through, colours it or makes it tiny.
    pub fn alter(&self) -> bool {
        self.alter
    }

    /// The list and the level that a paragraph of this style counts in, unless it says otherwise.
    pub fn list(&self, style: u16) -> (Option<u16>, Option<u8>) {
        let list = self.chain(style).find_map(|style| style.mark.list);
        (list, self.chain(style).find_map(|style| style.mark.list_level))
    }
}

/// The property lists of a style, behind its name (2.9.261): for paragraphs (style index, then the list) and for
/// characters; each with its length before it, padded to an even one. A character style has the latter only.
fn own_properties(description: &[u8], fixed: usize, old: bool) -> [&[u8]; 2] {
    lists(description, fixed, old).unwrap_or_default()
}

fn lists(description: &[u8], fixed: usize, old: bool) -> Option<[&[u8]; 2]> {
    const PARAGRAPH: u16 = 1;
    const CHARACTER: u16 = 2;
    let name = if old {
        2 + usize::from(u8_at(description, fixed)?)
    } else {
        4 + 2 * usize::from(u16_at(description, fixed)?)
    };
    let at = (fixed + name).next_multiple_of(2);
    let list = |at: usize| {
        let length = usize::from(u16_at(description, at)?);
        description.get(at + 2..at + 2 + length)
    };
    match u16_at(description, 2)? & 0xF {
        PARAGRAPH => {
            let own = list(at)?;
            Some([own, list((at + 2 + own.len()).next_multiple_of(2)).unwrap_or_default()])
        }
        CHARACTER => Some([&[], list(at)?]),
        _ => None,
    }
}
