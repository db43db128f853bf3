//! Reviews for Word: what is written down reads back as the same figures.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gouji::internals::figure::Status;
use gouji::internals::filing::{self, Filing, Source};
use gouji::internals::finding::Language;
use gouji::internals::limits::Limits;
use gouji::internals::variable::Variable;
use gouji::internals::view::{self, OtherYear, Shown};
use rust_decimal::Decimal;

use crate::cli::{gouji, status, stderr};
use crate::{expectation, project, shared};

fn values(filing: &Filing) -> BTreeMap<Variable, Option<Decimal>> {
    let figures = filing.figures.iter().filter_map(|figure| Some((figure.variable?, figure.value)));
    figures.filter(|(_, value)| value.is_some()).collect()
}

/// The filing that the review of a filing reads as.
fn read_back(shown: &Shown<'_>, language: Language) -> Filing {
    let bytes = view::review(std::slice::from_ref(shown), language).expect("a review");
    filing::read(&bytes, &Source { path: "review.docx" }, &mut filing::context(Limits::default()))
}

fn documents() -> Vec<PathBuf> {
    let corpus = std::fs::read_dir(project("corpus")).expect("the corpus");
    let mut paths: Vec<PathBuf> = corpus.map(|entry| entry.expect("an entry").path()).collect();
    paths.extend(shared("real/pingtan-2020.html"));
    paths.sort();
    paths
}

#[test]
fn the_same_figures_come_back() {
    let (mut reviews, mut differences) = (0, Vec::new());
    for path in documents() {
        let filing = expectation::read(&path);
        let name = path.file_name().expect("a file").to_string_lossy();
        if filing.tables.is_empty() {
            continue;
        }
        for language in [Language::Zh, Language::En] {
            let again = read_back(&Shown::new(&name, &filing), language);
            reviews += 1;
            if values(&again) != values(&filing) {
                let lost = values(&filing).iter().filter(|(key, value)| values(&again).get(key) != Some(value)).count();
                differences.push(format!(
                    "{name} {language:?}: {lost} of {}, {} back",
                    values(&filing).len(),
                    values(&again).len()
                ));
            }
            let blanks =
                |filing: &Filing| filing.figures.iter().filter(|figure| figure.status == Status::Blank).count();
            if blanks(&again) != blanks(&filing) {
                differences.push(format!("{name} {language:?}: {} blanks, {} back", blanks(&filing), blanks(&again)));
            }
        }
    }
    assert!(reviews > 60, "{reviews} reviews");
    assert_eq!(differences, Vec::<String>::new());
}

/// The text of a part of the document.
fn part(bytes: &[u8], name: &str) -> String {
    let archive = rawzip::ZipArchive::from_slice(bytes).expect("a package");
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().expect("a whole directory") {
        if entry.file_path().as_ref() == name.as_bytes() {
            let found = archive.get_entry(entry.wayfinder()).expect("it is there");
            return String::from_utf8(found.data().to_vec()).expect("parts are stored as they are");
        }
    }
    panic!("no part {name}");
}

#[test]
fn it_says_what_an_auditor_needs() {
    let name = "15-yichang-2021.docx";
    let filing = expectation::read(&project("corpus").join(name));
    let suspect = filing.located.repairs.first().expect("a repair").changes[0].variable;
    let years = vec![OtherYear { year: 2020, values: vec![(suspect, Decimal::from(77))] }];
    let shown = Shown { years, sha256: Some("ab".repeat(32)), ..Shown::new(name, &filing) };
    for language in [Language::Zh, Language::En] {
        let bytes = view::review(std::slice::from_ref(&shown), language).expect("a review");
        let text = part(&bytes, "word/document.xml");
        for finding in view::violations(&filing) {
            assert!(text.contains(&*finding.code), "{}", finding.code);
        }
        assert_eq!(
            text.matches("FBD5D2").count(),
            filing.located.repairs[0].changes.len(),
            "suspected cells are marked"
        );
        let cell = if language == Language::Zh {
            "自然人：“（七）总计” 254 = “（一）予以公开” 80"
        } else {
            "natural persons: “handled in total” 254 = “granted” 80"
        };
        for word in ["254 ≠ 253", cell, "2020: 77", &"ab".repeat(32), "国办公开办函〔2021〕30号"] {
            assert!(text.contains(word), "{word}");
        }
        let notes = part(&bytes, "word/comments.xml");
        assert!(notes.contains(if language == Language::Zh { "改法 1：81" } else { "repair 1: 81" }), "{notes}");
    }
}

/// What a file says can neither command nor break the document.
#[test]
fn hostile_text_stays_text() {
    let mut filing = expectation::read(&project("corpus").join("15-yichang-2021.docx"));
    filing.identity.organ = Some("\u{202e}</w:t><w:b/>\u{0}\u{fffe}局".to_owned());
    let bytes = view::review(&[Shown::new("a&b\u{1b}.docx", &filing)], Language::En).expect("a review");
    let text = part(&bytes, "word/document.xml");
    assert!(text.contains("&lt;/w:t&gt;") && !text.contains(['\u{202e}', '\u{1b}', '\u{fffe}', '\0']));
    assert_eq!(values(&read_back(&Shown::new("x", &filing), Language::En)), values(&filing));
}

#[test]
fn check_writes_it_and_writes_over_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("review.docx");
    let text = path.to_string_lossy().into_owned();
    let run = |more: &[&str]| {
        gouji(&[&["check", "corpus/15-yichang-2021.docx", "--docx", &text, "--lang", "zh"], more].concat())
    };
    let output = run(&[]);
    assert_eq!((status(&output), stderr(&output)), (1, String::new()));
    let first = std::fs::read(&path).expect("a review");
    // Its own review may be written again, and is the same.
    assert_eq!(status(&run(&[])), 1);
    assert_eq!(std::fs::read(&path).expect("a review"), first);
    std::fs::write(&path, "mine").expect("written");
    assert_eq!(status(&run(&[])), 2);
    assert_eq!(std::fs::read(&path).expect("mine"), b"mine");
    assert_eq!(status(&run(&["--force"])), 1);
    assert_eq!(status(&gouji(&["check", "corpus/15-yichang-2021.docx", "--docx", "corpus/15-yichang-2021.docx"])), 2);
}
