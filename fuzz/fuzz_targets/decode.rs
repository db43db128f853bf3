//! Run-together text: whatever it is, no row is ever decoded into figures that break the row's own sum. Rows whose cells
//! stand on lines of their own are reported as printed, sums that fail included.
#![no_main]

use gouji::internals::decode::decode;
use gouji::internals::document::{Document, Role, SourceLocation};
use gouji::internals::edit::{Axis, Circumstances, Outcome, Rule, check};
use gouji::internals::figure::Status;
use gouji::internals::form::forms;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut document = Document::default();
    for (index, line) in (1..).zip(text.lines()) {
        document.push_text(line, Role::Body, SourceLocation::line(index, 1, 1));
    }
    let decoded = decode(&document, forms(), &[], None);
    for figure in &decoded.figures {
        let read = matches!(figure.status, Status::Decoded | Status::Reported);
        assert_eq!(figure.value.is_some(), read, "{figure:?}");
    }
    // A row is all of the one kind or all of the other.
    let together: Vec<_> = decoded.figures.iter().filter(|figure| figure.status != Status::Reported).cloned().collect();
    for (kind, id) in &decoded.tables {
        let form = forms().form(*id).expect("an edition of the form");
        let rows: Vec<&Rule> =
            form.rules.iter().filter(|rule| rule.table == *kind && rule.axis == Axis::Row).collect();
        for outcome in check(&rows, &together, &Circumstances::default()).outcomes {
            let hard = ["REQ-APPLICANTS", "DIS-REV", "DIS-LIT1", "DIS-LIT2"].contains(&outcome.code.as_str());
            assert!(!hard || outcome.outcome != Outcome::Violated, "{outcome:?}");
        }
    }
});
