//! Gzip (RFC 1952): one compressed file, which keeps the path of the whole, or an archive inside.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::ops::ControlFlow;

use flate2::bufread::GzDecoder;

use super::{Opening, tar, warc};
use crate::corpus::name;

pub(super) fn read(
    stream: &mut dyn Read,
    path: &str,
    within: &str,
    depth: u32,
    opening: &mut Opening<'_, '_>,
) -> ControlFlow<()> {
    let mut inflated = Parts::new(BufReader::new(stream));
    let mut head = Vec::with_capacity(512);
    // A stream damaged this early fails again below, where it is told.
    let _ = (&mut inflated).take(512).read_to_end(&mut head);
    if tar::is_tar(&head) {
        return tar::read(&mut Cursor::new(head).chain(inflated), within, depth, opening);
    }
    if warc::is_warc(&head) {
        return warc::read(&mut Cursor::new(head).chain(inflated), within, depth, opening);
    }
    let name = match stem(path) {
        Some(stem) => stem.to_owned(),
        None => inflated.name.take().map_or_else(|| "content".to_owned(), |raw| name::member(&raw, false)),
    };
    let mut content = Vec::new();
    let read = opening.inflate(&mut Cursor::new(head).chain(inflated), None, &mut content);
    opening.unpacked(&name, within, depth, read.map(|()| content.as_slice()))
}

/// File name without `.gz`; the name in the header is only as good as whoever packed it.
fn stem(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next()?;
    let (stem, extension) = name.rsplit_once('.')?;
    (extension.eq_ignore_ascii_case("gz") && !stem.is_empty()).then_some(stem)
}

/// Compressed parts one after the other (2.2). Tapes and block devices pad the last one with zeros; what follows it and
/// is no part is passed over, as gzip does.
struct Parts<R> {
    /// `None` behind the last part.
    part: Option<GzDecoder<R>>,
    /// Name in the header of the first part.
    name: Option<Vec<u8>>,
    /// Whether this is the first part, and whether it has given bytes.
    first: bool,
    given: bool,
}

impl<R: BufRead> Parts<R> {
    fn new(stream: R) -> Self {
        Self { part: Some(GzDecoder::new(stream)), name: None, first: true, given: false }
    }

    /// Goes on behind a part that has ended.
    fn next(&mut self) -> io::Result<()> {
        let Some(part) = self.part.take() else { return Ok(()) };
        let mut stream = part.into_inner();
        loop {
            let held = stream.fill_buf()?;
            let zeros = held.iter().take_while(|byte| **byte == 0).count();
            let (ended, part) = (held.is_empty(), held.get(zeros) == Some(&0x1f));
            if zeros == 0 || ended {
                if part {
                    self.part = Some(GzDecoder::new(stream));
                    (self.first, self.given) = (false, false);
                }
                return Ok(());
            }
            stream.consume(zeros);
        }
    }
}

impl<R: BufRead> Read for Parts<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        while let Some(part) = &mut self.part {
            match part.read(into) {
                Ok(0) => self.next()?,
                Ok(count) => {
                    if self.first && !self.given {
                        let name = part.header().and_then(|header| header.filename());
                        self.name = name.filter(|name| !name.is_empty()).map(<[u8]>::to_vec);
                    }
                    self.given = true;
                    return Ok(count);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Not a part after all.
                Err(_) if !self.first && !self.given => self.part = None,
                Err(error) => return Err(error),
            }
        }
        Ok(0)
    }
}
