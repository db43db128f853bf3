//! The prose as one string that is easy to scan, with the way back to the source.
//!
//! Passages come in; out goes text without white space (but one blank between digits that were apart), with half-width
//! digits and full-width marks, lines that a converter broke joined again, and for every byte the character of
//! the filing that it came from.

use std::cell::Cell;

use memchr::memchr3_iter;

use super::Passage;
use crate::script::{enumerator, invisible, simplified};

/// Text to be scanned, and where each byte of it came from.
pub(super) struct RunningText<'a> {
    pub text: String,
    /// Traditional characters of the source, by the byte at which what they stand for begins (three bytes each, both).
    traditional: Vec<(usize, char)>,
    /// Stretches each character of which came from the one behind that of the character before it: where they begin, and
    /// the character (from zero) in the filing's paragraph text. None is longer than [`STRETCH`].
    origins: Vec<(usize, u32)>,
    /// The character behind the last one.
    next: u32,
    /// Where passages start: byte in `text`, index of the passage.
    starts: Vec<(usize, usize)>,
    passages: &'a [Passage<'a>],
    /// Where the last line starts.
    line: usize,
    /// Bytes that were looked at: what holds every stage of the reader to linear time.
    steps: Cell<u64>,
}

/// A sentence, as a byte range of the running text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence {
    pub start: usize,
    pub end: usize,
    /// A heading: a short numbered line that tells what the text below is about.
    pub heading: bool,
    /// First sentence of a paragraph.
    pub opens: bool,
}

/// A line shorter than this (in characters) was ended by its author, not by the page's width.
const FULL_LINE: usize = 22;

/// Bytes after which a sentence is cut at the next mark: run-together tables have no full stops, and what is done
/// for each number of a sentence looks at all of it.
const SENTENCE: usize = 3_000;

/// Bytes of the text whose characters are counted to find where one came from, at most.
const STRETCH: usize = 256;

/// A heading is at most this long, in characters.
const HEADING: usize = 32;

impl<'a> RunningText<'a> {
    pub fn new(passages: &'a [Passage<'a>]) -> Self {
        let size = passages.iter().map(|passage| passage.text.len() + 1).sum();
        let mut running = Self {
            text: String::with_capacity(size),
            traditional: Vec::new(),
            origins: Vec::new(),
            next: 0,
            starts: Vec::new(),
            passages,
            line: 0,
            steps: Cell::new(0),
        };
        for (index, passage) in passages.iter().enumerate() {
            let mut origin = passage.start;
            for (number, line) in passage.text.split_inclusive('\n').enumerate() {
                running.join(index, number > 0, running.look(line).trim_start());
                if number == 0 {
                    running.starts.push((running.text.len(), index));
                }
                origin = running.append(running.look(line), origin);
            }
        }
        running
    }

    /// A text that is about to be scanned, counted.
    pub fn look<'t>(&self, text: &'t str) -> &'t str {
        self.steps.set(self.steps.get() + text.len() as u64);
        text
    }

    /// One word was looked at.
    pub fn step(&self) {
        self.steps.set(self.steps.get() + 1);
    }

    /// Bytes and words looked at so far.
    #[cfg(test)]
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Ends the line before, or goes on with it where it was only broken.
    fn join(&mut self, index: usize, same: bool, next: &str) {
        let Some(last) = self.text.chars().next_back() else { return };
        let line = &self.text[self.line..];
        let section = |index: usize| self.passages.get(index).and_then(|passage| passage.section);
        let broken = !matches!(last, '。' | '！' | '？' | '；' | '：' | '\n')
            && line.chars().rev().take(FULL_LINE).count() == FULL_LINE
            && (same || (index > 0 && section(index) == section(index - 1)))
            && !numbered(next)
            && !(numbered(line) && titled(line));
        if !broken {
            self.push('\n', self.next);
        }
    }

    fn push(&mut self, c: char, origin: u32) {
        self.stretch(origin);
        self.next = origin + 1;
        let place = self.text.len();
        let folded = simplified(c);
        if folded != c {
            // Ideographs of the basic plane all.
            debug_assert_eq!(folded.len_utf8(), c.len_utf8());
            self.traditional.push((place, c));
        }
        self.text.push(folded);
        if c == '\n' {
            self.line = self.text.len();
        }
    }

    /// Appends characters of three bytes that stand for themselves; the first is the given one of the filing.
    fn push_plain(&mut self, mut text: &str, mut origin: u32) {
        while !text.is_empty() {
            let stretch = self.stretch(origin);
            let room = (stretch + STRETCH - self.text.len()).div_ceil(WIDE);
            let (now, later) = text.split_at(text.len().min(WIDE * room));
            self.text.push_str(now);
            origin += (now.len() / WIDE) as u32;
            (self.next, text) = (origin, later);
        }
    }

    /// Where the stretch begins that the next character, which is the given one of the filing, belongs to.
    fn stretch(&mut self, origin: u32) -> usize {
        let place = self.text.len();
        match self.origins.last() {
            Some(&(start, _)) if origin == self.next && place - start < STRETCH => start,
            _ => {
                self.origins.push((place, origin));
                place
            }
        }
    }

    /// Appends a line whose first character is the given one of the filing; the character behind it.
    fn append(&mut self, line: &str, first: u32) -> u32 {
        let mut rest = line;
        let mut origin = first;
        let mut apart = false;
        loop {
            // Nearly all characters stand for themselves.
            let plain = plain(rest);
            if plain > 0 {
                apart = false;
                self.push_plain(&rest[..plain], origin);
                origin += (plain / WIDE) as u32;
                rest = &rest[plain..];
            }
            let Some(c) = rest.chars().next() else { break };
            rest = &rest[c.len_utf8()..];
            let here = origin;
            origin += 1;
            let c = match c {
                c if invisible(c) => continue,
                c if c.is_whitespace() => {
                    apart = true;
                    continue;
                }
                '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '％' | '＋' | '．' => {
                    char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
                }
                '(' => '（',
                ')' => '）',
                ';' => '；',
                '!' => '！',
                '?' => '？',
                ':' => '：',
                ',' | '，' => {
                    let mut after = rest.chars();
                    let group = self.text.ends_with(|c: char| c.is_ascii_digit())
                        && after.by_ref().take(3).filter(|c| c.is_ascii_digit() || ('０'..='９').contains(c)).count()
                            == 3
                        && !after.next().is_some_and(|c| c.is_ascii_digit());
                    if group { ',' } else { '，' }
                }
                c => c,
            };
            if apart && c.is_ascii_digit() && self.text.ends_with(|c: char| c.is_ascii_digit()) {
                self.push(' ', here.saturating_sub(1));
            }
            apart = false;
            self.push(c, here);
        }
        origin
    }

    /// A stretch of the text with its traditional characters.
    pub fn printed(&self, start: usize, end: usize) -> String {
        let mut printed = self.text.get(start..end).unwrap_or_default().to_owned();
        let length = printed.len();
        let first = self.traditional.partition_point(|&(place, _)| place < start);
        for &(place, c) in self.traditional[first..].iter().take_while(|&&(place, _)| place - start < length) {
            let at = place - start;
            printed.replace_range(at..at + c.len_utf8(), c.encode_utf8(&mut [0; 4]));
        }
        printed
    }

    /// The character of the filing that a byte came from.
    pub fn origin(&self, byte: usize) -> u32 {
        let stretch = self.origins.partition_point(|&(start, _)| start <= byte).checked_sub(1);
        let Some((start, origin)) = stretch.map(|stretch| self.origins[stretch]) else { return self.next };
        if byte >= self.text.len() {
            return self.next;
        }
        origin + self.text[start..self.text.floor_char_boundary(byte)].chars().count() as u32
    }

    /// The passage that a byte came from.
    pub fn passage(&self, byte: usize) -> Option<&Passage<'a>> {
        let place = self.starts.partition_point(|&(start, _)| start <= byte).checked_sub(1)?;
        self.passages.get(self.starts.get(place)?.1)
    }

    /// The sentences in order, without their closing marks.
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut sentences = Vec::new();
        let mut start = 0;
        let mut opens = true;
        while start <= self.text.len() {
            let (place, c) = self.sentence_end(start);
            if place > start {
                let text = &self.text[start..place];
                let titled = titled(text);
                let heading = opens
                    && (numbered(text) || titled && c == '\n')
                    && text.chars().take(HEADING + 1).count() <= HEADING
                    && !text.contains(['，', '；']);
                sentences.push(Sentence { start, end: place, heading, opens });
            }
            opens = c == '\n';
            start = place + c.len_utf8();
            // `（二）依申请公开情况。` may follow in the same paragraph.
            opens |= numbered(self.text.get(start..).unwrap_or_default());
        }
        sentences
    }

    /// Where the sentence ends that starts there, and the mark that ends it.
    fn sentence_end(&self, start: usize) -> (usize, char) {
        let ends = |c: char| matches!(c, '。' | '！' | '？' | '\n');
        let rest = &self.text[start..];
        // The first bytes of the marks; looking at every character took three times as long.
        for at in memchr3_iter(b'\n', 0xe3, 0xef, rest.as_bytes()).take_while(|&at| at <= SENTENCE) {
            if let Some(mark) = rest[at..].chars().next().filter(|&c| ends(c)) {
                return (start + at, mark);
            }
        }
        let long = |at: usize, c: char| {
            at > SENTENCE && (at > 2 * SENTENCE || matches!(c, '，' | '；' | '、' | ' ') || ends(c))
        };
        let far = rest.floor_char_boundary(SENTENCE);
        let mut behind = rest[far..].char_indices().map(|(at, c)| (far + at, c));
        behind.find(|&(at, c)| long(at, c)).map_or((self.text.len(), '\n'), |(at, c)| (start + at, c))
    }
}

/// Bytes of an ideograph, and of most marks between them.
const WIDE: usize = 3;

/// How many bytes of a text, from its beginning, are ideographs and marks that stand for themselves.
fn plain(text: &str) -> usize {
    let marks = |c: char| matches!(c, '、' | '。' | '（' | '）' | '；' | '：' | '“' | '”');
    let plain = |&c: &char| matches!(c, '\u{4e00}'..='\u{9fff}') && simplified(c) == c || marks(c);
    WIDE * text.chars().take_while(plain).count()
}

/// Whether a text ends as headings do.
fn titled(text: &str) -> bool {
    ["情况", "情况：", "方面"].iter().any(|end| text.ends_with(end))
}

/// Whether a text opens with an ordinal: `（一）`, `一、`, `1.`, `一是`.
fn numbered(text: &str) -> bool {
    enumerator(text).is_some_and(|found| found.set_off(&['、', '.', '是']))
}
