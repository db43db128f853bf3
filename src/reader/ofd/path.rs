//! The path language of OFD (`AbbreviatedData`, GB/T 33190, 9.1): operators and coordinates come in, straight
//! pieces and upright boxes go out. Of curves the points go out within which they run.

/// Straight pieces of a path.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Path {
    /// Corner points of each part, and whether the part has straight sides only.
    pub parts: Vec<(Vec<(f64, f64)>, bool)>,
}

/// Points kept of one path; more is a drawing.
const MOST_POINTS: usize = 20_000;

/// Reads a path; it ends at the first thing that is none.
pub(super) fn parse(text: &str) -> Path {
    let mut path = Path::default();
    let mut points = 0;
    let mut words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    while let Some(operator) = words.next() {
        let count = match operator {
            "S" | "M" | "L" => 2,
            "Q" => 4,
            "B" => 6,
            "A" => 7,
            "C" => 0,
            _ => break,
        };
        let mut numbers = [0.0_f64; 7];
        for slot in numbers.iter_mut().take(count) {
            match words.next().and_then(|word| word.parse().ok()).filter(|value: &f64| value.is_finite()) {
                Some(value) => *slot = value,
                None => return path,
            }
        }
        points += 1;
        if points > MOST_POINTS {
            break;
        }
        let end = match count {
            0 => None,
            count => Some((numbers[count - 2], numbers[count - 1])),
        };
        match (operator, end, path.parts.last_mut()) {
            ("S" | "M", Some(end), _) => path.parts.push((vec![end], true)),
            ("L", Some(end), Some(part)) => part.0.push(end),
            ("C", _, Some(part)) => {
                if let Some(&first) = part.0.first() {
                    part.0.push(first);
                }
            }
            (curve, Some(end), Some(part)) => {
                if curve != "A" {
                    part.0.extend(numbers[..count - 2].chunks_exact(2).map(|point| (point[0], point[1])));
                }
                part.0.push(end);
                part.1 = false;
            }
            _ => {}
        }
    }
    path
}

/// The upright box that the corners are, as two opposite corners.
pub(super) fn upright(points: &[(f64, f64)]) -> Option<[(f64, f64); 2]> {
    let near = |a: f64, b: f64| (a - b).abs() < 0.05;
    // A corner may be repeated at the end, once by the producer and once by closing.
    let mut corners: Vec<(f64, f64)> = Vec::with_capacity(4);
    for &point in points.iter().take(8) {
        if !corners.last().is_some_and(|last| near(last.0, point.0) && near(last.1, point.1)) {
            corners.push(point);
        }
    }
    while corners.len() > 4
        && near(corners[0].0, corners[corners.len() - 1].0)
        && near(corners[0].1, corners[corners.len() - 1].1)
    {
        corners.pop();
    }
    let [a, b, c, d] = corners.as_slice() else { return None };
    let side = |a: &(f64, f64), b: &(f64, f64)| near(a.0, b.0) || near(a.1, b.1);
    (points.len() <= 8 && side(a, b) && side(b, c) && side(c, d) && side(d, a)).then_some([*a, *c])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_and_lines() {
        let bar = parse("M 0.18 0.18 L 27.35 0.18 L 27.35 0.52 L 0.18 0.52 L 0.18 0.18 C ");
        assert_eq!(upright(&bar.parts[0].0), Some([(0.18, 0.18), (27.35, 0.52)]));
        let two = parse("M 0 0 L 5 0 M 0 3 L 5 3");
        assert_eq!(two.parts, [(vec![(0.0, 0.0), (5.0, 0.0)], true), (vec![(0.0, 3.0), (5.0, 3.0)], true)]);
        assert_eq!(upright(&two.parts[0].0), None);
    }

    #[test]
    fn curves_and_rubbish() {
        let curve = parse("M 0 0 B 1 1 2 2 3 3 Q 1 1 4 4 A 1 1 0 0 1 5 5 L 6 6");
        let points: Vec<f64> = curve.parts[0].0.iter().map(|point| point.0).collect();
        assert_eq!((points, curve.parts[0].1), (vec![0.0, 1.0, 2.0, 3.0, 1.0, 4.0, 5.0, 6.0], false));
        for text in ["", "L 1 1", "C", "M 1", "M a b", "M inf 0", "Z 1 2"] {
            assert_eq!(parse(text), Path::default(), "{text}");
        }
    }
}
