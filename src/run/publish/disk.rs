//! What the switch asks of the file system, call by call, so that tests can let each of them fail.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::corpus::open;

/// The calls of a switch and of its undoing.
pub(super) trait Disk {
    /// Whether something is there under this name.
    fn is_there(&self, path: &Path) -> io::Result<bool>;
    /// The bytes of a small file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// The names in a folder, sorted; none when there is no folder.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// SHA-256 of a regular file, hexadecimal.
    fn digest(&self, path: &Path) -> io::Result<String>;
    /// Writes a small file and flushes it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Copies a file and flushes the copy.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file into the place of another.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with everything in it.
    fn clear(&self, folder: &Path) -> io::Result<()>;
    /// Makes a folder, and those above it.
    fn make(&self, folder: &Path) -> io::Result<()>;
    /// Flushes a folder, so that the names in it survive a crash of the machine.
    fn flush(&self, folder: &Path) -> io::Result<()>;
}

/// The disk as it is.
pub(super) struct System;

impl Disk for System {
    fn is_there(&self, path: &Path) -> io::Result<bool> {
        match fs::symlink_metadata(path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        open::small(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let name =
            |entry: io::Result<fs::DirEntry>| entry.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<String> = entries.map(name).collect::<io::Result<_>>()?;
        names.sort();
        Ok(names)
    }

    fn digest(&self, path: &Path) -> io::Result<String> {
        super::digest(path).map(|(sha256, _)| sha256)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)?;
        File::open(path)?.sync_all()
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::copy(from, to)?;
        File::open(to)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn clear(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn make(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    /// Elsewhere than on Unix a folder cannot be opened to be flushed; there the file system's own order counts.
    fn flush(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }
}
