//! The fast way through a part: bytes in, the tags that matter out, found with `memchr`.
//!
//! It relies on what opening the part has checked: UTF-8, one prefix bound to the Word namespace at
//! the root and never bound again, no document type. Everything else goes through `quick-xml`.

use memchr::{memchr, memmem};

use super::element::{Element, begins_word};
use super::text;
use super::token::{Tag, Token, name_length};
use crate::reader::look;

/// A scanner over one part.
pub(in crate::reader) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Prefix with its colon; empty when the Word namespace is the default one.
    prefix: &'a [u8],
    /// All text so far was UTF-8.
    sound: bool,
    known: Known<'a>,
    /// Properties of runs and paragraphs, from `<` to the end of the closing name, that hold nothing that matters: they are
    /// no tokens.
    idle: Known<'a>,
    /// Where the properties of a run began, if nothing that matters was met since.
    run_properties: Option<usize>,
    /// The same of the properties of a paragraph; those of a run may stand in them.
    paragraph_properties: Option<usize>,
    in_run_properties: bool,
    /// What text is drawn with matters.
    inks: bool,
    /// It was passed over where it is white or of no size.
    unseen: bool,
    /// Colours of text and of grounds that were passed over, by a bit for some of each.
    colors: [u64; 2],
}

impl<'a> Scanner<'a> {
    pub fn new(bytes: &'a [u8], prefix: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            prefix,
            sound: true,
            known: Known::default(),
            idle: Known::default(),
            run_properties: None,
            paragraph_properties: None,
            in_run_properties: false,
            inks: false,
            unseen: false,
            colors: [0; 2],
        }
    }

    /// Hands out what text is drawn with, too.
    pub fn heed_inks(&mut self) {
        self.inks = true;
    }

    /// Whether text may be white or of no size, and that was passed over.
    pub fn passed_unseen(&self) -> bool {
        self.unseen
    }

    /// What follows the prefix of the Word namespace, if a name has it. For the two bytes of `w:` a call of `memcmp`, which
    /// `strip_prefix` makes, is longer than they are.
    fn local<'n>(&self, name: &'n [u8]) -> Option<&'n [u8]> {
        if let ([a, b], [first, second, local @ ..]) = (self.prefix, name) {
            return (a == first && b == second && !local.is_empty()).then_some(local);
        }
        name.strip_prefix(self.prefix).filter(|local| !local.is_empty())
    }

    /// The element whose name stands here, and how long that is; no length where its first bytes tell that it is one of
    /// formatting: what follows it may be anything up to the next tag.
    fn element(&mut self, rest: &[u8]) -> (Element, usize) {
        let local = self.local(rest);
        if let Some(local) = local {
            if self.inks {
                let length = name_length(local);
                let ink = Element::ink(&local[..length]);
                if ink != Element::Other {
                    return (ink, self.prefix.len() + length);
                }
            }
            if !self.prefix.is_empty() && !begins_word(local) {
                if !self.inks {
                    self.unseen |= may_be_unseen(local);
                    self.color(local);
                }
                return (Element::Other, 0);
            }
            let (word, length) = Element::word_at(local);
            if word == Element::Other && !self.inks {
                self.color(local);
            }
            if word != Element::Other || !self.prefix.is_empty() {
                return (word, self.prefix.len() + length);
            }
        }
        let name = &rest[..name_length(rest)];
        let element = match memchr(b':', name) {
            Some(colon) => Element::foreign(&name[..colon], &name[colon + 1..]),
            None => Element::foreign(b"", name),
        };
        (element, name.len())
    }

    /// Notes a colour: text of the colour of its ground is not seen.
    fn color(&mut self, local: &[u8]) {
        let (of, name) = match local.first() {
            Some(b'c') if local.starts_with(b"color ") => (0, &b"val=\""[..]),
            Some(b's') if local.starts_with(b"shd ") => (1, &b"fill=\""[..]),
            Some(b'h') if local.starts_with(b"highlight ") => {
                // Colours with names: any colour of text may be the same.
                self.colors[1] |= 1;
                self.unseen |= self.colors[0] != 0;
                return;
            }
            _ => return,
        };
        let tag = &local[..memchr(b'>', &local[..local.len().min(200)]).unwrap_or(local.len().min(200))];
        let value = memmem::find(tag, name).and_then(|at| tag.get(at + name.len()..at + name.len() + 6));
        let Some(color) = value.and_then(look::color).filter(|color| *color != 0) else { return };
        self.colors[of] |= 1 << (1 + color.wrapping_mul(0x9e37_79b1) % 63);
        let named = of == 0 && self.colors[1] & 1 == 1;
        self.unseen |= self.colors[0] & self.colors[1] != 0 || named;
    }

    /// Moves past a comment, a processing instruction, a declaration or a CDATA section outside of text.
    fn pass(&mut self, at: usize) {
        let rest = &self.bytes[at..];
        let end = if rest.starts_with(b"<!--") {
            memmem::find(&rest[4..], b"-->").map(|end| end + 7)
        } else if rest.starts_with(b"<![CDATA[") {
            memmem::find(rest, b"]]>").map(|end| end + 3)
        } else {
            memchr(b'>', rest).map(|end| end + 1)
        };
        self.at = end.map_or(self.bytes.len(), |end| at + end);
    }
}

/// Whether a tag makes text white, of no size or of no width. Formatting that was scanned before is passed over, so that this
/// is asked once for each of its kinds; a search of the whole part took a fifth of what reading it took.
fn may_be_unseen(local: &[u8]) -> bool {
    let tag = || &local[..memchr(b'>', &local[..local.len().min(200)]).unwrap_or(local.len().min(200))];
    let has = |word: &[u8]| memmem::find(tag(), word).is_some();
    // Few half-points, few hundredths of the width.
    let little = || {
        let value = memmem::find(tag(), b"val=").and_then(|at| tag().get(at + 5..)).unwrap_or_default();
        let digits = value.iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits == 1 || value.starts_with(b"10") && digits == 2 && local.first() == Some(&b'w')
    };
    match local.first() {
        Some(b'c') if local.starts_with(b"color ") => {
            let value = || memmem::find(tag(), b"val=").and_then(|at| tag().get(at + 5..at + 11));
            value().is_some_and(look::is_white) || has(b"background1") || has(b"light1")
        }
        Some(b's') if local.starts_with(b"sz ") => little(),
        Some(b'w') if local.starts_with(b"w ") => little(),
        Some(b'r') if local.starts_with(b"rFonts ") => look::draws_signs(tag()),
        _ => false,
    }
}

/// Stretches of formatting that were scanned before: from its first tag up to and with the `<` of the next tag that matters.
/// Word writes the same properties for every run, paragraph and cell. What a scan skips depends on no byte behind that `<`,
/// so that the same bytes need not be scanned again; comparing them takes a tenth of the instructions.
#[derive(Default)]
struct Known<'a>(Vec<&'a [u8]>);

impl<'a> Known<'a> {
    const SLOTS: usize = 256;

    /// Where a stretch that starts so is kept. Names and widths stand in these bytes; a stretch that is shorter is soon scanned.
    fn slot(rest: &[u8]) -> Option<usize> {
        let (_, bytes) = rest.get(..24)?.split_first_chunk::<8>()?;
        let (first, second) = (bytes.first_chunk()?, bytes.last_chunk()?);
        let mixed = u64::from_le_bytes(*first) ^ u64::from_le_bytes(*second).rotate_left(29);
        Some((mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize % Self::SLOTS)
    }

    /// How long the stretch is that starts here, without the `<` behind it, if it is one of these.
    fn length(&self, rest: &[u8]) -> Option<usize> {
        let stretch = self.0.get(Self::slot(rest)?)?;
        (!stretch.is_empty() && rest.starts_with(stretch)).then(|| stretch.len() - 1)
    }

    fn keep(&mut self, stretch: &'a [u8]) {
        if let Some(slot) = Self::slot(stretch) {
            self.0.resize(Self::SLOTS, &[]);
            self.0[slot] = stretch;
        }
    }
}

/// From so many of its first tags on, formatting is looked up: where the properties of a cell begin with its width, which
/// few cells share, the borders behind it are those of all.
const LOOKED_UP: usize = 3;

/// Where the start tag ends; a `>` inside quotes does not count (XML 1.0, production 10).
fn tag_end(rest: &[u8]) -> Option<usize> {
    match rest {
        [b'>', ..] => return Some(0),
        [b'/', b'>', ..] => return Some(1),
        _ => {}
    }
    let mut end = memchr(b'>', rest)?;
    // Nearly every tag has pairs of one kind of quotes. With them counted, and names compared in place, the scan takes an
    // eighth fewer instructions than with every byte followed.
    let (mut double, mut single) = (false, false);
    for byte in &rest[..end] {
        double ^= *byte == b'"';
        single |= *byte == b'\'';
    }
    if !double && !single {
        return Some(end);
    }
    let mut from = 0;
    let mut open: Option<u8> = None;
    loop {
        for &byte in &rest[from..end] {
            match open {
                None if matches!(byte, b'"' | b'\'') => open = Some(byte),
                Some(quote) if quote == byte => open = None,
                _ => {}
            }
        }
        if open.is_none() {
            return Some(end);
        }
        from = end;
        end += 1 + memchr(b'>', &rest[end + 1..])?;
    }
}

impl Scanner<'_> {
    /// The next token.
    pub fn next(&mut self) -> Token<'_> {
        // Where the first tags of formatting stand, if some were met.
        let mut formatting = [0; LOOKED_UP];
        let mut met = 0;
        loop {
            // Between tags is nothing, as a rule.
            let next = match self.bytes.get(self.at) {
                Some(b'<') => Some(self.at),
                _ => self.bytes.get(self.at..).and_then(|rest| memchr(b'<', rest)).map(|found| self.at + found),
            };
            let Some(at) = next else {
                self.at = self.bytes.len();
                return Token::End;
            };
            let rest = &self.bytes[at + 1..];
            let close = match rest.first() {
                Some(b'/') => true,
                Some(b'!' | b'?') => {
                    self.pass(at);
                    continue;
                }
                Some(_) => false,
                None => {
                    self.at = self.bytes.len();
                    return Token::End;
                }
            };
            let name = at + 1 + usize::from(close);
            let (element, length) = self.element(&self.bytes[name..]);
            self.at = name + length;
            if element == Element::Other {
                if met < LOOKED_UP {
                    formatting[met] = at;
                    met += 1;
                    if let Some(length) = self.known.length(&self.bytes[at..]) {
                        self.at = at + length;
                    }
                }
                continue;
            }
            for &start in &formatting[..met] {
                self.known.keep(&self.bytes[start..=at]);
            }
            met = 0;
            if self.is_idle(element, at, close) {
                continue;
            }
            if close {
                return if self.at < self.bytes.len() { Token::Close(element) } else { Token::End };
            }
            let inside = &self.bytes[self.at..];
            let Some(end) = tag_end(inside) else {
                self.at = self.bytes.len();
                return Token::End;
            };
            self.at += end + 1;
            let empty = inside[..end].last() == Some(&b'/');
            if element == Element::RunProperties {
                self.in_run_properties = !empty;
                self.run_properties = Some(at).filter(|_| !empty);
            } else if element == Element::ParagraphProperties && !self.in_run_properties {
                self.paragraph_properties = Some(at).filter(|_| !empty);
            }
            let attributes = &inside[..end - usize::from(empty)];
            return Token::Open(Tag { element, attributes, empty });
        }
    }

    /// Whether nobody has to hear of a tag: the end of a text, or properties of a run or paragraph (not inside of others) that
    /// are known to say nothing; they are passed over. Half of the tags are such.
    fn is_idle(&mut self, element: Element, at: usize, close: bool) -> bool {
        let run = self.run_properties.take();
        let paragraph = self.paragraph_properties.take();
        match element {
            Element::Text => close && self.at < self.bytes.len(),
            Element::RunProperties if close => {
                self.paragraph_properties = paragraph.filter(|_| self.in_run_properties);
                self.in_run_properties = false;
                self.keep_idle(run);
                false
            }
            Element::ParagraphProperties if close => {
                self.keep_idle(paragraph.filter(|_| !self.in_run_properties));
                false
            }
            Element::RunProperties | Element::ParagraphProperties if !self.in_run_properties => {
                if element == Element::RunProperties {
                    self.paragraph_properties = paragraph;
                }
                let known = self.idle.length(&self.bytes[at..]);
                self.at = known.map_or(self.at, |length| at + length);
                known.is_some()
            }
            _ => false,
        }
    }

    fn keep_idle(&mut self, began: Option<usize>) {
        if let Some(stretch) = began.and_then(|began| self.bytes.get(began..=self.at)) {
            self.idle.keep(stretch);
        }
    }

    /// Appends the character data that follows, up to the next tag.
    pub fn text(&mut self, into: &mut String) {
        loop {
            let rest = &self.bytes[self.at..];
            let end = memchr(b'<', rest).unwrap_or(rest.len());
            self.sound &= text::append(&rest[..end], into);
            self.at += end;
            let rest = &self.bytes[self.at..];
            if let Some(data) = rest.strip_prefix(b"<![CDATA[") {
                let end = memmem::find(data, b"]]>").unwrap_or(data.len());
                self.sound &= text::append_literal(&data[..end], into);
                self.at = (self.at + 9 + end + 3).min(self.bytes.len());
            } else if rest.starts_with(b"<!--") || rest.starts_with(b"<?") {
                self.pass(self.at);
            } else {
                return;
            }
        }
    }

    /// Whether all text so far could be decoded.
    pub fn is_sound(&self) -> bool {
        self.sound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(token: &Token<'_>) -> Option<String> {
        match token {
            Token::Open(tag) => {
                Some(format!("{:?} {} {}", tag.element, String::from_utf8_lossy(tag.attributes), tag.empty))
            }
            Token::Close(element) => Some(format!("/{element:?}")),
            _ => None,
        }
    }

    /// The tokens of a part, with what was scanned before remembered or not.
    fn tokens(bytes: &[u8], remembers: bool) -> Vec<String> {
        let mut scanner = Scanner::new(bytes, b"w:");
        std::iter::from_fn(|| {
            if !remembers {
                (scanner.known, scanner.idle) = Default::default();
            }
            word(&scanner.next())
        })
        .collect()
    }

    /// What is told with these tokens: everything else, and between which properties it stands.
    fn told(tokens: Vec<String>) -> Vec<String> {
        let (mut run, mut paragraph) = (false, false);
        let mut told = Vec::new();
        for token in tokens {
            let open = token.ends_with("false");
            match token.split(' ').next() {
                Some("RunProperties" | "/RunProperties") => run = open,
                Some("ParagraphProperties" | "/ParagraphProperties") => paragraph = open,
                _ => told.push(format!("{token} {run} {paragraph}")),
            }
        }
        told.push(format!("{run} {paragraph}"));
        told
    }

    #[test]
    fn what_was_scanned_before_is_passed_over_alike() {
        let pieces = [
            "<w:rPr>",
            "<w:pPr>",
            "</w:pPr>",
            "<w:rPr />",
            "<w:jc w:val=\"left\"/>",
            "<w:sz w:val=\"24\"/><w:color w:val=\"333333\"/>",
            "</w:rPr>",
            "<w:t>",
            "文",
            "<w:vanish/>",
            "<!-- <w:p> -->",
            "<w:color w:val='>'/><w:spacing w:before=\"1\"/>",
            "<w:s",
            "<",
            "</w:szCs>",
            "<?a?>",
        ];
        // A sequence that is the same everywhere.
        let mut number = 1_u64;
        for _ in 0..300 {
            let mut part = String::new();
            for _ in 0..80 {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                part.push_str(pieces[(number >> 33) as usize % pieces.len()]);
            }
            let [known, new] = [true, false].map(|remembers| told(tokens(part.as_bytes(), remembers)));
            assert_eq!(known, new, "{part}");
        }
        let run = "<w:rPr><w:sz w:val=\"24\"/><w:color w:val=\"333333\"/></w:rPr>".repeat(3);
        assert_eq!(tokens(run.as_bytes(), true), ["RunProperties  false", "/RunProperties"]);
        let paragraph = format!("<w:pPr><w:jc w:val=\"left\"/>{run}</w:pPr>").repeat(3);
        let once = ["ParagraphProperties  false", "RunProperties  false", "/RunProperties", "/ParagraphProperties"];
        assert_eq!(tokens(paragraph.as_bytes(), true), once);
    }
}
