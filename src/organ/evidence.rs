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

/// The title: of the first paragraphs, the one that reads as a report's title, with an organ before one without;
/// then the page's own. A title over two lines takes the organ from the line above.
fn title(document: &Document, paragraphs: &[&Paragraph]) -> Option<Title> {
    let mut bare: Option<Title> = None;
    for (index, paragraph) in paragraphs.iter().take(TITLE_WITHIN).enumerate() {
        for (number, line) in paragraph.text.lines().enumerate() {
            let long = line.chars().take(121).count() > 120;
            let line: String = line.chars().take(300).collect();
            let Some(mut title) = name::title(&line) else { continue };
            // In running text the words are part of a sentence, unless page and report run together.
            if long && title.year.is_none() {
                continue;
            }
            if long {
                title.text = String::new();
            }
            if title.organ.is_empty() && !long {
                let above = if number > 0 { paragraph.text.lines().nth(number - 1) } else { None };
                let above =
                    above.or_else(|| paragraphs.get(index.checked_sub(1)?).and_then(|above| above.text.lines().last()));
                let above: String = above.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
                if name::is_organ(&above) || above.ends_with(['市', '县', '区', '省']) && above.chars().count() <= 20
                {
                    title.text = format!("{above}{}", title.text);
                    title.organ = above;
                }
            }
            if title.text.is_empty() {
                title.text = format!(
                    "{}{}政府信息公开工作年度报告",
                    title.organ,
                    title.year.map_or(String::new(), |year| format!("{year}年"))
                );
            }
            if !title.organ.is_empty() {
                return Some(title);
            }
            bare = bare.or(Some(title));
        }
    }
    let page = document.metadata.title.as_deref().and_then(name::title);
    match (bare, page) {
        (Some(bare), Some(page)) if page.organ.is_empty() => Some(bare),
        (bare, page) => page.or(bare),
    }
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
