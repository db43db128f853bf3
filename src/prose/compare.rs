//! The prose against the tables: which figure of the tables each statement must meet, and what is said where it does not.
//!
//! All of it is soft: prose rounds, speaks of the office where the table speaks of the jurisdiction, and counts the
//! carried-over requests in or out. Blank cells are no figures, and nothing is compared with them.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::figure::Figure;
use crate::finding::Finding;
use crate::form::Forms;
use crate::narrative::{Quantity, Role};
use crate::organ::{Identity, Scope};
use crate::variable::Variable;

/// A statement of the prose and the figure that it must meet.
struct Pair {
    finding: &'static str,
    /// Measure or mark.
    stated: &'static str,
    /// Figures of the tables, alternatives first to last: each is a sum.
    figures: &'static [&'static [&'static str]],
}

const fn pair(finding: &'static str, stated: &'static str, figures: &'static [&'static [&'static str]]) -> Pair {
    Pair { finding, stated, figures }
}

/// What is compared one to one. The sheet of the years before 2019 asks the same in other words.
const PAIRS: &[Pair] = &[
    pair("NAR-REQ-NEW", "nar_req_new", &[&["req_new_tot"], &["st_req_total"]]),
    pair("NAR-REQ-CARIN", "nar_req_carin", &[&["req_carin_tot"]]),
    pair("NAR-REQ-TOTAL", "nar_req_total", &[&["req_total_tot"], &["st_closed_total"], &["st_ans_total"]]),
    pair("NAR-REQ-CAROUT", "nar_req_carout", &[&["req_carout_tot"]]),
    pair("NAR-REQ-GROUPS", "out_granted", &[&["req_granted_tot"], &["st_ans_granted"]]),
    pair("NAR-REQ-GROUPS", "out_partial", &[&["req_partial_tot"], &["st_ans_partial"]]),
    pair(
        "NAR-REQ-GROUPS",
        "out_refused",
        &[
            &[
                "req_ref_secret_tot",
                "req_ref_law_tot",
                "req_ref_safety_tot",
                "req_ref_third_tot",
                "req_ref_intern_tot",
                "req_ref_proc_tot",
                "req_ref_case_tot",
                "req_ref_query_tot",
            ],
            &["st_ans_refused"],
        ],
    ),
    pair("NAR-REQ-GROUPS", "out_unable", &[&["req_una_nohold_tot", "req_una_create_tot", "req_una_unclear_tot"]]),
    pair(
        "NAR-REQ-GROUPS",
        "out_dropped",
        &[&[
            "req_rej_petit_tot",
            "req_rej_repeat_tot",
            "req_rej_public_tot",
            "req_rej_abuse_tot",
            "req_rej_confirm_tot",
        ]],
    ),
    pair(
        "NAR-REQ-GROUPS",
        "out_other",
        &[&["req_oth_nofix_tot", "req_oth_nopay_tot", "req_oth_misc_tot"], &["req_other_tot"]],
    ),
    pair("NAR-REV", "nar_rev_total", &[&["rev_total"], &["st_rev_total"]]),
    pair("NAR-LIT", "nar_lit_total", &[&["lit1_total", "lit2_total"], &["st_lit_total"]]),
    pair("NAR-PRO", "nar_pro_total", &[&["st_pro_total"]]),
    pair("NAR-PRO", "nar_normdocs", &[&["pro_norm_issued"], &["pro_norm_made"], &["pro_norm_newpub"]]),
    pair("NAR-PRO", "regulations", &[&["pro_reg_issued"], &["pro_reg_made"], &["pro_reg_newpub"]]),
    pair("NAR-PRO", "licences", &[&["pro_lic_decided"]]),
    pair("NAR-PRO", "penalties", &[&["pro_pen_decided"]]),
    pair("NAR-PRO", "compulsion", &[&["pro_coe_decided"]]),
    pair("NAR-PRO", "charges", &[&["pro_fee_amount"]]),
    pair("NAR-FEE", "nar_fee", &[&["st_fees"]]),
];

/// Outcomes of disputes: the mark, and the ending of the codes.
const OUTCOMES: &[(&str, &str)] =
    &[("upheld", "upheld"), ("corrected", "corrected"), ("other_result", "other"), ("pending", "pending")];

/// The figures of the tables by code.
struct Figures<'a> {
    values: HashMap<&'a str, Decimal>,
    forms: &'a Forms,
}

impl Figures<'_> {
    /// The sum of some figures; `None` unless all of them are there.
    fn sum(&self, codes: &[impl AsRef<str>]) -> Option<Decimal> {
        codes.iter().try_fold(Decimal::ZERO, |sum, code| Some(sum + self.values.get(code.as_ref())?))
    }

    fn variable(&self, code: &str) -> Option<Variable> {
        self.forms.variable(code)
    }
}

pub(super) fn compare(quantities: &[Quantity], figures: &[Figure], identity: &Identity, forms: &Forms) -> Vec<Finding> {
    let values = figures.iter().filter_map(|figure| Some((forms.code(figure.variable?), figure.value?))).collect();
    let figures = Figures { values, forms };
    let mut findings = Vec::new();
    for pair in PAIRS {
        let measure = forms.variable(pair.stated);
        let stated = quantities.iter().find(|quantity| match measure {
            Some(measure) => quantity.measure == Some(measure),
            None => quantity.mark == Some(pair.stated),
        });
        if let Some(quantity) = stated {
            findings.extend(one(pair, quantity, &figures, identity));
        }
    }
    outcomes(quantities, &figures, identity, &mut findings);
    findings.extend(nothing_left(quantities, &figures));
    findings
}

/// One statement against its alternatives: silent if any of them fits or none is there.
fn one(pair: &Pair, quantity: &Quantity, figures: &Figures<'_>, identity: &Identity) -> Option<Finding> {
    let scale = match pair.stated {
        // Figures in 万元; the measure in 元, the mark as printed.
        "nar_fee" => Decimal::from(10_000),
        "charges" if quantity.unit == "元" => Decimal::from(10_000),
        _ => Decimal::ONE,
    };
    let readings: Vec<(&[&str], Decimal)> =
        pair.figures.iter().filter_map(|codes| Some((*codes, figures.sum(codes)? * scale))).collect();
    let &(codes, expected) = readings.first()?;
    if readings.iter().any(|(_, value)| admits(quantity, *value)) {
        return None;
    }
    let carried_in = figures.sum(&["req_carin_tot"]).unwrap_or_default();
    let new = pair.finding == "NAR-REQ-NEW";
    // 收到 with the carried-over ones.
    if new && admits(quantity, expected + carried_in) {
        return None;
    }
    let variable = codes.first().and_then(|code| figures.variable(code));
    if quantity.role == Role::Zero {
        return Some(finding("NAR-CONTRA", quantity, variable, expected));
    }
    let mut found = finding(pair.finding, quantity, variable, expected);
    if new {
        found = found.with("carried_in", carried_in.normalize().to_string());
    }
    if narrower(quantity, expected, identity) {
        found.pattern = Some("scope".into());
    }
    Some(found)
}

/// 行政复议351件，其中结果维持72件: outcomes stand under the total whose table they are compared with.
fn outcomes(quantities: &[Quantity], figures: &Figures<'_>, identity: &Identity, findings: &mut Vec<Finding>) {
    let (reviews, suits) = (figures.variable("nar_rev_total"), figures.variable("nar_lit_total"));
    for quantity in quantities {
        let Some((_, ending)) = OUTCOMES.iter().find(|(mark, _)| quantity.mark == Some(*mark)) else { continue };
        let parent = quantity.parent.and_then(|parent| quantities.get(parent as usize)).and_then(|total| total.measure);
        let (code, blocks): (&'static str, &[&str]) = match parent {
            Some(_) if parent == reviews => ("NAR-REV", &["rev"]),
            Some(_) if parent == suits => ("NAR-LIT", &["lit1", "lit2"]),
            _ => continue,
        };
        let codes: Vec<String> = blocks.iter().map(|block| format!("{block}_{ending}")).collect();
        let Some(expected) = figures.sum(&codes).filter(|expected| !admits(quantity, *expected)) else { continue };
        let variable = codes.first().and_then(|code| figures.variable(code));
        let mut found = finding(code, quantity, variable, expected);
        if narrower(quantity, expected, identity) {
            found.pattern = Some("scope".into());
        }
        findings.push(found);
    }
}

/// 全部办结, while requests were carried out.
fn nothing_left(quantities: &[Quantity], figures: &Figures<'_>) -> Option<Finding> {
    let received = figures.variable("nar_req_new");
    let all = |quantity: &&Quantity| {
        quantity.measure.is_some()
            && quantity.measure == received
            && ["全部办结", "已全部办理完毕", "全部办理完毕"].iter().any(|word| quantity.text.contains(word))
    };
    let quantity = quantities.iter().find(all)?;
    let left = figures.sum(&["req_carout_tot"]).filter(|left| !left.is_zero())?;
    let stated = quantities.iter().any(|quantity| quantity.measure == figures.variable("nar_req_carout"));
    let mut found = finding("NAR-CONTRA", quantity, figures.variable("req_carout_tot"), left).with("label", "全部办结");
    found.observed = None;
    (!stated).then_some(found)
}

fn finding(code: &'static str, quantity: &Quantity, variable: Option<Variable>, expected: Decimal) -> Finding {
    let mut finding = Finding::new(code).at(quantity.location);
    if code != "NAR-CONTRA" || quantity.role == Role::Zero {
        finding = finding.with("label", quantity.label.clone());
    }
    finding.variable = variable;
    finding.observed = Some(quantity.value);
    finding.expected = Some(expected);
    finding.residual = Some(quantity.value - expected);
    finding
}

/// Whether the wording admits a value; a rounded one is compared as the interval that it is.
fn admits(quantity: &Quantity, value: Decimal) -> bool {
    quantity.low.is_none_or(|low| low <= value) && quantity.high.is_none_or(|high| value <= high)
}

/// The prose names the office or its own level, is smaller, and the report is for the jurisdiction.
fn narrower(quantity: &Quantity, expected: Decimal, identity: &Identity) -> bool {
    const OWN: [&str; 6] = ["本级", "办公室", "办公厅", "本机关", "本办", "我办"];
    let whole = identity.scope != Some(Scope::Organ);
    whole && quantity.value < expected && OWN.iter().any(|word| quantity.text.contains(word))
}
