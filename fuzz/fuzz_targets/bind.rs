//! Grids of any shape against the forms: lines are rows, tabs and bars part cells, `3x2:` in front of a cell are its
//! spans. Binding is total, a value is there exactly when it was reported, and no variable is bound twice.
#![no_main]

use std::collections::HashSet;

use gouji::internals::bind::bind;
use gouji::internals::document::{Block, Cell, Document, GridBuilder, SourceLocation};
use gouji::internals::edit::{Circumstances, Rule, check};
use gouji::internals::figure::Status;
use gouji::internals::form::forms;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut document = Document::default();
    // An empty line ends a table.
    for (index, table) in (1..).zip(text.split("\n\n")) {
        let mut builder = GridBuilder::new();
        for (row, line) in (1..).zip(table.lines()) {
            builder.start_row();
            for (column, cell) in (1..).zip(line.split(['\t', '|'])) {
                let (spans, text) = cell.split_once(':').unwrap_or(("", cell));
                let (down, right) = spans.split_once('x').unwrap_or_default();
                let spans = down.parse().ok().zip(right.parse().ok());
                let text = if spans.is_some() { text } else { cell };
                let (down, right) = spans.unwrap_or((1, 1));
                let location = SourceLocation::cell(index, row, column);
                builder.place(Cell { text: text.to_owned(), location, ..Cell::default() }, down, right);
            }
        }
        document.blocks.push(Block::Grid(builder.finish(SourceLocation::cell(index, 0, 0))));
    }
    let bound = bind(&document, None);
    let mut seen = HashSet::new();
    for figure in &bound.figures {
        assert_eq!(figure.value.is_some(), figure.status == Status::Reported, "{figure:?}");
        assert!(figure.variable.is_none_or(|variable| seen.insert(variable)), "twice: {figure:?}");
    }
    let rules: Vec<&Rule> = forms().forms.iter().flat_map(|form| &form.rules).collect();
    let _ = check(&rules, &bound.figures, &Circumstances::default());
});
