//! How long one report takes from its bytes, stage by stage: reading alone, and reading with everything behind it.
//!
//! `stages [--times N] FILE...` prints a line a file: name, format, bytes, microseconds of processor time for one pass over
//! the bytes (for zip packages: for inflating all their members), for the document, for the filing; the median of N each.
//! `stages --once STAGE FILE` runs one stage once and prints nothing, for a tool that counts instructions.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use gouji::internals::filing::{self, Source};
use gouji::internals::limits::Limits;
use gouji::internals::reader::zip::Zip;
use gouji::internals::reader::{self, Context};

/// What is timed, in the order in which the columns stand.
const STAGES: [&str; 3] = ["floor", "document", "filing"];

fn floor(bytes: &[u8]) -> usize {
    let limits = Limits::default();
    match Zip::open(bytes, &limits) {
        Ok(mut zip) => {
            let mut part = Vec::new();
            (0..zip.members().len()).filter(|&index| zip.read(index, &mut part).is_ok()).count()
        }
        Err(_) => memchr::memchr_iter(b'<', bytes).count(),
    }
}

fn stage(name: &str, bytes: &[u8], path: &str, context: &mut Context) {
    match name {
        "floor" => drop(black_box(floor(bytes))),
        "document" => drop(black_box(reader::read(reader::sniff(bytes), bytes, context).is_ok())),
        _ => drop(black_box(filing::read(bytes, &Source { path }, context).figures.len())),
    }
}

/// Microseconds of one run, the median of `times`.
fn median(times: usize, mut work: impl FnMut()) -> f64 {
    work();
    let mut all: Vec<f64> = (0..times.max(1))
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut times = 50;
    let mut once = None;
    match args.first().map(String::as_str) {
        Some("--times") if args.len() > 2 => {
            times = args[1].parse().unwrap_or(times);
            args.drain(..2);
        }
        Some("--once") if args.len() > 2 => {
            once = Some(args[1].clone());
            args.drain(..2);
        }
        _ => {}
    }
    let mut context = filing::context(Limits::default());
    for path in &args {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                eprintln!("{path}: {error}");
                return ExitCode::from(2);
            }
        };
        if let Some(name) = &once {
            stage(name, &bytes, path, &mut context);
            continue;
        }
        let figures = STAGES.map(|name| median(times, || stage(name, &bytes, path, &mut context)));
        let format = reader::sniff(&bytes).word();
        println!("{path}\t{format}\t{}\t{:.1}\t{:.1}\t{:.1}", bytes.len(), figures[0], figures[1], figures[2]);
    }
    ExitCode::SUCCESS
}
