//! Which encoding the bytes of a run are in: by the font's character set, else the document's code page.

use std::collections::HashMap;

use encoding_rs::Encoding;

use crate::reader::look;

/// How the bytes of a run are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// The document's own code page.
    Document,
    /// "ANSI" by name. Chinese editions write Chinese under it nevertheless, so the document's code page
    /// is tried first where it is one of double bytes.
    Ansi,
    /// A certain encoding.
    Encoding(&'static Encoding),
    /// Positions in a symbol font, which Windows shows at U+F000 and up.
    Symbol,
}

/// The font table.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    charsets: HashMap<i32, Charset>,
    /// Fonts that draw signs in place of digits.
    signs: Vec<i32>,
    /// The font whose entry is being read.
    current: i32,
}

/// Far more than any document has.
const MOST_FONTS: usize = 10_000;

impl Fonts {
    /// An entry begins.
    pub fn define(&mut self, font: i32) {
        self.current = font;
    }

    /// `\fcharset` of the entry.
    pub fn set_charset(&mut self, charset: i32) {
        self.insert(by_charset(charset));
    }

    /// `\cpg` of the entry.
    pub fn set_code_page(&mut self, code_page: i32) {
        if let Some(encoding) = by_code_page(code_page) {
            self.insert(Charset::Encoding(encoding));
        }
    }

    /// A part of the entry's name.
    pub fn name(&mut self, text: &str) {
        if look::draws_signs(text.as_bytes()) && self.signs.len() < MOST_FONTS {
            self.signs.push(self.current);
        }
    }

    /// Whether a font draws signs in place of digits.
    pub fn draws_signs(&self, font: i32) -> bool {
        self.signs.contains(&font)
    }

    fn insert(&mut self, charset: Charset) {
        if self.charsets.len() < MOST_FONTS {
            self.charsets.insert(self.current, charset);
        }
    }

    /// The character set of a font.
    pub fn charset(&self, font: i32) -> Charset {
        self.charsets.get(&font).copied().unwrap_or(Charset::Document)
    }
}

/// Character sets as Windows numbers them.
fn by_charset(charset: i32) -> Charset {
    let encoding = match charset {
        0 => return Charset::Ansi,
        2 => return Charset::Symbol,
        77 => encoding_rs::MACINTOSH,
        128 => encoding_rs::SHIFT_JIS,
        129 => encoding_rs::EUC_KR,
        134 => encoding_rs::GBK,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        163 => encoding_rs::WINDOWS_1258,
        177 => encoding_rs::WINDOWS_1255,
        178 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        222 => encoding_rs::WINDOWS_874,
        238 => encoding_rs::WINDOWS_1250,
        _ => return Charset::Document,
    };
    Charset::Encoding(encoding)
}

/// Code pages as Windows numbers them.
pub(super) fn by_code_page(code_page: i32) -> Option<&'static Encoding> {
    Some(match code_page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1252 => encoding_rs::WINDOWS_1252,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        54936 => encoding_rs::GB18030,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}

/// Appends the decoded bytes of a run.
pub(super) fn decode(bytes: &[u8], charset: Charset, document: &'static Encoding, text: &mut String) {
    if bytes.is_ascii() && charset != Charset::Symbol {
        text.extend(bytes.iter().map(|&byte| char::from(byte)));
        return;
    }
    let encoding = match charset {
        Charset::Document => document,
        Charset::Encoding(encoding) => encoding,
        Charset::Ansi => match document.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(decoded) if !document.is_single_byte() => {
                text.push_str(&decoded);
                return;
            }
            _ => encoding_rs::WINDOWS_1252,
        },
        Charset::Symbol => {
            let shown = |&byte: &u8| match byte {
                0..=0x1F => char::from(byte),
                _ => char::from_u32(0xF000 + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER),
            };
            text.extend(bytes.iter().map(shown));
            return;
        }
    };
    text.push_str(&encoding.decode_without_bom_handling(bytes).0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_that_draw_signs() {
        let mut fonts = Fonts::default();
        for (font, name) in [(4, "SimSun;"), (5, "Wingdings 2;")] {
            fonts.define(font);
            fonts.name(name);
        }
        assert_eq!((fonts.draws_signs(4), fonts.draws_signs(5)), (false, true));
    }

    #[test]
    fn runs_by_font() {
        let decoded = |bytes: &[u8], charset, document| {
            let mut text = String::new();
            decode(bytes, charset, document, &mut text);
            text
        };
        let gbk = encoding_rs::GBK;
        assert_eq!(decoded(b"\xD6\xD0a", Charset::Document, gbk), "中a");
        assert_eq!(decoded(b"\xD6\xD0", Charset::Ansi, gbk), "中");
        assert_eq!(decoded(b"\x93a\x94", Charset::Ansi, gbk), "\u{201C}a\u{201D}");
        assert_eq!(decoded(b"\xE9", Charset::Ansi, encoding_rs::WINDOWS_1251), "é");
        assert_eq!(decoded(b"\xA4\xA4", by_charset(136), gbk), "中");
        assert_eq!(decoded(b"\xFC", Charset::Symbol, gbk), "\u{F0FC}");
        assert_eq!(decoded(b"plain", Charset::Ansi, gbk), "plain");
    }
}
