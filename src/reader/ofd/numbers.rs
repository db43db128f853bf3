//! Numbers in attributes: lists with blanks between, and the offsets of characters with their shorthand
//! `g n v` for `n` times `v` (GB/T 33190, 11.3).

/// Numbers of a list; ends at the first that is none.
pub(super) fn list(text: &str) -> impl Iterator<Item = f64> + '_ {
    words(text).map_while(|word| word.parse().ok()).filter(|value: &f64| value.is_finite())
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty())
}

/// Exactly `N` numbers.
pub(super) fn array<const N: usize>(text: &str) -> Option<[f64; N]> {
    let mut out = [0.0; N];
    let mut numbers = list(text);
    for slot in &mut out {
        *slot = numbers.next()?;
    }
    Some(out)
}

/// The offsets of a `DeltaX` or `DeltaY`, unfolded only as far as they are asked for: the count of a
/// repetition may be any number.
pub(super) struct Deltas<'a> {
    words: Box<dyn Iterator<Item = &'a str> + 'a>,
    repeated: u64,
    value: f64,
}

impl<'a> Deltas<'a> {
    /// The offsets in an attribute.
    pub fn new(text: &'a str) -> Self {
        Self { words: Box::new(words(text)), repeated: 0, value: 0.0 }
    }
}

impl Iterator for Deltas<'_> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        while self.repeated == 0 {
            let word = self.words.next()?;
            if word.eq_ignore_ascii_case("g") {
                self.repeated = self.words.next()?.parse().ok()?;
                self.value = self.words.next()?.parse().ok()?;
            } else {
                self.repeated = 1;
                self.value = word.parse().ok()?;
            }
            if !self.value.is_finite() {
                return None;
            }
        }
        self.repeated -= 1;
        Some(self.value)
    }
}

/// A map of the plane: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Where a point goes.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// This map, then another.
    pub fn then(&self, next: &Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ..] = next.0;
        let (x, y) = next.apply(e, f);
        Self([a * na + b * nc, a * nb + b * nd, c * na + d * nc, c * nb + d * nd, x, y])
    }

    /// Moves by this much.
    pub fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// The box around where an upright box goes, as two corners.
    pub fn span(&self, [from, to]: [(f64, f64); 2]) -> [(f64, f64); 2] {
        let corners = [from, to, (from.0, to.1), (to.0, from.1)].map(|(x, y)| self.apply(x, y));
        let far = |pick: fn(f64, f64) -> f64| {
            corners.iter().copied().reduce(|a, b| (pick(a.0, b.0), pick(a.1, b.1))).unwrap_or_default()
        };
        [far(f64::min), far(f64::max)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deltas_unfold() {
        let all = |text| Deltas::new(text).take(8).collect::<Vec<_>>();
        assert_eq!(all("3 g 2 1.5 4"), [3.0, 1.5, 1.5, 4.0]);
        assert_eq!(all("g 999999999 1").len(), 8);
        assert_eq!(all("g 0 1 2"), [2.0]);
        assert!(all("g 2").is_empty());
        assert!(all("x 1").is_empty());
        assert!(all("nan 1").is_empty());
    }

    #[test]
    fn arrays() {
        assert_eq!(array("0 0 210 297"), Some([0.0, 0.0, 210.0, 297.0]));
        assert_eq!(array("0, 0, 210,297"), Some([0.0, 0.0, 210.0, 297.0]));
        assert_eq!(array::<4>("0 0 210"), None);
    }
}
