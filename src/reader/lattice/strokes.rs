//! The characters of a page come in; those that draw lines (┌ ─ │ ┼) are taken out, and the rulings that they draw go out. Tables
//! that were typed as plain text and printed are ruled with them.

use super::glyph::{Bounds, Direction, Glyph, Page};

/// Fewer corners and crossings on a page are no table.
const FEWEST: usize = 4;
/// How far a stroke reaches beyond the middle of its character upwards and downwards, in ems: lines of text stand apart.
const HALF_LINE: f32 = 0.75;
/// How far a stroke reaches beyond the edge of its character to the sides, in ems.
const BEYOND: f32 = 0.1;

/// Turns characters that draw lines into rulings.
pub(super) fn rule(page: &mut Page) {
    let is_joint = |glyph: &&Glyph| {
        glyph.direction == Direction::Right
            && matches!(glyph.character, '\u{250c}'..='\u{254b}' | '\u{2552}'..='\u{2570}')
    };
    if page.glyphs.iter().filter(is_joint).take(FEWEST).count() < FEWEST {
        return;
    }
    let mut strokes: Vec<Bounds> = Vec::new();
    page.glyphs.retain(|glyph| {
        let Some([up, down, left, right]) = arms(glyph.character).filter(|_| glyph.direction == Direction::Right)
        else {
            return true;
        };
        let ((x, y), size) = (glyph.bounds.center(), glyph.size);
        let part = |drawn: bool, length: f32| if drawn { length } else { 0.0 };
        let half = 0.5 * glyph.bounds.width() + BEYOND * size;
        if left || right {
            strokes.push(Bounds { x0: x - part(left, half), x1: x + part(right, half), y0: y, y1: y });
        }
        if up || down {
            let half = HALF_LINE * size;
            strokes.push(Bounds { x0: x, x1: x, y0: y - part(up, half), y1: y + part(down, half) });
        }
        false
    });
    strokes.into_iter().for_each(|stroke| page.stroke(stroke));
}

/// Whether a character's strokes lead upwards, downwards, to the left, to the right (Unicode, "Box Drawing").
fn arms(character: char) -> Option<[bool; 4]> {
    let arms = match character {
        '\u{2500}' | '\u{2501}' | '\u{2504}' | '\u{2505}' | '\u{2508}' | '\u{2509}' | '\u{254c}' | '\u{254d}'
        | '\u{2550}' => "lr",
        '\u{2502}' | '\u{2503}' | '\u{2506}' | '\u{2507}' | '\u{250a}' | '\u{250b}' | '\u{254e}' | '\u{254f}'
        | '\u{2551}' => "ud",
        '\u{250c}'..='\u{250f}' | '\u{2552}'..='\u{2554}' | '\u{256d}' => "dr",
        '\u{2510}'..='\u{2513}' | '\u{2555}'..='\u{2557}' | '\u{256e}' => "dl",
        '\u{2514}'..='\u{2517}' | '\u{2558}'..='\u{255a}' | '\u{2570}' => "ur",
        '\u{2518}'..='\u{251b}' | '\u{255b}'..='\u{255d}' | '\u{256f}' => "ul",
        '\u{251c}'..='\u{2523}' | '\u{255e}'..='\u{2560}' => "udr",
        '\u{2524}'..='\u{252b}' | '\u{2561}'..='\u{2563}' => "udl",
        '\u{252c}'..='\u{2533}' | '\u{2564}'..='\u{2566}' => "dlr",
        '\u{2534}'..='\u{253b}' | '\u{2567}'..='\u{2569}' => "ulr",
        '\u{253c}'..='\u{254b}' | '\u{256a}'..='\u{256c}' => "udlr",
        _ => return None,
    };
    Some(['u', 'd', 'l', 'r'].map(|arm| arms.contains(arm)))
}

#[cfg(test)]
mod tests {
    use super::super::frame::frames;
    use super::super::glyph::Ink;
    use super::super::ruling::tidy;
    use super::*;

    /// Cells that lines of text draw, in characters of 10 points, 13 points apart, and what is left of the text.
    fn drawn(lines: &[&str]) -> (usize, String) {
        let mut page = Page::default();
        for (row, line) in lines.iter().enumerate() {
            for (column, character) in line.chars().enumerate() {
                let (x0, y0) = (column as f32 * 10.0, row as f32 * 13.0);
                let bounds = Bounds { x0, y0, x1: x0 + 10.0, y1: y0 + 10.0 };
                let (direction, ink) = (Direction::Right, Ink::default());
                page.glyphs.push(Glyph {
                    character,
                    bounds,
                    size: 10.0,
                    direction,
                    vertical: false,
                    run: row as u32,
                    ink,
                });
            }
        }
        rule(&mut page);
        let cells = frames(&tidy(&page.rulings)).iter().map(|frame| frame.cells.len()).sum();
        (cells, page.glyphs.iter().map(|glyph| glyph.character).collect())
    }

    #[test]
    fn characters_that_draw_lines_are_rulings() {
        let table = ["┌──┬──┐", "│甲　│１　│", "├──┼──┤", "│乙　│２　│", "└──┴──┘"];
        assert_eq!(drawn(&table), (4, "甲　１　乙　２　".to_owned()));
        assert_eq!(drawn(&["────", "甲│乙"]), (0, "────甲│乙".to_owned()));
    }
}
