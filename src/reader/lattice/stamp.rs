//! The rulings of a page come in; those of a stamp are taken out. A stamp in a frame (收文章) is put over a table wherever there is
//! room, and its lines would cut the cells that they run through; it is red, and the table is not.

use super::glyph::{Page, Ruling};

/// Sides that miss each other by no more still meet.
const MEET: f32 = 1.0;
/// A frame has so many sides across, and so many down.
const SIDES: usize = 2;
/// More red lines are a drawing, whose lines are not held against each other.
const MOST: usize = 400;

/// Whether a colour is that of seals and stamps.
pub(super) fn is_red([red, green, blue]: [u8; 3]) -> bool {
    red > 127 && u16::from(green.max(blue)) * 2 <= u16::from(red)
}

/// Takes out the frames of stamps. Where most lines are red they are those of tables; a single red line strikes out or underlines.
pub(super) fn drop_frames(page: &mut Page) {
    let red = std::mem::take(&mut page.red);
    if !(2 * SIDES..=MOST).contains(&red.len()) || red.len() * 2 > page.rulings.len() {
        return;
    }
    let lines: Vec<(usize, Ruling)> =
        red.iter().filter_map(|&at| Some((at as usize, *page.rulings.get(at as usize)?))).collect();
    let (across, down): (Vec<_>, Vec<_>) = lines.into_iter().partition(|(_, line)| line.horizontal);
    let within = |value: f32, line: &Ruling| value >= line.from - MEET && value <= line.to + MEET;
    // What meets two lines of the other direction at both of its ends belongs to a frame.
    let framed = |(_, line): &(usize, Ruling), others: &[(usize, Ruling)]| {
        let meets = |end: f32| others.iter().any(|(_, other)| (other.at - end).abs() <= MEET && within(line.at, other));
        meets(line.from) && meets(line.to)
    };
    let mut gone: Vec<usize> = Vec::new();
    for (own, others) in [(&across, &down), (&down, &across)] {
        let sides: Vec<usize> = own.iter().filter(|line| framed(line, others)).map(|(at, _)| *at).collect();
        if sides.len() < SIDES {
            return;
        }
        gone.extend(sides);
    }
    gone.sort_unstable();
    let mut at = 0;
    page.rulings.retain(|_| {
        at += 1;
        gone.binary_search(&(at - 1)).is_err()
    });
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Bounds;
    use super::*;

    const RED: [u8; 3] = [217, 26, 26];

    /// A page with the lines of a table in one colour and those of two boxes, one above the other, in another.
    fn left(table: [u8; 3], stamp: [u8; 3], strike: bool) -> usize {
        let mut page = Page::default();
        let mut line = |x0: f32, y0: f32, x1: f32, y1: f32, color| {
            page.stroke_in(Bounds { x0, y0, x1, y1 }, Some(color));
        };
        for step in 0..6 {
            line(50.0, 100.0 + 20.0 * step as f32, 450.0, 100.0 + 20.0 * step as f32, table);
            line(50.0 + 80.0 * step as f32, 100.0, 50.0 + 80.0 * step as f32, 200.0, table);
        }
        for y in [111.0, 125.0, 139.0] {
            line(160.0, y, 244.0, y, stamp);
        }
        for x in [160.0, 244.0] {
            line(x, 111.0, x, 139.0, stamp);
        }
        if strike {
            line(300.0, 110.0, 330.0, 110.0, stamp);
        }
        drop_frames(&mut page);
        page.rulings.len()
    }

    #[test]
    fn the_frame_of_a_stamp_is_none_of_a_table() {
        assert_eq!(left([0; 3], RED, false), 12);
        assert_eq!(left([0; 3], RED, true), 13, "a red line strikes a number out");
        assert_eq!(left(RED, RED, false), 17, "a red table");
        assert_eq!(left([0; 3], [0, 0, 200], false), 17);
    }

    #[test]
    fn a_red_drawing_is_no_stamp() {
        let mut page = Page::default();
        for step in 0..=MOST {
            let at = step as f32;
            page.stroke_in(Bounds { x0: 0.0, y0: at, x1: 900.0, y1: at }, Some(RED));
            page.stroke_in(Bounds { x0: at, y0: 0.0, x1: at, y1: 900.0 }, Some(RED));
            page.stroke(Bounds { x0: 0.0, y0: at, x1: 900.0, y1: at });
            page.stroke(Bounds { x0: at, y0: 0.0, x1: at, y1: 900.0 });
        }
        let before = page.rulings.len();
        drop_frames(&mut page);
        assert_eq!(page.rulings.len(), before);
    }
}
