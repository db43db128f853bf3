//! Paths of a page (ISO 32000-2, 8.5): a path and its transform come in; upright boxes, straight strokes and the boxes
//! around whatever else it draws go out.

use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect};

/// Lines and elements looked at in one path; more is a drawing.
pub(super) const MOST_ELEMENTS: usize = 20_000;
/// A stroke that leaves its axis by more points is slanted.
const SLANT: f64 = 1.0;
/// Bars whose ends are cut aslant, as those of borders that meet in a corner, are at most so many points thick, and at least
/// so many times as long: strokes of digits are shorter.
const BEVELLED: (f64, f64) = (3.5, 10.0);
/// Matrices that turn by a quarter have this at most where zero is meant, as a part of their other entries.
const NOTHING: f64 = 1e-6;

/// The parts of a filled path.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Upright boxes.
    pub boxes: Vec<Rect>,
    /// Boxes around all other parts.
    pub others: Vec<Rect>,
}

/// The parts of a path that is filled; the bars of a border that is drawn as a box with a box cut out of it are boxes.
pub(super) fn filled(path: &BezPath, transform: Affine) -> Filled {
    let mut parts = Filled::default();
    let mut points: Vec<Point> = Vec::new();
    let mut straight = true;
    for element in path.elements().iter().take(MOST_ELEMENTS).chain(std::iter::once(&PathEl::MoveTo(Point::ZERO))) {
        match *element {
            PathEl::MoveTo(point) => {
                match upright(&points).filter(|_| straight) {
                    Some(found) => parts.boxes.push(found),
                    None => parts.others.extend(around(&points)),
                }
                points.clear();
                points.push(transform * point);
                straight = true;
            }
            PathEl::LineTo(point) => points.push(transform * point),
            PathEl::ClosePath => {}
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {
                points.extend(curve(element).map(|point| transform * point));
                straight = false;
            }
        }
    }
    if let [a, b] = *parts.boxes.as_slice()
        && (hollow(a, b) || hollow(b, a))
    {
        let (outer, inner) = if a.area() > b.area() { (a, b) } else { (b, a) };
        parts.boxes = vec![
            Rect::new(outer.x0, outer.y0, outer.x1, inner.y0),
            Rect::new(outer.x0, inner.y1, outer.x1, outer.y1),
            Rect::new(outer.x0, outer.y0, inner.x0, outer.y1),
            Rect::new(inner.x1, outer.y0, outer.x1, outer.y1),
        ];
    }
    parts
}

/// The parts of a stroked path.
#[derive(Debug, Default)]
pub(super) struct Stroked {
    /// Straight strokes.
    pub lines: Vec<(Point, Point)>,
    /// Boxes around its parts that are not along an axis, and whether those are straight.
    pub others: Vec<(Rect, bool)>,
}

/// The parts of a path that is stroked.
pub(super) fn stroked(path: &BezPath, transform: Affine) -> Stroked {
    let Stroked { mut lines, mut others } = Stroked::default();
    let (mut start, mut at) = (Point::ZERO, Point::ZERO);
    let mut points: Vec<Point> = Vec::new();
    let (mut curved, mut slanted) = (false, false);
    let is_slanted = |from: Point, to: Point| (from.x - to.x).abs() > SLANT && (from.y - to.y).abs() > SLANT;
    for element in path.elements().iter().take(MOST_ELEMENTS).chain(std::iter::once(&PathEl::MoveTo(Point::ZERO))) {
        let to = match *element {
            PathEl::MoveTo(point) => {
                others.extend(around(&points).filter(|_| curved || slanted).map(|around| (around, !curved)));
                (start, at) = (transform * point, transform * point);
                points.clear();
                points.push(at);
                (curved, slanted) = (false, false);
                continue;
            }
            PathEl::LineTo(point) => transform * point,
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {
                points.extend(curve(element).map(|point| transform * point));
                at = points.last().copied().unwrap_or(at);
                curved = true;
                continue;
            }
            PathEl::ClosePath => start,
        };
        lines.push((at, to));
        slanted |= is_slanted(at, to);
        points.push(to);
        at = to;
    }
    Stroked { lines, others }
}

/// The points of a curve, within which it runs; it ends at the last one.
fn curve(element: &PathEl) -> impl Iterator<Item = Point> {
    let points = match *element {
        PathEl::QuadTo(a, end) => [a, end, end],
        PathEl::CurveTo(a, b, end) => [a, b, end],
        PathEl::MoveTo(end) | PathEl::LineTo(end) => [end; 3],
        PathEl::ClosePath => [Point::ZERO; 3],
    };
    points.into_iter()
}

/// The box around points, unless there is but one.
fn around(points: &[Point]) -> Option<Rect> {
    let first = Rect::from_points(*points.first()?, *points.get(1)?);
    Some(points[2..].iter().fold(first, |around, &point| around.union_pt(point)))
}

/// Whether a matrix leaves boxes upright: it turns by quarters at most.
pub(super) fn keeps_upright(transform: Affine) -> bool {
    let [a, b, c, d, ..] = transform.as_coeffs();
    let nothing = NOTHING * a.abs().max(b.abs()).max(c.abs()).max(d.abs());
    (b.abs() <= nothing && c.abs() <= nothing) || (a.abs() <= nothing && d.abs() <= nothing)
}

/// The box that the corners of a closed path are, if they are one, or but for the ends of a bar.
fn upright(points: &[Point]) -> Option<Rect> {
    let corners = match points {
        [a, b, c, d] => [a, b, c, d],
        [a, b, c, d, e] if a.distance(*e) < 0.1 => [a, b, c, d],
        _ => return None,
    };
    let near = |a: f64, b: f64| (a - b).abs() < 0.1;
    let side = |a: &Point, b: &Point| near(a.x, b.x) || near(a.y, b.y);
    let [a, b, c, d] = corners;
    let (one, other) = (side(a, b) && side(c, d), side(b, c) && side(d, a));
    if one && other {
        return Some(Rect::from_points(*a, *c));
    }
    let bar = Rect::from_points(*a, *b).union_pt(*c).union_pt(*d);
    let (thick, long) = (bar.width().min(bar.height()), bar.width().max(bar.height()));
    ((one || other) && thick <= BEVELLED.0 && long >= BEVELLED.1 * thick).then_some(bar)
}

/// Whether the inner box leaves only a thin border of the outer one.
fn hollow(outer: Rect, inner: Rect) -> bool {
    let thin = |gap: f64| (0.0..=4.0).contains(&gap);
    thin(inner.x0 - outer.x0) && thin(inner.y0 - outer.y0) && thin(outer.x1 - inner.x1) && thin(outer.y1 - inner.y1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_with_rounded_entries_leaves_boxes_upright() {
        let turned = |small: f64| keeps_upright(Affine::new([small, 0.75, -0.75, small, 842.0, 0.0]));
        assert!(turned(0.0) && turned(4.6e-17) && !turned(0.01));
    }

    #[test]
    fn bars_of_borders_that_meet_in_a_corner_are_boxes() {
        let found = |corners: [(f64, f64); 4]| upright(&corners.map(|(x, y)| Point::new(x, y)));
        let bar = [(10.0, 10.0), (10.8, 10.8), (10.8, 29.2), (10.0, 30.0)];
        assert_eq!(found(bar), Some(Rect::new(10.0, 10.0, 10.8, 30.0)));
        // A stroke of a digit, and a wedge.
        assert_eq!(found([(10.0, 10.0), (10.8, 10.8), (10.8, 16.2), (10.0, 17.0)]), None);
        assert_eq!(found([(10.0, 10.0), (18.0, 18.0), (18.0, 22.0), (10.0, 30.0)]), None);
    }
}
