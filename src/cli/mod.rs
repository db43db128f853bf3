//! The command line: what was typed (`args`) is turned into what the program needs, and its outcome into an
//! exit status: 0 done, 1 findings at or above a level, 2 failed.

mod args;
mod check;
mod extract;
mod help;
mod language;
mod neighbours;
mod print;
mod progress;
mod read;
mod recognition;
mod site;
mod table;
mod worklist;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use self::args::{Args, Command};
use crate::finding::Language;

/// Parses the command line and runs it.
pub fn main() -> ExitCode {
    let language = language::asked().unwrap_or_else(language::of_environment);
    let command = if language == Language::Zh { help::chinese(Args::command()) } else { Args::command() };
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            // Help and version are asked for, and go to standard output.
            let status = if error.use_stderr() { 2 } else { 0 };
            let _ = error.print();
            return ExitCode::from(status);
        }
    };
    let args = match Args::from_arg_matches(&matches) {
        Ok(args) => args,
        Err(error) => return print::failure(&error.to_string()),
    };
    let models = args.models.as_deref();
    match args.command {
        Command::Extract(typed) => extract::run(typed, models, language),
        Command::Check(typed) => check::check(typed, models, language),
        Command::Read(typed) => read::read(typed, models, language),
        Command::Compare(typed) => check::compare(&typed, models, language),
        Command::Site(typed) => site::site(&typed, language),
        Command::Worklist(typed) => worklist::worklist(&typed, language),
        Command::Explain { code } => check::explain(&code, language),
        Command::Rules { dataset: None } => check::rules(language),
        Command::Rules { dataset: Some(folder) } => check::tally(&folder, language),
        Command::Verify { output } => check::verify(&output, language),
        Command::Completions { shell } => check::completions(shell),
        Command::Worker { model } => {
            ExitCode::from(if crate::run::worker::serve(model.as_deref()).is_ok() { 0 } else { 2 })
        }
    }
}
