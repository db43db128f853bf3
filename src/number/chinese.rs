//! Chinese numerals: 零 to 九千九百九十九万亿, also digit by digit (二〇二〇) and with 两.

use rust_decimal::Decimal;

use crate::script::{digit, place};

/// Whether a character is part of a Chinese numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || place(c).is_some()
}

/// The value of a Chinese numeral, `None` when the characters form none.
pub fn chinese_numeral(text: &str) -> Option<Decimal> {
    if text.is_empty() || text.chars().count() > 20 {
        return None;
    }
    if text.chars().all(|c| digit(c).is_some()) {
        let value = text.chars().try_fold(0u64, |value, c| value.checked_mul(10)?.checked_add(digit(c)?))?;
        return Some(Decimal::from(value));
    }
    // `section` collects below 万, `total` the finished sections; `last` is the digit not yet placed.
    let (mut total, mut section, mut last) = (0u64, 0u64, None::<u64>);
    let mut previous_place = u64::MAX;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(value);
            continue;
        }
        let place = place(c)?;
        if place >= 10_000 {
            section = section.checked_add(last.unwrap_or(0))?;
            total = if place > 10_000 {
                total.checked_add(section)?.checked_mul(place)?
            } else {
                total.checked_add(section.checked_mul(place)?)?
            };
            (section, last, previous_place) = (0, None, u64::MAX);
        } else {
            if place >= previous_place {
                return None;
            }
            let count = match last {
                Some(0) | None if place == 10 => 1,
                Some(0) | None => return None,
                Some(count) => count,
            };
            section = section.checked_add(count * place)?;
            (last, previous_place) = (None, place);
        }
    }
    // 三万五 is 35 000 in speech, and a numeral that lost its end as often: nobody can say. 一千零 has lost it.
    let before = text.chars().rev().nth(1).and_then(place);
    let torn = match last {
        Some(0) => total + section > 0,
        Some(_) => before.is_some_and(|place| place >= 100),
        None => false,
    };
    if torn {
        return None;
    }
    Some(Decimal::from(total.checked_add(section)?.checked_add(last.unwrap_or(0))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (text, value) in [
            ("零", 0),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("一百零五", 105),
            ("两千三百", 2300),
            ("三万五千", 35_000),
            ("二〇二〇", 2020),
            ("一亿二千万", 120_000_000),
        ] {
            assert_eq!(chinese_numeral(text), Some(Decimal::from(value)), "{text}");
        }
        for text in ["", "百", "十十", "一二三十", "三件", "二百四", "三万五", "一千零"] {
            assert_eq!(chinese_numeral(text), None, "{text}");
        }
    }
}
