//! `gouji read`: what the reader of a format makes of a file, before any form is bound to it. A worker reads it, as for
//! `gouji check`.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::{Read, To};
use super::{print, recognition};
use crate::finding::{Finding, Language};
use crate::limits::Limits;
use crate::run::{self, Launch, Seen};
use crate::view::document;

/// What standard input is called.
const STDIN: &str = "-";

pub(super) fn read(typed: Read, models: Option<&Path>, language: Language) -> ExitCode {
    let name = typed.file.display().to_string();
    let seen = match see(&typed.file, (typed.limits.limits(), models), language) {
        Ok(seen) => seen,
        Err(reason) => return print::failure(&reason),
    };
    let Seen { format, document: found, notices } = seen;
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let reason = Finding::from_error(&error).message(language, &|_| String::new());
            return print::failure(&format!("{name}: {reason}"));
        }
    };
    print::out(&match typed.to {
        To::Text => document::text(&found),
        To::Markdown => document::markdown(&found),
        To::Html => document::html(&found, &name, format.word(), &notices, language),
        To::Json => format!("{:#}\n", document::json(&found, &name, format.word(), &notices)),
    });
    ExitCode::SUCCESS
}

/// Has a file read; standard input through a file, so that it is read as any other.
fn see(file: &Path, (limits, models): (Limits, Option<&Path>), language: Language) -> Result<Seen, String> {
    let model = recognition::model(models).map_err(|error| error.message(language))?;
    let limits = recognition::limits(limits, model.as_deref());
    let launch = std::env::current_exe().map(Launch::command_of).map_err(|error| error.to_string())?;
    let launch = launch.with_model(model.as_deref());
    let look = |file: &PathBuf| run::see(file, limits, &launch).map_err(|error| error.message(language));
    if file.as_os_str() != STDIN {
        return look(&file.to_owned());
    }
    let failed = |error: std::io::Error| format!("{STDIN}: {error}");
    let folder = tempfile::tempdir().map_err(failed)?;
    let path = folder.path().join("stdin");
    let mut copy = std::fs::File::create(&path).map_err(failed)?;
    // One byte more than is allowed says that it is too much.
    std::io::copy(&mut std::io::stdin().lock().take(limits.input_bytes.saturating_add(1)), &mut copy)
        .map_err(failed)?;
    look(&path)
}
