//! Where the sections of the report stand in a document.
//!
//! A document comes in; the six sections that the form prescribes go out, each as a range of blocks with
//! offsets into the first and the last of them, because in run-together copies several headings stand in one
//! paragraph. What is written inside a section is left to others.

mod title;

use std::ops::Range;

use crate::document::{Block, Document, Paragraph, Role};
use crate::finding::Finding;
use title::Title;

/// A section of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// One to six, by the titles that the form prescribes.
    pub number: u8,
    /// Blocks of the document that it touches, from the heading on, end exclusive. The first and the last one may
    /// be shared with a neighbour.
    pub blocks: Range<usize>,
    /// Byte offset of the heading in the text of the first block.
    pub start: usize,
    /// Where the text after the heading begins: block, and byte offset in its text.
    pub body: (usize, usize),
    /// Byte offset in the text of the last block at which the section ends; `usize::MAX` for the block's end.
    pub end: usize,
}

impl Section {
    /// The part of a paragraph's text that belongs to this section (without its heading), as a byte range.
    pub fn within(&self, block: usize, text: &str) -> Range<usize> {
        if !self.blocks.contains(&block) || block < self.body.0 {
            return 0..0;
        }
        let start = if block == self.body.0 { self.body.1 } else { 0 };
        let end = if block + 1 == self.blocks.end { self.end.min(text.len()) } else { text.len() };
        start.min(end)..end
    }
}

/// A place that may be the heading of a section.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    block: usize,
    start: usize,
    title: Title,
    score: i32,
}

/// A sequence of headings must weigh this much to be believed: one numbered official title alone does.
const ENOUGH: i32 = 6;

/// The sections of a document in order, as the best consistent sequence of headings: each title has a weight
/// (official wording, ordinal, a line of its own, its table after it), and the heaviest sequence with rising
/// numbers wins, so that cross references, tables of contents and inner headings fall out.
pub fn sections(document: &Document) -> Vec<Section> {
    let candidates = candidates(document);
    let chosen = best_sequence(&candidates);
    let mut sections = Vec::with_capacity(chosen.len());
    for (place, &index) in chosen.iter().enumerate() {
        let candidate = &candidates[index];
        if candidate.title.number == 0 {
            continue;
        }
        let next = chosen.get(place + 1).map(|&next| &candidates[next]);
        let foreign = candidates[index + 1..chosen.get(place + 1).copied().unwrap_or(candidates.len())]
            .iter()
            .find(|other| other.title.number == 0 && other.score > 0);
        let (last, end) = match foreign.or(next) {
            Some(next) if next.start == 0 => (next.block, usize::MAX),
            Some(next) => (next.block + 1, next.start),
            None => (document.blocks.len(), usize::MAX),
        };
        sections.push(Section {
            number: candidate.title.number,
            blocks: candidate.block..last.max(candidate.block + 1),
            start: candidate.start,
            body: (candidate.block, candidate.title.end),
            end,
        });
    }
    sections
}

fn candidates(document: &Document) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for (block, paragraph) in text_blocks(document) {
        let text = paragraph.text.as_str();
        let mut from = 0;
        if let Some((start, title)) = title::at_start(text) {
            let alone = title.end >= text.len();
            let heading = paragraph.role == Role::Heading;
            // Without an ordinal, words that open a sentence are no title.
            if alone || heading || title.numbered || title.score >= 4 {
                let score = title.score + if alone { 3 } else { 0 } + if heading { 2 } else { 0 };
                candidates.push(Candidate { block, start: if start < 8 { 0 } else { start }, title, score });
                from = title.end;
            }
        }
        inside(block, text, from, &mut candidates);
    }
    for index in 0..candidates.len() {
        let next = candidates.get(index + 1).map(|next| (next.block, next.start));
        let candidate = &candidates[index];
        let bonus = followed_by(document, candidate, next);
        candidates[index].score += bonus;
    }
    candidates
}

/// Headings in the middle of a paragraph (run-together copies): a numbered title after the end of something.
fn inside(block: usize, text: &str, from: usize, candidates: &mut Vec<Candidate>) {
    let mut place = from;
    while let Some(found) = text[place..].find('、') {
        let mark = place + found;
        place = mark + '、'.len_utf8();
        let Some(digit) = text[..mark].chars().next_back() else { continue };
        if !matches!(digit, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') {
            continue;
        }
        let mut start = mark - digit.len_utf8();
        if let Some(ten) = text[from.min(start)..start].chars().next_back().filter(|&c| c == '十') {
            start -= ten.len_utf8();
        }
        // Quoted or bracketed titles, and 详见二、…, are cross references.
        if start < from
            || text[..start].trim_end().ends_with(['“', '"', '《', '「', '见', '（', '(', '第', '在', '照', '‘'])
        {
            continue;
        }
        if let Some(title) = title::at(text, start) {
            // Official wording only: inside a paragraph, other words are more often a list than a heading.
            if title.numbered && (title.score >= 5 || title.number == 0) {
                candidates.push(Candidate { block, start, title, score: title.score - 1 });
                place = title.end.max(place);
            }
        }
    }
}

/// What comes right after a heading speaks for it: its official table, or text at all.
fn followed_by(document: &Document, candidate: &Candidate, next: Option<(usize, usize)>) -> i32 {
    let rest = match document.blocks.get(candidate.block) {
        Some(Block::Paragraph(paragraph)) => paragraph.text.get(candidate.title.end..).unwrap_or_default(),
        _ => "",
    };
    let mut bonus = 0;
    // A line of a table of contents is followed at once by the next title.
    let until = next.map_or(document.blocks.len(), |(block, _)| block);
    let own = next.is_some_and(|(block, start)| block == candidate.block && start > candidate.title.end);
    if !rest.trim().is_empty() || own || until > candidate.block + 1 {
        bonus += 1;
    }
    let signs: &[&str] = match candidate.title.number {
        2 => &["第二十条", "信息内容"],
        3 => &["本列数据", "申请人情况", "（本列"],
        4 => &["行政复议", "结果维持"],
        _ => return bonus,
    };
    let opens = |text: &str| signs.iter().any(|sign| text.trim_start().starts_with(sign));
    let after = document.blocks.iter().skip(candidate.block + 1).take(2);
    let table = after.into_iter().any(|block| match block {
        Block::Grid(grid) => grid.cells.iter().take(8).any(|cell| opens(&cell.text)),
        Block::Paragraph(paragraph) => rest.trim().is_empty() && opens(&paragraph.text),
        Block::Picture(_) => false,
    });
    if table || opens(rest) { bonus + 4 } else { bonus }
}

/// Indices of the heaviest sequence with rising numbers.
fn best_sequence(candidates: &[Candidate]) -> Vec<usize> {
    // best[n]: weight and last candidate of the heaviest sequence that ends in section n; 0 is the empty one.
    let mut best: [(i32, Option<usize>); 7] = [(i32::MIN, None); 7];
    best[0] = (0, None);
    let mut before: Vec<Option<usize>> = vec![None; candidates.len()];
    for (index, candidate) in candidates.iter().enumerate() {
        let number = usize::from(candidate.title.number);
        if number == 0 || candidate.score <= 0 {
            continue;
        }
        let (weight, last) =
            best[..number].iter().copied().max_by_key(|(weight, last)| (*weight, last.is_some())).unwrap_or((0, None));
        let weight = weight.saturating_add(candidate.score);
        if weight > best[number].0 {
            before[index] = last;
            best[number] = (weight, Some(index));
        }
    }
    let (weight, mut last) = best.iter().copied().max_by_key(|(weight, _)| *weight).unwrap_or((0, None));
    let mut chosen = Vec::new();
    if weight >= ENOUGH {
        while let Some(index) = last {
            chosen.push(index);
            last = before[index];
        }
        chosen.reverse();
    }
    chosen
}

fn text_blocks(document: &Document) -> impl Iterator<Item = (usize, &Paragraph)> {
    document.blocks.iter().enumerate().filter_map(|(index, block)| match block {
        Block::Paragraph(paragraph) if !matches!(paragraph.role, Role::Navigation | Role::Margin) => {
            Some((index, paragraph))
        }
        _ => None,
    })
}

/// Text of the six sections, one paragraph a line, without grids, headings and page margins; empty where a
/// section was not found.
pub fn texts(document: &Document, sections: &[Section]) -> [String; 6] {
    let mut texts: [String; 6] = Default::default();
    for section in sections {
        let Some(text) = texts.get_mut(usize::from(section.number).wrapping_sub(1)) else { continue };
        for (index, paragraph) in text_blocks(document).skip_while(|(index, _)| *index < section.blocks.start) {
            if index >= section.blocks.end {
                break;
            }
            let piece = paragraph.text.get(section.within(index, &paragraph.text)).unwrap_or_default().trim();
            if !piece.is_empty() {
                if !text.is_empty() {
                    text.push('\n');
                }
                text.push_str(piece);
            }
        }
    }
    texts
}

/// First reporting year of the form that prescribes the six sections.
const PRESCRIBED_FROM: u16 = 2019;

/// What is to be said about the sections (`DOC-SECTIONS`): those that are missing, those without content. Silent
/// for years before the form prescribed them, and where no section was found at all (it is no report then, or not in
/// a shape that has headings).
pub fn check(document: &Document, sections: &[Section], year: Option<u16>) -> Vec<Finding> {
    if sections.is_empty() || year.is_some_and(|year| year < PRESCRIBED_FROM) {
        return Vec::new();
    }
    let missing = (1..=6).filter(|number| !sections.iter().any(|section| section.number == *number));
    let missing: Vec<&str> = missing.map(ordinal).collect();
    let empty = sections.iter().filter(|section| !has_content(document, section));
    let empty: Vec<&str> = empty.map(|section| ordinal(section.number)).collect();
    if missing.is_empty() && empty.is_empty() {
        return Vec::new();
    }
    let list = |numbers: &[&str]| if numbers.is_empty() { "—".to_owned() } else { numbers.join("、") };
    vec![Finding::new("DOC-SECTIONS").with("missing", list(&missing)).with("empty", list(&empty))]
}

fn has_content(document: &Document, section: &Section) -> bool {
    section.blocks.clone().any(|index| match document.blocks.get(index) {
        Some(Block::Paragraph(paragraph)) => {
            let text = paragraph.text.get(section.within(index, &paragraph.text)).unwrap_or_default();
            !matches!(paragraph.role, Role::Navigation | Role::Margin) && !text.trim().is_empty()
        }
        Some(Block::Grid(_) | Block::Picture(_)) => index >= section.body.0,
        None => false,
    })
}

fn ordinal(number: u8) -> &'static str {
    ["〇", "一", "二", "三", "四", "五", "六"].get(usize::from(number)).copied().unwrap_or("〇")
}

#[cfg(test)]
mod tests;
