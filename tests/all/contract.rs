//! The codes are a contract with researchers: the form files against the published list of codes.

use std::collections::BTreeSet;

use gouji::internals::form::{RowRole, forms};

use crate::project;

/// Form, table, code, Chinese label, English label, unit.
type Line = (String, String, String, String, String, String);

#[test]
fn forms_give_the_published_codes_labels_and_units() {
    let mut reader = csv::Reader::from_path(project("tests/expected/codes.csv")).expect("the list can be opened");
    let headers = reader.headers().expect("the list has a header").clone();
    let place = |name: &str| headers.iter().position(|header| header == name).expect("the list has the column");
    let places = ["form", "table", "code", "label_zh", "label_en", "unit"].map(place);
    let published: BTreeSet<Line> = reader
        .records()
        .map(|record| {
            let record = record.expect("the list is well-formed");
            let [form, table, code, zh, en, unit] = places.map(|place| record[place].to_owned());
            (form, table, code, zh, en, unit)
        })
        .collect();
    let mut ours = BTreeSet::new();
    for form in &forms().forms {
        for table in &form.tables {
            for variable in table.variables() {
                let info = forms().info(variable);
                ours.insert((form.id.0.to_string(), table.kind.word().to_owned(), info.code.clone()));
            }
        }
    }
    assert_eq!(published.len(), 456, "no line of the list is lost or said twice");
    let keys: BTreeSet<_> = published.iter().map(|line| (line.0.clone(), line.1.clone(), line.2.clone())).collect();
    let differing: Vec<_> = keys.symmetric_difference(&ours).collect();
    assert!(differing.is_empty(), "{differing:?}");
    // One label a code; where editions word a question differently, either wording is the published one.
    for info in forms().variables.iter().filter(|info| info.table.is_some()) {
        let lines: Vec<_> = published.iter().filter(|line| line.2 == info.code).collect();
        assert!(lines.iter().any(|line| line.3 == info.label_zh), "{}: {} is not {lines:?}", info.code, info.label_zh);
        assert!(lines.iter().all(|line| line.4 == info.label_en || line.3 != info.label_zh), "{}", info.code);
        assert!(lines.iter().all(|line| line.5 == info.unit.symbol()), "{}", info.code);
    }
}

#[test]
fn measures_are_the_published_ones() {
    let mut reader = csv::Reader::from_path(project("tests/expected/measures.csv")).expect("the list can be opened");
    let published: Vec<Vec<String>> = reader
        .records()
        .map(|record| record.expect("the list is well-formed").iter().map(str::to_owned).collect())
        .collect();
    let measures = forms().variables.iter().filter(|info| info.table.is_none());
    let ours: Vec<Vec<String>> = measures
        .map(|info| [&info.code, &info.label_zh, &info.label_en, info.unit.symbol()].map(str::to_owned).to_vec())
        .collect();
    assert_eq!(published, ours);
}

#[test]
fn headings_have_no_codes() {
    for form in &forms().forms {
        for row in form.tables.iter().flat_map(|table| &table.blocks).flat_map(|block| &block.rows) {
            assert_eq!(row.variables.is_empty(), row.role == RowRole::Heading, "{} in {}", row.id, form.id);
        }
    }
}
