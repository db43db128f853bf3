//! One worker process as the run sees it: jobs go in, replies come out, and when it dies it can be told why.

use std::collections::VecDeque;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;
use crate::run::allocator;
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

/// Answers that came together, each with its body: those about a file, mostly. Whoever waits for them is woken once.
type Answers = VecDeque<(Answer, Vec<u8>)>;

/// A running worker.
pub(super) struct Child {
    process: std::process::Child,
    orders: Option<Sender<Vec<Order>>>,
    answers: Receiver<Answers>,
    /// Those that came with the last one.
    heard: Answers,
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
/// Bytes that a pipe holds.
const BUFFER: usize = 1 << 16;
/// How many times what came together waits to be taken; a worker ahead of the run waits.
const WAITING: usize = 1;

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

impl Child {
    /// Starts a worker, with no environment but what its allocator is told.
    ///
    /// # Errors
    /// When the system cannot start it, or not the threads that talk to it.
    pub fn start(launch: &Launch, setup: Setup) -> io::Result<Self> {
        let mut command = Command::new(&launch.program);
        command.args(&launch.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.env_clear();
        command.env(allocator::SETTING.0, allocator::SETTING.1);
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
                let (heard, listener) = (Answers::new(), Some(listener));
                Ok(Self { process, orders: Some(orders), answers: receiver, heard, noise, listener })
            }
            Err(error) => {
                let _ = process.kill();
                let _ = process.wait();
                Err(error)
            }
        }
    }

    /// Hands jobs over; a dead worker shows when its reply is waited for.
    pub fn order(&self, jobs: Vec<Order>) {
        if let Some(orders) = self.orders.as_ref().filter(|_| !jobs.is_empty()) {
            let _ = orders.send(jobs);
        }
    }

    /// The next answer; `Timeout` when none came in time, `Disconnected` when the worker is dead.
    pub fn answer(&mut self, within: Duration) -> Result<(Answer, Vec<u8>), RecvTimeoutError> {
        if self.heard.is_empty() {
            self.heard = self.answers.recv_timeout(within)?;
        }
        self.heard.pop_front().ok_or(RecvTimeoutError::Timeout)
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
    queue: Receiver<Vec<Order>>,
    answers: SyncSender<Answers>,
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
        let mut stdout = BufReader::with_capacity(BUFFER, stdout);
        let (mut together, mut bytes) = (Answers::new(), 0);
        while let Ok(Some(answer)) = pipe::receive(&mut stdout, longest) {
            bytes += answer.1.len();
            together.push_back(answer);
            if stdout.buffer().is_empty() || bytes >= BUFFER {
                bytes = 0;
                if answers.send(std::mem::take(&mut together)).is_err() {
                    return;
                }
            }
        }
        // What was whole before the stream ended, or was garbled, counts.
        if !together.is_empty() {
            let _ = answers.send(together);
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

fn write(stdin: ChildStdin, setup: &Setup, queue: &Receiver<Vec<Order>>) {
    let mut stdin = BufWriter::with_capacity(BUFFER, stdin);
    let mut sent = pipe::send(&mut stdin, setup, &[]);
    while let (Ok(()), Ok(jobs)) = (&sent, queue.recv()) {
        sent = jobs.into_iter().try_for_each(|job| send(&mut stdin, job)).and_then(|()| stdin.flush());
    }
}

fn send(stdin: &mut impl Write, job: Order) -> io::Result<()> {
    let Order { number, shown, unread, skip, spent } = job;
    let body: &[u8] = match &unread.content {
        Content::Bytes(bytes) => bytes,
        Content::File(_) => &[],
    };
    let beside = unread.beside.pictures().map(|(address, _)| address.to_owned()).collect();
    pipe::write(stdin, &Job { number, shown, skip, spent, beside }, body)?;
    unread.beside.pictures().try_for_each(|(_, picture)| pipe::write(stdin, &(), picture))
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
