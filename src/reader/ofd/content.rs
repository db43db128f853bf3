//! Content of a page, a template, an annotation or a composite unit (GB/T 33190, 7.7, 13, 15): its objects are drawn
//! onto the page. Blocks and layers may nest in any way; composite units are drawn where they are asked for.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::numbers::{Matrix, array};
use super::object::{self, Object, Space, around};
use super::package::{Attributes, append, attribute, leaves};
use super::resources::{Paint, Resources};
use super::{POINTS, damage, path};
use crate::limits::Limits;
use crate::number::is_figure;
use crate::reader::Notice;
use crate::reader::lattice::{Area, Bounds, Page};

/// Composite units inside composite units.
const DEEPEST: u32 = 8;
/// Bytes of composite units drawn onto all pages, each as often as it is drawn.
const MOST_COMPOSED: usize = 64 << 20;
/// Layers, blocks and appearances inside each other.
const MOST_SPACES: usize = 64;
/// Kinds of annotations that are no print: links and marks on text, but for those that strike it out. What figures they
/// show is not known to be the page's.
const APART: &[&str] = &["Link", "Highlight"];
/// Stands for a character that is shown and not taken.
const UNTAKEN: &str = "\u{fffd}";

/// Pictures of one page that are looked at.
const MOST_SHOWN: usize = 64;

/// A page that is being drawn.
pub(super) struct PageDrawing<'r> {
    page: Page,
    /// Left and top of the page's box, in millimetres.
    origin: (f64, f64),
    limits: Limits,
    runs: u32,
    resources: &'r Resources,
    /// Locations of the pictures that let nothing through.
    opaque: &'r BTreeSet<String>,
    composed: usize,
    /// Pictures as they lie on the page, whatever its edge cuts, and their locations.
    pub shown: Vec<(Bounds, String)>,
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

/// Identifiers of the templates that a page asks for, and whether each lies over its content (7.7).
pub(super) fn templates(text: &str) -> Vec<(String, bool)> {
    let mut out = Vec::new();
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == b"Template" => {
                let over = attribute(&tag, "ZOrder").as_deref() == Some("Foreground");
                out.extend(attribute(&tag, "TemplateID").map(|id| (id.into_owned(), over)));
            }
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == b"Content" => return out,
            Ok(Event::Eof) | Err(_) => return out,
            // A page may have several; more than a few is rubbish.
            Ok(_) if out.len() >= 16 => return out,
            Ok(_) => {}
        }
    }
}

/// What is open while a part is read.
struct Open {
    spaces: Vec<Space>,
    object: Option<Object>,
    /// Attributes of the open text code.
    code: Option<[Option<String>; 4]>,
    /// Areas of the open clip, and the map of the area that is open.
    clip: Option<Vec<[(f64, f64); 2]>>,
    area: Matrix,
    content: String,
    /// What is read is the appearance of an annotation that is no print.
    apart: bool,
}

impl<'r> PageDrawing<'r> {
    /// An empty page of this number and box; `opaque` are the locations of pictures that let nothing through.
    pub fn new(
        number: u32,
        area: [f64; 4],
        limits: Limits,
        resources: &'r Resources,
        opaque: &'r BTreeSet<String>,
    ) -> Self {
        let [x, y, width, height] = area;
        let page = Page { number, width: (width * POINTS) as f32, height: (height * POINTS) as f32, ..Page::default() };
        Self { page, origin: (x, y), limits, runs: 0, resources, opaque, composed: 0, shown: Vec::new() }
    }

    /// The page.
    pub fn finish(self) -> Page {
        self.page
    }

    /// Draws a part.
    pub fn draw(&mut self, text: &str, part: &str, notices: &mut Vec<Notice>) {
        let (x, y) = self.origin;
        let space = Space {
            matrix: Matrix([POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS]),
            paints: (None, None),
            visible: true,
            alpha: 255,
            clip: None,
        };
        self.within(text, part, space, 0, notices);
    }

    /// Draws content within a space.
    fn within(&mut self, text: &str, part: &str, space: Space, depth: u32, notices: &mut Vec<Notice>) {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        let mut open = Open {
            spaces: vec![space],
            object: None,
            code: None,
            clip: None,
            area: Matrix::IDENTITY,
            content: String::new(),
            apart: false,
        };
        // Depth inside of what is not drawn.
        let mut skipped = 0_u64;
        loop {
            match reader.read_event() {
                Ok(Event::Start(_)) if skipped > 0 => skipped += 1,
                Ok(Event::End(_)) if skipped > 0 => skipped -= 1,
                Ok(Event::Eof) => break,
                Err(error) => {
                    notices.push(damage(part, "well-formed XML", &error.to_string()));
                    break;
                }
                Ok(_) if skipped > 0 => {}
                Ok(Event::Start(tag)) => {
                    skipped = u64::from(!self.start(&tag, false, &mut open));
                    self.compose(&tag, &open, depth, notices);
                }
                Ok(Event::Empty(tag)) => {
                    self.start(&tag, true, &mut open);
                    self.compose(&tag, &open, depth, notices);
                }
                Ok(Event::End(tag)) => self.end(tag.local_name().as_ref(), &mut open),
                Ok(event) => append(&event, &mut open.content),
            }
        }
    }

    /// An element begins; tells whether what is in it is drawn.
    fn start(&mut self, tag: &BytesStart<'_>, empty: bool, open: &mut Open) -> bool {
        let Some(space) = open.spaces.last() else { return true };
        let own = Attributes::of(tag);
        match tag.local_name().as_ref() {
            b"CGTransform" | b"Actions" => return false,
            b"Annot" => {
                let kind = own.get("Type").unwrap_or_default();
                let strikes = || own.get("Subtype").is_some_and(|kind| kind.eq_ignore_ascii_case("strikeout"));
                open.apart = APART.contains(&&*kind) && !strikes();
                return object::truth(&own, "Visible", true);
            }
            b"Layer" | b"PageBlock" | b"Appearance" if !empty => {
                let mut inner = space.clone();
                inner.visible &= object::truth(&own, "Visible", true);
                if let Some((fill, stroke)) = own.get("DrawParam").map(|id| self.resources.paints(&id)) {
                    inner.paints = (fill.or(inner.paints.0), stroke.or(inner.paints.1));
                }
                if let Some((_, shift)) = object::placed(&own) {
                    inner.matrix = shift.then(&inner.matrix);
                }
                if open.spaces.len() < MOST_SPACES {
                    open.spaces.push(inner);
                } else {
                    return false;
                }
            }
            b"PathObject" | b"ImageObject" if open.apart => return false,
            b"TextObject" | b"PathObject" if !empty => {
                let text = tag.local_name().as_ref() == b"TextObject";
                open.object = Object::new(text, &own, space, self.resources);
            }
            b"ImageObject" => self.image(&own, space),
            b"FillColor" | b"StrokeColor" => {
                if let Some(object) = &mut open.object {
                    let paint = Some(Paint::of(&own));
                    if tag.local_name().as_ref() == b"FillColor" { object.fill = paint } else { object.stroke = paint }
                }
            }
            b"AxialShd" | b"RadialShd" | b"GouraudShd" | b"LaGouraudShd" | b"Pattern" => {
                if let Some(fill) = open.object.as_mut().and_then(|object| object.fill.as_mut()) {
                    fill.color = None;
                }
                return false;
            }
            b"Clip" => open.clip = Some(Vec::new()),
            b"Area" if open.clip.is_some() => {
                open.area = own.get("CTM").and_then(|text| array(&text)).map_or(Matrix::IDENTITY, Matrix);
            }
            b"Path" if open.clip.is_some() => {
                if let Some((place, _)) = object::placed(&own) {
                    open.area = place.then(&open.area);
                }
            }
            b"TextCode" => {
                open.code = Some(["X", "Y", "DeltaX", "DeltaY"].map(|name| own.get(name).map(Cow::into_owned)));
                open.content.clear();
            }
            b"AbbreviatedData" => open.content.clear(),
            _ => {}
        }
        true
    }

    /// An element ends.
    fn end(&mut self, name: &[u8], open: &mut Open) {
        match name {
            b"Layer" | b"PageBlock" | b"Appearance" if open.spaces.len() > 1 => {
                open.spaces.pop();
            }
            b"TextCode" => {
                if let (Some(object), Some(code)) = (&mut open.object, open.code.take())
                    && object.text
                {
                    let content = std::mem::take(&mut open.content);
                    match open.apart {
                        true if is_figure(&content) => object.codes.push((code, UNTAKEN.repeat(content.trim().len()))),
                        true => {}
                        false => object.codes.push((code, content)),
                    }
                }
            }
            b"AbbreviatedData" => match (&mut open.clip, &mut open.object) {
                (Some(areas), _) => {
                    let path = path::parse(&open.content);
                    let points: Vec<(f64, f64)> = path.parts.into_iter().flat_map(|part| part.0).collect();
                    areas.extend(around(&points).map(|area| open.area.span(area)));
                    open.area = Matrix::IDENTITY;
                }
                (None, Some(object)) if !object.text => std::mem::swap(&mut object.data, &mut open.content),
                _ => {}
            },
            b"Clip" => {
                if let (Some(areas), Some(object)) = (open.clip.take(), &mut open.object) {
                    object.cut(&areas);
                }
            }
            b"TextObject" | b"PathObject" => match open.object.take() {
                Some(object) if object.text => {
                    object.write(&mut self.page, &mut self.runs, self.limits.glyphs());
                }
                Some(object) => object.trace(&mut self.page),
                None => {}
            },
            _ => {}
        }
    }

    /// Draws the unit that a composite object (clause 13) asks for.
    fn compose(&mut self, tag: &BytesStart<'_>, open: &Open, depth: u32, notices: &mut Vec<Notice>) {
        if tag.local_name().as_ref() != b"CompositeObject" || depth >= DEEPEST {
            return;
        }
        let own = Attributes::of(tag);
        let unit: Option<Rc<str>> = own.get("ResourceID").and_then(|id| self.resources.unit(&id));
        let (Some(unit), Some(space), Some((matrix, _))) = (unit, open.spaces.last(), object::placed(&own)) else {
            return;
        };
        self.composed += unit.len();
        if self.composed > MOST_COMPOSED {
            return;
        }
        let inner = Space {
            matrix: matrix.then(&space.matrix),
            visible: space.visible && object::truth(&own, "Visible", true),
            alpha: object::alpha(&own, space.alpha),
            ..space.clone()
        };
        self.within(&unit, "CompositeGraphicUnit", inner, depth + 1, notices);
    }

    fn image(&mut self, own: &Attributes<'_>, space: &Space) {
        let Some([x, y, width, height]) = own.get("Boundary").and_then(|text| array(&text)) else { return };
        let alpha = object::alpha(own, space.alpha);
        if !space.visible || !object::truth(own, "Visible", true) || alpha == 0 {
            return;
        }
        let [from, to] = space.matrix.span([(x, y), (x + width, y + height)]);
        let bounds = Bounds::between(from.0, from.1, to.0, to.1);
        let Some(whole) = bounds else { return };
        let Some(bounds) = whole.meet(&self.page.bounds()) else { return };
        let file = own.get("ResourceID").and_then(|id| self.resources.picture(&id));
        if let Some(file) = file.filter(|_| self.shown.len() < MOST_SHOWN) {
            self.shown.push((whole, file.to_owned()));
        }
        let whole = own.get("ImageMask").is_none() && file.is_some_and(|file| self.opaque.contains(file));
        self.page.paint(Area { bounds, color: None, alpha, whole });
        self.page.pictures.push(bounds);
    }
}
