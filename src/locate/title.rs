//! Titles of sections: is there one at this place of a text, which one, and where does the text after it begin?
//!
//! The words decide, not the ordinal: filings number their sections wrongly, leave stray letters in front, or glue
//! the heading to the text. What is the best sequence of titles is left to the parent.

use std::sync::LazyLock;

use fnv::FnvHashMap;

use crate::script::{Level, enumerator, simplified};

/// The words that open the title of each section, the official ones (国办公开办函〔2019〕60号, 〔2021〕30号) first;
/// then those of the years before, where sections were free (国办发〔2014〕12号 names the topics only).
const TITLES: [(u8, usize, &[&str]); 7] = [
    (1, 1, &["总体情况", "总体工作情况", "总体概况", "整体情况", "概述", "概况", "基本情况", "工作概述"]),
    (
        2,
        3,
        &[
            "主动公开政府信息情况",
            "主动公开政府信息的情况",
            "政府信息主动公开情况",
            "主动公开情况",
            "主动公开信息情况",
            "主动公开政府信息",
            "主动公开的情况",
            "信息主动公开",
            "主动公开工作情况",
        ],
    ),
    (
        3,
        2,
        &[
            "收到和处理政府信息公开申请",
            "收到和处理",
            "收到及处理政府信息公开申请",
            "依申请公开政府信息",
            "政府信息依申请公开",
            "政府信息公开申请",
            "依申请公开情况",
            "依申请公开",
            "信息依申请公开",
            "申请公开政府信息",
        ],
    ),
    (
        4,
        3,
        &[
            "政府信息公开行政复议、行政诉讼",
            "政府信息公开行政复议",
            "因政府信息公开工作被申请行政复议",
            "因政府信息公开",
            "因信息公开",
            "行政复议、行政诉讼",
            "行政复议和行政诉讼",
            "行政复议及行政诉讼",
            "行政复议、提起行政诉讼",
            "被申请行政复议",
            "申请行政复议",
            "复议、诉讼",
            "复议和诉讼",
            "行政复议",
            "举报、复议、诉讼",
            "举报、行政复议",
        ],
    ),
    (
        5,
        2,
        &[
            "存在的主要问题",
            "存在的问题",
            "存在主要问题",
            "存在问题",
            "主要问题",
            "存在的困难",
            "存在的不足",
            "存在不足",
            "问题及改进",
            "问题和改进",
            "主要存在问题",
        ],
    ),
    (
        6,
        2,
        &[
            "其他需要报告的事项",
            "其他需要报告",
            "其它需要报告",
            "需要报告的其他",
            "其他需要说明",
            "其它需要说明",
            "需要说明的其他",
            "需要说明的事项",
            "其他报告事项",
            "其他事项",
        ],
    ),
    // Titles of other sections: they end the one before.
    (
        0,
        0,
        &[
            "收费及减免",
            "收费和减免",
            "收费情况",
            "的收费及减免",
            "的收费",
            "收费",
            "情况统计表",
            "统计表",
            "附表",
            "附件",
            "附录",
            "名词解释",
            "机构建设",
            "咨询情况",
            "政府信息公开咨询",
            "工作人员",
            "公开的组织",
        ],
    ),
];

/// What may stand between ordinal and the telling words.
const FILLERS: &[&str] = &["政府信息公开工作", "政府信息公开", "政府信息", "信息公开", "工作", "中"];

/// What a title may go on with.
const TAILS: &[&str] = &[
    "政府信息公开",
    "政府信息",
    "信息公开",
    "行政复议",
    "行政诉讼",
    "提起",
    "申请",
    "办理",
    "处理",
    "公开",
    "存在",
    "主要问题",
    "主要困难",
    "问题",
    "困难",
    "不足",
    "原因",
    "改进",
    "整改",
    "措施",
    "下一步",
    "打算",
    "建议",
    "情况",
    "事项",
    "说明",
    "工作",
    "统计",
    "以及",
    "被",
    "的",
    "和",
    "及",
    "与",
    "、",
    "，",
    "：",
    ":",
];

/// A title found at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Title {
    /// Section, one to six; zero for sections that the form does not know.
    pub number: u8,
    /// Byte offset at which the text after the title begins.
    pub end: usize,
    /// How much it looks like the heading.
    pub score: i32,
    /// An ordinal of the first level stands before it.
    pub numbered: bool,
}

/// Reads a title at the start of a paragraph; stray letters and marks before it are passed over.
pub(super) fn at_start(text: &str) -> Option<(usize, Title)> {
    let mut start = skip_blank(text, 0);
    if text[start..].starts_with('[') {
        start += text[start..].find(']')? + 1;
    }
    let rest = text[start..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '#' | '*' | '>'));
    start = text.len() - rest.len();
    if let Some(title) = at(text, start) {
        return Some((start, title));
    }
    // `l六、其他…`: up to two letters that a converter left.
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let after = start + letters;
    (1..=2)
        .contains(&letters)
        .then(|| at(text, after))
        .flatten()
        .filter(|title| title.numbered)
        .map(|title| (after, title))
}

/// Reads a title at a byte offset: ordinal, telling words, tail.
pub(super) fn at(text: &str, start: usize) -> Option<Title> {
    let (mut place, ordinal) = ordinal(text, start);
    let mut found = telling_words(text, place);
    for filler in FILLERS {
        if found.is_some() {
            break;
        }
        if let Some(after) = matches_at(text, place, filler) {
            place = after;
            found = telling_words(text, place);
        }
    }
    let (number, strength, mut end) = found?;
    while let Some(after) = tail_at(text, end) {
        end = after;
    }
    let mut score = strength;
    match ordinal {
        Ordinal::None => score -= 1,
        Ordinal::Inner => score -= 4,
        Ordinal::Outer(value) => score += if value == number { 5 } else { 3 },
    }
    Some(Title { number, end: skip_blank(text, end), score, numbered: matches!(ordinal, Ordinal::Outer(_)) })
}

/// Section, strength and words, by first character.
type Telling = FnvHashMap<char, Vec<(u8, i32, &'static str)>>;

/// The words of [`TITLES`] in their order, by the first character, which tells nearly every one.
static TELLING: LazyLock<Telling> = LazyLock::new(|| {
    let mut telling = Telling::default();
    for (number, official, words) in TITLES {
        for (index, &word) in words.iter().enumerate() {
            let strength = if index < official { 3 } else { 1 };
            let of_first = word.chars().next().map(|first| telling.entry(first).or_default());
            of_first.into_iter().for_each(|words| words.push((number, strength, word)));
        }
    }
    telling
});

fn telling_words(text: &str, place: usize) -> Option<(u8, i32, usize)> {
    let first = text.get(place..)?.chars().next()?;
    let words = TELLING.get(&simplified(first))?;
    words.iter().find_map(|&(number, strength, word)| Some((number, strength, matches_at(text, place, word)?)))
}

enum Ordinal {
    None,
    /// `（一）`, `1.`: of a lower level.
    Inner,
    /// `一、`, `第一部分`.
    Outer(u8),
}

fn ordinal(text: &str, start: usize) -> (usize, Ordinal) {
    let none = (start, Ordinal::None);
    let Some(found) = enumerator(&text[start..]) else { return none };
    let inner = found.level != Level::Chapter;
    let after = start + found.end;
    match found.mark {
        Some('部' | '章') => {
            let rest = text[after..].trim_start_matches(['分', '、', '：', ':', ' ', '\u{3000}', '.', '．']);
            (text.len() - rest.len(), Ordinal::Outer(found.number))
        }
        _ if found.ordinal => none,
        _ if found.bracketed => (skip_blank(text, after), Ordinal::Inner),
        Some('、' | '.' | ',' | ':' | '。') => {
            (skip_blank(text, after), if inner { Ordinal::Inner } else { Ordinal::Outer(found.number) })
        }
        // `一 总体情况`, `一总体情况`: the blank, or nothing, stands for the mark.
        None if !inner => (skip_blank(text, after), Ordinal::Outer(found.number)),
        _ => none,
    }
}

/// Where the first of [`TAILS`] that stands at `place` ends.
fn tail_at(text: &str, place: usize) -> Option<usize> {
    let first = simplified(text.get(place..)?.chars().next()?);
    let may = |tail: &&&str| tail.starts_with(first);
    TAILS.iter().filter(may).find_map(|tail| matches_at(text, place, tail))
}

/// Where `word` ends if it stands at `place`, blanks between its characters allowed.
fn matches_at(text: &str, place: usize, word: &str) -> Option<usize> {
    let here = text.get(place..)?;
    let (first, wanted) = (here.chars().next()?, word.chars().next()?);
    if first != wanted && simplified(first) != wanted {
        return None;
    }
    if here.starts_with(word) {
        return Some(place + word.len());
    }
    let mut rest = here.char_indices();
    for (index, wanted) in word.chars().enumerate() {
        loop {
            let (_, c) = rest.next()?;
            if simplified(c) == wanted {
                break;
            }
            // Letter-spaced headings (总　体　情　况) and headings broken over lines.
            if index == 0 || !c.is_whitespace() {
                return None;
            }
        }
    }
    Some(text.len() - rest.as_str().len())
}

fn skip_blank(text: &str, place: usize) -> usize {
    text.len() - text[place..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words are looked up by their first character in simplified script.
    #[test]
    fn every_telling_word_is_found() {
        for (number, _, words) in TITLES {
            for word in words {
                let first = word.chars().next().expect("no word is empty");
                assert_eq!(simplified(first), first);
                assert_eq!(telling_words(word, 0).map(|(found, _, _)| found), Some(number), "{word}");
            }
        }
        assert_eq!(telling_words("總體情况", 0).map(|(found, _, _)| found), Some(1));
    }
}
