//! Text that was decoded with the wrong encoding before it was saved: `鏀垮簻` for `政府`. Text in,
//! the text as it was before out, but only where nothing was lost on the way; what was lost is not
//! guessed, and such text stays as it is.

use std::sync::LazyLock;

use encoding_rs::{Encoding, GB18030, GBK, WINDOWS_1252};
use memchr::memmem::Finder;

/// Text restored, and the wrong encoding that it was once read as.
pub(super) struct Undone {
    /// The text as it was before.
    pub text: String,
    /// Right encoding and wrong one.
    pub read_as: &'static str,
}

/// `，` `：` `（` (EF BC ..) and `。` `、` `《` (E3 80 ..) in UTF-8, read as GBK, begin with these. Both
/// are rare characters, the second hardly used at all.
static READ_AS_GBK: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [Finder::new("锛"), Finder::new("銆")]);

/// Punctuation and the commonest ideographs of GBK have the lead bytes A1-D7, which are these letters.
const LATIN: std::ops::RangeInclusive<char> = '\u{a1}'..='\u{ff}';

/// Decodes a second time, if that is what the text needs.
pub(super) fn undo(text: &str) -> Option<Undone> {
    if READ_AS_GBK.iter().all(|finder| finder.find(text.as_bytes()).is_some()) {
        return through(text, GBK, |bytes| String::from_utf8(bytes).ok(), "UTF-8 as GBK");
    }
    let sample = text.chars().filter(|character| !character.is_ascii()).take(200);
    let (latin, all) =
        sample.fold((0, 0), |(latin, all), character| (latin + usize::from(LATIN.contains(&character)), all + 1));
    if all >= 8 && latin == all {
        let as_gbk = |bytes: Vec<u8>| {
            let (text, failed) = GB18030.decode_without_bom_handling(&bytes);
            (!failed).then(|| text.into_owned())
        };
        let as_utf8 = |bytes: Vec<u8>| String::from_utf8(bytes).ok();
        return through(text, WINDOWS_1252, as_utf8, "UTF-8 as windows-1252")
            .or_else(|| through(text, WINDOWS_1252, as_gbk, "GBK as windows-1252"));
    }
    None
}

fn through(
    text: &str,
    wrong: &'static Encoding,
    right: impl Fn(Vec<u8>) -> Option<String>,
    read_as: &'static str,
) -> Option<Undone> {
    // The encoder is slow for ideographs: try the beginning first.
    let head: String = text.chars().filter(|character| !character.is_ascii()).take(64).collect();
    if wrong.encode(&head).2 {
        return None;
    }
    let (bytes, _, lost) = wrong.encode(text);
    if lost {
        return None;
    }
    let text = right(bytes.into_owned())?;
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character)).then_some(Undone { text, read_as })
}
