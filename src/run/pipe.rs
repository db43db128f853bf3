//! What the run and its workers say to each other: frames of a head (`postcard`) and a body (bytes as they are),
//! each with its length in front. Neither side takes a frame longer than it has reason to.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::confine::Confinement;
use super::load::OnDisk;
use crate::corpus::ContentHash;
use crate::limits::Limits;

/// First frame to a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// What one file may cost.
    pub limits: Limits,
    /// Bytes of address space.
    pub memory: u64,
    /// The one file that this worker is for, opened before it gives up opening files; without one it reads what it is
    /// sent.
    pub file: Option<OnDisk>,
    /// Whether planted monsters are awake.
    pub monsters: bool,
    /// Whether documents are wanted, as their readers see them, in the place of filings.
    pub document: bool,
}

/// A file to read; its bytes are the body, unless the worker has it open. A frame without a head follows for each picture
/// beside it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// Number of the job, which every answer to it bears.
    pub number: u64,
    /// Path as the dataset shows it.
    pub shown: String,
    /// Filings of the archive that are done already.
    pub skip: u64,
    /// Milliseconds of processor time that it has taken already.
    pub spent: u64,
    /// Addresses of the pictures beside it.
    pub beside: Vec<String>,
}

/// An answer to a job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Number of the job; zero before the first.
    pub job: u64,
    /// Milliseconds of processor time that the job has taken so far.
    pub spent: u64,
    /// What is answered.
    pub reply: Reply,
}

/// What a worker answers, in the order of the jobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// It is ready, and stands within this.
    Ready(Confinement),
    /// The file is an archive, or not.
    Opened(bool),
    /// This member of the archive, or the file itself (no path), is about to be read.
    Begin(String, Option<ContentHash>),
    /// It was read, or could not be; the sealed filing is the body.
    Read(String, Option<ContentHash>, Trouble),
    /// A member that is the filing at this position once more.
    Again(String, ContentHash, u64),
    /// The file is done.
    Done,
    /// A part of a document, in the place of all other answers: the body; and whether it is the last one.
    Seen(bool),
}

/// Whose trouble it is, if a filing could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// None, or the file's own.
    Files,
    /// The machine's, and it may be gone at the next run.
    Machines,
}

/// Bytes of a head: two paths of the longest kind fit in it.
pub const HEAD: u64 = 64 << 10;

/// Writes a frame, and lets the other side have it.
///
/// # Errors
/// When the other side is gone.
pub fn send(to: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    write(to, head, body)?;
    to.flush()
}

/// Writes a frame that may wait for the next one.
///
/// # Errors
/// When the other side is gone.
pub fn write(to: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    let head = postcard::to_stdvec(head).map_err(io::Error::other)?;
    to.write_all(&(head.len() as u32).to_le_bytes())?;
    to.write_all(&(body.len() as u64).to_le_bytes())?;
    to.write_all(&head)?;
    to.write_all(body)
}

/// Reads a frame whose body has at most `longest` bytes; `None` at the end of the stream.
///
/// # Errors
/// When the stream ends in a frame, or the frame is none.
pub fn receive<T: DeserializeOwned>(from: &mut impl Read, longest: u64) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut lengths = [0; 12];
    match from.read(&mut lengths)? {
        0 => return Ok(None),
        count => from.read_exact(&mut lengths[count..])?,
    }
    let [a, b, c, d, rest @ ..] = lengths;
    let head = part(from, u64::from(u32::from_le_bytes([a, b, c, d])), HEAD)?;
    let body = part(from, u64::from_le_bytes(rest), longest)?;
    let head = postcard::from_bytes(&head).map_err(io::Error::other)?;
    Ok(Some((head, body)))
}

/// Reads so many bytes; the buffer grows with what comes, not with what is announced.
fn part(from: &mut impl Read, length: u64, longest: u64) -> io::Result<Vec<u8>> {
    if length > longest {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::with_capacity(length.min(1 << 20) as usize);
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back() {
        let answer = |reply| Answer { job: 3, spent: 0, reply };
        let (done, begin) = (answer(Reply::Done), answer(Reply::Begin("x".to_owned(), None)));
        let mut stream = Vec::new();
        send(&mut stream, &done, b"body").expect("written");
        send(&mut stream, &begin, b"").expect("written");
        let mut from = &stream[..];
        assert_eq!(receive(&mut from, 4).expect("read"), Some((done, b"body".to_vec())));
        assert_eq!(receive(&mut from, 4).expect("read"), Some((begin, Vec::new())));
        assert_eq!(receive::<Answer>(&mut from, 4).expect("read"), None);
        assert!(receive::<Answer>(&mut &stream[..], 3).is_err(), "longer than there is reason for");
        for length in 1..stream.len() {
            let mut from = &stream[..length];
            let all = std::iter::from_fn(|| receive::<Answer>(&mut from, 4).transpose());
            let all = all.collect::<io::Result<Vec<_>>>();
            // A stream may end between frames and nowhere else.
            assert_eq!(all.is_ok(), all.is_ok_and(|all| all.len() == 1 && from.is_empty()), "cut at {length}");
        }
    }
}
