//! One filing as rows of the tables that have something of every filing.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::panel;
use super::schema::table;
use super::summary::Summary;
use super::value::{RowSink, Rows};
use super::{indicators, summary};
use crate::edit::Outcome;
use crate::figure::{Figure, Grade, TableKind};
use crate::filing::{Filing, TableVerdict, Verdict};
use crate::finding::reviewed::{Decision, Fingerprint, Reviewed};
use crate::finding::{Finding, Language};
use crate::form::forms;
use crate::organ::{Level, OrganKind, Scope};
use crate::variable::Variable;

/// What a filing adds to each table, in the order of [`FilingRows::TABLES`].
#[derive(Debug)]
pub struct FilingRows<'a> {
    /// Rows by table; those of the panel and of indicators only for canonical filings.
    pub tables: Vec<Rows<'a>>,
}

impl<'a> FilingRows<'a> {
    /// The tables that are made filing by filing.
    pub const TABLES: [&'static str; 9] =
        ["filings", "figures", "narrative", "findings", "outcomes", "panel", "panel_status", "indicators", "texts"];

    /// The rows of a filing. `canonical`: it stands for its organ and year.
    pub fn new(summary: &'a Summary, filing: &'a Filing, canonical: bool, reviewed: &Reviewed) -> Self {
        let mut tables = Self::TABLES.map(|name| Rows::new(table(name)));
        fill(&mut tables, (summary, filing), canonical, reviewed, true);
        Self { tables: tables.into() }
    }
}

/// What takes the rows of each of [`FilingRows::TABLES`] is given those of a filing; the last one only `with_texts`.
pub(super) fn fill<'a, T: RowSink<'a>>(
    tables: &mut [T; FilingRows::TABLES.len()],
    (summary, filing): (&'a Summary, &'a Filing),
    canonical: bool,
    reviewed: &Reviewed,
    with_texts: bool,
) {
    let [filings, figures, narrative, findings, outcomes, panel, panel_status, indicators, texts] = tables;
    filings.reserve(1);
    self::filing(filings, summary, filing, canonical);
    figures.reserve(filing.figures.len());
    for (at, figure) in filing.figures.iter().enumerate() {
        match at {
            0 => named(figures, summary).integer(summary.year).flag(canonical).keep(),
            _ => figures.again(),
        };
        self::figure(figures, figure);
    }
    for (seq, quantity) in (1_u32..).zip(&filing.quantities) {
        self::quantity(narrative, summary, seq, quantity);
    }
    for (seq, finding) in (1_u32..).zip(&filing.findings) {
        self::finding(findings, summary, reviewed, seq, finding);
    }
    self::outcomes(outcomes, summary, filing);
    if canonical {
        let values = panel::rows(panel, panel_status, summary, filing);
        indicators::row(indicators, summary, filing, &values);
    }
    if with_texts {
        self::texts(texts, summary, filing);
    }
}

fn filing<'a>(rows: &mut impl RowSink<'a>, summary: &'a Summary, filing: &'a Filing, canonical: bool) {
    let identity = &filing.identity;
    rows.text(&summary.id).text(&summary.organ_id).text(&*summary.row.path);
    rows.text(summary.row.sha256.map(|sha256| sha256.to_string()).unwrap_or_default());
    rows.text(filing.format.word()).maybe(filing.encoding.as_deref()).text(filing.verdict.word()).text(&filing.reason);
    rows.integer(filing.edition().map(|form| form.0));
    for kind in [TableKind::Proactive, TableKind::Requests, TableKind::Disputes] {
        rows.integer(filing.form(kind).map(|form| form.0));
    }
    for kind in TableKind::ALL {
        rows.maybe(filing.table_verdict(kind).map(TableVerdict::word));
    }
    rows.text(&summary.organ).text(&summary.division);
    for region in [&identity.province, &identity.city, &identity.county] {
        rows.maybe(region.as_deref());
    }
    rows.maybe(identity.level.map(Level::word)).maybe(identity.kind.map(OrganKind::word));
    rows.maybe(identity.scope.map(Scope::word)).integer(identity.year);
    for day in [&identity.period_start, &identity.period_end, &identity.published, &identity.title, &identity.url] {
        rows.maybe(day.as_deref());
    }
    let count = |outcome: Outcome| Some(summary.outcomes[outcome as usize]);
    rows.integer(count(Outcome::Satisfied)).integer(count(Outcome::SatisfiedIfBlankZero));
    rows.integer(count(Outcome::Violated));
    rows.integer(Some(filing.violated(true) as u64)).integer(Some(filing.violated(false) as u64));
    rows.integer(count(Outcome::Undetermined)).integer(Some(summary.findings[2])).integer(Some(summary.findings[1]));
    rows.integer((filing.verdict != Verdict::Unreadable).then_some(summary.reported));
    rows.text(summary.reading_word()).text(panel::standing(summary, canonical));
    rows.maybe(summary.duplicate_of()).maybe(summary.superseded_by.known()).end();
}

/// The filing and its organ.
fn named<'s, 'a, R: RowSink<'a>>(rows: &'s mut R, summary: &'a Summary) -> &'s mut R {
    rows.word(&summary.id).word(&summary.organ_id)
}

/// What begins the rows about a filing: made for the first, and then what stands there.
fn begun<'s, 'a, R: RowSink<'a>>(rows: &'s mut R, summary: &'a Summary, is_first: bool) -> &'s mut R {
    if is_first { named(rows, summary).keep() } else { rows.again() }
}

fn figure<'a>(rows: &mut impl RowSink<'a>, figure: &'a Figure) {
    rows.word(figure.variable.map_or("", |variable| forms().code(variable)));
    rows.number(figure.value).word(figure.status.word());
    let recognition = figure.recognition.as_deref();
    rows.word(recognition.and_then(|recognition| recognition.grade).map_or("", Grade::word));
    rows.number(recognition.and_then(|recognition| share(recognition.said.confidence)));
    rows.text(recognition.map(|recognition| recognition.said.readings()).unwrap_or_default());
    rows.word(figure.unit.map_or("", |unit| unit.symbol())).text(&figure.raw);
    rows.joined(&figure.row_label, &figure.column_label);
    rows.integer(Some(figure.form.0)).word(figure.table.word());
    let ordinal = |place: u32| (place != 0).then_some(place);
    rows.integer(ordinal(figure.row)).integer(ordinal(figure.column));
    rows.integer(figure.location.page).written(|to| figure.location.write(to)).end();
}

/// A probability to three places.
fn share(share: f32) -> Option<Decimal> {
    Decimal::from_f32(share).map(|share| share.round_dp(3).normalize())
}

fn quantity<'a>(rows: &mut impl RowSink<'a>, summary: &'a Summary, seq: u32, quantity: &'a crate::narrative::Quantity) {
    begun(rows, summary, seq == 1).integer(Some(seq)).integer(quantity.section);
    rows.word(quantity.measure.map_or("", |measure| forms().code(measure)));
    rows.word(quantity.role.word()).integer(quantity.parent.map(|parent| u64::from(parent) + 1));
    rows.text(&quantity.label).number(Some(quantity.value)).number(quantity.low).number(quantity.high);
    rows.text(&quantity.unit).integer(Some(quantity.start)).integer(Some(quantity.end)).text(&quantity.text).end();
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

fn finding<'a>(rows: &mut impl RowSink<'a>, summary: &'a Summary, reviewed: &Reviewed, seq: u32, finding: &'a Finding) {
    let codes: Vec<&str> = finding.related.iter().map(|&variable| forms().code(variable)).collect();
    begun(rows, summary, seq == 1).integer(Some(seq)).text(&*finding.code).word(finding.severity.word());
    rows.word(finding.variable.map_or("", |variable| forms().code(variable))).text(codes.join(" "));
    for value in [finding.observed, finding.expected, finding.residual, finding.implied] {
        rows.number(value);
    }
    rows.integer(finding.rank).maybe(finding.pattern.as_deref());
    rows.text(message(finding, Language::Zh)).text(message(finding, Language::En));
    let fingerprint = fingerprint(summary, finding);
    rows.text(fingerprint.to_string()).maybe(reviewed.decision(fingerprint).map(Decision::word));
    rows.text(reviewed.note(fingerprint).unwrap_or_default().to_owned()).end();
}

fn outcomes<'a>(rows: &mut impl RowSink<'a>, summary: &'a Summary, filing: &'a Filing) {
    rows.reserve(filing.outcomes.len());
    let mut is_first = true;
    // Those of a rule stand one behind the other.
    for of_rule in filing.outcomes.chunk_by(|one, other| one.code == other.code) {
        let Some(judged) = filing.judged(&of_rule[0]) else { continue };
        for outcome in of_rule {
            begun(rows, summary, std::mem::take(&mut is_first)).text(&outcome.code).text(&outcome.key);
            rows.word(judged.table.word()).integer(Some(judged.form.0)).word(judged.severity.word());
            rows.word(outcome.outcome.word()).end();
        }
    }
}

/// The sentence of a finding, its variables called by their labels.
pub fn message(finding: &Finding, language: Language) -> String {
    finding.message(language, &|variable: Variable| {
        let info = forms().info(variable);
        if language == Language::Zh { info.label_zh.clone() } else { info.label_en.clone() }
    })
}

/// Sections one, five and six are prose; the others are the tables.
fn texts<'a>(rows: &mut impl RowSink<'a>, summary: &'a Summary, filing: &'a Filing) {
    let prose: BTreeSet<usize> = [1, 5, 6].into();
    for (section, text) in (1_usize..).zip(&filing.sections) {
        if prose.contains(&section) && !text.is_empty() {
            rows.text(&summary.id).text(&summary.organ_id).integer(Some(section as u64)).text(text).end();
        }
    }
}

/// Findings by severity, without those that a reviewer dismissed; and the hard ones among them that are not among
/// `known`.
pub(super) fn count(
    summary: &mut summary::Summary,
    filing: &Filing,
    reviewed: &Reviewed,
    known: &BTreeSet<Fingerprint>,
) {
    summary.findings = [0; 3];
    summary.new_hard = 0;
    for finding in &filing.findings {
        let fingerprint = fingerprint(summary, finding);
        if reviewed.decision(fingerprint) == Some(Decision::Dismissed) {
            continue;
        }
        summary.findings[finding.severity as usize] += 1;
        let is_hard = finding.severity == crate::finding::Severity::Hard;
        summary.new_hard = summary.new_hard.saturating_add(u16::from(is_hard && !known.contains(&fingerprint)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rust_decimal::Decimal;

    use super::super::FilingId;
    use super::super::lines::{CsvLines, csv};
    use super::super::summary::tests::summary;
    use super::*;
    use crate::document::SourceLocation;
    use crate::error::ReadError;
    use crate::figure::{FormId, Status};
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
            recognition: None,
        });
        filing.sections[0] = "一,\n二".to_owned();
        filing.findings.add(Stage::Read, [Finding::from_error(&ReadError::damaged("x", "y", "z"))]);
        filing
    }

    #[test]
    fn a_filing_becomes_rows() {
        let mut summary = summary("a/b.docx", "=甲局", 2022, Verdict::Flagged);
        let filing = filing();
        summary.look(&filing);
        (summary.id, summary.organ_id) = (FilingId::of("f1").expect("short"), "o1".into());
        let rows = FilingRows::new(&summary, &filing, true, &Reviewed::default());
        let text = |name: &str| {
            let rows = rows.tables.iter().find(|rows| rows.table.name == name).expect("the table is made");
            String::from_utf8(csv(rows, false)).expect("utf-8")
        };
        let digest = summary.row.sha256.expect("there").to_string();
        assert_eq!(
            text("filings"),
            format!(
                "f1,o1,a/b.docx,{digest},docx,,flagged,,2019,2021,2019,,incomplete,incomplete,,,=甲局,,,,,,,,2022,,,,,,0,0,0,0,0,0,1,0,1,{},canonical,,\n",
                summary.reading_word()
            )
        );
        assert_eq!(
            text("figures"),
            "f1,o1,2022,true,req_new_np,123,reported,,,,件,+123,一、本年新收 | 自然人,2019,requests,3,2,,table 2 row 4 cell 2\n"
        );
        assert!(text("findings").starts_with("f1,o1,1,READ-DAMAGED,hard,,,,,,,,,"));
        assert_eq!(text("texts"), "f1,o1,1,\"一,↵二\"\n");
        assert_eq!(text("narrative"), "");
        assert!(text("panel").starts_with("f1,o1,=甲局,,,,,,,,2019,2022,flagged,incomplete,incomplete,,"));
    }

    #[test]
    fn lines_are_those_of_the_rows() {
        let summary = summary("a/b,c.docx", "=甲局", 2022, Verdict::Flagged);
        let mut filing = filing();
        let odd = Figure { raw: "“\u{1b}\"1\"\u{2028},”".to_owned(), ..filing.figures[0].clone() };
        filing.figures.push(Figure { variable: None, row_label: "长".repeat(20_000).into(), ..odd });
        let rows = FilingRows::new(&summary, &filing, true, &Reviewed::default());
        for safe in [false, true] {
            let mut lines = FilingRows::TABLES.map(|name| CsvLines::new(table(name), safe));
            fill(&mut lines, (&summary, &filing), true, &Reviewed::default(), true);
            for (rows, lines) in rows.tables.iter().zip(lines) {
                assert_eq!(lines.into_parts(), (csv(rows, safe), rows.len() as u64), "{}", rows.table.name);
            }
        }
    }
}
