//! Rules against figures: what comes in is written as `code=value` words, blank as `code=`.

use rust_decimal::Decimal;

use super::*;
use crate::figure::{FormId, Status};
use crate::finding::Language;
use crate::form::forms;

/// Figures of an edition from words: `code=12`, `code=` (blank), `code=/` (mark), `code=?` (text).
/// Cells of the table that no word names get `rest`.
fn figures(form: u16, table: TableKind, rest: Option<&str>, words: &str) -> Vec<Figure> {
    let forms = forms();
    let mut given: Vec<(&str, &str)> = words.split_whitespace().map(|word| word.split_once('=').unwrap()).collect();
    let mut out = Vec::new();
    for variable in forms.form(FormId(form)).unwrap().table(table).unwrap().variables() {
        let code = forms.code(variable);
        let raw = match given.iter().position(|(name, _)| *name == code) {
            Some(at) => Some(given.remove(at).1),
            None => rest,
        };
        let Some(raw) = raw else { continue };
        let value = raw.parse::<Decimal>().ok();
        let status = match raw {
            "" => Status::Blank,
            "/" => Status::NaMark,
            "?" => Status::Text,
            _ => Status::Reported,
        };
        out.push(Figure {
            variable: Some(variable),
            value,
            status,
            unit: None,
            raw: raw.to_owned(),
            row_label: "".into(),
            column_label: "".into(),
            form: FormId(form),
            table,
            row: 1,
            column: 1,
            location: Default::default(),
        });
    }
    assert!(given.is_empty(), "unknown codes: {given:?}");
    out
}

fn run(form: u16, table: TableKind, rest: Option<&str>, words: &str, circumstances: &Circumstances) -> Edits {
    let figures = figures(form, table, rest, words);
    let rules: Vec<&Rule> =
        forms().form(FormId(form)).unwrap().rules.iter().filter(|rule| rule.table == table).collect();
    check(&rules, &figures, circumstances)
}

/// Outcomes as `CODE(key)=word`, satisfied ones left away, and the findings as sentences.
fn told(edits: &Edits) -> (String, Vec<String>) {
    let outcomes: Vec<String> = edits
        .outcomes
        .iter()
        .filter(|outcome| outcome.outcome != Outcome::Satisfied)
        .map(|outcome| format!("{}({})={}", outcome.code, outcome.key, outcome.outcome.word()))
        .collect();
    let label = |variable| forms().code(variable).to_owned();
    let findings = edits.findings.iter().filter(|finding| finding.code != "EDIT-REPAIR");
    (outcomes.join(" "), findings.map(|finding| finding.message(Language::En, &label)).collect())
}

const DISPUTES: TableKind = TableKind::Disputes;

#[test]
fn four_outcomes_of_a_sum() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("rev_total=3 rev_upheld=2 rev_corrected=1", "", &[]),
        (
            "rev_total=3 rev_upheld=2 rev_corrected=1 rev_other= rev_pending=/",
            "DIS-REV()=satisfied_if_blank_zero DIS-COUNT()=satisfied_if_blank_zero",
            &[],
        ),
        (
            "rev_total=3 rev_upheld=2 rev_corrected=2",
            "DIS-REV()=violated",
            &["The results of reconsideration must add up to the total: 3 ≠ 4=2+2; off by -1."],
        ),
        (
            "rev_total=3 rev_upheld=4 rev_corrected= rev_other=?",
            "DIS-REV()=violated DIS-COUNT()=undetermined",
            &["The results of reconsideration must add up to the total: 3 ≠ 4; off by -1."],
        ),
        ("rev_total= rev_upheld=4", "DIS-REV()=undetermined DIS-COUNT()=satisfied_if_blank_zero", &[]),
        (
            "rev_total=9 rev_upheld=4 rev_corrected= rev_other=",
            "DIS-REV()=undetermined DIS-COUNT()=satisfied_if_blank_zero",
            &["DIS-REV: with the blanks as zeros, 9 ≠ 4; for it to hold, the blanks \
                 (rev_corrected, rev_other) must come to 5."],
        ),
        ("rev_total=9 rev_upheld=4 rev_corrected=?", "DIS-REV()=undetermined DIS-COUNT()=undetermined", &[]),
        (
            "rev_total=1.5 rev_upheld=1.5 lit1_total=-1 lit1_upheld=-1",
            "DIS-COUNT()=violated",
            &[
                "rev_upheld says 1.5; cases are counted in whole numbers, not below zero.",
                "rev_total says 1.5; cases are counted in whole numbers, not below zero.",
                "lit1_upheld says -1; cases are counted in whole numbers, not below zero.",
                "lit1_total says -1; cases are counted in whole numbers, not below zero.",
            ],
        ),
    ];
    for (words, outcomes, findings) in cases {
        let edits = run(2021, DISPUTES, Some("0"), words, &Circumstances::default());
        assert_eq!(told(&edits), (outcomes.to_string(), findings.iter().map(|f| f.to_string()).collect()), "{words}");
    }
}
