//! Colours of text, and what cells, paragraphs and runs are painted with ([MS-DOC] 2.9.43 COLORREF, 2.9.119 Ico, 2.9.248
//! Shd, 2.9.249 Shd80): text in the colour of its ground is seen by nobody.

use super::bytes::{u8_at, u16_at, u32_at};
use super::sprm::{Code, Sprm};
use crate::reader::look::WHITE as PALE;

/// A colour as a number; what is as good as white is white.
pub(super) type Color = u32;

pub(super) const WHITE: Color = 0xFF_FFFF;
pub(super) const BLACK: Color = 0;
/// A ground of no one colour, a pattern: no text has its colour.
pub(super) const MIXED: Color = u32::MAX;

/// The sixteen colours that have numbers, from one on; zero is the window's.
const NUMBERED: [Color; 16] = [
    BLACK, 0xFF, 0xFFFF, 0xFF00, 0xFF_00FF, 0xFF_0000, 0xFF_FF00, WHITE, 0x80, 0x8080, 0x8000, 0x80_0080, 0x80_0000,
    0x80_8000, 0x80_8080, 0xC0_C0C0,
];

/// A colour by its number; none for that of the window.
pub(super) fn numbered(number: u8) -> Option<Color> {
    NUMBERED.get(usize::from(number).checked_sub(1)?).copied()
}

/// A colour by its channels; none for that of the window.
pub(super) fn channels(color: &[u8]) -> Option<Color> {
    match *color {
        [red, green, blue, 0] if red.min(green).min(blue) >= PALE => Some(WHITE),
        [red, green, blue, 0] => Some(u32::from_be_bytes([0, red, green, blue])),
        _ => None,
    }
}

/// Bytes of a shading: two colours and a pattern.
const SHADE: usize = 10;

/// What a shading paints; none where it lets through what is behind it.
pub(super) fn shade(shade: &[u8]) -> Option<Color> {
    let [a, b, c, d, e, f, g, h, pattern, _] = *<&[u8; SHADE]>::try_from(shade).ok()?;
    painted(channels(&[a, b, c, d]), channels(&[e, f, g, h]), pattern)
}

/// The same of a shading in two bytes.
fn short_shade(shade: u16) -> Option<Color> {
    painted(numbered((shade & 0x1F) as u8), numbered((shade >> 5 & 0x1F) as u8), (shade >> 10 & 0x3F) as u8)
}

fn painted(front: Option<Color>, back: Option<Color>, pattern: u8) -> Option<Color> {
    match pattern {
        // Clear and solid; of no colour they paint with the window's, white and black.
        0 => back,
        1 => Some(front.unwrap_or(BLACK)),
        // No pattern at all.
        0x3F => None,
        _ if front == Some(WHITE) && back.is_none_or(|back| back == WHITE) => back,
        _ => Some(MIXED),
    }
}

/// What the cells of a row are painted with, from the modifiers of its end.
#[derive(Debug, Default)]
pub(super) struct CellShades(Vec<Option<Color>>);

/// Word's own bound on the cells of a row.
const MOST_CELLS: usize = 64;
/// The cells of a row are shaded in three lists, each for as many of them.
const PER_LIST: usize = 22;

impl CellShades {
    pub fn apply(&mut self, sprm: Sprm<'_>) {
        match sprm.code {
            Code::CellShades(part) => {
                let shades = sprm.operand.chunks_exact(SHADE).map(shade);
                shades.enumerate().for_each(|(index, shade)| self.set(PER_LIST * usize::from(part) + index, shade));
            }
            // Written beside the longer ones, which say more.
            Code::ShortCellShades if self.0.is_empty() => {
                let shades = sprm.operand.chunks_exact(2).map(|it| short_shade(u16::from_le_bytes([it[0], it[1]])));
                shades.enumerate().for_each(|(index, shade)| self.set(index, shade));
            }
            Code::ShadeCells => {
                let (Some(first), Some(end)) = (u8_at(sprm.operand, 0), u8_at(sprm.operand, 1)) else { return };
                let shade = shade(sprm.operand.get(2..).unwrap_or_default());
                (first..end).for_each(|index| self.set(index.into(), shade));
            }
            _ => {}
        }
    }

    fn set(&mut self, index: usize, shade: Option<Color>) {
        if index < MOST_CELLS {
            if self.0.len() <= index {
                self.0.resize(index + 1, None);
            }
            self.0[index] = shade;
        }
    }

    pub fn of(&self, cell: usize) -> Option<Color> {
        self.0.get(cell).copied().flatten()
    }
}

/// Whether cells or paragraphs of the document may be painted otherwise than white: a shading behind the code of one, also
/// in a long list that stands in `data` (2.6.2, sprmPHugePapx), as those of wide rows do.
pub(super) fn paints(main: &[u8], data: &[u8]) -> bool {
    let list = |at: usize| {
        let start = usize::try_from(u32_at(main, at + 2)?).ok()?;
        data.get(start + 2..start + 2 + usize::from(u16_at(data, start)?))
    };
    let lists = || memchr::memmem::find_iter(main, &LONG).filter_map(list).take(LISTS);
    holds_paint(main) || !data.is_empty() && lists().any(holds_paint)
}

/// The code of a list that stands elsewhere, and how many of those are looked at.
const LONG: [u8; 2] = 0x6646_u16.to_le_bytes();
const LISTS: usize = 1_000;

fn holds_paint(main: &[u8]) -> bool {
    const CODES: [u16; 5] = [0xD612, 0xD616, 0xD60C, 0xD670, 0xC64D];
    let paints = |at: usize| {
        let length = u8_at(main, at + 2).map_or(0, usize::from);
        let shades = main.get(at + 3..at + 3 + length).unwrap_or_default();
        shades.chunks_exact(SHADE).any(|it| shade(it).is_some_and(|color| color != WHITE))
    };
    CODES.iter().any(|code| memchr::memmem::find_iter(main, &code.to_le_bytes()).any(paints))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: [u8; SHADE] = [0, 0, 0, 255, 0, 68, 136, 0, 0, 0];

    #[test]
    fn shades_and_colors() {
        assert_eq!(
            (numbered(0), numbered(1), numbered(8), numbered(16), numbered(17)),
            (None, Some(0), Some(WHITE), Some(0xC0_C0C0), None)
        );
        assert_eq!(channels(&[254, 255, 250, 0]), Some(WHITE));
        assert_eq!(channels(&[0, 0, 0, 255]), None);
        assert_eq!(shade(&BLUE), Some(0x4488));
        assert_eq!(shade(&[0, 0, 0, 255, 0, 0, 0, 255, 0, 0]), None);
        assert_eq!(shade(&[0, 0, 0, 255, 0, 0, 0, 255, 1, 0]), Some(BLACK));
        assert_eq!(shade(&[0, 0, 0, 0, 0, 0, 0, 255, 5, 0]), Some(MIXED));
        assert_eq!(shade(&BLUE[..9]), None);
        assert_eq!(
            (short_shade(0), short_shade(6 << 5), short_shade(6 | 1 << 10)),
            (None, Some(0xFF_0000), Some(0xFF_0000))
        );
    }

    #[test]
    fn shades_of_a_row() {
        let mut row = CellShades::default();
        let lists = [[0, 0, 0, 255, 0, 0, 0, 255, 0, 0], BLUE].concat();
        row.apply(Sprm { code: Code::CellShades(0), operand: &lists });
        row.apply(Sprm { code: Code::CellShades(1), operand: &BLUE });
        row.apply(Sprm { code: Code::ShortCellShades, operand: &[0xC0, 0] });
        row.apply(Sprm { code: Code::ShadeCells, operand: &[&[3, 5][..], &BLUE].concat() });
        let painted = (0..30).filter(|&cell| row.of(cell) == Some(0x4488));
        assert_eq!(painted.collect::<Vec<_>>(), [1, 3, 4, 22]);
        assert_eq!(row.of(0), None);
    }

    #[test]
    fn documents_that_paint() {
        let cells = [&[0x12, 0xD6, 10][..], &BLUE].concat();
        let white = [0x12, 0xD6, 10, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0];
        assert!(holds_paint(&cells) && !holds_paint(&cells[..8]) && !holds_paint(&white));
        let data = [&[0xff, cells.len() as u8, 0][..], &cells].concat();
        let main = [0x46, 0x66, 1, 0, 0, 0];
        assert!(paints(&main, &data) && !paints(&main, &data[..9]) && !paints(&main[..5], &data));
    }
}
