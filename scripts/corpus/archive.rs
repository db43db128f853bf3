//! A zip writer for what libraries rightly refuse to write: member names in GBK, members that claim to be
//! encrypted (APPNOTE 6.3.10, sections 4.3.7 and 4.3.12).

use std::io::Write;

use flate2::{Compression, Crc, write::DeflateEncoder};

/// A member: name bytes and content.
pub struct Member {
    /// Name in any encoding.
    pub name: Vec<u8>,
    /// Content.
    pub bytes: Vec<u8>,
    /// Deflate the content (method 8) or store it (method 0).
    pub deflate: bool,
}

/// General purpose flag, bit 0: the member is encrypted.
pub const ENCRYPTED: u16 = 1;

/// The archive's bytes; every member carries `flags`. Times are those of the DOS epoch.
pub fn write(members: &[Member], flags: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        let mut crc = Crc::new();
        crc.update(&member.bytes);
        let offset = out.len() as u32;
        let content = if member.deflate { deflated(&member.bytes) } else { member.bytes.clone() };
        let mut common = Vec::new();
        for value in [20, flags, if member.deflate { 8 } else { 0 }, 0, 0x21] {
            common.extend_from_slice(&u16::to_le_bytes(value));
        }
        for value in [crc.sum(), content.len() as u32, member.bytes.len() as u32] {
            common.extend_from_slice(&value.to_le_bytes());
        }
        common.extend_from_slice(&(member.name.len() as u16).to_le_bytes());
        common.extend_from_slice(&0_u16.to_le_bytes());
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(&member.name);
        out.extend_from_slice(&content);
        directory.extend_from_slice(b"PK\x01\x02");
        directory.extend_from_slice(&20_u16.to_le_bytes());
        directory.extend_from_slice(&common);
        // Comment length, disk, internal and external attributes.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(&member.name);
    }
    let (start, size) = (out.len() as u32, directory.len() as u32);
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    for _ in 0..2 {
        out.extend_from_slice(&(members.len() as u16).to_le_bytes());
    }
    out.extend_from_slice(&size.to_le_bytes());
    out.extend_from_slice(&start.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    out
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).expect("bytes are written to memory");
    encoder.finish().expect("bytes are written to memory")
}
