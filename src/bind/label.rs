//! Labels compared: folded text, enumerator, and similarity between what is printed and what a form prints.

use std::borrow::Cow;

use crate::script::{Level, enumerator, fold_char, simplified, unsounded};

/// A label, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Letters, digits and ideographs only, without the enumerator in front.
    pub core: String,
    /// Level and number of `一、`, `（三）`, `2.` in front.
    pub enumerator: Option<(Level, u8)>,
}

/// A label and what it is compared by with others than its like: most labels are as the form prints them.
#[derive(Debug)]
pub(super) struct PairedLabel {
    pub label: Label,
    /// Pairs of neighbouring characters, sorted.
    pub pairs: Vec<u64>,
}

/// Whether a character is one of words: ideographs first, they are nearly all.
fn is_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// No label of a form is half as long; what is longer is prose, and only its beginning is looked at.
const LONGEST: usize = 120;

impl Label {
    /// Prepares a printed label.
    pub fn new(text: &str) -> Self {
        let marked = |level| if level == Level::Item { &['.', '、', ',', ')'][..] } else { &['.', '、', ','] };
        let found = enumerator(text).filter(|found| found.set_off(marked(found.level)));
        let start = found.map_or(0, |found| found.end);
        let enumerator = found.map(|found| (found.level, found.number));
        Self { core: words(&text[start..]), enumerator }
    }

    /// Whether nothing but an enumerator, if that, is printed.
    pub fn is_empty(&self) -> bool {
        self.core.is_empty()
    }

    /// Its pairs of neighbouring characters.
    pub(super) fn pairs(&self) -> Vec<u64> {
        let (mut pairs, mut before) = (Vec::with_capacity(self.core.len() / 3), None);
        for c in self.core.chars() {
            pairs.extend(before.map(|before| u64::from(before) << 32 | u64::from(c)));
            before = Some(c);
        }
        pairs
    }

    /// How alike two labels are whose words are so much alike: the enumerator weighs a little.
    pub(super) fn alike(&self, other: &Label, words: f32) -> f32 {
        match (self.enumerator, other.enumerator) {
            _ if words < 0.3 => words,
            (Some(a), Some(b)) if a == b => (words + 0.08).min(1.08),
            (Some((a, _)), Some((b, _))) if a == b => (words - 0.04).max(0.0),
            _ => words,
        }
    }
}

/// Whether a text begins with a letter as sounds are written with: 公開(kāi).
fn latin(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| first.is_ascii_lowercase() || matches!(first, 0xc3..=0xc7))
}

/// The letters, digits and ideographs of a text, folded.
fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len().min(3 * LONGEST));
    // Ideographs that stay what they are are nearly all; what lies between others is copied as a whole.
    let (mut from, mut left) = (0, LONGEST);
    for (at, c) in text.char_indices() {
        if left == 0 {
            words.push_str(&text[from..at]);
            return words;
        }
        if matches!(c, '\u{4e00}'..='\u{9fff}') && simplified(c) == c {
            left -= 1;
            continue;
        }
        if matches!(c, '(' | '（')
            && latin(&text[at + c.len_utf8()..])
            && let Cow::Owned(silent) = unsounded(text)
        {
            return self::words(&silent);
        }
        words.push_str(&text[from..at]);
        from = at + c.len_utf8();
        let Some(c) = fold_char(c).filter(|c| !c.is_whitespace()) else { continue };
        left -= 1;
        if is_word(c) {
            words.push(c);
        }
    }
    words.push_str(&text[from..]);
    words
}

impl PairedLabel {
    /// A label with its pairs.
    pub fn new(label: Label) -> Self {
        let mut pairs = label.pairs();
        pairs.sort_unstable();
        Self { label, pairs }
    }

    /// How alike two labels are, from 0 to 1; 1 means the same words.
    pub fn similarity(&self, other: &Self) -> f32 {
        if self.label.is_empty() || other.label.is_empty() {
            return 0.0;
        }
        self.label.alike(&other.label, self.words(other))
    }

    fn words(&self, other: &Self) -> f32 {
        let length = |it: &Self| it.label.core.len();
        if self.label.core == other.label.core {
            return 1.0;
        }
        let (short, long) = if length(self) < length(other) { (self, other) } else { (other, self) };
        let ratio = length(short) as f32 / length(long) as f32;
        let common = common(&self.pairs, &other.pairs);
        // What contains a text has all its pairs, and searching takes long.
        let contained =
            short.pairs.len() > 1 && common == short.pairs.len() && long.label.core.contains(short.label.core.as_str());
        let dice = 2.0 * common as f32 / (self.pairs.len() + other.pairs.len()).max(1) as f32;
        let contained = if contained { 0.6 + 0.35 * ratio } else { 0.0 };
        contained.max(dice * 0.95)
    }
}

/// Size of the intersection of two sorted multisets.
fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, count) = (i + 1, j + 1, count + 1),
        }
    }
    count
}

/// Text on one line, blanks between ideographs dropped (labels wrap anywhere).
pub(super) fn one_line(text: &str) -> String {
    // The bytes that white space begins with; most labels have none.
    let begins = |byte: u8| matches!(byte, 0..=0x20 | 0xc2 | 0xe1..=0xe3);
    if !text.bytes().enumerate().any(|(at, byte)| begins(byte) && text[at..].starts_with(char::is_whitespace)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if ascii(out.chars().next_back()) && ascii(word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// How many items of rows a text counts: 3．要求提供公开出版物4．无正当理由大量反复申请 are two.
pub(super) fn ordinals(text: &str) -> usize {
    let digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let mut before = [' '; 3];
    let opens = |&c: &char| {
        let [front, number, mark] = before;
        before = [number, mark, c];
        matches!(mark, '.' | '．' | '、') && digit(number) && !digit(front) && c.is_alphabetic()
    };
    text.chars().filter(|c| !c.is_whitespace()).filter(opens).count()
}

/// Whether an item begins inside a text, behind the end of another: 部事务信息 6.属于四类过.
pub(super) fn begins_inside(text: &str) -> bool {
    // Cheap looks first: labels of items begin with a digit, most others have none.
    let words = text.trim_start().starts_with(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) && !text.contains(['：', ':']);
    words && ordinals(text) > 0 && enumerator(text.trim()).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> f32 {
        PairedLabel::new(Label::new(a)).similarity(&PairedLabel::new(Label::new(b)))
    }

    #[test]
    fn enumerators() {
        for (text, expected) in [
            ("一、本年", Some((Level::Chapter, 1))),
            ("（三）不予公开", Some((Level::Section, 3))),
            ("(三) 不予公开", Some((Level::Section, 3))),
            ("2．其他", Some((Level::Item, 2))),
            ("12、其他", Some((Level::Item, 12))),
            ("（1）其他", Some((Level::Item, 1))),
            ("其他", None),
            ("2021年", None),
        ] {
            assert_eq!(Label::new(text).enumerator, expected, "{text}");
        }
    }

    #[test]
    fn items_that_begin_inside_a_text() {
        assert!(begins_inside("部事务 信息 6.属于 四类过"));
        for text in ["6.属于四类过程性信息", "（四）无法提供 1.本机关不掌握", "其中：1.当面申请数", "本机关不掌握"]
        {
            assert!(!begins_inside(text), "{text}");
        }
    }

    #[test]
    fn sounds_behind_characters_are_no_words() {
        assert_eq!(words("規(guī)章"), "规章");
        assert_eq!(words("行政事業（yè）性收費(fèi)"), "行政事业性收费");
        assert_eq!(words("信息(pdf)"), "信息pdf");
    }

    #[test]
    fn words_of_a_label_are_folded() {
        let text = "１２ 政府信息公開，Ａ\u{200b}、（其他）\n";
        let plain = |text: &str| -> String {
            let folded = text.chars().filter_map(fold_char).filter(|c| !c.is_whitespace()).take(LONGEST);
            folded.filter(|c| is_word(*c)).collect()
        };
        for text in [text.to_owned(), text.repeat(20), "公开".repeat(LONGEST), "開，".repeat(LONGEST), String::new()]
        {
            assert_eq!(words(&text), plain(&text), "{text}");
        }
    }

    #[test]
    fn alike() {
        for (a, b) in [
            ("2.其他法律行\n政法规禁止公开", "2、其他法律行政法规禁止公开"),
            ("其他法律行政止公开", "2.其他法律行政法规禁止公开"),
            ("二、上年转结政府信息公开申请数量", "二、上年结转政府信息公开申请数量"),
            ("自\n然\n人", "自然人"),
            ("规范性文件", "行政规范性文件"),
            ("（二）部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ] {
            assert!(similarity(a, b) >= 0.35, "{a} ~ {b}: {}", similarity(a, b));
        }
        for (a, b) in [
            ("其他主动公开文件", "行政规范性文件"),
            ("一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"),
            ("行政处罚", "行政许可"),
        ] {
            assert!(similarity(a, b) < 0.5, "{a} !~ {b}: {}", similarity(a, b));
        }
    }
}
