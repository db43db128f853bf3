//! From filings in the cache to staged tables: passes over all filings in their order (summaries and filings against
//! each other from their profiles, then rows), a chunk of them in memory at a time. What is done to them is
//! [`crate::dataset`]'s; here is which of it happens when, and where it goes.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use super::chunks::chunks;
use super::error::{Doing, RunError};
use super::publish::{DESCRIPTOR, PublishedFile};
use super::spilled::Spilled;
use super::table::{Plain, RowChunk, Style, Tables};
use crate::across::{Member, Profile, Survey};
use crate::dataset::changes::Change;
use crate::dataset::digest::Digest;
use crate::dataset::package::{self, FileFormat, Written};
use crate::dataset::rows::FilingRows;
use crate::dataset::schema::{self, Table};
use crate::dataset::tally::Tally;
use crate::dataset::value::Rows;
use crate::dataset::{Edition, Given, Names, Row, Summary, lines};
use crate::filing::Filing;

/// Filings that are summarised at a time.
const PART: usize = 256;

/// What goes into a dataset.
pub struct Stock<'a> {
    /// The profile of the filing of a row, by its position.
    pub profile: &'a (dyn Fn(usize, &Row) -> Result<Profile, RunError> + Sync),
    /// The filing of a row, by its position.
    pub load: &'a (dyn Fn(usize, &Row) -> Result<Filing, RunError> + Sync),
    /// Bytes that are kept of the filing of a row, by position.
    pub bytes: &'a (dyn Fn(usize) -> u64 + Sync),
    /// What is given beside the filings.
    pub given: &'a Given,
    /// The folder of the last published dataset.
    pub published: &'a Path,
    /// How tables are written.
    pub style: &'a Style,
    /// Whether the section texts are wanted.
    pub texts: bool,
    /// Whether scans were read.
    pub recognises: bool,
}

/// What was staged.
#[derive(Debug)]
pub struct Staged {
    /// Files in the order of the switch.
    pub files: Vec<PublishedFile>,
    /// All filings, in the order of the tables.
    pub summaries: Vec<Summary>,
    /// Findings by code, in the order of codes.
    pub findings: BTreeMap<String, u64>,
    /// What changed since the last published dataset: filings by the kind of change.
    pub changes: BTreeMap<String, u64>,
}

/// Looks at the profile of every filing and orders them. Rows are in any order; the edition keeps them.
///
/// # Errors
/// When a filing cannot be had back.
pub fn edition(source: &Stock<'_>, rows: Vec<Row>) -> Result<Edition, RunError> {
    let summarize = |(index, row): (usize, Row)| {
        let profile = (source.profile)(index, &row)?;
        Ok(Summary::new(index, row, &profile))
    };
    let (mut summaries, mut names) = (Vec::with_capacity(rows.len()), Names::default());
    let mut rows = rows.into_iter().enumerate();
    // In parts, for a list of all that threads make is put together from many, and is in memory twice.
    while rows.len() > 0 {
        let part: Vec<(usize, Row)> = rows.by_ref().take(PART).collect();
        let mut part = part.into_par_iter().map(summarize).collect::<Result<Vec<_>, RunError>>()?;
        part.iter_mut().for_each(|summary| summary.share(&mut names));
        summaries.append(&mut part);
    }
    Ok(Edition::new(summaries, &source.given.expected))
}

/// Writes all tables into the stage. `edition` comes from [`edition`].
///
/// # Errors
/// When the disk refuses or a filing cannot be had back.
pub fn write(source: &Stock<'_>, mut edition: Edition, stage: &Path) -> Result<Staged, RunError> {
    survey(source, &mut edition, stage)?;
    let failed = |error| RunError::io(Doing::Stage, stage)(error);
    let wanted = |table: &&'static Table| !table.optional || source.texts;
    let tables: Vec<&'static Table> = schema::tables().iter().filter(wanted).collect();
    let place = |name: &str| tables.iter().position(|table| table.name == name);
    let mut files = Tables::open(stage, &tables, source.style).map_err(failed)?;
    let places = FilingRows::TABLES.map(place);
    let (tally, findings) = filings(source, &mut edition, &mut |done| {
        let parts = places.iter().zip(&done.parts).filter_map(|(place, part)| Some(((*place)?, part)));
        parts.into_iter().try_for_each(|(place, part)| files.add(place, part)).map_err(failed)
    })?;
    edition.settled();
    let changes = edition.changes(&source.given.previous);
    if let Some(place) = place("history") {
        history(source, &mut |rows| files.add(place, &RowChunk::new(rows, source.style)).map_err(failed))?;
    }
    for rows in edition.whole(&tally, &changes, &source.given.day) {
        if let Some(place) = place(&rows.table.name) {
            files.add(place, &RowChunk::new(rows, source.style)).map_err(failed)?;
        }
    }
    let mut written = files.finish().map_err(failed)?;
    written.extend(news(source, &edition, &changes, stage).map_err(failed)?);
    let files = describe(&written, source.recognises, stage).map_err(failed)?;
    let changes = changes.iter().fold(BTreeMap::new(), |mut counts, change| {
        *counts.entry(change.kind.to_owned()).or_insert(0) += 1;
        counts
    });
    Ok(Staged { files, summaries: edition.summaries, findings, changes })
}

/// Filings that are in memory at a time.
fn stretches(source: &Stock<'_>, edition: &Edition) -> Vec<Range<usize>> {
    let bytes = |at: usize| (source.bytes)(edition.summaries[at].index);
    chunks(edition.summaries.len(), rayon::current_num_threads(), &bytes)
}

/// Writes what is made filing by filing, in order, and takes over what came of each. While one chunk goes to the disk, the
/// other threads make the next one ready: writing and hashing took a third of the wall time of two threads.
fn filings(
    source: &Stock<'_>,
    edition: &mut Edition,
    write: &mut dyn FnMut(&Done) -> Result<(), RunError>,
) -> Result<(Tally, BTreeMap<String, u64>), RunError> {
    let mut tally = Tally::default();
    let mut findings = BTreeMap::new();
    let (mut related, mut ready) = (0, Vec::new());
    // One turn more than there are chunks, in which the last one is written.
    for range in stretches(source, edition).into_iter().map(Some).chain([None]) {
        if let Some(range) = &range {
            relate(source, edition, &mut related, range.end)?;
        }
        let (mut next, behind) = (Ok(Vec::new()), &*edition);
        rayon::in_place_scope(|scope| {
            if let Some(range) = range {
                scope.spawn(|_| next = rendered(source, behind, range));
            }
            ready.iter().try_for_each(&mut *write)
        })?;
        for done in std::mem::replace(&mut ready, next?) {
            tally.merge(done.tally);
            for code in done.codes {
                *findings.entry(code).or_insert(0) += 1;
            }
            edition.written(done.at);
            edition.summaries[done.at] = done.summary;
        }
    }
    Ok((tally, findings))
}

/// Each filing is a piece of work of its own: of pieces of several the last one kept one thread busy while the others waited
/// for the chunk to end.
fn rendered(source: &Stock<'_>, edition: &Edition, chunk: Range<usize>) -> Result<Vec<Done>, RunError> {
    chunk.into_par_iter().with_max_len(1).map(|at| render(source, edition, at)).collect()
}

/// What lies beyond single organs: one more pass, a chunk in memory at a time.
fn survey(source: &Stock<'_>, edition: &mut Edition, stage: &Path) -> Result<(), RunError> {
    let failed = |error| RunError::io(Doing::Stage, stage)(error);
    let (roster, spilled) = (edition.roster(), Spilled::create(&stage.join(Spilled::NAME)).map_err(failed)?);
    let mut survey = Survey::new(&roster, edition.summaries.len(), spilled);
    for chunk in stretches(source, edition) {
        let members = members(source, edition, chunk, Summary::is_related)?;
        members.into_iter().try_for_each(|(at, member)| survey.push(at, member)).map_err(failed)?;
    }
    edition.surveyed(survey.finish().map_err(failed)?);
    Ok(())
}

/// Has the organs of the filings before `end` say what their filings say of each other, unless they have. It is said when
/// their rows are made and not kept until then: three findings a filing took more memory than all else that is known of it.
fn relate(source: &Stock<'_>, edition: &mut Edition, related: &mut usize, end: usize) -> Result<(), RunError> {
    if *related < end {
        let range = edition.organs_until(*related, end);
        *related = range.end;
        let is_compared = |summary: &Summary| summary.is_related() && !summary.organ.is_empty();
        let members = members(source, edition, range, is_compared)?;
        edition.related(&members.into_iter().map(|(_, member)| member).collect::<Vec<_>>());
    }
    Ok(())
}

/// The members among these filings that are wanted, with their places.
fn members(
    source: &Stock<'_>,
    edition: &Edition,
    range: Range<usize>,
    wanted: impl Fn(&Summary) -> bool + Sync,
) -> Result<Vec<(usize, Member)>, RunError> {
    let member = |at: usize| {
        let summary = &edition.summaries[at];
        Ok((at, edition.member(at, (source.profile)(summary.index, &summary.row)?)))
    };
    range.into_par_iter().filter(|&at| wanted(&edition.summaries[at])).map(member).collect()
}

/// A filing, ready to be written.
struct Done {
    /// Its place in the edition.
    at: usize,
    summary: Summary,
    parts: Vec<RowChunk>,
    codes: Vec<String>,
    tally: Tally,
}

fn render(source: &Stock<'_>, edition: &Edition, at: usize) -> Result<Done, RunError> {
    let mut filing = (source.load)(edition.summaries[at].index, &edition.summaries[at].row)?;
    let summary = edition.revise(at, &mut filing, source.given);
    let (reviewed, style) = (&source.given.reviewed, source.style);
    let parts = if style.formats.is_empty() {
        let lines = edition.lines(at, (&summary, &filing), reviewed, style.spreadsheet_safe, source.texts);
        lines.into_iter().map(RowChunk::from).collect()
    } else {
        let rows = edition.rows(at, &summary, &filing, reviewed);
        rows.tables.into_iter().map(|rows| RowChunk::new(rows, style)).collect()
    };
    let mut tally = Tally::default();
    // Copies of the same bytes say the same.
    if summary.duplicate_of().is_none() {
        tally.add(&filing);
    }
    let codes = filing.findings.iter().map(|finding| finding.code.clone().into_owned()).collect();
    Ok(Done { at, summary, parts, codes, tally })
}

/// Hands on the history that was published so far, in parts.
fn history(source: &Stock<'_>, take: &mut dyn FnMut(Rows<'static>) -> Result<(), RunError>) -> Result<(), RunError> {
    let table = schema::table("history");
    let path = source.published.join(table.file());
    let file = match File::open(&path) {
        Ok(file) => BufReader::new(file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(RunError::io(Doing::Output, &path)(error)),
    };
    let previous = |error| RunError::Previous { path: path.clone(), error };
    for part in lines::read(table, |_| true, file).map_err(previous)? {
        take(part.map_err(previous)?)?;
    }
    Ok(())
}

/// Writes the news of this publication.
fn news(source: &Stock<'_>, edition: &Edition, changes: &[Change<'_>], stage: &Path) -> io::Result<[Written; 2]> {
    let digest = Digest::new(edition, changes, &source.given.missing, &source.given.day);
    let write = |format: FileFormat, text: String| -> io::Result<Written> {
        let file = format!("digest.{}", format.word());
        let mut plain = Plain::create(&stage.join(&file))?;
        plain.write_all(text.as_bytes())?;
        let (sha256, bytes) = plain.finish()?;
        Ok(Written { table: None, file, format, sha256, bytes, rows: changes.len() as u64 })
    };
    Ok([write(FileFormat::Markdown, digest.markdown())?, write(FileFormat::Html, digest.html())?])
}

/// Writes the descriptor of what was written; returns all files in the order of the switch.
fn describe(written: &[Written], recognises: bool, stage: &Path) -> io::Result<Vec<PublishedFile>> {
    let mut written = written.to_vec();
    let order =
        |written: &Written| schema::tables().iter().position(|table| Some(table.name.as_str()) == written.table);
    written.sort_by_key(|written| (written.format != FileFormat::Csv, order(written), written.format));
    let item = |written: &Written| PublishedFile { name: written.file.clone(), sha256: written.sha256.clone() };
    let mut files: Vec<PublishedFile> = written.iter().map(item).collect();
    let mut descriptor = Plain::create(&stage.join(DESCRIPTOR))?;
    descriptor.write_all(package::package(&written, recognises).as_bytes())?;
    let (sha256, _) = descriptor.finish()?;
    files.push(PublishedFile { name: DESCRIPTOR.to_owned(), sha256 });
    Ok(files)
}
