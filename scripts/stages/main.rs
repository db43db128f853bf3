//! What one report takes from its bytes, stage by stage: reading alone, and reading with everything behind it.
//!
//! `stages [--times N] FILE...` prints a line a file: name, format, bytes, and microseconds of processor time for one pass
//! over the bytes (for zip packages: for inflating all their members; for a PDF: for interpreting its pages without looking
//! at what they draw), for the document, for the filing, and for what docx-rs takes to read a docx; the median of N each.
//! `stages --counted FILE...` runs each stage twice on each file and calls [`mark`] before and after the second time, for a
//! tool that counts instructions between two calls (`scripts/instructions`); it prints file and stage in their order.

use std::hint::black_box;
use std::process::ExitCode;

use gouji::internals::filing::{self, Source};
use gouji::internals::limits::Limits;
use gouji::internals::reader::zip::Zip;
use gouji::internals::reader::{self, Context, Format};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{DummyDevice, InterpreterCache, InterpreterSettings, interpret_page};
use hayro_syntax::Pdf;
use rustix::time::{ClockId, clock_gettime};

/// That of the program: a tenth of what a report takes is memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What is timed, in the order in which the columns stand.
const STAGES: [&str; 4] = ["floor", "document", "filing", "docx-rs"];

/// What the interpreter takes by itself: fonts, streams, operators.
fn interpreted(bytes: &[u8]) -> usize {
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return 0 };
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter() {
        let transform = Affine::new(page.initial_transform(true).as_coeffs());
        let everything = Rect::new(-1e6, -1e6, 1e6, 1e6);
        let settings = InterpreterSettings::default();
        let mut context = hayro_interpret::Context::new(transform, everything, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut DummyDevice);
    }
    pdf.pages().len()
}

fn floor(bytes: &[u8]) -> usize {
    if reader::sniff(bytes) == Format::Pdf {
        return interpreted(bytes);
    }
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
        "filing" => drop(black_box(filing::read(bytes, &Source { path }, context).figures.len())),
        _ if reader::sniff(bytes) == Format::Docx => drop(black_box(docx_rs::read_docx(bytes).is_ok())),
        _ => {}
    }
}

/// Microseconds of processor time that this process has taken.
fn used() -> f64 {
    let now = clock_gettime(ClockId::ProcessCPUTime);
    now.tv_sec as f64 * 1e6 + now.tv_nsec as f64 / 1e3
}

/// Microseconds of one run, the median of `times`.
fn median(times: usize, mut work: impl FnMut()) -> f64 {
    work();
    let mut all: Vec<f64> = (0..times.max(1))
        .map(|_| {
            let start = used();
            work();
            used() - start
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// A place between two measurements, for callgrind's `--dump-before`.
#[inline(never)]
fn mark(place: usize) {
    black_box(place);
}

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let mut times = 50;
    let counted = args.first().is_some_and(|first| first == "--counted");
    if counted {
        args.remove(0);
    } else if args.len() > 2 && args[0] == "--times" {
        times = args[1].parse().unwrap_or(times);
        args.drain(..2);
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
        if counted {
            for name in &STAGES[1..3] {
                stage(name, &bytes, path, &mut context);
                mark(1);
                stage(name, &bytes, path, &mut context);
                mark(2);
                println!("{path}\t{name}");
            }
            continue;
        }
        let figures = STAGES.map(|name| median(times, || stage(name, &bytes, path, &mut context)));
        let format = reader::sniff(&bytes).word();
        let figures = figures.map(|figure| format!("{figure:.1}")).join("\t");
        println!("{path}\t{format}\t{}\t{figures}", bytes.len());
    }
    ExitCode::SUCCESS
}
