//! Pictures and symbols: whether a drawing shows an image, how large; which character a symbol is.

use super::element::{Element, attribute};
use super::token::Tag;
use crate::document::{Picture, PictureSource, SourceLocation};
use crate::script::circled;

/// A drawing, VML picture or embedded object that is being read.
#[derive(Debug, Default)]
pub(super) struct Graphic {
    pub size: Option<(f32, f32)>,
    /// It is not shown, with all that is in it.
    pub hidden: bool,
    image: bool,
    /// The pictures of a group, or the one there is.
    sources: Vec<PictureSource>,
    /// Relationship of the document that it stands for.
    pub embedded: Option<Vec<u8>>,
}

/// More pictures in one graphic than this are not looked at.
const MOST: usize = 64;
/// English Metric Units in a point (20.1.2.1).
const EMU: f32 = 12_700.0;

impl Graphic {
    /// One that has begun.
    pub fn new(hidden: bool) -> Self {
        Self { hidden, ..Self::default() }
    }

    /// Takes what an element inside says.
    pub fn note(&mut self, tag: &Tag<'_>) {
        match tag.element {
            Element::Blip | Element::ImageData => {
                self.image = true;
                let id = attribute(tag.attributes, "embed").or_else(|| attribute(tag.attributes, "id"));
                if let Some(id) = id.and_then(|id| str::from_utf8(id).ok())
                    && self.sources.len() < MOST
                {
                    let side = |name| attribute(tag.attributes, name).and_then(cropped).unwrap_or_default();
                    let cropped = ["cropleft", "croptop", "cropright", "cropbottom"].map(side);
                    let source = PictureSource { address: id.to_owned(), cropped };
                    if !self.sources.contains(&source) {
                        self.sources.push(source);
                    }
                }
            }
            Element::SourceRectangle => {
                if let Some(source) = self.sources.last_mut() {
                    source.cropped = ["l", "t", "r", "b"]
                        .map(|side| attribute(tag.attributes, side).and_then(percentage).unwrap_or(0.0));
                }
            }
            Element::Embedded => {
                // Its picture may be missing; it is seen all the same.
                self.image = true;
                if attribute(tag.attributes, "Type") != Some(b"Link") {
                    self.embedded = attribute(tag.attributes, "id").map(<[u8]>::to_vec);
                }
            }
            Element::Extent => {
                let side = |name| str::from_utf8(attribute(tag.attributes, name)?).ok()?.parse::<f32>().ok();
                self.size = side("cx").zip(side("cy")).map(|(width, height)| (width / EMU, height / EMU)).or(self.size);
            }
            Element::DrawingProperties => {
                self.hidden |= matches!(attribute(tag.attributes, "hidden"), Some(b"1" | b"true"));
            }
            Element::Shape => {
                let style = attribute(tag.attributes, "style").and_then(|style| str::from_utf8(style).ok());
                let side = |name| style.and_then(|style| length(style, name));
                let hides = |part: &str| {
                    let part = part.replace(' ', "").to_ascii_lowercase();
                    matches!(part.as_str(), "visibility:hidden" | "display:none")
                };
                self.hidden |= style.is_some_and(|style| style.split(';').any(hides));
                self.size = side("width").zip(side("height")).or(self.size);
            }
            _ => {}
        }
    }

    /// The pictures in it, which stand there; where they are is told if it is `known`.
    pub fn pictures(self, location: SourceLocation, known: bool) -> Vec<Picture> {
        let picture =
            |size, source: Option<PictureSource>| Picture { size, location, source: source.filter(|_| known) };
        match self.sources.len() {
            0 if !self.image => Vec::new(),
            0 | 1 => vec![picture(self.size, self.sources.into_iter().next())],
            // What is stated is the size of the group.
            _ => self.sources.into_iter().map(|source| picture(None, Some(source))).collect(),
        }
    }
}

/// A share of a side that `srcRect` cuts off (20.1.8.55): a percentage, or thousandths of one.
fn percentage(raw: &[u8]) -> Option<f32> {
    let text = str::from_utf8(raw).ok()?;
    let share = match text.strip_suffix('%') {
        Some(percent) => percent.parse::<f32>().ok()? / 100.0,
        None => text.parse::<f32>().ok()? / 100_000.0,
    };
    Some(share)
}

/// A share of a side that VML cuts off (ECMA-376 part 4, 19.1.2.11): a number, or parts of 65,536 with an `f` behind.
fn cropped(raw: &[u8]) -> Option<f32> {
    let text = str::from_utf8(raw).ok()?;
    match text.strip_suffix('f') {
        Some(parts) => Some(parts.parse::<f32>().ok()? / 65_536.0),
        None => text.parse().ok(),
    }
}

/// A length of a VML style (`width:415.3pt;height:20mm`), in points.
fn length(style: &str, name: &str) -> Option<f32> {
    style.split(';').find_map(|part| {
        let (key, value) = part.split_once(':')?;
        (key.trim() == name).then_some(value.trim()).and_then(points)
    })
}

/// A length with its unit, in points.
pub(in crate::reader) fn points(value: &str) -> Option<f32> {
    let digits = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let scale = match unit.trim() {
        "pt" => 1.0,
        "in" => 72.0,
        "cm" => 72.0 / 2.54,
        "mm" => 72.0 / 25.4,
        "px" | "" => 0.75,
        _ => return None,
    };
    Some(number.parse::<f32>().ok()? * scale)
}

/// The character of `w:sym` (17.3.3.30): symbol fonts keep theirs in the private area F000-F0FF. `None` for a pictogram
/// that stands for no character.
pub(super) fn symbol(raw: &[u8]) -> Option<char> {
    let code = u32::from_str_radix(str::from_utf8(attribute(raw, "char")?).ok()?, 16).ok()?;
    let font = attribute(raw, "font").unwrap_or_default();
    let place = code & 0xff;
    match (font, place) {
        // The ticks and boxes of Wingdings and Wingdings 2, which forms are filled in with.
        (b"Wingdings", 0xfe) | (b"Wingdings 2", 0x52) => return Some('☑'),
        (b"Wingdings", 0xfd) | (b"Wingdings 2", 0x54) => return Some('☒'),
        (b"Wingdings", 0xa8 | 0x6f) | (b"Wingdings 2", 0xa3) => return Some('☐'),
        (b"Wingdings", 0xfc) | (b"Wingdings 2", 0x50) => return Some('✓'),
        // Their digits in circles, light and dark.
        (b"Wingdings", 0x81..=0x8a) => return circled(place - 0x80),
        (b"Wingdings", 0x8c..=0x95) => return circled(place - 0x8b),
        _ => {}
    }
    if !(0xf000..=0xf0ff).contains(&code) {
        return char::from_u32(code).filter(|character| !character.is_control());
    }
    // Symbol has digits and signs where ASCII has them; a text font addressed so has all of ASCII there.
    let pictures = font.starts_with(b"Wingdings") || font.starts_with(b"Webdings") || font.starts_with(b"ZapfDingbats");
    match u8::try_from(place).map(char::from) {
        Ok(sign @ (' '..='?' | '[' | ']' | '_' | '{'..='}')) if !pictures => Some(sign),
        Ok(letter @ ' '..='~') if !pictures && font != b"Symbol" => Some(letter),
        _ => None,
    }
}
