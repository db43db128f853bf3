//! Filings that reconcile, made up: the requests and disputes tables as values by variable code.
//!
//! Plausible rather than real: a few applicants of most kinds, most outcomes rare, some organs large.
//! Knows only codes, so that the planting program and the tests share it.

use std::collections::BTreeMap;

/// Columns of the requests table without the total.
pub const APPLICANTS: [&str; 6] = ["np", "biz", "res", "ngo", "law", "oth"];

/// A small generator of numbers (splitmix64): the same seed gives the same filing everywhere.
#[derive(Debug, Clone)]
pub struct Numbers(pub u64);

impl Numbers {
    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, zero when that is zero.
    pub fn below(&mut self, bound: i64) -> i64 {
        if bound <= 0 { 0 } else { (self.next() % bound.unsigned_abs()).cast_signed() }
    }
}

/// A reconciling filing: every code of the two tables with its value. `outcomes` are the identifiers of the
/// leaf outcome rows, `size` the order of magnitude of the largest cell.
pub fn filing(numbers: &mut Numbers, outcomes: &[String], size: i64) -> BTreeMap<String, i64> {
    let mut values = BTreeMap::new();
    let mut totals: BTreeMap<String, i64> = BTreeMap::new();
    let mut set = |row: &str, column: &str, value: i64| {
        values.insert(format!("req_{row}_{column}"), value);
        *totals.entry(row.to_owned()).or_default() += value;
    };
    for (place, column) in APPLICANTS.iter().enumerate() {
        // Natural persons file most requests, a third of the other columns is empty.
        let scale = match place {
            0 => size,
            _ if numbers.below(3) == 0 => 0,
            _ => size / 8 + 1,
        };
        let mut handled = 0;
        for (rank, row) in outcomes.iter().enumerate() {
            let value = if numbers.below(5) < 2 { numbers.below(scale / (1 + rank as i64 / 3) + 1) } else { 0 };
            set(row, column, value);
            handled += value;
        }
        let carried_out = numbers.below(scale / 6 + 1);
        let carried_in = numbers.below((handled + carried_out).min(scale / 6) + 1);
        set("total", column, handled);
        set("carout", column, carried_out);
        set("carin", column, carried_in);
        set("new", column, handled + carried_out - carried_in);
    }
    for (row, total) in totals {
        values.insert(format!("req_{row}_tot"), total);
    }
    for line in ["rev", "lit1", "lit2"] {
        let mut total = 0;
        for result in ["upheld", "corrected", "other", "pending"] {
            let value = if numbers.below(2) == 0 { numbers.below(size / 10 + 2) } else { 0 };
            values.insert(format!("{line}_{result}"), value);
            total += value;
        }
        values.insert(format!("{line}_total"), total);
    }
    values
}
