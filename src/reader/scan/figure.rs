//! Cells that hold a figure: lines as they were read come in; which number or sign stands there goes out, or that nobody
//! can tell.
//!
//! A number and a sign are told apart by what the recogniser says, and where it sees one stroke alone, by its shape. What is
//! not clear is given as read and not sure, so that only an equation can confirm it.

use unicode_normalization::UnicodeNormalization;

use super::beam;
use super::component::Components;
use super::engine::Seen;
use super::ink::Box;
use super::raster::Mask;
use super::stroke::{Face, Shape, Stroke};
use super::table::TableCell;
use crate::document::Recognised;

/// Readings that together are less likely than this are no figure.
const LEAST: f32 = 0.2;
/// A lone sign must be likelier than this.
const SIGN: f32 = 0.5;
/// How sure anyone is of what may be something else as well: not enough to take it without an equation.
pub(super) const UNSURE: f32 = 0.5;
/// How sure a clear shape is of the sign, which recognisers know badly.
const SHAPE: f32 = 0.95;
/// Lower strokes than this, in inches, are no sign.
const LOWEST_SIGN: f32 = 0.07;
/// Characters less likely than this are hardly read.
const HARDLY: f32 = 0.7;
/// The longest text that a figure may be.
pub(super) const LONGEST_FIGURE: usize = 12;

/// A line of a cell as it was read.
pub(super) struct Line {
    pub bounds: Box,
    pub seen: Vec<Seen>,
    /// Likely readings as a figure.
    pub readings: Vec<(String, f32)>,
}

impl Line {
    /// What is seen at first glance.
    pub fn text(&self) -> String {
        self.seen.iter().map(|seen| seen.character.as_str()).collect()
    }

    /// How sure the recogniser is of all of it.
    pub fn confidence(&self) -> f32 {
        self.seen.iter().map(|seen| seen.share).product()
    }

    pub fn height(&self) -> usize {
        self.bounds[3] - self.bounds[1]
    }

    /// Whether it is a single stroke: a one or the sign.
    fn is_stroke(&self) -> bool {
        self.readings.first().is_some_and(|(text, _)| is_stroke(text))
    }
}

/// A cell of a table with its lines.
pub(super) type Written = (TableCell, Vec<Line>);

/// What a cell of figures holds.
pub(super) struct Accepted {
    /// The text that is accepted, and how sure anyone is of it; none where nobody can tell.
    pub best: Option<(String, f32)>,
    /// Likely readings, the best first.
    pub readings: Vec<(String, f32)>,
}

fn is_stroke(text: &str) -> bool {
    matches!(text, "1" | "/")
}

/// The figure of a cell; `ink` is that of its page, `face` how the ones of its page lean.
pub(super) fn figure(cell: &TableCell, lines: &[Line], face: Face, ink: &Mask, dpi: f32) -> Accepted {
    let mut readings = vec![(String::new(), 1.0)];
    for line in lines {
        readings = beam::joined(&readings, &line.readings);
    }
    let total: f32 = readings.iter().map(|reading| reading.1).sum();
    let width = cell.bounds[2] - cell.bounds[0];
    // A number goes on in the next line only where the first fills the cell and the lines stand close.
    let fills = |line: &Line| (line.bounds[2] - line.bounds[0]) as f32 >= 0.5 * width;
    let close =
        |pair: &[Line]| (pair[1].bounds[1].saturating_sub(pair[0].bounds[3]) as f32) < 0.8 * pair[0].height() as f32;
    let one = lines[..lines.len() - 1].iter().all(fills) && lines.windows(2).all(close);
    let mut best = readings.first().cloned().unwrap_or_default();
    if is_slash(lines, ink, dpi) {
        best = told(best, &mut readings, Stroke::Sign);
    } else if let [line] = lines
        && line.is_stroke()
    {
        best = told(best, &mut readings, face.tell(Shape::of(ink, line.bounds).as_ref()));
    }
    let total = total.max(best.1);
    let sign = matches!(best.0.as_str(), "." | "," | "-" | "/") && best.1 < SIGN;
    let torn = lines.iter().any(|line| is_torn(line, ink, dpi));
    if !one || !cell.whole || best.0.is_empty() || total <= LEAST || sign || torn {
        readings.retain(|(text, _)| one && !text.is_empty());
        return Accepted { best: None, readings };
    }
    Accepted { best: Some(best), readings }
}

/// Whether all that stands in a cell is a bar that leans as only the sign does, whatever a recogniser takes it for.
pub(super) fn is_slash(lines: &[Line], ink: &Mask, dpi: f32) -> bool {
    let [line] = lines else { return false };
    line.height() as f32 >= dpi * LOWEST_SIGN && Shape::of(ink, line.bounds).is_some_and(|shape| shape.is_slash())
}

/// What a lone stroke is by its shape: the recogniser sees one stroke, and the shape says which.
fn told(best: (String, f32), readings: &mut Vec<(String, f32)>, stroke: Stroke) -> (String, f32) {
    let share = |text: &str| readings.iter().find(|reading| reading.0 == text).map_or(0.0, |reading| reading.1);
    let both = share("1") + share("/");
    let (texts, best): (&[&str], _) = match stroke {
        Stroke::One => (&[], ("1".to_owned(), both)),
        Stroke::Sign => (&["/"], ("/".to_owned(), both.max(SHAPE))),
        Stroke::Leaning => (&["1", "/"], ("/".to_owned(), UNSURE)),
        Stroke::Unclear => (&["1", "/"], (best.0, UNSURE)),
    };
    for text in texts {
        if !readings.iter().any(|reading| reading.0 == *text) {
            readings.push(((*text).to_owned(), 0.0));
        }
    }
    best
}

/// How the ones of a page lean.
pub(super) fn face<'a>(cells: impl Iterator<Item = &'a Written>, ink: &Mask) -> Face {
    let (mut within, mut alone) = (Vec::new(), Vec::new());
    for (_, lines) in cells {
        let [line] = lines.as_slice() else { continue };
        if line.is_stroke() {
            alone.extend(Shape::of(ink, line.bounds));
        } else {
            within.extend(ones(line, ink));
        }
    }
    Face::of(&within, &alone)
}

/// The ones within a number that is surely read, where its digits stand apart.
fn ones(line: &Line, ink: &Mask) -> Vec<Shape> {
    let Some((text, share)) = line.readings.first() else { return Vec::new() };
    let is_number = text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.contains('1');
    if !is_number || *share < Recognised::SURE {
        return Vec::new();
    }
    let [x0, y0, x1, y1] = line.bounds;
    let data = (y0..y1).flat_map(|y| ink.row(y)[x0..x1].iter().copied());
    let parts = Components::of(&Mask { width: x1 - x0, height: y1 - y0, data: data.collect() });
    // Digits are tall; an underline and specks are not.
    let tall = parts.all.iter().filter(|part| part.height() as usize * 2 >= y1 - y0);
    let mut spans: Vec<[usize; 2]> = tall.map(|part| [part.bounds[0] as usize, part.bounds[2] as usize]).collect();
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let together = next[0] < last[1];
        if together {
            last[1] = last[1].max(next[1]);
        }
        together
    });
    if spans.len() != text.len() {
        return Vec::new();
    }
    let ones = spans.iter().zip(text.bytes()).filter(|(_, digit)| *digit == b'1');
    ones.filter_map(|([left, right], _)| Shape::of(ink, [x0 + left, y0, x0 + right, y1])).collect()
}

/// Whether a gap in a line is so wide that two figures stand in it: a ruling between them was lost.
fn is_torn(line: &Line, ink: &Mask, dpi: f32) -> bool {
    let [x0, y0, x1, y1] = line.bounds;
    let (mut gap, mut widest) = (0, 0);
    for x in x0..x1 {
        if ink.any((x, y0), (x + 1, y1)) {
            gap = 0;
        } else {
            gap += 1;
            widest = widest.max(gap);
        }
    }
    widest as f32 > 1.1 * (line.height() as f32).max(dpi * 0.09)
}

/// Whether the lines of a cell are a figure: digits, signs, and what looks like them.
pub(super) fn is_figure(lines: &[Line]) -> bool {
    const FIGURES: &str = "0123456789OoIlDQ|!][.,，。、·:;'\"°˚º_-—–－~/无零〇一()";
    let figure = |line: &Line| {
        let text: String = line.text().nfkc().collect();
        text.chars().filter(|c| !c.is_whitespace()).all(|c| FIGURES.contains(c))
    };
    let length: usize = lines.iter().map(|line| line.text().chars().count()).sum();
    length <= LONGEST_FIGURE && lines.iter().all(figure)
}

/// Whether nobody can be sure of a short text.
pub(super) fn hardly_read(lines: &[Line]) -> bool {
    let seen = || lines.iter().flat_map(|line| &line.seen);
    let digit = seen().any(|seen| seen.character.contains(|c: char| c.is_ascii_digit()));
    seen().count() <= 6 && (digit || seen().any(|seen| seen.share < HARDLY))
}

/// Whether most cells above and below are figures.
pub(super) fn among_figures(cell: &TableCell, written: &[Written], figures: &[bool]) -> bool {
    let column = |other: &TableCell| (other.slots[1], other.slots[3]) == (cell.slots[1], cell.slots[3]);
    let (mut all, mut of_figures) = (0, 0);
    for ((other, _), &figure) in written.iter().zip(figures).filter(|((other, _), _)| column(other)) {
        if other.slots != cell.slots {
            all += 1;
            of_figures += usize::from(figure);
        }
    }
    of_figures >= 2 && of_figures * 2 > all
}
