//! What the run and its workers say to each other: frames of a head (`postcard`) and a body (bytes as they are),
//! each with its length in front.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::reading::{Content, Head};
use crate::limits::Limits;
use crate::reader::Format;

/// First frame to a worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Setup {
    /// What one file may cost.
    pub limits: Limits,
}

/// A file to read; its bytes are the body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// Path as the dataset shows it.
    pub shown: String,
    /// For an archive too large to be sent: where it is and what.
    pub large: Option<(PathBuf, Format)>,
    /// Filings of the archive that are done already.
    pub skip: u64,
}

/// What a worker answers, in the order of the jobs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// This member of the archive is about to be read.
    Begin(String, Option<[u8; 32]>),
    /// It was read; the sealed filing is the body.
    Piece(Head),
    /// The file is done; whether it is an archive.
    Done(bool),
}

impl Job {
    /// Head and body of the job that reads a file.
    pub fn new<'a>(shown: &str, content: &'a Content, skip: u64) -> (Self, &'a [u8]) {
        let shown = shown.to_owned();
        match content {
            Content::Bytes(bytes) => (Self { shown, large: None, skip }, bytes),
            Content::Large(path, format) => (Self { shown, large: Some((path.clone(), *format)), skip }, &[]),
        }
    }

    /// What there is to read.
    pub fn content(&self, body: Vec<u8>) -> Content {
        match &self.large {
            Some((path, format)) => Content::Large(path.clone(), *format),
            None => Content::Bytes(body),
        }
    }
}

/// Writes a frame.
pub fn send(to: &mut impl Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    let head = postcard::to_stdvec(head).map_err(io::Error::other)?;
    to.write_all(&(head.len() as u32).to_le_bytes())?;
    to.write_all(&(body.len() as u64).to_le_bytes())?;
    to.write_all(&head)?;
    to.write_all(body)?;
    to.flush()
}

/// Reads a frame; `None` at the end of the stream.
pub fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut lengths = [0; 12];
    match from.read(&mut lengths)? {
        0 => return Ok(None),
        count => from.read_exact(&mut lengths[count..])?,
    }
    let [a, b, c, d, rest @ ..] = lengths;
    let head = part(from, u64::from(u32::from_le_bytes([a, b, c, d])))?;
    let body = part(from, u64::from_le_bytes(rest))?;
    let head = postcard::from_bytes(&head).map_err(io::Error::other)?;
    Ok(Some((head, body)))
}

/// Reads so many bytes; the buffer grows with what comes, not with what is announced.
fn part(from: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length.min(1 << 20) as usize);
    from.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back() {
        let mut stream = Vec::new();
        send(&mut stream, &Reply::Done(true), b"body").expect("written");
        send(&mut stream, &Reply::Begin("x".to_owned(), None), b"").expect("written");
        let mut from = &stream[..];
        assert_eq!(receive(&mut from).expect("read"), Some((Reply::Done(true), b"body".to_vec())));
        assert_eq!(receive(&mut from).expect("read"), Some((Reply::Begin("x".to_owned(), None), Vec::new())));
        assert_eq!(receive::<Reply>(&mut from).expect("read"), None);
        for length in 1..stream.len() {
            let mut from = &stream[..length];
            let all = std::iter::from_fn(|| receive::<Reply>(&mut from).transpose()).collect::<io::Result<Vec<_>>>();
            // A stream may end between frames and nowhere else.
            assert_eq!(all.is_ok(), all.is_ok_and(|all| all.len() == 1 && from.is_empty()), "cut at {length}");
        }
    }
}
