//! Compound files (MS-CFB) by the streams in their root storage.

use std::io::Cursor;

use memchr::memmem;

use crate::reader::Format;

/// Streams of the root storage and what they make of the file, in order of trust: a Word document may
/// carry a workbook inside, not the other way round at the root.
const STREAMS: [(&str, Format); 6] = [
    ("WordDocument", Format::Doc),
    ("Workbook", Format::Xls),
    ("Book", Format::Xls),
    // A docx, xlsx or pptx with a password (MS-OFFCRYPTO 1.3.2): its reader says that it is encrypted.
    ("EncryptedPackage", Format::Docx),
    ("MatOST", Format::Works),
    ("CONTENTS", Format::Works),
];

pub(super) fn sniff(bytes: &[u8]) -> Format {
    match cfb::CompoundFile::open(Cursor::new(bytes)) {
        Ok(file) => {
            let found = STREAMS.iter().find(|(name, _)| file.is_stream(format!("/{name}")));
            found.map_or(Format::Unknown, |&(_, format)| format)
        }
        // Damaged: any directory entry of that name will do, the reader decides what can be saved. With the
        // directory lost it is most likely a document, whose reader says that the container is damaged.
        Err(_) => {
            let found = STREAMS.iter().find(|(name, _)| has_entry(bytes, name, 2));
            let lost = if has_entry(bytes, "Root Entry", 5) { Format::Unknown } else { Format::Doc };
            found.map_or(lost, |&(_, format)| format)
        }
    }
}

/// Whether a directory entry (128 bytes, MS-CFB 2.6.1) of this type (2 stream, 5 root) has this name.
fn has_entry(bytes: &[u8], name: &str, kind: u8) -> bool {
    let mut wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    wide.extend([0, 0]);
    memmem::find_iter(bytes, &wide).any(|at| {
        let length = bytes.get(at + 64..at + 66).map(|field| u16::from_le_bytes([field[0], field[1]]));
        at % 128 == 0 && length == Some(wide.len() as u16) && bytes.get(at + 66) == Some(&kind)
    })
}
