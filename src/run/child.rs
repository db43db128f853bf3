//! One worker process as the run sees it: jobs go in, replies come out, and when it dies it can be told why.

use std::io::{self, BufReader, BufWriter, Read};
use std::path::Path;
use std::process::{ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::desk::Unread;
use super::pipe::{self, Job, Reply, Setup};
use crate::error::{ReadError, ReadErrorKind};
use crate::limits::Limits;

/// A job on its way to the worker.
pub struct Order {
    /// Path as the dataset shows it.
    pub shown: String,
    /// The file.
    pub unread: Arc<Unread>,
    /// Filings of the archive that are done already.
    pub skip: u64,
}

/// A running worker.
pub struct Child {
    process: std::process::Child,
    orders: Option<Sender<Order>>,
    replies: Receiver<(Reply, Vec<u8>)>,
    /// The end of what it wrote to standard error.
    noise: Arc<Mutex<Vec<u8>>>,
    listener: Option<JoinHandle<()>>,
}

/// What is kept of a worker's last words.
const LAST_WORDS: usize = 4_096;

impl Child {
    /// Starts a worker: the program with `worker` as its only argument.
    ///
    /// # Errors
    /// When the system cannot start it.
    pub fn start(program: &Path, limits: &Limits) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg("worker").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A Ctrl-C at the terminal is for the run; it decides what becomes of its workers.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut process = command.spawn()?;
        let pipes = (process.stdin.take(), process.stdout.take(), process.stderr.take());
        let (Some(stdin), Some(stdout), Some(mut stderr)) = pipes else {
            return Err(io::Error::other("the pipes to a worker are missing"));
        };
        let setup = Setup { limits: *limits };
        let (orders, queue) = mpsc::channel();
        std::thread::spawn(move || write(stdin, &setup, &queue));
        let (answers, replies) = mpsc::channel();
        std::thread::spawn(move || {
            let mut stdout = BufReader::with_capacity(1 << 16, stdout);
            while let Ok(Some(reply)) = pipe::receive(&mut stdout) {
                if answers.send(reply).is_err() {
                    break;
                }
            }
        });
        let noise = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&noise);
        let listener = std::thread::spawn(move || {
            let mut chunk = [0; 1_024];
            while let Ok(count @ 1..) = stderr.read(&mut chunk) {
                let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
                heard.extend_from_slice(&chunk[..count]);
                let excess = heard.len().saturating_sub(LAST_WORDS);
                heard.drain(..excess);
            }
        });
        Ok(Self { process, orders: Some(orders), replies, noise, listener: Some(listener) })
    }

    /// Hands a job over; a dead worker shows when its reply is waited for.
    pub fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order);
        }
    }

    /// The next reply; `Timeout` when none came in time, `Disconnected` when the worker is dead.
    pub fn reply(&self, within: Duration) -> Result<(Reply, Vec<u8>), RecvTimeoutError> {
        self.replies.recv_timeout(within)
    }

    /// Ends the worker if it still runs.
    pub fn end(mut self) -> io::Result<ExitStatus> {
        self.orders = None;
        let _ = self.process.kill();
        self.process.wait()
    }

    /// Why a worker that died of itself did so.
    pub fn cause(mut self, limits: &Limits) -> ReadError {
        self.orders = None;
        // Its output has ended; should it still linger, it is of no more use.
        std::thread::sleep(Duration::from_millis(1));
        let status = match self.process.try_wait() {
            Ok(Some(status)) => Ok(status),
            _ => {
                let patience = std::time::Instant::now();
                loop {
                    match self.process.try_wait() {
                        Ok(None) if patience.elapsed() < Duration::from_secs(5) => {
                            std::thread::sleep(Duration::from_millis(5));
                        }
                        Ok(None) => {
                            let _ = self.process.kill();
                            break self.process.wait();
                        }
                        Ok(Some(status)) => break Ok(status),
                        Err(error) => break Err(error),
                    }
                }
            }
        };
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
        let noise = self.noise.lock().unwrap_or_else(PoisonError::into_inner);
        judge(status.ok(), &String::from_utf8_lossy(&noise), limits)
    }
}

fn write(stdin: ChildStdin, setup: &Setup, queue: &Receiver<Order>) {
    let mut stdin = BufWriter::with_capacity(1 << 16, stdin);
    let mut sent = pipe::send(&mut stdin, setup, &[]);
    while let (Ok(()), Ok(order)) = (&sent, queue.recv()) {
        let (job, body) = Job::new(&order.shown, &order.unread.content, order.skip);
        sent = pipe::send(&mut stdin, &job, body);
    }
}

/// What a worker's end and last words mean. The standard library announces a refused allocation and a stack
/// overflow on standard error before it aborts; the kernel ends the greediest process with signal 9.
fn judge(status: Option<ExitStatus>, noise: &str, limits: &Limits) -> ReadError {
    let memory = format!("{} MiB", limits.memory_bytes >> 20);
    let ended = |kind, found: String| {
        let expected = if kind == ReadErrorKind::OutOfMemory { memory.clone() } else { "an answer".to_owned() };
        ReadError::new(kind, "", expected, found)
    };
    if let Some(line) = noise.lines().find(|line| line.contains("memory allocation of")) {
        return ended(ReadErrorKind::OutOfMemory, line.trim().to_owned());
    }
    if noise.contains("overflowed its stack") {
        return ended(ReadErrorKind::Crashed, "stack overflow".to_owned());
    }
    #[cfg(unix)]
    if let Some(signal) = status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status)) {
        let kind = if signal == 9 { ReadErrorKind::OutOfMemory } else { ReadErrorKind::Crashed };
        return ended(kind, format!("signal {signal}"));
    }
    ended(ReadErrorKind::Crashed, status.map_or_else(|| "no status".to_owned(), |status| status.to_string()))
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
            assert_eq!(judge(None, noise, &Limits::default()).kind, kind, "{noise}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            let kind = |raw| judge(Some(ExitStatus::from_raw(raw)), "", &Limits::default()).kind;
            assert_eq!(
                (kind(9), kind(6), kind(256)),
                (ReadErrorKind::OutOfMemory, ReadErrorKind::Crashed, ReadErrorKind::Crashed)
            );
        }
    }
}
