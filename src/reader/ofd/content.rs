//! Content of a page or a template (GB/T 33190, 7.7, 8, 9, 11): text objects give glyphs, path objects give
//! lines, image objects give pictures. Blocks and layers may nest in any way; clips are not drawn.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::numbers::{Deltas, Matrix, array};
use super::package::{append, attribute, leaves};
use super::{POINTS, damage, path};
use crate::finding::Finding;
use crate::limits::Limits;
use crate::reader::lattice::{Bounds, Direction, Glyph, Ink, Page};
use crate::script::{invisible, wide};

/// Part of the font size above the baseline.
const ASCENT: f64 = 0.88;
/// Part of the font size below the baseline.
const DESCENT: f64 = 0.12;
/// Lines thicker than this (in millimetres) paint areas.
const THICKEST: f64 = 2.0;

/// A page that is being drawn.
pub(super) struct Sheet {
    page: Page,
    /// Left and top of the page's box, in millimetres.
    origin: (f64, f64),
    limits: Limits,
    runs: u32,
}

/// The box that a page gives itself.
pub(super) fn area(text: &str) -> Option<[f64; 4]> {
    let end = text.find("Content>").unwrap_or(text.len()).min(4_096);
    let mut found = None;
    leaves(text.get(..end).unwrap_or_default(), |name, content| {
        if name == b"PhysicalBox" && found.is_none() {
            found = array(content).filter(|area: &[f64; 4]| area[2] > 0.0 && area[3] > 0.0);
        }
    });
    found
}

/// An object with a place: text, path or image.
struct Object {
    kind: Kind,
    /// From the object's own millimetres to points of the page.
    matrix: Matrix,
    /// Font size in the object's own unit.
    size: f64,
    /// Horizontal scale of the characters.
    stretch: f64,
    filled: bool,
    stroked: bool,
    width: f64,
    /// Pen of the text code before.
    pen: (f64, f64),
    data: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Path,
}

impl Sheet {
    /// An empty page of this number and box.
    pub fn new(number: u32, area: [f64; 4], limits: Limits) -> Self {
        let [x, y, width, height] = area;
        let page = Page { number, width: (width * POINTS) as f32, height: (height * POINTS) as f32, ..Page::default() };
        Self { page, origin: (x, y), limits, runs: 0 }
    }

    /// The page.
    pub fn finish(self) -> Page {
        self.page
    }

    /// Draws a content part; gives the identifiers of the templates that it asks for.
    pub fn draw(&mut self, text: &str, part: &str, findings: &mut Vec<Finding>) -> Vec<String> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        let mut templates = Vec::new();
        let mut object: Option<Object> = None;
        // Attributes of the open text code.
        let mut code: Option<[Option<String>; 4]> = None;
        let mut content = String::new();
        // Depth inside of what is not drawn.
        let mut skipped = 0_u64;
        loop {
            match reader.read_event() {
                Ok(Event::Start(_)) if skipped > 0 => skipped += 1,
                Ok(Event::End(_)) if skipped > 0 => skipped -= 1,
                Ok(Event::Eof) => break,
                Err(error) => {
                    findings.push(damage(part, "well-formed XML", &error.to_string()));
                    break;
                }
                Ok(_) if skipped > 0 => {}
                Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                    b"Clips" | b"CGTransform" | b"Actions" => skipped = 1,
                    b"TextObject" | b"PathObject" => object = self.object(&tag),
                    b"ImageObject" => self.image(&tag),
                    b"Template" => template(&tag, &mut templates),
                    b"TextCode" => {
                        code = Some([b"X".as_slice(), b"Y", b"DeltaX", b"DeltaY"].map(|name| attribute(&tag, name)));
                        content.clear();
                    }
                    b"AbbreviatedData" => content.clear(),
                    _ => {}
                },
                Ok(Event::Empty(tag)) => match tag.local_name().as_ref() {
                    b"ImageObject" => self.image(&tag),
                    b"Template" => template(&tag, &mut templates),
                    _ => {}
                },
                Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                    b"TextCode" => {
                        if let (Some(object), Some(code)) = (&mut object, code.take()) {
                            self.text(object, &code, &content);
                        }
                    }
                    b"AbbreviatedData" => {
                        if let Some(object) = object.as_mut().filter(|object| object.kind == Kind::Path) {
                            std::mem::swap(&mut object.data, &mut content);
                        }
                    }
                    b"PathObject" => {
                        if let Some(object) = object.take().filter(|object| object.kind == Kind::Path) {
                            self.path(&object);
                        }
                    }
                    b"TextObject" => object = None,
                    _ => {}
                },
                Ok(event) => append(&event, &mut content),
            }
        }
        templates
    }

    /// A graphic object from its attributes; `None` when it is not visible or has no place.
    fn object(&self, tag: &BytesStart<'_>) -> Option<Object> {
        let truth = |name: &[u8], default: bool| match attribute(tag, name).as_deref() {
            Some("true" | "1") => true,
            Some("false" | "0") => false,
            _ => default,
        };
        if !truth(b"Visible", true) || attribute(tag, b"Alpha").as_deref() == Some("0") {
            return None;
        }
        let kind = if tag.local_name().as_ref() == b"TextObject" { Kind::Text } else { Kind::Path };
        let [x, y, ..] = array::<4>(&attribute(tag, b"Boundary")?)?;
        let inner = attribute(tag, b"CTM").and_then(|text| array(&text)).map_or(Matrix::IDENTITY, Matrix);
        let number = |name: &[u8], default: f64| {
            attribute(tag, name).and_then(|text| text.parse().ok()).filter(|v: &f64| v.is_finite()).unwrap_or(default)
        };
        Some(Object {
            kind,
            matrix: inner.then((x - self.origin.0, y - self.origin.1), POINTS),
            size: number(b"Size", 0.0),
            stretch: number(b"HScale", 1.0).clamp(0.05, 20.0),
            // 8.5 and 11.2: text is filled and not stroked unless it says so, a path the other way round.
            filled: truth(b"Fill", kind == Kind::Text),
            stroked: truth(b"Stroke", kind == Kind::Path),
            width: number(b"LineWidth", 0.353),
            pen: (0.0, 0.0),
            data: String::new(),
        })
    }

    fn image(&mut self, tag: &BytesStart<'_>) {
        let Some([x, y, width, height]) = attribute(tag, b"Boundary").and_then(|text| array(&text)) else { return };
        let (left, top) = ((x - self.origin.0) * POINTS, (y - self.origin.1) * POINTS);
        let bounds = Bounds::between(left, top, left + width * POINTS, top + height * POINTS);
        let page = self.page.bounds();
        self.page.pictures.extend(bounds.and_then(|bounds| bounds.meet(&page)));
    }

    /// Characters of one text code (11.3): the first stands at `X`, `Y`, each next one is offset by the
    /// deltas.
    fn text(&mut self, object: &mut Object, code: &[Option<String>; 4], content: &str) {
        if object.kind != Kind::Text || object.size <= 0.0 {
            return;
        }
        let [x, y, delta_x, delta_y] = code;
        let number = |text: &Option<String>, before: f64| {
            text.as_ref().and_then(|text| text.parse().ok()).filter(|v: &f64| v.is_finite()).unwrap_or(before)
        };
        let (mut x, mut y) = (number(x, object.pen.0), number(y, object.pen.1));
        object.pen = (x, y);
        self.runs = self.runs.wrapping_add(1);
        let mut across = delta_x.as_deref().map(Deltas::new);
        let mut down = delta_y.as_deref().map(Deltas::new);
        // Text that only moves down is vertical writing.
        let vertical = delta_x.as_ref().is_none_or(|text| Deltas::new(text).take(8).all(|value| value == 0.0))
            && delta_y.as_ref().is_some_and(|text| Deltas::new(text).next().is_some_and(|value| value != 0.0));
        let mut last = (0.0, 0.0);
        for character in content.chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')) {
            let em = object.size * object.stretch;
            let own = if wide(character) { em } else { em * 0.5 };
            let step = match (&mut across, &mut down) {
                // Without offsets the characters stand side by side.
                (None, None) => (own, 0.0),
                (across, down) => (
                    across.as_mut().map_or(0.0, |deltas| deltas.next().unwrap_or(last.0)),
                    down.as_mut().map_or(0.0, |deltas| deltas.next().unwrap_or(last.1)),
                ),
            };
            let width = if step.0 > 0.0 && !vertical { advance(character, own, em, step.0) } else { own };
            self.glyph(object, character, (x, y), width, vertical);
            last = step;
            (x, y) = (x + step.0, y + step.1);
        }
    }

    fn glyph(&mut self, object: &Object, character: char, (x, y): (f64, f64), width: f64, vertical: bool) {
        if character.is_control() || invisible(character) {
            return;
        }
        if !object.filled && !object.stroked {
            self.page.hidden += 1;
            return;
        }
        let [a, b, c, d, ..] = object.matrix.0;
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
            // Text across the page is a watermark.
            _ => return,
        };
        let top = object.matrix.apply(x, y - ASCENT * object.size);
        let bottom = object.matrix.apply(x + width, y + DESCENT * object.size);
        let Some(bounds) = Bounds::between(top.0, top.1, bottom.0, bottom.1) else { return };
        let upright = vertical && direction == Direction::Right;
        if (self.page.glyphs.len() as u64) <= self.limits.characters {
            self.page.glyphs.push(Glyph {
                character,
                bounds,
                size: (object.size * c.hypot(d)) as f32,
                direction: if upright { Direction::Down } else { direction },
                vertical: upright,
                run: self.runs,
                ink: Ink::default(),
            });
        }
    }

    fn path(&mut self, object: &Object) {
        let path = path::parse(&object.data);
        let place = |from: (f64, f64), to: (f64, f64)| {
            let (from, to) = (object.matrix.apply(from.0, from.1), object.matrix.apply(to.0, to.1));
            Bounds::between(from.0, from.1, to.0, to.1)
        };
        let mut drawn = false;
        for (points, straight) in &path.parts {
            if object.filled
                && *straight
                && let Some([from, to]) = path::upright(points)
                && let Some(bounds) = place(from, to)
            {
                self.page.fill(bounds);
                drawn = true;
            }
            let scale = object.matrix.0[0].hypot(object.matrix.0[1]) / POINTS;
            if object.stroked && *straight && object.width * scale <= THICKEST {
                for pair in points.windows(2) {
                    if let Some(bounds) = place(pair[0], pair[1]) {
                        self.page.stroke(bounds);
                        drawn = true;
                    }
                }
            }
        }
        self.page.shapes += u32::from(!drawn);
    }
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

fn template(tag: &BytesStart<'_>, templates: &mut Vec<String>) {
    // A page may have several; more than a few is rubbish.
    if templates.len() < 16 {
        templates.extend(attribute(tag, b"TemplateID"));
    }
}
