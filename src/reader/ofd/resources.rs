//! Resources that content refers to (GB/T 33190, 7.9): drawing parameters, composite units and the files of pictures.
//! Parts come in, what they define by identifier goes out.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::numbers::list;
use super::package::{Attributes, attribute, leaf_after, owned};

/// Entries kept of each kind.
const MOST: usize = 50_000;
/// Drawing parameters based on others.
const DEEPEST: usize = 16;

/// What the resource parts of a document define.
#[derive(Debug, Default)]
pub(super) struct Resources {
    parameters: BTreeMap<String, Parameter>,
    /// Content of the composite units (clause 13), as XML.
    units: BTreeMap<String, Rc<str>>,
    /// Locations of pictures.
    media: BTreeMap<String, String>,
}

/// A drawing parameter (8.2).
#[derive(Debug, Clone, Default)]
struct Parameter {
    relative: Option<String>,
    fill: Option<Paint>,
    stroke: Option<Paint>,
}

/// A colour to draw with (8.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paint {
    /// Red, green and blue; `None` for patterns, shadings and spaces that are not known.
    pub color: Option<[u8; 3]>,
    /// 255 lets nothing through.
    pub alpha: u8,
}

impl Paint {
    /// What text is drawn with when nothing else is said.
    pub const BLACK: Self = Self { color: Some([0; 3]), alpha: 255 };

    /// The colour of a `FillColor` or `StrokeColor` element.
    pub fn of(own: &Attributes<'_>) -> Self {
        let byte = |value: f64| value.clamp(0.0, 255.0).round() as u8;
        let alpha = own.get("Alpha").and_then(|text| text.trim().parse().ok()).map_or(255, byte);
        let values: Vec<f64> = match own.get("Value") {
            Some(text) => text.split_whitespace().map_while(channel).take(4).collect(),
            None if own.get("Index").is_some() => return Self { color: None, alpha },
            None => Vec::new(),
        };
        let color = match values.as_slice() {
            // No value: black, or a pattern that follows.
            [] => Some([0; 3]),
            [gray] => Some([byte(*gray); 3]),
            [red, green, blue] => Some([byte(*red), byte(*green), byte(*blue)]),
            [cyan, magenta, yellow, key] => {
                let mix = |ink: f64| byte(255.0 - (ink + key).min(255.0));
                Some([mix(*cyan), mix(*magenta), mix(*yellow)])
            }
            _ => None,
        };
        Self { color, alpha }
    }
}

/// A channel: a number, or hexadecimal after `#`.
fn channel(word: &str) -> Option<f64> {
    match word.strip_prefix('#') {
        Some(digits) => u32::from_str_radix(digits, 16).ok().map(f64::from),
        None => list(word).next(),
    }
}

impl Resources {
    /// Adds what a resource part defines.
    pub fn learn(&mut self, text: &str) {
        let mut reader = Reader::from_str(text);
        let mut open: Option<(String, Parameter)> = None;
        let mut folder = String::new();
        loop {
            let event = reader.read_event();
            let (tag, empty) = match &event {
                Ok(Event::Start(tag)) => (tag, false),
                Ok(Event::Empty(tag)) => (tag, true),
                Ok(Event::End(tag)) if tag.local_name().as_ref() == b"DrawParam" => {
                    self.define(open.take());
                    continue;
                }
                Ok(Event::Eof) | Err(_) => break,
                Ok(_) => continue,
            };
            let id = || owned(tag, "ID");
            match tag.local_name().as_ref() {
                b"Res" => folder = owned(tag, "BaseLoc"),
                b"DrawParam" => {
                    let parameter =
                        Parameter { relative: attribute(tag, "Relative").map(Cow::into_owned), ..Parameter::default() };
                    open = Some((id(), parameter));
                    if empty {
                        self.define(open.take());
                    }
                }
                b"FillColor" => {
                    if let Some((_, parameter)) = &mut open {
                        parameter.fill = Some(Paint::of(&Attributes::of(tag)));
                    }
                }
                b"StrokeColor" => {
                    if let Some((_, parameter)) = &mut open {
                        parameter.stroke = Some(Paint::of(&Attributes::of(tag)));
                    }
                }
                b"MultiMedia" if self.media.len() < MOST => {
                    let at = reader.buffer_position() as usize;
                    let file = text.get(at..).and_then(|rest| leaf_after(rest, "MediaFile"));
                    if let Some(file) = file {
                        self.media.insert(id(), format!("{folder}/{file}"));
                    }
                }
                b"CompositeGraphicUnit" | b"CompositeGraphUnit" if !empty && self.units.len() < MOST => {
                    let (id, name) = (id(), tag.to_end().into_owned());
                    let from = reader.buffer_position() as usize;
                    let Ok(inner) = reader.read_to_end(name.name()) else { break };
                    debug_assert!(inner.start as usize >= from, "the unit begins after its tag");
                    if let Some(content) = text.get(inner.start as usize..inner.end as usize) {
                        self.units.insert(id, content.into());
                    }
                }
                _ => {}
            }
        }
    }

    fn define(&mut self, parameter: Option<(String, Parameter)>) {
        if let Some((id, parameter)) = parameter.filter(|_| self.parameters.len() < MOST) {
            self.parameters.insert(id, parameter);
        }
    }

    /// Fill and stroke of a drawing parameter, with those that it is based on.
    pub fn paints(&self, id: &str) -> (Option<Paint>, Option<Paint>) {
        let (mut fill, mut stroke) = (None, None);
        let mut id = id;
        for _ in 0..DEEPEST {
            let Some(parameter) = self.parameters.get(id) else { break };
            fill = fill.or(parameter.fill);
            stroke = stroke.or(parameter.stroke);
            match &parameter.relative {
                Some(relative) => id = relative,
                None => break,
            }
        }
        (fill, stroke)
    }

    /// Content of a composite unit.
    pub fn unit(&self, id: &str) -> Option<Rc<str>> {
        self.units.get(id).cloned()
    }

    /// Locations of all pictures.
    pub fn pictures(&self) -> impl Iterator<Item = &str> {
        self.media.values().map(String::as_str)
    }

    /// Location of a picture.
    pub fn picture(&self, id: &str) -> Option<&str> {
        self.media.get(id).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_units_and_pictures() {
        let mut resources = Resources::default();
        resources.learn(
            "<o:Res BaseLoc='Res'><o:DrawParams><o:DrawParam ID='1'><o:FillColor Value='255 255 255'/></o:DrawParam>\
             <o:DrawParam ID='2' Relative='1'><o:StrokeColor Value='#ff #0 #10' Alpha='9'/></o:DrawParam>\
             <o:DrawParam ID='3' Relative='3'/></o:DrawParams>\
             <o:MultiMedias><o:MultiMedia ID='9' Type='Image'><o:MediaFile>a.png</o:MediaFile></o:MultiMedia></o:MultiMedias>\
             <o:CompositeGraphicUnits><o:CompositeGraphicUnit ID='7'><o:Content>x</o:Content></o:CompositeGraphicUnit>\
             </o:CompositeGraphicUnits></o:Res>",
        );
        let white = Paint { color: Some([255; 3]), alpha: 255 };
        assert_eq!(resources.paints("2"), (Some(white), Some(Paint { color: Some([255, 0, 16]), alpha: 9 })));
        assert_eq!(resources.paints("3"), (None, None));
        assert_eq!(resources.unit("7").as_deref(), Some("<o:Content>x</o:Content>"));
        assert_eq!(resources.picture("9"), Some("Res/a.png"));
    }
}
