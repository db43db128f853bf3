//! The verdict on each table of a filing: one open cell in one table says nothing of the figures of another.

use std::sync::LazyLock;

use fnv::FnvHashMap;

use super::{Filing, Verdict};
use crate::edit::{Outcome, RuleOutcome};
use crate::figure::{Figure, FormId, Status, TableKind};
use crate::finding::Severity;
use crate::form::forms;

/// The verdict on a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableVerdict {
    /// All its hard rules hold, blanks read as zeros at most.
    Reconciled,
    /// One of them is violated.
    Flagged,
    /// Read from a picture, and not all of it is accepted.
    Unconfirmed,
    /// Too little is known to judge it.
    Incomplete,
    /// The form asks for it and the filing lacks it.
    Missing,
    /// It is a picture.
    NeedsOcr,
}

impl TableVerdict {
    /// The word in columns.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reconciled => "reconciled",
            Self::Flagged => "flagged",
            Self::Unconfirmed => "unconfirmed",
            Self::Incomplete => "incomplete",
            Self::Missing => "missing",
            Self::NeedsOcr => "needs_ocr",
        }
    }
}

/// The table and the severity of each rule of each edition.
type Rules = FnvHashMap<(FormId, &'static str), (TableKind, Severity)>;

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let rules = forms().forms.iter().flat_map(|form| form.rules.iter().map(move |rule| (form.id, rule)));
    rules.map(|(form, rule)| ((form, rule.code.as_str()), (rule.table, rule.severity))).collect()
});

/// The rule behind an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The table that it is about.
    pub table: TableKind,
    /// The edition that the table follows.
    pub form: FormId,
    /// How serious a violation is.
    pub severity: Severity,
}

impl Filing {
    /// Which table an outcome is about, and how serious a violation would be.
    pub fn judged(&self, outcome: &RuleOutcome) -> Option<Judged> {
        // All tables of nearly every filing follow one edition: its rule is looked up once.
        let (mut of, mut rule) = (None, None);
        self.tables.iter().find_map(|&(kind, form)| {
            if of != Some(form) {
                (of, rule) = (Some(form), RULES.get(&(form, outcome.code.as_str())).copied());
            }
            let (table, severity) = rule?;
            (table == kind).then_some(Judged { table, form, severity })
        })
    }

    /// The verdict on a table; `None` for a table that the form does not ask for, or where there is no report.
    pub fn table_verdict(&self, kind: TableKind) -> Option<TableVerdict> {
        if matches!(self.verdict, Verdict::NotAReport | Verdict::Unreadable) {
            return None;
        }
        if let Some(missing) = self.missing.iter().find(|missing| missing.kind == kind) {
            let found = if missing.pictured { TableVerdict::NeedsOcr } else { TableVerdict::Missing };
            return (!self.tables.is_empty() || missing.pictured).then_some(found);
        }
        if !self.tables.iter().any(|(table, _)| *table == kind) {
            return None;
        }
        let (mut violated, mut undetermined, mut holds) = (false, false, false);
        // A rule has an outcome for each row or column that it is expanded over, one behind the other.
        for of_rule in self.outcomes.chunk_by(|one, other| one.code == other.code) {
            let Some(judged) = self.judged(&of_rule[0]).filter(|judged| judged.table == kind) else { continue };
            let is_hard = judged.severity == Severity::Hard;
            for outcome in of_rule {
                match outcome.outcome {
                    Outcome::Violated => violated |= is_hard,
                    Outcome::Undetermined => undetermined |= is_hard,
                    Outcome::Satisfied | Outcome::SatisfiedIfBlankZero => holds = true,
                }
            }
        }
        let has_value = |figure: &Figure| figure.table == kind && figure.value.is_some();
        let of_picture = self.figures.iter().any(|figure| figure.table == kind && figure.recognition.is_some());
        let unread = |figure: &Figure| figure.table == kind && figure.status == Status::Unread;
        Some(if of_picture && (violated || self.figures.iter().any(unread)) {
            TableVerdict::Unconfirmed
        } else if violated {
            TableVerdict::Flagged
        } else if undetermined || !holds || !self.figures.iter().any(has_value) {
            TableVerdict::Incomplete
        } else {
            TableVerdict::Reconciled
        })
    }

    /// The edition that a table follows.
    pub fn form(&self, kind: TableKind) -> Option<FormId> {
        self.tables.iter().find(|(table, _)| *table == kind).map(|(_, form)| *form)
    }

    /// The edition that most of its tables follow.
    pub fn edition(&self) -> Option<FormId> {
        super::verdict::edition(&self.tables)
    }

    /// How many rules of this severity, or below it with `hard` false, are violated.
    pub fn violated(&self, hard: bool) -> usize {
        let violated = self.outcomes.iter().filter(|outcome| outcome.outcome == Outcome::Violated);
        let is_hard =
            |outcome: &RuleOutcome| self.judged(outcome).is_some_and(|judged| judged.severity == Severity::Hard);
        violated.filter(|outcome| is_hard(outcome) == hard).count()
    }
}
