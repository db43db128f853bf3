//! The dataset as users meet it: its book, its list of organs, what is never written over.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use gouji::internals::dataset::schema::{self, ColumnKind};

use crate::project;

fn gouji(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    command.args(["--lang", "en"]).args(arguments).output().expect("the program starts")
}

fn rows(output: &Path, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(output.join(name)).expect("the table is there");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

const MARK: &str =
    "<!-- made of src/dataset/schema.toml; GOUJI_BLESS=1 cargo test --test all dataset rewrites it -->\n";

/// docs/dataset.md lists every table and column as the schema has them.
#[test]
fn the_book_of_the_dataset_is_true() {
    let mut tables = String::new();
    for table in schema::tables() {
        tables.push_str(&format!("\n### {}\n\nOne row per: {}. {}。\n", table.name, table.en, table.zh));
        if !table.key.is_empty() {
            tables.push_str(&format!("Key: `{}`.\n", table.key.join("`, `")));
        }
        tables.push_str("\n| column | type | what it says | 说明 |\n|---|---|---|---|\n");
        for column in table.columns.iter().filter(|column| column.title.is_empty()) {
            let kind = match column.kind {
                ColumnKind::Text => "text",
                ColumnKind::Word => "word",
                ColumnKind::Integer => "integer",
                ColumnKind::Number => "decimal",
                ColumnKind::Date => "date",
                ColumnKind::Year => "year",
                ColumnKind::Flag => "true or false",
            };
            let words =
                if column.words.is_empty() { String::new() } else { format!(": `{}`", column.words.join("` `")) };
            let plain = |text: &str| text.replace('|', "\\|");
            tables.push_str(&format!(
                "| `{}` | {kind} | {}{words} | {} |\n",
                column.name,
                plain(&column.en),
                plain(&column.zh)
            ));
        }
        let more = table.columns.iter().filter(|column| !column.title.is_empty()).count();
        if more > 0 {
            tables.push_str(&format!("\nAnd {more} columns, one for each code of the codebook.\n"));
        }
    }
    let path = project("docs/dataset.md");
    let text = fs::read_to_string(&path).expect("the book is there");
    let (before, _) = text.split_once(MARK).expect("the book has the mark");
    let want = format!("{before}{MARK}{tables}");
    if std::env::var_os("GOUJI_BLESS").is_some() {
        fs::write(&path, want).expect("written");
        return;
    }
    assert!(text == want, "docs/dataset.md is not what the schema says (GOUJI_BLESS=1 rewrites it)");
}

/// One organ is one organ, however the list names it: without codes, in GBK, a line a year.
#[test]
fn a_list_without_codes_names_the_organs_that_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (output, list) = (folder.path().join("out"), folder.path().join("organs.csv"));
    let corpus = project("corpus");
    let (corpus, out, organs) = (corpus.to_str().unwrap(), output.to_str().unwrap(), list.to_str().unwrap());
    assert!(gouji(&["extract", corpus, "-o", out, "--quiet"]).status.success());
    let names: std::collections::BTreeSet<String> =
        rows(&output, "organs.csv").into_iter().map(|row| row["organ"].clone()).collect();
    assert!(names.len() > 30, "{names:?}");
    let lines: String = names.iter().map(|name| format!("{name},2021-2022\n")).collect();
    let (gbk, _, lossy) = encoding_rs::GBK.encode(&lines);
    assert!(!lossy);
    fs::write(&list, [b"organ,years\n", &gbk[..]].concat()).expect("written");
    assert!(gouji(&["extract", corpus, "-o", out, "--organs", organs, "--quiet"]).status.success());
    let coverage = rows(&output, "coverage.csv");
    for name in &names {
        let own: Vec<_> = coverage.iter().filter(|row| row["organ"] == *name).collect();
        let mut years: Vec<&str> = own.iter().map(|row| row["year"].as_str()).collect();
        let all = years.len();
        years.dedup();
        assert_eq!(years.len(), all, "{name} once a year: {own:?}");
        assert_eq!(own.iter().map(|row| &row["organ_id"]).collect::<std::collections::BTreeSet<_>>().len(), 1);
    }
    let missing = coverage.iter().filter(|row| row["status"] == "missing").count();
    let there =
        coverage.iter().filter(|row| ["2021", "2022"].contains(&row["year"].as_str()) && row["status"] != "missing");
    assert_eq!(missing + there.filter(|row| row["status"] != "undecided").count(), 2 * names.len());
    fs::write(&list, "organ,years\n甲局,2019\n乙局,每年\n").expect("written");
    let refused = gouji(&["extract", corpus, "-o", out, "--organs", organs, "--quiet"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(2) && said.contains("line 3") && said.contains("每年"), "{said}");
}

/// Every identifier begins with a letter, and every row of a table stands in one line.
#[test]
fn tables_survive_what_reads_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = folder.path().join("out");
    let (corpus, out) = (project("corpus"), output.to_str().unwrap());
    let formats = ["--format", "parquet,sqlite,xlsx", "--texts", "--quiet"];
    let arguments = [&["extract", corpus.to_str().unwrap(), "-o", out][..], &formats].concat();
    assert!(gouji(&arguments).status.success());
    assert!(gouji(&["verify", out]).status.success());
    for table in schema::tables() {
        let text = fs::read_to_string(output.join(table.file())).expect("the table is there");
        let all = rows(&output, &table.file());
        assert_eq!(text.lines().count(), all.len() + 1, "{}: a row a line", table.name);
        for row in &all {
            for (column, letter) in [("filing_id", 'f'), ("organ_id", 'o'), ("fingerprint", 'x')] {
                let known = row.get(column).is_none_or(|field| field.is_empty() || field.starts_with(letter));
                assert!(known, "{}.{column}: {row:?}", table.name);
            }
        }
    }
    let panel = rows(&output, "panel.csv");
    let canonical = rows(&output, "filings.csv").iter().filter(|row| row["panel"] == "canonical").count();
    assert_eq!(panel.len(), canonical);
    assert!(panel.iter().any(|row| row["verdict"] == "incomplete" && row["verdict_requests"] == "reconciled"));
    let again = folder.path().join("again");
    let arguments =
        [&["extract", corpus.to_str().unwrap(), "-o", again.to_str().unwrap(), "--jobs", "1"][..], &formats].concat();
    assert!(gouji(&arguments).status.success());
    for name in ["gouji.sqlite", "gouji.xlsx", "panel.parquet", "figures.parquet", "digest.md", "digest.html"] {
        assert!(fs::read(output.join(name)).expect("there") == fs::read(again.join(name)).expect("there"), "{name}");
    }
}

/// A page is written over no input, and over nobody else's file unless that is asked for.
#[test]
fn a_page_is_written_over_nothing_of_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("report.docx");
    fs::copy(project("corpus/15-yichang-2021.docx"), &report).expect("copied");
    let bytes = fs::read(&report).expect("read");
    let report = report.to_str().unwrap();
    assert_eq!(gouji(&["check", report, "--html", report, "--force"]).status.code(), Some(2));
    assert!(fs::read(report).expect("read") == bytes);
    let page = folder.path().join("page.html");
    fs::write(&page, "mine").expect("written");
    let page = page.to_str().unwrap();
    let refused = gouji(&["check", report, "--html", page]);
    assert!(refused.status.code() == Some(2) && String::from_utf8_lossy(&refused.stderr).contains("--force"));
    assert_eq!(fs::read_to_string(page).expect("read"), "mine");
    assert_eq!(gouji(&["check", report, "--html", page, "--force"]).status.code(), Some(1), "a flagged filing");
    assert_eq!(gouji(&["check", report, "--html", page]).status.code(), Some(1), "its own page");
}

/// `--fail-on new-hard` fails on what the last dataset did not have.
#[test]
fn what_is_newly_contradictory_fails_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (input, output) = (folder.path().join("in"), folder.path().join("out"));
    fs::create_dir(&input).expect("made");
    let add = |name: &str| fs::copy(project("corpus").join(name), input.join(name)).expect("copied");
    let status = || {
        let arguments =
            ["extract", input.to_str().unwrap(), "-o", output.to_str().unwrap(), "--quiet", "--fail-on", "new-hard"];
        gouji(&arguments).status.code()
    };
    add("00-haining-yunxi-2021.docx");
    assert_eq!(status(), Some(0), "nothing contradictory");
    add("15-yichang-2021.docx");
    assert_eq!((status(), status(), status()), (Some(1), Some(0), Some(0)));
}
