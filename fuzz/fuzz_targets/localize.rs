//! Any figures in the requests and disputes tables: the search ends, and the first repair satisfies every equation.
#![no_main]

use gouji::internals::edit::localize::locate;
use gouji::internals::edit::{Circumstances, Outcome, Rule, Values, check};
use gouji::internals::figure::{Figure, Status, TableKind};
use gouji::internals::finding::Severity;
use gouji::internals::form::forms;
use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;

fuzz_target!(|data: &[u8]| {
    let [edition, data @ ..] = data else { return };
    let forms = forms();
    let form = &forms.forms[usize::from(*edition) % forms.forms.len()];
    let kinds = [TableKind::Requests, TableKind::Disputes];
    let rules: Vec<&Rule> = form.rules.iter().filter(|rule| kinds.contains(&rule.table)).collect();
    let rows = kinds.iter().filter_map(|kind| form.table(*kind)).flat_map(|table| &table.blocks).flat_map(|block| &block.rows);
    let variables = rows.flat_map(|row| &row.variables);
    // A byte a cell: small numbers, larger ones, and a few that are blank, marked or not there.
    let mut figures: Vec<Figure> = variables
        .zip(data.iter().chain(std::iter::repeat(&0)))
        .map(|(&variable, &byte)| {
            let (status, value) = match byte {
                255 => (Status::Blank, None),
                254 => (Status::NaMark, None),
                253 => (Status::Text, None),
                252 => (Status::NotFound, None),
                200.. => (Status::Reported, Some(i64::from(byte) * 1_009)),
                byte => (Status::Reported, Some(i64::from(byte))),
            };
            Figure {
                variable: Some(variable),
                value: value.map(Decimal::from),
                status,
                unit: None,
                raw: String::new(),
                row_label: "".into(),
                column_label: "".into(),
                form: form.id,
                table: TableKind::Requests,
                row: 1,
                column: 1,
                location: Default::default(),
                recognition: None,
            }
        })
        .collect();
    let located = locate(&rules, &Values::new(&figures), &[]);
    let Some(repair) = located.repairs.first() else { return };
    if located.unexplained || located.open {
        return;
    }
    for change in &repair.changes {
        let figure = figures.iter_mut().find(|figure| figure.variable == Some(change.variable)).expect("a figure of the form");
        assert_eq!(change.observed.map(Decimal::from), figure.value);
        (figure.status, figure.value) = (Status::Reported, Some(change.implied.into()));
    }
    let hard: Vec<&Rule> = rules.iter().filter(|rule| rule.severity == Severity::Hard).copied().collect();
    for outcome in check(&hard, &figures, &Circumstances::default()).outcomes {
        assert_ne!(outcome.outcome, Outcome::Violated, "{outcome:?} after {repair:?}");
    }
});
