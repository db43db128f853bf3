//! What the pass across filings takes, in time and memory, for a dataset of organs with five years each:
//! `cargo bench --bench across`. The allocations printed as `max alloc` are what the pass holds at its end.

use divan::counter::ItemsCount;
use gouji::internals::across::{Member, Pass, Profile, Roster};
use gouji::internals::filing::{self, Source};
use gouji::internals::form::forms;

#[global_allocator]
static ALLOCATOR: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// Years of an organ.
const YEARS: usize = 5;

/// A sequence that is the same everywhere (the finalizer of splitmix64).
fn number(seed: u64) -> u64 {
    let seed = (seed ^ (seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let seed = (seed ^ (seed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    seed ^ (seed >> 31)
}

/// Profiles of filings in the order of the dataset; each organ has its own prose and figures, a little changed from year
/// to year, as real ones have.
fn members(count: usize) -> Vec<Member> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats/yichang-2021/report.docx");
    let bytes = std::fs::read(path).expect("the fixtures are part of the project");
    let mut filing = filing::read(&bytes, &Source { path }, &mut Default::default());
    // Outcomes alone: what has to follow from year to year would not, and every filing would have a dozen findings.
    let outcome = |code: &str| ["req_una", "req_ref", "req_oth", "req_rej"].iter().any(|rows| code.starts_with(rows));
    filing.figures.retain(|figure| figure.variable.is_some_and(|variable| outcome(forms().code(variable))));
    let words = [
        "公开", "申请", "答复", "目录", "网站", "专栏", "解读", "培训", "考核", "制度", "监督", "平台", "渠道", "回应",
    ];
    let member = |at: usize| {
        let (organ, year) = (at / YEARS, at % YEARS);
        filing.identity.organ = Some(format!("某市第{organ:06}局"));
        filing.identity.division_code = Some(format!("{:06}", 110_000 + organ / 40));
        filing.identity.year = Some(2019 + year as u16);
        for (place, figure) in filing.figures.iter_mut().enumerate() {
            figure.value = figure.value.map(|_| (number((at * 1_000 + place) as u64) % 1_000).into());
        }
        let word = |place: usize| {
            let changed = if place.is_multiple_of(7) { year } else { 0 };
            words[number((organ * 10_000 + place * 10 + changed) as u64) as usize % words.len()]
        };
        filing.sections[0] = (0..400).map(word).collect();
        Member { id: format!("{at:016x}"), canonical: true, copy: false, profile: Profile::new(&filing) }
    };
    (0..count).map(member).collect()
}

/// The pass over so many filings; what is handed in is made before and not counted.
#[divan::bench(args = [1_000, 10_000, 50_000], sample_count = 2, sample_size = 1)]
fn pass(bencher: divan::Bencher, count: usize) {
    let roster = Roster::default();
    let input = || members(count);
    bencher.counter(ItemsCount::new(count)).with_inputs(input).bench_local_values(|members| {
        let mut pass = Pass::new(&roster);
        members.into_iter().for_each(|member| pass.push(member));
        pass.finish().findings.len()
    });
}
