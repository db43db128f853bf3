//! What a PDF says about itself: the title of the document information dictionary or of the XMP packet.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};
use quick_xml::events::Event;

use crate::document::Metadata;

/// The packet is small; no title stands beyond this.
const MOST_XMP: usize = 1 << 20;

/// The metadata of a file.
pub(super) fn metadata(pdf: &Pdf) -> Metadata {
    let title = pdf.metadata().title.as_deref().map(text_string).filter(|title| !title.trim().is_empty());
    Metadata { title: title.or_else(|| xmp_title(pdf)), ..Metadata::default() }
}

/// A text string (ISO 32000-2, 7.9.2.2): UTF-16BE or UTF-8 by its mark, else PDFDocEncoding, of which
/// only the part that is ASCII is common; what is not is GBK by unmarked habit.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        },
    }
}

/// `dc:title` of the catalog's metadata stream.
fn xmp_title(pdf: &Pdf) -> Option<String> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    let packet = catalog.get::<Stream<'_>>("Metadata")?.decoded_data().ok()?;
    title_of_packet(packet.get(..packet.len().min(MOST_XMP))?)
}

fn title_of_packet(packet: &[u8]) -> Option<String> {
    let mut reader = quick_xml::Reader::from_reader(packet);
    let mut inside = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == b"title" => inside = true,
            Event::End(tag) if tag.local_name().as_ref() == b"title" => inside = false,
            Event::Text(text) if inside => {
                let text = text.decode().ok()?.trim().to_owned();
                if !text.is_empty() {
                    return Some(text);
                }
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        assert_eq!(text_string(b"\xfe\xff\x51\x6c\x5f\x00"), "公开");
        assert_eq!(text_string(b"\xb9\xab\xbf\xaa"), "公开");
        assert_eq!(text_string("年报".as_bytes()), "年报");
        let packet = "<x:xmpmeta><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>年度报告</rdf:li></rdf:Alt></dc:title></x:xmpmeta>";
        assert_eq!(title_of_packet(packet.as_bytes()).as_deref(), Some("年度报告"));
        assert_eq!(title_of_packet(b"<x:xmpmeta><dc:creator>a</dc:creator></x:xmpmeta>"), None);
    }
}
