//! The recogniser: a grey picture of one line comes in; for each step along it the probability of every character goes out.
//!
//! The model is PP-OCRv6-small, as published in the package `rapidocr` (`scripts/models` takes it out of there). It is
//! known by its hash: another one would be another instrument, and is refused. It runs in `rten`, on one thread.

use std::fmt;
use std::sync::Arc;

use rten::{Model, ModelOptions, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::beam::Folding;
use super::model::ModelError;
use super::raster::Raster;
use super::resample::scaled;

/// Height of the lines that the model was trained on, in pixels.
const HEIGHT: usize = 48;
/// Its steps are so many pixels wide.
const STEP: usize = 8;
/// Wider lines than this, at that height, are not read.
const WIDEST: usize = 6_000;

/// How wide a line is at the height that the model was trained on.
pub(super) fn columns(width: usize, height: usize) -> usize {
    (width * HEIGHT).div_ceil(height.max(1)).max(16)
}

/// A recogniser, ready to read.
pub(in crate::reader) struct Engine {
    model: Model,
    threads: Arc<ThreadPool>,
    characters: Vec<String>,
    /// For figures.
    pub(super) folding: Folding,
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("characters", &self.characters.len()).finish_non_exhaustive()
    }
}

/// What a recogniser says of one line.
#[derive(Debug, Clone, Default)]
pub(super) struct Steps {
    /// Probabilities, step by step.
    pub values: Vec<f32>,
    /// Number of steps.
    pub count: usize,
    /// Number of characters, the blank among them.
    pub width: usize,
}

impl Steps {
    /// Probabilities of one step.
    pub fn row(&self, step: usize) -> &[f32] {
        &self.values[step * self.width..(step + 1) * self.width]
    }
}

/// A character as the recogniser sees it at first glance.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    /// It; some are several code points.
    pub character: String,
    /// How likely.
    pub share: f32,
}

impl Engine {
    /// Threads for it: made once, before the process gives up starting any.
    pub fn threads() -> Arc<ThreadPool> {
        Arc::new(ThreadPool::with_num_threads(1))
    }

    /// The recogniser of these bytes.
    ///
    /// # Errors
    /// When the model is damaged, or lacks its list of characters.
    pub fn new(bytes: Vec<u8>, threads: Arc<ThreadPool>) -> Result<Self, ModelError> {
        let model = ModelOptions::with_all_ops().load(bytes).map_err(|error| ModelError::Damaged(error.to_string()))?;
        let listed = model.metadata().get("character").ok_or(ModelError::NoCharacters)?;
        let own = listed.lines().map(str::to_owned);
        let characters: Vec<String> =
            std::iter::once(String::new()).chain(own).chain(std::iter::once(" ".to_owned())).collect();
        let folding = Folding::new(&characters);
        Ok(Self { model, threads, characters, folding })
    }

    /// What stands in a picture of one line; `None` where it cannot be looked at.
    pub(super) fn steps(&self, line: &Raster) -> Option<Steps> {
        if line.width == 0 || line.height == 0 {
            return None;
        }
        let width = columns(line.width, line.height);
        if width > WIDEST {
            return None;
        }
        let sized = scaled(line, width, HEIGHT);
        let padded = width.next_multiple_of(STEP);
        let mut input = vec![0.0_f32; 3 * HEIGHT * padded];
        for channel in 0..3 {
            for y in 0..HEIGHT {
                let start = (channel * HEIGHT + y) * padded;
                let to = &mut input[start..start + width];
                to.iter_mut().zip(sized.row(y)).for_each(|(to, &value)| *to = f32::from(value) / 127.5 - 1.0);
            }
        }
        let input = NdTensor::from_data([1, 3, HEIGHT, padded], input);
        let options = RunOptions::default().with_thread_pool(Some(self.threads.clone()));
        let output = self.model.run_one(input.into(), Some(options)).ok()?;
        let output: NdTensor<f32, 3> = output.try_into().ok()?;
        let [_, count, width] = output.shape();
        (width == self.characters.len()).then(|| Steps { values: output.into_data(), count, width })
    }

    /// The likeliest character of each step, those that go on put together.
    pub(super) fn seen(&self, steps: &Steps) -> Vec<Seen> {
        let mut seen: Vec<Seen> = Vec::new();
        let mut last = 0;
        for step in 0..steps.count {
            let row = steps.row(step);
            let best = (1..row.len()).fold(0, |best, at| if row[at] > row[best] { at } else { best });
            if best != 0 && best != last {
                seen.push(Seen { character: self.characters[best].clone(), share: row[best] });
            } else if best != 0
                && let Some(seen) = seen.last_mut()
            {
                seen.share = seen.share.max(row[best]);
            }
            last = best;
        }
        seen
    }
}
