//! What the hard rules must say about a filing, worked out from the readings alone and apart from the program:
//! a blank or a mark may stand for any count from zero up, a missing total says nothing.

use gouji::internals::form::RowRole;

use crate::figures::{CLASSES, leaves, requests_block};
use crate::layout::Readings;
use crate::style::Reading;

/// The violated hard rules, as `CODE key`, sorted; and whether any hard rule cannot be decided.
pub struct Judgement {
    /// Violated rules.
    pub violated: Vec<String>,
    /// A hard rule is undetermined.
    pub undetermined: bool,
}

enum Side {
    /// Exactly this.
    Known(i64),
    /// This or more.
    AtLeast(i64),
}

fn side(readings: &Readings, codes: &[String]) -> Side {
    let mut sum = 0;
    let mut open = false;
    for code in codes {
        match readings.get(code) {
            Some(Reading::Value(value)) => sum += value.parse::<i64>().expect("counts are whole numbers"),
            _ => open = true,
        }
    }
    if open { Side::AtLeast(sum) } else { Side::Known(sum) }
}

impl Judgement {
    /// `total = parts`; the total must be printed, parts may be blank.
    fn sum(&mut self, readings: &Readings, name: String, total: &str, parts: &[String]) {
        let Some(Reading::Value(total)) = readings.get(total) else {
            self.undetermined = true;
            return;
        };
        let total: i64 = total.parse().expect("counts are whole numbers");
        match side(readings, parts) {
            Side::Known(sum) if sum != total => self.violated.push(name),
            Side::Known(_) => {}
            Side::AtLeast(sum) if sum > total => self.violated.push(name),
            // Zeros for the blanks would not do, other counts would.
            Side::AtLeast(sum) if sum < total => self.undetermined = true,
            Side::AtLeast(_) => {}
        }
    }
}

/// Judges the readings of a report whose requests and disputes tables follow this edition.
pub fn judge(form: u16, readings: &Readings) -> Judgement {
    let mut out = Judgement { violated: Vec::new(), undetermined: false };
    let cell = |row: &str, class: &str| format!("req_{row}_{class}");
    for class in CLASSES.into_iter().chain(["tot"]) {
        if matches!(readings.get(&cell("total", class)), Some(Reading::Value(_))) {
            let left = side(readings, &[cell("new", class), cell("carin", class)]);
            let right = side(readings, &[cell("total", class), cell("carout", class)]);
            let (wrong, open) = match (&left, &right) {
                (Side::Known(left), Side::Known(right)) => (left != right, false),
                (Side::Known(known), Side::AtLeast(least)) | (Side::AtLeast(least), Side::Known(known)) => {
                    (least > known, least < known)
                }
                (Side::AtLeast(left), Side::AtLeast(right)) => (false, left != right),
            };
            out.undetermined |= open;
            if wrong {
                out.violated.push(format!("REQ-BALANCE {class}"));
            }
        } else {
            out.undetermined = true;
        }
        let parts: Vec<String> = leaves(form).map(|leaf| cell(leaf, class)).collect();
        out.sum(readings, format!("REQ-OUTCOMES {class}"), &cell("total", class), &parts);
    }
    for row in requests_block(form).rows.iter().filter(|row| row.role != RowRole::Heading) {
        let parts: Vec<String> = CLASSES.iter().map(|class| cell(&row.id, class)).collect();
        out.sum(readings, format!("REQ-APPLICANTS {}", row.id), &cell(&row.id, "tot"), &parts);
    }
    for (block, name) in [("rev", "DIS-REV"), ("lit1", "DIS-LIT1"), ("lit2", "DIS-LIT2")] {
        let parts: Vec<String> =
            ["upheld", "corrected", "other", "pending"].iter().map(|column| format!("{block}_{column}")).collect();
        out.sum(readings, name.to_owned(), &format!("{block}_total"), &parts);
    }
    out.violated.sort();
    out
}
