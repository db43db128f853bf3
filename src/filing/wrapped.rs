//! Numbers that stand on several lines of their cell: the figures with the findings that say so come in; those that no
//! equation confirms are kept as text.
//!
//! A narrow cell breaks a long number, but two figures may also stand below each other in one cell (`34` over `984`), and
//! only the rest of the table can tell. A mark of thousands or a decimal point at the break tells by itself.

use super::confirm::{Say, equation, say, touches};
use super::{Filing, Stage};
use crate::edit::Values;
use crate::figure::{Figure, Status};
use crate::finding::Finding;

const WRAPPED: &str = "CELL-WRAPPED";

impl Filing {
    /// Leaves open what was put together from lines and is confirmed by nothing.
    pub(super) fn settle_wrapped(&mut self) {
        if !self.findings.of(Stage::Read).iter().any(|finding| finding.code == WRAPPED) {
            return;
        }
        let open: Vec<usize> = {
            let rules = self.rules();
            let values = Values::new(&self.figures);
            let holds = |figure: &Figure| {
                let touching = rules.iter().filter_map(|rule| equation(rule));
                let mut touching = touching.filter(|known| figure.variable.is_some_and(|one| touches(known, one)));
                touching.any(|equation| say(equation, &values, None) == Say::Holds)
            };
            let is_open = |figure: &Figure| is_joined(figure) && !holds(figure);
            (0..self.figures.len()).filter(|&at| is_open(&self.figures[at])).collect()
        };
        let mut findings = self.findings.of(Stage::Read).to_vec();
        for at in open {
            let figure = &mut self.figures[at];
            (figure.status, figure.value) = (Status::Text, None);
            let raw: String = figure.raw.split_whitespace().collect::<Vec<_>>().join(" ");
            let of = |finding: &&mut Finding| finding.code == WRAPPED && finding.variable == figure.variable;
            if let Some(finding) = findings.iter_mut().find(of) {
                let mut text = Finding::new("CELL-TEXT").with("raw", raw).at(figure.location);
                text.variable = figure.variable;
                *finding = text;
            }
        }
        self.findings.replace(Stage::Read, findings);
    }
}

/// Whether a figure was put together from digits on several lines, with nothing at the break that belongs to one number.
fn is_joined(figure: &Figure) -> bool {
    let whole = |c: char| matches!(c, ',' | '，' | '.' | '．');
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_numeric());
    let broken = |(before, behind): (&str, &str)| {
        let (last, first) = (before.trim_end().chars().next_back(), behind.trim_start().chars().next());
        digit(last) && digit(first) && !last.is_some_and(whole) && !first.is_some_and(whole)
    };
    figure.status == Status::Reported
        && figure.raw.match_indices('\n').any(|(at, _)| broken((&figure.raw[..at], &figure.raw[at + 1..])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filing::{Source, read};

    /// Statuses of the figures of reconsideration, from a page whose cells are these.
    fn statuses(cells: [&str; 5]) -> Vec<(Status, Option<String>)> {
        let heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"];
        let cell = |text: &str| format!("<td>{}</td>", text.replace('|', "<br>"));
        let row = |texts: &[&str]| format!("<tr>{}</tr>", texts.iter().map(|text| cell(text)).collect::<String>());
        let (zeros, all) = (["0"; 10], [heads, heads, heads].concat());
        let page = format!(
            "<html><head><meta charset=\"utf-8\"></head><body><p>青石县水务局2022年政府信息公开工作年度报告</p><table>\
             <tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr><tr><td colspan=5></td>\
             <td colspan=5>未经复议直接起诉</td><td colspan=5>复议后起诉</td></tr>{}{}</table></body></html>",
            row(&all),
            row(&[&cells[..], &zeros].concat()),
        );
        let filing = read(page.as_bytes(), &Source::default(), &mut Default::default());
        let of = |figure: &Figure| (figure.status, figure.value.map(|value| value.to_string()));
        filing.figures.iter().take(5).map(of).collect()
    }

    #[test]
    fn an_equation_tells_one_number_from_two() {
        let reported = |value: &str| (Status::Reported, Some(value.to_owned()));
        assert_eq!(statuses(["34|984", "1", "0", "0", "34985"])[0], reported("34984"));
        assert_eq!(statuses(["34|984", "1", "0", "0", "35"])[0], (Status::Text, None));
        assert_eq!(statuses(["1|2", "", "", "", ""])[0], (Status::Text, None));
        assert_eq!(statuses(["1,|234", "1", "0", "0", "9"])[0], reported("1234"));
    }
}
