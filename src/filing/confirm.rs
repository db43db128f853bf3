//! Which readings of a scan are accepted: figures as the recogniser has them come in, graded ones go out.
//!
//! A recogniser that is sure may still be wrong, most of all where a ruling was lost; what confirms a figure is that every
//! equation that touches it was read and holds. Where no equation touches it, the recogniser must be sure. All else is ink
//! that nobody has read: no value, its likely readings in a finding, and those named that the equations would hold with.
//! A mark that says “nothing to state” is heard like a figure: one that breaks an equation may be a number.
//! Nothing is repaired: an error of the filing's own would be repaired away as well.

use rust_decimal::Decimal;

use super::{Filing, Stage};
use crate::document::Recognised;
use crate::edit::{Condition, Linear, Relation, Rule, Value, Values};
use crate::figure::{Figure, Grade, Status};
use crate::finding::{Finding, Severity};
use crate::number::read_cell;
use crate::variable::{Unit, Variable};

/// What an equation says of the figures as they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Say {
    /// All was read, and it holds.
    Holds,
    /// It does not hold.
    Fails,
    /// A figure of it was not read.
    Open,
    /// Its total was left blank: it says nothing.
    Nothing,
}

impl Filing {
    /// Grades the figures that were read from pictures.
    pub(super) fn confirm(&mut self) {
        if !self.is_recognised() {
            return;
        }
        let rules = self.rules();
        let equations: Vec<&Linear> = rules.iter().filter_map(|rule| equation(rule)).collect();
        let heard: Vec<(Option<Grade>, Option<Finding>)> = {
            let values = Values::new(&self.figures);
            let either = either(&self.figures);
            let judged = |equation: &&Linear| match say(equation, &values, None) {
                Say::Holds if holds_otherwise(equation, &either) => Say::Open,
                said => said,
            };
            let says: Vec<Say> = equations.iter().map(judged).collect();
            let heard = Heard { equations: &equations, says: &says, rules: &rules, values: &values };
            let figure = |figure: &Figure| {
                let grade = heard.grade(figure);
                let accepted = grade.is_some() || heard.is_mark(figure);
                (grade, if accepted { None } else { heard.unread(figure) })
            };
            self.figures.iter().map(figure).collect()
        };
        let mut findings = Vec::new();
        for (figure, (grade, finding)) in self.figures.iter_mut().zip(heard) {
            let Some(recognition) = &mut figure.recognition else { continue };
            match figure.status {
                Status::Recognised | Status::Unread => {}
                Status::NaMark if finding.is_some() => {}
                _ => continue,
            }
            recognition.grade = grade;
            if grade == Some(Grade::Confirmed) {
                // Nobody needs to look again.
                recognition.said.look.clear();
            }
            if grade.is_none() {
                (figure.status, figure.value) = (Status::Unread, None);
                findings.extend(finding);
            }
        }
        self.findings.add(Stage::Read, findings);
    }
}

/// The equation that a rule is; what holds for some organs only, or for printed headings, confirms nothing.
pub(super) fn equation(rule: &Rule) -> Option<&Linear> {
    let Condition::Linear(linear) = &rule.condition else { return None };
    let plain = rule.guard.is_none() && rule.applies.is_none() && linear.heading.is_none();
    (plain && rule.severity == Severity::Hard && linear.relation == Relation::Equal).then_some(linear)
}

/// What an equation says; `instead` is taken for one of its figures.
pub(super) fn say(equation: &Linear, values: &Values<'_>, instead: Option<(Variable, Decimal)>) -> Say {
    let (mut sum, mut open, mut blank_total) = (Decimal::from(equation.constant), false, false);
    for term in &equation.terms {
        let value = match instead {
            Some((variable, value)) if variable == term.variable => Value::Known(value),
            _ => values.get(term.variable),
        };
        match value {
            Value::Known(value) => {
                let product = value.checked_mul(Decimal::from(term.signed()));
                let Some(next) = product.and_then(|product| sum.checked_add(product)) else { return Say::Fails };
                sum = next;
            }
            Value::Blank => blank_total |= term.total,
            Value::Unknown => open = true,
        }
    }
    match (open, blank_total) {
        (true, _) => Say::Open,
        (false, true) => Say::Nothing,
        (false, false) if sum.is_zero() => Say::Holds,
        (false, false) => Say::Fails,
    }
}

/// Strokes that stand alone and may be a one and a mark as well: what a sum gains where each is the other.
fn either(figures: &[Figure]) -> Vec<(Variable, Decimal)> {
    let gain = |figure: &Figure| {
        let either = |said: &Recognised| {
            let likely = |text: &str| said.alternatives.iter().any(|alternative| alternative.text == text);
            !said.is_sure() && likely("1") && likely("/")
        };
        let unsure = figure.recognition.as_deref().is_some_and(|recognition| either(&recognition.said));
        let gain = match figure.raw.as_str() {
            "1" => -Decimal::ONE,
            "/" => Decimal::ONE,
            _ => return None,
        };
        figure.variable.filter(|_| unsure).map(|variable| (variable, gain))
    };
    figures.iter().filter_map(gain).collect()
}

/// Whether an equation that holds would hold too if two or more such strokes were what they may be: of one that makes a
/// sum more and one that makes it less, it says nothing.
fn holds_otherwise(equation: &Linear, either: &[(Variable, Decimal)]) -> bool {
    let gains = || {
        let of = |variable: Variable| either.iter().find(|(other, _)| *other == variable);
        equation
            .terms
            .iter()
            .filter_map(move |term| of(term.variable).map(|(_, gain)| gain.is_sign_negative() != (term.signed() < 0)))
    };
    gains().any(|less| less) && gains().any(|less| !less)
}

/// The equations, and what they say of the figures as read.
struct Heard<'a> {
    equations: &'a [&'a Linear],
    says: &'a [Say],
    rules: &'a [&'static Rule],
    values: &'a Values<'a>,
}

impl Heard<'_> {
    /// The equations that touch a figure, each with what it says.
    fn touching(&self, figure: &Figure) -> impl Iterator<Item = (&Linear, Say)> {
        let variable = figure.variable;
        let all = self.equations.iter().zip(self.says).map(|(equation, say)| (*equation, *say));
        all.filter(move |(equation, _)| variable.is_some_and(|variable| touches(equation, variable)))
    }

    /// The grade of a figure, if its reading is accepted.
    fn grade(&self, figure: &Figure) -> Option<Grade> {
        let said = &figure.recognition.as_deref()?.said;
        let any = |wanted: Say| self.touching(figure).any(|(_, say)| say == wanted);
        let is_read = figure.status == Status::Recognised && self.may_be(figure, figure.value);
        if !is_read || any(Say::Fails) || any(Say::Open) {
            return None;
        }
        if any(Say::Holds) && !any(Say::Nothing) {
            return Some(Grade::Confirmed);
        }
        said.is_sure().then_some(Grade::Read)
    }

    /// Whether a mark stands: no equation fails without a number in its place, and where nobody is sure, all hold.
    fn is_mark(&self, figure: &Figure) -> bool {
        let Some(recognition) = figure.recognition.as_deref().filter(|_| figure.status == Status::NaMark) else {
            return false;
        };
        let mut says = self.touching(figure).map(|(_, say)| say).peekable();
        match recognition.said.is_sure() {
            true => says.all(|say| say != Say::Fails),
            false => says.peek().is_some() && says.all(|say| say == Say::Holds),
        }
    }

    /// Whether the form allows such a number there: counts are whole, and most of them not negative.
    fn may_be(&self, figure: &Figure, value: Option<Decimal>) -> bool {
        let (Some(variable), Some(value)) = (figure.variable, value) else { return true };
        self.rules.iter().all(|rule| match &rule.condition {
            Condition::Counts { variables, signed } if variables.contains(&variable) => {
                value.fract().is_zero() && (value >= Decimal::ZERO || signed.contains(&variable))
            }
            _ => true,
        })
    }

    /// What is to be said of a figure whose reading is not accepted.
    fn unread(&self, figure: &Figure) -> Option<Finding> {
        let said = &figure.recognition.as_deref()?.said;
        let unit = figure.unit.unwrap_or(Unit::Piece);
        let fits = |text: &str| {
            let (Some(variable), Some(value)) = (figure.variable, read_cell(text, unit).value) else { return false };
            let says: Vec<Say> = self
                .touching(figure)
                .map(|(equation, _)| say(equation, self.values, Some((variable, value))))
                .collect();
            says.contains(&Say::Holds) && !says.contains(&Say::Fails)
        };
        let alternatives = || said.alternatives.iter().map(|alternative| alternative.text.as_str());
        let fitting: Vec<&str> = alternatives().filter(|text| fits(text)).collect();
        // That nothing stands there is no reading of ink.
        let all: Vec<&str> = said.likely().map(|likely| likely.text.trim()).filter(|text| !text.is_empty()).collect();
        let none = |list: &[&str]| if list.is_empty() { "—".to_owned() } else { list.join(", ") };
        let mut finding = Finding::new("SCAN-UNREAD").with("alternatives", none(&all)).with("fitting", none(&fitting));
        finding.variable = figure.variable;
        finding.location = Some(figure.location);
        Some(finding)
    }
}

pub(super) fn touches(equation: &Linear, variable: Variable) -> bool {
    equation.terms.iter().any(|term| term.variable == variable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Alternative;
    use crate::figure::{FormId, Recognition, TableKind};
    use crate::form::forms;
    use crate::reader::Format;

    /// A filing whose figures were read as this: code, reading, how sure.
    fn filing(table: TableKind, read: &[(&str, &str, f32)]) -> Filing {
        let mut filing = Filing::empty(Format::Pdf);
        filing.tables = vec![(table, FormId(2021))];
        filing.figures = read.iter().map(|(code, text, share)| figure(table, code, text, *share)).collect();
        filing.confirm();
        filing
    }

    fn figure(table: TableKind, code: &str, text: &str, share: f32) -> Figure {
        let variable = forms().variable(code).expect("a code of the form");
        // The other likely reading of every figure is 9, of a stroke the other stroke.
        let other = match text {
            "1" if share < Recognised::SURE => "/",
            "/" => "1",
            _ => "9",
        };
        let alternatives = [(text, share), (other, 1.0 - share)];
        let alternatives =
            alternatives.map(|(text, share)| Alternative { text: text.to_owned(), share }).into_iter().collect();
        let said = Recognised { unread: text.is_empty(), confidence: share, alternatives, look: vec![1] };
        let value = read_cell(text, Unit::Piece).value;
        Figure {
            variable: Some(variable),
            value,
            status: match (value, text) {
                (Some(_), _) => Status::Recognised,
                (None, "/") => Status::NaMark,
                (None, _) => Status::Unread,
            },
            unit: Some(Unit::Piece),
            raw: text.to_owned(),
            row_label: "".into(),
            column_label: "".into(),
            form: FormId(2021),
            table,
            row: 1,
            column: 1,
            location: Default::default(),
            recognition: Some(Box::new(Recognition { grade: None, said })),
        }
    }

    fn grades(filing: &Filing) -> Vec<(Status, Option<Grade>)> {
        let grade = |figure: &Figure| figure.recognition.as_ref().and_then(|recognition| recognition.grade);
        filing.figures.iter().map(|figure| (figure.status, grade(figure))).collect()
    }

    const DISPUTES: [&str; 5] = ["rev_upheld", "rev_corrected", "rev_other", "rev_pending", "rev_total"];

    fn disputes(readings: [&str; 5], share: f32) -> Filing {
        let read: Vec<(&str, &str, f32)> =
            DISPUTES.iter().zip(readings).map(|(code, text)| (*code, text, share)).collect();
        filing(TableKind::Disputes, &read)
    }

    #[test]
    fn an_equation_that_holds_confirms_what_nobody_is_sure_of() {
        let filing = disputes(["1", "2", "0", "0", "3"], 0.6);
        assert_eq!(grades(&filing), [(Status::Recognised, Some(Grade::Confirmed)); 5]);
        assert!(filing.findings.is_empty());
        assert!(
            filing.figures.iter().all(|figure| figure.recognition.as_ref().is_some_and(|r| r.said.look.is_empty()))
        );
    }

    #[test]
    fn one_that_fails_leaves_all_unread_and_names_what_would_satisfy_it() {
        let filing = disputes(["1", "2", "0", "0", "12"], 0.99);
        assert_eq!(grades(&filing), [(Status::Unread, None); 5]);
        assert!(filing.figures.iter().all(|figure| figure.value.is_none()));
        let fitting = |finding: &Finding| finding.message(crate::finding::Language::En, &|_| String::new());
        let told: Vec<bool> = filing.findings.iter().map(|finding| fitting(finding).ends_with("with 9.")).collect();
        // 1 + 2 + 9 = 12, wherever the 9 stands for a zero.
        assert_eq!(told, [false, false, true, true, false]);
    }

    #[test]
    fn a_figure_without_a_reading_leaves_its_equation_open() {
        let filing = disputes(["1", "", "0", "0", "3"], 0.99);
        assert_eq!(grades(&filing), [(Status::Unread, None); 5]);
    }

    #[test]
    fn without_an_equation_the_recogniser_must_be_sure() {
        let read = |share| grades(&filing(TableKind::Proactive, &[("pro_lic_decided", "278", share)]));
        assert_eq!(read(0.95), [(Status::Recognised, Some(Grade::Read))]);
        assert_eq!(read(0.85), [(Status::Unread, None)]);
        let share = grades(&filing(TableKind::Proactive, &[("pro_lic_decided", "27.8", 0.99)]));
        assert_eq!(share, [(Status::Unread, None)], "a count is whole");
    }

    #[test]
    fn a_mark_that_breaks_an_equation_may_be_a_number() {
        let read = |readings| grades(&disputes(readings, 0.99));
        let (confirmed, open) = ((Status::Recognised, Some(Grade::Confirmed)), (Status::Unread, None));
        assert_eq!(read(["/", "2", "0", "0", "3"]), [open; 5]);
        assert_eq!(read(["1", "2", "/", "/", "3"])[2..4], [(Status::NaMark, None); 2]);
        assert_eq!(read(["1", "2", "/", "/", "3"])[0], confirmed);
        // An equation of which something is not read says nothing against it.
        assert_eq!(read(["/", "", "0", "0", "3"])[0], (Status::NaMark, None));
    }

    /// A stroke that nobody is sure of: a one or a mark.
    #[test]
    fn an_unsure_stroke_needs_an_equation_that_leaves_no_choice() {
        let read = |text| {
            let read = DISPUTES.iter().zip([(text, 0.5), ("2", 0.99), ("0", 0.99), ("0", 0.99), ("3", 0.99)]);
            let read: Vec<(&str, &str, f32)> = read.map(|(code, (text, share))| (*code, text, share)).collect();
            grades(&filing(TableKind::Disputes, &read))
        };
        assert_eq!(read("1"), [(Status::Recognised, Some(Grade::Confirmed)); 5]);
        assert_eq!(read("/"), [(Status::Unread, None); 5]);
        let one = |total: f32| {
            let parts = [("1", 0.5), ("0", 0.99), ("0", 0.99), ("0", 0.99), ("1", total)];
            let read: Vec<(&str, &str, f32)> =
                DISPUTES.iter().zip(parts).map(|(code, (text, share))| (*code, text, share)).collect();
            grades(&filing(TableKind::Disputes, &read))[0]
        };
        assert_eq!(one(0.99), (Status::Recognised, Some(Grade::Confirmed)));
        assert_eq!(one(0.5), (Status::Unread, None), "two marks would do as well");
        let alone = |text| grades(&filing(TableKind::Proactive, &[("pro_lic_decided", text, 0.5)]))[0];
        assert_eq!((alone("1"), alone("/")), ((Status::Unread, None), (Status::Unread, None)));
    }

    #[test]
    fn scans_are_never_flagged() {
        let mut filing = disputes(["1", "2", "0", "0", "12"], 0.99);
        filing.check_rules(&[]);
        assert_eq!(super::super::verdict::by_rules(&filing, false), (super::super::Verdict::Unconfirmed, "unread"));
        assert_eq!(filing.table_verdict(TableKind::Disputes), Some(super::super::TableVerdict::Unconfirmed));
    }
}
