//! Lines of figures without a label of their own, above or below a row whose numbers did not fit their columns: what goes on
//! with a number is put to it, or leaves it open.

use super::super::super::lines::{Opening, Piece, is_unit, opening};
use super::super::super::rows::Text;
use super::super::{Built, RowKind};
use super::{Assembly, SLACK};
use crate::script::fold_char;

/// Whether a piece is digits and nothing else.
fn are_digits(text: &str) -> bool {
    text.chars().all(|c| fold_char(c).is_some_and(|c| c.is_ascii_digit()))
}

/// Whether a piece may be the end of a number that did not fit its column: digits, its unit behind them.
fn is_end(text: &str) -> bool {
    let unit = text.char_indices().find(|(_, c)| fold_char(*c).is_some_and(|c| !c.is_ascii_digit())).map(|(at, _)| at);
    unit.map_or_else(|| are_digits(text), |at| at > 0 && is_unit(&text[at..]) && are_digits(&text[..at]))
}

/// Whether one piece stands above or below another.
fn near(one: &Piece, other: &Piece) -> bool {
    one.left <= other.right + 1 && other.left <= one.right + 1
}

/// For each of some figures the one of a row that it stands below or above, if all are digits and each has one of its own.
fn over(row: &Built, values: &[Piece]) -> Option<Vec<usize>> {
    let place = |value: &Piece| row.values.iter().position(|(piece, _)| near(piece, value) && are_digits(piece.text));
    let places: Vec<usize> =
        values.iter().map(|value| place(value).filter(|_| is_end(value.text))).collect::<Option<_>>()?;
    places.windows(2).all(|pair| pair[0] < pair[1]).then_some(places)
}

/// Leaves a number open that another may be a part of.
fn open(text: &mut Text, part: &Piece) {
    text.text.push(' ');
    text.text.push_str(part.text);
}

/// Whether figures stand above or below none of a row's: where one of its cells seems blank, they may be its figure.
fn stands_beside(row: &Built, values: &[Piece]) -> bool {
    values.iter().any(|value| !row.values.iter().any(|(piece, _)| near(piece, value)))
}

impl<'a> Assembly<'a, '_> {
    /// Takes a line of figures for the rest of the row above, whose numbers did not fit their columns. Beside the rest of a
    /// label it is; without a label it may be, and the numbers that it would go on with are left open.
    pub(super) fn goes_on(&mut self, index: usize, own: Option<&Piece<'a>>) -> bool {
        let line = &self.laid[index];
        let Some((_, left, full)) = self.last.filter(|(at, ..)| self.waiting.is_empty() && at + 1 == line.at) else {
            return false;
        };
        let Some(row) = self.rows.last_mut().filter(|row| row.kind == RowKind::Figures) else { return false };
        let places = over(row, line.values());
        let Some(own) = own else {
            let Some(places) = places else {
                row.torn |= stands_beside(row, line.values());
                return false;
            };
            places.into_iter().zip(line.values()).for_each(|(at, value)| open(&mut row.values[at].1, value));
            if !row.label.is_empty() {
                self.stray = Some(index);
            }
            return true;
        };
        let Some(label) = row.label.last_mut().filter(|label| opening(&label.text) != Opening::None) else {
            return false;
        };
        let begins = row.values.first().map_or(0, |(value, _)| value.left);
        if own.left.abs_diff(left) > SLACK || own.right > begins {
            return false;
        }
        // There was no room: no digit stands alone above others. What is said of a part (其中：…) is a row.
        let room = |&at: &usize| row.values[at].0.right - row.values[at].0.left;
        let Some(places) =
            places.filter(|places| places.iter().all(|at| room(at) > 1) && !own.text.contains([':', '：']))
        else {
            return false;
        };
        label.append(own.text);
        let stands = |(at, value): (&usize, &Piece)| row.values[*at].0.left.abs_diff(value.left) <= 1;
        let alike = places.iter().map(room).all(|width| width == room(&places[0]));
        let whole = full && alike && places.iter().zip(line.values()).all(stands);
        for (at, value) in places.into_iter().zip(line.values()) {
            let text = &mut row.values[at].1;
            if whole { text.append(value.text) } else { open(text, value) }
        }
        self.last = Some((line.at, left, full));
        true
    }

    /// Leaves open the numbers of the last row that the line above, which has no label, may be a part of.
    pub(super) fn open_below(&mut self, index: usize, stray: Option<usize>) {
        let Some((row, above)) = self.rows.split_last_mut().filter(|(row, _)| !row.label.is_empty()) else { return };
        let alone = |above: &Built| above.kind == RowKind::Figures && above.label.is_empty() && above.outer.is_empty();
        let touches = index > 0 && self.laid[index - 1].at + 1 == self.laid[index].at;
        let bare =
            above.last().is_some_and(|above| touches && alone(above) && self.laid[index - 1].labels().is_empty());
        let Some(line) = stray.or(bare.then(|| index - 1)).map(|at| &self.laid[at]) else { return };
        if let Some(places) = over(row, line.values()) {
            places.into_iter().zip(line.values()).for_each(|(at, value)| open(&mut row.values[at].1, value));
            if bare {
                self.rows.remove(self.rows.len() - 2);
            }
        } else if stands_beside(row, line.values()) {
            row.torn = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::super::lines::{Pitch, split};
    use super::super::super::read;

    fn texts(text: &str) -> Vec<Vec<String>> {
        let (rows, _) = read(&split(text), Pitch::Display).expect("it is laid out");
        rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
    }

    const NAMES: &str = "项目                甲    乙    丙    总数\n";

    #[test]
    fn a_number_above_or_below_a_blank_cell_may_be_its_own() {
        for text in [
            "一、新收            4     1     0     5\n                                      2\n二、结转            1     1     0\n三、其他            4     1     0     5\n",
            "一、新收            4     1     0     5\n二、结转            1     1     0\n                                      2\n三、其他            4     1     0     5\n",
        ] {
            let rows = texts(&format!("{NAMES}{text}"));
            assert!(rows.contains(&vec!["二、结转".to_owned(), "1 1 0".to_owned()]), "{rows:?}");
        }
    }

    #[test]
    fn a_number_may_go_on_with_its_unit() {
        let text = "1.重复申请信息类型  29    41    7     33\n内容不明确的情况    16    70件\n2.其他              5     6     7     18\n";
        assert_eq!(texts(text)[0], ["1.重复申请信息类型\n内容不明确的情况", "29\n16", "41\n70件", "7", "33"]);
    }

    #[test]
    fn strokes_among_figures_stand_for_them() {
        let rows = texts(&format!(
            "{NAMES}一、新收            4     1     0     5\n二、结转            |                 i7\n"
        ));
        assert_eq!(rows[2], ["二、结转", "|", "", "", "i7"]);
    }

    #[test]
    fn numerals_inside_brackets_are_words() {
        let text = format!(
            "{NAMES}（一）公开            4     1     0     5\n      （二）部分（区分，只计这　一\n      情形）          1     0     0     1\n"
        );
        assert_eq!(texts(&text).last().expect("rows")[0], "（二）部分（区分，只计这　一\n情形）");
    }
}
