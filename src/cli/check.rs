//! `gouji check`, and the commands that only print: `explain`, `rules`, `completions`, `verify`.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::CommandFactory;

use super::args::{Args, Check, Compare};
use super::{neighbours, print, recognition};
use crate::dataset::{codebook, schema, tally};
use crate::filing::{Filing, Stage, Verdict};
use crate::finding::{Language, Severity};
use crate::limits::Limits;
use crate::run::{self, Checked, Launch};
use crate::view::{self, Shown, Style};

pub(super) fn check(typed: Check, models: Option<&Path>, language: Language) -> ExitCode {
    for page in [&typed.html, &typed.docx].into_iter().flatten() {
        if let Err(refusal) = may_write(page, &typed, language) {
            return print::failure(&refusal);
        }
    }
    let mut filings = match read(&typed.files, (typed.limits.limits(), models), language) {
        Ok(filings) => filings,
        Err(reason) => return print::failure(&reason),
    };
    if filings.is_empty() {
        let text = if language == Language::Zh { "没有可读的文件" } else { "there are no files to read" };
        let places: Vec<String> = typed.files.iter().map(|file| file.display().to_string()).collect();
        print::err(&format!("gouji: {}: {text}", places.join(" ")));
        return ExitCode::SUCCESS;
    }
    let years = match neighbours::relate(&mut filings, typed.dataset.as_deref()) {
        Ok(years) => years,
        Err(error) => return print::failure(&error.to_string()),
    };
    let wanted = |checked: &Checked| typed.only.is_empty() || typed.only.contains(&checked.filing.verdict);
    let shown = filings.iter().zip(years).filter(|(checked, _)| wanted(checked));
    let shown: Vec<Shown<'_>> = shown
        .map(|(checked, years)| Shown {
            name: &checked.name,
            filing: &checked.filing,
            sha256: checked.sha256.map(|sha256| sha256.to_string()),
            years,
        })
        .collect();
    if let Err(reason) = write(&typed, &filings, &shown, language) {
        return print::failure(&reason);
    }
    let pictured = filings.iter().any(|checked| checked.filing.verdict == Verdict::NeedsOcr);
    if pictured && !typed.json && !recognition::model(models).is_ok_and(|model| model.is_some()) {
        print::err(&format!("gouji: {}", recognition::advice(recognition::Missing::Model, language)));
    }
    ExitCode::from(u8::from(filings.iter().any(|checked| contradicts(&checked.filing))))
}

/// Whether a filing contradicts itself, cannot be read, or is contradicted by the filings beside it.
fn contradicts(filing: &Filing) -> bool {
    let others = || filing.findings.of(Stage::Others).iter().any(|finding| finding.severity > Severity::Info);
    matches!(filing.verdict, Verdict::Flagged | Verdict::Unreadable) || others()
}

/// Writes what is shown where it was asked for: as files, or else to standard output.
fn write(typed: &Check, filings: &[Checked], shown: &[Shown<'_>], language: Language) -> Result<(), String> {
    let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(path) = &typed.docx {
        let written = view::review(shown, language).and_then(|bytes| std::fs::write(path, bytes));
        written.map_err(|error| failed(path, error))?;
    }
    if let Some(page) = &typed.html {
        std::fs::write(page, view::html(shown, language)).map_err(|error| failed(page, error))?;
    }
    if typed.json {
        for Shown { name, filing, .. } in shown {
            print::out(&format!("{}\n", escaped(&view::json(filing, name).to_string())));
        }
    } else if typed.docx.is_none() && typed.html.is_none() {
        tell(typed, filings, shown, language);
    }
    Ok(())
}

/// `gouji compare`: the first filing of each of two files.
pub(super) fn compare(typed: &Compare, models: Option<&Path>, language: Language) -> ExitCode {
    let files = [typed.one.clone(), typed.other.clone()];
    let read = |file: &PathBuf| read(std::slice::from_ref(file), (typed.limits.limits(), models), language);
    match (read(&files[0]), read(&files[1])) {
        (Ok(one), Ok(other)) => match (one.first(), other.first()) {
            (Some(one), Some(other)) => {
                let (names, filings) = ([&*one.name, &*other.name], [&one.filing, &other.filing]);
                print::out(&view::compare(names, filings, language, style()));
                ExitCode::SUCCESS
            }
            _ => print::failure(if language == Language::Zh {
                "没有可读的文件"
            } else {
                "there are no files to read"
            }),
        },
        (Err(reason), _) | (_, Err(reason)) => print::failure(&reason),
    }
}

/// Prints filings: one whole, several as a line each with a summary, unless asked otherwise.
fn tell(typed: &Check, filings: &[Checked], shown: &[Shown<'_>], language: Language) {
    let style = Style { full: typed.full, ..style() };
    let whole = typed.full || filings.len() == 1 && !typed.brief;
    for (place, Shown { name, filing, .. }) in shown.iter().enumerate() {
        if whole {
            let gap = if place == 0 { "" } else { "\n" };
            print::out(&format!("{gap}{}", view::terminal(filing, name, language, style)));
        } else {
            print::out(&view::brief(filing, name, filings.len(), language, style));
        }
    }
    if filings.len() > 1 || shown.is_empty() {
        let filings: Vec<&Filing> = filings.iter().map(|checked| &checked.filing).collect();
        print::out(&view::summary(&filings, shown.len(), language, style));
    }
}

/// What standard input is called.
const STDIN: &str = "-";

/// Reads what was named; standard input through a file, so that it is read as any other.
fn read(
    files: &[PathBuf],
    (limits, models): (Limits, Option<&Path>),
    language: Language,
) -> Result<Vec<Checked>, String> {
    let model = recognition::model(models).map_err(|error| error.message(language))?;
    let limits = recognition::limits(limits, model.as_deref());
    let launch = std::env::current_exe().ok();
    let launch = launch.map(|program| Launch::command_of(program).with_model(model.as_deref()));
    let check = |file: &PathBuf| {
        let checked = run::check(std::slice::from_ref(file), limits, launch.as_ref(), None);
        checked.map_err(|error| error.message(language))
    };
    let mut filings = Vec::new();
    for file in files {
        if file.as_os_str() != STDIN {
            filings.extend(check(file)?);
            continue;
        }
        let failed = |error: std::io::Error| format!("{STDIN}: {error}");
        let folder = tempfile::tempdir().map_err(failed)?;
        let path = folder.path().join("stdin");
        let mut copy = std::fs::File::create(&path).map_err(failed)?;
        // One byte more than is allowed says that it is too much.
        let mut input = std::io::stdin().lock().take(limits.input_bytes.saturating_add(1));
        std::io::copy(&mut input, &mut copy).map_err(failed)?;
        let read = check(&path)?;
        let long = path.to_string_lossy().into_owned();
        filings.extend(read.into_iter().map(|checked| Checked { name: checked.name.replace(&long, STDIN), ..checked }));
    }
    Ok(filings)
}

/// JSON for a screen: what would command a terminal, in the way in which JSON writes characters.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if view::plain(c.encode_utf8(&mut [0; 4])) == "\u{fffd}" && c != '\u{fffd}' {
            out.push_str(&format!("\\u{:04x}", c as u32));
        } else {
            out.push(c);
        }
    }
    out
}

/// Refuses to write a page over an input, and, without `--force`, over a file that is no page of this program.
fn may_write(page: &Path, typed: &Check, language: Language) -> Result<(), String> {
    let zh = language == Language::Zh;
    let shown = page.display();
    let real = page.canonicalize();
    let is_input = |file: &std::path::PathBuf| match (&real, file.canonicalize()) {
        (Ok(page), Ok(file)) => *page == file || (file.is_dir() && page.starts_with(&file) && !is_page(page)),
        _ => false,
    };
    if typed.files.iter().any(is_input) {
        return Err(if zh {
            format!("{shown} 是要读的文件，不能写在它上面")
        } else {
            format!("{shown} is what is to be read; the page would be written over it")
        });
    }
    if real.is_err() || typed.force || is_page(page) {
        return Ok(());
    }
    Err(if zh {
        format!("{shown} 已存在，且不是本程序的页面；要覆盖它请加 --force")
    } else {
        format!("{shown} is there and is no page of this program; --force writes over it")
    })
}

/// Whether a file is a page or a review that this program wrote. A review says so in a part that is stored as it is.
fn is_page(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(16_384).read_to_end(&mut head));
    let head = String::from_utf8_lossy(&head);
    read.is_ok() && (head.contains("<meta name=\"generator\" content=\"gouji ") || head.contains(view::REVIEW_MARK))
}

/// Colours at a terminal that knows them, unless `NO_COLOR` (no-color.org) is set; as wide as `COLUMNS` says, else as the
/// terminal is, else eighty columns.
fn style() -> Style {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    let terminal = std::io::stdout().is_terminal();
    let measured = terminal_size::terminal_size().filter(|_| terminal).map(|(width, _)| usize::from(width.0));
    let width = told.filter(|&columns: &usize| columns > 0).or(measured).unwrap_or(80);
    Style { color: terminal && !plain, width, ..Style::default() }
}

pub(super) fn explain(code: &str, language: Language) -> ExitCode {
    match view::explain(code, language).or_else(|| codebook::explain(code, language)) {
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
