//! What the extension of a name promises, held against what the bytes are.

use crate::reader::Format;
use crate::reader::Notice;

/// Extensions and the formats that they rightly name.
const EXTENSIONS: &[(&[&str], &[Format])] = &[
    (&["docx", "docm", "dotx", "dotm"], &[Format::Docx]),
    (&["doc", "dot"], &[Format::Doc]),
    // Kingsoft Writer's own, and Microsoft Works's.
    (&["wps", "wpt"], &[Format::Doc, Format::Works]),
    (&["rtf"], &[Format::Rtf]),
    (&["odt", "ott", "fodt"], &[Format::Odt]),
    (&["ods", "ots", "fods"], &[Format::Ods]),
    (&["html", "htm", "shtml", "shtm", "xhtml", "jhtml", "asp", "aspx", "jsp", "php"], &[Format::Html]),
    (&["mht", "mhtml", "eml"], &[Format::Mhtml]),
    (&["txt", "text", "md", "markdown", "csv", "tsv"], &[Format::Text]),
    (&["pdf"], &[Format::Pdf]),
    (&["ofd"], &[Format::Ofd]),
    (&["xlsx", "xlsm", "xlsb", "xltx"], &[Format::Xlsx]),
    (&["xls", "xlt", "et"], &[Format::Xls, Format::SpreadsheetMl]),
    (
        &["xml"],
        &[Format::WordMl, Format::FlatOpc, Format::SpreadsheetMl, Format::Html, Format::Text, Format::Odt, Format::Ods],
    ),
    (&["zip"], &[Format::Zip]),
    (&["tar"], &[Format::Tar]),
    (&["gz", "tgz"], &[Format::Gzip]),
    (&["7z"], &[Format::SevenZip]),
    (&["rar"], &[Format::Rar]),
    (&["warc"], &[Format::Warc]),
    (&["png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "svg", "emf", "wmf"], &[Format::Picture]),
];

/// The notice of a name whose extension promises another format; `None` when it fits, when it is none
/// that is known, and when the bytes are of no known format (that is told by itself).
pub fn extension_mismatch(format: Format, path: &str) -> Option<Notice> {
    if format == Format::Unknown {
        return None;
    }
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    let extension = extension.trim().to_lowercase();
    if extension == "gz" && !format.is_archive() {
        // A compressed file has been opened: its own name is in front.
        return extension_mismatch(format, stem);
    }
    let (_, promised) = EXTENSIONS.iter().find(|(known, _)| known.contains(&extension.as_str()))?;
    (!promised.contains(&format)).then_some(Notice::Extension { extension, format })
}
