//! What changed since the last published dataset: its `filings.csv` and the new summaries come in, the lines
//! of `changes.csv` go out.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;

use super::lines::{Lines, guard, unguard};
use super::{Summary, schema};

/// A filing of the last published dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its identifier.
    pub id: String,
    /// Its organ.
    pub organ: String,
    /// Its division code.
    pub division: String,
    /// Its reporting year, empty when not known.
    pub year: String,
    /// Its verdict.
    pub verdict: String,
}

/// The last published dataset, by path.
pub type Previous = BTreeMap<String, Known>;

/// Reads the `filings.csv` of a published dataset.
///
/// # Errors
/// When it is no such table.
pub fn previous(table: impl Read) -> csv::Result<Previous> {
    let mut reader = csv::Reader::from_reader(table);
    let headers = reader.headers()?.clone();
    // A byte order mark belongs to the file, not to the first column's name.
    let column = |name: &str| headers.iter().position(|header| header.trim_start_matches('\u{FEFF}') == name);
    let names = ["filing_id", "path", "organ", "division_code", "year", "verdict"];
    let [Some(id), Some(path), Some(organ), Some(division), Some(year), Some(verdict)] = names.map(column) else {
        let message = format!("{} lacks one of its columns", schema::FILINGS);
        return Err(csv::Error::from(std::io::Error::new(std::io::ErrorKind::InvalidData, message)));
    };
    let mut known = Previous::new();
    for record in reader.records() {
        let record = record?;
        let field = |at: usize| record.get(at).unwrap_or_default();
        let filing = Known {
            id: field(id).to_owned(),
            organ: unguard(field(organ)).to_owned(),
            division: field(division).to_owned(),
            year: field(year).to_owned(),
            verdict: field(verdict).to_owned(),
        };
        known.insert(unguard(field(path)).to_owned(), filing);
    }
    Ok(known)
}

/// Identifier without the number of the copy.
fn content(id: &str) -> &str {
    id.split_once('-').map_or(id, |(content, _)| content)
}

/// The files of the last dataset that are gone (not under another name either), of how many; a file counts
/// once, however many members it had.
pub fn vanished(previous: &Previous, now: &[Summary]) -> (Vec<String>, usize) {
    let file = |path: &str| path.split_once("!/").map_or(path, |(file, _)| file).to_owned();
    let paths: HashSet<String> = now.iter().map(|summary| file(&summary.row.path)).collect();
    let contents: HashSet<&str> = now.iter().map(|summary| content(&summary.id)).collect();
    let mut gone: BTreeMap<String, bool> = BTreeMap::new();
    for (path, known) in previous {
        let file = file(path);
        let missing = !paths.contains(&file) && !contents.contains(content(&known.id));
        *gone.entry(file).or_insert(true) &= missing;
    }
    let all = gone.len();
    (gone.into_iter().filter(|(_, gone)| *gone).map(|(file, _)| file).collect(), all)
}

/// One line of the table, with what it is sorted by.
struct Change<'a> {
    order: (&'a str, &'a str, String, &'a str),
    change: &'static str,
    id: &'a str,
    old: &'a str,
    new: &'a str,
}

/// Lines of `changes.csv`, and their number: `new`, `changed` (other bytes under the same path), `moved` (the same
/// bytes under another path), `verdict` (the same bytes, judged otherwise), `removed`.
pub fn changes(previous: &Previous, now: &[Summary]) -> (Vec<u8>, u64) {
    let paths: HashSet<&str> = now.iter().map(|summary| summary.row.path.as_str()).collect();
    let mut gone: HashMap<&str, Vec<&str>> = HashMap::new();
    for (path, known) in previous.iter().rev().filter(|(path, _)| !paths.contains(path.as_str())) {
        gone.entry(content(&known.id)).or_default().push(path);
    }
    let mut moved_from: HashSet<&str> = HashSet::new();
    let mut table: Vec<Change<'_>> = Vec::new();
    let mut by_path: Vec<&Summary> = now.iter().collect();
    by_path.sort_by(|a, b| a.row.path.cmp(&b.row.path));
    for summary in by_path {
        let verdict = summary.verdict.word();
        let (change, old) = match previous.get(&summary.row.path) {
            Some(known) if content(&known.id) != content(&summary.id) => ("changed", known.verdict.as_str()),
            Some(known) if known.verdict == verdict => continue,
            Some(known) => ("verdict", known.verdict.as_str()),
            None => match gone.get_mut(content(&summary.id)).and_then(Vec::pop) {
                Some(from) => {
                    moved_from.insert(from);
                    ("moved", previous.get(from).map_or("", |known| known.verdict.as_str()))
                }
                None => ("new", ""),
            },
        };
        let year = summary.year.map(|year| year.to_string()).unwrap_or_default();
        let order = (summary.division.as_str(), summary.organ.as_str(), year, summary.row.path.as_str());
        table.push(Change { order, change, id: &summary.id, old, new: verdict });
    }
    for (path, known) in previous {
        if !paths.contains(path.as_str()) && !moved_from.contains(path.as_str()) {
            let order = (known.division.as_str(), known.organ.as_str(), known.year.clone(), path.as_str());
            table.push(Change { order, change: "removed", id: &known.id, old: &known.verdict, new: "" });
        }
    }
    table.sort_by(|a, b| a.order.cmp(&b.order));
    let mut lines = Lines::new();
    for Change { order: (_, organ, year, path), change, id, old, new } in &table {
        lines.word(change).word(id).text(path).text(organ).word(year).word(old).word(new).end();
    }
    debug_assert!(table.iter().all(|change| unguard(&guard(change.order.3)) == change.order.3));
    (lines.finish(), table.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::super::summary::assign_ids;
    use super::super::summary::tests::summary;
    use super::*;
    use crate::filing::Verdict;

    #[test]
    fn every_kind_of_change_has_its_line() {
        let mut now = vec![
            summary("same", "甲局", 2021, Verdict::Flagged),
            summary("other bytes", "甲局", 2021, Verdict::Flagged),
            summary("judged anew", "甲局", 2021, Verdict::Flagged),
            summary("new name", "", 0, Verdict::Unreadable),
            summary("=new", "", 0, Verdict::Reconciled),
        ];
        assign_ids(&mut now);
        let id = |path: &str| now.iter().find(|s| s.row.path == path).map(|s| s.id.clone()).expect("there");
        let table = format!(
            "filing_id,path,organ,division_code,year,verdict\n{},same,甲局,,2021,flagged\n0000,other bytes,,,,unreadable\n\
             {},judged anew,甲局,,2021,reconciled\n{},old name,,,,unreadable\n1111,'-gone,乙局,110101,2020,flagged\n",
            id("same"),
            id("judged anew"),
            id("new name"),
        );
        let previous = previous(table.as_bytes()).expect("a table");
        let (lines, count) = changes(&previous, &now);
        let want = format!(
            "new,{},'=new,,,,reconciled\nmoved,{},new name,,,unreadable,unreadable\n\
             verdict,{},judged anew,甲局,2021,reconciled,flagged\nchanged,{},other bytes,甲局,2021,unreadable,flagged\n\
             removed,1111,'-gone,乙局,2020,flagged,\n",
            id("=new"),
            id("new name"),
            id("judged anew"),
            id("other bytes"),
        );
        assert_eq!((String::from_utf8(lines).expect("utf-8"), count), (want, 5));
        assert_eq!(vanished(&previous, &now), (vec!["-gone".to_owned()], 5));
    }

    #[test]
    fn nothing_changed_is_no_line() {
        let mut now = vec![summary("same", "甲局", 2021, Verdict::Flagged)];
        assign_ids(&mut now);
        let table = format!("\u{FEFF}filing_id,path,organ,division_code,year,verdict\n{},same,,,,flagged\n", now[0].id);
        assert_eq!(changes(&previous(table.as_bytes()).expect("a table"), &now), (Vec::new(), 0));
        assert!(previous("a,b\n".as_bytes()).is_err());
    }
}
