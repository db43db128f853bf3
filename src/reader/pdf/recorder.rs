//! A device that draws nothing: it records where each character, ruling line and picture of a page would
//! stand. Drawing operations of one page come in, a [`Page`] goes out.

use std::ops::Range;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use hayro_syntax::object::Dict;

use super::annotation::Annotation;
use super::encoding::Encodings;
use super::layer::Layers;
use super::shape;
use crate::number::read_cell;
use crate::reader::lattice::{Area, Bounds, Direction, Glyph, Ink, Page, Sketch, cut};
use crate::script::{invisible, wide};
use crate::variable::Unit;

/// Part of the em below and above the baseline that a character is taken to fill, in glyph units.
const DESCENT: f64 = -120.0;
/// See [`DESCENT`].
const ASCENT: f64 = 880.0;
/// Sine by cosine of the angle up to which a character leans.
const LEANING: f64 = 0.36;
/// Strokes thicker than this many points paint areas.
const THICKEST_STROKE: f64 = 6.0;
/// Share of the page that a scan takes.
const SCAN: f32 = 0.25;
/// Pixels of a picture whose mask is looked into.
const MOST_PIXELS: u64 = 40_000_000;

/// What a page turned out to hold.
pub(super) struct Record {
    /// Glyphs, lines, areas, pictures.
    pub page: Page,
    /// Characters of which no Unicode value is known.
    pub unmapped: u64,
}

/// A clip in force.
#[derive(Clone, Copy)]
struct Clip {
    /// Its box; `None` where nothing is left.
    bounds: Option<Bounds>,
    /// It is the box, not another shape within it.
    whole: bool,
}

/// A transparency group in force.
#[derive(Clone, Copy)]
struct Group {
    opacity: f32,
    /// Nothing but its opacity changes what is painted: no mask, no blending.
    plain: bool,
}

/// Records one page.
pub(super) struct Recorder<'e> {
    record: Record,
    /// Clips in force, each already cut by those below it.
    clips: Vec<Clip>,
    /// Opacity of the transparency groups in force, each already with those around it.
    groups: Vec<Group>,
    runs: u32,
    most_glyphs: u64,
    encodings: &'e mut Encodings,
    layers: Layers<'e>,
    /// The annotations that are being drawn, and the characters that each drew, as a range of the page's.
    annotations: Vec<(Annotation, Option<Range<usize>>)>,
    /// The one whose appearance is being drawn.
    current: Option<usize>,
    /// Number of annotations passed so far.
    entered: usize,
    /// Drawing operations that are still allowed.
    allowance: u64,
    /// Numbers of which the page's letter spacing tells whether their clip may cut them.
    tight: Vec<cut::Tight>,
    /// Pictures that may be scans, where they are wanted.
    #[cfg(feature = "ocr")]
    pub scans: Option<crate::reader::scan::Pictured>,
}

/// What unwinds out of the interpreter when a file draws more than is allowed: a device cannot stop it otherwise.
pub(super) struct Exhausted;

impl<'e> Recorder<'e> {
    /// Records a page that has a number and a size; more than `most_glyphs` characters are counted, not kept, and more
    /// than `allowance` drawing operations unwind with [`Exhausted`].
    pub fn new(page: Page, most_glyphs: u64, allowance: u64, encodings: &'e mut Encodings, layers: Layers<'e>) -> Self {
        Self {
            record: Record { page, unmapped: 0 },
            clips: Vec::new(),
            groups: Vec::new(),
            runs: 0,
            most_glyphs,
            encodings,
            layers,
            annotations: Vec::new(),
            current: None,
            entered: 0,
            allowance,
            tight: Vec::new(),
            #[cfg(feature = "ocr")]
            scans: None,
        }
    }

    /// What follows are the appearances of these annotations.
    pub fn annotate(&mut self, annotations: Vec<Annotation>) {
        self.clips.clear();
        self.groups.clear();
        self.layers.clear();
        self.annotations = annotations.into_iter().map(|annotation| (annotation, None)).collect();
    }

    /// What was recorded, and the drawing operations left.
    pub fn finish(mut self) -> (Record, u64) {
        for (annotation, drawn) in std::mem::take(&mut self.annotations) {
            for text in &annotation.struck {
                // Whatever its appearance, the line goes through the middle.
                let middle = text.center().y;
                if let Some(line) = Bounds::between(text.x0, middle, text.x1, middle) {
                    self.record.page.stroke(line);
                }
            }
            let Some(text) = annotation.text.as_deref().filter(|_| annotation.read) else { continue };
            match drawn {
                None => self.write(text, &annotation),
                Some(drawn) => doubt(self.record.page.glyphs.get_mut(drawn).unwrap_or_default(), text),
            }
        }
        cut::settle(&mut self.record.page.glyphs, &self.tight);
        (self.record, self.allowance)
    }

    /// Writes the text of an annotation that has no appearance, as a viewer would.
    fn write(&mut self, text: &str, annotation: &Annotation) {
        let Rect { x0, y0, y1, .. } = annotation.bounds;
        let lines: Vec<&str> = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).take(200).collect();
        let fitting = ((y1 - y0) / lines.len().max(1) as f64).clamp(2.0, 12.0);
        let size = if annotation.size > 1.0 { f64::from(annotation.size) } else { fitting };
        self.runs = self.runs.wrapping_add(1);
        // A single line stands in the middle of its box.
        let top = if lines.len() == 1 { (y0 + y1 - size) * 0.5 } else { y0 };
        for (row, line) in lines.iter().enumerate() {
            let (mut x, y) = (x0 + 2.0, top + row as f64 * size * 1.15);
            for character in line.chars().take(2_000) {
                let width = if wide(character) { size } else { size * 0.5 };
                if let Some(bounds) = Bounds::between(x, y, x + width, y + size) {
                    let ink = Ink { above: self.record.page.painted(), ..Ink::default() };
                    let glyph = Glyph {
                        character,
                        bounds,
                        size: size as f32,
                        direction: Direction::Right,
                        vertical: false,
                        run: self.runs,
                        ink,
                    };
                    self.spread(character.encode_utf8(&mut [0; 4]), glyph);
                }
                x += width;
            }
        }
    }

    /// Counts a drawing operation; tells whether what it draws is to be recorded.
    fn records(&mut self, cost: u64) -> bool {
        match self.allowance.checked_sub(cost) {
            Some(rest) => self.allowance = rest,
            None => std::panic::resume_unwind(Box::new(Exhausted)),
        }
        self.current.is_none_or(|at| self.annotations.get(at).is_some_and(|(annotation, _)| annotation.read))
    }

    /// Finds the annotation whose appearance begins with a clip to its box (12.5.5).
    fn enter(&mut self, clip: Rect) {
        if self.annotations.is_empty() || self.current.is_some() {
            return;
        }
        let off = |annotation: &Annotation| {
            let bounds = annotation.bounds;
            let sides = [clip.x0 - bounds.x0, clip.y0 - bounds.y0, clip.x1 - bounds.x1, clip.y1 - bounds.y1];
            sides.into_iter().fold(0.0, |far: f64, side| far.max(side.abs()))
        };
        // Annotations are drawn in order; of equal boxes the next one is meant.
        let from = self.entered;
        let found = (from..self.annotations.len()).find(|&at| off(&self.annotations[at].0) < 1.0);
        self.current = Some(found.unwrap_or(usize::MAX));
        self.entered = found.map_or(from, |at| at + 1);
    }

    fn leave(&mut self) {
        if self.clips.is_empty() && self.groups.is_empty() {
            self.current = None;
        }
    }

    /// The part of a box that the clip lets through.
    fn clipped(&self, bounds: Bounds) -> Option<Bounds> {
        match self.clips.last() {
            None => Some(bounds),
            Some(clip) => clip.bounds.and_then(|clip| bounds.meet(&clip.grown(0.5))),
        }
    }

    fn push_clip(&mut self, bounds: Rect, whole: bool) {
        let clip = Bounds::between(
            bounds.x0.clamp(-9e4, 9e4),
            bounds.y0.clamp(-9e4, 9e4),
            bounds.x1.clamp(-9e4, 9e4),
            bounds.y1.clamp(-9e4, 9e4),
        );
        // A clip to the page itself (or more) takes nothing from a table that is wider than its page.
        let page = self.record.page.bounds();
        let all = whole && clip.as_ref().is_some_and(|clip| clip.grown(2.0).meet(&page) == Some(page));
        let outer = self.clips.last().copied();
        self.clips.push(match outer {
            Some(outer) if all => outer,
            None if all => Clip { bounds: Some(page.grown(9e4)), whole: true },
            None => Clip { bounds: clip, whole },
            Some(outer) => Clip {
                bounds: outer.bounds.zip(clip).and_then(|(outer, clip)| outer.meet(&clip)),
                whole: whole && outer.whole,
            },
        });
    }

    /// Notes an area painted with a colour (`None`: a picture or a pattern), of which `whole` tells whether it
    /// fills its box.
    fn paint(&mut self, bounds: Bounds, color: Option<[u8; 3]>, alpha: f32, whole: bool) {
        let group = self.group();
        let clip = self.clips.last().is_none_or(|clip| clip.whole);
        let Some(bounds) = self.clipped(bounds) else { return };
        self.record.page.paint(Area {
            bounds,
            // What blends with its ground is of unknown colour.
            color: color.filter(|_| group.plain),
            alpha: part(alpha * group.opacity).min(if group.plain { 255 } else { 254 }),
            whole: whole && clip,
        });
    }

    fn group(&self) -> Group {
        if self.layers.is_hidden() {
            return Group { opacity: 0.0, plain: false };
        }
        self.groups.last().copied().unwrap_or(Group { opacity: 1.0, plain: true })
    }

    fn stroke_between(&mut self, from: Point, to: Point, color: Option<[u8; 3]>) {
        let bounds = Bounds::between(from.x, from.y, to.x, to.y);
        if let Some(bounds) = bounds.and_then(|bounds| self.clipped(bounds)) {
            self.record.page.stroke_in(bounds, color);
        }
    }

    fn fill_box(&mut self, bounds: Rect) {
        let bounds = Bounds::between(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
        if let Some(bounds) = bounds.and_then(|bounds| self.clipped(bounds)) {
            self.record.page.fill(bounds);
        }
    }

    /// Straight lines of a stroked path.
    fn stroke_path(&mut self, path: &BezPath, props: &DrawProps<'_>, width: f64) {
        if width * scale(props.transform) > THICKEST_STROKE {
            return;
        }
        let shape::Stroked { lines, others } = shape::stroked(path, props.transform);
        let (color, _) = color(&props.paint);
        for (from, to) in lines {
            self.stroke_between(from, to, color);
        }
        others.into_iter().for_each(|(bounds, straight)| self.note(bounds, straight, &props.paint));
    }

    /// Thin upright boxes among the parts of a filled path.
    fn fill_path(&mut self, path: &BezPath, props: &DrawProps<'_>) {
        let shape::Filled { boxes, others } = shape::filled(path, props.transform);
        self.record.page.shapes += u32::from(boxes.is_empty());
        for &bounds in &boxes {
            self.fill_box(bounds);
            self.paint_box(bounds, props, true);
        }
        if boxes.is_empty() {
            self.paint_box(props.transform.transform_rect_bbox(path.bounding_box()), props, false);
        }
        others.into_iter().for_each(|bounds| self.note(bounds, false, &props.paint));
    }

    /// Notes a drawing that is neither line nor box, where it can be seen.
    fn note(&mut self, bounds: Rect, straight: bool, paint: &Paint<'_>) {
        let (color, alpha) = color(paint);
        let alpha = part(alpha * self.group().opacity);
        let bounds = Bounds::between(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
        if let Some(bounds) = bounds.and_then(|bounds| self.clipped(bounds)) {
            self.record.page.draw(Sketch { bounds, straight }, color, alpha);
        }
    }

    fn paint_box(&mut self, bounds: Rect, props: &DrawProps<'_>, whole: bool) {
        let (color, alpha) = color(&props.paint);
        let plain = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        // Through a clip that is no box something else is seen: characters, say.
        if self.clips.last().is_some_and(|clip| !clip.whole) {
            self.note(bounds, false, &props.paint);
        }
        if let Some(bounds) = Bounds::between(bounds.x0, bounds.y0, bounds.x1, bounds.y1) {
            self.paint(bounds, color.filter(|_| plain), alpha, whole && plain);
        }
    }

    fn glyph(&mut self, drawn: &Drawn<'_>, transform: Affine, vertical: bool, ink: Ink) {
        let width = match drawn {
            Drawn::Outline(outline) => outline.advance_width().unwrap_or(500.0),
            Drawn::Type3(shape) => shape.advance_width().unwrap_or(500.0),
        };
        // Fonts of vertical writing have no horizontal advance; their characters are squares.
        let width = f64::from(if width > 0.0 { width } else { 1000.0 });
        let [a, b, c, d, ..] = transform.as_coeffs();
        let (along, up) = (a.hypot(b), c.hypot(d));
        // A substitute font is stretched to the width wanted, which the advance already is.
        let width = if along > up { width * up / along } else { width };
        let text = drawn.as_unicode().or_else(|| self.encodings.unicode(drawn)).filter(|text| is_text(text, drawn));
        let text = text.filter(|text| !self.encodings.is_guessed(text, drawn));
        let bounds = transform.transform_rect_bbox(Rect::new(0.0, DESCENT, width, ASCENT));
        let Some(bounds) = Bounds::between(bounds.x0, bounds.y0, bounds.x1, bounds.y1) else { return };
        let direction = match (a, b) {
            (a, b) if b.abs() <= 0.1 * a.abs() => {
                if a >= 0.0 {
                    Direction::Right
                } else {
                    Direction::Left
                }
            }
            (a, b) if a.abs() <= 0.1 * b.abs() => {
                if b >= 0.0 {
                    Direction::Down
                } else {
                    Direction::Up
                }
            }
            // Text across the page is a watermark; what leans a little is not.
            _ => {
                if b.abs() <= LEANING * a.abs() {
                    self.record.page.draw(Sketch { bounds, straight: false }, ink.color, ink.alpha);
                }
                return;
            }
        };
        let upright = vertical && direction == Direction::Right;
        let direction = if upright { Direction::Down } else { direction };
        let outside = self
            .clips
            .last()
            .is_some_and(|clip| clip.bounds.is_none_or(|clip| !clip.grown(0.5).holds(bounds.center())));
        // Words cut off at the edge of their box are usual; a number that is cut off is told of.
        let digit = matches!(&text, Some(BfString::Char(character)) if character.is_ascii_digit());
        if outside && !digit {
            return;
        }
        let ink = if outside { Ink { alpha: 0, ..ink } } else { ink };
        if self.record.page.glyphs.len() as u64 > self.most_glyphs {
            return;
        }
        let (mut buffer, size) = ([0; 4], (up * 1000.0) as f32);
        let text: &str = match &text {
            Some(BfString::Char(character)) => character.encode_utf8(&mut buffer),
            Some(BfString::String(text)) => text,
            None => {
                self.record.unmapped += 1;
                "\u{fffd}"
            }
        };
        let glyph = Glyph { character: ' ', bounds, size, direction, vertical: upright, run: self.runs, ink };
        self.spread(text, glyph);
    }

    /// One glyph per character; the characters of a ligature share its box.
    fn spread(&mut self, text: &str, glyph: Glyph) {
        let visible = |c: char| !c.is_control() && !invisible(c);
        let count = text.chars().filter(|&c| visible(c)).count();
        let Bounds { x0, y0, x1, y1 } = glyph.bounds;
        for (index, character) in text.chars().filter(|&c| visible(c)).enumerate() {
            let part = |from: f32, to: f32, at: usize| from + (to - from) * at as f32 / count as f32;
            let bounds = match glyph.direction {
                Direction::Right => Bounds { x0: part(x0, x1, index), y0, x1: part(x0, x1, index + 1), y1 },
                Direction::Left => Bounds { x0: part(x1, x0, index + 1), y0, x1: part(x1, x0, index), y1 },
                Direction::Down => Bounds { x0, y0: part(y0, y1, index), x1, y1: part(y0, y1, index + 1) },
                Direction::Up => Bounds { x0, y0: part(y1, y0, index + 1), x1, y1: part(y1, y0, index) },
            };
            self.record.page.glyphs.push(Glyph { character: super::encoding::unified(character), bounds, ..glyph });
        }
    }
}

impl<'a> Device<'a> for Recorder<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.records(1) {
            return;
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode {
            self.stroke_path(path, &props, f64::from(stroke.line_width));
        }
        if let DrawMode::Fill(_) | DrawMode::FillAndStroke(..) = mode {
            self.fill_path(path, &props);
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.records(1);
        let bounds = clip.path.bounding_box();
        self.enter(bounds);
        let whole =
            clip.path.elements().len() <= shape::MOST_ELEMENTS && clip.path.area().abs() >= bounds.area() * 0.99;
        self.push_clip(bounds, whole);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.records(1);
        self.push_clip(*rect, true);
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, mode: BlendMode) {
        self.records(1);
        let outer = self.group();
        self.groups.push(Group {
            opacity: outer.opacity * opacity.clamp(0.0, 1.0),
            plain: outer.plain && mask.is_none() && mode == BlendMode::Normal,
        });
    }

    fn begin_marked_content(&mut self, _tag: &[u8], properties: Option<&Dict<'_>>) {
        self.layers.enter(properties);
    }

    fn end_marked_content(&mut self) {
        self.layers.leave();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        if !self.records(1 + run.glyphs().len() as u64 / 16) {
            return;
        }
        let (color, alpha) = color(&props.paint);
        let alpha = if matches!(mode, DrawMode::Invisible) { 0 } else { part(alpha * self.group().opacity) };
        let ink = Ink { color, alpha, above: self.record.page.painted() };
        self.runs = self.runs.wrapping_add(1);
        let vertical = run.writing_mode() == WritingMode::Vertical;
        let start = self.record.page.glyphs.len();
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), vertical, ink);
        }
        if vertical {
            break_upright(&mut self.record.page.glyphs[start..]);
        }
        let end = self.record.page.glyphs.len();
        if let Some((_, drawn)) = self.current.and_then(|at| self.annotations.get_mut(at))
            && !run.glyphs().is_empty()
        {
            *drawn = Some(drawn.as_ref().map_or(start, |drawn| drawn.start)..end);
        }
        if let Some(clip) = self.clips.last().and_then(|clip| clip.bounds) {
            cut::mark_before(&mut self.record.page.glyphs, start, &clip);
            let tight = cut::mark(&mut self.record.page.glyphs[start..], &clip, ink.alpha, true);
            self.tight.extend(tight.map(|tight| tight.behind(start)));
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        if !self.records(1) {
            return;
        }
        // The interpreter has scaled the unit square that an image fills (ISO 32000-2, 8.9.5) to its pixels.
        let pixels = Rect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let bounds = props.transform.transform_rect_bbox(pixels);
        let bounds = Bounds::between(bounds.x0, bounds.y0, bounds.x1, bounds.y1);
        let page = self.record.page.bounds();
        let Some(bounds) = bounds.and_then(|b| self.clipped(b)).and_then(|b| b.meet(&page)) else { return };
        let upright = shape::keeps_upright(props.transform);
        let plain = props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        let share = bounds.width() * bounds.height() / (page.width() * page.height()).max(1.0);
        let whole = upright && plain && is_opaque(&image, share >= SCAN);
        self.paint(bounds, None, 1.0, whole);
        self.record.page.pictures.push(bounds);
        #[cfg(feature = "ocr")]
        if let Some(scans) = &mut self.scans {
            super::scan::draw(&image, bounds, props.transform, scans);
        }
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
        self.leave();
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
        self.leave();
    }

    fn draw_rect(&mut self, rect: &Rect, props: DrawProps<'a>, mode: &DrawMode) {
        if let DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) = mode {
            self.draw_path(&rect.to_path(0.1), props, mode);
            return;
        }
        if !self.records(1) {
            return;
        }
        let upright = shape::keeps_upright(props.transform);
        let bounds = props.transform.transform_rect_bbox(*rect);
        if upright {
            self.fill_box(bounds);
        }
        self.paint_box(bounds, &props, upright);
    }
}

/// A number whose digits stand below each other would be cut by the rulings of cells that are one line high: which they are
/// is not known.
fn break_upright(glyphs: &mut [Glyph]) {
    let number = |glyph: &Glyph| glyph.vertical && matches!(glyph.character, '0'..='9' | '.' | ',' | '-');
    let digits = glyphs.iter().filter(|glyph| glyph.character.is_ascii_digit()).count();
    if digits > 1 && glyphs.iter().all(number) {
        glyphs.iter_mut().for_each(|glyph| glyph.character = '\u{fffd}');
    }
}

/// The number that the appearance of a field draws, where its value is another one: some viewers show the one, some the other.
fn doubt(drawn: &mut [Glyph], value: &str) {
    let number = |text: &str| read_cell(text, Unit::Piece).value;
    let shown: String = drawn.iter().map(|glyph| glyph.character).collect();
    if let (Some(shown), Some(value)) = (number(&shown), number(value))
        && shown != value
    {
        drawn.iter_mut().for_each(|glyph| glyph.character = '\u{fffd}');
    }
}

/// Whether a picture covers all that lies under it. A mask is looked into for large pictures only: writers give
/// scans a mask that lets nothing through.
fn is_opaque(image: &Image<'_, '_>, large: bool) -> bool {
    let Image::Raster(raster) = image else { return false };
    let entries = raster.stream().dict();
    if !entries.contains_key("SMask") && !entries.contains_key("Mask") && !entries.contains_key("SMaskInData") {
        return true;
    }
    let pixels = u64::from(raster.width()) * u64::from(raster.height());
    let mut opaque = false;
    if large && pixels <= MOST_PIXELS {
        raster.with_rgba(
            |_, alpha| {
                let Some(alpha) = alpha else { return };
                let through = alpha.data.iter().filter(|&&value| value < 250).count();
                opaque = through * 50 <= alpha.data.len();
            },
            None,
        );
    }
    opaque
}

/// Whether a Unicode value says what a glyph shows: private ones do not, nor do control characters for a glyph that
/// draws something.
fn is_text(text: &BfString, drawn: &Drawn<'_>) -> bool {
    let says = |c: char| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..) && !c.is_control();
    let said = match text {
        BfString::Char(character) => says(*character),
        BfString::String(text) => text.chars().all(says),
    };
    said || match drawn {
        Drawn::Outline(outline) => outline.outline().elements().is_empty(),
        Drawn::Type3(_) => false,
    }
}

/// The colour of a paint, `None` for a pattern, and its opacity.
fn color(paint: &Paint<'_>) -> (Option<[u8; 3]>, f32) {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().components();
            (Some([part(red), part(green), part(blue)]), alpha)
        }
        Paint::Pattern(_) => (None, 1.0),
    }
}

/// A share as a byte.
fn part(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}

fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}
