//! A page comes in; where two pages were set side by side on one sheet, each goes out by itself, the left one first.
//! Their lines stand level with each other and would read as one.

use super::glyph::{Bounds, Glyph, Page};
use super::rows;
use super::text;
use crate::script::wide;

/// Two pages side by side are wider than high by this factor.
const WIDER: f32 = 1.2;
/// Nothing stands nearer to the middle of the sheet than this share of its width.
const GUTTER: f32 = 0.008;
/// Lines on each side that begin as those of a page do. Right of the middle of a table stand values.
const FEWEST: usize = 3;
/// So many characters of running text are no label of a column.
const RUNNING: usize = 12;

/// The pages of a sheet with their boxes; `area` is the sheet's.
pub(super) fn split(mut page: Page, area: Bounds) -> Vec<(Page, Bounds)> {
    let middle = area.center().0;
    if page.recognised || area.width() < WIDER * area.height() || is_crossed(&page, middle, GUTTER * area.width()) {
        return vec![(page, area)];
    }
    let beyond = |bounds: &Bounds| bounds.center().0 > middle;
    let (right, left): (Vec<Glyph>, Vec<Glyph>) = page.glyphs.iter().partition(|glyph| beyond(&glyph.bounds));
    if !is_page(&left) || !is_page(&right) {
        return vec![(page, area)];
    }
    let (hidden, rest) = page.hidden.iter().partition(|glyph| beyond(&glyph.bounds));
    page.hidden = rest;
    let part = |boxes: &mut Vec<Bounds>| -> Vec<Bounds> {
        let (other, rest) = boxes.iter().partition(|bounds| beyond(bounds));
        *boxes = rest;
        other
    };
    let (pictures, gone) = (part(&mut page.pictures), part(&mut page.gone));
    let (drawn, rest) = page.drawn.iter().partition(|drawn| beyond(&drawn.bounds));
    page.drawn = rest;
    let (rulings, rest) = page
        .rulings
        .iter()
        .partition(|ruling| (if ruling.horizontal { (ruling.from + ruling.to) * 0.5 } else { ruling.at }) > middle);
    page.rulings = rest;
    page.glyphs = left;
    let (width, height, number) = (page.width, page.height, page.number);
    let other =
        Page { number, width, height, glyphs: right, rulings, pictures, drawn, gone, hidden, ..Page::default() };
    vec![(page, Bounds { x1: middle, ..area }), (other, Bounds { x0: middle, ..area })]
}

/// Whether something stands in the middle of the sheet.
fn is_crossed(page: &Page, middle: f32, room: f32) -> bool {
    let crosses = |from: f32, to: f32| from < middle + room && to > middle - room;
    let written = page.glyphs.iter().filter(|glyph| !glyph.character.is_whitespace());
    written.into_iter().any(|glyph| crosses(glyph.bounds.x0, glyph.bounds.x1))
        || page.rulings.iter().any(|line| {
            let (from, to) = if line.horizontal { (line.from, line.to) } else { (line.at, line.at) };
            crosses(from, to)
        })
}

/// Whether lines begin with running text, or with labels of rows.
fn is_page(glyphs: &[Glyph]) -> bool {
    let begins = |text: &str| rows::begins(text) || text.chars().filter(|&c| wide(c)).count() >= RUNNING;
    text::lines(glyphs).iter().filter(|line| begins(&line.segments[0].text)).count() >= FEWEST
}

#[cfg(test)]
mod tests {
    use super::super::text::samples::set;
    use super::*;

    fn sheet(lines: &[(f32, &str)]) -> Page {
        let glyphs =
            lines.iter().enumerate().flat_map(|(row, (x, text))| set(text, *x, 20.0 + 15.0 * row as f32, 10.0));
        Page { number: 1, width: 842.0, height: 595.0, glyphs: glyphs.collect(), ..Page::default() }
    }

    fn parts(page: Page) -> Vec<usize> {
        let area = page.bounds();
        split(page, area).iter().map(|(page, _)| page.glyphs.len()).collect()
    }

    #[test]
    fn two_pages_on_a_sheet() {
        let prose = "全年共公开政府信息若干条，其中政策文件若干件。";
        let left = [(40.0, prose), (40.0, "一、总体情况"), (40.0, "二、主动公开情况")];
        let right = [(460.0, "（一）予以公开"), (460.0, "1.属于秘密"), (460.0, "2.内部信息"), (700.0, "12")];
        assert_eq!(parts(sheet(&[&left[..], &right[..]].concat())), [23 + 6 + 8, 7 + 6 + 6 + 2]);
        // Values to the right of the middle are those of the rows to the left of it.
        let values = [(460.0, "本年废止件数"), (460.0, "12"), (460.0, "34"), (700.0, "56")];
        assert_eq!(parts(sheet(&[&left[..], &values[..]].concat())).len(), 1);
        // A line across the middle.
        let across = [(300.0, prose)];
        assert_eq!(parts(sheet(&[&left[..], &right[..], &across[..]].concat())).len(), 1);
    }
}
