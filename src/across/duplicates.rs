//! Two filings of one organ and year that disagree.

use super::Member;
use crate::finding::Finding;
use crate::variable::Variable;

/// Variables that a finding names.
const NAMED: usize = 20;

/// Compares every other filing of a year with the canonical one.
pub(super) fn compare(organ: &[Member], findings: &mut Vec<(String, Finding)>) {
    for canonical in organ.iter().filter(|member| member.canonical && member.profile.year().is_some()) {
        for other in organ.iter().filter(|other| !other.canonical && other.profile.year() == canonical.profile.year()) {
            let differing: Vec<Variable> = other
                .profile
                .values
                .iter()
                .filter(|(variable, value)| canonical.profile.value(*variable).is_some_and(|known| known != *value))
                .map(|(variable, _)| *variable)
                .collect();
            let Some(&first) = differing.first() else { continue };
            for (one, another) in [(other, canonical), (canonical, other)] {
                let mut finding = Finding::new("DUP-CONFLICT").about(first);
                finding.observed = one.profile.value(first);
                finding.expected = another.profile.value(first);
                finding.related = differing.iter().copied().take(NAMED).collect();
                let finding = finding.with("count", differing.len().to_string()).with("other", another.id.clone());
                findings.push((one.id.clone(), finding));
            }
        }
    }
}
