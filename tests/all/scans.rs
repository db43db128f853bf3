//! Scans through the program: what is read of them and on what ground, what is left open, that nothing is made up.
//!
//! The model is not in the tree. Without `GOUJI_MODELS` the tests that need it say so and pass over.

use serde_json::Value;

use crate::project;

/// The filing that the program makes of a scan; `None` without a model.
fn check(name: &str) -> Option<Value> {
    let Some(models) = std::env::var_os("GOUJI_MODELS") else {
        crate::skipped(&format!("scan {name}: GOUJI_MODELS names no folder with the model (scripts/models)"));
        return None;
    };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--json", "--models"])
        .arg(models)
        .arg(project(&format!("tests/fixtures/scans/{name}")))
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("it writes text");
    Some(serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{name}: {error}: {text}")))
}

/// Value, status and grade of the figures of the disputes table, those of one group in a line.
fn disputes(filing: &Value) -> [String; 3] {
    ["rev", "lit1", "lit2"].map(|group| {
        let figures = filing["figures"].as_array().expect("a list").iter();
        let words = |figure: &Value| {
            let word = |key: &str| figure[key].as_str().unwrap_or("-").to_owned();
            (word("variable"), format!("{} {} {}", word("value"), word("status"), word("grade")))
        };
        let of_group = figures.map(words).filter(|(code, _)| code.split('_').next() == Some(group));
        let mut lines: Vec<String> = of_group.map(|(_, line)| line).collect();
        let all = lines.len();
        let grounds: Vec<String> =
            lines.iter().map(|line| line.split_once(' ').map_or("", |part| part.1).to_owned()).collect();
        assert_eq!(all, 5, "{group}");
        assert!(grounds.iter().all(|ground| *ground == grounds[0]), "{lines:?}");
        lines.iter_mut().for_each(|line| line.truncate(line.find(' ').unwrap_or(0)));
        format!("{} {}", lines.join(" "), grounds[0])
    })
}

const REV: &str = "7 0 1 4 12 recognised confirmed";
const LIT1: &str = "6 1 2 1 10 recognised confirmed";
const LIT2: &str = "3 0 0 1 4 recognised confirmed";
const OPEN: &str = "- - - - - unread -";

/// The table of disputes is read and confirmed in each of these scans.
#[track_caller]
fn read_whole(names: &[&str]) {
    for name in names {
        let Some(filing) = check(name) else { return };
        assert_eq!(disputes(&filing), [REV, LIT1, LIT2], "{name}");
    }
}

#[test]
fn figures_are_confirmed_by_their_equations() {
    read_whole(&["two-values.pdf", "grey.pdf"]);
}

/// 7 + 0 + 1 + 4 is not 13, as the picture has it: nobody says which of them is wrong.
#[test]
fn what_fails_is_left_open_and_flags_nothing() {
    let Some(filing) = check("total-of-13.pdf") else { return };
    assert_eq!(disputes(&filing), [OPEN, LIT1, LIT2]);
    assert_ne!(filing["verdict"], "flagged");
    let findings = filing["findings"].as_array().expect("a list");
    let open = findings.iter().filter(|finding| finding["code"] == "SCAN-UNREAD").count();
    assert_eq!(open, 5);
}

#[test]
fn a_blot_is_no_number() {
    let Some(filing) = check("blotted.pdf") else { return };
    assert_eq!(disputes(&filing), [REV, OPEN, LIT2]);
}

/// The same picture in Word, on the web, in OFD: what was read of it takes its place (`scripts/scans/fixtures`).
#[test]
fn pictures_of_tables_are_read_wherever_they_stand() {
    read_whole(&["in-word.docx", "on-the-web.html", "saved.mht", "fixed-layout.ofd"]);
}

#[test]
fn pages_on_their_side_or_head_are_turned() {
    read_whole(&["on-its-left.pdf", "on-its-head.pdf", "on-its-right.pdf"]);
}

/// The layer says 13 where the picture shows 12.
#[test]
fn the_picture_is_read_and_not_the_layer_under_it() {
    read_whole(&["text-layer.pdf"]);
}

#[test]
fn without_a_model_a_scan_is_a_picture() {
    let empty = tempfile::tempdir().expect("a folder");
    let run = |models: Option<&std::path::Path>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"));
        command.arg("check").arg("--lang").arg("en").arg(project("tests/fixtures/scans/two-values.pdf"));
        command.env_remove("GOUJI_MODELS").env("XDG_DATA_HOME", empty.path());
        models.map(|folder| command.arg("--models").arg(folder));
        command.output().expect("the program runs")
    };
    let told = String::from_utf8_lossy(&run(None).stderr).into_owned();
    assert!(told.contains("scans were not read"), "{told}");
    if cfg!(feature = "ocr") {
        assert_eq!(run(Some(empty.path())).status.code(), Some(2), "a named folder must hold the model");
    }
}
