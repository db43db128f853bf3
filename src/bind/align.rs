//! Sequence alignment of a table's lines with a form's rows: the order-preserving pairing with the greatest
//! total similarity. Missing rows, extra rows and wordings of their own cost nothing but themselves.

/// Similarity below which a pair is no pair. Torn and mistyped labels of real filings stay above 0.6, labels of rows
/// that an organ added below 0.5.
const FLOOR: f32 = 0.55;

/// For each line the row that it is paired with.
///
/// `gains` holds, for each line, the rows that it resembles with their similarity. Time and memory are lines x rows.
pub fn align(gains: &[Vec<(usize, f32)>], rows: usize) -> Vec<Option<usize>> {
    let lines = gains.len();
    let width = rows + 1;
    // best[i][j]: best total of the first i lines against the first j rows.
    let mut best = vec![0f32; (lines + 1) * width];
    for (line, gains) in gains.iter().enumerate() {
        let (above, below) = best.split_at_mut((line + 1) * width);
        let (above, below) = (&above[line * width..], &mut below[..width]);
        // A line changes nothing before the first row that it resembles, and nothing behind where it makes no difference.
        below.copy_from_slice(above);
        for &(row, gain) in gains.iter().filter(|(_, gain)| *gain >= FLOOR) {
            let total = above[row] + gain;
            below[row + 1..].iter_mut().take_while(|best| **best < total).for_each(|best| *best = total);
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
    paired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_in_order() {
        let form = ["a", "b", "c", "d"];
        let pair = |lines: &[&str]| {
            let same =
                |line: &&str| form.iter().position(|row| row == line).map(|row| (row, 1.0)).into_iter().collect();
            align(&lines.iter().map(same).collect::<Vec<_>>(), 4)
        };
        assert_eq!(pair(&["a", "b", "c", "d"]), [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(pair(&["a", "x", "d"]), [Some(0), None, Some(3)]);
        assert_eq!(pair(&["x", "y"]), [None, None]);
        // Out of order: the pairing keeps the longer run.
        assert_eq!(pair(&["d", "a", "b"]), [None, Some(0), Some(1)]);
    }
}
