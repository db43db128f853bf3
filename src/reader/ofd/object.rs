//! A graphic object (GB/T 33190, clauses 8, 9 and 11): its attributes come in, and the matrix, paints and clips of what
//! is around it; glyphs, ruling lines and painted areas of the page go out.

use super::numbers::{Deltas, Matrix, array};
use super::package::Attributes;
use super::path;
use super::resources::{Paint, Resources};
use crate::reader::lattice::{Area, Bounds, Direction, Glyph, Ink, Page, Sketch, cut};
use crate::script::{invisible, wide};

/// Part of the font size above the baseline.
const ASCENT: f64 = 0.88;
/// Part of the font size below the baseline.
const DESCENT: f64 = 0.12;
/// Sine by cosine of the angle up to which a character leans.
const LEANING: f64 = 0.36;
/// Lines thicker than this (in points) paint areas.
const THICKEST: f64 = 5.6;

/// A piece of a path that leaves its axis by more millimetres is slanted.
const SLANT: f64 = 0.35;

/// What holds for all objects of a layer, an appearance or a composite unit.
#[derive(Debug, Clone)]
pub(super) struct Space {
    /// From its own millimetres to points of the page.
    pub matrix: Matrix,
    /// Fill and stroke of its drawing parameter.
    pub paints: (Option<Paint>, Option<Paint>),
    /// It is shown.
    pub visible: bool,
    /// 255 lets nothing through.
    pub alpha: u8,
    /// Box of the page outside of which nothing of it is shown.
    pub clip: Option<Bounds>,
}

/// An object with a place: text or path.
pub(super) struct Object {
    /// It is text.
    pub text: bool,
    /// From the object's own millimetres to points of the page.
    pub matrix: Matrix,
    /// The same without the object's own matrix.
    outer: Matrix,
    /// Font size in the object's own unit.
    size: f64,
    /// Horizontal scale of the characters.
    stretch: f64,
    filled: bool,
    stroked: bool,
    width: f64,
    /// What it is filled with.
    pub fill: Option<Paint>,
    /// What it is stroked with.
    pub stroke: Option<Paint>,
    alpha: u8,
    visible: bool,
    clip: Option<Bounds>,
    /// Text codes: `X`, `Y`, `DeltaX`, `DeltaY`, characters.
    pub codes: Vec<([Option<String>; 4], String)>,
    /// Path in the abbreviated language.
    pub data: String,
}

/// An attribute that is `true` or `false`.
pub(super) fn truth(own: &Attributes<'_>, name: &str, default: bool) -> bool {
    match own.get(name).as_deref() {
        Some("true" | "1") => true,
        Some("false" | "0") => false,
        _ => default,
    }
}

/// The opacity of an object or of what is around it.
pub(super) fn alpha(own: &Attributes<'_>, around: u8) -> u8 {
    let alpha = own.get("Alpha").and_then(|text| text.parse::<f64>().ok()).unwrap_or(255.0);
    (alpha.clamp(0.0, 255.0) / 255.0 * f64::from(around)).round() as u8
}

/// The map of an object from its own millimetres to those around it.
pub(super) fn placed(own: &Attributes<'_>) -> Option<(Matrix, Matrix)> {
    let [x, y, ..] = array::<4>(&own.get("Boundary")?)?;
    let inner = own.get("CTM").and_then(|text| array(&text)).map_or(Matrix::IDENTITY, Matrix);
    let shift = Matrix::shift(x, y);
    Some((inner.then(&shift), shift))
}

impl Object {
    /// An object from its attributes; `None` when it has no place.
    pub fn new(text: bool, own: &Attributes<'_>, space: &Space, resources: &Resources) -> Option<Self> {
        let (matrix, outer) = placed(own)?;
        let number = |name: &str, default: f64| {
            own.get(name).and_then(|text| text.parse().ok()).filter(|v: &f64| v.is_finite()).unwrap_or(default)
        };
        let paints = own.get("DrawParam").map(|id| resources.paints(&id)).unwrap_or_default();
        Some(Self {
            text,
            matrix: matrix.then(&space.matrix),
            outer: outer.then(&space.matrix),
            size: number("Size", 0.0),
            stretch: number("HScale", 1.0).clamp(0.05, 20.0),
            // 9.1 and 11.2: text is filled and not stroked unless it says so, a path the other way round.
            filled: truth(own, "Fill", text),
            stroked: truth(own, "Stroke", !text),
            width: number("LineWidth", 0.353),
            fill: paints.0.or(space.paints.0),
            stroke: paints.1.or(space.paints.1),
            alpha: alpha(own, space.alpha),
            visible: space.visible && truth(own, "Visible", true),
            clip: space.clip,
            codes: Vec::new(),
            data: String::new(),
        })
    }

    /// Cuts the object by a clip given as the boxes of its areas (8.4), in the object's own millimetres.
    pub fn cut(&mut self, areas: &[[(f64, f64); 2]]) {
        // Writers take the areas before or after the object's matrix: what is outside both ways is not shown.
        let boxes = areas.iter().flat_map(|area| [&self.matrix, &self.outer].map(|matrix| matrix.span(*area)));
        let around = boxes
            .filter_map(|[from, to]| Bounds::between(from.0, from.1, to.0, to.1))
            .reduce(|a, b| a.around(&b))
            .map(|around| around.grown(0.5));
        let nothing = Bounds { x0: f32::MAX, y0: f32::MAX, x1: f32::MAX, y1: f32::MAX };
        self.clip = match (self.clip, around) {
            (Some(clip), Some(around)) => Some(clip.meet(&around).unwrap_or(nothing)),
            (clip, around) => around.or(clip),
        };
    }

    /// Draws text: the first character of a code stands at `X`, `Y`, each next one is offset by the deltas (11.3).
    pub fn write(&self, page: &mut Page, runs: &mut u32, most: u64) {
        if self.size <= 0.0 {
            return;
        }
        let mut pen = (0.0, 0.0);
        for ([x, y, delta_x, delta_y], content) in &self.codes {
            let number = |text: &Option<String>, before: f64| {
                text.as_ref().and_then(|text| text.parse().ok()).filter(|v: &f64| v.is_finite()).unwrap_or(before)
            };
            let (mut x, mut y) = (number(x, pen.0), number(y, pen.1));
            pen = (x, y);
            *runs = runs.wrapping_add(1);
            let mut across = delta_x.as_deref().map(Deltas::new);
            let mut down = delta_y.as_deref().map(Deltas::new);
            // Text that only moves down is vertical writing.
            let vertical = delta_x.as_ref().is_none_or(|text| Deltas::new(text).take(8).all(|value| value == 0.0))
                && delta_y.as_ref().is_some_and(|text| Deltas::new(text).next().is_some_and(|value| value != 0.0));
            let mut last = (0.0, 0.0);
            let start = page.glyphs.len();
            for character in content.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')) {
                let em = self.size * self.stretch;
                let own = if wide(character) || character == '\u{3000}' { em } else { em * 0.5 };
                let step = match (&mut across, &mut down) {
                    // Without offsets the characters stand side by side.
                    (None, None) => (own, 0.0),
                    (across, down) => (
                        across.as_mut().map_or(0.0, |deltas| deltas.next().unwrap_or(last.0)),
                        down.as_mut().map_or(0.0, |deltas| deltas.next().unwrap_or(last.1)),
                    ),
                };
                let width = if step.0 > 0.0 && !vertical { advance(character, own, em, step.0) } else { own };
                if (page.glyphs.len() as u64) <= most {
                    self.glyph(page, character, [(x, y), (width, 0.0)], vertical, *runs);
                }
                last = step;
                (x, y) = (x + step.0, y + step.1);
            }
            if let Some(clip) = self.clip.filter(|_| self.is_shown()) {
                let alpha = self.through(self.text_paint().alpha);
                cut::mark_before(&mut page.glyphs, start, &clip);
                cut::mark(&mut page.glyphs[start..], &clip, alpha, false);
            }
        }
    }

    fn glyph(&self, page: &mut Page, character: char, [(x, y), (width, _)]: [(f64, f64); 2], vertical: bool, run: u32) {
        if character.is_control() || invisible(character) {
            return;
        }
        let [a, b, c, d, ..] = self.matrix.0;
        let direction = match (a, b) {
            _ if b.abs() <= 0.1 * a.abs() => {
                if a >= 0.0 {
                    Direction::Right
                } else {
                    Direction::Left
                }
            }
            _ if a.abs() <= 0.1 * b.abs() => {
                if b >= 0.0 {
                    Direction::Down
                } else {
                    Direction::Up
                }
            }
            // Text across the page is a watermark; what leans a little is not.
            _ => {
                let [from, to] = self.matrix.span([(x, y - ASCENT * self.size), (x + width, y + DESCENT * self.size)]);
                let paint = self.text_paint();
                if b.abs() <= LEANING * a.abs()
                    && self.is_shown()
                    && let Some(bounds) = Bounds::between(from.0, from.1, to.0, to.1)
                {
                    page.draw(Sketch { bounds, straight: false }, paint.color, self.through(paint.alpha));
                }
                return;
            }
        };
        let top = self.matrix.apply(x, y - ASCENT * self.size);
        let bottom = self.matrix.apply(x + width, y + DESCENT * self.size);
        let Some(bounds) = Bounds::between(top.0, top.1, bottom.0, bottom.1) else { return };
        let cut = self.clip.is_some_and(|clip| !clip.holds(bounds.center()));
        let shown = self.is_shown() && !cut;
        let paint = self.text_paint();
        let upright = vertical && direction == Direction::Right;
        page.glyphs.push(Glyph {
            character,
            bounds,
            size: (self.size * c.hypot(d)) as f32,
            direction: if upright { Direction::Down } else { direction },
            vertical: upright,
            run,
            ink: Ink {
                color: paint.color,
                alpha: if shown { self.through(paint.alpha) } else { 0 },
                above: page.painted(),
            },
        });
    }

    /// Whether text is drawn at all.
    fn is_shown(&self) -> bool {
        self.visible && (self.filled || self.stroked)
    }

    /// What text is drawn with.
    fn text_paint(&self) -> Paint {
        if self.filled { self.fill } else { self.stroke }.unwrap_or(Paint::BLACK)
    }

    fn through(&self, alpha: u8) -> u8 {
        (u32::from(alpha) * u32::from(self.alpha) / 255) as u8
    }

    /// Draws a path: straight pieces are ruling lines, upright boxes areas or thick lines.
    pub fn trace(&self, page: &mut Page) {
        if !self.visible || self.alpha == 0 {
            return;
        }
        let path = path::parse(&self.data);
        let place = |from: (f64, f64), to: (f64, f64)| {
            let (from, to) = (self.matrix.apply(from.0, from.1), self.matrix.apply(to.0, to.1));
            let bounds = Bounds::between(from.0, from.1, to.0, to.1)?;
            self.clip.map_or(Some(bounds), |clip| bounds.meet(&clip))
        };
        // A path without a colour is stroked black and, when filled, not seen (8.3).
        let fill = self.fill.filter(|_| self.filled);
        let mut drawn = false;
        for (points, straight) in &path.parts {
            let upright = if *straight { path::upright(points) } else { None };
            if self.filled
                && let Some([from, to]) = upright
                && let Some(bounds) = place(from, to)
            {
                page.fill(bounds);
                drawn = true;
            }
            if let (Some(fill), Some(around)) = (fill, around(points)) {
                let [from, to] = self.matrix.span(around);
                let bounds = Bounds::between(from.0, from.1, to.0, to.1);
                let bounds = bounds.and_then(|bounds| self.clip.map_or(Some(bounds), |clip| bounds.meet(&clip)));
                if let Some(bounds) = bounds {
                    let whole = upright.is_some() && path.parts.len() == 1;
                    page.paint(Area { bounds, color: fill.color, alpha: self.through(fill.alpha), whole });
                }
            }
            if upright.is_none()
                && (self.filled || !straight || points.windows(2).any(|pair| is_slanted(pair[0], pair[1])))
                && let Some([from, to]) = around(points).map(|around| self.matrix.span(around))
                && let Some(bounds) = Bounds::between(from.0, from.1, to.0, to.1)
                && let Some(bounds) = self.clip.map_or(Some(bounds), |clip| bounds.meet(&clip))
            {
                let stroke = self.stroked.then(|| self.stroke.unwrap_or(Paint::BLACK));
                if let Some(paint) = fill.or(stroke) {
                    page.draw(
                        Sketch { bounds, straight: *straight && fill.is_none() },
                        paint.color,
                        self.through(paint.alpha),
                    );
                }
            }
            let scale = self.matrix.0[0].hypot(self.matrix.0[1]);
            if self.stroked && *straight && self.width * scale <= THICKEST {
                for pair in points.windows(2) {
                    if let Some(bounds) = place(pair[0], pair[1]) {
                        page.stroke_in(bounds, self.stroke.unwrap_or(Paint::BLACK).color);
                        drawn = true;
                    }
                }
            }
        }
        page.shapes += u32::from(!drawn);
    }
}

/// Whether a straight piece, in millimetres, leaves its axis.
fn is_slanted(from: (f64, f64), to: (f64, f64)) -> bool {
    (from.0 - to.0).abs() > SLANT && (from.1 - to.1).abs() > SLANT
}

/// The box around points, as two corners.
pub(super) fn around(points: &[(f64, f64)]) -> Option<[(f64, f64); 2]> {
    let far = |pick: fn(f64, f64) -> f64| points.iter().copied().reduce(|a, b| (pick(a.0, b.0), pick(a.1, b.1)));
    Some([far(f64::min)?, far(f64::max)?])
}

/// Width of a character, of which the font is not known but the step to the next: the step, as long as
/// a character may be so wide; what is beyond that is a gap.
fn advance(character: char, own: f64, em: f64, step: f64) -> f64 {
    let widest = match character {
        '0'..='9' => 0.75 * em,
        _ if own < em => em,
        _ => own,
    };
    if step <= widest { step } else { own }
}
