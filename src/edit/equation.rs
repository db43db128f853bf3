//! A linear rule written out with the numbers of one filing: `53+3=56 ≠ 70=69+1`.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::{Linear, Value, Values};

/// Writes out both sides with the sign that holds between them. Zeros and blanks in longer sums are
/// left away; a side of several numbers gets its sum.
pub(super) fn write_out(linear: &Linear, values: &Values<'_>, heading: Option<Decimal>, sign: &str) -> String {
    let left = side(linear, values, heading, false);
    let right = side(linear, values, None, true);
    let mut out = left.text;
    if left.numbers > 1 {
        let _ = write!(out, "={}", left.sum.normalize());
    }
    let _ = write!(out, " {sign} ");
    if right.numbers > 1 {
        let _ = write!(out, "{}=", right.sum.normalize());
    }
    out.push_str(&right.text);
    out
}

struct Side {
    text: String,
    numbers: usize,
    sum: Decimal,
}

fn side(linear: &Linear, values: &Values<'_>, heading: Option<Decimal>, right: bool) -> Side {
    let mut side = Side { text: String::new(), numbers: 0, sum: Decimal::ZERO };
    let constant = Decimal::from(if right { 0 } else { linear.constant });
    let terms = linear.terms.iter().filter(|term| term.right == right);
    let numbers = terms.filter_map(|term| match values.get(term.variable) {
        Value::Known(value) => Some(value * Decimal::from(term.coefficient)),
        Value::Blank | Value::Unknown => None,
    });
    for number in heading.into_iter().chain(numbers).chain([constant]).filter(|number| !number.is_zero()) {
        if number.is_sign_positive() && side.numbers > 0 {
            side.text.push('+');
        }
        let _ = write!(side.text, "{}", number.normalize());
        side.numbers += 1;
        side.sum += number;
    }
    if side.numbers == 0 {
        side.text.push('0');
    }
    side
}
