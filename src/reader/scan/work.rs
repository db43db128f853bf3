//! What recognition may cost: pictures and lines come in before they are looked at; whether there is time for them goes out.
//!
//! Time is reckoned by the work that is done, and not by the clock, so that the same file gives the same on every machine.
//! What a pixel and a column take was measured on one core of a server; a file may take half of what ends its worker.

use super::MOST_PIXELS_OF_FILE;
use super::engine::columns;
use super::ink::Box;
use crate::limits::Limits;
use crate::reader::Notice;

/// Nanoseconds for finding the rulings and the ink of a picture, a pixel.
const PIXEL: u64 = 150;
/// Nanoseconds for recognising a line, a column of it at the height that the model wants.
const COLUMN: u64 = 65_000;
/// Nanoseconds for recognising a line of any length.
const LINE: u64 = 3_000_000;
/// Seconds for one picture; a page of text and tables takes two.
const SECONDS_OF_PICTURE: u64 = 30;
/// Nanoseconds in a second.
const SECOND: u64 = 1_000_000_000;

/// What may still be done for one file.
#[derive(Debug)]
pub(in crate::reader) struct Allowance {
    /// Seconds for all of it.
    seconds: u64,
    /// Nanoseconds that are left.
    left: u64,
    /// Pixels that are left, of all its pictures together.
    pixels: u64,
    /// What was not read, for the want of time.
    pub notices: Vec<Notice>,
}

/// What may still be done for one picture, in nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Effort {
    left: u64,
    /// Something was asked for that there was no time for.
    pub short: bool,
}

impl Allowance {
    /// Of a file that is read within these limits.
    pub fn new(limits: &Limits) -> Self {
        let seconds = (u64::from(limits.seconds) / 2).max(1);
        Self { seconds, left: seconds.saturating_mul(SECOND), pixels: MOST_PIXELS_OF_FILE, notices: Vec::new() }
    }

    /// Whether nothing more may be read of the file.
    pub fn is_spent(&self) -> bool {
        self.left == 0 || self.pixels == 0
    }

    /// What may be done for a picture of so many pixels on this page; `None` where the file has had its share.
    pub(super) fn picture(&mut self, pixels: usize, page: u32) -> Option<Effort> {
        let cost = PIXEL * pixels as u64;
        let rest = self.pixels.checked_sub(pixels as u64).zip(self.left.checked_sub(cost));
        let Some((pixels, left)) = rest else {
            (self.pixels, self.left) = (0, 0);
            self.notices.push(Notice::LongPicture { page, seconds: self.seconds });
            return None;
        };
        (self.pixels, self.left) = (pixels, left);
        Some(Effort { left: left.min(SECONDS_OF_PICTURE * SECOND), short: false })
    }

    /// A picture was read: what it was allowed, and what was left of that.
    pub(super) fn spend(&mut self, allowed: Effort, rest: Effort, page: u32) {
        self.left -= allowed.left - rest.left;
        if rest.short {
            let seconds = self.seconds.min(SECONDS_OF_PICTURE);
            self.notices.push(Notice::LongPicture { page, seconds });
        }
    }
}

impl Effort {
    /// Whether there is time to recognise what stands in this box, which is then taken.
    pub fn line(&mut self, [x0, y0, x1, y1]: Box) -> bool {
        let width = columns(x1.saturating_sub(x0), y1.saturating_sub(y0)) as u64;
        match self.left.checked_sub(LINE + COLUMN * width) {
            Some(left) => self.left = left,
            None => self.short = true,
        }
        !self.short
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(seconds: u32) -> Allowance {
        Allowance::new(&Limits { seconds, ..Limits::default() })
    }

    #[test]
    fn a_picture_without_end_is_broken_off_and_told() {
        let mut file = allowance(600);
        let allowed = file.picture(9_000_000, 3).expect("the first");
        let mut rest = allowed;
        let lines = (0..100_000).take_while(|_| rest.line([0, 0, 400, 48])).count();
        assert!((500..2_000).contains(&lines), "{lines}");
        // Once something was left out, nothing shorter is read behind it.
        assert!(!rest.line([0, 0, 1, 48]));
        file.spend(allowed, rest, 3);
        assert_eq!(file.notices, [Notice::LongPicture { page: 3, seconds: 30 }]);
        assert!(!file.is_spent());
    }

    #[test]
    fn pictures_without_end_are_told_of_once_and_no_more_are_decoded() {
        let mut file = allowance(20);
        let read = (1..1_000).take_while(|&page| file.picture(9_000_000, page).is_some()).count();
        assert!((2..20).contains(&read), "{read}");
        assert!(file.is_spent());
        assert_eq!(file.notices.len(), 1);
    }
}
