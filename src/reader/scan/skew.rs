//! The angle by which a page lies askew: the one at which its rows of ink are sharpest.

use super::raster::Mask;

/// Angles tried, in degrees to either side.
const FARTHEST: f64 = 3.2;
/// Points of ink that are looked at.
const MOST_POINTS: usize = 60_000;
/// With fewer points than this a page is taken to be straight.
const FEWEST_POINTS: usize = 200;

/// The angle in degrees, clockwise downwards; lines of the page follow it.
pub(super) fn skew(ink: &Mask, dpi: f32) -> f64 {
    let step = ((dpi / 100.0).round() as usize).max(1);
    let (width, height) = (ink.width / step, ink.height / step);
    let margin = (dpi / step as f32 * 0.15) as usize;
    let mut points: Vec<(f64, f64)> = Vec::new();
    for y in margin..height.saturating_sub(margin) {
        for x in margin..width.saturating_sub(margin) {
            if ink.any((x * step, y * step), ((x + 1) * step, (y + 1) * step)) {
                points.push((x as f64, y as f64));
            }
        }
    }
    if points.len() < FEWEST_POINTS {
        return 0.0;
    }
    let every = points.len() / MOST_POINTS + 1;
    // Spread within their pixels, so that no angle gains from the grid.
    let spread = |x: f64, y: f64| ((x * 7919.0 + y * 104_729.0) % 1009.0) / 1009.0 - 0.5;
    let points: Vec<(f64, f64)> =
        points.into_iter().step_by(every).map(|(x, y)| (x - width as f64 / 2.0, y + spread(x, y))).collect();
    let mut rows = vec![0_u32; height + 2 * width / 8 + 128];
    let mut sharpness = |degrees: f64| {
        let slope = degrees.to_radians().tan();
        rows.fill(0);
        for &(x, y) in &points {
            let row = (y - x * slope + width as f64 / 16.0 + 32.0).round().max(0.0) as usize;
            if let Some(count) = rows.get_mut(row) {
                *count += 1;
            }
        }
        rows.iter().map(|&count| u64::from(count) * u64::from(count)).sum::<u64>()
    };
    let mut best = |from: f64, to: f64, step: f64| {
        let count = ((to - from) / step).round() as i32;
        let angles = (0..=count).map(|at| from + f64::from(at) * step);
        // Of equal ones the straightest.
        let mut key = |angle: f64| (sharpness(angle), -(angle.abs() * 1e6) as i64);
        angles.map(|angle| (key(angle), angle)).max_by(|a, b| a.0.cmp(&b.0)).map_or(0.0, |found| found.1)
    };
    let coarse = best(-FARTHEST, FARTHEST, 0.1);
    best(coarse - 0.12, coarse + 0.12, 0.02)
}
