//! One character, one meaning: the folds under which labels and numbers are compared.
//!
//! Full-width ASCII becomes ASCII, Kangxi and supplementary radicals become the ideographs that
//! they look like (converters from PDF mix them up, and NFKC keeps the supplementary ones apart),
//! invisible characters vanish. Source text itself is never rewritten.

/// The character that `c` stands for; `None` when it is invisible.
pub fn fold_char(c: char) -> Option<char> {
    match c {
        // Most text is common ideographs and ASCII.
        '\u{4e00}'..='\u{9fff}' | ' '..='~' => Some(c),
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{0}' => None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        '\u{3000}' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        '\u{2e80}'..='\u{2fd5}' => Some(fold_radical(c)),
        _ => Some(c),
    }
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
    unicode_normalization::UnicodeNormalization::nfkc(std::iter::once(c)).next().unwrap_or(c)
}

/// `text` with every character folded; line breaks kept.
pub fn fold(text: &str) -> String {
    text.chars().filter_map(fold_char).collect()
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
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
