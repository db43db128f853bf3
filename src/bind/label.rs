//! Labels compared: folded text, enumerator, and similarity between what is printed and what a form prints.

use crate::document::fold_char;

/// A label prepared for comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Letters, digits and ideographs only, without the enumerator in front.
    pub core: String,
    /// `一、`, `（三）`, `2.` in front.
    pub enumerator: Option<Enumerator>,
    /// Sorted pairs of neighbouring characters.
    pairs: Vec<u64>,
}

/// Whether a character is one of words: ideographs first, they are nearly all.
fn is_word(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.is_alphanumeric()
}

/// The number in front of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enumerator {
    /// 一、
    Chapter(u8),
    /// （一）
    Paragraph(u8),
    /// 1. or 1、 or （1）
    Item(u8),
}

/// No label of a form is half as long; what is longer is prose, and only its beginning is looked at.
const LONGEST: usize = 120;

const NUMERALS: &str = "一二三四五六七八九十";

impl Label {
    /// Prepares a printed label.
    pub fn new(text: &str) -> Self {
        let mut folded: Vec<char> = Vec::with_capacity(text.len().min(3 * LONGEST) / 3 + 4);
        folded.extend(text.chars().filter_map(fold_char).filter(|c| !c.is_whitespace()).take(LONGEST));
        let (enumerator, start) = enumerator(&folded);
        let mut core = String::with_capacity(3 * folded.len());
        core.extend(folded[start..].iter().filter(|c| is_word(**c)));
        let pairs = pairs(&core);
        Self { core, enumerator, pairs }
    }

    /// Pairs of neighbouring characters, sorted.
    pub(super) fn pairs(&self) -> &[u64] {
        &self.pairs
    }

    /// Whether nothing but an enumerator, if that, is printed.
    pub fn is_empty(&self) -> bool {
        self.core.is_empty()
    }

    /// How alike two labels are, from 0 to 1; 1 means the same words. The enumerator weighs a little.
    pub fn similarity(&self, other: &Label) -> f32 {
        if self.core.is_empty() || other.core.is_empty() {
            return 0.0;
        }
        let words = self.words(other);
        match (self.enumerator, other.enumerator) {
            _ if words < 0.3 => words,
            (Some(a), Some(b)) if a == b => (words + 0.08).min(1.08),
            (Some(Enumerator::Item(_)), Some(Enumerator::Item(_)))
            | (Some(Enumerator::Chapter(_)), Some(Enumerator::Chapter(_)))
            | (Some(Enumerator::Paragraph(_)), Some(Enumerator::Paragraph(_))) => (words - 0.04).max(0.0),
            _ => words,
        }
    }

    fn words(&self, other: &Label) -> f32 {
        if self.core == other.core {
            return 1.0;
        }
        let (short, long) = if self.core.len() < other.core.len() { (self, other) } else { (other, self) };
        let ratio = short.core.len() as f32 / long.core.len() as f32;
        let contained = short.pairs.len() > 1 && long.core.contains(short.core.as_str());
        let dice =
            2.0 * common(&self.pairs, &other.pairs) as f32 / (self.pairs.len() + other.pairs.len()).max(1) as f32;
        let contained = if contained { 0.6 + 0.35 * ratio } else { 0.0 };
        contained.max(dice * 0.95)
    }
}

/// The enumerator in front, and where the label proper starts.
fn enumerator(text: &[char]) -> (Option<Enumerator>, usize) {
    let numeral = |c: char| NUMERALS.chars().position(|n| n == c).map(|at| at as u8 + 1);
    let digits = |from: usize| {
        let len = text[from..].iter().take(2).take_while(|c| c.is_ascii_digit()).count();
        let value = text[from..from + len].iter().fold(0u8, |value, c| value * 10 + (*c as u8 - b'0'));
        (len, value)
    };
    match text {
        [open @ ('(' | '〔'), c, ')' | '〕', ..] if numeral(*c).is_some() => {
            let _ = open;
            (numeral(*c).map(Enumerator::Paragraph), 3)
        }
        [c, '、' | '.' | ',', ..] if numeral(*c).is_some() => (numeral(*c).map(Enumerator::Chapter), 2),
        [c, ..] if c.is_ascii_digit() => {
            let (len, value) = digits(0);
            match text.get(len) {
                Some('.' | '、' | ',' | ')') => (Some(Enumerator::Item(value)), len + 1),
                _ => (None, 0),
            }
        }
        ['(', c, ..] if c.is_ascii_digit() => {
            let (len, value) = digits(1);
            match text.get(1 + len) {
                Some(')') => (Some(Enumerator::Item(value)), len + 2),
                _ => (None, 0),
            }
        }
        [c, ..] if ('①'..='⑳').contains(c) => (Some(Enumerator::Item((*c as u32 - '①' as u32) as u8 + 1)), 1),
        _ => (None, 0),
    }
}

fn pairs(core: &str) -> Vec<u64> {
    let mut pairs: Vec<u64> = core
        .chars()
        .zip(core.chars().skip(1))
        .map(|(a, b)| (u64::from(a as u32) << 32) | u64::from(b as u32))
        .collect();
    pairs.sort_unstable();
    pairs
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

#[cfg(test)]
mod tests {
    use super::*;

    fn similarity(a: &str, b: &str) -> f32 {
        Label::new(a).similarity(&Label::new(b))
    }

    #[test]
    fn enumerators() {
        for (text, expected) in [
            ("一、本年", Some(Enumerator::Chapter(1))),
            ("（三）不予公开", Some(Enumerator::Paragraph(3))),
            ("(三) 不予公开", Some(Enumerator::Paragraph(3))),
            ("2．其他", Some(Enumerator::Item(2))),
            ("12、其他", Some(Enumerator::Item(12))),
            ("（1）其他", Some(Enumerator::Item(1))),
            ("其他", None),
            ("2021年", None),
        ] {
            assert_eq!(Label::new(text).enumerator, expected, "{text}");
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
