//! Automatic numbering ([MS-DOC] 2.4.6.3): the labels that Word prints before paragraphs of lists and
//! does not store in them.
//!
//! Formats that the docx reader does not know either give no label; the two readers label alike.

use super::bytes::{u8_at, u16_at, u32_at};
use super::fib::{Fib, Structure};
use crate::reader::docx::numbering;

/// Levels of a list.
const LEVELS: usize = 9;
/// Length of an LSTF (2.9.147), of the fixed part of an LVL (2.9.150), of an LFO (2.9.131).
const LIST: usize = 28;
const LEVEL: usize = 28;
const OVERRIDE: usize = 16;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: i64,
    /// Number format ([MS-OSHARED] 2.2.1.3).
    format: u8,
    /// Units below nine stand for the number of that level.
    text: Vec<u16>,
    /// Nothing stands between label and text.
    tight: bool,
}

#[derive(Debug, Default)]
struct List {
    id: u32,
    levels: Vec<Level>,
    /// Number last given at each level.
    counters: [Option<i64>; LEVELS],
}

/// What paragraphs refer to: a list, and where it starts anew.
#[derive(Debug, Default)]
struct Override {
    list: Option<usize>,
    restarts: Vec<(usize, i64)>,
}

/// The lists of a document and how far they have counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    lists: Vec<List>,
    overrides: Vec<Override>,
}

impl Lists {
    /// Reads the lists; what breaks off gives no labels.
    pub fn read(fib: &Fib, table: &[u8]) -> Self {
        let mut lists = Self::default();
        if !fib.old {
            lists.read_lists(fib, table);
            lists.read_overrides(fib, table);
        }
        lists
    }

    /// PlfLst: the lists, then (behind the structure) all their levels.
    fn read_lists(&mut self, fib: &Fib, table: &[u8]) -> Option<()> {
        let plf = fib.part(table, Structure::Lists)?;
        let mut levels = fib.after(table, Structure::Lists)?;
        let count = usize::from(u16_at(plf, 0)?);
        for index in 0..count {
            let list = plf.get(2 + LIST * index..2 + LIST * (index + 1))?;
            let simple = u8_at(list, 26)? & 1 == 1;
            self.lists.push(List { id: u32_at(list, 0)?, ..List::default() });
            for _ in 0..if simple { 1 } else { LEVELS } {
                let (level, rest) = read_level(levels)?;
                levels = rest;
                self.lists.last_mut()?.levels.push(level);
            }
        }
        Some(())
    }

    /// PlfLfo: the overrides, then what each of them changes.
    fn read_overrides(&mut self, fib: &Fib, table: &[u8]) -> Option<()> {
        let plf = fib.part(table, Structure::ListOverrides)?;
        let count = (u32_at(plf, 0)? as usize).min(plf.len() / OVERRIDE);
        let mut counts = Vec::new();
        for index in 0..count {
            let entry = plf.get(4 + OVERRIDE * index..4 + OVERRIDE * (index + 1))?;
            let id = u32_at(entry, 0)?;
            let list = self.lists.iter().position(|list| list.id == id);
            self.overrides.push(Override { list, restarts: Vec::new() });
            counts.push(u8_at(entry, 12)?);
        }
        let mut rest = plf.get(4 + OVERRIDE * count..)?;
        for (list, count) in self.overrides.iter_mut().zip(counts) {
            rest = rest.get(4..)?;
            for _ in 0..count {
                let (start, flags) = (u32_at(rest, 0)?, u32_at(rest, 4)?);
                rest = rest.get(8..)?;
                let mut start = i64::from(start.cast_signed());
                if flags & 0x20 != 0 {
                    let (level, after) = read_level(rest)?;
                    (start, rest) = (level.start, after);
                }
                if flags & 0x10 != 0 {
                    list.restarts.push(((flags & 0xF) as usize, start));
                }
            }
        }
        Some(())
    }

    /// Counts one paragraph on, and gives its label with what separates it from the text; `None` for
    /// bullets, unknown formats and lists that do not exist. Overrides are counted from one.
    pub fn next(&mut self, number: u16, level: u8) -> Option<String> {
        let index = usize::from(number).checked_sub(1)?;
        let entry = self.overrides.get_mut(index)?;
        let list = self.lists.get_mut(entry.list?)?;
        for (level, start) in entry.restarts.drain(..) {
            if let Some(counter) = list.counters.get_mut(level) {
                *counter = start.checked_sub(1);
            }
        }
        let level = usize::from(level);
        let start = list.levels.get(level)?.start;
        let counter = list.counters.get_mut(level)?;
        *counter = Some(counter.map_or(start, |last| last.saturating_add(1)));
        list.counters[level + 1..].fill(None);
        list.label(level)
    }
}

impl List {
    fn label(&self, level: usize) -> Option<String> {
        let shown = self.levels.get(level)?;
        // Bullets say nothing.
        if shown.format == 23 {
            return None;
        }
        let mut label = String::new();
        let mut plain = Vec::new();
        for &unit in &shown.text {
            if usize::from(unit) >= LEVELS {
                plain.push(unit);
                continue;
            }
            label.push_str(&String::from_utf16_lossy(&plain));
            plain.clear();
            let format = self.levels.get(usize::from(unit))?;
            let value = self.counters.get(usize::from(unit))?.unwrap_or(format.start);
            label.push_str(&numbering::written(value, name(format.format)?)?);
        }
        label.push_str(&String::from_utf16_lossy(&plain));
        if label.is_empty() {
            return None;
        }
        // Behind a full-width mark nothing is needed; a digit must not run into the text.
        if !shown.tight && label.ends_with(|last: char| last.is_ascii()) {
            label.push(' ');
        }
        Some(label)
    }
}

/// LVL: a fixed part, two property lists, then the text with its length before it.
fn read_level(bytes: &[u8]) -> Option<(Level, &[u8])> {
    let lists = usize::from(u8_at(bytes, 24)?) + usize::from(u8_at(bytes, 25)?);
    let text = bytes.get(LEVEL + lists..)?;
    let length = usize::from(u16_at(text, 0)?);
    let stored = text.get(2..2 + 2 * length)?;
    let level = Level {
        start: i64::from(u32_at(bytes, 0)?.cast_signed()),
        format: u8_at(bytes, 4)?,
        text: stored.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect(),
        tight: u8_at(bytes, 15)? == 2,
    };
    Some((level, &text[2 + 2 * length..]))
}

/// The name of a number format in Office Open XML (17.18.59).
fn name(format: u8) -> Option<&'static [u8]> {
    Some(match format {
        0 => b"decimal",
        3 => b"upperLetter",
        4 => b"lowerLetter",
        10 => b"ideographDigital",
        11 | 33 | 35 | 37 | 39 => b"chineseCounting",
        14 => b"decimalFullWidth",
        18 | 28 => b"decimalEnclosedCircle",
        22 => b"decimalZero",
        30 => b"ideographTraditional",
        _ => return None,
    })
}
