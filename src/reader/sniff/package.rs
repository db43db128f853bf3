//! Zip containers by their parts: Office Open XML by the content type of the main part, OpenDocument by
//! its `mimetype`, OFD by its entry part; any other zip is an archive.

use crate::limits::Limits;
use crate::reader::Format;
use crate::reader::zip::Zip;

pub(super) fn sniff(bytes: &[u8]) -> Format {
    let Ok(mut zip) = Zip::open(bytes, &Limits::default()) else { return Format::Zip };
    if in_one_folder(&zip) {
        ROOTS.iter().for_each(|part| zip.enter(part));
    }
    let mut part = Vec::new();
    if zip.contains("[Content_Types].xml") {
        // The usual names spare inflating the list of content types.
        if zip.contains("word/document.xml") {
            return Format::Docx;
        }
        if zip.contains("xl/workbook.xml") || zip.contains("xl/workbook.bin") {
            return Format::Xlsx;
        }
        return match zip.read_part("[Content_Types].xml", &mut part) {
            Ok(Some(_)) => by_content_types(&part),
            // A package nonetheless: its XML parts are no filings to unpack.
            _ => Format::Unknown,
        };
    }
    // GB/T 33190, 7.1: the entry part is OFD.xml in the root.
    if zip.contains("OFD.xml") {
        return Format::Ofd;
    }
    if let Ok(Some(_)) = zip.read_part("mimetype", &mut part) {
        const PREFIX: &[u8] = b"application/vnd.oasis.opendocument.";
        if let Some(kind) = part.trim_ascii().strip_prefix(PREFIX) {
            return match kind {
                b"text" | b"text-template" | b"text-master" => Format::Odt,
                b"spreadsheet" | b"spreadsheet-template" => Format::Ods,
                _ => Format::Unknown,
            };
        }
        if part.trim_ascii() == b"application/ofd" {
            return Format::Ofd;
        }
    }
    // A package that lost its list of content types.
    if zip.contains("word/document.xml") {
        return Format::Docx;
    }
    Format::Zip
}

/// Parts that stand in the root of every document of their kind.
const ROOTS: [&str; 4] = ["[Content_Types].xml", "OFD.xml", "mimetype", "word/document.xml"];

/// Whether everything stands in one folder: then it may be one document, packed again with the folder that it was unpacked
/// into. What packers add on their own does not count.
fn in_one_folder(zip: &Zip<'_>) -> bool {
    let added =
        |name: &&[u8]| !name.starts_with(b"__MACOSX") && !name.ends_with(b".DS_Store") && !name.ends_with(b"Thumbs.db");
    let names = zip.members().iter().map(|member| member.name).filter(added);
    let mut folders =
        names.map(|name| name.iter().position(|byte| matches!(byte, b'/' | b'\\')).map(|end| &name[..end]));
    let Some(Some(first)) = folders.next() else { return false };
    folders.all(|folder| folder == Some(first))
}

fn by_content_types(list: &[u8]) -> Format {
    let has = |kind: &str| memchr::memmem::find(list, kind.as_bytes()).is_some();
    // Main parts of documents, templates and their macro-enabled kinds (ECMA-376 part 1, 11.3.10).
    const TEXT: [&str; 4] = [
        "wordprocessingml.document.main+xml",
        "wordprocessingml.template.main+xml",
        "ms-word.document.macroEnabled.main+xml",
        "ms-word.template.macroEnabledTemplate.main+xml",
    ];
    const SHEET: [&str; 5] = [
        "spreadsheetml.sheet.main+xml",
        "spreadsheetml.template.main+xml",
        "ms-excel.sheet.macroEnabled.main+xml",
        "ms-excel.template.macroEnabled.main+xml",
        "ms-excel.sheet.binary.macroEnabled.main",
    ];
    if TEXT.iter().any(|kind| has(kind)) {
        Format::Docx
    } else if SHEET.iter().any(|kind| has(kind)) {
        Format::Xlsx
    } else {
        Format::Unknown
    }
}
