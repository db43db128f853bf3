//! Unicode values for characters of fonts without a `ToUnicode` map, from the predefined CMaps
//! (ISO 32000-2, 9.7.5.2 and 9.10.2): the code itself where the CMap takes Unicode or GBK codes, else the
//! CID through the character collection.

use std::collections::{HashMap, HashSet};

use encoding_rs::GB18030;
use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName};
use hayro_syntax::object::{Array, Dict, Name, Stream, String as PdfString};
use hayro_syntax::page::Resources;
use unicode_normalization::UnicodeNormalization;

/// Fonts of one document that need help, by their PostScript name.
#[derive(Default)]
pub(super) struct Encodings {
    fonts: HashMap<String, Font>,
    /// Names of fonts whose codes are those of an embedded program alone: what they show is not said anywhere.
    guessed: HashSet<String>,
    /// Parsed `Adobe-*-UCS2` CMaps by name; `None` for one that there is not.
    collections: HashMap<String, Option<CMap>>,
}

/// How the codes of a font are to be understood.
struct Font {
    /// Name of the predefined CMap (`Identity-H`, `UniGB-UTF16-H`, `GBK-EUC-H`).
    cmap: String,
    /// `Adobe-GB1`.
    collection: String,
    /// The predefined CMap, once it was needed; `None` inside for one that there is not.
    map: Option<Option<CMap>>,
}

/// Fonts looked at in one document.
const MOST_FONTS: usize = 4_000;

impl Encodings {
    /// Notes the composite fonts of a page that carry no `ToUnicode`, also those of its form XObjects one
    /// level down.
    pub fn learn(&mut self, resources: &Resources<'_>) {
        self.learn_fonts(&resources.fonts);
        let names: Vec<_> = resources.x_objects.keys().take(200).collect();
        for name in names {
            if let Some(form) = resources.x_objects.get::<Stream<'_>>(name.as_ref()) {
                self.learn_form(&form);
            }
        }
    }

    /// Notes the fonts of a form or of the appearance of an annotation.
    pub fn learn_form(&mut self, form: &Stream<'_>) {
        let resources = form.dict().get::<Dict<'_>>("Resources");
        if let Some(fonts) = resources.and_then(|resources| resources.get::<Dict<'_>>("Font")) {
            self.learn_fonts(&fonts);
        }
    }

    fn learn_fonts(&mut self, fonts: &Dict<'_>) {
        let names: Vec<_> = fonts.keys().take(MOST_FONTS).collect();
        for name in names {
            if self.fonts.len() >= MOST_FONTS {
                return;
            }
            let Some(font) = fonts.get::<Dict<'_>>(name.as_ref()) else { continue };
            if font.contains_key("ToUnicode") {
                continue;
            }
            let Some(base) = font.get::<Name<'_>>("BaseFont") else { continue };
            let embedded = || {
                font.get::<Dict<'_>>("FontDescriptor").is_some_and(|descriptor| descriptor.contains_key("FontFile2"))
            };
            if !font.contains_key("Encoding") && embedded() {
                self.guessed.insert(unprefixed(base.as_str()).to_owned());
            }
            let Some(cmap) = font.get::<Name<'_>>("Encoding") else { continue };
            let descendant = font
                .get::<Array<'_>>("DescendantFonts")
                .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
                .and_then(|font| font.get::<Dict<'_>>("CIDSystemInfo"));
            let Some(system) = descendant else { continue };
            let part = |key: &str| {
                let text = system.get::<PdfString<'_>>(key);
                text.map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned()).unwrap_or_default()
            };
            let collection = format!("{}-{}", part("Registry"), part("Ordering"));
            self.fonts.insert(
                unprefixed(base.as_str()).to_owned(),
                Font { cmap: cmap.as_str().to_owned(), collection, map: None },
            );
        }
    }

    /// Whether the character of a glyph is a digit for its code alone, in a font that says nothing of what its codes
    /// show (9.6.5.4): subsets number their glyphs as they like.
    pub fn is_guessed(&self, text: &BfString, glyph: &Glyph<'_>) -> bool {
        if self.guessed.is_empty() || !matches!(text, BfString::Char(character) if character.is_ascii_digit()) {
            return false;
        }
        let Glyph::Outline(outline) = glyph else { return false };
        let name = outline.font_data().and_then(|data| data.postscript_name);
        name.is_some_and(|name| self.guessed.contains(unprefixed(&name)))
    }

    /// The character of a glyph whose font gives none.
    pub fn unicode(&mut self, glyph: &Glyph<'_>) -> Option<BfString> {
        if self.fonts.is_empty() {
            return None;
        }
        let Glyph::Outline(outline) = glyph else { return None };
        let name = outline.font_data()?.postscript_name?;
        let font = self.fonts.get_mut(unprefixed(&name))?;
        let code = outline.char_code();
        let cmap = font.cmap.as_str();
        if cmap.contains("UTF16") || cmap.contains("UCS2") {
            return unicode_code(code).map(BfString::Char);
        }
        if cmap.starts_with("GB") && !cmap.starts_with("GBpc") || cmap.starts_with("GBK") {
            return gbk_code(code).map(BfString::Char);
        }
        // The predefined CMap leads from the code to the CID, the collection's from there to Unicode.
        let cid = if cmap.starts_with("Identity") {
            code
        } else {
            let map = font.map.get_or_insert_with(|| {
                let data = hayro_interpret::hayro_cmap::load_embedded(CMapName::from_bytes(cmap.as_bytes()))?;
                CMap::parse(data, hayro_interpret::hayro_cmap::load_embedded)
            });
            let map = map.as_ref()?;
            (1..=4).find_map(|length| map.lookup_cid_code(code, length))?
        };
        let collection = format!("{}-UCS2", font.collection);
        let map = self.collections.entry(collection).or_insert_with_key(|name| {
            let data = hayro_interpret::hayro_cmap::load_embedded(CMapName::from_bytes(name.as_bytes()))?;
            CMap::parse(data, hayro_interpret::hayro_cmap::load_embedded)
        });
        map.as_ref()?.lookup_bf_string(cid)
    }
}

/// A code of a Unicode CMap: one UTF-16 unit, or two as one number.
fn unicode_code(code: u32) -> Option<char> {
    let (high, low) = (code >> 16, code & 0xffff);
    if (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low) {
        return char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    }
    char::from_u32(code)
}

/// A code of a GBK or GB 18030 CMap.
fn gbk_code(code: u32) -> Option<char> {
    let bytes = code.to_be_bytes();
    let start = bytes.iter().position(|&byte| byte != 0).unwrap_or(3);
    let text = GB18030.decode_without_bom_handling_and_without_replacement(&bytes[start..])?;
    let mut characters = text.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

/// A font's name without the tag of a subset (`ABCDEF+`).
fn unprefixed(name: &str) -> &str {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 => rest,
        _ => name,
    }
}

/// The unified ideograph of a Kangxi radical: subset fonts name the shared glyph by either.
pub(super) fn unified(character: char) -> char {
    match character {
        '\u{2f00}'..='\u{2fdf}' => std::iter::once(character).nfkc().next().unwrap_or(character),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use hayro_syntax::Pdf;

    use super::super::build::{PageBuilder, pdf};
    use super::*;

    #[test]
    fn fonts_that_say_nothing_of_their_codes() {
        let font = |name: &str, entries: &str| {
            format!(
                "<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+{name} {entries} /FontDescriptor << /Type \
                 /FontDescriptor /Flags 4 /FontFile2 7 0 R >> >>"
            )
        };
        let fonts = format!(
            "/F2 4 0 R /F3 {} /F4 {} /F5 {}",
            font("Bare", ""),
            font("Named", "/Encoding /WinAnsiEncoding"),
            font("Mapped", "/ToUnicode 7 0 R")
        );
        let bytes = String::from_utf8_lossy(&pdf(&[&PageBuilder::default()])).replace("/F2 4 0 R", &fonts);
        let file = Pdf::new(bytes.into_bytes()).expect("a file");
        let mut encodings = Encodings::default();
        file.pages().iter().for_each(|page| encodings.learn(page.resources()));
        let guessed: Vec<&str> = encodings.guessed.iter().map(String::as_str).collect();
        assert_eq!(guessed, ["Bare"]);
    }

    #[test]
    fn codes() {
        assert_eq!(unicode_code(0x516c), Some('公'));
        assert_eq!(unicode_code(0xd840_dc00), Some('\u{20000}'));
        assert_eq!(unicode_code(0xd840), None);
        assert_eq!(gbk_code(0xb9ab), Some('公'));
        assert_eq!(gbk_code(0x31), Some('1'));
        assert_eq!(gbk_code(0xff), None);
        assert_eq!(unified('\u{2f8f}'), '行');
        assert_eq!(unified('行'), '行');
    }
}
