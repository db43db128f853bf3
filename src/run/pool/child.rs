//! One worker process as the run sees it: jobs go in, replies come out, and when it dies it can be told why.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;
#[cfg(unix)]
use crate::run::confine;
use crate::run::ledger::Unread;
use crate::run::load::Content;
use crate::run::options::Launch;
use crate::run::pipe::{self, Answer, Job, Setup};

/// A job on its way to the worker.
pub(super) struct Order {
    /// Its number.
    pub number: u64,
    /// Path as the dataset shows it.
    pub shown: String,
    /// The file.
    pub unread: Arc<Unread>,
    /// Filings of the archive that are done already.
    pub skip: u64,
    /// Milliseconds of processor time that it has taken already.
    pub spent: u64,
}

/// Why a worker died.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    /// What is to be said of the file.
    pub error: ReadError,
    /// It was killed from outside, which is no fault of the file.
    pub outside: bool,
}

/// A running worker.
pub(super) struct Child {
    process: std::process::Child,
    orders: Option<Sender<Order>>,
    answers: Receiver<(Answer, Vec<u8>)>,
    noise: Arc<Mutex<Noise>>,
    listener: Option<JoinHandle<()>>,
}

/// What a worker wrote to standard error: the beginning and the end of it, so that no flood washes away what the
/// standard library says before it aborts.
#[derive(Debug, Default)]
struct Noise {
    first: Vec<u8>,
    last: Vec<u8>,
}

/// What is kept of each.
const WORDS: usize = 4_096;
/// Answers that wait to be taken, those about one file; a worker ahead of the run waits.
const WAITING: usize = 4;

impl Noise {
    fn hear(&mut self, bytes: &[u8]) {
        let room = WORDS.saturating_sub(self.first.len()).min(bytes.len());
        self.first.extend_from_slice(&bytes[..room]);
        self.last.extend_from_slice(&bytes[room..]);
        let excess = self.last.len().saturating_sub(WORDS);
        self.last.drain(..excess);
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&[&self.first[..], &self.last[..]].concat()).into_owned()
    }
}

/// All that a worker's environment holds: after how many milliseconds its allocator gives free memory back. A scan's pages take and free
/// large pieces of different sizes: three pages of 300 dpi under a seal take 138 MB at most and 9.4 s of processor; with the
/// usual second 166 and 9.1, at once 118 and 10.1. Filings without pictures take as long either way.
pub(in crate::run) const ALLOCATOR: (&str, &str) = ("MIMALLOC_PURGE_DELAY", "20");

impl Child {
    /// Starts a worker, with no environment but what its allocator is told.
    ///
    /// # Errors
    /// When the system cannot start it, or not the threads that talk to it.
    pub fn start(launch: &Launch, setup: Setup) -> io::Result<Self> {
        let mut command = Command::new(&launch.program);
        command.args(&launch.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env_clear();
        command.env(ALLOCATOR.0, ALLOCATOR.1);
        // Elsewhere a process without this does not start.
        #[cfg(windows)]
        command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        // A Ctrl-C at the terminal is for the run; it decides what becomes of its workers.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command.spawn()?;
        let (orders, queue) = mpsc::channel();
        let (answers, receiver) = mpsc::sync_channel(WAITING);
        let noise = Arc::new(Mutex::new(Noise::default()));
        match attend(&mut process, setup, queue, answers, &noise) {
            Ok(listener) => {
                Ok(Self { process, orders: Some(orders), answers: receiver, noise, listener: Some(listener) })
            }
            Err(error) => {
                let _ = process.kill();
                let _ = process.wait();
                Err(error)
            }
        }
    }

    /// Hands a job over; a dead worker shows when its reply is waited for.
    pub fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order);
        }
    }

    /// The next answer; `Timeout` when none came in time, `Disconnected` when the worker is dead.
    pub fn answer(&self, within: Duration) -> Result<(Answer, Vec<u8>), RecvTimeoutError> {
        self.answers.recv_timeout(within)
    }

    /// Ends the worker if it still runs.
    pub fn end(mut self) -> io::Result<ExitStatus> {
        self.orders = None;
        let _ = self.process.kill();
        self.process.wait()
    }

    /// Why a worker that died of itself did so.
    pub fn cause(mut self, limits: &Limits) -> Cause {
        self.orders = None;
        // Its output has ended, or is of no use: should it still linger, it is ended.
        drop(std::mem::replace(&mut self.answers, mpsc::sync_channel(0).1));
        let status = linger(&mut self.process, Duration::from_secs(5));
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
        let noise = self.noise.lock().unwrap_or_else(PoisonError::into_inner);
        judge(status.ok(), &noise.text(), limits)
    }
}

/// Waits a while for the end of a process, then makes it.
fn linger(process: &mut std::process::Child, patience: Duration) -> io::Result<ExitStatus> {
    let since = Instant::now();
    while since.elapsed() < patience {
        if let Some(status) = process.try_wait()? {
            return Ok(status);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    process.kill()?;
    process.wait()
}

/// Starts the threads that talk to a process, and returns the one that hears its last words.
fn attend(
    process: &mut std::process::Child,
    setup: Setup,
    queue: Receiver<Order>,
    answers: SyncSender<(Answer, Vec<u8>)>,
    noise: &Arc<Mutex<Noise>>,
) -> io::Result<JoinHandle<()>> {
    let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
    let (Some(stdin), Some(stdout), Some(mut stderr)) = pipes else {
        return Err(io::Error::other("the pipes to a worker are missing"));
    };
    // A sealed filing, its profile beside it, and what sealing adds.
    let longest = setup.limits.filing_bytes.saturating_mul(2).saturating_add(1 << 20);
    std::thread::Builder::new().spawn(move || write(stdin, &setup, &queue))?;
    std::thread::Builder::new().spawn(move || {
        let mut stdout = BufReader::with_capacity(1 << 16, stdout);
        while let Ok(Some(answer)) = pipe::receive(&mut stdout, longest) {
            if answers.send(answer).is_err() {
                break;
            }
        }
    })?;
    let heard = Arc::clone(noise);
    std::thread::Builder::new().spawn(move || {
        let mut chunk = [0; 1_024];
        while let Ok(count @ 1..) = stderr.read(&mut chunk) {
            heard.lock().unwrap_or_else(PoisonError::into_inner).hear(&chunk[..count]);
        }
    })
}

fn write(stdin: ChildStdin, setup: &Setup, queue: &Receiver<Order>) {
    let mut stdin = BufWriter::with_capacity(1 << 16, stdin);
    let mut sent = pipe::send(&mut stdin, setup, &[]);
    while let (Ok(()), Ok(Order { number, shown, unread, skip, spent })) = (&sent, queue.recv()) {
        let body: &[u8] = match &unread.content {
            Content::Bytes(bytes) => bytes,
            Content::File(_) => &[],
        };
        let beside = unread.beside.pictures().map(|(address, _)| address.to_owned()).collect();
        sent = pipe::write(&mut stdin, &Job { number, shown, skip, spent, beside }, body);
        for (_, picture) in unread.beside.pictures() {
            sent = sent.and_then(|()| pipe::write(&mut stdin, &(), picture));
        }
        sent = sent.and_then(|()| stdin.flush());
    }
}

/// What a worker's end and last words mean. The standard library announces a refused allocation and a stack
/// overflow on standard error before it aborts; the kernel ends the greediest process with signal 9.
fn judge(status: Option<ExitStatus>, noise: &str, limits: &Limits) -> Cause {
    let cause = |kind, expected: String, found: String, outside| Cause {
        error: ReadError::new(kind, "", expected, found),
        outside,
    };
    let memory = format!("{} MiB", limits.memory_bytes >> 20);
    let answer = || "an answer".to_owned();
    if let Some(line) = noise.lines().find(|line| line.contains("memory allocation of")) {
        return cause(ReadErrorKind::OutOfMemory, memory, line.trim().to_owned(), false);
    }
    if noise.contains("overflowed its stack") {
        return cause(ReadErrorKind::Crashed, answer(), "stack overflow".to_owned(), false);
    }
    #[cfg(unix)]
    if let Some(signal) = status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status)) {
        let found = format!("signal {signal}");
        if confine::out_of_time(signal) {
            return cause(ReadErrorKind::TimedOut, limits.seconds.to_string(), found, false);
        }
        let outside = confine::from_outside(signal);
        return if signal == confine::KILLED {
            cause(ReadErrorKind::OutOfMemory, memory, found, outside)
        } else {
            cause(ReadErrorKind::Crashed, answer(), found, outside)
        };
    }
    let found = status.map_or_else(|| "no status".to_owned(), |status| status.to_string());
    cause(ReadErrorKind::Crashed, answer(), found, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_words_are_understood() {
        let cases = [
            ("memory allocation of 107374182400 bytes failed\n", ReadErrorKind::OutOfMemory),
            ("\nthread 'reader' (7) has overflowed its stack\nfatal runtime error\n", ReadErrorKind::Crashed),
            ("", ReadErrorKind::Crashed),
        ];
        for (noise, kind) in cases {
            assert_eq!(judge(None, noise, &Limits::default()).error.kind, kind, "{noise}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn signals_are_understood() {
        use std::os::unix::process::ExitStatusExt;
        let judged = |raw| {
            let cause = judge(Some(ExitStatus::from_raw(raw)), "", &Limits::default());
            (cause.error.kind, cause.outside)
        };
        let late = rustix::process::Signal::XCPU.as_raw();
        assert_eq!(judged(9), (ReadErrorKind::OutOfMemory, true));
        assert_eq!(judged(15), (ReadErrorKind::Crashed, true));
        assert_eq!(judged(late), (ReadErrorKind::TimedOut, false));
        assert_eq!((judged(6), judged(256)), ((ReadErrorKind::Crashed, false), (ReadErrorKind::Crashed, false)));
    }

    #[test]
    fn a_flood_washes_no_words_away() {
        let mut noise = Noise::default();
        noise.hear(b"memory allocation of 9 bytes failed\n");
        for _ in 0..1_000 {
            noise.hear(&[b'x'; 1_000]);
        }
        noise.hear(b"the end");
        let text = noise.text();
        assert!(text.starts_with("memory allocation of") && text.ends_with("the end") && text.len() == 2 * WORDS);
    }
}
