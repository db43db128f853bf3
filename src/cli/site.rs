//! `gouji site`: a published dataset as a site. The tables are read once, side by side, in the order in which they are
//! sorted; one organ is held at a time, so that memory does not grow with the dataset.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use csv::StringRecord;
use serde_json::{Value, json};

use super::args::Site;
use super::print;
use crate::finding::{Language, Severity};
use crate::view::site::{self, Census, Entry, Record};
use crate::view::words;
use crate::word;

/// File that says that a folder is a site, which may be written over.
const MARK: &str = ".gouji-site";
/// Rows of the flagged list in one file, and those that its page has without a script.
const CHUNK: usize = 4_000;
const FIRST: usize = 200;
const LANGUAGES: [(Language, &str); 2] = [(Language::Zh, "zh"), (Language::En, "en")];

pub(super) fn site(typed: &Site, language: Language) -> ExitCode {
    let start = Instant::now();
    match build(typed) {
        Ok((filings, files)) => {
            let seconds = start.elapsed().as_secs_f64();
            let rate = f64::from(filings) / seconds.max(0.001);
            print::out(&match language {
                Language::Zh => format!("{filings} 份报告，{files} 个文件，{seconds:.1} 秒（每秒 {rate:.0} 份）\n"),
                Language::En => format!("{filings} filings, {files} files, {seconds:.1} s ({rate:.0} filings/s)\n"),
            });
            ExitCode::SUCCESS
        }
        Err(Trouble { place, error }) => print::failure(&format!("{}: {error}", place.display())),
    }
}

/// What went wrong, and where.
struct Trouble {
    place: PathBuf,
    error: Box<dyn std::error::Error>,
}

fn at<E: Into<Box<dyn std::error::Error>>>(place: &Path) -> impl FnOnce(E) -> Trouble {
    move |error| Trouble { place: place.to_owned(), error: error.into() }
}

/// A table whose rows are those of filings, in their order.
struct Table {
    path: PathBuf,
    reader: csv::Reader<std::fs::File>,
    header: StringRecord,
    held: Option<StringRecord>,
}

impl Table {
    fn open(folder: &Path, name: &str) -> Result<Self, Trouble> {
        let path = folder.join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(&path).map_err(at(&path))?;
        let mut header = reader.headers().map_err(at(&path))?.clone();
        if let Some(rest) = header.get(0).and_then(|first| first.strip_prefix('\u{feff}')) {
            header = std::iter::once(rest.to_owned()).chain(header.iter().skip(1).map(str::to_owned)).collect();
        }
        Ok(Self { path, reader, header, held: None })
    }

    fn next(&mut self) -> Result<Option<StringRecord>, Trouble> {
        if let Some(held) = self.held.take() {
            return Ok(Some(held));
        }
        let mut record = StringRecord::new();
        let more = self.reader.read_record(&mut record).map_err(at(&self.path))?;
        Ok(more.then_some(record))
    }

    fn get<'a>(&self, record: &'a StringRecord, column: &str) -> &'a str {
        let place = self.header.iter().position(|name| name == column);
        place.and_then(|place| record.get(place)).unwrap_or_default()
    }

    /// The next rows, as far as they are of a filing.
    fn of(&mut self, id: &str) -> Result<Vec<StringRecord>, Trouble> {
        let mut rows = Vec::new();
        while let Some(record) = self.next()? {
            if self.get(&record, "filing_id") != id {
                self.held = Some(record);
                break;
            }
            rows.push(record);
        }
        Ok(rows)
    }

    /// Fails where rows are left that belong to no filing: the tables are not of one dataset.
    fn finish(mut self) -> Result<(), Trouble> {
        match self.next()? {
            None => Ok(()),
            Some(record) => {
                let id = self.get(&record, "filing_id").to_owned();
                let error = format!("rows of {id} are not in the order of filings.csv; run gouji verify");
                Err(Trouble { place: self.path, error: error.into() })
            }
        }
    }
}

/// The site that is being written.
struct Builder<'a> {
    folder: &'a Path,
    files: u32,
    census: Census,
    organ: Vec<(Entry, Record)>,
    /// The division whose organs come by: its file, its name, and the organs.
    shelf: (String, String, site::Shelf),
    /// Rows of the flagged list in each language, not yet written, and how many chunks are.
    flagged: [Vec<Value>; 2],
    first: [Vec<Value>; 2],
    chunks: usize,
}

impl Builder<'_> {
    fn write(&mut self, name: &str, text: &str) -> Result<(), Trouble> {
        let path = self.folder.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(at(parent))?;
        }
        self.files += 1;
        std::fs::write(&path, text).map_err(at(&path))
    }

    fn in_both(&mut self, name: &str, page: &dyn Fn(&Self, usize, Language) -> String) -> Result<(), Trouble> {
        for (which, (language, folder)) in LANGUAGES.into_iter().enumerate() {
            let text = page(self, which, language);
            self.write(&format!("{folder}/{name}"), &text)?;
        }
        Ok(())
    }

    fn filing(&mut self, entry: Entry, record: Record) -> Result<(), Trouble> {
        self.census.add(&entry, &record.findings, record.value("req_new_tot"));
        self.in_both(&entry.page(), &|_, _, language| site::filing(&entry, &record, language))?;
        if entry.verdict == "flagged" {
            for (which, (language, _)) in LANGUAGES.into_iter().enumerate() {
                let row = flagged_row(&entry, &record, language);
                if self.first[which].len() < FIRST {
                    self.first[which].push(row.clone());
                }
                self.flagged[which].push(row);
            }
            if self.flagged[0].len() >= CHUNK {
                self.chunk()?;
            }
        }
        let same = |(known, _): &(Entry, Record)| known.organ == entry.organ && known.division == entry.division;
        if self.organ.first().is_some_and(|first| !same(first)) || entry.organ.is_empty() {
            self.organ()?;
        }
        self.organ.push((entry, record));
        Ok(())
    }

    fn chunk(&mut self) -> Result<(), Trouble> {
        if !self.flagged[0].is_empty() {
            let name = format!("data/flagged-{}.js", self.chunks);
            self.in_both(&name, &|own, which, _| site::chunk(&own.flagged[which]))?;
            self.chunks += 1;
            self.flagged = Default::default();
        }
        Ok(())
    }

    /// Writes the page of the organ whose filings are all there.
    fn organ(&mut self) -> Result<(), Trouble> {
        let filings = std::mem::take(&mut self.organ);
        let Some((first, _)) = filings.first() else { return Ok(()) };
        let file = first.division_page();
        if self.shelf.0 != file {
            self.division()?;
            self.shelf = (file, first.place[..2].concat(), site::Shelf::new());
        }
        let by_year = filings.iter().map(|(entry, _)| (entry.year.clone(), (entry.verdict.clone(), entry.page())));
        self.shelf.2.insert(first.organ.clone(), (first.organ_page(), by_year.collect()));
        self.in_both(&first.organ_page(), &|_, _, language| site::organ(&filings, language))
    }

    /// Writes the page of the division whose organs are all there.
    fn division(&mut self) -> Result<(), Trouble> {
        let (file, name, organs) = std::mem::take(&mut self.shelf);
        if file.is_empty() {
            return Ok(());
        }
        self.in_both(&file, &|_, _, language| {
            let unknown = words::say(language, "地区未定", "division not decided");
            site::division(if name.is_empty() { unknown } else { &name }, &organs, language)
        })
    }

    fn finish(mut self) -> Result<(u32, u32), Trouble> {
        self.organ()?;
        self.division()?;
        self.chunk()?;
        let chunks = self.chunks;
        self.in_both("flagged.html", &|own, which, language| site::flagged(&own.first[which], chunks, language))?;
        self.in_both("index.html", &|own, _, language| site::overview(&own.census, language))?;
        self.in_both("rules.html", &|own, _, language| site::rules(&own.census, language))?;
        let codes: Vec<String> = self.census.codes.keys().cloned().collect();
        for code in codes {
            self.in_both(&format!("r/{code}.html"), &|own, _, language| site::rule(&code, &own.census, language))?;
        }
        let provinces: Vec<(String, String)> = self.census.tiles.keys().cloned().collect();
        for (code, name) in provinces {
            self.in_both(&format!("d/{code}.html"), &|own, _, language| {
                site::province(&code, &name, &own.census, language)
            })?;
        }
        for (name, text) in site::shared() {
            self.write(name, &text)?;
        }
        self.write("index.html", &site::door())?;
        Ok((self.census.filings, self.files))
    }
}

/// A row of the flagged list: page, organ, province, city, year, level, kind, rules, smallest residual, new.
fn flagged_row(entry: &Entry, record: &Record, language: Language) -> Value {
    let hard =
        record.findings.iter().filter(|(code, severity, _)| *severity == Severity::Hard && code != "EDIT-REPAIR");
    let mut codes: Vec<&str> = hard.clone().map(|(code, ..)| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let least = hard.filter_map(|(_, _, residual)| residual.map(|residual| residual.abs())).min();
    let level = word::name("level", &entry.level, language);
    let kind = word::name("kind", &entry.kind, language);
    json!([
        entry.page(),
        entry.named(language),
        entry.place[0],
        entry.place[1],
        entry.year,
        level,
        kind,
        codes.join(" "),
        least.map_or_else(String::new, |least| least.normalize().to_string()),
        u8::from(entry.fresh),
    ])
}

fn build(typed: &Site) -> Result<(u32, u32), Trouble> {
    let (dataset, folder) = (typed.dataset.as_path(), typed.output.as_path());
    let mut filings = Table::open(dataset, "filings")?;
    let [mut figures, mut findings, mut narrative] =
        [Table::open(dataset, "figures")?, Table::open(dataset, "findings")?, Table::open(dataset, "narrative")?];
    prepare(folder)?;
    let fresh = changed(dataset)?;
    let mut builder = Builder {
        folder,
        files: 0,
        census: Census::default(),
        organ: Vec::new(),
        shelf: Default::default(),
        flagged: Default::default(),
        first: Default::default(),
        chunks: 0,
    };
    while let Some(row) = filings.next()? {
        let text = |column: &str| filings.get(&row, column).to_owned();
        let id = text("filing_id");
        let entry = Entry {
            fresh: fresh.contains(&id),
            path: text("path"),
            sha256: text("sha256"),
            format: text("format"),
            verdict: text("verdict"),
            reason: text("reason"),
            organ: text("organ"),
            division: text("division_code"),
            place: ["province", "city", "county"].map(text),
            level: text("level"),
            kind: text("kind"),
            year: text("year"),
            published: text("published"),
            title: text("title"),
            id,
        };
        let record = record(&entry.id, &mut figures, &mut findings, &mut narrative)?;
        builder.filing(entry, record)?;
    }
    for table in [figures, findings, narrative] {
        table.finish()?;
    }
    builder.finish()
}

/// The rows of a filing in the other tables.
fn record(id: &str, figures: &mut Table, findings: &mut Table, narrative: &mut Table) -> Result<Record, Trouble> {
    let mut record = Record::default();
    for row in figures.of(id)? {
        let columns = ["variable", "value", "status", "raw", "label", "form", "table", "row", "page", "location"];
        record.figures.extend(site::figure(columns.map(|column| figures.get(&row, column))));
    }
    for row in findings.of(id)? {
        let text = |column: &str| findings.get(&row, column);
        let severity = match text("severity") {
            "hard" => Severity::Hard,
            "soft" => Severity::Soft,
            _ => Severity::Info,
        };
        record.findings.push((text("code").to_owned(), severity, text("residual").parse().ok()));
        record.sentences.push([text("message_zh").to_owned(), text("message_en").to_owned()]);
    }
    for row in narrative.of(id)? {
        let text = |column: &str| narrative.get(&row, column);
        record.prose.push([
            text("label").to_owned(),
            format!("{}{}", text("value"), text("unit")),
            text("text").to_owned(),
        ]);
    }
    Ok(record)
}

/// Filings that are new or have another verdict than in the run before.
fn changed(dataset: &Path) -> Result<HashSet<String>, Trouble> {
    let mut table = Table::open(dataset, "changes")?;
    let mut ids = HashSet::new();
    while let Some(row) = table.next()? {
        ids.insert(table.get(&row, "filing_id").to_owned());
    }
    Ok(ids)
}

/// An empty folder, or one that is a site already.
fn prepare(folder: &Path) -> Result<(), Trouble> {
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    let mark = folder.join(MARK);
    let mut entries = std::fs::read_dir(folder).map_err(at(folder))?;
    if entries.next().is_some() && !mark.exists() {
        let error = io::Error::new(io::ErrorKind::AlreadyExists, "the folder is neither empty nor a site");
        return Err(at(folder)(error));
    }
    for (_, language) in LANGUAGES {
        let old = folder.join(language);
        if old.exists() {
            std::fs::remove_dir_all(&old).map_err(at(&old))?;
        }
    }
    std::fs::write(&mark, "").map_err(at(&mark))
}
