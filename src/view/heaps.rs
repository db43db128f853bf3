//! Findings of one code together: thirty cells of one scan must not hide the one finding that matters.
//!
//! Findings come in, in their order; heaps go out in the order of their first findings. What a folded heap looks like is
//! each renderer's own.

use crate::finding::{Finding, Language, entry};

/// Up to so many findings of a code are shown one by one.
const FEW: usize = 5;

/// What has the code of a finding: a finding, or what a dataset tells of one.
pub trait Coded {
    /// Its code.
    fn code(&self) -> &str;
}

impl Coded for Finding {
    fn code(&self) -> &str {
        &self.code
    }
}

/// All findings of one code.
pub struct Heap<'a, T> {
    /// At least one.
    pub findings: Vec<&'a T>,
}

impl<T: Coded> Heap<'_, T> {
    /// Whether there are too many to be shown one by one.
    pub fn is_folded(&self) -> bool {
        self.findings.len() > FEW
    }

    /// What they are and how many, in place of their sentences.
    pub fn title(&self, language: Language) -> String {
        let code = self.findings[0].code();
        let label = entry(code).map_or(code, |entry| entry.label(language));
        match language {
            Language::Zh => format!("{label}：{} 处", self.findings.len()),
            Language::En => format!("{label}: {} places", self.findings.len()),
        }
    }
}

/// The findings by their codes.
pub fn heaps<'a, T: Coded>(findings: impl Iterator<Item = &'a T>) -> Vec<Heap<'a, T>> {
    let mut heaps: Vec<Heap<'a, T>> = Vec::new();
    for finding in findings {
        // A filing has some ten codes.
        match heaps.iter_mut().find(|heap| heap.findings[0].code() == finding.code()) {
            Some(heap) => heap.findings.push(finding),
            None => heaps.push(Heap { findings: vec![finding] }),
        }
    }
    heaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_of_a_code_are_one_heap() {
        let codes =
            ["SCAN-UNREAD", "SCAN-PROSE", "SCAN-UNREAD", "SCAN-UNREAD", "SCAN-UNREAD", "SCAN-UNREAD", "SCAN-UNREAD"];
        let all: Vec<Finding> = codes.into_iter().map(Finding::new).collect();
        let heaps = heaps(all.iter());
        assert_eq!(heaps.iter().map(|heap| heap.findings.len()).collect::<Vec<_>>(), [6, 1]);
        assert!(heaps[0].is_folded() && !heaps[1].is_folded());
        assert_eq!(heaps[0].title(Language::Zh), "图片上的数未能确认：6 处");
    }
}
