//! How the cells of an Office Open XML workbook look (ECMA-376 part 1, 18.8): the part of styles in, the formats of cells and
//! of conditions out, as far as they take something away; and the conditions of a sheet that refer to them.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use calamine::Dimensions;

use super::condition::{Condition, MAX_RULES, When};
use super::format::{CellFormat, Shows};
use super::package::{elements, place, text};
use super::rich;
use crate::reader::docx::{attribute, text as characters};
use crate::reader::look;

/// The formats of a workbook.
#[derive(Debug, Default)]
pub(super) struct Looks {
    /// Formats of cells, by their index; empty where none says anything.
    pub formats: Vec<CellFormat>,
    /// Formats of conditions (18.8.14), by theirs.
    pub conditional: Vec<CellFormat>,
    /// Some text is seen only on a ground, so that the grounds of all cells count.
    pub grounds: bool,
}

/// The formats of cells (18.8.45: each names a font by its index, and a number format by its identifier).
pub(super) fn read(part: &[u8]) -> Looks {
    let (mut fonts, mut fills) = (Vec::<Font>::new(), Vec::new());
    let mut looks = Looks::default();
    let mut codes: HashMap<String, Shows> = HashMap::new();
    let mut section = Section::Other;
    // The font and the ground of the condition's format that is being read.
    let mut own = (Font::default(), Fill::default());
    elements(part, |tag| {
        let raw = tag.attributes_raw();
        match (tag.local_name().as_ref(), section) {
            (b"fonts", _) => section = Section::Fonts,
            (b"fills", _) => section = Section::Fills,
            (b"cellXfs", _) => section = Section::Formats,
            (b"dxfs", _) => section = Section::Conditional,
            (b"borders" | b"cellStyleXfs" | b"cellStyles" | b"tableStyles" | b"colors" | b"extLst", _) => {
                section = Section::Other;
            }
            (b"numFmt", Section::Other) => drop(codes.insert(text(attribute(raw, "numFmtId")), shows(raw))),
            (b"font", Section::Fonts) => fonts.push(Font::default()),
            (name @ (b"strike" | b"color" | b"sz" | b"name"), Section::Fonts) => {
                if let Some(font) = fonts.last_mut() {
                    font.note(name, raw);
                }
            }
            (b"fill", Section::Fills) => fills.push(Fill::default()),
            (name @ (b"patternFill" | b"gradientFill" | b"fgColor"), Section::Fills) => {
                if let Some(fill) = fills.last_mut() {
                    match name {
                        b"fgColor" => {
                            fill.color = rich::color(raw).filter(|_| fill.solid);
                            fill.painted &= !rich::is_white(raw);
                        }
                        b"patternFill" => {
                            let pattern = attribute(raw, "patternType");
                            fill.painted = !matches!(pattern, None | Some(b"none"));
                            fill.solid = pattern == Some(b"solid");
                        }
                        _ => fill.painted = true,
                    }
                }
            }
            (b"xf", Section::Formats) => {
                let index = |name| text(attribute(raw, name)).parse::<usize>().ok();
                let font = index("fontId").and_then(|font| fonts.get(font)).copied().unwrap_or_default();
                let fill = index("fillId").and_then(|fill| fills.get(fill)).copied().unwrap_or_default();
                let number = text(attribute(raw, "numFmtId"));
                let shows = codes.get(&number).copied();
                let shows = shows.unwrap_or_else(|| Shows::numbered(number.parse().unwrap_or(0)));
                looks.formats.push(CellFormat { shows, ..font.on(fill) });
            }
            (b"dxf", Section::Conditional) => {
                own = Default::default();
                looks.conditional.push(CellFormat::default());
            }
            (name, Section::Conditional) => {
                if let Some(format) = looks.conditional.last_mut() {
                    conditional(name, raw, &mut own, format);
                }
            }
            _ => {}
        }
        true
    });
    if looks.formats.iter().all(|format| *format == CellFormat::default()) {
        looks.formats.clear();
    }
    looks
}

/// Takes an element of a condition's format; the colour of a full ground is the one behind its pattern (18.8.3).
fn conditional(name: &[u8], raw: &[u8], (font, fill): &mut (Font, Fill), format: &mut CellFormat) {
    match name {
        b"strike" | b"color" | b"sz" => font.note(name, raw),
        b"bgColor" | b"fgColor" => {
            fill.painted |= !rich::is_white(raw);
            fill.color = rich::color(raw);
        }
        b"numFmt" => format.shows = shows(raw),
        _ => return,
    }
    *format = CellFormat { shows: format.shows, inked: format.inked || name == b"color", ..font.on(*fill) };
}

fn shows(raw: &[u8]) -> Shows {
    let mut code = String::new();
    characters::append(attribute(raw, "formatCode").unwrap_or_default(), &mut code);
    Shows::of(&code)
}

/// The rules of a sheet that may hide something.
pub(super) fn conditions(part: &[u8], looks: &Looks) -> Vec<Condition> {
    let has = |word: &[u8]| memchr::memmem::find(part, word).is_some();
    let unseen = looks.formats.iter().any(|format| format.unseen);
    let shows_white = unseen && looks.conditional.iter().any(|format| format.painted || format.inked);
    let hides = looks.conditional.iter().any(|format| !format.is_plain()) || shows_white;
    let hides = hides && has(b"cfRule") || has(b"showValue=\"0\"");
    let mut found = Vec::new();
    if !hides {
        return found;
    }
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let (mut areas, mut corner) = (Vec::new(), String::new());
    let mut rule: Option<ConditionRule> = None;
    let mut formula: Option<String> = None;
    while found.len() < MAX_RULES {
        let event = reader.read_event();
        let empty = matches!(event, Ok(Event::Empty(_)));
        match event {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                b"conditionalFormatting" => {
                    let sqref = text(attribute(tag.attributes_raw(), "sqref"));
                    areas = sqref.split_whitespace().filter_map(area).collect();
                    corner = sqref.split([':', ' ']).next().unwrap_or_default().to_owned();
                }
                b"cfRule" => {
                    rule = Some(ConditionRule::of(tag.attributes_raw()));
                    if empty {
                        found.extend(rule.take().and_then(|rule| rule.condition(&areas, &corner, looks)));
                    }
                }
                b"dataBar" | b"iconSet" if attribute(tag.attributes_raw(), "showValue") == Some(b"0") => {
                    if let Some(rule) = &mut rule {
                        rule.bar = true;
                    }
                }
                b"formula" if !empty => formula = Some(String::new()),
                _ => {}
            },
            Ok(Event::Text(data)) => {
                if let Some(formula) = &mut formula {
                    characters::append(&data, formula);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                if let Some(formula) = &mut formula {
                    characters::append_reference(&name, formula);
                }
            }
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                b"formula" => {
                    if let Some(rule) = &mut rule {
                        rule.formulas.extend(formula.take());
                    }
                }
                b"cfRule" => found.extend(rule.take().and_then(|rule| rule.condition(&areas, &corner, looks))),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found.sort_by_key(|rule| rule.priority);
    found
}

/// A rule as it is written.
struct ConditionRule {
    kind: Vec<u8>,
    operator: Vec<u8>,
    /// The lower, the more it counts.
    priority: i64,
    stops: bool,
    format: Option<usize>,
    formulas: Vec<String>,
    /// A bar or a sign stands in place of the value.
    bar: bool,
}

impl ConditionRule {
    fn of(raw: &[u8]) -> Self {
        let value = |name| attribute(raw, name).unwrap_or_default().to_vec();
        let format = text(attribute(raw, "dxfId")).parse().ok();
        let priority = text(attribute(raw, "priority")).parse().unwrap_or(i64::MAX);
        let stops = matches!(attribute(raw, "stopIfTrue"), Some(b"1" | b"true"));
        let (kind, operator) = (value("type"), value("operator"));
        Self { kind, operator, priority, stops, format, formulas: Vec::new(), bar: false }
    }

    fn condition(self, areas: &[Dimensions], corner: &str, looks: &Looks) -> Option<Condition> {
        if self.bar {
            let (areas, look) = (areas.to_vec(), CellFormat::default());
            return Some(Condition { areas, when: When::Unknown, look, priority: self.priority, stops: self.stops });
        }
        let look = self.format.and_then(|format| looks.conditional.get(format)).copied().unwrap_or_default();
        // What says nothing may keep others from being heard.
        if look == CellFormat::default() && !self.stops {
            return None;
        }
        let when = match self.kind.as_slice() {
            b"cellIs" => When::operator(&self.operator, &self.formulas),
            b"expression" => self.formulas.first().map_or(When::Unknown, |formula| When::formula(formula, corner)),
            b"containsBlanks" | b"containsErrors" => When::Never,
            b"notContainsBlanks" | b"notContainsErrors" => When::Always,
            _ => When::Unknown,
        };
        // What only shows may be left out where it is not certain.
        let harmless = look.is_plain() && when == When::Unknown;
        let (priority, stops) = (self.priority, self.stops);
        (when != When::Never && !harmless).then(|| Condition { areas: areas.to_vec(), when, look, priority, stops })
    }
}

/// `A1:C5`, or one cell.
pub(super) fn area(reference: &str) -> Option<Dimensions> {
    let mut corners = reference.split(':').map(|corner| place(corner.replace('$', "").as_bytes()));
    let start = corners.next()??;
    Some(Dimensions { start, end: corners.next().flatten().unwrap_or(start) })
}

/// Where in the part of styles.
#[derive(Clone, Copy)]
enum Section {
    Fonts,
    Fills,
    Formats,
    Conditional,
    Other,
}

/// A font, as far as it decides what is seen.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Font {
    pub struck: bool,
    pub white: bool,
    pub tiny: bool,
    pub signs: bool,
    pub color: Option<u64>,
}

/// A ground of cells.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Fill {
    /// White text is seen on it.
    pub painted: bool,
    pub solid: bool,
    pub color: Option<u64>,
}

impl Font {
    fn note(&mut self, name: &[u8], raw: &[u8]) {
        match name {
            b"strike" => self.struck = !matches!(attribute(raw, "val"), Some(b"0" | b"false")),
            b"color" => (self.white, self.color) = (rich::is_white(raw), rich::color(raw)),
            b"name" => self.signs = attribute(raw, "val").is_some_and(look::draws_signs),
            _ => self.tiny = rich::is_tiny(raw),
        }
    }

    /// A cell in it.
    pub fn on(self, fill: Fill) -> CellFormat {
        let painted = fill.painted;
        let same = self.color.is_some() && self.color == fill.color;
        let unseen = look::is_unseen(self.tiny || same && painted, self.white, painted);
        CellFormat { struck: self.struck, unseen, painted, signs: self.signs, ..CellFormat::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_the_colour_of_their_ground() {
        let format = |font: &str, fill: &str| {
            let part = format!(
                "<styleSheet><fonts><font>{font}</font></fonts><fills><fill>{fill}</fill></fills>\
                 <cellXfs><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\"/></cellXfs></styleSheet>"
            );
            read(part.as_bytes()).formats.first().copied().unwrap_or_default()
        };
        let solid = |color: &str| format!("<patternFill patternType=\"solid\"><fgColor {color}/></patternFill>");
        for (font, ground) in [
            ("rgb=\"FF1F4E79\"", "rgb=\"FF1F4E79\""),
            ("rgb=\"FFFF0000\"", "indexed=\"10\""),
            ("theme=\"4\" tint=\"0.4\"", "theme=\"4\" tint=\"0.4\""),
            ("theme=\"1\" tint=\"1\"", "rgb=\"FFFFFFFF\""),
        ] {
            assert!(format(&format!("<color {font}/>"), &solid(ground)).unseen, "{font}");
        }
        for (font, ground) in [("theme=\"4\"", "theme=\"4\" tint=\"0.8\""), ("rgb=\"FF000000\"", "rgb=\"FFFFFF00\"")] {
            assert!(!format(&format!("<color {font}/>"), &solid(ground)).unseen, "{font}");
        }
        assert!(format("<name val=\"Wingdings\"/>", "").signs);
    }
}
