//! What the prose of filings says: `cargo run --release --example prose FILE...` prints identity, quantities and findings.
//!
//! With `--time` first, the part after reading is repeated and timed instead.

use std::time::Instant;

use gouji::internals::finding::Language;
use gouji::internals::form::forms;
use gouji::internals::reader::{Context, Format};
use gouji::internals::{filing, locate, organ, prose, reader};

fn main() {
    let mut paths: Vec<String> = std::env::args().skip(1).collect();
    let timed = paths.first().is_some_and(|argument| argument == "--time");
    if timed {
        paths.remove(0);
    }
    for path in paths {
        let Ok(bytes) = std::fs::read(&path) else {
            eprintln!("{path}: cannot be read");
            continue;
        };
        if timed { time(&path, &bytes) } else { show(&path, &bytes) }
    }
}

fn show(path: &str, bytes: &[u8]) {
    let mut context = Context::default();
    let filing = filing::read(bytes, &filing::Source { path }, &mut context);
    println!("{path}: {}\n{:#?}", filing.verdict.word(), filing.identity);
    for (number, text) in (1..).zip(&filing.sections) {
        println!("section {number}: {} characters", text.chars().count());
    }
    for (index, quantity) in filing.quantities.iter().enumerate() {
        let measure = quantity.measure.map_or("", |measure| forms().code(measure));
        let parent = quantity.parent.map_or(String::new(), |parent| format!("of {parent}"));
        println!(
            "{index:>3} {:>10}{} {measure} {:?} {parent} [{}] section {:?}",
            quantity.value.normalize(),
            quantity.unit,
            quantity.role,
            quantity.label,
            quantity.section
        );
    }
    let label = |variable| forms().code(variable).to_owned();
    for finding in &filing.findings {
        println!("{} {}", finding.code, finding.message(Language::En, &label));
    }
}

fn time(path: &str, bytes: &[u8]) {
    let mut context = Context::default();
    let format: Format = reader::sniff(bytes);
    let Ok(document) = reader::read(format, bytes, &mut context) else { return };
    let hints = organ::Hints { path, form_years: None };
    const ROUNDS: u32 = 200;
    let mut parts = [0.0_f64; 3];
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let sections = locate::sections(&document);
        parts[0] += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let (identity, _) = organ::identify(&document, &hints);
        parts[1] += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let narrative = prose::read(&document, &sections, &[], &identity, forms());
        parts[2] += start.elapsed().as_secs_f64();
        std::hint::black_box(narrative);
    }
    let [sections, identity, narrative] = parts.map(|seconds| seconds * 1000.0 / f64::from(ROUNDS));
    println!("{path}: sections {sections:.3} ms, identity {identity:.3} ms, prose {narrative:.3} ms");
}
