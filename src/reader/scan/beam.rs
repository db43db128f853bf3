//! Readings of a figure from what the recogniser says: for each step of a line the probability of every character comes
//! in; the likeliest strings of digits and signs, with their probabilities, go out.
//!
//! A prefix beam over the steps (Graves and others, 2006; Hannun and others, 2014), in which characters that look like a
//! digit count towards it.

use super::engine::Steps;

/// What figures are made of, each with the characters that look like it.
const CLASSES: &[(char, &str)] = &[
    ('0', "0OoQD。°º〇Ｏ０"),
    ('1', "1Il|!｜丨１"),
    ('-', "-—–－"),
    ('.', ".．·"),
    ('/', "/／"),
    ('无', "无"),
    ('2', "2２"),
    ('3', "3３"),
    ('4', "4４"),
    ('5', "5５"),
    ('6', "6６"),
    ('7', "7７"),
    ('8', "8８"),
    ('9', "9９"),
    (',', ",，、"),
];
/// Strings kept from step to step.
const WIDTH: usize = 14;
/// Readings that are given.
const MOST: usize = 6;
/// Characters less likely than this (a logarithm) are not tried.
const UNLIKELY: f64 = -11.0;
/// Logarithm of next to nothing.
const NEVER: f64 = -1e30;

/// Which columns of the recogniser's output belong to which class of a figure.
#[derive(Debug, Clone)]
pub(super) struct Folding {
    classes: Vec<(char, Vec<usize>)>,
    blank: usize,
}

impl Folding {
    /// For a recogniser with these characters, the blank between them being the empty one.
    pub fn new(characters: &[String]) -> Self {
        let column = |wanted: &str| characters.iter().position(|character| character == wanted);
        let of = |alike: &str| {
            let columns = alike.chars().filter_map(|character| column(character.encode_utf8(&mut [0; 4])));
            columns.collect::<Vec<_>>()
        };
        Self {
            classes: CLASSES.iter().map(|(class, alike)| (*class, of(alike))).collect(),
            blank: column(" ").unwrap_or(0),
        }
    }
}

/// A text that ends without and with its last character going on, as logarithms of probabilities.
#[derive(Clone)]
struct Prefix {
    text: String,
    apart: f64,
    going_on: f64,
}

impl Prefix {
    fn total(&self) -> f64 {
        add(self.apart, self.going_on)
    }
}

/// The likeliest readings, the best first.
pub(super) fn readings(steps: &Steps, folding: &Folding) -> Vec<(String, f32)> {
    let mut beam = vec![Prefix { text: String::new(), apart: 0.0, going_on: NEVER }];
    for step in 0..steps.count {
        let row = steps.row(step);
        let logarithm = |share: f32| f64::from(share).max(1e-12).ln();
        let blank = logarithm(row[0] + if folding.blank > 0 { row[folding.blank] } else { 0.0 });
        let likely = folding.classes.iter().filter_map(|(class, columns)| {
            let share = logarithm(columns.iter().map(|&column| row[column]).sum());
            (share > UNLIKELY).then_some((*class, share))
        });
        let likely: Vec<(char, f64)> = likely.collect();
        let mut next: Vec<Prefix> = Vec::new();
        for prefix in &beam {
            put(&mut next, &prefix.text, prefix.total() + blank, NEVER);
            for &(class, share) in &likely {
                let longer = format!("{}{class}", prefix.text);
                if prefix.text.ends_with(class) {
                    put(&mut next, &prefix.text, NEVER, prefix.going_on + share);
                    put(&mut next, &longer, NEVER, prefix.apart + share);
                } else {
                    put(&mut next, &longer, NEVER, prefix.total() + share);
                }
            }
        }
        // Of equal ones the first in the order of their text: the same on every machine.
        next.sort_by(|a, b| b.total().total_cmp(&a.total()).then_with(|| a.text.cmp(&b.text)));
        next.truncate(WIDTH);
        beam = next;
    }
    beam.truncate(MOST);
    beam.into_iter()
        .map(|prefix| (prefix.total().exp() as f32, prefix.text))
        .map(|(share, text)| (text, share))
        .collect()
}

/// Readings of lines that follow each other as one.
pub(super) fn joined(first: &[(String, f32)], second: &[(String, f32)]) -> Vec<(String, f32)> {
    let mut out: Vec<(String, f32)> = first
        .iter()
        .flat_map(|(a, share)| second.iter().map(move |(b, more)| (format!("{a}{b}"), share * more)))
        .collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(MOST);
    out
}

fn put(beam: &mut Vec<Prefix>, text: &str, apart: f64, going_on: f64) {
    match beam.iter_mut().find(|known| known.text == text) {
        Some(known) => (known.apart, known.going_on) = (add(known.apart, apart), add(known.going_on, going_on)),
        None => beam.push(Prefix { text: text.to_owned(), apart, going_on }),
    }
}

/// Logarithm of the sum of two numbers of which the logarithms are given.
fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low <= NEVER { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&[f32]]) -> Vec<(String, f32)> {
        let characters: Vec<String> = ["", "1", "0", "O", " "].into_iter().map(str::to_owned).collect();
        let steps = Steps { values: rows.concat(), count: rows.len(), width: 5 };
        readings(&steps, &Folding::new(&characters))
    }

    #[test]
    fn a_character_that_goes_on_is_one_and_a_gap_makes_two() {
        assert_eq!(read(&[&[0.0, 1.0, 0.0, 0.0, 0.0], &[0.0, 1.0, 0.0, 0.0, 0.0]])[0].0, "1");
        let apart = read(&[&[0.0, 1.0, 0.0, 0.0, 0.0], &[1.0, 0.0, 0.0, 0.0, 0.0], &[0.0, 1.0, 0.0, 0.0, 0.0]]);
        assert_eq!(apart[0].0, "11");
    }

    #[test]
    fn look_alikes_count_towards_their_digit() {
        let read = read(&[&[0.0, 0.4, 0.3, 0.3, 0.0]]);
        assert_eq!(read.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>()[..2], ["0", "1"]);
        assert!((read[0].1 - 0.6).abs() < 1e-4 && (read[1].1 - 0.4).abs() < 1e-4, "{read:?}");
    }
}
