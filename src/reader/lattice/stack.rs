//! Characters that stand in no ruled table come in; out go the labels among them that are written one character a line
//! (a group's beside its rows, a column's above it), each as one line at its middle. Taken line by line, their
//! characters would mix with whatever stands beside them.

use super::glyph::{Bounds, Direction, Glyph};
use super::text::{SAME_LINE, Segment, TextLine};
use crate::number::{self, unit};
use crate::script::{digit, place, wide};

/// Fewer characters below each other are a coincidence, unless labels of more stand beside them.
const FEWEST: usize = 3;
/// Labels side by side that make the header of columns.
const FEWEST_BESIDE: usize = 3;
/// Least and largest distance of lines, in ems.
const PITCH: (f32, f32) = (0.9, 2.2);
/// Distances of lines, and middles of characters, that differ by no more than this many ems are the same.
const EVEN: f32 = 0.2;
/// Room beside a character, in ems, that has no other.
const ROOM: f32 = 0.5;
/// Characters looked at beside one; more on one line are no table.
const MOST_BESIDE: usize = 400;
/// More such labels on a page are a drawing.
const MOST: usize = 200;

/// Takes the labels out of the characters.
pub(super) fn take(glyphs: &mut Vec<Glyph>) -> Vec<TextLine> {
    let mut stacks = stacks(glyphs);
    let isolated = Isolated::new(glyphs, &stacks);
    stacks.retain(|stack| stack.iter().all(|&at| isolated.is(glyphs, at)) && says_something(glyphs, stack));
    if stacks.len() > MOST {
        return Vec::new();
    }
    let boxes: Vec<Bounds> = stacks.iter().filter_map(|stack| around(glyphs, stack)).collect();
    let beside = |own: &Bounds| -> Vec<Bounds> {
        let meets = |other: &&Bounds| other.y0 < own.y1 && own.y0 < other.y1 && other.x0 != own.x0;
        boxes.iter().filter(|other| other.height() > 2.5 * other.width()).filter(meets).copied().collect()
    };
    let mut gone = vec![false; glyphs.len()];
    let mut lines = Vec::new();
    for (stack, own) in stacks.iter().zip(&boxes) {
        let beside = beside(own);
        if stack.len() < FEWEST && beside.len() < FEWEST_BESIDE {
            continue;
        }
        // The labels of a header stand on one line.
        let tallest = beside.iter().copied().max_by(|a, b| a.height().total_cmp(&b.height()));
        let level = tallest.filter(|tall| beside.len() >= FEWEST_BESIDE && tall.height() > own.height());
        let (size, middle) = (glyphs[stack[0]].size, level.unwrap_or(*own).center().1);
        let bounds = Bounds { y0: middle - size * 0.5, y1: middle + size * 0.5, ..*own };
        let text = stack.iter().map(|&at| glyphs[at].character).collect();
        stack.iter().for_each(|&at| gone[at] = true);
        lines.push(TextLine {
            segments: vec![Segment { text, bounds, piece: false }],
            bounds,
            size,
            first_width: own.width(),
            trailing_blank: false,
            column: None,
        });
    }
    let mut gone = gone.into_iter();
    glyphs.retain(|_| !gone.next().unwrap_or(false));
    lines
}

/// Puts labels into lines that are in order, beside what stands at their height.
pub(super) fn put(labels: Vec<TextLine>, lines: &mut Vec<TextLine>) {
    let middle = |line: &TextLine| line.bounds.center().1;
    for label in labels {
        let from = lines.partition_point(|line| middle(line) < middle(&label) - SAME_LINE * label.size);
        let level = |line: &&mut TextLine| middle(line) <= middle(&label) + SAME_LINE * label.size;
        let free = |line: &&mut TextLine| {
            let apart = |other: &Segment| other.bounds.x0 >= label.bounds.x1 || other.bounds.x1 <= label.bounds.x0;
            line.segments.iter().all(apart)
        };
        match lines[from..].iter_mut().take_while(level).find(free) {
            Some(line) => {
                line.segments.extend(label.segments);
                line.segments.sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
                line.bounds = line.bounds.around(&label.bounds);
            }
            None => lines.insert(lines.partition_point(|line| middle(line) < middle(&label)), label),
        }
    }
}

/// Characters below each other at even distances, by their places in drawing order.
fn stacks(glyphs: &[Glyph]) -> Vec<Vec<usize>> {
    // Running text is drawn character beside character.
    let apart = |a: &Glyph, b: &Glyph| {
        (a.bounds.y0 - b.bounds.y0).abs() > SAME_LINE * a.size
            || (b.bounds.x0 - a.bounds.x1).max(a.bounds.x0 - b.bounds.x1) > ROOM * a.size
    };
    let alone = |&at: &usize| {
        let glyph = &glyphs[at];
        glyph.direction == Direction::Right
            && wide(glyph.character)
            && !number::is_mark(glyph.character.encode_utf8(&mut [0; 4]))
            && (at == 0 || apart(glyph, &glyphs[at - 1]))
            && glyphs.get(at + 1).is_none_or(|next| apart(glyph, next))
    };
    let mut candidates: Vec<usize> = (0..glyphs.len()).filter(alone).collect();
    let middle = |at: usize| glyphs[at].bounds.center();
    candidates.sort_by(|&a, &b| middle(a).0.total_cmp(&middle(b).0).then(a.cmp(&b)));
    let mut out = Vec::new();
    let mut rest = candidates.as_mut_slice();
    while let Some(&first) = rest.first() {
        let width = EVEN * glyphs[first].size;
        let count = rest.iter().take_while(|&&at| middle(at).0 - middle(first).0 <= width).count();
        let (column, after) = rest.split_at_mut(count.max(1));
        column.sort_by(|&a, &b| middle(a).1.total_cmp(&middle(b).1).then(a.cmp(&b)));
        split(glyphs, column, &mut out);
        rest = after;
    }
    out
}

/// The stacks in a column of characters from top to bottom.
fn split(glyphs: &[Glyph], column: &[usize], out: &mut Vec<Vec<usize>>) {
    let mut stack: Vec<usize> = Vec::new();
    let mut pitch: Option<f32> = None;
    for &at in column {
        let (glyph, last) = (&glyphs[at], stack.last().map(|&last| &glyphs[last]));
        let step = last.map(|last| (glyph.bounds.center().1 - last.bounds.center().1) / last.size.max(0.1));
        let goes_on = step.is_some_and(|step| {
            step >= PITCH.0 && step <= PITCH.1 && pitch.is_none_or(|pitch| (step - pitch).abs() <= EVEN)
        }) && last.is_some_and(|last| (last.size - glyph.size).abs() <= EVEN * last.size);
        if goes_on {
            pitch = pitch.or(step);
        } else {
            out.extend((stack.len() > 1).then(|| std::mem::take(&mut stack)));
            stack.clear();
            pitch = None;
        }
        stack.push(at);
    }
    out.extend((stack.len() > 1).then_some(stack));
}

/// Whether a stack is a label: characters that differ and are not all numerals or units.
fn says_something(glyphs: &[Glyph], stack: &[usize]) -> bool {
    let characters = || stack.iter().map(|&at| glyphs[at].character);
    characters().any(|c| Some(c) != characters().next())
        && characters().any(|c| unit::at(c.encode_utf8(&mut [0; 4])).is_none())
        && characters().any(|c| c.is_alphabetic() && digit(c).or(place(c)).is_none())
}

fn around(glyphs: &[Glyph], stack: &[usize]) -> Option<Bounds> {
    stack.iter().map(|&at| glyphs[at].bounds).reduce(|a, b| a.around(&b))
}

/// All characters by their middle, to see what stands beside one.
struct Isolated(Vec<(f32, usize)>);

impl Isolated {
    /// For the members of stacks, if there are any.
    fn new(glyphs: &[Glyph], stacks: &[Vec<usize>]) -> Self {
        let mut order: Vec<(f32, usize)> = Vec::new();
        if !stacks.is_empty() {
            let written = glyphs.iter().enumerate().filter(|(_, glyph)| !glyph.character.is_whitespace());
            order.extend(written.map(|(at, glyph)| (glyph.bounds.center().1, at)));
            order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        Self(order)
    }

    /// Whether there is room on both sides of a character.
    fn is(&self, glyphs: &[Glyph], at: usize) -> bool {
        let own = &glyphs[at];
        let (middle, reach) = (own.bounds.center().1, SAME_LINE * own.size);
        let start = self.0.partition_point(|it| it.0 < middle - reach);
        let mut level = self.0[start..].iter().take_while(|it| it.0 <= middle + reach);
        let free = level.by_ref().take(MOST_BESIDE).all(|&(_, other)| {
            let bounds = &glyphs[other].bounds;
            other == at || (bounds.x0 - own.bounds.x1).max(own.bounds.x0 - bounds.x1) > ROOM * own.size
        });
        free && level.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::{lines, samples::set};
    use super::*;

    fn stacked(text: &str, x: f32, y: f32, pitch: f32) -> Vec<Glyph> {
        text.chars().enumerate().flat_map(|(at, c)| set(&c.to_string(), x, y + at as f32 * pitch, 10.0)).collect()
    }

    fn read(mut glyphs: Vec<Glyph>) -> Vec<Vec<String>> {
        let labels = take(&mut glyphs);
        let mut lines = lines(&glyphs);
        put(labels, &mut lines);
        lines.iter().map(|line| line.segments.iter().map(|segment| segment.text.clone()).collect()).collect()
    }

    #[test]
    fn a_label_beside_its_rows_and_labels_above_columns() {
        let mut glyphs = stacked("自然人", 100.0, 0.0, 12.0);
        glyphs.extend(stacked("社会公益组织", 140.0, -18.0, 12.0));
        glyphs.extend(stacked("商业企业", 180.0, -6.0, 12.0));
        glyphs.extend(stacked("科研机构", 220.0, -6.0, 12.0));
        glyphs.extend(stacked("总计", 260.0, 6.0, 12.0));
        for (row, label) in ["1.属于秘密", "2.其他法规", "3.危及安全", "4.内部事务"].iter().enumerate()
        {
            let y = 80.0 + row as f32 * 20.0;
            glyphs.extend(set(label, 30.0, y, 10.0));
            glyphs.extend(set("12", 100.0, y, 10.0));
        }
        glyphs.extend(stacked("（三）不予公开", 10.0, 68.0, 14.0));
        let expected: [&[&str]; 5] = [
            &["自然人", "社会公益组织", "商业企业", "科研机构", "总计"],
            &["1.属于秘密", "12"],
            &["2.其他法规", "12"],
            // At the middle of the label.
            &["（三）不予公开"],
            &["3.危及安全", "12"],
        ];
        assert_eq!(read(glyphs)[..5], expected);
    }

    #[test]
    fn columns_of_marks_and_running_text_are_no_labels() {
        let marks = stacked("无无无无", 100.0, 0.0, 14.0);
        assert_eq!(read(marks).len(), 4);
        let numerals = stacked("一二三四", 100.0, 0.0, 14.0);
        assert_eq!(read(numerals).len(), 4);
        let units = stacked("条条件件", 100.0, 0.0, 14.0);
        assert_eq!(read(units).len(), 4);
        let text = (0..4).flat_map(|row| set("全年共公开信息", 10.0, row as f32 * 14.0, 10.0)).collect();
        assert_eq!(read(text).len(), 4);
        // The last characters of lines, each with another beside it.
        let mut ends = stacked("甲乙丙丁", 100.0, 0.0, 14.0);
        ends.extend((0..4).flat_map(|row| set("12", 90.0, row as f32 * 14.0, 10.0)));
        assert_eq!(read(ends).len(), 4);
    }
}
