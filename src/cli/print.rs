//! Output to standard output and standard error. A reader that has gone away (`gouji check x | head`) is no failure.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::view::plain;

/// Prints to standard output.
pub(super) fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    settle(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()));
}

/// Prints a line to standard error.
pub(super) fn err(line: &str) {
    // Names of files may hold anything. If it fails, there is nobody left to tell.
    let _ = writeln!(io::stderr().lock(), "{}", plain(line));
}

/// Prints the reason of a failure and gives its exit status.
pub(super) fn failure(reason: &str) -> ExitCode {
    err(&format!("gouji: {reason}"));
    ExitCode::from(2)
}

fn settle(outcome: io::Result<()>) {
    match outcome {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => {
            err(&format!("gouji: {error}"));
            std::process::exit(2);
        }
    }
}
