//! The worker process: jobs come in on standard input, filings go out on standard output.
//!
//! It reads untrusted files, so it is the part that may die, and the part that may be taken over: before the first job
//! it gives up what it does not need ([`confine`]). The stack is large but finite; processor time is watched by the
//! system, time by the clock by the run. When its standard input ends, it ends at once.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use super::STACK;
use super::confine::{self, Confinement};
use super::load::{OnDisk, Opened};
use super::models;
use super::pipe::{self, Answer, Job, Reply, Setup, Trouble};
use super::pool::Seen;
use crate::cache::Sealed;
use crate::corpus::archive;
use crate::corpus::files::{self, Event, Input};
use crate::document::Document;
use crate::error::{ReadError, ReadErrorKind};
use crate::filing::{self, Filing};
use crate::reader::beside::{self, Beside};
use crate::reader::{self, Context, Format};

/// What the thread that reads is given.
enum Task {
    Ready(Confinement),
    Read(Job, Vec<u8>, Beside),
}

/// Serves jobs until standard input ends; scans are read with the model in this file.
///
/// # Errors
/// When the pipes fail, or are not those of a run.
pub fn serve(model: Option<&Path>) -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let Some((setup, _)) = pipe::receive::<Setup>(&mut input, 0)? else { return Ok(()) };
    let file = setup.file.clone().map(|file| (file.open(), file));
    #[cfg(any(debug_assertions, feature = "monsters"))]
    super::monster::wake(setup.monsters);
    // Messages of panics travel in the filing, not on standard error.
    std::panic::set_hook(Box::new(|_| ()));
    let longest = setup.limits.input_bytes;
    let model = model.map(File::open).transpose()?;
    let confinement = confine::alone(setup.memory);
    // Its thread is started here, too.
    let recogniser = model.map(models::recogniser).unwrap_or_default();
    let (tasks, queue) = mpsc::channel();
    let thread = std::thread::Builder::new().name("reader".to_owned()).stack_size(STACK).spawn(move || {
        let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let mut context = filing::context(setup.limits);
        context.recogniser = recogniser;
        let bench = Bench { output, context, document: setup.document };
        // Without a run that listens there is nothing left to do.
        if bench.serve(file, &queue).is_err() {
            std::process::exit(0);
        }
    })?;
    // A thread that could not take the message is gone, and with it the process.
    let _ = tasks.send(Task::Ready(confine::all_threads(confinement)));
    while let Ok(Some((job, body))) = pipe::receive::<Job>(&mut input, longest) {
        let Ok(beside) = pictures(&job, &mut input) else { break };
        if tasks.send(Task::Read(job, body, beside)).is_err() {
            break;
        }
    }
    drop(thread);
    std::process::exit(0)
}

/// The pictures beside the file of a job, which follow it.
fn pictures(job: &Job, input: &mut impl Read) -> io::Result<Beside> {
    let mut bytes = Vec::with_capacity(job.beside.len());
    for _ in &job.beside {
        let frame = pipe::receive::<()>(input, beside::MOST_BYTES)?;
        bytes.push(Arc::from(frame.ok_or(io::ErrorKind::UnexpectedEof)?.1));
    }
    let mut bytes = bytes.into_iter();
    Ok(Beside::gathered(&job.beside, |_, _| bytes.next()))
}

/// An archive holds documents and is none.
fn not_one_document(format: Format) -> ReadError {
    ReadError::new(ReadErrorKind::UnsupportedFormat, "", "one document", format.word())
}

/// Where files are read and answers written.
struct Bench<W> {
    output: W,
    context: Context,
    /// Documents are wanted.
    document: bool,
}

/// Bytes of a document in one answer.
const PART: usize = 1 << 20;

impl<W: Write> Bench<W> {
    fn serve(mut self, mut file: Option<(io::Result<File>, OnDisk)>, queue: &mpsc::Receiver<Task>) -> io::Result<()> {
        while let Ok(task) = queue.recv() {
            match task {
                Task::Ready(confinement) => self.answer(0, Reply::Ready(confinement), &[])?,
                Task::Read(job, body, beside) => {
                    self.context.beside = beside;
                    match file.take() {
                        Some((opened, file)) => self.on_disk(&job, opened, &file)?,
                        None if self.document => self.look(&job, &body)?,
                        None => self.work(&job, Input::Bytes(&body), body.len() as u64)?,
                    }
                }
            }
        }
        Ok(())
    }

    fn answer(&mut self, job: u64, reply: Reply, body: &[u8]) -> io::Result<()> {
        pipe::send(&mut self.output, &Answer { job, spent: 0, reply }, body)
    }

    /// A file that is read where it is.
    fn on_disk(&mut self, job: &Job, opened: io::Result<File>, file: &OnDisk) -> io::Result<()> {
        confine::allow(self.context.limits.seconds);
        match opened.and_then(|opened| file.read(opened, self.context.limits.input_bytes)) {
            Ok(Opened::Whole(bytes)) if self.document => self.look(job, &bytes),
            Ok(Opened::Archive(_, format, _)) if self.document => self.seen(job, format, Err(not_one_document(format))),
            Ok(Opened::Whole(bytes)) => self.work(job, Input::Bytes(&bytes), file.length()),
            Ok(Opened::Archive(file, format, length)) => self.work(job, Input::Stream(file, format, length), length),
            Err(error) => {
                let filing = Sealed::new(&Filing::unreadable(Format::Unknown, &archive::io_error(&error)));
                self.answer(job.number, Reply::Opened(false), &[])?;
                self.answer(job.number, Reply::Read(String::new(), None, Trouble::Machines), filing.bytes())?;
                self.answer(job.number, Reply::Done, &[])
            }
        }
    }

    /// Reads a file as far as its format is concerned.
    fn look(&mut self, job: &Job, bytes: &[u8]) -> io::Result<()> {
        confine::allow(self.context.limits.seconds);
        let format = reader::sniff(bytes);
        let context = &mut self.context;
        let read = catch_unwind(AssertUnwindSafe(|| {
            #[cfg(any(debug_assertions, feature = "monsters"))]
            super::monster::act(bytes);
            reader::read(format, bytes, context)
        }));
        let document =
            read.unwrap_or_else(|_| Err(ReadError::new(ReadErrorKind::Panicked, "", "", "the reader failed")));
        self.seen(job, format, document)
    }

    /// Answers with what was seen, in parts.
    fn seen(&mut self, job: &Job, format: Format, document: Result<Document, ReadError>) -> io::Result<()> {
        let notices = self.context.notices.drain(..).map(|notice| filing::finding(&notice)).collect();
        let seen = Seen { format, document, notices };
        let bytes = postcard::to_stdvec(&seen).map_err(io::Error::other)?;
        let mut parts = bytes.chunks(PART).peekable();
        while let Some(part) = parts.next() {
            self.answer(job.number, Reply::Seen(parts.peek().is_none()), part)?;
        }
        Ok(())
    }

    /// Reads a file of this length to its end.
    fn work(&mut self, job: &Job, input: Input<'_>, length: u64) -> io::Result<()> {
        let Self { output, context, .. } = self;
        let limits = context.limits;
        let (start, before) = (confine::used(), Duration::from_millis(job.spent));
        let spent = || before + (confine::used() - start);
        let allowed = limits.archive_seconds(length);
        // What is said of a whole file goes out with the last of it, in one wake-up of the run in place of four. Of an
        // archive the run has to know which member is being read.
        let mut answer = |reply, body: &[u8], waits| {
            // What waits is heard together with what says it.
            let spent = if waits { 0 } else { spent().as_millis() as u64 };
            pipe::write(output, &Answer { job: job.number, spent, reply }, body)?;
            if waits { Ok(()) } else { output.flush() }
        };
        let mut sent = Ok(());
        let mut archive = false;
        confine::allow(limits.seconds);
        files::read(input, &job.shown, job.skip, context, &mut |event| {
            if sent.is_err() {
                // Nobody listens any more.
                return ControlFlow::Break(archive::io_error(&io::ErrorKind::BrokenPipe.into()));
            }
            match event {
                Event::Opened(is_archive) => {
                    archive = is_archive;
                    sent = answer(Reply::Opened(is_archive), &[], !archive);
                }
                Event::Passed => confine::allow(limits.seconds),
                Event::Begin { .. } if archive && spent().as_secs() > allowed => {
                    return ControlFlow::Break(ReadError::limit("archive_seconds", allowed, spent().as_secs()));
                }
                Event::Begin { path, sha256, bytes } => {
                    // A file that is no archive has only begun.
                    if archive {
                        confine::allow(limits.seconds);
                    }
                    sent = answer(Reply::Begin(path.to_owned(), sha256), &[], !archive);
                    #[cfg(any(debug_assertions, feature = "monsters"))]
                    super::monster::act(bytes);
                    #[cfg(not(any(debug_assertions, feature = "monsters")))]
                    let _ = bytes;
                }
                Event::Read { path, sha256, filing } => {
                    sent = answer(Reply::Read(path, sha256, Trouble::Files), Sealed::new(&filing).bytes(), !archive);
                }
                Event::Again { path, sha256, of } => sent = answer(Reply::Again(path, sha256, of), &[], !archive),
            }
            ControlFlow::Continue(())
        });
        sent?;
        answer(Reply::Done, &[], false)
    }
}
