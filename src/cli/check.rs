//! `gouji check`, and the commands that only print: `explain`, `rules`, `completions`, `verify`.

use std::io::IsTerminal;
use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;

use super::args::{Args, Check};
use super::print;
use crate::dataset::{schema, tally};
use crate::filing::{Filing, Verdict};
use crate::finding::Language;
use crate::run;
use crate::view::{self, Style};

pub(super) fn check(typed: Check, language: Language) -> ExitCode {
    let limits = typed.limits.limits();
    let filings = match run::check(&typed.files, limits) {
        Ok(filings) => filings,
        Err(error) => return print::failure(&error.message(language)),
    };
    if let Some(page) = &typed.html {
        let pages: Vec<(String, &Filing)> = filings.iter().map(|(name, filing)| (name.clone(), filing)).collect();
        if let Err(error) = std::fs::write(page, view::html(&pages, language)) {
            return print::failure(&format!("{}: {error}", page.display()));
        }
    } else if typed.json {
        for (name, filing) in &filings {
            print::out(&format!("{}\n", view::json(filing, name)));
        }
    } else {
        let style = style();
        for (place, (name, filing)) in filings.iter().enumerate() {
            let gap = if place == 0 { "" } else { "\n" };
            print::out(&format!("{gap}{}", view::terminal(filing, name, language, style)));
        }
    }
    let contradicts = |filing: &Filing| matches!(filing.verdict, Verdict::Flagged | Verdict::Unreadable);
    ExitCode::from(u8::from(filings.iter().any(|(_, filing)| contradicts(filing))))
}

/// Colours at a terminal unless `NO_COLOR` (no-color.org) is set, as wide as it is.
fn style() -> Style {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let mut style = Style { color: std::io::stdout().is_terminal() && !plain, ..Style::default() };
    style.width = width.unwrap_or(style.width);
    style
}

pub(super) fn explain(code: &str, language: Language) -> ExitCode {
    match view::explain(code, language) {
        Some(text) => {
            print::out(&text);
            ExitCode::SUCCESS
        }
        None if language == Language::Zh => print::failure(&format!("没有代码 {code}；gouji rules 列出全部代码")),
        None => print::failure(&format!("there is no code {code}; gouji rules lists them")),
    }
}

pub(super) fn rules(language: Language) -> ExitCode {
    print::out(&view::rules(language));
    ExitCode::SUCCESS
}

/// How often each rule of a dataset came out how.
pub(super) fn tally(dataset: &Path, language: Language) -> ExitCode {
    let path = dataset.join(schema::table("rules").file());
    let printed = std::fs::read(&path).map(|table| tally::print(&table, language));
    match printed {
        Ok(Some(text)) => {
            print::out(&text);
            ExitCode::SUCCESS
        }
        Ok(None) if language == Language::Zh => print::failure(&format!("{} 不是规则统计表", path.display())),
        Ok(None) => print::failure(&format!("{} is not a table of rules", path.display())),
        Err(error) => print::failure(&format!("{}: {error}", path.display())),
    }
}

pub(super) fn completions(shell: clap_complete::Shell) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "gouji", &mut script);
    print::out(&String::from_utf8_lossy(&script));
    ExitCode::SUCCESS
}

pub(super) fn verify(output: &Path, language: Language) -> ExitCode {
    match run::verify::verify(output) {
        Ok(verified) => {
            for problem in &verified.problems {
                print::err(&problem.message(language));
            }
            print::out(&format!("{}\n", verified.message(language)));
            ExitCode::from(u8::from(!verified.problems.is_empty()) * 2)
        }
        Err(error) => print::failure(&error.message(language)),
    }
}
