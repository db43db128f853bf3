//! What changed since the last published dataset: its `filings.csv` and the new summaries come in, the rows of `changes`
//! go out, and of `history`, which keeps those of every dataset that was published.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use super::Summary;
use super::lines;
use super::schema::{self, table};
use super::shared::{Names, SharedName};
use super::value::{RowSink, Rows, Value, one_line};
use crate::edit::Outcome;

/// A filing of the last published dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its identifier.
    pub id: String,
    /// Identifier of its organ.
    pub organ_id: SharedName,
    /// Its organ.
    pub organ: SharedName,
    /// Its division code.
    pub division: SharedName,
    /// Its reporting year.
    pub year: Option<i64>,
    /// Its verdict.
    pub verdict: SharedName,
    /// What was read; empty where that was not told.
    pub reading: String,
    /// Figures with a value, and rules by their outcome; `None` where that was not told.
    pub counts: [Option<i64>; 1 + Outcome::ALL.len()],
}

/// The last published dataset, by path.
pub type Previous = BTreeMap<String, Known>;

/// Reads the `filings.csv` of a published dataset.
///
/// # Errors
/// When it is no such table.
pub fn previous(bytes: impl Read) -> csv::Result<Previous> {
    let filings = table(schema::FILINGS);
    let place = |name: &str| filings.place(name).expect("columns of filings are named by the program");
    let named = ["filing_id", "path", "organ_id", "organ", "division_code", "year", "verdict", "reading"];
    let counted = ["figures_reported", "rules_satisfied", "rules_blank_zero", "rules_violated", "rules_undetermined"];
    let [id, path, organ_id, organ, division, year, verdict, reading] = named.map(place);
    let counts = counted.map(place);
    let mut names = Names::default();
    let mut name = |value: &Value<'_>| {
        let mut name = SharedName::from(text(value));
        names.share(&mut name);
        name
    };
    let mut known = Previous::new();
    for part in lines::read(filings, |column| named.contains(&column) || counted.contains(&column), bytes)? {
        for row in part?.iter() {
            if row[id] == Value::Null || row[path] == Value::Null {
                let message = format!("{} lacks one of its columns", schema::FILINGS);
                return Err(csv::Error::from(std::io::Error::new(std::io::ErrorKind::InvalidData, message)));
            }
            let filing = Known {
                id: text(&row[id]).to_owned(),
                organ_id: name(&row[organ_id]),
                organ: name(&row[organ]),
                division: name(&row[division]),
                year: integer(&row[year]),
                verdict: name(&row[verdict]),
                reading: text(&row[reading]).to_owned(),
                counts: counts.map(|place| integer(&row[place])),
            };
            known.insert(text(&row[path]).to_owned(), filing);
        }
    }
    Ok(known)
}

fn text<'v>(value: &'v Value<'_>) -> &'v str {
    if let Value::Text(text) = value { text } else { "" }
}

fn integer(value: &Value<'_>) -> Option<i64> {
    if let Value::Integer(value) = value { Some(*value) } else { None }
}

/// Identifier without the letter in front and without the number of the copy.
fn content(id: &str) -> &str {
    let id = id.split_once('-').map_or(id, |(content, _)| content);
    if id.len() == 17 { id.strip_prefix('f').unwrap_or(id) } else { id }
}

/// Whether two paths can be of one file, however the input was typed: one of them is the end of the other.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |path: &'_ str| path.trim_start_matches("./").trim_start_matches('/').to_owned();
    let (one, other) = (plain(one), plain(other));
    let ends =
        |long: &str, short: &str| long.strip_suffix(short).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
    ends(&one, &other) || ends(&other, &one)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The path that each filing had in the last dataset, as far as that is `asked` for, by its path now.
fn paths<'a>(previous: &'a Previous, now: &'a [Summary], asked: &dyn Fn(&str) -> bool) -> HashMap<&'a str, &'a str> {
    let mut same: HashMap<&str, &str> = HashMap::new();
    let mut taken: HashSet<&str> = HashSet::new();
    let mut left: Vec<&Summary> = Vec::new();
    for summary in now {
        match previous.get_key_value(&*one_line((&*summary.row.path).into())) {
            Some((path, _)) if asked(path) => {
                same.insert(&summary.row.path, path);
                taken.insert(path);
            }
            _ => left.push(summary),
        }
    }
    let mut named: HashMap<&str, Vec<(&String, &Known)>> = HashMap::new();
    for (path, known) in previous.iter().filter(|(path, _)| !taken.contains(path.as_str()) && asked(path)) {
        named.entry(name(path)).or_default().push((path, known));
    }
    left.sort_unstable_by(|a, b| a.row.path.cmp(&b.row.path));
    for summary in left {
        let Some(candidates) = named.get_mut(name(&summary.row.path)) else { continue };
        // Of several the one with the same content, else the first.
        let fits = |with: bool| {
            candidates.iter().position(|(path, known)| {
                is_same(path, &summary.row.path) && (!with || content(&known.id) == content(&summary.id))
            })
        };
        if let Some(at) = fits(true).or_else(|| fits(false)) {
            same.insert(&summary.row.path, candidates.remove(at).0);
        }
    }
    same
}

/// The files of the last dataset that are gone (not under another name either), of how many; a file counts
/// once, however many members it had. Only paths that are `asked` for count.
pub fn vanished<'a>(previous: &'a Previous, now: &'a [Summary], asked: &dyn Fn(&str) -> bool) -> (Vec<&'a str>, usize) {
    fn file(path: &str) -> &str {
        path.split_once("!/").map_or(path, |(file, _)| file)
    }
    let there: HashSet<&str> = paths(previous, now, asked).into_values().map(file).collect();
    let contents: HashSet<&str> = now.iter().map(|summary| content(&summary.id)).collect();
    let mut gone: BTreeMap<&str, bool> = BTreeMap::new();
    for (path, known) in previous.iter().filter(|(path, _)| asked(path)) {
        let file = file(path);
        let missing = !there.contains(file) && !contents.contains(content(&known.id));
        *gone.entry(file).or_insert(true) &= missing;
    }
    let all = gone.len();
    (gone.into_iter().filter(|(_, gone)| *gone).map(|(file, _)| file).collect(), all)
}

/// One change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// Its kind, a word of the column `change`.
    pub kind: &'static str,
    /// What the last dataset has of it, unless it is new.
    known: Option<&'a Known>,
    of: Changed<'a>,
}

/// What changed: at first publication there are as many as filings, so that each is kept small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Changed<'a> {
    /// A filing of this dataset.
    There(&'a Summary),
    /// A filing of the last one, by its path.
    Gone(&'a String, &'a Known),
}

impl<'a> Change<'a> {
    fn of(summary: &'a Summary, kind: &'static str, known: Option<&'a Known>) -> Self {
        Self { kind, known, of: Changed::There(summary) }
    }

    fn removed(path: &'a String, known: &'a Known) -> Self {
        Self { kind: "removed", known: Some(known), of: Changed::Gone(path, known) }
    }

    /// The verdict before, empty when it is new.
    pub fn old(&self) -> &'a str {
        self.known.map_or("", |known| &known.verdict)
    }

    /// The filing.
    pub fn id(&self) -> &'a str {
        match self.of {
            Changed::There(summary) => &summary.id,
            Changed::Gone(_, known) => &known.id,
        }
    }

    /// Its organ.
    pub fn organ_id(&self) -> &'a str {
        match self.of {
            Changed::There(summary) => &summary.organ_id,
            Changed::Gone(_, known) => &known.organ_id,
        }
    }

    /// Its path.
    pub fn path(&self) -> &'a str {
        match self.of {
            Changed::There(summary) => &summary.row.path,
            Changed::Gone(path, _) => path,
        }
    }

    /// Name of its organ.
    pub fn organ(&self) -> &'a str {
        match self.of {
            Changed::There(summary) => &summary.organ,
            Changed::Gone(_, known) => &known.organ,
        }
    }

    fn division(&self) -> &'a str {
        match self.of {
            Changed::There(summary) => &summary.division,
            Changed::Gone(_, known) => &known.division,
        }
    }

    /// Its reporting year.
    pub fn year(&self) -> Option<i64> {
        match self.of {
            Changed::There(summary) => summary.year.map(i64::from),
            Changed::Gone(_, known) => known.year,
        }
    }

    /// The verdict now, empty when it is gone.
    pub fn now(&self) -> &'static str {
        match self.of {
            Changed::There(summary) => summary.verdict.word(),
            Changed::Gone(..) => "",
        }
    }
}

/// How a filing of the same bytes is read otherwise.
fn otherwise(known: &Known, summary: &Summary) -> Option<&'static str> {
    let counts = std::iter::once(summary.reported).chain(summary.outcomes.map(u32::from)).map(i64::from);
    if *known.verdict != *summary.verdict.word() {
        Some("verdict")
    } else if known.organ != summary.organ || known.year != summary.year.map(i64::from) {
        Some("identity")
    } else {
        let differs = |(known, now): (&Option<i64>, i64)| known.is_some_and(|known| known != now);
        let otherwise = !known.reading.is_empty() && known.reading != summary.reading_word();
        (otherwise || known.counts.iter().zip(counts).any(differs)).then_some("figures")
    }
}

/// All changes in the order of division code, organ, year and path.
pub fn changes<'a>(previous: &'a Previous, now: &'a [Summary]) -> Vec<Change<'a>> {
    let same = paths(previous, now, &|_| true);
    let kept: HashSet<&str> = same.values().copied().collect();
    let mut gone: HashMap<&str, Vec<&str>> = HashMap::new();
    for (path, known) in previous.iter().rev().filter(|(path, _)| !kept.contains(path.as_str())) {
        gone.entry(content(&known.id)).or_default().push(path);
    }
    let mut moved_from: HashSet<&str> = HashSet::new();
    // At first publication there are as many as filings, and what grows by and by takes half as much again.
    let mut changes: Vec<Change<'a>> = Vec::with_capacity(now.len());
    let mut by_path: Vec<&'a Summary> = now.iter().collect();
    by_path.sort_unstable_by(|a, b| a.row.path.cmp(&b.row.path));
    for summary in by_path {
        let known = same.get(&*summary.row.path).and_then(|path| previous.get(*path));
        let (kind, known) = match known {
            Some(other) if content(&other.id) != content(&summary.id) => ("changed", known),
            Some(other) => match otherwise(other, summary) {
                Some(kind) => (kind, known),
                None => continue,
            },
            None => match gone.get_mut(content(&summary.id)).and_then(Vec::pop) {
                Some(from) => {
                    moved_from.insert(from);
                    ("moved", previous.get(from))
                }
                None => ("new", None),
            },
        };
        changes.push(Change::of(summary, kind, known));
    }
    for (path, known) in previous {
        if !kept.contains(path.as_str()) && !moved_from.contains(path.as_str()) {
            changes.push(Change::removed(path, known));
        }
    }
    // In place, as no two have one path.
    changes.sort_unstable_by_key(|change| (change.division(), change.organ(), change.year(), change.path()));
    changes
}

fn fields<'a>(rows: &mut Rows<'a>, change: &Change<'a>) {
    rows.text(change.kind).text(change.id()).text(change.organ_id()).text(change.path()).text(change.organ());
    rows.integer(change.year()).text(change.old()).text(change.now()).end();
}

/// The rows of `changes`.
pub fn rows<'a>(changes: &[Change<'a>]) -> Rows<'a> {
    let mut rows = Rows::new(table("changes"));
    changes.iter().for_each(|change| fields(&mut rows, change));
    rows
}

/// The rows that a publication on this day (`YYYY-MM-DD`) adds to `history`.
pub fn history<'a>(changes: &[Change<'a>], day: &'a str) -> Rows<'a> {
    let mut rows = Rows::new(table("history"));
    for change in changes {
        rows.text(day);
        fields(&mut rows, change);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::summary::assign_ids;
    use super::super::summary::tests::summary;
    use super::*;
    use crate::filing::Verdict;

    fn told(previous: &Previous, now: &[Summary]) -> Vec<String> {
        let told = |change: Change<'_>| format!("{} {} {}>{}", change.kind, change.path(), change.old(), change.now());
        changes(previous, now).into_iter().map(told).collect()
    }

    #[test]
    fn every_kind_of_change_is_told() {
        let mut now = vec![
            summary("same", "甲局", 2021, Verdict::Flagged),
            summary("other bytes", "甲局", 2021, Verdict::Flagged),
            summary("judged anew", "甲局", 2021, Verdict::Flagged),
            summary("named anew", "甲局", 2021, Verdict::Flagged),
            summary("read anew", "甲局", 2021, Verdict::Flagged),
            summary("as many other figures", "甲局", 2021, Verdict::Flagged),
            summary("new name", "", 0, Verdict::Unreadable),
            summary("=new", "", 0, Verdict::Reconciled),
        ];
        assign_ids(&mut now);
        let id = |path: &str| now.iter().find(|s| &*s.row.path == path).map(|s| s.id).expect("there");
        let table = format!(
            "filing_id,path,organ,division_code,year,verdict,figures_reported,reading\n{},same,甲局,,2021,flagged,0,{}\n\
             0000,other bytes,,,,unreadable,,\n{},judged anew,甲局,,2021,reconciled,0,\n{},named anew,乙局,,2021,flagged,0,\n\
             {},read anew,甲局,,2021,flagged,7,\n{},as many other figures,甲局,,2021,flagged,0,r1\n\
             {},old name,,,,unreadable,,\nf1111,'-gone,乙局,110101,2020,flagged,0,\n",
            id("same"),
            now[0].reading_word(),
            id("judged anew"),
            id("named anew"),
            id("read anew"),
            id("as many other figures"),
            // Identifiers of earlier versions had no letter in front.
            &id("new name")[1..],
        );
        let previous = previous(table.as_bytes()).expect("a table");
        let want = [
            "new =new >reconciled",
            "moved new name unreadable>unreadable",
            "figures as many other figures flagged>flagged",
            "verdict judged anew reconciled>flagged",
            "identity named anew flagged>flagged",
            "changed other bytes unreadable>flagged",
            "figures read anew flagged>flagged",
            "removed -gone flagged>",
        ];
        assert_eq!(told(&previous, &now), want);
        assert_eq!(size_of::<Change<'_>>(), 40, "at first publication there are as many as filings");
        assert_eq!(vanished(&previous, &now, &|_| true), (vec!["-gone"], 8));
        assert_eq!(vanished(&previous, &now, &|path| path != "-gone"), (Vec::new(), 7));
        assert_eq!(history(&changes(&previous, &now), "2026-01-31").len(), 8);
    }

    #[test]
    fn how_the_input_was_typed_changes_nothing() {
        let mut now = vec![
            summary("/data/reports/a/1.docx", "甲局", 2021, Verdict::Flagged),
            summary("/data/reports/b/1.docx", "甲局", 2021, Verdict::Flagged),
        ];
        assign_ids(&mut now);
        let table = format!(
            "\u{FEFF}filing_id,path,organ,year,verdict\n{},reports/a/1.docx,甲局,2021,flagged\n0000,./reports/b/1.docx,甲局,2021,flagged\n",
            now[0].id
        );
        let previous = previous(table.as_bytes()).expect("a table");
        assert_eq!(told(&previous, &now), ["changed /data/reports/b/1.docx flagged>flagged"]);
        assert_eq!(vanished(&previous, &now, &|_| true), (Vec::new(), 2));
        assert!(super::previous("a,b\n1,2\n".as_bytes()).is_err());
    }
}
