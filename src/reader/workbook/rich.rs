//! Formatted text of an Office Open XML workbook, before the library joins its runs: the bytes of a part in, the same
//! part out in which the digits of a note's mark are raised, and without the runs that are struck through.
//!
//! `393` followed by a raised `1` is 393 with a note, not 3931 (ECMA-376 part 1, 18.4.4, 18.4.14).

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::document::{Omission, Omissions, SourceLocation};
use crate::reader::docx::{attribute, text};
use crate::reader::look::{self, Look};

/// Stands before a text that is seen only on a ground, all of it; no character (Unicode 23.7).
pub(super) const PALE: char = '\u{fdd0}';

/// White by its channels, by the theme's first colour (18.8.3: that of the window) or by its number (18.8.27).
pub(super) fn is_white(raw: &[u8]) -> bool {
    let is = |name, values: &[&[u8]]| {
        attribute(raw, name).is_some_and(|value| values.iter().any(|white| value.eq_ignore_ascii_case(white)))
    };
    let tint = attribute(raw, "tint").and_then(|tint| str::from_utf8(tint).ok()?.parse::<f32>().ok());
    let darker = tint.is_some_and(|tint| tint < 0.0);
    // Made as light as can be (18.8.19).
    let lightest = tint.is_some_and(|tint| tint > 0.97);
    lightest
        || !darker
            && (attribute(raw, "rgb").is_some_and(look::is_white)
                || is("theme", &[b"0"])
                || is("indexed", &[b"1", b"9", b"65"]))
}

/// A colour as a number, where two that are the same can be told: by its channels, or by what gives it.
pub(super) fn color(raw: &[u8]) -> Option<u64> {
    let of = |name| attribute(raw, name);
    if let Some(rgb) = of("rgb").and_then(|rgb| look::color(rgb.get(rgb.len().saturating_sub(6)..)?)) {
        return Some(rgb.into());
    }
    let number = |value: &[u8]| str::from_utf8(value).ok()?.parse::<u64>().ok();
    if let Some(index) = of("indexed").and_then(number) {
        // Eight colours, twice (18.8.27).
        let named = [0, 0xff_ff_ff, 0xff_00_00, 0x00_ff_00, 0x00_00_ff, 0xff_ff_00, 0xff_00_ff, 0x00_ff_ff];
        let known = (index < 16).then(|| named[index as usize % 8]);
        return known.or((index < 64).then_some(1 << 32 | index));
    }
    let tint = of("tint").unwrap_or_default().iter().fold(0, |all: u64, byte| all.wrapping_mul(31) + u64::from(*byte));
    of("theme").and_then(number).map(|theme| 1 << 40 | theme << 32 | tint & 0xffff_ffff)
}

/// Too small to be seen: a size in points.
pub(super) fn is_tiny(raw: &[u8]) -> bool {
    let size = attribute(raw, "val").and_then(|size| str::from_utf8(size).ok()?.parse::<f32>().ok());
    size.is_some_and(|size| look::is_tiny(size.into()))
}

/// Whether a part that was written anew has such texts.
pub(super) fn has_pale(part: &[u8]) -> bool {
    memmem::find(part, PALE.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
}

/// Writes a part anew; `None` where no run of it asks for that.
pub(super) fn rewrite(part: &[u8], omissions: &mut Omissions) -> Option<Vec<u8>> {
    let has = |word: &[u8]| memmem::find(part, word).is_some();
    if !has(b"rPr")
        || ![
            &b"strike"[..],
            b"vertAlign",
            b"FFFFFF\"",
            b"ffffff\"",
            b"theme=\"0\"",
            b"indexed=\"9\"",
            b"indexed=\"1\"",
            b"tint=\"1",
            b"tint=\"0.9",
            b"sz val=\"1",
            b"ingdings",
            b"Webdings",
        ]
        .into_iter()
        .any(has)
    {
        return None;
    }
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut out = Vec::with_capacity(part.len() + 64);
    // Bytes up to here are in `out`.
    let mut copied = 0;
    let mut runs: Vec<Run> = Vec::new();
    let mut run = Run::default();
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let end = reader.buffer_position() as usize;
        let empty = matches!(event, Ok(Event::Empty(_)));
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                b"r" if !empty => run = Run { start: Some(start), ..Run::default() },
                b"t" if !empty && run.start.is_some() => run.text = Some((end, end)),
                name if run.start.is_some() => run.note(name, tag.attributes_raw()),
                _ => {}
            },
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                b"t" => run.text = run.text.map(|(from, _)| (from, start)),
                b"r" if run.start.is_some() => {
                    run.end = end;
                    runs.push(std::mem::take(&mut run));
                }
                b"si" | b"is" | b"text" => write(&mut runs, part, &mut copied, &mut out, omissions)?,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    write(&mut runs, part, &mut copied, &mut out, omissions)?;
    out.extend_from_slice(part.get(copied..)?);
    Some(out)
}

/// Writes the runs of one text. White and tiny ones are left out beside such as are seen; where all are, the ground decides.
fn write(
    runs: &mut Vec<Run>,
    part: &[u8],
    copied: &mut usize,
    out: &mut Vec<u8>,
    omissions: &mut Omissions,
) -> Option<()> {
    let seen = |run: &Run| {
        let text = run.text.and_then(|(from, to)| part.get(from..to)).unwrap_or_default();
        !run.pale && !run.struck && !text.trim_ascii().is_empty()
    };
    let beside = runs.iter().any(seen);
    let pale = |run: &Run| run.pale && !run.struck && run.text.is_some();
    let mut marks = !beside && runs.iter().any(pale);
    for run in runs.drain(..) {
        let start = run.start?;
        if marks && pale(&run) {
            marks = false;
            let from = run.text.map_or(start, |(from, _)| from);
            out.extend_from_slice(part.get(*copied..from)?);
            out.extend_from_slice(PALE.encode_utf8(&mut [0; 4]).as_bytes());
            out.extend_from_slice(part.get(from..run.end)?);
            *copied = run.end;
            continue;
        }
        out.extend_from_slice(part.get(*copied..start)?);
        *copied = run.end;
        run.write(part, beside, out, omissions)?;
    }
    Some(())
}

/// A run of text: its format, and where it and its text stand.
#[derive(Default)]
struct Run {
    start: Option<usize>,
    end: usize,
    struck: bool,
    raised: bool,
    /// In a font that draws signs in place of digits.
    signs: bool,
    /// White or too small to be seen.
    pale: bool,
    text: Option<(usize, usize)>,
}

impl Run {
    fn note(&mut self, name: &[u8], raw: &[u8]) {
        match name {
            b"strike" => self.struck = !matches!(attribute(raw, "val"), Some(b"0" | b"false")),
            b"vertAlign" => self.raised = matches!(attribute(raw, "val"), Some(b"superscript" | b"subscript")),
            b"color" => self.pale |= is_white(raw),
            b"sz" => self.pale |= is_tiny(raw),
            b"rFont" => self.signs = attribute(raw, "val").is_some_and(look::draws_signs),
            _ => {}
        }
    }

    /// `beside`: text that is seen stands in the same cell.
    fn write(&self, part: &[u8], beside: bool, out: &mut Vec<u8>, omissions: &mut Omissions) -> Option<()> {
        let why = match self {
            Self { struck: true, .. } => Some(Omission::Struck),
            Self { pale: true, .. } if beside => Some(Omission::Hidden),
            _ => None,
        };
        let (start, end) = (self.start?, self.end);
        match (self.text, why) {
            (Some((from, to)), Some(why)) => {
                let mut left_out = String::new();
                text::append(part.get(from..to)?, &mut left_out);
                omissions.add(why, &left_out, SourceLocation::default());
            }
            (Some((from, to)), None) if self.raised || self.signs => {
                let mut mark = String::new();
                text::append(part.get(from..to)?, &mut mark);
                if self.signs {
                    let signs = Look { signs: true, ..Look::default() };
                    mark = mark.chars().map(|c| signs.shown(c)).collect();
                } else {
                    look::raise(&mut mark, 0);
                }
                out.extend_from_slice(part.get(start..from)?);
                out.extend_from_slice(quick_xml::escape::escape(mark.as_str()).as_bytes());
                out.extend_from_slice(part.get(to..end)?);
            }
            _ => out.extend_from_slice(part.get(start..end)?),
        }
        Some(())
    }
}
