//! Whether what stands alone in a cell is the stroke that says “nothing to state” (／): a recogniser takes it for a one, and
//! is sure of it.
//!
//! The ink of a box comes in, row by row; how its one stroke runs goes out. A one has a flag, a foot, or stands upright; the
//! sign is a straight bar of even width that leans to the right. Narrow bold faces and ones that a program slanted come near
//! the limits below and may be taken for each other.

use super::ink::Box;
use super::raster::Mask;

/// How a lone stroke runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stroke {
    /// Upright, as a one.
    Upright,
    /// Straight, of even width, leaning to the right.
    Sign,
    /// Neither for certain.
    Unclear,
}

/// Least lean of the sign, in columns a row; ones in italics lean up to 0.28 and have a flag.
const LEANING: f32 = 0.18;
/// Most that a one leans: the distance between the middles of its upper and its lower third, in parts of its height.
const UPRIGHT: f32 = 0.1;
/// How far from a line the middles of a straight stroke may lie, in parts of its height.
const STRAIGHT: f32 = 0.035;
/// The widest row of an even stroke, in parts of its usual row, and one pixel more.
const EVEN: f32 = 1.6;
/// Fewer rows than this show no shape.
const LEAST_ROWS: usize = 8;

impl Stroke {
    /// The stroke in a box.
    pub fn of(ink: &Mask, [x0, y0, x1, y1]: Box) -> Self {
        let row = |y: usize| {
            let row = &ink.row(y)[x0..x1];
            let first = row.iter().position(|&pixel| pixel == 1)?;
            let last = row.iter().rposition(|&pixel| pixel == 1)?;
            Some((y as f32, (first + last) as f32 / 2.0, (last + 1 - first) as f32))
        };
        let rows: Vec<(f32, f32, f32)> = (y0..y1).filter_map(row).collect();
        if rows.len() < LEAST_ROWS {
            return Self::Unclear;
        }
        let count = rows.len() as f32;
        let mean = |of: fn(&(f32, f32, f32)) -> f32| rows.iter().map(of).sum::<f32>() / count;
        let (middle_y, middle_x) = (mean(|row| row.0), mean(|row| row.1));
        let (mut along, mut across) = (0.0, 0.0);
        for (y, x, _) in &rows {
            along += (y - middle_y) * (y - middle_y);
            across += (y - middle_y) * (x - middle_x);
        }
        // Columns to the right for each row upwards.
        let lean = -across / along;
        let off = |(y, x, _): &(f32, f32, f32)| (x - middle_x + lean * (y - middle_y)).powi(2);
        let straight = (rows.iter().map(off).sum::<f32>() / count).sqrt() <= STRAIGHT * count;
        let mut widths: Vec<f32> = rows.iter().map(|row| row.2).collect();
        widths.sort_unstable_by(f32::total_cmp);
        let even = widths[widths.len() - 1] <= EVEN * widths[widths.len() / 2] + 1.0;
        // A gap is a second stroke.
        let whole = rows.len() * 10 >= (y1 - y0) * 9;
        if whole && lean >= LEANING && straight && even {
            return Self::Sign;
        }
        let third = (y1 - y0) / 3;
        let middle = |from: usize, to: usize| middle(ink, [x0, from, x1, to]);
        let upright = middle(y0, y0 + third) - middle(y1 - third, y1) <= UPRIGHT * (y1 - y0) as f32;
        if upright { Self::Upright } else { Self::Unclear }
    }
}

/// The mean column of the ink of a box.
fn middle(ink: &Mask, [x0, y0, x1, y1]: Box) -> f32 {
    let (mut sum, mut count) = (0, 0);
    for y in y0..y1 {
        for x in (x0..x1).filter(|&x| ink.row(y)[x] == 1) {
            (sum, count) = (sum + x, count + 1);
        }
    }
    sum as f32 / (count as f32).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mask of rows of signs, `#` for ink.
    fn mask(rows: &[&str]) -> Mask {
        let mut mask = Mask::filled(rows[0].len(), rows.len(), 0);
        for (y, row) in rows.iter().enumerate() {
            for (x, sign) in row.bytes().enumerate() {
                mask.row_mut(y)[x] = u8::from(sign == b'#');
            }
        }
        mask
    }

    fn of(rows: &[&str]) -> Stroke {
        Stroke::of(&mask(rows), [0, 0, rows[0].len(), rows.len()])
    }

    #[test]
    fn the_sign_is_straight_and_leans() {
        let sign = [
            "      ##", "      ##", "     ## ", "     ## ", "    ##  ", "    ##  ", "   ##   ", "  ##    ", "  ##    ",
            " ##     ",
        ];
        assert_eq!(of(&sign), Stroke::Sign);
    }

    #[test]
    fn a_one_is_upright_or_has_a_flag() {
        let one = ["  ## ", "#### ", "  ## ", "  ## ", "  ## ", "  ## ", "  ## ", "  ## ", "  ## ", "#####"];
        assert_eq!(of(&one), Stroke::Upright);
        let italic = [
            "     ##", "   ####", "  ## ##", "    ## ", "    ## ", "   ##  ", "   ##  ", "  ##   ", "  ##   ",
            " ##    ",
        ];
        assert_eq!(of(&italic), Stroke::Unclear);
        // What is cut in two, or too small, has no shape.
        let dots = ["  ##", "  ##", "    ", "    ", "    ", "##  ", "##  ", "##  ", "##  ", "##  "];
        assert_eq!(of(&dots), Stroke::Unclear);
        assert_eq!(of(&["  ##", " ## ", "##  "]), Stroke::Unclear);
    }
}
