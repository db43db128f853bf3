//! What a page of a fixed layout consists of: glyphs, ruling lines, pictures, in points from the top left
//! corner. Numbers that no page can hold are refused here, so that the geometry may trust them.

use super::stamp::is_red;
use crate::document::Recognised;
use crate::script::fold_char;

/// An upright box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(in crate::reader) struct Bounds {
    /// Left edge.
    pub x0: f32,
    /// Top edge.
    pub y0: f32,
    /// Right edge.
    pub x1: f32,
    /// Bottom edge.
    pub y1: f32,
}

/// Far outside of any page (the PDF limit is 14 400 points); keeps sums and squares finite.
const FARTHEST: f32 = 100_000.0;

impl Bounds {
    /// The box between two corners in any order; `None` when a coordinate is not on any thinkable page.
    pub fn between(ax: f64, ay: f64, bx: f64, by: f64) -> Option<Self> {
        let (ax, ay, bx, by) = (ax as f32, ay as f32, bx as f32, by as f32);
        let bounds = Self { x0: ax.min(bx), y0: ay.min(by), x1: ax.max(bx), y1: ay.max(by) };
        let near = |value: f32| value.is_finite() && value.abs() <= FARTHEST;
        (near(bounds.x0) && near(bounds.y0) && near(bounds.x1) && near(bounds.y1)).then_some(bounds)
    }

    /// Width.
    pub fn width(&self) -> f32 {
        self.x1 - self.x0
    }

    /// Height.
    pub fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    /// The middle.
    pub fn center(&self) -> (f32, f32) {
        ((self.x0 + self.x1) * 0.5, (self.y0 + self.y1) * 0.5)
    }

    /// Whether a point lies inside or on an edge.
    pub fn holds(&self, (x, y): (f32, f32)) -> bool {
        x >= self.x0 && x <= self.x1 && y >= self.y0 && y <= self.y1
    }

    /// The smallest box around both.
    pub fn around(&self, other: &Self) -> Self {
        Self {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    /// What both have in common, if anything.
    pub fn meet(&self, other: &Self) -> Option<Self> {
        let meet = Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        };
        (meet.x0 <= meet.x1 && meet.y0 <= meet.y1).then_some(meet)
    }

    /// The box grown by a margin on every side.
    pub fn grown(&self, margin: f32) -> Self {
        Self { x0: self.x0 - margin, y0: self.y0 - margin, x1: self.x1 + margin, y1: self.y1 + margin }
    }
}

/// Where text runs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::reader) enum Direction {
    /// From left to right, lines downwards.
    #[default]
    Right,
    /// Downwards, lines to the left: vertical writing, or text turned clockwise by a quarter.
    Down,
    /// Upside down.
    Left,
    /// Upwards, lines to the right.
    Up,
}

impl Direction {
    /// Whether lines run along `x`.
    pub fn is_level(self) -> bool {
        matches!(self, Self::Right | Self::Left)
    }

    /// Turns a box so that text of this direction runs to the right. Only order and distances are kept;
    /// the origin moves.
    pub fn straighten(self, bounds: &Bounds) -> Bounds {
        match self {
            Self::Right => *bounds,
            Self::Down => Bounds { x0: bounds.y0, x1: bounds.y1, y0: -bounds.x1, y1: -bounds.x0 },
            Self::Left => Bounds { x0: -bounds.x1, x1: -bounds.x0, y0: -bounds.y1, y1: -bounds.y0 },
            Self::Up => Bounds { x0: -bounds.y1, x1: -bounds.y0, y0: bounds.x0, y1: bounds.x1 },
        }
    }

    /// The inverse of [`Self::straighten`].
    pub fn restore(self, bounds: &Bounds) -> Bounds {
        match self {
            Self::Right => *bounds,
            Self::Down => Bounds { x0: -bounds.y1, x1: -bounds.y0, y0: bounds.x0, y1: bounds.x1 },
            Self::Left => Bounds { x0: -bounds.x1, x1: -bounds.x0, y0: -bounds.y1, y1: -bounds.y0 },
            Self::Up => Bounds { x0: bounds.y0, x1: bounds.y1, y0: -bounds.x1, y1: -bounds.x0 },
        }
    }
}

/// One visible character, or a blank that was drawn as such.
#[derive(Debug, Clone, Copy)]
pub(in crate::reader) struct Glyph {
    /// The character.
    pub character: char,
    /// Advance width by font height, not the ink.
    pub bounds: Bounds,
    /// Font size.
    pub size: f32,
    /// Where its text runs to.
    pub direction: Direction,
    /// It is set upright in vertical writing; `direction` is then [`Direction::Down`].
    pub vertical: bool,
    /// Ordinal of the drawing operation that it came with.
    pub run: u32,
    /// What it is drawn with.
    pub ink: Ink,
}

impl Glyph {
    /// Whether it is a digit, of whatever width.
    pub fn is_digit(&self) -> bool {
        fold_char(self.character).unwrap_or(self.character).is_ascii_digit()
    }
}

/// What a character is drawn with, and on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::reader) struct Ink {
    /// Red, green and blue; `None` for a pattern.
    pub color: Option<[u8; 3]>,
    /// 255 lets nothing through, 0 is not there.
    pub alpha: u8,
    /// Number of areas of its page that were painted before it.
    pub above: u32,
}

impl Default for Ink {
    fn default() -> Self {
        Self { color: Some([0; 3]), alpha: 255, above: 0 }
    }
}

/// What a recogniser said of the text in a box.
#[derive(Debug, Clone)]
pub(in crate::reader) struct Reading {
    /// The box: of the cell that it fills, or of the line.
    pub bounds: Bounds,
    /// What it said.
    pub recognised: Recognised,
}

/// Part of a page painted in one colour or with a picture, large enough to stand under or over characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::reader) struct Area {
    /// The box around it.
    pub bounds: Bounds,
    /// Red, green and blue; `None` for a picture or a pattern.
    pub color: Option<[u8; 3]>,
    /// 255 lets nothing through.
    pub alpha: u8,
    /// It fills its box.
    pub whole: bool,
}

/// A drawing that is neither text nor a line along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::reader) struct Sketch {
    /// The box around it.
    pub bounds: Bounds,
    /// It has no curves and is not filled: lines aslant.
    pub straight: bool,
}

/// A ruling line along an axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::reader) struct Ruling {
    /// Runs along `x`.
    pub horizontal: bool,
    /// The coordinate that all its points share.
    pub at: f32,
    /// Where it starts on the other axis.
    pub from: f32,
    /// Where it ends on the other axis.
    pub to: f32,
}

/// A filled bar up to this thickness is a line, not an area.
const THICKEST: f32 = 3.5;
/// Areas kept of one page; a drawing has more, a table with shaded cells never.
const MOST_AREAS: usize = 8_000;
/// Drawings kept of one page; a drawing has more.
const MOST_DRAWN: usize = 20_000;
/// A drawing that differs from white paper by less is part of the background.
const FAINT: u8 = 90;
/// Rulings kept of one page; a drawing has more, a table never.
const MOST_RULINGS: usize = 60_000;

/// Everything of one page.
#[derive(Debug, Default)]
pub(in crate::reader) struct Page {
    /// Page, from one.
    pub number: u32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// The characters in drawing order.
    pub glyphs: Vec<Glyph>,
    /// The lines in drawing order.
    pub rulings: Vec<Ruling>,
    /// Which of them are as red as a stamp.
    pub red: Vec<u32>,
    /// Pictures in drawing order, cut to the page.
    pub pictures: Vec<Bounds>,
    /// What was painted, in drawing order; see [`Ink::above`].
    pub areas: Vec<Area>,
    /// Characters that are there and cannot be seen, once they are told from the others.
    pub hidden: Vec<Glyph>,
    /// What was drawn and is no text, line or box: digits as outlines, marks, arrows, strokes aslant.
    pub drawn: Vec<Sketch>,
    /// Boxes of text that is gone, but shows that something is there: struck out, or under what can be seen.
    pub gone: Vec<Bounds>,
    /// Paths that are neither lines nor boxes: drawings, or text turned into outlines.
    pub shapes: u32,
    /// What stands behind texts that were read from pictures.
    pub readings: Vec<Reading>,
    /// Some of its text was read from pictures.
    pub recognised: bool,
}

impl Page {
    /// The page's own box.
    pub fn bounds(&self) -> Bounds {
        Bounds { x0: 0.0, y0: 0.0, x1: self.width, y1: self.height }
    }

    /// A straight stroke between two points; anything that is not along an axis is no ruling.
    pub fn stroke(&mut self, bounds: Bounds) {
        let (width, height) = (bounds.width(), bounds.height());
        let (x, y) = bounds.center();
        if height <= 1.0 && width > height {
            self.rule(Ruling { horizontal: true, at: y, from: bounds.x0, to: bounds.x1 });
        } else if width <= 1.0 && height > width {
            self.rule(Ruling { horizontal: false, at: x, from: bounds.y0, to: bounds.y1 });
        }
    }

    /// The same in a colour; `None` for a pattern.
    pub fn stroke_in(&mut self, bounds: Bounds, color: Option<[u8; 3]>) {
        let before = self.rulings.len();
        self.stroke(bounds);
        if self.rulings.len() > before && color.is_some_and(is_red) {
            self.red.push(before as u32);
        }
    }

    /// An area that may stand under or over characters; thin ones are lines, see [`Self::fill`].
    pub fn paint(&mut self, area: Area) {
        let (width, height) = (area.bounds.width(), area.bounds.height());
        if width > THICKEST && height > THICKEST && area.alpha > 0 && self.areas.len() < MOST_AREAS {
            self.areas.push(area);
        }
    }

    /// A drawing that is neither line nor box.
    pub fn draw(&mut self, drawn: Sketch, color: Option<[u8; 3]>, alpha: u8) {
        let ink = color.map_or(255, |color| color.into_iter().map(|channel| 255 - channel).max().unwrap_or(0));
        if u32::from(ink) * u32::from(alpha) / 255 >= u32::from(FAINT) && self.drawn.len() < MOST_DRAWN {
            self.drawn.push(drawn);
        }
    }

    /// Number of areas painted so far.
    pub fn painted(&self) -> u32 {
        self.areas.len() as u32
    }

    /// A filled box: a line when it is thin, two short ones when it is a dot of a dotted line.
    pub fn fill(&mut self, bounds: Bounds) {
        let (width, height) = (bounds.width(), bounds.height());
        let (x, y) = bounds.center();
        if height <= THICKEST && width >= height {
            self.rule(Ruling { horizontal: true, at: y, from: bounds.x0, to: bounds.x1 });
        }
        if width <= THICKEST && height >= width {
            self.rule(Ruling { horizontal: false, at: x, from: bounds.y0, to: bounds.y1 });
        }
    }

    fn rule(&mut self, ruling: Ruling) {
        if self.rulings.len() < MOST_RULINGS {
            self.rulings.push(ruling);
        }
    }
}
