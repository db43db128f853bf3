//! Public filings with hand-checked truth, where they are at hand; they are not part of the project.

use serde_json::Value;

use crate::{expectation, shared};

fn compare(aspect: impl Fn(&Value, &gouji::internals::filing::Filing) -> Vec<String>) {
    let Some(folder) = shared("real") else { return };
    let mut differences = Vec::new();
    for mut want in expectation::load(&folder.join("truth")) {
        let file = want["file"].as_str().expect("a truth names its file").to_owned();
        let got = expectation::read(&folder.join(&file));
        // Run-together text may stay undecided, and a page that cuts a table off holds no cells beyond its edge: never
        // wrong all the same.
        let cut = got.findings.iter().any(|finding| finding.code == "READ-CUT");
        want["partial"] = Value::from(cut || file.contains(".glued."));
        differences.push((file, aspect(&want, &got)));
    }
    assert!(!differences.is_empty(), "the truth folder is empty");
    expectation::report(differences);
}

#[test]
fn figures() {
    compare(|want, got| {
        // The truth does not list cells that a table of another edition would have.
        let mut lines = expectation::figures(want, got);
        lines.retain(|line| !line.contains("not asked for"));
        lines
    });
}

#[test]
fn verdicts() {
    let Some(folder) = shared("real") else { return };
    let verdict = |file: &str| {
        let filing = expectation::read(&folder.join(file));
        let mut violated: Vec<String> = filing
            .outcomes
            .iter()
            .filter(|outcome| {
                outcome.outcome == gouji::internals::edit::Outcome::Violated && outcome.code == "REQ-OUTCOMES"
            })
            .map(|outcome| outcome.key.clone())
            .collect();
        violated.sort();
        (filing.verdict.word(), violated.join(" "), filing.reason)
    };
    assert_eq!(verdict("zhangdian-2020.txt").0, "reconciled");
    assert_eq!(verdict("pingtan-2020.html").0, "flagged");
    assert_eq!(verdict("pingtan-2020.html").1, "np tot");
    assert_ne!(verdict("shanghai-office-2019.html").0, "flagged");
    let blank = verdict("template-2021-blank.docx");
    assert_eq!((blank.0, blank.2.as_str()), ("not_a_report", "blank_form"));
}
