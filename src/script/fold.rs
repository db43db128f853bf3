//! One character, one meaning: the folds under which labels and numbers are compared.
//!
//! Full-width ASCII becomes ASCII, Kangxi and supplementary radicals become the ideographs that
//! they look like (converters from PDF mix them up, and NFKC keeps the supplementary ones apart), traditional
//! characters become simplified ones (`traditional.txt`; crates that convert whole texts bring dictionaries of phrases
//! and megabytes of tables, and none maps one character to one), invisible characters vanish. Source text itself is never
//! rewritten.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::invisible;

/// The character that `c` stands for; `None` when it is invisible.
#[inline]
pub fn fold_char(c: char) -> Option<char> {
    match c {
        // Most text is ASCII, common ideographs and full-width marks.
        ' '..='~' => Some(c),
        '\u{3400}'..='\u{9fff}' => Some(simplified(c)),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => folded(c),
    }
}

fn folded(c: char) -> Option<char> {
    match c {
        c if invisible(c) => None,
        '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{3000}' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        '\u{2e80}'..='\u{2fd5}' => Some(fold_radical(c)),
        // Compatibility ideographs, and the digits that mathematicians style.
        '\u{f900}'..='\u{faff}' | '\u{1d7ce}'..='\u{1d7ff}' => Some(simplified(compatible(c))),
        _ => Some(c),
    }
}

/// The simplified character that stands for a traditional one; any other stands for itself.
#[inline]
pub fn simplified(c: char) -> char {
    let place = (c as usize).wrapping_sub(FIRST);
    match TABLE.traditional.get(place / 64) {
        Some(bits) if bits >> (place % 64) & 1 != 0 => TABLE.stands[place],
        _ => c,
    }
}

/// What a site's converters put behind characters: 公開(kāi).
static SOUND: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]").expect("the pattern is well formed"));

/// A text without the sounds that converters put behind its characters.
pub fn unsounded(text: &str) -> Cow<'_, str> {
    // Letters with marks of tone are of two bytes that begin so; hardly any text has them.
    if text.bytes().any(|byte| matches!(byte, 0xc3..=0xc7)) { SOUND.replace_all(text, "") } else { text.into() }
}

/// The first ideograph of Unicode's extension A, with which the table starts, and how many there are up to the last common one.
const FIRST: usize = 0x3400;
const COUNT: usize = 0xa000 - FIRST;

/// By code point, from [`FIRST`].
struct Table {
    /// A bit for each traditional character. All of them are asked for at every turn, and these 3 KB stay at hand, where
    /// the 108 KB of characters pushed out what was.
    traditional: [u64; COUNT / 64],
    /// What they stand for.
    stands: [char; COUNT],
}

/// Made by the compiler: every character of every label is asked for, and needs not ask whether there is a table.
static TABLE: Table = {
    let mut table = Table { traditional: [0; COUNT / 64], stands: ['\0'; COUNT] };
    let text = include_bytes!("traditional.txt");
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'#' => {
                while at < text.len() && text[at] != b'\n' {
                    at += 1;
                }
            }
            // Both characters of a pair have three bytes.
            0xe0..=0xef => {
                let place = ideograph(text, at) as usize - FIRST;
                table.traditional[place / 64] |= 1 << (place % 64);
                table.stands[place] = ideograph(text, at + 3);
                at += 6;
            }
            _ => at += 1,
        }
    }
    table
};

/// The character of three bytes at a place.
const fn ideograph(text: &[u8], at: usize) -> char {
    let code = (text[at] as u32 & 0x0f) << 12 | (text[at + 1] as u32 & 0x3f) << 6 | (text[at + 2] as u32 & 0x3f);
    char::from_u32(code).expect("the table is UTF-8 (test the_table_is_sound)")
}

/// CJK Radicals Supplement (Unicode 2E80-2EFF) has no compatibility mapping for most of its forms.
const RADICALS: &[(char, char)] = &[
    ('⺁', '厂'),
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺗', '心'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺫', '罒'),
    ('⺼', '月'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻊', '足'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

fn fold_radical(c: char) -> char {
    if let Some((_, ideograph)) = RADICALS.iter().find(|(radical, _)| *radical == c) {
        return *ideograph;
    }
    // Kangxi radicals have compatibility mappings.
    compatible(c)
}

fn compatible(c: char) -> char {
    unicode_normalization::UnicodeNormalization::nfkc(std::iter::once(c)).next().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        for (text, folded) in [
            ("１２，３", "12,3"),
            ("部⻔行⻋", "部门行车"),
            ("⼀⼆", "一二"),
            ("a\u{200b}b\u{feff}", "ab"),
            ("0\u{3000}", "0 "),
            ("（一）", "(一)"),
            ("普通文本", "普通文本"),
            ("本年新收政府信息公開申請數量", "本年新收政府信息公开申请数量"),
            ("行政復議、徵收、結轉於後", "行政复议、征收、结转于后"),
            ("\u{2f8d}\u{f983}𝟗9\u{202c}", "虫旅99"),
            ("1\u{2028}2", "1\n2"),
        ] {
            assert_eq!(text.chars().filter_map(fold_char).collect::<String>(), folded);
        }
    }

    /// Pairs of characters, each traditional one once, none of which leads to another traditional one.
    #[test]
    fn the_table_is_sound() {
        let pairs: Vec<Vec<char>> = include_str!("traditional.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .map(|pair| pair.chars().collect())
            .collect();
        assert!(pairs.len() > 2_000);
        for pair in &pairs {
            let [from, to] = pair[..] else { panic!("{pair:?} is no pair") };
            assert!(('\u{3400}'..='\u{9fff}').contains(&from) && from != to);
            assert_eq!((simplified(from), simplified(to)), (to, to), "{from}");
        }
    }
}
