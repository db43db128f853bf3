//! Formatted text of an Office Open XML workbook, before the library joins its runs: the bytes of a part in, the same
//! part out in which the digits of a note's mark are raised, and without the runs that are struck through.
//!
//! `393` followed by a raised `1` is 393 with a note, not 3931 (ECMA-376 part 1, 18.4.4, 18.4.14).

use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::document::{Omission, Omissions, SourceLocation};
use crate::reader::docx::{attribute, text};
use crate::reader::look;

/// Writes a part anew; `None` where no run of it asks for that.
pub(super) fn rewrite(part: &[u8], omissions: &mut Omissions) -> Option<Vec<u8>> {
    let has = |word: &[u8]| memmem::find(part, word).is_some();
    if !has(b"strike") && !has(b"superscript") {
        return None;
    }
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut out = Vec::with_capacity(part.len() + 64);
    // Bytes up to here are in `out`.
    let mut copied = 0;
    let mut run = Run::default();
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event();
        let end = reader.buffer_position() as usize;
        let empty = matches!(event, Ok(Event::Empty(_)));
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                b"r" if !empty => run = Run { start: Some(start), ..Run::default() },
                b"strike" if run.start.is_some() => {
                    run.struck = !matches!(attribute(tag.attributes_raw(), "val"), Some(b"0" | b"false"));
                }
                b"vertAlign" if run.start.is_some() => {
                    run.raised = attribute(tag.attributes_raw(), "val") == Some(b"superscript");
                }
                b"t" if !empty && run.start.is_some() => run.text = Some((end, end)),
                _ => {}
            },
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                b"t" => run.text = run.text.map(|(from, _)| (from, start)),
                b"r" => {
                    if let Some(at) = run.start.take() {
                        out.extend_from_slice(part.get(copied..at)?);
                        copied = end;
                        run.write(part, (at, end), &mut out, omissions)?;
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    out.extend_from_slice(part.get(copied..)?);
    Some(out)
}

/// A run of text: its format, and where its text stands.
#[derive(Default)]
struct Run {
    start: Option<usize>,
    struck: bool,
    raised: bool,
    text: Option<(usize, usize)>,
}

impl Run {
    fn write(
        &self,
        part: &[u8],
        (start, end): (usize, usize),
        out: &mut Vec<u8>,
        omissions: &mut Omissions,
    ) -> Option<()> {
        match self.text {
            Some((from, to)) if self.struck => {
                let mut struck = String::new();
                text::append(part.get(from..to)?, &mut struck);
                omissions.add(Omission::Struck, &struck, SourceLocation::default());
            }
            Some((from, to)) if self.raised => {
                let mut mark = String::new();
                text::append(part.get(from..to)?, &mut mark);
                look::raise(&mut mark, 0);
                out.extend_from_slice(part.get(start..from)?);
                out.extend_from_slice(quick_xml::escape::escape(mark.as_str()).as_bytes());
                out.extend_from_slice(part.get(to..end)?);
            }
            _ => out.extend_from_slice(part.get(start..end)?),
        }
        Some(())
    }
}
