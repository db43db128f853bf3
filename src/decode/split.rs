//! A run of digits split into the cells of a line: every way that leaves no leading zeros and holds the sums.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::figure::Status;

/// One cell of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// A whole number.
    Number(i64),
    /// A mark for "none".
    Mark(char),
    /// An amount, of a cell that stands alone.
    Amount(Decimal),
}

impl Cell {
    /// Counts as this in sums.
    pub fn number(self) -> i64 {
        match self {
            Self::Number(number) => number,
            Self::Mark(_) | Self::Amount(_) => 0,
        }
    }

    /// Status, value and text of the figure.
    pub fn figure(self) -> (Status, Option<Decimal>, String) {
        match self {
            Self::Number(number) => (Status::Decoded, Some(number.into()), number.to_string()),
            Self::Amount(amount) => (Status::Decoded, Some(amount), amount.to_string()),
            Self::Mark(mark) => (Status::NaMark, None, mark.to_string()),
        }
    }
}

/// The cells of a row from left to right; `None` where the cell would have been blank.
pub type Reading = Vec<Option<Cell>>;

/// What the cells of a line must satisfy.
pub(super) struct Shape<'a> {
    /// Number of cells.
    pub cells: usize,
    /// Which cells may carry a sign.
    pub signed: &'a [bool],
    /// Whether the last cell is an amount, which may have decimals.
    pub amount: bool,
    /// A sum over some of the cells: coefficients, zero where a cell takes no part; it must come to zero.
    /// One for each closed stretch of cells, by the last cell of the stretch.
    pub sums: &'a [(usize, Vec<i64>)],
}

/// The ways to read a run.
#[derive(Debug, Default)]
pub(super) struct Readings {
    pub all: Vec<Vec<Cell>>,
    /// There may be more.
    pub capped: bool,
}

/// Digits of the largest count in a cell.
const MAX_DIGITS: usize = 7;
/// Digits of the largest amount, and of its fraction.
const MAX_AMOUNT: usize = 12;
const MAX_FRACTION: usize = 6;
const MAX_STEPS: usize = 500_000;
const MAX_READINGS: usize = 1_000;

/// Every reading of a run. A blank ends a number; only where that leaves no reading at all, and the blanks do
/// not give as many pieces as there are cells, are blanks taken as accidents inside numbers.
pub(super) fn readings(run: &str, shape: &Shape<'_>) -> Readings {
    let with_blanks = search(&run.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<Vec<_>>(), shape);
    let pieces = run.split_whitespace().count();
    if !with_blanks.all.is_empty() || with_blanks.capped || pieces == shape.cells || pieces < 2 {
        return with_blanks;
    }
    search(&run.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>(), shape)
}

fn search(run: &[char], shape: &Shape<'_>) -> Readings {
    // Digits from each place to the end, so that hopeless branches end early.
    let mut left = vec![0; run.len() + 1];
    for at in (0..run.len()).rev() {
        left[at] = left[at + 1] + usize::from(run[at] != ' ');
    }
    let mut search = Search { run, left, shape, cells: Vec::new(), steps: 0, out: Readings::default() };
    search.extend(0);
    search.out
}

struct Search<'a> {
    run: &'a [char],
    left: Vec<usize>,
    shape: &'a Shape<'a>,
    cells: Vec<Cell>,
    steps: usize,
    out: Readings,
}

impl Search<'_> {
    /// Depth is the number of cells of the line, fifteen at most.
    fn extend(&mut self, mut at: usize) {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.out.all.len() >= MAX_READINGS {
            self.out.capped = true;
            return;
        }
        if let Some((_, sum)) = self.shape.sums.iter().find(|(last, _)| last + 1 == self.cells.len()) {
            let total: i64 = sum.iter().zip(&self.cells).map(|(factor, cell)| factor * cell.number()).sum();
            if total != 0 {
                return;
            }
        }
        while self.run.get(at) == Some(&' ') {
            at += 1;
        }
        let cells_left = self.shape.cells - self.cells.len();
        if cells_left == 0 {
            if at == self.run.len() {
                self.out.all.push(self.cells.clone());
            }
            return;
        }
        let left = self.left.get(at).copied().unwrap_or(0);
        if left < cells_left || left > cells_left * (MAX_DIGITS + 1) + MAX_AMOUNT + MAX_FRACTION {
            return;
        }
        let sign = match self.run.get(at) {
            Some(c @ ('-' | '+' | '−')) if self.shape.signed.get(self.cells.len()) == Some(&true) => {
                let sign = if *c == '+' { 1 } else { -1 };
                if !self.run.get(at + 1).is_some_and(char::is_ascii_digit) {
                    return;
                }
                at += 1;
                sign
            }
            Some(&mark @ ('/' | '-' | '—' | '–')) => {
                // Dashes come in pairs.
                let length = 1 + usize::from(mark != '/' && self.run.get(at + 1) == Some(&mark));
                for length in 1..=length {
                    self.cells.push(Cell::Mark(mark));
                    self.extend(at + length);
                    self.cells.pop();
                }
                return;
            }
            _ => 1,
        };
        let amount = self.shape.amount && cells_left == 1;
        let mut number: i64 = 0;
        for length in 1..=if amount { MAX_AMOUNT } else { MAX_DIGITS } {
            let Some(digit) = self.run.get(at + length - 1).and_then(|c| c.to_digit(10)) else { return };
            number = number * 10 + i64::from(digit);
            self.try_cell(Cell::Number(sign * number), at + length);
            if amount {
                self.fraction(number, at + length);
            }
            if length <= 3 {
                self.grouped(sign, number, at + length);
            }
            if number == 0 {
                return;
            }
        }
    }

    fn try_cell(&mut self, cell: Cell, next: usize) {
        self.cells.push(cell);
        self.extend(next);
        self.cells.pop();
    }

    /// An amount whose whole part ends here and whose decimals follow, up to the end of the run.
    fn fraction(&mut self, whole: i64, at: usize) {
        let rest = self.run.get(at..).unwrap_or_default();
        let digits: String = rest.iter().skip(1).take_while(|c| c.is_ascii_digit()).collect();
        let is_all = rest.first() == Some(&'.') && (1..=MAX_FRACTION).contains(&digits.len());
        if is_all
            && rest.len() == 1 + digits.len()
            && let Ok(amount) = format!("{whole}.{digits}").parse()
        {
            self.try_cell(Cell::Amount(amount), self.run.len());
        }
    }

    /// A number whose first group of digits ends here and whose groups of three follow commas.
    fn grouped(&mut self, sign: i64, mut number: i64, mut at: usize) {
        for _ in 0..2 {
            let group =
                self.run.get(at..at + 4).filter(|group| group[0] == ',' && group[1..].iter().all(char::is_ascii_digit));
            let Some(group) = group else { return };
            number =
                group[1..].iter().filter_map(|c| c.to_digit(10)).fold(number, |n, digit| n * 10 + i64::from(digit));
            at += 4;
            self.try_cell(Cell::Number(sign * number), at);
        }
    }
}

/// Rows longer than this are not read without a sum.
const MAX_UNVOUCHED: usize = 6;

/// Every way to read a run as the numbers of a row whose blank cells may have vanished from the text: one place for
/// each cell, `None` where it would have been blank. `None` if the row is long or there are very many.
pub(super) fn with_vanished(run: &str, signed: &[bool], amount: bool) -> Option<Vec<Reading>> {
    let run: Vec<char> = run.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if signed.len() > MAX_UNVOUCHED {
        return None;
    }
    let mut out = Vec::new();
    // Each set of cells that are not blank, as the bits of a number.
    for filled in 1..1u32 << signed.len() {
        let places: Vec<usize> = (0..signed.len()).filter(|place| filled >> place & 1 == 1).collect();
        let signs: Vec<bool> = places.iter().map(|&place| signed[place]).collect();
        let amount = amount && places.last() == Some(&(signed.len() - 1));
        let found = search(&run, &Shape { cells: places.len(), signed: &signs, amount, sums: &[] });
        if found.capped || out.len() + found.all.len() > MAX_READINGS {
            return None;
        }
        out.extend(found.all.iter().map(|reading| {
            let mut row = vec![None; signed.len()];
            for (&place, &cell) in places.iter().zip(reading) {
                row[place] = Some(cell);
            }
            row
        }));
    }
    // Those without a blank cell first.
    out.sort_by_key(|reading: &Reading| reading.iter().filter(|cell| cell.is_none()).count());
    Some(out)
}
