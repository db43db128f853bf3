//! In what columns a text is laid out: those of a display, where an ideograph takes two and a character of ambiguous width two
//! or one, or one for each character, as programs give that count characters. Lines in; the pitch in which their pieces stand in line more often.

use super::super::lines::{Line, Pitch, ambiguous};
use super::extent::LINE;

/// Lines that are looked at.
const LINES: usize = 120;

/// Places on a line, a bit for each: no line that is looked at is longer.
#[derive(Clone, Copy)]
struct Marks([u64; LINE / 64 + 1]);

impl Default for Marks {
    fn default() -> Self {
        Self([0; LINE / 64 + 1])
    }
}

impl Marks {
    fn insert(&mut self, at: usize) {
        if let Some(bits) = self.0.get_mut(at / 64) {
            *bits |= 1 << (at % 64);
        }
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }
}

/// The pitch of a text.
pub(in super::super) fn pitch(lines: &[Line]) -> Pitch {
    // Places at which pieces begin, end and have their middle: on a display, in characters, and where ambiguous ones are narrow.
    let mut places = [[Marks::default(); 3]; 3];
    let laid = lines.iter().filter(|line| line.text.len() <= LINE && line.trimmed().contains("  "));
    for line in laid.take(LINES) {
        let (mut byte, mut column, mut less) = (0, 0, 0);
        for (at, piece) in line.pieces(Pitch::Display).into_iter().enumerate() {
            let start = piece.text.as_ptr() as usize - line.text.as_ptr() as usize;
            let left = column + Pitch::Character.of(&line.text[byte..start]);
            let right = left + Pitch::Character.of(piece.text);
            let before = less + ambiguous(&line.text[byte..start]);
            less = before + ambiguous(piece.text);
            (byte, column) = (start + piece.text.len(), right);
            // All first ones begin where their labels do.
            if at > 0 {
                let extents = [(piece.left, piece.right), (left, right), (piece.left - before, piece.right - less)];
                for ((left, right), places) in extents.into_iter().zip(&mut places) {
                    let ways = [left, right, (left + right) / 2];
                    ways.into_iter().zip(places).for_each(|(at, places)| {
                        places.insert(at);
                    });
                }
            }
        }
    }
    // Where all stand in line in one of these ways, they do at as many places as there are columns.
    let [display, characters, narrow] = places.map(|ways| ways.iter().map(Marks::count).min().unwrap_or(0));
    if characters < display.min(narrow) {
        Pitch::Character
    } else if narrow < display {
        Pitch::Narrow
    } else {
        Pitch::Display
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::lines::split;
    use super::super::read;
    use super::*;

    #[test]
    fn characters_of_ambiguous_width_may_be_narrow() {
        let narrow = "名称          制发件数  废止件数\n规章                    3\n“三全”规章    12        7\n";
        let wide = narrow.replace("规章    12", "规章  12");
        for (text, expected) in [(narrow, Pitch::Narrow), (&wide[..], Pitch::Display)] {
            let lines = split(text);
            assert_eq!(pitch(&lines), expected, "{text}");
        }
    }

    #[test]
    fn columns_of_characters_are_told_from_those_of_a_display() {
        let characters =
            "名称      制发件数  废止件数  有效件数\n规章                  3\n规范性文件   12          7\n";
        let display = "名称        制发件数  废止件数  有效件数\n规章                            3\n规范性文件  12                  7\n";
        for (text, expected) in [(characters, Pitch::Character), (display, Pitch::Display)] {
            let lines = split(text);
            assert_eq!(pitch(&lines), expected, "{text}");
            let (rows, _) = read(&lines, expected).expect("it is laid out");
            let rows: Vec<Vec<&str>> =
                rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
            assert_eq!(rows[1][1..], ["", "", "3"], "{text}");
            assert_eq!(rows[2][1..], ["12", "", "7"], "{text}");
        }
    }

    #[test]
    fn columns_may_stand_about_their_middle() {
        let table = "名称              上一年数量      本年增/减     处理决定数量\n行政许可                12345\n其他管理服务事项                        +8\n行政处罚                                  +8\n行政强制                 7\n";
        let centred = table.replace("事项                        +8", "事项                          +8");
        assert_eq!(pitch(&split(&centred)), Pitch::Display);
    }
}
