//! Little-endian fields at an offset; `None` where the bytes end.

pub(super) fn u8_at(bytes: &[u8], offset: usize) -> Option<u8> {
    bytes.get(offset).copied()
}

pub(in crate::reader) fn u16_at(bytes: &[u8], offset: usize) -> Option<u16> {
    let field = bytes.get(offset..offset.checked_add(2)?)?;
    Some(u16::from_le_bytes(field.try_into().ok()?))
}

pub(super) fn i16_at(bytes: &[u8], offset: usize) -> Option<i16> {
    u16_at(bytes, offset).map(u16::cast_signed)
}

pub(in crate::reader) fn u32_at(bytes: &[u8], offset: usize) -> Option<u32> {
    let field = bytes.get(offset..offset.checked_add(4)?)?;
    Some(u32::from_le_bytes(field.try_into().ok()?))
}

/// The part of a stream that a position and a length name; `None` unless all of it is there.
pub(super) fn part(bytes: &[u8], (offset, length): (u32, u32)) -> Option<&[u8]> {
    let offset = offset as usize;
    bytes.get(offset..offset.checked_add(length as usize)?)
}
