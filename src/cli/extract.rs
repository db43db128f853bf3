//! `gouji extract`: from what was typed to a run, and from its report to a summary and an exit status.

use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use super::args::{Extract, Level};
use crate::filing::Verdict;
use crate::finding::Language;
use crate::run::{self, Options, Report, Unwatched};

pub(super) fn run(typed: Extract, language: Language) -> ExitCode {
    let mut options = Options::new(typed.inputs, typed.output);
    options.cache = typed.cache;
    options.jobs = typed.jobs.map_or(options.jobs, usize::from);
    options.full = typed.full;
    options.bom = typed.bom;
    options.texts = typed.texts;
    options.allow_removals = typed.allow_removals;
    options.limits.seconds = typed.max_seconds.unwrap_or(options.limits.seconds);
    options.worker = if typed.in_process { None } else { std::env::current_exe().ok() };
    match run::extract(&options, &AtomicBool::new(false), &Unwatched) {
        Ok(report) => {
            if !typed.quiet {
                eprint!("{}", summary(&report, language));
            }
            ExitCode::from(u8::from(fails(&report, typed.fail_on)))
        }
        Err(error) => {
            eprintln!("gouji: {}", error.message(language));
            ExitCode::from(2)
        }
    }
}

/// Whether there are findings at or above a level.
fn fails(report: &Report, level: Option<Level>) -> bool {
    level.is_some_and(|level| {
        report.filings.iter().any(|filing| filing.findings[level as usize..].iter().any(|&count| count > 0))
    })
}

fn summary(report: &Report, language: Language) -> String {
    let zh = language == Language::Zh;
    let mut out = String::new();
    let mut line = |label: &str, count: String| out.push_str(&format!("{label:>14}  {count}\n"));
    line(if zh { "文件" } else { "files" }, format!("{} ({} read)", report.files, report.read));
    for verdict in Verdict::ALL {
        line(verdict.word(), report.count(verdict).to_string());
    }
    line("changes", report.changes.to_string());
    out
}
