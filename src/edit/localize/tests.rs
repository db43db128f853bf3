//! Planted errors are found, and what is reported does satisfy the rules.

use std::collections::BTreeMap;
use std::io::Write as _;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::edit::Circumstances;
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::finding::Language;
use crate::form::{RowRole, forms};

#[path = "../../../scripts/plant/synthetic.rs"]
mod synthetic;

type Cells = BTreeMap<String, Option<i64>>;

fn figures(cells: &Cells) -> Vec<Figure> {
    let figure = |(code, value): (&String, &Option<i64>)| Figure {
        variable: forms().variable(code),
        value: value.map(Decimal::from),
        status: if value.is_some() { Status::Reported } else { Status::Blank },
        unit: None,
        raw: String::new(),
        row_label: "".into(),
        column_label: "".into(),
        form: FormId(2021),
        table: TableKind::Requests,
        row: 0,
        column: 0,
        location: Default::default(),
        recognition: None,
    };
    cells.iter().map(figure).collect()
}

fn rules(form: u16) -> Vec<&'static Rule> {
    let rules = forms().form(FormId(form)).unwrap().rules.iter();
    rules.filter(|rule| matches!(rule.table, TableKind::Requests | TableKind::Disputes)).collect()
}

fn located(form: u16, cells: &Cells, hints: &[Hint]) -> Located {
    let figures = figures(cells);
    let (rules, values) = (rules(form), Values::new(&figures));
    for equations in connected(&rules) {
        let system = System::new(&equations, &values, false);
        let tells = system.failing() != 0 || system.odd || system.is_contradicted();
        assert!(!(tells && hold(&equations, &values)), "equations that hold have nothing to tell");
    }
    locate(&rules, &values, hints)
}

fn outcomes(form: u16) -> Vec<String> {
    let requests = forms().form(FormId(form)).unwrap().table(TableKind::Requests).unwrap();
    let rows = requests.blocks.iter().flat_map(|block| &block.rows);
    rows.filter(|row| row.role == RowRole::Outcome).map(|row| row.id.clone()).collect()
}

fn clean(form: u16, seed: u64, size: i64) -> Cells {
    let values = synthetic::filing(&mut synthetic::Numbers(seed), &outcomes(form), size);
    values.into_iter().map(|(code, value)| (code, Some(value))).collect()
}

/// A repair as `code:observed>implied` words and its pattern.
fn told(repair: &Repair) -> String {
    let words = repair.changes.iter().map(|change| {
        let observed = change.observed.map_or_else(String::new, |value| value.to_string());
        format!("{}:{observed}>{}", forms().code(change.variable), change.implied)
    });
    let words: Vec<String> = words.collect();
    format!("{} {}", words.join(" "), repair.pattern.as_deref().unwrap_or("-"))
}

fn apply(cells: &Cells, words: &str) -> Cells {
    let mut cells = cells.clone();
    for word in words.split_whitespace() {
        let (code, value) = word.split_once('=').unwrap();
        assert!(cells.insert(code.to_owned(), value.parse().ok()).is_some(), "no cell {code}");
    }
    cells
}

/// A small filing: seven requests of natural persons, eleven of companies, one pending.
fn small() -> Cells {
    let zero: Cells = clean(2021, 1, 1).into_keys().map(|code| (code, Some(0))).collect();
    apply(
        &zero,
        "req_new_np=52 req_new_biz=11 req_new_tot=63 req_carin_np=4 req_carin_tot=4 \
         req_granted_np=21 req_granted_biz=10 req_granted_tot=31 req_una_nohold_np=34 req_una_nohold_tot=34 \
         req_oth_misc_biz=1 req_oth_misc_tot=1 req_total_np=55 req_total_biz=11 req_total_tot=66 \
         req_carout_np=1 req_carout_tot=1 rev_upheld=2 rev_pending=1 rev_total=3",
    )
}

#[test]
fn patterns_are_named() {
    // What was misprinted in the small filing, and the first answer.
    let cases: &[(&str, usize, &str)] = &[
        ("", 0, ""),
        ("req_una_nohold_np=43", 1, "req_una_nohold_np:43>34 transposed"),
        ("req_una_nohold_np=3", 1, "req_una_nohold_np:3>34 digit_dropped"),
        ("req_una_nohold_np=344", 1, "req_una_nohold_np:344>34 digit_doubled"),
        ("req_una_nohold_np=39", 1, "req_una_nohold_np:39>34 digit_changed"),
        ("req_una_nohold_np=", 1, "req_una_nohold_np:>34 blank"),
        ("req_granted_np=10 req_granted_biz=21", 1, "req_granted_np:10>21 req_granted_biz:21>10 swapped"),
        ("req_una_nohold_np=0 req_una_nohold_biz=34", 1, "req_una_nohold_np:0>34 req_una_nohold_biz:34>0 moved"),
        ("req_granted_np=20 req_granted_law=1", 1, "req_granted_np:20>21 req_granted_law:1>0 misbooked"),
        ("req_granted_np=20 req_granted_biz=11", 2, "req_oth_misc_np:0>1 req_oth_misc_biz:1>0 moved"),
        (
            "req_granted_np= req_granted_biz=21 req_granted_res=10",
            1,
            "req_granted_np:>21 req_granted_biz:21>10 req_granted_res:10>0 row_shifted",
        ),
        ("req_granted_tot=30 req_total_tot=65", 1, "req_granted_tot:30>31 req_total_tot:65>66 with_total"),
    ];
    for (words, count, first) in cases {
        let located = located(2021, &apply(&small(), words), &[]);
        let got = located.repairs.first().map(told).unwrap_or_default();
        assert_eq!((located.count, got.as_str()), (*count, *first), "{words}");
    }
}

/// Hand-checked figures of a real filing, by its file name; `None` where they are not at hand.
fn real(name: &str) -> Option<Cells> {
    let path = format!("{}/../shared/real/truth/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = std::fs::read_to_string(&path) else {
        let _ = writeln!(std::io::stderr(), "SKIPPED: {path} is not there");
        return None;
    };
    let truth: serde_json::Value = serde_json::from_str(&text).unwrap();
    let figures = truth["figures"].as_object().unwrap().iter();
    let whole = |value: &serde_json::Value| value.as_str().and_then(|value| value.parse().ok());
    Some(
        figures
            .filter(|(code, _)| !code.starts_with("pro_"))
            .map(|(code, value)| (code.clone(), whole(value)))
            .collect(),
    )
}

#[test]
fn real_filings() {
    let cases: &[(&str, u16, &[&str], &[&str])] = &[
        (
            "pingtan-2020.html",
            2019,
            &["REQ-OUTCOMES np", "REQ-OUTCOMES tot"],
            &["req_granted_np:6>0 req_granted_tot:7>1 with_total", "req_partial_np:6>0 req_partial_tot:6>0 with_total"],
        ),
        ("zhangdian-2020.txt", 2019, &[], &[]),
        ("shanghai-office-2019.html", 2019, &[], &[]),
        ("huaian-2024.pdf", 2021, &[], &[]),
        ("suqian-2023.txt", 2021, &[], &[]),
        ("pingtan-2021.glued.txt", 2021, &[], &[]),
    ];
    for (name, form, violated, repairs) in cases {
        let Some(cells) = real(name) else { continue };
        let figures = figures(&cells);
        let edits = crate::edit::check(&rules(*form), &figures, &Circumstances::default());
        let outcomes = edits.outcomes.iter().filter(|outcome| outcome.outcome == crate::edit::Outcome::Violated);
        let outcomes: Vec<String> = outcomes.map(|outcome| format!("{} {}", outcome.code, outcome.key)).collect();
        assert_eq!(outcomes, *violated, "{name}");
        let located = located(*form, &cells, &[]);
        assert_eq!(located.repairs.iter().map(told).collect::<Vec<_>>(), *repairs, "{name}");
        assert!(!located.unexplained, "{name}");
    }
}

#[test]
fn evidence_from_outside_raises_a_repair() {
    let cells = apply(&small(), "rev_total=4");
    let first = |hints: &[Hint]| told(&located(2021, &cells, hints).repairs[0]);
    assert_eq!(first(&[]), "rev_total:4>3 counted_twice");
    let variable = forms().variable("rev_pending").unwrap();
    let hint = Hint { variable, value: Decimal::from(2), witness: Witness::YearAfter };
    assert_eq!(first(&[hint]), "rev_pending:1>2 digit_changed");
    let figures = figures(&cells);
    let told = findings(&locate(&rules(2021), &Values::new(&figures), &[hint]), &Values::new(&figures));
    assert_eq!(
        (told[0].variable, told[0].evidence(Language::En).as_str()),
        (Some(variable), " The filing of the year after asks for it, too.")
    );
    assert!(told[1..].iter().all(|finding| finding.evidence(Language::En).is_empty()));
    // What confirms the reported number speaks against changing it.
    let total = forms().variable("rev_total").unwrap();
    let hint = Hint { variable: total, value: Decimal::from(4), witness: Witness::Prose };
    assert!(!first(&[hint]).starts_with("rev_total"));
}

/// Rows of a filing by their identifiers: `_` blank, `?` not found; all other cells are zero.
fn rows(form: u16, rows: &[(&str, &str)]) -> Cells {
    let mut cells: Cells = clean(form, 1, 1).into_keys().map(|code| (code, Some(0))).collect();
    for (row, words) in rows {
        for (column, word) in ["np", "biz", "res", "ngo", "law", "oth", "tot"].iter().zip(words.split_whitespace()) {
            let code = format!("req_{row}_{column}");
            assert!(cells.contains_key(&code), "no cell {code}");
            match word {
                "?" => cells.remove(&code),
                word => cells.insert(code, word.parse().ok()),
            };
        }
    }
    cells
}

/// Filings found by fuzzing, whose first repairs once left an equation violated.
#[test]
fn repairs_hold_against_blank_totals_and_missing_cells() {
    const BLANK: &str = "_ _ _ _ _ _ _";
    // Blanks can only add to a sum that is too large already.
    let mut too_large: Vec<(&str, &str)> =
        ["new", "carin", "granted", "partial", "ref_secret", "ref_law", "ref_safety", "ref_third"]
            .map(|row| (row, BLANK))
            .to_vec();
    too_large.extend([("ref_intern", "_ _ _ _ _ ? 76"), ("ref_proc", "0 16 1 2 0 0 0")]);
    // A cell that is missing can only lower what another one may be.
    let mut lowered: Vec<(&str, &str)> = outcomes(2019)
        .iter()
        .map(|row| (&*row.clone().leak(), BLANK))
        .chain([("new", BLANK), ("carin", BLANK)])
        .collect();
    lowered.extend([
        ("partial", "_ _ 165 0 0 0 0"),
        ("ref_secret", "0 0 0 _ _ _ _"),
        ("ref_safety", "? _ _ _ _ _ _"),
        ("ref_intern", "_ _ _ 248214 _ _ _"),
        ("total", "_ _ _ _ _ _ 0"),
        ("carout", "8 0 0 0 0 0 0"),
    ]);
    // A row that cannot add up has no repair of its own; one elsewhere does not make it hold.
    let mut contradicted: Vec<(&str, &str)> = outcomes(2021).iter().map(|row| (&*row.clone().leak(), BLANK)).collect();
    contradicted.extend([
        ("granted", "0 0 0 0 0 0 0"),
        ("una_create", "_ 11 47 32 ? ? ?"),
        ("una_unclear", "? ? ? ? ? _ _"),
        ("oth_misc", "_ ? 11 47 32 ? ?"),
        ("total", "? ? ? ? ? ? ?"),
        ("carout", "? ? 132 0 0 0 0"),
    ]);
    let elsewhere = apply(&rows(2021, &contradicted), "rev_other=83");
    let found = findings(&located(2021, &elsewhere, &[]), &Values::new(&figures(&elsewhere)));
    assert_eq!((found[0].scope(Language::En), found[0].code.as_ref()), ("every equation about it", "EDIT-REPAIR"));
    for (form, cells) in [(2021, rows(2021, &too_large)), (2019, rows(2019, &lowered)), (2021, elsewhere)] {
        let violated = |figures: &[Figure]| {
            let outcomes = crate::edit::check(&rules(form), figures, &Circumstances::default()).outcomes;
            outcomes.iter().filter(|outcome| outcome.outcome == crate::edit::Outcome::Violated).count()
        };
        let figures = figures(&cells);
        assert!(violated(&figures) > 0);
        let located = located(form, &cells, &[]);
        assert!(!located.repairs.is_empty() || located.unexplained || located.open);
        for repair in &located.repairs {
            let mut repaired = figures.clone();
            for change in &repair.changes {
                let figure = repaired.iter_mut().find(|figure| figure.variable == Some(change.variable)).unwrap();
                (figure.status, figure.value) = (Status::Reported, Some(change.implied.into()));
            }
            assert!(violated(&repaired) == 0 || located.open, "{}", told(repair));
        }
    }
}

#[test]
fn a_figure_that_is_no_count_leaves_its_table_open() {
    let mut figures = figures(&apply(&small(), "req_granted_np=20"));
    let other = figures.iter_mut().find(|figure| figure.variable == forms().variable("req_una_nohold_biz")).unwrap();
    other.value = Some(Decimal::new(15, 1));
    let located = locate(&rules(2021), &Values::new(&figures), &[]);
    assert_eq!((located.repairs.len(), located.unexplained, located.open), (0, false, true));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn clean_filings_raise_no_alarm(seed: u64, size in 1i64..2000) {
        for form in [2019, 2021] {
            prop_assert_eq!(located(form, &clean(form, seed, size), &[]), Located::default());
        }
    }

    /// One wrong cell of the requests table is the only answer; in the disputes table one of five.
    #[test]
    fn one_wrong_cell_is_always_found(seed: u64, size in 1i64..2000, pick: prop::sample::Index, wrong in 0i64..3000) {
        let clean = clean(2021, seed, size);
        let (code, value) = clean.iter().nth(pick.index(clean.len())).unwrap();
        prop_assume!(*value != Some(wrong));
        let located = located(2021, &apply(&clean, &format!("{code}={wrong}")), &[]);
        let planted = vec![Change { variable: forms().variable(code).unwrap(), observed: Some(wrong), implied: value.unwrap() }];
        prop_assert!(located.repairs.iter().any(|repair| repair.changes == planted), "{:?}", located);
        if code.starts_with("req_") {
            prop_assert_eq!(located.count, 1);
        }
    }

    /// Whatever is reported satisfies every equation and leaves no figure negative.
    #[test]
    fn every_repair_satisfies_all_rules(seed: u64, size in 1i64..60, wrong in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(0i64..60)), 1..4)) {
        let mut cells = clean(2021, seed, size);
        for (pick, value) in &wrong {
            let code = cells.keys().nth(pick.index(cells.len())).unwrap().clone();
            cells.insert(code, *value);
        }
        for repair in located(2021, &cells, &[]).repairs {
            let mut repaired = cells.clone();
            for change in &repair.changes {
                let code = forms().code(change.variable).to_owned();
                prop_assert_eq!(repaired.insert(code, Some(change.implied)), Some(change.observed));
                prop_assert!(change.implied >= 0);
            }
            let figures = figures(&repaired);
            for outcome in crate::edit::check(&rules(2021), &figures, &Circumstances::default()).outcomes {
                prop_assert!(outcome.outcome != crate::edit::Outcome::Violated, "{:?} after {}", outcome, told(&repair));
            }
        }
    }

    /// What was planted satisfies everything when undone; some answer is as small or smaller.
    #[test]
    fn planted_errors_have_an_answer(seed: u64, size in 1i64..200, wrong in prop::collection::vec((any::<prop::sample::Index>(), 0i64..200), 1..4)) {
        let mut cells = clean(2021, seed, size);
        for (pick, value) in &wrong {
            let code = cells.keys().filter(|code| code.starts_with("req_")).nth(pick.index(175)).unwrap().clone();
            cells.insert(code, Some(*value));
        }
        let located = located(2021, &cells, &[]);
        prop_assert!(!located.unexplained);
    }
}
