//! Conditional formats as far as they hide (ECMA-376 part 1, 18.3.1.10, 18.3.1.18): the areas, conditions and looks that a
//! sheet tells in, and out how a cell with some value looks. Rules with constant numbers are worked out; where another rule
//! may hide a number, it is not certain what is seen.

use std::collections::BTreeMap;

use calamine::Dimensions;

use super::SheetCell;
use super::format::{CellFormat, Test};

/// When a rule holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum When {
    Always,
    /// The value of a cell is such a number.
    Number(Test),
    /// It lies between two numbers, or does not.
    Between(f64, f64, bool),
    Never,
    Unknown,
}

/// A rule of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub areas: Vec<Dimensions>,
    pub when: When,
    /// What it makes of cells; a ground of its own counts as theirs.
    pub look: CellFormat,
    /// The lower, the more it counts; rules stand in this order.
    pub priority: i64,
    /// Where it holds, no rule behind it is heard.
    pub stops: bool,
}

/// Cells whose conditions are looked at, rules of a sheet.
const MAX_LOOKS: usize = 1_000_000;
pub(super) const MAX_RULES: usize = 1_000;

impl When {
    /// By the operator of a rule about a cell's value and its operands (18.18.15).
    pub fn operator(operator: &[u8], operands: &[String]) -> Self {
        let number = |at: usize| operands.get(at).and_then(|text| text.trim().parse::<f64>().ok());
        let Some(first) = number(0) else {
            // Compared with a text, no number is the same.
            let text = operands.first().is_some_and(|text| text.trim().starts_with('"'));
            return if text && operator == b"equal" { Self::Never } else { Self::Unknown };
        };
        let test: fn(f64) -> Test = match operator {
            b"equal" => Test::Equal,
            b"notEqual" => Test::Not,
            b"lessThan" => Test::Less,
            b"lessThanOrEqual" => Test::LessOrEqual,
            b"greaterThan" => Test::Greater,
            b"greaterThanOrEqual" => Test::GreaterOrEqual,
            b"between" | b"notBetween" => {
                return number(1).map_or(Self::Unknown, |second| Self::Between(first, second, operator == b"between"));
            }
            _ => return Self::Unknown,
        };
        Self::Number(test(first))
    }

    /// By a condition that LibreOffice writes: `between(1,50)`, `not-between(1,50)`.
    pub fn between(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once('(')?;
        let (first, second) = rest.strip_suffix(')')?.split_once(',')?;
        let inside = word == "between";
        let number = |text: &str| text.trim().parse().ok();
        (inside || word == "not-between").then(|| Some(Self::Between(number(first)?, number(second)?, inside)))?
    }

    /// By a formula that speaks of the first cell of an area.
    pub fn formula(text: &str, corner: &str) -> Self {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '$').collect::<String>().to_uppercase();
        match text.as_str() {
            "TRUE" | "TRUE()" | "1" | "1=1" => return Self::Always,
            "FALSE" | "FALSE()" | "0" => return Self::Never,
            _ => {}
        }
        let asks = ["ISERROR(", "ISERR(", "ISNA(", "ISBLANK(", "ISTEXT("];
        if asks.iter().any(|asked| text.starts_with(asked) && text.matches('(').count() == 1) {
            return Self::Never;
        }
        match text.strip_prefix(corner) {
            Some("=\"\"") => Self::Never,
            Some(rest) => Test::parse(rest).map_or(Self::Unknown, Self::Number),
            None => Self::Unknown,
        }
    }

    /// Whether it holds for a cell; `None` where that is not known.
    fn holds(self, cell: &SheetCell) -> Option<bool> {
        let value = cell.text.parse::<f64>().ok().filter(|_| cell.number);
        match (self, value) {
            (Self::Always, _) => Some(true),
            (Self::Never, _) => Some(false),
            (Self::Number(test), Some(value)) => Some(test.holds(value)),
            (Self::Between(first, second, inside), Some(value)) => {
                Some((first.min(second)..=first.max(second)).contains(&value) == inside)
            }
            // Labels are let be.
            (_, None) => Some(false),
            (Self::Unknown, _) => None,
        }
    }
}

/// The rules of a sheet by the rows that they begin in.
pub(super) struct Conditions<'a> {
    rules: &'a [Condition],
    /// Rules that reach into each row with cells.
    rows: BTreeMap<u32, Vec<usize>>,
}

impl<'a> Conditions<'a> {
    pub fn new(rules: &'a [Condition], cells: &[SheetCell]) -> Self {
        let mut rows: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut looks = 0;
        if !rules.is_empty() {
            rows.extend(cells.iter().map(|cell| (cell.origin.0, Vec::new())));
        }
        for (at, rule) in rules.iter().enumerate() {
            for area in rule.areas.iter().filter(|area| area.start.0 <= area.end.0) {
                for (_, of_row) in rows.range_mut(area.start.0..=area.end.0).take(MAX_LOOKS - looks) {
                    looks += 1;
                    if of_row.last() != Some(&at) {
                        of_row.push(at);
                    }
                }
            }
        }
        Self { rules, rows }
    }

    /// How a cell looks, and whether that is certain.
    pub fn format(&self, own: CellFormat, cell: &SheetCell) -> (CellFormat, bool) {
        let (row, column) = cell.origin;
        let (mut format, mut certain) = (own, true);
        let reaches = |rule: &&Condition| {
            let inside = |area: &Dimensions| {
                (area.start.0..=area.end.0).contains(&row) && (area.start.1..=area.end.1).contains(&column)
            };
            rule.areas.iter().any(inside)
        };
        let mut holding = Vec::new();
        for rule in self.rows.get(&row).into_iter().flatten().map(|at| &self.rules[*at]).filter(reaches) {
            match rule.when.holds(cell) {
                Some(false) => {}
                None => certain = false,
                Some(true) => {
                    holding.push(rule.look);
                    if rule.stops {
                        break;
                    }
                }
            }
        }
        // What counts most is said last.
        holding.into_iter().rev().for_each(|look| format = format.under(look));
        (format, certain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_with_constants() {
        let operator = |operator: &str, operands: &[&str]| {
            When::operator(operator.as_bytes(), &operands.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(operator("equal", &["0"]), When::Number(Test::Equal(0.0)));
        assert_eq!(operator("between", &["1", "5"]), When::Between(1.0, 5.0, true));
        assert_eq!((operator("equal", &["\"\""]), operator("equal", &["$B$1"])), (When::Never, When::Unknown));
        let formula = |text: &str| When::formula(text, "A1");
        assert_eq!(formula("$A1 = 0"), When::Number(Test::Equal(0.0)));
        assert_eq!(
            (formula("TRUE"), formula("ISERROR(A1)"), formula("A1=\"\"")),
            (When::Always, When::Never, When::Never)
        );
        assert_eq!(
            (formula("B1=0"), formula("A12=0"), formula("A1=B1")),
            (When::Unknown, When::Unknown, When::Unknown)
        );
        let cell = |text: &str| SheetCell {
            row: 0,
            column: 0,
            text: text.to_owned(),
            number: text != "规章",
            pale: false,
            unread: None,
            origin: (0, 0),
        };
        let between = When::Between(5.0, 1.0, true);
        assert_eq!(["1", "6", "规章"].map(|text| between.holds(&cell(text))), [Some(true), Some(false), Some(false)]);
        assert_eq!(["1", "规章"].map(|text| When::Unknown.holds(&cell(text))), [None, Some(false)]);
    }

    #[test]
    fn what_counts_most_is_heard_first() {
        let area = vec![Dimensions { start: (0, 0), end: (0, 0) }];
        let rule = |look: CellFormat, stops: bool| Condition {
            areas: area.clone(),
            when: When::Always,
            look,
            priority: 1,
            stops,
        };
        let white = CellFormat { unseen: true, inked: true, ..CellFormat::default() };
        let black = CellFormat { inked: true, ..CellFormat::default() };
        let cell = SheetCell {
            row: 0,
            column: 0,
            text: "3".to_owned(),
            number: true,
            pale: false,
            unread: None,
            origin: (0, 0),
        };
        for (rules, unseen) in [
            (vec![rule(white, false)], true),
            (vec![rule(black, false), rule(white, false)], false),
            (vec![rule(white, false), rule(black, false)], true),
            (vec![rule(CellFormat::default(), true), rule(white, false)], false),
        ] {
            let conditions = Conditions::new(&rules, std::slice::from_ref(&cell));
            assert_eq!(conditions.format(CellFormat::default(), &cell).0.unseen, unseen);
        }
    }
}
