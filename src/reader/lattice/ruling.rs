//! Ruling lines as drawn (cell by cell, doubled, dotted, in pieces) come in; each line once, whole, goes out.

use super::glyph::Ruling;

/// Lines nearer than this to each other are one line: borders drawn by both neighbours, double borders.
pub(super) const SNAP: f32 = 2.5;
/// Pieces of a line with no more than this between them are one piece.
const GAP: f32 = 3.0;
/// What is shorter after joining is a speck.
const SHORTEST: f32 = 4.0;
/// More lines than this after joining are a drawing; no table is looked for in them.
const MOST: usize = 4_000;

/// A whole line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    /// The coordinate across.
    pub at: f32,
    /// Where it starts.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
}

/// The lines of a page.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// By `at`, then `from`.
    pub horizontal: Vec<Line>,
    /// By `at`, then `from`.
    pub vertical: Vec<Line>,
}

/// Joins the rulings of a page.
pub(super) fn tidy(rulings: &[Ruling]) -> Lines {
    let pick = |horizontal: bool| {
        let lines = rulings.iter().filter(|ruling| ruling.horizontal == horizontal);
        join(lines.map(|ruling| Line { at: ruling.at, from: ruling.from, to: ruling.to }).collect())
    };
    let lines = Lines { horizontal: pick(true), vertical: pick(false) };
    if lines.horizontal.len() > MOST || lines.vertical.len() > MOST { Lines::default() } else { lines }
}

fn join(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut joined: Vec<Line> = Vec::new();
    let mut start = 0;
    while let Some(first) = lines.get(start) {
        let end = start + lines[start..].iter().take_while(|line| line.at - first.at <= SNAP).count();
        let near = &mut lines[start..end];
        near.sort_by(|a, b| a.from.total_cmp(&b.from));
        // The weighted mean of the pieces' positions: a long piece knows better where the line is.
        let (mut piece, mut weight) = (near[0], 0.0_f32);
        let mut sum = 0.0;
        for line in near.iter() {
            if line.from > piece.to + GAP {
                push(&mut joined, piece, sum, weight);
                (piece, sum, weight) = (*line, 0.0, 0.0);
            }
            let length = (line.to - line.from).max(0.01);
            sum += line.at * length;
            weight += length;
            piece.to = piece.to.max(line.to);
        }
        push(&mut joined, piece, sum, weight);
        start = end;
    }
    joined.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    joined
}

fn push(joined: &mut Vec<Line>, piece: Line, sum: f32, weight: f32) {
    if piece.to - piece.from >= SHORTEST {
        joined.push(Line { at: if weight > 0.0 { sum / weight } else { piece.at }, ..piece });
    }
}

/// Positions that lie within [`SNAP`] of each other as one position each, in order.
pub(super) fn positions(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    let mut start = 0;
    while let Some(&first) = values.get(start) {
        let near = values[start..].iter().take_while(|&&value| value - first <= SNAP).count();
        let sum: f32 = values[start..start + near].iter().sum();
        out.push(sum / near as f32);
        start += near;
    }
    out
}

/// Index of the position nearest to a value; positions are in order and not empty.
pub(super) fn nearest(positions: &[f32], value: f32) -> usize {
    let after = positions.partition_point(|&position| position < value);
    let before = after.saturating_sub(1);
    match (positions.get(before), positions.get(after)) {
        (Some(low), Some(high)) if value - low <= high - value => before,
        (Some(_), None) => before,
        _ => after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn horizontal(at: f32, from: f32, to: f32) -> Ruling {
        Ruling { horizontal: true, at, from, to }
    }

    #[test]
    fn pieces_doubles_and_dots_are_one_line() {
        let mut rulings =
            vec![horizontal(10.0, 0.0, 50.0), horizontal(10.4, 51.0, 100.0), horizontal(11.0, 0.0, 100.0)];
        rulings.extend((0..40).map(|dot| horizontal(30.0, dot as f32 * 2.5, dot as f32 * 2.5 + 1.0)));
        let lines = tidy(&rulings);
        let ends: Vec<_> = lines.horizontal.iter().map(|line| (line.at.round(), line.from, line.to)).collect();
        assert_eq!(ends, [(11.0, 0.0, 100.0), (30.0, 0.0, 98.5)]);
    }

    #[test]
    fn lines_apart_stay_apart() {
        let lines = tidy(&[horizontal(10.0, 0.0, 50.0), horizontal(10.0, 60.0, 100.0), horizontal(14.0, 0.0, 50.0)]);
        assert_eq!(lines.horizontal.len(), 3);
        assert!(lines.vertical.is_empty());
    }

    #[test]
    fn nearest_position() {
        let positions = [1.0, 5.0, 9.0];
        assert_eq!([0.0, 2.9, 3.1, 8.0, 20.0].map(|value| nearest(&positions, value)), [0, 0, 1, 2, 2]);
    }
}
