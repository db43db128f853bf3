//! One expanded rule against the figures of one filing: its outcome, and what there is to say.
//!
//! Every missing figure is taken as any number from zero up. A rule is violated only when no such numbers
//! could satisfy it; sums are exact decimals, and there is no tolerance.

use rust_decimal::Decimal;

use super::equation::write_out;
use super::{Circumstances, Condition, Edits, Linear, Outcome, Relation, Rule, RuleOutcome, Sort, Value, Values};
use crate::figure::{Figure, Status};
use crate::finding::Finding;
use crate::number::read_cell;
use crate::variable::Variable;

/// Adds the outcome of a rule, and its findings, to `edits`. A rule on a heading that holds no number says
/// nothing at all: the form leaves headings empty.
pub fn evaluate(rule: &Rule, values: &Values<'_>, circumstances: &Circumstances, edits: &mut Edits) {
    let outcome = match &rule.condition {
        Condition::Linear(linear) => {
            let heading = match &linear.heading {
                None => None,
                Some(key) => match circumstances.headings.iter().find(|heading| heading.key == *key) {
                    None => return,
                    Some(heading) => Some(heading.value),
                },
            };
            linear_outcome(rule, linear, heading, values, circumstances, edits)
        }
        Condition::Counts { variables, signed } => counts_outcome(rule, variables, signed, values, edits),
        Condition::TenThousandYuan { variables } => unit_outcome(rule, variables, values, edits),
    };
    edits.outcomes.push(RuleOutcome { code: rule.code.clone(), key: rule.key.clone(), outcome });
}

/// What is known about the difference of the two sides of a linear rule.
struct Difference {
    /// Left minus right over the known figures.
    known: Decimal,
    /// A missing figure could raise it, lower it.
    up: bool,
    down: bool,
    /// Some figure is there.
    any: bool,
    /// A part is blank.
    blank: bool,
    /// A part is not there, or unreadable.
    unknown: bool,
    /// A total is not there, unreadable or blank.
    total_missing: bool,
}

impl Difference {
    fn of(linear: &Linear, heading: Option<Decimal>, values: &Values<'_>) -> Option<Self> {
        let mut difference = Self {
            known: Decimal::from(linear.constant).checked_add(heading.unwrap_or_default())?,
            up: false,
            down: false,
            any: heading.is_some(),
            blank: false,
            unknown: false,
            total_missing: false,
        };
        for term in &linear.terms {
            match values.get(term.variable) {
                Value::Known(value) => {
                    // Nearly all figures are added or taken away once.
                    difference.known = match term.signed() {
                        1 => difference.known.checked_add(value)?,
                        -1 => difference.known.checked_sub(value)?,
                        times => difference.known.checked_add(value.checked_mul(Decimal::from(times))?)?,
                    };
                    difference.any = true;
                }
                missing => {
                    if term.signed() > 0 {
                        difference.up = true;
                    } else {
                        difference.down = true;
                    }
                    difference.total_missing |= term.total;
                    difference.blank |= missing == Value::Blank;
                    difference.unknown |= missing == Value::Unknown;
                }
            }
        }
        Some(difference)
    }

    /// Whether some numbers from zero up in place of the missing figures satisfy the relation.
    fn satisfiable(&self, relation: Relation) -> bool {
        let may_be_low = self.down || self.known <= Decimal::ZERO;
        let may_be_high = self.up || self.known >= Decimal::ZERO;
        match relation {
            Relation::Equal => may_be_low && may_be_high,
            Relation::AtLeast => may_be_high,
            Relation::AtMost => may_be_low,
        }
    }

    fn outcome(&self, relation: Relation) -> Outcome {
        if self.total_missing || !self.any {
            Outcome::Undetermined
        } else if !self.satisfiable(relation) {
            Outcome::Violated
        } else if self.unknown || !relation.holds(self.known) {
            Outcome::Undetermined
        } else if self.blank {
            Outcome::SatisfiedIfBlankZero
        } else {
            Outcome::Satisfied
        }
    }
}

fn linear_outcome(
    rule: &Rule,
    linear: &Linear,
    heading: Option<Decimal>,
    values: &Values<'_>,
    circumstances: &Circumstances,
    edits: &mut Edits,
) -> Outcome {
    let Some(difference) = Difference::of(linear, heading, values) else { return Outcome::Undetermined };
    let outcome = difference.outcome(linear.relation);
    match applies(rule, values, circumstances) {
        Some(true) => {}
        Some(false) => return Outcome::Satisfied,
        None if matches!(outcome, Outcome::Satisfied | Outcome::SatisfiedIfBlankZero) => return outcome,
        None => return Outcome::Undetermined,
    }
    match outcome {
        Outcome::Violated => edits.findings.push(violation(rule, linear, &difference, heading, values)),
        // Where every figure is blank nothing fails either.
        Outcome::Undetermined
            if difference.any && difference.blank && !difference.unknown && !difference.total_missing =>
        {
            edits.findings.push(blanks(rule, linear, &difference, heading, values));
        }
        _ => {}
    }
    outcome
}

/// Whether the rule is to be held against this filing; `None` when that cannot be told.
fn applies(rule: &Rule, values: &Values<'_>, circumstances: &Circumstances) -> Option<bool> {
    let sort = match rule.applies {
        None => Some(true),
        Some(Sort::NoRuleMaking) => circumstances.rule_making.map(|power| !power),
    };
    let guard = match &rule.guard {
        None => Some(true),
        Some(guard) => match Difference::of(guard, None, values)?.outcome(guard.relation) {
            Outcome::Satisfied => Some(true),
            Outcome::Violated => Some(false),
            // A blank that need not be zero decides nothing here.
            Outcome::SatisfiedIfBlankZero | Outcome::Undetermined => None,
        },
    };
    match (sort, guard) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// A finding under the code of a rule.
fn under(rule: &Rule) -> Finding {
    let mut finding = Finding::new(rule.code.clone());
    finding.severity = rule.severity;
    finding
}

fn violation(
    rule: &Rule,
    linear: &Linear,
    difference: &Difference,
    heading: Option<Decimal>,
    values: &Values<'_>,
) -> Finding {
    let mut finding = under(rule);
    let subject = culprit(linear, values);
    finding.variable = subject;
    finding.related = linear.terms.iter().map(|term| term.variable).collect();
    finding.residual = Some(difference.known);
    finding.location = subject.and_then(|variable| values.figure(variable)).map(|figure| figure.location);
    if heading.is_some() {
        // The printed heading is what is doubted; it is no variable of the form.
        finding.observed = heading;
        finding.expected = heading.and_then(|heading| heading.checked_sub(difference.known));
    } else if let Some(term) = linear.terms.iter().find(|term| Some(term.variable) == subject)
        && let Value::Known(value) = values.get(term.variable)
    {
        finding.observed = Some(value);
        // An inequality asks for no value in particular.
        if linear.relation == Relation::Equal {
            let surplus = difference.known.checked_div(Decimal::from(term.signed()));
            finding.expected = surplus.and_then(|surplus| value.checked_sub(surplus));
        }
    }
    finding.with("equation", write_out(linear, values, heading, linear.relation.contrary()))
}

/// The figure that a violated rule is about: its total; of a bound from above that has none, the first that exceeds it.
fn culprit(linear: &Linear, values: &Values<'_>) -> Option<Variable> {
    let adds = |term: &&super::Term| matches!(values.get(term.variable), Value::Known(value) if !value.is_zero());
    let bounded = linear.relation == Relation::AtMost && !linear.terms.iter().any(|term| term.total);
    let adding = linear.terms.iter().find(adds).filter(|_| bounded);
    adding.map(|term| term.variable).or_else(|| linear.subject())
}

fn blanks(
    rule: &Rule,
    linear: &Linear,
    difference: &Difference,
    heading: Option<Decimal>,
    values: &Values<'_>,
) -> Finding {
    let mut finding = Finding::new("EDIT-BLANKS");
    finding.variable = linear.subject();
    finding.related =
        linear.terms.iter().map(|term| term.variable).filter(|&v| values.get(v) == Value::Blank).collect();
    finding.residual = Some(difference.known);
    finding.expected = Some(difference.known.abs());
    finding
        .with("rule", rule.code.clone())
        .with("equation", write_out(linear, values, heading, linear.relation.contrary()))
}

fn counts_outcome(
    rule: &Rule,
    variables: &[Variable],
    signed: &[Variable],
    values: &Values<'_>,
    edits: &mut Edits,
) -> Outcome {
    let (mut known, mut blank, mut unknown, mut violated) = (0, 0, 0, 0);
    let mut tell = |variable: Variable, observed: Decimal| {
        let mut finding = under(rule).about(variable);
        finding.observed = Some(observed);
        finding.location = values.figure(variable).map(|figure| figure.location);
        edits.findings.push(finding);
    };
    for &variable in variables {
        match values.get(variable) {
            Value::Blank => blank += 1,
            Value::Unknown => {
                unknown += 1;
                if let Some(part) = values.figure(variable).and_then(part) {
                    violated += 1;
                    tell(variable, part);
                }
            }
            Value::Known(value) => {
                known += 1;
                let negative = value < Decimal::ZERO && !signed.contains(&variable);
                if negative || !value.is_integer() {
                    violated += 1;
                    tell(variable, value);
                }
            }
        }
    }
    match (known, blank, unknown) {
        _ if violated > 0 => Outcome::Violated,
        (0, _, _) => Outcome::Undetermined,
        (_, 0, 0) => Outcome::Satisfied,
        (_, _, 0) => Outcome::SatisfiedIfBlankZero,
        _ => Outcome::Undetermined,
    }
}

/// The fraction that a cell prints where only whole numbers can stand, which is why it was left as text. Digits that run together
/// are left as text, too, and are more than any count has.
fn part(figure: &Figure) -> Option<Decimal> {
    let unit = figure.unit.filter(|_| figure.status == Status::Text && figure.raw.contains(['.', '．']))?;
    let reading = read_cell(&figure.raw, unit);
    reading.value.filter(|value| reading.breaks_count(unit) && value.abs() < Decimal::from(MOST))
}

/// More than is counted with a point for the thousands.
const MOST: u32 = 1_000_000;

fn unit_outcome(rule: &Rule, variables: &[Variable], values: &Values<'_>, edits: &mut Edits) -> Outcome {
    let (mut known, mut violated) = (false, false);
    for &variable in variables {
        let (Some(figure), Value::Known(value)) = (values.figure(variable), values.get(variable)) else { continue };
        known = true;
        if crate::number::unit::names_plain_yuan(&figure.raw) {
            violated = true;
            let mut finding = under(rule).about(variable).at(figure.location).with("raw", figure.raw.clone());
            finding.observed = Some(value);
            edits.findings.push(finding);
        }
    }
    match (known, violated) {
        (_, true) => Outcome::Violated,
        (true, false) => Outcome::Satisfied,
        (false, false) => Outcome::Undetermined,
    }
}
