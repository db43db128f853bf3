//! One run at a time for each output folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::SystemTime;

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
            let mut holder = String::new();
            // What the holder wrote may be half there; it is only for people.
            let _ = file.read_to_string(&mut holder);
            return Err(RunError::Locked { output: output.to_owned(), holder: holder.trim().to_owned() });
        }
        Err(TryLockError::Error(error)) => return Err(RunError::io(Doing::Output, &path)(error)),
    }
    sign(&mut file).map_err(RunError::io(Doing::Output, &path))?;
    Ok(Lock { _file: file })
}

/// Writes process, host and start into the lock.
fn sign(file: &mut File) -> io::Result<()> {
    let host =
        std::fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| std::fs::read_to_string("/etc/hostname"));
    let host = host.map(|host| host.trim().to_owned()).unwrap_or_default();
    let start = timestamp(SystemTime::now());
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "pid {}, host {host}, since {start}", std::process::id())?;
    file.flush()
}

/// A moment as `2026-11-23T18:30:00Z`.
pub fn timestamp(moment: SystemTime) -> String {
    let seconds = moment.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days as i64);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
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

/// Day of the Gregorian calendar from days since 1970-01-01, counted in years that begin in March so that the
/// leap day is the last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march + 2) / 5 + 1;
    let month = if march < 10 { march + 3 } else { march - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
