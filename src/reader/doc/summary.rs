//! The title in the summary information ([MS-OLEPS] 2.21).

use encoding_rs::Encoding;

use super::bytes::{u16_at, u32_at};

const CODE_PAGE: u32 = 1;
const TITLE: u32 = 2;

/// The document's title, if it states one that is not blank.
pub(super) fn title(stream: &[u8]) -> Option<String> {
    // One property set: header of 28 bytes, its identifier of 16, then its offset.
    let set = stream.get(u32_at(stream, 44)? as usize..)?;
    let property = |wanted: u32| {
        let count = u32_at(set, 4)?.min(1_000) as usize;
        let index = (0..count).find(|index| u32_at(set, 8 + 8 * index) == Some(wanted))?;
        set.get(u32_at(set, 12 + 8 * index)? as usize..)
    };
    let code_page = property(CODE_PAGE).and_then(|value| u16_at(value, 4)).unwrap_or(1252);
    let value = property(TITLE)?;
    let length = u32_at(value, 4)? as usize;
    let text = match (u32_at(value, 0)?, code_page) {
        (0x1F, _) => utf16(value.get(8..8usize.checked_add(length.checked_mul(2)?)?)?),
        (0x1E, 1200) => utf16(value.get(8..8usize.checked_add(length)?)?),
        (0x1E, _) => {
            encoding(code_page)?.decode_without_bom_handling(value.get(8..8usize.checked_add(length)?)?).0.into_owned()
        }
        _ => return None,
    };
    let text = text.split('\0').next().unwrap_or_default().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The encoding of a Windows code page.
fn encoding(code_page: u16) -> Option<&'static Encoding> {
    Some(match code_page {
        936 => encoding_rs::GBK,
        54936 => encoding_rs::GB18030,
        950 => encoding_rs::BIG5,
        932 => encoding_rs::SHIFT_JIS,
        949 => encoding_rs::EUC_KR,
        1252 => encoding_rs::WINDOWS_1252,
        65001 => encoding_rs::UTF_8,
        _ => return None,
    })
}
