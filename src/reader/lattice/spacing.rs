//! Characters as drawn come in; where they are set wide, the digits of a number go out without the space between them.

use std::collections::{BTreeMap, BTreeSet};

use super::glyph::{Direction, Glyph};
use super::text;
use crate::script::wide;

/// Hundredths of an em by which the spaces of letters that are set wide differ.
const LETTER: i32 = 4;
/// Least and largest space of letters, in hundredths of an em.
const SPACE: (i32, i32) = (5, 60);
/// Fewer pairs of letters, and fewer of a hundred with the same space, show none.
const FEWEST_PAIRS: usize = 20;
const SAME: usize = 60;
/// Numbers side by side are further apart than their digits, in hundredths of an em.
const APART: i32 = 100;

/// Closes the space between digits where a page sets them wide: numbers of three digits and more show it, and shorter
/// ones of the same space are numbers, too. A character's advance takes up the space behind it.
pub(super) fn close_digits(glyphs: &mut [Glyph]) {
    close_single(glyphs);
    // Spaces, in hundredths of an em.
    let mut spaces: BTreeSet<i32> = BTreeSet::new();
    let mut at = 0;
    while at < glyphs.len() {
        let length = text::number_length(&glyphs[at..]);
        if length > 2 {
            spaces.extend(space(&glyphs[at], &glyphs[at + 1]));
        }
        at += length.max(1);
    }
    if spaces.is_empty() {
        return;
    }
    let mut behind: Option<f32> = None;
    for at in 0..glyphs.len() {
        let found = glyphs.get(at + 1).and_then(|next| space(&glyphs[at], next));
        let shown = found.is_some_and(|found| spaces.range(found - LETTER..=found + LETTER).next().is_some());
        let gap = if shown { Some(glyphs[at + 1].bounds.x0 - glyphs[at].bounds.x1) } else { behind };
        behind = gap.filter(|_| shown);
        if let Some(gap) = gap {
            glyphs[at].bounds.x1 += gap;
        }
    }
}

/// The space between two digits of one drawing operation, in hundredths of an em, where there is some.
fn space(left: &Glyph, right: &Glyph) -> Option<i32> {
    let pair = [*left, *right];
    let gap = (right.bounds.x0 - left.bounds.x1) / left.size.max(0.1);
    let level = left.direction == Direction::Right && right.direction == Direction::Right;
    (gap > 0.04 && level && text::number_length(&pair) == 2).then_some((gap * 100.0).round() as i32)
}

/// Closes the space between digits that were drawn one by one: all letters of their size stand as far apart, and no
/// digits a little further.
fn close_single(glyphs: &mut [Glyph]) {
    let number = |glyph: &Glyph| glyph.character.is_ascii_digit() || matches!(glyph.character, '.' | ',');
    let single = |pair: &[Glyph]| number(&pair[0]) && number(&pair[1]) && pair[0].run != pair[1].run;
    if !glyphs.windows(2).any(single) {
        return;
    }
    let size = |glyph: &Glyph| (glyph.size * 2.0).round() as i32;
    // By size, how often each space stands between two characters.
    let mut letters: BTreeMap<i32, BTreeMap<i32, usize>> = BTreeMap::new();
    let mut digits: BTreeMap<i32, BTreeSet<i32>> = BTreeMap::new();
    for pair in glyphs.windows(2) {
        let Some(gap) = gap(pair) else { continue };
        if wide(pair[0].character) && wide(pair[1].character) {
            *letters.entry(size(&pair[0])).or_default().entry(gap).or_default() += 1;
        } else if single(pair) {
            digits.entry(size(&pair[0])).or_default().insert(gap);
        }
    }
    let space = |size: i32| -> Option<i32> {
        let letters = letters.get(&size)?;
        let near = |at: i32| letters.range(at - LETTER..=at + LETTER).map(|(_, count)| count).sum::<usize>();
        let all: usize = letters.values().sum();
        let (count, own) = letters.keys().map(|&gap| (near(gap), gap)).max()?;
        let far = |gap: &i32| *gap > own + LETTER && *gap < own + APART;
        let clear = !digits.get(&size)?.iter().any(far);
        let shown = all >= FEWEST_PAIRS && count * 100 >= SAME * all && (SPACE.0..=SPACE.1).contains(&own);
        (clear && shown).then_some(own)
    };
    let spaces: BTreeMap<i32, i32> = digits.keys().filter_map(|&size| Some((size, space(size)?))).collect();
    if spaces.is_empty() {
        return;
    }
    for at in 1..glyphs.len() {
        let pair = &glyphs[at - 1..=at];
        let own = spaces.get(&size(&pair[0])).zip(gap(pair));
        if single(pair) && own.is_some_and(|(space, gap)| (space - gap).abs() <= LETTER) {
            glyphs[at - 1].bounds.x1 = glyphs[at].bounds.x0;
        }
    }
}

/// The space between two characters of one size that stand level, in hundredths of an em.
fn gap(pair: &[Glyph]) -> Option<i32> {
    let (left, right) = (&pair[0], &pair[1]);
    let level = left.direction == Direction::Right && right.direction == Direction::Right;
    let even = (left.bounds.y0 - right.bounds.y0).abs() < 0.2 * left.size && (left.size - right.size).abs() < 0.1;
    let gap = (right.bounds.x0 - left.bounds.x1) / left.size.max(0.1);
    (level && even && (-0.1..5.0).contains(&gap)).then_some((gap * 100.0).round() as i32)
}

#[cfg(test)]
mod tests {
    use super::super::text::samples::set;
    use super::*;

    /// Characters of texts, each drawn by itself with a space behind it, and where each text starts.
    fn drawn(texts: &[(f32, &str)], space: f32) -> Vec<Glyph> {
        let mut glyphs: Vec<Glyph> = Vec::new();
        for (row, (x, text)) in texts.iter().enumerate() {
            for (at, mut glyph) in set(text, *x, 20.0 * row as f32, 10.0).into_iter().enumerate() {
                glyph.bounds.x0 += space * at as f32;
                glyph.bounds.x1 += space * at as f32;
                glyph.run = glyphs.len() as u32;
                glyphs.push(glyph);
            }
        }
        glyphs
    }

    fn read(mut glyphs: Vec<Glyph>) -> Vec<String> {
        close_digits(&mut glyphs);
        text::lines(&glyphs).iter().map(text::TextLine::text).collect()
    }

    #[test]
    fn digits_drawn_one_by_one_with_the_space_of_the_letters() {
        let label = "本年新收政府信息公开申请数量本年度办理结果";
        let page = drawn(&[(10.0, label), (10.0, "1.属于秘密"), (10.0, "1305")], 4.0);
        assert_eq!(read(page), [label, "1.属于秘密", "1305"]);
        // Two cells of one digit each, not quite as far apart as the letters.
        let mut page = drawn(&[(10.0, label), (10.0, "1"), (10.0, "2")], 4.0);
        let last = page.last_mut().unwrap();
        (last.bounds.x0, last.bounds.x1, last.bounds.y0, last.bounds.y1) = (22.0, 27.0, 20.0, 30.0);
        assert_eq!(read(page)[1], "1 2");
    }
}
