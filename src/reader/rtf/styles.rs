//! The style sheet and the colours: what a style makes of the look of text, by its kind and number, and which colours are
//! white. Words of their tables in, looks out.

use super::row::PATTERN;
use std::collections::HashMap;

use crate::reader::look::{Look, WHITE};

/// A style by its kind and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct StyleKey {
    /// Of characters (`\cs`) rather than of paragraphs (`\s`).
    pub of_characters: bool,
    pub number: i32,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    known: HashMap<StyleKey, (Look, Option<i32>)>,
}

/// Styles that are kept, and longest chain of them that is followed.
const MOST: usize = 10_000;
const CHAIN: usize = 32;

impl Styles {
    /// Takes a style: how it makes text look, and the number of the one that it is based on.
    pub fn define(&mut self, key: StyleKey, look: Look, base: Option<i32>) {
        if self.known.len() < MOST {
            self.known.insert(key, (look, base));
        }
    }

    /// How a style makes text look, with those that it is based on.
    pub fn look(&self, key: StyleKey) -> Look {
        let mut whole = Look::default();
        let mut next = Some(key.number);
        for _ in 0..CHAIN {
            let Some((look, base)) = next.and_then(|number| self.known.get(&StyleKey { number, ..key })) else { break };
            whole = whole.and(*look);
            next = *base;
        }
        whole
    }
}

/// The table of colours: the channels of each of them. The first is that of the window's text, which has none.
#[derive(Debug, Default)]
pub(super) struct Colors {
    known: Vec<Option<[u8; 3]>>,
    channels: [Option<i32>; 3],
}

/// White as a ground: white text is not seen on it, and it hides what is painted around it.
pub(super) const PAPER: u32 = 1 + 0xFF_FFFF;

impl Colors {
    /// A word of the table.
    pub fn channel(&mut self, word: &[u8], value: i32) {
        let at = match word {
            b"red" => 0,
            b"green" => 1,
            b"blue" => 2,
            _ => return,
        };
        self.channels[at] = Some(value);
    }

    /// Text of the table: a semicolon ends a colour.
    pub fn text(&mut self, text: &[u8]) {
        for _ in text.iter().filter(|byte| **byte == b';') {
            let channels = std::mem::take(&mut self.channels);
            if self.known.len() < MOST {
                let [red, green, blue] = channels.map(|channel| channel.map(|value| value.clamp(0, 255) as u8));
                self.known.push(red.zip(green).zip(blue).map(|((red, green), blue)| [red, green, blue]));
            }
        }
    }

    fn get(&self, number: i32) -> Option<[u8; 3]> {
        usize::try_from(number).ok().and_then(|at| self.known.get(at).copied().flatten())
    }

    pub fn is_white(&self, number: i32) -> bool {
        self.get(number).is_some_and(|channels| channels.iter().all(|channel| *channel >= WHITE))
    }

    /// A ground of this colour, zero for none; what is as good as white is [`PAPER`].
    pub fn ground(&self, number: i32) -> u32 {
        match self.get(number) {
            _ if number == PATTERN => u32::MAX,
            Some(_) if self.is_white(number) => PAPER,
            Some([red, green, blue]) => 1 + u32::from_be_bytes([0, red, green, blue]),
            // A number that no colour has, which programs show as black.
            None if number > 0 => u32::MAX - 1,
            _ => 0,
        }
    }
}
