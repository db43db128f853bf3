//! Sequence alignment of a table's lines with a form's rows: the order-preserving pairing with the greatest
//! total similarity. Missing rows, extra rows and wordings of their own cost nothing but themselves.

/// Similarity below which a pair is no pair. Torn and mistyped labels of real filings stay above 0.6, labels of rows
/// that an organ added below 0.5.
const FLOOR: f32 = 0.55;

/// For each line the row that it is paired with, and the total similarity.
///
/// `gain(line, row)` is the similarity of a pair. Time and memory are lines x rows.
pub fn align(lines: usize, rows: usize, gain: impl Fn(usize, usize) -> f32) -> (Vec<Option<usize>>, f32) {
    let width = rows + 1;
    // best[i][j]: best total of the first i lines against the first j rows.
    let mut best = vec![0f32; (lines + 1) * width];
    let mut pairs = vec![0f32; lines * rows];
    for line in 0..lines {
        for row in 0..rows {
            let pair = gain(line, row);
            pairs[line * rows + row] = pair;
            let skip = best[line * width + row + 1].max(best[(line + 1) * width + row]);
            let take = if pair >= FLOOR { best[line * width + row] + pair } else { 0.0 };
            best[(line + 1) * width + row + 1] = skip.max(take);
        }
    }
    let mut paired = vec![None; lines];
    let (mut line, mut row) = (lines, rows);
    while line > 0 && row > 0 {
        let here = best[line * width + row];
        if here == best[(line - 1) * width + row] {
            line -= 1;
        } else if here == best[line * width + row - 1] {
            row -= 1;
        } else {
            paired[line - 1] = Some(row - 1);
            line -= 1;
            row -= 1;
        }
    }
    (paired, best[lines * width + rows])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_in_order() {
        let form = ["a", "b", "c", "d"];
        let pair =
            |lines: &[&str]| align(lines.len(), 4, |line, row| if lines[line] == form[row] { 1.0 } else { 0.0 }).0;
        assert_eq!(pair(&["a", "b", "c", "d"]), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(pair(&["a", "x", "d"]), [Some(0), None, Some(3)]);
        assert_eq!(pair(&["x", "y"]), [None, None]);
        // Out of order: the pairing keeps the longer run.
        assert_eq!(pair(&["d", "a", "b"]), [None, Some(0), Some(1)]);
    }
}
