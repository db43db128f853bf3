//! How long one report takes from bytes to filing, end to end, in every format: `cargo bench`.
//!
//! The files are the same two reports in each format, from `tests/fixtures/formats`.

use std::path::Path;

use divan::counter::BytesCount;
use gouji::internals::filing::{self, Source};
use gouji::internals::limits::Limits;
use gouji::internals::reader;

fn main() {
    divan::main();
}

/// One file a format; `wps` is `doc` under another name.
const FILES: &[&str] = &[
    "report.docx",
    "report.doc",
    "report.html",
    "exported.htm",
    "report.mht",
    "report.pdf",
    "report.ofd",
    "report.rtf",
    "report.odt",
    "report.xlsx",
    "report.xls",
    "report.ods",
    "tabs.txt",
    "blanks.txt",
    "report.md",
];

fn bytes(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats/yichang-2021");
    std::fs::read(folder.join(name)).expect("the fixtures are part of the project")
}

/// Bytes to filing: reading, binding, rules, prose, identity.
#[divan::bench(args = FILES)]
fn whole(bencher: divan::Bencher, name: &str) {
    let bytes = bytes(name);
    let mut context = filing::context(Limits::default());
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| filing::read(divan::black_box(&bytes), &Source { path: name }, &mut context));
}

/// Bytes to document alone.
#[divan::bench(args = FILES)]
fn reading(bencher: divan::Bencher, name: &str) {
    let bytes = bytes(name);
    let format = reader::sniff(&bytes);
    let mut context = filing::context(Limits::default());
    bencher
        .counter(BytesCount::of_slice(&bytes))
        .bench_local(|| reader::read(format, divan::black_box(&bytes), &mut context));
}
