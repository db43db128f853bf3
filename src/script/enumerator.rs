//! What an item of an enumeration begins with: `一、` `（三）` `1.` `（2）` `①` `第四部分` `五是`.

use super::fold_char;

/// An enumerator at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enumerator {
    /// How it is written.
    pub level: Level,
    /// Its number, from one.
    pub number: u8,
    /// It stands in brackets, or in a circle or brackets that are part of the character.
    pub bracketed: bool,
    /// `第` stands before it.
    pub ordinal: bool,
    /// The mark behind it, folded: `、` `.` `,` `:` `。` `)` `是` `部` `章`; `None` when the text goes on without one.
    pub mark: Option<char>,
    /// Byte at which the text behind it begins.
    pub end: usize,
}

/// The levels of an enumeration, by how their numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// `一、`, `第一部分`
    Chapter,
    /// `（一）`
    Section,
    /// `1.`, `（1）`, `①`
    Item,
}

impl Enumerator {
    /// Whether brackets, or one of `marks` (folded), set it off from the text behind it.
    pub fn set_off(&self, marks: &[char]) -> bool {
        self.bracketed || !self.ordinal && self.mark.is_some_and(|mark| marks.contains(&mark))
    }
}

const NUMERALS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// A character, the byte at which it starts and the byte behind it.
type Place = (char, usize, usize);

/// The enumerator that a text begins with, blanks before and inside it allowed: a number of one or two digits, or a
/// Chinese numeral below a hundred, with brackets or a mark or nothing behind it.
pub fn enumerator(text: &str) -> Option<Enumerator> {
    let mut rest = text.char_indices().map(|(at, c)| (c, at, at + c.len_utf8()));
    let mut next = move || -> Option<Place> {
        rest.by_ref().filter_map(|(c, start, end)| Some((fold_char(c)?, start, end))).find(|(c, ..)| !c.is_whitespace())
    };
    let mut at = next()?;
    if let Some((level, number)) = enclosed(at.0) {
        return Some(Enumerator { level, number, bracketed: true, ordinal: false, mark: None, end: at.2 });
    }
    let open = matches!(at.0, '(' | '〔' | '[');
    let ordinal = at.0 == '第';
    if open || ordinal {
        at = next()?;
    }
    let digits = at.0.is_ascii_digit();
    let part = |c: char| if digits { c.is_ascii_digit() } else { NUMERALS.contains(&c) };
    let (mut written, mut count, mut end, mut after) = (['\0'; 3], 0, 0, Some(at));
    while let Some((c, _, behind)) = after.filter(|(c, ..)| part(*c)) {
        *written.get_mut(count)? = c;
        (count, end, after) = (count + 1, behind, next());
    }
    let number = if digits { arabic(&written[..count])? } else { chinese(&written[..count])? };
    let level = match (digits, open) {
        (true, _) => Level::Item,
        (false, true) => Level::Section,
        (false, false) => Level::Chapter,
    };
    let mut found = Enumerator { level, number, bracketed: false, ordinal, mark: None, end };
    match after {
        Some((')' | '〕' | ']', _, end)) if open => (found.bracketed, found.end) = (true, end),
        _ if open => return None,
        Some((mark @ ('部' | '章'), _, end)) if ordinal => (found.mark, found.end) = (Some(mark), end),
        Some((mark @ ('、' | '.' | ',' | ':' | '。' | ')' | '是'), _, end)) => {
            (found.mark, found.end) = (Some(mark), end);
        }
        _ => {}
    }
    Some(found)
}

/// The number, one to twenty, in a circle.
pub fn circled(number: u32) -> Option<char> {
    (1..=20).contains(&number).then(|| char::from_u32('①' as u32 + number - 1))?
}

/// Characters that are enumerators of their own.
fn enclosed(c: char) -> Option<(Level, u8)> {
    let first = match c {
        '①'..='⑳' => '①',
        '⑴'..='⒇' => '⑴',
        '⒈'..='⒛' => '⒈',
        '㈠'..='㈩' => '㈠',
        '㊀'..='㊉' => '㊀',
        _ => return None,
    };
    let level = if matches!(first, '㈠' | '㊀') { Level::Section } else { Level::Item };
    Some((level, u8::try_from(c as u32 - first as u32).ok()? + 1))
}

fn arabic(digits: &[char]) -> Option<u8> {
    let value = |c: &char| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    match digits {
        [one] => value(one),
        [ten, one] => Some(value(ten)? * 10 + value(one)?),
        _ => None,
    }
}

/// 一 to 九十九.
fn chinese(numerals: &[char]) -> Option<u8> {
    let value = |c: &char| NUMERALS.iter().position(|n| n == c).and_then(|at| u8::try_from(at + 1).ok());
    match numerals {
        [one] => value(one),
        ['十', one] if *one != '十' => Some(10 + value(one)?),
        [ten, '十'] if *ten != '十' => Some(value(ten)? * 10),
        [ten, '十', one] if *ten != '十' && *one != '十' => Some(value(ten)? * 10 + value(one)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_marks() {
        for (text, level, number, mark, rest) in [
            ("一、总体", Level::Chapter, 1, Some('、'), "总体"),
            ("十二．其他", Level::Chapter, 12, Some('.'), "其他"),
            (" 四 、结转", Level::Chapter, 4, Some('、'), "结转"),
            ("第三部分 申请", Level::Chapter, 3, Some('部'), "分 申请"),
            ("二是加强", Level::Chapter, 2, Some('是'), "加强"),
            ("一总体", Level::Chapter, 1, None, "总体"),
            ("（三）不予公开", Level::Section, 3, None, "不予公开"),
            ("( 二十 )其他", Level::Section, 20, None, "其他"),
            ("㈡部分公开", Level::Section, 2, None, "部分公开"),
            ("8.属于", Level::Item, 8, Some('.'), "属于"),
            ("１２、其他", Level::Item, 12, Some('、'), "其他"),
            ("（1）其他", Level::Item, 1, None, "其他"),
            ("③补正", Level::Item, 3, None, "补正"),
            ("⒉其他", Level::Item, 2, None, "其他"),
            ("3其他", Level::Item, 3, None, "其他"),
        ] {
            let found = enumerator(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((found.level, found.number, found.mark), (level, number, mark), "{text}");
            assert_eq!(&text[found.end..], rest, "{text}");
        }
    }

    #[test]
    fn no_enumerators() {
        for text in ["", "其他", "2021年", "（含上年）", "一二三、", "（1", "十十、", "、一", "第（一）项"]
        {
            assert_eq!(enumerator(text), None, "{text}");
        }
    }
}
