//! Scans through the program: what is read of them and on what ground, what is left open, that nothing is made up.
//!
//! The model is not in the tree. Without `GOUJI_MODELS` the tests that need it say so and pass over.

use serde_json::Value;

use crate::project;

/// The folder with the model; `None` without one, of which is told.
fn models(what: &str) -> Option<std::ffi::OsString> {
    let models = std::env::var_os("GOUJI_MODELS");
    if models.is_none() {
        crate::skipped(&format!("{what}: GOUJI_MODELS names no folder with the model (scripts/models)"));
    }
    models
}

/// The filing that the program makes of a scan; `None` without a model.
fn check(name: &str) -> Option<Value> {
    check_at(&project(&format!("tests/fixtures/scans/{name}"))).map(|mut filings| filings.swap_remove(0))
}

/// The filings in a file; `None` without a model.
fn check_at(path: &std::path::Path) -> Option<Vec<Value>> {
    let name = path.display();
    let models = models(&format!("scan {name}"))?;
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"))
        .args(["check", "--json", "--models"])
        .arg(models)
        .arg(path)
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("it writes text");
    let line = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
    Some(text.lines().map(line).collect())
}

/// How many figures were recognised.
fn figures(filing: &Value) -> usize {
    let figures = filing["figures"].as_array().expect("a list");
    figures.iter().filter(|figure| figure["status"] == "recognised").count()
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

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>云溪县水利局2023年政府信息公开工作年度报告</title></head>\
    <body><h1>云溪县水利局2023年政府信息公开工作年度报告</h1>\n<p>四、政府信息公开行政复议、行政诉讼情况</p>\n\
    <p><img src=\"{address}\"></p>\n<p>五、存在的主要问题及改进情况</p></body></html>\n";

fn page(address: &str) -> String {
    PAGE.replace("{address}", address)
}

fn picture() -> Vec<u8> {
    std::fs::read(project("tests/fixtures/scans/disputes.png")).expect("the picture is there")
}

fn put(path: &std::path::Path, bytes: impl AsRef<[u8]>) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, bytes).expect("written");
}

/// A page as a browser saves it, and the same in an archive, in which the picture may come behind it.
#[test]
fn pictures_beside_a_page_are_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let saved = folder.path().join("in/report.html");
    put(&saved, page("./report_files/W0%32.png?v=1"));
    put(&folder.path().join("in/report_files/W02.png"), picture());
    let mut packed = tar::Builder::new(Vec::new());
    let (below, above) = (page("../images/a.png"), page("../../a.png"));
    let members = [("2023/a.html", below.as_bytes()), ("2023/b.html", above.as_bytes()), ("images/a.png", &picture())];
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        packed.append_data(&mut header, name, bytes).expect("packed");
    }
    let archive = folder.path().join("pages.tar");
    put(&archive, packed.into_inner().expect("packed"));
    let Some(filing) = check_at(&saved) else { return };
    assert_eq!(disputes(&filing[0]), [REV, LIT1, LIT2]);
    let Some(filings) = check_at(&archive) else { return };
    assert_eq!(filings.len(), 3, "pictures have rows of their own");
    assert_eq!(disputes(&filings[0]), [REV, LIT1, LIT2]);
    assert_eq!(figures(&filings[1]), 0, "what lies above the top of an archive is nobody's");
}

/// What is not there, lies above the page's folder, or is led to by a link, is told and not read.
#[test]
fn what_is_not_beside_a_page_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    put(&folder.path().join("above.png"), picture());
    let at = folder.path().join("in/report.html");
    #[cfg(unix)]
    {
        std::fs::create_dir_all(folder.path().join("in")).expect("made");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("in/out")).expect("linked");
    }
    for address in ["absent.png", "../above.png", "out/above.png"] {
        put(&at, page(address));
        let Some(filing) = check_at(&at) else { return };
        let findings = filing[0]["findings"].as_array().expect("a list");
        let told = findings.iter().any(|finding| finding["code"] == "SCAN-ABSENT");
        // What leads above is no picture beside the page at all.
        assert_eq!((figures(&filing[0]), told), (0, !address.starts_with("..")), "{address}");
    }
}

/// The picture counts towards what the page says: changed, gone and back again, it is the same as if it were written in the page.
#[test]
fn a_page_is_read_again_when_its_picture_changes() {
    let Some(models) = models("pages and their pictures") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    put(&at("in/report.html"), page("a.png"));
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
    let run = |output: &str, jobs: &str| {
        let page = std::fs::File::options().write(true).open(at("in/report.html")).expect("opened");
        page.set_modified(long_ago).expect("set back");
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gouji"));
        command
            .args(["extract", "--quiet", "--jobs", jobs, "-o"])
            .arg(at(output))
            .arg("--models")
            .arg(&models)
            .arg(at("in"));
        assert!(command.status().expect("the program runs").success());
        std::fs::read_to_string(at(output).join("figures.csv")).expect("a table")
    };
    let without = run("out", "2");
    put(&at("in/a.png"), picture());
    let with = run("out", "2");
    assert_eq!(with.matches(",recognised,").count() - without.matches(",recognised,").count(), 15, "{with}");
    assert_eq!(run("out", "1"), with);
    assert_eq!(run("other", "1"), with);
    std::fs::remove_file(at("in/a.png")).expect("removed");
    assert_eq!(run("out", "2"), without);
}
