//! What a recogniser said of a text that it read from a picture.

use serde::{Deserialize, Serialize};

/// What stands behind a text that was read from a picture.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Recognised {
    /// Ink that no reading was accepted for.
    pub unread: bool,
    /// Probability of the text, from zero to one, as the recogniser has it.
    pub confidence: f32,
    /// Likely readings of a figure, the best first; none for other text.
    pub alternatives: Vec<Alternative>,
    /// How it looks: a small PNG of the cell, or nothing.
    pub look: Vec<u8>,
}

/// One likely reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// The text.
    pub text: String,
    /// Its probability.
    pub share: f32,
}

impl Alternative {
    /// Those that a line tells which [`Recognised::readings`] wrote; what is no reading is left out.
    pub fn all(readings: &str) -> Vec<Self> {
        let one = |reading: &str| {
            let (text, share) = reading.rsplit_once(':')?;
            Some(Self { text: text.to_owned(), share: share.parse().ok()? })
        };
        readings.split(' ').filter_map(one).collect()
    }
}

impl Recognised {
    /// Probability from which a recogniser is taken to be sure.
    pub const SURE: f32 = 0.9;

    /// Whether the recogniser is.
    pub fn is_sure(&self) -> bool {
        self.confidence >= Self::SURE
    }

    /// The readings that are likely enough to be told, the best first.
    pub fn likely(&self) -> impl Iterator<Item = &Alternative> {
        /// Half of what the last digit counts that is printed of one.
        const LEAST_SHARE: f32 = 0.0005;
        self.alternatives.iter().filter(|reading| reading.share >= LEAST_SHARE)
    }

    /// The likely readings and their probabilities, on one line: `12:0.981 17:0.012`.
    pub fn readings(&self) -> String {
        let readings: Vec<String> =
            self.alternatives.iter().map(|other| format!("{}:{:.3}", other.text, other.share)).collect();
        readings.join(" ")
    }

    /// What stands behind this text and that of another part of the same cell.
    pub fn with(self, other: Self) -> Self {
        Self {
            unread: self.unread || other.unread,
            confidence: self.confidence.min(other.confidence),
            // Readings are those of one whole text.
            alternatives: Vec::new(),
            look: if self.look.is_empty() { other.look } else { self.look },
        }
    }
}
