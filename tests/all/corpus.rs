//! Every document of the corpus gives exactly what the generator put into it.

use std::sync::LazyLock;

use gouji::internals::filing::Filing;
use serde_json::Value;

use crate::{expectation, project};

static READ: LazyLock<Vec<(Value, Filing)>> = LazyLock::new(|| {
    let read = |want: Value| {
        let file = want["file"].as_str().expect("an expectation names its file").to_owned();
        let filing = expectation::read(&project("corpus").join(file));
        (want, filing)
    };
    expectation::load(&project("tests/expected/corpus")).into_iter().map(read).collect()
});

fn compare(aspect: impl Fn(&Value, &Filing) -> Vec<String>) {
    let differences = READ.iter().map(|(want, got)| (want["file"].to_string(), aspect(want, got)));
    expectation::report(differences.collect());
}

#[test]
fn the_corpus_is_there() {
    let reports = READ.iter().filter(|(want, _)| want.get("figures").is_some()).count();
    let rejected = READ.iter().filter(|(want, _)| want["verdict"] == "not_a_report").count();
    let broken = READ.iter().filter(|(want, _)| want["verdict"] == "unreadable").count();
    let flagged = READ.iter().filter(|(want, _)| want["verdict"] == "flagged").count();
    assert!(reports >= 40 && rejected >= 4 && broken >= 4 && flagged >= 6, "{reports} {rejected} {broken} {flagged}");
}

#[test]
fn formats_and_verdicts() {
    compare(expectation::verdict);
}

#[test]
fn figures() {
    compare(expectation::figures);
}

#[test]
fn violated_rules() {
    compare(expectation::rules);
}

#[test]
fn planted_errors_are_located() {
    compare(expectation::repairs);
}

#[test]
fn sound_files_are_read_without_complaint() {
    compare(expectation::noise);
}

#[test]
fn identities() {
    compare(expectation::identity);
}

#[test]
fn measures() {
    compare(expectation::measures);
}

/// Same bytes, same filing: reading is a function of its input.
#[test]
fn reading_twice_gives_the_same() {
    for (want, first) in READ.iter().step_by(7) {
        let file = want["file"].as_str().expect("an expectation names its file");
        assert_eq!(*first, expectation::read(&project("corpus").join(file)), "{file}");
    }
}
