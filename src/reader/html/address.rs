//! Style sheets that are written out in their own address (`data:text/css,…`, RFC 2397).

use crate::reader::beside::percent_decoded;
use crate::reader::mhtml::transfer::decode;

/// The text of a sheet whose address says all of it, in quotes, `url()` or bare; `None` for any other address.
pub(super) fn written_out(address: &[u8]) -> Option<Vec<u8>> {
    let address = address.trim_ascii();
    let address = address.strip_prefix(b"url(").map_or(address, |inside| inside.strip_suffix(b")").unwrap_or(inside));
    let address = address.trim_ascii();
    let quoted =
        [b'"', b'\''].iter().find_map(|quote| address.strip_prefix(&[*quote])?.split(|byte| byte == quote).next());
    let inside = quoted.unwrap_or(address).strip_prefix(b"data:")?;
    let comma = memchr::memchr(b',', inside)?;
    let kind = inside[..comma].to_ascii_lowercase();
    if !kind.starts_with(b"text/css") {
        return None;
    }
    let text = percent_decoded(&inside[comma + 1..]);
    Some(if kind.ends_with(b";base64") { decode(&text, "base64").0.into_owned() } else { text })
}

#[cfg(test)]
mod tests {
    use super::written_out;

    #[test]
    fn sheets_in_addresses() {
        for address in [
            "data:text/css,i{display:none}",
            "data:text/css;charset=utf-8,i%7Bdisplay:none%7D",
            "data:text/css;base64,aXtkaXNwbGF5Om5vbmV9",
            " url('data:text/css,i{display:none}') screen",
            "\"data:text/css,i{display:none}\"",
            "url(data:text/css,i{display:none})",
        ] {
            assert_eq!(written_out(address.as_bytes()).as_deref(), Some(&b"i{display:none}"[..]), "{address}");
        }
        assert_eq!(written_out(b"a.css"), None);
        assert_eq!(written_out(b"data:text/plain,i"), None);
    }
}
