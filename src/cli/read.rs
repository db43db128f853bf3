//! `gouji read`: what the reader of a format makes of a file, before any form is bound to it.

use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use super::args::{Read, To};
use super::print;
use crate::filing;
use crate::finding::Language;
use crate::reader;
use crate::view::document;

pub(super) fn read(typed: Read, language: Language) -> ExitCode {
    let limits = typed.limits.limits();
    let name = typed.file.display().to_string();
    let mut bytes = Vec::new();
    let allowed = limits.input_bytes.saturating_add(1);
    let loaded = if name == "-" {
        std::io::stdin().lock().take(allowed).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(&typed.file).and_then(|file| file.take(allowed).read_to_end(&mut bytes))
    };
    if let Err(error) = loaded {
        return print::failure(&format!("{name}: {error}"));
    }
    let format = reader::sniff(&bytes);
    let mut context = filing::context(limits);
    // A reader that fails costs this command alone, and is told as any other failure.
    let outcome = catch_unwind(AssertUnwindSafe(|| reader::read(format, &bytes, &mut context)));
    let found = match outcome {
        Ok(Ok(found)) => found,
        Ok(Err(error)) => return print::failure(&format!("{name}: {error}")),
        Err(_) => return print::failure(&format!("{name}: the reader of {} failed", format.word())),
    };
    let notices: Vec<_> = context.notices.iter().map(filing::finding).collect();
    print::out(&match typed.to {
        To::Text => document::text(&found),
        To::Markdown => document::markdown(&found),
        To::Html => document::html(&found, &name, format.word(), &notices, language),
        To::Json => format!("{:#}\n", document::json(&found, &name, format.word(), &notices)),
    });
    ExitCode::SUCCESS
}
