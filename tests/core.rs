//! The library as others call it, without any feature: bytes in, filing out. Runs with `--no-default-features`, too.

use gouji::{Status, TableKind, Verdict};

/// A disputes table of 2021, printed as a page, with one sum that does not hold.
fn page(total: u32) -> String {
    let cells = [3, 1, 0, 2, total, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1];
    let row: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
    let outcomes = "<td>结果维持</td><td>结果纠正</td><td>其他结果</td><td>尚未审结</td><td>总计</td>";
    format!(
        "<html><head><title>溪口县水务局2021年政府信息公开工作年度报告</title></head><body>\
         <h1>溪口县水务局2021年政府信息公开工作年度报告</h1><h2>四、政府信息公开行政复议、行政诉讼情况</h2><table>\
         <tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>\
         <tr>{outcomes}<td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>\
         <tr><td></td><td></td><td></td><td></td><td></td>{outcomes}{outcomes}</tr><tr>{row}</tr></table></body></html>"
    )
}

#[test]
fn a_page_becomes_figures() {
    let filing = gouji::read(page(6).as_bytes(), "溪口县水务局.html");
    assert_eq!(filing.identity.year, Some(2021));
    let disputes: Vec<_> = filing.figures.iter().filter(|figure| figure.table == TableKind::Disputes).collect();
    assert_eq!(disputes.len(), 15);
    assert!(disputes.iter().all(|figure| figure.status == Status::Reported));
    assert!(!filing.findings.iter().any(|finding| finding.code.starts_with("DIS-")));
}

#[test]
fn what_does_not_add_up_is_said_and_left_as_it_is() {
    let filing = gouji::read(page(7).as_bytes(), "溪口县水务局.html");
    assert!(filing.findings.iter().any(|finding| finding.code == "DIS-REV"));
    let total = filing.figures.iter().find(|figure| figure.raw == "7").expect("the total stays as printed");
    assert_eq!(total.value.map(|value| value.to_string()).as_deref(), Some("7"));
}

#[test]
fn what_is_no_document_is_a_filing_all_the_same() {
    let filing = gouji::read(&[0, 159, 146, 150, 7, 7, 7], "x.bin");
    assert_eq!(filing.verdict, Verdict::Unreadable);
    assert!(!filing.findings.is_empty());
}
