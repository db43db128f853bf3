//! The same report in every format gives the same figures. `scripts/convert` remakes the files.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gouji::internals::filing::Filing;
use serde_json::Value;

use crate::{expectation, project};

/// The folder of the files: `GOUJI_FORMATS` names one that was remade.
fn root() -> PathBuf {
    std::env::var_os("GOUJI_FORMATS").map_or_else(|| project("tests/fixtures/formats"), PathBuf::from)
}

/// The reports, each a folder: what has to be read, and the file names with their filings.
fn reports() -> Vec<(Value, Vec<(String, Filing)>)> {
    let mut folders: Vec<_> = std::fs::read_dir(root())
        .expect("the fixtures are there")
        .map(|entry| entry.expect("the folder can be listed").path())
        .collect();
    folders.sort();
    let read = |folder: &PathBuf| {
        let text = std::fs::read_to_string(folder.join("figures.json")).expect("the figures stand beside the files");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .expect("the folder can be listed")
            .map(|entry| entry.expect("the folder can be listed").path())
            .filter(|path| path.file_name().is_some_and(|name| name != "figures.json"))
            .collect();
        files.sort();
        let name = |path: &std::path::Path| path.strip_prefix(root()).map(|p| p.display().to_string());
        let filings = files.iter().map(|path| (name(path).expect("it lies below"), expectation::read(path)));
        (serde_json::from_str(&text).expect("the figures are JSON"), filings.collect())
    };
    folders.iter().map(read).collect()
}

/// In a layout by blanks whose only row of the disputes table is mostly blank cells, no second row tells the columns:
/// its figures may stay unread, never wrong.
const UNDECIDED: &str = "liuyang-soil-2020/blanks.txt";

fn compare(aspect: impl Fn(&Value, &Filing) -> Vec<String>) {
    let mut differences = Vec::new();
    for (mut want, filings) in reports() {
        want.as_object_mut().expect("an expectation is an object").remove("format");
        for (name, filing) in filings {
            want["partial"] = Value::from(name == UNDECIDED);
            differences.push((name, aspect(&want, &filing)));
        }
    }
    expectation::report(differences);
}

#[test]
fn every_format_is_there() {
    for (_, filings) in reports() {
        let found: BTreeSet<&str> = filings.iter().map(|(_, filing)| filing.format.word()).collect();
        let wanted = ["doc", "docx", "html", "mhtml", "odt", "ods", "ofd", "pdf", "rtf", "text", "xls", "xlsx"];
        assert_eq!(found, BTreeSet::from(wanted));
        assert!(filings.iter().any(|(name, _)| name.ends_with(".wps")));
    }
}

#[test]
fn figures() {
    compare(expectation::figures);
}

#[test]
fn rules_and_verdicts() {
    compare(|want, got| {
        if want["partial"] == true {
            return Vec::new();
        }
        [expectation::rules(want, got), expectation::verdict(want, got)].concat()
    });
}

#[test]
fn identities() {
    compare(expectation::identity);
}

#[test]
fn measures() {
    compare(expectation::measures);
}

/// Readers that know places say where every figure stands.
#[test]
fn figures_have_a_place() {
    for (_, filings) in reports() {
        for (name, filing) in filings {
            let placeless = filing.figures.iter().filter(|figure| {
                figure.status != gouji::internals::figure::Status::NotFound && figure.location.to_string().is_empty()
            });
            assert_eq!(placeless.count(), 0, "{name}");
        }
    }
}
