//! Plants known errors into filings that reconcile, and prints how the error localization does.
//!
//! Every pattern, at every position of the requests and disputes tables of both editions, in filings of three
//! sizes. For each pattern: how often the planted cells are the first answer, among the answers, undone by
//! a smaller answer (then the planted one is not among the smallest), or missed; and microseconds a filing.
//! Also counts false alarms on the clean filings. Run with
//! `cargo run --release --example plant -- [FILINGS]`.

mod patterns;
mod synthetic;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use gouji::internals::edit::localize::{Located, MAX_CELLS, locate};
use gouji::internals::edit::{Rule, Values};
use gouji::internals::figure::{Figure, FormId, Status, TableKind};
use gouji::internals::form::{Form, RowRole, forms};
use rust_decimal::Decimal;

use patterns::{Cells, Planted};
use synthetic::{Numbers, filing};

#[derive(Default)]
struct Tally {
    planted: u64,
    first: u64,
    among: u64,
    smaller: u64,
    missed: u64,
    answers: u64,
    time: Duration,
}

fn main() {
    let filings: u64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(6);
    let mut tallies: BTreeMap<(usize, &'static str), Tally> = BTreeMap::new();
    let (mut clean, mut alarms) = (0u64, 0u64);
    let mut clean_time = Duration::ZERO;
    for form in [2021, 2019] {
        let form = forms().form(FormId(form)).expect("the edition is there");
        let rules: Vec<&Rule> = form.rules.iter().collect();
        let outcomes = outcomes(form);
        for seed in 0..filings {
            for size in [4_i64, 60, 1500] {
                let mut numbers = Numbers(seed * 7919 + size.unsigned_abs());
                let values = filing(&mut numbers, &outcomes, size);
                let cells: Cells = values.iter().map(|(code, value)| (code.clone(), Some(*value))).collect();
                let (located, time) = run(&rules, &cells);
                clean += 1;
                clean_time += time;
                alarms += u64::from(located != Located::default());
                for planted in patterns::all(&cells, &outcomes, &mut numbers) {
                    judge(&rules, &cells, &planted, &mut tallies);
                }
            }
        }
    }
    println!("clean filings: {clean}, false alarms: {alarms}, {:.1} us each", micros(clean_time, clean));
    println!("cells pattern              planted   first   among smaller  missed  answers      us");
    for ((cells, pattern), tally) in &tallies {
        let share = |count: u64| 100.0 * count as f64 / tally.planted as f64;
        println!(
            "{cells:>5} {pattern:<18} {:>9} {:>6.1}% {:>6.1}% {:>6.1}% {:>6.1}% {:>8.1} {:>7.1}",
            tally.planted,
            share(tally.first),
            share(tally.among),
            share(tally.smaller),
            share(tally.missed),
            tally.answers as f64 / tally.planted as f64,
            micros(tally.time, tally.planted),
        );
    }
    let single = |tally: &&Tally| tally.first + tally.among == tally.planted;
    let singles: Vec<&Tally> = tallies.iter().filter(|((cells, _), _)| *cells == 1).map(|(_, tally)| tally).collect();
    println!("single cells all found: {}", singles.iter().all(single));
}

fn micros(time: Duration, count: u64) -> f64 {
    time.as_secs_f64() * 1e6 / count.max(1) as f64
}

fn outcomes(form: &Form) -> Vec<String> {
    let table = form.table(TableKind::Requests).expect("every edition has the requests table");
    let rows = table.blocks.iter().flat_map(|block| &block.rows);
    rows.filter(|row| row.role == RowRole::Outcome).map(|row| row.id.clone()).collect()
}

fn run(rules: &[&Rule], cells: &Cells) -> (Located, Duration) {
    let figures: Vec<Figure> = cells.iter().map(figure).collect();
    let start = Instant::now();
    let located = locate(rules, &Values::new(&figures), &[]);
    (located, start.elapsed())
}

fn figure((code, value): (&String, &Option<i64>)) -> Figure {
    Figure {
        variable: forms().variable(code),
        value: value.map(Decimal::from),
        status: if value.is_some() { Status::Reported } else { Status::Blank },
        unit: None,
        raw: value.map_or_else(String::new, |value| value.to_string()),
        row_label: "".into(),
        column_label: "".into(),
        form: FormId(2021),
        table: TableKind::Requests,
        row: 1,
        column: 1,
        location: Default::default(),
        recognition: None,
    }
}

fn judge(rules: &[&Rule], clean: &Cells, planted: &Planted, tallies: &mut BTreeMap<(usize, &'static str), Tally>) {
    let mut cells = clean.clone();
    cells.extend(planted.cells.iter().map(|(code, value)| (code.clone(), *value)));
    let mut wrong: Vec<(&str, i64)> = planted
        .cells
        .keys()
        .filter(|code| cells[*code].unwrap_or(0) != clean[*code].unwrap_or(0))
        .map(|code| (code.as_str(), clean[code].unwrap_or(0)))
        .collect();
    if wrong.is_empty() {
        return;
    }
    wrong.sort_by_key(|(code, _)| forms().variable(code));
    let (located, time) = run(rules, &cells);
    let class = if wrong.len() > MAX_CELLS { MAX_CELLS + 1 } else { wrong.len() };
    let tally = tallies.entry((class, planted.pattern)).or_default();
    tally.planted += 1;
    tally.time += time;
    tally.answers += located.count as u64;
    let place = located.repairs.iter().position(|repair| {
        let changes = repair.changes.iter().map(|change| (forms().code(change.variable), change.implied));
        changes.eq(wrong.iter().copied())
    });
    let smallest = located.repairs.first().map_or(usize::MAX, |repair| repair.changes.len());
    match place {
        Some(0) => tally.first += 1,
        Some(_) => tally.among += 1,
        None if smallest < wrong.len() => tally.smaller += 1,
        None => tally.missed += 1,
    }
}
