//! What one wrong cell costs to be located, and a run-together table to be read again, on a report of the corpus:
//! `cargo bench --bench edit`.

use std::path::Path;

use divan::counter::ItemsCount;
use gouji::internals::decode::decode;
use gouji::internals::document::{Document, Role, SourceLocation};
use gouji::internals::edit::{Rule, Values, localize};
use gouji::internals::figure::{Figure, FormId, TableKind};
use gouji::internals::filing::{self, Source};
use gouji::internals::form::forms;
use rust_decimal::Decimal;

fn main() {
    divan::main();
}

/// A report of the 2021 form that reconciles.
fn report() -> Vec<Figure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats/yichang-2021");
    let path = folder.join("report.docx");
    let bytes = std::fs::read(&path).expect("the fixtures are part of the project");
    filing::read(&bytes, &Source { path: "report.docx" }, &mut filing::context(Default::default())).figures
}

/// Cells of the requests table: one of an applicant, a row's total, a subtotal, the balance.
const WRONG: &[&str] = &["req_granted_np", "req_granted_tot", "req_total_tot", "req_carout_tot"];

/// One cell is wrong by a hundred: the smallest repairs of all equations of requests and disputes.
#[divan::bench(args = WRONG)]
fn locating(bencher: divan::Bencher, code: &str) {
    let mut figures = report();
    let variable = Some(forms().variable(code).expect("a code of the form"));
    let wrong = figures.iter_mut().find(|figure| figure.variable == variable).expect("the report has the figure");
    wrong.value = wrong.value.map(|value| value + Decimal::from(100));
    let form = forms().form(FormId(2021)).expect("the form is compiled in");
    let ruled = |rule: &&Rule| matches!(rule.table, TableKind::Requests | TableKind::Disputes);
    let rules: Vec<&Rule> = form.rules.iter().filter(ruled).collect();
    let values = Values::new(&figures);
    assert!(!localize::locate(&rules, &values, &[]).repairs.is_empty(), "{code} is located");
    bencher.bench_local(|| localize::locate(divan::black_box(&rules), divan::black_box(&values), &[]));
}

/// The report's tables as text in which every row has run together.
fn run_together(figures: &[Figure]) -> Document {
    let form = forms().form(FormId(2021)).expect("the form is compiled in");
    let mut document = Document::default();
    let mut line = |text: &str, number: u32| document.push_text(text, Role::Body, SourceLocation::line(number, 0, 0));
    let mut at = 1;
    for kind in [TableKind::Requests, TableKind::Disputes] {
        let Some(table) = form.table(kind) else { continue };
        let head = match kind {
            TableKind::Requests => "三、收到和处理政府信息公开申请情况申请人情况自然人法人或其他组织总计",
            _ => "四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼",
        };
        let mut text = head.to_owned();
        for row in table.blocks.iter().flat_map(|block| &block.rows) {
            text.push_str(&row.label);
            for variable in &row.variables {
                let figure = figures.iter().find(|figure| figure.variable == Some(*variable));
                text.push_str(&figure.and_then(|figure| figure.value).unwrap_or_default().normalize().to_string());
            }
        }
        line(&text, at);
        at += 1;
    }
    document
}

/// Run-together text back to figures.
#[divan::bench]
fn decoding(bencher: divan::Bencher) {
    let document = run_together(&report());
    let decoded = decode(&document, forms(), &[], Some(2021));
    assert!(decoded.figures.len() > 100, "the table of requests is found");
    let count = ItemsCount::new(decoded.figures.len());
    bencher.counter(count).bench_local(|| decode(divan::black_box(&document), forms(), &[], Some(2021)));
}
