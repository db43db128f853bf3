//! The command line: what was typed ([`args`]) is turned into what the program needs, and its outcome into an
//! exit status: 0 done, 1 findings at or above a level, 2 failed.

mod args;
mod extract;
mod language;

use std::process::ExitCode;

use clap::Parser;

use self::args::{Args, Command};

/// Parses the command line and runs it.
pub fn main() -> ExitCode {
    let args = Args::parse();
    let language = args.lang.unwrap_or_else(language::of_environment);
    match args.command {
        Command::Extract(typed) => extract::run(typed, language),
        Command::Worker => ExitCode::from(if crate::run::worker::serve().is_ok() { 0 } else { 2 }),
    }
}
