//! Pixels that hang together: a mask comes in; its components, as runs with box, size and middle, go out.

use super::raster::Mask;

/// Pixels of one row that hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    /// Row.
    pub y: u32,
    /// First pixel.
    pub x0: u32,
    /// One past the last pixel.
    pub x1: u32,
}

/// The components of a mask; diagonal neighbours hang together.
#[derive(Debug, Default)]
pub(super) struct Components {
    /// All runs, by row, then from left to right.
    pub runs: Vec<Run>,
    /// Component of each run.
    pub of: Vec<u32>,
    /// What each component is.
    pub all: Vec<Component>,
    /// First run of each row; one more at the end.
    rows: Vec<usize>,
}

/// One component.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Component {
    /// Left, top, right, bottom; the latter two are one past the last pixel.
    pub bounds: [u32; 4],
    /// Pixels.
    pub area: u64,
    /// Sum over the pixels of their columns, and of their rows.
    sums: (f64, f64),
}

impl Component {
    /// Width of its box.
    pub fn width(&self) -> u32 {
        self.bounds[2] - self.bounds[0]
    }

    /// Height of its box.
    pub fn height(&self) -> u32 {
        self.bounds[3] - self.bounds[1]
    }

    /// Mean row of its pixels.
    pub fn middle_row(&self) -> f32 {
        (self.sums.1 / self.area.max(1) as f64) as f32
    }
}

/// The next run of a row, from a column on.
fn run(row: &[u8], y: usize, x: usize) -> Option<Run> {
    let x0 = x + row[x..].iter().position(|&pixel| pixel == 1)?;
    let x1 = row[x0..].iter().position(|&pixel| pixel == 0).map_or(row.len(), |length| x0 + length);
    Some(Run { y: y as u32, x0: x0 as u32, x1: x1 as u32 })
}

impl Components {
    /// The components of a mask.
    pub fn of(mask: &Mask) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut rows = Vec::with_capacity(mask.height + 1);
        let mut parent: Vec<u32> = Vec::new();
        let mut before = 0..0;
        for y in 0..mask.height {
            let start = runs.len();
            rows.push(start);
            let row = mask.row(y);
            let (mut x, mut above) = (0, before.start);
            while let Some(found) = run(row, y, x) {
                x = found.x1 as usize;
                let own = runs.len() as u32;
                runs.push(found);
                parent.push(own);
                while above < before.end && runs[above].x1 < found.x0 {
                    above += 1;
                }
                let mut touching = above;
                while touching < before.end && runs[touching].x0 <= found.x1 {
                    let (a, b) = (root(&mut parent, own), root(&mut parent, touching as u32));
                    parent[a.max(b) as usize] = a.min(b);
                    touching += 1;
                }
            }
            before = start..runs.len();
        }
        rows.push(runs.len());
        Self::collect(runs, rows, parent)
    }

    fn collect(runs: Vec<Run>, rows: Vec<usize>, mut parent: Vec<u32>) -> Self {
        let mut all: Vec<Component> = Vec::new();
        let mut number = vec![u32::MAX; runs.len()];
        let mut of = Vec::with_capacity(runs.len());
        for (at, run) in runs.iter().enumerate() {
            let root = root(&mut parent, at as u32) as usize;
            if number[root] == u32::MAX {
                number[root] = all.len() as u32;
                all.push(Component { bounds: [run.x0, run.y, run.x1, run.y + 1], area: 0, sums: (0.0, 0.0) });
            }
            let component = &mut all[number[root] as usize];
            let [x0, _, x1, y1] = &mut component.bounds;
            (*x0, *x1, *y1) = ((*x0).min(run.x0), (*x1).max(run.x1), run.y + 1);
            let length = f64::from(run.x1 - run.x0);
            component.area += u64::from(run.x1 - run.x0);
            component.sums.0 += length * f64::from(run.x0 + run.x1 - 1) * 0.5;
            component.sums.1 += length * f64::from(run.y);
            of.push(number[root]);
        }
        Self { runs, of, all, rows }
    }

    /// The component that a pixel belongs to.
    pub fn at(&self, x: u32, y: u32) -> Option<u32> {
        let (start, end) = (*self.rows.get(y as usize)?, *self.rows.get(y as usize + 1)?);
        let found = start + self.runs[start..end].partition_point(|run| run.x1 <= x);
        (found < end && self.runs[found].x0 <= x).then(|| self.of[found])
    }

    /// A mask of this size with the components that are wanted.
    pub fn mask(&self, width: usize, height: usize, wanted: impl Fn(&Component) -> bool) -> Mask {
        let keep: Vec<bool> = self.all.iter().map(wanted).collect();
        let mut out = Mask::filled(width, height, 0);
        for (run, &of) in self.runs.iter().zip(&self.of) {
            if keep[of as usize] {
                out.row_mut(run.y as usize)[run.x0 as usize..run.x1 as usize].fill(1);
            }
        }
        out
    }

    /// The mask that they are of without the components that are not wanted, in its place.
    pub fn keep(&self, mut mask: Mask, wanted: impl Fn(&Component) -> bool) -> Mask {
        let keep: Vec<bool> = self.all.iter().map(wanted).collect();
        for (run, _) in self.runs.iter().zip(&self.of).filter(|(_, of)| !keep[**of as usize]) {
            mask.row_mut(run.y as usize)[run.x0 as usize..run.x1 as usize].fill(0);
        }
        mask
    }
}

/// What a mask shows, as runs: a tenth of its memory where it shows lines.
pub(super) struct Packed {
    width: usize,
    height: usize,
    runs: Vec<Run>,
}

impl Packed {
    /// The mask in less memory.
    pub fn of(mask: Mask) -> Self {
        let mut runs = Vec::new();
        for y in 0..mask.height {
            let mut x = 0;
            while let Some(found) = run(mask.row(y), y, x) {
                x = found.x1 as usize;
                runs.push(found);
            }
        }
        Self { width: mask.width, height: mask.height, runs }
    }

    /// Adds what it shows to a mask of the same size.
    pub fn onto(&self, mut mask: Mask) -> Mask {
        for run in &self.runs {
            mask.row_mut(run.y as usize)[run.x0 as usize..run.x1 as usize].fill(1);
        }
        mask
    }

    /// The mask.
    pub fn mask(&self) -> Mask {
        self.onto(Mask::filled(self.width, self.height, 0))
    }
}

fn root(parent: &mut [u32], mut at: u32) -> u32 {
    while parent[at as usize] != at {
        parent[at as usize] = parent[parent[at as usize] as usize];
        at = parent[at as usize];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagonal_hangs_together_and_a_gap_does_not() {
        let mask = Mask { width: 5, height: 3, data: vec![1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1] };
        let found = Components::of(&mask);
        let boxes: Vec<[u32; 4]> = found.all.iter().map(|component| component.bounds).collect();
        assert_eq!(boxes, [[0, 0, 2, 2], [4, 0, 5, 3]]);
        assert_eq!((found.at(1, 1), found.at(4, 2), found.at(2, 1)), (Some(0), Some(1), None));
        assert_eq!(found.all[1].area, 3);
        let large = found.mask(5, 3, |component| component.area > 2);
        assert_eq!(large.data.iter().sum::<u8>(), 3);
        assert_eq!(Packed::of(large.clone()).mask(), large);
        assert_eq!(found.keep(mask, |component| component.area > 2), large);
    }
}
