//! Names of files and archive members as text, without loss.
//!
//! A byte that is not part of valid UTF-8 becomes `%XX`, and so do the bytes of control characters and of those that
//! turn the direction of writing: they would command a terminal, or show a name that is not the file's. A `%` that
//! two hexadecimal digits follow in the name itself becomes `%25`, so that the bytes can be had back. All other names
//! are shown as they are.

use crate::script::commands;
use std::path::Path;

/// The path as the dataset shows it, with `/` between its parts.
pub fn shown(path: &Path) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        escape(path.as_os_str().as_bytes())
    }
    #[cfg(not(unix))]
    {
        escape(path.to_string_lossy().replace('\\', "/").as_bytes())
    }
}

/// Bytes of a name as text.
pub fn escape(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        for (at, c) in valid.char_indices() {
            let follows = valid.as_bytes().get(at + 1..at + 3);
            if c == '%' && follows.is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit)) {
                out.push_str("%25");
            } else if commands(c) {
                percent(&mut out, c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                out.push(c);
            }
        }
        percent(&mut out, chunk.invalid());
    }
    out
}

fn percent(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Bytes of a name: as much as a system takes for a path.
const LONGEST: usize = 4 << 10;

/// A name that is not longer than any system's: of a longer one the beginning, and a hash of the whole.
pub fn bounded(name: String) -> String {
    if name.len() <= LONGEST {
        return name;
    }
    let end = name.floor_char_boundary(LONGEST - 100);
    format!("{}…{}", &name[..end], super::ContentHash::of(name.as_bytes()))
}

/// The name of an archive member. Zip names without the UTF-8 flag are in the packer's own code page: on the
/// machines where these reports are packed, GBK (APPNOTE 4.4.4 bit 11, appendix D).
pub fn member(raw: &[u8], utf8: bool) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(_) => escape(raw),
        Err(_) if utf8 => escape(raw),
        Err(_) => match encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(raw) {
            Some(text) => escape(text.as_bytes()),
            None => escape(raw),
        },
    };
    text.replace('\\', "/")
}

/// Whether a member is what packers add on their own: folders' bookkeeping, hidden files.
pub fn is_hidden(member: &str) -> bool {
    let parts = || member.split('/').filter(|part| !part.is_empty() && *part != "." && *part != "..");
    parts().any(|part| part.starts_with('.')) || parts().next() == Some("__MACOSX")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_their_bytes() {
        let cases: &[(&[u8], &str)] = &[
            (b"2023.docx", "2023.docx"),
            (b"100%.docx", "100%.docx"),
            (b"a%FF", "a%25FF"),
            (b"a\xFF", "a%FF"),
            (b"\xB1\xA8\n=1", "%B1%A8%0A=1"),
            (b"\0\x1b]0;x\x07\x7f", "%00%1B]0;x%07%7F"),
            ("a\u{202E}cod.exe".as_bytes(), "a%E2%80%AEcod.exe"),
            ("报告\u{FFFD}".as_bytes(), "报告\u{FFFD}"),
        ];
        for (bytes, want) in cases {
            assert_eq!(escape(bytes), *want);
        }
    }

    #[test]
    fn member_names_are_gbk_unless_they_are_utf8() {
        assert_eq!(member("年报/一.docx".as_bytes(), true), "年报/一.docx");
        assert_eq!(member("年报/一.docx".as_bytes(), false), "年报/一.docx");
        assert_eq!(member(b"\xC4\xEA\xB1\xA8\\1.doc", false), "年报/1.doc");
        assert_eq!(member(b"\xC4\xEA\xB1", false), "%C4%EA%B1");
        assert_eq!(member(b"plain.txt", false), "plain.txt");
    }

    #[test]
    fn names_are_as_long_as_a_system_takes() {
        let long = |end: char| bounded(format!("{}{end}", "年".repeat(400_000)));
        assert!(long('a').len() < LONGEST && long('a').starts_with("年年") && long('a') != long('b'));
        assert_eq!(bounded("a".repeat(LONGEST)).len(), LONGEST);
    }

    #[test]
    fn bookkeeping_is_hidden() {
        assert!(is_hidden("__MACOSX/._a.docx") && is_hidden("x/.DS_Store"));
        assert!(!is_hidden("../../a.docx") && !is_hidden("./a.docx") && !is_hidden("年报/a.docx"));
    }
}
