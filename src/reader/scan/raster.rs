//! Grey pictures and masks, and what is done to every pixel of them: means over windows, runs, thick parts, turns.
//!
//! Loops go along rows; what goes along columns turns the picture first or keeps a counter for each column, so that a
//! page costs a few passes whatever the window.

use std::collections::VecDeque;

/// A picture of one byte a pixel, row by row from the top; 0 is black.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::reader) struct Raster {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// `width * height` bytes.
    pub data: Vec<u8>,
}

/// Which pixels are something: 1 or 0.
pub(super) type Mask = Raster;

impl Raster {
    /// A picture of one value.
    pub fn filled(width: usize, height: usize, value: u8) -> Self {
        Self { width, height, data: vec![value; width * height] }
    }

    /// One row.
    pub fn row(&self, y: usize) -> &[u8] {
        &self.data[y * self.width..(y + 1) * self.width]
    }

    /// One row, to write to.
    pub fn row_mut(&mut self, y: usize) -> &mut [u8] {
        &mut self.data[y * self.width..(y + 1) * self.width]
    }

    /// The part of it that lies in this box: left, top, right, bottom.
    pub fn part(&self, [x0, y0, x1, y1]: [usize; 4]) -> Self {
        let (x1, y1) = (x1.min(self.width), y1.min(self.height));
        let (x0, y0) = (x0.min(x1), y0.min(y1));
        let rows = (y0..y1).flat_map(|y| self.row(y)[x0..x1].iter().copied());
        Self { width: x1 - x0, height: y1 - y0, data: rows.collect() }
    }

    /// Rows become columns.
    pub fn turned(&self) -> Self {
        /// Side of the blocks in which pixels are moved, for the sake of the processor's cache.
        const BLOCK: usize = 32;
        let mut out = Self::filled(self.height, self.width, 0);
        for top in (0..self.height).step_by(BLOCK) {
            for left in (0..self.width).step_by(BLOCK) {
                for y in top..(top + BLOCK).min(self.height) {
                    for x in left..(left + BLOCK).min(self.width) {
                        out.data[x * self.height + y] = self.data[y * self.width + x];
                    }
                }
            }
        }
        out
    }

    /// The picture turned clockwise by so many quarters.
    pub fn quarters(&self, count: u8) -> Self {
        match count % 4 {
            0 => self.clone(),
            2 => Self { data: self.data.iter().rev().copied().collect(), ..*self },
            quarter => {
                let mut out = self.turned();
                if quarter == 1 {
                    (0..out.height).for_each(|y| out.row_mut(y).reverse());
                } else {
                    let rows: Vec<u8> = out.data.chunks(out.width.max(1)).rev().flatten().copied().collect();
                    out.data = rows;
                }
                out
            }
        }
    }

    /// Whether it knows black and white alone.
    pub fn is_two_valued(&self) -> bool {
        self.data.iter().all(|&value| value == 0 || value == 255)
    }

    /// Whether a pixel of the box is set.
    pub fn any(&self, (x0, y0): (usize, usize), (x1, y1): (usize, usize)) -> bool {
        (y0..y1.min(self.height)).any(|y| self.row(y)[x0.min(self.width)..x1.min(self.width)].contains(&1))
    }

    /// Both masks together.
    pub fn or(mut self, other: &Self) -> Self {
        self.data.iter_mut().zip(&other.data).for_each(|(own, other)| *own |= other);
        self
    }

    /// What the other mask has not.
    pub fn without(mut self, other: &Self) -> Self {
        self.data.iter_mut().zip(&other.data).for_each(|(own, other)| *own &= 1 - other);
        self
    }
}

/// Sums of a window that slides over a picture: for each row, and of each pixel, over `2 * across + 1` by
/// `2 * down + 1` pixels as far as they are in the picture. `each` gets the row, the sums and the sums of squares
/// along it, and the number of pixels of each window.
pub(super) fn windows(
    picture: &Raster,
    across: usize,
    down: usize,
    mut each: impl FnMut(usize, &[u32], &[u64], &[u32]),
) {
    let (width, height) = (picture.width, picture.height);
    let (mut columns, mut squares) = (vec![0_u32; width], vec![0_u32; width]);
    let (mut sums, mut sums_of_squares, mut counts) = (vec![0_u32; width], vec![0_u64; width], vec![0_u32; width]);
    let add = |columns: &mut [u32], squares: &mut [u32], y: usize, sign: bool| {
        for ((column, square), &value) in columns.iter_mut().zip(squares).zip(picture.row(y)) {
            let value = u32::from(value);
            if sign {
                *column += value;
                *square += value * value;
            } else {
                *column -= value;
                *square -= value * value;
            }
        }
    };
    (0..down.min(height)).for_each(|y| add(&mut columns, &mut squares, y, true));
    for y in 0..height {
        if y + down < height {
            add(&mut columns, &mut squares, y + down, true);
        }
        if let Some(gone) = y.checked_sub(down + 1) {
            add(&mut columns, &mut squares, gone, false);
        }
        let rows = ((y + down + 1).min(height) - y.saturating_sub(down)) as u32;
        let (mut sum, mut square, mut count) = (0_u32, 0_u64, 0_u32);
        for x in 0..across.min(width) {
            sum += columns[x];
            square += u64::from(squares[x]);
            count += rows;
        }
        for x in 0..width {
            if x + across < width {
                sum += columns[x + across];
                square += u64::from(squares[x + across]);
                count += rows;
            }
            if let Some(gone) = x.checked_sub(across + 1) {
                sum -= columns[gone];
                square -= u64::from(squares[gone]);
                count -= rows;
            }
            (sums[x], sums_of_squares[x], counts[x]) = (sum, square, count);
        }
        each(y, &sums, &sums_of_squares, &counts);
    }
}

/// Where a picture is darker than its surroundings (Sauvola and Pietikäinen, 2000): windows of half width `radius`.
pub(super) fn dark(picture: &Raster, radius: usize) -> Mask {
    /// Weight of the contrast of a window.
    const CONTRAST: f32 = 0.2;
    let mut out = Mask::filled(picture.width, picture.height, 0);
    windows(picture, radius, radius, |y, sums, squares, counts| {
        let from = picture.row(y);
        for (x, pixel) in out.row_mut(y).iter_mut().enumerate() {
            let count = counts[x] as f32;
            let mean = sums[x] as f32 / count;
            let deviation = (squares[x] as f32 / count - mean * mean).max(0.0).sqrt();
            *pixel = u8::from(f32::from(from[x]) < mean * (1.0 + CONTRAST * (deviation / 128.0 - 1.0)));
        }
    });
    out
}

/// The pixels below a value.
pub(super) fn below(picture: &Raster, limit: u8) -> Mask {
    Mask { data: picture.data.iter().map(|&value| u8::from(value < limit)).collect(), ..*picture }
}

/// Grown by so many pixels up and down, in its place.
pub(super) fn grown_down(mut mask: Mask, reach: usize) -> Mask {
    let width = mask.width;
    // Rows above as they were.
    let mut above: VecDeque<Vec<u8>> = VecDeque::with_capacity(reach + 1);
    for y in 0..mask.height {
        let before = mask.row(y).to_vec();
        let (upper, below) = mask.data.split_at_mut((y + 1) * width);
        let own = &mut upper[y * width..];
        let near = above.iter().map(Vec::as_slice).chain(below.chunks(width.max(1)).take(reach));
        near.for_each(|near| own.iter_mut().zip(near).for_each(|(own, other)| *own |= other));
        above.push_back(before);
        if above.len() > reach {
            above.pop_front();
        }
    }
    mask
}

/// Grown by a pixel to every side, in its place.
pub(super) fn grown(mask: Mask) -> Mask {
    let mut out = grown_down(mask, 1);
    for y in 0..out.height {
        let row = out.row_mut(y);
        let (mut before, length) = (0, row.len());
        for x in 0..length {
            let own = row[x];
            let after = if x + 1 < length { row[x + 1] } else { 0 };
            row[x] = own | before | after;
            before = own;
        }
    }
    out
}

/// Runs along the rows that are at least `shortest` long once gaps shorter than `gap` are closed, in their place.
pub(super) fn long_runs(mut mask: Mask, gap: usize, shortest: usize) -> Mask {
    for y in 0..mask.height {
        let row = mask.row_mut(y);
        let (mut start, mut end) = (None, 0);
        let keep = |row: &mut [u8], start: Option<usize>, end: usize| {
            if let Some(start) = start {
                row[start..end].fill(u8::from(end - start >= shortest));
            }
        };
        let mut x = 0;
        while x < row.len() {
            if row[x] == 0 {
                x += 1;
                continue;
            }
            let from = x;
            while x < row.len() && row[x] == 1 {
                x += 1;
            }
            if start.is_some() && from - end < gap {
                end = x;
            } else {
                keep(row, start, end);
                (start, end) = (Some(from), x);
            }
        }
        keep(row, start, end);
    }
    mask
}

/// The parts of a mask that hold a square of this side.
pub(super) fn thick(mask: &Mask, side: usize) -> Mask {
    let (width, height) = (mask.width, mask.height);
    let mut out = Mask::filled(width, height, 0);
    // Upper left corners of such squares: rows from the bottom, each from its right end.
    let mut down = vec![0_usize; width];
    for y in (0..height).rev() {
        let mut across = 0;
        for x in (0..width).rev() {
            across = if mask.data[y * width + x] == 1 { across + 1 } else { 0 };
            down[x] = if across >= side { down[x] + 1 } else { 0 };
            out.data[y * width + x] = u8::from(down[x] >= side);
        }
    }
    let mut left = vec![0_usize; width];
    for y in 0..height {
        let mut right = 0_usize;
        for (pixel, left) in out.row_mut(y).iter_mut().zip(&mut left) {
            *left = if *pixel == 1 { side } else { left.saturating_sub(1) };
            right = if *left > 0 { side } else { right.saturating_sub(1) };
            *pixel = u8::from(right > 0);
        }
    }
    out
}

/// A picture smoothed by a bell curve of this width.
pub(super) fn smoothed(picture: &Raster, sigma: f32) -> Raster {
    let reach = (sigma * 3.0).ceil().max(1.0) as usize;
    let weights: Vec<f32> = (0..=reach).map(|at| (-((at * at) as f32) / (2.0 * sigma * sigma)).exp()).collect();
    let total = weights[0] + 2.0 * weights[1..].iter().sum::<f32>();
    let along = |from: &Raster| {
        let mut out = from.clone();
        for y in 0..from.height {
            let row = from.row(y);
            let last = row.len().saturating_sub(1);
            for (x, pixel) in out.row_mut(y).iter_mut().enumerate() {
                let near = |at: usize, weight: &f32| {
                    weight * (f32::from(row[x.saturating_sub(at)]) + f32::from(row[(x + at).min(last)]))
                };
                let sides: f32 = weights.iter().enumerate().skip(1).map(|(at, weight)| near(at, weight)).sum();
                *pixel = ((weights[0] * f32::from(row[x]) + sides) / total).round() as u8;
            }
        }
        out
    };
    along(&along(picture).turned()).turned()
}
