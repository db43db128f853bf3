//! What can be typed. Help is written here in English; [`super::help`] has the Chinese.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};

use crate::dataset::package::FileFormat;
use crate::filing::Verdict;
use crate::finding::Language;
use crate::limits::Limits;
use crate::view::verdict;

/// Turn annual reports on open government information into a research dataset, and see which do not reconcile
#[derive(Debug, Parser)]
#[command(name = "gouji", version, about, max_term_width = 100)]
#[command(after_help = "Examples:
  gouji extract reports -o output
  gouji check 2024.docx
  gouji explain REQ-BALANCE

Exit status: 0 done; 1 findings at or above the level asked for; 2 failed.")]
pub struct Args {
    /// Language of messages [default: by LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_name = "zh|en", value_parser = language)]
    pub lang: Option<Language>,
    /// Folder with the model that reads scans [default: GOUJI_MODELS, or gouji/models in the user's folder for data]
    #[arg(long, global = true, value_name = "FOLDER")]
    pub models: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

pub(super) fn language(text: &str) -> Result<Language, &'static str> {
    match text {
        "zh" => Ok(Language::Zh),
        "en" => Ok(Language::En),
        _ => Err("zh or en"),
    }
}

fn format(text: &str) -> Result<FileFormat, String> {
    let known = FileFormat::TABLES.into_iter().find(|format| format.word() == text);
    known.ok_or_else(|| FileFormat::TABLES.map(FileFormat::word).join(", "))
}

/// Verdicts, by their words.
fn verdicts() -> impl TypedValueParser<Value = Verdict> {
    let words = Verdict::ALL.map(|known| PossibleValue::new(known.word()).help(verdict(known, Language::En)));
    let meant = |word: String| Verdict::ALL.into_iter().find(|known| known.word() == word).ok_or("no verdict");
    PossibleValuesParser::new(words).try_map(meant)
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn files and folders into a dataset
    Extract(Extract),
    /// Show filings with their failing equations and the likeliest errors
    Check(Check),
    /// Show what the reader of a format makes of a file
    Read(Read),
    /// Hold two filings against each other, figure by figure
    Compare(Compare),
    /// Make a site of a dataset, to be opened from disk
    Site(Site),
    /// Write a list of findings for reviewers, which comes back as --reviewed
    Worklist(Worklist),
    /// Explain a code of a finding, a variable, a column or a word of the dataset
    Explain {
        /// Code or word, such as REQ-BALANCE, req_new_tot, incomplete
        code: String,
    },
    /// List the rules and findings, or count how a dataset's rules came out
    Rules {
        /// Folder of a dataset
        dataset: Option<PathBuf>,
    },
    /// Check that a published dataset is whole
    Verify {
        /// Folder of the dataset
        output: PathBuf,
    },
    /// Print a completion script for a shell
    Completions {
        /// Shell
        shell: clap_complete::Shell,
    },
    /// Read files on behalf of a run
    #[command(hide = true)]
    Worker {
        /// File of the recogniser's model
        #[arg(long)]
        model: Option<PathBuf>,
    },
}

/// Levels of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Level {
    /// Worth knowing
    Info,
    /// Suspicious
    Soft,
    /// Contradictory or unreadable
    Hard,
    /// Contradictory or unreadable, and not so in the last published dataset
    NewHard,
}

/// Ways of telling what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Log {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// `gouji extract`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gouji extract reports -o output
  gouji extract 2023.zip 2024 -o output --jobs 8 --bom
  gouji extract /srv/reports -o /srv/dataset --quiet --log json --fail-on hard")]
pub struct Extract {
    /// Files and folders to read
    #[arg(required = true, value_name = "PATH")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the dataset
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// List of organs: overrides who filed, and says what is expected. A CSV (UTF-8 or GBK) with a header: organ (full name,
    /// needed), division_code (six digits), years (2019-2023, or 2019 2021), pattern (part of a path, * for any characters)
    #[arg(long, value_name = "FILE")]
    pub organs: Option<PathBuf>,
    /// Folder for the cache [default: .gouji in the output folder]
    #[arg(long, value_name = "FOLDER")]
    pub cache: Option<PathBuf>,
    /// Files read at a time [default: number of processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Follow symbolic links that lead out of the folders
    #[arg(long)]
    pub follow_links: bool,
    /// Read every file again
    #[arg(long)]
    pub full: bool,
    /// Exit with 1 when there are findings of this level or above; new-hard: hard ones that the last dataset did not have
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<Level>,
    /// Reviewers' decisions: a CSV or workbook with the columns fingerprint and decision (accepted, dismissed)
    #[arg(long, value_name = "FILE")]
    pub reviewed: Option<PathBuf>,
    /// Formats of the tables, with commas between: csv (always written), parquet, sqlite, xlsx
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format)]
    pub format: Vec<FileFormat>,
    /// Begin every CSV table with a byte order mark, for Excel
    #[arg(long)]
    pub bom: bool,
    /// Put an apostrophe before CSV text that a spreadsheet program would take for a formula
    #[arg(long)]
    pub spreadsheet_safe: bool,
    /// Also write the prose of sections one, five and six
    #[arg(long)]
    pub texts: bool,
    /// Also make a site of the dataset in this folder (with --texts)
    #[arg(long, value_name = "FOLDER")]
    pub site: Option<PathBuf>,
    /// Publish even if many known files are gone
    #[arg(long)]
    pub allow_removals: bool,
    /// Share of known files that may be gone unasked, in percent
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub max_removals: u32,
    /// Read the files in this process: faster to start, but one bad file can end the run
    #[arg(long)]
    pub in_process: bool,
    /// How to tell what happens
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub log: Log,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
    /// What one file may cost.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// `gouji check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gouji check 2024.docx
  gouji check 2024.docx --html 2024.html
  gouji check 2024.docx 2023.docx --docx review.docx
  gouji check reports --only flagged
  curl -s https://example.org/2024.html | gouji check -

Exit status: 0 nothing contradictory; 1 a filing is flagged, unreadable, or contradicted by another; 2 a file is not there.")]
pub struct Check {
    /// Files, archives or folders; - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Only filings with this verdict
    #[arg(long, value_name = "VERDICT", value_delimiter = ',', value_parser = verdicts())]
    pub only: Vec<Verdict>,
    /// A line for each filing [default for several]
    #[arg(long, conflicts_with = "full")]
    pub brief: bool,
    /// Every filing whole, every repair and every sentence [default for one: the first repair, long sentences folded]
    #[arg(long)]
    pub full: bool,
    /// A published dataset: its other years of the same organs are held against the files
    #[arg(long, value_name = "FOLDER")]
    pub dataset: Option<PathBuf>,
    /// Print JSON, one filing a line
    #[arg(long, conflicts_with = "html")]
    pub json: bool,
    /// Write one HTML page
    #[arg(long, value_name = "PAGE")]
    pub html: Option<PathBuf>,
    /// Write a review for Word: tables as read, wrong cells marked, repairs, sources
    #[arg(long, value_name = "REVIEW")]
    pub docx: Option<PathBuf>,
    /// Write page or review over a file that is none of this program
    #[arg(long)]
    pub force: bool,
    /// What one file may cost.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// `gouji read`.
#[derive(Debug, clap::Args)]
pub struct Read {
    /// A file that is no archive; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// As what to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub to: To,
    /// What one file may cost.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Ways of printing a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum To {
    /// A paragraph a line, cells between tabs
    Text,
    /// Markdown with pipe tables
    Markdown,
    /// A page
    Html,
    /// Blocks with their places
    Json,
}

/// `gouji site`.
#[derive(Debug, clap::Args)]
pub struct Site {
    /// Folder of the dataset
    #[arg(value_name = "DATASET")]
    pub dataset: PathBuf,
    /// Folder for the site: new, empty, or a site already
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
}

/// `gouji worklist`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  gouji worklist output -o review.xlsx
  gouji worklist output -o next.xlsx --reviewed review.xlsx
  gouji extract reports -o output --reviewed next.xlsx")]
pub struct Worklist {
    /// Folder of the dataset
    #[arg(value_name = "DATASET")]
    pub dataset: PathBuf,
    /// File for the list: .xlsx or .csv
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// A list that came back: its decisions and notes are taken over, also about findings that the dataset has no more
    #[arg(long, value_name = "FILE")]
    pub reviewed: Option<PathBuf>,
    /// Write over a file
    #[arg(long)]
    pub force: bool,
}

/// `gouji compare`.
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// One filing
    #[arg(value_name = "A")]
    pub one: PathBuf,
    /// Another one
    #[arg(value_name = "B")]
    pub other: PathBuf,
    /// What one file may cost.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// Options for [`Limits`].
#[derive(Debug, Clone, Copy, clap::Args)]
#[command(next_help_heading = "Limits for one file")]
pub struct LimitArgs {
    /// Seconds of work
    #[arg(long, value_name = "N", default_value_t = Limits::default().seconds)]
    pub max_seconds: u32,
    /// Memory of a worker, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().memory_bytes >> 20)]
    pub max_memory: u64,
    /// Size of a file or archive member, in MiB (archives may be larger)
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().input_bytes >> 20)]
    pub max_input: u64,
    /// Size of what a file inflates to, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().inflated_bytes >> 20)]
    pub max_inflated: u64,
    /// How many times larger than its compressed form a part may become
    #[arg(long, value_name = "N", default_value_t = Limits::default().inflation_ratio)]
    pub max_ratio: u64,
    /// Members of an archive
    #[arg(long, value_name = "N", default_value_t = Limits::default().members)]
    pub max_members: u32,
    /// Archives in archives
    #[arg(long, value_name = "N", default_value_t = Limits::default().archive_depth)]
    pub max_depth: u32,
    /// Elements inside elements, tables inside tables
    #[arg(long, value_name = "N", default_value_t = Limits::default().nesting)]
    pub max_nesting: u32,
    /// Size of what a document becomes: its text, half a kilobyte a cell, 64 a page, in MiB
    #[arg(long, value_name = "MIB", default_value_t = Limits::default().document_bytes >> 20)]
    pub max_document: u64,
}

impl LimitArgs {
    /// The limits asked for.
    pub fn limits(self) -> Limits {
        let mebibytes = |count: u64| count.saturating_mul(1 << 20);
        Limits {
            input_bytes: mebibytes(self.max_input),
            inflated_bytes: mebibytes(self.max_inflated),
            inflation_ratio: self.max_ratio,
            members: self.max_members,
            archive_depth: self.max_depth,
            nesting: self.max_nesting,
            document_bytes: mebibytes(self.max_document),
            seconds: self.max_seconds,
            memory_bytes: mebibytes(self.max_memory),
            ..Limits::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_typed_gives_the_default_limits() {
        let args = Args::try_parse_from(["gouji", "extract", "x", "-o", "y"]).expect("a command line");
        let Command::Extract(extract) = args.command else { panic!("another command") };
        assert_eq!(extract.limits.limits(), Limits::default());
    }
}
