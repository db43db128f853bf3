//! The rows of one filing, table by table, as CSV lines.

use std::collections::BTreeSet;

use super::Summary;
use super::lines::Lines;
use super::summary::hex;
use crate::edit::Outcome;
use crate::figure::Figure;
use crate::filing::{Filing, Verdict};
use crate::finding::reviewed::{Fingerprint, Reviewed};
use crate::finding::{Finding, Language};
use crate::form::forms;
use crate::narrative::{Quantity, Role};
use crate::organ::{Kind, Level, Scope};
use crate::variable::Variable;

/// Lines and their number.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Part {
    /// CSV lines.
    pub bytes: Vec<u8>,
    /// How many rows.
    pub rows: u64,
}

/// The lines of one filing.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line of `filings.csv`.
    pub filings: Part,
    /// Lines of `figures.csv`.
    pub figures: Part,
    /// Lines of `narrative.csv`.
    pub narrative: Part,
    /// Lines of `findings.csv`.
    pub findings: Part,
    /// Lines of `texts.csv`.
    pub texts: Part,
}

/// Renders a filing with what reviewers decided; `texts` asks for the section texts as well.
pub fn render(summary: &Summary, filing: &Filing, reviewed: &Reviewed, texts: bool) -> Rendered {
    Rendered {
        filings: Part { bytes: filings(summary, filing), rows: 1 },
        figures: part(&filing.figures, |lines, _, figure| self::figure(lines, &summary.id, figure)),
        narrative: part(&filing.quantities, |lines, seq, quantity| self::quantity(lines, &summary.id, seq, quantity)),
        findings: part(&filing.findings, |lines, seq, finding| {
            self::finding(lines, summary, reviewed, seq, finding);
        }),
        texts: if texts { self::texts(&summary.id, filing) } else { Part::default() },
    }
}

/// One line for each item, numbered from one.
fn part<T>(items: &[T], mut line: impl FnMut(&mut Lines, usize, &T)) -> Part {
    let mut lines = Lines::new();
    for (index, item) in items.iter().enumerate() {
        line(&mut lines, index + 1, item);
        lines.end();
    }
    Part { bytes: lines.finish(), rows: items.len() as u64 }
}

fn filings(summary: &Summary, filing: &Filing) -> Vec<u8> {
    let mut lines = Lines::new();
    let identity = &filing.identity;
    let word = |field: &Option<String>| field.clone().unwrap_or_default();
    let count = |outcome| filing.outcomes.iter().filter(|rule| rule.outcome == outcome).count();
    let mut editions: Vec<String> = Vec::new();
    for (_, form) in &filing.tables {
        let edition = form.to_string();
        if !editions.contains(&edition) {
            editions.push(edition);
        }
    }
    lines.word(&summary.id).text(&summary.row.path);
    lines.word(&summary.row.sha256.map(|digest| hex(&digest)).unwrap_or_default());
    lines.word(filing.format.word()).word(&word(&filing.encoding));
    lines.word(filing.verdict.word()).word(&filing.reason).word(&editions.join("+"));
    lines.text(&word(&identity.organ)).word(&word(&identity.division_code));
    lines.text(&word(&identity.province)).text(&word(&identity.city)).text(&word(&identity.county));
    lines.word(identity.level.map_or("", Level::word)).word(identity.kind.map_or("", Kind::word));
    lines.word(identity.scope.map_or("", Scope::word)).integer(identity.year);
    lines.word(&word(&identity.period_start)).word(&word(&identity.period_end)).word(&word(&identity.published));
    lines.text(&word(&identity.title));
    for outcome in [Outcome::Satisfied, Outcome::SatisfiedIfBlankZero, Outcome::Violated, Outcome::Undetermined] {
        lines.integer(Some(count(outcome)));
    }
    lines.integer((filing.verdict != Verdict::Unreadable).then(|| filing.reported()));
    lines.word(summary.duplicate_of.as_deref().unwrap_or_default());
    lines.word(summary.superseded_by.as_deref().unwrap_or_default()).end();
    lines.finish()
}

fn figure(lines: &mut Lines, id: &str, figure: &Figure) {
    lines.word(id).word(figure.variable.map_or("", |variable| forms().code(variable)));
    lines.number(figure.value).word(figure.status.word());
    lines.word(figure.unit.map_or("", |unit| unit.symbol())).text(&figure.raw);
    let label = match (&*figure.row_label, &*figure.column_label) {
        (row, "") => row.to_owned(),
        ("", column) => column.to_owned(),
        (row, column) => format!("{row} | {column}"),
    };
    lines.text(&label).word(&figure.form.to_string()).word(figure.table.word());
    let ordinal = |place: u32| (place != 0).then_some(place);
    lines.integer(ordinal(figure.row)).integer(ordinal(figure.column));
    lines.integer(figure.location.page).word(&figure.location.to_string());
}

fn quantity(lines: &mut Lines, id: &str, seq: usize, quantity: &Quantity) {
    lines.word(id).integer(Some(seq)).integer(quantity.section);
    lines.word(quantity.measure.map_or("", |measure| forms().code(measure)));
    lines.word(role(quantity.role)).integer(quantity.parent.map(|parent| u64::from(parent) + 1));
    lines.text(&quantity.label).number(Some(quantity.value)).number(quantity.low).number(quantity.high);
    lines.text(&quantity.unit).integer(Some(quantity.start)).integer(Some(quantity.end)).text(&quantity.text);
}

/// The fingerprint of a finding about a filing: by organ and year, by path where these are not known.
pub fn fingerprint(summary: &Summary, finding: &Finding) -> Fingerprint {
    let code = |variable: Variable| forms().code(variable);
    match summary.year {
        Some(year) if !summary.organ.is_empty() => {
            Fingerprint::of(&[&summary.division, &summary.organ, &year.to_string()], finding, code)
        }
        _ => Fingerprint::of(&[&summary.row.path], finding, code),
    }
}

fn finding(lines: &mut Lines, summary: &Summary, reviewed: &Reviewed, seq: usize, finding: &Finding) {
    let codes: Vec<&str> = finding.related.iter().map(|&variable| forms().code(variable)).collect();
    lines.word(&summary.id).integer(Some(seq)).word(&finding.code).word(finding.severity.word());
    lines.word(finding.variable.map_or("", |variable| forms().code(variable))).word(&codes.join(" "));
    for value in [finding.observed, finding.expected, finding.residual, finding.implied] {
        lines.number(value);
    }
    lines.integer(finding.rank).word(finding.pattern.as_deref().unwrap_or_default());
    lines.text(&message(finding, Language::Zh)).text(&message(finding, Language::En));
    let fingerprint = fingerprint(summary, finding);
    let decision = reviewed.decision(fingerprint).map_or("", |decision| decision.word());
    lines.word(&fingerprint.to_string()).word(decision);
}

/// The sentence of a finding, its variables called by their labels.
pub fn message(finding: &Finding, language: Language) -> String {
    finding.message(language, &|variable: Variable| {
        let info = forms().info(variable);
        if language == Language::Zh { info.label_zh.clone() } else { info.label_en.clone() }
    })
}

/// Sections one, five and six are prose; the others are the tables.
fn texts(id: &str, filing: &Filing) -> Part {
    let prose: BTreeSet<usize> = [1, 5, 6].into();
    let sections: Vec<(usize, &String)> = filing
        .sections
        .iter()
        .enumerate()
        .map(|(index, text)| (index + 1, text))
        .filter(|(section, text)| prose.contains(section) && !text.is_empty())
        .collect();
    part(&sections, |lines, _, (section, text)| {
        lines.word(id).integer(Some(section)).text(text);
    })
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Plain => "plain",
        Role::Total => "total",
        Role::Part => "part",
        Role::Zero => "zero",
        Role::New => "new",
        Role::CarriedIn => "carried_in",
        Role::Handled => "handled",
        Role::CarriedOut => "carried_out",
        Role::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rust_decimal::Decimal;

    use super::super::summary::tests::summary;
    use super::*;
    use crate::document::SourceLocation;
    use crate::error::ReadError;
    use crate::figure::{FormId, Status, TableKind};
    use crate::filing::Stage;
    use crate::reader::Format;
    use crate::variable::Unit;

    fn filing() -> Filing {
        let mut filing = Filing::empty(Format::Docx);
        filing.verdict = Verdict::Flagged;
        filing.tables = vec![(TableKind::Proactive, FormId(2021)), (TableKind::Requests, FormId(2019))];
        filing.identity.organ = Some("=甲局".to_owned());
        filing.identity.year = Some(2022);
        filing.figures.push(Figure {
            variable: forms().variable("req_new_np"),
            value: Some(Decimal::new(1230, 1)),
            status: Status::Reported,
            unit: Some(Unit::Piece),
            raw: "+123".to_owned(),
            row_label: Arc::from("一、本年新收"),
            column_label: Arc::from("自然人"),
            form: FormId(2019),
            table: TableKind::Requests,
            row: 3,
            column: 2,
            location: SourceLocation::cell(2, 4, 2),
        });
        filing.sections[0] = "一,\n二".to_owned();
        filing.findings.add(Stage::Read, [Finding::from_error(&ReadError::damaged("x", "y", "z"))]);
        filing
    }

    #[test]
    fn a_filing_becomes_lines() {
        let summary = summary("a/b.docx", "=甲局", 2022, Verdict::Flagged);
        let rendered = render(&summary, &filing(), &Reviewed::default(), true);
        let text = |part: &Part| String::from_utf8(part.bytes.clone()).expect("utf-8");
        let digest = hex(&summary.row.sha256.expect("there"));
        assert_eq!(
            text(&rendered.filings),
            format!(",a/b.docx,{digest},docx,,flagged,,2021+2019,'=甲局,,,,,,,,2022,,,,,0,0,0,0,1,,\n")
        );
        let code = forms().variable("req_new_np").map_or("", |variable| forms().code(variable));
        assert_eq!(
            text(&rendered.figures),
            format!(",{code},123,reported,件,'+123,一、本年新收 | 自然人,2019,requests,3,2,,table 2 row 4 cell 2\n")
        );
        assert!(text(&rendered.findings).starts_with(",1,READ-DAMAGED,hard,,,,,,,,,"));
        assert_eq!(text(&rendered.texts), ",1,\"一,\n二\"\n");
        assert_eq!((rendered.narrative, rendered.figures.rows), (Part::default(), 1));
    }
}
