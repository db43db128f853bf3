//! Labelled passages against the reader of the prose: what each measure's precision and recall are.

use std::collections::{BTreeMap, BTreeSet};

use gouji::internals::document::SourceLocation;
use gouji::internals::form::forms;
use gouji::internals::narrative::{self, Passage, Setting};

/// A labelled passage.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    heading: Option<String>,
    pub text: String,
    expect: BTreeMap<String, String>,
    /// Measures of which two who labelled the passage by the definitions did not agree: not scored.
    #[serde(default)]
    open: Vec<String>,
}

impl Case {
    /// The measures that the passage states.
    #[allow(dead_code)] // The example that prints the scores has no use for it.
    pub fn measures(&self) -> impl Iterator<Item = &String> {
        self.expect.keys()
    }
}

#[derive(serde::Deserialize)]
struct Cases {
    case: Vec<Case>,
}

/// Counts of one measure.
#[derive(Default, Clone, Copy)]
pub struct Score {
    pub right: u32,
    pub wrong: u32,
    pub missed: u32,
}

impl Score {
    /// Of what was said, how much is true; one when nothing was said.
    pub fn precision(self) -> f64 {
        if self.right + self.wrong == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.right + self.wrong) }
    }

    /// Of what is true, how much was said.
    pub fn recall(self) -> f64 {
        if self.right + self.missed == 0 { 1.0 } else { f64::from(self.right) / f64::from(self.right + self.missed) }
    }

    pub fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

/// Reporting year of all passages.
const YEAR: u16 = 2022;

pub fn cases(toml: &str) -> Vec<Case> {
    toml::from_str::<Cases>(toml).expect("labelled passages are valid TOML").case
}

/// The measures that the reader finds in a passage.
pub fn read(case: &Case) -> BTreeMap<String, String> {
    let narrative = narrative(case);
    let measured = narrative.quantities.iter().filter_map(|quantity| {
        let code = forms().code(quantity.measure?).to_owned();
        Some((code, quantity.value.normalize().to_string()))
    });
    measured.collect()
}

/// What the reader makes of a passage.
pub fn narrative(case: &Case) -> narrative::Narrative {
    let variable = |code: &str| forms().variable(code);
    let setting = Setting { year: Some(YEAR), organ: None, variable: &variable };
    let mut passages = Vec::new();
    let mut start = 0;
    for text in case.heading.iter().chain([&case.text]) {
        passages.push(Passage { text, section: Some(1), start, location: SourceLocation::default() });
        start += text.chars().count() as u32 + 1;
    }
    narrative::read(&passages, &setting)
}

/// What to do with a difference: passage, measure, wanted and found value.
pub type Tell<'a> = dyn FnMut(&Case, &str, Option<&str>, Option<&str>) + 'a;

/// Scores by measure, of those that the file labels at all; every difference is handed to `tell`.
pub fn score(cases: &[Case], tell: &mut Tell<'_>) -> BTreeMap<String, Score> {
    let labelled: BTreeSet<&String> = cases.iter().flat_map(|case| case.expect.keys()).collect();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for case in cases {
        let mut found = read(case);
        found.retain(|code, _| labelled.contains(code) && !case.open.contains(code));
        for code in case.expect.keys().chain(found.keys().filter(|code| !case.expect.contains_key(*code))) {
            let (want, got) = (case.expect.get(code), found.get(code));
            let score = scores.entry(code.clone()).or_default();
            if want == got {
                score.right += 1;
                continue;
            }
            score.missed += u32::from(want.is_some());
            score.wrong += u32::from(got.is_some());
            tell(case, code, want.map(String::as_str), got.map(String::as_str));
        }
    }
    scores
}
