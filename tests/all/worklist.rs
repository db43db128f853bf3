//! The reviewers' list goes out, is filled in, and comes back without loss.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Reader, Xlsx};

use crate::cli::{gouji, status, stderr};

type Rows = Vec<BTreeMap<String, String>>;

fn rows(bytes: &[u8]) -> Rows {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let heads = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| {
        heads.iter().zip(record.iter()).map(|(head, field)| (head.to_owned(), field.to_owned())).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn sheet(path: &Path) -> Rows {
    let mut book: Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let range = book.worksheet_range("review").expect("the sheet");
    let mut lines = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<String>>());
    let heads = lines.next().expect("a head");
    lines.map(|line| heads.iter().cloned().zip(line).collect()).collect()
}

fn write(path: &Path, rows: &Rows) {
    let mut writer = csv::Writer::from_path(path).expect("opened");
    let heads: Vec<&String> = rows[0].keys().collect();
    writer.write_record(&heads).expect("written");
    for row in rows {
        writer.write_record(heads.iter().map(|head| &row[*head])).expect("written");
    }
    writer.flush().expect("flushed");
}

fn run(arguments: &[&str]) {
    let output = gouji(arguments);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
}

#[test]
fn decisions_and_notes_make_the_round() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let [dataset, out, back, next, book] = ["dataset", "out.csv", "back.csv", "next.csv", "next.xlsx"].map(path);
    run(&["extract", "corpus", "-o", &dataset, "--quiet"]);
    run(&["worklist", &dataset, "-o", &out]);
    let mut list = rows(&std::fs::read(&out).expect("a list"));
    assert!(list.len() > 20, "{} rows", list.len());
    assert!(list.iter().all(|row| row["severity"] != "info" && row["decision"].is_empty()));
    // Every note that a person may write, a note without a decision, and a finding that the dataset does not have.
    let notes = ["", "=1+1", "'-x", " 两行\n第二行 ", "a,\"b\""];
    for (number, note) in notes.iter().enumerate() {
        let guarded = if note.starts_with(['=', '\'']) { format!("'{note}") } else { (*note).to_owned() };
        list[number].insert("note".to_owned(), guarded);
        let decision = ["dismissed", "accepted", "", "accepted", ""][number];
        list[number].insert("decision".to_owned(), decision.to_owned());
    }
    let mut gone = list[0].clone();
    gone.insert("fingerprint".to_owned(), "x00000000000000ff".to_owned());
    gone.insert("note".to_owned(), "已核实".to_owned());
    list.push(gone);
    write(Path::new(&back), &list);
    run(&["extract", "corpus", "-o", &dataset, "--quiet", "--reviewed", &back]);
    // The next list is made from the dataset alone, and the one that came back.
    run(&["worklist", &dataset, "-o", &next, "--reviewed", &back]);
    run(&["worklist", &dataset, "-o", &book, "--reviewed", &next]);
    let of = |rows: &Rows| -> BTreeMap<String, (String, String)> {
        let row = |row: &BTreeMap<String, String>| {
            (row["fingerprint"].clone(), (row["decision"].clone(), row["note"].clone()))
        };
        rows.iter().map(row).filter(|(_, (decision, note))| !decision.is_empty() || !note.is_empty()).collect()
    };
    assert_eq!(of(&rows(&std::fs::read(&next).expect("a list"))), of(&list));
    // A workbook needs no guard: text is text there.
    let plain: BTreeMap<String, (String, String)> = of(&list)
        .into_iter()
        .map(|(key, (decision, note))| (key, (decision, note.strip_prefix('\'').map_or(note.clone(), str::to_owned))))
        .collect();
    assert_eq!(of(&sheet(Path::new(&book))), plain);
    // The dataset itself carries them on.
    let findings = rows(&std::fs::read(Path::new(&dataset).join("findings.csv")).expect("the table"));
    let noted: Vec<&str> = findings.iter().map(|row| row["note"].as_str()).filter(|note| !note.is_empty()).collect();
    assert!(noted.contains(&"=1+1") && noted.contains(&" 两行↵第二行 "), "{noted:?}");
    // And the workbook comes back as it is: the same dataset.
    let before = std::fs::read(Path::new(&dataset).join("findings.csv")).expect("the table");
    run(&["extract", "corpus", "-o", &dataset, "--quiet", "--full", "--reviewed", &book]);
    assert!(std::fs::read(Path::new(&dataset).join("findings.csv")).expect("the table") == before);
    // A list is not written over another one unasked.
    assert_eq!(status(&gouji(&["worklist", &dataset, "-o", &next])), 2);
    run(&["worklist", &dataset, "-o", &next, "--force"]);
}
