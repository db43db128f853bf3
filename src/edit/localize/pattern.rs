//! How figures really go wrong: names for repairs, and which of several is the likelier one.
//!
//! A cost is a rank, not a probability: smaller is likelier. Where several names fit, the likeliest wins.

use std::borrow::Cow;

use super::super::{Axis, Condition, Hint, Rule, Witness};
use super::rows::{is_shift, lines};
use super::system::{Changes, System};
use super::{Change, Repair};

/// A change that no pattern explains.
const UNEXPLAINED: i32 = 30;
/// What evidence from outside the equations is worth.
const EVIDENCE: i32 = 25;

/// Judges repairs of one system.
pub(super) struct Likelihood<'a> {
    system: &'a System,
    rows: Vec<Vec<usize>>,
    columns: Vec<Vec<usize>>,
    /// Members of each group in each column.
    groups: Vec<Vec<usize>>,
    hints: Vec<(usize, i64, Witness)>,
}

type Named = (i32, Option<&'static str>);

impl<'a> Likelihood<'a> {
    /// `rows` are the [`lines`] along rows.
    pub fn new(system: &'a System, rows: Vec<Vec<usize>>, rules: &[&Rule], hints: &[Hint]) -> Self {
        let groups = rules.iter().filter_map(|rule| match &rule.condition {
            Condition::Linear(linear) if linear.heading.is_some() => {
                linear.terms.iter().map(|term| system.place(term.variable)).collect()
            }
            _ => None,
        });
        let hint = |hint: &Hint| Some((system.place(hint.variable)?, i64::try_from(hint.value).ok()?, hint.witness));
        Self {
            system,
            rows,
            columns: lines(system, rules, Axis::Column),
            groups: groups.collect(),
            hints: hints.iter().filter_map(hint).collect(),
        }
    }

    /// The repair that a set of changes is, with its name and cost.
    pub fn repair(&self, changes: &Changes) -> Repair {
        let (mut cost, pattern) = self.name(changes);
        let mut evidence = Vec::new();
        for &(cell, amount) in changes {
            let reported = self.system.cells[cell].value;
            for &(_, hint, witness) in self.hints.iter().filter(|(at, ..)| *at == cell) {
                if hint == reported + amount {
                    cost -= EVIDENCE;
                    evidence.push((self.system.cells[cell].variable, witness));
                } else if hint == reported {
                    cost += EVIDENCE;
                }
            }
        }
        let changes = changes.iter().map(|&(place, amount)| {
            let cell = &self.system.cells[place];
            let observed = (!cell.blank).then_some(cell.value);
            Change { variable: cell.variable, observed, implied: cell.value + amount }
        });
        Repair { changes: changes.collect(), pattern: pattern.map(Cow::Borrowed), evidence, cost }
    }

    fn name(&self, changes: &Changes) -> Named {
        if let Some(named) = self.name_row(changes) {
            return named;
        }
        let singles: Vec<Named> = changes.iter().map(|&change| self.name_one(change)).collect();
        let sum = singles.iter().map(|(cost, _)| cost).sum();
        match (changes.as_slice(), singles.as_slice()) {
            ([_], [named]) => *named,
            ([a, b], _) => self.name_two(*a, *b).filter(|(cost, _)| *cost < sum).unwrap_or((sum, None)),
            ([a, b, c], [x, y, z]) => {
                // One pattern over two cells and an error of its own in the third.
                let pairs = [(self.name_two(*a, *b), z), (self.name_two(*a, *c), y), (self.name_two(*b, *c), x)];
                let best = pairs.iter().filter_map(|(pair, single)| pair.map(|pair| pair.0 + single.0)).min();
                (best.map_or(sum, |best| best.min(sum)), None)
            }
            _ => (sum, None),
        }
    }

    /// Changes that all lie in one row and undo a slip or a repetition.
    fn name_row(&self, changes: &Changes) -> Option<Named> {
        if changes.len() < 2 {
            return None;
        }
        let at = self.rows.iter().position(|row| changes.iter().all(|(cell, _)| row.contains(cell)))?;
        let observed: Vec<i64> = self.rows[at].iter().map(|&cell| self.system.cells[cell].value).collect();
        let implied: Vec<i64> = self.rows[at].iter().map(|&cell| self.after(cell, changes)).collect();
        // Two changed cells are one number that moved.
        if changes.len() > 2 && is_shift(&observed, &implied) {
            return Some((5, Some("row_shifted")));
        }
        let same =
            |other: &Vec<usize>| other.iter().map(|&cell| self.system.cells[cell].value).eq(observed.iter().copied());
        if observed.iter().filter(|&&value| value != 0).count() < 2 {
            return None;
        }
        // Rows are filled in from above: the copy is rather the lower one.
        let above = at.checked_sub(1).and_then(|at| self.rows.get(at)).is_some_and(same);
        let below = self.rows.get(at + 1).is_some_and(same);
        (above || below).then_some((if above { 8 } else { 9 }, Some("row_repeated")))
    }

    fn name_one(&self, (cell, amount): (usize, i64)) -> Named {
        let observed = &self.system.cells[cell];
        if observed.blank {
            return (6, Some("blank"));
        }
        let implied = observed.value + amount;
        let mut named = digits(observed.value, implied).unwrap_or((UNEXPLAINED, None));
        let mut offer = |cost: i32, pattern: &'static str| {
            if cost < named.0 {
                named = (cost, Some(pattern));
            }
        };
        let value = |cell: usize| self.system.cells[cell].value;
        for line in self.rows.iter().chain(&self.columns) {
            let Some(at) = line.iter().position(|&other| other == cell) else { continue };
            let mut neighbours = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| line.get(at));
            if observed.value != 0 && neighbours.any(|&other| value(other) == observed.value) {
                offer(15, "neighbour");
            }
            if at + 1 == line.len() {
                let mut leaves = line[..at].iter().map(|&leaf| value(leaf));
                if amount > 0 && leaves.any(|leaf| leaf == amount) {
                    offer(11, "total_short");
                }
                let group = |group: &Vec<usize>| {
                    group.iter().all(|member| line.contains(member))
                        && group.iter().map(|&member| value(member)).sum::<i64>() == -amount
                };
                if amount < 0 && self.groups.iter().any(group) {
                    offer(11, "subtotal_again");
                }
                if amount < 0 && line[..at].iter().any(|&leaf| value(leaf) == -amount) {
                    offer(13, "counted_twice");
                }
                offer(20, "total_stale");
            }
        }
        named
    }

    fn name_two(&self, a: (usize, i64), b: (usize, i64)) -> Option<Named> {
        let (old_a, old_b) = (self.system.cells[a.0].value, self.system.cells[b.0].value);
        let (new_a, new_b) = (old_a + a.1, old_b + b.1);
        let mut best: Option<Named> = None;
        let mut offer = |cost: i32, pattern: &'static str| {
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, Some(pattern)));
            }
        };
        for (line, row) in
            self.rows.iter().map(|line| (line, true)).chain(self.columns.iter().map(|line| (line, false)))
        {
            let place = |cell: usize| line.iter().position(|&other| other == cell);
            let (Some(at_a), Some(at_b)) = (place(a.0), place(b.0)) else { continue };
            let beside = at_a.abs_diff(at_b) == 1;
            if old_a == new_b && old_b == new_a {
                let moved = old_a == 0 || old_b == 0;
                let pattern = if moved { "moved" } else { "swapped" };
                offer(if beside { 4 } else { 12 } + if moved { 2 } else { 0 }, pattern);
            }
            if row && beside {
                let (left, right, whole) = if at_a < at_b { (old_a, old_b, new_a) } else { (old_b, old_a, new_b) };
                if format!("{left}{right}") == whole.to_string() {
                    offer(6, "split");
                }
            }
            let last = line.len() - 1;
            if at_a != last && at_b != last && a.1 == -b.1 {
                let size = i32::try_from(a.1.abs()).unwrap_or(i32::MAX).min(10);
                offer(if row { 10 } else { 13 } + size, if row { "misbooked" } else { "misplaced" });
            }
            if (at_a == last || at_b == last) && a.1 == b.1 {
                let part = if at_a == last { b } else { a };
                offer(14 + self.name_one(part).0 / 3, "with_total");
            }
        }
        best
    }

    fn after(&self, cell: usize, changes: &Changes) -> i64 {
        let change = changes.iter().find(|(at, _)| *at == cell).map_or(0, |(_, amount)| *amount);
        self.system.cells[cell].value + change
    }
}

/// How a slip of the pen turns `implied` into `observed`.
fn digits(observed: i64, implied: i64) -> Option<Named> {
    let (observed, implied) = (observed.to_string().into_bytes(), implied.to_string().into_bytes());
    let without = |long: &[u8], at: usize| -> Vec<u8> { [&long[..at], &long[at + 1..]].concat() };
    if observed.len() == implied.len() {
        let different: Vec<usize> = (0..observed.len()).filter(|&at| observed[at] != implied[at]).collect();
        return match different.as_slice() {
            [_] if observed.len() == 1 => Some((14, Some("digit_changed"))),
            [_] => Some((10, Some("digit_changed"))),
            [a, b] if b - a == 1 && observed[*a] == implied[*b] && observed[*b] == implied[*a] => {
                Some((7, Some("transposed")))
            }
            _ => None,
        };
    }
    if observed.len() + 1 == implied.len() {
        return (0..implied.len()).any(|at| without(&implied, at) == observed).then_some((9, Some("digit_dropped")));
    }
    if observed.len() == implied.len() + 1 {
        let at = (0..observed.len()).find(|&at| without(&observed, at) == implied)?;
        let doubled = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let doubled = doubled.filter_map(|at| observed.get(at)).any(|&digit| digit == observed[at]);
        return Some(if doubled { (8, Some("digit_doubled")) } else { (12, Some("digit_added")) });
    }
    None
}
