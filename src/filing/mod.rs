//! The pure core's single entry: bytes in, [`Filing`] out.

mod budget;
mod concealed;
mod confirm;
mod kind;
#[cfg(test)]
mod layouts;
mod notices;
#[cfg(test)]
mod oddities;
mod omissions;
mod packed;
mod revision;
mod several;
mod tables;
mod told;
mod verdict;
mod wrapped;

use serde::{Deserialize, Serialize};

use crate::bind;
use crate::decode;
use crate::document::Document;
pub use crate::edit::RuleOutcome;
use crate::edit::{self, Circumstances, Heading, HeadingKey, Hint, Located, Rule, Values, Witness};
use crate::figure::{Figure, FormId, TableKind};
use crate::finding::Finding;
use crate::form::forms;
use crate::limits::Limits;
use crate::locate;
use crate::narrative::Quantity;
use crate::organ::{self, Identity};
use crate::prose;
use crate::reader::{self, Context, Format, Notice};

pub use notices::finding;
pub use revision::Revision;
pub use tables::TableVerdict;
pub use told::{Stage, Told};

/// Everything that one input file turned out to say. [`crate::read`] gives one for any bytes.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use gouji::{Language, Outcome, Verdict, view};
///
/// let page = std::fs::read("corpus/16-qufu-relics-2020.html")?;
/// let filing = gouji::read(&page, "16-qufu-relics-2020.html");
/// assert_eq!((filing.verdict, filing.identity.year), (Verdict::Flagged, Some(2020)));
/// // Which rules fail.
/// assert!(filing.outcomes.iter().any(|rule| rule.code == "REQ-BALANCE" && rule.outcome == Outcome::Violated));
/// // What is to be said about it, in the words of the catalogue.
/// for finding in filing.findings.iter() {
///     let label = |variable| view::label(variable, Language::En);
///     println!("{}: {}", finding.code, finding.message(Language::En, &label));
/// }
/// // Where the error may be: figures whose change would satisfy all equations. The figures stay as they are.
/// assert!(!filing.located.repairs.is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// What the bytes are.
    pub format: Format,
    /// Character encoding, where the format does not fix it.
    pub encoding: Option<String>,
    /// What is to be made of it.
    pub verdict: Verdict,
    /// Why, for verdicts that have several reasons: a word.
    pub reason: String,
    /// Who, when.
    pub identity: Identity,
    /// Tables found, with the edition that each follows.
    pub tables: Vec<(TableKind, FormId)>,
    /// The cells.
    #[serde(with = "packed::figures")]
    pub figures: Vec<Figure>,
    /// The quantities of the prose.
    pub quantities: Vec<Quantity>,
    /// Outcome of every expanded rule: code, expansion key, outcome.
    #[serde(with = "packed::outcomes")]
    pub outcomes: Vec<RuleOutcome>,
    /// Tables that its form asks for and that it lacks.
    pub missing: Vec<Missing>,
    /// Its run-together tables, with the rows that stay open.
    pub runs: Vec<decode::Table>,
    /// Numbers printed in the heading rows of the requests table.
    pub headings: Vec<Heading>,
    /// Where the errors are, if equations fail.
    pub located: Located,
    /// What is to be said; rendered from the above.
    pub findings: Told,
    /// Text of the six sections (empty where not found).
    pub sections: [String; 6],
}

/// A table that the form asks for and the filing lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// Which table.
    pub kind: TableKind,
    /// The form that asks for it.
    pub form: FormId,
    /// A picture stands in its place.
    pub pictured: bool,
}

/// The verdict on a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Verdict {
    /// All hard rules hold, blanks read as zeros at most.
    Reconciled,
    /// A hard rule is violated.
    Flagged,
    /// Read from pictures, and not all of it is accepted: a person should look.
    Unconfirmed,
    /// A table of the form is missing, or too few figures to judge.
    Incomplete,
    /// Something else; the reason says what.
    NotAReport,
    /// The tables are pictures.
    NeedsOcr,
    /// No document.
    Unreadable,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 7] = [
        Self::Reconciled,
        Self::Flagged,
        Self::Unconfirmed,
        Self::Incomplete,
        Self::NotAReport,
        Self::NeedsOcr,
        Self::Unreadable,
    ];

    /// The word in the `verdict` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reconciled => "reconciled",
            Self::Flagged => "flagged",
            Self::Unconfirmed => "unconfirmed",
            Self::Incomplete => "incomplete",
            Self::NotAReport => "not_a_report",
            Self::NeedsOcr => "needs_ocr",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What the core may know beside the bytes.
#[derive(Debug, Clone, Default)]
pub struct Source<'a> {
    /// Path as the user named it (folders and file name are evidence of organ and year).
    pub path: &'a str,
}

/// Reads one file that is no archive.
pub fn read(bytes: &[u8], source: &Source<'_>, context: &mut Context) -> Filing {
    context.notices.clear();
    let format = reader::sniff(bytes);
    let mut filing = Filing::empty(format);
    filing.findings.add(Stage::Read, reader::extension_mismatch(format, source.path).as_ref().map(notices::finding));
    match reader::read(format, bytes, context) {
        Ok(mut document) => {
            filing.findings.add(Stage::Read, several::first_only(&mut document));
            filing.findings.add(Stage::Read, context.notices.iter().map(notices::finding));
            filing.findings.add(Stage::Read, omissions::findings(&document.omissions));
            interpret(&document, &context.notices, source, &mut filing);
            filing.encoding = document.encoding;
            filing.within(&context.limits)
        }
        Err(error) => {
            filing.verdict = Verdict::Unreadable;
            filing.reason = error.kind.reason().to_owned();
            filing.findings.add(Stage::Read, context.notices.iter().map(notices::finding));
            filing.findings.add(Stage::Read, [Finding::from_error(&error)]);
            filing
        }
    }
}

/// Everything after reading: tables, identity, rules, prose, verdict.
fn interpret(document: &Document, notices: &[Notice], source: &Source<'_>, filing: &mut Filing) {
    let forms = forms();
    let hints = |form_years| organ::Hints { path: source.path, form_years };
    let (mut identity, mut said) = organ::identify(document, &hints(None));
    let comparison = kind::is_comparison(document);
    let mut bound = if comparison { bind::Bound::default() } else { bind::bind(document, identity.year) };
    let opened = concealed::open(document, identity.year, &mut bound);
    if let Some((_, count)) = &opened {
        filing.findings.add(Stage::Read, [Finding::new("READ-OPENED").with("count", count.to_string())]);
    }
    let document = opened.as_ref().map_or(document, |(document, _)| document);
    filing.findings.add(Stage::Read, bound.findings.drain(..));
    filing.tables = bound.tables.iter().map(|table| (table.kind, table.form)).collect();
    filing.figures = std::mem::take(&mut bound.figures);
    let mut decoded = if comparison || document.recognised {
        Default::default()
    } else {
        decode::decode(document, forms, &filing.tables, identity.year)
    };
    if !decoded.tables.is_empty() {
        filing.tables.append(&mut decoded.tables);
        filing.tables.sort();
        filing.figures.append(&mut decoded.figures);
        filing.figures.sort_by_key(|figure| figure.table);
        filing.runs = decoded.runs;
        filing.findings.add(Stage::Decoded, decode::findings(&filing.runs));
    }
    filing.confirm();
    filing.settle_wrapped();
    let edition = verdict::edition(&filing.tables);
    let form_years = edition.and_then(|id| forms.form(id)).map(|form| form.years);
    let fits = |(first, last): (u16, u16)| identity.year.is_some_and(|year| (first..=last).contains(&year));
    if form_years.is_some_and(|years| !fits(years)) {
        // The form has a say where it and the year disagree.
        (identity, said) = organ::identify(document, &hints(form_years));
    }
    filing.identity = identity;
    filing.findings.add(Stage::Identity, said);
    let sections = locate::sections(document);
    filing.sections = locate::texts(document, &sections);
    if !filing.tables.is_empty() {
        filing.findings.add(Stage::Identity, locate::check(document, &sections, filing.identity.year));
    }
    let is_pictured = verdict::tables(document, &sections, edition, filing);
    let blocks: Vec<usize> = bound.tables.iter().flat_map(|table| table.blocks.iter().copied()).collect();
    let narrative = prose::read(document, &sections, &blocks, &filing.identity, forms);
    let compared = prose::compare(&narrative, &filing.figures, &filing.identity, forms);
    filing.findings.add(Stage::Prose, narrative.findings.into_iter().chain(compared));
    filing.quantities = narrative.quantities;
    if document.recognised && !filing.quantities.is_empty() {
        // No equation confirms a number of the prose.
        let count = filing.quantities.len().to_string();
        filing.findings.add(Stage::Prose, [Finding::new("SCAN-PROSE").with("count", count)]);
    }
    filing.headings = bound.headings.into_iter().map(heading).collect();
    filing.check_rules(&[]);
    verdict::judge(document, is_pictured, notices, filing);
}

/// Figures as the prose states them, exactly: evidence where an error is.
fn stated(quantities: &[Quantity]) -> Vec<Hint> {
    let hint = |(variable, value)| Hint { variable, value, witness: Witness::Prose };
    prose::evidence(quantities).into_iter().map(hint).collect()
}

fn heading(bound: bind::HeadingFigure) -> Heading {
    Heading { key: HeadingKey { group: bound.group, column: bound.column }, value: bound.value }
}

impl Filing {
    /// The rules of its tables, each by the edition that the table follows.
    pub fn rules(&self) -> Vec<&'static Rule> {
        let tables = self.tables.iter().filter_map(|(kind, id)| Some((kind, forms().form(*id)?)));
        tables.flat_map(|(kind, form)| form.rules.iter().filter(move |rule| rule.table == *kind)).collect()
    }

    /// Judges the rules of each table's own edition, and looks for the errors; `hints` are figures as other filings give
    /// them.
    fn check_rules(&mut self, hints: &[Hint]) {
        let hints = stated(&self.quantities).into_iter().chain(hints.iter().copied()).collect();
        let headings = self.headings.clone();
        let circumstances = Circumstances { rule_making: self.rule_making(), headings, hints };
        let edits = edit::check(&self.rules(), &self.figures, &circumstances);
        self.outcomes = edits.outcomes;
        self.located = edits.located;
        self.findings.replace(Stage::Rules, edits.findings);
        let repairs = edit::localize::findings(&self.located, &Values::new(&self.figures));
        self.findings.replace(Stage::Repairs, repairs);
    }

    /// Judges figures that come from elsewhere than a document.
    pub fn judge_again(&mut self) {
        self.check_rules(&[]);
    }

    /// Findings by severity: info, soft, hard.
    pub fn severities(&self) -> [u32; 3] {
        let mut counts = [0; 3];
        for finding in &self.findings {
            counts[finding.severity as usize] += 1;
        }
        counts
    }

    /// Whether some of its figures were read from pictures.
    pub fn is_recognised(&self) -> bool {
        self.figures.iter().any(|figure| figure.recognition.is_some())
    }

    /// How many figures have a value.
    pub fn reported(&self) -> u32 {
        let has_value = |figure: &&Figure| figure.status.has_value();
        u32::try_from(self.figures.iter().filter(has_value).count()).unwrap_or(u32::MAX)
    }

    /// A filing of which nothing is known but the format.
    pub fn empty(format: Format) -> Self {
        Self {
            format,
            encoding: None,
            verdict: Verdict::Incomplete,
            reason: String::new(),
            identity: Identity::default(),
            tables: Vec::new(),
            figures: Vec::new(),
            quantities: Vec::new(),
            outcomes: Vec::new(),
            missing: Vec::new(),
            runs: Vec::new(),
            headings: Vec::new(),
            located: Located::default(),
            findings: Told::default(),
            sections: Default::default(),
        }
    }
}

/// A context with these limits.
pub fn context(limits: Limits) -> Context {
    Context::new(limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict_of(text: &str) -> (Verdict, String) {
        let filing = read(text.as_bytes(), &Source { path: "报告.txt" }, &mut Context::default());
        (filing.verdict, filing.reason)
    }

    /// A text that nobody can read is not a document of another kind.
    #[test]
    fn characters_without_codes_need_recognition() {
        let unmapped = "\u{fffd}".repeat(300);
        assert_eq!(verdict_of(&format!("某县\n{unmapped}")), (Verdict::NeedsOcr, "glyphs".to_owned()));
        let prose = "本年度依法公开各类信息，按时答复申请。".repeat(20);
        assert_eq!(verdict_of(&format!("{prose}\u{fffd}")).0, Verdict::NotAReport);
    }

    /// The cache and the pipe to the workers carry filings in postcard, which does not describe itself.
    #[test]
    fn survives_the_cache() {
        let table = "规章|1|0|11\n行政规范性文件|8|26|66\n行政许可|4472\n行政处罚|39.5\n";
        let text = format!("二、主动公开政府信息情况\n信息内容|本年制发件数|本年废止件数|现行有效件数\n{table}");
        let filing = read(text.as_bytes(), &Source { path: "报告.txt" }, &mut Context::default());
        assert!(filing.figures.iter().any(|figure| figure.value.is_some()), "{filing:?}");
        let bytes = postcard::to_stdvec(&filing).expect("a filing is plain data");
        assert_eq!(postcard::from_bytes::<Filing>(&bytes).expect("it comes back"), filing);
    }
}
