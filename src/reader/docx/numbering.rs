//! Automatic numbering: the label that Word prints before a paragraph and does not store in it.
//!
//! Headings of reports (`一、`, `（一）`) are often numbered so. Formats that are not known here give no label.

use super::element::{Element, attribute, number};
use super::events::open;
use super::token::Token;

/// Levels of a list (17.9.6).
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    format: Vec<u8>,
    /// `%1、`, `（%1）`, `%1.%2`.
    pattern: String,
    /// Nothing stands between label and text.
    tight: bool,
}

#[derive(Debug, Default)]
struct Abstract {
    id: i64,
    levels: Vec<Level>,
    /// Number last given at each level.
    counters: [Option<i64>; LEVELS],
}

#[derive(Debug, Default)]
struct List {
    id: i64,
    definition: i64,
    /// Restarts of levels, taken at the first use of the list.
    restarts: Vec<(usize, i64)>,
}

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: Vec<Abstract>,
    lists: Vec<List>,
}

impl Numbering {
    /// Reads `numbering.xml`.
    pub fn read(bytes: &[u8], outer: &[u8]) -> Self {
        let mut numbering = Self::default();
        let Some(mut part) = open(bytes, outer) else { return numbering };
        // Inside `num`, a level belongs to an override.
        let mut in_list = false;
        let mut overridden = 0;
        loop {
            let tag = match part.next() {
                Token::Open(tag) => tag,
                Token::End => break,
                _ => continue,
            };
            let value = || attribute(tag.attributes, "val").unwrap_or_default();
            let level = |name| number_of(tag.attributes, name).and_then(|level| usize::try_from(level).ok());
            match tag.element {
                Element::AbstractNumbering => {
                    in_list = false;
                    let id = number_of(tag.attributes, "abstractNumId").unwrap_or(-1);
                    numbering.definitions.push(Abstract { id, ..Abstract::default() });
                }
                Element::List => {
                    in_list = true;
                    let id = number_of(tag.attributes, "numId").unwrap_or(-1);
                    numbering.lists.push(List { id, definition: -1, restarts: Vec::new() });
                }
                Element::AbstractNumberingId => {
                    if let (Some(list), Some(id)) = (numbering.lists.last_mut(), number(tag.attributes)) {
                        list.definition = id;
                    }
                }
                Element::LevelOverride => overridden = level("ilvl").unwrap_or(LEVELS),
                Element::StartOverride => {
                    if let (Some(list), Some(start)) = (numbering.lists.last_mut(), number(tag.attributes)) {
                        list.restarts.push((overridden, start));
                    }
                }
                _ if in_list => {}
                Element::Level => {
                    let Some(definition) = numbering.definitions.last_mut() else { continue };
                    if let Some(level) = level("ilvl").filter(|level| *level < LEVELS) {
                        definition.levels.resize_with(definition.levels.len().max(level + 1), Level::default);
                        // Levels stand in order; properties that follow are the last one's.
                        definition.levels.truncate(level + 1);
                    }
                }
                element => {
                    let Some(level) = numbering.definitions.last_mut().and_then(|last| last.levels.last_mut()) else {
                        continue;
                    };
                    match element {
                        Element::Start => level.start = number(tag.attributes).unwrap_or(1),
                        Element::NumberFormat => level.format = value().to_vec(),
                        Element::LevelText => {
                            level.pattern.clear();
                            super::text::append(value(), &mut level.pattern);
                        }
                        Element::Suffix => level.tight = value() == b"nothing",
                        _ => {}
                    }
                }
            }
        }
        numbering.definitions.sort_by_key(|definition| definition.id);
        numbering.lists.sort_by_key(|list| list.id);
        numbering
    }

    /// Counts one paragraph of a list on, and gives its label with what separates it from the text;
    /// `None` for bullets, unknown formats and lists that do not exist.
    pub fn next(&mut self, list: i64, level: usize) -> Option<String> {
        let at = self.lists.binary_search_by_key(&list, |list| list.id).ok()?;
        let list = self.lists.get_mut(at)?;
        let at = self.definitions.binary_search_by_key(&list.definition, |definition| definition.id).ok()?;
        let definition = self.definitions.get_mut(at)?;
        for (level, start) in list.restarts.drain(..) {
            if let Some(counter) = definition.counters.get_mut(level) {
                *counter = start.checked_sub(1);
            }
        }
        let format = definition.levels.get(level)?;
        let counter = definition.counters.get_mut(level)?;
        *counter = Some(counter.map_or(format.start, |last| last.saturating_add(1)));
        definition.counters[level + 1..].fill(None);
        definition.label(level)
    }
}

impl Abstract {
    fn label(&self, level: usize) -> Option<String> {
        let format = self.levels.get(level)?;
        if format.format == b"bullet" {
            return None;
        }
        let mut label = String::new();
        let mut rest = format.pattern.as_str();
        while let Some(at) = rest.find('%') {
            label.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let Some(digit) = rest.bytes().next().filter(u8::is_ascii_digit) else {
                label.push('%');
                continue;
            };
            rest = &rest[1..];
            let shown = usize::from(digit - b'0').checked_sub(1)?;
            let format = self.levels.get(shown)?;
            let value = self.counters.get(shown)?.unwrap_or(format.start);
            label.push_str(&written(value, &format.format)?);
        }
        label.push_str(rest);
        if label.is_empty() {
            return None;
        }
        // Behind a full-width mark nothing is needed; a digit must not run into the text.
        if !format.tight && label.ends_with(|last: char| last.is_ascii()) {
            label.push(' ');
        }
        Some(label)
    }
}

fn number_of(raw: &[u8], name: &str) -> Option<i64> {
    str::from_utf8(attribute(raw, name)?).ok()?.trim().parse().ok()
}

/// A number in a format of 17.18.59.
pub(in crate::reader) fn written(value: i64, format: &[u8]) -> Option<String> {
    match format {
        b"decimal" | b"" => Some(value.to_string()),
        b"decimalZero" => Some(format!("{value:02}")),
        b"decimalFullWidth" | b"decimalFullWidth2" => {
            let wide = |digit: char| char::from_u32(u32::from(digit) - u32::from('0') + 0xff10).unwrap_or(digit);
            Some(value.to_string().chars().map(wide).collect())
        }
        b"chineseCounting"
        | b"chineseCountingThousand"
        | b"japaneseCounting"
        | b"taiwaneseCounting"
        | b"taiwaneseCountingThousand"
        | b"ideographDigital" => chinese(value),
        b"decimalEnclosedCircle" | b"decimalEnclosedCircleChinese" => {
            let offset = u32::try_from(value).ok().filter(|value| (1..=20).contains(value))?;
            char::from_u32(0x245f + offset).map(String::from)
        }
        b"ideographTraditional" => {
            "甲乙丙丁戊己庚辛壬癸".chars().nth(usize::try_from(value.checked_sub(1)?).ok()?).map(String::from)
        }
        b"lowerLetter" | b"upperLetter" => {
            let offset = u8::try_from(value).ok().filter(|value| (1..=26).contains(value))?;
            let base = if format == b"lowerLetter" { b'a' } else { b'A' };
            Some(char::from(base + offset - 1).to_string())
        }
        _ => None,
    }
}

/// 一 to 九十九, as headings are counted.
fn chinese(value: i64) -> Option<String> {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let value = usize::try_from(value).ok().filter(|value| (1..100).contains(value))?;
    let (tens, ones) = (value / 10, value % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS[tens]),
    };
    Some(tens + DIGITS[ones])
}
