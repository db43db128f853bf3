//! The errors that are planted: each pattern at every position where it changes something.

use std::collections::BTreeMap;

use crate::synthetic::{APPLICANTS, Numbers};

/// Values by variable code; `None` is a blank cell.
pub type Cells = BTreeMap<String, Option<i64>>;

/// One planted error.
pub struct Planted {
    pub pattern: &'static str,
    /// The cells as misprinted.
    pub cells: Cells,
}

/// Every error for one filing.
pub fn all(clean: &Cells, outcomes: &[String], numbers: &mut Numbers) -> Vec<Planted> {
    let mut out = Vec::new();
    let mut plant = |pattern: &'static str, cells: &[(&str, Option<i64>)]| {
        let cells = cells.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect();
        out.push(Planted { pattern, cells });
    };
    let value = |code: &str| clean[code].unwrap_or(0);
    for code in clean.keys() {
        // A blank total is missing, not wrong.
        let total = code.ends_with("_tot") || code.contains("_total");
        for (pattern, wrong) in misprints(value(code), numbers) {
            if !(total && wrong.is_none()) {
                plant(pattern, &[(code, wrong)]);
            }
        }
    }
    let rows: Vec<&str> =
        ["new", "carin", "total", "carout"].into_iter().chain(outcomes.iter().map(String::as_str)).collect();
    let cell = |row: &str, column: &str| format!("req_{row}_{column}");
    let columns: Vec<&str> = APPLICANTS.into_iter().chain(["tot"]).collect();
    for column in &columns {
        let total = cell("total", column);
        for row in outcomes {
            let leaf = value(&cell(row, column));
            plant("total_short", &[(&total, Some(value(&total) - leaf))]);
            plant("counted_twice", &[(&total, Some(value(&total) + leaf))]);
        }
        for group in ["ref_", "una_", "rej_", "oth_"] {
            let subtotal: i64 =
                outcomes.iter().filter(|row| row.starts_with(group)).map(|row| value(&cell(row, column))).sum();
            plant("subtotal_again", &[(&total, Some(value(&total) + subtotal))]);
        }
    }
    for row in &rows {
        for (place, pair) in APPLICANTS.windows(2).enumerate() {
            let (a, b) = (cell(row, pair[0]), cell(row, pair[1]));
            plant("neighbour", &[(&a, Some(value(&b)))]);
            plant("swapped", &[(&a, Some(value(&b))), (&b, Some(value(&a)))]);
            if value(&b) == 0 {
                plant("moved", &[(&a, Some(0)), (&b, Some(value(&a)))]);
                let digits = value(&a).to_string();
                if digits.len() > 1 {
                    let (left, right) = digits.split_at(1);
                    plant("split", &[(&a, left.parse().ok()), (&b, right.parse().ok())]);
                }
            }
            let other = cell(row, APPLICANTS[(place + 2) % APPLICANTS.len()]);
            if value(&a) > 0 {
                plant("misbooked", &[(&a, Some(value(&a) - 1)), (&other, Some(value(&other) + 1))]);
            }
        }
        // The whole row one column to the right, nothing in the first; or to the left, the last doubled away.
        let values: Vec<i64> = columns.iter().map(|column| value(&cell(row, column))).collect();
        let line = |values: &[Option<i64>]| -> Vec<(String, Option<i64>)> {
            columns.iter().zip(values).map(|(column, value)| (cell(row, column), *value)).collect()
        };
        let right: Vec<Option<i64>> = [None].into_iter().chain(values[..6].iter().copied().map(Some)).collect();
        let left: Vec<Option<i64>> = values[1..].iter().copied().map(Some).chain([Some(0)]).collect();
        for shifted in [line(&right), line(&left)] {
            let shifted: Vec<(&str, Option<i64>)> =
                shifted.iter().map(|(code, value)| (code.as_str(), *value)).collect();
            plant("row_shifted", &shifted);
        }
    }
    for pair in outcomes.windows(2) {
        let repeated: Vec<(String, Option<i64>)> =
            columns.iter().map(|column| (cell(&pair[1], column), clean[&cell(&pair[0], column)])).collect();
        let repeated: Vec<(&str, Option<i64>)> = repeated.iter().map(|(code, value)| (code.as_str(), *value)).collect();
        plant("row_repeated", &repeated);
        for column in &columns {
            let (a, b) = (cell(&pair[0], column), cell(&pair[1], column));
            if value(&a) > 0 {
                plant("misplaced", &[(&a, Some(value(&a) - 1)), (&b, Some(value(&b) + 1))]);
            }
        }
    }
    with_totals(clean, &rows, numbers, &mut out);
    unrelated(clean, numbers, &mut out);
    out
}

/// A cell and the total of its row, both too large by the same.
fn with_totals(clean: &Cells, rows: &[&str], numbers: &mut Numbers, out: &mut Vec<Planted>) {
    for row in rows {
        for column in APPLICANTS {
            let by = 1 + numbers.below(9);
            let raised = |column: &str| {
                let code = format!("req_{row}_{column}");
                let value = clean[&code].unwrap_or(0) + by;
                (code, Some(value))
            };
            out.push(Planted { pattern: "with_total", cells: [raised(column), raised("tot")].into_iter().collect() });
        }
    }
}

/// Unrelated misprints in two and three cells.
fn unrelated(clean: &Cells, numbers: &mut Numbers, out: &mut Vec<Planted>) {
    let codes: Vec<&String> = clean.keys().filter(|code| code.starts_with("req_")).collect();
    for count in [2usize, 3] {
        for _ in 0..codes.len() {
            let mut cells = Cells::new();
            while cells.len() < count {
                let code = codes[usize::try_from(numbers.below(codes.len() as i64)).unwrap_or(0)];
                let value = clean[code].unwrap_or(0);
                let choices = misprints(value, numbers);
                let (_, wrong) = choices[usize::try_from(numbers.below(choices.len() as i64)).unwrap_or(0)];
                if wrong.unwrap_or(0) != value {
                    cells.insert(code.clone(), wrong);
                }
            }
            out.push(Planted { pattern: "unrelated", cells });
        }
    }
}

/// How one number is misprinted.
fn misprints(value: i64, numbers: &mut Numbers) -> Vec<(&'static str, Option<i64>)> {
    let digits = value.to_string().into_bytes();
    let read = |digits: Vec<u8>| String::from_utf8(digits).ok().and_then(|text| text.parse().ok());
    let at = usize::try_from(numbers.below(digits.len() as i64)).unwrap_or(0);
    let mut changed = digits.clone();
    changed[at] = b'0' + u8::try_from((i64::from(digits[at] - b'0') + 1 + numbers.below(9)) % 10).unwrap_or(0);
    let mut out = vec![("digit_changed", read(changed))];
    if value != 0 {
        let mut doubled = digits.clone();
        doubled.insert(at, digits[at]);
        out.push(("digit_doubled", read(doubled)));
        out.push(("blank", None));
    }
    if digits.len() > 1 {
        let mut dropped = digits.clone();
        dropped.remove(at);
        out.push(("digit_dropped", read(dropped)));
        let mut transposed = digits.clone();
        let pair = at.min(digits.len() - 2);
        transposed.swap(pair, pair + 1);
        out.push(("transposed", read(transposed)));
    }
    out
}
