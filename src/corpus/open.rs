//! Opening a file of unknown origin: first it is opened without waiting, then looked at, then read. Looking first
//! would look at another file than the one that is read, should somebody put a pipe in its place meanwhile.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// Far above any descriptor; a journal names each table once.
const SMALL: u64 = 16 << 20;

/// What becomes of a symbolic link at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Links {
    /// The file that it leads to is opened.
    Followed,
    /// It is refused.
    Refused,
}

/// Opens a regular file, and nothing else: not a pipe, a socket, a device or a folder.
///
/// Where there is no Unix, a link is followed whatever is asked, and there are no pipes among the files of a folder.
///
/// # Errors
/// When the system refuses, or when it is something else.
pub fn regular(path: &Path, links: Links) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        flags.set(OFlags::NOFOLLOW, links == Links::Refused);
        options.custom_flags(flags.bits().cast_signed());
    }
    #[cfg(not(unix))]
    let _ = links;
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(not_regular()) }
}

/// The bytes of a small regular file of the program's own (a descriptor, a journal).
///
/// # Errors
/// As [`regular`]; also when it is larger than any such file.
pub fn small(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    regular(path, Links::Followed)?.0.take(SMALL + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > SMALL { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

/// The error for what is no regular file.
pub fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_opened_and_pipes_are_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), "x").expect("written");
        std::os::unix::fs::symlink(at("file"), at("link")).expect("linked");
        let made = std::process::Command::new("mkfifo").arg(at("pipe")).status().expect("mkfifo is there");
        assert!(made.success());
        assert!(regular(&at("file"), Links::Refused).is_ok() && regular(&at("link"), Links::Followed).is_ok());
        for name in ["link", "pipe", "", "/dev/null", "absent"] {
            assert!(regular(&at(name), Links::Refused).is_err(), "{name}");
        }
    }
}
