//! `gouji extract`: from what was typed to a run, and from its report to a summary and an exit status.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::args::{Extract, Level, Log};
use super::progress::Progress;
use super::recognition::Missing;
use super::{print, site};
use crate::filing::Verdict;
use crate::finding::Language;
use crate::run::error::RunError;
use crate::run::{self, Counts, Launch, Options, Report};
use crate::view;
use crate::word;

pub(super) fn run(typed: Extract, models: Option<&Path>, language: Language) -> ExitCode {
    run::allocator::set();
    let (quiet, log, fail_on) = (typed.quiet, typed.log, typed.fail_on);
    let (dataset, pages) = (typed.output.clone(), typed.site.clone());
    let options = match options(typed, models) {
        Ok(options) => options,
        Err(error) => return print::failure(&error.message(language)),
    };
    let stop = Arc::new(AtomicBool::new(false));
    if let Err(error) = listen(&stop) {
        return print::failure(&error.to_string());
    }
    let progress = Progress::new(language, log, quiet);
    let outcome = run::extract(&options, &stop, &progress);
    progress.finish();
    match outcome {
        Ok(report) => {
            if log == Log::Json {
                let counts: serde_json::Map<String, serde_json::Value> = Verdict::ALL
                    .into_iter()
                    .map(|verdict| (verdict.word().to_owned(), json!(report.count(verdict))))
                    .collect();
                let line = json!({
                    "event": "published", "files": report.files, "read": report.read, "filings": report.counts.filings,
                    "verdicts": counts, "changes": report.changes, "unchanged": report.unchanged,
                });
                print::err(&line.to_string());
            } else if !quiet {
                let missing = match (&options.model, &options.worker) {
                    (None, _) => Some(Missing::Model),
                    (Some(_), None) => Some(Missing::Workers),
                    (Some(_), Some(_)) => None,
                };
                print::out(&summary(&report, missing, language));
            }
            match pages.map(|pages| site::build(&dataset, &pages, language)) {
                // The dataset is published and whole: 2 would say that it is as it was.
                Some(Err(reason)) => {
                    print::err(&format!("gouji: {reason}"));
                    return ExitCode::FAILURE;
                }
                Some(Ok(line)) if !quiet && log != Log::Json => print::out(&line),
                _ => {}
            }
            ExitCode::from(u8::from(fails(&report, fail_on)))
        }
        Err(error) if log == Log::Json => {
            print::err(&json!({ "event": "failed", "message": error.message(language) }).to_string());
            ExitCode::from(2)
        }
        Err(error) => print::failure(&error.message(language)),
    }
}

/// What the program needs, from what was typed.
fn options(typed: Extract, models: Option<&Path>) -> Result<Options, RunError> {
    let mut options = Options::new(typed.inputs, typed.output);
    options.cache = typed.cache;
    options.jobs = typed.jobs.map_or(options.jobs, usize::from);
    options.model = super::recognition::model(models)?;
    options.limits = super::recognition::limits(typed.limits.limits(), options.model.as_deref());
    options.worker = if typed.in_process {
        None
    } else {
        let program = std::env::current_exe().map_err(|error| RunError::Worker { error })?;
        Some(Launch::command_of(program).with_model(options.model.as_deref()))
    };
    options.organs = typed.organs.as_deref().map_or(Ok(Vec::new()), run::roster::read)?;
    options.follow_links = typed.follow_links;
    options.full = typed.full;
    options.bom = typed.bom;
    options.texts = typed.texts || typed.site.is_some();
    options.formats = typed.format;
    options.spreadsheet_safe = typed.spreadsheet_safe;
    options.news = typed.fail_on == Some(Level::NewHard);
    options.allow_removals = typed.allow_removals;
    options.removal_percent = typed.max_removals;
    if let Some(path) = &typed.reviewed {
        let (reviewed, bad) = run::reviewed::read(path)?;
        for line in bad {
            print::err(&format!("{}:{}: {}", path.display(), line.line, line.found));
        }
        options.reviewed = reviewed;
    }
    Ok(options)
}

/// The first signal asks the run to stop, the second ends it at once.
fn listen(stop: &Arc<AtomicBool>) -> std::io::Result<()> {
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // In this order: the handler that ends sees the flag only when it was set before.
        signal_hook::flag::register_conditional_shutdown(signal, 2, Arc::clone(stop))?;
        signal_hook::flag::register(signal, Arc::clone(stop))?;
    }
    Ok(())
}

/// Whether there are findings at or above a level.
fn fails(report: &Report, level: Option<Level>) -> bool {
    match level {
        None => false,
        Some(Level::NewHard) => report.counts.new_hard > 0,
        Some(level) => report.counts.severities[level as usize..].iter().any(|&count| count > 0),
    }
}

fn summary(report: &Report, missing: Option<Missing>, language: Language) -> String {
    let zh = language == Language::Zh;
    let mut out = if zh {
        format!(
            "文件 {}（本次读取 {}），报告 {}，变化 {}\n",
            report.files, report.read, report.counts.filings, report.changes
        )
    } else {
        let Report { files, read, counts, changes, .. } = report;
        format!("{files} files ({read} read), {} filings, {changes} changes\n", counts.filings)
    };
    if report.unchanged {
        out.push_str(if zh {
            "与上次相同，数据集未动\n"
        } else {
            "as the last time: the dataset was left as it is\n"
        });
    }
    for verdict in Verdict::ALL {
        out.push_str(&format!("{:>9}  {}\n", report.count(verdict), view::verdict(verdict, language)));
    }
    if let Some(missing) = missing.filter(|_| report.count(Verdict::NeedsOcr) > 0) {
        out.push_str(&format!("{:>9}  {}\n", "", super::recognition::advice(missing, language)));
    }
    let Counts { undecided, changes, .. } = &report.counts;
    if *undecided > 0 {
        out.push_str(&if zh {
            format!("{undecided:>9}  机关或年份未定，不在 panel 中（见 coverage.csv）\n")
        } else {
            format!("{undecided:>9}  without organ or year, in no row of the panel (see coverage.csv)\n")
        });
    }
    if !changes.is_empty() {
        let named = changes.iter().map(|(kind, count)| format!("{} {count}", word::name("change", kind, language)));
        let kinds: Vec<String> = named.collect();
        out.push_str(&format!("{}{}\n", if zh { "变化：" } else { "changes: " }, kinds.join(", ")));
    }
    out
}
