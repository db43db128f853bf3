//! Signatures of the prose of all filings, in a file while a survey gathers them: in memory they took as much as half of all
//! else that is known of a filing. Nobody finds the file, which has no name once it is open.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use crate::across::{MINIMA, Signatures};

/// Bytes that are written at a time.
const STEP: usize = 64 << 10;
/// Bytes of one number.
const NUMBER: usize = size_of::<u16>();

/// Bytes of one signature.
const SIGNATURE: usize = MINIMA * NUMBER;
/// Bytes that are read where one signature is asked for: to read each by itself was a dozen calls of the system for each filing,
/// the most frequent one of a run.
const STRETCH: usize = 8 << 10;
/// Stretches that are kept: half a megabyte.
const KEPT: usize = 64;

/// Signatures in a file.
pub(super) struct Spilled {
    file: File,
    /// What is not written yet.
    rest: Vec<u8>,
    /// Bytes that are.
    written: u64,
    /// What was read last.
    bytes: Vec<u8>,
    /// Stretches by their number, each at that number modulo [`KEPT`].
    kept: Vec<(u64, Vec<u8>)>,
}

impl Spilled {
    /// Name of the file as long as it has one.
    pub(super) const NAME: &str = "signatures.draft";

    /// Makes an empty file for them.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(path)?;
        fs::remove_file(path)?;
        Ok(Self { file, rest: Vec::new(), written: 0, bytes: Vec::new(), kept: Vec::new() })
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.rest.is_empty() {
            self.file.seek(SeekFrom::End(0))?;
            self.file.write_all(&self.rest)?;
            self.written += self.rest.len() as u64;
            self.rest.clear();
            self.kept.clear();
        }
        Ok(())
    }

    /// The bytes of one signature.
    fn one(&mut self, at: u64) -> io::Result<&[u8]> {
        let number = at / STRETCH as u64;
        let place = (number % KEPT as u64) as usize;
        if self.kept.len() <= place {
            self.kept.resize(place + 1, (u64::MAX, Vec::new()));
        }
        let (held, bytes) = &mut self.kept[place];
        if *held != number {
            let from = number * STRETCH as u64;
            *held = u64::MAX;
            bytes.resize(self.written.saturating_sub(from).min(STRETCH as u64) as usize, 0);
            read_at(&mut self.file, bytes, from)?;
            *held = number;
        }
        let from = (at % STRETCH as u64) as usize;
        bytes.get(from..from + SIGNATURE).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl Signatures for Spilled {
    fn add(&mut self, signature: &[u16]) -> io::Result<()> {
        self.rest.extend(signature.iter().flat_map(|number| number.to_le_bytes()));
        if self.rest.len() < STEP { Ok(()) } else { self.flush() }
    }

    fn read(&mut self, from: usize, into: &mut [u16]) -> io::Result<()> {
        self.flush()?;
        let at = (from * SIGNATURE) as u64;
        let bytes = if into.len() == MINIMA {
            self.one(at)?
        } else {
            self.bytes.resize(into.len() * NUMBER, 0);
            read_at(&mut self.file, &mut self.bytes, at)?;
            &self.bytes
        };
        let numbers = bytes.as_chunks::<NUMBER>().0.iter().map(|bytes| u16::from_le_bytes(*bytes));
        into.iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
        Ok(())
    }
}

/// Reads from a place on: on Unix in one call of the system, elsewhere in two. To go to the place first was a sixth of all calls
/// of a run.
fn read_at(file: &mut File, bytes: &mut [u8], from: u64) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_exact_at(file, bytes, from);
    #[cfg(not(unix))]
    {
        use std::io::Read;
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_come_back_from_a_file_without_a_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut spilled = Spilled::create(&folder.path().join(Spilled::NAME)).expect("made");
        let mut held: Vec<u16> = Vec::new();
        for at in 0..(KEPT + 1) * STRETCH / SIGNATURE + 3 {
            let signature: Vec<u16> = (0..MINIMA).map(|number| (at * 131 + number * 7) as u16).collect();
            spilled.add(&signature).expect("room");
            held.add(&signature).expect("room");
        }
        let last = held.len() / MINIMA - 1;
        // The last one lies where the first stretch was kept.
        for (from, count) in [(0, 1), (1, 700), (last, 1), (2, 1), (last - 3, 1), (3, 2)] {
            let mut both = [vec![0; count * MINIMA], vec![1; count * MINIMA]];
            spilled.read(from, &mut both[0]).expect("there");
            held.read(from, &mut both[1]).expect("there");
            assert_eq!(both[0], both[1], "{count} from {from}");
        }
        assert!(spilled.read(held.len() / MINIMA, &mut [0; MINIMA]).is_err(), "behind the last one");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 0);
    }
}
