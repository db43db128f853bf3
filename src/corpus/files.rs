//! One input file read to the end: its bytes come in, archives included, and a filing for each report in it goes out.
//!
//! The same for a worker process, for work inside this process, and for whoever calls the library. A panic costs the
//! filing that it happened in, nothing else. Equal members of an archive are read once.

use std::collections::HashMap;
use std::fs::File;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::shelf::Shelf;
use super::{ContentHash, archive, name};
use crate::error::{ReadError, ReadErrorKind};
use crate::filing::{self, Filing, Source, Stage};
use crate::finding::Finding;
use crate::reader::{self, Context, Format};

/// What there is to read.
#[derive(Debug)]
pub enum Input<'a> {
    /// The bytes of a file.
    Bytes(&'a [u8]),
    /// An archive too large to be held, of this format and length.
    Stream(File, Format, u64),
}

/// What happens while a file is read, in order.
#[derive(Debug)]
pub enum Event<'a> {
    /// It is an archive, or not. Comes first.
    Opened(bool),
    /// A filing was passed over, as was asked, or a member while pictures are looked for.
    Passed,
    /// This is about to be read: a member's path and content (so that it can be named when it brings the process
    /// down), or the file itself.
    Begin {
        /// Path inside the archive, empty for the file itself.
        path: &'a str,
        /// SHA-256 of a member.
        sha256: Option<ContentHash>,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// It was read, or could not be.
    Read {
        /// Path inside the archive, empty for the file itself and for a row about the archive.
        path: String,
        /// SHA-256 of a member, if it could be had.
        sha256: Option<ContentHash>,
        /// What it says.
        filing: Box<Filing>,
    },
    /// A member with the bytes of an earlier one, whose path says the same: it is that filing once more.
    Again {
        /// Path inside the archive.
        path: String,
        /// SHA-256 of the member.
        sha256: ContentHash,
        /// Position of the earlier one among all filings of the file, those passed over counted.
        of: u64,
    },
}

/// Hears what happens, and may break off with the reason, which becomes the last filing.
pub type Tell<'a> = dyn FnMut(Event<'_>) -> ControlFlow<ReadError> + 'a;

/// Reads a file shown as `shown`, passing over the first `skip` filings of an archive.
pub fn read(input: Input<'_>, shown: &str, skip: u64, context: &mut Context, tell: &mut Tell<'_>) {
    let limits = context.limits;
    let (format, length) = match &input {
        Input::Bytes(bytes) => (reader::sniff(bytes), bytes.len() as u64),
        Input::Stream(_, format, length) => (*format, *length),
    };
    let archive = format.is_archive();
    let mut reading = Reading {
        shown,
        skip,
        count: 0,
        left: if archive { limits.archive_output(length) } else { u64::MAX },
        seen: HashMap::new(),
        sizes: HashMap::new(),
        shelf: Shelf::default(),
        context,
        tell,
        broken: None,
    };
    if reading.told(Event::Opened(archive)).is_continue() {
        match input {
            Input::Bytes(bytes) if archive => {
                if reading.context.recogniser.is_there() {
                    reading.shelf = Shelf::filled(|visit| {
                        archive::open(bytes, format, shown, &limits, &mut |member| {
                            // Whoever counts the time of filings has it begin anew.
                            (reading.tell)(Event::Passed).map_break(|error| reading.broken = Some(error))?;
                            visit(member)
                        });
                    });
                }
                archive::open(bytes, format, shown, &limits, &mut |member| reading.member(member));
            }
            Input::Bytes(bytes) => {
                let _ = reading.one(String::new(), None, bytes, shown, None);
            }
            Input::Stream(file, format, length) => {
                archive::open_file(file, length, format, shown, &limits, &mut |member| reading.member(member));
            }
        }
    }
    if let Some(error) = reading.broken.take() {
        let filing = Box::new(Filing::unreadable(Format::Unknown, &error));
        let _ = (reading.tell)(Event::Read { path: String::new(), sha256: None, filing });
    }
}

/// All filings in the bytes of a file shown as `shown`, in order: each with its path inside the archive, empty for the file
/// itself and for what is to be said about the archive.
pub fn read_all(bytes: &[u8], shown: &str, context: &mut Context) -> Vec<(String, Filing)> {
    let mut filings: Vec<(String, Filing)> = Vec::new();
    read(Input::Bytes(bytes), shown, 0, context, &mut |event| {
        match event {
            Event::Read { path, filing, .. } => filings.push((path, *filing)),
            Event::Again { path, of, .. } => {
                let earlier = usize::try_from(of).ok().and_then(|of| filings.get(of));
                filings.extend(earlier.map(|(_, filing)| (path, filing.clone())));
            }
            Event::Opened(_) | Event::Passed | Event::Begin { .. } => {}
        }
        ControlFlow::Continue(())
    });
    filings
}

/// A file in the midst of being read.
struct Reading<'a, 't> {
    shown: &'a str,
    skip: u64,
    /// Filings so far.
    count: u64,
    /// Bytes that the archive may still become.
    left: u64,
    /// Members by content and by what their paths say.
    seen: HashMap<(ContentHash, String), u64>,
    /// What the filings that were read came to, by position.
    sizes: HashMap<u64, u64>,
    /// Pictures beside the pages of an archive.
    shelf: Shelf,
    context: &'a mut Context,
    tell: &'a mut Tell<'t>,
    /// Why it was broken off.
    broken: Option<ReadError>,
}

impl Reading<'_, '_> {
    fn told(&mut self, event: Event<'_>) -> ControlFlow<()> {
        match (self.tell)(event) {
            ControlFlow::Continue(()) => ControlFlow::Continue(()),
            ControlFlow::Break(error) => {
                self.broken = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn member(&mut self, member: archive::Member<'_>) -> ControlFlow<()> {
        let at = self.count;
        self.count += 1;
        let path = name::bounded(member.path);
        let row = if path.is_empty() { self.shown.to_owned() } else { format!("{}!/{path}", self.shown) };
        let bytes = match member.content {
            Ok(bytes) => bytes,
            Err(_) if at < self.skip => return self.told(Event::Passed),
            Err(error) => {
                let filing = Box::new(Filing::unreadable(Format::Unknown, &error));
                return self.give(path, None, filing);
            }
        };
        let sha256 = ContentHash::of(bytes);
        let beside = self.shelf.beside(&path, bytes);
        let of = *self.seen.entry((sha256.with(&beside), evidence(&row))).or_insert(at);
        if at < self.skip {
            return self.told(Event::Passed);
        }
        if of < at {
            // Its rows are written once more. What was passed over is counted by whoever had it passed over.
            let size = self.sizes.get(&of).copied().unwrap_or(0);
            self.spend(path.len() as u64 + size)?;
            return self.told(Event::Again { path, sha256, of });
        }
        self.context.beside = beside;
        self.one(path, Some(sha256), bytes, &row, member.captured.as_deref())
    }

    /// Reads one filing; a panic becomes a filing that tells of it. `captured` is when a crawler fetched it.
    fn one(
        &mut self,
        path: String,
        sha256: Option<ContentHash>,
        bytes: &[u8],
        row: &str,
        captured: Option<&str>,
    ) -> ControlFlow<()> {
        let attempt = catch_unwind(AssertUnwindSafe(|| {
            self.told(Event::Begin { path: &path, sha256, bytes })?;
            let path = evidence(row);
            ControlFlow::Continue(Box::new(filing::read(bytes, &Source { path: &path }, self.context)))
        }));
        let filing = match attempt {
            Ok(ControlFlow::Continue(mut filing)) => {
                let told = captured.map(|time| Finding::new("READ-CAPTURED").with("time", time));
                filing.findings.add(Stage::Read, told);
                filing
            }
            Ok(ControlFlow::Break(())) => return ControlFlow::Break(()),
            Err(payload) => {
                // The context may be half changed; the next file gets a new one.
                let recogniser = self.context.recogniser.clone();
                *self.context = filing::context(self.context.limits);
                self.context.recogniser = recogniser;
                let message = payload.downcast_ref::<&str>().map(|message| (*message).to_owned());
                let message = message.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
                let error = ReadError::new(ReadErrorKind::Panicked, "", "a filing", message);
                Box::new(Filing::unreadable(Format::Unknown, &error))
            }
        };
        self.give(path, sha256, filing)
    }

    fn give(&mut self, path: String, sha256: Option<ContentHash>, filing: Box<Filing>) -> ControlFlow<()> {
        let size = filing.size();
        self.sizes.insert(self.count.saturating_sub(1), size);
        self.spend(path.len() as u64 + size)?;
        self.told(Event::Read { path, sha256, filing })
    }

    /// Takes what one row becomes from what the archive may become.
    fn spend(&mut self, bytes: u64) -> ControlFlow<()> {
        match self.left.checked_sub(bytes.saturating_add(ROW)) {
            Some(left) => {
                self.left = left;
                ControlFlow::Continue(())
            }
            None => {
                let allowed = self.context.limits.archive_output(0);
                self.broken = Some(ReadError::limit("archive_output", allowed, allowed + 1));
                ControlFlow::Break(())
            }
        }
    }
}

/// What every row costs beside its text: codes, numbers, the line of what changed.
const ROW: u64 = 512;

/// What a path may say about a filing: the parts that have Chinese characters or a year in them, and the
/// extension. The core is given this and no more, so that a file that is moved or renamed otherwise need not be
/// read again: what it gave before is what it would give.
pub fn evidence(path: &str) -> String {
    let year = |part: &str| {
        part.as_bytes()
            .windows(4)
            .any(|four| (four.starts_with(b"19") || four.starts_with(b"20")) && four.iter().all(u8::is_ascii_digit))
    };
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let speaks = |part: &&str| !part.is_ascii() || year(part);
    let mut parts: Vec<&str> = folders.split('/').filter(speaks).collect();
    let anonymous = match name.rsplit_once('.') {
        Some((_, extension)) if extension.is_ascii() => format!("file.{}", extension.to_ascii_lowercase()),
        _ => "file".to_owned(),
    };
    parts.push(if speaks(&name) { name } else { &anonymous });
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_reduced_to_what_they_may_say() {
        let cases = [
            ("/srv/in/a1.docx", "file.docx"),
            ("other/place/b.DOCX", "file.docx"),
            ("in/临沂市/x/report.docx", "临沂市/file.docx"),
            ("in/2023/nb.txt", "2023/file.txt"),
            ("in/doc-0012.txt", "file.txt"),
            ("in/nb20231.txt", "nb20231.txt"),
            ("in/年报.doc", "年报.doc"),
            ("in/pack.zip!/2021/a", "2021/file"),
        ];
        for (path, want) in cases {
            assert_eq!(evidence(path), want, "{path}");
        }
    }

    fn packed(members: &[(&str, &str)]) -> Vec<u8> {
        let mut packed = tar::Builder::new(Vec::new());
        for (name, text) in members {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            packed.append_data(&mut header, name, text.as_bytes()).expect("packed");
        }
        packed.into_inner().expect("packed")
    }

    /// What happened, a word each.
    fn told(bytes: &[u8], skip: u64, stop_at: &str) -> Vec<String> {
        let mut told = Vec::new();
        read(Input::Bytes(bytes), "a.tar", skip, &mut Context::default(), &mut |event| {
            told.push(match event {
                Event::Opened(archive) => format!("archive {archive}"),
                Event::Passed => "passed".to_owned(),
                Event::Begin { path, .. } if path == stop_at => {
                    return ControlFlow::Break(ReadError::limit("seconds", 1, 2));
                }
                Event::Begin { path, .. } => format!("begin {path}"),
                Event::Read { path, filing, .. } => format!("read {path} {}", filing.reason),
                Event::Again { path, of, .. } => format!("again {path} {of}"),
            });
            ControlFlow::Continue(())
        });
        told
    }

    #[test]
    fn equal_members_are_read_once_and_what_is_done_is_passed_over() {
        let bytes = packed(&[("a.txt", "1"), ("b.txt", "2"), ("c.txt", "1"), ("2021/c.txt", "1"), ("d.txt", "2")]);
        let all = told(&bytes, 0, "-");
        let of = |word: &str| all.iter().filter(|line| line.starts_with(word)).cloned().collect::<Vec<_>>();
        assert_eq!(all[0], "archive true");
        assert_eq!(of("begin"), ["begin a.txt", "begin b.txt", "begin 2021/c.txt"], "a year in the path may say more");
        assert_eq!(of("again"), ["again c.txt 0", "again d.txt 1"]);
        let later = told(&bytes, 2, "-");
        assert_eq!(later[1..4], ["passed", "passed", "again c.txt 0"]);
        assert_eq!(told(b"text", 0, "-")[..2], ["archive false", "begin "]);
        let broken = told(&bytes, 0, "b.txt");
        assert_eq!(broken.last().map(String::as_str), Some("read  limit_exceeded"));
        assert_eq!(broken.len(), 4);
    }

    #[test]
    fn all_filings_of_an_archive_at_once() {
        let members = [("a.txt", "甲县2020年政府信息公开工作年度报告"), ("b.txt", "乙"), ("c.txt", "乙")];
        let filings = read_all(&packed(&members), "x.tar", &mut Context::default());
        assert_eq!(filings.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["a.txt", "b.txt", "c.txt"]);
        assert_eq!(filings[0].1.identity.year, Some(2020));
        assert_eq!(filings[1].1, filings[2].1);
        let single = read_all(members[0].1.as_bytes(), "x.txt", &mut Context::default());
        assert_eq!(
            single.iter().map(|(path, filing)| (path.as_str(), filing.identity.year)).collect::<Vec<_>>(),
            [("", Some(2020))]
        );
    }

    #[test]
    fn an_archive_becomes_only_so_much() {
        let long = "年".repeat(1_000);
        let members: Vec<String> = (0..30).map(|number| format!("{number}/{long}.txt")).collect();
        let bytes = packed(&members.iter().map(|name| (name.as_str(), "1")).collect::<Vec<_>>());
        let limits = crate::limits::Limits { filing_bytes: 0, ..Default::default() };
        assert!(limits.archive_output(bytes.len() as u64) > 30 * 3_000);
        let mut reading = Reading {
            shown: "",
            skip: 0,
            count: 0,
            left: 2_000,
            seen: HashMap::new(),
            sizes: HashMap::new(),
            shelf: Shelf::default(),
            context: &mut Context::default(),
            tell: &mut |_| ControlFlow::Continue(()),
            broken: None,
        };
        assert!(reading.spend(1_000).is_continue() && reading.spend(1_000).is_break());
        assert_eq!(reading.broken.map(|error| error.part), Some("archive_output".into()));
    }

    /// Equal members are read once, and their rows are written as often as there are members.
    #[test]
    fn what_is_said_again_counts_again() {
        let members: Vec<String> = (0..400).map(|number| format!("{number}.txt")).collect();
        let text = format!("甲县2021年政府信息公开工作年度报告\n一、总体情况\n{}\n", "全年公开信息128条。".repeat(600));
        let bytes = packed(&members.iter().map(|name| (name.as_str(), text.as_str())).collect::<Vec<_>>());
        let mut rows = 0;
        let limits = crate::limits::Limits::default();
        let mut context = crate::filing::context(limits);
        let size = filing::read(text.as_bytes(), &Source { path: "file.txt" }, &mut context).size();
        let mut reading = Reading {
            shown: "a.tar",
            skip: 0,
            count: 0,
            left: 10 * (size + 1_000),
            seen: HashMap::new(),
            sizes: HashMap::new(),
            shelf: Shelf::default(),
            context: &mut context,
            tell: &mut |event| {
                rows += usize::from(matches!(event, Event::Read { .. } | Event::Again { .. }));
                ControlFlow::Continue(())
            },
            broken: None,
        };
        archive::open(&bytes, Format::Tar, "a.tar", &limits, &mut |member| reading.member(member));
        assert!(reading.broken.is_some());
        assert!((10..=12).contains(&rows), "{rows} of {}", members.len());
    }
}
