//! Finds what is printed on every page beside the text: page numbers, running heads and feet. They must
//! not stand between the halves of a table or a paragraph.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::item::{Content, ReadPage};
use super::rows;
use super::text::TextLine;

/// Running heads and feet stand in these shares of the page, at its top and bottom.
const BAND: f32 = 0.12;
/// A head recurs at the same height within this many points.
const DRIFT: f32 = 4.0;

/// `- 5 -`, `—5—`, `5`, `第 5 页`, `第5页 共6页`, `5/6`, `Page 5 of 6`.
static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\s\-–—―－·]*(?:第\s*)?(?:[Pp]age\s*)?\d{1,4}\s*页?\s*(?:(?:[/／,，|]\s*(?:共|of)?|共|of)\s*\d{1,4}\s*页?)?[\s\-–—―－·]*$")
        .expect("the pattern is fixed")
});

/// Marks the lines that are margins.
pub(super) fn mark(sheets: &mut [ReadPage]) {
    let recurring = recurring(sheets);
    for (index, sheet) in sheets.iter_mut().enumerate() {
        let (top, bottom) = bands(sheet);
        // Only the outermost lines of a page can be margins: a heading below the running head is not.
        let count = sheet.items.len();
        let mut marked = vec![false; count];
        let mut order: Vec<usize> = (0..count).collect();
        order.sort_by(|&a, &b| sheet.items[a].bounds.y0.total_cmp(&sheet.items[b].bounds.y0));
        let is_margin = |item: usize| match &sheet.items[item].kind {
            Content::Line(line) => {
                let middle = line.bounds.center().1;
                let outside = middle < top || middle > bottom;
                // A number at the top may be the rest of one in the last row of the page before.
                let bare = middle < top && rows::is_figure(&line.text());
                outside && ((PAGE_NUMBER.is_match(&line.text()) && !bare) || recurring.contains(&(index, item)))
            }
            _ => false,
        };
        for &item in order.iter().take_while(|&&item| is_margin(item)) {
            marked[item] = true;
        }
        for &item in order.iter().rev().take_while(|&&item| is_margin(item)) {
            marked[item] = true;
        }
        for (item, _) in sheet.items.iter_mut().zip(marked).filter(|(_, marked)| *marked) {
            if let Content::Line(line) = &item.kind {
                item.kind = Content::Margin(line.clone());
            }
        }
    }
}

/// Lower end of the head band and upper end of the foot band.
fn bands(sheet: &ReadPage) -> (f32, f32) {
    let height = sheet.bounds.height();
    (sheet.bounds.y0 + BAND * height, sheet.bounds.y1 - BAND * height)
}

/// Lines (sheet, item) whose text, digits aside, stands at the same height on another page, too.
fn recurring(sheets: &[ReadPage]) -> std::collections::BTreeSet<(usize, usize)> {
    let mut places: BTreeMap<String, Vec<(usize, usize, f32)>> = BTreeMap::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let (top, bottom) = bands(sheet);
        for (item, line) in sheet.items.iter().enumerate().filter_map(|(at, item)| match &item.kind {
            Content::Line(line) => Some((at, line)),
            _ => None,
        }) {
            let middle = line.bounds.center().1;
            if middle < top || middle > bottom {
                // Pages that were turned for reading begin elsewhere.
                places.entry(pattern(line)).or_default().push((index, item, middle - sheet.bounds.y0));
            }
        }
    }
    let mut out = std::collections::BTreeSet::new();
    for lines in places.into_values() {
        for pair in lines.windows(2) {
            let ((sheet, item, y), (next, other, z)) = (pair[0], pair[1]);
            if sheet != next && (y - z).abs() <= DRIFT {
                out.insert((sheet, item));
                out.insert((next, other));
            }
        }
    }
    out
}

fn pattern(line: &TextLine) -> String {
    let text = line.text();
    text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::PAGE_NUMBER;

    #[test]
    fn page_numbers() {
        for text in ["- 5 -", "—5—", "5", "第 5 页", "第5页 共6页", "5/6", "Page 5 of 6", "－ 12 －"] {
            assert!(PAGE_NUMBER.is_match(text), "{text}");
        }
        for text in ["2024年", "5件", "1.", "一", "第5条", "3.5万元", "合计 5 6 7", "6 00"] {
            assert!(!PAGE_NUMBER.is_match(text), "{text}");
        }
    }
}
