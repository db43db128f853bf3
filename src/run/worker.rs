//! The worker process: jobs come in on standard input, filings go out on standard output.
//!
//! It reads untrusted files, so it is the part that may die: memory is limited by the operating system, the stack
//! is large but finite, time is watched by the run that started it. When its standard input ends, it ends at once,
//! so that a worker in an endless loop does not outlive a run that was killed.

use std::io::{self, BufReader, BufWriter, Write};
use std::sync::mpsc;

use super::STACK;
use super::pipe::{self, Job, Reply, Setup};
use super::reading::{self, Content, Event};
use crate::filing;

/// Serves jobs until standard input ends.
///
/// # Errors
/// When the pipes fail, or are not those of a run.
pub fn serve() -> io::Result<()> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let Some((setup, _)) = pipe::receive::<Setup>(&mut input)? else { return Ok(()) };
    confine(&setup);
    // Messages of panics travel in the filing, not on standard error.
    std::panic::set_hook(Box::new(|_| ()));
    let (jobs, queue) = mpsc::channel::<(Job, Vec<u8>)>();
    let reader = move || -> io::Result<()> {
        let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let mut context = filing::context(setup.limits);
        while let Ok((job, body)) = queue.recv() {
            work(&job, &job.content(body), &mut context, &mut output)?;
        }
        Ok(())
    };
    let thread = std::thread::Builder::new().name("reader".to_owned()).stack_size(STACK).spawn(move || {
        // Without a run that listens there is nothing left to do.
        if reader().is_err() {
            std::process::exit(0);
        }
    })?;
    while let Ok(Some(job)) = pipe::receive::<Job>(&mut input) {
        if jobs.send(job).is_err() {
            break;
        }
    }
    drop(thread);
    std::process::exit(0)
}

fn work(job: &Job, content: &Content, context: &mut crate::reader::Context, output: &mut impl Write) -> io::Result<()> {
    let mut sent = Ok(());
    let archive = reading::read(content, &job.shown, job.skip, context, &mut |event| {
        if sent.is_ok() {
            sent = match event {
                Event::Begin(path, sha256) => pipe::send(output, &Reply::Begin(path, sha256), &[]),
                Event::Piece(piece) => pipe::send(output, &Reply::Piece(piece.head), piece.filing.bytes()),
            };
        }
    });
    sent?;
    pipe::send(output, &Reply::Done(archive), &[])
}

/// Asks the system to refuse memory beyond the limit, and not to write core files.
fn confine(setup: &Setup) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        // A system that knows no such limit leaves the limits of the readers.
        let memory = setup.limits.memory_bytes;
        let _ = Resource::AS.set(memory, memory);
        let _ = Resource::CORE.set(0, 0);
    }
    #[cfg(not(unix))]
    let _ = setup;
}
