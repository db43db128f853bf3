//! Glyphs of one area (a cell, the page outside of its tables) come in; lines of text from top to bottom
//! go out, each cut into segments at wide gaps.

use super::cut::UNKNOWN;
use super::glyph::{Bounds, Direction, Glyph};
use crate::script::{fold_char, raised, subscript, wide};

/// A gap of this many ems between two characters separates segments: columns, or the parts of a form line.
pub(super) const SEGMENT_GAP: f32 = 1.5;
/// Beside a digit, where nothing is drawn between.
const VALUE_GAP: f32 = 1.0;
/// Between wide characters only this much of an em is a blank: justified lines stretch.
const WIDE_GAP: f32 = 0.6;
/// Between narrow characters.
const NARROW_GAP: f32 = 0.2;
/// Between digits, which some writers set apart a little.
pub(super) const DIGIT_GAP: f32 = 0.35;
/// Largest space, in ems, between the digits of one number that is set wide.
const SPREAD: f32 = 0.8;
/// Spaces that differ by no more than this many ems are the same.
const EVEN: f32 = 0.06;
/// A space, in ems, that differs by more from those within a number does not stand within it.
const STRANGE: f32 = 0.12;
/// Digits of one number do not overlap by more ems.
const OVERLAP: f32 = 0.25;
/// Digits that overlap by more of their width and were drawn by different operations are printed over each other.
const OVERPRINT: f32 = 0.3;
/// Note marks are at most this large beside their text.
const MARK_SIZE: f32 = 0.75;
/// Raised characters end at least this many ems (of the text) above its foot.
const RAISED: f32 = 0.12;
/// Lowered characters end at least this many ems below its foot.
const SUNK: f32 = 0.04;
/// Digits of one number stand level within this many ems.
const STEP: f32 = 0.2;
/// What is raised by more ems stands on another line.
const HIGHEST: f32 = 0.7;
/// Raised by this many ems, larger ones are marks, too.
const HIGH: f32 = 0.2;
const LARGEST_MARK: f32 = 0.9;
/// Characters looked at beside a mark.
const MOST_BESIDE: usize = 400;
/// More small characters in a row are a line of their own.
const MOST_MARKS: usize = 12;
/// Characters whose middles lie this many ems apart stand on one line.
pub(super) const SAME_LINE: f32 = 0.4;

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TextLine {
    /// Parts between wide gaps, from left to right; never empty.
    pub segments: Vec<Segment>,
    /// Box around them.
    pub bounds: Bounds,
    /// Font size of most of it.
    pub size: f32,
    /// Width of its first character.
    pub first_width: f32,
    /// A blank was drawn after the last character.
    pub trailing_blank: bool,
    /// Left and right edge of the column that it stands in, where the page has columns.
    pub column: Option<(f32, f32)>,
}

/// Part of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// Its text, without blanks at the ends.
    pub text: String,
    /// Box around its characters.
    pub bounds: Bounds,
    /// It may be a piece of a number that was broken over lines.
    pub piece: bool,
}

impl TextLine {
    /// The text of all segments with a blank between.
    pub fn text(&self) -> String {
        match self.segments.as_slice() {
            [one] => one.text.clone(),
            many => many.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" "),
        }
    }

    /// The line made of some of its segments (at least one).
    pub fn part(&self, segments: &[Segment]) -> Option<TextLine> {
        let bounds = segments.iter().map(|segment| segment.bounds).reduce(|a, b| a.around(&b))?;
        let whole = segments.len() == self.segments.len();
        Some(TextLine {
            segments: segments.to_vec(),
            bounds,
            size: self.size,
            first_width: if whole { self.first_width } else { self.size },
            trailing_blank: whole && self.trailing_blank,
            column: self.column,
        })
    }
}

/// Orders glyphs into lines. Text of another direction than the first glyph's follows by itself.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<TextLine> {
    let mut out = Vec::new();
    for direction in [Direction::Right, Direction::Down, Direction::Up, Direction::Left] {
        let mut straight: Vec<Glyph> = glyphs
            .iter()
            .filter(|glyph| glyph.direction == direction)
            .map(|glyph| Glyph { bounds: direction.straighten(&glyph.bounds), ..*glyph })
            .collect();
        if straight.is_empty() {
            continue;
        }
        let start = out.len();
        gather(&mut straight, &mut out);
        if direction != Direction::Right {
            for line in &mut out[start..] {
                line.bounds = direction.restore(&line.bounds);
                for segment in &mut line.segments {
                    segment.bounds = direction.restore(&segment.bounds);
                }
            }
        }
    }
    out
}

fn gather(glyphs: &mut [Glyph], out: &mut Vec<TextLine>) {
    let middle = |glyph: &Glyph| (glyph.bounds.y0 + glyph.bounds.y1) * 0.5;
    glyphs.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    if set_marks(glyphs) {
        glyphs.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    }
    let mut lines: Vec<Vec<Glyph>> = Vec::new();
    let mut start = 0;
    while let Some(first) = glyphs.get(start) {
        let (mut sum, mut count, mut size) = (middle(first), 1.0_f32, first.size);
        let mut end = start + 1;
        while let Some(glyph) = glyphs.get(end) {
            if middle(glyph) - sum / count > SAME_LINE * size.max(glyph.size * 0.6) {
                break;
            }
            sum += middle(glyph);
            count += 1.0;
            size = size.max(glyph.size);
            end += 1;
        }
        let mut line = glyphs[start..end].to_vec();
        line.sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
        lines.push(line);
        start = end;
    }
    for mut line in attach_marks(lines) {
        raise(&mut line);
        unsettle(&mut line);
        out.extend(string(&line));
    }
}

/// Writes small digits raised behind a number as the superscript digits that they are, and puts them onto its line:
/// where labels break over lines, they may stand level with another line than their number's. `glyphs` are sorted by
/// their middle; tells whether any was found.
fn set_marks(glyphs: &mut [Glyph]) -> bool {
    let largest = glyphs.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    // Brackets around a mark go with it.
    let part = |c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '(' | ')' | '〔' | '〕' | '（' | '）');
    let small = |glyph: &Glyph| part(glyph.character) && glyph.size <= LARGEST_MARK * largest;
    let mut marks: Vec<usize> = (0..glyphs.len()).filter(|&at| small(&glyphs[at])).collect();
    marks.sort_by(|&a, &b| glyphs[a].bounds.x0.total_cmp(&glyphs[b].bounds.x0).then(a.cmp(&b)));
    // How far down each mark's number stands.
    let mut shifts: Vec<Option<f32>> = vec![None; glyphs.len()];
    for &at in &marks {
        let mark = &glyphs[at];
        let shift = |other: usize| {
            let base = &glyphs[other];
            let gap = mark.bounds.x0 - base.bounds.x1;
            if gap.abs() > 0.6 * base.size || mark.bounds.y1.min(base.bounds.y1) <= mark.bounds.y0.max(base.bounds.y0) {
                return None;
            }
            let raised = (base.bounds.y1 - mark.bounds.y1) / base.size.max(0.1);
            let least = if mark.size <= MARK_SIZE * base.size { RAISED } else { HIGH };
            if shifts[other].is_some() && raised.abs() < EVEN {
                return shifts[other];
            }
            let is_base =
                fold_char(base.character).is_some_and(|c| c.is_ascii_digit()) && mark.size <= LARGEST_MARK * base.size;
            (is_base && (least..=HIGHEST).contains(&raised)).then(|| base.bounds.center().1 - mark.bounds.center().1)
        };
        let beside =
            (at.saturating_sub(MOST_BESIDE)..(at + MOST_BESIDE).min(glyphs.len())).filter(|&other| other != at);
        let found = beside.filter_map(shift).next();
        shifts[at] = found;
    }
    for (glyph, shift) in glyphs.iter_mut().zip(&shifts).filter_map(|(glyph, shift)| Some((glyph, (*shift)?))) {
        glyph.bounds.y0 += shift;
        glyph.bounds.y1 += shift;
        glyph.character = raised(glyph.character);
    }
    shifts.iter().any(Option::is_some)
}

/// Puts lines of small raised or lowered characters (note marks) into the line that they stand beside.
fn attach_marks(lines: Vec<Vec<Glyph>>) -> Vec<Vec<Glyph>> {
    let mut out: Vec<Vec<Glyph>> = Vec::with_capacity(lines.len());
    for line in lines {
        match out.last_mut() {
            Some(before) if is_beside(before, &line) || is_beside(&line, before) => {
                before.extend(line);
                before.sort_by(|a, b| a.bounds.x0.total_cmp(&b.bounds.x0));
            }
            _ => out.push(line),
        }
    }
    out
}

/// Whether a line consists of small characters within the height of another, in its gaps or at its ends.
fn is_beside(small: &[Glyph], large: &[Glyph]) -> bool {
    let size = |line: &[Glyph]| line.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    let (own, other) = (size(small), size(large));
    let height = |line: &[Glyph]| {
        let written = line.iter().filter(|glyph| !glyph.character.is_whitespace());
        written.fold((f32::MAX, f32::MIN), |(y0, y1), glyph| (y0.min(glyph.bounds.y0), y1.max(glyph.bounds.y1)))
    };
    let ((y0, y1), (top, bottom)) = (height(small), height(large));
    if small.len() > MOST_MARKS || own > MARK_SIZE * other || y1.min(bottom) - y0.max(top) < 0.3 * own {
        return false;
    }
    small.iter().all(|mark| {
        let at = large.partition_point(|glyph| glyph.bounds.x0 < mark.bounds.x0);
        let free = |glyph: &Glyph| {
            glyph.bounds.x1 - mark.bounds.x0 <= 0.2 * own || mark.bounds.x1 - glyph.bounds.x0 <= 0.2 * own
        };
        let near = |glyph: &Glyph| {
            mark.bounds.x0 - glyph.bounds.x1 <= 2.0 * other && glyph.bounds.x0 - mark.bounds.x1 <= 2.0 * other
        };
        let around = large[at.saturating_sub(1)..].iter().take(2);
        let mut close = false;
        around.into_iter().all(|glyph| {
            close |= near(glyph);
            free(glyph)
        }) && close
    })
}

/// Writes small raised digits as the superscript digits that they are: they mark a note and belong to no number.
fn raise(line: &mut [Glyph]) {
    let large = line.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    let Some(foot) = line
        .iter()
        .filter(|glyph| glyph.size > MARK_SIZE * large && !glyph.character.is_whitespace())
        .map(|glyph| glyph.bounds.y1)
        .reduce(f32::max)
    else {
        return;
    };
    for glyph in line.iter_mut().filter(|glyph| glyph.size <= MARK_SIZE * large) {
        if foot - glyph.bounds.y1 >= RAISED * large {
            glyph.character = raised(glyph.character);
        } else if glyph.bounds.y1 - foot >= SUNK * large {
            glyph.character = subscript(glyph.character);
        }
    }
}

/// Digits that do not stand level, of which some are small, or that lie on each other, make no number that is known: a mark
/// as large as its number or level with it, two numbers printed over each other.
fn unsettle(line: &mut [Glyph]) {
    let mut unclear: Vec<usize> = Vec::new();
    let (mut over, mut two): (Vec<usize>, bool) = (Vec::new(), false);
    for at in 1..line.len() {
        let (left, right) = (&line[at - 1], &line[at]);
        let (em, small) = (left.size.max(right.size).max(0.1), left.size.min(right.size));
        if !left.is_digit() || !right.is_digit() || right.bounds.x0 - left.bounds.x1 > DIGIT_GAP * em {
            continue;
        }
        let step = (left.bounds.y1 - right.bounds.y1).abs() / em;
        // Matrices of their own round the sizes.
        let alike = em - small <= EVEN * em;
        if small <= MARK_SIZE * em || (alike && step >= STEP) {
            unclear.extend([at - 1, at]);
        }
        let overlap = left.bounds.x1 - right.bounds.x0;
        if alike && left.run != right.run && overlap > OVERPRINT * left.bounds.width().min(right.bounds.width()) {
            over.extend([at - 1, at]);
            // What lies on each other by more is told apart as two numbers.
            two |= left.size == right.size && overlap > OVERLAP * right.size;
        }
    }
    over.retain(|_| !two);
    unclear.into_iter().chain(over).for_each(|at| line[at].character = UNKNOWN);
}

/// The glyphs of one line, from left to right, as text.
fn string(glyphs: &[Glyph]) -> Option<TextLine> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut before: Option<&Glyph> = None;
    let mut blank: Option<char> = None;
    let mut first_width = 0.0;
    let mut sizes: Vec<f32> = Vec::with_capacity(glyphs.len());
    let spread = spread(glyphs);
    for (index, glyph) in glyphs.iter().enumerate() {
        if glyph.character.is_whitespace() {
            blank = blank.or(Some(if glyph.character == '\u{3000}' { '\u{3000}' } else { ' ' }));
            continue;
        }
        sizes.push(glyph.size);
        let gap = before.map(|before| glyph.bounds.x0 - before.bounds.x1);
        let em = before.map_or(glyph.size, |before| before.size.max(glyph.size)).max(0.1);
        match (segments.last_mut(), gap) {
            (Some(segment), Some(gap))
                if gap <= segment_gap(before, glyph, blank) * em && !are_two_numbers(glyphs, index) =>
            {
                let left = before.map_or(' ', |before| before.character);
                if let Some(blank) = blank {
                    segment.text.push(blank);
                } else if gap > blank_gap(left, glyph.character) * em
                    && !spread.get(index).is_some_and(|spread| *spread)
                {
                    segment.text.push(' ');
                }
                segment.text.push(glyph.character);
                segment.bounds = segment.bounds.around(&glyph.bounds);
            }
            _ => {
                if segments.is_empty() {
                    first_width = glyph.bounds.width();
                }
                segments.push(Segment { text: glyph.character.to_string(), bounds: glyph.bounds, piece: false });
            }
        }
        blank = None;
        before = Some(glyph);
    }
    let bounds = segments.iter().map(|segment| segment.bounds).reduce(|a, b| a.around(&b))?;
    sizes.sort_by(f32::total_cmp);
    let size = sizes[sizes.len() / 2];
    Some(TextLine { segments, bounds, size, first_width, trailing_blank: blank.is_some(), column: None })
}

/// Which characters of a line go on a number that is set with wider, even spaces between its digits.
fn spread(glyphs: &[Glyph]) -> Vec<bool> {
    let mut out = vec![false; glyphs.len()];
    let mut start = 0;
    while start < glyphs.len() {
        let length = number_length(&glyphs[start..]);
        if length > 2 {
            out[start + 1..start + length].fill(true);
        }
        start += length.max(1);
    }
    out
}

/// Number of glyphs from the first that are one number: drawn together, with the same space between all of them.
pub(super) fn number_length(glyphs: &[Glyph]) -> usize {
    even_length(glyphs, SPREAD, |left, right| left.run == right.run)
}

/// Number of glyphs from the first that are digits of one line with the same space, at most so many ems, between all of
/// them, where each goes `with` the one before.
pub(super) fn even_length(glyphs: &[Glyph], widest: f32, with: impl Fn(&Glyph, &Glyph) -> bool) -> usize {
    let numeric = |glyph: &Glyph| is_numeric(glyph.character);
    if !glyphs.first().is_some_and(numeric) {
        return 0;
    }
    let (mut space, mut length): (Option<f32>, usize) = (None, 1);
    for pair in glyphs.windows(2) {
        let (left, right) = (&pair[0], &pair[1]);
        let gap = right.bounds.x0 - left.bounds.x1;
        let even = space.is_none_or(|space| (space - gap).abs() <= EVEN * left.size);
        let level = (left.bounds.y0 - right.bounds.y0).abs() < 0.2 * left.size;
        if !numeric(right) || !with(left, right) || !even || !level || gap.abs() > widest * left.size {
            break;
        }
        space = space.or(Some(gap));
        length += 1;
    }
    length
}

/// Whether another number begins with a character that stands close behind a digit (the next cell's, which is set beyond
/// its cell): it is drawn by itself, and the space before it is none of those within the numbers.
fn are_two_numbers(glyphs: &[Glyph], at: usize) -> bool {
    let Some((left, right)) = at.checked_sub(1).and_then(|before| glyphs.get(before)).zip(glyphs.get(at)) else {
        return false;
    };
    if left.run == right.run || !left.is_digit() || !right.is_digit() || left.size != right.size {
        return false;
    }
    let space = |from: usize, to: usize| {
        let (a, b) = (glyphs.get(from)?, glyphs.get(to)?);
        (a.run == b.run && a.is_digit() && b.is_digit()).then_some(b.bounds.x0 - a.bounds.x1)
    };
    let own = right.bounds.x0 - left.bounds.x1;
    if own < -OVERLAP * right.size {
        return true;
    }
    let within = [at.checked_sub(2).and_then(|before| space(before, at - 1)), space(at, at + 1)];
    within.into_iter().flatten().any(|within| (own - within).abs() > STRANGE * right.size)
}

fn segment_gap(before: Option<&Glyph>, glyph: &Glyph, blank: Option<char>) -> f32 {
    if blank.is_none() && (glyph.is_digit() || before.is_some_and(Glyph::is_digit)) { VALUE_GAP } else { SEGMENT_GAP }
}

fn blank_gap(left: char, right: char) -> f32 {
    if wide(left) || wide(right) {
        WIDE_GAP
    } else if is_numeric(left) && is_numeric(right) {
        DIGIT_GAP
    } else {
        NARROW_GAP
    }
}

fn is_numeric(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',')
}

#[cfg(test)]
pub(super) mod samples {
    use super::super::glyph::Ink;
    use super::*;

    /// Glyphs of a text set at a place, wide characters an em, others half an em.
    pub fn set(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let mut at = x;
        text.chars()
            .map(|character| {
                let width = if wide(character) { size } else { size * 0.5 };
                let bounds = Bounds { x0: at, y0: y, x1: at + width, y1: y + size };
                at += width;
                Glyph {
                    character,
                    bounds,
                    size,
                    direction: Direction::Right,
                    vertical: false,
                    run: 0,
                    ink: Ink::default(),
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Ink;
    use super::samples::set;
    use super::*;

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        lines(glyphs).iter().map(TextLine::text).collect()
    }

    #[test]
    fn order_is_geometry_not_drawing() {
        let mut glyphs = set("第二行", 10.0, 30.0, 10.0);
        glyphs.extend(set("12", 40.0, 10.2, 9.0));
        glyphs.extend(set("共受理", 10.0, 10.0, 10.0));
        assert_eq!(texts(&glyphs), ["共受理12", "第二行"]);
    }

    #[test]
    fn gaps() {
        let mut glyphs = set("总计", 10.0, 10.0, 10.0);
        glyphs.extend(set("10", 50.0, 10.0, 10.0));
        glyphs.extend(set("in", 64.0, 10.0, 10.0));
        glyphs.extend(set("all", 77.0, 10.0, 10.0));
        let lines = lines(&glyphs);
        let segments: Vec<_> = lines[0].segments.iter().map(|segment| segment.text.as_str()).collect();
        assert_eq!(segments, ["总计", "10 in all"]);
        // Stretched Chinese has no blanks.
        let mut stretched = set("公", 0.0, 0.0, 10.0);
        stretched.extend(set("开", 14.0, 0.0, 10.0));
        assert_eq!(texts(&stretched), ["公开"]);
    }

    #[test]
    fn brackets_go_with_the_mark_between_them() {
        // A note mark in brackets, level with the label's first line.
        let mut glyphs = set("（二）部分公开", 10.0, 10.0, 10.0);
        glyphs.extend(set("12", 120.0, 14.5, 10.0));
        glyphs.extend(set("[1]", 130.5, 12.0, 6.0));
        glyphs.extend(set("情形）", 10.0, 24.0, 10.0));
        assert_eq!(texts(&glyphs), ["（二）部分公开", "12[¹]", "情形）"]);
    }

    #[test]
    fn small_digits_of_the_line_above_are_no_marks() {
        let mut glyphs = set("1", 120.0, 10.0, 8.0);
        glyphs.extend(set("6", 124.2, 8.0, 10.0));
        glyphs.extend(set("29", 114.0, 17.5, 10.0));
        assert_eq!(texts(&glyphs), ["16", "29"]);
    }

    #[test]
    fn digits_printed_over_each_other_are_no_number() {
        let beside = |x: f32| {
            let mut glyphs = set("2024", 10.0, 10.0, 10.0);
            glyphs.extend(set("6", x, 10.0, 10.0).into_iter().map(|glyph| Glyph { run: 1, ..glyph }));
            texts(&glyphs)
        };
        assert_eq!(beside(28.0), ["202\u{fffd}\u{fffd}"]);
        assert_eq!(beside(29.5), ["20246"]);
    }

    #[test]
    fn vertical_writing_runs_down_and_to_the_left() {
        let column = |text: &str, x: f32| -> Vec<Glyph> {
            let glyphs = text.chars().enumerate().map(|(row, character)| {
                let y = 10.0 + row as f32 * 10.0;
                let bounds = Bounds { x0: x, y0: y, x1: x + 10.0, y1: y + 10.0 };
                Glyph {
                    character,
                    bounds,
                    size: 10.0,
                    direction: Direction::Down,
                    vertical: true,
                    run: 0,
                    ink: Ink::default(),
                }
            });
            glyphs.collect()
        };
        let mut glyphs = column("办理结果", 20.0);
        glyphs.extend(column("本年度", 34.0));
        assert_eq!(texts(&glyphs), ["本年度", "办理结果"]);
    }
}
