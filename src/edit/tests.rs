//! Rules against figures: what comes in is written as `code=value` words, blank as `code=`.

use rust_decimal::Decimal;

use super::*;
use crate::figure::{FormId, Status};
use crate::finding::Language;
use crate::form::forms;
use crate::variable::Unit;

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
            recognition: None,
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
    let unlocated = localize::findings(&Located { repairs: Vec::new(), ..edits.located.clone() }, &Values::new(&[]));
    let findings = edits.findings.iter().chain(&unlocated);
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

const REQUESTS: TableKind = TableKind::Requests;
const PROACTIVE: TableKind = TableKind::Proactive;

/// One case: what comes in, the outcomes that are not plain, the findings.
type Case = (u16, TableKind, Option<&'static str>, &'static str, &'static str, &'static [&'static str]);

fn hold(cases: &[Case], circumstances: &Circumstances) {
    for (form, table, rest, words, outcomes, findings) in cases {
        let edits = run(*form, *table, *rest, words, circumstances);
        assert_eq!(told(&edits), (outcomes.to_string(), findings.iter().map(|f| f.to_string()).collect()), "{words}");
    }
}

#[test]
fn requests_balance_by_column_and_row() {
    hold(
        &[
            (2021, REQUESTS, Some("0"), "", "", &[]),
            (
                2021,
                REQUESTS,
                Some("0"),
                "req_new_np=53 req_new_tot=53 req_carin_np=3 req_carin_tot=3 req_granted_np=55 req_granted_tot=55 \
                 req_total_np=55 req_total_tot=55 req_carout_np=1 req_carout_tot=1",
                "",
                &[],
            ),
            (
                2019,
                REQUESTS,
                Some("0"),
                "req_new_np=53 req_new_tot=53 req_granted_np=52 req_granted_tot=52 req_total_np=52 req_total_tot=52",
                "REQ-BALANCE(np)=violated REQ-BALANCE(tot)=violated",
                &[
                    "New requests plus those carried in must equal those handled plus those carried out: 53 ≠ 52 (req_total_np).",
                    "New requests plus those carried in must equal those handled plus those carried out: 53 ≠ 52 (req_total_tot).",
                ],
            ),
        ],
        &Circumstances::default(),
    );
}

#[test]
fn an_empty_form_is_undetermined_everywhere() {
    for (form, table) in [(2021, REQUESTS), (2021, DISPUTES), (2021, PROACTIVE), (2019, REQUESTS), (2019, PROACTIVE)] {
        let circumstances = Circumstances { rule_making: Some(false), ..Circumstances::default() };
        let edits = run(form, table, Some(""), "", &circumstances);
        assert!(edits.outcomes.iter().all(|outcome| outcome.outcome == Outcome::Undetermined), "{:?}", edits.outcomes);
        assert_eq!(edits.findings, []);
    }
}

#[test]
fn proactive_figures_follow_their_rules() {
    hold(
        &[
            (2021, PROACTIVE, Some("0"), "pro_norm_issued=9 pro_norm_repealed=2 pro_norm_inforce=7", "", &[]),
            (
                2021,
                PROACTIVE,
                Some("0"),
                "pro_norm_issued=9 pro_norm_repealed=2 pro_norm_inforce=6",
                "PRO-INFORCE(norm)=violated",
                &[
                    "No fewer can be in force than were issued less those repealed this year: 6 < 7=9-2 (pro_norm_inforce).",
                ],
            ),
            (
                2019,
                PROACTIVE,
                Some("0"),
                "pro_lic_change=-3 pro_pen_decided=5 pro_coe_prev=4 pro_coe_change=-4 pro_proc_projects=2",
                "PRO-PREV(lic)=violated PRO-IDLE(pen)=violated PRO-PROC(projects)=violated",
                &[
                    "Last year's items plus this year's change must not fall below zero: -3 < 0 (pro_lic_prev).",
                    "There are no items, yet there are decisions: 5 ≠ 0 (pro_pen_decided).",
                    "Procurement projects and their amount are both zero or neither is: 2 ≠ 0 (pro_proc_projects).",
                ],
            ),
            (
                2019,
                PROACTIVE,
                Some("0"),
                "pro_pen_prev= pro_pen_decided=5 pro_norm_newpub=3 pro_norm_totpub=2",
                "PRO-COUNT()=satisfied_if_blank_zero PRO-TOTPUB(norm)=violated PRO-PREV(pen)=undetermined PRO-IDLE(pen)=undetermined",
                &["No more can be newly published this year than are published in total: 3 > 2 (pro_norm_totpub)."],
            ),
        ],
        &Circumstances { rule_making: Some(true), ..Circumstances::default() },
    );
}

#[test]
fn regulations_need_the_power_to_make_them() {
    let words = "pro_reg_issued=1 pro_reg_inforce=4";
    let outcome = |power: Option<bool>| {
        let circumstances = Circumstances { rule_making: power, ..Circumstances::default() };
        let edits = run(2021, PROACTIVE, Some("0"), words, &circumstances);
        let last = edits.outcomes.iter().find(|outcome| outcome.code == "PRO-POWER").unwrap();
        (last.outcome, edits.findings.len())
    };
    assert_eq!(outcome(Some(false)), (Outcome::Violated, 1));
    assert_eq!(outcome(Some(true)), (Outcome::Satisfied, 0));
    assert_eq!(outcome(None), (Outcome::Undetermined, 0));
    // The finding names the cell that says it.
    let circumstances = Circumstances { rule_making: Some(false), ..Circumstances::default() };
    let edits = run(2021, PROACTIVE, Some("0"), "pro_reg_inforce=4", &circumstances);
    let named = edits.findings.iter().find(|finding| finding.code == "PRO-POWER").and_then(|finding| finding.variable);
    assert_eq!(named, forms().variable("pro_reg_inforce"));
}

#[test]
fn printed_subtotals_are_held_against_their_rows() {
    let heading =
        |value: i64| Heading { key: HeadingKey { group: "una".into(), column: "np".into() }, value: value.into() };
    let words = "req_una_nohold_np=4 req_una_nohold_tot=4 req_una_unclear_np=3 req_una_unclear_tot=3 \
                 req_total_np=7 req_total_tot=7 req_new_np=7 req_new_tot=7";
    for (value, expected) in [
        (7, vec![]),
        (8, vec!["The subtotal 8 printed in the heading row must equal the rows below it: 8 ≠ 7=4+3.".to_owned()]),
    ] {
        let circumstances = Circumstances { headings: vec![heading(value)], ..Circumstances::default() };
        let edits = run(2021, REQUESTS, Some("0"), words, &circumstances);
        assert_eq!(told(&edits).1, expected);
        assert_eq!(edits.outcomes.iter().filter(|outcome| outcome.code == "REQ-GROUP").count(), 1);
    }
}

#[test]
fn yuan_in_a_cell_of_ten_thousand_yuan() {
    let mut figures = figures(2021, PROACTIVE, Some("0"), "pro_fee_amount=25.1");
    let rules: Vec<&Rule> =
        forms().form(FormId(2021)).unwrap().rules.iter().filter(|rule| rule.code == "PRO-UNIT").collect();
    for (raw, outcome) in
        [("251000元", Outcome::Violated), ("25.1万元", Outcome::Satisfied), ("25.1", Outcome::Satisfied)]
    {
        figures.last_mut().unwrap().raw = raw.to_owned();
        let edits = check(&rules, &figures, &Circumstances::default());
        assert_eq!(edits.outcomes[0].outcome, outcome, "{raw}");
    }
}

#[test]
fn sheets_of_the_years_before_2019() {
    let words = "st_req_total=4 st_req_online=3 st_req_letter=1 st_staff=5 st_staff_full=1 st_staff_part=3";
    hold(
        &[(
            2014,
            TableKind::Sheet,
            Some("0"),
            words,
            "ST-STAFF()=violated",
            &["Full-time and part-time staff must add up to the staff: 5 ≠ 4=1+3; off by 1."],
        )],
        &Circumstances::default(),
    );
}

#[test]
fn fractions_left_as_text_are_told_of() {
    let mut given = figures(2021, DISPUTES, Some("0"), "rev_total=? rev_upheld=?");
    for figure in given.iter_mut().filter(|figure| figure.status == Status::Text) {
        (figure.raw, figure.unit) = ("272.081".to_owned(), Some(Unit::Piece));
    }
    given[0].raw = "见附件".to_owned();
    let rules: Vec<&Rule> =
        forms().form(FormId(2021)).unwrap().rules.iter().filter(|rule| rule.table == DISPUTES).collect();
    let (outcomes, findings) = told(&check(&rules, &given, &Circumstances::default()));
    assert_eq!(outcomes, "DIS-REV()=undetermined DIS-COUNT()=violated");
    assert_eq!(findings, ["rev_total says 272.081; cases are counted in whole numbers, not below zero."]);
}
