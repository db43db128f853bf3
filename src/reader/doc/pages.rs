//! Formatted disk pages ([MS-DOC] 2.9.33, 2.9.175): pages of 512 bytes in the main stream that give
//! runs of text, by their position in the stream, their property lists.

use std::ops::Range;

use super::bytes::{u8_at, u16_at, u32_at};
use super::fib::{Fib, Structure};
use super::ground::{self, Color};
use super::sprm::{Code, Sprms};
use super::styles::Styles;
use crate::reader::Notice;
use crate::reader::look::{Look, SHIFT, THIN, TINY};

const PAGE: usize = 512;

/// A paragraph's run: stream positions and where its properties stand in the main stream.
#[derive(Debug, Clone)]
pub(super) struct ParagraphRun {
    pub text: Range<u32>,
    /// Style, two bytes, then the property list; empty when there is none.
    pub properties: Range<usize>,
}

/// A run of characters that are not plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CharacterRun {
    pub start: u32,
    pub end: u32,
    pub kind: Special,
}

/// What a run of characters is beside plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Special {
    /// How it looks; deleted text is struck.
    pub look: Look,
    /// It is raised by a distance rather than as a note mark.
    pub shifted: bool,
    /// What stands for its characters.
    pub shown: Shown,
    /// What it says itself, whatever the style of its paragraph says.
    pub told: Told,
    /// Its colour, where what its paragraph or its cell is painted with decides whether it is seen.
    pub ink: Option<Color>,
}

/// Which looks a run speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Told {
    pub struck: bool,
    /// Colour or size.
    pub ink: bool,
}

/// The colour that a property list gives its text, the window's being none, and whether it is too small to be seen; `None`
/// where it does not say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inks {
    pub color: Option<Option<Color>>,
    pub tiny: Option<bool>,
    /// The font of what is ASCII, by its index.
    pub font: Option<u16>,
}

impl Inks {
    pub fn of(list: &[u8], old: bool) -> Self {
        let mut inks = Self::default();
        Sprms::new(list, old).for_each(|sprm| inks.note(sprm.code, sprm.operand));
        inks
    }

    fn note(&mut self, code: Code, operand: &[u8]) {
        match (code, operand) {
            (Code::ColorNumber, &[number, ..]) => self.color = Some(ground::numbered(number)),
            (Code::Color, color) => self.color = Some(ground::channels(color)),
            (Code::Font, &[low, high]) => self.font = Some(u16::from_le_bytes([low, high])),
            (Code::Size, &[low, high]) => {
                self.tiny = Some((1..=TINY).contains(&u16::from_le_bytes([low, high]).into()));
            }
            _ => {}
        }
    }
}

/// What is shown in place of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// Themselves.
    #[default]
    Text,
    /// A symbol of a font.
    Symbol(u16),
    /// A picture, described at this offset of the data stream.
    Picture(u32),
}

/// The pages that a structure lists, as far as the stream holds them.
fn pages<'a>(plc: &[u8], main: &'a [u8], old: bool) -> impl Iterator<Item = Option<(usize, &'a [u8])>> {
    // n + 1 positions of 4 bytes, then n page numbers: 4 bytes, of which 22 bits count; 2 in Word 6/95.
    let size = if old { 2 } else { 4 };
    let count = plc.len().saturating_sub(4) / (4 + size);
    let number = move |index: usize| {
        let at = 4 * (count + 1) + size * index;
        if old { u16_at(plc, at).map(u32::from) } else { u32_at(plc, at).map(|number| number & 0x3F_FFFF) }
    };
    // A stream has no more pages than fit into it; a longer list repeats itself.
    (0..count.min(main.len() / PAGE)).map(move |index| {
        let start = number(index)? as usize * PAGE;
        Some((start, main.get(start..start + PAGE)?))
    })
}

/// The list of pages of a kind; told when it is lost, for without it tables and hidden text look like
/// plain text.
fn list<'a>(fib: &Fib, table: &'a [u8], which: Structure, notices: &mut Vec<Notice>) -> &'a [u8] {
    fib.part(table, which).unwrap_or_else(|| {
        notices.push(lost(which, "none"));
        &[]
    })
}

fn lost(which: Structure, found: &'static str) -> Notice {
    let name = if which == Structure::ParagraphPages { "PlcBtePapx" } else { "PlcBteChpx" };
    Notice::part(name, "pages of 512 bytes", found)
}

/// Runs on a page: count in the last byte, count + 1 positions, then one entry for each.
fn runs(page: &[u8]) -> impl Iterator<Item = (Range<u32>, usize)> {
    let count = usize::from(page[PAGE - 1]);
    (0..count).map_while(move |index| Some((u32_at(page, 4 * index)?..u32_at(page, 4 * index + 4)?, 4 * (count + 1))))
}

/// The paragraphs' runs, in order of their text.
pub(super) fn paragraphs(fib: &Fib, main: &[u8], table: &[u8], notices: &mut Vec<Notice>) -> Vec<ParagraphRun> {
    let entry = if fib.old { 7 } else { 13 };
    let mut found = Vec::new();
    for page in pages(list(fib, table, Structure::ParagraphPages, notices), main, fib.old) {
        let Some((start, page)) = page else {
            notices.push(lost(Structure::ParagraphPages, "a page past the end of the stream"));
            break;
        };
        for (index, (text, entries)) in runs(page).enumerate() {
            let properties = u8_at(page, entries + entry * index)
                .and_then(|word| paragraph_properties(page, usize::from(word) * 2, fib.old))
                .map_or(0..0, |range| start + range.start..start + range.end);
            if text.start < text.end {
                found.push(ParagraphRun { text, properties });
            }
        }
    }
    found.sort_by_key(|run| run.text.start);
    found
}

/// PapxInFkp: half the length in a byte; zero, and it is in the next byte.
fn paragraph_properties(page: &[u8], at: usize, old: bool) -> Option<Range<usize>> {
    if at == 0 {
        return None;
    }
    let (from, length) = match (u8_at(page, at)?, old) {
        (0, false) => (at + 2, 2 * usize::from(u8_at(page, at + 1)?)),
        (words, false) => (at + 1, 2 * usize::from(words) - 1),
        (words, true) => (at + 1, 2 * usize::from(words)),
    };
    (length >= 2 && from < PAGE).then(|| from..(from + length).min(PAGE - 1))
}

/// The runs of characters that are not plain text, in order.
pub(super) fn characters(
    fib: &Fib,
    main: &[u8],
    table: &[u8],
    (styles, ground): (&Styles, bool),
    notices: &mut Vec<Notice>,
) -> Vec<CharacterRun> {
    let mut found = Vec::new();
    // Runs of a page share their lists (2.9.33), by the word where the list stands.
    let mut read: Vec<(u8, Option<Special>)> = Vec::new();
    let ground = Some(ground);
    for page in pages(list(fib, table, Structure::CharacterPages, notices), main, fib.old) {
        let Some((_, page)) = page else {
            notices.push(lost(Structure::CharacterPages, "a page past the end of the stream"));
            break;
        };
        read.clear();
        for (index, (text, entries)) in runs(page).enumerate() {
            let word = u8_at(page, entries + index).unwrap_or(0);
            let kind = match read.iter().find(|(known, _)| *known == word) {
                Some(&(_, kind)) => kind,
                None => {
                    let kind = special(property_list(page, word).unwrap_or_default(), fib.old, styles, ground);
                    read.push((word, kind));
                    kind
                }
            };
            if let Some(kind) = kind.filter(|_| text.start < text.end) {
                found.push(CharacterRun { start: text.start, end: text.end, kind });
            }
        }
    }
    found.sort_by_key(|run| run.start);
    found
}

/// The list that stands at a word of a page, after its length; zero stands for none.
fn property_list(page: &[u8], word: u8) -> Option<&[u8]> {
    let at = usize::from(word) * 2;
    let length = usize::from(u8_at(page, at).filter(|_| word != 0)?);
    page.get(at + 1..(at + 1 + length).min(PAGE))
}

/// What a character property list makes of its text, `None` for plain text. `ground`: whether white text may stand on a
/// painted ground; nothing where colour and size are to be let be, since what uses a style may undo them.
pub(super) fn special(list: &[u8], old: bool, styles: &Styles, ground: Option<bool>) -> Option<Special> {
    let mut special = Special::default();
    let mut style = Look::default();
    let (mut hidden, mut struck, mut raised, mut shift) = (None, [None; 2], None, 0);
    let mut deleted = false;
    let (mut inks, mut thin, mut shade, mut highlight) = (Inks::default(), false, None, None);
    let mut styled = Inks::default();
    for sprm in Sprms::new(list, old) {
        // 0x80 takes over from the style and 0x81 negates it (2.2.1, ToggleOperand).
        let toggle = |value: u8, style: bool| match value {
            0x80 => None,
            0x81 => Some(!style),
            value => Some(value & 1 == 1),
        };
        match (sprm.code, sprm.operand) {
            (Code::Deleted, &[value, ..]) => deleted |= value & 1 == 1,
            (Code::CharacterStyle, &[low, high]) => {
                let named = u16::from_le_bytes([low, high]);
                (style, styled) = (styles.look(named), styles.inks(named));
            }
            (Code::Hidden, &[value, ..]) => hidden = toggle(value, style.hidden),
            (Code::Strike, &[value, ..]) => struck[0] = toggle(value, style.struck),
            (Code::DoubleStrike, &[value, ..]) => struck[1] = Some(value & 1 == 1),
            (Code::Script, &[value, ..]) => raised = Some(matches!(value, 1 | 2)),
            (Code::Shift, &[low, high]) => shift = i16::from_le_bytes([low, high]),
            (Code::ColorNumber | Code::Color | Code::Size | Code::Font, operand) => inks.note(sprm.code, operand),
            (Code::Scale, &[low, high]) => thin = (1..=THIN).contains(&u16::from_le_bytes([low, high]).into()),
            (Code::Shading, shading) => shade = ground::shade(shading),
            (Code::Highlight, &[number, ..]) => highlight = ground::numbered(number),
            (Code::Symbol, &[_, _, low, high]) => special.shown = Shown::Symbol(u16::from_le_bytes([low, high])),
            (Code::PictureLocation, &[a, b, c, d]) => {
                special.shown = Shown::Picture(u32::from_le_bytes([a, b, c, d]));
            }
            _ => {}
        }
    }
    let raised = raised.unwrap_or(style.raised);
    special.shifted = !raised && i32::from(shift).abs() >= SHIFT;
    let own = highlight.or(shade);
    if styles.alter() {
        let ink = own.is_some() || inks.color.or(styled.color).is_some() || inks.tiny.is_some();
        special.told = Told { struck: struck[0].is_some() || style.struck, ink };
    }
    let ink = inks.color.or(styled.color).flatten().filter(|&ink| own.is_some() || ink != ground::BLACK);
    let tiny = inks.tiny.or(styled.tiny) == Some(true) || thin;
    let drowned = match (own, ink) {
        (Some(own), ink) => ink == Some(own),
        (None, ink) => ground == Some(false) && ink == Some(ground::WHITE),
    };
    special.ink = ink.filter(|_| own.is_none() && ground == Some(true));
    special.look = Look {
        hidden: hidden.unwrap_or(style.hidden) || ground.is_some() && (tiny || drowned),
        struck: deleted || struck[0].unwrap_or(style.struck) || struck[1] == Some(true),
        raised: raised || special.shifted,
        signs: inks.font.or(styled.font).is_some_and(|font| styles.draws_signs(font)),
    };
    (special != Special::default()).then_some(special)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(list: &[u8], old: bool) -> (Look, bool) {
        let special = special(list, old, &Styles::default(), Some(false)).unwrap_or_default();
        (special.look, special.shifted)
    }

    #[test]
    fn looks_of_characters() {
        let hidden = Look { hidden: true, ..Look::default() };
        let struck = Look { struck: true, ..Look::default() };
        let raised = Look { raised: true, ..Look::default() };
        for (list, expected) in [
            (&[0x3C, 0x08, 1][..], (hidden, false)),
            (&[0x3C, 0x08, 0x81], (hidden, false)),
            (&[0x3C, 0x08, 0x80], (Look::default(), false)),
            (&[0x3C, 0x08, 1, 0x3C, 0x08, 0], (Look::default(), false)),
            (&[0x00, 0x08, 1], (struck, false)),
            (&[0x37, 0x08, 1], (struck, false)),
            (&[0x53, 0x2A, 1], (struck, false)),
            (&[0x48, 0x2A, 1], (raised, false)),
            (&[0x48, 0x2A, 2], (raised, false)),
            (&[0x48, 0x2A, 0], (Look::default(), false)),
            (&[0x45, 0x48, 6, 0], (raised, true)),
            (&[0x45, 0x48, 0xFA, 0xFF], (raised, true)),
            (&[0x45, 0x48, 2, 0], (Look::default(), false)),
        ] {
            assert_eq!(look(list, false), expected, "{list:x?}");
        }
        assert_eq!(look(&[87, 1], true), (struck, false));
        assert_eq!(look(&[104, 1], true), (raised, false));
        for unseen in [
            &[0x42, 0x2A, 8][..],
            &[0x70, 0x68, 255, 255, 255, 0],
            &[0x43, 0x4A, 2, 0],
            &[0x42, 0x2A, 8, 0x0C, 0x2A, 8],
            &[0x42, 0x2A, 7, 0x0C, 0x2A, 7],
            &[0x70, 0x68, 0, 68, 136, 0, 0x71, 0xCA, 10, 0, 0, 0, 255, 0, 68, 136, 0, 0, 0],
        ] {
            assert_eq!(look(unseen, false).0, hidden, "{unseen:?}");
        }
        for seen in [
            &[0x42, 0x2A, 1][..],
            &[0x70, 0x68, 255, 255, 255, 255],
            &[0x43, 0x4A, 21, 0],
            &[0x42, 0x2A, 8, 0x0C, 0x2A, 2],
            &[0x42, 0x2A, 8, 0x71, 0xCA, 10, 0, 0, 0, 255, 0, 68, 136, 0, 0, 0],
        ] {
            assert_eq!(look(seen, false).0, Look::default(), "{seen:?}");
        }
        assert_eq!(look(&[92, 1, 65, 1], true).0, Look { hidden: true, struck: true, ..Look::default() });
    }
}
