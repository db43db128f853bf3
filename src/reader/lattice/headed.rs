//! Lines of a band without ruling lines come in; where the last one is a row of values alone under the heads of its
//! columns, which are broken over lines and stand level or not, its rows and columns go out.

use super::glyph::Bounds;
use super::rows::{BROKEN, is_figure, reach};
use super::text::{Segment, TextLine};

/// Fewer values are no row by themselves.
const FEWEST_VALUES: usize = 5;
/// Heads that begin this many font sizes above the others are those of several columns.
const HIGHER: f32 = 0.5;

/// A row of values with its heads.
pub(super) struct Headed {
    /// What stands above the heads, the heads as one line, the values.
    pub lines: Vec<TextLine>,
    /// Left and right edge of each column.
    pub columns: Vec<(f32, f32)>,
}

/// The row of values that ends the lines. Every column has a head, and every head is that of a column.
pub(super) fn find(lines: &[TextLine]) -> Option<Headed> {
    let (values, above) = lines.split_last()?;
    let alone = |line: &TextLine| line.segments.iter().all(|part| is_figure(&part.text));
    let worded = |line: &TextLine| !line.segments.iter().any(|part| is_figure(&part.text));
    if values.segments.len() < FEWEST_VALUES || !alone(values) || !above.iter().all(worded) {
        return None;
    }
    let columns: Vec<(f32, f32)> = values.segments.iter().map(|part| (part.bounds.x0, part.bounds.x1)).collect();
    let above: Vec<TextLine> = above.iter().map(|line| apart(line, &columns)).collect();
    let stacks = stacks(&above, &columns)?;
    let mut rest: Vec<TextLine> = Vec::new();
    for (row, line) in above.iter().enumerate() {
        let free = |part: &usize| !stacks.iter().flatten().any(|&(other, at)| (other, at) == (row, *part));
        let parts: Vec<Segment> = (0..line.segments.len()).filter(free).map(|at| line.segments[at].clone()).collect();
        rest.extend(line.part(&parts));
    }
    let head = |stack: &Vec<(usize, usize)>| {
        let parts = || stack.iter().rev().map(|&(row, at)| &above[row].segments[at]);
        let bounds = parts().map(|part| part.bounds).reduce(|a, b| a.around(&b))?;
        Some(Segment {
            text: parts().map(|part| part.text.as_str()).collect::<Vec<_>>().join("\n"),
            bounds,
            piece: false,
        })
    };
    let heads: Vec<Segment> = stacks.iter().map(head).collect::<Option<_>>()?;
    let bounds = heads.iter().map(|head| head.bounds).reduce(|a, b| a.around(&b))?;
    rest.push(TextLine { segments: heads, bounds, trailing_blank: false, ..values.clone() });
    rest.push(values.clone());
    Some(Headed { lines: rest, columns })
}

/// A line whose heads stand too close for a gap between them, with one part for each column.
fn apart(line: &TextLine, columns: &[(f32, f32)]) -> TextLine {
    let split = |part: &Segment| -> Vec<Segment> {
        let words: Vec<&str> = part.text.split_whitespace().collect();
        let reached = reach(part, columns).filter(|(from, to)| to - from > 1 && to - from == words.len());
        let Some((from, to)) = reached else { return vec![part.clone()] };
        let word = |(word, &(x0, x1)): (&&str, &(f32, f32))| Segment {
            text: (*word).to_owned(),
            bounds: Bounds { x0, x1, ..part.bounds },
            piece: part.piece,
        };
        words.iter().zip(&columns[from..to]).map(word).collect()
    };
    TextLine { segments: line.segments.iter().flat_map(split).collect(), ..line.clone() }
}

/// For each column the line and place of the parts of its head, from the lowest up.
fn stacks(above: &[TextLine], columns: &[(f32, f32)]) -> Option<Vec<Vec<(usize, usize)>>> {
    let mut stacks: Vec<Vec<(usize, usize)>> = vec![Vec::new(); columns.len()];
    let bounds = |&(row, at): &(usize, usize)| -> Bounds { above[row].segments[at].bounds };
    // Parts over no value; a head among them has its value left blank.
    let mut loose: Vec<&Segment> = Vec::new();
    for (row, line) in above.iter().enumerate().rev() {
        for (at, part) in line.segments.iter().enumerate() {
            let over = |&&(from, to): &&(f32, f32)| part.bounds.x0 < to && part.bounds.x1 > from;
            let mut touched = columns.iter().filter(over);
            let (Some(column), other) = (touched.next(), touched.next()) else {
                loose.push(part);
                continue;
            };
            let stack = &mut stacks[columns.partition_point(|own| own.0 < column.0)];
            let Some(below) = stack.last().filter(|_| other.is_none()).map(bounds) else {
                stack.extend(other.is_none().then_some((row, at)));
                continue;
            };
            if below.y0 - part.bounds.y1 < BROKEN * line.size {
                // Two heads over one value.
                if part.bounds.x0 >= below.x1 || part.bounds.x1 <= below.x0 || part.bounds.y1 > below.center().1 {
                    return None;
                }
                stack.push((row, at));
            }
        }
    }
    let top = |stack: &Vec<(usize, usize)>| stack.last().map(|part| bounds(part).y0);
    let mut tops: Vec<f32> = stacks.iter().map(top).collect::<Option<_>>()?;
    tops.sort_by(f32::total_cmp);
    let usual = tops[tops.len() / 2];
    let higher = |bounds: Bounds| bounds.y0 < usual - HIGHER * bounds.height();
    for stack in &mut stacks {
        while stack.len() > 1 && stack.last().is_some_and(|part| higher(bounds(part))) {
            stack.pop();
        }
    }
    loose.iter().all(|part| higher(part.bounds)).then_some(stacks)
}

#[cfg(test)]
mod tests {
    use super::super::text::{lines, samples::set};
    use super::*;

    fn drawn(parts: &[(f32, f32, &str)]) -> Vec<TextLine> {
        lines(&parts.iter().flat_map(|(x, y, text)| set(text, *x, *y, 10.0)).collect::<Vec<_>>())
    }

    fn shown(headed: &Headed) -> Vec<Vec<&str>> {
        headed.lines.iter().map(|line| line.segments.iter().map(|part| part.text.as_str()).collect()).collect()
    }

    const HEADS: [(f32, f32, &str); 10] = [
        (10.0, 0.0, "行政复议"),
        (190.0, 0.0, "行政诉讼"),
        (10.0, 24.0, "结果维"),
        (10.0, 36.0, "持"),
        (70.0, 24.0, "结果纠"),
        (70.0, 36.0, "正"),
        // Not level with the others.
        (130.0, 30.0, "总计"),
        (190.0, 24.0, "结果维"),
        (190.0, 36.0, "持"),
        (250.0, 30.0, "总计"),
    ];
    const VALUES: [(f32, f32, &str); 5] =
        [(15.0, 60.0, "12"), (75.0, 60.0, "0"), (135.0, 60.0, "12"), (195.0, 60.0, "3"), (255.0, 60.0, "3")];

    #[test]
    fn one_row_of_values_under_broken_heads() {
        let headed = find(&drawn(&[&HEADS[..], &VALUES[..]].concat())).unwrap();
        let heads = ["结果维\n持", "结果纠\n正", "总计", "结果维\n持", "总计"];
        assert_eq!(shown(&headed), [&["行政复议", "行政诉讼"][..], &heads, &["12", "0", "12", "3", "3"]]);
        assert_eq!(headed.columns.len(), 5);
    }

    #[test]
    fn heads_close_to_each_other() {
        let heads = [(10.0, 30.0, "维持 纠正 其他 审结 总计")];
        let values: Vec<_> = (0..5).map(|at| (12.0 + 25.0 * at as f32, 60.0, "12")).collect();
        let headed = find(&drawn(&[&heads[..], &values].concat())).unwrap();
        assert_eq!(shown(&headed)[0], ["维持", "纠正", "其他", "审结", "总计"]);
    }

    #[test]
    fn a_value_left_blank_and_pieces_of_numbers() {
        let blank = [&HEADS[..], &[(320.0, 30.0, "件数")], &VALUES[..]].concat();
        assert!(find(&drawn(&blank)).is_none());
        let missing = [&HEADS[..], &[VALUES[0], VALUES[1], VALUES[2], VALUES[4], (320.0, 60.0, "7")]].concat();
        assert!(find(&drawn(&missing)).is_none());
        let broken = [&HEADS[..], &[(135.0, 48.0, "4")], &VALUES[..]].concat();
        assert!(find(&drawn(&broken)).is_none());
    }
}
