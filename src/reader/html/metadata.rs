//! What a page says about itself: meta elements as the sites of Chinese authorities write them
//! (国办发〔2017〕47号 names SiteName, ColumnName, ArticleTitle, PubDate and others), its title, and which
//! of its pictures may carry content.

use super::tag::StartTag;
use crate::reader::masthead::{Field, Masthead};
use crate::script::{Level, enumerator};

/// Takes a `meta` element.
pub(super) fn from_meta(masthead: &mut Masthead, name: &[u8], content: &[u8]) {
    let name = name.trim_ascii().to_ascii_lowercase();
    let (field, strength) = match name.as_slice() {
        b"articletitle" => (Field::Title, 4),
        b"og:title" | b"dc.title" | b"title" => (Field::Title, 3),
        b"sitename" | b"og:site_name" => (Field::Site, 4),
        b"pubdate" | b"publishdate" | b"dc.date" | b"article:published_time" => (Field::Published, 4),
        b"contentsource" | b"source" | b"dc.source" | b"dc.publisher" => (Field::Organ, 2),
        b"author" | b"dc.creator" => (Field::Organ, 3),
        b"url" | b"og:url" => (Field::Url, 4),
        _ => return,
    };
    let content = String::from_utf8_lossy(content);
    // The author of a page may also be its editor or `admin`.
    if field == Field::Organ && content.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() < 4 {
        return;
    }
    masthead.set(field, strength, &content);
}

/// Takes the text of the `title` element.
pub(super) fn from_page_title(masthead: &mut Masthead, title: &str) {
    masthead.set(Field::Title, 1, &title.split_whitespace().collect::<Vec<_>>().join(" "));
}

/// A picture smaller than this is an icon, a rule or a seal.
const SMALLEST: (f32, f32) = (160.0, 80.0);
/// A picture written into its own address that is shorter than this is one too.
const DATA_BYTES: usize = 2000;
/// Words in the addresses of decoration.
const DECORATION: &[&[u8]] = &[
    b"icon",
    b"logo",
    b"banner",
    b"qrcode",
    b"ewm",
    b"erweima",
    b"beian",
    b"gongan",
    b"jiucuo",
    b"share",
    b"print",
    b"wxico",
    b"weixin",
    b"weibo",
    b"spacer",
    b"blank.",
    b"arrow",
    b"btn",
    b"button",
    b"bg.",
    b"/bg",
    b"favicon",
    b"red.png",
    b"blue.png",
    b"loading",
    b"filetype",
    b"fileicon",
    b"icon_",
];

/// Whether a picture may carry content: large, or of unknown size and not named like decoration.
pub(super) fn carries_content(tag: &StartTag) -> bool {
    let source = tag.source.to_ascii_lowercase();
    if tag.width.is_some_and(|width| width < SMALLEST.0) || tag.height.is_some_and(|height| height < SMALLEST.1) {
        return false;
    }
    if source.starts_with(b"data:") {
        return source.len() >= DATA_BYTES;
    }
    if source.is_empty() || tag.width.is_some() && tag.height.is_some() {
        return !source.is_empty();
    }
    // Editors keep icons of attached files as `.gif`.
    !source.ends_with(b".gif") && !DECORATION.iter().any(|word| memchr::memmem::find(&source, word).is_some())
}

/// Whether a picture that carries no content is large enough to be seen where nothing else stands.
pub(super) fn is_seen(tag: &StartTag) -> bool {
    const SMALLEST: f32 = 8.0;
    let sizes = [tag.width, tag.height];
    sizes.iter().any(Option::is_some)
        && sizes.into_iter().flatten().all(|size| size >= SMALLEST)
        && !tag.source.is_empty()
}

/// Cuts a paragraph into lines where its line breaks end paragraphs: pages written with `br` alone have
/// their headings and indentation behind line breaks, titles are merely folded.
pub(super) fn lines(text: &str) -> Vec<&str> {
    let mut cuts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('\n') {
        let (before, after) = (text[start..at].trim_end(), &text[at + 1..]);
        let heading = opens_section(before) && before.chars().count() <= 30;
        let ends =
            heading || before.is_empty() || before.ends_with(['。', '！', '？', '；', '：', '!', '?', ';', '”', '）']);
        if ends || after.starts_with(['\u{3000}', '\u{a0}', '\n']) || opens_section(after) {
            cuts.push(&text[start..at]);
            start = at + 1;
        }
    }
    cuts.push(&text[start..]);
    cuts.retain(|line| !line.trim().is_empty());
    cuts
}

/// `一、` or `（一）` at the start.
fn opens_section(text: &str) -> bool {
    enumerator(text).is_some_and(|found| found.level != Level::Item && found.set_off(&['、']))
}
