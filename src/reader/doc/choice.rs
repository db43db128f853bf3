//! Fields of forms ([MS-DOC] 2.9.78, FFData): where a field's data begin in the data stream in, the entry of a drop-down
//! that is shown out, and whether a field of text begins with one.

use super::bytes::{u16_at, u32_at};

/// The form field is one of text, or a drop-down.
const TEXT: u16 = 0;
const DROP_DOWN: u16 = 2;
/// Nothing was chosen: the entry that the form names stands.
const UNCHOSEN: u16 = 25;

/// Whether a field of text has one to begin with, which is shown until another is written.
pub(super) fn begins_with_text(data: &[u8], offset: u32) -> bool {
    let text = || {
        let header = data.get(offset as usize..)?;
        let form = header.get(usize::from(u16_at(header, 4)?)..)?;
        let is_text = u32_at(form, 0)? == u32::MAX && u16_at(form, 4)? & 3 == TEXT;
        let mut at = 10;
        skip(form, &mut at)?;
        Some(is_text && u16_at(form, at)? > 0)
    };
    text().unwrap_or(false)
}

/// The entry that is shown; `None` for other data, and for a list without it.
pub(super) fn entry(data: &[u8], offset: u32) -> Option<String> {
    let header = data.get(offset as usize..)?;
    let length = (u32_at(header, 0)? as usize).min(header.len());
    let form = header.get(usize::from(u16_at(header, 4)?)..length)?;
    let bits = u16_at(form, 4)?;
    if u32_at(form, 0)? != u32::MAX || bits & 3 != DROP_DOWN {
        return None;
    }
    let mut at = 10;
    skip(form, &mut at)?;
    let usual = u16_at(form, at)?;
    at += 2;
    // Format, help, status, macros on entry and exit.
    for _ in 0..5 {
        skip(form, &mut at)?;
    }
    let chosen = match bits >> 2 & 31 {
        UNCHOSEN => usual,
        chosen => chosen,
    };
    let (extended, count, extra) = (u16_at(form, at)?, u16_at(form, at + 2)?, u16_at(form, at + 4)?);
    if extended != u16::MAX || chosen >= count {
        return None;
    }
    at += 6;
    for _ in 0..chosen {
        at += 2 + 2 * usize::from(u16_at(form, at)?) + usize::from(extra);
    }
    let units = 2 * usize::from(u16_at(form, at)?);
    let text = form.get(at + 2..at + 2 + units)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    Some(char::decode_utf16(text).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Passes over a text that its length precedes and a zero ends.
fn skip(form: &[u8], at: &mut usize) -> Option<()> {
    *at += 4 + 2 * usize::from(u16_at(form, *at)?);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<u8> {
        let units: Vec<u16> = text.encode_utf16().collect();
        [&[units.len() as u16][..], &units].concat().into_iter().flat_map(u16::to_le_bytes).collect()
    }

    /// Data of a form field of a kind, behind other data.
    fn field(kind: u16, chosen: u16, usual: u16) -> Vec<u8> {
        let none = [0; 4].as_slice();
        let form = [
            &[0xff; 4][..],
            &(kind | chosen << 2).to_le_bytes(),
            none,
            &text("名"),
            &[0, 0],
            &usual.to_le_bytes(),
            &none.repeat(5),
            &[0xff, 0xff, 3, 0, 0, 0],
            &text("请选"),
            &text("393"),
            &text("12"),
        ]
        .concat();
        let head = [&(68 + form.len() as u32).to_le_bytes()[..], &[68, 0], &[0; 62]].concat();
        [&[9, 9][..], &head, &form].concat()
    }

    #[test]
    fn text_to_begin_with() {
        let form = |length: u16| {
            let form =
                [&[0xff; 4][..], &[0; 6], &text("名"), &[0, 0], &length.to_le_bytes(), &[b'3', 0, 0, 0]].concat();
            [&(68 + form.len() as u32).to_le_bytes()[..], &[68, 0], &[0; 62], &form].concat()
        };
        assert!(begins_with_text(&form(1), 0) && !begins_with_text(&form(0), 0));
        assert!(!begins_with_text(&field(2, 1, 0), 2) && !begins_with_text(&[], 9));
    }

    #[test]
    fn the_chosen_entry() {
        let shown = |kind, chosen, usual| entry(&field(kind, chosen, usual), 2);
        assert_eq!(shown(2, 1, 0).as_deref(), Some("393"));
        assert_eq!(shown(2, 25, 2).as_deref(), Some("12"));
        assert_eq!((shown(2, 3, 0), shown(1, 1, 0), entry(&field(2, 1, 0), 0)), (None, None, None));
        let whole = field(2, 2, 0);
        for end in 0..whole.len() {
            assert_eq!(entry(&whole[..end], 2), None, "{end}");
        }
    }
}
