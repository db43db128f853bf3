//! What a document and its path say about filer, year and publication, gathered once.

use std::borrow::Cow;

use jiff::civil::Date;

use super::name::{self, is_name};
use super::title::{self, Title};
use super::{author, date, division};
use crate::document::{Block, Document, Paragraph, Role};
use crate::script;

/// Everything that speaks for an identity, in order of trust where there are several.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The title as read, from the text or from the page's metadata.
    pub title: Option<Title>,
    /// Organ in a field of the sheet (填报单位：…) or on a line of its own beside the title.
    pub field: Option<String>,
    /// A line at the end that is an organ's name.
    pub signature: Option<String>,
    /// Organ named as the author in the text (由…编制).
    pub author: Option<String>,
    /// Organ to be asked about the report, where the text speaks of itself as such a one.
    pub contact: Option<String>,
    /// Day under the signature.
    pub signed: Option<Date>,
    /// Day that the page prints as that of publication.
    pub printed: Option<Date>,
    /// Title read out of the file name, or of a folder's.
    pub file: Option<Title>,
    /// The first characters of the text, without blanks.
    pub head: String,
    /// The last characters of the text, without blanks.
    pub tail: String,
    /// Lines around the text that say whose site it is.
    pub site: String,
}

/// Characters of the text's beginning and end that are searched.
const HEAD: usize = 2_500;
const TAIL: usize = 400;

/// Paragraphs at the beginning among which the title is looked for, and at the end among which the signature is.
const TITLE_WITHIN: usize = 40;
const SIGNED_WITHIN: usize = 12;

/// A name with the day of the signature behind it is shorter than this, and the day no longer than that, in characters
/// without blanks.
const SIGNED: usize = 60;
const DAY: usize = 14;

pub(super) fn gather(document: &Document, path: &str) -> Evidence {
    let paragraphs: Vec<&Paragraph> =
        document.paragraphs().filter(|paragraph| !matches!(paragraph.role, Role::Navigation | Role::Margin)).collect();
    let texts = texts(document);
    let lines = Lines::new(&texts);
    let headline = lines.headline(document);
    let mut evidence = Evidence { site: site(document), ..Evidence::default() };
    for text in &texts {
        if evidence.head.len() >= HEAD * 3 {
            break;
        }
        compact(text, HEAD, &mut evidence.head);
        evidence.head.push('\n');
    }
    plain(&mut evidence.head);
    if let Some(last) = paragraphs.last() {
        let skip = last.text.chars().count().saturating_sub(TAIL);
        evidence.tail = last.text.chars().skip(skip).filter(|c| !c.is_whitespace()).collect();
    }
    let mut opened = false;
    for paragraph in paragraphs.iter().rev().take(SIGNED_WITHIN) {
        if evidence.signed.is_some() && evidence.signature.is_some() {
            break;
        }
        let line = compacted(&paragraph.text, SIGNED);
        opened |= line.starts_with("一、");
        // Only a name with something in brackets behind it may be longer.
        let bracketed = || ends_in_bracket(&paragraph.text);
        let line = if line.chars().count() < SIGNED {
            line
        } else if bracketed() {
            compacted(&paragraph.text, usize::MAX)
        } else {
            continue;
        };
        if evidence.signed.is_none() && date::is_date_line(&line) {
            evidence.signed = date::day(&line);
        } else if evidence.signature.is_none() {
            // The day may stand on the line of the name.
            let name = line.find("20").filter(|at| date::is_date_line(&line[*at..])).map_or(&*line, |at| &line[..at]);
            // What stands before the first section signs nothing: there a page names its site.
            if is_name(name) && !opened {
                evidence.signed = evidence.signed.or(date::day(&line[name.len()..]));
                evidence.signature = Some(script::unsounded(name).chars().map(script::simplified).collect());
            }
        }
    }
    evidence.field = author::labelled(&evidence.head);
    if let Some((mut title, at)) = headline {
        if title.year.is_none()
            && let Some(at) = at
        {
            let near = [at.checked_add(1), at.checked_sub(1)].into_iter().flatten();
            title.year = near.filter_map(|at| lines.compact.get(at)).find_map(|line| title::lone_year(line));
        }
        if title.organ.is_empty() {
            let beside = at.and_then(|at| author::beside(&lines.compact, at));
            evidence.field = evidence.field.or(beside);
            evidence.author = author::named(&evidence.head);
            evidence.contact = author::contact(&evidence.head);
        }
        evidence.title = Some(title);
    } else {
        evidence.author = author::named(&evidence.head);
        evidence.contact = author::contact(&evidence.head);
    }
    let named = [&evidence.field, &evidence.signature, &evidence.author, &evidence.contact];
    if named.into_iter().all(Option::is_none) && evidence.title.as_ref().is_none_or(|title| title.organ.is_empty()) {
        evidence.contact = author::governing(&evidence.head);
    }
    evidence.printed = printed(&evidence.head);
    let stem = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    evidence.file = title::title(stem);
    evidence
}

/// Whether a bracket is closed at the end of a line, or before the day there.
fn ends_in_bracket(line: &str) -> bool {
    line.chars().rev().filter(|c| !script::blank(*c)).take(DAY + 1).any(|c| matches!(c, ')' | '）'))
}

/// Tables whose first rows may hold a title, and how many of their rows.
const TITLED: usize = 2;
const TITLE_ROWS: usize = 3;

/// The texts of a document in their order: its paragraphs, and what stands alone in the first rows of its first tables (the
/// title of a worksheet).
fn texts(document: &Document) -> Vec<&str> {
    let mut texts = Vec::new();
    let mut grids = 0;
    for block in &document.blocks {
        match block {
            Block::Paragraph(paragraph) if !matches!(paragraph.role, Role::Navigation | Role::Margin) => {
                texts.push(paragraph.text.as_str());
            }
            Block::Grid(grid) if grids < TITLED => {
                grids += 1;
                for row in 0..grid.rows.min(TITLE_ROWS) {
                    let mut cells = grid.row(row).filter(|cell| cell.has_text());
                    if let (Some(only), None) = (cells.next(), cells.next()) {
                        texts.push(only.text.as_str());
                    }
                }
            }
            _ => {}
        }
    }
    texts
}

/// Appends the first characters of a text without blanks, digits and letters as ASCII.
fn compact(text: &str, most: usize, into: &mut String) {
    let mut left = most;
    // Ideographs are nearly all, and told by their first byte; what lies between other characters is copied as a whole.
    let (mut start, mut at) = (0, 0);
    while let Some(first) = text.as_bytes().get(at).filter(|_| left > 0) {
        if let 0xe4..=0xe9 = first {
            at += '文'.len_utf8();
            left -= 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let behind = at + c.len_utf8();
        let plain = if script::blank(c) {
            None
        } else {
            Some(script::fold_char(c).filter(char::is_ascii_alphanumeric).unwrap_or(c))
        };
        left -= usize::from(plain.is_some());
        if plain != Some(c) {
            into.push_str(&text[start..at]);
            into.extend(plain);
            start = behind;
        }
        at = behind;
    }
    into.push_str(&text[start..at]);
}

/// Makes of a text what the sentences are looked up in: simplified characters, wide marks, no sounds behind characters.
fn plain(text: &mut String) {
    if let Cow::Owned(silent) = script::unsounded(text) {
        *text = silent;
    }
    if text.contains('報') || text.contains('開') {
        *text = text.chars().map(script::simplified).collect();
    }
    for (narrow, wide) in [(',', "，"), (';', "；")] {
        if text.contains(narrow) {
            *text = text.replace(narrow, wide);
        }
    }
}

/// The beginning of a text, compact.
fn compacted(text: &str, most: usize) -> String {
    let mut compacted = String::with_capacity(text.len().min(most.saturating_mul(4)));
    compact(text, most, &mut compacted);
    compacted
}

/// Words of lines that say whose site a page is on.
const HOLDS: &[&str] = &["主办", "承办", "主管", "版权所有"];

/// Longest such line, in bytes.
const HOLDER: usize = 300;

/// The lines around a text that say whose site it is.
fn site(document: &Document) -> String {
    let around = document.paragraphs().filter(|paragraph| matches!(paragraph.role, Role::Navigation | Role::Margin));
    let holders = around
        .filter(|paragraph| paragraph.text.len() <= HOLDER && HOLDS.iter().any(|word| paragraph.text.contains(word)));
    holders.take(4).flat_map(|paragraph| [paragraph.text.as_str(), "\n"]).collect()
}

/// The first lines of a document.
struct Lines<'a> {
    printed: Vec<&'a str>,
    /// Without blanks, cut behind the longest that a title can be.
    compact: Vec<String>,
}

impl<'a> Lines<'a> {
    fn new(texts: &[&'a str]) -> Self {
        let printed: Vec<&str> = texts.iter().take(TITLE_WITHIN).flat_map(|text| text.lines()).collect();
        let compact = printed.iter().map(|line| compacted(line, LINE + 1)).collect();
        Self { printed, compact }
    }

    /// The title, and its line: of the first lines, the one that reads as a report's title, with an organ before one without;
    /// then the page's own; then one that is run together with other text; then that of a statistics sheet. A title over
    /// several lines, broken anywhere, is one.
    fn headline(&self, document: &Document) -> Option<(Title, Option<usize>)> {
        let mut bare: Option<(Title, Option<usize>)> = None;
        let mut inside: Option<(Title, Option<usize>)> = None;
        let mut begun = false;
        for (index, line) in self.printed.iter().enumerate() {
            // Behind the first heading a sentence that names a report may name any.
            if begun && line.contains(['，', ',', '。']) {
                continue;
            }
            begun |= self.compact[index].starts_with("一、");
            if self.compact[index].chars().nth(LINE).is_some() {
                inside = inside.or_else(|| Some((run_together(line)?, None)));
                continue;
            }
            // Behind the title of nobody and the first heading, titles are those of other reports.
            if bare.is_some() && self.compact[index].starts_with("一、") {
                break;
            }
            let Some(title) = over_lines(&self.compact[..=index]) else { continue };
            // Where a page stands in its site: 首页 > 2021年 > …2021年年报.
            if line.contains(['>', '»', '›', '＞']) {
                inside = inside.or(Some((title, None)));
                continue;
            }
            if is_name(&title.organ) {
                return Some((title, Some(index)));
            }
            bare = bare.or(Some((title, Some(index))));
        }
        let page = document.metadata.title.as_deref().and_then(title::title).map(|title| (title, None));
        let line = bare.as_ref().and_then(|(_, line)| *line);
        let mut all = [page, inside, bare];
        let best = all.iter().position(|found| found.as_ref().is_some_and(|(title, _)| is_name(&title.organ)));
        let best = best.or_else(|| all.iter().position(Option::is_some));
        let best = best.and_then(|best| all[best].take()).map(|(title, _)| (title, line));
        best.or_else(|| {
            let mut sheets = self.compact.iter().enumerate();
            sheets.find_map(|(at, line)| Some((title::of_sheet(line)?, Some(at))))
        })
    }
}

/// Lines that a title is broken into, at most.
const BROKEN: usize = 3;

/// The title that ends in the last of some lines: of that line alone where it names a whole organ, else with the lines
/// above it that it continues.
fn over_lines(lines: &[String]) -> Option<Title> {
    let (last, above) = lines.split_last()?;
    let mut alone = title::title(last);
    let torn = alone.as_ref().is_some_and(|title| title.organ.starts_with(TORN));
    // A name that says its region is whole; one that does not may have lost its beginning to the line above.
    let placed = |title: &&mut Title| is_name(&title.organ) && division::at_start(&title.organ, None).is_some();
    if !torn && let Some(title) = alone.as_mut().filter(placed) {
        if let Some(parent) = above.last().and_then(|line| parent(line, &title.organ)) {
            title.organ.insert_str(0, parent);
            title.text.insert_str(0, parent);
        }
        return alone;
    }
    let mut joined = last.clone();
    let mut partial: Option<Title> = None;
    for line in above.iter().rev().take(BROKEN - 1) {
        // A sentence, a label or the name of another organ is no part of the title.
        let ended = line.chars().count() > 40 || line.contains(['。', '：', ':', '；', '>', '|']);
        let begun = alone.as_ref().is_some_and(|title| !title.organ.is_empty());
        if ended || (begun || partial.is_some()) && is_name(line) && name::is_organ(line) {
            break;
        }
        joined = format!("{line}{joined}");
        let Some(title) = title::title(&joined) else { continue };
        if !is_name(&title.organ) {
            continue;
        }
        let branch = PARENTS.iter().find_map(|(parent, _)| title.organ.strip_prefix(parent));
        let own = branch.unwrap_or(&title.organ);
        if division::at_start(own, None).is_some() && !own.starts_with(TORN) || is_zone(&title.organ) {
            return Some(title);
        }
        // 县住房和城乡 / 建设局2023年…: said of a region that is named elsewhere.
        if begun && is_short(line) && name::is_organ(&title.organ) {
            return Some(title);
        }
        // A name without its region may have its beginning one line further up.
        partial = partial.or((!begun).then_some(title));
    }
    let nobody = |title: Title| if torn { Title { organ: String::new(), ..title } } else { title };
    partial.or(alone.map(nobody))
}

/// The end of an organ's name, which no name begins with.
const TORN: [char; 2] = ['局', '厅'];
/// Organs of the state whose name stands in front of those of their branches, and how those end.
const PARENTS: [(&str, &str); 3] =
    [("国家税务总局", "税务局"), ("国家统计局", "调查队"), ("国家金融监督管理总局", "监管分局")];

/// The organ that a line above a title names, if the one in the title is its branch.
fn parent(line: &str, organ: &str) -> Option<&'static str> {
    let branch = PARENTS.iter().find(|(parent, end)| line.ends_with(parent) && organ.ends_with(end));
    branch.map(|(parent, _)| *parent).filter(|parent| !organ.starts_with(parent))
}

/// Whether a name is that of a zone by the short name of its place: 合肥新站高新技术产业开发区管理委员会.
fn is_zone(name: &str) -> bool {
    name.ends_with("管理委员会") && division::short_at_start(name).is_some()
}

/// Characters of the beginning of a name that a line holds, at most.
const BEGINNING: usize = 12;
/// Words of lines above a title that are no part of it.
const ABOVE: &[&str] = &["公开", "政务", "政府", "信息", "网", "栏", "首页", "年", "报"];

/// Whether a line is the beginning of the name of an organ that leaves its region to the reader: 县住房和城乡.
fn is_short(line: &str) -> bool {
    line.starts_with(['省', '市', '县', '区', '州', '旗'])
        && (3..=BEGINNING).contains(&line.chars().count())
        && !ABOVE.iter().any(|word| line.contains(word))
}

/// A title is no longer than this, in characters.
const LINE: usize = 120;

/// A title run together with a page's text: a word of it that is one whole, else its beginning.
fn run_together(line: &str) -> Option<Title> {
    let head = &line[..line.char_indices().nth(HEAD).map_or(line.len(), |(at, _)| at)];
    let words = head.split_whitespace().filter(|word| word.chars().count() <= LINE);
    // A report without a year that a sentence or a rule's name speaks of is not this one.
    let talk = |word: &str| word.contains(['，', '。', '；', '《']);
    let mut titles = words.filter_map(|word| Some((word, title::title(word)?)));
    let word = titles.find(|(word, title)| is_name(&title.organ) && (title.year.is_some() || !talk(word)));
    let word = word.map(|(_, title)| title);
    word.or_else(|| {
        let start = &head[..head.char_indices().nth(LINE).map_or(head.len(), |(at, _)| at)];
        title::title(start).filter(|title| is_name(&title.organ) && title.year.is_some())
    })
}

/// 发布时间：2021-01-29.
fn printed(head: &str) -> Option<Date> {
    ["发布时间", "发布日期", "公开日期", "发文日期", "成文日期", "生成日期", "时间：", "日期："].iter().find_map(
        |label| {
            let start = head.find(label)? + label.len();
            let near: String = head.get(start..)?.chars().take(24).collect();
            date::day(&near)
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compact_text() {
        let text = " 青河　县\n２０２１年，Ａ b（局）";
        let whole = "青河县2021年，Ab（局）";
        assert_eq!(compacted(text, usize::MAX), whole);
        for most in 0..=whole.chars().count() + 1 {
            assert_eq!(compacted(text, most), whole.chars().take(most).collect::<String>(), "{most}");
        }
    }
}
