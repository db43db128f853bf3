//! Prose and figures that must agree, and what is said where they do not.

use rust_decimal::Decimal;

use super::*;
use crate::document::{Role, SourceLocation};
use crate::figure::{FormId, Status, TableKind};
use crate::form::forms;
use crate::locate;

/// Codes of the findings, with the pattern where there is one.
fn said(text: &str, figures: &[(&str, i64)]) -> Vec<String> {
    let mut document = Document::default();
    for (index, line) in ["一、总体情况", "（二）依申请公开情况。", text].iter().enumerate() {
        document.push_text(line, Role::Body, SourceLocation::paragraph(index as u32 + 1));
    }
    let figures: Vec<Figure> = figures.iter().map(|&(code, value)| figure(code, value)).collect();
    let identity = Identity { year: Some(2022), ..Identity::default() };
    let narrative = read(&document, &locate::sections(&document), &[], &identity, forms());
    let findings = compare(&narrative, &figures, &identity, forms());
    let show = |finding: &Finding| match &finding.pattern {
        Some(pattern) => format!("{} {pattern}", finding.code),
        None => finding.code.to_string(),
    };
    findings.iter().map(show).collect()
}

fn figure(code: &str, value: i64) -> Figure {
    Figure {
        variable: forms().variable(code),
        value: Some(Decimal::from(value)),
        status: Status::Reported,
        unit: None,
        raw: value.to_string(),
        row_label: "".into(),
        column_label: "".into(),
        form: FormId(2021),
        table: TableKind::Requests,
        row: 1,
        column: 1,
        location: SourceLocation::default(),
        recognition: None,
    }
}

#[test]
fn prose_that_agrees_is_silent() {
    let balance = [("req_new_tot", 10), ("req_carin_tot", 2), ("req_total_tot", 11), ("req_carout_tot", 1)];
    for text in [
        "2022年收到政府信息公开申请10件，上年结转2件，答复11件，结转下年度1件。",
        // With the carried-over ones.
        "2022年收到政府信息公开申请12件，答复11件。",
        // Rounded.
        "2022年收到政府信息公开申请10余件。",
        "主动公开政府信息300条。",
    ] {
        assert_eq!(said(text, &balance), [""; 0], "{text}");
    }
}

#[test]
fn a_sentence_of_last_year_is_compared_with_nothing() {
    let made = [("pro_norm_issued", 4)];
    assert_eq!(said("2022年制定行政规范性文件1件。", &made), ["NAR-PRO"]);
    assert_eq!(said("2021年制定行政规范性文件1件。", &made), [""; 0]);
    assert_eq!(said("制定行政规范性文件1件。", &made), ["NAR-PRO"]);
}

#[test]
fn prose_that_differs_is_said() {
    let table =
        [("req_new_tot", 95), ("req_carin_tot", 0), ("req_total_tot", 95), ("req_carout_tot", 3), ("rev_total", 4)];
    let cases: &[(&str, &[&str])] = &[
        ("收到政府信息公开申请96件，答复95件。", &["NAR-REQ-NEW"]),
        ("区政府办公室收到政府信息公开申请17件，答复17件。", &["NAR-REQ-NEW scope", "NAR-REQ-TOTAL scope"]),
        ("未收到政府信息公开申请。", &["NAR-CONTRA"]),
        ("收到政府信息公开申请95件，全部办结。", &["NAR-CONTRA"]),
        ("未发生因政府信息公开引起的行政复议。", &["NAR-CONTRA"]),
        ("政府信息公开行政复议5件。", &["NAR-REV"]),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text, &table), *expected, "{text}");
    }
}

#[test]
fn outcomes_are_compared_under_their_own_total() {
    let table = [("rev_total", 9), ("rev_upheld", 6), ("rev_corrected", 1), ("rev_other", 2), ("rev_pending", 0)];
    let text = "政府信息公开行政复议9件，其中结果维持6件，结果纠正1件，其他结果2件。";
    assert_eq!(said(text, &table), [""; 0]);
    let text = "政府信息公开行政复议9件，其中结果维持5件，结果纠正2件，其他结果2件。";
    assert_eq!(said(text, &table), ["NAR-REV", "NAR-REV"]);
}

#[test]
fn what_is_open_in_all_is_compared_with_its_own_column() {
    let table = [("pro_reg_made", 0), ("pro_reg_newpub", 0), ("pro_reg_totpub", 3)];
    assert_eq!(said("规章对外公开总数量3件。", &table), [""; 0]);
    assert_eq!(said("规章对外公开总数量4件。", &table), ["NAR-PRO"]);
    assert_eq!(said("全年公开规章3件。", &table), ["NAR-PRO"]);
}
