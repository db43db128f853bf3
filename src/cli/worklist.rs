//! `gouji worklist`: the findings of a dataset that people have to decide about, as a list of their own. It goes out as a
//! workbook or CSV, and what comes back is given to `--reviewed`; decisions and notes are carried on, also those about
//! findings that the dataset has no more.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::args::Worklist;
use super::print;
use super::table::{Table, Trouble, at};
use crate::dataset::value::Value;
use crate::finding::Language;
use crate::finding::reviewed::{Fingerprint, Reviewed};
use crate::run::reviewed;
use crate::run::table::{REVIEW, Review};
use crate::script::{guard, unguard};

/// Columns whose values are numbers.
const NUMBERS: [&str; 4] = ["year", "observed", "expected", "implied"];

pub(super) fn worklist(typed: &Worklist, language: Language) -> ExitCode {
    let shown = typed.output.display();
    if typed.output.exists() && !typed.force {
        return print::failure(&match language {
            Language::Zh => format!("{shown} 已存在；要覆盖它请加 --force"),
            Language::En => format!("{shown} is there; --force writes over it"),
        });
    }
    let known = match typed.reviewed.as_deref().map(Known::read).transpose() {
        Ok(known) => known.unwrap_or_default(),
        Err(error) => return print::failure(&error.message(language)),
    };
    match write(typed, known) {
        Ok((rows, decided)) => {
            print::out(&match language {
                Language::Zh => format!("{rows} 条，其中已有意见 {decided} 条\n"),
                Language::En => format!("{rows} findings, {decided} of them decided\n"),
            });
            ExitCode::SUCCESS
        }
        Err(trouble) => print::failure(&trouble.to_string()),
    }
}

/// A list that came back.
#[derive(Default)]
struct Known {
    reviewed: Reviewed,
    /// Its rows by fingerprint: what stands in the columns that this program writes.
    rows: BTreeMap<Fingerprint, BTreeMap<String, String>>,
}

impl Known {
    fn read(path: &Path) -> Result<Self, crate::run::error::RunError> {
        let bytes = reviewed::text_of(path)?;
        let (reviewed, bad) = Reviewed::parse(&bytes);
        for line in bad {
            print::err(&format!("{}:{}: {}", path.display(), line.line, line.found));
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::Headers).from_reader(bytes);
        let heads: Vec<String> =
            reader.headers().map(|heads| heads.iter().map(str::to_lowercase).collect()).unwrap_or_default();
        let mut rows = BTreeMap::new();
        for record in reader.records().map_while(Result::ok) {
            let row: BTreeMap<String, String> =
                heads.iter().cloned().zip(record.iter().map(|text| unguard(text).to_owned())).collect();
            if let Some(key) = row.get("fingerprint").and_then(|text| Fingerprint::parse(text.trim())) {
                rows.insert(key, row);
            }
        }
        Ok(Self { reviewed, rows })
    }
}

/// Where the list goes.
enum List {
    Csv(Box<csv::Writer<std::fs::File>>),
    Xlsx(Box<Review>),
}

impl List {
    fn open(path: &Path) -> io::Result<Self> {
        if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx")) {
            return Review::new("review").map(|review| Self::Xlsx(Box::new(review))).map_err(io::Error::other);
        }
        let mut file = std::fs::File::create(path)?;
        // For spreadsheets: they take it for UTF-8 only so.
        file.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(REVIEW.map(|(name, _)| name)).map_err(io::Error::other)?;
        Ok(Self::Csv(Box::new(writer)))
    }

    /// Adds a row; `field` gives its texts by the names of the columns.
    fn add(&mut self, field: &dyn Fn(&str) -> String) -> io::Result<()> {
        match self {
            Self::Csv(writer) => {
                let row = REVIEW.map(|(name, _)| match field(name) {
                    text if NUMBERS.contains(&name) => text,
                    text => guard(&text).into_owned(),
                });
                writer.write_record(row).map_err(io::Error::other)
            }
            Self::Xlsx(review) => {
                let value = |name: &str| match field(name) {
                    text if text.is_empty() => Value::Null,
                    text if NUMBERS.contains(&name) => {
                        text.parse().map_or_else(|_| Value::Text(text.into()), Value::Number)
                    }
                    text => Value::Text(Cow::Owned(text)),
                };
                review.add(&value).map(|_| ()).map_err(io::Error::other)
            }
        }
    }

    fn finish(self, path: &Path) -> io::Result<()> {
        match self {
            Self::Csv(mut writer) => writer.flush(),
            Self::Xlsx(review) => review.save(path),
        }
    }
}

/// Writes the list; returns how many rows it has, and how many of them are decided.
fn write(typed: &Worklist, mut known: Known) -> Result<(u64, u64), Trouble> {
    let mut filings = Table::open(&typed.dataset, "filings")?;
    let mut findings = Table::open(&typed.dataset, "findings")?;
    let mut list = List::open(&typed.output).map_err(at(&typed.output))?;
    let (mut rows, mut decided) = (0, 0);
    // Copies of a file say the same of the same organ and year.
    let mut seen: BTreeSet<Fingerprint> = BTreeSet::new();
    while let Some(filing) = filings.next()? {
        for finding in findings.of(filings.get(&filing, "filing_id"))? {
            let key = Fingerprint::parse(findings.get(&finding, "fingerprint"));
            if findings.get(&finding, "severity") == "info" || key.is_some_and(|key| !seen.insert(key)) {
                continue;
            }
            let back = |of: Option<&str>, own: &str| of.map_or_else(|| own.replace('↵', "\n"), str::to_owned);
            let decision = key.and_then(|key| known.reviewed.decision(key));
            let field = |name: &str| match name {
                "decision" => back(decision.map(|decision| decision.word()), findings.get(&finding, name)),
                "note" => back(key.and_then(|key| known.reviewed.note(key)), findings.get(&finding, name)),
                "organ" | "year" | "verdict" | "path" => filings.get(&filing, name).to_owned(),
                _ => findings.get(&finding, name).to_owned(),
            };
            list.add(&field).map_err(at(&typed.output))?;
            (rows, decided) = (rows + 1, decided + u64::from(!field("decision").is_empty()));
        }
    }
    findings.finish()?;
    // What was decided or noted about findings that are gone is kept as it came.
    known.rows.retain(|key, _| !seen.contains(key));
    for (key, row) in &known.rows {
        let (decision, note) = (known.reviewed.decision(*key), known.reviewed.note(*key));
        if decision.is_none() && note.is_none() {
            continue;
        }
        list.add(&|name: &str| row.get(name).cloned().unwrap_or_default()).map_err(at(&typed.output))?;
        (rows, decided) = (rows + 1, decided + u64::from(decision.is_some()));
    }
    list.finish(&typed.output).map_err(at(&typed.output))?;
    Ok((rows, decided))
}
