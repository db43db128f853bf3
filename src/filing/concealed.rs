//! Columns that a workbook hides and the form asks for: the document and what was bound of it in, both with such columns out.
//!
//! A sheet on which several tables stand one above the other hides a column for all of them though it is meant for one:
//! hiding last year's figures of one table takes away a column of this year's of another. What is seen comes first: a
//! table is taken with its hidden columns only where it lacks figures without them, and where no figure that was found
//! becomes another one. That it was read is a finding.

use crate::bind::{Bound, bind};
use crate::document::{Block, Document};
use crate::figure::{Figure, Status};

/// Tables that are tried; a report has a handful.
const MOST: usize = 16;

/// The document with the tables that are whole only with their hidden columns, and how many figures these give; `None`
/// where there are none. `bound` becomes what is bound of it.
pub(super) fn open(document: &Document, year: Option<u16>, bound: &mut Bound) -> Option<(Document, usize)> {
    let lacking = |bound: &Bound| bound.figures.iter().any(|figure| figure.status == Status::NotFound);
    let mut opened: Option<Document> = None;
    let before = found(&bound.figures).count();
    for (block, grid) in document.behind.iter().take(MOST) {
        if !lacking(bound) && is_bound(bound, *block) {
            continue;
        }
        let mut tried = opened.as_ref().unwrap_or(document).clone();
        tried.blocks[*block] = Block::Grid(grid.clone());
        let rebound = bind(&tried, year);
        if found(&rebound.figures).count() > found(&bound.figures).count() && keeps(bound, &rebound) {
            (*bound, opened) = (rebound, Some(tried));
        }
    }
    opened.map(|document| (document, found(&bound.figures).count() - before))
}

/// Whether a table was read from this block.
fn is_bound(bound: &Bound, block: usize) -> bool {
    bound.tables.iter().any(|table| table.blocks.contains(&block))
}

fn found(figures: &[Figure]) -> impl Iterator<Item = &Figure> {
    figures.iter().filter(|figure| figure.variable.is_some() && figure.status != Status::NotFound)
}

/// Whether every figure that was found is found again, the same.
fn keeps(before: &Bound, after: &Bound) -> bool {
    let same = |figure: &Figure| {
        after.figures.iter().any(|other| {
            other.variable == figure.variable
                && other.form == figure.form
                && (other.status, other.value, &other.raw) == (figure.status, figure.value, &figure.raw)
        })
    };
    found(&before.figures).all(same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Cell, CellGrid, GridBuilder, SourceLocation};
    use crate::form::forms;

    fn grid(rows: &[&[&str]]) -> CellGrid {
        let mut grid = GridBuilder::new();
        for row in rows {
            grid.start_row();
            for text in *row {
                grid.place(Cell { text: (*text).to_owned(), ..Cell::default() }, 1, 1);
            }
        }
        grid.finish(SourceLocation::default())
    }

    /// The first table of a report as it is seen, and as it is with its hidden column.
    fn opened(seen: &[&[&str]], whole: &[&[&str]]) -> (Option<usize>, Vec<String>) {
        let document =
            Document { blocks: vec![Block::Grid(grid(seen))], behind: vec![(0, grid(whole))], ..Document::default() };
        let mut bound = bind(&document, Some(2022));
        let count = open(&document, Some(2022), &mut bound).map(|(_, count)| count);
        let told = |figure: &Figure| {
            let code = figure.variable.map(|variable| forms().code(variable))?;
            Some(format!("{code}={}", figure.value?))
        };
        (count, bound.figures.iter().filter_map(told).collect())
    }

    const HEAD: [&str; 4] = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"];

    #[test]
    fn a_column_of_the_form_is_read_where_nothing_else_has_it() {
        let (count, figures) = opened(
            &[&HEAD[..3], &["规章", "2", "0"], &["行政规范性文件", "9", "5"]],
            &[&HEAD, &["规章", "2", "0", "7"], &["行政规范性文件", "9", "5", "31"]],
        );
        assert_eq!(count, Some(2));
        assert!(figures.contains(&"pro_norm_inforce=31".to_owned()), "{figures:?}");
    }

    #[test]
    fn free_space_in_the_place_of_a_hidden_column_is_no_blank() {
        let seen: &[&[&str]] = &[
            &["信息内容", "本年制发件数", "本年废止件数", "", ""],
            &["规章", "3", "1", "", ""],
            &["行政规范性文件", "8", "0", "", ""],
        ];
        let whole: &[&[&str]] = &[
            &["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "", ""],
            &["规章", "3", "1", "12", "", ""],
            &["行政规范性文件", "8", "0", "45", "", ""],
        ];
        let (count, figures) = opened(seen, whole);
        assert_eq!(count, Some(2));
        assert!(figures.contains(&"pro_reg_inforce=12".to_owned()), "{figures:?}");
        // Nothing stands behind: the column is not found, and not told to be blank.
        let document = Document { blocks: vec![Block::Grid(grid(seen))], ..Document::default() };
        let bound = bind(&document, Some(2022));
        let status = |code: &str| {
            let is = |figure: &&Figure| figure.variable.is_some_and(|variable| forms().code(variable) == code);
            bound.figures.iter().find(is).map(|figure| figure.status)
        };
        assert_eq!(status("pro_reg_inforce"), Some(Status::NotFound));
        assert_eq!(status("pro_norm_repealed"), Some(Status::Reported));
    }

    #[test]
    fn what_is_seen_whole_stays_as_it_is_seen() {
        let seen: &[&[&str]] = &[&HEAD, &["规章", "2", "0", "7"], &["行政规范性文件", "9", "5", "31"]];
        let whole: &[&[&str]] = &[
            &["信息内容", "上年制发件数", "本年制发件数", "本年废止件数", "现行有效件数"],
            &["规章", "1", "2", "0", "7"],
            &["行政规范性文件", "4", "9", "5", "31"],
        ];
        let (count, figures) = opened(seen, whole);
        assert_eq!(count, None);
        assert!(figures.contains(&"pro_norm_issued=9".to_owned()), "{figures:?}");
    }

    #[test]
    fn a_hidden_column_that_changes_a_figure_is_left() {
        let (count, figures) = opened(
            &[&HEAD[..3], &["规章", "2", "0"], &["行政规范性文件", "9", "5"]],
            &[&HEAD, &["规章", "3", "2", "0"], &["行政规范性文件", "8", "9", "5"]],
        );
        assert_eq!((count, figures.contains(&"pro_norm_issued=9".to_owned())), (None, true), "{figures:?}");
    }
}
