//! Pictures at other places and sizes: turned by a small angle, enlarged, cut out to the height that the recogniser wants.

use std::collections::VecDeque;

use super::raster::Raster;

/// Weights of four neighbours at a share of the way from the second to the third (Keys, 1981, with -3/4).
fn cubic(share: f32) -> [f32; 4] {
    const A: f32 = -0.75;
    let outer = |t: f32| ((A * t - 5.0 * A) * t + 8.0 * A) * t - 4.0 * A;
    let inner = |t: f32| ((A + 2.0) * t - (A + 3.0)) * t * t + 1.0;
    [outer(share + 1.0), inner(share), inner(1.0 - share), outer(2.0 - share)]
}

/// A picture turned about its middle, counter-clockwise by this angle in radians; its edge goes on outwards.
pub(super) fn rotated(picture: &Raster, angle: f64) -> Raster {
    let (width, height) = (picture.width as isize, picture.height as isize);
    let (sine, cosine) = (angle.sin() as f32, angle.cos() as f32);
    let (middle_x, middle_y) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    // Weights for 64 places between two pixels are as good as any.
    let table: Vec<[f32; 4]> = (0..64).map(|at| cubic(at as f32 / 64.0)).collect();
    let mut out = Raster::filled(picture.width, picture.height, 255);
    for y in 0..picture.height {
        let dy = y as f32 - middle_y;
        for (x, pixel) in out.row_mut(y).iter_mut().enumerate() {
            let dx = x as f32 - middle_x;
            let (from_x, from_y) = (middle_x + cosine * dx - sine * dy, middle_y + sine * dx + cosine * dy);
            let (left, top) = (from_x.floor(), from_y.floor());
            let across = &table[((from_x - left) * 64.0) as usize & 63];
            let down = &table[((from_y - top) * 64.0) as usize & 63];
            let (left, top) = (left as isize - 1, top as isize - 1);
            let mut sum = 0.0;
            if left >= 0 && top >= 0 && left + 4 <= width && top + 4 <= height {
                for (row, weight) in down.iter().enumerate() {
                    let start = (top as usize + row) * picture.width + left as usize;
                    let four = &picture.data[start..start + 4];
                    let along: f32 = four.iter().zip(across).map(|(&value, weight)| f32::from(value) * weight).sum();
                    sum += weight * along;
                }
            } else {
                for (row, weight) in down.iter().enumerate() {
                    let start = (top + row as isize).clamp(0, height - 1) * width;
                    for (column, share) in across.iter().enumerate() {
                        let at = start + (left + column as isize).clamp(0, width - 1);
                        sum += weight * share * f32::from(picture.data[at as usize]);
                    }
                }
            }
            *pixel = sum.round().clamp(0.0, 255.0) as u8;
        }
    }
    out
}

/// A picture of twice the width and height.
pub(super) fn doubled(picture: &Raster) -> Raster {
    let along = |from: &Raster| {
        let mut out = Raster::filled(from.width * 2, from.height, 255);
        let weights = [cubic(0.75), cubic(0.25)];
        for y in 0..from.height {
            let row = from.row(y);
            let last = row.len() as isize - 1;
            for (x, pixel) in out.row_mut(y).iter_mut().enumerate() {
                // Middles of pixels: the even ones lie a quarter before, the odd ones a quarter behind.
                let first = (x / 2) as isize - if x % 2 == 0 { 2 } else { 1 };
                let near = |at: usize| f32::from(row[(first + at as isize).clamp(0, last) as usize]);
                let sum: f32 = weights[x % 2].iter().enumerate().map(|(at, weight)| weight * near(at)).sum();
                *pixel = sum.round().clamp(0.0, 255.0) as u8;
            }
        }
        out
    };
    if picture.data.is_empty() { picture.clone() } else { along(&along(picture).turned()).turned() }
}

/// A picture at this size: straight between pixels where it grows, means of areas where it shrinks.
pub(in crate::reader) fn scaled(picture: &Raster, width: usize, height: usize) -> Raster {
    let across = spread(picture.width, width);
    let down = spread(picture.height, height);
    let along = |y: usize| -> Vec<f32> {
        let row = picture.row(y);
        let sum = |(first, weights): &(usize, Vec<f32>)| {
            let near = &row[*first..*first + weights.len()];
            near.iter().zip(weights).map(|(&value, weight)| f32::from(value) * weight).sum()
        };
        across.iter().map(sum).collect()
    };
    // Rows from `start` on that are as wide as is wanted; those above are needed no more.
    let (mut narrow, mut start) = (VecDeque::new(), 0);
    let mut out = Raster::filled(width, height, 255);
    let mut sums = vec![0.0_f32; width];
    for (y, (first, weights)) in down.iter().enumerate() {
        narrow.drain(..(first - start).min(narrow.len()));
        start = *first;
        (start + narrow.len()..start + weights.len()).for_each(|y| narrow.push_back(along(y)));
        sums.fill(0.0);
        for (from, weight) in narrow.iter().zip(weights) {
            sums.iter_mut().zip(from).for_each(|(sum, value)| *sum += weight * value);
        }
        out.row_mut(y).iter_mut().zip(&sums).for_each(|(pixel, sum)| *pixel = sum.round().clamp(0.0, 255.0) as u8);
    }
    out
}

/// For each of `to` pixels the first of the `from` pixels that it is made of, and their weights.
fn spread(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let step = from as f32 / to as f32;
    let place = |at: usize| {
        if step <= 1.0 {
            let middle = ((at as f32 + 0.5) * step - 0.5).clamp(0.0, (from - 1) as f32);
            let first = (middle.floor() as usize).min(from.saturating_sub(2));
            let share = middle - first as f32;
            return if from < 2 { (0, vec![1.0]) } else { (first, vec![1.0 - share, share]) };
        }
        let (start, end) = (at as f32 * step, ((at + 1) as f32 * step).min(from as f32));
        let first = (start.floor() as usize).min(from - 1);
        let last = (end.ceil() as usize).clamp(first + 1, from);
        let part = |pixel: usize| (end.min((pixel + 1) as f32) - start.max(pixel as f32)).max(0.0);
        let total: f32 = (first..last).map(part).sum::<f32>().max(f32::MIN_POSITIVE);
        (first, (first..last).map(|pixel| part(pixel) / total).collect())
    };
    (0..to).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_stays_at_every_size_and_angle() {
        let flat = Raster::filled(37, 21, 90);
        assert!(scaled(&flat, 80, 48).data.iter().all(|&value| value == 90));
        assert!(scaled(&flat, 9, 5).data.iter().all(|&value| value == 90));
        assert!(doubled(&flat).data.iter().all(|&value| value == 90));
        assert!(rotated(&flat, 0.03).data.iter().all(|&value| value == 90));
    }

    #[test]
    fn a_slanting_line_is_made_level() {
        let mut page = Raster::filled(300, 120, 255);
        let angle = 0.04_f64;
        for x in 0..300 {
            let y = (60.0 + (x as f64 - 150.0) * angle.tan()).round() as usize;
            page.row_mut(y)[x] = 0;
            page.row_mut(y + 1)[x] = 0;
        }
        let level = rotated(&page, angle);
        let dark = |y: usize| level.row(y)[20..280].iter().filter(|&&value| value < 128).count();
        assert!((59..63).any(|y| dark(y) > 240), "{:?}", (56..66).map(dark).collect::<Vec<_>>());
    }
}
