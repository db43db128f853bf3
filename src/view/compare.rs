//! Two filings side by side: the figures that differ with their difference, and how alike their prose is.

use rust_decimal::Decimal;

use super::columns::{left, right, width, wrap};
use super::pen::{Ink, Pen};
use super::plain::one_line;
use super::words::{say, status};
use super::{Style, label};
use crate::figure::{Figure, Status};
use crate::filing::Filing;
use crate::finding::Language;
use crate::form::forms;
use crate::variable::Variable;

/// A figure of one of two filings, or of both.
struct Pair<'a> {
    variable: Variable,
    sides: [Option<&'a Figure>; 2],
}

impl Pair<'_> {
    fn value(&self, side: usize) -> Option<Decimal> {
        self.sides[side].and_then(|figure| figure.value)
    }

    /// Whether both say the same: equal values, or no value for the same reason.
    fn same(&self) -> bool {
        let said = |side: usize| self.sides[side].map_or(Status::NotFound, |figure| figure.status);
        match (self.value(0), self.value(1)) {
            (Some(one), Some(other)) => one == other,
            (None, None) => said(0) == said(1),
            _ => false,
        }
    }
}

/// The figures of both, in the order of the codebook.
fn pairs<'a>(filings: [&'a Filing; 2]) -> Vec<Pair<'a>> {
    let find =
        |filing: &'a Filing, variable: Variable| filing.figures.iter().find(|figure| figure.variable == Some(variable));
    let all = forms().variables.iter().map(|info| info.variable);
    all.map(|variable| Pair { variable, sides: filings.map(|filing| find(filing, variable)) })
        .filter(|pair| pair.sides.iter().any(Option::is_some))
        .collect()
}

/// For a terminal; the names are what the user calls the files.
pub fn compare(names: [&str; 2], filings: [&Filing; 2], language: Language, style: Style) -> String {
    let mut pen = Pen::new(style);
    for (sign, (name, filing)) in ["A", "B"].into_iter().zip(names.into_iter().zip(filings)) {
        let identity = &filing.identity;
        let organ = identity.organ.as_deref().unwrap_or(say(language, "机关未定", "organ not decided"));
        let year = identity.year.map_or_else(|| "----".to_owned(), |year| year.to_string());
        pen.paragraph(&one_line(&format!("{sign}  {organ}  {year}  {name}")), Ink::Bold);
    }
    pen.line("");
    let pairs = pairs(filings);
    let different: Vec<&Pair<'_>> = pairs.iter().filter(|pair| !pair.same()).collect();
    let stub = pen.width.saturating_sub(36).max(20);
    if !different.is_empty() {
        let head = format!("{}{}{}{}", left("", stub), right("A", 12), right("B", 12), right("B−A", 12));
        pen.line(&head);
    }
    for pair in &different {
        let shown = |side: usize| match (pair.value(side), pair.sides[side]) {
            (Some(value), _) => value.normalize().to_string(),
            (None, figure) => status(figure.map_or(Status::NotFound, |figure| figure.status), language).to_owned(),
        };
        let change = match (pair.value(0), pair.value(1)) {
            (Some(one), Some(other)) => other.checked_sub(one).map(|change| change.normalize()),
            _ => None,
        };
        let ink = change.map_or(Ink::Yellow, |change| if change.is_sign_negative() { Ink::Red } else { Ink::Green });
        let change = change
            .map_or_else(String::new, |change| format!("{}{change}", if change.is_sign_negative() { "" } else { "+" }));
        let lines = wrap(&label(pair.variable, language), stub.saturating_sub(1));
        let short = |text: String| {
            if width(&text) > 11 { format!("{}…", text.chars().take(4).collect::<String>()) } else { text }
        };
        let cells = format!("{}{}", right(&short(shown(0)), 12), right(&short(shown(1)), 12));
        for (number, line) in lines.iter().enumerate() {
            if number == 0 {
                let change = pen.ink(&right(&change, 12), ink);
                pen.line(&format!("{}{cells}{change}", left(line, stub)));
            } else {
                pen.line(line);
            }
        }
    }
    let (all, count) = (pairs.len(), different.len());
    pen.line("");
    let line = match language {
        Language::Zh => format!("{all} 个数中有 {count} 个不同。"),
        Language::En => format!("{count} of {all} figures differ."),
    };
    pen.paragraph(&line, Ink::Plain);
    for section in [0, 4, 5] {
        let texts = filings.map(|filing| words(&filing.sections[section]));
        if texts.iter().all(|text| text.chars().count() >= 20) {
            let alike = strsim::sorensen_dice(&texts[0], &texts[1]) * 100.0;
            let line = match language {
                Language::Zh => format!(
                    "第{}部分的文字相似度 {alike:.0}%。",
                    ["一", "五", "六"][[0, 4, 5].iter().position(|&known| known == section).unwrap_or(0)]
                ),
                Language::En => format!("The prose of section {} is {alike:.0}% alike.", section + 1),
            };
            pen.paragraph(&line, Ink::Plain);
        }
    }
    pen.finish()
}

/// Prose without figures and blanks: what is left when only the numbers are brought up to date.
fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_digit() && !c.is_whitespace()).collect()
}
