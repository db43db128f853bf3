//! What a page or a saved text prints about itself above its title: `索引号：… 发布机构：… 发布日期：…`,
//! as lines or as a small table. Text in, [`Metadata`] out. Which organ filed the report, and when, is
//! decided elsewhere, with this as one witness.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::{CellGrid, Metadata};

/// A field of [`Metadata`], and how much a source of it counts: the stronger source wins, the first of
/// two equal ones stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Organ,
    Site,
    Published,
    IndexNumber,
    Url,
    /// Known as such a field, and not kept.
    Other,
}

/// Collects fields from several places of one document.
#[derive(Debug, Default)]
pub(super) struct Masthead {
    metadata: Metadata,
    strengths: [u8; 7],
}

/// Printed names without blanks, and how much each counts.
const PRINTED: &[(&str, Field, u8)] = &[
    ("索引号", Field::IndexNumber, 4),
    ("索引号码", Field::IndexNumber, 4),
    ("信息索引号", Field::IndexNumber, 4),
    ("发布机构", Field::Organ, 5),
    ("发布单位", Field::Organ, 5),
    ("发文机关", Field::Organ, 5),
    ("发文单位", Field::Organ, 5),
    ("发文机构", Field::Organ, 5),
    ("制发机关", Field::Organ, 5),
    ("公开主体", Field::Organ, 5),
    ("公开机构", Field::Organ, 5),
    ("公开单位", Field::Organ, 5),
    ("责任单位", Field::Organ, 3),
    ("信息来源", Field::Organ, 2),
    ("来源", Field::Organ, 2),
    ("文章来源", Field::Organ, 2),
    ("发布时间", Field::Published, 5),
    ("发布日期", Field::Published, 5),
    ("公开日期", Field::Published, 4),
    ("公开时间", Field::Published, 4),
    ("成文日期", Field::Published, 2),
    ("生成日期", Field::Published, 2),
    ("发文日期", Field::Published, 2),
    ("时间", Field::Published, 1),
    ("日期", Field::Published, 1),
    ("标题", Field::Title, 4),
    ("信息名称", Field::Title, 4),
    ("公文名称", Field::Title, 4),
    ("文件名称", Field::Title, 4),
    ("名称", Field::Title, 3),
    ("原文链接", Field::Url, 5),
    ("文号", Field::Other, 0),
    ("发文字号", Field::Other, 0),
    ("栏目", Field::Other, 0),
    ("所属栏目", Field::Other, 0),
    ("主题分类", Field::Other, 0),
    ("信息分类", Field::Other, 0),
    ("分类", Field::Other, 0),
    ("体裁分类", Field::Other, 0),
    ("公文种类", Field::Other, 0),
    ("主题词", Field::Other, 0),
    ("关键词", Field::Other, 0),
    ("内容概述", Field::Other, 0),
    ("有效性", Field::Other, 0),
    ("时效性", Field::Other, 0),
    ("有效期", Field::Other, 0),
    ("公开方式", Field::Other, 0),
    ("公开范围", Field::Other, 0),
    ("公开时限", Field::Other, 0),
    ("作者", Field::Other, 0),
    ("编辑", Field::Other, 0),
    ("责任编辑", Field::Other, 0),
    ("浏览次数", Field::Other, 0),
    ("浏览量", Field::Other, 0),
    ("点击数", Field::Other, 0),
    ("访问量", Field::Other, 0),
    ("阅读次数", Field::Other, 0),
    ("字体", Field::Other, 0),
    ("字号", Field::Other, 0),
];

/// Longest bread crumb, in characters.
const CRUMB: usize = 200;

/// Whether a line says where a page stands in its site: `您的位置：首页 > 信息公开`.
pub(super) fn bread_crumb(text: &str) -> bool {
    if !text.starts_with(['您', '你', '的', '现', '在', '当', '所', '位']) {
        return false;
    }
    let rest = text.trim_start_matches(['您', '你', '的', '现', '在']);
    let named = ["当前位置", "所在位置", "位置：", "位置:"].iter().any(|start| rest.starts_with(start));
    (named || rest.len() < text.len() && rest.starts_with("位置")) && text.chars().take(CRUMB).count() < CRUMB
}

/// Longest line that is looked at, in bytes.
const LINE_BYTES: usize = 600;
/// Largest table that is looked at.
const CELLS: usize = 60;

impl Masthead {
    /// Takes a value unless a source at least as strong gave one; blank values are none.
    pub fn set(&mut self, field: Field, strength: u8, value: &str) {
        let slot = match field {
            Field::Title => &mut self.metadata.title,
            Field::Organ => &mut self.metadata.organ,
            Field::Site => &mut self.metadata.site,
            Field::Published => &mut self.metadata.published,
            Field::IndexNumber => &mut self.metadata.index_number,
            Field::Url => &mut self.metadata.url,
            Field::Other => return,
        };
        let value = value.trim();
        let held = &mut self.strengths[field as usize];
        if !value.is_empty() && (slot.is_none() || strength > *held) {
            *slot = Some(value.to_owned());
            *held = strength;
        }
    }

    /// Reads a line of `name：value` pairs; whether the line is one.
    pub fn line(&mut self, text: &str) -> bool {
        if text.len() > LINE_BYTES {
            return false;
        }
        let pairs = pairs(text);
        let leads = pairs.first().is_some_and(|pair| pair.start == 0);
        // "来源" and "时间" also begin sentences.
        if !leads || pairs.iter().all(|pair| pair.strength == 1) && text.len() > 60 || text.contains('。') {
            return false;
        }
        for pair in pairs {
            self.set(pair.field, pair.strength, pair.value);
        }
        true
    }

    /// Reads a small table of names and values; whether the table is one.
    pub fn grid(&mut self, grid: &CellGrid) -> bool {
        if grid.cells.len() > CELLS {
            return false;
        }
        let mut found = Vec::new();
        for row in 0..grid.rows {
            let cells: Vec<&str> = grid.row(row).map(|cell| cell.text.as_str()).collect();
            for (index, cell) in cells.iter().enumerate() {
                if let Some((field, strength)) = name(cell) {
                    if let Some(value) = cells.get(index + 1)
                        && name(value).is_none()
                    {
                        found.push((field, strength, *value));
                    }
                } else {
                    let pairs = pairs(cell);
                    if pairs.first().is_some_and(|pair| pair.start == 0) {
                        found.extend(pairs.iter().map(|pair| (pair.field, pair.strength, pair.value)));
                    }
                }
            }
        }
        // One such name may stand in any table; a masthead has several.
        if found.len() < 2 || found.len() * 4 < grid.cells.len() {
            return false;
        }
        for (field, strength, value) in found {
            self.set(field, strength, value);
        }
        true
    }

    /// What was collected.
    pub fn finish(self) -> Metadata {
        self.metadata
    }
}

struct Pair<'a> {
    /// Byte where the name starts, zero also after opening brackets and blanks.
    start: usize,
    field: Field,
    strength: u8,
    value: &'a str,
}

/// All `name：value` pairs of a line.
fn pairs(text: &str) -> Vec<Pair<'_>> {
    let mut found: Vec<(usize, usize, Field, u8)> = Vec::new();
    let bytes = text.as_bytes();
    // The last bytes of the marks: most texts have none, and one search takes a tenth of looking at each character.
    for end in memchr::memchr3_iter(b':', "：".as_bytes()[2], "】".as_bytes()[2], bytes).map(|at| at + 1) {
        let Some(mark) = [":", "：", "】"].into_iter().find(|mark| bytes[..end].ends_with(mark.as_bytes())) else {
            continue;
        };
        let colon = end - mark.len();
        let floor = found.last().map_or(0, |last| last.1);
        let mut key = String::new();
        let mut best = None;
        for (index, character) in text[floor..colon].char_indices().rev().take(16) {
            if character.is_whitespace() || matches!(character, '】' | ']' | '【' | '[') {
                continue;
            }
            key.insert(0, character);
            if key.len() > 18 {
                break;
            }
            if let Some((field, strength)) = printed(&key) {
                best = Some((floor + index, field, strength));
            }
        }
        if let Some((start, field, strength)) = best {
            found.push((start, end, field, strength));
        }
    }
    let decoration = |c: char| c.is_whitespace() || matches!(c, '【' | '】' | '[' | ']' | '|' | '：' | ':');
    (0..found.len())
        .map(|index| {
            let (start, value, field, strength) = found[index];
            let end = found.get(index + 1).map_or(text.len(), |next| next.0);
            let start = if text[..start].trim_matches(decoration).is_empty() { 0 } else { start };
            Pair { start, field, strength, value: text[value..end].trim_matches(decoration) }
        })
        .collect()
}

/// The field that a cell names, if that is all it does.
fn name(cell: &str) -> Option<(Field, u8)> {
    // No name begins with a digit, as most cells do.
    if cell.len() > 40 || cell.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut key = String::with_capacity(cell.len());
    key.extend(cell.chars().filter(|c| !c.is_whitespace() && !matches!(c, '：' | ':' | '【' | '】' | '[' | ']')));
    printed(&key)
}

/// What a printed name names. Cells are asked for, and whatever stands before a colon.
fn printed(key: &str) -> Option<(Field, u8)> {
    static NAMES: LazyLock<FxHashMap<&str, (Field, u8)>> =
        LazyLock::new(|| PRINTED.iter().map(|&(name, field, strength)| (name, (field, strength))).collect());
    NAMES.get(key).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Option<Metadata> {
        let mut masthead = Masthead::default();
        masthead.line(text).then(|| masthead.finish())
    }

    #[test]
    fn lines_of_pairs() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            line(
                "【索 引 号】 YX-2021-007　发布机构：云溪县水务局 成文日期：2021-01-20 发布日期：2021-01-25 08:30 文号：无"
            ),
            Some(Metadata {
                index_number: some("YX-2021-007"),
                organ: some("云溪县水务局"),
                published: some("2021-01-25 08:30"),
                ..Metadata::default()
            })
        );
        assert_eq!(
            line("原文链接: https://www.example.gov.cn/a/b.html"),
            Some(Metadata { url: some("https://www.example.gov.cn/a/b.html"), ..Metadata::default() })
        );
        assert_eq!(line("发布机构: "), Some(Metadata::default()));
        // Sentences stay sentences.
        assert_eq!(line("本报告所列数据的统计时间：2020年1月1日至12月31日。"), None);
        assert_eq!(
            line("时间：本年度自一月起至十二月止，全县各单位陆续公开了财政预算决算、采购、许可、处罚等信息共计若干条"),
            None
        );
    }
}
