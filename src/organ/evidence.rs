//! What a document and its path say about filer, year and publication, gathered once.

use crate::document::{Document, Paragraph, Role};

use super::date;
use super::name::{self, Title};

/// Everything that speaks for an identity, in order of trust where there are several.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The title as read, from the text or from the page's metadata.
    pub title: Option<Title>,
    /// A line above the title that is an organ's name, where the title lacks it.
    pub signature: Option<String>,
    /// Organ named as the author in the text (由…编制).
    pub author: Option<String>,
    /// Day under the signature.
    pub signed: Option<date::Day>,
    /// Day that the page prints as that of publication.
    pub printed: Option<date::Day>,
    /// Title read out of the file name, or of a folder's.
    pub file: Option<Title>,
    /// The first characters of the text, without blanks.
    pub head: String,
    /// The last characters of the text, without blanks.
    pub tail: String,
}

/// Characters of the text's beginning and end that are searched.
const HEAD: usize = 2_500;
const TAIL: usize = 400;

/// Paragraphs at the beginning among which the title is looked for, and at the end among which the signature is.
const TITLE_WITHIN: usize = 40;
const SIGNED_WITHIN: usize = 12;

pub(super) fn gather(document: &Document, path: &str) -> Evidence {
    let paragraphs: Vec<&Paragraph> =
        document.paragraphs().filter(|paragraph| !matches!(paragraph.role, Role::Navigation | Role::Margin)).collect();
    let mut evidence = Evidence { title: title(document, &paragraphs), ..Evidence::default() };
    for paragraph in &paragraphs {
        if evidence.head.len() >= HEAD * 3 {
            break;
        }
        evidence.head.extend(paragraph.text.chars().filter(|c| !c.is_whitespace()).take(HEAD));
        evidence.head.push('\n');
    }
    if let Some(last) = paragraphs.last() {
        let skip = last.text.chars().count().saturating_sub(TAIL);
        evidence.tail = last.text.chars().skip(skip).filter(|c| !c.is_whitespace()).collect();
    }
    for paragraph in paragraphs.iter().rev().take(SIGNED_WITHIN) {
        let line: String = paragraph.text.chars().filter(|c| !c.is_whitespace()).collect();
        if evidence.signed.is_none() && date::is_date_line(&line) {
            evidence.signed = date::day(&line);
        } else if evidence.signature.is_none() && name::is_organ(&line) {
            evidence.signature = Some(line);
        }
    }
    evidence.author = author(&evidence.head);
    evidence.printed = printed(&evidence.head);
    let stem = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    evidence.file = name::title(stem);
    evidence
}

/// The title: of the first paragraphs, the one that reads as a report's title, with an organ before one without; then
/// the page's own; then one that is run together with other text. A title over two lines takes the organ from the line
/// above.
fn title(document: &Document, paragraphs: &[&Paragraph]) -> Option<Title> {
    let mut bare: Option<Title> = None;
    let mut inside: Option<Title> = None;
    for (index, paragraph) in paragraphs.iter().take(TITLE_WITHIN).enumerate() {
        for (number, line) in paragraph.text.lines().enumerate() {
            if line.chars().nth(LINE).is_some() {
                inside = inside.or_else(|| run_together(line));
                continue;
            }
            let Some(mut title) = name::title(line) else { continue };
            if title.organ.is_empty() {
                let above = if number > 0 { paragraph.text.lines().nth(number - 1) } else { None };
                let above =
                    above.or_else(|| paragraphs.get(index.checked_sub(1)?).and_then(|above| above.text.lines().last()));
                let above: String = above.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
                if is_filer(&above) {
                    title.text = format!("{above}{}", title.text);
                    title.organ = above;
                }
            }
            if is_filer(&title.organ) {
                return Some(title);
            }
            // 政府办、水务系统: no organ's name by its ending, but nothing better may come.
            bare = bare.filter(|bare| !bare.organ.is_empty()).or(Some(title));
        }
    }
    let page = document.metadata.title.as_deref().and_then(name::title);
    let mut all = [page, inside, bare];
    let best = all.iter().position(|title| title.as_ref().is_some_and(|title| is_filer(&title.organ)));
    let best =
        best.or_else(|| all.iter().position(|title| title.as_ref().is_some_and(|title| !title.organ.is_empty())));
    let best = best.or_else(|| all.iter().position(Option::is_some))?;
    all[best].take()
}

/// A title is no longer than this, in characters.
const LINE: usize = 120;

/// A title run together with a page's text: a word of it that is one whole, else its beginning.
fn run_together(line: &str) -> Option<Title> {
    let head = &line[..line.char_indices().nth(HEAD).map_or(line.len(), |(at, _)| at)];
    let words = head.split_whitespace().filter(|word| word.chars().count() <= LINE);
    let word = words.filter_map(name::title).find(|title| is_filer(&title.organ));
    word.or_else(|| {
        let start = &head[..head.char_indices().nth(LINE).map_or(head.len(), |(at, _)| at)];
        let mut title = name::title(start).filter(|title| is_filer(&title.organ) && title.year.is_some())?;
        title.text = format!(
            "{}{}政府信息公开工作年度报告",
            title.organ,
            title.year.map_or(String::new(), |year| format!("{year}年"))
        );
        Some(title)
    })
}

/// The name of an organ, or of a division for its government.
fn is_filer(name: &str) -> bool {
    name::is_organ(name)
        || name.ends_with(['市', '县', '区', '省', '州', '盟', '旗'])
            && name.chars().count() <= 20
            && !name.contains("首页")
}

/// 本报告由…编制.
fn author(head: &str) -> Option<String> {
    let start = head.find("报告由").map(|at| at + "报告由".len())?;
    let rest = head.get(start..)?;
    let end = ["根据", "编制", "按照", "依据", "负责", "，", "。"].iter().filter_map(|word| rest.find(word)).min()?;
    let name = &rest[..end];
    name::is_organ(name).then(|| name.to_owned())
}

/// 发布时间：2021-01-29.
fn printed(head: &str) -> Option<date::Day> {
    ["发布时间", "发布日期", "公开日期", "发文日期", "成文日期", "生成日期", "时间：", "日期："].iter().find_map(
        |label| {
            let start = head.find(label)? + label.len();
            let near: String = head.get(start..)?.chars().take(24).collect();
            date::day(&near)
        },
    )
}
