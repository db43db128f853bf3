//! The number grammar of prose: what stands as a number at a place, and what range its wording admits.
//!
//! Arabic digits with separators and 百千万亿 behind them, Chinese numerals, 余 多 几 behind, 约 近 超 逾 before,
//! 以上 左右 after the unit. Whether the number counts anything is left to the scanner.

use rust_decimal::Decimal;

use crate::script::{self, place as power};

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    /// Bytes of the running text, without the words around it.
    pub start: usize,
    pub end: usize,
    pub value: Decimal,
    /// Size of the last place that was written: what 余 may add, and what 约 may hide.
    pub step: Decimal,
    /// 余, 多 or 几 stands behind it.
    pub more: bool,
    /// It was written with 万 or 亿, and so probably rounded.
    pub rounded: bool,
    /// One Chinese character.
    pub single: bool,
}

/// A circle is a bullet in prose, no zero.
fn chinese_digit(c: char) -> Option<u64> {
    script::digit(c).filter(|_| c != '○')
}

/// Whether a number may start with this character.
pub(super) fn opens(c: char) -> bool {
    // Every character of the prose is asked for; most are ideographs, and no numerals.
    match IDEOGRAPHS.get((c as usize).wrapping_sub(FIRST) / 64) {
        Some(bits) => bits >> (c as usize % 64) & 1 != 0,
        None => c.is_ascii_digit() || chinese_digit(c).is_some(),
    }
}

/// The common ideographs, a bit for each: whether a number may start with it. ([`FIRST`] is a multiple of 64.)
const FIRST: usize = 0x4e00;
static IDEOGRAPHS: [u64; (0xa000 - FIRST) / 64] = {
    let mut bits = [0; (0xa000 - FIRST) / 64];
    let mut code = FIRST as u32;
    while code < 0xa000 {
        if let Some(c) = char::from_u32(code)
            && (script::digit(c).is_some() || matches!(c, '十' | '拾' | '百' | '千' | '万'))
        {
            bits[(code as usize - FIRST) / 64] |= 1 << (code % 64);
        }
        code += 1;
    }
    bits
};

/// The number that starts at a byte; the caller goes on behind it, or behind the text passed over (`Err`) when
/// there is none.
pub(super) fn at(text: &str, start: usize) -> Result<Numeral, usize> {
    let mut numeral = if text.as_bytes().get(start).is_some_and(u8::is_ascii_digit) {
        arabic(text, start)?
    } else {
        chinese(text, start)?
    };
    scale(text, &mut numeral);
    Ok(numeral)
}

/// More digits than any count has: identifiers, telephone numbers.
const DIGITS: usize = 15;

fn arabic(text: &str, start: usize) -> Result<Numeral, usize> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let (mut end, mut mantissa, mut digits, mut places) = (start, 0_i64, 0, 0);
    let mut point = false;
    loop {
        match bytes.get(end) {
            Some(&byte) if byte.is_ascii_digit() => {
                digits += 1;
                if digits <= DIGITS {
                    mantissa = mantissa * 10 + i64::from(byte - b'0');
                    places += u32::from(point);
                }
                end += 1;
            }
            // The running text leaves a half-width comma only before three digits.
            Some(b',') if !point && digit(end + 1) => end += 1,
            // 1 730条: a blank sets thousands off (ISO 80000-1, 7.3.1), as it does in no other place.
            Some(b' ') if !point && (thousands(text, start, end) || spaced(text, start)) => end += 1,
            Some(b'.') if !point && digit(end + 1) => {
                point = true;
                end += 1;
            }
            _ => break,
        }
    }
    if digits > DIGITS || bytes.get(end) == Some(&b'.') && digit(end + 1) {
        return Err(end);
    }
    let value = Decimal::new(mantissa, places);
    let step = if point { Decimal::new(1, places) } else { last_place(mantissa) };
    Ok(Numeral { start, end, value, step, more: false, rounded: false, single: false })
}

/// Whether a blank stands before three digits, in a number whose groups are all set off so: not 5 120条, where another
/// number, or a label that ends in one (表1 730条), may stand before the blank.
fn thousands(text: &str, start: usize, blank: usize) -> bool {
    let bytes = text.as_bytes();
    let group = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count() == 3;
    let head = text[start..blank].split(' ').next().unwrap_or_default();
    let rest = text[start..blank].split(' ').skip(1).all(|group| group.len() == 3);
    group(blank + 1) && (1..=3).contains(&head.len()) && !head.starts_with('0') && rest && !labelled(text, start)
}

/// Whether every digit of a number stands apart from the next (2 3 5 7条), as justified lines leave them: three at least.
fn spaced(text: &str, start: usize) -> bool {
    let run = text[start..].find(|c: char| !c.is_ascii_digit() && c != ' ').unwrap_or(text.len() - start);
    let digits = || text[start..start + run].split(' ');
    digits().count() >= 3 && digits().all(|digit| digit.len() == 1) && !labelled(text, start)
}

/// Whether a number is that of a table, a figure, an annex (表1), or goes on from one before a blank.
fn labelled(text: &str, start: usize) -> bool {
    text[..start].ends_with(['表', '图', '件', '第', '款', '项', ' ', '、'])
}

/// The size of the last place that is not zero, at least ten: 5500 -> 100, 123 -> 10.
fn last_place(value: i64) -> Decimal {
    let mut step = 10_i64;
    while value != 0 && value % (step * 10) == 0 && step < 1_000_000_000 {
        step *= 10;
    }
    Decimal::from(step.min(value.max(10)))
}

/// 百余, 千多: a hundred, a thousand and more.
fn rounded(rest: &str) -> bool {
    rest.starts_with(['余', '多'])
}

/// Whether a power of ten needs no digit before it: 百余条, 近百条.
fn counts_alone(text: &str, at: usize, c: char) -> bool {
    matches!(c, '十' | '拾') || rounded(&text[at + c.len_utf8()..]) || text[..at].ends_with(['近', '约', '逾'])
}

fn chinese(text: &str, start: usize) -> Result<Numeral, usize> {
    let mut end = start;
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None);
    let mut count = 0;
    let mut step = 1;
    for c in text[start..].chars() {
        if let Some(value) = chinese_digit(c) {
            // 二〇二〇, 三四: digits in a row are years, codes or guesses.
            if digit.is_some_and(|before| before != 0) || (digit == Some(0) && section == 0 && total == 0) {
                let rest = text[end..].find(|c| chinese_digit(c).is_none()).map_or(text.len(), |skip| end + skip);
                return Err(rest);
            }
            digit = Some(value);
            step = 1;
        } else if let Some(power) = power(c).filter(|_| count > 0 || counts_alone(text, end, c)) {
            // 万元 and 亿元 are units.
            if power >= 10_000 && text[end + c.len_utf8()..].starts_with('元') {
                break;
            }
            if power >= 10_000 {
                total = total.saturating_add(
                    section.saturating_add(digit.unwrap_or(u64::from(count == 0))).saturating_mul(power),
                );
                section = 0;
            } else {
                section = section.saturating_add(digit.unwrap_or(1).saturating_mul(power));
            }
            digit = None;
            step = power;
        } else {
            break;
        }
        count += 1;
        end += c.len_utf8();
    }
    if count == 0 {
        return Err(start);
    }
    let value = total.saturating_add(section).saturating_add(digit.unwrap_or(0));
    Ok(Numeral {
        start,
        end,
        value: Decimal::from(value),
        step: Decimal::from(step.max(10)),
        more: false,
        rounded: false,
        single: count == 1,
    })
}

/// 余, 多, 几 and 百, 千, 万, 亿 behind the digits, in any order that is in use: `20余万`, `1.17万`, `3千多`.
fn scale(text: &str, numeral: &mut Numeral) {
    let arabic = text.as_bytes().get(numeral.start).is_some_and(u8::is_ascii_digit);
    for _ in 0..4 {
        let mut rest = text[numeral.end..].chars();
        let Some(c) = rest.next() else { return };
        if matches!(c, '余' | '多' | '几') && !numeral.more {
            numeral.more = true;
        } else if let Some(power) = power(c).filter(|&power| power >= 100 && (arabic || numeral.more)) {
            if power >= 10_000 && rest.as_str().starts_with('元') {
                return;
            }
            let power = Decimal::from(power);
            let Some(value) = numeral.value.checked_mul(power) else { return };
            // 18万: the last place written is the unit place of 18, not its tens.
            let unit = if numeral.step >= Decimal::TEN && !numeral.more { Decimal::ONE } else { numeral.step };
            numeral.step = unit.checked_mul(power).unwrap_or(numeral.step);
            numeral.value = value.normalize();
            numeral.rounded |= power >= Decimal::from(10_000);
            numeral.single = false;
        } else {
            return;
        }
        numeral.end += c.len_utf8();
    }
}

/// Least and greatest value that the wording admits; `None` when open.
pub(super) type Range = (Option<Decimal>, Option<Decimal>);

/// What the words before the number and after its unit, and 余 or 万, make of it.
pub(super) fn range(text: &str, numeral: &Numeral, unit_end: usize, money: bool) -> Range {
    let value = numeral.value;
    let before = &text[..numeral.start];
    let after = &text[unit_end..];
    let ends = |words: &[&str]| words.iter().any(|word| before.ends_with(word));
    let half = numeral.step / Decimal::TWO;
    if numeral.more || ends(&["逾"]) {
        return (Some(value), Some(value + numeral.step - Decimal::ONE));
    }
    if ends(&["约", "大概", "大致"]) || after.starts_with("左右") || after.starts_with("上下") {
        return (Some(value - half), Some(value + half));
    }
    if ends(&["近", "接近", "不足", "不到"]) {
        return (Some((value - numeral.step).max(Decimal::ZERO)), Some(value));
    }
    if ends(&["超过", "超", "突破", "不少于", "不低于", "至少", "多于"]) || after.starts_with("以上") {
        return (Some(value), None);
    }
    if after.starts_with("以内") || after.starts_with("以下") || ends(&["不超过", "不多于"]) {
        return (None, Some(value));
    }
    if numeral.rounded && !money {
        return (Some(value - half), Some(value + half));
    }
    (Some(value), Some(value))
}
