//! Conditional formats of an Excel 97-2003 workbook (MS-XLS 2.4.56, 2.4.42): records of a sheet in, its rules as far as they
//! hide something out. Of the rules of an area the first that holds counts alone.

use calamine::Dimensions;

use super::condition::{Condition, MAX_RULES, When};
use super::format::{CellFormat, Shows};
use crate::reader::doc::bytes::{u16_at, u32_at};
use crate::reader::look::{TINY, is_unseen};

/// Areas of one set of rules that are looked at.
const MAX_AREAS: usize = 1_000;
/// Parts of a rule's format, by the bit that says that it is there, and how long each is (2.5.91).
const NUMBER: u32 = 1 << 25;
const FONT: (u32, usize) = (1 << 26, 118);
const BESIDE: [(u32, usize); 2] = [(1 << 27, 8), (1 << 28, 8)];
const PATTERN: u32 = 1 << 29;

/// The rules of a sheet, and the areas of those that follow.
#[derive(Default)]
pub(super) struct Rules {
    pub found: Vec<Condition>,
    areas: Vec<Dimensions>,
}

impl Rules {
    /// Where the rules that follow hold.
    pub fn areas(&mut self, data: &[u8]) {
        let count = u16_at(data, 12).map_or(0, usize::from).min(MAX_AREAS);
        let area = |area: &[u8]| {
            let at = |at| u16_at(area, at).map(u32::from);
            Some(Dimensions { start: (at(0)?, at(4)?), end: (at(2)?, at(6)?) })
        };
        self.areas = data.get(14..).unwrap_or_default().chunks_exact(8).take(count).filter_map(area).collect();
    }

    /// A rule; `is_white` tells colours by their numbers, `shows` number formats by theirs.
    pub fn rule(&mut self, data: &[u8], is_white: impl Fn(u16) -> bool, shows: impl Fn(u16) -> Shows) {
        let (Some(&[kind, operator]), Some(first)) = (data.first_chunk(), u16_at(data, 2)) else { return };
        let Some((look, behind)) = look(data, is_white, shows) else { return };
        let formulas = data.get(behind..).unwrap_or_default();
        let (first, second) = formulas.split_at_checked(first.into()).unwrap_or_default();
        let when = match kind {
            1 => by_value(operator, constant(first), constant(second)),
            2 => constant(first).map_or(When::Unknown, |value| if value == 0.0 { When::Never } else { When::Always }),
            _ => When::Unknown,
        };
        // What only shows may be left out where it is not certain.
        if self.found.len() < MAX_RULES && when != When::Never && (when != When::Unknown || !look.is_plain()) {
            let (areas, priority) = (self.areas.clone(), self.found.len() as i64);
            self.found.push(Condition { areas, when, look, priority, stops: true });
        }
    }
}

/// By the operator of a rule about a cell's value (2.4.42) and its operands.
fn by_value(operator: u8, first: Option<f64>, second: Option<f64>) -> When {
    const OPERATORS: [&[u8]; 8] = [
        b"between",
        b"notBetween",
        b"equal",
        b"notEqual",
        b"greaterThan",
        b"lessThan",
        b"greaterThanOrEqual",
        b"lessThanOrEqual",
    ];
    let operands: Vec<String> = first.into_iter().chain(second).map(|value| value.to_string()).collect();
    let operator = usize::from(operator).checked_sub(1).and_then(|at| OPERATORS.get(at));
    operator.map_or(When::Unknown, |operator| When::operator(operator, &operands))
}

/// The value of a formula that is one constant: a whole number, a truth or a number (2.5.198).
fn constant(formula: &[u8]) -> Option<f64> {
    match formula {
        [0x1d, truth] => Some((*truth != 0).into()),
        [0x1e, low, high] => Some(u16::from_le_bytes([*low, *high]).into()),
        [0x1f, number @ ..] => Some(f64::from_le_bytes(number.try_into().ok()?)),
        _ => None,
    }
}

/// What a rule makes of cells, and where its formulas begin.
fn look(data: &[u8], is_white: impl Fn(u16) -> bool, shows: impl Fn(u16) -> Shows) -> Option<(CellFormat, usize)> {
    let parts = u32_at(data, 6)?;
    let own = u16_at(data, 10)? & 1 != 0;
    let mut at = 12;
    let mut look = CellFormat::default();
    if parts & NUMBER != 0 {
        if own {
            let length = usize::from(u16_at(data, at)?);
            look.shows = Shows::of(&super::biff::code(data.get(at + 2..at + length)?));
            at += length;
        } else {
            look.shows = shows(u16::from(*data.get(at + 1)?));
            at += 2;
        }
    }
    let (mut tiny, mut ink) = (false, None);
    if parts & FONT.0 != 0 {
        let font = data.get(at..at + FONT.1)?;
        let height = u32_at(font, 64)?;
        tiny = height <= 10 * TINY as u32;
        // Bit seven of the style is that of a line through the text; the other says that nothing is said of it.
        look.struck = u32_at(font, 68)? & 0x80 != 0 && u32_at(font, 88)? & 0x80 == 0;
        ink = u32_at(font, 80)?.try_into().ok();
        at += FONT.1;
    }
    at += BESIDE.iter().filter(|(part, _)| parts & part != 0).map(|(_, length)| length).sum::<usize>();
    let mut ground = None;
    if parts & PATTERN != 0 {
        let (pattern, colors) = (u16_at(data, at)? >> 10, u16_at(data, at + 2)?);
        // A full ground has the colour that is behind others.
        ground = Some(if pattern > 1 { colors & 0x7f } else { colors >> 7 & 0x7f });
        at += 4;
    }
    at += if parts & 1 << 30 != 0 { 2 } else { 0 };
    look.painted = ground.is_some_and(|ground| !is_white(ground));
    look.inked = ink.is_some();
    let same = look.painted && ink.is_some() && ink == ground;
    look.unseen = is_unseen(tiny || same, ink.is_some_and(is_white), look.painted);
    Some((look, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A rule with a font in this colour, about the value of a cell, or with a constant formula.
    fn rule(kind: u8, operator: u8, color: u32, formula: &[u8]) -> Vec<u8> {
        let mut data = vec![kind, operator, formula.len() as u8, 0, 0, 0];
        data.extend((FONT.0 | PATTERN).to_le_bytes());
        data.extend([0, 0]);
        let mut font = [0; 118];
        font[64..68].copy_from_slice(&u32::MAX.to_le_bytes());
        font[80..84].copy_from_slice(&color.to_le_bytes());
        font[88] = 0x80;
        data.extend(font);
        // A full ground of the eleventh colour.
        data.extend([0, 4]);
        data.extend((11_u16 << 7).to_le_bytes());
        data.extend(formula);
        data
    }

    #[test]
    fn rules_that_hide() {
        let areas: Vec<u8> =
            [[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0].as_slice(), &[2, 0, 4, 0, 1, 0, 3, 0]].concat();
        let of = |data: &[u8]| {
            let mut rules = Rules::default();
            rules.areas(&areas);
            rules.rule(data, |color| color == 9, |_| Shows::default());
            rules.found
        };
        let found = of(&rule(1, 3, 11, &[0x1e, 5, 0]));
        assert_eq!(found[0].areas, [Dimensions { start: (2, 1), end: (4, 3) }]);
        assert!(found[0].look.unseen && found[0].when == When::operator(b"equal", &["5".to_owned()]));
        assert!(of(&rule(2, 0, 11, &[0x1d, 1]))[0].when == When::Always);
        assert!(of(&rule(2, 0, 11, &[0x1d, 0])).is_empty());
        // White is seen on the ground, and what is not known is told where it may hide.
        assert!(!of(&rule(1, 3, 9, &[0x1e, 5, 0]))[0].look.unseen);
        assert!(of(&rule(2, 0, 11, &[0x44, 0, 0, 0, 0]))[0].when == When::Unknown);
        assert!(of(&rule(2, 0, 8, &[0x44, 0, 0, 0, 0])).is_empty());
        let whole = rule(1, 3, 11, &[0x1e, 5, 0]);
        for end in 0..whole.len() {
            of(&whole[..end]);
        }
    }
}
