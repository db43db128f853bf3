//! The number grammar of table cells: text in, status and exact value out.
//!
//! A cell is read in the unit that the form asks for. Whatever is not plainly a number stays text: a wrong
//! number presented as read is worse than none. What was odd about a number that was read is named, so
//! that the binder can tell of it. The prose has a grammar of its own ([`crate::narrative`]).

mod chinese;
pub mod unit;

pub use chinese::chinese_numeral;

use rust_decimal::Decimal;

use crate::figure::Status;
use crate::script::{enumerator, fold_char, superscript};
use crate::variable::Unit;
use unit::{UNITS, UnitKind};

/// What a cell's text means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the cell turned out to be.
    pub status: Status,
    /// Exact value in the asked unit; present exactly when the status is `Reported`.
    pub value: Option<Decimal>,
    /// What was odd: codes of the catalogue's family CELL.
    pub oddities: Vec<&'static str>,
}

impl Reading {
    /// Whether it is a part of what can only be counted whole: a point that groups thousands, or two cells that run together.
    /// Posts may be half ones.
    pub fn breaks_count(&self, unit: Unit) -> bool {
        let counts = !unit.is_money() && unit != Unit::Person;
        counts && self.value.is_some_and(|value| value.scale() > 0 && !value.is_integer())
    }
}

/// A value as it is written: what `Display` gives. Nearly all values are counts, and a count needs no room on the heap.
pub fn written<T>(value: Decimal, take: impl FnOnce(&str) -> T) -> T {
    match i64::try_from(value.mantissa()) {
        Ok(count) if value.scale() == 0 && !(count == 0 && value.is_sign_negative()) => {
            take(itoa::Buffer::new().format(count))
        }
        _ => take(&value.to_string()),
    }
}

/// Marks that say there is nothing to report; none of them is a zero.
const MARKS: &[&str] = &[
    "/",
    "\\",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "_",
    "*",
    "无",
    "暂无",
    "没有",
    "不涉及",
    "未涉及",
    "不适用",
    "N/A",
    "n/a",
    "NA",
    "无此项",
    "本年度无",
    "//",
    "、",
    "…",
    "……",
    "×",
];

/// Ideographs that a value cell may start with.
const STARTS: &str = "零〇一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟无暂没不未本增减净新下人";

/// Marks that refer to a note.
const NOTES: [char; 3] = ['*', '※', '†'];

/// What says before a number that it is money; its unit follows.
const COINS: &[&str] = &["￥", "¥", "人民币", "RMB"];

/// Ticks and bullets that may stand before a figure; triangles are none of them, they may be signs.
const TICKS: [char; 8] = ['√', '✓', '✔', '☑', '•', '●', '■', '★'];

const UP: &[&str] = &["+", "净增", "增加", "新增", "增长", "增"];
const DOWN: &[&str] = &["-", "−", "净减", "减少", "下降", "减"];

/// Reads the text of a cell whose figures are in `unit`.
pub fn read_cell(text: &str, unit: Unit) -> Reading {
    let bytes = text.as_bytes();
    if is_count(text) {
        return plain_digits(bytes);
    }
    let mut oddities = Vec::new();
    let folded = compact(text);
    if folded.is_empty() {
        return Reading { status: Status::Blank, value: None, oddities };
    }
    if is_folded_mark(&folded) {
        return Reading { status: Status::NaMark, value: None, oddities };
    }
    // Alone it is a dash as often as a one.
    if folded == "一" {
        return Reading { status: Status::Text, value: None, oddities };
    }
    match number(&folded, unit, &mut oddities) {
        Some(value) => Reading { status: Status::Reported, value: Some(value), oddities },
        None => Reading { status: Status::Text, value: None, oddities: Vec::new() },
    }
}

/// Whether a cell reads as something that belongs in a value cell: blank, a mark or a number, or a part in a hundred.
/// An enumerator (`1.`, `2、`) is none.
pub fn is_value(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        return true;
    }
    // Most labels start with a bracket, or with an ideograph that starts no number, sign or mark.
    if let Some('(' | '\u{4e00}'..='\u{9fff}') = first(text).filter(|&c| !STARTS.contains(c)) {
        return false;
    }
    if opens_item(text) {
        return false;
    }
    let folded = compact(text);
    folded.is_empty() || is_folded_mark(&folded) || is_number(&folded)
}

/// Whether a text begins as the label of an item does, with words right behind its number: `一、本年`, `2.商业`. Most labels
/// that begin like numbers do.
fn opens_item(text: &str) -> bool {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit() || chinese::is_numeral(c));
    let mut marks = behind.chars();
    behind.len() < text.len()
        && matches!(marks.next(), Some('、' | '.' | '．'))
        && matches!(marks.next(), Some('\u{4e00}'..='\u{9fff}'))
}

/// Whether a text is a number in digits, with sign, unit and note, or a part in a hundred; not an enumerator, a year, a
/// date or a Chinese numeral.
pub fn is_figure(text: &str) -> bool {
    if is_count(text) {
        return true;
    }
    if !first(text).is_some_and(starts_figure) {
        return false;
    }
    let folded = compact(text);
    let (_, unsigned) = sign(&folded);
    coin(unsigned.trim_start()).1.starts_with(|c: char| c.is_ascii_digit()) && is_number(&folded)
}

/// Whether a text is a mark that says there is nothing to report.
pub fn is_mark(text: &str) -> bool {
    // The longest mark has four characters, with blanks around it a few more.
    text.len() <= 60 && first(text).is_some_and(starts_mark) && is_folded_mark(&compact(text))
}

/// Whether figures start so: digits, signs and what says that a number is money.
fn starts_figure(first: char) -> bool {
    matches!(first, '0'..='9' | '+' | '-' | '−' | '净' | '增' | '新' | '减' | '下' | '￥' | '¥' | '人' | 'R')
}

/// Whether [`MARKS`] and strokes start so.
fn starts_mark(first: char) -> bool {
    let sign = matches!(first, '/' | '\\' | '-' | '—' | '–' | '─' | '_' | '*' | '、' | '…' | '×');
    sign || matches!(first, '无' | '暂' | '没' | '不' | '未' | '本' | 'N' | 'n')
}

/// Whether a text is digits that fit into a number and nothing else, as nearly all figures are.
fn is_count(text: &str) -> bool {
    (1..=18).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The character that a text starts with when it is folded.
fn first(text: &str) -> Option<char> {
    text.chars().filter_map(fold_char).find(|c| !c.is_whitespace())
}

fn is_number(folded: &str) -> bool {
    if folded.ends_with(['.', '、']) || folded.chars().take(41).count() > 40 {
        return false;
    }
    number(folded.strip_suffix('%').unwrap_or(folded), Unit::TenThousandYuan, &mut Vec::new()).is_some()
}

fn is_folded_mark(folded: &str) -> bool {
    let drawn = |c: char| matches!(c, '-' | '—' | '–' | '─' | '/' | '\\');
    let noted = folded.trim_end_matches(|c| superscript(c) || NOTES.contains(&c));
    let folded = if noted.is_empty() { folded } else { noted };
    !folded.is_empty() && folded.len() <= 12 && (MARKS.contains(&folded) || folded.chars().all(drawn))
}

fn plain_digits(bytes: &[u8]) -> Reading {
    // At most 18 digits: fits.
    let value = bytes.iter().fold(0i64, |value, byte| value * 10 + i64::from(byte - b'0'));
    let oddities = if bytes.len() > 1 && bytes[0] == b'0' { vec!["CELL-LEADING-ZERO"] } else { Vec::new() };
    Reading { status: Status::Reported, value: Some(Decimal::from(value)), oddities }
}

/// Folded, invisible characters and blanks at the ends dropped, runs of blanks inside kept as one, line breaks inside as `\n`; a
/// gap that is wider than a blank, which sets no groups of digits apart, as `\t`.
fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = None;
    for c in text.chars() {
        let Some(folded) = fold_char(c) else { continue };
        if folded.is_whitespace() {
            gap = Some(match (c, gap) {
                ('\n' | '\r', _) | (_, Some('\n')) => '\n',
                ('\t' | '\u{3000}' | '\u{2003}', _) | (_, Some(_)) => '\t',
                _ => ' ',
            });
            continue;
        }
        if let Some(gap) = gap.take()
            && !out.is_empty()
        {
            out.push(gap);
        }
        out.push(folded);
    }
    out
}

/// The number that `text` is, whole: sign, digits, unit, note.
fn number(text: &str, unit: Unit, oddities: &mut Vec<&'static str>) -> Option<Decimal> {
    let text = text.trim_matches(['"', '\'', '“', '”', '。', ';', ':', ' ', '\n']);
    let text = text.trim_start_matches(TICKS).trim_start();
    let (negative, rest) = sign(text);
    let (coined, rest) = coin(rest.trim_start());
    let (digits, after) = split_digits(rest);
    let (value, after) = if digits.is_empty() {
        let numeral: String = rest.chars().take_while(|&c| chinese::is_numeral(c)).collect();
        let value = chinese_numeral(&numeral)?;
        oddities.push("CELL-CHINESE");
        (value, &rest[numeral.len()..])
    } else {
        (decimal(digits, oddities)?, after)
    };
    let (power, money, after) = suffix(after.trim_start());
    if coined && money != Some(true) {
        return None;
    }
    note(after.trim_start(), oddities)?;
    let value = scale(value, power, money, unit, oddities)?;
    if !unit.is_money() && power == 0 && value.scale() > 0 && value.fract().is_zero() {
        oddities.push("CELL-DECIMAL");
    }
    Some(if negative { -value.normalize() } else { value.normalize() })
}

fn sign(text: &str) -> (bool, &str) {
    for (words, negative) in [(UP, false), (DOWN, true)] {
        for word in words {
            if let Some(rest) = text.strip_prefix(word) {
                return (negative, rest.strip_prefix(['了', ':']).unwrap_or(rest));
            }
        }
    }
    (false, text)
}

/// Whether a number is told to be money before it, and the number.
fn coin(text: &str) -> (bool, &str) {
    let rest = COINS.iter().find_map(|word| text.strip_prefix(word));
    (rest.is_some(), rest.unwrap_or(text).trim_start())
}

/// The leading run of digits, separators, letters that look like digits, and blanks or breaks between digits.
fn split_digits(text: &str) -> (&str, &str) {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | 'O' | 'o' | 'l' | 'I' | ' ' | '\t' | '\n');
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if !is_part(c) {
            break;
        }
        if !matches!(c, ' ' | '\t' | '\n') {
            end = at + c.len_utf8();
        }
    }
    (&text[..end], &text[end..])
}

/// Digits with separators; letters for digits are told of.
fn decimal(digits: &str, oddities: &mut Vec<&'static str>) -> Option<Decimal> {
    let mut text: String = digits.to_owned();
    if text.contains(['O', 'o', 'l', 'I']) {
        text = text
            .chars()
            .map(|c| match c {
                'O' | 'o' => '0',
                'l' | 'I' => '1',
                other => other,
            })
            .collect();
        oddities.push("CELL-LETTER");
    }
    if text.contains('\n') {
        // A narrow cell wraps a long number; a blank on the same line does not come from wrapping.
        text = text.replace('\n', "");
        oddities.push("CELL-WRAPPED");
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.as_str(), None),
    };
    let whole = ungroup(whole)?;
    if whole.len() > 1 && whole.starts_with('0') {
        oddities.push("CELL-LEADING-ZERO");
    }
    let plain = match fraction {
        Some(fraction) if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) => return None,
        Some(fraction) => format!("{whole}.{fraction}"),
        None => whole,
    };
    plain.parse().ok()
}

/// Digits without thousands separators; `None` when the groups are not of three.
fn ungroup(whole: &str) -> Option<String> {
    if whole.is_empty() {
        return None;
    }
    for separator in [',', ' '] {
        if !whole.contains(separator) {
            continue;
        }
        let mut groups = whole.split(separator);
        let first = groups.next()?;
        let fits = |group: &str, len: usize| group.len() == len && group.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=3).any(|len| fits(first, len)) || !groups.all(|group| fits(group, 3)) {
            return None;
        }
        return Some(whole.replace(separator, ""));
    }
    whole.bytes().all(|byte| byte.is_ascii_digit()).then(|| whole.to_owned())
}

/// Unit after the number: power of ten, whether it is money, and what follows.
fn suffix(text: &str) -> (u32, Option<bool>, &str) {
    match unit::at(text).map(|place| UNITS[place]).filter(|unit| unit.kind != UnitKind::Time) {
        Some(unit) if unit.word == "万" => {
            // 1.2万件: the counter follows the myriad.
            let after = &text["万".len()..];
            let counter = unit::at(after).map(|place| UNITS[place]);
            let counter = counter.filter(|unit| unit.kind == UnitKind::Count && unit.power == 0);
            (4, Some(false), counter.map_or(after, |unit| &after[unit.word.len()..]))
        }
        Some(unit) => (unit.power, Some(unit.kind == UnitKind::Money), &text[unit.word.len()..]),
        None => (0, None, text),
    }
}

/// What may follow: nothing, a remark in brackets, the mark of a note.
fn note(text: &str, oddities: &mut Vec<&'static str>) -> Option<()> {
    if text.is_empty() || text == "。" {
        return Some(());
    }
    let circled = enumerator(text).is_some_and(|found| found.bracketed && found.end == text.len());
    // `注`, `注1`: the word that stands over a note stands for it as well.
    let named = text.strip_prefix('注').is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || superscript(c)));
    if circled || named || text.chars().all(|c| superscript(c) || NOTES.contains(&c)) {
        oddities.push("CELL-NOTE");
        return Some(());
    }
    let bracketed = text.starts_with(['(', '[', '〔', '【']) && text.ends_with([')', ']', '〕', '】']);
    if bracketed || text.starts_with("(注") {
        oddities.push("CELL-NOTE");
        return Some(());
    }
    None
}

fn scale(
    value: Decimal,
    power: u32,
    money: Option<bool>,
    unit: Unit,
    oddities: &mut Vec<&'static str>,
) -> Option<Decimal> {
    let asked = match unit {
        Unit::TenThousandYuan => 4i32,
        _ => 0,
    };
    let power = power as i32;
    match money {
        Some(true) if unit.is_money() => {
            if power != asked {
                oddities.push("CELL-UNIT");
            }
            shift(value, power - asked)
        }
        // Money in a count, a count in money: the number is there, its unit is not the form's.
        Some(_) if power == 0 && !unit.is_money() => {
            if money == Some(true) {
                oddities.push("CELL-UNIT");
            }
            Some(value)
        }
        Some(false) if unit.is_money() && power == 4 && asked == 4 => {
            oddities.push("CELL-UNIT");
            Some(value)
        }
        Some(_) => {
            oddities.push("CELL-UNIT");
            shift(value, power)
        }
        None => Some(value),
    }
}

fn shift(value: Decimal, power: i32) -> Option<Decimal> {
    let factor = Decimal::from(10i64.checked_pow(power.unsigned_abs())?);
    if power >= 0 { value.checked_mul(factor) } else { value.checked_div(factor) }
}

#[cfg(test)]
mod tests;
