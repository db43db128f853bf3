//! What a filing may become: a file of a few kilobytes can hold labels and names that every row repeats. A filing
//! beyond the limits is one that could not be read; real ones are a hundred times smaller.

use super::{Filing, Stage, Verdict};
use crate::error::ReadError;
use crate::finding::Finding;
use crate::limits::Limits;
use crate::reader::Format;

/// What every figure, quantity and outcome costs beside its text.
const ITEM: usize = 64;

impl Filing {
    /// The filing of a file of which nothing could be read.
    pub fn unreadable(format: Format, error: &ReadError) -> Self {
        let mut filing = Self::empty(format);
        filing.verdict = Verdict::Unreadable;
        error.kind.reason().clone_into(&mut filing.reason);
        filing.findings.add(Stage::Read, [Finding::from_error(error)]);
        filing
    }

    /// About how many bytes it becomes in the dataset.
    pub fn size(&self) -> u64 {
        let figures =
            self.figures.iter().map(|figure| figure.raw.len() + figure.row_label.len() + figure.column_label.len());
        let quantities =
            self.quantities.iter().map(|quantity| quantity.text.len() + quantity.label.len() + quantity.unit.len());
        let items = self.figures.len() + self.quantities.len() + self.outcomes.len();
        let identity = [&self.identity.organ, &self.identity.title].into_iter().flatten().map(String::len);
        let texts = self.sections.iter().map(String::len);
        let bytes: usize = figures.chain(quantities).chain(identity).chain(texts).sum();
        (bytes + items * ITEM) as u64
    }

    /// Itself, or what says that it passes the limit.
    pub(super) fn within(self, limits: &Limits) -> Self {
        let size = self.size();
        if size <= limits.filing_bytes {
            return self;
        }
        Self::unreadable(self.format, &ReadError::limit("filing_bytes", limits.filing_bytes, size))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, context, read};
    use super::*;

    /// A label of 30 kB that two thousand rows repeat.
    #[test]
    fn labels_that_rows_repeat_are_counted_as_often() {
        let label = "甲".repeat(10_000);
        let mut page =
            format!("<h1>甲县2021年政府信息公开工作年度报告</h1><table><tr><td>{label}</td><td>数</td></tr>");
        for row in 0..2_000 {
            page.push_str(&format!("<tr><td>行政许可{row}</td><td>1</td></tr>"));
        }
        let read = |limits| read(page.as_bytes(), &Source { path: "2021.html" }, &mut context(limits));
        let filing = read(Limits::default());
        assert!(filing.size() <= Limits::default().filing_bytes);
        let tight = read(Limits { filing_bytes: 10, ..Limits::default() });
        assert_eq!((tight.verdict, tight.reason.as_str()), (Verdict::Unreadable, "limit_exceeded"));
        assert!(tight.size() < 10);
    }
}
