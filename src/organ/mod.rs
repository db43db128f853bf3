//! Who files, for which year, published when.
//!
//! A document and its path come in; an [`Identity`] goes out, with findings where its sources disagree or leave it open.
//! Names are trusted in the order title, field of the sheet, signature, author named in the text, page metadata, file name; years are
//! voted on. What a user's list of organs says is applied by the caller ([`listed`]).

mod author;
mod date;
mod division;
mod evidence;
pub mod listed;
mod name;
mod national;
mod region;
mod title;

use jiff::civil::{self, Date};
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::finding::Finding;
use date::Vote;
use evidence::Evidence;
pub use name::normalize;

/// The organ that a line names as the title of a report, normalized, whatever else the line says.
pub fn named_in_title(line: &str) -> Option<String> {
    title::title(line).filter(|title| name::is_name(&title.organ)).map(|title| normalize(&title.organ))
}

/// The organ and the year of a line that is a report's title and nothing else.
pub fn titled(line: &str) -> Option<(String, u16)> {
    let line = line.trim();
    if line.contains(['。', '，', ',', '：', ':', '>', '《']) || !["报告", "年报"].iter().any(|end| line.ends_with(end))
    {
        return None;
    }
    let title = title::title(line).filter(|title| name::is_name(&title.organ))?;
    Some((normalize(&title.organ), title.year?))
}

/// What the caller knows beside the document.
#[derive(Debug, Clone, Default)]
pub struct Hints<'a> {
    /// Path as the user named it: folders and file name are evidence of organ, region and year.
    pub path: &'a str,
    /// First and last reporting year of the form edition that the tables follow.
    pub form_years: Option<(u16, u16)>,
}

/// Who filed a document, for which year, published when; what is to be said about that (`DOC-ORGAN`, `DOC-YEAR`,
/// `DOC-DEADLINE`, `DOC-DIVISION`).
pub fn identify(document: &Document, hints: &Hints<'_>) -> (Identity, Vec<Finding>) {
    let evidence = evidence::gather(document, hints.path);
    let mut findings = Vec::new();
    let mut identity = Identity::default();
    let period = date::period(&evidence.head);
    identity.year = year(&evidence, period, hints, &mut findings);
    identity.period_start = period.map(|(start, _)| start.to_string());
    identity.period_end = period.map(|(_, end)| end.to_string());
    identity.title = evidence.title.as_ref().map(|title| title.text.clone()).filter(|title| !title.is_empty());
    identity.url.clone_from(&document.metadata.url);
    region::place(document, &evidence, hints.path, &mut identity, &mut findings);
    let published = published(document, &evidence);
    identity.published = published.map(|day| day.to_string());
    findings.extend(late(&identity, published));
    (identity, findings)
}

/// The reporting year: period, title, text and file name vote, the form edition between equals.
fn year(
    evidence: &Evidence,
    period: Option<(Date, Date)>,
    hints: &Hints<'_>,
    findings: &mut Vec<Finding>,
) -> Option<u16> {
    let mut votes: Vec<Vote> = Vec::new();
    let mut vote = |year: Option<u16>, weight: u8, place: &'static str| {
        votes.extend(year.map(|year| Vote { year, weight, place }));
    };
    let whole = period.filter(|(start, end)| start.year() == end.year());
    vote(whole.and_then(|(start, _)| u16::try_from(start.year()).ok()), 4, "统计期限/period");
    vote(evidence.title.as_ref().and_then(|title| title.year), 3, "标题/title");
    vote(most_written_year(&evidence.head), 2, "正文/body");
    vote(evidence.file.as_ref().and_then(|title| title.year), 1, "文件名/file name");
    let named = hints.path.rsplit(['/', '\\']).next().unwrap_or_default();
    let file_years = date::years_in(named);
    if votes.is_empty() {
        // Alone, a year in the file name is as often that of publication: the form decides.
        let fits = |year: &u16| hints.form_years.is_none_or(|(first, last)| (first..=last).contains(year));
        votes.extend(file_years.iter().copied().filter(fits).map(|year| Vote {
            year,
            weight: 1,
            place: "文件名/file name",
        }));
    }
    if let Some((first, last)) = hints.form_years {
        let fitting: Vec<Vote> = votes.iter().filter(|vote| (first..=last).contains(&vote.year)).copied().collect();
        votes.extend(fitting.iter().map(|vote| Vote { weight: 1, ..*vote }));
    }
    let elected = date::elect(&votes)?;
    let told = votes.iter().find(|vote| vote.year != elected.year && vote.weight >= 3);
    // The year of publication in a file name is no disagreement.
    let file = file_years
        .iter()
        .find(|&&year| year != elected.year && year != elected.year + 1)
        .filter(|_| !file_years.contains(&elected.year) && !file_years.contains(&(elected.year + 1)));
    let other = told.map(|vote| (vote.year, vote.place)).or(file.map(|&year| (year, "文件名/file name")));
    if let Some((year, place)) = other {
        findings.push(
            Finding::new("DOC-YEAR")
                .with("observed", elected.year.to_string())
                .with("place", elected.place)
                .with("other", year.to_string())
                .with("other_place", place),
        );
    }
    Some(elected.year)
}

/// What stands behind the year of a law or a rule, not of a report.
const OF_A_RULE: &[&str] = &["修订", "新修订", "修正", "印发", "公布的", "颁布", "施行", "起施行", "实施"];

/// The year that a text writes most often as `20dd年`; the earlier mention of equals. Years of laws do not count.
fn most_written_year(text: &str) -> Option<u16> {
    let mut counts: Vec<(u16, u32)> = Vec::new();
    for (at, _) in text.match_indices('年') {
        let Some(year) = at.checked_sub(4).and_then(|start| text.get(start..at)).and_then(title::year_of) else {
            continue;
        };
        let day = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '新');
        let behind = text[at..].trim_start_matches(day);
        // 2004年5月1日起: since when, unless a period ends behind it.
        let since = behind.strip_prefix('起').is_some_and(|rest| !rest.starts_with(['至', '到', '，', '—', '-']));
        if since || OF_A_RULE.iter().any(|word| behind.starts_with(word)) {
            continue;
        }
        match counts.iter_mut().find(|(known, _)| *known == year) {
            Some((_, count)) => *count += 1,
            None => counts.push((year, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.iter().find(|(_, count)| *count == most).map(|(year, _)| *year)
}

/// The day of publication: of the page's metadata, as printed on the page, under the signature.
fn published(document: &Document, evidence: &Evidence) -> Option<Date> {
    let metadata = document.metadata.published.as_deref().and_then(date::day);
    metadata.or(evidence.printed).or(evidence.signed)
}

/// First reporting year under the revised Regulations (in force since 15 May 2019).
const REVISED: u16 = 2019;

/// The last day for a report: article 49 of the Regulations of 2019, departments by 31 January, governments by 31 March;
/// article 31 of those of 2007, all by 31 March. `None` for those that the Regulations do not bind (zones and institutions
/// follow rules of their own), and where year or kind are not known.
fn deadline(identity: &Identity) -> Option<Date> {
    let (year, kind) = (identity.year?, identity.kind.filter(|kind| *kind != OrganKind::Other)?);
    let january = kind != OrganKind::Government && year >= REVISED;
    let due = i16::try_from(year + 1).ok()?;
    Some(if january { civil::date(due, 1, 31) } else { civil::date(due, 3, 31) })
}

fn late(identity: &Identity, published: Option<Date>) -> Option<Finding> {
    let (published, deadline) = (published?, deadline(identity)?);
    (published > deadline && !is_republication(published, deadline)).then(|| {
        Finding::new("DOC-DEADLINE").with("observed", published.to_string()).with("expected", deadline.to_string())
    })
}

/// Years later it is a republication, not a delay.
fn is_republication(published: Date, deadline: Date) -> bool {
    published.year() > deadline.year() + 1
}

impl Identity {
    /// Whether the report came out by the day that the Regulations set; `None` where that cannot be told.
    pub fn in_time(&self) -> Option<bool> {
        let (published, deadline) = (self.published.as_deref().and_then(date::day)?, deadline(self)?);
        (!is_republication(published, deadline)).then_some(published <= deadline)
    }
}

/// The identity of a filing. What cannot be decided stays `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Identity {
    /// Organ, normalized full name.
    pub organ: Option<String>,
    /// Organ as printed.
    pub organ_printed: Option<String>,
    /// Division code by GB/T 2260, six digits.
    pub division_code: Option<String>,
    /// Province-level division.
    pub province: Option<String>,
    /// Prefecture-level division.
    pub city: Option<String>,
    /// County-level division.
    pub county: Option<String>,
    /// Administrative level of the organ.
    pub level: Option<Level>,
    /// Kind of organ.
    pub kind: Option<OrganKind>,
    /// What the figures cover.
    pub scope: Option<Scope>,
    /// Reporting year.
    pub year: Option<u16>,
    /// First day of the reporting period, `YYYY-MM-DD`.
    pub period_start: Option<String>,
    /// Last day of the reporting period, `YYYY-MM-DD`.
    pub period_end: Option<String>,
    /// Publication date, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// Title as printed.
    pub title: Option<String>,
    /// Address that the document says it was published at.
    pub url: Option<String>,
}

/// Administrative level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// The State Council and its departments.
    National,
    /// Provinces, autonomous regions, municipalities.
    Province,
    /// Prefecture-level cities, districts of municipalities are counties.
    City,
    /// Counties, county-level cities, urban districts.
    County,
    /// Townships, towns, streets.
    Township,
}

/// Kind of organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum OrganKind {
    /// A people's government.
    Government,
    /// A department, office, bureau, commission.
    Department,
    /// A township, town or street.
    Township,
    /// Anything else (development zones, public institutions).
    Other,
}

/// What the figures of a filing cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Scope {
    /// The whole jurisdiction.
    Jurisdiction,
    /// The organ itself.
    Organ,
}

impl Level {
    /// All, from above.
    pub const ALL: [Self; 5] = [Self::National, Self::Province, Self::City, Self::County, Self::Township];

    /// The word in the `level` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Province => "province",
            Self::City => "city",
            Self::County => "county",
            Self::Township => "township",
        }
    }
}

impl OrganKind {
    /// All.
    pub const ALL: [Self; 4] = [Self::Government, Self::Department, Self::Township, Self::Other];

    /// The word in the `kind` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Department => "department",
            Self::Township => "township",
            Self::Other => "other",
        }
    }
}

impl Scope {
    /// The word in the `scope` column.
    pub fn word(self) -> &'static str {
        match self {
            Self::Jurisdiction => "jurisdiction",
            Self::Organ => "organ",
        }
    }
}

#[cfg(test)]
mod tests;
