//! Pictures beside a page: the bytes of a page come in, the addresses of pictures that may lie beside it go out. Whoever can
//! look there (in a folder, in an archive) brings what is there, and the page's reader asks for it by address.
//!
//! An address is a path from the page's folder and nothing else: what names a host, a drive, a root, a hidden file or a place
//! above the top is nobody's. Pages are looked through for their `img` elements before they are read, as bytes, so that nothing
//! of a page has to be understood where files may be opened; an address that is found only by the reader has no picture.

use std::sync::Arc;

/// Pictures that one page may have beside it.
const MOST: usize = 64;
/// Bytes of all of them.
pub const MOST_BYTES: u64 = 32 << 20;
/// Bytes of the longest address.
const LONGEST: usize = 512;
/// Bytes of the longest `img` element that is looked through.
const LONGEST_ELEMENT: usize = 4 << 10;

/// The pictures that lie beside one page, by address, in the order of their addresses on the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    pictures: Vec<(String, Arc<[u8]>)>,
}

impl Beside {
    /// The pictures that `find` gives for the addresses of a page, as far as they are not too many bytes.
    pub fn gathered(addresses: &[String], mut find: impl FnMut(&str, u64) -> Option<Arc<[u8]>>) -> Self {
        let (mut pictures, mut left) = (Vec::new(), MOST_BYTES);
        for address in addresses {
            if let Some(bytes) = find(address, left).filter(|bytes| bytes.len() as u64 <= left) {
                left -= bytes.len() as u64;
                pictures.push((address.clone(), bytes));
            }
        }
        Self { pictures }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty()
    }

    /// Addresses and bytes.
    pub fn pictures(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.pictures.iter().map(|(address, bytes)| (&**address, &**bytes))
    }

    /// The picture at an address as the page writes it.
    #[cfg_attr(not(feature = "ocr"), allow(dead_code))]
    pub(super) fn find(&self, written: &str) -> Option<&[u8]> {
        let wanted = plain(written)?;
        self.pictures().find(|(address, _)| *address == wanted).map(|(_, bytes)| bytes)
    }
}

/// The addresses of the pictures of a page that may lie beside it, each once, in order.
pub fn addresses(page: &[u8]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // A few bytes of Chinese in GBK may pass for UTF-8, those of a page do not.
    let encoding = if std::str::from_utf8(page).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::GB18030 };
    for at in memchr::memchr_iter(b'<', page) {
        let rest = &page[at + 1..];
        let is_image = rest.get(..3).is_some_and(|name| name.eq_ignore_ascii_case(b"img"));
        if !is_image || !rest.get(3).is_some_and(|next| next.is_ascii_whitespace() || *next == b'/') {
            continue;
        }
        let written = source(&rest[3..rest.len().min(LONGEST_ELEMENT)]);
        if let Some(address) =
            written.and_then(|bytes| plain(&encoding.decode_without_bom_handling(bytes).0.replace("&amp;", "&")))
            && !found.contains(&address)
        {
            found.push(address);
            if found.len() == MOST {
                break;
            }
        }
    }
    found
}

/// The address of a picture, as a page writes it, if the picture may lie beside the page.
#[cfg_attr(not(feature = "ocr"), allow(dead_code))]
pub(super) fn address(written: &str) -> Option<String> {
    plain(written).filter(|address| path_from("", address).is_some())
}

/// Where an address leads from a folder, both as paths from the same top; `None` where it leads above the top, or to a hidden
/// file.
pub fn path_from(folder: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            hidden if hidden.starts_with('.') => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The value of `src`, from behind the name of an element on.
fn source(element: &[u8]) -> Option<&[u8]> {
    let mut rest = element;
    loop {
        let start = rest.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b'/')?;
        rest = &rest[start..];
        let end = rest.iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>'))?;
        let (name, behind) = rest.split_at(end);
        rest = behind.trim_ascii_start();
        let Some(value) = rest.strip_prefix(b"=") else {
            if rest.starts_with(b">") {
                return None;
            }
            continue;
        };
        let value = value.trim_ascii_start();
        let (value, behind) = match value.split_first() {
            Some((quote @ (b'"' | b'\''), inner)) => {
                let end = memchr::memchr(*quote, inner)?;
                (&inner[..end], &inner[end + 1..])
            }
            _ => value.split_at(value.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?),
        };
        if name.eq_ignore_ascii_case(b"src") {
            return Some(value);
        }
        rest = behind;
    }
}

/// The path that an address is; `None` where it is none that stays beside the page.
fn plain(written: &str) -> Option<String> {
    let path = written.trim().split(['#', '?']).next().unwrap_or_default();
    if path.len() > LONGEST {
        return None;
    }
    let path = unescaped(path)?.replace('\\', "/");
    let leads_off = path.starts_with('/') || path.contains(|c: char| c == ':' || crate::script::commands(c));
    (!leads_off && !path.is_empty()).then_some(path)
}

/// An address without its escapes.
fn unescaped(path: &str) -> Option<String> {
    String::from_utf8(percent_decoded(path.as_bytes())).ok()
}

/// Text of an address without its escapes (RFC 3986, 2.1).
pub(super) fn percent_decoded(mut rest: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some((&byte, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|two| byte == b'%' && two.iter().all(u8::is_ascii_hexdigit));
        let value =
            digits.and_then(|two| std::str::from_utf8(two).ok()).and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(value.unwrap_or(byte));
        rest = &behind[if value.is_some() { 2 } else { 0 }..];
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_pictures_beside_a_page() {
        let page = "<p><IMG alt=\"a > b\" src = 'W02.png'><img src=./a/b.jpg?x=1#y><img src=\"W02.png\"/>\
            <image src=\"no.png\"><img/src=%E5%9B%BE%201.png><img src=\"a&amp;b.png\"><img alt><img src=";
        assert_eq!(addresses(page.as_bytes()), ["W02.png", "./a/b.jpg", "图 1.png", "a&b.png"]);
        let (chinese, _, _) = encoding_rs::GBK.encode("<p>政府信息公开</p><img src=\"图.png\">");
        assert_eq!(addresses(&chinese), ["图.png"]);
        let many: String = (0..1_000).map(|number| format!("<img src={number}.png>")).collect();
        assert_eq!(addresses(many.as_bytes()).len(), MOST);
        let unclosed = "<img src=\"".repeat(20_000);
        assert_eq!(addresses(unclosed.as_bytes()), ["<img src="]);
    }

    #[test]
    fn what_leads_off_is_nobodys() {
        let long = format!("{}.png", "a".repeat(LONGEST));
        for address in [
            "/etc/passwd",
            "//host/a.png",
            "http://host/a.png",
            "file:///a.png",
            "c:/a.png",
            "\\\\host\\a.png",
            "%2Fa.png",
            "data:image/png;base64,aGFs",
            "a%00.png",
            "a\n.png",
            "%ff.png",
            "",
            "#a",
            &long,
        ] {
            assert_eq!(plain(address), None, "{address}");
        }
        for (folder, address) in [
            ("", "../a.png"),
            ("", "a/../../b.png"),
            ("x", "../../a.png"),
            ("", ".a.png"),
            ("", ".git/a"),
            ("", "a/.."),
            ("", "."),
        ] {
            assert_eq!(path_from(folder, address), None, "{folder} {address}");
        }
        assert_eq!(plain("%2e%2e%2Fa.png").as_deref(), Some("../a.png"));
        assert_eq!(path_from("", "a/../b//./c.png").as_deref(), Some("b/c.png"));
        assert_eq!(path_from("2023/page", "../images/a.png").as_deref(), Some("2023/images/a.png"));
    }

    #[test]
    fn pictures_are_found_as_they_are_written_and_no_more_bytes_than_are_allowed() {
        let small: Arc<[u8]> = Arc::from(&b"1"[..]);
        let large: Arc<[u8]> = Arc::from(vec![0; MOST_BYTES as usize]);
        let addresses = ["a.png", "large.png", "absent.png", "b c.png"].map(str::to_owned);
        let beside = Beside::gathered(&addresses, |address, _| match address {
            "absent.png" => None,
            "large.png" => Some(large.clone()),
            _ => Some(small.clone()),
        });
        assert_eq!(beside.pictures().map(|(address, _)| address).collect::<Vec<_>>(), ["a.png", "b c.png"]);
        assert_eq!(beside.find(" b%20c.png?v=2"), Some(&b"1"[..]));
        assert_eq!((beside.find("large.png"), beside.find("/a.png")), (None, None));
    }
}
