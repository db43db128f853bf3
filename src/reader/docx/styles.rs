//! What a paragraph style says about its paragraphs: heading, table of contents, numbering.

use super::appearance::{Appearance, ground};
use super::element::{Element, attribute, number};
use super::events::open;
use super::token::Token;
use crate::document::Role;

/// One paragraph style, its ancestors taken into account.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    id: Vec<u8>,
    based_on: Vec<u8>,
    role: Option<Role>,
    /// List and level that its paragraphs are numbered by.
    pub list: Option<i64>,
    pub level: Option<usize>,
    /// How its text looks.
    pub appearance: Appearance,
}

/// The styles of a document, sorted by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Style>,
}

/// Longer chains of styles than this are cycles.
const MAX_ANCESTORS: usize = 32;

impl Styles {
    /// Reads `styles.xml`, or the `styles` element of Word 2003 XML; `outer` as in [`open`].
    ///
    /// `inks`: what text is drawn with matters; it does, too, where a style makes text that may not be seen.
    pub fn read(bytes: &[u8], outer: &[u8], inks: bool) -> Self {
        let mut styles: Vec<Style> = Vec::new();
        let Some(mut part) = open(bytes, outer) else { return Self::default() };
        if inks {
            part.heed_inks();
        }
        // Inside the properties of a paragraph mark, or of a part of a table.
        let mut apart = false;
        loop {
            match part.next() {
                Token::Open(tag) => match (tag.element, styles.last_mut()) {
                    (Element::Style, _) => {
                        let id = attribute(tag.attributes, "styleId").unwrap_or_default().to_vec();
                        styles.push(Style { id, ..Style::default() });
                    }
                    (Element::StyleName, Some(style)) => {
                        style.role = style.role.or(role_by_name(attribute(tag.attributes, "val").unwrap_or_default()));
                    }
                    (Element::BasedOn, Some(style)) => {
                        style.based_on = attribute(tag.attributes, "val").unwrap_or_default().to_vec();
                    }
                    // Nine levels; the tenth is body text (17.3.1.20).
                    (Element::OutlineLevel, Some(style))
                        if number(tag.attributes).is_some_and(|level| (0..9).contains(&level)) =>
                    {
                        style.role = style.role.or(Some(Role::Heading));
                    }
                    (Element::NumberingId, Some(style)) => style.list = number(tag.attributes),
                    (Element::NumberingLevel, Some(style)) => {
                        style.level = number(tag.attributes).and_then(|level| level.try_into().ok());
                    }
                    (Element::ParagraphProperties | Element::StylePart, _) => apart = !tag.empty,
                    // A part of a table that is painted: white text may stand there.
                    (Element::Ground, Some(style)) if apart => {
                        let before = style.appearance.ground.flatten();
                        style.appearance.ground = Some(ground(tag.attributes).or(before));
                    }
                    (_, Some(style)) if !apart => style.appearance.note(&tag),
                    _ => {}
                },
                Token::Close(Element::ParagraphProperties | Element::StylePart) => apart = false,
                Token::Close(_) => {}
                Token::End => break,
                _ => {}
            }
        }
        if part.passed_unseen() {
            return Self::read(bytes, outer, true);
        }
        styles.sort_by(|a, b| a.id.cmp(&b.id));
        let inherited: Vec<Style> = styles.iter().map(|style| inherit(style, &styles)).collect();
        Self { styles: inherited }
    }

    /// The style with this id.
    pub fn get(&self, id: &[u8]) -> Option<&Style> {
        find(&self.styles, id)
    }

    /// Whether any style makes text that may not be seen.
    pub fn inked(&self) -> bool {
        self.styles.iter().any(|style| style.appearance.inked())
    }

    /// Whether any style numbers its paragraphs.
    pub fn has_lists(&self) -> bool {
        self.styles.iter().any(|style| style.list.is_some())
    }
}

impl Style {
    /// What part of the page its paragraphs are.
    pub fn role(&self) -> Option<Role> {
        self.role
    }
}

fn find<'s>(styles: &'s [Style], id: &[u8]) -> Option<&'s Style> {
    let at = styles.binary_search_by(|style| style.id.as_slice().cmp(id)).ok()?;
    styles.get(at)
}

fn inherit(style: &Style, styles: &[Style]) -> Style {
    let mut whole = style.clone();
    let mut ancestor = style;
    for _ in 0..MAX_ANCESTORS {
        let Some(next) = find(styles, &ancestor.based_on) else { break };
        ancestor = next;
        whole.role = whole.role.or(ancestor.role);
        whole.list = whole.list.or(ancestor.list);
        whole.level = whole.level.or(ancestor.level);
        whole.appearance = whole.appearance.or(ancestor.appearance);
    }
    whole
}

/// Built-in styles have these names in every language version (17.7.4.9).
fn role_by_name(name: &[u8]) -> Option<Role> {
    let name = name.to_ascii_lowercase();
    if name.starts_with(b"heading ") || name == b"title" || name == b"subtitle" {
        Some(Role::Heading)
    } else if name.starts_with(b"toc ") {
        Some(Role::Navigation)
    } else {
        None
    }
}
