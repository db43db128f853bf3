//! The lines of a band come in; out they go with the figures marked that may be pieces of numbers broken over lines.
//!
//! Where no rule divides the rows, a figure close above or below another one may be the rest of it, or that of the next
//! row. Figures on a line without a label beside fuller ones, and figures that begin with a zero, show that numbers of
//! the band were broken; then no figure is taken for whole that has another one close to it, but where its line and the
//! next one each begin with the label of a row.

use super::join;
use super::rows;
use super::ruling::Line;
use super::text::{Segment, TextLine};

/// Lines below a figure among which the rest of it may be.
const FARTHEST: usize = 6;
/// The label of the next row shares at least this part of its width with the one above.
const SHARED: f32 = 0.5;

/// Two figures close above each other, as line and part.
struct Pair {
    upper: (usize, usize),
    lower: (usize, usize),
}

/// Marks the figures that may be pieces; `rules` are the horizontal lines of the page.
pub(super) fn mark(lines: &mut [TextLine], rules: &[Line]) {
    let own = |line: &TextLine| -> Vec<usize> {
        (0..line.segments.len()).filter(|&part| rows::is_figure(&line.segments[part].text)).collect()
    };
    let figures: Vec<Vec<usize>> = lines.iter().map(own).collect();
    let band = Band { lines, figures: &figures };
    let mut pairs = band.pairs(rules);
    if pairs.is_empty() {
        return;
    }
    let ends = (0..lines.len()).map(|line| (line, lines[line].segments.len()));
    let items = rows::are_items(ends.filter_map(|end| band.label(end)));
    if !pairs.iter().any(|pair| band.shows(pair, items)) {
        return;
    }
    pairs.retain(|pair| !band.are_rows(pair));
    for (line, part) in pairs.into_iter().flat_map(|pair| [pair.upper, pair.lower]) {
        lines[line].segments[part].piece = true;
    }
}

/// The lines of a band, and which of the parts of each are figures, in order.
struct Band<'a> {
    lines: &'a [TextLine],
    figures: &'a [Vec<usize>],
}

impl<'a> Band<'a> {
    /// The figures that stand close above each other, with no rule between them.
    fn pairs(&self, rules: &[Line]) -> Vec<Pair> {
        let Self { lines, figures } = *self;
        let mut out = Vec::new();
        for (at, own) in figures.iter().enumerate() {
            let mut open: Vec<usize> = own.clone();
            for below in at + 1..lines.len().min(at + 1 + FARTHEST) {
                if open.is_empty() || lines[below].bounds.y0 - lines[at].bounds.y1 >= rows::BROKEN * lines[below].size {
                    break;
                }
                open.retain(|&part| {
                    let upper = &lines[at].segments[part].bounds;
                    let under = |&&other: &&usize| {
                        let lower = &lines[below].segments[other].bounds;
                        lower.x0 < upper.x1 && lower.x1 > upper.x0
                    };
                    let Some(&other) = figures[below].iter().find(under) else { return true };
                    let lower = &lines[below].segments[other].bounds;
                    let (x, y) = (upper.center().0, (upper.center().1, lower.center().1));
                    let start = rules.partition_point(|rule| rule.at < y.0);
                    let mut between = rules[start..].iter().take_while(|rule| rule.at < y.1);
                    if !between.any(|rule| rule.from <= x && rule.to >= x) {
                        out.push(Pair { upper: (at, part), lower: (below, other) });
                    }
                    false
                });
            }
        }
        out
    }

    /// The label beside a figure, told by line and part.
    fn label(&self, (line, part): (usize, usize)) -> Option<&'a Segment> {
        let at = (0..part).rev().find(|at| self.figures[line].binary_search(at).is_err())?;
        self.lines[line].segments.get(at)
    }

    /// Whether two figures show that numbers are broken: the lower one begins with a zero, and no row does; or one of them
    /// stands on a line without a label, with fewer figures than the other's or beside a label, and no label between the
    /// lines; or, where rows are `items`, the lower label is none and goes on with the other, and few figures stand on one of
    /// the lines.
    fn shows(&self, pair: &Pair, items: bool) -> bool {
        let mut digits = self.lines[pair.lower.0].segments[pair.lower.1].text.chars();
        let zero = digits.next() == Some('0') && digits.next().is_some_and(|c| c.is_ascii_digit());
        if zero && !self.are_rows(pair) {
            return true;
        }
        let labels = (self.label(pair.upper), self.label(pair.lower));
        let (above, below) = (self.figures[pair.upper.0].len(), self.figures[pair.lower.0].len());
        let (fewer, more) = (above.min(below), above.max(below));
        // Rows without labels have as many figures each.
        let single = match labels {
            (Some(upper), Some(lower)) => {
                let under = upper.bounds.x0 < lower.bounds.x1 && lower.bounds.x0 < upper.bounds.x1;
                items && under && !rows::begins(&lower.text) && fewer * 2 <= more
            }
            (None, None) => fewer == 1 || fewer * 2 <= more,
            _ => true,
        };
        single && self.between(pair).is_none()
    }

    /// The lowest line of words alone between two figures.
    fn between(&self, pair: &Pair) -> Option<&'a Segment> {
        let worded = (pair.upper.0 + 1..pair.lower.0).rev().find(|&line| self.figures[line].is_empty())?;
        self.lines[worded].segments.last()
    }

    /// Whether two figures stand beside the labels of two rows: what begins beside the lower one is an item, and the labels
    /// stand under each other. The label of the upper one may end below it.
    fn are_rows(&self, pair: &Pair) -> bool {
        let Some(lower) = self.label(pair.lower).filter(|label| rows::begins(&label.text)) else {
            return false;
        };
        match self.label(pair.upper) {
            Some(upper) => {
                let shared = upper.bounds.x1.min(lower.bounds.x1) - upper.bounds.x0.max(lower.bounds.x0);
                shared >= SHARED * lower.bounds.width()
            }
            None => self.between(pair).is_some_and(|rest| {
                let column = (lower.bounds.x0 - self.lines[pair.lower.0].size, lower.bounds.x1);
                join::is_item(&lower.text) && rest.bounds.x0 > column.0 && rest.bounds.x1 <= column.1
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::{lines, samples::set};
    use super::*;

    /// What of lines 13 points apart is marked: a label at 10 (behind `>`, at 60), values from 220 on.
    fn marked(texts: &[(&str, &[&str])], rules: &[Line]) -> Vec<String> {
        let mut glyphs = Vec::new();
        for (row, (label, values)) in texts.iter().enumerate() {
            let y = row as f32 * 13.0;
            let (x, label) = label.strip_prefix('>').map_or((10.0, *label), |label| (60.0, label));
            glyphs.extend(set(label, x, y, 10.0));
            for (column, value) in values.iter().enumerate() {
                glyphs.extend(set(value, 220.0 + column as f32 * 60.0, y, 10.0));
            }
        }
        let mut lines = lines(&glyphs);
        mark(&mut lines, rules);
        let parts = lines.into_iter().flat_map(|line| line.segments);
        parts.filter(|part| part.piece).map(|part| part.text).collect()
    }

    #[test]
    fn a_lone_digit_above_or_below_a_figure() {
        assert_eq!(marked(&[("规章", &["123", "8"]), ("", &["4"])], &[]), ["123", "4"]);
        assert_eq!(marked(&[("予不公", &["", "1"]), (">8.属于行政查询", &["7", "96"])], &[]), [""; 0]);
        let known = [("予不公", &["", "1"][..]), (">8.属于行政查询", &["7", "96"]), ("", &["3"])];
        assert_eq!(marked(&known, &[]), ["1", "7", "96", "3"]);
        assert_eq!(marked(&[("开", &["13", "3"]), ("（七）总计", &["06", "8"])], &[]), ["13", "3", "06", "8"]);
        assert_eq!(marked(&[("（六）其他", &["13", "3"]), ("（七）总计", &["06", "8"])], &[]), [""; 0]);
    }

    #[test]
    fn rows_close_to_each_other() {
        let rows: [(&str, &[&str]); 3] = [("1.属于秘密", &["1", "2"]), ("2.内部信息", &["3", "4"]), ("3.其他", &["5"])];
        assert_eq!(marked(&rows, &[]), [""; 0]);
        // In a band where numbers are broken, too.
        let broken: Vec<_> = rows.iter().copied().chain([("", &["6"][..])]).collect();
        assert_eq!(marked(&broken, &[]), ["5", "6"]);
    }

    #[test]
    fn a_rule_divides() {
        let rule = Line { at: 11.5, from: 0.0, to: 400.0 };
        assert_eq!(marked(&[("规章", &["123", "8"]), ("", &["4"])], &[rule]), [""; 0]);
    }

    #[test]
    fn values_beside_the_middle_of_labels() {
        let rows: [(&str, &[&str]); 5] =
            [("1.属于", &["1", "2"]), ("2.本机关不", &[]), ("", &["3"]), ("掌握信息", &[]), ("3.其他", &["4", "5"])];
        assert_eq!(marked(&rows, &[]), [""; 0]);
        // All of a row's numbers are broken.
        assert_eq!(marked(&[("1.属于", &["12", "37"]), ("", &["4", "5"])], &[]), ["12", "37", "4", "5"]);
    }
}
