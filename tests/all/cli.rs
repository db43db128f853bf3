//! The program's command line: help, exit statuses, and what is printed where.

use std::path::Path;
use std::process::{Command, Output};

use crate::project;
use crate::views::golden;

/// Runs the program in the project's folder, with messages in English unless the arguments say otherwise.
pub fn gouji(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(arguments)
        .current_dir(project(""))
        .env("LC_ALL", "en_US.UTF-8")
        .env("NO_COLOR", "1")
        .env_remove("COLUMNS")
        .output()
        .expect("the program can be started")
}

pub fn status(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

const FLAGGED: &str = "corpus/15-yichang-2021.docx";
const RECONCILED: &str = "corpus/00-haining-yunxi-2021.docx";

#[test]
fn help_is_whole() {
    for (name, arguments) in
        [("help", &["--help"][..]), ("help-extract", &["extract", "--help"]), ("help-check", &["check", "--help"])]
    {
        let output = gouji(arguments);
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        golden(&format!("cli/{name}.txt"), &stdout(&output));
    }
}

#[test]
fn check_shows_a_filing_in_both_languages() {
    for language in ["zh", "en"] {
        let output = gouji(&["check", FLAGGED, "--lang", language]);
        assert_eq!(status(&output), 1, "a flagged filing: {}", stderr(&output));
        golden(&format!("cli/check.{language}.txt"), &stdout(&output));
    }
}

#[test]
fn check_of_several_is_a_line_each() {
    let output = gouji(&["check", RECONCILED, FLAGGED]);
    let text = stdout(&output);
    assert_eq!(text.lines().count(), 5, "{text}");
    assert!(text.contains("2 filings: reconciled 1, flagged 1"), "{text}");
    let only = stdout(&gouji(&["check", "--only", "flagged", RECONCILED, FLAGGED]));
    assert!(only.contains(FLAGGED) && !only.contains(RECONCILED), "{only}");
    let full = stdout(&gouji(&["check", "--full", RECONCILED, FLAGGED]));
    assert!(full.lines().count() > 100);
    let brief = stdout(&gouji(&["check", "--brief", FLAGGED]));
    assert_eq!(brief.lines().count(), 1, "{brief}");
}

#[test]
fn check_reads_standard_input_and_tells_of_an_empty_folder() {
    let file = std::fs::File::open(project(FLAGGED)).expect("it is there");
    let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
    let output = command.args(["check", "-", "--brief"]).stdin(file).output().expect("it can be started");
    assert_eq!(status(&output), 1);
    assert!(stdout(&output).contains("2021 宜昌市人民政府") && stdout(&output).trim_end().ends_with(" -"));
    let folder = tempfile::tempdir().expect("a folder");
    let output = gouji(&["check", &folder.path().to_string_lossy()]);
    assert!(stdout(&output).is_empty() && stderr(&output).contains("no files"), "{}", stderr(&output));
}

/// A report of an organ's year with what it carried in and out.
fn year(year: u16, carried_in: u32, carried_out: u32) -> String {
    let cells = |count: u32| format!("|{count}|0|0|0|0|0|{count}\n");
    let mut table = format!(
        "项目|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计\n一、本年新收政府信息公开申请数量{}",
        cells(5)
    );
    table += &format!("二、上年结转政府信息公开申请数量{}", cells(carried_in));
    table += &format!("（一）予以公开{}", cells(5 + carried_in - carried_out));
    table += &format!("（七）总计{}四、结转下年度继续办理{}", cells(5 + carried_in - carried_out), cells(carried_out));
    format!("平湖市水利局{year}年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n{table}")
}

#[test]
fn files_of_one_organ_are_held_against_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.to_string_lossy().into_owned()
    };
    let (one, other) = (write("a.txt", year(2021, 0, 3)), write("b.txt", year(2022, 1, 0)));
    assert!(!stdout(&gouji(&["check", "--brief", &other])).contains("LON-CARRY"));
    let both = stdout(&gouji(&["check", &one, &other]));
    assert!(both.contains("LON-CARRY"), "{both}");
    // The same from a published dataset.
    let output = folder.path().join("dataset").to_string_lossy().into_owned();
    assert_eq!(status(&gouji(&["extract", &one, "-o", &output, "--quiet"])), 0);
    let known = stdout(&gouji(&["check", "--brief", &other, "--dataset", &output]));
    assert!(known.contains("LON-CARRY"), "{known}");
}

#[test]
fn read_shows_what_the_reader_saw() {
    let text = stdout(&gouji(&["read", FLAGGED]));
    assert!(text.contains("自然人\t") && text.contains("政府信息公开"), "{text}");
    let markdown = stdout(&gouji(&["read", FLAGGED, "--to", "markdown"]));
    assert!(markdown.contains("| --- |"), "{markdown}");
    let json = stdout(&gouji(&["read", FLAGGED, "--to", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let tables = json["blocks"].as_array().expect("blocks").iter().filter(|block| block["table"].is_array());
    assert_eq!(tables.count(), 3);
    let page = stdout(&gouji(&["read", FLAGGED, "--to", "html"]));
    assert!(page.contains("rowspan=") && !page.contains("<script"));
    assert_eq!(status(&gouji(&["read", "corpus/noise.pdf"])), 2);
}

#[test]
fn check_tells_by_its_status() {
    assert_eq!(status(&gouji(&["check", RECONCILED])), 0);
    assert_eq!(status(&gouji(&["check", FLAGGED])), 1);
    assert_eq!(status(&gouji(&["check", RECONCILED, FLAGGED])), 1);
    assert_eq!(status(&gouji(&["check", "corpus/empty.docx"])), 1);
    assert_eq!(status(&gouji(&["check", "corpus/notice.html"])), 0);
    let missing = gouji(&["check", "corpus/no-such-file.docx"]);
    assert_eq!(status(&missing), 2);
    assert!(stderr(&missing).contains("no-such-file.docx"), "{}", stderr(&missing));
}

#[test]
fn check_as_json_is_one_filing_a_line() {
    let output = gouji(&["check", RECONCILED, FLAGGED, "--json"]);
    let filings: Vec<serde_json::Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let verdicts: Vec<_> = filings.iter().map(|filing| filing["verdict"].clone()).collect();
    assert_eq!(verdicts, ["reconciled", "flagged"]);
}

#[test]
fn check_as_a_page() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let page = folder.path().join("page.html");
    let output = gouji(&["check", FLAGGED, "--html", &page.to_string_lossy()]);
    assert_eq!((status(&output), stdout(&output).as_str()), (1, ""));
    assert!(std::fs::read_to_string(page).expect("the page is there").starts_with("<!DOCTYPE html>"));
}

#[test]
fn explain_and_rules() {
    let output = gouji(&["explain", "REQ-OUTCOMES"]);
    assert_eq!(status(&output), 0);
    assert!(stdout(&output).starts_with("REQ-OUTCOMES  outcomes add up  [hard]"), "{}", stdout(&output));
    let unknown = gouji(&["explain", "REQ-NONSENSE"]);
    assert_eq!((status(&unknown), stdout(&unknown).as_str()), (2, ""));
    let rules = stdout(&gouji(&["rules"]));
    assert_eq!(rules.lines().count(), gouji::internals::finding::catalogue().len());
}

#[test]
fn usage_errors_are_two() {
    assert_eq!(status(&gouji(&["extract"])), 2);
    assert_eq!(status(&gouji(&["frobnicate"])), 2);
}

/// Rows of a table of the dataset, without its header.
fn rows(output: &Path, table: &str) -> usize {
    let mut reader = csv::Reader::from_path(output.join(table)).expect("the table is there");
    reader.records().filter(|row| row.as_ref().is_ok_and(|row| !row.is_empty())).count()
}

#[test]
fn extract_gives_every_file_a_row() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("output");
    let text = path.to_string_lossy();
    let output = gouji(&["extract", "corpus", "-o", &text, "--quiet"]);
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
    let files = std::fs::read_dir(project("corpus")).expect("the corpus is there").count();
    // The archive is there as its two members.
    assert_eq!(rows(&path, "filings.csv"), files + 1);
    assert!(rows(&path, "figures.csv") > 8_000);
    let first = std::fs::read(path.join("figures.csv")).expect("the table is there");
    // The figures contradict each other somewhere; asked to, the program says so, and the dataset is the same.
    let again = gouji(&["extract", "corpus", "-o", &text, "--quiet", "--fail-on", "hard", "--jobs", "1"]);
    assert_eq!(status(&again), 1, "{}", stderr(&again));
    assert_eq!(first, std::fs::read(path.join("figures.csv")).expect("the table is there"));
}

#[test]
fn a_failed_run_leaves_the_dataset() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let path = folder.path().join("output");
    let text = path.to_string_lossy();
    assert_eq!(status(&gouji(&["extract", RECONCILED, "-o", &text, "--quiet"])), 0);
    let before = std::fs::read(path.join("filings.csv")).expect("the table is there");
    let failed = gouji(&["extract", "corpus/no-such-folder", "-o", &text, "--quiet"]);
    assert_eq!(status(&failed), 2);
    assert_eq!(before, std::fs::read(path.join("filings.csv")).expect("the table is there"));
}

/// `read` shows what the reader saw through a worker: a file that brings it down, or never ends, costs only an answer.
#[test]
fn documents_are_read_by_a_worker() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let output = gouji(&["read", "corpus/15-yichang-2021.docx", "--to", "json"]);
    assert_eq!((status(&output), stderr(&output)), (0, String::new()));
    let seen: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    assert_eq!(seen["format"], "docx");
    assert_eq!(
        seen["blocks"].as_array().map(|blocks| blocks.iter().filter(|block| block["table"].is_array()).count()),
        Some(3)
    );
    std::fs::write(path("empty.docx"), "").expect("written");
    let output = gouji(&["read", &path("empty.docx"), "--lang", "zh"]);
    assert_eq!(status(&output), 2);
    assert!(stderr(&output).contains("没有内容"), "{}", stderr(&output));
    assert_eq!(status(&gouji(&["read", &path("nothing.docx")])), 2);
    assert_eq!(status(&gouji(&["read", &path(".")])), 2);
    for monster in ["overflow", "abort", "open"] {
        std::fs::write(path("monster.txt"), format!("gouji-monster: {monster}\n")).expect("written");
        let mut command = Command::new(env!("CARGO_BIN_EXE_gouji"));
        let output = command.args(["read", &path("monster.txt"), "--lang", "en"]).env("GOUJI_MONSTERS", "1").output();
        let output = output.expect("it starts");
        assert_eq!((status(&output), output.stdout.is_empty()), (2, true), "{monster}");
        assert!(stderr(&output).contains("monster.txt: "), "{monster}: {}", stderr(&output));
    }
}
