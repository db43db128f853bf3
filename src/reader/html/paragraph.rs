//! Running text of a page: characters in, one paragraph out, with white space collapsed as browsers do
//! (CSS Text 3, 4.1), invisible characters dropped, and the part of the page that it looks like.

use crate::document::Role;
use crate::reader::masthead::bread_crumb;
use crate::script::{invisible, raised, wide};

/// Inherited properties of the element that text stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(u32);

impl Flags {
    /// Not shown, or not text.
    pub const DROPPED: Self = Self(1);
    /// Inside a link.
    pub const LINK: Self = Self(2);
    /// Inside `h1`..`h6`.
    pub const HEADING: Self = Self(4);
    /// Centred, or of a class that calls itself a title.
    pub const TITLED: Self = Self(8);
    /// Inside `nav`, `footer`, `aside` or the like.
    pub const NAVIGATION: Self = Self(16);
    /// White space is kept.
    pub const PRE: Self = Self(32);
    /// Inside an element of a class that calls itself a menu.
    pub const MENU: Self = Self(64);
    /// Inside `title`.
    pub const PAGE_TITLE: Self = Self(128);
    /// Not shown at all: nothing inside can be.
    pub const HIDDEN: Self = Self(256);
    /// Not visible, or without size: an element inside may be.
    pub const INVISIBLE: Self = Self(512);
    pub const TINY: Self = Self(1024);
    /// Struck through.
    pub const STRUCK: Self = Self(2048);
    /// Above or below the line.
    pub const RAISED: Self = Self(4096);
    /// Inside `style`.
    pub const STYLE: Self = Self(8192);
    /// White, on a ground that is painted, and without a colour at all.
    pub const WHITE: Self = Self(1 << 14);
    pub const PAINTED: Self = Self(1 << 15);
    pub const CLEAR: Self = Self(1 << 16);
    /// Text that cannot be told from its ground.
    pub const PALE: Self = Self(1 << 17);
    /// Set from right to left against its characters' own direction.
    pub const TURNED: Self = Self(1 << 18);
    /// Inside a `details` that is closed.
    pub const CLOSED: Self = Self(1 << 19);
    /// Inside `script`.
    pub const SCRIPT: Self = Self(1 << 20);
    /// The number of a list's item.
    pub const LABEL: Self = Self(1 << 21);
    /// Of the colour of its ground; begun out of sight.
    pub const SAME: Self = Self(1 << 22);
    pub const INDENTED: Self = Self(1 << 23);
    /// Text that a ground may show that is not known, or a click.
    pub const WHITE_OR_CLOSED: Self = Self(1 << 14 | 1 << 19);
    /// What is in it has no place on the page, or is not seen.
    pub const AWAY: Self = Self(1 | 256 | 512 | 1024 | 1 << 19);
    /// Nothing of it is text that is seen.
    pub const UNSEEN: Self = Self(1 | 256 | 512 | 1024 | 1 << 17 | 1 << 19 | 1 << 22 | 1 << 23);
    /// What a field of a form does not take over from what is around it.
    pub const OUTER_INK: Self = Self(1024 | 1 << 14 | 1 << 16 | 1 << 17 | 1 << 22 | 1 << 23);

    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn with(self, other: Self, condition: bool) -> Self {
        if condition { Self(self.0 | other.0) } else { self }
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// The paragraph being put together.
#[derive(Debug, Default)]
pub(super) struct Running {
    text: String,
    /// White space was met since the last character; whether it held a line break.
    gap: Option<bool>,
    /// Characters of `text`, and how many of them stand in links, headings, menus.
    characters: usize,
    linked: usize,
    /// Letters outside of links; dates and punctuation between links are not counted.
    unlinked: usize,
    heading: usize,
    titled: usize,
    navigation: usize,
    menu: usize,
    /// Where text from right to left begins and ends that was written last.
    turned: Option<(usize, usize)>,
    /// Where the number of a list's item ends in the text, if it begins with one.
    label: usize,
    /// A number stands beside the text that is not in the page.
    beside: bool,
}

/// A finished paragraph.
#[derive(Debug, PartialEq)]
pub(super) struct Finished {
    pub text: String,
    pub role: Role,
}

/// Longest text from right to left that more is put in front of, in bytes.
const MAX_TURNED: usize = 1_024;
/// Parts digits whose order is not that of the page.
const DISPLACED: char = '¦';

/// Longest text that counts as a title for being centred.
const TITLE_CHARACTERS: usize = 60;

impl Running {
    /// Text that is set from right to left against its characters' own direction (Unicode Standard Annex 9, 3.3.2), as it is
    /// seen; what is set so straight behind other such text stands before it.
    pub fn append_turned(&mut self, text: &str, flags: Flags) {
        let (from, before) = match self.turned {
            Some((start, end)) if end == self.text.len() && end - start < MAX_TURNED => {
                (start, self.text.split_off(start))
            }
            _ => (self.text.len(), String::new()),
        };
        let turned: String = text.chars().rev().collect();
        self.append(&turned, flags);
        self.text.push_str(&before);
        self.turned = Some((from, self.text.len()));
    }

    /// What was written up to here is the number of a list's item.
    pub fn end_label(&mut self) {
        self.label = self.text.len();
    }

    /// The number of the item, and the text behind it.
    pub fn labelled(&self) -> Option<(&str, &str)> {
        (self.label > 0).then(|| self.text.split_at_checked(self.label)).flatten()
    }

    /// Takes the number away, or all that is there.
    pub fn forget(&mut self, all: bool) {
        let end = if all { self.text.len() } else { self.label };
        self.text.replace_range(..end.min(self.text.len()), "");
        self.label = 0;
    }

    /// What follows is not seen straight behind what stands here, but before it or anywhere: where both are digits, a sign
    /// keeps them from being a number.
    pub fn displace(&mut self, text: &str) {
        let digit = |c: char| c.is_ascii_digit();
        if self.text.ends_with(digit) && text.starts_with(digit) {
            self.text.push(DISPLACED);
        }
    }

    /// Appends text as the page has it.
    pub fn append(&mut self, text: &str, flags: Flags) {
        let before = self.characters;
        // Where characters begin that are copied as a whole: nearly all of a text is such.
        let mut start = 0;
        let plain = !flags.has(Flags::RAISED);
        for (at, character) in text.char_indices() {
            if plain && self.gap.is_none() && matches!(character, '!'..='~' | '\u{4e00}'..='\u{9fff}') {
                let letter = character > '~' || character.is_ascii_alphabetic();
                self.characters += 1;
                self.unlinked += usize::from(letter && !flags.has(Flags::LINK));
                continue;
            }
            self.text.push_str(&text[start..at]);
            start = at + character.len_utf8();
            match character {
                ' ' | '\t' | '\n' | '\r' | '\x0c' => {
                    let line_break = character == '\n' || character == '\r';
                    self.gap = Some(self.gap.unwrap_or(false) || line_break);
                }
                character if invisible(character) => {}
                character => {
                    self.close_gap(character);
                    self.text.push(if flags.has(Flags::RAISED) { raised(character) } else { character });
                    self.characters += 1;
                    self.unlinked += usize::from(!flags.has(Flags::LINK) && is_letter(character));
                }
            }
        }
        self.text.push_str(&text[start..]);
        self.count(before, flags);
    }

    /// Appends text whose blanks and line breaks count.
    pub fn append_verbatim(&mut self, text: &str, flags: Flags) {
        let before = self.characters;
        for character in text.chars().filter(|&character| character != '\r' && !invisible(character)) {
            self.text.push(character);
            self.characters += 1;
        }
        self.count(before, flags);
    }

    fn count(&mut self, before: usize, flags: Flags) {
        let added = self.characters - before;
        self.linked += if flags.has(Flags::LINK) { added } else { 0 };
        self.heading += if flags.has(Flags::HEADING) { added } else { 0 };
        self.titled += if flags.has(Flags::TITLED) { added } else { 0 };
        self.navigation += if flags.has(Flags::NAVIGATION) { added } else { 0 };
        self.menu += if flags.has(Flags::MENU) { added } else { 0 };
    }

    fn close_gap(&mut self, next: char) {
        let Some(line_break) = self.gap.take() else { return };
        let Some(last) = self.text.chars().next_back() else { return };
        // A line break between two wide characters is nothing (CSS Text 3, 4.1.3): word processors
        // break the lines of their HTML anywhere.
        if last == '\n' || line_break && wide(last) && wide(next) {
            return;
        }
        self.text.push(' ');
    }

    /// `br`.
    pub fn break_line(&mut self) {
        self.gap = None;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// The style sheet writes a number beside what follows.
    pub fn displace_next(&mut self) {
        self.beside = true;
    }

    /// Whether there is nothing in it so far.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Ends the paragraph; `None` if there is nothing in it.
    pub fn finish(&mut self) -> Option<Finished> {
        let mut running = std::mem::take(self);
        let text = running.text.trim();
        if text.is_empty() {
            self.reuse(running.text);
            return None;
        }
        let role = running.role(text);
        let (start, length) = (running.text.len() - running.text.trim_start().len(), text.len());
        running.text.truncate(start + length);
        running.text.drain(..start);
        if running.beside && running.text.starts_with(|c: char| c.is_ascii_digit()) {
            running.text.insert(0, DISPLACED);
        }
        Some(Finished { text: running.text, role })
    }

    /// Puts the next paragraph together in the room of one that is done with.
    pub fn reuse(&mut self, mut text: String) {
        text.clear();
        self.text = text;
    }

    fn role(&self, text: &str) -> Role {
        let most = |count: usize| count * 2 > self.characters;
        if most(self.navigation) || bread_crumb(text) || most(self.menu) && (self.linked > 0 || self.characters < 20) {
            return Role::Navigation;
        }
        // A list of links may print a date beside each.
        if self.linked > 0 && self.unlinked * 2 <= self.linked && self.unlinked <= 20 {
            return Role::Navigation;
        }
        let titled = self.characters <= TITLE_CHARACTERS && (most(self.heading) || most(self.titled));
        if titled && !text.contains(['。', '；']) { Role::Heading } else { Role::Body }
    }
}

/// Whether a character that is neither ASCII nor a common ideograph is a letter.
fn is_letter(character: char) -> bool {
    // The marks of sentences, which the tables of Unicode take a while for.
    !matches!(character, '，' | '。' | '、' | '；' | '：' | '（' | '）' | '“' | '”' | '《' | '》')
        && character.is_alphabetic()
}
