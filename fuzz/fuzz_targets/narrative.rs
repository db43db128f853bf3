//! Text as prose: sections, identity and quantities are found in linear time, whatever the text is.
#![no_main]

use gouji::internals::document::{Document, Role, SourceLocation};
use gouji::internals::form::forms;
use gouji::internals::{locate, organ, prose};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &str| {
    let mut document = Document::default();
    for (index, line) in (1..).zip(data.lines()) {
        document.push_text(line, Role::Body, SourceLocation::paragraph(index));
    }
    let sections = locate::sections(&document);
    let _ = locate::texts(&document, &sections);
    let (identity, _) = organ::identify(&document, &organ::Hints { path: data.lines().next().unwrap_or_default(), form_years: None });
    let narrative = prose::read(&document, &sections, &[], &identity, forms());
    let _ = prose::compare(&narrative, &[], &identity, forms());
});
