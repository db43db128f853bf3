//! One run at a time for each output folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use super::error::{Doing, RunError};

/// Held while a run works on an output folder; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Takes the lock of an output folder whose state lies in `state`.
///
/// # Errors
/// `Locked` with what the other run wrote down about itself; `Io` when the folder cannot be written.
pub fn take(output: &Path, state: &Path) -> Result<Lock, RunError> {
    let path = state.join("lock");
    let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
    let mut file = open.map_err(RunError::io(Doing::Output, &path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(RunError::Locked { output: output.to_owned(), holder: holder(&mut file) });
        }
        Err(TryLockError::Error(error)) => return Err(RunError::io(Doing::Output, &path)(error)),
    }
    sign(&mut file).map_err(RunError::io(Doing::Output, &path))?;
    Ok(Lock { _file: file })
}

/// What the holder wrote down; it may have taken the lock a moment ago and not have written yet. Only for people.
fn holder(file: &mut File) -> String {
    let mut told = String::new();
    for _ in 0..50 {
        let _ = file.rewind().and_then(|()| file.read_to_string(&mut told));
        if !told.trim().is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    told.trim().to_owned()
}

/// Writes process, host and start into the lock.
fn sign(file: &mut File) -> io::Result<()> {
    let (host, start) = (host(), timestamp(SystemTime::now()));
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "pid {}, host {host}, since {start}", std::process::id())?;
    file.flush()
}

/// Name of this machine; empty where the system has no `uname`.
fn host() -> String {
    #[cfg(unix)]
    return rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    String::new()
}

/// A moment as `2026-11-23T18:30:00Z`; moments that no calendar holds are its beginning.
pub fn timestamp(moment: SystemTime) -> String {
    let moment = Timestamp::try_from(moment).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The day (UTC) that a publication at this moment is dated with; `SOURCE_DATE_EPOCH` (reproducible-builds.org) stands
/// for another moment.
pub fn day(moment: SystemTime) -> String {
    let told = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let moment = told.map_or(moment, |seconds| SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds));
    let mut stamp = timestamp(moment);
    stamp.truncate("2026-11-23".len());
    stamp
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_told_who_holds_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let lock = take(folder.path(), folder.path()).expect("free");
        let Err(RunError::Locked { holder, .. }) = take(folder.path(), folder.path()) else { panic!("taken twice") };
        assert!(holder.starts_with(&format!("pid {}, host ", std::process::id())), "{holder}");
        drop(lock);
        assert!(take(folder.path(), folder.path()).is_ok());
    }

    #[test]
    fn moments_are_written_in_utc() {
        let at = |seconds| timestamp(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_795_458_600), "2026-11-23T18:30:00Z");
    }
}
