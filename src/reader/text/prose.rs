//! Running text: lines in, paragraphs out. Where a program folded the lines at a fixed width, they are
//! unfolded, because sentences and numbers are cut at its line ends; lines that end early are headings,
//! titles and last lines, and stay.

use super::lines::{Line, Opening, Pitch, blank, display_width, opening};
use crate::document::SourceLocation;
use crate::script::wide;

/// Shorter lines say nothing of the width that others were folded at, in display columns.
const LEAST: usize = 40;

/// The width that a text's lines were folded at, in display columns, if they were.
pub(super) fn folding_width(lines: &[Line]) -> Option<usize> {
    // No character is wider than its bytes are many.
    let long = lines.iter().filter(|line| line.text.len() >= LEAST);
    let mut widths: Vec<usize> =
        long.map(|line| display_width(line.trimmed())).filter(|&width| width >= LEAST).collect();
    if widths.len() < 5 {
        return None;
    }
    widths.sort_unstable();
    let typical = widths[widths.len() * 9 / 10];
    let near = widths.iter().filter(|&&width| width + SLACK >= typical && width <= typical + SLACK).count();
    (near * 2 >= widths.len() && typical < 200).then_some(typical)
}

/// A word or a bracket that does not fit moves to the next line whole.
const SLACK: usize = 8;

/// More than a paragraph's indentation: a line that stands somewhere else on the page.
const DEEP: usize = 6;

/// So many pieces between wide gaps are names of columns, not prose.
const COLUMNS: usize = 3;

/// A paragraph and where it starts.
#[derive(Debug, PartialEq)]
pub(super) struct Unfolded {
    pub text: String,
    pub location: SourceLocation,
}

/// Joins lines into paragraphs; `folded` is the whole text's width.
pub(super) fn unfold(lines: &[Line], folded: Option<usize>) -> Vec<Unfolded> {
    let mut paragraphs: Vec<Unfolded> = Vec::new();
    // Whether the paragraph before goes on, and whether its sentence does.
    let (mut full, mut unfinished, mut gap) = (false, false, 0);
    for line in lines {
        let text = line.trimmed();
        if text.is_empty() {
            gap += 1;
            continue;
        }
        let indent = &line.text[..line.text.len() - line.text.trim_start_matches(blank).len()];
        let indented = !indent.is_empty();
        let opens = || opening(text) != Opening::None;
        // A page break leaves a blank line in the middle of a sentence.
        let joins = full
            && if unfinished {
                gap <= 2 && display_width(indent) <= DEEP && !(indented && opens())
            } else {
                gap == 0 && !indented && !opens()
            };
        match paragraphs.last_mut() {
            // What stands below the heading of a year is told by it.
            Some(paragraph) if joins && !line.is_year() => join(&mut paragraph.text, text),
            _ => paragraphs.push(Unfolded { text: text.to_owned(), location: line.location(text) }),
        }
        full = folded.is_some_and(|folded| display_width(line.text.trim_end_matches(blank)) + SLACK >= folded)
            && !ends_with_day(text)
            && line.pieces(Pitch::Display).len() < COLUMNS;
        unfinished = !text.ends_with(['。', '！', '？', '；', '：', '.', '!', '?', ';', ':']);
        gap = 0;
    }
    paragraphs
}

/// Whether a line ends with a day, as the entries of lists do: `…年度报告 2024-01-12`, `…[2024-01-12]`.
fn ends_with_day(line: &str) -> bool {
    let line = line.trim_end_matches([']', '】', ')', '）']).as_bytes();
    let Some(day) = line.len().checked_sub("2024-01-12".len()).map(|start| &line[start..]) else { return false };
    let mark = |byte: u8| matches!(byte, b'-' | b'/' | b'.');
    day.iter().enumerate().all(|(at, &byte)| if matches!(at, 4 | 7) { mark(byte) } else { byte.is_ascii_digit() })
}

fn join(paragraph: &mut String, line: &str) {
    let (last, next) = (paragraph.chars().next_back(), line.chars().next());
    let letters = |character: Option<char>| character.is_some_and(|c| !wide(c) && c.is_alphabetic());
    if letters(last) && letters(next) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::super::lines::split;
    use super::*;

    #[test]
    fn entries_of_lists_and_names_of_columns_do_not_go_on() {
        let entry = |day: u32| format!("青河县第{day}中心2023年政府信息公开工作年度报告 2024-01-{day}\n");
        let list: String = (10..18).map(entry).collect();
        let heads = "统计指标                              单位  2015年度  历年累计数\n一、主动公开情况\n";
        let year = "三、收到和处理政府信息公开申请情况和办理结果情况\n2021年\n";
        for (text, count) in [(list.as_str(), 8), (heads, 2), (year, 2)] {
            let lines = split(text);
            assert_eq!(unfold(&lines, Some(50)).len(), count, "{text}");
        }
    }
}
