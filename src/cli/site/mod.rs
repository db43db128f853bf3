//! `gouji site`: a published dataset as a site. The tables are read once, side by side, in the order in which they are
//! sorted; a few organs are held at a time, so that memory does not grow with the dataset, and their pages are made in
//! parallel.

mod rows;

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use rayon::prelude::*;
use serde_json::{Value, json};

use self::rows::Tables;
use super::args::Site;
use super::table::{Trouble, at};
use super::{neighbours, print};
use crate::filing::Filing;
use crate::finding::{Language, Severity};
use crate::view::OtherYear;
use crate::view::site::{self, Census, Entry, Page, Record, Shelf, Shelved};
use crate::view::words;
use crate::word;

/// File that says that a folder is a site, which may be written over.
const MARK: &str = ".gouji-site";
/// Rows of the flagged list in one file, and those that its page has without a script.
const CHUNK: usize = 4_000;
const FIRST: usize = 200;
/// Organs on one page of a division.
const LEAF: usize = 500;
/// Filings that are held before their pages are made.
const HELD: usize = 256;
const LANGUAGES: [(Language, &str); 2] = [(Language::Zh, "zh"), (Language::En, "en")];

pub(super) fn site(typed: &Site, language: Language) -> ExitCode {
    match build(&typed.dataset, &typed.output, language) {
        Ok(line) => {
            print::out(&line);
            ExitCode::SUCCESS
        }
        Err(reason) => print::failure(&reason),
    }
}

/// Makes the site of a dataset; returns a line that says what it took.
pub(super) fn build(dataset: &Path, folder: &Path, language: Language) -> Result<String, String> {
    let start = Instant::now();
    let Builder { census, files, .. } = written(dataset, folder).map_err(|trouble| trouble.to_string())?;
    let (filings, seconds) = (census.filings, start.elapsed().as_secs_f64());
    let rate = f64::from(filings) / seconds.max(0.001);
    Ok(match language {
        Language::Zh => format!("{filings} 份报告，{files} 个文件，{seconds:.1} 秒（每秒 {rate:.0} 份）\n"),
        Language::En => format!("{filings} filings, {files} files, {seconds:.1} s ({rate:.0} filings/s)\n"),
    })
}

/// The filings of an organ, in order of year.
type Organ = Vec<(Entry, Record)>;

/// The site that is being written.
struct Builder<'a> {
    folder: &'a Path,
    files: usize,
    census: Census,
    /// Organs whose pages are to be made; the last one may have more filings.
    organs: Vec<Organ>,
    /// The division whose organs come by: its file, its name, and the organs.
    shelf: (String, String, Shelf),
    /// Pages of this division that are written.
    leaves: usize,
    /// Rows of the flagged list in each language, not yet written, and how many chunks are.
    flagged: [Vec<Value>; 2],
    first: [Vec<Value>; 2],
    chunks: usize,
}

/// Reads the tables and writes all pages.
fn written<'a>(dataset: &Path, folder: &'a Path) -> Result<Builder<'a>, Trouble> {
    let mut tables = Tables::open(dataset)?;
    let mut census = rows::census(dataset)?;
    prepare(folder)?;
    census.changes = std::mem::take(&mut tables.changes);
    let mut builder = Builder {
        folder,
        files: 0,
        census,
        organs: Vec::new(),
        shelf: Default::default(),
        leaves: 0,
        flagged: Default::default(),
        first: Default::default(),
        chunks: 0,
    };
    let mut held = 0;
    while let Some((entry, record)) = tables.next()? {
        builder.count(&entry, &record)?;
        let same = |organ: &Organ| {
            organ.last().is_some_and(|(last, _)| last.organ == entry.organ && last.division == entry.division)
        };
        match builder.organs.last_mut().filter(|organ| !entry.organ.is_empty() && same(organ)) {
            Some(organ) => organ.push((entry, record)),
            None => {
                if held >= HELD {
                    builder.pages()?;
                    held = 0;
                }
                builder.organs.push(vec![(entry, record)]);
            }
        }
        held += 1;
    }
    tables.finish()?;
    builder.pages()?;
    builder.overview()?;
    Ok(builder)
}

/// Writes a file of the site.
fn put(folder: &Path, name: &str, text: &str) -> Result<(), Trouble> {
    let path = folder.join(name);
    let write = || std::fs::write(&path, text);
    // Folders are made where they are missed: most files go where others are.
    match write() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).and_then(|()| write()).map_err(at(&path))
        }
        other => other.map_err(at(&path)),
    }
}

impl Builder<'_> {
    fn in_both(&mut self, name: &str, page: &dyn Fn(&Self, usize, Language) -> String) -> Result<(), Trouble> {
        for (which, (language, folder)) in LANGUAGES.into_iter().enumerate() {
            put(self.folder, &format!("{folder}/{name}"), &page(self, which, language))?;
            self.files += 1;
        }
        Ok(())
    }

    /// Counts a filing, and lists it where it is flagged.
    fn count(&mut self, entry: &Entry, record: &Record) -> Result<(), Trouble> {
        self.census.add(entry, record);
        if entry.verdict != "flagged" {
            return Ok(());
        }
        for (which, (language, _)) in LANGUAGES.into_iter().enumerate() {
            let row = flagged_row(entry, record, language);
            if self.first[which].len() < FIRST {
                self.first[which].push(row.clone());
            }
            self.flagged[which].push(row);
        }
        if self.flagged[0].len() >= CHUNK { self.chunk() } else { Ok(()) }
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

    /// Makes the pages of the organs that are held, and of their filings.
    fn pages(&mut self) -> Result<(), Trouble> {
        let organs = std::mem::take(&mut self.organs);
        let folder = self.folder;
        let made: Vec<usize> =
            organs.par_iter().map(|organ| pages_of(folder, organ)).collect::<Result<_, Trouble>>()?;
        self.files += made.iter().sum::<usize>();
        for organ in &organs {
            self.shelve(organ)?;
        }
        Ok(())
    }

    /// Keeps an organ for the page of its division, which is written when the next one begins.
    fn shelve(&mut self, organ: &Organ) -> Result<(), Trouble> {
        let Some((first, _)) = organ.first() else { return Ok(()) };
        let file = first.division_page();
        if self.shelf.0 != file {
            self.division(false)?;
            self.leaves = 0;
            self.shelf = (file, first.place[..2].concat(), Shelf::new());
        } else if self.shelf.2.len() >= LEAF {
            let (file, name) = (self.shelf.0.clone(), self.shelf.1.clone());
            self.division(true)?;
            self.shelf = (file, name, Shelf::new());
        }
        let years = organ.iter().map(|(entry, _)| (entry.year.clone(), (entry.verdict.clone(), entry.page())));
        let shelved = Shelved { path: first.path.clone(), years: years.collect() };
        self.shelf.2.insert((first.organ.clone(), first.organ_page()), shelved);
        Ok(())
    }

    /// Writes a page of the division; `more` follow where one does not hold all of its organs.
    fn division(&mut self, more: bool) -> Result<(), Trouble> {
        let (file, name, organs) = std::mem::take(&mut self.shelf);
        if file.is_empty() {
            return Ok(());
        }
        self.leaves += 1;
        let leaf = |number: usize| match number {
            1 => file.clone(),
            _ => file.replace(".html", &format!("-{number}.html")),
        };
        let before = (self.leaves > 1).then(|| leaf(self.leaves - 1));
        let after = more.then(|| leaf(self.leaves + 1));
        let here = leaf(self.leaves);
        self.in_both(&here, &|_, _, language| {
            let unknown = words::say(language, "地区未定", "division not decided");
            let name = if name.is_empty() { unknown } else { &name };
            site::division(name, &here, &organs, [before.as_deref(), after.as_deref()], language)
        })
    }

    /// Writes what is known only at the end.
    fn overview(&mut self) -> Result<(), Trouble> {
        self.division(false)?;
        self.chunk()?;
        let chunks = self.chunks;
        self.in_both("flagged.html", &|own, which, language| site::flagged(&own.first[which], chunks, language))?;
        self.in_both("index.html", &|own, _, language| site::overview(&own.census, language))?;
        self.in_both("rules.html", &|own, _, language| site::rules(&own.census, language))?;
        self.in_both("compare.html", &|_, _, language| site::compare(language))?;
        self.in_both("inspect.js", &|_, _, language| site::inspector(language))?;
        let codes: Vec<String> = self.census.codes.keys().cloned().collect();
        for code in codes {
            self.in_both(&format!("r/{code}.html"), &|own, _, language| site::rule(&code, &own.census, language))?;
        }
        for (code, name) in self.census.provinces.clone() {
            let page = |own: &Self, _: usize, language| site::province(&code, &name, &own.census, language);
            self.in_both(&format!("d/{code}.html"), &page)?;
        }
        for (name, text) in site::shared() {
            put(self.folder, name, &text)?;
        }
        put(self.folder, "index.html", &site::door())?;
        self.files += site::shared().len() + 1;
        Ok(())
    }
}

/// Writes the pages of an organ's filings and its own; returns how many files they are.
fn pages_of(folder: &Path, organ: &Organ) -> Result<usize, Trouble> {
    let Some((first, _)) = organ.first() else { return Ok(0) };
    let mut filings: Vec<Filing> = organ.iter().map(|(entry, record)| site::rebuilt(entry, record)).collect();
    neighbours::weigh(&mut filings);
    let years: Vec<OtherYear> = organ
        .iter()
        .zip(&filings)
        .filter(|((entry, _), _)| entry.canonical)
        .filter_map(|(_, filing)| OtherYear::of(filing))
        .collect();
    let others: Vec<(String, String)> = organ.iter().map(|(entry, _)| (entry.id.clone(), entry.year.clone())).collect();
    // Organs that are not known have only that in common.
    let others = if first.organ.is_empty() { Vec::new() } else { others };
    let mut files = 0;
    for ((entry, record), filing) in organ.iter().zip(filings) {
        let page = Page { entry, record, filing };
        for (language, name) in LANGUAGES {
            let text = site::filing(&page, &years, language);
            put(folder, &format!("{name}/{}", entry.page()), &text)?;
        }
        put(folder, &Entry::data(&entry.id), &site::comparable(entry, record, &others))?;
        files += 3;
    }
    for (language, name) in LANGUAGES {
        put(folder, &format!("{name}/{}", first.organ_page()), &site::organ(organ, language))?;
    }
    Ok(files + 2)
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

/// An empty folder, or one that is a site already.
fn prepare(folder: &Path) -> Result<(), Trouble> {
    std::fs::create_dir_all(folder).map_err(at(folder))?;
    let mark = folder.join(MARK);
    let mut entries = std::fs::read_dir(folder).map_err(at(folder))?;
    if entries.next().is_some() && !mark.exists() {
        let error = io::Error::new(io::ErrorKind::AlreadyExists, "the folder is neither empty nor a site");
        return Err(at(folder)(error));
    }
    for old in LANGUAGES.map(|(_, language)| folder.join(language)).into_iter().chain([folder.join("x")]) {
        if old.exists() {
            std::fs::remove_dir_all(&old).map_err(at(&old))?;
        }
    }
    std::fs::write(&mark, "").map_err(at(&mark))
}
