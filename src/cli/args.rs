//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::finding::Language;

/// Annual reports on open government information as a research dataset.
#[derive(Debug, Parser)]
#[command(name = "gouji", version, about, max_term_width = 100)]
pub struct Args {
    /// Language of messages [default: by LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, global = true, value_parser = language)]
    pub lang: Option<Language>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

fn language(text: &str) -> Result<Language, &'static str> {
    match text {
        "zh" => Ok(Language::Zh),
        "en" => Ok(Language::En),
        _ => Err("zh or en"),
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn files and folders into a dataset
    Extract(Extract),
    /// Read files on behalf of a run
    #[command(hide = true)]
    Worker,
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
}

/// `gouji extract`.
#[derive(Debug, clap::Args)]
pub struct Extract {
    /// Files and folders to read
    #[arg(required = true, value_name = "PATH")]
    pub inputs: Vec<PathBuf>,
    /// Folder for the dataset
    #[arg(short, long, value_name = "FOLDER")]
    pub output: PathBuf,
    /// Folder for the cache [default: .gouji in the output folder]
    #[arg(long, value_name = "FOLDER")]
    pub cache: Option<PathBuf>,
    /// Files read at a time [default: number of processors]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub jobs: Option<u16>,
    /// Read every file again
    #[arg(long)]
    pub full: bool,
    /// Exit with 1 when there are findings of this level or above
    #[arg(long, value_name = "LEVEL")]
    pub fail_on: Option<Level>,
    /// Begin every table with a byte order mark, for Excel
    #[arg(long)]
    pub bom: bool,
    /// Also write the prose of sections one, five and six
    #[arg(long)]
    pub texts: bool,
    /// Publish even if many known files are gone
    #[arg(long)]
    pub allow_removals: bool,
    /// Seconds of work for one file
    #[arg(long, value_name = "N")]
    pub max_seconds: Option<u32>,
    /// Read the files in this process: faster to start, but one bad file can end the run
    #[arg(long)]
    pub in_process: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    pub quiet: bool,
}
